//! Where the rows of a CSV file end, and what separates its cells.

/// The separators that are looked for, with their words.
const DELIMITERS: [(u8, &str); 3] = [(b',', "commas"), (b';', "semicolons"), (b'\t', "tabs")];

/// The text without the Ctrl-Z that old programs end a file with.
pub(super) fn without_end_mark(text: &str) -> &str {
    text.strip_suffix('\u{1A}').unwrap_or(text)
}

/// The separator of a file, and its rows: all of the text but for a line that only names the separator. The separators that it may be, where
/// the text doesn't say.
pub(super) fn separated(text: &str) -> Result<(u8, &str), Vec<&'static str>> {
    match declared(text) {
        Some(declared) => Ok(declared),
        None => detect(text).map(|delimiter| (delimiter, text)),
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
pub(super) struct Record<'a> {
    pub(super) text: &'a str,
    /// How many separators lie outside quotes.
    delimiters: u32,
    /// The column of a field whose quote is never closed.
    pub(super) unclosed: Option<u32>,
}

/// Cuts text into records. A quote opens a field only at its beginning, as for csv-core.
pub(super) struct Records<'a> {
    rest: &'a str,
    delimiter: u8,
}

impl<'a> Records<'a> {
    pub(super) fn new(text: &'a str, delimiter: u8) -> Self {
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

#[cfg(test)]
mod tests {
    use super::*;

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
