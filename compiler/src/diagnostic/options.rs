//! Findings of `matchbook.toml` and limits (`MB0620` to `MB0699`).

use super::{Code, Describe, Description, Explanation, Level};

/// A finding of `matchbook.toml` and limits (`MB0620` to `MB0699`).
#[derive(Clone, Debug, PartialEq)]
pub enum OptionsFinding {}

impl Describe for OptionsFinding {
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
