//! What the names of an expression mean, and what is known of them before it is evaluated.

use std::collections::BTreeSet;

use super::place::Place;
use crate::model::{Domain, Expression, ExpressionType, InputId, Number, Value};

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
    /// Whether a name is a constant's. Unlike [`Self::resolve`], this takes no note of the name.
    fn is_constant(&self, name: &str) -> bool {
        matches!(self.resolve(name), Some(Resolved::Constant(_)))
    }
    /// All names in scope as they print, in an order that is always the same.
    fn names(&self) -> Vec<String>;
    /// The type and the allowed values of `?`, where a column's value is tested.
    fn subject(&self) -> Option<(ExpressionType, Option<&Domain>)>;
    /// What the rule's other entries prove of inputs.
    fn facts(&self) -> &Facts;
}

/// What is known of places where an expression, or a part of it, is evaluated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Not null.
    known: BTreeSet<Place>,
    /// Not zero, unless null.
    not_zero: BTreeSet<Place>,
    /// Conditions that are false.
    refuted: BTreeSet<Place>,
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

    /// Leaves what the others say too.
    pub fn keep(&mut self, others: &Self) {
        self.known.retain(|place| others.known.contains(place));
        self.not_zero.retain(|place| others.not_zero.contains(place));
        self.refuted.retain(|place| others.refuted.contains(place));
    }

    /// Notes that a condition is false.
    pub(super) fn refute(&mut self, condition: Place) {
        self.refuted.insert(condition);
    }

    /// Whether any condition is known to be false.
    pub(super) fn refutes_any(&self) -> bool {
        !self.refuted.is_empty()
    }

    /// Whether a condition is known to be false.
    pub(super) fn is_refuted(&self, condition: &Expression) -> bool {
        Place::of(condition).is_some_and(|place| self.refuted.contains(&place))
    }

    /// Whether the value of an expression is known not to be null.
    pub(super) fn excludes_null(&self, expression: &Expression) -> bool {
        !self.known.is_empty() && Place::of(expression).is_some_and(|place| self.known.contains(&place))
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
