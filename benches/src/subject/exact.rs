//! Comparing decimals with whole numbers as fast as it can be done by hand, and exactly whatever their digits.

use matchbook::Decimal;

const POWERS: [i128; 29] = {
    let mut powers = [1; 29];
    let mut at = 1;
    while at < 29 {
        powers[at] = powers[at - 1] * 10;
        at += 1;
    }
    powers
};

/// A decimal beside the unit in which its digits count: no division, no rounding.
#[derive(Clone, Copy)]
pub(super) struct Exact {
    digits: i128,
    unit: i128,
}

impl Exact {
    #[inline]
    pub(super) fn new(value: Decimal) -> Self {
        Self { digits: value.mantissa(), unit: POWERS[value.scale() as usize % POWERS.len()] }
    }

    #[inline]
    pub(super) fn is_positive(self) -> bool {
        self.digits > 0
    }

    #[inline]
    pub(super) fn is_negative(self) -> bool {
        self.digits < 0
    }

    /// Whether it is less than `limit`.
    #[inline]
    pub(super) fn below(self, limit: i64) -> bool {
        self.digits < i128::from(limit) * self.unit
    }

    /// Whether it is at most `limit`.
    #[inline]
    pub(super) fn within(self, limit: i64) -> bool {
        self.digits <= i128::from(limit) * self.unit
    }
}
