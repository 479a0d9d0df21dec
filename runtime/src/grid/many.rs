//! Many decimals as integers at once, as [`grid`](super) brings one.
//!
//! The decimals of a column mostly have one number of digits after the point, few digits, and no sign. Then there is nothing to branch on, and
//! the compiler makes vectors of the loop. All others go one by one.

use rust_decimal::Decimal;

use super::decimal::split_at;

/// A key of 64 bits, or of 32, which twice as many fit into a vector of, where no value that a column names needs more.
pub trait Narrow {
    /// The nearest one.
    fn of(key: i64) -> Self;
}

impl Narrow for i64 {
    #[inline]
    fn of(key: i64) -> Self {
        key
    }
}

impl Narrow for i32 {
    #[inline]
    fn of(key: i64) -> Self {
        key.clamp(Self::MIN.into(), Self::MAX.into()) as Self
    }
}

/// What all these decimals have for digits after the point, if they have the same and none is negative or has a mantissa of more than 32 bits.
#[inline]
fn common_scale(values: &[Decimal]) -> Option<u32> {
    let mut differ = [0_u32; 3];
    let first = values.first()?;
    let flags = |value: &Decimal| {
        let [a, b, c, d, ..] = value.serialize();
        u32::from_le_bytes([a, b, c, d])
    };
    let of_first = flags(first);
    for value in values {
        let parts = value.unpack();
        let [of_flags, of_mid, of_hi] = &mut differ;
        *of_flags |= flags(value) ^ of_first;
        *of_mid |= parts.mid;
        *of_hi |= parts.hi;
    }
    (differ == [0; 3] && first.is_sign_positive()).then_some(first.scale())
}

/// The keys of decimals that have a common scale, which are brought to another one by a multiplication.
#[inline]
fn multiplied<K: Narrow>(values: &[Decimal], keys: &mut [K], power: u32, key: impl Fn(i64, bool) -> i64) {
    for (to, value) in keys.iter_mut().zip(values) {
        *to = K::of(key(u64::from(value.unpack().lo).wrapping_mul(u64::from(power)).cast_signed(), false));
    }
}

/// The same by a division, by a constant, which the compiler makes a multiplication.
#[inline]
fn divided<const POWER: u32, K: Narrow>(values: &[Decimal], keys: &mut [K], key: impl Fn(i64, bool) -> i64) {
    for (to, value) in keys.iter_mut().zip(values) {
        let mantissa = value.unpack().lo;
        let quotient = mantissa.checked_div(POWER).unwrap_or(0);
        *to = K::of(key(quotient.into(), quotient.wrapping_mul(POWER) != mantissa));
    }
}

/// What `key` makes of each value at a scale: of what it is rounded down, and of whether that dropped anything.
#[inline]
fn many<const SCALE: u32, K: Narrow>(values: &[Decimal], keys: &mut [K], key: impl Fn(i64, bool) -> i64) {
    let digits = common_scale(values).map(|scale| i64::from(SCALE).wrapping_sub(i64::from(scale)));
    match digits {
        Some(0) => multiplied(values, keys, 1, key),
        Some(digits @ 1..=9) => multiplied(values, keys, 10_u32.wrapping_pow(digits as u32), key),
        Some(-1) => divided::<10, K>(values, keys, key),
        Some(-2) => divided::<100, K>(values, keys, key),
        Some(-3) => divided::<1_000, K>(values, keys, key),
        Some(-4) => divided::<10_000, K>(values, keys, key),
        _ => {
            for (to, value) in keys.iter_mut().zip(values) {
                let (floor, more) = split_at::<SCALE>(*value);
                *to = K::of(key(floor, more));
            }
        }
    }
}

/// [`floor_at`](super::floor_at) of each value. What the shorter of the two slices doesn't have is left out.
#[inline]
pub fn floors_at<const SCALE: u32, K: Narrow>(values: &[Decimal], keys: &mut [K]) {
    many::<SCALE, K>(values, keys, |floor, _| floor);
}

/// [`ceil_at`](super::ceil_at) of each value. What the shorter of the two slices doesn't have is left out.
#[inline]
pub fn ceils_at<const SCALE: u32, K: Narrow>(values: &[Decimal], keys: &mut [K]) {
    many::<SCALE, K>(values, keys, |floor, more| floor.saturating_add(i64::from(more)));
}

/// [`exact_at`](super::exact_at) of each value. What the shorter of the two slices doesn't have is left out.
#[inline]
pub fn exacts_at<const SCALE: u32, K: Narrow>(values: &[Decimal], keys: &mut [K]) {
    many::<SCALE, K>(values, keys, |floor, more| floor.saturating_mul(10).saturating_add(if more { 5 } else { 0 }));
}

#[cfg(test)]
mod tests {
    use super::super::{ceil_at, exact_at, floor_at};
    use super::*;

    /// Each value's key among all, by one function and by the other.
    fn hold<const SCALE: u32>(values: &[Decimal]) {
        let mut long = vec![0_i64; values.len()];
        let mut short = vec![0_i32; values.len()];
        let narrow = |keys: &[i64]| keys.iter().map(|key| i32::of(*key)).collect::<Vec<_>>();
        for (of_many, of_many_short, of_one) in [
            (
                floors_at::<SCALE, i64> as fn(&[Decimal], &mut [i64]),
                floors_at::<SCALE, i32> as fn(&[Decimal], &mut [i32]),
                floor_at::<SCALE> as fn(Decimal) -> i64,
            ),
            (ceils_at::<SCALE, i64>, ceils_at::<SCALE, i32>, ceil_at::<SCALE>),
            (exacts_at::<SCALE, i64>, exacts_at::<SCALE, i32>, exact_at::<SCALE>),
        ] {
            let expected: Vec<i64> = values.iter().map(|value| of_one(*value)).collect();
            of_many(values, &mut long);
            assert_eq!(long, expected, "{values:?} at {SCALE}");
            of_many_short(values, &mut short);
            assert_eq!(short, narrow(&expected), "{values:?} at {SCALE}");
        }
    }

    fn hold_at_all_scales(values: &[Decimal]) {
        hold::<0>(values);
        hold::<1>(values);
        hold::<2>(values);
        hold::<5>(values);
        hold::<12>(values);
        hold::<28>(values);
    }

    #[test]
    fn many_are_brought_to_what_one_is() {
        let mantissas = [0, 1, 4, 5, 9, 10, 99, 100, 101, 999, 1_000, 12_345, 99_999_999, (1 << 31) - 1, 1 << 31, u32::MAX.into()];
        for scale in 0..=28 {
            let values: Vec<Decimal> = mantissas.iter().map(|mantissa| Decimal::from_i128_with_scale(*mantissa, scale)).collect();
            hold_at_all_scales(&values);
            // One that is different sends all the long way, wherever it stands.
            let odd = [
                Decimal::from_i128_with_scale(7, (scale + 1) % 29),
                Decimal::from_i128_with_scale(-7, scale),
                Decimal::from_i128_with_scale(1 << 32, scale),
                Decimal::from_i128_with_scale(1 << 64, scale),
                Decimal::from_i128_with_scale(-(1 << 95), scale),
            ];
            for odd in odd {
                hold_at_all_scales(&[&values[..], &[odd]].concat());
                hold_at_all_scales(&[&[odd], &values[..]].concat());
                hold_at_all_scales(&[odd]);
            }
        }
        hold_at_all_scales(&[]);
        hold_at_all_scales(&[-Decimal::ZERO]);
    }

    #[test]
    fn what_one_slice_lacks_is_left_out() {
        let mut keys = [9_i64; 3];
        floors_at::<0, _>(&[Decimal::ONE], &mut keys);
        assert_eq!(keys, [1, 9, 9]);
        floors_at::<0, _>(&[Decimal::TEN, Decimal::ONE], &mut keys[..1]);
        assert_eq!(keys, [10, 9, 9]);
    }
}
