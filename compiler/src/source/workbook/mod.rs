//! Workbooks of all formats → cells.
//!
//! calamine decodes the cells of xlsx and xlsm, through its streaming reader: its dense ranges would take memory for every cell between
//! A1 and the last one. What it hides (error values it doesn't know, formulas without a result, links to other books, hidden rows,
//! merges) a pass of our own over the parts adds. The other formats are read here alone. For xls and ods calamine has no streaming
//! reader: it builds dense ranges of the whole book before anything can be asked, allocates what a damaged header claims, and gives up
//! the book for one record that it doesn't know; of xlsb it leaves out formulas that gave an error. Number formats, merges and hidden
//! rows, which it shows of none of the three, take a pass over the same records anyway. Tests compare the cells with calamine's.

mod biff;
mod compound_file;
mod finish;
mod looks;
mod number_format;
mod ods;
mod ods_styles;
mod package;
mod relations;
mod value;
mod xls;
mod xlsb;
mod xlsx;
mod xlsx_scan;
mod xml;

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::collect::{Collector, Full};
use super::sniff::Family;
use super::{BookPath, CellRef, Content, Looks, Sheet, Workbook};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::source::SourceFinding;
use crate::options::Options;
use finish::finish;

/// The last row and column of a sheet, zero-based: `XFD1048576`, in every program.
const LAST: CellRef = CellRef::new(1_048_575, 16_383);

/// What a sheet counts for besides its cells. With the usual limits a book may have 16,384 sheets.
const SHEET_BYTES: usize = 64 << 10;

/// The most letters of the name of another workbook, which each cell that links to it repeats.
const LINK_LETTERS: usize = 255;

/// Why a book can't be read at all.
#[derive(Debug)]
enum Failure {
    /// A limit was reached while reading the named sheet.
    Full(Full, String),
    /// Its parts unpack to more than the options allow.
    Expands,
    /// It is encrypted.
    Password,
    /// It is something else, with an article.
    NotABook(&'static str),
    /// It can't be understood, with a phrase that follows a colon.
    Damaged(String),
}

/// What reading one book carries along.
struct Reading<'a> {
    book: &'a BookPath,
    options: &'a Options,
    collector: Collector,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Reading<'_> {
    fn report(&mut self, finding: SourceFinding) {
        self.diagnostics.push(finding.into());
    }

    /// Puts a cell into a sheet.
    fn put(&mut self, sheet: &mut Sheet, cell: CellRef, content: Content) -> Result<(), Failure> {
        self.collector.put(sheet, cell, content).map_err(|full| Failure::Full(full, sheet.name.clone()))
    }

    /// Takes from the limit for something else than a cell: a book may be small and name one part as a million sheets.
    fn charge(&mut self, sheet: &Sheet, bytes: usize) -> Result<(), Failure> {
        self.collector.charge(bytes as u64).map_err(|full| Failure::Full(full, sheet.name.clone()))
    }

    /// Begins a sheet, in its order after `sheets`; `None`, reported, if one of those has its name.
    fn begin(&mut self, sheets: &[Sheet], name: String, hidden: bool) -> Result<Option<Sheet>, Failure> {
        let sheet = Sheet { name, hidden, ..Sheet::default() };
        self.charge(&sheet, SHEET_BYTES)?;
        if sheets.iter().any(|other| other.name == sheet.name) {
            self.report(SourceFinding::DuplicateSheet { book: self.book.clone(), sheet: sheet.name });
            return Ok(None);
        }
        Ok(Some(sheet))
    }

    /// Says that a sheet has no cells by its nature.
    fn other_sheet(&mut self, name: String, kind: &'static str) -> Result<(), Failure> {
        let sheet = Sheet { name, ..Sheet::default() };
        self.charge(&sheet, SHEET_BYTES)?;
        self.report(SourceFinding::OtherSheet { book: self.book.clone(), sheet: sheet.name, kind });
        Ok(())
    }

    /// Sets which rows and columns of a sheet are hidden.
    fn hide(&mut self, sheet: &mut Sheet, rows: Vec<(u32, u32)>, columns: Vec<(u32, u32)>) -> Result<(), Failure> {
        sheet.hidden_rows = indexes(rows, LAST.row);
        sheet.hidden_columns = indexes(columns, LAST.column);
        self.charge(sheet, 4 * (sheet.hidden_rows.len() + sheet.hidden_columns.len()))
    }

    /// Says that the remainder of a sheet can't be read.
    fn sheet_unreadable(&mut self, sheet: &Sheet, detail: impl Into<String>) {
        let after = sheet.cells.last();
        self.report(SourceFinding::SheetUnreadable { book: self.book.clone(), sheet: sheet.name.clone(), detail: detail.into(), after });
    }
}

/// Reads a workbook in a zip archive or a compound file.
pub(super) fn read(
    book: &BookPath,
    family: Family,
    bytes: &[u8],
    options: &Options,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Workbook> {
    let mut reading = Reading { book, options, collector: Collector::new(options), diagnostics };
    // Nothing here is meant to panic, and neither is calamine; a book must not stop the compilation of the others all the same.
    let outcome = catch_unwind(AssertUnwindSafe(|| match family {
        Family::Zip => package::read(&mut reading, bytes),
        _ => xls::read(&mut reading, bytes),
    }))
    .unwrap_or_else(|_| Err(Failure::Damaged("its contents contradict each other".to_owned())));
    match outcome {
        Ok((format, mut sheets)) => {
            for sheet in &mut sheets {
                finish(sheet);
            }
            Some(Workbook { path: book.clone(), format, sheets, complete: true })
        }
        Err(failure) => {
            let book = book.clone();
            reading.report(match failure {
                Failure::Full(full, sheet) => full.finding(&book, &sheet, options),
                Failure::Expands => SourceFinding::Expands { book, most: options.max_expanded_bytes },
                Failure::Password => SourceFinding::Password { book },
                Failure::NotABook(looks_like) => SourceFinding::NotABook { book, looks_like },
                Failure::Damaged(detail) => SourceFinding::Damaged { book, detail },
            });
            None
        }
    }
}

/// How a workbook in a zip archive looks; like nothing where it can't be read.
pub(super) fn looks(bytes: &[u8], options: &Options) -> Looks {
    catch_unwind(AssertUnwindSafe(|| package::looks(bytes, options))).unwrap_or_default()
}

/// The indexes of inclusive ranges, ascending, each once, none beyond `last`. However the ranges overlap, it takes time for each once.
fn indexes(mut ranges: Vec<(u32, u32)>, last: u32) -> Vec<u32> {
    ranges.sort_unstable();
    let mut indexes: Vec<u32> = Vec::new();
    for (from, to) in ranges {
        let from = indexes.last().map_or(from, |done| from.max(done + 1));
        indexes.extend(from..=to.min(last));
    }
    indexes
}

/// A cell's position, if it lies in a sheet.
fn position(row: u32, column: u32) -> Option<CellRef> {
    (row <= LAST.row && column <= LAST.column).then_some(CellRef::new(row, column))
}
