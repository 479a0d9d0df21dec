//! Each shape compiles and is what it says it is, at a size that a test can afford.

use std::collections::BTreeSet;

use matchbook_compiler::compile::compile;
use matchbook_compiler::diagnostic::Level;
use matchbook_compiler::interpret;
use matchbook_compiler::model::HitPolicy;
use matchbook_compiler::options::Options;

use super::*;

/// A size for tests.
fn small(shape: &Shape) -> Workload {
    shape.of_size(match shape.name {
        "tiny" | "tiny integers" => 8,
        "rating" | "keyed" | "insurance" => 400,
        _ => 200,
    })
}

fn of(name: &str) -> Workload {
    small(Shape::named(name).unwrap())
}

fn overlapping_pairs(workload: &Workload) -> usize {
    let rules = &workload.rules;
    rules.iter().enumerate().map(|(position, a)| rules[..position].iter().filter(|b| overlap(a, b)).count()).sum()
}

#[test]
fn sound_shapes_compile_without_a_word() {
    for shape in &SHAPES {
        let workload = small(shape);
        let compilation = compile(&workload.sources(), &Options::default());
        let said: Vec<String> = compilation
            .reports
            .iter()
            .filter(|report| report.level >= Level::Warning)
            .map(|report| format!("{}: {}", report.location(), report.description.message))
            .collect();
        assert_eq!(said.is_empty(), shape.is_sound, "{}: {said:#?}", shape.name);
        assert_eq!(compilation.decisions.len(), usize::from(shape.is_sound), "{}", shape.name);
        let table = &compilation.model.apps[0].books[0].decisions[0];
        assert_eq!(table.ordinary_rules().len(), workload.rules.len(), "{}", shape.name);
        assert_eq!(table.hit_policy, workload.hit_policy, "{}", shape.name);
    }
}

#[test]
fn shapes_have_the_rules_asked_for_and_are_always_the_same() {
    for shape in &SHAPES {
        let workload = small(shape);
        assert_eq!(workload, small(shape), "{}", shape.name);
        assert!([8, 200, 400].contains(&workload.rules.len()), "{}: {}", shape.name, workload.rules.len());
        for rule in &workload.rules {
            let within = |(column, cell): (&Column, &Cell)| {
                cell.is_none_or(|(low, high)| column.domain.0 <= low && low < high && high <= column.domain.1)
            };
            assert!(workload.columns.iter().zip(rule).all(within), "{}: {rule:?}", shape.name);
        }
    }
}

#[test]
fn unique_tables_are_free_of_overlaps_unless_meant() {
    for shape in SHAPES.iter().filter(|shape| shape.is_sound) {
        let workload = small(shape);
        if workload.hit_policy == HitPolicy::Unique {
            assert_eq!(overlapping_pairs(&workload), 0, "{}", shape.name);
        }
    }
    assert!((20..).contains(&overlapping_pairs(&of("loans overlapping"))));
    assert_eq!(overlapping_pairs(&of("loans missing")), 0);
    let wide = overlapping_pairs(&of("wide"));
    let pairs = 200 * 199 / 2;
    assert!((pairs / 10..pairs / 3).contains(&wide), "{wide} of {pairs}");
}

#[test]
fn first_hit_tables_have_the_blanks_and_overlaps_that_they_claim() {
    let shipping = of("shipping");
    for (index, column) in shipping.columns.iter().enumerate() {
        let blank = shipping.rules.iter().filter(|rule| rule[index].is_none()).count();
        let share = blank * 100 / shipping.rules.len();
        assert!((25..=65).contains(&share), "{}: {share} %", column.label);
    }
    let packets = Shape::named("packets").unwrap().of_size(1_000);
    let pairs = overlapping_pairs(&packets);
    assert!((9_000..30_000).contains(&pairs), "{pairs}");
    let rating = of("rating");
    let overridden = rating.rules[4..].iter().filter(|rule| rating.rules[..4].iter().any(|other| overlap(rule, other))).count();
    assert!((4..100).contains(&overridden), "{overridden}");
    assert_eq!(overlapping_pairs(&Workload { rules: rating.rules[4..].to_vec(), ..rating }), 0);
}

#[test]
fn exact_match_is_of_single_values() {
    let lookup = of("lookup");
    assert!(lookup.rules.iter().flatten().all(|cell| matches!(cell, Some((low, high)) if high - low == 1)));
    let zips: BTreeSet<Cell> = lookup.rules.iter().map(|rule| rule[0]).collect();
    assert!((80..200).contains(&zips.len()), "{}", zips.len());
}

#[test]
fn the_compiler_finds_the_rule_that_the_steps_say() {
    for shape in SHAPES.iter().filter(|shape| shape.is_sound) {
        let workload = small(shape);
        let compilation = compile(&workload.sources(), &Options::default());
        let graph = compilation.graph("bench", shape.name).unwrap();
        for drawn in [Drawn::Random, Drawn::Zipf] {
            for steps in draw(&workload, drawn, 200) {
                let rules = interpret::evaluate(&graph, &workload.values(&steps)).unwrap().rules;
                let expected = workload.matching(&steps).next().or_else(|| workload.has_else.then_some(workload.rules.len()));
                assert_eq!(rules.first().map(|rule| rule.0), expected, "{}: {steps:?}", shape.name);
            }
        }
    }
}

#[test]
fn draws_are_what_they_say() {
    let lookup = of("lookup");
    let rule_of = |steps: &Vec<i64>| lookup.matching(steps).next();
    let hot: BTreeSet<Vec<i64>> = draw(&lookup, Drawn::Hot, 1_000).into_iter().collect();
    assert!(hot.len() <= HOT && hot.len() > HOT / 2, "{}", hot.len());
    let most = |drawn| {
        let mut counts = vec![0; lookup.rules.len()];
        draw(&lookup, drawn, 10_000).iter().filter_map(rule_of).for_each(|rule| counts[rule] += 1);
        counts.into_iter().max().unwrap_or(0)
    };
    // A 200th of the draws, beside 1 / (1 + 1/2 + … + 1/200), which is a sixth.
    assert!((40..100).contains(&most(Drawn::Random)), "{}", most(Drawn::Random));
    assert!((1_300..1_900).contains(&most(Drawn::Zipf)), "{}", most(Drawn::Zipf));
}
