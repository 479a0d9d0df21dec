//! Section 8 of the language document.

use crate::book::{book, books};
use crate::generated::{self, Question};

const GLOSSARY: &str = "
glossary | Retail
         | name           | type       | values       | sensitivity | about
         | customer.tier  | text       | gold, silver |             | as of the order date
         | customer.email | text       |              | personal    |
         | order.total    | decimal(2) | >= 0         |             | USD
";

#[test]
fn a_glossary_gives_its_names_their_type_values_sensitivity_and_meaning() {
    let table = "decision | D\nfirst | Tier | Email | Total | Out\nrole | if | if | if | then\nexpr | customer.tier | customer.email | order.total |\na | gold | - | > 5 | 1\nelse | | | | 2";
    let book = books(&[("retail/names", GLOSSARY), ("retail/table", table)]).clean();
    let inputs = &book.table("D").inputs;
    assert_eq!(inputs[0].ty.to_string(), "text");
    assert!(inputs[0].closed.is_some() && inputs[2].domain.is_some());
    assert_eq!(inputs[1].sensitivity.as_deref(), Some("personal"));
    assert_eq!(inputs[2].about.as_deref(), Some("USD"));
    let given = book.gives("D", r#"{"customer":{"tier":"bronze","email":"x"},"order":{"total":1}}"#);
    assert!(given.starts_with("MB0801"), "{given}");
    let given = book.gives("D", r#"{"customer":{"tier":"gold","email":"x"},"order":{"total":-1}}"#);
    assert!(given.starts_with("MB0801"), "{given}");
}

#[test]
fn a_block_named_after_the_app_serves_the_app_any_other_its_own_book() {
    let table = "decision | D\nfirst | size | Out\nrole | if | then\na | < 5 | 1\nelse | | 2";
    let glossary = |name: &str| format!("glossary | {name}\n | name | type\n | size | integer");
    let ty = |name: &str| books(&[("retail/names", &glossary(name)), ("retail/table", table)]).table("D").inputs[0].ty.to_string();
    assert_eq!((ty("Retail"), ty("Names")), ("integer".to_owned(), "number".to_owned()));
    let own = format!("{}\n\n{table}", glossary("Names"));
    assert_eq!(book(&own).table("D").inputs[0].ty.to_string(), "integer");
}

#[test]
fn a_column_may_narrow_and_never_contradicts() {
    let table = |ty: &str, values: &str| {
        book(&format!(
            "glossary | Names\n | name | type | values\n | tier | text | gold, silver, none\n\ndecision | D\nfirst | tier | Out\nrole | if | then\ntype | {ty} | integer\nvalues | {values} |\na | gold | 1\nelse | | 2"
        ))
    };
    let narrowed = table("text", "gold, silver").clean();
    assert!(narrowed.gives("D", r#"{"tier":"none"}"#).starts_with("MB0801"));
    let said = [table("text", "gold, bronze"), table("integer", ""), table("text?", "")].map(|book| book.said());
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn in_one_scope_a_name_has_one_meaning() {
    let table = "decision | D\nfirst | size | Out\nrole | if | then\ntype | integer | integer\na | 1 | 1\nelse | | 2";
    let said = [
        "glossary | N\n | name | type\n | size | integer\n | size | number",
        "constants | N\n | name | type | value\n | size | integer | 3",
        "glossary | N\n | name | type\n | k | integer\n\nconstants | N\n | name | type | value\n | k | integer | 3",
        "glossary | N\n | name | type\n | D | integer",
        "constants | N\n | name | type | value\n | D | integer | 3",
    ]
    .map(|names| book(&format!("{names}\n\n{table}")).said());
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn constants_are_values_of_their_type() {
    let book = book(
        "
constants | Names
          | name         | type    | value
          | home country | text    | US
          | vat          | number  | 19%
          | start        | date    | 2026-01-01
          | limits       | integer | 3

decision  | D
first     | Country        | Day      | Out
role      | if             | if       | then
type      | text           | date     | text
home      | = home country | >= start | = home country + string(vat) + string(start) + string(limits)
else      |                |          | abroad
",
    )
    .clean();
    assert_eq!(book.answer("D", r#"{"Country":"US","Day":"2026-01-01"}"#), r#""US0.192026-01-013""#);
    assert_eq!(book.answer("D", r#"{"Country":"CA","Day":"2026-01-01"}"#), r#""abroad""#);
}

#[test]
fn tests_name_inputs_or_the_labels_of_their_columns() {
    let book = book(
        "
decision | Fee
unique   | Weight        | Twice             | Fee        | Carrier
role     | if            | if                | then       | then
expr     | parcel.weight | parcel.weight * 2 |            |
type     | decimal(2)    |                   | decimal(2) | text
light    | <= 1          | -                 | 4.99       | post
heavy    | > 1           | -                 | 9          | truck

test     | Fee
         | Weight | expect Fee | expect rule | expect Carrier | note
one      | 1      | 4.990      | light       |                | numbers by value

test     | Fee
         | parcel.weight | expect Fee | expect error
two      | 1.01          | 9          |
",
    )
    .clean();
    assert_eq!(book.passes(), 2);
}

#[test]
fn expectations_compare_lists_nulls_errors_and_rules() {
    let book = book(
        "
decision   | Warnings
rule order | Amount     | Code | rule
role       | if         | then | then
type       | integer    | text | text?
values     | >= 0       |      |
high       | > 10       | h    | x
seen       | > 5        | s    | null

test       | Warnings
           | Amount | expect Code | expect \"rule\" | expect rule | expect error
both       | 11     | [h, s]      | [x, null]       | high, seen  |
one        | 6      | [s]         |                 | seen        |
none       | 1      | []          |                 |             |
bad        | -1     |             |                 |             | MB0801
any        | -1     |             |                 |             | yes

decision   | Best
complete   | no
first      | Amount  | Out
role       | if      | then
type       | integer | text
a          | > 10    | x

test       | Best
           | Amount | expect Out
null       | 1      | null
x          | 11     | x
",
    )
    .clean();
    assert_eq!(book.passes(), 7);
}

#[test]
fn a_case_fails_where_anything_else_comes() {
    let book = book(
        "
decision | Fee
unique   | Size    | Note  | Fee
role     | if      | if    | then
type     | integer | text? | integer
values   | >= 0    |       |
small    | < 5     | -     | 1
large    | >= 5    | -     | 2

test     | Fee
         | Size | expect Fee | expect rule | expect error
right    | 4    | 1          | small       |
fee      | 4    | 2          |             |
rule     | 4    |            | large       |
error    | -1   | 1          |             |
other    | -1   |            |             | MB0802
no-error | 4    |            |             | yes
",
    );
    let failed: Vec<String> = matchbook_compiler::cases::run_cases(&book.0)
        .into_iter()
        .map(|run| {
            format!("{}: {}", run.case, run.reports.iter().map(|report| report.description.message.clone()).collect::<Vec<_>>().join("; "))
        })
        .collect();
    insta::assert_snapshot!(failed.join("\n"));
}

#[test]
fn test_cells_that_are_wrong() {
    let table = "decision | Fee\nunique | Size | Fee\nrole | if | then\ntype | integer | integer\nsmall | < 5 | 1\nlarge | >= 5 | 2\n";
    let said = [
        "test | Fees\n | Size | expect Fee\na | 1 | 1",
        "test | Fee\n | Sizes | expect Fee\na | 1 | 1",
        "test | Fee\n | Size | expect Price\na | 1 | 1",
        "test | Fee\n | Size | expect Fee\na | | 1",
        "test | Fee\n | Size | expect rule\na | 1 | smal",
        "test | Fee\n | Size | expect error\na | 1 | MB0999",
        "test | Fee\n | Size | expect Fee\na | one | 1",
    ]
    .map(|test| book(&format!("{table}\n{test}")).said());
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn a_glossary_may_let_a_list_be_null() {
    let text = r#"glossary | Lists
 | name | type | values
 | tags | (list of text)? | a, b
 | sizes | (list of (integer?))? |
 | items[].marks | list of integer? |
 | items[].price | integer |
 | labels | (list of text)? |

decision | Labels
first | tags | Marks | n | labels
role | if | if | if | then
expr | tags | items[?].marks | n |
type | | | integer |
none | null | - | < 5 | null
a | contains a | contains 5 | | [x]
b | not(contains a) | null | | = if sizes = null then ["no sizes"] else for size in sizes return if size = null then "?" else string(size)
empty | is empty | | | []
else | | | |

test | Labels
 | tags | items | sizes | n | expect labels
k1 | null | [] | null | 1 | null
k2 | [a, b] | [{"marks": [5]}] | [1] | 1 | [x]
k3 | [b] | [{"marks": null}] | [1, null] | 1 | ["1", "?"]

decision | Uses
first | Labels | tags | Out
role | if | if | then
type | | | integer
none | null | null | count(items[price > 1])
some | | contains b | if Labels = null then 0 else count(Labels)
marks | is empty | | count(for item in items return if item.marks = null then 0 else count(item.marks))
else | | | if sizes = null then -1 else count(sizes)
"#;
    let book = books(&[("lists/book", text)]).clean();
    assert_eq!(book.passes(), 3);
    let mut asked = Vec::new();
    for tags in ["null", "[]", r#"["a"]"#, r#"["b"]"#, r#"["a","b"]"#, r#"["c"]"#] {
        for items in ["[]", r#"[{"price":2,"marks":null},{"price":1,"marks":[5]}]"#, r#"[{"price":2,"marks":[1,2]}]"#, "null"] {
            for sizes in ["null", "[3,null]"] {
                for decision in ["Labels", "Uses"] {
                    let document = format!("{{\"tags\":{tags},\"items\":{items},\"sizes\":{sizes},\"n\":{}}}", tags.len());
                    // Only one of them reads prices.
                    let document =
                        if decision == "Labels" { document.replace("\"price\":2,", "").replace("\"price\":1,", "") } else { document };
                    asked.push((decision, document));
                }
            }
        }
    }
    let missing = r#"{"items":[{"price":2}],"n":3}"#;
    asked.extend(["Labels", "Uses"].map(|decision| (decision, missing.to_owned())));
    let questions: Vec<Question<'_>> = asked.iter().map(|(decision, document)| Question { app: "lists", decision, document }).collect();
    let answers = generated::answers("nullable_lists_of_a_glossary", &book.0.files, &questions);
    for ((decision, document), answer) in asked.iter().zip(answers) {
        let meaning = generated::meaning(book.0.graph("lists", decision).unwrap(), document);
        assert!(generated::agrees(&meaning, &answer), "{decision} {document}: {meaning}, compiled {answer}");
    }
    let given: String =
        asked.iter().step_by(5).map(|(of, document)| format!("{of} {document} -> {}\n", book.gives(of, document))).collect();
    let contradicts = ["list of text", "(list of integer)?", "list of text?"].map(|ty| {
        let glossary = "glossary | N\n | name | type\n | tags | (list of text)?\n\n";
        self::book(&format!("{glossary}decision | D\nfirst | tags | n | Out\nrole | if | if | then\ntype | {ty} | integer | integer\na | is empty | < 5 | 1\nelse | | | 2")).said()
    });
    insta::assert_snapshot!(format!("{given}\n{}", contradicts.join("\n")));
}
