//! Findings of what the analysis proves or refutes (`MB0401` to `MB0449`, `MB0601` to `MB0619`).

use super::{Code, Describe, Description, Explanation, Level};

/// A finding of what the analysis proves or refutes (`MB0401` to `MB0449`, `MB0601` to `MB0619`).
#[derive(Clone, Debug, PartialEq)]
pub enum CheckFinding {}

impl Describe for CheckFinding {
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
