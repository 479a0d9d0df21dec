//! Arithmetic on numbers: exact, or [`Inexact`]; quotients rounded half even.
//!
//! It computes on coefficients and scales, since `rust_decimal`'s own operators round without a word or panic.

use alloc::string::String;

use rust_decimal::Decimal;

use super::Inexact;
use crate::number::{Digits, MAX_COEFFICIENT, MAX_SCALE, Unread, normal_form, power_of_ten};

/// The value's coefficient and scale in normal form. The coefficient has at most 96 bits.
pub(super) fn digits(value: Decimal) -> (i128, u32) {
    normal_form(value.mantissa(), value.scale())
}

/// `coefficient · 10^-scale`, if 28 digits hold it.
pub(super) fn exact(coefficient: i128, scale: u32) -> Result<Decimal, Inexact> {
    let (coefficient, scale) = normal_form(coefficient, scale);
    if coefficient.unsigned_abs() > MAX_COEFFICIENT || scale > MAX_SCALE {
        return Err(Inexact);
    }
    Decimal::try_from_i128_with_scale(coefficient, scale).map_err(|_| Inexact)
}

/// `±coefficient · 10^-scale` and, if `more`, something less than a unit of its last digit, rounded half even at 28 significant digits and
/// 28 digits after the point. Where there is more, the coefficient must have a digit that this rounds away.
pub(super) fn rounded(negative: bool, coefficient: u128, scale: i32, more: bool) -> Result<Decimal, Inexact> {
    let (mut coefficient, mut scale) = (coefficient, scale);
    let (mut dropped, mut more) = (0, more);
    while coefficient > MAX_COEFFICIENT || scale > MAX_SCALE.cast_signed() {
        more |= dropped != 0;
        (coefficient, dropped) = (coefficient.wrapping_div(10), coefficient.wrapping_rem(10));
        scale = scale.saturating_sub(1);
    }
    if dropped > 5 || dropped == 5 && (more || coefficient.wrapping_rem(2) == 1) {
        coefficient = coefficient.saturating_add(1);
    }
    if scale < 0 {
        let power = power_of_ten(scale.unsigned_abs()).ok_or(Inexact)?;
        coefficient = coefficient.checked_mul(power.unsigned_abs()).ok_or(Inexact)?;
    }
    let coefficient = i128::try_from(coefficient).map_err(|_| Inexact)?;
    exact(if negative { coefficient.wrapping_neg() } else { coefficient }, scale.max(0).unsigned_abs())
}

/// `a + b`.
///
/// # Errors
/// [`Inexact`] where 28 digits don't hold the sum.
pub fn add(a: Decimal, b: Decimal) -> Result<Decimal, Inexact> {
    let ((a, a_scale), (b, b_scale)) = (digits(a), digits(b));
    let scale = a_scale.max(b_scale);
    // What overflows 127 bits is longer than 28 digits: the other operand's last digit stays the sum's.
    let widened = |coefficient: i128, from: u32| {
        scale.checked_sub(from).and_then(power_of_ten).and_then(|power| coefficient.checked_mul(power)).ok_or(Inexact)
    };
    exact(widened(a, a_scale)?.checked_add(widened(b, b_scale)?).ok_or(Inexact)?, scale)
}

/// `a - b`.
///
/// # Errors
/// [`Inexact`] where 28 digits don't hold the difference.
pub fn subtract(a: Decimal, b: Decimal) -> Result<Decimal, Inexact> {
    add(a, negate(b))
}

/// `a * b`.
///
/// # Errors
/// [`Inexact`] where 28 digits don't hold the product.
pub fn multiply(a: Decimal, b: Decimal) -> Result<Decimal, Inexact> {
    let ((a, a_scale), (b, b_scale)) = (digits(a), digits(b));
    let mut scale = a_scale.saturating_add(b_scale);
    let (mut a, mut b) = (a, b);
    // The product's tens that its scale takes away are taken from the factors, in halves where each has one: what is left can only be
    // too long.
    for (from_a, from_b) in [(10, 1), (1, 10), (2, 5), (5, 2)] {
        while scale > 0 && a != 0 && b != 0 && a.checked_rem(from_a) == Some(0) && b.checked_rem(from_b) == Some(0) {
            (a, b) = (a.checked_div(from_a).unwrap_or(0), b.checked_div(from_b).unwrap_or(0));
            scale = scale.saturating_sub(1);
        }
    }
    exact(a.checked_mul(b).ok_or(Inexact)?, scale)
}

/// `a / b`, rounded half even at 28 digits; `None` where `b` is zero.
///
/// # Errors
/// [`Inexact`] where the quotient is too large.
pub fn divide(a: Decimal, b: Decimal) -> Result<Option<Decimal>, Inexact> {
    let ((a, a_scale), (b, b_scale)) = (digits(a), digits(b));
    let (dividend, divisor) = (a.unsigned_abs(), b.unsigned_abs());
    let (Some(mut quotient), Some(mut remainder)) = (dividend.checked_div(divisor), dividend.checked_rem(divisor)) else {
        return Ok(None);
    };
    let mut scale = a_scale.cast_signed().saturating_sub(b_scale.cast_signed());
    // Two digits more than are kept; the remainder has 96 bits at most, so ten times as much fits.
    while remainder != 0 && quotient < MAX_COEFFICIENT.saturating_mul(100) {
        remainder = remainder.saturating_mul(10);
        quotient = quotient.saturating_mul(10).saturating_add(remainder.checked_div(divisor).unwrap_or(0));
        remainder = remainder.checked_rem(divisor).unwrap_or(0);
        scale = scale.saturating_add(1);
    }
    rounded((a < 0) != (b < 0), quotient, scale, remainder != 0).map(Some)
}

/// `-a`.
#[must_use]
pub fn negate(a: Decimal) -> Decimal {
    signed(a, !a.is_sign_negative())
}

/// `abs(a)`.
#[must_use]
pub fn abs(a: Decimal) -> Decimal {
    signed(a, false)
}

/// The number with this sign; zero has none.
fn signed(a: Decimal, negative: bool) -> Decimal {
    let (coefficient, scale) = digits(a);
    let coefficient = if negative { coefficient.unsigned_abs().wrapping_neg() } else { coefficient.unsigned_abs() };
    // A decimal's own coefficient and scale always make one again.
    Decimal::try_from_i128_with_scale(coefficient.cast_signed(), scale).unwrap_or_default()
}

/// `modulo(a, b)`: `a - b * floor(a / b)`, with the sign of `b`; `None` where `b` is zero.
///
/// # Errors
/// [`Inexact`] where 28 digits don't hold the result.
pub fn modulo(a: Decimal, b: Decimal) -> Result<Option<Decimal>, Inexact> {
    let ((a, a_scale), (b, b_scale)) = (digits(a), digits(b));
    if b == 0 {
        return Ok(None);
    }
    if a_scale <= b_scale {
        // The dividend's further digits are zeros: the remainder takes them one by one.
        let mut remainder = a.checked_rem(b).unwrap_or(0);
        for _ in a_scale..b_scale {
            remainder = remainder.saturating_mul(10).checked_rem(b).unwrap_or(0);
        }
        return exact(with_sign_of(remainder, b), b_scale).map(Some);
    }
    let power = a_scale.checked_sub(b_scale).and_then(power_of_ten);
    match power.and_then(|power| b.checked_mul(power)) {
        Some(b) => exact(with_sign_of(a.checked_rem(b).unwrap_or(0), b), a_scale).map(Some),
        // The divisor is larger than any dividend.
        None if (a < 0) == (b < 0) || a == 0 => exact(a, a_scale).map(Some),
        None => Err(Inexact),
    }
}

/// The remainder of the same class with the sign of `divisor`.
fn with_sign_of(remainder: i128, divisor: i128) -> i128 {
    if remainder != 0 && (remainder < 0) != (divisor < 0) { remainder.saturating_add(divisor) } else { remainder }
}

/// `odd(a)`: whether it is a whole number and odd.
#[must_use]
pub fn odd(a: Decimal) -> bool {
    let (coefficient, scale) = digits(a);
    scale == 0 && coefficient.wrapping_rem(2) != 0
}

/// `even(a)`: whether it is a whole number and even.
#[must_use]
pub fn even(a: Decimal) -> bool {
    let (coefficient, scale) = digits(a);
    scale == 0 && coefficient.wrapping_rem(2) == 0
}

/// `string(a)`: plain decimal notation in normal form.
#[must_use]
pub fn number_to_text(a: Decimal) -> String {
    let (coefficient, scale) = digits(a);
    let scale = usize::try_from(scale).unwrap_or(usize::MAX);
    // The digits from the last, at least one before the point.
    let mut rest = coefficient.unsigned_abs();
    let mut reversed: [u8; 40] = [b'0'; 40];
    let mut length = 0_usize;
    for (place, digit) in reversed.iter_mut().enumerate() {
        if rest == 0 && place > scale {
            break;
        }
        *digit = u8::try_from(rest.wrapping_rem(10)).unwrap_or(0).wrapping_add(b'0');
        rest = rest.wrapping_div(10);
        length = length.saturating_add(1);
    }
    let mut text = String::with_capacity(length.saturating_add(2));
    if coefficient < 0 {
        text.push('-');
    }
    for (place, digit) in reversed.iter().enumerate().take(length).rev() {
        text.push(char::from(*digit));
        if place == scale && place > 0 {
            text.push('.');
        }
    }
    text
}

/// `number(text)`: an optional sign, digits, optionally a point and digits, optionally an exponent; `None` for any other text, and for a
/// number that 28 digits don't hold.
#[must_use]
pub fn number(text: &str) -> Option<Decimal> {
    let digits = Digits::parse(text).ok()?;
    exact(digits.coefficient, digits.scale).ok()
}

/// `number(text, grouping, decimal)`: as [`number`] reads it once `grouping`, a blank, a comma or a point, is left out, and `decimal`, a
/// comma or a point, stands for the point. `None` too where the two are one, or none of these.
#[must_use]
pub fn number_separated(text: &str, grouping: Option<&str>, decimal: Option<&str>) -> Option<Decimal> {
    if !matches!(grouping, None | Some(" " | "," | ".")) || !matches!(decimal, None | Some("," | ".")) {
        return None;
    }
    if grouping.is_some() && grouping == decimal {
        return None;
    }
    let mut plain = match grouping {
        Some(grouping) => text.replace(grouping, ""),
        None => String::from(text),
    };
    if decimal == Some(",") {
        // A point would be a second way to write it.
        if plain.contains('.') {
            return None;
        }
        plain = plain.replace(',', ".");
    }
    number(&plain)
}

/// Whether a text is a number in the notation that [`number`] reads, of however many digits.
#[must_use]
pub fn is_number(text: &str) -> bool {
    !matches!(Digits::parse(text), Err(Unread::NotANumber))
}

/// A number that counts: dates' parts, lengths.
pub(super) fn counted(count: impl TryInto<i64>) -> Decimal {
    Decimal::from(count.try_into().unwrap_or(i64::MAX))
}

/// The whole part of a number as an `i64`, saturated: what is meant by a position or a number of digits.
pub(super) fn whole(value: Decimal) -> i64 {
    let (coefficient, scale) = digits(value);
    let whole = power_of_ten(scale).and_then(|power| coefficient.checked_div(power)).unwrap_or(0);
    i64::try_from(whole).unwrap_or(if whole < 0 { i64::MIN } else { i64::MAX })
}

#[cfg(test)]
mod tests;
