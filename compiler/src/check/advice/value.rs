//! `MB0414`: a value of an input's `values` that no rule admits, though the others are named.
//!
//! It was probably forgotten when it was added, or left to `else` because it was the last. Naming it makes the next value that is added a
//! gap, which is an error at the table, instead of something that `else` answers in silence.
//!
//! ```text
//! values │ gold, silver, bronze
//! a      │ gold
//! b      │ silver
//! else   │                         <- bronze, and whatever is added
//! ```
//!
//! Said where exactly one value is left over beside two and more that are named, or at most one in five. Where more are, the rules name
//! exceptions, and `else` is the rule; and what `not(bronze)` excepts is named. Booleans have one value beside the other, so that naming
//! `yes` alone is an exception too. Nothing is said without an `else`: there such a value is a gap, or the author has said that nothing
//! need match (`complete` `no`, or a policy that collects). O(rules × ranges of sets).

use std::collections::BTreeSet;

use crate::diagnostic::advice::AdviceFinding;
use crate::model::{UnaryTest, Value};
use crate::region::{AtomSet, Extent};

use crate::check::words::Subject;

/// How many values are named for each that isn't.
const NAMED_EACH: usize = 4;

/// The findings, by column.
pub(super) fn find(subject: Subject<'_>) -> Vec<AdviceFinding> {
    let Some(answered) = subject.table.default_rule() else { return Vec::new() };
    let of = |dimension: &crate::region::Dimension| {
        let data = subject.table.inputs.get(dimension.input.0)?;
        let closed = data.closed.as_ref()?;
        let column = subject.columns(dimension.input.0).next()?;
        let ranges = subject.matrix.rules.iter().filter_map(|rule| rule.sets.get(dimension.input.0)).flat_map(AtomSet::ranges);
        let left = AtomSet::from_ranges(ranges.copied().collect()).complement(dimension.size());
        let text = |atom: u32| match &dimension.atoms.get(atom as usize)?.extent {
            Extent::Point(value) => Some(value.to_string()),
            _ => None,
        };
        let mut excepted = BTreeSet::new();
        for column in subject.columns(dimension.input.0) {
            let entries = subject.table.rules.iter().filter_map(|rule| rule.entries.get(column)?.tests.as_deref());
            entries.for_each(|tests| names_in(tests, &mut excepted));
        }
        // `not(bronze)` names it too.
        let unnamed: Vec<String> = left.iter().filter_map(text).filter(|value| !excepted.contains(value.as_str())).collect();
        let named = closed.values.len().saturating_sub(unnamed.len());
        let odd = unnamed.len() * NAMED_EACH <= named || unnamed.len() == 1 && named >= 2;
        (!unnamed.is_empty() && odd).then(|| {
            let clause = &subject.table.input_clauses[column];
            AdviceFinding::UnnamedValues {
                location: subject.at(closed.at.unwrap_or(clause.at)),
                label: clause.label.clone(),
                // In the order in which they are listed.
                values: closed.values.iter().filter(|value| unnamed.contains(value)).cloned().collect(),
                answered: subject.rule_at(answered),
            }
        })
    };
    subject.matrix.dimensions.iter().filter_map(of).collect()
}

/// The texts that tests name, be it as exceptions.
fn names_in<'t>(tests: &'t [UnaryTest], names: &mut BTreeSet<&'t str>) {
    for test in tests {
        match test {
            UnaryTest::Equal(Value::Text(text)) => {
                names.insert(text);
            }
            UnaryTest::Not(tests) => names_in(tests, names),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::advice::tests::said;

    #[test]
    fn the_last_value_is_left_to_else() {
        insta::assert_snapshot!(said(
            "
            first | tier text {gold, silver, bronze} | amount integer | = fee integer
            a     | gold                             | -              | 1
            b     | gold, silver                     | < 5            | 2
            else  |                                  |                | 3
        "
        ));
    }

    #[test]
    fn exceptions_and_blanks_are_no_omission() {
        for text in [
            "first | tier text {gold, silver, none, other} | = fee integer\na | gold | 1\nb | silver | 2\nelse | | 3",
            "first | tier text {gold, silver, none} | n integer | = fee integer\na | gold | - | 1\nb | silver | - | 2\nc | - | < 5 | 3\nelse | | | 4",
            "first | ok boolean | = fee integer\na | true | 1\nelse | | 3",
            "first no | tier text {gold, silver, none} | = fee integer\na | gold | 1\nb | silver | 2",
            "first | tier text {a, b, c, d} | = fee integer\n1 | not(d) | 1\nelse | | 2",
            "sum | tier text {a, b, c, d, e} | = fee integer\n1 | a | 1\n2 | not(a, c) | 2",
        ] {
            assert!(!said(text).contains("MB0414"), "{text}");
        }
    }

    #[test]
    fn of_many_values_one_in_five_is_odd() {
        insta::assert_snapshot!(said(
            "
            first | tier text {a, b, c, d, e, f, g, h, i, j} | = points integer
            1     | a                                        | 1
            2     | b, d, e, g, h, i, j                      | 2
            else  |                                          | 3
        "
        ));
    }
}
