//! Tables of codes: where all texts of a column have one length of at most eight bytes and lie close to each other, a number for each code between
//! the first and the last.

/// The most numbers of a table of codes of one length, and of those for each text: what a few texts gain isn't worth the text and the cache of
/// a large table.
const MAX_CODES: u64 = 1 << 16;
const CODES_A_TEXT: u64 = 1 << 12;

/// A text of at most eight bytes as the runtime's `fixed_text` has it.
pub(crate) fn fixed_text(text: &str) -> u64 {
    text.bytes().fold(0, |number, byte| number << 8 | u64::from(byte))
}

/// The length of all these texts, if it is one and a code has it.
pub(crate) fn code_length<'t>(texts: impl Iterator<Item = &'t str> + Clone) -> Option<usize> {
    let (least, most) = (texts.clone().map(str::len).min()?, texts.map(str::len).max()?);
    (least == most && (1..=8).contains(&most)).then_some(most)
}

/// How many numbers the table of so many texts has whose first and last code are these; `None` if that is too many.
pub(crate) fn code_table(first: u64, last: u64, texts: usize) -> Option<u64> {
    let distance = last.checked_sub(first)?;
    (distance < MAX_CODES.min(CODES_A_TEXT.saturating_mul(texts as u64))).then(|| distance + 1)
}

/// How many numbers the table of these texts has; `None` if they have none.
pub(crate) fn codes_of<'t>(texts: impl Iterator<Item = &'t str> + Clone) -> Option<u64> {
    code_length(texts.clone())?;
    let codes = texts.map(fixed_text);
    code_table(codes.clone().min()?, codes.clone().max()?, codes.count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_reaches_from_the_first_code_to_the_last() {
        let codes = |texts: &[&'static str]| codes_of(texts.iter().copied());
        assert_eq!(codes(&["CA", "US"]), Some(u64::from(b'U' - b'C') * 256 + u64::from(b'S') - u64::from(b'A') + 1));
        assert_eq!(codes(&["US"]), Some(1));
        assert_eq!(codes(&["a", "b", "d"]), Some(4));
        // Lengths differ, there is none, it is too long, or they lie too far apart.
        assert_eq!([codes(&["a", "bc"]), codes(&[""]), codes(&["abcdefghi"]), codes(&["aaa", "zaa"]), codes(&[])], [None; 5]);
    }
}
