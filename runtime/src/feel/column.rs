//! From the values of expressions to those of columns.

use rust_decimal::Decimal;

use super::number::digits;

/// How many digits the value has after the point, zeros at the end left out.
pub fn scale(value: Decimal) -> u32 {
    digits(value).1
}

/// The value as an `integer`; `None` if it isn't a whole number or lies beyond 64 bits.
pub fn integer(value: Decimal) -> Option<i64> {
    match digits(value) {
        (coefficient, 0) => i64::try_from(coefficient).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decimal;

    #[test]
    fn zeros_behind_the_point_are_no_digits() {
        assert_eq!(scale(decimal!(1.50)), 1);
        assert_eq!(scale(decimal!(100)), 0);
        assert_eq!(integer(decimal!(-7.00)), Some(-7));
        assert_eq!(integer(decimal!(7.5)), None);
        assert_eq!(integer(decimal!(9223372036854775807)), Some(i64::MAX));
        assert_eq!(integer(decimal!(9223372036854775808)), None);
    }
}
