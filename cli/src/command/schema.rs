//! `matchbook schema`: the JSON Schemas of a decision.

use std::path::Path;

use matchbook_compiler::schema::{input_schema, output_schema};

use super::eval::chosen;
use super::{Failure, compiled};
use crate::Exit;
use crate::terminal::Terminal;

pub(super) fn run(book: &Path, decision: Option<&str>, output: bool, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let (books, compilation) = compiled(&[book.to_owned()])?;
    let checked = chosen(&books, &compilation, decision, book, terminal)?;
    terminal.data(&if output { output_schema(checked) } else { input_schema(checked) });
    Ok(Exit::Ok)
}
