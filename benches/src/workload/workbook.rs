//! A table as a workbook.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::Workload;

impl Workload {
    /// The bytes of a workbook (xlsx): numbers as numbers, as a spreadsheet's owner leaves them; but words of digits, such as zip codes, are texts.
    ///
    /// # Errors
    /// That a sheet can't hold it.
    pub fn workbook(&self) -> Result<Vec<u8>, String> {
        self.saved().map_err(|error| error.to_string())
    }

    fn saved(&self) -> Result<Vec<u8>, XlsxError> {
        let text = self.book();
        let text = String::from_utf8_lossy(&text);
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (row, line) in (0..).zip(text.lines()) {
            for (column, cell) in (0_u16..).zip(cells(line)) {
                match cell.parse::<f64>() {
                    _ if cell.is_empty() => {}
                    Ok(number) if number.to_string() == cell => drop(sheet.write_number(row, column, number)?),
                    _ => drop(sheet.write_string(row, column, cell)?),
                }
            }
        }
        book.save_to_buffer()
    }
}

/// The cells of a line of our own: a quoted one holds no quotes.
fn cells(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let text = rest?;
        let (cell, after) = match text.strip_prefix('"').and_then(|quoted| quoted.split_once('"')) {
            Some((cell, after)) => (cell, after.strip_prefix(',')),
            None => text.split_once(',').map_or((text, None), |(cell, after)| (cell, Some(after))),
        };
        rest = after;
        Some(cell)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_into_cells() {
        assert_eq!(cells("a,\"b, c\",,d,").collect::<Vec<_>>(), ["a", "b, c", "", "d", ""]);
        assert_eq!(cells("\"b, c\"").collect::<Vec<_>>(), ["b, c"]);
    }
}
