//! The digits of Arrow's decimals: an integer of up to 256 bits, and how many of its digits stand after the point.

use arrow_array::types::{Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type};
use arrow_buffer::i256;
use arrow_schema::DataType;

use super::{Column, Unread};
use crate::number::{MAX_COEFFICIENT, MAX_SCALE, power_of_ten};

/// A number of at most 28 digits, at most 28 of them after the point, which is where `scale` says; `None` for one that isn't.
fn exact(mut coefficient: i256, scale: i8) -> Option<(i128, u32)> {
    let ten = i256::from_i128(10);
    let mut scale = i32::from(scale);
    while let Some(next) = coefficient.checked_mul(ten)
        && scale < 0
    {
        (coefficient, scale) = (next, scale.saturating_add(1));
    }
    loop {
        if let Some(narrow) = coefficient.to_i128()
            && let Ok(scale) = u32::try_from(scale)
            && fits(narrow, scale)
        {
            return Some((narrow, scale));
        }
        if scale <= 0 || coefficient.checked_rem(ten)? != i256::ZERO {
            return None;
        }
        (coefficient, scale) = (coefficient.checked_div(ten)?, scale.saturating_sub(1));
    }
}

fn fits(coefficient: i128, scale: u32) -> bool {
    coefficient.unsigned_abs() <= MAX_COEFFICIENT && scale <= MAX_SCALE
}

impl<'a> Column<'a> {
    /// Gives what `value` makes of each decimal's coefficient and scale; `None` of a column of something else.
    pub(super) fn each_decimal<T>(&self, each: impl FnMut(Result<T, Unread>), value: impl Fn(i128, u32) -> Option<T>) -> Option<()> {
        let narrow = |coefficient: i128, scale: i8| match u32::try_from(scale) {
            Ok(scale) if fits(coefficient, scale) => value(coefficient, scale),
            _ => exact(i256::from_i128(coefficient), scale).and_then(|(coefficient, scale)| value(coefficient, scale)),
        };
        match *self.array().data_type() {
            DataType::Decimal32(_, scale) => self.each_primitive::<Decimal32Type, _>(each, |number| narrow(number.into(), scale)),
            DataType::Decimal64(_, scale) => self.each_primitive::<Decimal64Type, _>(each, |number| narrow(number.into(), scale)),
            DataType::Decimal128(_, scale) => self.each_primitive::<Decimal128Type, _>(each, |number| narrow(number, scale)),
            DataType::Decimal256(_, scale) => self.each_primitive::<Decimal256Type, _>(each, |number| {
                exact(number, scale).and_then(|(coefficient, scale)| value(coefficient, scale))
            }),
            _ => None,
        }
    }
}

/// `coefficient · 10^-scale`, if it is whole.
pub(super) fn whole(coefficient: i128, scale: u32) -> Option<i64> {
    let unit = power_of_ten(scale)?;
    if coefficient.checked_rem(unit)? == 0 { i64::try_from(coefficient.checked_div(unit)?).ok() } else { None }
}
