//! Each form in which rules are found, whether a shipped table has it or not.

use std::path::Path;

use matchbook_compiler::build::Books;

use super::*;

mod parcels {
    matchbook::decisions!("tests/allocations/parcels.csv");
}

use parcels::parcels as book;

/// That these are the forms in question.
#[test]
fn the_rules_are_found_by_each_form() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/allocations/parcels.csv");
    let compilation = Books::open(&[path]).unwrap().compile();
    let mut taken = BTreeSet::new();
    for dispatched in &compilation.dispatch {
        let form = dispatched.report.taken().unwrap().strategy.word();
        taken.insert(form);
        if let Some((_, asked)) = dispatched.decision.split_once(" by ") {
            assert_eq!(form, asked, "{}", dispatched.decision);
        }
    }
    let all = ["bit sets", "cube", "diagram", "hash", "match", "pairs", "scan", "tree"];
    assert!(all.iter().all(|form| taken.contains(form)), "{taken:?}");
}

#[test]
fn what_data_suits_best() {
    use book::premium::{Class, Input, RULES, evaluate, select};
    let classes = [Class::A, Class::B, Class::C, Class::D];
    let inputs: Vec<Input> = classes.iter().flat_map(|class| (17..=98).map(|age| Input { class: *class, age })).collect();
    single(&RULES, &inputs, |input| select(input).map(Some), evaluate);
}

/// A weight, a value, fragile or not: what the decisions below read.
fn parcels() -> impl Iterator<Item = (Decimal, i64, bool)> {
    let weights = [decimal!(0), decimal!(0.5), decimal!(5), decimal!(10.01), decimal!(20.1), decimal!(50.1), decimal!(200.1)];
    let values = [0, 51, 101, 501, 1001, 5001, 9001];
    weights
        .into_iter()
        .flat_map(move |weight| values.into_iter().flat_map(move |value| [false, true].map(|fragile| (weight, value, fragile))))
}

macro_rules! one_lane {
    ($($test:ident: $module:ident,)*) => {$(
        #[test]
        fn $test() {
            use book::$module::{Input, RULES, evaluate, select};
            let inputs: Vec<Input> = parcels().map(|(weight, value, fragile)| Input { weight, value, fragile }).collect();
            single(&RULES, &inputs, |input| select(input).map(Some), evaluate);
        }
    )*};
}

one_lane! {
    one_rule_by_match: lane_by_match,
    one_rule_by_tree: lane_by_tree,
    one_rule_by_cube: lane_by_cube,
    one_rule_by_pairs: lane_by_pairs,
    one_rule_by_bit_sets: lane_by_bit_sets,
    one_rule_by_scan: lane_by_scan,
    one_rule_by_diagram: lane_by_diagram,
}

#[test]
fn one_rule_by_hash() {
    use book::zone_by_hash::{Input, RULES, evaluate, select};
    let depots = [11, 12, 402, 7733, 90_120].map(Decimal::from);
    let countries = ["AT", "DE", "FR", "NL", "PL", "", "Poland and all that lies behind it"];
    let inputs: Vec<Input<'_>> = countries.iter().flat_map(|country| depots.map(|depot| Input { country, depot })).collect();
    single(&RULES, &inputs, |input| select(input).map(Some), evaluate);
}

macro_rules! all_marks {
    ($($test:ident: $module:ident,)*) => {$(
        #[test]
        fn $test() {
            use book::$module::{Input, RULES, evaluate, select};
            let inputs: Vec<Input> = parcels().map(|(weight, value, fragile)| Input { weight, value, fragile }).collect();
            multiple(&RULES, &inputs, |input, found| select(input).map(|rules| rules.for_each(found)), evaluate, Vec::len);
        }
    )*};
}

all_marks! {
    rules_by_match: marks_by_match,
    rules_by_tree: marks_by_tree,
    rules_by_cube: marks_by_cube,
    rules_by_pairs: marks_by_pairs,
    rules_by_bit_sets: marks_by_bit_sets,
    rules_by_scan: marks_by_scan,
    rules_by_diagram: marks_by_diagram,
}
