//! Any text as an expression and as tests: a tree whose normal form reads back as the same normal form, or mistakes that can be worded and
//! whose fixes read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use matchbook_compiler::diagnostic::expression::ExpressionFinding;
use matchbook_compiler::diagnostic::{Describe, Location};
use matchbook_compiler::source::{BookPath, CellRef};
use matchbook_compiler::syntax::expression::{Names, parse, parse_tests, print};

fuzz_target!(|text: &str| {
    let names = Names::new(["a", "b-c", "home country", "Weight (kg)", "parcel.weight", "terms and conditions"]);
    match parse(text, &names) {
        Ok(node) => {
            let printed = print(&node);
            match parse(&printed, &names) {
                Ok(again) => assert_eq!(print(&again), printed, "{text:?}"),
                Err(mistakes) => panic!("{text:?} printed as {printed:?}: {mistakes:?}"),
            }
        }
        Err(mistakes) => {
            assert!((1..=3).contains(&mistakes.len()));
            let location = Location::cells(&BookPath::new("book.csv"), "book", CellRef::new(4, 2));
            for finding in ExpressionFinding::of_cell(&location, "Label", text, 0, mistakes, |fix| parse(fix, &names).is_ok()) {
                assert!(!finding.describe().message.is_empty());
            }
        }
    }
    if let Err(mistakes) = parse_tests(text, &names) {
        assert!((1..=3).contains(&mistakes.len()));
    }
});
