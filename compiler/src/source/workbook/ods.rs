//! ods: the tables of `content.xml`, in one pass.
//!
//! A cell's value stands in attributes, its text in paragraphs, and both it and its row may say that they are repeated: an empty one often
//! a million times, so repetition is arithmetic here and never a loop over what is blank.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::{CellRange, CellRef, Content, Sheet};
use super::number_format::Shape;
use super::ods_styles::Styles;
use super::package::Package;
use super::value::{Epoch, number, of_iso, of_number};
use super::xml::{self, named, named_number};
use super::{Failure, LAST, LINK_LETTERS, Reading, position};

/// Reads the sheets of an ods file, in their order.
pub(super) fn read(reading: &mut Reading<'_>, package: &mut Package<'_>) -> Result<Vec<Sheet>, Failure> {
    if package.text("META-INF/manifest.xml")?.is_some_and(|manifest| manifest.contains(":encryption-data")) {
        return Err(Failure::Password);
    }
    let content = package.text("content.xml")?.ok_or_else(|| Failure::Damaged("its part `content.xml` is missing".to_owned()))?;
    let mut styles = Styles::default();
    if let Ok(Some(text)) = package.text("styles.xml") {
        styles.read(&text);
    }
    styles.read(&content);
    let mut reader = xml::reader(&content);
    let mut sheets = Vec::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => match element.name().as_ref() {
                "table:table" => {
                    let table = Table::new(&element, &styles).read(reading, &mut reader)?;
                    if let Some(sheet) = table
                        && reading.begin(&sheets, sheet.name.clone(), sheet.hidden)?.is_some()
                    {
                        sheets.push(sheet);
                    }
                }
                "office:automatic-styles" | "table:tracked-changes" | "office:font-face-decls" | "office:scripts" => {
                    skip(&mut reader, &element)
                }
                _ => {}
            },
            Ok(Event::Eof) => return Ok(sheets),
            Err(_) => {
                if sheets.is_empty() {
                    return Err(Failure::Damaged("its part `content.xml` isn't well-formed".to_owned()));
                }
                return Ok(sheets);
            }
            Ok(_) => {}
        }
    }
}

/// Skips to an element's end; XML that breaks off shows at the next event.
fn skip(reader: &mut Reader<&[u8]>, element: &BytesStart<'_>) {
    drop(reader.read_to_end(element.name()));
}

/// A sheet while it is read.
struct Table<'a> {
    styles: &'a Styles,
    sheet: Sheet,
    /// Column ranges with the style that their cells take, ascending.
    columns: Vec<(u32, u32, String)>,
    hidden_rows: Vec<(u32, u32)>,
    hidden_columns: Vec<(u32, u32)>,
    next_column: u32,
    next_row: u32,
    /// A copy of another book's cells, which LibreOffice keeps for its formulas.
    foreign: bool,
}

/// A row while it is read: what its cells hold, with how often each is repeated.
struct Row {
    style: Option<String>,
    repeated: u32,
    next_column: u32,
    cells: Vec<(u32, u32, Content)>,
    merges: Vec<CellRange>,
}

impl<'a> Table<'a> {
    fn new(element: &BytesStart<'_>, styles: &'a Styles) -> Self {
        let hidden = named(element, "table:style-name").is_some_and(|style| styles.hides(&style));
        let name = named(element, "table:name").unwrap_or_default().into_owned();
        Self {
            styles,
            sheet: Sheet { name, hidden, ..Sheet::default() },
            columns: Vec::new(),
            hidden_rows: Vec::new(),
            hidden_columns: Vec::new(),
            next_column: 0,
            next_row: 0,
            foreign: false,
        }
    }

    /// Reads to the end of the table. `None` for a copy of another book's cells.
    fn read(mut self, reading: &mut Reading<'_>, reader: &mut Reader<&[u8]>) -> Result<Option<Sheet>, Failure> {
        let mut row: Option<Row> = None;
        let mut beyond = false;
        loop {
            match reader.read_event() {
                Ok(Event::Start(element)) => match element.name().as_ref() {
                    "table:table-column" => self.column(&element),
                    "table:table-row" => {
                        let repeated = named_number(&element, "table:number-rows-repeated").unwrap_or(1).max(1);
                        if is_hidden(&element) {
                            self.hidden_rows.push((self.next_row, self.next_row.saturating_add(repeated - 1)));
                        }
                        let style = named(&element, "table:default-cell-style-name").map(std::borrow::Cow::into_owned);
                        row = Some(Row { style, repeated, next_column: 0, cells: Vec::new(), merges: Vec::new() });
                    }
                    "table:table-cell" => match &mut row {
                        Some(row) => self.cell(reader, row, &element),
                        None => skip(reader, &element),
                    },
                    "table:covered-table-cell" => {
                        if let Some(row) = &mut row {
                            let repeated = named_number(&element, "table:number-columns-repeated").unwrap_or(1).max(1);
                            row.next_column = row.next_column.saturating_add(repeated);
                        }
                        skip(reader, &element);
                    }
                    "table:table-source" => self.foreign = true,
                    // Groups and header rows only hold rows; whatever else stands in a table holds no cells of it.
                    "table:table-rows"
                    | "table:table-row-group"
                    | "table:table-header-rows"
                    | "table:table-columns"
                    | "table:table-column-group"
                    | "table:table-header-columns" => {}
                    _ => skip(reader, &element),
                },
                Ok(Event::End(element)) => match element.name().as_ref() {
                    "table:table-row" => {
                        if let Some(row) = row.take()
                            && !self.foreign
                        {
                            beyond |= self.row(reading, row)?;
                        }
                    }
                    "table:table" => break,
                    _ => {}
                },
                Ok(Event::Eof) | Err(_) => {
                    reading.sheet_unreadable(&self.sheet, "the file breaks off there");
                    break;
                }
                Ok(_) => {}
            }
        }
        if self.foreign {
            return Ok(None);
        }
        if beyond {
            reading.sheet_unreadable(&self.sheet, "it has cells beyond the last row or column of a sheet");
        }
        reading.hide(&mut self.sheet, self.hidden_rows, self.hidden_columns)?;
        Ok(Some(self.sheet))
    }

    fn column(&mut self, element: &BytesStart<'_>) {
        let repeated = named_number(element, "table:number-columns-repeated").unwrap_or(1).max(1);
        let range = (self.next_column, self.next_column.saturating_add(repeated - 1));
        if is_hidden(element) {
            self.hidden_columns.push(range);
        }
        if let Some(style) = named(element, "table:default-cell-style-name") {
            self.columns.push((range.0, range.1, style.into_owned()));
        }
        self.next_column = self.next_column.saturating_add(repeated);
    }

    /// Puts a finished row into the sheet as often as it is repeated. Whether some of it lies beyond the sheet.
    fn row(&mut self, reading: &mut Reading<'_>, row: Row) -> Result<bool, Failure> {
        let first = self.next_row;
        self.next_row = self.next_row.saturating_add(row.repeated);
        self.sheet.merges.extend(row.merges);
        for (column, repeated, content) in row.cells {
            for line in first..self.next_row {
                for column in column..column.saturating_add(repeated) {
                    let Some(cell) = position(line, column) else { return Ok(true) };
                    reading.put(&mut self.sheet, cell, content.clone())?;
                }
            }
        }
        Ok(false)
    }

    fn cell(&self, reader: &mut Reader<&[u8]>, row: &mut Row, element: &BytesStart<'_>) {
        let column = row.next_column;
        let repeated = named_number(element, "table:number-columns-repeated").unwrap_or(1).max(1);
        row.next_column = column.saturating_add(repeated);
        let spans = |name| named_number(element, name).unwrap_or(1).max(1) - 1;
        let (down, right) = (spans("table:number-rows-spanned"), spans("table:number-columns-spanned"));
        if down > 0 || right > 0 {
            let first = CellRef::new(self.next_row, column);
            let last = CellRef::new(first.row.saturating_add(down).min(LAST.row), column.saturating_add(right).min(LAST.column));
            if first.row <= last.row && first.column <= last.column {
                row.merges.push(CellRange::new(first, last));
            }
        }
        let text = paragraphs(reader);
        let style = named(element, "table:style-name");
        let style = style.as_deref().or(row.style.as_deref()).or_else(|| {
            let at = self.columns.partition_point(|(_, last, _)| *last < column);
            self.columns.get(at).filter(|(first, _, _)| *first <= column).map(|(_, _, style)| style.as_str())
        });
        let shape = style.and_then(|style| self.styles.shape(style));
        if let Some(content) = content(element, shape, text)
            && !matches!(&content, Content::Text(text) if text.chars().all(char::is_whitespace))
        {
            row.cells.push((column, repeated, content));
        }
    }
}

fn is_hidden(element: &BytesStart<'_>) -> bool {
    named(element, "table:visibility").is_some_and(|visibility| visibility == "collapse" || visibility == "filter")
}

/// What a cell holds, by its attributes and the text that it shows.
fn content(element: &BytesStart<'_>, shape: Option<Shape>, text: Option<String>) -> Option<Content> {
    let formula = named(element, "table:formula");
    if let Some(link) = formula.as_deref().and_then(external) {
        return Some(Content::ExternalLink(link));
    }
    let shown = text.clone().unwrap_or_default();
    let error = |shown: &str| Content::Error(if shown.trim().is_empty() { "#VALUE!".to_owned() } else { shown.to_owned() });
    if named(element, "calcext:value-type").is_some_and(|kind| kind == "error") {
        return Some(error(&shown));
    }
    let value = |name| named(element, name);
    let Some(kind) = value("office:value-type") else {
        return match formula {
            // A formula that gives empty text has an empty paragraph.
            Some(_) if text.is_none() => Some(Content::Uncalculated),
            _ => text.map(Content::Text),
        };
    };
    let shape = shape.unwrap_or(Shape::GENERAL);
    let integer_digits = match shape {
        Shape::Number { integer_digits, .. } => integer_digits,
        _ => 1,
    };
    let numeric = || value("office:value")?.trim().parse::<f64>().ok();
    let read = match &*kind {
        "float" | "currency" if formula.is_some() && shown.starts_with('#') && shown.ends_with(['!', '?', 'A']) => Some(error(&shown)),
        "float" | "currency" => numeric().map(|value| match shape {
            // LibreOffice saves TRUE as 1 without a style, and shows a word where a number would show digits.
            Shape::GENERAL if formula.is_some() && is_word(&shown) => of_number(value, Shape::Boolean, Epoch::Excel1900),
            Shape::Number { .. } | Shape::Boolean => of_number(value, shape, Epoch::Excel1900),
            _ => number(value, 1, false),
        }),
        "percentage" => numeric().map(|value| number(value, integer_digits, true)),
        "boolean" => value("office:boolean-value").map(|value| Content::Boolean(value == "true")),
        "date" => value("office:date-value").and_then(|value| of_iso(&value, shape == Shape::DateTime)),
        "time" => value("office:time-value").and_then(|value| days(&value)).map(|days| {
            let elapsed = shape == Shape::Elapsed || !(0.0..1.0).contains(&days) && shape != Shape::Time;
            of_number(days, if elapsed { Shape::Elapsed } else { Shape::Time }, Epoch::Excel1900)
        }),
        "string" => {
            return Some(Content::Text(value("office:string-value").map_or(shown, std::borrow::Cow::into_owned)));
        }
        _ => None,
    };
    // A value that doesn't keep to its type is what it shows, as an error where it matters.
    Some(read.unwrap_or_else(|| error(&shown)))
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(char::is_alphabetic)
}

/// `PT14H30M00S` as a part of a day, also with days and a sign; `None` for anything else.
fn days(text: &str) -> Option<f64> {
    let (sign, rest) = text.strip_prefix('-').map_or((1.0, text), |rest| (-1.0, rest));
    let mut rest = rest.strip_prefix('P')?;
    let mut seconds = 0.0;
    let mut in_time = false;
    while let Some(at) = rest.find(|letter: char| letter.is_ascii_alphabetic()) {
        let (amount, unit) = (&rest[..at], rest.as_bytes().get(at)?);
        rest = &rest[at + 1..];
        if *unit == b'T' {
            in_time = true;
            continue;
        }
        let amount: f64 = amount.parse().ok()?;
        seconds += amount
            * match (in_time, unit) {
                (false, b'D') => 86_400.0,
                (true, b'H') => 3_600.0,
                (true, b'M') => 60.0,
                (true, b'S') => 1.0,
                _ => return None,
            };
    }
    rest.is_empty().then_some(sign * seconds / 86_400.0)
}

/// The other file that a formula reads: `['file:///x/Book%202.ods'#$Rates.A1]`.
fn external(formula: &str) -> Option<String> {
    let (before, _) = formula.split_once("'#")?;
    let path = before.rsplit('\'').next()?;
    path.rsplit('/').next().map(|name| name.replace("%20", " ").chars().take(LINK_LETTERS).collect())
}

/// The paragraphs up to the end of the cell, joined by line breaks; `None` if there is none. Comments and drawings are left out.
fn paragraphs(reader: &mut Reader<&[u8]>) -> Option<String> {
    let mut text = String::new();
    let mut paragraph: Option<usize> = None;
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => match element.name().as_ref() {
                "text:p" | "text:h" => {
                    if paragraph.is_some() {
                        text.push('\n');
                    }
                    paragraph = Some(text.len());
                }
                "text:s" => {
                    // As many as a cell can hold in any program, however often that is written.
                    let most = u32::try_from(32_767_usize.saturating_sub(text.len())).unwrap_or(0);
                    let count = named_number(&element, "text:c").unwrap_or(1).min(most);
                    text.extend(std::iter::repeat_n(' ', count as usize));
                }
                "text:tab" => text.push('\t'),
                "text:line-break" => text.push('\n'),
                name if name.starts_with("text:") && name != "text:note" && name != "text:ruby-text" => {}
                _ => skip(reader, &element),
            },
            Ok(Event::End(element)) => {
                if element.name().as_ref() == "table:table-cell" {
                    return paragraph.map(|_| text);
                }
            }
            // The reader of the table meets the same end.
            Ok(Event::Eof) | Err(_) => return paragraph.map(|_| text),
            Ok(event) => {
                if let Some(start) = paragraph {
                    let mut piece = String::new();
                    xml::push_text(&event, &mut piece);
                    collapse(&piece, start, &mut text);
                }
            }
        }
    }
}

/// Appends text with the line breaks and tabs of the XML as one blank, and none at a paragraph's start. Several blanks stay, although a
/// document would show one: LibreOffice writes and reads those of formatted text as they are.
fn collapse(piece: &str, start: usize, text: &mut String) {
    for letter in piece.chars() {
        if matches!(letter, '\t' | '\n' | '\r') {
            if text.len() > start && !text.ends_with(' ') {
                text.push(' ');
            }
        } else {
            text.push(letter);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_parts_of_a_day() {
        for (text, expected) in [
            ("PT14H30M00S", Some(0.604_166_666_666_666_6)),
            ("PT36H", Some(1.5)),
            ("-P1DT12H", Some(-1.5)),
            ("PT0.5S", Some(0.5 / 86_400.0)),
            ("P1M", None),
            ("14:30", None),
            ("PT1H5", None),
        ] {
            assert_eq!(days(text), expected, "{text}");
        }
    }

    #[test]
    fn links_to_other_files_are_found() {
        assert_eq!(external("of:=['file:///home/x/Book%202.ods'#$Rates.A1]*2").as_deref(), Some("Book 2.ods"));
        assert_eq!(external("of:=[.A1]&\"#\""), None);
    }
}
