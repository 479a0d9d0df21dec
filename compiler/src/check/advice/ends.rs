//! `MB0416`: ranges of which one ends at the value with which the next begins, that value in both, where the hit policy accepts the
//! overlap.
//!
//! Under Unique and Any that is an error. Under First and Priority one of the rules gets the value by its place or rank, which the cells
//! don't say; and a collecting policy counts the value twice.
//!
//! ```text
//! first │ Weight   │ Fee
//! light │ [0..10]  │ 5
//! heavy │ [10..30] │ 9      <- 10 goes to `light`, since that is above; `(10..30]` says so
//! ```
//!
//! Only rules that are equal in all other dimensions are compared: a threshold in a rule that asks for other things besides has reasons of
//! its own. Those with equal outputs could be one, which is another finding. O(rules × dimensions²).

use std::collections::HashMap;

use crate::diagnostic::Location;
use crate::diagnostic::advice::{AdviceFinding, SharedEnd, SharedEnds};
use crate::diagram::rank_order;
use crate::model::{Bound, HitPolicy, InputId, Interval, RuleId, UnaryTest, Value};
use crate::region::entry_sets;
use crate::source::CellRef;
use crate::syntax::print_entry;

use super::signature::{Signatures, budget};
use crate::check::words::Subject;

/// The most ends that a finding names.
const MAX_NAMED: usize = 5;

/// The findings, one a column.
pub(super) fn find(subject: Subject<'_>, signatures: &Signatures) -> Vec<AdviceFinding> {
    let policy = subject.table.hit_policy;
    if matches!(policy, HitPolicy::Unique | HitPolicy::Any) {
        return Vec::new();
    }
    let mut steps = budget();
    let mut place = vec![0; subject.table.rules.len()];
    for (position, rule) in rank_order(subject.table).into_iter().enumerate() {
        place[rule.0] = position;
    }
    let column = |dimension: usize| {
        let mut shared: Vec<(RuleId, RuleId)> = Vec::new();
        // Of other columns, or two of one input, no cell could be mended.
        let column = subject.columns(dimension).next().filter(|_| subject.columns(dimension).count() == 1)?;
        for group in signatures.groups(Some(dimension), false, &mut steps) {
            shared.extend(pairs(subject, signatures, dimension, &group));
        }
        shared.sort_unstable();
        report(subject, column, &shared, &place)
    };
    (0..subject.matrix.dimensions.len()).filter_map(column).collect()
}

/// Pairs of a group that share an end: the rule whose range ends there, and the one whose range begins there.
fn pairs(subject: Subject<'_>, signatures: &Signatures, dimension: usize, group: &[RuleId]) -> Vec<(RuleId, RuleId)> {
    let range = |rule: &RuleId| match subject.sole_test(*rule, dimension) {
        Some((_, UnaryTest::Within(range))) => Some(range),
        _ => None,
    };
    let mut beginning: HashMap<&Value, Vec<RuleId>> = HashMap::new();
    for rule in group {
        if let Some(Interval { low: Some(Bound { value, closed: true }), .. }) = range(rule) {
            beginning.entry(value).or_default().push(*rule);
        }
    }
    let mut found = Vec::new();
    for rule in group {
        let Some(Interval { high: Some(Bound { value, closed: true }), .. }) = range(rule) else { continue };
        // Several that begin at one value overlap each other anyway; which of them is named doesn't depend on the order of rows.
        let next = beginning.get(value).into_iter().flatten().filter(|next| signatures.outputs[next.0] != signatures.outputs[rule.0]);
        let next = next.min_by_key(|next| &subject.table.rules[next.0].id);
        found.extend(next.map(|next| (*rule, *next)));
    }
    found
}

/// The finding for the pairs of a column; `None` for none.
fn report(subject: Subject<'_>, column: usize, pairs: &[(RuleId, RuleId)], place: &[usize]) -> Option<AdviceFinding> {
    let clause = &subject.table.input_clauses[column];
    let dimension = clause.input.0;
    let base = subject.table.inputs[dimension].scalar()?.base;
    let admitted = entry_sets(subject.table, InputId(dimension));
    // Among integers, `(0..1)` is empty, which is an error: no repair.
    let print = |range: Interval| {
        let tests = [UnaryTest::Within(range)];
        (!admitted(&tests).is_empty()).then(|| print_entry(Some(&tests), base))
    };
    let cell = |rule: RuleId| subject.at(CellRef::new(subject.table.rules[rule.0].range.first.row, clause.at.column));
    let open = |end: &Option<Bound>| end.clone().map(|bound| Bound { closed: false, ..bound });
    let ends = pairs.iter().filter_map(|(ending, beginning)| {
        let (Some((_, UnaryTest::Within(lower))), Some((_, UnaryTest::Within(upper)))) =
            (subject.sole_test(*ending, dimension), subject.sole_test(*beginning, dimension))
        else {
            return None;
        };
        let earlier = print(Interval { low: lower.low.clone(), high: open(&lower.high) }).map(|entry| (cell(*ending), entry));
        let later = print(Interval { low: open(&upper.low), high: upper.high.clone() }).map(|entry| (cell(*beginning), entry));
        let ordered = matches!(subject.table.hit_policy, HitPolicy::First | HitPolicy::Priority);
        // Under an order, that one which changes nothing.
        let repairs: Vec<(Location, String)> = match (ordered, place[ending.0] < place[beginning.0]) {
            (true, true) => later.into_iter().collect(),
            (true, false) => earlier.into_iter().collect(),
            (false, _) => earlier.into_iter().chain(later).collect(),
        };
        if repairs.is_empty() {
            return None;
        }
        Some(SharedEnd {
            ending: (subject.table.rules[ending.0].id.clone(), cell(*ending)),
            beginning: (subject.table.rules[beginning.0].id.clone(), cell(*beginning)),
            value: print_entry(Some(&[UnaryTest::Equal(lower.high.as_ref()?.value.clone())]), base),
            winner: ordered.then(|| {
                let winner = if place[ending.0] < place[beginning.0] { ending } else { beginning };
                subject.table.rules[winner.0].id.clone()
            }),
            repairs,
        })
    });
    let mut ends: Vec<SharedEnd> = ends.collect();
    let more = ends.len().saturating_sub(MAX_NAMED);
    ends.truncate(MAX_NAMED);
    (!ends.is_empty())
        .then(|| AdviceFinding::SharedEnds(SharedEnds { label: clause.label.clone(), policy: subject.table.hit_policy, more, ends }))
}

#[cfg(test)]
mod tests {
    use crate::check::advice::tests::said;

    #[test]
    fn the_rule_that_loses_the_value_begins_behind_it() {
        insta::assert_snapshot!(said(
            "
            first | zone text {A, B} | weight decimal(2) {>= 0} | = fee integer
            light | A                | [0..10]                  | 5
            heavy | A                | [10..30]                 | 9
            b     | B                | <= 10                    | 7
            b-2   | B                | > 10                     | 8
            else  |                  |                          | 20
        "
        ));
        insta::assert_snapshot!(said(
            "
            first | weight integer | = fee integer
            heavy | >= 10          | 9
            light | <= 10          | 5
        "
        ));
    }

    #[test]
    fn what_is_counted_twice_can_be_mended_on_either_side() {
        insta::assert_snapshot!(said(
            "
            sum  | age integer {>= 0} | = points integer
            a    | [0..18]            | 5
            b    | [18..65]           | 3
            c    | >= 65              | 1
        "
        ));
    }

    #[test]
    fn a_repair_is_no_empty_range() {
        let text = "sum | n integer {[0..9]} | = points integer\na | (0..1] | 5\nb | [1..2) | 3\n";
        assert_eq!(said(text), "");
        let one = said(&text.replace("(0..1]", "[0..1]"));
        assert!(one.ends_with("fix: end the range before 1: type `[0..1)` in B5"), "{one}");
    }

    #[test]
    fn many_ends_are_one_finding() {
        let mut text = "first | n integer | = fee integer\n".to_owned();
        for rule in 0..9 {
            text.push_str(&format!("r{rule} | [{}..{}] | {rule}\n", rule * 10, rule * 10 + 10));
        }
        insta::assert_snapshot!(said(&format!("{text}else | | 99")));
    }

    #[test]
    fn thresholds_of_rules_that_ask_for_more_are_left_alone() {
        assert_eq!(
            said(
                "
            first | n integer | k text | = fee integer
            a     | <= 10     | x      | 1
            b     | >= 10     | -      | 2
            else  |           |        | 3
        "
            ),
            ""
        );
    }
}
