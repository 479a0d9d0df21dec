//! A Parquet file as the text of a CSV file; what is in structs has names with dots.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use arrow_array::cast::AsArray as _;
use arrow_array::types::{Float32Type, Float64Type};
use arrow_array::{Array, ArrayRef, RecordBatchReader as _};
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_schema::{ArrowError, DataType, Field, Fields};
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData};

use crate::csv;
use crate::document::push_text;
use crate::failure::Failure;
use crate::header::shown;

/// How many rows are read at once at most, and how many bytes they have as far as the file says.
const BATCH: usize = 4096;
const BATCH_BYTES: i64 = 4 << 20;
/// The digits that a binary float of 64 bits keeps, and one of 32.
const DOUBLE_DIGITS: usize = 15;
const SINGLE_DIGITS: usize = 6;

/// The rows of a Parquet file, as they are read: the bytes of a CSV file without its header. Memory is that of some rows, of a page of each column, and
/// of what the end of the file says of its row groups.
pub(crate) struct Rows {
    reader: ParquetRecordBatchReader,
    text: Vec<u8>,
    /// How many bytes of the text have been read.
    passed: usize,
    /// The columns that the decision doesn't read, so that it makes no difference which digits their binary floats mean.
    unread: Vec<usize>,
    /// Those of them that can't be read.
    blank: Vec<usize>,
}

impl Rows {
    /// Opens a file: its columns, and its rows.
    pub(crate) fn open(path: &Path, name: &str) -> Result<(Vec<Field>, Self), Failure> {
        let file = File::open(path).map_err(|error| Failure::Usage(format!("{name} can't be read: {error}")))?;
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).and_then(|builder| {
            let rows = rows_at_once(builder.metadata());
            builder.with_batch_size(rows).build()
        });
        let reader = reader.map_err(|error| Failure::Input(format!("{name} can't be read as Parquet: {error}")))?;
        let mut columns = Vec::new();
        fields("", reader.schema().fields(), &mut columns);
        Ok((columns, Self { reader, text: Vec::new(), passed: 0, unread: Vec::new(), blank: Vec::new() }))
    }

    /// Takes note of the columns that the decision doesn't read.
    pub(crate) fn leave(&mut self, unread: &[usize]) {
        self.unread = unread.to_vec();
    }

    /// Refuses columns that can't be read, but for those that nobody wants: their cells are blank.
    pub(crate) fn check(&mut self, columns: &[Field], name: &str, unwanted: &[usize]) -> Result<(), Failure> {
        for (position, column) in columns.iter().enumerate() {
            let Some(why) = unreadable(column.data_type()) else { continue };
            if !unwanted.contains(&position) {
                let way = if self.unread.contains(&position) { "; `--results-only` leaves it out" } else { "" };
                return Err(Failure::Input(format!("{name} can't be decided: its column {} {why}{way}", shown(column.name()))));
            }
            self.blank.push(position);
        }
        Ok(())
    }

    /// Puts the next rows in the place of those that were read; none at the end of the file.
    fn next(&mut self) -> Result<(), ArrowError> {
        self.text.clear();
        self.passed = 0;
        let Some(batch) = self.reader.next().transpose()? else { return Ok(()) };
        let mut leaves = Vec::new();
        for (field, column) in batch.schema().fields().iter().zip(batch.columns()) {
            flatten(field, column, &[], &mut leaves);
        }
        let wish = |position| match () {
            () if self.blank.contains(&position) => Wish::Nothing,
            () if self.unread.contains(&position) => Wish::Text,
            () => Wish::Value,
        };
        let columns: Vec<Column<'_>> =
            leaves.iter().zip(0..).map(|(leaf, position)| Column::new(leaf, wish(position))).collect::<Result<_, _>>()?;
        let mut cell = String::new();
        for row in 0..batch.num_rows() {
            for (position, column) in columns.iter().enumerate() {
                if position > 0 {
                    self.text.push(b',');
                }
                cell.clear();
                let is_there = column.write(row, &mut cell)?;
                csv::write(&mut self.text, is_there.then_some(cell.as_str()), b',');
            }
            self.text.push(b'\n');
        }
        Ok(())
    }
}

impl Read for Rows {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.passed == self.text.len() {
            self.next().map_err(io::Error::other)?;
        }
        let mut rest = self.text.get(self.passed..).unwrap_or_default();
        let read = rest.read(buffer)?;
        self.passed += read;
        Ok(read)
    }
}

/// How many rows come to so many bytes, in the row group that has the longest ones.
fn rows_at_once(file: &ParquetMetaData) -> usize {
    // A text that a dictionary has once is there in every row that is read; not all files say how long these are.
    let bytes = |column: &ColumnChunkMetaData| column.uncompressed_size().max(column.unencoded_byte_array_data_bytes().unwrap_or(0));
    let bytes_a_row = file.row_groups().iter().map(|group| {
        let bytes = group.columns().iter().map(bytes).fold(0, i64::saturating_add);
        bytes / group.num_rows().max(1)
    });
    let rows = BATCH_BYTES / bytes_a_row.max().unwrap_or(0).max(1);
    usize::try_from(rows).unwrap_or(1).clamp(1, BATCH)
}

/// The columns of these fields, those of structs by names with dots.
fn fields(prefix: &str, of: &Fields, columns: &mut Vec<Field>) {
    for field in of {
        let name = if prefix.is_empty() { field.name().clone() } else { format!("{prefix}.{}", field.name()) };
        match field.data_type() {
            DataType::Struct(inner) => fields(&name, inner, columns),
            ty => columns.push(Field::new(name, ty.clone(), true)),
        }
    }
}

/// A column, and the structs around it: where one of them is null, so is what is in it.
struct Leaf {
    array: ArrayRef,
    around: Vec<ArrayRef>,
}

fn flatten(field: &Field, array: &ArrayRef, around: &[ArrayRef], leaves: &mut Vec<Leaf>) {
    match (field.data_type(), array.as_struct_opt()) {
        (DataType::Struct(inner), Some(record)) => {
            let around: Vec<ArrayRef> = around.iter().chain([array]).cloned().collect();
            for (field, array) in inner.iter().zip(record.columns()) {
                flatten(field, array, &around, leaves);
            }
        }
        _ => leaves.push(Leaf { array: array.clone(), around: around.to_vec() }),
    }
}

/// Why a column can't be read; `None` where it can.
fn unreadable(ty: &DataType) -> Option<String> {
    match ty {
        DataType::Timestamp(_, Some(zone)) => Some(format!("holds instants in the zone {zone}: make them dates and times without a zone")),
        DataType::List(item) | DataType::LargeList(item) => unreadable(item.data_type()),
        DataType::Struct(fields) => fields.iter().find_map(|field| unreadable(field.data_type())),
        DataType::Dictionary(_, value) => unreadable(value),
        DataType::Null
        | DataType::Boolean
        | DataType::Utf8
        | DataType::LargeUtf8
        | DataType::Utf8View
        | DataType::Date32
        | DataType::Time32(_)
        | DataType::Time64(_)
        | DataType::Timestamp(_, None)
        | DataType::Decimal32(..)
        | DataType::Decimal64(..)
        | DataType::Decimal128(..)
        | DataType::Decimal256(..)
        | DataType::Float32
        | DataType::Float64 => None,
        ty if ty.is_integer() => None,
        ty => Some(format!("is of type {ty}, which no input is")),
    }
}

/// How the cells of a column are spelt.
struct Column<'a> {
    array: &'a ArrayRef,
    around: &'a [ArrayRef],
    form: Form<'a>,
}

/// What is wanted of a column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wish {
    /// Its values, which the decision reads.
    Value,
    /// Their texts, to take them over.
    Text,
    Nothing,
}

enum Form<'a> {
    Blank,
    Scalar(ArrayFormatter<'a>),
    Float(usize),
    Json,
}

impl<'a> Column<'a> {
    fn new(leaf: &'a Leaf, wish: Wish) -> Result<Self, ArrowError> {
        let form = match leaf.array.data_type() {
            _ if wish == Wish::Nothing => Form::Blank,
            DataType::Float64 | DataType::Float32 if wish == Wish::Text => Form::Float(usize::MAX),
            DataType::Float64 => Form::Float(DOUBLE_DIGITS),
            DataType::Float32 => Form::Float(SINGLE_DIGITS),
            DataType::List(_) | DataType::LargeList(_) => Form::Json,
            _ => Form::Scalar(ArrayFormatter::try_new(&leaf.array, &FormatOptions::new())?),
        };
        Ok(Self { array: &leaf.array, around: &leaf.around, form })
    }

    /// Writes a cell's text; false for null.
    fn write(&self, row: usize, out: &mut String) -> Result<bool, ArrowError> {
        if self.array.is_null(row) || self.around.iter().any(|around| around.is_null(row)) {
            return Ok(false);
        }
        match &self.form {
            Form::Blank => return Ok(false),
            Form::Scalar(formatter) => formatter.value(row).write(out)?,
            Form::Float(digits) => out.push_str(&float(self.array, row, *digits)),
            Form::Json => json(self.array, row, out)?,
        }
        Ok(true)
    }
}

/// A binary float by the digits that it shows; of more digits than it keeps, what was meant can't be known, so that is no number.
fn float(array: &ArrayRef, row: usize, most: usize) -> String {
    let text = match (array.as_primitive_opt::<Float64Type>(), array.as_primitive_opt::<Float32Type>()) {
        (Some(array), _) => array.value(row).to_string(),
        (_, Some(array)) => array.value(row).to_string(),
        _ => String::new(),
    };
    let digits = text.trim_start_matches('-').bytes().filter(|byte| *byte != b'.').skip_while(|digit| *digit == b'0').collect::<Vec<_>>();
    let zeros = digits.iter().rev().take_while(|digit| **digit == b'0').count();
    if digits.len() - zeros > most { format!("{text}, a binary float of more than {most} digits") } else { text }
}

/// A value as JSON, numbers by their digits. Recursion is as deep as the types of the file nest, which its reader bounds.
fn json(array: &ArrayRef, row: usize, out: &mut String) -> Result<(), ArrowError> {
    if array.is_null(row) {
        out.push_str("null");
        return Ok(());
    }
    let items = match array.data_type() {
        DataType::List(_) => array.as_list_opt::<i32>().map(|list| list.value(row)),
        DataType::LargeList(_) => array.as_list_opt::<i64>().map(|list| list.value(row)),
        _ => None,
    };
    if let Some(items) = items {
        out.push('[');
        for item in 0..items.len() {
            if item > 0 {
                out.push(',');
            }
            json(&items, item, out)?;
        }
        out.push(']');
        return Ok(());
    }
    if let Some(record) = array.as_struct_opt() {
        out.push('{');
        for (position, (field, column)) in record.fields().iter().zip(record.columns()).enumerate() {
            if position > 0 {
                out.push(',');
            }
            push_text(field.name(), out);
            out.push(':');
            json(column, row, out)?;
        }
        out.push('}');
        return Ok(());
    }
    let mut text = String::new();
    match array.data_type() {
        DataType::Float64 => text = float(array, row, DOUBLE_DIGITS),
        DataType::Float32 => text = float(array, row, SINGLE_DIGITS),
        _ => write!(text, "{}", ArrayFormatter::try_new(array, &FormatOptions::new())?.value(row))
            .map_err(|_| ArrowError::CastError("a value can't be spelt".to_owned()))?,
    }
    if *array.data_type() == DataType::Boolean {
        out.push_str(&text)
    } else {
        push_text(&text, out)
    }
    Ok(())
}
