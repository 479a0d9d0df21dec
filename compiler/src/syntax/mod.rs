//! Phase 3, one cell's content → tests, a value, a type or a name: lexer, parser and printer of cell syntax (sections 3, 4 and 5).
//!
//! Pure functions of one cell and what its column says. They never guess: what looks like a test but is none is an error with ready
//! fixes, and each fix reads without an error in the same cell. Time is linear in the text, nesting and length are limited, and no text
//! panics.

mod literal;

use std::collections::BTreeSet;

pub use literal::literal;

use crate::diagnostic::Location;
use crate::diagnostic::syntax::{SyntaxFinding, SyntaxProblem};
use crate::model::{Domain, Name, Type, UnaryTest, Value};
use crate::source::Content;

/// What a cell's column says about it.
#[derive(Clone, Copy, Debug)]
pub struct CellContext<'a> {
    /// The cell.
    pub location: &'a Location,
    /// The column's label, or the row's word.
    pub label: &'a str,
    /// The column's type.
    pub ty: Type,
    /// The column's allowed values.
    pub domain: Option<&'a Domain>,
    /// Names in scope, as they print.
    pub names: &'a BTreeSet<String>,
    /// Texts that stand alone in other cells of the column; they tell the list `gold or silver` from a text.
    pub entries: &'a BTreeSet<String>,
}

/// Whether a column is tested or written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// An input column (`if`).
    In,
    /// An output column (`then`).
    Out,
}

/// What a column without a `type` row turns out to hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Inference {
    /// The type; `None` where no entry says one, so that it must be given.
    pub ty: Option<Type>,
    /// Entries that are typed wrongly, where reading them with the inferred type wouldn't say so (it is text, or none).
    pub findings: Vec<SyntaxFinding>,
}

/// Reads an input entry. `Ok(None)` for a blank one or `-`: any value passes.
pub fn input_entry(content: Option<&Content>, cx: &CellContext<'_>) -> Result<Option<Vec<UnaryTest>>, Vec<SyntaxFinding>> {
    if shown(content).is_none_or(|text| text == "-") {
        return Ok(None);
    }
    Ok(value(content, cx)?.map(|value| vec![UnaryTest::Equal(value)]))
}

/// Reads an output entry, or a column's `default`. `Ok(None)` for a blank one.
pub fn output_entry(content: Option<&Content>, cx: &CellContext<'_>) -> Result<Option<Value>, Vec<SyntaxFinding>> {
    value(content, cx)
}

/// Reads the `values` of a column or glossary entry. `Ok(None)` for a blank cell. [`CellContext::domain`], `names` and `entries` are not looked at.
pub fn domain(content: Option<&Content>, cx: &CellContext<'_>) -> Result<Option<Domain>, Vec<SyntaxFinding>> {
    match shown(content) {
        None => Ok(None),
        Some(text) => {
            let parts = text.split(',').map(|part| read_plain(part.trim(), cx)).collect::<Result<Vec<_>, _>>()?;
            Ok(Some(Domain { tests: parts.into_iter().map(UnaryTest::Equal).collect() }))
        }
    }
}

/// Reads a literal: a constant, or what a test case expects. `Ok(None)` for a blank cell. `null` is an error unless the type has a `?`, so
/// that a caller to whom null makes sense passes the type with it. Names in scope are not looked at: only literals stand here.
pub fn value(content: Option<&Content>, cx: &CellContext<'_>) -> Result<Option<Value>, Vec<SyntaxFinding>> {
    match shown(content) {
        None => Ok(None),
        Some(text) => read_plain(&text, cx).map(Some),
    }
}

/// Reads a test case's input: as [`value`], but a `decimal(s)` may have more digits, since an input is compared and never rounded.
pub fn test_input(content: Option<&Content>, cx: &CellContext<'_>) -> Result<Option<Value>, Vec<SyntaxFinding>> {
    value(content, cx)
}

/// Reads the list that an `expect` cell of a list result holds: `[a, b]`, its items as [`value`] reads them.
pub fn values_list(content: &Content, cx: &CellContext<'_>) -> Result<Vec<Value>, Vec<SyntaxFinding>> {
    let text = content.shown();
    match text.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some("") => Ok(Vec::new()),
        Some(items) => items.split(',').map(|item| read_plain(item.trim(), cx)).collect(),
        None => Err(vec![problem(SyntaxProblem::NotAValue { read: text, ty: cx.ty }, cx.location, cx.label)]),
    }
}

/// Reads a `type` cell, in any case: `text`, `integer`, `number`, `decimal(2)`, `boolean`, `date`, `time`, `date and time`,
/// `days and time duration`, `years and months duration`, each also with a `?`.
pub fn type_name(content: &Content, location: &Location) -> Result<Type, SyntaxFinding> {
    use crate::model::BaseType;
    let text = content.shown().trim().to_lowercase();
    let (base, nullable) = text.strip_suffix('?').map_or((text.as_str(), false), |base| (base, true));
    let decimal = || base.strip_prefix("decimal(")?.strip_suffix(')')?.parse().ok().filter(|scale| *scale <= 28).map(BaseType::Decimal);
    let base = match base {
        "text" => BaseType::Text,
        "integer" => BaseType::Integer,
        "number" => BaseType::Number,
        "boolean" => BaseType::Boolean,
        "date" => BaseType::Date,
        "time" => BaseType::Time,
        "date and time" => BaseType::DateTime,
        "days and time duration" => BaseType::DaysTimeDuration,
        "years and months duration" => BaseType::YearsMonthsDuration,
        _ => decimal()
            .ok_or_else(|| problem(SyntaxProblem::NotSupportedYet { read: text.clone(), what: "other types" }, location, "type"))?,
    };
    Ok(Type { base, nullable })
}

/// Reads an `expr` cell: a name, in which dots without blanks nest (`parcel.weight`) and runs of blanks are one blank.
pub fn name(content: &Content, location: &Location) -> Result<Name, SyntaxFinding> {
    let text = content.shown().split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().all(|c| c.is_alphanumeric() || " ._".contains(c)) && !text.contains("..") && !text.contains(". ") {
        return Ok(Name(text.split('.').map(str::to_owned).collect()));
    }
    Err(problem(SyntaxProblem::NotSupportedYet { read: text, what: "expressions" }, location, "expr"))
}

/// The type of a column without one, by its entries (section 3).
pub fn infer(entries: &[(Location, &Content)], _role: Role) -> Inference {
    use crate::model::BaseType;
    let fits = |base: BaseType| {
        entries.iter().all(|(_, content)| match content {
            Content::Number { .. } => base == BaseType::Number,
            Content::Text(text) => literal(text.trim(), base).is_some(),
            _ => false,
        })
    };
    let base = [BaseType::Number, BaseType::Date, BaseType::Text].into_iter().find(|base| fits(*base)).filter(|_| !entries.is_empty());
    Inference { ty: base.map(|base| Type { base, nullable: false }), findings: Vec::new() }
}

fn shown(content: Option<&Content>) -> Option<String> {
    content.map(|content| content.shown().trim().to_owned()).filter(|text| !text.is_empty())
}

fn problem(problem: SyntaxProblem, location: &Location, label: &str) -> SyntaxFinding {
    SyntaxFinding { location: location.clone(), label: label.to_owned(), problem, fixes: Vec::new() }
}

/// A text without any sign that could mean more than a literal.
fn read_plain(text: &str, cx: &CellContext<'_>) -> Result<Value, Vec<SyntaxFinding>> {
    let plain = text.chars().all(|c| c.is_alphanumeric() || " .-:%_".contains(c));
    let value = if plain { literal(text, cx.ty.base).filter(|value| value.is_of(cx.ty)) } else { None };
    value.ok_or_else(|| vec![problem(SyntaxProblem::NotAValue { read: text.to_owned(), ty: cx.ty }, cx.location, cx.label)])
}

/// The normal form of an input entry, which reads back as the same tests: `-` for none.
pub fn print_entry(tests: Option<&[UnaryTest]>, base: crate::model::BaseType) -> String {
    match tests {
        None => "-".to_owned(),
        Some(tests) => tests
            .iter()
            .map(|test| match test {
                UnaryTest::Equal(value) => print_value(value, base),
                UnaryTest::Not(tests) => format!("not({})", print_entry(Some(tests), base)),
                UnaryTest::Within(interval) => {
                    let end = |value: &Option<crate::model::Bound>| value.as_ref().map(|b| print_value(&b.value, base)).unwrap_or_default();
                    format!("[{}..{}]", end(&interval.low), end(&interval.high))
                }
            })
            .collect::<Vec<_>>()
            .join(", "),
    }
}

/// The normal form of a value, which reads back as the same value.
pub fn print_value(value: &Value, base: crate::model::BaseType) -> String {
    value.show(base)
}
