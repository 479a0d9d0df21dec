//! Findings of cell text (`MB02xx`).

use super::{Code, Describe, Description, Explanation, Level, Location};
use crate::model::Type;

/// A finding of cell text (`MB02xx`): what is wrong, with which cell.
#[derive(Clone, Debug, PartialEq)]
pub struct SyntaxFinding {
    /// The cell.
    pub location: Location,
    /// The label of its column, or the word of its row; empty where neither is known.
    pub label: String,
    /// What is wrong.
    pub problem: SyntaxProblem,
    /// What could be typed into the cell instead, the likeliest first. Each of them reads without an error there.
    pub fixes: Vec<String>,
}

/// What is wrong with a cell's text.
#[derive(Clone, Debug, PartialEq)]
pub enum SyntaxProblem {
    /// No value of the column's type.
    NotAValue {
        /// The text.
        read: String,
        /// The column's type.
        ty: Type,
    },
    /// Part of the language that this version doesn't read yet.
    NotSupportedYet {
        /// The text.
        read: String,
        /// What it is, as a plural: `expressions`.
        what: &'static str,
    },
}

impl Describe for SyntaxFinding {
    fn code(&self) -> Code {
        Code(match self.problem {
            SyntaxProblem::NotAValue { .. } => 201,
            SyntaxProblem::NotSupportedYet { .. } => 202,
        })
    }

    fn level(&self) -> Level {
        Level::Error
    }

    fn describe(&self) -> Description {
        let message = match &self.problem {
            SyntaxProblem::NotAValue { read, ty } => format!("`{read}` is not a value of type {ty}"),
            SyntaxProblem::NotSupportedYet { read, what } => format!("`{read}`: {what} are not supported yet"),
        };
        Description::new(message, self.location.clone(), self.label.clone())
    }
}

/// What each code means.
pub static EXPLANATIONS: &[Explanation] = &[];
