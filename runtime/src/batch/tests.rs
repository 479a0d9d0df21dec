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
fn no_rows_have_no_items() {
    let mut batch: Batch<Vec<char>> = Batch::default();
    batch.fill_lists(0, |_, _| None);
    assert_eq!((batch.len(), batch.items(0), batch.rules(0).count()), (0, 0..0, 0));
    let mut batch: Batch<Vec<Option<usize>>> = Batch::default();
    batch.fill_aggregates(0, |row, _| Some(Ok(row)));
    assert_eq!((batch.len(), batch.rules(0).count()), (0, 0));
}

#[test]
fn rows_of_which_no_column_is_told_are_asked_one_by_one() {
    let mut batch: Batch<Squares> = Batch::default();
    let rule = |row: usize| Some(Ok(RuleIndex::new(row as u32 % 3)));
    batch.fill_blocks::<2, u32, RuleIndex>(1_500, 3, |_| {}, |_| Ok(RuleIndex::new(7)), rule, |rule| Ok(rule.get()));
    assert_eq!((batch.len(), batch.errors().len()), (1_500, 0));
    assert!((0..1_500).all(|row| batch.rule(row).map(RuleIndex::get) == Some(row as u32 % 3)));
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

/// What the tables of the next test decide: a column of one value a row.
#[derive(Clone, Debug, Default)]
struct Squares {
    square: Vec<Option<u32>>,
}

impl Outputs for Squares {
    type Item = Option<u32>;

    fn truncate(&mut self, len: usize) {
        self.square.truncate(len);
    }

    fn push(&mut self, item: Option<u32>) {
        self.square.push(item);
    }
}

impl Gather for Squares {
    fn gather(&mut self, of_rules: &Self, rules: &[u32]) {
        gather(&mut self.square, &of_rules.square, rules);
    }
}

#[test]
fn blocks_decide_what_rows_do() {
    // Rule `k` is of the key `k` below 5; 5 and 6 have none, 7 has two, and what is negative or beyond isn't allowed.
    const CODES: [u32; 8] = [0, 1, 2, 3, 4, 6, 6, 5];
    let select = |key: i64| match key {
        0..5 => Ok(Some(RuleIndex::new(key as u32))),
        5..7 => Ok(None),
        7 => Err(Error::Several(RuleIndex::new(0), RuleIndex::new(1))),
        _ => Err(FAILED),
    };
    let output = |rule: RuleIndex| Ok(rule.get() * rule.get());
    let mut batch: Batch<Squares> = Batch::default();
    for rows in [0_usize, 1, 2, 5, 1023, 1024, 1025, 2048, 2049] {
        let mut keys: Vec<i64> = (0..rows as i64).map(|row| row * 7 % 8).collect();
        for (at, odd) in [(0, -1), (1, 9), (1022, i64::MIN), (1024, 8), (rows.saturating_sub(1), 99)] {
            if let Some(key) = keys.get_mut(at) {
                *key = odd;
            }
        }
        let high: Vec<bool> = keys.iter().map(|key| *key > 3).collect();
        // Two columns: whether the key is above 3, and its lower bits; the second by keys of its own.
        let keys_of = |keys: &[i64], to: &mut [i32]| to.iter_mut().zip(keys).for_each(|(to, key)| *to = (*key).clamp(-1, 8) as i32);
        batch.fill_blocks(
            rows,
            5,
            |block| {
                block.column(&high, u32::from);
                block.keyed(&keys, keys_of, |_, key| !(0..8).contains(&key), |key| key as u32 % 4);
                block.check(&keys, |key| key == i64::MIN);
            },
            |[high, low]| match CODES.get((high * 4 + low) as usize) {
                Some(code) if *code < 5 => Ok(Some(RuleIndex::new(*code))),
                Some(6) => Ok(None),
                _ => Err(Error::NoRule),
            },
            |row| Some(select(*keys.get(row)?)),
            output,
        );
        let mut expected: Batch<Squares> = Batch::default();
        expected.fill_single(rows, |row, told| {
            Some(select(keys[row]).map(|rule| {
                rule.map(|rule| {
                    told.rule(rule);
                    rule.get() * rule.get()
                })
            }))
        });
        assert_eq!((&batch.outputs.square, batch.errors()), (&expected.outputs.square, expected.errors()), "{rows} rows");
        assert!((0..rows + 1).all(|row| batch.rule(row) == expected.rule(row)), "{rows} rows");
        assert_eq!(batch.len(), rows);
    }
}

#[test]
fn what_is_outside_of_any_domain_stays_so() {
    let mut block = Block::default();
    let found = |block: &mut Block| block.find(99, |[a, b]: [u32; 2]| a * 10 + b).to_vec();
    for _ in 0..2 {
        block.start(1, 3);
        block.bounded(&[9, 1, 2, 3], |value| value == 1, |value| value);
        block.bounded(&[0, 0, 1, 2], |value| value == 2, |value| value + 1);
        assert_eq!(found(&mut block), [99, 22, 99]);
        // The next one has forgotten it.
        block.start(0, 2);
        block.column(&[1, 2], |value| value);
        block.column(&[3, 4], |value| value);
        assert_eq!(found(&mut block), [13, 24]);
        block.check(&[3, 4], |value| value == 4);
        assert_eq!(found(&mut block), [13, 99]);
    }
    // Without the columns that are asked for, there is nothing.
    assert!(found(&mut Block::default()).is_empty());
    // A column that is too short says nothing of any row.
    let mut short = Block::default();
    short.start(0, 2);
    short.column(&[5], |value| value);
    short.column(&[1, 1], |value| value);
    assert_eq!(found(&mut short), [1, 1]);
}

/// What the classes of the next test's column come to: of a letter its place; no digit is allowed.
fn places(block: &mut Block, letters: &[char]) {
    block.bounded(letters, |letter| letter.is_ascii_digit(), |letter| letter as u32 - 32);
}

#[test]
fn rows_are_decided_by_their_classes_unless_those_cannot_tell() {
    for rows in [0, 1, 1023, 1024, 1025, 2049] {
        let letters: Vec<char> = (0..rows).map(|row| if row % 1024 == 5 { '7' } else { ['a', 'b', 'c'][row % 3] }).collect();
        let rule = |letter: char| RuleIndex::new(letter as u32 - 32);
        let by_row = |row: usize, told: &mut Row<'_, _>| match letters.get(row) {
            Some('b') | None => Some(Err(FAILED)),
            Some('7') if row > 1024 => {
                told.rule(RuleIndex::new(7));
                Some(Ok(7))
            }
            Some('7') => Some(Err(Error::NoRule)),
            Some(letter) => {
                told.rule(rule(*letter));
                Some(Ok(*letter as usize))
            }
        };
        let by_class = |row: usize, [class]: [u32; 1], told: &mut Row<'_, Vec<Option<usize>>>| {
            assert_eq!(char::from_u32(class + 32), letters.get(row).copied());
            by_row(row, told)
        };
        let (mut expected, mut batch) = (Batch::<Vec<Option<usize>>>::default(), Batch::default());
        let hold = |expected: &Batch<Vec<Option<usize>>>, batch: &Batch<_>| {
            assert_eq!((&batch.outputs, batch.errors()), (&expected.outputs, expected.errors()), "{rows} rows");
            assert!((0..rows + 1).all(|row| batch.rule(row) == expected.rule(row)), "{rows} rows");
        };
        for _ in 0..2 {
            expected.fill_single(rows, by_row);
            batch.fill_single_by(rows, |block| places(block, &letters), by_class, by_row);
            hold(&expected, &batch);
            expected.fill_aggregates(rows, by_row);
            batch.fill_aggregates_by(rows, |block| places(block, &letters), by_class, by_row);
            hold(&expected, &batch);
        }
        let items = |row: usize, told: &mut Row<'_, Vec<char>>| match letters.get(row)? {
            '7' => Some(Err(FAILED)),
            letter => Some(told.list([0, 1].map(RuleIndex::new).into_iter(), |rule| {
                if rule.get() == 1 && *letter == 'b' { Err(Error::NoRule) } else { Ok(*letter) }
            })),
        };
        let (mut expected, mut batch) = (Batch::default(), Batch::default());
        expected.fill_lists(rows, items);
        batch.fill_lists_by(rows, |block| places(block, &letters), |row, [_]: [u32; 1], told| items(row, told), items);
        assert_eq!((&batch.outputs, batch.errors()), (&expected.outputs, expected.errors()), "{rows} rows");
        assert!((0..rows + 1).all(|row| batch.items(row) == expected.items(row)), "{rows} rows");
    }
}
