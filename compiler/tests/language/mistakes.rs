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

#[test]
fn a_text_or_an_expression() {
    let shown = [
        said("text", "string(weight)", "-", "weight"),
        said("text", "upper case(reference)", "-", "weight"),
        // Not of the column's type: only the text is offered.
        said("text", "abs(weight)", "-", "weight"),
    ];
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn a_comment() {
    let shown = [
        said("number", "weight // 2", "-", "weight"),
        said("number", "weight /* net */ + 1", "-", "weight"),
        said("number", "1", "> weight // 2", "weight"),
        said("number", "10 // 2", "-", "weight"),
    ];
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn arithmetic_or_a_date_or_an_interval() {
    let read = |answer: &str| said("number", answer, "-", "weight");
    for answer in ["1/4", "= 1/4", "6/3", "2**3", "-1/4 + 1", "18 - 65"] {
        assert!(!read(answer).contains("error["), "{answer}");
    }
    let shown = ["1/2/2026", "18-65", "= 18-65", "(18-65)", "2 parcels", "2parcels"].map(read);
    insta::assert_snapshot!(shown.join("\n"));
    let dates = ["1/2/2026", "1-Jan-2026"].map(|answer| said("date", answer, "-", "weight"));
    insta::assert_snapshot!(dates.join("\n"));
}

#[test]
fn several_questions_of_one_list() {
    let said = |entry: &str, ty: &str| {
        book(&format!("decision | D\nfirst | Tags | Fee\nrole | if | then\ntype | {ty} | integer\na | {entry} | 1\nelse | | 2")).said()
    };
    let shown = [
        said("contains \"a\" and contains \"b\"", "list of text"),
        said("contains \"a\" and contains \"b\"", "(list of text)?"),
        said("contains 1 or contains 2", "list of number"),
        said("contains \"a and b\"", "list of text"),
    ];
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn a_period_of_another_type() {
    let table = |ty: &str, from: &str, glossary: &str| {
        book(&format!(
            "decision | D\nfirst | as of | Since | Fee\nrole | if | from | then\ntype | {ty} | {from} | integer\na | - | 2026-01-01 | 1\nelse | | | 2\n\n{glossary}"
        ))
        .said()
    };
    let shown = [table("text", "", ""), table("", "", "glossary | Names\n | name | type\n | as of | text"), table("date", "date", "")];
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn one_word_twice_and_a_division_by_zero() {
    let shown = [
        said("number", "weigth + weigth * 2", "-", "weight"),
        said("number", "modulo(weight, 0)", "-", "weight"),
        said("number", "weight / 0", "-", "weight"),
    ];
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn functions_of_other_languages() {
    let shown = ["round half even(weight, 2)", "round even(weight)", "sqr(weight)", "rond up(weight, 0)"]
        .map(|answer| said("decimal(2)", answer, "-", "weight"));
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn a_path_through_a_list_of_lists() {
    insta::assert_snapshot!(said("number", "sum([[{price: 1}]].price)", "-", "weight"));
}
