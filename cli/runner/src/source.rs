//! The file that is read.

use std::fs::File;
use std::io::{self, Read};

use crate::arguments::{Arguments, Format};
use crate::blocks::Blocks;
use crate::document::Template;
use crate::failure::Failure;
use crate::header;
use crate::interface::Interface;
use crate::worker::Source;

/// A file of rows, opened.
pub(crate) struct Opened {
    pub(crate) source: Source,
    pub(crate) blocks: Blocks<Box<dyn Read + Send>>,
    /// How many bytes it has; `None` for what isn't a file, or isn't read byte by byte.
    pub(crate) size: Option<u64>,
    /// The types of its columns, if it says them.
    #[cfg(feature = "parquet")]
    pub(crate) columns: Option<Vec<arrow_schema::Field>>,
}

/// Opens the file, and reads its header if it has one.
pub(crate) fn open(interface: &'static Interface, arguments: &Arguments) -> Result<Opened, Failure> {
    let name = &arguments.name;
    #[cfg(feature = "parquet")]
    if arguments.input_format == Format::Parquet {
        return parquet(interface, arguments);
    }
    let mut size = None;
    let mut reader: Box<dyn Read + Send> = match &arguments.input {
        None => Box::new(io::stdin()),
        Some(path) => {
            let failed = |error: io::Error| Failure::Usage(format!("{name} can't be read: {error}"));
            let file = File::open(path).map_err(failed)?;
            let metadata = file.metadata().map_err(failed)?;
            if metadata.is_dir() {
                return Err(Failure::Usage(format!("{name} is a folder")));
            }
            size = metadata.is_file().then_some(metadata.len());
            Box::new(file)
        }
    };
    if arguments.input_format == Format::JsonLines {
        let mut opening = Vec::new();
        let read = reader.by_ref().take(4).read_to_end(&mut opening);
        read.map_err(|error| Failure::Usage(format!("{name} can't be read: {error}")))?;
        opening.drain(..header::beginning(&opening, name)?);
        return Ok(opened(Source::JsonLines, Blocks::new(reader, name, opening, 0, None), size));
    }
    let delimiters = if arguments.input_format == Format::Tsv { header::TABS } else { header::DELIMITERS };
    let header::Opened { header, delimiter, rest } = header::open(&mut reader, name, delimiters, interface.inputs, arguments.pass_through)?;
    let template = Template::new(interface.inputs, &header);
    let blocks = Blocks::new(reader, name, rest, 1, Some(delimiter));
    Ok(opened(Source::Csv { delimiter, header, template }, blocks, size))
}

fn opened(source: Source, blocks: Blocks<Box<dyn Read + Send>>, size: Option<u64>) -> Opened {
    Opened {
        source,
        blocks,
        size,
        #[cfg(feature = "parquet")]
        columns: None,
    }
}

/// A Parquet file, which is rows of CSV from here on. Its rows are counted from 1.
#[cfg(feature = "parquet")]
fn parquet(interface: &'static Interface, arguments: &Arguments) -> Result<Opened, Failure> {
    let name = &arguments.name;
    let Some(path) = &arguments.input else {
        return Err(Failure::Usage("a Parquet file is read from its end, so it can't be standard input: name it by `--input`".to_owned()));
    };
    let (columns, mut rows) = crate::parquet::Rows::open(path, name)?;
    let names = columns.iter().map(|column| column.name().clone()).collect();
    let header = header::resolve(names, name, interface.inputs, arguments.pass_through)?;
    rows.leave(&header.passed);
    rows.check(&columns, name, if arguments.results_only { &header.passed } else { &[] })?;
    let template = Template::new(interface.inputs, &header);
    let blocks: Blocks<Box<dyn Read + Send>> = Blocks::new(Box::new(rows), name, Vec::new(), 0, Some(b','));
    Ok(Opened { source: Source::Csv { delimiter: b',', header, template }, blocks, size: None, columns: Some(columns) })
}
