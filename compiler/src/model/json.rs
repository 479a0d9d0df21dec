//! JSON of any shape: what an `any` column holds ("Types" in `docs/table-language.md`).

use std::fmt;
use std::hash::{Hash, Hasher};

/// A JSON value, whose numbers have all their digits. It prints as JSON text without blanks; with `{:#}`, over several lines.
///
/// Equality is by value: the order of an object's members says nothing, and `1.50` is `1.5`. An object's names differ.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// a number
    Number(JsonNumber),
    /// a text
    Text(String),
    /// a list
    List(Vec<Self>),
    /// an object
    Object(Members),
}

/// The members of an object, as written.
#[derive(Clone, Debug, Default)]
pub struct Members(pub Vec<(String, Json)>);

impl Members {
    /// Each position, by name.
    fn sorted(&self) -> Vec<&(String, Json)> {
        let mut members: Vec<&(String, Json)> = self.0.iter().collect();
        members.sort_by(|a, b| a.0.cmp(&b.0));
        members
    }
}

impl PartialEq for Members {
    fn eq(&self, other: &Self) -> bool {
        self.0.len() == other.0.len() && self.sorted() == other.sorted()
    }
}

impl Eq for Members {}

impl Hash for Members {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.sorted().hash(state);
    }
}

/// A number that `serde_json::Value` holds exactly: a whole one of 64 bits, with a sign or without, or one that a binary float gives back
/// digit by digit.
#[derive(Clone, Debug)]
pub struct JsonNumber {
    text: String,
    whole: bool,
}

impl JsonNumber {
    /// The number of this text, which follows the grammar of JSON (RFC 8259, 6). `None` for one that would come out as another: `1e400`,
    /// or more digits than a binary float keeps. O(digits).
    pub fn parse(text: &str) -> Option<Self> {
        if !text.contains(['.', 'e', 'E']) {
            let whole = text.parse::<i64>().map(|n| n.to_string()).or_else(|_| text.parse::<u64>().map(|n| n.to_string()));
            if let Ok(text) = whole {
                return Some(Self { text, whole: true });
            }
        }
        let float: f64 = text.parse().ok()?;
        let shown = serde_json::Number::from_f64(float)?.to_string();
        (Digits::of(&shown) == Digits::of(text)).then_some(Self { text: shown, whole: false })
    }

    /// The number of this text, whatever programs read it as.
    pub(crate) fn written(text: &str) -> Self {
        Self { text: text.to_owned(), whole: !text.contains(['.', 'e', 'E']) }
    }

    /// Its text, as `serde_json` writes it: `4.99`, `1e+22`.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its value, if it is a whole number in JSON's text too (`1`, not `1.0`), of 64 bits and with a sign.
    pub fn to_i64(&self) -> Option<i64> {
        if self.whole { self.text.parse().ok() } else { None }
    }

    fn to_serde(&self) -> Option<serde_json::Number> {
        if !self.whole {
            return serde_json::Number::from_f64(self.text.parse().ok()?);
        }
        let signed = self.text.parse::<i64>().map(serde_json::Number::from);
        signed.or_else(|_| self.text.parse::<u64>().map(serde_json::Number::from)).ok()
    }
}

impl PartialEq for JsonNumber {
    fn eq(&self, other: &Self) -> bool {
        Digits::of(&self.text) == Digits::of(&other.text)
    }
}

impl Eq for JsonNumber {}

impl Hash for JsonNumber {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Digits::of(&self.text).hash(state);
    }
}

/// A number's value, whatever its spelling: ±digits · 10^exponent, no zero at either end of the digits, none at all for zero.
#[derive(PartialEq, Eq, Hash)]
struct Digits {
    negative: bool,
    digits: String,
    exponent: i64,
}

impl Digits {
    /// `None` where the exponent is beyond anything.
    fn of(text: &str) -> Option<Self> {
        let (negative, unsigned) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        let significant = all.trim_end_matches('0');
        let digits = significant.trim_start_matches('0').to_owned();
        if digits.is_empty() {
            return Some(Self { negative: false, digits, exponent: 0 });
        }
        let zeros = i64::try_from(all.len() - significant.len()).ok()?;
        let behind_point = i64::try_from(fraction.len()).ok()?;
        let exponent = exponent.parse::<i64>().ok()?.checked_add(zeros)?.checked_sub(behind_point)?;
        Some(Self { negative, digits, exponent })
    }
}

impl Json {
    /// It as `serde_json` holds it: exactly. Recursion is as deep as it nests, which the reader of cells bounds.
    pub fn to_serde(&self) -> serde_json::Value {
        match self {
            Self::Null => serde_json::Value::Null,
            Self::Boolean(boolean) => serde_json::Value::Bool(*boolean),
            Self::Number(number) => number.to_serde().map_or(serde_json::Value::Null, serde_json::Value::Number),
            Self::Text(text) => serde_json::Value::String(text.clone()),
            Self::List(items) => serde_json::Value::Array(items.iter().map(Self::to_serde).collect()),
            Self::Object(members) => {
                serde_json::Value::Object(members.0.iter().map(|(name, value)| (name.clone(), value.to_serde())).collect())
            }
        }
    }
}

/// A text in quotes. What would turn the direction of text around it is escaped, as rustc wants it in literals.
fn quoted(text: &str) -> String {
    let mut quoted = String::new();
    for c in serde_json::Value::from(text).to_string().chars() {
        match c {
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => quoted.push_str(&format!("\\u{:04x}", u32::from(c))),
            _ => quoted.push(c),
        }
    }
    quoted
}

impl Json {
    /// Writes it over several lines, two blanks a level; what holds no list or object stays on one.
    fn pretty(&self, f: &mut fmt::Formatter<'_>, depth: usize) -> fmt::Result {
        let indent = |depth: usize| "  ".repeat(depth);
        let deep = |value: &Self| matches!(value, Self::List(_) | Self::Object(_));
        match self {
            Self::List(items) if items.iter().any(deep) => {
                f.write_str("[\n")?;
                for (position, item) in items.iter().enumerate() {
                    f.write_str(&indent(depth + 1))?;
                    item.pretty(f, depth + 1)?;
                    f.write_str(if position + 1 < items.len() { ",\n" } else { "\n" })?;
                }
                write!(f, "{}]", indent(depth))
            }
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(ToString::to_string).collect();
                write!(f, "[{}]", items.join(", "))
            }
            Self::Object(members) if members.0.is_empty() => f.write_str("{}"),
            Self::Object(members) => {
                f.write_str("{\n")?;
                for (position, (name, value)) in members.0.iter().enumerate() {
                    write!(f, "{}{}: ", indent(depth + 1), quoted(name))?;
                    value.pretty(f, depth + 1)?;
                    f.write_str(if position + 1 < members.0.len() { ",\n" } else { "\n" })?;
                }
                write!(f, "{}}}", indent(depth))
            }
            value => write!(f, "{value}"),
        }
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() {
            return self.pretty(f, 0);
        }
        match self {
            Self::Null => f.write_str("null"),
            Self::Boolean(boolean) => boolean.fmt(f),
            Self::Number(number) => f.write_str(number.text()),
            Self::Text(text) => f.write_str(&quoted(text)),
            Self::List(items) => {
                f.write_str("[")?;
                for (position, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if position == 0 { "" } else { "," })?;
                }
                f.write_str("]")
            }
            Self::Object(members) => {
                f.write_str("{")?;
                for (position, (name, value)) in members.0.iter().enumerate() {
                    write!(f, "{}{}:{value}", if position == 0 { "" } else { "," }, quoted(name))?;
                }
                f.write_str("}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_a_value_can_not_hold_are_none() {
        for (text, shown) in [
            ("0", "0"),
            ("-0", "0"),
            ("-0.0", "-0.0"),
            ("9223372036854775807", "9223372036854775807"),
            ("-9223372036854775808", "-9223372036854775808"),
            ("18446744073709551615", "18446744073709551615"),
            ("4.990", "4.99"),
            ("0.1", "0.1"),
            ("100.0", "100.0"),
            ("1e2", "100.0"),
            ("1E22", "1e+22"),
            ("1.7976931348623157e308", "1.7976931348623157e+308"),
            ("5e-324", "5e-324"),
            ("0e999999999999999999999999", "0.0"),
        ] {
            assert_eq!(JsonNumber::parse(text).map(|number| number.text).as_deref(), Some(shown), "{text}");
        }
        for text in [
            "1e400",
            "-1e400",
            "1e-400",
            "18446744073709551617",
            "0.123456789012345678901234567890",
            "1234567890123456789012345678.5",
            "1e99999999999999999999999",
        ] {
            assert!(JsonNumber::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn equality_is_by_value() {
        let number = |text: &str| Json::Number(JsonNumber::parse(text).unwrap());
        for (one, other) in [("1", "1.0"), ("100", "1e2"), ("0", "-0.0"), ("0.50", "5e-1")] {
            assert_eq!(number(one), number(other));
        }
        assert_ne!(number("1"), number("-1"));
        assert_ne!(number("1"), number("10"));
        let object = |names: [&str; 2]| Json::Object(Members(names.iter().map(|name| ((*name).to_owned(), number("1"))).collect()));
        assert_eq!(object(["a", "b"]), object(["b", "a"]));
        assert_ne!(object(["a", "b"]), object(["a", "c"]));
        assert_eq!(object(["b", "a\n"]).to_string(), r#"{"b":1,"a\n":1}"#);
    }
}
