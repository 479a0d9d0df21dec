//! `matchbook new`: what it writes and what it refuses.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what fails outside a `#[test]` function fails the test all the same"
)]

use std::fs;
use std::path::Path;
use std::process::Command;

use cargo_matchbook::new::{NewError, run};

#[test]
fn writes_a_workbook_and_a_csv_file_and_the_same_bytes_each_time() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["rules.xlsx", "rules.CSV"] {
        let (first, second) = (folder.path().join(name), folder.path().join(format!("second-{name}")));
        run(&first).unwrap();
        run(&second).unwrap();
        let bytes = fs::read(&first).unwrap();
        assert!(bytes.len() > 500, "{name}");
        assert_eq!(bytes, fs::read(&second).unwrap(), "{name}");
    }
}

#[test]
fn never_overwrites_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.xlsx");
    fs::write(&path, "mine").unwrap();
    let error = run(&path).unwrap_err();
    assert!(matches!(error, NewError::Exists(_)));
    assert!(error.to_string().contains("is there already"), "{error}");
    assert_eq!(fs::read(&path).unwrap(), b"mine");
}

#[test]
fn refuses_formats_that_it_does_not_write() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["rules.xls", "rules.ods", "rules.xlsm", "rules", ".xlsx"] {
        let path = folder.path().join(name);
        let error = run(&path).unwrap_err();
        assert!(matches!(error, NewError::Extension(_)), "{name}: {error}");
        assert!(!path.exists(), "{name}");
    }
}

#[test]
fn says_which_file_it_could_not_write() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("no such folder").join("rules.csv");
    let error = run(&path).unwrap_err();
    assert!(matches!(error, NewError::Write(..)));
    assert!(error.to_string().contains("rules.csv"), "{error}");
}

/// What `matchbook COMMAND` prints of a book, findings and all, if it succeeds.
fn matchbook(command: &str, book: &Path) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_matchbook")).arg(command).arg(book).output().unwrap();
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "matchbook {command} {}:\n{text}", book.display());
    text
}

#[test]
fn the_templates_check_clean_and_pass_their_own_tests() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["rules.xlsx", "rules.csv"] {
        let book = folder.path().join(name);
        run(&book).unwrap();
        let checked = matchbook("check", &book);
        assert!(!checked.contains("[MB"), "{checked}");
        assert!(checked.contains("1 decision, 1 test block"), "{checked}");
        matchbook("test", &book);
    }
}
