//! The Static Analysis Results Interchange Format, SARIF 2.1.0 (OASIS standard, 27 March 2020): what code hosts and editors show reports of.
//!
//! A cell of a workbook has no lines and columns: it is a logical location, `Fees!C7`, of a file without a region.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::place::{Place, cells};
use super::{Display, by_book, details, plain};
use crate::diagnostic::{Code, Edit, Explanation, Fix, Identity, Label, Level, Location, Report, explanations};
use crate::fix::text::text_edits;
use crate::source::BookPath;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// The name of our identities among the fingerprints of a result, with the number of their form.
const FINGERPRINT: &str = "matchbookIdentity/v1";

/// A SARIF document in the making: one run, to which reports are added as they come.
#[derive(Clone, Debug, Default)]
pub struct SarifLog {
    /// The codes of the reports, in the order in which they came.
    rules: Vec<Code>,
    results: Vec<Value>,
}

impl SarifLog {
    /// Adds a report.
    pub fn add(&mut self, display: &Display<'_>, report: &Report) {
        let code = report.code();
        let rule = self.rules.iter().position(|known| *known == code).unwrap_or(self.rules.len());
        if rule == self.rules.len() {
            self.rules.push(code);
        }
        self.results.push(result(display, report, rule));
    }

    /// The document, on one line without its newline.
    pub fn document(&self) -> String {
        let known: BTreeMap<Code, &Explanation> = explanations().into_iter().map(|explanation| (explanation.code, explanation)).collect();
        let rules: Vec<Value> = self.rules.iter().map(|code| rule(*code, known.get(code).copied())).collect();
        let driver = json!({ "name": "matchbook", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": rules });
        let run = json!({ "tool": { "driver": driver }, "columnKind": "unicodeCodePoints", "results": self.results });
        json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] }).to_string()
    }
}

fn rule(code: Code, explanation: Option<&Explanation>) -> Value {
    // A test sees to it that each code has one.
    let Some(explanation) = explanation else { return json!({ "id": code.to_string() }) };
    json!({
        "id": explanation.code.to_string(),
        "name": explanation.name,
        "shortDescription": { "text": explanation.what },
        "fullDescription": { "text": format!("{} {}", explanation.what, explanation.why) },
        "help": { "text": format!("`matchbook explain {}` shows a table with this finding, and how it is mended.", explanation.code) },
        "defaultConfiguration": { "level": level(explanation.level) },
    })
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Advice | Level::Note => "note",
    }
}

fn result(display: &Display<'_>, report: &Report, rule: usize) -> Value {
    let description = &report.description;
    let identity = Identity::of(report, display.books);
    let message: Vec<String> = std::iter::once(plain(&description.message)).chain(details(description)).collect();
    let mut result = json!({
        "ruleId": report.code().to_string(),
        "ruleIndex": rule,
        "level": level(report.level),
        "message": { "text": message.join("\n") },
        "locations": [location(display, report.location(), Some(&identity))],
        "partialFingerprints": { FINGERPRINT: identity.fingerprint() },
    });
    if let Some(object) = result.as_object_mut() {
        let related: Vec<Value> = description.secondary.iter().enumerate().map(|(id, label)| related(display, id, label)).collect();
        if !related.is_empty() {
            object.insert("relatedLocations".to_owned(), Value::Array(related));
        }
        // What no location points at is named all the same.
        if !description.concerned.is_empty() {
            object.insert("properties".to_owned(), json!({ "rows": identity.rows, "unlisted": identity.unlisted }));
        }
        let fixes: Vec<Value> = description.fixes.iter().filter_map(|each| fix(display, each)).collect();
        if !fixes.is_empty() {
            object.insert("fixes".to_owned(), Value::Array(fixes));
        }
    }
    result
}

fn location(display: &Display<'_>, location: &Location, identity: Option<&Identity>) -> Value {
    let place = Place::new(display, location);
    let mut physical = json!({ "artifactLocation": { "uri": uri(&place.file) } });
    if let (true, Some(object)) = (place.is_text(), physical.as_object_mut()) {
        object.insert("region".to_owned(), region(&place));
    }
    let mut logical = Vec::new();
    if let Some(cells) = cells(location) {
        logical.push(json!({ "name": cells, "fullyQualifiedName": format!("{}/{cells}", place.file), "kind": "element" }));
    }
    if let Some((kind, name)) = identity.and_then(|identity| identity.block.as_ref()) {
        logical.push(json!({ "name": name, "fullyQualifiedName": format!("{}/{name}", place.file), "kind": kind.word() }));
    }
    let mut location = json!({ "physicalLocation": physical });
    if let (false, Some(object)) = (logical.is_empty(), location.as_object_mut()) {
        object.insert("logicalLocations".to_owned(), Value::Array(logical));
    }
    location
}

fn region(place: &Place<'_>) -> Value {
    json!({
        "startLine": place.start.0,
        "startColumn": place.start.1,
        "endLine": place.end.0,
        "endColumn": place.end.1,
    })
}

fn related(display: &Display<'_>, id: usize, label: &Label) -> Value {
    let mut related = location(display, &label.location, None);
    if let Some(object) = related.as_object_mut() {
        object.insert("id".to_owned(), json!(id));
        if !label.text.is_empty() {
            object.insert("message".to_owned(), json!({ "text": plain(&label.text) }));
        }
    }
    related
}

/// A fix that a tool can make: in texts alone. Cells that only the author can fill are left blank, which the description says.
fn fix(display: &Display<'_>, fix: &Fix) -> Option<Value> {
    let change = |(book, edits): (&BookPath, Vec<&Edit>)| {
        let csv = display.csv.get(book)?;
        let replacements: Vec<Value> = text_edits(csv, edits)?
            .into_iter()
            .map(|edit| {
                let place = Place::of_text(display.path(book), csv, edit.range);
                json!({ "deletedRegion": region(&place), "insertedContent": { "text": edit.text } })
            })
            .collect();
        let change = json!({ "artifactLocation": { "uri": uri(&display.path(book)) }, "replacements": replacements });
        // The standard asks for at least one: typing nothing where nothing stands is none.
        if replacements.is_empty() { None } else { Some(change) }
    };
    let changes: Vec<Value> = by_book(fix).into_iter().map(change).collect::<Option<_>>()?;
    Some(json!({ "description": { "text": plain(&fix.in_words()) }, "artifactChanges": changes }))
}

/// A path as a URI reference (RFC 3986): what has no place in one is escaped.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    uri
}
