//! Findings of cell text (`MB02xx`).

use super::{Code, Describe, Description, Explanation, Level};

/// A finding of cell text (`MB02xx`).
#[derive(Clone, Debug, PartialEq)]
pub enum SyntaxFinding {}

impl Describe for SyntaxFinding {
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
