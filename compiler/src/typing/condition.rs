//! Entries that are no plain sets of values: items to one boolean, and what of it is a plain set after all.

use super::expression::{self, Scope};
use crate::diagnostic::expression::ExpressionMistake;
use crate::model::{Bound, Expression, ExpressionKind, ExpressionType, Interval, Type, UnaryTest, Value};
use crate::syntax::expression::tree::{ComparisonOperator, Node, NodeKind};
use crate::syntax::{Item, of_tests};

/// What the items of an entry come to.
pub(super) enum Asked {
    /// Tests of literals: all names were those of constants.
    Tests(Vec<UnaryTest>),
    /// A boolean expression, and what it must be: a condition and its opposite are one expression.
    Condition(Expression, bool),
}

/// Types the items of an entry of a column.
pub(super) fn ask(items: &[Item], ty: Type, scope: &dyn Scope) -> Result<Asked, Vec<ExpressionMistake>> {
    if let Some(tests) = items.iter().map(|item| tests(item, ty, scope)).collect::<Option<Vec<_>>>() {
        return Ok(Asked::Tests(tests.concat()));
    }
    let (condition, holds) = plain(any(items, ty, scope)?, true);
    Ok(Asked::Condition(condition, holds))
}

/// What a boolean over `?` comes to.
pub(super) fn known(condition: Expression) -> Asked {
    match plain_tests(&condition) {
        Some(tests) => Asked::Tests(tests),
        None => {
            let (condition, holds) = plain(condition, true);
            Asked::Condition(condition, holds)
        }
    }
}

/// The tests that a boolean is, if it only asks whether `?` is one of some values: `is empty` is `null, ""`.
fn plain_tests(condition: &Expression) -> Option<Vec<UnaryTest>> {
    let is_subject = |expression: &Expression| match &expression.kind {
        ExpressionKind::Known(inner) | ExpressionKind::Widen(inner) => inner.kind == ExpressionKind::Subject,
        kind => *kind == ExpressionKind::Subject,
    };
    match &condition.kind {
        ExpressionKind::IsNull(inner) if is_subject(inner) => Some(vec![UnaryTest::Equal(Value::Null)]),
        ExpressionKind::Equal(one, other) if is_subject(one) => match &other.kind {
            ExpressionKind::Literal(value) => Some(vec![UnaryTest::Equal(value.clone())]),
            _ => None,
        },
        ExpressionKind::Not(inner) => Some(vec![UnaryTest::Not(plain_tests(inner)?)]),
        ExpressionKind::Or(parts) => parts.iter().map(plain_tests).collect::<Option<Vec<_>>>().map(|tests| tests.concat()),
        // No test of a value but null's own is passed by null.
        ExpressionKind::And(parts) => match parts.as_slice() {
            [Expression { kind: ExpressionKind::Not(null), .. }, rest] if matches!(&null.kind, ExpressionKind::IsNull(inner) if is_subject(inner)) => {
                plain_tests(rest).filter(|tests| tests.iter().all(|test| matches!(test, UnaryTest::Equal(value) if *value != Value::Null)))
            }
            _ => None,
        },
        _ => None,
    }
}

/// The tests that an item is, if all its operands are known.
fn tests(item: &Item, ty: Type, scope: &dyn Scope) -> Option<Vec<UnaryTest>> {
    match item {
        Item::Tests(tests) => Some(tests.clone()),
        Item::Not(items) => {
            let tests = items.iter().map(|item| tests(item, ty, scope)).collect::<Option<Vec<_>>>()?;
            Some(vec![UnaryTest::Not(tests.concat())])
        }
        Item::Holds(node) => Some(vec![test(node, ty, scope)?]),
        Item::Equals(node) => Some(vec![never_null(test(node, ty, scope)?)]),
    }
}

fn test(node: &Node, ty: Type, scope: &dyn Scope) -> Option<UnaryTest> {
    match &node.kind {
        NodeKind::Compare(operator, subject, operand) if subject.kind == NodeKind::Subject => {
            let value = literal(operand, ty, scope)?;
            let end = |closed: bool| Some(Bound { value: value.clone(), closed });
            let within = |low, high| Some(UnaryTest::Within(Interval { low, high }));
            match operator {
                ComparisonOperator::Equal => Some(UnaryTest::Equal(value)),
                ComparisonOperator::NotEqual => Some(UnaryTest::Not(vec![UnaryTest::Equal(value)])),
                _ if !ty.base.is_ordered() || value == Value::Null => None,
                ComparisonOperator::Less => within(None, end(false)),
                ComparisonOperator::LessEqual => within(None, end(true)),
                ComparisonOperator::Greater => within(end(false), None),
                ComparisonOperator::GreaterEqual => within(end(true), None),
            }
        }
        NodeKind::And(low, high) => match (test(low, ty, scope)?, test(high, ty, scope)?) {
            (UnaryTest::Within(Interval { low: Some(low), high: None }), UnaryTest::Within(Interval { low: None, high: Some(high) }))
                if low.value.compare(&high.value).is_some_and(|order| order.is_le()) =>
            {
                Some(UnaryTest::Within(Interval { low: Some(low), high: Some(high) }))
            }
            _ => None,
        },
        _ => None,
    }
}

/// The value of an operand that is known now, and of the column's type.
fn literal(node: &Node, ty: Type, scope: &dyn Scope) -> Option<Value> {
    match expression::infer(node, scope).ok()?.kind {
        ExpressionKind::Literal(value) if value.is_of(ty) => Some(value),
        _ => None,
    }
}

/// Whether any of the items holds.
fn any(items: &[Item], ty: Type, scope: &dyn Scope) -> Result<Expression, Vec<ExpressionMistake>> {
    let mut parts = Vec::new();
    let mut mistakes = Vec::new();
    for item in items {
        match holds(item, ty, scope) {
            Ok(part) => parts.push(part),
            Err(found) => mistakes.extend(found),
        }
    }
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    Ok(any_of(parts))
}

fn holds(item: &Item, ty: Type, scope: &dyn Scope) -> Result<Expression, Vec<ExpressionMistake>> {
    match item {
        Item::Holds(node) => expression::condition(node, scope),
        Item::Equals(node) => expression::condition(node, scope).map(unless_null),
        Item::Not(items) => Ok(boolean(ExpressionKind::Not(Box::new(any(items, ty, scope)?)))),
        Item::Tests(tests) => Ok(of_tests(tests, ty)),
    }
}

/// A test of what a constant holds, to which nothing is equal if that is null.
fn never_null(test: UnaryTest) -> UnaryTest {
    match test {
        UnaryTest::Equal(Value::Null) => {
            let null = || UnaryTest::Equal(Value::Null);
            UnaryTest::Not(vec![null(), UnaryTest::Not(vec![null()])])
        }
        UnaryTest::Not(tests) => UnaryTest::Not(tests.into_iter().map(never_null).collect()),
        other => other,
    }
}

/// `? = operand`, or its opposite, where null fails the equality whatever the operand is.
fn unless_null(condition: Expression) -> Expression {
    match condition.kind {
        ExpressionKind::Equal(subject, operand) if subject.ty.nullable && operand.ty.nullable => {
            let null = boolean(ExpressionKind::IsNull(subject.clone()));
            boolean(ExpressionKind::And(vec![not(null), boolean(ExpressionKind::Equal(subject, operand))]))
        }
        ExpressionKind::Not(inner) => not(unless_null(*inner)),
        kind => Expression { kind, ty: condition.ty },
    }
}

fn boolean(kind: ExpressionKind) -> Expression {
    Expression { kind, ty: ExpressionType::of(crate::model::ExpressionBase::Boolean) }
}

/// Without negations around it: what is left must be the opposite as often as one was taken away. `a <= b` is the opposite of `b < a`, so
/// that the rules `> limit` and `<= limit` are seen to leave nothing out.
pub(super) fn plain(condition: Expression, holds: bool) -> (Expression, bool) {
    match condition.kind {
        ExpressionKind::Not(inner) => plain(*inner, !holds),
        ExpressionKind::LessEqual(one, other) => (boolean(ExpressionKind::Less(other, one)), !holds),
        kind => (Expression { kind, ty: condition.ty }, holds),
    }
}

/// Whether any of these conditions holds. There is at least one.
pub(super) fn any_of(parts: Vec<Expression>) -> Expression {
    match <[Expression; 1]>::try_from(parts) {
        Ok([only]) => only,
        Err(parts) => boolean(ExpressionKind::Or(parts)),
    }
}

/// The opposite of a condition.
pub(super) fn not(condition: Expression) -> Expression {
    boolean(ExpressionKind::Not(Box::new(condition)))
}
