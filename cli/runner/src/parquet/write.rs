//! CSV text as a Parquet file.

use std::io::{self, Write};
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use arrow_cast::{CastOptions, cast_with_options};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

use crate::blocks::{End, record_end};
use crate::csv::{Cell, Cells};
use crate::interface::{Interface, Kind, Output, Shape};
use crate::results::RULE;

/// A Parquet file that is written from rows of CSV. A row group has the rows that fit a million, so memory is that of their columns, packed.
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
        let columns = columns.into_iter().map(|column| match column.data_type() {
            DataType::List(_) | DataType::LargeList(_) | DataType::Null | DataType::Dictionary(..) => column.with_data_type(DataType::Utf8),
            _ => column,
        });
        let schema = Arc::new(Schema::new(columns.collect::<Vec<_>>()));
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let writer = ArrowWriter::try_new(out, schema.clone(), Some(properties)).map_err(io::Error::other)?;
        Ok(Self { writer, schema })
    }

    /// Writes rows, whole ones, between commas.
    pub(crate) fn write(&mut self, text: &[u8]) -> io::Result<()> {
        let mut columns: Vec<Vec<Option<String>>> = vec![Vec::new(); self.schema.fields().len()];
        let mut cells = Cells::default();
        let mut open = 0;
        while let End::At(end) = record_end(text, open, b',') {
            if cells.read(text.get(open..end).unwrap_or_default(), b',').is_ok() {
                for (position, column) in columns.iter_mut().enumerate() {
                    column.push(cells.get(position).and_then(Cell::value).map(str::to_owned));
                }
            }
            open = end + 1;
        }
        if columns.first().is_none_or(Vec::is_empty) {
            return Ok(());
        }
        let options = CastOptions { safe: false, ..CastOptions::default() };
        let typed = |(field, column): (&Arc<Field>, Vec<Option<String>>)| -> Result<ArrayRef, ArrowError> {
            let texts: ArrayRef = Arc::new(StringArray::from(column));
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
