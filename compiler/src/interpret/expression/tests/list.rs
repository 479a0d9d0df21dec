use proptest::prelude::*;

use super::*;

#[test]
fn positions_are_those_of_items() {
    table(
        Operation::Item,
        &[
            ("[1, 2, 3], 1", "1"),
            ("[1, 2, 3], 3", "3"),
            ("[1, 2, 3], -1", "3"),
            ("[1, 2, 3], -3", "1"),
            ("[1, 2, 3], 2.9", "2"),
            ("[1, 2, 3], 0", "null"),
            ("[1, 2, 3], 4", "null"),
            ("[1, 2, 3], -4", "null"),
            ("[], 1", "null"),
            ("[1], 9999999999999999999999999999", "null"),
        ],
    );
    table(
        Operation::Sublist,
        &[("[1, 2, 3], 2", "[2, 3]"), ("[1, 2, 3], -1", "[3]"), ("[1, 2, 3], 4", "null"), ("[], 1", "null"), ("[1], 0", "null")],
    );
    table(
        Operation::SublistOf,
        &[("[1, 2, 3], 1, 2", "[1, 2]"), ("[1, 2, 3], 2, 9", "[2, 3]"), ("[1, 2, 3], 1, 0", "null"), ("[1, 2, 3], -2, 1.5", "[2]")],
    );
    table(
        Operation::InsertBefore,
        &[
            ("[1, 3], 1, 2", "[2, 1, 3]"),
            ("[1, 3], 2, 2", "[1, 2, 3]"),
            ("[1, 3], -1, 2", "[1, 2, 3]"),
            ("[1, 3], 3, 2", "null"),
            ("[], 1, 2", "null"),
        ],
    );
    table(
        Operation::Remove,
        &[("[1, 2, 3], 2", "[1, 3]"), ("[1, 2, 3], -1", "[1, 2]"), ("[1], 1", "[]"), ("[1], 2", "null"), ("[1], 0", "null")],
    );
    table(
        Operation::ListReplace,
        &[("[2, 4, 7, 8], 3, 6", "[2, 4, 6, 8]"), ("[1, 2], -1, 9", "[1, 9]"), ("[1, 2, 3], 2.5, 4", "[1, 4, 3]"), ("[1], 2, 9", "null")],
    );
}

#[test]
fn lists_are_put_together_and_searched() {
    table(Operation::Count, &[("[]", "0"), ("[1]", "1"), ("[null, null]", "2")]);
    table(Operation::Concatenate, &[("[1], [2, 3]", "[1, 2, 3]"), ("[], []", "[]")]);
    table(Operation::Reverse, &[("[1, 2, 3]", "[3, 2, 1]"), ("[]", "[]")]);
    table(Operation::Flatten, &[("[[1, 2], [], [3]]", "[1, 2, 3]"), ("[[[1]], [[2]]]", "[[1], [2]]"), ("[]", "[]")]);
    table(
        Operation::DistinctValues,
        &[("[1, 2, 1.0, 3, 2]", "[1, 2, 3]"), ("[]", "[]"), ("[null, null]", "[null]"), ("[[1], [1.0]]", "[[1]]")],
    );
    table(
        Operation::ListContains,
        &[("[1, 2], 2.0", "true"), ("[1, 2], 3", "false"), ("[1, null], null", "true"), ("[], null", "false"), ("[[1]], [1]", "true")],
    );
    table(Operation::IndexOf, &[("[1, 2, 1], 1", "[1, 3]"), ("[1, null], null", "[2]"), ("[1], 2", "[]"), ("[], 1", "[]")]);
    table(
        Operation::All,
        &[("[]", "true"), ("[true]", "true"), ("[true, null]", "null"), ("[null, false]", "false"), ("[true, false]", "false")],
    );
    table(
        Operation::Any,
        &[("[]", "false"), ("[false]", "false"), ("[false, null]", "null"), ("[null, true]", "true"), ("[true, false]", "true")],
    );
}

#[test]
fn numbers_are_summed_up() {
    table(
        Operation::Min,
        &[
            ("[]", "null"),
            ("[3, 1, 2]", "1"),
            ("[\"b\", \"a\", \"B\"]", "\"B\""),
            ("[2026-02-01, 2026-01-31]", "2026-01-31"),
            ("[PT1H, PT1M]", "PT1M"),
        ],
    );
    table(Operation::Max, &[("[]", "null"), ("[3, 1, 3.0]", "3"), ("[\"b\", \"é\", \"e\u{301}\"]", "\"é\""), ("[P1Y, P13M]", "P13M")]);
    table(
        Operation::Sum,
        &[
            ("[]", "null"),
            ("[1.5]", "1.5"),
            ("[1, 2, 3.5]", "6.5"),
            // On the way it is more than 28 digits hold.
            ("[9999999999999999999999999999, 1, -1]", "9999999999999999999999999999"),
            (
                "[9999999999999999999999999999, 0.0000000000000000000000000001, -9999999999999999999999999999]",
                "0.0000000000000000000000000001",
            ),
            ("[9999999999999999999999999999, 1]", "!"),
            ("[1, 0.0000000000000000000000000001]", "!"),
            ("[PT1H, PT30M]", "PT1H30M"),
            ("[PT9223372036854775807S, PT1S, -PT1S]", "PT9223372036854775807S"),
            ("[PT9223372036854775807S, PT1S]", "!"),
            ("[P1Y, P1M]", "P1Y1M"),
            ("[P768614336404564650Y7M, P1M]", "!"),
        ],
    );
    table(
        Operation::Product,
        &[
            ("[]", "null"),
            ("[2.5, 1, 2.5, 3]", "18.75"),
            ("[6, 3, 9, 6, 6]", "5832"),
            ("[1000000000000000000000000000, 10, 0]", "!"),
            ("[0, 1000000000000000000000000000, 10]", "0"),
            ("[1000000000000000000000000000, 10, 0.1]", "!"),
        ],
    );
    table(
        Operation::Mean,
        &[
            ("[]", "null"),
            ("[1]", "1"),
            ("[1, 2, 4]", "2.333333333333333333333333333"),
            ("[9999999999999999999999999999, 9999999999999999999999999999]", "9999999999999999999999999999"),
            ("[0, 0.0000000000000000000000000001]", "0"),
            ("[0.0000000000000000000000000001, 0.0000000000000000000000000002]", "0.0000000000000000000000000002"),
        ],
    );
    table(
        Operation::Median,
        &[
            ("[]", "null"),
            ("[5]", "5"),
            ("[8, 2, 5]", "5"),
            ("[6, 1, 2, 3]", "2.5"),
            ("[9999999999999999999999999999, 9999999999999999999999999998]", "9999999999999999999999999998"),
        ],
    );
    table(
        Operation::StandardDeviation,
        &[
            ("[]", "null"),
            ("[47]", "null"),
            ("[3, 3]", "0"),
            ("[1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21]", "6.633249580710799698229865473"),
            ("[2, 4, 7, 5]", "2.081665999466132735282297707"),
            ("[9999999999999999999999999999, -9999999999999999999999999999]", "!"),
        ],
    );
    table(
        Operation::Mode,
        &[
            ("[]", "[]"),
            ("[6, 3, 9, 6, 6]", "[6]"),
            ("[3, 6, 1, 9, 6, 1, 3]", "[1, 3, 6]"),
            ("[2.5, 1, 2.50, 3]", "[2.5]"),
            ("[2, 1]", "[1, 2]"),
        ],
    );
}

#[test]
fn counting_is_bounded() {
    table(
        Operation::Iterate,
        &[
            ("1, 3", "[1, 2, 3]"),
            ("3, 1", "[3, 2, 1]"),
            ("2, 2", "[2]"),
            ("1.5, 3", "[1.5, 2.5]"),
            ("1.5, -1", "[1.5, 0.5, -0.5]"),
            ("-1, 1", "[-1, 0, 1]"),
            ("1, 10001", "!"),
            ("1, -9999999999999999999999999999", "!"),
            ("0.0000000000000000000000000001, 1.5", "!"),
            ("2024-02-28, 2024-03-01", "[2024-02-28, 2024-02-29, 2024-03-01]"),
            ("2026-01-02, 2026-01-01", "[2026-01-02, 2026-01-01]"),
            ("-009999-01-01, 9999-12-31", "!"),
        ],
    );
    let count = |last: i64| {
        let numbers = apply(Operation::Iterate, vec![value("1"), Value::Number(Number::from_integer(last))]);
        numbers.map(|list| if let Value::List(items) = list { items.len() } else { 0 })
    };
    assert_eq!(count(10_000), Ok(10_000));
    assert_eq!(count(-9_998), Ok(10_000));
    assert_eq!(count(10_001), Err(Inexact));
    let days = |first: &str, last: &str| apply(Operation::Iterate, vec![value(first), value(last)]).is_ok();
    assert!(days("2000-01-01", "2027-05-18"));
    assert!(!days("2000-01-01", "2027-05-19"));
}

fn integers() -> impl Strategy<Value = Vec<i64>> {
    proptest::collection::vec(-20_i64..20, 0..8)
}

fn numbers(items: &[i64]) -> Value {
    Value::List(items.iter().map(|item| Value::Number(Number::from_integer(*item))).collect())
}

proptest! {
    #[test]
    fn what_is_inserted_can_be_removed(items in integers(), position in -10_i64..10, new in -20_i64..20) {
        let position = Value::Number(Number::from_integer(position));
        let inserted = apply(Operation::InsertBefore, vec![numbers(&items), position.clone(), Value::Number(Number::from_integer(new))]).unwrap();
        let reaches = apply(Operation::Item, vec![numbers(&items), position.clone()]).unwrap() != Value::Null;
        prop_assert_eq!(inserted != Value::Null, reaches);
        if let (Value::List(_), Value::Number(at)) = (&inserted, &position) {
            // Behind an inserted item, positions from the end stay what they were.
            let at = if *at < Number::ZERO { number("-1").checked_add(*at).unwrap() } else { *at };
            prop_assert_eq!(apply(Operation::Remove, vec![inserted, Value::Number(at)]), Ok(numbers(&items)));
        }
    }

    #[test]
    fn sums_agree_with_integers(items in integers()) {
        let expected = if items.is_empty() { Value::Null } else { Value::Number(Number::from_integer(items.iter().sum())) };
        prop_assert_eq!(apply(Operation::Sum, vec![numbers(&items)]), Ok(expected));
        let mut sorted = items.clone();
        sorted.sort_unstable();
        let extreme = |item: Option<&i64>| Ok(item.map_or(Value::Null, |item| Value::Number(Number::from_integer(*item))));
        prop_assert_eq!(apply(Operation::Min, vec![numbers(&items)]), extreme(sorted.first()));
        prop_assert_eq!(apply(Operation::Max, vec![numbers(&items)]), extreme(sorted.last()));
    }

    #[test]
    fn reversing_twice_changes_nothing(items in integers()) {
        let once = apply(Operation::Reverse, vec![numbers(&items)]).unwrap();
        prop_assert_eq!(apply(Operation::Reverse, vec![once]), Ok(numbers(&items)));
    }

    #[test]
    fn distinct_values_keep_the_first_of_each(items in integers()) {
        let mut expected: Vec<i64> = Vec::new();
        for item in &items {
            if !expected.contains(item) {
                expected.push(*item);
            }
        }
        prop_assert_eq!(apply(Operation::DistinctValues, vec![numbers(&items)]), Ok(numbers(&expected)));
    }
}
