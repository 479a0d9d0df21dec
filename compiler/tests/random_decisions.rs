//! Compiled decisions against the interpreter: some hundred seeded random tables of every hit policy and type, generated as one crate below
//! `target/`, compiled once under strict lints, and asked the same questions in JSON. `benches/tests/forms.rs` does the same for the shipped
//! tables and the workloads, by every form.
//!
//! `MATCHBOOK_SEED` sets the seed; it is printed. What is written stays there, to be looked at.

#![expect(clippy::unwrap_used, reason = "a test may stop at what it didn't expect")]

#[path = "random/expressions.rs"]
mod expressions;
mod generated;
#[path = "random/operations.rs"]
mod operations;
#[path = "random/questions.rs"]
mod questions;
#[path = "random/seeded.rs"]
mod seeded;
#[path = "random/tables.rs"]
mod tables;

use matchbook_compiler::check::check;
use matchbook_compiler::dispatch::{plan, plan_as};
use matchbook_compiler::emit;
use matchbook_compiler::model::{DecisionTable, InputId, Strategy, Value};
use matchbook_compiler::names::names;
use matchbook_compiler::options::Options;
use seeded::Random;
use std::collections::{BTreeMap, BTreeSet};

/// Seeds differ in which errors they meet; this one meets all that are asserted.
const SEED: u64 = 42;
const TABLES: usize = 300;
const QUESTIONS: usize = 200;

#[test]
fn compiled_decisions_agree_with_the_interpreter() {
    let seed = std::env::var("MATCHBOOK_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(SEED);
    println!("seed {seed} (MATCHBOOK_SEED)");
    let mut random = Random(seed);
    let mut forms: BTreeMap<Strategy, usize> = BTreeMap::new();
    let mut policies = BTreeSet::new();
    let (mut files, mut questions) = (Vec::new(), Vec::new());
    let mut accepted = 0;
    let mut tried = 0;
    while accepted < TABLES {
        tried += 1;
        assert!(tried < TABLES * 200, "the checks refuse nearly all random tables: {accepted} of {tried} accepted");
        let mut table = tables::table(accepted, true, &mut random);
        // A table without a rule doesn't come from a book.
        if table.rules.is_empty() {
            continue;
        }
        // A third without a diagram, as the largest tables are.
        let max_diagram_nodes = if random.one_in(3) { 1 } else { 200_000 };
        let options = Options { max_diagram_nodes, batch: true, ..Options::default() };
        let Some(mut checked) = check(table.clone(), &options, &mut Vec::new()) else { continue };
        let plan = match plan(&checked, &options) {
            Ok(plan) => plan,
            Err(_) => {
                table.dispatch = Strategy::Auto;
                checked = check(table, &options, &mut Vec::new()).unwrap();
                plan(&checked, &options).unwrap()
            }
        };
        *forms.entry(plan.selection.strategy()).or_insert(0) += 1;
        // Some of them by every form that they can have.
        if accepted % 20 == 3 {
            for strategy in Strategy::forms() {
                let Ok(plan) = plan_as(&checked, strategy, &options) else { continue };
                let named = DecisionTable { name: format!("{} by {}", checked.table().name, strategy.word()), ..checked.table().clone() };
                let checked = check(named, &options, &mut Vec::new()).unwrap();
                let table: &DecisionTable = checked.table();
                let names = names(&[table], &mut Vec::new());
                files.push(emit::decision(&checked, &plan, &emit::Decisions::default(), &names, &[], &options).unwrap());
                for _ in 0..QUESTIONS {
                    let inputs: Vec<Value> =
                        (0..table.inputs.len()).map(|input| tables::asked(table, InputId(input), &mut random)).collect();
                    let document = questions::document(table, &inputs, &mut random);
                    questions.push((table.name.clone(), document.clone(), generated::meaning(table, &document)));
                }
            }
        }
        let table: &DecisionTable = checked.table();
        policies.insert(format!("{:?}", table.hit_policy));
        let names = names(&[table], &mut Vec::new());
        files.push(emit::decision(&checked, &plan, &emit::Decisions::default(), &names, &[], &options).unwrap());
        for _ in 0..QUESTIONS {
            let inputs: Vec<Value> = (0..table.inputs.len()).map(|input| tables::asked(table, InputId(input), &mut random)).collect();
            let document = questions::document(table, &inputs, &mut random);
            let meaning = generated::meaning(table, &document);
            questions.push((table.name.clone(), document, meaning));
        }
        accepted += 1;
    }
    println!("{tried} tried; forms: {forms:?}");
    assert_eq!(policies.len(), 11, "{policies:?}");
    assert!(Strategy::forms().all(|form| forms.get(&form).is_some_and(|count| *count >= 10)), "{forms:?}");

    let kind = |meaning: &str| if meaning.ends_with(']') { "rules".to_owned() } else { meaning[.."MB0000".len()].to_owned() };
    let kinds: BTreeSet<String> = questions.iter().map(|(_, _, meaning)| kind(meaning)).collect();
    println!("{} questions; kinds of answers: {kinds:?}", questions.len());
    generated::batch::assert_agree("random-decisions", "random", &files, &questions);
    // MB0802 needs a gap of finer values, which some seeds have: all others are refused.
    if seed != SEED {
        return;
    }
    assert!(["rules", "MB0801", "MB0811", "MB0812", "MB0813", "MB0814"].iter().all(|kind| kinds.contains(*kind)), "{kinds:?}");
}
