//! Whole numbers of 512 bits, as roots and logarithms need them: plain limb by limb, and no more than is needed here.
//!
//! What doesn't fit is cut off at the top, as `wrapping_*` does; each caller says why its numbers fit.

use core::cmp::Ordering;

/// Limbs of a [`Wide`].
const LIMBS: usize = 8;

/// A number below 2⁵¹², its lowest limb first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wide(pub(super) [u64; LIMBS]);

/// The low and the high half of 128 bits.
fn halves(value: u128) -> (u64, u64) {
    (value as u64, (value >> 64) as u64)
}

/// `a * b + c + d`, which 128 bits always hold.
fn multiplied(a: u64, b: u64, c: u64, d: u64) -> (u64, u64) {
    halves(u128::from(a).wrapping_mul(u128::from(b)).wrapping_add(u128::from(c)).wrapping_add(u128::from(d)))
}

impl Wide {
    pub(super) const ZERO: Self = Self([0; LIMBS]);

    pub(super) fn from(value: u128) -> Self {
        let (low, high) = halves(value);
        Self([low, high, 0, 0, 0, 0, 0, 0])
    }

    /// The number, if 128 bits hold it.
    pub(super) fn narrow(&self) -> Option<u128> {
        let [low, high, rest @ ..] = self.0;
        (rest == [0; 6]).then_some(u128::from(low) | u128::from(high) << 64)
    }

    pub(super) fn is_zero(&self) -> bool {
        *self == Self::ZERO
    }

    pub(super) fn add(mut self, other: &Self) -> Self {
        let mut carry = false;
        for (limb, other) in self.0.iter_mut().zip(other.0) {
            let (more, first) = limb.overflowing_add(other);
            let (most, second) = more.overflowing_add(u64::from(carry));
            (*limb, carry) = (most, first || second);
        }
        self
    }

    pub(super) fn subtract(mut self, other: &Self) -> Self {
        let mut borrow = false;
        for (limb, other) in self.0.iter_mut().zip(other.0) {
            let (less, first) = limb.overflowing_sub(other);
            let (least, second) = less.overflowing_sub(u64::from(borrow));
            (*limb, borrow) = (least, first || second);
        }
        self
    }

    /// The product without its lowest `cut` limbs.
    pub(super) fn multiply(&self, other: &Self, cut: usize) -> Self {
        let mut product = [0_u64; 2 * LIMBS];
        for (position, a) in self.0.into_iter().enumerate() {
            let mut carry = 0;
            // The carry of the last limb goes to one that no other has reached yet.
            for (limb, b) in product.iter_mut().skip(position).zip(other.0.into_iter().chain([0])) {
                (*limb, carry) = multiplied(a, b, *limb, carry);
            }
        }
        let mut result = Self::ZERO;
        for (limb, value) in result.0.iter_mut().zip(product.into_iter().skip(cut)) {
            *limb = value;
        }
        result
    }

    /// The product with a number below 2¹²⁸.
    pub(super) fn times(&self, factor: u128) -> Self {
        self.multiply(&Self::from(factor), 0)
    }

    /// The quotient and the remainder of a division by a number other than zero. By zero, zero.
    pub(super) fn divide(mut self, divisor: u64) -> (Self, u64) {
        let mut remainder = 0;
        for limb in self.0.iter_mut().rev() {
            let dividend = u128::from(remainder) << 64 | u128::from(*limb);
            let divisor = u128::from(divisor);
            // The remainder is less than the divisor, so the quotient is a limb.
            *limb = dividend.checked_div(divisor).unwrap_or(0) as u64;
            remainder = dividend.checked_rem(divisor).unwrap_or(0) as u64;
        }
        (self, remainder)
    }

    /// Shifted up by so many bits, less than 512.
    pub(super) fn shifted_up(&self, bits: u32) -> Self {
        let (limbs, rest) = ((bits >> 6) as usize, bits & 63);
        let mut result = Self::ZERO;
        let mut below = 0;
        for (limb, value) in result.0.iter_mut().skip(limbs).zip(self.0) {
            let (low, high) = halves(u128::from(value) << rest);
            (*limb, below) = (low | below, high);
        }
        result
    }

    /// Shifted down by so many bits, less than 512.
    pub(super) fn shifted_down(&self, bits: u32) -> Self {
        let (limbs, rest) = ((bits >> 6) as usize, bits & 63);
        let mut result = Self::ZERO;
        let above = self.0.into_iter().skip(limbs.saturating_add(1)).chain(core::iter::repeat(0));
        for (limb, (value, above)) in result.0.iter_mut().zip(self.0.into_iter().skip(limbs).zip(above)) {
            *limb = ((u128::from(above) << 64 | u128::from(value)) >> rest) as u64;
        }
        result
    }

    pub(super) fn compare(&self, other: &Self) -> Ordering {
        self.0.iter().rev().cmp(other.0.iter().rev())
    }

    /// How many bits the number has: 0 of zero.
    pub(super) fn bits(&self) -> u32 {
        let zeros = self.0.iter().rev().scan(true, |leading, limb| {
            let count = if *leading { limb.leading_zeros() } else { 0 };
            *leading &= *limb == 0;
            Some(count)
        });
        512_u32.saturating_sub(zeros.sum())
    }

    /// The whole part of the square root, and whether there is more. Bit by bit.
    pub(super) fn square_root(&self) -> (Self, bool) {
        let mut root = Self::ZERO;
        let mut rest = *self;
        let mut shift = self.bits() & !1;
        loop {
            // The root so far is `root >> (shift / 2)`, doubled and shifted into place.
            let bit = if shift < 512 { Self::from(1).shifted_up(shift) } else { Self::ZERO };
            let step = root.add(&bit);
            root = root.shifted_down(1);
            if !bit.is_zero() && rest.compare(&step).is_ge() {
                rest = rest.subtract(&step);
                root = root.add(&bit);
            }
            match shift.checked_sub(2) {
                Some(lower) => shift = lower,
                None => return (root, !rest.is_zero()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_products_and_quotients_are_those_of_128_bits() {
        let values = [0, 1, 2, 3, 9, u128::from(u64::MAX), 1 << 64, (1 << 64) + 7, 10_u128.pow(28), u128::MAX >> 1];
        for a in values {
            for b in values {
                assert_eq!(Wide::from(a).add(&Wide::from(b)).narrow(), Some(a + b), "{a} + {b}");
                assert_eq!(Wide::from(a).compare(&Wide::from(b)), a.cmp(&b), "{a} {b}");
                if a >= b {
                    assert_eq!(Wide::from(a).subtract(&Wide::from(b)).narrow(), Some(a - b), "{a} - {b}");
                }
                assert_eq!(Wide::from(a).times(b).narrow(), a.checked_mul(b), "{a} * {b}");
                if let Ok(b) = u64::try_from(b)
                    && b != 0
                {
                    let (quotient, remainder) = Wide::from(a).times(1 << 100).divide(b);
                    let back = quotient.times(u128::from(b)).add(&Wide::from(u128::from(remainder)));
                    assert_eq!(back, Wide::from(a).shifted_up(100), "{a} / {b}");
                }
            }
            for bits in [0, 1, 63, 64, 65, 200, 383] {
                assert_eq!(Wide::from(a).shifted_up(bits).shifted_down(bits).narrow(), Some(a), "{a} << {bits}");
                let expected = if a == 0 { 0 } else { 128 - a.leading_zeros() + bits };
                assert_eq!(Wide::from(a).shifted_up(bits).bits(), expected, "{a} << {bits}");
            }
        }
        assert_eq!(Wide::from(3).shifted_up(448).multiply(&Wide::from(5).shifted_up(384), 6).shifted_down(448).narrow(), Some(15));
    }

    #[test]
    fn a_square_root_is_the_largest_whose_square_fits() {
        for value in [0_u128, 1, 2, 3, 4, 8, 9, 15, 16, 99, 100, u128::from(u64::MAX), 10_u128.pow(38), u128::MAX] {
            for shift in [0, 64, 200, 384] {
                let square = Wide::from(value).shifted_up(shift);
                let (root, more) = square.square_root();
                let again = root.multiply(&root, 0);
                assert!(again.compare(&square).is_le(), "{value} << {shift}");
                assert_eq!(more, again != square, "{value} << {shift}");
                let next = root.add(&Wide::from(1));
                assert!(next.multiply(&next, 0).compare(&square).is_gt() || root.bits() >= 256, "{value} << {shift}");
            }
        }
    }
}
