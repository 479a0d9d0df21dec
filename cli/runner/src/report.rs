//! What a run tells `matchbook run`, which puts it in words.

use std::path::Path;
use std::time::Duration;

use matchbook::Info;
use serde_json::{Value, json};

use crate::pipeline::Outcome;

/// Writes the report: counts, the first rejected rows, and how often each rule of these tables was hit.
pub(crate) fn write(path: &Path, outcome: &Outcome, tables: &[&Info], took: Duration) -> std::io::Result<()> {
    let told: Vec<Value> = outcome
        .told
        .iter()
        .map(|(row, rejection)| json!({ "row": row, "field": rejection.field, "code": rejection.code, "message": rejection.message }))
        .collect();
    // Nothing was counted where nothing could be read.
    let hits = outcome.hits.iter().map(Vec::as_slice).chain(std::iter::repeat(&[] as &[u64]));
    let of = |(table, hits): (&&Info, &[u64])| {
        let ids: Vec<&str> = table.rules.iter().map(|(_, rule)| rule.id()).collect();
        json!({ "decision": table.name, "rules": ids, "hits": hits })
    };
    let hits: Vec<Value> = tables.iter().zip(hits).map(of).collect();
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
