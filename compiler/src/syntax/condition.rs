//! Unary tests as expressions over `?`, for entries that hold more than they can say.

use crate::model::{
    BaseType, Bound, Expression, ExpressionBase as Base, ExpressionKind as Kind, ExpressionType, Interval, Operation, Type, UnaryTest,
    Value,
};

/// The value of the column that the entry stands in.
pub(super) fn subject(ty: Type) -> Expression {
    Expression { kind: Kind::Subject, ty: ExpressionType { base: Base::from(ty.base), nullable: ty.nullable } }
}

/// The same where it is known not to be null.
pub(super) fn known_subject(ty: Type) -> Expression {
    let subject = subject(ty);
    if !ty.nullable {
        return subject;
    }
    Expression { ty: ExpressionType::of(Base::from(ty.base)), kind: Kind::Known(Box::new(subject)) }
}

/// A boolean that is never null.
pub(super) fn boolean(kind: Kind) -> Expression {
    Expression { kind, ty: ExpressionType::of(Base::Boolean) }
}

/// `not`.
pub(super) fn not(condition: Expression) -> Expression {
    boolean(Kind::Not(Box::new(condition)))
}

/// Whether all of these hold. There is at least one.
pub(super) fn all(mut conditions: Vec<Expression>) -> Expression {
    match (conditions.len(), conditions.pop()) {
        (1, Some(only)) => only,
        (_, last) => {
            conditions.extend(last);
            boolean(Kind::And(conditions))
        }
    }
}

/// Whether any of these holds. There is at least one.
pub(super) fn any(mut conditions: Vec<Expression>) -> Expression {
    match (conditions.len(), conditions.pop()) {
        (1, Some(only)) => only,
        (_, last) => {
            conditions.extend(last);
            boolean(Kind::Or(conditions))
        }
    }
}

/// An operation on the column's value, which isn't null there.
pub(super) fn operation(operation: Operation, operands: Vec<Expression>, ty: ExpressionType) -> Expression {
    Expression { kind: Kind::Apply(operation, operands), ty }
}

/// A condition on a value that isn't null: null fails it.
pub(super) fn unless_null(condition: Expression, ty: Type) -> Expression {
    if ty.nullable { all(vec![not(boolean(Kind::IsNull(Box::new(subject(ty))))), condition]) } else { condition }
}

/// What [`UnaryTest::holds`] says of any of the tests, as a boolean expression over `?` for a column of this type. There is at least one.
pub(crate) fn condition(tests: &[UnaryTest], ty: Type) -> Expression {
    any(tests.iter().map(|test| one_condition(test, ty)).collect())
}

fn one_condition(test: &UnaryTest, ty: Type) -> Expression {
    match test {
        UnaryTest::Equal(Value::Null) => boolean(Kind::IsNull(Box::new(subject(ty)))),
        UnaryTest::Equal(value) => boolean(Kind::Equal(Box::new(subject(ty)), Box::new(literal(value, ty.base)))),
        UnaryTest::Within(Interval { low, high }) => {
            let compared = |bound: &Bound, below: bool| {
                let (subject, end) = (Box::new(known_subject(ty)), Box::new(literal(&bound.value, ty.base)));
                let (left, right) = if below { (end, subject) } else { (subject, end) };
                boolean(if bound.closed { Kind::LessEqual(left, right) } else { Kind::Less(left, right) })
            };
            let mut conditions = Vec::new();
            if ty.nullable {
                conditions.push(not(boolean(Kind::IsNull(Box::new(subject(ty))))));
            }
            conditions.extend(low.as_ref().map(|bound| compared(bound, true)));
            conditions.extend(high.as_ref().map(|bound| compared(bound, false)));
            all(conditions)
        }
        UnaryTest::Not(tests) => not(condition(tests, ty)),
    }
}

/// A value of the column; numbers of whatever digits are one type.
fn literal(value: &Value, base: BaseType) -> Expression {
    Expression { ty: ExpressionType::of(Base::from(base)), ..Expression::literal(value.clone()) }
}
