//! What is wrong with an expression that doesn't follow FEEL's grammar (`MB0501` to `MB0519`).

use crate::diagnostic::Explanation;

/// What is wrong with the form of an expression.
#[derive(Clone, Debug, PartialEq)]
pub enum FormProblem {
    /// Something else stands where this belongs.
    Expected {
        /// What belongs there, with its article: `a value`, `` `then` ``.
        expected: &'static str,
    },
}

impl FormProblem {
    /// Its code's number.
    pub(super) fn code(&self) -> u16 {
        match self {
            Self::Expected { .. } => 501,
        }
    }

    /// The message, with the part that is meant and where the cell is (` in `Fee``), and the few words under it.
    pub(super) fn message(&self, part: &str, column: &str) -> (String, &'static str) {
        match self {
            Self::Expected { expected } if part.is_empty() => {
                (format!("the expression{column} ends where {expected} belongs"), "something is missing")
            }
            Self::Expected { expected } => (format!("`{part}`{column} stands where {expected} belongs"), "something else belongs here"),
        }
    }

    /// Facts beside the message.
    pub(super) fn notes(&self) -> Vec<String> {
        Vec::new()
    }

    /// What to do where typing another text into the cell may not be it.
    pub(super) fn help(&self) -> Option<String> {
        None
    }
}

/// What each code means.
pub(super) static EXPLANATIONS: &[Explanation] = &[];
