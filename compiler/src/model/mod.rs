//! What the phases up to `typing` produce and all later ones read: apps of books of decision tables, in DMN's terms.
//!
//! Everything in a [`Model`] is typed and resolved: names are ids, cells are values. A decision with an error in it is not in the
//! model at all, so no later phase meets half a table.

pub mod duration;
mod entry;
mod expression;
mod number;
#[cfg(test)]
pub(crate) mod sample;
mod table;
mod value;

pub use entry::{Bound, Domain, Interval, UnaryTest};
pub use expression::{Expression, ExpressionBase, ExpressionKind, ExpressionType, LocalId, Operation};
pub use number::{MAX_COEFFICIENT, MAX_SCALE, Number};
pub use table::{
    Aggregation, Allow, App, Book, ClosedList, Condition, Constant, DecisionTable, ErrorExpectation, Expectation, Expected, GlossaryEntry,
    HitPolicy, InputClause, InputData, InputEntry, InputId, InputSource, LiteralExpression, Model, Name, Output, OutputClause, OutputEntry,
    OutputId, Rule, RuleAnnotation, RuleId, SharedList, Strategy, TestBlock, TestCase,
};
pub use value::{BaseType, Type, Value};
