//! Perfect hashes: each known key has a slot of its own, and any other key has some slot, whose stored key tells that it isn't known.
//!
//! Hash and displace, after Belazzougui, Botelho and Dietzfelbinger, "Hash, displace, and compress" (2009): a key's hash names a bucket, and
//! the bucket's *pilot*, a byte that the compiler searched for, moves its keys to free slots. A lookup reads the pilot and the slot, and
//! has no branch but the comparison of the stored key. `dispatch/perfect_hash.rs` of the compiler builds what is read here, and has the
//! same arithmetic.

use super::numbers::{Numbers, little_endian};

/// Odd, and without structure: the first digits of the golden ratio's and of √3's and √7's fractions.
const MIX: u64 = 0x9e37_79b9_7f4a_7c15;
const SPREAD: u64 = 0xbb67_ae85_84ca_a73b;
const TEXT: u64 = 0xa54f_f53a_5f1d_36f1;

/// Both halves of a product of 128 bits, combined.
#[inline]
pub(super) fn folded(a: u64, b: u64) -> u64 {
    let product = u128::from(a).wrapping_mul(u128::from(b));
    (product as u64) ^ ((product >> 64) as u64)
}

/// A perfect hash function.
#[derive(Clone, Copy, Debug)]
pub struct PerfectHash {
    seed: u64,
    slots: u32,
    /// 64 less the bits of a bucket's number.
    shift: u32,
    pilots: &'static [u8],
}

impl PerfectHash {
    /// The seed for which the compiler found `pilots`, one a bucket, of which there are a power of two and at least two; and how many slots
    /// there are.
    #[must_use]
    pub const fn new(seed: u64, slots: u32, pilots: &'static [u8]) -> Self {
        // There are at least two, or the shift would be by all bits.
        let shift = 64_u32.saturating_sub(pilots.len().trailing_zeros());
        Self { seed, slots, shift, pilots }
    }

    /// The slot of a key, less than the number of slots. Of two known keys, no two have the same. O(1).
    #[inline]
    #[must_use]
    pub fn slot(&self, key: u64) -> usize {
        let hash = folded(key ^ self.seed, MIX);
        let pilot = match self.pilots.get((hash >> (self.shift & 63)) as usize) {
            Some(pilot) => u64::from(*pilot),
            None => 0,
        };
        // The half that names the bucket is the same for all its keys, so the pilot multiplies the other one.
        let moved = hash.wrapping_mul(SPREAD).wrapping_add(hash.rotate_left(32).wrapping_mul(pilot));
        (u128::from(moved).wrapping_mul(u128::from(self.slots)) >> 64) as usize
    }
}

/// A number for each of a set of keys of at most 64 bits.
#[derive(Clone, Copy, Debug)]
pub struct HashedKeys {
    hash: PerfectHash,
    key_width: usize,
    number_width: usize,
    entries: &'static [u8],
}

impl HashedKeys {
    /// The hash, and an entry a slot: the key in `key_width` bytes, 1 to 8, and its number in `number_width`, 1 to 4. A slot that is free
    /// holds a key of another slot, so that no key is found there.
    #[must_use]
    pub const fn new(hash: PerfectHash, key_width: usize, number_width: usize, entries: &'static [u8]) -> Self {
        Self { hash, key_width, number_width, entries }
    }

    /// The number of a key; `None` for one that isn't known. O(1).
    #[inline]
    #[must_use]
    pub fn get(&self, key: u64) -> Option<u32> {
        let width = self.key_width.saturating_add(self.number_width);
        let first = self.hash.slot(key).checked_mul(width)?;
        let entry = self.entries.get(first..first.checked_add(width)?)?;
        let (stored, number) = entry.split_at_checked(self.key_width)?;
        if little_endian(stored) == Some(key) { little_endian(number).map(|number| number as u32) } else { None }
    }
}

/// A number for each of a set of texts of at most sixteen bytes.
#[derive(Clone, Copy, Debug)]
pub struct MediumTexts {
    hash: PerfectHash,
    number_width: usize,
    entries: &'static [u8],
}

impl MediumTexts {
    /// The hash of the texts' hashes, by [`hash_of_words`], and an entry a slot: the text as [`two_words`] has it, its length in a byte, and its
    /// number in `number_width` bytes, 1 to 4. A slot that is free holds a text of another slot.
    #[must_use]
    pub const fn new(hash: PerfectHash, number_width: usize, entries: &'static [u8]) -> Self {
        Self { hash, number_width, entries }
    }

    /// The number of a text; `None` for one that isn't known. O(1).
    #[inline]
    #[must_use]
    pub fn get(&self, text: &str) -> Option<u32> {
        let words @ (first, last) = two_words(text)?;
        let width = self.number_width.saturating_add(17);
        let start = self.hash.slot(hash_of_words(words, text.len())).checked_mul(width)?;
        let entry = self.entries.get(start..start.checked_add(width)?)?;
        let ([of_first @ .., _, _, _, _, _, _, _, _, length], number) = entry.split_first_chunk::<17>()?;
        let of_last = entry.get(8..)?.first_chunk::<8>()?;
        let same = u64::from_le_bytes(*of_first) == first && u64::from_le_bytes(*of_last) == last && usize::from(*length) == text.len();
        if same { little_endian(number).map(|number| number as u32) } else { None }
    }
}

/// The first and the last eight bytes of a text of at most sixteen, which may overlap; of one of less than eight all of them, and 0. `None`
/// for a longer one. Different texts of one length have different words.
#[inline]
#[must_use]
pub fn two_words(text: &str) -> Option<(u64, u64)> {
    (text.len() <= 16).then(|| ends_of(text))
}

#[inline]
fn ends_of(text: &str) -> (u64, u64) {
    let bytes = text.as_bytes();
    match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
        _ => (up_to_eight(bytes), 0),
    }
}

/// The hash of a text's length and its first and last eight bytes, for texts that these tell apart. O(1).
#[inline]
#[must_use]
pub fn hash_of_ends(text: &str) -> u64 {
    hash_of_words(ends_of(text), text.len())
}

/// The hash of a text of this length, as [`two_words`] has it.
#[inline]
#[must_use]
pub fn hash_of_words((first, last): (u64, u64), length: usize) -> u64 {
    folded(first ^ TEXT ^ length as u64, last ^ SPREAD)
}

/// A number for each of a set of texts.
#[derive(Clone, Copy, Debug)]
pub struct HashedTexts {
    hash: PerfectHash,
    by_ends: bool,
    text: &'static str,
    ends: Numbers,
    numbers: Numbers,
}

impl HashedTexts {
    /// The hash of the texts' hashes, by [`hash_of_ends`] where `by_ends`, else by [`hash_of_text`]; the texts one after the other in the
    /// order of their slots, the end of each slot's, and its number. A slot that is free holds a text of another slot, the empty one if it can,
    /// so that no text is found there.
    #[must_use]
    pub const fn new(hash: PerfectHash, by_ends: bool, text: &'static str, ends: Numbers, numbers: Numbers) -> Self {
        Self { hash, by_ends, text, ends, numbers }
    }

    /// The number of a text; `None` for one that isn't known. O(length).
    #[inline]
    #[must_use]
    pub fn get(&self, value: &str) -> Option<u32> {
        let slot = self.hash.slot(if self.by_ends { hash_of_ends(value) } else { hash_of_text(value) });
        let first = match slot.checked_sub(1) {
            Some(before) => self.ends.get(before)?,
            None => 0,
        };
        let stored = self.text.as_bytes().get(first as usize..self.ends.get(slot)? as usize)?;
        if stored == value.as_bytes() { self.numbers.get(slot) } else { None }
    }
}

/// A text's hash of 64 bits. O(length).
#[inline]
#[must_use]
pub fn hash_of_text(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let start = folded(bytes.len() as u64 ^ TEXT, SPREAD);
    let (chunks, _) = bytes.as_chunks::<8>();
    let (Some(last), true) = (bytes.last_chunk::<8>(), bytes.len() > 8) else {
        return folded(start ^ up_to_eight(bytes), MIX);
    };
    // All chunks of eight, then the last eight bytes, which may overlap them.
    let hash = chunks.iter().fold(start, |hash, chunk| folded(hash ^ u64::from_le_bytes(*chunk), MIX));
    folded(hash ^ u64::from_le_bytes(*last), MIX)
}

/// Up to eight bytes as one number. Different ones of equal length have different numbers. No byte behind the eighth is read.
#[inline]
fn up_to_eight(bytes: &[u8]) -> u64 {
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        // From four bytes on two overlapping halves hold them all.
        return u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32;
    }
    match *bytes {
        [a] => u64::from(a),
        [a, b] => u64::from(u16::from_le_bytes([a, b])),
        [a, b, c] => u64::from(u32::from_le_bytes([a, b, c, 0])),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The compiler's tests have the same figures.
    #[test]
    fn the_arithmetic_is_the_compilers() {
        let hash = PerfectHash::new(42, 1_000, b"\x00\x01\x02\xff");
        assert_eq!([0, 1, 2, 3, u64::MAX].map(|key| hash.slot(key)), [745, 769, 428, 248, 628]);
        let texts = ["", "a", "abc", "abcd", "abcdefg", "abcdefgh", "abcdefghi", "0123456789abcdef"];
        let hashes = [
            0x9570_3602_5a85_1b44,
            0xa590_0fc0_1f82_f88f,
            0xff89_6012_f71a_8bfb,
            0x8ef5_57e1_d98a_7c63,
            0x7c4b_6c87_72f1_49dd,
            0xa04d_9593_b4b9_cf7b,
            0xbf17_37e2_2bfe_539b,
            0x22cf_3c82_a1d8_1373,
        ];
        assert_eq!(texts.map(hash_of_text), hashes);
    }

    #[test]
    fn a_known_key_has_its_number_and_others_have_none() {
        // Two slots, each of which one of these keys has.
        let hash = PerfectHash::new(42, 2, b"\x00\x00");
        let (low, high) = ((0..99).find(|key| hash.slot(*key) == 0).unwrap(), (0..99).find(|key| hash.slot(*key) == 1).unwrap());
        let entries: Vec<u8> = [low, high].iter().flat_map(|key| [*key as u8, 0, *key as u8 + 100]).collect();
        let keys = HashedKeys::new(hash, 2, 1, entries.leak());
        for key in 0..70_000 {
            assert_eq!(keys.get(key), [low, high].contains(&key).then_some(key as u32 + 100), "{key}");
        }
        for damaged in
            [HashedKeys::new(hash, 9, 1, b"012345678901234567890"), HashedKeys::new(hash, 2, 1, b""), HashedKeys::new(hash, 0, 0, b"")]
        {
            assert_eq!([damaged.get(low), damaged.get(high)], [None; 2]);
        }
    }

    #[test]
    fn a_text_of_medium_length_is_told_from_all_others() {
        let hash = PerfectHash::new(42, 1, b"\x00\x00");
        let words = ["", "a", "abc", "abcdefg", "abcdefgh", "abcdefghi", "abcdefghabcdefg", "abcdefghabcdefgh", "abcdefghabcdefghi"];
        for known in &words[..8] {
            let (first, last) = two_words(known).unwrap();
            let entry: Vec<u8> = [first, last].iter().flat_map(|word| word.to_le_bytes()).chain([known.len() as u8, 7]).collect();
            let texts = MediumTexts::new(hash, 1, entry.leak());
            assert_eq!(words.map(|word| texts.get(word)), words.map(|word| (word == *known).then_some(7)), "{known}");
        }
        assert_eq!(
            [two_words("abcdefghi"), two_words("abc")],
            [Some((0x6867_6665_6463_6261, 0x6968_6766_6564_6362)), Some((0x63_6261, 0))]
        );
        assert_eq!([hash_of_words((1, 2), 3), hash_of_words((u64::MAX, 0), 16)], [0x0a28_da53_3af9_0678, 0xf675_7839_8af9_3408]);
    }

    #[test]
    fn a_known_text_has_its_number_and_others_have_none() {
        let hash = PerfectHash::new(42, 2, b"\x00\x00");
        let words: Vec<String> = (0..99).map(|word| format!("a text of some length, {word}")).collect();
        for (by_ends, hash_of) in [(false, hash_of_text as fn(&str) -> u64), (true, hash_of_ends)] {
            let at = |slot: usize| words.iter().find(|word| hash.slot(hash_of(word)) == slot).unwrap();
            let (text, ends) = (format!("{}{}", at(0), at(1)), vec![at(0).len() as u8, (at(0).len() + at(1).len()) as u8]);
            let texts = HashedTexts::new(hash, by_ends, text.leak(), Numbers::new(1, ends.leak()), Numbers::new(1, b"\x07\x08"));
            for word in words.iter().map(String::as_str).chain(["", "a", "é"]) {
                let expected = if word == at(0) { Some(7) } else { (word == at(1)).then_some(8) };
                assert_eq!(texts.get(word), expected, "{word}");
            }
            let damaged = HashedTexts::new(hash, by_ends, "é", Numbers::new(1, b"\x01\x00"), Numbers::new(1, b""));
            assert!(words.iter().all(|word| damaged.get(word).is_none()));
        }
    }
}
