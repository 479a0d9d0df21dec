//! Output entries, `values` rows, and the literals and lists of test cases.

use std::collections::BTreeSet;

use matchbook_compiler::diagnostic::Describe;
use matchbook_compiler::model::{BaseType, Number, Type, Value};
use matchbook_compiler::source::Content;
use matchbook_compiler::syntax::{self, CellContext};

use super::{Column, location, outputs, show, texts};

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
