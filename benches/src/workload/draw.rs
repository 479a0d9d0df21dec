//! Inputs to ask a workload.

use super::{Rule, Workload};
use crate::random::Random;

/// How inputs are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// Each from a rule at random, all rules alike: no branch predictor learns them.
    Random,
    /// From rules by Zipf's law with exponent 1: the k-th most frequent rule is asked for 1/k as often as the most frequent one, as in much
    /// real traffic. Which rules are frequent is random.
    Zipf,
    /// [`HOT`] inputs over and over, which flatters branches.
    Hot,
}

/// How many different inputs are [`Drawn::Hot`].
pub const HOT: usize = 64;

/// One input in so many is drawn from the whole domain rather than from a rule.
const OUTSIDE: u32 = 16;

/// So many inputs, as steps of the columns; always the same ones.
pub fn draw(workload: &Workload, drawn: Drawn, count: usize) -> Vec<Vec<i64>> {
    let mut random = Random::of(&format!("{} {drawn:?}", workload.name));
    let rules = &workload.rules;
    match drawn {
        Drawn::Random => (0..count).map(|_| from_some_rule(workload, None, &mut random)).collect(),
        Drawn::Hot => {
            let few: Vec<Vec<i64>> = (0..HOT).map(|_| from_some_rule(workload, None, &mut random)).collect();
            (0..count).map(|position| few[position % HOT].clone()).collect()
        }
        Drawn::Zipf => {
            let frequent = random.shuffled(rules.len());
            // The sums of 1/k up to each k, in millionths: drawing is a search for a random share of the last.
            let mut sum = 0;
            let sums: Vec<i64> = (1..).take(rules.len()).map(|k: i64| (sum += (1_000_000_000 / k).max(1), sum).1).collect();
            let ranked = |random: &mut Random| {
                let share = random.between(0, sum.max(1));
                frequent.get(sums.partition_point(|sum| *sum <= share)).copied()
            };
            (0..count)
                .map(|_| {
                    let rule = ranked(&mut random);
                    from_some_rule(workload, rule, &mut random)
                })
                .collect()
        }
    }
}

/// An input that this rule matches, or any rule; now and then one from anywhere.
fn from_some_rule(workload: &Workload, rule: Option<usize>, random: &mut Random) -> Vec<i64> {
    let nothing: Rule = vec![None; workload.columns.len()];
    let rule = match random.below(OUTSIDE) {
        0 => None,
        _ => rule.or_else(|| usize::try_from(random.between(0, i64::try_from(workload.rules.len()).unwrap_or(1))).ok()),
    };
    point(workload, rule.and_then(|rule| workload.rules.get(rule)).unwrap_or(&nothing), random)
}

/// Steps that this rule matches.
pub(super) fn point(workload: &Workload, rule: &Rule, random: &mut Random) -> Vec<i64> {
    let columns = workload.columns.iter().zip(rule);
    columns
        .map(|(column, cell)| {
            let (low, high) = cell.unwrap_or(column.domain);
            random.between(low, high)
        })
        .collect()
}
