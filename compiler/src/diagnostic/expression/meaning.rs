//! What is wrong with an expression that follows FEEL's grammar (`MB0520` to `MB0569`).

use crate::diagnostic::Explanation;

/// What is wrong with the names, types or values of an expression.
#[derive(Clone, Debug, PartialEq)]
pub enum MeaningProblem {}

impl MeaningProblem {
    /// Its code's number.
    pub(super) fn code(&self) -> u16 {
        match *self {}
    }

    /// The message, with the part that is meant and where the cell is (` in `Fee``), and the few words under it.
    pub(super) fn message(&self, _part: &str, _column: &str) -> (String, &'static str) {
        match *self {}
    }

    /// Facts beside the message.
    pub(super) fn notes(&self) -> Vec<String> {
        match *self {}
    }

    /// What to do where typing another text into the cell may not be it.
    pub(super) fn help(&self) -> Option<String> {
        match *self {}
    }
}

/// What each code means.
pub(super) static EXPLANATIONS: &[Explanation] = &[];
