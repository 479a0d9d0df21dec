//! The repair of a gap between two ranges: one that reaches to the next.

use crate::diagnostic::check::Widening;
use crate::model::{BaseType, Bound, Interval, Number, RuleId, UnaryTest, Value};
use crate::region::{AtomSet, Extent, meets};
use crate::syntax::print_entry;

use super::super::words::Subject;

/// Whether only numbers with more digits than the two ends are in it: `9.99` to `10`.
fn is_slit(extent: &Extent) -> bool {
    let Extent::Within(Interval { low: Some(low), high: Some(high) }) = extent else { return false };
    let (Value::Number(least), Value::Number(greatest)) = (&low.value, &high.value) else { return false };
    let scale = least.scale().max(greatest.scale());
    let units = |number: &Number| 10_i128.checked_pow(scale - number.scale()).and_then(|unit| number.coefficient().checked_mul(unit));
    let next = units(least).and_then(|units| units.checked_add(1));
    !low.closed && !high.closed && next.is_some() && next == units(greatest)
}

/// A rule's range that closes the gap if it ends a little later or begins a little earlier: where one value, or what is finer than the
/// column's digits, is missing between two ranges; of a `number`, what is finer than their ends. What the rule matches then and didn't
/// before, no other rule matches, so that no overlap comes of it and no other rule decides less. O(rules²) at worst.
pub(super) fn widening(subject: Subject<'_>, region: &[AtomSet]) -> Option<Widening> {
    let rules = &subject.matrix.rules;
    let bounded = (0..region.len()).filter(|dimension| !region[*dimension].is_full(subject.matrix.dimensions[*dimension].size()));
    bounded.into_iter().find_map(|dimension| {
        let [(first, end)] = region[dimension].ranges() else { return None };
        let atom = &subject.matrix.dimensions[dimension].atoms[*first as usize];
        let base = subject.table.inputs[dimension].scalar()?.base;
        let slit = || base == BaseType::Number && is_slit(&atom.extent);
        if end - first != 1 || !(atom.finer_only || matches!(atom.extent, Extent::Point(_)) || slit()) {
            return None;
        }
        (0..rules.len()).map(RuleId).find_map(|rule| {
            let sets = &rules[rule.0].sets;
            let [(from, to)] = sets[dimension].ranges() else { return None };
            if to != first && from != end {
                return None;
            }
            let covers_the_rest = region.iter().zip(sets).enumerate().all(|(other, (gap, set))| other == dimension || gap.is_subset(set));
            let (cell, UnaryTest::Within(range)) = subject.sole_test(rule, dimension)? else { return None };
            let missing = match &atom.extent {
                Extent::Point(value) => {
                    let end = Some(Bound { value: value.clone(), closed: true });
                    Interval { low: end.clone(), high: end }
                }
                Extent::Within(interval) => interval.clone(),
                Extent::Null | Extent::Other | Extent::Whole => return None,
            };
            let range = if to == first {
                Interval { low: range.low.clone(), high: missing.high }
            } else {
                Interval { low: missing.low, high: range.high.clone() }
            };
            let mut added = sets.clone();
            added[dimension] = region[dimension].clone();
            let is_new = || rules.iter().all(|other| other.rule == rule || !meets(&added, &other.sets));
            (covers_the_rest && !subject.is_shared(rule, cell) && is_new()).then(|| Widening {
                rule: subject.table.rules[rule.0].id.clone(),
                location: subject.at(cell),
                replacement: print_entry(Some(&[UnaryTest::Within(range)]), base),
            })
        })
    })
}
