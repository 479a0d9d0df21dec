//! Gaps of tables whose diagram would be too large: the domain is cut along the rules until nothing is left or the steps are used up.

use crate::check::MAX_STEPS;
use crate::region::{AtomSet, OutOfSteps, RuleMatrix, uncovered};

use super::{Gaps, MAX_REGIONS, Region};

/// Gaps of a table beyond the diagram's budget, and whether there are no others. What only finer values miss is looked for once nothing else
/// is missing.
pub(in crate::check) fn search(matrix: &RuleMatrix) -> (Gaps, bool) {
    // Values that no rule admits at all are found first, and without cutting.
    let mut found = in_one_column(matrix);
    let mut steps = MAX_STEPS;
    let full: Region = matrix.dimensions.iter().map(crate::region::Dimension::full).collect();
    let coarse = |dimension: &crate::region::Dimension| {
        let atoms = (0..).zip(&dimension.atoms).filter(|(_, atom)| !atom.finer_only);
        AtomSet::from_ranges(atoms.map(|(position, _)| (position, position + 1)).collect())
    };
    let coarse: Region = matrix.dimensions.iter().map(coarse).collect();
    for within in [coarse, full] {
        loop {
            let mut covers: Vec<&[AtomSet]> = matrix.rules.iter().map(|rule| rule.sets.as_slice()).collect();
            covers.extend(found.iter().map(Vec::as_slice));
            match uncovered(&within, &covers, &mut steps) {
                Ok(None) => break,
                Ok(Some(region)) if found.len() < MAX_REGIONS => found.push(grown_apart(matrix, region)),
                Ok(Some(_)) => return (Gaps::of(matrix, found, true), true),
                Err(OutOfSteps) => return (Gaps::of(matrix, found, true), false),
            }
        }
        let gaps = Gaps::of(matrix, found.clone(), false);
        if !gaps.plain.is_empty() {
            return (gaps, true);
        }
    }
    (Gaps::of(matrix, found, false), true)
}

/// The region, widened in each dimension to all atoms with which no rule meets it. O(rules · dimensions).
fn grown_apart(matrix: &RuleMatrix, mut region: Region) -> Region {
    for free in 0..region.len() {
        let beside = matrix.rules.iter().filter(|rule| {
            let elsewhere = |(dimension, (side, set)): (usize, (&AtomSet, &AtomSet))| dimension == free || side.intersects(set);
            region.iter().zip(&rule.sets).enumerate().all(elsewhere)
        });
        let taken = beside.flat_map(|rule| rule.sets[free].ranges()).copied().collect();
        region[free] = AtomSet::from_ranges(taken).complement(matrix.dimensions[free].size());
    }
    region
}

/// Gaps that show in one column alone: values that no rule admits.
fn in_one_column(matrix: &RuleMatrix) -> Vec<Region> {
    let mut found = Vec::new();
    for (position, dimension) in matrix.dimensions.iter().enumerate() {
        let ranges = matrix.rules.iter().filter(|rule| !rule.is_empty()).flat_map(|rule| rule.sets[position].ranges()).copied().collect();
        let left = AtomSet::from_ranges(ranges).complement(dimension.size());
        if !left.is_empty() {
            let mut region: Region = matrix.dimensions.iter().map(crate::region::Dimension::full).collect();
            region[position] = left;
            found.push(region);
        }
    }
    found
}
