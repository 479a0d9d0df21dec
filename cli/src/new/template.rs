//! What the template says, as rows of cells: one decision and its tests. Each kind of row and of cell occurs, and no rule could go.

/// What a column of a block is for, which gives it its colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Band {
    /// Block words, rule ids.
    Gutter,
    /// What is tested, or given to a test.
    Input,
    /// What is decided, or expected by a test.
    Output,
    /// Words for readers.
    Note,
}

/// A block of cells.
pub(super) struct Block {
    /// The sheet that a workbook shows it on.
    pub(super) sheet: &'static str,
    /// One a column.
    pub(super) bands: &'static [Band],
    /// The row of the labels.
    pub(super) header: usize,
    /// The first row of rules or cases.
    pub(super) first_rule: usize,
    /// Every row, as wide as the block; blank cells are empty.
    pub(super) rows: &'static [[&'static str; 7]],
}

/// The decision table.
pub(super) const DECISION: Block = Block {
    sheet: "Rules",
    bands: &[Band::Gutter, Band::Input, Band::Input, Band::Input, Band::Output, Band::Output, Band::Note],
    header: 4,
    first_rule: 10,
    rows: &[
        ["decision", "Delivery fee", "", "", "", "", ""],
        ["description", "What a customer pays for delivery, and by which service.", "", "", "", "", ""],
        ["owner", "you@example.com", "", "", "", "", ""],
        ["review by", "2027-12-31", "", "", "", "", ""],
        ["first", "Country", "Order total", "Express", "Fee", "Service", "Why"],
        ["role", "if", "if", "if", "then", "then", "note"],
        ["expr", "country", "order.total", "order.express", "fee", "service", ""],
        ["type", "text", "decimal(2)", "boolean", "decimal(2)", "text", ""],
        ["values", "DE, FR, US", ">= 0", "", ">= 0", "standard, express", ""],
        ["unit", "", "EUR", "", "EUR", "", ""],
        ["free", "DE, FR", ">= 100", "no", "0.00", "standard", "free from 100 on"],
        ["express", "", "", "yes", "14.90", "express", "wherever it goes, whatever it costs"],
        ["nearby", "DE, FR", "", "", "4.90", "standard", ""],
        ["else", "", "", "", "19.00", "standard", "all that no rule above matches"],
    ],
};

/// Its test cases.
pub(super) const TESTS: Block = Block {
    sheet: "Tests",
    bands: &[Band::Gutter, Band::Input, Band::Input, Band::Input, Band::Output, Band::Output, Band::Note],
    header: 1,
    first_rule: 2,
    rows: &[
        ["test", "Delivery fee", "", "", "", "", ""],
        ["", "country", "order.total", "order.express", "expect fee", "expect rule", "note"],
        ["free-at-100", "DE", "100.00", "no", "0.00", "free", "the limit itself is free"],
        ["express", "FR", "250.00", "yes", "14.90", "express", "express is never free"],
        ["below-100", "FR", "99.99", "no", "4.90", "nearby", ""],
        ["overseas", "US", "500.00", "no", "19.00", "else", ""],
    ],
};

/// Both blocks as CSV: a blank line between them, CRLF as RFC 4180 has it.
pub(super) fn csv() -> String {
    let mut text = String::new();
    for row in DECISION.rows.iter().chain([&[""; 7]]).chain(TESTS.rows) {
        let fields: Vec<String> = row.iter().map(|field| csv_field(field)).collect();
        text.push_str(&fields.join(","));
        text.push_str("\r\n");
    }
    text
}

/// One field, in quotes where it needs them.
fn csv_field(field: &str) -> String {
    if field.contains([',', '"', '\r', '\n']) { format!("\"{}\"", field.replace('"', "\"\"")) } else { field.to_owned() }
}
