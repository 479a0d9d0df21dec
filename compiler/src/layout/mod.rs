//! Phase 2, [`Workbook`] → blocks: finding blocks, gutters, column rows and rules ("Books and blocks", "A decision" and
//! "Tests" in `docs/table-language.md`).
//!
//! Before: cells, merges. After: each block's rows and columns have their part (`role`, a rule, `else`), its words are read, and what
//! can be wrong with its shape is said. The text of entries isn't looked at: that is `syntax` and `typing`. A block that has an error
//! in its shape stays, marked [`Block::faulty`], so that the rest of it is still checked.

mod block;
mod decision;
mod extent;
mod listing;
mod outside;
mod rules;
mod soundness;
mod view;
mod word;

pub use block::{
    Block, BookLayout, Column, ColumnRow, DecisionBlock, NameBlock, OptionRow, OptionWord, Role, RuleRow, TestLayout, Text, VerticalMerges,
    fold,
};
pub use word::{did_you_mean, nearest};

use crate::diagnostic::layout::LayoutFinding;
use crate::diagnostic::{Diagnostic, Location};
use crate::source::Workbook;
use extent::{Extent, Kind};
use view::View;

/// Finds the blocks of a book. O(n log n) in its cells and merges.
pub fn blocks(workbook: &Workbook, diagnostics: &mut Vec<Diagnostic>) -> BookLayout {
    let mut layout = BookLayout::default();
    if !workbook.complete {
        // Its last block would be said to lack what couldn't be read.
        layout.merges.extend(workbook.sheets.iter().map(|sheet| VerticalMerges::new(&sheet.merges)));
        return layout;
    }
    for (index, sheet) in workbook.sheets.iter().enumerate() {
        let merges = VerticalMerges::new(&sheet.merges);
        let view = View { book: &workbook.path, sheet, merges: &merges };
        let extents = extent::find(&view);
        let faults = soundness::faults(&view, &extents, diagnostics);
        let mut shapes = Vec::with_capacity(extents.len());
        for (extent, (fault, without_value)) in extents.iter().zip(faults) {
            let block = Block {
                book: workbook.path.clone(),
                sheet: index,
                sheet_name: sheet.name.clone(),
                name: view.text(extent.name_cell()).unwrap_or(Text { at: extent.name_cell(), text: String::new() }),
                range: extent.range,
                faulty: fault || extent.kind != Kind::Decision && !without_value.is_empty(),
            };
            shapes.push(match extent.kind {
                Kind::Decision => {
                    let mut decision = decision::read(&view, extent, block, diagnostics);
                    // What an entry is lacking says nothing of other rules.
                    decision.block.faulty |= without_value.iter().any(|cell| !decision.is_entry(*cell));
                    let results = decision.columns.iter().filter(|column| column.role == Some(Role::Then)).map(|column| column.column);
                    let results = results.collect();
                    layout.decisions.push(decision);
                    (results, layout.decisions.len() - 1)
                }
                Kind::Test => {
                    let test = listing::test(&view, extent, block, diagnostics);
                    let results = test.columns.iter().filter(|column| word::is_expectation(&column.label.text)).map(|column| column.column);
                    let results = results.collect();
                    layout.tests.push(test);
                    (results, layout.tests.len() - 1)
                }
                Kind::Glossary | Kind::Constants => {
                    let names = listing::names(&view, extent, block, diagnostics);
                    let list = if extent.kind == Kind::Glossary { &mut layout.glossaries } else { &mut layout.constants };
                    list.push(names);
                    (Vec::new(), list.len() - 1)
                }
            });
        }
        let (cells, cut) = outside::report(&view, &extents, &shapes, diagnostics);
        layout.cells_outside += cells;
        for block in cut {
            let (Extent { kind, .. }, (_, position)) = (&extents[block], &shapes[block]);
            match kind {
                Kind::Decision => layout.decisions[*position].block.faulty = true,
                Kind::Test => layout.tests[*position].block.faulty = true,
                Kind::Glossary | Kind::Constants => {}
            }
        }
        layout.merges.push(merges);
    }
    diagnostics.push(
        LayoutFinding::Found {
            at: Location::file(&workbook.path),
            blocks: [layout.decisions.len(), layout.tests.len(), layout.glossaries.len(), layout.constants.len()],
            outside: layout.cells_outside,
        }
        .into(),
    );
    layout
}

#[cfg(test)]
mod tests;
