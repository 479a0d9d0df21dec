//! Generated decisions beside hand-written ones, the reference interpreter and other engines: what a decision costs, in one run.
//!
//! `cargo run --release --manifest-path benches/peers/Cargo.toml --bin dispatch` measures all and writes `benches/results/dispatch.md`; words
//! after `--` measure the workloads with these words in their names, and print. `BENCH_DATE` is the day that results carry.
//!
//! The [workloads](matchbook_benches::workload) pass through the whole compiler in this package's build script, once for each strategy. All
//! contenders are asked the same, and each is [checked](measure::check) against what the workload's rules say before it is timed.

pub mod compile_time;
pub mod contender;
#[cfg(feature = "engines")]
pub mod engines;
pub mod hand;
pub mod interpreter;
pub mod measure;
pub mod ours;
pub mod question;
pub mod report;
pub mod target;
