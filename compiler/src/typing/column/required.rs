//! Columns over other decisions.

use std::collections::BTreeMap;

use super::list::{self, Leaf, PathGroup, Tested};
use super::setting::{self, field_domain, given_type, unread};
use super::{Field, Group};
use crate::diagnostic::Location;
use crate::diagnostic::typing::{TypingFinding, TypingProblem};
use crate::layout::{Column, ColumnRow, did_you_mean};
use crate::model::{
    ClosedList, DecisionTable, Domain, ExpressionBase, ExpressionType, InputData, InputSource, InputType, Name, OutputClause, OutputId,
    RequirementId, Type,
};
use crate::requirements::Named;
use crate::syntax::{LIST_MARK, Path, Quantifier, list_type_name, print_entry};
use crate::typing::requirement::Given;
use crate::typing::{Table, lists, requirement};

/// What a column over another decision reads of it.
pub(super) struct Required<'a> {
    pub(super) table: &'a DecisionTable,
    pub(super) requirement: RequirementId,
    pub(super) output: Option<OutputId>,
    pub(super) given: Given,
}

impl<'a> Required<'a> {
    /// The output column that gives it, if it is one.
    fn clause(&self) -> Option<&'a OutputClause> {
        self.output.and_then(|output| self.table.output_clauses.get(output.0)).or_else(|| self.table.sole_output())
    }

    /// The output column that gives what the path into its list leads to, if it is one.
    fn clause_at(&self, path: &Name, depth: usize) -> Option<&'a OutputClause> {
        let rest: Vec<&str> = path.0.iter().skip(depth + 1).map(|marked| lists::segment(marked).0).collect();
        let leads =
            |clause: &&OutputClause| rest.len() >= clause.name.0.len() && clause.name.0.iter().zip(&rest).all(|(one, other)| one == other);
        self.clause().or_else(|| self.table.output_clauses.iter().find(leads))
    }
}

/// What a decision says of a column that reads it.
struct Says<'s> {
    ty: Type,
    domain: Option<&'s Domain>,
    /// Where it says so.
    at: Location,
}

/// Whether the settings of columns say what the decision says, or nothing; what differs is reported.
fn agrees(table: &mut Table<'_, '_>, (name, columns): (&Name, &[&Column]), decision: &DecisionTable, says: Says<'_>) -> bool {
    let declared = given_type(table, name, columns, None);
    let differs = |table: &mut Table<'_, '_>, row: ColumnRow, what: &'static str, text: String| {
        let cell = columns.iter().find_map(|column| setting::setting(table, column, row)).map(|(cell, _)| cell);
        let (decision, first) = (decision.name.clone(), says.at.clone());
        if let Some(cell) = cell {
            table.cells.problem(cell, TypingProblem::DisagreesWithDecision { what, says: text, decision, first });
        }
    };
    let same = !matches!(declared, Ok(Some(declared)) if declared != says.ty);
    if !same {
        differs(table, ColumnRow::Type, "type", says.ty.to_string());
    } else if let Some((domain, _)) = field_domain(table, name, columns, says.ty, None)
        && says.domain != Some(&domain)
    {
        let text = says.domain.map(|domain| print_entry(Some(&domain.tests), says.ty.base)).unwrap_or_default();
        differs(table, ColumnRow::Values, "values", text);
    }
    same
}

/// Types a column over another decision: with that decision's type and values, which the column may repeat.
pub(super) fn required<'a>(table: &mut Table<'a, '_>, group: &Group<'a>, column: &'a Column, required: &Required<'a>) -> Field<'a> {
    let Required { table: decision, given, .. } = required;
    let clause = required.clause();
    let at = Location::cells(&decision.book, &decision.sheet, clause.map_or(decision.header, |clause| clause.at));
    let columns = &group.columns;
    let scalar = match given.ty {
        // Its entries are of the type that the column says.
        InputType::Scalar(ty) => {
            let says = Says { ty, domain: given.domain.as_ref(), at };
            agrees(table, (&group.name, columns), decision, says).then_some(ty)
        }
        _ => {
            let (label, ty) = (column.label.text.clone(), given.ty.to_string());
            let outputs = decision.output_clauses.iter().map(|clause| format!("{}.{}", decision.name, clause.name)).collect();
            table.cells.problem(column.label.at, TypingProblem::NoColumnType { label, ty, outputs });
            None
        }
    };
    for column in columns {
        unread(table, column, &[ColumnRow::Default]);
    }
    Field {
        ty: scalar,
        domain: given.domain.clone(),
        closed: given.closed.clone(),
        ..of(table, group.name.clone(), column, columns, required)
    }
}

/// What is said of columns over another decision, but for its type and values.
fn of<'a>(table: &Table<'a, '_>, name: Name, column: &'a Column, columns: &[&Column], required: &Required<'a>) -> Field<'a> {
    let text = |row: ColumnRow| columns.iter().find_map(|column| setting::text(table, column, row));
    let clause = required.clause();
    Field {
        column,
        name,
        ty: None,
        structure: None,
        inferred: false,
        domain: None,
        closed: None,
        entry: None,
        unit: text(ColumnRow::Unit).or_else(|| clause.and_then(|clause| clause.unit.clone())),
        about: text(ColumnRow::About).or_else(|| clause.and_then(|clause| clause.about.clone())),
        source: InputSource::Decision(required.requirement, required.output),
    }
}

/// Whether a name is that of a decision, or of an output of one, that gives a list.
pub(super) fn gives_list(table: &Table<'_, '_>, name: &Name) -> bool {
    let decisions = &table.scope.decisions;
    let Some((decision, output)) = decisions.find(&name.to_string()) else { return false };
    let Named::Typed(of) = decisions.named(decision) else { return false };
    let given = requirement::given(of, output, || decisions.always_matches(decision));
    !requirement::is_opaque(of, output) && matches!(given.ty.expression_type().base, ExpressionBase::List(_))
}

/// Types columns over a list that another decision gives, and over paths into it: what they test is added to `leaves`.
pub(super) fn required_list<'a>(
    table: &mut Table<'a, '_>,
    group: &Group<'a>,
    required: &Required<'a>,
    quantified: &BTreeMap<u32, Path>,
    leaves: &mut BTreeMap<u32, Leaf<'a>>,
) -> Option<Field<'a>> {
    let Required { table: decision, given, .. } = required;
    let first = *group.columns.first()?;
    let name = Name(vec![group.name.to_string()]);
    let depth = group.name.0.len().checked_sub(1)?;
    let list = given.ty.expression_type();
    let is_list = matches!(list.base, ExpressionBase::List(_));
    for path in &group.paths {
        let column = *path.columns.first()?;
        if !is_list {
            no_list(table, group, path, required);
            continue;
        }
        let Some(ty) = list::at_end(&list, &path.name, depth) else {
            let quantifier = quantified.get(&column.column).and_then(|path| path.quantifiers.first()).copied();
            no_such_output(table, (&group.name, quantifier), path, required);
            continue;
        };
        let clause = required.clause_at(&path.name, depth);
        let at = Location::cells(&decision.book, &decision.sheet, clause.map_or(decision.header, |clause| clause.at));
        let (domain, closed) = clause
            .map_or((None, None), |clause| (clause.domain.clone(), clause.closed.clone().map(|closed| ClosedList { at: None, ..closed })));
        let leads = |column: &Column| quantified.get(&column.column).cloned();
        for column in &path.columns {
            unread(table, column, &[ColumnRow::Default]);
        }
        match (&ty.base, clause) {
            (ExpressionBase::List(item), Some(clause)) if path.is_whole() && is_scalar(item) => {
                let says = Says { ty: clause_type(clause, item), domain: domain.as_ref(), at };
                if !whole(table, path, decision, &says, ty.nullable) {
                    continue;
                }
                let item = InputData {
                    name: lists::marked(&name),
                    source: InputSource::Given,
                    ty: says.ty.into(),
                    inferred: false,
                    domain: domain.clone(),
                    closed,
                    unit: None,
                    about: None,
                    sensitivity: None,
                    at: column.label.at,
                };
                for column in &path.columns {
                    let path = Path { name: path.name.clone(), quantifiers: Vec::new() };
                    leaves.insert(column.column, Leaf { path, tested: Tested::List(ty.clone(), Box::new(item.clone())) });
                }
            }
            (ExpressionBase::List(_) | ExpressionBase::Context(_), _) | (_, None) => {
                for column in &path.columns {
                    for row in [ColumnRow::Type, ColumnRow::Values] {
                        if let Some((cell, _)) = setting::setting(table, column, row) {
                            table
                                .cells
                                .problem(cell, TypingProblem::TypedStructure { label: column.label.text.clone(), ty: ty.to_string() });
                        }
                    }
                    let path = leads(column).unwrap_or_else(|| Path { name: path.name.clone(), quantifiers: Vec::new() });
                    leaves.insert(column.column, Leaf { path, tested: Tested::Structure(ty.clone()) });
                }
            }
            (_, Some(clause)) => {
                let says = Says { ty: clause_type(clause, &ty), domain: domain.as_ref(), at };
                let scalar = says.ty;
                if !agrees(table, (&path.name, &path.columns), decision, says) {
                    continue;
                }
                let field = of(table, path.name.clone(), column, &path.columns, required);
                let field = Field { ty: Some(scalar), domain, closed, ..field };
                for column in &path.columns {
                    let Some(path) = leads(column) else { continue };
                    leaves.insert(column.column, Leaf { path, tested: Tested::Value(Box::new(field.clone())) });
                }
            }
        }
    }
    Some(Field { structure: is_list.then(|| given.ty.clone()), ..of(table, name, first, &group.columns, required) })
}

fn is_scalar(ty: &ExpressionType) -> bool {
    !matches!(ty.base, ExpressionBase::List(_) | ExpressionBase::Context(_))
}

/// The type of a single value that an output column gives.
fn clause_type(clause: &OutputClause, ty: &ExpressionType) -> Type {
    Type { nullable: ty.nullable, ..clause.ty.value() }
}

/// Whether the settings of columns over a whole list say what the decision says, or nothing; what differs is reported.
fn whole(table: &mut Table<'_, '_>, path: &PathGroup<'_>, decision: &DecisionTable, says: &Says<'_>, nullable: bool) -> bool {
    let mut same = true;
    let differs = |table: &mut Table<'_, '_>, cell, what: &'static str, text: String| {
        let (decision, first) = (decision.name.clone(), says.at.clone());
        table.cells.problem(cell, TypingProblem::DisagreesWithDecision { what, says: text, decision, first });
    };
    for column in &path.columns {
        if let Some((cell, content)) = setting::setting(table, column, ColumnRow::Type)
            && list_type_name(content) != Some((says.ty, nullable))
        {
            differs(table, cell, "type", list::shown((says.ty, nullable)));
            same = false;
        }
    }
    let name = lists::marked(&path.name);
    if same
        && let Some((domain, _)) = field_domain(table, &name, &path.columns, says.ty, None)
        && says.domain != Some(&domain)
        && let Some((cell, _)) = path.columns.iter().find_map(|column| setting::setting(table, column, ColumnRow::Values))
    {
        let text = says.domain.map(|domain| print_entry(Some(&domain.tests), says.ty.base)).unwrap_or_default();
        differs(table, cell, "values", text);
    }
    same
}

/// Reports columns that ask for the items of what is no list.
fn no_list(table: &mut Table<'_, '_>, group: &Group<'_>, path: &PathGroup<'_>, required: &Required<'_>) {
    let Required { table: decision, given, .. } = required;
    let Some(column) = path.columns.first() else { return };
    if path.is_whole() {
        // It is the type that says so.
        let first = Location::cells(&decision.book, &decision.sheet, required.clause().map_or(decision.header, |clause| clause.at));
        let at = setting::setting(table, column, ColumnRow::Type).map_or(column.label.at, |(cell, _)| cell);
        let (decision, says) = (decision.name.clone(), given.ty.to_string());
        table.cells.problem(at, TypingProblem::DisagreesWithDecision { what: "type", says, decision, first });
        return;
    }
    let plain = Name(path.name.0.iter().map(|marked| lists::segment(marked).0.to_owned()).collect()).to_string();
    let meant = table.scope.decisions.find(&plain).map(|_| plain);
    let (label, ty, name) = (column.label.text.clone(), given.ty.to_string(), group.name.to_string());
    table.cells.report(TypingFinding { at: path.at.clone(), problem: TypingProblem::NoListGiven { label, name, ty, meant } });
}

/// Reports a path into a decision's list that leads to no output of it.
fn no_such_output(
    table: &mut Table<'_, '_>,
    (list, quantifier): (&Name, Option<Quantifier>),
    path: &PathGroup<'_>,
    required: &Required<'_>,
) {
    let mark = if quantifier == Some(Quantifier::Some) { "[?]" } else { LIST_MARK };
    let items = format!("{list}{mark}");
    let known: Vec<String> = match required.clause() {
        Some(_) => vec![items],
        None => required.table.output_clauses.iter().map(|clause| format!("{items}.{}", clause.name)).collect(),
    };
    let (name, decision) = (path.name.to_string().replacen(LIST_MARK, mark, 1), required.table.name.clone());
    let meant = did_you_mean(&name, known.iter().map(String::as_str)).map(str::to_owned);
    table.cells.report(TypingFinding { at: path.at.clone(), problem: TypingProblem::NoSuchOutput { name, decision, known, meant } });
}
