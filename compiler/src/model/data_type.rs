//! Types of what a decision gives: one value, or a list of them ("Types" in `docs/table-language.md`).

use std::fmt;

use super::expression::{ExpressionBase, ExpressionType};
use super::value::{Type, Value};

/// A type that a `type` cell gives: of one value, or of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DataType {
    /// One value.
    Scalar(Type),
    /// A list, whose items may be lists again: [`Self::MAX_LISTS`] within each other at most.
    List {
        /// What each item is.
        item: Box<Self>,
        /// Whether null stands for a list that isn't there.
        nullable: bool,
    },
}

impl DataType {
    /// How many lists may lie within each other.
    pub const MAX_LISTS: usize = 4;

    /// A list, never null, of such items.
    pub fn list_of(item: Self) -> Self {
        Self::List { item: Box::new(item), nullable: false }
    }

    /// Itself, if it is of one value.
    pub fn scalar(&self) -> Option<Type> {
        if let Self::Scalar(ty) = self { Some(*ty) } else { None }
    }

    /// What its items are, if it is a list.
    pub fn item(&self) -> Option<&Self> {
        if let Self::List { item, .. } = self { Some(item) } else { None }
    }

    /// The type of the values in it, within however many lists; of one value, itself. `values` says what is allowed of them.
    pub fn value(&self) -> Type {
        match self {
            Self::Scalar(ty) => *ty,
            Self::List { item, .. } => item.value(),
        }
    }

    /// How many lists lie within each other: none of one value.
    pub fn depth(&self) -> usize {
        self.item().map_or(0, |item| item.depth() + 1)
    }

    /// Whether null is a value of it.
    pub fn nullable(&self) -> bool {
        match self {
            Self::Scalar(ty) => ty.nullable,
            Self::List { nullable, .. } => *nullable,
        }
    }

    /// The same with null.
    #[must_use]
    pub fn or_null(self) -> Self {
        match self {
            Self::Scalar(ty) => Self::Scalar(Type { nullable: true, ..ty }),
            Self::List { item, .. } => Self::List { item, nullable: true },
        }
    }

    /// As expressions see it.
    pub fn expression_type(&self) -> ExpressionType {
        match self {
            Self::Scalar(ty) => ExpressionType { base: ty.base.into(), nullable: ty.nullable },
            Self::List { item, nullable } => {
                ExpressionType { base: ExpressionBase::List(Box::new(item.expression_type())), nullable: *nullable }
            }
        }
    }

    /// Whether a value is of it. O(values).
    pub fn holds(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Scalar(ty), value) => value.is_of(*ty),
            (Self::List { nullable, .. }, Value::Null) => *nullable,
            (Self::List { item, .. }, Value::List(items)) => items.iter().all(|value| item.holds(value)),
            (Self::List { .. }, _) => false,
        }
    }
}

impl From<Type> for DataType {
    fn from(ty: Type) -> Self {
        Self::Scalar(ty)
    }
}

/// As a `type` cell has it: `list of text`, `(list of text)?`, `list of (text?)`.
impl fmt::Display for DataType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scalar(ty) => ty.fmt(f),
            Self::List { item, nullable } => {
                let (open, close) = if *nullable { ("(", ")?") } else { ("", "") };
                if item.nullable() { write!(f, "{open}list of ({item}){close}") } else { write!(f, "{open}list of {item}{close}") }
            }
        }
    }
}
