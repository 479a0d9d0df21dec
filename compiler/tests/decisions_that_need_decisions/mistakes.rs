//! What can be wrong between decisions.

use std::fmt::Write;

use matchbook_compiler::diagnostic::Level;

use crate::{PAYMENT, RISK, compiled, reports};

#[test]
fn each_mistake_is_told_once_at_its_cells() {
    let two =
        |name: &str, first: &str, second: &str| format!("decision | {name} | |\nunique | {first} | out |\nrole | if | then |\n{second}");
    let rules = "a | < 5 | 1 |\nelse | | 2 |\n\n";
    let typed = |ty: &str| format!("type | {ty} | integer |\n{rules}");
    let circle = [
        two("A", "B", rules),
        two("B", "x", "type | integer | number |\na | < 5 | =C + 1 |\nelse | | 2 |\n\n"),
        two("C", "A", rules),
        two("Outside", "B", rules),
        two("Unrelated", "y", &typed("integer")),
    ]
    .concat();
    let cases: Vec<(&str, String)> = vec![
        ("a circle, and what needs one of it", circle),
        ("itself", two("A", "A", rules)),
        ("another type", two("A", "x", &typed("integer")) + &two("B", "A", &typed("decimal(2)"))),
        ("other values", two("A", "x", &typed("integer")) + &two("B", "A", &format!("values | >= 0 | |\n{rules}"))),
        (
            "two types of one input, read and required",
            two("A", "x", &typed("integer")) + &two("B", "x", "type | decimal(2) | integer |\na | < 5 | 1 |\nelse | | =A |\n\n"),
        ),
        (
            "two types of one input, both required",
            two("A", "x", &typed("integer")) + &two("B", "x", &typed("decimal(2)")) + &two("C", "A", "type | integer | integer |\na | < 5 | 1 |\nelse | | =B |\n\n"),
        ),
        (
            "two lists of one input",
            "decision | A | |\nunique | tier | out |\nrole | if | then |\nvalues | gold, silver | |\na | gold | 1 |\nelse | | 2 |\n\n\
             decision | B | | |\nunique | tier | A | out |\nrole | if | if | then |\nvalues | gold, none | | |\na | gold | 1 | 1 |\nelse | | | 2 |\n"
                .to_owned(),
        ),
        ("a list in a column", RISK.to_owned() + "\n" + &two("B", "Warnings", "a | 1 | 1 |\nelse | | 2 |\n")),
        ("an output that isn't there", RISK.to_owned() + "\n" + &two("B", "x", "type | integer | text |\na | 1 | =Band.bnd |\nelse | | x |\n")),
        (
            "a column over an output that isn't there",
            RISK.to_owned()
                + "\n"
                + &two("B", "Band.limt", "type | integer | integer |\na | 1 | 1 |\nelse | | 2 |\n\n")
                + &two("C", "Band.o", "expr | Fraud score.limit | |\ntype | integer | integer |\na | 1 | 1 |\nelse | | 2 |\n"),
        ),
        (
            "what is needed is broken",
            two("A", "x", "type | integer | integer |\na | 5x | 1 |\nelse | | 2 |\n\n") + &two("B", "A", rules),
        ),
        (
            "what is needed has a gap",
            two("A", "x", "type | integer | integer |\na | < 5 | 1 |\n\n") + &two("B", "A", rules),
        ),
    ];
    let mut text = String::new();
    for (what, book) in cases {
        let compilation = compiled(&[("shop/book.csv", &book)]);
        let files: Vec<&str> = compilation.files.iter().map(|file| file.path.as_str()).collect();
        writeln!(text, "{what}:\n{}generated: {files:?}\n", reports(&compilation, Level::Warning)).unwrap();
    }
    insta::assert_snapshot!(text);
}

#[test]
fn lists_that_cannot_be_one_are_told_at_their_cells() {
    let reads = |name: &str, expr: &str, ty: &str, values: &str, entry: &str| {
        format!(
            "decision | {name} | |\nfirst | Tested | out |\nrole | if | then |\nexpr | {expr} | out |\ntype | {ty} | integer |\nvalues | {values} | |\na | {entry} | 1 |\nelse | | 2 |\n\n"
        )
    };
    let requires = |one: &str, other: &str| {
        format!(
            "decision | Both | | |\nfirst | {one} | {other} | out |\nrole | if | if | then |\ntype | | | integer |\na | 1 | 1 | 1 |\nelse | | | 2 |\n\n"
        )
    };
    let both = |one: [&str; 4], other: [&str; 4]| {
        let [expr, ty, values, entry] = one;
        let a = reads("A", expr, ty, values, entry);
        let [expr, ty, values, entry] = other;
        a + &reads("B", expr, ty, values, entry) + &requires("A", "B")
    };
    let own = |one: [&str; 4], expr: &str, ty: &str, entry: &str| {
        let [of, of_ty, values, of_entry] = one;
        reads("A", of, of_ty, values, of_entry)
            + &format!(
                "decision | B | | |\nfirst | A | Tested | out |\nrole | if | if | then |\nexpr | A | {expr} | out |\ntype | | {ty} | integer |\na | 1 | {entry} | 1 |\nelse | | | 2 |\n"
            )
    };
    let price = ["items[].price", "decimal(2)", "", "> 1"];
    let cases: Vec<(&str, String)> = vec![
        ("two types of a field, both required", both(price, ["items[?].price", "integer", "", "> 1"])),
        ("two types of a field, read and required", own(price, "items[?].price", "number", "> 1")),
        ("two enums of a field", both(["items[].kind", "text", "a, b", "a"], ["items[].kind", "text", "a, c", "a"])),
        ("a value and a record", both(price, ["items[].price.net", "decimal(2)", "", "> 1"])),
        ("a value and a list in an item", own(["items[].sizes[]", "integer", "", "1"], "items[].sizes", "integer", "1")),
        ("values and records", own(["tags", "list of text", "", "[a]"], "tags[].name", "text", "a")),
        ("a list that may be null", both(["tags", "list of text?", "", "[a]"], ["tags", "list of text", "", "[a]"])),
        ("items that may be null", both(["tags", "list of (text?)", "", "[a]"], ["tags", "list of text", "", "[a]"])),
        ("a list and a value", own(price, "items", "text", "a")),
        ("a list and a record", own(price, "items.total", "number", "1")),
        ("names that are one in Rust", own(price, "items[].Price", "decimal(2)", "> 1")),
    ];
    let mut text = String::new();
    for (what, book) in cases {
        let compilation = compiled(&[("shop/book.csv", &book)]);
        writeln!(text, "{what}:\n{}", reports(&compilation, Level::Warning)).unwrap();
    }
    insta::assert_snapshot!(text);
}

#[test]
fn columns_over_lists_of_decisions_say_what_is_wrong_at_their_cells() {
    let tests = |expr: &str, ty: &str, values: &str, entry: &str| {
        let column = format!(
            "decision | Asks | |\nfirst | Tested | out |\nrole | if | then |\nexpr | {expr} | out |\ntype | {ty} | integer |\nvalues | {values} | |\na | {entry} | 1 |\nelse | | 2 |\n"
        );
        let codes = "decision | Codes | |\ncollect | amount | code |\nrole | if | then |\ntype | number | text |\nvalues | | a, b |\na | > 1 | a |\nb | > 2 | b |\n\n";
        RISK.to_owned() + "\n" + codes + &column
    };
    let cases = [
        ("no such output", tests("Warnings[?].cod", "", "", "big")),
        ("an output of a single one", tests("Codes[?].code", "", "", "a")),
        ("no list", tests("Fraud score[?]", "", "", "> 1")),
        ("no list of", tests("Fraud score", "list of integer", "", "[1]")),
        ("no list in a record", tests("Band[?].band", "", "", "low")),
        ("a record", tests("Band", "", "", "?.band = \"low\"")),
        ("a value for a list of records", tests("Warnings", "", "", "big")),
        ("a value for a list", tests("Codes", "", "", "a")),
        ("a value for an item", tests("Warnings[?]", "", "", "big")),
        ("another type", tests("Warnings[?].text", "number", "", "1")),
        ("another type of items", tests("Codes", "list of integer", "", "[1]")),
        ("a type for records", tests("Warnings[?]", "text", "", "?.code = \"big\"")),
        ("other values", tests("Warnings[].code", "", "big, small", "big")),
        ("other values of items", tests("Codes", "", "a, c", "[a]")),
        ("a value outside", tests("Warnings[].code", "", "", "small")),
        ("an item outside", tests("Codes", "", "", "contains c")),
        ("a field that items lack", tests("Warnings[?]", "", "", "?.cod = \"big\"")),
    ];
    let mut text = String::new();
    for (what, book) in cases {
        let compilation = compiled(&[("shop/book.csv", &book)]);
        writeln!(text, "{what}:\n{}", reports(&compilation, Level::Warning)).unwrap();
    }
    insta::assert_snapshot!(text);
}

#[test]
fn a_book_that_needs_a_broken_one_is_broken_without_a_word() {
    let broken = RISK.replace("[0..300)", "[0..300");
    let compilation = compiled(&[("shop/pay.csv", PAYMENT), ("shop/risk.csv", &broken)]);
    let books: Vec<(String, bool)> = compilation.books.iter().map(|book| (book.path.to_string(), book.broken)).collect();
    assert_eq!(books, [("shop/pay.csv".to_owned(), true), ("shop/risk.csv".to_owned(), true)]);
    let errors = reports(&compilation, Level::Error);
    assert_eq!(errors.matches("Error ").count(), 1, "{errors}");
    assert!(errors.contains("shop/risk.csv"), "{errors}");
}
