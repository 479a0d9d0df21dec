//! Inputs that a table takes for the decisions that it requires: one name is one input with one type.
//!
//! Lists of one name become one list whose items have the fields of all: the table's own first, in its order, at every depth. So what its
//! expressions read of an item stands where it stood before.

use std::collections::BTreeMap;

use super::Table;
use super::column::glossary_list;
use crate::diagnostic::Location;
use crate::diagnostic::typing::{TypingFinding, TypingProblem};
use crate::model::{
    ClosedList, DecisionTable, Forwarded, InputData, InputId, InputSource, InputType, ListType, Name, Requirement, RequirementId, Shape,
};
use crate::requirements::{Named, clashes};
use crate::syntax::LIST_MARK;

/// An input of a required decision.
#[derive(Clone, Copy)]
struct Read<'m> {
    /// The decision.
    by: &'m DecisionTable,
    requirement: RequirementId,
    /// The first cell of the table that names the decision.
    named: &'m Requirement,
    input: InputId,
}

/// In what two inputs of one name differ that must be one, and what each says.
struct Disagreement {
    what: &'static str,
    says: String,
    there: String,
}

/// Adds what the required decisions read, directly or not, to the table's own inputs. What can't be one input is reported.
pub(super) fn forward(table: &mut Table<'_, '_>, inputs: &mut Vec<InputData>, requirements: &[Requirement]) {
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for (position, input) in inputs.iter().enumerate().filter(|(_, input)| input.source == InputSource::Given) {
        known.insert(input.name.to_string(), position);
    }
    for (requirement, named) in (0..).map(RequirementId).zip(requirements) {
        let Named::Typed(by) = table.scope.decisions.named(&named.decision) else { continue };
        for (input, data) in by.given() {
            let read = Read { by, requirement, named, input };
            match known.get(&data.name.to_string()).and_then(|position| inputs.get_mut(*position)) {
                Some(one) => unite(table, one, data, read),
                None => {
                    known.insert(data.name.to_string(), inputs.len());
                    inputs.push(read.forwarded(data));
                }
            }
        }
    }
    // A list may have grown without a further input.
    if !requirements.is_empty() && !table.cells.broken {
        let named = inputs.iter().filter(|input| input.is_given()).flat_map(named);
        let names: Vec<(&Name, Location)> = named.map(|input| (&input.name, table.cells.at(input.at))).collect();
        for finding in clashes(&names, "inputs") {
            table.cells.report(finding);
        }
    }
}

/// What has the names by which an input is told from others: of a list, all values in it.
fn named(input: &InputData) -> Vec<&InputData> {
    input.list().map_or_else(|| vec![input], ListType::values)
}

impl Read<'_> {
    /// The cell that reads an input of the required decision, or a value of a list: its own, or one of what it requires.
    fn at(self, data: &InputData) -> Location {
        match &data.source {
            InputSource::Forwarded(forwarded) => forwarded.at.clone(),
            _ => Location::cells(&self.by.book, &self.by.sheet, data.at),
        }
    }

    /// The input as one of the requiring table.
    fn forwarded(self, data: &InputData) -> InputData {
        let source = Forwarded { requirement: self.requirement, input: self.input, at: self.at(data) };
        let closed = data.closed.clone().map(|closed| ClosedList { at: None, ..closed });
        let ty = match &data.ty {
            InputType::List(list) => InputType::List(Box::new(self.list(list))),
            other => other.clone(),
        };
        InputData { source: InputSource::Forwarded(Box::new(source)), ty, closed, at: self.named.at, ..data.clone() }
    }

    fn list(self, list: &ListType) -> ListType {
        ListType { item: self.shape(&list.item), nullable: list.nullable }
    }

    fn shape(self, shape: &Shape) -> Shape {
        match shape {
            Shape::Value(data) => Shape::Value(Box::new(self.forwarded(data))),
            Shape::Record(fields) => Shape::Record(fields.iter().map(|(name, field)| (name.clone(), self.shape(field))).collect()),
            Shape::List(list) => Shape::List(Box::new(self.list(list))),
        }
    }
}

/// Makes one input of two of one name, or reports that they can't be.
fn unite(table: &mut Table<'_, '_>, one: &mut InputData, other: &InputData, read: Read<'_>) {
    if let (InputType::List(list), InputType::List(read_there)) = (&mut one.ty, &other.ty) {
        unite_lists(table, &one.name.to_string(), list, read_there, read);
        return;
    }
    match disagreement(table, one, other, read) {
        Some(disagreement) => report(table, &one.name.to_string(), (one, other), disagreement, read),
        None if matches!(one.source, InputSource::Forwarded(_)) => widen(table, one, other),
        None => {}
    }
}

fn unite_lists(table: &mut Table<'_, '_>, path: &str, one: &mut ListType, other: &ListType, read: Read<'_>) {
    if one.nullable == other.nullable {
        unite_shapes(table, &format!("{path}{LIST_MARK}"), &mut one.item, &other.item, read);
    } else {
        differ(table, path, (&one.item, one.to_string()), (&other.item, other.to_string()), read);
    }
}

fn unite_shapes(table: &mut Table<'_, '_>, path: &str, one: &mut Shape, other: &Shape, read: Read<'_>) {
    match (one, other) {
        (Shape::Value(one), Shape::Value(other)) => unite(table, one, other, read),
        (Shape::List(one), Shape::List(other)) => unite_lists(table, path, one, other, read),
        (Shape::Record(fields), Shape::Record(others)) => {
            for (name, other) in others {
                match fields.iter_mut().find(|(known, _)| known == name) {
                    Some((_, field)) => unite_shapes(table, &format!("{path}.{name}"), field, other, read),
                    None => fields.push((name.clone(), read.shape(other))),
                }
            }
        }
        (one, other) => differ(table, path, (one, shown(one)), (other, shown(other)), read),
    }
}

/// What a place in a list holds, in words.
fn shown(shape: &Shape) -> String {
    match shape {
        Shape::Value(data) => data.ty.to_string(),
        Shape::Record(_) => "record".to_owned(),
        Shape::List(list) => list.to_string(),
    }
}

/// Reports that one place in a list holds two kinds of things.
fn differ(table: &mut Table<'_, '_>, path: &str, (one, says): (&Shape, String), (other, there): (&Shape, String), read: Read<'_>) {
    // Each shape has a value at its end.
    let (Some(one), Some(other)) = (one.values().first().copied(), other.values().first().copied()) else { return };
    report(table, path, (one, other), Disagreement { what: "type", says, there }, read);
}

fn report(table: &mut Table<'_, '_>, name: &str, (one, other): (&InputData, &InputData), disagreement: Disagreement, read: Read<'_>) {
    let Disagreement { what, says, there } = disagreement;
    let named = table.cells.at(read.named.at);
    let second = read.at(other);
    let (first, is_own) = match &one.source {
        InputSource::Forwarded(forwarded) => (forwarded.at.clone(), false),
        _ => (table.cells.at(one.at), true),
    };
    // Of two that others read, the table only brings both together.
    let at = if is_own && first != second { first.clone() } else { named };
    let (name, decision) = (name.to_owned(), read.named.decision.clone());
    let problem = TypingProblem::InputsDisagree { name, what, says, there, decision, first, second };
    table.cells.report(TypingFinding { at, problem });
}

fn disagreement(table: &Table<'_, '_>, one: &InputData, other: &InputData, read: Read<'_>) -> Option<Disagreement> {
    if one.ty != other.ty {
        return Some(Disagreement { what: "type", says: one.ty.to_string(), there: other.ty.to_string() });
    }
    let listed = |input: &InputData| input.closed.as_ref().map(|closed| closed.values.join(", ")).unwrap_or_else(|| "any text".to_owned());
    // What the glossary names is one thing, whatever each table narrows it to.
    let shared = table.scope.entry(&one.name.to_string()).ok().flatten();
    let book_of_one = match &one.source {
        InputSource::Forwarded(forwarded) => forwarded.at.book.clone(),
        _ => table.cells.at(one.at).book,
    };
    let governed = shared.is_some_and(|entry| entry.app_wide || book_of_one == entry.book && read.at(other).book == entry.book);
    if governed || same_values(one.closed.as_ref(), other.closed.as_ref()) {
        return None;
    }
    Some(Disagreement { what: "values", says: listed(one), there: listed(other) })
}

fn same_values(one: Option<&ClosedList>, other: Option<&ClosedList>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.values.len() == other.values.len() && one.values.iter().all(|value| other.values.contains(value)),
        (None, None) => true,
        _ => false,
    }
}

/// Lets an input that others read take what all of them may.
fn widen(table: &Table<'_, '_>, input: &mut InputData, other: &InputData) {
    if input.domain == other.domain {
        return;
    }
    if same_values(input.closed.as_ref(), other.closed.as_ref()) {
        // The same enum, in two orders; of anything else, each decision looks at its own values.
        if input.closed.is_none() {
            input.domain = None;
        }
        return;
    }
    (input.domain, input.closed) = glossary_list(table.scope, &input.name.to_string()).map_or((None, None), |(d, c)| (Some(d), Some(c)));
}
