//! Tables as tests and explanations write them: ` | ` between cells, a line a row.

use crate::model::Number;
use crate::source::{BookPath, CellRange, CellRef, Content, Format, Sheet, Workbook};

/// A book at this path whose sheets are these texts; they are named `Sheet1`, `Sheet2`, ….
///
/// A line is a row, ` | ` (or a `|` at a line's ends) separates cells. A cell that is a plain number becomes a number cell, `^` merges a
/// cell with the one above, `<` with the one on its left; `#REF!` and the like become error cells, `(uncalculated)` a formula that never
/// was. All other cells are text.
pub(crate) fn workbook(path: &str, sheets: &[&str]) -> Workbook {
    let sheets = sheets.iter().enumerate().map(|(index, text)| sheet(&format!("Sheet{}", index + 1), text)).collect();
    Workbook { path: BookPath::new(path), format: Format::Xlsx, sheets, complete: true }
}

/// One sheet of such a book.
pub(crate) fn sheet(name: &str, text: &str) -> Sheet {
    let mut sheet = Sheet { name: name.to_owned(), ..Sheet::default() };
    let mut merges: std::collections::BTreeMap<CellRef, CellRef> = std::collections::BTreeMap::new();
    let mut heads: std::collections::BTreeMap<CellRef, CellRef> = std::collections::BTreeMap::new();
    for (row, line) in (0..).zip(text.lines()) {
        for (column, cell) in (0..).zip(line.split('|')) {
            let (cell, at) = (cell.trim(), CellRef::new(row, column));
            let covering = match cell {
                "^" if row > 0 => Some(CellRef::new(row - 1, column)),
                "<" if column > 0 => Some(CellRef::new(row, column - 1)),
                _ => None,
            };
            if let Some(neighbour) = covering {
                let head = heads.get(&neighbour).copied().unwrap_or(neighbour);
                heads.insert(at, head);
                merges.insert(head, at);
            } else if !cell.is_empty() {
                sheet.cells.insert(at, content(cell));
            }
        }
    }
    sheet.merges = merges.into_iter().map(|(first, last)| CellRange::new(first, last)).collect();
    sheet
}

fn content(cell: &str) -> Content {
    let plain = cell.strip_prefix('-').unwrap_or(cell);
    let leading_zero = plain.len() > 1 && plain.starts_with('0') && !plain.starts_with("0.");
    match Number::parse(cell) {
        Some(value) if !leading_zero && plain.starts_with(|c: char| c.is_ascii_digit()) && !plain.contains(['e', 'E']) => {
            Content::Number { value, integer_digits: 1, percent: false }
        }
        _ if cell.starts_with('#') => Content::Error(cell.to_owned()),
        _ if cell == "(uncalculated)" => Content::Uncalculated,
        _ if cell.starts_with("(link ") => Content::ExternalLink(cell.trim_start_matches("(link ").trim_end_matches(')').to_owned()),
        _ => Content::Text(cell.to_owned()),
    }
}

/// Findings as messages show them, without notes (level `Note`): code, cells, message, label, other cells, fixes, help.
pub(crate) fn findings(diagnostics: &[crate::diagnostic::Diagnostic]) -> String {
    use crate::diagnostic::{Describe, Level};
    use std::fmt::Write;
    let mut text = String::new();
    for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.level() > Level::Note) {
        let description = diagnostic.describe();
        let level = format!("{:?}", diagnostic.level()).to_lowercase();
        let _ = writeln!(text, "{level}[{}] {}: {}", diagnostic.code(), description.primary.location, description.message);
        if !description.primary.text.is_empty() {
            let _ = writeln!(text, "  ^ {}", description.primary.text);
        }
        for label in &description.secondary {
            let _ = writeln!(text, "  - {}: {}", label.location, label.text);
        }
        for note in &description.notes {
            let _ = writeln!(text, "  = {note}");
        }
        for fix in &description.fixes {
            let _ = match fix.edits.as_slice() {
                [crate::diagnostic::Edit::Type { text: typed, .. }] => {
                    let cell = fix.edits.first().and_then(crate::diagnostic::Edit::cell).map_or_else(String::new, |cell| cell.to_string());
                    writeln!(text, "  fix: {}: {cell} := {typed:?}", fix.title)
                }
                _ => writeln!(text, "  fix: {}", fix.in_words()),
            };
        }
        if let Some(help) = &description.help {
            let _ = writeln!(text, "  help: {help}");
        }
    }
    text
}
