//! Boxes of segments: whether they meet, and whether some cover another.

use crate::region::AtomSet;

/// The most steps that one question about coverage may take; beyond it the answer is not known.
const COVERAGE_STEPS: usize = 50_000;

/// A box: one set of segments a dimension.
pub(crate) type Region = Vec<AtomSet>;

/// What two sets have in common.
pub(crate) fn intersection(a: &AtomSet, b: &AtomSet) -> AtomSet {
    let (a, b) = (a.ranges(), b.ranges());
    let (mut i, mut j) = (0, 0);
    let mut common = Vec::new();
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        common.push((x.0.max(y.0), x.1.min(y.1)));
        if x.1 < y.1 { i += 1 } else { j += 1 }
    }
    AtomSet::from_ranges(common)
}

/// What is in `a` and not in `b`.
pub(crate) fn difference(a: &AtomSet, b: &AtomSet) -> AtomSet {
    let mut rest = Vec::new();
    let mut cuts = b.ranges().iter().peekable();
    for (first, end) in a.ranges() {
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
    AtomSet::from_ranges(rest)
}

/// Whether two boxes share a point.
pub(crate) fn meet(a: &Region, b: &Region) -> bool {
    a.iter().zip(b).all(|(a, b)| !intersection(a, b).is_empty())
}

/// Whether `covers` together hold all of `region`; `None` if that takes too long to find out.
pub(crate) fn covered(region: &Region, covers: &[Region]) -> Option<bool> {
    let mut steps = COVERAGE_STEPS;
    covered_within(region.clone(), covers, &mut steps)
}

fn covered_within(mut region: Region, covers: &[Region], steps: &mut usize) -> Option<bool> {
    if region.iter().any(AtomSet::is_empty) {
        return Some(true);
    }
    *steps = steps.checked_sub(1)?;
    let Some(at) = covers.iter().position(|cover| meet(&region, cover)) else { return Some(false) };
    let (cover, rest) = (covers.get(at)?, covers.get(at + 1..)?);
    // What lies outside of the cover, one dimension after the other, each inside of it in those before.
    for dimension in 0..region.len() {
        let outside = difference(&region[dimension], &cover[dimension]);
        if !outside.is_empty() {
            let mut piece = region.clone();
            piece[dimension] = outside;
            if !covered_within(piece, rest, steps)? {
                return Some(false);
            }
        }
        region[dimension] = intersection(&region[dimension], &cover[dimension]);
    }
    Some(true)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn set(bits: u8) -> AtomSet {
        AtomSet::from_ranges((0..8).filter(|bit| bits >> bit & 1 == 1).map(|bit| (bit, bit + 1)).collect())
    }

    proptest! {
        #[test]
        fn sets_behave_as_bits(a: u8, b: u8) {
            prop_assert_eq!(intersection(&set(a), &set(b)), set(a & b));
            prop_assert_eq!(difference(&set(a), &set(b)), set(a & !b));
        }

        #[test]
        fn coverage_agrees_with_counting(region: (u8, u8), covers in prop::collection::vec((any::<u8>(), any::<u8>()), 0..6)) {
            let region_box = vec![set(region.0), set(region.1)];
            let boxes: Vec<Region> = covers.iter().map(|(a, b)| vec![set(*a), set(*b)]).collect();
            let inside = |(a, b): &(u8, u8), x: u8, y: u8| a >> x & 1 == 1 && b >> y & 1 == 1;
            let counted = (0..8).all(|x| (0..8).all(|y| !inside(&region, x, y) || covers.iter().any(|cover| inside(cover, x, y))));
            prop_assert_eq!(covered(&region_box, &boxes), Some(counted));
        }
    }
}
