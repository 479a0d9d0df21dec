//! Batches that are filled again allocate nothing, whatever the hit policy, rows that fail included.

use super::*;

mod books {
    matchbook::decisions!("tests/allocations/batches/orders.csv");
}

use books::orders as book;

/// Three blocks, the last of them not full.
const ROWS: usize = 2500;

fn weights() -> Vec<Decimal> {
    let weights = [decimal!(0.50), decimal!(0.00), decimal!(20), decimal!(20.01), decimal!(75), decimal!(1)];
    weights.iter().cycle().copied().take(ROWS).collect()
}

/// What `fill` allocates when it fills a batch for the second time and the third.
fn again(mut fill: impl FnMut()) -> u64 {
    fill();
    allocations(|| {
        fill();
        fill();
    })
}

#[test]
fn of_a_record_a_row() {
    use book::fee::{Columns, Country, evaluate_batch_into};
    let country: Vec<Country> = [Country::Us, Country::Eu, Country::Ca, Country::Us].iter().cycle().copied().take(ROWS).collect();
    let gift: Vec<Option<bool>> = [None, Some(true), Some(false)].iter().cycle().copied().take(ROWS).collect();
    let weight = weights();
    let columns = Columns { country: &country, weight: &weight, gift: &gift };
    let mut batch = matchbook::batch::Batch::default();
    assert_eq!(again(|| evaluate_batch_into(black_box(&columns), &mut batch).unwrap()), 0);
    assert_eq!((batch.len(), batch.errors().len(), batch.outputs.fee.len()), (ROWS, ROWS.div_ceil(6), ROWS));
    assert_eq!(batch.hits().map(RuleIndex::get).collect::<BTreeSet<_>>(), (0..5).collect());
}

#[test]
fn of_a_sum_a_row() {
    use book::surcharge::{Columns, evaluate_batch_into};
    let zone: Vec<i64> = (1..=9).cycle().take(ROWS).collect();
    let weight = weights();
    let columns = Columns { weight: &weight, zone: &zone };
    let mut batch = matchbook::batch::Batch::default();
    assert_eq!(again(|| evaluate_batch_into(black_box(&columns), &mut batch).unwrap()), 0);
    assert_eq!((batch.len(), batch.errors().len()), (ROWS, ROWS.div_ceil(6)));
    assert!(batch.outputs.contains(&Some(decimal!(17.50))));
}

#[test]
fn of_a_list_a_row() {
    use book::remarks::{Columns, evaluate_batch_into};
    let zone: Vec<i64> = (1..=9).cycle().take(ROWS).collect();
    let weight = weights();
    let columns = Columns { weight: &weight, zone: &zone };
    let mut batch = matchbook::batch::Batch::default();
    assert_eq!(again(|| evaluate_batch_into(black_box(&columns), &mut batch).unwrap()), 0);
    assert!((0..ROWS).any(|row| batch.items(row).len() == 2));
    assert_eq!(batch.outputs.remark.len(), batch.hits().count());
}
