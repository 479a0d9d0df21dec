//! Findings of reading files (`MB0101` to `MB0149`).

use super::{Code, Describe, Description, Explanation, Level};

/// A finding of reading files (`MB0101` to `MB0149`).
#[derive(Clone, Debug, PartialEq)]
pub enum SourceFinding {}

impl Describe for SourceFinding {
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
