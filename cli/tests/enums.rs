//! A package with an enum whose variants are the values of its tables: what its author reads when one is added, plainly or behind a `cfg`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what fails outside a `#[test]` function fails the test all the same"
)]

mod package;

use std::process::Command;

use package::Package;

const MANIFEST: &str = "[features]\nvouchers = []\n\n\
                        [dependencies]\nmatchbook = { path = \"WORKSPACE/runtime\", features = [\"macros\"] }\n\n\
                        [build-dependencies]\nmatchbook-compiler = { path = \"WORKSPACE/compiler\" }\n";

const PAYMENT: &str = "\
#[derive(Clone, Copy, Debug, PartialEq, Eq, matchbook::Domain)]
pub enum PaymentMethod {
    #[domain(\"card\")]
    Card,
    #[domain(\"gift card\")]
    GiftCard,
    Invoice,
}
";

const OPTIONS: &str = "[enums]\nPaymentMethod = { path = \"crate::payment::PaymentMethod\", source = \"../src/payment.rs\" }\n";

/// Three tables: one has a rule for each method, and the others have one for whatever else there is.
const FEES: &str = "\
decision,Payment fee,
unique,Method,Fee
role,if,then
expr,method,
type,text,decimal(2)
values,enum PaymentMethod,
card,card,0.30
free,\"gift card, Invoice\",0
,,,
decision,Refund,,
first,Method,Total,Days
role,if,if,then
expr,method,total,
type,text,integer,integer
values,enum PaymentMethod,>= 0,
card,card,,3
others,,>= 0,30
,,,
decision,Instead,
first,Method,Instead
role,if,then
expr,method,
type,text,text
values,enum PaymentMethod,enum PaymentMethod
gift,gift card,card
else,,Invoice
";

const MAIN: &str = r#"#![deny(warnings)]

mod payment;
#[allow(dead_code, reason = "a binary need not use all that a table offers")]
mod rules;

use matchbook::ClosedText as _;
use payment::PaymentMethod;
use rules::shop::fees::{instead, payment_fee, refund};

fn main() {
    for (text, method) in PaymentMethod::VALUES.iter().copied() {
        let fee = payment_fee::evaluate(&payment_fee::Input { method }).unwrap().fee;
        let days = refund::evaluate(&refund::Input { method, total: 1 }).unwrap().days;
        let instead: PaymentMethod = instead::evaluate(&instead::Input { method }).unwrap().instead;
        println!("{text}: {fee}, {days}, {}", instead.text());
    }
}
"#;

/// The compiler whose words the snapshots hold.
const RECORDED: &str = "rustc 1.95.";

fn is_recorded() -> bool {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("--version").output().expect("rustc runs").stdout;
    version.starts_with(RECORDED.as_bytes())
}

/// The errors in what cargo says, without the path of this machine.
fn errors(said: &str) -> String {
    let mut errors = String::new();
    let mut within = false;
    for line in said.lines() {
        if !line.starts_with([' ', '|']) && !line.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with([' ', '.']) {
            // A new message, or a part of the last one.
            let begins = line.starts_with("error");
            within = begins && !line.contains("the whole report: ") && !line.starts_with("error: could not compile")
                || within && ["note: ", "help: "].iter().any(|word| line.starts_with(word));
        }
        if within {
            errors.push_str(line);
            errors.push('\n');
        }
    }
    errors
}

#[test]
fn a_new_variant_is_missed_where_tables_do_not_know_it() {
    let build = "fn main() {\n    matchbook_compiler::build::Build::new(\"tables\").out_folder(\"src/rules\").run();\n}\n";
    let files = [
        ("build.rs", build),
        ("src/main.rs", MAIN),
        ("src/payment.rs", PAYMENT),
        ("tables/matchbook.toml", OPTIONS),
        ("tables/shop/fees.csv", FEES),
    ];
    let package = Package::new("enums", MANIFEST, &files);
    let run = |what: &str| {
        // Times of files are what cargo compares; some file systems keep them coarsely.
        std::thread::sleep(std::time::Duration::from_millis(20));
        let (success, out, err) = package.cargo("run");
        assert!(success, "{what}:\n{err}");
        out
    };
    let known = "card: 0.30, 3, Invoice\ngift card: 0.00, 30, card\nInvoice: 0.00, 30, Invoice\n";
    assert_eq!(run("first"), known);

    // The table without a rule for it is where the build fails, and only that.
    let with_voucher = |attribute: &str| PAYMENT.replace("    Invoice,", &format!("    Invoice,\n{attribute}    Voucher,"));
    package.write("src/payment.rs", &with_voucher(""));
    let (success, _, err) = package.cargo("build");
    assert!(!success, "{err}");
    insta::assert_snapshot!("a_new_variant", errors(&err));

    // What `else` and blank cells answer needs no change.
    package.write("tables/shop/fees.csv", &FEES.replace("\"gift card, Invoice\"", "not(card)"));
    assert_eq!(run("covered"), format!("{known}Voucher: 0.00, 30, Invoice\n"));

    // A renamed one is unknown where it is named, with the nearest.
    package.write("src/payment.rs", &PAYMENT.replace("\"gift card\"", "\"giftcard\""));
    package.write("tables/shop/fees.csv", FEES);
    let (success, _, err) = package.cargo("build");
    assert!(!success, "{err}");
    insta::assert_snapshot!("a_renamed_variant", errors(&err));

    // One that is there under a condition: a warning, and as long as the condition doesn't hold, no more than that.
    package.write("src/payment.rs", &with_voucher("    #[cfg(feature = \"vouchers\")]\n"));
    assert_eq!(run("a condition that doesn't hold"), known);
    let (success, _, err) = package.cargo("build --features vouchers");
    assert!(!success, "{err}");
    assert!(err.contains("warning: enums@0.0.0: tables/matchbook.toml:2: warning[MB0637]: the variant `Voucher`"), "{err}");
    let of_rustc = errors(&err);
    assert!(of_rustc.contains("error[E0004]") && of_rustc.contains("src/rules/shop/fees/payment_fee.rs"), "{err}");
    assert!(of_rustc.contains("// fees!B6 of \"Payment fee\" says `enum PaymentMethod`: take the `cfg` off in ../src/payment.rs"), "{err}");
    if is_recorded() {
        insta::assert_snapshot!("a_variant_behind_a_cfg", of_rustc);
    }
}
