//! Forms that no shipped table is large enough for: rules as data, found by keys and a short scan, and by a diagram.

use std::path::Path;

use matchbook_compiler::build::Books;

use super::*;

mod parcels {
    matchbook::decisions!("tests/allocations/parcels.csv");
}

use parcels::parcels as book;

/// That these are the forms in question.
#[test]
fn the_rules_are_data() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/allocations/parcels.csv");
    let files = Books::open(&[path]).unwrap().compile().files;
    for (name, form) in [("premium", "data::Scan::new"), ("lane", "data::Diagram::new"), ("marks", "data::")] {
        let file = files.iter().find(|file| file.path.ends_with(&format!("/{name}.rs"))).unwrap_or_else(|| panic!("{name}"));
        assert!(file.text.contains(form), "{name} isn't `{form}`");
    }
}

#[test]
fn keys_and_a_short_scan() {
    use book::premium::{Class, Input, RULES, evaluate, select};
    let classes = [Class::A, Class::B, Class::C, Class::D];
    let inputs: Vec<Input> = classes.iter().flat_map(|class| (17..=98).map(|age| Input { class: *class, age })).collect();
    single(&RULES, &inputs, |input| select(input).map(Some), evaluate);
}

/// A weight, a value, fragile or not: what both decisions below read.
fn parcels() -> impl Iterator<Item = (Decimal, i64, bool)> {
    let weights = [decimal!(0), decimal!(0.5), decimal!(5), decimal!(10.01), decimal!(20.1), decimal!(50.1), decimal!(200.1)];
    let values = [0, 51, 101, 501, 1001, 5001, 9001];
    weights
        .into_iter()
        .flat_map(move |weight| values.into_iter().flat_map(move |value| [false, true].map(|fragile| (weight, value, fragile))))
}

#[test]
fn a_diagram() {
    use book::lane::{Input, RULES, evaluate, select};
    let inputs: Vec<Input> = parcels().map(|(weight, value, fragile)| Input { weight, value, fragile }).collect();
    single(&RULES, &inputs, |input| select(input).map(Some), evaluate);
}

#[test]
fn a_list() {
    use book::marks::{Input, RULES, evaluate, select};
    let inputs: Vec<Input> = parcels().map(|(weight, value, fragile)| Input { weight, value, fragile }).collect();
    multiple(&RULES, &inputs, |input, found| select(input).map(|rules| rules.for_each(found)), evaluate, Vec::len);
}
