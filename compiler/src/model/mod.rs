//! What the phases up to `typing` produce and all later ones read: apps of books of decision tables, in DMN's terms.
//!
//! Everything in a [`Model`] is typed and resolved: names are ids, cells are values. A decision with an error in it is not in the
//! model at all, so no later phase meets half a table.

mod app;
mod case;
mod data_type;
pub mod duration;
mod entry;
mod expression;
mod hit_policy;
mod input;
mod json;
mod list;
mod name;
mod number;
mod operation;
mod requirement;
mod rule;
mod rust_enum;
#[cfg(test)]
pub(crate) mod sample;
mod table;
mod value;

pub use app::{App, Book, Constant, GlossaryEntry, Model};
pub use case::{ErrorExpectation, Expectation, Expected, TestBlock, TestCase};
pub use data_type::DataType;
pub use entry::{Bound, Domain, Interval, UnaryTest};
pub use expression::{Expression, ExpressionBase, ExpressionKind, ExpressionType, LocalId};
pub use hit_policy::{Aggregation, HitPolicy};
pub use input::{AS_OF, ClosedList, Forwarded, InputClause, InputData, InputSource, InputType, LiteralExpression, PeriodEnd, SharedList};
pub use json::{Json, JsonNumber, Members};
pub use list::{ListType, Shape};
pub use name::Name;
pub use number::{MAX_COEFFICIENT, MAX_SCALE, Number};
pub use operation::Operation;
pub use requirement::{DecisionGraph, Requirement, RequirementId};
pub use rule::{Condition, InputEntry, Output, OutputEntry, Rule, RuleAnnotation};
pub use rust_enum::{RustEnum, RustVariant};
pub use table::{Allow, DecisionTable, Draft, InputId, OutputClause, OutputId, ResultEntry, RuleId, Strategy};
pub use value::{BaseType, Type, Value};
