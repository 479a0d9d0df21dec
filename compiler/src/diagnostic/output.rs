//! Findings of names of generated items (`MB0901` to `MB0949`).

use super::{Code, Describe, Description, Explanation, Level};

/// A finding of names of generated items (`MB0901` to `MB0949`).
#[derive(Clone, Debug, PartialEq)]
pub enum OutputFinding {}

impl Describe for OutputFinding {
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
