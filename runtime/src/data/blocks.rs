//! Rules found by a key of some columns and compared on the others, eight at a time.

use super::cube::{rule, widen};
use crate::RuleIndex;

/// How many candidates are compared at once.
const LANES: usize = 8;

/// Candidates for each combination of classes of `KEYS` columns, with the ranges of classes that each admits of `TESTED` more. A class has
/// `CLASS` bytes (1, 2 or 4), the number of a rule `RULE`.
///
/// Candidates lie in blocks of eight, side by side: for each tested column eight first classes and eight numbers of classes behind them,
/// then eight rules. So a block is compared without a branch, by the vectors of any processor.
#[derive(Clone, Copy, Debug)]
pub struct Blocks<const KEYS: usize, const TESTED: usize, const CLASS: usize, const RULE: usize> {
    counts: [u32; KEYS],
    begins: &'static [u8],
    blocks: &'static [u8],
}

impl<const KEYS: usize, const TESTED: usize, const CLASS: usize, const RULE: usize> Blocks<KEYS, TESTED, CLASS, RULE> {
    /// How many bytes a block has.
    const BLOCK: usize = LANES.wrapping_mul(TESTED.wrapping_mul(2).wrapping_mul(CLASS).wrapping_add(RULE));

    /// How many classes each column of the key has; the first block of each of their combinations, the class of the last column changing
    /// fastest, and behind them the number of blocks, in 4 bytes each; and the blocks, in which the rules of lanes without a candidate, the
    /// last ones of a combination, have all bits set.
    #[must_use]
    pub const fn new(counts: [u32; KEYS], begins: &'static [u8], blocks: &'static [u8]) -> Self {
        Self { counts, begins, blocks }
    }

    /// The rules that admit these classes, in the order in which they win. O(candidates · columns).
    #[inline]
    #[must_use]
    pub fn rules(&self, key: [u32; KEYS], tested: [u32; TESTED]) -> Admitted<TESTED, CLASS, RULE> {
        let mut at = 0_usize;
        for (class, count) in key.iter().zip(&self.counts) {
            at = at.wrapping_mul(*count as usize).wrapping_add(*class as usize);
        }
        let (begins, _) = self.begins.as_chunks::<4>();
        let block = |at: usize| begins.get(at).map_or(0, |block| (u32::from_le_bytes(*block) as usize).wrapping_mul(Self::BLOCK));
        let blocks = self.blocks.get(block(at)..block(at.wrapping_add(1))).unwrap_or_default();
        Admitted { blocks, tested, matching: 0, rules: &[] }
    }
}

/// An iterator over the rules that a [`Blocks`] finds.
#[derive(Clone, Debug)]
pub struct Admitted<const TESTED: usize, const CLASS: usize, const RULE: usize> {
    /// What is yet to be compared.
    blocks: &'static [u8],
    tested: [u32; TESTED],
    /// The candidates of the block before that match and are yet to be given: the lowest bit of a byte each.
    matching: u64,
    rules: &'static [[u8; RULE]],
}

/// Which of a block's candidates admit a class: 1 or 0 each.
#[inline]
fn admit<const CLASS: usize>(firsts: &[u8], behind: &[u8], class: u32) -> [u8; LANES] {
    let mut admitted = [0_u8; LANES];
    let (firsts, _) = firsts.as_chunks::<CLASS>();
    let (behind, _) = behind.as_chunks::<CLASS>();
    for ((admitted, first), behind) in admitted.iter_mut().zip(firsts).zip(behind) {
        // What lies below the first class wraps to a large number.
        *admitted = u8::from(match (first.as_slice(), behind.as_slice()) {
            ([a], [b]) => (class as u8).wrapping_sub(*a) <= *b,
            ([a, b], [c, d]) => (class as u16).wrapping_sub(u16::from_le_bytes([*a, *b])) <= u16::from_le_bytes([*c, *d]),
            ([a, b, c, d], [e, f, g, h]) => {
                class.wrapping_sub(u32::from_le_bytes([*a, *b, *c, *d])) <= u32::from_le_bytes([*e, *f, *g, *h])
            }
            _ => false,
        });
    }
    admitted
}

impl<const TESTED: usize, const CLASS: usize, const RULE: usize> Iterator for Admitted<TESTED, CLASS, RULE> {
    type Item = RuleIndex;

    #[inline]
    fn next(&mut self) -> Option<RuleIndex> {
        while self.matching == 0 {
            let side = LANES.wrapping_mul(CLASS);
            let (tests, rest) = self.blocks.split_at_checked(side.wrapping_mul(2).wrapping_mul(TESTED))?;
            let (rules, rest) = rest.split_at_checked(LANES.wrapping_mul(RULE))?;
            self.blocks = rest;
            let mut matching = 0x0101_0101_0101_0101_u64;
            for (column, class) in tests.chunks_exact(side.wrapping_mul(2)).zip(&self.tested) {
                if let Some((firsts, behind)) = column.split_at_checked(side) {
                    matching &= u64::from_le_bytes(admit::<CLASS>(firsts, behind, *class));
                }
            }
            (self.matching, self.rules) = (matching, rules.as_chunks::<RULE>().0);
        }
        let lane = (self.matching.trailing_zeros() / 8) as usize;
        self.matching &= self.matching.wrapping_sub(1);
        self.rules.get(lane).and_then(|number| rule(widen(number)))
    }
}
