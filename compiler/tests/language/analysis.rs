//! Section 9 of the language document.

use crate::book::book;

fn table(policy: &str, columns: &str, rules: &str) -> String {
    format!("decision | D\n{policy} | {columns}\n{rules}")
}

#[test]
fn a_gap_and_an_overlap_come_with_an_input() {
    let said = [
        table(
            "unique",
            "Total | Fee\nrole | if | then\ntype | decimal(2) | integer\nvalues | >= 0 |",
            "small | < 100 | 1\nlarge | > 100 | 2",
        ),
        table("unique", "Age | Fare\nrole | if | then\ntype | integer | text", "full | < 65 | a\nsenior | >= 60 | b"),
        table("any", "Age | Fare\nrole | if | then\ntype | integer | text", "full | < 65 | a\nsenior | >= 60 | b"),
        table("first", "Tier | Fee\nrole | if | then\ntype | text | integer\nvalues | gold, silver, none |", "a | gold | 1\nb | none | 2"),
        table("first", "Tier | Fee\nrole | if | then\ntype | text? | integer", "a | gold | 1\nb | not(gold, null) | 2"),
    ]
    .map(|text| book(&text).said());
    insta::assert_snapshot!(said.join("\n"));
    let agreeing = table("any", "Age | Fare\nrole | if | then\ntype | integer | text", "full | < 65 | a\nsenior | >= 60 | a");
    assert_eq!(book(&agreeing).clean().answer("D", r#"{"Age":62}"#), "\"a\"");
    let same = table("any", "Age | Fare\nrole | if | then\ntype | integer | integer", "full | < 65 | Age * 2\nsenior | >= 60 | Age * 2");
    assert_eq!(book(&same).clean().answer("D", r#"{"Age":62}"#), "124");
    let differing =
        table("any", "Age | Fare\nrole | if | then\ntype | integer | integer", "full | < 65 | Age * 2\nsenior | >= 60 | 2 * Age");
    assert_eq!(book(&differing).codes(), ["MB0401 B5"]);
}

#[test]
fn a_rule_that_others_cover_is_unreachable() {
    let said = [
        table("first", "Age | Fare\nrole | if | then\ntype | integer | text", "all | >= 0 | a\nold | > 65 | b\nelse | | c"),
        table(
            "priority",
            "Age | Fare\nrole | if | then\ntype | integer | text\nvalues | | b, a",
            "all | >= 0 | b\nold | > 65 | a\nelse | | a",
        ),
        table("collect", "Age | Fare\nrole | if | then\ntype | integer | text\nvalues | [0..130] |", "none | > 130 | b\nall | - | a"),
    ]
    .map(|text| book(&text).said());
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn an_entry_outside_the_domain_is_an_error() {
    let said = [
        table("first", "Tier | Fee\nrole | if | then\ntype | text | integer\nvalues | gold, silver |", "a | golden | 1\nelse | | 2"),
        table("first", "Tier | Fee\nrole | if | then\ntype | text | integer\nvalues | | [0..5]", "a | gold | 7\nelse | | 2"),
        table("first", "Age | Fee\nrole | if | then\ntype | integer | integer\nvalues | [0..130] |", "a | > 150 | 1\nelse | | 2"),
    ]
    .map(|text| book(&text).said());
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn values_finer_than_the_digits_of_a_column_are_a_warning_and_checked_at_run_time() {
    let text = table(
        "unique",
        "Total | Fee\nrole | if | then\ntype | decimal(2) | integer\nvalues | [0..99] |",
        "small | [0..49.99] | 1\nlarge | [50..99] | 2",
    );
    let gap = book(&text);
    assert_eq!(gap.codes(), ["MB0407 B6"]);
    assert!(gap.gives("D", r#"{"Total":49.995}"#).starts_with("MB0802"));
    assert_eq!(gap.answer("D", r#"{"Total":49.99}"#), "1");
    let text = table(
        "unique",
        "Total | Fee\nrole | if | then\ntype | decimal(2) | integer\nvalues | [0..99] |",
        "small | [0..50) | 1\nlarge | (49.99..99] | 2",
    );
    let overlap = book(&text);
    assert_eq!(overlap.codes(), ["MB0406 B6"]);
    assert!(overlap.gives("D", r#"{"Total":49.995}"#).starts_with("MB0803"));
}

#[test]
fn what_is_computed_is_never_assumed_and_checked_at_run_time() {
    let names = "\n\nglossary | Names\n | name | type\n | limit | integer\n | other | integer";
    let columns = "Amount | Who\nrole | if | then\ntype | integer | text";
    // Of a condition and its opposite one holds: that is seen.
    let proven = format!("{}{names}", table("unique", columns, "a | > limit | x\nb | <= limit | y"));
    assert_eq!(book(&proven).codes(), Vec::<String>::new());
    let unproven = format!("{}{names}", table("unique", columns, "a | > limit | x\nb | > other | y"));
    let unproven = book(&unproven);
    insta::assert_snapshot!(unproven.said());
    let given = [(5, 9, 9), (5, 1, 9), (5, 1, 1)]
        .map(|(amount, limit, other)| unproven.gives("D", &format!("{{\"Amount\":{amount},\"limit\":{limit},\"other\":{other}}}")));
    insta::assert_snapshot!(given.join("\n"));
}

#[test]
fn an_else_that_never_decides_is_advice() {
    insta::assert_snapshot!(
        book(&table("unique", "Age | Fare\nrole | if | then\ntype | integer | text", "a | < 5 | x\nb | >= 5 | y\nelse | | z")).said()
    );
}

#[test]
fn a_finding_that_is_no_error_may_be_allowed_with_a_reason() {
    let text = |allow: &str| {
        format!("decision | D\n{allow}first | Age | Fare\nrole | if | then\ntype | integer | text\na | < 5 | x\nb | >= 5 | y\nelse | | z")
    };
    let code = book(&text("")).0.reports.iter().find(|report| report.code().0 / 100 == 4).map(|report| report.code().to_string()).unwrap();
    assert!(book(&text("")).said().contains(&code));
    assert!(!book(&text(&format!("allow | {code} | so that nobody forgets\n"))).said().contains(&code));
}
