//! Null in operands: what it makes of the whole, once each.

use crate::diagnostic::expression::{Absence, MeaningProblem};
use crate::model::{Expression, ExpressionBase, ExpressionKind, ExpressionType, LocalId, Value};
use crate::syntax::Span;

use super::typer::{Reported, Term, Typed, Typer, boolean, only_reads, variable};

/// What an operation on operands that aren't null gives.
pub(super) struct Given {
    /// It.
    pub(super) expression: Expression,
    /// Why it may be null by itself.
    pub(super) absence: Option<Absence>,
}

impl From<Expression> for Given {
    fn from(expression: Expression) -> Self {
        Self { expression, absence: None }
    }
}

impl Typer<'_> {
    /// An operation that is null if an operand is: `build` gets the operands as expressions that aren't null. The operands are evaluated
    /// left to right, up to the first null.
    pub(super) fn lift(
        &mut self,
        span: Span,
        operands: Vec<Term>,
        build: impl FnOnce(&mut Self, Vec<Expression>) -> Result<Given, Reported>,
    ) -> Typed {
        for operand in &operands {
            self.not_always_null(operand)?;
        }
        let last_nullable = operands.iter().rposition(|operand| operand.ty().nullable);
        let mut absence = None;
        let mut steps: Vec<(LocalId, Expression)> = Vec::new();
        let mut given = Vec::with_capacity(operands.len());
        for (index, operand) in operands.into_iter().enumerate() {
            let precedes_null = last_nullable.is_some_and(|last| index < last);
            let nullable = operand.ty().nullable;
            if nullable || precedes_null && !only_reads(&operand.expression) {
                // What comes before a null is evaluated before it, so it may have to be bound too.
                absence = absence.or(operand.absence);
                let local = self.local();
                given.push(variable(local, ExpressionType::of(operand.expression.ty.base.clone())));
                steps.push((local, operand.expression));
            } else {
                given.push(operand.expression);
            }
        }
        let built = build(self, given)?;
        let expression = bind(steps, built.expression);
        let absence = if expression.ty.nullable { absence.or(built.absence) } else { None };
        Ok(Term { expression, span, absence })
    }

    /// Refuses the literal `null` as an operand.
    pub(super) fn not_always_null(&mut self, operand: &Term) -> Result<(), Reported> {
        if operand.is_null() { Err(self.mistake(operand.span, MeaningProblem::AlwaysNull)) } else { Ok(()) }
    }

    /// A term that is used several times: bound to a variable unless it only reads. The binding, if there is one, belongs around what is
    /// made of it ([`around`]).
    pub(super) fn once(&mut self, term: Term) -> (Option<(LocalId, Expression)>, Term) {
        if only_reads(&term.expression) {
            return (None, term);
        }
        let local = self.local();
        let read = variable(local, term.expression.ty.clone());
        (Some((local, term.expression)), Term { expression: read, span: term.span, absence: term.absence })
    }

    /// A list none of whose items is null, which is null if an item of the given one is.
    pub(super) fn without_null_items(&mut self, list: Term, part: &str) -> Term {
        let item = match list.base() {
            ExpressionBase::List(item) if item.nullable => (**item).clone(),
            _ => return list,
        };
        let span = list.span;
        let (tested, taken) = (self.local(), self.local());
        let has_null = |list: &Expression| {
            boolean(ExpressionKind::Some {
                bindings: vec![(tested, list.clone())],
                condition: Box::new(boolean(ExpressionKind::IsNull(Box::new(variable(tested, item.clone()))))),
            })
        };
        let asked = self.facts.refutes_any() && self.facts.is_refuted(&has_null(&list.expression));
        let (binding, list) = if asked { (None, list) } else { self.once(list) };
        let has_null = has_null(&list.expression);
        let known = super::typer::known(variable(taken, item.clone()));
        let ty = ExpressionType::of(ExpressionBase::List(Box::new(known.ty.clone())));
        let items =
            Expression { kind: ExpressionKind::For { bindings: vec![(taken, list.expression)], body: Box::new(known) }, ty: ty.clone() };
        if asked {
            return Term { expression: items, span, absence: None };
        }
        let nullable = ty.or_null();
        let expression = Expression {
            kind: ExpressionKind::If {
                condition: Box::new(has_null),
                then: Box::new(Expression { kind: ExpressionKind::Literal(Value::Null), ty: nullable.clone() }),
                otherwise: Box::new(Expression { kind: ExpressionKind::Widen(Box::new(items)), ty: nullable.clone() }),
            },
            ty: nullable,
        };
        let why = format!("an item of `{part}` may be");
        Term {
            expression: around(binding, expression),
            span,
            absence: Some(Absence { part: part.to_owned(), why, guard: Some(format!("some i in {part} satisfies i = null")) }),
        }
    }
}

/// A body with bindings around it: nullable ones make it null, in their order.
fn bind(steps: Vec<(LocalId, Expression)>, body: Expression) -> Expression {
    let mut groups: Vec<(bool, Vec<(LocalId, Expression)>)> = Vec::new();
    for step in steps {
        let nullable = step.1.ty.nullable;
        match groups.last_mut() {
            Some((same, group)) if *same == nullable => group.push(step),
            _ => groups.push((nullable, vec![step])),
        }
    }
    groups.into_iter().rev().fold(body, |body, (nullable, bindings)| {
        let ty = body.ty.clone();
        let body = Box::new(body);
        if nullable {
            Expression { kind: ExpressionKind::WhenKnown { bindings, body }, ty: ty.or_null() }
        } else {
            Expression { kind: ExpressionKind::Let { bindings, body }, ty }
        }
    })
}

/// A body with variables bound around it.
pub(super) fn around(bindings: impl IntoIterator<Item = (LocalId, Expression)>, body: Expression) -> Expression {
    let bindings: Vec<_> = bindings.into_iter().collect();
    if bindings.is_empty() {
        return body;
    }
    let ty = body.ty.clone();
    Expression { kind: ExpressionKind::Let { bindings, body: Box::new(body) }, ty }
}
