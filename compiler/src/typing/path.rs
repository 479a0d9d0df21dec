//! Entries of columns over paths into lists: conditions on items, as `every` and `some` of the list.
//!
//! ```text
//! items[].price           > 5            every item in items satisfies item.price > 5
//! orders[].items[?].sku   = "A1"         every order in orders satisfies some item in order.items satisfies item.sku = "A1"
//! items[?]                ?.price > 5    some item in items satisfies item.price > 5
//! ```

use super::lists;
use crate::model::{Expression, ExpressionBase, ExpressionKind, ExpressionType, InputId, LocalId};
use crate::syntax::{Path, Quantifier};

/// Whether a condition on `?`, which stands for what lies at the end of a path, holds for the items of a list of this type. A boolean; `None`
/// if the path doesn't lead through the type.
pub(super) fn quantified(path: &Path, input: InputId, list: &ExpressionType, condition: Expression) -> Option<Expression> {
    let whole = Expression { kind: ExpressionKind::Input(input), ty: list.clone() };
    let Some(depth) = lists::depth(&path.name) else {
        let mut condition = condition;
        condition.replace_subject(&whole);
        return Some(condition);
    };
    let mut next = 0;
    condition.visit(&mut |part| part.variables().into_iter().for_each(|LocalId(local)| next = next.max(local + 1)));
    let rest = path.name.0.get(depth + 1..)?;
    Walk { next }.list(whole, rest, &path.quantifiers, condition)
}

struct Walk {
    /// A number that no variable has.
    next: usize,
}

impl Walk {
    fn local(&mut self) -> LocalId {
        self.next += 1;
        LocalId(self.next - 1)
    }

    /// The condition for the items of a list, which the segments lead on from.
    fn list(&mut self, list: Expression, segments: &[String], quantifiers: &[Quantifier], condition: Expression) -> Option<Expression> {
        let (quantifier, quantifiers) = quantifiers.split_first()?;
        if list.ty.nullable {
            // A list that isn't there has no item to meet the condition, nor does any fail it: null, which fails an entry.
            let local = self.local();
            let ty = ExpressionType::of(list.ty.base.clone());
            let known = Expression { kind: ExpressionKind::Local(local), ty };
            let body = Box::new(self.items(known, *quantifier, segments, quantifiers, condition)?);
            let kind = ExpressionKind::WhenKnown { bindings: vec![(local, list)], body };
            let maybe = Expression { kind, ty: ExpressionType::of(ExpressionBase::Boolean).or_null() };
            return Some(boolean(ExpressionKind::IsTrue(Box::new(maybe))));
        }
        self.items(list, *quantifier, segments, quantifiers, condition)
    }

    fn items(
        &mut self,
        list: Expression,
        quantifier: Quantifier,
        segments: &[String],
        quantifiers: &[Quantifier],
        condition: Expression,
    ) -> Option<Expression> {
        let ExpressionBase::List(item) = &list.ty.base else { return None };
        let local = self.local();
        let item = Expression { kind: ExpressionKind::Local(local), ty: (**item).clone() };
        let condition = Box::new(self.field(item, segments, quantifiers, condition)?);
        let bindings = vec![(local, list)];
        Some(boolean(match quantifier {
            Quantifier::Every => ExpressionKind::Every { bindings, condition },
            Quantifier::Some => ExpressionKind::Some { bindings, condition },
        }))
    }

    /// The condition for what the segments lead to from a value.
    fn field(
        &mut self,
        value: Expression,
        segments: &[String],
        quantifiers: &[Quantifier],
        mut condition: Expression,
    ) -> Option<Expression> {
        let Some((marked, segments)) = segments.split_first() else {
            condition.replace_subject(&value);
            return Some(condition);
        };
        let (name, is_list) = lists::segment(marked);
        let ExpressionBase::Context(entries) = &value.ty.base else { return None };
        let (position, ty) = entries.iter().enumerate().find(|(_, (known, _))| known == name).map(|(at, (_, ty))| (at, ty.clone()))?;
        let entry = Expression { kind: ExpressionKind::Entry(Box::new(value), position), ty };
        if is_list { self.list(entry, segments, quantifiers, condition) } else { self.field(entry, segments, quantifiers, condition) }
    }
}

fn boolean(kind: ExpressionKind) -> Expression {
    Expression { kind, ty: ExpressionType::of(ExpressionBase::Boolean) }
}
