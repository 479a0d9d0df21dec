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

use std::cmp::Ordering;

use super::CellContext;
use super::lexer::{Lexeme, Mode, Operator, Span, Token, lex};
use super::operand::{self, Place};
use super::print::{quote, unbalanced};
use super::repair;
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
    let lexemes = lex(text, mode(cx.ty.base));
    let mut parser = Parser { text, lexemes: &lexemes, at: 0, cx, form, mistakes: Vec::new() };
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

    /// A list in which a bare text has one bracket of a pair: a comma that belongs to the text has cut it.
    fn cut_texts(&mut self) {
        let cut = |lexeme: &Lexeme| matches!(&lexeme.token, Token::Bare(text) if unbalanced(text));
        let listed = self.lexemes.iter().any(|lexeme| lexeme.token == Token::Comma);
        if self.mistakes.is_empty() && listed && self.lexemes.iter().any(cut) {
            let read = self.text.to_owned();
            let whole = Span { start: 0, end: read.len() };
            let readings = vec![quote(&super::lexer::clean(&read))];
            self.mistake(SyntaxProblem::NeedsQuotes { read, why: "a comma cuts it in two" }, whole, readings);
        }
    }

    /// Where values are due, tests of other forms are none.
    fn only_values(&mut self, tests: &[UnaryTest]) {
        let compares = |lexeme: &Lexeme| matches!(lexeme.token, Token::Operator(_));
        let tested = tests.iter().any(|test| !matches!(test, UnaryTest::Equal(_))) || self.lexemes.iter().any(compares);
        if self.form == Form::Values && self.mistakes.is_empty() && tested {
            let read = self.text.to_owned();
            let span = Span { start: 0, end: read.len() };
            let readings = if self.cx.ty.base == BaseType::Text { vec![quote(&super::lexer::clean(&read))] } else { Vec::new() };
            self.mistake(SyntaxProblem::TestForValue { read }, span, readings);
        }
    }

    /// Two commas in a row, or one at an end: the comma is one too many.
    fn missing_item(&mut self) {
        if self.mistakes.len() >= MAX_MISTAKES {
            return;
        }
        let comma = |at: usize| self.lexemes.get(at).filter(|lexeme| lexeme.token == Token::Comma).map(|lexeme| lexeme.span);
        let span = comma(self.at).or_else(|| comma(self.at.wrapping_sub(1))).unwrap_or(Span { start: 0, end: self.text.len() });
        self.mistake(SyntaxProblem::EmptyItem { read: self.text.to_owned() }, span, vec![String::new()]);
    }

    /// What the cell means without an item that can't stand in a list: nothing but its other items, where it is a null that can't occur;
    /// any value, where it says so.
    fn without(&mut self, first: usize, known: usize, depth: usize) {
        let comma = |at: usize| self.lexemes.get(at).filter(|lexeme| lexeme.token == Token::Comma).map(|lexeme| lexeme.span);
        let (before, after) = (first.checked_sub(1).and_then(comma), comma(self.at));
        let item = self.span(first, self.at);
        let whole = Span { start: 0, end: self.text.len() };
        let Some(mistake) = self.mistakes.get_mut(known) else { return };
        let (dash, alone) = (mistake.span == item, before.is_none() && after.is_none());
        match &mistake.problem {
            SyntaxProblem::UnexpectedNull { .. } | SyntaxProblem::NullAmongValues if dash && !alone => {
                mistake.span = before.map_or(item, |comma| comma.to(item));
                if let (None, Some(comma)) = (before, after) {
                    mistake.span = item.to(comma);
                }
                mistake.readings = vec![String::new()];
            }
            // What no value fails says nothing: `not(null)`.
            SyntaxProblem::UnexpectedNull { .. } if alone && depth == 0 && self.form == Form::Entry => {
                let tokens: Vec<&Token> = self.lexemes.iter().skip(first).map(|lexeme| &lexeme.token).collect();
                let negation = match tokens.as_slice() {
                    [Token::Word(not), Token::Bracket('('), null, Token::Bracket(')')] => not == "not" && is_null(null),
                    [Token::Operator(Operator::NotEqual), null] => is_null(null),
                    _ => false,
                };
                if negation {
                    mistake.span = whole;
                    mistake.readings = vec!["-".to_owned()];
                }
            }
            SyntaxProblem::Wildcard { .. } | SyntaxProblem::EmptyItem { .. }
                if dash && !alone && depth == 0 && self.form == Form::Entry =>
            {
                let parts = std::mem::take(&mut mistake.readings).into_iter().filter(|reading| reading != "-");
                let around = (self.text.get(..item.start).unwrap_or_default(), self.text.get(item.end..).unwrap_or_default());
                mistake.readings =
                    std::iter::once("-".to_owned()).chain(parts.map(|part| format!("{}{part}{}", around.0, around.1))).collect();
                mistake.span = whole;
            }
            _ => {}
        }
    }

    /// One test, up to its comma. Where there is none, what was meant instead.
    fn item(&mut self, depth: usize) -> Option<UnaryTest> {
        let (first, known) = (self.at, self.mistakes.len());
        let test = self.test(depth);
        // A bracket without a mistake in what is behind it is no interval; its commas aren't the list's.
        let opened = test.is_none()
            && self.mistakes.len() == known
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
        }
        None
    }

    /// A test of another column that is none: what the operands say of themselves, unless the whole says more.
    fn explain(&mut self, first: usize, span: Span, known: usize, complete: bool) {
        let inner = self.mistakes.get(known..).unwrap_or_default();
        let settled = |mistake: &Mistake| {
            matches!(
                mistake.problem,
                SyntaxProblem::Unclosed { .. }
                    | SyntaxProblem::TooLarge { .. }
                    | SyntaxProblem::NotSupportedYet { .. }
                    | SyntaxProblem::Expression { .. }
                    | SyntaxProblem::TooManyDigits { .. }
            )
        };
        if inner.iter().any(settled) && complete {
            return;
        }
        let lexemes = self.lexemes.get(first..self.at).unwrap_or_default();
        if let Some(readings) = repair::half_a_comparison(lexemes, self.cx) {
            self.mistakes.truncate(known);
            self.mistake(SyntaxProblem::HalfAComparison { read: span.of(self.text).to_owned() }, span, readings);
            return;
        }
        // Several words are a phrase before they are a number with a unit: `10 or less`.
        let phrase = lexemes.len() > 1 && lexemes.iter().all(|lexeme| matches!(lexeme.token, Token::Word(_)));
        let of_time = |mistake: &Mistake| matches!(mistake.problem, SyntaxProblem::BareDate { .. } | SyntaxProblem::ZoneOrOffset { .. });
        let unclear =
            inner.is_empty() || !complete || phrase || inner.iter().any(|mistake| mistake.readings.is_empty() || of_time(mistake));
        if !unclear {
            return;
        }
        match repair::item(lexemes, self.text, span, self.cx, self.form) {
            Some((problem, mut readings)) => {
                let last = self.mistakes.split_off(known).pop();
                match last {
                    // `9:00-17:00` is an interval, or a time with an offset.
                    Some(Mistake { problem: zone @ SyntaxProblem::ZoneOrOffset { .. }, span: part, readings: others }) if part == span => {
                        readings.extend(others);
                        self.mistake(zone, span, readings);
                    }
                    _ => self.mistake(problem, span, readings),
                }
            }
            None if inner.is_empty() || !complete => {
                self.mistakes.truncate(known);
                let read = span.of(self.text).to_owned();
                self.mistake(SyntaxProblem::NotAValue { read, ty: self.cx.ty }, span, Vec::new());
            }
            None => {}
        }
    }

    /// A test of a `text` column that is none: its words in quotes, or all of it.
    fn explain_text(&mut self, first: usize, span: Span, known: usize, complete: bool) {
        let inner = self.mistakes.split_off(known);
        let read = span.of(self.text).to_owned();
        let bare = matches!(self.lexemes.get(first), Some(Lexeme { token: Token::Bare(_), .. }));
        let settled = inner.iter().any(|mistake| {
            matches!(
                mistake.problem,
                SyntaxProblem::NotSupportedYet { .. }
                    | SyntaxProblem::Expression { .. }
                    | SyntaxProblem::UnexpectedNull { .. }
                    | SyntaxProblem::NullAmongValues
                    | SyntaxProblem::ReversedInterval { .. }
                    | SyntaxProblem::NoOrder { .. }
                    | SyntaxProblem::Unclosed { .. }
                    | SyntaxProblem::TooLarge { .. }
            )
        });
        if bare || settled {
            self.mistakes.extend(inner);
            return;
        }
        if let Some(reading) = self.both_ends(first) {
            let readings = vec![reading, quote(&super::lexer::clean(&read))];
            self.mistake(SyntaxProblem::TypedComparison { read }, span, readings);
            return;
        }
        let mut readings = Vec::new();
        if complete && !inner.is_empty() {
            let mut words = read.clone();
            for mistake in inner.iter().rev() {
                let (start, end) = (mistake.span.start.saturating_sub(span.start), mistake.span.end.saturating_sub(span.start));
                if let (Some(reading), true) = (mistake.readings.first(), words.get(start..end).is_some()) {
                    words.replace_range(start..end, reading);
                }
            }
            readings.push(words);
        }
        readings.push(quote(&super::lexer::clean(&read)));
        let problem = match inner.into_iter().next() {
            Some(mistake) if complete => mistake.problem,
            _ => SyntaxProblem::NeedsQuotes { read, why: "it begins or goes on like a test" },
        };
        self.mistake(problem, span, readings);
    }

    /// `>= "a" < "f"`, `>= a & < f` in a `text` column: the two comparisons that were meant.
    fn both_ends(&self, first: usize) -> Option<String> {
        let lexemes = self.lexemes.get(first..self.at)?;
        let [Lexeme { token: Token::Operator(low), .. }, rest @ ..] = lexemes else { return None };
        let at = rest.iter().position(|lexeme| matches!(lexeme.token, Token::Operator(_)))?;
        let (one, rest) = rest.split_at(at);
        let [Lexeme { token: Token::Operator(high), .. }, other @ ..] = rest else { return None };
        let joins = |lexeme: &Lexeme| matches!(&lexeme.token, Token::Word(word) if ["and", "&", "&&"].iter().any(|join| word.eq_ignore_ascii_case(join)));
        let one = match one.split_last() {
            Some((last, one)) if joins(last) => one,
            _ => one,
        };
        let end = |lexemes: &[Lexeme]| match lexemes {
            [Lexeme { token: Token::Quoted(text), .. }] => Some(quote(text)),
            [start, .., end] | [start @ end] if lexemes.iter().all(|lexeme| matches!(lexeme.token, Token::Word(_))) => {
                Some(quote(&super::lexer::clean(start.span.to(end.span).of(self.text))))
            }
            _ => None,
        };
        Some(format!("{} {} and {} {}", low.sign(), end(one)?, high.sign(), end(other)?))
    }

    /// Skips to the comma after the test that begins at `first`, or to the bracket that closes the `not(` around it.
    fn recover(&mut self, first: usize, depth: usize) {
        let opens = |token: &Token| matches!(token, Token::Bracket('[' | '(' | '{'));
        // A bracket that begins a test opens it, whichever it is: `]0..1]`.
        let mut open = usize::from(matches!(self.lexemes.get(first), Some(Lexeme { token: Token::Bracket(_), .. })));
        self.at = first + open;
        while let Some(token) = self.peek() {
            match token {
                Token::Comma if open == 0 => return,
                Token::Bracket(')') if open == 0 && depth > 0 => return,
                token if opens(token) => open += 1,
                Token::Bracket(_) => open = open.saturating_sub(1),
                _ => {}
            }
            self.at += 1;
        }
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

    /// `NOT(gold)` means `not(gold)`, or, in a `text` column, itself.
    fn spell_negation(&mut self, first: usize, known: usize, spelt: bool) {
        if spelt || self.mistakes.len() > known {
            return;
        }
        let span = self.span(first, self.at);
        let read = span.of(self.text).to_owned();
        let mut readings: Vec<String> = read.get(3..).map(|rest| format!("not{rest}")).into_iter().collect();
        let in_text = self.cx.ty.base == BaseType::Text;
        if in_text {
            readings.push(quote(&super::lexer::clean(&read)));
        }
        self.mistake(SyntaxProblem::KeywordCase { read, keyword: "not", in_text }, span, readings);
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
