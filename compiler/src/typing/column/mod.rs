//! Columns: names, types, values, defaults.

mod computed;
mod list;
mod output;
mod required;
mod setting;
mod subject;

use std::collections::{BTreeMap, BTreeSet};

use super::environment::{Environment, Extra};
use super::{Table, domain};
use crate::diagnostic::Location;
use crate::diagnostic::syntax::{SyntaxFinding, SyntaxProblem};
use crate::diagnostic::typing::{TypingFinding, TypingProblem};
use crate::layout::{Column, ColumnRow, Role};
use crate::model::{
    AS_OF, BaseType, ClosedList, Domain, GlossaryEntry, InputClause, InputData, InputId, InputSource, InputType, Name, OutputClause,
    PeriodEnd, SharedList, Type,
};
use crate::requirements::{Scope, clashes};
use crate::source::CellRef;
use crate::syntax::Path;

use computed::computed;
use list::PathGroup;
pub(super) use list::{Leaf, Tested};
pub(super) use output::OutputField;
use required::{Required, required};
use setting::{field_domain, given_type, infer, setting, text, unread};
use subject::{Reading, Subject, is_column, name, output_names, reading, subject};

/// What one or more columns test.
#[derive(Clone)]
pub(super) struct Field<'a> {
    /// The first column of it.
    pub(super) column: &'a Column,
    pub(super) name: Name,
    /// `None` where it can't be told, which has been reported then, and of a list.
    pub(super) ty: Option<Type>,
    /// Of what has no single value: what it is instead.
    structure: Option<InputType>,
    pub(super) inferred: bool,
    pub(super) domain: Option<Domain>,
    closed: Option<ClosedList>,
    entry: Option<&'a GlossaryEntry>,
    unit: Option<String>,
    about: Option<String>,
    /// Where it comes from.
    source: InputSource,
}

/// The columns of a table.
pub(super) struct Columns<'a> {
    pub(super) inputs: Vec<Field<'a>>,
    /// Input columns, left to right, each with the position of its input; `None` where its name can't be told.
    pub(super) input_columns: Vec<(&'a Column, Option<usize>)>,
    pub(super) outputs: Vec<OutputField<'a>>,
    /// What those input columns test that have a path into a list, by their positions.
    pub(super) paths: BTreeMap<u32, Leaf<'a>>,
    /// The fields of the lists of columns that only the glossary names.
    fields: BTreeSet<String>,
    /// The names of the inputs, each with the cell that gives it.
    names: Vec<(Name, Location)>,
    /// What expressions can name.
    pub(super) environment: Environment<'a>,
}

impl Columns<'_> {
    /// The fields of lists that no column names.
    pub(super) fn fields_of_glossary(&self) -> BTreeSet<String> {
        self.fields.iter().cloned().chain(self.environment.fields_of_extras()).collect()
    }

    /// Reports names of inputs, those that expressions bring in among them, that can't stand beside each other.
    pub(super) fn clashes(&self, table: &mut Table<'_, '_>) {
        let extras = self.environment.named();
        let columns = self.names.iter().map(|(name, at)| (name, at.clone()));
        let named: Vec<(&Name, Location)> = columns.chain(extras.iter().map(|(name, at)| (name, table.cells.at(*at)))).collect();
        for finding in clashes(&named, "inputs") {
            table.cells.report(finding);
        }
    }

    /// As the model has them. `None` if one isn't typed, which has been reported then.
    pub(super) fn finish(self) -> Option<(Vec<InputData>, Vec<InputClause>, Vec<OutputClause>)> {
        let clause = |(column, input): (&Column, Option<usize>)| {
            let period = match column.role {
                Some(Role::From) => Some(PeriodEnd::First),
                Some(Role::Until) => Some(PeriodEnd::Last),
                _ => None,
            };
            Some(InputClause { label: column.label.text.clone(), at: column.label.at, input: InputId(input?), period })
        };
        let clauses = self.input_columns.into_iter().map(clause).collect::<Option<Vec<_>>>()?;
        let input = |field: Field<'_>| {
            Some(InputData {
                name: field.name,
                source: field.source,
                ty: match field.structure {
                    Some(structure) => structure,
                    None => field.ty?.into(),
                },
                inferred: field.inferred,
                domain: field.domain,
                closed: field.closed,
                unit: field.unit,
                about: field.about.or_else(|| field.entry.and_then(|entry| entry.about.clone())),
                sensitivity: field.entry.and_then(|entry| entry.sensitivity.clone()),
                at: field.column.label.at,
            })
        };
        let mut inputs = self.inputs.into_iter().map(input).collect::<Option<Vec<_>>>()?;
        inputs.extend(self.environment.into_extras().into_iter().map(extra));
        Some((inputs, clauses, self.outputs.into_iter().map(OutputField::finish).collect::<Option<Vec<_>>>()?))
    }
}

/// An input that no column tests.
fn extra(extra: Extra<'_>) -> InputData {
    match extra {
        Extra::Named(entry, at) => InputData {
            name: entry.name.clone(),
            source: InputSource::Given,
            ty: entry.ty.into(),
            inferred: false,
            domain: entry.domain.clone(),
            closed: entry.domain.as_ref().and_then(|domain| closed(domain, entry.ty, None, Some(entry))),
            unit: None,
            about: entry.about.clone(),
            sensitivity: entry.sensitivity.clone(),
            at,
        },
        Extra::List { name, list, at } => InputData {
            name,
            source: InputSource::Given,
            ty: InputType::List(Box::new(list)),
            inferred: false,
            domain: None,
            closed: None,
            unit: None,
            about: None,
            sensitivity: None,
            at,
        },
        Extra::Required { name, requirement, output, given, at } => InputData {
            name: Name(vec![name]),
            source: InputSource::Decision(requirement, output),
            ty: given.ty,
            inferred: false,
            domain: given.domain,
            closed: given.closed,
            unit: None,
            about: None,
            sensitivity: None,
            at,
        },
        Extra::Condition { name, condition, subject, at } => InputData {
            name,
            source: InputSource::Condition(condition, subject),
            ty: Type { base: BaseType::Boolean, nullable: false }.into(),
            inferred: true,
            domain: None,
            closed: None,
            unit: None,
            about: None,
            sensitivity: None,
            at,
        },
    }
}

/// The closed list of a text's values; `shared` is the glossary's name whose list it is.
pub(super) fn closed(domain: &Domain, ty: Type, at: Option<CellRef>, shared: Option<&GlossaryEntry>) -> Option<ClosedList> {
    let mut closed = domain::closed(domain, ty.base)?;
    closed.at = at;
    closed.shared = shared.map(|entry| SharedList {
        name: entry.name.clone(),
        app_wide: entry.app_wide,
        book: entry.book.clone(),
        at: Location::cells(&entry.book, &entry.sheet, entry.at),
    });
    Some(closed)
}

/// The values that the glossary gives a name, and their list, if they are one.
pub(super) fn glossary_list(scope: &Scope<'_>, name: &str) -> Option<(Domain, ClosedList)> {
    let entry = scope.entry(name).ok().flatten()?;
    let domain = entry.domain.as_ref()?;
    Some((domain.clone(), closed(domain, entry.ty, None, Some(entry))?))
}

/// One or more columns over one input.
struct Group<'a> {
    name: Name,
    at: Location,
    columns: Vec<&'a Column>,
    /// The text of the expression that it is, and its cell.
    expression: Option<(String, CellRef)>,
    /// The paths into it, if it is a list.
    paths: Vec<PathGroup<'a>>,
    /// What it is of another decision.
    required: Option<Required<'a>>,
}

/// Reads names, types and values of all columns. Names that glossary or constants define are added to `used`.
pub(super) fn read<'a>(table: &mut Table<'a, '_>, used: &mut BTreeSet<String>) -> Columns<'a> {
    let block = table.block;
    // The columns of each input, in the order of the first.
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut by_name: BTreeMap<String, usize> = BTreeMap::new();
    let mut input_columns = Vec::new();
    let mut outputs: Vec<(Name, Location, &'a Column)> = Vec::new();
    let mut quantified: BTreeMap<u32, Path> = BTreeMap::new();
    let mut environment = Environment::new(table.scope, table.unread);
    for column in &block.columns {
        match column.role {
            Some(Role::If) => {
                let subject = subject(table, column);
                if let Some(Subject::Path(path, at)) = subject {
                    let index = list::group(table, column, (path, at), &environment, &mut groups, &mut by_name, &mut quantified);
                    input_columns.push((column, index));
                    continue;
                }
                if let Some(Subject::Named(name, at)) = &subject
                    && (list::is_list(table, column, name) || required::gives_list(table, name))
                {
                    let path = Path { name: name.clone(), quantifiers: Vec::new() };
                    let index = list::group(table, column, (path, at.clone()), &environment, &mut groups, &mut by_name, &mut quantified);
                    input_columns.push((column, index));
                    continue;
                }
                let group = match subject {
                    Some(Subject::Named(name, at)) => match reading(table, column, &name, &at, &environment, used) {
                        Some(Reading::Input) => Some((
                            name.to_string(),
                            Group { name, at, columns: Vec::new(), expression: None, paths: Vec::new(), required: None },
                        )),
                        Some(Reading::Decision(required)) => {
                            let name = Name(vec![name.to_string()]);
                            Some((
                                name.to_string(),
                                Group { name, at, columns: Vec::new(), expression: None, paths: Vec::new(), required: Some(*required) },
                            ))
                        }
                        None => None,
                    },
                    Some(Subject::Computed(text, cell)) if is_column(table, column, used) => {
                        let name = Name(vec![column.label.text.clone()]);
                        let at = table.cells.at(column.label.at);
                        let expression = Some((text, cell));
                        let key = format!("={}", expression.as_ref().map_or("", |(text, _)| text));
                        Some((key, Group { name, at, columns: Vec::new(), expression, paths: Vec::new(), required: None }))
                    }
                    Some(Subject::Path(..) | Subject::Computed(..)) | None => None,
                };
                let Some((key, group)) = group else {
                    input_columns.push((column, None));
                    continue;
                };
                let index = *by_name.entry(key).or_insert(groups.len());
                if index == groups.len() {
                    groups.push(group);
                }
                if let Some(group) = groups.get_mut(index) {
                    group.columns.push(column);
                }
                input_columns.push((column, Some(index)));
            }
            Some(Role::Then) => {
                if let Some((name, at)) = name(table, column) {
                    outputs.push((name, at, column));
                }
            }
            Some(Role::From | Role::Until) => {
                unread(table, column, &[ColumnRow::Expr, ColumnRow::Type, ColumnRow::Values, ColumnRow::Default]);
                let name = Name(vec![AS_OF.to_owned()]);
                let index = *by_name.entry(AS_OF.to_owned()).or_insert(groups.len());
                if index == groups.len() {
                    let at = table.cells.at(column.label.at);
                    groups.push(Group { name, at, columns: vec![column], expression: None, paths: Vec::new(), required: None });
                }
                input_columns.push((column, Some(index)));
            }
            Some(Role::Note) => unread(table, column, &[ColumnRow::Expr, ColumnRow::Type, ColumnRow::Values, ColumnRow::Default]),
            None => {}
        }
    }
    let named = |group: &Group<'a>| match group.paths.as_slice() {
        [] => vec![(group.name.clone(), group.at.clone())],
        paths => list::names(table, paths),
    };
    let owned: Vec<(Name, Location)> = groups.iter().filter(|group| group.required.is_none()).flat_map(named).collect();
    same_names(table, &groups);
    output_names(table, &outputs);
    environment.set_columns(groups.iter().map(|group| group.name.to_string()));
    let (mut paths, mut fields_of_lists) = (BTreeMap::new(), BTreeSet::new());
    let mut fields: Vec<Option<Field<'a>>> = Vec::new();
    for (index, group) in groups.iter().enumerate() {
        if !group.paths.is_empty() {
            let field = match &group.required {
                Some(of) => required::required_list(table, group, of, &quantified, &mut paths),
                None => list::list(table, group, &quantified, (&mut paths, &mut fields_of_lists), &environment, used),
            };
            if let Some(Field { name, structure: Some(structure), .. }) = &field {
                environment.add(name, InputId(index), structure, None);
            }
            fields.push(field);
            continue;
        }
        let given = match (&group.expression, group.columns.first()) {
            (None, Some(first)) if let Some(of) = &group.required => Some(required(table, group, first, of)),
            (None, Some(first)) => {
                // The day of `from` and `until` columns has the settings of the columns that test it besides.
                let tests: Vec<&Column> = group.columns.iter().copied().filter(|column| column.role == Some(Role::If)).collect();
                match tests.first() {
                    Some(first) => Some(field(table, group.name.clone(), first, &tests, &environment, used)),
                    None if is_defined(table, &group.name) => Some(field(table, group.name.clone(), first, &[], &environment, used)),
                    None => Some(as_of(first, group)),
                }
            }
            _ => None,
        };
        if let Some(Field { name, ty: Some(ty), domain, .. }) = &given {
            environment.add(name, InputId(index), &(*ty).into(), domain.clone());
        }
        fields.push(given);
    }
    // What is computed can use all that is given, and what is computed left of it.
    for (index, group) in groups.iter().enumerate() {
        let (Some((text, cell)), Some(first)) = (&group.expression, group.columns.first()) else { continue };
        let computed = computed(table, group, first, (text, *cell), &environment, used);
        if let Field { name, ty: Some(ty), domain, .. } = &computed {
            environment.add(name, InputId(index), &(*ty).into(), domain.clone());
        }
        if let Some(slot) = fields.get_mut(index) {
            *slot = Some(computed);
        }
    }
    period_of_another_type(table, &input_columns, &fields);
    let inputs = fields.into_iter().flatten().collect();
    let outputs = outputs.into_iter().map(|(name, _, column)| output::field(table, name, column, &environment, used)).collect();
    Columns { inputs, input_columns, outputs, paths, fields: fields_of_lists, names: owned, environment }
}

/// Reports an `as of` that isn't a date, where `from` and `until` columns make it one.
fn period_of_another_type(table: &mut Table<'_, '_>, columns: &[(&Column, Option<usize>)], fields: &[Option<Field<'_>>]) {
    let Some((period, Some(index))) = columns.iter().find(|(column, _)| matches!(column.role, Some(Role::From | Role::Until))) else {
        return;
    };
    let Some(Some(Field { name, ty: Some(ty), column, .. })) = fields.get(*index) else { return };
    let date = Type { base: BaseType::Date, nullable: false };
    if *ty == date {
        return;
    }
    // The other type comes from the column's own cell, or else from the glossary or its entries.
    let own = setting(table, column, ColumnRow::Type).filter(|_| column.role == Some(Role::If));
    let at = own.map_or(column.label.at, |(cell, _)| cell);
    let (name, says, first) = (name.to_string(), date.to_string(), table.cells.at(period.label.at));
    table.cells.problem(at, TypingProblem::ColumnsDisagree { name, what: "type", says, first, settable: own.is_some() });
}

/// Reports columns that compute different things under one name, or under that of what is given.
fn same_names(table: &mut Table<'_, '_>, groups: &[Group<'_>]) {
    let mut first: BTreeMap<&Name, &Group<'_>> = BTreeMap::new();
    for group in groups {
        let Some(other) = first.get(&group.name) else {
            first.insert(&group.name, group);
            continue;
        };
        // Two inputs of one name are a list and a value, which is said elsewhere.
        if group.expression.is_none() && other.expression.is_none() {
            continue;
        }
        let what = |group: &Group<'_>| if group.expression.is_some() { "a computed column" } else { "an input" };
        let (name, first) = (group.name.to_string(), other.at.clone());
        let problem = TypingProblem::DuplicateName { name, is: what(group), was: what(other), first };
        table.cells.report(TypingFinding { at: group.at.clone(), problem });
    }
}

/// Whether a glossary has the name.
fn is_defined(table: &Table<'_, '_>, name: &Name) -> bool {
    !matches!(table.scope.entry(&name.to_string()), Ok(None))
}

/// The input of `from` and `until` columns.
fn as_of<'a>(column: &'a Column, group: &Group<'a>) -> Field<'a> {
    let ty = Some(Type { base: BaseType::Date, nullable: false });
    let about = Some("the day as of which the rules are asked".to_owned());
    let (unit, source) = (None, InputSource::Given);
    let name = group.name.clone();
    Field { column, name, ty, structure: None, inferred: false, domain: None, closed: None, entry: None, unit, about, source }
}

/// Types what these columns test.
fn field<'a>(
    table: &mut Table<'a, '_>,
    name: Name,
    column: &'a Column,
    columns: &[&'a Column],
    environment: &Environment<'a>,
    used: &mut BTreeSet<String>,
) -> Field<'a> {
    let printed = name.to_string();
    let entry = match table.scope.entry(&printed) {
        Ok(entry) => {
            used.extend(entry.map(|_| printed.clone()));
            entry
        }
        Err(_) => {
            // The name's own error has been reported, and its type isn't known: nothing more can be said here.
            used.insert(printed);
            table.cells.broken = true;
            let (unit, source) = (None, InputSource::Given);
            return Field {
                column,
                name,
                ty: None,
                structure: None,
                inferred: false,
                domain: None,
                closed: None,
                entry: None,
                unit,
                about: None,
                source,
            };
        }
    };
    let (ty, inferred) = field_type(table, &name, columns, entry, environment.names());
    let mut values = ty.and_then(|ty| field_domain(table, &name, columns, ty, entry));
    let closed = ty.zip(values.as_ref()).and_then(|(ty, (domain, shared))| {
        let at = columns.iter().find_map(|column| setting(table, column, ColumnRow::Values)).map(|(cell, _)| cell);
        closed(domain, ty, at, entry.filter(|_| *shared))
    });
    let domain = values.take().map(|(domain, _)| domain);
    for column in columns {
        unread(table, column, &[ColumnRow::Default]);
    }
    let unit = columns.iter().find_map(|column| text(table, column, ColumnRow::Unit));
    let about = columns.iter().find_map(|column| text(table, column, ColumnRow::About));
    Field { column, name, ty, structure: None, inferred, domain, closed, entry, unit, about, source: InputSource::Given }
}

/// The type that the columns give, else the glossary's, else what the cells say; and whether it is the last.
fn field_type(
    table: &mut Table<'_, '_>,
    name: &Name,
    columns: &[&Column],
    entry: Option<&GlossaryEntry>,
    names: &BTreeSet<String>,
) -> (Option<Type>, bool) {
    let given = given_type(table, name, columns, entry);
    let ty = match entry {
        Some(entry) => Some(entry.ty),
        None => match given {
            Ok(Some(ty)) => Some(ty),
            Err(()) => return (None, false),
            Ok(None) => return (infer(table, columns, Role::If, names), true),
        },
    };
    let Some(first) = columns.first().filter(|_| ty.is_some_and(|ty| ty.base == BaseType::Any)) else {
        return (ty, false);
    };
    let at = setting(table, first, ColumnRow::Type).map_or(first.label.at, |(at, _)| at);
    let (location, problem) = (table.cells.at(at), Box::new(SyntaxProblem::Opaque { what: "an input".to_owned() }));
    table.cells.report(SyntaxFinding { location, label: first.label.text.clone(), problem, fixes: Vec::new() });
    (None, false)
}
