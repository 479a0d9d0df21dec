//! Typed expressions: what a FEEL expression means once its names are resolved and its types known ("Expressions" in
//! `docs/table-language.md`).
//!
//! The form is small on purpose, since the interpreter and the emitter both walk it. Whatever FEEL leaves to the values that happen to
//! come is explicit here: where a null makes the whole null ([`ExpressionKind::WhenKnown`]), where a null counts as false
//! ([`ExpressionKind::IsTrue`]), where a value is known not to be null ([`ExpressionKind::Known`]), and which of an operator's meanings
//! is meant (by the types of its operands). Ranges, `between`, `in` and named arguments are gone: typing writes them as comparisons and
//! positions. So are literals of dates, times and durations, and calls of constants that always give the same.

use std::fmt;

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
    /// arithmetic error. A later list may use the variables of earlier ones: it is evaluated anew for each of their items, and not at all where there
    /// are none.
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

/// An operator or a built-in function of FEEL (DMN 1.5, 10.3.2 and 10.3.4), on operands that are not null.
///
/// Each says its operands and result by letters: N number, T text, B boolean, D date, C time (of the clock), M date and time ("moment"),
/// S days and time duration, Y years and months duration, `[x]` a list of x; x and y are any type, `x?` may be null. `!`: it can fail with
/// an arithmetic error (`MB0804`): a number that 28 digits don't hold exactly, or a date or duration out of its range. What is null for
/// some values is `?`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Operation {
    /// `+`: N N → N!; T T → T; D S → D! (from midnight, the time of day dropped); D Y → D!, M S → M!, M Y → M! (the day clipped to the
    /// month's last); C S → C (around the clock); S S → S!; Y Y → Y!.
    Add,
    /// `-`: N N → N!; D D → S, M M → S, C C → S; D S → D!, D Y → D!, M S → M!, M Y → M!, C S → C; S S → S!; Y Y → Y!.
    Subtract,
    /// `*`: N N → N!; S N → S! (rounded half even to a nanosecond); Y N → Y! (towards zero to a month).
    Multiply,
    /// `/`: N N → N?! (28 digits, half even; null of a zero divisor); S S → N?!, Y Y → N?!; S N → S?!, Y N → Y?! (rounded as in `*`).
    Divide,
    /// `**`: N N → N?! (28 digits, half even; null where no real number is: zero to a negative power, a negative number to a broken one).
    Power,
    /// `-`: N → N; S → S!; Y → Y.
    Negate,

    /// D → M: at midnight. Typing puts it where a date meets a date and time.
    AtMidnight,

    /// `string`: x → T, of a scalar. Numbers without zeros at the end, dates, times and durations in ISO 8601; a text is itself.
    String,
    /// `number`: T → N? Plain decimal notation.
    Number,
    /// `number`: T T? T? → N? With the grouping separator and the decimal separator: blank, comma, point or null.
    NumberSeparated,
    /// `date`: T → D? ISO 8601.
    DateFromText,
    /// `date`: N N N → D? Year, month, day.
    DateFromParts,
    /// `date`: M → D.
    DateOf,
    /// `time`: T → C?
    TimeFromText,
    /// `time`: N N N → C? Hour, minute, second (fractions to a nanosecond).
    TimeFromParts,
    /// `time`: M → C.
    TimeOf,
    /// `date and time`: T → M? A date alone is its midnight.
    DateTimeFromText,
    /// `date and time`: D C → M.
    DateTimeFromParts,
    /// `years and months duration`: D D → Y. From the first to the second, whole months.
    YearsMonthsBetween,

    /// `substring`: T N → T? From a position, 1 the first character, -1 the last; null where it is zero or beyond the text.
    Substring,
    /// `substring`: T N N → T? With a length.
    SubstringOf,
    /// `string length`: T → N. In code points.
    StringLength,
    /// `upper case`: T → T.
    UpperCase,
    /// `lower case`: T → T.
    LowerCase,
    /// `substring before`: T T → T. Empty without a match.
    SubstringBefore,
    /// `substring after`: T T → T. Empty without a match.
    SubstringAfter,
    /// `contains`: T T → B.
    Contains,
    /// `starts with`: T T → B.
    StartsWith,
    /// `ends with`: T T → B.
    EndsWith,
    /// `matches`: T T T → B. The pattern and the flags are literals that were checked; it finds anywhere.
    Matches,
    /// `replace`: T T T T → T. Input, pattern, replacement (`$1`), flags; all but the first are literals that were checked.
    Replace,
    /// `split`: T T → [T]. The delimiter is a literal pattern that was checked.
    Split,
    /// `string join`: [T?] T → T. Nulls are left out.
    StringJoin,
    /// T → T: the text in the form that `ignoring case` compares: full case folding as Unicode's lower case of its upper case.
    FoldCase,
    /// Whether a text spells a number, as `is number` has it: T → B.
    IsNumber,
    /// Whether a text is an email address, as `is email` has it: T → B.
    IsEmail,

    /// `decimal`: N N → N?! Rounded half even to so many digits after the point; null beyond ±28.
    Decimal,
    /// `floor`: N N → N?! To so many digits.
    Floor,
    /// `ceiling`: N N → N?! To so many digits.
    Ceiling,
    /// `round up`: N N → N?! Away from zero.
    RoundUp,
    /// `round down`: N N → N?! Towards zero.
    RoundDown,
    /// `round half up`: N N → N?! To the nearest, ties away from zero.
    RoundHalfUp,
    /// `round half down`: N N → N?! To the nearest, ties towards zero.
    RoundHalfDown,
    /// `abs`: N → N; S → S!; Y → Y.
    Abs,
    /// `modulo`: N N → N?! With the sign of the divisor; null of a zero divisor.
    Modulo,
    /// `sqrt`: N → N? Null of a negative number.
    SquareRoot,
    /// `log`: N → N? Natural; null unless positive.
    Log,
    /// `exp`: N → N!
    Exp,
    /// `odd`: N → B. False of what is no whole number.
    Odd,
    /// `even`: N → B. False of what is no whole number.
    Even,

    /// `list contains`: [x?] x? → B.
    ListContains,
    /// `count`: [x?] → N.
    Count,
    /// `min`: [x] → x? Of what `<` orders; null of none.
    Min,
    /// `max`: [x] → x? Likewise.
    Max,
    /// `sum`: [N] → N?! Null of none. Exact whatever the order. Also [S] → S?!, [Y] → Y?!.
    Sum,
    /// `mean`: [N] → N?! 28 digits, half even.
    Mean,
    /// `all`: [B?] → B? As `and` has it; true of none.
    All,
    /// `any`: [B?] → B? As `or` has it; false of none.
    Any,
    /// `sublist`: [x] N → [x]? From a position; null where it is zero or beyond the list.
    Sublist,
    /// `sublist`: [x] N N → [x]? With a length.
    SublistOf,
    /// `append`: [x] [x] → [x]. The items in a list of their own; also `concatenate` of two.
    Concatenate,
    /// `insert before`: [x] N x → [x]?
    InsertBefore,
    /// `remove`: [x] N → [x]?
    Remove,
    /// `list replace`: [x] N x → [x]?
    ListReplace,
    /// `reverse`: [x] → [x].
    Reverse,
    /// `index of`: [x?] x? → [N].
    IndexOf,
    /// `distinct values`: [x] → [x]. The first of equal ones; `union` is it after [`Self::Concatenate`].
    DistinctValues,
    /// `flatten`: [[x]] → [x]. One level; typing applies it as often as the type is deep.
    Flatten,
    /// `product`: [N] → N?! Null of none.
    Product,
    /// `median`: [N] → N?! Null of none.
    Median,
    /// `stddev`: [N] → N?! Of a sample: null of fewer than two.
    StandardDeviation,
    /// `mode`: [N] → [N]. Ascending.
    Mode,
    /// `list[n]`: [x] N → x? 1 the first, -1 the last; null outside.
    Item,
    /// The whole numbers from the first to the second, both included, down too: N N → [N]!. `for i in 1..n`. At most
    /// [`Expression::MAX_ITEMS`].
    Iterate,

    /// `.year` of a D or M → N.
    Year,
    /// `.month` of a D or M → N.
    Month,
    /// `.day` of a D or M → N.
    Day,
    /// `.weekday` of a D or M → N. Monday is 1.
    Weekday,
    /// `.hour` of a C or M → N.
    Hour,
    /// `.minute` of a C or M → N.
    Minute,
    /// `.second` of a C or M → N. With its fraction.
    Second,
    /// `.years` of a Y → N.
    Years,
    /// `.months` of a Y → N. Without the whole years.
    Months,
    /// `.days` of an S → N.
    Days,
    /// `.hours` of an S → N. Without the whole days.
    Hours,
    /// `.minutes` of an S → N. Without the whole hours.
    Minutes,
    /// `.seconds` of an S → N. Without the whole minutes, with its fraction.
    Seconds,
    /// `day of year`: D → N.
    DayOfYear,
    /// `day of week`: D → T. `Monday`.
    DayOfWeek,
    /// `month of year`: D → T. `January`.
    MonthOfYear,
    /// `week of year`: D → N. ISO 8601.
    WeekOfYear,
}

impl Expression {
    /// The most items of a list that an expression makes by counting or combining: [`Operation::Iterate`], [`ExpressionKind::For`].
    pub const MAX_ITEMS: usize = 10_000;

    /// A literal of a scalar type, or null.
    pub fn literal(value: Value) -> Self {
        let base = match &value {
            // Lists and contexts are made of their items, whose types they don't tell.
            Value::Null | Value::List(_) | Value::Context(_) => ExpressionBase::Null,
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
            ExpressionBase::List(item) => write!(f, "list of {item}")?,
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
