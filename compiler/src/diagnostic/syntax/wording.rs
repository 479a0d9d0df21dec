//! What findings of single cells say.

use super::{LIST_ITEMS, SyntaxProblem, VALUES};
use crate::diagnostic::shorten;
use crate::model::{DataType, Type};

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

impl SyntaxProblem {
    /// The message, with where the cell is (` in `Fee``), and the few words under it.
    pub(super) fn message(&self, column: &str) -> (String, &'static str) {
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
            Self::UnexpectedNull { ty, with } => {
                let ends = |ty: &DataType| ty.to_string().ends_with('?');
                let mark = if ends(with) && !ends(ty) { ", without a `?`" } else { "" };
                (format!("`null`{column} can't occur: the type is {ty}{mark}"), "never null")
            }
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
            Self::Opaque { what } if what == LIST_ITEMS => {
                (format!("{what}{column} can't be of type any, which holds whole lists itself"), "any, or a list")
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
    pub(super) fn notes(&self) -> Vec<String> {
        match self {
            Self::DateForNumber { .. } => vec!["spreadsheets turn what looks like a date, such as 1-2, into one".to_owned()],
            Self::UnknownType { .. } => vec![
                "types are text, integer, number, decimal(2), boolean, date, time, date and time, days and time duration, years and months duration, each also with a `?`, and lists of these, such as list of text; of outputs also any, which is JSON"
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
    pub(super) fn help(&self, without_fix: bool) -> Option<String> {
        Some(match self {
            Self::ConditionAmongValues { .. } => {
                "list the values, `gold, silver`, or give limits, `>= 0`; ask for more in the conditions of rules".to_owned()
            }
            Self::NotSupportedYet { what, .. } => match *what {
                "lists of lists as inputs" => {
                    "behind a path into a list, tags[], the type is that of one item, `text`; a list in a list has a record around it, groups[?].names[]"
                        .to_owned()
                }
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
            Self::Dash { ty } if ty.item().is_some() => {
                "write the list, `[]` for an empty one; a type with `?` also has `null`".to_owned()
            }
            Self::Dash { ty } => match ty.value().base.is_numeric() {
                true => "write `0` or the number that is meant; a type with `?` also has `null`".to_owned(),
                false => "write the value that is meant; a type with `?` also has `null`".to_owned(),
            },
            Self::UnexpectedNull { with, .. } => format!("or let the type be {with}"),
            Self::TestForValue { .. } => "write one value, without operators, brackets or a list's commas".to_owned(),
            Self::PredicateGoesOn { .. } if without_fix => {
                "a comma lists what passes; `and` joins conditions in FEEL: `contains(?, \"a\") and contains(?, \"b\")`".to_owned()
            }
            Self::PredicateOnType { .. } => "write values, lists, comparisons or intervals, or let the type be text".to_owned(),
            Self::PointlessPredicate { ty, passes: false, .. } => format!("leave it out, or let the type be {ty}?"),
            Self::Uncalculated => "open the book in a spreadsheet program and save it, or type the value".to_owned(),
            Self::ErrorValue { .. } => "mend the formula, or type the value".to_owned(),
            Self::ExternalLink { .. } => "type the value; a book must not depend on another".to_owned(),
            Self::DigitsLost { .. } => "format the cell as text, and type all digits again".to_owned(),
            Self::TooLarge { what } if what.starts_with("a type") => "let the column be any, and write its lists as JSON".to_owned(),
            Self::TooLarge { .. } => "split the rule into several, or move the text out of the table".to_owned(),
            Self::CellKind { .. } => "format the cell as text, and type the value again".to_owned(),
            Self::InexactJson { .. } => {
                "a number of JSON is a whole one of 64 bits, or a binary float of 15 digits; write others as texts, in quotes".to_owned()
            }
            Self::ExpressionInJson { .. } => "write the JSON itself, or let the column have a type that can be computed".to_owned(),
            Self::Opaque { what } if what == VALUES => "leave the cell of the row `values` blank in this column".to_owned(),
            Self::Opaque { what } if what == LIST_ITEMS => {
                "let the type be any, and write the lists as JSON; or give the items a type, such as list of text".to_owned()
            }
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
