//! Columns: names, types, values, defaults.

use std::collections::{BTreeMap, BTreeSet};

use super::environment::{CellScope, Environment, Extra};
use super::expression::{self, Facts};
use super::{Table, domain, has_value, parse};
use crate::diagnostic::Location;
use crate::diagnostic::layout::LayoutFinding;
use crate::diagnostic::syntax::{SyntaxFinding, SyntaxProblem};
use crate::diagnostic::typing::{TypingFinding, TypingProblem};
use crate::layout::{Column, ColumnRow, Role, fold};
use crate::model::{
    BaseType, ClosedList, Domain, ExpressionBase, ExpressionType, GlossaryEntry, InputClause, InputData, InputId, InputSource,
    LiteralExpression, MAX_SCALE, Name, OutputClause, SharedList, Type, Value,
};
use crate::requirements::clashes;
use crate::source::{CellRef, Content};
use crate::syntax::expression::print;
use crate::syntax::{self, Answer, CellContext, print_entry};

/// What one or more columns test, or what one gives.
pub(super) struct Field<'a> {
    /// The first column of it.
    pub(super) column: &'a Column,
    pub(super) name: Name,
    /// `None` where it can't be told; that has been reported then.
    pub(super) ty: Option<Type>,
    pub(super) inferred: bool,
    pub(super) domain: Option<Domain>,
    closed: Option<ClosedList>,
    entry: Option<&'a GlossaryEntry>,
    unit: Option<String>,
    about: Option<String>,
    /// Of an output.
    pub(super) default: Option<Value>,
    /// Of an input: where it comes from.
    source: InputSource,
}

/// The columns of a table.
pub(super) struct Columns<'a> {
    pub(super) inputs: Vec<Field<'a>>,
    /// Input columns, left to right, each with the position of its input; `None` where its name can't be told.
    pub(super) input_columns: Vec<(&'a Column, Option<usize>)>,
    pub(super) outputs: Vec<Field<'a>>,
    /// What expressions can name.
    pub(super) environment: Environment<'a>,
}

impl Columns<'_> {
    /// As the model has them. `None` if one isn't typed, which has been reported then.
    pub(super) fn finish(self) -> Option<(Vec<InputData>, Vec<InputClause>, Vec<OutputClause>)> {
        let clause = |(column, input): (&Column, Option<usize>)| {
            Some(InputClause { label: column.label.text.clone(), at: column.label.at, input: InputId(input?) })
        };
        let clauses = self.input_columns.into_iter().map(clause).collect::<Option<Vec<_>>>()?;
        let input = |field: Field<'_>| {
            Some(InputData {
                name: field.name,
                source: field.source,
                ty: field.ty?,
                inferred: field.inferred,
                domain: field.domain,
                closed: field.closed,
                unit: field.unit,
                about: field.about.or_else(|| field.entry.and_then(|entry| entry.about.clone())),
                sensitivity: field.entry.and_then(|entry| entry.sensitivity.clone()),
                at: field.column.label.at,
            })
        };
        let output = |field: Field<'_>| {
            Some(OutputClause {
                label: field.column.label.text.clone(),
                at: field.column.label.at,
                name: field.name,
                ty: field.ty?,
                inferred: field.inferred,
                domain: field.domain,
                closed: field.closed,
                default: field.default,
                unit: field.unit,
                about: field.about.or_else(|| field.entry.and_then(|entry| entry.about.clone())),
            })
        };
        let mut inputs = self.inputs.into_iter().map(input).collect::<Option<Vec<_>>>()?;
        inputs.extend(self.environment.into_extras().into_iter().map(extra));
        Some((inputs, clauses, self.outputs.into_iter().map(output).collect::<Option<Vec<_>>>()?))
    }
}

/// An input that no column tests.
fn extra(extra: Extra<'_>) -> InputData {
    match extra {
        Extra::Named(entry, at) => InputData {
            name: entry.name.clone(),
            source: InputSource::Given,
            ty: entry.ty,
            inferred: false,
            domain: entry.domain.clone(),
            closed: entry.domain.as_ref().and_then(|domain| closed(domain, entry.ty, None, Some(entry))),
            unit: None,
            about: entry.about.clone(),
            sensitivity: entry.sensitivity.clone(),
            at,
        },
        Extra::Condition { name, condition, subject, at } => InputData {
            name,
            source: InputSource::Condition(condition, subject),
            ty: Type { base: BaseType::Boolean, nullable: false },
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
fn closed(domain: &Domain, ty: Type, at: Option<CellRef>, shared: Option<&GlossaryEntry>) -> Option<ClosedList> {
    let mut closed = domain::closed(domain, ty.base)?;
    closed.at = at;
    closed.shared = shared.map(|entry| SharedList { name: entry.name.clone(), app_wide: entry.app_wide, book: entry.book.clone() });
    Some(closed)
}

/// What an input column tests.
enum Subject {
    /// A name.
    Named(Name, Location),
    /// An expression, and its cell.
    Computed(String, CellRef),
}

/// One or more columns over one input.
struct Group<'a> {
    name: Name,
    at: Location,
    columns: Vec<&'a Column>,
    /// The text of the expression that it is, and its cell.
    expression: Option<(String, CellRef)>,
}

/// Reads names, types and values of all columns. Names that glossary or constants define are added to `used`.
pub(super) fn read<'a>(table: &mut Table<'a, '_>, used: &mut BTreeSet<String>) -> Columns<'a> {
    let block = table.block;
    // The columns of each input, in the order of the first.
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut by_name: BTreeMap<String, usize> = BTreeMap::new();
    let mut input_columns = Vec::new();
    let mut outputs: Vec<(Name, Location, &'a Column)> = Vec::new();
    for column in &block.columns {
        match column.role {
            Some(Role::If) => {
                let group = match subject(table, column) {
                    Some(Subject::Named(name, at)) if is_input(table, column, &name, &at, used) => {
                        Some((name.to_string(), Group { name, at, columns: Vec::new(), expression: None }))
                    }
                    Some(Subject::Computed(text, cell)) => {
                        let name = Name(vec![column.label.text.clone()]);
                        let at = table.cells.at(column.label.at);
                        Some((format!("={text}"), Group { name, at, columns: Vec::new(), expression: Some((text, cell)) }))
                    }
                    _ => None,
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
                    groups.push(Group { name, at: table.cells.at(column.label.at), columns: vec![column], expression: None });
                }
                input_columns.push((column, Some(index)));
            }
            Some(Role::Note) => unread(table, column, &[ColumnRow::Expr, ColumnRow::Type, ColumnRow::Values, ColumnRow::Default]),
            None => {}
        }
    }
    let names: Vec<(&Name, Location)> = groups.iter().map(|group| (&group.name, group.at.clone())).collect();
    for finding in clashes(&names, "inputs") {
        table.cells.report(finding);
    }
    output_names(table, &outputs);
    let mut names: BTreeSet<String> = table.scope.names().collect();
    names.extend(groups.iter().map(|group| group.name.to_string()));
    let mut environment = Environment::new(table.scope, groups.len(), names);
    let mut fields: Vec<Option<Field<'a>>> = Vec::new();
    for (index, group) in groups.iter().enumerate() {
        let given = match (&group.expression, group.columns.first()) {
            (None, Some(first)) if first.role != Some(Role::If) => Some(as_of(first, group)),
            (None, Some(first)) => Some(field(table, group.name.clone(), first, &group.columns, Role::If, &environment, used)),
            _ => None,
        };
        if let Some(Field { name, ty: Some(ty), domain, .. }) = &given {
            environment.add(name, InputId(index), *ty, domain.clone());
        }
        fields.push(given);
    }
    // What is computed can use all that is given, and what is computed left of it.
    for (index, group) in groups.iter().enumerate() {
        let (Some((text, cell)), Some(first)) = (&group.expression, group.columns.first()) else { continue };
        let computed = computed(table, group, first, (text, *cell), &environment, used);
        if let Field { name, ty: Some(ty), domain, .. } = &computed {
            environment.add(name, InputId(index), *ty, domain.clone());
        }
        if let Some(slot) = fields.get_mut(index) {
            *slot = Some(computed);
        }
    }
    for (column, index) in &input_columns {
        let field = index.and_then(|index| fields.get(index)?.as_ref());
        if let (Some(Role::From | Role::Until), Some(Field { name, ty: Some(ty), column: first, .. })) = (column.role, field)
            && (ty.base != BaseType::Date || ty.nullable)
        {
            let (name, says, first) = (name.to_string(), ty.to_string(), table.cells.at(first.label.at));
            table.cells.problem(column.label.at, TypingProblem::ColumnsDisagree { name, what: "type", says, first });
        }
    }
    let inputs = fields.into_iter().flatten().collect();
    let outputs =
        outputs.into_iter().map(|(name, _, column)| field(table, name, column, &[column], Role::Then, &environment, used)).collect();
    Columns { inputs, input_columns, outputs, environment }
}

/// The day as of which rules that hold for a time are asked for.
pub(super) const AS_OF: &str = "as of";

/// The input of `from` and `until` columns.
fn as_of<'a>(column: &'a Column, group: &Group<'a>) -> Field<'a> {
    let ty = Some(Type { base: BaseType::Date, nullable: false });
    let about = Some("the day as of which the rules are asked".to_owned());
    let (unit, source) = (None, InputSource::Given);
    let name = group.name.clone();
    Field { column, name, ty, inferred: false, domain: None, closed: None, entry: None, unit, about, default: None, source }
}

/// What an input column tests: its `expr`, else its label.
fn subject(table: &mut Table<'_, '_>, column: &Column) -> Option<Subject> {
    let Some((cell, content)) = setting(table, column, ColumnRow::Expr) else {
        let (name, at) = name(table, column)?;
        return Some(Subject::Named(name, at));
    };
    let at = table.cells.at(cell);
    match syntax::name(content, &at) {
        Ok(name) if !is_property(table, &name) => Some(Subject::Named(name, at)),
        Err(finding) if !matches!(*finding.problem, SyntaxProblem::Expression { .. }) => {
            table.cells.report(finding);
            None
        }
        _ => Some(Subject::Computed(content.shown(), cell)),
    }
}

/// Whether the name goes on behind one of the glossary: `order date.year` is the year of `order date`.
fn is_property(table: &Table<'_, '_>, name: &Name) -> bool {
    let known = |name: &Name| matches!(table.scope.entry(&name.to_string()), Ok(Some(_)));
    !known(name) && (1..name.0.len()).any(|depth| name.0.get(..depth).is_some_and(|outer| known(&Name(outer.to_vec()))))
}

/// Types a column that tests an expression.
fn computed<'a>(
    table: &mut Table<'a, '_>,
    group: &Group<'a>,
    column: &'a Column,
    (text, cell): (&str, CellRef),
    environment: &Environment<'a>,
    used: &mut BTreeSet<String>,
) -> Field<'a> {
    let columns = &group.columns;
    let declared = given_type(table, &group.name, columns, None);
    // The column's digits are those of its cells: what is computed is compared as exactly as what is given.
    let wanted = declared.ok().flatten().map(|ty| Type { base: if ty.base.is_numeric() { BaseType::Number } else { ty.base }, ..ty });
    let facts = Facts::default();
    let scope = CellScope { environment, at: cell, subject: None, facts: &facts };
    let typed = parse(text, 0, environment.names()).and_then(|node| {
        let expression = match wanted {
            Some(ty) => expression::expect(&node, ty, &scope)?,
            None => expression::infer(&node, &scope)?,
        };
        Ok(LiteralExpression { text: print(&node), expression })
    });
    table.meet(environment, cell, (&column.label.text, text), used);
    let typed = table.expression(typed, cell, &column.label.text, text, (BaseType::Boolean, &|_| false));
    let ty = match (&typed, declared) {
        (_, Err(())) | (None, _) => None,
        (Some(_), Ok(Some(ty))) => Some(ty),
        (Some(typed), Ok(None)) => {
            let ty = column_type(&typed.expression.ty);
            if ty.is_none() {
                let (label, ty) = (column.label.text.clone(), typed.expression.ty.to_string());
                table.cells.problem(cell, TypingProblem::NoColumnType { label, ty });
            }
            ty
        }
    };
    let domain = ty.and_then(|ty| field_domain(table, &group.name, columns, ty, None)).map(|(domain, _)| domain);
    for column in columns {
        unread(table, column, &[ColumnRow::Default]);
    }
    let unit = columns.iter().find_map(|column| self::text(table, column, ColumnRow::Unit));
    let about = columns.iter().find_map(|column| self::text(table, column, ColumnRow::About));
    let inferred = matches!(declared, Ok(None));
    let source = typed.map_or(InputSource::Given, InputSource::Column);
    Field { column, name: group.name.clone(), ty, inferred, domain, closed: None, entry: None, unit, about, default: None, source }
}

/// The type of a column over what an expression gives; `None` for lists and contexts.
fn column_type(ty: &ExpressionType) -> Option<Type> {
    let base = match &ty.base {
        ExpressionBase::Text => BaseType::Text,
        ExpressionBase::Boolean => BaseType::Boolean,
        ExpressionBase::Number { scale } => scale.filter(|scale| *scale <= MAX_SCALE).map_or(BaseType::Number, BaseType::Decimal),
        ExpressionBase::Date => BaseType::Date,
        ExpressionBase::Time => BaseType::Time,
        ExpressionBase::DateTime => BaseType::DateTime,
        ExpressionBase::DaysTimeDuration => BaseType::DaysTimeDuration,
        ExpressionBase::YearsMonthsDuration => BaseType::YearsMonthsDuration,
        ExpressionBase::Null | ExpressionBase::List(_) | ExpressionBase::Context(_) => return None,
    };
    Some(Type { base, nullable: ty.nullable })
}

/// A column's cell in a column row, unless it is blank or has no value.
fn setting<'a>(table: &Table<'a, '_>, column: &Column, row: ColumnRow) -> Option<(CellRef, &'a Content)> {
    let (at, content) = table.cells.cell(*table.block.column_rows.get(&row)?, column.column);
    content.filter(|content| has_value(content)).map(|content| (at, content))
}

fn text(table: &Table<'_, '_>, column: &Column, row: ColumnRow) -> Option<String> {
    setting(table, column, row).map(|(_, content)| fold(&content.shown()))
}

/// Warns of settings that mean nothing for a column.
fn unread(table: &mut Table<'_, '_>, column: &Column, rows: &[ColumnRow]) {
    for row in rows {
        if let Some((cell, content)) = setting(table, column, *row) {
            let why = if *row == ColumnRow::Default { "only outputs have a default" } else { "a note has no such setting" };
            let at = table.cells.at(cell);
            table.cells.report(LayoutFinding::UnreadCell { at, text: fold(&content.shown()), why });
        }
    }
}

/// The name that a column tests or gives: its `expr`, else its label.
fn name(table: &mut Table<'_, '_>, column: &Column) -> Option<(Name, Location)> {
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

/// Whether a name can be an input's: neither a constant nor a decision has it, and it isn't one name where the glossary has parts.
fn is_input(table: &mut Table<'_, '_>, column: &Column, name: &Name, at: &Location, used: &mut BTreeSet<String>) -> bool {
    let printed = name.to_string();
    let decision = [Some(&printed), name.0.first()].into_iter().flatten().find(|name| table.scope.decisions.contains_key(*name)).cloned();
    if let Some(constant) = table.scope.constant(&printed) {
        used.insert(printed.clone());
        let (usable, first) = (constant.usable, constant.at.clone());
        if usable {
            let problem = TypingProblem::DuplicateName { name: printed, is: "an input", was: "a constant", first };
            table.cells.report(TypingFinding { at: at.clone(), problem });
        }
        table.cells.broken = true;
        false
    } else if let Some(decision) = decision {
        let problem = TypingProblem::RequiresDecision { label: column.label.text.clone(), decision };
        table.cells.report(TypingFinding { at: at.clone(), problem });
        false
    } else if let Ok(Some(entry)) = table.scope.entry(&printed)
        && name.0.len() < entry.name.0.len()
    {
        // Only a label is read as one name whatever its dots, and both would be fine alone: the inputs of two tables would differ in shape.
        used.insert(printed.clone());
        let row = table.block.column_rows.get(&ColumnRow::Expr);
        let expr = row.map(|row| table.cells.at(CellRef::new(*row, column.column)));
        table.cells.report(TypingFinding { at: at.clone(), problem: TypingProblem::LabelOfNestedName { name: printed, expr } });
        false
    } else {
        true
    }
}

fn output_names(table: &mut Table<'_, '_>, outputs: &[(Name, Location, &Column)]) {
    let mut first: BTreeMap<&Name, &Location> = BTreeMap::new();
    let mut different = Vec::new();
    let mut findings = Vec::new();
    for (name, at, _) in outputs {
        if name.0.len() > 1 {
            findings.push(TypingFinding { at: at.clone(), problem: TypingProblem::NestedOutput { name: name.to_string() } });
        } else if let Some(first) = first.get(name) {
            let problem = TypingProblem::DuplicateOutput { name: name.to_string(), first: (*first).clone() };
            findings.push(TypingFinding { at: at.clone(), problem });
        } else {
            first.insert(name, at);
            different.push((name, at.clone()));
        }
    }
    findings.extend(clashes(&different, "outputs"));
    for finding in findings {
        table.cells.report(finding);
    }
}

/// Types what these columns test or give.
fn field<'a>(
    table: &mut Table<'a, '_>,
    name: Name,
    column: &'a Column,
    columns: &[&'a Column],
    role: Role,
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
                inferred: false,
                domain: None,
                closed: None,
                entry: None,
                unit,
                about: None,
                default: None,
                source,
            };
        }
    };
    let (ty, inferred) = field_type(table, &name, columns, role, entry, environment.names());
    let mut values = ty.and_then(|ty| field_domain(table, &name, columns, ty, entry));
    let closed = ty.zip(values.as_ref()).and_then(|(ty, (domain, shared))| {
        let at = columns.iter().find_map(|column| setting(table, column, ColumnRow::Values)).map(|(cell, _)| cell);
        closed(domain, ty, at, entry.filter(|_| *shared))
    });
    let domain = values.take().map(|(domain, _)| domain);
    let default = match (role, ty, columns.first()) {
        (Role::Then, Some(ty), Some(column)) => default(table, column, ty, domain.as_ref(), environment.names()),
        _ => {
            for column in columns {
                if role == Role::If {
                    unread(table, column, &[ColumnRow::Default]);
                }
            }
            None
        }
    };
    let unit = columns.iter().find_map(|column| text(table, column, ColumnRow::Unit));
    let about = columns.iter().find_map(|column| text(table, column, ColumnRow::About));
    Field { column, name, ty, inferred, domain, closed, entry, unit, about, default, source: InputSource::Given }
}

/// The type that the columns give, else the glossary's, else what the cells say; and whether it is the last.
fn field_type(
    table: &mut Table<'_, '_>,
    name: &Name,
    columns: &[&Column],
    role: Role,
    entry: Option<&GlossaryEntry>,
    names: &BTreeSet<String>,
) -> (Option<Type>, bool) {
    match (entry, given_type(table, name, columns, entry)) {
        (Some(entry), _) => (Some(entry.ty), false),
        (None, Ok(Some(ty))) => (Some(ty), false),
        (None, Err(())) => (None, false),
        (None, Ok(None)) => (infer(table, columns, role, names), true),
    }
}

/// The type that the columns give; an error where they give one that can't be read, which has been reported then.
fn given_type(table: &mut Table<'_, '_>, name: &Name, columns: &[&Column], entry: Option<&GlossaryEntry>) -> Result<Option<Type>, ()> {
    let mut given: Option<(Type, Location)> = None;
    let mut unreadable = false;
    for column in columns {
        let Some(&row) = table.block.column_rows.get(&ColumnRow::Type) else { break };
        let (cell, content) = table.cells.cell(row, column.column);
        let Some(content) = content else { continue };
        let at = table.cells.at(cell);
        if !has_value(content) {
            unreadable = true;
            continue;
        }
        match (syntax::type_name(content, &at), &given) {
            (Err(finding), _) => {
                table.cells.report(finding);
                unreadable = true;
            }
            (Ok(ty), Some((first, first_at))) => {
                if ty != *first {
                    let (name, says, first) = (name.to_string(), first.to_string(), first_at.clone());
                    table.cells.report(TypingFinding { at, problem: TypingProblem::ColumnsDisagree { name, what: "type", says, first } });
                }
            }
            (Ok(ty), None) => {
                if let Some(entry) = entry.filter(|entry| entry.ty != ty) {
                    let first = Location::cells(&entry.book, &entry.sheet, entry.at);
                    let problem = TypingProblem::ContradictsGlossary { name: name.to_string(), ty, glossary: entry.ty, first };
                    table.cells.report(TypingFinding { at: at.clone(), problem });
                }
                given = Some((ty, at));
            }
        }
    }
    match given {
        Some((ty, _)) => Ok(Some(ty)),
        None if unreadable => Err(()),
        None => Ok(None),
    }
}

/// The type that all entries of the columns have.
fn infer(table: &mut Table<'_, '_>, columns: &[&Column], role: Role, names: &BTreeSet<String>) -> Option<Type> {
    let mut entries = Vec::new();
    // A table without rules has been reported.
    let mut unreadable = table.block.rules.is_empty();
    for column in columns {
        let rows = table.block.rules.iter().map(|rule| rule.row);
        let rows: Vec<u32> = rows.chain(table.block.column_rows.get(&ColumnRow::Default).copied().filter(|_| role == Role::Then)).collect();
        let mut last = None;
        for row in rows {
            let (cell, content) = table.cells.cell(row, column.column);
            let Some(content) = content else { continue };
            // A merge is one entry, on however many rows it stands.
            if last.replace(cell) == Some(cell) {
                continue;
            }
            unreadable |= !has_value(content);
            if has_value(content) {
                entries.push((table.cells.at(cell), content));
            }
        }
    }
    let column = columns.first()?;
    let inference = syntax::infer(&entries, if role == Role::If { syntax::Role::In } else { syntax::Role::Out }, names);
    let (label, at) = (column.label.text.clone(), column.label.at);
    match inference.ty {
        Some(ty) => table.cells.problem(at, TypingProblem::Inferred { label, ty }),
        None if inference.findings.is_empty() && !unreadable => table.cells.problem(at, TypingProblem::MissingType { label }),
        None => table.cells.broken = true,
    }
    for finding in inference.findings {
        table.cells.report(finding);
    }
    inference.ty
}

/// The values that the columns give, else the glossary's, and whether they are the glossary's, order and all.
fn field_domain(
    table: &mut Table<'_, '_>,
    name: &Name,
    columns: &[&Column],
    ty: Type,
    entry: Option<&GlossaryEntry>,
) -> Option<(Domain, bool)> {
    let mut given: Option<(Domain, Location)> = None;
    let nothing = BTreeSet::new();
    for column in columns {
        let Some((cell, content)) = setting(table, column, ColumnRow::Values) else { continue };
        let at = table.cells.at(cell);
        let cx = CellContext { location: &at, label: &column.label.text, ty, domain: None, names: &nothing, entries: &nothing };
        match syntax::domain(Some(content), &cx) {
            Err(findings) => {
                for finding in findings {
                    table.cells.report(finding);
                }
            }
            Ok(None) => {}
            Ok(Some(domain)) => match &given {
                Some((first, first_at)) => {
                    if domain != *first {
                        let (says, first) = (print_entry(Some(&first.tests), ty.base), first_at.clone());
                        let problem = TypingProblem::ColumnsDisagree { name: name.to_string(), what: "values", says, first };
                        table.cells.report(TypingFinding { at, problem });
                    }
                }
                None => given = Some((domain, at)),
            },
        }
    }
    let from_glossary = entry.and_then(|entry| entry.domain.as_ref().map(|domain| (entry, domain)));
    match (given, from_glossary) {
        (Some((domain, at)), Some((entry, outer))) => {
            if let Some(value) = domain::beyond(&domain, outer, ty.base) {
                let first = Location::cells(&entry.book, &entry.sheet, entry.at);
                table.cells.report(TypingFinding { at, problem: TypingProblem::WidensGlossary { name: name.to_string(), value, first } });
            }
            let same = domain == *outer;
            Some((domain, same))
        }
        (Some((domain, _)), None) => Some((domain, false)),
        (None, Some((_, domain))) => Some((domain.clone(), true)),
        (None, None) => None,
    }
}

fn default(table: &mut Table<'_, '_>, column: &Column, ty: Type, values: Option<&Domain>, names: &BTreeSet<String>) -> Option<Value> {
    let (cell, content) = setting(table, column, ColumnRow::Default)?;
    let (at, nothing) = (table.cells.at(cell), BTreeSet::new());
    let cx = CellContext { location: &at, label: &column.label.text, ty, domain: values, names, entries: &nothing };
    match syntax::output_entry(Some(content), &cx) {
        Ok(Answer::Value(value)) => {
            if let Some(values) = values.filter(|values| !values.contains(&value)) {
                table.cells.problem(cell, domain::outside(&value, values, ty.base, &column.label.text, true));
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
            for finding in findings {
                table.cells.report(finding);
            }
            None
        }
    }
}
