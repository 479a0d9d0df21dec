//! Unary tests as conditions on a Rust value.

use crate::model::{BaseType, Bound, Number, UnaryTest, Value};

use super::value::Kind;

/// A condition that holds where any of the tests does, of an expression that isn't null; `None` if one always does.
pub(super) fn holds(tests: &[UnaryTest], subject: &str, kind: &Kind<'_>) -> Option<String> {
    let mut each = Vec::new();
    for test in tests.iter().filter(|test| **test != UnaryTest::Equal(Value::Null)) {
        each.push(one(test, subject, kind)?);
    }
    Some(if each.is_empty() { "false".to_owned() } else { each.join(" || ") })
}

fn one(test: &UnaryTest, whole: &str, kind: &Kind<'_>) -> Option<String> {
    // A span has no order; its months have.
    let subject = if kind.compares() { whole.to_owned() } else { format!("{}::months({whole})", kind.runtime) };
    let value = |value: &Value| match value {
        Value::YearsMonths(months) => format!("Some({months})"),
        value => kind.expression(value, "").unwrap_or_default(),
    };
    match test {
        UnaryTest::Equal(expected) => Some(format!("{subject} == {}", value(expected))),
        UnaryTest::Not(tests) => match holds(tests, whole, kind) {
            None => Some("false".to_owned()),
            Some(none) if none == "false" => None,
            Some(some) => Some(format!("!({some})")),
        },
        UnaryTest::Within(interval) => {
            // A comparison that every integer passes is taken for a mistake.
            let asks = |bound: &&Bound, extreme: i64| {
                !(kind.ty.base == BaseType::Integer && bound.closed && bound.value == Value::Number(Number::from_integer(extreme)))
            };
            let low = interval.low.as_ref().filter(|low| asks(low, i64::MIN));
            let high = interval.high.as_ref().filter(|high| asks(high, i64::MAX));
            if let (Some(low), Some(high)) = (low, high)
                && low.closed
            {
                let range = if high.closed { "..=" } else { ".." };
                return Some(format!("({}{range}{}).contains(&{subject})", value(&low.value), value(&high.value)));
            }
            let end =
                |bound: &Bound, sign: &str| format!("{subject} {sign}{} {}", if bound.closed { "=" } else { "" }, value(&bound.value));
            let ends: Vec<String> = low.iter().map(|low| end(low, ">")).chain(high.iter().map(|high| end(high, "<"))).collect();
            if ends.is_empty() { None } else { Some(ends.join(" && ")) }
        }
    }
}
