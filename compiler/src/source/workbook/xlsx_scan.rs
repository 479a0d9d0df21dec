//! What calamine hides of a sheet of xlsx: the errors it doesn't know, formulas without a result, links to other workbooks, merges, and
//! hidden rows and columns.

use std::collections::BTreeMap;

use quick_xml::events::Event;

use super::super::{CellRange, CellRef, Content};
use super::{LINK_LETTERS, position, xml};

/// What calamine hides of a sheet.
#[derive(Default)]
pub(super) struct Hidden {
    /// Cells that calamine doesn't read, or reads as something milder: errors, formulas without a result, links to other workbooks.
    pub(super) cells: BTreeMap<CellRef, Content>,
    /// How many of them calamine's stream fails at.
    pub(super) broken: u64,
    /// Formulas with a result.
    pub(super) calculated: Calculated,
    /// Merged ranges.
    pub(super) merges: Vec<CellRange>,
    /// Ranges of hidden rows.
    pub(super) rows: Vec<(u32, u32)>,
    /// Ranges of hidden columns.
    pub(super) columns: Vec<(u32, u32)>,
}

/// Formulas with a result.
#[derive(Default)]
pub(super) struct Calculated {
    /// The first of them in the file.
    pub(super) first: Option<CellRef>,
    /// How many there are.
    pub(super) count: u64,
}

/// The seven error values that calamine knows, and an eighth.
const KNOWN_ERRORS: [&str; 8] = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA"];

/// A cell while it is read.
#[derive(Default)]
struct Open {
    cell: Option<CellRef>,
    /// Whether its type is that of errors.
    is_error: bool,
    /// Whether its type is that of a formula's text.
    is_text: bool,
    formula: Option<String>,
    shared: Option<String>,
    value: String,
}

impl Open {
    /// Begins the next cell.
    fn begin(&mut self, cell: Option<CellRef>, kind: Option<&str>) {
        (self.cell, self.formula, self.shared) = (cell, None, None);
        (self.is_error, self.is_text) = (kind == Some("e"), kind == Some("str"));
        self.value.clear();
    }
}

/// Reads a sheet's part for what calamine hides. XML that breaks off ends it; calamine's stream reports that.
pub(super) fn scan(text: &str, links: &[String]) -> Hidden {
    let mut hidden = Hidden::default();
    // The link of a shared formula counts for all cells that share it.
    let mut shared: BTreeMap<String, String> = BTreeMap::new();
    let mut open = Open::default();
    let (mut row, mut column) = (0_u32, 0_u32);
    let mut within = "";
    let mut reader = xml::reader(text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => match element.local_name().as_ref() {
                "row" => {
                    row = xml::number(&element, "r").map_or(row, |number| number.saturating_sub(1));
                    if xml::is_set(&element, "hidden") {
                        hidden.rows.push((row, row));
                    }
                }
                "col" if xml::is_set(&element, "hidden") => {
                    if let (Some(from @ 1..), Some(to @ 1..)) = (xml::number(&element, "min"), xml::number(&element, "max")) {
                        hidden.columns.push((from - 1, to - 1));
                    }
                }
                "c" => {
                    let [name, kind] = xml::attributes(&element, ["r", "t"]);
                    let cell = name.map_or_else(|| position(row, column), |name| cell_named(&name));
                    if let Some(cell) = cell {
                        column = cell.column;
                    }
                    open.begin(cell, kind.as_deref());
                }
                "f" => {
                    within = "f";
                    open.formula = Some(String::new());
                    if xml::attribute(&element, "t").is_some_and(|kind| kind == "shared") {
                        open.shared = xml::attribute(&element, "si").map(std::borrow::Cow::into_owned);
                    }
                }
                "v" => within = "v",
                "mergeCell" => {
                    let range = xml::attribute(&element, "ref").and_then(|range| range_named(&range));
                    hidden.merges.extend(range);
                }
                _ => {}
            },
            Ok(Event::End(element)) => match element.local_name().as_ref() {
                "row" => {
                    row = row.saturating_add(1);
                    column = 0;
                }
                "f" | "v" => within = "",
                "c" => {
                    hidden.close(&mut open, links, &mut shared);
                    column = column.saturating_add(1);
                }
                _ => {}
            },
            Ok(Event::Eof) | Err(_) => return hidden,
            Ok(event) => match within {
                "f" => xml::push_text(&event, open.formula.get_or_insert_default()),
                // Of values only errors and emptiness matter here.
                "v" if open.value.len() < 64 => xml::push_text(&event, &mut open.value),
                _ => {}
            },
        }
    }
}

impl Hidden {
    fn close(&mut self, open: &mut Open, links: &[String], shared: &mut BTreeMap<String, String>) {
        let Some(cell) = open.cell.take() else { return };
        let is_error = open.is_error;
        self.broken += u64::from(is_error && !open.value.is_empty() && !KNOWN_ERRORS.contains(&open.value.as_str()));
        if let Some(formula) = open.formula.take() {
            let mut link = external(&formula);
            if let Some(index) = open.shared.take() {
                match &link {
                    Some(link) => drop(shared.insert(index, link.clone())),
                    None if formula.is_empty() => link = shared.get(&index).cloned(),
                    None => {}
                }
            }
            if let Some(link) = link {
                let number = link.parse::<usize>().ok().filter(|number| *number > 0);
                let name = number.and_then(|number| links.get(number - 1)).cloned().unwrap_or(link);
                self.cells.insert(cell, Content::ExternalLink(name));
                return;
            }
            // A formula that gives empty text has the type of text, and no value.
            if open.value.is_empty() && !open.is_text {
                self.cells.insert(cell, Content::Uncalculated);
                return;
            }
            if !is_error {
                self.calculated.first.get_or_insert(cell);
                self.calculated.count += 1;
            }
        }
        if is_error && !open.value.is_empty() {
            self.cells.insert(cell, Content::Error(std::mem::take(&mut open.value)));
        }
    }
}

/// The other workbook that a formula reads: what stands in brackets before a sheet's name, as in `[1]Rates!A1` and
/// `'[Book 2.xlsx]Rates'!A1`. Brackets after a name are a table's columns.
fn external(formula: &str) -> Option<String> {
    let mut before = ' ';
    let mut letters = formula.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => {
                letters.by_ref().take_while(|(_, letter)| *letter != '"').for_each(drop);
            }
            '[' if !before.is_alphanumeric() && !matches!(before, '_' | '.' | '[' | ']' | ')') => {
                let inside = &formula[at + 1..];
                let (inside, rest) = inside.split_once(']')?;
                let sheet_follows = rest.find('!').is_some_and(|end| !rest[..end].contains(['(', '+', '[', '"']));
                if sheet_follows && !inside.is_empty() && !inside.starts_with(['@', '#']) {
                    return Some(inside.chars().take(LINK_LETTERS).collect());
                }
            }
            _ => {}
        }
        before = letter;
    }
    None
}

/// `C7`, also `$C$7`.
pub(super) fn cell_named(name: &str) -> Option<CellRef> {
    let mut column = 0_u32;
    let mut row = 0_u32;
    for byte in name.bytes().filter(|byte| *byte != b'$') {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' if row == 0 => {
                column = column.checked_mul(26)?.checked_add(u32::from(byte.to_ascii_uppercase() - b'A') + 1)?;
            }
            b'0'..=b'9' => row = row.checked_mul(10)?.checked_add(u32::from(byte - b'0'))?,
            _ => return None,
        }
    }
    position(row.checked_sub(1)?, column.checked_sub(1)?)
}

/// `B7:D8`.
pub(super) fn range_named(name: &str) -> Option<CellRange> {
    let (first, last) = name.split_once(':').unwrap_or((name, name));
    let (first, last) = (cell_named(first)?, cell_named(last)?);
    (first.row <= last.row && first.column <= last.column).then_some(CellRange::new(first, last))
}

#[cfg(test)]
mod tests {
    use super::super::LAST;
    use super::*;

    #[test]
    fn links_to_other_books_are_found() {
        for (formula, link) in [
            ("[1]Rates!A1", Some("1")),
            ("'[2]My Rates'!A1*2", Some("2")),
            ("SUM(A1,[3]Rates!$B$2:$B$9)", Some("3")),
            ("'C:\\x\\[Book 2.xlsx]Rates'!A1", Some("Book 2.xlsx")),
            ("[Book.xlsx]Rates!A1", Some("Book.xlsx")),
            ("[1]!price", Some("1")),
            ("Table1[price]*Sheet2!A1", None),
            ("Table1[[#This Row],[price]]+Sheet2!A1", None),
            ("\"[1]Rates!A1\"", None),
            ("A1&\"[\"&Sheet2!A1", None),
        ] {
            assert_eq!(external(formula).as_deref(), link, "{formula}");
        }
    }

    #[test]
    fn cells_have_names() {
        assert_eq!(cell_named("XFD1048576"), Some(LAST));
        assert_eq!(cell_named("$C$7"), Some(CellRef::new(6, 2)));
        for name in ["XFE1", "A1048577", "A0", "7", "A", "A1B", "é1", "AAAAAAAAAAAAA1"] {
            assert_eq!(cell_named(name), None, "{name}");
        }
    }
}
