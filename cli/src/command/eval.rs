//! `matchbook eval`.

use std::path::Path;

use super::{Failure, compiled};
use crate::Exit;
use crate::terminal::Terminal;

pub(super) fn run(book: &Path, decision: Option<&str>, input: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let _ = (compiled(&[book.to_owned()])?, terminal, decision, input);
    Ok(Exit::Nothing)
}
