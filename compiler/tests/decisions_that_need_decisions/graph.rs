//! The order of decisions, and the graph of one.

use std::collections::BTreeSet;
use std::fmt::Write;

use matchbook_compiler::cases::run_cases;
use matchbook_compiler::diagnostic::Level;
use matchbook_compiler::interpret::evaluate_json;

use crate::{PAYMENT, RISK, compiled, decided, reports};

#[test]
fn a_chain_over_two_books_is_typed_and_evaluated_in_its_order() {
    // The first book needs the second, which the path sorts behind it.
    let compilation = compiled(&[("shop/pay.csv", PAYMENT), ("shop/risk.csv", RISK)]);
    insta::assert_snapshot!(
        reports(&compilation, Level::Note).lines().filter(|line| line.contains("MB0311")).collect::<Vec<_>>().join("\n")
    );
    insta::assert_snapshot!(decided(
        &compilation,
        "Payment",
        &[
            r#"{"amount":2000,"country":"XX","known customer":false}"#,
            r#"{"amount":20,"country":"US","known customer":false}"#,
            r#"{"amount":2000,"country":"ZZ","known customer":false}"#,
            r#"{"amount":-1,"country":"US","known customer":false}"#,
            r#"{"amount":1,"country":"US"}"#,
        ],
    ));
    let mut runs = String::new();
    for run in run_cases(&compilation) {
        let reports: Vec<&str> = run.reports.iter().map(|report| report.description.message.as_str()).collect();
        writeln!(runs, "{}: {}", run.case, if reports.is_empty() { "passed".to_owned() } else { reports.join("; ") }).unwrap();
    }
    insta::assert_snapshot!(runs);
}

#[test]
fn only_what_a_cell_means_makes_an_edge() {
    // A text, a note, a member, a function's argument name and a part of a longer name look like the decision `Fee`.
    let text = "\
decision | Total | | | |
first | Kind | Fee table | Answer | Why |
role | if | if | then | note |
expr | kind | Fee table | | |
type | text | integer | text | |
a | \"Fee\" | > 1 | Fee of it | Fee |
b | | < 1 | =\"Fee\" | =Fee |
c | | 1 | ={Fee: \"x\"}.Fee | |

decision | Fee | |
unique | Of | Amount |
role | if | then |
expr | Total | |
a | x | 1 |
else | | 2 |
";
    let compilation = compiled(&[("shop/fees.csv", text)]);
    let edges = compilation.model.apps[0].books[0].decisions.iter().map(|table| {
        let requirements: Vec<&str> = table.requirements.iter().map(|requirement| requirement.decision.as_str()).collect();
        format!("{} -> {requirements:?}", table.name)
    });
    assert_eq!(edges.collect::<Vec<_>>(), ["Total -> []", "Fee -> [\"Total\"]"], "{}", reports(&compilation, Level::Warning));
}

/// Decisions `D0`, `D1`, …, each requiring some of those before it.
fn layered(count: usize, required: impl Fn(usize) -> Vec<usize>) -> String {
    let mut text = String::new();
    for number in (0..count).rev() {
        let sum = required(number).into_iter().map(|other| format!("D{other}")).chain(["start".to_owned()]).collect::<Vec<_>>();
        writeln!(
            text,
            "decision | D{number} | |\nunique | Value | out |\nrole | if | then |\nexpr | start | out |\ntype | integer | number |"
        )
        .unwrap();
        writeln!(text, "a | < 0 | ={} |\nelse | | ={} |\n", sum.join(" - "), sum.join(" + ")).unwrap();
    }
    text
}

#[test]
fn forty_decisions_eight_deep_are_each_evaluated_once() {
    // Five a layer, each of which requires all of the layer below: 5^7 paths lead from one at the top to each at the bottom.
    let text = layered(40, |number| if number < 5 { Vec::new() } else { (number / 5 * 5 - 5..number / 5 * 5).collect() });
    let compilation = compiled(&[("shop/layers.csv", &text)]);
    assert_eq!(reports(&compilation, Level::Warning), "");
    let graph = compilation.graph("shop", "D39").unwrap();
    let answer = evaluate_json(&graph, r#"{"start": 1}"#).unwrap();
    // Of the top layer, D39 alone.
    assert_eq!(answer.required.len(), 35);
    assert_eq!(answer.required.iter().map(|required| &required.decision).collect::<BTreeSet<_>>().len(), 35);
    assert!(answer.required.iter().all(|required| required.rules == ["else"]));
    // Each layer is five times the one below, and 1.
    assert_eq!(answer.output, serde_json::json!("97656"));
    // The entry point of the compiled decision says the same, in the same order.
    let file = |name: &str| &compilation.files.iter().find(|file| file.header.decision.as_deref() == Some(name)).unwrap().text;
    let bound: Vec<String> =
        file("D39").lines().filter_map(|line| Some(line.trim().strip_prefix("let d")?.split_once(" = ")?.0.to_owned())).collect();
    let evaluated: Vec<String> = answer.required.iter().map(|required| required.decision[1..].to_owned()).collect();
    assert_eq!(bound.iter().map(|name| name.trim_start_matches('_')).collect::<Vec<_>>(), evaluated);
    insta::assert_snapshot!(file("D10"));
}

#[test]
fn long_chains_need_no_stack() {
    let text = layered(300, |number| if number == 0 { Vec::new() } else { vec![number - 1] });
    let compilation = compiled(&[("shop/chain.csv", &text)]);
    assert_eq!(reports(&compilation, Level::Warning), "");
    let graph = compilation.graph("shop", "D299").unwrap();
    assert_eq!(evaluate_json(&graph, r#"{"start": 1}"#).unwrap().output, serde_json::json!("300"));
}
