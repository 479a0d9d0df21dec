//! Zip archives: their parts, under a limit on what they unpack to, and which workbook they hold.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::super::{Format, Looks, Sheet};
use super::{Failure, Reading, ods, relations, xlsb, xlsx};
use crate::options::Options;

/// The parts of a zip archive.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Where each part is, by its name in lower case with `/`: programs disagree with each other about both.
    indexes: BTreeMap<String, usize>,
    /// How much may still be unpacked: each part twice, and more only of small ones, as a book may name one part as a million sheets.
    left: u64,
}

impl<'a> Package<'a> {
    /// Opens an archive and unpacks all its parts once, to see that they stay below `limit` bytes together: an archive may lie about sizes.
    fn open(bytes: &'a [u8], limit: u64) -> Result<Self, Failure> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| {
            Failure::Damaged(match error {
                ZipError::UnsupportedArchive(_) => "it uses a kind of compression that workbooks don't have".to_owned(),
                _ => "its table of contents, at the end of the file, is missing or wrong".to_owned(),
            })
        })?;
        let mut indexes = BTreeMap::new();
        let mut left = limit;
        for index in 0..archive.len() {
            let Ok(mut part) = archive.by_index(index) else {
                if archive.by_index_raw(index).is_ok_and(|part| part.encrypted()) {
                    return Err(Failure::Password);
                }
                // A part in an unknown compression is missed when it is asked for.
                continue;
            };
            if part.is_file() {
                let name = part.name().map(|name| normal(&name)).unwrap_or_default();
                let mut buffer = [0; 16_384];
                // A part that breaks off is found broken when it is asked for.
                while let Ok(read @ 1..) = part.read(&mut buffer) {
                    left = left.checked_sub(read as u64).ok_or(Failure::Expands)?;
                }
                drop(part);
                indexes.entry(name).or_insert(index);
            }
        }
        Ok(Self { archive, indexes, left: limit.saturating_mul(2) })
    }

    /// Whether there is such a part.
    pub(super) fn has(&self, name: &str) -> bool {
        self.indexes.contains_key(&normal(name))
    }

    /// The names of its parts, in lower case with `/`.
    pub(super) fn names(&self) -> Vec<String> {
        self.indexes.keys().cloned().collect()
    }

    /// A part's bytes; `None` if there is none of this name.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Failure> {
        let Some(&index) = self.indexes.get(&normal(name)) else { return Ok(None) };
        let broken = || Failure::Damaged(format!("its part `{name}` can't be unpacked"));
        let part = self.archive.by_index(index).map_err(|_| broken())?;
        let mut bytes = Vec::new();
        part.take(self.left).read_to_end(&mut bytes).map_err(|_| broken())?;
        // Each time a part is asked for takes some time of its own.
        self.left = self.left.checked_sub(bytes.len() as u64 + 1024).ok_or(Failure::Expands)?;
        Ok(Some(bytes))
    }

    /// The archive with one part's text replaced, nothing in it compressed.
    pub(super) fn replacing(&mut self, name: &str, text: &str) -> Result<Vec<u8>, Failure> {
        let failed = |_| Failure::Damaged(format!("its part `{name}` can't be repaired"));
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        for other in self.indexes.keys().cloned().collect::<Vec<_>>() {
            // calamine looks for names as they are usually written, so those of the archive are kept.
            let Some(&index) = self.indexes.get(&other) else { continue };
            let spelt = self.archive.by_index(index).ok().and_then(|part| part.name().ok().map(|name| name.into_owned()));
            let bytes = if other == normal(name) { text.as_bytes().to_vec() } else { self.bytes(&other)?.unwrap_or_default() };
            writer.start_file(spelt.unwrap_or(other), options).map_err(failed)?;
            writer.write_all(&bytes).map_err(|error| failed(error.into()))?;
        }
        writer.finish().map(Cursor::into_inner).map_err(failed)
    }

    /// A part's text.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Failure> {
        let Some(bytes) = self.bytes(name)? else { return Ok(None) };
        let bytes = match encoding_rs::Encoding::for_bom(&bytes) {
            Some((encoding, skip)) => {
                let (text, _) = encoding.decode_without_bom_handling(bytes.get(skip..).unwrap_or_default());
                return Ok(Some(text.into_owned()));
            }
            None => bytes,
        };
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(text)),
            Err(_) => Err(Failure::Damaged(format!("its part `{name}` isn't text"))),
        }
    }
}

fn normal(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

/// How the workbook in a zip archive looks.
pub(super) fn looks(bytes: &[u8], options: &Options) -> Looks {
    let Ok(mut package) = Package::open(bytes, options.max_expanded_bytes) else { return Looks::default() };
    let main = relations::main_part(&mut package).ok().filter(|main| package.has(main));
    super::looks::looks(&mut package, main.as_deref())
}

/// Reads the workbook in a zip archive.
pub(super) fn read(reading: &mut Reading<'_>, bytes: &[u8]) -> Result<(Format, Vec<Sheet>), Failure> {
    let mut package = Package::open(bytes, reading.options.max_expanded_bytes)?;
    let kind = package.bytes("mimetype")?.unwrap_or_default();
    if package.has("encrypted-package") {
        return Err(Failure::Password);
    }
    if kind.starts_with(b"application/vnd.oasis.opendocument.spreadsheet") || kind.is_empty() && package.has("content.xml") {
        return Ok((Format::Ods, ods::read(reading, &mut package)?));
    }
    if kind.starts_with(b"application/vnd.oasis.opendocument") {
        return Err(Failure::NotABook("an OpenDocument file of another kind"));
    }
    let main = relations::main_part(&mut package)?;
    if main.ends_with(".bin") && package.has(&main) {
        return Ok((Format::Xlsb, xlsb::read(reading, &mut package, &main)?));
    }
    if package.has(&main) && main.contains("workbook") {
        return Ok((Format::Xlsx, xlsx::read(reading, &mut package, bytes, &main)?));
    }
    Err(Failure::NotABook(if package.has("word/document.xml") {
        "a Word document"
    } else if package.has("ppt/presentation.xml") {
        "a presentation"
    } else if package.has("Index/Document.iwa") {
        "a Numbers document"
    } else {
        "a zip archive"
    }))
}
