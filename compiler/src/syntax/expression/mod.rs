//! FEEL expressions in cells: lexer, Pratt parser, printer and tree ("Expressions" in `docs/table-language.md`; DMN 1.5, 10.3.1).
//!
//! Names may hold blanks and signs: where an operand begins, the longest name in scope is taken, and words in a row that are none become
//! one unknown name, so that typing can say which name was meant. Variables of `for`, `some`, `every`, contexts and functions are in scope
//! inside of these. Whatever is wrong is a mistake at its place, with what could stand there instead; reading goes on behind it. Time is
//! linear in the text; an expression nests at most 64 deep.

mod bracket;
mod form;
mod lexer;
mod names;
mod operand;
mod parser;
mod print;
mod recovery;
#[cfg(test)]
mod tests;
pub mod tree;
mod words;

pub use names::Names;
pub use print::print;

use crate::diagnostic::expression::{ExpressionMistake, FormProblem};
use crate::syntax::Span;
use names::Scope;
use parser::{Parser, Stop, level};
use tree::{Node, Test};

/// What a spreadsheet lets a cell hold, in characters.
const LONGEST: usize = 32_767;

/// Reads an expression. A leading `=` is cut off already; spans are bytes of `text`.
///
/// # Errors
///
/// What keeps it from being one, in the order of the text: at most three mistakes, never none.
pub fn parse(text: &str, names: &Names<'_>) -> Result<Node, Vec<ExpressionMistake>> {
    read(text, names, |parser| {
        let expression = parser.expression(level::ANY)?;
        parser.end()?;
        Ok(expression.node)
    })
}

/// Reads unary tests with commas between them, as they stand behind `in` (DMN 1.5, 10.3.1.2, rule 15). `-` is no test: whatever is tested
/// passes. Spans are bytes of `text`.
///
/// # Errors
///
/// As those of [`parse`].
pub fn parse_tests(text: &str, names: &Names<'_>) -> Result<Vec<Test>, Vec<ExpressionMistake>> {
    if crate::syntax::lexer::plain(text) == "-" {
        return Ok(Vec::new());
    }
    read(text, names, Parser::tests)
}

fn read<'a, T>(
    text: &'a str,
    names: &'a Names<'a>,
    with: impl FnOnce(&mut Parser<'a>) -> Result<T, Stop>,
) -> Result<T, Vec<ExpressionMistake>> {
    let mut parser = Parser::new(text, Scope::new(names));
    if text.len() > LONGEST && text.chars().nth(LONGEST).is_some() {
        let span = Span { start: 0, end: text.len() };
        parser.mistakes.only(span, FormProblem::TooComplex { what: "more than 32767 characters" });
        return Err(parser.mistakes.into_found());
    }
    let read = with(&mut parser);
    let mut mistakes = parser.mistakes.into_found();
    mistakes.sort_by_key(|mistake| (mistake.span.start, mistake.span.end));
    match read {
        Ok(read) if mistakes.is_empty() => Ok(read),
        _ => Err(mistakes),
    }
}
