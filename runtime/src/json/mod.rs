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
pub use write::{array, boolean, closed, digits, integer, items, list, nullable, object, text};
#[cfg(feature = "time")]
pub use write::{date, date_time, days_and_time_duration, time, years_and_months_duration};
#[cfg(feature = "decimal")]
pub use write::{decimal, number};

use alloc::vec::Vec;

use crate::{Info, RuleIndex};

/// What a decision gives for a document.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Decided {
    /// The result: a bare value where the table has one output, else an object; a list of them under a list policy.
    pub output: Value,
    /// The rules that made it, in its order.
    pub rules: Vec<RuleIndex>,
    /// The decisions that it requires, directly or not, in the order in which they were evaluated.
    pub required: Vec<Required>,
}

/// A required decision that was evaluated.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Required {
    /// The decision.
    pub decision: &'static Info,
    /// The rules that made its result, in that order.
    pub rules: Vec<RuleIndex>,
}

impl Decided {
    /// This output, made by these rules.
    pub fn new(output: Value, rules: Vec<RuleIndex>) -> Self {
        Self { output, rules, required: Vec::new() }
    }

    /// This output of `decision`, made by these rules, its own and those of the decisions that it requires.
    pub fn traced(output: Value, decision: &'static Info, trace: &[(&'static Info, RuleIndex)]) -> Self {
        let of = |decision: &'static Info| {
            let rules = trace.iter().filter(|(of, _)| *of == decision);
            rules.map(|(_, rule)| *rule).collect()
        };
        let required = decision.requires.iter().map(|required| Required { decision: required, rules: of(required) }).collect();
        Self { output, rules: of(decision), required }
    }
}
