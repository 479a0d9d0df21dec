//! The JSON document of a row of cells.

use serde_json::value::RawValue;

use crate::csv::{Cell, Cells};
use crate::header::Header;
use crate::interface::{Input, Kind};

/// Why a row has no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rejection {
    /// The input; empty where it is the whole row.
    pub(crate) field: String,
    /// The code that `matchbook explain` knows; empty where the row is no row.
    pub(crate) code: &'static str,
    /// What is wrong, in a sentence without a full stop.
    pub(crate) message: String,
}

impl Rejection {
    /// Of a row that can't be read as one.
    pub(crate) fn of_row(message: impl Into<String>) -> Self {
        Self { field: String::new(), code: "", message: message.into() }
    }
}

impl From<matchbook::json::Error> for Rejection {
    fn from(error: matchbook::json::Error) -> Self {
        Self { field: error.path().to_owned(), code: error.code(), message: error.message().to_owned() }
    }
}

/// How a row becomes a document: the text between its cells, once for all rows.
#[derive(Debug)]
pub(crate) struct Template {
    pieces: Vec<Piece>,
}

#[derive(Debug)]
enum Piece {
    Text(String),
    /// An input, and its column.
    Value(&'static Input, usize),
}

impl Template {
    pub(crate) fn new(inputs: &'static [Input], header: &Header) -> Self {
        let fields: Vec<(&'static [&'static str], &'static Input, Option<usize>)> =
            inputs.iter().zip(&header.sources).map(|(input, source)| (input.path, input, *source)).collect();
        let mut template = Self { pieces: Vec::new() };
        template.object(&fields);
        template
    }

    fn object(&mut self, fields: &[(&'static [&'static str], &'static Input, Option<usize>)]) {
        let mut done: Vec<&str> = Vec::new();
        self.text("{");
        for (path, input, source) in fields {
            let Some((name, rest)) = path.split_first() else { continue };
            if done.contains(name) {
                continue;
            }
            if !done.is_empty() {
                self.text(",");
            }
            done.push(name);
            self.text(&quoted(name));
            self.text(":");
            if !rest.is_empty() {
                let within = fields.iter().filter(|(path, ..)| path.first() == Some(name));
                let within: Vec<_> = within.filter_map(|(path, input, source)| Some((path.get(1..)?, *input, *source))).collect();
                self.object(&within);
            } else if let Some(column) = source {
                self.pieces.push(Piece::Value(input, *column));
            } else {
                self.text("null");
            }
        }
        self.text("}");
    }

    fn text(&mut self, text: &str) {
        match self.pieces.last_mut() {
            Some(Piece::Text(last)) => last.push_str(text),
            _ => self.pieces.push(Piece::Text(text.to_owned())),
        }
    }

    /// Writes the document of a row.
    pub(crate) fn write(&self, cells: &Cells, out: &mut String) -> Result<(), Rejection> {
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Value(input, column) => value(input, cells.get(*column).unwrap_or(Cell { text: "", quoted: false }), out)?,
            }
        }
        Ok(())
    }
}

fn value(input: &Input, cell: Cell<'_>, out: &mut String) -> Result<(), Rejection> {
    let text =
        if matches!(input.kind, Kind::Text | Kind::Closed) { cell.value() } else { Some(cell.text.trim()).filter(|text| !text.is_empty()) };
    let Some(text) = text else {
        return match (input.nullable, input.kind) {
            (true, _) => {
                out.push_str("null");
                Ok(())
            }
            // Spreadsheets know no other empty text.
            (false, Kind::Text) => {
                out.push_str("\"\"");
                Ok(())
            }
            (false, _) => {
                let field = input.name();
                let message = format!("`{field}` is blank: it must be {}", input.expected);
                Err(Rejection { field, code: "MB0812", message })
            }
        };
    };
    match input.kind {
        Kind::Boolean => match boolean(text) {
            Some(boolean) => out.push_str(if boolean { "true" } else { "false" }),
            None => push_text(text, out),
        },
        Kind::Json => {
            if let Err(error) = serde_json::from_str::<&RawValue>(text) {
                let field = input.name();
                let message = format!("`{field}` isn't JSON, as a cell of {} must be: {error}", input.expected);
                return Err(Rejection { field, code: "MB0810", message });
            }
            out.push_str(text);
        }
        _ => push_text(text, out),
    }
    Ok(())
}

/// A truth value as cells of tables have it.
fn boolean(text: &str) -> Option<bool> {
    let is = |words: [&str; 3]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    match () {
        () if is(["true", "yes", "y"]) => Some(true),
        () if is(["false", "no", "n"]) => Some(false),
        () => None,
    }
}

/// Writes a text in JSON's quotes.
pub(crate) fn push_text(text: &str, out: &mut String) {
    if text.bytes().any(|byte| byte < 0x20 || matches!(byte, b'"' | b'\\')) {
        out.push_str(&quoted(text));
    } else {
        out.push('"');
        out.push_str(text);
        out.push('"');
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{PROFILE, SHIPPING};

    fn document(interface: &crate::Interface, columns: &str, row: &str) -> Result<String, Rejection> {
        let opened = crate::header::open(&mut columns.as_bytes(), "it", crate::header::DELIMITERS, interface.inputs, false).unwrap();
        let mut cells = Cells::default();
        cells.read(row.as_bytes(), b',').unwrap();
        let mut out = String::new();
        Template::new(interface.inputs, &opened.header).write(&cells, &mut out).map(|()| out)
    }

    #[test]
    fn names_with_dots_nest() {
        let columns = "order.total,destination,parcel.weight\n";
        let text = document(&SHIPPING, columns, " 80.10 ,\"C\"\"A\",1e2").unwrap();
        assert_eq!(text, r#"{"destination":"C\"A","parcel":{"weight":"1e2"},"order":{"total":"80.10"},"Days late":null}"#);
    }

    #[test]
    fn cells_become_values_of_the_inputs_types() {
        let columns = "person.name,items,person.vip,note\n";
        let text = document(&PROFILE, columns, ",\"[{\"\"price\"\": 1.50}]\",YES,").unwrap();
        assert_eq!(text, r#"{"person":{"name":"","vip":true},"items":[{"price": 1.50}],"note":null}"#);
        let text = document(&PROFILE, columns, "x,[],maybe,\"\"").unwrap();
        assert_eq!(text, r#"{"person":{"name":"x","vip":"maybe"},"items":[],"note":""}"#);
        let rejected = |row: &str| document(&PROFILE, columns, row).unwrap_err().message;
        assert_eq!(rejected("x,[],,"), "`person.vip` is blank: it must be boolean");
        assert_eq!(
            rejected("x,\"[1},\"\"y\"\":{\",yes,"),
            "`items` isn't JSON, as a cell of list must be: expected `,` or `]` at line 1 column 3"
        );
    }
}
