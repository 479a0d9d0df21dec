//! Advice in words, and its promise: following it changes no result.

use jiff::civil::Date;
use proptest::prelude::*;

use super::*;
use crate::diagnostic::Describe;
use crate::diagnostic::evaluation::EvaluationError;
use crate::diagram::diagram;
use crate::interpret::{Outcome, evaluate};
use crate::model::sample::{table, value};
use crate::model::{DecisionTable, HitPolicy, RuleId, Value};
use crate::region::matrix;

/// The advice for a table, in words.
pub(super) fn said(text: &str) -> String {
    said_of(table(text))
}

/// The same.
pub(super) fn said_of(table: DecisionTable) -> String {
    said_as_of(table, None)
}

/// The same, as of a day.
pub(super) fn said_as_of(table: DecisionTable, as_of: Option<Date>) -> String {
    let matrix = matrix(&table);
    let diagram = diagram(&matrix, &table, 10_000);
    let options = Options { as_of, ..Options::default() };
    let found = find(Subject { table: &table, matrix: &matrix }, diagram.as_ref(), &options);
    let words = found.iter().map(|finding| {
        let description = finding.describe();
        let cells =
            |location: &crate::diagnostic::Location| location.cells.as_ref().map(|(_, range)| range.to_string()).unwrap_or_default();
        let mut lines = vec![format!("{}: {}", finding.code(), description.message)];
        for label in std::iter::once(&description.primary).chain(&description.secondary) {
            lines.push(format!("  {} {}", cells(&label.location), label.text).trim_end().to_owned());
        }
        lines.extend(description.notes.iter().map(|note| format!("  = {note}")));
        lines.extend(description.fixes.iter().map(|fix| format!("  fix: {}", fix.in_words())));
        lines.extend(description.help.iter().map(|help| format!("  help: {help}")));
        lines.join("\n")
    });
    words.collect::<Vec<_>>().join("\n")
}

/// The columns of random tables: what is declared, entries, and values that tell these apart.
const COLUMNS: [(&str, &[&str], &[&str]); 4] = [
    ("text {gold, silver, none}", &["-", "gold", "silver", "none", "silver, none", "not(gold)"], &["gold", "silver", "none"]),
    (
        "integer? {[0..30]}",
        &["-", "[0..10]", "[10..20]", "(10..20]", "> 20", "< 10", "5", "null"],
        &["null", "0", "5", "10", "15", "20", "25"],
    ),
    ("boolean", &["-", "true", "false"], &["true", "false"]),
    ("decimal(1)", &["-", "< 1", ">= 1", "[1..2]", "> 2", "[2..3]"], &["0", "1", "1.5", "1.95", "2", "2.5", "3", "4"]),
];

/// A table and every input that its entries tell apart.
#[derive(Debug)]
struct Trial {
    text: String,
    inputs: Vec<Vec<Value>>,
}

fn trial() -> impl Strategy<Value = Trial> {
    (prop::collection::vec(0..COLUMNS.len(), 1..=3), 0..HitPolicy::ALL.len(), any::<bool>()).prop_flat_map(|(columns, policy, has_else)| {
        let row = columns.iter().map(|column| 0..COLUMNS[*column].1.len()).collect::<Vec<_>>();
        prop::collection::vec((row, 0..2_usize), 2..=6).prop_map(move |rows| {
            let names = ["x", "y", "z"];
            let no = if HitPolicy::ALL[policy].is_single_hit() { " no" } else { "" };
            let header: String = columns.iter().zip(names).map(|(column, name)| format!(" | {name} {}", COLUMNS[*column].0)).collect();
            let mut text = format!("{}{no}{header} | = out integer {{2, 1, 3}} | = note integer\n", HitPolicy::ALL[policy].word());
            if matches!(HitPolicy::ALL[policy], HitPolicy::Collect(Some(_))) {
                text = text.replace(" | = note integer", "");
            }
            for (number, (entries, output)) in rows.iter().enumerate() {
                let cells: String =
                    columns.iter().zip(entries).map(|(column, entry)| format!(" | {}", COLUMNS[*column].1[*entry])).collect();
                // Of equal ranks there are different outputs too.
                text.push_str(&format!("r{number}{cells} | {} | {}\n", output + 1, output * (number % 2)));
            }
            if has_else {
                text.push_str(&format!("else{} | 3 | 0\n", " |".repeat(columns.len())));
            }
            let inputs = columns.iter().fold(vec![Vec::new()], |before: Vec<Vec<Value>>, column| {
                let base = table(&format!("unique | x {} | = y integer", COLUMNS[*column].0)).inputs[0].scalar().unwrap().base;
                let values: Vec<Value> = COLUMNS[*column].2.iter().map(|text| value(text, base).unwrap()).collect();
                before
                    .iter()
                    .flat_map(|before| values.iter().map(|value| [before.as_slice(), std::slice::from_ref(value)].concat()))
                    .collect()
            });
            Trial { text, inputs }
        })
    })
}

/// What a table gives, without the rules that make it.
fn results(table: &DecisionTable, inputs: &[Vec<Value>]) -> Vec<Result<Outcome, EvaluationError>> {
    inputs.iter().map(|input| evaluate(table, input).map(|decided| decided.result)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn following_advice_changes_no_result(trial in trial()) {
        let table = table(&trial.text);
        let matrix = matrix(&table);
        let diagram = diagram(&matrix, &table, 10_000);
        let subject = Subject { table: &table, matrix: &matrix };
        // Where the promise of the policy is broken, no advice is given.
        let before = results(&table, &trial.inputs);
        let refused = before.iter().any(|result| matches!(result, Err(EvaluationError::Several { .. })));
        prop_assume!(!refused);
        let signatures = Signatures::of(subject);

        for merged in merge::find(subject, &signatures, &[]) {
            let mut after = table.clone();
            after.rules[merged.into.0].entries[merged.column].tests = merged.entry.clone().map(Into::into);
            let mut position = 0;
            after.rules.retain(|_| {
                position += 1;
                let rule = RuleId(position - 1);
                rule == merged.into || !merged.rules.contains(&rule)
            });
            prop_assert_eq!(&results(&after, &trial.inputs), &before, "{:?}", merged);
        }

        for column in column::find(subject, diagram.as_ref(), &signatures) {
            let input = table.input_clauses[column].input.0;
            let mut groups: std::collections::HashMap<Vec<Value>, &Result<Outcome, EvaluationError>> = std::collections::HashMap::new();
            for (values, result) in trial.inputs.iter().zip(&before) {
                let mut others = values.clone();
                others.remove(input);
                prop_assert_eq!(*groups.entry(others).or_insert(result), result, "column {}", column);
            }
        }

        for finding in ends::find(subject, &signatures) {
            let AdviceFinding::SharedEnds(found) = &finding else { continue };
            prop_assert!(!finding.describe().message.is_empty());
            for end in found.ends.iter().filter(|end| end.winner.is_some()) {
                let mut after = table.clone();
                let (location, text) = &end.repairs[0];
                let at = location.cells.as_ref().unwrap().1.first;
                for entry in after.rules.iter_mut().flat_map(|rule| &mut rule.entries).filter(|entry| entry.at == at) {
                    let base = table.inputs[usize::try_from(at.column).unwrap() - 1].scalar().unwrap().base;
                    entry.tests = crate::model::sample::entry(text, base).map(Into::into);
                }
                prop_assert!(after != table);
                prop_assert_eq!(&results(&after, &trial.inputs), &before, "{:?}", end);
            }
        }
        prop_assert!(find(subject, diagram.as_ref(), &Options::default()).iter().all(|finding| !finding.describe().message.is_empty()));
    }
}

#[test]
fn large_tables_are_looked_at_in_time() {
    let mut text = "first | zip text | product integer | weight decimal(2) | = price integer\n".to_owned();
    for rule in 0..30_000_u64 {
        text.push_str(&format!("r{rule} | {:05} | {} | [{}..{}) | {}\n", rule / 6, rule % 3, rule % 2 * 10, rule % 2 * 10 + 10, rule / 2));
    }
    text.push_str("else | | | | 0");
    let table = table(&text);
    let matrix = matrix(&table);
    let diagram = diagram(&matrix, &table, 200_000);
    let start = std::time::Instant::now();
    let found = find(Subject { table: &table, matrix: &matrix }, diagram.as_ref(), &Options::default());
    println!("30,000 rules: {:?}, {} findings", start.elapsed(), found.len());
    assert!(found.len() < 20);
}
