//! Box subtraction: what is left of the whole after each rule is taken away from it, and all pairs of rules compared.
//!
//! The difference of two boxes is at most one box a dimension: what lies outside in the first, inside in the first and outside in the
//! second, and so on. This is how policy analysers have removed what earlier rules decide, since E. Al-Shaer and H. Hamed, *Discovery of
//! policy anomalies in distributed firewalls* (INFOCOM 2004), compared all pairs. The pieces multiply where rules overlap.

use matchbook_compiler::model::RuleId;
use matchbook_compiler::region::{RuleMatrix, meets};

use super::{GaveUp, MAX_REGIONS, Region, spend, whole};

/// Tells of each pair of rules that overlap, the earlier first. A step is a pair compared.
///
/// # Errors
///
/// [`GaveUp`], where the steps don't suffice.
pub fn overlaps(matrix: &RuleMatrix, steps: &mut u64, mut tell: impl FnMut(RuleId, RuleId)) -> Result<(), GaveUp> {
    for (later, b) in matrix.rules.iter().enumerate() {
        spend(steps, later)?;
        for (earlier, a) in matrix.rules[..later].iter().enumerate() {
            if a.intersects(b) {
                tell(RuleId(earlier), RuleId(later));
            }
        }
    }
    Ok(())
}

/// Regions that no rule matches, disjoint, together all of them. A step is the comparison of a region with a rule.
///
/// # Errors
///
/// [`GaveUp`], where the steps don't suffice, or more than [`MAX_REGIONS`] are left in between.
pub fn gaps(matrix: &RuleMatrix, steps: &mut u64) -> Result<Vec<Region>, GaveUp> {
    let mut left = vec![whole(matrix)];
    left.retain(|region| region.iter().all(|set| !set.is_empty()));
    for rule in &matrix.rules {
        spend(steps, left.len())?;
        let mut next = Vec::with_capacity(left.len());
        for region in left {
            if meets(&region, &rule.sets) { subtract(region, &rule.sets, &mut next) } else { next.push(region) }
        }
        if next.len() > MAX_REGIONS {
            return Err(GaveUp);
        }
        left = next;
    }
    Ok(left)
}

/// Adds what the region holds and the rule doesn't.
fn subtract(mut region: Region, rule: &Region, pieces: &mut Vec<Region>) {
    for dimension in 0..region.len() {
        let outside = region[dimension].difference(&rule[dimension]);
        if !outside.is_empty() {
            let inside = region[dimension].intersection(&rule[dimension]);
            let mut piece = region.clone();
            piece[dimension] = outside;
            pieces.push(piece);
            region[dimension] = inside;
        }
    }
}
