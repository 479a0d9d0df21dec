//! Exact decimal numbers, as cells and JSON write them.

use std::cmp::Ordering;
use std::fmt;

/// The most digits after the point that a [`Number`] holds.
pub const MAX_SCALE: u32 = 28;
/// The largest coefficient: 28 digits, which `rust_decimal`, the type in generated signatures, always holds.
pub const MAX_COEFFICIENT: i128 = 10_i128.pow(28) - 1;

/// An exact decimal number: `coefficient × 10^-scale`.
///
/// `|coefficient| < 10^28` and `scale ≤ 28`, the range of the decimals in
/// generated code, so that each number that the compiler accepts has exactly one value there. Always in normal form: no trailing
/// zero after the point, and zero has scale 0; so equality of fields is equality of values. It takes sixteen bytes, as a large table holds
/// hundreds of thousands.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Number {
    /// The lower 64 bits of the coefficient, which 94 bits and a sign hold.
    low: u64,
    /// Those above, with the sign.
    high: i32,
    scale: u32,
}

impl Number {
    /// Zero.
    pub const ZERO: Self = Self { low: 0, high: 0, scale: 0 };

    /// `coefficient × 10^-scale`, or `None` where it doesn't fit exactly.
    pub fn new(mut coefficient: i128, mut scale: u32) -> Option<Self> {
        if coefficient == 0 {
            return Some(Self::ZERO);
        }
        while scale > 0 && coefficient % 10 == 0 {
            coefficient /= 10;
            scale -= 1;
        }
        if scale > MAX_SCALE || coefficient.unsigned_abs() > MAX_COEFFICIENT.unsigned_abs() {
            return None;
        }
        Some(Self { low: coefficient as u64, high: i32::try_from(coefficient >> 64).ok()?, scale })
    }

    /// A whole number.
    pub fn from_integer(value: i64) -> Self {
        Self { low: value as u64, high: if value < 0 { -1 } else { 0 }, scale: 0 }
    }

    /// Reads plain decimal notation: an optional sign, digits, optionally a point and digits, optionally an exponent (`1.5E3`).
    /// `None` for any other text, and for a number that doesn't fit exactly.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, rest) = match text.as_bytes().first()? {
            b'-' => (true, &text[1..]),
            b'+' => (false, &text[1..]),
            _ => (false, text),
        };
        let (mantissa, exponent) = match rest.find(['e', 'E']) {
            Some(at) => (&rest[..at], rest[at + 1..].parse::<i32>().ok()?),
            None => (rest, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        if whole.is_empty() && fraction.is_empty() || mantissa.ends_with('.') {
            return None;
        }
        let mut coefficient: i128 = 0;
        let mut scale: i64 = -i64::from(exponent);
        let mut pending_zeros: u32 = 0;
        for (index, digit) in whole.bytes().chain(fraction.bytes()).enumerate() {
            if !digit.is_ascii_digit() {
                return None;
            }
            scale += i64::from(index >= whole.len());
            if digit == b'0' {
                // Held back, so that a long tail of zeros can't overflow what is otherwise a short number.
                pending_zeros += u32::from(coefficient != 0);
                continue;
            }
            let power = 10i128.checked_pow(pending_zeros + 1)?;
            coefficient = coefficient.checked_mul(power)?.checked_add(i128::from(digit - b'0'))?;
            pending_zeros = 0;
        }
        if coefficient == 0 {
            return Some(Self::ZERO);
        }
        scale -= i64::from(pending_zeros);
        if scale < 0 {
            coefficient = coefficient.checked_mul(10i128.checked_pow(u32::try_from(-scale).ok()?)?)?;
            scale = 0;
        }
        Self::new(if negative { -coefficient } else { coefficient }, u32::try_from(scale).ok()?)
    }

    /// The coefficient in normal form.
    pub fn coefficient(self) -> i128 {
        (i128::from(self.high) << 64) | i128::from(self.low)
    }

    /// Digits after the point in normal form, at most 28.
    pub fn scale(self) -> u32 {
        self.scale
    }

    /// The coefficient at `scale` digits after the point, or `None` if the number has more digits than that or the result
    /// exceeds [`MAX_COEFFICIENT`].
    pub fn at_scale(self, scale: u32) -> Option<i128> {
        let shift = scale.checked_sub(self.scale)?;
        let coefficient = self.coefficient().checked_mul(10i128.checked_pow(shift)?)?;
        (coefficient.unsigned_abs() <= MAX_COEFFICIENT.unsigned_abs()).then_some(coefficient)
    }

    /// Whether it is a whole number.
    pub fn is_integer(self) -> bool {
        self.scale == 0
    }

    /// As an `i64`, if it is a whole number in its range.
    pub fn to_i64(self) -> Option<i64> {
        if self.is_integer() { i64::try_from(self.coefficient()).ok() } else { None }
    }

    /// The exact sum, or `None` where it doesn't fit.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let widen = |n: Self| n.coefficient().checked_mul(10i128.checked_pow(scale - n.scale)?);
        Self::new(widen(self)?.checked_add(widen(other)?)?, scale)
    }

    /// Written with at least `scale` digits after the point, as results of a `decimal(scale)` are: `14.50`.
    pub fn to_string_at(self, scale: u32) -> String {
        let mut text = self.to_string();
        if self.scale < scale {
            if self.scale == 0 {
                text.push('.');
            }
            text.extend(std::iter::repeat_n('0', (scale - self.scale) as usize));
        }
        text
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        let scale = self.scale.max(other.scale);
        let widen = |n: &Self| n.coefficient().checked_mul(10i128.pow(scale - n.scale));
        match (widen(self), widen(other)) {
            (Some(a), Some(b)) => a.cmp(&b),
            // What overflows 127 bits is larger in magnitude than any 28-digit coefficient, and only the number of smaller scale is
            // widened.
            (None, _) => self.coefficient().cmp(&0),
            (_, None) => 0.cmp(&other.coefficient()),
        }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Number").field("coefficient", &self.coefficient()).field("scale", &self.scale).finish()
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.coefficient().unsigned_abs().to_string();
        let scale = self.scale as usize;
        let sign = if self.coefficient() < 0 { "-" } else { "" };
        if scale == 0 {
            return write!(f, "{sign}{digits}");
        }
        let padded = format!("{digits:0>width$}", width = scale + 1);
        let (whole, fraction) = padded.split_at(padded.len() - scale);
        write!(f, "{sign}{whole}.{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_plain_decimals() {
        for (text, shown) in [
            ("0", "0"),
            ("-0.00", "0"),
            ("1.50", "1.5"),
            ("-3", "-3"),
            (".5", "0.5"),
            ("1.5E3", "1500"),
            ("2e-3", "0.002"),
            ("9999999999999999999999999999", "9999999999999999999999999999"),
            ("0.0000000000000000000000000001", "0.0000000000000000000000000001"),
            ("1000000000000000000000000000000e-10", "100000000000000000000"),
        ] {
            assert_eq!(Number::parse(text).map(|n| n.to_string()).as_deref(), Some(shown), "{text}");
        }
        for text in ["", "-", ".", "1.", "1,5", "1e", "0x1", "10000000000000000000000000001", "1e-29", "1e99999999999", "१"] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
    }

    #[test]
    fn compares_exactly_across_scales() {
        let sorted = [
            "-9999999999999999999999999999",
            "-1",
            "-0.0000000000000000000000000001",
            "0",
            "0.0000000000000000000000000001",
            "0.29",
            "0.3",
            "9999999999999999999999999999",
        ];
        for (i, a) in sorted.iter().enumerate() {
            for (j, b) in sorted.iter().enumerate() {
                assert_eq!(Number::parse(a).cmp(&Number::parse(b)), i.cmp(&j), "{a} {b}");
            }
        }
    }

    #[test]
    fn shows_the_digits_of_its_type() {
        assert_eq!(Number::parse("14.5").unwrap().to_string_at(2), "14.50");
        assert_eq!(Number::parse("14").unwrap().to_string_at(2), "14.00");
        assert_eq!(Number::parse("-0.125").unwrap().to_string_at(2), "-0.125");
    }
}
