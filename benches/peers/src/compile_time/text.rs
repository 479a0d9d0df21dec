//! From the bytes of a book to Rust text.

use std::hint::black_box;

use matchbook_benches::processor_time;
use matchbook_benches::workload::{Shape, Workload};
use matchbook_compiler::compile::{SourceSet, compile};
use matchbook_compiler::options::Options;
use matchbook_compiler::source::{BookPath, SourceFile};
use rust_xlsxwriter::Workbook;

/// A book, compiled.
#[derive(Clone, Debug)]
pub struct Made {
    /// The shape.
    pub shape: &'static str,
    /// Rules and columns.
    pub size: [usize; 2],
    /// The kind of file.
    pub kind: &'static str,
    /// Milliseconds of the processor.
    pub milliseconds: f64,
    /// Bytes of Rust.
    pub bytes: usize,
}

/// How many times each is compiled.
const ROUNDS: usize = 7;

/// The workload as a workbook, every cell as text.
///
/// # Errors
/// That it can't be written.
pub(super) fn workbook(workload: &Workload) -> Result<Vec<u8>, String> {
    let csv = String::from_utf8(workload.book()).map_err(|error| error.to_string())?;
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in (0..).zip(csv.lines()) {
        for (column, cell) in (0..).zip(cells(line)) {
            if !cell.is_empty() {
                sheet.write_string(row, column, cell).map_err(|error| error.to_string())?;
            }
        }
    }
    book.save_to_buffer().map_err(|error| error.to_string())
}

/// The cells of a line of our own: a quoted one holds no quotes.
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

/// Compiles books of 10,000 rules and eight columns, and larger ones.
///
/// # Errors
/// That one isn't sound.
pub fn texts() -> Result<Vec<Made>, String> {
    let mut made = Vec::new();
    for (shape, rules) in [("insurance", 10_000), ("rating", 100_000), ("lookup", 100_000)] {
        let workload = Shape::named(shape).ok_or("there is no such shape")?.of_size(rules);
        for (kind, bytes) in [("csv", workload.book()), ("xlsx", workbook(&workload)?)] {
            let path = BookPath::new(&format!("bench/{shape}.{kind}"));
            let sources = SourceSet { books: vec![SourceFile { path, bytes: Ok(bytes) }], ..SourceSet::default() };
            let mut times = Vec::new();
            let mut length = 0;
            for _ in 0..ROUNDS {
                let start = processor_time();
                let compilation = black_box(compile(&sources, &Options::default()));
                times.push(processor_time().saturating_sub(start).as_secs_f64() * 1_000.0);
                length = compilation.files.first().map(|file| file.text.len()).ok_or_else(|| format!("{shape}.{kind} has errors"))?;
            }
            times.sort_by(f64::total_cmp);
            let size = [workload.rules.len(), workload.columns.len()];
            made.push(Made { shape, size, kind, milliseconds: times[ROUNDS / 2], bytes: length });
        }
    }
    Ok(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_into_cells() {
        assert_eq!(cells("a,\"b, c\",,d,").collect::<Vec<_>>(), ["a", "b, c", "", "d", ""]);
        assert_eq!(cells("\"b, c\"").collect::<Vec<_>>(), ["b, c"]);
    }
}
