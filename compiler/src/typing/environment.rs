//! What the expressions of a table can name, and which inputs they bring in.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::expression::{self, Facts, Resolved};
use super::lists;
use super::requirement::{self, Given};
use crate::model::{
    Aggregation, BaseType, DataType, DecisionTable, Domain, Expression, ExpressionBase, ExpressionKind, ExpressionType, GlossaryEntry,
    HitPolicy, InputId, InputType, ListType, LiteralExpression, Name, OutputId, Requirement, RequirementId, Value,
};
use crate::requirements::{Named, Scope};
use crate::source::CellRef;
use crate::syntax::LIST_MARK;

/// An input of the table's columns, as expressions know it.
struct Known {
    id: InputId,
    ty: ExpressionType,
    domain: Option<Domain>,
}

/// An input that no column tests.
pub(super) enum Extra<'a> {
    /// A name of the glossary that an expression uses, and the cell that does so first.
    Named(&'a GlossaryEntry, CellRef),
    /// A list of the glossary that an expression uses.
    List {
        /// Its name.
        name: Name,
        /// What its items are.
        list: ListType,
        /// The cell that uses it first.
        at: CellRef,
    },
    /// What another decision gives, and the cell that names it first.
    Required {
        /// The name, as it prints.
        name: String,
        /// The decision.
        requirement: RequirementId,
        /// The output, of several.
        output: Option<OutputId>,
        /// What it gives.
        given: Given,
        /// The cell.
        at: CellRef,
    },
    /// What some entries ask of the value of an input.
    Condition {
        /// What it asks, as messages say it.
        name: Name,
        /// The expression.
        condition: LiteralExpression,
        /// Whose value `?` is.
        subject: InputId,
        /// The first cell that asks.
        at: CellRef,
    },
}

/// The names that a table's expressions see.
pub(super) struct Environment<'a> {
    scope: &'a Scope<'a>,
    /// All names in scope, as they print.
    names: BTreeSet<String>,
    inputs: BTreeMap<String, Known>,
    /// How many inputs the columns have.
    columns: usize,
    requirements: RefCell<Vec<Requirement>>,
    extras: RefCell<Vec<Extra<'a>>>,
    /// The extras by name, and by what a condition asks.
    places: RefCell<BTreeMap<String, InputId>>,
    /// Fields of lists that the glossary knows and nothing in the table reads.
    unread: &'a BTreeSet<String>,
    met: RefCell<Met>,
}

/// What typing an expression came upon.
#[derive(Default)]
pub(super) struct Met {
    /// Names of the glossary and constants that were used.
    pub(super) used: BTreeSet<String>,
    /// Whether one of the names has an error.
    pub(super) refused: bool,
    /// Decisions that were named and aren't typed yet.
    pub(super) awaited: BTreeSet<String>,
    /// Names of the glossary that are JSON of any shape.
    pub(super) opaque: BTreeSet<String>,
}

impl<'a> Environment<'a> {
    /// The names of the scope. Lists don't have the fields that are `unread`.
    pub(super) fn new(scope: &'a Scope<'a>, unread: &'a BTreeSet<String>) -> Self {
        Self {
            scope,
            unread,
            names: scope.names().collect(),
            inputs: BTreeMap::new(),
            columns: 0,
            requirements: RefCell::default(),
            extras: RefCell::default(),
            places: RefCell::default(),
            met: RefCell::default(),
        }
    }

    /// Adds the names of the columns' inputs, which [`Self::add`] will give their types.
    pub(super) fn set_columns(&mut self, names: impl Iterator<Item = String>) {
        for name in names {
            self.names.insert(name);
            self.columns += 1;
        }
    }

    /// Adds an input of a column.
    pub(super) fn add(&mut self, name: &Name, id: InputId, ty: &InputType, domain: Option<Domain>) {
        self.insert(name, Known { id, ty: ty.expression_type(), domain });
    }

    /// The type of a list of columns.
    pub(super) fn list(&self, id: InputId) -> Option<&ExpressionType> {
        self.inputs.values().find(|known| known.id == id).map(|known| &known.ty)
    }

    fn insert(&mut self, name: &Name, known: Known) {
        self.names.insert(name.to_string());
        self.inputs.insert(name.to_string(), known);
    }

    /// The fields of the lists that expressions bring in.
    pub(super) fn fields_of_extras(&self) -> BTreeSet<String> {
        let extras = self.extras.borrow();
        let lists = extras.iter().filter_map(|extra| if let Extra::List { list, .. } = extra { Some(list) } else { None });
        lists.flat_map(|list| list.values().into_iter().map(|value| value.name.to_string()).collect::<Vec<_>>()).collect()
    }

    /// What the glossary says of the fields of a list's items, but for those that nothing reads.
    pub(super) fn fields(&self, list: &str) -> impl Iterator<Item = &'a GlossaryEntry> {
        let unread = self.unread;
        self.scope.fields(list).filter(move |entry| !unread.contains(&entry.name.to_string()))
    }

    /// All names in scope, as they print.
    pub(super) fn names(&self) -> &BTreeSet<String> {
        &self.names
    }

    /// What was come upon since this was asked last.
    pub(super) fn met(&self) -> Met {
        self.met.take()
    }

    /// The input that a condition is; `key` is the same for the same condition.
    pub(super) fn condition(&self, key: String, extra: impl FnOnce() -> Extra<'a>) -> InputId {
        self.place(format!("?{key}"), extra)
    }

    fn place(&self, key: String, extra: impl FnOnce() -> Extra<'a>) -> InputId {
        let mut extras = self.extras.borrow_mut();
        *self.places.borrow_mut().entry(key).or_insert_with(|| {
            extras.push(extra());
            InputId(self.columns + extras.len() - 1)
        })
    }

    /// The names that expressions bring in, each with the cell that uses it first.
    pub(super) fn named(&self) -> Vec<(Name, CellRef)> {
        let extras = self.extras.borrow();
        let named =
            extras.iter().filter_map(|extra| if let Extra::Named(entry, at) = extra { Some((entry.name.clone(), *at)) } else { None });
        named.collect()
    }

    /// The inputs that no column tests, in the order of their ids.
    pub(super) fn into_extras(self) -> Vec<Extra<'a>> {
        self.extras.into_inner()
    }

    /// Takes note that the cell names a decision.
    pub(super) fn require(&self, table: &DecisionTable, at: CellRef) -> RequirementId {
        let mut requirements = self.requirements.borrow_mut();
        let known = requirements.iter().position(|requirement| requirement.decision == table.name);
        RequirementId(known.unwrap_or_else(|| {
            requirements.push(Requirement { decision: table.name.clone(), book: table.book.clone(), at });
            requirements.len() - 1
        }))
    }

    /// The decisions that were named, in the order of the first cells that do.
    pub(super) fn requirements(&self) -> Vec<Requirement> {
        self.requirements.borrow().clone()
    }

    fn resolve(&self, name: &str, at: CellRef) -> Option<Resolved<'_>> {
        if let Some(known) = self.inputs.get(name) {
            return Some(Resolved::Input { id: known.id, ty: known.ty.clone(), domain: known.domain.as_ref() });
        }
        let mut met = self.met.borrow_mut();
        if let Some(constant) = self.scope.constant(name) {
            met.used.insert(name.to_owned());
            let value = constant.as_constant().filter(|_| constant.usable).map(|constant| literal(&constant.value, &constant.ty));
            met.refused |= value.is_none();
            return Some(value.map_or(Resolved::Refused, Resolved::Constant));
        }
        if let Some((decision, output)) = self.scope.decisions.find(name) {
            let table = match self.scope.decisions.named(decision) {
                Named::Typed(table) => table,
                Named::Untyped => {
                    met.awaited.insert(decision.to_owned());
                    return Some(Resolved::Refused);
                }
                Named::Broken => {
                    met.refused = true;
                    return Some(Resolved::Refused);
                }
            };
            if requirement::is_opaque(table, output) {
                met.opaque.insert(name.to_owned());
                return Some(Resolved::Refused);
            }
            drop(met);
            let given = requirement::given(table, output, || self.scope.decisions.always_matches(decision));
            let ty = given.ty.expression_type();
            let requirement = self.require(table, at);
            let id = self.place(name.to_owned(), || Extra::Required { name: name.to_owned(), requirement, output, given, at });
            let domain = output.and_then(|output| table.output_clauses.get(output.0)).or_else(|| table.sole_output());
            let is_scalar = !matches!(ty.base, ExpressionBase::List(_) | ExpressionBase::Context(_));
            return Some(Resolved::Input {
                id,
                ty,
                domain: domain.filter(|_| is_scalar && !counts(table)).and_then(|clause| clause.domain.as_ref()),
            });
        }
        match self.scope.entry(name) {
            Ok(None) => {
                let fields: Vec<&'a GlossaryEntry> = self.fields(name).collect();
                let depth = fields.first()?.name.0.iter().position(|segment| segment.ends_with(LIST_MARK))?;
                met.used.extend(fields.iter().map(|field| field.name.to_string()));
                drop(met);
                let list = lists::of_glossary(&fields, depth, at);
                let ty = list.expression_type();
                let list_name = lists::name(&fields.first()?.name, depth);
                let id = self.place(name.to_owned(), || Extra::List { name: list_name, list, at });
                Some(Resolved::Input { id, ty, domain: None })
            }
            Ok(Some(entry)) => {
                met.used.insert(name.to_owned());
                if entry.ty.base == BaseType::Any {
                    met.opaque.insert(name.to_owned());
                    return Some(Resolved::Refused);
                }
                drop(met);
                let id = self.place(name.to_owned(), || Extra::Named(entry, at));
                let ty = ExpressionType { base: entry.ty.base.into(), nullable: entry.ty.nullable };
                Some(Resolved::Input { id, ty, domain: entry.domain.as_ref() })
            }
            Err(_) => {
                met.used.insert(name.to_owned());
                met.refused = true;
                Some(Resolved::Refused)
            }
        }
    }
}

/// A constant, of a list all its items, as an expression.
fn literal(value: &Value, ty: &DataType) -> Expression {
    match (value, ty) {
        (Value::List(values), DataType::List { item, .. }) => {
            let items = values.iter().map(|value| {
                let literal = literal(value, item);
                Expression { ty: item.expression_type(), ..literal }
            });
            let base = ExpressionBase::List(Box::new(item.expression_type()));
            Expression { kind: ExpressionKind::List(items.collect()), ty: ExpressionType::of(base) }
        }
        (value, _) => Expression::literal(value.clone()),
    }
}

fn counts(table: &DecisionTable) -> bool {
    table.hit_policy == HitPolicy::Collect(Some(Aggregation::Count))
}

/// What one cell's expression sees.
pub(super) struct CellScope<'e, 'a> {
    pub(super) environment: &'e Environment<'a>,
    /// The cell.
    pub(super) at: CellRef,
    /// What `?` is.
    pub(super) subject: Option<(ExpressionType, Option<&'e Domain>)>,
    /// What is known of inputs where the expression is evaluated.
    pub(super) facts: &'e Facts,
}

impl expression::Scope for CellScope<'_, '_> {
    fn resolve(&self, name: &str) -> Option<Resolved<'_>> {
        self.environment.resolve(name, self.at)
    }

    fn is_constant(&self, name: &str) -> bool {
        self.environment.scope.constant(name).is_some()
    }

    fn names(&self) -> Vec<String> {
        self.environment.names.iter().cloned().collect()
    }

    fn subject(&self) -> Option<(ExpressionType, Option<&Domain>)> {
        self.subject.clone()
    }

    fn facts(&self) -> &Facts {
        self.facts
    }
}
