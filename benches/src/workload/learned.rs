//! Rules that a decision tree learned, as in the published comparison: D. Calvanese, M. Dumas, Ü. Laurson, F. M. Maggi, M. Montali and
//! I. Teinemaa, *Semantics, analysis and simplification of DMN decision tables*, Information Systems 78 (2018).
//!
//! Its tables were learned from loan applications, with 3, 5 and 7 columns of categories and numbers, and some 500, 1,000 and 1,500 rules. A
//! tree's leaves neither overlap nor leave anything out, so its authors widened or narrowed one column of 10 % of the rules. We have no such
//! data; we cut the same space at random instead, which gives rules of the same kind, and most of them at least as narrow.

use matchbook_compiler::model::HitPolicy;

use super::keyed::partition;
use super::{Column, Kind, Workload};
use crate::random::Random;

/// The leaves.
pub(super) fn loans(name: &'static str, rules: usize) -> Workload {
    // All three variants have the same leaves.
    let mut random = Random::of("loans");
    let columns = vec![
        Column::of("amount", Kind::Integers, (500, 40_001)),
        Column::words("term", "term ", 2, true),
        Column::words("home", "home ", 4, true),
        Column::of("income", Kind::Hundredths, (0, 100_000_000)),
        Column::words("purpose", "purpose ", 14, true),
        Column::of("debt ratio", Kind::Hundredths, (0, 10_001)),
        Column::of("delinquencies", Kind::Integers, (0, 31)),
    ];
    let breakpoints: Vec<Vec<i64>> = columns
        .iter()
        .map(|column| {
            let (low, high) = column.domain;
            match column.kind {
                Kind::Words { .. } => (low + 1..high).collect(),
                _ => (0..60).map(|_| random.between(low + 1, high)).collect(),
            }
        })
        .collect();
    let rules = partition(&columns, vec![None; columns.len()], &breakpoints, rules, &mut random);
    Workload { name, hit_policy: HitPolicy::Unique, columns, rules, has_else: false }
}

/// One range widened in 10 % of the rules.
pub(super) fn overlapping(name: &'static str, rules: usize) -> Workload {
    changed(loans(name, rules), |(low, high), (least, _)| (low - (high - low).min(low - least), high))
}

/// One range narrowed in 10 % of the rules.
pub(super) fn missing(name: &'static str, rules: usize) -> Workload {
    changed(loans(name, rules), |(low, high), _| (low + (high - low) / 2, high))
}

/// The table with one range of numbers changed in a tenth of the rules, given the range and its column's domain.
fn changed(mut workload: Workload, change: impl Fn((i64, i64), (i64, i64)) -> (i64, i64)) -> Workload {
    let mut random = Random::of(workload.name);
    let mut left = workload.rules.len() / 10;
    for position in random.shuffled(workload.rules.len()) {
        let rule = &mut workload.rules[position];
        let changes: Vec<(usize, (i64, i64))> = workload
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| !matches!(column.kind, Kind::Words { .. }))
            .filter_map(|(index, column)| {
                let before = rule[index]?;
                let after = change(before, column.domain);
                (after != before && after.0 < after.1).then_some((index, after))
            })
            .collect();
        if left > 0 && !changes.is_empty() {
            let (index, after) = random.pick(&changes);
            rule[index] = Some(after);
            left -= 1;
        }
    }
    workload
}
