//! Workbooks and CSV files that nobody here wrote, where they are present: each is read to cells or to a diagnostic, and the cells are
//! those that calamine reads, which shares no code with our readers but for xlsx.

#![cfg(feature = "workbook")]
#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use calamine::{Data, Reader as _, SheetType};
use matchbook_compiler::diagnostic::{Describe, Level};
use matchbook_compiler::options::Options;
use matchbook_compiler::source::{BookPath, CellRef, Content, Sheet, SourceFile, is_book, read};

fn books(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            books(&path, found);
        } else if path.to_str().is_some_and(is_book) {
            found.push(path);
        }
    }
}

fn same(data: &Data, content: Option<&Content>) -> bool {
    let number = |value: f64| format!("{value:.14e}").parse::<f64>().unwrap();
    match (data, content) {
        (Data::Empty, _) => true,
        (Data::String(text), None) => text.chars().all(char::is_whitespace),
        (Data::String(text), Some(Content::Text(ours))) => *ours == text.replace("\r\n", "\n").replace('\r', "\n"),
        (Data::Float(value), Some(Content::Number { value: ours, .. })) => number(*value) == ours.to_string().parse::<f64>().unwrap(),
        (Data::Int(value), Some(Content::Number { value: ours, .. })) => ours.to_i64() == Some(*value),
        // LibreOffice saves booleans as numbers, which calamine gives as such.
        (Data::Float(value), Some(Content::Boolean(ours))) => *value == f64::from(u8::from(*ours)),
        (Data::Bool(value), Some(Content::Boolean(ours))) => value == ours,
        (Data::DateTime(_) | Data::DateTimeIso(_), Some(ours)) => {
            matches!(ours, Content::Date(_) | Content::DateTime(_) | Content::Time(_) | Content::Duration(_))
        }
        (Data::DurationIso(_), Some(ours)) => matches!(ours, Content::Time(_) | Content::Duration(_)),
        (Data::Error(error), Some(Content::Error(ours))) => error.to_string() == *ours,
        (_, Some(Content::ExternalLink(_) | Content::Uncalculated)) => true,
        _ => false,
    }
}

/// Cells of a sheet that differ from calamine's.
fn differences(range: &calamine::Range<Data>, sheet: &Sheet) -> Vec<String> {
    let Some((top, left)) = range.start() else { return Vec::new() };
    let mut differences = Vec::new();
    for (row, column, data) in range.used_cells() {
        let cell = CellRef::new(top + u32::try_from(row).unwrap(), left + u32::try_from(column).unwrap());
        let covered = sheet.merges.iter().any(|merge| merge.contains(cell) && merge.first != cell);
        if !covered && !same(data, sheet.get(cell)) {
            differences.push(format!("{}!{cell}: calamine {data:?}, we {:?}", sheet.name, sheet.get(cell)));
        }
    }
    differences
}

#[test]
fn every_book_of_the_corpus_is_read() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    if !corpus.is_dir() {
        println!("skipped: there is no corpus beside the workspace");
        return;
    }
    let mut paths = Vec::new();
    books(&corpus, &mut paths);
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    let mut wrong = Vec::new();
    let mut said = Vec::new();
    let mut slowest = (Duration::ZERO, String::new());
    for path in &paths {
        let name = path.strip_prefix(&corpus).unwrap().to_str().unwrap();
        let bytes = std::fs::read(path).unwrap();
        let mut diagnostics = Vec::new();
        let begun = Instant::now();
        let book = read(&SourceFile { path: BookPath::new(name), bytes: Ok(bytes.clone()) }, &Options::default(), &mut diagnostics);
        let took = begun.elapsed();
        slowest = slowest.max((took, name.to_owned()));
        *counts.entry("files").or_default() += 1;
        for finding in diagnostics.iter().filter(|finding| finding.level() == Level::Error) {
            said.push(format!("{} {name}: {}", finding.code(), finding.describe().message));
        }
        let Some(book) = book else {
            *counts.entry("refused").or_default() += 1;
            assert!(diagnostics.iter().any(|finding| finding.level() == Level::Error), "{name} is lost in silence");
            continue;
        };
        *counts.entry("sheets").or_default() += book.sheets.len() as u64;
        *counts.entry("cells").or_default() += book.sheets.iter().map(|sheet| sheet.cells.len() as u64).sum::<u64>();
        if name.ends_with(".csv") || name.ends_with(".tsv") {
            continue;
        }
        let Ok(mut calamine) = calamine::open_workbook_auto_from_rs(Cursor::new(bytes)) else {
            *counts.entry("read though calamine doesn't").or_default() += 1;
            continue;
        };
        let theirs: Vec<String> = calamine
            .sheets_metadata()
            .iter()
            .filter(|sheet| sheet.typ == SheetType::WorkSheet && !sheet.name.starts_with("'file:"))
            .map(|sheet| sheet.name.clone())
            .collect();
        let ours: Vec<&String> = book.sheets.iter().map(|sheet| &sheet.name).collect();
        if theirs.iter().collect::<Vec<_>>() != ours {
            wrong.push(format!("{name}: sheets {theirs:?}, ours {ours:?}"));
        }
        for sheet in &book.sheets {
            if let Ok(range) = calamine.worksheet_range(&sheet.name) {
                wrong.extend(differences(&range, sheet).into_iter().map(|difference| format!("{name} {difference}")));
                *counts.entry("sheets compared").or_default() += 1;
            }
        }
    }
    println!("{counts:?}; slowest: {slowest:?}");
    println!("{}", said.join("\n"));
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong[..wrong.len().min(40)].join("\n"));
    assert!(slowest.0 < Duration::from_secs(10), "{slowest:?}");
    assert!(counts["files"] >= 177, "{counts:?}");
    if counts["files"] == 177 {
        // The corpus as we know it.
        insta::assert_debug_snapshot!(counts);
    }
}
