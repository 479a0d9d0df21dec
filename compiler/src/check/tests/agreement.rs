//! Random small tables of every hit policy: what the analysis says is what trying every kind of input says.
//!
//! The inputs tried don't come from atoms: they are the values that entries name and their nearest neighbours, with some others of the
//! type.

use super::*;
use crate::diagnostic::evaluation::EvaluationError;
use crate::interpret::{Outcome, evaluate};
use crate::model::HitPolicy;
use crate::model::sample::{table, value};
use crate::model::{BaseType, DecisionTable, Value};
use crate::region::AtomSet;
use proptest::prelude::*;

/// A column to try: its declaration, entries that it may hold, and values that tell them apart, in and out of its domain.
struct Column {
    declared: &'static str,
    base: BaseType,
    entries: &'static [&'static str],
    values: &'static [&'static str],
}

const COLUMNS: [Column; 9] = [
    Column {
        declared: "text {gold, silver, none}",
        base: BaseType::Text,
        entries: &["-", "gold", "silver, none", "not(gold)"],
        values: &["gold", "silver", "none", "bronze"],
    },
    Column {
        declared: "text?",
        base: BaseType::Text,
        entries: &["-", "a", "b, null", "not(a, b)", "null", "not(null)"],
        values: &["null", "a", "b", "other", "", "c"],
    },
    Column {
        declared: "text",
        base: BaseType::Text,
        entries: &["-", "<= b", "> b", "[a..c)", "b", "not(b)"],
        values: &["", "a", "a\0", "b", "b\0", "bb", "c", "c\0", "zz", "A"],
    },
    Column {
        declared: "integer",
        base: BaseType::Integer,
        entries: &["-", "< 3", ">= 3", "[2..5]", "(1..2)", "3, 4", "not(3)", "<= 4"],
        values: &["-9223372036854775808", "0", "1", "2", "3", "4", "5", "6", "9223372036854775807"],
    },
    Column {
        declared: "decimal(1)? {[0..9]}",
        base: BaseType::Decimal(1),
        entries: &["-", "< 3", ">= 3.1", "[3..5]", "null", "3", "not(3)", "> 2.9"],
        values: &["null", "0", "2.8", "2.9", "2.95", "3", "3.05", "3.1", "4", "5", "5.01", "9", "9.1", "-0.1"],
    },
    Column {
        declared: "number",
        base: BaseType::Number,
        entries: &["-", "< 3", "> 3", "[3..5]", "3", "<= 3"],
        values: &["-1000", "2.999", "3", "3.0000001", "4", "5", "5.1"],
    },
    Column { declared: "boolean", base: BaseType::Boolean, entries: &["-", "true", "false"], values: &["true", "false"] },
    Column {
        declared: "date {>= 2026-01-01}",
        base: BaseType::Date,
        entries: &["-", "< 2026-02-01", ">= 2026-02-01", "[2026-02-01..2026-03-01)", "2026-02-02", "(2026-02-01..2026-02-03)"],
        values: &[
            "2025-12-31",
            "2026-01-01",
            "2026-01-31",
            "2026-02-01",
            "2026-02-02",
            "2026-02-03",
            "2026-02-28",
            "2026-03-01",
            "9999-12-31",
        ],
    },
    Column {
        declared: "days and time duration",
        base: BaseType::DaysTimeDuration,
        entries: &["-", "< PT1H", ">= PT1H", "PT0S", "(PT0S..PT1H)"],
        values: &["-PT1S", "PT0S", "PT0.000000001S", "PT59M", "PT1H", "PT1H0.000000001S", "PT9H"],
    },
];

/// A table, the columns it is made of, and the inputs to try.
#[derive(Debug)]
struct Trial {
    text: String,
    columns: Vec<usize>,
}

fn trial() -> impl Strategy<Value = Trial> {
    let columns = prop::collection::vec(0..COLUMNS.len(), 1..=3);
    (columns, 0..11_usize, any::<bool>(), any::<bool>()).prop_flat_map(|(columns, policy, complete, has_else)| {
        let row = columns.iter().map(|column| 0..COLUMNS[*column].entries.len()).collect::<Vec<_>>();
        let rows = prop::collection::vec((row, 0..3_usize), 1..=6);
        rows.prop_map(move |rows| {
            let word = HitPolicy::ALL[policy].word();
            let names = ["x", "y", "z"];
            let header =
                columns.iter().zip(names).map(|(column, name)| format!(" | {name} {}", COLUMNS[*column].declared)).collect::<String>();
            let no = if complete { "" } else { " no" };
            // Outputs that can be ranked, and summed.
            let mut text = format!("{word}{no}{header} | = out integer {{2, 1, 3}}\n");
            for (position, (entries, output)) in rows.iter().enumerate() {
                let cells: String =
                    columns.iter().zip(entries).map(|(column, entry)| format!(" | {}", COLUMNS[*column].entries[*entry])).collect();
                text.push_str(&format!("r{position}{cells} | {}\n", output + 1));
            }
            if has_else {
                text.push_str(&format!("else{} | 3\n", " |".repeat(columns.len())));
            }
            Trial { text, columns: columns.clone() }
        })
    })
}

/// Every combination of the columns' values.
fn inputs(columns: &[usize]) -> Vec<Vec<Value>> {
    columns.iter().fold(vec![Vec::new()], |combinations, column| {
        let Column { base, values, .. } = &COLUMNS[*column];
        let values: Vec<Value> = values.iter().map(|text| value(text, *base).unwrap()).collect();
        combinations
            .iter()
            .flat_map(|before| values.iter().map(|value| [before.as_slice(), std::slice::from_ref(value)].concat()))
            .collect()
    })
}

/// Whether each number has at most the digits of its column.
fn is_plain(table: &DecisionTable, input: &[Value]) -> bool {
    table.inputs.iter().zip(input).all(|(data, value)| match (value, data.scalar().unwrap().base) {
        (Value::Number(number), BaseType::Decimal(scale)) => number.scale() <= scale,
        _ => true,
    })
}

fn matching(table: &DecisionTable, input: &[Value]) -> Vec<RuleId> {
    let matches = |rule: &crate::model::Rule| rule.entries.iter().zip(input).all(|(entry, value)| entry.holds(value));
    (0..).zip(table.ordinary_rules()).filter(|(_, rule)| matches(rule)).map(|(position, _)| RuleId(position)).collect()
}

fn in_domain(table: &DecisionTable, input: &[Value]) -> bool {
    table.inputs.iter().zip(input).all(|(data, value)| data.domain.as_ref().is_none_or(|domain| domain.contains(value)))
}

/// The first witness of a region.
fn witness(matrix: &RuleMatrix, region: &[AtomSet]) -> Vec<Value> {
    let plain = |dimension: &crate::region::Dimension, set: &AtomSet| {
        let atom = set.iter().min_by_key(|atom| dimension.atoms[*atom as usize].finer_only).unwrap();
        dimension.atoms[atom as usize].witness.clone()
    };
    matrix.dimensions.iter().zip(region).map(|(dimension, set)| plain(dimension, set)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_analysis_says_what_trying_says(trial in trial()) {
        let table = table(&trial.text);
        let matrix = matrix(&table);
        let diagram = diagram(&matrix, &table, 10_000).unwrap();
        let subject = Subject { table: &table, matrix: &matrix };
        let inputs: Vec<Vec<Value>> = inputs(&trial.columns).into_iter().filter(|input| in_domain(&table, input)).collect();

        // Atoms: each value is in exactly one, and entries don't tell it from the witness.
        for input in &inputs {
            for (dimension, value) in matrix.dimensions.iter().zip(input) {
                let holding = dimension.atoms.iter().filter(|atom| atom.extent.contains(value, dimension)).count();
                prop_assert_eq!(holding, 1, "{} in {:?}", value, dimension);
            }
            let atoms: Vec<u32> = matrix.dimensions.iter().zip(input).map(|(dimension, value)| dimension.atom_of(value).unwrap()).collect();
            let boxes: Vec<RuleId> = matrix.rules.iter().filter(|rule| rule.sets.iter().zip(&atoms).all(|(set, atom)| set.contains(*atom))).map(|rule| rule.rule).collect();
            prop_assert_eq!(&boxes, &matching(&table, input));
            // Diagram walked == interpreter.
            let leaf = diagram.walk(&atoms);
            match evaluate(&table, input) {
                Ok(decided) if decided.rules == table.default_rule().into_iter().collect::<Vec<_>>() && boxes.is_empty() => prop_assert!(leaf.is_empty()),
                Ok(decided) if table.hit_policy == HitPolicy::Any => prop_assert_eq!(leaf.first(), decided.rules.first()),
                Ok(decided) => prop_assert_eq!(leaf, decided.rules.as_slice()),
                Err(EvaluationError::NoRule) => prop_assert!(leaf.is_empty()),
                Err(EvaluationError::Several { .. }) => prop_assert!(leaf.len() > 1),
                // A sum beyond the output's `values`: the rules are what matches.
                Err(EvaluationError::OutOfRange { .. }) => prop_assert_eq!(leaf, boxes.as_slice()),
                Err(other) => prop_assert!(false, "{other}"),
            }
        }

        // Overlaps: all that the policy refuses, each with an input that shows it, finer ones apart.
        let overlaps = overlap::find(subject, Some(&diagram));
        prop_assert!(overlaps.decided);
        let refused = |a: RuleId, b: RuleId| match table.hit_policy {
            HitPolicy::Unique => true,
            HitPolicy::Any => table.rules[a.0].outputs[0].output != table.rules[b.0].outputs[0].output,
            _ => false,
        };
        let (mut plain, mut finer) = (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
        for input in &inputs {
            let rules = matching(&table, input);
            for a in &rules {
                for b in rules.iter().filter(|b| a < b && refused(*a, **b)) {
                    if is_plain(&table, input) { plain.insert((*a, *b)) } else { finer.insert((*a, *b)) };
                }
            }
        }
        finer.retain(|pair| !plain.contains(pair));
        prop_assert_eq!(overlaps.plain.iter().copied().collect::<std::collections::BTreeSet<_>>(), plain);
        prop_assert_eq!(overlaps.finer.iter().copied().collect::<std::collections::BTreeSet<_>>(), finer);
        for (a, b) in overlaps.plain.iter().chain(&overlaps.finer) {
            let shared: Vec<AtomSet> = matrix.rules[a.0].sets.iter().zip(&matrix.rules[b.0].sets).map(|(a, b)| a.intersection(b)).collect();
            let shown = evaluate(&table, &witness(&matrix, &shared));
            prop_assert!(matches!(shown, Err(EvaluationError::Several { .. })), "{:?}", shown);
        }

        // Gaps: every input without a rule is in a region, every corner of a region has none.
        let gaps = gap::find(&matrix, &diagram);
        let regions: Vec<&Vec<AtomSet>> = gaps.plain.iter().chain(&gaps.finer).collect();
        for input in &inputs {
            let within = |region: &&&Vec<AtomSet>| {
                matrix.dimensions.iter().zip(region.iter()).zip(input).all(|((dimension, set), value)| set.contains(dimension.atom_of(value).unwrap()))
            };
            let found = regions.iter().any(|region| within(&region));
            let is_gap = matching(&table, input).is_empty();
            prop_assert!(!found || is_gap, "{:?} matches a rule", input);
            prop_assert!(found || !is_gap || gaps.more, "{:?} isn't found", input);
            if is_gap && is_plain(&table, input) && !gaps.more {
                prop_assert!(gaps.plain.iter().any(|region| within(&&region)), "{:?} isn't only finer", input);
            }
        }
        for region in &regions {
            let input = witness(&matrix, region);
            prop_assert!(matching(&table, &input).is_empty());
            let shown = evaluate(&table, &input);
            if table.hit_policy.is_single_hit() && table.default_rule().is_none() {
                let nothing = Ok(Outcome::Nothing);
                let outcome = shown.map(|decided| decided.result);
                prop_assert_eq!(outcome, if table.complete { Err(EvaluationError::NoRule) } else { nothing });
            }
        }

        // Unreachable rules: exactly those that decide nowhere.
        let winner_only = matches!(table.hit_policy, HitPolicy::First | HitPolicy::Priority);
        let deciding: std::collections::BTreeSet<RuleId> = inputs
            .iter()
            .flat_map(|input| if winner_only { evaluate(&table, input).map(|decided| decided.rules).unwrap_or_default() } else { matching(&table, input) })
            .collect();
        let idle: Vec<RuleId> = (0..matrix.rules.len()).map(RuleId).filter(|rule| !deciding.contains(rule)).collect();
        for diagram in [Some(&diagram), None] {
            let (found, decided) = unreachable::find(subject, diagram);
            prop_assert!(decided);
            prop_assert_eq!(found.into_iter().map(|(rule, _)| rule).collect::<Vec<_>>(), idle.clone());
        }

        // Without the diagram, the rules are cut along each other, and say the same.
        let (searched, decided) = gap::search(&matrix);
        prop_assert!(decided || !searched.plain.is_empty());
        prop_assert_eq!(searched.plain.is_empty(), gaps.plain.is_empty());
        prop_assert!(!searched.plain.is_empty() || searched.finer.is_empty() == gaps.finer.is_empty());
        for region in searched.plain.iter().chain(&searched.finer) {
            prop_assert!(matching(&table, &witness(&matrix, region)).is_empty());
            prop_assert!(!matrix.rules.iter().any(|rule| crate::region::meets(region, &rule.sets)), "{:?}", region);
        }

        // The whole: proof and findings agree with what trying says.
        let (findings, proof) = examine(subject, Some(&diagram), 10_000);
        prop_assert_eq!(proof.consistent, overlaps.plain.is_empty() && overlaps.finer.is_empty());
        prop_assert_eq!(proof.complete, table.default_rule().is_some() || regions.is_empty());
        for finding in &findings {
            // Every finding can be put into words.
            prop_assert!(!finding.describe().message.is_empty());
        }
    }
}
