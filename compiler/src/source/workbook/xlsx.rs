//! xlsx and xlsm: cells through calamine's stream, and a pass of our own over the same parts for what it hides.

use std::io::Cursor;

use calamine::{DataRef, Reader as _, Xlsx, XlsxError};
use quick_xml::events::Event;

use super::super::{CellRef, Content, Sheet};
use super::number_format::{Shape, built_in, of_code};
use super::package::Package;
use super::relations::{external_name, relations};
use super::value::{Epoch, of_iso, of_number};
use super::xlsx_scan::{range_named, scan};
use super::{Failure, Reading, position, xml};
use crate::diagnostic::source::SourceFinding;

/// What the workbook's part says.
#[derive(Default)]
struct Book {
    /// The sheets, in their order.
    sheets: Vec<Entry>,
    epoch_1904: bool,
    /// The other workbooks that formulas read as `[1]`, `[2]`, …
    links: Vec<String>,
    /// It asks to be calculated when it is opened.
    recalculate: bool,
}

/// A sheet as the workbook's part names it.
struct Entry {
    name: String,
    hidden: bool,
    /// The relation that leads to its part.
    id: String,
    /// What it is, as the last part of that relation's address, and the part.
    target: Option<(String, String)>,
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
                    let id = xml::attribute(&element, "id").unwrap_or_default().into_owned();
                    let kind = |kind: &str| kind.rsplit('/').next().unwrap_or_default().to_owned();
                    let target = relations.get(&id).map(|relation| (kind(&relation.kind), relation.target.clone()));
                    let hidden = xml::attribute(&element, "state").is_some_and(|state| state != "visible");
                    let name = xml::attribute(&element, "name").unwrap_or_default().into_owned();
                    book.sheets.push(Entry { name, hidden, id, target });
                }
                "workbookPr" => book.epoch_1904 |= xml::is_set(&element, "date1904"),
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

impl Book {
    /// The workbook's part with nothing but the sheets that have cells and lead somewhere.
    fn reduced(&self) -> String {
        use quick_xml::escape::escape;
        let mut text = format!("<workbook xmlns:r=\"r\"><workbookPr date1904=\"{}\"/><sheets>", u8::from(self.epoch_1904));
        for (sheet, number) in self.sheets.iter().zip(1..) {
            if sheet.target.as_ref().is_some_and(|(kind, _)| kind == "worksheet") {
                let (name, id) = (escape(sheet.name.as_str()), escape(sheet.id.as_str()));
                text.push_str(&format!("<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"{id}\"/>"));
            }
        }
        text.push_str("</sheets></workbook>");
        text
    }
}

/// Reads the sheets of an xlsx file, in their order.
pub(super) fn read(reading: &mut Reading<'_>, package: &mut Package<'_>, bytes: &[u8], main: &str) -> Result<Vec<Sheet>, Failure> {
    let book = book(package, main)?;
    let reduced;
    let mut calamine = match Xlsx::new(Cursor::new(bytes)) {
        Ok(calamine) => calamine,
        Err(XlsxError::Password) => return Err(Failure::Password),
        // One sheet of an unknown kind, or one that leads nowhere, and calamine gives up the book; the others are in the reduced one.
        Err(_) => {
            reduced = package.replacing(main, &book.reduced())?;
            Xlsx::new(Cursor::new(reduced.as_slice())).map_err(|error| Failure::Damaged(phrase(&error).to_owned()))?
        }
    };
    let epoch = if book.epoch_1904 { Epoch::Excel1904 } else { Epoch::Excel1900 };
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut formulas: Option<(String, CellRef)> = None;
    let mut count = 0;
    for entry in &book.sheets {
        let name = entry.name.clone();
        if let Some(kind) = entry.target.as_ref().and_then(|(kind, _)| kind_without_cells(kind)) {
            reading.other_sheet(name, kind)?;
            continue;
        }
        let Some(mut sheet) = reading.begin(&sheets, name, entry.hidden)? else { continue };
        match entry.target.as_ref().map(|(_, part)| (part, package.text(part))) {
            Some((part, Ok(Some(text)))) => {
                let hidden = scan(&text, &book.links);
                match without_dimension(package, part, &text)? {
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
            Some((_, Err(Failure::Damaged(detail)))) => reading.sheet_unreadable(&sheet, detail),
            Some((_, Err(failure))) => return Err(failure),
            Some((_, Ok(None))) | None => reading.sheet_unreadable(&sheet, "the part that holds it is missing"),
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
fn without_dimension(package: &mut Package<'_>, part: &str, text: &str) -> Result<Option<Vec<u8>>, Failure> {
    let head = text.find("<sheetData").and_then(|end| text.get(..end)).unwrap_or_default();
    let Some(start) = head.find("<dimension") else { return Ok(None) };
    let Some(length) = head[start..].find("/>").map(|end| end + 2) else { return Ok(None) };
    let element = &head[start..start + length];
    let range = element.split_once("ref=\"").and_then(|(_, rest)| rest.split_once('"')).map(|(range, _)| range);
    if range.is_some_and(|range| range_named(range).is_some()) {
        return Ok(None);
    }
    package.replacing(part, &format!("{}{}", &text[..start], &text[start + length..])).map(Some)
}

/// What a sheet without cells is, by the kind of its relation.
pub(super) fn kind_without_cells(kind: &str) -> Option<&'static str> {
    match kind {
        "chartsheet" => Some("chart sheet"),
        "dialogsheet" => Some("dialog sheet"),
        "xlMacrosheet" | "xlIntlMacrosheet" => Some("macro sheet"),
        _ => None,
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
