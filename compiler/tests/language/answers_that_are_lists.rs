//! Section 3 of the language document, `list of T` out: each form of cell, type and hit policy, interpreted and compiled alike.

use std::fmt::Write as _;

use crate::book::{Book, book, books};
use crate::generated::{self, Question};

/// The answer of a table with one answer of this type.
fn answer(ty: &str, cell: &str) -> String {
    book(&format!(
        "decision | D\nfirst | n | code | Out\nrole | if | if | then\ntype | integer | text | {ty}\na | > 0 | | {cell}\nelse | | | {cell}"
    ))
    .clean()
    .answer("D", r#"{"n":3,"code":"x"}"#)
}

#[test]
fn each_type_of_item_has_its_cells_and_its_json() {
    for (ty, cell, json) in [
        ("list of text", r#"[gold, "a, b", 12]"#, r#"["gold","a, b","12"]"#),
        ("list of text", "[]", "[]"),
        ("list of text", "[ ]", "[]"),
        ("List of Text", "[“a”]", r#"["a"]"#),
        ("list of text", "[18-65, R&D]", r#"["18-65","R&D"]"#),
        ("list of (text?)", "[gold, null]", r#"["gold",null]"#),
        ("(list of text)?", "null", "null"),
        ("list of text?", "", "null"),
        ("(list of (integer?))?", "[1, null]", "[1,null]"),
        ("list of integer", "[1, -2]", "[1,-2]"),
        ("list of number", "[1.50, 15%]", r#"["1.5","0.15"]"#),
        ("list of decimal(2)", "[14.5, 0]", r#"["14.50","0.00"]"#),
        ("list of boolean", "[yes, N, true]", "[true,false,true]"),
        ("list of date", "[2026-01-31]", r#"["2026-01-31"]"#),
        ("list of time", "[14:30]", r#"["14:30:00"]"#),
        ("list of date and time", "[2026-01-31 14:30:00]", r#"["2026-01-31T14:30:00"]"#),
        ("list of days and time duration", "[PT36H]", r#"["P1DT12H"]"#),
        ("list of years and months duration", "[P18M, P1Y]", r#"["P1Y6M","P1Y"]"#),
        ("list of list of text", "[[a, b], [], [c]]", r#"[["a","b"],[],["c"]]"#),
        ("list of ((list of integer)?)", "[[1], null]", "[[1],null]"),
        ("list of list of list of list of integer", "[[[[1], []]], []]", "[[[[1],[]]],[]]"),
    ] {
        assert_eq!(answer(ty, cell), json, "{ty} {cell}");
    }
}

#[test]
fn expressions_give_lists() {
    for (ty, cell, json) in [
        ("list of integer", "[n, 2]", "[3,2]"),
        ("list of integer", "= [n, 2]", "[3,2]"),
        ("list of integer", "for i in 1..n return i * i", "[1,4,9]"),
        ("list of integer", "[1, 2, 3][item > 1]", "[2,3]"),
        ("list of integer", "concatenate([n], [1, 2])", "[3,1,2]"),
        ("list of integer", "append([1], n)", "[1,3]"),
        ("list of (integer?)", "[n, null]", "[3,null]"),
        ("(list of integer)?", "if n > 5 then [n] else null", "null"),
        ("list of decimal(2)", "for i in [1, 2] return round half up(i * n / 9, 2)", r#"["0.33","0.67"]"#),
        ("list of text", "= [code, \"a, b\"]", r#"["x","a, b"]"#),
        ("list of text", "[\"<\" + code + \">\", \"b\"]", r#"["<x>","b"]"#),
        ("list of text", "split(\"a b\", \" \")", r#"["a","b"]"#),
        ("list of date", "[@\"2026-01-31\", date(\"2026-02-01\")]", r#"["2026-01-31","2026-02-01"]"#),
        ("list of list of integer", "[[n], [], [1, 2]]", "[[3],[],[1,2]]"),
        ("list of list of integer", "for i in [1, 2] return [i, n]", "[[1,3],[2,3]]"),
    ] {
        assert_eq!(answer(ty, cell), json, "{ty} {cell}");
    }
}

#[test]
fn what_is_no_list_is_said_with_what_was_meant() {
    let mut said = String::new();
    for (ty, cell) in [
        ("list of text", "gold"),
        ("list of text", "gold, silver"),
        ("list of text", "gold; silver"),
        ("list of text", "[gold; silver]"),
        ("list of text", "(gold, silver)"),
        ("list of text", "[gold, silver"),
        ("list of text", "gold]"),
        ("list of text", r#"[gold, "silver]"#),
        ("list of text", "[gold,, silver]"),
        ("list of text", "[code, silver]"),
        ("list of text", "code"),
        ("list of text", "[cods"),
        ("list of text", "null"),
        ("list of text", "[gold, null]"),
        ("list of text", "-"),
        ("list of text", ""),
        ("list of text?", "NULL"),
        ("list of integer", "5"),
        ("list of integer", "[1, 2.5]"),
        ("list of integer", "[1, 18-65]"),
        ("list of integer", "[n, n / 4]"),
        ("list of integer", "for i in [1, 2] return i / n"),
        ("list of integer", "n"),
        ("list of integer", "[n, code]"),
        ("list of integer", "[n, nothing]"),
        ("list of integer", "[1, 2][1]"),
        ("list of integer", "[if n > 1 then n else null]"),
        ("list of integer", "concatenate([n], [null])"),
        ("list of integer", "for i in [1, 2] return floor(i / n)"),
        ("list of list of integer", "[1, 2]"),
        ("list of list of integer", "[[1], null]"),
        ("list of any", "[1]"),
        ("list<text>", "[a]"),
        ("text[]", "[a]"),
        ("list of string", "[a]"),
        ("list", "[a]"),
        ("list of list of list of list of list of text", "[]"),
    ] {
        let table = format!(
            "decision | D\nfirst | n | code | Out\nrole | if | if | then\ntype | integer | text | {ty}\na | > 0 | y | {cell}\nelse | | | {}",
            if ty.contains('?') { "null" } else { "[]" }
        );
        writeln!(said, "# {ty}: {cell}\n{}", book(&table).said()).unwrap();
    }
    insta::assert_snapshot!(said);
}

#[test]
fn values_are_those_of_the_items() {
    let table = |cell: &str| {
        format!(
            "decision | D\nfirst | n | Out\nrole | if | then\ntype | integer | list of text\nvalues | | gold, silver\na | > 0 | {cell}\nelse | | []"
        )
    };
    assert_eq!(book(&table("[silver, gold, silver]")).clean().answer("D", r#"{"n":3}"#), r#"["silver","gold","silver"]"#);
    let numbers = "decision | D\nfirst | n | Out\nrole | if | then\ntype | integer | list of integer\nvalues | | [0..9]\na | > 0 | [1, n]\nelse | | []";
    let said = [
        book(&table("[gold, sliver]")).said(),
        book(&table("[gold, bronze]")).said(),
        book(&table("= [\"gold\", \"bronze\"]")).said(),
        book(numbers).clean().gives_all("D", &[r#"{"n":9}"#, r#"{"n":10}"#]),
    ];
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn lists_have_no_rank_and_no_sum() {
    let table = |policy: &str, more: &str| {
        format!(
            "decision | D\n{policy} | n | tags{}\nrole | if | then{}\ntype | integer | list of text{}\nvalues | | low, high{}\na | < 5 | [low]{}\nb | > 2 | [high]{}",
            if more.is_empty() { "" } else { " | level" },
            if more.is_empty() { "" } else { " | then" },
            if more.is_empty() { "" } else { " | text" },
            if more.is_empty() { "" } else { " | top, flop" },
            if more.is_empty() { "" } else { " | flop" },
            if more.is_empty() { "" } else { " | top" }
        )
    };
    let refused: String = ["priority", "output order", "sum", "min", "max"].map(|policy| book(&table(policy, "")).said()).join("\n");
    insta::assert_snapshot!(refused);
    assert_eq!(
        book(&table("output order", "level")).clean().answer("D", r#"{"n":3}"#),
        r#"[{"level":"top","tags":["high"]},{"level":"flop","tags":["low"]}]"#
    );
}

/// Tables of every hit policy and kind of list, and decisions that read what they give.
const OFFERS: &str = r#"decision | All kinds
first | name | n | texts | numbers | flags | dates | times | stamps | spans | waits | levels
role | if | if | then | then | then | then | then | then | then | then | then
type | text | decimal(2) | list of (text?) | list of number | list of boolean | list of date | (list of time)? | list of list of date and time | list of (days and time duration?) | list of years and months duration | (list of (text?))?
values | | | | | | | | | | | low, high
a | x | < 5 | [a, null, name too] | [1, 2.5, 15%] | [yes, false] | [2026-01-31, 2026-02-01] | [14:30] | [[2026-01-31T10:00:00], []] | [P1D, null] | [P1Y, P2M] | [low, null]
b | y | | = [name, null] | [n, n + 4] | [name = "y", true] | [@"2026-01-01"] | null | [] | [] | [] | null
c | | > 100 | = [name, string(n)] | [] | [] | for d in [@"2026-01-01"] return d + @"P1D" | if n > 200 then [@"10:00:00"] else null | [[]] | [if n > 200 then null else @"PT1H"] | [if n > 200 then @"P1M" else @"P1Y"] | if n > 200 then ["high", null] else null
else | | | [] | [] | [] | [] | [] | [] | [] | [] | []

test | All kinds
 | name | n | expect texts | expect numbers | expect flags | expect dates | expect times | expect stamps | expect spans | expect waits | expect levels
k1 | x | 1 | [a, null, name too] | [1, 2.5, 0.15] | [true, false] | [2026-01-31, 2026-02-01] | [14:30] | [[2026-01-31T10:00:00], []] | [P1D, null] | [P12M, P2M] | [low, null]
k2 | y | 1 | [y, null] | [1, 5] | [true, true] | [2026-01-01] | null | [] | [] | [] | null
k3 | q | 150 | [q, "150"] | [] | [] | [2026-01-02] | null | [[]] | [PT1H] | [P1Y] | null
k4 | q | 250 | [q, "250"] | [] | [] | [2026-01-02] | [10:00] | [[]] | [null] | [P1M] | [high, null]

decision | Maybe
complete | no
first | n | tags | wait | sizes
role | if | then | then | then
type | integer | list of text | (list of years and months duration)? | (list of integer)?
a | < 5 | [a, b] | [P1Y] | [1, 2]
b | < 9 | = [string(n)] | | [n]

test | Maybe
 | n | expect tags | expect wait | expect sizes
a | 1 | [a, b] | [P1Y] | [1, 2]
b | 6 | [6] | null | [6]
c | 60 | null | null | null

decision | Any list
any | n | tags
role | if | then
type | integer | list of text
a | < 5 | [a, b]
b | < 9 | = ["a", "b"]
else | | []

decision | Ranked
output order | n | level | tags
role | if | then | then
type | integer | text | list of text
values | | high, low |
a | < 5 | low | [a, b]
b | < 9 | high | [c]

test | Ranked
 | n | expect level | expect tags
a | 1 | [high, low] | [[c], [a, b]]
b | 10 | [] | []

decision | Bare
rule order | n | sizes
role | if | then
type | integer | list of integer
values | | [0..100]
a | < 5 | [1, n * n]
b | < 9 | []

test | Bare
 | n | expect sizes | expect rule
a | 3 | [[1, 9], []] | a, b
b | 9 | [] |

decision | How many
count | n | tags
role | if | then
type | integer | list of text
a | < 5 | [a, b]
b | < 9 | [c]

decision | Use
first | big | n | out | size | numbers | sum | lists
role | if | if | then | then | then | then | then
expr | count(Bare) > 1 | | | | | |
type | boolean | integer | list of text | integer | list of integer | integer | list of list of integer
a | true | < 100 | = concatenate(flatten(Ranked.tags), ["z"]) | count(Any list) | [How many] | if Maybe.sizes = null then 0 else count(Maybe.sizes) | Bare
else | | | if Maybe.tags = null then [] else Maybe.tags | count(Ranked.tags) | if Maybe.sizes = null then [] else Maybe.sizes | 0 | [[How many], []]

decision | Waits
first | n | out | first wait
role | if | then | then
type | integer | list of years and months duration | years and months duration?
a | < 100 | if Maybe.wait = null then [@"P1M"] else Maybe.wait | if Maybe.wait = null then null else Maybe.wait[1]
else | | [] | null
"#;

/// Asks interpreted and compiled decisions the same.
fn agree(name: &str, book: &Book, asked: &[(&str, String)]) {
    let questions: Vec<Question<'_>> = asked.iter().map(|(decision, document)| Question { app: "lists", decision, document }).collect();
    let answers = generated::answers(name, &book.0.files, &questions);
    for ((decision, document), answer) in asked.iter().zip(answers) {
        let given = book.gives(decision, document);
        let expected = match given.rsplit_once(" by ") {
            Some((output, rules)) if !given.starts_with("MB") => {
                let table = book.table(decision);
                let position = |id: &str| table.rules.iter().position(|rule| rule.id == id).unwrap();
                let rules: Vec<usize> = rules.split(", ").filter(|rule| *rule != "nothing").map(position).collect();
                format!("{output} {rules:?}")
            }
            _ => given.split(' ').next().unwrap_or_default().to_owned(),
        };
        // Behind its own rules stand those of the decisions that it needs, and behind an error where it arose.
        let rest =
            answer.strip_prefix(&expected).unwrap_or_else(|| panic!("compiled, {decision}: {document} gives {answer}, not {expected}"));
        assert!(rest.is_empty() || rest.starts_with(", ") || rest.starts_with(" in "), "compiled, {decision}: {document} gives {answer}");
    }
}

#[test]
fn compiled_lists_are_those_that_are_interpreted() {
    let book = books(&[("lists/book", OFFERS)]).clean();
    assert_eq!(book.passes(), 11);
    let mut asked = Vec::new();
    for n in -3..15 {
        let document = format!("{{\"n\":{n}}}");
        for decision in ["Maybe", "Any list", "Ranked", "Bare", "How many", "Use", "Waits"] {
            asked.push((decision, document.clone()));
        }
    }
    // A square beyond 100 is no allowed item.
    asked.push(("Bare", r#"{"n":-11}"#.to_owned()));
    asked.push(("Use", r#"{"n":-11}"#.to_owned()));
    asked.push(("Use", r#"{"n":500}"#.to_owned()));
    for name in ["x", "y", "q", "ü"] {
        for n in ["1", "4.99", "5", "100", "100.01", "200", "250.5"] {
            asked.push(("All kinds", format!("{{\"name\":\"{name}\",\"n\":{n}}}")));
        }
    }
    agree("answers_that_are_lists", &book, &asked);
    insta::assert_snapshot!(book.gives_all("Use", &[r#"{"n":1}"#, r#"{"n":6}"#, r#"{"n":10}"#, r#"{"n":-11}"#]));
}

#[test]
fn large_tables_hold_their_lists_as_data() {
    let mut text = "decision | Large\nunique | n | tags | sizes | zones\nrole | if | then | then | then\n\
                    type | integer | list of text | (list of decimal(1))? | list of list of integer\n"
        .to_owned();
    for n in 0..1500 {
        let sizes = if n % 7 == 0 { "null".to_owned() } else { format!("[{n}.5, 2]") };
        writeln!(text, "r{n} | {n} | [t{}, \"a, b\"] | {sizes} | [[{n}], []]", n % 300).unwrap();
    }
    text.push_str("else | | [] | [] | []");
    let book = books(&[("lists/book", &text)]).clean();
    let asked: Vec<(&str, String)> = (-1..1501).step_by(13).map(|n| ("Large", format!("{{\"n\":{n}}}"))).collect();
    agree("large_lists", &book, &asked);
}

#[test]
fn constants_may_be_lists() {
    let table = r#"decision | Zone
first | country | n | Home | Sizes
role | if | if | then | then
type | text | integer | list of text | list of number
a | list contains(home countries, ?) | | home countries | [n, count(sizes)]
b | | > 5 | = concatenate(home countries, [country]) | sizes[item > n]
else | | | [] | sizes

constants | Book
 | name | type | value
 | home countries | list of text | [US, "C, A"]
 | sizes | list of decimal(1) | [1, 2.5, 10]"#;
    let book = books(&[("lists/book", table)]).clean();
    let asked =
        ["US", "C, A", "EU"].into_iter().flat_map(|country| [1, 6].map(|n| ("Zone", format!("{{\"country\":\"{country}\",\"n\":{n}}}"))));
    let asked: Vec<(&str, String)> = asked.collect();
    agree("constants_that_are_lists", &book, &asked);
    assert_eq!(book.answer("Zone", r#"{"country":"EU","n":6}"#), r#"{"Home":["US","C, A","EU"],"Sizes":["10"]}"#);
    let refused =
        "constants | Book\n | name | type | value\n | a | list of integer | 5\n | b | list of text | [x; y]\n | c | list of any | [1]";
    let said = super::book::book(&format!(
        "decision | D\nfirst | n | Out\nrole | if | then\ntype | integer | integer\na | < 5 | 1\nelse | | 2\n\n{refused}"
    ))
    .codes();
    assert_eq!(said, ["MB0233 D10", "MB0211 D11", "MB0248 C12"]);
}
