//! The records of xls files ([MS-XLS]), and what formulas of xls and xlsb have in common.

use encoding_rs::Encoding;

use super::compound_file::{u16_at, u32_at};

/// A record with the records that continue it.
pub(super) struct Record<'a> {
    /// What it is.
    pub(super) kind: u16,
    /// Its bytes, one piece for itself and one for each continuation; at least one.
    pub(super) pieces: Vec<&'a [u8]>,
}

impl<'a> Record<'a> {
    /// Its own bytes.
    pub(super) fn data(&self) -> &'a [u8] {
        self.pieces.first().copied().unwrap_or_default()
    }
}

/// Iterates over the records of a stream. It ends at the stream's end, or at a record that is longer than the rest.
pub(super) struct Records<'a> {
    rest: &'a [u8],
    /// Whether it ended in the middle of a record.
    pub(super) cut: bool,
}

impl<'a> Records<'a> {
    pub(super) fn new(stream: &'a [u8]) -> Self {
        Self { rest: stream, cut: false }
    }

    fn record(&mut self) -> Option<(u16, &'a [u8])> {
        let (kind, length) = (u16_at(self.rest, 0)?, usize::from(u16_at(self.rest, 2)?));
        let Some(data) = self.rest.get(4..4 + length) else {
            self.cut = true;
            return None;
        };
        self.rest = self.rest.get(4 + length..).unwrap_or_default();
        Some((kind, data))
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let (kind, data) = self.record()?;
        let mut pieces = vec![data];
        while u16_at(self.rest, 0) == Some(0x003C) {
            let Some((_, data)) = self.record() else { break };
            pieces.push(data);
        }
        Some(Record { kind, pieces })
    }
}

/// How text is stored.
#[derive(Clone, Copy)]
pub(super) enum Strings {
    /// Excel 5 and 95: bytes of a code page.
    CodePage(&'static Encoding),
    /// Since Excel 97: UTF-16, its upper bytes left out where all are zero.
    Unicode,
}

/// The encoding of a code page, Windows-1252 for one that isn't known.
pub(super) fn code_page(number: u16) -> &'static Encoding {
    let label = match number {
        10_000 | 32_768 => "macintosh",
        874 => "windows-874",
        932 => "shift_jis",
        936 => "gbk",
        949 => "euc-kr",
        950 => "big5",
        1200 => "utf-16le",
        65_001 => "utf-8",
        _ => return Encoding::for_label(format!("windows-{number}").as_bytes()).unwrap_or(encoding_rs::WINDOWS_1252),
    };
    Encoding::for_label(label.as_bytes()).unwrap_or(encoding_rs::WINDOWS_1252)
}

/// Reads through the pieces of a record.
pub(super) struct Cursor<'a> {
    pieces: &'a [&'a [u8]],
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    /// From `skip` bytes into the first piece.
    pub(super) fn new(pieces: &'a [&'a [u8]], skip: usize) -> Option<Self> {
        let (first, pieces) = pieces.split_first()?;
        Some(Self { pieces, rest: first.get(skip..)? })
    }

    fn advance(&mut self) -> Option<()> {
        let (first, pieces) = self.pieces.split_first()?;
        self.pieces = pieces;
        self.rest = first;
        Some(())
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        if self.rest.is_empty() && length > 0 {
            self.advance()?;
        }
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    fn u8(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    fn u16(&mut self) -> Option<u16> {
        u16_at(self.take(2)?, 0)
    }

    fn u32(&mut self) -> Option<u32> {
        u32_at(self.take(4)?, 0)
    }

    /// Skips bytes, over pieces.
    fn skip(&mut self, mut length: usize) -> Option<()> {
        while length > self.rest.len() {
            length -= self.rest.len();
            self.advance()?;
        }
        self.rest = self.rest.get(length..)?;
        Some(())
    }

    /// Letters of a Unicode text; where it crosses into another piece, that begins with a flag of its own.
    fn letters(&mut self, count: usize, mut wide: bool) -> Option<String> {
        let mut units: Vec<u16> = Vec::with_capacity(count.min(4096));
        while units.len() < count {
            if self.rest.is_empty() {
                self.advance()?;
                wide = self.u8()? & 1 != 0;
            }
            let missing = count - units.len();
            let size = if wide { 2 } else { 1 };
            let here = missing.min(self.rest.len() / size);
            if here == 0 {
                return None;
            }
            let bytes = self.take(here * size)?;
            if wide {
                units.extend(bytes.as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit)));
            } else {
                units.extend(bytes.iter().map(|byte| u16::from(*byte)));
            }
        }
        Some(String::from_utf16_lossy(&units))
    }

    /// A text after its length in letters, which takes two bytes, or one in a `short` one.
    pub(super) fn text(&mut self, strings: Strings, short: bool) -> Option<String> {
        let count = if short { usize::from(self.u8()?) } else { usize::from(self.u16()?) };
        match strings {
            Strings::CodePage(encoding) => Some(encoding.decode_without_bom_handling(self.take(count)?).0.into_owned()),
            Strings::Unicode if count == 0 => Some(String::new()),
            Strings::Unicode => {
                let flags = self.u8()?;
                self.letters(count, flags & 1 != 0)
            }
        }
    }

    /// A text of the table of shared strings, without its formatting and its phonetic part.
    fn shared(&mut self) -> Option<String> {
        let count = usize::from(self.u16()?);
        let flags = self.u8()?;
        let runs = if flags & 8 != 0 { usize::from(self.u16()?) } else { 0 };
        let phonetic = if flags & 4 != 0 { self.u32()? as usize } else { 0 };
        let text = self.letters(count, flags & 1 != 0)?;
        self.skip(4 * runs)?;
        self.skip(phonetic)?;
        Some(text)
    }
}

/// The table of shared strings, as far as it can be read.
pub(super) fn shared_strings(record: &Record<'_>) -> Vec<String> {
    let count = u32_at(record.data(), 4).unwrap_or(0) as usize;
    let mut strings = Vec::new();
    if let Some(mut cursor) = Cursor::new(&record.pieces, 8) {
        strings.extend((0..count).map_while(|_| cursor.shared()));
    }
    strings
}

/// An error value by its code.
pub(super) fn error(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        0x2B => "#GETTING_DATA",
        _ => "#ERROR!",
    }
}

/// A number in 30 bits, as xls and xlsb store most of them.
pub(super) fn rk(bits: u32) -> f64 {
    let value = if bits & 2 != 0 { f64::from(bits.cast_signed() >> 2) } else { f64::from_bits(u64::from(bits & 0xFFFF_FFFC) << 32) };
    if bits & 1 != 0 { value / 100.0 } else { value }
}

/// The references to sheets in a formula's tokens: their indexes in the book's table of such references. It ends at a token that it
/// doesn't know. `wide` tells xlsb, whose rows and texts are longer, from xls.
pub(super) fn sheet_references(mut tokens: &[u8], wide: bool) -> Vec<u16> {
    let mut found = Vec::new();
    while let Some((&token, rest)) = tokens.split_first() {
        // Bits 5 and 6 are the class of an operand, which doesn't change its length.
        let base = if token >= 0x20 { token & 0x1F | 0x20 } else { token };
        let pick = |narrow: usize, broad: usize| if wide { broad } else { narrow };
        let length = match base {
            0x01 | 0x02 => 4,
            0x03..=0x16 => 0,
            0x17 if wide => u16_at(rest, 0).map_or(usize::MAX, |count| 2 + 2 * usize::from(count)),
            0x17 => match rest {
                [count, flags, ..] => 2 + usize::from(*count) * if flags & 1 != 0 { 2 } else { 1 },
                _ => return found,
            },
            0x18 => 5,
            0x19 => match (rest.first(), u16_at(rest, 1)) {
                (Some(flags), Some(count)) if flags & 4 != 0 => 3 + 2 * (usize::from(count) + 1),
                _ => 3,
            },
            0x1C | 0x1D => 1,
            0x1E => 2,
            0x1F => 8,
            0x20 => pick(7, 14),
            0x21 => 2,
            0x22 => 3,
            0x23 => 4,
            0x24 | 0x2A | 0x2C => pick(4, 6),
            0x25 | 0x2B | 0x2D => pick(8, 12),
            0x26..=0x28 => 6,
            0x29 => 2,
            0x39 => 6,
            0x3A | 0x3C => pick(6, 8),
            0x3B | 0x3D => pick(10, 14),
            _ => return found,
        };
        if matches!(base, 0x39..=0x3D) {
            found.extend(u16_at(rest, 0));
        }
        let Some(rest) = rest.get(length..) else { return found };
        tokens = rest;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_numbers_unfold() {
        for (bits, value) in
            [(0x3FF0_0000, 1.0), (0x405E_C001, 1.23), (6, 1.0), (12_346 << 2 | 3, 123.46), ((-7_i32 << 2).cast_unsigned() | 2, -7.0)]
        {
            assert_eq!(rk(bits), value);
        }
    }

    #[test]
    fn texts_cross_continuations() {
        // Two strings: "abé" with a formatting run, cut after its first letter, and "€" in wide letters.
        let first: &[u8] = &[2, 0, 0, 0, 2, 0, 0, 0, 3, 0, 8, 1, 0, b'a'];
        let second: &[u8] = &[1, b'b', 0, 0xE9, 0, 9, 9, 9, 9, 1, 0, 1, 0xAC, 0x20];
        let record = Record { kind: 0xFC, pieces: vec![first, second] };
        assert_eq!(shared_strings(&record), ["abé", "€"]);
        let cut = Record { kind: 0xFC, pieces: vec![first] };
        assert_eq!(shared_strings(&cut), Vec::<String>::new());
    }
}
