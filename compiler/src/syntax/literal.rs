//! The plain literal of one type: what a cell, or a JSON string, says when it names a value and nothing else.

use jiff::civil::{Date, DateTime, Time};

use super::json;
use crate::model::duration::{parse_days_time, parse_years_months};
use crate::model::{BaseType, Number, Value};

/// Reads the plain literal of one type: any text for `text`, `1.5` `-3` `15%` for numbers, `true false yes no y n` in any case, ISO 8601
/// for dates, times and durations, never with a zone or offset, JSON for `any`. The text is in plain form: no outer blanks, no typographic signs.
///
/// `None` where it is no such literal, and for a number of more than 28 digits, one that isn't whole for `integer`, or one outside the
/// range of `i64` there. The digits of a `decimal(s)` are not checked here, since an input may have more. Linear in the text.
pub fn literal(text: &str, base: BaseType) -> Option<Value> {
    match base {
        BaseType::Text => Some(Value::Text(text.to_owned())),
        BaseType::Number | BaseType::Decimal(_) => number(text).map(Value::Number),
        BaseType::Integer => number(text).filter(|n| n.to_i64().is_some()).map(Value::Number),
        BaseType::Boolean => boolean(text).map(Value::Boolean),
        BaseType::Date => date(text).map(Value::Date),
        BaseType::Time => time(text).map(Value::Time),
        BaseType::DateTime => date_time(text).map(Value::DateTime),
        BaseType::DaysTimeDuration => parse_days_time(text).map(Value::DaysTime),
        BaseType::YearsMonthsDuration => parse_years_months(text).map(Value::YearsMonths),
        BaseType::Any => json::parse(text).ok().map(Value::of_json),
    }
}

/// `1.5`, `-3`, `1.5E3`, `15%`, `15 %`.
pub(super) fn number(text: &str) -> Option<Number> {
    match text.strip_suffix('%') {
        None => Number::parse(text),
        Some(percentage) => {
            let number = Number::parse(percentage.trim_end_matches(' '))?;
            Number::new(number.coefficient(), number.scale() + 2)
        }
    }
}

/// `true`, `yes`, `y`, `false`, `no`, `n`, in any case.
pub(super) fn boolean(text: &str) -> Option<bool> {
    let is = |words: [&str; 3]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is(["true", "yes", "y"]) {
        Some(true)
    } else if is(["false", "no", "n"]) {
        Some(false)
    } else {
        None
    }
}

/// `2026-01-31`; a year of six digits has a sign, as in `-000044-03-15`.
pub(super) fn date(text: &str) -> Option<Date> {
    // jiff reads more than ISO 8601's plain form (`20260131`, a date with a time behind it), hence the look at its shape.
    let unsigned = text.strip_prefix(['-', '+']);
    let shape = unsigned.map_or_else(|| has_shape(text, "0000-00-00"), |rest| has_shape(rest, "000000-00-00"));
    if shape { text.parse().ok() } else { None }
}

/// `14:30`, `14:30:00`, `14:30:00.5`.
pub(super) fn time(text: &str) -> Option<Time> {
    let (clock, fraction) = text.split_once('.').map_or((text, None), |(clock, fraction)| (clock, Some(fraction)));
    let is_fraction = |digits: &str| (1..=9).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    let shape = match fraction {
        None => has_shape(clock, "00:00") || has_shape(clock, "00:00:00"),
        Some(fraction) => has_shape(clock, "00:00:00") && is_fraction(fraction),
    };
    // A leap second would be read as the second before it.
    if shape && clock.get(6..) != Some("60") { text.parse().ok() } else { None }
}

/// `2026-01-31T14:30`, with all that [`date`] and [`time`] read.
pub(super) fn date_time(text: &str) -> Option<DateTime> {
    let (day, clock) = text.split_once('T')?;
    Some(date(day)?.to_datetime(time(clock)?))
}

/// Whether the text has the shape of `pattern`, in which `0` stands for any digit.
fn has_shape(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len()
        && text.bytes().zip(pattern.bytes()).all(|(byte, expected)| if expected == b'0' { byte.is_ascii_digit() } else { byte == expected })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type_reads_its_own_literals_only() {
        for (base, texts) in [
            (BaseType::Number, vec!["1.5", "-3", "15%", "12.5 %", ".5", "1E3", "007"]),
            (BaseType::Boolean, vec!["true", "YES", "n"]),
            (BaseType::Date, vec!["2026-01-31", "-000044-03-15"]),
            (BaseType::Time, vec!["14:30", "14:30:00", "00:00:59.999999999"]),
            (BaseType::DateTime, vec!["2026-01-31T14:30", "2026-01-31T14:30:00.5"]),
            (BaseType::DaysTimeDuration, vec!["P1DT12H", "PT0S"]),
            (BaseType::YearsMonthsDuration, vec!["P1Y2M"]),
        ] {
            for text in texts {
                assert!(literal(text, base).is_some(), "{text} is {base}");
                for other in [
                    BaseType::Number,
                    BaseType::Boolean,
                    BaseType::Date,
                    BaseType::Time,
                    BaseType::DateTime,
                    BaseType::DaysTimeDuration,
                    BaseType::YearsMonthsDuration,
                ] {
                    assert_eq!(literal(text, other).is_some(), other == base, "{text} as {other}");
                }
            }
        }
    }

    #[test]
    fn what_is_no_literal_is_refused() {
        for (base, texts) in [
            (BaseType::Number, vec!["", "1,000", "1.", "$5", "1 000", "%", "12%%", "10000000000000000000000000000"]),
            (BaseType::Integer, vec!["1.5", "9223372036854775808", "15%"]),
            (BaseType::Boolean, vec!["1", "oui", ""]),
            (BaseType::Date, vec!["20260131", "2026-1-31", "2026-02-30", "2026-01-31T00:00", "2026-01-31Z", "+2026-01-31"]),
            (BaseType::Time, vec!["9:30", "24:00", "23:59:60", "14:30Z", "14:30+01:00", "T14:30", "14:30:00.", "14", "1430"]),
            (
                BaseType::DateTime,
                vec!["2026-01-31", "2026-01-31 14:30", "2026-01-31T14:30Z", "2026-01-31T14:30[Europe/Paris]", "2026-01-31t14:30"],
            ),
        ] {
            for text in texts {
                assert_eq!(literal(text, base), None, "{text} as {base}");
            }
        }
    }
}
