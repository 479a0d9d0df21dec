//! `expr` cells: names, and paths into lists.

use std::collections::BTreeSet;

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

/// For how many items of a list an entry must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quantifier {
    /// `[]`: for every item; true for an empty list.
    Every,
    /// `[?]`: for some item; false for an empty list.
    Some,
}

/// What an `expr` cell names: an input, or the fields of a list's items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// The name. Behind each list that it leads into stands a `[]`, whatever the quantifier: `orders[].items[].sku`.
    pub name: Name,
    /// The quantifier of each list, in the order of the path; none of a plain name.
    pub quantifiers: Vec<Quantifier>,
}

/// The mark of a list in the segment of a path that names it.
pub const LIST_MARK: &str = "[]";

/// Reads an `expr` cell that must be a name: [`path`] without quantifiers.
pub fn name(content: &Content, location: &Location) -> Result<Name, SyntaxFinding> {
    let path = path(content, location)?;
    if path.quantifiers.is_empty() {
        return Ok(path.name);
    }
    let problem = Box::new(SyntaxProblem::MisplacedQuantifier { read: content.shown() });
    Err(SyntaxFinding { location: location.clone(), label: String::new(), problem, fixes: Vec::new() })
}

/// Reads an `expr` cell: a name, in which dots without blanks nest (`parcel.weight`) and runs of blanks are one blank, and in which `[]` or
/// `[?]` behind a segment quantify over the items of a list. A text with operators or function calls is an expression, which is said by
/// [`SyntaxProblem::Expression`].
pub fn path(content: &Content, location: &Location) -> Result<Path, SyntaxFinding> {
    let read = content.shown();
    let text = plain(&read);
    let finding =
        |problem| SyntaxFinding { location: location.clone(), label: String::new(), problem: Box::new(problem), fixes: Vec::new() };
    let not_a_name = || Err(finding(SyntaxProblem::NotAName { read: read.clone() }));
    if !matches!(content, Content::Text(_)) {
        return not_a_name();
    }
    if text.starts_with(['[', '{']) {
        return Err(finding(SyntaxProblem::Expression { read }));
    }
    let (unmarked, marks) = unmarked(&text);
    let operator = unmarked.contains(['+', '*', '/', '(', ')', '<', '>', '=', '?', '"', '@', '{', '}', '[', ']']) || unmarked.contains('-');
    if operator || calls_function(&unmarked) || unmarked.split(' ').any(|word| KEYWORDS.contains(&word)) {
        return Err(finding(SyntaxProblem::Expression { read }));
    }
    let text = unmarked;
    if text.len() > LONGEST || text.contains([',', ';', '!', ':', '|', '^', '~', '\\']) {
        return not_a_name();
    }
    let segments = segments(&text);
    let is_name = |segment: &String| !segment.is_empty() && segment.chars().any(char::is_alphabetic) && segment.trim() == segment;
    if segments.len() > MAX_SEGMENTS || !segments.iter().all(is_name) || ["true", "false"].contains(&text.as_str()) {
        return not_a_name();
    }
    let mut name = segments;
    let mut quantifiers = Vec::new();
    for (end, quantifier) in marks {
        // A mark stands at the end of a segment; elsewhere it is no name's.
        let mut passed = 0;
        let marked = name.iter_mut().find(|segment| {
            passed += segment.strip_suffix(LIST_MARK).unwrap_or(segment).len() + 1;
            passed == end + 1
        });
        match marked.filter(|segment| !segment.ends_with(LIST_MARK)) {
            Some(segment) => segment.push_str(LIST_MARK),
            None => return not_a_name(),
        }
        quantifiers.push(quantifier);
    }
    Ok(Path { name: Name(name), quantifiers })
}

/// The text without quantifiers, and where in it each of them stood.
fn unmarked(text: &str) -> (String, Vec<(usize, Quantifier)>) {
    let mut unmarked = String::new();
    let mut marks = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('[') {
        let (before, bracket) = rest.split_at(open);
        unmarked.push_str(before);
        let quantifier = bracket.find(']').and_then(|close| {
            let quantifier = match bracket.get(1..close)?.trim() {
                "" => Quantifier::Every,
                "?" => Quantifier::Some,
                _ => return None,
            };
            Some((quantifier, bracket.get(close + 1..)?))
        });
        match quantifier {
            Some((quantifier, behind)) => {
                marks.push((unmarked.len(), quantifier));
                rest = behind;
            }
            None => {
                unmarked.push_str(bracket);
                rest = "";
            }
        }
    }
    unmarked.push_str(rest);
    (unmarked, marks)
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

/// The names that a text holds, word by word, whether or not it can be read.
pub(crate) fn named(text: &str, names: &BTreeSet<String>) -> BTreeSet<String> {
    /// The most words of a name that are looked for.
    const LONGEST: usize = 6;
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || "+-*/<>=(),[]{}?\"".contains(c)).filter(|word| !word.is_empty()).collect();
    let mut found = BTreeSet::new();
    for start in 0..words.len() {
        for end in start + 1..=words.len().min(start + LONGEST) {
            found.extend(words.get(start..end).map(|words| words.join(" ")).filter(|name| names.contains(name)));
        }
    }
    found.extend(Some(crate::layout::fold(text)).filter(|name| names.contains(name)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{BookPath, CellRef};

    #[test]
    fn brackets_quantify() {
        use Quantifier::{Every, Some};
        let location = Location::cells(&BookPath::new("a.csv"), "a", CellRef::new(0, 0));
        let read = |text: &str| path(&Content::Text(text.to_owned()), &location);
        for (text, segments, quantifiers) in [
            ("items[].price", vec!["items[]", "price"], vec![Every]),
            ("items[?]", vec!["items[]"], vec![Some]),
            ("orders[].items[?].sku", vec!["orders[]", "items[]", "sku"], vec![Every, Some]),
            ("order.line items[ ? ].No. of units", vec!["order", "line items[]", "No. of units"], vec![Some]),
            ("a[].b[?].c[].d[].e[]", vec!["a[]", "b[]", "c[]", "d[]", "e[]"], vec![Every, Some, Every, Every, Every]),
            ("a.b", vec!["a", "b"], vec![]),
        ] {
            let path = read(text).unwrap();
            assert_eq!((path.name.0, path.quantifiers), (segments.into_iter().map(str::to_owned).collect(), quantifiers), "{text}");
        }
        for text in ["items[].", "[].price", "items[][]", "it[]ems", "items[]price", "items [].price", "items.[?]"] {
            let problem = read(text).unwrap_err().problem;
            assert!(!matches!(*problem, SyntaxProblem::Expression { .. }) || text.starts_with('['), "{text}");
        }
        for text in ["items[1].price", "items[price > 5]", "items[].price + 1", "count(items[])", "items[??]", "items["] {
            assert!(matches!(*read(text).unwrap_err().problem, SyntaxProblem::Expression { .. }), "{text}");
        }
        assert!(matches!(
            *name(&Content::Text("items[]".to_owned()), &location).unwrap_err().problem,
            SyntaxProblem::MisplacedQuantifier { .. }
        ));
    }

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
