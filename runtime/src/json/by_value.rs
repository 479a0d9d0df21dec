//! Equality of JSON by value.

use serde_json::{Number, Value};

/// A JSON value that equals another where both mean the same: `1.50` is `1.5`, `1e2` is `100`, and the order of an object's members says
/// nothing. [`Value`] itself tells `1` from `1.0`. Comparing is linear in the values; recursion is as deep as they nest.
///
/// ```
/// use matchbook::json::{ByValue, digits};
/// assert_ne!(digits("1"), digits("1.0"));
/// assert_eq!(ByValue(digits("1")), ByValue(digits("1.0")));
/// ```
#[derive(Clone, Debug)]
pub struct ByValue(pub Value);

impl PartialEq for ByValue {
    fn eq(&self, other: &Self) -> bool {
        equal(&self.0, &other.0)
    }
}

impl Eq for ByValue {}

fn equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one == other || same_number(one, other),
        (Value::Array(one), Value::Array(other)) => one.len() == other.len() && one.iter().zip(other).all(|(one, other)| equal(one, other)),
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len() && one.iter().all(|(name, value)| other.get(name).is_some_and(|other| equal(value, other)))
        }
        _ => one == other,
    }
}

/// Whether two numbers have the same digits at the same places.
fn same_number(one: &Number, other: &Number) -> bool {
    let (one, other) = (one.to_string(), other.to_string());
    decimal(&one).is_some_and(|one| decimal(&other) == Some(one))
}

/// A number as its sign, its digits without zeros at either end, and the power of ten that they count.
fn decimal(text: &str) -> Option<(bool, String, i64)> {
    let (negative, unsigned) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{fraction}");
    let significant = all.trim_end_matches('0');
    let digits = significant.trim_start_matches('0');
    if digits.is_empty() {
        return Some((false, String::new(), 0));
    }
    let zeros = i64::try_from(all.len().checked_sub(significant.len())?).ok()?;
    let behind_point = i64::try_from(fraction.len()).ok()?;
    let exponent = exponent.parse::<i64>().ok()?.checked_add(zeros)?.checked_sub(behind_point)?;
    Some((negative, digits.to_owned(), exponent))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{array, digits, object, text};

    #[test]
    fn numbers_are_compared_by_value_at_any_depth() {
        let nested = |number: &str| ByValue(object([("a", array([digits(number), text("1")]))]));
        for (one, other) in [("1", "1.0"), ("100", "1e2"), ("0", "-0.0"), ("18446744073709551615", "18446744073709551615")] {
            assert_eq!(nested(one), nested(other));
        }
        for (one, other) in [("1", "10"), ("1", "-1"), ("0.1", "0.01"), ("9223372036854775807", "9223372036854775808")] {
            assert_ne!(nested(one), nested(other));
        }
        assert_ne!(ByValue(digits("1")), ByValue(text("1")));
        assert_ne!(ByValue(array([digits("1")])), ByValue(array([digits("1"), digits("1")])));
        assert_ne!(ByValue(object([("a", digits("1"))])), ByValue(object([("b", digits("1"))])));
    }

    #[test]
    fn digits_are_exact_or_the_nearest_float() {
        assert_eq!(digits("18446744073709551615").to_string(), "18446744073709551615");
        assert_eq!(digits("-9223372036854775808").to_string(), "-9223372036854775808");
        assert_eq!(digits("4.99").to_string(), "4.99");
        assert_eq!(digits("1e400"), Value::Null);
        assert_eq!(digits("x"), Value::Null);
    }
}
