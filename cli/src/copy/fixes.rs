//! A copy with fixes, to take the place of the book, and a sheet that lists them, which the compiler doesn't read.

use std::collections::BTreeMap;

use matchbook_compiler::diagnostic::Edit;
use matchbook_compiler::fix::Made;
use matchbook_compiler::source::{Looks, Workbook};
use rust_xlsxwriter::{Color, Format, FormatAlign, Url, XlsxError};

use super::sheets;
use super::{blank, losses, saved};

/// The name of the sheet; one that begins with `_` is for notes.
pub(crate) const FIXES: &str = "_Fixes";

const HEADINGS: [&str; 5] = ["Code", "Where it was", "Before", "Now", "What was done"];
const WIDTHS: [f64; 5] = [10.0, 24.0, 40.0, 40.0, 60.0];

/// The bytes of a copy of this book with its fixes, which `workbook` has already.
pub(crate) fn with_fixes(workbook: &Workbook, looks: &Looks, made: &[Made]) -> Result<Vec<u8>, XlsxError> {
    let mut looks = looks.clone();
    // What was typed is no formula any more; and where rows move, a formula would read others than before.
    for edit in made.iter().flat_map(|made| &made.changes).map(|change| &change.edit).filter(|edit| edit.location().book == workbook.path) {
        let Some((sheet, range)) = &edit.location().cells else { continue };
        match edit {
            Edit::Type { .. } => drop(looks.sheets.get_mut(sheet).map(|looks| looks.formulas.remove(&range.first))),
            Edit::InsertRow { .. } | Edit::DeleteRow { .. } => {
                looks.sheets.values_mut().for_each(|looks| looks.formulas.clear());
                looks.sheets.values_mut().for_each(|looks| looks.bold.retain(|cell| cell.row < range.first.row));
            }
        }
    }
    let names = sheets::names(workbook, FIXES);
    let mut copy = blank(&format!("Fixes of {}", workbook.path))?;
    let lost = sheets::write(&mut copy, workbook, &looks, names, &BTreeMap::new())?;
    let page = copy.add_worksheet().set_name(FIXES)?;
    for (column, width) in (0..).zip(WIDTHS) {
        page.set_column_width(column, width)?;
    }
    page.write_string_with_format(0, 0, format!("Fixes of {}", workbook.path), &Format::new().set_bold().set_font_size(15))?;
    let mut row = 1;
    for loss in losses(workbook, &looks, &lost) {
        page.write_string(row, 0, loss)?;
        row += 1;
    }
    row += 1;
    let heading = Format::new().set_bold().set_font_color(Color::White).set_background_color(Color::RGB(0x1F_3A_4D));
    for (column, word) in (0..).zip(HEADINGS) {
        page.write_string_with_format(row, column, word, &heading)?;
    }
    page.set_freeze_panes(row + 1, 0)?;
    let line = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_num_format("@");
    for made in made {
        for change in made.changes.iter().filter(|change| change.edit.location().book == workbook.path) {
            row += 1;
            page.write_string_with_format(row, 0, made.code.to_string(), &line)?;
            if let Some((sheet, range)) = &change.edit.location().cells {
                let name = workbook.sheets.iter().position(|own| own.name == *sheet).and_then(|at| lost.names.get(at)).unwrap_or(sheet);
                let url = Url::new(format!("internal:'{}'!{range}", name.replace('\'', "''"))).set_text(format!("{name}!{range}"));
                page.write_url(row, 1, url)?;
            }
            page.write_string_with_format(row, 2, change.before.join(" | "), &line)?;
            page.write_string_with_format(row, 3, after(&change.edit), &line)?;
            page.write_string_with_format(row, 4, &made.title, &line)?;
        }
    }
    saved(copy)
}

/// What is in the cell or the row now.
fn after(edit: &Edit) -> String {
    match edit {
        Edit::Type { text, .. } => text.clone(),
        Edit::InsertRow { cells, .. } => cells.iter().map(|cell| cell.clone().unwrap_or_default()).collect::<Vec<_>>().join(" | "),
        Edit::DeleteRow { .. } => "(deleted)".to_owned(),
    }
}
