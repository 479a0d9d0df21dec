//! Any bytes as a workbook: cells or a diagnostic, never a panic of ours, and nothing beyond the limits.
//!
//! A zip archive carries checksums, which no mutation gets right, so bytes that don't begin like a file are tried as the part of a
//! workbook that holds its cells, within an archive that is made for them.
#![no_main]

use std::io::{Cursor, Write};
use std::sync::Once;

use libfuzzer_sys::fuzz_target;
use matchbook_compiler::options::Options;
use matchbook_compiler::source::{BookPath, SourceFile, read};

/// A workbook in an archive with these parts; none of them is compressed.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        writer.start_file(*name, options).expect("the archive is small");
        writer.write_all(bytes).expect("memory takes it");
    }
    writer.finish().expect("the archive is small").into_inner()
}

const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn relations(items: &[(&str, &str)]) -> Vec<u8> {
    let mut text = String::from("<Relationships>");
    for (index, (kind, target)) in items.iter().enumerate() {
        text.push_str(&format!("<Relationship Id=\"r{index}\" Type=\"{TYPES}/{kind}\" Target=\"{target}\"/>"));
    }
    text.push_str("</Relationships>");
    text.into_bytes()
}

fn workbook(data: &[u8]) -> Vec<u8> {
    let Some((kind, rest)) = data.split_first() else { return Vec::new() };
    match kind {
        b'1' => archive(&[
            ("_rels/.rels", &relations(&[("officeDocument", "xl/workbook.xml")])),
            ("xl/workbook.xml", br#"<workbook><sheets><sheet name="S" sheetId="1" r:id="r0"/></sheets></workbook>"#),
            ("xl/_rels/workbook.xml.rels", &relations(&[("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")])),
            ("xl/styles.xml", br#"<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="46"/><xf numFmtId="9"/></cellXfs></styleSheet>"#),
            ("xl/sharedStrings.xml", b"<sst><si><t>text</t></si></sst>"),
            ("xl/worksheets/sheet1.xml", rest),
        ]),
        b'2' => archive(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", rest)]),
        b'3' => archive(&[
            ("_rels/.rels", &relations(&[("officeDocument", "xl/workbook.bin")])),
            // A record that names the sheet `S`, in relation `r0`.
            ("xl/workbook.bin", b"\x9C\x01\x16\0\0\0\0\x01\0\0\0\x02\0\0\0r\x000\0\x01\0\0\0S\0"),
            ("xl/_rels/workbook.bin.rels", &relations(&[("worksheet", "worksheets/sheet1.bin"), ("styles", "styles.bin"), ("sharedStrings", "styles.bin")])),
            ("xl/styles.bin", rest),
            ("xl/worksheets/sheet1.bin", rest),
        ]),
        b'4' => archive(&[
            ("_rels/.rels", &relations(&[("officeDocument", "xl/workbook.xml")])),
            ("xl/workbook.xml", rest),
            ("xl/_rels/workbook.xml.rels", rest),
            ("xl/styles.xml", rest),
            ("xl/sharedStrings.xml", rest),
        ]),
        _ => data.to_vec(),
    }
}

static HOOK: Once = Once::new();

fuzz_target!(|data: &[u8]| {
    // The reader contains panics of calamine, which libFuzzer's hook would abort at; ours count.
    HOOK.call_once(|| {
        let abort = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !info.location().is_some_and(|location| location.file().contains("/calamine-")) {
                abort(info);
            }
        }));
    });
    let options = Options { max_expanded_bytes: 64 << 20, max_cells: 200_000, ..Options::default() };
    let mut diagnostics = Vec::new();
    let book = read(&SourceFile { path: BookPath::new("book.xlsx"), bytes: Ok(workbook(data)) }, &options, &mut diagnostics);
    assert!(book.is_some() || !diagnostics.is_empty());
    let cells: usize = book.iter().flat_map(|book| &book.sheets).map(|sheet| sheet.cells.len()).sum();
    assert!(cells <= 200_000);
});
