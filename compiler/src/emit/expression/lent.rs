//! What a caller and required decisions lend: lists as slices of structs and values, and records. What only looks at them copies nothing; what makes a value of them takes the
//! fields over as the tuples and `Vec`s that other expressions give.

use super::code::{Code, closure};
use super::emitter::{Emitter, tuple};
use super::fallible::may_fail;
use super::{Form, Place};
use crate::model::{BaseType, Expression, ExpressionKind as K, LocalId, Operation, Type};

/// The Rust of something that is lent, where it isn't a field of `Input` with one value.
#[derive(Clone, Debug)]
pub enum Lent {
    /// A field with one value.
    Value {
        /// Its type.
        ty: Type,
        /// Whether its Rust type is the enum of a closed list.
        closed: bool,
    },
    /// A text that a decision may have made: a `Cow`.
    Text {
        /// Whether it is in an `Option`.
        nullable: bool,
        /// Whether it need last no longer than what lends it: nothing that the expression gives holds a text.
        borrowed: bool,
    },
    /// A struct: the names of its fields, in the order of the context's entries, and what they are.
    Record(Vec<(String, Self)>),
    /// A struct that counts as the value of this field.
    Field(String, Box<Self>),
    /// A slice, in an `Option` if it may be null.
    List {
        /// What its items are.
        item: Box<Self>,
        /// Whether it may be null.
        nullable: bool,
    },
}

impl Lent {
    /// The same where it is known not to be null.
    pub(super) fn known(self) -> Self {
        match self {
            Self::List { item, .. } => Self::List { item, nullable: false },
            other => other,
        }
    }

    /// Whether its texts are read as `&str`.
    pub(super) fn is_borrowed(&self) -> bool {
        match self {
            Self::Value { .. } => true,
            Self::Text { borrowed, .. } => *borrowed,
            Self::Record(fields) => fields.iter().all(|(_, field)| field.is_borrowed()),
            Self::Field(_, inner) | Self::List { item: inner, .. } => inner.is_borrowed(),
        }
    }

    /// Whether items of it are references to structs: nothing that is copied.
    pub(super) fn is_struct(&self) -> bool {
        matches!(self, Self::Record(_) | Self::Field(..))
    }

    /// Whether null is a value of it.
    fn is_nullable(&self) -> bool {
        match self {
            Self::Value { ty, .. } => ty.nullable,
            Self::Text { nullable, .. } | Self::List { nullable, .. } => *nullable,
            Self::Field(_, inner) => inner.is_nullable(),
            Self::Record(_) => false,
        }
    }

    /// Where the value of something is that is at `path`.
    pub(in crate::emit) fn value_at(self, path: String) -> (String, Self) {
        match self {
            Self::Field(field, inner) => (format!("{path}.{field}"), *inner),
            other => (path, other),
        }
    }

    /// The function from a field's value to that of expressions; `None` where they are one.
    fn conversion(ty: Type, closed: bool, runtime: &str) -> Option<String> {
        match ty.base {
            BaseType::Text if closed => Some(format!("{runtime}::ClosedText::text")),
            BaseType::Integer => Some(format!("{runtime}::Decimal::from")),
            BaseType::YearsMonthsDuration => Some(format!("{runtime}::feel::months_of")),
            _ => None,
        }
    }

    /// The function that makes expressions' texts of fields' texts.
    fn owning(ty: Type, runtime: &str) -> Option<String> {
        (ty.base == BaseType::Text).then(|| format!("{runtime}::Cow::Borrowed"))
    }

    /// Whether values of it are what expressions have already, but for being lent.
    pub(super) fn is_plain(&self, owned: bool, runtime: &str) -> bool {
        match self {
            Self::Value { ty, closed } => {
                Self::conversion(*ty, *closed, runtime).is_none() && (!owned || Self::owning(*ty, runtime).is_none())
            }
            Self::Text { .. } | Self::Record(_) | Self::Field(..) | Self::List { .. } => false,
        }
    }
}

impl Emitter<'_> {
    /// Where in what is lent an expression lies, if it only leads there: a Rust expression that can be read as often as one likes.
    pub(super) fn lent(&self, expression: &Expression) -> Option<(String, Lent)> {
        let of_place = |place: &Place| match &place.form {
            Form::Lent(lent) => Some((place.path.clone(), lent.clone())),
            _ => None,
        };
        match &expression.kind {
            K::Input(id) => self.places.inputs.get(id.0).and_then(of_place),
            K::Subject => self.places.subject.as_ref().and_then(of_place),
            K::Local(local) => {
                let variable = self.variables.get(local)?;
                Some(variable.lent.clone()?.value_at(variable.name.clone()))
            }
            K::Entry(inner, position) => match self.lent(inner)? {
                (path, Lent::Record(fields)) => {
                    let (field, lent) = fields.into_iter().nth(*position)?;
                    Some((format!("{path}.{field}"), lent))
                }
                _ => None,
            },
            K::Known(inner) => match self.lent(inner)? {
                (path, Lent::List { item, nullable: true }) => {
                    Some((format!("{path}.unwrap_or_default()"), Lent::List { item, nullable: false }))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// The slice of a list that is lent, and what its items are.
    pub(super) fn lent_list(&self, list: &Expression) -> Option<(String, Lent)> {
        match self.lent(list)? {
            (path, Lent::List { item, nullable: false }) => Some((path, *item)),
            _ => None,
        }
    }

    /// What is lent as a value of an expression's type.
    pub(super) fn taken_over(&self, path: &str, lent: &Lent, owned: bool) -> Code {
        let runtime = self.places.runtime;
        match lent {
            Lent::Value { ty, closed } => {
                let mut code = Code::atom(path);
                for by in [Lent::conversion(*ty, *closed, runtime), Lent::owning(*ty, runtime).filter(|_| owned)].into_iter().flatten() {
                    code = if ty.nullable { code.method(&format!("map({by})")) } else { Code::atom(format!("{by}({})", code.text)) };
                }
                code
            }
            Lent::Text { .. } if owned => Code::atom(format!("{path}.clone()")),
            Lent::Text { nullable: true, .. } => Code::atom(format!("{path}.as_deref()")),
            Lent::Text { nullable: false, .. } => Code::atom(format!("{path}.as_ref()")),
            Lent::Field(field, inner) => self.taken_over(&format!("{path}.{field}"), inner, owned),
            Lent::Record(fields) => {
                let fields = fields.iter().map(|(field, lent)| self.taken_over(&format!("{path}.{field}"), lent, owned).text);
                Code::atom(tuple(fields.collect()))
            }
            Lent::List { item, nullable: true } => {
                let list = Lent::List { item: item.clone(), nullable: false };
                let value = self.taken_over("items", &list, owned).text;
                Code::atom(format!("{path}.map({})", closure("items", &value)))
            }
            Lent::List { item, nullable: false } if item.is_plain(owned, runtime) => Code::atom(format!("{path}.to_vec()")),
            Lent::List { item, nullable: false } => {
                let items = self.items_of(path, item);
                let value = self.taken_over("item", item, owned).text;
                Code::atom(format!("{items}.map({}).collect::<Vec<_>>()", closure("item", &value)))
            }
        }
    }

    /// An iterator over a slice: over references to structs, and over values.
    pub(super) fn items_of(&self, path: &str, item: &Lent) -> String {
        match item {
            item if item.is_struct() => format!("{path}.iter()"),
            // No list of a result is one of texts that were made.
            _ => format!("{path}.iter().copied()"),
        }
    }

    /// What goes through the values of a list that is lent, as expressions have them.
    pub(super) fn lent_values(&self, list: &Expression, owned: bool) -> Option<String> {
        let (path, item) = self.lent_list(list)?;
        Some(self.values_of(&path, &item, owned))
    }

    /// The same of a slice.
    pub(super) fn values_of(&self, path: &str, item: &Lent, owned: bool) -> String {
        let items = self.items_of(path, item);
        if item.is_plain(owned, self.places.runtime) {
            return items;
        }
        let value = self.taken_over("item", item, owned).text;
        format!("{items}.map({})", closure("item", &value))
    }

    /// A slice of what expressions have, if the list is lent as one; whatever its items are where nothing looks at them.
    pub(super) fn lent_slice(&self, list: &Expression, owned: bool, counts: bool) -> Option<String> {
        let (path, item) = self.lent_list(list)?;
        (counts || item.is_plain(owned, self.places.runtime)).then_some(path)
    }

    /// Takes note that a variable is lent.
    pub(super) fn lend(&mut self, local: LocalId, lent: Option<Lent>) {
        if let Some(variable) = self.variables.get_mut(&local) {
            variable.lent = lent;
        }
    }

    /// A value that is bound to a variable as it is: lists and records that are lent stay so.
    pub(super) fn kept_lent(&self, value: &Expression) -> Option<(String, Lent)> {
        self.lent(value).filter(|(_, lent)| matches!(lent, Lent::Record(_) | Lent::List { .. }))
    }

    /// A value that is bound to a variable where it isn't null: what stays lent as it is, and one record of a list.
    pub(super) fn bound(&mut self, value: &Expression) -> Option<(String, Lent)> {
        if let K::Apply(Operation::Item, operands) = &value.kind
            && let [list, position] = operands.as_slice()
            && value.ty.nullable
            && !may_fail(position)
            && let Some((path, item)) = self.lent_list(list)
            && item.is_struct()
            && !item.is_nullable()
        {
            let position = self.value(position, false).text;
            return Some((format!("{}({path}, {position})", self.feel("lent_item")), item));
        }
        self.kept_lent(value)
    }
}
