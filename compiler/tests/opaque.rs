//! Outputs of type `any`: JSON of any shape, from the cell to the result ("JSON of any shape" in `docs/table-language.md`).

#![allow(clippy::unwrap_used, reason = "what fails outside a `#[test]` function fails the test all the same")]

use std::fmt::Write as _;

use matchbook_compiler::compile::{Compilation, SourceSet, compile};
use matchbook_compiler::diagnostic::Level;
use matchbook_compiler::interpret::{evaluate_json, run_case};
use matchbook_compiler::options::Options;
use matchbook_compiler::source::{BookPath, SourceFile};

/// These rows, cells parted by `¦`, as the only book of an app.
fn book(rows: &str, options: &Options) -> Compilation {
    let cell = |cell: &str| format!("\"{}\"", cell.trim().replace("⏎", "\n").replace('"', "\"\""));
    let rows: Vec<Vec<String>> = rows.lines().map(|row| row.split('¦').map(cell).collect()).collect();
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut text = String::new();
    for mut row in rows {
        row.resize(width, String::new());
        writeln!(text, "{}", row.join(",")).unwrap();
    }
    let book = SourceFile { path: BookPath::new("shop/book.csv"), bytes: Ok(text.into_bytes()) };
    compile(&SourceSet { books: vec![book], ..SourceSet::default() }, options)
}

/// A table whose column is of this type and answers this.
fn table(ty: &str, entry: &str) -> String {
    format!(
        "decision ¦ Fee ¦\nfirst ¦ Kind ¦ Payload\nrole ¦ if ¦ then\ntype ¦ text ¦ {ty}\nvalues ¦ a, b ¦\none ¦ a ¦ {entry}\nelse ¦ ¦ 0\n"
    )
}

/// What was found, an error or more a line.
fn findings(compilation: &Compilation) -> String {
    let mut text = String::new();
    for report in compilation.reports.iter().filter(|report| report.level != Level::Note) {
        writeln!(text, "{} {}: {}", report.code(), report.location(), report.description.message).unwrap();
        for fix in &report.description.fixes {
            writeln!(text, "    fix: {}", fix.in_words()).unwrap();
        }
        if let Some(help) = &report.description.help {
            writeln!(text, "    help: {help}").unwrap();
        }
    }
    text
}

fn answer(rows: &str, document: &str) -> serde_json::Value {
    let compilation = book(rows, &Options::default());
    assert!(!compilation.books[0].broken, "{}", findings(&compilation));
    evaluate_json(compilation.decisions[0].table(), document).unwrap().output
}

#[test]
fn json_goes_through_as_it_is() {
    for (entry, expected) in [
        ("{}", "{}"),
        ("[]", "[]"),
        ("null", "null"),
        (" true ", "true"),
        ("false", "false"),
        ("0", "0"),
        ("1.0", "1.0"),
        ("-12", "-12"),
        ("0.29", "0.29"),
        ("18446744073709551615", "18446744073709551615"),
        ("\"= 1 + 1\"", "\"= 1 + 1\""),
        ("[1,⏎ [2, \"3\"],\u{a0}{}]", "[1,[2,\"3\"],{}]"),
        ("{\"b\": {\"c\": [null, 1e3]}, \"a\": \"\\u00e9\\n“”\u{a0}\"}", "{\"b\":{\"c\":[null,1000.0]},\"a\":\"é\\n“”\u{a0}\"}"),
    ] {
        let answer = answer(&table("any", entry), r#"{"Kind": "a"}"#);
        assert_eq!(answer, serde_json::from_str::<serde_json::Value>(expected).unwrap(), "{entry}");
    }
}

#[test]
fn blanks_and_null() {
    assert_eq!(answer(&table("any?", ""), r#"{"Kind": "a"}"#), serde_json::Value::Null);
    assert_eq!(answer(&table("any?", "null"), r#"{"Kind": "a"}"#), serde_json::Value::Null);
    assert_eq!(answer(&table("any?", "[null]"), r#"{"Kind": "a"}"#), serde_json::json!([null]));
    let with_default = table("any", "").replace("values", "default ¦ ¦ {\"a\": 1}\nvalues");
    assert_eq!(answer(&with_default, r#"{"Kind": "a"}"#), serde_json::json!({"a": 1}));
}

#[test]
fn mistakes_are_shown_at_their_place() {
    let deep = format!("{}{}", "[".repeat(65), "]".repeat(65));
    let very_deep = "[".repeat(30_000);
    let mut out = String::new();
    for entry in [
        "",
        "-",
        "email",
        "True",
        "'email'",
        "{template: late}",
        "{“template”: “late”}",
        "{\"template\": \"late\",}",
        "{\"a\": 1,⏎ \"b\": [1, 2⏎ \"c\": 3}",
        "{\"a\": 1",
        "{\"a\": 1} and more",
        "\"never closed",
        "\"\\ud800\"",
        "1e400",
        "[0.123456789012345678901234567890]",
        "{\"a\": 1, \"b\": {\"a\": 2, \"a\": 3}}",
        "= Kind",
        "= 1",
        "Kind",
        "01",
        "18-65",
        &deep,
        &very_deep,
    ] {
        let shown: String = entry.chars().take(60).collect();
        writeln!(out, "── {shown}\n{}", findings(&book(&table("any", entry), &Options::default()))).unwrap();
    }
    insta::assert_snapshot!(out);
}

#[test]
fn nothing_can_be_asked_of_it() {
    let tables = [
        ("an input", "decision ¦ Fee ¦\nfirst ¦ Kind ¦ Fee\nrole ¦ if ¦ then\ntype ¦ any ¦ number\none ¦ 1 ¦ 2\nelse ¦ ¦ 0\n".to_owned()),
        ("values", table("any", "1").replace("values ¦ a, b ¦", "values ¦ a, b ¦ 1, 2")),
        ("a constant", format!("{}\nconstants ¦ Book ¦ ¦\n ¦ name ¦ type ¦ value\n ¦ limits ¦ any ¦ [1]\n", table("any", "1"))),
        (
            "an input by the glossary",
            "glossary ¦ Book ¦\n ¦ name ¦ type\n ¦ kind ¦ any\n\ndecision ¦ Fee ¦\nfirst ¦ kind ¦ Fee\nrole ¦ if ¦ then\ntype ¦ ¦ number\none ¦ 1 ¦ 2\nelse ¦ ¦ 0\n".to_owned(),
        ),
        (
            "a name in an expression",
            format!("glossary ¦ Book ¦\n ¦ name ¦ type\n ¦ body ¦ any\n\n{}", table("number", "count(body)")),
        ),
        ("the values of a glossary's name", format!("glossary ¦ Book ¦ ¦\n ¦ name ¦ type ¦ values\n ¦ Payload ¦ any ¦ 1\n\n{}", table("", "1"))),
        ("a rank", table("any", "1").replace("first", "priority").replace("values ¦ a, b ¦", "values ¦ ¦")),
        ("a sum", table("any", "1").replace("first", "sum")),
        ("a greatest", table("any", "1").replace("first", "max")),
        ("rules that disagree", table("any", "1").replace("first", "any").replace("else ¦ ¦ 0", "two ¦ a, b ¦ 2")),
    ];
    let mut out = String::new();
    for (what, rows) in tables {
        writeln!(out, "── {what}\n{}", findings(&book(&rows, &Options::default()))).unwrap();
    }
    let without = Options { json: false, ..Options::default() };
    let compilation = book(&table("any", "1"), &without);
    writeln!(out, "── json = false\n{}", findings(&compilation)).unwrap();
    assert!(compilation.files.is_empty() && compilation.books[0].broken);
    insta::assert_snapshot!(out);
}

/// Every hit policy with such an output, and its test cases.
#[test]
fn every_policy_that_can_gives_it() {
    let rows = |policy: &str, one: &str, two: &str, expected: &str| {
        format!(
            "decision ¦ Notes ¦\n{policy} ¦ Size ¦ Note\nrole ¦ if ¦ then\ntype ¦ integer ¦ any\none ¦ > 5 ¦ {one}\ntwo ¦ > 7 ¦ {two}\nthree ¦ < 0 ¦ null\n\n\
             test ¦ Notes ¦\n ¦ Size ¦ expect Note\nboth ¦ 9 ¦ {expected}\n"
        )
    };
    for (policy, one, two, expected, result) in [
        ("any", "{\"a\": 1, \"b\": [1]}", "{\"b\": [1.0], \"a\": 1e0}", "{\"a\": 1.0, \"b\": [1]}", "{\"a\":1,\"b\":[1]}"),
        ("first", "[1]", "[2]", "[1.0]", "[1]"),
        ("collect", "[1]", "{}", "[[1], {}]", "[[1],{}]"),
        ("rule order", "null", "\"x\"", "[null, \"x\"]", "[null,\"x\"]"),
        ("count", "null", "\"x\"", "2", "2"),
    ] {
        let single = matches!(policy, "any" | "first");
        let text = rows(policy, one, two, expected);
        // What is left over, and the rule that the first hides, is no matter here.
        let text = if single { text.replace("three ¦ < 0 ¦ null", "else ¦ ¦ null") } else { text };
        let text = if policy == "first" { text.replace("> 7", "<= 3") } else { text };
        let compilation = book(&text, &Options::default());
        let errors: Vec<_> = compilation.reports.iter().filter(|report| report.level > Level::Advice).collect();
        assert!(errors.is_empty(), "{policy}: {}", findings(&compilation));
        let table = compilation.decisions[0].table();
        let output = evaluate_json(table, r#"{"Size": 9}"#).unwrap().output;
        assert_eq!(output.to_string(), result, "{policy}");
        let book = &compilation.model.apps[0].books[0];
        run_case(table, &book.path, &book.tests[0], &book.tests[0].cases[0]).unwrap_or_else(|found| panic!("{policy}: {found:?}"));
    }
}
