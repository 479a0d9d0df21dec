//! `matchbook check`.

use std::path::PathBuf;

use matchbook_compiler::compile::{BookSummary, Compilation};

use super::{Failure, compiled};
use crate::Exit;
use crate::arguments::MessageFormat;
use crate::terminal::{Counts, Terminal, plural};

pub(super) fn run(paths: &[PathBuf], terminal: &mut Terminal) -> Result<Exit, Failure> {
    let (books, compilation) = compiled(paths)?;
    terminal.reports(&books.display(&compilation), &compilation.reports, true);
    for book in compilation.books.iter().filter(|book| book.selected) {
        let path = if books.name.is_empty() { book.path.to_string() } else { format!("{}/{}", books.name, book.path) };
        let line = match terminal.format() {
            MessageFormat::Json => json(&path, book),
            MessageFormat::Human | MessageFormat::Short => format!("{path}: {}", in_words(book)),
        };
        if !terminal.data(&line) {
            break;
        }
    }
    let counts = Counts::of(&compilation.reports);
    terminal.say(&format!("{}: {}", total(&compilation), counts.in_words()));
    Ok(if counts.errors > 0 { Exit::Findings } else { Exit::Ok })
}

/// `3 decisions, 2 test blocks; 14 cells outside any block`
fn in_words(book: &BookSummary) -> String {
    if !book.readable {
        return "not read".to_owned();
    }
    let blocks = [
        (book.decisions.len(), "decision"),
        (book.tests, "test block"),
        (book.glossaries, "glossary"),
        (book.constants, "block of constants"),
    ];
    let found: Vec<String> = blocks
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, word)| if word == "block of constants" && n > 1 { format!("{n} blocks of constants") } else { plural(n, word) })
        .collect();
    let mut text = if found.is_empty() { "no block".to_owned() } else { found.join(", ") };
    if book.cells_outside > 0 {
        text.push_str(&format!("; {} outside any block", plural(book.cells_outside, "cell")));
    }
    text
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
