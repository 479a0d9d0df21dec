//! How often variables are read.

use crate::model::{Expression, ExpressionKind as K, LocalId};

/// How often the expression names the variable, all branches counted. Linear in its size.
pub(super) fn count(local: LocalId, expression: &Expression) -> usize {
    usize::from(expression.kind == K::Local(local)) + expression.parts().into_iter().map(|part| count(local, part)).sum::<usize>()
}

/// Whether the variable is read more than once when the expression is evaluated: named twice, or named in what is repeated.
pub(super) fn repeated(local: LocalId, expression: &Expression) -> bool {
    weight(local, expression) > 1
}

/// How often it is named, at least twice where that is repeated.
fn weight(local: LocalId, expression: &Expression) -> usize {
    let twice = |part: &Expression| 2 * weight(local, part);
    match &expression.kind {
        K::Local(other) => usize::from(local == *other),
        K::Filter { list, condition, .. } => weight(local, list) + twice(condition),
        K::Sort { list, precedes, .. } => weight(local, list) + twice(precedes),
        K::For { bindings, body } | K::Some { bindings, condition: body } | K::Every { bindings, condition: body } => {
            let lists =
                bindings.iter().enumerate().map(|(position, (_, list))| if position == 0 { weight(local, list) } else { twice(list) });
            lists.sum::<usize>() + twice(body)
        }
        _ => expression.parts().into_iter().map(|part| weight(local, part)).sum(),
    }
}
