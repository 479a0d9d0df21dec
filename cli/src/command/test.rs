//! `matchbook test`.

use std::path::PathBuf;

use super::{Failure, compiled};
use crate::Exit;
use crate::terminal::Terminal;

pub(super) fn run(paths: &[PathBuf], terminal: &mut Terminal) -> Result<Exit, Failure> {
    let _ = (compiled(paths)?, terminal);
    Ok(Exit::Nothing)
}
