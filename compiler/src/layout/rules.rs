//! Ids of rules and test cases.

use std::collections::{BTreeSet, HashMap};

use super::block::{RuleRow, fold};
use super::view::View;
use super::word;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::layout::{LayoutFinding, RowKind};
use crate::source::{CellRef, Content};

/// Reads the gutter of these rows, and reports ids that are blank, repeated, reserved or of the wrong kind. Whether an error was reported.
pub(super) fn ids(view: &View<'_>, kind: RowKind, gutter: u32, rows: &[u32], diagnostics: &mut Vec<Diagnostic>) -> (Vec<RuleRow>, bool) {
    let ids = || rows.iter().filter_map(|row| view.sheet.get(CellRef::new(*row, gutter))).map(|id| fold(&id.shown()));
    // All ids, once one is to be suggested.
    let mut taken: Option<BTreeSet<String>> = None;
    let mut named: HashMap<String, CellRef> = HashMap::with_capacity(rows.len());
    let mut read = Vec::with_capacity(rows.len());
    let mut faulty = false;
    for (index, &row) in rows.iter().enumerate() {
        let cell = CellRef::new(row, gutter);
        let mut rule = RuleRow { row, id: None, is_else: false };
        let prefix = if kind == RowKind::Rule { "rule" } else { "case" };
        let mut suggestion = |wanted: String| {
            let taken = taken.get_or_insert_with(|| ids().collect());
            let suggestion = if taken.contains(&wanted) { free(&wanted, taken) } else { wanted };
            taken.insert(suggestion.clone());
            suggestion
        };
        let finding = match view.sheet.get(cell) {
            // A merge in the gutter, or a cell without a value, has been reported.
            None if view.merges.covering(cell).is_some() => None,
            Some(Content::Error(_) | Content::Uncalculated | Content::ExternalLink(_)) => None,
            None => {
                Some(LayoutFinding::BlankId { at: view.location(cell), kind, suggestion: suggestion(format!("{prefix}-{}", index + 1)) })
            }
            Some(content @ (Content::Text(_) | Content::Number { .. } | Content::Boolean(_))) => {
                let id = fold(&content.shown());
                let is_word = kind == RowKind::Rule && matches!(content, Content::Text(_));
                let word = if is_word { word::of_gutter(&id.to_lowercase()) } else { None };
                match word {
                    Some("else") => {
                        rule.is_else = true;
                        rule.id = Some("else".to_owned());
                        read.push(rule);
                        continue;
                    }
                    Some(word) => {
                        Some(LayoutFinding::ReservedId { at: view.location(cell), word, suggestion: suggestion(format!("{word}-rule")) })
                    }
                    None => match named.get(&id) {
                        Some(first) => {
                            let first = view.location(*first);
                            let (at, suggestion) = (view.location(cell), suggestion(format!("{id}-2")));
                            Some(LayoutFinding::DuplicateId { at, first, kind, suggestion, id: id.clone() })
                        }
                        None => {
                            named.insert(id.clone(), cell);
                            rule.id = Some(id);
                            read.push(rule);
                            continue;
                        }
                    },
                }
            }
            Some(content) => {
                let (at, shown) = (view.location(cell), content.shown());
                Some(LayoutFinding::IdNotText { at, kind, suggestion: suggestion(format!("{prefix}-{}", index + 1)), shown })
            }
        };
        faulty = true;
        diagnostics.extend(finding.map(Diagnostic::from));
        read.push(rule);
    }
    (read, faulty)
}

/// The first of `wanted-2`, `wanted-3`, … that is free; a trailing number goes first.
fn free(wanted: &str, taken: &BTreeSet<String>) -> String {
    let stem = wanted.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('-');
    // Among `taken.len() + 1` different ids one is free. Counting begins at that size, so that many of them don't try each other's.
    let candidates = (2..100).chain(taken.len()..=taken.len().saturating_mul(2));
    candidates.map(|number| format!("{stem}-{number}")).find(|id| !taken.contains(id)).unwrap_or_else(|| format!("{wanted}-"))
}
