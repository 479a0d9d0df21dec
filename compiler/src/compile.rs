//! The whole compiler: [`compile`], and what it takes and gives.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::check::{Checked, check, check_draft};
use crate::diagnostic::dispatch::DispatchFinding;
use crate::diagnostic::output::OutputFinding;
use crate::diagnostic::{Diagnostic, Level, Location, Report, order};
use crate::dispatch::{self, Plan, plan};
use crate::emit;
use crate::layout::{self, BookLayout};
use crate::lints;
use crate::model::{BaseType, DecisionGraph, DecisionTable, Model, TestBlock};
use crate::names::names;
use crate::options::Options;
use crate::output::GeneratedFile;
use crate::requirements;
use crate::rust_enum::RustEnums;
use crate::source::{self, BookPath, SourceFile, Workbook, open_books};

/// The books below one root, as a front end read them.
#[derive(Clone, Debug, Default)]
pub struct SourceSet {
    /// The books, in any order; each path once.
    pub books: Vec<SourceFile>,
    /// The paths of the lock files that spreadsheet programs put beside books which they have open.
    pub locks: BTreeSet<BookPath>,
    /// Books below the root that nobody asked about. They may be among `books`, for names that their app shares; nothing is said of them,
    /// and what was generated from them stays as it is.
    pub unselected: BTreeSet<BookPath>,
    /// The Rust files that [`Options::enums`] name, by their paths from the root as written there; without those that aren't there.
    pub rust: Vec<SourceFile>,
}

/// What was found in one book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookSummary {
    /// The book.
    pub path: BookPath,
    /// Whether it has an error.
    pub broken: bool,
    /// Whether somebody asked about it.
    pub selected: bool,
    /// Whether its cells could be read.
    pub readable: bool,
    /// The names of its decisions, by sheet and row, broken ones too.
    pub decisions: Vec<String>,
    /// How many rules its decisions have, `else` among them.
    pub rules: usize,
    /// How many test blocks it has.
    pub tests: usize,
    /// How many glossary blocks it has.
    pub glossaries: usize,
    /// How many blocks of constants it has.
    pub constants: usize,
    /// How many filled cells lie outside any block.
    pub cells_outside: usize,
}

impl BookSummary {
    /// A book of which nothing is known yet.
    pub fn new(path: BookPath, selected: bool) -> Self {
        Self {
            path,
            broken: false,
            selected,
            readable: false,
            decisions: Vec::new(),
            rules: 0,
            tests: 0,
            glossaries: 0,
            constants: 0,
            cells_outside: 0,
        }
    }

    /// Whether what was generated from it before has to stay as it is.
    pub fn stays(&self) -> bool {
        self.broken || !self.selected
    }

    fn count(&mut self, layout: &BookLayout) {
        self.readable = true;
        self.decisions = layout.decisions.iter().map(|decision| decision.block.name.text.clone()).collect();
        self.rules = layout.decisions.iter().map(|decision| decision.rules.len()).sum();
        self.tests = layout.tests.len();
        self.glossaries = layout.glossaries.len();
        self.constants = layout.constants.len();
        self.cells_outside = layout.cells_outside;
    }
}

/// What a compilation gives.
#[derive(Clone, Debug, Default)]
pub struct Compilation {
    /// What was found in each book, by path.
    pub books: Vec<BookSummary>,
    /// What is to be said, by book, sheet, row and column.
    pub reports: Vec<Report>,
    /// The books that could be read and their blocks, by path: reports show their cells.
    pub read: Vec<(Workbook, BookLayout)>,
    /// The typed decisions, before `check`.
    pub model: Model,
    /// The decisions without errors of the books asked about, by app, book, sheet and row.
    pub decisions: Vec<Checked>,
    /// How the rules of each of `decisions` are found, in their order.
    pub dispatch: Vec<Dispatched>,
    /// The generated files of the decisions and glossaries asked about, by path; those of a broken book too, as far as they go. A glossary
    /// of the whole app is among them whoever asked, as decisions of other books name its types; and so are the decisions that those asked
    /// about require, from whichever book. The root is made by
    /// [`reconcile`](crate::output::reconcile), which knows what has to stay.
    pub files: Vec<GeneratedFile>,
}

/// How the rules of a generated decision are found, and what that takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispatched {
    /// Its app.
    pub app: String,
    /// Its name, unique in its app.
    pub decision: String,
    /// How many rules it has, `else` among them.
    pub rules: usize,
    /// Which form was taken, and what was thought of the others.
    pub report: dispatch::Report,
    /// The path of its file, from the folder of generated files.
    pub path: String,
    /// How long that file is, in bytes.
    pub source_bytes: u64,
}

impl Compilation {
    /// The decision of this name in this app, with all that it requires, if none of that has an error.
    pub fn graph(&self, app: &str, name: &str) -> Option<DecisionGraph<'_>> {
        let table = self.decision(app, name)?.table();
        // A book in no folder may have a folder's name for its app's.
        let of = self.model.apps.iter().find(|app| app.books.iter().any(|book| book.path == table.book))?;
        DecisionGraph::of(of, table)
    }

    /// The decision of this name in this app, if it has no error.
    pub fn decision(&self, app: &str, name: &str) -> Option<&Checked> {
        self.decisions.iter().find(|checked| checked.table().app == app && checked.table().name == name)
    }
}

/// Compiles all books below one root. Pure: the same books and options give the same result, in whatever order the books come.
pub fn compile(sources: &SourceSet, options: &Options) -> Compilation {
    let mut books: Vec<&SourceFile> = sources.books.iter().collect();
    books.sort_by(|a, b| a.path.cmp(&b.path));
    let mut diagnostics = open_books(books.iter().map(|file| &file.path).chain(&sources.locks).map(BookPath::as_str));
    let workbooks = books.into_iter().filter_map(|file| source::read(file, options, &mut diagnostics)).collect();
    compile_workbooks(workbooks, diagnostics, sources, options)
}

/// All phases after reading.
pub(crate) fn compile_workbooks(
    workbooks: Vec<Workbook>,
    mut diagnostics: Vec<Diagnostic>,
    sources: &SourceSet,
    options: &Options,
) -> Compilation {
    let asked = |book: &BookPath| !sources.unselected.contains(book);
    let lay_out = |workbook: Workbook| {
        let layout = layout::blocks(&workbook, &mut diagnostics);
        (workbook, layout)
    };
    let read: Vec<(Workbook, BookLayout)> = workbooks.into_iter().map(lay_out).collect();
    let enums = RustEnums::new(options, &sources.rust, &mut diagnostics);
    let model = requirements::model(&read, &enums, options, &mut diagnostics);
    // Rust names are told apart within an app, so they depend on books that nobody asked about.
    let typed = || model.apps.iter().flat_map(|app| &app.books).flat_map(|book| &book.decisions);
    let tables: Vec<&DecisionTable> = typed().map(|table| &**table).collect();
    let names = names(&tables, &mut diagnostics);
    let needed = needed(&tables, &asked);
    let tables = typed().filter(|table| needed.contains(&(&table.book, table.name.as_str())));
    let checked: Vec<Checked> = tables.filter_map(|table| check(Arc::clone(table), options, &mut diagnostics)).collect();
    let analysed: BTreeSet<(BookPath, String)> =
        checked.iter().map(|checked| (checked.table().book.clone(), checked.table().name.clone())).collect();
    // What is wrong in some cells says nothing of the others.
    for draft in model.apps.iter().flat_map(|app| &app.books).filter(|book| asked(&book.path)).flat_map(|book| &book.drafts) {
        check_draft(draft, options, &mut diagnostics);
    }
    let planned: Vec<(Checked, Plan)> = checked
        .into_iter()
        .filter_map(|checked| match plan(&checked, options) {
            Ok(plan) => Some((checked, plan)),
            Err(finding) => {
                diagnostics.push((*finding).into());
                None
            }
        })
        .collect();
    let mut files = emit::glossaries(&names, options);
    // Of the own glossary of a book without such a decision, none needs a type.
    let books_needed: BTreeSet<&BookPath> = planned.iter().map(|(checked, _)| &checked.table().book).collect();
    files.retain(|file| file.header.book.as_ref().is_none_or(|book| asked(book) || books_needed.contains(book) || is_app_wide(&file.path)));
    let all: emit::Decisions<'_> = planned.iter().map(|(checked, plan)| (checked, plan)).collect();
    // What needs a decision with an error is left out with it.
    let mut whole: BTreeMap<usize, Dispatched> = BTreeMap::new();
    for (position, (checked, plan)) in planned.iter().enumerate() {
        if let Some(finding) = opaque_without_json(checked.table(), options) {
            diagnostics.push(finding.into());
            continue;
        }
        let tests = tests_of(&model, checked.table());
        let Some(file) = emit::decision(checked, plan, &all, &names, &tests, options) else { continue };
        let source_bytes = file.text.len() as u64;
        if source_bytes > options.max_source_bytes {
            diagnostics.push(DispatchFinding::too_long(checked.table(), source_bytes, options.max_source_bytes).into());
            continue;
        }
        if asked(&checked.table().book) {
            let table = checked.table();
            let (app, decision, rules) = (table.app.clone(), table.name.clone(), table.rules.len());
            let dispatched = Dispatched { app, decision, rules, report: plan.report.clone(), path: file.path.clone(), source_bytes };
            whole.insert(position, dispatched);
        }
        files.push(file);
    }
    drop(all);
    let decisions =
        planned.into_iter().enumerate().filter(|(position, _)| whole.contains_key(position)).map(|(_, (checked, _))| checked).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));

    let extent = lints::Extent { whole: sources.unselected.is_empty(), analysed: &analysed };
    let mut reports = lints::reports(diagnostics, &read, options, &extent);
    order::sort(&mut reports, &read);
    let books = summaries(sources, &read, &reports, &files);
    keep_asked(&mut reports, &books);
    Compilation { books, reports, read, model, decisions, dispatch: whole.into_values().collect(), files }
}

/// The first output of type any, where generated code has no JSON.
fn opaque_without_json(table: &DecisionTable, options: &Options) -> Option<OutputFinding> {
    let clause = table.output_clauses.iter().find(|clause| clause.ty.value().base == BaseType::Any && !options.json)?;
    Some(OutputFinding::OpaqueWithoutJson { label: clause.label.clone(), at: Location::cells(&table.book, &table.sheet, clause.at) })
}

/// The decisions that are asked about, and those that they require, directly or not.
fn needed<'t>(tables: &[&'t DecisionTable], asked: &dyn Fn(&BookPath) -> bool) -> BTreeSet<(&'t BookPath, &'t str)> {
    let by_name: BTreeMap<(&BookPath, &str), &'t DecisionTable> =
        tables.iter().map(|table| ((&table.book, table.name.as_str()), *table)).collect();
    let mut open: Vec<&'t DecisionTable> = tables.iter().copied().filter(|table| asked(&table.book)).collect();
    let mut needed = BTreeSet::new();
    while let Some(table) = open.pop() {
        if needed.insert((&table.book, table.name.as_str())) {
            let required = table.requirements.iter();
            open.extend(required.filter_map(|requirement| by_name.get(&(&requirement.book, requirement.decision.as_str()))));
        }
    }
    needed
}

/// The test blocks of a decision, from all books of its app, by book, sheet and row.
fn tests_of<'m>(model: &'m Model, table: &DecisionTable) -> Vec<&'m TestBlock> {
    let apps = model.apps.iter().filter(|app| app.name == table.app);
    apps.flat_map(|app| &app.books).flat_map(|book| &book.tests).filter(|block| block.decision == table.name).collect()
}

/// Whether a generated file lies in an app's folder itself, and not in a book's.
fn is_app_wide(path: &str) -> bool {
    path.matches('/').count() == 1
}

/// Keeps what is said of the books asked about, also as the second place of something; and where one of them is broken and nothing of that
/// says why, the errors of the books that share its app.
fn keep_asked(reports: &mut Vec<Report>, books: &[BookSummary]) {
    let unasked: BTreeSet<&BookPath> = books.iter().filter(|book| !book.selected).map(|book| &book.path).collect();
    let says = |report: &Report, path: &BookPath| {
        let others = report.description.secondary.iter().map(|label| &label.location.book);
        std::iter::once(&report.location().book).chain(others).any(|book| book == path)
    };
    let unexplained: BTreeSet<Option<&str>> = books
        .iter()
        .filter(|book| book.selected && book.broken)
        .filter(|book| !reports.iter().any(|report| report.level == Level::Error && says(report, &book.path)))
        .map(|book| book.path.app())
        .collect();
    reports.retain(|report| {
        let book = &report.location().book;
        let others = report.description.secondary.iter().map(|label| &label.location.book);
        std::iter::once(book).chain(others).any(|book| !unasked.contains(book))
            || report.level == Level::Error && unexplained.contains(&book.app())
    });
}

/// What was found in each book, read or not.
fn summaries(sources: &SourceSet, read: &[(Workbook, BookLayout)], reports: &[Report], files: &[GeneratedFile]) -> Vec<BookSummary> {
    let paths = sources.books.iter().map(|file| &file.path).chain(&sources.unselected);
    let mut summaries: BTreeMap<&BookPath, BookSummary> =
        paths.map(|path| (path, BookSummary::new(path.clone(), !sources.unselected.contains(path)))).collect();
    for report in reports.iter().filter(|report| report.level == Level::Error) {
        if let Some(summary) = summaries.get_mut(&report.location().book) {
            summary.broken = true;
        }
    }
    for (workbook, layout) in read {
        if let Some(summary) = summaries.get_mut(&workbook.path) {
            summary.count(layout);
        }
    }
    for summary in summaries.values_mut().filter(|summary| summary.selected) {
        // The error of a decision may be said of another book, where a name of both is defined.
        let own = |file: &&GeneratedFile| file.header.decision.is_some() && file.header.book.as_ref() == Some(&summary.path);
        summary.broken |= files.iter().filter(own).count() < summary.decisions.len();
    }
    summaries.into_values().collect()
}

#[cfg(test)]
mod tests;
