//! The sheets of a book as sheets of a copy.

use std::collections::{BTreeMap, BTreeSet};

use matchbook_compiler::source::{CellRef, Content, Looks, Sheet, SheetLooks, Workbook};
use rust_xlsxwriter::{Color, ExcelDateTime, Format, Formula, Note, Worksheet, XlsxError};

/// The most characters of a sheet's name, and of a cell's text.
const NAME: usize = 31;
const TEXT: usize = 32_767;
/// The widths of columns that nothing is known of, in characters: at least, at most.
const WIDTHS: (usize, usize) = (9, 42);
/// The last row and column that xlsx has.
const LAST: CellRef = CellRef::new(1_048_575, 16_383);

/// What becomes of a cell besides its content.
#[derive(Clone, Debug, Default)]
pub(super) struct Mark {
    pub(super) fill: Option<Color>,
    pub(super) note: Option<String>,
}

/// What a copy couldn't take over.
#[derive(Clone, Debug, Default)]
pub(super) struct Losses {
    /// How many formulas are formulas.
    pub(super) formulas: usize,
    /// How many are values, though others are formulas.
    pub(super) values: usize,
    /// How many cells have no value.
    pub(super) without_value: usize,
    /// How many texts are cut off.
    pub(super) cut: usize,
    /// The names of the sheets in the copy, in order.
    pub(super) names: Vec<String>,
}

/// Names for the sheets of a copy beside `own`: theirs, where xlsx allows them.
pub(super) fn names(workbook: &Workbook, own: &str) -> Vec<String> {
    let mut taken = BTreeSet::from([own.to_lowercase()]);
    let mut names = Vec::new();
    for sheet in &workbook.sheets {
        let allowed = |c: char| if c.is_control() || "[]:*?/\\".contains(c) { '_' } else { c };
        let plain: String = sheet.name.chars().map(allowed).collect();
        let plain = plain.trim_matches('\'');
        let plain = if plain.is_empty() { "Sheet" } else { plain };
        let numbered = |number: usize| {
            let ending = if number == 1 { String::new() } else { format!(" {number}") };
            let mut name: String = plain.to_owned();
            while name.encode_utf16().count() + ending.len() > NAME {
                name.pop();
            }
            format!("{name}{ending}")
        };
        let name = (1..).map(numbered).find(|name| taken.insert(name.to_lowercase())).unwrap_or_default();
        names.push(name);
    }
    names
}

/// Writes all sheets behind those that the copy has.
pub(super) fn write(
    copy: &mut rust_xlsxwriter::Workbook,
    workbook: &Workbook,
    looks: &Looks,
    names: Vec<String>,
    marks: &BTreeMap<String, BTreeMap<CellRef, Mark>>,
) -> Result<Losses, XlsxError> {
    let mut losses = Losses { names, ..Losses::default() };
    let nothing = (SheetLooks::default(), BTreeMap::new());
    // A formula names sheets.
    let renamed = workbook.sheets.iter().zip(&losses.names).any(|(sheet, name)| sheet.name != *name);
    for (position, sheet) in workbook.sheets.iter().enumerate() {
        let own = looks.sheets.get(&sheet.name).unwrap_or(&nothing.0);
        let page = copy.add_worksheet();
        page.set_name(losses.names.get(position).cloned().unwrap_or_default())?;
        page.set_hidden(sheet.hidden);
        let marks = marks.get(&sheet.name).unwrap_or(&nothing.1);
        let mut writer = Writer { page, sheet, looks: own, with_formulas: !renamed, losses: &mut losses };
        writer.write(marks)?;
    }
    Ok(losses)
}

struct Writer<'a> {
    page: &'a mut Worksheet,
    sheet: &'a Sheet,
    looks: &'a SheetLooks,
    with_formulas: bool,
    losses: &'a mut Losses,
}

fn at(cell: CellRef) -> Option<(u32, u16)> {
    (cell.row <= LAST.row && cell.column <= LAST.column).then_some(())?;
    Some((cell.row, u16::try_from(cell.column).ok()?))
}

impl Writer<'_> {
    fn write(&mut self, marks: &BTreeMap<CellRef, Mark>) -> Result<(), XlsxError> {
        self.widths()?;
        self.page.set_landscape().set_print_fit_to_pages(1, 0);
        let sheet = self.sheet;
        for merge in &sheet.merges {
            if let (Some(first), Some(last)) = (at(merge.first), at(merge.last)) {
                let format = self.format(merge.first, marks.get(&merge.first));
                // Those that overlap, which no program writes, stay apart.
                match self.page.merge_range(first.0, first.1, last.0, last.1, "", &format) {
                    Ok(_) | Err(XlsxError::MergeRangeOverlaps(..)) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        for (cell, content) in sheet.cells.iter() {
            self.cell(cell, content, marks.get(&cell))?;
        }
        for (cell, mark) in marks {
            let Some((row, column)) = at(*cell) else { continue };
            // Inside merged cells, only the first is one.
            let merged = sheet.merges.iter().any(|merge| merge.contains(*cell));
            if sheet.get(*cell).is_none() && !merged {
                self.page.write_blank(row, column, &self.format(*cell, Some(mark)))?;
            }
            if let Some(text) = &mark.note {
                self.page.insert_note(row, column, &note(text))?;
            }
        }
        // Not every program lets rows grow by themselves.
        let mut heights: BTreeMap<u32, usize> = BTreeMap::new();
        for (cell, content) in sheet.cells.iter() {
            if let Content::Text(text) = content
                && text.contains('\n')
            {
                let lines = heights.entry(cell.row).or_default();
                *lines = text.lines().count().max(*lines);
            }
        }
        for (row, lines) in heights.into_iter().filter(|(row, _)| *row <= LAST.row) {
            self.page.set_row_height(row, u32::try_from(lines.min(27)).unwrap_or(1) * 15)?;
        }
        for row in &sheet.hidden_rows {
            self.page.set_row_hidden(*row)?;
        }
        for column in &sheet.hidden_columns {
            if let Ok(column) = u16::try_from(*column) {
                self.page.set_column_hidden(column)?;
            }
        }
        Ok(())
    }

    /// As in the book, where that is known; else as wide as what the cells hold.
    fn widths(&mut self) -> Result<(), XlsxError> {
        let mut widths: BTreeMap<u32, f64> = self.looks.widths.clone();
        if widths.is_empty() {
            let mut longest: BTreeMap<u32, usize> = BTreeMap::new();
            for (cell, content) in self.sheet.cells.iter() {
                let text = content.shown();
                let length = text.lines().map(|line| line.chars().count()).max().unwrap_or(0) + 2;
                let known = longest.entry(cell.column).or_default();
                *known = length.max(*known);
            }
            #[expect(clippy::cast_precision_loss, reason = "it is at most a few dozen")]
            widths.extend(longest.into_iter().map(|(column, length)| (column, length.clamp(WIDTHS.0, WIDTHS.1) as f64)));
        }
        for (column, width) in widths {
            if let Ok(column) = u16::try_from(column) {
                self.page.set_column_width(column, width)?;
            }
        }
        Ok(())
    }

    fn format(&self, cell: CellRef, mark: Option<&Mark>) -> Format {
        let mut format = Format::new();
        if self.looks.bold.contains(&cell) {
            format = format.set_bold();
        }
        if let Some(fill) = mark.and_then(|mark| mark.fill) {
            format = format.set_background_color(fill);
        }
        let content = self.sheet.get(cell);
        if let Some(code) = content.and_then(number_format) {
            format = format.set_num_format(code);
        }
        if matches!(content, Some(Content::Text(text)) if text.contains('\n')) {
            format = format.set_text_wrap();
        }
        format
    }

    fn cell(&mut self, cell: CellRef, content: &Content, mark: Option<&Mark>) -> Result<(), XlsxError> {
        let Some((row, column)) = at(cell) else { return Ok(()) };
        let format = self.format(cell, mark);
        let value = number(content);
        if let Some(formula) = self.looks.formulas.get(&cell) {
            // The writer takes such a text for a number, a boolean or an error.
            let ambiguous = |text: &String| text.parse::<f64>().is_ok() || text == "TRUE" || text == "FALSE" || text.starts_with('#');
            if self.with_formulas && !matches!(content, Content::Text(text) if ambiguous(text)) {
                self.losses.formulas += 1;
                let result = match (content, value) {
                    (_, Some(value)) => value.to_string(),
                    (Content::Boolean(value), _) => value.to_string().to_uppercase(),
                    _ => content.shown(),
                };
                self.page.write_formula_with_format(row, column, Formula::new(formula).set_result(result), &format)?;
                return Ok(());
            }
            self.losses.values += 1;
        }
        match (content, value) {
            (_, Some(value)) => self.page.write_number_with_format(row, column, value, &format)?,
            (Content::Boolean(value), _) => self.page.write_boolean_with_format(row, column, *value, &format)?,
            (Content::Error(error), _) if error.starts_with('#') => {
                self.page.write_formula_with_format(row, column, Formula::new(error).set_result(error), &format)?
            }
            (content, _) => {
                self.losses.without_value += usize::from(matches!(content, Content::Uncalculated | Content::ExternalLink(_)));
                let mut text = content.shown();
                if text.encode_utf16().count() > TEXT {
                    self.losses.cut += 1;
                    while text.encode_utf16().count() > TEXT {
                        let half = text.len() - text.len() / 16 - 1;
                        text.truncate(text.floor_char_boundary(half));
                    }
                }
                self.page.write_string_with_format(row, column, &text, &format)?
            }
        };
        Ok(())
    }
}

/// How numbers, dates and times are shown.
fn number_format(content: &Content) -> Option<String> {
    let code = match content {
        Content::Number { percent: true, value, .. } => {
            // The digits of the percentage, which has two fewer than the fraction.
            let digits = value.to_string().split_once('.').map_or(0, |(_, digits)| digits.len().saturating_sub(2));
            if digits == 0 { "0%".to_owned() } else { format!("0.{}%", "0".repeat(digits)) }
        }
        Content::Number { integer_digits, .. } if *integer_digits > 1 => "0".repeat((*integer_digits).min(60) as usize),
        Content::Date(_) => "yyyy-mm-dd".to_owned(),
        Content::Time(time) if time.subsec_nanosecond() == 0 => "hh:mm:ss".to_owned(),
        Content::Time(_) => "hh:mm:ss.000".to_owned(),
        Content::DateTime(moment) if moment.time().subsec_nanosecond() == 0 => "yyyy-mm-dd hh:mm:ss".to_owned(),
        Content::DateTime(_) => "yyyy-mm-dd hh:mm:ss.000".to_owned(),
        Content::Duration(_) => "[h]:mm:ss.000".to_owned(),
        // What looks like a number or a date stays what was typed.
        Content::Text(_) => "@".to_owned(),
        _ => return None,
    };
    Some(code)
}

/// The number that stands for it in the file; `None` for what is no number, and for days that xlsx doesn't have.
fn number(content: &Content) -> Option<f64> {
    const DAY: f64 = 86_400.0;
    let day = |year: i16, month: i8, day: i8| {
        let parts = (u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        ExcelDateTime::from_ymd(parts.0, parts.1, parts.2).ok().filter(|_| parts.0 >= 1900).map(|date| date.to_excel())
    };
    let seconds = |hour: i8, minute: i8, second: i8, nanosecond: i32| {
        f64::from(hour) * 3600.0 + f64::from(minute) * 60.0 + f64::from(second) + f64::from(nanosecond) / 1e9
    };
    match content {
        Content::Number { value, .. } => value.to_string().parse().ok(),
        Content::Date(date) => day(date.year(), date.month(), date.day()),
        Content::Time(time) => Some(seconds(time.hour(), time.minute(), time.second(), time.subsec_nanosecond()) / DAY),
        Content::DateTime(moment) => {
            let time = seconds(moment.hour(), moment.minute(), moment.second(), moment.subsec_nanosecond()) / DAY;
            Some(day(moment.year(), moment.month(), moment.day())? + time)
        }
        Content::Duration(duration) => Some(duration.as_secs_f64() / DAY),
        _ => None,
    }
}

fn note(text: &str) -> Note {
    const WIDTH: u32 = 330;
    let lines: usize = text.lines().map(|line| 1 + line.chars().count() / 52).sum();
    let height = u32::try_from(lines).unwrap_or(40).clamp(2, 40) * 16 + 14;
    Note::new(text).add_author_prefix(false).set_width(WIDTH).set_height(height).set_font_name("Arial").set_font_size(9)
}
