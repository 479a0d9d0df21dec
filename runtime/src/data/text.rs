//! Texts in one string, and decimals in one byte string: where a value stands among them.

use super::numbers::{Numbers, partition_point};
#[cfg(feature = "decimal")]
use crate::grid::compare;
use crate::grid::position;

/// Texts, one after the other; where they are searched for, ascending.
#[derive(Clone, Copy, Debug)]
pub struct Texts {
    text: &'static str,
    ends: Numbers,
}

impl Texts {
    /// The texts one after the other, and where each ends.
    #[must_use]
    pub const fn new(text: &'static str, ends: Numbers) -> Self {
        Self { text, ends }
    }

    /// The text at a position.
    #[inline]
    #[must_use]
    pub fn get(&self, at: usize) -> Option<&'static str> {
        let first = match at.checked_sub(1) {
            Some(before) => self.ends.get(before)?,
            None => 0,
        };
        self.text.get(first as usize..self.ends.get(at)? as usize)
    }

    /// Where `value` stands among them: `2i + 1` at text `i`, `2i` below it and above the one before. O(log texts).
    #[must_use]
    pub fn position(&self, value: &str) -> i64 {
        let at = partition_point(self.ends.len(), |at| self.get(at).is_some_and(|text| text < value));
        position(if self.get(at) == Some(value) { Ok(at) } else { Err(at) })
    }

    /// The class of a text: of `classes`, one a text, and one more for all others. O(log texts).
    #[must_use]
    pub fn class(&self, value: &str, classes: &Numbers) -> u32 {
        let at = partition_point(self.ends.len(), |at| self.get(at).is_some_and(|text| text < value));
        let at = if self.get(at) == Some(value) { at } else { self.ends.len() };
        classes.get(at).unwrap_or(u32::MAX)
    }
}

/// Ascending decimals.
#[cfg(feature = "decimal")]
#[derive(Clone, Copy, Debug)]
pub struct Decimals(&'static [u8]);

#[cfg(feature = "decimal")]
impl Decimals {
    /// Twenty bytes each: a coefficient of sixteen and a scale of four.
    #[must_use]
    pub const fn new(bytes: &'static [u8]) -> Self {
        Self(bytes)
    }

    /// Where `value` stands among them: `2i + 1` at decimal `i`, `2i` below it and above the one before. O(log decimals).
    #[must_use]
    pub fn position(&self, value: rust_decimal::Decimal) -> i64 {
        let (decimals, _) = self.0.as_chunks::<20>();
        let order = |at: usize| {
            let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, scale @ ..] = *decimals.get(at)?;
            let coefficient = i128::from_le_bytes([a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p]);
            let cut = rust_decimal::Decimal::try_from_i128_with_scale(coefficient, u32::from_le_bytes(scale)).ok()?;
            Some(compare(cut, value))
        };
        let at = partition_point(decimals.len(), |at| order(at).is_some_and(core::cmp::Ordering::is_lt));
        position(if order(at).is_some_and(core::cmp::Ordering::is_eq) { Ok(at) } else { Err(at) })
    }
}
