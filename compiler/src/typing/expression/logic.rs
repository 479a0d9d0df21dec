//! `and`, `or`, `if`, and conditions: FEEL's three-valued logic (DMN 1.5, 10.3.2.7).

use crate::diagnostic::expression::{Absence, MeaningProblem};
use crate::model::{Expression, ExpressionBase, ExpressionKind, ExpressionType};
use crate::syntax::Span;
use crate::syntax::expression::tree::{Node, NodeKind};

use super::facts::learn;
use super::typer::{Reported, Term, Typed, Typer};

impl Typer<'_> {
    /// A term that must be a boolean or null.
    pub(super) fn truth(&mut self, node: &Node, place: &str) -> Typed {
        let term = self.infer(node)?;
        let due = ExpressionType::of(ExpressionBase::Boolean);
        match term.base() {
            ExpressionBase::Boolean => Ok(term),
            ExpressionBase::Null => Ok(self.coerce_term(term, &due.or_null())),
            _ => {
                let problem =
                    MeaningProblem::WrongType { place: place.to_owned(), due: "a boolean".to_owned(), found: term.ty().to_string() };
                Err(self.mistake(node.span, problem))
            }
        }
    }

    /// A term as a boolean: null counts as false.
    pub(super) fn holds(term: Term) -> Expression {
        Self::held(term.expression)
    }

    /// A chain of `and`, or of `or`.
    pub(super) fn junction(&mut self, node: &Node) -> Typed {
        let all = matches!(node.kind, NodeKind::And(..));
        // The chain leans to the left; it may be longer than an expression is deep.
        let mut parts = Vec::new();
        let mut first = node;
        while let (NodeKind::And(left, right), true) | (NodeKind::Or(left, right), false) = (&first.kind, all) {
            parts.push(&**right);
            first = left;
        }
        parts.push(first);
        parts.reverse();
        let place = if all { "`and`" } else { "`or`" };
        let facts = self.facts.clone();
        let terms = self.assuming(facts, |typer| {
            let mut terms = Vec::with_capacity(parts.len());
            for part in parts {
                let term = typer.truth(part, place);
                // What follows is evaluated only if this isn't false (for `or`: true); which is more than that where it can't be null.
                if let Ok(term) = &term
                    && !term.ty().nullable
                {
                    learn(&term.expression, all, &mut typer.facts);
                }
                terms.push(term);
            }
            terms
        });
        let terms = terms.into_iter().collect::<Result<Vec<_>, Reported>>()?;
        Ok(join_parts(terms, all, node.span))
    }

    /// `if`
    pub(super) fn conditional(&mut self, condition: &Node, then: &Node, otherwise: &Node, span: Span) -> Typed {
        let condition = self.truth(condition, "`if`");
        let branch = |typer: &mut Self, node: &Node, truth: bool| match &condition {
            Ok(condition) => {
                let mut facts = typer.facts.clone();
                // Null counts as false, so only a condition that can't be null is known to be false in the other branch.
                if truth || !condition.ty().nullable {
                    learn(&condition.expression, truth, &mut facts);
                }
                typer.assuming(facts, |typer| typer.infer(node))
            }
            Err(Reported) => typer.infer(node),
        };
        let (then, otherwise) = (branch(self, then, true), branch(self, otherwise, false));
        let (condition, then, otherwise) = (condition?, then?, otherwise?);
        let (branches, ty) = self.common(vec![then, otherwise], "the branches of `if`")?;
        let mut absence: Option<Absence> = None;
        let mut expressions = Vec::with_capacity(2);
        for branch in branches {
            absence = absence.or(branch.absence);
            expressions.push(branch.expression);
        }
        let (Some(otherwise), Some(then)) = (expressions.pop(), expressions.pop()) else { return Err(Reported) };
        let kind = ExpressionKind::If { condition: Box::new(Self::holds(condition)), then: Box::new(then), otherwise: Box::new(otherwise) };
        Ok(Term { absence: absence.filter(|_| ty.nullable), expression: Expression { kind, ty }, span })
    }
}

/// Conditions joined with `and` or `or`.
pub(super) fn join_parts(terms: Vec<Term>, all: bool, span: Span) -> Term {
    let nullable = terms.iter().any(|term| term.ty().nullable);
    let mut absence = None;
    let mut parts = Vec::with_capacity(terms.len());
    for term in terms {
        absence = absence.or(term.absence);
        parts.push(term.expression);
    }
    if parts.len() == 1
        && let Some(only) = parts.pop()
    {
        return Term { expression: only, span, absence };
    }
    let kind = if all { ExpressionKind::And(parts) } else { ExpressionKind::Or(parts) };
    let ty = ExpressionType { base: ExpressionBase::Boolean, nullable };
    Term { expression: Expression { kind, ty }, span, absence }
}
