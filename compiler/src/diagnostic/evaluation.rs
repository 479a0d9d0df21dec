//! Findings of evaluating a decision (`MB08xx`) and running test cases (`MB0750` to `MB0799`).

mod explanations;

use std::fmt;

use crate::model::{InputData, OutputClause, Value};
use crate::syntax::{print_expectation, print_expected_input, print_value};

use super::{Code, Describe, Description, Level, Location};

pub use explanations::EXPLANATIONS;

/// The codes of the errors that a decision itself can end in, and so what a test case can expect; the others are of JSON documents.
pub const DECISION_ERRORS: [Code; 5] = [Code(801), Code(802), Code(803), Code(804), Code(805)];

/// Why an evaluation has no result. Generated code gives the same codes. It prints as one sentence without a full stop, for whoever sent
/// the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EvaluationError {
    /// `MB0801`: an input outside its `values`.
    OutOfDomain {
        /// The input's name.
        path: String,
        /// What it is.
        found: String,
        /// What it must be.
        expected: String,
    },
    /// `MB0802`: no rule matches where one was promised.
    NoRule,
    /// `MB0803`: two rules match where one was promised.
    Several {
        /// The first rule's id.
        first: String,
        /// The other rule's id.
        second: String,
    },
    /// `MB0804`: a sum that doesn't fit.
    Arithmetic {
        /// The id of the last rule that counts.
        rule: String,
    },
    /// `MB0804`: a column that can't be computed exactly.
    Uncomputed {
        /// The column's label, or what the condition asks.
        column: String,
    },
    /// `MB0804`: an output that can't be computed exactly.
    InexactOutput {
        /// The id of the rule.
        rule: String,
        /// The output's label.
        output: String,
    },
    /// `MB0805`: a result outside its type or `values`.
    OutOfRange {
        /// The output's label; of an item of a list, with its position.
        output: String,
        /// What came.
        found: String,
        /// What it must be.
        expected: String,
    },
    /// Of a required decision: its code is that of the error.
    Required {
        /// The decision.
        decision: String,
        /// Why it has no result.
        error: Box<Self>,
    },
    /// `MB0810`: no JSON.
    NotJson {
        /// What the parser says.
        reason: String,
    },
    /// `MB0811`: a field that the table doesn't read.
    Unknown {
        /// The field, from the document down.
        path: String,
        /// The nearest known name.
        nearest: Option<String>,
    },
    /// `MB0812`: a field that isn't there.
    Missing {
        /// The input's name.
        path: String,
        /// What it must be.
        expected: String,
    },
    /// `MB0813`: null, where the type has none.
    Null {
        /// The input's name.
        path: String,
        /// What it must be.
        expected: String,
    },
    /// `MB0814`: a value of another type, or one that can't be read.
    Wrong {
        /// The input's name; empty for the document.
        path: String,
        /// What it is.
        found: String,
        /// What it must be.
        expected: String,
    },
    /// `MB0815`: a number that isn't exact.
    Inexact {
        /// The input's name.
        path: String,
        /// Its digits.
        digits: String,
    },
    /// `MB0816`: a field given twice, perhaps once by its name and once in snake_case.
    Twice {
        /// The field, from the document down.
        path: String,
    },
}

impl EvaluationError {
    pub(crate) fn out_of_domain(data: &InputData, value: &Value) -> Self {
        let found = data.scalar().map_or_else(|| value.to_string(), |ty| print_value(value, ty.base));
        Self::OutOfDomain { path: data.name.to_string(), found, expected: print_expected_input(data) }
    }

    /// Of an output, or of the value at this position of a list: `[2]`.
    pub(crate) fn out_of_range(clause: &OutputClause, position: &str, value: &Value) -> Self {
        let ty = clause.ty.value();
        Self::OutOfRange {
            output: format!("{}{position}", clause.label),
            found: print_value(value, ty.base),
            expected: print_expectation(ty, clause.domain.as_ref(), clause.closed.as_ref()),
        }
    }

    /// At this path of the document, whose value must be `expected`.
    pub(crate) fn missing(path: &str, expected: impl fmt::Display) -> Self {
        Self::Missing { path: path.to_owned(), expected: expected.to_string() }
    }

    pub(crate) fn null(path: &str, expected: impl fmt::Display) -> Self {
        Self::Null { path: path.to_owned(), expected: expected.to_string() }
    }

    pub(crate) fn wrong(path: &str, found: String, expected: impl fmt::Display) -> Self {
        Self::Wrong { path: path.to_owned(), found, expected: expected.to_string() }
    }

    /// The same for an item of a list, at this path.
    pub(crate) fn at(self, path: &str) -> Self {
        match self {
            Self::OutOfDomain { found, expected, .. } => Self::OutOfDomain { path: path.to_owned(), found, expected },
            other => other,
        }
    }

    /// Of the field `name` at `path`, beside which these names are known.
    pub(crate) fn unknown<'n>(path: String, name: &str, known: impl Iterator<Item = &'n str>) -> Self {
        let lower = |text: &str| text.chars().take(60).flat_map(char::to_lowercase).collect::<String>();
        let name = lower(name);
        let within = (name.chars().count() / 3).max(1);
        let nearest = known
            .map(|known| (strsim::levenshtein(&name, &lower(known)), known))
            .filter(|(distance, _)| *distance <= within)
            .min()
            .map(|(_, known)| known.to_owned());
        Self::Unknown { path, nearest }
    }

    /// The same error of `decision`, for one that requires it.
    pub(crate) fn within(self, decision: &str) -> Self {
        Self::Required { decision: decision.to_owned(), error: Box::new(self) }
    }

    /// Its stable code.
    pub fn code(&self) -> Code {
        Code(match self {
            Self::Required { error, .. } => return error.code(),
            Self::OutOfDomain { .. } => 801,
            Self::NoRule => 802,
            Self::Several { .. } => 803,
            Self::Arithmetic { .. } | Self::Uncomputed { .. } | Self::InexactOutput { .. } => 804,
            Self::OutOfRange { .. } => 805,
            Self::NotJson { .. } => 810,
            Self::Unknown { .. } => 811,
            Self::Missing { .. } => 812,
            Self::Null { .. } => 813,
            Self::Wrong { .. } => 814,
            Self::Inexact { .. } => 815,
            Self::Twice { .. } => 816,
        })
    }
}

impl fmt::Display for EvaluationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutOfDomain { path, found, expected } => write!(f, "`{path}` is {found}: it must be {expected}"),
            Self::NoRule => f.write_str("no rule matches these inputs"),
            Self::Several { first, second } => {
                write!(f, "rules `{first}` and `{second}` both match, and the table promises that only one does")
            }
            Self::Arithmetic { rule } => write!(f, "the sum of all matches doesn't fit, at rule `{rule}`"),
            Self::Uncomputed { column } => write!(
                f,
                "`{column}` can't be computed for these inputs: a value on the way is beyond 28 digits, or out of its type's range"
            ),
            Self::InexactOutput { rule, output } => {
                write!(
                    f,
                    "the result `{output}` of rule `{rule}` can't be computed for these inputs: a value on the way is beyond 28 digits, or out of its type's range"
                )
            }
            Self::OutOfRange { output, found, expected } => write!(f, "the result `{output}` is {found}: it must be {expected}"),
            Self::Required { decision, error } => write!(f, "in `{decision}`: {error}"),
            Self::NotJson { reason } => write!(f, "this isn't JSON: {reason}"),
            Self::Unknown { path, nearest: None } => write!(f, "`{path}` isn't an input"),
            Self::Unknown { path, nearest: Some(nearest) } => write!(f, "`{path}` isn't an input; did you mean `{nearest}`?"),
            Self::Missing { path, expected } => write!(f, "`{path}` is missing: it must be {expected}"),
            Self::Null { path, expected } => write!(f, "`{path}` is null: it must be {expected}"),
            Self::Wrong { path, found, expected } if path.is_empty() => write!(f, "the document is {found}: it must be {expected}"),
            Self::Wrong { path, found, expected } => write!(f, "`{path}` is {found}: it must be {expected}"),
            Self::Inexact { path, digits } => write!(f, "`{path}` is {digits}: a number has at most 28 digits"),
            Self::Twice { path } => write!(f, "`{path}` is given twice"),
        }
    }
}

impl std::error::Error for EvaluationError {}

/// A test case that didn't come out as it expects.
#[derive(Clone, Debug, PartialEq)]
pub struct EvaluationFinding {
    /// The cell that expects something else; the case's row for an error that none expects.
    pub location: Location,
    /// The case's id.
    pub case: String,
    /// The decision that it tests.
    pub decision: String,
    /// What differs.
    pub mismatch: Mismatch,
}

/// How a test case's outcome differs from what it expects.
#[derive(Clone, Debug, PartialEq)]
pub enum Mismatch {
    /// `MB0751`: another value.
    Output {
        /// The output's label.
        output: String,
        /// What the cell expects.
        expected: String,
        /// What came.
        actual: String,
        /// The ids of the rules that made the result.
        rules: Vec<String>,
    },
    /// `MB0752`: other rules.
    Rules {
        /// The ids that the cell expects.
        expected: Vec<String>,
        /// The ids that came.
        actual: Vec<String>,
    },
    /// `MB0753`: an error, where none is expected.
    UnexpectedError(EvaluationError),
    /// `MB0754`: another error.
    OtherError {
        /// The code that the cell expects.
        expected: String,
        /// What came.
        error: EvaluationError,
    },
    /// `MB0755`: a result, where an error is expected.
    NoError {
        /// The code that the cell expects; `None` for any.
        expected: Option<String>,
        /// The result.
        actual: String,
        /// The ids of the rules that made it.
        rules: Vec<String>,
    },
}

/// The rules that made a result, as the end of a sentence.
fn made_by(rules: &[String]) -> String {
    match rules {
        [] => "no rule matched".to_owned(),
        [only] => format!("rule `{only}` decided"),
        many => format!("rules {} matched", many.iter().map(|rule| format!("`{rule}`")).collect::<Vec<_>>().join(", ")),
    }
}

fn ids(rules: &[String]) -> String {
    if rules.is_empty() { "none".to_owned() } else { rules.join(", ") }
}

impl Describe for EvaluationFinding {
    fn code(&self) -> Code {
        Code(match self.mismatch {
            Mismatch::Output { .. } => 751,
            Mismatch::Rules { .. } => 752,
            Mismatch::UnexpectedError(_) => 753,
            Mismatch::OtherError { .. } => 754,
            Mismatch::NoError { .. } => 755,
        })
    }

    fn level(&self) -> Level {
        Level::Error
    }

    fn describe(&self) -> Description {
        let (case, decision) = (&self.case, &self.decision);
        let described = |message: String, label: String| Description::new(message, self.location.clone(), label);
        match &self.mismatch {
            Mismatch::Output { output, expected, actual, rules } => described(
                format!("case `{case}` of `{decision}` expects {expected} for {output}, and {actual} came"),
                format!("{actual} came"),
            )
            .note(made_by(rules)),
            Mismatch::Rules { expected, actual } => described(
                format!("case `{case}` of `{decision}` expects the rules {}, and {} came", ids(expected), ids(actual)),
                format!("{} came", ids(actual)),
            ),
            Mismatch::UnexpectedError(error) => described(
                format!("case `{case}` of `{decision}` ends in {}: {error}", error.code()),
                "an error, which no cell expects".to_owned(),
            )
            .help(format!("if the error is right, write {} into an `expect error` column", error.code())),
            Mismatch::OtherError { expected, error } => described(
                format!("case `{case}` of `{decision}` expects the error {expected}, and {} came: {error}", error.code()),
                format!("{} came", error.code()),
            ),
            Mismatch::NoError { expected, actual, rules } => {
                let expected = expected.as_ref().map_or_else(|| "an error".to_owned(), |code| format!("the error {code}"));
                described(format!("case `{case}` of `{decision}` expects {expected}, and {actual} came"), format!("{actual} came"))
                    .note(made_by(rules))
            }
        }
    }
}
