use super::*;
use crate::Field;

static WEIGHT: Field = Field::new("parcel.weight", "decimal(2) > 0");
static TOTAL: Field = Field::new("order.total", "decimal(2) >= 0");

const FAILED: Error = Error::OutOfDomain(&WEIGHT);

/// Even rows have a rule, every third fails, and others have no result.
fn single(rows: usize) -> Batch<Vec<Option<usize>>> {
    let mut batch = Batch::default();
    batch.fill_single(rows, |row, told| {
        if row.is_multiple_of(2) {
            told.rule(RuleIndex::new(row as u32));
        }
        Some(if row.is_multiple_of(3) { Err(FAILED) } else { Ok(row.is_multiple_of(2).then_some(row)) })
    });
    batch
}

#[test]
fn a_row_that_fails_has_no_rule_and_no_result() {
    let batch = single(6);
    assert_eq!(batch.outputs, [None, None, Some(2), None, Some(4), None]);
    let rules: Vec<_> = (0..7).map(|row| batch.rule(row).map(RuleIndex::get)).collect();
    assert_eq!(rules, [None, None, Some(2), None, Some(4), None, None]);
    assert_eq!(batch.errors(), [RowError { row: 0, error: FAILED }, RowError { row: 3, error: FAILED }]);
    assert_eq!([batch.error(0), batch.error(1), batch.error(3), batch.error(6)], [Some(FAILED), None, Some(FAILED), None]);
    assert_eq!(batch.hits().map(RuleIndex::get).collect::<Vec<_>>(), [2, 4]);
    assert_eq!((batch.len(), batch.is_empty(), single(0).is_empty()), (6, false, true));
    assert_eq!(batch.errors()[1].to_string(), "row no. 4: the input `parcel.weight` must be decimal(2) > 0");
}

#[test]
fn lists_lie_one_behind_the_other() {
    let mut batch: Batch<Vec<char>> = Batch::default();
    let letter =
        |rule: RuleIndex| if rule.get() == 3 { Err(Error::Inexact(rule, &TOTAL)) } else { Ok(['a', 'b', 'c'][rule.get() as usize]) };
    for _ in 0..2 {
        let rows = [&[0_u32, 2][..], &[1, 3], &[], &[2]];
        batch.fill_lists(5, |row, told| Some(told.list(rows.get(row)?.iter().copied().map(RuleIndex::new), letter)));
        assert_eq!(batch.outputs, ['a', 'c', 'c']);
        let items: Vec<_> = (0..7).map(|row| batch.items(row)).collect();
        assert_eq!(items, [0..2, 2..2, 2..2, 2..3, 3..3, 0..0, 0..0]);
        assert_eq!(batch.rules(0).map(RuleIndex::get).collect::<Vec<_>>(), [0, 2]);
        assert_eq!(batch.errors().iter().map(|error| error.row).collect::<Vec<_>>(), [1, 4]);
        assert_eq!(batch.error(4), Some(Error::NoRule));
    }
}

#[test]
fn aggregates_have_a_value_a_row_and_any_number_of_rules() {
    let mut batch: Batch<Vec<Option<usize>>> = Batch::default();
    batch.fill_aggregates(4, |row, told| {
        (0..row).for_each(|rule| told.rule(RuleIndex::new(rule as u32)));
        Some(if row == 2 { Err(Error::Arithmetic(RuleIndex::new(1))) } else { Ok(row) })
    });
    assert_eq!(batch.outputs, [Some(0), Some(1), None, Some(3)]);
    assert_eq!((0..5).map(|row| batch.rules(row).count()).collect::<Vec<_>>(), [0, 1, 0, 3, 0]);
}

#[test]
fn a_batch_is_filled_again() {
    let mut batch = single(7);
    batch.fill_single(2, |row, told| {
        told.rule(RuleIndex::new(9));
        Some(Ok(row))
    });
    assert_eq!((batch.outputs.as_slice(), batch.errors().len(), batch.len()), (&[Some(0), Some(1)][..], 0, 2));
}

#[test]
fn columns_need_one_length() {
    assert_eq!(rows(&[]), Ok(0));
    assert_eq!(rows(&[(&WEIGHT, 3), (&TOTAL, 3)]), Ok(3));
    let unequal = rows(&[(&WEIGHT, 3), (&WEIGHT, 3), (&TOTAL, 4)]).unwrap_err();
    assert_eq!(unequal.to_string(), "the column `order.total` has 4 rows and `parcel.weight` has 3: all need the same");
}
