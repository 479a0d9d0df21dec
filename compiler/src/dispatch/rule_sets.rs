//! The rules that each class of a column admits, as bits: one a rule, in the order in which rules win.

use std::ops::ControlFlow;

use super::Facts;
use super::classes::Column;

/// Sets of rules, one a class, each of as many words of 64 bits. Bit `i % 64` of word `i / 64` stands for the rule of rank `i`.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleSets {
    /// How many words a set has.
    pub words: usize,
    /// The words, class by class.
    pub bits: Vec<u64>,
    /// Which words of a set aren't empty, as bits: for each class, `words / 64` words, rounded up.
    pub summaries: Vec<u64>,
}

impl RuleSets {
    /// How many words a set of the table's rules has.
    pub(super) fn words_of(facts: &Facts<'_>) -> usize {
        facts.order.len().div_ceil(64)
    }

    /// The sets of a column. O(classes that rules admit + classes · rules / 64).
    pub(crate) fn of(facts: &Facts<'_>, column: &Column) -> Self {
        let words = Self::words_of(facts);
        let mut bits = vec![0_u64; words * column.count()];
        for (rank, rule) in facts.order.iter().enumerate() {
            for class in column.admitted(rule.0).iter().flat_map(|(first, end)| *first as usize..*end as usize) {
                if let Some(word) = bits.get_mut(class * words + rank / 64) {
                    *word |= 1 << (rank % 64);
                }
            }
        }
        Self::new(words, bits)
    }

    pub(super) fn new(words: usize, bits: Vec<u64>) -> Self {
        let mut summaries = Vec::new();
        for set in bits.chunks_exact(words.max(1)) {
            summaries.extend(
                set.chunks(64)
                    .map(|words| words.iter().enumerate().fold(0_u64, |summary, (at, word)| summary | u64::from(*word != 0) << at)),
            );
        }
        Self { words, bits, summaries }
    }

    /// How many sets there are.
    pub(super) fn len(&self) -> usize {
        self.bits.len().checked_div(self.words).unwrap_or(0)
    }

    /// The words of a class.
    pub fn set(&self, class: usize) -> &[u64] {
        self.bits.get(class * self.words..(class + 1) * self.words).unwrap_or_default()
    }

    fn summary(&self, class: usize) -> &[u64] {
        let words = self.words.div_ceil(64);
        self.summaries.get(class * words..(class + 1) * words).unwrap_or_default()
    }

    /// Gives the words that a class of each has in common, without the empty ones, until it is told to stop: position and bits, ascending.
    /// Class tables take millions of them.
    pub(super) fn common(&self, class: usize, other: &Self, of_other: usize, mut each: impl FnMut(usize, u64) -> ControlFlow<()>) {
        let (one, two) = (self.set(class), other.set(of_other));
        for (at, (a, b)) in self.summary(class).iter().zip(other.summary(of_other)).enumerate() {
            for at in positions(a & b).map(|bit| at * 64 + bit) {
                let (Some(a), Some(b)) = (one.get(at), two.get(at)) else { return };
                if a & b != 0 && each(at, a & b).is_break() {
                    return;
                }
            }
        }
    }
}

/// The positions of the bits that are set, ascending.
pub(super) fn positions(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let at = (bits != 0).then(|| bits.trailing_zeros() as usize)?;
        bits &= bits - 1;
        Some(at)
    })
}
