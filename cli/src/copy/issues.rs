//! A copy with findings: cells in the colour of their level, each with a note, and a sheet that lists and links all of them.

use std::collections::BTreeMap;

use matchbook_compiler::diagnostic::render::{Display, level_word, plain};
use matchbook_compiler::diagnostic::{Level, Location, Report};
use matchbook_compiler::source::{CellRange, CellRef, Looks, Workbook};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline, Url, Worksheet, XlsxError};

use super::sheets::{self, Mark};
use super::{blank, losses, saved};
use crate::terminal::Counts;

/// The name of the sheet.
pub(crate) const ISSUES: &str = "Issues";

/// The most cells of one finding that are coloured: a table's whole block says nothing about any of them.
const MARKED: usize = 400;
/// The most characters of a note.
const NOTE: usize = 1_500;
const HEADINGS: [&str; 5] = ["Level", "Code", "Where", "What was found", "What to do"];
const WIDTHS: [f64; 5] = [10.0, 10.0, 26.0, 72.0, 64.0];
const INK: Color = Color::RGB(0x1F_3A_4D);

/// A colour for cells of this level, and one for others that matter to the finding.
fn fills(level: Level) -> (Color, Color) {
    match level {
        Level::Error => (Color::RGB(0xFF_9C_96), Color::RGB(0xFF_E3_E1)),
        Level::Warning => (Color::RGB(0xFF_CB_66), Color::RGB(0xFF_F0_D2)),
        Level::Advice | Level::Note => (Color::RGB(0xA9_CD_F2), Color::RGB(0xE3_F0_FC)),
    }
}

/// The bytes of a copy of this book with these reports, notes left out.
pub(crate) fn with_issues(workbook: &Workbook, looks: &Looks, reports: &[&Report], display: &Display<'_>) -> Result<Vec<u8>, XlsxError> {
    let reports: Vec<&Report> = reports.iter().copied().filter(|report| report.level > Level::Note).collect();
    let names = sheets::names(workbook, ISSUES);
    let mut copy = blank(&format!("{ISSUES} of {}", workbook.path))?;
    copy.add_worksheet().set_name(ISSUES)?.set_active(true);
    let lost = sheets::write(&mut copy, workbook, looks, names, &marks(workbook, &reports))?;
    let page = copy.worksheet_from_name(ISSUES)?;
    list(page, workbook, &lost.names, &reports, display, &losses(workbook, looks, &lost))?;
    saved(copy)
}

/// What findings do to the cells of each sheet.
fn marks(workbook: &Workbook, reports: &[&Report]) -> BTreeMap<String, BTreeMap<CellRef, Mark>> {
    let mut marks: BTreeMap<String, BTreeMap<CellRef, Mark>> = BTreeMap::new();
    let own = |location: &Location| (location.book == workbook.path).then(|| location.cells.clone()).flatten();
    // The milder first, so that the worse overwrite their colour; and the cells of findings overwrite those that only matter to them.
    let mut sorted: Vec<&&Report> = reports.iter().collect();
    sorted.sort_by_key(|report| report.level);
    for others in [true, false] {
        for report in &sorted {
            let description = &report.description;
            let (fill, pale) = fills(report.level);
            let labels: Vec<&Location> = match others {
                true => description.secondary.iter().map(|label| &label.location).collect(),
                false => vec![&description.primary.location],
            };
            for (sheet, range) in labels.into_iter().filter_map(own) {
                let marks = marks.entry(sheet).or_default();
                for cell in cells_of(range).take(MARKED) {
                    marks.entry(cell).or_default().fill = Some(if others { pale } else { fill });
                }
            }
        }
    }
    for report in reports {
        if let Some((sheet, range)) = own(&report.description.primary.location) {
            let note = &mut marks.entry(sheet).or_default().entry(range.first).or_default().note;
            let text = words(report);
            *note = Some(note.take().map_or(text.clone(), |above| format!("{above}\n\n{text}")));
        }
    }
    for note in marks.values_mut().flat_map(BTreeMap::values_mut).filter_map(|mark| mark.note.as_mut()) {
        if let Some((end, _)) = note.char_indices().nth(NOTE) {
            note.truncate(end);
            note.push_str("…\nThe sheet `Issues` has the whole text.");
        }
    }
    marks
}

fn cells_of(range: CellRange) -> impl Iterator<Item = CellRef> {
    let columns = move || range.first.column..=range.last.column;
    (range.first.row..=range.last.row).flat_map(move |row| columns().map(move |column| CellRef::new(row, column)))
}

/// A finding in a note.
fn words(report: &Report) -> String {
    let description = &report.description;
    let mut lines = vec![format!("{} {}", capital(level_word(report.level)), report.code()), plain(&description.message)];
    lines.extend(description.notes.iter().map(|note| format!("• {}", plain(note))));
    lines.extend(what_to_do(report).map(|text| format!("→ {text}")));
    lines.join("\n")
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Its fixes, and its help.
fn what_to_do(report: &Report) -> impl Iterator<Item = String> {
    let description = &report.description;
    let fixes = description.fixes.iter().map(|fix| fix.in_words());
    fixes.chain(description.help.clone()).map(|text| capital(&plain(&text)))
}

/// The sheet of all findings.
fn list(
    page: &mut Worksheet,
    workbook: &Workbook,
    names: &[String],
    reports: &[&Report],
    display: &Display<'_>,
    losses: &[String],
) -> Result<(), XlsxError> {
    let title = Format::new().set_bold().set_font_size(15).set_font_color(INK);
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let heading = Format::new().set_bold().set_font_color(Color::White).set_background_color(INK).set_align(FormatAlign::VerticalCenter);
    for (column, width) in (0..).zip(WIDTHS) {
        page.set_column_width(column, width)?;
    }
    page.set_screen_gridlines(false);
    page.write_string_with_format(0, 0, format!("{ISSUES} of {}", workbook.path), &title)?;
    page.set_row_height(0, 24)?;
    let level = |level| reports.iter().filter(|report| report.level == level).count();
    let counts = Counts { errors: level(Level::Error), warnings: level(Level::Warning), advice: level(Level::Advice) };
    page.write_string(1, 0, format!("Matchbook found {}.", counts.in_words()))?;
    let mut row = 2;
    for loss in losses {
        page.merge_range(row, 0, row, 4, loss, &wrapped.clone().set_font_color(Color::RGB(0x59_59_59)))?;
        // As many lines as it takes; a merged cell doesn't grow by itself.
        let lines = 1 + u32::try_from(loss.chars().count() / 175).unwrap_or(0);
        page.set_row_height(row, 15 * lines)?;
        row += 1;
    }
    row += 1;
    let header = row;
    for (column, word) in (0..).zip(HEADINGS) {
        page.write_string_with_format(header, column, word, &heading)?;
    }
    page.set_row_height(header, 20)?;
    page.set_freeze_panes(header + 1, 0)?;
    let line = wrapped.set_border_bottom(FormatBorder::Hair).set_border_color(Color::RGB(0xBF_BF_BF));
    let link = line.clone().set_font_color(Color::RGB(0x05_63_C1)).set_underline(FormatUnderline::Single);
    for report in reports {
        row += 1;
        let description = &report.description;
        let coloured = line.clone().set_background_color(fills(report.level).0).set_bold();
        page.write_string_with_format(row, 0, level_word(report.level), &coloured)?;
        page.write_string_with_format(row, 1, report.code().to_string(), &line)?;
        let location = report.location();
        let target = location.cells.as_ref().filter(|_| location.book == workbook.path).and_then(|(sheet, range)| {
            let position = workbook.sheets.iter().position(|own| own.name == *sheet)?;
            Some((names.get(position)?, range))
        });
        match target {
            Some((name, range)) => {
                let url = Url::new(format!("internal:'{}'!{range}", name.replace('\'', "''")));
                page.write_url_with_options(row, 2, url, format!("{name}!{range}"), "Go to the cell", Some(&link))?;
            }
            None => {
                page.write_string_with_format(row, 2, display.place(location), &line)?;
            }
        }
        let notes = description.notes.iter().map(|note| format!("• {}", plain(note)));
        let message = cut(&std::iter::once(plain(&description.message)).chain(notes).collect::<Vec<_>>().join("\n"));
        let to_do = cut(&what_to_do(report).collect::<Vec<_>>().join("\n"));
        page.write_string_with_format(row, 3, &message, &line)?;
        page.write_string_with_format(row, 4, &to_do, &line)?;
        // Not every program lets rows grow by themselves; none has them higher than this.
        let lines = lines_in(&message, WIDTHS[3]).max(lines_in(&to_do, WIDTHS[4]));
        page.set_row_height(row, (15 * lines + 3).min(409))?;
    }
    if reports.is_empty() {
        page.write_string_with_format(
            row + 1,
            0,
            "Nothing was found: all cells read well, and the rules leave nothing open.",
            &Format::new(),
        )?;
    } else {
        page.autofilter(header, 0, row, 4)?;
    }
    page.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(header, header)?;
    Ok(())
}

/// How many lines a text takes in a column of this width, in characters.
fn lines_in(text: &str, width: f64) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "widths are a few dozen characters")]
    let width = (width * 1.05) as usize;
    text.lines().map(|line| 1 + u32::try_from(line.chars().count() / width.max(1)).unwrap_or(0)).sum()
}

/// A text that fits into a cell.
fn cut(text: &str) -> String {
    const MOST: usize = 8_000;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
