use super::*;
use crate::model::sample::table;
use crate::region::matrix;

fn of(text: &str) -> (DecisionTable, RuleMatrix, DecisionDiagram) {
    let table = table(text);
    let matrix = matrix(&table);
    let diagram = diagram(&matrix, &table, 1000).unwrap();
    (table, matrix, diagram)
}

/// A node a line; branches as `..end -> node`.
fn draw(diagram: &DecisionDiagram) -> String {
    let node = |(position, node): (usize, &Node)| match node {
        Node::Leaf(rules) => format!("{position}: {:?}", rules.iter().map(|rule| rule.0).collect::<Vec<_>>()),
        Node::Test { dimension, branches } => {
            let branches: Vec<String> = branches.iter().map(|branch| format!("..{} -> {}", branch.end, branch.to.0)).collect();
            format!("{position}: input {dimension}: {}", branches.join(", "))
        }
    };
    diagram.nodes.iter().enumerate().map(node).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_catch_all_behind_the_others_costs_one_leaf() {
    let (_, _, diagram) = of("
        first | tier text | amount integer | = fee integer
        a     | gold      | < 100          | 1
        b     | gold      |                | 2
        c     |           |                | 3
        d     | silver    |                | 3
    ");
    insta::assert_snapshot!(draw(&diagram), @"
    0: [0]
    1: [1]
    2: input 1: ..1 -> 0, ..2 -> 1
    3: [2]
    4: input 0: ..1 -> 2, ..3 -> 3
    ");
}

#[test]
fn ranked_policies_follow_the_values_of_the_outputs() {
    let (table, _, diagram) = of("
        output order | n integer | = risk text {high, low}
        a            |           | low
        b            | > 5       | high
        c            | > 7       | low
        else         |           | high
    ");
    assert_eq!(rank_order(&table), [1, 0, 2, 3].map(RuleId));
    assert_eq!(diagram.walk(&[2]), [1, 0, 2].map(RuleId));
    assert_eq!(diagram.walk(&[0]), [RuleId(0)]);
}

#[test]
fn the_budget_is_a_number_of_nodes() {
    let table = table(
        "
        unique | n integer | = fee integer
        a      | < 5       | 1
        b      | > 7       | 1
    ",
    );
    let matrix = matrix(&table);
    assert_eq!(diagram(&matrix, &table, 3), None);
    assert_eq!(diagram(&matrix, &table, 4).map(|diagram| diagram.nodes.len()), Some(4));
}
