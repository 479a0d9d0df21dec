//! What is wrong, and where reading goes on.

use super::lexer::{NoNumber, Token};
use super::parser::{Parser, Stop};
use crate::diagnostic::expression::{ExpressionMistake, FormProblem};
use crate::syntax::Span;
use crate::syntax::lexer::fold;

/// The most mistakes that are told of one expression.
const MOST: usize = 3;

/// The mistakes so far.
#[derive(Debug, Default)]
pub(super) struct Mistakes {
    found: Vec<ExpressionMistake>,
    /// Where the last one began: a second one at the same place is its consequence.
    last: Option<usize>,
}

impl Mistakes {
    /// Adds a mistake, unless one is known there; `Err` if there are enough.
    pub(super) fn report(
        &mut self,
        span: Span,
        problem: FormProblem,
        readings: impl IntoIterator<Item = impl ToString>,
    ) -> Result<(), Stop> {
        if self.last.replace(span.start) != Some(span.start) {
            let readings = readings.into_iter().map(|reading| reading.to_string()).collect();
            self.found.push(ExpressionMistake { span, problem: problem.into(), readings });
        }
        if self.found.len() < MOST { Ok(()) } else { Err(Stop) }
    }

    /// Makes this the only mistake.
    pub(super) fn only(&mut self, span: Span, problem: FormProblem) -> Stop {
        self.found = vec![ExpressionMistake { span, problem: problem.into(), readings: Vec::new() }];
        Stop
    }

    pub(super) fn count(&self) -> usize {
        self.found.len()
    }

    pub(super) fn into_found(self) -> Vec<ExpressionMistake> {
        self.found
    }
}

impl Parser<'_> {
    /// Something else belongs here. What the next token is wrong for by itself is told instead; such a token is taken.
    pub(super) fn unexpected(&mut self, expected: &'static str) -> Result<(), Stop> {
        self.unexpected_with(expected, None)
    }

    /// The same, with something that could stand there instead of the next token.
    pub(super) fn unexpected_with(&mut self, expected: &'static str, reading: Option<String>) -> Result<(), Stop> {
        let span = self.here();
        let text = self.slice(span);
        let (problem, readings) = match self.peek().clone() {
            // What isn't closed has swallowed the rest.
            Token::UnclosedText => {
                let readings = self.closed_texts(text);
                self.mistakes.report(span, FormProblem::Unclosed { what: "text" }, readings)?;
                return Err(Stop);
            }
            Token::UnclosedComment => {
                self.mistakes.report(span, FormProblem::Unclosed { what: "comment" }, [String::new()])?;
                return Err(Stop);
            }
            // In an expression of one cell it is likelier a division, or a remark whose place is a column of notes: never left out in silence.
            Token::Comment => {
                let divided = text.strip_prefix("//").map(|rest| format!("/{rest}"));
                self.mistakes.report(span, FormProblem::Comment, divided.into_iter().chain([String::new()]))?;
                return Err(Stop);
            }
            Token::HalfCharacter(escape) => {
                self.take();
                return self.mistakes.report(escape, FormProblem::HalfCharacter, [""; 0]);
            }
            Token::Apostrophes(content) => (FormProblem::SingleQuotes, vec![super::print::text(&content)]),
            Token::NoNumber(NoNumber::TooLong) => (FormProblem::NumberTooLong, Vec::new()),
            Token::NoNumber(NoNumber::Decorated) => (FormProblem::DecoratedNumber, undecorated(text)),
            Token::Sign(closer @ (')' | ']' | '}')) if !self.open.contains(&closer) => (FormProblem::UnopenedBracket, vec![String::new()]),
            Token::Sign(';') => (FormProblem::Semicolon, vec![",".to_owned(), String::new()]),
            _ => {
                let readings = reading.into_iter().collect::<Vec<_>>();
                return self.mistakes.report(span, FormProblem::Expected { expected }, readings);
            }
        };
        self.take();
        self.mistakes.report(span, problem, readings)
    }

    /// Where the second quote of a text can be missing: before the brackets that are still open, or at the end.
    fn closed_texts(&self, typed: &str) -> Vec<String> {
        let content = typed.trim_start_matches(|c| matches!(fold(c), '"' | '\'')).trim_end();
        let mut inside = content;
        for closer in self.open.iter().take(4) {
            inside = inside.strip_suffix(*closer).unwrap_or(inside).trim_end();
        }
        let closers = content.get(inside.len()..).unwrap_or_default();
        let mut readings = vec![format!("\"{inside}\"{closers}")];
        if !closers.is_empty() {
            readings.push(format!("\"{content}\""));
        }
        readings
    }

    /// The text ends here; what else stands here is reported, and what follows it isn't read.
    pub(super) fn end(&mut self) -> Result<(), Stop> {
        let span = self.here();
        match self.peek() {
            Token::End => Ok(()),
            Token::Sign(';') if self.lexer.second().token == Token::End => self.mistakes.report(span, FormProblem::Semicolon, [""]),
            _ => self.unexpected("an operator"),
        }
    }

    /// Takes a word of the language that belongs here; false if it isn't there.
    pub(super) fn expect_word(&mut self, word: &'static str, quoted: &'static str) -> Result<bool, Stop> {
        match self.peek() {
            Token::Word(found) if found == word => {
                self.take();
                Ok(true)
            }
            Token::Word(found) if found.eq_ignore_ascii_case(word) => {
                let span = self.here();
                self.take();
                self.mistakes.report(span, FormProblem::KeywordCase { keyword: word }, [word])?;
                Ok(true)
            }
            _ => {
                self.unexpected(quoted)?;
                Ok(false)
            }
        }
    }

    /// Takes what closes a bracket opened at a byte, after reporting whatever stands before it.
    pub(super) fn close(&mut self, opened: usize, closers: &[char], expected: &'static str) -> Result<char, Stop> {
        let first = closers.first().copied().unwrap_or(')');
        let closer = |token: &Token| match token {
            Token::Sign(sign) if closers.contains(sign) => Some(*sign),
            _ => None,
        };
        if let Some(closer) = closer(self.peek()) {
            self.take();
            return Ok(closer);
        }
        let span = self.here();
        let bracket = self.slice(Span { start: opened, end: span.start }).trim_end().to_owned();
        let unclosed = FormProblem::UnclosedBracket { opened: bracket, missing: first };
        match self.peek().clone() {
            Token::End => self.mistakes.report(span, unclosed, [first])?,
            Token::Sign(other @ (')' | ']' | '}')) => {
                // The bracket around this one ends: what is missing comes before its end. Otherwise the wrong one was typed.
                if self.open.iter().rev().skip(1).any(|open| *open == other) {
                    self.mistakes.report(span, unclosed, [format!("{first}{other}")])?;
                } else {
                    self.take();
                    self.mistakes.report(span, unclosed, [first])?;
                }
            }
            _ => {
                self.unexpected(expected)?;
                self.skip_to(closers);
                if let Some(closer) = closer(self.peek()) {
                    self.take();
                    return Ok(closer);
                }
            }
        }
        Ok(first)
    }

    /// Skips to what closes the bracket around, or to the end.
    fn skip_to(&mut self, closers: &[char]) {
        let mut open = 0_usize;
        loop {
            match self.peek() {
                Token::End => return,
                Token::Sign(sign) if open == 0 && closers.contains(sign) => return,
                Token::Sign('(' | '[' | '{') => open += 1,
                Token::Sign(')' | ']' | '}') => open = open.saturating_sub(1),
                _ => {}
            }
            self.take();
        }
    }

    /// A comma that separates digits where none separates values: reports it, and takes it and the digits behind it.
    pub(super) fn comma_in_number(&mut self) -> Result<bool, Stop> {
        if self.around.commas || *self.peek() != Token::Sign(',') {
            return Ok(false);
        }
        let (text, comma) = (self.lexer.text(), self.here());
        let digit = |c: char| c.is_ascii_digit();
        let before = text.get(..comma.start).unwrap_or_default();
        let start = before.trim_end_matches(digit).len();
        let behind = text.get(comma.end..).unwrap_or_default();
        let end = comma.end + (behind.len() - behind.trim_start_matches(|c| digit(c) || c == ',' || c == '.').len());
        let whole = text.get(start..end).unwrap_or_default().trim_end_matches([',', '.']);
        if start == comma.start || before.get(..start).is_some_and(|before| before.ends_with('.')) || !behind.starts_with(digit) {
            return Ok(false);
        }
        let groups: Vec<&str> = whole.split(',').collect();
        let mut readings = Vec::new();
        if let [units, fraction] = groups.as_slice()
            && !fraction.contains('.')
        {
            readings.push(format!("{units}.{fraction}"));
        }
        let last = groups.len() - 1;
        let thousands = groups.iter().enumerate().skip(1).all(|(at, group)| {
            let units = if at == last { group.split('.').next().unwrap_or_default() } else { group };
            units.len() == 3 && units.bytes().all(|digit| digit.is_ascii_digit())
        });
        if thousands && groups.first().is_some_and(|first| first.len() <= 3) {
            readings.push(groups.concat());
        }
        let span = Span { start, end: start + whole.len() };
        self.lexer.go_to(span.end);
        self.last = span.end;
        self.mistakes.report(span, FormProblem::CommaInNumber, readings)?;
        Ok(true)
    }
}

/// The numbers that digits with letters can mean.
fn undecorated(text: &str) -> Vec<String> {
    let digits = text.trim_end_matches(|c: char| c.is_alphabetic());
    let is_number = crate::model::Number::parse(digits);
    match (is_number, text.get(digits.len()..).unwrap_or_default()) {
        (Some(number), unit) => {
            let power = match unit {
                "K" | "k" => 3,
                "M" | "m" => 6,
                _ => 0,
            };
            let scaled = number.coefficient().checked_mul(10_i128.pow(power)).and_then(|n| crate::model::Number::new(n, number.scale()));
            scaled.into_iter().map(|number| number.to_string()).collect()
        }
        (None, _) => Vec::new(),
    }
}
