//! Unary tests as conditions on a Rust value.

use crate::model::{BaseType, Bound, Interval, Number, UnaryTest, Value};

use super::value::Kind;

/// A condition, as far as it depends on the value.
enum Holds {
    Always,
    Never,
    /// Where this does: a comparison or call, or several of them joined by this operator.
    If(String, Option<&'static str>),
}

/// A condition that holds where any of the tests does, of an expression that isn't null; `None` if one always does.
pub(super) fn holds(tests: &[UnaryTest], subject: &str, kind: &Kind<'_>) -> Option<String> {
    match any(tests, subject, kind, true) {
        Holds::Always => None,
        Holds::Never => Some("false".to_owned()),
        Holds::If(text, _) => Some(text),
    }
}

/// Where any of the tests holds, or else where none does: negations go inwards, to the comparisons, as a reviewer would write it.
fn any(tests: &[UnaryTest], subject: &str, kind: &Kind<'_>, wanted: bool) -> Holds {
    let tests = tests.iter().filter(|test| **test != UnaryTest::Equal(Value::Null));
    joined(tests.map(|test| one(test, subject, kind, wanted)).collect(), !wanted)
}

/// Where all of these hold, or else where any does.
fn joined(parts: Vec<Holds>, all: bool) -> Holds {
    let operator = if all { "&&" } else { "||" };
    let mut kept = Vec::new();
    for part in parts {
        match (part, all) {
            (Holds::Always, true) | (Holds::Never, false) => {}
            (Holds::Always, false) => return Holds::Always,
            (Holds::Never, true) => return Holds::Never,
            (Holds::If(text, inner), _) => kept.push((text, inner)),
        }
    }
    match kept.len() {
        0 if all => Holds::Always,
        0 => Holds::Never,
        1 => kept.pop().map_or(Holds::Never, |(text, inner)| Holds::If(text, inner)),
        _ => {
            let part = |(text, inner): (String, Option<&str>)| if all && inner == Some("||") { format!("({text})") } else { text };
            Holds::If(kept.into_iter().map(part).collect::<Vec<_>>().join(&format!(" {operator} ")), Some(operator))
        }
    }
}

/// Where the test holds, or else where it doesn't.
fn one(test: &UnaryTest, whole: &str, kind: &Kind<'_>, wanted: bool) -> Holds {
    // A span has no order; its months have.
    let subject = if kind.compares() { whole.to_owned() } else { format!("{}::months({whole})", kind.runtime) };
    match test {
        UnaryTest::Not(tests) => any(tests, whole, kind, !wanted),
        UnaryTest::Within(interval) => within(interval, &subject, kind, wanted),
        UnaryTest::Equal(Value::Boolean(expected)) => Holds::If(if *expected == wanted { subject } else { format!("!{subject}") }, None),
        UnaryTest::Equal(Value::Text(text)) if text.is_empty() && kind.list.is_none() => {
            Holds::If(format!("{}{subject}.is_empty()", if wanted { "" } else { "!" }), None)
        }
        UnaryTest::Equal(expected) => {
            Holds::If(format!("{subject} {} {}", if wanted { "==" } else { "!=" }, literal(expected, kind)), None)
        }
    }
}

fn within(interval: &Interval, subject: &str, kind: &Kind<'_>, wanted: bool) -> Holds {
    // A comparison that every integer passes is taken for a mistake.
    let asks = |bound: &&Bound, extreme: i64| {
        !(kind.ty.base == BaseType::Integer && bound.closed && bound.value == Value::Number(Number::from_integer(extreme)))
    };
    let low = interval.low.as_ref().filter(|low| asks(low, i64::MIN));
    let high = interval.high.as_ref().filter(|high| asks(high, i64::MAX));
    if let (Some(low), Some(high)) = (low, high)
        && low.closed
    {
        let range = format!("{}{}{}", literal(&low.value, kind), if high.closed { "..=" } else { ".." }, literal(&high.value, kind));
        return Holds::If(format!("{}({range}).contains(&{subject})", if wanted { "" } else { "!" }), None);
    }
    let end = |bound: &Bound, is_low: bool| {
        let sign = match (is_low == wanted, bound.closed == wanted) {
            (true, true) => ">=",
            (true, false) => ">",
            (false, true) => "<=",
            (false, false) => "<",
        };
        Holds::If(format!("{subject} {sign} {}", literal(&bound.value, kind)), None)
    };
    joined(low.map(|low| end(low, true)).into_iter().chain(high.map(|high| end(high, false))).collect(), wanted)
}

fn literal(value: &Value, kind: &Kind<'_>) -> String {
    match value {
        Value::YearsMonths(months) => format!("Some({months})"),
        value => kind.expression(value, "").unwrap_or_default(),
    }
}
