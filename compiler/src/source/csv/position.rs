//! Where the cells of a CSV file stand in its text: for editors, which know lines and columns, and for whoever types into one of them.

use std::borrow::Cow;
use std::ops::Range;

use super::super::text::{Decoded, decode};
use super::CellRef;
use super::records::{Records, separated, without_end_mark};

/// The text of a CSV file, and the place of each cell in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsvText {
    /// Decoded, without byte order mark.
    text: String,
    delimiter: u8,
    /// Where each row begins, and where the last one ends; in bytes of the text, ascending.
    rows: Vec<usize>,
    /// Where each line begins, in bytes of the text, ascending; rows may have several.
    lines: Vec<usize>,
}

impl CsvText {
    /// Of the bytes of a file; `None` where its cells can't be read. O(bytes).
    pub fn new(bytes: &[u8]) -> Option<Self> {
        let Decoded::Text { text, .. } = decode(bytes) else { return None };
        let read = without_end_mark(&text);
        let (delimiter, body) = separated(read).ok()?;
        let mut at = read.len() - body.len();
        let mut rows = vec![at];
        for record in Records::new(body, delimiter) {
            at += record.text.len();
            rows.push(at);
        }
        let mut lines = vec![0];
        let mut bytes = text.bytes().enumerate().peekable();
        while let Some((at, byte)) = bytes.next() {
            // A carriage return ends a line too, unless a line feed follows.
            if byte == b'\n' || byte == b'\r' && bytes.peek().is_none_or(|(_, next)| *next != b'\n') {
                lines.push(at + 1);
            }
        }
        Some(Self { text, delimiter, rows, lines })
    }

    /// The text of the file, without byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What separates its cells.
    pub fn delimiter(&self) -> char {
        char::from(self.delimiter)
    }

    /// Where a row stands in the text, in bytes, its line break included; `None` below the last row.
    pub fn row(&self, row: u32) -> Option<Range<usize>> {
        let row = usize::try_from(row).ok()?;
        Some(*self.rows.get(row)?..*self.rows.get(row + 1)?)
    }

    /// Where the fields of a row stand in the text, in bytes, quotes included; at least one. `None` below the last row. O(bytes of the row).
    pub fn fields(&self, row: u32) -> Option<Vec<Range<usize>>> {
        let Range { start, end } = self.row(row)?;
        let record = self.text.get(start..end)?;
        let record = record.trim_end_matches(['\r', '\n']);
        let mut fields = Vec::new();
        let (mut field, mut quoted) = (0, false);
        let mut bytes = record.bytes().enumerate().peekable();
        while let Some((at, byte)) = bytes.next() {
            if quoted {
                // Of a quote, two stand inside quotes.
                quoted = byte != b'"' || bytes.next_if(|(_, next)| *next == b'"').is_some();
            } else if byte == b'"' && at == field {
                quoted = true;
            } else if byte == self.delimiter {
                fields.push(start + field..start + at);
                field = at + 1;
            }
        }
        fields.push(start + field..start + record.len());
        Some(fields)
    }

    /// Where a cell stands in the text, in bytes, its quotes included. A cell that its row is too short for stands, with no length, at the
    /// row's end; `None` below the last row. O(bytes of the row).
    pub fn span(&self, cell: CellRef) -> Option<Range<usize>> {
        let mut fields = self.fields(cell.row)?;
        let column = usize::try_from(cell.column).ok()?;
        if column < fields.len() {
            return Some(fields.swap_remove(column));
        }
        let end = fields.last()?.end;
        Some(end..end)
    }

    /// The line break that ends a row; of a row without one, that of the rows above.
    pub fn line_break(&self, row: u32) -> &'static str {
        let end_of = |row: u32| {
            let text = self.text.get(self.row(row)?)?;
            ["\r\n", "\n", "\r"].into_iter().find(|end| text.ends_with(end))
        };
        end_of(row).or_else(|| row.checked_sub(1).and_then(end_of)).unwrap_or("\n")
    }

    /// A text as a field of this file: in quotes where it needs them (RFC 4180).
    pub fn field<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let ends = text.starts_with(' ') || text.ends_with(' ');
        let parts = |c: char| matches!(c, '"' | '\r' | '\n') || c == char::from(self.delimiter);
        if ends || text.contains(parts) { Cow::Owned(format!("\"{}\"", text.replace('"', "\"\""))) } else { Cow::Borrowed(text) }
    }

    /// The line, and the column in characters, of a place in the text; both count from 1. O(log lines + bytes of the line).
    pub fn line_column(&self, at: usize) -> (u32, u32) {
        let line = self.lines.partition_point(|start| *start <= at).max(1);
        let start = self.lines.get(line - 1).copied().unwrap_or_default();
        let column = self.text.get(start..at).map_or(0, |before| before.chars().count());
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        (number(line), number(column).saturating_add(1))
    }

    /// A line, from 1, without its break; empty where there is none.
    pub fn line(&self, line: u32) -> &str {
        let line = usize::try_from(line).unwrap_or(usize::MAX);
        let start = line.checked_sub(1).and_then(|above| self.lines.get(above));
        let Some(&start) = start else { return "" };
        let end = self.lines.get(line).copied().unwrap_or(self.text.len());
        self.text.get(start..end).unwrap_or_default().trim_end_matches(['\r', '\n'])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands at a cell, and the line and column of its beginning.
    fn at(text: &CsvText, cell: &str) -> Option<(String, (u32, u32))> {
        let column = u32::from(cell.as_bytes()[0] - b'A');
        let span = text.span(CellRef::new(cell[1..].parse::<u32>().unwrap() - 1, column))?;
        Some((text.text()[span.clone()].to_owned(), text.line_column(span.start)))
    }

    #[test]
    fn cells_stand_where_an_editor_shows_them() {
        let text = CsvText::new("\u{feff}a,\"b,\r\nc\"\"\"\r\n\r\n , ü,d\r\ne".as_bytes()).unwrap();
        let found = |cell: &str| at(&text, cell).unwrap();
        assert_eq!(found("A1"), ("a".to_owned(), (1, 1)));
        assert_eq!(found("B1"), ("\"b,\r\nc\"\"\"".to_owned(), (1, 3)));
        assert_eq!(found("A2"), (String::new(), (3, 1)));
        assert_eq!(found("C3"), ("d".to_owned(), (4, 6)));
        assert_eq!(found("B3"), (" ü".to_owned(), (4, 3)));
        assert_eq!(found("D3"), (String::new(), (4, 7)));
        assert_eq!(found("A4"), ("e".to_owned(), (5, 1)));
        assert_eq!(at(&text, "A5"), None);
        assert_eq!((text.line(1), text.line(3), text.line(5), text.line(6)), ("a,\"b,", "", "e", ""));
    }

    #[test]
    fn rows_begin_below_a_line_that_names_the_separator() {
        let text = CsvText::new(b"sep=;\na;5\" x;\"y\"").unwrap();
        assert_eq!(at(&text, "B1"), Some(("5\" x".to_owned(), (2, 3))));
        assert_eq!(at(&text, "C1"), Some(("\"y\"".to_owned(), (2, 8))));
        assert_eq!(["a,b", "a;b", "5\"", " a"].map(|field| text.field(field)), ["a,b", "\"a;b\"", "\"5\"\"\"", "\" a\""]);
    }

    #[test]
    fn other_encodings_have_places_in_their_text() {
        let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain("ä,b".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(at(&CsvText::new(&utf16).unwrap(), "B1"), Some(("b".to_owned(), (1, 3))));
        assert_eq!(CsvText::new(&[0, 1, 2, 3]), None);
    }
}
