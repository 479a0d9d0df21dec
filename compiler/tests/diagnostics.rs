//! The codes as a whole, and the page that lists them.

use std::collections::BTreeSet;
use std::path::Path;

use matchbook_compiler::diagnostic::explanations;
use matchbook_compiler::diagnostic::reference::reference;

#[test]
fn the_page_is_what_the_compiler_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/diagnostics.md");
    let expected = reference();
    if std::env::var_os("MATCHBOOK_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &expected).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = found.lines().zip(expected.lines()).position(|(a, b)| a != b);
    let line = differs.unwrap_or(found.lines().count().min(expected.lines().count())) + 1;
    assert!(
        found == expected,
        "docs/diagnostics.md differs from line {line}: run `MATCHBOOK_BLESS=1 cargo test -p matchbook-compiler --test diagnostics`"
    );
}

#[test]
fn codes_and_names_are_unique_and_well_formed() {
    let (mut codes, mut names) = (BTreeSet::new(), BTreeSet::new());
    for explanation in explanations() {
        let code = explanation.code;
        assert!(codes.insert(code), "{code} is explained twice");
        assert!(names.insert(explanation.name), "{code}: the name {} is taken", explanation.name);
        assert!(explanation.name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{code}: {}", explanation.name);
        for text in [explanation.what, explanation.why] {
            let begins = text.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_alphabetic());
            assert!(begins && text.ends_with(['.', '?', ')']), "{code}: {text}");
        }
        assert_eq!(explanation.bad.is_empty(), explanation.good.is_empty(), "{code}: a bad example has a good one");
    }
}
