//! Two ranges that overlap like shingles, and their repair: ending one before the other begins.

use crate::diagnostic::check::Narrowing;
use crate::model::{Bound, Interval, RuleId, UnaryTest};
use crate::region::{AtomSet, Extent, uncovered};
use crate::syntax::print_entry;

use super::super::words::Subject;

/// The most comparisons of boxes to prove that a repair leaves no gap.
const MAX_STEPS: usize = 1_000_000;

/// Two rules whose ranges in one column overlap like shingles: neither holds all of the other's.
struct Shingles {
    dimension: usize,
    /// The rule whose range begins first, and its atoms.
    lower: (RuleId, (u32, u32)),
    upper: (RuleId, (u32, u32)),
}

fn shingles(subject: Subject<'_>, a: RuleId, b: RuleId) -> impl Iterator<Item = Shingles> {
    (0..subject.matrix.dimensions.len()).filter_map(move |dimension| {
        let range = |rule: RuleId| match subject.matrix.rules[rule.0].sets[dimension].ranges() {
            [range] => Some((rule, *range)),
            _ => None,
        };
        let (a, b) = (range(a)?, range(b)?);
        let (lower, upper) = if a.1.0 < b.1.0 { (a, b) } else { (b, a) };
        let shingled = lower.1.0 < upper.1.0 && lower.1.1 < upper.1.1;
        shingled.then_some(Shingles { dimension, lower, upper })
    })
}

/// The name of an input at one value of which the two ranges touch, both ends closed, and that value.
pub(super) fn touch(subject: Subject<'_>, a: RuleId, b: RuleId) -> Option<(String, String)> {
    shingles(subject, a, b).find_map(|Shingles { dimension, lower, upper }| {
        let shared = AtomSet::from_ranges(vec![(upper.1.0, lower.1.1)]);
        let atom = &subject.matrix.dimensions[dimension].atoms[upper.1.0 as usize];
        let one = shared.len() == 1 && matches!(atom.extent, Extent::Point(_));
        let closed = |rule| matches!(subject.sole_test(rule, dimension), Some((_, UnaryTest::Within(_))));
        (one && closed(lower.0) && closed(upper.0))
            .then(|| (subject.table.inputs[dimension].name.to_string(), subject.entry(dimension, &shared)))
    })
}

/// Ending one range before the other begins: `<= 100` beside `>= 100`. What is cut off is covered by other rules, so that the repair leaves
/// no gap.
pub(super) fn narrowing(subject: Subject<'_>, a: RuleId, b: RuleId) -> Option<Narrowing> {
    shingles(subject, a, b).find_map(|Shingles { dimension, lower: (lower, low), upper: (upper, high) }| {
        let (cell, UnaryTest::Within(range)) = subject.sole_test(lower, dimension)? else { return None };
        let (other_cell, _) = subject.sole_test(upper, dimension)?;
        let base = subject.table.inputs[dimension].scalar()?.base;
        let begins = subject.matrix.dimensions[dimension].entry(&AtomSet::from_ranges(vec![high]), base)?;
        let begin = match begins.into_iter().next()? {
            UnaryTest::Within(interval) => interval.low?,
            UnaryTest::Equal(value) => Bound { value, closed: true },
            UnaryTest::Not(_) => return None,
        };
        let value = print_entry(Some(&[UnaryTest::Equal(begin.value.clone())]), base);
        let end = Bound { closed: !begin.closed, ..begin };
        let cut_off = AtomSet::from_ranges(vec![(high.0, low.1)]);
        (!subject.is_shared(lower, cell) && is_covered(subject, lower, dimension, cut_off)).then(|| Narrowing {
            rule: subject.table.rules[lower.0].id.clone(),
            other: subject.table.rules[upper.0].id.clone(),
            location: subject.at(cell),
            other_location: subject.at(other_cell),
            end: if end.closed { format!("at {value}") } else { format!("before {value}") },
            replacement: print_entry(Some(&[UnaryTest::Within(Interval { low: range.low.clone(), high: Some(end) })]), base),
        })
    })
}

/// Whether other rules match all that the rule does in this part of a dimension. O(rules + steps).
fn is_covered(subject: Subject<'_>, rule: RuleId, dimension: usize, part: AtomSet) -> bool {
    let rules = &subject.matrix.rules;
    let mut region = rules[rule.0].sets.clone();
    region[dimension] = part;
    let others: Vec<&[AtomSet]> = rules.iter().filter(|other| other.rule != rule).map(|other| other.sets.as_slice()).collect();
    uncovered(&region, &others, &mut MAX_STEPS.clone()) == Ok(None)
}
