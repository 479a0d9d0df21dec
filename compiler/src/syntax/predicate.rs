//! Predicates: input entries in plain words, `contains "x"`, `is empty`, as expressions over `?`.
//!
//! ```text
//! tests     = test { "," test }
//! test      = predicate | "not" "(" tests ")" | any other unary test
//! predicate = ("contains" | "starts with" | "ends with" | "matches" | "ignoring case") text
//!           | "is empty" | "is number" | "is email" | "is date" | "is date and time"
//! ```
//!
//! The words are read in any case. Other unary tests are left to their own parser, one at a time, so a list may mix both. Of a test and
//! its `not( )` exactly one holds: each predicate is a boolean that is never null, and null fails all but `is empty`.

#[cfg(test)]
mod tests;

use regex::RegexBuilder;

use super::condition::{all, any, boolean, condition, known_subject, not, operation, subject, unless_null};
use super::items::{items, outside};
use super::keywords::{begins_negation, predicate_at};
use super::lexer::{Span, Token, clean, first_token, fold, plain};
use super::print::quote;
use super::unary_tests::{self, Form, MAX_DEPTH, MAX_MISTAKES, Mistake};
use super::{CellContext, findings};
use crate::diagnostic::syntax::{SyntaxFinding, SyntaxProblem};
use crate::model::{BaseType, Expression, ExpressionBase, ExpressionKind, ExpressionType, Operation, Value};

/// The most bytes that a compiled pattern takes: `a{1000}{1000}` would take more than a service has.
const PATTERN_SIZE: usize = 1 << 20;
/// The deepest nesting of a pattern.
const PATTERN_DEPTH: u32 = 50;

/// Reads an input entry in which a predicate stands: a boolean expression over `?` that is never null. `None` of an entry without one,
/// which is unary tests or an expression.
///
/// Linear in the text. Nothing in scope is looked at but by the unary tests between the predicates.
pub fn predicates(text: &str, cx: &CellContext<'_>) -> Option<Result<Expression, Vec<SyntaxFinding>>> {
    let reads = |fix: &str| {
        let parses = || super::parse(fix, cx, Form::Entry).is_ok_and(|tests| super::allowed(tests.as_deref(), cx));
        let tests = read(fix, cx).map_or_else(parses, |read| read.is_ok());
        tests || items(fix, cx).is_some_and(|items| items.is_ok())
    };
    Some(read(text, cx)?.map_err(|mistakes| findings(text, mistakes, cx, reads)))
}

fn read(text: &str, cx: &CellContext<'_>) -> Option<Result<Expression, Vec<Mistake>>> {
    let mut reader = Reader { text, at: 0, cx, mistakes: Vec::new(), found: false };
    // Most entries hold none, and are not to be read twice.
    if !reader.mentions_any() {
        return None;
    }
    let tests = reader.tests(0);
    if !reader.found {
        return None;
    }
    Some(if reader.mistakes.is_empty() && !tests.is_empty() { Ok(any(tests)) } else { Err(reader.mistakes) })
}

/// A place in an entry.
struct Reader<'a> {
    text: &'a str,
    at: usize,
    cx: &'a CellContext<'a>,
    mistakes: Vec<Mistake>,
    /// Whether a predicate was met.
    found: bool,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next().map(fold)
    }

    fn skip_blanks(&mut self) {
        self.at = self.text.len() - self.rest().trim_start_matches(|c| fold(c) == ' ').len();
    }

    fn skip_one(&mut self) {
        self.at += self.rest().chars().next().map_or(0, char::len_utf8);
    }

    /// Whether the words of a predicate stand anywhere where a test could begin.
    fn mentions_any(&self) -> bool {
        let begins = |(at, _): (usize, char)| self.text.get(at..).is_some_and(|rest| predicate_at(rest).is_some());
        let mut before = ',';
        self.text.char_indices().any(|(at, c)| {
            let may_begin = matches!(before, ',' | '(');
            if fold(c) != ' ' {
                before = fold(c);
            }
            may_begin && begins((at, c))
        })
    }

    /// Notes a mistake. Of a cell with very many, the first ones are enough to refuse it.
    fn mistake(&mut self, problem: SyntaxProblem, span: Span, readings: Vec<String>) {
        if self.mistakes.len() < MAX_MISTAKES {
            self.mistakes.push(Mistake { problem, span, readings });
        }
    }

    /// The text from here on without blanks at its end.
    fn span_from(&self, start: usize) -> Span {
        let text = self.text.get(start..self.at).unwrap_or_default();
        Span { start, end: start + text.trim_end_matches(|c| fold(c) == ' ').len() }
    }

    fn ends_item(&self, depth: usize) -> bool {
        matches!((self.peek(), depth), (None | Some(','), _) | (Some(')'), 1..))
    }

    fn tests(&mut self, depth: usize) -> Vec<Expression> {
        let mut tests = Vec::new();
        loop {
            self.skip_blanks();
            if self.ends_item(depth) {
                self.missing_item();
            } else {
                tests.extend(self.test(depth));
            }
            self.skip_blanks();
            if self.peek() != Some(',') {
                return tests;
            }
            self.skip_one();
        }
    }

    /// Two commas in a row, or one at an end: the comma is one too many.
    fn missing_item(&mut self) {
        if self.mistakes.len() >= MAX_MISTAKES {
            return;
        }
        let before = self.text.get(..self.at).unwrap_or_default().trim_end_matches(|c| fold(c) == ' ');
        let comma =
            |at: usize| self.text.get(at..)?.chars().next().filter(|c| fold(*c) == ',').map(|c| Span { start: at, end: at + c.len_utf8() });
        let last = before.char_indices().next_back().and_then(|(at, _)| comma(at));
        let span = comma(self.at).or(last).unwrap_or(Span { start: 0, end: self.text.len() });
        self.mistake(SyntaxProblem::EmptyItem { read: self.text.to_owned() }, span, vec![String::new()]);
    }

    /// One test, up to what ends it.
    fn test(&mut self, depth: usize) -> Option<Expression> {
        let start = self.at;
        if begins_negation(self.rest()) {
            return self.negation(depth);
        }
        if let Some((words, operand, length)) = predicate_at(self.rest()) {
            self.found = true;
            self.at += length;
            return self.predicate(start, words, operand, depth);
        }
        self.skip_to_end(depth);
        let span = self.span_from(start);
        match unary_tests::parse(span.of(self.text), self.cx, Form::Entry) {
            Ok(tests) => Some(condition(&tests, self.cx.ty)),
            Err(mistakes) => {
                for Mistake { problem, span: part, readings } in mistakes {
                    self.mistake(problem, Span { start: start + part.start, end: start + part.end }, readings);
                }
                None
            }
        }
    }

    fn negation(&mut self, depth: usize) -> Option<Expression> {
        let (start, known) = (self.at, self.mistakes.len());
        let spelt = self.rest().starts_with("not");
        if depth >= MAX_DEPTH {
            // Whether a predicate lies deeper isn't read.
            (self.at, self.found) = (self.text.len(), true);
            let span = self.span_from(start);
            self.mistake(SyntaxProblem::TooLarge { what: "`not( )` nested more than 16 levels deep" }, span, Vec::new());
            return None;
        }
        while self.peek().is_some_and(|c| c != '(') {
            self.skip_one();
        }
        let word = self.span_from(start);
        self.skip_one();
        let tests = self.tests(depth + 1);
        if self.peek() != Some(')') {
            self.at = self.text.len();
            if self.mistakes.iter().skip(known).any(|mistake| matches!(mistake.problem, SyntaxProblem::TooLarge { .. })) {
                return None;
            }
            let read = self.span_from(start).of(self.text).to_owned();
            let readings = vec![format!("{read})")];
            self.mistake(SyntaxProblem::Unclosed { read, missing: ")" }, self.span_from(start), readings);
            return None;
        }
        self.skip_one();
        let closed = self.span_from(start);
        if !spelt && self.mistakes.len() == known && self.found {
            let problem = SyntaxProblem::KeywordCase { read: closed.of(self.text).to_owned(), keyword: "not", in_text: false };
            self.mistake(problem, word, vec!["not".to_owned()]);
        }
        self.goes_on(start, closed, depth);
        (self.mistakes.len() == known && !tests.is_empty()).then(|| not(any(tests)))
    }

    /// Refuses whatever stands between a complete test and the end of its item.
    fn goes_on(&mut self, start: usize, complete: Span, depth: usize) -> bool {
        self.skip_blanks();
        if self.ends_item(depth) {
            return false;
        }
        let behind = self.at;
        self.skip_to_end(depth);
        let (span, test) = (self.span_from(start), complete.of(self.text));
        // `contains "a" or contains "b"` is a list; with `and` it is FEEL.
        let other = self.span_from(behind).of(self.text);
        let readings = match (after(other, "or"), after(other, "and")) {
            (Some(other), _) => vec![format!("{test}, {other}"), test.to_owned()],
            (None, Some(_)) => conjunction(span.of(self.text), self.cx.ty.nullable).into_iter().collect(),
            (None, None) => vec![format!("{test}, {other}"), test.to_owned()],
        };
        let problem = SyntaxProblem::PredicateGoesOn { read: span.of(self.text).to_owned(), test: test.to_owned() };
        self.mistake(problem, span, readings);
        true
    }

    /// The end of the item that begins here, as the lexer has it: texts in quotes and intervals are whole, a bare text ends at its comma or
    /// at the bracket that closes the `not(`.
    fn skip_to_end(&mut self, depth: usize) {
        let numeric = self.cx.ty.base.is_numeric();
        let first = self.peek();
        // An interval's brackets are `[`, `(` and `]`, whichever way they face.
        let mut interval = matches!(first, Some('[' | '(' | ']'));
        let signs = first.is_some_and(|c| "\"<>=≤≥≠⩽⩾{})".contains(c)) || self.rest().starts_with("!=");
        let quotes = interval || signs || self.cx.ty.base != BaseType::Text;
        if interval {
            self.skip_one();
        }
        let (mut open, mut digit) = (0_usize, false);
        while let Some(c) = self.peek() {
            match c {
                '"' if quotes => {
                    self.at += first_token(self.rest()).map_or(1, |(_, length)| length);
                    digit = false;
                    continue;
                }
                ']' | ')' | '[' if interval => interval = false,
                ',' if numeric && digit => {
                    // A comma between digits is part of a number, to be asked about.
                    let mut ahead = self.rest().chars().skip(1).map(fold);
                    if !ahead.next().is_some_and(|next| next.is_ascii_digit()) {
                        return;
                    }
                }
                ',' => return,
                '(' => open += 1,
                ')' if open == 0 && depth > 0 => return,
                ')' => open = open.saturating_sub(1),
                _ => {}
            }
            digit = c.is_ascii_digit();
            self.skip_one();
        }
    }

    /// A predicate, whose words were just read.
    fn predicate(&mut self, start: usize, words: &'static str, takes_operand: bool, depth: usize) -> Option<Expression> {
        let named = self.span_from(start);
        self.skip_blanks();
        let operand_at = self.at;
        let mut operand = None;
        if takes_operand {
            match first_token(self.rest()).filter(|_| self.peek() == Some('"')) {
                Some((Token::Quoted(text), length)) => {
                    self.at += length;
                    operand = Some((text, Span { start: operand_at, end: self.at }));
                }
                Some(_) => {
                    self.at = self.text.len();
                    let span = self.span_from(start);
                    let read = span.of(self.text).to_owned();
                    let readings = vec![format!("{read}\"")];
                    self.mistake(SyntaxProblem::Unclosed { read, missing: "\"" }, span, readings);
                    return None;
                }
                None => {
                    self.unfinished(start, named, words, operand_at, depth);
                    return None;
                }
            }
        } else if !self.ends_item(depth) && self.cx.ty.base == BaseType::Text {
            self.unfinished(start, named, words, operand_at, depth);
            return None;
        }
        if self.goes_on(start, self.span_from(start), depth) {
            return None;
        }
        let span = self.span_from(start);
        match &operand {
            Some((operand, operand_span)) => self.with_operand(words, operand, span, *operand_span),
            None => self.without_operand(words, span),
        }
    }

    /// A predicate without its text, or one that has none and goes on in words: perhaps a text.
    fn unfinished(&mut self, start: usize, named: Span, words: &'static str, operand_at: usize, depth: usize) {
        self.skip_to_end(depth);
        let span = self.span_from(start);
        let read = span.of(self.text).to_owned();
        if self.cx.ty.base != BaseType::Text {
            self.no_test(words, span);
            return;
        }
        let mut readings = Vec::new();
        let operand = clean(self.span_from(operand_at).of(self.text));
        let operand = operand.trim_matches(['\'', '‘', '’']);
        let takes_operand = predicate_at(words).is_some_and(|(_, operand, _)| operand);
        if takes_operand && !operand.is_empty() {
            readings.push(format!("{} {}", named.of(self.text), quote(operand)));
        }
        if let Some(other) = after(operand, "or").filter(|_| !takes_operand) {
            readings.push(format!("{}, {other}", named.of(self.text)));
        }
        readings.push(quote(&clean(&read)));
        self.mistake(SyntaxProblem::PredicateOrText { read, predicate: words }, span, readings);
    }

    /// A predicate that says nothing of a column of this type.
    fn no_test(&mut self, words: &'static str, span: Span) {
        let read = span.of(self.text).to_owned();
        self.mistake(SyntaxProblem::PredicateOnType { read, predicate: words, ty: self.cx.ty }, span, Vec::new());
    }

    /// A predicate that every value of the column passes, or none.
    fn pointless(&mut self, passes: bool, span: Span) {
        let read = span.of(self.text).to_owned();
        let readings = match (passes, self.cx.ty.nullable) {
            (true, true) => vec!["not(null)".to_owned()],
            (true, false) => vec!["-".to_owned()],
            (false, _) => Vec::new(),
        };
        self.mistake(SyntaxProblem::PointlessPredicate { read, ty: self.cx.ty, passes }, span, readings);
    }

    fn with_operand(&mut self, words: &'static str, operand: &str, span: Span, operand_span: Span) -> Option<Expression> {
        let ty = self.cx.ty;
        if ty.base != BaseType::Text {
            self.no_test(words, span);
            return None;
        }
        if operand.is_empty() && words != "ignoring case" {
            // Every text contains the empty one.
            self.pointless(true, span);
            return None;
        }
        let text = |text: &str| Expression::literal(Value::Text(text.to_owned()));
        let test = |tested, operands: Vec<Expression>| {
            let operands = std::iter::once(known_subject(ty)).chain(operands).collect();
            operation(tested, operands, ExpressionType::of(ExpressionBase::Boolean))
        };
        let tested = match words {
            "contains" => test(Operation::Contains, vec![text(operand)]),
            "starts with" => test(Operation::StartsWith, vec![text(operand)]),
            "ends with" => test(Operation::EndsWith, vec![text(operand)]),
            "matches" => {
                if let Some(why) = bad_pattern(operand) {
                    let read = operand_span.of(self.text).to_owned();
                    self.mistake(SyntaxProblem::BadPattern { read, why }, operand_span, Vec::new());
                    return None;
                }
                test(Operation::Matches, vec![text(operand), text("")])
            }
            _ => {
                let folded = operation(Operation::FoldCase, vec![known_subject(ty)], ExpressionType::of(ExpressionBase::Text));
                boolean(ExpressionKind::Equal(Box::new(folded), Box::new(text(&fold_case(operand)))))
            }
        };
        Some(unless_null(tested, ty))
    }

    fn without_operand(&mut self, words: &'static str, span: Span) -> Option<Expression> {
        let ty = self.cx.ty;
        let is_null = |tested: Expression| boolean(ExpressionKind::IsNull(Box::new(tested)));
        if words == "is empty" {
            return match (ty.base, ty.nullable) {
                // An empty text that isn't among the values can't occur; null is what is left.
                (BaseType::Text, true) if self.cx.domain.is_some_and(|values| !values.contains(&Value::Text(String::new()))) => {
                    Some(is_null(subject(ty)))
                }
                (BaseType::Text, nullable) => {
                    let empty = Expression::literal(Value::Text(String::new()));
                    let is_empty_text = boolean(ExpressionKind::Equal(Box::new(subject(ty)), Box::new(empty)));
                    Some(if nullable { any(vec![is_null(subject(ty)), is_empty_text]) } else { is_empty_text })
                }
                (_, true) => Some(is_null(subject(ty))),
                (_, false) => {
                    self.pointless(false, span);
                    None
                }
            };
        }
        let same = match words {
            "is number" => ty.base.is_numeric(),
            "is date" => ty.base == BaseType::Date,
            "is date and time" => ty.base == BaseType::DateTime,
            _ => false,
        };
        if ty.base != BaseType::Text {
            if same {
                self.pointless(true, span);
            } else {
                self.no_test(words, span);
            }
            return None;
        }
        let test = |tested| operation(tested, vec![known_subject(ty)], ExpressionType::of(ExpressionBase::Boolean));
        let read_as = |read, base| is_null(operation(read, vec![known_subject(ty)], ExpressionType { base, nullable: true }));
        let tested = match words {
            "is number" => test(Operation::IsNumber),
            "is email" => test(Operation::IsEmail),
            "is date" => not(read_as(Operation::DateFromText, ExpressionBase::Date)),
            // A date alone has no time of day, though FEEL reads it as its midnight.
            _ => all(vec![
                not(read_as(Operation::DateTimeFromText, ExpressionBase::DateTime)),
                read_as(Operation::DateFromText, ExpressionBase::Date),
            ]),
        };
        Some(unless_null(tested, ty))
    }
}

/// A text as `ignoring case` compares it: capital ẞ is a small letter's before it is `ss`.
fn fold_case(text: &str) -> String {
    text.to_lowercase().to_uppercase().to_lowercase()
}

/// What follows a word that the text begins with.
fn after<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    text.split_once(' ').filter(|(first, _)| first.eq_ignore_ascii_case(word)).map(|(_, other)| other.trim_start())
}

/// `contains "a" and ends with "b"` in FEEL: `contains(?, "a") and ends with(?, "b")`.
fn conjunction(text: &str, nullable: bool) -> Option<String> {
    let called = |part: &str| {
        let (words, takes_operand, length) = predicate_at(part)?;
        let operand = part.get(length..)?.trim();
        let complete = matches!(first_token(operand), Some((Token::Quoted(_), length)) if length == operand.len());
        (takes_operand && complete && words != "ignoring case").then(|| format!("{words}(?, {operand})"))
    };
    let calls = separated(text, "and").into_iter().map(called).collect::<Option<Vec<_>>>()?.join(" and ");
    Some(if nullable { format!("? != null and {calls}") } else { calls })
}

/// The parts between these words, which stand in no quotes or brackets.
pub(super) fn separated<'a>(text: &'a str, word: &str) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, _) in outside(text).filter(|(_, c)| *c == ' ') {
        // Only where a run of blanks begins, so that long ones take no time.
        if at < from || text.get(..at).is_some_and(|before| before.ends_with(' ')) {
            continue;
        }
        let behind = text.get(at..).unwrap_or_default().trim_start();
        let start = text.len() - behind.len();
        if after(behind, word).is_some() {
            parts.push(text.get(from..at).unwrap_or_default().trim());
            from = start + word.len();
        }
    }
    parts.push(text.get(from..).unwrap_or_default().trim());
    parts
}

/// Why a pattern can't be used.
fn bad_pattern(pattern: &str) -> Option<String> {
    let error = RegexBuilder::new(pattern).size_limit(PATTERN_SIZE).nest_limit(PATTERN_DEPTH).build().err()?;
    Some(match error {
        regex::Error::CompiledTooBig(_) => "it takes too much room; its counts multiply".to_owned(),
        other => plain(other.to_string().lines().last().unwrap_or_default()).trim_start_matches("error: ").to_owned(),
    })
}
