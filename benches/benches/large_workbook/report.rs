//! What was measured, as Markdown.

use std::fmt::Write as _;

use matchbook_benches::process::Cost;
use matchbook_benches::report::Machine;

use crate::book::ROWS;

/// What one command took.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) name: &'static str,
    pub(crate) cost: Cost,
}

/// What one workbook took.
#[derive(Debug)]
pub(crate) struct Figures {
    pub(crate) shape: &'static str,
    pub(crate) rules: usize,
    /// Of the workbook, the generated Rust and the file of rows.
    pub(crate) bytes: [u64; 3],
    /// What the program's dependencies took to build.
    pub(crate) dependencies: Cost,
    pub(crate) steps: Vec<Step>,
}

/// The page.
pub(crate) fn markdown(machine: &Machine, all: &[Figures]) -> String {
    let mut text = format!(
        "# A workbook of 100,000 rules\n\n\
         Written by `cargo bench -p matchbook-benches --bench large_workbook`; `BENCH_DATE` gives the day. Each workbook is written from a seeded\n\
         generator ([`src/workload`](../src/workload)) and goes through all steps in order, each a process of its own: by the clock, on processors\n\
         (all that the process started counts), and the most memory that one process took. `run` decides {} million rows of CSV, drawn\n\
         from rules at random, and writes as many. Each step is done once: other programs' turns are in the clock's time.\n\n{}\n",
        ROWS / 1_000_000,
        machine.line()
    );
    for Figures { shape, rules, bytes, dependencies, steps } in all {
        let megabytes = bytes.map(|bytes| format!("{:.1}", bytes as f64 / 1e6));
        let [book, module, rows] = megabytes;
        let _ = writeln!(
            text,
            "\n## {shape}, {rules} rules\n\n\
             The workbook has {book} MB, the generated Rust {module} MB, the file of rows {rows} MB. What the program with the module depends on was built before, in\n\
             {:.1} s.\n\n\
             | step | s | s on processors | MB |\n| --- | ---: | ---: | ---: |",
            dependencies.elapsed.as_secs_f64()
        );
        for Step { name, cost } in steps {
            let [elapsed, processor] = [cost.elapsed, cost.processor].map(|time| time.as_secs_f64());
            let _ = writeln!(text, "| {name} | {elapsed:.2} | {processor:.2} | {} |", cost.memory.div_ceil(1 << 20));
        }
    }
    text
}
