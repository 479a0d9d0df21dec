//! What is said of a column: its type, given or inferred, and its name.

use std::fmt::Write;

use jiff::SignedDuration;
use jiff::civil::date;
use matchbook_compiler::diagnostic::{Describe, Location};
use matchbook_compiler::source::Content;
use matchbook_compiler::syntax::{self, Role};

use super::{location, number, show, texts};

#[test]
fn types_and_names() {
    let mut out = String::new();
    show(
        &mut out,
        "types",
        &texts(&[
            "text",
            "Text",
            " integer ",
            "number",
            "NUMBER?",
            "decimal(2)",
            "Decimal (2)",
            "decimal( 0 )?",
            "boolean",
            "date",
            "time",
            "Date  and\ntime",
            "date and time ?",
            "days and time duration",
            "years and months duration?",
            "string",
            "int?",
            "bool",
            "decimal",
            "decimal 2",
            "decimal(29)",
            "decimal(-1)",
            "txet",
            "numbr",
            "list of text",
            "any",
            "datetime",
            "money",
            "foo",
        ]),
        &|content| syntax::type_name(content, &location()).map(|ty| ty.to_string()).map_err(|finding| vec![finding]),
    );
    show(
        &mut out,
        "names",
        &texts(&[
            "destination",
            "parcel.weight",
            " home \n country ",
            "No. of items",
            "items[].price",
            "items[?]",
            "a - b",
            "count(items)",
            "5",
            "a..b",
            "?",
        ]),
        &|content| syntax::name(content, &location()).map(|name| name.0.join(" → ")).map_err(|finding| vec![finding]),
    );
    insta::assert_snapshot!(out);
}

#[test]
fn inference() {
    let mut out = String::new();
    let column = |role: Role| move |column: &&str| (role, texts(&column.split('|').collect::<Vec<_>>()));
    let inputs = [
        "10|> 5|-",
        "1.5|15%",
        "gold|silver",
        "5|gold",
        "007|12",
        "2026-01-31|> 2026-02-01",
        "14:30|[09:00..17:00]",
        "2026-01-31T14:30",
        "2026-01-31|2026-01-31T14:30",
        "yes|no",
        "y|n",
        "y|n|true",
        "true|gold",
        "null|5",
        "null|gold",
        "null",
        "not(null)|5",
        "-",
        "18-65",
        "18-65|5",
        "18-65|gold",
        "10K|$50",
        "1/2/2026|gold",
        "*|gold",
        "any",
        "\"5\"|6",
        "not(gold)",
        "contains \"x\"",
        "P1D|PT2H",
        "[65..18]|5",
        "5; 6",
        "abc def|5 kg",
        "0.5|[0..10]",
        "[00..10]",
    ];
    let outputs =
        ["4.99|14.5", "USPS|free, really", "-|5", "null|5", "18 - 65|5", "18 - 65", "= a + b", "yes|no|null", "18-65|abc", "\"5\""];
    let mut columns: Vec<(Role, Vec<Content>)> = inputs.iter().map(column(Role::In)).collect();
    columns.extend(outputs.iter().map(column(Role::Out)));
    let text = |text: &str| Content::Text(text.to_owned());
    columns.extend([
        (Role::In, vec![number("5", 0, false), text("gold")]),
        (Role::In, vec![number("501", 5, false)]),
        (Role::In, vec![number("1", 0, false), text("true")]),
        (Role::In, vec![Content::Boolean(true), text("n")]),
        (Role::In, vec![Content::Date(date(2026, 1, 31)), text("5")]),
        (Role::In, vec![Content::Duration(SignedDuration::from_hours(36))]),
        (Role::In, vec![Content::Error("#REF!".to_owned())]),
        (Role::In, vec![Content::Error("#REF!".to_owned()), text("5")]),
        (Role::In, vec![]),
    ]);
    for (role, contents) in &columns {
        let entries: Vec<(Location, &Content)> = contents.iter().map(|content| (location(), content)).collect();
        let inference = syntax::infer(&entries, *role, &std::collections::BTreeSet::new());
        let shown: Vec<String> = contents.iter().map(Content::shown).collect();
        let ty = inference.ty.map_or_else(|| "no type".to_owned(), |ty| ty.to_string());
        let _ = writeln!(out, "{role:?}: {}  =>  {ty}", shown.join(" | "));
        for finding in &inference.findings {
            let _ = writeln!(out, "    {}: {} {:?}", finding.code(), finding.describe().message, finding.fixes);
        }
    }
    insta::assert_snapshot!(out);
}
