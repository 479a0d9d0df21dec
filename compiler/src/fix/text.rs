//! Edits of a CSV file as edits of its text, which leave every other byte as it is.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::Edit;
use crate::source::{CellRange, CsvText, encode_like};

/// A part of a text, and what takes its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEdit {
    /// In bytes of the text; empty where something is inserted.
    pub range: Range<usize>,
    /// What takes its place.
    pub text: String,
}

/// A new row: its first column, and its cells.
type NewRow<'e> = (u32, &'e [Option<String>]);

/// What is done to the rows and cells of one file.
#[derive(Default)]
struct Sheet<'e> {
    /// By row, then column.
    typed: BTreeMap<u32, BTreeMap<u32, &'e str>>,
    /// By the row above.
    inserted: BTreeMap<u32, Vec<NewRow<'e>>>,
    deleted: BTreeMap<u32, CellRange>,
}

/// What edits of one CSV file do to its text, ascending and apart from each other. An unknown cell of an inserted row is left blank.
///
/// `None` where they can't be carried out: two of them contradict each other, a row isn't there, or an inserted or deleted row would tear
/// apart what stands beside the block. O(edits · bytes of a row).
pub fn text_edits<'e>(csv: &CsvText, edits: impl IntoIterator<Item = &'e Edit>) -> Option<Vec<TextEdit>> {
    let mut sheet = Sheet::default();
    for edit in edits {
        let (_, range) = edit.location().cells.as_ref()?;
        match edit {
            Edit::Type { text, .. } => {
                let row = sheet.typed.entry(range.first.row).or_default();
                if row.insert(range.first.column, text).is_some() {
                    return None;
                }
            }
            Edit::InsertRow { cells, .. } => {
                let row = range.last.row;
                // What stands beside both rows would have a hole.
                if row.checked_add(1).is_none_or(|next| stands_beside(csv, row, *range) && stands_beside(csv, next, *range)) {
                    return None;
                }
                sheet.inserted.entry(row).or_default().push((range.first.column, cells));
            }
            Edit::DeleteRow { .. } => {
                if stands_beside(csv, range.first.row, *range) || sheet.deleted.insert(range.first.row, *range).is_some() {
                    return None;
                }
            }
        }
    }
    if sheet.deleted.keys().any(|row| sheet.typed.contains_key(row) || sheet.inserted.contains_key(row)) {
        return None;
    }
    let mut found = Vec::new();
    for (row, cells) in &sheet.typed {
        typed(csv, *row, cells, &mut found)?;
    }
    for row in sheet.deleted.keys() {
        found.push(TextEdit { range: csv.row(*row)?, text: String::new() });
    }
    for (row, rows) in &sheet.inserted {
        found.push(inserted(csv, *row, rows)?);
    }
    found.sort_by_key(|edit| (edit.range.start, edit.range.end));
    Some(found)
}

/// The text with these edits made, which are ascending and apart from each other.
pub fn edited(text: &str, edits: &[TextEdit]) -> String {
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        result.push_str(text.get(at..edit.range.start).unwrap_or_default());
        result.push_str(&edit.text);
        at = edit.range.end;
    }
    result.push_str(text.get(at..).unwrap_or_default());
    result
}

/// A CSV file with these edits made, in its own encoding and with its own byte order mark; `None` where they can't be made
/// ([`text_edits`]), or not written in that encoding.
pub fn edited_file<'e>(bytes: &[u8], edits: impl IntoIterator<Item = &'e Edit>) -> Option<Vec<u8>> {
    let csv = CsvText::new(bytes)?;
    let text = edited(csv.text(), &text_edits(&csv, edits)?);
    encode_like(bytes, &text)
}

/// Whether a cell of the row outside these columns holds something.
fn stands_beside(csv: &CsvText, row: u32, range: CellRange) -> bool {
    let fields = csv.fields(row).unwrap_or_default();
    (0..).zip(fields).any(|(column, field)| {
        let held = csv.text().get(field).unwrap_or_default();
        !(range.first.column..=range.last.column).contains(&column) && !held.trim_matches(['"', ' ', '\t', '\u{a0}']).is_empty()
    })
}

/// Texts typed into cells of a row, which may be too short for them.
fn typed(csv: &CsvText, row: u32, cells: &BTreeMap<u32, &str>, edits: &mut Vec<TextEdit>) -> Option<()> {
    let fields = csv.fields(row)?;
    let end = fields.last()?.end;
    let mut width = u32::try_from(fields.len()).ok()?;
    let mut beyond = String::new();
    for (column, text) in cells {
        match usize::try_from(*column).ok().and_then(|column| fields.get(column)) {
            Some(field) => edits.push(TextEdit { range: field.clone(), text: csv.field(text).into_owned() }),
            None if text.is_empty() => {}
            None => {
                while width <= *column {
                    beyond.push(csv.delimiter());
                    width += 1;
                }
                beyond.push_str(&csv.field(text));
            }
        }
    }
    if !beyond.is_empty() {
        edits.push(TextEdit { range: end..end, text: beyond });
    }
    Some(())
}

/// Rows inserted below a row, each as wide as that, and with its line break.
fn inserted(csv: &CsvText, row: u32, rows: &[NewRow<'_>]) -> Option<TextEdit> {
    let at = csv.row(row)?.end;
    let width = csv.fields(row)?.len();
    let line_break = csv.line_break(row);
    let ends = csv.text().get(..at).is_some_and(|above| above.ends_with(['\r', '\n']));
    let mut text = String::new();
    for (first, cells) in rows {
        let before = usize::try_from(*first).ok()?;
        let mut fields: Vec<String> = vec![String::new(); before];
        fields.extend(cells.iter().map(|cell| csv.field(cell.as_deref().unwrap_or_default()).into_owned()));
        fields.resize(fields.len().max(width), String::new());
        let line = fields.join(&csv.delimiter().to_string());
        if ends {
            text.push_str(&line);
            text.push_str(line_break);
        } else {
            text.push_str(line_break);
            text.push_str(&line);
        }
    }
    Some(TextEdit { range: at..at, text })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Location;
    use crate::source::{BookPath, CellRef};

    fn at(row: u32, first: u32, last: u32) -> Location {
        Location::cells(&BookPath::new("x.csv"), "x", CellRange::new(CellRef::new(row - 1, first), CellRef::new(row - 1, last)))
    }

    fn typing(row: u32, column: u32, text: &str) -> Edit {
        Edit::Type { cell: at(row, column, column), text: text.to_owned() }
    }

    fn inserting(row: u32, last: u32, cells: &[Option<&str>]) -> Edit {
        Edit::InsertRow { below: at(row, 0, last), cells: cells.iter().map(|cell| cell.map(str::to_owned)).collect() }
    }

    fn after(text: &str, edits: &[Edit]) -> Option<String> {
        let csv = CsvText::new(text.as_bytes()).unwrap();
        text_edits(&csv, edits).map(|edits| edited(text, &edits))
    }

    #[test]
    fn only_the_cells_concerned_change() {
        let text = "sep=;\r\n a ;\"b\"\"\";\r\n\"c;\r\n\"; d;e \r\n\r\nf";
        let edits = [typing(2, 1, "x;y"), typing(1, 1, "1,5"), typing(4, 2, "far"), typing(4, 3, "out"), typing(1, 2, " ")];
        assert_eq!(after(text, &edits).unwrap(), "sep=;\r\n a ;1,5;\" \"\r\n\"c;\r\n\";\"x;y\";e \r\n\r\nf;;far;out");
        assert_eq!(after(text, &[typing(2, 1, "")]).unwrap(), "sep=;\r\n a ;\"b\"\"\";\r\n\"c;\r\n\";;e \r\n\r\nf");
        assert_eq!(after(text, &[typing(4, 7, "")]).unwrap(), text);
    }

    #[test]
    fn rows_come_and_go() {
        let text = "a,b,,\r\nc,d\n\ne,f";
        assert_eq!(after(text, &[inserting(1, 1, &[Some("x,y"), None])]).unwrap(), "a,b,,\r\n\"x,y\",,,\r\nc,d\n\ne,f");
        let two = [inserting(4, 1, &[Some("1"), Some("2")]), inserting(4, 1, &[Some("3"), Some("")])];
        assert_eq!(after(text, &two).unwrap(), "a,b,,\r\nc,d\n\ne,f\n1,2\n3,");
        assert_eq!(after(text, &[Edit::DeleteRow { row: at(2, 0, 1) }]).unwrap(), "a,b,,\r\n\ne,f");
        let all = [Edit::DeleteRow { row: at(2, 0, 1) }, inserting(1, 1, &[Some("x")]), typing(1, 0, "z")];
        assert_eq!(after(text, &all).unwrap(), "z,b,,\r\nx,,,\r\n\ne,f");
    }

    #[test]
    fn what_cannot_be_done_is_not() {
        let text = "a,b,,p\nc,d,,q\ne,f\n";
        assert_eq!(after(text, &[typing(1, 1, "x"), typing(1, 1, "y")]), None, "one cell twice");
        assert_eq!(after(text, &[typing(9, 1, "x")]), None, "no such row");
        assert_eq!(after(text, &[typing(2, 1, "x"), Edit::DeleteRow { row: at(2, 0, 3) }]), None, "a row that goes");
        assert_eq!(after(text, &[Edit::DeleteRow { row: at(2, 0, 1) }]), None, "something stands beside it");
        assert_eq!(after(text, &[inserting(1, 1, &[Some("x")])]), None, "a block beside would be torn");
        assert_eq!(after(text, &[inserting(2, 1, &[Some("x")])]).unwrap(), "a,b,,p\nc,d,,q\nx,,,\ne,f\n", "it ends there");
    }

    #[test]
    fn the_end_mark_of_old_programs_stays_at_the_end() {
        assert_eq!(after("a,b\n\u{1a}", &[inserting(1, 1, &[Some("c"), Some("d")])]).unwrap(), "a,b\nc,d\n\u{1a}");
    }
}
