//! Which expressions can fail.

use super::simplify::simplify;
use crate::model::{Expression, ExpressionBase, ExpressionKind, LocalId, Operation};

/// Whether the Rust of this expression has a `?`: whether any of its operations can fail with the arithmetic error. Linear in its size.
pub fn fails(expression: &Expression) -> bool {
    may_fail(&simplify(expression))
}

/// [`fails`], of an expression in its simplest form.
pub(super) fn may_fail(expression: &Expression) -> bool {
    if matches!(&expression.kind, ExpressionKind::For { bindings, .. } if overflows(bindings)) {
        return true;
    }
    if let ExpressionKind::Apply(operation, operands) = &expression.kind
        && operation_fails(*operation, operands)
    {
        return true;
    }
    expression.parts().into_iter().any(may_fail)
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

/// Whether a `for` over these lists may have more items than a list can.
pub(super) fn overflows(bindings: &[(LocalId, Expression)]) -> bool {
    let mut lengths = bindings.iter().map(|(_, list)| longest(list));
    lengths.try_fold(1_usize, |product, length| product.checked_mul(length?)).is_none_or(|most| most > Expression::MAX_ITEMS)
}

/// The most items that a list can have; `None` where that depends on values.
pub(super) fn longest(list: &Expression) -> Option<usize> {
    match &list.kind {
        ExpressionKind::List(items) => Some(items.len()),
        ExpressionKind::For { bindings, .. } => {
            let mut lengths = bindings.iter().map(|(_, list)| longest(list));
            let most = lengths.try_fold(1_usize, |product, length| product.checked_mul(length?));
            Some(most.map_or(Expression::MAX_ITEMS, |most| most.min(Expression::MAX_ITEMS)))
        }
        ExpressionKind::Filter { list, .. } | ExpressionKind::Sort { list, .. } => longest(list),
        ExpressionKind::Widen(inner) | ExpressionKind::Known(inner) => longest(inner),
        ExpressionKind::Let { body, .. } | ExpressionKind::WhenKnown { body, .. } => longest(body),
        ExpressionKind::If { then, otherwise, .. } => Some(longest(then)?.max(longest(otherwise)?)),
        ExpressionKind::Apply(Operation::Iterate, _) => Some(Expression::MAX_ITEMS),
        ExpressionKind::Apply(Operation::Concatenate, lists) => {
            lists.iter().map(longest).try_fold(0_usize, |sum, length| sum.checked_add(length?))
        }
        ExpressionKind::Apply(Operation::InsertBefore, operands) => longest(operands.first()?)?.checked_add(1),
        ExpressionKind::Apply(
            Operation::Sublist
            | Operation::SublistOf
            | Operation::Remove
            | Operation::ListReplace
            | Operation::Reverse
            | Operation::DistinctValues
            | Operation::Mode
            | Operation::IndexOf,
            operands,
        ) => longest(operands.first()?),
        _ => None,
    }
}
