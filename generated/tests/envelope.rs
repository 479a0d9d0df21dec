//! Facts in an envelope, `[{"type": …, "attributes": {…}}, …]`, on compiled decisions.

#![expect(clippy::unwrap_used, reason = "a test may stop at what it didn't expect")]

use matchbook::Decision;
use matchbook::json::{Document, Value};
use matchbook_tables::payments::transactions::transaction_flag;
use matchbook_tables::retail::baskets::{basket_promotion, basket_total, basket_value};

/// What a decision gives for an envelope of these facts, each a type and its attributes.
fn decide(decision: &dyn Decision, facts: &[(&str, &str)]) -> String {
    let facts: Vec<String> =
        facts.iter().map(|(name, attributes)| format!(r#"{{"type": "{name}", "attributes": {attributes}}}"#)).collect();
    let text = format!("[{}]", facts.join(", "));
    let said = |decided: Result<Value, matchbook::json::Error>| match decided {
        Ok(output) => output.to_string(),
        Err(error) => format!("{} {error}", error.code()),
    };
    let decided = said(Document::parse(&text).and_then(|document| decision.decide(document)).map(|decided| decided.output));
    let parsed: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(said(decision.evaluate_json(&parsed)), decided, "the same document, parsed by somebody else");
    decided
}

/// "User.accountStatus is ACTIVE and (Transaction.amount over 10,000 or Transaction.riskScore over 80) gives FLAGGED."
#[test]
fn transactions_are_flagged() {
    let flag = |facts: &[(&str, &str)]| decide(&transaction_flag::Decision, facts);
    let (active, closed) = (("User", r#"{"accountStatus": "ACTIVE"}"#), ("User", r#"{"accountStatus": "CLOSED"}"#));
    let (large, risky) = (
        ("Transaction", r#"{"amount": "10000.01", "riskScore": 0}"#),
        ("Transaction", r#"{"amount": 0, "riskScore": 81, "country": "DE"}"#),
    );
    let plain = ("Transaction", r#"{"amount": 10000, "riskScore": 80}"#);
    assert_eq!(flag(&[active, large]), "\"FLAGGED\"");
    assert_eq!(flag(&[risky, active]), "\"FLAGGED\"");
    assert_eq!(flag(&[active, plain]), "\"CLEAR\"");
    assert_eq!(flag(&[closed, large]), "\"CLEAR\"");
    // Of several facts of a type, the last one counts; facts of other types don't.
    assert_eq!(flag(&[active, large, plain]), "\"CLEAR\"");
    assert_eq!(flag(&[closed, active, ("Device", "{}"), plain, risky]), "\"FLAGGED\"");
    assert_eq!(flag(&[active]), "MB0812 `Transaction.amount` is missing: it must be decimal(2) >= 0");
    assert_eq!(flag(&[]), "MB0812 `User.accountStatus` is missing: it must be ACTIVE, SUSPENDED or CLOSED");
}

#[test]
fn several_facts_are_a_list() {
    let item = |price: &str| format!(r#"{{"price": {price}, "quantity": 1, "category": "book", "labels": [], "shelf": "A1"}}"#);
    let (dear, cheap) = (item("101"), item("5"));
    let basket = |coupons: &[&str], items: &[&str]| {
        let coupons = coupons.iter().map(|attributes| ("coupons", *attributes));
        let facts: Vec<(&str, &str)> = coupons.chain(items.iter().map(|attributes| ("items", *attributes))).collect();
        decide(&basket_promotion::Decision, &facts)
    };
    let (many, blank) = (r#"{"code": "MANY-1"}"#, r#"{"code": null}"#);
    let promotion = |promotion: &str, discount: &str| format!(r#"{{"Discount":"{discount}","Promotion":"{promotion}"}}"#);
    // One fact is a list of one.
    assert_eq!(basket(&[blank], &[&dear]), promotion("dear books", "10.00"));
    assert_eq!(basket(&[blank], &[&dear, &cheap]), promotion("book", "0.00"));
    assert_eq!(basket(&[blank, many], &[&dear, &cheap, &cheap]), promotion("coupon for 3 items", "0.25"));
    assert_eq!(basket(&[blank], &[&dear, &item("-1"), &cheap]), "MB0801 the input `items[].price` must be decimal(2) >= 0");
    assert_eq!(basket(&[blank], &[&dear, &item("true")]), "MB0814 `items[2].price` is true: it must be decimal(2) >= 0");
    // No fact is no empty list.
    assert_eq!(basket(&[blank], &[]), "MB0812 `items` is missing: it must be list of records");
    assert_eq!(basket(&[], &[&dear]), "MB0812 `coupons` is missing: it must be list of records");
}

#[test]
fn required_decisions_read_their_part_of_the_facts() {
    let item = r#"{"price": "30.5", "quantity": 2, "category": "book", "labels": [], "weight": 1, "shelf": "A1"}"#;
    let total = |facts: &[(&str, &str)]| decide(&basket_total::Decision, facts);
    assert_eq!(
        total(&[("items", item), ("coupons", r#"{"code": null}"#), ("items", item)]),
        r#"{"text":"parcel: nothing to mind","total":"126.90"}"#
    );
    // A decision alone ignores what only others read.
    assert_eq!(decide(&basket_value::Decision, &[("items", item), ("coupons", "{}")]), "\"61.00\"");
    let negative = item.replace("30.5", "-30.5");
    assert_eq!(
        total(&[("coupons", "{}"), ("items", &negative)]),
        "MB0801 in `Basket value`: the input `items[].price` must be decimal(2) >= 0"
    );
    let missing = item.replace(r#""weight": 1, "#, "").replace(r#""quantity": 2, "#, "");
    assert_eq!(total(&[("coupons", "{}"), ("items", &missing)]), "MB0812 `items[1].quantity` is missing: it must be integer >= 1");
}
