//! Decisions by name.

use crate::Info;
#[cfg(feature = "json")]
use crate::json::{Decided, Document, Error, Value};

/// A decision, whatever its inputs: what a service, a replay or a batch job drives. Each generated module has a unit struct that implements
/// it, and the generated root lists them in `DECISIONS`.
pub trait Decision: Send + Sync {
    /// What it was generated from.
    fn info(&self) -> &'static Info;

    /// The JSON Schema (draft 2020-12) of the documents that [`decide`](Self::decide) reads, as text: constant, so it costs nothing until it
    /// is asked for. `docs/schemas.md` says where the two differ. `true`, the schema of anything, from a decision that doesn't say: one
    /// written by hand, or generated with `json = false`.
    fn input_schema(&self) -> &'static str {
        "true"
    }

    /// The JSON Schema (draft 2020-12) of the outputs that [`decide`](Self::decide) gives, as text. `true` from a decision that doesn't say.
    fn output_schema(&self) -> &'static str {
        "true"
    }

    /// Decides a JSON object: the output, and the rules that made it.
    ///
    /// # Errors
    /// With code `MB08xx` for an input that doesn't fit, and for an evaluation without a result; `MB0817` from a decision that was
    /// generated with `json = false`.
    #[cfg(feature = "json")]
    fn decide(&self, input: Document<'_>) -> Result<Decided, Error> {
        let _ = input;
        Err(Error::without_json(self.info().name))
    }

    /// Decides an already parsed JSON object.
    ///
    /// # Errors
    /// As [`Self::decide`].
    #[cfg(feature = "json")]
    fn evaluate_json(&self, input: &Value) -> Result<Value, Error> {
        Ok(self.decide(Document::from(input))?.output)
    }
}
