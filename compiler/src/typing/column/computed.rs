//! Columns over an expression.

use std::collections::BTreeSet;

use super::setting::{field_domain, given_type, unread};
use super::{Field, Group, setting};
use crate::diagnostic::typing::TypingProblem;
use crate::layout::{Column, ColumnRow};
use crate::model::{BaseType, ExpressionBase, ExpressionType, InputSource, LiteralExpression, MAX_SCALE, Type};
use crate::source::CellRef;
use crate::syntax::expression::print;
use crate::typing::environment::{CellScope, Environment};
use crate::typing::expression::{self, Facts};
use crate::typing::{Table, parse};

/// Types a column that tests an expression.
pub(super) fn computed<'a>(
    table: &mut Table<'a, '_>,
    group: &Group<'a>,
    column: &'a Column,
    (text, cell): (&str, CellRef),
    environment: &Environment<'a>,
    used: &mut BTreeSet<String>,
) -> Field<'a> {
    let columns = &group.columns;
    let declared = given_type(table, &group.name, columns, None);
    // The column's digits are those of its cells: what is computed is compared as exactly as what is given.
    let wanted = declared.ok().flatten().map(|ty| Type { base: if ty.base.is_numeric() { BaseType::Number } else { ty.base }, ..ty });
    let facts = Facts::default();
    let scope = CellScope { environment, at: cell, subject: None, facts: &facts };
    let read = |text: &str| {
        let node = parse(text, 0, environment.names())?;
        let expression = match wanted {
            Some(ty) => expression::expect(&node, &ty.into(), &scope)?,
            None => expression::infer(&node, &scope)?,
        };
        Ok(LiteralExpression { text: print(&node), expression })
    };
    let typed = read(text);
    table.meet(environment, cell, (&column.label.text, text, typed.is_ok()), used);
    // A column computes from its inputs: an unknown word is a missing input, not a text without its quotes.
    let quotes = |text: &str| text.matches('"').count();
    let reads = |fix: &str| quotes(fix) <= quotes(text) && read(fix).is_ok();
    let typed = table.expression(typed, cell, &column.label.text, text, (BaseType::Boolean, &reads));
    // What fixes were tried with has been used by nobody.
    environment.met();
    let ty = match (&typed, declared) {
        (_, Err(())) | (None, _) => None,
        (Some(_), Ok(Some(ty))) => Some(ty),
        (Some(typed), Ok(None)) => {
            let ty = column_type(&typed.expression.ty);
            if ty.is_none() {
                let (label, ty) = (column.label.text.clone(), typed.expression.ty.to_string());
                table.cells.problem(cell, TypingProblem::NoColumnType { label, ty, outputs: Vec::new() });
            }
            ty
        }
    };
    let domain = ty.and_then(|ty| field_domain(table, &group.name, columns, ty, None)).map(|(domain, _)| domain);
    for column in columns {
        unread(table, column, &[ColumnRow::Default]);
    }
    let unit = columns.iter().find_map(|column| setting::text(table, column, ColumnRow::Unit));
    let about = columns.iter().find_map(|column| setting::text(table, column, ColumnRow::About));
    let inferred = matches!(declared, Ok(None));
    let source = typed.map_or(InputSource::Given, InputSource::Column);
    Field { column, name: group.name.clone(), ty, structure: None, inferred, domain, closed: None, entry: None, unit, about, source }
}

/// The type of a column over what an expression gives; `None` for lists and contexts.
pub(super) fn column_type(ty: &ExpressionType) -> Option<Type> {
    let base = match &ty.base {
        ExpressionBase::Text => BaseType::Text,
        ExpressionBase::Boolean => BaseType::Boolean,
        ExpressionBase::Number { scale: Some(0) } => BaseType::Integer,
        ExpressionBase::Number { scale } => scale.filter(|scale| *scale <= MAX_SCALE).map_or(BaseType::Number, BaseType::Decimal),
        ExpressionBase::Date => BaseType::Date,
        ExpressionBase::Time => BaseType::Time,
        ExpressionBase::DateTime => BaseType::DateTime,
        ExpressionBase::DaysTimeDuration => BaseType::DaysTimeDuration,
        ExpressionBase::YearsMonthsDuration => BaseType::YearsMonthsDuration,
        ExpressionBase::Null | ExpressionBase::List(_) | ExpressionBase::Context(_) => return None,
    };
    Some(Type { base, nullable: ty.nullable })
}
