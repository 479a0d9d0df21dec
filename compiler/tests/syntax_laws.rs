//! Laws of cell syntax, tried at random: nothing panics, what is printed reads back as the same, each fix reads, and of `x` and `not(x)`
//! exactly one holds.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time};
use matchbook_compiler::diagnostic::syntax::SyntaxFinding;
use matchbook_compiler::diagnostic::{Describe, Edit, Location};
use matchbook_compiler::model::duration;
use matchbook_compiler::model::{BaseType, Bound, Domain, Interval, Number, Type, UnaryTest, Value};
use matchbook_compiler::source::{BookPath, CellRef, Content};
use matchbook_compiler::syntax::{self, Answer, CellContext, Entry, Role};
use proptest::prelude::*;

/// The longest years and months duration of a column.
const LONGEST: i64 = duration::MAX_MONTHS as i64;

const BASES: [BaseType; 10] = [
    BaseType::Text,
    BaseType::Integer,
    BaseType::Number,
    BaseType::Decimal(2),
    BaseType::Boolean,
    BaseType::Date,
    BaseType::Time,
    BaseType::DateTime,
    BaseType::DaysTimeDuration,
    BaseType::YearsMonthsDuration,
];

/// The types of outputs.
fn of_outputs() -> Vec<BaseType> {
    BASES.into_iter().chain([BaseType::Any]).collect()
}

fn location() -> Location {
    Location::cells(&BookPath::new("a.xlsx"), "S", CellRef::new(0, 0))
}

/// A column with names, values and entries in it, or with none.
struct Surroundings {
    location: Location,
    names: BTreeSet<String>,
    entries: BTreeSet<String>,
    domain: Domain,
}

impl Surroundings {
    fn new() -> Self {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        let values = ["gold", "silver", "any"];
        Self {
            location: location(),
            names: texts(&["home country", "order.limit", "x"]),
            entries: texts(&["a", "b", "gold"]),
            domain: Domain::of(values.iter().map(|text| UnaryTest::Equal(Value::Text((*text).to_owned()))).collect()),
        }
    }

    fn column(&self, base: BaseType, nullable: bool) -> CellContext<'_> {
        let domain = (base == BaseType::Text && nullable).then_some(&self.domain);
        CellContext {
            location: &self.location,
            label: "Label",
            ty: Type { base, nullable },
            domain,
            names: &self.names,
            entries: &self.entries,
        }
    }
}

/// Everything that reads a cell; each fix reads without an error.
fn read_everywhere(content: &Content, surroundings: &Surroundings) {
    for base in BASES {
        for nullable in [false, true] {
            let cx = surroundings.column(base, nullable);
            read_and_fix(content, |content| syntax::input_entry(Some(content), &cx).map(drop));
            read_and_fix(content, |content| syntax::output_entry(Some(content), &cx).map(drop));
            read_and_fix(content, |content| syntax::value(Some(content), &cx).map(drop));
            read_and_fix(content, |content| syntax::test_input(Some(content), &cx).map(drop));
            read_and_fix(content, |content| syntax::domain(Some(content), &cx).map(drop));
            read_and_fix(content, |content| syntax::values_list(content, &cx).map(drop));
        }
    }
    for nullable in [false, true] {
        let cx = surroundings.column(BaseType::Any, nullable);
        read_and_fix(content, |content| syntax::output_entry(Some(content), &cx).map(drop));
        read_and_fix(content, |content| syntax::value(Some(content), &cx).map(drop));
        read_and_fix(content, |content| syntax::domain(Some(content), &cx).map(drop));
        read_and_fix(content, |content| syntax::values_list(content, &cx).map(drop));
    }
    read_and_fix(content, |content| syntax::type_name(content, &surroundings.location).map(drop).map_err(|finding| vec![finding]));
    read_and_fix(content, |content| syntax::name(content, &surroundings.location).map(drop).map_err(|finding| vec![finding]));
    for role in [Role::In, Role::Out] {
        syntax::infer(&[(surroundings.location.clone(), content)], role, &surroundings.names);
    }
}

fn read_and_fix(content: &Content, read: impl Fn(&Content) -> Result<(), Vec<SyntaxFinding>>) {
    let Err(findings) = read(content) else { return };
    assert!(!findings.is_empty(), "an error without a finding: {content:?}");
    for finding in &findings {
        for fix in finding.describe().fixes {
            for edit in fix.edits {
                assert!(matches!(edit, Edit::Type { .. }), "{content:?}: {edit:?}");
                let Edit::Type { text, .. } = edit else { continue };
                let again = read(&Content::Text(text.clone()));
                assert!(again.is_ok(), "{content:?}: the fix {text:?} gives {again:?}");
            }
        }
    }
}

/// Text that looks like cells.
fn cell_text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("not(".to_owned()),
        Just(")".to_owned()),
        Just("[".to_owned()),
        Just("]".to_owned()),
        Just("(".to_owned()),
        Just("..".to_owned()),
        Just(",".to_owned()),
        Just(";".to_owned()),
        Just("<".to_owned()),
        Just(">=".to_owned()),
        Just("=".to_owned()),
        Just("!=".to_owned()),
        Just("\"".to_owned()),
        Just("“".to_owned()),
        Just("-".to_owned()),
        Just("–".to_owned()),
        Just(" ".to_owned()),
        Just("\u{A0}".to_owned()),
        Just("\n".to_owned()),
        Just("null".to_owned()),
        Just("NULL".to_owned()),
        Just("gold".to_owned()),
        Just("x".to_owned()),
        Just("home country".to_owned()),
        Just(" or ".to_owned()),
        Just(" and ".to_owned()),
        Just(" to ".to_owned()),
        Just("any".to_owned()),
        Just("*".to_owned()),
        Just("?".to_owned()),
        Just("contains ".to_owned()),
        Just("is empty".to_owned()),
        Just("max(".to_owned()),
        Just("10K".to_owned()),
        Just("$".to_owned()),
        Just("1,000".to_owned()),
        Just("0,5".to_owned()),
        Just("%".to_owned()),
        Just("+".to_owned()),
        Just("/".to_owned()),
        Just("more than ".to_owned()),
        Just(" or less".to_owned()),
        Just("2026-01-31".to_owned()),
        Just("1/2/2026".to_owned()),
        Just("14:30".to_owned()),
        Just("T".to_owned()),
        Just("2pm".to_owned()),
        Just("Z".to_owned()),
        Just("+01:00".to_owned()),
        Just("P1D".to_owned()),
        Just("P1Y".to_owned()),
        Just("5 days".to_owned()),
        Just("true".to_owned()),
        Just("'".to_owned()),
        Just("\\".to_owned()),
        Just("１８".to_owned()),
        Just("é".to_owned()),
        Just("日本".to_owned()),
        Just("{".to_owned()),
        Just("@".to_owned()),
        "-?[0-9]{1,5}(\\.[0-9]{1,3})?",
        "[a-zA-Z]{1,6}",
        any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(part, 0..8).prop_map(|parts| parts.concat())
}

fn number() -> impl Strategy<Value = Number> {
    (-999_999_999_999_999_999_i64..1_000_000_000_000_000_000, 0..20_u32)
        .prop_map(|(coefficient, scale)| Number::new(i128::from(coefficient), scale).unwrap())
}

/// Some value of the type, null not among them.
fn value(base: BaseType) -> BoxedStrategy<Value> {
    let seconds = -377_705_023_201_i64..253_402_207_200;
    match base {
        BaseType::Text => {
            prop_oneof![".*", cell_text(), Just(String::new()), Just("a, b".to_owned()), Just(" a ".to_owned()), Just("a;b".to_owned())]
                .prop_map(Value::Text)
                .boxed()
        }
        BaseType::Integer => any::<i64>().prop_map(|n| Value::Number(Number::from_integer(n))).boxed(),
        BaseType::Decimal(scale) => any::<i64>().prop_map(move |n| Value::Number(Number::new(i128::from(n), scale).unwrap())).boxed(),
        BaseType::Number => number().prop_map(Value::Number).boxed(),
        BaseType::Boolean => any::<bool>().prop_map(Value::Boolean).boxed(),
        BaseType::Date => (-9999..=9999_i16, 1..=12_i8, 1..=28_i8).prop_map(|(y, m, d)| Value::Date(Date::new(y, m, d).unwrap())).boxed(),
        BaseType::Time => (0..24_i8, 0..60_i8, 0..60_i8, 0..1_000_000_000_i32)
            .prop_map(|(h, m, s, n)| Value::Time(Time::new(h, m, s, n).unwrap()))
            .boxed(),
        BaseType::DateTime => (seconds, 0..1_000_i64)
            .prop_map(|(s, ms)| {
                let epoch = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);
                Value::DateTime(epoch.checked_add(SignedDuration::from_secs(s) + SignedDuration::from_millis(ms)).unwrap())
            })
            .boxed(),
        BaseType::DaysTimeDuration => (any::<i64>(), 0..1_000_000_000_i32)
            .prop_map(|(s, n)| Value::DaysTime(SignedDuration::new(s, if s < 0 { -n } else { n })))
            .boxed(),
        BaseType::YearsMonthsDuration => (-LONGEST..=LONGEST).prop_map(Value::YearsMonths).boxed(),
        BaseType::Any => prop_oneof![
            any::<i64>().prop_map(|n| n.to_string()),
            ".*".prop_map(|text| serde_json::Value::from(text).to_string()),
            (".*", any::<bool>()).prop_map(|(name, value)| format!("[{{{}: {value}}}, 0.5]", serde_json::Value::from(name))),
        ]
        .prop_map(|text| syntax::literal(&text, BaseType::Any).unwrap())
        .boxed(),
    }
}

/// Some tests of the type, as the parser makes them.
fn tests(base: BaseType) -> BoxedStrategy<Vec<UnaryTest>> {
    let equal = prop_oneof![9 => value(base), 1 => Just(Value::Null)].prop_map(UnaryTest::Equal);
    let one_end = (value(base), any::<bool>(), any::<bool>()).prop_map(|(value, closed, low)| {
        let bound = Some(Bound { value, closed });
        UnaryTest::Within(if low { Interval { low: bound, high: None } } else { Interval { low: None, high: bound } })
    });
    let both_ends = (value(base), value(base), any::<bool>(), any::<bool>()).prop_map(|(a, b, low_closed, high_closed)| {
        let (low, high) = if a.compare(&b) == Some(std::cmp::Ordering::Greater) { (b, a) } else { (a, b) };
        UnaryTest::Within(Interval {
            low: Some(Bound { value: low, closed: low_closed }),
            high: Some(Bound { value: high, closed: high_closed }),
        })
    });
    let plain = if base.is_ordered() { prop_oneof![equal, one_end, both_ends].boxed() } else { equal.boxed() };
    let test = plain.prop_recursive(3, 12, 3, |inner| proptest::collection::vec(inner, 1..4).prop_map(UnaryTest::Not));
    proptest::collection::vec(test, 1..5).boxed()
}

fn typed_tests() -> impl Strategy<Value = (BaseType, Vec<UnaryTest>)> {
    proptest::sample::select(BASES.to_vec()).prop_flat_map(|base| (Just(base), tests(base)))
}

fn typed_value() -> impl Strategy<Value = (BaseType, Value)> {
    proptest::sample::select(of_outputs()).prop_flat_map(|base| (Just(base), prop_oneof![9 => value(base), 1 => Just(Value::Null)]))
}

fn empty_column(base: BaseType, location: &Location, none: &BTreeSet<String>, read: impl FnOnce(&CellContext<'_>)) {
    read(&CellContext { location, label: "", ty: Type { base, nullable: true }, domain: None, names: none, entries: none });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn no_text_panics_and_each_fix_reads(text in prop_oneof![9 => cell_text(), 1 => ".*".boxed()]) {
        read_everywhere(&Content::Text(text), &Surroundings::new());
    }

    #[test]
    fn no_other_cell_panics_and_each_fix_reads(n in number(), digits in 0..12_u32, percent in any::<bool>(), d in value(BaseType::Date), dt in value(BaseType::DateTime), t in value(BaseType::Time), p in value(BaseType::DaysTimeDuration)) {
        let surroundings = Surroundings::new();
        read_everywhere(&Content::Number { value: n, integer_digits: digits, percent }, &surroundings);
        for value in [d, dt, t, p] {
            let content = match value {
                Value::Date(date) => Content::Date(date),
                Value::DateTime(date_time) => Content::DateTime(date_time),
                Value::Time(time) => Content::Time(time),
                Value::DaysTime(duration) => Content::Duration(duration),
                _ => continue,
            };
            read_everywhere(&content, &surroundings);
        }
    }

    #[test]
    fn what_is_printed_reads_back((base, tests) in typed_tests()) {
        let printed = syntax::print_entry(Some(&tests), base);
        let none = BTreeSet::new();
        empty_column(base, &location(), &none, |cx| {
            let read = syntax::input_entry(Some(&Content::Text(printed.clone())), cx);
            assert_eq!(read, Ok(Entry::Tests(tests)), "{printed}");
        });
    }

    #[test]
    fn a_printed_value_reads_back((base, value) in typed_value()) {
        let printed = syntax::print_value(&value, base);
        let none = BTreeSet::new();
        empty_column(base, &location(), &none, |cx| {
            let read = syntax::output_entry(Some(&Content::Text(printed.clone())), cx);
            assert_eq!(read, Ok(Answer::Value(value)), "{printed}");
        });
    }

    #[test]
    fn of_a_test_and_its_negation_exactly_one_holds((base, tests, value) in proptest::sample::select(BASES.to_vec()).prop_flat_map(|base| (Just(base), tests(base), prop_oneof![9 => value(base), 1 => Just(Value::Null)]))) {
        let printed = syntax::print_entry(Some(&tests), base);
        let none = BTreeSet::new();
        empty_column(base, &location(), &none, |cx| {
            let Entry::Tests(negated) = syntax::input_entry(Some(&Content::Text(format!("not({printed})"))), cx).unwrap() else {
                panic!("{printed}")
            };
            let holds = |tests: &[UnaryTest]| tests.iter().any(|test| test.holds(&value));
            assert_ne!(holds(&tests), holds(&negated), "{printed} of {value}");
        });
    }
}

#[test]
fn huge_cells_are_read_or_refused_at_once() {
    let surroundings = Surroundings::new();
    let repeated = [
        "[", "(", "not(", "\"", "1,", "1-", "-", ",", "a or ", "\u{A0}", "< ", "? ", "1.", "max(", "x ", "1 ", "é", "\\", "[1..", "1,000 ",
        "{", ")", "; ", "gold;", "T", ":", "+",
    ];
    for unit in repeated {
        for length in [10_000, 32_767, 100_000] {
            let text: String = unit.chars().cycle().take(length).collect();
            let started = Instant::now();
            read_everywhere(&Content::Text(text), &surroundings);
            // 120 readings and some hundred of their fixes take two seconds; a quadratic reader takes longer by far.
            assert!(started.elapsed() < Duration::from_secs(20), "{length} characters of {unit:?} took {:?}", started.elapsed());
        }
    }
}
