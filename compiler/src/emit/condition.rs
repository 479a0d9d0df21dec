//! Unary tests as conditions on a Rust value.

use crate::model::{Bound, UnaryTest};

use super::value::Kind;

/// A condition that holds where any of the tests does, of an expression that isn't null.
pub(super) fn holds(tests: &[UnaryTest], subject: &str, kind: &Kind<'_>) -> String {
    let each: Vec<String> = tests.iter().map(|test| one(test, subject, kind)).collect();
    if each.is_empty() { "false".to_owned() } else { each.join(" || ") }
}

fn one(test: &UnaryTest, subject: &str, kind: &Kind<'_>) -> String {
    let whole = subject;
    // A span has no order; its months have.
    let subject = if kind.compares() { subject.to_owned() } else { format!("{}::months({subject})", kind.runtime) };
    let value = |value: &crate::model::Value| match value {
        crate::model::Value::YearsMonths(months) => format!("Some({months})"),
        value => kind.expression(value, "").unwrap_or_default(),
    };
    match test {
        UnaryTest::Equal(expected) => format!("{subject} == {}", value(expected)),
        UnaryTest::Not(tests) => format!("!({})", tests.iter().map(|test| one(test, whole, kind)).collect::<Vec<_>>().join(" || ")),
        UnaryTest::Within(interval) => {
            let closed = |bound: &Option<Bound>| bound.as_ref().is_some_and(|bound| bound.closed);
            match (&interval.low, &interval.high) {
                (Some(low), Some(high)) if closed(&interval.low) => {
                    let range = if closed(&interval.high) { "..=" } else { ".." };
                    format!("({}{range}{}).contains(&{subject})", value(&low.value), value(&high.value))
                }
                (low, high) => {
                    let end = |bound: &Bound, sign: &str| {
                        format!("{subject} {sign}{} {}", if bound.closed { "=" } else { "" }, value(&bound.value))
                    };
                    let ends: Vec<String> = low.iter().map(|low| end(low, ">")).chain(high.iter().map(|high| end(high, "<"))).collect();
                    if ends.len() > 1 { format!("({})", ends.join(" && ")) } else { ends.join("") }
                }
            }
        }
    }
}
