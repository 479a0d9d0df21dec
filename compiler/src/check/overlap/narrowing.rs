//! Two ranges that overlap like shingles, and their repair: ending one before the other begins.

use crate::diagnostic::check::Narrowing;
use crate::model::{Bound, Interval, RuleId, UnaryTest};
use crate::region::{AtomSet, Extent, uncovered};
use crate::syntax::print_entry;

use super::super::words::Subject;

/// The most comparisons of sides of boxes to prove that a repair leaves no gap.
const MAX_STEPS: usize = 4_000_000;

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

/// Ending one range before the other begins, or beginning that after the one ends: `<= 100` beside `>= 100`. What is cut off is covered by
/// other rules, so that the repair leaves no gap.
pub(super) fn narrowing(subject: Subject<'_>, a: RuleId, b: RuleId) -> Option<Narrowing> {
    shingles(subject, a, b).find_map(|shingles| end_earlier(subject, &shingles).or_else(|| begin_later(subject, &shingles)))
}

fn end_earlier(subject: Subject<'_>, Shingles { dimension, lower, upper }: &Shingles) -> Option<Narrowing> {
    let begin = ends(subject, *dimension, upper.1)?.low?;
    narrowed(subject, *dimension, *lower, *upper, |range, value| {
        let end = Bound { closed: !begin.closed, ..begin.clone() };
        let title = if end.closed { format!("end the range at {value}") } else { format!("end the range before {value}") };
        (Interval { low: range.low.clone(), high: Some(end) }, title, "begins")
    })
}

fn begin_later(subject: Subject<'_>, Shingles { dimension, lower, upper }: &Shingles) -> Option<Narrowing> {
    let end = ends(subject, *dimension, lower.1)?.high?;
    narrowed(subject, *dimension, *upper, *lower, |range, value| {
        let begin = Bound { closed: !end.closed, ..end.clone() };
        let title = if begin.closed { format!("begin the range at {value}") } else { format!("begin the range after {value}") };
        (Interval { low: Some(begin), high: range.high.clone() }, title, "ends")
    })
}

/// The ends of a range of atoms, as cells say them.
fn ends(subject: Subject<'_>, dimension: usize, range: (u32, u32)) -> Option<Interval> {
    let base = subject.table.inputs[dimension].scalar()?.base;
    let tests = subject.matrix.dimensions[dimension].entry(&AtomSet::from_ranges(vec![range]), base)?;
    // Neighbouring values may be listed one by one.
    let interval = |test: &UnaryTest| match test {
        UnaryTest::Within(interval) => Some(interval.clone()),
        UnaryTest::Equal(value) => {
            let end = Some(Bound { value: value.clone(), closed: true });
            Some(Interval { low: end.clone(), high: end })
        }
        UnaryTest::Not(_) => None,
    };
    Some(Interval { low: interval(tests.first()?)?.low, high: interval(tests.last()?)?.high })
}

/// The repair of a rule's range that gives up what it shares with another's: `repair` says what becomes of the range, given how its new end
/// is written. `None` where that would leave a gap.
fn narrowed(
    subject: Subject<'_>,
    dimension: usize,
    (rule, range): (RuleId, (u32, u32)),
    (other, other_range): (RuleId, (u32, u32)),
    repair: impl Fn(&Interval, &str) -> (Interval, String, &'static str),
) -> Option<Narrowing> {
    let (cell, UnaryTest::Within(written)) = subject.sole_test(rule, dimension)? else { return None };
    let (other_cell, _) = subject.sole_test(other, dimension)?;
    let base = subject.table.inputs[dimension].scalar()?.base;
    let cut_off = AtomSet::from_ranges(vec![(range.0.max(other_range.0), range.1.min(other_range.1))]);
    if subject.is_shared(rule, cell) || !is_covered(subject, rule, dimension, cut_off) {
        return None;
    }
    let at = if range.0 < other_range.0 { ends(subject, dimension, other_range)?.low } else { ends(subject, dimension, other_range)?.high };
    let (replacement, title, meets) = repair(written, &print_entry(Some(&[UnaryTest::Equal(at?.value)]), base));
    Some(Narrowing {
        rule: subject.table.rules[rule.0].id.clone(),
        other: subject.table.rules[other.0].id.clone(),
        location: subject.at(cell),
        other_location: subject.at(other_cell),
        meets,
        title,
        replacement: print_entry(Some(&[UnaryTest::Within(replacement)]), base),
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
