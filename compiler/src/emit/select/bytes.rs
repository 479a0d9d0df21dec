//! Constant data as byte strings, written as text: parsing them as tokens would take fifty times as long.

use crate::dispatch::width::width;
use crate::dispatch::{DayTable, StepTable};
use crate::model::RuleId;

/// About how many characters of a byte string stand in a line.
const LINE: usize = 120;

/// A byte string literal.
pub(in crate::emit) fn literal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 3 + 8);
    text.push_str("b\"");
    let mut line = 0;
    let next = bytes.iter().skip(1).map(Some).chain([None]);
    for (byte, next) in bytes.iter().zip(next) {
        let before = text.len();
        match byte {
            // A blank would be lost at the start of a line.
            b'"' | b'\\' | b' ' => escaped(*byte, &mut text),
            // Before a digit it would look like an octal number.
            0 if !next.is_some_and(u8::is_ascii_digit) => text.push_str("\\0"),
            byte if byte.is_ascii_graphic() => text.push(char::from(*byte)),
            byte => escaped(*byte, &mut text),
        }
        line += text.len() - before;
        if line >= LINE {
            text.push_str("\\\n    ");
            line = 0;
        }
    }
    text.push('"');
    text
}

/// A byte by its two digits: nearly all bytes of data are written so, and formatting them one by one would take longer than all else.
fn escaped(byte: u8, text: &mut String) {
    text.push_str("\\x");
    text.extend([byte >> 4, byte & 0xf].map(|digit| char::from_digit(digit.into(), 16).unwrap_or('0')));
}

/// `Numbers::new(…)` of the fewest bytes that hold the largest.
pub(in crate::emit) fn numbers(runtime: &str, values: impl IntoIterator<Item = u32, IntoIter: Clone>) -> String {
    let values = values.into_iter();
    let width = width(values.clone().max().unwrap_or(0));
    let bytes: Vec<u8> = values.flat_map(|value| value.to_le_bytes().into_iter().take(width)).collect();
    format!("{runtime}::data::Numbers::new({width}, {})", literal(&bytes))
}

/// Numbers plus a bias, and the bias: of few different ones it makes digits and letters, of which a byte string has one character each.
pub(super) fn biased(runtime: &str, values: &[u32]) -> (u32, String) {
    const DIGITS: u32 = b'0' as u32;
    let most = values.iter().max().copied().unwrap_or(0);
    let bias = if most <= u32::from(b'~') - DIGITS { DIGITS } else { 0 };
    (bias, numbers(runtime, values.iter().map(|value| value + bias)))
}

/// A static that finds the class of a key on even steps.
pub(super) fn steps(runtime: &str, name: &str, table: &StepTable, wide: bool) -> String {
    let key = if wide { "i128" } else { "i64" };
    let StepTable { first, last, step, classes } = table;
    let (bias, classes) = biased(runtime, classes);
    format!(
        "static {name}: {runtime}::data::Steps<{key}> =\n    {runtime}::data::Steps::new({first}, {last}, {step}, {bias}, {classes});\n"
    )
}

/// A static that finds the class of a day.
pub(super) fn days(runtime: &str, name: &str, DayTable { first, classes }: &DayTable) -> String {
    let (bias, classes) = biased(runtime, classes);
    format!("static {name}: {runtime}::data::PackedDates =\n    {runtime}::data::PackedDates::new({first}, {bias}, {classes});\n")
}

/// A static that finds the class of an integer key. No start lies above the keys' greatest value.
pub(super) fn integers(runtime: &str, name: &str, starts: &[i128], classes: &[u32], wide: bool) -> String {
    let (kind, width) = if wide { ("WideIntegers", 16) } else { ("Integers", 8) };
    let bytes: Vec<u8> = starts.iter().flat_map(|start| start.to_le_bytes().into_iter().take(width)).collect();
    format!(
        "static {name}: {runtime}::data::{kind} = {runtime}::data::{kind}::new(\n    {},\n    {},\n);\n",
        literal(&bytes),
        numbers(runtime, classes.iter().copied())
    )
}

/// The parts of a `Texts::new(…)`.
pub(in crate::emit) fn texts(runtime: &str, texts: &[&str]) -> String {
    let mut end = 0_u32;
    let ends: Vec<u32> = texts
        .iter()
        .map(|text| {
            end = end.saturating_add(u32::try_from(text.len()).unwrap_or(u32::MAX));
            end
        })
        .collect();
    format!("{runtime}::data::Texts::new({:?}, {})", texts.concat(), numbers(runtime, ends))
}

/// A count or a position as a number of data.
pub(super) fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// Where lists of these lengths begin, and where the last ends.
pub(super) fn begins(lengths: impl Iterator<Item = usize>) -> Vec<u32> {
    let mut begins = vec![0];
    let mut end = 0;
    for length in lengths {
        end += length;
        begins.push(number(end));
    }
    begins
}

/// `Lists::new(…)` of rules, and where each list begins among them.
pub(super) fn lists<'r>(runtime: &str, begins: &[u32], rules: impl Iterator<Item = &'r RuleId>) -> String {
    let rules: Vec<u32> = rules.map(|rule| number(rule.0)).collect();
    format!(
        "{runtime}::data::Lists::new(\n        {},\n        {},\n    )",
        numbers(runtime, begins.iter().copied()),
        numbers(runtime, rules)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_read_back_by_rust() {
        let all: Vec<u8> = (0..=255).chain([b'a', b' ', b'"', b'0', 0, b'0', 0, 0, b'9', 0]).collect();
        let syn::Lit::ByteStr(read) = syn::parse_str(&literal(&all)).unwrap() else { panic!("no byte string") };
        assert_eq!(read.value(), all);
        assert!(literal(&all).lines().count() > 4);
    }

    #[test]
    fn numbers_take_the_fewest_bytes() {
        assert_eq!(numbers("m", [1, 2]), r#"m::data::Numbers::new(1, b"\x01\x02")"#);
        assert_eq!(numbers("m", [1, 256]), r#"m::data::Numbers::new(2, b"\x01\0\0\x01")"#);
        assert_eq!(numbers("m", []), r#"m::data::Numbers::new(1, b"")"#);
    }
}
