//! The files of a workload: its workbook, the same with a changed cell, and rows to decide.

use std::fs;
use std::path::Path;

use matchbook_benches::workload::{Drawn, Shape, Workload, draw};
use rust_xlsxwriter::{Workbook, XlsxError};

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
    fs::write(folder.join("rows.csv"), rows).map_err(|error| error.to_string())?;
    save(&workload, &folder.join("book.xlsx")).map_err(|error| error.to_string())?;
    // The last two rules change places: a cell or two say something else.
    let last = workload.rules.len() - 1;
    workload.rules.swap(last - 1, last);
    save(&workload, &folder.join("changed.xlsx")).map_err(|error| error.to_string())
}

/// Writes a workbook, numbers as numbers, as a spreadsheet's owner leaves them; but words of digits, such as zip codes, are texts.
fn save(workload: &Workload, path: &Path) -> Result<(), XlsxError> {
    let text = workload.book();
    let text = String::from_utf8_lossy(&text);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in (0..).zip(text.lines()) {
        for (column, cell) in (0_u16..).zip(cells(line)) {
            match cell.parse::<f64>() {
                _ if cell.is_empty() => {}
                Ok(number) if number.to_string() == cell => drop(sheet.write_number(row, column, number)?),
                _ => drop(sheet.write_string(row, column, cell)?),
            }
        }
    }
    book.save(path)
}

/// The cells of a line of a workload's book, in which a quoted cell holds no quotes.
fn cells(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let text = rest?;
        let (cell, after) = match text.strip_prefix('"').and_then(|quoted| quoted.split_once('"')) {
            Some((cell, after)) => (cell, after.strip_prefix(',')),
            None => text.split_once(',').map_or((text, None), |(cell, after)| (cell, Some(after))),
        };
        rest = after;
        Some(cell)
    })
}
