//! One JSON object a report, in the shape of rustc's messages.
//!
//! Editors and build tools know rustc's shape (the rustc book, "JSON output"); cells, alternatives of fixes and the identity have no place in
//! it, and stand in a field of our own.

use serde::Serialize;

use super::place::Place;
use super::{Display, by_book, level_word, plain};
use crate::diagnostic::{Applicability, Description, Edit, Fix, Identity, Label, Level, Location, Report, explanations};
use crate::fix::text::text_edits;
use crate::source::column_letters;

/// Fields are never left out: where there is nothing to say, they are null or empty.
#[derive(Serialize)]
struct Message<'a> {
    #[serde(rename = "$message_type")]
    message_type: &'static str,
    message: String,
    code: Option<CodeObject>,
    level: &'static str,
    spans: Vec<Span<'a>>,
    children: Vec<Message<'a>>,
    rendered: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    matchbook: Option<Ours<'a>>,
}

#[derive(Serialize)]
struct CodeObject {
    code: String,
    explanation: Option<String>,
}

#[derive(Serialize)]
struct Span<'a> {
    file_name: String,
    byte_start: usize,
    byte_end: usize,
    line_start: u32,
    line_end: u32,
    column_start: u32,
    column_end: u32,
    is_primary: bool,
    text: Vec<Line<'a>>,
    label: Option<&'a str>,
    suggested_replacement: Option<String>,
    suggestion_applicability: Option<&'static str>,
    /// Of macros; always null.
    expansion: Option<()>,
}

#[derive(Serialize)]
struct Line<'a> {
    text: &'a str,
    highlight_start: u32,
    highlight_end: u32,
}

/// What rustc's shape has no place for.
#[derive(Serialize)]
struct Ours<'a> {
    name: Option<&'static str>,
    level: &'static str,
    #[serde(flatten)]
    at: At<'a>,
    others: Vec<Other<'a>>,
    fixes: Vec<FixObject<'a>>,
    identity: IdentityObject,
}

/// Where: a file, and of it a sheet and its cells (`C7`, or `B7:D8`), or a line.
#[derive(Serialize)]
struct At<'a> {
    file: String,
    sheet: Option<&'a str>,
    cell: Option<String>,
    line: Option<u32>,
}

#[derive(Serialize)]
struct Other<'a> {
    #[serde(flatten)]
    at: At<'a>,
    label: &'a str,
}

#[derive(Serialize)]
struct FixObject<'a> {
    title: &'a str,
    applicability: &'static str,
    edits: Vec<EditObject<'a>>,
}

/// One thing to do: `type` the text into the cell, insert a row of these cells below the one named (`insert-row`), or delete that
/// (`delete-row`).
#[derive(Serialize)]
struct EditObject<'a> {
    edit: &'static str,
    #[serde(flatten)]
    at: At<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cells: Option<Vec<NewCell<'a>>>,
}

/// A cell of a new row; without a text, only the author knows what belongs there.
#[derive(Serialize)]
struct NewCell<'a> {
    column: String,
    text: Option<&'a str>,
}

/// What a finding is of, in names that stay when rows and columns move.
#[derive(Serialize)]
struct IdentityObject {
    block: Option<&'static str>,
    name: Option<String>,
    rows: Vec<String>,
    /// Of rows beyond all that are listed, how many.
    #[serde(skip_serializing_if = "Option::is_none")]
    unlisted: Option<usize>,
    columns: Vec<String>,
    /// The region of a gap.
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<String>,
    fingerprint: String,
}

pub(super) fn render(display: &Display<'_>, report: &Report) -> String {
    let description = &report.description;
    let explanation = explanations().into_iter().find(|explanation| explanation.code == report.code());
    let spans = std::iter::once((&description.primary, true)).chain(description.secondary.iter().map(|label| (label, false)));
    let notes = description.notes.iter().map(|note| child("note", plain(note), Vec::new()));
    let fixes = description.fixes.iter().map(|fix| child("help", plain(&fix.title), suggested(display, description, fix)));
    let help = description.help.iter().map(|help| child("help", plain(help), Vec::new()));
    let message = Message {
        message_type: "diagnostic",
        message: plain(&description.message),
        code: Some(CodeObject {
            code: report.code().to_string(),
            explanation: explanation.map(|explanation| format!("{} {}", explanation.what, explanation.why)),
        }),
        level: match report.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Advice => "help",
            Level::Note => "note",
        },
        spans: spans.map(|(label, is_primary)| labelled(display, label, is_primary)).collect(),
        children: notes.chain(fixes).chain(help).collect(),
        rendered: Some(display.human(report, false)),
        matchbook: Some(Ours {
            name: explanation.map(|explanation| explanation.name),
            level: level_word(report.level),
            at: at(display, report.location()),
            others: description.secondary.iter().map(|label| Other { at: at(display, &label.location), label: &label.text }).collect(),
            fixes: (description.fixes.iter())
                .map(|fix| FixObject {
                    title: &fix.title,
                    applicability: applicability(description, fix),
                    edits: fix.edits.iter().map(|each| edit(display, each)).collect(),
                })
                .collect(),
            identity: identity(Identity::of(report, display.books)),
        }),
    };
    // Strings and numbers below string keys: nothing that JSON can't say.
    serde_json::to_string(&message).unwrap_or_default()
}

fn child<'a>(level: &'static str, message: String, spans: Vec<Span<'a>>) -> Message<'a> {
    Message { message_type: "diagnostic", message, code: None, level, spans, children: Vec::new(), rendered: None, matchbook: None }
}

fn labelled<'a>(display: &Display<'a>, label: &'a Label, is_primary: bool) -> Span<'a> {
    let text = Some(label.text.as_str()).filter(|text| !text.is_empty());
    Span { label: text, is_primary, ..span(display, &label.location) }
}

/// Where a fix puts what, each file's parts together. In a workbook nothing can be put in the place of bytes: the cells and their texts are in
/// our own field.
fn suggested<'a>(display: &Display<'a>, description: &Description, fix: &'a Fix) -> Vec<Span<'a>> {
    let mut spans = Vec::new();
    for (book, edits) in by_book(fix) {
        let texts = display.csv.get(book).and_then(|csv| Some((csv, text_edits(csv, edits.iter().copied())?)));
        let Some((csv, texts)) = texts else {
            spans.extend(edits.iter().map(|edit| Span { is_primary: true, ..span(display, edit.location()) }));
            continue;
        };
        spans.extend(texts.into_iter().map(|edit| Span {
            is_primary: true,
            suggested_replacement: Some(edit.text),
            suggestion_applicability: Some(applicability(description, fix)),
            ..shown(Place::of_text(display.path(book), csv, edit.range))
        }));
    }
    spans
}

fn applicability(description: &Description, fix: &Fix) -> &'static str {
    match description.applicability(fix) {
        Applicability::MachineApplicable => "MachineApplicable",
        Applicability::MaybeIncorrect => "MaybeIncorrect",
        Applicability::HasPlaceholders => "HasPlaceholders",
    }
}

fn edit<'a>(display: &Display<'_>, edit: &'a Edit) -> EditObject<'a> {
    let first = edit.location().cells.as_ref().map_or(0, |(_, range)| range.first.column);
    let (word, text, cells) = match edit {
        Edit::Type { text, .. } => ("type", Some(text.as_str()), None),
        Edit::InsertRow { cells, .. } => {
            let cell = |(column, text): (u32, &'a Option<String>)| NewCell { column: column_letters(column), text: text.as_deref() };
            ("insert-row", None, Some((first..).zip(cells).map(cell).collect()))
        }
        Edit::DeleteRow { .. } => ("delete-row", None, None),
    };
    EditObject { edit: word, at: at(display, edit.location()), text, cells }
}

fn span<'a>(display: &Display<'a>, location: &Location) -> Span<'a> {
    shown(Place::new(display, location))
}

fn shown<'a>(place: Place<'a>) -> Span<'a> {
    let last = place.lines.len().saturating_sub(1);
    let line = |(number, text): (usize, &&'a str)| {
        let width = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        let highlight_start = if number == 0 { place.start.1 } else { 1 };
        let highlight_end = if number == last { place.end.1 } else { width.saturating_add(1) };
        Line { text, highlight_start, highlight_end }
    };
    Span {
        text: place.lines.iter().enumerate().map(line).collect(),
        byte_start: place.bytes.start,
        byte_end: place.bytes.end,
        line_start: place.start.0,
        line_end: place.end.0,
        column_start: place.start.1,
        column_end: place.end.1,
        is_primary: false,
        label: None,
        suggested_replacement: None,
        suggestion_applicability: None,
        expansion: None,
        file_name: place.file,
    }
}

fn at<'a>(display: &Display<'_>, location: &'a Location) -> At<'a> {
    let (sheet, cell) = match &location.cells {
        Some((sheet, range)) => (Some(sheet.as_str()), Some(range.to_string())),
        None => (None, None),
    };
    At { file: display.path(&location.book), sheet, cell, line: location.line }
}

fn identity(identity: Identity) -> IdentityObject {
    let fingerprint = identity.fingerprint();
    let (block, name) = identity.block.map(|(kind, name)| (kind.word(), name)).unzip();
    IdentityObject {
        block,
        name,
        rows: identity.rows,
        unlisted: Some(identity.unlisted).filter(|unlisted| *unlisted > 0),
        columns: identity.columns,
        part: identity.part,
        fingerprint,
    }
}
