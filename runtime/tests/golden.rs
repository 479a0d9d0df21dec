//! The Rust that the compiler is to write, written by hand for one small table, and what the runtime makes of it.
#![cfg(all(feature = "decimal", feature = "json"))]
#![deny(warnings, missing_docs, clippy::all)]
#![deny(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::unreachable
)]

#[path = "golden/shipping_fee.rs"]
#[rustfmt::skip]
pub mod shipping_fee;

use matchbook::json::{Document, Value};
use matchbook::{Decision as _, decimal};
use shipping_fee::{Decision, Destination, Input, Output, Parcel, evaluate};

fn decide(text: &str) -> String {
    match Document::parse(text).and_then(|document| Decision.decide(document)) {
        Ok(decided) => {
            format!("{} by {:?}", decided.output, decided.rules.iter().map(|rule| shipping_fee::RULES.id(*rule)).collect::<Vec<_>>())
        }
        Err(error) => format!("{} {error}", error.code()),
    }
}

#[test]
fn it_decides() {
    let input = Input { destination: Destination::Us, parcel: Parcel { weight: decimal!(1.00) } };
    assert_eq!(evaluate(&input), Ok(Output { fee: decimal!(4.99), carrier: "USPS" }));
    let input = Input { parcel: Parcel { weight: decimal!(0) }, ..input };
    assert_eq!(evaluate(&input).map_err(|error| error.code()), Err("MB0801"));
}

#[test]
fn it_decides_json() {
    for (document, expected) in [
        (r#"{"destination": "CA", "parcel": {"weight": "20"}}"#, r#"{"Carrier":"UPS","Fee":"14.50"} by ["ca"]"#),
        (r#"{"destination": "C\u0041", "parcel": {"weight": 20.000000000000000000001}}"#, r#"{"Carrier":"DHL","Fee":"49.00"} by ["else"]"#),
        (r#"{"#, "MB0810 this isn't JSON: EOF while parsing an object at line 1 column 1"),
        (
            r#"{"destination": "\ud800", "parcel": {"weight": 1}}"#,
            "MB0810 this isn't JSON: unexpected end of hex escape at line 1 column 8",
        ),
        (r#"[]"#, "MB0812 `destination` is missing: it must be US or CA"),
        (r#"null"#, "MB0814 the document is null: it must be an object"),
        (r#"{"destinaton": "CA"}"#, "MB0811 `destinaton` isn't an input; did you mean `destination`?"),
        (r#"{"parcel": {"colour": 1}}"#, "MB0812 `destination` is missing: it must be US or CA"),
        (r#"{"destination": "CA", "parcel": {"colour": 1}}"#, "MB0811 `parcel.colour` isn't an input"),
        (r#"{"destination": "CA", "destination": "CA"}"#, "MB0816 `destination` is given twice"),
        (r#"{"destination": "CA"}"#, "MB0812 `parcel.weight` is missing: it must be decimal(2) > 0"),
        (r#"{"destination": "CA", "parcel": null}"#, "MB0813 `parcel` is null: it must be an object"),
        (r#"{"destination": "CA", "parcel": 3}"#, "MB0814 `parcel` is the number 3: it must be an object"),
        (r#"{"destination": null, "parcel": {"weight": 1}}"#, "MB0813 `destination` is null: it must be US or CA"),
        (r#"{"destination": 7, "parcel": {"weight": 1}}"#, "MB0814 `destination` is the number 7: it must be US or CA"),
        (r#"{"destination": "MX", "parcel": {"weight": 1}}"#, "MB0801 `destination` is the text \"MX\": it must be US or CA"),
        (
            r#"{"destination": "CA", "parcel": {"weight": "heavy"}}"#,
            "MB0814 `parcel.weight` is the text \"heavy\": it must be decimal(2) > 0",
        ),
        (
            r#"{"destination": "CA", "parcel": {"weight": 1.00000000000000000000000000001}}"#,
            "MB0815 `parcel.weight` is 1.00000000000000000000000000001: a number has at most 28 digits",
        ),
        (r#"{"destination": "CA", "parcel": {"weight": -1}}"#, "MB0801 the input `parcel.weight` must be decimal(2) > 0"),
    ] {
        assert_eq!(decide(document), expected, "{document}");
    }
}

#[test]
fn a_value_that_has_been_a_binary_float_counts_up_to_15_digits() {
    let weigh = |weight: Value| {
        let document =
            matchbook::json::object([("destination", Value::from("CA")), ("parcel", matchbook::json::object([("weight", weight)]))]);
        Decision.evaluate_json(&document).map(|value| value.to_string()).map_err(|error| format!("{} {error}", error.code()))
    };
    assert_eq!(weigh(Value::from(19.99)), Ok(r#"{"Carrier":"UPS","Fee":"14.50"}"#.to_owned()));
    assert_eq!(weigh(Value::from(9_007_199_254_740_993_i64)), Ok(r#"{"Carrier":"DHL","Fee":"49.00"}"#.to_owned()));
    assert_eq!(
        weigh(Value::from(0.1 + 0.2)),
        Err("MB0815 `parcel.weight` is 0.30000000000000004, which has been a binary float and may have lost digits: send it as a string"
            .to_owned())
    );
}

#[test]
fn it_says_what_it_is() {
    let decision: &dyn matchbook::Decision = &Decision;
    let info = decision.info();
    assert_eq!((info.app, info.name, info.hit_policy.word(), info.rules.len()), ("retail", "Shipping fee", "first", 3));
    assert_eq!(info.inputs.iter().map(|field| field.path()).collect::<Vec<_>>(), ["destination", "parcel.weight"]);
}

#[test]
fn a_deep_document_is_refused_and_not_a_stack_overflow() {
    let deep = format!("{}1{}", r#"{"parcel":"#.repeat(100_000), "}".repeat(100_000));
    assert!(decide(&deep).starts_with("MB08"), "{}", decide(&deep));
    let deep = format!(r#"{{"destination": {}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    assert!(decide(&deep).starts_with("MB08"), "{}", decide(&deep));
}
