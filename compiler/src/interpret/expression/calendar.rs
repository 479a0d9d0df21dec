//! Dates, times and durations by day numbers and nanoseconds, in integers of 128 bits; jiff's types only hold them.

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time};

use super::Inexact;
use super::number::whole;
use crate::model::{BaseType, Number, Value};
use crate::syntax::literal;

const NANOSECONDS_A_SECOND: i128 = 1_000_000_000;
const NANOSECONDS_A_DAY: i128 = 86_400 * NANOSECONDS_A_SECOND;

/// Days of 400 years, after which the calendar repeats.
const DAYS_AN_ERA: i128 = 146_097;

/// The number of a day, 0 the first of March of the year 0.
fn day_number(date: Date) -> i128 {
    // Years that begin in March have their leap day at the end.
    let month = i128::from(date.month()) + if date.month() < 3 { 9 } else { -3 };
    let year = i128::from(date.year()) - i128::from(date.month() < 3);
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    era * DAYS_AN_ERA + year * 365 + year / 4 - year / 100 + days_before(month) + i128::from(date.day()) - 1
}

/// The days of a year that begins in March before its month of this number, 0 March.
fn days_before(month: i128) -> i128 {
    (0..month).map(|month| [31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31][usize::try_from(month).unwrap_or(0).min(10)]).sum()
}

/// The day of a number.
fn day(number: i128) -> Result<Date, Inexact> {
    let (era, rest) = (number.div_euclid(DAYS_AN_ERA), number.rem_euclid(DAYS_AN_ERA));
    // The last day of an era, and of four years, is a leap day: it belongs to the year before.
    let century = (rest / 36_524).min(3);
    let rest = rest - century * 36_524;
    let four = rest / 1_461;
    let rest = rest - four * 1_461;
    let year = (rest / 365).min(3);
    let rest = rest - year * 365;
    let month = (0..12).rev().find(|month| days_before(*month) <= rest).unwrap_or(0);
    let year = era * 400 + century * 100 + four * 4 + year + i128::from(month > 9);
    date(year, if month > 9 { month - 9 } else { month + 3 }, rest - days_before(month) + 1).ok_or(Inexact)
}

/// The date of a year, a month and a day, if there is one.
fn date(year: i128, month: i128, day: i128) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn nanosecond_of_day(time: Time) -> i128 {
    let seconds = (i128::from(time.hour()) * 60 + i128::from(time.minute())) * 60 + i128::from(time.second());
    seconds * NANOSECONDS_A_SECOND + i128::from(time.subsec_nanosecond())
}

fn time_of_day(nanosecond: i128) -> Option<Time> {
    let (seconds, nanosecond) = (nanosecond / NANOSECONDS_A_SECOND, nanosecond % NANOSECONDS_A_SECOND);
    let part = |value: i128| i8::try_from(value).ok();
    Time::new(part(seconds / 3_600)?, part(seconds / 60 % 60)?, part(seconds % 60)?, i32::try_from(nanosecond).ok()?).ok()
}

/// Nanoseconds since midnight of day 0.
fn moment_number(moment: DateTime) -> i128 {
    day_number(moment.date()) * NANOSECONDS_A_DAY + nanosecond_of_day(moment.time())
}

fn moment(number: i128) -> Result<DateTime, Inexact> {
    let time = time_of_day(number.rem_euclid(NANOSECONDS_A_DAY)).ok_or(Inexact)?;
    Ok(day(number.div_euclid(NANOSECONDS_A_DAY))?.to_datetime(time))
}

/// A duration's nanoseconds.
pub(super) fn nanoseconds(duration: SignedDuration) -> i128 {
    i128::from(duration.as_secs()) * NANOSECONDS_A_SECOND + i128::from(duration.subsec_nanos())
}

/// The duration of so many nanoseconds.
pub(super) fn duration(nanoseconds: i128) -> Result<SignedDuration, Inexact> {
    let seconds = i64::try_from(nanoseconds / NANOSECONDS_A_SECOND).map_err(|_| Inexact)?;
    let rest = i32::try_from(nanoseconds % NANOSECONDS_A_SECOND).map_err(|_| Inexact)?;
    Ok(SignedDuration::new(seconds, rest))
}

/// The date that a number of nanoseconds after its midnight is on.
pub(super) fn date_after(date: Date, nanoseconds: i128) -> Result<Date, Inexact> {
    day(day_number(date) + nanoseconds.div_euclid(NANOSECONDS_A_DAY))
}

/// The moment a number of nanoseconds later.
pub(super) fn moment_after(from: DateTime, nanoseconds: i128) -> Result<DateTime, Inexact> {
    moment(moment_number(from) + nanoseconds)
}

/// The time of day a number of nanoseconds later, around the clock.
pub(super) fn time_after(time: Time, nanoseconds: i128) -> Result<Time, Inexact> {
    time_of_day((nanosecond_of_day(time) + nanoseconds).rem_euclid(NANOSECONDS_A_DAY)).ok_or(Inexact)
}

/// The date a number of months later, the day clipped to the month's last.
pub(super) fn months_after(from: Date, months: i128) -> Result<Date, Inexact> {
    let month = i128::from(from.year()) * 12 + i128::from(from.month()) - 1 + months;
    let (year, month) = (month.div_euclid(12), month.rem_euclid(12) + 1);
    (0..4).find_map(|shorter| date(year, month, i128::from(from.day()) - shorter)).ok_or(Inexact)
}

/// The nanoseconds from one date to another.
pub(super) fn between_dates(from: Date, to: Date) -> i128 {
    (day_number(to) - day_number(from)) * NANOSECONDS_A_DAY
}

/// The nanoseconds from one moment to another.
pub(super) fn between_moments(from: DateTime, to: DateTime) -> i128 {
    moment_number(to) - moment_number(from)
}

/// The nanoseconds from one time of a day to another.
pub(super) fn between_times(from: Time, to: Time) -> i128 {
    nanosecond_of_day(to) - nanosecond_of_day(from)
}

/// The whole months from one date to another, towards zero.
pub(super) fn months_between(from: Date, to: Date) -> i64 {
    if to < from {
        return -months_between(to, from);
    }
    let month = |date: Date| i64::from(date.year()) * 12 + i64::from(date.month());
    month(to) - month(from) - i64::from(to.day() < from.day())
}

/// The dates from one to the other, both included.
pub(super) fn days_through(first: Date, last: Date, most: usize) -> Result<Vec<Value>, Inexact> {
    let (first, last) = (day_number(first), day_number(last));
    if (last - first).unsigned_abs() >= most as u128 {
        return Err(Inexact);
    }
    let dates = |numbers: &mut dyn Iterator<Item = i128>| numbers.map(|number| day(number).map(Value::Date)).collect();
    if first <= last { dates(&mut (first..=last)) } else { dates(&mut (last..=first).rev()) }
}

/// `date` of a text.
pub(super) fn date_from_text(text: &str) -> Option<Date> {
    // FEEL's year before 0 has four digits, that of ISO 8601 has six.
    let year_before_zero = text.strip_prefix('-').filter(|rest| rest.len() == 10 && rest.is_ascii()).map(|rest| format!("-00{rest}"));
    match literal(year_before_zero.as_deref().unwrap_or(text), BaseType::Date)? {
        Value::Date(date) => Some(date),
        _ => None,
    }
}

/// `time` of a text.
pub(super) fn time_from_text(text: &str) -> Option<Time> {
    match literal(text, BaseType::Time)? {
        Value::Time(time) => Some(time),
        _ => None,
    }
}

/// `date and time` of a text.
pub(super) fn moment_from_text(text: &str) -> Option<DateTime> {
    match text.split_once('T') {
        Some((date, time)) => Some(date_from_text(date)?.to_datetime(time_from_text(time)?)),
        None => Some(date_from_text(text)?.to_datetime(Time::midnight())),
    }
}

/// `date` of its parts.
pub(super) fn date_from_parts(year: Number, month: Number, day: Number) -> Option<Date> {
    date(whole(year), whole(month), whole(day))
}

/// `time` of its parts.
pub(super) fn time_from_parts(hour: Number, minute: Number, second: Number) -> Option<Time> {
    let (hour, minute) = (whole(hour), whole(minute));
    let nanosecond = match second.scale().checked_sub(9) {
        Some(dropped) => second.coefficient() / 10_i128.checked_pow(dropped)?,
        None => second.coefficient().checked_mul(10_i128.pow(9 - second.scale()))?,
    };
    let shown = (0..24).contains(&hour) && (0..60).contains(&minute) && (0..60 * NANOSECONDS_A_SECOND).contains(&nanosecond);
    if shown { time_of_day((hour * 60 + minute) * 60 * NANOSECONDS_A_SECOND + nanosecond) } else { None }
}

/// The day of the week, Monday 1.
pub(super) fn weekday(date: Date) -> i64 {
    // Day 0, the first of March of the year 0, is a Wednesday.
    i64::try_from((day_number(date) + 2).rem_euclid(7)).unwrap_or(0) + 1
}

/// The name of the day of the week.
pub(super) fn name_of_weekday(date: Date) -> &'static str {
    match weekday(date) {
        1 => "Monday",
        2 => "Tuesday",
        3 => "Wednesday",
        4 => "Thursday",
        5 => "Friday",
        6 => "Saturday",
        _ => "Sunday",
    }
}

/// The name of the month.
pub(super) fn name_of_month(date: Date) -> &'static str {
    match date.month() {
        1 => "January",
        2 => "February",
        3 => "March",
        4 => "April",
        5 => "May",
        6 => "June",
        7 => "July",
        8 => "August",
        9 => "September",
        10 => "October",
        11 => "November",
        _ => "December",
    }
}

/// The day of the year, 1 the first of January.
pub(super) fn day_of_year(date: Date) -> i64 {
    i64::try_from(day_number(date) - first_of_january(i128::from(date.year()))).unwrap_or(0) + 1
}

/// The number of the first day of a year.
fn first_of_january(year: i128) -> i128 {
    // The year before that begins in March has ten months up to it.
    let year = year - 1;
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    era * DAYS_AN_ERA + year * 365 + year / 4 - year / 100 + days_before(10)
}

/// The week of ISO 8601.
pub(super) fn week_of_year(date: Date) -> i64 {
    // A week belongs to the year of its Thursday.
    let thursday = day_number(date) + 4 - i128::from(weekday(date));
    let year = i128::from(date.year());
    let of = |year: i128| (thursday - first_of_january(year)).div_euclid(7) + 1;
    let week = if thursday < first_of_january(year) {
        of(year - 1)
    } else if thursday >= first_of_january(year + 1) {
        of(year + 1)
    } else {
        of(year)
    };
    i64::try_from(week).unwrap_or(0)
}

/// `.second` of a time: with its fraction.
pub(super) fn second(time: Time) -> Result<Number, Inexact> {
    seconds(nanosecond_of_day(time) % (60 * NANOSECONDS_A_SECOND))
}

/// Nanoseconds in seconds.
pub(super) fn seconds(nanoseconds: i128) -> Result<Number, Inexact> {
    Number::new(nanoseconds, 9).ok_or(Inexact)
}

/// A part of a days and time duration in whole units of so many seconds, without those of so many.
pub(super) fn part(duration: SignedDuration, unit: i64, without: Option<i64>) -> Number {
    let rest = without.map_or(duration.as_secs(), |without| duration.as_secs() % without);
    Number::from_integer(rest / unit)
}
