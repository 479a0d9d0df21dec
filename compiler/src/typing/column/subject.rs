//! What columns are of: names and expressions.

use std::collections::{BTreeMap, BTreeSet};

use super::required::Required;
use super::setting::setting;
use crate::diagnostic::Location;
use crate::diagnostic::syntax::{SyntaxFinding, SyntaxProblem};
use crate::diagnostic::typing::{TypingFinding, TypingProblem};
use crate::layout::{Column, ColumnRow, did_you_mean};
use crate::model::Name;
use crate::requirements::{Named, clashes};
use crate::source::{CellRef, Content};
use crate::syntax::{self, Path};
use crate::typing::environment::Environment;
use crate::typing::expression::is_component;
use crate::typing::{Table, requirement};

/// What an input column tests.
pub(super) enum Subject {
    /// A name.
    Named(Name, Location),
    /// A path into lists.
    Path(Path, Location),
    /// An expression, and its cell.
    Computed(String, CellRef),
}

/// What an input column tests: its `expr`, else its label.
pub(super) fn subject(table: &mut Table<'_, '_>, column: &Column) -> Option<Subject> {
    let Some((cell, content)) = setting(table, column, ColumnRow::Expr) else {
        let (name, at) = name(table, column)?;
        label_of_path(table, column);
        return Some(Subject::Named(name, at));
    };
    let at = table.cells.at(cell);
    match syntax::path(content, &at) {
        Ok(path) if !path.quantifiers.is_empty() => Some(Subject::Path(path, at)),
        Ok(Path { name, .. }) if !is_property(table, &name) => Some(Subject::Named(name, at)),
        Err(finding) if !matches!(*finding.problem, SyntaxProblem::Expression { .. }) => {
            table.cells.report(finding);
            None
        }
        _ => Some(Subject::Computed(content.shown(), cell)),
    }
}

/// Warns of a label that would lead into a list if it stood in the row `expr`.
fn label_of_path(table: &mut Table<'_, '_>, column: &Column) {
    let (label, at) = (column.label.text.clone(), table.cells.at(column.label.at));
    let quantifies = syntax::path(&Content::Text(label.clone()), &at).is_ok_and(|path| !path.quantifiers.is_empty());
    if quantifies {
        let expr = expr_cell(table, column);
        table.cells.report(TypingFinding { at, problem: TypingProblem::LabelOfPath { label, expr } });
    }
}

/// The column's cell of the row `expr`, if there is such a row.
fn expr_cell(table: &Table<'_, '_>, column: &Column) -> Option<Location> {
    let row = table.block.column_rows.get(&ColumnRow::Expr)?;
    Some(table.cells.at(CellRef::new(*row, column.column)))
}

/// Whether the name goes on behind one of the glossary, or behind what a decision gives: `order date.year` is the year of `order date`.
pub(super) fn is_property(table: &Table<'_, '_>, name: &Name) -> bool {
    let known = |name: &Name| {
        let name = name.to_string();
        matches!(table.scope.entry(&name), Ok(Some(_))) || table.scope.fields(&name).next().is_some()
    };
    let decision = |name: &Name| table.scope.decisions.find(&name.to_string()).is_some();
    if let [outer @ .., property] = name.0.as_slice()
        && is_component(property)
        && !known(name)
        && !decision(name)
        && decision(&Name(outer.to_vec()))
    {
        return true;
    }
    if !known(name) && table.scope.decisions.is_context(&name.to_string()) {
        return true;
    }
    !known(name) && (1..name.0.len()).any(|depth| name.0.get(..depth).is_some_and(|outer| known(&Name(outer.to_vec()))))
}

/// The name that a column tests or gives: its `expr`, else its label.
pub(super) fn name(table: &mut Table<'_, '_>, column: &Column) -> Option<(Name, Location)> {
    match setting(table, column, ColumnRow::Expr) {
        None => Some((Name(vec![column.label.text.clone()]), table.cells.at(column.label.at))),
        Some((cell, content)) => {
            let at = table.cells.at(cell);
            match syntax::name(content, &at) {
                Ok(name) => Some((name, at)),
                Err(finding) => {
                    table.cells.report(finding);
                    None
                }
            }
        }
    }
}

/// Whether a column that computes can have its label for a name: nothing else in scope has it.
pub(super) fn is_column(table: &mut Table<'_, '_>, column: &Column, used: &mut BTreeSet<String>) -> bool {
    let (name, at) = (column.label.text.clone(), table.cells.at(column.label.at));
    let was = if let Some(constant) = table.scope.constant(&name) {
        Some(("a constant", constant.usable, constant.at.clone()))
    } else if let Some(first) = table.scope.decisions.at(&name) {
        Some(("a decision", true, first.clone()))
    } else {
        table.scope.entry_at(&name).map(|(usable, first)| ("a name of a glossary", usable, first))
    };
    let Some((was, usable, first)) = was else { return true };
    used.insert(name.clone());
    if usable {
        table.cells.report(TypingFinding { at, problem: TypingProblem::DuplicateName { name, is: "a computed column", was, first } });
    }
    table.cells.broken = true;
    false
}

/// What a column with a name reads.
pub(super) enum Reading<'a> {
    /// An input of this name.
    Input,
    /// What another decision gives.
    Decision(Box<Required<'a>>),
}

/// What a column with this name reads. `None` where a constant has the name, where it is one name and the glossary has parts, and of a
/// decision that has an error or isn't typed yet.
pub(super) fn reading<'a>(
    table: &mut Table<'a, '_>,
    column: &Column,
    name: &Name,
    at: &Location,
    environment: &Environment<'a>,
    used: &mut BTreeSet<String>,
) -> Option<Reading<'a>> {
    let printed = name.to_string();
    let scope = table.scope;
    if let Some(constant) = scope.constant(&printed) {
        used.insert(printed.clone());
        let (usable, first) = (constant.usable, constant.at.clone());
        if usable {
            let problem = TypingProblem::DuplicateName { name: printed, is: "an input", was: "a constant", first };
            table.cells.report(TypingFinding { at: at.clone(), problem });
        }
        table.cells.broken = true;
        return None;
    }
    if let Some((decision, output)) = scope.decisions.find(&printed) {
        let cell = at.cells.as_ref().map_or(column.label.at, |(_, range)| range.first);
        return match scope.decisions.named(decision) {
            Named::Typed(of) if requirement::is_opaque(of, output) => {
                let problem = Box::new(SyntaxProblem::Opaque { what: format!("`{printed}`, an input,") });
                table.cells.report(SyntaxFinding { location: at.clone(), label: column.label.text.clone(), problem, fixes: Vec::new() });
                None
            }
            Named::Typed(of) => {
                let given = requirement::given(of, output, || scope.decisions.always_matches(decision));
                Some(Reading::Decision(Box::new(Required { table: of, requirement: environment.require(of, cell), output, given })))
            }
            Named::Untyped => {
                table.await_decision(decision.to_owned(), cell);
                None
            }
            Named::Broken => {
                table.cells.broken = true;
                None
            }
        };
    }
    if let (Ok(None), Some((decision, outputs))) = (scope.entry(&printed), scope.decisions.without_output(&printed)) {
        let known: Vec<String> = outputs.iter().map(|output| format!("{decision}.{output}")).collect();
        let meant = did_you_mean(&printed, known.iter().map(String::as_str)).map(str::to_owned);
        let problem = TypingProblem::NoSuchOutput { name: printed, decision: decision.to_owned(), known, meant };
        table.cells.report(TypingFinding { at: at.clone(), problem });
        return None;
    }
    if let Ok(Some(entry)) = scope.entry(&printed)
        && name.0.len() < entry.name.0.len()
    {
        // Only a label is read as one name whatever its dots, and both would be fine alone: the inputs of two tables would differ in shape.
        used.insert(printed.clone());
        let expr = expr_cell(table, column);
        table.cells.report(TypingFinding { at: at.clone(), problem: TypingProblem::LabelOfNestedName { name: printed, expr } });
        return None;
    }
    Some(Reading::Input)
}

pub(super) fn output_names(table: &mut Table<'_, '_>, outputs: &[(Name, Location, &Column)]) {
    // By the text that names one where it is used: of a label with a dot and of a name that nests, that may be the same.
    let mut first: BTreeMap<String, &Location> = BTreeMap::new();
    let mut different = Vec::new();
    let mut findings = Vec::new();
    for (name, at, _) in outputs {
        if let Some(first) = first.get(&name.to_string()) {
            let problem = TypingProblem::DuplicateOutput { name: name.to_string(), first: (*first).clone() };
            findings.push(TypingFinding { at: at.clone(), problem });
        } else {
            first.insert(name.to_string(), at);
            different.push((name, at.clone()));
        }
    }
    findings.extend(clashes(&different, "outputs"));
    for finding in findings {
        table.cells.report(finding);
    }
}
