//! The writers that generated code calls: functions from a field's Rust value to its JSON.

use serde_json::Value;

use crate::ClosedText;

/// A `text`.
pub fn text(value: &str) -> Value {
    Value::String(value.to_owned())
}

/// A `text` of a closed list.
pub fn closed<T: ClosedText>(value: T) -> Value {
    text(value.text())
}

/// An `integer`: a JSON number.
pub fn integer(value: i64) -> Value {
    Value::from(value)
}

/// A `boolean`.
pub fn boolean(value: bool) -> Value {
    Value::Bool(value)
}

/// A `number`: its digits as a text, no zeros at the end of what follows the point.
#[cfg(feature = "decimal")]
pub fn number(value: crate::Decimal) -> Value {
    Value::String(value.normalize().to_string())
}

/// A `decimal(SCALE)`: its digits as a text, SCALE of them after the point.
#[cfg(feature = "decimal")]
pub fn decimal<const SCALE: u32>(value: crate::Decimal) -> Value {
    let value = value.normalize();
    let padding = SCALE.saturating_sub(value.scale());
    let mut text = value.to_string();
    if padding > 0 && value.scale() == 0 {
        text.push('.');
    }
    text.extend((0..padding).map(|_| '0'));
    Value::String(text)
}

/// A `date`: `2026-01-31`.
#[cfg(feature = "time")]
pub fn date(value: jiff::civil::Date) -> Value {
    Value::String(value.to_string())
}

/// A `time`: `14:30:00`.
#[cfg(feature = "time")]
pub fn time(value: jiff::civil::Time) -> Value {
    Value::String(value.to_string())
}

/// A `date and time`: `2026-01-31T14:30:00`.
#[cfg(feature = "time")]
pub fn date_time(value: jiff::civil::DateTime) -> Value {
    Value::String(value.to_string())
}

/// A `days and time duration`: `P1DT12H`.
#[cfg(feature = "time")]
pub fn days_and_time_duration(value: jiff::SignedDuration) -> Value {
    Value::String(crate::iso8601::write_days_and_time(value))
}

/// A `years and months duration`: `P1Y6M`.
#[cfg(feature = "time")]
pub fn years_and_months_duration(value: jiff::Span) -> Value {
    Value::String(crate::iso8601::write_years_and_months(&value))
}

/// Of a type with null: null for `None`.
pub fn nullable<T>(value: Option<T>, write: impl FnOnce(T) -> Value) -> Value {
    value.map_or(Value::Null, write)
}

/// An object with these fields.
pub fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    Value::Object(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// A list of these items.
pub fn array<const N: usize>(items: [Value; N]) -> Value {
    Value::Array(items.into())
}

/// A number by its digits, which follow the grammar of JSON (RFC 8259, 6): a whole one of 64 bits, else the binary float that is nearest.
/// Null for any other text, and for what is beyond a float's range.
pub fn digits(digits: &str) -> Value {
    let whole = digits.parse::<i64>().map(Value::from).or_else(|_| digits.parse::<u64>().map(Value::from));
    whole.unwrap_or_else(|_| digits.parse::<f64>().map_or(Value::Null, Value::from))
}

/// A list of what these values are written as.
pub fn items<T>(values: &[T], write: impl Fn(&T) -> Value) -> Value {
    Value::Array(values.iter().map(write).collect())
}

/// A list of these values.
pub fn list<T>(values: Vec<T>, write: impl Fn(T) -> Value) -> Value {
    Value::Array(values.into_iter().map(write).collect())
}

#[cfg(all(test, feature = "decimal"))]
mod tests {
    use super::*;

    #[test]
    fn decimals_have_the_digits_of_their_type() {
        assert_eq!(decimal::<2>(crate::decimal!(14.5)), "14.50");
        assert_eq!(decimal::<2>(crate::decimal!(14)), "14.00");
        assert_eq!(decimal::<2>(crate::decimal!(0)), "0.00");
        assert_eq!(decimal::<0>(crate::decimal!(-3.00)), "-3");
        assert_eq!(decimal::<2>(crate::decimal!(-0.125)), "-0.125");
        assert_eq!(number(crate::decimal!(14.50)), "14.5");
        assert_eq!(number(crate::decimal!(100)), "100");
    }
}
