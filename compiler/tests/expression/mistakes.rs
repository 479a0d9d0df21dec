//! Texts that are no expressions: each mistake is shown under the text, with its code, its message and the ready fixes, each of which reads.

use std::fmt::Write;

use matchbook_compiler::diagnostic::expression::ExpressionFinding;
use matchbook_compiler::diagnostic::{Describe, Edit, Location};
use matchbook_compiler::source::{BookPath, CellRef};
use matchbook_compiler::syntax::expression::{Names, parse};

const NAMES: [&str; 6] = ["total", "order.limit", "home country", "age", "xs", "rate"];

fn show(cells: &[&str]) -> String {
    let location = Location::cells(&BookPath::new("shop.xlsx"), "Rules", CellRef::new(4, 1));
    let names = Names::new(NAMES);
    let reads = |text: &str| parse(text, &names).is_ok();
    let mut out = String::new();
    for text in cells {
        let mistakes = parse(text, &names).err().unwrap_or_else(|| panic!("{text} is an expression"));
        let findings = ExpressionFinding::of_cell(&location, "Fee", text, 0, mistakes, reads);
        let _ = writeln!(out, "{}", text.chars().take(120).collect::<String>());
        for finding in &findings {
            let (start, end) = (finding.mistake.span.start, finding.mistake.span.end);
            let columns = |bytes: &str| bytes.chars().count();
            let (before, under) = (columns(&text[..start]), columns(&text[start..end]).max(1));
            let description = finding.describe();
            let _ = writeln!(out, "{}{} {}", " ".repeat(before), "^".repeat(under.min(120)), description.primary.text);
            let _ = writeln!(out, "    {}: {}", finding.code(), description.message);
            for fix in &description.fixes {
                let [Edit::Type { text: typed, .. }] = fix.edits.as_slice() else { panic!("{text}: {fix:?}") };
                assert!(reads(typed), "{text}: the fix {typed} doesn't read");
                let _ = writeln!(out, "      fix: {typed}");
            }
            for note in description.notes {
                let _ = writeln!(out, "      note: {note}");
            }
            if let Some(help) = &description.help {
                let _ = writeln!(out, "      help: {help}");
            }
        }
        out.push('\n');
    }
    out
}

#[test]
fn what_is_missing_or_misplaced() {
    let shown = show(&[
        "",
        "2 *",
        "2 * * total",
        "(total) 5",
        "5 kg",
        "+ 5",
        "total -",
        "> 5",
        "total + > 5",
        "[1, 2,]",
        "[1 2]",
        "[1, , 2]",
        "max(1 2)",
        "total, age",
        "@5",
        "total.",
        "{a 1}",
        "{a: 1, a: 2}",
        "{a: 1",
        "f(a: 1, a: 2)",
        "f(1, b: 2)",
        "5(1)",
        "]1, 2]",
        "(!= 5)",
        "total $ 5",
        "total between 1",
        "total between 1 or 2",
        "total instance of",
        "for x xs return x",
        "for in xs return x",
        "some x in xs",
        "every x in xs return x",
        "function(5) x",
        "sort(xs, function(x, x) x < x)",
        "sort(xs, function(x: number) x)",
        "1 .. 5",
    ]);
    insta::assert_snapshot!(shown);
}

#[test]
fn brackets() {
    let shown = show(&[
        "(1 + 2",
        "(1 + 2]",
        "[1, 2",
        "[1, 2)",
        "[(1 + 2]",
        "max(1, [2, 3)",
        "1 + 2)",
        "xs[1",
        "[1..5",
        "(1, 2, 3)",
        "{a: (1}",
        &"(".repeat(10_000),
        &format!("{}1{}", "(".repeat(65), ")".repeat(65)),
        &"-".repeat(70),
        &vec!["1"; 70].join(" - "),
    ]);
    insta::assert_snapshot!(shown);
}

#[test]
fn other_languages() {
    let shown = show(&[
        "total > 5 && age < 3",
        "total > 5 || age < 3",
        "total > 5 | age < 3",
        "! total",
        "!(total > 5)",
        "not total > 5",
        "not xs[1]",
        "total ^ 2",
        "total % 2",
        "7%2",
        "total mod 2",
        "2 × total ÷ 3",
        "\"a\" & \"b\"",
        "total =< 5",
        "total => 5",
        "total > = 5",
        "total is 5",
        "total is not null",
        "total equals age",
        "home country contains \"U\"",
        "home country starts with \"U\"",
        "unknown is \"x\"",
        "home country matches 'U.*'",
        "home country = 'US'",
        "IF(total > 5, 1, 2)",
        "if(total > 5, 1, 2)",
        "IF total > 5 THEN 1 ELSE 2",
        "total > 5 AND age < 3 OR true",
        "TRUE",
        "NULL",
        "total > 5 ? 1 : 2",
        "max(total; 5)",
        "total + 5;",
        "1 < total < 5",
        "total = age = 5",
        "if total > 5 then 1",
        "max(if total > 5 then 1, 2)",
        "if total > 5 1 else 2",
    ]);
    insta::assert_snapshot!(shown);
}

#[test]
fn numbers_and_texts() {
    let shown = show(&[
        "1,5 * total",
        "1,500 * total",
        "1,234,567.89",
        "(0,5 + total)",
        "if age > 1,5 then 1 else 2",
        "10K + total",
        "1.2.3",
        "5e",
        "5e3%",
        "1e99",
        "12345678901234567890123456789",
        "\"abc",
        "string length(\"abc)",
        "\"\\uD83D\"",
        "total /* half",
        "'it",
        "@'2026-01-31'",
        "function(x) external {java: {class: \"java.lang.Math\"}}",
        "total # 5",
        "a := 5",
        "5 kg + 1,5 + 'x' + 7K",
        "1,5 + 'x'",
    ]);
    insta::assert_snapshot!(shown);
}
