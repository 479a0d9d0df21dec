//! `exp`, `log` and `**`, correctly rounded.
//!
//! Each is enclosed between two numbers, binary fixed point, by series whose every step is rounded outwards. If both ends round to the same
//! 28 digits, so does what is between; else it is done again with twice the bits. This ends, since only the middle of two numbers of 28
//! digits would stay open for ever, and no result is one: `exp` and `log` of rationals are transcendental but at 0 and 1, and a power that
//! isn't found exactly beforehand is irrational or has too many digits.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use super::Inexact;
use super::number::{exact, held, rounded};
use crate::model::Number;

/// The bits after the point to begin with: 28 digits are 93, before and after the point.
const FIRST_BITS: u64 = 256;

/// Beyond this, `exp` is more than 28 digits hold: ln 10^28 is 64.47….
const LARGEST_EXPONENT: i64 = 65;
/// Below this, `exp` rounds to 0: ln (10^-28 / 2) is -65.16….
const SMALLEST_EXPONENT: i64 = -67;

/// Two numbers of `bits` bits after the point between which a value lies.
#[derive(Clone, Debug)]
struct Enclosure {
    low: BigInt,
    high: BigInt,
}

impl Enclosure {
    fn of(value: &BigRational, bits: u64) -> Self {
        let shifted = value.numer() << bits;
        Self { low: shifted.div_floor(value.denom()), high: shifted.div_ceil(value.denom()) }
    }

    fn add(&self, other: &Self) -> Self {
        Self { low: &self.low + &other.low, high: &self.high + &other.high }
    }

    fn negate(&self) -> Self {
        Self { low: -&self.high, high: -&self.low }
    }

    fn times(&self, factor: &BigRational) -> Self {
        let product = |end: &BigInt| (end * factor.numer()).div_mod_floor(factor.denom());
        let (one, other) = if factor.is_negative() { (&self.high, &self.low) } else { (&self.low, &self.high) };
        let ((low, _), (high, rest)) = (product(one), product(other));
        Self { low, high: high + u8::from(!rest.is_zero()) }
    }

    /// The product of what isn't negative.
    fn times_positive(&self, other: &Self, bits: u64) -> Self {
        // Shifting right rounds down, of negative numbers too.
        Self { low: (&self.low * &other.low) >> bits, high: -(-(&self.high * &other.high) >> bits) }
    }

    /// The number of 28 digits that it rounds to, if that is certain; the error, if that is.
    fn rounded(&self, bits: u64) -> Option<Result<Number, Inexact>> {
        let end = |end: &BigInt| rounded(&BigRational::new(end.clone(), BigInt::one() << bits));
        let (low, high) = (end(&self.low), end(&self.high));
        (low == high).then_some(low)
    }
}

/// e to the power of a number.
pub(super) fn exponential(number: Number) -> Result<Number, Inexact> {
    let exact = exact(number);
    if exact.is_zero() {
        return Ok(Number::from_integer(1));
    }
    until_certain(|bits| exponential_of(&Enclosure::of(&exact, bits), bits))
}

/// The natural logarithm of a positive number.
pub(super) fn logarithm(number: Number) -> Result<Number, Inexact> {
    if number == Number::from_integer(1) {
        return Ok(Number::ZERO);
    }
    let exact = exact(number);
    until_certain(|bits| Exponential::Within(logarithm_of(&exact, bits)))
}

/// `base ** exponent`; `None` where no real number is.
pub(super) fn power(base: Number, exponent: Number) -> Result<Option<Number>, Inexact> {
    let negative = base < Number::ZERO;
    if exponent == Number::ZERO {
        return Ok(Some(Number::from_integer(1)));
    }
    if base == Number::ZERO {
        return Ok((exponent > Number::ZERO).then_some(Number::ZERO));
    }
    if negative && !exponent.is_integer() {
        return Ok(None);
    }
    let magnitude = positive_power(exact(base).abs(), &exact(exponent))?;
    if negative && exponent.coefficient() % 2 != 0 {
        return held(&-exact(magnitude)).map(Some);
    }
    Ok(Some(magnitude))
}

/// The largest whole exponent whose power is computed as it stands.
const DIRECT_EXPONENT: i32 = 128;

/// The largest root that a number of 28 digits other than 1 can have in whole numbers: 2^94 is beyond them.
const LARGEST_ROOT: u32 = 94;

fn positive_power(base: BigRational, exponent: &BigRational) -> Result<Number, Inexact> {
    if base.is_one() {
        return Ok(Number::from_integer(1));
    }
    if exponent.is_integer() {
        // A power beyond has more than 29 digits, before or after the point, so it is no middle of two numbers of 28 digits.
        if let Some(direct) = i32::try_from(exponent.to_integer()).ok().filter(|whole| whole.abs() <= DIRECT_EXPONENT) {
            return rounded(&base.pow(direct));
        }
    } else if let Some(root) = exact_root(&base, exponent.denom()) {
        return positive_power(root, &BigRational::from(exponent.numer().clone()));
    }
    until_certain(|bits| exponential_of(&logarithm_of(&base, bits).times(exponent), bits))
}

/// The root of this degree, if it is rational.
fn exact_root(number: &BigRational, degree: &BigInt) -> Option<BigRational> {
    let degree = u32::try_from(degree).ok().filter(|degree| *degree <= LARGEST_ROOT)?;
    let root = |whole: &BigInt| {
        let root = whole.nth_root(degree);
        (root.pow(degree) == *whole).then_some(root)
    };
    Some(BigRational::new(root(number.numer())?, root(number.denom())?))
}

/// What is known of a result after a number of bits.
enum Exponential {
    /// It lies here.
    Within(Enclosure),
    /// It is more than 28 digits hold.
    Huge,
    /// It rounds to 0.
    Tiny,
    /// Nothing yet.
    Open,
}

fn until_certain(enclose: impl Fn(u64) -> Exponential) -> Result<Number, Inexact> {
    let mut bits = FIRST_BITS;
    loop {
        match enclose(bits) {
            Exponential::Within(enclosure) => {
                if let Some(result) = enclosure.rounded(bits) {
                    return result;
                }
            }
            Exponential::Huge => return Err(Inexact),
            Exponential::Tiny => return Ok(Number::ZERO),
            Exponential::Open => {}
        }
        bits *= 2;
    }
}

fn exponential_of(exponent: &Enclosure, bits: u64) -> Exponential {
    let limit = |whole: i64| BigInt::from(whole) << bits;
    if exponent.low > limit(LARGEST_EXPONENT) {
        return Exponential::Huge;
    }
    if exponent.high < limit(SMALLEST_EXPONENT) {
        return Exponential::Tiny;
    }
    if &exponent.high - &exponent.low > limit(1) {
        return Exponential::Open;
    }
    let (low, high) = (exponential_at(&exponent.low, bits), exponential_at(&exponent.high, bits));
    Exponential::Within(Enclosure { low: low.low, high: high.high })
}

/// e to the power of a number of `bits` bits after the point.
fn exponential_at(exponent: &BigInt, bits: u64) -> Enclosure {
    let one = BigInt::one() << bits;
    if exponent.is_negative() {
        let inverse = exponential_at(&-exponent, bits);
        let numerator = &one << bits;
        return Enclosure { low: numerator.div_floor(&inverse.high), high: numerator.div_ceil(&inverse.low) };
    }
    // The series of a number below 1/256 gains 8 bits and more a term. Then that is squared as often as the number was halved.
    let halvings = (exponent.bits() + 8).saturating_sub(bits);
    let reduced = Enclosure { low: exponent >> halvings, high: -(-exponent >> halvings) };
    let mut sum = Enclosure { low: one.clone(), high: one.clone() };
    let mut term = sum.clone();
    let mut count = BigInt::zero();
    while term.high > BigInt::one() {
        count += 1;
        term = term.times_positive(&reduced, bits);
        term = Enclosure { low: term.low.div_floor(&count), high: term.high.div_ceil(&count) };
        sum = sum.add(&term);
    }
    // What is left out is less than the last term.
    sum.high += term.high;
    for _ in 0..halvings {
        sum = sum.times_positive(&sum, bits);
    }
    sum
}

/// The natural logarithm of a positive number.
fn logarithm_of(number: &BigRational, bits: u64) -> Enclosure {
    // The number is `mantissa × 2^exponent`, the mantissa between 1/2 and 2.
    let (above, below) = (number.numer().bits(), number.denom().bits());
    let mantissa = number * (BigInt::one() << below.saturating_sub(above)) / (BigInt::one() << above.saturating_sub(below));
    let exponent = BigInt::from(above) - below;
    // ln m = 2 artanh((m - 1) / (m + 1)), and ln 2 likewise.
    let one = BigRational::one();
    let two = &one + &one;
    let part = inverse_hyperbolic_tangent(&((&mantissa - &one) / (&mantissa + &one)), bits).times(&two);
    let ln_2 = inverse_hyperbolic_tangent(&BigRational::new(BigInt::one(), BigInt::from(3)), bits).times(&two);
    part.add(&ln_2.times(&BigRational::from(exponent)))
}

/// artanh of a number between -1/3 and 1/3.
fn inverse_hyperbolic_tangent(number: &BigRational, bits: u64) -> Enclosure {
    if number.is_negative() {
        return inverse_hyperbolic_tangent(&-number, bits).negate();
    }
    let square = Enclosure::of(&(number * number), bits);
    let mut power = Enclosure::of(number, bits);
    let mut sum = power.clone();
    let mut divisor = BigInt::one();
    while power.high > BigInt::one() {
        power = power.times_positive(&square, bits);
        divisor += 2;
        sum = sum.add(&Enclosure { low: power.low.div_floor(&divisor), high: power.high.div_ceil(&divisor) });
    }
    // What is left out is less than the last power.
    sum.high += power.high;
    sum
}
