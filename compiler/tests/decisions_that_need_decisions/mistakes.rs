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
fn a_book_that_needs_a_broken_one_is_broken_without_a_word() {
    let broken = RISK.replace("[0..300)", "[0..300");
    let compilation = compiled(&[("shop/pay.csv", PAYMENT), ("shop/risk.csv", &broken)]);
    let books: Vec<(String, bool)> = compilation.books.iter().map(|book| (book.path.to_string(), book.broken)).collect();
    assert_eq!(books, [("shop/pay.csv".to_owned(), true), ("shop/risk.csv".to_owned(), true)]);
    let errors = reports(&compilation, Level::Error);
    assert_eq!(errors.matches("Error ").count(), 1, "{errors}");
    assert!(errors.contains("shop/risk.csv"), "{errors}");
}
