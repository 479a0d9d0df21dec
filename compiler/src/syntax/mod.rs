//! Part of phase 4, one cell's content → tests, a value, a type or a name: lexer, parser and printer of cell syntax ("Types", "Conditions"
//! and "Answers" in `docs/table-language.md`).
//!
//! ```text
//! Content --typed_cell--> a value, or text --lexer--> tokens --unary_tests, operand--> tests
//!                                                                    \--repair--> what was meant by what is no test
//! ```
//!
//! Pure functions of one cell and what its column says. They never guess: what looks like a test but is none is an error with ready
//! fixes, and each fix reads without an error in the same cell, which is tried before it is offered. Time is linear in the text, nesting
//! and length are limited, and no text panics.

mod condition;
pub mod expression;
mod infer;
mod items;
mod json;
mod keywords;
mod lexer;
mod list_entry;
mod list_value;
mod literal;
mod name;
mod opaque;
mod operand;
mod predicate;
mod print;
mod questions;
mod repair;
mod type_name;
mod typed_cell;
mod unary_tests;
mod value;

use std::collections::BTreeSet;

pub(crate) use condition::condition as of_tests;
pub use infer::{Inference, infer};
pub use items::Item;
pub use lexer::Span;
pub(crate) use list_entry::{is_expression, list_entry, with_subject};
pub use list_value::{list_of_results, list_output, list_value, values_list};
pub use literal::literal;
pub(crate) use name::named;
pub use name::{LIST_MARK, Path, Quantifier, name, path};
pub use predicate::predicates;
pub(crate) use print::quote;
pub use print::{
    print_entry, print_entry_among, print_expectation, print_expected_input, print_expected_output, print_input, print_output, print_value,
};
pub(crate) use questions::{Question, questions};
pub use type_name::{data_type_name, list_type_name, type_name};
pub(crate) use value::beginning;
pub use value::{Answer, output_entry, test_input, value};

use crate::diagnostic::Location;
use crate::diagnostic::expression::ExpressionMistake;
use crate::diagnostic::syntax::{SyntaxFinding, SyntaxProblem, VALUES};
use crate::model::{BaseType, DataType, Domain, Expression, Type, UnaryTest};
use crate::source::Content;
pub(crate) use lexer::clean;
use lexer::plain;
use operand::{Trouble, is_listed};
use typed_cell::Cell;
use unary_tests::{Form, Mistake};

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

/// What an input entry is.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// Blank or `-`: any value passes.
    Any,
    /// Tests of literals, any of which must hold.
    Tests(Vec<UnaryTest>),
    /// Predicates, perhaps among other tests: a boolean over `?`.
    Predicates(Expression),
    /// Items, any of which must hold, some of them expressions.
    Items {
        /// The cell's text, in which the items' spans are bytes.
        text: String,
        /// The items, or what is wrong with them.
        items: Result<Vec<Item>, Vec<ExpressionMistake>>,
    },
}

/// Reads an input entry.
///
/// The values that it names are of the column's type, with no more digits than that; whether they lie in its domain is not looked at.
pub fn input_entry(content: Option<&Content>, cx: &CellContext<'_>) -> Result<Entry, Vec<SyntaxFinding>> {
    let findings = match tests(content, cx, Form::Entry) {
        Ok(None) => return Ok(Entry::Any),
        Ok(Some(tests)) => return Ok(Entry::Tests(tests)),
        Err(findings) => findings,
    };
    match content {
        Some(Content::Text(text)) if too_long(text).is_none() => match (predicates(text, cx), items::items(text, cx)) {
            (Some(condition), _) => condition.map(Entry::Predicates),
            (None, Some(items)) => Ok(Entry::Items { text: text.clone(), items }),
            (None, None) => Err(findings),
        },
        _ => Err(findings),
    }
}

/// Reads the `values` of a column or glossary entry that are written out. `Ok(None)` for a blank cell. [`CellContext::domain`], `names` and
/// `entries` are not looked at.
pub fn domain(content: Option<&Content>, cx: &CellContext<'_>) -> Result<Option<Domain>, Vec<SyntaxFinding>> {
    let none = BTreeSet::new();
    let cx = &CellContext { domain: None, names: &none, entries: &none, ..*cx };
    if content.is_some() && cx.ty.base == BaseType::Any {
        return Err(trouble((SyntaxProblem::Opaque { what: VALUES.to_owned() }, Vec::new()), cx, |_| false));
    }
    let literals_only = |mut findings: Vec<SyntaxFinding>| {
        for finding in &mut findings {
            if let SyntaxProblem::Expression { read } = &*finding.problem {
                *finding.problem = SyntaxProblem::ConditionAmongValues { read: read.clone() };
            }
        }
        findings
    };
    let Some(tests) = tests(content, cx, Form::Domain).map_err(literals_only)? else { return Ok(None) };
    match repeated(&tests, cx.ty.base) {
        None => Ok(Some(Domain::of(tests))),
        Some((read, once)) => {
            let readings = vec![print_entry(Some(&once), cx.ty.base)];
            Err(trouble((SyntaxProblem::RepeatedValue { read }, readings), cx, |fix| parse(fix, cx, Form::Domain).is_ok()))
        }
    }
}

/// A value that a list holds twice, as it prints, and the list with each value once.
fn repeated(tests: &[UnaryTest], base: BaseType) -> Option<(String, Vec<UnaryTest>)> {
    let mut listed: BTreeSet<String> = BTreeSet::new();
    let mut again = None;
    let mut once = Vec::new();
    for test in tests {
        let printed = print_entry(Some(std::slice::from_ref(test)), base);
        if matches!(test, UnaryTest::Equal(_)) && !listed.insert(printed.clone()) {
            again = again.or(Some(printed));
        } else {
            once.push(test.clone());
        }
    }
    again.map(|again| (again, once))
}

/// Reads tests of either form.
fn tests(content: Option<&Content>, cx: &CellContext<'_>, form: Form) -> Result<Option<Vec<UnaryTest>>, Vec<SyntaxFinding>> {
    let Some(content) = content else { return Ok(None) };
    let is_list = |tests: Option<Vec<UnaryTest>>| form != Form::Domain || tests.is_none_or(|tests| repeated(&tests, cx.ty.base).is_none());
    let condition = |fix: &str| {
        let predicates = || predicates(fix, cx).is_some_and(|read| read.is_ok());
        form == Form::Entry && (predicates() || items::items(fix, cx).is_some_and(|items| items.is_ok()))
    };
    let parses = |fix: &str| parse(fix, cx, form).is_ok_and(|tests| allowed(tests.as_deref(), cx) && is_list(tests)) || condition(fix);
    let text = match typed_cell::read(content, cx, true) {
        Ok(Cell::Value(value)) => return Ok(Some(vec![UnaryTest::Equal(value)])),
        Ok(Cell::Text(text)) => text,
        Err(problem) => return Err(trouble(problem, cx, parses)),
    };
    if let Some(problem) = too_long(text) {
        return Err(trouble(problem, cx, parses));
    }
    if form == Form::Entry
        && let Some(Err(mut findings)) = predicates(text, cx)
    {
        // A predicate is no fix as long as an entry can't hold one.
        for finding in &mut findings {
            finding.fixes.retain(|fix| parses(fix));
        }
        return Err(findings);
    }
    parse(text, cx, form).map_err(|mistakes| findings(text, mistakes, cx, parses))
}

/// The texts that an entry of a `text` column names as its items: `gold` and `silver` in `gold, "silver"`. Linear in the text.
pub(crate) fn texts(text: &str) -> impl Iterator<Item = String> {
    let named = |lexeme: lexer::Lexeme| match lexeme.token {
        lexer::Token::Bare(text) | lexer::Token::Quoted(text) => Some(clean(&text)),
        _ => None,
    };
    lexer::lex(text, lexer::Mode::Text).into_iter().filter_map(named)
}

/// The texts without quotes in an entry of a `text` column, each run of blanks one blank, and how many tokens there are in all. Linear in the
/// text.
pub(crate) fn bare_texts(text: &str) -> (Vec<String>, usize) {
    let lexemes = lexer::lex(text, lexer::Mode::Text);
    let bare = |lexeme: &lexer::Lexeme| if let lexer::Token::Bare(text) = &lexeme.token { Some(plain(text)) } else { None };
    (lexemes.iter().filter_map(bare).collect(), lexemes.len())
}

/// Whether tests name none but values that the column can have.
fn allowed(tests: Option<&[UnaryTest]>, cx: &CellContext<'_>) -> bool {
    cx.domain.is_none_or(|values| tests.is_none_or(|tests| values.excluded(tests).is_none()))
}

/// Parses a text, which may be blank or `-`.
fn parse(text: &str, cx: &CellContext<'_>, form: Form) -> Result<Option<Vec<UnaryTest>>, Vec<Mistake>> {
    let folded = plain(text);
    if folded.is_empty() || folded == "-" {
        return Ok(None);
    }
    unary_tests::parse(text, cx, form).map(Some)
}

/// What Excel lets a cell hold; a longer text is no entry.
const MAX_CHARACTERS: usize = 32_767;

fn too_long(text: &str) -> Option<Trouble> {
    let long = text.len() > MAX_CHARACTERS && text.chars().nth(MAX_CHARACTERS).is_some();
    long.then(|| (SyntaxProblem::TooLarge { what: "more than 32767 characters" }, Vec::new()))
}

/// That null stands where a type has none.
fn unexpected_null(ty: Type) -> SyntaxProblem {
    let ty = DataType::from(ty);
    SyntaxProblem::UnexpectedNull { with: ty.clone().or_null(), ty }
}

/// The most fixes that one finding offers.
const MAX_FIXES: usize = 4;
/// The most findings of one cell.
const MAX_FINDINGS: usize = 3;

/// One finding of a whole cell, with those of its readings that read without an error there.
fn trouble((problem, readings): Trouble, cx: &CellContext<'_>, parses: impl Fn(&str) -> bool) -> Vec<SyntaxFinding> {
    let mut fixes: Vec<String> = Vec::new();
    for reading in readings {
        if fixes.len() < MAX_FIXES
            && !fixes.contains(&reading)
            && !clean(&reading).is_empty()
            && too_long(&reading).is_none()
            && parses(&reading)
        {
            fixes.push(reading);
        }
    }
    vec![SyntaxFinding { location: cx.location.clone(), label: cx.label.to_owned(), problem: Box::new(problem), fixes }]
}

/// The findings of mistakes in parts of a text. A fix is for the whole cell: it mends all of them, so it stands with the first.
fn findings(text: &str, mistakes: Vec<Mistake>, cx: &CellContext<'_>, parses: impl Fn(&str) -> bool) -> Vec<SyntaxFinding> {
    let mut readings = Vec::new();
    match mistakes.as_slice() {
        [only] => readings.extend(only.readings.iter().map(|reading| splice(text, &[(only, reading)]))),
        several => {
            let firsts: Option<Vec<(&Mistake, &String)>> =
                several.iter().map(|mistake| mistake.readings.first().map(|reading| (mistake, reading))).collect();
            readings.extend(firsts.map(|firsts| splice(text, &firsts)));
        }
    }
    let mut problems = mistakes.into_iter().map(|mistake| mistake.problem);
    let Some(first) = problems.next() else { return Vec::new() };
    let mut findings = trouble((first, readings), cx, parses);
    for problem in problems {
        if findings.len() < MAX_FINDINGS && findings.iter().all(|finding| *finding.problem != problem) {
            findings.push(SyntaxFinding {
                location: cx.location.clone(),
                label: cx.label.to_owned(),
                problem: Box::new(problem),
                fixes: Vec::new(),
            });
        }
    }
    findings
}

/// The text with these parts replaced; parts that overlap earlier ones stay.
fn splice(text: &str, parts: &[(&Mistake, &String)]) -> String {
    let mut parts: Vec<_> = parts.to_vec();
    parts.sort_by_key(|(mistake, _)| mistake.span.start);
    let mut fixed = String::with_capacity(text.len());
    let mut from = 0;
    for (mistake, reading) in parts {
        if let (true, Some(before)) = (mistake.span.start >= from, text.get(from..mistake.span.start.max(from))) {
            fixed.push_str(before);
            fixed.push_str(reading);
            from = mistake.span.end;
        }
    }
    fixed.push_str(text.get(from..).unwrap_or_default());
    clean(&fixed)
}
