//! Each finding's message, and agreement with brute force.

mod agreement;
mod scale;

use super::*;
use crate::model::sample::table;

/// The findings of a table, in words.
fn said(text: &str) -> String {
    let mut diagnostics = Vec::new();
    let checked = check(table(text), &Options::default(), &mut diagnostics);
    let mut said: Vec<String> = diagnostics.iter().map(word).collect();
    if let Some(checked) = checked {
        said.push(format!("compiles; {:?}", checked.proof()));
    }
    said.join("\n")
}

fn word(diagnostic: &Diagnostic) -> String {
    let description = diagnostic.describe();
    let cells = |location: &crate::diagnostic::Location| location.cells.as_ref().map(|(_, range)| range.to_string()).unwrap_or_default();
    let mut lines = vec![format!("{:?} {}: {}", diagnostic.level(), diagnostic.code(), description.message)];
    lines.push(format!("  {} {}", cells(&description.primary.location), description.primary.text));
    lines.extend(description.secondary.iter().map(|label| format!("  {} {}", cells(&label.location), label.text).trim_end().to_owned()));
    lines.extend(description.notes.iter().map(|note| format!("  = {note}")));
    lines.extend(description.fixes.iter().map(|fix| format!("  fix: {}", fix.in_words())));
    lines.extend(description.help.iter().map(|help| format!("  help: {help}")));
    lines.join("\n")
}

#[test]
fn two_ranges_that_share_an_end_overlap() {
    insta::assert_snapshot!(said("
        unique   | destination text {US, CA} | weight decimal(2) {> 0} | total decimal(2) {>= 0} | = fee integer
        us-free  | US                        |                         | >= 100                  | 1
        us-light | US                        | <= 1                    | <= 100                  | 2
        us-heavy | US                        | > 1                     | < 100                   | 3
        ca       | CA                        |                         |                         | 3
    "), @"
    Error MB0401: rules `us-light` and `us-free` overlap at total 100, where one range ends and the other begins, and the hit policy is unique
      D6 also matched by `us-free`
      D5 `us-free` begins here
      = both match destination = US, weight = 1.00, total = 100.00
      = they share destination US; weight (0..1]; total 100 (less than 0.01 % of the inputs)
      fix: end the range before 100: type `< 100` in D6
    ");
}

#[test]
fn one_wide_rule_is_one_finding() {
    insta::assert_snapshot!(said("
        unique | tier text {gold, silver, none} | n integer | = fee integer
        a      | gold                           | < 5       | 1
        b      | gold                           | >= 5      | 1
        c      | silver                         |           | 2
        wide   | -                              | > 3       | 3
        d      | none                           |           | 3
    "), @"
    Error MB0401: rule `wide` overlaps 4 others, and the hit policy is unique
      A8:D8 also matched by `a`, `b`, `c` and `d`
      A5:D5
      A6:D6
      A7:D7
      A9:D9
      = `wide` and `a` both match tier = gold, n = 4 (about 4.8 % of the inputs)
      help: make the entries of one column exclude each other; with the hit policy `first` the upper rule wins
    ");
}

#[test]
fn any_minds_different_outputs_only() {
    insta::assert_snapshot!(said("
        any    | n integer | = fee integer
        a      | < 5       | 1
        b      | > 2       | 1
        c      | 7, 9      | 2
    "), @"
    Error MB0401: rule `c` lies wholly within rule `b`, with different outputs, and the hit policy is any
      A7:C7 also matched by `b`
      A6:C6
      = both match n = 7
      = they share n 7, 9 (about 8.7 % of the inputs)
      help: make the outputs equal, or the entries exclude each other; with the hit policy `first` the upper rule wins
    ");
}

#[test]
fn gaps_are_few_large_regions() {
    insta::assert_snapshot!(said("
        first | tier text {gold, silver, none} | amount decimal(2) {>= 0} | = fee integer
        a     | gold                           | >= 20                    | 1
        b     | silver                         | < 100                    | 2
        c     | none                           | (0..50)                  | 2
    "), @"
    Error MB0402: no rule matches tier none, silver; amount >= 100
      A2 one result for every input
      = for example tier = none, amount = 100.00 (about 33 % of the inputs)
      fix: add a rule for these inputs, and say what it gives: insert `new-rule | none, silver | >= 100 | …` below row 7
      help: or add a last rule `else`, or an option row `complete | no` for no answer
    Error MB0402: no rule matches tier none; amount 0, >= 50
      A2 one result for every input
      = for example tier = none, amount = 0.00 (about 25 % of the inputs)
      fix: add a rule for those of these inputs that no row offered above covers, and say what it gives: insert `new-rule | none | 0, [50..100) | …` below row 7
      help: or add a last rule `else`, or an option row `complete | no` for no answer
    Error MB0402: no rule matches tier gold; amount [0..20)
      A2 one result for every input
      = for example tier = gold, amount = 0.00 (about 3.3 % of the inputs)
      fix: add a rule for these inputs, and say what it gives: insert `new-rule | gold | [0..20) | …` below row 7
      help: or add a last rule `else`, or an option row `complete | no` for no answer
    ");
    insta::assert_snapshot!(said("
        first | tier text? | ok boolean | = fee integer
        a     | gold       |            | 1
        b     | not(gold)  | true       | 2
    "), @"
    Error MB0402: no rule matches tier not(gold); ok false
      A2 one result for every input
      = for example tier = other, ok = false (about 33 % of the inputs, where tier is any text)
      fix: add a rule for these inputs, and say what it gives: insert `new-rule | not(gold) | false | …` below row 6
      help: or add a last rule `else`, or an option row `complete | no` for no answer
    ");
}

#[test]
fn one_missing_value_is_mended_at_its_cell() {
    insta::assert_snapshot!(said("
        first | amount decimal(2) | = fee integer
        a     | < 100             | 1
        b     | > 100             | 2
    "), @"
    Error MB0402: no rule matches amount 100
      B5 ends beside the gap
      A2 one result for every input
      = for example amount = 100.00 (less than 0.01 % of the inputs)
      fix: let rule `a` reach to the next one: type `<= 100` in B5
      fix: add a rule for these inputs, and say what it gives: insert `new-rule | 100 | …` below row 6
      help: or add a last rule `else`, or an option row `complete | no` for no answer
    ");
}

#[test]
fn what_only_finer_values_meet_is_a_warning() {
    insta::assert_snapshot!(said("
        unique | amount decimal(2) {[0..99]} | = fee integer
        a      | [0..49.99]                  | 1
        b      | [50..99]                    | 2
    "), @"
    Warning MB0407: no rule matches amount (49.99..50): values finer than the column's digits
      B5 ends beside the gap
      A2 one result for every input
      = for example amount = 49.991
      = such an input gives MB0802 when it is evaluated
      fix: let rule `a` reach to the next one: type `[0..50)` in B5
    compiles; Proof { consistent: true, complete: false }
    ");
    insta::assert_snapshot!(said("
        unique | amount decimal(2) | = fee integer
        a      | < 50              | 1
        b      | > 49.99           | 2
    "), @"
    Warning MB0406: rules `a` and `b` overlap, in values finer than the column's digits, and the hit policy is unique
      B5 also matched by `b`
      B6 `b` begins here
      = both match amount = 49.991
      = they share amount (49.99..50)
      = such an input gives MB0803 when it is evaluated
      fix: end the range at 49.99: type `<= 49.99` in B5
    compiles; Proof { consistent: false, complete: true }
    ");
}

#[test]
fn a_gap_may_be_meant() {
    insta::assert_snapshot!(said("
        unique no | n integer | = fee integer
        a         | < 5       | 1
    "), @"
    compiles; Proof { consistent: true, complete: false }
    ");
    insta::assert_snapshot!(said("
        collect | n integer | = fee integer
        a       | < 5       | 1
    "), @"
    compiles; Proof { consistent: true, complete: false }
    ");
}

#[test]
fn covered_rules_never_decide() {
    insta::assert_snapshot!(said("
        first | n integer | ok boolean | = fee integer
        a     | < 5       |            | 1
        b     | >= 3      | true       | 2
        c     | < 4       | false      | 3
        d     | < 9       | true       | 4
        else  |           |            | 5
    "), @"
    Error MB0403: rule `c` never decides: `a` wins whenever it matches
      A7:D7 covered by `a`
      A5:D5
      fix: delete the row of `c`, which changes no decision (row 7)
      help: or move the row above the rules that cover it, or narrow them
    Error MB0403: rule `d` never decides: `a` and `b` together match whatever it matches
      A8:D8 covered by `a` and `b`
      A5:D5
      A6:D6
      fix: delete the row of `d`, which changes no decision (row 8)
      help: or move the row above the rules that cover it, or narrow them
    ");
    insta::assert_snapshot!(said("
        priority | n integer | = risk text {high, low}
        a        | < 5       | low
        b        | < 9       | high
        else     |           | low
    "), @"
    Error MB0403: rule `a` never decides: `b` wins whenever it matches
      A5:C5 covered by `b`
      A6:C6
      fix: delete the row of `a`, which changes no decision (row 5)
      help: or narrow the rules that outrank it
    ");
    insta::assert_snapshot!(said("
        collect | n integer | n    | = fee integer
        a       | >= 5      | < 3  | 1
    "), @"
    Error MB0403: rule `a` matches nothing: two of its entries contradict each other
      A5:D5 matches nothing
      fix: delete the row of `a`, which changes no decision (row 5)
      help: or widen one of the entries that test the same input
    ");
}

#[test]
fn entries_must_be_able_to_match() {
    insta::assert_snapshot!(said("
        first | n integer {[0..9]} | word text {<= m} | = fee integer
        a     | > 9                | -                | 1
        b     | 5, < 0             | > x              | 2
        c     | >= 0               |                  | 3
    "), @r#"
    Error MB0404: rule `a` asks for > 9, which n can't be
      B5 n is [0..9]
      help: mend the comparison, or widen the `values` of n
    Error MB0404: rule `b` asks for < 0, which n can't be
      B6 n is [0..9]
      help: mend the comparison, or widen the `values` of n
    Error MB0404: rule `b` asks for > "x", which word can't be
      C6 word is <= "m"
      help: mend the comparison, or widen the `values` of word
    "#);
    insta::assert_snapshot!(said("
        first | n integer {(1..2)} | = fee integer
        a     | -                  | 1
    "), @"
    Error MB0408: no value of `n` is allowed, so that the table can't be evaluated
      B2 its `values` admit nothing
      help: widen the `values` of the column or of the glossary
    ");
}

#[test]
fn an_idle_else_is_advice() {
    insta::assert_snapshot!(said("
        first | ok boolean | = fee integer
        a     | true       | 1
        b     | false      | 2
        else  |            | 3
    "), @"
    Advice MB0405: the `else` rule never decides: the other rules match every input
      A7:C7 never reached
      help: delete the row; if it stands for inputs that `values` rules out, they are an error of the evaluation anyway
    compiles; Proof { consistent: true, complete: true }
    ");
}

#[test]
fn beyond_the_diagrams_budget_small_tables_are_still_decided() {
    let text = "
        first | n integer | m integer | = fee integer
        a     | < 5       |           | 1
        b     |           | < 5       | 2
        c     | >= 5      | >= 5      | 3
    ";
    let checked = |text: &str| {
        let mut diagnostics = Vec::new();
        let checked = check(table(text), &Options { max_diagram_nodes: 3, ..Options::default() }, &mut diagnostics);
        (checked.map(|checked| checked.proof()), diagnostics.iter().map(word).collect::<Vec<_>>().join("\n"))
    };
    assert_eq!(checked(text), (Some(Proof { consistent: true, complete: true }), String::new()));
    let (proof, gap) = checked(&text.replace(">= 5      | >= 5", "> 5       | >= 5"));
    assert_eq!(proof, None);
    insta::assert_snapshot!(gap, @"
    Error MB0402: no rule matches n 5; m >= 5
      B7 ends beside the gap
      A2 one result for every input
      = for example n = 5, m = 5 (about 5.6 % of the inputs, where m is any integer)
      fix: let rule `c` reach to the next one: type `>= 5` in B7
      fix: add a rule for these inputs, and say what it gives: insert `new-rule | 5 | >= 5 | …` below row 7
      help: or add a last rule `else`, or an option row `complete | no` for no answer
    ");
    let (proof, unreachable) = checked(&format!("{}\nd | 7 | > 6 | 4", text.trim_end()));
    assert_eq!(proof, None);
    insta::assert_snapshot!(unreachable, @r#"
    Error MB0403: rule `d` never decides: `c` wins whenever it matches
      A8:D8 covered by `c`
      A7:D7
      fix: delete the row of `d`, which changes no decision (row 8)
      help: or move the row above the rules that cover it, or narrow them
    "#);
}

#[test]
fn a_repair_is_offered_only_where_it_holds() {
    // Ending `a` earlier would leave a gap for false, beginning `b` later leaves none.
    insta::assert_snapshot!(said("
        unique | n integer {[0..200]} | ok boolean | = fee integer
        a      | <= 100               |            | 1
        b      | >= 100               | true       | 2
        c      | > 100                | false      | 3
    "), @"
    Error MB0401: rules `b` and `a` overlap at n 100, where one range ends and the other begins, and the hit policy is unique
      B6 also matched by `a`
      B5 `a` ends here
      = both match n = 100, ok = true (about 0.25 % of the inputs)
      fix: begin the range after 100: type `> 100` in B6
    ");
    // Either would leave one.
    insta::assert_snapshot!(said("
        unique | n integer {[0..200]} | ok boolean | old boolean | = fee integer
        a      | <= 100               |            | true        | 1
        b      | >= 100               | true       |             | 2
        c      | > 100                | false      |             | 3
        d      | < 100                |            | false       | 4
        e      | 100                  | false      | false       | 5
    "), @"
    Error MB0401: rules `a` and `b` overlap at n 100, where one range ends and the other begins, and the hit policy is unique
      A6:E6 also matched by `a`
      A5:E5
      = both match n = 100, ok = true, old = true (about 0.12 % of the inputs)
      help: make the entries of one column exclude each other; with the hit policy `first` the upper rule wins
    ");
    // Reaching to 5, `a` would take what `c` matches.
    insta::assert_snapshot!(said("
        unique | n integer {[0..9]} | ok boolean | = fee integer
        a      | < 5                |            | 1
        b      | > 5                |            | 2
        c      | 5                  | true       | 3
    "), @"
    Error MB0402: no rule matches n 5; ok false
      A2 one result for every input
      = for example n = 5, ok = false (about 5 % of the inputs)
      fix: add a rule for these inputs, and say what it gives: insert `new-rule | 5 | false | …` below row 7
      help: or add a last rule `else`, or an option row `complete | no` for no answer
    ");
}

#[test]
fn a_cell_merged_over_two_rules_is_not_mended_for_one() {
    let mut table = table(
        "
        unique | n integer {[0..200]} | ok boolean | = fee integer
        a      | <= 100               | true       | 1
        b      | <= 100               | false      | 2
        c      | >= 100               | true       | 3
        d      | > 100                | false      | 4
    ",
    );
    let mut diagnostics = Vec::new();
    check(table.clone(), &Options::default(), &mut diagnostics);
    assert_eq!(diagnostics.iter().map(|found| found.describe().fixes.len()).collect::<Vec<_>>(), [1]);
    table.rules[1].entries[0].at = table.rules[0].entries[0].at;
    // `c` can still begin later.
    diagnostics.clear();
    check(table, &Options::default(), &mut diagnostics);
    assert!(word(&diagnostics[0]).contains("begin the range after 100: type `> 100` in B7"), "{}", word(&diagnostics[0]));
}

#[test]
fn what_is_not_decided_is_said_and_the_rest_reported() {
    let header = table("first | n integer | = fee integer\na | - | 1");
    let header = Subject { table: &header, matrix: &matrix(&header) }.header();
    let undecided = |question| word(&CheckFinding::Undecided { header: header.clone(), question, max_nodes: 200_000 }.into());
    insta::assert_snapshot!([Question::Overlaps, Question::Gaps, Question::Unreachable].map(undecided).join("\n"), @"
    Warning MB0601: the table is too large to decide whether rules overlap
      A2 too many comparisons
      = what was found is reported; what wasn't may be there all the same
      = what the hit policy promises is checked at each evaluation instead
      help: split the table, or give its rules a column of keys
    Warning MB0604: the table is too large to decide whether some input matches no rule
      A2 more than 200000 nodes
      = what was found is reported; what wasn't may be there all the same
      = what the hit policy promises is checked at each evaluation instead
      help: add a last rule `else`, split the table, or raise `limits.diagram-nodes` in matchbook.toml
    Warning MB0605: the table is too large to decide whether each rule can decide
      A2 more than 200000 nodes
      = what was found is reported; what wasn't may be there all the same
      help: split the table, or raise `limits.diagram-nodes` in matchbook.toml
    ");

    let mut text = "unique | a integer | b integer | = out integer\n".to_owned();
    for rule in 0..9_000 {
        text.push_str(&format!("r{rule} | [{rule}..{}] | [{}..{}] | 1\n", rule + 5_000, rule % 90, rule % 90 + 40));
    }
    let table = table(&text);
    let matrix = matrix(&table);
    let subject = Subject { table: &table, matrix: &matrix };
    let all = overlap::find_within(subject, u64::MAX);
    let some = overlap::find_within(subject, 4_000_000);
    let none = overlap::find_within(subject, 1_000);
    assert!(all.decided && !some.decided && !none.decided);
    assert!(!some.findings.is_empty() && none.findings.is_empty());
    let overlaps = |of: &overlap::Overlaps| match of.findings.first() {
        Some(CheckFinding::Overlap(worst)) => worst.overlaps,
        other => panic!("{other:?}"),
    };
    assert!(overlaps(&some) < overlaps(&all));
}

#[test]
fn steps_in_a_row_are_one_interval() {
    let rules: String = (0..5).map(|n| format!("r{n} | {n} | {n} | 1\n")).collect();
    let found = said(&format!("first | x integer {{[0..5]}} | y integer {{[0..5]}} | = out integer\n{rules}"));
    assert!(found.contains("no rule matches x 0, 5; y [1..5]"), "{found}");
    let days = "first | day date {[2026-01-01..2026-01-05]} | = out integer\na | 2026-01-03 | 1\nb | not(2026-01-03, 2026-01-05) | 1\n";
    assert!(said(days).contains("no rule matches day 2026-01-05"));
}

#[test]
fn long_lists_are_cut_for_people_alone() {
    let rules: String = (0..300).map(|n| format!("r{n} | {} | a | 1\n", 2 * n)).collect();
    let said = said(&format!("first | x integer | y text {{a, b}} | = out integer\n{rules}z | - | b | 1\n"));
    let line = said.lines().find(|line| line.contains("no rule matches")).unwrap();
    assert!(line.len() < 200 && line.contains(" more; y a"), "{line}");
    let fix = said.lines().find(|line| line.contains("fix:")).unwrap();
    assert!(!fix.contains(" more"), "{fix}");
}

#[test]
fn equal_rules_are_one_finding() {
    let said_of = |policy: &str, outputs: [&str; 4]| {
        let rules: String = (1..).zip(outputs).map(|(n, output)| format!("r{n} | a | {output}\n")).collect();
        said(&format!("{policy} | x text | = out integer\n{rules}s | b | 1\n"))
    };
    insta::assert_snapshot!(said_of("unique", ["1", "1", "1", "1"]), @"
    Error MB0401: rule `r4` repeats 3 others, and the hit policy is unique
      A8:C8 also matched by `r1`, `r2` and `r3`
      A5:C5
      A6:C6
      A7:C7
      = `r4` and `r1` both match x = a (about 33 % of the inputs)
      help: delete all of these rows but one
    Error MB0402: no rule matches x not(a, b)
      A2 one result for every input
      = for example x = other (about 33 % of the inputs, where x is any text)
      fix: add a rule for these inputs, and say what it gives: insert `new-rule | not(a, b) | …` below row 9
      help: or add a last rule `else`, or an option row `complete | no` for no answer
    ");
    insta::assert_snapshot!(said_of("any", ["1", "2", "2", "2"]), @"
    Error MB0401: rule `r1` repeats the conditions of 3 others, with different outputs, and the hit policy is any
      A5:C5 also matched by `r2`, `r3` and `r4`
      A6:C6
      A7:C7
      A8:C8
      = `r1` and `r2` both match x = a (about 33 % of the inputs)
      help: keep the row that is meant, or make the entries of one column exclude each other
    Error MB0402: no rule matches x not(a, b)
      A2 one result for every input
      = for example x = other (about 33 % of the inputs, where x is any text)
      fix: add a rule for these inputs, and say what it gives: insert `new-rule | not(a, b) | …` below row 9
      help: or add a last rule `else`, or an option row `complete | no` for no answer
    ");
    let many: String = (0..10_000).map(|n| format!("r{n} | {} | 1\n", n % 10)).collect();
    assert_eq!(said(&format!("unique | x integer | = out integer\n{many}else | | 1\n")).matches("MB0401").count(), 10);
}

#[test]
fn touches_in_a_chain_are_mended_one_by_one() {
    insta::assert_snapshot!(said("
        unique | n decimal(2) {[0..30]} | = out integer
        a      | [0..10]                | 1
        b      | [10..20]               | 2
        c      | [20..30]               | 3
    "), @"
    Error MB0401: rules `a` and `b` overlap at n 10, where one range ends and the other begins, and the hit policy is unique
      B5 also matched by `b`
      B6 `b` begins here
      = both match n = 10.00
      = they share n 10 (about 0.03 % of the inputs)
      fix: end the range before 10: type `[0..10)` in B5
    Error MB0401: rules `b` and `c` overlap at n 20, where one range ends and the other begins, and the hit policy is unique
      B6 also matched by `c`
      B7 `c` begins here
      = both match n = 20.00
      = they share n 20 (about 0.03 % of the inputs)
      fix: end the range before 20: type `[10..20)` in B6
    ");
}

#[test]
fn a_slit_between_two_numbers_is_closed() {
    insta::assert_snapshot!(said("
        unique | n number | = out integer
        a      | <= 9.99  | 1
        b      | >= 10    | 2
    "), @"
    Error MB0402: no rule matches n (9.99..10)
      B5 ends beside the gap
      A2 one result for every input
      = for example n = 9.991 (about 0.05 % of the inputs)
      fix: let rule `a` reach to the next one: type `< 10` in B5
      fix: add a rule for these inputs, and say what it gives: insert `new-rule | (9.99..10) | …` below row 6
      help: or add a last rule `else`, or an option row `complete | no` for no answer
    ");
}

#[test]
fn a_condition_of_a_list_and_its_opposite_leave_nothing_out() {
    let text = "\
decision,Fee,,
unique,Tags,Fee
role,if,then
type,list of text,integer
a,contains \"x\",1
b,not(contains \"x\"),2
";
    for text in
        [text.to_owned(), text.replace("a,contains \"x\",1\nb,not(contains \"x\"),2", "a,not(contains \"x\"),1\nb,contains \"x\",2")]
    {
        let file = crate::source::SourceFile { path: crate::source::BookPath::new("shop/fee.csv"), bytes: Ok(text.into_bytes()) };
        let sources = crate::compile::SourceSet { books: vec![file], ..Default::default() };
        let compilation = crate::compile::compile(&sources, &Options::default());
        let said: Vec<String> =
            compilation.reports.iter().map(|report| format!("{} {}", report.code(), report.description.message)).collect();
        assert!(said.iter().all(|line| line.starts_with("MB0150")), "{said:#?}");
    }
}

#[test]
fn offered_rows_exclude_each_other() {
    insta::assert_snapshot!(said("
        unique | k text {x, y, z} | n integer {[0..9]} | = out integer
        x      | x                | > 5                | 1
        y      | y                | <= 5               | 2
        z      | z                | [2..4]             | 3
    "), @"
    Error MB0402: no rule matches k y, z; n [6..9]
      A2 one result for every input
      = for example k = y, n = 6 (about 27 % of the inputs)
      fix: add a rule for these inputs, and say what it gives: insert `new-rule | y, z | [6..9] | …` below row 7
      help: or add a last rule `else`, or an option row `complete | no` for no answer
    Error MB0402: no rule matches k z; n [0..1], [5..9]
      A2 one result for every input
      = for example k = z, n = 0 (about 23 % of the inputs)
      fix: add a rule for those of these inputs that no row offered above covers, and say what it gives: insert `new-rule | z | [0..1], 5 | …` below row 7
      help: or add a last rule `else`, or an option row `complete | no` for no answer
    Error MB0402: no rule matches k x; n [0..5]
      A2 one result for every input
      = for example k = x, n = 0 (about 20 % of the inputs)
      fix: add a rule for these inputs, and say what it gives: insert `new-rule | x | [0..5] | …` below row 7
      help: or add a last rule `else`, or an option row `complete | no` for no answer
    ");
}

#[test]
fn a_text_that_is_a_name_too_is_quoted_in_a_row() {
    let said = said("first | other text {other, other 2, a, b} | = out integer\nx | a | 1\n");
    assert!(said.contains("insert `new-rule | b, \"other\", other 2 | …`"), "{said}");
}
