//! What is printed reads back as the same tree; and no text panics, hangs, or is refused without a word.

use std::time::{Duration, Instant};

use matchbook_compiler::diagnostic::expression::ExpressionFinding;
use matchbook_compiler::diagnostic::{Describe, Location};
use matchbook_compiler::source::{BookPath, CellRef};
use matchbook_compiler::syntax::expression::{Names, parse, parse_tests, print};
use proptest::prelude::*;
use proptest::sample::select;

use super::trees::{NAMES, tests_without_spans, tree, without_spans};

/// Text that looks like expressions.
fn text() -> impl Strategy<Value = String> {
    let parts = [
        "a",
        "b-c",
        "home country",
        "Weight (kg)",
        "parcel.weight",
        "x",
        "1",
        ".5",
        "1,5",
        "15%",
        "10K",
        "\"t\"",
        "\"",
        "'",
        "“",
        "@\"P1D\"",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "+",
        "-",
        "–",
        "*",
        "/",
        "**",
        "<",
        "<=",
        "=<",
        "=",
        "==",
        "!=",
        "<>",
        "≤",
        "..",
        ",",
        ";",
        ":",
        ".",
        "?",
        "&&",
        "||",
        "!",
        "%",
        "^",
        "$",
        "and",
        "or",
        "AND",
        "not",
        "not(",
        "if",
        "then",
        "else",
        "for",
        "in",
        "return",
        "some",
        "every",
        "satisfies",
        "between",
        "instance of",
        "list",
        "function(",
        "external",
        "is",
        "contains",
        "date and time(",
        "f(",
        "//",
        "/*",
        "*/",
        "\n",
        "\u{A0}",
        "null",
        "TRUE",
        "item",
        "key: ",
        "->",
    ];
    let part = prop_oneof![20 => select(parts.to_vec()).prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)];
    proptest::collection::vec((part, select(vec!["", " "])), 0..24)
        .prop_map(|parts| parts.into_iter().flat_map(|(part, blank)| [part, blank.to_owned()]).collect())
}

fn read_and_print(text: &str) {
    let names = Names::new(NAMES);
    match parse(text, &names) {
        Ok(node) => {
            let printed = print(&node);
            let again = parse(&printed, &names).unwrap_or_else(|mistakes| panic!("{text:?} printed as {printed:?}: {mistakes:?}"));
            assert_eq!(without_spans(&again), without_spans(&node), "{text:?} printed as {printed:?}");
            assert_eq!(print(&again), printed);
        }
        Err(mistakes) => {
            assert!((1..=3).contains(&mistakes.len()), "{text:?}: {mistakes:?}");
            assert!(mistakes.iter().all(|mistake| text.get(mistake.span.start..mistake.span.end).is_some()), "{text:?}: {mistakes:?}");
            let location = Location::cells(&BookPath::new("a.xlsx"), "S", CellRef::new(0, 0));
            for finding in ExpressionFinding::of_cell(&location, "Fee", text, 0, mistakes, |fix| parse(fix, &names).is_ok()) {
                assert!(!finding.describe().message.is_empty());
            }
        }
    }
    if let Err(mistakes) = parse_tests(text, &names) {
        assert!((1..=3).contains(&mistakes.len()), "{text:?}: {mistakes:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn what_is_printed_reads_back_as_the_same_tree(node in tree()) {
        let printed = print(&node);
        match parse(&printed, &Names::new(NAMES)) {
            Ok(again) => prop_assert_eq!(without_spans(&again), node, "printed as {}", printed),
            Err(mistakes) => prop_assert!(false, "printed as {}: {:?}", printed, mistakes),
        }
    }

    #[test]
    fn no_text_panics_and_each_mistake_is_told(text in prop_oneof![9 => text(), 1 => ".*".boxed()]) {
        read_and_print(&text);
    }

    #[test]
    fn tests_read_the_same_alone_and_behind_in(text in text()) {
        let names = Names::new(NAMES);
        if let Ok(tests) = parse_tests(&text, &names) && !tests.is_empty() {
            let whole = parse(&format!("1 in ({text}\n)"), &names);
            if let Ok(whole) = whole && let matchbook_compiler::syntax::expression::tree::NodeKind::In(_, within) = &whole.kind {
                prop_assert_eq!(tests_without_spans(within), tests_without_spans(&tests));
            }
        }
    }
}

#[test]
fn time_is_linear_in_the_text() {
    let names = Names::new(NAMES);
    let parts = [
        "a",
        "(",
        "[",
        "{a:",
        "1",
        "1,",
        "a ",
        "is ",
        "not ",
        "\"",
        "'",
        "/*",
        "a.",
        "a[",
        "f(",
        "-",
        "a and ",
        "a + ",
        "if ",
        "for x in ",
        "home ",
        "@",
        "é",
        "? ",
        "1..",
        "< ",
        "{a:1}",
        "f(a ",
        "instance of list<",
        "x instance of context<a: ",
        ",",
        ";",
        "1,1",
        "{\"a\":1,",
        "{b:1,",
        "in (",
        "not(",
        "x in (not(",
    ];
    for part in parts {
        let text = part.repeat(32_767 / part.chars().count());
        let start = Instant::now();
        let _ = (parse(&text, &names), parse_tests(&text, &names));
        assert!(start.elapsed() < Duration::from_secs(5), "{part:?} took {:?}", start.elapsed());
    }
}
