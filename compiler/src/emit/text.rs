//! Rust text: literals, doc comments, and items in their final form.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

/// The item or items of `source` as prettyplease prints them. Text that isn't Rust stays as it is: rustc then says where.
pub(super) fn item(source: &str) -> String {
    syn::parse_file(source).map_or_else(|_| source.to_owned(), |file| prettyplease::unparse(&file)).trim_end().to_owned()
}

/// A string literal.
pub(super) fn literal(text: &str) -> String {
    format!("{text:?}")
}

/// One line of text for a comment: no line breaks, and no characters that hide others.
pub(super) fn line(text: &str) -> String {
    let shown: String = text
        .chars()
        .map(|c| match c {
            c if c.is_whitespace() => ' ',
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{61c}' | '\u{feff}' => '\u{fffd}',
            c if c.is_control() => '\u{fffd}',
            c => c,
        })
        .collect();
    shown.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Text of a table in a doc comment, as code.
pub(super) fn code(text: &str) -> String {
    let shown = line(text).replace('`', "'");
    if shown.is_empty() { "(empty)".to_owned() } else { format!("`{shown}`") }
}

/// Text of a table in a doc comment, as prose: nothing of it is markup.
pub(super) fn prose(text: &str) -> String {
    let mut escaped = String::new();
    for c in line(text).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Lines of doc comment, each after `prefix` (`///` or `//!`).
pub(super) fn docs(prefix: &str, lines: &[String]) -> String {
    let mut text = String::new();
    for line in lines {
        let _ = writeln!(text, "{prefix}{}{line}", if line.is_empty() { "" } else { " " });
    }
    text
}

/// A grid of cells as lines, columns padded and parted by `│`; long cells are cut.
pub(super) fn grid(rows: &[Vec<String>]) -> Vec<String> {
    const WIDEST: usize = 40;
    let cut = |cell: &str| {
        let cell = line(cell);
        if cell.chars().count() > WIDEST { cell.chars().take(WIDEST - 1).chain(['…']).collect() } else { cell }
    };
    let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|cell| cut(cell)).collect()).collect();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    rows.iter()
        .map(|row| {
            let cells: Vec<String> =
                row.iter().zip(&widths).map(|(cell, width)| format!("{cell}{}", " ".repeat(width.saturating_sub(cell.width())))).collect();
            cells.join(" │ ").trim_end().to_owned()
        })
        .collect()
}
