//! Perfect hashes: to each of a set of keys a slot of its own, at the cost of one multiplication and two loads whatever their number.
//!
//! Hash and displace, after Belazzougui, Botelho and Dietzfelbinger, "Hash, displace, and compress" (2009): a first hash sends keys to buckets
//! of about three. Bucket by bucket, the fullest first, a *pilot* is searched for that moves all keys of the bucket to slots that are still
//! free. With a quarter more slots than keys nearly all pilots are found within a byte; where one isn't, the next of a fixed series of seeds
//! is tried with more slots, so the search is the same everywhere and bounded. The runtime has the same arithmetic in `data/hash.rs`, and
//! compares the key that is stored in a slot, since a key that isn't known has a slot too.

use std::collections::HashSet;

/// Odd, and without structure: the first digits of the golden ratio's and of √3's and √7's fractions.
const MIX: u64 = 0x9e37_79b9_7f4a_7c15;
const SPREAD: u64 = 0xbb67_ae85_84ca_a73b;
const TEXT: u64 = 0xa54f_f53a_5f1d_36f1;

/// How many seeds are tried.
const ATTEMPTS: u64 = 32;
/// The most keys of a bucket on average; there is a power of two of buckets, so it is half of that at least.
const KEYS_PER_BUCKET: usize = 4;
/// The most keys that one hash is built for, which is above any workbook's number of rows.
const MAX_KEYS: usize = 1 << 22;

/// A perfect hash function: [`matchbook::data::PerfectHash`](https://docs.rs/matchbook) reads its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PerfectHash {
    /// What keys are changed by before they are hashed.
    pub seed: u64,
    /// How many slots there are: at least a quarter more than keys.
    pub slots: u32,
    /// What moves the keys of each bucket; a power of two of them, at least two.
    pub pilots: Vec<u8>,
}

/// Both halves of a product of 128 bits, combined.
fn folded(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    (product as u64) ^ ((product >> 64) as u64)
}

impl PerfectHash {
    /// A perfect hash of these keys. `None` if two of them are equal, if there are none or more than four million, or if no seed serves, which
    /// for keys that nobody chose against it doesn't happen. O(keys) expected, and at most 256 tries a key and seed.
    pub fn new(keys: &[u64]) -> Option<Self> {
        let distinct: HashSet<u64> = keys.iter().copied().collect();
        if keys.is_empty() || keys.len() > MAX_KEYS || distinct.len() < keys.len() {
            return None;
        }
        let buckets = keys.len().div_ceil(KEYS_PER_BUCKET).next_power_of_two().max(2);
        (0..ATTEMPTS).find_map(|attempt| {
            let slots = keys.len() + keys.len() / 4 + keys.len() * attempt as usize / 16 + 1;
            Self::with_seed(keys, folded(attempt ^ TEXT, MIX), u32::try_from(slots).ok()?, buckets)
        })
    }

    fn with_seed(keys: &[u64], seed: u64, slots: u32, buckets: usize) -> Option<Self> {
        let mut hash = Self { seed, slots, pilots: vec![0; buckets] };
        let mut of_bucket: Vec<Vec<u64>> = vec![Vec::new(); buckets];
        for key in keys {
            let hashed = hash.hashed(*key);
            of_bucket[hash.bucket(hashed)].push(hashed);
        }
        let mut order: Vec<usize> = (0..buckets).filter(|bucket| !of_bucket[*bucket].is_empty()).collect();
        order.sort_by_key(|bucket| std::cmp::Reverse(of_bucket[*bucket].len()));
        let mut taken = vec![false; slots as usize];
        let mut placed: Vec<usize> = Vec::new();
        for bucket in order {
            let pilot = (0..=u8::MAX).find(|pilot| {
                placed.clear();
                for hashed in &of_bucket[bucket] {
                    let slot = hash.moved(*hashed, *pilot);
                    if taken[slot] || placed.contains(&slot) {
                        return false;
                    }
                    placed.push(slot);
                }
                true
            })?;
            hash.pilots[bucket] = pilot;
            placed.iter().for_each(|slot| taken[*slot] = true);
        }
        Some(hash)
    }

    fn hashed(&self, key: u64) -> u64 {
        folded(key ^ self.seed, MIX)
    }

    fn bucket(&self, hashed: u64) -> usize {
        (hashed >> (64 - self.pilots.len().trailing_zeros())) as usize
    }

    fn moved(&self, hashed: u64, pilot: u8) -> usize {
        // The half that names the bucket is the same for all its keys, so the pilot multiplies the other one.
        let moved = hashed.wrapping_mul(SPREAD).wrapping_add(hashed.rotate_left(32).wrapping_mul(u64::from(pilot)));
        ((u128::from(moved) * u128::from(self.slots)) >> 64) as usize
    }

    /// The slot of a key, less than the number of slots.
    pub fn slot(&self, key: u64) -> usize {
        let hashed = self.hashed(key);
        self.pilots.get(self.bucket(hashed)).map_or(0, |pilot| self.moved(hashed, *pilot))
    }

    /// Which of `keys`, the ones that this was built for, has each slot.
    pub fn key_of_slot(&self, keys: &[u64]) -> Vec<Option<usize>> {
        let mut key_of_slot = vec![None; self.slots as usize];
        for (position, key) in keys.iter().enumerate() {
            key_of_slot[self.slot(*key)] = Some(position);
        }
        key_of_slot
    }
}

/// A text's hash of 64 bits, as the runtime's `hash_of_text` gives it. Texts that somebody chose for it may have the same.
pub fn hash_of_text(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let start = folded(bytes.len() as u64 ^ TEXT, SPREAD);
    match bytes.last_chunk::<8>().filter(|_| bytes.len() > 8) {
        None => folded(start ^ up_to_eight(bytes), MIX),
        Some(last) => {
            let hash = bytes.chunks_exact(8).fold(start, |hash, chunk| folded(hash ^ little_endian(chunk), MIX));
            folded(hash ^ u64::from_le_bytes(*last), MIX)
        }
    }
}

fn little_endian(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// Up to eight bytes as one number, which differs for different ones of equal length.
fn up_to_eight(bytes: &[u8]) -> u64 {
    match bytes.len() {
        0..4 => little_endian(bytes),
        length => little_endian(&bytes[..4]) | little_endian(&bytes[length - 4..]) << 32,
    }
}

/// The first and the last eight bytes of a text of at most sixteen, as the runtime's `two_words` gives them; `None` for a longer one.
pub fn two_words(text: &str) -> Option<(u64, u64)> {
    (text.len() <= 16).then(|| ends_of(text))
}

fn ends_of(text: &str) -> (u64, u64) {
    let bytes = text.as_bytes();
    match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
        _ => (up_to_eight(bytes), 0),
    }
}

/// The hash of a text's length and its first and last eight bytes, as the runtime's `hash_of_ends` gives it.
pub fn hash_of_ends(text: &str) -> u64 {
    hash_of_words(ends_of(text), text.len())
}

/// The hash of a text of this length and of these words, as the runtime's `hash_of_words` gives it.
pub fn hash_of_words((first, last): (u64, u64), length: usize) -> u64 {
    folded(first ^ TEXT ^ length as u64, last ^ SPREAD)
}

/// A text of at most eight bytes as one number, as the runtime's `short_text` gives it: different texts have different numbers, in the order
/// of the texts. `None` for a longer one, and for one of eight bytes that ends in one of the characters U+0000 to U+0007.
pub fn short_text(text: &str) -> Option<u64> {
    let bytes = text.as_bytes();
    if bytes.len() > 8 {
        return None;
    }
    let number = bytes.iter().chain([&0; 8]).take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    match bytes.len() {
        8 => (number & 0xff > 7).then_some(number),
        length => Some(number | length as u64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn serves(keys: &[u64]) -> PerfectHash {
        let hash = PerfectHash::new(keys).unwrap_or_else(|| panic!("no hash of {} keys", keys.len()));
        let of_slot = hash.key_of_slot(keys);
        assert_eq!(of_slot.iter().flatten().count(), keys.len(), "two keys have one slot");
        for (position, key) in keys.iter().enumerate() {
            assert_eq!(of_slot[hash.slot(*key)], Some(position));
        }
        assert!(hash.pilots.len().is_power_of_two() && hash.pilots.len() >= 2);
        hash
    }

    #[test]
    fn each_key_has_a_slot_of_its_own() {
        for count in [1, 2, 3, 4, 5, 17, 100, 1_000, 10_000_u64] {
            serves(&(0..count).collect::<Vec<_>>());
            serves(&(0..count).map(|key| key << 48).collect::<Vec<_>>());
            serves(&(0..count).map(|key| u64::MAX - key * key).collect::<Vec<_>>());
            serves(&(0..count).map(|key| hash_of_text(&format!("P{key:05}"))).collect::<Vec<_>>());
            serves(&(0..count).filter_map(|key| short_text(&key.to_string())).collect::<Vec<_>>());
        }
        // Single bits, and the ends.
        serves(&(0..64).map(|bit| 1 << bit).chain([0, u64::MAX]).collect::<Vec<_>>());
    }

    #[test]
    fn a_hundred_thousand_keys_take_a_quarter_more_slots() {
        let keys: Vec<u64> = (0..100_000).map(|key| 12_345 + key * 7).collect();
        assert_eq!(serves(&keys).slots, 125_001);
    }

    #[test]
    fn what_has_no_perfect_hash_is_none() {
        assert_eq!(PerfectHash::new(&[]), None);
        assert_eq!(PerfectHash::new(&[7, 8, 7]), None);
    }

    #[test]
    fn the_same_keys_have_the_same_hash_in_any_order() {
        let keys: Vec<u64> = (0..500).map(|key| key * key).collect();
        let mut turned = keys.clone();
        turned.reverse();
        let (hash, other) = (serves(&keys), serves(&turned));
        assert_eq!(keys.iter().map(|key| hash.slot(*key)).collect::<Vec<_>>(), keys.iter().map(|key| other.slot(*key)).collect::<Vec<_>>());
    }

    #[test]
    fn short_texts_keep_their_order() {
        let mut texts =
            vec!["", "\0", "a", "a\0", "ab", "abc", "abcd", "abcde", "abcdef", "abcdefg", "abcdefgh", "b", "é", "ab\u{7f}", "🦀🦀"];
        texts.sort_unstable();
        let numbers: Vec<u64> = texts.iter().map(|text| short_text(text).unwrap()).collect();
        assert!(numbers.is_sorted_by(|a, b| a < b), "{numbers:x?}");
        assert_eq!([short_text("abcdefghi"), short_text("abcdefg\u{7}"), short_text("abcdefg\u{8}").map(|_| 0)], [None, None, Some(0)]);
    }

    /// The runtime's tests have the same figures.
    #[test]
    fn the_arithmetic_is_the_runtimes() {
        let hash = PerfectHash { seed: 42, slots: 1_000, pilots: vec![0, 1, 2, 255] };
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
        let numbers = [
            0x0000_0000_0000_0000,
            0x6100_0000_0000_0001,
            0x6162_6300_0000_0003,
            0x6162_6364_0000_0004,
            0x6162_6364_6566_6707,
            0x6162_6364_6566_6768,
        ];
        assert_eq!(["", "a", "abc", "abcd", "abcdefg", "abcdefgh"].map(|text| short_text(text).unwrap()), numbers);
        assert_eq!(
            [two_words("abcdefghi"), two_words("abc")],
            [Some((0x6867_6665_6463_6261, 0x6968_6766_6564_6362)), Some((0x63_6261, 0))]
        );
        assert_eq!([hash_of_words((1, 2), 3), hash_of_words((u64::MAX, 0), 16)], [0x0a28_da53_3af9_0678, 0xf675_7839_8af9_3408]);
    }
}
