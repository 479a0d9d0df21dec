//! Findings of blocks, rows and columns (`MB0150` to `MB0199`).

use super::{Code, Describe, Description, Explanation, Level};

/// A finding of blocks, rows and columns (`MB0150` to `MB0199`).
#[derive(Clone, Debug, PartialEq)]
pub enum LayoutFinding {}

impl Describe for LayoutFinding {
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
