//! Lists of facts: what their items are.

use std::fmt;

use super::expression::{ExpressionBase, ExpressionType};
use super::input::InputData;

/// A list that the caller gives, of records or of values.
#[derive(Clone, Debug, PartialEq)]
pub struct ListType {
    /// What each item is.
    pub item: Shape,
    /// Whether null stands for a list that isn't there.
    pub nullable: bool,
}

/// What an item of a list is, or a field of one.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// One value. Its name is the path to it, a `[]` behind each list that it lies in: `items[].price`, `tags[]`.
    Value(Box<InputData>),
    /// A record of these fields, by their names as written, in the order of the columns that read them.
    Record(Vec<(String, Self)>),
    /// A list again.
    List(Box<ListType>),
}

impl ListType {
    /// As expressions see it.
    pub fn expression_type(&self) -> ExpressionType {
        ExpressionType { base: ExpressionBase::List(Box::new(self.item.expression_type())), nullable: self.nullable }
    }

    /// All values in it, at any depth, in the order of the fields.
    pub fn values(&self) -> Vec<&InputData> {
        let mut values = Vec::new();
        self.item.collect(&mut values);
        values
    }
}

impl Shape {
    /// As expressions see it: a record is a context.
    pub fn expression_type(&self) -> ExpressionType {
        match self {
            Self::Value(data) => data.ty.expression_type(),
            Self::Record(fields) => ExpressionType::of(ExpressionBase::Context(
                fields.iter().map(|(name, field)| (name.clone(), field.expression_type())).collect(),
            )),
            Self::List(list) => list.expression_type(),
        }
    }

    fn collect<'a>(&'a self, values: &mut Vec<&'a InputData>) {
        match self {
            Self::Value(data) => values.push(data),
            Self::Record(fields) => fields.iter().for_each(|(_, field)| field.collect(values)),
            Self::List(list) => list.item.collect(values),
        }
    }
}

impl fmt::Display for ListType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.item, self.nullable) {
            (Shape::Value(data), false) if data.ty.nullable() => write!(f, "list of ({})", data.ty),
            (Shape::Value(data), false) => write!(f, "list of {}", data.ty),
            (Shape::Value(data), true) => write!(f, "(list of {})?", data.ty),
            (Shape::Record(_), false) => f.write_str("list of records"),
            (Shape::Record(_), true) => f.write_str("(list of records)?"),
            (Shape::List(list), false) => write!(f, "list of ({list})"),
            (Shape::List(list), true) => write!(f, "(list of ({list}))?"),
        }
    }
}
