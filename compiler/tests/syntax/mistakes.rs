//! Input entries that are none: what each was meant to be.

use super::{Column, inputs};

#[test]
fn what_is_typed_wrongly_outside_text_columns() {
    let mut out = String::new();
    inputs(
        &mut out,
        "intervals",
        &Column::new("number"),
        &[
            "18-65",
            "18 - 65",
            "18–65",
            "18..65",
            "18 to 65",
            "[18;65]",
            "[18-65]",
            "[18,65]",
            "[18, 65]",
            "(0-1]",
            "between 18 and 65",
            "from 18 to 65",
            "[18..]",
            "[..65]",
            "18..",
            "..65",
            "18-65, 70",
            "10K-20K",
            "$10 to $20",
            "-5--1",
            "not(18-65)",
            "18 through 65",
            "[18..65",
        ],
    );
    inputs(&mut out, "reversed intervals", &Column::new("number"), &["[65..18]", "[65..18)", "> 65 and < 18", ">= 65 and <= 18, 3"]);
    inputs(
        &mut out,
        "comparisons",
        &Column::new("number"),
        &[
            "45001+",
            "more than 10",
            "10 or less",
            ">=18 <65",
            "< 5 or > 10",
            "at least 10",
            "Up to 10",
            "10 and above",
            "10 or more",
            "under 5",
            ">= 18 & < 65",
            "=> 18",
            "=< 5",
            "> = 5",
            "!= 5 and != 6",
            "less than $50",
            "> 5 and > 10",
            "more than",
            ">",
            "not 5",
            "5 <",
            "> 5 5",
        ],
    );
    inputs(
        &mut out,
        "numbers",
        &Column::new("number"),
        &[
            "10K",
            "1.5M",
            "5m",
            "$50",
            "-$50",
            "$-50",
            "50 €",
            "USD 50",
            "5 kg",
            "5kg",
            "10 years",
            "19 percent",
            "12.5 pct",
            "(5)",
            "1 000",
            "1'000.5",
            "5.",
            "5-",
            "$1,000",
            "\"5\"",
            "abc",
            "12345678901234567890123456789",
            "yes",
            "2026-01-31",
            "5 5",
        ],
    );
    let commas =
        ["1,000", "0,5", "13,17", "1,000,000", "1.000,50", "1,234.56", "> 1,000", "[1,000..2,000]", "not(1,000)", "1,5,10", "1,000, 7"];
    inputs(&mut out, "commas", &Column::new("number"), &commas);
    inputs(&mut out, "decimal(2)", &Column::new("decimal(2)"), &["0.125", "12.345%", "<= 49.999", "1.50"]);
    inputs(&mut out, "integer", &Column::new("integer"), &["1.5", "99999999999999999999", "[0.5..1]"]);
    let halves = ["< 5 and", ">= 18 and 65", "< 65 and 18", "= 5 and 6", "< 5 and six", "> 1 and, 7", "not(< 5 and)"];
    inputs(&mut out, "half a comparison", &Column::new("integer"), &halves);
    let nested = |depth: usize, last: &str| format!("{}{last}{}", "not(".repeat(depth), ")".repeat(depth));
    inputs(&mut out, "nested", &Column::new("integer"), &[&nested(16, "5"), &nested(17, "5"), &nested(40, "5"), "not(not(5)"]);
    inputs(&mut out, "nested text", &Column::new("text"), &[&nested(17, "gold")]);
    inputs(
        &mut out,
        "dates",
        &Column::new("date"),
        &[
            "1/2/2026",
            "31.12.2026",
            "1-Jan-2026",
            "13/2/2026",
            "2026/01/31",
            "20260131",
            "2026-1-5",
            "Jan 1 2026",
            "1/2/26",
            "> 1/2/2026",
            "1/2/2026-3/2/2026",
            "2026-01-31T14:30",
            "2026-01-31T00:00",
            "date(\"2026-01-31\")",
            "@\"2026-01-31\"",
            "2026-02-30",
            "before 2026-01-31",
            "2026-01-01 to 2026-12-31",
            "tomorrow",
            "today()",
        ],
    );
    inputs(
        &mut out,
        "times",
        &Column::new("time"),
        &["9:30", "2:30 PM", "2pm", "14h30", "14.30", "14:30Z", "14:30+01:00", "9:00-17:00", "24:00", "noon"],
    );
    inputs(
        &mut out,
        "dates and times",
        &Column::new("date and time"),
        &[
            "2026-01-31",
            "> 2026-01-31",
            "2026-01-31T14:30Z",
            "2026-01-31T14:30+01:00",
            "2026-01-31T14:30[Europe/Paris]",
            "1/31/2026 2:30 pm",
            "31.12.2026",
        ],
    );
    inputs(
        &mut out,
        "durations",
        &Column::new("days and time duration"),
        &["5 days", "2d 4h", "90 min", "36:30", "P2W", "P1Y", "5", "more than 2 days"],
    );
    inputs(&mut out, "years and months", &Column::new("years and months duration"), &["1 year 6 months", "18 months", "P1D"]);
    inputs(&mut out, "booleans", &Column::new("boolean"), &["1", "0", "on", "maybe", "< true", "[false..true]", "TRUE or FALSE", "null"]);
    inputs(
        &mut out,
        "any value",
        &Column::new("number"),
        &["*", "any", "ALL", "n/a", "5, *", "-, 5", "null", "not(null)", "NULL", "5, null", "null, 5", "!= null", "= null", "not(5, null)"],
    );
    inputs(
        &mut out,
        "lists",
        &Column::new("number"),
        &["1; 5", "1 or 5", "1,, 5", "1, 5,", ", 5", ",", "not()", "not(5", "5)", "Not(5)", "{5}", "[5]"],
    );
    insta::assert_snapshot!(out);
}

#[test]
fn what_is_typed_wrongly_in_text_columns() {
    let mut out = String::new();
    let column = Column::new("text").names(&["home country", "order.limit"]).entries(&["gold", "silver"]);
    inputs(
        &mut out,
        "quotes",
        &column,
        &[
            "NULL",
            "Null",
            "null",
            "what?",
            "5\" pipe",
            "'gold'",
            "!gold",
            "(none)",
            "[18..65]",
            "{a}",
            "< 5",
            "> gold",
            "a,",
            ",",
            "gold,, silver",
            "gold, -",
            "Fee (a, b)",
            "\"gold",
            "\"gold\" silver",
            "NOT(gold)",
            "not(gold",
            "not()",
            "not(gold))",
            "= NULL",
            "< null",
            "[\"f\"..\"a\"]",
            "[a..b",
            "\"a\"..\"b\"",
            ">= \"a\" < \"f\"",
            ">= a & <= two words",
            "gold, null",
            "not(null)",
        ],
    );
    let predicates = [
        "contains x",
        "contains \"x\"",
        "is empty",
        "Is Empty",
        "is it",
        "starts with",
        "not(contains \"x\")",
        "matches",
        "matchless",
        "starts with \"x\"",
        "ends with \"x\"",
        "matches \"^x\"",
        "ignoring case \"x\"",
        "is number",
        "is email",
        "is date",
        "is date and time",
        "not(is empty)",
        "ends with x",
        "gold, contains \"x\"",
    ];
    inputs(&mut out, "predicates", &column, &predicates);
    inputs(&mut out, "names", &column, &["home country", "home\u{A0}country", "= home country", "> order.limit", "\"home country\""]);
    inputs(&mut out, "any value", &column, &["*", "any", "All", "N/A", "gold, any"]);
    inputs(
        &mut out,
        "lists",
        &column,
        &["gold; silver", "gold or silver", "gold\nsilver", "gold or bronze", "gold | silver", "not(gold or silver)"],
    );
    let numbers = Column::new("number").names(&["limit", "order.limit"]);
    let expressions = ["> limit", "= order.limit", "limit", "? > 2", "count(?) > 3", "2 * limit", "> 2 * limit", "max(1, 2)", "is number"];
    inputs(&mut out, "expressions", &numbers, &expressions);
    insta::assert_snapshot!(out);
}

#[test]
fn fixes_mean_what_was_meant() {
    let mut out = String::new();
    inputs(&mut out, "null among others", &Column::new("number?"), &["0 or null", "> 5 or null", "null or 5", "5 kg or null"]);
    inputs(&mut out, "null that can't be", &Column::new("number"), &["0 or null"]);
    inputs(&mut out, "products", &Column::new("number").names(&["x", "net price"]), &["2x", "2 x", "1.5 net price", "2y"]);
    inputs(&mut out, "intervals of numbers with commas", &Column::new("number"), &["1,000-2,000", "1,000+", "[1,000-2,000]", "1,000-2"]);
    inputs(&mut out, "times", &Column::new("time"), &["0.5", "9.05", "9.5", "14.30"]);
    inputs(
        &mut out,
        "days among dates and times",
        &Column::new("date and time"),
        &[
            "2026-01-31",
            "= 2026-01-31",
            "!= 2026-01-31",
            "< 2026-01-31",
            "<= 2026-01-31",
            "> 2026-01-31",
            ">= 2026-01-31",
            "[2026-01-01..2026-01-31]",
            "(2026-01-01..2026-01-31)",
            ">= 2026-01-01 and <= 2026-01-31",
            "2026-01-01 to 2026-01-31",
            "not(2026-01-31)",
            "2026-01-31, 2026-03-01",
            "[2026-01-01..2026-01-31T12:00]",
            "> 31.12.2026",
            "<= 1/2/2026",
        ],
    );
    let text = Column::new("text");
    inputs(&mut out, "brackets around texts", &text, &["[a, b]", "[a]", "(a, b)", "[a, b], c", "not([a, b])"]);
    inputs(
        &mut out,
        "predicates with and",
        &text,
        &[
            "contains \"a\" and contains \"b\"",
            "contains \"a and b\" and ends with \"c\"",
            "is email and contains \"a\"",
            "contains \"a\" or is empty",
        ],
    );
    inputs(&mut out, "predicates with and, or null", &Column::new("text?"), &["contains \"a\" and contains \"b\""]);
    let closed = Column::new("text?").values("gold, silver");
    inputs(
        &mut out,
        "fixes within closed values",
        &closed,
        &["gold; silver", "[gold, silver]", "NULL", "Gold or bronze", "*", "contains gold", "> gold"],
    );
    inputs(&mut out, "closed values without null", &Column::new("text").values("gold, silver"), &["NULL", "gold; bronze"]);
    inputs(&mut out, "entries of lists", &Column::new("text").entries(&["gold", "silver"]), &["gold or silver", "gold or bronze"]);
    insta::assert_snapshot!(out);
}
