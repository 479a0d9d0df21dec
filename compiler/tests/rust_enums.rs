//! Tables over a Rust enum: generated code that takes the user's type, compiled beside that type, and its agreement with the interpreter.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what fails outside a `#[test]` function fails the test all the same"
)]

mod generated;

use generated::{Question, answers_beside, meaning};
use matchbook_compiler::cases::run_cases;
use matchbook_compiler::compile::{Compilation, SourceSet, compile};
use matchbook_compiler::diagnostic::Level;
use matchbook_compiler::options::Options;
use matchbook_compiler::source::{BookPath, SourceFile};

const OPTIONS: &str = "[enums]\nPaymentMethod = { path = \"crate::payment::PaymentMethod\", source = \"../src/payment.rs\" }\n\
                       Channel = { path = \"crate::payment::Channel\", source = \"../src/payment.rs\" }\n";

/// The module that users have; what the derive gives is written out, as that is tested where it is.
const PAYMENT: &str = r#"//! How customers pay.

/// How a customer pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentMethod {
    /// By card.
    #[cfg_attr(any(), domain("card"))]
    Card,
    /// At the door.
    Cash,
    /// Later.
    SEPA,
}

impl matchbook::ClosedText for PaymentMethod {
    const VALUES: &'static [(&'static str, Self)] = &[("card", Self::Card), ("Cash", Self::Cash), ("SEPA", Self::SEPA)];
}

/// Where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// Online.
    WebShop,
    /// In town.
    TownShop,
    /// By telephone.
    PhoneShop,
}

impl matchbook::ClosedText for Channel {
    const VALUES: &'static [(&'static str, Self)] = &[("WebShop", Self::WebShop), ("TownShop", Self::TownShop), ("PhoneShop", Self::PhoneShop)];
}
"#;

/// One `match`, with a computed output of the enum's text and tests, one with a text outside the list.
const FEES: &str = "\
decision | Payment fee
unique | Method | Weight | Fee | Kind | Label
role | if | if | then | then | then
expr | payment.method | weight | | |
type | text | decimal(1) | number | text | text
values | enum PaymentMethod | | | enum Channel |
card | card | < 5 | 1 | WebShop | =\"by \" + payment.method
heavy | card | >= 5 | 2 | TownShop | heavy
other | not(card) | - | 0 | PhoneShop | =payment.method

test | Payment fee
 | payment.method | weight | expect Fee | expect Kind | expect Label | expect rule | expect error
one | card | 1 | 1 | WebShop | by card | card |
two | SEPA | 1 | 0 | PhoneShop | SEPA | other |
bad | Cheque | 1 | | | | | yes
";

/// Over the glossary's name, nullable, all rules that match, and a decision that needs another one and its enum.
const RISK: &str = "\
glossary | pay
 | name | type | values
 | channel | text? | enum Channel

decision | Signs
collect | Channel | Payment | Sign
role | if | if | then
expr | channel | method |
type | | text? | list of text
values | | enum PaymentMethod | enum Channel
a | WebShop, PhoneShop | - | [WebShop, TownShop]
b | - | not(card, SEPA) | []
c | null | card | [PhoneShop]

decision | Preferred
priority | Channel | Pays | Limit
role | if | then | note
expr | channel | |
type | | text |
values | | enum PaymentMethod |
web | WebShop | card | x
town | TownShop, null | Cash | y
any | - | SEPA | z

decision | Surcharge
first | Preferred | Channel | Rate
role | if | if | then
expr | Preferred | channel |
type | | | decimal(2)
one | card | WebShop | 0.10
two | Cash | - | 0.20
else | | | 0.30

decision | Baskets
first | Any by card | Channel | Answer
role | if | if | then
expr | payments[?].method | payments[].channel |
type | text | text | text
values | enum PaymentMethod | enum Channel |
a | card | WebShop | yes
else | | | no

decision | Inner
first | Mode | Number
role | if | then
expr | mode |
type | text | integer
values | enum PaymentMethod |
a | card | 1
else | | 9

decision | By hand
first | Inner | Mode | Answer
role | if | if | then
expr | Inner | mode |
type | | text | text
values | | card, Cash, SEPA |
a | < 5 | card | yes
b | - | Cash | =mode
else | | | no

decision | Narrow
first | Preferred | Channel | Answer
role | if | if | then
expr | Preferred | channel |
type | | | text
values | | WebShop, TownShop | enum PaymentMethod
a | card | WebShop | SEPA
else | | | Cash
";

fn csv(table: &str) -> Vec<u8> {
    let quoted = |cell: &str| format!("\"{}\"", cell.trim().replace('"', "\"\""));
    let lines = table.lines().map(|line| line.split('|').map(quoted).collect::<Vec<_>>().join(","));
    lines.collect::<Vec<_>>().join("\n").into_bytes()
}

fn compiled(books: &[(&str, &str)]) -> Compilation {
    let mut diagnostics = Vec::new();
    let options = Options::parse(OPTIONS, &mut diagnostics);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let file = |path: &str, bytes| SourceFile { path: BookPath::new(path), bytes: Ok(bytes) };
    let books = books.iter().map(|(path, table)| file(path, csv(table))).collect();
    // As the author writes it.
    let source = PAYMENT.replace("#[cfg_attr(any(), domain(\"card\"))]", "#[domain(\"card\")]");
    let rust = vec![file("../src/payment.rs", source.into_bytes())];
    let compilation = compile(&SourceSet { books, rust, ..SourceSet::default() }, &options);
    let serious: Vec<_> = compilation.reports.iter().filter(|report| report.level >= Level::Warning).collect();
    assert!(serious.is_empty(), "{serious:#?}");
    compilation
}

/// A table of the given number of different weights for each method, which is found by trees or data.
fn large(name: &str, rules: usize) -> String {
    let mut text = format!(
        "decision | {name}\nunique | Method | Weight | Fee\nrole | if | if | then\ntype | text? | integer | integer\nvalues | enum PaymentMethod | |\n"
    );
    for number in 0..rules {
        text.push_str(&format!("c{number} | card, null | {number} | {number}\ns{number} | SEPA | {number} | {}\n", number * 2));
    }
    text.push_str("else | | | 0\n");
    text
}

#[test]
fn the_generated_code_takes_the_users_type() {
    let compilation = compiled(&[("pay/fees.csv", FEES)]);
    let file = compilation.files.iter().find(|file| file.path.ends_with("payment_fee.rs")).unwrap();
    insta::assert_snapshot!(file.text);
}

#[test]
fn compiled_code_agrees_with_the_interpreter() {
    let (tree, data) = (large("Tree", 40), large("Data", 900));
    let compilation = compiled(&[("pay/fees.csv", FEES), ("pay/risk.csv", RISK), ("pay/tree.csv", &tree), ("pay/data.csv", &data)]);
    for run in run_cases(&compilation) {
        assert!(run.reports.is_empty(), "{:?}", run.reports);
    }
    let mut documents: Vec<(&str, String)> = Vec::new();
    for method in ["\"card\"", "\"Cash\"", "\"SEPA\"", "\"Card\"", "null", "5"] {
        for weight in ["1", "7"] {
            documents.push(("Payment fee", format!("{{\"payment\":{{\"method\":{method}}},\"weight\":{weight}}}")));
            for name in ["Tree", "Data"] {
                documents.push((name, format!("{{\"Method\":{method},\"Weight\":{weight}}}")));
            }
        }
        for name in ["Inner", "By hand"] {
            documents.push((name, format!("{{\"mode\":{method}}}")));
        }
        for channel in ["\"WebShop\"", "\"TownShop\"", "null", "\"Elsewhere\""] {
            documents.push(("Signs", format!("{{\"channel\":{channel},\"method\":{method}}}")));
            documents.push(("Preferred", format!("{{\"channel\":{channel}}}")));
            documents.push(("Surcharge", format!("{{\"channel\":{channel}}}")));
            documents.push(("Narrow", format!("{{\"channel\":{channel}}}")));
            documents.push(("Baskets", format!("{{\"payments\":[{{\"method\":{method},\"channel\":{channel}}}]}}")));
        }
    }
    let questions: Vec<Question<'_>> = documents.iter().map(|(decision, document)| Question { app: "pay", decision, document }).collect();
    let answers = answers_beside("rust-enums", &[("payment", PAYMENT)], &compilation.files, &questions);
    for ((decision, document), answer) in documents.iter().zip(answers) {
        let expected = meaning(compilation.graph("pay", decision).unwrap(), document);
        assert!(generated::agrees(&expected, &answer), "{decision} {document}: {expected} expected, {answer} found");
    }
}
