//! Workflow commands of GitHub's runners: `::error file=…,line=…::message`.

use super::place::{Place, cells};
use super::{Display, details, plain};
use crate::diagnostic::{Level, Report};

pub(super) fn render(display: &Display<'_>, report: &Report) -> String {
    let command = match report.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Advice | Level::Note => "notice",
    };
    let place = Place::new(display, report.location());
    let mut properties = vec![("file", place.file.clone())];
    if place.is_text() {
        properties.push(("line", place.start.0.to_string()));
        properties.push(("endLine", place.end.0.to_string()));
        // Columns are of one line only.
        if place.start.0 == place.end.0 {
            properties.push(("col", place.start.1.to_string()));
            properties.push(("endColumn", place.end.1.to_string()));
        }
    }
    let title = match cells(report.location()) {
        Some(cells) => format!("{} at {cells}", report.code()),
        None => report.code().to_string(),
    };
    properties.push(("title", title));
    let properties: Vec<String> = properties.iter().map(|(name, value)| format!("{name}={}", property(value))).collect();
    let message: Vec<String> = std::iter::once(plain(&report.description.message)).chain(details(&report.description)).collect();
    format!("::{command} {}::{}", properties.join(","), message.iter().map(|line| data(line)).collect::<Vec<_>>().join("%0A"))
}

/// Text behind `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
