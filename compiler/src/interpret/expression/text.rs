//! Functions of texts, by code points.

use regex::{Captures, Regex, RegexBuilder};

use super::number::whole;
use crate::model::{Number, Value};

/// The place in something of this length that a position means: 1 the first, -1 the last.
pub(super) fn index(position: Number, length: usize) -> Option<usize> {
    let (position, length) = (whole(position), i128::try_from(length).ok()?);
    let index = if position < 0 { length + position } else { position - 1 };
    usize::try_from(index).ok().filter(|_| index < length)
}

/// The places from a position on, with a length where one is given.
pub(super) fn section(position: Number, length: Option<Number>, of: usize) -> Option<std::ops::Range<usize>> {
    let start = index(position, of)?;
    let end = match length.map(whole) {
        Some(length) if length < 1 => return None,
        Some(length) => usize::try_from(length).map_or(of, |length| start.saturating_add(length).min(of)),
        None => of,
    };
    Some(start..end)
}

/// `substring`.
pub(super) fn substring(text: &str, position: Number, length: Option<Number>) -> Value {
    let characters: Vec<char> = text.chars().collect();
    match section(position, length, characters.len()).and_then(|places| characters.get(places)) {
        Some(part) => Value::Text(part.iter().collect()),
        None => Value::Null,
    }
}

/// `string join`.
pub(super) fn join(items: &[Value], delimiter: &str) -> Value {
    let texts: Vec<&str> = items.iter().filter_map(|item| if let Value::Text(text) = item { Some(text.as_str()) } else { None }).collect();
    Value::Text(texts.join(delimiter))
}

/// `number` with separators.
pub(super) fn separated_number(text: &str, grouping: Option<&str>, decimal: Option<&str>) -> Option<Number> {
    let known = grouping.is_none_or(|sign| [" ", ",", "."].contains(&sign)) && decimal.is_none_or(|sign| [",", "."].contains(&sign));
    if !known || decimal.is_some() && grouping == decimal {
        return None;
    }
    let ungrouped = grouping.map_or_else(|| text.to_owned(), |sign| text.replace(sign, ""));
    if decimal == Some(",") {
        return if ungrouped.contains('.') { None } else { Number::parse(&ungrouped.replace(',', ".")) };
    }
    Number::parse(&ungrouped)
}

/// Whether a text is written as a number, of any number of digits.
pub(super) fn is_number(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = |part: &'_ str| part.strip_prefix(['-', '+']).map_or(part.to_owned(), str::to_owned);
    let (mantissa, exponent) = text.split_once(['e', 'E']).map_or((text, None), |(mantissa, exponent)| (mantissa, Some(exponent)));
    let mantissa = unsigned(mantissa);
    let plain = match mantissa.split_once('.') {
        Some((whole, fraction)) => digits(fraction) && (whole.is_empty() || digits(whole)),
        None => digits(&mantissa),
    };
    plain && exponent.is_none_or(|exponent| digits(&unsigned(exponent)))
}

/// Whether a text is an email address.
pub(super) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let atom =
        |run: &str| !run.is_empty() && run.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte));
    let label = |run: &str| {
        (1..=63).contains(&run.len())
            && run.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !run.starts_with('-')
            && !run.ends_with('-')
    };
    let last = domain.rsplit('.').next().unwrap_or_default();
    local.len() <= 64
        && domain.len() <= 255
        && local.split('.').all(atom)
        && domain.contains('.')
        && domain.split('.').all(label)
        && last.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// A pattern with its flags; `None` for what typing refuses.
fn pattern(pattern: &str, flags: &str) -> Option<Regex> {
    let mut builder = RegexBuilder::new(pattern);
    for flag in flags.chars() {
        match flag {
            'i' => builder.case_insensitive(true),
            's' => builder.dot_matches_new_line(true),
            'm' => builder.multi_line(true),
            'x' => builder.ignore_whitespace(true),
            _ => return None,
        };
    }
    builder.build().ok()
}

/// `matches`.
pub(super) fn matches(text: &str, expression: &str, flags: &str) -> Option<bool> {
    Some(pattern(expression, flags)?.is_match(text))
}

/// `split`.
pub(super) fn split(text: &str, delimiter: &str) -> Option<Vec<Value>> {
    Some(pattern(delimiter, "")?.split(text).map(|part| Value::Text(part.to_owned())).collect())
}

/// `replace`.
pub(super) fn replace(text: &str, expression: &str, replacement: &str, flags: &str) -> Option<String> {
    let pattern = pattern(expression, flags)?;
    let groups = pattern.captures_len();
    Some(pattern.replace_all(text, |captures: &Captures<'_>| expanded(replacement, groups, captures)).into_owned())
}

/// A replacement with the groups that it names.
fn expanded(replacement: &str, groups: usize, captures: &Captures<'_>) -> String {
    let mut result = String::new();
    let mut rest = replacement.chars().peekable();
    while let Some(sign) = rest.next() {
        match sign {
            '\\' => result.extend(rest.next()),
            '$' => {
                let mut group = None;
                while let Some(digit) = rest.peek().and_then(|digit| digit.to_digit(10)) {
                    let longer = group.unwrap_or(0_usize).saturating_mul(10).saturating_add(digit as usize);
                    if group.is_some() && longer >= groups {
                        break;
                    }
                    group = Some(longer);
                    rest.next();
                }
                result.push_str(group.and_then(|group| captures.get(group)).map_or("", |group| group.as_str()));
            }
            _ => result.push(sign),
        }
    }
    result
}
