//! Reading books of every format: what cells they give, and what bad ones are told.

#![cfg(feature = "workbook")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that can't go on has failed")]

use std::fmt::Write as _;
use std::path::PathBuf;

use matchbook_compiler::diagnostic::{Describe, Diagnostic};
use matchbook_compiler::options::Options;
use matchbook_compiler::source::{BookPath, Content, ReadError, Sheet, SourceFile, Workbook, read};

fn bytes(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn read_bytes(name: &str, bytes: Vec<u8>, options: &Options) -> (Option<Workbook>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let book = read(&SourceFile { path: BookPath::new(name), bytes: Ok(bytes) }, options, &mut diagnostics);
    assert!(book.is_some() || !diagnostics.is_empty(), "{name} is lost in silence");
    (book, diagnostics)
}

fn book(name: &str) -> (Option<Workbook>, Vec<Diagnostic>) {
    read_bytes(name, bytes(name), &Options::default())
}

/// A cell on one line: its kind, and all that the kind holds.
fn line(content: &Content) -> String {
    match content {
        Content::Text(text) => format!("{text:?}"),
        Content::Number { value, integer_digits: 1, percent } => format!("{value}{}", if *percent { " as percentage" } else { "" }),
        Content::Number { value, integer_digits, percent } => {
            format!("{value} with {integer_digits} digits{}", if *percent { " as percentage" } else { "" })
        }
        Content::Error(_) | Content::ExternalLink(_) => format!("{content:?}"),
        other => other.shown(),
    }
}

fn dump_sheet(sheet: &Sheet, text: &mut String) {
    let _ = writeln!(text, "[{}]{}", sheet.name, if sheet.hidden { " hidden" } else { "" });
    for (cell, content) in sheet.cells.iter() {
        let _ = writeln!(text, "{cell} {}", line(content));
    }
    for merge in &sheet.merges {
        let _ = writeln!(text, "merged {merge}");
    }
    for (word, hidden) in [("rows", &sheet.hidden_rows), ("columns", &sheet.hidden_columns)] {
        if !hidden.is_empty() {
            let _ = writeln!(text, "hidden {word}, from 0: {hidden:?}");
        }
    }
}

/// Cells and messages as text.
fn dump((book, diagnostics): &(Option<Workbook>, Vec<Diagnostic>)) -> String {
    let mut text = String::new();
    for finding in diagnostics {
        let said = finding.describe();
        let _ = writeln!(text, "{:?} {}: {}: {}", finding.level(), finding.code(), said.primary.location, said.message);
        for note in said.notes {
            let _ = writeln!(text, "  note: {note}");
        }
        if let Some(help) = said.help {
            let _ = writeln!(text, "  help: {help}");
        }
    }
    for sheet in book.iter().flat_map(|book| &book.sheets) {
        dump_sheet(sheet, &mut text);
    }
    text
}

#[test]
fn four_formats_give_equal_cells() {
    let (xlsx, ods, xls) = (book("fees.xlsx"), book("fees.ods"), book("fees.xls"));
    insta::assert_snapshot!("fees", dump(&xlsx));
    for (name, other) in [("xls", &xls), ("ods", &ods)] {
        assert_eq!(dump(other).replace(&format!("fees.{name}"), "fees.xlsx"), dump(&xlsx), "{name}");
        assert_eq!(other.0.as_ref().unwrap().sheets, xlsx.0.as_ref().unwrap().sheets, "{name}");
    }
    // CSV holds what cells show, as text.
    let csv = book("fees.csv");
    assert_eq!(csv.1, []);
    let (csv, xlsx) = (&csv.0.unwrap().sheets[0], &xlsx.0.unwrap().sheets[0]);
    assert_eq!(csv.name, "fees");
    assert_eq!(csv.cells.positions().collect::<Vec<_>>(), xlsx.cells.positions().collect::<Vec<_>>());
    for (cell, content) in csv.cells.iter() {
        let Content::Text(text) = content else { panic!("{cell} isn't text") };
        let typed = xlsx.get(cell).unwrap();
        let meant = match typed {
            Content::Number { percent: true, .. } => {
                let number: f64 = text.strip_suffix('%').unwrap().trim().parse().unwrap();
                (number / 100.0).to_string()
            }
            Content::Number { integer_digits: 1, .. } => text.parse::<f64>().unwrap().to_string(),
            Content::Boolean(_) => text.to_lowercase(),
            Content::Time(_) => format!("{text}:00"),
            Content::DateTime(_) => format!("{}:00", text.replace(' ', "T")),
            _ => text.clone(),
        };
        assert_eq!(meant, typed.shown(), "{cell}");
    }
}

#[test]
fn formulas_that_were_never_calculated_are_told() {
    insta::assert_snapshot!(
        dump(&book("fees-uncalculated.xlsx")).lines().filter(|line| line.contains("never")).collect::<Vec<_>>().join("\n")
    );
}

#[test]
fn dates_follow_the_epoch_of_the_book() {
    for name in ["epoch-1904.xlsx", "epoch-1904.xls", "epoch-1904.ods"] {
        assert_eq!(dump(&book(name)), "[Dates]\nA1 2026-11-21\nA2 2026-11-21T13:05:00\n", "{name}");
    }
}

#[test]
fn xlsb_is_read() {
    insta::assert_snapshot!("xlsb", dump(&book("by-hand.xlsb")));
}

#[test]
fn csv_dialects_give_equal_cells() {
    let utf_16 = dump(&book("utf-16.csv"));
    insta::assert_snapshot!("csv", utf_16);
    assert_eq!(dump(&book("sep-line.csv")).replace("sep-line", "utf-16"), utf_16);
    let windows = dump(&book("windows-1252.csv"));
    assert!(windows.starts_with("Note MB0113"), "{windows}");
    assert!(windows.replace("windows-1252", "utf-16").ends_with(&utf_16), "{windows}");
}

/// Small options, so that small fixtures reach the limits.
fn tight() -> Options {
    Options { max_expanded_bytes: 32 << 20, max_cells: 100_000, max_book_bytes: 1 << 20, ..Options::default() }
}

#[test]
fn bad_books_are_told_what_is_wrong() {
    let mut said = String::new();
    for name in [
        "errors.xlsx",
        "external-link.xlsx",
        "placeholders.xlsx",
        "chart-sheet.xlsx",
        "duplicate-sheets.xlsx",
        "broken-sheet.xlsx",
        "far-corner.xlsx",
        "odd-dimension.xlsx",
        "repeats.ods",
        "filled-down.ods",
        "zip-bomb.xlsx",
        "password.xlsx",
        "password.xls",
        "password.ods",
    ] {
        let _ = writeln!(said, "--- {name}\n{}", dump(&read_bytes(name, bytes(name), &tight())));
    }
    insta::assert_snapshot!(said);
}

#[test]
fn files_that_are_no_books_are_told_so() {
    let mut said = String::new();
    let xlsx = bytes("fees.xlsx");
    let xls = bytes("fees.xls");
    let ods = bytes("fees.ods");
    for (name, content) in [
        ("empty.xlsx", Vec::new()),
        ("mark-only.csv", b"\xEF\xBB\xBF".to_vec()),
        ("truncated.xlsx", xlsx[..xlsx.len() / 2].to_vec()),
        ("truncated.xls", xls[..xls.len() / 3].to_vec()),
        ("truncated.ods", ods[..ods.len() - 30].to_vec()),
        ("large.csv", vec![b'a'; (1 << 20) + 1]),
        ("report.xlsx", b"%PDF-1.7 ...".to_vec()),
        ("export.xls", b"<html><table><tr><td>1</td></tr></table></html>".to_vec()),
        ("pointer.xlsx", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n".to_vec()),
        ("program.csv", b"\x7FELF\x02\x01\x01\0\0\0\0\0\0".to_vec()),
        ("broken.csv", b"\xEF\xBB\xBFa,b\nc,\xFF\n".to_vec()),
        ("quote.csv", b"a,b\nc,\"d\ne,f\n".to_vec()),
        ("ambiguous.csv", b"decision,Fee\n\ntest;Fee\n".to_vec()),
    ] {
        let _ = writeln!(said, "--- {name}\n{}", dump(&read_bytes(name, content, &tight())));
    }
    for (name, error) in [("huge.xlsx", ReadError::TooLarge(500 << 20)), ("locked.xlsx", ReadError::Io("Permission denied".to_owned()))] {
        let mut diagnostics = Vec::new();
        let book = read(&SourceFile { path: BookPath::new(name), bytes: Err(error) }, &Options::default(), &mut diagnostics);
        let _ = writeln!(said, "--- {name}\n{}", dump(&(book, diagnostics)));
    }
    insta::assert_snapshot!(said);
}

#[test]
fn content_decides_and_not_the_extension() {
    for name in ["fees.xlsx", "fees.xls", "fees.ods", "fees.csv"] {
        let right = book(name);
        let wrong = read_bytes(name, bytes(name), &Options::default());
        let (Some(right), (Some(renamed), _)) = (right.0, read_bytes("renamed.csv", bytes(name), &Options::default())) else {
            panic!("{name} isn't read")
        };
        assert_eq!(right.format, renamed.format);
        assert_eq!(right.sheets.len(), renamed.sheets.len());
        assert_eq!(Some(right), wrong.0, "reading twice gives the same");
    }
}

fn archive(parts: &[(&str, String)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut writer, text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn ods(tables: &str) -> Vec<u8> {
    archive(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet".to_owned()),
        ("content.xml", format!("<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>")),
    ])
}

const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

#[test]
fn small_books_that_mean_much_work_are_bounded() {
    let begun = std::time::Instant::now();
    // Twenty thousand sheets, all of them the same part of blanks.
    let sheets: String = (0..20_000).map(|sheet| format!("<sheet name=\"S{sheet}\" sheetId=\"1\" r:id=\"r1\"/>")).collect();
    let relation = |kind: &str, target: &str| {
        format!("<Relationships><Relationship Id=\"r1\" Type=\"{TYPES}/{kind}\" Target=\"{target}\"/></Relationships>")
    };
    let one_part = archive(&[
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", format!("<workbook><sheets>{sheets}</sheets></workbook>")),
        ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml")),
        ("xl/worksheets/sheet1.xml", format!("<worksheet><sheetData>{}</sheetData></worksheet>", " ".repeat(1 << 20))),
    ]);
    // Sheets of one cell, in the last row, below a million hidden ones.
    let hidden_rows = "<table:table-row table:number-rows-repeated=\"1048575\" table:visibility=\"filter\"/>";
    let last_row = "<table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>";
    let hidden: String =
        (0..5_000).map(|sheet| format!("<table:table table:name=\"S{sheet}\">{hidden_rows}{last_row}</table:table>")).collect();
    for (name, bytes) in [("one-part.xlsx", one_part), ("hidden.ods", ods(&hidden))] {
        let (book, diagnostics) = read_bytes(name, bytes, &tight());
        let codes: Vec<String> = diagnostics.iter().map(|finding| finding.code().to_string()).collect();
        assert_eq!((book, codes), (None, vec!["MB0107".to_owned()]), "{name}");
    }
    // A cell of three thousand million blanks, and a letter.
    let blanks = "<text:s text:c=\"32767\"/>".repeat(100_000);
    let cell = format!("<table:table-cell><text:p>{blanks}x</text:p></table:table-cell>");
    let (book, _) =
        read_bytes("blanks.ods", ods(&format!("<table:table><table:table-row>{cell}</table:table-row></table:table>")), &tight());
    assert_eq!(book.unwrap().sheets[0].cells.iter().next().unwrap().1.shown().len(), 32_768);
    assert!(begun.elapsed() < std::time::Duration::from_secs(10), "{:?}", begun.elapsed());
}

#[test]
fn a_sheet_of_an_unknown_kind_loses_no_other() {
    let relation = |id: &str, kind: &str, target: &str| format!("<Relationship Id=\"{id}\" Type=\"{TYPES}/{kind}\" Target=\"{target}\"/>");
    let sheet = |name: &str, id: &str| format!("<sheet name=\"{name}\" sheetId=\"1\" r:id=\"{id}\"/>");
    let cell = |value: &str| format!("<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>{value}</v></c></row></sheetData></worksheet>");
    let bytes = archive(&[
        ("_rels/.rels", format!("<Relationships>{}</Relationships>", relation("r1", "officeDocument", "xl/workbook.xml"))),
        (
            "xl/workbook.xml",
            format!(
                "<workbook><workbookPr date1904=\"1\"/><sheets>{}{}{}{}</sheets></workbook>",
                sheet("Fees &amp; rates", "r1"),
                sheet("Macros", "r2"),
                sheet("Gone", "r3"),
                sheet("Last", "r4"),
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships>{}{}{}</Relationships>",
                relation("r1", "worksheet", "worksheets/sheet1.xml"),
                relation("r2", "xlMacrosheet", "macrosheets/sheet1.xml"),
                relation("r4", "worksheet", "worksheets/sheet2.xml"),
            ),
        ),
        ("xl/worksheets/sheet1.xml", cell("1")),
        ("xl/worksheets/sheet2.xml", cell("2")),
    ]);
    insta::assert_snapshot!(dump(&read_bytes("kinds.xlsm", bytes, &tight())));
}

/// A generator of numbers that are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % below as u64).unwrap()
    }
}

#[test]
fn damaged_bytes_give_cells_or_a_message_and_never_a_panic() {
    // A panic inside is caught by the reader, and would print a message here; that it doesn't happen, the hook makes sure.
    let before = std::panic::take_hook();
    let panics = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let record = panics.clone();
    std::panic::set_hook(Box::new(move |info| record.lock().unwrap().push(info.to_string())));
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    let options = tight();
    for name in ["fees.xlsx", "fees.xls", "fees.ods", "fees.csv", "errors.xlsx", "utf-16.csv", "epoch-1904.xls", "by-hand.xlsb"] {
        let whole = bytes(name);
        for round in 0..300 {
            let mut damaged = whole.clone();
            if round % 3 == 0 {
                damaged.truncate(numbers.next(damaged.len()));
            }
            for _ in 0..numbers.next(8) {
                if !damaged.is_empty() {
                    let at = numbers.next(damaged.len());
                    damaged[at] = u8::try_from(numbers.next(256)).unwrap();
                }
            }
            read_bytes(name, damaged, &options);
        }
    }
    std::panic::set_hook(before);
    let ours: Vec<String> =
        panics.lock().unwrap().iter().filter(|panic| !panic.contains("calamine") && !panic.contains("compiler/tests")).cloned().collect();
    assert_eq!(ours, [""; 0]);
}
