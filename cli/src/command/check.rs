//! `matchbook check`.

use std::path::PathBuf;

use matchbook_compiler::build::Books;
use matchbook_compiler::compile::{BookSummary, Compilation};
use matchbook_compiler::diagnostic::render::Display;
use matchbook_compiler::diagnostic::{BlockKind, Code, Identity, Level, Report};

use crate::Exit;
use crate::arguments::{CheckOptions, MessageFormat};
use crate::junit::{Case, Failure, Suite};
use crate::terminal::{Counts, Terminal, plural};

/// The note that says which blocks a book has.
const CONTENTS: Code = Code(150);

pub(super) fn run(paths: &[PathBuf], wanted: &CheckOptions, terminal: &mut Terminal) -> Result<Exit, super::Failure> {
    let mut books = Books::open(paths)?;
    books.options.as_of = wanted.as_of;
    let (compilation, unfixed) = match wanted.fix {
        true => super::fix::run(&mut books, terminal),
        false => (books.compile(), false),
    };
    if let Some(out) = &wanted.annotate {
        super::annotate::run(&books, &compilation, out, terminal)?;
    }
    // What was found in a book is data here, one line a book, and no finding.
    let (contents, reports): (Vec<&Report>, Vec<&Report>) = compilation.reports.iter().partition(|report| report.code() == CONTENTS);
    let display = books.display(&compilation);
    terminal.reports(&display, reports.iter().copied(), true);
    for book in compilation.books.iter().filter(|book| book.selected) {
        let path = if books.name.is_empty() { book.path.to_string() } else { format!("{}/{}", books.name, book.path) };
        if terminal.is_document() {
            terminal.suite(suite(&display, path, book, &reports));
            continue;
        }
        let line = match terminal.format() {
            MessageFormat::Json => json(&path, book),
            _ => {
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
    Ok(if counts.errors > 0 || unfixed { Exit::Findings } else { Exit::Ok })
}

/// A case a decision, and one for what is said of none.
fn suite(display: &Display<'_>, path: String, book: &BookSummary, reports: &[&Report]) -> Suite {
    let of_book = reports.iter().filter(|report| report.location().book == book.path);
    let of: Vec<(Identity, &Report)> = of_book.map(|report| (Identity::of(report, display.books), *report)).collect();
    let decision = |identity: &Identity| match &identity.block {
        Some((BlockKind::Decision | BlockKind::Test, name)) if book.decisions.contains(name) => Some(name.clone()),
        _ => None,
    };
    let case = |name: Option<&String>| {
        let own = || of.iter().filter(|(identity, _)| decision(identity).as_ref() == name).map(|(_, report)| *report);
        let failures = own().filter(|report| report.level == Level::Error).map(|report| Failure {
            code: report.code().to_string(),
            message: display.short(report),
            text: display.human(report, false),
        });
        let others = own().filter(|report| matches!(report.level, Level::Warning | Level::Advice));
        Case {
            class: path.clone(),
            name: name.cloned().unwrap_or_else(|| "the book".to_owned()),
            failures: failures.collect(),
            output: others.map(|report| display.short(report)).collect(),
        }
    };
    let cases = std::iter::once(None).chain(book.decisions.iter().map(Some)).map(case).collect();
    Suite { name: path, cases }
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
