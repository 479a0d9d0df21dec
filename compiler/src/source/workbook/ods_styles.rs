//! ods: which cell styles show numbers as what, and which table styles hide a sheet.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::events::{BytesStart, Event};

use super::number_format::Shape;
use super::xml::{self, named, named_number};

/// The styles of `styles.xml` and `content.xml`.
#[derive(Default)]
pub(super) struct Styles {
    /// What each number style makes of a number.
    formats: BTreeMap<String, Shape>,
    /// Cell styles: the number style each names, and its parent.
    cells: BTreeMap<String, (Option<String>, Option<String>)>,
    /// Table styles that hide their table.
    hidden: BTreeSet<String>,
}

impl Styles {
    /// Adds the styles of a part. XML that breaks off ends it.
    pub(super) fn read(&mut self, text: &str) {
        let mut reader = xml::reader(text);
        let mut format: Option<(String, Shape)> = None;
        let mut table_style = String::new();
        loop {
            match reader.read_event() {
                Ok(Event::Start(element)) => match element.name().as_ref() {
                    "style:style" => {
                        let name = named(&element, "style:name").unwrap_or_default().into_owned();
                        let text = |attribute| named(&element, attribute).map(std::borrow::Cow::into_owned);
                        match named(&element, "style:family").as_deref() {
                            Some("table-cell") => {
                                self.cells.insert(name, (text("style:data-style-name"), text("style:parent-style-name")));
                            }
                            Some("table") => table_style = name,
                            _ => {}
                        }
                    }
                    "style:table-properties" if named(&element, "table:display").is_some_and(|shown| shown == "false") => {
                        self.hidden.insert(table_style.clone());
                    }
                    // The content's tables hold no styles.
                    "office:spreadsheet" => return,
                    name => match begins(name, &element) {
                        Some(shape) => format = Some((named(&element, "style:name").unwrap_or_default().into_owned(), shape)),
                        None => {
                            if let Some((_, shape)) = &mut format {
                                *shape = refined(*shape, name, &element);
                            }
                        }
                    },
                },
                Ok(Event::End(element)) => {
                    if element.name().as_ref().strip_suffix("-style").is_some_and(|kind| kind.starts_with("number:"))
                        && let Some((name, shape)) = format.take()
                    {
                        self.formats.insert(name, shape);
                    }
                }
                Ok(Event::Eof) | Err(_) => return,
                Ok(_) => {}
            }
        }
    }

    /// What a cell style makes of a number; `None` where neither it nor its ancestors say.
    pub(super) fn shape(&self, style: &str) -> Option<Shape> {
        let mut style = style;
        // Styles are a few generations deep; a longer way up is a circle.
        for _ in 0..32 {
            let (format, parent) = self.cells.get(style)?;
            if let Some(shape) = format.as_ref().and_then(|format| self.formats.get(format)) {
                return Some(*shape);
            }
            style = parent.as_deref()?;
        }
        None
    }

    /// Whether a table style hides its table.
    pub(super) fn hides(&self, style: &str) -> bool {
        self.hidden.contains(style)
    }
}

/// The shape that an element which begins a number style stands for; `None` for other elements.
fn begins(name: &str, element: &BytesStart<'_>) -> Option<Shape> {
    Some(match name {
        "number:number-style" | "number:currency-style" | "number:text-style" => Shape::GENERAL,
        "number:percentage-style" => Shape::Number { integer_digits: 1, percent: true },
        "number:boolean-style" => Shape::Boolean,
        "number:date-style" => Shape::Date,
        "number:time-style" if named(element, "number:truncate-on-overflow").is_some_and(|truncate| truncate == "false") => Shape::Elapsed,
        "number:time-style" => Shape::Time,
        _ => return None,
    })
}

/// The shape that a number style has with one more of its elements.
fn refined(shape: Shape, name: &str, element: &BytesStart<'_>) -> Shape {
    match (shape, name) {
        (Shape::Date, "number:hours" | "number:minutes" | "number:seconds") => Shape::DateTime,
        (Shape::Number { percent, .. }, "number:number") => {
            let integer_digits = named_number(element, "number:min-integer-digits").unwrap_or(1).clamp(1, 400);
            Shape::Number { integer_digits, percent }
        }
        (Shape::Number { integer_digits: 1, percent: false }, "number:boolean") => Shape::Boolean,
        _ => shape,
    }
}
