//! Measurements, and what they need: nothing here is part of the product.
//!
//! - `cargo bench -p matchbook-benches --bench decisions`: generated decisions beside hand-written ones for the same tables ([`subject`]), and
//!   beside the reference interpreter. Writes `results/README.md`. A test asks all of them the same questions, so what is measured gives the
//!   same answers.
//! - `cargo bench -p matchbook-benches --bench analysis`: what each phase of the compiler takes on tables of up to a million rules
//!   ([`workload`]), and how the searches for overlaps and gaps compare with two [`rival`]s. Writes `results/analysis.md`. Tests compare the
//!   rivals' answers with the diagram's. It takes some minutes; `-- rating` measures the workloads with that word in their names, and prints.
//! - `cargo bench -p matchbook-benches --bench large_workbook`: what workbooks of 100,000 rules take in `check`, `gen`, a release build and a million
//!   rows by `matchbook run`, time and memory. Writes `results/large-workbook.md`. It takes some minutes.
//!
//! Two packages outside the workspace use the same workloads; neither the normal build nor its lock file knows what they need:
//!
//! - `cargo run --release --manifest-path benches/peers/Cargo.toml`: decisions by each strategy of dispatch, beside hand-written Rust, the
//!   interpreter and other engines. Writes `results/dispatch.md`. With `--bin compile_time`: what rustc takes by strategy and size, and what it
//!   takes to get from a changed cell to a linked program. Writes `results/compile-time.md`.
//! - `cargo run --release --manifest-path benches/instructions/Cargo.toml`: instructions a decision under valgrind, beside a stored bound each. It
//!   fails where one is exceeded.
//!
//! `BENCH_DATE` is the day that results carry.

pub mod analysis;
pub mod module;
pub mod process;
pub mod random;
pub mod report;
pub mod rival;
pub mod shipped;
pub mod subject;
pub mod workload;

use std::path::Path;
use std::time::Duration;

use matchbook_compiler::build::{Books, OpenError};
use matchbook_compiler::compile::Compilation;
use rustix::time::{ClockId, clock_gettime};

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
    Ok(open_books()?.compile())
}

/// The shipped books, read.
///
/// # Errors
/// Those of reading the books.
pub fn open_books() -> Result<Books, OpenError> {
    Books::open(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("../tables")])
}

/// How long this thread has run: other programs' turns on the processor don't count. Asking takes a fraction of a microsecond.
pub fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(u64::try_from(time.tv_sec).unwrap_or(0), u32::try_from(time.tv_nsec).unwrap_or(0))
}
