//! A hash: the combinations of classes that rules name, and their outcomes, by a perfect hash. It is a cube of which only those cells are
//! kept that some rule admits, which are few where columns hold exact values.

use std::collections::HashMap;

use super::classes::Column;
use super::cube::{Cube, runs};
use super::outcome::{NONE, Outcomes};
use super::perfect_hash::PerfectHash;
use super::{Facts, Found};
use crate::diagnostic::dispatch::grouped;

/// The most combinations that all rules together name: each is written once a rule, and one in five slots is free.
const MAX_ENTRIES: u128 = 1 << 20;

/// The outcomes of the combinations that rules name.
#[derive(Clone, Debug, PartialEq)]
pub struct Hashed {
    /// The columns, at least one. A combination is one number: the class of the last column changes fastest.
    pub columns: Vec<Column>,
    /// The hash of the combinations.
    pub hash: PerfectHash,
    /// The combination in each slot and its outcome, a position in `outcomes`; `None` in those that are free.
    pub slots: Vec<Option<(u64, u32)>>,
    /// The outcomes, each once.
    pub outcomes: Vec<Found>,
}

impl Hashed {
    /// The most entries that these columns can have: how many combinations all rules together name. Saturates. O(rules · columns).
    pub(super) fn entries(facts: &Facts<'_>, columns: &[Column]) -> u128 {
        Cube::steps(facts, columns)
    }

    /// Why these columns have no hash, if they have none.
    pub(super) fn refusal(facts: &Facts<'_>, columns: &[Column]) -> Option<String> {
        if columns.is_empty() {
            return Some("none of its rules asks about an input".to_owned());
        }
        if Cube::size(columns) > 1 << 62 {
            return Some(format!("its columns' classes have {} combinations, more than a number of 62 bits", grouped(Cube::size(columns))));
        }
        match Self::entries(facts, columns) {
            0 => Some("it has no rule that can match".to_owned()),
            entries if entries > MAX_ENTRIES => Some(format!(
                "its rules name {} combinations of values, and a hash holds at most {}",
                grouped(entries),
                grouped(MAX_ENTRIES)
            )),
            _ => None,
        }
    }

    /// The hash, or why there can't be one. O(combinations that rules name), expected.
    pub(crate) fn new(facts: &Facts<'_>, columns: &[Column]) -> Result<Self, String> {
        if let Some(reason) = Self::refusal(facts, columns) {
            return Err(reason);
        }
        let mut outcomes = Outcomes::new(facts);
        let mut place: HashMap<u64, usize> = HashMap::new();
        let (mut keys, mut states) = (Vec::new(), Vec::new());
        for (rank, rule) in facts.order.iter().enumerate() {
            runs(columns, rule.0, 0, &mut |run| {
                for key in run {
                    let key = key as u64;
                    let at = *place.entry(key).or_insert_with(|| {
                        keys.push(key);
                        states.push(NONE);
                        keys.len() - 1
                    });
                    states[at] = outcomes.with(states[at], rank);
                }
            });
            outcomes.check()?;
        }
        let hash = PerfectHash::new(&keys).ok_or("no perfect hash of its combinations of values was found")?;
        let (outcomes, found) = outcomes.settle(states)?;
        let key_of_slot = hash.key_of_slot(&keys);
        let slots = key_of_slot.into_iter().map(|key| key.and_then(|key| Some((*keys.get(key)?, *found.get(key)?)))).collect();
        Ok(Self { columns: columns.to_vec(), hash, slots, outcomes })
    }
}
