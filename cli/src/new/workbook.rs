//! The template as a workbook.
//!
//! A drop-down can't hold more than 255 characters of its own, so the lists live on the hidden sheet `_lists` and the drop-downs point
//! there.

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook,
    Worksheet, XlsxError,
};

use super::guide::{Line, PAGE};
use super::template::{Band, Block, DECISION, TESTS};

/// The hidden sheet of the drop-downs' lists.
const LISTS: &str = "_lists";

/// A list of `_lists`: its heading and its values, one a row below it.
struct List {
    heading: &'static str,
    values: &'static [&'static str],
}

/// All lists, one a column of `_lists`.
const ALL_LISTS: &[List] = &[
    List {
        heading: "hit policies",
        values: &["unique", "any", "priority", "first", "collect", "sum", "min", "max", "count", "rule order", "output order"],
    },
    List { heading: "roles", values: &["if", "then", "note"] },
    List {
        heading: "types",
        values: &[
            "text",
            "integer",
            "number",
            "decimal(2)",
            "boolean",
            "date",
            "time",
            "date and time",
            "days and time duration",
            "years and months duration",
        ],
    },
    List { heading: "yes or no", values: &["yes", "no"] },
    List { heading: "country", values: &["DE", "FR", "US"] },
    List { heading: "service", values: &["standard", "express"] },
];

/// How many blank rows below the last rule or case are formatted and validated as if they held one.
const SPARE_ROWS: u32 = 40;

/// The workbook's bytes: the same on every run.
pub(super) fn xlsx() -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2026, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_title("Decision tables").set_creation_datetime(&created));
    decision(workbook.add_worksheet())?;
    tests(workbook.add_worksheet())?;
    guide(workbook.add_worksheet())?;
    lists(workbook.add_worksheet())?;
    workbook.save_to_buffer()
}

/// The sheet of the decision.
fn decision(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    block(sheet, &DECISION)?;
    for (column, width) in [(0, 13.0), (1, 16.0), (2, 14.0), (3, 15.0), (4, 12.0), (5, 21.0), (6, 38.0)] {
        sheet.set_column_width(column, width)?;
    }
    let first = row_number(DECISION.first_rule);
    let last = row_number(DECISION.rows.len()) + SPARE_ROWS;
    let header = row_number(DECISION.header);

    let policy = choice("hit policies")?.set_input_title("Hit policy")?.set_input_message("How rules that match make the answer.")?;
    sheet.add_data_validation(header, 0, header, 0, &policy)?;
    let role = choice("roles")?.set_input_title("Role")?.set_input_message("if: a condition. then: an answer. note: words for readers.")?;
    sheet.add_data_validation(header + 1, 1, header + 1, 6, &role)?;
    // Other types exist (`decimal(4)`, any of them with `?`), so this list only suggests.
    let type_name =
        suggestion("types")?.set_input_title("Type")?.set_input_message("Any of these; with a ? behind it, null is a value too.")?;
    sheet.add_data_validation(header + 3, 1, header + 3, 6, &type_name)?;

    let id = DataValidation::new()
        .allow_any_value()
        .set_input_title("Rule id")?
        .set_input_message("Your own word or number for this rule, once in the table. It stays with the rule when rows move.")?;
    sheet.add_data_validation(first, 0, last, 0, &id)?;
    // A condition may also be a list or `not(…)`, so its drop-down only suggests.
    let country = suggestion("country")?
        .set_input_title("Condition")?
        .set_input_message("One value, several as DE, FR, or not(US). Blank: any country.")?;
    sheet.add_data_validation(first, 1, last, 1, &country)?;
    let amount = DataValidation::new()
        .allow_any_value()
        .set_input_title("Condition")?
        .set_input_message("A number, < 100, >= 100, or an interval such as [100..200). Blank: any amount.")?;
    sheet.add_data_validation(first, 2, last, 2, &amount)?;
    let express = suggestion("yes or no")?.set_input_title("Condition")?.set_input_message("yes, no, or blank for both.")?;
    sheet.add_data_validation(first, 3, last, 3, &express)?;
    let fee =
        DataValidation::new().allow_any_value().set_input_title("Answer")?.set_input_message("An amount in EUR, at most two decimals.")?;
    sheet.add_data_validation(first, 4, last, 4, &fee)?;
    let service = choice("service")?.set_input_title("Answer")?.set_input_message("One of the values in the row values.")?;
    sheet.add_data_validation(first, 5, last, 5, &service)?;
    sheet.set_freeze_panes(header + 1, 1)?;
    Ok(())
}

/// The sheet of the tests.
fn tests(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    block(sheet, &TESTS)?;
    for (column, width) in [(0, 15.0), (1, 13.0), (2, 14.0), (3, 15.0), (4, 13.0), (5, 14.0), (6, 32.0)] {
        sheet.set_column_width(column, width)?;
    }
    let first = row_number(TESTS.first_rule);
    let last = row_number(TESTS.rows.len()) + SPARE_ROWS;
    let id = DataValidation::new()
        .allow_any_value()
        .set_input_title("Case id")?
        .set_input_message("Your own word or number for this case, once in the block. It becomes the name of a test.")?;
    sheet.add_data_validation(first, 0, last, 0, &id)?;
    // A case may give a value that isn't allowed and expect the error, so these drop-downs only suggest.
    sheet.add_data_validation(first, 1, last, 1, &suggestion("country")?)?;
    sheet.add_data_validation(first, 3, last, 3, &suggestion("yes or no")?)?;
    let rule = DataValidation::new()
        .allow_any_value()
        .set_input_title("expect rule")?
        .set_input_message("The id of the rule that answers; several with commas. Blank: not compared.")?;
    sheet.add_data_validation(first, 5, last, 5, &rule)?;
    sheet.set_freeze_panes(row_number(TESTS.header) + 1, 1)?;
    Ok(())
}

/// The page that explains the language.
fn guide(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name("Notes")?;
    sheet.set_screen_gridlines(false);
    sheet.set_column_width(0, 46.0)?;
    sheet.set_column_width(1, 86.0)?;
    let title = Format::new().set_bold().set_font_size(16).set_font_color(INK);
    let heading =
        Format::new().set_bold().set_font_size(12).set_font_color(INK).set_border_bottom(FormatBorder::Thin).set_border_color(RULE);
    let term = Format::new().set_align(FormatAlign::Top).set_text_wrap().set_font_name("Consolas").set_num_format("@");
    let text = Format::new().set_align(FormatAlign::Top).set_text_wrap();
    for (row, line) in (0..).zip(PAGE) {
        match line {
            Line::Title(words) => {
                sheet.write_with_format(row, 0, *words, &title)?;
                sheet.set_row_height(row, 26)?;
            }
            Line::Heading(words) => {
                sheet.write_with_format(row, 0, *words, &heading)?;
                sheet.write_blank(row, 1, &heading)?;
                sheet.set_row_height(row, 24)?;
            }
            Line::Pair(left, right) => {
                sheet.write_with_format(row, 0, *left, &term)?;
                sheet.write_with_format(row, 1, *right, &text)?;
                // Excel fits a wrapped row's height when it opens the file, other programs when told to; two lines are the most that occur.
                if right.len() > 120 || left.len() > 44 {
                    sheet.set_row_height(row, 30)?;
                }
            }
            Line::Text(words) => {
                sheet.merge_range(row, 0, row, 1, words, &text)?;
                if words.len() > 155 {
                    sheet.set_row_height(row, 30)?;
                }
            }
        }
    }
    sheet.set_landscape().set_print_fit_to_pages(1, 1);
    Ok(())
}

/// The hidden sheet that the drop-downs point to.
fn lists(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name(LISTS)?;
    for (column, list) in (0..).zip(ALL_LISTS) {
        sheet.write(0, column, list.heading)?;
        for (row, value) in (1..).zip(list.values) {
            sheet.write(row, column, *value)?;
        }
    }
    sheet.set_hidden(true);
    Ok(())
}

/// Writes a block from A1 and formats spare rows below it.
fn block(sheet: &mut Worksheet, block: &Block) -> Result<(), XlsxError> {
    sheet.set_name(block.sheet)?;
    sheet.set_screen_gridlines(false);
    sheet.set_row_height(0, 21)?;
    for (index, cells) in block.rows.iter().enumerate() {
        let row = row_number(index);
        // An anchor and its options are a word and a value; the value may run over the cells to its right.
        let width = if index < block.header { 2 } else { block.bands.len() };
        for ((column, cell), band) in (0u16..).zip(cells).zip(block.bands).take(width) {
            let format = format(block, index, *band);
            match cell.parse::<f64>() {
                Ok(number) if index >= block.first_rule && is_amount(block, *band, column) => {
                    sheet.write_with_format(row, column, number, &format.set_num_format("0.00").set_align(FormatAlign::Right))?;
                }
                _ if cell.is_empty() => {
                    sheet.write_blank(row, column, &format)?;
                }
                _ => {
                    sheet.write_with_format(row, column, *cell, &format)?;
                }
            }
        }
    }
    for row in (row_number(block.rows.len())..).take(SPARE_ROWS as usize) {
        for (column, band) in (0u16..).zip(block.bands) {
            // Below the table a cell has its number format but no fill: a blank row still looks like the table's end.
            let code = if is_amount(block, *band, column) { "0.00" } else { "@" };
            sheet.write_blank(row, column, &Format::new().set_num_format(code))?;
        }
    }
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}

/// Whether the column holds amounts, which are better as numbers: answers, and what a test gives. Conditions are text: `>= 100`.
fn is_amount(block: &Block, band: Band, column: u16) -> bool {
    let label = block.rows[block.header][usize::from(column)];
    match band {
        Band::Input => label == "order.total",
        Band::Output => label.eq_ignore_ascii_case("fee") || label == "expect fee",
        Band::Gutter | Band::Note => false,
    }
}

const INK: Color = Color::RGB(0x1F_2A_44);
const RULE: Color = Color::RGB(0xB8_C0_CC);

/// A cell's format by its column's band and its row.
fn format(block: &Block, row: usize, band: Band) -> Format {
    let plain = Format::new().set_num_format("@").set_align(FormatAlign::Top);
    if row == 0 {
        return plain.set_bold().set_font_size(14).set_font_color(INK);
    }
    if row < block.header {
        return match band {
            Band::Gutter => plain.set_font_color(Color::RGB(0x6B_72_80)),
            _ => plain,
        };
    }
    let (strong, soft) = match band {
        Band::Gutter => (Color::RGB(0x4B_55_63), Color::RGB(0xF3_F4_F6)),
        Band::Input => (Color::RGB(0x1F_5F_A8), Color::RGB(0xE8_F1_FB)),
        Band::Output => (Color::RGB(0x2E_7D_4F), Color::RGB(0xE9_F6_EE)),
        Band::Note => (Color::RGB(0x8A_6D_1B), Color::RGB(0xFD_F7_E3)),
    };
    let lined = plain.set_border(FormatBorder::Thin).set_border_color(RULE).set_align(FormatAlign::Left).set_indent(1);
    if row == block.header {
        lined.set_bold().set_font_color(Color::White).set_background_color(strong)
    } else if row < block.first_rule {
        lined.set_italic().set_font_color(strong).set_background_color(soft)
    } else {
        match band {
            Band::Gutter => lined.set_bold().set_background_color(soft),
            Band::Note => lined.set_font_color(Color::RGB(0x6B_72_80)).set_text_wrap(),
            Band::Input | Band::Output => lined.set_background_color(soft),
        }
    }
}

/// A drop-down of which one must be chosen.
fn choice(heading: &str) -> Result<DataValidation, XlsxError> {
    suggestion(heading)?
        .show_error_message(true)
        .set_error_style(DataValidationErrorStyle::Stop)
        .set_error_title("Not in the list")?
        .set_error_message("Choose one of the values of the drop-down.")
}

/// A drop-down beside which anything may be typed.
fn suggestion(heading: &str) -> Result<DataValidation, XlsxError> {
    let found = (0u32..).zip(ALL_LISTS).find(|(_, list)| list.heading == heading);
    let Some((column, list)) = found else {
        return Err(XlsxError::ParameterError(format!("no list is headed `{heading}`")));
    };
    let letters = matchbook_compiler::source::column_letters(column);
    let source = format!("={LISTS}!${letters}$2:${letters}${}", list.values.len() + 1);
    Ok(DataValidation::new().allow_list_formula(Formula::new(source)).show_error_message(false))
}

/// A row of the sheet; templates are a few dozen rows long.
fn row_number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
