//! Rounding to a number of digits after the point.
//!
//! Each function takes a number of digits, of which what follows the point is left out: from -6111 to 6176, as DMN has it, and `None`
//! beyond. [`Inexact`] is a result too large for 28 digits: only a number of digits below zero, or of 29 digits, gives one.

use rust_decimal::Decimal;

use super::Inexact;
use super::number::{digits, exact, whole};
use crate::number::power_of_ten;

/// The numbers of digits that DMN allows.
const SCALES: core::ops::RangeInclusive<i64> = -6111..=6176;

/// What is cut off, beside half a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rest {
    Nothing,
    LessThanHalf,
    Half,
    MoreThanHalf,
}

/// The number at so many digits: its magnitude is one more than it is cut off where `away` says so of whether it is negative, whether the
/// last digit is odd, and what is cut off.
fn at(value: Decimal, scale: Decimal, away: fn(bool, bool, Rest) -> bool) -> Result<Option<Decimal>, Inexact> {
    let Some(target) = i32::try_from(whole(scale)).ok().filter(|scale| SCALES.contains(&i64::from(*scale))) else { return Ok(None) };
    let (coefficient, scale) = digits(value);
    let Some(cut) = scale.cast_signed().checked_sub(target).and_then(|cut| u32::try_from(cut).ok()) else {
        // Fewer digits than are asked for.
        return exact(coefficient, scale).map(Some);
    };
    let magnitude = coefficient.unsigned_abs();
    let (mut kept, rest) = match power_of_ten(cut).map(i128::unsigned_abs) {
        Some(unit) => (magnitude.checked_div(unit).unwrap_or(0), against_half(magnitude.checked_rem(unit).unwrap_or(0), unit)),
        // A unit of 39 digits.
        None => (0, if magnitude == 0 { Rest::Nothing } else { Rest::LessThanHalf }),
    };
    if away(coefficient < 0, kept.wrapping_rem(2) == 1, rest) {
        kept = kept.saturating_add(1);
    }
    if kept == 0 {
        return Ok(Some(Decimal::ZERO));
    }
    let zeros = if target < 0 { power_of_ten(target.unsigned_abs()).ok_or(Inexact)? } else { 1 };
    let kept = i128::try_from(kept).ok().and_then(|kept| kept.checked_mul(zeros)).ok_or(Inexact)?;
    exact(if coefficient < 0 { kept.wrapping_neg() } else { kept }, target.max(0).unsigned_abs()).map(Some)
}

fn against_half(rest: u128, unit: u128) -> Rest {
    match rest.saturating_mul(2).cmp(&unit) {
        _ if rest == 0 => Rest::Nothing,
        core::cmp::Ordering::Less => Rest::LessThanHalf,
        core::cmp::Ordering::Equal => Rest::Half,
        core::cmp::Ordering::Greater => Rest::MoreThanHalf,
    }
}

/// `decimal(value, scale)`: to the nearest, ties to an even last digit.
///
/// # Errors
/// [`Inexact`] of a result too large.
pub fn decimal(value: Decimal, scale: Decimal) -> Result<Option<Decimal>, Inexact> {
    at(value, scale, |_, odd, rest| rest == Rest::MoreThanHalf || rest == Rest::Half && odd)
}

/// `floor(value, scale)`: down.
///
/// # Errors
/// [`Inexact`] of a result too large.
pub fn floor(value: Decimal, scale: Decimal) -> Result<Option<Decimal>, Inexact> {
    at(value, scale, |negative, _, rest| negative && rest != Rest::Nothing)
}

/// `ceiling(value, scale)`: up.
///
/// # Errors
/// [`Inexact`] of a result too large.
pub fn ceiling(value: Decimal, scale: Decimal) -> Result<Option<Decimal>, Inexact> {
    at(value, scale, |negative, _, rest| !negative && rest != Rest::Nothing)
}

/// `round up(value, scale)`: away from zero.
///
/// # Errors
/// [`Inexact`] of a result too large.
pub fn round_up(value: Decimal, scale: Decimal) -> Result<Option<Decimal>, Inexact> {
    at(value, scale, |_, _, rest| rest != Rest::Nothing)
}

/// `round down(value, scale)`: towards zero.
///
/// # Errors
/// [`Inexact`] of a number of 29 digits.
pub fn round_down(value: Decimal, scale: Decimal) -> Result<Option<Decimal>, Inexact> {
    at(value, scale, |_, _, _| false)
}

/// `round half up(value, scale)`: to the nearest, ties away from zero.
///
/// # Errors
/// [`Inexact`] of a result too large.
pub fn round_half_up(value: Decimal, scale: Decimal) -> Result<Option<Decimal>, Inexact> {
    at(value, scale, |_, _, rest| matches!(rest, Rest::Half | Rest::MoreThanHalf))
}

/// `round half down(value, scale)`: to the nearest, ties towards zero.
///
/// # Errors
/// [`Inexact`] of a result too large.
pub fn round_half_down(value: Decimal, scale: Decimal) -> Result<Option<Decimal>, Inexact> {
    at(value, scale, |_, _, rest| rest == Rest::MoreThanHalf)
}

#[cfg(test)]
mod tests {
    use core::str::FromStr as _;

    use super::*;

    type Rounding = fn(Decimal, Decimal) -> Result<Option<Decimal>, Inexact>;

    fn round(by: Rounding, value: &str, scale: &str) -> String {
        match by(Decimal::from_str(value).unwrap(), Decimal::from_str(scale).unwrap()) {
            Ok(Some(value)) => value.to_string(),
            Ok(None) => "null".to_owned(),
            Err(Inexact) => "inexact".to_owned(),
        }
    }

    #[test]
    fn each_rounds_its_own_way() {
        let values = ["2.4", "2.5", "2.6", "3.5", "-2.4", "-2.5", "-2.6", "-3.5", "2"];
        let all = |by: Rounding| values.map(|value| round(by, value, "0")).join(" ");
        assert_eq!(all(decimal), "2 2 3 4 -2 -2 -3 -4 2");
        assert_eq!(all(floor), "2 2 2 3 -3 -3 -3 -4 2");
        assert_eq!(all(ceiling), "3 3 3 4 -2 -2 -2 -3 2");
        assert_eq!(all(round_up), "3 3 3 4 -3 -3 -3 -4 2");
        assert_eq!(all(round_down), "2 2 2 3 -2 -2 -2 -3 2");
        assert_eq!(all(round_half_up), "2 3 3 4 -2 -3 -3 -4 2");
        assert_eq!(all(round_half_down), "2 2 3 3 -2 -2 -3 -3 2");
    }

    #[test]
    fn digits_may_be_below_zero_and_broken_and_not_beyond_28() {
        assert_eq!(round(decimal, "150", "-2"), "200");
        assert_eq!(round(decimal, "0.335", "2.9"), "0.34");
        assert_eq!(round(floor, "0.0000000000000000000000000009", "27"), "0");
        assert_eq!(round(ceiling, "0.0000000000000000000000000001", "-27"), "1000000000000000000000000000");
        assert_eq!(round(ceiling, "0.0000000000000000000000000001", "-28"), "inexact");
        assert_eq!(round(round_half_up, "9999999999999999999999999999", "-1"), "inexact");
        assert_eq!(round(round_half_up, "0.0000000000000000000000000001", "-28"), "0");
        assert_eq!(round(decimal, "1.5", "6176.9"), "1.5");
        assert_eq!(round(decimal, "1", "6177"), "null");
        assert_eq!(round(decimal, "1", "-6111"), "0");
        assert_eq!(round(round_up, "1", "-6111"), "inexact");
        assert_eq!(round(decimal, "1", "-6112"), "null");
        assert_eq!(round(decimal, "79228162514264337593543950335", "0"), "inexact");
        assert_eq!(round(round_down, "7.9228162514264337593543950335", "27"), "7.922816251426433759354395033");
    }
}
