//! Rules: entries to tests and values.

use std::collections::BTreeSet;

use super::column::{Columns, Field};
use super::{Table, domain, has_value};
use crate::diagnostic::syntax::SyntaxProblem;
use crate::diagnostic::typing::TypingProblem;
use crate::layout::{Column, ColumnRow, Role, RuleRow, fold};
use crate::model::{InputEntry, Output, OutputEntry, Rule, UnaryTest, Value};
use crate::source::{CellRange, CellRef, Content};
use crate::syntax::{self, CellContext};

/// Reads all rules. Where an entry can't be read, that is reported, and the rules are of no use.
pub(super) fn read(table: &mut Table<'_, '_>, columns: &Columns<'_>, used: &mut BTreeSet<String>) -> Vec<Rule> {
    let rows = &table.block.rules;
    // Column by column, because merges and lists of words are a column's affair; then turned into rows.
    let mut entries: Vec<std::vec::IntoIter<InputEntry>> = Vec::new();
    for (column, input) in &columns.input_columns {
        if let Some(field) = input.and_then(|input| columns.inputs.get(input)) {
            entries.push(input_column(table, rows, column, field, &columns.names, used).into_iter());
        }
    }
    let mut outputs: Vec<std::vec::IntoIter<OutputEntry>> = Vec::new();
    for field in &columns.outputs {
        outputs.push(output_column(table, rows, field, &columns.names, used).into_iter());
    }
    if table.cells.broken {
        return Vec::new();
    }
    let notes: Vec<&Column> = table.block.columns.iter().filter(|column| column.role == Some(Role::Note)).collect();
    let (first, last) = (table.block.block.range.first.column, table.block.block.range.last.column);
    rows.iter()
        .map(|row| Rule {
            id: row.id.clone().unwrap_or_default(),
            range: CellRange::new(CellRef::new(row.row, first), CellRef::new(row.row, last)),
            is_else: row.is_else,
            entries: entries.iter_mut().filter_map(Iterator::next).collect(),
            outputs: outputs.iter_mut().filter_map(Iterator::next).collect(),
            annotations: notes.iter().map(|column| note(table, row, column)).collect(),
        })
        .collect()
}

/// Adds the names that a refused entry reads: whoever typed them uses them.
fn refused(problem: &SyntaxProblem, names: &BTreeSet<String>, used: &mut BTreeSet<String>) {
    /// The most words of a name that are looked for.
    const LONGEST: usize = 6;
    let (SyntaxProblem::NotSupportedYet { read, .. } | SyntaxProblem::NameOrText { read }) = problem else { return };
    let words: Vec<&str> =
        read.split(|c: char| c.is_whitespace() || "+-*/<>=(),[]{}?\"".contains(c)).filter(|word| !word.is_empty()).collect();
    for start in 0..words.len() {
        for end in start + 1..=words.len().min(start + LONGEST) {
            used.extend(words.get(start..end).map(|words| words.join(" ")).filter(|name| names.contains(name)));
        }
    }
    used.extend(Some(fold(read)).filter(|name| names.contains(name)));
}

fn note(table: &Table<'_, '_>, row: &RuleRow, column: &Column) -> String {
    table.cells.cell(row.row, column.column).1.map_or_else(String::new, |content| fold(&content.shown()))
}

/// Texts that stand alone in a column's cells.
fn standing_alone(table: &Table<'_, '_>, rows: &[RuleRow], column: &Column) -> BTreeSet<String> {
    let cells = rows.iter().filter_map(|row| table.cells.cell(row.row, column.column).1);
    cells.filter_map(|content| if let Content::Text(text) = content { Some(fold(text)) } else { None }).collect()
}

fn input_column(
    table: &mut Table<'_, '_>,
    rows: &[RuleRow],
    column: &Column,
    field: &Field<'_>,
    names: &BTreeSet<String>,
    used: &mut BTreeSet<String>,
) -> Vec<InputEntry> {
    let Some(ty) = field.ty else { return Vec::new() };
    let texts = standing_alone(table, rows, column);
    let mut entries: Vec<InputEntry> = Vec::with_capacity(rows.len());
    for row in rows {
        let (at, content) = table.cells.cell(row.row, column.column);
        // A merge is read once, and its errors are reported once.
        if let Some(above) = entries.last().filter(|above| above.at == at) {
            entries.push(above.clone());
            continue;
        }
        let location = table.cells.at(at);
        let cx = CellContext { location: &location, label: &column.label.text, ty, domain: field.domain.as_ref(), names, entries: &texts };
        let read = match content {
            Some(content) if !has_value(content) => Ok(None),
            content => syntax::input_entry(content, &cx),
        };
        let tests = match read {
            Ok(tests) => tests,
            Err(findings) => {
                for finding in findings {
                    refused(&finding.problem, names, used);
                    table.cells.report(finding);
                }
                None
            }
        };
        if let (Some(tests), Some(values)) = (&tests, &field.domain) {
            let mut named = Vec::new();
            domain::named(tests, &mut named);
            let alone = matches!(tests.as_slice(), [UnaryTest::Equal(_)]);
            if let Some(value) = named.into_iter().find(|value| !values.contains(value)) {
                table.cells.problem(at, domain::outside(value, values, ty.base, &column.label.text, alone));
            }
        }
        entries.push(InputEntry { at, tests });
    }
    entries
}

fn output_column(
    table: &mut Table<'_, '_>,
    rows: &[RuleRow],
    field: &Field<'_>,
    names: &BTreeSet<String>,
    used: &mut BTreeSet<String>,
) -> Vec<OutputEntry> {
    let Some(ty) = field.ty else { return Vec::new() };
    let column = field.column;
    let texts = standing_alone(table, rows, column);
    // A default that can't be read has been reported, and stands for the blank entries all the same.
    let defaulted = table.block.column_rows.get(&ColumnRow::Default).is_some_and(|row| table.cells.cell(*row, column.column).1.is_some());
    let mut entries: Vec<OutputEntry> = Vec::with_capacity(rows.len());
    for row in rows {
        let (at, content) = table.cells.cell(row.row, column.column);
        if let Some(above) = entries.last().filter(|above| above.at == at) {
            entries.push(above.clone());
            continue;
        }
        let location = table.cells.at(at);
        let cx = CellContext { location: &location, label: &column.label.text, ty, domain: field.domain.as_ref(), names, entries: &texts };
        let read = match content {
            Some(content) if !has_value(content) => Ok(Some(Value::Null)),
            content => syntax::output_entry(content, &cx),
        };
        let value = match read {
            Ok(Some(value)) => {
                if let Some(values) = field.domain.as_ref().filter(|values| !values.contains(&value)) {
                    table.cells.problem(at, domain::outside(&value, values, ty.base, &column.label.text, true));
                }
                value
            }
            Ok(None) => match &field.default {
                Some(default) => default.clone(),
                None => {
                    if !ty.nullable && !defaulted {
                        let rule = row.id.clone().unwrap_or_default();
                        table.cells.problem(at, TypingProblem::BlankOutput { label: column.label.text.clone(), rule, ty });
                    }
                    Value::Null
                }
            },
            Err(findings) => {
                for finding in findings {
                    refused(&finding.problem, names, used);
                    table.cells.report(finding);
                }
                Value::Null
            }
        };
        entries.push(OutputEntry { at, output: Output::Literal(value) });
    }
    entries
}
