//! A decision diagram as data.

use super::lists::{Lists, RuleList};
use super::numbers::{Numbers, partition_point};

/// A decision diagram.
#[derive(Clone, Copy, Debug)]
pub struct Diagram {
    nodes: Numbers,
    root: u32,
    leaves: Lists,
}

/// In a [`Diagram`], marks a target that is a leaf.
pub(super) const LEAF: u32 = 1 << 31;

impl Diagram {
    /// Nodes, where to start, and the rules of each leaf. A node is four-byte words: the position of its class in what is walked, how many
    /// runs of classes it tells apart, and for each run the first class after it and its target: the word at which a node begins, or a leaf
    /// with the highest bit set.
    #[must_use]
    pub const fn new(nodes: &'static [u8], root: u32, leaves: Lists) -> Self {
        Self { nodes: Numbers::new(4, nodes), root, leaves }
    }

    /// The rules at the leaf that these classes lead to. O(nodes on the way · log runs).
    #[must_use]
    pub fn rules(&self, classes: &[u32]) -> RuleList {
        let mut at = self.root;
        // A path meets each class at most once; a damaged diagram must not go round for ever.
        for _ in 0..=classes.len() {
            if at & LEAF != 0 {
                return self.leaves.get(at & !LEAF);
            }
            match self.step(at as usize, classes) {
                Some(next) => at = next,
                None => break,
            }
        }
        self.leaves.get(u32::MAX)
    }

    fn step(&self, node: usize, classes: &[u32]) -> Option<u32> {
        let class = *classes.get(self.nodes.get(node)? as usize)?;
        let runs = self.nodes.get(node.checked_add(1)?)? as usize;
        let first = node.checked_add(2)?;
        let word = |run: usize| run.checked_mul(2).and_then(|offset| first.checked_add(offset));
        let run = partition_point(runs, |run| word(run).and_then(|word| self.nodes.get(word)).is_some_and(|end| end <= class));
        if run >= runs {
            return None;
        }
        self.nodes.get(word(run)?.checked_add(1)?)
    }
}
