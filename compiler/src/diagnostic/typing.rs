//! Findings of names, types, entries, hit policies and tests of a decision (`MB03xx`, `MB0450` to `MB0499`, `MB0701` to `MB0749`).

use super::{Code, Describe, Description, Explanation, Level};

/// A finding of names, types, entries, hit policies and tests of a decision (`MB03xx`, `MB0450` to `MB0499`, `MB0701` to `MB0749`).
#[derive(Clone, Debug, PartialEq)]
pub enum TypingFinding {}

impl Describe for TypingFinding {
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
