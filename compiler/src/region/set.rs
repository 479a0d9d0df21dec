//! Sets of atoms, which are what the analysis computes with.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use crate::diagram::index::hash;

/// A set of atoms of one dimension: ascending, disjoint, not touching half-open ranges of positions in [`Dimension::atoms`](super::Dimension::atoms).
#[derive(Clone)]
pub struct AtomSet {
    ranges: Ranges,
}

/// Nearly all sets are one range, of which a large table has a million: those take no memory of their own.
#[derive(Clone)]
enum Ranges {
    One([(u32, u32); 1]),
    /// None, or more than one.
    Several(Vec<(u32, u32)>),
}

impl From<Vec<(u32, u32)>> for Ranges {
    fn from(ranges: Vec<(u32, u32)>) -> Self {
        if let [only] = ranges.as_slice() { Self::One([*only]) } else { Self::Several(ranges) }
    }
}

impl Default for AtomSet {
    fn default() -> Self {
        Self { ranges: Ranges::Several(Vec::new()) }
    }
}

impl fmt::Debug for AtomSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AtomSet").field("ranges", &self.ranges()).finish()
    }
}

impl PartialEq for AtomSet {
    fn eq(&self, other: &Self) -> bool {
        self.ranges() == other.ranges()
    }
}

impl Eq for AtomSet {}

impl PartialOrd for AtomSet {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Range by range.
impl Ord for AtomSet {
    fn cmp(&self, other: &Self) -> Ordering {
        self.ranges().cmp(other.ranges())
    }
}

impl Hash for AtomSet {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.ranges().hash(state);
    }
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
        Self { ranges: joined.into() }
    }

    /// All atoms of a dimension of `size`.
    pub fn full(size: u32) -> Self {
        if size == 0 { Self::default() } else { Self { ranges: Ranges::One([(0, size)]) } }
    }

    /// A hash, the same on every machine.
    pub(crate) fn fingerprint(&self) -> u64 {
        hash(0, self.ranges().iter().flat_map(|(first, end)| [*first, *end]))
    }

    /// The ranges.
    pub fn ranges(&self) -> &[(u32, u32)] {
        match &self.ranges {
            Ranges::One(only) => only,
            Ranges::Several(ranges) => ranges,
        }
    }

    /// Whether no atom is in it.
    pub fn is_empty(&self) -> bool {
        self.ranges().is_empty()
    }

    /// Whether it is all atoms of a dimension of `size`.
    pub fn is_full(&self, size: u32) -> bool {
        size == 0 || self.ranges() == [(0, size)]
    }

    /// How many atoms are in it.
    pub fn len(&self) -> u32 {
        self.ranges().iter().map(|(first, end)| end - first).sum()
    }

    /// The atoms, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        self.ranges().iter().flat_map(|(first, end)| *first..*end)
    }

    /// Whether the atom is in it. O(log ranges).
    pub fn contains(&self, atom: u32) -> bool {
        let after = self.ranges().partition_point(|(first, _)| *first <= atom);
        after > 0 && atom < self.ranges()[after - 1].1
    }

    /// Whether some atom of a half-open range is in it. O(log ranges).
    pub fn meets_range(&self, first: u32, end: u32) -> bool {
        let after = self.ranges().partition_point(|(_, to)| *to <= first);
        first < end && self.ranges().get(after).is_some_and(|(from, _)| *from < end)
    }

    /// What both hold. O(ranges of both).
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let (mut i, mut j) = (0, 0);
        let mut ranges = Vec::new();
        while let (Some(a), Some(b)) = (self.ranges().get(i), other.ranges().get(j)) {
            let (first, end) = (a.0.max(b.0), a.1.min(b.1));
            if first < end {
                ranges.push((first, end));
            }
            if a.1 < b.1 { i += 1 } else { j += 1 }
        }
        Self { ranges: ranges.into() }
    }

    /// Whether both hold some atom. O(ranges of both), without allocating.
    pub fn intersects(&self, other: &Self) -> bool {
        self.first_shared(other).is_some()
    }

    /// The first atom that both hold. O(ranges of both), without allocating.
    pub fn first_shared(&self, other: &Self) -> Option<u32> {
        let (mut i, mut j) = (0, 0);
        while let (Some(a), Some(b)) = (self.ranges().get(i), other.ranges().get(j)) {
            let first = a.0.max(b.0);
            if first < a.1.min(b.1) {
                return Some(first);
            }
            if a.1 < b.1 { i += 1 } else { j += 1 }
        }
        None
    }

    /// What it holds and the other doesn't. O(ranges of both).
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        let mut rest = Vec::new();
        let mut cuts = other.ranges().iter().peekable();
        for (first, end) in self.ranges() {
            let mut at = *first;
            while let Some((low, high)) = cuts.peek() {
                if *high <= at {
                    cuts.next();
                    continue;
                }
                if low >= end {
                    break;
                }
                rest.push((at, (*low).min(*end).max(at)));
                at = *high;
                if high > end {
                    break;
                }
            }
            rest.push((at, (*end).max(at)));
        }
        Self::from_ranges(rest)
    }

    /// What either holds.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self::from_ranges(self.ranges().iter().chain(other.ranges()).copied().collect())
    }

    /// What it doesn't hold of a dimension of `size`.
    #[must_use]
    pub fn complement(&self, size: u32) -> Self {
        let mut ranges = Vec::with_capacity(self.ranges().len() + 1);
        let mut from = 0;
        for (first, end) in self.ranges() {
            ranges.push((from, *first));
            from = *end;
        }
        ranges.push((from, size));
        Self::from_ranges(ranges)
    }

    /// Whether `other` holds all of it.
    pub fn is_subset(&self, other: &Self) -> bool {
        self.ranges().iter().all(|(first, end)| {
            let after = other.ranges().partition_point(|(from, _)| from <= first);
            after > 0 && *end <= other.ranges()[after - 1].1
        })
    }
}
