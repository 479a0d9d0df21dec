//! A decision diagram as data.

use super::cube::rule;
use crate::RuleIndex;

/// A decision diagram over the classes of `COLUMNS` columns.
#[derive(Clone, Copy, Debug)]
pub struct Diagram<const COLUMNS: usize> {
    words: &'static [u8],
    root: u32,
}

/// In a [`Diagram`], marks a target that is a leaf. All other bits set are the leaf that has no number.
pub(super) const LEAF: u32 = 1 << 31;

impl<const COLUMNS: usize> Diagram<COLUMNS> {
    /// Nodes, and where to start. A node is four-byte words: the position of its class in what is walked, how many runs of classes it tells
    /// apart (one or more), and for each run the first class after it and its target: the word at which a node begins, or with the highest
    /// bit set a leaf and its number.
    #[must_use]
    pub const fn new(words: &'static [u8], root: u32) -> Self {
        Self { words, root }
    }

    /// The number of the leaf that these classes lead to; `u32::MAX` for the leaf that has none. O(nodes on the way · log runs).
    #[inline]
    #[must_use]
    pub fn cell(&self, classes: [u32; COLUMNS]) -> u32 {
        let mut at = self.root;
        // A path meets each class at most once; a damaged diagram must not go round for ever.
        for _ in 0..=COLUMNS {
            if at & LEAF != 0 {
                return if at == u32::MAX { at } else { at & !LEAF };
            }
            at = self.step(at as usize, &classes).unwrap_or(u32::MAX);
        }
        u32::MAX
    }

    /// The rule of the leaf that these classes lead to, if it has one.
    #[inline]
    #[must_use]
    pub fn rule(&self, classes: [u32; COLUMNS]) -> Option<RuleIndex> {
        rule(self.cell(classes))
    }

    #[inline]
    fn step(&self, node: usize, classes: &[u32; COLUMNS]) -> Option<u32> {
        let (words, _) = self.words.as_chunks::<4>();
        let [position, runs, ..] = *words.get(node..)?.first_chunk::<2>()?;
        let class = *classes.get(u32::from_le_bytes(position) as usize)?;
        let mut left = u32::from_le_bytes(runs) as usize;
        let first = node.wrapping_add(2);
        let (runs, _) = words.get(first..first.wrapping_add(left.wrapping_mul(2)))?.as_chunks::<2>();
        // How often it goes round depends on the node alone, and what it does then is no branch.
        let mut run = 0_usize;
        while left > 1 {
            let half = left / 2;
            let middle = run.wrapping_add(half);
            let [end, _] = *runs.get(middle.wrapping_sub(1))?;
            run = core::hint::select_unpredictable(u32::from_le_bytes(end) <= class, middle, run);
            left = left.wrapping_sub(half);
        }
        let [end, target] = runs.get(run)?;
        (class < u32::from_le_bytes(*end)).then_some(u32::from_le_bytes(*target))
    }
}
