//! `matchbook dump`: a phase's value, readable.

mod cells;
mod classes;
mod decision;
mod plan;

use std::path::Path;

use matchbook_compiler::compile::Compilation;
use matchbook_compiler::dispatch;
use matchbook_compiler::options::Options;
use matchbook_compiler::source::BookPath;

use super::{Failure, compiled};
use crate::Exit;
use crate::arguments::Phase;
use crate::terminal::{Counts, Terminal};

pub(super) fn run(book: &Path, phase: Phase, decision: Option<&str>, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let (books, compilation) = compiled(&[book.to_owned()])?;
    terminal.reports(&books.display(&compilation), &compilation.reports, false);
    let texts = texts(&compilation, phase, decision, &books.options);
    let errors = Counts::of(&compilation.reports).errors;
    if let (Some(name), true, 0) = (decision, texts.is_empty(), errors) {
        return Err(Failure { message: format!("`{}` has no decision `{name}`", book.display()), exit: Exit::Nothing });
    }
    terminal.data(texts.join("\n").trim_end());
    Ok(if errors > 0 { Exit::Findings } else { Exit::Ok })
}

/// A text a book, or a decision.
fn texts(compilation: &Compilation, phase: Phase, name: Option<&str>, options: &Options) -> Vec<String> {
    let selected = |path: &BookPath| compilation.books.iter().any(|book| book.selected && book.path == *path);
    let wanted = |decision: &str| name.is_none_or(|name| name == decision);
    let read = compilation.read.iter().filter(|(workbook, _)| selected(&workbook.path));
    let tables = compilation.model.apps.iter().flat_map(|app| &app.books).flat_map(|book| &book.decisions);
    let tables = tables.filter(|table| selected(&table.book) && wanted(&table.name));
    let checked = compilation.decisions.iter().filter(|checked| selected(&checked.table().book) && wanted(&checked.table().name));
    match phase {
        Phase::Source => read.map(|(workbook, _)| cells::source(workbook)).collect(),
        Phase::Layout => read.map(|(workbook, layout)| cells::blocks(workbook, layout)).collect(),
        Phase::Model => tables.map(|table| decision::model(table)).collect(),
        Phase::Matrix => checked.map(decision::matrix).collect(),
        Phase::Diagram => checked.map(decision::diagram).collect(),
        // A table whose plan is refused has an error, which was printed.
        Phase::Plan => checked.filter_map(|checked| Some(plan::plan(checked, &dispatch::plan(checked, options).ok()?))).collect(),
        Phase::Rust => {
            let files = compilation.files.iter().filter(|file| name.is_none_or(|name| file.header.decision.as_deref() == Some(name)));
            files.map(|file| format!("// {}\n{}", file.path, file.text)).collect()
        }
    }
}
