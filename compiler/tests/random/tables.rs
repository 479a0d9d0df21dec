//! Seeded random tables of every hit policy and type, and inputs that ask about each of their ends.

use std::collections::BTreeSet;

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, ToSpan};
use matchbook_compiler::diagnostic::Location;
use matchbook_compiler::model::{
    Aggregation, BaseType, Bound, ClosedList, Condition, DecisionTable, Domain, Expression, ExpressionKind, ExpressionType, HitPolicy,
    InputClause, InputData, InputEntry, InputId, InputSource, Interval, LiteralExpression, Name, Number, Output, OutputClause, OutputEntry,
    Rule, Strategy, Type, UnaryTest, Value,
};
use matchbook_compiler::source::{BookPath, CellRange, CellRef};
use matchbook_compiler::syntax::{CellContext, literal, predicates};

use crate::expressions::Maker;
use crate::seeded::Random;

/// Where every cell of these tables is said to be.
const HERE: CellRef = CellRef::new(0, 0);
const THERE: CellRange = CellRange { first: HERE, last: HERE };

const BASES: [BaseType; 11] = [
    BaseType::Text,
    BaseType::Integer,
    BaseType::Number,
    BaseType::Decimal(2),
    BaseType::Decimal(0),
    BaseType::Boolean,
    BaseType::Date,
    BaseType::Time,
    BaseType::DateTime,
    BaseType::DaysTimeDuration,
    BaseType::YearsMonthsDuration,
];

/// JSON of each kind, and numbers at their ends.
const JSON: [&str; 9] = [
    "null",
    "true",
    "[]",
    "{}",
    r#""a \"b\" \u00e9\n""#,
    "[1, 1.0, -0.0, 18446744073709551615, -9223372036854775808]",
    r#"{"b": 4.99, "a": {"pi": 3.14, "e": 2.718281828}}"#,
    "5e-324",
    "[[[[[[[[[[0.1]]]]]]]]]]",
];

/// A value that an author may write in a column of this type, from few, so that entries meet.
fn written(base: BaseType, random: &mut Random) -> Value {
    let number = |text: &str| Value::Number(Number::parse(text).unwrap());
    match base {
        BaseType::Text => Value::Text((random.pick(&["", "a", "b", "blue", "é", "US", "CA", "c \"d\"", "z"])).to_owned()),
        BaseType::Integer => Value::Number(Number::from_integer(random.pick(&[-5, 0, 1, 2, 10, 100, i64::MIN, i64::MAX, 7, 8]))),
        BaseType::Number => number(random.pick(&[
            "-1.5",
            "0",
            "0.1",
            "0.29",
            "1",
            "2",
            "3.141592653589793",
            "100",
            "1000000",
            "9999999999999999999999999999",
            "0.0000000000000000000000000001",
        ])),
        BaseType::Decimal(0) => number(random.pick(&["-3", "0", "1", "2", "5", "10", "99"])),
        BaseType::Decimal(_) => {
            number(random.pick(&["-1", "0", "0.01", "4.99", "5", "49.99", "50", "100", "9999999999999999999999999999"]))
        }
        BaseType::Boolean => Value::Boolean(random.one_in(2)),
        BaseType::Date => Value::Date(Date::new(random.pick(&[2025, 2026]), random.pick(&[1, 2, 12]), random.pick(&[1, 28])).unwrap()),
        BaseType::Time => {
            Value::Time(Time::new(random.pick(&[0, 9, 17, 23]), random.pick(&[0, 30]), 0, random.pick(&[0, 0, 0, 500_000_000])).unwrap())
        }
        BaseType::DateTime => {
            Value::DateTime(Date::new(2026, random.pick(&[1, 6]), 15).unwrap().at(random.pick(&[0, 12]), 0, 0, random.pick(&[0, 0, 0, 1])))
        }
        BaseType::DaysTimeDuration => Value::DaysTime(SignedDuration::new(
            random.pick(&[-3600, 0, 60, 3600, 86_400]),
            random.pick(&[0, 0, 0]) + i32::from(random.one_in(6)),
        )),
        BaseType::YearsMonthsDuration => Value::YearsMonths(random.pick(&[-12, 0, 1, 6, 12, 24, 120])),
        BaseType::Any => literal(random.pick(&JSON), BaseType::Any).unwrap(),
    }
}

/// A value right below, at or right above this one.
fn beside(value: &Value, random: &mut Random) -> Value {
    let step = random.below(3) as i64 - 1;
    match value {
        Value::Number(number) => {
            let digits = random.pick(&[0_u32, 2, 3, 28]);
            let change = Number::new(i128::from(step), digits).unwrap();
            number.checked_add(change).map_or(value.clone(), Value::Number)
        }
        Value::Text(text) => match step {
            0 => value.clone(),
            1 => Value::Text(format!("{text}!")),
            _ => Value::Text(text.chars().rev().skip(1).collect()),
        },
        Value::Date(date) => Value::Date(date.checked_add(step.days()).unwrap_or(*date)),
        Value::Time(time) => Value::Time(time.checked_add(SignedDuration::from_nanos(step)).unwrap_or(*time)),
        Value::DateTime(at) => Value::DateTime(at.checked_add(SignedDuration::from_nanos(step)).unwrap_or(*at)),
        Value::DaysTime(duration) => Value::DaysTime(*duration + SignedDuration::from_nanos(step)),
        Value::YearsMonths(months) => Value::YearsMonths(months + step),
        other => other.clone(),
    }
}

/// A value that a caller may give, whether or not any entry names it: of the type, an `integer` in its range.
pub(crate) fn asked(table: &DecisionTable, input: InputId, random: &mut Random) -> Value {
    let data = &table.inputs[input.0];
    if data.ty.nullable() && random.one_in(5) {
        return Value::Null;
    }
    if let Some(list) = &data.closed {
        return Value::Text(list.values[random.below(list.values.len())].clone());
    }
    let named = table.input_clauses.iter().position(|clause| clause.input == input).and_then(|column| {
        let tests: Vec<&UnaryTest> = table.rules.iter().filter_map(|rule| rule.entries[column].tests.as_deref()).flatten().collect();
        let tests: Vec<&UnaryTest> = tests.into_iter().chain(data.domain.iter().flat_map(|domain| &domain.tests)).collect();
        if tests.is_empty() { None } else { ends(tests[random.below(tests.len())]).into_iter().next_back() }
    });
    let value = match named {
        Some(value) if !random.one_in(4) && value != Value::Null => value,
        _ => written(data.scalar().unwrap().base, random),
    };
    let near = if random.one_in(3) { value.clone() } else { beside(&value, random) };
    let fits = match (&near, data.scalar().unwrap().base) {
        (Value::Number(number), BaseType::Integer) => number.to_i64().is_some(),
        _ => true,
    };
    if fits { near } else { value }
}

fn ends(test: &UnaryTest) -> Vec<Value> {
    match test {
        UnaryTest::Equal(value) => vec![value.clone()],
        UnaryTest::Within(interval) => interval.low.iter().chain(&interval.high).map(|bound| bound.value.clone()).collect(),
        UnaryTest::Not(tests) => tests.iter().flat_map(ends).collect(),
    }
}

fn ordered_pair(base: BaseType, random: &mut Random) -> Option<(Value, Value)> {
    let (a, b) = (written(base, random), written(base, random));
    match a.compare(&b)? {
        std::cmp::Ordering::Less => Some((a, b)),
        std::cmp::Ordering::Greater => Some((b, a)),
        std::cmp::Ordering::Equal => None,
    }
}

fn interval(base: BaseType, random: &mut Random) -> Option<UnaryTest> {
    let (low, high) = ordered_pair(base, random)?;
    let mut bound = |value| Some(Bound { value, closed: random.one_in(2) });
    let (low, high) = (bound(low), bound(high));
    Some(UnaryTest::Within(match random.below(4) {
        0 => Interval { low, high: None },
        1 => Interval { low: None, high },
        _ => Interval { low, high },
    }))
}

fn test(data: &InputData, random: &mut Random) -> UnaryTest {
    if data.ty.nullable() && random.one_in(8) {
        return UnaryTest::Equal(Value::Null);
    }
    let value = |random: &mut Random| match &data.closed {
        Some(list) => Value::Text(list.values[random.below(list.values.len())].clone()),
        None => written(data.scalar().unwrap().base, random),
    };
    // Only some columns of text are compared, so that others are found by equality.
    let compares = match data.scalar().unwrap().base {
        BaseType::Boolean => false,
        BaseType::Text => data.closed.is_none() && data.name.0[0].len().is_multiple_of(2),
        _ => true,
    };
    match random.below(6) {
        0 => UnaryTest::Not(vec![UnaryTest::Equal(value(random))]),
        1 | 2 => UnaryTest::Equal(value(random)),
        _ if compares => interval(data.scalar().unwrap().base, random).unwrap_or_else(|| UnaryTest::Equal(value(random))),
        _ => UnaryTest::Equal(value(random)),
    }
}

fn blank() -> InputEntry {
    InputEntry { at: HERE, tests: None, condition: None }
}

/// An input column: what it tests, and the conditions that its entries can ask besides.
struct Column {
    data: InputData,
    conditions: Vec<(InputId, String)>,
}

impl Column {
    fn condition(&self, random: &mut Random) -> Option<Condition> {
        if self.conditions.is_empty() || !random.one_in(3) {
            return None;
        }
        let (input, text) = self.conditions[random.below(self.conditions.len())].clone();
        Some(Condition { text, input, holds: random.one_in(2) })
    }
}

fn entry(column: &Column, random: &mut Random) -> InputEntry {
    if let Some(condition) = column.condition(random) {
        return InputEntry { condition: Some(Box::new(condition)), ..blank() };
    }
    let data = &column.data;
    let blank = random.one_in(3);
    let tests = (!blank).then(|| {
        let count = 1 + usize::from(random.one_in(3)) + usize::from(random.one_in(6));
        (0..count).map(|_| test(data, random)).collect()
    });
    InputEntry { at: HERE, tests, condition: None }
}

fn input(position: usize, random: &mut Random) -> InputData {
    let base = random.pick(&BASES);
    let closed = (base == BaseType::Text && random.one_in(2)).then(|| ClosedList {
        values: ["US", "CA", "EU", "none", "A+", "A-"][..2 + random.below(5)].iter().map(|text| (*text).to_owned()).collect(),
        at: None,
        shared: None,
        rust: None,
    });
    let domain = match &closed {
        Some(list) => Some(Domain::of(list.values.iter().map(|text| UnaryTest::Equal(Value::Text(text.clone()))).collect())),
        None if base != BaseType::Boolean && random.one_in(3) => {
            let mut tests: Vec<UnaryTest> = Vec::new();
            for _ in 0..1 + random.below(2) {
                tests.push(interval(base, random).unwrap_or(UnaryTest::Not(vec![UnaryTest::Equal(written(base, random))])));
            }
            if base == BaseType::Text && random.one_in(2) {
                tests = vec![UnaryTest::Not(vec![UnaryTest::Equal(written(base, random))])];
            }
            Some(Domain::of(tests))
        }
        None => None,
    };
    let words = ["size", "place", "when", "kind", "limit"];
    // One path in two is nested, and some share their last part.
    let name = match random.below(4) {
        0 => vec!["order".to_owned(), format!("{}{position}", words[position % words.len()])],
        1 => vec![format!("item{position}"), "weight".to_owned()],
        _ => vec![format!("{}{position}", words[position % words.len()])],
    };
    InputData {
        name: Name(name),
        source: InputSource::Given,
        ty: Type { base, nullable: random.one_in(3) }.into(),
        inferred: false,
        domain,
        closed,
        unit: None,
        about: None,
        sensitivity: None,
        at: HERE,
    }
}

const LEVELS: [&str; 3] = ["high", "medium", "low"];

/// One to three outputs of any type; one of an aggregation but `count`, of a type that it takes.
fn output_clauses(hit_policy: HitPolicy, random: &mut Random) -> Vec<OutputClause> {
    use BaseType::{Date, DateTime, DaysTimeDuration, Decimal, Integer, Number, Time, YearsMonthsDuration};
    let summed = [Integer, Number, Decimal(2), Decimal(0), DaysTimeDuration, YearsMonthsDuration];
    let compared = [Integer, Number, Decimal(2), DaysTimeDuration, YearsMonthsDuration, Date, Time, DateTime];
    let folded: &[BaseType] = match hit_policy {
        HitPolicy::Collect(Some(Aggregation::Sum)) => &summed,
        HitPolicy::Collect(Some(Aggregation::Min | Aggregation::Max)) => &compared,
        _ => &[],
    };
    let ranked = matches!(hit_policy, HitPolicy::Priority | HitPolicy::OutputOrder);
    let count = if folded.is_empty() { 1 + random.below(3) } else { 1 };
    let leading = random.below(count);
    (0..count)
        .map(|position| {
            let base = if !folded.is_empty() {
                random.pick(folded)
            } else if random.one_in(10) {
                BaseType::Any
            } else {
                random.pick(&BASES)
            };
            let levels = ranked && position == leading || base == BaseType::Text && random.one_in(2);
            let base = if levels { BaseType::Text } else { base };
            let listed = levels.then(|| LEVELS.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>());
            // What a sum must lie in, which what it sums does.
            let bounds = (!folded.is_empty() && random.one_in(2)).then(|| interval(base, random)).flatten();
            let domain = match &listed {
                Some(values) => Some(values.iter().map(|text| UnaryTest::Equal(Value::Text(text.clone()))).collect()),
                None => bounds.filter(|test| (0..20).any(|_| test.holds(&written(base, random)))).map(|test| vec![test]),
            };
            let name = match random.below(3) {
                0 => vec!["result".to_owned(), format!("part{position}")],
                _ => vec![format!("part {position}")],
            };
            OutputClause {
                label: name.join("."),
                at: HERE,
                name: Name(name),
                ty: Type { base, nullable: random.one_in(3) }.into(),
                inferred: false,
                domain: domain.map(Domain::of),
                closed: listed.map(|values| ClosedList { values, at: None, shared: None, rust: None }),
                default: None,
                unit: None,
                about: None,
                sensitivity: None,
            }
        })
        .collect()
}

fn output(clause: &OutputClause, inputs: &[InputData], ranks: bool, random: &mut Random) -> OutputEntry {
    let allowed = |value: &Value| clause.domain.as_ref().is_none_or(|domain| domain.contains(value));
    // What ranks can't be computed, nor can JSON.
    if !(ranks && clause.closed.is_some()) && clause.ty.value().base != BaseType::Any && random.one_in(4) {
        let expression = computed(clause.ty.value(), clause.domain.as_ref(), inputs, None, random);
        return OutputEntry { at: HERE, output: Output::Expression(Box::new(expression)) };
    }
    let value = if clause.ty.nullable() && random.one_in(4) {
        Value::Null
    } else if clause.closed.is_some() {
        Value::Text(random.pick(&LEVELS).to_owned())
    } else {
        std::iter::repeat_with(|| written(clause.ty.value().base, random)).find(allowed).unwrap()
    };
    OutputEntry { at: HERE, output: Output::Literal(value) }
}

fn type_of(ty: Type) -> ExpressionType {
    ExpressionType { base: ty.base.into(), nullable: ty.nullable }
}

/// An expression of a column's type over these inputs; `?` is of type `subject`. Half of those of a column with `values` give two of them.
fn computed(ty: Type, domain: Option<&Domain>, inputs: &[InputData], subject: Option<Type>, random: &mut Random) -> LiteralExpression {
    let types = || inputs.iter().map(|data| data.ty.expression_type());
    let parts = 2 + random.below(12);
    let listed: Vec<Value> = domain.map(|domain| domain.tests.iter().flat_map(ends).collect()).unwrap_or_default();
    let plain = Type { nullable: false, ..ty };
    let expression = if !listed.is_empty() && random.one_in(2) {
        let literal = |random: &mut Random| Box::new(Expression::literal(listed[random.below(listed.len())].clone()));
        let (then, otherwise) = (literal(random), literal(random));
        let condition = Box::new(Maker::new(random, types(), subject.map(type_of), parts).of(&type_of(BOOLEAN), 3));
        let chosen = Expression { kind: ExpressionKind::If { condition, then, otherwise }, ty: type_of(plain) };
        if ty.nullable { Expression { kind: ExpressionKind::Widen(Box::new(chosen)), ty: type_of(ty) } } else { chosen }
    } else {
        Maker::new(random, types(), subject.map(type_of), parts).of(&type_of(ty), 3)
    };
    LiteralExpression { text: format!("{expression:?}"), expression }
}

const BOOLEAN: Type = Type { base: BaseType::Boolean, nullable: false };

/// A column over an expression of those before it.
fn computed_column(position: usize, inputs: &[InputData], random: &mut Random) -> InputData {
    let mut data = input(position, random);
    let expression = computed(data.scalar().unwrap(), data.domain.as_ref(), inputs, None, random);
    data.name = Name(vec![format!("Result {position}")]);
    data.closed = None;
    data.source = InputSource::Column(expression);
    data
}

/// What entries of a column can ask of a value: a predicate in words, or an expression over it.
fn condition(position: usize, subject: InputId, inputs: &[InputData], random: &mut Random) -> InputData {
    let ty = inputs[subject.0].scalar().unwrap();
    let words = [
        "contains \"a\"",
        "starts with \"b\"",
        "ends with \"é\"",
        "matches \"^[a-c]+$\"",
        "matches \"\\d{4}\"",
        "ignoring case \"us\"",
        "is empty, contains \"b\"",
        "is number",
        "is email",
        "is date",
        "is date and time",
        "not(contains \"l\"), CA",
    ];
    let location = Location::cells(&BookPath::new("random/tables.csv"), "tables", HERE);
    let nothing = BTreeSet::new();
    let cx = CellContext { location: &location, label: "", ty, domain: None, names: &nothing, entries: &nothing };
    let text = random.pick(&words);
    let predicate = (!random.one_in(3)).then(|| predicates(text, &cx)?.ok()).flatten();
    let (text, expression) = match predicate {
        Some(expression) => (text.to_owned(), expression),
        None => {
            let computed = computed(BOOLEAN, None, inputs, Some(ty), random);
            (computed.text, computed.expression)
        }
    };
    InputData {
        name: Name(vec![format!("question {position}")]),
        source: InputSource::Condition(LiteralExpression { text, expression }, subject),
        ty: BOOLEAN.into(),
        inferred: true,
        domain: None,
        closed: None,
        unit: None,
        about: None,
        sensitivity: None,
        at: HERE,
    }
}

/// A table that the checks may yet refuse; one in two of those that may `compute` has computed columns, conditions or outputs.
pub(crate) fn table(number: usize, compute: bool, random: &mut Random) -> DecisionTable {
    let hit_policy = HitPolicy::ALL[number % HitPolicy::ALL.len()];
    let mut inputs: Vec<InputData> = (0..1 + random.below(4)).map(|position| input(position, random)).collect();
    // Every other table computes something before its rules.
    let is_plain = !compute || random.one_in(2);
    // An input that no column tests: only expressions read it.
    let tested = if is_plain || random.one_in(2) { 0 } else { inputs.len().min(2) - 1 }..;
    for _ in 0..if is_plain { 0 } else { random.below(3) } {
        let data = computed_column(inputs.len(), &inputs, random);
        inputs.push(data);
    }
    let mut columns: Vec<Column> =
        inputs[tested.start..].iter().map(|data| Column { data: data.clone(), conditions: Vec::new() }).collect();
    for _ in 0..if is_plain { 0 } else { random.below(3) } {
        let column = random.below(columns.len());
        let data = condition(inputs.len(), InputId(tested.start + column), &inputs, random);
        let InputSource::Condition(asked, _) = &data.source else { continue };
        columns[column].conditions.push((InputId(inputs.len()), asked.text.clone()));
        inputs.push(data);
    }
    let output_clauses = output_clauses(hit_policy, random);
    let ranks = matches!(hit_policy, HitPolicy::Priority | HitPolicy::OutputOrder);
    let constant = !compute || random.one_in(2);
    let outputs = |random: &mut Random| {
        let of = |clause: &OutputClause, random: &mut Random| match constant {
            true => {
                std::iter::repeat_with(|| output(clause, &inputs, ranks, random)).find(|entry| entry.output.literal().is_some()).unwrap()
            }
            false => output(clause, &inputs, ranks, random),
        };
        output_clauses.iter().map(|clause| of(clause, random)).collect::<Vec<_>>()
    };
    let count = match random.below(4) {
        // Of so many random rules, a single hit would leave some out of reach.
        _ if number % 8 == 7 && !hit_policy.is_single_hit() => 257 + random.below(20),
        0 => 1 + random.below(3),
        1 => 30 + random.below(30),
        _ => 2 + random.below(10),
    };
    let boxes = if hit_policy == HitPolicy::Unique {
        apart(&columns, count, random)
    } else {
        (0..count).map(|_| columns.iter().map(|column| entry(column, random)).collect()).collect()
    };
    let mut rules: Vec<Rule> = boxes
        .into_iter()
        .filter(|entries: &Vec<InputEntry>| entries.iter().any(|entry| *entry != blank()))
        .enumerate()
        .map(|(at, entries)| Rule {
            id: format!("r{at}"),
            range: THERE,
            is_else: false,
            entries,
            outputs: outputs(random),
            annotations: Vec::new(),
        })
        .collect();
    let otherwise = random.below(3);
    if otherwise == 0 {
        rules.push(Rule {
            id: "else".to_owned(),
            range: THERE,
            is_else: true,
            entries: columns.iter().map(|_| blank()).collect(),
            outputs: outputs(random),
            annotations: Vec::new(),
        });
    }
    DecisionTable {
        name: format!("Table {number}"),
        app: "random".to_owned(),
        book: BookPath::new("random/tables.csv"),
        sheet: "tables".to_owned(),
        range: THERE,
        header: HERE,
        description: None,
        owner: None,
        ticket: None,
        review_by: None,
        allows: Vec::new(),
        complete: otherwise != 1,
        dispatch: Strategy::ALL[random.below(Strategy::ALL.len())],
        dispatch_at: None,
        hit_policy,
        input_clauses: (tested.start..)
            .zip(&columns)
            .map(|(at, column)| InputClause { label: column.data.name.to_string(), at: HERE, input: InputId(at), period: None })
            .collect(),
        requirements: Vec::new(),
        inputs,
        output_clauses,
        annotations: Vec::new(),
        rules,
    }
}

/// Boxes that share no input: the whole domain cut again and again.
fn apart(columns: &[Column], count: usize, random: &mut Random) -> Vec<Vec<InputEntry>> {
    let mut boxes = vec![columns.iter().map(|_| blank()).collect::<Vec<_>>()];
    for _ in 0..count * 3 {
        if boxes.len() >= count {
            break;
        }
        let at = random.below(boxes.len());
        let column = random.below(columns.len());
        if boxes[at][column] != blank() {
            continue;
        }
        let mut rest = boxes[at].clone();
        if let Some(condition) = columns[column].condition(random) {
            rest[column].condition = Some(Box::new(Condition { holds: !condition.holds, ..condition.clone() }));
            boxes[at][column].condition = Some(Box::new(condition));
        } else {
            let part = test(&columns[column].data, random);
            boxes[at][column].tests = Some([part.clone()].into());
            rest[column].tests = Some([UnaryTest::Not(vec![part])].into());
        }
        boxes.push(rest);
    }
    boxes
}
