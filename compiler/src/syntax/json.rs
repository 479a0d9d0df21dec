//! JSON text in a cell of an `any` column (RFC 8259), read by its characters: every digit and every name given twice is seen, and a mistake
//! is found at its line and column.

use super::lexer::fold;
use crate::model::{Json, JsonNumber, Members};

/// How deep lists and objects may nest in each other.
pub(super) const MAX_DEPTH: usize = 64;

/// What is wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct JsonMistake {
    /// The byte at which it is found.
    pub(super) at: usize,
    pub(super) problem: JsonProblem,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum JsonProblem {
    /// Something else was expected here.
    Expected(&'static str),
    /// An object has this name twice.
    Repeated(String),
    /// A number that can't be passed on as it is written.
    Inexact(String),
    /// It nests deeper than [`MAX_DEPTH`].
    Deep,
}

/// Reads a whole text. Blanks of any kind may stand around its parts, as people type them. O(length), but for objects, O(n log n).
pub(super) fn parse(text: &str) -> Result<Json, JsonMistake> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(MAX_DEPTH, "a JSON value")?;
    reader.blanks();
    if reader.at < text.len() { Err(reader.expected("the end of the cell")) } else { Ok(value) }
}

/// The line and column of a byte, both from 1; columns count characters.
pub(super) fn position(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or_default();
    (before.matches('\n').count() + 1, line.chars().count() + 1)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start_matches(|c| fold(c) == ' ').len();
    }

    /// Takes this character, behind blanks.
    fn takes(&mut self, c: char) -> bool {
        self.blanks();
        let found = self.peek() == Some(c);
        self.at += if found { c.len_utf8() } else { 0 };
        found
    }

    fn expected(&self, what: &'static str) -> JsonMistake {
        JsonMistake { at: self.at, problem: JsonProblem::Expected(what) }
    }

    fn value(&mut self, depth: usize, expected: &'static str) -> Result<Json, JsonMistake> {
        self.blanks();
        match self.peek() {
            Some('{' | '[') if depth == 0 => Err(JsonMistake { at: self.at, problem: JsonProblem::Deep }),
            Some('{') => self.object(depth - 1),
            Some('[') => self.list(depth - 1),
            Some('"') => self.string().map(Json::Text),
            Some('-' | '0'..='9') => self.number().map(Json::Number),
            _ => {
                for (word, value) in [("null", Json::Null), ("true", Json::Boolean(true)), ("false", Json::Boolean(false))] {
                    if let Some(rest) = self.rest().strip_prefix(word)
                        && !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_')
                    {
                        self.at += word.len();
                        return Ok(value);
                    }
                }
                Err(self.expected(expected))
            }
        }
    }

    fn list(&mut self, depth: usize) -> Result<Json, JsonMistake> {
        self.at += 1;
        let mut items = Vec::new();
        if self.takes(']') {
            return Ok(Json::List(items));
        }
        loop {
            items.push(self.value(depth, if items.is_empty() { "a JSON value or `]`" } else { "a JSON value" })?);
            if self.takes(']') {
                return Ok(Json::List(items));
            }
            if !self.takes(',') {
                return Err(self.expected("`,` or `]`"));
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<Json, JsonMistake> {
        self.at += 1;
        let mut members = Vec::new();
        let mut places = Vec::new();
        if self.takes('}') {
            return Ok(Json::Object(Members(members)));
        }
        loop {
            self.blanks();
            let place = self.at;
            if self.peek() != Some('"') {
                return Err(self.expected(if members.is_empty() { "a name in quotes or `}`" } else { "a name in quotes" }));
            }
            let name = self.string()?;
            if !self.takes(':') {
                return Err(self.expected("`:`"));
            }
            let value = self.value(depth, "a JSON value")?;
            members.push((name, value));
            places.push(place);
            if self.takes('}') {
                break;
            }
            if !self.takes(',') {
                return Err(self.expected("`,` or `}`"));
            }
        }
        match repeated(&members) {
            None => Ok(Json::Object(Members(members))),
            Some(position) => {
                let name = members.swap_remove(position).0;
                Err(JsonMistake { at: places.get(position).copied().unwrap_or(self.at), problem: JsonProblem::Repeated(name) })
            }
        }
    }

    fn number(&mut self) -> Result<JsonNumber, JsonMistake> {
        let start = self.at;
        self.at += usize::from(self.peek() == Some('-'));
        let first = self.at;
        if self.digits() == 0 {
            return Err(self.expected("a digit"));
        }
        if self.text.get(first..self.at).is_some_and(|digits| digits.len() > 1 && digits.starts_with('0')) {
            return Err(JsonMistake { at: first, problem: JsonProblem::Expected("a number without zeros before it") });
        }
        if self.peek() == Some('.') {
            self.at += 1;
            if self.digits() == 0 {
                return Err(self.expected("a digit behind the point"));
            }
        }
        if matches!(self.peek(), Some('e' | 'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), Some('+' | '-')));
            if self.digits() == 0 {
                return Err(self.expected("a digit of the exponent"));
            }
        }
        let text = self.text.get(start..self.at).unwrap_or_default();
        JsonNumber::parse(text).ok_or_else(|| JsonMistake { at: start, problem: JsonProblem::Inexact(text.to_owned()) })
    }

    /// Takes digits; how many there are.
    fn digits(&mut self) -> usize {
        let count = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        self.at += count;
        count
    }

    fn string(&mut self) -> Result<String, JsonMistake> {
        self.at += 1;
        let mut text = String::new();
        loop {
            let Some(c) = self.peek() else { return Err(self.expected("`\"` at the end of the text")) };
            match c {
                '"' => {
                    self.at += 1;
                    return Ok(text);
                }
                '\\' => text.push(self.escape()?),
                c if u32::from(c) < 0x20 => return Err(self.expected("`\\n`, `\\t` or another escape for this control character")),
                c => {
                    self.at += c.len_utf8();
                    text.push(c);
                }
            }
        }
    }

    fn escape(&mut self) -> Result<char, JsonMistake> {
        const ESCAPES: [(char, char); 8] =
            [('"', '"'), ('\\', '\\'), ('/', '/'), ('b', '\u{8}'), ('f', '\u{c}'), ('n', '\n'), ('r', '\r'), ('t', '\t')];
        let start = self.at;
        self.at += 1;
        let c = self.peek();
        if let Some((c, meant)) = ESCAPES.iter().find(|(escape, _)| Some(*escape) == c) {
            self.at += c.len_utf8();
            return Ok(*meant);
        }
        let wrong = |at: usize, what: &'static str| JsonMistake { at, problem: JsonProblem::Expected(what) };
        if c != Some('u') {
            return Err(wrong(start, "an escape: `\\\"`, `\\\\`, `\\/`, `\\b`, `\\f`, `\\n`, `\\r`, `\\t` or `\\u` and four digits"));
        }
        self.at += 1;
        let first = self.unit()?;
        if let Some(c) = char::from_u32(first) {
            return Ok(c);
        }
        // Half of a character beyond U+FFFF; the other half follows.
        let pair = wrong(start, "a pair of `\\u` escapes that is one character");
        if first >= 0xDC00 || !self.rest().starts_with("\\u") {
            return Err(pair);
        }
        self.at += 2;
        let second = self.unit()?;
        if !(0xDC00..0xE000).contains(&second) {
            return Err(pair);
        }
        char::from_u32(0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00)).ok_or(pair)
    }

    /// The four digits of a `\u`.
    fn unit(&mut self) -> Result<u32, JsonMistake> {
        let digits = self.text.get(self.at..self.at + 4).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
        let unit = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let unit = unit.ok_or_else(|| self.expected("four digits `0` to `9` and `a` to `f`"))?;
        self.at += 4;
        Ok(unit)
    }
}

/// The position of the first member whose name an earlier one has.
fn repeated(members: &[(String, Json)]) -> Option<usize> {
    let mut order: Vec<usize> = (0..members.len()).collect();
    let name = |position: usize| members.get(position).map(|(name, _)| name);
    order.sort_by_key(|position| (name(*position), *position));
    order.windows(2).filter(|pair| name(pair[0]) == name(pair[1])).map(|pair| pair[1]).min()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn mistake(text: &str) -> String {
        let JsonMistake { at, problem } = parse(text).unwrap_err();
        let (line, column) = position(text, at);
        format!("{line}:{column} {problem:?}")
    }

    #[test]
    fn mistakes_are_found_where_they_are() {
        insta::assert_snapshot!(
            [
                "",
                "{",
                "{a: 1}",
                "{\"a\" 1}",
                "{\"a\": }",
                "{\"a\": 1,}",
                "{\"a\": 1 \"b\"}",
                "[1 2]",
                "[1,]",
                "[,]",
                "nul",
                "nullx",
                "01",
                "-",
                "1.",
                "1e",
                "+1",
                ".5",
                "'a'",
                "\"a",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\ud800\"",
                "\"\\udc00\\ud800\"",
                "\"a\nb\"",
                "1 2",
                "{\"é\":\n [true,\n  False]}",
                "{\"a\": 1, \"b\": 2, \"\\u0061\": 3}",
                "[1e400]",
                "0.12345678901234567890",
                "NaN",
            ]
            .map(|text| format!("{text:?}: {}", mistake(text)))
            .join("\n")
        );
    }

    #[test]
    fn nesting_is_bounded() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(parse(&nested(MAX_DEPTH)).is_ok());
        assert_eq!(parse(&nested(MAX_DEPTH + 1)).unwrap_err().problem, JsonProblem::Deep);
        assert_eq!(parse(&"[{\"a\":".repeat(1_000_000)).unwrap_err().problem, JsonProblem::Deep);
    }

    /// Random text, most of it nearly JSON.
    fn nearly() -> impl Strategy<Value = String> {
        let part = prop_oneof![
            prop::sample::select(vec![
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                "\"a\"",
                "\"b\"",
                "\"\\n\"",
                "\"\\ud83d\\ude00\"",
                "null",
                "true",
                "false",
                " ",
                "0",
                "-1",
                "2.50",
                "1e3",
                "1E-2",
                "18446744073709551615",
                "0.1",
                "01",
                "tru",
                "\"",
                "\\",
            ])
            .prop_map(str::to_owned),
            "[ -~]{0,2}",
        ];
        prop::collection::vec(part, 0..12).prop_map(|parts| parts.concat())
    }

    fn arbitrary() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(serde_json::Value::from),
            any::<i64>().prop_map(serde_json::Value::from),
            any::<u64>().prop_map(serde_json::Value::from),
            any::<f64>().prop_filter("finite", |float| float.is_finite()).prop_map(serde_json::Value::from),
            any::<String>().prop_map(serde_json::Value::from),
        ];
        leaf.prop_recursive(6, 40, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(serde_json::Value::from),
                prop::collection::btree_map(any::<String>(), inner, 0..5)
                    .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_a_value_holds_comes_through(value in arbitrary()) {
            for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
                let read = parse(&text).unwrap();
                prop_assert_eq!(&read.to_serde(), &value);
                prop_assert_eq!(parse(&read.to_string()).unwrap(), read);
            }
        }

        #[test]
        fn what_is_read_is_what_another_reader_reads(text in nearly()) {
            match (parse(&text), serde_json::from_str::<serde_json::Value>(&text)) {
                (Ok(read), other) => {
                    let other = other.unwrap();
                    prop_assert_eq!(parse(&other.to_string()).unwrap(), read);
                }
                (Err(mistake), Ok(_)) => prop_assert!(!matches!(mistake.problem, JsonProblem::Expected(_)), "{} {:?}", text, mistake),
                (Err(_), Err(_)) => {}
            }
        }
    }
}
