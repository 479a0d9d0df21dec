//! What is measured gives the same answers.
#![expect(clippy::unwrap_used, reason = "what fails outside a `#[test]` function fails the test all the same")]

use std::collections::BTreeSet;

use matchbook_benches::subject::{Subject, document, inputs};
use matchbook_benches::{INPUTS, SLOW_INPUTS, books, subject};
use matchbook_compiler::interpret::{evaluate, evaluate_json};

/// Asks all of them every question that is measured.
fn agree<S: Subject>() {
    let compilation = books().unwrap();
    let info = S::decision().info();
    let graph = compilation.graph(info.app, info.name).unwrap();
    let table = graph.table();
    let (mut rules, mut refused) = (BTreeSet::new(), 0);
    for (number, input) in inputs::<S>(INPUTS).iter().enumerate() {
        let generated = S::evaluate(input).ok();
        assert_eq!(S::plain(input), generated, "plain: {input:?}");
        assert_eq!(S::tuned(input), generated, "tuned: {input:?}");
        refused += usize::from(generated.is_none());
        let selected = S::select(input);
        if number >= SLOW_INPUTS {
            continue;
        }
        // The interpreter and the JSON half say which rules decided, so equal outputs of two rules don't hide a difference.
        let values = S::values(input);
        let meant = evaluate(&graph, &values);
        let parsed = document(table, &values);
        let text = parsed.to_string();
        let json = S::decision().evaluate_json(&parsed);
        let interpreted = evaluate_json(&graph, &text);
        assert_eq!(json.as_ref().ok(), interpreted.as_ref().ok().map(|answer| &answer.output), "{text}");
        assert_eq!(json.err().map(|error| error.code().to_owned()), interpreted.err().map(|error| error.code().to_string()), "{text}");
        assert_eq!(meant.is_ok(), generated.is_some(), "{text}");
        let Ok(decided) = meant else { continue };
        let single = info.hit_policy == matchbook::HitPolicy::First || info.hit_policy == matchbook::HitPolicy::Unique;
        let expected = if single { decided.rules[0].0 } else { decided.rules.len() };
        assert_eq!(selected, Ok(u32::try_from(expected).unwrap()), "{text}");
        rules.extend(decided.rules);
    }
    assert_eq!(rules.len(), table.rules.len(), "each rule decides some question: {rules:?}");
    println!("{}: {INPUTS} questions, {refused} of them outside the allowed values", S::NAME);
    assert!(refused < INPUTS / 50, "{refused}");
}

#[test]
fn shipping_fee() {
    agree::<subject::shipping_fee::ShippingFee>();
}

#[test]
fn fraud_band() {
    agree::<subject::fraud_band::FraudBand>();
}

#[test]
fn fraud_score() {
    agree::<subject::fraud_score::FraudScore>();
}

#[test]
fn gateway() {
    agree::<subject::gateway::Gateway>();
}

#[test]
fn vat_rate() {
    agree::<subject::vat_rate::VatRate>();
}

#[test]
fn federal_income_tax_bracket() {
    agree::<subject::federal_income_tax_bracket::FederalIncomeTaxBracket>();
}
