//! What an input entry may hold, as text and as a cell of each kind.

use jiff::SignedDuration;
use jiff::civil::{date, datetime, time};
use matchbook_compiler::source::Content;

use super::{Column, inputs, number, show};

#[test]
fn every_form_of_an_input_entry() {
    let mut out = String::new();
    inputs(
        &mut out,
        "number?",
        &Column::new("number?"),
        &[
            "-",
            "–",
            "10",
            "-3",
            "1.50",
            ".5",
            "15%",
            "12.5 %",
            "1, 5, [10..20]",
            "< 5, > 10",
            "< 5",
            "<= 5",
            "> 5",
            ">= 5",
            "= 5",
            "!= 5",
            "≤ 5",
            "≥ 5",
            "≠ 5",
            "<> 5",
            "== 5",
            "=18",
            "[18..65]",
            "(0..1]",
            "[0..1)",
            "]0..1]",
            "[0..1[",
            "]0..1[",
            ">= 18 and < 65",
            "< 65 and >= 18",
            "not([1..5])",
            "not(1, 5)",
            "not(not(1))",
            "null",
            "not(null)",
            "!= null",
            "= null",
            "null, > 5",
            "\u{A0}１８\u{A0}",
            "≥\u{A0}18",
            "[18\n..\n65]",
            "−5",
            "007",
            "1e3",
        ],
    );
    inputs(&mut out, "integer", &Column::new("integer"), &["10", "[1..5]", "1, 2"]);
    inputs(
        &mut out,
        "text?",
        &Column::new("text?"),
        &[
            "gold",
            "gold, silver",
            "\"a, b\"",
            "“a, b”, c",
            "Non-Driver",
            "AA+",
            "18-65",
            "18..65",
            "Not Eligible",
            "nothing (yet)",
            "not(gold, silver)",
            "not( \"a\" )",
            "null",
            "not(null)",
            ">= \"m\"",
            "[\"a\"..\"f\")",
            "!= \"x\"",
            "= \"x\"",
            "\"5\\\" pipe\"",
            "C:\\data",
            "10K",
            "5 kg",
            " two\u{A0}words ",
            "O'Neill",
            "gold; silver",
            "this or that",
            "2026-01-31",
            "\"-\"",
            "\"null\"",
            "a - b",
            "true",
        ],
    );
    let closed = Column::new("text").values("gold, silver, \"any\", not-a-value, home");
    inputs(&mut out, "text with values", &closed, &["any", "= gold", "> gold", "[gold..silver]", "!= silver", "not(any)"]);
    inputs(
        &mut out,
        "boolean?",
        &Column::new("boolean?"),
        &["true", "FALSE", "yes", "No", "y", "N", "= true", "!= yes", "not(true)", "true, null"],
    );
    inputs(
        &mut out,
        "date",
        &Column::new("date"),
        &["2026-01-31", ">= 2026-01-31", "[2026-01-01..2026-12-31]", "2026-01-31,2026-02-28", "not(2026-01-31)"],
    );
    inputs(&mut out, "time", &Column::new("time"), &["14:30", "14:30:00.5", "[09:00..17:30)", "14:30,15:00"]);
    inputs(&mut out, "date and time", &Column::new("date and time"), &["2026-01-31T14:30", "2026-01-31 14:30:00", "< 2026-01-31T00:00"]);
    inputs(
        &mut out,
        "days and time duration",
        &Column::new("days and time duration"),
        &["P1DT12H", "PT36H", "> PT0S", "[P1D..P7D]", "-P1D"],
    );
    inputs(&mut out, "years and months duration", &Column::new("years and months duration"), &["P1Y6M", ">= P18M"]);
    insta::assert_snapshot!(out);
}

#[test]
fn cells_of_every_kind() {
    let mut out = String::new();
    let cells = [
        number("501", 5, false),
        number("7", 0, false),
        number("-7", 0, false),
        number("1.5", 0, false),
        number("0.125", 0, true),
        number("1", 0, true),
        number("1", 0, false),
        number("0", 0, false),
        number("0.604166666666667", 0, false),
        number("1234567890123450", 0, false),
        number("46053", 0, false),
        Content::Boolean(true),
        Content::Date(date(2026, 1, 2)),
        Content::Date(date(1945, 10, 1)),
        Content::Date(date(1899, 12, 31)),
        Content::Time(time(14, 30, 0, 0)),
        Content::DateTime(datetime(2026, 1, 31, 0, 0, 0, 0)),
        Content::DateTime(datetime(2026, 1, 31, 14, 30, 0, 0)),
        Content::DateTime(datetime(1899, 12, 30, 14, 30, 0, 0)),
        Content::Duration(SignedDuration::from_mins(90)),
        Content::Duration(SignedDuration::from_hours(36)),
        Content::Error("#REF!".to_owned()),
        Content::Uncalculated,
        Content::ExternalLink("[prices.xlsx]".to_owned()),
    ];
    let types = [
        "text",
        "integer",
        "number",
        "decimal(2)",
        "boolean",
        "date",
        "time",
        "date and time",
        "days and time duration",
        "years and months duration",
    ];
    for ty in types {
        let column = Column::new(ty);
        show(&mut out, &format!("input, {ty}"), &cells, &|content| column.input(content));
    }
    for ty in ["text", "number", "date and time"] {
        let column = Column::new(ty);
        show(&mut out, &format!("output, {ty}"), &cells, &|content| column.output(content));
    }
    insta::assert_snapshot!(out);
}
