//! The files of a workload: its workbook, the same with a changed cell, and rows to decide.

use std::fs;
use std::path::Path;

use matchbook_benches::workload::{Drawn, Shape, draw};

/// How many rows are decided.
pub(crate) const ROWS: usize = 1_000_000;

/// Writes all three into a folder.
///
/// # Errors
/// That there is no such shape, or a file can't be written.
pub(crate) fn write(shape: &str, rules: &str, folder: &Path) -> Result<(), String> {
    let rules: usize = rules.parse().map_err(|_| format!("`{rules}` is no number of rules"))?;
    let mut workload = Shape::named(shape).ok_or_else(|| format!("there is no shape `{shape}`"))?.of_size(rules);
    let rows = workload.rows(&draw(&workload, Drawn::Random, ROWS));
    let save = |name: &str, bytes: Vec<u8>| fs::write(folder.join(name), bytes).map_err(|error| error.to_string());
    save("rows.csv", rows)?;
    save("book.xlsx", workload.workbook()?)?;
    // The last two rules change places: a cell or two say something else.
    let last = workload.rules.len() - 1;
    workload.rules.swap(last - 1, last);
    save("changed.xlsx", workload.workbook()?)
}
