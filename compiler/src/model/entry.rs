//! Unary tests: what an input entry, or a column's `values`, admits: "Conditions" in `docs/table-language.md`.

use std::cmp::Ordering;
use std::sync::Arc;

use super::rust_enum::RustEnum;
use super::value::Value;

/// One end of an [`Interval`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Bound {
    /// The end's value; never null.
    pub value: Value,
    /// Whether the value itself belongs to the interval (`[`, `<=`).
    pub closed: bool,
}

/// The values between two ends of one type. A comparison is an interval with one end; at least one end is there.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Interval {
    /// The lower end; `None` for no limit.
    pub low: Option<Bound>,
    /// The upper end; `None` for no limit.
    pub high: Option<Bound>,
}

/// One unary test of literals. Null passes only [`UnaryTest::Equal`] to null and a [`UnaryTest::Not`] of what it fails.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum UnaryTest {
    /// Equal to this value, which may be null.
    Equal(Value),
    /// Within the interval.
    Within(Interval),
    /// None of these (`not(…)`, `!= x`): of `x` and `not(x)` exactly one holds, for null too.
    Not(Vec<UnaryTest>),
}

impl UnaryTest {
    /// Whether `value` passes: the meaning of the language, naive on purpose.
    pub fn holds(&self, value: &Value) -> bool {
        match self {
            Self::Equal(expected) => value == expected,
            Self::Within(interval) => {
                let low = interval.low.as_ref().is_none_or(|b| match value.compare(&b.value) {
                    Some(Ordering::Greater) => true,
                    Some(Ordering::Equal) => b.closed,
                    _ => false,
                });
                let high = interval.high.as_ref().is_none_or(|b| match value.compare(&b.value) {
                    Some(Ordering::Less) => true,
                    Some(Ordering::Equal) => b.closed,
                    _ => false,
                });
                *value != Value::Null && low && high
            }
            Self::Not(tests) => !tests.iter().any(|test| test.holds(value)),
        }
    }

    /// The values that the test names one by one, those within `not( )` too.
    fn named(&self) -> Vec<&Value> {
        match self {
            Self::Equal(value) => vec![value],
            Self::Not(tests) => tests.iter().flat_map(Self::named).collect(),
            Self::Within(_) => Vec::new(),
        }
    }
}

/// What `values` allows: any of its tests, and null where the type has it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Domain {
    /// The tests; never empty, never of null.
    pub tests: Vec<UnaryTest>,
    /// The Rust enum that gives them: its texts, in their order.
    pub rust: Option<Arc<RustEnum>>,
}

impl Domain {
    /// What these tests allow, any of them.
    pub fn of(tests: Vec<UnaryTest>) -> Self {
        Self { tests, rust: None }
    }

    /// The values in their order, if it is a closed list: every test is [`UnaryTest::Equal`].
    pub fn listed(&self) -> Option<Vec<&Value>> {
        self.tests.iter().map(|test| if let UnaryTest::Equal(value) = test { Some(value) } else { None }).collect()
    }

    /// Whether the value belongs to it; null always does (the type says whether null occurs).
    pub fn contains(&self, value: &Value) -> bool {
        *value == Value::Null || self.tests.iter().any(|test| test.holds(value))
    }

    /// The first value that the tests name and that doesn't belong to it.
    pub fn excluded<'a>(&self, tests: &'a [UnaryTest]) -> Option<&'a Value> {
        tests.iter().flat_map(UnaryTest::named).find(|value| !self.contains(value))
    }
}
