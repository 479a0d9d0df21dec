//! Measuring the analysis: what each phase takes on each workload, and how the searches for overlaps and gaps compare with two
//! [rivals](crate::rival).

mod measure;
mod report;

pub use measure::{Figures, Search, measure, peak_memory, peak_of};
pub use report::markdown;

/// The phases that are timed, in order: a name, and what it is.
pub const PHASES: [(&str, &str); 10] = [
    ("read", "bytes of a CSV file to cells"),
    ("lay out", "cells to blocks"),
    ("type", "blocks to typed rules"),
    ("matrix", "rules to boxes of atoms"),
    ("diagram", "boxes to the decision diagram"),
    ("overlaps", "the search for overlaps, as if the table were unique"),
    ("gaps", "the search for gaps, as if the table had no `else`, given the diagram"),
    ("unreachable", "the search for rules that never decide, given the diagram"),
    ("check", "the whole check of the typed table: matrix, diagram and the questions that its hit policy asks"),
    ("compile", "from bytes to generated Rust"),
];

/// The most steps that a rival may take: some seconds.
pub const RIVAL_STEPS: u64 = 200_000_000;
