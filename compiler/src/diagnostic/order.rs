//! The order of reports.

use std::collections::BTreeMap;

use super::{Diagnostic, Location, Report};
use crate::layout::BookLayout;
use crate::source::{BookPath, CellRange, Workbook};

/// Sorts by book, sheet (in the book's order) and block, what is said of a whole book first; in a block by row and column, and then what
/// the analysis found, in its own order: the worst of a kind first.
///
/// Whoever mends a table mends its cells first: an analysis of misspelt entries says little. O(reports × blocks of a sheet).
pub(crate) fn sort(reports: &mut [Report], read: &[(Workbook, BookLayout)]) {
    let sheets: BTreeMap<(&BookPath, &str), usize> = read
        .iter()
        .flat_map(|(workbook, _)| workbook.sheets.iter().enumerate().map(|(i, sheet)| ((&workbook.path, sheet.name.as_str()), i)))
        .collect();
    let mut decisions: BTreeMap<(&BookPath, &str), Vec<CellRange>> = BTreeMap::new();
    for block in read.iter().flat_map(|(_, layout)| &layout.decisions).map(|decision| &decision.block) {
        decisions.entry((&block.book, block.sheet_name.as_str())).or_default().push(block.range);
    }
    reports.sort_by_cached_key(|report| {
        let Location { book, cells, line } = report.location();
        let analysed = matches!(report.diagnostic, Diagnostic::Check(_));
        let place = cells.as_ref().map(|(sheet, range)| {
            let key = (book, sheet.as_str());
            let block = decisions.get(&key).and_then(|blocks| blocks.iter().find(|block| block.contains(range.first)));
            // What stands in no decision is a block of its own.
            (sheets.get(&key).copied(), block.map_or(range.first, |block| block.first), analysed, (!analysed).then_some(*range))
        });
        (book.clone(), place, *line, if analysed { None } else { Some(report.code()) })
    });
}
