//! Which expressions can fail.

use crate::model::{Expression, ExpressionBase, ExpressionKind, Operation};

/// Whether the Rust of this expression has a `?`: whether any of its operations can fail with the arithmetic error. Linear in its size.
pub fn fails(expression: &Expression) -> bool {
    if let ExpressionKind::Apply(operation, operands) = &expression.kind
        && operation_fails(*operation, operands)
    {
        return true;
    }
    parts(expression).into_iter().any(fails)
}

/// The expressions that an expression is made of, in the order in which they are evaluated first.
pub(super) fn parts(expression: &Expression) -> Vec<&Expression> {
    use ExpressionKind as K;
    match &expression.kind {
        K::Literal(_) | K::Input(_) | K::Subject | K::Local(_) => Vec::new(),
        K::Known(inner) | K::Widen(inner) | K::IsNull(inner) | K::IsTrue(inner) | K::Not(inner) | K::Entry(inner, _) => vec![inner],
        K::WhenKnown { bindings, body } | K::Let { bindings, body } | K::For { bindings, body } => {
            bindings.iter().map(|(_, bound)| bound).chain([&**body]).collect()
        }
        K::Some { bindings, condition } | K::Every { bindings, condition } => {
            bindings.iter().map(|(_, bound)| bound).chain([&**condition]).collect()
        }
        K::And(parts) | K::Or(parts) | K::Apply(_, parts) | K::List(parts) | K::Context(parts) => parts.iter().collect(),
        K::If { condition, then, otherwise } => vec![condition, then, otherwise],
        K::Equal(left, right) | K::Less(left, right) | K::LessEqual(left, right) => vec![left, right],
        K::Filter { list, condition, .. } => vec![list, condition],
        K::Sort { list, precedes, .. } => vec![list, precedes],
    }
}

/// Whether the function of an operation gives a `Result`: the `!` of [`Operation`]'s documentation.
pub(super) fn operation_fails(operation: Operation, operands: &[Expression]) -> bool {
    use ExpressionBase as B;
    let base = |position: usize| operands.get(position).map(|operand| &operand.ty.base);
    match operation {
        Operation::Add => !matches!(base(0), Some(B::Text | B::Time)),
        Operation::Subtract => {
            !matches!((base(0), base(1)), (Some(B::Time), _) | (Some(B::Date | B::DateTime), Some(B::Date | B::DateTime)))
        }
        Operation::Negate | Operation::Abs => !matches!(base(0), Some(B::Number { .. })),
        Operation::Multiply
        | Operation::Divide
        | Operation::Power
        | Operation::Decimal
        | Operation::Floor
        | Operation::Ceiling
        | Operation::RoundUp
        | Operation::RoundDown
        | Operation::RoundHalfUp
        | Operation::RoundHalfDown
        | Operation::Modulo
        | Operation::Exp
        | Operation::Sum
        | Operation::Mean
        | Operation::Product
        | Operation::Median
        | Operation::StandardDeviation
        | Operation::Iterate => true,
        _ => false,
    }
}
