//! Parquet files as rows of CSV, and rows of CSV as Parquet files: what is between the two is one path for all formats.

mod read;
mod write;

pub(crate) use read::Rows;
pub(crate) use write::{Table, columns};

#[cfg(test)]
mod tests {
    use std::io::Read as _;
    use std::sync::Arc;

    use arrow_array::{
        ArrayRef, BinaryArray, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int64Array, ListArray, RecordBatch, StringArray,
        StructArray,
    };
    use arrow_schema::{DataType, Field, Fields, Schema};
    use parquet::arrow::ArrowWriter;

    use super::*;
    use crate::interface::{Interface, Kind, Output, Shape};

    fn array(array: impl arrow_array::Array + 'static) -> ArrayRef {
        Arc::new(array)
    }

    /// The text of a file of this one batch, by [`Rows`]; with the names of its columns.
    fn text(columns: Vec<(&str, ArrayRef)>, unread: &[usize]) -> (String, String) {
        let (_, columns, mut rows) = opened(columns);
        rows.leave(unread);
        let names: Vec<&str> = columns.iter().map(|column| column.name().as_str()).collect();
        (names.join(","), read(rows))
    }

    fn read(mut rows: Rows) -> String {
        let mut text = String::new();
        rows.read_to_string(&mut text).unwrap();
        text
    }

    /// A file of this one batch, its columns, and its rows.
    fn opened(columns: Vec<(&str, ArrayRef)>) -> (tempfile::TempDir, Vec<Field>, Rows) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("in.parquet");
        let batch = RecordBatch::try_from_iter(columns).unwrap();
        let mut writer = ArrowWriter::try_new(std::fs::File::create(&path).unwrap(), batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
        let (columns, rows) = Rows::open(&path, "it").unwrap();
        (folder, columns, rows)
    }

    #[test]
    fn every_type_has_its_spelling() {
        let fields = Fields::from(vec![Field::new("weight", DataType::Float64, true), Field::new("note", DataType::Utf8, true)]);
        let inner =
            vec![array(Float64Array::from(vec![Some(0.1), Some(0.1 + 0.2)])), array(StringArray::from(vec![Some("a,b"), Some("")]))];
        let parcel = StructArray::new(fields.clone(), inner.clone(), Some(vec![true, true].into()));
        let lost = StructArray::new(fields, inner, Some(vec![false, false].into()));
        let list = ListArray::from_iter_primitive::<arrow_array::types::Int64Type, _, _>(vec![Some(vec![Some(1), None]), None]);
        let (names, text) = text(
            vec![
                ("n", array(Int64Array::from(vec![Some(-1), None]))),
                ("total", array(Decimal128Array::from(vec![Some(123_450), None]).with_precision_and_scale(20, 2).unwrap())),
                ("on", array(Date32Array::from(vec![Some(20_000), None]))),
                ("is", array(BooleanArray::from(vec![Some(true), Some(false)]))),
                ("parcel", array(parcel)),
                ("lost", array(lost)),
                ("list", array(list)),
            ],
            &[],
        );
        assert_eq!(names, "n,total,on,is,parcel.weight,parcel.note,lost.weight,lost.note,list");
        assert_eq!(
            text,
            "-1,1234.50,2024-10-04,true,0.1,\"a,b\",,,\"[\"\"1\"\",null]\"\n\
             ,,,false,\"0.30000000000000004, a binary float of more than 15 digits\",\"\",,,\n"
        );
    }

    #[test]
    fn binary_floats_that_nobody_reads_are_left_as_they_are() {
        let floats = || vec![("x", array(Float64Array::from(vec![0.1 + 0.2, 1e22])))];
        assert_eq!(text(floats(), &[0]).1, "0.30000000000000004\n10000000000000000000000\n");
        assert!(text(floats(), &[]).1.contains("a binary float of more than 15 digits"));
    }

    #[test]
    fn a_column_that_nobody_wants_may_be_of_any_type() {
        let bytes = array(BinaryArray::from_vec(vec![b"\xff", b"b"]));
        let columns = || vec![("raw", bytes.clone()), ("n", array(Int64Array::from(vec![1, 2])))];
        let (_folder, fields, mut rows) = opened(columns());
        rows.leave(&[0]);
        rows.check(&fields, "it", &[0]).unwrap();
        assert_eq!(read(rows), ",1\n,2\n");
        let (_folder, fields, mut rows) = opened(columns());
        let refused = |rows: &mut Rows| rows.check(&fields, "it", &[]).unwrap_err().to_string();
        let message = "it can't be decided: its column `raw` is of type Binary, which no input is";
        assert_eq!(refused(&mut rows), message);
        rows.leave(&[0]);
        assert_eq!(refused(&mut rows), format!("{message}; `--results-only` leaves it out"));
    }

    #[test]
    fn null_in_a_column_alone_is_nothing() {
        assert_eq!(text(vec![("note", array(StringArray::from(vec![None, Some(""), Some("x")])))], &[]).1, "\n\"\"\nx\n");
    }

    #[test]
    fn a_table_reads_as_it_was_written() {
        const INTERFACE: Interface = Interface {
            inputs: &[],
            outputs: &[
                Output { path: &["Fee"], kind: Kind::Decimal(2) },
                Output { path: &["Points"], kind: Kind::Integer },
                Output { path: &["On"], kind: Kind::Date },
                Output { path: &["Is"], kind: Kind::Boolean },
                Output { path: &["Rate"], kind: Kind::Number },
            ],
            result: Shape::Record,
            required: 0,
        };
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.parquet");
        let mut table = Table::new(std::fs::File::create(&path).unwrap(), columns(&INTERFACE)).unwrap();
        let rows = "4.99,3,2026-01-31,true,0.1234567890123456789012345678,us\n,,,,,\n-0.50,-1,1999-12-31,false,1,\"a,\"\"b\"\n";
        table.write(rows.as_bytes()).unwrap();
        table.write(b"").unwrap();
        table.finish().unwrap();
        let (columns, mut read) = Rows::open(&path, "it").unwrap();
        let types: Vec<DataType> = columns.iter().map(|column| column.data_type().clone()).collect();
        assert_eq!(Schema::new(columns).fields().len(), 6);
        let expected = [DataType::Decimal128(38, 2), DataType::Int64, DataType::Date32, DataType::Boolean, DataType::Utf8, DataType::Utf8];
        assert_eq!(types, expected);
        let mut text = String::new();
        read.read_to_string(&mut text).unwrap();
        assert_eq!(text, rows);
    }

    #[test]
    fn long_rows_are_read_a_few_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("in.parquet");
        let columns = vec![Field::new("note", DataType::Utf8, true)];
        let mut table = Table::new(std::fs::File::create(&path).unwrap(), columns).unwrap();
        let row = "x".repeat(1 << 20) + "\n";
        for _ in 0..16 {
            table.write(row.as_bytes()).unwrap();
        }
        table.finish().unwrap();
        let (_, mut rows) = Rows::open(&path, "it").unwrap();
        // What is read at once is what there is.
        let mut buffer = vec![0; 16 * row.len()];
        let read: Vec<usize> = std::iter::from_fn(|| Some(rows.read(&mut buffer).unwrap()).filter(|read| *read > 0)).collect();
        assert_eq!(read.iter().sum::<usize>(), buffer.len());
        assert!(read.iter().all(|read| *read <= 4 * row.len()), "{read:?}");
    }

    #[test]
    fn what_is_no_parquet_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("in.parquet");
        for bytes in [b"".as_slice(), b"a,b\n1,2\n", b"PAR1PAR1", b"PAR1\0\0\0\0\xff\xff\xff\x7fPAR1"] {
            std::fs::write(&path, bytes).unwrap();
            let failure = Rows::open(&path, "`in.parquet`").err().unwrap().to_string();
            assert!(failure.starts_with("`in.parquet` can't be read as Parquet: "), "{failure}");
        }
    }
}
