//! Rules: entries to tests and values.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::column::{Columns, Field, Leaf, Tested};
use super::condition::{self, Asked};
use super::environment::{CellScope, Environment, Extra};
use super::expression::{Facts, Place};
use super::output;
use super::path::quantified;
use super::structure::{separate_items, structure_column};
use super::{Table, domain, has_value};
use crate::diagnostic::expression::ExpressionMistake;
use crate::diagnostic::syntax::SyntaxProblem;
use crate::diagnostic::typing::TypingProblem;
use crate::layout::{Column, Role, RuleRow, fold};
use crate::model::{
    BaseType, Bound, Condition, ExpressionType, InputEntry, InputId, Interval, LiteralExpression, Name, Number, OutputEntry, Rule, RuleId,
    Type, UnaryTest, Value,
};
use crate::source::{CellRange, CellRef, Content};
use crate::syntax::{self, CellContext, Entry, Item, Path, clean};

/// Rules, and those of them with input or output entries that can't be read.
#[derive(Default)]
pub(super) struct Rules {
    pub(super) rules: Vec<Rule>,
    pub(super) unread: BTreeMap<RuleId, BTreeSet<InputId>>,
    pub(super) unanswered: BTreeSet<RuleId>,
}

/// Reads all rules. Cells that can't be read are reported, and stand for any value. No rule, where an error is of more than single cells.
pub(super) fn read<'a>(table: &mut Table<'a, '_>, columns: &Columns<'a>, used: &mut BTreeSet<String>) -> Rules {
    let rows = &table.block.rules;
    if let Some(first) = rows.first() {
        table.cells.begin_rules(first.row);
    }
    // Column by column, because merges and lists of words are a column's affair; then turned into rows.
    let mut entries: Vec<Vec<InputEntry>> = Vec::new();
    for (column, input) in &columns.input_columns {
        if let Some((position, field)) = input.as_ref().and_then(|input| Some((input, columns.inputs.get(*input)?))) {
            if let Some(role @ (Role::From | Role::Until)) = column.role {
                entries.push(period(table, rows, column, role));
                continue;
            }
            let input = InputId(*position);
            entries.push(match columns.paths.get(&column.column) {
                None => input_column(table, rows, (column, input, field, None), &columns.environment, used),
                Some(leaf @ Leaf { tested: Tested::Value(field), .. }) => {
                    input_column(table, rows, (column, input, field, Some(&leaf.path)), &columns.environment, used)
                }
                Some(Leaf { path, tested: Tested::Structure(ty) }) => {
                    structure_column(table, rows, (column, input, path, ty, None), &columns.environment, used)
                }
                Some(Leaf { path, tested: Tested::List(ty, item) }) => {
                    structure_column(table, rows, (column, input, path, ty, Some(item)), &columns.environment, used)
                }
            });
        }
    }
    separate_items(table, rows, columns, &entries);
    reversed_periods(table, rows, columns, &entries);
    let mut outputs: Vec<std::vec::IntoIter<OutputEntry>> = Vec::new();
    for field in &columns.outputs {
        let proven = Proven { rows, columns, entries: &entries };
        outputs.push(output::column(table, &proven, field, &columns.environment, used).into_iter());
    }
    let mut entries: Vec<_> = entries.into_iter().map(Vec::into_iter).collect();
    table.cells.end_rules();
    if table.cells.broken {
        return Rules::default();
    }
    let notes: Vec<&Column> = table.block.columns.iter().filter(|column| column.role == Some(Role::Note)).collect();
    let (first, last) = (table.block.block.range.first.column, table.block.block.range.last.column);
    let mut rules: Vec<Rule> = rows
        .iter()
        .map(|row| Rule {
            id: row.id.clone().unwrap_or_else(|| format!("row {}", u64::from(row.row) + 1)),
            range: CellRange::new(CellRef::new(row.row, first), CellRef::new(row.row, last)),
            is_else: row.is_else,
            entries: entries.iter_mut().filter_map(Iterator::next).collect(),
            outputs: outputs.iter_mut().filter_map(Iterator::next).collect(),
            annotations: notes.iter().map(|column| note(table, row, column)).collect(),
        })
        .collect();
    let mut read = Rules::default();
    for (position, rule) in rules.iter_mut().enumerate() {
        let tested = columns.input_columns.iter().filter_map(|(_, input)| *input);
        for (entry, input) in rule.entries.iter_mut().zip(tested).filter(|(entry, _)| table.cells.is_refused(entry.at)) {
            (entry.tests, entry.condition) = (None, None);
            read.unread.entry(RuleId(position)).or_default().insert(InputId(input));
        }
        if rule.outputs.iter().any(|entry| table.cells.is_refused(entry.at)) {
            read.unanswered.insert(RuleId(position));
        }
    }
    Rules { rules, ..read }
}

/// Adds the names that a refused entry reads: whoever typed them uses them.
pub(super) fn refused(problem: &SyntaxProblem, names: &BTreeSet<String>, used: &mut BTreeSet<String>) {
    if let SyntaxProblem::Expression { read } | SyntaxProblem::NameOrText { read } = problem {
        used.extend(syntax::named(read, names));
    }
}

fn note(table: &Table<'_, '_>, row: &RuleRow, column: &Column) -> String {
    table.cells.cell(row.row, column.column).1.map_or_else(String::new, |content| fold(&content.shown()))
}

/// The entries of a `from` or `until` column: the first or the last day of each rule.
fn period(table: &mut Table<'_, '_>, rows: &[RuleRow], column: &Column, role: Role) -> Vec<InputEntry> {
    let ty = Type { base: BaseType::Date, nullable: false };
    let nothing = BTreeSet::new();
    let mut entries: Vec<InputEntry> = Vec::with_capacity(rows.len());
    for row in rows {
        let (at, content) = table.cells.cell(row.row, column.column);
        if let Some(above) = entries.last().filter(|above| above.at == at) {
            entries.push(above.clone());
            continue;
        }
        let location = table.cells.at(at);
        let cx = CellContext { location: &location, label: &column.label.text, ty, domain: None, names: &nothing, entries: &nothing };
        let day = match content {
            Some(content) if !has_value(content) => {
                table.cells.refuse(at);
                Ok(None)
            }
            // Like in any column of conditions, a dash asks for nothing.
            Some(Content::Text(text)) if clean(text) == "-" => Ok(None),
            content => syntax::value(content, &cx),
        };
        let day = day.unwrap_or_else(|findings| {
            for finding in findings {
                table.cells.report(finding);
            }
            None
        });
        let tests = day.map(|value| {
            let end = Some(Bound { value, closed: true });
            let (low, high) = if role == Role::From { (end, None) } else { (None, end) };
            Arc::from([UnaryTest::Within(Interval { low, high })])
        });
        entries.push(InputEntry { at, tests, condition: None });
    }
    entries
}

/// Reports rules that end before they begin.
fn reversed_periods(table: &mut Table<'_, '_>, rows: &[RuleRow], columns: &Columns<'_>, entries: &[Vec<InputEntry>]) {
    let of = |role: Role| {
        let at = columns.input_columns.iter().position(|(column, _)| column.role == Some(role))?;
        entries.get(at)
    };
    let (Some(firsts), Some(lasts)) = (of(Role::From), of(Role::Until)) else { return };
    let day = |entry: &InputEntry| match entry.tests.as_deref() {
        Some([UnaryTest::Within(Interval { low, high })]) => low.as_ref().or(high.as_ref()).map(|bound| bound.value.clone()),
        _ => None,
    };
    for ((first, last), row) in firsts.iter().zip(lasts).zip(rows) {
        if let (Some(from), Some(until)) = (day(first), day(last))
            && until.compare(&from) == Some(std::cmp::Ordering::Less)
        {
            let (rule, from) = (row.id.clone().unwrap_or_default(), table.cells.at(first.at));
            table.cells.problem(last.at, TypingProblem::ReversedPeriod { rule, from });
        }
    }
}

/// Texts that stand alone in a column's cells, or are an item of a list there.
pub(super) fn standing_alone(table: &Table<'_, '_>, rows: &[RuleRow], column: &Column) -> BTreeSet<String> {
    let cells = rows.iter().filter_map(|row| table.cells.cell(row.row, column.column).1);
    let texts = cells.filter_map(|content| if let Content::Text(text) = content { Some(text.as_str()) } else { None });
    // Most cells say what others of their column do.
    let mut met = HashSet::new();
    texts.filter(|text| met.insert(*text)).flat_map(syntax::texts).collect()
}

/// Types the items of an entry. `None` where they have an error, which has been reported then.
fn items_of(
    table: &mut Table<'_, '_>,
    environment: &Environment<'_>,
    cx: &CellContext<'_>,
    at: CellRef,
    text: &str,
    items: Result<Vec<Item>, Vec<ExpressionMistake>>,
    used: &mut BTreeSet<String>,
) -> Option<Asked> {
    let ty = cx.ty;
    // A condition is computed whether the rule's other entries hold or not.
    let facts = Facts::default();
    let subject = ExpressionType { base: ty.base.into(), nullable: ty.nullable };
    let scope = CellScope { environment, at, subject: Some((subject, cx.domain)), facts: &facts };
    let asked = |items: Result<Vec<Item>, _>| items.and_then(|items| condition::ask(&items, ty, &scope));
    let reads = |fix: &str| match syntax::input_entry(Some(&Content::Text(fix.to_owned())), cx) {
        Ok(Entry::Items { items, .. }) => asked(items).is_ok(),
        Ok(Entry::Tests(tests)) => cx.domain.is_none_or(|values| values.excluded(&tests).is_none()),
        Ok(Entry::Predicates(_)) => true,
        Ok(Entry::Any) | Err(_) => false,
    };
    let read = asked(items);
    table.meet(environment, at, (cx.label, text, read.is_ok()), used);
    let asked = table.expression(read, at, cx.label, text, (ty.base, &reads));
    // What fixes were tried with has been used by nobody.
    environment.met();
    asked
}

/// What an entry asks: tests of its own, or an input of the table that tells whether it holds. With a path it is always the latter, whether
/// it holds for the items of a list.
pub(super) fn posed(
    environment: &Environment<'_>,
    (column, input, path): (&Column, InputId, Option<(&Path, Type)>),
    at: CellRef,
    text: String,
    asked_for: Asked,
) -> (Option<Arc<[UnaryTest]>>, Option<Box<Condition>>) {
    let (expression, holds) = match (asked_for, path) {
        (Asked::Tests(tests), None) => return (Some(tests.into()), None),
        (Asked::Condition(expression, holds), None) => (expression, holds),
        (asked, Some((path, ty))) => {
            let condition = match asked {
                Asked::Tests(tests) => syntax::of_tests(&tests, ty),
                Asked::Condition(expression, true) => expression,
                Asked::Condition(expression, false) => condition::not(expression),
            };
            // Without a list, its name or one of its fields has an error, which has been reported.
            match environment.list(input).and_then(|list| quantified(path, input, list, condition)) {
                Some(quantified) => (quantified, true),
                None => return (None, None),
            }
        }
    };
    let id = environment.condition(format!("{} {expression:?}", input.0), || Extra::Condition {
        name: Name(vec![asked(&column.label.text, &text)]),
        condition: LiteralExpression { text: text.clone(), expression },
        subject: input,
        at,
    });
    (None, Some(Box::new(Condition { text, input: id, holds })))
}

/// What a condition asks, as messages say it: `Order total > order.limit`.
fn asked(label: &str, text: &str) -> String {
    if text.contains('?') { text.replace('?', label) } else { format!("{label} {text}") }
}

fn input_column<'a>(
    table: &mut Table<'a, '_>,
    rows: &[RuleRow],
    (column, input, field, path): (&Column, InputId, &Field<'_>, Option<&Path>),
    environment: &Environment<'a>,
    used: &mut BTreeSet<String>,
) -> Vec<InputEntry> {
    let Some(ty) = field.ty else { return Vec::new() };
    let tested = (column, input, path.map(|path| (path, ty)));
    let names = environment.names();
    let texts = standing_alone(table, rows, column);
    let mut entries: Vec<InputEntry> = Vec::with_capacity(rows.len());
    // What cells ask that are no more than tests: a column of 100,000 cells holds few different ones.
    let mut known: HashMap<&Content, Option<Arc<[UnaryTest]>>> = HashMap::new();
    for row in rows {
        let (at, content) = table.cells.cell(row.row, column.column);
        // A merge is read once, and its errors are reported once.
        if let Some(above) = entries.last().filter(|above| above.at == at) {
            entries.push(above.clone());
            continue;
        }
        if let Some(tests) = content.and_then(|content| known.get(content)) {
            entries.push(InputEntry { at, tests: tests.clone(), condition: None });
            continue;
        }
        let location = table.cells.at(at);
        let cx = CellContext { location: &location, label: &column.label.text, ty, domain: field.domain.as_ref(), names, entries: &texts };
        let read = match content {
            Some(content) if !has_value(content) => {
                table.cells.refuse(at);
                Ok(Entry::Any)
            }
            content => syntax::input_entry(content, &cx),
        };
        let text = content.map(|content| clean(&content.shown())).unwrap_or_default();
        let plain = path.is_none() && matches!(read, Ok(Entry::Any | Entry::Tests(_)));
        let asked = match read {
            Ok(Entry::Any) => None,
            Ok(Entry::Tests(tests)) => Some(Asked::Tests(tests)),
            Ok(Entry::Predicates(condition)) => Some(condition::known(condition)),
            Ok(Entry::Items { text, items }) => items_of(table, environment, &cx, at, &text, items, used),
            Err(findings) => {
                for finding in findings {
                    refused(&finding.problem, environment.names(), used);
                    table.cells.report(finding);
                }
                None
            }
        };
        if let Some(Asked::Tests(tests)) = &asked {
            outside_values(table, field, column, at, tests);
        }
        let (tests, condition) = asked.map_or((None, None), |asked| posed(environment, tested, at, text, asked));
        if let Some(content) = content.filter(|_| plain && !table.cells.is_refused(at)) {
            known.insert(content, tests.clone());
        }
        entries.push(InputEntry { at, tests, condition });
    }
    entries
}

/// Reports a value that an entry names and its column can't have.
fn outside_values(table: &mut Table<'_, '_>, field: &Field<'_>, column: &Column, at: CellRef, tests: &[UnaryTest]) {
    let (Some(ty), Some(values)) = (field.ty, &field.domain) else { return };
    let alone = matches!(tests, [UnaryTest::Equal(_)]);
    if let Some(value) = values.excluded(tests) {
        table.cells.problem(at, domain::outside(value, values, ty.base, &column.label.text, alone));
    }
}

/// What the entries of rules prove of the inputs that their outputs read. It is asked of few rules: most outputs compute nothing.
pub(super) struct Proven<'a, 't> {
    pub(super) rows: &'a [RuleRow],
    columns: &'a Columns<'t>,
    /// By column, then rule.
    entries: &'a [Vec<InputEntry>],
}

impl Proven<'_, '_> {
    /// What holds in the rule at this position. Its input may be anything where it is `else`.
    pub(super) fn facts(&self, position: usize) -> Facts {
        let mut facts = Facts::default();
        if self.rows.get(position).is_none_or(|row| row.is_else) {
            return facts;
        }
        let zero = Value::Number(Number::ZERO);
        let tested = self.columns.input_columns.iter().filter_map(|(_, input)| *input).zip(self.entries);
        for (input, entry) in tested.filter_map(|(input, column)| Some((input, column.get(position)?))) {
            let place = Place::Input(InputId(input));
            if entry.tests.is_some() && !entry.holds(&Value::Null) {
                facts.know(place.clone());
            }
            if entry.tests.is_some() && !entry.holds(&zero) {
                facts.know_not_zero(place);
            }
        }
        facts
    }
}
