//! Section 2 of the language document, names of outputs that nest: every hit policy, interpreted and compiled alike, and what other
//! decisions read of them.

use std::fmt::Write as _;

use matchbook_compiler::schema::output_schema;

use crate::book::{book, books};
use crate::generated::{self, Question};

/// Decisions whose results nest, of every kind of hit policy, and decisions that read them.
const QUOTES: &str = r#"decision | Quote
first | n | code | Net | Gross | Carrier | a_b | AB | Tags
role | if | if | then | then | then | then | then | then
expr | n | code | price.net | price.gross.value | carrier | a_b | a.b | price.tags
type | integer | text | decimal(2) | decimal(2) | text | integer | integer | list of text
values | | | >= 0 | | USPS, UPS | | |
default | | | 1.5 | | | | 7 |
a | < 5 | | | = 2 * n | USPS | 1 | | [x, "a, b"]
b | < 9 | x | 3 | 4 | UPS | 2 | n | = [code]
else | | | 0 | 0 | UPS | 0 | 0 | []

test | Quote
 | n | code | expect price.net | expect Gross | expect a.b | expect price.tags | expect rule
k1 | 3 | x | 1.5 | 6 | 7 | [x, "a, b"] | a
k2 | 6 | x | 3 | 4 | 6 | [x] | b
k3 | 6 | y | 0 | 0 | 0 | [] | else

decision | Maybe
complete | no
any | n | out | kind | text
role | if | then | then | then
expr | n | price.net | price.kind | said.text
type | integer | integer? | text | text
values | | | low, high |
a | < 5 | 1 | low | no
b | < 7 | 1 | low | no
c | 9 | null | high | yes

test | Maybe
 | n | expect price.net | expect price.kind
a | 1 | 1 | low
b | 9 | null | high
c | 20 | null | null

decision | All
rule order | n | code | net | rate | said
role | if | if | then | then | then
expr | n | code | price.net | price.rate.now | said
type | integer | text | integer | number? | text
a | < 5 | | 1 | 0.5 | one
b | < 9 | | = n + 1 | | = code + "!"
c | < 9 | x | 3 | 1 | three

test | All
 | n | code | expect price.net | expect price.rate.now
a | 3 | y | [1, 4] | [0.5, null]
b | 30 | y | [] | []

decision | Ranked
output order | n | level | out
role | if | then | then
expr | n | rank.level | rank.points
type | integer | text | integer
values | | high, low |
a | < 5 | low | 1
b | < 9 | high | 2

decision | Sole
first | n | net
role | if | then
expr | n | price.net
type | integer | integer
a | < 5 | 1
else | | 2

decision | Total
sum | n | net
role | if | then
expr | n | price.net
type | integer | integer
a | < 5 | 1
b | < 9 | 2

test | Total
 | n | expect price.net
a | 1 | 3

decision | Use
first | Quote.price.net | Quote.carrier | Maybe.price.kind | sole | out | kind | nets | whole | rate | ranked
role | if | if | if | if | then | then | then | then | then | then
expr | | | | Sole.price.net | price.out | price.kind | lists.nets | lists.whole | rate | ranked
type | | | | | decimal(2)? | text? | list of integer | list of integer | number? | list of text
a | > 2 | USPS, UPS | | | Quote.price.gross.value | = Maybe.price.kind | All.price.net | for each in All return each.price.net + 1 | All[1].price.rate.now | Ranked.rank.level
b | > 1 | | low | 1 | Quote.price.net + Sole + Sole.price.net | = if Maybe = null then null else {m: Maybe}.m.said.text | [count(Quote.price.tags), Total] | [Quote.a.b, Quote.a_b] | {p: Quote.price}.p.net | for r in Ranked return r.rank.level
else | | | | | if Maybe.price.net = null then null else Maybe.price.net | = if Maybe = null then null else Maybe.price.kind | for p in All.price return p.net | [] | if count(All) = 0 then null else 1 | []

decision | Paths
first | some | every | n | out
role | if | if | if | then
expr | All[?].price.net | All[].price.rate.now | n |
type | | | integer | text
a | 1 | | < 100 | some
b | | > 0 | | every
else | | | | none

decision | Whole
first | c | n | out
role | if | if | then
expr | count(All.price[net > 1]) | n |
type | integer | integer | integer
a | 1 | | Quote.a.b + count(Quote.price.tags)
b | | < 100 | if Quote.price.net > 1 then Quote.a.b else Quote.a_b
else | | | 0
"#;

#[test]
fn compiled_results_nest_like_those_that_are_interpreted() {
    let mut text = QUOTES.to_owned();
    // So many rules that the outputs are columns of data.
    text.push_str(
        "\ndecision | Large\nunique | n | net | kind | gross\nrole | if | then | then | then\nexpr | n | price.net | kind | price.gross\n",
    );
    text.push_str("type | integer | integer | text | decimal(1)?\n");
    for n in 0..300 {
        writeln!(text, "r{n} | {n} | {} | k{} | {}", n * 2, n % 7, if n % 5 == 0 { "null".to_owned() } else { format!("{n}.5") }).unwrap();
    }
    text.push_str("else | | 0 | k | null\n");
    let book = books(&[("nested/book", &text)]).clean();
    assert_eq!(book.passes(), 9);
    let mut asked: Vec<(&str, String)> = (-1..302).step_by(7).map(|n| ("Large", format!("{{\"n\":{n}}}"))).collect();
    for n in [-1, 1, 4, 5, 6, 7, 8, 9, 20] {
        for decision in ["Maybe", "Ranked", "Sole", "Total"] {
            asked.push((decision, format!("{{\"n\":{n}}}")));
        }
        for code in ["x", "y"] {
            for decision in ["Quote", "All", "Use", "Paths", "Whole"] {
                asked.push((decision, format!("{{\"n\":{n},\"code\":\"{code}\"}}")));
            }
        }
    }
    let questions: Vec<Question<'_>> = asked.iter().map(|(decision, document)| Question { app: "nested", decision, document }).collect();
    let answers = generated::answers("nested_outputs", &book.0.files, &questions);
    for ((decision, document), answer) in asked.iter().zip(answers) {
        let meaning = generated::meaning(book.0.graph("nested", decision).unwrap(), document);
        assert_eq!(meaning, answer, "{decision} {document}");
    }
    let shown = |decision: &str| {
        let documents = [1, 6, 9, 20].map(|n| format!("{{\"n\":{n},\"code\":\"x\"}}"));
        let answers = documents.iter().map(|document| format!("{decision} {document} -> {}\n", book.gives(decision, document)));
        answers.collect::<String>()
    };
    insta::assert_snapshot!(["Quote", "All", "Use", "Paths", "Whole"].map(shown).concat());
}

#[test]
fn the_schema_of_a_nested_result_nests() {
    let book = books(&[("nested/book", QUOTES)]).clean();
    let checked = |name: &str| book.0.decisions.iter().find(|checked| checked.table().name == name).unwrap();
    insta::assert_snapshot!(["Maybe", "Sole"].map(|name| output_schema(checked(name))).join("\n"));
}

#[test]
fn clashing_names_and_contexts_in_columns_are_said() {
    let outputs = |labels: &str, exprs: &str| {
        format!(
            "decision | D\nfirst | n | {labels}\nrole | if | then | then\nexpr | | {exprs}\ntype | integer | integer | integer\na | < 5 | 1 | 2\nelse | | 3 | 4\n"
        )
    };
    let reads = |expr: &str| {
        format!(
            "{}\ndecision | E\nfirst | V | n | Out\nrole | if | if | then\nexpr | {expr} | |\ntype | | integer | integer\na | 1 | | 1\nelse | | | D.price.nett",
            outputs("x | y", "price.net | price.gross")
        )
    };
    let said = [
        outputs("x | y", "price | price.net"),
        outputs("x | y", "price.net | price.net"),
        outputs("x | y", "Price.net | price.gross"),
        outputs("x | y", "unit price.net | unitPrice.gross"),
        outputs("price.net | y", "price.net | price.gross"),
        outputs("x | price.net", "price.net |"),
        reads("D.price"),
        reads("D.price.nett"),
    ]
    .map(|text| book(&text).said());
    insta::assert_snapshot!(said.join("\n"));
}
