//! Rules: what each asks and gives.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::entry::UnaryTest;
use super::input::LiteralExpression;
use super::table::InputId;
use super::value::Value;
use crate::source::{CellRange, CellRef};

/// A rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// The author's id, unique in the table; `else` for the last resort.
    pub id: String,
    /// Its cells, gutter to last label.
    pub range: CellRange,
    /// Whether it is the `else` rule: it matches when no other does.
    pub is_else: bool,
    /// Its input entries, one a clause.
    pub entries: Vec<InputEntry>,
    /// Its output entries, one a clause.
    pub outputs: Vec<OutputEntry>,
    /// Its notes, one an annotation column; blank ones are empty.
    pub annotations: Vec<RuleAnnotation>,
}

/// An input entry.
#[derive(Clone, Debug, PartialEq)]
pub struct InputEntry {
    /// Its cell, or the top left of the vertical merge that covers it.
    pub at: CellRef,
    /// Its tests, any of which must hold; `None` for a blank or `-`, which every value passes, null included, and for a condition.
    /// Equal entries of a column mostly share them.
    pub tests: Option<Arc<[UnaryTest]>>,
    /// The condition that must hold, where the entry is no plain set of values.
    pub condition: Option<Box<Condition>>,
}

/// An entry that is no plain set of values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The entry's text as written, but for outer blanks.
    pub text: String,
    /// The computed boolean ([`InputSource::Condition`](super::InputSource::Condition)) that tells whether it holds.
    pub input: InputId,
    /// What that must be: a condition and its opposite are one input.
    pub holds: bool,
}

impl InputEntry {
    /// Equal numbers say that entries share their tests, as long as both are there: what was made of one's is that of the other's. Entries that
    /// don't share theirs may have equal ones all the same. `None` for an entry without tests.
    pub(crate) fn shared(&self) -> Option<usize> {
        self.tests.as_ref().map(|tests| Arc::as_ptr(tests).cast::<UnaryTest>().addr())
    }

    /// Whether `value` passes the tests.
    pub fn holds(&self, value: &Value) -> bool {
        self.tests.as_ref().is_none_or(|tests| tests.iter().any(|test| test.holds(value)))
    }
}

/// An output entry.
#[derive(Clone, Debug, PartialEq)]
pub struct OutputEntry {
    /// Its cell.
    pub at: CellRef,
    /// What it gives.
    pub output: Output,
}

/// What an output entry gives.
#[derive(Clone, Debug)]
pub enum Output {
    /// This value, of the column's type and domain (proven); a blank cell's default or null already put in.
    Literal(Value),
    /// What this gives, of the column's type but for digits and range, which are looked at when it is computed, as is its domain.
    Expression(Box<LiteralExpression>),
}

impl Output {
    /// The value, if it is a literal.
    pub fn literal(&self) -> Option<&Value> {
        if let Self::Literal(value) = self { Some(value) } else { None }
    }

    /// The expression, if it is one.
    pub fn expression(&self) -> Option<&LiteralExpression> {
        if let Self::Expression(expression) = self { Some(expression) } else { None }
    }
}

/// Two expressions are equal when they read the same.
impl PartialEq for Output {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Literal(one), Self::Literal(other)) => one == other,
            (Self::Expression(one), Self::Expression(other)) => one.text == other.text,
            _ => false,
        }
    }
}

impl Eq for Output {}

impl Hash for Output {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Self::Literal(value) => value.hash(state),
            Self::Expression(expression) => expression.text.hash(state),
        }
    }
}

/// A note of a rule.
pub type RuleAnnotation = String;
