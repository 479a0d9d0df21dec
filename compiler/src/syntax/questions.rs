//! Entries over records and lists of which some part is FEEL: what they ask, part by part.
//!
//! ```text
//! questions = question { "," question }
//! question  = "not" "(" questions ")" | a boolean expression over "?" | a test of a list
//! ```
//!
//! As in any other entry a comma lists what passes, and of a question and its `not( )` exactly one holds, for null too.

use std::collections::BTreeSet;

use super::expression::{Names, parse};
use super::items::{closes_at_end, outside};
use super::keywords::begins_negation;
use super::lexer::{Span, fold};
use super::unary_tests::MAX_DEPTH;

/// What an entry asks, or a part of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Question {
    /// What stands here, in bytes of the entry.
    Asks(Span),
    /// None of these.
    Not(Vec<Self>),
}

/// The parts of an entry; there is at least one. Whether they can be read is another question.
pub(crate) fn questions(text: &str, names: &BTreeSet<String>) -> Vec<Question> {
    let reader = Reader { text, names: Names::new(names.iter().map(String::as_str)) };
    reader.questions(Span { start: 0, end: text.len() }, 0)
}

struct Reader<'a> {
    text: &'a str,
    names: Names<'a>,
}

impl Reader<'_> {
    fn questions(&self, span: Span, depth: usize) -> Vec<Question> {
        let span = self.trimmed(span);
        let text = span.of(self.text);
        if begins_negation(text)
            && let Some(open) = text.find(['(', '（'])
            && closes_at_end(text, open)
            && depth < MAX_DEPTH
        {
            let width = text.get(open..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
            let last = text.chars().next_back().map_or(1, char::len_utf8);
            let inner = Span { start: span.start + open + width, end: span.end - last };
            return vec![Question::Not(self.questions(inner, depth + 1))];
        }
        let commas: Vec<usize> = outside(text).filter(|(_, c)| *c == ',').map(|(at, _)| span.start + at).collect();
        // FEEL has commas of its own: `some a in ?, b in others satisfies a = b`.
        if commas.is_empty() || parse(text, &self.names).is_ok() {
            return vec![Question::Asks(span)];
        }
        let mut from = span.start;
        let mut parts = Vec::new();
        for end in commas.into_iter().chain([span.end]) {
            parts.extend(self.questions(Span { start: from, end }, depth));
            from = end + self.text.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        }
        parts
    }

    fn trimmed(&self, span: Span) -> Span {
        let (text, blank) = (span.of(self.text), |c: char| fold(c) == ' ');
        let start = span.start + (text.len() - text.trim_start_matches(blank).len());
        Span { start, end: (start + text.trim_matches(blank).len()).max(start) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_by_commas_and_negations() {
        fn shown(questions: &[Question], text: &str) -> String {
            let one = |question: &Question| match question {
                Question::Asks(span) => span.of(text).to_owned(),
                Question::Not(inner) => format!("not<{}>", shown(inner, text)),
            };
            questions.iter().map(one).collect::<Vec<_>>().join(" | ")
        }
        for (text, expected) in [
            ("?.a > 5", "?.a > 5"),
            ("not(?.a > 5)", "not<?.a > 5>"),
            ("not( ?.a > 5 , ?.b = \"x, y\")", "not<?.a > 5 | ?.b = \"x, y\">"),
            ("not(?.a) and not(?.b)", "not(?.a) and not(?.b)"),
            ("contains \"a\", count(?) > 3", "contains \"a\" | count(?) > 3"),
            ("some a in ?, b in others satisfies a = b", "some a in ?, b in others satisfies a = b"),
            ("?.a in (1, 2), ?.b", "?.a in (1, 2) | ?.b"),
            ("?.a,", "?.a | "),
        ] {
            assert_eq!(shown(&questions(text, &BTreeSet::from(["others".to_owned()])), text), expected);
        }
    }
}
