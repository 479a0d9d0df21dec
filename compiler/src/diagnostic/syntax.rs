//! Findings of cell text (`MB02xx`).

mod explanations;

pub use explanations::EXPLANATIONS;

use super::{Code, Describe, Description, Level, Location, shorten};
use crate::model::Type;

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
        ty: Type,
    },
    /// A test where a value is due.
    TestForValue {
        /// The text.
        read: String,
    },
    /// `null` where the type has none.
    UnexpectedNull {
        /// The column's type.
        ty: Type,
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

/// What kind of value a type asks for, with an article and an example.
fn expected(ty: Type) -> &'static str {
    use crate::model::BaseType as B;
    match ty.base {
        B::Text => "a text",
        B::Integer => "a whole number such as 10",
        B::Number | B::Decimal(_) => "a number such as 10 or 1.5",
        B::Boolean => "true or false",
        B::Date => "a date such as 2026-01-31",
        B::Time => "a time such as 14:30",
        B::DateTime => "a date and time such as 2026-01-31T14:30",
        B::DaysTimeDuration => "a duration such as P1DT12H",
        B::YearsMonthsDuration => "a duration such as P1Y6M",
        B::Any => "JSON",
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
            description = description.fix(format!("write `{}`", shorten(fix)), self.location.clone(), fix.clone());
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

impl SyntaxProblem {
    /// The message, with where the cell is (` in `Fee``), and the few words under it.
    fn message(&self, column: &str) -> (String, &'static str) {
        match self {
            Self::NotAValue { read, ty } => (format!("`{}`{column} is not {}", shorten(read), expected(*ty)), "not of the column's type"),
            Self::Expression { read } => (format!("`{}`{column} is an expression, where a value belongs", shorten(read)), "not a value"),
            Self::ConditionAmongValues { read } => {
                (format!("`{}`{column} is a condition, and `values` holds literals only", shorten(read)), "not a literal")
            }
            Self::NotSupportedYet { read, what } => {
                (format!("`{}`{column}: {what} are not supported yet", shorten(read)), "not supported yet")
            }
            Self::TypedInterval { read } => {
                (format!("`{}`{column} looks like an interval, but intervals have brackets", shorten(read)), "an interval?")
            }
            Self::TypedComparison { read } => {
                (format!("`{}`{column} looks like a comparison, but isn't written as one", shorten(read)), "a comparison?")
            }
            Self::HalfAComparison { read } => {
                (format!("`{}`{column}: a comparison such as `< 65` is missing after `and`", shorten(read)), "a comparison is missing")
            }
            Self::DecoratedNumber { read } => {
                (format!("`{}`{column} is more than the digits of a number", shorten(read)), "only digits make a number")
            }
            Self::CommaInNumber { read } => {
                (format!("`{}`{column}: a comma between digits can be read in several ways", shorten(read)), "which number?")
            }
            Self::LocalForm { read, ty } => (format!("`{}`{column} is not written as {}", shorten(read), expected(*ty)), "a local form"),
            Self::DateForNumber { read } => (format!("the cell{column} holds the date {read}, where numbers belong"), "a date"),
            Self::ReversedInterval { read } => {
                (format!("`{}`{column}: the ends of the interval are reversed, so nothing lies in it", shorten(read)), "reversed")
            }
            Self::Wildcard { read } => {
                (format!("`{}`{column} is none of the values; any value is written `-`", shorten(read)), "any value?")
            }
            Self::ListSeparator { read } => {
                (format!("`{}`{column} looks like a list, but lists are separated by commas", shorten(read)), "a list?")
            }
            Self::CellKind { read, kind, ty } => {
                (format!("the cell{column} holds {kind}, {}, where {} belongs", shorten(read), expected(*ty)), "another kind of cell")
            }
            Self::TooManyDigits { shows, stores, ty } if shows == stores => {
                (format!("`{}`{column} has more digits than {ty} allows", shorten(stores)), "too many digits")
            }
            Self::TooManyDigits { shows, stores, ty } => {
                (format!("the cell{column} shows {shows} and stores {stores}, more digits than {ty} allows"), "too many digits")
            }
            Self::OutOfRange { read, ty } => (format!("`{}`{column} doesn't fit {ty}", shorten(read)), "out of range"),
            Self::KeywordCase { read, keyword, in_text: true } => {
                (format!("`{}`{column} is either the keyword `{keyword}` or a text", shorten(read)), "keyword or text?")
            }
            Self::KeywordCase { read, keyword, in_text: false } => {
                (format!("`{}`{column}: the keyword is written `{keyword}`, in small letters", shorten(read)), "small letters")
            }
            Self::NeedsQuotes { read, why } => (format!("`{}`{column} needs quotes to be a text: {why}", shorten(read)), "needs quotes"),
            Self::NameOrText { read } => {
                (format!("`{}`{column} is either a text or the name `{}`", shorten(read), shorten(read)), "text or name?")
            }
            Self::PredicateOrText { read, predicate } => {
                (format!("`{}`{column} is either a text or an unfinished `{predicate}`", shorten(read)), "text or predicate?")
            }
            Self::PredicateGoesOn { read, test } => {
                (format!("`{}`{column} goes on behind `{}`, which is complete", shorten(read), shorten(test)), "goes on")
            }
            Self::BadPattern { read, why } => (format!("`{}`{column} is no regular expression: {why}", shorten(read)), "bad pattern"),
            Self::PredicateOnType { read, predicate, ty } => {
                (format!("`{}`{column}: `{predicate}` tests texts, and the column's type is {ty}", shorten(read)), "not a text")
            }
            Self::PointlessPredicate { read, ty, passes: true } => {
                (format!("`{}`{column} holds for every {}", shorten(read), ty.base), "always holds")
            }
            Self::PointlessPredicate { read, ty, .. } => {
                (format!("`{}`{column} never holds: the type is {ty}, without a `?`", shorten(read)), "never holds")
            }
            Self::UnknownWord { read } => {
                (format!("`{}`{column} is none of the column's values and no name", shorten(read)), "unknown word")
            }
            Self::Dash { .. } => (format!("`-`{column} is no value; only input entries may be `-`"), "which value?"),
            Self::TestForValue { read } => (format!("`{}`{column} is a test, where one value belongs", shorten(read)), "not one value"),
            Self::UnexpectedNull { ty } => (format!("`null`{column} can't occur: the type is {ty}, without a `?`"), "never null"),
            Self::NullAmongValues => (format!("`null`{column} is not listed among the values; a type with `?` always allows it"), "null"),
            Self::RepeatedValue { read } => (format!("`{}`{column} is listed twice", shorten(read)), "listed twice"),
            Self::NoOrder { read, of } => {
                (format!("`{}`{column}: {of} are equal or different, never less or greater", shorten(read)), "no order")
            }
            Self::BareDate { read } => (format!("`{read}`{column} is a date without a time of day"), "no time of day"),
            Self::TimeInDate { read } => (format!("`{}`{column} holds a time of day besides the date", shorten(read)), "a time of day"),
            Self::ZoneOrOffset { read } => {
                (format!("`{}`{column} has a zone or an offset; times here are local", shorten(read)), "a zone or an offset")
            }
            Self::EmptyItem { read } if read.trim() == "-" => {
                (format!("`-`{column} means any value, which is no item of a list"), "any value?")
            }
            Self::EmptyItem { read } => (format!("`{}`{column}: an item of the list is missing", shorten(read)), "an item is missing"),
            Self::Unclosed { read, missing } => {
                (format!("`{}`{column} is never closed: `{missing}` is missing", shorten(read)), "never closed")
            }
            Self::TooLarge { what } => (format!("the cell{column} holds {what}"), "too large"),
            Self::DigitsLost { read } => {
                (format!("the number {read}{column} has lost digits: a spreadsheet keeps 15 of a number"), "digits lost")
            }
            Self::NotAList { read } => (format!("`{}`{column} must be a list in brackets", shorten(read)), "not a list"),
            Self::ErrorValue { read } => (format!("the cell{column} holds the error {}", shorten(read)), "an error value"),
            Self::Uncalculated => (format!("the formula{column} was never calculated"), "no value"),
            Self::ExternalLink { book } => (format!("the formula{column} reads another workbook, {}", shorten(book)), "another workbook"),
            Self::NotJson { read, place: (line, at), expected } => {
                let found = if read.is_empty() { "the end".to_owned() } else { format!("`{}`", shorten(read)) };
                (format!("JSON{column}, line {line}, column {at}: expected {expected}, found {found}"), "not JSON")
            }
            Self::InexactJson { read, place: (line, at) } => (
                format!("JSON{column}, line {line}, column {at}: programs would read another number than `{}`", shorten(read)),
                "not exact",
            ),
            Self::RepeatedMember { read, place: (line, at) } => {
                (format!("JSON{column}, line {line}, column {at}: an object has `{}` twice", shorten(read)), "given again")
            }
            Self::ExpressionInJson { read } => {
                (format!("`{}`{column} is an expression, and a column of type any holds JSON", shorten(read)), "not JSON")
            }
            Self::Opaque { what } if what == VALUES => {
                (format!("{what}{column}: the type is any, of which nothing can be asked"), "no values")
            }
            Self::Opaque { what } => (format!("{what}{column} can't be of type any: nothing can be asked of it"), "outputs only"),
            Self::UnknownType { read } => (format!("`{}` is not a type", shorten(read)), "unknown type"),
            Self::NotAName { read } => (format!("`{}` is not a name", shorten(read)), "not a name"),
            Self::BareValueInList { read } => {
                (format!("`{}`{column} is no list, and asks nothing of one", shorten(read)), "of a list, or of its items?")
            }
            Self::MisplacedQuantifier { read } => (format!("`{}` leads into a list, and can't here", shorten(read)), "a path into a list"),
        }
    }

    /// Facts beside the message.
    fn notes(&self) -> Vec<String> {
        match self {
            Self::DateForNumber { .. } => vec!["spreadsheets turn what looks like a date, such as 1-2, into one".to_owned()],
            Self::UnknownType { .. } => vec![
                "types are text, integer, number, decimal(2), boolean, date, time, date and time, days and time duration, years and months duration, each also with a `?`; of outputs also any, which is JSON"
                    .to_owned(),
            ],
            Self::PredicateOrText { predicate, .. } if predicate.starts_with("is ") => vec![format!("the test is `{predicate}` alone")],
            Self::PredicateOrText { predicate, .. } => vec![format!("the test is `{predicate} \"…\"`, with a text in quotes")],
            Self::BadPattern { .. } => {
                vec!["patterns are those of the `regex` crate: no look-around, no references back, so that they take linear time".to_owned()]
            }
            _ => Vec::new(),
        }
    }

    /// What to do where typing another text into the cell may not be it.
    fn help(&self, without_fix: bool) -> Option<String> {
        Some(match self {
            Self::ConditionAmongValues { .. } => {
                "list the values, `gold, silver`, or give limits, `>= 0`; ask for more in the conditions of rules".to_owned()
            }
            Self::NotSupportedYet { what, .. } => match *what {
                "the variants of a Rust enum" => "write the values themselves, with commas between them".to_owned(),
                "lists" => "let the column hold one value of another type".to_owned(),
                _ => "write a value".to_owned(),
            },
            Self::TypedInterval { .. } | Self::TypedComparison { .. } | Self::ListSeparator { .. } if without_fix => {
                "intervals are written [18..65], comparisons >= 18, lists with commas; where one value belongs, none of them".to_owned()
            }
            Self::HalfAComparison { .. } => {
                "`and` joins two comparisons to one interval, `>= 18 and < 65`; a comma lists what passes, `< 18, > 65`".to_owned()
            }
            Self::TooManyDigits { stores, .. } => {
                format!("or let the type have more digits: decimal({})", stores.split_once('.').map_or(0, |(_, digits)| digits.len()))
            }
            Self::DateForNumber { .. } => "format the cell as text, and type it again".to_owned(),
            Self::Dash { ty } => match ty.base.is_numeric() {
                true => "write `0` or the number that is meant; a type with `?` also has `null`".to_owned(),
                false => "write the value that is meant; a type with `?` also has `null`".to_owned(),
            },
            Self::UnexpectedNull { ty } => format!("or let the type be {ty}?"),
            Self::TestForValue { .. } => "write one value, without operators, brackets or a list's commas".to_owned(),
            Self::PredicateGoesOn { .. } => {
                "a comma lists what passes; `and` joins conditions in FEEL: `contains(?, \"a\") and contains(?, \"b\")`".to_owned()
            }
            Self::PredicateOnType { .. } => "write values, lists, comparisons or intervals, or let the type be text".to_owned(),
            Self::PointlessPredicate { ty, passes: false, .. } => format!("leave it out, or let the type be {ty}?"),
            Self::Uncalculated => "open the book in a spreadsheet program and save it, or type the value".to_owned(),
            Self::ErrorValue { .. } => "mend the formula, or type the value".to_owned(),
            Self::ExternalLink { .. } => "type the value; a book must not depend on another".to_owned(),
            Self::DigitsLost { .. } => "format the cell as text, and type all digits again".to_owned(),
            Self::TooLarge { .. } => "split the rule into several, or move the text out of the table".to_owned(),
            Self::CellKind { .. } => "format the cell as text, and type the value again".to_owned(),
            Self::InexactJson { .. } => {
                "a number of JSON is a whole one of 64 bits, or a binary float of 15 digits; write others as texts, in quotes".to_owned()
            }
            Self::ExpressionInJson { .. } => "write the JSON itself, or let the column have a type that can be computed".to_owned(),
            Self::Opaque { what } if what == VALUES => "leave the cell of the row `values` blank in this column".to_owned(),
            Self::Opaque { .. } => "let the type be that of one value, such as text or number".to_owned(),
            Self::BareValueInList { .. } => {
                "write `contains` before an item, brackets around a whole list, or let `expr` be a path such as `tags[?]`, which tests each item"
                    .to_owned()
            }
            Self::MisplacedQuantifier { .. } => {
                "`[]` and `[?]` quantify in the row `expr` of an input column; in a glossary, `[]` alone marks a list".to_owned()
            }
            Self::NotAName { .. } => {
                "write a name such as parcel.weight; where a cell of the row `expr` is blank, the label is the name".to_owned()
            }
            _ => return None,
        })
    }
}
