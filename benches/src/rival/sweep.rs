//! The sweep-line: D. Calvanese, M. Dumas, Ü. Laurson, F. M. Maggi, M. Montali and I. Teinemaa, *Semantics and analysis of DMN decision
//! tables* (BPM 2016), and *Semantics, analysis and simplification of DMN decision tables* (Information Systems 78, 2018).
//!
//! A line sweeps through the first column, stopping where a rule's range begins or ends; the rules alive there are swept through the next
//! column, and so on. Rules alive after the last column overlap; where none is alive, in any column, a rule is missing. Nothing that was
//! swept once is remembered: the same rules met again are swept again, which is what a diagram saves.

use std::collections::BTreeSet;

use matchbook_compiler::model::RuleId;
use matchbook_compiler::region::{AtomSet, RuleMatrix};

use super::{GaveUp, MAX_REGIONS, Region, spend, whole};

/// Sets of rules that match together, each ascending. Every pair of rules that overlaps is in some set.
///
/// A step is a bound swept or a rule handed on to the next column; those taken are subtracted from `steps`.
///
/// # Errors
///
/// [`GaveUp`], where the steps don't suffice or there are more than [`MAX_REGIONS`] sets.
pub fn overlaps(matrix: &RuleMatrix, steps: &mut u64) -> Result<BTreeSet<Vec<RuleId>>, GaveUp> {
    let mut found = BTreeSet::new();
    let rules: Vec<usize> = (0..matrix.rules.len()).collect();
    overlapping(matrix, &rules, 0, &mut found, steps)?;
    Ok(found)
}

fn overlapping(
    matrix: &RuleMatrix,
    rules: &[usize],
    dimension: usize,
    found: &mut BTreeSet<Vec<RuleId>>,
    steps: &mut u64,
) -> Result<(), GaveUp> {
    if dimension == matrix.dimensions.len() {
        found.insert(rules.iter().copied().map(RuleId).collect());
        return if found.len() > MAX_REGIONS { Err(GaveUp) } else { Ok(()) };
    }
    let mut alive: BTreeSet<usize> = BTreeSet::new();
    // Only where a range ends right after others began are as many alive as can be: what is alive elsewhere is part of that.
    let mut grown = false;
    for (_, begins, rule) in bounds(matrix, rules, dimension, steps)? {
        if begins {
            alive.insert(rule);
            grown = true;
        } else {
            if grown && alive.len() > 1 {
                let rules: Vec<usize> = alive.iter().copied().collect();
                spend(steps, rules.len())?;
                overlapping(matrix, &rules, dimension + 1, found, steps)?;
            }
            grown = false;
            alive.remove(&rule);
        }
    }
    Ok(())
}

/// Regions that no rule matches, disjoint, together all of them; neighbours are merged where the sweep finds them one after the other.
///
/// A step is a bound swept or a rule handed on to the next column; those taken are subtracted from `steps`.
///
/// # Errors
///
/// [`GaveUp`], where the steps don't suffice or there are more than [`MAX_REGIONS`].
pub fn gaps(matrix: &RuleMatrix, steps: &mut u64) -> Result<Vec<Region>, GaveUp> {
    let mut found = Vec::new();
    let rules: Vec<usize> = (0..matrix.rules.len()).collect();
    missing(matrix, &rules, 0, &mut whole(matrix), &mut found, steps)?;
    Ok(found)
}

fn missing(
    matrix: &RuleMatrix,
    rules: &[usize],
    dimension: usize,
    region: &mut Region,
    found: &mut Vec<Region>,
    steps: &mut u64,
) -> Result<(), GaveUp> {
    if rules.is_empty() {
        spend(steps, 1)?;
        add(region.clone(), found);
        return if found.len() > MAX_REGIONS { Err(GaveUp) } else { Ok(()) };
    }
    let Some(size) = matrix.dimensions.get(dimension).map(|dimension| dimension.size()) else { return Ok(()) };
    let mut alive: BTreeSet<usize> = BTreeSet::new();
    let mut last = 0;
    let bounds = bounds(matrix, rules, dimension, steps)?;
    let end = [(size, false, usize::MAX)];
    for (at, begins, rule) in bounds.into_iter().chain(end) {
        if last < at {
            let rules: Vec<usize> = alive.iter().copied().collect();
            spend(steps, rules.len())?;
            region[dimension] = AtomSet::from_ranges(vec![(last, at)]);
            missing(matrix, &rules, dimension + 1, region, found, steps)?;
            last = at;
        }
        if begins {
            alive.insert(rule)
        } else {
            alive.remove(&rule)
        };
    }
    region[dimension] = matrix.dimensions[dimension].full();
    Ok(())
}

/// Adds a region, as part of the last one where the two differ in one dimension only.
fn add(region: Region, found: &mut Vec<Region>) {
    if let Some(last) = found.last_mut() {
        let mut differing = last.iter_mut().zip(&region).filter(|(before, now)| *before != *now);
        if let (Some((before, now)), None) = (differing.next(), differing.next()) {
            *before = before.union(now);
            return;
        }
    }
    found.push(region);
}

/// Where the rules' ranges begin (`true`) and end (`false`) in a dimension, ascending; ends come first.
fn bounds(matrix: &RuleMatrix, rules: &[usize], dimension: usize, steps: &mut u64) -> Result<Vec<(u32, bool, usize)>, GaveUp> {
    let mut bounds: Vec<(u32, bool, usize)> = rules
        .iter()
        .flat_map(|rule| matrix.rules[*rule].sets[dimension].ranges().iter().map(|range| (*rule, *range)))
        .flat_map(|(rule, (first, end))| [(first, true, rule), (end, false, rule)])
        .collect();
    spend(steps, bounds.len())?;
    bounds.sort_unstable();
    Ok(bounds)
}
