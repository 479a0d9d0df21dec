//! Phase 3, blocks → [`Model`]: which names there are, what they mean in each table, and which tables can be typed.
//!
//! Before: blocks of cells. After: every decision of the model is typed and resolved; one that has an error, or that uses a name with one,
//! isn't in it. A name with an error is reported where it is defined, and never again where it is used.

mod names;
mod scope;

pub(crate) use names::clashes;
pub(crate) use scope::{Definition, Scope};

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::typing::{TypingFinding, TypingProblem};
use crate::diagnostic::{Describe, Diagnostic, Level, Location};
use crate::layout::{BookLayout, DecisionBlock};
use crate::model::{App, Book, DecisionTable, Model};
use crate::source::{BookPath, Workbook};
use crate::typing;

/// What a phase of one app needs to know of a book.
#[derive(Clone, Copy)]
pub(crate) struct BookView<'a> {
    pub(crate) workbook: &'a Workbook,
    pub(crate) layout: &'a BookLayout,
}

/// The name of the app that a book belongs to: its first folder's, or its own stem.
pub fn app_name(path: &BookPath) -> &str {
    path.app().unwrap_or_else(|| path.stem())
}

/// Types and resolves all books. `diagnostics` holds what was found before: a book with an error in it is marked [`Book::broken`].
pub fn model(books: &[(Workbook, BookLayout)], diagnostics: &mut Vec<Diagnostic>) -> Model {
    // A book in no folder is an app of its own, even beside a folder of its name.
    let mut apps: BTreeMap<(&str, Option<&BookPath>), Vec<BookView<'_>>> = BTreeMap::new();
    for (workbook, layout) in books {
        let lone = workbook.path.app().is_none().then_some(&workbook.path);
        apps.entry((app_name(&workbook.path), lone)).or_default().push(BookView { workbook, layout });
    }
    let mut dropped = BTreeSet::new();
    let mut model = Model::default();
    for ((name, _), mut books) in apps {
        books.sort_by(|a, b| a.workbook.path.cmp(&b.workbook.path));
        model.apps.push(app(name, &books, &mut dropped, diagnostics));
    }
    let with_errors: BTreeSet<BookPath> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.level() == Level::Error)
        .map(|diagnostic| diagnostic.describe().primary.location.book)
        .collect();
    for book in model.apps.iter_mut().flat_map(|app| &mut app.books) {
        book.broken = with_errors.contains(&book.path) || dropped.contains(&book.path);
    }
    model
}

fn app(name: &str, books: &[BookView<'_>], dropped: &mut BTreeSet<BookPath>, diagnostics: &mut Vec<Diagnostic>) -> App {
    let decisions: Vec<(BookView<'_>, &DecisionBlock)> =
        books.iter().flat_map(|book| book.layout.decisions.iter().map(|decision| (*book, decision))).collect();
    let (names, duplicates) = decision_names(&decisions, diagnostics);
    let mut definitions = scope::definitions(name, books, dropped, diagnostics);
    scope::conflicts(&mut definitions, &names, dropped, diagnostics);
    let mut typed: BTreeMap<&BookPath, Vec<DecisionTable>> = BTreeMap::new();
    let mut used: BTreeSet<String> = BTreeSet::new();
    for (index, (book, block)) in decisions.iter().enumerate() {
        let path = &book.workbook.path;
        let scope = Scope::new(&definitions, path, &names);
        let table = typing::decision(name, *book, block, &scope, &mut used, diagnostics);
        match table.filter(|_| !duplicates.contains(&index)) {
            Some(table) => typed.entry(path).or_default().push(table),
            None => {
                dropped.insert(path.clone());
            }
        }
    }
    unused(&definitions, &used, diagnostics);
    let broken: BTreeSet<&str> = decisions.iter().map(|(_, block)| block.block.name.text.as_str()).collect();
    let mut tests = BTreeMap::new();
    for book in books {
        let all: BTreeMap<&str, &DecisionTable> = typed.values().flatten().map(|decision| (decision.name.as_str(), decision)).collect();
        tests.insert(&book.workbook.path, typing::test_blocks(*book, &all, &broken, dropped, diagnostics));
    }
    let books = books.iter().map(|BookView { workbook, .. }| {
        let own = |definition: &&Definition| definition.book == workbook.path && definition.usable;
        Book {
            path: workbook.path.clone(),
            decisions: typed.remove(&workbook.path).unwrap_or_default(),
            glossary: definitions.iter().filter(own).filter_map(|definition| definition.as_entry().cloned()).collect(),
            constants: definitions.iter().filter(own).filter_map(|definition| definition.as_constant().cloned()).collect(),
            tests: tests.remove(&workbook.path).unwrap_or_default(),
            broken: false,
        }
    });
    App { name: name.to_owned(), books: books.collect() }
}

/// Where each decision of an app is, and the positions of those whose name another one has too.
fn decision_names(
    decisions: &[(BookView<'_>, &DecisionBlock)],
    diagnostics: &mut Vec<Diagnostic>,
) -> (BTreeMap<String, Location>, BTreeSet<usize>) {
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    let mut names = BTreeMap::new();
    let mut duplicates = BTreeSet::new();
    for (index, (_, decision)) in decisions.iter().enumerate() {
        let block = &decision.block;
        let at = Location::cells(&block.book, &block.sheet_name, block.name.at);
        match first.get(block.name.text.as_str()) {
            Some(earlier) => {
                let name = block.name.text.clone();
                let first = names.get(&name).cloned().unwrap_or_else(|| at.clone());
                duplicates.extend([*earlier, index]);
                diagnostics.push(TypingFinding { at, problem: TypingProblem::DuplicateDecision { name, first } }.into());
            }
            None => {
                first.insert(&block.name.text, index);
                names.insert(block.name.text.clone(), at);
            }
        }
    }
    (names, duplicates)
}

/// Advice to delete what no table uses.
fn unused(definitions: &[Definition], used: &BTreeSet<String>, diagnostics: &mut Vec<Diagnostic>) {
    for definition in definitions.iter().filter(|definition| definition.usable && !used.contains(&definition.name)) {
        let name = definition.name.clone();
        let problem =
            if definition.as_entry().is_some() { TypingProblem::UnusedName { name } } else { TypingProblem::UnusedConstant { name } };
        diagnostics.push(TypingFinding { at: definition.at.clone(), problem }.into());
    }
}
