//! Typed expressions: what a FEEL expression means once its names are resolved and its types known ("Expressions" in
//! `docs/table-language.md`).
//!
//! The form is small on purpose, since the interpreter and the emitter both walk it. Whatever FEEL leaves to the values that happen to
//! come is explicit here: where a null makes the whole null ([`ExpressionKind::WhenKnown`]), where a null counts as false
//! ([`ExpressionKind::IsTrue`]), where a value is known not to be null ([`ExpressionKind::Known`]), and which of an operator's meanings
//! is meant (by the types of its operands). Ranges, `between`, `in` and named arguments are gone: typing writes them as comparisons and
//! positions. So are literals of dates, times and durations, and calls of constants that always give the same.

use std::fmt;

use super::operation::Operation;
use super::table::InputId;
use super::value::{BaseType, Value};

/// A typed expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression {
    /// What it does.
    pub kind: ExpressionKind,
    /// What it gives.
    pub ty: ExpressionType,
}

/// A variable that an expression binds: distinct within one cell's expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalId(pub usize);

/// A type of an expression: what its value is, and whether it may be null.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpressionType {
    /// The type of its values other than null.
    pub base: ExpressionBase,
    /// Whether null is a value of it.
    pub nullable: bool,
}

/// A type of an expression without its `?`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpressionBase {
    /// Nothing but null: the type of the literal `null`, and of the items of `[]`.
    Null,
    /// A text.
    Text,
    /// `true` or `false`.
    Boolean,
    /// A number: an exact decimal of at most 28 digits, whatever the type of the column that it came from.
    Number {
        /// The most digits that it can have after the point, inputs taken at the scale of their own type; `None` where that isn't known.
        /// 0 for an `integer`.
        scale: Option<u32>,
    },
    /// A date.
    Date,
    /// A time of day.
    Time,
    /// A date and time.
    DateTime,
    /// A days and time duration.
    DaysTimeDuration,
    /// A years and months duration.
    YearsMonthsDuration,
    /// A list.
    List(Box<ExpressionType>),
    /// A context with these entries, in the order written.
    Context(Vec<(String, ExpressionType)>),
}

/// What an expression does. Its parts are typed as each kind says; a part is never null unless that is said.
#[derive(Clone, Debug, PartialEq)]
pub enum ExpressionKind {
    /// A value: null only if the type is nullable.
    Literal(Value),
    /// An input of the table, given by the caller or computed before the rules; may be null.
    Input(InputId),
    /// `?`: the value of the column that the entry stands in; may be null.
    Subject,
    /// A variable bound around it.
    Local(LocalId),
    /// The same value as a nullable expression, where the value is proven not to be null.
    Known(Box<Expression>),
    /// The same value where null is possible too: of a `T`, a `T?`; of a list, a list of what may be null; of a context likewise.
    Widen(Box<Expression>),
    /// Null if any of the bound expressions, all of them nullable, is null; else the body, in which the variables hold their values. The
    /// expressions are evaluated in order, up to the first null. The type is the body's, nullable.
    WhenKnown {
        /// The variables and what they are.
        bindings: Vec<(LocalId, Expression)>,
        /// What it gives where none is null; may be nullable itself.
        body: Box<Expression>,
    },
    /// The body with variables bound to these expressions, in order: each may use those before it.
    Let {
        /// The variables and what they are.
        bindings: Vec<(LocalId, Expression)>,
        /// What it gives.
        body: Box<Expression>,
    },
    /// Whether a nullable expression, of any type, is null. A boolean.
    IsNull(Box<Expression>),
    /// Whether a `boolean?` is true: null isn't. A boolean.
    IsTrue(Box<Expression>),
    /// FEEL's `and` of two or more parts, left to right; what follows a false isn't evaluated. Of booleans a boolean; if a part is
    /// nullable, a `boolean?`: false if a part is, else null if a part is.
    And(Vec<Expression>),
    /// FEEL's `or`, likewise with true.
    Or(Vec<Expression>),
    /// `not` of a boolean.
    Not(Box<Expression>),
    /// `if`: the condition is a boolean, both branches have the type of the whole.
    If {
        /// The condition.
        condition: Box<Expression>,
        /// What it gives if that is true.
        then: Box<Expression>,
        /// What it gives else.
        otherwise: Box<Expression>,
    },
    /// Whether two expressions of one base type are equal by value; either may be nullable, and null equals null alone. A boolean. Numbers
    /// of any scale are one type; lists and contexts are equal item by item.
    Equal(Box<Expression>, Box<Expression>),
    /// Whether the first is less than the second: numbers, texts by code points, dates, times, date and times, and durations of one kind.
    /// A boolean.
    Less(Box<Expression>, Box<Expression>),
    /// Whether the first is less than the second or equal.
    LessEqual(Box<Expression>, Box<Expression>),
    /// An operator or a built-in function, with its arguments in the order of [`Operation`]'s documentation.
    Apply(Operation, Vec<Expression>),
    /// A list of these items, all of the list's item type.
    List(Vec<Expression>),
    /// A context with these entries: names in the type, values here.
    Context(Vec<Expression>),
    /// The entry of a context at this position of its type.
    Entry(Box<Expression>, usize),
    /// The items of a list for which the condition, a boolean, holds; the variable is the item.
    Filter {
        /// The list.
        list: Box<Expression>,
        /// The item.
        item: LocalId,
        /// What must hold.
        condition: Box<Expression>,
    },
    /// The body for each combination of items, the last list changing fastest: a list of at most [`Expression::MAX_ITEMS`], more is the
    /// arithmetic error. A later list may use the variables of earlier ones: it is evaluated anew for each of their items, and not at all
    /// where there are none.
    For {
        /// The variables and the lists that they run through.
        bindings: Vec<(LocalId, Expression)>,
        /// What each combination gives.
        body: Box<Expression>,
    },
    /// `some`: whether the condition, a `boolean?`, holds for a combination of items. A `boolean?` as [`Self::Or`] has it, or a boolean if
    /// the condition is one. It stops at the first that holds.
    Some {
        /// The variables and the lists that they run through.
        bindings: Vec<(LocalId, Expression)>,
        /// What must hold.
        condition: Box<Expression>,
    },
    /// `every`, likewise, as [`Self::And`] has it.
    Every {
        /// The variables and the lists that they run through.
        bindings: Vec<(LocalId, Expression)>,
        /// What must hold.
        condition: Box<Expression>,
    },
    /// A list in the order in which `precedes`, a boolean, wants the variable `left` before `right`. Stable. Since `precedes` can fail, and
    /// needn't be an order, the algorithm is part of the meaning: the first ⌊n/2⌋ items are sorted, then the others, then both are merged;
    /// merging takes the next item of the second part (`left`) before that of the first (`right`) only if it precedes it.
    Sort {
        /// The list.
        list: Box<Expression>,
        /// An item.
        left: LocalId,
        /// Another item.
        right: LocalId,
        /// Whether `left` comes before `right`.
        precedes: Box<Expression>,
    },
}

impl Expression {
    /// The most items of a list that an expression makes by counting or combining: [`Operation::Iterate`], [`ExpressionKind::For`].
    pub const MAX_ITEMS: usize = 10_000;

    /// A literal of a scalar type, or null.
    pub fn literal(value: Value) -> Self {
        let base = match &value {
            // Lists and contexts are made of their items, whose types they don't tell; no expression reads JSON.
            Value::Null | Value::List(_) | Value::Context(_) | Value::Json(_) => ExpressionBase::Null,
            Value::Text(_) => ExpressionBase::Text,
            Value::Number(number) => ExpressionBase::Number { scale: Some(number.scale()) },
            Value::Boolean(_) => ExpressionBase::Boolean,
            Value::Date(_) => ExpressionBase::Date,
            Value::Time(_) => ExpressionBase::Time,
            Value::DateTime(_) => ExpressionBase::DateTime,
            Value::DaysTime(_) => ExpressionBase::DaysTimeDuration,
            Value::YearsMonths(_) => ExpressionBase::YearsMonthsDuration,
        };
        let nullable = value == Value::Null;
        Self { kind: ExpressionKind::Literal(value), ty: ExpressionType { base, nullable } }
    }
}

impl Expression {
    /// The expressions that it is made of, in the order in which they are evaluated first.
    pub fn parts(&self) -> Vec<&Self> {
        use ExpressionKind as K;
        match &self.kind {
            K::Literal(_) | K::Input(_) | K::Subject | K::Local(_) => Vec::new(),
            K::Known(inner) | K::Widen(inner) | K::IsNull(inner) | K::IsTrue(inner) | K::Not(inner) | K::Entry(inner, _) => vec![inner],
            K::WhenKnown { bindings, body }
            | K::Let { bindings, body }
            | K::For { bindings, body }
            | K::Some { bindings, condition: body }
            | K::Every { bindings, condition: body } => bindings.iter().map(|(_, bound)| bound).chain([&**body]).collect(),
            K::And(parts) | K::Or(parts) | K::Apply(_, parts) | K::List(parts) | K::Context(parts) => parts.iter().collect(),
            K::If { condition, then, otherwise } => vec![condition, then, otherwise],
            K::Equal(one, other) | K::Less(one, other) | K::LessEqual(one, other) => vec![one, other],
            K::Filter { list, condition: body, .. } | K::Sort { list, precedes: body, .. } => vec![list, body],
        }
    }

    /// The same, to be changed.
    fn parts_mut(&mut self) -> Vec<&mut Self> {
        use ExpressionKind as K;
        match &mut self.kind {
            K::Literal(_) | K::Input(_) | K::Subject | K::Local(_) => Vec::new(),
            K::Known(inner) | K::Widen(inner) | K::IsNull(inner) | K::IsTrue(inner) | K::Not(inner) | K::Entry(inner, _) => vec![inner],
            K::WhenKnown { bindings, body }
            | K::Let { bindings, body }
            | K::For { bindings, body }
            | K::Some { bindings, condition: body }
            | K::Every { bindings, condition: body } => bindings.iter_mut().map(|(_, bound)| bound).chain([&mut **body]).collect(),
            K::And(parts) | K::Or(parts) | K::Apply(_, parts) | K::List(parts) | K::Context(parts) => parts.iter_mut().collect(),
            K::If { condition, then, otherwise } => vec![condition, then, otherwise],
            K::Equal(one, other) | K::Less(one, other) | K::LessEqual(one, other) => vec![one, other],
            K::Filter { list, condition: body, .. } | K::Sort { list, precedes: body, .. } => vec![list, body],
        }
    }

    /// The variables that it binds itself, around some of its parts.
    pub fn variables(&self) -> Vec<LocalId> {
        use ExpressionKind as K;
        match &self.kind {
            K::WhenKnown { bindings, .. }
            | K::Let { bindings, .. }
            | K::For { bindings, .. }
            | K::Some { bindings, .. }
            | K::Every { bindings, .. } => bindings.iter().map(|(local, _)| *local).collect(),
            K::Filter { item, .. } => vec![*item],
            K::Sort { left, right, .. } => vec![*left, *right],
            _ => Vec::new(),
        }
    }

    /// Calls `see` with the expression and all its parts, each before its own parts.
    pub fn visit(&self, see: &mut impl FnMut(&Self)) {
        see(self);
        self.parts().into_iter().for_each(|part| part.visit(see));
    }

    /// Puts another expression, of the same type, in every place of [`ExpressionKind::Subject`].
    pub fn replace_subject(&mut self, with: &Self) {
        if self.kind == ExpressionKind::Subject {
            *self = with.clone();
        } else {
            self.parts_mut().into_iter().for_each(|part| part.replace_subject(with));
        }
    }
}

impl ExpressionType {
    /// The type without null.
    pub fn of(base: ExpressionBase) -> Self {
        Self { base, nullable: false }
    }

    /// The type with null.
    #[must_use]
    pub fn or_null(self) -> Self {
        Self { nullable: true, ..self }
    }
}

impl From<BaseType> for ExpressionBase {
    fn from(base: BaseType) -> Self {
        match base {
            BaseType::Text => Self::Text,
            BaseType::Integer => Self::Number { scale: Some(0) },
            BaseType::Number => Self::Number { scale: None },
            BaseType::Decimal(scale) => Self::Number { scale: Some(scale) },
            BaseType::Boolean => Self::Boolean,
            BaseType::Date => Self::Date,
            BaseType::Time => Self::Time,
            BaseType::DateTime => Self::DateTime,
            BaseType::DaysTimeDuration => Self::DaysTimeDuration,
            BaseType::YearsMonthsDuration => Self::YearsMonthsDuration,
            // No expression reads one, so nothing need be known of it.
            BaseType::Any => Self::Null,
        }
    }
}

impl fmt::Display for ExpressionType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.base {
            ExpressionBase::Null => return f.write_str("null"),
            ExpressionBase::Text => f.write_str("text")?,
            ExpressionBase::Boolean => f.write_str("boolean")?,
            ExpressionBase::Number { scale: None } => f.write_str("number")?,
            ExpressionBase::Number { scale: Some(scale) } => write!(f, "decimal({scale})")?,
            ExpressionBase::Date => f.write_str("date")?,
            ExpressionBase::Time => f.write_str("time")?,
            ExpressionBase::DateTime => f.write_str("date and time")?,
            ExpressionBase::DaysTimeDuration => f.write_str("days and time duration")?,
            ExpressionBase::YearsMonthsDuration => f.write_str("years and months duration")?,
            // Brackets say whose the `?` is, as in a `type` cell.
            ExpressionBase::List(item) => {
                let (open, close) = if self.nullable { ("(", ")?") } else { ("", "") };
                let marked = item.nullable && item.base != ExpressionBase::Null;
                return if marked { write!(f, "{open}list of ({item}){close}") } else { write!(f, "{open}list of {item}{close}") };
            }
            ExpressionBase::Context(entries) => {
                f.write_str("context of ")?;
                for (position, (name, ty)) in entries.iter().enumerate() {
                    write!(f, "{}{name}: {ty}", if position == 0 { "" } else { ", " })?;
                }
            }
        }
        f.write_str(if self.nullable { "?" } else { "" })
    }
}
