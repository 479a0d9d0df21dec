//! Every form of a plan against what the table means: on all boundaries, between them and at random.
//!
//! An atom of an input is all that no entry tells apart, so one value of each is every boundary and every place between. Plans are walked
//! by an interpreter of this test's own; what they must find is counted rule by rule, and, where no input is computed, asked of the
//! reference interpreter too. `MATCHBOOK_SEED` sets the seed; it is printed.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop at what it didn't expect")]

#[path = "../random/expressions.rs"]
mod expressions;
#[path = "../random/operations.rs"]
mod operations;
#[path = "../random/seeded.rs"]
mod seeded;
mod shipped;
#[path = "../random/tables.rs"]
#[allow(dead_code, reason = "some tests ask for values")]
mod tables;
mod walk;

use std::collections::BTreeMap;

use matchbook_compiler::check::{Checked, check};
use matchbook_compiler::compile::compile;
use matchbook_compiler::diagnostic::evaluation::EvaluationError;
use matchbook_compiler::dispatch::{Found, Plan, Selection, plan, plan_as};
use matchbook_compiler::interpret::evaluate;
use matchbook_compiler::model::{DecisionTable, HitPolicy, RuleId, Strategy, Value};
use matchbook_compiler::options::Options;
use seeded::Random;

const SEED: u64 = 7;
const TABLES: usize = 250;
/// The most combinations of atoms that a table is asked about; beyond them, so many at random.
const COMBINATIONS: usize = 600;

/// What a table finds for one value of each atom, counted rule by rule.
fn meaning(checked: &Checked, atoms: &[u32]) -> Found {
    let table = checked.table();
    let ordinary = table.ordinary_rules().len();
    let matches = |rule: &RuleId| checked.matrix().rules[rule.0].sets.iter().zip(atoms).all(|(set, atom)| set.contains(*atom));
    let matching: Vec<RuleId> = checked.order().iter().copied().filter(|rule| rule.0 < ordinary).filter(matches).collect();
    let other = table.default_rule();
    if !table.hit_policy.is_single_hit() {
        return Found::Rules(if matching.is_empty() { other.into_iter().collect() } else { matching });
    }
    let Some(first) = matching.first() else {
        return match other {
            Some(rule) => Found::Rule(rule),
            None if table.complete => Found::NoRule,
            None => Found::Nothing,
        };
    };
    let outputs = |rule: &RuleId| table.rules[rule.0].outputs.iter().map(|entry| &entry.output).collect::<Vec<_>>();
    let contradicts = |other: &&RuleId| match table.hit_policy {
        HitPolicy::Unique => true,
        HitPolicy::Any => outputs(first) != outputs(other),
        _ => false,
    };
    match matching[1..].iter().find(contradicts) {
        Some(second) => Found::Several(*first, *second),
        None => Found::Rule(*first),
    }
}

/// Combinations of atoms: all of them, or some at random. None if some input's domain is empty.
fn combinations(checked: &Checked, random: &mut Random) -> Vec<Vec<u32>> {
    let sizes: Vec<u32> = checked.matrix().dimensions.iter().map(|dimension| dimension.size()).collect();
    let all = sizes.iter().try_fold(1_usize, |all, size| all.checked_mul(*size as usize)).filter(|all| *all <= COMBINATIONS);
    match all {
        Some(all) => (0..all)
            .map(|mut at| {
                let digit = |size: &u32| {
                    let digit = at % *size as usize;
                    at /= *size as usize;
                    u32::try_from(digit).unwrap()
                };
                sizes.iter().map(digit).collect()
            })
            .collect(),
        None if sizes.contains(&0) => Vec::new(),
        None => {
            (0..COMBINATIONS).map(|_| sizes.iter().map(|size| u32::try_from(random.below(*size as usize)).unwrap()).collect()).collect()
        }
    }
}

/// What the reference interpreter says of these values; `None` where that is no question of which rule is found.
fn reference(table: &DecisionTable, values: &[Value]) -> Option<Found> {
    let rule = |id: &str| RuleId(table.rules.iter().position(|rule| rule.id == id).unwrap());
    match evaluate(table, values) {
        Ok(decided) if !table.hit_policy.is_single_hit() => Some(Found::Rules(decided.rules)),
        Ok(decided) => Some(decided.rules.first().map_or(Found::Nothing, |rule| Found::Rule(*rule))),
        Err(EvaluationError::NoRule) => Some(Found::NoRule),
        Err(EvaluationError::Several { first, second }) => Some(Found::Several(rule(&first), rule(&second))),
        Err(_) => None,
    }
}

/// Holds all forms that a table can have against its meaning; how often each was possible is added to `forms`.
fn hold(checked: &Checked, options: &Options, random: &mut Random, forms: &mut BTreeMap<Strategy, usize>) {
    let table = checked.table();
    let plans: Vec<(Strategy, Plan)> =
        Strategy::ALL.into_iter().filter_map(|strategy| Some((strategy, plan_as(checked, strategy, options).ok()?))).collect();
    for (strategy, plan) in &plans {
        *forms.entry(*strategy).or_default() += 1;
        assert!(plan.report.taken().is_some_and(|taken| taken.strategy == plan.selection.strategy()), "{:?}", plan.report);
        if strategy.is_form() {
            assert_eq!(plan.selection.strategy(), *strategy);
        }
    }
    let has_small_cube = plans.iter().any(|(_, plan)| {
        let data = plan.report.taken().and_then(|taken| taken.cost).map_or(u64::MAX, |cost| cost.data_bytes);
        matches!(&plan.selection, Selection::Cube(cube) if cube.cells.len() <= 1 << 18) && data <= 1 << 18
    });
    let has_classes = plans.iter().any(|(_, plan)| !plan.selection.columns().is_empty());
    for (strategy, plan) in &plans {
        let form = plan.batch.as_ref().map(Selection::strategy);
        let wanted = match plan.selection {
            _ if !options.batch => None,
            // Its own classes serve a batch too.
            _ if !plan.selection.columns().is_empty() => {
                assert!(plan.of_batches().is_some(), "{} by {}", table.name, strategy.word());
                None
            }
            _ if has_small_cube => Some(Strategy::Cube),
            Selection::Diagram(_) => None,
            // By whichever is the best.
            _ => {
                assert_eq!(form.is_some(), has_classes, "{} by {}", table.name, strategy.word());
                form
            }
        };
        assert_eq!(form, wanted, "{} ({:?}) by {}", table.name, table.hit_policy, strategy.word());
    }
    // A computed value isn't free: what it is, the interpreter finds out itself.
    let is_free = table.inputs.len() == table.given().count();
    for atoms in combinations(checked, random) {
        let expected = meaning(checked, &atoms);
        if is_free {
            let values: Vec<Value> = checked
                .matrix()
                .dimensions
                .iter()
                .zip(&atoms)
                .map(|(dimension, atom)| dimension.atoms[*atom as usize].witness.clone())
                .collect();
            if let Some(found) = reference(table, &values) {
                assert_eq!(found, expected, "{}: {values:?}", table.name);
            }
        }
        for (strategy, plan) in &plans {
            let segments: Vec<u32> =
                plan.inputs.iter().zip(&atoms).map(|(input, atom)| input.axis.segment_of_atom[*atom as usize]).collect();
            let found = walk::walk(plan, &plan.selection, table, &segments);
            assert_eq!(found, expected, "{} ({:?}) by {}: {atoms:?}", table.name, table.hit_policy, strategy.word());
            if let Some(batch) = &plan.batch {
                let found = walk::walk(plan, batch, table, &segments);
                assert_eq!(found, expected, "{} ({:?}), a batch: {atoms:?}", table.name, table.hit_policy);
            }
        }
    }
}

#[test]
fn every_form_of_random_tables_finds_what_they_mean() {
    let seed = std::env::var("MATCHBOOK_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(SEED);
    println!("seed {seed} (MATCHBOOK_SEED)");
    let mut random = Random(seed);
    let (mut forms, mut policies, mut accepted) = (BTreeMap::new(), BTreeMap::new(), 0);
    for tried in 0..TABLES * 200 {
        if accepted == TABLES {
            break;
        }
        let table = tables::table(tried, true, &mut random);
        if table.rules.is_empty() {
            continue;
        }
        // A third without a diagram, as the largest tables are.
        let max_diagram_nodes = if random.one_in(3) { 1 } else { 200_000 };
        let options = Options { max_diagram_nodes, batch: true, ..Options::default() };
        let Some(checked) = check(table, &options, &mut Vec::new()) else { continue };
        *policies.entry(format!("{:?}", checked.table().hit_policy)).or_insert(0) += 1;
        hold(&checked, &options, &mut random, &mut forms);
        accepted += 1;
    }
    println!("{accepted} tables: {forms:?}; {policies:?}");
    assert_eq!((accepted, policies.len()), (TABLES, 11));
    for strategy in Strategy::ALL {
        assert!(forms.get(&strategy).is_some_and(|count| *count > TABLES / 8), "{}: {forms:?}", strategy.word());
    }
}

/// The books of this repository.
#[test]
fn every_form_of_the_shipped_tables_finds_what_they_mean() {
    let options = Options::default();
    let compilation = compile(&shipped::sources(), &options);
    let (mut random, mut forms) = (Random(SEED), BTreeMap::new());
    let mut count = 0;
    for checked in &compilation.decisions {
        hold(checked, &options, &mut random, &mut forms);
        assert!(plan(checked, &options).is_ok());
        count += 1;
    }
    println!("{count} tables: {forms:?}");
    assert!(count >= 10, "{count}");
}
