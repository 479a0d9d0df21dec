//! Findings of evaluating a decision (`MB08xx`) and running test cases (`MB0750` to `MB0799`).

use super::{Code, Describe, Description, Explanation, Level};

/// A finding of evaluating a decision (`MB08xx`) and running test cases (`MB0750` to `MB0799`).
#[derive(Clone, Debug, PartialEq)]
pub enum EvaluationFinding {}

impl Describe for EvaluationFinding {
    fn code(&self) -> Code {
        match *self {}
    }

    fn level(&self) -> Level {
        match *self {}
    }

    fn describe(&self) -> Description {
        match *self {}
    }
}

/// What each code means.
pub static EXPLANATIONS: &[Explanation] = &[];
