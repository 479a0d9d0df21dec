//! CSV (RFC 4180): the cells of a record, and cells as they are written.
//!
//! A blank cell without quotes is null, `""` an empty text, as databases export and read them; so what is written reads as it was.

use crate::blocks::quoted_end;

/// The cells of one record, taken out of their quotes.
#[derive(Debug, Default)]
pub(crate) struct Cells {
    text: String,
    cells: Vec<(usize, usize, bool)>,
}

/// A cell: its text, and whether it stood in quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cell<'a> {
    pub(crate) text: &'a str,
    pub(crate) quoted: bool,
}

/// Why a record has no cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Malformed {
    /// It isn't UTF-8, at this cell, from 0.
    NotUtf8(usize),
    /// Something stands behind the quote that closes this cell, from 0.
    BehindQuote(usize),
}

impl Cells {
    /// Reads a record. O(length).
    pub(crate) fn read(&mut self, record: &[u8], delimiter: u8) -> Result<(), Malformed> {
        self.text.clear();
        self.cells.clear();
        let Ok(record) = std::str::from_utf8(record) else {
            let valid = std::str::from_utf8(record).map_or_else(|error| error.valid_up_to(), |_| 0);
            return Err(Malformed::NotUtf8(cell_at(record, delimiter, valid)));
        };
        let bytes = record.as_bytes();
        let mut at = 0;
        loop {
            let begin = self.text.len();
            let quoted = bytes.get(at) == Some(&b'"');
            if quoted {
                // The record ends outside quotes, so there is one that closes.
                let close = quoted_end(bytes, at + 1).unwrap_or(bytes.len());
                let mut inner = record.get(at + 1..close).unwrap_or_default();
                while let Some((before, after)) = inner.split_once("\"\"") {
                    self.text.push_str(before);
                    self.text.push('"');
                    inner = after;
                }
                self.text.push_str(inner);
                at = close + 1;
                if bytes.get(at).is_some_and(|byte| *byte != delimiter) {
                    return Err(Malformed::BehindQuote(self.cells.len()));
                }
            } else {
                let rest = bytes.get(at..).unwrap_or_default();
                let end = at + rest.iter().position(|byte| *byte == delimiter).unwrap_or(rest.len());
                self.text.push_str(record.get(at..end).unwrap_or_default());
                at = end;
            }
            self.cells.push((begin, self.text.len(), quoted));
            if at >= bytes.len() {
                return Ok(());
            }
            at += 1;
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    pub(crate) fn get(&self, index: usize) -> Option<Cell<'_>> {
        let (begin, end, quoted) = *self.cells.get(index)?;
        Some(Cell { text: self.text.get(begin..end)?, quoted })
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Cell<'_>> {
        (0..self.len()).filter_map(|index| self.get(index))
    }
}

/// The cell, from 0, in which this byte of a record stands.
fn cell_at(record: &[u8], delimiter: u8, position: usize) -> usize {
    let (mut cell, mut at) = (0, 0);
    loop {
        let quoted = record.get(at) == Some(&b'"');
        let behind = if quoted { quoted_end(record, at + 1).unwrap_or(record.len()) } else { at };
        let rest = record.get(behind..).unwrap_or_default();
        match rest.iter().position(|byte| *byte == delimiter) {
            Some(end) if behind + end < position => (cell, at) = (cell + 1, behind + end + 1),
            _ => return cell,
        }
    }
}

/// Writes a cell: in quotes where it must be, and where it is an empty text; `None`, null, as nothing.
pub(crate) fn write(out: &mut Vec<u8>, text: Option<&str>, delimiter: u8) {
    let Some(text) = text else { return };
    let special = |byte: &u8| matches!(*byte, b'"' | b'\n' | b'\r') || *byte == delimiter;
    if !text.is_empty() && !text.as_bytes().iter().any(special) {
        out.extend_from_slice(text.as_bytes());
        return;
    }
    out.push(b'"');
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('"') {
        out.extend_from_slice(before.as_bytes());
        out.extend_from_slice(b"\"\"");
        rest = after;
    }
    out.extend_from_slice(rest.as_bytes());
    out.push(b'"');
}

impl<'a> Cell<'a> {
    /// Its text; `None` for null.
    pub(crate) fn value(self) -> Option<&'a str> {
        (self.quoted || !self.text.is_empty()).then_some(self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(record: &str) -> Result<Vec<Option<String>>, Malformed> {
        let mut cells = Cells::default();
        cells.read(record.as_bytes(), b',')?;
        Ok(cells.iter().map(|cell| cell.value().map(str::to_owned)).collect())
    }

    #[test]
    fn what_is_written_reads_as_it_was() {
        for texts in [
            vec![Some("a"), None, Some(""), Some(" b ")],
            vec![Some("a,b"), Some("say \"hi\""), Some("\""), Some("\"\"")],
            vec![Some("two\nlines"), Some("\r"), None],
            vec![Some("ä€𝄞"), Some("5\" pipe")],
        ] {
            let mut out = Vec::new();
            for (column, text) in texts.iter().enumerate() {
                if column > 0 {
                    out.push(b',');
                }
                write(&mut out, *text, b',');
            }
            let read = cells(std::str::from_utf8(&out).unwrap()).unwrap();
            assert_eq!(read.iter().map(Option::as_deref).collect::<Vec<_>>(), texts);
        }
    }

    #[test]
    fn cells_are_what_stands_between_delimiters() {
        let some = |texts: &[&str]| Ok(texts.iter().map(|text| (!text.is_empty()).then(|| (*text).to_owned())).collect());
        assert_eq!(cells("a,b"), some(&["a", "b"]));
        assert_eq!(cells(""), some(&[""]));
        assert_eq!(cells("a,"), some(&["a", ""]));
        assert_eq!(cells(",,"), some(&["", "", ""]));
        assert_eq!(cells("\"a,b\",c"), some(&["a,b", "c"]));
        assert_eq!(cells("5\" pipe,x"), some(&["5\" pipe", "x"]));
        assert_eq!(cells("1,\"a\"b"), Err(Malformed::BehindQuote(1)));
        assert_eq!(Cells::default().read(b"a,b,\xff", b','), Err(Malformed::NotUtf8(2)));
        assert_eq!(Cells::default().read(b"\"a,b\",\"c,\xff\",d", b','), Err(Malformed::NotUtf8(1)));
        assert_eq!(Cells::default().read(b"\xff,b", b','), Err(Malformed::NotUtf8(0)));
    }
}
