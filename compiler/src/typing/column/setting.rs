//! What the rows above the rules say of a column.

use std::collections::BTreeSet;

use crate::diagnostic::Location;
use crate::diagnostic::layout::LayoutFinding;
use crate::diagnostic::typing::{TypingFinding, TypingProblem};
use crate::layout::{Column, ColumnRow, Role, fold};
use crate::model::{Domain, GlossaryEntry, Name, Type};
use crate::rust_enum::values;
use crate::source::{CellRef, Content};
use crate::syntax::{self, CellContext, print_entry};
use crate::typing::{Table, domain, has_value};

/// A column's cell in a column row, unless it is blank or has no value.
pub(super) fn setting<'a>(table: &Table<'a, '_>, column: &Column, row: ColumnRow) -> Option<(CellRef, &'a Content)> {
    let (at, content) = table.cells.cell(*table.block.column_rows.get(&row)?, column.column);
    content.filter(|content| has_value(content)).map(|content| (at, content))
}

pub(super) fn text(table: &Table<'_, '_>, column: &Column, row: ColumnRow) -> Option<String> {
    setting(table, column, row).map(|(_, content)| fold(&content.shown()))
}

/// Warns of settings that mean nothing for a column.
pub(super) fn unread(table: &mut Table<'_, '_>, column: &Column, rows: &[ColumnRow]) {
    for row in rows {
        if let Some((cell, content)) = setting(table, column, *row) {
            let why = match (column.role, row) {
                (_, ColumnRow::Default) => "only outputs have a default",
                (Some(Role::From | Role::Until), ColumnRow::Type) => "`from` and `until` columns hold dates, and need no type",
                (Some(Role::From | Role::Until), _) => "`from` and `until` columns have no such setting",
                _ => "a note has no such setting",
            };
            let at = table.cells.at(cell);
            table.cells.report(LayoutFinding::UnreadCell { at, text: fold(&content.shown()), why });
        }
    }
}

/// The type that the columns give; an error where they give one that can't be read, which has been reported then.
pub(super) fn given_type(
    table: &mut Table<'_, '_>,
    name: &Name,
    columns: &[&Column],
    entry: Option<&GlossaryEntry>,
) -> Result<Option<Type>, ()> {
    let mut given: Option<(Type, Location)> = None;
    let mut unreadable = false;
    for column in columns {
        let Some(&row) = table.block.column_rows.get(&ColumnRow::Type) else { break };
        let (cell, content) = table.cells.cell(row, column.column);
        let Some(content) = content else { continue };
        let at = table.cells.at(cell);
        if !has_value(content) {
            unreadable = true;
            continue;
        }
        match (syntax::type_name(content, &at), &given) {
            (Err(finding), _) => {
                table.cells.report(finding);
                unreadable = true;
            }
            (Ok(ty), Some((first, first_at))) => {
                if ty != *first {
                    let (name, says, first) = (name.to_string(), first.to_string(), first_at.clone());
                    table.cells.report(TypingFinding {
                        at,
                        problem: TypingProblem::ColumnsDisagree { name, what: "type", says, first, settable: true },
                    });
                }
            }
            (Ok(ty), None) => {
                if let Some(entry) = entry.filter(|entry| entry.ty != ty) {
                    let first = Location::cells(&entry.book, &entry.sheet, entry.at);
                    let problem =
                        TypingProblem::ContradictsGlossary { name: name.to_string(), ty: ty.into(), glossary: entry.ty.into(), first };
                    table.cells.report(TypingFinding { at: at.clone(), problem });
                }
                given = Some((ty, at));
            }
        }
    }
    match given {
        Some((ty, _)) => Ok(Some(ty)),
        None if unreadable => Err(()),
        None => Ok(None),
    }
}

/// The type that all entries of the columns have.
pub(super) fn infer(table: &mut Table<'_, '_>, columns: &[&Column], role: Role, names: &BTreeSet<String>) -> Option<Type> {
    let mut entries = Vec::new();
    // A table without rules has been reported.
    let mut unreadable = table.block.rules.is_empty();
    for column in columns {
        let rows = table.block.rules.iter().map(|rule| rule.row);
        let rows: Vec<u32> = rows.chain(table.block.column_rows.get(&ColumnRow::Default).copied().filter(|_| role == Role::Then)).collect();
        let mut last = None;
        for row in rows {
            let (cell, content) = table.cells.cell(row, column.column);
            let Some(content) = content else { continue };
            // A merge is one entry, on however many rows it stands.
            if last.replace(cell) == Some(cell) {
                continue;
            }
            unreadable |= !has_value(content);
            if has_value(content) {
                entries.push((table.cells.at(cell), content));
            }
        }
    }
    let column = columns.first()?;
    let inference = syntax::infer(&entries, if role == Role::If { syntax::Role::In } else { syntax::Role::Out }, names);
    let (label, at) = (column.label.text.clone(), column.label.at);
    match inference.ty {
        Some(ty) => table.cells.problem(at, TypingProblem::Inferred { label, ty }),
        None if inference.findings.is_empty() && !unreadable => table.cells.problem(at, TypingProblem::MissingType { label }),
        None => table.cells.broken = true,
    }
    for finding in inference.findings {
        table.cells.report(finding);
    }
    inference.ty
}

/// The values that the columns give, else the glossary's, and whether they are the glossary's, order and all.
pub(super) fn field_domain(
    table: &mut Table<'_, '_>,
    name: &Name,
    columns: &[&Column],
    ty: Type,
    entry: Option<&GlossaryEntry>,
) -> Option<(Domain, bool)> {
    let mut given: Option<(Domain, Location)> = None;
    let nothing = BTreeSet::new();
    for column in columns {
        let Some((cell, content)) = setting(table, column, ColumnRow::Values) else { continue };
        let at = table.cells.at(cell);
        let cx = CellContext { location: &at, label: &column.label.text, ty, domain: None, names: &nothing, entries: &nothing };
        match values(Some(content), &cx, table.scope.enums) {
            Err(findings) => {
                // What is wrong with a Rust enum has been reported where `matchbook.toml` names it.
                table.cells.broken |= findings.is_empty();
                for finding in findings {
                    table.cells.report(finding);
                }
            }
            Ok(None) => {}
            Ok(Some(domain)) => match &given {
                Some((first, first_at)) => {
                    if domain != *first {
                        let (says, first) = (print_entry(Some(&first.tests), ty.base), first_at.clone());
                        let problem =
                            TypingProblem::ColumnsDisagree { name: name.to_string(), what: "values", says, first, settable: true };
                        table.cells.report(TypingFinding { at, problem });
                    }
                }
                None => given = Some((domain, at)),
            },
        }
    }
    let from_glossary = entry.and_then(|entry| entry.domain.as_ref().map(|domain| (entry, domain)));
    match (given, from_glossary) {
        (Some((domain, at)), Some((entry, outer))) => {
            if let Some(value) = domain::beyond(&domain, outer, ty.base) {
                let first = Location::cells(&entry.book, &entry.sheet, entry.at);
                table.cells.report(TypingFinding { at, problem: TypingProblem::WidensGlossary { name: name.to_string(), value, first } });
            }
            // The same values, and the same enum or none said here, are the glossary's.
            let same = domain.tests == outer.tests && (domain.rust.is_none() || domain.rust == outer.rust);
            Some((if same { outer.clone() } else { domain }, same))
        }
        (Some((domain, _)), None) => Some((domain, false)),
        (None, Some((_, domain))) => Some((domain.clone(), true)),
        (None, None) => None,
    }
}
