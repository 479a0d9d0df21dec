//! `check --fix` and `check --annotate`: which bytes of which files change, and what copies hold.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what fails outside a `#[test]` function fails the test all the same"
)]

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use matchbook_compiler::compile::{SourceSet, compile};
use matchbook_compiler::diagnostic::Level;
use matchbook_compiler::options::Options;
use matchbook_compiler::source::{BookPath, CellRef, Content, SourceFile, Workbook, read};

/// The code, standard output and standard error of the program in a folder.
fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_matchbook")).current_dir(folder).args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../compiler/tests/fixtures").join(name)
}

fn workbook(bytes: Vec<u8>) -> Workbook {
    let file = SourceFile { path: BookPath::new("x.xlsx"), bytes: Ok(bytes) };
    read(&file, &Options::default(), &mut Vec::new()).unwrap()
}

/// The parts of a zip archive whose names begin so, as text.
fn parts(path: &Path, prefix: &str) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut names: Vec<String> =
        archive.file_names().map(|name| name.unwrap().into_owned()).filter(|name| name.starts_with(prefix)).collect();
    names.sort();
    let text = |name: String| {
        let mut text = String::new();
        archive.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    names.into_iter().map(text).collect()
}

/// Mistakes with one reading in C7, B8 and A8; everything else that can be odd in a CSV file.
const ODD: &str = "sep=;\r\ndecision;\"Fee\";;;\r\nunique ;Country;Weight;Fee;Why\r\nrole;if;if;then;note\r\ntype;text;decimal(2);integer;\r\nvalues;US, CA, EU;>= 0;;\r\nus;\"US\";0-10;1;  kept  \r\n;AC;;2;\"said \"\"hi\"\";\r\ntwice\"\r\nus2;US;> 10;1\r\neu;EU;;\"3\"\r\n\r\nnote;;;;é!";

fn mended(text: &str) -> String {
    text.replace("\"US\";0-10;", "\"US\";[0..10];").replace(";AC;", "rule-2;CA;")
}

#[test]
fn only_the_cells_concerned_of_a_csv_file_change() {
    for (mark, encode) in [
        ("", (|text: &str| text.as_bytes().to_vec()) as fn(&str) -> Vec<u8>),
        ("\u{feff}", |text| text.as_bytes().to_vec()),
        ("", |text| text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()),
        ("\u{feff}", |text| text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
    ] {
        let folder = folder();
        let file = folder.path().join("fee.csv");
        fs::write(&file, encode(&format!("{mark}{ODD}"))).unwrap();
        let (code, out, err) = run(folder.path(), &["check", "fee.csv", "--fix"]);
        assert_eq!(code, Some(0), "{err}");
        assert_eq!(fs::read(&file).unwrap(), encode(&format!("{mark}{}", mended(ODD))), "{out}");
        assert!(out.contains("fixed: fee.csv [fee!C6] MB0203: `0-10` is now `[0..10]`\n"), "{out}");
        assert!(out.contains("fixed: fee.csv [fee!A7] MB0166: blank is now `rule-2`\n"), "{out}");
        assert!(err.starts_with("made 3 fixes\n"), "{err}");
        let (code, out, err) = run(folder.path(), &["check", "fee.csv", "--fix"]);
        assert_eq!((code, out.lines().count()), (Some(0), 1), "a second time there is nothing to do: {out}");
        assert!(err.starts_with("nothing to fix\n"), "{err}");
        assert_eq!(fs::read(&file).unwrap(), encode(&format!("{mark}{}", mended(ODD))));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing temporary is left");
    }
}

const TAKEN: &str =
    "decision,Fee\nunique,Country,Fee\nrole,if,then\ntype,text,integer\nvalues,\"US, CA, EU\",\nus,US,1\nux,UX,2\nca,AC,3\neu,EU,4\n";

#[test]
fn a_fix_that_would_bring_a_finding_is_not_made() {
    let folder = folder();
    fs::write(folder.path().join("fee.csv"), TAKEN).unwrap();
    let (code, _, err) = run(folder.path(), &["check", "fee.csv", "--fix"]);
    assert_eq!(code, Some(1), "one mistake is left");
    assert!(err.contains("not fixed: fee.csv [fee!B7] MB0313: write `US` in B7, as it would bring MB0401: "), "{err}");
    assert_eq!(fs::read_to_string(folder.path().join("fee.csv")).unwrap(), TAKEN.replace(",AC,", ",CA,"));
}

#[test]
fn programs_read_what_was_done() {
    let folder = folder();
    fs::write(folder.path().join("fee.csv"), TAKEN).unwrap();
    let (_, out, err) = run(folder.path(), &["check", "fee.csv", "--fix", "--message-format", "json"]);
    let first: serde_json::Value = serde_json::from_str(out.lines().next().unwrap()).unwrap();
    assert_eq!(first["fixed"]["cell"], "B8");
    assert_eq!((&first["fixed"]["before"], &first["fixed"]["now"]), (&"AC".into(), &"CA".into()));
    assert!(err.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()), "{err}");
}

#[test]
fn a_book_that_is_open_or_protected_stays_as_it_is() {
    let folder = folder();
    let file = folder.path().join("fee.csv");
    fs::write(&file, ODD).unwrap();
    fs::write(folder.path().join(".~lock.fee.csv#"), "somebody").unwrap();
    let (code, _, err) = run(folder.path(), &["check", "fee.csv", "--fix"]);
    assert_eq!(code, Some(1));
    assert!(err.contains("`fee.csv` is open in a spreadsheet program, and is not fixed"), "{err}");
    assert_eq!(fs::read_to_string(&file).unwrap(), ODD);
    fs::remove_file(folder.path().join(".~lock.fee.csv#")).unwrap();
    let mut permissions = fs::metadata(&file).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&file, permissions).unwrap();
    let (code, out, err) = run(folder.path(), &["check", "fee.csv", "--fix"]);
    assert_eq!(code, Some(1), "{out}");
    assert!(err.contains("`fee.csv` is not fixed: it is write-protected"), "{err}");
    assert!(!out.contains("fixed: "), "{out}");
    assert_eq!(fs::read_to_string(&file).unwrap(), ODD);
}

#[test]
#[cfg(unix)]
fn permissions_and_links_stay() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder();
    let file = folder.path().join("real.txt");
    fs::write(&file, ODD).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink(&file, folder.path().join("fee.csv")).unwrap();
    assert_eq!(run(folder.path(), &["check", "fee.csv", "--fix"]).0, Some(0));
    assert_eq!(fs::read_to_string(&file).unwrap(), mended(ODD));
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(fs::symlink_metadata(folder.path().join("fee.csv")).unwrap().is_symlink());
}

/// A book with a typo in B7, a formula, a date and a percentage.
fn book(path: &Path) {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Fees").unwrap();
    let bold = rust_xlsxwriter::Format::new().set_bold();
    let lines = [
        ["decision", "Fee", "", "", ""],
        ["unique", "Country", "Rate", "Fee", "Note"],
        ["role", "if", "then", "then", "note"],
        ["type", "text", "decimal(3)", "integer", ""],
        ["values", "US, CA", "", "", ""],
        ["us", "US", "", "", ""],
        ["ca", "AC", "", "7", ""],
    ];
    for (row, cells) in (0..).zip(lines) {
        for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            let format = if row == 1 { bold.clone() } else { rust_xlsxwriter::Format::new() };
            sheet.write_string_with_format(row, column, cell, &format).unwrap();
        }
    }
    let percent = rust_xlsxwriter::Format::new().set_num_format("0.0%");
    sheet.write_number_with_format(5, 2, 0.125, &percent).unwrap();
    sheet.write_number(6, 2, 0.5).unwrap();
    sheet.write_formula(5, 3, rust_xlsxwriter::Formula::new("2*3").set_result("6")).unwrap();
    let day = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    sheet.write_datetime_with_format(5, 4, rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 1, 31).unwrap(), &day).unwrap();
    sheet.set_column_width(1, 33).unwrap();
    book.save(path).unwrap();
}

#[test]
fn a_workbook_is_fixed_in_a_copy_which_is_none_of_the_books() {
    let folder = folder();
    fs::create_dir(folder.path().join("tables")).unwrap();
    let file = folder.path().join("tables/fee.xlsx");
    book(&file);
    let before = fs::read(&file).unwrap();
    let (code, out, err) = run(folder.path(), &["check", "--fix"]);
    assert_eq!(code, Some(1), "the book itself is as it was: {err}");
    assert!(out.contains("fixed: tables/fee.xlsx [Fees!B7] MB0313: `AC` is now `CA`\n"), "{out}");
    assert!(err.contains("tables/fee.fixed.xlsx"), "{err}");
    assert_eq!(fs::read(&file).unwrap(), before);
    let copy = folder.path().join("tables/fee.fixed.xlsx");
    let (mut fixed, original) = (workbook(fs::read(&copy).unwrap()), workbook(before.clone()));
    assert_eq!(fixed.sheets.pop().unwrap().name, "_Fixes");
    assert_eq!(fixed.sheets[0].get(CellRef::new(6, 1)), Some(&Content::Text("CA".to_owned())));
    let mut expected = original.sheets[0].clone();
    expected.cells.insert(CellRef::new(6, 1), Content::Text("CA".to_owned()));
    assert_eq!(fixed.sheets[0], expected);
    assert!(parts(&copy, "xl/worksheets/sheet1.xml")[0].contains("<f>2*3</f><v>6</v>"));
    // The copy is in nobody's way, can be checked when it is named, and is written anew.
    assert!(run(folder.path(), &["check"]).2.contains("1 book, "));
    assert_eq!(run(folder.path(), &["check", "tables/fee.fixed.xlsx"]).0, Some(0));
    let first = fs::read(&copy).unwrap();
    assert_eq!(run(folder.path(), &["check", "--fix"]).0, Some(1));
    assert_eq!(fs::read(&copy).unwrap(), first);
    // Somebody's own file of that name stays.
    fs::write(&copy, &before).unwrap();
    let (code, out, err) = run(folder.path(), &["check", "--fix"]);
    assert!(code == Some(1) && !out.contains("fixed: ") && err.contains("is there already"), "{out}{err}");
    assert_eq!(fs::read(&copy).unwrap(), before);
}

/// What the decisions of a book compile to, without the names of book and sheet.
fn compiled(bytes: Vec<u8>, name: &str) -> (BTreeMap<String, String>, Vec<String>) {
    let file = SourceFile { path: BookPath::new(name), bytes: Ok(bytes) };
    let compilation = compile(&SourceSet { books: vec![file], ..SourceSet::default() }, &Options::default());
    let reports = compilation.reports.iter().filter(|report| report.level > Level::Advice);
    let reports = reports
        .filter(|report| report.code().to_string() != "MB0151")
        .map(|report| format!("{} {}", report.code(), report.description.message));
    (compilation.files.into_iter().map(|file| (file.path, file.text)).collect(), reports.collect())
}

#[test]
fn a_copy_of_a_clean_book_means_the_same() {
    for format in ["xlsx", "xls", "ods", "csv"] {
        let folder = folder();
        let name = format!("price.{format}");
        fs::copy(fixture(&name), folder.path().join(&name)).unwrap();
        let (code, _, err) = run(folder.path(), &["check", &name, "--annotate", "out.xlsx"]);
        assert_eq!(code, Some(0), "{err}");
        let (expected, _) = compiled(fs::read(fixture("price.xlsx")).unwrap(), "price.xlsx");
        let (files, reports) = compiled(fs::read(folder.path().join("out.xlsx")).unwrap(), "price.xlsx");
        assert_eq!(reports, [] as [String; 0], "{format}");
        assert!(!files.is_empty());
        // Of a CSV file, the sheet has another name.
        let plain = |files: BTreeMap<String, String>| {
            files
                .into_iter()
                .map(|(path, text)| (path, text.replace("Price!", "price!").replace("\"Price\"", "\"price\"")))
                .collect::<Vec<_>>()
        };
        if format != "csv" {
            assert_eq!(plain(files), plain(expected), "{format}");
        }
        let issues = &workbook(fs::read(folder.path().join("out.xlsx")).unwrap()).sheets[0];
        assert_eq!(issues.name, "Issues");
        assert!(issues.cells.iter().any(|(_, cell)| cell.shown().starts_with("Nothing was found")), "{format}");
    }
}

#[test]
fn findings_are_marked_noted_and_linked() {
    for (format, cell, sheet) in [("xlsx", "E12", "Fees"), ("xls", "E12", "Fees"), ("ods", "E12", "Fees"), ("csv", "E12", "fees")] {
        let folder = folder();
        let name = format!("fees.{format}");
        fs::copy(fixture(&name), folder.path().join(&name)).unwrap();
        let (code, _, err) = run(folder.path(), &["check", &name, "--annotate", "out.xlsx"]);
        assert_eq!(code, Some(1), "{err}");
        let out = folder.path().join("out.xlsx");
        let comments = parts(&out, "xl/comments").concat();
        assert!(
            comments.contains(&format!("<comment ref=\"{cell}\""))
                && comments.contains("MB0227")
                && comments.contains("holds a time of day"),
            "{comments}"
        );
        let links = parts(&out, "xl/worksheets/sheet1.xml").concat();
        assert!(
            links.contains(&format!("location=\"{sheet}!{cell}\"")) || links.contains(&format!("location=\"'{sheet}'!{cell}\"")),
            "{links}"
        );
        assert!(parts(&out, "xl/styles.xml").concat().contains("FFFF9C96"));
        let (copy, original) = (workbook(fs::read(&out).unwrap()), workbook(fs::read(fixture(&name)).unwrap()));
        assert_eq!(copy.sheets.len(), original.sheets.len() + 1);
        for (copied, own) in copy.sheets[1..].iter().zip(&original.sheets) {
            assert_eq!(copied.cells, own.cells, "{format}");
            assert_eq!(
                (&copied.merges, &copied.hidden_rows, &copied.hidden_columns),
                (&own.merges, &own.hidden_rows, &own.hidden_columns),
                "{format}"
            );
        }
        let said: Vec<String> = copy.sheets[0].cells.iter().map(|(_, content)| content.shown()).collect();
        assert_eq!(said.first().unwrap(), &format!("Issues of {name}"));
        assert!(said.iter().any(|text| text == "MB0227") && said.iter().any(|text| text.contains("This is a copy")), "{said:?}");
    }
}

#[test]
fn nothing_that_is_not_ours_is_overwritten() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name);
    fs::copy(fixture("price.xlsx"), path("price.xlsx")).unwrap();
    fs::copy(fixture("fees.xlsx"), path("fees.xlsx")).unwrap();
    fs::write(path("notes.xlsx"), "mine").unwrap();
    let refused = |arguments: &[&str]| {
        let (code, _, err) = run(folder.path(), arguments);
        assert_eq!(code, Some(2), "{err}");
        err
    };
    assert!(refused(&["check", "price.xlsx", "--annotate", "price.xlsx"]).contains("it is the book itself"));
    assert!(refused(&["check", "price.xlsx", "--annotate", "./../x/../price.ods"]).contains("let the name end in `.xlsx`"));
    assert!(refused(&["check", "price.xlsx", "--annotate", "notes.xlsx"]).contains("this command didn't write"));
    assert!(refused(&["check", "price.xlsx", "--annotate", "fees.xlsx"]).contains("this command didn't write"));
    assert!(refused(&["check", "price.xlsx", "fees.xlsx", "--annotate", "out.xlsx"]).contains("copy of one book, and 2"));
    assert!(refused(&["check", "price.xlsx", "--fix", "--annotate", "out.xlsx"]).contains("cannot be used with"));
    assert_eq!(fs::read(path("price.xlsx")).unwrap(), fs::read(fixture("price.xlsx")).unwrap());
    assert_eq!(fs::read_to_string(path("notes.xlsx")).unwrap(), "mine");
    // A copy of ours is, with the same bytes each time.
    assert_eq!(run(folder.path(), &["check", "fees.xlsx", "--annotate", "out.xlsx"]).0, Some(1));
    let first = fs::read(path("out.xlsx")).unwrap();
    assert_eq!(run(folder.path(), &["check", "fees.xlsx", "--annotate", "out.xlsx"]).0, Some(1));
    assert_eq!(fs::read(path("out.xlsx")).unwrap(), first);
    // Among the books, only a name that is no book's.
    fs::write(path("matchbook.toml"), "").unwrap();
    assert!(refused(&["check", "price.xlsx", "--annotate", "copy.xlsx"]).contains("`.issues.xlsx`"));
    assert_eq!(run(folder.path(), &["check", "price.xlsx", "--annotate", "price.issues.xlsx"]).0, Some(0));
}
