//! `matchbook check --annotate`: a copy of one book with its findings.

use std::fs;
use std::path::{Path, PathBuf};

use matchbook_compiler::build::Books;
use matchbook_compiler::compile::{BookSummary, Compilation};
use matchbook_compiler::diagnostic::Report;
use matchbook_compiler::source::{copied_from, looks};

use super::Failure;
use crate::copy::{ISSUES, is_ours, with_issues};
use crate::terminal::Terminal;

/// Writes the copy. The book must be the only one asked about; what lies at `out` must be nothing, or such a copy of ours.
pub(super) fn run(books: &Books, compilation: &Compilation, out: &Path, terminal: &mut Terminal) -> Result<(), Failure> {
    let selected: Vec<&BookSummary> = compilation.books.iter().filter(|book| book.selected).collect();
    let [book] = selected.as_slice() else {
        return Err(Failure::usage(format!("`--annotate` makes a copy of one book, and {} are asked about; name one", selected.len())));
    };
    let Some((workbook, _)) = compilation.read.iter().find(|(workbook, _)| workbook.path == book.path) else {
        // Why not is among the findings, which nobody would see if this were all that is said.
        terminal.error(&format!("`{}` is not written: the book can't be read", out.display()));
        return Ok(());
    };
    allowed(books, &books.file(&book.path), out)?;
    let source = books.sources.books.iter().find(|file| file.path == book.path);
    let looks = source.and_then(|file| file.bytes.as_deref().ok()).map(|bytes| looks(bytes, &books.options)).unwrap_or_default();
    let display = books.display(compilation);
    let concerned = |report: &&Report| {
        let others = report.description.secondary.iter().map(|label| &label.location.book);
        std::iter::once(&report.location().book).chain(others).any(|other| *other == book.path) || report.location().cells.is_none()
    };
    let reports: Vec<&Report> = compilation.reports.iter().filter(concerned).collect();
    let bytes = with_issues(workbook, &looks, &reports, &display)
        .map_err(|error| Failure::usage(format!("the copy of `{}` can't be made: {error}", book.path)))?;
    fs::write(out, bytes).map_err(|error| Failure::usage(format!("`{}` can't be written: {error}", out.display())))?;
    terminal.say(&format!("wrote `{}`: a copy of the book, findings marked and on its sheet `{ISSUES}`", out.display()));
    Ok(())
}

/// Whether the copy may be written there.
fn allowed(books: &Books, book: &Path, out: &Path) -> Result<(), Failure> {
    let shown = out.display();
    let refused = |reason: &str| Err(Failure::usage(format!("`{shown}` is not written: {reason}")));
    if !out.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx")) {
        return refused("the copy is an xlsx file, whatever the book is; let the name end in `.xlsx`");
    }
    let real = |path: &Path| fs::canonicalize(path).ok();
    if real(out).is_some() && real(out) == real(book) {
        return refused("it is the book itself");
    }
    let folder = match out.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    let among_books = books.is_declared() && books.folders.iter().any(|searched| real(searched) == real(&folder));
    if among_books && copied_from(&name).is_none() {
        return refused(
            "among the books it would be one, with the same decisions; write it elsewhere, or let its name end in `.issues.xlsx`",
        );
    }
    match is_ours(out, ISSUES) {
        Ok(true) => Ok(()),
        Ok(false) => refused("there is a file that this command didn't write; delete it, or choose another name"),
        Err(error) => Err(Failure::usage(format!("`{shown}` can't be read: {error}"))),
    }
}
