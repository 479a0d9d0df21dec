//! Patterns of the texts that values are read from and written as: ECMA-262's regular expressions without look-around, as JSON Schema
//! advises (2020-12, 6.4), so that validators of every language understand them.

/// A `number` or `decimal(s)` as a text that is read: a sign, digits, a point, an exponent, as [`Number::parse`] has it. At most 28 digits
/// before the point and 28 behind it, zeros at the ends aside; with an exponent, how many count depends on that.
///
/// [`Number::parse`]: crate::model::Number::parse
pub(super) const NUMBER: &str =
    r"^[-+]?(?:0*[0-9]{1,28}(?:\.[0-9]{1,28}0*)?|\.[0-9]{1,28}0*|(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)[eE][-+]?[0-9]+)$";
/// An `integer` as a text that is read: at most 19 digits, and zeros behind the point.
pub(super) const INTEGER: &str = r"^[-+]?(?:0*[0-9]{1,19}(?:\.0+)?|\.0+|(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)[eE][-+]?[0-9]+)$";
/// A `number` as it is written: the shortest form.
pub(super) const WRITTEN_NUMBER: &str = r"^-?(?:0|[1-9][0-9]{0,27})(?:\.[0-9]{0,27}[1-9])?$";

/// A `decimal(scale)` as it is written: with all its digits.
pub(super) fn written_decimal(scale: u32) -> String {
    let fraction = if scale == 0 { String::new() } else { format!(r"\.[0-9]{{{scale}}}") };
    format!(r"^-?(?:0|[1-9][0-9]{{0,27}}){fraction}$")
}

/// A day, of a year of four digits.
pub(super) const DATE: &str = r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])";
/// A day, of a year before the first too.
pub(super) const ANY_DATE: &str = r"(?:[0-9]{4}|-[0-9]{6})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])";
/// A time of day as it is read.
pub(super) const TIME: &str = r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,9})?)?";
/// A time of day as it is written.
pub(super) const WRITTEN_TIME: &str = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,9})?";
/// A days and time duration: the largest units first, at least one of them.
pub(super) fn days_time() -> String {
    const SECONDS: &str = r"[0-9]+(?:\.[0-9]{1,9})?S";
    let minutes = format!("[0-9]+M(?:{SECONDS})?");
    let clock = format!("T(?:[0-9]+H(?:{minutes}|{SECONDS})?|{minutes}|{SECONDS})");
    format!("^-?P(?:[0-9]+D(?:{clock})?|{clock})$")
}

/// A years and months duration.
pub(super) const YEARS_MONTHS: &str = r"^-?P(?:[0-9]+Y(?:[0-9]+M)?|[0-9]+M)$";
