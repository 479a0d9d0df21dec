//! Functions of lists. A position is a number whose whole part counts: 1 is the first item, -1 the last.

use alloc::vec::Vec;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::Inexact;
use super::number::{add, counted, digits, multiply, negate, subtract, whole};
use super::power::rounded_wide;
use super::wide::Wide;
use crate::aggregate::Summand;
use crate::grid::compare;
use crate::number::{MAX_SCALE, power_of_ten};

/// The most items of a list that is made by counting or combining.
pub const MAX_ITEMS: usize = 10_000;

/// The list, if it has no more than [`MAX_ITEMS`].
///
/// # Errors
/// [`Inexact`] if it has more.
pub fn bounded<T>(list: Vec<T>) -> Result<Vec<T>, Inexact> {
    if list.len() > MAX_ITEMS { Err(Inexact) } else { Ok(list) }
}

/// Adds an item to a list that isn't to have more than [`MAX_ITEMS`].
///
/// # Errors
/// [`Inexact`] if it is full.
pub fn push<T>(list: &mut Vec<T>, item: T) -> Result<(), Inexact> {
    if list.len() >= MAX_ITEMS {
        return Err(Inexact);
    }
    list.push(item);
    Ok(())
}

/// Where a position of a list of so many items is, counted from 0.
pub(super) fn index(position: Decimal, length: usize) -> Option<usize> {
    let position = whole(position);
    let index = if position > 0 {
        usize::try_from(position).ok()?.checked_sub(1)?
    } else {
        length.checked_sub(usize::try_from(position.unsigned_abs()).ok().filter(|back| *back > 0)?)?
    };
    (index < length).then_some(index)
}

/// `count(list)`.
#[must_use]
pub fn count<T>(list: &[T]) -> Decimal {
    counted(list.len())
}

/// `min(list)`; `None` of an empty one.
#[must_use]
pub fn min<T: Ord>(list: impl IntoIterator<Item = T>) -> Option<T> {
    list.into_iter().min()
}

/// `max(list)`; `None` of an empty one.
#[must_use]
pub fn max<T: Ord>(list: impl IntoIterator<Item = T>) -> Option<T> {
    list.into_iter().max()
}

/// `sum(list)` of numbers, of days and time durations, or of months; `None` of an empty one. Exact whatever the order.
///
/// # Errors
/// [`Inexact`] where the sum doesn't fit.
pub fn sum<T: Summand>(list: &[T]) -> Result<Option<T>, Inexact> {
    if list.is_empty() {
        return Ok(None);
    }
    list.iter().try_fold(T::Exact::default(), T::add).and_then(T::total).ok_or(Inexact).map(Some)
}

/// `product(list)`, from the left; `None` of an empty one.
///
/// # Errors
/// [`Inexact`] where 28 digits don't hold a product on the way.
pub fn product(list: &[Decimal]) -> Result<Option<Decimal>, Inexact> {
    let Some((first, others)) = list.split_first() else { return Ok(None) };
    others.iter().try_fold(*first, |product, factor| multiply(product, *factor)).map(Some)
}

/// The square root of how many units of the 28th digit after the point make one.
const UNITS_ROOT: u64 = 100_000_000_000_000;

/// The number in units of the 28th digit after the point, which 192 bits hold: whether it is negative, and its magnitude.
fn fine(value: Decimal) -> (bool, Wide) {
    let (coefficient, scale) = digits(value);
    let power = power_of_ten(MAX_SCALE.saturating_sub(scale)).unwrap_or(1);
    (coefficient < 0, Wide::from(coefficient.unsigned_abs()).times(power.unsigned_abs()))
}

/// The sum in units of the 28th digit after the point: whether it is negative, and its magnitude. 2⁶⁴ numbers of 192 bits have 256.
fn fine_sum(list: &[Decimal]) -> (bool, Wide) {
    let (mut above, mut below) = (Wide::ZERO, Wide::ZERO);
    for value in list {
        match fine(*value) {
            (false, magnitude) => above = above.add(&magnitude),
            (true, magnitude) => below = below.add(&magnitude),
        }
    }
    if above.compare(&below).is_ge() { (false, above.subtract(&below)) } else { (true, below.subtract(&above)) }
}

/// `mean(list)`, rounded half even at 28 digits; `None` of an empty one. The sum needn't fit.
///
/// # Errors
/// [`Inexact`] where a number has 29 digits, and so has the mean.
pub fn mean(list: &[Decimal]) -> Result<Option<Decimal>, Inexact> {
    let Some(count) = u64::try_from(list.len()).ok().filter(|count| *count > 0) else { return Ok(None) };
    let (negative, sum) = fine_sum(list);
    // Three digits more than are kept.
    let (mean, remainder) = sum.times(1_000).divide(count);
    rounded_wide(negative, mean, MAX_SCALE.saturating_add(3), remainder != 0).map(Some)
}

/// The numbers in ascending order. Not by the library's sort, which panics where an order contradicts itself.
fn ascending(list: &[Decimal]) -> Vec<Decimal> {
    sort_by(list.to_vec(), |a, b| compare(*a, *b).is_lt())
}

/// `median(list)`: the one in the middle, or the mean of the two; `None` of an empty one.
///
/// # Errors
/// [`Inexact`] where a number has 29 digits, and so has the median.
pub fn median(list: &[Decimal]) -> Result<Option<Decimal>, Inexact> {
    let sorted = ascending(list);
    let middle = sorted.len().wrapping_div(2);
    let first = if sorted.len().wrapping_rem(2) == 0 { middle.saturating_sub(1) } else { middle };
    mean(sorted.get(first..=middle).unwrap_or_default())
}

/// `stddev(list)`: the standard deviation of a sample, rounded half even at 28 digits; `None` of fewer than two numbers.
///
/// # Errors
/// [`Inexact`] where it has 29 digits before the point, as only numbers of that many have it.
pub fn standard_deviation(list: &[Decimal]) -> Result<Option<Decimal>, Inexact> {
    let Some(count) = u64::try_from(list.len()).ok() else { return Ok(None) };
    let Some(fewer) = count.checked_sub(1).filter(|fewer| *fewer > 0) else { return Ok(None) };
    // n Σx² - (Σx)² over n (n - 1), whose root it is: for 2³² numbers the first of them has 448 bits.
    let squares = list.iter().fold(Wide::ZERO, |sum, value| {
        let (_, magnitude) = fine(*value);
        sum.add(&magnitude.multiply(&magnitude, 0))
    });
    let (_, sum) = fine_sum(list);
    let spread = squares.times(u128::from(count)).subtract(&sum.multiply(&sum, 0));
    // Four digits more in the root.
    let (quotient, first) = spread.times(100_000_000).divide(count);
    let (quotient, second) = quotient.divide(fewer);
    let (root, more) = quotient.square_root();
    rounded_wide(false, root, MAX_SCALE.saturating_add(4), more || first != 0 || second != 0).map(Some)
}

/// `mode(list)`: the most frequent numbers, ascending.
#[must_use]
pub fn mode(list: &[Decimal]) -> Vec<Decimal> {
    let sorted = ascending(list);
    let groups = || sorted.chunk_by(|a, b| a == b);
    let most = groups().map(<[Decimal]>::len).max().unwrap_or(0);
    groups().filter(|group| group.len() == most).filter_map(|group| group.first().copied()).collect()
}

/// `sublist(list, start)`; `None` where it starts at zero or beyond the list.
#[must_use]
pub fn sublist<T>(list: Vec<T>, start: Decimal) -> Option<Vec<T>> {
    let start = index(start, list.len())?;
    Some(list.into_iter().skip(start).collect())
}

/// `sublist(list, start, length)`; `None` where it starts at zero or beyond the list, and where the length is less than 1.
#[must_use]
pub fn sublist_of<T>(list: Vec<T>, start: Decimal, length: Decimal) -> Option<Vec<T>> {
    let start = index(start, list.len())?;
    let length = usize::try_from(whole(length)).ok().filter(|length| *length > 0)?;
    Some(list.into_iter().skip(start).take(length).collect())
}

/// `concatenate(list, other)`.
#[must_use]
pub fn concatenate<T>(mut list: Vec<T>, other: Vec<T>) -> Vec<T> {
    list.extend(other);
    list
}

/// `insert before(list, position, item)`; `None` of a position outside the list.
#[must_use]
pub fn insert_before<T>(mut list: Vec<T>, position: Decimal, item: T) -> Option<Vec<T>> {
    let index = index(position, list.len())?;
    let after = list.split_off(index);
    list.push(item);
    list.extend(after);
    Some(list)
}

/// `remove(list, position)`; `None` of a position outside the list.
#[must_use]
pub fn remove<T>(mut list: Vec<T>, position: Decimal) -> Option<Vec<T>> {
    let index = index(position, list.len())?;
    let after = list.split_off(index);
    list.extend(after.into_iter().skip(1));
    Some(list)
}

/// `list replace(list, position, item)`; `None` of a position outside the list.
#[must_use]
pub fn list_replace<T>(mut list: Vec<T>, position: Decimal, item: T) -> Option<Vec<T>> {
    let index = index(position, list.len())?;
    *list.get_mut(index)? = item;
    Some(list)
}

/// `reverse(list)`.
#[must_use]
pub fn reverse<T>(mut list: Vec<T>) -> Vec<T> {
    list.reverse();
    list
}

/// `list contains(list, item)`.
#[must_use]
pub fn list_contains<T: PartialEq>(list: &[T], item: &T) -> bool {
    list.contains(item)
}

/// `index of(list, item)`: the positions of the items equal to it.
#[must_use]
pub fn index_of<T: PartialEq>(list: &[T], item: &T) -> Vec<Decimal> {
    (1_i64..).zip(list).filter(|(_, other)| *other == item).map(|(position, _)| counted(position)).collect()
}

/// `distinct values(list)`: the first of equal ones, in their order. O(n²).
#[must_use]
pub fn distinct_values<T: PartialEq>(list: Vec<T>) -> Vec<T> {
    let mut distinct: Vec<T> = Vec::new();
    for item in list {
        if !distinct.contains(&item) {
            distinct.push(item);
        }
    }
    distinct
}

/// `flatten(list)`: of one level.
#[must_use]
pub fn flatten<T>(list: Vec<Vec<T>>) -> Vec<T> {
    list.into_iter().flatten().collect()
}

/// `list[position]`; `None` outside the list.
#[must_use]
pub fn item<T: Clone>(list: &[T], position: Decimal) -> Option<T> {
    list.get(index(position, list.len())?).cloned()
}

/// [`item`] where it lies.
#[must_use]
pub fn lent_item<T>(list: &[T], position: Decimal) -> Option<&T> {
    list.get(index(position, list.len())?)
}

/// The numbers from `first` on in steps of 1, or of -1 where `last` is less, up to `last` or the one before it: `for i in first..last`.
///
/// # Errors
/// [`Inexact`] where they are more than [`MAX_ITEMS`], or one needs more than 28 digits.
pub fn iterate(first: Decimal, last: Decimal) -> Result<Vec<Decimal>, Inexact> {
    // The distance may have more digits than a number.
    let (down, distance) = fine_sum(&[last, negate(first)]);
    let whole = distance.divide(UNITS_ROOT).0.divide(UNITS_ROOT).0;
    let steps = whole.narrow().and_then(|steps| usize::try_from(steps).ok()).filter(|steps| *steps < MAX_ITEMS).ok_or(Inexact)?;
    let mut numbers = Vec::from([first]);
    let mut number = first;
    for _ in 0..steps {
        number = if down { subtract(number, Decimal::ONE)? } else { add(number, Decimal::ONE)? };
        numbers.push(number);
    }
    Ok(numbers)
}

/// The days from `first` to `last`, both included, up or down: `for day in first..last`.
///
/// # Errors
/// [`Inexact`] where they are more than [`MAX_ITEMS`].
pub fn iterate_days(first: Date, last: Date) -> Result<Vec<Date>, Inexact> {
    let distance = last.duration_since(first).as_secs().wrapping_div(86_400);
    usize::try_from(distance.unsigned_abs()).ok().filter(|steps| *steps < MAX_ITEMS).ok_or(Inexact)?;
    let mut days = Vec::from([first]);
    let mut day = first;
    while day != last {
        day = if distance < 0 { day.yesterday() } else { day.tomorrow() }.map_err(|_| Inexact)?;
        days.push(day);
    }
    Ok(days)
}

/// `sort`: a stable sort by `precedes`, which says whether its first argument comes before its second. It sorts the first half, then the
/// second, and merges them: the next of the second half (the first argument) is taken first only where it precedes that of the first half.
///
/// # Errors
/// Those of `precedes`.
pub fn sort<T>(list: Vec<T>, mut precedes: impl FnMut(&T, &T) -> Result<bool, Inexact>) -> Result<Vec<T>, Inexact> {
    sorted(list, &mut precedes)
}

/// [`sort`] by what can't fail.
#[must_use]
pub fn sort_by<T>(list: Vec<T>, precedes: impl Fn(&T, &T) -> bool) -> Vec<T> {
    // An order that never fails gives a list.
    sort(list, |left, right| Ok(precedes(left, right))).unwrap_or_default()
}

/// [`sort`], as deep as the logarithm of the length.
fn sorted<T>(mut list: Vec<T>, precedes: &mut impl FnMut(&T, &T) -> Result<bool, Inexact>) -> Result<Vec<T>, Inexact> {
    if list.len() < 2 {
        return Ok(list);
    }
    let second = list.split_off(list.len().wrapping_div(2));
    let mut merged = Vec::with_capacity(list.len().saturating_add(second.len()));
    let mut first = sorted(list, precedes)?.into_iter().peekable();
    let mut second = sorted(second, precedes)?.into_iter().peekable();
    while let (Some(earlier), Some(later)) = (first.peek(), second.peek()) {
        merged.extend(if precedes(later, earlier)? { second.next() } else { first.next() });
    }
    merged.extend(first);
    merged.extend(second);
    Ok(merged)
}

/// The items for which `keep` holds, asked in order.
///
/// # Errors
/// Those of `keep`.
pub fn filter<T>(list: Vec<T>, mut keep: impl FnMut(&T) -> Result<bool, Inexact>) -> Result<Vec<T>, Inexact> {
    let mut kept = Vec::new();
    for item in list {
        if keep(&item)? {
            kept.push(item);
        }
    }
    Ok(kept)
}

#[cfg(test)]
mod tests;
