//! Sets of rules as bits.

use super::Numbers;
use crate::RuleIndex;

/// For each class of `COLUMNS` columns, the rules that it admits: `WORDS` words of 64 bits in the order in which rules win, behind as many
/// words as `SUMMARY` says that tell which of those aren't empty.
#[derive(Clone, Copy, Debug)]
pub struct BitSets<const COLUMNS: usize, const SUMMARY: usize, const WORDS: usize> {
    sets: [&'static [u8]; COLUMNS],
    rules: Option<Numbers>,
}

impl<const COLUMNS: usize, const SUMMARY: usize, const WORDS: usize> BitSets<COLUMNS, SUMMARY, WORDS> {
    /// The sets of each column, class by class, and the rule of each bit; without those, the first bit is the first rule, and so on. There
    /// is a bit of summary for each word, or none at all and at most 64 words.
    #[must_use]
    pub const fn new(sets: [&'static [u8]; COLUMNS], rules: Option<Numbers>) -> Self {
        Self { sets, rules }
    }

    /// The rules that all these classes admit, in the order in which they win. O(words · columns) for all of them.
    #[inline]
    #[must_use]
    pub fn rules(&self, classes: [u32; COLUMNS]) -> Common<COLUMNS, SUMMARY, WORDS> {
        let mut sets: [&'static [[u8; 8]]; COLUMNS] = [&[]; COLUMNS];
        for ((set, bytes), class) in sets.iter_mut().zip(self.sets).zip(classes) {
            let size = SUMMARY.wrapping_add(WORDS);
            let first = (class as usize).wrapping_mul(size);
            let (words, _) = bytes.as_chunks::<8>();
            // Beyond the last class there are no rules.
            *set = words.get(first..first.wrapping_add(size)).unwrap_or_default();
        }
        let mut common = Common { sets, rules: self.rules, block: 0, filled: 0, word: 0, bits: 0 };
        common.filled = common.summary(0);
        common
    }
}

/// An iterator over the rules that a [`BitSets`] finds.
#[derive(Clone, Debug)]
pub struct Common<const COLUMNS: usize, const SUMMARY: usize, const WORDS: usize> {
    sets: [&'static [[u8; 8]]; COLUMNS],
    rules: Option<Numbers>,
    /// Which word of the summary is being read, and which words that it stands for are yet to be.
    block: usize,
    filled: u64,
    /// Which word is being read, and which of its rules are yet to be given.
    word: usize,
    bits: u64,
}

impl<const COLUMNS: usize, const SUMMARY: usize, const WORDS: usize> Common<COLUMNS, SUMMARY, WORDS> {
    /// What a word of all sets has in common.
    #[inline]
    fn common(&self, at: usize) -> u64 {
        self.sets.iter().fold(u64::MAX, |common, set| common & set.get(at).map_or(0, |word| u64::from_le_bytes(*word)))
    }

    /// The words of a block that may have common rules.
    #[inline]
    fn summary(&self, block: usize) -> u64 {
        if SUMMARY > 0 {
            return self.common(block);
        }
        u64::MAX.checked_shr(64_u32.saturating_sub(WORDS as u32)).unwrap_or(0)
    }
}

impl<const COLUMNS: usize, const SUMMARY: usize, const WORDS: usize> Iterator for Common<COLUMNS, SUMMARY, WORDS> {
    type Item = RuleIndex;

    #[inline]
    fn next(&mut self) -> Option<RuleIndex> {
        while self.bits == 0 {
            while self.filled == 0 {
                self.block = self.block.wrapping_add(1);
                if self.block >= SUMMARY {
                    return None;
                }
                self.filled = self.summary(self.block);
            }
            self.word = self.block.wrapping_mul(64).wrapping_add(self.filled.trailing_zeros() as usize);
            self.filled &= self.filled.wrapping_sub(1);
            self.bits = self.common(SUMMARY.wrapping_add(self.word));
        }
        let rank = (self.word as u32).wrapping_mul(64).wrapping_add(self.bits.trailing_zeros());
        self.bits &= self.bits.wrapping_sub(1);
        match &self.rules {
            None => Some(RuleIndex::new(rank)),
            Some(rules) => rules.get(rank as usize).map(RuleIndex::new),
        }
    }
}
