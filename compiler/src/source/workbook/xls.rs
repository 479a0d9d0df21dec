//! xls: the records of the workbook's stream, since Excel 5.

use std::collections::BTreeMap;

use super::super::{CellRange, CellRef, Content, Format, Sheet};
use super::biff::{self, Cursor, Record, Records, Strings, rk};
use super::compound_file::{CompoundFile, u16_at, u32_at};
use super::number_format::{Shape, built_in, of_code};
use super::value::{Epoch, of_number};
use super::{Failure, LINK_LETTERS, Reading, position};

/// Reads the workbook in a compound file.
pub(super) fn read(reading: &mut Reading<'_>, bytes: &[u8]) -> Result<(Format, Vec<Sheet>), Failure> {
    let file = CompoundFile::open(bytes).map_err(Failure::Damaged)?;
    if file.has("EncryptedPackage") || file.has("EncryptionInfo") {
        return Err(Failure::Password);
    }
    let Some((stream, whole)) = file.stream("Workbook").or_else(|| file.stream("Book")) else {
        return Err(if file.has("WordDocument") {
            Failure::NotABook("a Word document")
        } else if file.has("PowerPoint Document") {
            Failure::NotABook("a presentation")
        } else {
            Failure::NotABook("a compound file without a workbook in it")
        });
    };
    let globals = Globals::read(&stream)?;
    let mut sheets: Vec<Sheet> = Vec::new();
    for bound in &globals.sheets {
        let name = bound.name.clone();
        let kind = match bound.kind {
            0 => None,
            1 => Some("macro sheet"),
            2 => Some("chart sheet"),
            6 => Some("macro module"),
            _ => Some("sheet of another kind"),
        };
        if let Some(kind) = kind {
            reading.other_sheet(name, kind)?;
            continue;
        }
        let Some(sheet) = reading.begin(&sheets, name, bound.hidden)? else { continue };
        let mut substream = Substream { globals: &globals, sheet, rows: Vec::new(), columns: Vec::new(), pending: None, dialog: false };
        let ended = match stream.get(bound.start..) {
            Some(records) => substream.read(reading, records)?,
            None => false,
        };
        let Substream { mut sheet, rows, columns, dialog, .. } = substream;
        if dialog {
            reading.other_sheet(sheet.name, "dialog sheet")?;
            continue;
        }
        if !ended {
            reading.sheet_unreadable(&sheet, if whole { "its records break off" } else { "the file breaks off there" });
        }
        reading.hide(&mut sheet, rows, columns)?;
        sheets.push(sheet);
    }
    Ok((Format::Xls, sheets))
}

/// Where a sheet begins and what it is.
struct Bound {
    start: usize,
    hidden: bool,
    kind: u8,
    name: String,
}

/// What the sheets share.
struct Globals {
    strings: Strings,
    epoch: Epoch,
    sheets: Vec<Bound>,
    shared: Vec<String>,
    /// What each cell format makes of a number.
    shapes: Vec<Shape>,
    /// The other workbook that each of the table of references to sheets leads to.
    links: Vec<Option<String>>,
}

impl Globals {
    fn read(stream: &[u8]) -> Result<Self, Failure> {
        let damaged = || Failure::Damaged("its first records aren't those of a workbook".to_owned());
        let mut records = Records::new(stream);
        let first = records.next().filter(|record| record.kind == 0x0809).ok_or_else(damaged)?;
        let strings = match u16_at(first.data(), 0) {
            Some(0x0600) => Strings::Unicode,
            Some(0x0500) => Strings::CodePage(encoding_rs::WINDOWS_1252),
            _ => return Err(damaged()),
        };
        let mut globals =
            Self { strings, epoch: Epoch::Excel1900, sheets: Vec::new(), shared: Vec::new(), shapes: Vec::new(), links: Vec::new() };
        let mut formats: BTreeMap<u16, Shape> = BTreeMap::new();
        let mut cell_formats: Vec<u16> = Vec::new();
        let mut books: Vec<Option<String>> = Vec::new();
        let mut ended = false;
        for record in records.by_ref() {
            let data = record.data();
            match record.kind {
                0x002F if data.iter().any(|byte| *byte != 0) => return Err(Failure::Password),
                0x0042 if matches!(globals.strings, Strings::CodePage(_)) => {
                    globals.strings = Strings::CodePage(biff::code_page(u16_at(data, 0).unwrap_or(1252)));
                }
                0x0022 if u16_at(data, 0) == Some(1) => globals.epoch = Epoch::Excel1904,
                0x0085 => globals.sheets.extend(globals.bound(&record)),
                0x041E => {
                    let short = matches!(globals.strings, Strings::CodePage(_));
                    let code = Cursor::new(&record.pieces, 2).and_then(|mut cursor| cursor.text(globals.strings, short));
                    if let (Some(id), Some(code)) = (u16_at(data, 0), code) {
                        formats.insert(id, of_code(&code));
                    }
                }
                0x00E0 => cell_formats.push(u16_at(data, 2).unwrap_or(0)),
                0x00FC => globals.shared = biff::shared_strings(&record),
                0x01AE => books.push(supporting_book(&record)),
                0x0017 if matches!(globals.strings, Strings::Unicode) => {
                    let references = data.get(2..).unwrap_or_default().as_chunks::<6>().0;
                    globals.links.extend(references.iter().map(|reference| {
                        let book = usize::from(u16::from_le_bytes([reference[0], reference[1]]));
                        books.get(book).cloned().flatten()
                    }));
                }
                0x000A => {
                    ended = true;
                    break;
                }
                _ => {}
            }
        }
        if !ended {
            return Err(Failure::Damaged("its first records break off".to_owned()));
        }
        let shape = |id: &u16| formats.get(id).copied().or_else(|| built_in(u32::from(*id))).unwrap_or(Shape::GENERAL);
        globals.shapes = cell_formats.iter().map(shape).collect();
        Ok(globals)
    }

    fn bound(&self, record: &Record<'_>) -> Option<Bound> {
        let data = record.data();
        let mut name = Cursor::new(&record.pieces, 6)?.text(self.strings, true)?;
        name.retain(|letter| letter != '\0');
        Some(Bound { start: u32_at(data, 0)? as usize, hidden: data.get(4)? & 3 != 0, kind: *data.get(5)?, name })
    }
}

/// The other workbook that a record of supporting books names; `None` for this book itself and for add-ins.
fn supporting_book(record: &Record<'_>) -> Option<String> {
    let data = record.data();
    if matches!(u16_at(data, 2)?, 0x0401 | 0x3A01) {
        return None;
    }
    let path = Cursor::new(&record.pieces, 2)?.text(Strings::Unicode, false)?;
    // Control characters stand for drives and folders.
    path.rsplit(|letter: char| letter < ' ' || letter == '/' || letter == '\\').next().map(|name| name.chars().take(LINK_LETTERS).collect())
}

/// The records of one sheet while they are read.
struct Substream<'a> {
    globals: &'a Globals,
    sheet: Sheet,
    rows: Vec<(u32, u32)>,
    columns: Vec<(u32, u32)>,
    /// The formula cell whose text the next record holds.
    pending: Option<CellRef>,
    dialog: bool,
}

impl Substream<'_> {
    /// Reads up to the sheet's end; `false` if the records break off before.
    fn read(&mut self, reading: &mut Reading<'_>, stream: &[u8]) -> Result<bool, Failure> {
        // Charts lie within a sheet as substreams of their own.
        let mut depth = 0_u32;
        for record in Records::new(stream) {
            // Sheets may begin at one place, so the records of each count.
            reading.charge(&self.sheet, record.pieces.iter().map(|piece| 4 + piece.len()).sum())?;
            match record.kind {
                0x0809 => depth += 1,
                0x000A if depth <= 1 => return Ok(depth == 1),
                0x000A => depth -= 1,
                _ if depth == 1 => self.record(reading, &record)?,
                _ => {}
            }
        }
        Ok(false)
    }

    fn record(&mut self, reading: &mut Reading<'_>, record: &Record<'_>) -> Result<(), Failure> {
        let data = record.data();
        match record.kind {
            0x0208 => {
                if let (Some(row), Some(flags)) = (u16_at(data, 0), data.get(12))
                    && flags & 0x20 != 0
                {
                    self.rows.push((row.into(), row.into()));
                }
            }
            0x007D => {
                if let (Some(first), Some(last), Some(flags)) = (u16_at(data, 0), u16_at(data, 2), u16_at(data, 8))
                    && flags & 1 != 0
                {
                    self.columns.push((first.into(), last.into()));
                }
            }
            0x00E5 => {
                let count = usize::from(u16_at(data, 0).unwrap_or(0));
                for range in data.get(2..).unwrap_or_default().as_chunks::<8>().0.iter().take(count) {
                    let at = |index| u32::from(u16_at(range, index).unwrap_or(0));
                    let (first, last) = (CellRef::new(at(0), at(4)), CellRef::new(at(2), at(6)));
                    if first.row <= last.row && first.column <= last.column {
                        self.sheet.merges.push(CellRange::new(first, last));
                    }
                }
            }
            // Sheet options; a bit of it says that the sheet is a dialog.
            0x0081 => self.dialog |= u16_at(data, 0).is_some_and(|flags| flags & 0x10 != 0),
            0x0207 => {
                if let (Some(cell), Some(text)) =
                    (self.pending.take(), Cursor::new(&record.pieces, 0).and_then(|mut cursor| cursor.text(self.globals.strings, false)))
                {
                    reading.put(&mut self.sheet, cell, Content::Text(text))?;
                }
            }
            0x00BD => {
                let (Some(row), Some(first)) = (u16_at(data, 0), u16_at(data, 2)) else { return Ok(()) };
                for (number, column) in data.get(4..).unwrap_or_default().as_chunks::<6>().0.iter().zip(u32::from(first)..) {
                    let content = self.number(u16_at(number, 0), rk(u32_at(number, 2).unwrap_or(0)));
                    if let Some(cell) = position(row.into(), column) {
                        reading.put(&mut self.sheet, cell, content)?;
                    }
                }
            }
            _ => {
                if let (Some(content), Some(row), Some(column)) = (self.cell(record), u16_at(data, 0), u16_at(data, 2)) {
                    reading.put(&mut self.sheet, CellRef::new(row.into(), column.into()), content)?;
                }
            }
        }
        Ok(())
    }

    fn number(&self, format: Option<u16>, value: f64) -> Content {
        let shape = format.and_then(|format| self.globals.shapes.get(usize::from(format))).copied();
        of_number(value, shape.unwrap_or(Shape::GENERAL), self.globals.epoch)
    }

    /// What a record of one cell holds; `None` for other records, blank cells, and formulas whose text follows.
    fn cell(&mut self, record: &Record<'_>) -> Option<Content> {
        let data = record.data();
        let format = u16_at(data, 4);
        match record.kind {
            0x0203 => Some(self.number(format, f64_at(data, 6)?)),
            0x027E => Some(self.number(format, rk(u32_at(data, 6)?))),
            0x0204 | 0x00D6 => Some(Content::Text(Cursor::new(&record.pieces, 6)?.text(self.globals.strings, false)?)),
            0x00FD => {
                let text = self.globals.shared.get(u32_at(data, 6)? as usize);
                // A number beyond the table: the table was cut short, and a text is missing here.
                Some(text.map_or_else(|| Content::Error("#VALUE!".to_owned()), |text| Content::Text(text.clone())))
            }
            0x0205 => Some(boolean_or_error(*data.get(6)?, *data.get(7)? != 0)),
            0x0006 | 0x0206 | 0x0406 => {
                let tokens = data.get(22..).and_then(|tokens| tokens.get(..usize::from(u16_at(data, 20)?)));
                if matches!(self.globals.strings, Strings::Unicode) {
                    let references = biff::sheet_references(tokens.unwrap_or_default(), false);
                    let mut links = references.iter().filter_map(|index| self.globals.links.get(usize::from(*index))?.as_ref());
                    if let Some(link) = links.next() {
                        return Some(Content::ExternalLink(link.clone()));
                    }
                }
                let result = data.get(6..14)?;
                if result.get(6..8)? != [0xFF, 0xFF] {
                    return Some(self.number(format, f64_at(data, 6)?));
                }
                match result.first()? {
                    0 => {
                        self.pending = Some(CellRef::new(u16_at(data, 0)?.into(), u16_at(data, 2)?.into()));
                        None
                    }
                    1 => Some(boolean_or_error(*result.get(2)?, false)),
                    2 => Some(boolean_or_error(*result.get(2)?, true)),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

fn boolean_or_error(value: u8, is_error: bool) -> Content {
    if is_error { Content::Error(biff::error(value).to_owned()) } else { Content::Boolean(value != 0) }
}

fn f64_at(bytes: &[u8], at: usize) -> Option<f64> {
    Some(f64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}
