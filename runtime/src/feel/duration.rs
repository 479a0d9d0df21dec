//! Arithmetic on durations: of days and time, a [`SignedDuration`] in whose arithmetic a day is 24 hours; of years and months, an `i64` of
//! months.

use alloc::string::String;

use jiff::{SignedDuration, Span};
use rust_decimal::Decimal;

use super::Inexact;
use super::number::{counted, digits, divide, exact};
use super::wide::Wide;
use crate::{iso8601, months, years_and_months};

/// The months of a span of years and months. One that has any other unit is refused where inputs are checked; here it counts as none.
#[must_use]
pub fn months_of(span: Span) -> i64 {
    months(span).unwrap_or(0)
}

/// So many months as a span of years and months.
///
/// # Errors
/// [`Inexact`] where a span doesn't hold them: beyond 19,998 years.
pub fn span_of(count: i64) -> Result<Span, Inexact> {
    let span = years_and_months(count);
    if months(span) == Some(count) { Ok(span) } else { Err(Inexact) }
}

/// `a + b`.
///
/// # Errors
/// [`Inexact`] out of range.
pub fn add_durations(a: SignedDuration, b: SignedDuration) -> Result<SignedDuration, Inexact> {
    a.checked_add(b).ok_or(Inexact)
}

/// `a - b`.
///
/// # Errors
/// [`Inexact`] out of range.
pub fn subtract_durations(a: SignedDuration, b: SignedDuration) -> Result<SignedDuration, Inexact> {
    // jiff adds the opposite, which the least duration doesn't have.
    a.as_nanos().checked_sub(b.as_nanos()).and_then(SignedDuration::try_from_nanos_i128).ok_or(Inexact)
}

/// `-a`.
///
/// # Errors
/// [`Inexact`] of the least duration.
pub fn negate_duration(a: SignedDuration) -> Result<SignedDuration, Inexact> {
    subtract_durations(SignedDuration::ZERO, a)
}

/// `abs(a)`.
///
/// # Errors
/// [`Inexact`] of the least duration.
pub fn abs_duration(a: SignedDuration) -> Result<SignedDuration, Inexact> {
    if a.is_negative() { negate_duration(a) } else { Ok(a) }
}

/// `a * factor`, rounded half even to a nanosecond.
///
/// # Errors
/// [`Inexact`] out of range.
pub fn multiply_duration(a: SignedDuration, factor: Decimal) -> Result<SignedDuration, Inexact> {
    let nanoseconds = multiplied(a.as_nanos(), factor, true)?;
    SignedDuration::try_from_nanos_i128(nanoseconds).ok_or(Inexact)
}

/// `a / divisor`, rounded half even to a nanosecond; `None` of zero.
///
/// # Errors
/// [`Inexact`] out of range.
pub fn divide_duration(a: SignedDuration, divisor: Decimal) -> Result<Option<SignedDuration>, Inexact> {
    let Some(nanoseconds) = divided(a.as_nanos(), divisor, true)? else { return Ok(None) };
    SignedDuration::try_from_nanos_i128(nanoseconds).ok_or(Inexact).map(Some)
}

/// `a / b`, rounded half even at 28 digits; `None` where `b` is zero.
///
/// # Errors
/// [`Inexact`] where the quotient is too large.
pub fn ratio_of_durations(a: SignedDuration, b: SignedDuration) -> Result<Option<Decimal>, Inexact> {
    divide(exact(a.as_nanos(), 0)?, exact(b.as_nanos(), 0)?)
}

/// `a + b`.
///
/// # Errors
/// [`Inexact`] beyond 64 bits.
pub fn add_months(a: i64, b: i64) -> Result<i64, Inexact> {
    a.checked_add(b).ok_or(Inexact)
}

/// `a - b`.
///
/// # Errors
/// [`Inexact`] beyond 64 bits.
pub fn subtract_months(a: i64, b: i64) -> Result<i64, Inexact> {
    a.checked_sub(b).ok_or(Inexact)
}

/// `-a`.
///
/// # Errors
/// [`Inexact`] beyond 64 bits.
pub fn negate_months(a: i64) -> Result<i64, Inexact> {
    a.checked_neg().ok_or(Inexact)
}

/// `abs(a)`.
///
/// # Errors
/// [`Inexact`] beyond 64 bits.
pub fn abs_months(a: i64) -> Result<i64, Inexact> {
    a.checked_abs().ok_or(Inexact)
}

/// `a * factor`, towards zero to a month.
///
/// # Errors
/// [`Inexact`] beyond 64 bits.
pub fn multiply_months(a: i64, factor: Decimal) -> Result<i64, Inexact> {
    i64::try_from(multiplied(i128::from(a), factor, false)?).map_err(|_| Inexact)
}

/// `a / divisor`, towards zero to a month; `None` of zero.
///
/// # Errors
/// [`Inexact`] beyond 64 bits.
pub fn divide_months(a: i64, divisor: Decimal) -> Result<Option<i64>, Inexact> {
    let Some(count) = divided(i128::from(a), divisor, false)? else { return Ok(None) };
    i64::try_from(count).map_err(|_| Inexact).map(Some)
}

/// `a / b`, rounded half even at 28 digits; `None` where `b` is zero.
///
/// # Errors
/// [`Inexact`] never: 64 bits by 64 bits always fit.
pub fn ratio_of_months(a: i64, b: i64) -> Result<Option<Decimal>, Inexact> {
    divide(Decimal::from(a), Decimal::from(b))
}

/// `units * factor`, to the nearest unit with ties to the even one, or towards zero.
fn multiplied(units: i128, factor: Decimal, nearest: bool) -> Result<i128, Inexact> {
    let (coefficient, scale) = digits(factor);
    // At most 96 bits by 96 bits.
    let mut product = Wide::from(units.unsigned_abs()).times(coefficient.unsigned_abs());
    let (mut dropped, mut more) = (0, false);
    for _ in 0..scale {
        more |= dropped != 0;
        (product, dropped) = product.divide(10);
    }
    let half = if more && dropped == 5 { 6 } else { dropped };
    let magnitude = to_unit(product.narrow().ok_or(Inexact)?, nearest, half.cmp(&5));
    signed(magnitude, (units < 0) != (coefficient < 0))
}

/// `units / divisor`, likewise; `None` of zero.
fn divided(units: i128, divisor: Decimal, nearest: bool) -> Result<Option<i128>, Inexact> {
    let (coefficient, scale) = digits(divisor);
    let (magnitude, by) = (units.unsigned_abs(), coefficient.unsigned_abs());
    let (Some(mut quotient), Some(mut remainder)) = (magnitude.checked_div(by), magnitude.checked_rem(by)) else { return Ok(None) };
    for _ in 0..scale {
        // The remainder has 96 bits at most.
        remainder = remainder.saturating_mul(10);
        quotient = quotient.checked_mul(10).and_then(|ten| ten.checked_add(remainder.checked_div(by).unwrap_or(0))).ok_or(Inexact)?;
        remainder = remainder.checked_rem(by).unwrap_or(0);
    }
    let magnitude = to_unit(quotient, nearest, remainder.saturating_mul(2).cmp(&by));
    signed(magnitude, (units < 0) != (coefficient < 0)).map(Some)
}

/// Rounded, given how what is cut off compares with half a unit.
fn to_unit(magnitude: u128, nearest: bool, half: core::cmp::Ordering) -> u128 {
    let up = nearest && (half.is_gt() || half.is_eq() && magnitude.wrapping_rem(2) == 1);
    magnitude.saturating_add(u128::from(up))
}

fn signed(magnitude: u128, negative: bool) -> Result<i128, Inexact> {
    let magnitude = i128::try_from(magnitude).map_err(|_| Inexact)?;
    Ok(if negative { magnitude.wrapping_neg() } else { magnitude })
}

/// `.years` of months.
#[must_use]
pub fn years(months: i64) -> Decimal {
    counted(months.wrapping_div(12))
}

/// `.months`: without the whole years.
#[must_use]
pub fn months_beside_years(months: i64) -> Decimal {
    counted(months.wrapping_rem(12))
}

/// `.days`.
#[must_use]
pub fn days(duration: SignedDuration) -> Decimal {
    counted(duration.as_secs().wrapping_div(86_400))
}

/// `.hours`: without the whole days.
#[must_use]
pub fn hours(duration: SignedDuration) -> Decimal {
    counted(duration.as_secs().wrapping_div(3_600).wrapping_rem(24))
}

/// `.minutes`: without the whole hours.
#[must_use]
pub fn minutes(duration: SignedDuration) -> Decimal {
    counted(duration.as_secs().wrapping_div(60).wrapping_rem(60))
}

/// `.seconds`: without the whole minutes, with its fraction.
#[must_use]
pub fn seconds(duration: SignedDuration) -> Decimal {
    // Less than 60 seconds in nanoseconds always fit.
    exact(duration.as_nanos().wrapping_rem(60_000_000_000), 9).unwrap_or_default()
}

/// `string(duration)`: `P1DT12H`, `PT0S`.
#[must_use]
pub fn duration_to_text(duration: SignedDuration) -> String {
    iso8601::write_days_and_time(duration)
}

/// `string(months)`: `P1Y2M`, `P0M`.
#[must_use]
pub fn months_to_text(months: i64) -> String {
    iso8601::write_months(months)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_and_quotients_round_to_their_unit() {
        let nanos = SignedDuration::from_nanos;
        let number = |text: &str| crate::feel::number(text).unwrap();
        for (a, by, product) in [(5, "0.5", 2), (7, "0.5", 4), (-5, "0.5", -2), (3, "0.50000001", 2), (1, "-2", -2), (9, "0", 0)] {
            assert_eq!(multiply_duration(nanos(a), number(by)), Ok(nanos(product)), "{a} * {by}");
        }
        for (a, by, quotient) in [(5, "2", 2), (7, "2", 4), (-7, "2", -4), (1, "0.3", 3), (1, "3", 0), (2, "3", 1)] {
            assert_eq!(divide_duration(nanos(a), number(by)), Ok(Some(nanos(quotient))), "{a} / {by}");
        }
        // 29 digits: 1 and a unit of the last place.
        let barely = Decimal::from_i128_with_scale(10_i128.pow(28) + 1, 28);
        assert_eq!(multiply_duration(nanos(i64::MAX), barely), Ok(nanos(i64::MAX)));
        assert_eq!(divide_duration(nanos(1), Decimal::ZERO), Ok(None));
        assert_eq!(divide_duration(SignedDuration::MAX, number("0.0000000000000000000000000001")), Err(Inexact));
        assert_eq!(multiply_duration(SignedDuration::MAX, barely), Err(Inexact));
        assert_eq!(multiply_duration(SignedDuration::MAX, number("2")), Err(Inexact));
        assert_eq!(multiply_months(7, number("0.5")), Ok(3));
        assert_eq!(multiply_months(-7, number("0.5")), Ok(-3));
        assert_eq!(divide_months(i64::MIN, number("1")), Ok(Some(i64::MIN)));
        assert_eq!(divide_months(i64::MIN, number("-1")), Err(Inexact));
        assert_eq!(ratio_of_months(14, 12).map(|ratio| ratio.unwrap().to_string()).unwrap(), "1.166666666666666666666666667");
        assert_eq!(ratio_of_durations(nanos(3), nanos(-2)), Ok(Some(number("-1.5"))));
        assert_eq!(negate_duration(SignedDuration::MIN), Err(Inexact));
        assert_eq!(subtract_durations(SignedDuration::MIN, SignedDuration::MIN), Ok(SignedDuration::ZERO));
        assert_eq!((negate_months(i64::MIN), abs_months(i64::MIN), abs_months(-3)), (Err(Inexact), Err(Inexact), Ok(3)));
    }

    #[test]
    fn parts_carry_the_sign() {
        let duration = SignedDuration::new(-(86_400 + 2 * 3_600 + 3 * 60 + 4), -500_000_000);
        let parts = [days(duration), hours(duration), minutes(duration), seconds(duration)].map(|part| part.to_string());
        assert_eq!(parts, ["-1", "-2", "-3", "-4.5"]);
        assert_eq!([years(-14), months_beside_years(-14)].map(|part| part.to_string()), ["-1", "-2"]);
        assert_eq!((duration_to_text(duration).as_str(), months_to_text(-14).as_str()), ("-P1DT2H3M4.5S", "-P1Y2M"));
    }

    #[test]
    fn spans_hold_years_and_months() {
        assert_eq!(span_of(14).map(months_of), Ok(14));
        assert_eq!(span_of(19_998 * 12 + 1).err(), Some(Inexact));
    }
}
