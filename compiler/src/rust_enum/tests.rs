use std::fmt::Write as _;

use crate::compile::{SourceSet, compile};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::options::Options;
use crate::source::{BookPath, ReadError, SourceFile};

const PAYMENT: &str = "use std::fmt;\n\n/// How a customer pays.\n#[derive(Clone, Copy, Debug, PartialEq, Eq, matchbook::Domain)]\npub enum PaymentMethod {\n    \
                       #[domain(\"card\")]\n    Card,\n    #[domain(\"cash\")]\n    Cash,\n    #[domain(\"gift card\")]\n    GiftCard,\n    Invoice,\n}\n";

/// A table in text, ` | ` between cells, as CSV.
fn csv(table: &str) -> Vec<u8> {
    let quoted = |cell: &str| format!("\"{}\"", cell.trim().replace('"', "\"\""));
    let lines = table.lines().map(|line| line.split('|').map(quoted).collect::<Vec<_>>().join(","));
    lines.collect::<Vec<_>>().join("\n").into_bytes()
}

/// What is said of a table, in the words of reports; `files` are the Rust files.
fn said(toml: &str, files: &[(&str, &str)], table: &str) -> String {
    let files = files.iter().map(|(path, text)| (*path, Ok(text.as_bytes().to_vec())));
    let mut text = String::new();
    for report in reports(toml, files.collect(), table) {
        let description = &report.description;
        let _ = writeln!(text, "{}: {}: {}", description.primary.location, report.code(), description.message);
        for fix in &description.fixes {
            let _ = writeln!(text, "    fix: {} at {}", fix.title, fix.edits[0].location());
        }
        for note in description.notes.iter().chain(&description.help) {
            let _ = writeln!(text, "    {note}");
        }
    }
    text
}

fn reports(toml: &str, files: Vec<(&str, Result<Vec<u8>, ReadError>)>, table: &str) -> Vec<Report> {
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let options = Options::parse(toml, &mut diagnostics);
    let file = |path: &str, bytes| SourceFile { path: BookPath::new(path), bytes };
    let books = if table.is_empty() { Vec::new() } else { vec![file("shop/fees.csv", Ok(csv(table)))] };
    let rust = files.into_iter().map(|(path, bytes)| file(path, bytes)).collect();
    let compilation = compile(&SourceSet { books, rust, ..SourceSet::default() }, &options);
    let reports = diagnostics.into_iter().map(Report::new).chain(compilation.reports);
    reports.filter(|report| report.level > Level::Note).collect()
}

const TOML: &str = "[enums]\nPaymentMethod = { path = \"crate::payment::PaymentMethod\", source = \"../src/payment.rs\" }\n";

/// A table with this type, these values, and rules for these entries.
fn table(ty: &str, values: &str, entries: &[&str]) -> String {
    let mut text =
        format!("decision | Fee\nunique | Method | Fee\nrole | if | then\nexpr | method |\ntype | {ty} | number\nvalues | {values} |\n");
    for (number, entry) in entries.iter().enumerate() {
        let _ = writeln!(text, "r{number} | {entry} | {number}");
    }
    text
}

fn said_of(values: &str, entries: &[&str]) -> String {
    said(TOML, &[("../src/payment.rs", PAYMENT)], &table("text", values, entries))
}

#[test]
fn the_variants_are_the_values_of_the_column() {
    let all = ["card", "cash", "gift card", "Invoice"];
    assert_eq!(said_of("enum PaymentMethod", &all), "");
    assert_eq!(said_of(" Enum\u{a0} PaymentMethod ", &all), "");
    insta::assert_snapshot!("an_unknown_value", said_of("enum PaymentMethod", &["card, cash", "gift cart", "Invoice"]));
    insta::assert_snapshot!("a_missing_value", said_of("enum PaymentMethod", &["card", "cash", "Invoice"]));
    assert_eq!(said_of("enum PaymentMethod", &["card", "not(card)"]), "");
    assert_eq!(said_of("\"enum PaymentMethod\", b", &["\"enum PaymentMethod\"", "b"]), "", "a text in quotes");
}

#[test]
fn other_cells_are_refused() {
    let mut text = String::new();
    for values in [
        "enum PaymentMetod",
        "enum Zebra",
        "enum Payment Method",
        "enum PaymentMethod, bank",
        "bank, enum Zebra",
        "not(enum PaymentMethod)",
    ] {
        let _ = writeln!(text, "{values}\n{}", said_of(values, &["card", "-"]));
    }
    let number = said(TOML, &[("../src/payment.rs", PAYMENT)], &table("number?", "enum PaymentMethod", &["1"]));
    let _ = writeln!(text, "number?\n{number}");
    let _ = writeln!(text, "without [enums]\n{}", said("", &[], &table("text", "enum PaymentMethod", &["card"])));
    insta::assert_snapshot!(text);
}

#[test]
fn entries_of_matchbook_toml_are_checked() {
    let mut text = String::new();
    for entry in [
        "\"payment method\" = { path = \"crate::A\", source = \"a.rs\" }",
        "A = \"crate::A\"",
        "A = {}",
        "A = { path = \"crate::A\" }",
        "A = { source = \"a.rs\" }",
        "A = { pth = \"crate::A\", source = 5 }",
        "A = { path = 5, source = \"a.rs\" }",
        "A = { path = \"A\", source = \"a.rs\" }",
        "A = { path = \"super::A\", source = \"a.rs\" }",
        "A = { path = \"crate::a<T>::A\", source = \"a.rs\" }",
        "A = { path = \"::crate::A\", source = \"a.rs\" }",
        "A = { path = \"crate::A\", source = \"/a.rs\" }",
        "A = { path = \"crate::A\", source = \"C:/a.rs\" }",
        "A = { path = \"crate::A\", source = \"..\\\\a.rs\" }",
        "A = { path = \"crate::A\", source = \"a/../b.rs\" }",
        "A = { path = \"crate::A\", source = \"./b.rs\" }",
        "A = { path = \"crate::A\", source = \"../src\" }",
        "A = { path = \"crate::A\", source = \"\" }",
    ] {
        let _ = writeln!(text, "{entry}\n{}", said(&format!("[enums]\n{entry}\n"), &[], ""));
    }
    insta::assert_snapshot!(text);
    for path in ["crate::A", "::shop::A", "shop::payment::A", "crate::r#type::A"] {
        let toml = format!("[enums]\nA = {{ path = \"{path}\", source = \"a.rs\" }}\n");
        assert_eq!(said(&toml, &[("a.rs", "enum A { B }")], ""), "", "{path}");
    }
}

#[test]
fn source_files_are_checked() {
    let toml = "[enums.PaymentMethod]\npath = \"crate::payment::PaymentMethod\"\nsource = \"../src/payment.rs\"\n";
    let mut text = String::new();
    for source in [
        "enum PaymentMethod { Card",
        "fn f() {}",
        "enum PaymentMehtod { Card }",
        "enum A { B } mod c { enum D { E } }",
        "mod a { enum PaymentMethod { Card } } mod b { enum PaymentMethod { Card } }",
        "enum PaymentMethod { Card { number: u64 }, Cash(u8) }",
        "enum PaymentMethod<T> { Card }",
        "enum PaymentMethod {}",
        "enum PaymentMethod { #[domain(\"card\")] Card, #[domain(\"card\")] Cash }",
        "enum PaymentMethod { #[cfg(unix)] Card }",
        "enum PaymentMethod { Cash, #[cfg(unix)] Card, #[cfg(windows)] Voucher }",
    ] {
        let _ = writeln!(text, "{source}\n{}", said(toml, &[("../src/payment.rs", source)], ""));
    }
    let _ = writeln!(text, "(none)\n{}", said(toml, &[], ""));
    for bytes in [Err(ReadError::TooLarge(5 << 20)), Err(ReadError::Io("Permission denied".to_owned())), Ok(vec![0xff])] {
        let reports = reports(toml, vec![("../src/payment.rs", bytes.clone())], "");
        let messages: Vec<&str> = reports.iter().map(|report| report.description.message.as_str()).collect();
        let _ = writeln!(text, "{bytes:?}\n{}\n", messages.join("\n"));
    }
    insta::assert_snapshot!(text);
}

#[test]
fn an_enum_of_another_crate_must_be_exhaustive() {
    let source = [("a.rs", "#[non_exhaustive] pub enum A { B }")];
    assert_eq!(said("[enums]\nA = { path = \"crate::A\", source = \"a.rs\" }\n", &source, ""), "");
    let said = said("[enums]\nA = { path = \"other::A\", source = \"a.rs\" }\n", &source, "");
    assert!(said.contains("MB0636") && said.contains("non_exhaustive"), "{said}");
}

#[test]
fn one_cause_is_reported_once() {
    let broken = [("../src/payment.rs", "enum PaymentMethod {}")];
    let glossary = "glossary | shop\n | name | type | values\n | method | text | enum PaymentMethod\n\n";
    let column = table("text", "enum PaymentMethod", &["card"]);
    let of_glossary = format!("{glossary}{}", table("text", "", &["card"]));
    for table in [column.clone(), of_glossary] {
        let said = said(TOML, &broken, &table);
        assert_eq!(said.lines().count(), 1, "{said}");
    }
    let incomplete = said("[enums]\nPaymentMethod = { path = \"crate::A\" }\n", &[], &column);
    assert_eq!(incomplete.matches("MB0").count(), 1, "{incomplete}");
}
