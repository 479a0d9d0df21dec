use std::collections::BTreeSet;
use std::fmt::Write;

use proptest::prelude::*;

use super::*;
use crate::diagnostic::{Describe, Location};
use crate::interpret::{Environment, compute};
use crate::model::{Number, Type, UnaryTest};
use crate::source::{BookPath, CellRef};

fn location() -> Location {
    Location::cells(&BookPath::new("a.csv"), "a", CellRef::new(0, 0))
}

/// Reads an entry of a column of this type: `text?`.
fn read_in(entry: &str, ty: Type) -> Option<Result<Expression, Vec<SyntaxFinding>>> {
    let (location, none) = (location(), BTreeSet::new());
    predicates(entry, &CellContext { location: &location, label: "Value", ty, domain: None, names: &none, entries: &none })
}

fn ty(name: &str) -> Type {
    super::super::type_name(&crate::source::Content::Text(name.to_owned()), &location()).unwrap()
}

fn condition_of(entry: &str, ty: Type) -> Expression {
    match read_in(entry, ty) {
        Some(Ok(condition)) => condition,
        other => panic!("{entry} in a column of {ty}: {other:?}"),
    }
}

/// Whether a value passes; that it is a boolean and not null is checked on the way.
fn passes(condition: &Expression, value: &Value) -> bool {
    assert_eq!(condition.ty, ExpressionType::of(ExpressionBase::Boolean));
    match compute(condition, &Environment { inputs: &[], subject: Some(value) }) {
        Ok(Value::Boolean(passes)) => passes,
        other => panic!("{condition:?} of {value:?} is {other:?}"),
    }
}

/// Each of these passes the entry, each of those fails it, and the other way round with `not( )`.
fn table(entry: &str, type_name: &str, passing: &[Value], failing: &[Value]) {
    let ty = ty(type_name);
    let (condition, negation) = (condition_of(entry, ty), condition_of(&format!("not({entry})"), ty));
    let doubled = condition_of(&format!("not ( not({entry}) )"), ty);
    for (values, expected) in [(passing, true), (failing, false)] {
        for value in values {
            assert!(value.is_of(ty), "{value:?} is no {ty}");
            assert_eq!(passes(&condition, value), expected, "{entry} of {value:?}");
            assert_eq!(passes(&negation, value), !expected, "not({entry}) of {value:?}");
            assert_eq!(passes(&doubled, value), expected, "not(not({entry})) of {value:?}");
        }
    }
}

fn texts(texts: &[&str]) -> Vec<Value> {
    texts.iter().map(|text| Value::Text((*text).to_owned())).collect()
}

/// Of a text column: what passes, and what fails besides null, in a column with null and one without.
fn of_text(entry: &str, passing: &[&str], failing: &[&str]) {
    table(entry, "text", &texts(passing), &texts(failing));
    let mut failing = texts(failing);
    failing.push(Value::Null);
    table(entry, "text?", &texts(passing), &failing);
}

#[test]
fn texts_are_tested() {
    of_text("contains \"an\"", &["an", "banana"], &["", "AN", "bn", "a\u{301}n"]);
    of_text("starts with \"ba\"", &["ba", "banana"], &["", "aba", "BA"]);
    of_text("ends with \"na\"", &["na", "banana"], &["", "nab"]);
    of_text("matches \"^\\d+-[a-z]$\"", &["12-a"], &["", "12-A", "x12-a", "12-a\n"]);
    of_text("matches \"b.n\"", &["banana", "xbonx"], &["", "b\nn"]);
    of_text("ignoring case \"Straße\"", &["straße", "STRASSE", "strasse"], &["", "strase"]);
    of_text("ignoring case \"\"", &[""], &[" "]);
    of_text("is number", &["1", "-1.5", "+.5", "1e3", "99999999999999999999999999999999"], &["", " 1", "1,5", "15%", "x", "1."]);
    of_text("is email", &["a@b.de", "a.b+c@d-e.fg"], &["", "a@b", "@b.de", "a b@c.de", "a@b.de "]);
    of_text("is date", &["2026-01-31", "-000044-03-15", "2024-02-29"], &["", "2026-02-29", "2026-01-31T10:00", "31.01.2026"]);
    of_text(
        "is date and time",
        &["2026-01-31T10:00", "2026-01-31T10:00:00.5"],
        &["", "2026-01-31", "2026-01-31T24:00", "2026-01-31T10:00Z"],
    );
}

#[test]
fn null_and_the_empty_text_are_empty() {
    table("is empty", "text", &texts(&[""]), &texts(&[" ", "x"]));
    table("is empty", "text?", &[texts(&[""]), vec![Value::Null]].concat(), &texts(&[" ", "x"]));
    let number = |number: i64| Value::Number(Number::from_integer(number));
    table("is empty", "number?", &[Value::Null], &[number(0), number(1)]);
    table("is empty", "boolean?", &[Value::Null], &[Value::Boolean(false)]);
    table("is empty", "date?", &[Value::Null], &[Value::Date(jiff::civil::date(2026, 1, 31))]);
}

#[test]
fn words_stand_in_any_case_and_typography() {
    for entry in ["STARTS WITH \"ba\"", "Starts  With \u{A0}“ba”", "starts\nwith\"ba\"", " starts with \"ba\" ", "ｓｔａｒｔｓ with ＂ba＂"]
    {
        of_text(entry, &["banana"], &["", "aba"]);
    }
    of_text("contains \"a, b\"", &["a, b"], &["a", "b"]);
    of_text("contains \"a)\"", &["a)"], &["a"]);
    of_text("contains \"\\\"\"", &["\""], &[""]);
    of_text("matches \"\\\\\\\\\"", &["\\"], &[""]);
}

#[test]
fn lists_mix_predicates_and_values() {
    of_text("gold, starts with \"sil\", ends with \"!\"", &["gold", "silver", "x!"], &["", "goldx"]);
    let gold_and_silver = texts(&["gold", "silver"]);
    let passing = [texts(&["bronze", "", "1"]), vec![Value::Null]].concat();
    table("not(gold, starts with \"sil\"), is number", "text?", &passing, &gold_and_silver);
    of_text("\"a, b\" , contains \"x\"", &["a, b", "x"], &["a", "b"]);
    of_text("Weight (kg), is email", &["Weight (kg)", "a@b.de"], &["Weight"]);
    of_text(">= \"b\" and < \"d\", is number", &["b", "c", "1"], &["a", "d", ""]);
    of_text("[\"b\"..\"d\"), is number", &["b", "c", "1"], &["a", "d", ""]);
    let number = |number: i64| Value::Number(Number::from_integer(number));
    table("is empty, [1..3), > 10", "number?", &[Value::Null, number(1), number(11)], &[number(3), number(10)]);
    table("]1..3[, 7, is empty", "number?", &[Value::Null, number(2), number(7)], &[number(1), number(3)]);
    table("is empty, null", "number?", &[Value::Null], &[number(0)]);
}

#[test]
fn entries_without_predicates_are_left_alone() {
    for (entry, name) in [
        ("gold", "text"),
        ("not(gold)", "text"),
        ("\"contains x\"", "text"),
        ("Weight (contains nuts)", "text"),
        ("containsx", "text"),
        ("contains(?, \"x\")", "text"),
        ("? in (1, 2)", "number"),
        ("[1..2]", "number"),
        ("", "text"),
        ("-", "text"),
        ("emptiness, is", "text"),
    ] {
        assert_eq!(read_in(entry, ty(name)), None, "{entry}");
    }
}

#[test]
fn what_is_wrong_is_said_with_what_to_write() {
    let mut shown = String::new();
    for (entry, name) in [
        ("contains x", "text"),
        ("contains 'x'", "text"),
        ("contains", "text"),
        ("contains \"x", "text"),
        ("contains \"x\" \"y\"", "text"),
        ("contains \"a\" or contains \"b\"", "text"),
        ("contains \"a\" and contains \"b\"", "text"),
        ("contains \"\"", "text"),
        ("contains \"\"", "text?"),
        ("matches \"(\"", "text"),
        ("not(matches \"a{1000}{1000}{1000}\")", "text"),
        ("matches \"(?=x)\"", "text"),
        ("is empty x", "text"),
        ("is empty or gold", "text"),
        ("is empty 5", "number?"),
        ("is empty", "number"),
        ("not(is empty)", "number"),
        ("is number", "number"),
        ("is number", "integer?"),
        ("is date", "date?"),
        ("is date", "date and time"),
        ("contains \"5\"", "number"),
        ("contains 5", "number"),
        ("ignoring case \"x\"", "boolean"),
        ("is email, 5", "decimal(2)"),
        ("NOT(is empty)", "text"),
        ("not(is empty", "text"),
        ("not(is empty) x", "text"),
        ("gold,, is empty", "text"),
        ("is empty,", "text"),
        ("not(is empty,)", "text"),
        ("18-65, is empty", "number?"),
        ("null, is empty", "text"),
        ("contains \"a\", starts with b, matches \"(\"", "text"),
    ] {
        let Some(Err(findings)) = read_in(entry, ty(name)) else { panic!("{entry} in a column of {name} is read") };
        writeln!(shown, "{entry}  [{name}]").unwrap();
        for finding in findings {
            writeln!(shown, "  {}: {}", finding.code(), finding.describe().message).unwrap();
            for fix in finding.fixes {
                writeln!(shown, "    fix: {fix}").unwrap();
            }
        }
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn deep_and_long_entries_are_refused_quickly() {
    let deep = format!("{}is empty{}", "not(".repeat(10_000), ")".repeat(10_000));
    assert!(read_in(&deep, ty("text")).unwrap().is_err());
    let long = "contains \"x\", ".repeat(2_000) + "is empty";
    assert!(read_in(&long, ty("text")).unwrap().is_ok());
    let unclosed = "contains \"x, ".repeat(2_000);
    assert!(read_in(&unclosed, ty("text")).unwrap().is_err());
    let many = "contains x, ".repeat(2_000) + "is empty";
    assert!(read_in(&many, ty("text")).unwrap().is_err());
}

fn any_test() -> impl Strategy<Value = UnaryTest> {
    use crate::model::{Bound, Interval};
    let value = || (0_i64..6).prop_map(|value| Value::Number(Number::from_integer(value)));
    let bound = move || proptest::option::of((value(), proptest::bool::ANY).prop_map(|(value, closed)| Bound { value, closed }));
    let leaf = prop_oneof![
        value().prop_map(UnaryTest::Equal),
        Just(UnaryTest::Equal(Value::Null)),
        (bound(), bound())
            .prop_filter("one end at least", |(low, high)| low.is_some() || high.is_some())
            .prop_map(|(low, high)| UnaryTest::Within(Interval { low, high })),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| proptest::collection::vec(inner, 1..3).prop_map(UnaryTest::Not))
}

proptest! {
    #[test]
    fn conditions_mean_what_their_tests_mean(tests in proptest::collection::vec(any_test(), 1..4)) {
        let condition = condition(&tests, ty("number?"));
        let values = (0..6).map(|value| Value::Number(Number::from_integer(value))).chain([Value::Null]);
        for value in values {
            prop_assert_eq!(passes(&condition, &value), tests.iter().any(|test| test.holds(&value)), "{:?}", value);
        }
    }

    #[test]
    fn never_panics(entry in "(contains |is empty|not\\(|NOT\\(|\"|x|,| |\\)|\\(|\\[|\\]|1\\.\\.2|matches |starts with|ß|“|is date|or ){0,12}", text in proptest::bool::ANY) {
        let name = if text { "text?" } else { "number?" };
        if let Some(Ok(condition)) = read_in(&entry, ty(name)) {
            passes(&condition, &Value::Null);
        }
    }

    // The words of a fix are read again, so that one of a table can be taken over unseen.
    #[test]
    fn fixes_are_read(entry in "(contains |is empty|not\\(|\"a\"|x|, |\\)|matches |starts with |or ){1,8}") {
        if let Some(Err(findings)) = read_in(&entry, ty("text?")) {
            for fix in findings.into_iter().flat_map(|finding| finding.fixes) {
                let (location, none) = (location(), BTreeSet::new());
                let cx = CellContext { location: &location, label: "Value", ty: ty("text?"), domain: None, names: &none, entries: &none };
                let read = read_in(&fix, ty("text?")).map_or_else(|| super::super::parse(&fix, &cx, Form::Entry).is_ok(), |read| read.is_ok());
                prop_assert!(read, "{}", fix);
            }
        }
    }
}
