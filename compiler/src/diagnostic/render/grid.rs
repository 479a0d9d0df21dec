//! The part of a sheet around some cells, as lines of text whose columns line up.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use super::plain;
use crate::layout::{Block, BookLayout, fold};
use crate::source::{CellRange, CellRef, Workbook, column_letters};

/// The widest a cell is shown, in terminal columns: where it isn't pointed at, and where it is.
const CELL: usize = 24;
const POINTED_CELL: usize = 60;
/// The widest a row of the grid is shown, unless the cells pointed at need more.
const ROW: usize = 100;
/// The most rows of one range that are shown: the first ones and the last.
const ROWS: u32 = 3;
const BETWEEN: &str = " │ ";
const LEFT_OUT: &str = "…";

/// Cells whose text is to be shown as something else: what a fix types in.
pub(super) type Replacements<'a> = &'a [(CellRef, &'a str)];

/// Some rows and columns of one sheet.
pub(super) struct Grid<'a> {
    workbook: &'a Workbook,
    layout: &'a BookLayout,
    sheet: usize,
    block: Option<Header>,
    /// Zero-based, ascending.
    columns: Vec<u32>,
    rows: BTreeSet<u32>,
}

/// What the columns of a block are called.
struct Header {
    row: u32,
    gutter: u32,
    /// What the gutter holds.
    gutter_label: &'static str,
    last_column: u32,
}

/// A row as text.
pub(super) struct Line {
    /// The row's number as the spreadsheet shows it; `None` for the line above all rows.
    pub number: Option<u32>,
    pub text: String,
    /// Where each column's text lies in `text`, in bytes, without padding; never empty, so that it can be underlined.
    spans: BTreeMap<u32, Range<usize>>,
}

impl Line {
    /// Where the cells of these columns lie in the text, in bytes.
    pub(super) fn span(&self, first: u32, last: u32) -> Option<Range<usize>> {
        let mut spans = self.spans.range(first..=last).map(|(_, span)| span);
        let start = spans.next()?;
        Some(start.start..spans.next_back().unwrap_or(start).end)
    }
}

impl<'a> Grid<'a> {
    /// The part of a sheet that shows these ranges; the first is the one that matters most. `None` if there is no such sheet.
    pub(super) fn around(workbook: &'a Workbook, layout: &'a BookLayout, sheet_name: &str, ranges: &[CellRange]) -> Option<Self> {
        let sheet = workbook.sheets.iter().position(|sheet| sheet.name == sheet_name)?;
        let first = ranges.first()?;
        let mut grid = Self { workbook, layout, sheet, block: None, columns: Vec::new(), rows: BTreeSet::new() };
        grid.block = grid.header_of(*first);
        for range in ranges {
            let rows = range.last.row.saturating_sub(range.first.row).saturating_add(1);
            grid.rows.extend(range.first.row..=range.first.row.saturating_add(rows.min(ROWS) - 1));
            grid.rows.insert(range.last.row);
        }
        grid.choose_columns(ranges);
        Some(grid)
    }

    /// The block that holds the range, if its columns have labels that the range lies below.
    fn header_of(&self, range: CellRange) -> Option<Header> {
        let layout = self.layout;
        let holds = |block: &Block| block.sheet == self.sheet && block.range.contains(range.first);
        let header = |block: &Block, row: u32, gutter_label: &'static str| {
            let gutter = block.gutter();
            (range.first.row > row).then_some(Header { row, gutter, gutter_label, last_column: block.range.last.column })
        };
        let decision = layout.decisions.iter().find(|decision| holds(&decision.block));
        if let Some(decision) = decision {
            return header(&decision.block, decision.header?.1.row, "rule");
        }
        if let Some(test) = layout.tests.iter().find(|test| holds(&test.block)) {
            return header(&test.block, test.block.range.first.row.saturating_add(1), "case");
        }
        let names = layout.glossaries.iter().chain(&layout.constants).find(|names| holds(&names.block))?;
        header(&names.block, names.block.range.first.row.saturating_add(1), "")
    }

    /// The columns pointed at, the gutter, and as many between and beside them as there is room for.
    fn choose_columns(&mut self, ranges: &[CellRange]) {
        let pointed: BTreeSet<u32> = ranges.iter().flat_map(|range| [range.first.column, range.last.column]).collect();
        let (Some(least), Some(most)) = (pointed.first().copied(), pointed.last().copied()) else { return };
        let mut chosen = pointed.clone();
        let candidates: Vec<u32> = match &self.block {
            Some(header) => {
                chosen.insert(header.gutter);
                (header.gutter..=most.min(header.last_column)).collect()
            }
            // Of a sheet without a block, what stands near.
            None => (least.saturating_sub(3)..=most.saturating_add(2).min(least.saturating_add(40))).collect(),
        };
        let mut near: Vec<(u32, u32)> = candidates
            .into_iter()
            .filter(|column| !chosen.contains(column))
            .filter(|column| self.block.is_some() || self.rows.iter().any(|row| !self.text(*row, *column, &[], CELL).is_empty()))
            .map(|column| (pointed.iter().map(|at| at.abs_diff(column)).min().unwrap_or(0), column))
            .collect();
        near.sort_unstable();
        let mut width: usize = chosen.iter().map(|column| self.width(*column, true) + BETWEEN.width()).sum();
        for (_, column) in near {
            width += self.width(column, false) + BETWEEN.width();
            if width > ROW {
                break;
            }
            chosen.insert(column);
        }
        self.columns = chosen.into_iter().collect();
    }

    fn width(&self, column: u32, pointed: bool) -> usize {
        let limit = if pointed { POINTED_CELL } else { CELL };
        let cells = self.rows.iter().map(|row| self.text(*row, column, &[], limit).width()).max();
        cells.unwrap_or(0).max(self.label(column).width())
    }

    /// Whether all these cells are shown.
    pub(super) fn shows(&self, range: CellRange) -> bool {
        (range.first.row..=range.last.row).all(|row| self.rows.contains(&row))
            && self.columns.binary_search(&range.first.column).is_ok()
            && self.columns.binary_search(&range.last.column).is_ok()
    }

    /// A column's letters and label.
    fn label(&self, column: u32) -> String {
        let letters = column_letters(column);
        let label = match &self.block {
            None => String::new(),
            Some(header) if header.gutter == column => header.gutter_label.to_owned(),
            Some(header) => self.text(header.row, column, &[], CELL),
        };
        if label.is_empty() { letters } else { format!("{letters}: {label}") }
    }

    fn text(&self, row: u32, column: u32, replacements: Replacements<'_>, limit: usize) -> String {
        let cell = CellRef::new(row, column);
        if let Some((_, text)) = replacements.iter().find(|(at, _)| *at == cell) {
            return cut(&fold(&plain(text)), limit);
        }
        let (_, content) = self.layout.cell(self.workbook, self.sheet, cell);
        content.map(|content| cut(&fold(&plain(&content.shown())), limit)).unwrap_or_default()
    }

    /// The line of labels, then the rows asked for that are among the grid's, cells that are `pointed` at shown longer.
    pub(super) fn lines(&self, only: Option<u32>, replacements: Replacements<'_>, pointed: impl Fn(CellRef) -> bool) -> Vec<Line> {
        let rows: Vec<u32> = self.rows.iter().copied().filter(|row| only.is_none_or(|only| only == *row)).collect();
        let labels: Vec<String> = self.columns.iter().map(|column| self.label(*column)).collect();
        let table: Vec<Vec<String>> = rows
            .iter()
            .map(|row| {
                let text = |column: &u32| {
                    let limit = if pointed(CellRef::new(*row, *column)) { POINTED_CELL } else { CELL };
                    self.text(*row, *column, replacements, limit)
                };
                self.columns.iter().map(text).collect()
            })
            .collect();
        let widths: Vec<usize> = (0..self.columns.len())
            .map(|i| table.iter().chain([&labels]).filter_map(|row| row.get(i)).map(|text| text.width()).max().unwrap_or(0).max(1))
            .collect();
        let numbers = std::iter::once(None).chain(rows.iter().map(|row| Some(row.saturating_add(1))));
        numbers.zip(std::iter::once(&labels).chain(&table)).map(|(number, cells)| self.line(number, cells, &widths)).collect()
    }

    /// The line of labels, then these cells as a row of this number, the first of them in this column; all of them, as they are to be copied.
    pub(super) fn new_row(mut self, number: u32, first_column: u32, cells: &[Option<String>]) -> Vec<Line> {
        let shown = |cell: &Option<String>| cell.as_deref().map_or_else(|| LEFT_OUT.to_owned(), plain);
        let cells: Vec<String> = cells.iter().map(shown).collect();
        self.columns = (first_column..).zip(&cells).map(|(column, _)| column).collect();
        let labels: Vec<String> = self.columns.iter().map(|column| self.label(*column)).collect();
        let widths: Vec<usize> = labels.iter().zip(&cells).map(|(label, cell)| label.width().max(cell.width()).max(1)).collect();
        vec![self.line(None, &labels, &widths), self.line(Some(number), &cells, &widths)]
    }

    fn line(&self, number: Option<u32>, cells: &[String], widths: &[usize]) -> Line {
        let mut line = Line { number, text: String::new(), spans: BTreeMap::new() };
        let mut before: Option<u32> = None;
        for ((column, cell), width) in self.columns.iter().zip(cells).zip(widths) {
            if before.is_some_and(|before| self.block.is_some() && before.checked_add(1) != Some(*column)) {
                line.text.push_str(BETWEEN);
                line.text.push_str(LEFT_OUT);
            }
            if before.is_some() {
                line.text.push_str(BETWEEN);
            }
            before = Some(*column);
            let start = line.text.len();
            line.text.push_str(cell);
            line.text.push_str(&" ".repeat(width.saturating_sub(cell.width())));
            line.spans.insert(*column, start..start + cell.len().max(1));
        }
        line
    }
}

/// The text, with its end left out if it is wider than the limit.
fn cut(text: &str, limit: usize) -> String {
    if text.width() <= limit {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        kept.push(c);
        if kept.width() >= limit {
            kept.pop();
            break;
        }
    }
    kept.push_str(LEFT_OUT);
    kept
}
