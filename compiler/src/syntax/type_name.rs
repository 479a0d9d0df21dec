//! `type` cells.

use super::lexer::plain;
use crate::diagnostic::Location;
use crate::diagnostic::syntax::{LIST_ITEMS, SyntaxFinding, SyntaxProblem};
use crate::model::{BaseType, DataType, MAX_SCALE, Type};
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

/// Reads the `type` cell of what is one value, in any case: `text`, `integer`, `number`, `decimal(2)`, `boolean`, `date`, `time`,
/// `date and time`, `days and time duration`, `years and months duration`, `any`, each also with a `?`. What isn't one gets the nearest as
/// its fix.
pub fn type_name(content: &Content, location: &Location) -> Result<Type, SyntaxFinding> {
    let ty = data_type_name(content, location)?;
    ty.scalar().ok_or_else(|| finding(SyntaxProblem::NotSupportedYet { read: content.shown(), what: LISTS_OF_LISTS }, Vec::new(), location))
}

/// Reads a `type` cell, of one value or a list: `list of text`; `list of text?`, or `(list of text)?`, where null stands for a list that
/// isn't there; `list of (text?)` where items may be null; `list of list of text`.
pub fn data_type_name(content: &Content, location: &Location) -> Result<DataType, SyntaxFinding> {
    let read = content.shown();
    let text = plain(&read).to_lowercase();
    match data_type(&text) {
        Some(ty) if ty.depth() > DataType::MAX_LISTS => Err(finding(SyntaxProblem::TooLarge { what: TOO_DEEP }, Vec::new(), location)),
        Some(ty) if ty.item().is_some() && ty.value().base == BaseType::Any => {
            Err(finding(SyntaxProblem::Opaque { what: LIST_ITEMS.to_owned() }, vec!["any".to_owned()], location))
        }
        Some(ty) => Ok(ty),
        None => {
            let fixes = nearest_list(&text).or_else(|| nearest(&text)).into_iter().collect();
            Err(finding(SyntaxProblem::UnknownType { read }, fixes, location))
        }
    }
}

fn finding(problem: SyntaxProblem, fixes: Vec<String>, location: &Location) -> SyntaxFinding {
    SyntaxFinding { location: location.clone(), label: "type".to_owned(), problem: Box::new(problem), fixes }
}

/// What `type` cells of inputs can't hold.
const LISTS_OF_LISTS: &str = "lists of lists as inputs";
/// A type with more lists in each other than are read.
const TOO_DEEP: &str = "a type with more than 4 lists within each other";
const _: () = assert!(DataType::MAX_LISTS == 4, "the message says so");

/// Reads a `type` cell that holds a list of values, as [`data_type_name`] has it. The type of the items, and whether the list may be null;
/// `None` for any other text.
pub fn list_type_name(content: &Content) -> Option<(Type, bool)> {
    let ty = data_type(&plain(&content.shown()).to_lowercase())?;
    let item = ty.item()?.scalar().filter(|item| item.base != BaseType::Any)?;
    Some((item, ty.nullable()))
}

/// The type of this name, in lower case and plain form. A `?` at the end of a list's name is the list's; brackets give it to the items.
fn data_type(text: &str) -> Option<DataType> {
    /// As many brackets and lists as are looked into: more than any type has.
    const MOST: usize = 4 * DataType::MAX_LISTS;
    fn read(text: &str, left: usize, within: bool) -> Option<DataType> {
        let (left, text) = (left.checked_sub(1)?, text.trim());
        if let Some(ty) = parse(text) {
            return Some(ty.into());
        }
        if let Some(inner) = text.strip_suffix('?') {
            return read(inner, left, within).filter(|ty| ty.item().is_some()).map(DataType::or_null);
        }
        if let Some(inner) = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) {
            return read(inner, left, within).filter(|ty| within || ty.item().is_some());
        }
        text.strip_prefix("list of ").and_then(|item| read(item, left, true)).map(DataType::list_of)
    }
    read(text, MOST, false)
}

/// The list that may have been meant.
fn nearest_list(text: &str) -> Option<String> {
    const OPENED: [&str; 6] = ["list of ", "list<", "list(", "list[", "array of ", "array<"];
    let item = match OPENED.iter().find_map(|start| text.strip_prefix(start)) {
        Some(item) => item.trim_end_matches(['>', ']']),
        None if ["list", "lists", "array"].contains(&text) => "text",
        None => text.strip_suffix("[]")?,
    };
    let item = item.strip_suffix(')').filter(|item| !item.contains('(')).unwrap_or(item);
    let item = if data_type(item).is_some() { item.to_owned() } else { nearest(item)? };
    Some(format!("list of {item}")).filter(|list| data_type(list).is_some_and(|ty| ty.value().base != BaseType::Any))
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
