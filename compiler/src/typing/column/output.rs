//! Output columns: their types, values and defaults.

use std::collections::BTreeSet;

use super::closed;
use super::setting::{field_domain, infer, setting, text};
use crate::diagnostic::Location;
use crate::diagnostic::syntax::{SyntaxFinding, SyntaxProblem};
use crate::diagnostic::typing::{TypingFinding, TypingProblem};
use crate::layout::{Column, ColumnRow, Role};
use crate::model::{ClosedList, DataType, Domain, GlossaryEntry, Name, OutputClause, Value};
use crate::source::Content;
use crate::syntax::{self, Answer, CellContext};
use crate::typing::environment::Environment;
use crate::typing::{Table, domain, has_value, lists};

/// What an output column gives.
pub(in crate::typing) struct OutputField<'a> {
    pub(in crate::typing) column: &'a Column,
    name: Name,
    /// `None` where it can't be told, which has been reported then.
    pub(in crate::typing) ty: Option<DataType>,
    inferred: bool,
    /// What is allowed of its values; of a list, of the values in it.
    pub(in crate::typing) domain: Option<Domain>,
    closed: Option<ClosedList>,
    entry: Option<&'a GlossaryEntry>,
    pub(in crate::typing) default: Option<Value>,
    unit: Option<String>,
    about: Option<String>,
}

impl OutputField<'_> {
    /// Whether its values, one of a closed list, can rank the rules.
    pub(in crate::typing) fn ranks(&self) -> bool {
        let is_list = self.ty.as_ref().is_some_and(|ty| ty.item().is_some());
        !is_list && self.domain.as_ref().is_some_and(|domain| domain.listed().is_some())
    }

    /// As the model has it. `None` if it isn't typed, which has been reported then.
    pub(super) fn finish(self) -> Option<OutputClause> {
        Some(OutputClause {
            label: self.column.label.text.clone(),
            at: self.column.label.at,
            name: self.name,
            ty: self.ty?,
            inferred: self.inferred,
            domain: self.domain,
            closed: self.closed,
            default: self.default,
            unit: self.unit,
            about: self.about.or_else(|| self.entry.and_then(|entry| entry.about.clone())),
            sensitivity: self.entry.and_then(|entry| entry.sensitivity.clone()),
        })
    }
}

/// Types what a column gives.
pub(super) fn field<'a>(
    table: &mut Table<'a, '_>,
    name: Name,
    column: &'a Column,
    environment: &Environment<'a>,
    used: &mut BTreeSet<String>,
) -> OutputField<'a> {
    let about = text(table, column, ColumnRow::About);
    let unit = text(table, column, ColumnRow::Unit);
    let untyped = |name: Name| OutputField {
        column,
        name,
        ty: None,
        inferred: false,
        domain: None,
        closed: None,
        entry: None,
        default: None,
        unit: None,
        about: None,
    };
    // What the glossary says of a list of values stands under the name of those.
    let printed = name.to_string();
    let marked = lists::marked(&name).to_string();
    let printed = if matches!(table.scope.entry(&printed), Ok(None)) { marked } else { printed };
    let entry = match table.scope.entry(&printed) {
        Ok(entry) => {
            used.extend(entry.map(|_| printed.clone()));
            entry
        }
        Err(_) => {
            // The name's own error has been reported, and its type isn't known: nothing more can be said here.
            used.insert(printed);
            table.cells.broken = true;
            return untyped(name);
        }
    };
    let of_glossary = entry.map(of_entry);
    let (ty, inferred) = match (given(table, &name, column, of_glossary.as_ref().zip(entry)), of_glossary) {
        (_, Some(ty)) => (Some(ty), false),
        (Ok(Some(ty)), None) => (Some(ty), false),
        (Err(()), None) => return OutputField { unit, about, ..untyped(name) },
        (Ok(None), None) => (infer(table, &[column], Role::Then, environment.names()).map(DataType::from), true),
    };
    let values = ty.as_ref().and_then(|ty| field_domain(table, &name, &[column], ty.value(), entry));
    let closed = ty.as_ref().zip(values.as_ref()).and_then(|(ty, (domain, shared))| {
        let at = setting(table, column, ColumnRow::Values).map(|(cell, _)| cell);
        closed(domain, ty.value(), at, entry.filter(|_| *shared))
    });
    let domain = values.map(|(domain, _)| domain);
    let default = ty.as_ref().and_then(|ty| default(table, column, ty, domain.as_ref(), environment.names()));
    OutputField { column, name, ty, inferred, domain, closed, entry, default, unit, about }
}

/// What the glossary says: of a list, under a name with a mark.
fn of_entry(entry: &GlossaryEntry) -> DataType {
    let ty = DataType::from(entry.ty);
    if !entry.name.0.last().is_some_and(|last| lists::segment(last).1) {
        return ty;
    }
    let list = DataType::list_of(ty);
    if entry.list_nullable == Some(true) { list.or_null() } else { list }
}

/// The type that the column gives; an error where that can't be read, which has been reported then.
fn given(
    table: &mut Table<'_, '_>,
    name: &Name,
    column: &Column,
    of_glossary: Option<(&DataType, &GlossaryEntry)>,
) -> Result<Option<DataType>, ()> {
    let Some(&row) = table.block.column_rows.get(&ColumnRow::Type) else { return Ok(None) };
    let (cell, content) = table.cells.cell(row, column.column);
    let Some(content) = content else { return Ok(None) };
    if !has_value(content) {
        return Err(());
    }
    let at = table.cells.at(cell);
    match syntax::data_type_name(content, &at) {
        Err(finding) => {
            table.cells.report(finding);
            Err(())
        }
        Ok(ty) => {
            if let Some((glossary, entry)) = of_glossary.filter(|(glossary, _)| **glossary != ty) {
                let first = Location::cells(&entry.book, &entry.sheet, entry.at);
                let (name, glossary) = (name.to_string(), glossary.clone());
                let problem = TypingProblem::ContradictsGlossary { name, ty: ty.clone(), glossary, first };
                table.cells.report(TypingFinding { at, problem });
            }
            Ok(Some(ty))
        }
    }
}

fn default(table: &mut Table<'_, '_>, column: &Column, ty: &DataType, values: Option<&Domain>, names: &BTreeSet<String>) -> Option<Value> {
    let (cell, content) = setting(table, column, ColumnRow::Default)?;
    let (at, nothing) = (table.cells.at(cell), BTreeSet::new());
    let cx = CellContext { location: &at, label: &column.label.text, ty: ty.value(), domain: values, names, entries: &nothing };
    let read = match ty {
        DataType::Scalar(_) => syntax::output_entry(Some(content), &cx),
        DataType::List { .. } => syntax::list_output(Some(content), ty, &cx, &|_| false),
    };
    match read {
        Ok(Answer::Value(value)) => {
            if let Some(problem) = values.and_then(|values| domain::outside_of(&value, values, ty, &column.label.text)) {
                table.cells.problem(cell, problem);
            }
            Some(value)
        }
        Ok(Answer::Blank) => None,
        Ok(Answer::Expression { text, .. }) => {
            let problem = Box::new(SyntaxProblem::Expression { read: text });
            table.cells.report(SyntaxFinding { location: at, label: column.label.text.clone(), problem, fixes: Vec::new() });
            None
        }
        Err(findings) => {
            for mut finding in findings {
                // A default is a literal, whatever its column's entries may be.
                if let DataType::Scalar(_) = ty {
                    let literal = |fix: &String| syntax::output_entry(Some(&Content::Text(fix.clone())), &cx);
                    finding.fixes.retain(|fix| matches!(literal(fix), Ok(Answer::Value(_))));
                }
                table.cells.report(finding);
            }
            None
        }
    }
}
