//! Phases before there is a model: cells and blocks.

use std::fmt::Write as _;

use matchbook_compiler::layout::{Block, BookLayout, Column};
use matchbook_compiler::source::{CellRef, Content, Workbook};

/// Each sheet, and each of its cells with its kind.
pub(super) fn source(workbook: &Workbook) -> String {
    let mut text = format!("{} ({:?})\n", workbook.path, workbook.format);
    for sheet in &workbook.sheets {
        let hidden = if sheet.hidden { ", hidden" } else { "" };
        let _ = writeln!(text, "\nsheet {:?}{hidden}", sheet.name);
        for (cell, content) in sheet.cells.iter() {
            let _ = writeln!(text, "  {cell} {}", kind(content));
        }
        for merge in &sheet.merges {
            let _ = writeln!(text, "  {merge} merged");
        }
        for row in &sheet.hidden_rows {
            let _ = writeln!(text, "  row {} hidden", row.saturating_add(1));
        }
        for column in &sheet.hidden_columns {
            let _ = writeln!(text, "  column {} hidden", matchbook_compiler::source::column_letters(*column));
        }
    }
    text
}

fn kind(content: &Content) -> String {
    let shown = content.shown();
    match content {
        Content::Text(text) => format!("text {text:?}"),
        Content::Number { percent: true, .. } => format!("number {shown} as a percentage"),
        Content::Number { .. } => format!("number {shown}"),
        Content::Boolean(_) => format!("boolean {shown}"),
        Content::Date(_) => format!("date {shown}"),
        Content::Time(_) => format!("time {shown}"),
        Content::DateTime(_) => format!("date and time {shown}"),
        Content::Duration(_) => format!("duration {shown}"),
        Content::Error(_) => format!("error {shown}"),
        Content::Uncalculated => "formula that was never calculated".to_owned(),
        Content::ExternalLink(other) => format!("formula that reads {other:?}"),
    }
}

/// Each block with its rows and columns.
pub(super) fn blocks(workbook: &Workbook, layout: &BookLayout) -> String {
    let mut text = format!("{}\n", workbook.path);
    let head = |text: &mut String, word: &str, block: &Block| {
        let faulty = if block.faulty { ", faulty" } else { "" };
        let _ = writeln!(text, "{word} {:?} at {}!{}{faulty}", block.name.text, block.sheet_name, block.range);
    };
    let column = |text: &mut String, column: &Column| {
        let role = column.role.map(|role| format!(" {role:?}").to_lowercase()).unwrap_or_default();
        let _ = writeln!(text, "  {}{role} {:?}", column.label.at, column.label.text);
    };
    for decision in &layout.decisions {
        head(&mut text, "decision", &decision.block);
        for option in &decision.options {
            let _ = writeln!(text, "  {} option {}", option.at, option.word.word());
        }
        if let Some((policy, at)) = decision.header {
            let _ = writeln!(text, "  {at} {}", policy.word());
        }
        decision.columns.iter().for_each(|c| column(&mut text, c));
        for (row, at) in &decision.column_rows {
            let _ = writeln!(text, "  {} row {}", CellRef::new(*at, decision.block.gutter()), row.word());
        }
        for rule in &decision.rules {
            let _ = writeln!(text, "  {} rule {}", CellRef::new(rule.row, decision.block.gutter()), rule.id.as_deref().unwrap_or("?"));
        }
    }
    for test in &layout.tests {
        head(&mut text, "test", &test.block);
        test.columns.iter().for_each(|c| column(&mut text, c));
        for case in &test.cases {
            let _ = writeln!(text, "  {} case {}", CellRef::new(case.row, test.block.gutter()), case.id.as_deref().unwrap_or("?"));
        }
    }
    for (word, names) in
        layout.glossaries.iter().map(|names| ("glossary", names)).chain(layout.constants.iter().map(|names| ("constants", names)))
    {
        head(&mut text, word, &names.block);
        for (label, column) in &names.columns {
            let _ = writeln!(text, "  {} {label}", matchbook_compiler::source::column_letters(*column));
        }
        for row in &names.rows {
            let _ = writeln!(text, "  row {}", row.saturating_add(1));
        }
    }
    let _ = writeln!(text, "{} cells outside any block", layout.cells_outside);
    text
}
