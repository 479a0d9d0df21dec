//! Reports over small sheets, shown in every form.

use std::collections::BTreeMap;

use super::*;
use crate::diagnostic::folder::FolderFinding;
use crate::diagnostic::{Description, Diagnostic, Edit, Fix};
use crate::layout::{Block, Column, DecisionBlock, Text};
use crate::model::HitPolicy;
use crate::source::{CellRange, CellRef, Cells, Content, Format, Sheet};

/// A CSV-like text as a book with one decision block from B2, header in its second row.
fn book(text: &str) -> (Workbook, BookLayout) {
    let mut cells = Cells::default();
    let mut width = 0;
    for (row, line) in (1..).zip(text.lines()) {
        for (column, cell) in (1..).zip(line.split(" | ")) {
            width = width.max(column);
            if !cell.trim().is_empty() {
                cells.insert(CellRef::new(row, column), Content::Text(cell.trim().replace("\\n", "\n")));
            }
        }
    }
    let last = cells.positions().map(|cell| cell.row).max().unwrap_or(1);
    let path = BookPath::new("retail/shipping.xlsx");
    let columns = (2..=width)
        .map(|column| Column { label: Text { at: CellRef::new(2, column), text: "x".to_owned() }, column, role: None })
        .collect();
    let decision = DecisionBlock {
        block: Block {
            book: path.clone(),
            sheet: 0,
            sheet_name: "Fees".to_owned(),
            name: Text { at: CellRef::new(1, 2), text: "Shipping fee".to_owned() },
            range: CellRange::new(CellRef::new(1, 1), CellRef::new(last, width)),
            faulty: false,
        },
        header: Some((HitPolicy::First, CellRef::new(2, 1))),
        options: Vec::new(),
        columns,
        column_rows: BTreeMap::new(),
        rules: Vec::new(),
        nameless: false,
    };
    let sheets = vec![
        Sheet { name: "Fees".to_owned(), cells, ..Sheet::default() },
        Sheet {
            name: "Other sheet".to_owned(),
            cells: [(CellRef::new(4, 2), Content::Text("stray".to_owned()))].into_iter().collect(),
            ..Sheet::default()
        },
    ];
    (Workbook { path, format: Format::Xlsx, sheets, complete: true }, BookLayout { decisions: vec![decision], ..BookLayout::default() })
}

fn at(range: &str) -> Location {
    sheet_at("Fees", range)
}

fn sheet_at(sheet: &str, range: &str) -> Location {
    let cell = |text: &str| {
        let letters: String = text.chars().take_while(char::is_ascii_alphabetic).collect();
        let column = letters.bytes().fold(0, |column, letter| column * 26 + u32::from(letter - b'A') + 1) - 1;
        CellRef::new(text[letters.len()..].parse::<u32>().unwrap() - 1, column)
    };
    let (first, last) = range.split_once(':').unwrap_or((range, range));
    Location::cells(&BookPath::new("retail/shipping.xlsx"), sheet, CellRange::new(cell(first), cell(last)))
}

/// A report with words of its own; its code is 0950's.
fn report(level: Level, description: Description) -> Report {
    let diagnostic = Diagnostic::from(FolderFinding::Foreign { file: BookPath::new("x") });
    Report { diagnostic, level, description }
}

const FEES: &str = "decision | Shipping fee\n\
first | Destination | Parcel weight | Order total | Fee\n\
us-free |  US |  | >= 100 | 0\n\
us-light | US | <= 1 | <= 100 | 4.99\n\
ca | CA | <= 20 |  | 14.50\n\
eu | EU | <= 20 |  | 19\n\
long | a text that is much longer than the widest cell that anybody wants to see | 東京都 |  | line one\\nline two\n";

fn shown(text: &str, report: &Report) -> String {
    let books = [book(text)];
    let texts = [(BookPath::new("matchbook.toml"), "json = true\njsn = 1\n".to_owned())].into();
    let csv = BTreeMap::new();
    let display = Display { root: "tables", books: &books, texts: &texts, csv: &csv };
    let human = display.human(report, false);
    assert_eq!(without_styles(&display.human(report, true)), human, "colour changes no text");
    format!("{text}\n{human}\n{}\n{}\n", display.short(report), display.json(report))
}

fn without_styles(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let mut bare = String::new();
        let mut parts = line.split('\u{1b}');
        bare.push_str(parts.next().unwrap());
        for part in parts {
            bare.push_str(part.split_once('m').unwrap().1);
        }
        lines.push(bare.trim_end().to_owned());
    }
    lines.join("\n") + "\n"
}

#[test]
fn an_overlap_with_a_fix() {
    let description =
        Description::new("rules `us-light` and `us-free` overlap, and the hit policy is unique", at("E5"), "also matched by us-free")
            .label(at("E4"), "")
            .note("both match destination = US, parcel.weight = 1, order.total = 100")
            .fix("end the range before 100", at("E5"), "< 100");
    insta::assert_snapshot!(shown(FEES, &report(Level::Error, description)));
}

/// A row to add, whose fee only the author knows, and one that goes.
fn rows_to_change(sheet: impl Fn(&str) -> Location) -> Description {
    let text = |text: &str| Some(text.to_owned());
    let add = Edit::InsertRow { below: sheet("B7:F7"), cells: vec![text("new-rule"), text("\"a, b\""), text("> 20"), text(""), None] };
    let merge = vec![
        Edit::Type { cell: sheet("C6"), text: "CA, EU".to_owned() },
        Edit::Type { cell: sheet("F6"), text: "19".to_owned() },
        Edit::DeleteRow { row: sheet("B7:F7") },
    ];
    Description::new("no rule matches other, and the hit policy is first", sheet("B3"), "one result for every input")
        .repair(Fix::new("add a rule for these inputs, and say what it gives", vec![add]))
        .repair(Fix::new("make one rule of two", merge))
        .repair(Fix::new("delete the row of `eu`", vec![Edit::DeleteRow { row: sheet("B7:F7") }]).guessed())
}

#[test]
fn rows_to_insert_and_to_delete() {
    insta::assert_snapshot!(shown(FEES, &report(Level::Error, rows_to_change(at))));
}

#[test]
fn fixes_of_a_csv_file_are_edits_of_its_text() {
    let path = BookPath::new("retail/shipping.csv");
    let text = format!("\n{}", FEES.trim_end()).replace('\n', "\r\n,").replace(" | ", ",");
    let csv = [(path.clone(), CsvText::new(text.as_bytes()).unwrap())].into();
    let texts = BTreeMap::new();
    let display = Display { root: "tables", books: &[], texts: &texts, csv: &csv };
    let sheet = |range: &str| Location { book: path.clone(), ..sheet_at("shipping", range) };
    let report = report(Level::Error, rows_to_change(sheet));
    let mut sarif = SarifLog::default();
    sarif.add(&display, &report);
    let pretty = |text: &str, part: &str| {
        serde_json::to_string_pretty(serde_json::from_str::<serde_json::Value>(text).unwrap().pointer(part).unwrap()).unwrap()
    };
    let json = display.json(&report);
    let shown = [pretty(&json, "/children"), pretty(&json, "/matchbook/fixes"), pretty(&sarif.document(), "/runs/0/results/0/fixes")];
    insta::assert_snapshot!(format!("{}\n{}\n{}", shown.join("\n"), display.short(&report), display.fix(&report).unwrap()));
}

#[test]
fn rows_apart_and_another_sheet() {
    let description = Description::new("three rows", at("C4:D4"), "two cells")
        .label(at("D7"), "far away")
        .label(at("B8:F8"), "the whole row")
        .label(sheet_at("Other sheet", "C5"), "elsewhere")
        .help("do something about it");
    insta::assert_snapshot!(shown(FEES, &report(Level::Warning, description)));
}

#[test]
fn a_blank_cell_and_a_long_one() {
    let description = Description::new("blank", at("D4"), "is blank").label(at("C8"), "is long").fix("write this", at("D4"), "東京").fix(
        "or that",
        at("F7"),
        "a\nb",
    );
    insta::assert_snapshot!(shown(FEES, &report(Level::Advice, description)));
}

#[test]
fn cells_above_the_labels_and_outside_any_block() {
    insta::assert_snapshot!(shown(FEES, &report(Level::Note, Description::new("the name", at("C2"), "here"))));
    insta::assert_snapshot!(shown(FEES, &report(Level::Error, Description::new("stray", sheet_at("Other sheet", "C5"), ""))));
    insta::assert_snapshot!(shown(FEES, &report(Level::Error, Description::new("far", at("XFD1048576"), "nothing here"))));
}

#[test]
fn files_and_lines() {
    let file = BookPath::new("retail/gone.xlsx");
    insta::assert_snapshot!(shown("", &report(Level::Error, Description::new("no such file", Location::file(&file), "").note("a fact"))));
    let toml = BookPath::new("matchbook.toml");
    insta::assert_snapshot!(shown("", &report(Level::Error, Description::new("no such key", Location::line(&toml, 2), ""))));
}

#[test]
fn wide_tables_are_cut_to_what_matters() {
    let labels: Vec<String> = (0..60).map(|i| format!("Label {i}")).collect();
    let cells: Vec<String> = (0..60).map(|i| format!("value {i}")).collect();
    let text = format!("decision | Wide\nfirst | {}\nr1 | {}\n", labels.join(" | "), cells.join(" | "));
    let description = Description::new("one cell of many", at("AF4"), "this").label(at("BA4"), "and this");
    insta::assert_snapshot!(shown(&text, &report(Level::Error, description)).split_once("\n\n").unwrap().1);
}

#[test]
fn other_peoples_text_moves_no_cursor() {
    let text = "decision | x\nfirst | a\u{1b}[31m | b\nr\u{7} | \u{202e}evil\u{1b}]0;title\u{7} | y";
    let description =
        Description::new("cell says \u{1b}[2J", at("C4"), "\u{1b}[1m").note("a\nb\u{9b}").fix("fix\u{1b}", at("C4"), "\u{1b}[x");
    let books = [book(text)];
    let texts = BTreeMap::new();
    let csv = BTreeMap::new();
    let display = Display { root: "\u{1b}root", books: &books, texts: &texts, csv: &csv };
    let report = report(Level::Error, description);
    assert!(!display.json(&report).contains('\u{1b}'));
    for text in [display.human(&report, false), display.short(&report)] {
        assert!(!text.chars().any(|c| c != '\n' && c.is_control() || c == '\u{202e}'), "{text:?}");
    }
}

#[test]
fn a_place_is_below_the_root() {
    let texts = BTreeMap::new();
    let location = Location::file(&BookPath::new("a/b.csv"));
    for (root, expected) in [("", "a/b.csv"), ("tables", "tables/a/b.csv"), ("../x/", "../x/a/b.csv"), ("/", "/a/b.csv")] {
        assert_eq!(Display { root, books: &[], texts: &texts, csv: &BTreeMap::new() }.place(&location), expected);
    }
}
