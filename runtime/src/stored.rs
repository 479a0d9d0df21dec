//! Dates, times and durations from the integers that columns of outputs hold: the inverse of their functions in [`grid`](crate::grid).

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time};

const NANOS_PER_SECOND: i128 = 1_000_000_000;

/// The date that [`yyyymmdd`](crate::yyyymmdd) gives this number of, if there is one.
#[must_use]
pub fn date_of(yyyymmdd: i64) -> Option<Date> {
    let (month_and_day, year) = (yyyymmdd.checked_rem_euclid(10_000)?, yyyymmdd.checked_div_euclid(10_000)?);
    let (month, day) = (month_and_day.checked_div(100)?, month_and_day.checked_rem(100)?);
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The time of day that [`hhmmss_nanos`](crate::hhmmss_nanos) gives this number of, if there is one.
#[must_use]
pub fn time_of(hhmmss_nanos: i64) -> Option<Time> {
    let (hhmmss, nanos) = (hhmmss_nanos.checked_div(1_000_000_000)?, hhmmss_nanos.checked_rem(1_000_000_000)?);
    let part = |divisor: i64| -> Option<i8> { i8::try_from(hhmmss.checked_div(divisor)?.checked_rem(100)?).ok() };
    let hour = i8::try_from(hhmmss.checked_div(10_000)?).ok()?;
    Time::new(hour, part(100)?, part(1)?, i32::try_from(nanos).ok()?).ok()
}

/// The date and time that [`yyyymmddhhmmss_nanos`](crate::yyyymmddhhmmss_nanos) gives this number of, if there is one.
#[must_use]
pub fn date_time_of(yyyymmddhhmmss_nanos: i128) -> Option<DateTime> {
    const DAY: i128 = 1_000_000 * NANOS_PER_SECOND;
    let date = date_of(i64::try_from(yyyymmddhhmmss_nanos.checked_div_euclid(DAY)?).ok()?)?;
    let time = time_of(i64::try_from(yyyymmddhhmmss_nanos.checked_rem_euclid(DAY)?).ok()?)?;
    Some(DateTime::from_parts(date, time))
}

/// The duration of so many nanoseconds, if there is one.
#[must_use]
pub fn duration_of(nanoseconds: i128) -> Option<SignedDuration> {
    let seconds = i64::try_from(nanoseconds.checked_div(NANOS_PER_SECOND)?).ok()?;
    let rest = i32::try_from(nanoseconds.checked_rem(NANOS_PER_SECOND)?).ok()?;
    Some(SignedDuration::new(seconds, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{hhmmss_nanos, nanoseconds, yyyymmdd, yyyymmddhhmmss_nanos};
    use jiff::civil::{date, time};

    #[test]
    fn what_is_stored_is_read_back() {
        let dates = [Date::MIN, Date::MAX, date(-1, 1, 31), date(0, 12, 1), date(1, 1, 1), date(2024, 2, 29), date(2026, 11, 21)];
        let times = [Time::MIN, Time::MAX, time(0, 0, 1, 0), time(12, 0, 0, 1), time(23, 59, 0, 999_999_999)];
        for date in dates {
            assert_eq!(date_of(yyyymmdd(date)), Some(date));
            for time in times {
                let at = DateTime::from_parts(date, time);
                assert_eq!(date_time_of(yyyymmddhhmmss_nanos(at)), Some(at), "{at}");
            }
        }
        for time in times {
            assert_eq!(time_of(hhmmss_nanos(time)), Some(time));
        }
        for duration in
            [SignedDuration::MIN, SignedDuration::MAX, SignedDuration::ZERO, SignedDuration::new(-1, -5), SignedDuration::new(0, 7)]
        {
            assert_eq!(duration_of(nanoseconds(duration)), Some(duration));
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for number in [0, 20_260_001, 20_260_230, 20_261_301, 2_026_000, i64::MIN, i64::MAX] {
            assert_eq!(date_of(number), None, "{number}");
        }
        for number in [-1, 240_000_000_000_000, 6_100_000_000_000, 61_000_000_000, i64::MIN, i64::MAX] {
            assert_eq!(time_of(number), None, "{number}");
        }
        assert_eq!((date_time_of(i128::MAX), date_time_of(0), duration_of(i128::MIN)), (None, None, None));
    }
}
