//! Edits of a workbook's cells, in the normal form of all formats.

use crate::diagnostic::Edit;
use crate::model::Number;
use crate::source::{CellRange, CellRef, Content, Sheet, Workbook};

/// A workbook with these edits made, which all name the cells as they are before the first one; `None` where they can't be: a sheet isn't there,
/// or an inserted or deleted row would tear apart merged cells or what stands beside the block. An unknown cell of an inserted row is left
/// blank. O(edits · cells).
pub fn edit_sheets<'e>(workbook: &Workbook, edits: impl IntoIterator<Item = &'e Edit>) -> Option<Workbook> {
    let mut edited = workbook.clone();
    let mut rows: Vec<(u32, usize, CellRange, &Edit)> = Vec::new();
    for edit in edits {
        let (name, range) = edit.location().cells.as_ref()?;
        let index = edited.sheets.iter().position(|sheet| sheet.name == *name)?;
        match edit {
            Edit::Type { text, .. } => {
                let sheet = edited.sheets.get_mut(index)?;
                let content = typed(text, sheet.get(range.first));
                put(sheet, range.first, content);
            }
            Edit::InsertRow { .. } | Edit::DeleteRow { .. } => rows.push((range.last.row, index, *range, edit)),
        }
    }
    // From below, so that the rows above keep their numbers; of several below one row, the last first.
    rows.reverse();
    rows.sort_by_key(|(row, ..)| std::cmp::Reverse(*row));
    for (row, index, range, edit) in rows {
        let sheet = edited.sheets.get_mut(index)?;
        match edit {
            Edit::InsertRow { cells, .. } => {
                let next = row.checked_add(1)?;
                let torn = sheet.merges.iter().any(|merge| (merge.first.row..merge.last.row).contains(&row));
                if torn || stands_beside(sheet, row, range) && stands_beside(sheet, next, range) {
                    return None;
                }
                let above: Vec<Option<Content>> =
                    (range.first.column..).zip(cells).map(|(column, _)| sheet.get(CellRef::new(row, column)).cloned()).collect();
                shift(sheet, next, |row| row.checked_add(1))?;
                for ((column, cell), above) in (range.first.column..).zip(cells).zip(above) {
                    let content = cell.as_deref().and_then(|text| typed(text, above.as_ref()));
                    put(sheet, CellRef::new(next, column), content);
                }
            }
            Edit::DeleteRow { .. } => {
                let merged = sheet.merges.iter().any(|merge| (merge.first.row..=merge.last.row).contains(&row));
                if merged || stands_beside(sheet, row, range) {
                    return None;
                }
                sheet.cells.retain(|cell, _| cell.row != row);
                sheet.hidden_rows.retain(|hidden| *hidden != row);
                shift(sheet, row.checked_add(1)?, |row| row.checked_sub(1))?;
            }
            Edit::Type { .. } => {}
        }
    }
    Some(edited)
}

fn put(sheet: &mut Sheet, cell: CellRef, content: Option<Content>) {
    match content {
        Some(content) => drop(sheet.cells.insert(cell, content)),
        None => drop(sheet.cells.remove(cell)),
    }
}

/// What a cell holds once this text is typed into it: of the kind that it held before, or its neighbour above, where that can be.
fn typed(text: &str, like: Option<&Content>) -> Option<Content> {
    if text.trim().is_empty() {
        return None;
    }
    Some(match like {
        Some(Content::Number { .. }) if text.starts_with(|c: char| c == '-' || c.is_ascii_digit()) => match Number::parse(text) {
            Some(value) => Content::Number { value, integer_digits: 1, percent: false },
            None => Content::Text(text.to_owned()),
        },
        Some(Content::Date(_)) => text.parse().map_or_else(|_| Content::Text(text.to_owned()), Content::Date),
        Some(Content::Boolean(_)) if text == "true" || text == "false" => Content::Boolean(text == "true"),
        _ => Content::Text(text.to_owned()),
    })
}

/// Whether a cell of the row outside these columns holds something.
fn stands_beside(sheet: &Sheet, row: u32, range: CellRange) -> bool {
    sheet.row(row, 0, u32::MAX).any(|(cell, _)| !(range.first.column..=range.last.column).contains(&cell.column))
}

/// Moves all rows from this one on.
fn shift(sheet: &mut Sheet, from: u32, moved: impl Fn(u32) -> Option<u32>) -> Option<()> {
    sheet.cells.move_rows(from, &moved)?;
    for merge in sheet.merges.iter_mut().filter(|merge| merge.first.row >= from) {
        merge.first.row = moved(merge.first.row)?;
        merge.last.row = moved(merge.last.row)?;
    }
    for row in sheet.hidden_rows.iter_mut().filter(|row| **row >= from) {
        *row = moved(*row)?;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Location;
    use crate::sketch;
    use crate::source::BookPath;

    fn at(row: u32, first: u32, last: u32) -> Location {
        Location::cells(&BookPath::new("x.xlsx"), "Sheet1", CellRange::new(CellRef::new(row - 1, first), CellRef::new(row - 1, last)))
    }

    fn shown(workbook: &Workbook) -> String {
        let sheet = &workbook.sheets[0];
        let last = sheet.cells.positions().map(|cell| cell.row).max().unwrap_or(0);
        let line = |row: u32| {
            let cells = sheet.row(row, 0, 99);
            cells
                .map(|(cell, content)| format!("{cell}={content:?}"))
                .collect::<Vec<_>>()
                .join(" ")
                .replace("integer_digits: 1, percent: false", "…")
        };
        let lines: Vec<String> = (0..=last).map(line).collect();
        let merges: Vec<String> = sheet.merges.iter().map(ToString::to_string).collect();
        format!("{}\n{}", lines.join("\n"), merges.join(" "))
    }

    const BOOK: &str = "decision | Fee\nr1 | US | 5\nr2 | CA | 6\nr3 | ^ | 7\n | | \nother | note";

    #[test]
    fn cells_keep_their_kind_and_rows_move() {
        let book = sketch::workbook("x.xlsx", &[BOOK]);
        let typing = |row, column, text: &str| Edit::Type { cell: at(row, column, column), text: text.to_owned() };
        let cells = ["r9", "EU", "8"].map(|text| Some(text.to_owned())).to_vec();
        let edits = [
            typing(2, 2, "5.5"),
            typing(3, 2, "> 6"),
            typing(6, 1, ""),
            Edit::InsertRow { below: at(4, 0, 2), cells },
            Edit::InsertRow { below: at(4, 0, 2), cells: vec![Some("r10".to_owned()), None, Some("x".to_owned())] },
            Edit::DeleteRow { row: at(2, 0, 2) },
        ];
        insta::assert_snapshot!(shown(&edit_sheets(&book, &edits).unwrap()));
    }

    #[test]
    fn nothing_is_torn_apart() {
        let book = sketch::workbook("x.xlsx", &[BOOK]);
        let inserting = |row| Edit::InsertRow { below: at(row, 0, 2), cells: Vec::new() };
        assert_eq!(edit_sheets(&book, &[inserting(3)]), None, "within merged cells");
        assert_eq!(edit_sheets(&book, &[Edit::DeleteRow { row: at(4, 0, 2) }]), None, "a part of merged cells");
        let beside = sketch::workbook("x.xlsx", &["a | b | | x\nc | d | | y\ne | f"]);
        assert_eq!(edit_sheets(&beside, &[Edit::DeleteRow { row: at(1, 0, 1) }]), None);
        assert_eq!(edit_sheets(&beside, &[Edit::InsertRow { below: at(1, 0, 1), cells: Vec::new() }]), None);
        assert!(edit_sheets(&beside, &[Edit::InsertRow { below: at(2, 0, 1), cells: Vec::new() }]).is_some());
    }
}
