//! Words with a meaning of their own.

use super::lexer::fold;

/// The words that predicates begin with, the longer ones first. True where an operand follows.
const PREDICATES: [(&str, bool); 10] = [
    ("starts with", true),
    ("ends with", true),
    ("contains", true),
    ("matches", true),
    ("ignoring case", true),
    ("is empty", false),
    ("is number", false),
    ("is email", false),
    ("is date and time", false),
    ("is date", false),
];

/// FEEL's built-in functions (DMN 1.5, 10.3.4).
const FUNCTIONS: &[&str] = &[
    "date",
    "date and time",
    "time",
    "duration",
    "number",
    "string",
    "context",
    "not",
    "substring",
    "string length",
    "upper case",
    "lower case",
    "substring before",
    "substring after",
    "replace",
    "contains",
    "starts with",
    "ends with",
    "matches",
    "split",
    "string join",
    "list contains",
    "list replace",
    "count",
    "min",
    "max",
    "sum",
    "mean",
    "all",
    "any",
    "sublist",
    "append",
    "concatenate",
    "insert before",
    "remove",
    "reverse",
    "index of",
    "union",
    "distinct values",
    "flatten",
    "product",
    "median",
    "stddev",
    "mode",
    "decimal",
    "floor",
    "ceiling",
    "round up",
    "round down",
    "round half up",
    "round half down",
    "abs",
    "modulo",
    "sqrt",
    "log",
    "exp",
    "odd",
    "even",
    "is",
    "before",
    "after",
    "meets",
    "met by",
    "overlaps",
    "overlaps before",
    "overlaps after",
    "finishes",
    "includes",
    "during",
    "starts",
    "day of year",
    "day of week",
    "month of year",
    "week of year",
    "years and months duration",
    "sort",
    "range",
    "get value",
    "get entries",
    "context put",
    "context merge",
    "finished by",
    "started by",
    "coincides",
    "now",
    "today",
];

/// Which predicate's words a text begins with, in any case, and what follows them. Both are plain text already.
pub(super) fn predicate(text: &str) -> Option<(&'static str, &str, bool)> {
    PREDICATES.iter().find_map(|(words, operand)| {
        let (head, rest) = text.split_at_checked(words.len())?;
        let ends = rest.is_empty() || rest.starts_with([' ', '"', '(']);
        (head.eq_ignore_ascii_case(words) && ends).then_some((*words, rest.trim_start(), *operand))
    })
}

/// Which predicate's words a text begins with, in any case and with any blanks between them: the words, whether a text in quotes follows
/// them, and how many bytes they take. Nothing but a blank, a quote, a comma or a closing bracket may stand behind them: `contains(` is a
/// call.
pub(super) fn predicate_at(text: &str) -> Option<(&'static str, bool, usize)> {
    PREDICATES.iter().find_map(|(words, operand)| {
        let mut rest = text;
        for (position, word) in words.split(' ').enumerate() {
            if position > 0 {
                rest = rest.strip_prefix(|c| fold(c) == ' ')?.trim_start_matches(|c| fold(c) == ' ');
            }
            for expected in word.chars() {
                let first = rest.chars().next()?;
                rest = rest.get(first.len_utf8()..).filter(|_| fold(first).eq_ignore_ascii_case(&expected))?;
            }
        }
        let ends = rest.chars().next().is_none_or(|c| matches!(fold(c), ' ' | '"' | ',' | ')'));
        ends.then(|| (*words, *operand, text.len() - rest.len()))
    })
}

/// Whether the words are a FEEL function's name.
pub(super) fn is_function(words: &str) -> bool {
    FUNCTIONS.contains(&words)
}

/// Whether a text calls a FEEL function: at its start, or after an operator.
pub(super) fn calls_function(text: &str) -> bool {
    text.match_indices('(').any(|(at, _)| {
        let words = text[..at].rsplit(['(', ',', '+', '-', '*', '/', '<', '>', '=']).next().unwrap_or_default();
        is_function(words.trim_start())
    })
}

/// Whether it is a word for "any value" that people type.
pub(super) fn is_wildcard(text: &str) -> bool {
    text == "*" || ["any", "all", "n/a"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Whether the text begins with `not (`, in any case.
pub(super) fn begins_negation(text: &str) -> bool {
    text.get(..3).is_some_and(|word| word.eq_ignore_ascii_case("not"))
        && text.get(3..).is_some_and(|rest| rest.trim_start_matches(|c| fold(c) == ' ').starts_with(|c| fold(c) == '('))
}
