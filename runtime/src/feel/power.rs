//! Powers, roots, exponentials and logarithms, rounded half even at 28 significant digits and 28 digits after the point.
//!
//! Square roots, and powers with a whole exponent whose digits 128 bits hold, are exact before they are rounded. All else is computed with
//! 384 bits after the point, by series. Counted in units of the 28th digit, the error is then below 2⁻¹⁹⁰. A result within 2⁻¹⁵⁰ units of the
//! middle between two neighbours is taken to be that middle: powers with broken exponents can be exactly there (`6.25 ** 0.5`), while one
//! that isn't comes no nearer than about 10⁻²⁸ units, as close to 1 as 28 digits go.

use rust_decimal::Decimal;

use super::Inexact;
use super::number::{digits, divide, exact, rounded};
use super::wide::Wide;
use crate::number::{MAX_COEFFICIENT, power_of_ten};

/// Limbs after the point of what stands for a real number: a [`Wide`] has two before it.
const FRACTION: usize = 6;
/// The natural logarithms of two and ten, cut off after 384 bits.
const LN_2: Wide = Wide([
    0x5595_52fb_4afa_1b10,
    0xe7b8_7620_6deb_ac98,
    0x8a0d_175b_8baa_fa2b,
    0x40f3_4326_7298_b62d,
    0xc9e3_b398_03f2_f6af,
    0xb172_17f7_d1cf_79ab,
    0,
    0,
]);
const LN_10: Wide = Wide([
    0x31c3_2f00_b17c_35a0,
    0x58bc_0b5e_c6a0_4173,
    0x0f18_7a08_07c0_b5ca,
    0x8a3f_b3e7_6977_e43a,
    0xa95b_58ae_0b4c_28a3,
    0x4d76_3776_aaa2_b05b,
    2,
    0,
]);
/// Beyond these, `exp` has more than 28 digits before the point, or none among the first 28 after it.
const HIGHEST: u128 = 65;
const LOWEST: u128 = 66;

/// A real number: its sign, and its magnitude with 384 bits after the point.
#[derive(Clone, Copy)]
struct Real {
    negative: bool,
    magnitude: Wide,
}

impl Real {
    /// `coefficient · 10^-scale`, whose error is a unit of the last bit.
    fn of(coefficient: i128, scale: u32) -> Self {
        let whole = Wide::from(coefficient.unsigned_abs()).shifted_up(384);
        Self { negative: coefficient < 0, magnitude: without_scale(whole, scale) }
    }

    fn add(self, other: Self) -> Self {
        if self.negative == other.negative {
            return Self { magnitude: self.magnitude.add(&other.magnitude), ..self };
        }
        if self.magnitude.compare(&other.magnitude).is_ge() {
            Self { magnitude: self.magnitude.subtract(&other.magnitude), ..self }
        } else {
            Self { magnitude: other.magnitude.subtract(&self.magnitude), ..other }
        }
    }

    /// The part before the point, of a magnitude that has one of less than 128 bits.
    fn whole(&self) -> u128 {
        let [.., low, high] = self.magnitude.0;
        u128::from(low) | u128::from(high) << 64
    }

    /// Rounded half even.
    fn rounded(&self) -> Result<Decimal, Inexact> {
        let whole = self.whole();
        let length = whole.checked_ilog10().map_or(0, |log| log.saturating_add(1));
        let scale = 28_u32.checked_sub(length).ok_or(Inexact)?;
        let power = power_of_ten(scale).ok_or(Inexact)?.unsigned_abs();
        // At most 28 digits before the point again.
        let scaled = Self { negative: self.negative, magnitude: self.magnitude.times(power) };
        let coefficient = scaled.whole();
        let [fraction @ .., _, _] = scaled.magnitude.0;
        let [a, b, c, d, e, f] = fraction;
        let rest = Wide([a, b, c, d, e, f, 0, 0]);
        let half = Wide::from(1).shifted_up(383);
        let away = if rest.compare(&half).is_ge() { rest.subtract(&half) } else { half.subtract(&rest) };
        let odd = coefficient.wrapping_rem(2) == 1;
        let up = if away.bits() <= 384 - 150 { odd } else { rest.compare(&half).is_gt() };
        let coefficient = i128::try_from(coefficient.saturating_add(u128::from(up))).map_err(|_| Inexact)?;
        exact(if self.negative { coefficient.wrapping_neg() } else { coefficient }, scale)
    }
}

/// Divided by so many tens.
fn without_scale(mut value: Wide, scale: u32) -> Wide {
    for step in [scale.min(14), scale.saturating_sub(14)] {
        value = value.divide(10_u64.saturating_pow(step)).0;
    }
    value
}

/// `e^x`, or `None` where it is too large; zero where it is too small.
fn exponential(x: &Real) -> Option<Real> {
    let zero = Real { negative: false, magnitude: Wide::ZERO };
    if x.negative && x.whole() >= LOWEST {
        return Some(zero);
    }
    if !x.negative && x.whole() >= HIGHEST {
        return None;
    }
    // x = k · ln 2 + r with 0 <= r < ln 2, and e^x = 2^k · e^r.
    let mut r = *x;
    let mut k = 0_i32;
    while r.negative && !r.magnitude.is_zero() {
        r = r.add(Real { negative: false, magnitude: LN_2 });
        k = k.saturating_sub(1);
    }
    while r.magnitude.compare(&LN_2).is_ge() {
        r.magnitude = r.magnitude.subtract(&LN_2);
        k = k.saturating_add(1);
    }
    let mut sum = Wide::from(1).shifted_up(384);
    let mut term = sum;
    let mut n = 1;
    while !term.is_zero() {
        term = term.multiply(&r.magnitude, FRACTION).divide(n).0;
        sum = sum.add(&term);
        n = n.saturating_add(1);
    }
    let magnitude = if k < 0 { sum.shifted_down(k.unsigned_abs()) } else { sum.shifted_up(k.unsigned_abs()) };
    Some(Real { negative: false, magnitude })
}

/// The natural logarithm of `magnitude · 10^-scale`, of a magnitude other than zero and below 2⁹⁷.
fn logarithm(magnitude: u128, scale: u32) -> Real {
    // magnitude = 2^k · f with 2/3 <= f < 4/3, so that z = (f - 1) / (f + 1) is at most a fifth: ln f = 2 (z + z³/3 + z⁵/5 + …).
    let length = magnitude.checked_ilog2().unwrap_or(0).saturating_add(1);
    let above = 1_u128.wrapping_shl(length);
    let (k, one) =
        if magnitude.saturating_mul(3) < above.saturating_mul(2) { (length.saturating_sub(1), above >> 1) } else { (length, above) };
    let negative = magnitude < one;
    let z = ratio(magnitude.abs_diff(one), magnitude.saturating_add(one));
    let square = z.multiply(&z, FRACTION);
    let (mut sum, mut power, mut n) = (z, z, 3);
    while !power.is_zero() {
        power = power.multiply(&square, FRACTION);
        sum = sum.add(&power.divide(n).0);
        n = n.saturating_add(2);
    }
    Real { negative, magnitude: sum.shifted_up(1) }
        .add(Real { negative: false, magnitude: LN_2.times(u128::from(k)) })
        .add(Real { negative: true, magnitude: LN_10.times(u128::from(scale)) })
}

/// `a / b`, of `a < b < 2¹⁰⁰`, cut off after 384 bits.
fn ratio(a: u128, b: u128) -> Wide {
    let mut quotient = Wide::ZERO;
    let mut remainder = a;
    for _ in 0..16 {
        remainder <<= 24;
        quotient = quotient.shifted_up(24).add(&Wide::from(remainder.checked_div(b).unwrap_or(0)));
        remainder = remainder.checked_rem(b).unwrap_or(0);
    }
    quotient
}

/// `sqrt(a)`; `None` of a negative number. The exact root, rounded.
#[must_use]
pub fn square_root(a: Decimal) -> Option<Decimal> {
    let (coefficient, scale) = digits(a);
    let coefficient = u128::try_from(coefficient).ok()?;
    // With 64 digits more and an even scale: a root of at least 32 digits after the point, of 512 bits at most.
    let odd = scale & 1;
    let square = Wide::from(coefficient).times(10_u128.saturating_pow(32)).times(10_u128.saturating_pow(32_u32.saturating_add(odd)));
    let (root, more) = square.square_root();
    let places = scale.saturating_add(odd).wrapping_div(2).saturating_add(32);
    rounded_wide(false, root, places, more).ok()
}

/// `±coefficient · 10^-scale` and perhaps more, rounded half even; of 30 digits or more, or of more than 30 after the point.
pub(super) fn rounded_wide(negative: bool, coefficient: Wide, scale: u32, more: bool) -> Result<Decimal, Inexact> {
    let (mut coefficient, mut scale, mut more) = (coefficient, scale.cast_signed(), more);
    loop {
        match coefficient.narrow() {
            Some(short) => return rounded(negative, short, scale, more),
            None => {
                let (quotient, remainder) = coefficient.divide(10);
                (coefficient, more) = (quotient, more || remainder != 0);
                scale = scale.saturating_sub(1);
            }
        }
    }
}

/// `exp(a)`.
///
/// # Errors
/// [`Inexact`] where it has more than 28 digits before the point.
pub fn exp(a: Decimal) -> Result<Decimal, Inexact> {
    let (coefficient, scale) = digits(a);
    exponential(&Real::of(coefficient, scale)).ok_or(Inexact)?.rounded()
}

/// `log(a)`: the natural logarithm; `None` unless `a` is positive.
#[must_use]
pub fn log(a: Decimal) -> Option<Decimal> {
    let (coefficient, scale) = digits(a);
    let magnitude = u128::try_from(coefficient).ok().filter(|magnitude| *magnitude > 0)?;
    logarithm(magnitude, scale).rounded().ok()
}

/// `a ** b`; `None` where no real number is: of zero to a negative power, and of a negative number to a broken one. `0 ** 0` is 1.
///
/// # Errors
/// [`Inexact`] where it is too large.
pub fn power(a: Decimal, b: Decimal) -> Result<Option<Decimal>, Inexact> {
    let ((base, scale), (exponent, exponent_scale)) = (digits(a), digits(b));
    if exponent == 0 {
        return Ok(Some(Decimal::ONE));
    }
    if base == 0 {
        return Ok((exponent > 0).then_some(Decimal::ZERO));
    }
    if base < 0 && exponent_scale > 0 {
        return Ok(None);
    }
    let negative = base < 0 && exponent.wrapping_rem(2) != 0;
    if let Some(power) = whole_power(base.unsigned_abs(), scale, exponent, exponent_scale, negative) {
        return power.map(Some);
    }
    let log = logarithm(base.unsigned_abs(), scale);
    // ln |a| is at most 66, b below 2⁹⁷: the product has 104 bits before the point.
    let magnitude = without_scale(log.magnitude.times(exponent.unsigned_abs()), exponent_scale);
    let power = exponential(&Real { negative: log.negative != (exponent < 0), magnitude }).ok_or(Inexact)?;
    Real { negative, ..power }.rounded().map(Some)
}

/// A power with a whole exponent whose digits fit; of a negative exponent the reciprocal of that, if 28 digits hold it.
fn whole_power(base: u128, scale: u32, exponent: i128, exponent_scale: u32, negative: bool) -> Option<Result<Decimal, Inexact>> {
    let times = u32::try_from(exponent.unsigned_abs()).ok().filter(|_| exponent_scale == 0)?;
    let digits = base.checked_pow(times)?;
    let scale = i32::try_from(scale.checked_mul(times)?).ok()?;
    if exponent > 0 {
        return Some(rounded(negative, digits, scale, false));
    }
    let digits = i128::try_from(digits).ok().filter(|digits| digits.unsigned_abs() <= MAX_COEFFICIENT)?;
    let divisor = exact(if negative { digits.wrapping_neg() } else { digits }, scale.unsigned_abs()).ok()?;
    divide(Decimal::ONE, divisor).transpose()
}

#[cfg(test)]
mod tests;
