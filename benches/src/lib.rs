//! Generated decisions beside hand-written ones for the same tables, and beside the reference interpreter.
//!
//! `cargo bench -p matchbook-benches` measures all of them and writes `results/README.md`. A test asks all of them the same questions, so
//! what is measured gives the same answers.

pub mod analysis;
pub mod random;
pub mod report;
pub mod rival;
pub mod subject;
pub mod workload;

use std::path::Path;

use matchbook_compiler::build::{Books, OpenError};
use matchbook_compiler::compile::Compilation;

/// How many different inputs are asked in turn. So many that no branch predictor learns the answers.
pub const INPUTS: usize = 65_536;

/// How many of them what takes a microsecond or more is asked: documents in JSON, and values for the interpreter.
pub const SLOW_INPUTS: usize = 4_096;

/// How many decisions are timed at once.
pub const BLOCK: usize = 1_024;

/// The shipped books, compiled, for the interpreter.
///
/// # Errors
/// Those of reading the books.
pub fn books() -> Result<Compilation, OpenError> {
    Ok(Books::open(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("../tables")])?.compile())
}
