//! `matchbook new`: what it writes and what it refuses.

use std::fs;

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
