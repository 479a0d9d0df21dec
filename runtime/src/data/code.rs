//! Short texts as numbers: codes of states, currencies, products and places are found without a look at single letters.
//!
//! Of the forms here and in [`hash`](super::hash), generated code has the first that a column's texts can have: [`Codes`], where all have one
//! length and lie close to each other; [`HashedCodes`], where all have one length of at most eight bytes; [`ShortTexts`], where all have at
//! most eight; [`MediumTexts`](super::MediumTexts), where all have at most sixteen; [`HashedTexts`](super::HashedTexts).

use super::hash::HashedKeys;
use super::numbers::Numbers;

/// A text of at most eight bytes as one number, in which different texts differ; `None` for a longer one, and for one of eight bytes that
/// ends in one of the characters U+0000 to U+0007, whose number another might have. The numbers have the order of the texts.
#[inline]
#[must_use]
pub fn short_text(text: &str) -> Option<u64> {
    let bytes = text.as_bytes();
    let number = packed(bytes)?;
    match bytes.len() {
        8 => (number & 0xff > 7).then_some(number),
        length => Some(number | length as u64),
    }
}

/// A text of exactly `L` bytes as one number, in which different texts differ, in their order; `None` for one of another length. `L` is at
/// most 8.
#[inline]
#[must_use]
pub fn fixed_text<const L: usize>(text: &str) -> Option<u64> {
    let bytes: &[u8; L] = text.as_bytes().try_into().ok()?;
    let unused = 64_u32.checked_sub((L as u32).checked_mul(8)?)?;
    packed(bytes)?.checked_shr(unused).or(Some(0))
}

/// At most eight bytes from the highest of a number downwards.
#[inline]
fn packed(bytes: &[u8]) -> Option<u64> {
    if let Some(eight) = bytes.first_chunk::<8>() {
        return (bytes.len() == 8).then(|| u64::from_be_bytes(*eight));
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        // The overlapping bytes are equal, and so is what `|` makes of them.
        let unused = 64_u32.saturating_sub((bytes.len() as u32).saturating_mul(8));
        return Some(u64::from(u32::from_be_bytes(*first)) << 32 | (u64::from(u32::from_be_bytes(*last)) << (unused & 63)));
    }
    Some(match *bytes {
        [a] => u64::from(a) << 56,
        [a, b] => u64::from(u16::from_be_bytes([a, b])) << 48,
        [a, b, c] => u64::from(u32::from_be_bytes([a, b, c, 0])) << 32,
        _ => 0,
    })
}

/// A number for each text of `L` bytes, for those that lie close to each other.
#[derive(Clone, Copy, Debug)]
pub struct Codes<const L: usize> {
    first: u64,
    bias: u32,
    numbers: Numbers,
}

impl<const L: usize> Codes<L> {
    /// The least text as [`fixed_text`] has it, and the number plus `bias` of each from there on.
    #[must_use]
    pub const fn new(first: u64, bias: u32, numbers: Numbers) -> Self {
        Self { first, bias, numbers }
    }

    /// The number of a text; `None` for one of another length, below the least, or above the greatest. O(1).
    #[inline]
    #[must_use]
    pub fn get(&self, text: &str) -> Option<u32> {
        let position = usize::try_from(fixed_text::<L>(text)?.wrapping_sub(self.first)).ok()?;
        self.numbers.get(position).map(|number| number.wrapping_sub(self.bias))
    }
}

/// A number for each of a set of texts of `L` bytes.
#[derive(Clone, Copy, Debug)]
pub struct HashedCodes<const L: usize>(HashedKeys);

impl<const L: usize> HashedCodes<L> {
    /// The numbers of the texts as [`fixed_text`] has them.
    #[must_use]
    pub const fn new(numbers: HashedKeys) -> Self {
        Self(numbers)
    }

    /// The number of a text; `None` for one that isn't known. O(1).
    #[inline]
    #[must_use]
    pub fn get(&self, text: &str) -> Option<u32> {
        self.0.get(fixed_text::<L>(text)?)
    }
}

/// A number for each of a set of texts of at most eight bytes.
#[derive(Clone, Copy, Debug)]
pub struct ShortTexts(HashedKeys);

impl ShortTexts {
    /// The numbers of the texts as [`short_text`] has them.
    #[must_use]
    pub const fn new(numbers: HashedKeys) -> Self {
        Self(numbers)
    }

    /// The number of a text; `None` for one that isn't known. O(1).
    #[inline]
    #[must_use]
    pub fn get(&self, text: &str) -> Option<u32> {
        self.0.get(short_text(text)?)
    }
}

#[cfg(test)]
mod tests {
    use super::super::PerfectHash;
    use super::*;

    /// The compiler's tests have the same figures.
    #[test]
    fn the_arithmetic_is_the_compilers() {
        let numbers = [
            0x0000_0000_0000_0000,
            0x6100_0000_0000_0001,
            0x6162_6300_0000_0003,
            0x6162_6364_0000_0004,
            0x6162_6364_6566_6707,
            0x6162_6364_6566_6768,
        ];
        assert_eq!(["", "a", "abc", "abcd", "abcdefg", "abcdefgh"].map(|text| short_text(text).unwrap()), numbers);
        assert_eq!(["a", "ab", "abc"].map(fixed_text::<2>), [None, Some(0x6162), None]);
        assert_eq!([fixed_text::<8>("abcdefgh"), fixed_text::<0>("")], [Some(0x6162_6364_6566_6768), Some(0)]);
    }

    #[test]
    fn codes_have_their_numbers_and_others_have_none() {
        let codes = Codes::<2>::new(0x4141, 48, Numbers::new(1, b"012"));
        assert_eq!(
            ["AA", "AB", "AC", "AD", "@Z", "A", "AAA", "", "\0\0", "é"].map(|text| codes.get(text)),
            [Some(0), Some(1), Some(2), None, None, None, None, None, None, None]
        );
        let hash = PerfectHash::new(42, 1, b"\x00\x00");
        let hashed = HashedCodes::<3>::new(HashedKeys::new(hash, 3, 1, b"cba\x07"));
        assert_eq!(["abc", "abd", "ab", "abcd", ""].map(|text| hashed.get(text)), [Some(7), None, None, None, None]);
        let short = ShortTexts::new(HashedKeys::new(hash, 8, 1, b"\x03\0\0\0\0cba\x07"));
        assert_eq!(["abc", "abc\0", "ab", "a long text", ""].map(|text| short.get(text)), [Some(7), None, None, None, None]);
    }

    #[test]
    fn short_texts_are_told_apart_in_their_order() {
        let mut texts: Vec<String> = vec![String::new()];
        for _ in 0..4 {
            texts.extend(texts.clone().iter().flat_map(|text| ["\0", "\u{7}", "a", "bc", "é"].map(|more| format!("{text}{more}"))));
        }
        texts.sort();
        texts.dedup();
        let known: Vec<u64> = texts.iter().filter_map(|text| short_text(text)).collect();
        assert!(known.is_sorted_by(|a, b| a < b));
        let refused = texts.iter().filter(|text| short_text(text).is_none());
        assert!(refused.clone().all(|text| text.len() > 8 || text.len() == 8 && text.ends_with(['\0', '\u{7}'])));
        assert!(refused.count() < texts.len() / 2);
    }
}
