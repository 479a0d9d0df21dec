//! Lists of facts: what their items are.

use std::fmt;

use super::expression::{ExpressionBase, ExpressionType};
use super::input::{InputData, InputSource};

/// A list that the caller gives, of records or of values: with all that the table reads of it and all that the decisions read which the
/// table requires.
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
    /// A record of these fields, by their names as written, in the order of the columns that read them; then those that only required
    /// decisions read.
    Record(Vec<(String, Self)>),
    /// A list again.
    List(Box<ListType>),
}

impl ListType {
    /// As the table's expressions see it: with what the table itself reads of an item.
    pub fn expression_type(&self) -> ExpressionType {
        ExpressionType { base: ExpressionBase::List(Box::new(self.item.expression_type())), nullable: self.nullable }
    }

    /// All values in it, at any depth, in the order of the fields.
    pub fn values(&self) -> Vec<&InputData> {
        self.item.values()
    }
}

impl Shape {
    /// As the table's expressions see it: a record is a context of what the table itself reads.
    pub fn expression_type(&self) -> ExpressionType {
        match self {
            Self::Value(data) => data.ty.expression_type(),
            Self::Record(fields) => {
                let own = fields.iter().filter(|(_, field)| !field.is_forwarded());
                ExpressionType::of(ExpressionBase::Context(own.map(|(name, field)| (name.clone(), field.expression_type())).collect()))
            }
            Self::List(list) => list.expression_type(),
        }
    }

    /// Whether only required decisions read it. Of a record's fields, those come after all that the table itself reads.
    pub fn is_forwarded(&self) -> bool {
        match self {
            Self::Value(data) => matches!(data.source, InputSource::Forwarded(_)),
            Self::Record(fields) => fields.iter().all(|(_, field)| field.is_forwarded()),
            Self::List(list) => list.item.is_forwarded(),
        }
    }

    /// All values in it, at any depth, in the order of the fields.
    pub fn values(&self) -> Vec<&InputData> {
        let mut values = Vec::new();
        self.collect(&mut values);
        values
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
