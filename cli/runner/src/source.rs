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
    /// How many bytes it has; `None` for what isn't a file.
    pub(crate) size: Option<u64>,
}

/// Opens the file, and reads its header if it has one.
pub(crate) fn open(interface: &'static Interface, arguments: &Arguments) -> Result<Opened, Failure> {
    let name = &arguments.name;
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
        return Ok(Opened { source: Source::JsonLines, blocks: Blocks::new(reader, name, opening, 0, None), size });
    }
    let header::Opened { header, delimiter, rest } = header::open(&mut reader, name, interface.inputs, arguments.pass_through)?;
    let template = Template::new(interface.inputs, &header);
    let blocks = Blocks::new(reader, name, rest, 1, Some(delimiter));
    Ok(Opened { source: Source::Csv { delimiter, header, template }, blocks, size })
}
