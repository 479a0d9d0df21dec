//! Cell syntax: every form of the language document, and what is typed wrongly in its stead, each with its message.
//!
//! A snapshot holds one line a cell: what is typed, and its normal form; or the code, the message and the fixes. Each fix is read again.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::fmt::Write;

use jiff::SignedDuration;
use jiff::civil::{date, datetime, time};
use matchbook_compiler::diagnostic::syntax::SyntaxFinding;
use matchbook_compiler::diagnostic::{Describe, Location};
use matchbook_compiler::model::{BaseType, Domain, Number, Type, UnaryTest, Value};
use matchbook_compiler::source::{BookPath, CellRef, Content};
use matchbook_compiler::syntax::{self, CellContext, Role};

fn location() -> Location {
    Location::cells(&BookPath::new("shop.xlsx"), "Rules", CellRef::new(4, 1))
}

/// A column: its type, values, names in scope, and what stands alone in its other cells.
struct Column {
    ty: Type,
    domain: Option<Domain>,
    names: BTreeSet<String>,
    entries: BTreeSet<String>,
    location: Location,
}

impl Column {
    fn new(ty: &str) -> Self {
        let ty = syntax::type_name(&Content::Text(ty.to_owned()), &location()).unwrap();
        Self { ty, domain: None, names: BTreeSet::new(), entries: BTreeSet::new(), location: location() }
    }

    fn values(mut self, values: &str) -> Self {
        self.domain = syntax::domain(Some(&Content::Text(values.to_owned())), &self.context()).unwrap();
        self
    }

    fn names(mut self, names: &[&str]) -> Self {
        self.names = names.iter().map(|name| (*name).to_owned()).collect();
        self
    }

    fn entries(mut self, entries: &[&str]) -> Self {
        self.entries = entries.iter().map(|entry| (*entry).to_owned()).collect();
        self
    }

    fn context(&self) -> CellContext<'_> {
        CellContext {
            location: &self.location,
            label: "Age",
            ty: self.ty,
            domain: self.domain.as_ref(),
            names: &self.names,
            entries: &self.entries,
        }
    }

    fn input(&self, content: &Content) -> Result<String, Vec<SyntaxFinding>> {
        syntax::input_entry(Some(content), &self.context()).map(|tests| syntax::print_entry(tests.as_deref(), self.ty.base))
    }

    fn output(&self, content: &Content) -> Result<String, Vec<SyntaxFinding>> {
        let value = syntax::output_entry(Some(content), &self.context())?;
        Ok(value.map_or_else(|| "(blank)".to_owned(), |value| syntax::print_value(&value, self.ty.base)))
    }

    fn domain(&self, content: &Content) -> Result<String, Vec<SyntaxFinding>> {
        let domain = syntax::domain(Some(content), &self.context())?;
        Ok(domain.map_or_else(|| "(blank)".to_owned(), |domain| syntax::print_entry(Some(&domain.tests), self.ty.base)))
    }

    fn list(&self, content: &Content) -> Result<String, Vec<SyntaxFinding>> {
        let values = syntax::values_list(content, &self.context())?;
        let tests: Vec<UnaryTest> = values.into_iter().map(UnaryTest::Equal).collect();
        Ok(format!("[{}]", syntax::print_entry(Some(&tests), self.ty.base)))
    }
}

/// One line a text, its result, and the check that each fix reads.
fn show(out: &mut String, heading: &str, contents: &[Content], read: &dyn Fn(&Content) -> Result<String, Vec<SyntaxFinding>>) {
    let _ = writeln!(out, "## {heading}");
    for content in contents {
        let typed = match content {
            Content::Text(text) => text.replace('\n', "\\n").replace('\u{A0}', "\\u{A0}"),
            Content::Number { value, integer_digits, percent } => {
                format!("number {value} ({integer_digits} digits{})", if *percent { ", percent" } else { "" })
            }
            other => format!("{other:?}"),
        };
        match read(content) {
            Ok(normal) if normal == typed => _ = writeln!(out, "{typed}"),
            Ok(normal) => _ = writeln!(out, "{typed}  =>  {normal}"),
            Err(findings) => {
                assert!(!findings.is_empty(), "{typed}");
                let _ = writeln!(out, "{typed}");
                for finding in &findings {
                    let description = finding.describe();
                    let _ = writeln!(out, "    {}: {}", finding.code(), description.message);
                    for fix in &description.fixes {
                        let again = read(&Content::Text(fix.replacement.clone()));
                        assert!(again.is_ok(), "{typed}: the fix {} gives {again:?}", fix.replacement);
                        let _ = writeln!(out, "      fix: {}", fix.replacement);
                    }
                    if let Some(help) = &description.help {
                        let _ = writeln!(out, "      help: {help}");
                    }
                    for note in &description.notes {
                        let _ = writeln!(out, "      note: {note}");
                    }
                }
            }
        }
    }
    out.push('\n');
}

fn texts(texts: &[&str]) -> Vec<Content> {
    texts.iter().map(|text| Content::Text((*text).to_owned())).collect()
}

fn number(text: &str, integer_digits: u32, percent: bool) -> Content {
    Content::Number { value: Number::parse(text).unwrap(), integer_digits, percent }
}

fn inputs(out: &mut String, heading: &str, column: &Column, cells: &[&str]) {
    show(out, heading, &texts(cells), &|content| column.input(content));
}

fn outputs(out: &mut String, heading: &str, column: &Column, cells: &[&str]) {
    show(out, heading, &texts(cells), &|content| column.output(content));
}

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
fn output_entries() {
    let mut out = String::new();
    outputs(
        &mut out,
        "text",
        &Column::new("text").names(&["home country"]),
        &[
            "USPS",
            "free, really (yes) < 5",
            "\"a, b\"",
            "= \"a\"",
            "“smart”",
            "-",
            "–",
            "null",
            "NULL",
            "home country",
            "round half up(1.5)",
            "= a + b",
            "\"a\" + b",
            "5\" pipe",
            "\"open",
            "contains x",
            "any",
            "gold; silver",
            "'quoted'",
            "not(gold)",
            "Fee (min)",
            "\u{A0}outer\u{A0}blanks ",
            "Terms: date(s) to follow",
        ],
    );
    outputs(&mut out, "text?", &Column::new("text?"), &["null", "=null", "-", "\"null\""]);
    outputs(
        &mut out,
        "decimal(2)",
        &Column::new("decimal(2)").names(&["parcel.weight"]),
        &[
            "4.99",
            "14.5",
            "= 3",
            "15%",
            "-",
            "null",
            "18-65",
            "18 - 65",
            "10K",
            "$50",
            "1,000",
            "0,5",
            "1, 5",
            "< 5",
            "[1..2]",
            "0.125",
            "round half up(4.99 + 1.20, 2)",
            "4.99 + 1.20 * (parcel.weight - 1)",
            "2*3",
            "parcel.weight",
            "if a then 1 else 2",
            "more than 5",
            "any",
            "*",
            "abc",
            "= = 5",
            "?",
            "not(5)",
            "1; 2",
        ],
    );
    outputs(&mut out, "boolean?", &Column::new("boolean?"), &["yes", "null", "-", "1", "not(true)"]);
    outputs(&mut out, "date", &Column::new("date"), &["2026-01-31", "1/2/2026", "date(\"2026-01-31\")", "2026-01-31T10:00", "-"]);
    outputs(&mut out, "date and time", &Column::new("date and time"), &["2026-01-31T14:30", "2026-01-31"]);
    outputs(&mut out, "days and time duration", &Column::new("days and time duration"), &["P1DT12H", "PT36H", "2 days"]);
    insta::assert_snapshot!(out);
}

#[test]
fn values_rows_and_lists() {
    let mut out = String::new();
    let domains = |out: &mut String, ty: &str, cells: &[&str]| {
        let column = Column::new(ty);
        show(out, &format!("values of {ty}"), &texts(cells), &|content| column.domain(content));
    };
    domains(
        &mut out,
        "text",
        &[
            "US, CA, EU",
            "US; CA; EU",
            "US\nCA\nEU",
            "US, CA, US",
            "enum Country",
            "gold or silver",
            "null, US",
            "any",
            "-",
            "*",
            "not(US)",
            "home country, abroad",
        ],
    );
    domains(&mut out, "decimal(2)", &["> 0", ">= 0", "[0..100]", "1, 2, 5", "1, 1.0", "0.125", "1,5", "0-100", "null", "> limit"]);
    domains(&mut out, "boolean", &["true"]);
    domains(&mut out, "date", &[">= 2026-01-01"]);
    let lists = |out: &mut String, ty: &str, cells: &[&str]| {
        let column = Column::new(ty);
        show(out, &format!("lists of {ty}"), &texts(cells), &|content| column.list(content));
    };
    lists(&mut out, "text", &["[high, seen]", "[]", "[\"a, b\", c]", "high", "high, seen", "[null]", "[< 5]", "[high; seen]", "[high"]);
    lists(&mut out, "decimal(2)", &["[1, 2.50]", "[1,5]", "5", "[< 5]", "[10K, 5]", "[ ]"]);
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
        let inference = syntax::infer(&entries, *role);
        let shown: Vec<String> = contents.iter().map(Content::shown).collect();
        let ty = inference.ty.map_or_else(|| "no type".to_owned(), |ty| ty.to_string());
        let _ = writeln!(out, "{role:?}: {}  =>  {ty}", shown.join(" | "));
        for finding in &inference.findings {
            let _ = writeln!(out, "    {}: {} {:?}", finding.code(), finding.describe().message, finding.fixes);
        }
    }
    insta::assert_snapshot!(out);
}

#[test]
fn literals_of_test_cases() {
    let none = BTreeSet::new();
    let at = location();
    let names: BTreeSet<String> = ["US".to_owned()].into();
    let cx = |base, nullable| CellContext {
        location: &at,
        label: "fee",
        ty: Type { base, nullable },
        domain: None,
        names: &names,
        entries: &none,
    };
    let text = |text: &str| Content::Text(text.to_owned());
    // An input is compared exactly, so it may have more digits; an expectation may not.
    let exact = Some(Value::Number(Number::parse("1.999").unwrap()));
    assert_eq!(syntax::test_input(Some(&text("1.999")), &cx(BaseType::Decimal(2), false)).unwrap(), exact);
    assert_eq!(syntax::value(Some(&text("1.999")), &cx(BaseType::Decimal(2), false)).unwrap_err()[0].code().to_string(), "MB0213");
    // Only literals stand here, so a name is a text.
    assert_eq!(syntax::value(Some(&text("US")), &cx(BaseType::Text, false)).unwrap(), Some(Value::Text("US".to_owned())));
    assert_eq!(syntax::value(Some(&text("null")), &cx(BaseType::Text, true)).unwrap(), Some(Value::Null));
    assert_eq!(syntax::value(Some(&text("null")), &cx(BaseType::Text, false)).unwrap_err()[0].code().to_string(), "MB0222");
    assert_eq!(syntax::value(None, &cx(BaseType::Text, false)).unwrap(), None);
    assert_eq!(syntax::value(Some(&text("\u{A0} ")), &cx(BaseType::Date, false)).unwrap(), None);
}
