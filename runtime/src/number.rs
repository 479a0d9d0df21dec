//! Decimal digits, exactly: at most 28 of them, and at most 28 after the point.

/// The most digits after the point.
pub(crate) const MAX_SCALE: u32 = 28;
/// The largest coefficient: 28 digits.
pub(crate) const MAX_COEFFICIENT: u128 = 10_u128.pow(28) - 1;

/// `10^exponent`, if it fits.
pub(crate) const fn power_of_ten(exponent: u32) -> Option<i128> {
    10_i128.checked_pow(exponent)
}

/// Without zeros at the end of what follows the point.
#[cfg(feature = "decimal")]
pub(crate) fn normal_form(mut coefficient: i128, mut scale: u32) -> (i128, u32) {
    if coefficient == 0 {
        return (0, 0);
    }
    while let Some(fewer) = scale.checked_sub(1)
        && coefficient.checked_rem(10) == Some(0)
    {
        coefficient = coefficient.checked_div(10).unwrap_or(0);
        scale = fewer;
    }
    (coefficient, scale)
}

/// The decimal of a literal's text, with its digits after the point.
#[cfg(feature = "decimal")]
#[doc(hidden)]
#[expect(clippy::panic, reason = "evaluated by the compiler only, which reports it at the literal")]
pub const fn decimal_from_literal(text: &str) -> rust_decimal::Decimal {
    let mut rest = text.as_bytes();
    let (mut coefficient, mut scale, mut negative, mut point, mut digits) = (0_u128, 0_u32, false, false, 0_u32);
    while let [byte, tail @ ..] = rest {
        rest = tail;
        match *byte {
            b'-' if digits == 0 && !negative => negative = true,
            b' ' if digits == 0 => {}
            b'_' => {}
            b'.' if !point => point = true,
            b'0'..=b'9' => {
                digits = digits.saturating_add(1);
                if point {
                    scale = scale.saturating_add(1);
                }
                coefficient = coefficient.saturating_mul(10).saturating_add(byte.wrapping_sub(b'0') as u128);
            }
            _ => panic!("decimal! takes plain digits with at most one point"),
        }
    }
    if digits == 0 || scale > MAX_SCALE || coefficient > MAX_COEFFICIENT {
        panic!("decimal! takes 1 to 28 digits");
    }
    rust_decimal::Decimal::from_parts(coefficient as u32, (coefficient >> 32) as u32, (coefficient >> 64) as u32, negative, scale)
}

/// `coefficient · 10^-SCALE`, as columns of data hold decimals. `SCALE` is at most 28.
#[cfg(feature = "decimal")]
#[must_use]
pub const fn decimal_at<const SCALE: u32>(coefficient: i64) -> rust_decimal::Decimal {
    let magnitude = coefficient.unsigned_abs();
    let scale = if SCALE > MAX_SCALE { MAX_SCALE } else { SCALE };
    rust_decimal::Decimal::from_parts(magnitude as u32, (magnitude >> 32) as u32, 0, coefficient < 0, scale)
}

/// An exact number, in normal form.
#[cfg(any(feature = "json", feature = "expressions"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Digits {
    /// Less than 10²⁸ in magnitude.
    pub(crate) coefficient: i128,
    /// At most 28.
    pub(crate) scale: u32,
}

/// Why a text isn't [`Digits`].
#[cfg(any(feature = "json", feature = "expressions"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unread {
    /// It isn't a number in decimal notation.
    NotANumber,
    /// It has more than 28 digits, or more than 28 of them after the point.
    TooManyDigits,
}

#[cfg(any(feature = "json", feature = "expressions"))]
impl Digits {
    /// Reads an optional sign, digits, optionally a point and digits, optionally an exponent; one part before or after the point may be
    /// missing, not the digits after a point.
    pub(crate) fn parse(text: &str) -> Result<Self, Unread> {
        let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let exponent_digits = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if !is_digits(whole)
            || !is_digits(fraction)
            || !is_digits(exponent_digits)
            || exponent_digits.is_empty()
            || mantissa.is_empty()
            || mantissa.ends_with('.')
        {
            return Err(Unread::NotANumber);
        }
        Self::exact(whole, fraction, exponent, text.starts_with('-')).ok_or(Unread::TooManyDigits)
    }

    fn exact(whole: &str, fraction: &str, exponent: &str, negative: bool) -> Option<Self> {
        // Zeros at either end are no digits, however many there are.
        let all = || whole.bytes().chain(fraction.bytes());
        let Some(first) = all().position(|digit| digit != b'0') else {
            return Some(Self { coefficient: 0, scale: 0 });
        };
        let after_last = all().count().checked_sub(all().rev().position(|digit| digit != b'0')?)?;
        let mut coefficient = 0_i128;
        for digit in all().take(after_last).skip(first) {
            coefficient = coefficient.checked_mul(10)?.checked_add(i128::from(digit.checked_sub(b'0')?))?;
        }
        // The number is coefficient × 10^power.
        let power = i128::try_from(whole.len())
            .ok()?
            .checked_sub(i128::try_from(after_last).ok()?)?
            .checked_add(exponent.parse::<i32>().ok()?.into())?;
        let scale = match u32::try_from(power) {
            Ok(zeros) => {
                coefficient = coefficient.checked_mul(power_of_ten(zeros)?)?;
                0
            }
            Err(_) => u32::try_from(power.checked_neg()?).ok()?,
        };
        if scale > MAX_SCALE || coefficient.unsigned_abs() > MAX_COEFFICIENT {
            return None;
        }
        Some(Self { coefficient: if negative { coefficient.checked_neg()? } else { coefficient }, scale })
    }
}

#[cfg(test)]
mod tests {
    #[cfg(any(feature = "json", feature = "expressions"))]
    #[test]
    fn reads_decimal_notation_by_its_digits() {
        use super::{Digits, Unread};

        let read = |text: &str| Digits::parse(text).map(|digits| (digits.coefficient, digits.scale));
        for (text, coefficient, scale) in [
            ("0", 0, 0),
            ("-0.00", 0, 0),
            ("0e999999999", 0, 0),
            ("1.50", 15, 1),
            ("+3", 3, 0),
            (".5", 5, 1),
            ("1.5E3", 1500, 0),
            ("2e-3", 2, 3),
            ("-10.010", -1001, 2),
            ("1000000000000000000000000000000e-10", 100_000_000_000_000_000_000, 0),
            ("0.0000000000000000000000000001", 1, 28),
            ("9999999999999999999999999999", 9_999_999_999_999_999_999_999_999_999, 0),
        ] {
            assert_eq!(read(text), Ok((coefficient, scale)), "{text}");
        }
        for text in ["", "-", ".", "1.", "1,5", "1e", "1e+", "0x1", "१", "1.5.5", " 1", "--1", "Infinity", "NaN"] {
            assert_eq!(read(text), Err(Unread::NotANumber), "{text}");
        }
        for text in ["10000000000000000000000000001", "1e-29", "1e28", "1e99999999999", "1e-99999999999", &"9".repeat(10_000)] {
            assert_eq!(read(text), Err(Unread::TooManyDigits), "{text}");
        }
    }

    #[cfg(feature = "decimal")]
    #[test]
    fn a_literal_keeps_its_digits() {
        use rust_decimal::Decimal;

        const FEE: Decimal = crate::decimal!(14.50);
        assert_eq!(FEE.to_string(), "14.50");
        assert_eq!(crate::decimal!(-0.25).to_string(), "-0.25");
        assert_eq!(crate::decimal!(9999999999999999999999999999).to_string(), "9999999999999999999999999999");
        assert_eq!(crate::decimal!(0.0000000000000000000000000001).scale(), 28);
    }
}
