//! Bytes of a CSV file → text: byte order marks, UTF-8, UTF-16, and Windows-1252 as the last resort.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Decoded text, or why there is none.
#[derive(Debug, PartialEq)]
pub(super) enum Decoded {
    /// Text, without byte order mark.
    Text {
        /// The text.
        text: String,
        /// Whether Windows-1252 was assumed, which no byte of the file confirms.
        assumed: bool,
    },
    /// Bytes that aren't text in the encoding that the file is in, with the line (from 1) where the first one lies.
    Broken(&'static str, u64),
    /// Control characters that no text holds.
    Binary,
}

/// Decodes a whole file.
pub(super) fn decode(bytes: &[u8]) -> Decoded {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, UTF_16LE, "UTF-16"),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, UTF_16BE, "UTF-16"),
        _ => unmarked(bytes),
    }
}

/// A text in the encoding of a file's bytes, with the byte order mark that they have; `None` if it can't be written so that it reads as the same,
/// or if the file's own text doesn't give its bytes again, as then more than the text's changes would change.
pub(crate) fn encode_like(bytes: &[u8], text: &str) -> Option<Vec<u8>> {
    let Decoded::Text { text: own, assumed } = decode(bytes) else { return None };
    let wide = |big: bool, mark: &[u8], text: &str| -> Vec<u8> {
        let units = text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() });
        mark.iter().copied().chain(units).collect()
    };
    let encode = |text: &str| -> Option<Vec<u8>> {
        Some(match bytes {
            [0xEF, 0xBB, 0xBF, ..] => [&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat(),
            [0xFF, 0xFE, ..] => wide(false, &[0xFF, 0xFE], text),
            [0xFE, 0xFF, ..] => wide(true, &[0xFE, 0xFF], text),
            _ if assumed => match WINDOWS_1252.encode(text) {
                (_, _, true) => return None,
                (encoded, ..) => encoded.into_owned(),
            },
            _ if !bytes.contains(&0) => text.as_bytes().to_vec(),
            [0, ..] => wide(true, &[], text),
            _ => wide(false, &[], text),
        })
    };
    if encode(&own)? != bytes {
        return None;
    }
    encode(text).filter(|encoded| matches!(decode(encoded), Decoded::Text { text: again, .. } if again == text))
}

/// The line of a byte, from 1.
fn line_at(bytes: &[u8], at: usize) -> u64 {
    1 + bytes.iter().take(at).filter(|byte| **byte == b'\n').count() as u64
}

fn utf8(bytes: &[u8]) -> Decoded {
    match std::str::from_utf8(bytes) {
        Ok(text) if is_binary(text) => Decoded::Binary,
        Ok(text) => Decoded::Text { text: text.to_owned(), assumed: false },
        Err(error) => Decoded::Broken("UTF-8", line_at(bytes, error.valid_up_to())),
    }
}

fn utf16(bytes: &[u8], encoding: &'static encoding_rs::Encoding, name: &'static str) -> Decoded {
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) if is_binary(&text) => Decoded::Binary,
        Some(text) => Decoded::Text { text: text.into_owned(), assumed: false },
        None => {
            let (text, _) = encoding.decode_without_bom_handling(bytes);
            let at = text.find('\u{FFFD}').unwrap_or(text.len());
            Decoded::Broken(name, line_at(text.as_bytes(), at))
        }
    }
}

/// No byte order mark: UTF-8 if it is valid; UTF-16 if every other byte is mostly zero; Windows-1252 if nothing contradicts it.
fn unmarked(bytes: &[u8]) -> Decoded {
    if bytes.contains(&0) {
        let zeros = |parity: usize| bytes.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
        let (even, odd) = (zeros(0), zeros(1));
        let half = bytes.len() / 2;
        return if odd * 10 > half * 4 && even * 10 < half {
            utf16(bytes, UTF_16LE, "UTF-16")
        } else if even * 10 > half * 4 && odd * 10 < half {
            utf16(bytes, UTF_16BE, "UTF-16")
        } else {
            Decoded::Binary
        };
    }
    let Err(error) = std::str::from_utf8(bytes) else { return utf8(bytes) };
    if bytes.iter().any(|byte| is_control(char::from(*byte))) {
        return Decoded::Binary;
    }
    // A file that breaks off within a letter, or in which most of the longer letters are good UTF-8, is UTF-8 that was damaged: as
    // Windows-1252 it would read as `Ã©` for `é`.
    let (good, bad) = longer_letters(bytes);
    if error.error_len().is_none() || good > bad {
        return Decoded::Broken("UTF-8", line_at(bytes, error.valid_up_to()));
    }
    // These five have no letter in Windows-1252.
    if let Some(at) = bytes.iter().position(|byte| matches!(byte, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D)) {
        return Decoded::Broken("Windows-1252", line_at(bytes, at));
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    Decoded::Text { text: text.into_owned(), assumed: true }
}

/// How many sequences beyond ASCII are good UTF-8, and how many are not.
fn longer_letters(bytes: &[u8]) -> (usize, usize) {
    let mut good = 0;
    let mut bad = 0;
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    (good, bad)
}

fn is_control(letter: char) -> bool {
    letter < ' ' && !matches!(letter, '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{1A}')
}

fn is_binary(text: &str) -> bool {
    text.chars().any(is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> (String, bool) {
        match decode(bytes) {
            Decoded::Text { text, assumed } => (text, assumed),
            other => panic!("{other:?}"),
        }
    }

    fn utf16_bytes(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    #[test]
    fn reads_each_encoding() {
        assert_eq!(text("é,€".as_bytes()), ("é,€".to_owned(), false));
        assert_eq!(text(b"\xEF\xBB\xBFa"), ("a".to_owned(), false));
        for big in [false, true] {
            let mut marked = utf16_bytes("\u{FEFF}", big);
            marked.extend(utf16_bytes("fee;Gebühr", big));
            assert_eq!(text(&marked), ("fee;Gebühr".to_owned(), false));
            assert_eq!(text(&utf16_bytes("fee;Gebühr", big)), ("fee;Gebühr".to_owned(), false));
        }
        assert_eq!(text(b"Geb\xFChr \x80"), ("Gebühr €".to_owned(), true));
    }

    #[test]
    fn writes_each_encoding_as_it_was() {
        let files: [&[u8]; 7] = [
            "é,€".as_bytes(),
            b"\xEF\xBB\xBFa,b",
            b"Geb\xFChr \x80",
            &utf16_bytes("fee;Gebühr", false),
            &utf16_bytes("fee;Gebühr", true),
            &utf16_bytes("\u{FEFF}ä", false),
            &utf16_bytes("\u{FEFF}ä", true),
        ];
        for bytes in files {
            let (own, assumed) = text(bytes);
            assert_eq!(encode_like(bytes, &own).as_deref(), Some(bytes));
            let longer = format!("{own},<= 5");
            assert_eq!(text(&encode_like(bytes, &longer).unwrap()), (longer, assumed));
        }
        assert_eq!(encode_like(b"Geb\xFChr", "東京"), None, "not in Windows-1252");
        assert_eq!(encode_like(b"Geb\xFChr", "Ã¼"), None, "it would be read as UTF-8");
        assert_eq!(encode_like(&[1, 2, 3, 200], "a"), None);
    }

    #[test]
    fn says_where_text_ends() {
        assert_eq!(decode(b"\xEF\xBB\xBFa\nb\xFF"), Decoded::Broken("UTF-8", 2));
        assert_eq!(decode("Gebühr\nGröß".as_bytes().split_last().unwrap().1), Decoded::Broken("UTF-8", 2));
        assert_eq!(decode(b"\xC3\xA9\n\xC3\xA9\xFF"), Decoded::Broken("UTF-8", 2));
        assert_eq!(decode(b"a\nGeb\xFChr\x81"), Decoded::Broken("Windows-1252", 2));
        assert_eq!(decode(b"\xFF\xFEa\0\n\0b"), Decoded::Broken("UTF-16", 2));
        assert_eq!(decode(&[1, 2, 3, 200]), Decoded::Binary);
        assert_eq!(decode(b"MZ\0\0\0\0"), Decoded::Binary);
    }
}
