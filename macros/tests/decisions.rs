//! A book compiled where it is named, by the crate that a user names: `matchbook`.
#![deny(warnings, missing_docs, clippy::all)]

/// Beside this file, not in the package's folder.
pub mod postage {
    matchbook::decisions!("decisions/postage.csv");
}

/// Forty decisions in eight layers, each of which requires all of the layer below.
pub mod layers {
    matchbook::decisions!("decisions/layers.csv");
}

/// A book that requires a decision of another book of its app.
pub mod payments {
    matchbook::decisions!("../tables/payments/release.csv");
}

/// Lists whose names, joined, are one name, and a list with the name of a keyword.
pub mod lists {
    matchbook::decisions!("decisions/lists.csv");
}

/// From the package's folder, in a folder of books of its own.
pub mod taxes {
    matchbook::decisions!("../tables/taxes/eu_vat.csv");
}

use matchbook::decimal;
use postage::postage::postage::{Input, Output, Parcel, Zone, evaluate};

#[test]
fn it_decides() {
    let input = |zone, weight| Input { zone, parcel: Parcel { weight } };
    assert_eq!(evaluate(&input(Zone::Home, decimal!(2.00))), Ok(Output { fee: decimal!(4.50) }));
    assert_eq!(evaluate(&input(Zone::Home, decimal!(2.01))), Ok(Output { fee: decimal!(9.00) }));
    assert_eq!(evaluate(&input(Zone::Abroad, decimal!(2.01))), Ok(Output { fee: decimal!(19.90) }));
    assert_eq!(evaluate(&input(Zone::Abroad, decimal!(0))).map_err(|error| error.code()), Err("MB0801"));
}

#[test]
fn its_decisions_are_listed() {
    let names = |decisions: &[&dyn matchbook::Decision]| decisions.iter().map(|decision| decision.info().name).collect::<Vec<_>>();
    assert_eq!(names(postage::DECISIONS), ["Postage"]);
    assert_eq!(names(taxes::DECISIONS), ["VAT rate"]);
}

#[test]
fn paths_are_those_of_generated_files() {
    use taxes::taxes::eu_vat::vat_rate;
    let input = vat_rate::Input { country: vat_rate::Country::At, category: vat_rate::Category::Books };
    assert_eq!(vat_rate::evaluate(&input).map(|output| output.rate), Ok(decimal!(0.100)));
}

#[test]
fn each_of_many_required_decisions_is_evaluated_once() {
    use layers::layers::d39;
    let mut evaluated = Vec::new();
    let output =
        d39::evaluate_traced(&d39::Input { start: 1 }, &mut |decision, rule| evaluated.push((decision.name, decision.rules.id(rule))));
    assert_eq!(output, Ok(d39::Output { out: decimal!(97656) }));
    // 5^7 paths lead from the one at the top to each at the bottom.
    let names: Vec<String> = (0..35).chain([39]).map(|number| format!("D{number}")).collect();
    assert_eq!(evaluated.iter().map(|(name, _)| *name).collect::<Vec<_>>(), names);
    assert!(evaluated.iter().all(|(_, rule)| *rule == "else"));
    let required: Vec<&str> = d39::TABLE.requires.iter().map(|decision| decision.name).collect();
    assert_eq!(required, names[..35]);
    assert_eq!(d39::evaluate(&d39::Input { start: 1 }), output);
}

#[test]
fn a_required_decision_of_another_book_comes_along() {
    use matchbook::Decision;
    use payments::payments::release::release_notice;
    let names: Vec<&str> = payments::DECISIONS.iter().map(|decision| decision.info().name).collect();
    assert_eq!(names, ["Fraud score", "Payment release", "Release notice"]);
    let document = r#"{"payment": {"amount": 600, "failed tries": -1, "local time": "12:00:00"}, "payee": {"trusted": false},
        "account": {"age": "P20D", "email host": "acme.example"}, "card": {"domestic": true}}"#;
    let decide = |text: &str| release_notice::Decision.decide(matchbook::json::Document::parse(text)?);
    let error = decide(document).unwrap_err();
    assert_eq!((error.code(), error.decision().map(|decision| decision.name)), ("MB0801", Some("Fraud score")));
    assert_eq!(error.message(), "in `Fraud score`: the input `payment.failed tries` must be integer >= 0");
    let decided = decide(&document.replace("-1", "0")).unwrap();
    assert_eq!(decided.output, "The payment goes out in 1 days: score 350.");
    let required = decided.required.iter().map(|required| (required.decision.name, required.rules.len()));
    assert_eq!(required.collect::<Vec<_>>(), [("Fraud score", 3), ("Payment release", 1)]);
}

#[test]
fn lists_are_kept_apart() {
    use lists::lists::skus;
    use matchbook::Decision;
    let decide = |nested: &str, joined: &str, kind: &str| {
        let document = format!(
            r#"{{"orders": [{{"items": [{{"sku": "x1"}}]}}, {{"items": [{{"sku": "{nested}"}}]}}], "orders_items": [{{"sku": "{joined}"}}], "type": ["{kind}"]}}"#
        );
        skus::Decision.decide(matchbook::json::Document::parse(&document).unwrap()).unwrap().output.to_string()
    };
    assert_eq!(decide("x1", "x2", "b"), "\"both\"");
    assert_eq!(decide("x1", "x1", "a"), "\"nested\"");
    assert_eq!(decide("x2", "x2", "a"), "\"none\"");
    assert_eq!(decide("x1", "x1", "b"), "\"none\"");
}
