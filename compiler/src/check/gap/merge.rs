//! Few regions of many: neighbours become one, and what others cover is dropped.

use std::collections::BTreeMap;

use crate::region::{AtomSet, uncovered};

use super::Region;

/// The most comparisons of sides of boxes to find neighbours, and as many to find out what others cover; what isn't known to be covered stays.
const MAX_STEPS: usize = 10_000_000;

/// The regions, in an order of no meaning: none is covered by the others, and none differs from another in one dimension only. Together they
/// are what they were.
pub(super) fn merged(mut regions: Vec<Region>) -> Vec<Region> {
    let dimensions = regions.first().map_or(0, Vec::len);
    let mut steps = MAX_STEPS;
    // Each box is looked up among all, for each of its sides.
    while let Some(left) = steps.checked_sub(regions.len().saturating_mul(dimensions * dimensions)) {
        steps = left;
        let before = regions.len();
        for dimension in 0..dimensions {
            let mut alike: BTreeMap<Region, AtomSet> = BTreeMap::new();
            for mut region in regions {
                let side = std::mem::take(&mut region[dimension]);
                let known = alike.entry(region).or_default();
                *known = known.union(&side);
            }
            let whole = |(mut region, side): (Region, AtomSet)| {
                region[dimension] = side;
                region
            };
            regions = alike.into_iter().map(whole).collect();
        }
        if regions.len() == before {
            break;
        }
    }
    let mut steps = MAX_STEPS;
    // Those of the fewest atoms are the likeliest to be covered.
    regions.sort_by_cached_key(|region| region.iter().map(|set| u128::from(set.len())).fold(1_u128, u128::saturating_mul));
    let mut position = 0;
    while position < regions.len() {
        let others: Vec<&[AtomSet]> =
            (0..).zip(&regions).filter(|(other, _)| *other != position).map(|(_, other)| other.as_slice()).collect();
        if uncovered(&regions[position], &others, &mut steps) == Ok(None) {
            regions.remove(position);
        } else {
            position += 1;
        }
    }
    regions
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(ranges: &[(u32, u32)]) -> AtomSet {
        AtomSet::from_ranges(ranges.to_vec())
    }

    #[test]
    fn neighbours_become_one() {
        let parts = vec![
            vec![set(&[(0, 1)]), set(&[(0, 2)])],
            vec![set(&[(1, 2)]), set(&[(0, 1)])],
            vec![set(&[(1, 2)]), set(&[(1, 2)])],
            vec![set(&[(4, 5)]), set(&[(0, 2)])],
        ];
        assert_eq!(merged(parts), [vec![set(&[(0, 2), (4, 5)]), set(&[(0, 2)])]]);
    }

    #[test]
    fn what_others_cover_is_dropped() {
        let wide = vec![set(&[(0, 4)]), set(&[(0, 1)])];
        let high = vec![set(&[(2, 3)]), set(&[(0, 4)])];
        // Its one half lies in the one, its other half in the other.
        let corner = vec![set(&[(2, 3)]), set(&[(0, 2)])];
        let all = merged(vec![wide.clone(), corner, high.clone()]);
        assert_eq!(all.len(), 2);
        assert!(all.contains(&wide) && all.contains(&high));
        assert_eq!(merged(Vec::new()), Vec::<Region>::new());
    }
}
