//! Columns over paths into lists.

use std::collections::{BTreeMap, BTreeSet};

use super::setting::{field_domain, setting};
use super::subject::{Reading, reading};
use super::{Field, Group, field};
use crate::diagnostic::Location;
use crate::diagnostic::typing::{TypingFinding, TypingProblem};
use crate::layout::{Column, ColumnRow};
use crate::model::{DataType, ExpressionBase, ExpressionType, InputData, InputSource, InputType, ListType, Name, Shape, Type};
use crate::syntax::{LIST_MARK, Path, list_type_name, type_name};
use crate::typing::environment::Environment;
use crate::typing::{Table, lists};

/// The columns over one path, whatever their quantifiers.
pub(super) struct PathGroup<'a> {
    /// The path with a `[]` behind each list.
    pub(super) name: Name,
    /// The cell that gives it first.
    pub(super) at: Location,
    pub(super) columns: Vec<&'a Column>,
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
    /// A record, or a list of records.
    Structure(ExpressionType),
    /// A list of values: its type, and what its items are.
    List(ExpressionType, Box<InputData>),
}

impl PathGroup<'_> {
    /// Whether it is the list itself.
    pub(super) fn is_whole(&self) -> bool {
        lists::depth(&self.name).is_none()
    }

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
    let root = lists::depth(&path.name).map_or_else(|| path.name.clone(), |depth| lists::name(&path.name, depth));
    let required = match reading(table, column, &root, &at, environment, &mut BTreeSet::new())? {
        Reading::Decision(required) => Some(*required),
        Reading::Input if is_value(table, &path, &root, &at) => return None,
        Reading::Input => None,
    };
    // No other input's key begins so.
    let index = *by_name.entry(format!("{LIST_MARK}{root}")).or_insert(groups.len());
    if index == groups.len() {
        groups.push(Group { name: root, at: at.clone(), columns: Vec::new(), expression: None, paths: Vec::new(), required });
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

/// Whether a column that names no path is of a list: by its type, or by the glossary.
pub(super) fn is_list(table: &Table<'_, '_>, column: &Column, name: &Name) -> bool {
    let of_type = setting(table, column, ColumnRow::Type).is_some_and(|(_, content)| list_type_name(content).is_some());
    of_type || table.scope.fields(&name.to_string()).next().is_some()
}

/// The names of the values of a list, for telling whether inputs clash.
pub(super) fn names(table: &Table<'_, '_>, paths: &[PathGroup<'_>]) -> Vec<(Name, Location)> {
    let mut names: Vec<(Name, Location)> = Vec::new();
    for path in paths.iter().filter(|path| path.is_whole() || !path.is_structure(table, paths)) {
        let name = if path.is_whole() { lists::marked(&path.name) } else { path.name.clone() };
        // A list of records is known by its fields.
        let is_known = path.is_whole() && paths.iter().any(|other| !other.is_whole());
        if !is_known && names.iter().all(|(known, _)| *known != name) {
            names.push((name, path.at.clone()));
        }
    }
    names
}

/// Whether the glossary knows the list as a value, which is reported.
fn is_value(table: &mut Table<'_, '_>, path: &Path, root: &Name, at: &Location) -> bool {
    let Ok(Some(entry)) = table.scope.entry(&root.to_string()) else { return false };
    let first = Location::cells(&entry.book, &entry.sheet, entry.at);
    let problem = TypingProblem::ListAndValue { list: path.name.to_string(), other: root.to_string(), first };
    table.cells.report(TypingFinding { at: at.clone(), problem });
    true
}

/// Types a list and what its columns test, which is added to `leaves`; and to `fields`, those of its fields that only the glossary names.
/// Without a type where that of some value can't be told,
/// which has been reported then.
pub(super) fn list<'a>(
    table: &mut Table<'a, '_>,
    group: &Group<'a>,
    quantified: &BTreeMap<u32, Path>,
    (leaves, fields): (&mut BTreeMap<u32, Leaf<'a>>, &mut BTreeSet<String>),
    environment: &Environment<'a>,
    used: &mut BTreeSet<String>,
) -> Option<Field<'a>> {
    let first = *group.columns.first()?;
    let depth = group.name.0.len().checked_sub(1)?;
    // Of the list, and of the lists of values in its items, those that may be null.
    let mut nullable: BTreeSet<Name> = BTreeSet::new();
    let mut values: Vec<InputData> = Vec::new();
    let mut structures = Vec::new();
    let mut complete = true;
    for path in &group.paths {
        if path.is_whole() || is_list_of_values(table, path) {
            let typed = whole(table, path, used);
            complete &= typed.is_ok();
            if let Ok(Some((value, may_be_null))) = typed {
                nullable.extend(may_be_null.then(|| path.name.clone()));
                complete &= add(table, &mut values, value, &path.at);
            }
            structures.push(path);
            continue;
        }
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
        let typed = field(table, path.name.clone(), column, &path.columns, environment, used);
        complete &= value(&typed).is_some_and(|value| add(table, &mut values, value, &path.at));
        for column in &path.columns {
            let Some(of_column) = quantified.get(&column.column) else { continue };
            leaves.insert(column.column, Leaf { path: of_column.clone(), tested: Tested::Value(Box::new(typed.clone())) });
        }
    }
    for entry in environment.fields(&group.name.to_string()) {
        let name = entry.name.to_string();
        used.insert(name.clone());
        if values.iter().all(|known| known.name != entry.name) {
            values.push(lists::of_entry(entry, first.label.at));
            nullable.extend(lists::nullable(entry));
            fields.insert(name);
        }
    }
    if !complete || values.is_empty() {
        table.cells.broken = true;
        return Some(of_list(first, group, None));
    }
    let mut list = lists::list(&values, depth);
    lists::let_lists_be_null(&mut list, nullable, depth);
    let ty = list.expression_type();
    for path in structures {
        if let (true, Shape::Value(item)) = (path.is_whole(), &list.item) {
            for column in &path.columns {
                let leaf = Leaf {
                    path: Path { name: path.name.clone(), quantifiers: Vec::new() },
                    tested: Tested::List(ty.clone(), item.clone()),
                };
                leaves.insert(column.column, leaf);
            }
            continue;
        }
        let Some(ty) = at_end(&ty, &path.name, depth) else { continue };
        let is_typed = is_list_of_values(table, path);
        let item = values.iter().find(|value| value.name == lists::marked(&path.name));
        for column in &path.columns {
            for row in [ColumnRow::Type, ColumnRow::Values] {
                // A list of values has a type of its own.
                if let Some((cell, _)) = setting(table, column, row).filter(|_| !is_typed) {
                    table.cells.problem(cell, TypingProblem::TypedStructure { label: column.label.text.clone(), ty: ty.to_string() });
                }
            }
            let Some(path) = quantified.get(&column.column) else { continue };
            let tested = match item {
                Some(item) => Tested::List(ty.clone(), Box::new(item.clone())),
                None => Tested::Structure(ty.clone()),
            };
            leaves.insert(column.column, Leaf { path: path.clone(), tested });
        }
    }
    Some(of_list(first, group, Some(list)))
}

/// Adds a value, unless it is known, as one of another type which is reported; false then.
fn add(table: &mut Table<'_, '_>, values: &mut Vec<InputData>, value: InputData, at: &Location) -> bool {
    match values.iter().find(|known| known.name == value.name) {
        None => values.push(value),
        Some(known) if known.ty == value.ty => {}
        Some(known) => {
            let (name, says, first) = (value.name.to_string(), known.ty.to_string(), table.cells.at(known.at));
            let problem = TypingProblem::ColumnsDisagree { name, what: "type", says, first, settable: true };
            table.cells.report(TypingFinding { at: at.clone(), problem });
            return false;
        }
    }
    true
}

/// Whether the columns over a path into the items say that a list of values lies there.
fn is_list_of_values(table: &Table<'_, '_>, path: &PathGroup<'_>) -> bool {
    // A list of lists of values is none.
    let in_list = path.name.0.last().is_some_and(|last| last.ends_with(LIST_MARK));
    !in_list
        && path
            .columns
            .iter()
            .any(|column| setting(table, column, ColumnRow::Type).is_some_and(|(_, content)| list_type_name(content).is_some()))
}

/// The input that is a list; without one, of a list that has an error.
fn of_list<'a>(column: &'a Column, group: &Group<'a>, list: Option<ListType>) -> Field<'a> {
    let (name, source) = (group.name.clone(), InputSource::Given);
    let structure = list.map(|list| InputType::List(Box::new(list)));
    Field { column, name, ty: None, structure, inferred: false, domain: None, closed: None, entry: None, unit: None, about: None, source }
}

/// The values of a list whose columns, or the glossary, give their type, and whether the list may be null; `None` where it is one of
/// records. An error has been reported.
fn whole(table: &mut Table<'_, '_>, path: &PathGroup<'_>, used: &mut BTreeSet<String>) -> Result<Option<(InputData, bool)>, ()> {
    let first = *path.columns.first().ok_or(())?;
    let name = lists::marked(&path.name);
    let entry = table.scope.entry(&name.to_string()).map_err(|_| table.cells.broken = true)?;
    used.extend(entry.map(|_| name.to_string()));
    let mut given: Option<((Type, bool), Location)> = None;
    for column in &path.columns {
        let Some((cell, content)) = setting(table, column, ColumnRow::Type) else { continue };
        let at = table.cells.at(cell);
        let Some(ty) = list_type_name(content) else {
            // What else it may be says the same as in any other column.
            if let Err(finding) = type_name(content, &at) {
                table.cells.report(finding);
            } else {
                table.cells.problem(cell, TypingProblem::TypedStructure { label: column.label.text.clone(), ty: "list".to_owned() });
            }
            return Err(());
        };
        match &given {
            Some((first, first_at)) if *first != ty => {
                let (name, says, first) = (path.name.to_string(), shown(*first), first_at.clone());
                table.cells.problem(cell, TypingProblem::ColumnsDisagree { name, what: "type", says, first, settable: true });
            }
            Some(_) => {}
            None => given = Some((ty, at)),
        }
        let of_glossary = entry.map(|entry| (entry, (entry.ty, entry.list_nullable.unwrap_or(ty.1))));
        if let Some((entry, glossary)) = of_glossary.filter(|(_, glossary)| *glossary != ty) {
            let first = Location::cells(&entry.book, &entry.sheet, entry.at);
            let (name, ty, glossary) = (path.name.to_string(), data_type(ty), data_type(glossary));
            table.cells.problem(cell, TypingProblem::ContradictsGlossary { name, ty, glossary, first });
        }
    }
    let of_glossary = entry.map(|entry| (entry.ty, entry.list_nullable == Some(true)));
    let Some((ty, nullable)) = given.map(|(ty, _)| ty).or(of_glossary) else { return Ok(None) };
    let values = field_domain(table, &name, &path.columns, ty, entry);
    let closed = values.as_ref().and_then(|(domain, shared)| {
        let at = path.columns.iter().find_map(|column| setting(table, column, ColumnRow::Values)).map(|(cell, _)| cell);
        super::closed(domain, ty, at, entry.filter(|_| *shared))
    });
    let text = |row: ColumnRow| path.columns.iter().find_map(|column| super::text(table, column, row));
    let value = InputData {
        name,
        source: InputSource::Given,
        ty: ty.into(),
        inferred: false,
        domain: values.map(|(domain, _)| domain),
        closed,
        unit: text(ColumnRow::Unit),
        about: text(ColumnRow::About).or_else(|| entry.and_then(|entry| entry.about.clone())),
        sensitivity: entry.and_then(|entry| entry.sensitivity.clone()),
        at: first.label.at,
    };
    Ok(Some((value, nullable)))
}

/// A list's type as a cell has it.
pub(super) fn shown(list: (Type, bool)) -> String {
    data_type(list).to_string()
}

fn data_type((item, nullable): (Type, bool)) -> DataType {
    let list = DataType::list_of(item.into());
    if nullable { list.or_null() } else { list }
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
pub(super) fn at_end(list: &ExpressionType, path: &Name, depth: usize) -> Option<ExpressionType> {
    if lists::depth(path).is_none() {
        return Some(list.clone());
    }
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
