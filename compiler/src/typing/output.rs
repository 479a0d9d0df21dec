//! Output entries: values, and expressions.

use std::collections::{BTreeSet, HashMap};

use super::column::OutputField;
use super::environment::{CellScope, Environment};
use super::expression::{self, Facts};
use super::row::{Proven, refused, standing_alone};
use super::{Table, domain, has_value, parse};
use crate::diagnostic::typing::TypingProblem;
use crate::layout::{Column, ColumnRow};
use crate::model::{BaseType, DataType, Expression, ExpressionKind, HitPolicy, LiteralExpression, Output, OutputEntry, Value};
use crate::source::{CellRef, Content};
use crate::syntax::expression::print;
use crate::syntax::{self, Answer, CellContext};

/// What holds in all rules that the cell at `position` spans.
fn spanned(table: &Table<'_, '_>, column: &Column, (position, at): (usize, CellRef), proven: &Proven<'_, '_>) -> Facts {
    let rows = proven.rows.iter().enumerate().skip(position);
    let mut rules = rows.take_while(|(_, row)| table.cells.cell(row.row, column.column).0 == at).map(|(rule, _)| rule);
    let mut common = rules.next().map(|rule| proven.facts(rule)).unwrap_or_default();
    for rule in rules {
        common.keep(&proven.facts(rule));
    }
    common
}

/// Reads the entries of an output column.
pub(super) fn column(
    table: &mut Table<'_, '_>,
    proven: &Proven<'_, '_>,
    field: &OutputField<'_>,
    environment: &Environment<'_>,
    used: &mut BTreeSet<String>,
) -> Vec<OutputEntry> {
    let Some(ty) = &field.ty else { return Vec::new() };
    let rows = proven.rows;
    let names = environment.names();
    let column = field.column;
    let label = column.label.text.as_str();
    let texts = standing_alone(table, rows, column);
    // A default that can't be read has been reported, and stands for the blank entries all the same.
    let defaulted = table.block.column_rows.get(&ColumnRow::Default).is_some_and(|row| table.cells.cell(*row, column.column).1.is_some());
    let policy = table.block.header.map(|(policy, _)| policy);
    let ranks = matches!(policy, Some(HitPolicy::Priority | HitPolicy::OutputOrder)) && field.ranks();
    let mut entries: Vec<OutputEntry> = Vec::with_capacity(rows.len());
    // What cells give that hold a value which is allowed: a column of 100,000 cells may hold few different ones.
    let mut known: HashMap<&Content, Value> = HashMap::new();
    for (position, row) in rows.iter().enumerate() {
        let (at, content) = table.cells.cell(row.row, column.column);
        if let Some(above) = entries.last().filter(|above| above.at == at) {
            entries.push(above.clone());
            continue;
        }
        if let Some(value) = content.and_then(|content| known.get(content)) {
            entries.push(OutputEntry { at, output: Output::Literal(value.clone()) });
            continue;
        }
        let location = table.cells.at(at);
        let cx = CellContext { location: &location, label, ty: ty.value(), domain: field.domain.as_ref(), names, entries: &texts };
        let typed = |text: &str, from: usize, facts: &Facts| {
            let scope = CellScope { environment, at, subject: None, facts };
            let node = parse(text, from, names)?;
            Ok(LiteralExpression { text: print(&node), expression: expression::expect(&node, ty, &scope)? })
        };
        let allowed = |value: &Value| field.domain.as_ref().is_none_or(|values| domain::outside_of(value, values, ty, label).is_none());
        let gives = |computed: LiteralExpression| constant(&computed.expression, ty).is_none_or(|value| allowed(&value));
        let read = match (content, ty) {
            (Some(content), _) if !has_value(content) => {
                table.cells.refuse(at);
                Ok(Answer::Value(Value::Null))
            }
            (content, DataType::Scalar(_)) => syntax::output_entry(content, &cx),
            (content, DataType::List { .. }) => {
                let reads = |fix: &str| {
                    let facts = spanned(table, column, (position, at), proven);
                    typed(fix, syntax::beginning(fix), &facts).is_ok_and(gives)
                };
                let read = syntax::list_output(content, ty, &cx, &reads);
                environment.met();
                read
            }
        };
        let is_value = matches!(read, Ok(Answer::Value(_)));
        let output = match read {
            Ok(Answer::Value(value)) => Some(Output::Literal(value)),
            Ok(Answer::Expression { text, from }) => {
                let facts = spanned(table, column, (position, at), proven);
                let read = typed(&text, from, &facts);
                table.meet(environment, at, (label, &text, read.is_ok()), used);
                let expressed = |fix: &str| typed(fix, syntax::beginning(fix), &facts).is_ok_and(gives);
                let reads = |fix: &str| {
                    let content = Content::Text(fix.to_owned());
                    match ty {
                        DataType::Scalar(_) => match syntax::output_entry(Some(&content), &cx) {
                            // A text without its quotes would be read, and mean something else.
                            Ok(Answer::Value(value)) => (cx.ty.base != BaseType::Text || fix.starts_with(['"', '='])) && allowed(&value),
                            Ok(Answer::Expression { .. }) => expressed(fix),
                            Ok(Answer::Blank) | Err(_) => false,
                        },
                        DataType::List { .. } => match syntax::list_output(Some(&content), ty, &cx, &|_| false) {
                            Ok(Answer::Value(value)) => allowed(&value),
                            Ok(Answer::Expression { .. }) => expressed(fix),
                            Ok(Answer::Blank) | Err(_) => false,
                        },
                    }
                };
                let computed = table.expression(read, at, label, &text, (cx.ty.base, &reads));
                if computed.is_some() && ranks {
                    table.cells.problem(at, TypingProblem::ComputedRank { label: label.to_owned() });
                }
                // What fixes were tried with has been used by nobody.
                environment.met();
                computed.map(|computed| match constant(&computed.expression, ty) {
                    Some(value) => Output::Literal(value),
                    None => Output::Expression(Box::new(computed)),
                })
            }
            Ok(Answer::Blank) => {
                if field.default.is_none() && !ty.nullable() && !defaulted {
                    let (label, rule) = (label.to_owned(), row.id.clone().unwrap_or_default());
                    table.cells.problem(at, TypingProblem::BlankOutput { label, rule, ty: ty.clone() });
                }
                Some(Output::Literal(field.default.clone().unwrap_or(Value::Null)))
            }
            Err(findings) => {
                let facts = spanned(table, column, (position, at), proven);
                for mut finding in findings {
                    refused(&finding.problem, names, used);
                    if let DataType::Scalar(_) = ty {
                        // Whether an expression is of the column's type shows only here.
                        finding.fixes.retain(|fix| match syntax::output_entry(Some(&Content::Text(fix.clone())), &cx) {
                            Ok(Answer::Expression { .. }) => typed(fix, syntax::beginning(fix), &facts).is_ok_and(gives),
                            read => read.is_ok(),
                        });
                    }
                    table.cells.report(finding);
                }
                // What fixes were tried with has been used by nobody.
                environment.met();
                None
            }
        };
        if let (Some(Output::Literal(value)), Some(values), true) = (&output, &field.domain, content.is_some())
            && let Some(problem) = domain::outside_of(value, values, ty, label)
        {
            table.cells.problem(at, problem);
        }
        if let (Some(content), Some(Output::Literal(value)), true) = (content, &output, is_value && !table.cells.is_refused(at)) {
            known.insert(content, value.clone());
        }
        entries.push(OutputEntry { at, output: output.unwrap_or(Output::Literal(Value::Null)) });
    }
    entries
}

/// The value that an expression of a column's type always gives, if it says so itself.
fn constant(expression: &Expression, ty: &DataType) -> Option<Value> {
    /// Of a list, that of each item.
    fn value(expression: &Expression) -> Option<Value> {
        match &expression.kind {
            ExpressionKind::Literal(value) => Some(value.clone()),
            ExpressionKind::List(items) => items.iter().map(value).collect::<Option<_>>().map(Value::List),
            ExpressionKind::Widen(inner) => value(inner),
            _ => None,
        }
    }
    match (&expression.kind, ty) {
        (ExpressionKind::Literal(value), DataType::Scalar(_)) => Some(value.clone()),
        (_, DataType::Scalar(_)) => None,
        (_, DataType::List { .. }) => value(expression).filter(|value| ty.holds(value)),
    }
}
