//! Section 4 of the language document.

use crate::book::book;

#[test]
fn values_hold_literals_only() {
    let said = ["starts with \"g\"", "is empty", "? > 3"].map(|values| {
        let ty = if values.contains('?') { "integer" } else { "text" };
        book(&format!(
            "decision | Fee\nfirst | Tier | Fee\nrole | if | then\ntype | {ty} | integer\nvalues | {values} |\na | - | 1\nelse | | 2"
        ))
        .said()
    });
    insta::assert_snapshot!(said.join("\n"));
}

/// A column of this type with this entry.
fn column(ty: &str, values: &str, entry: &str) -> crate::book::Book {
    book(&format!(
        "decision | D\nfirst | Value | Holds\nrole | if | then\ntype | {ty} | boolean\nvalues | {values} |\na | {entry} | yes\nelse | | no\n\nglossary | Names\n | name | type\n | order.limit | integer\n | home country | text"
    ))
}

#[test]
fn each_form_of_entry_holds_for_its_values() {
    for (ty, entry, holds, fails) in [
        ("text", "gold", &[r#""gold""#] as &[&str], &[r#""Gold""#, r#""golden""#] as &[&str]),
        ("text", "Not Eligible", &[r#""Not Eligible""#], &[r#""not eligible""#]),
        ("text", "18-65", &[r#""18-65""#], &[r#""20""#]),
        ("text", "\"a, b\"", &[r#""a, b""#], &[r#""a""#]),
        ("number", "10", &["10", "10.0"], &["10.1"]),
        ("number", "15%", &["0.15"], &["15"]),
        ("date", "2026-01-31", &[r#""2026-01-31""#], &[r#""2026-02-01""#]),
        ("boolean", "yes", &["true"], &["false"]),
        ("text", "gold, silver", &[r#""gold""#, r#""silver""#], &[r#""gold, silver""#]),
        ("number", "1, 5, [10..20]", &["1", "5", "10", "20"], &["2", "20.1"]),
        ("number", "< 5, > 10", &["4", "11"], &["5", "10"]),
        ("number", "<= 5", &["5"], &["5.1"]),
        ("number", "≥ 5", &["5"], &["4.9"]),
        ("number", "≠ 5", &["4"], &["5"]),
        ("number", "<> 5", &["4"], &["5"]),
        ("number", "== 5", &["5"], &["4"]),
        ("text", "< \"m\"", &[r#""a""#, r#""Z""#], &[r#""m""#, r#""n""#]),
        ("number", "[18..65]", &["18", "65"], &["17.9", "65.1"]),
        ("number", "(0..1]", &["0.1", "1"], &["0"]),
        ("number", "[0..1)", &["0"], &["1"]),
        ("number", "]0..1[", &["0.5"], &["0", "1"]),
        ("number", ">= 18 and < 65", &["18", "64.9"], &["17", "65"]),
        ("text?", "not(gold, silver)", &[r#""bronze""#, "null"], &[r#""gold""#]),
        ("number", "not([1..5])", &["0", "6"], &["1", "5"]),
        ("text?", "null", &["null"], &[r#""""#]),
        ("text?", "not(null)", &[r#""""#], &["null"]),
        ("text?", "!= \"gold\"", &["null", r#""x""#], &[r#""gold""#]),
        ("number?", "> 5", &["6"], &["5", "null"]),
        ("number?", "-", &["6", "null"], &[]),
        ("text?", "not(not(gold))", &[r#""gold""#], &["null", r#""x""#]),
        ("integer", "? > 2 * 3", &["7"], &["6"]),
        ("integer", "?>5, ? = 1", &["6", "1"], &["2"]),
        ("text", "string length(?) = 3", &[r#""abc""#], &[r#""ab""#]),
    ] {
        let book = column(ty, "", entry);
        for (values, expected) in [(holds, "true"), (fails, "false")] {
            for value in values {
                assert_eq!(book.answer("D", &format!("{{\"Value\":{value}}}")), expected, "{ty}: {entry} of {value}");
            }
        }
    }
}

#[test]
fn of_a_value_and_its_negation_exactly_one_holds() {
    for (ty, entry, values) in [
        ("text?", "gold", &[r#""gold""#, r#""x""#, r#""""#, "null"] as &[&str]),
        ("text?", "is empty", &[r#""gold""#, r#""""#, "null"]),
        ("text?", "contains \"o\"", &[r#""gold""#, r#""x""#, "null"]),
        ("text?", "matches \"^g\"", &[r#""gold""#, r#""x""#, "null"]),
        ("text?", "ignoring case \"GOLD\"", &[r#""gold""#, r#""x""#, "null"]),
        ("text?", "is number", &[r#""12""#, r#""x""#, "null"]),
        ("number?", "> 5", &["5", "6", "null"]),
        ("number?", "[1..5], null", &["5", "6", "null"]),
        ("boolean?", "true", &["true", "false", "null"]),
    ] {
        let (one, other) = (column(ty, "", entry), column(ty, "", &format!("not({entry})")));
        for value in values {
            let document = format!("{{\"Value\":{value}}}");
            assert_ne!(one.answer("D", &document), other.answer("D", &document), "{entry} of {value}");
        }
    }
}

#[test]
fn entries_compare_with_names() {
    let limit = column("integer", "", "> order.limit");
    assert_eq!(limit.answer("D", r#"{"Value":5,"order":{"limit":4}}"#), "true");
    assert_eq!(limit.answer("D", r#"{"Value":5,"order":{"limit":5}}"#), "false");
    let country = column("text", "", "= home country");
    assert_eq!(country.answer("D", r#"{"Value":"US","home country":"US"}"#), "true");
    let between = column("integer", "", ">= 18 and < order.limit");
    assert_eq!(between.answer("D", r#"{"Value":18,"order":{"limit":19}}"#), "true");
    let interval = column("integer", "", "[1..order.limit], 99");
    assert_eq!(interval.answer("D", r#"{"Value":99,"order":{"limit":19}}"#), "true");
    assert_eq!(interval.answer("D", r#"{"Value":20,"order":{"limit":19}}"#), "false");
}

#[test]
fn null_is_equal_to_no_other_name() {
    let table = |entry: &str| {
        book(&format!(
            "glossary | Names\n | name | type\n | limit | number?\n\nconstants | None\n | name | type | value\n | nothing | number? | null\n\n\
             decision | D\nfirst | X | Y | Out\nrole | if | if | then\ntype | number? | number? | integer\na | {entry} | = limit | 1\nb | {entry} | - | 2\nelse | | | 3"
        ))
        .clean()
    };
    for (entry, null, number) in [
        ("!= limit", "2 by b", "2 by b"),
        ("not(= limit)", "2 by b", "2 by b"),
        ("= limit", "3 by else", "3 by else"),
        ("!= nothing", "2 by b", "2 by b"),
        ("? = limit", "2 by b", "3 by else"),
    ] {
        let book = table(entry);
        assert_eq!(book.gives("D", r#"{"X":null,"Y":null,"limit":null}"#), null, "{entry}");
        assert_eq!(book.gives("D", r#"{"X":5,"Y":5,"limit":null}"#), number, "{entry}");
    }
    let book = table("= limit");
    assert_eq!(book.gives("D", r#"{"X":5,"Y":null,"limit":5}"#), "2 by b");
    assert_eq!(book.gives("D", r#"{"X":5,"Y":5,"limit":5}"#), "1 by a");
    assert_eq!(book.gives("D", r#"{"X":null,"Y":5,"limit":5}"#), "3 by else");
}

#[test]
fn text_as_people_type_it() {
    for (ty, entry, value) in [
        ("number", "\u{a0}>=\u{a0}5\u{a0}", "5"),
        ("text", "“gold”", r#""gold""#),
        ("number", "−5", "-5"),
        ("number", "１２", "12"),
        ("text", " gold ", r#""gold""#),
        ("text", "dark\u{a0}blue", r#""dark blue""#),
        ("number", "[１..２]", "2"),
    ] {
        assert_eq!(column(ty, "", entry).answer("D", &format!("{{\"Value\":{value}}}")), "true", "{entry:?}");
    }
}

#[test]
fn what_only_looks_like_a_test_is_an_error_with_a_fix() {
    let said: String = [
        ("integer", "", "18-65"),
        ("integer", "", "18..65"),
        ("integer", "", "18 to 65"),
        ("integer", "", "[18;65]"),
        ("integer", "", "45001+"),
        ("integer", "", "more than 10"),
        ("integer", "", "10 or less"),
        ("integer", "", ">=18 <65"),
        ("integer", "", "< 5 or > 10"),
        ("integer", "", "10K"),
        ("number", "", "$50"),
        ("number", "", "5 kg"),
        ("number", "", "1,000"),
        ("number", "", "0,5"),
        ("date", "", "1/2/2026"),
        ("date", "", "31.12.2026"),
        ("date", "", "1-Jan-2026"),
        ("integer", "", "[65..18]"),
        ("text", "", "*"),
        ("integer", "", "any"),
        ("text", "gold, silver", "gold; silver"),
        ("text", "gold, silver", "gold or silver"),
        ("text", "", "contains x"),
        ("text", "", "home country"),
        ("text", "", "NULL"),
        ("text?", "", "null, NULL"),
        ("text", "gold, silver", "= bronze"),
        ("text", "", "'gold'"),
    ]
    .map(|(ty, values, entry)| {
        let said = column(ty, values, entry).said();
        let lines = said.lines().take_while(|line| !line.starts_with("advice")).map(|line| format!("{line}\n")).collect::<String>();
        format!("{ty}: {entry}\n{lines}\n")
    })
    .concat();
    insta::assert_snapshot!(said);
}

#[test]
fn empty_is_null_where_the_values_have_no_empty_text() {
    for (entry, of_null, of_gold) in [("is empty", "true", "false"), ("not(is empty)", "false", "true")] {
        let book = column("text?", "gold, silver", entry);
        assert!(book.answer("D", r#"{"Value": null}"#).starts_with(of_null), "{entry}");
        assert!(book.answer("D", r#"{"Value": "gold"}"#).starts_with(of_gold), "{entry}");
    }
    // The sets are exact: null and not null are all there is.
    let said = book(
        "decision | D\nunique | Value | Holds\nrole | if | then\ntype | text? | boolean\nvalues | gold, silver |\na | is empty | yes\nb | not(is empty) | no",
    )
    .said();
    assert!(!said.contains("error") && !said.contains("warning"), "{said}");
}

#[test]
fn items_of_lists_are_entries_of_the_column() {
    let said = book(
        "decision | D\nfirst | Tier | Fee\nrole | if | then\ntype | text | integer\na | gold or silver | 1\nb | gold, bronze | 2\nc | silver | 3\nelse | | 4",
    )
    .said();
    insta::assert_snapshot!(said);
}

#[test]
fn fixes_lie_within_the_values() {
    let said = ["\"gold; silver\"", "gold; silver", "[gold, silver]", "NULL", "contains gold", "< 2026-01-31"]
        .map(|entry| column("text", "gold, silver", entry).said());
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn error_values_of_csv_files_are_errors_at_their_cells() {
    let said = book(
        "decision | D\nfirst | Tier | Total | Fee | Why\nrole | if | if | then | then\ntype | text | number | text | text\na | #REF! | #N/A | #SPILL! | \"#REF!\"\nb | #ref | Err:502 | see #REF! | ok\nelse | | | a | b",
    )
    .said();
    insta::assert_snapshot!(said);
}

#[test]
fn null_among_the_items_of_a_list_asks_for_another_type() {
    let said = ["list of text", "(list of text)?", "list of integer"].map(|ty| {
        let table = |cell: &str| {
            format!("decision | D\nfirst | tags | n | Out\nrole | if | if | then\ntype | {ty} | integer | integer\na | {cell} | < 5 | 1\nelse | | | 2")
        };
        [table("[null]"), table("contains null")].map(|table| book(&table).said()).concat()
    });
    insta::assert_snapshot!(said.join("\n"));
}
