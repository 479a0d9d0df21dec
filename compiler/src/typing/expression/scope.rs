//! What the names of an expression mean, and what is known of them before it is evaluated.

use std::collections::BTreeSet;

use crate::model::{Domain, Expression, ExpressionKind, ExpressionType, InputId, LocalId, Number, Operation, Value};

/// What a name stands for.
#[derive(Clone, Debug)]
pub enum Resolved<'a> {
    /// An input of the table: given by the caller, or what another decision decides.
    Input {
        /// Its position.
        id: InputId,
        /// Its type.
        ty: ExpressionType,
        /// Its allowed values: a divisor that they keep from zero is never zero.
        domain: Option<&'a Domain>,
    },
    /// A constant: its value as an expression, usually a literal.
    Constant(Expression),
    /// A name with an error that is reported elsewhere.
    Refused,
}

/// The names that an expression may use.
pub trait Scope {
    /// What a name means; `None` for a name that isn't in scope. Runs of blanks in it are one blank.
    fn resolve(&self, name: &str) -> Option<Resolved<'_>>;
    /// All names in scope as they print, in an order that is always the same.
    fn names(&self) -> Vec<String>;
    /// The type and the allowed values of `?`, where a column's value is tested.
    fn subject(&self) -> Option<(ExpressionType, Option<&Domain>)>;
    /// What the rule's other entries prove of inputs.
    fn facts(&self) -> &Facts;
}

/// A part of the surroundings whose value stays the same while an expression is evaluated.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// An input.
    Input(InputId),
    /// `?`
    Subject,
    /// A variable of the expression.
    Local(LocalId),
    /// The entry of a context at this position of its type.
    Entry(Box<Self>, usize),
    /// The item of a list at a position that is a literal: coefficient and scale of the position.
    Item(Box<Self>, i128, u32),
}

impl Place {
    /// The place whose value an expression gives, unless it is null for other reasons. Bounded by the depth of the expression.
    pub(super) fn of(expression: &Expression) -> Option<Self> {
        Self::of_bound(expression, &[])
    }

    /// [`Self::of`] with variables that stand for places.
    pub(super) fn of_bound(expression: &Expression, bound: &[(LocalId, Self)]) -> Option<Self> {
        match &expression.kind {
            ExpressionKind::Input(id) => Some(Self::Input(*id)),
            ExpressionKind::Subject => Some(Self::Subject),
            ExpressionKind::Local(id) => {
                let place = bound.iter().rev().find(|(local, _)| local == id).map(|(_, place)| place.clone());
                Some(place.unwrap_or(Self::Local(*id)))
            }
            ExpressionKind::Known(inner) | ExpressionKind::Widen(inner) => Self::of_bound(inner, bound),
            ExpressionKind::Entry(inner, position) => Some(Self::Entry(Box::new(Self::of_bound(inner, bound)?), *position)),
            ExpressionKind::Apply(Operation::Item, operands) => match operands.as_slice() {
                [list, Expression { kind: ExpressionKind::Literal(Value::Number(position)), .. }] => {
                    Some(Self::Item(Box::new(Self::of_bound(list, bound)?), position.coefficient(), position.scale()))
                }
                _ => None,
            },
            // A part of what may be null: `order.customer` of an optional order.
            ExpressionKind::WhenKnown { bindings, body } | ExpressionKind::Let { bindings, body } => {
                let mut inner = bound.to_vec();
                for (local, value) in bindings {
                    inner.push((*local, Self::of_bound(value, &inner)?));
                }
                Self::of_bound(body, &inner)
            }
            _ => None,
        }
    }
}

/// What is known of places where an expression, or a part of it, is evaluated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Not null.
    known: BTreeSet<Place>,
    /// Not zero, unless null.
    not_zero: BTreeSet<Place>,
}

impl Facts {
    /// Notes that the value there isn't null.
    pub fn know(&mut self, place: Place) {
        self.known.insert(place);
    }

    /// Notes that the value there isn't zero; it may be null.
    pub fn know_not_zero(&mut self, place: Place) {
        self.not_zero.insert(place);
    }

    /// Whether the value there is known not to be null.
    pub fn is_known(&self, place: &Place) -> bool {
        self.known.contains(place)
    }

    /// Whether the value there is known not to be zero, unless it is null.
    pub fn is_not_zero(&self, place: &Place) -> bool {
        self.not_zero.contains(place)
    }
}

/// Whether allowed values leave zero out.
pub(super) fn excludes_zero(domain: Option<&Domain>) -> bool {
    domain.is_some_and(|domain| !domain.contains(&Value::Number(Number::ZERO)))
}
