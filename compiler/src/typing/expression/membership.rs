//! `in`, and unary tests (DMN 1.5, 10.3.2.8).

use crate::diagnostic::expression::MeaningProblem;
use crate::model::{ExpressionBase as B, ExpressionKind, Operation};
use crate::syntax::Span;
use crate::syntax::expression::tree::{Arguments, ComparisonOperator, Node, NodeKind, RangeNode, Test};

use super::absence::around;
use super::conformance::{item_of, join};
use super::logic::join_parts;
use super::typer::{Reported, Term, Typed, Typer, apply, boolean};

impl Typer<'_> {
    /// `x in …`: any of the tests.
    pub(super) fn membership(&mut self, value: &Node, tests: &[Test], span: Span) -> Typed {
        let value = self.infer(value)?;
        self.passes(value, tests, span)
    }

    /// Whether a value passes any of the tests. It is evaluated once.
    pub(super) fn passes(&mut self, value: Term, tests: &[Test], span: Span) -> Typed {
        let (binding, value) = self.once(value);
        let outer = self.subject.replace(value.clone());
        let any = self.any(&value, tests, span);
        self.subject = outer;
        let any = any?;
        Ok(Term { expression: around(binding, any.expression), ..any })
    }

    fn any(&mut self, value: &Term, tests: &[Test], span: Span) -> Typed {
        let tests: Vec<Typed> = tests.iter().map(|test| self.test(value, test)).collect();
        let tests = tests.into_iter().collect::<Result<Vec<_>, _>>()?;
        if tests.is_empty() {
            let allowed = "in brackets behind `in`, with commas between them";
            return Err(self.mistake(span, MeaningProblem::NotAValue { what: "without a test", allowed }));
        }
        Ok(join_parts(tests, false, span))
    }

    fn test(&mut self, value: &Term, test: &Test) -> Typed {
        match test {
            Test::Compare(operator, operand) => {
                let term = self.infer(operand)?;
                self.compare(*operator, value.clone(), term, operand.span)
            }
            Test::Expression(node) => self.matches_node(value, node),
            Test::Not(tests) => {
                let any = self.any(value, tests, value.span)?;
                self.negation(any)
            }
        }
    }

    /// `not` of a truth value.
    pub(super) fn negation(&mut self, term: Term) -> Typed {
        let span = term.span;
        self.lift(span, vec![term], |_, mut operands| {
            let operand = operands.pop().ok_or(Reported)?;
            Ok(boolean(ExpressionKind::Not(Box::new(operand))).into())
        })
    }

    /// Whether a value is equal to an expression, in its list, in its range, or makes a condition on `?` true.
    fn matches_node(&mut self, value: &Term, node: &Node) -> Typed {
        match &node.kind {
            NodeKind::Range(range) => return self.in_range(value, range, node.span),
            NodeKind::Call(name, Arguments::Positional(arguments)) if name.name == "range" => {
                let range = self.range_literal(name, arguments, node.span)?;
                return self.in_range(value, &range, node.span);
            }
            // The items are tests of their own, so ranges may be among them.
            NodeKind::List(items) if !items.is_empty() && !matches!(value.base(), B::List(_)) => {
                let tests: Vec<Typed> = items.iter().map(|item| self.matches_node(value, item)).collect();
                let tests = tests.into_iter().collect::<Result<Vec<_>, _>>()?;
                return Ok(join_parts(tests, false, node.span));
            }
            _ => {}
        }
        let uses = self.subject_uses;
        let term = self.infer(node)?;
        if self.subject_uses > uses && matches!(term.base(), B::Boolean) {
            return Ok(term);
        }
        let holds_items = item_of(term.base()).is_some_and(|item| join(item, value.ty()).is_some());
        if holds_items && (term.is_null() || join(term.ty(), value.ty()).is_none()) {
            return self.list_contains(term, value.clone(), node.span);
        }
        self.equal(value.clone(), term, node.span)
    }

    /// Whether a list has an item.
    pub(super) fn list_contains(&mut self, list: Term, item: Term, span: Span) -> Typed {
        let (list, item) = self.list_and_item(list, item)?;
        // The item may be null, so it isn't lifted; it is evaluated behind the list.
        let item = item.expression;
        self.lift(span, vec![list], |_, mut operands| {
            operands.push(item);
            Ok(apply(Operation::ListContains, operands, B::Boolean).into())
        })
    }

    /// Whether a value lies in a range; an end that is missing is no limit.
    fn in_range(&mut self, value: &Term, range: &RangeNode, span: Span) -> Typed {
        let mut parts = Vec::new();
        let end = |closed| if closed { ComparisonOperator::LessEqual } else { ComparisonOperator::Less };
        if let Some(low) = &range.low {
            let low = self.infer(low);
            parts.push(low.and_then(|low| self.compare(end(range.low_closed), low, value.clone(), span)));
        }
        if let Some(high) = &range.high {
            let high = self.infer(high);
            parts.push(high.and_then(|high| self.compare(end(range.high_closed), value.clone(), high, span)));
        }
        let parts = parts.into_iter().collect::<Result<Vec<_>, _>>()?;
        if parts.is_empty() {
            let allowed = "behind `in` with at least one end";
            return Err(self.mistake(span, MeaningProblem::NotAValue { what: "a range without ends", allowed }));
        }
        Ok(join_parts(parts, true, span))
    }
}
