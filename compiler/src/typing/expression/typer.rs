//! What typing carries along: names bound around a place, what is known there, and the mistakes so far.

use crate::diagnostic::expression::{Absence, ExpressionMistake, MeaningProblem};
use crate::model::{Expression, ExpressionBase, ExpressionKind, ExpressionType, LocalId, Operation, Value};
use crate::syntax::Span;
use crate::syntax::expression::tree::{Node, NodeKind};

use super::place::Place;
use super::scope::{Facts, Scope, excludes_zero};

/// A mistake has been noted; what would follow from it is not reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reported;

/// A typed part of an expression.
#[derive(Clone, Debug)]
pub(super) struct Term {
    /// What it means.
    pub(super) expression: Expression,
    /// Where it stands.
    pub(super) span: Span,
    /// Why it may be null; `None` if its type has no null.
    pub(super) absence: Option<Absence>,
}

/// A term, or the mistake that it has none.
pub(super) type Typed = Result<Term, Reported>;

impl Term {
    /// Its type.
    pub(super) fn ty(&self) -> &ExpressionType {
        &self.expression.ty
    }

    /// Its type without null.
    pub(super) fn base(&self) -> &ExpressionBase {
        &self.expression.ty.base
    }

    /// Whether it is the literal `null`, or can't be anything else.
    pub(super) fn is_null(&self) -> bool {
        *self.base() == ExpressionBase::Null
    }
}

/// Names bound around a place.
#[derive(Clone, Debug)]
pub(super) enum Frame {
    /// A variable.
    Variable {
        /// Its name.
        name: String,
        /// What it is.
        local: LocalId,
        /// Its type.
        ty: ExpressionType,
        /// Why it may be null.
        absence: Option<Absence>,
        /// Whether it has been used.
        used: bool,
    },
    /// The entries of the context that a filter's item is.
    Entries {
        /// The item.
        local: LocalId,
        /// Its type, a context.
        ty: ExpressionType,
        /// Whether one has been used.
        used: bool,
    },
}

/// The deepest nesting that is typed. The parser allows less; this keeps chains of operators from overflowing the stack.
const MAX_DEPTH: usize = 100;
/// The most parts of a type. Without a limit, contexts made of contexts double it with each entry.
pub(super) const MAX_TYPE_SIZE: usize = 512;

/// The state of typing one expression.
pub(super) struct Typer<'a> {
    pub(super) scope: &'a dyn Scope,
    pub(super) frames: Vec<Frame>,
    /// What `?` stands for behind `in`, where it isn't the column's value.
    pub(super) subject: Option<Term>,
    /// How often `?` was met.
    pub(super) subject_uses: usize,
    pub(super) facts: Facts,
    pub(super) mistakes: Vec<ExpressionMistake>,
    next_local: usize,
    depth: usize,
}

impl<'a> Typer<'a> {
    pub(super) fn new(scope: &'a dyn Scope) -> Self {
        let mut facts = scope.facts().clone();
        if let Some((_, domain)) = scope.subject()
            && excludes_zero(domain)
        {
            facts.know_not_zero(Place::Subject);
        }
        Self { scope, frames: Vec::new(), subject: None, subject_uses: 0, facts, mistakes: Vec::new(), next_local: 0, depth: 0 }
    }

    /// Notes a mistake.
    pub(super) fn mistake(&mut self, span: Span, problem: MeaningProblem) -> Reported {
        self.mistake_with(span, problem, Vec::new())
    }

    /// Notes a mistake, with what could stand there instead.
    pub(super) fn mistake_with(&mut self, span: Span, problem: MeaningProblem, readings: Vec<String>) -> Reported {
        self.mistakes.push(ExpressionMistake { span, problem: problem.into(), readings });
        Reported
    }

    /// A variable that no other part of the expression has.
    pub(super) fn local(&mut self) -> LocalId {
        self.next_local += 1;
        LocalId(self.next_local - 1)
    }

    /// Types a node with the type that it has by itself. Bounded by [`MAX_DEPTH`].
    pub(super) fn infer(&mut self, node: &Node) -> Typed {
        if self.depth >= MAX_DEPTH {
            return Err(self.mistake(node.span, MeaningProblem::TooLarge { what: "more than 100 levels" }));
        }
        self.depth += 1;
        let typed = self.node(node);
        self.depth -= 1;
        let term = typed?;
        if type_size(term.ty()) > MAX_TYPE_SIZE {
            return Err(self.mistake(node.span, MeaningProblem::TooLarge { what: "a type of more than 512 parts" }));
        }
        Ok(self.settle(term))
    }

    fn node(&mut self, node: &Node) -> Typed {
        let span = node.span;
        match &node.kind {
            NodeKind::Null => {
                let absence = Absence { part: "null".to_owned(), why: "it is the literal".to_owned(), guard: None };
                Ok(Term { expression: Expression::literal(Value::Null), span, absence: Some(absence) })
            }
            NodeKind::Boolean(value) => Ok(literal(Value::Boolean(*value), span)),
            NodeKind::Number(value) => Ok(literal(Value::Number(*value), span)),
            NodeKind::Text(value) => Ok(literal(Value::Text(value.clone()), span)),
            NodeKind::Temporal(text) => self.temporal_literal(text, span),
            NodeKind::Subject => self.subject(span),
            NodeKind::Name(name) => self.name(name, span),
            NodeKind::Negate(operand) => self.negate(operand, span),
            NodeKind::Arithmetic(operator, left, right) => self.arithmetic(*operator, left, right, span),
            NodeKind::Compare(operator, left, right) => self.comparison(*operator, left, right, span),
            NodeKind::And(..) | NodeKind::Or(..) => self.junction(node),
            NodeKind::Between(value, low, high) => self.between(value, low, high, span),
            NodeKind::In(value, tests) => self.membership(value, tests, span),
            NodeKind::InstanceOf(value, ty) => self.instance_of(value, ty, span),
            NodeKind::If(condition, then, otherwise) => self.conditional(condition, then, otherwise, span),
            NodeKind::For(iterations, body) => self.for_each(iterations, body, span),
            NodeKind::Some(iterations, condition) => self.quantified(iterations, condition, span, true),
            NodeKind::Every(iterations, condition) => self.quantified(iterations, condition, span, false),
            NodeKind::Path(value, member) => self.path(value, member, span),
            NodeKind::Filter(list, filter) => self.filter(list, filter, span),
            NodeKind::Call(name, arguments) => self.call(name, arguments, node),
            NodeKind::List(items) => self.list(items, span),
            NodeKind::Context(entries) => self.context(entries, span),
            NodeKind::Function(..) => {
                let allowed = "as the second argument of `sort`, or the `match` of `list replace`";
                Err(self.mistake(span, MeaningProblem::NotAValue { what: "a function", allowed }))
            }
            NodeKind::Range(_) => {
                let allowed = "behind `in`, and in range functions such as `before` and `includes`";
                Err(self.mistake(span, MeaningProblem::NotAValue { what: "a range", allowed }))
            }
        }
    }

    /// A term whose value is known not to be null loses its null.
    fn settle(&self, term: Term) -> Term {
        if term.ty().nullable && !term.is_null() && self.facts.excludes_null(&term.expression) { not_null(term) } else { term }
    }

    /// Runs `work` with further facts, which are forgotten behind it.
    pub(super) fn assuming<T>(&mut self, facts: Facts, work: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.facts, facts);
        let result = work(self);
        self.facts = before;
        result
    }

    /// Runs `work` with further names; gives whether each was used beside its result.
    pub(super) fn within<T>(&mut self, frames: Vec<Frame>, work: impl FnOnce(&mut Self) -> T) -> (T, Vec<bool>) {
        let outer = self.frames.len();
        self.frames.extend(frames);
        let result = work(self);
        let used = self.frames.drain(outer..).map(|frame| match frame {
            Frame::Variable { used, .. } | Frame::Entries { used, .. } => used,
        });
        (result, used.collect())
    }
}

/// How many parts a type has; no more than [`MAX_TYPE_SIZE`] and the size of one further entry are counted.
pub(super) fn type_size(ty: &ExpressionType) -> usize {
    match &ty.base {
        ExpressionBase::List(item) => 1 + type_size(item),
        ExpressionBase::Context(entries) => 1 + entries.iter().map(|(_, ty)| type_size(ty)).sum::<usize>(),
        _ => 1,
    }
}

/// A literal as a term.
pub(super) fn literal(value: Value, span: Span) -> Term {
    Term { expression: Expression::literal(value), span, absence: None }
}

/// A term as one that is known not to be null.
pub(super) fn not_null(term: Term) -> Term {
    Term { expression: known(term.expression), span: term.span, absence: None }
}

/// An expression as one that is known not to be null.
pub(super) fn known(expression: Expression) -> Expression {
    if !expression.ty.nullable {
        return expression;
    }
    let ty = ExpressionType::of(expression.ty.base.clone());
    Expression { kind: ExpressionKind::Known(Box::new(expression)), ty }
}

/// A variable as an expression.
pub(super) fn variable(local: LocalId, ty: ExpressionType) -> Expression {
    Expression { kind: ExpressionKind::Local(local), ty }
}

/// An expression of type boolean.
pub(super) fn boolean(kind: ExpressionKind) -> Expression {
    Expression { kind, ty: ExpressionType::of(ExpressionBase::Boolean) }
}

/// An operation that is never null.
pub(super) fn apply(operation: Operation, operands: Vec<Expression>, base: ExpressionBase) -> Expression {
    Expression { kind: ExpressionKind::Apply(operation, operands), ty: ExpressionType::of(base) }
}

/// An operation that may be null.
pub(super) fn apply_or_null(operation: Operation, operands: Vec<Expression>, base: ExpressionBase) -> Expression {
    Expression { kind: ExpressionKind::Apply(operation, operands), ty: ExpressionType::of(base).or_null() }
}

/// Whether evaluating it twice costs nothing, and can't fail: it only reads.
pub(super) fn only_reads(expression: &Expression) -> bool {
    match &expression.kind {
        // A long text many times over would not be bounded by the cell's length.
        ExpressionKind::Literal(Value::Text(text)) => text.len() <= 64,
        ExpressionKind::Literal(_) | ExpressionKind::Input(_) | ExpressionKind::Subject | ExpressionKind::Local(_) => true,
        // To widen a list or a context copies it.
        ExpressionKind::Widen(inner) => !matches!(inner.ty.base, ExpressionBase::List(_) | ExpressionBase::Context(_)) && only_reads(inner),
        ExpressionKind::Known(inner) | ExpressionKind::Entry(inner, _) => only_reads(inner),
        _ => false,
    }
}
