//! Test cases of decisions.

use super::table::OutputId;
use super::value::Value;
use crate::source::{CellRange, CellRef};

/// A `test` block.
#[derive(Clone, Debug, PartialEq)]
pub struct TestBlock {
    /// The decision that it tests, which may be in another book of the app.
    pub decision: String,
    /// The sheet.
    pub sheet: String,
    /// The block.
    pub range: CellRange,
    /// Its cases in order.
    pub cases: Vec<TestCase>,
}

/// One test case.
#[derive(Clone, Debug, PartialEq)]
pub struct TestCase {
    /// Its id, unique in its block.
    pub id: String,
    /// Its cells.
    pub range: CellRange,
    /// A value for each of the decision's inputs, in the order of [`DecisionTable::inputs`](super::DecisionTable::inputs). Values need not lie in the domain: a case may
    /// expect the error.
    pub inputs: Vec<Value>,
    /// What it expects.
    pub expectations: Vec<Expectation>,
    /// Its note.
    pub note: String,
}

/// One cell of an `expect` column that isn't blank.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// The cell.
    pub at: CellRef,
    /// What the cell says.
    pub expected: Expected,
}

/// What a test case expects.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    /// This value of an output (of an aggregation: of the whole result).
    Output(OutputId, Value),
    /// This list of an output's values, under a list policy.
    Outputs(OutputId, Vec<Value>),
    /// The ids of the rules reported, in order.
    Rules(Vec<String>),
    /// An error.
    Error(ErrorExpectation),
}

/// What `expect error` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErrorExpectation {
    /// `yes`: any error.
    Any,
    /// A code: `MB0802`.
    Code(String),
}
