//! Exact numbers of any size, and how they become a [`Number`] again.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};

use super::Inexact;
use crate::model::{MAX_SCALE, Number};

/// A way to round to a whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rounding {
    /// Towards negative infinity.
    Floor,
    /// Towards positive infinity.
    Ceiling,
    /// Away from zero.
    Up,
    /// Towards zero.
    Down,
    /// To the nearest, ties away from zero.
    HalfUp,
    /// To the nearest, ties towards zero.
    HalfDown,
    /// To the nearest, ties to the even one.
    HalfEven,
}

impl Rounding {
    /// The whole number that `exact` is rounded to.
    pub(super) fn whole(self, exact: &BigRational) -> BigInt {
        let below = exact.floor().to_integer();
        let rest = exact - BigRational::from(below.clone());
        if rest.is_zero() {
            return below;
        }
        let to_half = (rest * BigInt::from(2)).cmp(&BigRational::from(BigInt::from(1)));
        let up = match self {
            Self::Floor => false,
            Self::Ceiling => true,
            Self::Up => !exact.is_negative(),
            Self::Down => exact.is_negative(),
            Self::HalfUp => to_half.is_gt() || to_half.is_eq() && !exact.is_negative(),
            Self::HalfDown => to_half.is_gt() || to_half.is_eq() && exact.is_negative(),
            Self::HalfEven => to_half.is_gt() || to_half.is_eq() && below.is_odd(),
        };
        below + u8::from(up)
    }
}

/// 10 to a power.
pub(super) fn power_of_ten(exponent: u32) -> BigInt {
    BigInt::from(10).pow(exponent)
}

/// The number as a rational.
pub(super) fn exact(number: Number) -> BigRational {
    BigRational::new(BigInt::from(number.coefficient()), power_of_ten(number.scale()))
}

/// The number without its digits after the point.
pub(super) fn whole(number: Number) -> i128 {
    number.coefficient() / 10_i128.pow(number.scale())
}

/// `coefficient × 10^-scale` as a number, if it is one.
fn shortened(mut coefficient: BigInt, mut scale: u32) -> Result<Number, Inexact> {
    while scale > 0 && !coefficient.is_zero() {
        let (shorter, digit) = coefficient.div_rem(&BigInt::from(10));
        if !digit.is_zero() {
            break;
        }
        (coefficient, scale) = (shorter, scale - 1);
    }
    coefficient.to_i128().and_then(|coefficient| Number::new(coefficient, scale)).ok_or(Inexact)
}

/// The number that `exact` is, if it is one.
pub(super) fn held(exact: &BigRational) -> Result<Number, Inexact> {
    let shifted = exact * power_of_ten(MAX_SCALE);
    if !shifted.is_integer() {
        return Err(Inexact);
    }
    shortened(shifted.to_integer(), MAX_SCALE)
}

/// How many digits after the point a number has room for whose whole part is this.
fn room(whole: &BigInt) -> Result<u32, Inexact> {
    let digits = if whole.is_zero() { 0 } else { whole.magnitude().to_string().len() };
    u32::try_from(digits).ok().and_then(|digits| MAX_SCALE.checked_sub(digits)).ok_or(Inexact)
}

/// The number of 28 digits that is nearest, half even.
pub(super) fn rounded(exact: &BigRational) -> Result<Number, Inexact> {
    let scale = room(&exact.to_integer())?;
    shortened(Rounding::HalfEven.whole(&(exact * power_of_ten(scale))), scale)
}

/// The number of 28 digits nearest to the square root of what isn't negative, half even.
pub(super) fn rounded_root(square: &BigRational) -> Result<Number, Inexact> {
    let scale = room(&square.to_integer().sqrt())?;
    let shifted = square * power_of_ten(2 * scale);
    let below = shifted.to_integer().sqrt();
    // The root is beyond the middle of two neighbours if its square is beyond the middle's.
    let doubled_middle: BigInt = &below * 2 + 1;
    let to_middle = (shifted * BigInt::from(4)).cmp(&BigRational::from(doubled_middle.pow(2)));
    let up = to_middle.is_gt() || to_middle.is_eq() && below.is_odd();
    shortened(below + u8::from(up), scale)
}

/// The scales that DMN has functions round to.
const SCALES: std::ops::RangeInclusive<i128> = -6111..=6176;

/// The number with at most `scale` digits after the point, a multiple of a power of ten where that is negative; `None` of a scale that DMN
/// doesn't have.
pub(super) fn at_scale(number: Number, scale: Number, rounding: Rounding) -> Result<Option<Number>, Inexact> {
    let scale = whole(scale);
    if !SCALES.contains(&scale) {
        return Ok(None);
    }
    if scale >= i128::from(number.scale()) {
        return Ok(Some(number));
    }
    // Within `SCALES`, so that nothing is lost.
    let shift = power_of_ten(u32::try_from(scale.unsigned_abs()).map_err(|_| Inexact)?);
    let exact = exact(number);
    let result = if scale < 0 {
        BigRational::from(rounding.whole(&(exact / &shift)) * shift)
    } else {
        BigRational::new(rounding.whole(&(exact * &shift)), shift)
    };
    held(&result).map(Some)
}

/// `modulo`: with the sign of the divisor, `None` where that is zero.
pub(super) fn modulo(number: Number, divisor: Number) -> Result<Option<Number>, Inexact> {
    if divisor == Number::ZERO {
        return Ok(None);
    }
    let (number, divisor) = (exact(number), exact(divisor));
    let quotient = (&number / &divisor).floor();
    held(&(number - divisor * quotient)).map(Some)
}
