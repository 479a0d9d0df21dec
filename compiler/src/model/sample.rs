//! Tables for tests, from a few lines of text: no reader, layout or parser takes part.
//!
//! ```text
//! unique no | tier text? {gold, silver} | amount decimal(2) {>= 0} | = fee integer
//! a         | gold, null                | [0..100)                 | 1
//! else      |                           |                          | 2
//! ```
//!
//! The first cell is the hit policy's word (with ` no` after it for `complete` `no`), the others a name, a type and the allowed values;
//! outputs begin with `=`. Entries are lists of values, comparisons, intervals and one `not( )` around all. A name used twice is a second
//! column of one input.

use super::{
    Bound, ClosedList, DecisionTable, Domain, HitPolicy, InputClause, InputData, InputEntry, InputId, InputSource, Interval, Name, Number,
    Output, OutputClause, OutputEntry, Rule, Strategy, Type, UnaryTest, Value,
};
use crate::model::BaseType;
use crate::source::{BookPath, CellRange, CellRef};

/// The table of this text; panics where it isn't one.
pub(crate) fn table(text: &str) -> DecisionTable {
    let mut rows =
        text.lines().map(str::trim).filter(|line| !line.is_empty()).map(|line| line.split('|').map(str::trim).collect::<Vec<_>>());
    let header = rows.next().unwrap();
    let (word, complete) = header[0].strip_suffix(" no").map_or((header[0], true), |word| (word, false));
    let mut table = DecisionTable {
        name: "Sample".to_owned(),
        app: "shop".to_owned(),
        book: BookPath::new("shop/sample.csv"),
        sheet: "sample".to_owned(),
        range: CellRange::new(CellRef::new(0, 0), CellRef::new(0, 0)),
        header: CellRef::new(1, 0),
        description: None,
        owner: None,
        ticket: None,
        review_by: None,
        complete,
        dispatch: Strategy::Auto,
        dispatch_at: None,
        allows: Vec::new(),
        hit_policy: *HitPolicy::ALL.iter().find(|policy| policy.word() == word).unwrap(),
        requirements: Vec::new(),
        inputs: Vec::new(),
        input_clauses: Vec::new(),
        output_clauses: Vec::new(),
        annotations: Vec::new(),
        rules: Vec::new(),
    };
    for (column, cell) in (1..).zip(&header[1..]) {
        column_of(&mut table, column, cell);
    }
    for (row, cells) in (4..).zip(rows) {
        let at = |column: usize| CellRef::new(row, u32::try_from(column).unwrap());
        let inputs = table.input_clauses.len();
        let entries = (0..inputs)
            .map(|column| InputEntry {
                at: at(column + 1),
                tests: entry(cells[column + 1], table.inputs[table.input_clauses[column].input.0].scalar().unwrap().base).map(Into::into),
                condition: None,
            })
            .collect();
        let outputs = table
            .output_clauses
            .iter()
            .enumerate()
            .map(|(column, clause)| {
                let value = value(cells[1 + inputs + column], clause.ty.value().base).unwrap();
                OutputEntry { at: at(1 + inputs + column), output: Output::Literal(value) }
            })
            .collect();
        table.rules.push(Rule {
            id: cells[0].to_owned(),
            range: CellRange::new(at(0), at(cells.len() - 1)),
            is_else: cells[0] == "else",
            entries,
            outputs,
            annotations: Vec::new(),
        });
    }
    table.range.last = table.rules.last().map_or(table.header, |rule| rule.range.last);
    table
}

fn column_of(table: &mut DecisionTable, column: u32, cell: &str) {
    let (cell, output) = cell.strip_prefix('=').map_or((cell, false), |rest| (rest.trim(), true));
    let (head, domain) = match cell.split_once('{') {
        Some((head, rest)) => (head.trim(), Some(rest.strip_suffix('}').unwrap())),
        None => (cell, None),
    };
    let (name, ty) = head.split_once(' ').map_or((head, None), |(name, ty)| (name, Some(ty.trim())));
    let at = CellRef::new(1, column);
    let named = Name(name.split('.').map(str::to_owned).collect());
    if let Some(input) = table.inputs.iter().position(|data| data.name == named) {
        table.input_clauses.push(InputClause { label: name.to_owned(), at, input: InputId(input), period: None });
        return;
    }
    let ty = type_of(ty.unwrap());
    let domain = domain.map(|text| Domain::of(entry(text, ty.base).unwrap()));
    let closed = domain.as_ref().filter(|_| ty.base == BaseType::Text).and_then(Domain::listed).map(|values| ClosedList {
        values: values.into_iter().map(ToString::to_string).collect(),
        at: None,
        shared: None,
        rust: None,
    });
    if output {
        let (label, unit, about) = (name.to_owned(), None, None);
        table.output_clauses.push(OutputClause {
            label,
            at,
            name: named,
            ty: ty.into(),
            inferred: false,
            domain,
            closed,
            default: None,
            unit,
            about,
            sensitivity: None,
        });
    } else {
        table.input_clauses.push(InputClause { label: name.to_owned(), at, input: InputId(table.inputs.len()), period: None });
        let (unit, about, sensitivity) = (None, None, None);
        let source = InputSource::Given;
        table.inputs.push(InputData { name: named, source, ty: ty.into(), inferred: false, domain, closed, unit, about, sensitivity, at });
    }
}

fn type_of(text: &str) -> Type {
    let (text, nullable) = text.strip_suffix('?').map_or((text, false), |text| (text, true));
    let base = match text {
        "text" => BaseType::Text,
        "integer" => BaseType::Integer,
        "number" => BaseType::Number,
        "boolean" => BaseType::Boolean,
        "date" => BaseType::Date,
        "time" => BaseType::Time,
        "date and time" => BaseType::DateTime,
        "days and time duration" => BaseType::DaysTimeDuration,
        "years and months duration" => BaseType::YearsMonthsDuration,
        other => BaseType::Decimal(other.strip_prefix("decimal(").unwrap().strip_suffix(')').unwrap().parse().unwrap()),
    };
    Type { base, nullable }
}

/// An input entry; `None` for a blank or `-`.
pub(crate) fn entry(text: &str, base: BaseType) -> Option<Vec<UnaryTest>> {
    if text.is_empty() || text == "-" {
        return None;
    }
    if let Some(inner) = text.strip_prefix("not(") {
        return Some(vec![UnaryTest::Not(entry(inner.strip_suffix(')').unwrap(), base).unwrap())]);
    }
    Some(text.split(',').map(|part| test(part.trim(), base)).collect())
}

fn test(text: &str, base: BaseType) -> UnaryTest {
    let bound = |text: &str, closed| Some(Bound { value: value(text.trim(), base).unwrap(), closed });
    let within = |low, high| UnaryTest::Within(Interval { low, high });
    if let Some((low, high)) = text.split_once("..") {
        let (low_closed, high_closed) = (low.starts_with('['), high.ends_with(']'));
        return within(bound(&low[1..], low_closed), bound(&high[..high.len() - 1], high_closed));
    }
    for (operator, low, closed) in [("<=", false, true), (">=", true, true), ("<", false, false), (">", true, false)] {
        if let Some(rest) = text.strip_prefix(operator) {
            return if low { within(bound(rest, closed), None) } else { within(None, bound(rest, closed)) };
        }
    }
    UnaryTest::Equal(value(text, base).unwrap())
}

/// A literal; text in quotes or bare.
pub(crate) fn value(text: &str, base: BaseType) -> Option<Value> {
    if text == "null" {
        return Some(Value::Null);
    }
    Some(match base {
        BaseType::Text => Value::Text(serde_json::from_str(text).unwrap_or_else(|_| text.trim_matches('"').to_owned())),
        BaseType::Integer | BaseType::Number | BaseType::Decimal(_) => Value::Number(Number::parse(text)?),
        BaseType::Boolean => Value::Boolean(text == "true"),
        BaseType::Date => Value::Date(text.parse().ok()?),
        BaseType::Time => Value::Time(text.parse().ok()?),
        BaseType::DateTime => Value::DateTime(text.parse().ok()?),
        BaseType::DaysTimeDuration => Value::DaysTime(text.parse().ok()?),
        BaseType::YearsMonthsDuration => {
            let span: jiff::Span = text.parse().ok()?;
            Value::YearsMonths(i64::from(span.get_years()) * 12 + i64::from(span.get_months()))
        }
        BaseType::Any => crate::syntax::literal(text, base)?,
    })
}
