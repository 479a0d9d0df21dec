//! The reference meaning of expressions ("Expressions" in `docs/table-language.md`; DMN 1.5, 10.3).
//!
//! The tree is walked as it stands. Numbers are computed as rationals of any size and rounded at the end, which shares nothing with the
//! fixed-width arithmetic of the runtime; so the agreement of the two says something.

mod calendar;
mod list;
mod number;
mod operation;
mod series;
#[cfg(test)]
mod tests;
mod text;

use std::cmp::Ordering;
use std::fmt;

use crate::model::{Expression, ExpressionKind, LocalId, Value};

/// The arithmetic error: a number that 28 digits don't hold exactly, a date, duration or list out of its range (`MB0804`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inexact;

impl fmt::Display for Inexact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a result that can't be held exactly")
    }
}

impl std::error::Error for Inexact {}

/// What an expression can name.
#[derive(Clone, Copy, Debug)]
pub struct Environment<'a> {
    /// The values of the table's inputs, by [`InputId`](crate::model::InputId); null where one is missing.
    pub inputs: &'a [Value],
    /// The value of the column that the entry stands in, for `?`.
    pub subject: Option<&'a Value>,
}

/// Computes a typed expression.
///
/// # Errors
/// The first arithmetic error in the order of evaluation: left to right, only of what is reached.
pub fn compute(expression: &Expression, environment: &Environment<'_>) -> Result<Value, Inexact> {
    Evaluation { environment: *environment, locals: Vec::new() }.value(expression)
}

/// An evaluation under way.
struct Evaluation<'a> {
    environment: Environment<'a>,
    /// The variables bound around the expression that is looked at, the innermost last.
    locals: Vec<(LocalId, Value)>,
}

/// A value that is given; null where none is.
fn given(value: Option<&Value>) -> Value {
    value.cloned().unwrap_or(Value::Null)
}

impl Evaluation<'_> {
    /// Looks at one expression. Each form that takes room of its own has a function of its own, since this one recurs.
    fn value(&mut self, expression: &Expression) -> Result<Value, Inexact> {
        match &expression.kind {
            ExpressionKind::Literal(value) => Ok(value.clone()),
            ExpressionKind::Input(id) => Ok(given(self.environment.inputs.get(id.0))),
            ExpressionKind::Subject => Ok(given(self.environment.subject)),
            ExpressionKind::Local(id) => Ok(self.local(*id)),
            ExpressionKind::Known(inner) | ExpressionKind::Widen(inner) => self.value(inner),
            ExpressionKind::WhenKnown { bindings, body } => self.bound(bindings, body, true),
            ExpressionKind::Let { bindings, body } => self.bound(bindings, body, false),
            ExpressionKind::IsNull(inner) => self.is_null(inner),
            ExpressionKind::IsTrue(inner) => self.holds(inner).map(Value::Boolean),
            ExpressionKind::And(parts) => self.connective(parts, false),
            ExpressionKind::Or(parts) => self.connective(parts, true),
            ExpressionKind::Not(inner) => self.holds(inner).map(|holds| Value::Boolean(!holds)),
            ExpressionKind::If { condition, then, otherwise } => self.choice(condition, then, otherwise),
            ExpressionKind::Equal(left, right) => self.equal(left, right),
            ExpressionKind::Less(left, right) => self.compare(left, right, Ordering::is_lt),
            ExpressionKind::LessEqual(left, right) => self.compare(left, right, Ordering::is_le),
            ExpressionKind::Apply(operation, arguments) => operation::apply(*operation, self.values(arguments)?),
            ExpressionKind::List(items) => self.values(items).map(Value::List),
            ExpressionKind::Context(entries) => self.values(entries).map(Value::Context),
            ExpressionKind::Entry(context, position) => self.entry(context, *position),
            ExpressionKind::Filter { list, item, condition } => self.filter(list, *item, condition),
            ExpressionKind::For { bindings, body } => self.iterate(bindings, body),
            ExpressionKind::Some { bindings, condition } => self.quantified(bindings, condition, true),
            ExpressionKind::Every { bindings, condition } => self.quantified(bindings, condition, false),
            ExpressionKind::Sort { list, left, right, precedes } => {
                let items = self.list(list)?;
                self.sorted(items, (*left, *right), precedes).map(Value::List)
            }
        }
    }

    fn is_null(&mut self, expression: &Expression) -> Result<Value, Inexact> {
        Ok(Value::Boolean(self.value(expression)? == Value::Null))
    }

    fn choice(&mut self, condition: &Expression, then: &Expression, otherwise: &Expression) -> Result<Value, Inexact> {
        if self.holds(condition)? { self.value(then) } else { self.value(otherwise) }
    }

    fn equal(&mut self, left: &Expression, right: &Expression) -> Result<Value, Inexact> {
        Ok(Value::Boolean(self.value(left)? == self.value(right)?))
    }

    fn entry(&mut self, context: &Expression, position: usize) -> Result<Value, Inexact> {
        Ok(match self.value(context)? {
            Value::Context(mut entries) if position < entries.len() => entries.swap_remove(position),
            other => ill_typed(&[other]),
        })
    }

    fn values(&mut self, expressions: &[Expression]) -> Result<Vec<Value>, Inexact> {
        expressions.iter().map(|expression| self.value(expression)).collect()
    }

    fn list(&mut self, expression: &Expression) -> Result<Vec<Value>, Inexact> {
        match self.value(expression)? {
            Value::List(items) => Ok(items),
            other => {
                ill_typed(&[other]);
                Ok(Vec::new())
            }
        }
    }

    /// Whether an expression is true; null isn't.
    fn holds(&mut self, expression: &Expression) -> Result<bool, Inexact> {
        Ok(self.value(expression)? == Value::Boolean(true))
    }

    fn local(&self, id: LocalId) -> Value {
        match self.locals.iter().rev().find(|(bound, _)| *bound == id) {
            Some((_, value)) => value.clone(),
            None => ill_typed(&[]),
        }
    }

    fn compare(&mut self, left: &Expression, right: &Expression, accepts: fn(Ordering) -> bool) -> Result<Value, Inexact> {
        let (left, right) = (self.value(left)?, self.value(right)?);
        Ok(match left.compare(&right) {
            Some(order) => Value::Boolean(accepts(order)),
            None => ill_typed(&[left, right]),
        })
    }

    /// `Let` and `WhenKnown`, which ends at the first null.
    fn bound(&mut self, bindings: &[(LocalId, Expression)], body: &Expression, until_null: bool) -> Result<Value, Inexact> {
        let outer = self.locals.len();
        for (id, expression) in bindings {
            let value = self.value(expression)?;
            if until_null && value == Value::Null {
                self.locals.truncate(outer);
                return Ok(Value::Null);
            }
            self.locals.push((*id, value));
        }
        let value = self.value(body)?;
        self.locals.truncate(outer);
        Ok(value)
    }

    /// `And` and `Or`: the value that decides ends it; else null wins over the other.
    fn connective(&mut self, parts: &[Expression], decisive: bool) -> Result<Value, Inexact> {
        let mut result = Value::Boolean(!decisive);
        for part in parts {
            match self.value(part)? {
                Value::Boolean(value) if value == decisive => return Ok(Value::Boolean(decisive)),
                Value::Null => result = Value::Null,
                _ => {}
            }
        }
        Ok(result)
    }

    fn filter(&mut self, list: &Expression, item: LocalId, condition: &Expression) -> Result<Value, Inexact> {
        let mut kept = Vec::new();
        for value in self.list(list)? {
            self.locals.push((item, value));
            let holds = self.holds(condition)?;
            kept.extend(self.locals.pop().filter(|_| holds).map(|(_, value)| value));
        }
        Ok(Value::List(kept))
    }

    fn iterate(&mut self, bindings: &[(LocalId, Expression)], body: &Expression) -> Result<Value, Inexact> {
        let mut results = Vec::new();
        self.combinations(bindings, &mut |evaluation| {
            if results.len() == Expression::MAX_ITEMS {
                return Err(Inexact);
            }
            results.push(evaluation.value(body)?);
            Ok(true)
        })?;
        Ok(Value::List(results))
    }

    fn quantified(&mut self, bindings: &[(LocalId, Expression)], condition: &Expression, decisive: bool) -> Result<Value, Inexact> {
        let mut result = Value::Boolean(!decisive);
        self.combinations(bindings, &mut |evaluation| {
            match evaluation.value(condition)? {
                Value::Boolean(value) if value == decisive => {
                    result = Value::Boolean(decisive);
                    return Ok(false);
                }
                Value::Null => result = Value::Null,
                _ => {}
            }
            Ok(true)
        })?;
        Ok(result)
    }

    /// Visits each combination of items, the last list changing fastest, until the visitor says false; says whether all were visited.
    fn combinations(
        &mut self,
        bindings: &[(LocalId, Expression)],
        visit: &mut dyn FnMut(&mut Self) -> Result<bool, Inexact>,
    ) -> Result<bool, Inexact> {
        let Some(((id, list), rest)) = bindings.split_first() else { return visit(self) };
        for item in self.list(list)? {
            self.locals.push((*id, item));
            let goes_on = self.combinations(rest, visit)?;
            self.locals.pop();
            if !goes_on {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Sorts by merging, as [`ExpressionKind::Sort`] says: which items are compared, and in which order, is part of the meaning, since a
    /// comparison can fail, and needn't be an order at all.
    fn sorted(&mut self, mut items: Vec<Value>, variables: (LocalId, LocalId), precedes: &Expression) -> Result<Vec<Value>, Inexact> {
        if items.len() < 2 {
            return Ok(items);
        }
        let second = items.split_off(items.len() / 2);
        let first = self.sorted(items, variables, precedes)?;
        let second = self.sorted(second, variables, precedes)?;
        let mut merged = Vec::with_capacity(first.len() + second.len());
        let (mut first, mut second) = (first.into_iter().peekable(), second.into_iter().peekable());
        while let (Some(left), Some(right)) = (first.peek(), second.peek()) {
            self.locals.push((variables.0, right.clone()));
            self.locals.push((variables.1, left.clone()));
            let exchanged = self.holds(precedes)?;
            self.locals.truncate(self.locals.len() - 2);
            merged.extend(if exchanged { second.next() } else { first.next() });
        }
        merged.extend(first);
        merged.extend(second);
        Ok(merged)
    }
}

/// What typing rules out: null, so that nothing panics in a release, but a test that meets it fails.
fn ill_typed(operands: &[Value]) -> Value {
    debug_assert!(false, "typing lets no such operands through: {operands:?}");
    Value::Null
}
