//! What a decision is asked: documents about all that tells its rules apart, between, at random, and bad ones.

use matchbook_benches::workload::{Cell, Column, Drawn, Kind, Rule, Workload, draw};
use matchbook_compiler::model::{DecisionGraph, DecisionTable, InputData, InputId, Number, TestCase, Value};
use matchbook_compiler::region::{AtomSet, RuleRegion, matrix};

use super::random::Random;
use super::{documents, lists, values};

/// How many combinations of ends, and of what lies right beside them, a table is asked about, each value at least once.
const COMBINATIONS: usize = 200;
/// Of how many rules the inside is asked about, and of a workload's the edges.
const RULES: usize = 60;
/// How many random inputs.
const INPUTS: usize = 100;
/// How many bad documents.
const BAD: usize = 200;

/// About any table, whatever it reads and requires; `cases` are its test cases, as rules whose conditions are computed are hardly met by
/// chance.
pub(super) fn of_table(graph: &DecisionGraph<'_>, cases: &[&TestCase], random: &mut Random) -> Vec<String> {
    let table = graph.table();
    let matrix = matrix(table);
    let literals = lists::literals(graph);
    let of_input = |input| values::interesting(table, &matrix, InputId(input), &literals);
    let ends: Vec<Vec<Value>> = (0..table.inputs.len()).map(of_input).collect();
    let longest = ends.iter().map(Vec::len).max().unwrap_or(0);
    let mut asked: Vec<Vec<Value>> = Vec::new();
    for at in 0..COMBINATIONS.max(longest) {
        let value = |ends: &Vec<Value>| ends[if at < longest { at % ends.len() } else { random.below(ends.len()) }].clone();
        asked.push(ends.iter().map(value).collect());
    }
    for region in sample(matrix.rules.iter().filter(|region| !region.is_empty()).collect::<Vec<&RuleRegion>>(), random) {
        let value = |(position, set): (usize, &AtomSet)| {
            // A list is one atom, whatever is in it.
            if table.inputs[position].list().is_some() {
                return random.pick(&ends[position]).clone();
            }
            let atoms: Vec<u32> = set.iter().collect();
            matrix.dimensions[position].atoms[*random.pick(&atoms) as usize].witness.clone()
        };
        asked.push(region.sets.iter().enumerate().map(value).collect());
    }
    asked.extend(cases.iter().map(|case| case.inputs.clone()));
    for _ in 0..INPUTS {
        let value = |(data, ends): (&InputData, &Vec<Value>)| match (data.list(), data.scalar()) {
            (Some(list), _) => lists::any(list, &literals, random),
            (None, Some(ty)) => values::any(ty.base, ty.nullable, ends, random),
            // No caller gives what another decision does.
            (None, None) => Value::Null,
        };
        asked.push(table.inputs.iter().zip(&ends).map(value).collect());
    }
    written(table, &asked, random)
}

/// About a workload, by the steps of its columns: corners of its rules with one step right inside or right outside.
pub(super) fn of_workload(workload: &Workload, table: &DecisionTable, random: &mut Random) -> Vec<String> {
    let mut asked: Vec<Vec<Value>> = draw(workload, Drawn::Random, INPUTS).iter().map(|steps| workload.values(steps)).collect();
    for rule in sample(workload.rules.iter().collect::<Vec<&Rule>>(), random) {
        for (position, column) in workload.columns.iter().enumerate() {
            let ranges = workload.columns.iter().zip(rule).map(|(column, cell)| range(column, *cell));
            let corner: Vec<i64> = ranges.map(|(low, high)| if random.below(2) == 0 { low } else { high - 1 }).collect();
            let (low, high) = range(column, rule[position]);
            for step in [low - 1, low, high - 1, high] {
                let mut steps = corner.clone();
                steps[position] = step;
                asked.push(workload.values(&steps));
            }
            // Between two steps, at both ends of the range.
            for step in [low, high].into_iter().filter(|_| column.kind == Kind::Hundredths) {
                let mut values = workload.values(&corner);
                values[position] = Number::new(i128::from(step) * 10 - 5, 3).map_or(Value::Null, Value::Number);
                asked.push(values);
            }
        }
    }
    written(table, &asked, random)
}

/// The steps that a cell admits.
fn range(column: &Column, cell: Cell) -> (i64, i64) {
    cell.unwrap_or(column.domain)
}

/// All of them, or so many at random.
fn sample<T: Copy>(all: Vec<T>, random: &mut Random) -> Vec<T> {
    if all.len() <= RULES { all } else { (0..RULES).map(|_| *random.pick(&all)).collect() }
}

/// Documents of these values, as objects and as envelopes, and bad ones. Each is one line.
fn written(table: &DecisionTable, asked: &[Vec<Value>], random: &mut Random) -> Vec<String> {
    let mut documents = Vec::new();
    for (at, values) in asked.iter().enumerate() {
        let envelope = if at % 8 == 0 { documents::envelope(table, values, at % 16 == 0) } else { None };
        documents.push(envelope.unwrap_or_else(|| documents::document(table, values, at % 2 == 0)));
    }
    let good: &Vec<Value> = random.pick(asked);
    let bad = documents::bad(table, good, random);
    let bad = bad.into_iter().filter(|document| !document.contains('\n')).collect::<Vec<String>>();
    documents.extend((0..BAD).map(|_| random.pick(&bad).clone()));
    documents
}
