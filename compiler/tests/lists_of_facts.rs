//! "Lists of facts" in `docs/table-language.md`: what quantified columns mean, by the reference interpreter, and what is wrong with those
//! that mean nothing.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what fails outside a `#[test]` function fails the test all the same"
)]

use std::fmt::Write;

use matchbook_compiler::compile::{Compilation, SourceSet, compile};
use matchbook_compiler::diagnostic::Level;
use matchbook_compiler::interpret::evaluate_json;
use matchbook_compiler::options::Options;
use matchbook_compiler::source::{BookPath, SourceFile};

/// A book of these rows, ` | ` between cells.
fn compiled(table: &str) -> Compilation {
    let rows: Vec<Vec<&str>> = table.trim().lines().map(|row| row.split('|').map(str::trim).collect()).collect();
    let width = rows.iter().map(Vec::len).max().unwrap();
    let mut text = String::new();
    for row in rows {
        let cells: Vec<String> =
            (0..width).map(|at| format!("\"{}\"", row.get(at).copied().unwrap_or_default().replace('"', "\"\""))).collect();
        writeln!(text, "{}", cells.join(",")).unwrap();
    }
    let book = SourceFile { path: BookPath::new("shop/basket.csv"), bytes: Ok(text.into_bytes()) };
    compile(&SourceSet { books: vec![book], ..SourceSet::default() }, &Options::default())
}

/// What is found in a table at a level of `least` and above.
fn found(compilation: &Compilation, least: Level) -> String {
    let mut text = String::new();
    for report in compilation.reports.iter().filter(|report| report.level >= least) {
        writeln!(text, "{} {} {}", report.code(), report.location(), report.description.message).unwrap();
    }
    text
}

/// What the table's only decision decides for each document: the output, or the error.
#[track_caller]
fn decides(table: &str, documents: &[(&str, &str)]) {
    let compilation = compiled(table);
    assert_eq!(found(&compilation, Level::Error), "");
    let decision = compilation.decisions.first().unwrap().table();
    for (document, expected) in documents {
        let given = match evaluate_json(decision, document) {
            Ok(answer) => answer.output.to_string(),
            Err(error) => format!("{} {error}", error.code()),
        };
        assert_eq!(given, *expected, "{document}");
    }
}

#[test]
fn paths_lead_through_any_number_of_lists() {
    let table = "decision | Deep |\nfirst | Sku | Result\nrole | if | then\nexpr | a[].b[?].c[].d[?].e[].f[?].sku |\ntype | text | text\n\
                 yes | x | yes\nelse | | no";
    let nested = |sku: &str| format!(r#"[{{"b": [{{"c": [{{"d": [{{"e": [{{"f": [{{"sku": "y"}}, {{"sku": "{sku}"}}]}}]}}]}}]}}]}}]"#);
    decides(
        table,
        &[
            (&format!(r#"{{"a": {}}}"#, nested("x")), "\"yes\""),
            (&format!(r#"{{"a": {}}}"#, nested("z")), "\"no\""),
            (r#"{"a": [{"b": []}]}"#, "\"no\""),
            (r#"{"a": [{"b": [{"c": [{"d": [{"e": []}]}]}]}]}"#, "\"yes\""),
            (
                r#"{"a": [{"b": [{"c": [{"d": [{"e": [{"f": null}]}]}]}]}]}"#,
                "MB0813 `a[1].b[1].c[1].d[1].e[1].f` is null: it must be list of records",
            ),
        ],
    );
}

#[test]
fn what_is_read_of_one_list_is_asked_of_no_other() {
    let table = "glossary | G\n | name | type\n | orders[].price | number\n | orders[].sku | text\n | items[].price | number\n | items[].sku | text\n\n\
                 decision | D |\nfirst | Price | Sku | Any | Result\nrole | if | if | if | then\nexpr | orders[1].price | items[1].sku | some item in items satisfies item.sku = \"b\" | \n\
                 type | | | | text\nyes | > 5 | a | no | yes\nelse | | | | no";
    decides(
        table,
        &[
            (r#"{"orders":[{"price":6}],"items":[{"sku":"a"}]}"#, "\"yes\""),
            (r#"{"orders":[{"price":6}],"items":[{"sku":"a","price":1}]}"#, "MB0811 `items[1].price` isn't an input"),
        ],
    );
}

#[test]
fn of_a_question_and_its_negation_exactly_one_is_answered_by_yes() {
    let items = |entry: &str| {
        format!(
            "glossary | G\n | name | type\n | items[].a | number?\n | items[].b | text\n\ndecision | D | |\nfirst | Item | B | Result\nrole | if | if | then\nexpr | items[?] | items[].b |\ntype | | | text\nyes | {entry} | - | yes\nelse | | | no"
        )
    };
    let answers = |entry: &str, null: &str, more: &str| {
        let (yes, no) = ("\"yes\"", "\"no\"");
        let of = |word: &str| if word == "yes" { yes } else { no };
        decides(
            &items(entry),
            &[(r#"{"items":[{"a":null,"b":"q"}]}"#, of(null)), (r#"{"items":[{"a":6,"b":"r"}]}"#, of(more)), (r#"{"items":[]}"#, no)],
        );
    };
    answers("?.a > 5", "no", "yes");
    answers("not(?.a > 5)", "yes", "no");
    answers("not(not(?.a > 5))", "no", "yes");
    answers("?.a > 5, ?.b = \"q\"", "yes", "yes");
    answers("not(?.a > 5, ?.b = \"q\")", "no", "no");
    answers("not(?.a > 5) and ?.b = \"r\"", "no", "no");
    let tags = |entry: &str| {
        format!(
            "decision | D |\nfirst | Tags | Result\nrole | if | then\nexpr | tags |\ntype | list of text? | text\nyes | {entry} | yes\nelse | | no"
        )
    };
    for (entry, null, three, four) in [
        ("count(?) > 3", "\"no\"", "\"no\"", "\"yes\""),
        ("not(count(?) > 3)", "\"yes\"", "\"yes\"", "\"no\""),
        ("contains a, count(?) > 3", "\"no\"", "\"yes\"", "\"yes\""),
        ("not(contains a, count(?) > 3), null", "\"yes\"", "\"no\"", "\"no\""),
    ] {
        decides(&tags(entry), &[("{\"tags\":null}", null), (r#"{"tags":["a","b","c"]}"#, three), (r#"{"tags":["b","c","d","e"]}"#, four)]);
    }
    let found = found(&compiled(&tags("[a, 5], count(?) > 3, travel")), Level::Error);
    assert!(found.contains("MB0250") && !found.contains("MB05"), "{found}");
}

#[test]
fn a_path_may_end_in_a_list_of_values() {
    let table = "glossary | G\n | name | type\n | items[].marks | list of integer\n\ndecision | D | | |\nfirst | Tags | Marks | Codes | Result\nrole | if | if | if | then\n\
                 expr | items[?].tags | items[].marks | orders[?].lines[].codes |\ntype | list of text | | list of text? | text\nvalues | a, b, x | | |\n\
                 one | contains x | contains 5 | - | x5\ntwo | [a, b], is empty | - | - | ab\nthree | not(contains x) | - | is empty | none\nelse | | | | rest";
    decides(
        table,
        &[
            (r#"{"items":[{"tags":["x"],"marks":[5]}],"orders":[]}"#, "\"x5\""),
            (r#"{"items":[{"tags":["x"],"marks":[6]}],"orders":[]}"#, "\"rest\""),
            (r#"{"items":[{"tags":["b"],"marks":[6]},{"tags":[],"marks":[]}],"orders":[]}"#, "\"ab\""),
            (r#"{"items":[{"tags":["b"],"marks":[6]}],"orders":[{"lines":[{"codes":null}]}]}"#, "\"none\""),
            (r#"{"items":[{"tags":["b"],"marks":[6]}],"orders":[{"lines":[{"codes":["a"]}]}]}"#, "\"rest\""),
            (r#"{"items":[{"tags":null,"marks":[6]}],"orders":[]}"#, "MB0813 `items[1].tags` is null: it must be list of text"),
            (r#"{"items":[{"tags":["y"],"marks":[6]}],"orders":[]}"#, "MB0801 `items[1].tags[1]` is y: it must be a, b or x"),
        ],
    );
    let both = "decision | D | |\nfirst | Tags | Tag | Result\nrole | if | if | then\nexpr | items[?].tags | items[?].tags[] |\ntype | list of text | integer | text\n\
                one | contains x | 5 | x5\nelse | | | rest";
    assert!(found(&compiled(both), Level::Error).contains("MB0306"));
}

#[test]
fn every_and_some() {
    let table = |quantifier: &str| {
        format!(
            "decision | Basket |\nfirst | Price | Result\nrole | if | then\nexpr | items[{quantifier}].price |\ntype | decimal(2) | text\nyes | > 5 | yes\nelse | | no"
        )
    };
    let documents = |one: &'static str, none: &'static str, mixed: &'static str| {
        [
            (r#"{"items": [{"price": 6}]}"#, one),
            (r#"{"items": []}"#, none),
            (r#"{"items": [{"price": 6}, {"price": "5.00"}]}"#, mixed),
            (r#"{"items": [{"price": 5}, {"price": 1}]}"#, "\"no\""),
            (r#"{}"#, "MB0812 `items` is missing: it must be list of records"),
            (r#"{"items": null}"#, "MB0813 `items` is null: it must be list of records"),
            (r#"{"items": {"price": 6}}"#, "MB0814 `items` is an object: it must be list of records"),
            (r#"{"items": [{"price": 6}, {"price": null}]}"#, "MB0813 `items[2].price` is null: it must be decimal(2)"),
            (r#"{"items": [{"price": 6}, {}]}"#, "MB0812 `items[2].price` is missing: it must be decimal(2)"),
            (r#"{"items": [{"price": 6, "sku": 1}]}"#, "MB0811 `items[1].sku` isn't an input"),
            (r#"[{"type": "items", "attributes": {"price": 6, "sku": 1}}]"#, one),
            (r#"[{"type": "items", "attributes": {"price": 6}}, {"type": "items", "attributes": {"price": 5}}]"#, mixed),
            (r#"[{"type": "item", "attributes": {"price": 6}}]"#, "MB0812 `items` is missing: it must be list of records"),
        ]
    };
    decides(&table(""), &documents("\"yes\"", "\"yes\"", "\"no\""));
    decides(&table("?"), &documents("\"yes\"", "\"no\"", "\"yes\""));
}

#[test]
fn quantifiers_alternate() {
    decides(
        "decision | Basket | | |\nfirst | Sku | Tag | Result\nrole | if | if | then\nexpr | orders[].items[?].sku | orders[?].tags[] |\ntype | text | text | text\nboth | A, B | not(\"x\") | both\nsku | A, B | | sku\ntag | | not(\"x\") | tag\nelse | | | none",
        &[
            (r#"{"orders": []}"#, "\"sku\""),
            (r#"{"orders": [{"items": [], "tags": []}]}"#, "\"tag\""),
            (r#"{"orders": [{"items": [{"sku": "C"}, {"sku": "B"}], "tags": ["x"]}]}"#, "\"sku\""),
            (
                r#"{"orders": [{"items": [{"sku": "C"}, {"sku": "B"}], "tags": ["x"]}, {"items": [{"sku": "A"}], "tags": ["y", "z"]}]}"#,
                "\"both\"",
            ),
            (r#"{"orders": [{"items": [{"sku": "A"}], "tags": ["y"]}, {"items": [{"sku": "C"}], "tags": ["y", "x"]}]}"#, "\"tag\""),
            (r#"{"orders": [{"items": [{"sku": "C"}], "tags": ["y", "x"]}]}"#, "\"none\""),
            (r#"{"orders": [{"items": [{"sku": 5}], "tags": []}]}"#, "MB0814 `orders[1].items[1].sku` is the number 5: it must be text"),
            (r#"{"orders": [{"items": [], "tags": [null]}]}"#, "MB0813 `orders[1].tags[1]` is null: it must be text"),
        ],
    );
}

#[test]
fn an_item_is_asked_for_several_things() {
    decides(
        "glossary | Shop | | |\n | name | type | values\n | items[].category | text | book, toy\n | items[].price | decimal(2) | >= 0\n | items[].weight | number |\n\ndecision | Basket | |\nfirst | Item | Count | Result\nrole | if | if | then\nexpr | items[?] | count(items) |\ndear | ?.category = \"book\" and ?.price > 100 | | =string join(items.category, \" \")\nmany | | > 2 | many\nelse | | | none",
        &[
            (r#"{"items": [{"category": "book", "price": 101}]}"#, "\"book\""),
            (r#"{"items": [{"category": "book", "price": 99}, {"category": "toy", "price": 101}]}"#, "\"none\""),
            (r#"{"items": [{"category": "pen", "price": 101}]}"#, "MB0801 `items[1].category` is pen: it must be book or toy"),
            (
                r#"{"items": [{"category": "book", "price": 1}, {"category": "toy", "price": -1}]}"#,
                "MB0801 `items[2].price` is -1.00: it must be decimal(2) >= 0",
            ),
            // Nothing reads the weight, so it is no field of the items.
            (r#"{"items": [{"category": "book", "price": 1, "weight": 1}]}"#, "MB0811 `items[1].weight` isn't an input"),
        ],
    );
}

#[test]
fn a_column_holds_a_list() {
    decides(
        "decision | Reader | |\nfirst | Tags | Ages | Result\nrole | if | if | then\nexpr | tags | ages |\ntype | list of text? | list of (integer?) | text\nvalues | a, b, c | [0..130] |\nnone | null | | \"null\"\nempty | is empty | | empty\nab | [a, b] | | ab\nhas | contains \"c\", contains b | [] | has\nnulls | not(contains a) | contains null | nulls\nmany | | count(?) > 2 | many\nelse | | | else",
        &[
            (r#"{"tags": null, "ages": []}"#, "\"null\""),
            (r#"{"ages": []}"#, "\"null\""),
            (r#"{"tags": [], "ages": [1]}"#, "\"empty\""),
            (r#"{"tags": ["a", "b"], "ages": [1]}"#, "\"ab\""),
            (r#"{"tags": ["b", "a"], "ages": [1]}"#, "\"else\""),
            (r#"{"tags": ["a", "c"], "ages": []}"#, "\"has\""),
            (r#"{"tags": ["b"], "ages": [5, null]}"#, "\"nulls\""),
            (r#"{"tags": ["a", "b", "c"], "ages": [5, null, 6]}"#, "\"many\""),
            (r#"{"tags": ["x"], "ages": []}"#, "MB0801 `tags[1]` is x: it must be a, b or c"),
            (r#"{"tags": [null], "ages": []}"#, "MB0813 `tags[1]` is null: it must be a, b or c"),
            (r#"{"tags": ["a"], "ages": [null, 131]}"#, "MB0801 `ages[2]` is 131: it must be integer [0..130] or null"),
            (r#"{"tags": ["a"], "ages": [0.5]}"#, "MB0814 `ages[1]` is the number 0.5: it must be integer [0..130] or null"),
            (r#"{"tags": ["a"]}"#, "MB0812 `ages` is missing: it must be list of (integer?)"),
            (r#"{"tags": "a", "ages": []}"#, "MB0814 `tags` is the text \"a\": it must be (list of text)?"),
        ],
    );
}

#[test]
fn the_last_fact_of_a_type_counts() {
    let table = "decision | Review | | |\nfirst | Status | Amount | Score | Result\nrole | if | if | if | then\nexpr | User.accountStatus | Transaction.amount | Transaction.riskScore |\ntype | text | number | integer | text\na | ACTIVE | > 10000 | | FLAGGED\nb | ACTIVE | | > 80 | FLAGGED\nelse | | | | CLEAR";
    let user = |status: &str| format!(r#"{{"type": "User", "attributes": {{"accountStatus": "{status}", "name": "x"}}}}"#);
    let transaction =
        |amount: &str, score: u32| format!(r#"{{"type": "Transaction", "attributes": {{"amount": {amount}, "riskScore": {score}}}}}"#);
    let envelope = |facts: &[String]| format!("[{}]", facts.join(","));
    let documents = [
        (envelope(&[user("ACTIVE"), transaction("10000.01", 0)]), "\"FLAGGED\""),
        (envelope(&[transaction("10000", 80), user("ACTIVE")]), "\"CLEAR\""),
        (envelope(&[transaction("10000", 0), transaction("10", 81), user("ACTIVE")]), "\"FLAGGED\""),
        (envelope(&[transaction("10", 81), transaction("10", 0), user("ACTIVE")]), "\"CLEAR\""),
        (envelope(&[user("ACTIVE"), user("CLOSED"), transaction("10", 81)]), "\"CLEAR\""),
        (envelope(&[user("ACTIVE").replace("User", "user"), transaction("10", 81)]), "\"FLAGGED\""),
        (envelope(&[user("ACTIVE")]), "MB0812 `Transaction.amount` is missing: it must be number"),
        (envelope(&[]), "MB0812 `User.accountStatus` is missing: it must be text"),
        (envelope(&[user("ACTIVE"), "5".to_owned()]), "MB0814 `[2]` is the number 5: it must be an object"),
        (
            envelope(&[user("ACTIVE"), r#"{"type": "Transaction", "attributes": {"amount": 1, "amount": 2}}"#.to_owned()]),
            "MB0816 `Transaction.amount` is given twice",
        ),
    ];
    decides(table, &documents.iter().map(|(document, expected)| (document.as_str(), *expected)).collect::<Vec<_>>());
}

/// What `matchbook check` says of a table, but for what it found and what types it inferred.
fn said(table: &str) -> String {
    let compilation = compiled(table);
    let mut text = String::new();
    for report in compilation.reports.iter().filter(|report| ![150, 310].contains(&report.code().0)) {
        let description = &report.description;
        writeln!(text, "{:?} {} {}: {}", report.level, report.code(), report.location(), description.message).unwrap();
        for other in &description.secondary {
            writeln!(text, "  {}: {}", other.location, other.text).unwrap();
        }
        for fix in &description.fixes {
            writeln!(text, "  fix: {}", fix.title).unwrap();
        }
        text.extend(description.help.iter().map(|help| format!("  help: {help}\n")));
    }
    text
}

/// Two columns with these cells of `expr` and `type`, and their entries in a rule.
fn columns(expr: [&str; 2], ty: [&str; 2], entries: [&str; 2]) -> String {
    format!(
        "decision | Basket | | |\nfirst | One | Other | Result\nrole | if | if | then\nexpr | {} | {} |\ntype | {} | {} | text\na | {} | {} | yes\nelse | | | no",
        expr[0], expr[1], ty[0], ty[1], entries[0], entries[1]
    )
}

#[test]
fn what_makes_no_sense_is_said_at_its_cell() {
    let glossary = "glossary | Shop | |\n | name | type | values\n | items[].price | number |\n\n";
    let tables = [
        ("a list and a value", columns(["items[].price", "items.total"], ["number", "number"], ["1", "1"])),
        ("a list and its own name", columns(["items[].price", "items"], ["number", "number"], ["1", "1"])),
        ("a list within and a value", columns(["items[].price[]", "items[?].price"], ["number", "number"], ["1", "1"])),
        ("two types of one field", columns(["items[].price", "items[?].price"], ["number", "text"], ["1", "1"])),
        ("a field and its record", columns(["items[].a.b", "items[].a"], ["number", "number"], ["1", "?.b > 1"])),
        ("a value where the glossary has a list", format!("{glossary}{}", columns(["items", "x"], ["number", "number"], ["1", "1"]))),
        ("a type other than the glossary's", format!("{glossary}{}", columns(["items[].price", "x"], ["text", "number"], ["1", "1"]))),
        ("nothing known of the items", columns(["items[?]", "x"], ["", "number"], ["?.price > 1", "1"])),
        ("an item compared", format!("{glossary}{}", columns(["items[?]", "x"], ["", "number"], ["5", "1"]))),
        ("an item that nothing asks for", format!("{glossary}{}", columns(["items[?]", "x"], ["", "number"], ["\"?\" = \"x\"", "1"]))),
        ("an unknown field", format!("{glossary}{}", columns(["items[?]", "x"], ["", "number"], ["?.prise > 1", "1"]))),
        ("an item as a value", format!("{glossary}{}", columns(["items[?]", "x"], ["text", "number"], ["?.price > 1", "1"]))),
        ("two items", columns(["items[?].a", "items[?].b"], ["number", "number"], ["1", "1"])),
        ("two items of some order", columns(["orders[?].items[].a", "orders[?].items[?].b"], ["number", "number"], ["1", "1"])),
        ("each item twice", columns(["items[].a", "items[].b"], ["number", "number"], ["1", "1"])),
        ("too many lists", columns(["a[].b[].c[].d[].e[]", "x"], ["number", "number"], ["1", "1"])),
        ("lists of lists", columns(["a[][]", "x"], ["number", "number"], ["1", "1"])),
        ("a quantifier in an expression", columns(["count(items[?])", "x"], ["number", "number"], ["1", "1"])),
        ("a bare value", columns(["tags", "x"], ["list of text", "number"], ["a", "1"])),
        ("a bare number", columns(["ages", "x"], ["list of integer", "number"], ["7", "1"])),
        ("an item of another type", columns(["ages", "x"], ["list of integer", "number"], ["contains old", "1"])),
        ("a list of another type", columns(["ages", "x"], ["list of integer", "number"], ["[1, 2.5]", "1"])),
        ("null in a list without", columns(["ages", "x"], ["list of integer", "number"], ["null", "1"])),
        ("an answer that is a list", columns(["x", "y"], ["number", "number"], ["1", "1"]).replace("| text\na", "| list of text\na")),
        (
            "another list in the glossary",
            format!(
                "glossary | Shop | |\n | name | type | values\n | tags | list of text | a\n\n{}",
                columns(["tags", "x"], ["list of number", "number"], ["[]", "1"])
            ),
        ),
        (
            "an item beyond the glossary's values",
            format!(
                "glossary | Shop | |\n | name | type | values\n | tags | list of text | a\n\n{}",
                columns(["tags", "tags[?]"], ["", ""], ["contains b", "b"])
            ),
        ),
        ("unread fields", format!("{glossary}{}", columns(["count(orders)", "x"], ["number", "number"], ["1", "1"]))),
        (
            "a case that isn't JSON",
            format!(
                "{}\n\ntest | Basket | | |\n | items | expect Result\na | [{{\"a\": 1}} | yes\nb | [{{\"a\": true}}] | yes\nc | | yes",
                columns(["items[].a", "items[].a"], ["number", ""], ["1", "1"])
            ),
        ),
    ];
    let mut text = String::new();
    for (what, table) in tables {
        writeln!(text, "--- {what}\n{}", said(&table)).unwrap();
    }
    insta::assert_snapshot!(text);
}

/// What is said of entries of a column of lists of texts, each a rule, with a constant `best` in scope.
fn entries(ty: &str, entries: &[&str]) -> String {
    let table = |entry: &str, of_ages: bool| {
        let cells = if of_ages { format!(" | {entry}") } else { format!("{entry} |") };
        format!(
            "constants | Shop | |\n | name | type | value\n | best | text | a\n | most | integer | 3\n\ndecision | Reader | | |\nfirst | Tags | Ages | Other | Result\nrole | if | if | if | then\ntype | {ty} | list of integer | text | text\na | {cells} | = best | yes\nelse | | | | no"
        )
    };
    let mut text = String::new();
    for entry in entries {
        let (entry, of_ages) = entry.strip_prefix("ages: ").map_or((*entry, false), |entry| (entry, true));
        writeln!(text, "--- {entry}").unwrap();
        let said = said(&table(entry, of_ages));
        for line in said.lines().filter(|line| line.starts_with("Error") || line.starts_with("  fix")) {
            writeln!(text, "{line}").unwrap();
        }
        // Whatever is offered reads.
        let fixes = said.lines().filter_map(|line| line.strip_prefix("  fix: write `")?.strip_suffix('`'));
        for fix in fixes {
            assert_eq!(found(&compiled(&table(fix, of_ages)), Level::Error), "", "{entry}: {fix}");
        }
    }
    text
}

#[test]
fn fixes_of_list_entries_mean_what_was_written() {
    insta::assert_snapshot!(entries(
        "list of text",
        &[
            "a",
            "a, b",
            "not(a)",
            "not(a, b)",
            "contains a, b",
            "\"a\"",
            "= Other",
            "count(Tags) > 2",
            "starts with x",
            "contains",
            "contains a,",
            "contains(a)",
            "contains best",
            "best",
            "[best]",
            "[a, best]",
            "not(contains best)",
            "*",
            "any",
            "contains a, *",
            "NULL",
            "[a; b]",
            "[a, [b]]",
            "[a",
            "ages: 7",
            "ages: 7, 8",
            "ages: contains most",
            "ages: [1, most]",
            "ages: *",
            "ages: > 7",
            "ages: contains null",
        ],
    ));
    insta::assert_snapshot!(entries("list of text?", &["NULL", "contains null"]));
}

#[test]
fn a_question_mark_in_quotes_is_text() {
    decides(
        "decision | Reader |\nfirst | Tags | Result\nrole | if | then\ntype | list of text | text\na | contains \"why?\" | has\nb | [\"a?\"] | is\nc | count(?) > 1 | many\nelse | | none",
        &[
            (r#"{"Tags": ["x", "why?"]}"#, "\"has\""),
            (r#"{"Tags": ["a?"]}"#, "\"is\""),
            (r#"{"Tags": ["a", "b"]}"#, "\"many\""),
            (r#"{"Tags": ["a"]}"#, "\"none\""),
        ],
    );
}
