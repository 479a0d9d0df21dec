//! The parser of unary tests: input entries, `values`, and lists of values.
//!
//! ```text
//! tests      = test { "," test }
//! test       = operator operand [ "and" operator operand ]
//!            | ( "[" | "(" | "]" ) operand ".." operand ( "]" | ")" | "[" )
//!            | "not" "(" tests ")"
//!            | operand
//! ```
//!
//! A test that is none is skipped up to its comma, and what was meant is asked of [`repair`](super::repair); so one cell shows all its
//! mistakes.

mod mistakes;

use std::cmp::Ordering;

use super::CellContext;
use super::lexer::{Lexeme, Mode, Operator, Span, Token, lex};
use super::operand::{self, Place};
use crate::diagnostic::syntax::SyntaxProblem;
use crate::model::{BaseType, Bound, Interval, UnaryTest, Value};

/// The most mistakes of one cell that are kept.
pub(super) const MAX_MISTAKES: usize = 100;

/// How deep `not( )` may nest.
pub(super) const MAX_DEPTH: usize = 16;

/// Where the tests stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// An input entry.
    Entry,
    /// A `values` row.
    Domain,
    /// The items of a list of values, or one value.
    Values,
}

/// Something wrong with a part of the text.
#[derive(Clone, Debug)]
pub(super) struct Mistake {
    pub(super) problem: SyntaxProblem,
    pub(super) span: Span,
    /// What could stand there instead, the likeliest first.
    pub(super) readings: Vec<String>,
}

/// Parses a whole text. The tests hold only where no mistake was found.
pub(super) fn parse(text: &str, cx: &CellContext<'_>, form: Form) -> Result<Vec<UnaryTest>, Vec<Mistake>> {
    read(text, cx, form, true)
}

fn read(text: &str, cx: &CellContext<'_>, form: Form, offers_days: bool) -> Result<Vec<UnaryTest>, Vec<Mistake>> {
    let lexemes = lex(text, mode(cx.ty.base));
    let mut parser = Parser { text, lexemes: &lexemes, at: 0, cx, form, offers_days, mistakes: Vec::new() };
    let tests = parser.tests(0);
    parser.cut_texts();
    parser.only_values(&tests);
    if parser.mistakes.is_empty() { Ok(tests) } else { Err(parser.mistakes) }
}

/// How the cells of a column are lexed.
pub(super) fn mode(base: BaseType) -> Mode {
    match base {
        BaseType::Text => Mode::Text,
        _ if base.is_numeric() => Mode::Numbers,
        _ => Mode::Plain,
    }
}

struct Parser<'a> {
    text: &'a str,
    lexemes: &'a [Lexeme],
    at: usize,
    cx: &'a CellContext<'a>,
    form: Form,
    /// Whether a reading is tried for what it means of whole days; not in one that is tried for that.
    offers_days: bool,
    mistakes: Vec<Mistake>,
}

fn is_null(token: &Token) -> bool {
    matches!(token, Token::Word(word) | Token::Bare(word) if word == "null")
}

/// The test, or nothing: then what is wrong is among the mistakes already, unless the words are in the wrong order.
type Parsed<T> = Option<T>;

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a Token> {
        self.lexemes.get(self.at).map(|lexeme| &lexeme.token)
    }

    fn span(&self, from: usize, to: usize) -> Span {
        match (self.lexemes.get(from), self.lexemes.get(to.saturating_sub(1).max(from))) {
            (Some(first), Some(last)) => first.span.to(last.span),
            _ => Span { start: self.text.len(), end: self.text.len() },
        }
    }

    /// Notes a mistake. Of a cell with very many, the first ones are enough to refuse it.
    fn mistake(&mut self, problem: SyntaxProblem, span: Span, readings: Vec<String>) {
        if self.mistakes.len() < MAX_MISTAKES {
            self.mistakes.push(Mistake { problem, span, readings });
        }
    }

    fn tests(&mut self, depth: usize) -> Vec<UnaryTest> {
        let mut tests = Vec::new();
        loop {
            match self.peek() {
                None | Some(Token::Comma) => self.missing_item(),
                Some(Token::Bracket(')')) if depth > 0 => self.missing_item(),
                _ => {
                    let (first, known) = (self.at, self.mistakes.len());
                    tests.extend(self.item(depth));
                    self.without(first, known, depth);
                }
            }
            if self.peek() != Some(&Token::Comma) {
                return tests;
            }
            self.at += 1;
        }
    }

    /// One test, up to its comma. Where there is none, what was meant instead.
    fn item(&mut self, depth: usize) -> Option<UnaryTest> {
        let (first, known) = (self.at, self.mistakes.len());
        let test = self.test(depth);
        // A bracket without a mistake in what is behind it, or without `..`, is no interval; its commas aren't the list's.
        let ranges = self.lexemes.get(first..self.at).unwrap_or_default().iter().any(|lexeme| lexeme.token == Token::Range);
        let opened = test.is_none()
            && (self.mistakes.len() == known || !ranges)
            && matches!(self.lexemes.get(first), Some(Lexeme { token: Token::Bracket(_), .. }));
        let ends = matches!((self.peek(), depth), (None | Some(Token::Comma), _) | (Some(Token::Bracket(')')), 1..));
        let complete = ends && !opened;
        if test.is_some() && complete {
            return test;
        }
        if !complete {
            self.recover(first, depth);
        }
        let span = self.span(first, self.at);
        let negation = matches!(self.lexemes.get(first), Some(Lexeme { token: Token::Word(word), .. }) if word.eq_ignore_ascii_case("not"));
        if negation && self.mistakes.len() > known {
            return None;
        }
        if self.cx.ty.base == BaseType::Text {
            self.explain_text(first, span, known, complete);
        } else {
            self.explain(first, span, known, complete);
            self.offer_whole_days(span, known);
        }
        None
    }

    fn test(&mut self, depth: usize) -> Parsed<UnaryTest> {
        let first = self.at;
        match self.peek()? {
            Token::Operator(operator) => self.comparison(first, *operator),
            Token::Bracket(_) => self.interval(first),
            Token::Word(word)
                if word.eq_ignore_ascii_case("not") && self.lexemes.get(first + 1).is_some_and(|l| l.token == Token::Bracket('(')) =>
            {
                self.negation(first, word == "not", depth)
            }
            _ => {
                let value = self.operand(Place::Alone)?;
                Some(UnaryTest::Equal(value))
            }
        }
    }

    fn negation(&mut self, first: usize, spelt: bool, depth: usize) -> Parsed<UnaryTest> {
        if depth >= MAX_DEPTH {
            let span = self.span(first, first + 1);
            self.at = self.lexemes.len();
            self.mistake(SyntaxProblem::TooLarge { what: "`not( )` nested more than 16 levels deep" }, span, Vec::new());
            return None;
        }
        self.at += 2;
        let known = self.mistakes.len();
        let tests = self.tests(depth + 1);
        if self.peek() == Some(&Token::Bracket(')')) {
            self.at += 1;
            self.spell_negation(first, known, spelt);
        } else {
            let too_deep = |mistake: &Mistake| matches!(mistake.problem, SyntaxProblem::TooLarge { .. });
            let unread = self.mistakes.iter().skip(known).any(too_deep);
            let span = self.span(first, self.at);
            let read = span.of(self.text).to_owned();
            let readings = vec![format!("{read})")];
            self.at = self.lexemes.len();
            // What lies too deep wasn't read to its end, so whether this bracket is closed isn't known.
            if unread {
                return None;
            }
            self.mistake(SyntaxProblem::Unclosed { read, missing: ")" }, span, readings);
        }
        Some(UnaryTest::Not(tests))
    }

    fn comparison(&mut self, first: usize, operator: Operator) -> Parsed<UnaryTest> {
        self.at += 1;
        let value = self.operand(Place::AfterOperator);
        let second = match (self.peek(), self.lexemes.get(self.at + 1).map(|lexeme| &lexeme.token)) {
            (Some(Token::Word(word)), Some(Token::Operator(second))) if word == "and" => {
                self.at += 2;
                Some((*second, self.operand(Place::AfterOperator)))
            }
            _ => None,
        };
        let span = self.span(first, self.at);
        let Some((second, other)) = second else { return self.compare(operator, value?, span) };
        let (value, other) = (value?, other?);
        match (self.compare(operator, value, span)?, self.compare(second, other, span)?) {
            (UnaryTest::Within(Interval { low: Some(low), high: None }), UnaryTest::Within(Interval { low: None, high: Some(high) }))
            | (UnaryTest::Within(Interval { low: None, high: Some(high) }), UnaryTest::Within(Interval { low: Some(low), high: None })) => {
                self.between(low, high, span, true)
            }
            _ => None,
        }
    }

    /// One comparison.
    fn compare(&mut self, operator: Operator, value: Value, span: Span) -> Parsed<UnaryTest> {
        let read = || span.of(self.text).to_owned();
        match operator {
            Operator::Equal => return Some(UnaryTest::Equal(value)),
            Operator::NotEqual => return Some(UnaryTest::Not(vec![UnaryTest::Equal(value)])),
            _ if value == Value::Null => {
                self.mistake(
                    SyntaxProblem::NoOrder { read: read(), of: "null and values" },
                    span,
                    vec!["null".to_owned(), "not(null)".to_owned()],
                );
                return None;
            }
            _ if !self.cx.ty.base.is_ordered() => {
                let shown = value.to_string();
                self.mistake(SyntaxProblem::NoOrder { read: read(), of: "true and false" }, span, vec![shown]);
                return None;
            }
            _ => {}
        }
        let bound = |closed: bool| Some(Bound { value: value.clone(), closed });
        Some(UnaryTest::Within(match operator {
            Operator::Less => Interval { low: None, high: bound(false) },
            Operator::LessEqual => Interval { low: None, high: bound(true) },
            Operator::Greater => Interval { low: bound(false), high: None },
            _ => Interval { low: bound(true), high: None },
        }))
    }

    fn interval(&mut self, first: usize) -> Parsed<UnaryTest> {
        let low_closed = match self.peek()? {
            Token::Bracket('[') => true,
            Token::Bracket('(' | ']') => false,
            _ => return None,
        };
        self.at += 1;
        let low = self.operand(Place::End);
        if self.peek() != Some(&Token::Range) {
            return None;
        }
        self.at += 1;
        let high = self.operand(Place::End);
        let high_closed = match self.peek()? {
            Token::Bracket(']') => true,
            Token::Bracket(')' | '[') => false,
            _ => return None,
        };
        self.at += 1;
        let span = self.span(first, self.at);
        let (low, high) = (low?, high?);
        let read = || span.of(self.text).to_owned();
        if low == Value::Null || high == Value::Null {
            self.mistake(SyntaxProblem::NoOrder { read: read(), of: "null and values" }, span, Vec::new());
            return None;
        }
        if !self.cx.ty.base.is_ordered() {
            self.mistake(SyntaxProblem::NoOrder { read: read(), of: "true and false" }, span, vec!["-".to_owned()]);
            return None;
        }
        self.between(Bound { value: low, closed: low_closed }, Bound { value: high, closed: high_closed }, span, false)
    }

    /// An interval with both ends, which must be in order.
    fn between(&mut self, low: Bound, high: Bound, span: Span, comparisons: bool) -> Parsed<UnaryTest> {
        if low.value.compare(&high.value) == Some(Ordering::Greater) {
            let base = self.cx.ty.base;
            let print = |test| super::print::print_entry(Some(&[test]), base);
            let exchanged = UnaryTest::Within(Interval { low: Some(high.clone()), high: Some(low.clone()) });
            let mut readings = vec![print(exchanged)];
            if comparisons {
                // `> 65 and < 18` may well mean either side.
                let below = UnaryTest::Within(Interval { low: None, high: Some(high) });
                let above = UnaryTest::Within(Interval { low: Some(low), high: None });
                readings.push(format!("{}, {}", print(below), print(above)));
            }
            self.mistake(SyntaxProblem::ReversedInterval { read: span.of(self.text).to_owned() }, span, readings);
            return None;
        }
        Some(UnaryTest::Within(Interval { low: Some(low), high: Some(high) }))
    }

    /// The words up to the next sign, as one value.
    fn operand(&mut self, place: Place) -> Parsed<Value> {
        let first = self.at;
        let followed_by_operator = |at: usize| matches!(self.lexemes.get(at + 1), Some(Lexeme { token: Token::Operator(_), .. }));
        while let Some(token) = self.peek() {
            match token {
                Token::Word(word) if word == "and" && self.at > first && followed_by_operator(self.at) => break,
                Token::Word(_) => self.at += 1,
                Token::Quoted(_) | Token::Bare(_) | Token::Unclosed if self.at == first => {
                    self.at += 1;
                    break;
                }
                _ => break,
            }
        }
        if self.at == first {
            return None;
        }
        let span = self.span(first, self.at);
        match operand::read(&self.lexemes[first..self.at], self.text, span, self.cx, self.form, place) {
            Ok(value) => Some(value),
            Err(mistake) => {
                self.mistake(mistake.problem, mistake.span, mistake.readings);
                None
            }
        }
    }
}
