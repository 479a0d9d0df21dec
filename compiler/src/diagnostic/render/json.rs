//! One JSON object a report.

use serde::Serialize;

use super::{Display, level_word};
use crate::diagnostic::{Location, Report, explanations};

/// The object. Fields are never left out: where there is nothing to say, they are null or empty.
#[derive(Serialize)]
struct Object<'a> {
    code: String,
    name: Option<&'static str>,
    level: &'static str,
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    label: &'a str,
    others: Vec<Other<'a>>,
    notes: &'a [String],
    help: Option<&'a str>,
    fixes: Vec<FixObject<'a>>,
}

/// Where: a file, and of it a sheet and its cells (`C7`, or `B7:D8`), or a line.
#[derive(Serialize)]
struct Place<'a> {
    file: String,
    sheet: Option<&'a str>,
    cell: Option<String>,
    line: Option<u32>,
}

#[derive(Serialize)]
struct Other<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    label: &'a str,
}

#[derive(Serialize)]
struct FixObject<'a> {
    title: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    replacement: &'a str,
}

pub(super) fn render(display: &Display<'_>, report: &Report) -> String {
    let description = &report.description;
    let place = |location| place(display, location);
    let object = Object {
        code: report.code().to_string(),
        name: explanations().iter().find(|explanation| explanation.code == report.code()).map(|explanation| explanation.name),
        level: level_word(report.level),
        message: &description.message,
        place: place(&description.primary.location),
        label: &description.primary.text,
        others: description.secondary.iter().map(|label| Other { place: place(&label.location), label: &label.text }).collect(),
        notes: &description.notes,
        help: description.help.as_deref(),
        fixes: description
            .fixes
            .iter()
            .map(|fix| FixObject { title: &fix.title, place: place(&fix.location), replacement: &fix.replacement })
            .collect(),
    };
    // Strings and numbers below string keys: nothing that JSON can't say.
    serde_json::to_string(&object).unwrap_or_default()
}

fn place<'a>(display: &Display<'_>, location: &'a Location) -> Place<'a> {
    let file = display.path(&location.book);
    let (sheet, cell) = match &location.cells {
        Some((sheet, range)) => (Some(sheet.as_str()), Some(range.to_string())),
        None => (None, None),
    };
    Place { file, sheet, cell, line: location.line }
}
