//! Sets of rules as bits.

use super::Numbers;
use crate::RuleIndex;

/// For each class of `COLUMNS` columns, the rules that it admits: `WORDS` words of 64 bits, at most 64 of them, in the order in which rules
/// win.
///
/// All words are combined before the first rule is looked for: which of them it is in can't be predicted, and a branch on it costs as much
/// as the AND of some thirty words.
#[derive(Clone, Copy, Debug)]
pub struct BitSets<const COLUMNS: usize, const WORDS: usize> {
    sets: [&'static [u8]; COLUMNS],
    rules: Option<Numbers>,
}

impl<const COLUMNS: usize, const WORDS: usize> BitSets<COLUMNS, WORDS> {
    /// The sets of each column, class by class, and the rule of each bit; without those, the first bit is the first rule, and so on.
    #[must_use]
    pub const fn new(sets: [&'static [u8]; COLUMNS], rules: Option<Numbers>) -> Self {
        Self { sets, rules }
    }

    /// The rules that all these classes admit, in the order in which they win. O(words · columns).
    #[inline]
    #[must_use]
    pub fn rules(&self, classes: [u32; COLUMNS]) -> Common<WORDS> {
        let mut words = [u64::MAX; WORDS];
        for (bytes, class) in self.sets.iter().zip(classes) {
            let (all, _) = bytes.as_chunks::<8>();
            // Beyond the last class there are no rules.
            let set = all.get((class as usize).wrapping_mul(WORDS)..).and_then(<[_]>::first_chunk::<WORDS>).unwrap_or(&[[0; 8]; WORDS]);
            words.iter_mut().zip(set).for_each(|(common, word)| *common &= u64::from_le_bytes(*word));
        }
        let filled = words.iter().rev().fold(0, |filled, word| filled << 1 | u64::from(*word != 0));
        Common { words, filled, rules: self.rules }
    }
}

/// An iterator over the rules that a [`BitSets`] finds.
#[derive(Clone, Debug)]
pub struct Common<const WORDS: usize> {
    /// The rules that are yet to be given.
    words: [u64; WORDS],
    /// Which words have some.
    filled: u64,
    rules: Option<Numbers>,
}

impl<const WORDS: usize> Iterator for Common<WORDS> {
    type Item = RuleIndex;

    #[inline]
    fn next(&mut self) -> Option<RuleIndex> {
        let at = self.filled.trailing_zeros();
        let word = self.words.get_mut(at as usize)?;
        let bit = word.trailing_zeros();
        *word &= word.wrapping_sub(1);
        if *word == 0 {
            self.filled &= self.filled.wrapping_sub(1);
        }
        rule_of(at, bit, self.rules.as_ref())
    }
}

/// [`BitSets`] of so many rules that it would take long to combine them all: before the words of a class stand as many words as `SUMMARY` says
/// that tell which of those aren't empty.
#[derive(Clone, Copy, Debug)]
pub struct SummarizedBitSets<const COLUMNS: usize, const SUMMARY: usize, const WORDS: usize> {
    sets: [&'static [u8]; COLUMNS],
    rules: Option<Numbers>,
}

impl<const COLUMNS: usize, const SUMMARY: usize, const WORDS: usize> SummarizedBitSets<COLUMNS, SUMMARY, WORDS> {
    /// The sets of each column, class by class, each with its summary before it, a bit for each word; and the rule of each bit; without those,
    /// the first bit is the first rule, and so on.
    #[must_use]
    pub const fn new(sets: [&'static [u8]; COLUMNS], rules: Option<Numbers>) -> Self {
        Self { sets, rules }
    }

    /// The rules that all these classes admit, in the order in which they win. O(words · columns) for all of them.
    #[inline]
    #[must_use]
    pub fn rules(&self, classes: [u32; COLUMNS]) -> CommonBySummary<COLUMNS, SUMMARY, WORDS> {
        let mut sets: [&'static [[u8; 8]]; COLUMNS] = [&[]; COLUMNS];
        for ((set, bytes), class) in sets.iter_mut().zip(self.sets).zip(classes) {
            let size = SUMMARY.wrapping_add(WORDS);
            let first = (class as usize).wrapping_mul(size);
            let (words, _) = bytes.as_chunks::<8>();
            // Beyond the last class there are no rules.
            *set = words.get(first..first.wrapping_add(size)).unwrap_or_default();
        }
        let mut common = CommonBySummary { sets, rules: self.rules, block: 0, filled: 0, word: 0, bits: 0 };
        common.filled = common.common(0);
        common
    }
}

/// An iterator over the rules that a [`SummarizedBitSets`] finds.
#[derive(Clone, Debug)]
pub struct CommonBySummary<const COLUMNS: usize, const SUMMARY: usize, const WORDS: usize> {
    sets: [&'static [[u8; 8]]; COLUMNS],
    rules: Option<Numbers>,
    /// Which word of the summary is being read, and which words that it stands for are yet to be.
    block: usize,
    filled: u64,
    /// Which word is being read, and which of its rules are yet to be given.
    word: usize,
    bits: u64,
}

impl<const COLUMNS: usize, const SUMMARY: usize, const WORDS: usize> CommonBySummary<COLUMNS, SUMMARY, WORDS> {
    /// What a word of all sets has in common.
    #[inline]
    fn common(&self, at: usize) -> u64 {
        self.sets.iter().fold(u64::MAX, |common, set| common & set.get(at).map_or(0, |word| u64::from_le_bytes(*word)))
    }
}

impl<const COLUMNS: usize, const SUMMARY: usize, const WORDS: usize> Iterator for CommonBySummary<COLUMNS, SUMMARY, WORDS> {
    type Item = RuleIndex;

    #[inline]
    fn next(&mut self) -> Option<RuleIndex> {
        while self.bits == 0 {
            while self.filled == 0 {
                self.block = self.block.wrapping_add(1);
                if self.block >= SUMMARY {
                    return None;
                }
                self.filled = self.common(self.block);
            }
            self.word = self.block.wrapping_mul(64).wrapping_add(self.filled.trailing_zeros() as usize);
            self.filled &= self.filled.wrapping_sub(1);
            self.bits = self.common(SUMMARY.wrapping_add(self.word));
        }
        let bit = self.bits.trailing_zeros();
        self.bits &= self.bits.wrapping_sub(1);
        rule_of(self.word as u32, bit, self.rules.as_ref())
    }
}

/// The rule of a bit of a word.
#[inline]
fn rule_of(word: u32, bit: u32, rules: Option<&Numbers>) -> Option<RuleIndex> {
    let rank = word.wrapping_mul(64).wrapping_add(bit);
    match rules {
        None => Some(RuleIndex::new(rank)),
        Some(rules) => rules.at(rank).map(RuleIndex::new),
    }
}
