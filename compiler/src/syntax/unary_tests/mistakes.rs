//! What is wrong with a test that is none, and what was meant instead.

use super::{Form, MAX_MISTAKES, Mistake, Parser, is_null, read};
use crate::diagnostic::syntax::SyntaxProblem;
use crate::model::{BaseType, UnaryTest};
use crate::syntax::lexer::{Lexeme, Operator, Span, Token};
use crate::syntax::print::{print_entry, quote, unbalanced};
use crate::syntax::repair;

impl Parser<'_> {
    /// A list in which a bare text has one bracket of a pair: a comma that belongs to the text has cut it.
    pub(super) fn cut_texts(&mut self) {
        let cut = |lexeme: &Lexeme| matches!(&lexeme.token, Token::Bare(text) if unbalanced(text));
        let listed = self.lexemes.iter().any(|lexeme| lexeme.token == Token::Comma);
        if self.mistakes.is_empty() && listed && self.lexemes.iter().any(cut) {
            let read = self.text.to_owned();
            let whole = Span { start: 0, end: read.len() };
            let readings = vec![quote(&crate::syntax::lexer::clean(&read))];
            self.mistake(SyntaxProblem::NeedsQuotes { read, why: "a comma cuts it in two" }, whole, readings);
        }
    }

    /// Where values are due, tests of other forms are none.
    pub(super) fn only_values(&mut self, tests: &[UnaryTest]) {
        let compares = |lexeme: &Lexeme| matches!(lexeme.token, Token::Operator(_));
        let tested = tests.iter().any(|test| !matches!(test, UnaryTest::Equal(_))) || self.lexemes.iter().any(compares);
        if self.form == Form::Values && self.mistakes.is_empty() && tested {
            let read = self.text.to_owned();
            let span = Span { start: 0, end: read.len() };
            let readings = if self.cx.ty.base == BaseType::Text { vec![quote(&crate::syntax::lexer::clean(&read))] } else { Vec::new() };
            self.mistake(SyntaxProblem::TestForValue { read }, span, readings);
        }
    }

    /// Two commas in a row, or one at an end: the comma is one too many.
    pub(super) fn missing_item(&mut self) {
        if self.mistakes.len() >= MAX_MISTAKES {
            return;
        }
        let comma = |at: usize| self.lexemes.get(at).filter(|lexeme| lexeme.token == Token::Comma).map(|lexeme| lexeme.span);
        let span = comma(self.at).or_else(|| comma(self.at.wrapping_sub(1))).unwrap_or(Span { start: 0, end: self.text.len() });
        self.mistake(SyntaxProblem::EmptyItem { read: self.text.to_owned() }, span, vec![String::new()]);
    }

    /// What the cell means without an item that can't stand in a list: nothing but its other items, where it is a null that can't occur;
    /// any value, where it says so.
    pub(super) fn without(&mut self, first: usize, known: usize, depth: usize) {
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

    /// A test of another column that is none: what the operands say of themselves, unless the whole says more.
    pub(super) fn explain(&mut self, first: usize, span: Span, known: usize, complete: bool) {
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
                    Some(Mistake { problem: day @ SyntaxProblem::BareDate { .. }, .. }) if complete => self.mistake(day, span, readings),
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

    /// Days without a time of day in a `date and time` column are their midnights, or whole days.
    pub(super) fn offer_whole_days(&mut self, span: Span, known: usize) {
        let found = self.mistakes.get(known..).unwrap_or_default();
        let text = span.of(self.text);
        let bare = |mistake: &Mistake| matches!(mistake.problem, SyntaxProblem::BareDate { .. });
        let whole = matches!(found, [only] if only.span == span);
        if self.cx.ty.base != BaseType::DateTime
            || self.form == Form::Values
            || !self.offers_days
            || text.contains(':')
            || found.is_empty()
            || !(whole || found.iter().all(bare))
        {
            return;
        }
        let splice = |mistakes: &[(&Mistake, &String)]| {
            let mut spliced = text.to_owned();
            for (mistake, reading) in mistakes.iter().rev() {
                let (start, end) = (mistake.span.start.saturating_sub(span.start), mistake.span.end.saturating_sub(span.start));
                if spliced.get(start..end).is_some() {
                    spliced.replace_range(start..end, reading);
                }
            }
            spliced
        };
        let midnights: Vec<String> = match found {
            [only] => only.readings.iter().map(|reading| splice(&[(only, reading)])).collect(),
            several => {
                let firsts: Option<Vec<_>> = several.iter().map(|mistake| Some((mistake, mistake.readings.first()?))).collect();
                firsts.map(|firsts| splice(&firsts)).into_iter().collect()
            }
        };
        let readings = midnights.into_iter().flat_map(|midnight| {
            let days = read(&midnight, self.cx, self.form, false).ok().and_then(|tests| repair::whole_days(&tests));
            let days = days.map(|days| print_entry(Some(&days), self.cx.ty.base));
            std::iter::once(midnight).chain(days)
        });
        let readings = readings.collect();
        let problem = found.first().map(|mistake| mistake.problem.clone());
        self.mistakes.truncate(known);
        if let Some(problem) = problem {
            self.mistake(problem, span, readings);
        }
    }

    /// A test of a `text` column that is none: its words in quotes, or all of it.
    pub(super) fn explain_text(&mut self, first: usize, span: Span, known: usize, complete: bool) {
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
            let readings = vec![reading, quote(&crate::syntax::lexer::clean(&read))];
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
        if let Some(items) = read.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).filter(|items| items.contains(',')) {
            readings.push(items.to_owned());
        }
        readings.push(quote(&crate::syntax::lexer::clean(&read)));
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
                Some(quote(&crate::syntax::lexer::clean(start.span.to(end.span).of(self.text))))
            }
            _ => None,
        };
        Some(format!("{} {} and {} {}", low.sign(), end(one)?, high.sign(), end(other)?))
    }

    /// Skips to the comma after the test that begins at `first`, or to the bracket that closes the `not(` around it.
    pub(super) fn recover(&mut self, first: usize, depth: usize) {
        let opens = |token: &Token| matches!(token, Token::Bracket('[' | '(' | '{'));
        // A bracket that begins a test opens it, whichever it is: `]0..1]`.
        let mut open = usize::from(matches!(self.lexemes.get(first), Some(Lexeme { token: Token::Bracket(_), .. })));
        self.at = first + open;
        while let Some(token) = self.peek() {
            match token {
                Token::Comma if open == 0 => return,
                Token::Bracket(')') if open == 0 && depth > 0 => return,
                token if opens(token) => open += 1,
                // The last of the words within brackets has taken what closes them: `[a, b]`.
                Token::Bare(text) if text.ends_with(']') || text.ends_with(')') && unbalanced(text) => open = open.saturating_sub(1),
                Token::Bracket(_) => open = open.saturating_sub(1),
                _ => {}
            }
            self.at += 1;
        }
    }

    /// `NOT(gold)` means `not(gold)`, or, in a `text` column, itself.
    pub(super) fn spell_negation(&mut self, first: usize, known: usize, spelt: bool) {
        if spelt || self.mistakes.len() > known {
            return;
        }
        let span = self.span(first, self.at);
        let read = span.of(self.text).to_owned();
        let mut readings: Vec<String> = read.get(3..).map(|rest| format!("not{rest}")).into_iter().collect();
        let in_text = self.cx.ty.base == BaseType::Text;
        if in_text {
            readings.push(quote(&crate::syntax::lexer::clean(&read)));
        }
        self.mistake(SyntaxProblem::KeywordCase { read, keyword: "not", in_text }, span, readings);
    }
}
