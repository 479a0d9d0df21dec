//! Finding rules never allocates, and neither does deciding where the result is one record or one value: counted, for every shipped
//! decision and for each form of generated code. Each rule decides at least one of the inputs.
//!
//! Results that are lists take a `Vec`, and nothing else.

#[path = "allocations/batches.rs"]
mod batches;
#[path = "allocations/forms.rs"]
mod forms;
#[path = "allocations/graphs.rs"]
mod graphs;
#[path = "allocations/lists.rs"]
mod lists;
#[path = "allocations/single.rs"]
mod single;

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::hint::black_box;

use matchbook::{Decimal, Error, Info, RuleIndex, Rules, SignedDuration, Span, civil, decimal};

/// How many times memory is asked for.
fn allocations(run: impl FnOnce()) -> u64 {
    allocation_counter::measure(run).count_total
}

/// That single hits allocate nothing; `select` gives the rule if there is one.
fn single<I: Debug, O: Debug>(
    rules: &Rules,
    inputs: &[I],
    select: impl Fn(&I) -> Result<Option<RuleIndex>, Error>,
    evaluate: impl Fn(&I) -> Result<O, Error>,
) {
    let mut decided = BTreeSet::new();
    for input in inputs {
        let mut rule = None;
        assert_eq!(allocations(|| rule = black_box(select(black_box(input))).ok().flatten()), 0, "select: {input:?}");
        assert_eq!(allocations(|| drop(black_box(evaluate(black_box(input))))), 0, "evaluate: {input:?}");
        decided.extend(rule.map(RuleIndex::get));
    }
    every_rule(rules, &decided);
}

/// That `select` of a list or an aggregation allocates nothing; `select` calls the other function with each rule. `evaluate` gives how many
/// allocations its result may take.
fn multiple<I: Debug, O>(
    rules: &Rules,
    inputs: &[I],
    select: impl Fn(&I, &mut dyn FnMut(RuleIndex)) -> Result<(), Error>,
    evaluate: impl Fn(&I) -> Result<O, Error>,
    holds: impl Fn(&O) -> usize,
) {
    let mut decided = BTreeSet::new();
    let mut most = 0;
    for input in inputs {
        // Room for as many as there can be, taken before anything is counted.
        let mut found = Vec::with_capacity(rules.len());
        let count = allocations(|| {
            let _ = black_box(select(black_box(input), &mut |rule| found.push(rule)));
        });
        assert_eq!(count, 0, "select: {input:?}");
        let mut length = 0;
        let count = allocations(|| length = black_box(evaluate(black_box(input))).as_ref().map_or(0, &holds));
        // A list grows as it is filled, to 4 first and then to twice as many.
        let allowed = if length == 0 { 0 } else { 1 + u64::from(length.div_ceil(4).next_power_of_two().ilog2()) };
        assert!(count <= allowed, "evaluate: {count} allocations for {length} outputs of {input:?}");
        most = most.max(length);
        decided.extend(found.into_iter().map(RuleIndex::get));
    }
    every_rule(rules, &decided);
    println!("up to {most} outputs at once");
}

/// That a decision allocates nothing together with those that it requires, but for its own list of outputs. `evaluate` tells of all rules.
fn graph<I: Debug, O>(
    table: &'static Info,
    inputs: &[I],
    evaluate: impl Fn(&I, &mut dyn FnMut(&'static Info, RuleIndex)) -> Result<O, Error>,
    holds: impl Fn(&O) -> usize,
) {
    let mut decided = BTreeSet::new();
    for input in inputs {
        let mut found = Vec::with_capacity(64);
        let mut length = 0;
        let count = allocations(|| {
            let mut told = |of: &'static Info, rule| found.push((of, rule));
            length = black_box(evaluate(black_box(input), &mut told)).as_ref().map_or(0, &holds);
        });
        let allowed = if length == 0 { 0 } else { 1 + u64::from(length.div_ceil(4).next_power_of_two().ilog2()) };
        assert!(count <= allowed, "{count} allocations for {length} outputs of {input:?}");
        decided.extend(found.into_iter().filter(|(of, _)| *of == table).map(|(_, rule)| rule.get()));
    }
    every_rule(&table.rules, &decided);
}

fn every_rule(rules: &Rules, decided: &BTreeSet<u32>) {
    let missing: Vec<&str> = rules.iter().filter(|(rule, _)| !decided.contains(&rule.get())).map(|(_, rule)| rule.id()).collect();
    assert!(missing.is_empty(), "no input was decided by {missing:?}");
}

/// An aggregation takes no memory for its result.
fn nothing<O>(_: &O) -> usize {
    0
}

fn years_and_months(months: i32) -> Span {
    Span::new().months(months)
}

#[test]
fn the_counter_counts() {
    let list = ["a", "b", "c"];
    assert_eq!(allocations(|| drop(black_box(list.iter().map(black_box).collect::<Vec<_>>()))), 1);
    assert_eq!(allocations(|| drop(black_box(list.map(str::to_owned)))), 3);
}

#[test]
fn quantified_columns_allocate_nothing() {
    use matchbook_tables::retail::customers::customer_segment::{Input, Interests, Item, Order, RULES, select};
    let item = |sku, price| Item { sku, price, count: 2 };
    let items = [item("A", decimal!(51)), item("GIFT-1", decimal!(60))];
    let order = |total, on, paid, items| Order { id: "1", total, on, paid, items };
    let (early, late) = (civil::date(2026, 1, 1), civil::date(2026, 7, 1));
    let orders = [order(decimal!(10), late, Some(true), &items[..]), order(decimal!(2000), late, Some(true), &items[1..])];
    let large = [order(decimal!(2000), late, Some(true), &items[..1])];
    let unpaid = [order(decimal!(1), early, Some(false), &items[..])];
    let open = [order(decimal!(1), late, None, &items[..1])];
    let cheap = [order(decimal!(1), late, None, &[]), order(decimal!(1), late, None, &[Item { sku: "B", price: decimal!(1), count: 1 }])];
    let several = [order(decimal!(1), late, None, &items[..])];
    let input = |orders, interests, ages| Input { orders, interests, ages };
    let inputs = [
        input(&[], None, &[]),
        input(&large, None, &[]),
        input(&unpaid, None, &[]),
        input(&orders, Some(&[]), &[]),
        input(&orders[1..], Some(&[Interests::Travel]), &[]),
        input(&orders[..1], Some(&[Interests::Travel]), &[]),
        input(&open, Some(&[Interests::Travel, Interests::Food]), &[]),
        input(&open, Some(&[Interests::Books]), &[30, 31]),
        input(&open, Some(&[]), &[1, 2, 3, 4]),
        input(&several, None, &[]),
        input(&open, None, &[]),
        input(&cheap[1..], Some(&[Interests::Food]), &[]),
        input(&cheap[..1], Some(&[Interests::Food]), &[]),
    ];
    let mut decided = BTreeSet::new();
    for input in &inputs {
        let mut rule = None;
        assert_eq!(allocations(|| rule = black_box(select(black_box(input))).ok()), 0, "select: {input:?}");
        decided.extend(rule.map(RuleIndex::get));
    }
    every_rule(&RULES, &decided);
}
