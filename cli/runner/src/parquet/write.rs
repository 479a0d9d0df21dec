//! CSV text as a Parquet file.

use std::io::{self, Write};
use std::sync::Arc;

use arrow_array::builder::{ArrayBuilder as _, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_cast::{CastOptions, cast_with_options};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::{EnabledStatistics, WriterProperties};

use crate::blocks::{End, record_end};
use crate::csv::{Cell, Cells};
use crate::interface::{Interface, Kind, Output, Shape};
use crate::results::RULE;

/// How many bytes a row group has, packed. Until it is closed it lies in memory, as its columns stand in the file one after the other, so this is
/// what a run takes for it, however wide the rows are; and few groups make a file that is fast to read.
const ROW_GROUP_BYTES: usize = 64 << 20;
/// How many rows it has at most. Narrow rows would come to so many bytes after millions of them, and programs that read a group a thread would
/// have one thread at work.
const ROW_GROUP_ROWS: usize = 1 << 20;

/// A Parquet file that is written from rows of CSV. Memory is that of one row group and of the rows that are written at once; and of what the end of
/// the file says of each group, about a kilobyte a column.
pub(crate) struct Table<W: Write + Send> {
    writer: ArrowWriter<W>,
    schema: Arc<Schema>,
}

/// The column of an output: numbers of a fixed scale, whole numbers, truth values and dates as such; all else as its text, numbers of any scale
/// and times too, as no type of Parquet's holds all their digits.
fn column(output: &Output, shape: Shape) -> Field {
    let ty = match output.kind {
        _ if shape == Shape::List => DataType::Utf8,
        Kind::Integer => DataType::Int64,
        Kind::Decimal(scale) => DataType::Decimal128(38, i8::try_from(scale).unwrap_or(i8::MAX)),
        Kind::Boolean => DataType::Boolean,
        Kind::Date => DataType::Date32,
        Kind::Text | Kind::Closed | Kind::Number | Kind::Time | Kind::Json => DataType::Utf8,
    };
    Field::new(output.name(), ty, true)
}

/// The columns of results, without those of the rows that they are of.
pub(crate) fn columns(interface: &Interface) -> Vec<Field> {
    let outputs = interface.outputs.iter().map(|output| column(output, interface.result));
    outputs.chain([Field::new(RULE, DataType::Utf8, true)]).collect()
}

impl<W: Write + Send> Table<W> {
    /// A file of these columns. What isn't text, a number, a truth value, a day or a time is written as its text.
    pub(crate) fn new(out: W, columns: Vec<Field>) -> io::Result<Self> {
        Self::with_row_groups(out, columns, ROW_GROUP_BYTES)
    }

    /// The same with row groups of so many bytes.
    fn with_row_groups(out: W, columns: Vec<Field>, bytes: usize) -> io::Result<Self> {
        let columns = columns.into_iter().map(|column| match column.data_type() {
            DataType::List(_) | DataType::LargeList(_) | DataType::Null | DataType::Dictionary(..) => column.with_data_type(DataType::Utf8),
            _ => column,
        });
        let schema = Arc::new(Schema::new(columns.collect::<Vec<_>>()));
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_max_row_group_bytes(Some(bytes))
            .set_max_row_group_row_count(Some(ROW_GROUP_ROWS))
            // What is said of each page is kept up to the end of the file, and would grow with it.
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_offset_index_disabled(true)
            .build();
        let writer = ArrowWriter::try_new(out, schema.clone(), Some(properties)).map_err(io::Error::other)?;
        Ok(Self { writer, schema })
    }

    /// Writes rows, whole ones, between commas.
    pub(crate) fn write(&mut self, text: &[u8]) -> io::Result<()> {
        let mut columns: Vec<StringBuilder> = self.schema.fields().iter().map(|_| StringBuilder::new()).collect();
        let mut cells = Cells::default();
        let mut open = 0;
        while let End::At(end) = record_end(text, open, b',') {
            if cells.read(text.get(open..end).unwrap_or_default(), b',').is_ok() {
                for (position, column) in columns.iter_mut().enumerate() {
                    column.append_option(cells.get(position).and_then(Cell::value));
                }
            }
            open = end + 1;
        }
        if columns.first().is_none_or(|column| column.is_empty()) {
            return Ok(());
        }
        let options = CastOptions { safe: false, ..CastOptions::default() };
        let typed = |(field, mut column): (&Arc<Field>, StringBuilder)| -> Result<ArrayRef, ArrowError> {
            let texts: ArrayRef = Arc::new(column.finish());
            cast_with_options(&texts, field.data_type(), &options)
        };
        let columns: Vec<ArrayRef> =
            self.schema.fields().iter().zip(columns).map(typed).collect::<Result<_, _>>().map_err(io::Error::other)?;
        let batch = RecordBatch::try_new(self.schema.clone(), columns).map_err(io::Error::other)?;
        self.writer.write(&batch).map_err(unwrapped)
    }

    /// Writes what is left, and where all is.
    pub(crate) fn finish(self) -> io::Result<()> {
        self.writer.close().map(drop).map_err(unwrapped)
    }
}

/// What the operating system said, if it was that.
fn unwrapped(error: parquet::errors::ParquetError) -> io::Error {
    match error {
        parquet::errors::ParquetError::External(error) => match error.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(error) => io::Error::other(error),
        },
        error => io::Error::other(error),
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::io::Read as _;

    use parquet::file::reader::{FileReader as _, SerializedFileReader};

    use super::*;
    use crate::parquet::Rows;

    #[test]
    fn a_row_group_is_closed_when_it_has_its_bytes() {
        const BYTES: usize = 1 << 19;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.parquet");
        let columns = vec![Field::new("note", DataType::Utf8, true)];
        let mut table = Table::with_row_groups(File::create(&path).unwrap(), columns, BYTES).unwrap();
        // No two rows are alike, and nothing in them can be packed.
        let mut random: u64 = 1;
        let mut row = || {
            let mut text = String::new();
            for _ in 0..16 {
                random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                text.push_str(&format!("{:08x}", random >> 32));
            }
            text + "\n"
        };
        let mut text = String::new();
        let mut most = 0;
        for _ in 0..40 {
            let rows: String = (0..1_000).map(|_| row()).collect();
            table.write(rows.as_bytes()).unwrap();
            most = most.max(table.writer.memory_size());
            text += &rows;
        }
        table.finish().unwrap();
        let file = SerializedFileReader::new(File::open(&path).unwrap()).unwrap();
        let groups = file.metadata().row_groups();
        // Of hexadecimal digits, half is left: some 2.5 MB.
        assert!(groups.len() >= 4, "{}", groups.len());
        assert!(groups.iter().all(|group| group.compressed_size() < 2 * BYTES as i64), "{groups:?}");
        assert!(most < 4 * BYTES, "{most}");
        assert!(groups.iter().flat_map(|group| group.columns()).all(|column| column.offset_index_offset().is_none()));
        let (_, mut rows) = Rows::open(&path, "it").unwrap();
        let mut read = String::new();
        rows.read_to_string(&mut read).unwrap();
        assert!(read == text);
    }
}
