//! What the names of decisions stand for, by hit policy.

use std::fmt::Write;

use matchbook_compiler::diagnostic::Level;
use matchbook_compiler::model::InputSource;

use crate::{compiled, decided, reports};

#[test]
fn each_hit_policy_gives_its_type() {
    let policies = ["unique", "first", "collect", "rule order", "sum", "min", "max", "count"];
    let mut text = String::new();
    for (one, complete, last) in
        [(true, "yes", "else | | 3"), (true, "no", "b | > 7 | 3"), (false, "yes", "else | | 3 | x"), (false, "no", "b | > 7 | 3 | x")]
    {
        for policy in policies {
            let single = matches!(policy, "unique" | "first");
            if !one && matches!(policy, "sum" | "min" | "max") || complete == "no" && !single && last.starts_with("else") {
                continue;
            }
            let complete = if single { format!("complete | {complete} |\n") } else { String::new() };
            let of = if one {
                format!(
                    "decision | Of | |\n{complete}{policy} | n | out |\nrole | if | then |\ntype | integer | decimal(1) |\na | < 5 | 1 |\n{last} |\n\n"
                )
            } else {
                format!(
                    "decision | Of | | |\n{complete}{policy} | n | out | also |\nrole | if | then | then |\ntype | integer | decimal(1) | text |\na | < 5 | 1 | y |\n{last} |\n\n"
                )
            };
            let book = of
                + "decision | Asks | |\nfirst | n | out |\nrole | if | then |\ntype | integer | text |\na | 1 | =if Of = null then \"null\" else \"known\" |\nelse | | x |\n";
            let compilation = compiled(&[("shop/book.csv", &book)]);
            let decisions = &compilation.model.apps[0].books[0].decisions;
            let asks = decisions.iter().find(|table| table.name == "Asks");
            let ty = asks.and_then(|table| table.inputs.iter().find(|input| matches!(input.source, InputSource::Decision(..))));
            match ty {
                Some(input) => writeln!(text, "{policy}, {last:12} {}", input.ty).unwrap(),
                None => writeln!(text, "{policy}, {last:12} {}", reports(&compilation, Level::Error)).unwrap(),
            }
        }
    }
    insta::assert_snapshot!(text);
}

#[test]
fn a_required_list_is_a_list_in_expressions() {
    let book = "\
decision | Notes | | |
collect | n | Code | Weight |
role | if | then | then |
expr | n | code | weight |
type | integer | text | integer |
values | | x, y, z | |
a | > 1 | x | 1 |
b | > 2 | y | 2 |
c | > 3 | z | 3 |

decision | Answer | | | | | |
first | Many | Has y | Heavy | Codes | Second | Count |
role | if | if | then | then | then | then |
expr | count(Notes) | list contains(Notes.code, \"y\") | Heavy | Codes | Second | Count |
type | integer | boolean | text | text | text | number |
many | > 2 | | =string join(Notes[weight > 1].code, \",\") | =string join(Notes.code, \",\") | =if Notes[2] = null then \"none\" else Notes[2].code | =count(Notes.weight) |
y | | yes | y | =string join(Notes.code, \",\") | - | =count(Notes.weight) |
else | | | none | | - | 0 |
"
    .replace("| none | | - | 0 |", "| none | no | no | 0 |")
    .replace("| y | =string join(Notes.code, \",\") | - |", "| y | =string join(Notes.code, \",\") | no |");
    let compilation = compiled(&[("shop/book.csv", &book)]);
    insta::assert_snapshot!(decided(&compilation, "Answer", &[r#"{"n":5}"#, r#"{"n":3}"#, r#"{"n":1}"#]));
}

#[test]
fn a_gap_over_a_required_number_may_never_occur_and_one_over_its_list_does() {
    let of = "decision | Of | | |\nfirst | n | rate | tier |\nrole | if | then | then |\ntype | integer | decimal(2) | text |\nvalues | | [0..1] | gold, silver |\na | < 5 | 0.5 | gold |\nelse | | 0 | silver |\n\n\
              decision | Open | |\ncomplete | no | |\nfirst | n | tier |\nrole | if | then |\ntype | integer | text |\nvalues | | gold, silver |\na | < 5 | gold |\nb | > 5 | silver |\n\n";
    let by = |column: &str, first: &str, second: &str| {
        let book = format!("{of}decision | By | |\nunique | {column} | out |\nrole | if | then |\na | {first} | 1 |\nb | {second} | 2 |\n");
        reports(&compiled(&[("shop/book.csv", &book)]), Level::Warning).lines().next().unwrap_or("clean").to_owned()
    };
    let found = [
        by("Of.rate", "< 0.5", "> 0.5"),
        by("Of.rate", "[0..0.49]", "[0.5..1]"),
        by("Of.tier", "gold", "not(gold, silver)"),
        by("Of.tier", "gold", "silver"),
        by("Open", "gold", "silver"),
        by("Open", "gold", "null"),
    ];
    insta::assert_snapshot!(found.join("\n"));
}
