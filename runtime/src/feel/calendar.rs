//! Days by number, and moments as a day and the nanoseconds since its midnight.
//!
//! jiff's own checked arithmetic gives up before the ends of the range of years, so jiff's types only hold what is computed here. Nothing
//! here can overflow but what is checked: years have 16 bits, numbers of days 32, and nanoseconds of two days fit 64 many times.

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time};

use super::Inexact;

const SECONDS_A_DAY: i64 = 86_400;
const NANOSECONDS_A_SECOND: i64 = 1_000_000_000;
const NANOSECONDS_A_DAY: i64 = SECONDS_A_DAY.wrapping_mul(NANOSECONDS_A_SECOND);

/// Days of 400 years, after which the calendar repeats.
const DAYS_OF_400_YEARS: i64 = 146_097;

/// The number of a year's first day, 0 that of the year 0.
fn first_day(year: i64) -> i64 {
    // As many leap days as leap years have ended before it; the year 0 is one.
    let last = year.wrapping_sub(1);
    let leap_days = last.div_euclid(4).wrapping_sub(last.div_euclid(100)).wrapping_add(last.div_euclid(400)).wrapping_add(1);
    year.wrapping_mul(365).wrapping_add(leap_days)
}

/// The number of a day, 0 the first of January of the year 0.
pub(super) fn day_number(date: Date) -> i64 {
    first_day(i64::from(date.year())).wrapping_add(day_of_year(date)).wrapping_sub(1)
}

/// The day's number in its year, from 1 (Meeus, Astronomical Algorithms, 2nd edition, page 65). jiff's looks it up in a table, and a lookup
/// can panic as far as the compiler knows.
fn day_of_year(date: Date) -> i64 {
    let (month, day) = (i64::from(date.month()), i64::from(date.day()));
    let short_of_30 = if date.in_leap_year() { 1 } else { 2_i64 }.wrapping_mul(month.wrapping_add(9).div_euclid(12));
    month.wrapping_mul(275).div_euclid(9).wrapping_sub(short_of_30).wrapping_add(day).wrapping_sub(30)
}

/// The day of a number.
pub(super) fn day_of(number: i64) -> Result<Date, Inexact> {
    // The average year puts it into the right one or into one beside it.
    let guess = number.checked_mul(400).ok_or(Inexact)?.div_euclid(DAYS_OF_400_YEARS);
    let year = [guess.wrapping_add(1), guess].into_iter().find(|year| first_day(*year) <= number).unwrap_or(guess.wrapping_sub(1));
    let mut rest = number.wrapping_sub(first_day(year));
    let year = i16::try_from(year).map_err(|_| Inexact)?;
    for month in 1..=12 {
        let first = Date::new(year, month, 1).map_err(|_| Inexact)?;
        let days = i64::from(first.days_in_month());
        if rest < days {
            return i8::try_from(rest.wrapping_add(1)).ok().and_then(|day| Date::new(year, month, day).ok()).ok_or(Inexact);
        }
        rest = rest.wrapping_sub(days);
    }
    Err(Inexact)
}

/// Nanoseconds since midnight.
fn since_midnight(time: Time) -> i64 {
    let minutes = i64::from(time.hour()).wrapping_mul(60).wrapping_add(i64::from(time.minute()));
    let seconds = minutes.wrapping_mul(60).wrapping_add(i64::from(time.second()));
    seconds.wrapping_mul(NANOSECONDS_A_SECOND).wrapping_add(i64::from(time.subsec_nanosecond()))
}

/// The time of day so many nanoseconds after midnight, days left out.
fn time_at(nanoseconds: i64) -> Time {
    let of_day = nanoseconds.rem_euclid(NANOSECONDS_A_DAY);
    let (seconds, nanosecond) = (of_day.div_euclid(NANOSECONDS_A_SECOND), of_day.rem_euclid(NANOSECONDS_A_SECOND));
    let part = |value: i64| i8::try_from(value).unwrap_or_default();
    let (hour, minute, second) = (seconds.div_euclid(3_600), seconds.div_euclid(60).rem_euclid(60), seconds.rem_euclid(60));
    // All parts of what is less than a day are in range.
    Time::new(part(hour), part(minute), part(second), i32::try_from(nanosecond).unwrap_or_default()).unwrap_or_default()
}

/// A duration as whole days, rounded down, and the nanoseconds beyond them: fewer than a day's.
fn days_and_rest(duration: SignedDuration) -> (i64, i64) {
    let seconds = duration.as_secs();
    let rest = seconds.rem_euclid(SECONDS_A_DAY).wrapping_mul(NANOSECONDS_A_SECOND).wrapping_add(i64::from(duration.subsec_nanos()));
    // The fraction of a second has the duration's sign, so the rest of a negative one may lie below the day.
    (seconds.div_euclid(SECONDS_A_DAY).wrapping_add(rest.div_euclid(NANOSECONDS_A_DAY)), rest.rem_euclid(NANOSECONDS_A_DAY))
}

/// The moment a duration later.
pub(super) fn moment_after(at: DateTime, duration: SignedDuration) -> Result<DateTime, Inexact> {
    let (days, rest) = days_and_rest(duration);
    let nanoseconds = since_midnight(at.time()).wrapping_add(rest);
    let carried = day_number(at.date()).wrapping_add(nanoseconds.div_euclid(NANOSECONDS_A_DAY));
    // Days of a duration are fewer than 2^48: the sum is exact.
    Ok(day_of(carried.wrapping_add(days))?.to_datetime(time_at(nanoseconds)))
}

/// The time of day a duration later, around the clock.
pub(super) fn time_after(time: Time, duration: SignedDuration) -> Time {
    time_at(since_midnight(time).wrapping_add(days_and_rest(duration).1))
}

/// The time of day a duration earlier, around the clock.
pub(super) fn time_before(time: Time, duration: SignedDuration) -> Time {
    time_at(since_midnight(time).wrapping_sub(days_and_rest(duration).1))
}

/// `a - b`.
pub(super) fn between_moments(a: DateTime, b: DateTime) -> SignedDuration {
    let days = day_number(a.date()).wrapping_sub(day_number(b.date()));
    SignedDuration::from_secs(days.wrapping_mul(SECONDS_A_DAY)).saturating_add(between_times(a.time(), b.time()))
}

/// `a - b`.
pub(super) fn between_times(a: Time, b: Time) -> SignedDuration {
    SignedDuration::from_nanos(since_midnight(a).wrapping_sub(since_midnight(b)))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::feel::{
        add_to_date, add_to_date_time, add_to_time, between_date_times, between_dates, iterate_days, subtract_from_date,
        subtract_from_date_time, subtract_from_time,
    };

    const A_DAY: SignedDuration = SignedDuration::from_hours(24);
    const A_NANOSECOND: SignedDuration = SignedDuration::from_nanos(1);

    #[test]
    fn every_day_has_one_number() {
        assert_eq!(day_number(date(0, 1, 1)), 0);
        let mut number = day_number(Date::MIN);
        for first in (-9_999..=9_999).flat_map(|year| (1..=12).map(move |month| date(year, month, 1))) {
            for day in [first, first.last_of_month()] {
                let expected = number + i64::from(day.day()) - 1;
                assert_eq!((day_number(day), day_of(expected)), (expected, Ok(day)));
            }
            number += i64::from(first.days_in_month());
        }
        assert_eq!(number, day_number(Date::MAX) + 1);
        for beyond in [day_number(Date::MIN) - 1, number, i64::MIN, i64::MAX, i64::MIN / 400, i64::MAX / 400] {
            assert_eq!(day_of(beyond), Err(Inexact), "{beyond}");
        }
    }

    #[test]
    fn dates_reach_from_end_to_end() {
        let all = between_dates(Date::MAX, Date::MIN);
        assert_eq!(all, SignedDuration::from_hours(24 * (day_number(Date::MAX) - day_number(Date::MIN))));
        assert_eq!(between_dates(Date::MIN, Date::MAX), -all);
        assert_eq!(add_to_date(Date::MIN, all), Ok(Date::MAX));
        assert_eq!(subtract_from_date(Date::MIN, -all), Ok(Date::MAX));
        assert_eq!(subtract_from_date(Date::MAX, all), Ok(Date::MIN));
        assert_eq!(add_to_date(Date::MAX, -all), Ok(Date::MIN));
        // The time of day is dropped, so the last day lasts until its last nanosecond.
        assert_eq!(add_to_date(Date::MAX, A_DAY - A_NANOSECOND), Ok(Date::MAX));
        assert_eq!(add_to_date(Date::MAX, A_DAY), Err(Inexact));
        assert_eq!(subtract_from_date(Date::MIN, A_NANOSECOND), Err(Inexact));
        assert_eq!(add_to_date(Date::MIN, -A_NANOSECOND), Err(Inexact));
        assert_eq!(subtract_from_date(date(-9999, 1, 2), A_NANOSECOND), Ok(Date::MIN));
        // More than half of the range, twice.
        let early = between_dates(Date::MIN, date(1900, 2, 28));
        assert_eq!(subtract_from_date(Date::MIN, early), Ok(date(1900, 2, 28)));
    }

    #[test]
    fn moments_reach_from_end_to_end() {
        let all = between_date_times(DateTime::MAX, DateTime::MIN);
        assert_eq!(all, between_dates(Date::MAX, Date::MIN) + A_DAY - A_NANOSECOND);
        assert_eq!(between_date_times(DateTime::MIN, DateTime::MAX), -all);
        assert_eq!(add_to_date_time(DateTime::MIN, all), Ok(DateTime::MAX));
        assert_eq!(subtract_from_date_time(DateTime::MAX, all), Ok(DateTime::MIN));
        assert_eq!(subtract_from_date_time(DateTime::MIN, -all), Ok(DateTime::MAX));
        for beyond in [A_NANOSECOND, A_DAY, all, SignedDuration::MAX] {
            assert_eq!(add_to_date_time(DateTime::MAX, beyond), Err(Inexact));
            assert_eq!(subtract_from_date_time(DateTime::MIN, beyond), Err(Inexact));
            assert_eq!(add_to_date_time(DateTime::MIN, -beyond), Err(Inexact));
        }
        for extreme in [SignedDuration::MIN, SignedDuration::MAX] {
            for at in [DateTime::MIN, DateTime::MAX] {
                assert_eq!(add_to_date_time(at, extreme), Err(Inexact));
                assert_eq!(subtract_from_date_time(at, extreme), Err(Inexact));
            }
        }
        let noon = date(2024, 2, 29).at(12, 0, 0, 1);
        assert_eq!(add_to_date_time(noon, SignedDuration::new(-43_200, -2)), Ok(date(2024, 2, 28).at(23, 59, 59, 999_999_999)));
    }

    #[test]
    fn a_clock_goes_round_however_long_it_runs() {
        let midnight = Time::midnight();
        assert_eq!(add_to_time(Time::MAX, A_NANOSECOND), midnight);
        assert_eq!(subtract_from_time(midnight, A_NANOSECOND), Time::MAX);
        assert_eq!(add_to_time(midnight, -A_NANOSECOND), Time::MAX);
        for extreme in [SignedDuration::MIN, SignedDuration::MAX] {
            let nanoseconds = extreme.as_nanos().rem_euclid(i128::from(NANOSECONDS_A_DAY));
            assert_eq!(i128::from(since_midnight(add_to_time(midnight, extreme))), nanoseconds);
            assert_eq!(i128::from(since_midnight(subtract_from_time(midnight, extreme))), i128::from(NANOSECONDS_A_DAY) - nanoseconds);
        }
    }

    #[test]
    fn days_are_gone_through_to_the_last() {
        assert_eq!(iterate_days(date(9999, 12, 30), Date::MAX), Ok(vec![date(9999, 12, 30), Date::MAX]));
        assert_eq!(iterate_days(date(-9999, 1, 2), Date::MIN), Ok(vec![date(-9999, 1, 2), Date::MIN]));
    }
}
