//! Any bytes as a CSV file: cells or a diagnostic; and the cells, written as CSV again, read as themselves.
#![no_main]

use libfuzzer_sys::fuzz_target;
use matchbook_compiler::options::Options;
use matchbook_compiler::source::{BookPath, CellRef, Content, Format, Sheet, SourceFile, read};

fn sheet(bytes: Vec<u8>) -> Option<Sheet> {
    let options = Options { max_cells: 100_000, max_expanded_bytes: 64 << 20, ..Options::default() };
    let mut diagnostics = Vec::new();
    let book = read(&SourceFile { path: BookPath::new("book.csv"), bytes: Ok(bytes) }, &options, &mut diagnostics);
    assert!(book.is_some() || !diagnostics.is_empty());
    book.filter(|book| book.format == Format::Csv).map(|mut book| book.sheets.remove(0))
}

fuzz_target!(|data: &[u8]| {
    let Some(first) = sheet(data.to_vec()) else { return };
    let Some(last) = first.cells.positions().next_back() else { return };
    let columns = first.cells.positions().map(|cell| cell.column).max().unwrap_or(0);
    if u64::from(last.row) * u64::from(columns) > 10_000 {
        return;
    }
    let mut written = String::from("\u{FEFF}sep=,\n");
    for row in 0..=last.row {
        for column in 0..=columns {
            if let Some(Content::Text(text)) = first.get(CellRef::new(row, column)) {
                written.push('"');
                written.push_str(&text.replace('"', "\"\""));
                written.push('"');
            }
            written.push(if column == columns { '\n' } else { ',' });
        }
    }
    let second = sheet(written.into_bytes());
    assert_eq!(second.map(|sheet| sheet.cells), Some(first.cells));
});
