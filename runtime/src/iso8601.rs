//! Dates, times and durations in ISO 8601, in the forms that the table language takes and no others.

use alloc::format;
use alloc::string::{String, ToString as _};

use jiff::SignedDuration;
#[cfg(feature = "json")]
use jiff::Span;
#[cfg(feature = "json")]
use jiff::civil::DateTime;
use jiff::civil::{Date, Time};

#[cfg(feature = "json")]
use crate::{months, years_and_months};

/// A number of exactly so many digits.
fn digits<T: core::str::FromStr>(text: &str, count: usize) -> Option<T> {
    (text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

/// `2026-01-31`
pub(crate) fn date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    Date::new(digits(year, 4)?, digits(month, 2)?, digits(day, 2)?).ok()
}

/// `14:30`, `14:30:00`, `14:30:00.5` with up to nine digits
pub(crate) fn time(text: &str) -> Option<Time> {
    let mut parts = text.split(':');
    let (hour, minute) = (digits(parts.next()?, 2)?, digits(parts.next()?, 2)?);
    let (second, nanosecond) = match parts.next() {
        None => (0, 0),
        Some(seconds) => {
            let (whole, fraction) = seconds.split_once('.').map_or((seconds, None), |(whole, fraction)| (whole, Some(fraction)));
            (digits(whole, 2)?, fraction.map_or(Some(0), nanoseconds)?)
        }
    };
    if parts.next().is_some() {
        return None;
    }
    Time::new(hour, minute, second, i32::try_from(nanosecond).ok()?).ok()
}

/// The digits after the point of a second, one to nine of them.
fn nanoseconds(fraction: &str) -> Option<u32> {
    let missing = 9_u32.checked_sub(u32::try_from(fraction.len()).ok()?)?;
    digits::<u32>(fraction, fraction.len())?.checked_mul(10_u32.checked_pow(missing)?)
}

/// `2026-01-31T14:30:00`, never with a zone or offset
#[cfg(feature = "json")]
pub(crate) fn date_time(text: &str) -> Option<DateTime> {
    let (day, clock) = text.split_once('T')?;
    Some(DateTime::from_parts(date(day)?, time(clock)?))
}

#[cfg(feature = "json")]
/// The numbers before each of `units`, which stand in this order, each at most once; what is left must be nothing.
fn components<const N: usize>(mut text: &str, units: [char; N]) -> Option<[Option<&str>; N]> {
    let mut found = [None; N];
    for (unit, slot) in units.into_iter().zip(&mut found) {
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        if let Some((number, rest)) = text.split_at_checked(end)
            && let Some(rest) = rest.strip_prefix(unit)
        {
            *slot = Some(number);
            text = rest;
        }
    }
    text.is_empty().then_some(found)
}

#[cfg(feature = "json")]
/// `P1DT12H30M15.5S`, `-PT5M`; a day is 24 hours
pub(crate) fn days_and_time_duration(text: &str) -> Option<SignedDuration> {
    let unsigned = text.strip_prefix('-').unwrap_or(text).strip_prefix('P')?;
    let (days, clock) = unsigned.split_once('T').map_or((unsigned, None), |(days, clock)| (days, Some(clock)));
    let [day] = components(days, ['D'])?;
    let [hour, minute, second] = match clock {
        Some(clock) => components(clock, ['H', 'M', 'S'])?,
        None => [None; 3],
    };
    if [day, hour, minute, second].iter().all(Option::is_none) || clock.is_some_and(str::is_empty) {
        return None;
    }
    let whole = |number: Option<&str>| number.map_or(Some(0_i128), |n| digits::<i64>(n, n.len()).map(i128::from));
    let (second, fraction) = match second.and_then(|second| second.split_once('.')) {
        Some((second, fraction)) => (Some(second), i128::from(nanoseconds(fraction)?)),
        None => (second, 0),
    };
    let seconds = [(day, 86_400), (hour, 3_600), (minute, 60), (second, 1)]
        .into_iter()
        .try_fold(0_i128, |sum, (number, unit)| sum.checked_add(whole(number)?.checked_mul(unit)?))?;
    let nanos = seconds.checked_mul(1_000_000_000)?.checked_add(fraction)?;
    SignedDuration::try_from_nanos_i128(if text.starts_with('-') { nanos.checked_neg()? } else { nanos })
}

#[cfg(feature = "json")]
/// `P1Y6M`, `-P3M`
pub(crate) fn years_and_months_duration(text: &str) -> Option<Span> {
    let unsigned = text.strip_prefix('-').unwrap_or(text).strip_prefix('P')?;
    let [year, month] = components(unsigned, ['Y', 'M'])?;
    if year.is_none() && month.is_none() {
        return None;
    }
    let whole = |number: Option<&str>| number.map_or(Some(0_i64), |n| digits(n, n.len()));
    let count = whole(year)?.checked_mul(12)?.checked_add(whole(month)?)?;
    let count = if text.starts_with('-') { count.checked_neg()? } else { count };
    let span = years_and_months(count);
    (months(span) == Some(count)).then_some(span)
}

/// As FEEL writes it: `P1DT12H`, `PT0S`.
pub(crate) fn write_days_and_time(duration: SignedDuration) -> String {
    let magnitude = duration.unsigned_abs();
    let (seconds, nanos) = (magnitude.as_secs(), magnitude.subsec_nanos());
    let part = |unit: u64, below: u64| seconds.checked_div(unit).and_then(|n| n.checked_rem(below)).unwrap_or(0);
    let (days, hours, minutes, second) = (part(86_400, u64::MAX), part(3_600, 24), part(60, 60), part(1, 60));
    let mut text = String::from(if duration.is_negative() { "-P" } else { "P" });
    let mut push = |count: u64, unit: &str| {
        if count != 0 {
            text.push_str(&count.to_string());
            text.push_str(unit);
        }
    };
    push(days, "D");
    if hours != 0 || minutes != 0 || second != 0 || nanos != 0 || days == 0 {
        text.push('T');
        let mut push = |count: u64, unit: &str| {
            if count != 0 {
                text.push_str(&count.to_string());
                text.push_str(unit);
            }
        };
        push(hours, "H");
        push(minutes, "M");
        if nanos != 0 {
            let fraction = format!("{nanos:09}");
            text.push_str(&format!("{second}.{}S", fraction.trim_end_matches('0')));
        } else if second != 0 || (days == 0 && hours == 0 && minutes == 0) {
            text.push_str(&format!("{second}S"));
        }
    }
    text
}

/// `P1Y6M`, `P0M`; what isn't of years and months alone, as jiff writes it.
#[cfg(feature = "json")]
pub(crate) fn write_years_and_months(span: &Span) -> String {
    months(*span).map_or_else(|| span.to_string(), write_months)
}

/// So many months: `P1Y6M`, `P0M`.
pub(crate) fn write_months(count: i64) -> String {
    let sign = if count < 0 { "-" } else { "" };
    let magnitude = count.unsigned_abs();
    match (magnitude.checked_div(12).unwrap_or(0), magnitude.checked_rem(12).unwrap_or(0)) {
        (0, months) => format!("{sign}P{months}M"),
        (years, 0) => format!("{sign}P{years}Y"),
        (years, months) => format!("{sign}P{years}Y{months}M"),
    }
}

#[cfg(all(test, feature = "json"))]
mod tests {
    use super::*;

    #[test]
    fn dates_and_times_have_one_form_and_no_zone() {
        assert_eq!(date("2026-01-31").map(|d| d.to_string()).as_deref(), Some("2026-01-31"));
        for text in ["2026-1-31", "2026-02-30", "20260131", "2026-01-31T00:00:00", "+2026-01-31", "", "-2026-01-31", "2026-01-31-01"] {
            assert_eq!(date(text), None, "{text}");
        }
        for (text, shown) in
            [("14:30", "14:30:00"), ("14:30:05", "14:30:05"), ("14:30:00.5", "14:30:00.5"), ("00:00:00.000000001", "00:00:00.000000001")]
        {
            assert_eq!(time(text).map(|t| t.to_string()).as_deref(), Some(shown), "{text}");
        }
        for text in ["24:00", "14", "14:30:60", "14:30Z", "14:30+01:00", "2:30", "14:30:00.", "14:30:00.0000000001", "14:30:00:00"] {
            assert_eq!(time(text), None, "{text}");
        }
        assert!(date_time("2026-01-31T14:30:00").is_some());
        for text in ["2026-01-31", "2026-01-31 14:30:00", "2026-01-31T14:30:00Z", "2026-01-31T14:30:00[Europe/Berlin]"] {
            assert_eq!(date_time(text), None, "{text}");
        }
    }

    #[test]
    fn durations_are_read_and_written_as_feel_does() {
        for (text, shown) in [
            ("P1DT12H", "P1DT12H"),
            ("PT36H", "P1DT12H"),
            ("PT0S", "PT0S"),
            ("P0D", "PT0S"),
            ("-PT90M", "-PT1H30M"),
            ("PT1.5S", "PT1.5S"),
            ("P2D", "P2D"),
            ("P1DT0.25S", "P1DT0.25S"),
        ] {
            assert_eq!(days_and_time_duration(text).map(write_days_and_time).as_deref(), Some(shown), "{text}");
        }
        for text in [
            "",
            "P",
            "PT",
            "P1DT",
            "1D",
            "P1H",
            "P1Y",
            "P1W",
            "PT1H1D",
            "P-1D",
            "PT1M1H",
            "P1.5D",
            "PT.5S",
            "P99999999999999999999D",
            "PT1S ",
        ] {
            assert_eq!(days_and_time_duration(text), None, "{text}");
        }
        for (text, shown) in [("P1Y6M", "P1Y6M"), ("P18M", "P1Y6M"), ("-P3M", "-P3M"), ("P0Y", "P0M"), ("P2Y", "P2Y")] {
            assert_eq!(years_and_months_duration(text).map(|span| write_years_and_months(&span)).as_deref(), Some(shown), "{text}");
        }
        for text in ["", "P", "P1D", "P1M1Y", "P1Y1D", "P20000Y", "P1.5Y"] {
            assert!(years_and_months_duration(text).is_none(), "{text}");
        }
    }
}
