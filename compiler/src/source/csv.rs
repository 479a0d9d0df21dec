//! CSV → one sheet: finds the separator, keeps blank rows and true row numbers.
//!
//! The rows of a CSV file are those that a spreadsheet program would show: a line break inside quotes begins no row, a blank line is one.
//! csv-core skips blank lines and counts line breaks, so the file is cut into records here, and csv-core splits each of them into fields.

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

use super::collect::{Collector, Full};
use super::text::{Decoded, decode};
use super::{BookPath, CellRef, Content, Format, Sheet, Workbook};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::source::SourceFinding;
use crate::options::Options;

/// The separators that are looked for, with their words.
const DELIMITERS: [(u8, &str); 3] = [(b',', "commas"), (b';', "semicolons"), (b'\t', "tabs")];

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
    // Old programs end a file with Ctrl-Z.
    let text = text.strip_suffix('\u{1A}').unwrap_or(&text);
    let (delimiter, body) = match declared(text) {
        Some(declared) => declared,
        None => match detect(text) {
            Ok(delimiter) => (delimiter, text),
            Err(candidates) => {
                diagnostics.push(SourceFinding::AmbiguousDelimiter { book: book.clone(), candidates }.into());
                return None;
            }
        },
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
                full = collector.put(&mut sheet, CellRef::new(row, column), Content::Text(field)).err();
            }
        });
        if let Some(full) = full {
            diagnostics.push(full.finding(book, &name, options).into());
            return None;
        }
    }
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

/// `sep=;` in the first line, which Excel writes and reads: the separator, and the text below the line, whose first line is row 1.
fn declared(text: &str) -> Option<(u8, &str)> {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let line = line.trim_end_matches('\r').trim_matches('"');
    if !line.get(..4)?.eq_ignore_ascii_case("sep=") {
        return None;
    }
    match line.as_bytes().get(4..)? {
        [delimiter] if delimiter.is_ascii_punctuation() && *delimiter != b'"' || *delimiter == b'\t' => Some((*delimiter, rest)),
        _ => None,
    }
}

/// The separator that the text itself shows.
///
/// A row that begins a block, a block word with a name beside it, speaks for the separator that makes it one. Where there is none, the
/// choice can't change what any table means, and the separator wins that gives most rows the same number of cells.
fn detect(text: &str) -> Result<u8, Vec<&'static str>> {
    let mut best: Vec<(u8, &'static str)> = Vec::new();
    let mut most = 0;
    for (delimiter, words) in DELIMITERS {
        let blocks = Records::new(text, delimiter).filter(|record| begins_block(record.text, delimiter)).count();
        if blocks > most {
            best.clear();
            most = blocks;
        }
        if blocks == most && blocks > 0 {
            best.push((delimiter, words));
        }
    }
    match best.as_slice() {
        [] => Ok(most_regular(text)),
        [(delimiter, _)] => Ok(*delimiter),
        _ => Err(best.iter().map(|(_, words)| *words).collect()),
    }
}

fn begins_block(record: &str, delimiter: u8) -> bool {
    let mut cells = record.split(char::from(delimiter)).map(|cell| cell.trim().trim_matches('"').trim());
    let mut word = cells.next();
    for next in cells {
        let is_word =
            word.is_some_and(|word| ["decision", "test", "glossary", "constants"].iter().any(|block| word.eq_ignore_ascii_case(block)));
        if is_word && !next.is_empty() {
            return true;
        }
        word = Some(next);
    }
    false
}

fn most_regular(text: &str) -> u8 {
    let mut best = (0, b',');
    for (delimiter, _) in DELIMITERS {
        let mut widths = std::collections::BTreeMap::new();
        for record in Records::new(text, delimiter).filter(|record| !record.text.trim().is_empty()).take(1_000) {
            *widths.entry(record.delimiters).or_insert(0_usize) += 1;
        }
        let regular = widths.iter().filter(|(width, _)| **width > 0).map(|(_, rows)| *rows).max().unwrap_or(0);
        if regular > best.0 {
            best = (regular, delimiter);
        }
    }
    best.1
}

/// One row of the file, its line break included.
struct Record<'a> {
    text: &'a str,
    /// How many separators lie outside quotes.
    delimiters: u32,
    /// The column of a field whose quote is never closed.
    unclosed: Option<u32>,
}

/// Cuts text into records. A quote opens a field only at its beginning, as for csv-core.
struct Records<'a> {
    rest: &'a str,
    delimiter: u8,
}

impl<'a> Records<'a> {
    fn new(text: &'a str, delimiter: u8) -> Self {
        Self { rest: text, delimiter }
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        let bytes = self.rest.as_bytes();
        let mut at = 0;
        let mut delimiters = 0;
        let mut quoted = false;
        let mut field_start = true;
        while let Some(&byte) = bytes.get(at) {
            at += 1;
            if quoted {
                if byte == b'"' {
                    if bytes.get(at) == Some(&b'"') {
                        at += 1;
                    } else {
                        quoted = false;
                    }
                }
                continue;
            }
            if byte == b'"' && field_start {
                quoted = true;
            } else if byte == b'\n' || byte == b'\r' {
                at += usize::from(byte == b'\r' && bytes.get(at) == Some(&b'\n'));
                break;
            } else if byte == self.delimiter {
                delimiters += 1;
                field_start = true;
                continue;
            }
            field_start = false;
        }
        let (text, rest) = self.rest.split_at(at);
        self.rest = rest;
        Some(Record { text, delimiters, unclosed: quoted.then_some(delimiters) })
    }
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
    fn quotes_inside_text_are_text() {
        assert_eq!(
            cells("5\" pipe,\"say \"\"hi\"\"\",\"a\"b,\"\"\"x\"\"\""),
            pairs(&[("A1", "5\" pipe"), ("B1", "say \"hi\""), ("C1", "ab"), ("D1", "\"x\"")])
        );
    }

    #[test]
    fn blocks_decide_the_separator() {
        assert_eq!(detect("note, with commas, in, it\ndecision;Fee\n0,5;1,5;2,5"), Ok(b';'));
        assert_eq!(detect("a;b;c\nd;e;f\ndecision,Fee"), Ok(b','));
        assert_eq!(detect("x\tdecision\tFee\na,b\n"), Ok(b'\t'));
        assert_eq!(detect("\"Decision\";\"Fee\""), Ok(b';'));
        assert_eq!(detect("decision,Fee\ntest;Fee"), Err(vec!["commas", "semicolons"]));
        assert_eq!(detect("a;b\nc;d\ne,f;g"), Ok(b';'));
        assert_eq!(detect("alone"), Ok(b','));
    }
}
