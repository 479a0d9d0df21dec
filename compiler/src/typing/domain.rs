//! Columns' `values`: what is in them, and what only looks as if.

use crate::diagnostic::typing::TypingProblem;
use crate::layout::nearest;
use crate::model::{BaseType, ClosedList, DataType, Domain, Interval, UnaryTest, Value};
use crate::syntax::{print_entry, print_value};

/// A closed list of text values.
pub(super) fn closed(domain: &Domain, base: BaseType) -> Option<ClosedList> {
    if base != BaseType::Text {
        return None;
    }
    let texts = domain.listed()?.into_iter().map(|value| if let Value::Text(text) = value { Some(text.clone()) } else { None });
    Some(ClosedList { values: texts.collect::<Option<Vec<_>>>()?, at: None, shared: None, rust: domain.rust.clone() })
}

/// The values as a message lists them, cut after some.
pub(super) fn allowed(domain: &Domain, base: BaseType) -> String {
    const MOST: usize = 12;
    let shown = print_entry(Some(domain.tests.get(..MOST).unwrap_or(&domain.tests)), base);
    if domain.tests.len() > MOST { format!("{shown}, and {} more", domain.tests.len() - MOST) } else { shown }
}

/// That a value lies outside a column's values.
pub(super) fn outside(value: &Value, domain: &Domain, base: BaseType, label: &str, alone: bool) -> TypingProblem {
    let text = print_value(value, base);
    let listed: Vec<String> = domain.listed().unwrap_or_default().into_iter().map(|value| print_value(value, base)).collect();
    let meant = match value {
        // Of more than a few that are equally near, none is near.
        Value::Text(_) => nearest(&text, listed.iter().map(String::as_str)).into_iter().take(3).map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    TypingProblem::OutsideValues { value: text, label: label.to_owned(), allowed: allowed(domain, base), meant, alone }
}

/// That a value of this type, or one in a list of it, lies outside a column's values; the first of those that do.
pub(super) fn outside_of(value: &Value, domain: &Domain, ty: &DataType, label: &str) -> Option<TypingProblem> {
    let leaves = value.leaves();
    let (_, value) = leaves.into_iter().find(|(_, value)| !domain.contains(value))?;
    Some(outside(value, domain, ty.value().base, label, ty.item().is_none()))
}

/// A value that `inner` allows and `outer` doesn't, as text, if there is one among the values and ends that they name. A value between
/// those isn't found: a column that widens the glossary that way only means what its own `values` say.
pub(super) fn beyond(inner: &Domain, outer: &Domain, base: BaseType) -> Option<String> {
    for test in &inner.tests {
        match test {
            UnaryTest::Equal(value) if !outer.contains(value) => return Some(print_value(value, base)),
            UnaryTest::Within(interval) if !covered(interval, outer) => return Some(print_entry(Some(std::slice::from_ref(test)), base)),
            _ => {}
        }
    }
    None
}

/// Whether no end of the interval lies outside the domain: what is open at an end must be covered by a test that is open there too.
fn covered(interval: &Interval, outer: &Domain) -> bool {
    let intervals = || outer.tests.iter().filter_map(|test| if let UnaryTest::Within(interval) = test { Some(interval) } else { None });
    let negated = outer.tests.iter().any(|test| matches!(test, UnaryTest::Not(_)));
    let low = match &interval.low {
        None => intervals().any(|outer| outer.low.is_none()),
        Some(bound) => {
            outer.contains(&bound.value)
                || !bound.closed && intervals().any(|outer| outer.low.as_ref().is_some_and(|low| low.value == bound.value))
        }
    };
    let high = match &interval.high {
        None => intervals().any(|outer| outer.high.is_none()),
        Some(bound) => {
            outer.contains(&bound.value)
                || !bound.closed && intervals().any(|outer| outer.high.as_ref().is_some_and(|high| high.value == bound.value))
        }
    };
    negated || low && high
}
