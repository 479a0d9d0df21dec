//! One book, saved by LibreOffice in four formats, is the same Rust.
//!
//! It has what formats disagree about: booleans, dates, times and date-times as such, numbers of fifteen digits that a formula made,
//! percents, digits kept by `00000`, an id of digits, line breaks and quotes, blank cells, a test block.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "what fails outside a `#[test]` function fails the test all the same")]

use std::collections::BTreeMap;
use std::path::Path;

use matchbook_compiler::cases::run_cases;
use matchbook_compiler::compile::{Compilation, SourceSet, compile};
use matchbook_compiler::diagnostic::Level;
use matchbook_compiler::options::Options;
use matchbook_compiler::source::{BookPath, SourceFile};

fn compiled(extension: &str) -> Compilation {
    let name = format!("price.{extension}");
    let bytes = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(&name)).unwrap();
    let file = SourceFile { path: BookPath::new(&name), bytes: Ok(bytes) };
    compile(&SourceSet { books: vec![file], ..SourceSet::default() }, &Options::default())
}

#[test]
fn a_book_is_the_same_rust_in_every_format() {
    let texts: BTreeMap<&str, String> = ["xlsx", "xls", "ods", "csv"]
        .map(|extension| {
            let compilation = compiled(extension);
            let reported: Vec<_> = compilation.reports.iter().filter(|report| report.level > Level::Note).collect();
            assert!(reported.is_empty(), "{extension}: {reported:?}");
            let cases = run_cases(&compilation);
            assert_eq!((cases.len(), cases.iter().filter(|run| !run.reports.is_empty()).count()), (6, 0), "{extension}");
            let text = compilation.files.iter().map(|file| format!("--- {}\n{}", file.path, file.text)).collect::<String>();
            assert_eq!(text.matches(&format!("price.{extension}")).count(), 2, "the book's name is in its header and its source");
            (extension, text.replace(&format!("price.{extension}"), "price"))
        })
        .into();
    let xlsx = &texts["xlsx"];
    for (extension, text) in &texts {
        assert!(text == xlsx, "{extension} differs:\n{}", first_difference(xlsx, text));
    }
    for written in ["decimal!(0.30)", "decimal!(0.125)", "\"00042\"", "date(2024, 2, 29)", "time(14, 30, 0, 0)", "\"line one line two\""] {
        assert!(xlsx.contains(written), "{written} is missing:\n{xlsx}");
    }
}

fn first_difference(one: &str, other: &str) -> String {
    let differ = one.lines().zip(other.lines()).find(|(one, other)| one != other);
    differ.map_or_else(|| "one is longer".to_owned(), |(one, other)| format!("{one}\n{other}"))
}
