//! The examples of `docs/expressions.md` are what they say they are.
//!
//! A table of the page is a table of examples by the words of its first row. `name`, `type` and `value` give the inputs that all examples
//! may use. `expression` and `result` give an expression and what it comes to: a value, `refused: MBxxxx` before it is computed, or
//! `fails: MB0804` while it is. With `column` besides, the expression is an answer in a column of that type. `entry`, `column`, `holds for`
//! and `not for` give a condition, and values of the column that pass it and fail it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what fails outside a `#[test]` function fails the test all the same"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use matchbook_compiler::diagnostic::expression::{ExpressionFinding, ExpressionMistake};
use matchbook_compiler::diagnostic::{Describe, Location};
use matchbook_compiler::interpret::{Environment, compute};
use matchbook_compiler::model::{Domain, Expression, ExpressionBase, ExpressionType, InputId, Type, Value};
use matchbook_compiler::source::{BookPath, CellRef, Content};
use matchbook_compiler::syntax::expression::{Names, parse, parse_tests};
use matchbook_compiler::syntax::{CellContext, predicates, type_name};
use matchbook_compiler::typing::expression::{Facts, Resolved, Scope, expect, function_names, infer, tests};

/// A row of a table of examples: its line, and its cells by the words above them.
struct Row {
    line: usize,
    cells: BTreeMap<String, String>,
}

impl Row {
    fn cell(&self, name: &str) -> &str {
        self.cells.get(name).map_or("", String::as_str)
    }

    fn has(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.cells.contains_key(*name))
    }
}

/// The rows of all tables of a page, top to bottom.
fn rows(page: &str) -> Vec<Row> {
    let cells = |line: &str| -> Option<Vec<String>> {
        let inner = line.trim().strip_prefix('|')?.strip_suffix('|')?;
        Some(inner.split('|').map(|cell| cell.trim().to_owned()).collect())
    };
    let mut rows = Vec::new();
    let mut header: Option<Vec<String>> = None;
    for (number, line) in page.lines().enumerate() {
        match (cells(line), &header) {
            (None, _) => header = None,
            (Some(words), None) => header = Some(words),
            (Some(row), Some(_)) if row.iter().all(|cell| cell.chars().all(|c| c == '-')) => {}
            (Some(row), Some(words)) => {
                assert_eq!(row.len(), words.len(), "line {}: a `|` too many or too few", number + 1);
                rows.push(Row { line: number + 1, cells: words.iter().cloned().zip(row).collect() });
            }
        }
    }
    rows
}

/// What stands between backticks.
fn quoted(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// The one thing between backticks.
fn sole(cell: &str) -> Option<&str> {
    let inner = cell.strip_prefix('`')?.strip_suffix('`')?;
    (!inner.contains('`')).then_some(inner)
}

fn location() -> Location {
    Location::cells(&BookPath::new("example.csv"), "example", CellRef::new(0, 0))
}

fn column_type(name: &str) -> Type {
    type_name(&Content::Text(name.to_owned()), &location()).unwrap_or_else(|finding| panic!("{name}: {finding:?}"))
}

/// The inputs of the page, and the column whose value `?` is.
#[derive(Default)]
struct Sample {
    names: Vec<String>,
    types: Vec<Type>,
    values: Vec<Value>,
    subject: Option<Type>,
    facts: Facts,
}

fn type_of(ty: Type) -> ExpressionType {
    ExpressionType { base: ty.base.into(), nullable: ty.nullable }
}

impl Scope for Sample {
    fn resolve(&self, name: &str) -> Option<Resolved<'_>> {
        let position = self.names.iter().position(|known| known == name)?;
        Some(Resolved::Input { id: InputId(position), ty: type_of(self.types[position]), domain: None })
    }

    fn names(&self) -> Vec<String> {
        self.names.clone()
    }

    fn subject(&self) -> Option<(ExpressionType, Option<&Domain>)> {
        self.subject.map(|ty| (type_of(ty), None))
    }

    fn facts(&self) -> &Facts {
        &self.facts
    }
}

/// What an example comes to.
enum Outcome {
    Value(Value, ExpressionType),
    Refused(BTreeSet<String>),
    Fails,
}

impl Outcome {
    fn shown(&self) -> String {
        match self {
            Self::Value(value, ty) => shown(value, &ty.base),
            Self::Refused(codes) => format!("refused: {}", codes.iter().cloned().collect::<Vec<_>>().join(", ")),
            Self::Fails => "fails: MB0804".to_owned(),
        }
    }
}

/// A value as the page has it: texts in quotes, the entries of contexts with their names.
fn shown(value: &Value, base: &ExpressionBase) -> String {
    let null = ExpressionBase::Null;
    match (value, base) {
        (Value::Text(text), _) => format!("{text:?}"),
        (Value::List(items), base) => {
            let item = if let ExpressionBase::List(item) = base { &item.base } else { &null };
            format!("[{}]", items.iter().map(|value| shown(value, item)).collect::<Vec<_>>().join(", "))
        }
        (Value::Context(values), ExpressionBase::Context(entries)) => {
            let entry = |(value, (name, ty)): (&Value, &(String, ExpressionType))| format!("{name}: {}", shown(value, &ty.base));
            format!("{{{}}}", values.iter().zip(entries).map(entry).collect::<Vec<_>>().join(", "))
        }
        (value, _) => value.to_string(),
    }
}

impl Sample {
    /// The inputs that the page says its examples use.
    fn of(rows: &[Row]) -> Self {
        let mut sample = Self::default();
        for row in rows.iter().filter(|row| row.has(&["name", "type", "value"])) {
            let ty = column_type(row.cell("type"));
            let literal = sole(row.cell("value")).unwrap_or_else(|| panic!("line {}: no value", row.line));
            let Outcome::Value(value, _) = Self::default().outcome(literal, None) else { panic!("line {}: no value", row.line) };
            assert!(value.is_of(ty), "line {}: {value:?} is no {ty}", row.line);
            sample.names.push(sole(row.cell("name")).unwrap_or_else(|| panic!("line {}: no name", row.line)).to_owned());
            sample.types.push(ty);
            sample.values.push(value);
        }
        sample
    }

    fn refused(text: &str, mistakes: Vec<ExpressionMistake>) -> Outcome {
        let findings = ExpressionFinding::of_cell(&location(), "Example", text, 0, mistakes, |_| true);
        Outcome::Refused(findings.iter().map(|finding| finding.code().to_string()).collect())
    }

    fn computed(&self, expression: &Expression, subject: Option<&Value>) -> Outcome {
        match compute(expression, &Environment { inputs: &self.values, subject }) {
            Ok(value) => Outcome::Value(value, expression.ty.clone()),
            Err(_) => Outcome::Fails,
        }
    }

    /// An expression by itself, or as an answer of a column.
    fn outcome(&self, text: &str, column: Option<Type>) -> Outcome {
        let typed = parse(text, &Names::new(self.names.iter().map(String::as_str))).and_then(|node| match column {
            Some(ty) => expect(&node, &ty.into(), self),
            None => infer(&node, self),
        });
        match typed {
            Ok(expression) => self.computed(&expression, None),
            Err(mistakes) => Self::refused(text, mistakes),
        }
    }

    /// An entry of a column of conditions, as a boolean over `?`.
    fn condition(&self, entry: &str, column: Type) -> Result<Expression, String> {
        let (location, names, none) = (location(), self.names.iter().cloned().collect(), BTreeSet::new());
        let cx = CellContext { location: &location, label: "Example", ty: column, domain: None, names: &names, entries: &none };
        if let Some(read) = predicates(entry, &cx) {
            return read.map_err(|findings| format!("{findings:?}"));
        }
        let scope = Self { subject: Some(column), names: self.names.clone(), types: self.types.clone(), ..Self::default() };
        parse_tests(entry, &Names::new(self.names.iter().map(String::as_str)))
            .and_then(|read| tests(&read, &scope))
            .map_err(|mistakes| Self::refused(entry, mistakes).shown())
    }
}

/// What is wrong with an example of an expression.
fn wrong_result(row: &Row, sample: &Sample) -> Option<String> {
    let Some(text) = sole(row.cell("expression")) else { return Some("no expression between backticks".to_owned()) };
    let column = row.has(&["column"]).then(|| column_type(row.cell("column")));
    let expected = row.cell("result");
    let outcome = sample.outcome(text, column);
    let found = match &outcome {
        Outcome::Value(..) => format!("`{}`", outcome.shown()),
        _ => outcome.shown(),
    };
    (found != expected).then(|| format!("{text} is {found}, not {expected}"))
}

/// What is wrong with an example of a condition.
fn wrong_condition(row: &Row, sample: &Sample) -> Option<String> {
    let Some(entry) = sole(row.cell("entry")) else { return Some("no entry between backticks".to_owned()) };
    let column = column_type(row.cell("column"));
    let condition = match sample.condition(entry, column) {
        Ok(condition) => condition,
        Err(why) => return Some(format!("{entry}: {why}")),
    };
    let mut wrong = String::new();
    let (passing, failing) = (quoted(row.cell("holds for")), quoted(row.cell("not for")));
    if passing.is_empty() || failing.is_empty() {
        wrong.push_str("values on both sides belong there");
    }
    for (literals, holds) in [(passing, true), (failing, false)] {
        for literal in literals {
            let Outcome::Value(value, _) = sample.outcome(literal, None) else { return Some(format!("{literal} is no value")) };
            assert!(value.is_of(column), "line {}: {literal} is no {column}", row.line);
            match sample.computed(&condition, Some(&value)) {
                Outcome::Value(Value::Boolean(found), _) if found == holds => {}
                other => write!(wrong, "{entry} of {literal} is {}; ", other.shown()).unwrap(),
            }
        }
    }
    (!wrong.is_empty()).then_some(wrong)
}

fn is_expression(row: &Row) -> bool {
    row.has(&["expression", "result"])
}

fn is_condition(row: &Row) -> bool {
    row.has(&["entry", "column", "holds for", "not for"])
}

fn page() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/expressions.md")).unwrap()
}

/// The built-in functions that a text calls: of `list contains(` not `contains`.
fn called(text: &str) -> BTreeSet<&'static str> {
    let mut called = BTreeSet::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let Some(first) = rest.chars().next() else { break };
        let begins = !text.get(..at).unwrap_or_default().ends_with(|c: char| c.is_alphanumeric());
        let calls = |name: &&str| rest.strip_prefix(*name).is_some_and(|behind| behind.starts_with('('));
        match function_names().filter(calls).max_by_key(|name| name.len()).filter(|_| begins) {
            Some(name) => {
                called.insert(name);
                at += name.len();
            }
            None => at += first.len_utf8(),
        }
    }
    called
}

#[test]
fn every_example_of_an_expression_is_what_it_says() {
    let rows = rows(&page());
    let sample = Sample::of(&rows);
    let mut wrong = String::new();
    let (mut expressions, mut conditions) = (0, 0);
    for row in &rows {
        let found = if is_expression(row) {
            expressions += 1;
            wrong_result(row, &sample)
        } else if is_condition(row) {
            conditions += 1;
            wrong_condition(row, &sample)
        } else {
            None
        };
        if let Some(found) = found {
            writeln!(wrong, "line {}: {found}", row.line).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(expressions >= 250 && conditions >= 12, "only {expressions} expressions and {conditions} conditions are examples");
}

#[test]
fn every_function_has_an_example_with_a_result() {
    let mut missing: BTreeSet<&str> = function_names().collect();
    for row in rows(&page()).iter().filter(|row| is_expression(row) && row.cell("result").starts_with('`')) {
        for name in called(row.cell("expression")) {
            missing.remove(name);
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn an_example_that_is_wrong_would_be_noticed() {
    let page = "| name | type | value |\n| --- | --- | --- |\n| `total` | decimal(2)? | `1.50` |\n\n\
                | expression | result |\n| --- | --- |\n| `1 + 1` | `3` |\n| `1 + 1` | refused: MB0520 |\n| `nothing` | `1` |\n| `\"a\"` | `a` |\n\n\
                | expression | column | result |\n| --- | --- | --- |\n| `total` | decimal(2) | `1.5` |\n\n\
                | entry | column | holds for | not for |\n| --- | --- | --- | --- |\n| `> 3` | number | `3` | `2` |\n\
                | `is empty` | text? | `null` | `\"\"` |\n| `> total` | number | `2` | `1` |\n";
    let rows = rows(page);
    let sample = Sample::of(&rows);
    let wrong = |row: &Row| {
        if is_expression(row) { wrong_result(row, &sample) } else { wrong_condition(row, &sample).filter(|_| is_condition(row)) }
    };
    let lines: Vec<usize> = rows.iter().filter(|row| wrong(row).is_some()).map(|row| row.line).collect();
    assert_eq!(lines, [7, 8, 9, 10, 14, 18, 19], "all but the entry of line 20");
    assert_eq!(called("list contains(x, string(1)) and sort(y) and resort(z)"), BTreeSet::from(["list contains", "sort", "string"]));
}
