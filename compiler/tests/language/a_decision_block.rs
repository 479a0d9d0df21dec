//! Section 2 of the language document.

use crate::book::book;

#[test]
fn the_day_of_a_rule_has_the_settings_of_the_column_that_tests_it() {
    let text = "
decision | Price
first    | Since      | Day      | Price
role     | from       | if       | then
expr     |            | as of    |
type     |            | date     | integer
values   |            | >= 2020-01-01 |
new      | 2026-01-01 | < 2027-01-01 | 3
else     |            |          | 2
";
    let book = book(text).clean();
    let given = ["2019-12-31", "2025-12-31", "2026-06-01", "2027-01-01"].map(|day| book.gives("Price", &format!(r#"{{"as of":"{day}"}}"#)));
    insta::assert_snapshot!(given.join("\n"));
}

#[test]
fn options_stand_between_anchor_and_header_in_any_order() {
    let text = "
decision    | Fee
ticket      | T-1
owner       | me
description | What it costs.
review by   | 2027-01-31
complete    | no
dispatch    | match
first       | Size    | Fee
role        | if      | then
type        | integer | integer
small       | < 5     | 1
";
    let table = book(text).clean();
    let table = table.table("Fee");
    assert_eq!(table.description.as_deref(), Some("What it costs."));
    assert_eq!((table.owner.as_deref(), table.ticket.as_deref()), (Some("me"), Some("T-1")));
    assert_eq!(table.review_by.map(|(day, _)| day.to_string()).as_deref(), Some("2027-01-31"));
    assert!(!table.complete);
    assert_eq!(book("decision | D\nowned by | me\nfirst | a | b\nrole | if | then\nx | 1 | 2").codes()[0], "MB0158 A2");
}

#[test]
fn a_rule_has_an_id_of_its_own() {
    let table = |ids: [&str; 2]| {
        format!(
            "decision | D\nfirst | V | Out\nrole | if | then\ntype | integer | integer\n{} | 1 | 1\n{} | 2 | 2\nelse | | 3",
            ids[0], ids[1]
        )
    };
    let named = book(&table(["A", "first"])).clean();
    assert_eq!(named.gives("D", r#"{"V":1}"#), "1 by A");
    assert_eq!(named.gives("D", r#"{"V":2}"#), "2 by first");
    assert_eq!(book(&table(["1", "2"])).clean().gives("D", r#"{"V":2}"#), "2 by 2");
    let said = [["a", "a"], ["a", ""], ["a", "role"], ["else", "b"]].map(|ids| book(&table(ids)).said());
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn a_rule_that_asks_nothing_is_an_error_unless_it_says_so() {
    let table = |entry: &str| format!("decision | D\nfirst | V | Out\nrole | if | then\ntype | integer | integer\na | {entry} | 1");
    assert_eq!(book(&table("")).codes(), ["MB0173 B5"]);
    assert_eq!(book(&table("-")).clean().gives("D", r#"{"V":1}"#), "1 by a");
}

const RULES: &str = "
a    | < 5     | mid
b    | [3..9)  | high
c    | [7..12] | low
";

#[test]
fn every_hit_policy_makes_its_result() {
    let mut shown = String::new();
    for (letter, word) in [("P", "priority"), ("F", "first"), ("C", "collect"), ("R", "rule order"), ("O", "output order"), ("C#", "count")]
    {
        let table = |policy: &str| {
            book(&format!(
                "decision | D\ncomplete | no\n{policy} | V | Out\nrole | if | then\ntype | integer | text\nvalues | | high, mid, low{RULES}"
            ))
        };
        for document in [r#"{"V":3}"#, r#"{"V":7}"#, r#"{"V":10}"#, r#"{"V":20}"#] {
            let given = table(word).gives("D", document);
            assert_eq!(given, table(letter).gives("D", document), "{letter} is {word}");
            shown.push_str(&format!("{word} {document} -> {given}\n"));
        }
    }
    for (letter, word) in [("C+", "sum"), ("C<", "min"), ("C>", "max")] {
        let table = |policy: &str| {
            book(&format!(
                "decision | D\n{policy} | V | Out\nrole | if | then\ntype | integer | decimal(2)\na | < 5 | 0.5\nb | < 9 | 2\nc | < 9 | 2"
            ))
        };
        for document in [r#"{"V":3}"#, r#"{"V":20}"#] {
            let given = table(word).gives("D", document);
            assert_eq!(given, table(letter).gives("D", document), "{letter} is {word}");
            shown.push_str(&format!("{word} {document} -> {given}\n"));
        }
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn a_single_hit_promises_one_result_or_says_that_there_may_be_none() {
    let table = |complete: &str, policy: &str| {
        format!(
            "decision | D\ncomplete | {complete}\n{policy} | V | Out\nrole | if | then\ntype | integer | integer\na | < 5 | 1\nb | > 9 | 2"
        )
    };
    for policy in ["unique", "any", "first"] {
        assert_eq!(book(&table("yes", policy)).codes(), ["MB0402 A3"], "{policy}");
        assert_eq!(book(&table("no", policy)).clean().gives("D", r#"{"V":7}"#), "null by nothing", "{policy}");
    }
}

#[test]
fn else_matches_when_no_other_rule_does_under_every_policy() {
    for (policy, given) in [
        ("unique", "3 by else"),
        ("first", "3 by else"),
        ("collect", "[3] by else"),
        ("sum", "3 by else"),
        ("max", "3 by else"),
        ("count", "1 by else"),
    ] {
        let book =
            book(&format!("decision | D\n{policy} | V | Out\nrole | if | then\ntype | integer | integer\na | < 5 | 1\nelse | | 3")).clean();
        assert_eq!(book.gives("D", r#"{"V":7}"#), given, "{policy}");
        assert_eq!(book.gives("D", r#"{"V":1}"#).split(" by ").nth(1), Some("a"), "{policy}");
    }
}

#[test]
fn ranks_go_by_the_order_of_values_the_leftmost_output_first() {
    let book = book(
        "
decision     | D
output order | V       | Kind      | Level
role         | if      | then      | then
type         | integer | text?     | text
values       |         | b, a      | high, low
r1           | < 9     | a         | low
r2           | < 9     | b         | low
r3           | < 9     | a         | high
r4           | < 9     | b         | low
r5           | < 9     | null      | high
",
    )
    .clean();
    assert_eq!(book.gives("D", r#"{"V":1}"#).split(" by ").nth(1), Some("r2, r4, r3, r1, r5"));
}

#[test]
fn what_a_hit_policy_can_not_work_with() {
    let said = [
        "sum | V | A | B\nrole | if | then | then\ntype | integer | integer | integer\na | 1 | 1 | 1",
        "sum | V | A\nrole | if | then\ntype | integer | text\na | 1 | x",
        "max | V | A\nrole | if | then\ntype | integer | integer?\na | 1 | 2",
        "priority | V | A\nrole | if | then\ntype | integer | text\na | - | x",
        "priority | V | A\nrole | if | then\ntype | integer | text\nvalues | | x, y\na | - | = \"x\" + \"\"",
        "sometimes | V | A\nrole | if | then\na | 1 | x",
    ]
    .map(|text| book(&format!("decision | D\n{text}")).said());
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn with_one_output_the_record_is_the_bare_value() {
    let one = book("decision | D\nfirst | V | Out\nrole | if | then\ntype | integer | integer\na | - | 1").clean();
    assert_eq!(one.answer("D", r#"{"V":1}"#), "1");
    let two = book("decision | D\nfirst | V | Out | Why\nrole | if | then | then\ntype | integer | integer | text\na | - | 1 | x").clean();
    assert_eq!(two.answer("D", r#"{"V":1}"#), r#"{"Out":1,"Why":"x"}"#);
}

#[test]
fn names_nest_at_dots_and_labels_do_not() {
    let nested = book("decision | D\nfirst | Weight (kg) | No. of items | Out\nrole | if | if | then\nexpr | parcel.weight | |\ntype | number | integer | integer\na | > 2 | > 1 | 1\nelse | | | 2").clean();
    assert_eq!(nested.answer("D", r#"{"parcel":{"weight":3},"No. of items":2}"#), "1");
    let folded =
        book("decision | D\nfirst | Home   country | Out\nrole | if | then\ntype | text | integer\na | US | 1\nelse | | 2").clean();
    assert_eq!(folded.answer("D", r#"{"Home country":"US"}"#), "1");
}

#[test]
fn several_columns_may_test_one_input_and_all_must_hold() {
    let book = book("decision | D\nfirst | From age | To age | Out\nrole | if | if | then\nexpr | age | age |\ntype | integer | integer | text\nadult | >= 18 | < 65 | full\nelse | | | reduced").clean();
    assert_eq!(book.table("D").inputs.len(), 1);
    let given = ["17", "18", "64", "65"].map(|age| book.answer("D", &format!("{{\"age\":{age}}}")));
    assert_eq!(given, ["\"reduced\"", "\"full\"", "\"full\"", "\"reduced\""]);
}

#[test]
fn the_inputs_are_the_names_that_columns_entries_and_outputs_use() {
    let book = book(
        "
decision  | D
first     | Amount   | Out
role      | if       | then
type      | integer  | integer
a         | > limit  | share * Amount
else      |          | 0

glossary  | Names
          | name     | type
          | limit    | integer
          | unused   | integer

constants | Names
          | name     | type    | value
          | share    | integer | 2
",
    );
    let names: Vec<String> = book.table("D").given().map(|(_, data)| data.name.to_string()).collect();
    assert_eq!(names, ["Amount", "limit"]);
    assert_eq!(book.answer("D", r#"{"Amount":5,"limit":4}"#), "10");
    assert_eq!(book.gives("D", r#"{"Amount":5,"limit":4,"share":3}"#).split(' ').next(), Some("MB0811"));
}

#[test]
fn merges_repeat_downwards_and_nothing_else_does() {
    let down = book("decision | D\nfirst | A | B | Out\nrole | if | if | then\ntype | integer | integer | integer\nx | 1 | 1 | 7\ny | ^ | 2 | ^\nelse | | | 0").clean();
    assert_eq!(down.gives("D", r#"{"A":1,"B":2}"#), "7 by y");
    let across =
        book("decision | D\nfirst | A | B | Out\nrole | if | if | then\ntype | integer | integer | integer\nx | 1 | < | 7\nelse | | | 0");
    insta::assert_snapshot!(across.said());
}

#[test]
fn a_formula_without_a_value_is_an_error_at_its_cell_and_the_rest_is_checked() {
    let book =
        book("decision | D\nfirst | A | Out\nrole | if | then\ntype | integer | integer\nx | (formula) | 1\ny | 1.5 | 2\nelse | | 0");
    assert_eq!(book.codes(), ["MB0180 B5", "MB0213 B6"]);
}

#[test]
fn a_rule_holds_from_its_first_day_to_its_last() {
    let book = book(
        "
decision | Price
unique   | Size      | Since      | To         | Price
role     | if        | from       | until      | then
type     | integer   |            |            | integer
old      | -         |            | 2025-12-31 | 1
small    | < 5       | 2026-01-01 |            | 2
large    | >= 5      | 2026-01-01 | -          | 3
",
    )
    .clean();
    let given = [("1", "2025-12-31"), ("1", "2026-01-01"), ("9", "2026-01-01"), ("9", "2099-01-01")]
        .map(|(size, day)| book.gives("Price", &format!("{{\"Size\":{size},\"as of\":\"{day}\"}}")));
    assert_eq!(given, ["1 by old", "2 by small", "3 by large", "3 by large"]);
}
