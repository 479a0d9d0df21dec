//! The whole compiler: [`compile`], and what it takes and gives.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Level, Report};
use crate::layout::BookLayout;
use crate::model::Model;
use crate::options::Options;
use crate::output::GeneratedFile;
use crate::source::{BookPath, SourceFile, Workbook};

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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    /// The generated files of the decisions and glossaries asked about, by path; those of a broken book too, as far as they go. A glossary of
    /// the whole app is among them whoever asked, as decisions of other books name its types. The root is made by
    /// [`reconcile`](crate::output::reconcile), which knows what has to stay.
    pub files: Vec<GeneratedFile>,
}

/// Compiles all books below one root. Pure: the same books and options give the same result, in whatever order the books come.
pub fn compile(sources: &SourceSet, options: &Options) -> Compilation {
    let mut books: Vec<&SourceFile> = sources.books.iter().collect();
    books.sort_by(|a, b| a.path.cmp(&b.path));
    let diagnostics: Vec<Diagnostic> = Vec::new();

    let mut reports: Vec<Report> = diagnostics.into_iter().filter_map(|diagnostic| report(diagnostic, options)).collect();
    reports.sort_by(|a, b| a.location().cmp(b.location()));
    let broken: BTreeSet<&BookPath> =
        reports.iter().filter(|report| report.level == Level::Error).map(|report| &report.location().book).collect();
    let paths: BTreeSet<&BookPath> = books.iter().map(|file| &file.path).chain(&sources.unselected).collect();
    let books = paths
        .into_iter()
        .map(|path| BookSummary { path: path.clone(), broken: broken.contains(path), selected: !sources.unselected.contains(path) })
        .collect();
    reports.retain(|report| !sources.unselected.contains(&report.location().book));
    Compilation { books, reports, ..Compilation::default() }
}

/// The diagnostic in words, at the level that the options give it.
fn report(diagnostic: Diagnostic, options: &Options) -> Option<Report> {
    let report = Report::new(diagnostic);
    Some(Report { level: options.level(report.code(), report.level)?, ..report })
}
