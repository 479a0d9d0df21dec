//! Phase 6, [`DecisionTable`](crate::model::DecisionTable) → [`RuleMatrix`]: each rule as a box of value sets.
//!
//! Each input is one dimension. Its domain is cut into *atoms*, in order: at every value that some entry names, so that no entry tells two
//! values of one atom apart. A set of values is then a set of atoms, every later phase works on small integers whatever the
//! type, and each atom has a concrete witness to show.

use crate::model::{InputId, Interval, RuleId, Value};

/// The rules of a table as boxes: rules × dimensions. The `else` rule is not in it.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleMatrix {
    /// One an input, in the order of the table's inputs.
    pub dimensions: Vec<Dimension>,
    /// One an ordinary rule, in rule order.
    pub rules: Vec<RuleRegion>,
}

/// One input's domain, cut where the rules cut it.
#[derive(Clone, Debug, PartialEq)]
pub struct Dimension {
    /// The input.
    pub input: InputId,
    /// Disjoint, ascending (null first, if the type has it), together exactly the input's domain; none is empty.
    pub atoms: Vec<Atom>,
}

/// Values of one dimension that no rule tells apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Atom {
    /// The values.
    pub extent: Extent,
    /// One of them, as plain as can be.
    pub witness: Value,
    /// Whether only values with more digits than the column's `decimal(s)` are in it.
    pub finer_only: bool,
}

/// What an [`Atom`] covers.
#[derive(Clone, Debug, PartialEq)]
pub enum Extent {
    /// Null alone.
    Null,
    /// One value.
    Point(Value),
    /// All values strictly between neighbouring cuts; an end that is `None` has no limit.
    Between(Option<Value>, Option<Value>),
    /// "Any other text" and the like could later stand here; an interval closed at an end, where the domain ends in none of the rules' cuts.
    Within(Interval),
}

/// A set of atoms of one dimension: ascending, disjoint, not touching half-open ranges of positions in [`Dimension::atoms`].
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AtomSet {
    ranges: Vec<(u32, u32)>,
}

impl AtomSet {
    /// The set of these half-open ranges, in any order; empty ones are dropped, touching and overlapping ones joined.
    pub fn from_ranges(mut ranges: Vec<(u32, u32)>) -> Self {
        ranges.retain(|(first, end)| first < end);
        ranges.sort_unstable();
        let mut joined: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
        for (first, end) in ranges {
            match joined.last_mut() {
                Some(last) if first <= last.1 => last.1 = last.1.max(end),
                _ => joined.push((first, end)),
            }
        }
        Self { ranges: joined }
    }

    /// The ranges.
    pub fn ranges(&self) -> &[(u32, u32)] {
        &self.ranges
    }

    /// Whether no atom is in it.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// Whether the atom is in it. O(log ranges).
    pub fn contains(&self, atom: u32) -> bool {
        let after = self.ranges.partition_point(|(first, _)| *first <= atom);
        after > 0 && atom < self.ranges[after - 1].1
    }
}

/// A rule as a box.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleRegion {
    /// The rule.
    pub rule: RuleId,
    /// What it admits, one set a dimension; columns over one input are intersected.
    pub sets: Vec<AtomSet>,
}
