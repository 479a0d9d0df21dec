//! What a run tells `matchbook run`, which puts it in words.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use crate::pipeline::Outcome;

/// Writes the report: counts, the first rejected rows, and how often each rule was hit.
pub(crate) fn write(path: &Path, outcome: &Outcome, tables: &[&str], took: Duration) -> std::io::Result<()> {
    let told: Vec<Value> = outcome
        .told
        .iter()
        .map(|(row, rejection)| json!({ "row": row, "field": rejection.field, "code": rejection.code, "message": rejection.message }))
        .collect();
    let hits: Vec<Value> = tables.iter().zip(&outcome.hits).map(|(table, hits)| json!({ "decision": table, "hits": hits })).collect();
    let failure = outcome.failure.as_ref().map(|failure| json!({ "kind": failure.word(), "message": failure.to_string() }));
    let report = json!({
        "rows": outcome.rows,
        "rejected": outcome.rejected,
        "told": told,
        "tables": hits,
        "nanoseconds": u64::try_from(took.as_nanos()).unwrap_or(u64::MAX),
        "failure": failure,
    });
    std::fs::write(path, report.to_string())
}
