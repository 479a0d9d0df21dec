//! The functions that compare points and ranges, as comparisons of their ends (DMN 1.5, 10.3.4.9, table 78).

use super::Call;
use crate::diagnostic::expression::MeaningProblem;
use crate::model::{Expression, ExpressionBase as B, ExpressionKind, Value};
use crate::syntax::Span;
use crate::syntax::expression::tree::{Arguments, Named, Node, NodeKind, RangeNode};
use crate::syntax::expression::{Names, parse};
use crate::typing::expression::absence::around;
use crate::typing::expression::comparison::has_order;
use crate::typing::expression::typer::{Reported, Term, Typed, Typer, boolean};

/// A point, or a range: the positions of its ends among the operands, and whether they belong to it.
#[derive(Clone, Copy)]
struct Extent {
    low: usize,
    low_closed: bool,
    high: usize,
    high_closed: bool,
    is_range: bool,
}

impl Typer<'_> {
    /// The range of `range("[1..5]")`.
    pub(in crate::typing::expression) fn range_literal(
        &mut self,
        name: &Named,
        arguments: &[Node],
        span: Span,
    ) -> Result<RangeNode, Reported> {
        let [Node { kind: NodeKind::Text(text), span: at }] = arguments else {
            let place = format!("`from` of `{}`", name.name);
            let why = "the ends must have types when the table is checked";
            return Err(self.mistake(span, MeaningProblem::NotALiteral { place, due: "a text in quotes, such as \"[1..5]\"", why }));
        };
        match parse(text, &Names::new([])).map(|node| node.kind) {
            Ok(NodeKind::Range(range)) => {
                let mut range = *range;
                // What is wrong in it is shown at the text.
                for end in [&mut range.low, &mut range.high].into_iter().flatten() {
                    relocate(end, *at);
                }
                Ok(range)
            }
            _ => Err(self.mistake(*at, MeaningProblem::InvalidLiteral { text: text.clone(), due: "a range such as [1..5]" })),
        }
    }

    /// An argument as a point or a range; its ends are added to the operands.
    fn extent(&mut self, node: &Node, operands: &mut Vec<Term>) -> Result<Extent, Reported> {
        let range = match &node.kind {
            NodeKind::Range(range) => Some((**range).clone()),
            NodeKind::Call(name, Arguments::Positional(arguments)) if name.name == "range" => {
                Some(self.range_literal(name, arguments, node.span)?)
            }
            _ => None,
        };
        let Some(range) = range else {
            let at = operands.len();
            operands.push(self.infer(node)?);
            return Ok(Extent { low: at, low_closed: true, high: at, high_closed: true, is_range: false });
        };
        let (Some(low), Some(high)) = (&range.low, &range.high) else {
            let allowed = "in a range function with both ends";
            return Err(self.mistake(node.span, MeaningProblem::NotAValue { what: "a range without an end", allowed }));
        };
        let at = operands.len();
        let (low, high) = (self.infer(low), self.infer(high));
        operands.push(low?);
        operands.push(high?);
        Ok(Extent { low: at, low_closed: range.low_closed, high: at + 1, high_closed: range.high_closed, is_range: true })
    }

    /// A relation of two points or ranges.
    pub(super) fn relation(&mut self, call: &Call<'_>) -> Typed {
        let mut operands = Vec::new();
        let first = self.extent(call.node(0)?, &mut operands);
        let second = self.extent(call.node(1)?, &mut operands);
        let (first, second) = (first?, second?);
        if !allows(call.name, first.is_range, second.is_range) {
            let (position, what) = if second.is_range || call.name == "meets" { (0, first) } else { (1, second) };
            let problem = MeaningProblem::WrongType {
                place: call.place(position),
                due: if what.is_range { "a point".to_owned() } else { "a range such as [1..5]".to_owned() },
                found: if what.is_range { "a range".to_owned() } else { "a point".to_owned() },
            };
            return Err(self.mistake(call.node(position)?.span, problem));
        }
        let has_moment = operands.iter().any(|operand| *operand.base() == B::DateTime);
        let mut aligned = Vec::with_capacity(operands.len());
        for operand in operands {
            self.not_always_null(&operand)?;
            aligned.push(if has_moment && *operand.base() == B::Date { self.at_midnight(operand)? } else { operand });
        }
        let operands = self.comparable_all(aligned, call)?;
        let name = call.name;
        self.lift(call.span, operands, |typer, operands| {
            let mut bindings = Vec::new();
            let ends = operands
                .into_iter()
                .map(|operand| {
                    let (binding, read) = typer.once(Term { expression: operand, span: Span { start: 0, end: 0 }, absence: None });
                    bindings.extend(binding);
                    read.expression
                })
                .collect();
            let ends = Ends(ends);
            let test = ends.relation(name, first, second).ok_or(Reported)?;
            Ok(around(bindings, test.expression()).into())
        })
    }

    /// Operands that must be comparable, each with each.
    fn comparable_all(&mut self, operands: Vec<Term>, call: &Call<'_>) -> Result<Vec<Term>, Reported> {
        let Some(first) = operands.first().map(|operand| operand.ty().clone()) else { return Err(Reported) };
        for operand in &operands {
            if crate::typing::expression::conformance::join(&first, operand.ty()).is_none() {
                let (left, right) = (first.to_string(), operand.ty().to_string());
                return Err(self.mistake(call.span, MeaningProblem::NotComparable { left, right }));
            }
        }
        if !has_order(&first.base) {
            return Err(self.mistake(call.span, MeaningProblem::NoOrder { found: first.base_name() }));
        }
        Ok(operands)
    }
}

/// Whether a relation is defined for points and ranges at these places.
fn allows(name: &str, first: bool, second: bool) -> bool {
    match (first, second) {
        (true, true) => true,
        (false, false) => matches!(name, "before" | "after" | "coincides"),
        (false, true) => matches!(name, "before" | "after" | "finishes" | "during" | "starts"),
        (true, false) => matches!(name, "before" | "after" | "finished by" | "includes" | "started by"),
    }
}

/// All parts of a node at one place.
fn relocate(node: &mut Node, at: Span) {
    node.span = at;
    match &mut node.kind {
        NodeKind::Negate(inner) => relocate(inner, at),
        NodeKind::Arithmetic(_, left, right) => {
            relocate(left, at);
            relocate(right, at);
        }
        NodeKind::Call(name, Arguments::Positional(arguments)) => {
            name.span = at;
            arguments.iter_mut().for_each(|argument| relocate(argument, at));
        }
        _ => {}
    }
}

/// A condition on ends, with what is known already folded in.
enum Test {
    Known(bool),
    Open(Expression),
}

impl Test {
    fn expression(self) -> Expression {
        match self {
            Self::Known(value) => Expression::literal(Value::Boolean(value)),
            Self::Open(expression) => expression,
        }
    }
}

/// Whether all of them hold.
fn all(tests: impl IntoIterator<Item = Test>) -> Test {
    let mut open = Vec::new();
    for test in tests {
        match test {
            Test::Known(true) => {}
            Test::Known(false) => return Test::Known(false),
            Test::Open(expression) => open.push(expression),
        }
    }
    match open.len() {
        0 => Test::Known(true),
        1 => open.pop().map_or(Test::Known(true), Test::Open),
        _ => Test::Open(boolean(ExpressionKind::And(open))),
    }
}

/// The ends of both operands. They only read.
struct Ends(Vec<Expression>);

impl Ends {
    fn end(&self, position: usize) -> Box<Expression> {
        Box::new(self.0.get(position).cloned().unwrap_or_else(|| Expression::literal(Value::Null)))
    }

    fn less(&self, left: usize, right: usize) -> Test {
        Test::Open(boolean(ExpressionKind::Less(self.end(left), self.end(right))))
    }

    fn equal(&self, left: usize, right: usize) -> Test {
        Test::Open(boolean(ExpressionKind::Equal(self.end(left), self.end(right))))
    }

    /// `left < right`, or equal where `also` holds.
    fn less_or(&self, left: usize, right: usize, also: bool) -> Test {
        if also { Test::Open(boolean(ExpressionKind::LessEqual(self.end(left), self.end(right)))) } else { self.less(left, right) }
    }

    fn relation(&self, name: &str, a: Extent, b: Extent) -> Option<Test> {
        Some(match name {
            "before" => self.less_or(a.high, b.low, (a.is_range || b.is_range) && !(a.high_closed && b.low_closed)),
            "after" => self.relation("before", b, a)?,
            "meets" => all([Test::Known(a.high_closed && b.low_closed), self.equal(a.high, b.low)]),
            "met by" => self.relation("meets", b, a)?,
            "overlaps" => all([
                self.less_or(b.low, a.high, a.high_closed && b.low_closed),
                self.less_or(a.low, b.high, a.low_closed && b.high_closed),
            ]),
            "overlaps before" => all([
                self.less_or(a.low, b.low, a.low_closed && !b.low_closed),
                self.less_or(b.low, a.high, a.high_closed && b.low_closed),
                self.less_or(a.high, b.high, !a.high_closed || b.high_closed),
            ]),
            "overlaps after" => all([
                self.less_or(b.low, a.low, b.low_closed && !a.low_closed),
                self.less_or(a.low, b.high, b.high_closed && a.low_closed),
                self.less_or(b.high, a.high, !b.high_closed || a.high_closed),
            ]),
            "finishes" if !a.is_range => all([Test::Known(b.high_closed), self.equal(a.high, b.high)]),
            "finishes" => all([
                Test::Known(a.high_closed == b.high_closed),
                self.equal(a.high, b.high),
                self.less_or(b.low, a.low, !a.low_closed || b.low_closed),
            ]),
            "finished by" => self.relation("finishes", b, a)?,
            "includes" if !b.is_range => all([self.less_or(a.low, b.low, a.low_closed), self.less_or(b.high, a.high, a.high_closed)]),
            "includes" => all([
                self.less_or(a.low, b.low, a.low_closed || !b.low_closed),
                self.less_or(b.high, a.high, a.high_closed || !b.high_closed),
            ]),
            "during" => self.relation("includes", b, a)?,
            "starts" if !a.is_range => all([Test::Known(b.low_closed), self.equal(a.low, b.low)]),
            "starts" => all([
                Test::Known(a.low_closed == b.low_closed),
                self.equal(a.low, b.low),
                self.less_or(a.high, b.high, !a.high_closed || b.high_closed),
            ]),
            "started by" => self.relation("starts", b, a)?,
            "coincides" if !a.is_range => self.equal(a.low, b.low),
            "coincides" => all([
                Test::Known(a.low_closed == b.low_closed && a.high_closed == b.high_closed),
                self.equal(a.low, b.low),
                self.equal(a.high, b.high),
            ]),
            _ => return None,
        })
    }
}
