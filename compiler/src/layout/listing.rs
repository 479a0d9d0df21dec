//! Blocks with one header row and plain rows below it: tests, glossaries, constants.

use std::collections::BTreeMap;

use super::block::{Block, Column, NameBlock, TestLayout};
use super::extent::{Extent, Kind};
use super::rules;
use super::view::View;
use super::word::did_you_mean;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::layout::{LayoutFinding, RowKind};
use crate::source::CellRef;

const GLOSSARY: &[&str] = &["name", "type", "values", "sensitivity", "about"];
const CONSTANTS: &[&str] = &["name", "type", "value", "about"];

/// The labels of a block; an error if there is none.
fn labels(view: &View<'_>, extent: &Extent, block: &mut Block, diagnostics: &mut Vec<Diagnostic>) -> Option<Vec<Column>> {
    let Some(header) = extent.header.filter(|header| header.labelled) else {
        let at = view.location(CellRef::new(extent.anchor().row.saturating_add(1), extent.name_cell().column));
        let block_word = format!("{} `{}`", extent.kind.word(), block.name.text);
        diagnostics.push(LayoutFinding::NoLabels { at, block: block_word }.into());
        block.faulty = true;
        return None;
    };
    let columns = extent.range.first.column + 1..=extent.range.last.column;
    Some(
        columns
            .filter_map(|column| view.text(CellRef::new(header.row, column)).map(|label| Column { label, column, role: None }))
            .collect(),
    )
}

fn body(extent: &Extent) -> Vec<u32> {
    extent.header.map_or_else(Vec::new, |header| (header.row.saturating_add(1)..=extent.range.last.row).collect())
}

/// Reports what stands right of the block's name, up to its width.
fn beside_name(view: &View<'_>, extent: &Extent, diagnostics: &mut Vec<Diagnostic>) {
    let anchor = extent.anchor();
    for (cell, _) in view.sheet.row(anchor.row, extent.name_cell().column.saturating_add(1), extent.range.last.column) {
        let why = "only the name stands in a block's first row";
        diagnostics.push(LayoutFinding::UnreadCell { at: view.location(cell), text: view.excerpt(cell), why }.into());
    }
}

/// Reads a test block.
pub(super) fn test(view: &View<'_>, extent: &Extent, mut block: Block, diagnostics: &mut Vec<Diagnostic>) -> TestLayout {
    beside_name(view, extent, diagnostics);
    let Some(columns) = labels(view, extent, &mut block, diagnostics) else {
        return TestLayout { block, columns: Vec::new(), cases: Vec::new() };
    };
    let (cases, faulty) = rules::ids(view, RowKind::Case, block.gutter(), &body(extent), diagnostics);
    block.faulty |= faulty;
    TestLayout { block, columns, cases }
}

/// Reads a glossary or a block of constants.
pub(super) fn names(view: &View<'_>, extent: &Extent, mut block: Block, diagnostics: &mut Vec<Diagnostic>) -> NameBlock {
    beside_name(view, extent, diagnostics);
    let mut columns: BTreeMap<&'static str, u32> = BTreeMap::new();
    let Some(labels) = labels(view, extent, &mut block, diagnostics) else { return NameBlock { block, columns, rows: Vec::new() } };
    let (known, needed) = if extent.kind == Kind::Glossary { (GLOSSARY, ["name", "type"]) } else { (CONSTANTS, ["name", "value"]) };
    let mut unknown = false;
    for column in &labels {
        let at = view.location(column.label.at);
        let label = column.label.text.to_lowercase();
        match known.iter().find(|known| **known == label) {
            None => {
                unknown = true;
                let meant = did_you_mean(&label, known.iter().copied().filter(|known| !columns.contains_key(known)));
                let meant = known.iter().copied().find(|known| Some(*known) == meant);
                let label = column.label.text.clone();
                diagnostics.push(LayoutFinding::UnknownLabel { at, label, block: extent.kind.word(), meant, known }.into());
            }
            Some(label) => match columns.get(label) {
                Some(first) => {
                    unknown = true;
                    let first = view.location(CellRef::new(column.label.at.row, *first));
                    diagnostics.push(LayoutFinding::RepeatedLabel { at, first, label: (*label).to_owned() }.into());
                }
                None => {
                    columns.insert(label, column.column);
                }
            },
        }
    }
    block.faulty |= unknown;
    // An unknown label is probably the missing one: one cause, one report.
    if !unknown && let Some(label) = needed.into_iter().find(|label| !columns.contains_key(label)) {
        let at = labels.first().map_or(extent.anchor(), |column| column.label.at);
        diagnostics.push(LayoutFinding::MissingLabel { at: view.location(at), label, block: extent.kind.word() }.into());
        block.faulty = true;
    }
    let mut rows = Vec::new();
    for row in body(extent) {
        let gutter = CellRef::new(row, block.gutter());
        if view.sheet.get(gutter).is_some() {
            let why = "rows of this block have no id";
            diagnostics.push(LayoutFinding::UnreadCell { at: view.location(gutter), text: view.excerpt(gutter), why }.into());
        }
        let Some(column) = columns.get("name") else { continue };
        let name = CellRef::new(row, *column);
        if view.get(name).is_some() {
            rows.push(row);
        } else if !view.is_blank(row, block.gutter().saturating_add(1), extent.range.last.column) {
            diagnostics.push(LayoutFinding::RowWithoutName { at: view.location(name), block: extent.kind.word() }.into());
            block.faulty = true;
        }
    }
    NameBlock { block, columns, rows }
}
