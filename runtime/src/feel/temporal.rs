//! Dates, times of day, and dates and times: of the civil calendar, without zone.

use alloc::string::{String, ToString as _};

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time, Weekday};
use rust_decimal::Decimal;

use super::number::{counted, digits, exact, whole};
use super::{Inexact, calendar};
use crate::iso8601;
use crate::number::power_of_ten;

/// A date as the date and time of its midnight.
#[must_use]
pub fn at_midnight(date: Date) -> DateTime {
    date.to_datetime(Time::midnight())
}

/// `date + duration`: from midnight, the time of day dropped.
///
/// # Errors
/// [`Inexact`] beyond the years -9999 to 9999.
pub fn add_to_date(date: Date, duration: SignedDuration) -> Result<Date, Inexact> {
    add_to_date_time(at_midnight(date), duration).map(DateTime::date)
}

/// `date - duration`: from midnight, the time of day dropped.
///
/// # Errors
/// [`Inexact`] beyond the years -9999 to 9999.
pub fn subtract_from_date(date: Date, duration: SignedDuration) -> Result<Date, Inexact> {
    subtract_from_date_time(at_midnight(date), duration).map(DateTime::date)
}

/// `date + months`: the day clipped to the month's last.
///
/// # Errors
/// [`Inexact`] beyond the years -9999 to 9999.
pub fn add_months_to_date(date: Date, months: i64) -> Result<Date, Inexact> {
    let since_zero = i64::from(date.year()).wrapping_mul(12).wrapping_add(i64::from(date.month()).wrapping_sub(1));
    let total = since_zero.checked_add(months).ok_or(Inexact)?;
    let year = i16::try_from(total.wrapping_div_euclid(12)).map_err(|_| Inexact)?;
    let month = i8::try_from(total.wrapping_rem_euclid(12).wrapping_add(1)).map_err(|_| Inexact)?;
    let first = Date::new(year, month, 1).map_err(|_| Inexact)?;
    Date::new(year, month, date.day().min(first.days_in_month())).map_err(|_| Inexact)
}

/// `date - months`: the day clipped to the month's last.
///
/// # Errors
/// [`Inexact`] beyond the years -9999 to 9999.
pub fn subtract_months_from_date(date: Date, months: i64) -> Result<Date, Inexact> {
    add_months_to_date(date, months.checked_neg().ok_or(Inexact)?)
}

/// `at + duration`.
///
/// # Errors
/// [`Inexact`] beyond the years -9999 to 9999.
pub fn add_to_date_time(at: DateTime, duration: SignedDuration) -> Result<DateTime, Inexact> {
    calendar::moment_after(at, duration)
}

/// `at - duration`.
///
/// # Errors
/// [`Inexact`] beyond the years -9999 to 9999.
pub fn subtract_from_date_time(at: DateTime, duration: SignedDuration) -> Result<DateTime, Inexact> {
    // The one duration without an opposite is longer than the range of dates.
    calendar::moment_after(at, duration.checked_neg().ok_or(Inexact)?)
}

/// `at + months`: the day clipped to the month's last.
///
/// # Errors
/// [`Inexact`] beyond the years -9999 to 9999.
pub fn add_months_to_date_time(at: DateTime, months: i64) -> Result<DateTime, Inexact> {
    add_months_to_date(at.date(), months).map(|date| date.to_datetime(at.time()))
}

/// `at - months`: the day clipped to the month's last.
///
/// # Errors
/// [`Inexact`] beyond the years -9999 to 9999.
pub fn subtract_months_from_date_time(at: DateTime, months: i64) -> Result<DateTime, Inexact> {
    subtract_months_from_date(at.date(), months).map(|date| date.to_datetime(at.time()))
}

/// `time + duration`, around the clock.
#[must_use]
pub fn add_to_time(time: Time, duration: SignedDuration) -> Time {
    calendar::time_after(time, duration)
}

/// `time - duration`, around the clock.
#[must_use]
pub fn subtract_from_time(time: Time, duration: SignedDuration) -> Time {
    calendar::time_before(time, duration)
}

/// `a - b` of dates.
#[must_use]
pub fn between_dates(a: Date, b: Date) -> SignedDuration {
    calendar::between_moments(at_midnight(a), at_midnight(b))
}

/// `a - b` of dates and times.
#[must_use]
pub fn between_date_times(a: DateTime, b: DateTime) -> SignedDuration {
    calendar::between_moments(a, b)
}

/// `a - b` of times of day.
#[must_use]
pub fn between_times(a: Time, b: Time) -> SignedDuration {
    calendar::between_times(a, b)
}

/// `years and months duration(from, to)`: whole months, towards zero.
#[must_use]
pub fn months_between(from: Date, to: Date) -> i64 {
    let count = |date: Date| i64::from(date.year()).wrapping_mul(12).wrapping_add(i64::from(date.month()));
    let months = count(to).wrapping_sub(count(from));
    if months > 0 && to.day() < from.day() {
        months.wrapping_sub(1)
    } else if months < 0 && to.day() > from.day() {
        months.wrapping_add(1)
    } else {
        months
    }
}

/// `date(text)`: `2026-01-31`, a year of four digits, of six behind a sign, or of four behind a `-`.
#[must_use]
pub fn date_from_text(text: &str) -> Option<Date> {
    let (year, rest) = match text.strip_prefix('-') {
        Some(unsigned) => {
            let (year, rest) = year_digits(unsigned, 6).or_else(|| year_digits(unsigned, 4))?;
            (if year == 0 { None } else { year.checked_neg() }?, rest)
        }
        None => match text.strip_prefix('+') {
            Some(unsigned) => year_digits(unsigned, 6)?,
            None => return iso8601::date(text),
        },
    };
    let (month, day) = rest.split_once('-')?;
    Date::new(year, digit_pair(month)?, digit_pair(day)?).ok()
}

/// A year of so many digits and the hyphen behind it, off the front.
fn year_digits(text: &str, count: usize) -> Option<(i16, &str)> {
    let (year, rest) = text.split_at_checked(count)?;
    let digits = year.bytes().all(|byte| byte.is_ascii_digit());
    Some((year.parse().ok().filter(|_| digits)?, rest.strip_prefix('-')?))
}

/// A number of two digits.
fn digit_pair(text: &str) -> Option<i8> {
    text.parse().ok().filter(|_| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit()))
}

/// `date(year, month, day)`: what follows the point is left out.
#[must_use]
pub fn date_from_parts(year: Decimal, month: Decimal, day: Decimal) -> Option<Date> {
    Date::new(part(year)?, part(month)?, part(day)?).ok()
}

/// `date(at)`.
#[must_use]
pub fn date_of(at: DateTime) -> Date {
    at.date()
}

/// `time(at)`.
#[must_use]
pub fn time_of(at: DateTime) -> Time {
    at.time()
}

/// `time(text)`: `14:30:00`, `14:30:00.5`, `14:30`.
#[must_use]
pub fn time_from_text(text: &str) -> Option<Time> {
    iso8601::time(text)
}

/// `time(hour, minute, second)`: what follows the point is left out, of the second what is less than a nanosecond.
#[must_use]
pub fn time_from_parts(hour: Decimal, minute: Decimal, second: Decimal) -> Option<Time> {
    let (coefficient, scale) = digits(second);
    let nanoseconds = match 9_u32.checked_sub(scale) {
        Some(finer) => coefficient.checked_mul(power_of_ten(finer)?)?,
        None => coefficient.checked_div(power_of_ten(scale.checked_sub(9)?)?)?,
    };
    let (second, fraction) = (nanoseconds.checked_div_euclid(1_000_000_000)?, nanoseconds.checked_rem_euclid(1_000_000_000)?);
    Time::new(part(hour)?, part(minute)?, i8::try_from(second).ok()?, i32::try_from(fraction).ok()?).ok()
}

/// `date and time(text)`: `2026-01-31T14:30:00`; of a date alone its midnight.
#[must_use]
pub fn date_time_from_text(text: &str) -> Option<DateTime> {
    match text.split_once('T') {
        Some((date, time)) => Some(date_from_text(date)?.to_datetime(time_from_text(time)?)),
        None => date_from_text(text).map(at_midnight),
    }
}

/// `date and time(date, time)`.
#[must_use]
pub fn date_time_from_parts(date: Date, time: Time) -> DateTime {
    date.to_datetime(time)
}

/// The whole part of a number, in the range of a part of a date.
fn part<T: TryFrom<i64>>(value: Decimal) -> Option<T> {
    T::try_from(whole(value)).ok()
}

/// `.year`.
#[must_use]
pub fn year(date: Date) -> Decimal {
    counted(date.year())
}

/// `.month`.
#[must_use]
pub fn month(date: Date) -> Decimal {
    counted(date.month())
}

/// `.day`.
#[must_use]
pub fn day(date: Date) -> Decimal {
    counted(date.day())
}

/// `.weekday`: Monday is 1.
#[must_use]
pub fn weekday(date: Date) -> Decimal {
    counted(date.weekday().to_monday_one_offset())
}

/// `.hour`.
#[must_use]
pub fn hour(time: Time) -> Decimal {
    counted(time.hour())
}

/// `.minute`.
#[must_use]
pub fn minute(time: Time) -> Decimal {
    counted(time.minute())
}

/// `.second`, with its fraction.
#[must_use]
pub fn second(time: Time) -> Decimal {
    let nanoseconds = i128::from(time.second()).wrapping_mul(1_000_000_000).wrapping_add(i128::from(time.subsec_nanosecond()));
    // Less than 60 seconds in nanoseconds always fit.
    exact(nanoseconds, 9).unwrap_or_default()
}

/// `day of year(date)`.
#[must_use]
pub fn day_of_year(date: Date) -> Decimal {
    counted(date.day_of_year())
}

/// `day of week(date)`: `Monday`.
#[must_use]
pub fn day_of_week(date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// `month of year(date)`: `January`.
#[must_use]
pub fn month_of_year(date: Date) -> &'static str {
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

/// `week of year(date)`: of ISO 8601.
#[must_use]
pub fn week_of_year(date: Date) -> Decimal {
    counted(date.iso_week_date().week())
}

/// `string(date)`.
#[must_use]
pub fn date_to_text(date: Date) -> String {
    date.to_string()
}

/// `string(time)`.
#[must_use]
pub fn time_to_text(time: Time) -> String {
    time.to_string()
}

/// `string(date and time)`.
#[must_use]
pub fn date_time_to_text(at: DateTime) -> String {
    at.to_string()
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, datetime, time};

    use super::*;

    #[test]
    fn months_are_clipped_to_the_last_day() {
        assert_eq!(add_months_to_date(date(2024, 1, 31), 1), Ok(date(2024, 2, 29)));
        assert_eq!(add_months_to_date(date(2024, 2, 29), 12), Ok(date(2025, 2, 28)));
        assert_eq!(subtract_months_from_date(date(2024, 1, 31), 14), Ok(date(2022, 11, 30)));
        assert_eq!(add_months_to_date(date(0, 1, 1), -1), Ok(date(-1, 12, 1)));
        assert_eq!(add_months_to_date(date(9999, 12, 1), 1), Err(Inexact));
        assert_eq!(subtract_months_from_date(date(0, 1, 1), i64::MIN), Err(Inexact));
        assert_eq!(add_months_to_date(date(0, 1, 1), i64::MAX), Err(Inexact));
        assert_eq!(add_months_to_date_time(datetime(2023, 12, 31, 1, 2, 3, 4), 2), Ok(datetime(2024, 2, 29, 1, 2, 3, 4)));
    }

    #[test]
    fn whole_months_are_counted_towards_zero() {
        for (from, to, months) in [
            (date(2011, 12, 22), date(2013, 8, 24), 20),
            (date(2013, 8, 24), date(2011, 12, 22), -20),
            (date(2024, 1, 31), date(2024, 2, 29), 0),
            (date(2024, 2, 29), date(2024, 1, 31), 0),
            (date(2024, 1, 1), date(2024, 1, 31), 0),
            (date(2024, 1, 15), date(2024, 3, 14), 1),
            (date(2024, 3, 14), date(2024, 1, 15), -1),
        ] {
            assert_eq!(months_between(from, to), months, "{from} {to}");
        }
    }

    #[test]
    fn a_date_begins_at_midnight_and_a_clock_goes_round() {
        let hours = |hours: i64| SignedDuration::from_secs(hours * 3_600);
        assert_eq!(add_to_date(date(2024, 2, 28), hours(47)), Ok(date(2024, 2, 29)));
        assert_eq!(subtract_from_date(date(2024, 3, 1), hours(1)), Ok(date(2024, 2, 29)));
        assert_eq!(add_to_date(date(9999, 12, 31), hours(24)), Err(Inexact));
        assert_eq!(subtract_from_date(date(2024, 1, 1), SignedDuration::MIN), Err(Inexact));
        assert_eq!(add_to_time(time(23, 0, 0, 0), hours(2)), time(1, 0, 0, 0));
        assert_eq!(subtract_from_time(time(1, 0, 0, 0), hours(50)), time(23, 0, 0, 0));
        assert_eq!(between_dates(date(2024, 3, 1), date(2024, 2, 28)), hours(48));
    }

    #[test]
    fn parts_make_only_what_exists() {
        let n = |text: &str| crate::feel::number(text).unwrap();
        assert_eq!(date_from_parts(n("2024"), n("2.0"), n("29")), Some(date(2024, 2, 29)));
        assert_eq!(date_from_parts(n("2023"), n("2"), n("29")), None);
        assert_eq!(date_from_parts(n("2024"), n("1.5"), n("1")), Some(date(2024, 1, 1)));
        assert_eq!(date_from_parts(n("99999999999"), n("1"), n("1")), None);
        assert_eq!(time_from_parts(n("23"), n("59"), n("59.999999999")), Some(time(23, 59, 59, 999_999_999)));
        assert_eq!(time_from_parts(n("0.9"), n("0"), n("0.0000000019")), Some(time(0, 0, 0, 1)));
        assert_eq!(time_from_parts(n("0"), n("0"), n("-1")), None);
        assert_eq!(time_from_parts(n("24"), n("0"), n("0")), None);
        assert_eq!(date_time_from_text("2024-02-29"), Some(datetime(2024, 2, 29, 0, 0, 0, 0)));
        for (text, day) in [("-2017-01-02", -2017), ("-002017-01-02", -2017), ("+002017-01-02", 2017), ("2017-01-02", 2017)] {
            assert_eq!(date_from_text(text), Some(date(day, 1, 2)), "{text}");
        }
        for text in
            ["+2017-01-02", "02017-01-02", "-0000-01-02", "-2017-1-02", "-2017-01-02-", "2017-02-29", "-012017-01-02", "-20+7-01-02"]
        {
            assert_eq!(date_from_text(text), None, "{text}");
        }
        assert_eq!(second(time(0, 0, 5, 500_000_000)).to_string(), "5.5");
        assert_eq!((weekday(date(2024, 1, 1)).to_string(), week_of_year(date(2023, 1, 1)).to_string()), ("1".to_owned(), "52".to_owned()));
        assert_eq!((day_of_week(date(2024, 2, 29)), month_of_year(date(2024, 2, 29))), ("Thursday", "February"));
    }
}
