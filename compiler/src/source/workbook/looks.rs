//! How a workbook looks, and what it holds besides cells: what a copy of it carries, and what it can't.
//!
//! Nothing here has a meaning. A part that can't be read looks like nothing.

use std::collections::BTreeSet;

use quick_xml::events::Event;

use super::super::{CellRef, Looks, SheetLooks};
use super::package::Package;
use super::relations::relations;
use super::xlsx_scan::cell_named;
use super::xml;

/// Kinds of parts, by what their names contain, in zip archives of Office; and what they are.
const PARTS: [(&str, &str); 10] = [
    ("charts/", "charts"),
    ("media/", "pictures"),
    ("vbaproject", "macros"),
    ("pivottables/", "pivot tables"),
    ("xl/tables/", "tables with filter buttons"),
    ("comments", "notes and comments"),
    ("slicers/", "slicers"),
    ("ctrlprops/", "form controls"),
    ("embeddings/", "embedded documents"),
    ("sparkline", "sparklines"),
];

/// Elements of a sheet, and what they are.
const ELEMENTS: [(&str, &str); 7] = [
    ("<conditionalFormatting", "conditional formats"),
    ("<autoFilter", "filters"),
    ("<dataValidations", "drop-downs and other checks of what is typed"),
    ("<sheetProtection", "protection of sheets"),
    ("<hyperlinks", "links"),
    ("<pageSetup", "page setup"),
    ("<pane ", "frozen panes"),
];

/// The same of OpenDocument, whose one part has all.
const ODS_ELEMENTS: [(&str, &str); 8] = [
    ("<draw:object", "charts and embedded documents"),
    ("<draw:image", "pictures"),
    ("<office:annotation", "notes and comments"),
    ("calcext:conditional-format", "conditional formats"),
    ("table:display-filter-buttons=\"true\"", "filters"),
    ("<table:content-validation", "drop-downs and other checks of what is typed"),
    ("<table:data-pilot-table", "pivot tables"),
    ("table:protected=\"true\"", "protection of sheets"),
];

/// The looks of a workbook in a zip archive.
pub(super) fn looks(package: &mut Package<'_>, main: Option<&str>) -> Looks {
    let mut looks = Looks::default();
    let mut left_out: BTreeSet<&'static str> = BTreeSet::new();
    for name in package.names() {
        left_out.extend(PARTS.iter().filter(|(part, _)| name.contains(part)).map(|(_, what)| *what));
        if name.starts_with("basic/") || name.starts_with("scripts/") {
            left_out.insert("macros");
        }
    }
    match main {
        Some(main) => {
            if office(package, main, &mut looks, &mut left_out).is_none() {
                looks.sheets.clear();
            }
        }
        None => {
            if let Ok(Some(content)) = package.text("content.xml") {
                left_out.extend(ODS_ELEMENTS.iter().filter(|(element, _)| content.contains(element)).map(|(_, what)| *what));
                looks.has_formulas = content.contains("table:formula=");
            }
        }
    }
    looks.left_out = left_out.into_iter().collect();
    looks
}

/// Of an xlsx file: `None` where a part isn't there.
fn office(package: &mut Package<'_>, main: &str, looks: &mut Looks, left_out: &mut BTreeSet<&'static str>) -> Option<()> {
    let book = package.text(main).ok()??;
    let related = relations(package, main).ok()?;
    let styles = related.values().find(|relation| relation.kind.ends_with("/styles"));
    let bold = match styles.and_then(|styles| package.text(&styles.target).ok()?) {
        Some(styles) => bold_styles(&styles),
        None => Vec::new(),
    };
    let mut reader = xml::reader(&book);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) if element.local_name().as_ref() == "sheet" => {
                let name = xml::attribute(&element, "name").unwrap_or_default().into_owned();
                let id = xml::attribute(&element, "id").unwrap_or_default();
                let Some(relation) = related.get(&*id).filter(|relation| relation.kind.ends_with("/worksheet")) else { continue };
                let Ok(Some(text)) = package.text(&relation.target) else { continue };
                let mut sheet = sheet(&text, &bold);
                looks.has_formulas |= text.contains("<f>") || text.contains("<f ");
                // Formulas that are kept one by one lose what they share.
                if book.contains("<definedName") || text.contains("t=\"array\"") || text.contains("t=\"shared\"") {
                    sheet.formulas.clear();
                }
                looks.sheets.insert(name, sheet);
                left_out.extend(ELEMENTS.iter().filter(|(element, _)| text.contains(element)).map(|(_, what)| *what));
            }
            Ok(Event::Eof) => break,
            Err(_) => return None,
            Ok(_) => {}
        }
    }
    if book.contains("<definedName") {
        left_out.insert("defined names");
    }
    Some(())
}

/// By style of cells: whether its font is bold.
fn bold_styles(text: &str) -> Vec<bool> {
    let (mut fonts, mut styles) = (Vec::new(), Vec::new());
    let mut within = "";
    let mut reader = xml::reader(text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => match (element.local_name().as_ref(), within) {
                ("fonts", _) => within = "fonts",
                ("cellXfs", _) => within = "cellXfs",
                ("font", "fonts") => fonts.push(false),
                ("b", "fonts") => {
                    let off = xml::attribute(&element, "val").is_some_and(|value| matches!(&*value, "0" | "false"));
                    if let Some(font) = fonts.last_mut() {
                        *font = !off;
                    }
                }
                ("xf", "cellXfs") => {
                    let font = xml::number(&element, "fontId").and_then(|font| fonts.get(usize::try_from(font).ok()?));
                    styles.push(font.copied().unwrap_or(false));
                }
                _ => {}
            },
            Ok(Event::End(element)) if matches!(element.local_name().as_ref(), "fonts" | "cellXfs") => within = "",
            Ok(Event::Eof) | Err(_) => return styles,
            Ok(_) => {}
        }
    }
}

/// One sheet of an xlsx file.
fn sheet(text: &str, bold: &[bool]) -> SheetLooks {
    let mut looks = SheetLooks::default();
    let mut cell: Option<CellRef> = None;
    let mut formula: Option<String> = None;
    let mut reader = xml::reader(text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => match element.local_name().as_ref() {
                "col" => {
                    let (from, to) = (xml::number(&element, "min"), xml::number(&element, "max"));
                    let width = xml::attribute(&element, "width").and_then(|width| width.parse::<f64>().ok());
                    if let (Some(from @ 1..), Some(to), Some(width)) = (from, to, width) {
                        // A width for all columns to the last one is a sheet's default.
                        looks.widths.extend((from - 1..to.min(from.saturating_add(255))).map(|column| (column, width.clamp(1.0, 255.0))));
                    }
                }
                "c" => {
                    cell = xml::attribute(&element, "r").and_then(|name| cell_named(&name));
                    let style = xml::number(&element, "s").and_then(|style| bold.get(usize::try_from(style).ok()?));
                    if let (Some(cell), Some(true)) = (cell, style) {
                        looks.bold.insert(cell);
                    }
                }
                "f" => formula = Some(String::new()),
                _ => {}
            },
            Ok(Event::End(element)) if element.local_name().as_ref() == "f" => {
                let formula = formula.take().filter(|formula| !formula.is_empty() && !formula.contains('['));
                looks.formulas.extend(cell.zip(formula));
            }
            Ok(Event::Eof) | Err(_) => return looks,
            Ok(event) => {
                if let Some(formula) = &mut formula {
                    xml::push_text(&event, formula);
                }
            }
        }
    }
}
