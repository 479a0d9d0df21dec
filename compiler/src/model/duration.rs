//! Durations as text: ISO 8601 in, FEEL's canonical form out (DMN 1.5, 10.3.4.10 and 10.3.4.11).
//!
//! A days and time duration is a [`SignedDuration`], in which a day is 24 hours; a years and months duration is a number of months. Weeks
//! belong to neither. Both functions that read refuse what doesn't fit instead of wrapping, and take time linear in the text.

use std::fmt;

use jiff::SignedDuration;

const SECONDS_A_DAY: u64 = 86_400;
/// The longest years and months duration that a column holds, in months: 19,998 years, a `jiff::Span`'s most in generated code.
/// Expressions compute with longer ones.
pub const MAX_MONTHS: u64 = 19_998 * 12;

/// Reads a days and time duration: `P1DT12H`, `PT0.5S`, `-P3D`. Each part is there at most once, in this order; only the seconds may have
/// a fraction, of at most nine digits. `None` for any other text and for what 64 bits of seconds can't hold.
pub fn parse_days_time(text: &str) -> Option<SignedDuration> {
    let (negative, rest) = signed(text)?;
    let (date, time) = match rest.split_once('T') {
        Some((_, "")) => return None,
        Some((date, time)) => (date, time),
        None => (rest, ""),
    };
    if date.is_empty() && time.is_empty() {
        return None;
    }
    let (days, date) = part(date, 'D')?;
    let (hours, time) = part(time, 'H')?;
    let (minutes, time) = part(time, 'M')?;
    let (seconds, nanoseconds) = seconds(time)?;
    if !date.is_empty() {
        return None;
    }
    let whole = [(days, SECONDS_A_DAY), (hours, 3_600), (minutes, 60), (seconds, 1)]
        .into_iter()
        .try_fold(0_u64, |sum, (count, unit)| sum.checked_add(count.checked_mul(unit)?))?;
    Some(SignedDuration::new(with_sign(negative, whole)?, if negative { -nanoseconds } else { nanoseconds }))
}

/// Reads a years and months duration, in months: `P1Y2M` is 14, `-P3M` is -3. `None` for any other text and for what 64 bits can't hold.
pub fn parse_years_months(text: &str) -> Option<i64> {
    let (negative, rest) = signed(text)?;
    if rest.is_empty() {
        return None;
    }
    let (years, rest) = part(rest, 'Y')?;
    let (months, rest) = part(rest, 'M')?;
    if !rest.is_empty() {
        return None;
    }
    with_sign(negative, years.checked_mul(12)?.checked_add(months)?)
}

/// Writes a days and time duration as FEEL does: the largest units first, none that is zero, `PT0S` for nothing.
pub(super) fn write_days_time(duration: SignedDuration, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let whole = duration.as_secs().unsigned_abs();
    let nanoseconds = duration.subsec_nanos().unsigned_abs();
    if whole == 0 && nanoseconds == 0 {
        return f.write_str("PT0S");
    }
    f.write_str(if duration.is_negative() { "-P" } else { "P" })?;
    let (days, rest) = (whole / SECONDS_A_DAY, whole % SECONDS_A_DAY);
    let (hours, minutes, seconds) = (rest / 3_600, rest / 60 % 60, rest % 60);
    if days > 0 {
        write!(f, "{days}D")?;
    }
    if rest > 0 || nanoseconds > 0 {
        f.write_str("T")?;
    }
    if hours > 0 {
        write!(f, "{hours}H")?;
    }
    if minutes > 0 {
        write!(f, "{minutes}M")?;
    }
    match (seconds, nanoseconds) {
        (0, 0) => Ok(()),
        (_, 0) => write!(f, "{seconds}S"),
        _ => {
            let fraction = format!("{nanoseconds:09}");
            write!(f, "{seconds}.{}S", fraction.trim_end_matches('0'))
        }
    }
}

/// Writes a years and months duration as FEEL does: `P1Y2M`, `-P3M`, `P0M` for nothing.
pub(super) fn write_years_months(months: i64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (sign, magnitude) = (if months < 0 { "-" } else { "" }, months.unsigned_abs());
    match (magnitude / 12, magnitude % 12) {
        (0, months) => write!(f, "{sign}P{months}M"),
        (years, 0) => write!(f, "{sign}P{years}Y"),
        (years, months) => write!(f, "{sign}P{years}Y{months}M"),
    }
}

/// The sign, and what follows the `P`.
fn signed(text: &str) -> Option<(bool, &str)> {
    match text.strip_prefix('-') {
        Some(rest) => Some((true, rest.strip_prefix('P')?)),
        None => Some((false, text.strip_prefix('P')?)),
    }
}

/// The number of this magnitude; the least `i64` has a magnitude that is no `i64`.
fn with_sign(negative: bool, magnitude: u64) -> Option<i64> {
    if negative { 0_i64.checked_sub_unsigned(magnitude) } else { i64::try_from(magnitude).ok() }
}

/// Takes `12H` off the front: the count, and the rest. 0 where the text doesn't begin with a part of this unit.
fn part(text: &str, unit: char) -> Option<(u64, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    match rest.strip_prefix(unit) {
        Some(rest) => Some((digits.parse().ok()?, rest)),
        None => Some((0, text)),
    }
}

/// Reads `30.5S`, or nothing, as seconds and nanoseconds.
fn seconds(text: &str) -> Option<(u64, i32)> {
    if text.is_empty() {
        return Some((0, 0));
    }
    let text = text.strip_suffix('S')?;
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || fraction.len() > 9 {
        return None;
    }
    Some((whole.parse().ok()?, format!("{fraction:0<9}").parse().ok()?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::Value;

    #[test]
    fn days_and_time_are_read_and_written() {
        for (text, seconds, shown) in [
            ("P1D", 86_400, "P1D"),
            ("PT36H", 129_600, "P1DT12H"),
            ("P1DT12H", 129_600, "P1DT12H"),
            ("PT90M", 5_400, "PT1H30M"),
            ("PT0S", 0, "PT0S"),
            ("P0D", 0, "PT0S"),
            ("-PT1S", -1, "-PT1S"),
            ("-P1DT1M", -86_460, "-P1DT1M"),
            ("PT9223372036854775807S", i64::MAX, "P106751991167300DT15H30M7S"),
        ] {
            let read = parse_days_time(text).unwrap();
            assert_eq!(read, SignedDuration::from_secs(seconds), "{text}");
            assert_eq!(Value::DaysTime(read).to_string(), shown);
        }
        assert_eq!(parse_days_time("PT0.5S"), Some(SignedDuration::from_millis(500)));
        assert_eq!(Value::DaysTime(SignedDuration::new(-1, -500_000_000)).to_string(), "-PT1.5S");
    }

    #[test]
    fn years_and_months_are_read_and_written() {
        for (text, months, shown) in
            [("P1Y2M", 14, "P1Y2M"), ("P14M", 14, "P1Y2M"), ("-P3M", -3, "-P3M"), ("P2Y", 24, "P2Y"), ("P0Y", 0, "P0M")]
        {
            assert_eq!(parse_years_months(text), Some(months), "{text}");
            assert_eq!(Value::YearsMonths(months).to_string(), shown);
        }
        assert_eq!(Value::YearsMonths(i64::MIN).to_string(), "-P768614336404564650Y8M");
        assert_eq!(parse_years_months("-P768614336404564650Y8M"), Some(i64::MIN));
    }

    #[test]
    fn what_is_no_duration_is_refused() {
        for text in [
            "",
            "P",
            "PT",
            "-P",
            "P1",
            "1D",
            "P1H",
            "PT1D",
            "P1DT",
            "P1W",
            "P1Y",
            "P1.5D",
            "PT1.S",
            "PT.5S",
            "PT1.0000000001S",
            "PT1M1H",
            "P1D1D",
            "+P1D",
            "p1d",
            "P-1D",
            "PT9223372036854775808S",
            "P99999999999999999999D",
        ] {
            assert_eq!(parse_days_time(text), None, "{text}");
        }
        for text in ["", "P", "P1", "P1D", "P1M1Y", "PT1M", "P1.5Y", "P9223372036854775808M", "P99999999999999999999Y", "P1Y1Y"] {
            assert_eq!(parse_years_months(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn print_then_parse_is_the_identity(seconds in any::<i64>(), nanoseconds in 0..1_000_000_000_i32, months in any::<i64>()) {
            let duration = SignedDuration::new(seconds, if seconds < 0 { -nanoseconds } else { nanoseconds });
            prop_assert_eq!(parse_days_time(&Value::DaysTime(duration).to_string()), Some(duration));
            prop_assert_eq!(parse_years_months(&Value::YearsMonths(months).to_string()), Some(months));
        }

        #[test]
        fn never_panics(text in "-?P?[0-9.YMDTHS]{0,24}") {
            let _ = (parse_days_time(&text), parse_years_months(&text));
        }
    }
}
