//! Lists of facts: what their items are, of all the paths into them.

use std::collections::BTreeSet;

use crate::model::{
    DecisionTable, ExpressionBase, ExpressionKind, ExpressionType, GlossaryEntry, InputData, InputSource, ListType, Name, Operation, Shape,
};
use crate::source::CellRef;
use crate::syntax::LIST_MARK;

/// A segment of a path without the mark of a list, and whether it has one.
pub(super) fn segment(segment: &str) -> (&str, bool) {
    segment.strip_suffix(LIST_MARK).map_or((segment, false), |plain| (plain, true))
}

/// Where a path first leads into a list.
pub(super) fn depth(path: &Name) -> Option<usize> {
    path.0.iter().position(|each| segment(each).1)
}

/// The name of the list that a path leads into at this depth.
pub(super) fn name(path: &Name, depth: usize) -> Name {
    Name(path.0.iter().take(depth + 1).map(|each| segment(each).0.to_owned()).collect())
}

/// The path to the values of a list.
pub(super) fn marked(list: &Name) -> Name {
    let mut name = list.clone();
    if let Some(last) = name.0.last_mut() {
        last.push_str(LIST_MARK);
    }
    name
}

/// The list of these values, whose names all lead into it at this depth. There is at least one.
pub(super) fn list(values: &[InputData], depth: usize) -> ListType {
    let values: Vec<&InputData> = values.iter().collect();
    of(&values, depth)
}

fn of(values: &[&InputData], depth: usize) -> ListType {
    ListType { item: shape(values, depth + 1), nullable: false }
}

/// What lies at `depth` of paths that are equal before it.
fn shape(values: &[&InputData], depth: usize) -> Shape {
    // A value that others lie in has been reported.
    if let Some(value) = values.iter().find(|value| value.name.0.len() <= depth) {
        return Shape::Value(Box::new((*value).clone()));
    }
    let mut fields: Vec<(&str, Vec<&InputData>)> = Vec::new();
    for value in values {
        let Some(name) = value.name.0.get(depth) else { continue };
        match fields.iter_mut().find(|(known, _)| segment(known).0 == segment(name).0) {
            Some((_, below)) => below.push(value),
            None => fields.push((name, vec![value])),
        }
    }
    let field = |(marked, below): (&str, Vec<&InputData>)| {
        let (name, is_list) = segment(marked);
        let shape = if is_list { Shape::List(Box::new(of(&below, depth))) } else { shape(&below, depth + 1) };
        (name.to_owned(), shape)
    };
    Shape::Record(fields.into_iter().map(field).collect())
}

/// A value of the glossary in a list that the cell `at` uses first.
pub(super) fn of_entry(entry: &GlossaryEntry, at: CellRef) -> InputData {
    InputData {
        name: entry.name.clone(),
        source: InputSource::Given,
        ty: entry.ty.into(),
        inferred: false,
        domain: entry.domain.clone(),
        closed: entry.domain.as_ref().and_then(|domain| super::column::closed(domain, entry.ty, None, Some(entry))),
        unit: None,
        about: entry.about.clone(),
        sensitivity: entry.sensitivity.clone(),
        at,
    }
}

/// A list whose fields only the glossary knows.
pub(super) fn of_glossary(entries: &[&GlossaryEntry], depth: usize, at: CellRef) -> ListType {
    list(&entries.iter().map(|entry| of_entry(entry, at)).collect::<Vec<_>>(), depth)
}

/// Which of these fields, of lists that a table reads, none of its expressions reads. A record of which nothing is read keeps them all:
/// they are what it has.
pub(super) fn unread(table: &DecisionTable, fields: &BTreeSet<String>) -> BTreeSet<String> {
    let mut read: BTreeSet<(Vec<String>, usize)> = BTreeSet::new();
    let mut see = |expression: &crate::model::Expression| match &expression.kind {
        ExpressionKind::Entry(inner, position) => {
            read.extend(names(&inner.ty).map(|names| (names, *position)));
        }
        // What looks at items as a whole reads all their fields.
        ExpressionKind::Equal(one, _) => whole(&one.ty, &mut read),
        ExpressionKind::Apply(operation, operands) if !matches!(operation, Operation::Count | Operation::Item) => {
            operands.iter().for_each(|operand| whole(&operand.ty, &mut read));
        }
        _ => {}
    };
    for input in &table.inputs {
        if let InputSource::Column(literal) | InputSource::Condition(literal, _) = &input.source {
            literal.expression.visit(&mut see);
        }
    }
    for entry in table.rules.iter().flat_map(|rule| &rule.outputs) {
        if let Some(literal) = entry.output.expression() {
            literal.expression.visit(&mut see);
        }
    }
    let mut unread = BTreeSet::new();
    for list in table.inputs.iter().filter_map(InputData::list) {
        unread_of(&list.item, &read, fields, &mut unread);
    }
    unread
}

/// The names of a context's entries.
fn names(ty: &ExpressionType) -> Option<Vec<String>> {
    if let ExpressionBase::Context(entries) = &ty.base { Some(entries.iter().map(|(name, _)| name.clone()).collect()) } else { None }
}

/// Takes all entries of all contexts in a type for read.
fn whole(ty: &ExpressionType, read: &mut BTreeSet<(Vec<String>, usize)>) {
    match &ty.base {
        ExpressionBase::List(item) => whole(item, read),
        ExpressionBase::Context(entries) => {
            read.extend(names(ty).into_iter().flat_map(|names| (0..entries.len()).map(move |position| (names.clone(), position))));
            entries.iter().for_each(|(_, entry)| whole(entry, read));
        }
        _ => {}
    }
}

/// The values of records that nothing reads; of a record of which nothing is read, none. What isn't one of `fields` is read.
fn unread_of(shape: &Shape, read: &BTreeSet<(Vec<String>, usize)>, fields: &BTreeSet<String>, unread: &mut BTreeSet<String>) {
    match shape {
        Shape::Value(_) => {}
        Shape::List(list) => unread_of(&list.item, read, fields, unread),
        Shape::Record(entries) => {
            // Of what only required decisions read the table has no say.
            let entries: Vec<&(String, Shape)> = entries.iter().filter(|(_, field)| !field.is_forwarded()).collect();
            let names: Vec<String> = entries.iter().map(|(name, _)| name.clone()).collect();
            let is_read = |position: usize, field: &Shape| {
                read.contains(&(names.clone(), position)) || values(field).iter().any(|name| !fields.contains(name))
            };
            let (some, none): (Vec<_>, Vec<_>) =
                entries.into_iter().enumerate().partition(|(position, (_, field))| is_read(*position, field));
            for (_, (_, field)) in &some {
                unread_of(field, read, fields, unread);
            }
            if !some.is_empty() {
                unread.extend(none.iter().flat_map(|(_, (_, field))| values(field)));
            }
        }
    }
}

/// The names of all values in it.
fn values(shape: &Shape) -> Vec<String> {
    match shape {
        Shape::Value(data) => vec![data.name.to_string()],
        Shape::List(list) => values(&list.item),
        Shape::Record(fields) => fields.iter().flat_map(|(_, field)| values(field)).collect(),
    }
}
