//! Inputs as integers that a pattern tests exactly.
//!
//! A generated `select` brings each number, date, time and duration to an integer once, and compares integers from there on. Each function
//! here keeps the order of its values, and none loses what a comparison could see: a table that asks `x <= 4.99` is answered by [`ceil_at`]
//! at two digits for a value of any number of digits, one that asks `x < 5` by [`floor_at`], and one that asks both, or `x = 5`, by
//! [`exact_at`].
//!
//! What is too large for its integer saturates. The compiler uses a grid only where every value that the table names lies strictly within
//! it, so a saturated value is still on its own side of each of them.

#[cfg(feature = "time")]
use jiff::civil::{Date, DateTime, Time};
#[cfg(feature = "time")]
use jiff::{SignedDuration, Span};

#[cfg(feature = "decimal")]
mod decimal;
#[cfg(all(feature = "batch", feature = "decimal"))]
mod many;

#[cfg(feature = "decimal")]
pub(crate) use decimal::compare;
#[cfg(feature = "decimal")]
pub use decimal::{ceil_at, decimal_position, exact_at, floor_at};
#[cfg(all(feature = "batch", feature = "decimal"))]
pub use many::{ceils_at, exacts_at, floors_at};

/// Where `value` stands among ascending `cuts`, by code points: `2i + 1` at cut `i`, `2i` below it and above the one before. O(log n).
#[inline]
#[must_use]
pub fn text_position(cuts: &[&str], value: &str) -> i64 {
    position(cuts.binary_search_by(|cut| (*cut).cmp(value)))
}

/// The position that a search found, or failed to find.
#[inline]
pub(crate) fn position(found: Result<usize, usize>) -> i64 {
    let (index, at) = match found {
        Ok(index) => (index, 1),
        Err(index) => (index, 0),
    };
    i64::try_from(index).unwrap_or(i64::MAX).saturating_mul(2).saturating_add(at)
}

/// A date as it is written: 2026-01-31 is 20260131.
#[cfg(feature = "time")]
#[inline]
#[must_use]
pub fn yyyymmdd(date: Date) -> i64 {
    i64::from(date.year())
        .saturating_mul(10_000)
        .saturating_add(i64::from(date.month()).saturating_mul(100))
        .saturating_add(i64::from(date.day()))
}

/// A date in 24 bits: 512 for each year, 32 for each month and 1 for each day, as FAT file systems pack it but for the year, which they count
/// from 1980. It keeps the order of dates, and takes two shifts.
#[cfg(feature = "time")]
#[inline]
#[must_use]
pub fn packed_date(date: Date) -> i64 {
    packed(date.year(), date.month(), date.day())
}

/// What [`packed_date`] makes of a date, also of a day that its month doesn't have, before or behind all that it has.
#[inline]
#[must_use]
pub const fn packed(year: i16, month: i8, day: i8) -> i64 {
    (year as i64).wrapping_mul(512).wrapping_add((month as i64).wrapping_mul(32)).wrapping_add(day as i64)
}

/// A time of day as it is written, its fraction of a second dropped: 14:30:00 is 143000. It serves `<` and `>=` of whole seconds.
#[cfg(feature = "time")]
#[inline]
#[must_use]
pub fn hhmmss(time: Time) -> i64 {
    i64::from(time.hour())
        .saturating_mul(10_000)
        .saturating_add(i64::from(time.minute()).saturating_mul(100))
        .saturating_add(i64::from(time.second()))
}

/// A time of day as it is written, with nine digits of a second's fraction: 14:30:00 is `143000_000000000`.
#[cfg(feature = "time")]
#[inline]
#[must_use]
pub fn hhmmss_nanos(time: Time) -> i64 {
    hhmmss(time).saturating_mul(1_000_000_000).saturating_add(i64::from(time.subsec_nanosecond()))
}

/// A date and time as it is written, its fraction of a second dropped: 2026-01-31T14:30:00 is 20260131143000. It serves `<` and `>=` of
/// whole seconds.
#[cfg(feature = "time")]
#[inline]
#[must_use]
pub fn yyyymmddhhmmss(at: DateTime) -> i64 {
    yyyymmdd(at.date()).saturating_mul(1_000_000).saturating_add(hhmmss(at.time()))
}

/// A date and time as it is written, with nine digits of a second's fraction.
#[cfg(feature = "time")]
#[inline]
#[must_use]
pub fn yyyymmddhhmmss_nanos(at: DateTime) -> i128 {
    // Far from the ends of 128 bits, where a saturating product takes thrice as long.
    i128::from(yyyymmddhhmmss(at)).wrapping_mul(1_000_000_000).wrapping_add(i128::from(at.time().subsec_nanosecond()))
}

/// A duration in seconds, rounded down. It serves `<` and `>=` of whole seconds.
#[cfg(feature = "time")]
#[inline]
#[must_use]
pub fn seconds(duration: SignedDuration) -> i64 {
    duration.as_secs().saturating_sub(i64::from(duration.subsec_nanos() < 0))
}

/// A duration in nanoseconds.
#[cfg(feature = "time")]
#[inline]
#[must_use]
pub fn nanoseconds(duration: SignedDuration) -> i128 {
    duration.as_nanos()
}

/// A span of years and months in months; `None` if it has any other unit.
#[cfg(feature = "time")]
#[inline]
#[must_use]
pub fn months(span: Span) -> Option<i64> {
    let days = i64::from(span.get_weeks() | span.get_days());
    let clock = i64::from(span.get_hours()) | span.get_minutes() | span.get_seconds();
    let fraction = span.get_milliseconds() | span.get_microseconds() | span.get_nanoseconds();
    if days | clock | fraction != 0 {
        return None;
    }
    Some(i64::from(span.get_years()).saturating_mul(12).saturating_add(i64::from(span.get_months())))
}

#[cfg(test)]
mod tests;
