//! FEEL expressions in cells: lexer, Pratt parser and tree ("Expressions" in `docs/table-language.md`; DMN 1.5, 10.3.1).

mod names;
pub mod tree;

pub use names::Names;

use crate::diagnostic::expression::{ExpressionMistake, FormProblem};
use crate::syntax::Span;
use tree::{Node, Test};

/// Reads an expression. A leading `=` is cut off already; spans are bytes of `text`.
pub fn parse(text: &str, _names: &Names<'_>) -> Result<Node, Vec<ExpressionMistake>> {
    Err(vec![expected(text)])
}

/// Reads unary tests with commas between them, as they stand behind `in`. Spans are bytes of `text`.
pub fn parse_tests(text: &str, _names: &Names<'_>) -> Result<Vec<Test>, Vec<ExpressionMistake>> {
    Err(vec![expected(text)])
}

/// The normal form of an expression: it reads back as the same tree, but for spans.
pub fn print(_node: &Node) -> String {
    String::new()
}

fn expected(text: &str) -> ExpressionMistake {
    let span = Span { start: 0, end: text.len() };
    ExpressionMistake { span, problem: FormProblem::Expected { expected: "a value" }.into(), readings: Vec::new() }
}
