//! How rules are found, as `gen` tells it.

use std::path::Path;

use matchbook_compiler::compile::Dispatched;
use matchbook_compiler::diagnostic::dispatch::in_bytes;
use matchbook_compiler::dispatch::{Considered, Cost, Wish};
use unicode_width::UnicodeWidthStr as _;

use crate::terminal::plural;

/// From so many bytes on, a generated file does more harm in a repository than its review does good.
const LONG_FILE: u64 = 4_000_000;

/// A line a decision: how its rules are found, and what that takes.
pub(super) fn summary(decisions: &[Dispatched]) -> String {
    let heads = ["decision", "rules", "found by", "data", "Rust", "at most"].map(str::to_owned);
    let rows = decisions.iter().map(|dispatched| {
        let taken = dispatched.report.taken();
        let cost = taken.and_then(|form| form.cost);
        [
            name(dispatched),
            dispatched.rules.to_string(),
            taken.map_or("", |form| form.strategy.word()).to_owned(),
            data(cost, dispatched.report.batch.map(|(_, cost)| cost)),
            in_bytes(dispatched.source_bytes),
            cost.map_or_else(String::new, |cost| comparisons(cost.comparisons)),
        ]
    });
    aligned(&std::iter::once(heads).chain(rows).collect::<Vec<_>>(), &[1, 3, 4])
}

/// The bytes of data that rules are found by, and those that only batches have.
fn data(cost: Option<Cost>, batch: Option<Cost>) -> String {
    let own = cost.map_or_else(String::new, |cost| if cost.data_bytes == 0 { "none".to_owned() } else { in_bytes(cost.data_bytes) });
    match batch {
        Some(batch) if batch.data_bytes > 0 => format!("{own}, {} for batches", in_bytes(batch.data_bytes)),
        _ => own,
    }
}

/// For each decision, the forms that were weighed.
pub(super) fn explained(decisions: &[Dispatched]) -> String {
    let one = |dispatched: &Dispatched| {
        let Dispatched { rules, report, .. } = dispatched;
        let wish = match report.wish {
            Wish::None => String::new(),
            Wish::Table(strategy) => format!("; its row `dispatch` asks for `{}`", strategy.word()),
            Wish::Options(strategy) => format!("; matchbook.toml asks for `{}`", strategy.word()),
        };
        let batch = report.batch.map(|(strategy, cost)| Considered {
            strategy,
            cost: Some(cost),
            taken: true,
            why: "batches go by classes, which the form above has none of".to_owned(),
        });
        let of_batch = batch.iter().map(|batch| {
            let [word, _, cost, why] = form(batch);
            [word, "batches".to_owned(), cost, why]
        });
        let rows: Vec<[String; 4]> = report.forms.iter().map(form).chain(of_batch).collect();
        format!("{}, {}{wish}\n{}", name(dispatched), plural(*rules, "rule"), aligned(&rows, &[]))
    };
    decisions.iter().map(one).collect::<Vec<_>>().join("\n\n")
}

fn form(form: &Considered) -> [String; 4] {
    let cost = form.cost.map_or_else(String::new, |cost| {
        let data = if cost.data_bytes == 0 { "no data".to_owned() } else { in_bytes(cost.data_bytes) };
        let time = if cost.picoseconds == 0 {
            String::new()
        } else {
            format!(", about {}.{} ns", cost.picoseconds / 1000, cost.picoseconds / 100 % 10)
        };
        format!("{data}, {}{time}", comparisons(cost.comparisons))
    });
    let mark = if form.taken { "taken" } else { "" };
    [format!("  {}", form.strategy.word()), mark.to_owned(), cost, form.why.clone()]
}

/// What is said of files that are too long to be committed.
pub(super) fn long_files(decisions: &[Dispatched], out: &Path) -> Option<String> {
    let long: Vec<String> = decisions
        .iter()
        .filter(|dispatched| dispatched.source_bytes >= LONG_FILE)
        .map(|dispatched| format!("{} has {}", out.join(&dispatched.path).display(), in_bytes(dispatched.source_bytes)))
        .collect();
    (!long.is_empty()).then(|| {
        format!(
            "{}: a repository is better off without it. A build script without `out_folder` writes to OUT_DIR instead, and nothing is committed.",
            long.join(", ")
        )
    })
}

fn name(dispatched: &Dispatched) -> String {
    if dispatched.app.is_empty() { dispatched.decision.clone() } else { format!("{}: {}", dispatched.app, dispatched.decision) }
}

fn comparisons(count: u64) -> String {
    if count == 1 { "1 comparison".to_owned() } else { format!("{count} comparisons") }
}

/// Rows in columns, those of numbers to the right.
fn aligned<const N: usize>(rows: &[[String; N]], right: &[usize]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].width()).max().unwrap_or(0);
    let widths: [usize; N] = std::array::from_fn(width);
    let line = |row: &[String; N]| {
        let cells = row.iter().zip(widths).enumerate().map(|(column, (cell, width))| {
            let blanks = " ".repeat(width.saturating_sub(cell.width()));
            if right.contains(&column) { format!("{blanks}{cell}") } else { format!("{cell}{blanks}") }
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}
