//! Tables that people could write and hardly do: what a plan takes stays small, whatever their shape, and ends mean what they say.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may stop at what it didn't expect")]

use std::fmt::Write as _;

use matchbook_compiler::compile::{Compilation, SourceSet, compile};
use matchbook_compiler::dispatch::{DomainCheck, Plan, Selection, plan};
use matchbook_compiler::model::Strategy;
use matchbook_compiler::options::Options;
use matchbook_compiler::source::{BookPath, SourceFile};

fn compiled(table: &str) -> Compilation {
    let book = SourceFile { path: BookPath::new("odd.csv"), bytes: Ok(table.as_bytes().to_vec()) };
    compile(&SourceSet { books: vec![book], ..SourceSet::default() }, &Options::default())
}

fn planned(table: &str) -> Plan {
    let compilation = compiled(table);
    let checked = compilation.decisions.first().unwrap_or_else(|| panic!("{:?}", compilation.reports));
    plan(checked, &Options::default()).unwrap()
}

/// A table's rows above its rules: so many inputs of one type, with the same values.
fn head(policy: &str, inputs: usize, ty: &str, values: &str) -> String {
    let line = |gutter: &str, cell: &dyn Fn(usize) -> String, output: &str| {
        let cells: Vec<String> = (0..inputs).map(cell).collect();
        format!("{gutter},{},{output}\n", cells.join(","))
    };
    let mut text = format!("decision,Odd\n{}", line(policy, &|at| format!("C{at}"), "Out"));
    text += &line("role", &|_| "if".to_owned(), "then");
    text += &line("expr", &|at| format!("c{at}"), "out");
    text += &line("type", &|_| ty.to_owned(), "integer");
    text + &line("values", &|_| format!("\"{values}\""), "")
}

/// The same numbers each time, from 0 to below `most`.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

#[test]
fn a_cube_of_lists_counts_its_lists() {
    let mut numbers = Numbers(1);
    let mut text = head("rule order", 4, "integer", "");
    for rule in 0..200 {
        let mut cells = (0..4).map(|_| {
            let from = numbers.below(29);
            let to = (from + 2 + numbers.below(15)).min(30);
            if numbers.below(2) == 0 { "-".to_owned() } else { format!("[{}..{})", from * 10, to * 10) }
        });
        let _ = writeln!(text, "r{rule},{},{rule}", cells.by_ref().collect::<Vec<_>>().join(","));
    }
    let plan = planned(&text);
    assert!(!matches!(plan.selection, Selection::Cube(_)), "its lists are forty times its cells");
    let cost = plan.report.taken().unwrap().cost.unwrap();
    assert!(cost.data_bytes < 1 << 20, "{cost:?}");
    let of_cube = plan.report.forms.iter().find(|form| form.strategy == Strategy::Cube).unwrap();
    assert!(of_cube.cost.is_none_or(|cost| cost.data_bytes > 1 << 20), "{of_cube:?}");
}

#[test]
fn long_lists_of_texts_are_no_match() {
    let texts: Vec<String> = (0..100).map(|at| format!("v{at}")).collect();
    let mut numbers = Numbers(3);
    let mut text = head("first", 9, "text", &texts.join(", "));
    for rule in 0..30 {
        let mut cell = || {
            let few: Vec<&str> = texts.iter().filter(|_| numbers.below(2) == 0).map(String::as_str).collect();
            format!("\"{}\"", few.join(", "))
        };
        let cells: Vec<String> = (0..9).map(|_| cell()).collect();
        let _ = writeln!(text, "r{rule},{},{rule}", cells.join(","));
    }
    let _ = writeln!(text, "else,,,,,,,,,,99");
    // How long that took is no matter of a test; that it was given up is.
    assert!(!matches!(planned(&text).selection, Selection::Match(_)));
}

#[test]
fn an_end_of_sixty_four_bits_is_one_of_nanoseconds() {
    for (values, has_first, has_last) in
        [("<= P106751DT23H47M16.854775807S", false, true), (">= -P106751DT23H47M16.854775808S", true, false), ("-", false, false)]
    {
        let plan = planned(&format!("{}a,> P1D,1\nelse,,2\n", head("first", 1, "days and time duration", values)));
        let ends = match &plan.inputs[0].domain {
            DomainCheck::Keys { ranges, .. } => (ranges[0].first.is_some(), ranges[0].last.is_some()),
            _ => (false, false),
        };
        assert_eq!(ends, (has_first, has_last), "{values}");
    }
}

#[test]
fn a_rule_of_many_digits_in_a_domain_of_few_is_planned() {
    let table = |cell: &str| format!("{}a,{cell},1\nelse,,2\n", head("first", 1, "number", "[0..900000000000000000]"));
    for cell in ["0.00000000000000000001", "> 0.000000000000000000000001", "<= 899999999999999999.9999999999"] {
        planned(&table(cell));
    }
}
