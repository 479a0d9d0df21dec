//! "Lists of facts" in `docs/table-language.md`: what quantified columns mean, by the reference interpreter, and what is wrong with those
//! that mean nothing.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what fails outside a `#[test]` function fails the test all the same"
)]

use std::fmt::Write;

use matchbook_compiler::compile::{Compilation, SourceSet, compile};
use matchbook_compiler::diagnostic::Level;
use matchbook_compiler::interpret::evaluate_json;
use matchbook_compiler::options::Options;
use matchbook_compiler::source::{BookPath, SourceFile};

/// A book of these rows, ` | ` between cells.
fn compiled(table: &str) -> Compilation {
    let rows: Vec<Vec<&str>> = table.trim().lines().map(|row| row.split('|').map(str::trim).collect()).collect();
    let width = rows.iter().map(Vec::len).max().unwrap();
    let mut text = String::new();
    for row in rows {
        let cells: Vec<String> =
            (0..width).map(|at| format!("\"{}\"", row.get(at).copied().unwrap_or_default().replace('"', "\"\""))).collect();
        writeln!(text, "{}", cells.join(",")).unwrap();
    }
    let book = SourceFile { path: BookPath::new("shop/basket.csv"), bytes: Ok(text.into_bytes()) };
    compile(&SourceSet { books: vec![book], ..SourceSet::default() }, &Options::default())
}

/// What is found in a table at a level of `least` and above.
fn found(compilation: &Compilation, least: Level) -> String {
    let mut text = String::new();
    for report in compilation.reports.iter().filter(|report| report.level >= least) {
        writeln!(text, "{} {} {}", report.code(), report.location(), report.description.message).unwrap();
    }
    text
}

/// What the table's only decision decides for each document: the output, or the error.
#[track_caller]
fn decides(table: &str, documents: &[(&str, &str)]) {
    let compilation = compiled(table);
    assert_eq!(found(&compilation, Level::Error), "");
    let decision = compilation.decisions.first().unwrap().table();
    for (document, expected) in documents {
        let given = match evaluate_json(decision, document) {
            Ok(answer) => answer.output.to_string(),
            Err(error) => format!("{} {error}", error.code()),
        };
        assert_eq!(given, *expected, "{document}");
    }
}

#[test]
fn every_and_some() {
    let table = |quantifier: &str| {
        format!(
            "decision | Basket |\nfirst | Price | Result\nrole | if | then\nexpr | items[{quantifier}].price |\ntype | decimal(2) | text\nyes | > 5 | yes\nelse | | no"
        )
    };
    let documents = |one: &'static str, none: &'static str, mixed: &'static str| {
        [
            (r#"{"items": [{"price": 6}]}"#, one),
            (r#"{"items": []}"#, none),
            (r#"{"items": [{"price": 6}, {"price": "5.00"}]}"#, mixed),
            (r#"{"items": [{"price": 5}, {"price": 1}]}"#, "\"no\""),
            (r#"{}"#, "MB0812 `items` is missing: it must be list of records"),
            (r#"{"items": null}"#, "MB0813 `items` is null: it must be list of records"),
            (r#"{"items": {"price": 6}}"#, "MB0814 `items` is an object: it must be list of records"),
            (r#"{"items": [{"price": 6}, {"price": null}]}"#, "MB0813 `items[2].price` is null: it must be decimal(2)"),
            (r#"{"items": [{"price": 6}, {}]}"#, "MB0812 `items[2].price` is missing: it must be decimal(2)"),
            (r#"{"items": [{"price": 6, "sku": 1}]}"#, "MB0811 `items[1].sku` isn't an input"),
            (r#"[{"type": "items", "attributes": {"price": 6, "sku": 1}}]"#, one),
            (r#"[{"type": "items", "attributes": {"price": 6}}, {"type": "items", "attributes": {"price": 5}}]"#, mixed),
            (r#"[{"type": "item", "attributes": {"price": 6}}]"#, "MB0812 `items` is missing: it must be list of records"),
        ]
    };
    decides(&table(""), &documents("\"yes\"", "\"yes\"", "\"no\""));
    decides(&table("?"), &documents("\"yes\"", "\"no\"", "\"yes\""));
}

#[test]
fn quantifiers_alternate() {
    decides(
        "decision | Basket | | |\nfirst | Sku | Tag | Result\nrole | if | if | then\nexpr | orders[].items[?].sku | orders[?].tags[] |\ntype | text | text | text\nboth | A, B | not(\"x\") | both\nsku | A, B | | sku\ntag | | not(\"x\") | tag\nelse | | | none",
        &[
            (r#"{"orders": []}"#, "\"sku\""),
            (r#"{"orders": [{"items": [], "tags": []}]}"#, "\"tag\""),
            (r#"{"orders": [{"items": [{"sku": "C"}, {"sku": "B"}], "tags": ["x"]}]}"#, "\"sku\""),
            (
                r#"{"orders": [{"items": [{"sku": "C"}, {"sku": "B"}], "tags": ["x"]}, {"items": [{"sku": "A"}], "tags": ["y", "z"]}]}"#,
                "\"both\"",
            ),
            (r#"{"orders": [{"items": [{"sku": "A"}], "tags": ["y"]}, {"items": [{"sku": "C"}], "tags": ["y", "x"]}]}"#, "\"tag\""),
            (r#"{"orders": [{"items": [{"sku": "C"}], "tags": ["y", "x"]}]}"#, "\"none\""),
            (r#"{"orders": [{"items": [{"sku": 5}], "tags": []}]}"#, "MB0814 `orders[1].items[1].sku` is the number 5: it must be text"),
            (r#"{"orders": [{"items": [], "tags": [null]}]}"#, "MB0813 `orders[1].tags[1]` is null: it must be text"),
        ],
    );
}

#[test]
fn an_item_is_asked_for_several_things() {
    decides(
        "glossary | Shop | | |\n | name | type | values\n | items[].category | text | book, toy\n | items[].price | decimal(2) | >= 0\n | items[].weight | number |\n\ndecision | Basket | |\nfirst | Item | Count | Result\nrole | if | if | then\nexpr | items[?] | count(items) |\ndear | ?.category = \"book\" and ?.price > 100 | | =string join(items.category, \" \")\nmany | | > 2 | many\nelse | | | none",
        &[
            (r#"{"items": [{"category": "book", "price": 101}]}"#, "\"book\""),
            (r#"{"items": [{"category": "book", "price": 99}, {"category": "toy", "price": 101}]}"#, "\"none\""),
            (r#"{"items": [{"category": "pen", "price": 101}]}"#, "MB0801 `items[1].category` is pen: it must be book or toy"),
            (
                r#"{"items": [{"category": "book", "price": 1}, {"category": "toy", "price": -1}]}"#,
                "MB0801 `items[2].price` is -1.00: it must be decimal(2) >= 0",
            ),
            // Nothing reads the weight, so it is no field of the items.
            (r#"{"items": [{"category": "book", "price": 1, "weight": 1}]}"#, "MB0811 `items[1].weight` isn't an input"),
        ],
    );
}
