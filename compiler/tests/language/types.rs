//! Section 3 of the language document.

use crate::book::book;

/// A table with one column of this type, whose one rule has this entry.
fn column(ty: &str, entry: &str) -> String {
    format!("decision | D\nfirst | Value | Holds\nrole | if | then\ntype | {ty} | boolean\na | {entry} | yes\nelse | | no")
}

/// Whether a JSON value passes the entry, or the code of the error.
fn passes(ty: &str, entry: &str, value: &str) -> String {
    let document = if value.is_empty() { "{}".to_owned() } else { format!("{{\"Value\":{value}}}") };
    let given = book(&column(ty, entry)).clean().answer("D", &document);
    given.split(' ').next().unwrap_or_default().to_owned()
}

/// The answer of a table with one answer of this type.
fn answer(ty: &str, cell: &str) -> String {
    book(&format!("decision | D\nfirst | Value | Out\nrole | if | then\ntype | integer | {ty}\na | > 0 | {cell}\nelse | | {cell}"))
        .clean()
        .answer("D", r#"{"Value":1}"#)
}

#[test]
fn each_type_has_its_cells_and_its_json() {
    for (ty, cell, json) in [
        ("text", "gold", r#""gold""#),
        ("text", "12", r#""12""#),
        ("integer", "12", "12"),
        ("number", "1.5", r#""1.5""#),
        ("number", "-3", r#""-3""#),
        ("number", "15%", r#""0.15""#),
        ("decimal(2)", "14.5", r#""14.50""#),
        ("boolean", "yes", "true"),
        ("boolean", "N", "false"),
        ("boolean", "TRUE", "true"),
        ("date", "2026-01-31", r#""2026-01-31""#),
        ("time", "14:30:00", r#""14:30:00""#),
        ("date and time", "2026-01-31T14:30:00", r#""2026-01-31T14:30:00""#),
        ("days and time duration", "PT36H", r#""P1DT12H""#),
        ("years and months duration", "P18M", r#""P1Y6M""#),
        ("text?", "null", "null"),
        ("any", r#"{"a": [1, null]}"#, r#"{"a":[1,null]}"#),
    ] {
        assert_eq!(answer(ty, cell), json, "{ty} {cell}");
    }
}

#[test]
fn json_is_read_by_the_column_and_never_guessed() {
    for (ty, entry, value, expected) in [
        ("number", "0.29", "0.29", "true"),
        ("number", "0.29", r#""0.29""#, "true"),
        ("number", "0.29", "0.290", "true"),
        ("number", "0.29", "0.28999999999999998", "false"),
        ("number", "> 0", "0.0000000000000000000000000001", "true"),
        ("number", "> 0", "0.00000000000000000000000000001", "MB0815"),
        ("number", "> 0", "12345678901234567890123456789", "MB0815"),
        ("number", "> 0", "1e3", "true"),
        ("number", "> 0", r#"" 1""#, "MB0814"),
        ("number", "> 0", "true", "MB0814"),
        ("integer", "3", "3", "true"),
        ("integer", "3", r#""3""#, "true"),
        ("integer", "3", "3.0", "true"),
        ("integer", "3", "3.5", "MB0814"),
        ("integer", "3", "9223372036854775808", "MB0814"),
        // Compared exactly, never rounded.
        ("decimal(2)", "1.00", "1.001", "false"),
        ("decimal(2)", "> 1", "1.001", "true"),
        ("text", "3", r#""3""#, "true"),
        ("text", "3", "3", "MB0814"),
        ("text", "x", "null", "MB0813"),
        ("text", "x", "", "MB0812"),
        ("text?", "null", "", "true"),
        ("text?", "null", r#""""#, "false"),
        ("boolean", "yes", "true", "true"),
        ("boolean", "yes", r#""true""#, "MB0814"),
        ("boolean", "yes", "1", "MB0814"),
        ("date", "2026-01-31", r#""2026-01-31""#, "true"),
        ("date", "2026-01-31", r#""2026-01-31T00:00:00""#, "MB0814"),
        ("date", "2026-01-31", r#""31.01.2026""#, "MB0814"),
        ("date and time", "2026-01-31T10:00:00", r#""2026-01-31T10:00:00Z""#, "MB0814"),
        ("time", "10:00:00", r#""10:00:00""#, "true"),
        ("days and time duration", "P1D", r#""PT24H""#, "true"),
        ("days and time duration", "P1D", r#""P1M""#, "MB0814"),
        ("years and months duration", "P1Y", r#""P12M""#, "true"),
    ] {
        assert_eq!(passes(ty, entry, value), expected, "{ty} {entry} {value}");
    }
}

#[test]
fn fields_are_named_as_written_or_in_snake_case() {
    let book = book("decision | D\nfirst | Order total | Weight | Holds\nrole | if | if | then\nexpr | orderTotal | parcel.netWeight |\ntype | integer | integer | boolean\na | 1 | 2 | yes\nelse | | | no").clean();
    let given = [
        r#"{"orderTotal":1,"parcel":{"netWeight":2}}"#,
        r#"{"order_total":1,"parcel":{"net_weight":2}}"#,
        r#"{"orderTotal":1,"order_total":1,"parcel":{"netWeight":2}}"#,
        r#"{"OrderTotal":1,"parcel":{"netWeight":2}}"#,
        r#"{"orderTotal":1,"parcel":{"netWeight":2},"note":"x"}"#,
        r#"{"orderTotal":1,"parcel":2}"#,
        r#"{"orderTotal":1}"#,
    ]
    .map(|document| book.gives("D", document));
    insta::assert_snapshot!(given.join("\n"));
}

#[test]
fn a_decimal_binds_cells_and_results() {
    let said = [
        book("decision | D\nfirst | V | Out\nrole | if | then\ntype | integer | decimal(2)\na | > 0 | 4.999\nelse | | 1").said(),
        book("decision | D\nfirst | V | Out\nrole | if | then\ntype | decimal(2) | decimal(2)\na | > 0 | V * 0.5\nelse | | 1").said(),
        book("decision | D\nfirst | V | Out\nrole | if | then\ntype | decimal(2) | integer\na | > 0.125 | 1\nelse | | 1").said(),
    ];
    insta::assert_snapshot!(said.join("\n"));
    let book = book(
        "decision | D\nfirst | V | Out\nrole | if | then\ntype | decimal(2) | decimal(2)\na | > 0 | V\nelse | | round half up(V * 0.5, 2)",
    )
    .clean();
    // An input may have more digits than its column: as a result of that type it is an error of the evaluation.
    let given = ["1.50", "1.505", "-0.03"].map(|value| book.gives("D", &format!("{{\"V\":{value}}}")));
    insta::assert_snapshot!(given.join("\n"));
}

#[test]
fn values_are_the_domain_of_inputs_and_computed_outputs_else_or_not() {
    let book = book("decision | D\nfirst | Size | Tier | Out\nrole | if | if | then\ntype | integer | text? | integer\nvalues | [1..9] | gold, silver | [0..10]\na | > 5 | gold | Size + 3\nelse | | | 0").clean();
    let given = [
        r#"{"Size":6,"Tier":"gold"}"#,
        r#"{"Size":9,"Tier":"gold"}"#,
        r#"{"Size":10,"Tier":"gold"}"#,
        r#"{"Size":0,"Tier":null}"#,
        r#"{"Size":1,"Tier":null}"#,
        r#"{"Size":1,"Tier":"Gold"}"#,
    ]
    .map(|document| book.gives("D", document));
    insta::assert_snapshot!(given.join("\n"));
}

/// The type of an input column with these entries, and whether it was reported.
fn inferred(entries: &[&str]) -> String {
    let rules: String = entries.iter().enumerate().map(|(row, entry)| format!("\nr{row} | {entry} | 1")).collect();
    let book = book(&format!("decision | D\ncollect | Value | Out\nrole | if | then{rules}"));
    if book.0.decisions.is_empty() {
        return book.codes().join(", ");
    }
    let reported = book.0.reports.iter().any(|report| report.code().to_string() == "MB0310");
    format!("{}{}", book.table("D").inputs[0].ty, if reported { "" } else { ", in silence" })
}

#[test]
fn without_a_type_row_a_columns_type_is_what_all_its_entries_are() {
    for (entries, expected) in [
        (&["1", "4.5"] as &[&str], "number"),
        (&["1", "2"], "number"),
        (&["< 5", "[10..20]"], "number"),
        (&["true", "false"], "boolean"),
        (&["yes", "no"], "boolean"),
        (&["y", "n"], "text"),
        (&["2026-01-31", "> 2026-02-01"], "date"),
        (&["10:00:00", "11:30:00"], "time"),
        (&["2026-01-31", "gold"], "text"),
        (&["007", "008"], "text"),
        (&["gold", "null"], "text?"),
        (&["1", "null"], "number?"),
        (&["18-65", "3"], "MB0203 B4"),
        (&["-", "-"], "MB0309 B2"),
    ] {
        assert_eq!(inferred(entries), expected, "{entries:?}");
    }
}

#[test]
fn types_and_forms_that_are_none() {
    let said = [
        column("string", "x"),
        column("decimal", "1"),
        column("any", "1"),
        column("decimal(29)", "1"),
        column("date and time", "2026-01-31"),
        column("date", "2026-01-31T10:00:00"),
        column("date and time", "2026-01-31T10:00:00Z"),
        column("text", "x | yes\nb | NULL"),
        column("integer", "1.5"),
        column("years and months duration", "< P20000Y"),
    ]
    .map(|text| book(&text).said());
    insta::assert_snapshot!(said.join("\n"));
}
