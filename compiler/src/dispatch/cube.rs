//! A cube: an outcome for each combination of the columns' classes, read by one index.
//!
//! It is filled by boxes: each rule writes its outcome to the combinations that it admits, so no combination is ever tested against a rule.

use std::ops::Range;

use super::classes::Column;
use super::outcome::{NONE, Outcomes};
use super::{Facts, Found};
use crate::diagnostic::dispatch::grouped;

/// The most cells of a cube: 16 to 64 MiB of data, which is more than any cache holds and what `rustc` still takes in seconds.
pub(super) const MAX_CELLS: u64 = 1 << 24;
/// The most cells that all rules together write while a cube is filled, where the last to write decides: a second of work.
const MAX_STEPS: u64 = 1 << 30;
/// The same where a cell holds what all its rules come to, which a hash map knows: a second or two.
const MAX_FOLDED_STEPS: u64 = 1 << 24;

/// An outcome for each combination of classes.
#[derive(Clone, Debug, PartialEq)]
pub struct Cube {
    /// The columns.
    pub columns: Vec<Column>,
    /// The outcome of each combination: a position in `outcomes`. The class of the last column changes fastest.
    pub cells: Vec<u32>,
    /// The outcomes, each once.
    pub outcomes: Vec<Found>,
}

impl Cube {
    /// How many combinations the classes of these columns have. Saturates.
    pub(super) fn size(columns: &[Column]) -> u128 {
        columns.iter().fold(1, |cells: u128, column| cells.saturating_mul(column.classes.count.max(1).into()))
    }

    /// How many cells all rules together admit. Saturates. O(rules · columns).
    pub(super) fn steps(facts: &Facts<'_>, columns: &[Column]) -> u128 {
        let admitted = |rule: usize| columns.iter().fold(1_u128, |cells, column| cells.saturating_mul(column.size(rule) as u128));
        facts.order.iter().fold(0, |steps, rule| steps.saturating_add(admitted(rule.0)))
    }

    /// Why these columns have no cube, if they have none.
    pub(super) fn refusal(facts: &Facts<'_>, columns: &[Column]) -> Option<String> {
        let size = Self::size(columns);
        if size > MAX_CELLS.into() {
            return Some(format!("its cube would have {} cells, more than {}", grouped(size), grouped(MAX_CELLS.into())));
        }
        let steps = Self::steps(facts, columns);
        let most = if Outcomes::new(facts).first_wins() { MAX_STEPS } else { MAX_FOLDED_STEPS };
        (steps > most.into())
            .then(|| format!("its rules would write {} cells of a cube, and may write at most {}", grouped(steps), grouped(most.into())))
    }

    /// The cube, or why there can't be one. O(cells + cells that rules admit).
    pub(crate) fn new(facts: &Facts<'_>, columns: &[Column]) -> Result<Self, String> {
        if let Some(reason) = Self::refusal(facts, columns) {
            return Err(reason);
        }
        let mut states = vec![NONE; usize::try_from(Self::size(columns)).unwrap_or(0)];
        let mut outcomes = Outcomes::new(facts);
        if outcomes.first_wins() {
            // From the last rule to the first, so that those that win overwrite.
            for (rank, rule) in facts.order.iter().enumerate().rev() {
                let state = outcomes.with(NONE, rank);
                runs(columns, rule.0, 0, &mut |run| states.get_mut(run).unwrap_or_default().fill(state));
            }
        } else {
            for (rank, rule) in facts.order.iter().enumerate() {
                runs(columns, rule.0, 0, &mut |run| {
                    let mut last = (u32::MAX, u32::MAX);
                    for state in states.get_mut(run).unwrap_or_default() {
                        if *state != last.0 {
                            last = (*state, outcomes.with(*state, rank));
                        }
                        *state = last.1;
                    }
                });
                outcomes.check()?;
            }
        }
        let (outcomes, cells) = outcomes.settle(states)?;
        Ok(Self { columns: columns.to_vec(), cells, outcomes })
    }
}

/// The runs of neighbouring cells that a rule admits, the first column's class changing slowest. Recursion ends behind the last column.
pub(super) fn runs(columns: &[Column], rule: usize, before: usize, visit: &mut impl FnMut(Range<usize>)) {
    let below = |columns: &[Column]| columns.iter().map(Column::count).product::<usize>();
    let Some((column, rest)) = columns.split_first() else { return visit(before..before + 1) };
    let first = before * column.count();
    if rest.iter().all(|column| column.set_of_rule.get(rule) == Some(&0)) {
        let size = below(rest);
        for (low, high) in column.admitted(rule) {
            visit((first + *low as usize) * size..(first + *high as usize) * size);
        }
        return;
    }
    for (low, high) in column.admitted(rule) {
        for class in *low..*high {
            runs(rest, rule, first + class as usize, visit);
        }
    }
}
