//! Section 5 of the language document.

use crate::book::book;

const INSTALMENT: &str = "
decision | Instalment
first    | Months left | Fee          | Text
role     | if          | then         | then
expr     | term - paid |              |
type     | integer     | decimal(2)   | text
done     | <= 0        | 0            | settled
else     |             | amount * 2   | = string(Months left) + \" to go\"

glossary | Names       |
         | name        | type
         | term        | number
         | paid        | number
         | amount      | decimal(2)
";

#[test]
fn a_computed_integer_is_whole_or_an_error() {
    let book = book(INSTALMENT).clean();
    let document = |term: &str| format!(r#"{{"term":{term},"paid":2,"amount":1.5}}"#);
    let given = ["2", "12", "2.5", "9223372036854775809", "9223372036854775810"].map(|term| book.gives("Instalment", &document(term)));
    insta::assert_snapshot!(given.join("\n"));
}

#[test]
fn a_computed_column_of_whole_numbers_is_an_integer() {
    let book = book(
        "
decision | Late
unique   | Days                    | Late
role     | if                      | then
expr     | (returned - bought).days |
soon     | <= 30                   | no
late     | > 30                    | yes

glossary | Names    |
         | name     | type
         | bought   | date
         | returned | date
",
    )
    .clean();
    assert_eq!(book.table("Late").inputs[0].ty.to_string(), "integer");
    assert!(book.said().is_empty(), "{}", book.said());
    assert_eq!(book.gives("Late", r#"{"bought":"2026-01-01","returned":"2026-02-01"}"#), "true by late");
}

#[test]
fn a_merged_answer_relies_on_what_all_its_rules_prove() {
    let text = |second: &str| {
        format!(
            "
decision | Share
first    | Parts    | Kind | Share
role     | if       | if   | then
type     | integer  | text | number
a        | > 0      | x    | 100 / Parts
b        | {second} | y    | ^
else     |          |      | 0
"
        )
    };
    let proven = book(&text("< 0")).clean();
    assert_eq!(proven.answer("Share", r#"{"Parts":-4,"Kind":"y"}"#), "\"-25\"");
    insta::assert_snapshot!(book(&text("-")).said());
}

#[test]
fn a_computed_column_has_a_name_of_its_own() {
    let table = |label: &str| {
        format!(
            "
decision | Fee
first    | {label}  | Fee
role     | if       | then
expr     | size + 1 |
type     | integer  | integer
a        | > 3      | 1
else     |          | 2

decision | Other
first    | size     | Out
role     | if       | then
type     | integer  | integer
a        | > 3      | 1
else     |          | 2

glossary | Names    |
         | name     | type
         | size     | integer
         | width    | integer

constants | Names   |
          | name    | type    | value
          | limit   | integer | 3
"
        )
    };
    let said = ["width", "limit", "Other"].map(|label| book(&table(label)).said());
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn two_computed_columns_of_one_label_compute_the_same() {
    let text = |second: &str| {
        format!(
            "
decision | Fee
first    | Sum   | Sum      | Fee
role     | if    | if       | then
expr     | a + 1 | {second} |
type     | integer | integer | integer
x        | > 3   | < 9      | 1
else     |       |          | 2

glossary | Names |
         | name  | type
         | a     | integer
"
        )
    };
    assert_eq!(book(&text("a + 1")).clean().answer("Fee", r#"{"a":4}"#), "1");
    insta::assert_snapshot!(book(&text("a + 2")).said());
}

#[test]
fn names_that_expressions_bring_in_stand_beside_those_of_columns() {
    let said = ["order.total + 1", "Size + 1"].map(|expression| {
        book(&format!(
            "
decision | Fee
first    | order   | size    | Fee
role     | if      | if      | then
type     | integer | integer | number
x        | > 3     | < 9     | {expression}
else     |         |         | 2

glossary | Names       |
         | name        | type
         | order.total | number
         | Size        | integer
"
        ))
        .said()
    });
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn fixes_are_cells_that_read() {
    let said = |text: &str| {
        book(&format!(
            "
decision | Letter
first    | Age     | Tier         | Text
role     | if      | if           | then
type     | integer | text         | text
values   |         | gold, silver |
x        | {text}
else     |         |              | y

constants | Names  |
          | name   | type    | value
          | limit  | integer | 18
          | plain  | text    | gold
"
        ))
        .said()
    };
    let shown = [
        "> 3 | gold | = \"a\" + Age",
        "> 3 | gold | = lenght(Tier)",
        "> 3 | gold | \"a\" + Age",
        "> limt | gold | y",
        "? > limt | gold | y",
        "> 3 | = plian | y",
        "NOT(> limit) | gold | y",
        "> 3 | Not(= plain) | y",
    ]
    .map(|row| format!("{row}\n{}", said(row)));
    insta::assert_snapshot!(shown.join("\n"));
    let computed = |text: &str| {
        book(&format!("decision | D\nfirst | Twice | Fee\nrole | if | then\nexpr | {text} |\nx | > 3 | 1\nelse | | 2\n\nglossary | Names\n | name | type\n | age | integer")).said()
    };
    insta::assert_snapshot!(["agee * 2", "2 * age age", "IF age > 3 THEN 1 else 2"].map(computed).join("\n"));
}

/// The answer to `V` = 6 of a table whose one answer is this.
fn answer(ty: &str, cell: &str) -> String {
    let book = book(&answer_table(ty, cell));
    if book.0.decisions.is_empty() {
        book.codes().join(", ")
    } else {
        book.answer("D", r#"{"V":6,"name":"Ada","maybe":null,"at":"2026-01-31"}"#)
    }
}

fn answer_table(ty: &str, cell: &str) -> String {
    format!(
        "decision | D\nfirst | V | name | maybe | at | Out\nrole | if | if | if | if | then\ntype | integer | text | number? | date | {ty}\na | - | - | - | - | {cell}\n\nconstants | Names\n | name | type | value\n | rate | number | 0.25\n | greeting | text | Dear"
    )
}

#[test]
fn an_answer_is_a_value_or_an_expression() {
    for (ty, cell, expected) in [
        ("integer", "12", "12"),
        ("integer", "V * 2", "12"),
        ("integer", "= V * 2", "12"),
        ("number", "V * rate", "\"1.5\""),
        // In a text column the whole cell is the text.
        ("text", "a, b (c) + d", "\"a, b (c) + d\""),
        ("text", "V + 1", "\"V + 1\""),
        ("text", "= string(V + 1)", "\"7\""),
        ("text", "greeting + \" \" + name", "\"Dear Ada\""),
        ("text", "\"say \\\"yes\\\"\"", "\"say \\\"yes\\\"\""),
        ("text?", "null", "null"),
        ("text?", "= null", "null"),
        ("number?", "maybe", "null"),
        ("text", "name", "MB0217 F5"),
        ("text", "string(V)", "MB0216 F5"),
        ("text", "null", "MB0222 F5"),
        ("integer", "-", "MB0220 F5"),
        ("text", "-", "MB0220 F5"),
        ("text", "\"-\"", "\"-\""),
        ("integer", "", "MB0315 F5"),
        ("integer?", "", "null"),
        ("integer", "18 - 6", "12"),
        ("integer", "18-6", "MB0203 F5"),
        ("date", "at + @\"P14D\"", "\"2026-02-14\""),
        ("boolean", "V > 5 and not(V = 7)", "true"),
        ("integer", "if V between 1 and 6 then 1 else 2", "1"),
        ("integer", "if V in [1..6) then 1 else 2", "2"),
        ("boolean", "some n in [1, 6] satisfies n = V", "true"),
        ("boolean", "every n in [1, 6] satisfies n = V", "false"),
        ("integer", "count(for n in 1..3 return n * V)", "3"),
        ("integer", "sum([1, 2, 3][item > 1])", "MB0529 F5"),
        ("integer", "sum([1, 2, 3])", "6"),
        ("integer", "{a: V, b: a + 1}.b", "7"),
        ("number", "15%", "\"0.15\""),
        ("number", "1 / 3", "\"0.3333333333333333333333333333\""),
        ("number", "2 ** 3", "\"8\""),
        ("integer", "V / 4", "MB0530 F5"),
        ("integer", "round half up(V / 4, 0)", "2"),
        ("number", "100 / V", "MB0529 F5"),
        ("number", "if V = 0 then 0 else 100 / V", "\"16.66666666666666666666666667\""),
        ("number", "today()", "MB0522 F5"),
        ("number", "now()", "MB0522 F5"),
    ] {
        assert_eq!(answer(ty, cell), expected, "{ty}: {cell}");
    }
}

#[test]
fn a_blank_answer_takes_the_default() {
    let book = book("decision | D\nfirst | V | Out | Why\nrole | if | then | then\ntype | integer | integer | text?\ndefault | | 7 |\na | < 5 | | \nb | > 5 | 8 | x\nelse | | |").clean();
    let given = ["4", "6", "5"].map(|v| book.gives("D", &format!("{{\"V\":{v}}}")));
    assert_eq!(given, [r#"{"Out":7,"Why":null} by a"#, r#"{"Out":8,"Why":"x"} by b"#, r#"{"Out":7,"Why":null} by else"#]);
}

#[test]
fn what_the_other_entries_prove_is_known_in_an_answer() {
    let book = book("decision | D\nfirst | V | W | Out\nrole | if | if | then\ntype | integer | number? | number\na | > 0 | not(null) | W / V\nb | -5, [1..9] | > 2 | W * 2\nelse | | | 0").clean();
    assert_eq!(book.answer("D", r#"{"V":4,"W":2}"#), "\"0.5\"");
    assert_eq!(book.answer("D", r#"{"V":0,"W":null}"#), "\"0\"");
}

#[test]
fn an_evaluation_gives_its_result_or_one_error_with_a_code() {
    let book = book(
        "
decision | D
unique   | Amount     | Share           | Out
role     | if         | if              | then
expr     | amount     | amount * factor |
type     | decimal(2) |                 | decimal(2)
values   | < 1000     |                 | < 500
low      | <= 100     | -               | amount * 1
high     | > 100      | -               | amount + factor

glossary | Names      |
         | name       | type
         | factor     | decimal(2)
",
    );
    let given = [
        r#"{"amount":1,"factor":1}"#,
        r#"{"amount":1.005,"factor":1}"#,
        r#"{"amount":600,"factor":1}"#,
        r#"{"amount":1000,"factor":1}"#,
        r#"{"amount":999,"factor":9999999999999999999999999999}"#,
        r#"{"amount":0.0000000000000000000000000001,"factor":0.01}"#,
        r#"{"factor":1}"#,
    ]
    .map(|document| if book.0.decisions.is_empty() { book.said() } else { book.gives("D", document) });
    insta::assert_snapshot!(given.join("\n"));
}

#[test]
fn predicates_and_expressions_ask_of_columns_over_expressions_too() {
    let book = book(
        "
decision | D
first    | Full name           | Days                     | Out
role     | if                  | if                       | then
expr     | first + \" \" + last | (until - from date).days |
type     | text                | integer                  | text
a        | starts with \"A\"   | [0..30]                  | = Full name + string(Days)
b        | matches \"z$\"      | ? > 2 * 100              | = upper case(Full name)
else     |                     |                          | none

glossary | Names               |
         | name                | type
         | first               | text
         | last                | text
         | from date           | date
         | until               | date
",
    )
    .clean();
    let given = [
        r#"{"first":"Ada","last":"L","from date":"2026-01-01","until":"2026-01-31"}"#,
        r#"{"first":"Ada","last":"Lz","from date":"2026-01-01","until":"2026-12-31"}"#,
        r#"{"first":"Ada","last":"L","from_date":"2026-01-01","until":"2026-12-31"}"#,
    ]
    .map(|document| book.gives("D", document));
    insta::assert_snapshot!(given.join("\n"));
}
