//! Typed expressions as text, for tests: nothing that evaluation depends on is left out.

use crate::model::{Expression, ExpressionKind as K, LocalId, Value};

fn list(parts: &[Expression]) -> String {
    parts.iter().map(printed).collect::<Vec<_>>().join(", ")
}

fn bindings(bindings: &[(LocalId, Expression)], sign: &str) -> String {
    bindings.iter().map(|(local, bound)| format!("{}{sign}{}", name(*local), printed(bound))).collect::<Vec<_>>().join(", ")
}

fn name(local: LocalId) -> String {
    format!("v{}", local.0)
}

/// An expression as text.
pub(super) fn printed(expression: &Expression) -> String {
    match &expression.kind {
        K::Literal(Value::Text(text)) => format!("{text:?}"),
        K::Literal(value) => value.to_string(),
        K::Input(id) => format!("i{}", id.0),
        K::Subject => "?".to_owned(),
        K::Local(local) => name(*local),
        K::Known(inner) => format!("{}!", printed(inner)),
        K::Widen(inner) => format!("widen({})", printed(inner)),
        K::WhenKnown { bindings: bound, body } => format!("known({} -> {})", bindings(bound, " := "), printed(body)),
        K::Let { bindings: bound, body } => format!("let({} -> {})", bindings(bound, " = "), printed(body)),
        K::IsNull(inner) => format!("isnull({})", printed(inner)),
        K::IsTrue(inner) => format!("istrue({})", printed(inner)),
        K::And(parts) => format!("and({})", list(parts)),
        K::Or(parts) => format!("or({})", list(parts)),
        K::Not(inner) => format!("not({})", printed(inner)),
        K::If { condition, then, otherwise } => format!("if({}, {}, {})", printed(condition), printed(then), printed(otherwise)),
        K::Equal(a, b) => format!("({} = {})", printed(a), printed(b)),
        K::Less(a, b) => format!("({} < {})", printed(a), printed(b)),
        K::LessEqual(a, b) => format!("({} <= {})", printed(a), printed(b)),
        K::Apply(operation, operands) => format!("{operation:?}({})", list(operands)),
        K::List(items) => format!("[{}]", list(items)),
        K::Context(values) => format!("{{{}}}", list(values)),
        K::Entry(inner, position) => format!("{}.{position}", printed(inner)),
        K::Filter { list, item, condition } => format!("{}[{}: {}]", printed(list), name(*item), printed(condition)),
        K::For { bindings: bound, body } => format!("for({} -> {})", bindings(bound, " in "), printed(body)),
        K::Some { bindings: bound, condition } => format!("some({} -> {})", bindings(bound, " in "), printed(condition)),
        K::Every { bindings: bound, condition } => format!("every({} -> {})", bindings(bound, " in "), printed(condition)),
        K::Sort { list, left, right, precedes } => {
            format!("sort({}; {} {}: {})", printed(list), name(*left), name(*right), printed(precedes))
        }
    }
}
