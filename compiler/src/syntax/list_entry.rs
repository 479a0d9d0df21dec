//! Entries of columns that hold lists.
//!
//! ```text
//! tests = test { "," test }
//! test  = "[" values "]" | "contains" value | "is empty" | "null" | "not" "(" tests ")"
//! ```
//!
//! An entry with a `?` is an expression, and none of these.

use super::condition::{any, boolean, not};
use super::items::outside;
use super::keywords::{begins_negation, predicate};
use super::lexer::{clean, fold, plain};
use super::print::quote;
use super::unary_tests::{self, Form, MAX_DEPTH};
use super::{CellContext, findings, too_long, trouble, values_list};
use crate::diagnostic::syntax::{SyntaxFinding, SyntaxProblem};
use crate::model::{BaseType, Expression, ExpressionBase, ExpressionKind, ExpressionType, LocalId, Number, Operation, UnaryTest, Value};
use crate::source::Content;

/// Reads an entry of a column whose value is a list of this type; `cx` is of its items. A boolean over `?`, or `None` of an expression.
pub(crate) fn list_entry(text: &str, list: &ExpressionType, cx: &CellContext<'_>) -> Option<Result<Expression, Vec<SyntaxFinding>>> {
    if let Some(problem) = too_long(text) {
        return Some(Err(trouble(problem, cx, |_| false)));
    }
    if super::items::outside_quotes(text).any(|(_, c)| c == '?') {
        return None;
    }
    Some(Reader { list, cx, locals: 0 }.tests(text, 0))
}

struct Reader<'a> {
    list: &'a ExpressionType,
    cx: &'a CellContext<'a>,
    locals: usize,
}

impl Reader<'_> {
    fn tests(&mut self, text: &str, depth: usize) -> Result<Expression, Vec<SyntaxFinding>> {
        let mut tests = Vec::new();
        let mut from = 0;
        let commas: Vec<usize> = outside(text).filter(|(_, c)| *c == ',').map(|(at, _)| at).collect();
        for end in commas.into_iter().chain([text.len()]) {
            let part = text.get(from..end).unwrap_or_default().trim_matches(|c| fold(c) == ' ');
            tests.push(self.test(part, depth)?);
            from = end + text.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        }
        Ok(any(tests))
    }

    fn test(&mut self, text: &str, depth: usize) -> Result<Expression, Vec<SyntaxFinding>> {
        let folded = plain(text);
        if begins_negation(text)
            && depth < MAX_DEPTH
            && let Some(inner) = folded.split_once('(').and_then(|(_, rest)| rest.strip_suffix(')'))
        {
            return Ok(not(self.tests(inner, depth + 1)?));
        }
        if text.starts_with(|c| fold(c) == '[') {
            let values = values_list(&Content::Text(text.to_owned()), self.cx)?;
            let items = values.into_iter().map(|value| self.literal(value)).collect();
            let equal = Expression { kind: ExpressionKind::List(items), ty: ExpressionType::of(self.list.base.clone()) };
            return Ok(boolean(ExpressionKind::Equal(Box::new(self.subject()), Box::new(equal))));
        }
        match predicate(&folded) {
            Some(("is empty", "", _)) => Ok(self.is_empty()),
            Some(("contains", operand, _)) => self.contains(operand),
            _ if folded == "null" && self.list.nullable => Ok(boolean(ExpressionKind::IsNull(Box::new(self.subject())))),
            _ => {
                let value = if self.cx.ty.base == BaseType::Text { quote(&clean(text)) } else { folded.clone() };
                let problem = SyntaxProblem::BareValueInList { read: clean(text) };
                let whole = format!("[{value}]");
                let reads = |fix: &str| Reader { list: self.list, cx: self.cx, locals: 0 }.tests(fix, MAX_DEPTH).is_ok();
                Err(trouble((problem, vec![format!("contains {value}"), whole]), self.cx, reads))
            }
        }
    }

    fn contains(&mut self, operand: &str) -> Result<Expression, Vec<SyntaxFinding>> {
        let tests =
            unary_tests::parse(operand, self.cx, Form::Values).map_err(|mistakes| findings(operand, mistakes, self.cx, |_| false))?;
        let [UnaryTest::Equal(value)] = tests.as_slice() else {
            let problem = SyntaxProblem::BareValueInList { read: operand.to_owned() };
            return Err(trouble((problem, Vec::new()), self.cx, |_| false));
        };
        let local = LocalId(self.locals);
        self.locals += 1;
        let item = Expression { kind: ExpressionKind::Local(local), ty: self.item() };
        let equal = boolean(ExpressionKind::Equal(Box::new(item), Box::new(self.literal(value.clone()))));
        let bindings = vec![(local, self.known())];
        Ok(self.unless_null(boolean(ExpressionKind::Some { bindings, condition: Box::new(equal) })))
    }

    /// Null and `[]` are empty.
    fn is_empty(&self) -> Expression {
        let number = ExpressionType::of(ExpressionBase::Number { scale: Some(0) });
        let count = Expression { kind: ExpressionKind::Apply(Operation::Count, vec![self.known()]), ty: number.clone() };
        let zero = Expression { ty: number, ..Expression::literal(Value::Number(Number::ZERO)) };
        let empty = boolean(ExpressionKind::Equal(Box::new(count), Box::new(zero)));
        if !self.list.nullable {
            return empty;
        }
        any(vec![boolean(ExpressionKind::IsNull(Box::new(self.subject()))), empty])
    }

    fn unless_null(&self, condition: Expression) -> Expression {
        if !self.list.nullable {
            return condition;
        }
        let known = not(boolean(ExpressionKind::IsNull(Box::new(self.subject()))));
        boolean(ExpressionKind::And(vec![known, condition]))
    }

    fn subject(&self) -> Expression {
        Expression { kind: ExpressionKind::Subject, ty: self.list.clone() }
    }

    /// The same where it is known not to be null.
    fn known(&self) -> Expression {
        let subject = self.subject();
        if !self.list.nullable {
            return subject;
        }
        Expression { ty: ExpressionType::of(self.list.base.clone()), kind: ExpressionKind::Known(Box::new(subject)) }
    }

    fn item(&self) -> ExpressionType {
        if let ExpressionBase::List(item) = &self.list.base { (**item).clone() } else { self.list.clone() }
    }

    /// A value as an item.
    fn literal(&self, value: Value) -> Expression {
        Expression { kind: ExpressionKind::Literal(value), ty: self.item() }
    }
}
