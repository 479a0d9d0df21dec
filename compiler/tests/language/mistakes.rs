//! Each kind of mistake, and what is said at its cell.

use crate::book::book;

/// What is said of a table with this answer, condition and `expr`.
fn said(ty: &str, answer: &str, condition: &str, expr: &str) -> String {
    book(&format!(
        "
decision | Fee
first    | Value  | Order total  | Fee
role     | if     | if           | then
expr     | {expr} | order total  |
type     |        | decimal(2)   | {ty}
a        | -      | {condition}  | {answer}
else     |        |              | 0

glossary | Names       |
         | name        | type       | values
         | parcels     | integer    |
         | weight      | decimal(2) |
         | discount    | number?    |
         | reference   | text       |

constants | Names      |
          | name       | type       | value
          | order limit | decimal(2) | 100
"
    ))
    .said()
    .lines()
    // What the names are for isn't the matter here.
    .skip_while(|line| line.starts_with("advice"))
    .scan(false, |advice, line| {
        *advice = line.starts_with("advice") || *advice && line.starts_with("  ");
        Some((!*advice).then(|| format!("{line}\n")))
    })
    .flatten()
    .collect()
}

#[test]
fn an_unknown_name() {
    let answers = ["weigth * 2", "Weight * 2", "order limt", "size"].map(|answer| said("number", answer, "-", "weight"));
    insta::assert_snapshot!(answers.join("\n"));
    insta::assert_snapshot!(said("number", "1", "> order limt", "weight"));
    insta::assert_snapshot!(said("number", "1", "-", "weigth + 1"));
}

#[test]
fn a_wrong_type() {
    let shown = [
        said("number", "reference", "-", "weight"),
        said("number", "weight + reference", "-", "weight"),
        said("date", "weight", "-", "weight"),
        said("number", "if parcels then 1 else 2", "-", "weight"),
        said("number", "1", "> reference", "weight"),
        said("number", "1", "? + 1", "weight"),
        said("integer", "weight", "-", "weight"),
    ];
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn a_missing_case_of_null() {
    let shown = [
        said("number", "discount", "-", "weight"),
        said("number", "weight - discount", "-", "weight"),
        said("number", "weight / parcels", "-", "weight"),
        said("text", "= substring(reference, 3)", "-", "weight"),
    ];
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn a_bad_pattern() {
    let shown = [
        said("boolean", "matches(reference, \"[a-\")", "-", "weight"),
        said("boolean", "matches(reference, \"(?=x)y\")", "-", "weight"),
        said("number", "1", "-", "replace(reference, \"a{2,1}\", \"b\")"),
    ];
    insta::assert_snapshot!(shown.join("\n"));
    let condition =
        book("decision | D\nfirst | Code | Fee\nrole | if | then\ntype | text | integer\na | matches \"(\" | 1\nelse | | 2").said();
    insta::assert_snapshot!(condition);
}

#[test]
fn an_unbalanced_bracket() {
    let shown = [
        said("number", "(weight + 1 * 2", "-", "weight"),
        said("number", "weight + 1) * 2", "-", "weight"),
        said("number", "max([weight, 1)", "-", "weight"),
        said("number", "1", "> (order limit", "weight"),
        said("number", "1", "-", "(weight + 1"),
        said("text", "= \"a", "-", "weight"),
    ];
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn ten_thousand_brackets() {
    let nested = |open: &str, close: &str| format!("{}weight{}", open.repeat(10_000), close.repeat(10_000));
    let shown = [
        said("number", &nested("(", ")"), "-", "weight"),
        said("number", &nested("[", "]"), "-", "weight"),
        said("number", &"(".repeat(10_000), "-", "weight"),
        said("number", &nested("-", ""), "-", "weight"),
        said("number", "1", &nested("not(", ")"), "weight"),
        said("number", "1", "-", &nested("(", ")")),
    ];
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn a_wrong_number_of_arguments() {
    let shown = [
        said("number", "abs(weight, 2)", "-", "weight"),
        said("number", "round half up(weight, 1, 2)", "-", "weight"),
        said("number", "string length()", "-", "weight"),
        said("boolean", "contains(reference)", "-", "weight"),
        said("number", "1", "-", "substring(reference, 1, 2, 3)"),
        said("boolean", "starts with(string: reference, start: \"a\")", "-", "weight"),
    ];
    insta::assert_snapshot!(shown.join("\n"));
}
