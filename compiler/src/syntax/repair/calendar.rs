//! Dates, times and durations as people type them: `31.12.2026`, `2:30 pm`, `5 days`.

use jiff::civil::{Date, Time};

use super::super::literal::{self, literal};
use super::super::operand::Trouble;
use crate::diagnostic::syntax::SyntaxProblem;
use crate::model::{BaseType, Type};

const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

/// No date, time or duration is longer than this.
const LONGEST: usize = 64;

/// What a date, time, date and time or duration that isn't in ISO 8601 may mean.
pub(super) fn readings(text: &str, ty: Type) -> Option<Trouble> {
    if text.len() > LONGEST {
        return None;
    }
    let local = || SyntaxProblem::LocalForm { read: text.to_owned(), ty };
    let some = |problem: SyntaxProblem, readings: Vec<String>| (!readings.is_empty()).then_some((problem, readings));
    if let Some(rest) = without_zone(text) {
        let readings: Vec<String> = match literal(rest, ty.base) {
            Some(value) => vec![value.to_string()],
            None => readings(rest, ty).map(|(_, readings)| readings).unwrap_or_default(),
        };
        if let Some(trouble) = some(SyntaxProblem::ZoneOrOffset { read: text.to_owned() }, readings) {
            return Some(trouble);
        }
    }
    match ty.base {
        BaseType::Date => {
            let dates = dates(text);
            if dates.is_empty() {
                let (day, clock) = split_date_time(text)?;
                let midnight = times(clock).contains(&Time::midnight());
                let problem = if midnight { local() } else { SyntaxProblem::TimeInDate { read: text.to_owned() } };
                return if times(clock).is_empty() { None } else { some(problem, dates_or_iso(day)) };
            }
            some(local(), dates.iter().map(Date::to_string).collect())
        }
        BaseType::Time => some(local(), times(text).iter().map(Time::to_string).collect()),
        BaseType::DateTime => {
            let days = dates_or_iso(text);
            if !days.is_empty() {
                let midnights = days.iter().map(|day| format!("{day}T00:00:00")).collect();
                return some(SyntaxProblem::BareDate { read: text.to_owned() }, midnights);
            }
            let (day, clock) = split_date_time(text)?;
            let clocks = times(clock);
            let readings = dates_or_iso(day).iter().flat_map(|day| clocks.iter().map(move |clock| format!("{day}T{clock}"))).collect();
            some(local(), readings)
        }
        BaseType::DaysTimeDuration => some(local(), days_time(text).into_iter().collect()),
        BaseType::YearsMonthsDuration => some(local(), years_months(text).into_iter().collect()),
        _ => None,
    }
}

/// The text without its zone or offset, if it ends with one.
fn without_zone(text: &str) -> Option<&str> {
    if !text.contains(':') {
        return None;
    }
    if let Some((rest, _)) = text.split_once('[') {
        return Some(without_zone(rest).unwrap_or(rest));
    }
    for zone in ["Z", "z", "UTC", "GMT"] {
        if let Some(rest) = text.strip_suffix(zone) {
            return Some(rest.trim_end());
        }
    }
    let (clock, offset) = text.split_at_checked(text.rfind(['+', '-'])?)?;
    let digits = offset.get(1..)?.bytes().all(|b| b.is_ascii_digit() || b == b':');
    (clock.contains(':') && digits).then(|| clock.trim_end())
}

/// Splits `1/31/2026 2:30 pm` where the clock begins: at the last blank (or `T`) that leaves a colon behind it.
fn split_date_time(text: &str) -> Option<(&str, &str)> {
    let colon = text.find(':')?;
    let at = text.get(..colon)?.rfind([' ', 'T', 't'])?;
    Some((text.get(..at)?.trim_end_matches([' ', ',']), text.get(at + 1..)?))
}

fn dates_or_iso(text: &str) -> Vec<String> {
    match literal::date(text) {
        Some(date) => vec![date.to_string()],
        None => dates(text).iter().map(Date::to_string).collect(),
    }
}

/// The dates that a local form may mean: the day before the month and the month before the day, where both are possible.
fn dates(text: &str) -> Vec<Date> {
    let parts: Vec<&str> = text.split(['/', '.', '-', ' ', ',']).filter(|part| !part.is_empty()).collect();
    let date = |year: Option<i16>, month: Option<i8>, day: Option<i8>| Date::new(year?, month?, day?).ok();
    match parts.as_slice() {
        [digits] if digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_digit()) => {
            date(digits[..4].parse().ok(), digits[4..6].parse().ok(), digits[6..].parse().ok()).into_iter().collect()
        }
        [y, m, d] if y.len() == 4 => date(year(y), month(m), day(d)).into_iter().collect(),
        [a, b, y] => {
            let day_first = date(year(y), month(b), day(a));
            // With points between them the day is always first.
            let month_first = if text.contains('.') { None } else { date(year(y), month(a), day(b)) };
            let mut dates: Vec<Date> = month_first.into_iter().chain(day_first).collect();
            dates.dedup();
            dates
        }
        _ => Vec::new(),
    }
}

/// A year of four digits, or of two as spreadsheets read them: 30 to 99 are of the 20th century.
fn year(text: &str) -> Option<i16> {
    let year: i16 = text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok())??;
    match text.len() {
        4 => Some(year),
        2 => Some(if year < 30 { 2000 + year } else { 1900 + year }),
        _ => None,
    }
}

fn month(text: &str) -> Option<i8> {
    let lower = text.to_ascii_lowercase();
    let named = MONTHS.iter().position(|month| lower.len() >= 3 && month.starts_with(&lower) || lower == "sept" && *month == "september");
    match named {
        Some(at) => i8::try_from(at + 1).ok(),
        None => number(text),
    }
}

fn day(text: &str) -> Option<i8> {
    number(["st", "nd", "rd", "th"].iter().find_map(|ordinal| text.strip_suffix(ordinal)).unwrap_or(text))
}

fn number(text: &str) -> Option<i8> {
    if text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// The times that a local form may mean: `9:30`, `2:30 pm`, `2pm`, `14h30`, `14.30`.
fn times(text: &str) -> Vec<Time> {
    if let Some(time) = literal::time(text) {
        return vec![time];
    }
    let lower = text.to_ascii_lowercase().replace("a.m.", "am").replace("p.m.", "pm");
    let (clock, afternoon) = match (lower.strip_suffix("am"), lower.strip_suffix("pm")) {
        (Some(clock), _) => (clock, Some(false)),
        (_, Some(clock)) => (clock, Some(true)),
        _ => (lower.as_str(), None),
    };
    let parts: Vec<&str> = clock.trim().split([':', 'h', '.']).collect();
    // `0.5` is a part of something, `14.30` may be a time.
    if clock.contains('.') && parts.iter().skip(1).any(|part| part.len() != 2) {
        return Vec::new();
    }
    let (hour, minute, second) = match parts.as_slice() {
        [hour] if afternoon.is_some() => (number(hour), Some(0), Some(0)),
        [hour, ""] if clock.contains('h') => (number(hour), Some(0), Some(0)),
        [hour, minute] => (number(hour), number(minute), Some(0)),
        [hour, minute, second] => (number(hour), number(minute), number(second)),
        _ => return Vec::new(),
    };
    let hour = match (hour, afternoon) {
        (Some(hour @ 1..=12), Some(afternoon)) => Some(hour % 12 + if afternoon { 12 } else { 0 }),
        (_, Some(_)) => None,
        (hour, None) => hour,
    };
    let (Some(hour), Some(minute), Some(second)) = (hour, minute, second) else { return Vec::new() };
    Time::new(hour, minute, second, 0).into_iter().collect()
}

/// Counts with units, in their order: `2 days 4 h`.
fn counts(text: &str) -> Option<Vec<(u64, String)>> {
    let mut counts = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let (count, unit) = rest.split_at(digits);
        let unit = unit.trim_start();
        let end = unit.find(|c: char| !c.is_alphabetic()).unwrap_or(unit.len());
        counts.push((count.parse().ok()?, unit[..end].to_ascii_lowercase()));
        rest = unit[end..].trim_start_matches([' ', ',']);
    }
    Some(counts)
}

/// `5 days`, `2d 4h`, `90 min`, `12:30`, `P2W` in ISO 8601.
fn days_time(text: &str) -> Option<String> {
    if let Some(weeks) = text.strip_prefix('P').and_then(|rest| rest.strip_suffix('W')) {
        return Some(format!("P{}D", weeks.parse::<u64>().ok()?.checked_mul(7)?));
    }
    if let Some((hours, minutes)) = text.split_once(':') {
        let (hours, minutes): (u64, u64) = (hours.parse().ok()?, minutes.parse().ok()?);
        let seconds = hours.checked_mul(3_600)?.checked_add(minutes.checked_mul(60)?)?;
        let duration = jiff::SignedDuration::from_secs(i64::try_from(seconds).ok()?);
        return Some(crate::model::Value::DaysTime(duration).to_string());
    }
    let mut seconds = 0_u64;
    for (count, unit) in counts(text)? {
        let unit = match unit.as_str() {
            "w" | "week" | "weeks" => 604_800,
            "d" | "day" | "days" => 86_400,
            "h" | "hr" | "hrs" | "hour" | "hours" => 3_600,
            "min" | "mins" | "minute" | "minutes" => 60,
            "s" | "sec" | "secs" | "second" | "seconds" => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(count.checked_mul(unit)?)?;
    }
    let duration = jiff::SignedDuration::from_secs(i64::try_from(seconds).ok()?);
    Some(crate::model::Value::DaysTime(duration).to_string())
}

/// `1 year 6 months`, `18 months` in ISO 8601.
fn years_months(text: &str) -> Option<String> {
    let mut months = 0_u64;
    for (count, unit) in counts(text)? {
        let unit = match unit.as_str() {
            "y" | "yr" | "yrs" | "year" | "years" => 12,
            "m" | "mo" | "mon" | "month" | "months" => 1,
            _ => return None,
        };
        months = months.checked_add(count.checked_mul(unit)?)?;
    }
    Some(crate::model::Value::YearsMonths(i64::try_from(months).ok()?).to_string())
}
