//! `matchbook graph`: the decision requirements graph of each app (DMN 1.5, 6.2), in three forms.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use matchbook_compiler::compile::Compilation;
use matchbook_compiler::model::{App, DecisionTable, InputSource, Requirement};
use matchbook_compiler::source::BookPath;
use serde_json::{Value, json};

use super::{Failure, compiled};
use crate::Exit;
use crate::arguments::GraphFormat;
use crate::terminal::{Counts, Terminal};

pub(super) fn run(paths: &[PathBuf], format: GraphFormat, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let (books, compilation) = compiled(paths)?;
    terminal.reports(&books.display(&compilation), &compilation.reports, false);
    let apps = apps(&compilation);
    let text = match format {
        GraphFormat::Text => text(&apps),
        GraphFormat::Mermaid => mermaid(&apps),
        GraphFormat::Json => json_lines(&apps),
    };
    for line in text {
        if !terminal.data(&line) {
            break;
        }
    }
    Ok(if Counts::of(&compilation.reports).errors > 0 { Exit::Findings } else { Exit::Ok })
}

/// The decisions of an app that are shown, by book, sheet and row.
struct Shown<'m> {
    name: &'m str,
    decisions: Vec<&'m DecisionTable>,
}

/// The decisions without errors that were asked about, and those that they require, by app.
fn apps<'m>(compilation: &'m Compilation) -> Vec<Shown<'m>> {
    let asked: BTreeSet<(&BookPath, &str)> =
        compilation.decisions.iter().map(|checked| (&checked.table().book, checked.table().name.as_str())).collect();
    let shown = |app: &'m App| {
        let tables: Vec<&DecisionTable> = app.books.iter().flat_map(|book| &book.decisions).map(|table| &**table).collect();
        let by_name: BTreeMap<(&BookPath, &str), &DecisionTable> =
            tables.iter().map(|table| ((&table.book, table.name.as_str()), *table)).collect();
        let mut open: Vec<(&BookPath, &str)> = by_name.keys().copied().filter(|key| asked.contains(key)).collect();
        let mut wanted = BTreeSet::new();
        while let Some(key) = open.pop() {
            if wanted.insert(key) {
                let required = by_name.get(&key).into_iter().flat_map(|table| &table.requirements);
                open.extend(required.map(|requirement| (&requirement.book, requirement.decision.as_str())));
            }
        }
        let decisions = tables.into_iter().filter(|table| wanted.contains(&(&table.book, table.name.as_str()))).collect();
        Shown { name: &app.name, decisions }
    };
    compilation.model.apps.iter().map(shown).filter(|app| !app.decisions.is_empty()).collect()
}

/// The names of the inputs that a decision reads itself, or only hands on.
fn inputs(table: &DecisionTable, own: bool) -> Vec<String> {
    let wanted = table.inputs.iter().filter(|input| input.is_given() && (input.source == InputSource::Given) == own);
    wanted.map(|input| input.name.to_string()).collect()
}

/// `release!B4`
fn cell(table: &DecisionTable, requirement: &Requirement) -> String {
    format!("{}!{}", table.sheet, requirement.at)
}

fn text(apps: &[Shown<'_>]) -> Vec<String> {
    let mut lines = Vec::new();
    for app in apps {
        lines.push(app.name.to_owned());
        for table in &app.decisions {
            lines.push(format!("  {} ({})", table.name, table.book));
            for requirement in &table.requirements {
                lines.push(format!("    requires {}, at {}", requirement.decision, cell(table, requirement)));
            }
            for (what, names) in [("reads", inputs(table, true)), ("hands on", inputs(table, false))] {
                if !names.is_empty() {
                    lines.push(format!("    {what} {}", names.join(", ")));
                }
            }
        }
    }
    lines
}

fn mermaid(apps: &[Shown<'_>]) -> Vec<String> {
    let mut lines = vec!["flowchart BT".to_owned()];
    for (number, app) in apps.iter().enumerate() {
        let mut edges = Vec::new();
        let mut data: BTreeMap<String, usize> = BTreeMap::new();
        lines.push(format!("  subgraph a{number} [\"{}\"]", escaped(app.name)));
        for (position, table) in app.decisions.iter().enumerate() {
            lines.push(format!("    a{number}d{position}[\"{}\"]", escaped(&table.name)));
            for requirement in &table.requirements {
                let required = |other: &&DecisionTable| other.book == requirement.book && other.name == requirement.decision;
                if let Some(required) = app.decisions.iter().position(required) {
                    edges.push(format!("    a{number}d{required} --> a{number}d{position}"));
                }
            }
            for name in inputs(table, true) {
                let next = data.len();
                let input = *data.entry(name.clone()).or_insert(next);
                if input == next {
                    lines.push(format!("    a{number}i{input}([\"{}\"])", escaped(&name)));
                }
                edges.push(format!("    a{number}i{input} --> a{number}d{position}"));
            }
        }
        lines.append(&mut edges);
        lines.push("  end".to_owned());
    }
    lines
}

/// A text within quotes, as Mermaid wants it.
fn escaped(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '"' => "#quot;".to_owned(),
            '#' => "#35;".to_owned(),
            '<' => "#lt;".to_owned(),
            '>' => "#gt;".to_owned(),
            c if c.is_control() => " ".to_owned(),
            c => c.to_string(),
        })
        .collect()
}

fn json_lines(apps: &[Shown<'_>]) -> Vec<String> {
    let decision = |table: &&DecisionTable| {
        let requires: Vec<Value> = (table.requirements.iter())
            .map(|requirement| {
                json!({"decision": requirement.decision, "book": requirement.book.to_string(), "sheet": table.sheet, "cell": requirement.at.to_string()})
            })
            .collect();
        json!({
            "decision": table.name,
            "book": table.book.to_string(),
            "sheet": table.sheet,
            "cell": table.range.first.to_string(),
            "requires": requires,
            "reads": inputs(table, true),
            "hands_on": inputs(table, false),
        })
    };
    let apps: Vec<Value> =
        apps.iter().map(|app| json!({"app": app.name, "decisions": app.decisions.iter().map(decision).collect::<Vec<_>>()})).collect();
    let text = serde_json::to_string_pretty(&json!({ "apps": apps })).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}
