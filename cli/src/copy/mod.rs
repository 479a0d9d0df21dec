//! Copies of books as xlsx: with findings marked, or with fixes. The book itself is never written.
//!
//! A copy has the cells of all sheets as the compiler reads them, and so means the same; of what has no meaning it has the widths of columns,
//! bold type, formats of numbers and dates, and hidden rows, where the format tells them. Charts, colours and all else stay behind, and a sheet of
//! the copy says so.

mod fixes;
mod issues;
mod sheets;

pub(crate) use fixes::{FIXES, with_fixes};
pub(crate) use issues::{ISSUES, with_issues};

use std::fs;
use std::io::{self, Cursor, Read as _, Write as _};
use std::path::Path;

use matchbook_compiler::options::Options;
use matchbook_compiler::source::{BookPath, CellRef, Content, Looks, SourceFile, Workbook, read};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, XlsxError};

/// Whether what lies at the path was written as a copy by us, so that it may be written anew: it has a sheet of this name whose first cell says so.
/// A copy that isn't there may be written, too.
pub(crate) fn is_ours(path: &Path, sheet: &str) -> io::Result<bool> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(error),
    };
    let file = SourceFile { path: BookPath::new("copy.xlsx"), bytes: Ok(bytes) };
    let Some(workbook) = read(&file, &Options::default(), &mut Vec::new()) else { return Ok(false) };
    let marked = workbook.sheets.iter().any(|own| {
        let first = own.get(CellRef::new(0, 0));
        own.name == sheet && matches!(first, Some(Content::Text(text)) if text.starts_with(format!("{sheet} of ").trim_start_matches('_')))
    });
    Ok(marked)
}

/// A workbook to write into: the same bytes on every run.
fn blank(title: &str) -> Result<rust_xlsxwriter::Workbook, XlsxError> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let created = ExcelDateTime::from_ymd(2026, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&created));
    Ok(workbook)
}

/// The bytes of a copy. rust_xlsxwriter has every workbook ask to be calculated when it is opened, as one with made-up results needs to be; those of a
/// copy are the book's.
fn saved(mut copy: rust_xlsxwriter::Workbook) -> Result<Vec<u8>, XlsxError> {
    let bytes = copy.save_to_buffer()?;
    without_calculation(&bytes).map_err(|error| XlsxError::CustomError(error.to_string()))
}

fn without_calculation(bytes: &[u8]) -> io::Result<Vec<u8>> {
    const BOOK: &str = "xl/workbook.xml";
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))?;
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut book = String::new();
    archive.by_name(BOOK)?.read_to_string(&mut book)?;
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index)?;
        if part.name()? == BOOK {
            let options = zip::write::SimpleFileOptions::default().last_modified_time(part.last_modified().unwrap_or_default());
            writer.start_file(BOOK, options)?;
            writer.write_all(book.replace(" fullCalcOnLoad=\"1\"", "").as_bytes())?;
        } else {
            writer.raw_copy_file(part)?;
        }
    }
    Ok(writer.finish()?.into_inner())
}

/// What a copy of this book does without, a sentence each.
fn losses(workbook: &Workbook, looks: &Looks, losses: &sheets::Losses) -> Vec<String> {
    let mut said = vec![
        "This is a copy, and the book itself is unchanged. Cells, merged cells, hidden rows and columns and the formats of dates and percentages are as in the book; colours, fonts, borders and whatever is no cell are not."
            .to_owned(),
    ];
    if !looks.left_out.is_empty() {
        said.push(format!("Left out here, and still in the book: {}.", looks.left_out.join(", ")));
    }
    if losses.values > 0 {
        said.push("Formulas of some cells are their last values here.".to_owned());
    } else if looks.has_formulas && losses.formulas == 0 {
        said.push("Formulas are their last values here.".to_owned());
    }
    if losses.without_value > 0 {
        said.push(
            "Cells that have no value in the book (formulas never calculated, links to other workbooks) say so as text here.".to_owned(),
        );
    }
    if losses.cut > 0 {
        said.push("Texts of more than 32,767 characters are cut off here.".to_owned());
    }
    let renamed: Vec<String> = (workbook.sheets.iter().zip(&losses.names))
        .filter(|(sheet, name)| sheet.name != **name)
        .map(|(sheet, name)| format!("`{}` is `{name}`", sheet.name))
        .collect();
    if !renamed.is_empty() {
        said.push(format!("Sheets with names that xlsx doesn't allow have others here: {}.", renamed.join(", ")));
    }
    said
}
