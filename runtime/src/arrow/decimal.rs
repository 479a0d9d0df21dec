//! Decimals, exactly: an array has one scale, a number its own.

use alloc::sync::Arc;

use arrow_array::types::{Decimal128Type, Decimal256Type, DecimalType};
use arrow_array::{ArrayRef, PrimitiveArray};
use arrow_buffer::i256;
use arrow_schema::DataType;
use rust_decimal::Decimal;

use super::read::integer;
use super::{Column, FromArray, IntoArray, Unread, Unwritten};
use crate::number::power_of_ten;

impl FromArray<'_> for Decimal {
    fn read(column: &Column<'_>, each: impl FnMut(Result<Self, Unread>)) -> Option<()> {
        let number = |coefficient, scale| Self::try_from_i128_with_scale(coefficient, scale).ok();
        if column.array().data_type().is_decimal() {
            column.each_decimal(each, number)
        } else {
            integer(column, each, |whole| number(whole, 0))
        }
    }
}

/// `decimal · 10^scale`, if it is whole.
fn coefficient(decimal: &Decimal, scale: u32) -> Option<i128> {
    let mantissa = decimal.mantissa();
    match scale.checked_sub(decimal.scale()) {
        Some(more) => mantissa.checked_mul(power_of_ten(more)?),
        None => {
            let fewer = power_of_ten(decimal.scale().checked_sub(scale)?)?;
            if mantissa.checked_rem(fewer)? == 0 { mantissa.checked_div(fewer) } else { None }
        }
    }
}

/// The same where it has up to 56 digits.
fn wide_coefficient(decimal: &Decimal, scale: u32) -> Option<i256> {
    if let Some(coefficient) = coefficient(decimal, scale) {
        return Some(i256::from_i128(coefficient));
    }
    let more = power_of_ten(scale.checked_sub(decimal.scale())?)?;
    i256::from_i128(decimal.mantissa()).checked_mul(i256::from_i128(more))
}

/// The array of these values, as many digits as `precision` has after a point at `scale`.
fn decimals<'v, P: DecimalType>(
    values: impl Iterator<Item = Option<&'v Decimal>>,
    (precision, scale): (u8, i8),
    unfit: &mut Vec<usize>,
    native: impl Fn(&Decimal, u32) -> Option<P::Native>,
) -> Result<ArrayRef, Unwritten> {
    let after = u32::try_from(scale).unwrap_or_default();
    let natives = values.enumerate().map(|(position, value)| {
        let found = native(value?, after).filter(|found| P::is_valid_decimal_precision(*found, precision));
        if found.is_none() {
            unfit.push(position);
        }
        Some(found.unwrap_or_default())
    });
    Ok(Arc::new(natives.collect::<PrimitiveArray<P>>().with_precision_and_scale(precision, scale)?))
}

impl IntoArray for Decimal {
    fn array<'v>(
        values: impl Iterator<Item = Option<&'v Self>> + Clone,
        data_type: &DataType,
        unfit: &mut Vec<usize>,
    ) -> Result<ArrayRef, Unwritten>
    where
        Self: 'v,
    {
        match *data_type {
            DataType::Decimal256(precision, scale) => decimals::<Decimal256Type>(values, (precision, scale), unfit, wide_coefficient),
            DataType::Decimal128(precision, scale) => decimals::<Decimal128Type>(values, (precision, scale), unfit, coefficient),
            _ => Err(Unwritten::wrong_type(data_type)),
        }
    }
}
