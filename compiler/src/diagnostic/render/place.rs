//! Where a finding is, for programs that know files, lines and columns.

use std::ops::Range;

use super::{Display, plain};
use crate::diagnostic::Location;
use crate::source::CsvText;

/// A part of a file. Lines and columns count from 1, columns in characters; the end is exclusive.
pub(super) struct Place<'a> {
    /// The file as the user knows it.
    pub(super) file: String,
    /// In bytes of the decoded text, without byte order mark; empty at 0 where the file is no text.
    pub(super) bytes: Range<usize>,
    /// The line and the column. Of a cell of a workbook, its row and column; of a whole file, the first.
    pub(super) start: (u32, u32),
    pub(super) end: (u32, u32),
    /// The lines, of a text.
    pub(super) lines: Vec<&'a str>,
}

impl<'a> Place<'a> {
    pub(super) fn new(display: &Display<'a>, location: &Location) -> Self {
        let file = display.path(&location.book);
        let nowhere = Self { file, bytes: 0..0, start: (1, 1), end: (1, 1), lines: Vec::new() };
        if let Some(line) = location.line {
            let text = display.texts.get(&location.book).map_or("", String::as_str);
            let above = usize::try_from(line.saturating_sub(1)).unwrap_or(usize::MAX);
            let first: usize = text.split_inclusive('\n').take(above).map(str::len).sum();
            let found = text.lines().nth(above).unwrap_or_default();
            let width = u32::try_from(found.chars().count()).unwrap_or(u32::MAX);
            return Self {
                bytes: first..first + found.len(),
                start: (line, 1),
                end: (line, width.saturating_add(1)),
                lines: vec![found],
                ..nowhere
            };
        }
        let Some((_, range)) = &location.cells else { return nowhere };
        let Some(csv) = display.csv.get(&location.book) else {
            let (first, last) = (range.first, range.last);
            let (start, end) = ((first.row + 1, first.column + 1), (last.row + 1, last.column + 2));
            return Self { start, end, ..nowhere };
        };
        let Some(first) = csv.span(range.first) else { return nowhere };
        let last = csv.span(range.last).unwrap_or_else(|| first.clone());
        Self::of_text(nowhere.file, csv, first.start..last.end.max(first.end))
    }

    /// A part of a CSV file's text.
    pub(super) fn of_text(file: String, csv: &'a CsvText, bytes: Range<usize>) -> Self {
        let (start, end) = (csv.line_column(bytes.start), csv.line_column(bytes.end));
        Self { file, bytes, start, end, lines: (start.0..=end.0).map(|line| csv.line(line)).collect() }
    }

    /// Whether lines and columns are those of a text.
    pub(super) fn is_text(&self) -> bool {
        !self.lines.is_empty()
    }
}

/// The sheet and the cells, as the spreadsheet names them: `Fees!C7`.
pub(super) fn cells(location: &Location) -> Option<String> {
    location.cells.as_ref().map(|(sheet, range)| format!("{}!{range}", plain(sheet)))
}
