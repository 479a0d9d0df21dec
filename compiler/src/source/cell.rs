//! The normal form of what a spreadsheet holds: the same for every file format.

use std::fmt;

use jiff::civil::{Date, DateTime, Time};

use super::cells::Cells;
use crate::model::Number;

/// A cell's position in its sheet, both zero-based. It prints as spreadsheets show it: `C7`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellRef {
    /// The row, 0 for row 1.
    pub row: u32,
    /// The column, 0 for column A.
    pub column: u32,
}

impl CellRef {
    /// The cell at this zero-based row and column.
    pub const fn new(row: u32, column: u32) -> Self {
        Self { row, column }
    }
}

/// A column's letters: `A` for 0, `XFD` for 16383.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

impl fmt::Display for CellRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", column_letters(self.column), u64::from(self.row) + 1)
    }
}

/// A rectangle of cells, both corners included. It prints as `B7:D8`, or as `C7` for a single cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellRange {
    /// The top left cell.
    pub first: CellRef,
    /// The bottom right cell.
    pub last: CellRef,
}

impl CellRange {
    /// The rectangle with these corners.
    pub const fn new(first: CellRef, last: CellRef) -> Self {
        Self { first, last }
    }

    /// Whether the cell lies in it.
    pub fn contains(self, cell: CellRef) -> bool {
        (self.first.row..=self.last.row).contains(&cell.row) && (self.first.column..=self.last.column).contains(&cell.column)
    }
}

impl From<CellRef> for CellRange {
    fn from(cell: CellRef) -> Self {
        Self { first: cell, last: cell }
    }
}

impl fmt::Display for CellRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last { self.first.fmt(f) } else { write!(f, "{}:{}", self.first, self.last) }
    }
}

/// What a cell holds, whatever the file format. A blank cell, a cell of blanks only and a formula that gives empty text are none at all:
/// [`Sheet::cells`] has no entry for them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Content {
    /// Text as stored: outer blanks and NBSP are still there (but not all of it is blank).
    Text(String),
    /// A number, rounded to the 15 significant digits that a spreadsheet shows, whether shown as a percentage or not (0.125 for 12.5 %).
    Number {
        /// The number meant.
        value: Number,
        /// The least digits before the point that the number format shows: 5 for `00000`, else 0 or 1.
        integer_digits: u32,
        /// Whether the format shows a percentage.
        percent: bool,
    },
    /// A boolean.
    Boolean(bool),
    /// A number or text formatted as a date.
    Date(Date),
    /// A time of day, rounded to milliseconds.
    Time(Time),
    /// A date and time, rounded to milliseconds.
    DateTime(DateTime),
    /// A number formatted as an elapsed time (`[h]:mm`), rounded to milliseconds.
    Duration(jiff::SignedDuration),
    /// An error value, as shown: `#REF!`.
    Error(String),
    /// A formula without a cached value.
    Uncalculated,
    /// A formula that reads another workbook, with that workbook's name or number as the formula has it.
    ExternalLink(String),
}

impl Content {
    /// The cell's text as a reader of the sheet would type it in: a number by its digits (with the zeros that its format keeps), a date
    /// in ISO 8601. Cell syntax is parsed from it where the cell isn't read by its kind.
    pub fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number { value, integer_digits, .. } => {
                let digits = value.to_string();
                if *integer_digits > 1 && value.is_integer() && value.coefficient() >= 0 {
                    format!("{digits:0>width$}", width = *integer_digits as usize)
                } else {
                    digits
                }
            }
            Self::Boolean(b) => b.to_string(),
            Self::Date(date) => date.to_string(),
            Self::Time(time) => time.to_string(),
            Self::DateTime(date_time) => date_time.to_string(),
            Self::Duration(duration) => duration.to_string(),
            Self::Error(error) => error.clone(),
            Self::Uncalculated => "(never calculated)".to_owned(),
            Self::ExternalLink(_) => "(link to another workbook)".to_owned(),
        }
    }
}

/// One sheet, sparse.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// Its name; of a CSV file, the file's name without its extension.
    pub name: String,
    /// Its cells that aren't blank.
    pub cells: Cells,
    /// Merged regions of more than one cell; the value is in the top left cell only.
    pub merges: Vec<CellRange>,
    /// Zero-based rows that are hidden or filtered away, ascending, where the format shows them.
    pub hidden_rows: Vec<u32>,
    /// Zero-based columns that are hidden, ascending, where the format shows them.
    pub hidden_columns: Vec<u32>,
    /// Whether the sheet itself is hidden.
    pub hidden: bool,
}

impl Sheet {
    /// What the cell holds; `None` for a blank one.
    pub fn get(&self, cell: CellRef) -> Option<&Content> {
        self.cells.get(cell)
    }

    /// The cells of one row from `first` to `last` column, blank ones left out.
    pub fn row(&self, row: u32, first: u32, last: u32) -> impl Iterator<Item = (CellRef, &Content)> {
        self.cells.row(row, first, last)
    }
}

/// A file format, told by content and never by extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Office Open XML, with or without macros.
    Xlsx,
    /// Excel's binary format of 2007.
    Xlsb,
    /// Excel's binary format of 97 and before.
    Xls,
    /// OpenDocument.
    Ods,
    /// Text with separators; a tab, a comma or a semicolon.
    Csv,
}

/// A book as read: its sheets in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Workbook {
    /// Its path below the root.
    pub path: super::BookPath,
    /// What it turned out to be.
    pub format: Format,
    /// Its sheets, in the book's order.
    pub sheets: Vec<Sheet>,
    /// Whether the file was read to its end. If not, which has been reported, its cells are shown with that report, and nothing more is made
    /// of them.
    pub complete: bool,
}
