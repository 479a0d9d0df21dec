//! CSV → one sheet: finds the separator, keeps blank rows and true row numbers.
//!
//! The rows of a CSV file are those that a spreadsheet program would show: a line break inside quotes begins no row, a blank line is one.
//! csv-core skips blank lines and counts line breaks, so the file is cut into records here, and csv-core splits each of them into fields.

mod position;
mod records;

pub use position::CsvText;

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

use super::collect::{Collector, Full};
use super::error_value::is_error;
use super::text::{Decoded, decode};
use super::{BookPath, CellRef, Content, Format, Sheet, Workbook};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::source::SourceFinding;
use crate::options::Options;
use records::{Records, separated, without_end_mark};

/// Reads a CSV or TSV file.
pub(super) fn read(book: &BookPath, bytes: &[u8], options: &Options, diagnostics: &mut Vec<Diagnostic>) -> Option<Workbook> {
    let text = match decode(bytes) {
        Decoded::Text { text, assumed } => {
            if assumed {
                diagnostics.push(SourceFinding::AssumedEncoding { book: book.clone() }.into());
            }
            text
        }
        Decoded::Broken(encoding, line) => {
            diagnostics.push(SourceFinding::Undecodable { book: book.clone(), encoding, line }.into());
            return None;
        }
        Decoded::Binary => {
            diagnostics.push(
                SourceFinding::NotABook { book: book.clone(), looks_like: "a file of another kind, full of control characters" }.into(),
            );
            return None;
        }
    };
    if text.is_empty() {
        diagnostics.push(SourceFinding::Empty { book: book.clone() }.into());
        return None;
    }
    let (delimiter, body) = match separated(without_end_mark(&text)) {
        Ok(separated) => separated,
        Err(candidates) => {
            diagnostics.push(SourceFinding::AmbiguousDelimiter { book: book.clone(), candidates }.into());
            return None;
        }
    };
    let name = book.stem().to_owned();
    let mut collector = Collector::new(options);
    let mut sheet = Sheet { name: name.clone(), ..Sheet::default() };
    let mut fields = Fields::new(delimiter);
    let mut complete = true;
    for (row, record) in (0_u32..).zip(Records::new(body, delimiter)) {
        if let Some(column) = record.unclosed {
            let cell = CellRef::new(row, column);
            diagnostics.push(SourceFinding::UnclosedQuote { book: book.clone(), sheet: name.clone(), cell }.into());
            complete = false;
            break;
        }
        let mut full = None;
        fields.split(record.text, |column, field| {
            if full.is_none() {
                full = collector.put(&mut sheet, CellRef::new(row, column), content(field)).err();
            }
        });
        if let Some(full) = full {
            diagnostics.push(full.finding(book, &name, options).into());
            return None;
        }
    }
    sheet.cells.settle();
    if complete && sheet.cells.is_empty() {
        diagnostics.push(SourceFinding::Empty { book: book.clone() }.into());
        return None;
    }
    Some(Workbook { path: book.clone(), format: Format::Csv, sheets: vec![sheet], complete })
}

impl Full {
    /// The finding that says so.
    pub(super) fn finding(self, book: &BookPath, sheet: &str, options: &Options) -> SourceFinding {
        match self {
            Self::Cells => SourceFinding::TooManyCells { book: book.clone(), sheet: sheet.to_owned(), most: options.max_cells },
            Self::Bytes => SourceFinding::Expands { book: book.clone(), most: options.max_expanded_bytes },
        }
    }
}

/// What a field holds: an error value where a spreadsheet program has written one, else text.
fn content(field: String) -> Content {
    if is_error(field.trim()) { Content::Error(field.trim().to_owned()) } else { Content::Text(field) }
}

/// Splits records into fields.
struct Fields {
    reader: Reader,
    buffer: Vec<u8>,
}

impl Fields {
    fn new(delimiter: u8) -> Self {
        Self { reader: ReaderBuilder::new().delimiter(delimiter).build(), buffer: Vec::new() }
    }

    /// Gives each field, with its column, unquoted.
    fn split(&mut self, record: &str, mut field: impl FnMut(u32, String)) {
        // A field is never longer than its record; the extra byte lets csv-core end it.
        self.buffer.resize(record.len() + 1, 0);
        self.reader.reset();
        let mut input = record.as_bytes();
        let mut column = 0;
        let mut written = 0;
        loop {
            let (result, used, wrote) = self.reader.read_field(input, self.buffer.get_mut(written..).unwrap_or_default());
            input = input.get(used..).unwrap_or_default();
            written += wrote;
            match result {
                // csv-core wants to see the end of input as an empty slice; it comes round once.
                ReadFieldResult::InputEmpty => {}
                ReadFieldResult::Field { record_end } => {
                    let text = String::from_utf8_lossy(self.buffer.get(..written).unwrap_or_default()).into_owned();
                    field(column, text);
                    column += 1;
                    written = 0;
                    if record_end {
                        return;
                    }
                }
                ReadFieldResult::OutputFull | ReadFieldResult::End => return,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<(String, String)> {
        let mut diagnostics = Vec::new();
        let book = read(&BookPath::new("x.csv"), text.as_bytes(), &Options::default(), &mut diagnostics);
        assert_eq!(diagnostics, []);
        let sheet = book.unwrap().sheets.remove(0);
        sheet.cells.iter().map(|(cell, content)| (cell.to_string(), content.shown())).collect()
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected.iter().map(|(cell, text)| ((*cell).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn rows_are_numbered_as_shown() {
        assert_eq!(cells("a,\"b\r\nc\"\r\n\r\n , ,d\r\n\"\"\r\ne"), pairs(&[("A1", "a"), ("B1", "b\nc"), ("C3", "d"), ("A5", "e")]));
        assert_eq!(cells("a,b\rc,d\r\r,e"), pairs(&[("A1", "a"), ("B1", "b"), ("A2", "c"), ("B2", "d"), ("B4", "e")]));
        assert_eq!(cells("sep=;\r\na;b,c"), pairs(&[("A1", "a"), ("B1", "b,c")]));
    }

    #[test]
    fn error_values_are_no_texts() {
        let mut diagnostics = Vec::new();
        let text = "#REF!, #N/A ,Err:502,#ref!,#REF,\"\"\"#REF!\"\"\",Err:1,see #REF!";
        let book = read(&BookPath::new("x.csv"), text.as_bytes(), &Options::default(), &mut diagnostics).unwrap();
        let errors: Vec<String> = book.sheets[0]
            .cells
            .iter()
            .filter_map(|(_, content)| if let Content::Error(error) = content { Some(error.clone()) } else { None })
            .collect();
        assert_eq!(errors, ["#REF!", "#N/A", "Err:502"]);
    }

    #[test]
    fn quotes_inside_text_are_text() {
        assert_eq!(
            cells("5\" pipe,\"say \"\"hi\"\"\",\"a\"b,\"\"\"x\"\"\""),
            pairs(&[("A1", "5\" pipe"), ("B1", "say \"hi\""), ("C1", "ab"), ("D1", "\"x\"")])
        );
    }
}
