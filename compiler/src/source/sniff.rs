//! What a file is, told by its first bytes.

/// The family of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// A zip archive: xlsx, xlsm, xlsb or ods, or none of them.
    Zip,
    /// A compound file: xls, an encrypted workbook, or none of them.
    CompoundFile,
    /// Text, as far as the first bytes tell.
    Text,
    /// Something else, with an article.
    Other(&'static str),
}

/// Magic bytes of files that people do save under a book's name.
const KNOWN: [(&[u8], Family); 17] = [
    (b"PK\x03\x04", Family::Zip),
    (b"PK\x05\x06", Family::Other("an empty zip archive")),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Family::CompoundFile),
    (b"\x09\x08", Family::Other("a workbook of Excel 5 or before, without its container")),
    (b"\x09\x04\x06\x00", Family::Other("a workbook of Excel 4")),
    (b"\x09\x02\x06\x00", Family::Other("a workbook of Excel 3")),
    (b"\x09\x00\x04\x00", Family::Other("a workbook of Excel 2")),
    (b"%PDF", Family::Other("a PDF document")),
    (b"{\\rtf", Family::Other("a rich text document")),
    (b"\x89PNG", Family::Other("a picture")),
    (b"\xFF\xD8\xFF", Family::Other("a picture")),
    (b"GIF8", Family::Other("a picture")),
    (b"\x1F\x8B", Family::Other("a gzip archive")),
    (b"7z\xBC\xAF\x27\x1C", Family::Other("a 7-Zip archive")),
    (b"version https://git-lfs", Family::Other("the pointer of a Git LFS file that wasn't fetched")),
    (b"PAR1", Family::Other("a Parquet file")),
    (b"SQLite format 3", Family::Other("a database")),
];

/// Tells a file's family. An empty file is text.
pub(super) fn family(bytes: &[u8]) -> Family {
    if let Some((_, family)) = KNOWN.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return *family;
    }
    let start = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let start = start.get(..512.min(start.len())).unwrap_or_default().to_ascii_lowercase();
    let has = |word: &str| start.windows(word.len()).any(|window| window == word.as_bytes());
    if start.starts_with(b"<!doctype html") || start.starts_with(b"<html") || start.starts_with(b"<table") {
        Family::Other("a web page with a book's extension")
    } else if start.starts_with(b"<?xml") || start.starts_with(b"<workbook") {
        if has("spreadsheet") || has("excel.sheet") {
            Family::Other("an XML spreadsheet of Excel 2003")
        } else if has("opendocument") {
            Family::Other("a flat OpenDocument file (.fods)")
        } else {
            Family::Other("an XML document")
        }
    } else if start.starts_with(b"id;p") {
        Family::Other("a SYLK file (.slk)")
    } else {
        Family::Text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_bytes_tell() {
        for (bytes, expected) in [
            (&b""[..], Family::Text),
            (b"decision,Fee", Family::Text),
            (b"PK\x03\x04rest", Family::Zip),
            (b"\xEF\xBB\xBF <!DOCTYPE HTML>", Family::Other("a web page with a book's extension")),
            (b"<?xml version='1.0'?><?mso-application progid=\"Excel.Sheet\"?>", Family::Other("an XML spreadsheet of Excel 2003")),
            (b"<?xml?><a/>", Family::Other("an XML document")),
        ] {
            assert_eq!(family(bytes), expected);
        }
    }
}
