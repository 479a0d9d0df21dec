//! Enums of the user's as domains: what the derive gives, and a table over one of them.
#![deny(warnings, missing_docs, clippy::all)]

/// How customers pay.
pub mod payment {
    /// How a customer pays.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, matchbook::Domain)]
    pub enum PaymentMethod {
        /// At once.
        #[domain("card")]
        Card = 7,
        /// With what was paid before.
        #[domain("gift card")]
        GiftCard,
        /// Never there, so nobody misses it.
        #[cfg(any())]
        #[domain("card")]
        Cheque,
        /// Later.
        Invoice,
    }
}

/// The table.
pub mod rules {
    matchbook::decisions!("domain/fees.csv");
}

use matchbook::{ClosedText as _, decimal};
use payment::PaymentMethod;
use rules::fees::payment_fee::{Input, Output, evaluate};

#[test]
fn texts_and_variants_are_known_by_each_other() {
    let texts = PaymentMethod::VALUES.iter().map(|(text, _)| *text);
    assert_eq!(texts.collect::<Vec<_>>(), ["card", "gift card", "Invoice"]);
    for (text, variant) in PaymentMethod::VALUES {
        assert_eq!((PaymentMethod::from_text(text), variant.text()), (Some(*variant), *text));
    }
    for text in ["Card", "GiftCard", "invoice", ""] {
        assert_eq!(PaymentMethod::from_text(text), None, "{text}");
    }
}

#[test]
fn a_table_takes_and_gives_the_enum_itself() {
    let decided = |method| evaluate(&Input { method });
    assert_eq!(decided(PaymentMethod::Card), Ok(Output { fee: decimal!(1), instead: None }));
    assert_eq!(decided(PaymentMethod::GiftCard), Ok(Output { fee: decimal!(2), instead: Some(PaymentMethod::Card) }));
}

#[test]
fn json_says_the_texts() {
    let decided = |text| {
        let document = matchbook::json::Document::parse(text);
        document.and_then(|document| rules::DECISIONS[0].decide(document)).map(|decided| decided.output.to_string())
    };
    assert_eq!(decided(r#"{"Method":"Invoice"}"#).ok().as_deref(), Some(r#"{"Fee":"3","Instead":"gift card"}"#));
    assert_eq!(decided(r#"{"Method":"invoice"}"#).map_err(|error| error.code()), Err("MB0801"));
}
