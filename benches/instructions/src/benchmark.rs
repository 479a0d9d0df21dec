//! What is counted.

use std::hint::black_box;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use matchbook::{ClosedText, Decimal};
use matchbook_benches::subject::{Subject, federal_income_tax_bracket, fraud_score, gateway, inputs, shipping_fee, vat_rate};
use matchbook_benches::workload::{Drawn, Kind, Shape, Workload, draw};

/// A benchmark.
#[derive(Clone, Copy, Debug)]
pub struct Counted {
    /// Its name.
    pub name: &'static str,
    /// Makes always the same inputs, and decides on so many of them.
    pub decide: fn(usize),
}

/// Shipped tables, and the workloads.
pub fn all() -> impl Iterator<Item = &'static Counted> {
    SHIPPED.iter().chain(WORKLOADS)
}

/// The benchmark of this name.
pub fn named(name: &str) -> Option<&'static Counted> {
    all().find(|benchmark| benchmark.name == name)
}

static SHIPPED: &[Counted] = &[
    Counted { name: "shipping_fee", decide: of_subject::<shipping_fee::ShippingFee> },
    Counted { name: "federal_income_tax_bracket", decide: of_subject::<federal_income_tax_bracket::FederalIncomeTaxBracket> },
    Counted { name: "vat_rate", decide: of_subject::<vat_rate::VatRate> },
    Counted { name: "fraud_score", decide: of_subject::<fraud_score::FraudScore> },
    Counted { name: "gateway", decide: of_subject::<gateway::Gateway> },
];

/// So many different inputs are made, however many are decided on, so that making them is no part of what is counted.
const INPUTS: usize = 512;

fn decide<I, O>(inputs: &[I], count: usize, decide: impl Fn(&I) -> O) {
    for input in inputs.iter().cycle().take(count) {
        black_box(decide(black_box(input)));
    }
}

fn of_subject<S: Subject>(count: usize) {
    decide(&inputs::<S>(INPUTS), count, S::evaluate);
}

/// The `Input` of a workload's generated module.
pub trait Generated {
    /// The one of these steps.
    fn of(workload: &'static Workload, steps: &[i64]) -> Self;
    /// What the module's `evaluate` answers.
    fn evaluate(&self) -> Option<i64>;
}

fn of_workload<I: Generated>(shape: &str, rules: usize, count: usize) {
    let Some(shape) = Shape::named(shape) else { return };
    let workload: &'static Workload = Box::leak(Box::new(shape.of_size(rules)));
    let inputs: Vec<I> = draw(workload, Drawn::Random, INPUTS).iter().map(|steps| I::of(workload, steps)).collect();
    decide(&inputs, count, I::evaluate);
}

/// The variant at this step.
fn closed<T: ClosedText>(step: i64) -> T {
    T::VALUES[usize::try_from(step).unwrap_or(0)].1
}

/// The text at this step.
fn text(workload: &'static Workload, column: usize, step: i64) -> &'static str {
    match &workload.columns[column].kind {
        Kind::Words { words, .. } => &words[usize::try_from(step).unwrap_or(0)],
        _ => "",
    }
}

fn hundredths(step: i64) -> Decimal {
    Decimal::new(step, 2)
}

fn day(step: i64) -> Date {
    const FIRST_DAY: Date = date(2020, 1, 1);
    FIRST_DAY.saturating_add(step.days())
}

macro_rules! counted {
    ($module:ident, $input:ty, |$open:ident, $steps:ident| $made:expr) => {
        impl Generated for $input {
            fn of(workload: &'static Workload, $steps: &[i64]) -> Self {
                let $open = |column, step| text(workload, column, step);
                let _ = $open;
                $made
            }

            fn evaluate(&self) -> Option<i64> {
                $module::evaluate(self).ok().map(|output| output.answer)
            }
        }
    };
}

include!(concat!(env!("OUT_DIR"), "/decisions.rs"));
