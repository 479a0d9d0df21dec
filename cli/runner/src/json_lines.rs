//! Rows that are JSON documents, one a line.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::document::{Rejection, push_text};
use crate::header::nearest;
use crate::interface::Input;

/// The line without the members that the decision doesn't read, so that it takes them for what they are. A member that may be a misspelt input
/// stays, and so does what isn't an object.
pub(crate) fn read_of<'l>(line: &'l str, inputs: &'static [Input]) -> Cow<'l, str> {
    let Some(members) = members(line) else { return Cow::Borrowed(line) };
    let is = |name: &str, input: &Input| [input.path, input.snake].iter().any(|path| path.first().is_some_and(|first| *first == name));
    let absent = || inputs.iter().filter(|input| !members.0.iter().any(|(name, _)| is(name, input)));
    let stays = |name: &str| inputs.iter().any(|input| is(name, input)) || nearest(name, absent()).is_some();
    if members.0.iter().all(|(name, _)| stays(name)) {
        return Cow::Borrowed(line);
    }
    let mut read = String::from("{");
    for (name, value) in members.0.iter().filter(|(name, _)| stays(name)) {
        if read.len() > 1 {
            read.push(',');
        }
        push_text(name, &mut read);
        read.push(':');
        read.push_str(value.get());
    }
    read.push('}');
    Cow::Owned(read)
}

/// The cell of an input in a line; `None` for null and for what isn't there.
///
/// # Errors
/// Of an envelope of facts, which has no columns.
pub(crate) fn cells<'l>(line: &'l str, inputs: &'static [Input]) -> Result<Vec<Option<Cow<'l, str>>>, Rejection> {
    let Some(members) = members(line) else {
        return Err(Rejection::of_row(
            "an envelope of facts has no columns: write JSON lines, or leave the inputs out by `--results-only`",
        ));
    };
    Ok(inputs.iter().map(|input| cell(&members, input.path, input.snake)).collect())
}

/// What is wrong with a line, in words for a line and for who has flat names.
pub(crate) fn told(mut rejection: Rejection, inputs: &'static [Input]) -> Rejection {
    // A document is a line, so each is its first.
    if let Some((before, column)) = rejection.message.rsplit_once(" at line 1 column ") {
        rejection.message = format!("{before} at column {column}");
    }
    let flat = |input: &&Input| input.path.len() > 1 && input.is_called(&rejection.field);
    if rejection.code == "MB0811"
        && let Some(input) = inputs.iter().find(flat)
    {
        let mut nested = "…".to_owned();
        for name in input.path.iter().rev() {
            let mut object = String::from("{");
            push_text(name, &mut object);
            nested = format!("{object}:{nested}}}");
        }
        rejection.message = format!("`{}` is a name with a dot, and documents nest: write {nested}", rejection.field);
    }
    rejection
}

fn cell<'l>(members: &Members<'l>, path: &[&str], snake: &[&str]) -> Option<Cow<'l, str>> {
    let ((name, path), (other, snake)) = (path.split_first()?, snake.split_first()?);
    let (_, value) = members.0.iter().find(|(known, _)| known == name || known == other)?;
    let value = value.get();
    if !path.is_empty() {
        return cell(&self::members(value)?, path, snake);
    }
    match value.bytes().next() {
        Some(b'n') => None,
        Some(b'"') => serde_json::from_str::<String>(value).ok().map(Cow::Owned),
        _ => Some(Cow::Borrowed(value)),
    }
}

/// The members of an object, all of them, so that one given twice is seen by who reads it.
struct Members<'l>(Vec<(String, &'l RawValue)>);

fn members(text: &str) -> Option<Members<'_>> {
    text.trim_start().starts_with('{').then(|| serde_json::from_str(text).ok())?
}

impl<'l> Deserialize<'l> for Members<'l> {
    fn deserialize<D: Deserializer<'l>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Reader)
    }
}

struct Reader;

impl<'l> Visitor<'l> for Reader {
    type Value = Members<'l>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'l>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{PROFILE, SHIPPING};

    #[test]
    fn what_the_decision_does_not_read_is_left_out() {
        let read = |line| read_of(line, SHIPPING.inputs);
        let line = r#"{"destination":"US","parcel":{"weight":1.50},"order":{}}"#;
        assert_eq!(read(line), line);
        assert_eq!(
            read(r#"{"id":7,"parcel":{"weight":1.50,"x":1},"Days late":null}"#),
            r#"{"parcel":{"weight":1.50,"x":1},"Days late":null}"#
        );
        // Given twice, it is for the decision to refuse.
        assert_eq!(read(r#"{"id":7,"order":1,"order":2}"#), r#"{"order":1,"order":2}"#);
        // It may be meant for one that isn't there.
        assert_eq!(read(r#"{"id":7,"destinaton":"US"}"#), r#"{"destinaton":"US"}"#);
        assert_eq!(read(r#"{"destination":"CA","destinaton":"US"}"#), r#"{"destination":"CA"}"#);
        for other in ["[]", "", "{", "1"] {
            assert_eq!(read(other), other);
        }
    }

    #[test]
    fn what_is_wrong_is_said_of_a_line() {
        let message = |code, field: &str, message: &str| {
            told(Rejection { field: field.to_owned(), code, message: message.to_owned() }, SHIPPING.inputs).message
        };
        assert_eq!(message("MB0810", "", "this isn't JSON: EOF at line 1 column 15"), "this isn't JSON: EOF at column 15");
        let flat = message("MB0811", "parcel.weight", "`parcel.weight` isn't an input");
        assert_eq!(flat, r#"`parcel.weight` is a name with a dot, and documents nest: write {"parcel":{"weight":…}}"#);
        assert_eq!(message("MB0811", "parcel.wight", "it isn't an input"), "it isn't an input");
    }

    #[test]
    fn lines_have_cells() {
        let line = r#"{"person":{"name":"a\"b","vip":true},"items":[{"price": 1.50}]}"#;
        let cells = cells(line, PROFILE.inputs).unwrap();
        assert_eq!(
            cells.iter().map(Option::as_deref).collect::<Vec<_>>(),
            [Some("a\"b"), Some(r#"[{"price": 1.50}]"#), Some("true"), None]
        );
        assert!(super::cells("[]", PROFILE.inputs).is_err());
    }
}
