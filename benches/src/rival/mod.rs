//! Two other ways to find overlaps and gaps, from the literature, for comparison: over the same [`RuleMatrix`], so that what is compared is
//! the search alone.
//!
//! [`sweep`] is the sweep-line of the published comparison, [`subtraction`] the difference of boxes, and comparing all pairs for overlaps.
//! Both are written as their authors describe them, without what we know to help; they answer exactly, so they are checked against the
//! diagram before they are timed. Each counts its steps and gives up when they are spent, as both can take exponential time.

pub mod subtraction;
pub mod sweep;

use matchbook_compiler::region::{AtomSet, RuleMatrix};

/// The steps were spent, or the regions found too many to keep, before there was an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GaveUp;

/// A box of atoms, a set a dimension.
pub type Region = Vec<AtomSet>;

/// The most regions that are kept: some hundred megabytes.
pub const MAX_REGIONS: usize = 1_000_000;

/// Every input.
fn whole(matrix: &RuleMatrix) -> Region {
    matrix.dimensions.iter().map(|dimension| dimension.full()).collect()
}

fn spend(steps: &mut u64, spent: usize) -> Result<(), GaveUp> {
    *steps = steps.checked_sub(spent as u64).ok_or(GaveUp)?;
    Ok(())
}

#[cfg(test)]
mod tests;
