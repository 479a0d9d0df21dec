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

/// Whether two expressions are one but for the names of their variables: they give the same code.
pub(super) fn alike(one: &Expression, other: &Expression) -> bool {
    renamed(one, other, &mut Vec::new())
}

/// The same, where these variables of one and of the other are bound around them.
fn renamed(one: &Expression, other: &Expression, names: &mut Vec<(LocalId, LocalId)>) -> bool {
    let same = match (&one.kind, &other.kind) {
        (K::Local(a), K::Local(b)) => {
            let bound = names.iter().rev().find(|(left, right)| left == a || right == b);
            bound.map_or(a == b, |(left, right)| left == a && right == b)
        }
        (K::Literal(_) | K::Input(_) | K::Subject, _) => one.kind == other.kind,
        (K::Entry(_, a), K::Entry(_, b)) => a == b,
        (K::Apply(a, _), K::Apply(b, _)) => a == b,
        (a, b) => std::mem::discriminant(a) == std::mem::discriminant(b),
    };
    let (parts, others) = (one.parts(), other.parts());
    let (variables, renames) = (one.variables(), other.variables());
    if !same || one.ty != other.ty || parts.len() != others.len() || variables.len() != renames.len() {
        return false;
    }
    let before = names.len();
    names.extend(variables.into_iter().zip(renames));
    let same = parts.into_iter().zip(others).all(|(one, other)| renamed(one, other, names));
    names.truncate(before);
    same
}
