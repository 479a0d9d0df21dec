//! All ways find the same overlaps and gaps, on tables small enough to ask about every combination of atoms.

use std::collections::BTreeSet;
use std::sync::Arc;

use matchbook_compiler::compile::compile;
use matchbook_compiler::diagram::diagram;
use matchbook_compiler::model::{DecisionTable, HitPolicy, RuleId};
use matchbook_compiler::options::Options;
use matchbook_compiler::region::{RuleMatrix, matrix};

use super::*;
use crate::random::Random;
use crate::workload::{Column, Kind, SHAPES, Shape, Workload};

/// A small table of random boxes, some of whose columns are blank, and some of whose cells are lists.
fn random_table(seed: u32) -> Arc<DecisionTable> {
    let mut random = Random::of(&format!("rivals {seed}"));
    let columns = vec![
        Column {
            label: "word",
            kind: Kind::Words { words: ["a", "b", "c", "d"].map(str::to_owned).to_vec(), closed: true },
            domain: (0, 4),
        },
        Column { label: "count", kind: Kind::Integers, domain: (0, 20) },
        Column { label: "amount", kind: Kind::Hundredths, domain: (0, 2_000) },
        Column { label: "yes", kind: Kind::Boolean, domain: (0, 2) },
    ];
    let rules = (0..3 + random.below(10))
        .map(|_| {
            let cell = |column: &Column, random: &mut Random| {
                let low = random.between(column.domain.0, column.domain.1);
                let high = random.between(low + 1, column.domain.1 + 1);
                (random.below(3) != 0).then_some((low, high))
            };
            columns.iter().map(|column| cell(column, &mut random)).collect()
        })
        .collect();
    // Under Rule order nothing is wrong with any table, and the diagram's leaves have all rules that match.
    let workload = Workload { name: "random", hit_policy: HitPolicy::RuleOrder, columns, rules, has_else: false };
    table(&workload)
}

fn table(workload: &Workload) -> Arc<DecisionTable> {
    let mut compilation = compile(&workload.sources(), &Options::default());
    compilation.model.apps[0].books[0].decisions.remove(0)
}

/// Which rules match at each combination of atoms.
fn at_each_point(table: &DecisionTable, matrix: &RuleMatrix) -> Vec<(Vec<u32>, Vec<RuleId>)> {
    let diagram = diagram(matrix, table, 1_000_000).unwrap();
    let mut points: Vec<Vec<u32>> = vec![Vec::new()];
    for dimension in &matrix.dimensions {
        let longer = |point: &Vec<u32>, atom: u32| point.iter().copied().chain([atom]).collect();
        points = points.iter().flat_map(|point| (0..dimension.size()).map(move |atom| longer(point, atom))).collect();
    }
    points.into_iter().map(|point| (point.clone(), diagram.walk(&point).to_vec())).collect()
}

fn holds(region: &Region, point: &[u32]) -> bool {
    region.iter().zip(point).all(|(set, atom)| set.contains(*atom))
}

fn pairs_of(sets: impl IntoIterator<Item = Vec<RuleId>>) -> BTreeSet<(RuleId, RuleId)> {
    let pairs = |set: Vec<RuleId>| {
        let later = |(position, a): (usize, &RuleId)| set[position + 1..].iter().map(|b| (*a.min(b), *a.max(b))).collect::<Vec<_>>();
        set.iter().enumerate().flat_map(later).collect::<Vec<_>>()
    };
    sets.into_iter().flat_map(pairs).collect()
}

#[test]
fn all_ways_give_the_same_answers() {
    let (mut with_gaps, mut with_overlaps) = (0, 0);
    for seed in 0..300 {
        let table = random_table(seed);
        let matrix = matrix(&table);
        let points = at_each_point(&table, &matrix);
        let expected = pairs_of(points.iter().map(|(_, rules)| rules.clone()));
        assert_eq!(pairs_of(sweep::overlaps(&matrix, &mut 1_000_000).unwrap()), expected, "seed {seed}");
        let mut compared = BTreeSet::new();
        subtraction::overlaps(&matrix, &mut 1_000_000, |a, b| {
            compared.insert((a, b));
        })
        .unwrap();
        assert_eq!(compared, expected, "seed {seed}");
        for gaps in [sweep::gaps(&matrix, &mut 1_000_000).unwrap(), subtraction::gaps(&matrix, &mut 1_000_000).unwrap()] {
            for (point, rules) in &points {
                let found = gaps.iter().filter(|gap| holds(gap, point)).count();
                assert_eq!(found, usize::from(rules.is_empty()), "seed {seed}, {point:?}");
            }
        }
        with_overlaps += usize::from(!expected.is_empty());
        with_gaps += usize::from(points.iter().any(|(_, rules)| rules.is_empty()));
    }
    assert!((100..300).contains(&with_gaps) && (100..300).contains(&with_overlaps), "{with_gaps}, {with_overlaps}");
}

#[test]
fn workloads_have_the_gaps_and_overlaps_that_they_should() {
    for shape in SHAPES.iter().filter(|shape| !shape.name.starts_with("wide")) {
        let workload = shape.of_size(60);
        let matrix = matrix(&table(&workload));
        let gaps = sweep::gaps(&matrix, &mut 100_000_000).map(|gaps| gaps.is_empty());
        // Where `else` follows, gaps are none.
        assert_eq!(gaps, Ok(shape.name != "loans missing" && !workload.has_else), "{}", shape.name);
        assert_eq!(subtraction::gaps(&matrix, &mut 100_000_000).map(|gaps| gaps.is_empty()), gaps, "{}", shape.name);
        let overlaps = sweep::overlaps(&matrix, &mut 100_000_000).map(|sets| sets.is_empty());
        let is_free = workload.hit_policy == HitPolicy::Unique && shape.name != "loans overlapping";
        // Of 60 rules there is no hundredth to override.
        assert_eq!(overlaps, Ok(is_free || ["rating", "insurance"].contains(&shape.name)), "{}", shape.name);
    }
}

#[test]
fn steps_are_bounded() {
    let matrix = matrix(&table(&Shape::named("shipping").unwrap().of_size(100)));
    assert_eq!(sweep::overlaps(&matrix, &mut 1_000), Err(GaveUp));
    assert_eq!(sweep::gaps(&matrix, &mut 1_000), Err(GaveUp));
    assert_eq!(subtraction::gaps(&matrix, &mut 100), Err(GaveUp));
    assert_eq!(subtraction::overlaps(&matrix, &mut 1_000, |_, _| {}), Err(GaveUp));
}
