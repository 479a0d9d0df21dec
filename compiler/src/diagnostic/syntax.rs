//! Findings of cell text (`MB02xx`).

mod explanations;
mod wording;

pub use explanations::EXPLANATIONS;

use super::{Code, Describe, Description, Fix, Level, Location, shorten};
use crate::model::{DataType, Type};

/// A finding of cell text (`MB02xx`): what is wrong, with which cell.
#[derive(Clone, Debug, PartialEq)]
pub struct SyntaxFinding {
    /// The cell.
    pub location: Location,
    /// The label of its column, or the word of its row; empty where neither is known.
    pub label: String,
    /// What is wrong.
    pub problem: Box<SyntaxProblem>,
    /// What could be typed into the cell instead, the likeliest first. Each of them reads without an error there.
    pub fixes: Vec<String>,
}

/// What of a column of type any has no sense, besides being asked.
pub(crate) const VALUES: &str = "allowed values";

/// What of a list can't be of type any, which may be a list itself.
pub(crate) const LIST_ITEMS: &str = "the items of a list";

/// What is wrong with a cell. `read` is the part of its text that is meant, as typed.
#[derive(Clone, Debug, PartialEq)]
pub enum SyntaxProblem {
    /// No value of the column's type.
    NotAValue {
        /// The text.
        read: String,
        /// The column's type.
        ty: Type,
    },
    /// An expression, where only values stand.
    Expression {
        /// The text.
        read: String,
    },
    /// A predicate, or an expression, in a row `values`.
    ConditionAmongValues {
        /// The text.
        read: String,
    },
    /// Part of the language that this version doesn't read yet.
    NotSupportedYet {
        /// The text.
        read: String,
        /// What it is, as a plural: `expressions`.
        what: &'static str,
    },
    /// An interval in another spelling: `18-65`.
    TypedInterval {
        /// The text.
        read: String,
    },
    /// A comparison in words or other signs: `more than 10`.
    TypedComparison {
        /// The text.
        read: String,
    },
    /// A comparison and `and`, and no second comparison.
    HalfAComparison {
        /// The text.
        read: String,
    },
    /// A number with a unit, a currency or a suffix: `10K`.
    DecoratedNumber {
        /// The text.
        read: String,
    },
    /// A comma between digits.
    CommaInNumber {
        /// The text.
        read: String,
    },
    /// A date, time or duration in a local form.
    LocalForm {
        /// The text.
        read: String,
        /// The column's type.
        ty: Type,
    },
    /// A date cell where the column holds numbers.
    DateForNumber {
        /// The date.
        read: String,
    },
    /// An interval whose ends are reversed.
    ReversedInterval {
        /// The text.
        read: String,
    },
    /// `*`, `any`, `all` or `n/a`.
    Wildcard {
        /// The text.
        read: String,
    },
    /// A list with other separators than commas.
    ListSeparator {
        /// The text.
        read: String,
    },
    /// A cell of a kind that the type doesn't take.
    CellKind {
        /// What the cell shows.
        read: String,
        /// What kind it is: `a date`.
        kind: &'static str,
        /// The column's type.
        ty: Type,
    },
    /// More digits than the type has.
    TooManyDigits {
        /// What the cell shows.
        shows: String,
        /// What it stores.
        stores: String,
        /// The column's type.
        ty: Type,
    },
    /// A number that doesn't fit its type.
    OutOfRange {
        /// The text.
        read: String,
        /// The column's type.
        ty: Type,
    },
    /// A keyword in another case.
    KeywordCase {
        /// The text.
        read: String,
        /// The keyword.
        keyword: &'static str,
        /// Whether the column holds texts, so that it may be one.
        in_text: bool,
    },
    /// A text that needs quotes.
    NeedsQuotes {
        /// The text.
        read: String,
        /// Why: `it holds a quote`.
        why: &'static str,
    },
    /// A text that is also a name in scope.
    NameOrText {
        /// The text.
        read: String,
    },
    /// A text that begins with the words of a predicate.
    PredicateOrText {
        /// The text.
        read: String,
        /// The predicate's words.
        predicate: &'static str,
    },
    /// A complete predicate or `not( )` with something behind it that is no comma.
    PredicateGoesOn {
        /// The text.
        read: String,
        /// Its beginning, which is complete.
        test: String,
    },
    /// A regular expression that can't be used.
    BadPattern {
        /// The text.
        read: String,
        /// Why, in the words of the `regex` crate.
        why: String,
    },
    /// A predicate that tests texts, in a column of another type.
    PredicateOnType {
        /// The text.
        read: String,
        /// The predicate's words.
        predicate: &'static str,
        /// The column's type.
        ty: Type,
    },
    /// A predicate that all values of a column pass but null, or none.
    PointlessPredicate {
        /// The text.
        read: String,
        /// The column's type.
        ty: Type,
        /// Whether they pass.
        passes: bool,
    },
    /// A bare word after an operator that is no allowed value.
    UnknownWord {
        /// The text.
        read: String,
    },
    /// `-` where a value is due.
    Dash {
        /// The column's type.
        ty: DataType,
    },
    /// A test where a value is due.
    TestForValue {
        /// The text.
        read: String,
    },
    /// `null` where the type has none.
    UnexpectedNull {
        /// The column's type.
        ty: DataType,
        /// A type that has it.
        with: DataType,
    },
    /// `null` among the `values`.
    NullAmongValues,
    /// A value twice among the `values`.
    RepeatedValue {
        /// The value.
        read: String,
    },
    /// `<`, `>` or an interval where the values have no order.
    NoOrder {
        /// The text.
        read: String,
        /// Which values: `true and false`.
        of: &'static str,
    },
    /// A bare date in a `date and time` column.
    BareDate {
        /// The date.
        read: String,
    },
    /// A time of day in a `date` column.
    TimeInDate {
        /// The date and time.
        read: String,
    },
    /// A zone or an offset.
    ZoneOrOffset {
        /// The text.
        read: String,
    },
    /// An item of a list that isn't there, or is `-`.
    EmptyItem {
        /// The list.
        read: String,
    },
    /// A quote or a bracket that is never closed.
    Unclosed {
        /// The text from there on.
        read: String,
        /// What is missing: `"`.
        missing: &'static str,
    },
    /// A cell of more text or deeper nesting than is read.
    TooLarge {
        /// What there is too much of, and how much is read: `more than 32767 characters`.
        what: &'static str,
    },
    /// A number cell in a `text` column whose last digits the spreadsheet has lost.
    DigitsLost {
        /// What is left.
        read: String,
    },
    /// A cell that must hold a list in brackets.
    NotAList {
        /// The text.
        read: String,
    },
    /// An error value.
    ErrorValue {
        /// The error, as shown.
        read: String,
    },
    /// A formula without a cached value.
    Uncalculated,
    /// A link to another workbook.
    ExternalLink {
        /// The other workbook.
        book: String,
    },
    /// Text that isn't JSON.
    NotJson {
        /// The text from there on; empty at its end.
        read: String,
        /// Line and column in the cell, both from 1.
        place: (usize, usize),
        /// What could stand there.
        expected: &'static str,
    },
    /// A number that JSON's readers would pass on as another.
    InexactJson {
        /// The number.
        read: String,
        /// Line and column in the cell, both from 1.
        place: (usize, usize),
    },
    /// An object with one name twice.
    RepeatedMember {
        /// The name.
        read: String,
        /// Line and column in the cell, both from 1.
        place: (usize, usize),
    },
    /// An expression in a column of JSON.
    ExpressionInJson {
        /// The text.
        read: String,
    },
    /// The type `any`, or something of that type, where only values stand that can be asked.
    Opaque {
        /// What can't be: `an input`.
        what: String,
    },
    /// No type's name.
    UnknownType {
        /// The text.
        read: String,
    },
    /// A value in a column of lists.
    BareValueInList {
        /// The text.
        read: String,
    },
    /// `[]` or `[?]` where no path into a list can stand.
    MisplacedQuantifier {
        /// The text.
        read: String,
    },
    /// No name.
    NotAName {
        /// The text.
        read: String,
    },
}

impl SyntaxProblem {
    /// Whether it is something typed wrongly in the sense of the table "typed, meant" in `docs/table-language.md`: it says nothing of the
    /// column's type.
    pub fn is_typed_wrongly(&self) -> bool {
        matches!(
            self,
            Self::TypedInterval { .. }
                | Self::TypedComparison { .. }
                | Self::HalfAComparison { .. }
                | Self::DecoratedNumber { .. }
                | Self::CommaInNumber { .. }
                | Self::LocalForm { .. }
                | Self::ReversedInterval { .. }
                | Self::Wildcard { .. }
                | Self::ListSeparator { .. }
                | Self::ZoneOrOffset { .. }
        )
    }
}

impl Describe for SyntaxFinding {
    fn code(&self) -> Code {
        use SyntaxProblem as P;
        Code(match *self.problem {
            P::NotAValue { .. } => 201,
            P::NotSupportedYet { .. } => 202,
            P::Expression { .. } | P::ConditionAmongValues { .. } => 243,
            P::TypedInterval { .. } => 203,
            P::TypedComparison { .. } | P::HalfAComparison { .. } => 204,
            P::DecoratedNumber { .. } => 205,
            P::CommaInNumber { .. } => 206,
            P::LocalForm { .. } => 207,
            P::DateForNumber { .. } => 208,
            P::ReversedInterval { .. } => 209,
            P::Wildcard { .. } => 210,
            P::ListSeparator { .. } => 211,
            P::CellKind { .. } => 212,
            P::TooManyDigits { .. } => 213,
            P::OutOfRange { .. } => 214,
            P::KeywordCase { .. } => 215,
            P::NeedsQuotes { .. } => 216,
            P::NameOrText { .. } => 217,
            P::PredicateOrText { .. } => 218,
            P::UnknownWord { .. } => 219,
            P::Dash { .. } => 220,
            P::TestForValue { .. } => 221,
            P::UnexpectedNull { .. } => 222,
            P::NullAmongValues => 223,
            P::RepeatedValue { .. } => 224,
            P::NoOrder { .. } => 225,
            P::BareDate { .. } => 226,
            P::TimeInDate { .. } => 227,
            P::ZoneOrOffset { .. } => 228,
            P::EmptyItem { .. } => 229,
            P::Unclosed { .. } => 230,
            P::TooLarge { .. } => 231,
            P::DigitsLost { .. } => 232,
            P::NotAList { .. } => 233,
            P::ErrorValue { .. } => 234,
            P::Uncalculated => 235,
            P::ExternalLink { .. } => 236,
            P::UnknownType { .. } => 237,
            P::NotAName { .. } => 238,
            P::PredicateGoesOn { .. } => 239,
            P::BadPattern { .. } => 240,
            P::PredicateOnType { .. } => 241,
            P::PointlessPredicate { .. } => 242,
            P::NotJson { .. } => 244,
            P::InexactJson { .. } => 245,
            P::RepeatedMember { .. } => 246,
            P::ExpressionInJson { .. } => 247,
            P::Opaque { .. } => 248,
            P::MisplacedQuantifier { .. } => 249,
            P::BareValueInList { .. } => 250,
        })
    }

    fn level(&self) -> Level {
        Level::Error
    }

    fn describe(&self) -> Description {
        let column = if self.label.is_empty() { String::new() } else { format!(" in `{}`", shorten(&self.label)) };
        let (message, under) = self.problem.message(&column);
        let mut description = Description::new(message, self.location.clone(), under);
        for fix in &self.fixes {
            let fix = Fix::typing(format!("write `{}`", shorten(fix)), self.location.clone(), fix.clone());
            // `1O` is no one of some unit, and what a number counts in may not be what the column does.
            let is_guess = matches!(*self.problem, SyntaxProblem::DecoratedNumber { .. });
            description = description.repair(if is_guess { fix.guessed() } else { fix });
        }
        for note in self.problem.notes() {
            description = description.note(note);
        }
        match self.problem.help(self.fixes.is_empty()) {
            Some(help) => description.help(help),
            None => description,
        }
    }
}
