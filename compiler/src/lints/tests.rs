//! Levels and allowances in whole compilations, and that rows and columns which move take neither along.

use std::collections::BTreeMap;

use super::*;
use crate::compile::{Compilation, SourceSet, compile};
use crate::source::SourceFile;

/// Two pairs of rules that could be one, a column that decides nothing and an output that no rule gives.
const POINTS: &str = "\
decision,Points,,,,
sum,Region,Amount,Channel,Points,Why
role,if,if,if,then,note
type,text,integer,text,integer,
values,\"north, south\",>= 0,,>= 0,
a,north,[0..10),,5,
b,north,[10..20),,5,
c,south,[0..10),,3,
d,south,[10..20),,3,
e,south,[10..20),,4,
";

fn compiled(text: &str, options: &Options) -> Compilation {
    let file = SourceFile { path: BookPath::new("shop/points.csv"), bytes: Ok(text.as_bytes().to_vec()) };
    compile(&SourceSet { books: vec![file], ..SourceSet::default() }, options)
}

/// What is said above the level of notes, a line each.
fn said(text: &str, options: &Options) -> Vec<String> {
    let compilation = compiled(text, options);
    let reports = compilation.reports.iter().filter(|report| report.level > Level::Note);
    reports.map(|report| format!("{} {}: {}", report.location(), report.code(), report.description.message)).collect()
}

fn options(toml: &str) -> Options {
    let mut diagnostics = Vec::new();
    let options = Options::parse(toml, &mut diagnostics);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    options
}

/// The table with an `allow` row.
fn allowing(row: &str) -> String {
    POINTS.replace("sum,", &format!("allow,{row}\nsum,"))
}

#[test]
fn an_allow_row_covers_a_code_or_the_findings_of_rules() {
    let none = Options::default();
    insta::assert_snapshot!(said(POINTS, &none).join("\n"));
    let merged = |row: &str| said(&allowing(row), &none).into_iter().filter(|line| !line.contains("MB0413")).collect::<Vec<_>>().join("\n");
    assert_eq!(merged("MB0411,each has an owner"), "");
    insta::assert_snapshot!(merged("MB0411,each has an owner,\"a, b\""));
    // A finding about other rules too isn't meant.
    insta::assert_snapshot!(merged("MB0411,each has an owner,a"));
    // More than the finding names does no harm.
    assert_eq!(merged("MB0411,each has an owner,\"d, a, c, b\""), "");
}

#[test]
fn an_allow_row_of_an_unknown_rule_is_an_error_with_the_nearest() {
    let text = allowing("MB0411,each has an owner,\"a, bb, nothing like it\"").replace("b,north", "north-b,north");
    let compilation = compiled(&text.replace(" bb,", " nort-b,"), &Options::default());
    let reports = compilation.reports.iter().filter(|report| report.code() == Code(640));
    let said: Vec<String> = reports
        .map(|report| {
            let fixes: Vec<String> = report.description.fixes.iter().map(crate::diagnostic::Fix::in_words).collect();
            format!("{:?} {}: {} {fixes:?}", report.level, report.location(), report.description.message)
        })
        .collect();
    insta::assert_snapshot!(said.join("\n"));
    assert!(compilation.books[0].broken);
}

#[test]
fn an_id_may_hold_a_comma() {
    let text = allowing("MB0411,each has an owner,\"a, b\"").replace("\na,north", "\n\"a, b\",north").replace("\nb,north", "\n\"a\",north");
    // The finding is about `a, b` and `a`; only the first is named.
    assert!(said(&text, &Options::default()).iter().any(|line| line.contains("MB0411")));
}

#[test]
fn what_has_nothing_to_allow_is_said() {
    let none = Options::default();
    let unused = |row: &str| said(&allowing(row), &none).into_iter().filter(|line| line.contains("MB0627")).collect::<Vec<_>>();
    insta::assert_snapshot!([unused("MB0416,why not"), unused("MB0412,why not,\"a, c\""), unused("MB0412,why not,e")].concat().join("\n"));
    // Nobody asked whether it has lapsed.
    assert_eq!(unused("MB0417,kept for old contracts"), [""; 0]);
    // With an error in the table, it wasn't looked at.
    assert!(!said(&allowing("MB0416,why not").replace("[0..10)", "[10..0)"), &none).join("").contains("MB0627"));

    let toml =
        "[lints]\nMB0412 = \"allow\"\nmergeable-rules = \"allow\"\nlapsed-rule = \"allow\"\nshared-end = \"deny\"\nwarnings = \"allow\"\n";
    insta::assert_snapshot!(said(POINTS, &options(toml)).join("\n"));
}

#[test]
fn a_level_is_the_level_of_all_that_has_no_line_of_its_own() {
    let levels = |toml: &str| {
        let compilation = compiled(POINTS, &options(toml));
        let mut levels: Vec<String> = compilation.reports.iter().map(|report| format!("{} {:?}", report.code(), report.level)).collect();
        levels.retain(|line| !line.starts_with("MB0150"));
        levels
    };
    assert_eq!(levels("[lints]\nadvice = \"deny\"\nmergeable-rules = \"warn\"\n"), ["MB0413 Error", "MB0411 Warning", "MB0411 Warning"]);
    assert_eq!(levels("[lints]\nadvice = \"allow\"\n"), [""; 0]);
}

/// The fingerprints of all findings, how often each.
fn fingerprints(text: &str) -> BTreeMap<String, usize> {
    let compilation = compiled(text, &Options { as_of: Some(jiff::civil::date(2026, 7, 1)), ..Options::default() });
    let mut fingerprints = BTreeMap::new();
    for report in compilation.reports.iter().filter(|report| report.level > Level::Note) {
        *fingerprints.entry(Identity::of(report, &compilation.read).fingerprint()).or_default() += 1;
    }
    fingerprints
}

/// The rows of the table in another order: those of the rules, by position.
fn sorted(text: &str, order: &[usize]) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let (head, rules) = lines.split_at(lines.len() - order.len());
    let rules = order.iter().map(|position| rules[*position]);
    head.iter().copied().chain(rules).map(|line| format!("{line}\n")).collect()
}

#[test]
fn findings_stay_the_same_where_rows_and_columns_move() {
    const DATED: &str = "\
decision,Points,,,,,
review by,2026-01-01,,,,,
sum,Region,Amount,Until,Points,Level,Why
role,if,if,until,then,,note
type,text,integer,,integer,,
values,\"north, south\",>= 0,,>= 0,,
a,north,[0..10),,5,,
b,north,[10..20),,5,,
c,south,[0..10],,3,,
d,south,[10..20),,2,,
e,south,[10..20),,2,,
f,south,> 90,2025-12-31,7,,
";
    let text = DATED
        .replace(",Level", ",")
        .replace("role,if,if,until,then,,note", "role,if,if,until,then,note,note")
        .replace("Points,,Why", "Points,Level,Why");
    let before = fingerprints(&text);
    assert_eq!(before.len(), 5, "merge, duplicate, shared end, lapsed, review: {:?}", said(&text, &Options::default()));
    assert_eq!(fingerprints(&sorted(&text, &[5, 3, 4, 0, 2, 1])), before);
    // Rows above, and a rule between; a column in front of the block, and one within it.
    assert_eq!(fingerprints(&format!("a note,,,,,,\n,,,,,,\n{text}")), before);
    let grown = text.replace("\nb,north", "\nnew,north,[30..40),,9,,\nb,north");
    assert_eq!(fingerprints(&grown), before);
    let shifted: String = text.lines().map(|line| format!(",{line}\n")).collect();
    assert_eq!(fingerprints(&shifted), before);
    // `allow` goes with the rules, too.
    let allowed = grown.replace("sum,", "allow,MB0411,each has an owner,\"a, b\"\nsum,");
    let after = fingerprints(&allowed);
    assert_eq!(after.len(), before.len() - 1);
    assert!(after.keys().all(|fingerprint| before.contains_key(fingerprint)));
    assert_eq!(fingerprints(&sorted(&allowed, &[6, 2, 1, 0, 5, 4, 3])), after);
}

/// One rule that may overlap eight others, depending on what it computes.
const OVERLAPS: &str = "\
decision,Fee,,,
unique,Age,T,Rest,Fee
role,if,if,if,then
type,integer,text,integer,integer
all,? > Rest,-,,0
a,1,l1,,1
b,2,l2,,2
c,3,l3,,3
d,4,l4,,4
e,5,l5,,5
f,6,l6,,6
g,7,l7,,7
h,8,l8,,8
else,,,,9
";

#[test]
fn an_allowance_names_all_rules_of_a_finding_that_points_at_some() {
    let text = OVERLAPS;
    let overlaps = |row: &str| {
        let text = text.replace("unique,", &format!("{row}unique,"));
        let said = said(&text, &Options::default());
        said.into_iter().filter(|line| ["MB0603", "MB0627", "error"].iter().any(|code| line.contains(code))).collect::<Vec<_>>()
    };
    insta::assert_snapshot!(overlaps("").join("\n"));
    assert_eq!(overlaps("allow,MB0603,known,\"all, a, b, c, d, e\"\n").len(), 2);
    assert_eq!(overlaps("allow,MB0603,known,\"all, a, b, c, d, e, f, g, h\"\n"), [""; 0]);
    assert_eq!(overlaps("allow,MB0603,known\n"), [""; 0]);
    // A code may be typed in any case.
    assert_eq!(overlaps("allow,mb0603,known,\"all, a, b, c, d, e, f, g, h\"\n"), [""; 0]);
    assert_eq!(overlaps("allow,mb0411,known\n").len(), 2);

    let compilation = compiled(text, &Options::default());
    let found = compilation.reports.iter().find(|report| report.code() == Code(603)).unwrap();
    let identity = Identity::of(found, &compilation.read);
    assert_eq!((identity.rows.join(" "), identity.unlisted), ("all a b c d e f g h".to_owned(), 0));
    // Of thousands some hundreds are listed, and rules can't be allowed by their names.
    let rules: String = (10..400).map(|rule| format!("r{rule},{rule},l{rule},,{rule}\n")).collect();
    let many = compiled(&text.replace("else,", &format!("{rules}else,")), &Options::default());
    let found = many.reports.iter().find(|report| report.code() == Code(603)).unwrap();
    let identity = Identity::of(found, &many.read);
    assert_eq!((identity.rows.len(), identity.unlisted), (306, 93));
}

#[test]
fn gaps_of_one_table_are_told_apart() {
    const GAPS: &str = "\
decision,Fee,,
unique,Tier,Amount,Fee
role,if,if,then
type,text,integer,integer
values,\"gold, silver\",[0..9],
a,gold,> 5,1
b,silver,< 3,2
";
    let known = fingerprints(GAPS);
    assert_eq!(known.values().copied().collect::<Vec<_>>(), [1, 1], "{:?}", said(GAPS, &Options::default()));
    assert_eq!(fingerprints(&sorted(GAPS, &[1, 0])), known);
    // The hit policy is no rule.
    assert_eq!(fingerprints(&GAPS.replace("unique", "first")), known);
}
