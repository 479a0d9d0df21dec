//! `MB0417` and `MB0418`: what has passed by a day that the caller names: the last day of a rule, and the day by which a decision was to
//! be reviewed.
//!
//! A rule that has lapsed still decides about days before, so that it may well have to stay; somebody should know. No build looks at a
//! clock: without [`Options::as_of`](crate::options::Options::as_of), nothing is said. O(rules).

use jiff::civil::Date;

use crate::diagnostic::advice::{AdviceFinding, Lapsed};
use crate::model::{AS_OF, UnaryTest, Value};
use crate::source::CellRef;

use super::MAX_FINDINGS;
use crate::check::words::Subject;

/// The findings: the decision's review, then its rules in order.
pub(super) fn find(subject: Subject<'_>, day: Date) -> Vec<AdviceFinding> {
    let table = subject.table;
    let mut findings = Vec::new();
    if let Some((due, at)) = table.review_by.filter(|(due, _)| *due < day) {
        findings.push(AdviceFinding::ReviewDue { location: subject.at(at), due, day });
    }
    let mut lapsed: Vec<Lapsed> = Vec::new();
    let mut more = 0;
    for rule in table.ordinary_rules() {
        let last = (table.input_clauses.iter().zip(&rule.entries))
            .filter(|(clause, _)| table.inputs[clause.input.0].name.to_string() == AS_OF)
            .filter_map(|(clause, entry)| Some((last_day(entry.tests.as_deref()?)?, clause.at.column)))
            .min();
        let Some((last, column)) = last.filter(|(last, _)| *last < day) else { continue };
        if lapsed.len() == MAX_FINDINGS {
            more += 1;
            continue;
        }
        let location = subject.at(CellRef::new(rule.range.first.row, column));
        lapsed.push(Lapsed { rule: rule.id.clone(), location, last, day, more: 0 });
    }
    if let Some(last) = lapsed.last_mut() {
        last.more = more;
    }
    findings.extend(lapsed.into_iter().map(AdviceFinding::Lapsed));
    findings
}

/// The last day that passes any of these tests, if there is one.
fn last_day(tests: &[UnaryTest]) -> Option<Date> {
    let last = |test: &UnaryTest| match test {
        UnaryTest::Equal(Value::Date(day)) => Some(*day),
        UnaryTest::Within(range) => {
            let high = range.high.as_ref()?;
            let Value::Date(day) = high.value else { return None };
            if high.closed { Some(day) } else { day.yesterday().ok() }
        }
        UnaryTest::Equal(_) | UnaryTest::Not(_) => None,
    };
    let days: Option<Vec<Date>> = tests.iter().map(last).collect();
    days?.into_iter().max()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::check::advice::tests::said_as_of;
    use crate::model::sample::table;
    use crate::model::{AS_OF, Name};
    use crate::source::CellRef;

    fn dated() -> crate::model::DecisionTable {
        let mut table = table(
            "
            rule order | tier text | day date      | day           | = fee integer
            old   | gold      | >= 2024-01-01 | <= 2025-12-31 | 1
            new   | gold      | >= 2026-01-01 | -             | 2
            one   | silver    | 2025-12-31    | -             | 3
            else  |           |               |               | 4
        ",
        );
        table.inputs[1].name = Name(vec![AS_OF.to_owned()]);
        table
    }

    #[test]
    fn a_rule_lapses_after_its_last_day() {
        assert_eq!(said_as_of(dated(), Some(date(2025, 12, 31))), "");
        assert_eq!(said_as_of(dated(), None), "");
        insta::assert_snapshot!(said_as_of(dated(), Some(date(2026, 1, 1))));
    }

    #[test]
    fn a_review_is_due_after_its_day() {
        let mut reviewed = table("unique | tier text | = fee integer\na | gold | 1\nb | not(gold) | 2");
        reviewed.review_by = Some((date(2026, 3, 1), CellRef::new(1, 1)));
        assert_eq!(said_as_of(reviewed.clone(), Some(date(2026, 3, 1))), "");
        insta::assert_snapshot!(said_as_of(reviewed, Some(date(2026, 3, 2))));
    }
}
