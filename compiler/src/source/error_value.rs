//! Error values as spreadsheet programs show them, which is how a CSV file holds them.

/// The error values of Excel, the newer ones last. LibreOffice shares seven of the first eight.
const SHOWN: [&str; 18] = [
    "#DIV/0!",
    "#N/A",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#REF!",
    "#VALUE!",
    "#GETTING_DATA",
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
    "#BLOCKED!",
    "#CONNECT!",
    "#UNKNOWN!",
    "#BUSY!",
    "#EXTERNAL!",
    "#PYTHON!",
    "#TIMEOUT!",
];

/// Whether a text is what Excel or LibreOffice shows of an error value: `#REF!`, `Err:502`. Letter by letter, since what people type by
/// hand is a text.
pub(super) fn is_error(text: &str) -> bool {
    let of_libre_office = |code: &str| code.len() == 3 && code.starts_with('5') && code.bytes().all(|b| b.is_ascii_digit());
    SHOWN.contains(&text) || text.strip_prefix("Err:").is_some_and(of_libre_office)
}
