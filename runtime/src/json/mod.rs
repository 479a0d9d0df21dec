//! Inputs from JSON, outputs to JSON.
//!
//! Numbers are read by their digits and never through a binary float; errors know the field's path, the nearest known name and what was
//! expected. Generated code reads with [`Document::fields`] and the methods of [`Entry`], and writes with the functions of this module. An
//! already parsed [`Value`] whose number has been a binary float means what it shows up to 15 significant digits, and is refused beyond.

mod by_value;
mod document;
mod error;
mod facts;
mod position;
mod read;
mod write;

pub use by_value::ByValue;
pub use document::Document;
pub use error::Error;
pub use read::Entry;
pub use serde_json::Value;
pub use write::{array, boolean, closed, digits, integer, list, nullable, object, text};
#[cfg(feature = "time")]
pub use write::{date, date_time, days_and_time_duration, time, years_and_months_duration};
#[cfg(feature = "decimal")]
pub use write::{decimal, number};

use crate::RuleIndex;

/// What a decision gives for a document.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Decided {
    /// The result: a bare value where the table has one output, else an object; a list of them under a list policy.
    pub output: Value,
    /// The rules that made it, in its order.
    pub rules: Vec<RuleIndex>,
}

impl Decided {
    /// This output, made by these rules.
    pub fn new(output: Value, rules: Vec<RuleIndex>) -> Self {
        Self { output, rules }
    }
}
