//! What random tables and fuzzing found wrong with generated code: each a small table, compiled under strict lints, and asked what the
//! interpreter is asked.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails outside a `#[test]` function fails the test all the same")]

mod generated;

use generated::{Question, agrees, answers, meaning};
use matchbook_compiler::compile::{SourceSet, compile};
use matchbook_compiler::diagnostic::Level;
use matchbook_compiler::options::Options;
use matchbook_compiler::source::{BookPath, SourceFile};

/// Tables, ` | ` between cells, and documents for each.
const FINDINGS: &[(&str, &[&str])] = &[
    // A negation stood before a comparison that has an opposite.
    (
        "decision | Negated domains | | | |
first | Codes | Words | Open | Days | Fee
role | if | if | if | if | then
expr | codes[] | words[?] | doors[].open | stays[].months |
type | text | text | boolean | years and months duration | integer
values | not(zz) | not(\"\", b) | true | not(> P1Y), P3Y | not([3..5])
a | x | a | yes | < P1M | = if count(words) > 1 then 4 else count(words)
else | | | | | 2",
        &[
            r#"{"codes": ["x"], "words": ["a"], "doors": [{"open": true}], "stays": [{"months": "P0M"}]}"#,
            r#"{"codes": ["x"], "words": ["a", "a"], "doors": [{"open": true}], "stays": [{"months": "P0M"}]}"#,
            r#"{"codes": ["zz"], "words": ["a"], "doors": [], "stays": []}"#,
            r#"{"codes": [], "words": ["a", ""], "doors": [], "stays": []}"#,
            r#"{"codes": [], "words": ["b"], "doors": [], "stays": []}"#,
            r#"{"codes": [], "words": [], "doors": [{"open": false}], "stays": []}"#,
            r#"{"codes": [], "words": [], "doors": [], "stays": [{"months": "P1Y1M"}]}"#,
            r#"{"codes": [], "words": [], "doors": [], "stays": [{"months": "P1Y"}, {"months": "P3Y"}]}"#,
        ],
    ),
    // A column compared with its own name.
    (
        "decision | Compared with itself | |
first | Limit | Day | Fee
role | if | if | then
expr | limit | order.day |
type | number | date? | integer
a | < limit | - | 1
b | - | ? = order.day and ? != null | 2
else | | | 3",
        &[r#"{"limit": 1, "order": {"day": "2026-01-31"}}"#, r#"{"limit": 1, "order": {"day": null}}"#],
    ),
    // A variable whose type has null, and which is never null; and of a context that computes more, one entry.
    (
        "decision | Known variables | | |
first | Flag | Note | Known | Text
role | if | if | then | then
expr | flag | note | |
type | boolean | text | text | text
a | yes | - | = {x: if true then note else null, y: if x = null then \"none\" else x}.y | = {x: upper case(\"a\"), y: x + x, z: y + x}.y
else | | | c | b",
        &[r#"{"flag": true, "note": "n"}"#],
    ),
    // A lent list was copied to be gone through, and the items of one that is read again.
    (
        "decision | Lists gone through | | |
first | Words | Sizes | Text | Count
role | if | if | then | then
expr | words[] | items[].parts[].sizes[] | |
type | text | integer | text | integer
a | x | - | = string join(words, \"-\") + \"!\" | = count(for item in items return count(item.parts))
b | - | > 1 | none | = if every item in items.parts satisfies count(item.sizes) > 1 and count(item.sizes) < 9 then 1 else 2
else | | | last | 3",
        &[
            r#"{"words": ["x", "x"], "items": []}"#,
            r#"{"words": ["y"], "items": [{"parts": [{"sizes": [2]}, {"sizes": []}]}]}"#,
            r#"{"words": ["y"], "items": [{"parts": [{"sizes": [2]}, {"sizes": [3]}]}]}"#,
            r#"{"words": ["y"], "items": [{"parts": [{"sizes": [1]}]}]}"#,
        ],
    ),
    // The name of a shared part of a match tree, cut to its greatest length, was that of its parameter.
    (
        "decision | Names of keys | | | |
dispatch | tree | | | |
priority | Column 0 | Column 1 | Column 2 | Fee
role | if | if | if | then
expr | class | order.note | tier |
type | integer? | text? | text? | text
values | | | gold, silver, none of these | high, medium, low
r0 | - | contains \"b\" | ? != \"none of these\" and ? = \"none of these\" | low
r1 | - | ? <= (?) | silver | medium
r2 | - | US | not(gold) | high
r3 | not(null) | US | - | medium
r4 | not(null) | - | silver | high
else | | | | high",
        &[r#"{"class": null, "order": {"note": "b"}, "tier": null}"#, r#"{"class": 1, "order": {"note": "US"}, "tier": "gold"}"#],
    ),
    // A variable for an item that there may not be was read as if there were one.
    (
        "decision | Notes to items | | |
collect | Amount | Fee | Remark
role | if | then | then
expr | amount | |
type | integer | integer? | text
values | | | low, high
a | > 1 | 4 | low
b | > 2 | null | high

decision | Variables for items | | | |
first | Remark | Items | Fee | Price
role | if | if | then | then
expr | {x: Notes to items.Remark[2], y: if x = null then \"none\" else x}.y | count(items) | |
type | text | integer | integer | integer
b | high | - | = {x: Notes to items.Fee[1], y: if x = null then 0 else x}.y | 1
c | - | > 0 | 2 | = {x: items[1], y: if x = null then 0 else x.price}.y
else | | | 3 | 4

glossary | found | |
 | name | type
 | items[].price | integer",
        &[r#"{"amount": 3, "items": []}"#, r#"{"amount": 2, "items": [{"price": 5}]}"#, r#"{"amount": 2, "items": []}"#],
    ),
    // Two branches that differ by the names of their variables alone.
    (
        "decision | Branches alike | | |
first | Flag | Day | Due
role | if | if | then
expr | flag | day |
type | boolean | date? | date?
a | yes | - | = if flag then day + @\"P1M\" else day + @\"P1M\"
else | | | 2026-01-31",
        &[r#"{"flag": true, "day": "2026-01-31"}"#, r#"{"flag": true}"#, r#"{"flag": false}"#],
    ),
    // A loop whose items nothing reads copied them.
    (
        "decision | Items not read | | |
first | Ages | n | Sum
role | if | if | then
expr | ages[] | n |
type | integer | number | number?
a | > 1 | - | = sum(for x in ages return n * n)
b | - | ? > 0 and (some x in ages satisfies n * n > 4) | 1
else | | | 2",
        &[r#"{"ages": [2, 3], "n": 1.5}"#, r#"{"ages": [1], "n": 3}"#, r#"{"ages": [1], "n": 1}"#],
    ),
    // Null where it is null, else itself.
    (
        "decision | Itself | |
first | n | Fee | Other
role | if | then | then
expr | n | |
type | number? | number? | number?
a | > 1 | 1 | = if n != null then n else null
else | | = if n = null then null else n | = {x: n, y: if x = null then null else x}.y",
        &[r#"{"n": 1}"#, r#"{"n": 2}"#, r#"{"n": null}"#],
    ),
];

#[test]
fn they_stay_mended() {
    let cells = |line: &str| line.split('|').map(|cell| format!("\"{}\"", cell.trim().replace('"', "\"\""))).collect::<Vec<_>>().join(",");
    let book = |(at, (table, _)): (usize, &(&str, &[&str]))| SourceFile {
        path: BookPath::new(&format!("found/book{at}.csv")),
        bytes: Ok(table.lines().map(cells).collect::<Vec<_>>().join("\n").into_bytes()),
    };
    let books = FINDINGS.iter().enumerate().map(book).collect();
    let compilation = compile(&SourceSet { books, ..SourceSet::default() }, &Options::default());
    let errors = compilation.reports.iter().filter(|report| report.level == Level::Error);
    let errors: Vec<String> =
        errors.map(|report| format!("{} {} {}", report.code(), report.location(), report.description.message)).collect();
    assert!(errors.is_empty(), "{errors:#?}");

    // Of the last table of each book, which may need those before it.
    let decision = |table: &'static str| {
        let name = table.lines().filter_map(|line| line.strip_prefix("decision |")).next_back();
        name.map(|name| name.trim_matches([' ', '|'])).unwrap_or_default()
    };
    let asked: Vec<Question<'_>> = (FINDINGS.iter())
        .flat_map(|(table, documents)| documents.iter().map(move |document| Question { app: "found", decision: decision(table), document }))
        .collect();
    let meant: Vec<String> = (asked.iter())
        .map(|question| {
            let graph = compilation.graph("found", question.decision).unwrap_or_else(|| panic!("no {}", question.decision));
            meaning(&graph, question.document)
        })
        .collect();
    let said: Vec<String> = asked.iter().zip(&meant).map(|(asked, meant)| format!("{}: {meant}", asked.decision)).collect();
    insta::assert_snapshot!(said.join("\n"));
    for ((asked, meant), answer) in asked.iter().zip(&meant).zip(answers("findings", &compilation.files, &asked)) {
        assert!(agrees(meant, &answer), "{}: {} means {meant}, compiled {answer}", asked.decision, asked.document);
    }
}
