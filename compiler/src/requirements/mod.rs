//! Phase 3, blocks → [`Model`]: which names there are, what they mean in each table, and which tables can be typed.
//!
//! Before: blocks of cells. After: every decision of the model is typed and resolved; one that has an error, or that uses a name with one,
//! isn't in it. A name with an error is reported where it is defined, and never again where it is used.

mod decisions;
mod names;
mod order;
mod scope;

pub(crate) use decisions::{Decisions, Named};
pub(crate) use names::clashes;
pub(crate) use scope::{Definition, Scope};

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::typing::{TypingFinding, TypingProblem};
use crate::diagnostic::{Describe, Diagnostic, Level, Location};
use crate::layout::{BookLayout, DecisionBlock};
use crate::model::{App, Book, DecisionTable, Model};
use crate::options::Options;
use crate::rust_enum::RustEnums;
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
pub fn model(books: &[(Workbook, BookLayout)], enums: &RustEnums, options: &Options, diagnostics: &mut Vec<Diagnostic>) -> Model {
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
        model.apps.push(app(name, &books, (enums, options), &mut dropped, diagnostics));
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

fn app(
    name: &str,
    books: &[BookView<'_>],
    (enums, options): (&RustEnums, &Options),
    dropped: &mut BTreeSet<BookPath>,
    diagnostics: &mut Vec<Diagnostic>,
) -> App {
    let blocks: Vec<(BookView<'_>, &DecisionBlock)> =
        books.iter().flat_map(|book| book.layout.decisions.iter().map(|decision| (*book, decision))).collect();
    let mut decisions = Decisions::new(options);
    let duplicates = decision_names(&blocks, &mut decisions, diagnostics);
    let mut definitions = scope::definitions(name, books, enums, dropped, diagnostics);
    scope::conflicts(&mut definitions, &decisions, dropped, diagnostics);
    let mut used: BTreeSet<String> = BTreeSet::new();
    let app = order::App { name, blocks: &blocks, definitions: &definitions, enums, duplicates: &duplicates };
    order::type_all(&app, &mut decisions, &mut used, dropped, diagnostics);
    unused(&definitions, &used, diagnostics);
    let names: BTreeSet<&str> = blocks.iter().map(|(_, block)| block.block.name.text.as_str()).collect();
    let mut tests = BTreeMap::new();
    for book in books {
        tests.insert(&book.workbook.path, typing::test_blocks(*book, &decisions.tables(), &names, dropped, diagnostics));
    }
    let books = books.iter().map(|BookView { workbook, layout }| {
        let own = |definition: &&Definition| definition.book == workbook.path && definition.usable;
        let mut typed = decisions.take(&workbook.path);
        let position = |table: &DecisionTable| layout.decisions.iter().position(|decision| decision.block.name.text == table.name);
        typed.sort_by_key(|table| position(table));
        let mut drafts = decisions.take_drafts(&workbook.path);
        drafts.sort_by_key(|draft| position(&draft.table));
        Book {
            path: workbook.path.clone(),
            decisions: typed,
            drafts,
            glossary: definitions.iter().filter(own).filter_map(|definition| definition.as_entry().cloned()).collect(),
            constants: definitions.iter().filter(own).filter_map(|definition| definition.as_constant().cloned()).collect(),
            tests: tests.remove(&workbook.path).unwrap_or_default(),
            broken: false,
        }
    });
    App { name: name.to_owned(), books: books.collect() }
}

/// Adds the decisions of an app by name; the positions of those whose name another one has too.
fn decision_names(
    blocks: &[(BookView<'_>, &DecisionBlock)],
    decisions: &mut Decisions<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeSet<usize> {
    let mut positions: BTreeMap<&str, usize> = BTreeMap::new();
    let mut duplicates = BTreeSet::new();
    for (index, (book, decision)) in blocks.iter().enumerate() {
        let block = &decision.block;
        let earlier = *positions.entry(&block.name.text).or_insert(index);
        if let Some(first) = decisions.add(*book, decision) {
            let at = Location::cells(&block.book, &block.sheet_name, block.name.at);
            let name = block.name.text.clone();
            duplicates.extend([earlier, index]);
            diagnostics.push(TypingFinding { at, problem: TypingProblem::DuplicateDecision { name, first } }.into());
        }
    }
    duplicates
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
