//! Makes decisions by the books in `tables/`: in typed Rust, where a wrong field doesn't compile, and by name on JSON, as a service would.
//! Each is printed with the rules that made it and the cells that hold them.

use std::error::Error;
use std::process::ExitCode;

use matchbook::json::Document;
use matchbook::{Decimal, RuleIndex, Rules};
use matchbook_tables::{DECISIONS, retail, transaction_review};

/// Decisions on JSON: a name, and an input as it could arrive over a wire.
const REQUESTS: &[(&str, &str)] = &[
    ("Shipping fee", r#"{"destination": "CA", "parcel": {"weight": 20}, "order": {"total": "80.00"}}"#),
    ("VAT rate", r#"{"country": "DE", "category": "books"}"#),
    ("Federal income tax bracket", r#"{"filing status": "single", "taxable income": 58000}"#),
    (
        "Loan eligibility",
        r#"{"applicant": {"age": 34, "residency": "citizen"}, "credit": {"score": 742}, "debt to income": 0.28,
            "employment": "P3Y6M", "bankruptcy": false}"#,
    ),
    (
        "Coupon rejection",
        r#"{"coupon": {"status": "active", "days_left": -1, "kind": "amount", "campaign": null}, "order": {"total": 12},
            "customer": {"is_new": false}}"#,
    ),
    // A mistake is an error that says what to mend, and never a default.
    ("VAT rate", r#"{"country": "DE", "categroy": "books"}"#),
];

fn main() -> ExitCode {
    match typed().and_then(|()| by_name()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn typed() -> Result<(), Box<dyn Error>> {
    use retail::shipping::shipping_fee::{self, Destination, Input, Order, Parcel};
    let input = Input {
        destination: Destination::Us,
        parcel: Parcel { weight: Decimal::new(75, 2) },
        order: Order { total: Decimal::new(6000, 2) },
    };
    let output = shipping_fee::evaluate(&input)?;
    println!("Shipping fee, typed: {} by {:?}", output.fee, output.carrier);
    println!("  {}", cells(shipping_fee::TABLE.book, &shipping_fee::RULES, &[shipping_fee::select(&input)?]));

    use transaction_review::transaction_review::{self as review, Account, Status};
    let input = review::Input { account: Account { status: Status::Dormant }, amount: Decimal::new(250, 0), risk_score: 12 };
    let output = review::evaluate(&input)?;
    println!("Transaction review, typed: {:?}, {}", output.flag, output.reason);
    println!("  {}", cells(review::TABLE.book, &review::RULES, &[review::select(&input)?]));
    Ok(())
}

fn by_name() -> Result<(), Box<dyn Error>> {
    for (name, input) in REQUESTS {
        let decision = DECISIONS.iter().find(|decision| decision.info().name == *name).ok_or("no such decision")?;
        let info = decision.info();
        match Document::parse(input).and_then(|document| decision.decide(document)) {
            Ok(decided) => {
                println!("{name}: {}", decided.output);
                println!("  {}", cells(info.book, &info.rules, &decided.rules));
            }
            Err(error) => println!("{name}: {}: {error}", error.code()),
        }
    }
    Ok(())
}

/// Rules as their authors find them: `us-light, retail/shipping.xlsx [Fees!A16:G16]`.
fn cells(book: &str, rules: &Rules, fired: &[RuleIndex]) -> String {
    let fired = fired.iter().filter_map(|rule| rules.get(*rule)).map(|rule| format!("rule {}: {book} [{}]", rule.id(), rule.cells()));
    fired.collect::<Vec<_>>().join("\n  ")
}
