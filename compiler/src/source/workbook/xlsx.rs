//! xlsx and xlsm: cells through calamine's stream, and a pass of our own over the same parts for what it hides.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};
use quick_xml::events::Event;

use super::super::{CellRange, CellRef, Content, Sheet};
use super::number_format::{Shape, built_in, of_code};
use super::package::Package;
use super::value::{Epoch, of_iso, of_number};
use super::{Failure, LINK_LETTERS, Reading, position, xml};
use crate::diagnostic::source::SourceFinding;

/// The workbook's part, as the package's relations tell; `xl/workbook.xml` where they don't.
pub(super) fn main_part(package: &mut Package<'_>) -> Result<String, Failure> {
    let relations = relations(package, "")?;
    let main = relations.into_values().find(|relation| relation.kind.ends_with("/officeDocument"));
    Ok(main.map_or_else(|| "xl/workbook.xml".to_owned(), |relation| relation.target))
}

/// A relation of a part.
pub(super) struct Relation {
    /// What it leads to, as an address whose last part tells.
    pub(super) kind: String,
    /// The part it leads to, or a file outside.
    pub(super) target: String,
}

/// The relations of a part by their ids; those of the package for `""`. Targets are resolved.
pub(super) fn relations(package: &mut Package<'_>, part: &str) -> Result<BTreeMap<String, Relation>, Failure> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let path = if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") };
    let mut relations = BTreeMap::new();
    let Some(text) = package.text(&path)? else { return Ok(relations) };
    let mut reader = xml::reader(&text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) if element.local_name().as_ref() == "Relationship" => {
                let (Some(id), Some(target)) = (xml::attribute(&element, "Id"), xml::attribute(&element, "Target")) else { continue };
                let outside = xml::attribute(&element, "TargetMode").is_some_and(|mode| mode == "External");
                let target = if outside { target.into_owned() } else { resolve(folder, &target) };
                let kind = xml::attribute(&element, "Type").unwrap_or_default().into_owned();
                relations.insert(id.into_owned(), Relation { kind, target });
            }
            Ok(Event::Eof) => return Ok(relations),
            Err(_) => return Err(Failure::Damaged(format!("its part `{path}` isn't well-formed"))),
            Ok(_) => {}
        }
    }
}

/// A target relative to the folder of the part that names it.
fn resolve(folder: &str, target: &str) -> String {
    let (base, target) = match target.strip_prefix('/') {
        Some(absolute) => ("", absolute),
        None => (folder, target),
    };
    let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// What the workbook's part says.
#[derive(Default)]
struct Book {
    /// The part of each sheet by its name; the first, where two have one name.
    parts: BTreeMap<String, String>,
    /// The other workbooks that formulas read as `[1]`, `[2]`, …
    links: Vec<String>,
    /// It asks to be calculated when it is opened.
    recalculate: bool,
}

fn book(package: &mut Package<'_>, main: &str) -> Result<Book, Failure> {
    let text = package.text(main)?.ok_or_else(|| Failure::Damaged(format!("its part `{main}` is missing")))?;
    let relations = relations(package, main)?;
    let mut book = Book::default();
    let mut links = Vec::new();
    let mut reader = xml::reader(&text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => match element.local_name().as_ref() {
                "sheet" => {
                    let part = xml::attribute(&element, "id").and_then(|id| relations.get(&*id));
                    if let (Some(name), Some(part)) = (xml::attribute(&element, "name"), part) {
                        book.parts.entry(name.into_owned()).or_insert_with(|| part.target.clone());
                    }
                }
                "externalReference" => links.push(xml::attribute(&element, "id").and_then(|id| relations.get(&*id))),
                "calcPr" => book.recalculate |= xml::is_set(&element, "fullCalcOnLoad"),
                _ => {}
            },
            Ok(Event::Eof) => break,
            Err(_) => return Err(Failure::Damaged(format!("its part `{main}` isn't well-formed"))),
            Ok(_) => {}
        }
    }
    for (link, number) in links.into_iter().zip(1..) {
        let name = match link {
            Some(relation) => external_name(package, &relation.target)?,
            None => None,
        };
        book.links.push(name.unwrap_or_else(|| format!("[{number}]")));
    }
    Ok(book)
}

/// The file name of the other workbook that a part with copies of its cells belongs to.
pub(super) fn external_name(package: &mut Package<'_>, part: &str) -> Result<Option<String>, Failure> {
    let target = relations(package, part)?.into_values().next().map(|relation| relation.target);
    Ok(target
        .as_deref()
        .and_then(|target| target.rsplit(['/', '\\']).next())
        .map(|name| name.replace("%20", " ").chars().take(LINK_LETTERS).collect()))
}

/// Reads the sheets of an xlsx file, in their order.
pub(super) fn read(reading: &mut Reading<'_>, package: &mut Package<'_>, bytes: &[u8], main: &str) -> Result<Vec<Sheet>, Failure> {
    let book = book(package, main)?;
    let mut calamine: Xlsx<Cursor<&[u8]>> = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsxError::Password => Failure::Password,
        error => Failure::Damaged(phrase(&error).to_owned()),
    })?;
    let epoch = if calamine.has_1904_epoch() { Epoch::Excel1904 } else { Epoch::Excel1900 };
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut formulas: Option<(String, CellRef)> = None;
    let mut count = 0;
    for metadata in calamine.sheets_metadata().to_vec() {
        let name = metadata.name;
        if let Some(kind) = kind_without_cells(metadata.typ) {
            reading.other_sheet(name, kind)?;
            continue;
        }
        let Some(mut sheet) = reading.begin(&sheets, name, metadata.visible != SheetVisible::Visible)? else { continue };
        match book.parts.get(&sheet.name).map(|part| package.text(part)) {
            Some(Ok(Some(text))) => {
                let hidden = scan(&text, &book.links);
                match without_dimension(package, &sheet.name, &book, &text)? {
                    None => cells(reading, &mut calamine, &mut sheet, epoch, hidden.broken)?,
                    Some(repaired) => match Xlsx::new(Cursor::new(repaired.as_slice())) {
                        Ok(mut calamine) => cells(reading, &mut calamine, &mut sheet, epoch, hidden.broken)?,
                        Err(error) => reading.sheet_unreadable(&sheet, phrase(&error)),
                    },
                }
                if let Some(first) = hidden.calculated.first {
                    formulas.get_or_insert_with(|| (sheet.name.clone(), first));
                    count += hidden.calculated.count;
                }
                for (cell, content) in hidden.cells {
                    reading.put(&mut sheet, cell, content)?;
                }
                sheet.merges = hidden.merges;
                reading.hide(&mut sheet, hidden.rows, hidden.columns)?;
            }
            Some(Err(Failure::Damaged(detail))) => reading.sheet_unreadable(&sheet, detail),
            Some(Err(failure)) => return Err(failure),
            Some(Ok(None)) | None => reading.sheet_unreadable(&sheet, "the part that holds it is missing"),
        }
        sheets.push(sheet);
    }
    if let Some((sheet, cell)) = formulas.filter(|_| book.recalculate) {
        reading.report(SourceFinding::Stale { book: reading.book.clone(), sheet, cell, count });
    }
    Ok(sheets)
}

/// The whole package without the extent that a sheet claims for itself, where that isn't a range of cells: calamine gives up such a sheet
/// (LibreOffice has written `1:34`), although nobody needs to know its extent. `None` where all is well.
fn without_dimension(package: &mut Package<'_>, sheet: &str, book: &Book, text: &str) -> Result<Option<Vec<u8>>, Failure> {
    let head = text.find("<sheetData").and_then(|end| text.get(..end)).unwrap_or_default();
    let Some(start) = head.find("<dimension") else { return Ok(None) };
    let Some(length) = head[start..].find("/>").map(|end| end + 2) else { return Ok(None) };
    let element = &head[start..start + length];
    let range = element.split_once("ref=\"").and_then(|(_, rest)| rest.split_once('"')).map(|(range, _)| range);
    if range.is_some_and(|range| range_named(range).is_some()) {
        return Ok(None);
    }
    let part = book.parts.get(sheet).map(String::as_str).unwrap_or_default();
    package.replacing(part, &format!("{}{}", &text[..start], &text[start + length..])).map(Some)
}

/// What a sheet without cells is.
fn kind_without_cells(kind: SheetType) -> Option<&'static str> {
    match kind {
        SheetType::WorkSheet => None,
        SheetType::DialogSheet => Some("dialog sheet"),
        SheetType::MacroSheet => Some("macro sheet"),
        SheetType::ChartSheet => Some("chart sheet"),
        SheetType::Vba => Some("macro module"),
    }
}

/// An error of calamine in words for the owner of the book.
fn phrase(error: &XlsxError) -> &'static str {
    match error {
        XlsxError::Xml(_) | XlsxError::XmlAttr(_) => "a part of it isn't well-formed",
        XlsxError::XmlEof(_) => "a part of it breaks off",
        XlsxError::FileNotFound(_) | XlsxError::RelationshipNotFound | XlsxError::WorksheetNotFound(_) => "a part of it is missing",
        XlsxError::Io(_) | XlsxError::Zip(_) => "a part of it can't be unpacked",
        _ => "it holds something that no workbook has in that place",
    }
}

/// Streams the cells of one sheet. A cell that calamine can't read is left to our own pass, if that knows it, and reported if not.
fn cells(
    reading: &mut Reading<'_>,
    calamine: &mut Xlsx<Cursor<&[u8]>>,
    sheet: &mut Sheet,
    epoch: Epoch,
    known_errors: u64,
) -> Result<(), Failure> {
    let name = sheet.name.clone();
    let mut stream = match calamine.worksheet_cells_reader(&name) {
        Ok(stream) => stream,
        // A sheet without a `sheetData` element has no cells.
        Err(XlsxError::NotAWorksheet(root)) if root == "worksheet" => return Ok(()),
        Err(error) => {
            reading.sheet_unreadable(sheet, phrase(&error));
            return Ok(());
        }
    };
    // What each style id makes of a number.
    let shapes: Vec<Shape> = (stream.styles().iter())
        .map(|style| {
            let format = style.number_format.as_ref();
            let code = format.map(|format| format.format_code.as_str()).filter(|code| !code.is_empty());
            code.map(of_code).or_else(|| built_in(format?.format_id?)).unwrap_or(Shape::GENERAL)
        })
        .collect();
    let mut failed = 0;
    loop {
        let (cell, style) = match stream.next_cell_with_style_id() {
            Ok(Some(next)) => next,
            Ok(None) => break,
            Err(error @ (XlsxError::Xml(_) | XlsxError::XmlEof(_) | XlsxError::Io(_))) => {
                reading.sheet_unreadable(sheet, phrase(&error));
                return Ok(());
            }
            // The stream goes on behind the cell.
            Err(_) => {
                failed += 1;
                continue;
            }
        };
        let (row, column) = cell.get_position();
        let shape = shapes.get(style).copied().unwrap_or(Shape::GENERAL);
        let content = match cell.get_value() {
            DataRef::Empty => continue,
            #[expect(clippy::cast_precision_loss, reason = "a cell's number was a double")]
            DataRef::Int(value) => of_number(*value as f64, shape, epoch),
            DataRef::Float(value) => of_number(*value, shape, epoch),
            DataRef::DateTime(value) => of_number(value.as_f64(), shape, epoch),
            DataRef::String(text) | DataRef::DurationIso(text) => Content::Text(text.clone()),
            DataRef::SharedString(text) => Content::Text((*text).to_owned()),
            DataRef::Bool(value) => Content::Boolean(*value),
            DataRef::DateTimeIso(text) => match of_iso(text, shape == Shape::DateTime) {
                Some(content) => content,
                None => Content::Text(text.clone()),
            },
            DataRef::Error(error) => Content::Error(error.to_string()),
        };
        match position(row, column) {
            Some(cell) => reading.put(sheet, cell, content)?,
            None => failed += 1,
        }
    }
    if failed > known_errors {
        let detail = match failed - known_errors {
            1 => "a cell of it holds something that no workbook has".to_owned(),
            many => format!("{many} cells of it hold something that no workbook has"),
        };
        reading.sheet_unreadable(sheet, detail);
    }
    Ok(())
}

/// What calamine hides of a sheet.
#[derive(Default)]
struct Hidden {
    /// Cells that calamine doesn't read, or reads as something milder: errors, formulas without a result, links to other workbooks.
    cells: BTreeMap<CellRef, Content>,
    /// How many of them calamine's stream fails at.
    broken: u64,
    /// Formulas with a result.
    calculated: Calculated,
    merges: Vec<CellRange>,
    rows: Vec<(u32, u32)>,
    columns: Vec<(u32, u32)>,
}

#[derive(Default)]
struct Calculated {
    first: Option<CellRef>,
    count: u64,
}

/// The seven error values that calamine knows, and an eighth.
const KNOWN_ERRORS: [&str; 8] = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA"];

/// A cell while it is read.
#[derive(Default)]
struct Open {
    cell: Option<CellRef>,
    kind: String,
    formula: Option<String>,
    shared: Option<String>,
    value: String,
}

/// Reads a sheet's part for what calamine hides. XML that breaks off ends it; calamine's stream reports that.
fn scan(text: &str, links: &[String]) -> Hidden {
    let mut hidden = Hidden::default();
    // The link of a shared formula counts for all cells that share it.
    let mut shared: BTreeMap<String, String> = BTreeMap::new();
    let mut open = Open::default();
    let (mut row, mut column) = (0_u32, 0_u32);
    let mut within = "";
    let mut reader = xml::reader(text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => match element.local_name().as_ref() {
                "row" => {
                    row = xml::number(&element, "r").map_or(row, |number| number.saturating_sub(1));
                    if xml::is_set(&element, "hidden") {
                        hidden.rows.push((row, row));
                    }
                }
                "col" if xml::is_set(&element, "hidden") => {
                    if let (Some(from @ 1..), Some(to @ 1..)) = (xml::number(&element, "min"), xml::number(&element, "max")) {
                        hidden.columns.push((from - 1, to - 1));
                    }
                }
                "c" => {
                    let cell = xml::attribute(&element, "r").map_or_else(|| position(row, column), |name| cell_named(&name));
                    if let Some(cell) = cell {
                        column = cell.column;
                    }
                    let kind = xml::attribute(&element, "t").unwrap_or_default().into_owned();
                    open = Open { cell, kind, ..Open::default() };
                }
                "f" => {
                    within = "f";
                    open.formula = Some(String::new());
                    if xml::attribute(&element, "t").is_some_and(|kind| kind == "shared") {
                        open.shared = xml::attribute(&element, "si").map(std::borrow::Cow::into_owned);
                    }
                }
                "v" => within = "v",
                "mergeCell" => {
                    let range = xml::attribute(&element, "ref").and_then(|range| range_named(&range));
                    hidden.merges.extend(range);
                }
                _ => {}
            },
            Ok(Event::End(element)) => match element.local_name().as_ref() {
                "row" => {
                    row = row.saturating_add(1);
                    column = 0;
                }
                "f" | "v" => within = "",
                "c" => {
                    hidden.close(std::mem::take(&mut open), links, &mut shared);
                    column = column.saturating_add(1);
                }
                _ => {}
            },
            Ok(Event::Eof) | Err(_) => return hidden,
            Ok(event) => match within {
                "f" => xml::push_text(&event, open.formula.get_or_insert_default()),
                // Of values only errors and emptiness matter here.
                "v" if open.value.len() < 64 => xml::push_text(&event, &mut open.value),
                _ => {}
            },
        }
    }
}

impl Hidden {
    fn close(&mut self, open: Open, links: &[String], shared: &mut BTreeMap<String, String>) {
        let Some(cell) = open.cell else { return };
        let is_error = open.kind == "e";
        self.broken += u64::from(is_error && !open.value.is_empty() && !KNOWN_ERRORS.contains(&open.value.as_str()));
        if let Some(formula) = open.formula {
            let mut link = external(&formula);
            if let Some(index) = open.shared {
                match &link {
                    Some(link) => drop(shared.insert(index, link.clone())),
                    None if formula.is_empty() => link = shared.get(&index).cloned(),
                    None => {}
                }
            }
            if let Some(link) = link {
                let number = link.parse::<usize>().ok().filter(|number| *number > 0);
                let name = number.and_then(|number| links.get(number - 1)).cloned().unwrap_or(link);
                self.cells.insert(cell, Content::ExternalLink(name));
                return;
            }
            // A formula that gives empty text has the type of text, and no value.
            if open.value.is_empty() && open.kind != "str" {
                self.cells.insert(cell, Content::Uncalculated);
                return;
            }
            if !is_error {
                self.calculated.first.get_or_insert(cell);
                self.calculated.count += 1;
            }
        }
        if is_error && !open.value.is_empty() {
            self.cells.insert(cell, Content::Error(open.value));
        }
    }
}

/// The other workbook that a formula reads: what stands in brackets before a sheet's name, as in `[1]Rates!A1` and `'[Book 2.xlsx]Rates'!A1`.
/// Brackets after a name are a table's columns.
fn external(formula: &str) -> Option<String> {
    let mut before = ' ';
    let mut letters = formula.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => {
                letters.by_ref().take_while(|(_, letter)| *letter != '"').for_each(drop);
            }
            '[' if !before.is_alphanumeric() && !matches!(before, '_' | '.' | '[' | ']' | ')') => {
                let inside = &formula[at + 1..];
                let (inside, rest) = inside.split_once(']')?;
                let sheet_follows = rest.find('!').is_some_and(|end| !rest[..end].contains(['(', '+', '[', '"']));
                if sheet_follows && !inside.is_empty() && !inside.starts_with(['@', '#']) {
                    return Some(inside.chars().take(LINK_LETTERS).collect());
                }
            }
            _ => {}
        }
        before = letter;
    }
    None
}

/// `C7`, also `$C$7`.
fn cell_named(name: &str) -> Option<CellRef> {
    let mut column = 0_u32;
    let mut row = 0_u32;
    for byte in name.bytes().filter(|byte| *byte != b'$') {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' if row == 0 => {
                column = column.checked_mul(26)?.checked_add(u32::from(byte.to_ascii_uppercase() - b'A') + 1)?;
            }
            b'0'..=b'9' => row = row.checked_mul(10)?.checked_add(u32::from(byte - b'0'))?,
            _ => return None,
        }
    }
    position(row.checked_sub(1)?, column.checked_sub(1)?)
}

/// `B7:D8`.
fn range_named(name: &str) -> Option<CellRange> {
    let (first, last) = name.split_once(':').unwrap_or((name, name));
    let (first, last) = (cell_named(first)?, cell_named(last)?);
    (first.row <= last.row && first.column <= last.column).then_some(CellRange::new(first, last))
}

#[cfg(test)]
mod tests {
    use super::super::LAST;
    use super::*;

    #[test]
    fn links_to_other_books_are_found() {
        for (formula, link) in [
            ("[1]Rates!A1", Some("1")),
            ("'[2]My Rates'!A1*2", Some("2")),
            ("SUM(A1,[3]Rates!$B$2:$B$9)", Some("3")),
            ("'C:\\x\\[Book 2.xlsx]Rates'!A1", Some("Book 2.xlsx")),
            ("[Book.xlsx]Rates!A1", Some("Book.xlsx")),
            ("[1]!price", Some("1")),
            ("Table1[price]*Sheet2!A1", None),
            ("Table1[[#This Row],[price]]+Sheet2!A1", None),
            ("\"[1]Rates!A1\"", None),
            ("A1&\"[\"&Sheet2!A1", None),
        ] {
            assert_eq!(external(formula).as_deref(), link, "{formula}");
        }
    }

    #[test]
    fn cells_have_names() {
        assert_eq!(cell_named("XFD1048576"), Some(LAST));
        assert_eq!(cell_named("$C$7"), Some(CellRef::new(6, 2)));
        for name in ["XFE1", "A1048577", "A0", "7", "A", "A1B", "é1", "AAAAAAAAAAAAA1"] {
            assert_eq!(cell_named(name), None, "{name}");
        }
    }
}
