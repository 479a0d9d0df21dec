//! Decimals as integers at a scale.

use rust_decimal::Decimal;

use super::position;

/// The powers of ten that a decimal of at most 28 digits is ever scaled by.
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
#[derive(Clone, Copy)]
struct Division {
    power: u64,
    magic: u64,
    shift: u32,
}

impl Division {
    /// By a power of ten from 10 on.
    const fn by(power: u64) -> Self {
        // 2^(63 + bits) / power, rounded up, where 2^bits is the power of two above: between 2^63 and 2^64.
        let bits = 64_u32.saturating_sub(power.leading_zeros());
        let numerator = 1_u128 << 63_u32.saturating_add(bits);
        Self { power, magic: numerator.div_ceil(power as u128) as u64, shift: bits.saturating_sub(1) }
    }

    /// A number of at most 62 bits and this sign divided and rounded down, and whether that dropped anything.
    #[inline]
    fn floor(&self, magnitude: u64, negative: bool) -> (i64, bool) {
        // Down is up in magnitude for a negative value. The power is less than 2^60, so the sum is below 2^63.
        let up = self.power.wrapping_sub(1) & i64::from(negative).wrapping_neg().cast_unsigned();
        let high = (u128::from(magnitude.wrapping_add(up)).wrapping_mul(u128::from(self.magic)) >> 64) as u64;
        let quotient = high >> (self.shift & 63);
        (signed(quotient, negative), quotient.wrapping_mul(self.power) != magnitude)
    }
}

/// The powers of ten below 2⁶³, each with what divides by it; that by one is never asked for.
const DIVISIONS: [Division; 19] = {
    let mut divisions = [Division { power: 1, magic: 0, shift: 0 }; 19];
    let (mut rest, mut power) = (divisions.as_mut_slice(), 1_u64);
    while let [first, tail @ ..] = rest {
        if power > 1 {
            *first = Division::by(power);
        }
        rest = tail;
        power = power.saturating_mul(10);
    }
    divisions
};

/// How many digits more than the scale a value may have, and still be split by [`Near`]: prices have cents where bounds are whole, and
/// tenths of cents where they aren't.
const SPARE: u32 = 2;

/// How nearly all values are split at a scale: brought to [`SPARE`] digits more than it by one multiplication, whatever their own digits, and
/// divided by a constant.
struct Near<const SCALE: u32>;

impl<const SCALE: u32> Near<SCALE> {
    /// The most digits that a value may have; none at scales of which a product needn't fit.
    const MOST_DIGITS: Option<u32> = if SCALE <= 7 { Some(SCALE.saturating_add(SPARE)) } else { None };
    /// By how much a mantissa of so many digits is multiplied.
    const POWERS: [u64; 10] = {
        let mut powers = [0; 10];
        let mut rest = powers.as_mut_slice();
        let mut missing = SCALE.saturating_add(SPARE);
        while let [first, tail @ ..] = rest {
            *first = 10_u64.saturating_pow(missing);
            missing = missing.saturating_sub(1);
            rest = tail;
        }
        powers
    };
}

/// `value · 10^SCALE` rounded down, and whether that dropped anything.
///
/// There is no branch on the sign, nor on how many digits a value has, since both may be as random as the value.
#[inline]
pub(super) fn split_at<const SCALE: u32>(value: Decimal) -> (i64, bool) {
    const DIVISION: Division = Division::by(10_u64.pow(SPARE));
    let parts = value.unpack();
    if let Some(most_digits) = Near::<SCALE>::MOST_DIGITS
        && parts.mid | parts.hi == 0
        && parts.scale <= most_digits
        && let Some(power) = Near::<SCALE>::POWERS.get(parts.scale as usize)
    {
        return DIVISION.floor(u64::from(parts.lo).wrapping_mul(*power), parts.negative);
    }
    // By numbers, so that the value needs no place in memory.
    let magnitude = u64::from(parts.mid) << 32 | u64::from(parts.lo);
    far_split_at(magnitude, parts.hi, parts.negative, parts.scale, SCALE)
}

/// [`split_at`] of a value of more digits, before the point or after it.
///
/// A value of no more digits than the scale is multiplied, one of more is divided by a multiplication, and neither needs 128 bits as long as
/// the mantissa has 62, which that of nearly every amount has.
#[inline(never)]
fn far_split_at(magnitude: u64, hi: u32, negative: bool, digits: u32, scale: u32) -> (i64, bool) {
    if hi == 0 && magnitude >> 62 == 0 {
        if let Some(missing) = scale.checked_sub(digits) {
            if let Some(division) = DIVISIONS.get(missing as usize) {
                return (signed(magnitude, negative).saturating_mul(division.power.cast_signed()), false);
            }
        } else if let Some(division) = DIVISIONS.get(digits.wrapping_sub(scale) as usize) {
            return division.floor(magnitude, negative);
        }
    }
    let mantissa = (i128::from(hi) << 64 | i128::from(magnitude)).wrapping_mul(if negative { -1 } else { 1 });
    long_split_at(mantissa, digits, scale)
}

/// A number by its magnitude of at most 63 bits, without a branch on its sign.
#[inline]
fn signed(magnitude: u64, negative: bool) -> i64 {
    let sign = i64::from(negative).wrapping_neg();
    (magnitude.cast_signed() ^ sign).wrapping_sub(sign)
}

/// [`split_at`] of any value, by 128 bits.
#[cold]
#[inline(never)]
fn long_split_at(mantissa: i128, digits: u32, scale: u32) -> (i64, bool) {
    let power = POWERS.get(digits.abs_diff(scale) as usize).copied().unwrap_or(i128::MAX);
    if digits <= scale {
        (saturated(mantissa.saturating_mul(power)), false)
    } else {
        (saturated(mantissa.checked_div_euclid(power).unwrap_or(0)), mantissa.checked_rem_euclid(power) != Some(0))
    }
}

/// The nearest `i64`.
pub(super) fn saturated(value: i128) -> i64 {
    i64::try_from(value).unwrap_or(if value < 0 { i64::MIN } else { i64::MAX })
}

/// `value · 10^SCALE` rounded down, saturated to an `i64`. For a number `c` of at most `SCALE` digits after the point, at its integer `k`:
/// `value < c` exactly where `floor_at(value) < k`. `SCALE` is at most 28.
#[inline]
#[must_use]
pub fn floor_at<const SCALE: u32>(value: Decimal) -> i64 {
    split_at::<SCALE>(value).0
}

/// `value · 10^SCALE` rounded up, saturated to an `i64`. For a number `c` of at most `SCALE` digits after the point, at its integer `k`:
/// `value <= c` exactly where `ceil_at(value) <= k`. `SCALE` is at most 28.
#[inline]
#[must_use]
pub fn ceil_at<const SCALE: u32>(value: Decimal) -> i64 {
    let (floor, more) = split_at::<SCALE>(value);
    floor.saturating_add(i64::from(more))
}

/// `value · 10^SCALE` rounded down, with one digit more that is 0 if that is exact and 5 if not, saturated to an `i64`: at two digits 4.99
/// is 4990, and 4.991 and 4.999 are 4995. It tells `<`, `<=` and `=` apart, whatever the value's digits. `SCALE` is at most 28.
#[inline]
#[must_use]
pub fn exact_at<const SCALE: u32>(value: Decimal) -> i64 {
    let (floor, more) = split_at::<SCALE>(value);
    floor.saturating_mul(10).saturating_add(if more { 5 } else { 0 })
}

/// Where `value` stands among ascending `cuts`: `2i + 1` at cut `i`, `2i` below it and above the one before. For numbers too far apart for
/// one grid. O(log n).
#[inline]
#[must_use]
pub fn decimal_position(cuts: &[Decimal], value: Decimal) -> i64 {
    position(cuts.binary_search_by(|cut| compare(*cut, value)))
}

/// The exact order of two decimals of any scales.
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
