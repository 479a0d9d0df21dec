//! `expr` cells: names, so far.

use super::keywords::calls_function;
use super::lexer::plain;
use crate::diagnostic::Location;
use crate::diagnostic::syntax::{SyntaxFinding, SyntaxProblem};
use crate::model::Name;
use crate::source::Content;

/// FEEL's words that join or open expressions.
const KEYWORDS: [&str; 16] = [
    "if",
    "then",
    "else",
    "for",
    "in",
    "return",
    "some",
    "every",
    "satisfies",
    "and",
    "or",
    "between",
    "instance",
    "function",
    "not",
    "null",
];

/// No path is deeper than this; JSON that nests deeper is refused too.
const MAX_SEGMENTS: usize = 16;
/// No name is longer, in bytes.
const LONGEST: usize = 1_000;

/// Reads an `expr` cell: a name, in which dots without blanks nest (`parcel.weight`) and runs of blanks are one blank. A text with operators or
/// function calls is an expression, which is said by [`SyntaxProblem::Expression`]; quantified paths (`items[]`) are not supported yet.
pub fn name(content: &Content, location: &Location) -> Result<Name, SyntaxFinding> {
    let read = content.shown();
    let text = plain(&read);
    let finding =
        |problem| SyntaxFinding { location: location.clone(), label: String::new(), problem: Box::new(problem), fixes: Vec::new() };
    let not_a_name = || Err(finding(SyntaxProblem::NotAName { read: read.clone() }));
    if !matches!(content, Content::Text(_)) || text.len() > LONGEST {
        return not_a_name();
    }
    if text.starts_with(['[', '{']) {
        return Err(finding(SyntaxProblem::Expression { read }));
    }
    if text.contains(['[', ']']) && !text.contains(['(', ',']) {
        return Err(finding(SyntaxProblem::NotSupportedYet { read, what: "paths into lists" }));
    }
    let operator = text.contains(['+', '*', '/', '(', ')', '<', '>', '=', '?', '"', '@', '{', '}']) || text.contains('-');
    if operator || calls_function(&text) || text.split(' ').any(|word| KEYWORDS.contains(&word)) {
        return Err(finding(SyntaxProblem::Expression { read }));
    }
    if text.contains([',', ';', '!', ':', '|', '^', '~', '\\']) {
        return not_a_name();
    }
    let segments = segments(&text);
    let is_name = |segment: &String| !segment.is_empty() && segment.chars().any(char::is_alphabetic) && segment.trim() == segment;
    if segments.len() > MAX_SEGMENTS || !segments.iter().all(is_name) || ["true", "false"].contains(&text.as_str()) {
        return not_a_name();
    }
    Ok(Name(segments))
}

/// Splits at dots without blanks around them: `parcel.weight` nests, `No. of items` is one name.
fn segments(text: &str) -> Vec<String> {
    let mut segments = vec![String::new()];
    let signs: Vec<char> = text.chars().collect();
    for (at, c) in signs.iter().enumerate() {
        let blank_beside = at.checked_sub(1).and_then(|before| signs.get(before)) == Some(&' ') || signs.get(at + 1) == Some(&' ');
        match segments.last_mut() {
            Some(last) if *c != '.' || blank_beside => last.push(*c),
            _ => segments.push(String::new()),
        }
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{BookPath, CellRef};

    #[test]
    fn dots_without_blanks_nest() {
        let location = Location::cells(&BookPath::new("a.csv"), "a", CellRef::new(0, 0));
        let read = |text: &str| name(&Content::Text(text.to_owned()), &location);
        for (text, segments) in [
            ("destination", vec!["destination"]),
            ("parcel.weight", vec!["parcel", "weight"]),
            (" home \n country ", vec!["home country"]),
            ("order.line total", vec!["order", "line total"]),
            ("No. of items", vec!["No. of items"]),
            ("2nd holder.Größe", vec!["2nd holder", "Größe"]),
        ] {
            assert_eq!(read(text).unwrap().0, segments, "{text}");
        }
        for text in [
            "items[].price",
            "items[?]",
            "a - b",
            "a-b",
            "count(items)",
            "a and b",
            "if a then b",
            "x = 1",
            "?",
            "5",
            "1.5",
            "a..b",
            ".a",
            "a.",
            "null",
            "true",
            "a;b",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
