//! xlsb: the records of the parts of a package ([MS-XLSB]).
//!
//! calamine streams its cells, but leaves out formulas that gave an error and formatted text in cells, and hides number formats, hidden
//! rows and merges, for which the same records have to be gone through.

use std::collections::BTreeMap;

use super::super::{CellRange, Content, Sheet};
use super::biff::{self, rk};
use super::compound_file::{u16_at, u32_at};
use super::number_format::{Shape, built_in, of_code};
use super::package::Package;
use super::relations::{external_name, relations};
use super::value::{Epoch, of_number};
use super::xlsx::kind_without_cells;
use super::{Failure, Reading, position};

/// Iterates over the records of a part: what each is, and its bytes. It ends at the part's end or at a record longer than the rest.
struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Records<'a> {
    type Item = (u32, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let kind = self.number(2)?;
        let length = self.number(4)? as usize;
        let (data, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some((kind, data))
    }
}

impl Records<'_> {
    /// A number of seven bits a byte, of which each but the last has its upper bit set.
    fn number(&mut self, most: u32) -> Option<u32> {
        let mut number = 0;
        for index in 0..most {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= u32::from(byte & 0x7F) << (7 * index);
            if byte & 0x80 == 0 {
                break;
            }
        }
        Some(number)
    }
}

/// A text of UTF-16 after its length, and what follows it.
fn text(bytes: &[u8]) -> Option<(String, &[u8])> {
    let count = u32_at(bytes, 0)?;
    let length = if count == u32::MAX { 0 } else { (count as usize).checked_mul(2)? };
    let (letters, rest) = bytes.get(4..)?.split_at_checked(length)?;
    let units: Vec<u16> = letters.as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit)).collect();
    Some((String::from_utf16_lossy(&units), rest))
}

/// What the sheets share.
struct Globals {
    epoch: Epoch,
    strings: Vec<String>,
    shapes: Vec<Shape>,
    /// The other workbook that each of the table of references to sheets leads to.
    links: Vec<Option<String>>,
}

/// A sheet as the workbook's part names it.
struct Bound {
    name: String,
    hidden: bool,
    /// What it is, as the last part of its relation's address, and the part that holds it.
    target: Option<(String, String)>,
}

/// Reads the sheets of an xlsb file, in their order.
pub(super) fn read(reading: &mut Reading<'_>, package: &mut Package<'_>, main: &str) -> Result<Vec<Sheet>, Failure> {
    let workbook = package.bytes(main)?.ok_or_else(|| Failure::Damaged(format!("its part `{main}` is missing")))?;
    let relations = relations(package, main)?;
    let mut globals = Globals { epoch: Epoch::Excel1900, strings: Vec::new(), shapes: Vec::new(), links: Vec::new() };
    let mut bounds: Vec<Bound> = Vec::new();
    let mut books: Vec<Option<String>> = Vec::new();
    for (kind, data) in (Records { rest: &workbook }) {
        match kind {
            0x99 if data.first().is_some_and(|flags| flags & 1 != 0) => globals.epoch = Epoch::Excel1904,
            0x9C => {
                let Some((relation, rest)) = data.get(8..).and_then(text) else { continue };
                let Some((name, _)) = text(rest) else { continue };
                let kind = |kind: &str| kind.rsplit('/').next().unwrap_or_default().to_owned();
                let target = relations.get(&relation).map(|relation| (kind(&relation.kind), relation.target.clone()));
                bounds.push(Bound { name, hidden: u32_at(data, 0).is_some_and(|state| state != 0), target });
            }
            // Supporting books: another one, this one itself, the same sheet, an add-in.
            0x0163 => {
                let relation = text(data).and_then(|(relation, _)| relations.get(&relation));
                let name = match relation {
                    Some(relation) => external_name(package, &relation.target)?,
                    None => None,
                };
                books.push(Some(name.unwrap_or_else(|| format!("[{}]", books.len()))));
            }
            0x0165 | 0x0166 | 0x029B => books.push(None),
            0x016A => {
                let references = data.get(4..).unwrap_or_default().as_chunks::<12>().0;
                globals.links = references
                    .iter()
                    .map(|reference| books.get(u32_at(reference, 0).unwrap_or(u32::MAX) as usize).cloned().flatten())
                    .collect();
            }
            _ => {}
        }
    }
    let part = |suffix: &str| relations.values().find(|relation| relation.kind.ends_with(suffix)).map(|relation| relation.target.clone());
    if let Some(part) = part("/styles")
        && let Some(styles) = package.bytes(&part)?
    {
        globals.shapes = shapes(&styles);
    }
    if let Some(part) = part("/sharedStrings")
        && let Some(strings) = package.bytes(&part)?
    {
        let records = Records { rest: &strings };
        globals.strings = records
            .filter(|(kind, _)| *kind == 0x13)
            .map(|(_, data)| data.get(1..).and_then(text).map(|(text, _)| text).unwrap_or_default())
            .collect();
    }
    let mut sheets: Vec<Sheet> = Vec::new();
    for Bound { name, hidden, target } in bounds {
        let other = target.as_ref().and_then(|(kind, _)| kind_without_cells(kind));
        if let Some(kind) = other {
            reading.other_sheet(name, kind)?;
            continue;
        }
        let Some(mut sheet) = reading.begin(&sheets, name, hidden)? else { continue };
        match target.map(|(_, part)| package.bytes(&part)) {
            Some(Ok(Some(bytes))) => {
                if !globals.read(reading, &mut sheet, &bytes)? {
                    reading.sheet_unreadable(&sheet, "its records break off");
                }
            }
            Some(Err(Failure::Damaged(detail))) => reading.sheet_unreadable(&sheet, detail),
            Some(Err(failure)) => return Err(failure),
            Some(Ok(None)) | None => reading.sheet_unreadable(&sheet, "the part that holds it is missing"),
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// What each cell format makes of a number.
fn shapes(styles: &[u8]) -> Vec<Shape> {
    let mut formats: BTreeMap<u16, Shape> = BTreeMap::new();
    let mut shapes = Vec::new();
    let mut of_cells = false;
    for (kind, data) in (Records { rest: styles }) {
        match kind {
            0x2C => {
                if let (Some(id), Some((code, _))) = (u16_at(data, 0), data.get(2..).and_then(text)) {
                    formats.insert(id, of_code(&code));
                }
            }
            0x0269 => of_cells = true,
            0x026A => of_cells = false,
            0x2F if of_cells => {
                let id = u16_at(data, 2).unwrap_or(0);
                shapes.push(formats.get(&id).copied().or_else(|| built_in(u32::from(id))).unwrap_or(Shape::GENERAL));
            }
            _ => {}
        }
    }
    shapes
}

impl Globals {
    /// Reads a sheet's part up to its end; `false` if the records break off before.
    fn read(&self, reading: &mut Reading<'_>, sheet: &mut Sheet, bytes: &[u8]) -> Result<bool, Failure> {
        let mut row = 0;
        let (mut rows, mut columns) = (Vec::new(), Vec::new());
        let mut ended = false;
        for (kind, data) in (Records { rest: bytes }) {
            match kind {
                0x00 => {
                    row = u32_at(data, 0).unwrap_or(u32::MAX);
                    if data.get(11).is_some_and(|flags| flags & 0x10 != 0) {
                        rows.push((row, row));
                    }
                }
                0x02..=0x0B | 0x3E => {
                    if let (Some(content), Some(cell)) = (self.cell(kind, data), u32_at(data, 0).and_then(|column| position(row, column))) {
                        reading.put(sheet, cell, content)?;
                    }
                }
                0x3C => {
                    if let (Some(first), Some(last), Some(flags)) = (u32_at(data, 0), u32_at(data, 4), data.get(16))
                        && flags & 1 != 0
                    {
                        columns.push((first, last));
                    }
                }
                0xB0 => {
                    let at = |index| u32_at(data, index).unwrap_or(u32::MAX);
                    if let (Some(first), Some(last)) = (position(at(0), at(8)), position(at(4), at(12)))
                        && first.row <= last.row
                        && first.column <= last.column
                    {
                        sheet.merges.push(CellRange::new(first, last));
                    }
                }
                0x82 => {
                    ended = true;
                    break;
                }
                _ => {}
            }
        }
        reading.hide(sheet, rows, columns)?;
        Ok(ended)
    }

    /// What a record of a cell holds; `None` where it is cut short.
    fn cell(&self, kind: u32, data: &[u8]) -> Option<Content> {
        let shape = self.shapes.get((u32_at(data, 4)? & 0x00FF_FFFF) as usize).copied().unwrap_or(Shape::GENERAL);
        let number = |value| of_number(value, shape, self.epoch);
        let error = |code: u8| Content::Error(biff::error(code).to_owned());
        let value = data.get(8..)?;
        // The formula follows the value and two bytes of flags.
        let (content, formula) = match kind {
            0x02 => (number(rk(u32_at(value, 0)?)), None),
            0x03 => (error(*value.first()?), None),
            0x04 => (Content::Boolean(*value.first()? != 0), None),
            0x05 => (number(f64_at(value)?), None),
            0x06 => (Content::Text(text(value)?.0), None),
            0x07 => {
                let text = self.strings.get(u32_at(value, 0)? as usize);
                (text.map_or_else(|| error(0x0F), |text| Content::Text(text.clone())), None)
            }
            0x08 => {
                let (text, rest) = text(value)?;
                (Content::Text(text), rest.get(2..))
            }
            0x09 => (number(f64_at(value)?), value.get(10..)),
            0x0A => (Content::Boolean(*value.first()? != 0), value.get(3..)),
            0x0B => (error(*value.first()?), value.get(3..)),
            0x3E => (Content::Text(text(value.get(1..)?)?.0), None),
            _ => return None,
        };
        let tokens = formula.and_then(|formula| formula.get(4..)?.get(..u32_at(formula, 0)? as usize));
        let references = biff::sheet_references(tokens.unwrap_or_default(), true);
        let mut links = references.iter().filter_map(|index| self.links.get(usize::from(*index))?.as_ref());
        Some(links.next().map_or(content, |link| Content::ExternalLink(link.clone())))
    }
}

fn f64_at(bytes: &[u8]) -> Option<f64> {
    Some(f64::from_le_bytes(*bytes.first_chunk()?))
}
