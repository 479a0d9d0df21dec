//! Which texts are borrowed: what a value's Rust type depends on beside its type.
//!
//! All texts of one value have one form: `&str`, borrowed from the inputs or from literals, or `Cow<str>`. The first where nothing in the
//! value is made anew.

use std::collections::BTreeMap;

use super::{Form, Place, Places};
use crate::model::{Expression, ExpressionBase, ExpressionKind as K, ExpressionType, LocalId, Operation};

/// For each variable of an expression, whether its texts are `&str`.
pub(super) type Borrowed = BTreeMap<LocalId, bool>;

/// Whether a value of this type has texts in it.
pub(super) fn has_text(ty: &ExpressionType) -> bool {
    match &ty.base {
        ExpressionBase::Text => true,
        ExpressionBase::List(item) => has_text(item),
        ExpressionBase::Context(entries) => entries.iter().any(|(_, ty)| has_text(ty)),
        _ => false,
    }
}

/// Whether a value of this type is `Copy` in Rust, its texts `&str` or not.
pub(super) fn is_copy(ty: &ExpressionType, borrowed: bool) -> bool {
    match &ty.base {
        ExpressionBase::Text => borrowed,
        ExpressionBase::List(_) => false,
        ExpressionBase::Context(entries) => entries.iter().all(|(_, ty)| is_copy(ty, borrowed)),
        _ => true,
    }
}

/// Whether the expression's texts are `&str`, and, added to `locals`, those of the variables bound in it. An expression without texts counts as borrowed.
pub(super) fn borrowed(expression: &Expression, places: &Places<'_>, locals: &mut Borrowed) -> bool {
    // Every part is looked at, for the variables that it binds.
    let mut all = |parts: &[Expression]| {
        let owned = parts.iter().filter(|part| !borrowed(part, places, locals)).count();
        owned == 0
    };
    let own = match &expression.kind {
        K::Literal(_) => true,
        K::Input(id) => places.inputs.get(id.0).is_none_or(is_field),
        K::Subject => places.subject.as_ref().is_none_or(is_field),
        K::Local(local) => locals.get(local).copied().unwrap_or(false),
        K::Known(inner) | K::Widen(inner) | K::Entry(inner, _) | K::IsNull(inner) | K::IsTrue(inner) | K::Not(inner) => {
            borrowed(inner, places, locals)
        }
        K::WhenKnown { bindings, body } | K::Let { bindings, body } | K::For { bindings, body } => {
            bind(bindings, places, locals);
            borrowed(body, places, locals)
        }
        K::Some { bindings, condition } | K::Every { bindings, condition } => {
            bind(bindings, places, locals);
            borrowed(condition, places, locals)
        }
        K::And(parts) | K::Or(parts) | K::List(parts) | K::Context(parts) => all(parts),
        K::If { condition, then, otherwise } => {
            borrowed(condition, places, locals);
            let then = borrowed(then, places, locals);
            borrowed(otherwise, places, locals) && then
        }
        K::Equal(left, right) | K::Less(left, right) | K::LessEqual(left, right) => {
            borrowed(left, places, locals);
            borrowed(right, places, locals)
        }
        K::Filter { list, item, condition } => {
            let list = borrowed(list, places, locals);
            locals.insert(*item, list);
            borrowed(condition, places, locals);
            list
        }
        K::Sort { list, left, right, precedes } => {
            let list = borrowed(list, places, locals);
            locals.insert(*left, list);
            locals.insert(*right, list);
            borrowed(precedes, places, locals);
            list
        }
        K::Apply(operation, operands) => {
            let operands_borrowed = all(operands);
            match operation {
                Operation::Substring
                | Operation::SubstringOf
                | Operation::SubstringBefore
                | Operation::SubstringAfter
                | Operation::Split => operands.first().is_some_and(|text| borrowed(text, places, locals)),
                Operation::String => match operands.first().map(|operand| &operand.ty.base) {
                    Some(ExpressionBase::Text | ExpressionBase::Boolean) => operands_borrowed,
                    _ => false,
                },
                Operation::Add
                | Operation::UpperCase
                | Operation::LowerCase
                | Operation::Replace
                | Operation::StringJoin
                | Operation::FoldCase => false,
                _ => operands_borrowed,
            }
        }
    };
    own || !has_text(&expression.ty)
}

fn is_field(place: &Place) -> bool {
    match &place.form {
        Form::Field { .. } => true,
        Form::Lent(lent) => lent.is_borrowed(),
        Form::Computed(ty) | Form::Fresh(ty) => !has_text(ty),
    }
}

fn bind(bindings: &[(LocalId, Expression)], places: &Places<'_>, locals: &mut Borrowed) {
    for (local, inner) in bindings {
        let form = borrowed(inner, places, locals);
        locals.insert(*local, form);
    }
}
