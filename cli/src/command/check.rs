//! `matchbook check`.

use std::path::PathBuf;

use matchbook_compiler::compile::{BookSummary, Compilation};
use matchbook_compiler::diagnostic::{Code, Report};

use super::{Failure, compiled};
use crate::Exit;
use crate::arguments::MessageFormat;
use crate::terminal::{Counts, Terminal, plural};

/// The note that says which blocks a book has.
const CONTENTS: Code = Code(150);

pub(super) fn run(paths: &[PathBuf], terminal: &mut Terminal) -> Result<Exit, Failure> {
    let (books, compilation) = compiled(paths)?;
    // What was found in a book is data here, one line a book, and no finding.
    let (contents, reports): (Vec<&Report>, Vec<&Report>) = compilation.reports.iter().partition(|report| report.code() == CONTENTS);
    terminal.reports(&books.display(&compilation), reports, true);
    for book in compilation.books.iter().filter(|book| book.selected) {
        let path = if books.name.is_empty() { book.path.to_string() } else { format!("{}/{}", books.name, book.path) };
        let line = match terminal.format() {
            MessageFormat::Json => json(&path, book),
            MessageFormat::Human | MessageFormat::Short => {
                let found = contents.iter().find(|report| report.location().book == book.path);
                format!("{path}: {}", found.map_or("not read", |report| &report.description.message))
            }
        };
        if !terminal.data(&line) {
            break;
        }
    }
    let counts = Counts::of(&compilation.reports);
    terminal.say(&format!("{}: {}", total(&compilation), counts.in_words()));
    Ok(if counts.errors > 0 { Exit::Findings } else { Exit::Ok })
}

fn json(path: &str, book: &BookSummary) -> String {
    serde_json::json!({
        "book": path,
        "readable": book.readable,
        "broken": book.broken,
        "decisions": book.decisions,
        "rules": book.rules,
        "tests": book.tests,
        "glossaries": book.glossaries,
        "constants": book.constants,
        "cells_outside": book.cells_outside,
    })
    .to_string()
}

/// `3 books, 5 decisions, 61 rules`
fn total(compilation: &Compilation) -> String {
    let books: Vec<&BookSummary> = compilation.books.iter().filter(|book| book.selected).collect();
    let decisions = books.iter().map(|book| book.decisions.len()).sum();
    let rules = books.iter().map(|book| book.rules).sum();
    format!("{}, {}, {}", plural(books.len(), "book"), plural(decisions, "decision"), plural(rules, "rule"))
}
