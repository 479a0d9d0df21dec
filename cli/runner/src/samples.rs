//! Decisions for tests, written by hand.

use matchbook::json::{Decided, Document, Error, object, text};
use matchbook::{Decision, Field, HitPolicy, Info, Rule, RuleIndex, Rules};

use crate::failure::Failure;
use crate::header::{DELIMITERS, Opened, open};
use crate::interface::{Input, Interface, Kind, Output, Shape};

const fn input(path: &'static [&'static str], snake: &'static [&'static str], kind: Kind, expected: &'static str) -> Input {
    Input { path, snake, kind, nullable: false, expected }
}

/// Texts, numbers, a nested record, something that may be missing.
pub(crate) const SHIPPING: Interface = Interface {
    inputs: &[
        input(&["destination"], &["destination"], Kind::Closed, "US, CA or EU"),
        input(&["parcel", "weight"], &["parcel", "weight"], Kind::Number, "decimal(2) > 0"),
        input(&["order", "total"], &["order", "total"], Kind::Number, "decimal(2) >= 0"),
        Input { nullable: true, ..input(&["Days late"], &["days_late"], Kind::Integer, "integer?") },
    ],
    outputs: &[Output { path: &["Fee"], kind: Kind::Number }, Output { path: &["Carrier"], kind: Kind::Closed }],
    result: Shape::Record,
    required: 0,
};

/// Texts that may be empty, truth values, lists.
pub(crate) const PROFILE: Interface = Interface {
    inputs: &[
        input(&["person", "name"], &["person", "name"], Kind::Text, "text"),
        input(&["items"], &["items"], Kind::Json, "list"),
        input(&["person", "vip"], &["person", "vip"], Kind::Boolean, "boolean"),
        Input { nullable: true, ..input(&["note"], &["note"], Kind::Text, "text?") },
    ],
    outputs: &[Output { path: &["grade"], kind: Kind::Text }],
    result: Shape::Record,
    required: 0,
};

pub(crate) fn header_of(text: &str, pass: bool) -> Result<Opened, Failure> {
    open(&mut text.as_bytes(), "it", DELIMITERS, SHIPPING.inputs, pass)
}

static DESTINATION: Field = Field::new("destination", "US, CA or EU");
static WEIGHT: Field = Field::new("parcel.weight", "decimal(2) > 0");
static TOTAL: Field = Field::new("order.total", "decimal(2) >= 0");
static LATE: Field = Field::new("Days late", "integer?");
static RULES: Rules = Rules::new(&[Rule::new("heavy", "A1", ""), Rule::new("light", "A2", ""), Rule::new("never", "A3", "")]);
static SHIPPING_TABLE: Info = Info::new("retail", "Shipping fee", HitPolicy::First).rules(RULES);

/// Decides [`SHIPPING`]: what weighs more than 20 is heavy.
pub(crate) struct Shipping;

impl Decision for Shipping {
    fn info(&self) -> &'static Info {
        &SHIPPING_TABLE
    }

    fn decide(&self, input: Document<'_>) -> Result<Decided, Error> {
        let [destination, parcel, order, late] =
            input.fields([("destination", "destination"), ("parcel", "parcel"), ("order", "order"), ("Days late", "days_late")])?;
        let [weight] = parcel.fields("parcel", [("weight", "weight")])?;
        let [total] = order.fields("order", [("total", "total")])?;
        let (destination, weight) = (destination.text(&DESTINATION)?, weight.decimal(&WEIGHT)?);
        let (_, _) = (total.decimal(&TOTAL)?, late.nullable(|late| late.integer(&LATE))?);
        let heavy = weight > matchbook::decimal!(20);
        let output = object([("Fee", text(if heavy { "12.40" } else { "4.99" })), ("Carrier", text(destination))]);
        Ok(Decided::new(output, vec![RuleIndex::new(u32::from(!heavy))]))
    }
}
