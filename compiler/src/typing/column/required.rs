//! Columns over other decisions.

use super::setting::{self, field_domain, given_type, unread};
use super::{Field, Group};
use crate::diagnostic::Location;
use crate::diagnostic::typing::TypingProblem;
use crate::layout::{Column, ColumnRow};
use crate::model::{DecisionTable, InputSource, InputType, OutputId, RequirementId};
use crate::syntax::print_entry;
use crate::typing::Table;
use crate::typing::requirement::Given;

/// What a column over another decision reads of it.
pub(super) struct Required<'a> {
    pub(super) table: &'a DecisionTable,
    pub(super) requirement: RequirementId,
    pub(super) output: Option<OutputId>,
    pub(super) given: Given,
}

/// Types a column over another decision: with that decision's type and values, which the column may repeat.
pub(super) fn required<'a>(table: &mut Table<'a, '_>, group: &Group<'a>, column: &'a Column, required: &Required<'a>) -> Field<'a> {
    let Required { table: decision, requirement, output, given } = required;
    let clause = output.and_then(|output| decision.output_clauses.get(output.0)).or_else(|| decision.sole_output());
    let of = Location::cells(&decision.book, &decision.sheet, clause.map_or(decision.header, |clause| clause.at));
    let columns = &group.columns;
    let declared = given_type(table, &group.name, columns, None);
    let differs = |table: &mut Table<'a, '_>, row: ColumnRow, what: &'static str, says: String| {
        let cell = columns.iter().find_map(|column| setting::setting(table, column, row)).map_or(column.label.at, |(cell, _)| cell);
        let (decision, first) = (decision.name.clone(), of.clone());
        table.cells.problem(cell, TypingProblem::DisagreesWithDecision { what, says, decision, first });
    };
    let mut scalar = if let InputType::Scalar(ty) = given.ty { Some(ty) } else { None };
    match (scalar, declared) {
        (None, _) => {
            let (label, ty) = (column.label.text.clone(), given.ty.to_string());
            table.cells.problem(column.label.at, TypingProblem::NoColumnType { label, ty });
        }
        (Some(ty), Ok(Some(declared))) if declared != ty => {
            differs(table, ColumnRow::Type, "type", ty.to_string());
            // Its entries are of the type that the column says.
            scalar = None;
        }
        _ => {}
    }
    if let Some(ty) = scalar
        && let Some((domain, _)) = field_domain(table, &group.name, columns, ty, None)
        && given.domain.as_ref() != Some(&domain)
    {
        let says = given.domain.as_ref().map(|domain| print_entry(Some(&domain.tests), ty.base)).unwrap_or_default();
        differs(table, ColumnRow::Values, "values", says);
    }
    for column in columns {
        unread(table, column, &[ColumnRow::Default]);
    }
    let unit = columns.iter().find_map(|column| setting::text(table, column, ColumnRow::Unit));
    let about = columns.iter().find_map(|column| setting::text(table, column, ColumnRow::About));
    Field {
        column,
        name: group.name.clone(),
        ty: scalar,
        inferred: false,
        domain: given.domain.clone(),
        closed: given.closed.clone(),
        entry: None,
        unit: unit.or_else(|| clause.and_then(|clause| clause.unit.clone())),
        about: about.or_else(|| clause.and_then(|clause| clause.about.clone())),
        default: None,
        source: InputSource::Decision(*requirement, *output),
        list: None,
    }
}
