//! How many digits after the point a number can have: the most, inputs taken at the scale of their own type. `None`: not known.

use crate::model::{ExpressionBase, MAX_SCALE, Number};

/// The scale of a number's type; 0 of any other.
pub(super) fn of(base: &ExpressionBase) -> Option<u32> {
    match base {
        ExpressionBase::Number { scale } => *scale,
        _ => Some(0),
    }
}

/// A number of this scale.
pub(super) fn number(scale: Option<u32>) -> ExpressionBase {
    ExpressionBase::Number { scale }
}

/// A whole number.
pub(super) fn whole() -> ExpressionBase {
    number(Some(0))
}

/// Of a sum, a difference, a remainder, or one of the two.
pub(super) fn wider(a: Option<u32>, b: Option<u32>) -> Option<u32> {
    a.zip(b).map(|(a, b)| a.max(b))
}

/// Of a product. Beyond what a number holds, it isn't known how many remain once zeros at the end are gone.
pub(super) fn product(a: Option<u32>, b: Option<u32>) -> Option<u32> {
    a.zip(b).and_then(|(a, b)| a.checked_add(b)).filter(|scale| *scale <= MAX_SCALE)
}

/// Of a power with this exponent.
pub(super) fn power(base: Option<u32>, exponent: Option<Number>) -> Option<u32> {
    let exponent = u32::try_from(exponent?.to_i64()?).ok()?;
    base?.checked_mul(exponent).filter(|scale| *scale <= MAX_SCALE)
}

/// Of a number rounded to so many digits.
pub(super) fn rounded(number: Option<u32>, digits: Option<Number>) -> Option<u32> {
    // Digits after the point of the scale itself are dropped.
    let digits = digits.map(|digits| digits.coefficient() / 10_i128.pow(digits.scale()));
    let digits = digits.map(|digits| u32::try_from(digits.max(0)).unwrap_or(MAX_SCALE).min(MAX_SCALE));
    match (number, digits) {
        (Some(number), Some(digits)) => Some(number.min(digits)),
        (number, digits) => number.or(digits),
    }
}
