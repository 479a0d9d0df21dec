//! Dates of every kind of domain, by every form, compiled, against the interpreter: keys of dates differ from form to form, and what a
//! domain is asked by may differ from what rules are found by.

#![expect(clippy::unwrap_used, reason = "a test may stop at what it didn't expect")]

mod generated;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use matchbook_compiler::check::check;
use matchbook_compiler::compile::{SourceSet, compile};
use matchbook_compiler::dispatch::plan_as;
use matchbook_compiler::emit;
use matchbook_compiler::model::{DecisionTable, Strategy};
use matchbook_compiler::names::names;
use matchbook_compiler::options::Options;
use matchbook_compiler::source::{BookPath, SourceFile};

/// The first day of each rule's days; those of the last end with the domain.
const STARTS: [Date; 9] = [
    date(2026, 1, 1),
    date(2026, 1, 31),
    date(2026, 2, 1),
    date(2026, 2, 28),
    date(2026, 3, 1),
    date(2026, 7, 4),
    date(2026, 12, 31),
    date(2027, 1, 1),
    date(2028, 2, 29),
];

/// The days that a column allows, and what its name says of them.
fn domains() -> Vec<(&'static str, String)> {
    let many: Vec<String> = (0..70)
        .map(|week| (date(2026, 1, 1) + (week * 2).weeks(), date(2026, 1, 5) + (week * 2).weeks()))
        .map(|(first, last)| format!("[{first}..{last}]"))
        .collect();
    vec![
        ("all", String::new()),
        ("one range", "[2026-01-01..2028-12-31]".to_owned()),
        ("an open range", ">= 2026-01-15".to_owned()),
        ("a range without its ends", "(2025-12-31..2029-01-01)".to_owned()),
        ("two ranges", "[2026-01-01..2026-06-30], [2026-08-01..2028-12-31]".to_owned()),
        ("an open range first", "<= 2026-06-30, >= 2026-08-01".to_owned()),
        ("many ranges", many.join(", ")),
    ]
}

/// A table of zones and days.
fn book(name: &str, ty: &str, values: &str, policy: &str) -> String {
    let mut text = format!(
        "decision,{name}\n{policy},Zone,Day,Out\nrole,if,if,then\nexpr,zone,day,out\ntype,text,{ty},integer\nvalues,\"near, far, away\",\"{values}\",\n"
    );
    for (rule, start) in STARTS.iter().enumerate() {
        let days = match STARTS.get(rule + 1) {
            Some(end) => format!("[{start}..{end})"),
            None => format!(">= {start}"),
        };
        let zone = ["near", "far", "-"][rule % 3];
        text += &format!("r{rule},{zone},{days},{rule}\n");
    }
    if ty.ends_with('?') {
        text += "blank,-,null,97\n";
    }
    text + "else,,,99\n"
}

/// Days at and beside all that is named, and far from it.
fn days() -> Vec<Date> {
    let near = |day: Date| (-1..=1).map(move |step: i64| day + step.days());
    let ends = [date(2025, 12, 31), date(2026, 6, 30), date(2026, 7, 15), date(2026, 8, 1), date(2028, 12, 31), date(2029, 1, 1)];
    let all = STARTS.into_iter().chain(ends).flat_map(near);
    all.chain((0..40).map(|step: i64| date(2026, 1, 3) + (step * 9).days())).chain([date(1, 1, 1), date(9999, 12, 31)]).collect()
}

#[test]
fn dates_are_found_alike_by_every_form() {
    let options = Options { batch: true, ..Options::default() };
    let (mut files, mut questions) = (Vec::new(), Vec::new());
    for (domain, values) in domains() {
        for (ty, policy) in [("date", "first"), ("date?", "first"), ("date", "rule order")] {
            let text = book(&format!("{domain} of {ty} {policy}").replace('?', " or null"), ty, &values, policy);
            let file = SourceFile { path: BookPath::new("dates.csv"), bytes: Ok(text.into_bytes()) };
            let compilation = compile(&SourceSet { books: vec![file], ..SourceSet::default() }, &options);
            let checked = compilation.decisions.first().unwrap_or_else(|| panic!("{domain}: {:?}", compilation.reports));
            for strategy in Strategy::forms() {
                let Ok(plan) = plan_as(checked, strategy, &options) else { continue };
                let table = checked.table();
                let named = DecisionTable { name: format!("{} by {}", table.name, strategy.word()), ..table.clone() };
                let checked = check(named, &options, &mut Vec::new()).unwrap();
                let table: &DecisionTable = checked.table();
                let names = names(&[table], &mut Vec::new());
                files.push(emit::decision(&checked, &plan, &emit::Decisions::default(), &names, &[], &options).unwrap());
                let blank = ty.ends_with('?').then(|| "null".to_owned());
                for (at, day) in days().iter().map(|day| format!("\"{day}\"")).chain(blank).enumerate() {
                    let zone = ["near", "far", "away"][at % 3];
                    let document = format!("{{\"zone\":\"{zone}\",\"day\":{day}}}");
                    questions.push((table.name.clone(), document.clone(), generated::meaning(table, &document)));
                }
            }
        }
    }
    println!("{} modules, {} questions", files.len(), questions.len());
    assert!(files.len() >= 100, "{} modules", files.len());
    generated::batch::assert_agree("dates", "dates", &files, &questions);
}
