//! What is in brackets: parentheses, ranges, lists, contexts.

use super::lexer::Token;
use super::names::folded;
use super::operand::is_plain;
use super::parser::{Around, Parsed, Parser, Stop, Tall, level};
use super::tree::{ComparisonOperator, Named, NodeKind, RangeNode};
use crate::diagnostic::expression::FormProblem;
use crate::syntax::Span;
use crate::syntax::lexer::fold;

/// Where no comma separates anything.
const ONE: Around = Around { commas: false, range_end: false };
/// Where commas separate parts.
const SEVERAL: Around = Around { commas: true, range_end: false };
/// Where the upper end of a range is read.
const UPPER_END: Around = Around { commas: false, range_end: true };

impl Parser<'_> {
    /// Takes the opening bracket and reads what is in it; [`Self::close_bracket`] or [`Self::range`] takes the closing one.
    pub(super) fn bracketed<T>(
        &mut self,
        closer: char,
        around: Around,
        read: impl FnOnce(&mut Self) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        self.take();
        self.open.push(closer);
        self.inside(around, read)
    }

    /// Takes the closing bracket.
    pub(super) fn close_bracket(&mut self, opened: usize, closer: char, expected: &'static str) -> Result<(), Stop> {
        self.close(opened, &[closer], expected)?;
        self.open.pop();
        Ok(())
    }

    /// `(a)`, `(1..5)`, `(< 5)`.
    pub(super) fn parenthesis(&mut self, start: usize) -> Parsed {
        if let Token::Compare(operator) = self.lexer.second().token {
            return self.half_range(start, operator);
        }
        let first = self.bracketed(')', ONE, |parser| parser.expression(level::ANY))?;
        if *self.peek() == Token::DotDot {
            return self.range(start, first, false);
        }
        if *self.peek() == Token::Sign(',') {
            return self.row_in_parenthesis(start, first);
        }
        self.close_bracket(start, ')', "an operator or `)`")?;
        Ok(first)
    }

    /// `(a, b, c)` is no expression; behind `if` it is a spreadsheet's.
    fn row_in_parenthesis(&mut self, start: usize, first: Tall) -> Parsed {
        let comma = self.here();
        let mut parts = vec![first.node.span];
        self.inside(SEVERAL, |parser| {
            while parser.eat(',') || parser.eat(';') {
                parts.push(parser.expression(level::ANY)?.node.span);
            }
            Ok(())
        })?;
        self.close_bracket(start, ')', "`)`")?;
        let before = self.lexer.text().get(..start).unwrap_or_default().trim_end_matches(|c| fold(c) == ' ');
        let is_if = before.get(before.len().saturating_sub(2)..).is_some_and(|word| word.eq_ignore_ascii_case("if"));
        match parts.as_slice() {
            [condition, then, otherwise] if is_if => {
                let whole = self.since(before.len() - 2);
                let reading = format!("if {} then {} else {}", self.slice(*condition), self.slice(*then), self.slice(*otherwise));
                self.mistakes.report(whole, FormProblem::Written { meant: "if … then … else …" }, [reading])?;
            }
            _ => {
                let list = format!("[{}]", self.slice(Span { start: start + 1, end: self.last.saturating_sub(1) }));
                let span = if is_if { comma } else { self.since(start) };
                self.mistakes.report(span, FormProblem::Expected { expected: "one value" }, [list])?;
            }
        }
        Ok(self.nothing(start))
    }

    /// `(< 5)`, and `(= 5)`, which is a range of one value.
    fn half_range(&mut self, start: usize, operator: ComparisonOperator) -> Parsed {
        use ComparisonOperator as C;
        let end = self.bracketed(')', ONE, |parser| {
            parser.take();
            parser.expression(level::SUM)
        })?;
        let height = end.height;
        let closed = matches!(operator, C::LessEqual | C::GreaterEqual | C::Equal);
        let mut range = RangeNode { low: None, low_closed: false, high: None, high_closed: false };
        match operator {
            C::Less | C::LessEqual => (range.high, range.high_closed) = (Some(end.node), closed),
            C::Greater | C::GreaterEqual => (range.low, range.low_closed) = (Some(end.node), closed),
            C::Equal if is_plain(&end.node.kind) => {
                range = RangeNode { low: Some(end.node.clone()), low_closed: true, high: Some(end.node), high_closed: true };
            }
            C::Equal | C::NotEqual => {
                let sign = Span { start, end: end.node.span.end };
                let reading = format!("(? {}", self.slice(Span { start: start + 1, end: sign.end }));
                self.mistakes.report(sign, FormProblem::Expected { expected: "what is compared" }, [reading])?;
            }
        }
        self.close_bracket(start, ')', "an operator or `)`")?;
        self.node(start, NodeKind::Range(Box::new(range)), height)
    }

    /// A range, its lower end read, the dots next.
    pub(super) fn range(&mut self, start: usize, low: Tall, low_closed: bool) -> Parsed {
        self.take();
        let high = self.inside(UPPER_END, |parser| parser.expression(level::ANY))?;
        let closer = self.close(start, &[']', ')', '['], "the end of the range, `]` or `)`")?;
        self.open.pop();
        let height = low.height.max(high.height);
        let range = RangeNode { low: Some(low.node), low_closed, high: Some(high.node), high_closed: closer == ']' };
        self.node(start, NodeKind::Range(Box::new(range)), height)
    }

    /// `[a, b]`, `[1..5]`, `]1..5]`.
    pub(super) fn list_or_range(&mut self, start: usize) -> Parsed {
        let closed = *self.peek() == Token::Sign('[');
        let (mut items, mut tallest) = (Vec::new(), 0);
        let low = self.bracketed(']', SEVERAL, |parser| {
            while !matches!(parser.peek(), Token::Sign(']') | Token::End) {
                let item = parser.expression(level::ANY)?;
                if items.is_empty() && *parser.peek() == Token::DotDot {
                    return Ok(Some(item));
                }
                tallest = tallest.max(item.height);
                items.push(item.node);
                if !parser.separator(']')? {
                    break;
                }
            }
            Ok(None)
        })?;
        if let Some(low) = low {
            return self.range(start, low, closed);
        }
        self.close_bracket(start, ']', "`,` or `]`")?;
        if !closed {
            self.mistakes.report(self.since(start), FormProblem::Expected { expected: "a range, such as `]1..5]`" }, [""; 0])?;
        }
        self.node(start, NodeKind::List(items), tallest)
    }

    /// `{a: 1, "b c": 2}`: each entry may use those before it.
    pub(super) fn context(&mut self, start: usize) -> Parsed {
        let mut entries: Vec<(Named, _)> = Vec::new();
        let mut tallest = 0;
        let read = self.bracketed('}', SEVERAL, |parser| {
            while !matches!(parser.peek(), Token::Sign('}') | Token::End) {
                let Some(key) = parser.key()? else { break };
                let value = parser.expression(level::ANY)?;
                tallest = tallest.max(value.height);
                if entries.iter().any(|(known, _)| known.name == key.name) {
                    parser.mistakes.report(key.span, FormProblem::RepeatedName { name: key.name.clone() }, [""; 0])?;
                }
                parser.scope.bind_entry(&key.name);
                entries.push((key, value.node));
                if !parser.separator('}')? {
                    break;
                }
            }
            Ok(())
        });
        for (key, _) in &entries {
            self.scope.unbind(&key.name);
        }
        read?;
        self.close_bracket(start, '}', "`,` or `}`")?;
        self.node(start, NodeKind::Context(entries), tallest)
    }

    /// The name of an entry, up to and with its colon: a text, or whatever stands before the colon. `None` if there is none.
    fn key(&mut self) -> Result<Option<Named>, Stop> {
        let span = self.here();
        if let Token::Text(name) = self.peek().clone() {
            self.take();
            if !self.eat(':') {
                self.unexpected("`:`")?;
                return Ok(None);
            }
            return Ok(Some(Named { name, span }));
        }
        let rest = self.lexer.rest();
        let end = rest.find(|c| matches!(fold(c), ':' | ',' | ';' | '{' | '}' | '"')).unwrap_or(rest.len());
        let name = folded(rest.get(..end).unwrap_or_default());
        let colon = rest.get(end..).and_then(|rest| rest.chars().next()).is_some_and(|c| fold(c) == ':');
        if name.is_empty() || !colon {
            self.unexpected("an entry, such as `name: value`")?;
            return Ok(None);
        }
        let typed = rest.get(..end).unwrap_or_default().trim_end_matches(|c| fold(c) == ' ').len();
        self.lexer.go_to(span.start + end);
        self.take();
        Ok(Some(Named { name, span: Span { start: span.start, end: span.start + typed } }))
    }
}
