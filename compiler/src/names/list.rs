//! The names of what lies in lists. Decisions that requirements connect share the struct of an item of which they read the same, so that one
//! can hand its list on to another.

use std::collections::BTreeMap;

use super::decision::{Column, EnumNames, FieldNames, Scope, TypePath, type_name};
use super::identifier::{screaming, snake};
use super::untaken;
use crate::diagnostic::output::{Meeting, OutputFinding};
use crate::diagnostic::{Diagnostic, Location};
use crate::model::{ClosedList, Shape};
use crate::source::CellRef;

/// The names of what a list's items are, or a field of them; of the form of its [`Shape`].
#[derive(Clone, Debug, PartialEq)]
pub enum ShapeNames {
    /// A value: its static `Field`, its enum, and as its path its field in the record that holds it, if one does.
    Value(FieldNames),
    /// A record.
    Record {
        /// Its type: `Item`.
        name: String,
        /// Where that is defined, if it isn't the module's own.
        shared: Option<TypePath>,
        /// The function that reads it from JSON: `read_item`.
        reader: String,
        /// Its fields, each with what it is.
        fields: Vec<(String, Self)>,
    },
    /// A list.
    List {
        /// Its static `Field`.
        field: String,
        /// What its items are.
        item: Box<Self>,
    },
}

/// What has been named at the same place in a list of a decision that requirements connect with this one.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) shape: &'a Shape,
    pub(super) names: &'a ShapeNames,
    /// The decision's module.
    pub(super) module: &'a [String],
}

impl<'a> Known<'a> {
    /// A field of a record.
    fn field(self, segment: &str) -> Option<(&'a str, Self)> {
        let (Shape::Record(shapes), ShapeNames::Record { fields, .. }) = (self.shape, self.names) else { return None };
        let ((_, shape), (ident, names)) = shapes.iter().zip(fields).find(|((name, _), _)| name == segment)?;
        Some((ident, Self { shape, names, module: self.module }))
    }

    /// What the items of a list are.
    fn item(self) -> Option<Self> {
        let (Shape::List(list), ShapeNames::List { item, .. }) = (self.shape, self.names) else { return None };
        Some(Self { shape: &list.item, names: item, module: self.module })
    }

    /// The enum of a value with this closed list, and the module that knows it.
    fn closed(self, closed: &ClosedList) -> Option<(&'a EnumNames, &'a [String])> {
        let (Shape::Value(data), ShapeNames::Value(names)) = (self.shape, self.names) else { return None };
        (data.closed.as_ref()?.values == closed.values).then_some((names.list.as_ref()?, self.module))
    }
}

/// Whether two shapes are one Rust type: of the same fields, in whatever order.
fn alike(one: &Shape, other: &Shape) -> bool {
    let values = |closed: &'_ Option<ClosedList>| closed.as_ref().map(|closed| (closed.values.clone(), closed.rust.clone()));
    match (one, other) {
        (Shape::Value(one), Shape::Value(other)) => one.ty == other.ty && values(&one.closed) == values(&other.closed),
        (Shape::List(one), Shape::List(other)) => one.nullable == other.nullable && alike(&one.item, &other.item),
        (Shape::Record(one), Shape::Record(other)) => {
            let found = |(name, field): &(String, Shape)| other.iter().any(|(known, other)| known == name && alike(field, other));
            one.len() == other.len() && one.iter().all(found)
        }
        _ => false,
    }
}

/// Whether some type in it is its own module's.
pub(super) fn defines(names: &ShapeNames) -> bool {
    match names {
        ShapeNames::Value(names) => names.list.as_ref().is_some_and(|list| list.shared.is_none()),
        ShapeNames::List { item, .. } => defines(item),
        ShapeNames::Record { shared, fields, .. } => shared.is_none() || fields.iter().any(|(_, field)| defines(field)),
    }
}

impl Scope<'_> {
    /// The names of what a list's items are; `path` leads to the list.
    pub(super) fn item(
        &mut self,
        item: &Shape,
        kin: &[Known<'_>],
        path: &mut Vec<String>,
        at: CellRef,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> ShapeNames {
        match item {
            // What is in a list of values has no name but the list's.
            Shape::Value(_) | Shape::List(_) => {
                path.push("item".to_owned());
                let names = self.shape(item, kin, path, at, diagnostics);
                path.pop();
                names
            }
            Shape::Record(_) => {
                if let Some(known) = kin.iter().find(|known| alike(item, known.shape)) {
                    return self.shared(item, *known, path);
                }
                let plural = path.last().cloned().unwrap_or_default();
                let named = path.last_mut().map(|last| std::mem::replace(last, singular(&plural)));
                let name = type_name(path, "Input", &mut self.taken);
                if let (Some(last), Some(named)) = (path.last_mut(), named) {
                    *last = named;
                }
                self.record(item, kin, name, path, at, diagnostics)
            }
        }
    }

    fn record(
        &mut self,
        shape: &Shape,
        kin: &[Known<'_>],
        name: String,
        path: &mut Vec<String>,
        at: CellRef,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> ShapeNames {
        let Shape::Record(members) = shape else { return self.shape(shape, kin, path, at, diagnostics) };
        let mut taken: BTreeMap<String, (String, CellRef)> = BTreeMap::new();
        let mut fields = Vec::new();
        for (segment, member) in members {
            let at = first_cell(member).unwrap_or(at);
            path.push(segment.clone());
            let mut field = snake(segment);
            if let Some((first, first_at)) = taken.get(&field) {
                let place = |at: CellRef| Location::cells(&self.table.book, &self.table.sheet, at);
                let finding = OutputFinding::Meet {
                    what: Meeting::Fields,
                    identifier: field.clone(),
                    first: (first.clone(), place(*first_at)),
                    second: (path.join("."), place(at)),
                };
                diagnostics.push(finding.into());
                field = untaken(field, &mut taken.keys().cloned().collect());
            }
            taken.insert(field.clone(), (path.join("."), at));
            let kin: Vec<Known<'_>> = kin.iter().filter_map(|known| Some(known.field(segment)?.1)).collect();
            fields.push((field, self.shape(member, &kin, path, at, diagnostics)));
            path.pop();
        }
        let reader = untaken(snake(&format!("read {name}")), &mut self.taken);
        ShapeNames::Record { name, shared: None, reader, fields }
    }

    /// The names of a field of a record, to which `path` leads.
    fn shape(
        &mut self,
        shape: &Shape,
        kin: &[Known<'_>],
        path: &mut Vec<String>,
        at: CellRef,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> ShapeNames {
        match shape {
            Shape::Value(data) => {
                let origin = data.closed.as_ref().and_then(|closed| kin.iter().find_map(|known| known.closed(closed)));
                let column = Column { name: &data.name, at: data.at, closed: data.closed.as_ref(), origin };
                let list = column.closed.map(|closed| self.list(&column, closed, "Input", diagnostics));
                let field = untaken(screaming(&path.join(" ")), &mut self.taken);
                ShapeNames::Value(FieldNames { path: path.last().map(|segment| snake(segment)).into_iter().collect(), field, list })
            }
            Shape::List(list) => {
                let field = untaken(screaming(&path.join(" ")), &mut self.taken);
                let kin: Vec<Known<'_>> = kin.iter().filter_map(|known| known.item()).collect();
                ShapeNames::List { field, item: Box::new(self.item(&list.item, &kin, path, at, diagnostics)) }
            }
            Shape::Record(_) => {
                if let Some(known) = kin.iter().find(|known| alike(shape, known.shape)) {
                    return self.shared(shape, *known, path);
                }
                let name = type_name(path, "Input", &mut self.taken);
                self.record(shape, kin, name, path, at, diagnostics)
            }
        }
    }

    /// The names of what has the types that `known` has.
    fn shared(&mut self, shape: &Shape, known: Known<'_>, path: &mut Vec<String>) -> ShapeNames {
        match (shape, known.names) {
            (Shape::Record(members), ShapeNames::Record { name, shared, .. }) => {
                let defined = shared.clone().unwrap_or_else(|| TypePath::generated(known.module.to_vec(), name.clone()));
                let name = type_name(std::slice::from_ref(&defined.name), "Input", &mut self.taken);
                let mut fields = Vec::new();
                for (segment, member) in members {
                    let Some((ident, known)) = known.field(segment) else { continue };
                    path.push(segment.clone());
                    fields.push((ident.to_owned(), self.shared(member, known, path)));
                    path.pop();
                }
                let reader = untaken(snake(&format!("read {name}")), &mut self.taken);
                ShapeNames::Record { name, shared: Some(defined), reader, fields }
            }
            (Shape::List(list), ShapeNames::List { .. }) => {
                let field = untaken(screaming(&path.join(" ")), &mut self.taken);
                let item = known.item().map(|known| self.shared(&list.item, known, path));
                ShapeNames::List { field, item: Box::new(item.unwrap_or_else(|| known.names.clone())) }
            }
            (_, ShapeNames::Value(names)) => {
                let field = untaken(screaming(&path.join(" ")), &mut self.taken);
                let list = names.list.as_ref().map(|list| {
                    let defined = list.path_in(known.module);
                    let segments = [defined.name.clone()];
                    self.taken_from(defined, list, &segments, "Input")
                });
                ShapeNames::Value(FieldNames { path: names.path.clone(), field, list })
            }
            // Names have the form of what they name.
            (_, names) => names.clone(),
        }
    }
}

/// The cell of the first value in it.
fn first_cell(shape: &Shape) -> Option<CellRef> {
    shape.values().first().map(|data| data.at)
}

/// What one of many is called in English, as far as its ending tells: `item` of `items`. Other words stay as they are.
fn singular(plural: &str) -> String {
    let ends = |end: &str| plural.len() > end.len() + 1 && plural.ends_with(end);
    if let Some(stem) = plural.strip_suffix("ies").filter(|_| ends("ies")) {
        return format!("{stem}y");
    }
    let longer = ["sses", "xes", "ches", "shes"].into_iter().any(ends);
    let cut = match (longer, ends("s") && !["ss", "us", "is"].into_iter().any(ends)) {
        (true, _) => 2,
        (false, true) => 1,
        (false, false) => 0,
    };
    plural.get(..plural.len() - cut).unwrap_or(plural).to_owned()
}

#[cfg(test)]
mod tests {
    use super::singular;

    #[test]
    fn one_of_many() {
        for (plural, one) in [
            ("items", "item"),
            ("categories", "category"),
            ("addresses", "address"),
            ("boxes", "box"),
            ("branches", "branch"),
            ("product", "product"),
            ("class", "class"),
            ("status", "status"),
            ("s", "s"),
            ("line items", "line item"),
        ] {
            assert_eq!(singular(plural), one);
        }
    }
}
