//! The smallest tables, and the worst.

use matchbook_compiler::model::HitPolicy;

use super::keyed::partition;
use super::{Column, Kind, Rule, Workload};
use crate::random::Random;

/// A tier, an amount with four breakpoints and a boolean; every tier's inputs are divided among its rules.
pub(super) fn tiny(name: &'static str, rules: usize) -> Workload {
    tiered(name, rules, Kind::Hundredths)
}

/// The same rules over whole amounts.
pub(super) fn tiny_integers(name: &'static str, rules: usize) -> Workload {
    tiered(name, rules, Kind::Integers)
}

fn tiered(name: &'static str, rules: usize, amount: Kind) -> Workload {
    let mut random = Random::of("tiny");
    let limit = 100_000;
    let breakpoints = vec![vec![], vec![1_000, 5_000, 10_000, 50_000], vec![1]];
    // A tier has at most ten pieces: five bands, yes and no.
    let tiers = 3.max(rules.div_ceil(8));
    let columns = vec![
        Column::words("tier", "tier ", i64::try_from(tiers).unwrap_or(i64::MAX), true),
        Column::of("amount", amount, (0, limit)),
        Column::of("member", Kind::Boolean, (0, 2)),
    ];
    let mut made: Vec<Rule> = Vec::with_capacity(rules);
    for tier in 0..tiers {
        let pieces = (rules - made.len()) / (tiers - tier);
        let step = i64::try_from(tier).unwrap_or(0);
        made.extend(partition(&columns, vec![Some((step, step + 1)), None, None], &breakpoints, pieces, &mut random));
    }
    Workload { name, hit_policy: HitPolicy::Unique, columns, rules: made, has_else: false }
}

/// Random wide ranges over five columns of numbers.
pub(super) fn wide(name: &'static str, rules: usize) -> Workload {
    let mut random = Random::of(name);
    let limit = 10_000;
    let columns: Vec<Column> = ["a", "b", "c", "d", "e"].map(|label| Column::of(label, Kind::Integers, (0, limit))).into_iter().collect();
    let mut rules: Vec<Rule> = (0..rules)
        .map(|_| {
            let cell = |random: &mut Random| {
                let width = random.between(limit / 20, limit / 2);
                let low = random.between(0, limit - width);
                (random.below(4) != 0).then_some((low, low + width))
            };
            columns.iter().map(|_| cell(&mut random)).collect()
        })
        .collect();
    // None may be blank throughout: that would be an error of another kind.
    for rule in rules.iter_mut().filter(|rule| rule.iter().all(Option::is_none)) {
        rule[0] = Some((0, limit / 2));
    }
    Workload { name, hit_policy: HitPolicy::Unique, columns, rules, has_else: false }
}
