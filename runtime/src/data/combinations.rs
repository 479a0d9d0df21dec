//! Cells at some of the crossings of classes.

use super::cube::{rule, widen};
use super::hash::PerfectHash;
use crate::RuleIndex;

/// A number in `WIDTH` bytes for some combinations of classes, of `COLUMNS` columns, found by a perfect hash. A combination is a number in
/// `KEY` bytes, 4 or 8.
#[derive(Clone, Copy, Debug)]
pub struct Combinations<const COLUMNS: usize, const KEY: usize, const WIDTH: usize> {
    counts: [u32; COLUMNS],
    hash: PerfectHash,
    slots: &'static [u8],
}

impl<const COLUMNS: usize, const KEY: usize, const WIDTH: usize> Combinations<COLUMNS, KEY, WIDTH> {
    /// How many classes each column has, the hash, and for each slot its combination, in which the class of the last column changes
    /// fastest, and the number of that. A slot that is free holds a combination of another slot.
    #[must_use]
    pub const fn new(counts: [u32; COLUMNS], hash: PerfectHash, slots: &'static [u8]) -> Self {
        Self { counts, hash, slots }
    }

    /// The number of a combination; `u32::MAX` where all its bits are set, and for a combination that has none. O(1).
    #[inline]
    #[must_use]
    pub fn cell(&self, classes: [u32; COLUMNS]) -> u32 {
        let mut key = 0_u64;
        for (class, count) in classes.iter().zip(&self.counts) {
            key = key.wrapping_mul(u64::from(*count)).wrapping_add(u64::from(*class));
        }
        let size = KEY.wrapping_add(WIDTH);
        let first = self.hash.slot(key).wrapping_mul(size);
        let Some((stored, number)) = self.slots.get(first..first.wrapping_add(size)).and_then(|slot| slot.split_first_chunk::<KEY>())
        else {
            return u32::MAX;
        };
        let known = match *stored.as_slice() {
            [a, b, c, d] => u64::from(u32::from_le_bytes([a, b, c, d])) == key,
            [a, b, c, d, e, f, g, h] => u64::from_le_bytes([a, b, c, d, e, f, g, h]) == key,
            _ => false,
        };
        match number.first_chunk::<WIDTH>() {
            Some(number) if known => widen(number),
            _ => u32::MAX,
        }
    }

    /// The rule of a combination, if it has one.
    #[inline]
    #[must_use]
    pub fn rule(&self, classes: [u32; COLUMNS]) -> Option<RuleIndex> {
        rule(self.cell(classes))
    }
}
