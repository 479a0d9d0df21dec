//! The Pratt parser: operators and their levels. What an operand is stands in `operand.rs`, `bracket.rs` and `form.rs`.

use super::lexer::{Lexer, Token};
use super::names::Scope;
use super::recovery::Mistakes;
use super::tree::{ArithmeticOperator, ComparisonOperator, Node, NodeKind};
use super::words;
use crate::diagnostic::expression::FormProblem;
use crate::syntax::Span;

/// How deep an expression may nest: the height of its tree, and how many brackets are open at a place.
pub(super) const DEEPEST: usize = 64;

/// There is no point in reading on; what is wrong is among the mistakes.
#[derive(Debug)]
pub(super) struct Stop;

/// A node and the height of its tree.
#[derive(Debug)]
pub(super) struct Tall {
    pub(super) node: Node,
    pub(super) height: usize,
}

pub(super) type Parsed = Result<Tall, Stop>;

/// What binds how tightly, the loosest first (DMN 1.5, 10.3.1.2, rules 2 and 4). Equal operators bind to the left.
pub(super) mod level {
    /// Anything, `if`, `for`, `some` and `every` among it.
    pub(in super::super) const ANY: u8 = 0;
    pub(in super::super) const OR: u8 = 1;
    pub(in super::super) const AND: u8 = 2;
    /// `=` and the like, `between`, `in`: they don't chain.
    pub(in super::super) const COMPARISON: u8 = 3;
    pub(in super::super) const SUM: u8 = 4;
    pub(in super::super) const PRODUCT: u8 = 5;
    pub(in super::super) const POWER: u8 = 6;
    /// The sign binds tighter than `**`: `-2 ** 2` is 4.
    pub(in super::super) const SIGN: u8 = 7;
    pub(in super::super) const INSTANCE: u8 = 8;
    /// Paths, filters, calls, and what needs no brackets anywhere.
    pub(in super::super) const OPERAND: u8 = 9;
}

/// What can stand between two operands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Infix {
    Or,
    And,
    Compare(ComparisonOperator),
    Between,
    In,
    Arithmetic(ArithmeticOperator),
    InstanceOf,
    /// A function that is written like an operator: `x contains "y"`.
    Function(&'static str),
}

impl Infix {
    fn level(self) -> u8 {
        match self {
            Self::Or => level::OR,
            Self::And => level::AND,
            Self::Compare(_) | Self::Between | Self::In => level::COMPARISON,
            Self::Arithmetic(operator) => arithmetic_level(operator),
            Self::InstanceOf => level::INSTANCE,
            Self::Function("modulo") => level::PRODUCT,
            Self::Function(_) => level::COMPARISON,
        }
    }
}

/// How tightly an arithmetic operator binds.
pub(super) fn arithmetic_level(operator: ArithmeticOperator) -> u8 {
    match operator {
        ArithmeticOperator::Add | ArithmeticOperator::Subtract => level::SUM,
        ArithmeticOperator::Multiply | ArithmeticOperator::Divide => level::PRODUCT,
        ArithmeticOperator::Power => level::POWER,
    }
}

/// What the brackets and forms around a place allow there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Around {
    /// Whether a comma separates things here; else one between digits is asked about.
    pub(super) commas: bool,
    /// Whether the upper end of a range is read, which `[` may end.
    pub(super) range_end: bool,
}

/// Reads one cell's expression.
pub(super) struct Parser<'a> {
    pub(super) lexer: Lexer<'a>,
    pub(super) scope: Scope<'a>,
    pub(super) mistakes: Mistakes,
    pub(super) around: Around,
    /// The brackets that are open, by what closes them.
    pub(super) open: Vec<char>,
    /// How many brackets and forms are open.
    pub(super) nesting: usize,
    /// The end of the last token.
    pub(super) last: usize,
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a str, scope: Scope<'a>) -> Self {
        let around = Around { commas: false, range_end: false };
        Self { lexer: Lexer::new(text), scope, mistakes: Mistakes::default(), around, open: Vec::new(), nesting: 0, last: 0 }
    }

    /// The next token.
    pub(super) fn peek(&self) -> &Token {
        &self.lexer.next().token
    }

    /// Where the next token is.
    pub(super) fn here(&self) -> Span {
        self.lexer.next().span
    }

    /// The text of a span.
    pub(super) fn slice(&self, span: Span) -> &'a str {
        self.lexer.text().get(span.start..span.end).unwrap_or_default()
    }

    pub(super) fn take(&mut self) -> Token {
        let lexeme = self.lexer.take();
        self.last = lexeme.span.end;
        lexeme.token
    }

    /// Takes a sign, if it is next.
    pub(super) fn eat(&mut self, sign: char) -> bool {
        let found = *self.peek() == Token::Sign(sign);
        if found {
            self.take();
        }
        found
    }

    pub(super) fn is_word(&self, expected: &str) -> bool {
        matches!(self.peek(), Token::Word(word) if word == expected)
    }

    /// From a byte to the end of the last token.
    pub(super) fn since(&self, start: usize) -> Span {
        Span { start, end: self.last.max(start) }
    }

    /// A node that begins at a byte and ends with the last token, with parts of these heights at most.
    pub(super) fn node(&mut self, start: usize, kind: NodeKind, tallest: usize) -> Parsed {
        let span = self.since(start);
        if tallest >= DEEPEST {
            return Err(self.too_deep(span, "parts nested more than 64 deep"));
        }
        Ok(Tall { node: Node { kind, span }, height: tallest + 1 })
    }

    /// What stands for an operand that is wrong or missing.
    pub(super) fn nothing(&self, start: usize) -> Tall {
        Tall { node: Node { kind: NodeKind::Null, span: self.since(start) }, height: 1 }
    }

    fn too_deep(&mut self, span: Span, what: &'static str) -> Stop {
        self.mistakes.only(span, FormProblem::TooComplex { what })
    }

    /// Reads inside of a bracket or form, with what that allows.
    pub(super) fn inside<T>(&mut self, around: Around, read: impl FnOnce(&mut Self) -> Result<T, Stop>) -> Result<T, Stop> {
        if self.nesting >= DEEPEST {
            let here = self.here();
            return Err(self.too_deep(here, "parts nested more than 64 deep"));
        }
        let before = std::mem::replace(&mut self.around, around);
        self.nesting += 1;
        let read = read(self);
        self.nesting -= 1;
        self.around = before;
        read
    }

    /// An expression whose operators bind at least so tightly.
    pub(super) fn expression(&mut self, lowest: u8) -> Parsed {
        let start = self.here().start;
        let left = self.operand()?;
        self.operators(start, left, lowest)
    }

    /// The operators behind an operand that began at `start`.
    pub(super) fn operators(&mut self, start: usize, mut left: Tall, lowest: u8) -> Parsed {
        // The last comparison in this row: where its right side begins.
        let mut compared: Option<usize> = None;
        loop {
            if self.comma_in_number()? {
                continue;
            }
            if *self.peek() == Token::Sign('?') && lowest == level::ANY {
                return self.ternary(start, &left);
            }
            let Some((infix, meant)) = words::infix(&self.lexer) else { return Ok(left) };
            if infix.level() < lowest {
                return Ok(left);
            }
            let operator = self.take_operator(infix);
            if let Some(readings) = meant {
                self.mistakes.report(operator, FormProblem::Written { meant: readings[0] }, readings)?;
            }
            let first = left.node.span;
            let right = self.here().start;
            left = match infix {
                Infix::Or | Infix::And => self.junction(infix, left)?,
                Infix::Compare(operator) => {
                    let right = self.expression(level::SUM)?;
                    let height = left.height.max(right.height);
                    self.node(start, NodeKind::Compare(operator, Box::new(left.node), Box::new(right.node)), height)?
                }
                Infix::Between => self.between(start, left)?,
                Infix::In => self.membership(start, left)?,
                Infix::Arithmetic(operator) => {
                    let right = self.expression(arithmetic_level(operator) + 1)?;
                    let height = left.height.max(right.height);
                    self.node(start, NodeKind::Arithmetic(operator, Box::new(left.node), Box::new(right.node)), height)?
                }
                Infix::InstanceOf => {
                    let ty = self.type_text()?;
                    self.node(start, NodeKind::InstanceOf(Box::new(left.node), ty), left.height)?
                }
                Infix::Function(function) => {
                    self.expression(infix.level() + 1)?;
                    let (subject, argument) = (self.slice(first), self.slice(self.since(right)));
                    let reading = format!("{function}({subject}, {argument})");
                    self.mistakes.report(self.since(start), FormProblem::Written { meant: function }, [reading])?;
                    self.nothing(start)
                }
            };
            if infix.level() == level::COMPARISON {
                if let Some(middle) = compared {
                    let whole = self.since(start);
                    let both = format!("{} and {}", self.slice(first), self.slice(self.since(middle)));
                    let grouped = format!("({}){}", self.slice(first), self.slice(Span { start: first.end, end: self.last }));
                    self.mistakes.report(whole, FormProblem::ChainedComparison, [both, grouped])?;
                }
                compared = Some(right);
            }
        }
    }

    /// Takes an operator, which may be two words; where it was.
    fn take_operator(&mut self, infix: Infix) -> Span {
        let start = self.here().start;
        let first = self.take();
        let two_words = match (&first, infix) {
            (_, Infix::InstanceOf) => true,
            (Token::Word(word), Infix::Compare(ComparisonOperator::NotEqual)) => word == "is",
            (Token::Word(_), Infix::Function("starts with" | "ends with")) => true,
            _ => false,
        };
        if two_words {
            self.take();
        }
        self.since(start)
    }

    /// `a and b and c`, behind the first operator. A long row is a balanced tree: `and` and `or` group either way, and rows are long.
    fn junction(&mut self, infix: Infix, first: Tall) -> Parsed {
        let mut parts = vec![first];
        loop {
            parts.push(self.expression(infix.level() + 1)?);
            match words::infix(&self.lexer) {
                Some((next, meant)) if next == infix => {
                    let operator = self.take_operator(infix);
                    if let Some(readings) = meant {
                        self.mistakes.report(operator, FormProblem::Written { meant: readings[0] }, readings)?;
                    }
                }
                _ => break,
            }
        }
        self.balanced(infix, parts)
    }

    fn balanced(&mut self, infix: Infix, mut parts: Vec<Tall>) -> Parsed {
        let end = self.last;
        let joined = match parts.len() {
            0 | 1 => parts.pop().ok_or(Stop),
            count => {
                let right = parts.split_off(first_half(count));
                let (left, right) = (self.balanced(infix, parts)?, self.balanced(infix, right)?);
                let (start, height) = (left.node.span.start, left.height.max(right.height));
                self.last = right.node.span.end;
                let (left, right) = (Box::new(left.node), Box::new(right.node));
                self.node(start, if infix == Infix::Or { NodeKind::Or(left, right) } else { NodeKind::And(left, right) }, height)
            }
        };
        self.last = end;
        joined
    }

    /// `condition ? a : b`, behind the condition.
    fn ternary(&mut self, start: usize, condition: &Tall) -> Parsed {
        self.take();
        let from = self.here().start;
        self.inside(self.around, |parser| parser.expression(level::ANY))?;
        let then = self.slice(self.since(from));
        let mut readings = Vec::new();
        if self.eat(':') {
            let from = self.here().start;
            self.inside(self.around, |parser| parser.expression(level::ANY))?;
            let (condition, otherwise) = (self.slice(condition.node.span), self.slice(self.since(from)));
            readings.push(format!("if {condition} then {then} else {otherwise}"));
        }
        self.mistakes.report(self.since(start), FormProblem::Written { meant: "if … then … else …" }, readings)?;
        Ok(self.nothing(start))
    }

    /// `between low and high`, behind the first word.
    fn between(&mut self, start: usize, left: Tall) -> Parsed {
        let low = self.expression(level::SUM)?;
        let high = if self.expect_word("and", "`and`")? { self.expression(level::SUM)? } else { self.nothing(self.last) };
        let height = left.height.max(low.height).max(high.height);
        self.node(start, NodeKind::Between(Box::new(left.node), Box::new(low.node), Box::new(high.node)), height)
    }
}

/// How many of a row of parts joined by `and` or `or` are on the left.
pub(super) fn first_half(count: usize) -> usize {
    count.div_ceil(2)
}
