//! Types of FEEL expressions: [`Node`] → [`Expression`] ("Expressions" in `docs/table-language.md`; DMN 1.5, 10.3.2 and 10.3.4).
//!
//! What FEEL leaves to the values that happen to come is decided here: which of an operator's meanings is meant, where null can come, how
//! many digits a number can have. Null passes through operators and functions as the standard has it, but is part of the type, and where a
//! T is due the missing case is asked for; a condition that excludes null or zero is believed in the branches behind it. Each part of the
//! text is typed once and makes a bounded number of parts, so time and size are linear in the text times the size of its types, which is
//! limited; so is depth.

mod absence;
mod arithmetic;
mod comparison;
mod conformance;
mod contexts;
mod facts;
mod folding;
mod functions;
mod lists;
mod logic;
mod membership;
mod names;
mod place;
mod scale;
mod scope;
mod typer;

#[cfg(test)]
mod tests;

pub(crate) use contexts::is_component;
pub use place::Place;
pub use scope::{Facts, Resolved, Scope};

use crate::diagnostic::expression::ExpressionMistake;
use crate::model::{DataType, Expression, ExpressionKind};
use crate::syntax::Span;
use crate::syntax::expression::tree::{Node, Test};
use typer::{Reported, Term, Typer};

/// Types an expression, with the type that it has by itself.
///
/// # Errors
///
/// All mistakes that don't follow from others, by their place. None if a name in it has an error that is reported elsewhere
/// ([`Resolved::Refused`]).
pub fn infer(node: &Node, scope: &dyn Scope) -> Result<Expression, Vec<ExpressionMistake>> {
    typed(scope, |typer| typer.infer(node))
}

/// Types an output entry of a column of type `ty`: the expression is of that type.
///
/// # Errors
///
/// As [`infer`]'s; and where null can come and the column has none, more digits can come than the column has, or the type is another.
pub fn expect(node: &Node, ty: &DataType, scope: &dyn Scope) -> Result<Expression, Vec<ExpressionMistake>> {
    typed(scope, |typer| typer.answer(node, ty))
}

/// Types a condition, such as an input entry with `?`: a boolean. A null counts as false.
///
/// # Errors
///
/// As [`infer`]'s; and where it isn't a boolean.
pub fn condition(node: &Node, scope: &dyn Scope) -> Result<Expression, Vec<ExpressionMistake>> {
    typed(scope, |typer| typer.truth(node, "an input entry")).map(Typer::held)
}

/// Types unary tests of the column's value: a boolean, whether it passes any of them. A null counts as false.
///
/// # Errors
///
/// As [`infer`]'s; and where no column's value is tested.
pub fn tests(tests: &[Test], scope: &dyn Scope) -> Result<Expression, Vec<ExpressionMistake>> {
    let span = Span { start: 0, end: 0 };
    typed(scope, |typer| {
        let subject = typer.subject(span)?;
        typer.passes(subject, tests, span)
    })
    .map(Typer::held)
}

/// The names of the built-in functions, by group as DMN 1.5 has them (10.3.4).
pub fn function_names() -> impl Iterator<Item = &'static str> {
    functions::names()
}

/// What facts follow from a condition being true: those that hold in an output entry of a rule with this condition.
pub fn learn(condition: &Expression, facts: &mut Facts) {
    facts::learn(condition, true, facts);
}

fn typed(scope: &dyn Scope, work: impl FnOnce(&mut Typer<'_>) -> Result<Term, Reported>) -> Result<Expression, Vec<ExpressionMistake>> {
    let mut typer = Typer::new(scope);
    let term = work(&mut typer);
    let mut mistakes = typer.mistakes;
    mistakes.sort_by_key(|mistake| (mistake.span.start, mistake.span.end));
    match term {
        Ok(term) if mistakes.is_empty() => Ok(term.expression),
        _ => Err(mistakes),
    }
}

impl Typer<'_> {
    /// A condition as a boolean: null counts as false.
    fn held(expression: Expression) -> Expression {
        if expression.ty.nullable { typer::boolean(ExpressionKind::IsTrue(Box::new(expression))) } else { expression }
    }
}
