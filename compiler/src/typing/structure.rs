//! Entries that ask for records and lists: what no column of single values can hold.

use std::collections::{BTreeMap, BTreeSet};

use super::column::Columns;
use super::environment::{CellScope, Environment, Extra};
use super::expression::{self, Facts};
use super::path::quantified;
use super::{Table, condition, domain, has_value, parse};
use crate::diagnostic::expression::ExpressionMistake;
use crate::diagnostic::typing::TypingProblem;
use crate::layout::{Column, RuleRow};
use crate::model::{
    BaseType, Condition, Expression, ExpressionKind, ExpressionType, InputData, InputEntry, InputId, LiteralExpression, Name,
};
use crate::source::{CellRef, Content};
use crate::syntax::expression::print;
use crate::syntax::expression::tree::Node;
use crate::syntax::{CellContext, LIST_MARK, Path, Quantifier, Question, Span, clean, is_expression, list_entry, questions, with_subject};

/// The entries of a column over the records or lists that a path leads to: each one expression with `?`.
pub(super) fn structure_column<'a>(
    table: &mut Table<'a, '_>,
    rows: &[RuleRow],
    (column, input, path, ty, item): (&Column, InputId, &Path, &ExpressionType, Option<&InputData>),
    environment: &Environment<'a>,
    used: &mut BTreeSet<String>,
) -> Vec<InputEntry> {
    let label = column.label.text.as_str();
    let mut entries: Vec<InputEntry> = Vec::with_capacity(rows.len());
    for row in rows {
        let (at, content) = table.cells.cell(row.row, column.column);
        if let Some(above) = entries.last().filter(|above| above.at == at) {
            entries.push(above.clone());
            continue;
        }
        let mut condition = None;
        match content {
            None => {}
            Some(content) if !has_value(content) => table.cells.refuse(at),
            Some(Content::Text(text)) if matches!(clean(text).as_str(), "" | "-") => {}
            Some(content) if item.is_some() && !is_expression(&content.shown()) => {
                let facts = Facts::default();
                let scope = CellScope { environment, at, subject: Some((ty.clone(), None)), facts: &facts };
                let read = item.and_then(|item| list_tests(table, (label, content, true), ty, item, &scope));
                // What fixes were tried with has been used by nobody.
                environment.met();
                let asked = read.zip(environment.list(input)).and_then(|(read, list)| quantified(path, input, list, read));
                let text = clean(&content.shown());
                condition = asked.map(|expression| posed(environment, (label, input), at, text, expression));
            }
            Some(Content::Text(text)) => {
                let facts = Facts::default();
                let scope = CellScope { environment, at, subject: Some((ty.clone(), None)), facts: &facts };
                let read = asked(text, &scope, &mut |part| of_list(table, (label, part, clean(part) == clean(text)), (ty, item), &scope));
                table.meet(environment, at, (label, text, read.is_ok()), used);
                let reads = |fix: &str| asked(fix, &scope, &mut |_| None).is_ok_and(|read| read.is_some());
                let read = table.expression(read, at, label, text, (BaseType::Boolean, &reads)).flatten();
                // What fixes were tried with has been used by nobody.
                environment.met();
                let asked = read.zip(environment.list(input)).and_then(|(read, list)| quantified(path, input, list, read));
                condition = asked.map(|expression| posed(environment, (label, input), at, clean(text), expression));
            }
            Some(other) => {
                let (read, label, ty) = (other.shown(), label.to_owned(), ty.to_string());
                table.cells.problem(at, TypingProblem::NotOfItem { read, label, ty });
            }
        }
        entries.push(InputEntry { at, tests: None, condition: condition.map(Box::new) });
    }
    entries
}

/// What an entry with a `?` asks, as a boolean over it. `of_list` reads its parts without one, which are tests of a list; nothing where it
/// can't, which it has reported.
fn asked(
    text: &str,
    scope: &CellScope<'_, '_>,
    of_list: &mut dyn FnMut(&str) -> Option<Expression>,
) -> Result<Option<Expression>, Vec<ExpressionMistake>> {
    let names = scope.environment.names();
    let mut part = |span: Span| {
        let part = text.get(span.start..span.end).unwrap_or_default();
        // Some `?` stand in quotes within brackets, and are found by reading only.
        let node =
            if is_expression(part) { Some(parse(text.get(..span.end).unwrap_or_default(), span.start, names)?).filter(asks) } else { None };
        match node {
            Some(node) => expression::condition(&node, scope).map(Some),
            None => Ok(of_list(part)),
        }
    };
    any_of(&questions(text, names), &mut part)
}

/// Whether any of the questions is answered by yes. All of their mistakes are found.
fn any_of(
    questions: &[Question],
    part: &mut dyn FnMut(Span) -> Result<Option<Expression>, Vec<ExpressionMistake>>,
) -> Result<Option<Expression>, Vec<ExpressionMistake>> {
    let (mut read, mut mistakes) = (Vec::new(), Vec::new());
    for question in questions {
        let one = match question {
            Question::Asks(span) => part(*span),
            Question::Not(inner) => any_of(inner, part).map(|inner| inner.map(condition::not)),
        };
        match one {
            Ok(one) => read.push(one),
            Err(found) => mistakes.extend(found),
        }
    }
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    Ok(read.into_iter().collect::<Option<Vec<_>>>().map(condition::any_of))
}

/// The condition that a part of an entry asks of a list without a `?`. Of a record there is none.
fn of_list(
    table: &mut Table<'_, '_>,
    (label, part, is_whole): (&str, &str, bool),
    (ty, item): (&ExpressionType, Option<&InputData>),
    scope: &CellScope<'_, '_>,
) -> Option<Expression> {
    if let Some(item) = item.filter(|_| !is_expression(part)) {
        return list_tests(table, (label, &Content::Text(part.to_owned()), is_whole), ty, item, scope);
    }
    let (read, label, ty) = (clean(part), label.to_owned(), ty.to_string());
    table.cells.problem(scope.at, TypingProblem::NotOfItem { read, label, ty });
    None
}

/// The condition that tests of a list come to; nothing where they have an error, which is reported. `is_whole`: they are all of their cell.
fn list_tests(
    table: &mut Table<'_, '_>,
    (label, content, is_whole): (&str, &Content, bool),
    ty: &ExpressionType,
    item: &InputData,
    scope: &CellScope<'_, '_>,
) -> Option<Expression> {
    let (at, names, nothing) = (scope.at, scope.environment.names(), BTreeSet::new());
    let location = table.cells.at(at);
    let of_item = item.scalar()?;
    let cx = CellContext { location: &location, label, ty: of_item, domain: item.domain.as_ref(), names, entries: &nothing };
    let reads = |fix: &str| parse(fix, 0, names).and_then(|node| expression::condition(&node, scope)).is_ok();
    match list_entry(&content.shown(), ty, &cx, &reads) {
        Ok(condition) => {
            // Numbers that lists are counted with are no items.
            let named = |part: &Expression| match &part.kind {
                ExpressionKind::Literal(value) if part.ty == item.ty.expression_type() => Some(value.clone()),
                _ => None,
            };
            let mut values = Vec::new();
            condition.visit(&mut |part| match &part.kind {
                ExpressionKind::List(items) => values.extend(items.iter().filter_map(named)),
                ExpressionKind::Some { condition, .. } => condition.visit(&mut |part| values.extend(named(part))),
                _ => {}
            });
            if let Some(domain) = &item.domain
                && let Some(value) = values.iter().find(|value| !domain.contains(value))
            {
                table.cells.problem(at, domain::outside(value, domain, of_item.base, label, false));
            }
            Some(condition)
        }
        Err(findings) => {
            for mut finding in findings {
                // A fix types into the whole cell.
                if !is_whole {
                    finding.fixes.clear();
                }
                table.cells.report(finding);
            }
            None
        }
    }
}

/// A condition as an input of the table, which tells whether it holds; one and its opposite are the same input, named by what it is.
fn posed(environment: &Environment<'_>, (label, input): (&str, InputId), at: CellRef, text: String, expression: Expression) -> Condition {
    let (expression, holds) = condition::plain(expression, true);
    let inner = || text.strip_prefix("not(").and_then(|rest| rest.strip_suffix(')')).map(clean);
    let of = if holds { text.clone() } else { inner().unwrap_or_else(|| format!("not({text})")) };
    let asked = if is_expression(&of) { with_subject(&of, label) } else { format!("{label} {of}") };
    let id = environment.condition(format!("{} {expression:?}", input.0), || Extra::Condition {
        name: Name(vec![asked]),
        condition: LiteralExpression { text: of, expression },
        subject: input,
        at,
    });
    Condition { text, input: id, holds }
}

/// Whether an expression asks for `?`, in whatever part.
fn asks(node: &Node) -> bool {
    is_expression(&print(node))
}

/// Notes, once a list, a rule that asks for several things of some item, each in a column of its own.
pub(super) fn separate_items(table: &mut Table<'_, '_>, rows: &[RuleRow], columns: &Columns<'_>, entries: &[Vec<InputEntry>]) {
    let mut noted: BTreeSet<String> = BTreeSet::new();
    let tested: Vec<(&Path, &Vec<InputEntry>)> = columns
        .input_columns
        .iter()
        .filter(|(_, input)| input.is_some())
        .zip(entries)
        .filter_map(|((column, _), entries)| Some((&columns.paths.get(&column.column)?.path, entries)))
        .collect();
    for (position, row) in rows.iter().enumerate() {
        let mut first: BTreeMap<String, CellRef> = BTreeMap::new();
        for (path, entries) in &tested {
            let Some(entry) = entries.get(position).filter(|entry| entry.condition.is_some()) else { continue };
            // The innermost of the items that several columns ask for says most.
            let shared = some_items(path);
            let met = shared.iter().rev().find_map(|items| first.get(items).map(|other| (items, *other)));
            if let Some((items, other)) = met
                && noted.insert(items.clone())
            {
                let (rule, other) = (row.id.clone().unwrap_or_default(), table.cells.at(other));
                table.cells.problem(entry.at, TypingProblem::SeparateItems { rule, list: items.clone(), other });
            }
            for items in shared {
                first.entry(items).or_insert(entry.at);
            }
        }
    }
}

/// The path up to each `[?]`, quantifiers as written.
fn some_items(path: &Path) -> Vec<String> {
    let mut quantifiers = path.quantifiers.iter();
    let mut written = String::new();
    let mut found = Vec::new();
    for segment in &path.name.0 {
        if !written.is_empty() {
            written.push('.');
        }
        match segment.strip_suffix(LIST_MARK) {
            None => written.push_str(segment),
            Some(list) => {
                let is_some = quantifiers.next() == Some(&Quantifier::Some);
                written.push_str(list);
                written.push_str(if is_some { "[?]" } else { LIST_MARK });
                if is_some {
                    found.push(written.clone());
                }
            }
        }
    }
    found
}
