//! Whole compilations of small books, and every explanation's examples.

use super::*;
use crate::diagnostic::{Code, explanations};
use crate::options::{Lint, LintEntry, LintSubject};
use crate::sketch::workbook;
use crate::source::ReadError;

/// The codes of what is reported of a book of one sheet, and of its test cases.
fn codes(text: &str) -> Vec<String> {
    codes_as_of(text, None)
}

/// The same, as of a day on which rules may have lapsed and reviews be due.
fn dated_codes(text: &str) -> Vec<String> {
    codes_as_of(text, Some(jiff::civil::date(2026, 7, 1)))
}

fn codes_as_of(text: &str, as_of: Option<jiff::civil::Date>) -> Vec<String> {
    let workbook = workbook("retail/shipping.xlsx", &[text]);
    let sources = SourceSet {
        books: vec![SourceFile { path: workbook.path.clone(), bytes: Err(ReadError::Io(String::new())) }],
        ..SourceSet::default()
    };
    let compilation = compile_workbooks(vec![workbook], Vec::new(), &sources, &Options { as_of, ..Options::default() });
    let cases = crate::cases::run_cases(&compilation);
    compilation.reports.iter().chain(cases.iter().flat_map(|run| &run.reports)).map(|report| report.code().to_string()).collect()
}

/// The same, of a CSV file.
fn csv_codes(text: &str) -> Vec<String> {
    let file = SourceFile { path: BookPath::new("retail/shipping.csv"), bytes: Ok(text.as_bytes().to_vec()) };
    let compilation = compile(&SourceSet { books: vec![file], ..SourceSet::default() }, &Options::default());
    compilation.reports.iter().map(|report| report.code().to_string()).collect()
}

#[test]
fn what_an_unclosed_quote_swallows_is_not_missed_too() {
    assert_eq!(csv_codes("decision,Fee\nunique,Tier,Fee\nrole,if,then\nvalues,\"gold,\na,gold,1\n"), ["MB0115"]);
    assert_eq!(csv_codes("decision,\"Fee\nunique,Tier,Fee\n"), ["MB0115"]);
}

#[test]
fn a_file_of_blank_cells_is_an_empty_one() {
    for text in ["", "\n\n", ",,\n , ,\n", "sep=;\n;;\n", "\"\",\"\"\n"] {
        assert_eq!(csv_codes(text), ["MB0103"], "{text:?}");
    }
}

#[test]
fn a_plain_number_is_no_boolean_and_no_time_in_any_format() {
    let table = |entry: &str, ty: &str| {
        format!("decision | D |\nunique | k | v\nrole | if | then\ntype | {ty} | number\na | {entry} | 1\nelse | | 2")
    };
    for (entry, ty) in [("1", "boolean"), ("0", "boolean"), ("0.5", "time")] {
        let sheet = table(entry, ty);
        let errors = |codes: Vec<String>| codes.iter().filter(|code| code.starts_with("MB02")).count();
        assert_eq!((errors(codes(&sheet)), errors(csv_codes(&sheet.replace('|', ",")))), (1, 1), "{entry} in {ty}");
    }
}

/// The codes of what is wrong with a `matchbook.toml`.
fn option_codes(text: &str) -> Vec<String> {
    let mut diagnostics = Vec::new();
    Options::parse(text, &mut diagnostics);
    diagnostics.into_iter().map(|diagnostic| Report::new(diagnostic).code().to_string()).collect()
}

/// What was found in a book, which is said of every one.
const CONTENTS: Code = Code(150);

/// What `typing` reports before `names` meets it.
const REPORTED_EARLIER: [(u16, &str); 2] = [(901, "MB0303"), (905, "MB0304")];

#[test]
fn every_bad_example_shows_its_code_and_every_good_one_is_clean() {
    let mut wrong = Vec::new();
    for explanation in explanations().into_iter().filter(|explanation| !explanation.bad.is_empty()) {
        let codes = match explanation.code.0 {
            100..=149 => csv_codes,
            417..=418 => dated_codes,
            620..=625 | 628 | 630..=639 => option_codes,
            _ => codes,
        };
        let earlier = REPORTED_EARLIER.iter().find(|(code, _)| *code == explanation.code.0);
        let code = earlier.map_or_else(|| explanation.code.to_string(), |(_, earlier)| (*earlier).to_owned());
        let (bad, good) = (codes(explanation.bad), codes(explanation.good));
        let level_of = |code: &String| explanations().iter().find(|known| known.code.to_string() == *code).map(|known| known.level);
        let clean = good.iter().all(|code| level_of(code) < Some(Level::Warning));
        if !bad.contains(&code) || !clean || good.contains(&code) && explanation.code != CONTENTS {
            wrong.push(format!("{code} {}: bad gives {bad:?}, good gives {good:?}", explanation.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

const FEE: &str = "decision,Fee\nunique,Country,Fee\nrole,if,then\nus,US,1\nca,CA,2\nelse,,3\n";

fn compiled(files: &[(&str, &str)], options: &Options) -> Compilation {
    let file = |(path, text): &(&str, &str)| SourceFile { path: BookPath::new(path), bytes: Ok(text.as_bytes().to_vec()) };
    compile(&SourceSet { books: files.iter().map(file).collect(), ..SourceSet::default() }, options)
}

#[test]
fn options_change_levels_and_allow_rows_take_findings_away() {
    let inferred = Code(310);
    let levels = |text: &str, options: &Options| -> Vec<Level> {
        let compilation = compiled(&[("a/b.csv", text)], options);
        compilation.reports.iter().filter(|report| report.code() == inferred).map(|report| report.level).collect()
    };
    let lint = |lint| Options { lints: [(LintSubject::Code(inferred), LintEntry { lint, line: 1 })].into(), ..Options::default() };
    assert_eq!(levels(FEE, &Options::default()), [Level::Note, Level::Note]);
    assert_eq!(levels(FEE, &lint(Lint::Deny)), [Level::Error, Level::Error]);
    assert_eq!(levels(FEE, &lint(Lint::Allow)), []);
    let allowed = FEE.replace("unique", "allow,MB0310,plain to see\nunique");
    assert_eq!(levels(&allowed, &Options::default()), []);
    // What is denied is still no error of the table's meaning, so an author's reason stands.
    assert_eq!(levels(&allowed, &lint(Lint::Deny)), []);
    let denied = compiled(&[("a/b.csv", FEE)], &lint(Lint::Deny));
    assert!(denied.books[0].broken);
}

#[test]
fn the_order_of_files_changes_nothing() {
    let other = FEE.replace("decision,Fee", "decision,Other fee").replace("us,US,1", "type,text,number\nus,US,one");
    let files = [("a/x.csv", FEE), ("a/y.csv", other.as_str()), ("z.csv", FEE)];
    let mut reversed = files;
    reversed.reverse();
    let (one, two) = (compiled(&files, &Options::default()), compiled(&reversed, &Options::default()));
    assert_eq!((&one.books, &one.reports, &one.files), (&two.books, &two.reports, &two.files));
    let broken: Vec<bool> = one.books.iter().map(|book| book.broken).collect();
    assert_eq!(broken, [false, true, false], "{:?}", one.reports);
    assert_eq!(one.files.len(), 2);
}

#[test]
fn a_book_that_nobody_asked_about_is_neither_reported_nor_generated() {
    let file = |path: &str, text: &str| SourceFile { path: BookPath::new(path), bytes: Ok(text.as_bytes().to_vec()) };
    let with = |other: &str| {
        let sources = SourceSet {
            books: vec![file("a/x.csv", FEE), file("a/y.csv", other)],
            unselected: [BookPath::new("a/y.csv")].into(),
            ..SourceSet::default()
        };
        compile(&sources, &Options::default())
    };
    let compilation = with(&FEE.replace("decision,Fee", "decision,Other fee").replace("unique", "unik"));
    assert!(compilation.reports.iter().all(|report| report.location().book.as_str() == "a/x.csv"), "{:?}", compilation.reports);
    assert_eq!((compilation.files.len(), compilation.books[0].broken), (1, false));
    // But what it takes from a book that was asked about is said: here, a name that both have.
    let compilation = with(FEE);
    assert!(compilation.books[0].broken);
    assert!(compilation.reports.iter().any(|report| report.level == Level::Error), "{:?}", compilation.reports);
}

#[test]
fn a_book_that_takes_the_module_of_a_folder_makes_nothing_of_the_other() {
    // The folder's book was there first, but both have the app `a`, and the same decision.
    let compilation = compiled(&[("a/b.csv", FEE), ("a.csv", FEE)], &Options::default());
    assert!(compilation.reports.iter().any(|report| report.code() == Code(904)), "{:?}", compilation.reports);
    for file in &compilation.files {
        let (book, path) = (file.header.book.as_ref().unwrap().as_str(), file.path.as_str());
        assert!(matches!((book, path), ("a.csv", "a/fee.rs") | ("a/b.csv", "a_2/b/fee.rs")), "{book} in {path}");
    }
    assert!(compilation.books.iter().any(|book| book.broken));
}
