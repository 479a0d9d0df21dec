//! Columns over paths into lists.

use std::collections::{BTreeMap, BTreeSet};

use super::setting::setting;
use super::{Field, Group, field, subject};
use crate::diagnostic::Location;
use crate::diagnostic::typing::{TypingFinding, TypingProblem};
use crate::layout::{Column, ColumnRow, Role};
use crate::model::{ExpressionBase, ExpressionType, InputData, InputSource, Name};
use crate::syntax::{LIST_MARK, Path};
use crate::typing::environment::Environment;
use crate::typing::{Table, lists};

/// The columns over one path, whatever their quantifiers.
pub(super) struct PathGroup<'a> {
    /// The path with a `[]` behind each list.
    pub(super) name: Name,
    /// The cell that gives it first.
    pub(super) at: Location,
    columns: Vec<&'a Column>,
}

/// What a column with a path into a list tests.
pub(in crate::typing) struct Leaf<'a> {
    /// The path.
    pub(in crate::typing) path: Path,
    /// What `?` is.
    pub(in crate::typing) tested: Tested<'a>,
}

/// What lies at the end of a path.
pub(in crate::typing) enum Tested<'a> {
    /// One value of each item.
    Value(Box<Field<'a>>),
    /// A record, or a list.
    Structure(ExpressionType),
}

impl PathGroup<'_> {
    /// Whether other paths, of columns or of the glossary, go on behind this one: it leads to a record or a list.
    pub(super) fn is_structure(&self, table: &Table<'_, '_>, paths: &[Self]) -> bool {
        let printed = self.name.to_string();
        let goes_on = |other: &Name| {
            let other = other.to_string();
            other.strip_prefix(&printed).is_some_and(|rest| rest.starts_with('.') || rest.starts_with(LIST_MARK))
        };
        let root = printed.split(LIST_MARK).next().unwrap_or_default();
        paths.iter().any(|path| goes_on(&path.name)) || table.scope.fields(root).any(|entry| goes_on(&entry.name))
    }
}

/// Adds a column with a path to the groups of its list; gives its position there. `None` where the list's name is another's.
pub(super) fn group<'a>(
    table: &mut Table<'a, '_>,
    column: &'a Column,
    (path, at): (Path, Location),
    environment: &Environment<'a>,
    groups: &mut Vec<Group<'a>>,
    by_name: &mut BTreeMap<String, usize>,
    quantified: &mut BTreeMap<u32, Path>,
) -> Option<usize> {
    let depth = lists::depth(&path.name)?;
    let root = lists::name(&path.name, depth);
    if !subject::is_input(table, column, &root, &at, environment) || !is_list(table, &path, &root, &at) {
        return None;
    }
    // No other input's key begins so.
    let index = *by_name.entry(format!("{LIST_MARK}{root}")).or_insert(groups.len());
    if index == groups.len() {
        groups.push(Group { name: root, at: at.clone(), columns: Vec::new(), expression: None, paths: Vec::new(), required: None });
    }
    let group = groups.get_mut(index)?;
    group.columns.push(column);
    match group.paths.iter_mut().find(|known| known.name == path.name) {
        Some(known) => known.columns.push(column),
        None => group.paths.push(PathGroup { name: path.name.clone(), at, columns: vec![column] }),
    }
    quantified.insert(column.column, path);
    Some(index)
}

/// Whether the glossary doesn't know the list as a value.
fn is_list(table: &mut Table<'_, '_>, path: &Path, root: &Name, at: &Location) -> bool {
    let Ok(Some(entry)) = table.scope.entry(&root.to_string()) else { return true };
    let first = Location::cells(&entry.book, &entry.sheet, entry.at);
    let problem = TypingProblem::ListAndValue { list: path.name.to_string(), other: root.to_string(), first };
    table.cells.report(TypingFinding { at: at.clone(), problem });
    false
}

/// Types a list and what its columns test, which is added to `leaves`; and to `fields`, those of its fields that only the glossary names.
/// `None` where the type of some value can't be told, which has been reported then.
pub(super) fn list<'a>(
    table: &mut Table<'a, '_>,
    group: &Group<'a>,
    quantified: &BTreeMap<u32, Path>,
    (leaves, fields): (&mut BTreeMap<u32, Leaf<'a>>, &mut BTreeSet<String>),
    environment: &Environment<'a>,
    used: &mut BTreeSet<String>,
) -> Option<Field<'a>> {
    let first = *group.columns.first()?;
    let depth = lists::depth(&group.paths.first()?.name)?;
    let mut values: Vec<InputData> = Vec::new();
    let mut structures = Vec::new();
    let mut complete = true;
    for path in &group.paths {
        if path.is_structure(table, &group.paths) {
            structures.push(path);
            continue;
        }
        let column = *path.columns.first()?;
        if asks_of_records(table, &path.columns) && is_untyped(table, path) {
            let problem = TypingProblem::UnknownItems { label: column.label.text.clone(), path: path.name.to_string() };
            table.cells.report(TypingFinding { at: path.at.clone(), problem });
            complete = false;
            continue;
        }
        for column in &path.columns {
            let typed = field(table, path.name.clone(), column, &path.columns, Role::If, environment, used);
            let Some(of_column) = quantified.get(&column.column) else { continue };
            match value(&typed) {
                Some(value) if values.iter().all(|known| known.name != value.name) => values.push(value),
                Some(_) => {}
                None => complete = false,
            }
            leaves.insert(column.column, Leaf { path: of_column.clone(), tested: Tested::Value(Box::new(typed)) });
        }
    }
    for entry in environment.fields(&group.name.to_string()) {
        let name = entry.name.to_string();
        used.insert(name.clone());
        if group.paths.iter().all(|path| path.name != entry.name) {
            values.push(lists::of_entry(entry, first.label.at));
            fields.insert(name);
        }
    }
    if !complete || values.is_empty() {
        table.cells.broken = true;
        return None;
    }
    let list = lists::list(&values, depth);
    let ty = list.expression_type();
    for path in structures {
        let Some(ty) = at_end(&ty, &path.name, depth) else { continue };
        for column in &path.columns {
            for row in [ColumnRow::Type, ColumnRow::Values] {
                if let Some((cell, _)) = setting(table, column, row) {
                    table.cells.problem(cell, TypingProblem::TypedStructure { label: column.label.text.clone(), ty: ty.to_string() });
                }
            }
            let Some(path) = quantified.get(&column.column) else { continue };
            leaves.insert(column.column, Leaf { path: path.clone(), tested: Tested::Structure(ty.clone()) });
        }
    }
    Some(Field {
        column: first,
        name: group.name.clone(),
        ty: None,
        list: Some(list),
        inferred: false,
        domain: None,
        closed: None,
        entry: None,
        unit: None,
        about: None,
        default: None,
        source: InputSource::Given,
    })
}

/// A value of the items.
fn value(field: &Field<'_>) -> Option<InputData> {
    Some(InputData {
        name: field.name.clone(),
        source: InputSource::Given,
        ty: field.ty?.into(),
        inferred: field.inferred,
        domain: field.domain.clone(),
        closed: field.closed.clone(),
        unit: field.unit.clone(),
        about: field.about.clone().or_else(|| field.entry.and_then(|entry| entry.about.clone())),
        sensitivity: field.entry.and_then(|entry| entry.sensitivity.clone()),
        at: field.column.label.at,
    })
}

/// What a path leads to, in a list of this type that it leads into at `depth`.
fn at_end(list: &ExpressionType, path: &Name, depth: usize) -> Option<ExpressionType> {
    let mut ty = item(list)?.clone();
    for marked in path.0.iter().skip(depth + 1) {
        let (name, is_list) = lists::segment(marked);
        let ExpressionBase::Context(entries) = &ty.base else { return None };
        let entry = entries.iter().find(|(known, _)| known == name).map(|(_, entry)| entry)?;
        ty = if is_list { item(entry)?.clone() } else { entry.clone() };
    }
    Some(ty)
}

fn item(list: &ExpressionType) -> Option<&ExpressionType> {
    if let ExpressionBase::List(item) = &list.base { Some(item) } else { None }
}

/// Whether some entry of the columns asks for a field of `?`.
fn asks_of_records(table: &Table<'_, '_>, columns: &[&Column]) -> bool {
    let rows = table.block.rules.iter().map(|rule| rule.row);
    rows.flat_map(|row| columns.iter().map(move |column| (row, column.column)))
        .any(|(row, column)| table.cells.cell(row, column).1.is_some_and(|content| content.shown().contains("?.")))
}

/// Whether neither a column nor the glossary gives a type.
fn is_untyped(table: &Table<'_, '_>, path: &PathGroup<'_>) -> bool {
    let known = matches!(table.scope.entry(&path.name.to_string()), Ok(None));
    known && path.columns.iter().all(|column| setting(table, column, ColumnRow::Type).is_none())
}
