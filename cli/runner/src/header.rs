//! The header of a CSV file: which column is which input.

use std::io::Read;

use crate::blocks::{End, LONGEST, never_closed, record_end};
use crate::csv::Cells;
use crate::failure::Failure;
use crate::interface::Input;

/// What may separate cells, the likeliest first.
pub(crate) const DELIMITERS: &[u8] = b",;\t|";
/// What separates cells where the file's name or its user says so.
pub(crate) const TABS: &[u8] = b"\t";
/// How much of a name from a file is shown, and how long one is that could be an input's, misspelt.
const SHOWN: usize = 40;
const LONGEST_NAME: usize = 100;
/// How many things that are wrong with a header are told.
const TOLD: usize = 10;
/// How many bytes are read at once.
const STEP: usize = 64 << 10;

/// The columns of a table that is read.
#[derive(Debug)]
pub(crate) struct Header {
    /// The names of all columns, as they stand there.
    pub(crate) columns: Vec<String>,
    /// Of each input, its column; `None` for one that may be missing, and is.
    pub(crate) sources: Vec<Option<usize>>,
    /// The columns that the decision doesn't read.
    pub(crate) passed: Vec<usize>,
}

/// What is known of a CSV file once its header is read.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) header: Header,
    pub(crate) delimiter: u8,
    /// What was read behind the header.
    pub(crate) rest: Vec<u8>,
}

/// Reads the header of a CSV file. `name` is what messages call the file; one of the `delimiters` separates its cells; `pass` says whether columns
/// may be there that the decision doesn't read.
pub(crate) fn open(reader: &mut impl Read, name: &str, delimiters: &[u8], inputs: &[Input], pass: bool) -> Result<Opened, Failure> {
    let first = delimiters.first().copied().unwrap_or_default();
    let mut bytes = Vec::new();
    loop {
        let read = reader.by_ref().take(STEP as u64).read_to_end(&mut bytes);
        let read = read.map_err(|error| Failure::Io(format!("{name} can't be read: {error}")))?;
        if read == 0 || matches!(record_end(&bytes, 0, first), End::At(_)) || bytes.len() > LONGEST {
            break;
        }
    }
    let start = beginning(&bytes, name)?;
    bytes.drain(..start);
    if bytes.is_empty() {
        return Err(Failure::Input(format!(
            "{name} is empty: its first row must name the columns, {}",
            named(inputs.iter().map(Input::name))
        )));
    }
    let is_json = matches!(bytes.first(), Some(b'[' | b'{'));
    let refused = |failure| match is_json {
        true => Failure::Input(format!(
            "{name} looks like JSON: a JSON object a line is read from `.jsonl`, or by `--format jsonl`; the first row of CSV names the columns"
        )),
        false => failure,
    };
    // The delimiter by which most of the columns are inputs.
    let mut best: Option<(usize, u8, usize, Cells, bool)> = None;
    let mut readable = true;
    for delimiter in delimiters.iter().copied() {
        let found = record_end(&bytes, 0, delimiter);
        let (end, next) = match found {
            End::At(end) => (end, end + 1),
            _ => (bytes.len(), bytes.len()),
        };
        let record = bytes.get(..end).unwrap_or_default();
        let record = record.strip_suffix(b"\r").unwrap_or(record);
        let mut cells = Cells::default();
        if cells.read(record, delimiter).is_err() {
            readable = false;
            continue;
        }
        let known = cells.iter().filter(|cell| inputs.iter().any(|input| input.is_called(cell.text.trim()))).count();
        if best.as_ref().is_none_or(|(most, ..)| known > *most) {
            best = Some((known, delimiter, next, cells, found == End::Quoted));
        }
    }
    let best = best.filter(|(known, ..)| *known > 0 || readable);
    let Some((_, delimiter, next, cells, is_open)) = best else {
        return Err(refused(Failure::Input(format!("the first row of {name} isn't one of CSV in UTF-8: it must name the columns"))));
    };
    if is_open {
        return Err(never_closed(name, 1));
    }
    let columns: Vec<String> = cells.iter().map(|cell| cell.text.trim().to_owned()).collect();
    if columns.iter().any(|column| column.contains('\r')) {
        return Err(Failure::Input(format!("the lines of {name} end in carriage returns alone: save it with line feeds")));
    }
    let header = resolve(columns, name, inputs, pass).map_err(refused)?;
    bytes.drain(..next);
    Ok(Opened { header, delimiter, rest: bytes })
}

/// Where the text of a file begins, behind a byte order mark; or that it is no text, by its first bytes.
pub(crate) fn beginning(bytes: &[u8], name: &str) -> Result<usize, Failure> {
    let is = |what: &str, instead: &str| Err(Failure::Input(format!("{name} is {what}: {instead}")));
    match bytes {
        [0xef, 0xbb, 0xbf, ..] => Ok(3),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => is("in UTF-16", "save it in UTF-8"),
        [0x1f, 0x8b, ..] => is("compressed by gzip", "unpack it, `gunzip -c FILE | matchbook run … --input - --format …`"),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => is("compressed by Zstandard", "unpack it, `zstdcat FILE | matchbook run … --input - --format …`"),
        [b'P', b'K', 3, 4, ..] => is("a workbook or another archive", "save its sheet as CSV"),
        [b'P', b'A', b'R', b'1', ..] => is("a Parquet file", "call it `.parquet`, or say `--format parquet`"),
        _ => Ok(0),
    }
}

/// Finds the column of each input. All that is wrong is told at once.
pub(crate) fn resolve(columns: Vec<String>, name: &str, inputs: &[Input], pass: bool) -> Result<Header, Failure> {
    let mut wrong = Vec::new();
    let mut sources = vec![None; inputs.len()];
    let mut unknown = Vec::new();
    for (position, column) in columns.iter().enumerate() {
        match inputs.iter().zip(&mut sources).find(|(input, _)| input.is_called(column)) {
            Some((_, source @ None)) => *source = Some(position),
            Some((input, Some(_))) => wrong.push(format!("two columns are {}", shown(&input.name()))),
            None => unknown.push((position, column)),
        }
    }
    let absent = || inputs.iter().zip(&sources).filter(|(_, source)| source.is_none()).map(|(input, _)| input);
    let mut meant = Vec::new();
    for (_, column) in &unknown {
        let near = nearest(column, absent());
        match near {
            Some(input) => {
                let otherwise = match pass && input.nullable {
                    true => format!(" If not, add a column `{}`; where it is blank, it is null", input.name()),
                    false => String::new(),
                };
                wrong.push(format!("the column {} isn't an input: did you mean `{}`?{otherwise}", shown(column), input.name()));
                meant.push(input.name());
            }
            None if pass => {}
            None if column.is_empty() => wrong.push("a column has no name".to_owned()),
            None => wrong.push(format!("the column {} isn't an input (`--pass-through` takes it over as it is)", shown(column))),
        }
    }
    for input in absent().filter(|input| !input.nullable && !meant.contains(&input.name())) {
        wrong.push(format!("there is no column `{}`, which must be {}", input.name(), input.expected));
    }
    for (position, column) in &unknown {
        if pass && !column.is_empty() && unknown.iter().any(|(other, name)| other < position && name == column) {
            wrong.push(format!("two columns are {}", shown(column)));
        }
    }
    if !wrong.is_empty() {
        let left = wrong.len().saturating_sub(TOLD);
        wrong.truncate(TOLD);
        if left > 0 {
            wrong.push(format!("and {left} more"));
        }
        return Err(Failure::Input(format!("{name} doesn't have the decision's columns: {}", wrong.join("; "))));
    }
    let passed = unknown.into_iter().map(|(position, _)| position).collect();
    Ok(Header { columns, sources, passed })
}

/// The input that a column's name was probably meant to be.
pub(crate) fn nearest<'i>(name: &str, inputs: impl Iterator<Item = &'i Input>) -> Option<&'i Input> {
    // Such a one is no slip of a finger, and to compare it would take its length squared.
    if name.len() > LONGEST_NAME {
        return None;
    }
    let typed = name.to_lowercase();
    let distance = |input: &Input| {
        let distance = |known: &str| {
            let distance = strsim::damerau_levenshtein(&typed, &known.to_lowercase());
            (distance <= 1 + known.chars().count() / 4).then_some(distance)
        };
        let last = input.path.last().copied().unwrap_or_default();
        // The last part alone says enough, if it isn't a word for everything.
        let alone = (last.to_lowercase() == typed).then_some(1);
        [distance(&input.name()), distance(&input.snake.join(".")), distance(&input.snake.join("_")), alone].into_iter().flatten().min()
    };
    inputs.filter_map(|input| Some((distance(input)?, input))).min_by_key(|(distance, _)| *distance).map(|(_, input)| input)
}

/// A name that stands in a file, of any length.
pub(crate) fn shown(name: &str) -> String {
    match name.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("`{}…`", name.get(..end).unwrap_or_default()),
        None => format!("`{name}`"),
    }
}

fn named(names: impl Iterator<Item = String>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{SHIPPING, header_of};

    fn refused(text: &[u8], pass: bool) -> String {
        open(&mut &text[..], "`orders.csv`", DELIMITERS, SHIPPING.inputs, pass).unwrap_err().to_string()
    }

    #[test]
    fn columns_are_found_by_name_in_any_order_and_spelling() {
        let header = header_of("order.total, destination ,Days late,parcel.weight\n1,US,2,3\n", false).unwrap();
        assert_eq!(header.header.sources, [Some(1), Some(3), Some(0), Some(2)]);
        let header = header_of("\u{feff}destination;parcel.weight;order.total;days_late\r\n", false).unwrap();
        assert_eq!((header.delimiter, header.header.sources), (b';', vec![Some(0), Some(1), Some(2), Some(3)]));
        let header = header_of("destination\tparcel.weight\torder.total", false).unwrap();
        assert_eq!((header.delimiter, header.header.sources), (b'\t', vec![Some(0), Some(1), Some(2), None]));
        let header = header_of("id,destination,parcel.weight,order.total,,\nrest", true).unwrap();
        assert_eq!((header.header.passed, header.rest.as_slice()), (vec![0, 4, 5], b"rest".as_slice()));
    }

    #[test]
    fn all_that_is_wrong_with_a_header_is_told_at_once() {
        assert_eq!(
            refused(b"destination,parcel.wieght,colour,destination\n", false),
            "`orders.csv` doesn't have the decision's columns: \
             two columns are `destination`; \
             the column `parcel.wieght` isn't an input: did you mean `parcel.weight`?; \
             the column `colour` isn't an input (`--pass-through` takes it over as it is); \
             there is no column `order.total`, which must be decimal(2) >= 0"
        );
        // One that may be missing is nobody's wish to be misspelt.
        let near = refused(b"destination,parcel.weight,order.total,day late\n", true);
        assert!(
            near.ends_with(
                ": the column `day late` isn't an input: did you mean `Days late`? \
                 If not, add a column `Days late`; where it is blank, it is null"
            ),
            "{near}"
        );
        let part = refused(b"destination,weight,order.total\n", true);
        assert!(part.ends_with(": the column `weight` isn't an input: did you mean `parcel.weight`?"), "{part}");
    }

    #[test]
    fn names_of_any_length_and_number_are_told_in_few_words() {
        let columns: Vec<String> = (0..5000).map(|n| format!("{n}{}", "x".repeat(200))).collect();
        let told = refused(columns.join(",").as_bytes(), false);
        assert!(told.len() < 2000 && told.ends_with("; and 4993 more"), "{told}");
        assert!(told.contains(&format!("the column `0{}…` isn't", "x".repeat(39))), "{told}");
    }

    #[test]
    fn what_is_between_tabs_has_no_other_delimiter() {
        let text = "destination\tparcel.weight\torder.total\tsold, by\n";
        let opened = open(&mut text.as_bytes(), "it", TABS, SHIPPING.inputs, true).unwrap();
        assert_eq!((opened.delimiter, opened.header.passed), (b'\t', vec![3]));
        assert!(open(&mut "destination,parcel.weight,order.total\n".as_bytes(), "it", TABS, SHIPPING.inputs, true).is_err());
    }

    #[test]
    fn what_is_no_csv_is_called_what_it_is() {
        assert!(refused(b"", false).starts_with("`orders.csv` is empty: its first row must name the columns, `destination`, "));
        assert!(refused(b"\xef\xbb\xbf", false).contains("is empty"));
        assert!(refused(b"\xff\xfed\0", false).contains("is in UTF-16: save it in UTF-8"));
        assert!(refused(b"\x1f\x8b\x08", false).contains("is compressed by gzip"));
        for json in ["[{\"destination\":1}]", "{\"destination\":1,\"parcel\":2}\n"] {
            assert!(refused(json.as_bytes(), true).starts_with("`orders.csv` looks like JSON: "));
        }
        assert!(refused(b"PAR1...", false).contains("is a Parquet file"));
        assert!(refused(b"PK\x03\x04...", false).contains("is a workbook"));
        assert!(refused(b"dest\xff,b\n", false).contains("isn't one of CSV in UTF-8"));
        assert!(refused(b"destination,\"parcel.weight\nUS,1\nUS,2\n", false).contains(", row 1: a quote opened here is never closed"));
        assert!(refused(b"destination,x\rUS,1\r", false).contains("carriage returns alone"));
    }
}
