//! Which fields of its facts a table reads.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    DecisionTable, Expression, ExpressionBase, ExpressionKind, ExpressionType, InputId, InputSource, LocalId, Operation, Shape,
};

/// Which of these fields, of lists that a table reads, none of its expressions reads. A record of which nothing is read keeps them all:
/// they are what it has.
pub(super) fn unread(table: &DecisionTable, fields: &BTreeSet<String>) -> BTreeSet<String> {
    let mut read = Reads::default();
    for input in &table.inputs {
        if let InputSource::Column(literal) | InputSource::Condition(literal, _) = &input.source {
            read.see(&literal.expression);
        }
    }
    for entry in table.rules.iter().flat_map(|rule| &rule.outputs) {
        if let Some(literal) = entry.output.expression() {
            read.see(&literal.expression);
        }
    }
    let mut unread = BTreeSet::new();
    for (id, input) in (0..).map(InputId).zip(&table.inputs) {
        if let Some(list) = input.list() {
            let read: BTreeSet<_> = read.fields.iter().filter(|(of, _)| *of == id).map(|(_, field)| field.clone()).collect();
            unread_of(&list.item, &read, fields, &mut unread);
        }
    }
    unread
}

/// A field: the names of its record's fields, and its position among them.
type Field = (Vec<String>, usize);

/// Which fields of which inputs expressions read.
#[derive(Default)]
struct Reads {
    fields: BTreeSet<(InputId, Field)>,
    /// Of each variable, the inputs that its value may come from.
    locals: BTreeMap<LocalId, BTreeSet<InputId>>,
}

impl Reads {
    /// Notes what an expression reads. A variable's number is of this expression alone.
    fn see(&mut self, expression: &Expression) {
        self.locals.clear();
        expression.visit(&mut |part| self.see_part(part));
    }

    /// Notes what a part reads, which is seen before its own parts.
    fn see_part(&mut self, part: &Expression) {
        match &part.kind {
            ExpressionKind::WhenKnown { bindings, .. }
            | ExpressionKind::Let { bindings, .. }
            | ExpressionKind::For { bindings, .. }
            | ExpressionKind::Some { bindings, .. }
            | ExpressionKind::Every { bindings, .. } => bindings.iter().for_each(|(local, bound)| self.bind(*local, bound)),
            ExpressionKind::Filter { list, item, .. } => self.bind(*item, list),
            ExpressionKind::Sort { list, left, right, .. } => [left, right].into_iter().for_each(|local| self.bind(*local, list)),
            ExpressionKind::Entry(inner, position) => {
                let field = names(&inner.ty).map(|names| (names, *position));
                self.fields.extend(self.roots(inner).into_iter().filter_map(|root| Some((root, field.clone()?))));
            }
            // What looks at items as a whole reads all their fields.
            ExpressionKind::Equal(one, other) => [one, other].into_iter().for_each(|each| self.whole(each)),
            ExpressionKind::Apply(operation, operands) if !matches!(operation, Operation::Count | Operation::Item) => {
                operands.iter().for_each(|operand| self.whole(operand));
            }
            _ => {}
        }
    }

    fn bind(&mut self, local: LocalId, bound: &Expression) {
        let roots = self.roots(bound);
        self.locals.insert(local, roots);
    }

    /// The inputs that an expression's value may come from.
    fn roots(&self, expression: &Expression) -> BTreeSet<InputId> {
        let mut roots = BTreeSet::new();
        expression.visit(&mut |part| match &part.kind {
            ExpressionKind::Input(input) => drop(roots.insert(*input)),
            ExpressionKind::Local(local) => roots.extend(self.locals.get(local).into_iter().flatten()),
            _ => {}
        });
        roots
    }

    fn whole(&mut self, expression: &Expression) {
        let mut fields = BTreeSet::new();
        whole(&expression.ty, &mut fields);
        if !fields.is_empty() {
            let roots = self.roots(expression);
            self.fields.extend(roots.into_iter().flat_map(|root| fields.iter().map(move |field| (root, field.clone()))));
        }
    }
}

/// The names of a context's entries.
fn names(ty: &ExpressionType) -> Option<Vec<String>> {
    if let ExpressionBase::Context(entries) = &ty.base { Some(entries.iter().map(|(name, _)| name.clone()).collect()) } else { None }
}

/// Takes all entries of all contexts in a type for read.
fn whole(ty: &ExpressionType, read: &mut BTreeSet<Field>) {
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
fn unread_of(shape: &Shape, read: &BTreeSet<Field>, fields: &BTreeSet<String>, unread: &mut BTreeSet<String>) {
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
