//! Lists of facts: what their items are, of all the paths into them.

use crate::model::{GlossaryEntry, InputData, InputSource, ListType, Name, Shape};
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

/// The list that an entry of the glossary gives the values of, if it may be null.
pub(super) fn nullable(entry: &GlossaryEntry) -> Option<Name> {
    let (last, outer) = entry.name.0.split_last()?;
    let list = Name(outer.iter().cloned().chain([segment(last).0.to_owned()]).collect());
    entry.list_nullable.is_some_and(|nullable| nullable).then_some(list)
}

/// Lets these lists be null: a list that paths lead into at this depth, and lists in its items.
pub(super) fn let_lists_be_null(list: &mut ListType, nullable: impl IntoIterator<Item = Name>, depth: usize) {
    for path in nullable {
        match path.0.get(depth + 1..) {
            Some(below) if !below.is_empty() => let_be_null(&mut list.item, below),
            _ => list.nullable = true,
        }
    }
}

/// Lets the list that these segments lead to from an item be null.
fn let_be_null(item: &mut Shape, segments: &[String]) {
    let Some((first, rest)) = segments.split_first() else { return };
    let Shape::Record(fields) = item else { return };
    let (name, _) = segment(first);
    let Some((_, field)) = fields.iter_mut().find(|(known, _)| known == name) else { return };
    match field {
        Shape::List(list) if rest.is_empty() => list.nullable = true,
        Shape::List(list) => let_be_null(&mut list.item, rest),
        other => let_be_null(other, rest),
    }
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
    let mut list = list(&entries.iter().map(|entry| of_entry(entry, at)).collect::<Vec<_>>(), depth);
    let_lists_be_null(&mut list, entries.iter().filter_map(|entry| nullable(entry)), depth);
    list
}
