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
use rust_decimal::Decimal;

#[cfg(all(feature = "batch", feature = "decimal"))]
mod many;

#[cfg(all(feature = "batch", feature = "decimal"))]
pub use many::{ceils_at, exacts_at, floors_at};

/// The powers of ten that a decimal of at most 28 digits is ever scaled by.
#[cfg(feature = "decimal")]
const POWERS: [i128; 29] = [
    1,
    10,
    100,
    1000,
    10_000,
    100_000,
    1_000_000,
    10_000_000,
    100_000_000,
    1_000_000_000,
    10_000_000_000,
    100_000_000_000,
    1_000_000_000_000,
    10_000_000_000_000,
    100_000_000_000_000,
    1_000_000_000_000_000,
    10_000_000_000_000_000,
    100_000_000_000_000_000,
    1_000_000_000_000_000_000,
    10_000_000_000_000_000_000,
    100_000_000_000_000_000_000,
    1_000_000_000_000_000_000_000,
    10_000_000_000_000_000_000_000,
    100_000_000_000_000_000_000_000,
    1_000_000_000_000_000_000_000_000,
    10_000_000_000_000_000_000_000_000,
    100_000_000_000_000_000_000_000_000,
    1_000_000_000_000_000_000_000_000_000,
    10_000_000_000_000_000_000_000_000_000,
];

/// Division by a power of ten as a multiplication: for `n` below 2⁶³, `n / power` is the high half of `n · magic`, shifted (Granlund and
/// Montgomery, "Division by invariant integers using multiplication", 1994). With one bit less than a word's, one word holds each `magic`.
#[cfg(feature = "decimal")]
#[derive(Clone, Copy)]
struct Division {
    power: u64,
    magic: u64,
    shift: u32,
}

/// The powers of ten below 2⁶³, each with what divides by it; that by one is never asked for.
#[cfg(feature = "decimal")]
const DIVISIONS: [Division; 19] = {
    let mut divisions = [Division { power: 1, magic: 0, shift: 0 }; 19];
    let (mut rest, mut power) = (divisions.as_mut_slice(), 1_u64);
    while let [first, tail @ ..] = rest {
        if power > 1 {
            // 2^(63 + bits) / power, rounded up, where 2^bits is the power of two above: between 2^63 and 2^64.
            let bits = 64_u32.saturating_sub(power.leading_zeros());
            let numerator = 1_u128 << 63_u32.saturating_add(bits);
            *first = Division { power, magic: numerator.div_ceil(power as u128) as u64, shift: bits.saturating_sub(1) };
        }
        rest = tail;
        power = power.saturating_mul(10);
    }
    divisions
};

/// `value · 10^scale` rounded down, and whether that dropped anything.
///
/// A value of no more digits than the scale is multiplied, one of more is divided by a multiplication, and neither needs 128 bits as long as
/// the mantissa has 62, which that of nearly every amount has. Neither branches on the sign, since signs may be as random as values.
#[cfg(feature = "decimal")]
#[inline]
fn split_at(value: Decimal, scale: u32) -> (i64, bool) {
    let parts = value.unpack();
    let magnitude = u64::from(parts.mid) << 32 | u64::from(parts.lo);
    if parts.hi == 0 && magnitude >> 62 == 0 {
        let sign = i64::from(parts.negative).wrapping_neg();
        let signed = |magnitude: u64| (magnitude.cast_signed() ^ sign).wrapping_sub(sign);
        if let Some(missing) = scale.checked_sub(parts.scale) {
            if let Some(division) = DIVISIONS.get(missing as usize) {
                return (signed(magnitude).saturating_mul(division.power.cast_signed()), false);
            }
        } else if let Some(division) = DIVISIONS.get(parts.scale.wrapping_sub(scale) as usize) {
            // Down is up in magnitude for a negative value. The power is less than 2^60, so the sum is below 2^63.
            let up = division.power.wrapping_sub(1) & sign.cast_unsigned();
            let high = (u128::from(magnitude.wrapping_add(up)).wrapping_mul(u128::from(division.magic)) >> 64) as u64;
            let quotient = high >> (division.shift & 63);
            return (signed(quotient), quotient.wrapping_mul(division.power) != magnitude);
        }
    }
    long_split_at(value, scale)
}

/// [`split_at`] of any value.
#[cfg(feature = "decimal")]
#[cold]
#[inline(never)]
fn long_split_at(value: Decimal, scale: u32) -> (i64, bool) {
    let mantissa = value.mantissa();
    let digits = value.scale();
    let power = POWERS.get(digits.abs_diff(scale) as usize).copied().unwrap_or(i128::MAX);
    if digits <= scale {
        (saturated(mantissa.saturating_mul(power)), false)
    } else {
        (saturated(mantissa.checked_div_euclid(power).unwrap_or(0)), mantissa.checked_rem_euclid(power) != Some(0))
    }
}

/// The nearest `i64`.
#[cfg(feature = "decimal")]
fn saturated(value: i128) -> i64 {
    i64::try_from(value).unwrap_or(if value < 0 { i64::MIN } else { i64::MAX })
}

/// `value · 10^SCALE` rounded down, saturated to an `i64`. For a number `c` of at most `SCALE` digits after the point, at its integer `k`:
/// `value < c` exactly where `floor_at(value) < k`. `SCALE` is at most 28.
#[cfg(feature = "decimal")]
#[inline]
#[must_use]
pub fn floor_at<const SCALE: u32>(value: Decimal) -> i64 {
    split_at(value, SCALE).0
}

/// `value · 10^SCALE` rounded up, saturated to an `i64`. For a number `c` of at most `SCALE` digits after the point, at its integer `k`:
/// `value <= c` exactly where `ceil_at(value) <= k`. `SCALE` is at most 28.
#[cfg(feature = "decimal")]
#[inline]
#[must_use]
pub fn ceil_at<const SCALE: u32>(value: Decimal) -> i64 {
    let (floor, more) = split_at(value, SCALE);
    floor.saturating_add(i64::from(more))
}

/// `value · 10^SCALE` rounded down, with one digit more that is 0 if that is exact and 5 if not, saturated to an `i64`: at two digits 4.99
/// is 4990, and 4.991 and 4.999 are 4995. It tells `<`, `<=` and `=` apart, whatever the value's digits. `SCALE` is at most 28.
#[cfg(feature = "decimal")]
#[inline]
#[must_use]
pub fn exact_at<const SCALE: u32>(value: Decimal) -> i64 {
    let (floor, more) = split_at(value, SCALE);
    floor.saturating_mul(10).saturating_add(if more { 5 } else { 0 })
}

/// Where `value` stands among ascending `cuts`: `2i + 1` at cut `i`, `2i` below it and above the one before. For numbers too far apart for
/// one grid. O(log n).
#[cfg(feature = "decimal")]
#[inline]
#[must_use]
pub fn decimal_position(cuts: &[Decimal], value: Decimal) -> i64 {
    position(cuts.binary_search_by(|cut| compare(*cut, value)))
}

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

/// The exact order of two decimals of any scales.
#[cfg(feature = "decimal")]
pub(crate) fn compare(a: Decimal, b: Decimal) -> core::cmp::Ordering {
    let widen = |value: Decimal, to: u32| {
        let power = POWERS.get(to.saturating_sub(value.scale()) as usize)?;
        value.mantissa().checked_mul(*power)
    };
    let scale = a.scale().max(b.scale());
    match (widen(a, scale), widen(b, scale)) {
        (Some(a), Some(b)) => a.cmp(&b),
        // Only the one of smaller scale is widened, and what overflows 127 bits is larger in magnitude than any mantissa of 96.
        (None, _) => a.mantissa().cmp(&0),
        (_, None) => 0.cmp(&b.mantissa()),
    }
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
