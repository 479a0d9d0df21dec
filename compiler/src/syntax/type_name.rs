//! `type` cells.

use super::lexer::plain;
use crate::diagnostic::Location;
use crate::diagnostic::syntax::{SyntaxFinding, SyntaxProblem};
use crate::model::{BaseType, MAX_SCALE, Type};
use crate::source::Content;

/// The types whose name is all there is to them.
const PLAIN: [BaseType; 10] = [
    BaseType::Text,
    BaseType::Integer,
    BaseType::Number,
    BaseType::Boolean,
    BaseType::Date,
    BaseType::Time,
    BaseType::DateTime,
    BaseType::DaysTimeDuration,
    BaseType::YearsMonthsDuration,
    BaseType::Any,
];

/// Other languages' names, and ours.
const ELSEWHERE: [(&str, &str); 27] = [
    ("string", "text"),
    ("str", "text"),
    ("char", "text"),
    ("enum", "text"),
    ("int", "integer"),
    ("long", "integer"),
    ("i64", "integer"),
    ("whole number", "integer"),
    ("float", "number"),
    ("double", "number"),
    ("numeric", "number"),
    ("num", "number"),
    ("percent", "number"),
    ("percentage", "number"),
    ("decimal", "decimal(2)"),
    ("money", "decimal(2)"),
    ("currency", "decimal(2)"),
    ("amount", "decimal(2)"),
    ("bool", "boolean"),
    ("yes/no", "boolean"),
    ("logical", "boolean"),
    ("datetime", "date and time"),
    ("timestamp", "date and time"),
    ("date time", "date and time"),
    ("duration", "days and time duration"),
    ("daytimeduration", "days and time duration"),
    ("yearmonthduration", "years and months duration"),
];

/// Reads a `type` cell, in any case: `text`, `integer`, `number`, `decimal(2)`, `boolean`, `date`, `time`, `date and time`,
/// `days and time duration`, `years and months duration`, `any`, each also with a `?`. What isn't one gets the nearest as its fix.
pub fn type_name(content: &Content, location: &Location) -> Result<Type, SyntaxFinding> {
    let read = content.shown();
    let text = plain(&read).to_lowercase();
    if let Some(ty) = parse(&text) {
        return Ok(ty);
    }
    let finding =
        |problem, fixes| SyntaxFinding { location: location.clone(), label: "type".to_owned(), problem: Box::new(problem), fixes };
    if text.starts_with("(list of ") || text.starts_with("list of ") || text.starts_with("list<") || text == "list" {
        return Err(finding(SyntaxProblem::NotSupportedYet { read, what: "such lists" }, Vec::new()));
    }
    let fixes = nearest(&text).into_iter().collect();
    Err(finding(SyntaxProblem::UnknownType { read }, fixes))
}

/// Reads a `type` cell that holds a list of values: `list of text`; `list of text?`, or `(list of text)?`, where null stands for a list
/// that isn't there; `list of (text?)` where items may be null. The type of the items, and whether the list may be null; `None` for any
/// other text.
pub fn list_type_name(content: &Content) -> Option<(Type, bool)> {
    let text = plain(&content.shown()).to_lowercase();
    let bracketed = text.strip_suffix('?').map(str::trim_end).and_then(|text| text.strip_prefix('(')?.strip_suffix(')'));
    let (list, nullable) = bracketed.map_or((text.as_str(), false), |list| (list, true));
    let item = list.strip_prefix("list of ")?.trim();
    if let Some(item) = item.strip_prefix('(').and_then(|item| item.strip_suffix(')')) {
        return parse(item.trim()).filter(|ty| ty.base != BaseType::Any).map(|ty| (ty, nullable));
    }
    let ty = parse(item).filter(|ty| ty.base != BaseType::Any)?;
    Some((Type { nullable: false, ..ty }, nullable || ty.nullable))
}

/// The type of this name, in lower case and plain form.
fn parse(text: &str) -> Option<Type> {
    let (name, nullable) = text.strip_suffix('?').map_or((text, false), |name| (name.trim_end(), true));
    let plain = PLAIN.into_iter().find(|base| base.to_string() == name);
    let decimal = || {
        let digits = name.strip_prefix("decimal")?.trim_start().strip_prefix('(')?.strip_suffix(')')?.trim();
        let scale =
            if digits.len() <= 2 && digits.bytes().all(|b| b.is_ascii_digit()) { digits.parse::<u32>().ok()? } else { return None };
        (scale <= MAX_SCALE).then_some(BaseType::Decimal(scale))
    };
    plain.or_else(decimal).map(|base| Type { base, nullable })
}

/// The type that may have been meant.
fn nearest(text: &str) -> Option<String> {
    const LONGEST: usize = 40;
    let (name, mark) = text.strip_suffix('?').map_or((text, ""), |name| (name.trim_end(), "?"));
    if name.len() > LONGEST {
        return None;
    }
    let known = ELSEWHERE.iter().find(|(other, _)| *other == name).map(|(_, ours)| (*ours).to_owned());
    let digits = || {
        let digits: String = name.strip_prefix("decimal")?.chars().filter(char::is_ascii_digit).collect();
        let scale = digits.parse::<u32>().ok()?.min(MAX_SCALE);
        Some(format!("decimal({scale})"))
    };
    let close = || {
        let names = PLAIN.iter().map(BaseType::to_string);
        let scored = names.map(|candidate| (strsim::damerau_levenshtein(&candidate, name), candidate));
        scored.min().filter(|(distance, candidate)| *distance <= candidate.len() / 3).map(|(_, candidate)| candidate)
    };
    known.or_else(digits).or_else(close).map(|name| format!("{name}{mark}"))
}
