//! Required decisions that read lists of facts: one list with the fields of all, handed on or made anew for each.

use matchbook_compiler::compile::Compilation;
use matchbook_compiler::diagnostic::Level;

use crate::generated::{Question, agrees, answers, meaning};
use crate::{compiled, reports};

/// Decisions over one list that read the same of its items, less, more, or with other enums; nested lists, plain and nullable ones.
const BOOK: &str = "\
glossary | book | | |
 | name | type | values |
 | orders[].kind | text | web, shop, phone |
 | items[].labels[] | text | |

decision | Dearest | |
first | Price | Dearest |
role | if | then |
expr | items[].price | dearest |
type | decimal(2) | text |
values | >= 0 | |
cheap | < 10 | cheap |
else | | =if max(items.price) = null then \"nothing\" else string(max(items.price)) |

decision | Also by price | |
first | Price | v |
role | if | then |
expr | items[?].price | v |
type | decimal(2) | integer |
a | > 100 | 1 |
else | | 2 |

decision | By category | | |
first | Category | Price | v |
role | if | if | then |
expr | items[?].category | items[].price | v |
type | text | decimal(2) | text |
values | book, toy | | |
book | book | | =\"a book of \" + string(count(items)) |
else | | | none |

decision | Same of both | | | | |
first | Price | Dearest | Also | Category | v |
role | if | if | if | if | then |
expr | items[].price | Dearest | Also by price | By category | v |
type | decimal(2) | | | | text |
values | >= 0 | | | | |
a | > 5 | cheap | 2 | | =By category |
b | | not(cheap) | 1 | | =Dearest + \" \" + By category |
else | | | | | =string(Also by price) |

decision | Labels | |
first | Label | v |
role | if | then |
expr | items[?].labels[?] | v |
a | sale, outlet | =string join(for item in items return string(count(item.labels)), \",\") |
else | | none |

decision | Diamond | | | |
first | Both | Labels | Weight | v |
role | if | if | if | then |
expr | Same of both | Labels | items[?].weight | v |
type | | | number? | text |
a | none | | | none |
b | | none | null | =Same of both |
else | | | | =Labels + \"; \" + Same of both |

decision | Lines | | |
first | Sku | Amount | v |
role | if | if | then |
expr | orders[].lines[?].sku | orders[?].lines[].amounts[] | v |
type | text | integer | text |
a | A | | every order has an A |
b | | > 3 | =orders[1].lines[1].sku ?? |
else | | | none |

decision | Kinds | |
first | Kind | v |
role | if | then |
expr | orders[?].kind | v |
values | web, shop | |
web | web | =string join(orders.kind, \",\") |
else | | other |

decision | Orders | | | |
first | Lines | Kinds | Quantity | v |
role | if | if | if | then |
expr | Lines | Kinds | orders[].lines[].quantity | v |
type | | | integer | text |
values | | | >= 0 | |
a | none | other | | nothing |
b | | other | > 2 | =Lines |
else | | | | =Lines + \"; \" + Kinds |

decision | Tags | | |
first | Tags | Ages | v |
role | if | if | then |
expr | tags | ages | v |
type | list of text? | list of (integer?) | text |
values | a, b, c | | |
none | null | | none |
a | contains a | contains null | =if tags = null then \"null\" else string join(tags, \"\") |
else | | | =string(count(ages)) |

decision | Tags again | | |
first | Tags | Of tags | v |
role | if | if | then |
expr | tags | Tags | v |
type | list of text? | | text |
values | c, b, a | | |
a | contains b | | =Tags + \"!\" |
b | | none | none |
else | | | =if tags = null then \"null\" else string(count(tags)) |
";

fn book() -> String {
    BOOK.replace("=orders[1].lines[1].sku ??", "=string join(for order in orders return string(count(order.lines)), \"-\")")
}

/// Asks the decisions of the app, interpreted and compiled as a crate of this name, and shows what they answer.
#[track_caller]
fn agree(name: &str, compilation: &Compilation, documents: &[(&str, String)]) {
    let questions: Vec<Question<'_>> = documents.iter().map(|(decision, document)| Question { app: "shop", decision, document }).collect();
    let expected: Vec<String> = (questions.iter())
        .map(|question| {
            let graph = compilation.graph("shop", question.decision).unwrap_or_else(|| panic!("{:?}", compilation.reports));
            meaning(&graph, question.document)
        })
        .collect();
    let shown: String =
        documents.iter().zip(&expected).map(|((decision, document), answer)| format!("{decision} {document}\n  {answer}\n")).collect();
    insta::assert_snapshot!(name, shown);
    let answered = answers(name, &compilation.files, &questions);
    for ((meaning, answer), (decision, document)) in expected.iter().zip(&answered).zip(documents) {
        assert!(agrees(meaning, answer), "{decision} {document}: {meaning}; compiled: {answer}");
    }
}

#[test]
fn compiled_chains_over_lists_answer_as_interpreted_ones() {
    let compilation = compiled(&[("shop/book.csv", &book())]);
    assert_eq!(reports(&compilation, Level::Error), "");
    let items = |items: &str| format!(r#"{{"items":[{items}]}}"#);
    let full = |price: &str, category: &str, labels: &str, weight: &str| {
        format!(r#"{{"price":{price},"category":"{category}","labels":[{labels}],"weight":{weight}}}"#)
    };
    let line = |sku: &str, quantity: i32, amounts: &str| format!(r#"{{"sku":"{sku}","quantity":{quantity},"amounts":[{amounts}]}}"#);
    let order = |kind: &str, lines: &str| format!(r#"{{"kind":"{kind}","lines":[{lines}]}}"#);
    let orders = |orders: &str| format!(r#"{{"orders":[{orders}]}}"#);
    let (book, toy) = (full("12.5", "book", r#""sale","new""#, "null"), full("\"101.00\"", "toy", "", "3"));
    let documents: Vec<(&str, String)> = vec![
        ("Same of both", items("")),
        ("Same of both", items(r#"{"price":12,"category":"book"}"#)),
        ("Same of both", items(r#"{"price":12,"category":"toy"},{"price":101,"category":"book"}"#)),
        ("Same of both", items(r#"{"price":6,"category":"toy"}"#)),
        ("Same of both", items(r#"{"price":-6,"category":"toy"}"#)),
        ("Same of both", items(r#"{"price":6,"category":"pen"}"#)),
        ("Same of both", items(r#"{"price":6}"#)),
        ("Same of both", items(r#"{"price":6,"category":"toy","labels":[]}"#)),
        ("Diamond", items("")),
        ("Diamond", items(&book)),
        ("Diamond", items(&format!("{book},{toy}"))),
        ("Diamond", items(&format!("{toy},{toy}"))),
        ("Diamond", items(&format!("{toy},{}", full("-1", "book", "", "1")))),
        ("Diamond", items(&format!("{toy},{}", full("1", "book", "null", "1")))),
        ("Diamond", r#"{"items":null}"#.to_owned()),
        ("Diamond", "{}".to_owned()),
        ("Diamond", format!(r#"[{{"type":"items","attributes":{book}}}]"#)),
        (
            "Diamond",
            format!(r#"[{{"type":"items","attributes":{book}}},{{"type":"items","attributes":{toy}}},{{"type":"x","attributes":{{}}}}]"#),
        ),
        ("Orders", orders("")),
        ("Orders", orders(&order("web", ""))),
        ("Orders", orders(&order("shop", &line("A", 3, "4,5")))),
        (
            "Orders",
            orders(&format!(
                "{},{}",
                order("web", &line("A", 3, "4,5")),
                order("shop", &format!("{},{}", line("B", 0, ""), line("A", 1, "9")))
            )),
        ),
        (
            "Orders",
            orders(&format!(
                "{},{}",
                order("web", &line("C", 3, "1")),
                order("shop", &format!("{},{}", line("B", 0, ""), line("A", 1, "9")))
            )),
        ),
        ("Orders", orders(&order("phone", &line("A", 3, "4,5")))),
        ("Orders", orders(&order("fax", &line("A", 3, "4,5")))),
        ("Orders", orders(&order("web", &line("A", -3, "4,5")))),
        ("Tags again", r#"{"tags":null,"ages":[]}"#.to_owned()),
        ("Tags again", r#"{"ages":[1]}"#.to_owned()),
        ("Tags again", r#"{"tags":["a","b"],"ages":[1,null]}"#.to_owned()),
        ("Tags again", r#"{"tags":["a","c"],"ages":[1,null]}"#.to_owned()),
        ("Tags again", r#"{"tags":["a","d"],"ages":[1,null]}"#.to_owned()),
        ("Tags again", r#"{"tags":["c"],"ages":[]}"#.to_owned()),
    ];
    agree("required-lists", &compilation, &documents);
}

/// Decisions that give lists, of records and of values, and columns over them.
const WARNINGS: &str = "\
decision | Warnings | | | | |
collect | Amount | Country | Code | Level | Text |
role | if | if | then | then | then |
expr | amount | country | Code | Level | Text |
type | decimal(2) | text | text | integer? | text |
values | >= 0 | | big, foreign, odd | [0..9] | |
w-big | > 1000 | | big | 5 | =\"more than \" + string(amount - 1) |
w-xx | | XX, CA | foreign | 2 | not from here |
w-odd | 13 | | odd | null | =country |

decision | Codes | |
rule order | Amount | code |
role | if | then |
expr | amount | code |
type | decimal(2) | text |
values | >= 0 | |
a | > 10 | ten |
b | > 100 | =\"hundred \" + string(amount) |

decision | Levels | |
collect | Amount | level |
role | if | then |
expr | amount | level |
type | decimal(2) | integer? |
a | > 10 | 1 |
b | > 100 | null |

decision | By code | | | | |
first | Some code | Every level | A warning | Codes | Result |
role | if | if | if | if | then |
expr | Warnings[?].Code | Warnings[].Level | Warnings[?] | Warnings | r |
odd | odd | | | | odd |
both | big | > 1 | ?.Code = \"foreign\" and ?.Level < 3 | count(?) > 1 | both |
big | big, foreign | | | | one |
none | | | | count(?) = 0 | none |

decision | By text | | | | | |
first | Text | Code | Codes | Level | Levels | r |
role | if | if | if | if | if | then |
expr | Warnings.Text[?] | Codes[] | Codes | Levels[?] | Levels | r |
type | text | | list of text | | | |
empty | | | is empty | | [] | empty |
ten | contains \"not\" | | [ten] | | | =string join(Codes, \",\") |
more | starts with \"more\" | | contains \"ten\" | null | | =Warnings[1].Text ?? |
long | | starts with \"t\" | | | contains 1 | =string join(Warnings.Text, \";\") |
else | | | | | | =string join(for c in Codes return if c = \"ten\" then c else upper case(c), \";\") |
";

/// An item that may not be there, asked for twice, of a list of values; and items that nothing reads.
const ITEMS: &str = "
decision | Items of codes | | |
first | Amount | Twice | r |
role | if | if | then |
expr | amount | (if Codes[1] = null then \"no\" else Codes[1]) in (\"ten\", \"no\") | r |
type | decimal(2) | | text |
a | > 1000 | yes | =if Levels[2] = null then Codes[1] else Codes[2] |
b | > 5 | | ={x: Codes[2], known: if x = null then \"one\" else x}.known |
else | | | =string(count(for c in Codes return for d in Codes return 1)) |
";

fn warnings() -> String {
    WARNINGS
        .replace("none | | | | count(?) = 0 | none |", "none | | | | count(?) = 0 | none |\nelse | | | | | else |")
        .replace("=Warnings[1].Text ??", "=if Warnings[1] = null then \"none\" else Warnings[1].Text + \" \" + Warnings[1].Code")
}

#[test]
fn columns_over_lists_of_other_decisions_answer_alike() {
    let items = ITEMS.replace("then Codes[1] else Codes[2]", "then (if Codes[1] = null then \"\" else Codes[1]) else \"two\"");
    let compilation = compiled(&[("shop/book.csv", &(warnings() + &items))]);
    assert_eq!(reports(&compilation, Level::Error), "");
    let documents: Vec<(&str, String)> = ["0", "11", "13", "101", "1001", "1001.5"]
        .iter()
        .flat_map(|amount| ["US", "XX", "CA"].map(|country| format!(r#"{{"amount":{amount},"country":"{country}"}}"#)))
        .flat_map(|document| {
            let (amount, _) = document.split_once(",\"country").unwrap();
            [("By code", document.clone()), ("By text", document.clone()), ("Items of codes", format!("{amount}}}"))]
        })
        .collect();
    agree("required-list-columns", &compilation, &documents);
}
