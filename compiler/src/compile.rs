//! The whole compiler: [`compile`], and what it takes and gives.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::{Checked, check};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::dispatch::plan;
use crate::layout::{self, BookLayout};
use crate::lints;
use crate::model::{DecisionTable, Model};
use crate::names::names;
use crate::options::Options;
use crate::output::GeneratedFile;
use crate::requirements;
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
    /// The generated files of the decisions and glossaries asked about, by path; those of a broken book too, as far as they go. A glossary of
    /// the whole app is among them whoever asked, as decisions of other books name its types. The root is made by
    /// [`reconcile`](crate::output::reconcile), which knows what has to stay.
    pub files: Vec<GeneratedFile>,
}

impl Compilation {
    /// The decision of this name in this app, if it has no error.
    pub fn decision(&self, app: &str, name: &str) -> Option<&Checked> {
        self.decisions.iter().find(|checked| checked.table().app == app && checked.table().name == name)
    }
}

/// Compiles all books below one root. Pure: the same books and options give the same result, in whatever order the books come.
pub fn compile(sources: &SourceSet, options: &Options) -> Compilation {
    let mut books: Vec<&SourceFile> = sources.books.iter().collect();
    books.sort_by(|a, b| a.path.cmp(&b.path));
    let mut diagnostics: Vec<Diagnostic> = open_books(books.iter().map(|file| &file.path).chain(&sources.locks).map(BookPath::as_str));
    let mut read: Vec<(Workbook, BookLayout)> = Vec::with_capacity(books.len());
    for file in books {
        if let Some(workbook) = source::read(file, options, &mut diagnostics) {
            let layout = layout::blocks(&workbook, &mut diagnostics);
            read.push((workbook, layout));
        }
    }

    let model = requirements::model(&read, &mut diagnostics);
    let asked = |book: &BookPath| !sources.unselected.contains(book);
    // Names are told apart within an app, so they depend on books that nobody asked about.
    let tables: Vec<&DecisionTable> = model.apps.iter().flat_map(|app| &app.books).flat_map(|book| &book.decisions).collect();
    let _names = names(&tables, &mut diagnostics);
    let decisions: Vec<Checked> =
        tables.iter().filter(|table| asked(&table.book)).filter_map(|table| check((*table).clone(), options, &mut diagnostics)).collect();
    let files: Vec<GeneratedFile> = Vec::new();
    for checked in &decisions {
        match plan(checked, options) {
            Ok(_plan) => {}
            Err(finding) => diagnostics.push((*finding).into()),
        }
    }

    let mut reports = lints::reports(diagnostics, &read, options);
    reports.sort_by(|a, b| a.location().cmp(b.location()).then_with(|| a.code().cmp(&b.code())));
    let mut books = summaries(sources, &read, &reports);
    for book in &mut books {
        // The error of a decision may be found in another book, where a name of both is defined.
        let compiled = decisions.iter().filter(|checked| checked.table().book == book.path).count();
        book.broken |= book.selected && compiled < book.decisions.len();
    }
    reports.retain(|report| asked(&report.location().book));
    Compilation { books, reports, read, model, decisions, files }
}

/// What was found in each book, read or not.
fn summaries(sources: &SourceSet, read: &[(Workbook, BookLayout)], reports: &[Report]) -> Vec<BookSummary> {
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
    summaries.into_values().collect()
}
