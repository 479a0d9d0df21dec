//! What is wrong with a document, for whoever sent it.

use std::fmt;

use crate::{Cause, Field, Info, Rules};

/// Why a document has no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    code: &'static str,
    path: String,
    message: String,
    decision: Option<&'static Info>,
}

impl Error {
    pub(super) fn new(code: &'static str, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code, path: path.into(), message: message.into(), decision: None }
    }

    /// Its stable code, which `matchbook explain` knows: `MB0812`.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The field it is about, a dot between the parts of a nested one; empty for the whole document.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong, in a sentence without a full stop.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The required decision in which it arose; `None` for the decision itself that was asked.
    pub fn decision(&self) -> Option<&'static Info> {
        self.decision
    }

    /// An evaluation without a result, its rules by id.
    pub fn evaluation(error: crate::Error, rules: &Rules) -> Self {
        let rules = error.decision().map_or(rules, |decision| &decision.rules);
        let rule = |index| rules.get(index).map_or_else(|| "?".to_owned(), |rule| rule.to_string());
        let path = match error.cause() {
            Cause::OutOfDomain(field) => field.path(),
            _ => "",
        };
        let message = match error.cause() {
            Cause::Several(one, other) => {
                format!("rules {} and {} both match, and the table promises that only one does", rule(one), rule(other))
            }
            Cause::Arithmetic(at) => format!("the sum of all matches doesn't fit, at rule {}", rule(at)),
            Cause::Inexact(at, field) => {
                format!(
                    "the result `{}` of rule {} can't be computed for these inputs: a value on the way is beyond 28 digits, or out of its type's range",
                    field.path(),
                    rule(at)
                )
            }
            other => other.to_string(),
        };
        let decision = error.decision();
        let message = match decision {
            Some(decision) => format!("in `{}`: {message}", decision.name),
            None => message,
        };
        Self { decision, ..Self::new(error.code(), path, message) }
    }

    /// A document that isn't JSON.
    pub(super) fn not_json(reason: impl fmt::Display) -> Self {
        Self::new("MB0810", "", format!("this isn't JSON: {reason}"))
    }

    /// A decision whose module has no JSON half.
    pub(crate) fn without_json(decision: &str) -> Self {
        Self::new("MB0817", "", format!("`{decision}` was generated with `json = false`, so it reads no JSON"))
    }

    /// What the entry of a field at `path` lacks: `is` says what it is instead of what is due.
    pub(super) fn of_entry(code: &'static str, path: &str, is: &str, field: &Field) -> Self {
        Self::new(code, path, format!("`{path}` is {is}: it must be {}", field.expected()))
    }

    /// A number at `path` that isn't exact.
    pub(super) fn inexact(path: &str, reason: &str) -> Self {
        Self::new("MB0815", path, format!("`{path}` {reason}"))
    }
}

/// It prints its message.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
