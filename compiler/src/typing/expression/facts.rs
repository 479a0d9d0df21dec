//! What a condition that holds, or doesn't, says of the values in it.

use crate::model::{Expression, ExpressionKind, LocalId, Number, Value};

use super::place::Place;
use super::scope::Facts;

/// Adds to the facts what follows from the condition being true, or false. Of a `boolean?`: being that, and not null. Linear in it.
pub(super) fn learn(condition: &Expression, truth: bool, facts: &mut Facts) {
    Learner { facts, places: Vec::new() }.learn(condition, truth);
}

struct Learner<'a> {
    facts: &'a mut Facts,
    /// Variables that stand for places.
    places: Vec<(LocalId, Place)>,
}

impl Learner<'_> {
    fn place(&self, expression: &Expression) -> Option<Place> {
        Place::of_bound(expression, &self.places)
    }

    fn know(&mut self, expression: &Expression) {
        if let Some(place) = self.place(expression) {
            self.facts.know(place);
        }
    }

    fn know_not_zero(&mut self, expression: &Expression) {
        if let Some(place) = self.place(expression) {
            self.facts.know_not_zero(place);
        }
    }

    fn learn(&mut self, condition: &Expression, truth: bool) {
        match &condition.kind {
            ExpressionKind::IsNull(value) if !truth => self.know(value),
            // What isn't true may be false or null.
            ExpressionKind::IsTrue(inner) if truth => self.learn(inner, true),
            ExpressionKind::Known(inner) | ExpressionKind::Widen(inner) => self.learn(inner, truth),
            ExpressionKind::Not(inner) => self.learn(inner, !truth),
            ExpressionKind::And(parts) if truth => parts.iter().for_each(|part| self.learn(part, true)),
            ExpressionKind::Or(parts) if !truth => parts.iter().for_each(|part| self.learn(part, false)),
            ExpressionKind::WhenKnown { bindings, body } => {
                for (local, bound) in bindings {
                    self.know(bound);
                    self.bind(*local, bound);
                }
                self.learn(body, truth);
            }
            ExpressionKind::Let { bindings, body } => {
                for (local, bound) in bindings {
                    self.bind(*local, bound);
                }
                self.learn(body, truth);
            }
            ExpressionKind::Equal(left, right) => {
                if truth {
                    for (this, other) in [(left, right), (right, left)] {
                        if !other.ty.nullable {
                            self.know(this);
                        }
                        if number(other).is_some_and(|n| n != Number::ZERO) {
                            self.know_not_zero(this);
                        }
                    }
                } else {
                    for (this, other) in [(left, right), (right, left)] {
                        if number(other) == Some(Number::ZERO) {
                            self.know_not_zero(this);
                        }
                    }
                }
            }
            // Where no item of a list is null, for one.
            ExpressionKind::Some { .. } if !truth => {
                if let Some(place) = self.place(condition) {
                    self.facts.refute(place);
                }
            }
            ExpressionKind::Less(left, right) => self.order(left, right, truth, truth),
            ExpressionKind::LessEqual(left, right) => self.order(left, right, !truth, truth),
            _ => {}
        }
    }

    /// `left < right` (strict) or `left <= right`; where it doesn't hold, the other way round.
    fn order(&mut self, left: &Expression, right: &Expression, strict: bool, truth: bool) {
        let (less, more) = if truth { (left, right) } else { (right, left) };
        let beyond = |bound: Number, order: std::cmp::Ordering| bound.cmp(&Number::ZERO) == order || strict && bound == Number::ZERO;
        if number(more).is_some_and(|bound| beyond(bound, std::cmp::Ordering::Less)) {
            self.know_not_zero(less);
        }
        if number(less).is_some_and(|bound| beyond(bound, std::cmp::Ordering::Greater)) {
            self.know_not_zero(more);
        }
    }

    fn bind(&mut self, local: LocalId, bound: &Expression) {
        if let Some(place) = self.place(bound) {
            self.places.push((local, place));
        }
    }
}

/// The number that an expression is the literal of.
pub(super) fn number(expression: &Expression) -> Option<Number> {
    match &expression.kind {
        ExpressionKind::Literal(Value::Number(number)) => Some(*number),
        ExpressionKind::Known(inner) | ExpressionKind::Widen(inner) => number(inner),
        _ => None,
    }
}
