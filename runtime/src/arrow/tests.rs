use alloc::sync::Arc;

use arrow_array::types::{Int8Type, Int32Type, UInt16Type};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Decimal32Array, Decimal64Array, Decimal128Array, Decimal256Array, DictionaryArray, FixedSizeListArray,
    Float64Array, Int32Array, Int64Array, LargeListArray, LargeStringArray, ListArray, NullArray, StringArray, StringViewArray,
    StructArray, UInt64Array,
};
use arrow_buffer::{NullBuffer, OffsetBuffer, ScalarBuffer, i256};
use arrow_schema::{DataType, Field as ArrowField, Fields, Schema};

use super::*;
use crate::batch::{Batch, RowError};
use crate::{ClosedText, Error as Failure, Field, RuleIndex};

static AMOUNT: Field = Field::new("amount", "integer");
static TAGS: Field = Field::new("tags", "list of text");

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Size {
    Small,
    Large,
}

impl ClosedText for Size {
    const VALUES: &'static [(&'static str, Self)] = &[("small", Self::Small), ("large", Self::Large)];
}

fn read<'a, T: FromArray<'a>>(array: &'a dyn Array) -> Option<Vec<Result<T, Unread>>> {
    let mut values = Vec::new();
    Column::new(array).read(|value| values.push(value))?;
    assert_eq!(values.len(), array.len());
    Some(values)
}

/// Reads an array, and compares.
fn reads<'a, T: FromArray<'a> + PartialEq + core::fmt::Debug>(array: &'a dyn Array, expected: &[Result<T, Unread>]) {
    assert_eq!(read::<T>(array).as_deref(), Some(expected), "{:?}", array.data_type());
}

#[test]
fn integers_are_read_from_all_whole_numbers() {
    reads::<i64>(&Int64Array::from(vec![Some(i64::MIN), None, Some(7)]), &[Ok(i64::MIN), Err(Unread::Null), Ok(7)]);
    reads::<i64>(&Int32Array::from(vec![-5, 5]), &[Ok(-5), Ok(5)]);
    reads::<i64>(&UInt64Array::from(vec![0, u64::MAX]), &[Ok(0), Err(Unread::Unfit)]);
    let decimals = |values: Vec<i128>, scale| Decimal128Array::from(values).with_precision_and_scale(38, scale).unwrap();
    reads::<i64>(&decimals(vec![500, 501], 2), &[Ok(5), Err(Unread::Unfit)]);
    reads::<i64>(&decimals(vec![5, 10_i128.pow(37)], -2), &[Ok(500), Err(Unread::Unfit)]);
    assert_eq!(read::<i64>(&Float64Array::from(vec![1.0])), None);
    assert_eq!(read::<i64>(&StringArray::from(vec!["1"])), None);
}

#[test]
fn booleans_and_texts_are_read_with_their_nulls() {
    reads::<bool>(&BooleanArray::from(vec![Some(true), None, Some(false)]), &[Ok(true), Err(Unread::Null), Ok(false)]);
    reads::<Option<bool>>(&BooleanArray::from(vec![Some(true), None]), &[Ok(Some(true)), Ok(None)]);
    let texts = [Some("small"), None, Some("huge")];
    for array in [
        Arc::new(StringArray::from_iter(texts)) as ArrayRef,
        Arc::new(LargeStringArray::from_iter(texts)),
        Arc::new(StringViewArray::from_iter(texts)),
        Arc::new(texts.into_iter().collect::<DictionaryArray<Int8Type>>()),
        Arc::new(texts.into_iter().collect::<DictionaryArray<UInt16Type>>()),
    ] {
        reads(&array, &[Ok("small"), Err(Unread::Null), Ok("huge")]);
        reads(&array, &[Ok(Some("small")), Ok(None), Ok(Some("huge"))]);
        reads(&array, &[Ok(Size::Small), Err(Unread::Null), Err(Unread::Unfit)]);
        reads(&array, &[Ok(Some(Size::Small)), Ok(None), Err(Unread::Unfit)]);
        reads(&array.slice(1, 2), &[Ok(None), Ok(Some("huge"))]);
        reads::<&str>(&array.slice(3, 0), &[]);
    }
    // A dictionary without values, one with a null among its values, and nothing but nulls.
    let keys = Int32Array::from(vec![None, None]);
    reads::<Option<&str>>(&DictionaryArray::<Int32Type>::new(keys, Arc::new(StringArray::new_null(0))), &[Ok(None), Ok(None)]);
    let values: ArrayRef = Arc::new(StringArray::from(vec![None, Some("a")]));
    let keys = Int32Array::from(vec![Some(1), Some(0), None]);
    let dictionary = DictionaryArray::<Int32Type>::new(keys, values);
    reads(&dictionary, &[Ok("a"), Err(Unread::Null), Err(Unread::Null)]);
    reads(&dictionary.slice(1, 1), &[Ok(None::<&str>)]);
    reads::<Option<i64>>(&NullArray::new(2), &[Ok(None), Ok(None)]);
    reads::<i64>(&NullArray::new(1), &[Err(Unread::Null)]);
}

/// Texts that begin and end alike, and hold one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place(usize);

impl ClosedText for Place {
    const VALUES: &'static [(&'static str, Self)] = &[
        ("", Self(0)),
        ("a", Self(1)),
        ("ab", Self(2)),
        ("abcdefgh", Self(3)),
        ("abcdefghabcdefgh", Self(4)),
        ("abcdefgh - abcdefgh", Self(5)),
        ("abcdefgh + abcdefgh", Self(6)),
        ("abcdefgh * abcdefgh", Self(7)),
        ("straße", Self(8)),
        ("\0", Self(9)),
    ];
}

#[test]
fn closed_lists_know_their_texts_and_no_others() {
    let own = Place::VALUES.iter().map(|(text, place)| (*text, Ok(*place)));
    let others = ["b", "abc", "abcdefgh / abcdefgh", "abcdefghi", "strasse", "\0\0"].map(|text| (text, Err(Unread::Unfit)));
    let (texts, expected): (Vec<&str>, Vec<_>) = own.chain(others).unzip();
    reads(&StringArray::from(texts), &expected);
}

#[cfg(feature = "decimal")]
#[test]
fn decimals_are_read_at_any_scale() {
    use rust_decimal::Decimal;
    let shown = |array: &dyn Array| -> Vec<String> {
        let show = |value: Result<Decimal, Unread>| value.map_or_else(|unread| format!("{unread:?}"), |value| value.to_string());
        read::<Decimal>(array).unwrap().into_iter().map(show).collect()
    };
    let decimals = |values: Vec<i128>, scale| Decimal128Array::from(values).with_precision_and_scale(38, scale).unwrap();
    assert_eq!(shown(&decimals(vec![150, -5, 0], 2)), ["1.50", "-0.05", "0.00"]);
    assert_eq!(shown(&decimals(vec![15, -5], -3)), ["15000", "-5000"]);
    let (most, more) = (10_i128.pow(28) - 1, 10_i128.pow(28) + 1);
    assert_eq!(
        shown(&decimals(vec![most, more, 10_i128.pow(28)], 2)),
        ["99999999999999999999999999.99", "Unfit", "100000000000000000000000000.0"]
    );
    assert_eq!(shown(&decimals(vec![10_i128.pow(37), 1], 37)), ["1.000000000000000000000000000", "Unfit"]);
    assert_eq!(shown(&Decimal32Array::from(vec![125]).with_precision_and_scale(9, 1).unwrap()), ["12.5"]);
    assert_eq!(shown(&Decimal64Array::from(vec![125]).with_precision_and_scale(18, 3).unwrap()), ["0.125"]);
    let wide = |values: Vec<i256>| Decimal256Array::from(values).with_precision_and_scale(76, 28).unwrap();
    let ten = i256::from_i128(10);
    assert_eq!(
        shown(&wide(vec![ten.wrapping_pow(50), ten.wrapping_pow(75), i256::from_i128(-1)])),
        ["10000000000000000000000.00000", "Unfit", "-0.0000000000000000000000000001"]
    );
    assert_eq!(shown(&Int32Array::from(vec![-7])), ["-7"]);
    assert_eq!(read::<Decimal>(&Float64Array::from(vec![1.5])), None);
}

#[cfg(feature = "time")]
#[test]
fn times_are_read_in_any_unit() {
    use arrow_array::{
        Date32Array, Date64Array, DurationNanosecondArray, DurationSecondArray, IntervalYearMonthArray, Time32SecondArray,
        Time64MicrosecondArray, TimestampMillisecondArray, TimestampNanosecondArray, TimestampSecondArray,
    };
    use jiff::civil::{Date, DateTime, Time, date, datetime, time};
    use jiff::{SignedDuration, Span};
    reads(
        &Date32Array::from(vec![0, -1, 20_778, i32::MAX]),
        &[Ok(date(1970, 1, 1)), Ok(date(1969, 12, 31)), Ok(date(2026, 11, 21)), Err(Unread::Unfit)],
    );
    reads::<Date>(&Date64Array::from(vec![-86_400_000, 1, i64::MIN]), &[Ok(date(1969, 12, 31)), Err(Unread::Unfit), Err(Unread::Unfit)]);
    reads::<Time>(&Time32SecondArray::from(vec![86_399, 86_400, -1]), &[Ok(time(23, 59, 59, 0)), Err(Unread::Unfit), Err(Unread::Unfit)]);
    reads(&Time64MicrosecondArray::from(vec![1_000_001]), &[Ok(time(0, 0, 1, 1_000))]);
    reads(&TimestampSecondArray::from(vec![-1]), &[Ok(datetime(1969, 12, 31, 23, 59, 59, 0))]);
    reads::<DateTime>(
        &TimestampMillisecondArray::from(vec![1_500, i64::MAX]),
        &[Ok(datetime(1970, 1, 1, 0, 0, 1, 500_000_000)), Err(Unread::Unfit)],
    );
    reads(&TimestampNanosecondArray::from(vec![-1]), &[Ok(datetime(1969, 12, 31, 23, 59, 59, 999_999_999))]);
    assert_eq!(read::<DateTime>(&TimestampSecondArray::from(vec![0]).with_timezone("+01:00")), None);
    reads(&DurationSecondArray::from(vec![-90]), &[Ok(SignedDuration::from_secs(-90))]);
    reads(
        &DurationNanosecondArray::from(vec![-1, i64::MIN]),
        &[Ok(SignedDuration::from_nanos(-1)), Ok(SignedDuration::from_nanos(i64::MIN))],
    );
    let months = read::<Span>(&IntervalYearMonthArray::from(vec![14, i32::MAX])).unwrap();
    assert_eq!(months.iter().map(|span| span.map(|span| crate::months(span).unwrap())).collect::<Vec<_>>(), [Ok(14), Err(Unread::Unfit)]);
    assert_eq!(read::<Date>(&TimestampSecondArray::from(vec![0])), None);
}

/// The array of these values, and the positions of those that it can't hold.
fn written<T: IntoArray>(values: &[T], data_type: &DataType) -> (ArrayRef, Vec<usize>) {
    let mut unfit = Vec::new();
    let array = T::array(values.iter().map(Some), data_type, &mut unfit).unwrap();
    assert_eq!((array.data_type(), array.len()), (data_type, values.len()));
    (array, unfit)
}

/// Whether values are read from the array that is made of them.
fn returns<T: IntoArray + for<'a> FromArray<'a> + PartialEq + core::fmt::Debug>(values: &[Option<T>], data_type: &DataType) {
    let (array, unfit) = written(values, data_type);
    assert!(unfit.is_empty(), "{unfit:?}");
    let expected: Vec<_> = values.iter().map(|value| Ok(*value)).collect();
    reads(&array, &expected);
    let slice = array.slice(1, values.len() - 1);
    reads(&slice, &expected[1..]);
}

#[test]
fn what_is_written_is_read_back() {
    returns(&[Some(true), None, Some(false)], &DataType::Boolean);
    returns(&[Some(i64::MAX), None, Some(i64::MIN)], &DataType::Int64);
    let dictionary = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    returns(&[Some(Size::Large), None, Some(Size::Small)], &dictionary);
    let (texts, _) = written(&[Some("a"), None, Some("")], &DataType::Utf8);
    reads(&texts, &[Ok(Some("a")), Ok(None), Ok(Some(""))]);
    let (texts, _) = written(&[alloc::borrow::Cow::Borrowed("a"), "b".to_owned().into()], &DataType::Utf8);
    reads(&texts, &[Ok("a"), Ok("b")]);
}

#[cfg(all(feature = "decimal", feature = "time"))]
#[test]
fn what_an_array_can_not_hold_is_told() {
    use crate::decimal;
    use arrow_schema::TimeUnit;
    use jiff::SignedDuration;
    use jiff::civil::{Date, DateTime, Time, datetime, time};
    let (narrow, wide) = (DataType::Decimal128(38, 2), DataType::Decimal256(56, 28));
    assert_eq!(written(&[rust_decimal::Decimal::MAX, decimal!(1.5)], &DataType::Decimal256(76, 28)).1, [0_usize; 0]);
    returns(&[Some(decimal!(1.5)), None, Some(decimal!(-0.05)), Some(decimal!(1.000))], &narrow);
    returns(&[None, Some(decimal!(0.0000000000000000000000000001)), Some(decimal!(9999999999999999999999999999))], &wide);
    assert_eq!(written(&[decimal!(0.005), decimal!(0.01)], &narrow).1, [0]);
    returns(&[Some(Date::MIN), None, Some(Date::MAX)], &DataType::Date32);
    returns(&[Some(Time::MIN), None, Some(Time::MAX), Some(time(1, 2, 3, 4))], &DataType::Time64(TimeUnit::Nanosecond));
    let points = DataType::Timestamp(TimeUnit::Microsecond, None);
    returns(&[Some(DateTime::MIN), None, Some(datetime(9999, 12, 31, 23, 59, 59, 999_999_000))], &points);
    assert_eq!(written(&[Some(datetime(2026, 1, 1, 0, 0, 0, 1)), None], &points).1, [0]);
    let durations = DataType::Duration(TimeUnit::Microsecond);
    returns(&[None, Some(SignedDuration::new(-1, -5_000)), Some(SignedDuration::from_hours(24 * 365 * 1_000))], &durations);
    assert_eq!(written(&[SignedDuration::MAX, SignedDuration::ZERO, SignedDuration::from_nanos(-1)], &durations).1, [0, 2]);
    let lists = DataType::new_list(durations, false);
    let items: &[&[SignedDuration]] = &[&[], &[SignedDuration::ZERO, SignedDuration::MAX], &[], &[SignedDuration::MIN]];
    let (array, unfit) = written(items, &lists);
    assert_eq!((array.len(), unfit), (4, vec![1, 3]));
}

/// A decision as generated code drives one: twice the amount, if that isn't negative; rule 0 for small ones, rule 1 for others.
fn decided(batch: &RecordBatch) -> Result<Batch<RecordBatch>, Error> {
    let rows = Rows::new(batch);
    let amounts: Vec<i64> = rows.column(&AMOUNT, &["Amount", "amount"])?;
    let flags: Vec<Option<bool>> = rows.column(&TAGS, &["order.flag"])?;
    if rows.failed() {
        return rows.without_failed(decided);
    }
    let mut batch: Batch<Vec<Option<i64>>> = Batch::default();
    batch.fill_single(rows.len(), |row, told| {
        let amount = *amounts.get(row)?;
        if flags.get(row)?.is_none() {
            return Some(Ok(None));
        }
        Some(if amount < 0 {
            Err(Failure::NoRule)
        } else {
            told.rule(RuleIndex::new(u32::from(amount > 9)));
            Ok(Some(amount * 2))
        })
    });
    let schema = Schema::new(vec![ArrowField::new("twice", DataType::Int64, true)]);
    record_batch(batch, schema, |outputs, arrays| arrays.add(&AMOUNT, outputs))
}

fn batch_of(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true))).unwrap()
}

#[test]
fn rows_that_can_not_be_read_fail_and_the_others_are_decided() {
    for rows in [0_u64, 1, 2, 1023, 1024, 1025, 2049] {
        // Every 7th is null, every 11th doesn't fit, every 5th is negative by a flag that is null in its struct.
        let amount = |row: u64| if row.is_multiple_of(7) { None } else { Some(if row.is_multiple_of(11) { u64::MAX } else { row % 20 }) };
        let amounts: UInt64Array = (0..rows).map(amount).collect();
        let flag: BooleanArray = (0..rows).map(|row| (!row.is_multiple_of(3)).then_some(true)).collect();
        let fields: Fields = vec![ArrowField::new("flag", DataType::Boolean, true)].into();
        let nulls: NullBuffer = (0..rows).map(|row| !row.is_multiple_of(5)).collect();
        let order = StructArray::new(fields, vec![Arc::new(flag)], Some(nulls));
        let whole = batch_of(vec![
            ("order", Arc::new(order) as ArrayRef),
            ("amount", Arc::new(amounts)),
            ("more", Arc::new(NullArray::new(rows as usize))),
        ]);
        for (skipped, batch) in [(0, whole.clone()), (rows.min(3), whole.slice(rows.min(3) as usize, (rows - rows.min(3)) as usize))] {
            let found = decided(&batch).unwrap();
            assert_eq!((found.len(), found.outputs.num_rows()), (batch.num_rows(), batch.num_rows()));
            let twice = found.outputs.column(0).clone();
            let twice = read::<Option<i64>>(&twice).unwrap();
            for (row, twice) in twice.into_iter().enumerate() {
                let number = row as u64 + skipped;
                let amount = amount(number).filter(|amount| *amount < 20);
                let result = amount.filter(|_| !number.is_multiple_of(3) && !number.is_multiple_of(5));
                assert_eq!(twice, Ok(result.map(|amount| amount as i64 * 2)), "row {number}");
                assert_eq!(found.rule(row).map(RuleIndex::get), result.map(|amount| u32::from(amount > 9)));
                assert_eq!(found.error(row), if amount.is_none() { Some(Failure::OutOfDomain(&AMOUNT)) } else { None });
            }
            assert!(found.errors().is_sorted_by_key(|error| error.row));
        }
    }
    let batch = batch_of(vec![
        ("Amount", Arc::new(Int64Array::from(vec![Some(-1), None, Some(4)])) as ArrayRef),
        ("order.flag", Arc::new(BooleanArray::from(vec![true; 3]))),
    ]);
    let found = decided(&batch).unwrap();
    let errors = [RowError { row: 0, error: Failure::NoRule }, RowError { row: 1, error: Failure::OutOfDomain(&AMOUNT) }];
    assert_eq!(found.errors(), errors);
    assert_eq!(read::<Option<i64>>(found.outputs.column(0)).unwrap(), [Ok(None), Ok(None), Ok(Some(8))]);
}

#[test]
fn what_no_row_can_be_decided_by_is_an_error() {
    let amounts: ArrayRef = Arc::new(Int64Array::from(vec![1]));
    let error = |columns: Vec<(&str, ArrayRef)>| decided(&batch_of(columns)).unwrap_err().to_string();
    assert_eq!(error(vec![("amounts", amounts.clone())]), "there is no column `amount`: it must be integer");
    assert_eq!(error(vec![("amount", amounts.clone()), ("Amount", amounts.clone())]), "several columns are `amount`: keep one of them");
    let texts: ArrayRef = Arc::new(StringArray::from(vec!["1"]));
    assert_eq!(
        error(vec![("amount", texts)]),
        "the column `amount` holds Utf8, of which no value is integer: cast it to its type in `input_schema`"
    );
    // What may be null needs no column.
    let found = decided(&batch_of(vec![("amount", amounts)])).unwrap();
    assert_eq!((found.errors(), found.outputs.column(0).null_count()), (&[][..], 1));
}

/// The lists of texts of each row, as generated code reads them.
fn tags(batch: &RecordBatch, nullable: bool) -> (Vec<Option<Vec<String>>>, bool) {
    let rows = Rows::new(batch);
    let list = rows.list(&TAGS, &["tags"], nullable).unwrap();
    let items: Vec<&str> = list.values(&TAGS).unwrap();
    let lent = if nullable { list.lend_nullable(&items) } else { list.lend(&items).into_iter().map(Some).collect() };
    (lent.into_iter().map(|tags| tags.map(|tags| tags.iter().map(|tag| (*tag).to_owned()).collect())).collect(), rows.failed())
}

#[test]
fn lists_are_read_wherever_their_items_lie() {
    let items: ArrayRef = Arc::new(StringArray::from(vec!["x", "a", "b", "y", "c", "z"]));
    let item = Arc::new(ArrowField::new("item", DataType::Utf8, false));
    // The second list is null, and has an item nevertheless.
    let nulls = Some(NullBuffer::from(vec![true, false, true, true]));
    let lists: ArrayRef =
        Arc::new(ListArray::new(item.clone(), OffsetBuffer::new(ScalarBuffer::from(vec![1, 3, 4, 5, 5])), items.clone(), nulls.clone()));
    let large: ArrayRef =
        Arc::new(LargeListArray::new(item.clone(), OffsetBuffer::new(ScalarBuffer::from(vec![1, 3, 4, 5, 5])), items.clone(), nulls));
    let text = |tags: &[&str]| Some(tags.iter().map(|tag| (*tag).to_owned()).collect::<Vec<_>>());
    let expected = [text(&["a", "b"]), None, text(&["c"]), text(&[])];
    for array in [lists.clone(), large] {
        let batch = batch_of(vec![("tags", array)]);
        assert_eq!(tags(&batch, true), (expected.to_vec(), false));
        assert_eq!(tags(&batch, false).0[1], text(&[]));
        assert!(tags(&batch, false).1, "null fails where the input has none");
        assert_eq!(tags(&batch.slice(2, 2), false), (expected[2..].to_vec(), false));
    }
    let pairs: ArrayRef = Arc::new(FixedSizeListArray::new(item, 2, items, None));
    assert_eq!(tags(&batch_of(vec![("tags", pairs.slice(1, 2))]), false).0, [text(&["b", "y"]), text(&["c", "z"])]);
    assert_eq!(tags(&batch_of(vec![("other", pairs)]), true).0, [None, None, None]);
    let rows = batch_of(vec![("tags", Arc::new(Int64Array::from(vec![1])) as ArrayRef)]);
    assert!(matches!(Rows::new(&rows).list(&TAGS, &["tags"], true), Err(Error::WrongType { .. })));
    assert!(matches!(Rows::new(&rows).list(&TAGS, &["none"], false), Err(Error::Missing(_))));
}

#[test]
fn items_are_structs_that_hold_lists() {
    // Two orders in the first row, none in the second, one in the third; each with quantities.
    let number = |values: &[i64]| -> ArrayRef { Arc::new(Int64Array::from(values.to_vec())) };
    let quantity = Arc::new(ArrowField::new("item", DataType::Int64, false));
    let quantities = ListArray::new(quantity, OffsetBuffer::from_lengths([2, 0, 1]), number(&[1, 2, 3]), None);
    let fields: Fields =
        vec![ArrowField::new("id", DataType::Int64, true), ArrowField::new("quantities", quantities.data_type().clone(), true)].into();
    let ids: ArrayRef = Arc::new(Int64Array::from(vec![Some(10), None, Some(30)]));
    let orders = StructArray::new(fields.clone(), vec![ids, Arc::new(quantities)], None);
    let item = Arc::new(ArrowField::new("item", DataType::Struct(fields), false));
    let orders = ListArray::new(item, OffsetBuffer::from_lengths([2, 0, 1]), Arc::new(orders), None);
    let batch = batch_of(vec![("orders", Arc::new(orders) as ArrayRef)]);
    let rows = Rows::new(&batch);
    let orders = rows.list(&TAGS, &["orders"], false).unwrap();
    let ids: Vec<Option<i64>> = orders.column(&AMOUNT, &["id"]).unwrap();
    let quantities = orders.list(&TAGS, &["quantities"], false).unwrap();
    let of_quantities: Vec<i64> = quantities.values(&AMOUNT).unwrap();
    let lent = quantities.lend(&of_quantities);
    let of_orders = orders.items(|item| Some((*ids.get(item)?, *lent.get(item)?)));
    assert_eq!(orders.lend(&of_orders), [&[(Some(10), &[1, 2][..]), (None, &[])][..], &[], &[(Some(30), &[3])]]);
    assert!(!rows.failed());
    // An id that has to be there lets its row fail.
    let ids: Vec<i64> = orders.column(&AMOUNT, &["id"]).unwrap();
    assert_eq!((ids.len(), rows.failed()), (2, true));
}

#[test]
fn lists_of_results_are_lists_a_row() {
    // Rule `k` gives `k`; every row has as many rules as its number, the third fails, and so does the row of a date that has no microsecond.
    let mut batch: Batch<Vec<i64>> = Batch::default();
    batch.fill_lists(4, |row, told| {
        let rules = (0..row as u32).map(RuleIndex::new);
        Some(told.list(rules, |rule| if row == 2 { Err(Failure::NoRule) } else { Ok(i64::from(rule.get())) }))
    });
    let schema = || Schema::new(vec![ArrowField::new("k", DataType::new_list(DataType::Int64, false), true)]);
    let found = record_batch(batch.clone(), schema(), |outputs, arrays| arrays.add_lists(&AMOUNT, outputs)).unwrap();
    let shown = |batch: &Batch<RecordBatch>| -> Vec<Option<Vec<i64>>> {
        let rows = Rows::new(&batch.outputs);
        let list = rows.list(&AMOUNT, &["k"], true).unwrap();
        let items: Vec<i64> = list.values(&AMOUNT).unwrap();
        list.lend_nullable(&items).into_iter().map(|items| items.map(<[i64]>::to_vec)).collect()
    };
    assert_eq!(shown(&found), [Some(vec![]), Some(vec![0]), None, Some(vec![0, 1, 2])]);
    // A row that fails afterwards loses its rules and its result; those behind keep theirs.
    let mut failed = batch.clone();
    failed.fail(&[RowError { row: 1, error: Failure::OutOfRange(&AMOUNT) }], false);
    assert_eq!((0..4).map(|row| failed.rules(row).count()).collect::<Vec<_>>(), [0, 0, 0, 3]);
    assert_eq!(
        failed.errors().iter().map(|error| (error.row, error.error)).collect::<Vec<_>>(),
        [(1, Failure::OutOfRange(&AMOUNT)), (2, Failure::NoRule)]
    );
    // New rows stand between those that were there, before the first and behind the last.
    let mut more = batch;
    more.fail(&[0, 2, 6].map(|row| RowError { row, error: Failure::OutOfDomain(&AMOUNT) }), true);
    assert_eq!((0..7).map(|row| more.rules(row).count()).collect::<Vec<_>>(), [0, 0, 0, 1, 0, 3, 0]);
    assert_eq!(more.errors().iter().map(|error| error.row).collect::<Vec<_>>(), [0, 2, 4, 6]);
}

#[cfg(feature = "time")]
#[test]
fn a_row_whose_result_no_array_holds_fails() {
    use jiff::civil::{DateTime, datetime};
    let points = [datetime(2026, 1, 1, 0, 0, 0, 1_000), datetime(2026, 1, 1, 0, 0, 0, 1), datetime(2026, 1, 1, 0, 0, 0, 0)];
    let mut batch: Batch<Vec<Option<DateTime>>> = Batch::default();
    batch.fill_single(4, |row, told| {
        told.rule(RuleIndex::new(0));
        Some(points.get(row).copied().map(Some).ok_or(Failure::NoRule))
    });
    let at = DataType::Timestamp(arrow_schema::TimeUnit::Microsecond, None);
    let schema = Schema::new(vec![ArrowField::new("at", at, true)]);
    let found = record_batch(batch, schema, |outputs, arrays| arrays.add(&AMOUNT, outputs)).unwrap();
    reads(found.outputs.column(0), &[Ok(Some(points[0])), Ok(None), Ok(Some(points[2])), Ok(None)]);
    assert_eq!(found.error(1), Some(Failure::OutOfRange(&AMOUNT)));
    assert_eq!((0..4).map(|row| found.rule(row).is_some()).collect::<Vec<_>>(), [true, false, true, false]);
}
