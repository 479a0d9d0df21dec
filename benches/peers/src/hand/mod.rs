//! What experts write by hand, given the same typed inputs as generated code: *plain*, as one writes it who knows the table and the language
//! (conditions, hash maps, rows that are scanned), and *tuned*, as one writes it who has measured (tables instead of branches).
//!
//! But for the smallest table, both read their numbers from the workload when they are made, which stands for the constants in their source. The
//! tuned ones check what generated code checks, that numbers and days are in the table's domain; the rows of the plain ones have no others.
//!
//! Each is a function that is called, as a generated `select` is: in a program neither has one caller alone, for which a compiler copies it.

mod keyed;
mod lookup;
mod packets;
mod shipped;
mod shipping;
mod tiny;

use jiff::civil::Date;
use matchbook::Decimal;
use matchbook_benches::subject::{self, Subject};
use matchbook_benches::workload::Workload;

use crate::contender::Asked;
use crate::measure::Entrant;
use crate::ours::{FromQuestion, tiny_auto, tiny_integers_auto};

/// The hand-written contenders of a workload.
pub fn entrants(workload: &'static Workload) -> Vec<Entrant> {
    let named = |name: &str, asked| Entrant { name: name.to_owned(), asked };
    let [plain, tuned]: [Box<dyn Asked>; 2] = match workload.name {
        "tiny" => tiny::both::<tiny_auto::Input>(workload),
        "tiny integers" => tiny::both::<tiny_integers_auto::Input>(workload),
        "shipping" => [Box::new(shipping::Plain::new(workload)), Box::new(shipping::Tuned::new(workload))],
        "rating" => [Box::new(keyed::Plain::rating(workload)), Box::new(keyed::Tuned::rating(workload))],
        "insurance" => [Box::new(keyed::Plain::insurance(workload)), Box::new(keyed::Tuned::insurance(workload))],
        "lookup" => [Box::new(lookup::Plain::new(workload)), Box::new(lookup::Tuned::new(workload))],
        "packets" => [Box::new(packets::Plain::new(workload)), Box::new(packets::Tuned::new(workload))],
        "Shipping fee" => by_hand::<subject::shipping_fee::ShippingFee>(),
        "Federal income tax bracket" => by_hand::<subject::federal_income_tax_bracket::FederalIncomeTaxBracket>(),
        "VAT rate" => by_hand::<subject::vat_rate::VatRate>(),
        _ => return Vec::new(),
    };
    vec![named(PLAIN, plain), named(TUNED, tuned)]
}

fn by_hand<S: Subject<Input: FromQuestion> + 'static>() -> [Box<dyn Asked>; 2] {
    [Box::new(shipped::ByHand::<S, false>::default()), Box::new(shipped::ByHand::<S, true>::default())]
}

/// The name of what a careful expert writes.
pub const PLAIN: &str = "hand-written";

/// The name of what one writes who has measured.
pub const TUNED: &str = "hand-tuned";

/// A range of whole numbers, half-open.
type Range = (i64, i64);

/// Whether it holds the number.
#[inline]
fn within(range: Range, number: i64) -> bool {
    range.0 <= number && number < range.1
}

/// The amount in whole hundredths, rounded down; exact for a `<` or `>=` of hundredths.
#[inline]
fn hundredths(amount: Decimal) -> i64 {
    if amount.scale() == 2 {
        return i64::try_from(amount.mantissa()).unwrap_or(i64::MAX);
    }
    let whole = amount.checked_mul(Decimal::ONE_HUNDRED).map(|amount| amount.floor().mantissa());
    whole.and_then(|whole| i64::try_from(whole).ok()).unwrap_or(i64::MAX)
}

/// A day as a number in the order of days.
#[inline]
fn ordinal(day: Date) -> i64 {
    i64::from(day.year()) * 512 + i64::from(day.month()) * 32 + i64::from(day.day())
}

/// The range of a column's steps as one of ordinals, for a column of days.
fn ordinals((low, high): Range) -> Range {
    (ordinal(crate::ours::day(low)), ordinal(crate::ours::day(high)))
}

/// How many of the bounds are at most the number: the position of its band. No branch.
#[inline]
fn band(bounds: &[i64], number: i64) -> usize {
    bounds.iter().map(|bound| usize::from(number >= *bound)).sum()
}

/// The distinct inner ends of a column's cells, ascending.
fn bounds(workload: &Workload, column: usize) -> Vec<i64> {
    let (low, high) = workload.columns[column].domain;
    let mut bounds: Vec<i64> = workload.rules.iter().filter_map(|rule| rule[column]).flat_map(|(from, to)| [from, to]).collect();
    bounds.retain(|bound| low < *bound && *bound < high);
    bounds.sort_unstable();
    bounds.dedup();
    bounds
}
