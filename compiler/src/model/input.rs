//! What a table's rules are found by: what it reads, and what it computes of that.

use std::fmt;
use std::sync::Arc;

use super::entry::Domain;
use super::expression::{Expression, ExpressionType};
use super::list::ListType;
use super::name::Name;
use super::requirement::RequirementId;
use super::rust_enum::RustEnum;
use super::table::{InputId, OutputId};
use super::value::Type;
use crate::diagnostic::Location;
use crate::source::{BookPath, CellRef};

/// The name of the input that is the day as of which rules that hold for a time are asked for: what `from` and `until` columns test.
pub const AS_OF: &str = "as of";

/// A closed list of text values, which becomes an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosedList {
    /// The values in the order of `values`.
    pub values: Vec<String>,
    /// The table's own cell that lists them; `None` where only the glossary does.
    pub at: Option<CellRef>,
    /// The name in the glossary that the list belongs to: one enum for that name's whole scope. `None` for a list of this table alone, or
    /// one that this table narrows.
    pub shared: Option<SharedList>,
    /// The Rust enum that it is, so that none is generated for it.
    pub rust: Option<Arc<RustEnum>>,
}

/// Where a closed list of the glossary is defined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedList {
    /// The glossary's name.
    pub name: Name,
    /// The whole app's, or its own book's.
    pub app_wide: bool,
    /// The book that defines it.
    pub book: BookPath,
    /// The cell of the name.
    pub at: Location,
}

/// An expression of a cell: a literal expression in DMN's words (DMN 1.5, 7.3.5).
#[derive(Clone, Debug, PartialEq)]
pub struct LiteralExpression {
    /// Its text in normal form. Two are taken for equal if they read the same.
    pub text: String,
    /// What it means.
    pub expression: Expression,
}

/// Where the value of an input comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum InputSource {
    /// The caller gives it.
    Given,
    /// The caller gives it for decisions that this one requires; this one itself asks nothing of it.
    Forwarded(Box<Forwarded>),
    /// A required decision gives it: the whole result, or this output of several. Its type and values are trusted, since that decision keeps
    /// them.
    Decision(RequirementId, Option<OutputId>),
    /// An `expr` cell computes it from inputs before it.
    Column(LiteralExpression),
    /// It is whether a condition holds that some entries state, for the value of [`ExpressionKind::Subject`](super::ExpressionKind::Subject):
    /// this input's.
    Condition(LiteralExpression, InputId),
}

/// For whom an input is given that the table itself doesn't read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forwarded {
    /// The requirement that needs it.
    pub requirement: RequirementId,
    /// Its position among that decision's inputs.
    pub input: InputId,
    /// The cell of the table that reads it.
    pub at: Location,
}

/// What an input holds.
#[derive(Clone, Debug, PartialEq)]
pub enum InputType {
    /// One value, which entries can test: a dimension of the rules.
    Scalar(Type),
    /// A list or a context, which only expressions and conditions read: no rule is found by it alone.
    Structure(ExpressionType),
    /// A list that the caller gives; of the same kind else.
    List(Box<ListType>),
}

impl InputType {
    /// Whether null is a value of it.
    pub fn nullable(&self) -> bool {
        match self {
            Self::Scalar(ty) => ty.nullable,
            Self::Structure(ty) => ty.nullable,
            Self::List(list) => list.nullable,
        }
    }

    /// As expressions see it.
    pub fn expression_type(&self) -> ExpressionType {
        match self {
            Self::Scalar(ty) => ExpressionType { base: ty.base.into(), nullable: ty.nullable },
            Self::Structure(ty) => ty.clone(),
            Self::List(list) => list.expression_type(),
        }
    }
}

impl From<Type> for InputType {
    fn from(ty: Type) -> Self {
        Self::Scalar(ty)
    }
}

impl fmt::Display for InputType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scalar(ty) => ty.fmt(f),
            Self::Structure(ty) => ty.fmt(f),
            Self::List(list) => list.fmt(f),
        }
    }
}

/// One dimension of what decides: a field of what a decision reads, or what it computes of them.
#[derive(Clone, Debug, PartialEq)]
pub struct InputData {
    /// Its name; of a column that computes, its label; of a condition, what it asks.
    pub name: Name,
    /// Where it comes from.
    pub source: InputSource,
    /// Its type.
    pub ty: InputType,
    /// Whether the type was inferred from the cells.
    pub inferred: bool,
    /// Its allowed values: what the column says, else what the glossary says.
    pub domain: Option<Domain>,
    /// Its values as an enum, for a `text` with a closed list.
    pub closed: Option<ClosedList>,
    /// Row `unit` of the first column that has one.
    pub unit: Option<String>,
    /// Row `about` of the first column that has one, else the glossary's.
    pub about: Option<String>,
    /// The glossary's sensitivity.
    pub sensitivity: Option<String>,
    /// The header cell of the first column that tests it, or the cell that first uses it.
    pub at: CellRef,
}

impl InputData {
    /// Whether the caller gives it.
    pub fn is_given(&self) -> bool {
        matches!(self.source, InputSource::Given | InputSource::Forwarded(_))
    }

    /// Whether the table computes it of other inputs.
    pub fn is_computed(&self) -> bool {
        matches!(self.source, InputSource::Column(_) | InputSource::Condition(..))
    }

    /// Its type, if it is one value: that of a dimension.
    pub fn scalar(&self) -> Option<Type> {
        if let InputType::Scalar(ty) = self.ty { Some(ty) } else { None }
    }

    /// What its items are, if it is a list that the caller gives.
    pub fn list(&self) -> Option<&ListType> {
        if let InputType::List(list) = &self.ty { Some(list) } else { None }
    }
}

/// An input column.
#[derive(Clone, Debug, PartialEq)]
pub struct InputClause {
    /// The label, blanks folded.
    pub label: String,
    /// The header cell.
    pub at: CellRef,
    /// What it tests.
    pub input: InputId,
    /// Of a column `from` or `until`: which end of the time that a rule holds for its cells give.
    pub period: Option<PeriodEnd>,
}

/// An end of the time that a rule holds for. The day itself belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodEnd {
    /// `from`: the first day.
    First,
    /// `until`: the last day.
    Last,
}
