//! A file in blocks of whole records: lines, or CSV's records, whose quoted cells may hold ends of lines.

use std::io::Read;

use memchr::{memchr, memchr2};

use crate::failure::Failure;

/// How many bytes a block has, unless one record is longer.
const BLOCK: usize = 512 << 10;
/// The longest record. More is no input of a decision, and would have to be held in memory.
pub(crate) const LONGEST: usize = 16 << 20;

/// Whole records, one after the other.
#[derive(Debug, Default)]
pub(crate) struct Block {
    bytes: Vec<u8>,
    records: Vec<Record>,
    /// The position of the first record in the file, from 1; an end of a line in a quoted cell doesn't count.
    first: u64,
    /// How many bytes of the file it stands for.
    pub(crate) size: u64,
}

#[derive(Clone, Copy, Debug)]
struct Record {
    start: usize,
    end: usize,
    flaw: Option<Flaw>,
}

/// Why a record can't be read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// It is longer than [`LONGEST`].
    TooLong,
}

impl Block {
    /// Each record's position in the file, and its bytes without the end of the line.
    pub(crate) fn records(&self) -> impl Iterator<Item = (u64, Result<&[u8], Flaw>)> {
        let bytes = |record: &Record| match record.flaw {
            None => Ok(self.bytes.get(record.start..record.end).unwrap_or_default()),
            Some(flaw) => Err(flaw),
        };
        (self.first..).zip(self.records.iter().map(bytes))
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.records.clear();
        self.size = 0;
    }
}

/// Cuts what it reads into blocks. Memory is that of one block, or of the longest record.
pub(crate) struct Blocks<R> {
    reader: R,
    /// How the file is called in messages.
    name: String,
    /// What separates cells, in CSV; `None` for lines.
    delimiter: Option<u8>,
    /// What was read and is in no block yet.
    rest: Vec<u8>,
    /// How many records there have been.
    passed: u64,
    ended: bool,
}

impl<R: Read> Blocks<R> {
    /// `opening` is what has been read of the file already.
    pub(crate) fn new(reader: R, name: &str, opening: Vec<u8>, passed: u64, delimiter: Option<u8>) -> Self {
        Self { reader, name: name.to_owned(), delimiter, rest: opening, passed, ended: false }
    }

    /// The next block; false where there is none.
    pub(crate) fn fill(&mut self, block: &mut Block) -> Result<bool, Failure> {
        block.clear();
        block.first = self.passed + 1;
        std::mem::swap(&mut block.bytes, &mut self.rest);
        self.rest.clear();
        // Where the record begins whose end isn't known.
        let mut open = 0;
        loop {
            let known = block.bytes.len();
            // Twice as much each time, so that a long record isn't searched over and over.
            let wanted = BLOCK.saturating_sub(known).max(known).min(LONGEST);
            if !self.ended {
                let read = self.reader.by_ref().take(wanted as u64).read_to_end(&mut block.bytes);
                let read = read.map_err(|error| Failure::Io(format!("{} can't be read: {error}", self.name)))?;
                block.size += read as u64;
                self.ended = read == 0;
            }
            while let End::At(end) = self.end(&block.bytes, open) {
                block.records.push(line(&block.bytes, open, end));
                open = end + 1;
            }
            if self.ended {
                self.finish(block, open)?;
                break;
            }
            if block.bytes.len() - open > LONGEST {
                self.skip(block, open)?;
                break;
            }
            if !block.records.is_empty() && block.bytes.len() >= BLOCK {
                self.rest.extend_from_slice(block.bytes.get(open..).unwrap_or_default());
                block.bytes.truncate(open);
                break;
            }
        }
        self.passed += block.records.len() as u64;
        Ok(!block.records.is_empty())
    }

    /// What follows the last end of a line is a record too.
    fn finish(&self, block: &mut Block, open: usize) -> Result<(), Failure> {
        let end = block.bytes.len();
        if open < end {
            if self.end(&block.bytes, open) == End::Quoted {
                // All rows from here on are within the cell, so this is no error of one row.
                return Err(never_closed(&self.name, block.first + block.records.len() as u64));
            }
            block.records.push(line(&block.bytes, open, end));
        }
        Ok(())
    }

    /// Drops a record that is too long, up to the end of its line. Where that lies in a quoted cell, no end of a record is known.
    fn skip(&mut self, block: &mut Block, open: usize) -> Result<(), Failure> {
        if self.end(&block.bytes, open) == End::Quoted {
            let row = block.first + block.records.len() as u64;
            return Err(Failure::Input(format!(
                "{}, row {row}: a quoted cell has no end within 16 MiB; what follows it can't be told apart, so the run ends here",
                self.name
            )));
        }
        block.records.push(Record { start: open, end: open, flaw: Some(Flaw::TooLong) });
        block.bytes.truncate(open);
        let mut buffer = vec![0; BLOCK];
        loop {
            let read = self.reader.read(&mut buffer);
            let read = read.map_err(|error| Failure::Io(format!("{} can't be read: {error}", self.name)))?;
            block.size += read as u64;
            let bytes = buffer.get(..read).unwrap_or_default();
            if let Some(end) = memchr(b'\n', bytes) {
                self.rest.extend_from_slice(bytes.get(end + 1..).unwrap_or_default());
                return Ok(());
            }
            if read == 0 {
                self.ended = true;
                return Ok(());
            }
        }
    }

    fn end(&self, bytes: &[u8], start: usize) -> End {
        match self.delimiter {
            Some(delimiter) => record_end(bytes, start, delimiter),
            None => bytes.get(start..).and_then(|rest| memchr(b'\n', rest)).map_or(End::Unknown, |end| End::At(start + end)),
        }
    }
}

/// That a quoted cell of this row goes to the end of the file.
pub(crate) fn never_closed(name: &str, row: u64) -> Failure {
    Failure::Input(format!(
        "{name}, row {row}: a quote opened here is never closed; all that follows it is within the cell, so the run ends here"
    ))
}

/// Where a record ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// At the line feed here.
    At(usize),
    /// Behind these bytes.
    Unknown,
    /// Behind these bytes, which end within a quoted cell.
    Quoted,
}

/// Where the CSV record ends that begins at `start`. A quote opens a quoted cell at the beginning of a cell only. O(length).
pub(crate) fn record_end(bytes: &[u8], start: usize, delimiter: u8) -> End {
    let mut at = start;
    loop {
        let Some(found) = bytes.get(at..).and_then(|rest| memchr2(b'"', b'\n', rest)) else { return End::Unknown };
        let position = at + found;
        if bytes.get(position) == Some(&b'\n') {
            return End::At(position);
        }
        let opens = position == start || position.checked_sub(1).and_then(|before| bytes.get(before)) == Some(&delimiter);
        at = position + 1;
        if opens {
            match quoted_end(bytes, at) {
                Some(close) => at = close + 1,
                None => return End::Quoted,
            }
        }
    }
}

/// Where the quote is that closes a quoted cell whose text begins at `at`; a doubled one stands for itself.
pub(crate) fn quoted_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let close = at + memchr(b'"', bytes.get(at..)?)?;
        if bytes.get(close + 1) == Some(&b'"') {
            at = close + 2;
        } else {
            return Some(close);
        }
    }
}

fn line(bytes: &[u8], start: usize, end: usize) -> Record {
    let has_return = end > start && bytes.get(end - 1) == Some(&b'\r');
    let flaw = (end - start > LONGEST).then_some(Flaw::TooLong);
    Record { start, end: if has_return { end - 1 } else { end }, flaw }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &[u8], delimiter: Option<u8>) -> Vec<(u64, Result<String, Flaw>)> {
        let mut blocks = Blocks::new(text, "it", Vec::new(), 0, delimiter);
        let mut block = Block::default();
        let mut all = Vec::new();
        while blocks.fill(&mut block).unwrap() {
            all.extend(block.records().map(|(row, bytes)| (row, bytes.map(|bytes| String::from_utf8_lossy(bytes).into_owned()))));
        }
        all
    }

    #[test]
    fn records_end_at_lines_outside_quotes() {
        let texts =
            |text: &str| -> Vec<String> { records(text.as_bytes(), Some(b',')).into_iter().map(|(_, text)| text.unwrap()).collect() };
        assert_eq!(texts(""), [""; 0]);
        assert_eq!(texts("a,b\r\n1,2\n"), ["a,b", "1,2"]);
        assert_eq!(texts("a\n\nb"), ["a", "", "b"]);
        assert_eq!(texts("\"a\nb\",1\n2,\"\"\"\n\""), ["\"a\nb\",1", "2,\"\"\"\n\""]);
        // A quote within a cell is itself.
        assert_eq!(texts("5\" pipe,1\n2,3\n"), ["5\" pipe,1", "2,3"]);
    }

    #[test]
    fn a_quote_that_is_never_closed_ends_the_run() {
        let text = b"a\n\"b\nc\n";
        let failure = Blocks::new(text.as_slice(), "it", Vec::new(), 0, Some(b',')).fill(&mut Block::default()).unwrap_err();
        assert!(failure.to_string().starts_with("it, row 2: a quote opened here is never closed"), "{failure}");
        assert_eq!(records(text, None).len(), 3);
    }

    #[test]
    fn blocks_hold_whole_records_and_count_them() {
        let rows = 100_000;
        let text: String = (1..=rows).map(|row| format!("\"row\n{row}\",x\n")).collect();
        let all = records(text.as_bytes(), Some(b','));
        assert_eq!(all.len(), rows);
        assert!((1..).zip(all).all(|(row, record)| record == (row, Ok(format!("\"row\n{row}\",x")))));
    }

    #[test]
    fn a_line_that_is_too_long_is_left_out_alone() {
        let mut text = b"a\n".to_vec();
        text.extend(std::iter::repeat_n(b'x', LONGEST + 3 * BLOCK));
        for end in ["\nb\n", ""] {
            let mut text = text.clone();
            text.extend_from_slice(end.as_bytes());
            let mut expected = vec![(1, Ok("a".to_owned())), (2, Err(Flaw::TooLong))];
            if !end.is_empty() {
                expected.push((3, Ok("b".to_owned())));
            }
            assert_eq!(records(&text, Some(b',')), expected);
        }
    }

    #[test]
    fn a_quoted_cell_without_end_ends_the_run() {
        let mut text = b"a\n\"".to_vec();
        text.extend(std::iter::repeat_n(b'\n', LONGEST + BLOCK));
        let mut blocks = Blocks::new(text.as_slice(), "it", Vec::new(), 0, Some(b','));
        assert!(blocks.fill(&mut Block::default()).unwrap());
        let failure = blocks.fill(&mut Block::default()).unwrap_err();
        assert!(failure.to_string().starts_with("it, row 2: a quoted cell has no end"), "{failure}");
    }
}
