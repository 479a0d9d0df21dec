//! The class of a key: which run of values it lies in, among those that no rule tells apart.
//!
//! Four forms, of which generated code has the cheapest that a column can have: [`counted`] for a few bounds, [`Steps`] where bounds lie
//! close to each other or are multiples of something, [`PackedDates`] for dates, [`Integers`] for all others. None of them branches on the key, so random keys cost
//! what equal ones do, and a loop over a slice of keys has no branch either.

use super::numbers::Numbers;

/// How many of ascending `starts` a key has reached: the class of a key whose classes are the runs between starts. O(starts), which is
/// the quickest for a few of them.
#[inline]
#[must_use]
pub fn counted<K: PartialOrd + Copy>(starts: &[K], key: K) -> u32 {
    starts.iter().fold(0_u32, |count, start| count.wrapping_add(u32::from(key >= *start)))
}

/// A key that stands on a line: an `i64`, or an `i128`.
pub trait Key: Ord + Copy {
    /// How far it lies above another that isn't greater. Both are within 2⁶⁴ of each other.
    fn above(self, other: Self) -> u64;
}

impl Key for i64 {
    #[inline]
    fn above(self, other: Self) -> u64 {
        self.wrapping_sub(other).cast_unsigned()
    }
}

impl Key for i128 {
    #[inline]
    fn above(self, other: Self) -> u64 {
        self.wrapping_sub(other) as u64
    }
}

/// A class for each step of keys: all starts of classes lie whole steps above the first key.
#[derive(Clone, Copy, Debug)]
pub struct Steps<K> {
    first: K,
    last: K,
    step: u64,
    bias: u32,
    classes: Numbers,
}

impl<K> Steps<K> {
    /// The first and the last key that are told from those below and above, the keys of a step, and the class of each step plus `bias`:
    /// classes that are written as digits and letters make a short and readable text.
    #[must_use]
    pub const fn new(first: K, last: K, step: u64, bias: u32, classes: Numbers) -> Self {
        Self { first, last, step, bias, classes }
    }
}

impl<K: Key> Steps<K> {
    /// The class of a key. O(1): a multiplication in place of the division by what is constant, and a load.
    #[inline]
    #[must_use]
    pub fn class(&self, key: K) -> u32 {
        let step = key.max(self.first).min(self.last).above(self.first).checked_div(self.step).unwrap_or(0);
        self.classes.get(step as usize).map_or(u32::MAX, |class| class.wrapping_sub(self.bias))
    }
}

/// A class for each [packed date](crate::packed_date) between two: a step a day would have one for each of the numbers that no date has, nine
/// in ten of them as dates are written.
#[derive(Clone, Copy, Debug)]
pub struct PackedDates {
    first: u32,
    bias: u32,
    classes: Numbers,
}

impl PackedDates {
    /// The first day that is told from those before, packed, and the class of each packed date from there on plus `bias`. Days before the
    /// first have its class, those after the last have the last's.
    #[must_use]
    pub const fn new(first: u32, bias: u32, classes: Numbers) -> Self {
        Self { first, bias, classes }
    }

    /// The class of a packed date. O(1).
    #[inline]
    #[must_use]
    pub fn class(&self, day: i64) -> u32 {
        let day = day.clamp(0, crate::packed(9999, 12, 31)) as u32;
        let at = (day.saturating_sub(self.first) as usize).min(self.classes.len().saturating_sub(1));
        self.classes.get(at).map_or(u32::MAX, |class| class.wrapping_sub(self.bias))
    }
}

/// How many of `starts`, which ascend, `reached` holds for: for the first ones and no others. O(log starts), and without a branch: the number
/// of rounds is known where the starts are a static.
///
/// Compilers readily make branches of choices, and each one on a random key is mispredicted every other time: a loop over keys among 600 starts
/// took four times as long. So a start is read in any case, as a `None` would be a way of its own, and the choice is marked.
#[inline]
fn search<const W: usize>(starts: &[[u8; W]], reached: impl Fn(&[u8; W]) -> bool) -> usize {
    if starts.is_empty() {
        return 0;
    }
    let at = |position: usize| reached(starts.get(position).unwrap_or(&[0; W]));
    let (mut base, mut size) = (0_usize, starts.len());
    while size > 1 {
        let half = size >> 1;
        // All of the lower half are reached if the start before the upper one is.
        let upper = base.wrapping_add(half);
        base = core::hint::select_unpredictable(at(upper.wrapping_sub(1)), upper, base);
        size = size.wrapping_sub(half);
    }
    base.wrapping_add(usize::from(at(base)))
}

/// The classes of the segments between ascending keys of 64 bits.
#[derive(Clone, Copy, Debug)]
pub struct Integers {
    starts: &'static [u8],
    classes: Numbers,
}

impl Integers {
    /// The first key of each segment but the lowest, eight bytes each, and the class of each segment.
    #[must_use]
    pub const fn new(starts: &'static [u8], classes: Numbers) -> Self {
        Self { starts, classes }
    }

    /// The class of a key. O(log segments).
    #[inline]
    #[must_use]
    pub fn class(&self, key: i64) -> u32 {
        let segment = search(self.starts.as_chunks::<8>().0, |start| i64::from_le_bytes(*start) <= key);
        self.classes.get(segment).unwrap_or(u32::MAX)
    }
}

/// Whether `start <= key`, by their halves: compilers make a branch of a choice by what two comparisons in a row say, and that takes
/// up to twice as long as these three.
#[inline]
fn is_at_most(start: i128, key: i128) -> bool {
    let (start_high, key_high) = ((start >> 64) as i64, (key >> 64) as i64);
    core::hint::select_unpredictable(start_high == key_high, start as u64 <= key as u64, start_high < key_high)
}

/// The classes of the segments between ascending keys of 128 bits.
#[derive(Clone, Copy, Debug)]
pub struct WideIntegers {
    starts: &'static [u8],
    classes: Numbers,
}

impl WideIntegers {
    /// The first key of each segment but the lowest, sixteen bytes each, and the class of each segment.
    #[must_use]
    pub const fn new(starts: &'static [u8], classes: Numbers) -> Self {
        Self { starts, classes }
    }

    /// The class of a key. O(log segments).
    #[inline]
    #[must_use]
    pub fn class(&self, key: i128) -> u32 {
        let segment = search(self.starts.as_chunks::<16>().0, |start| is_at_most(i128::from_le_bytes(*start), key));
        self.classes.get(segment).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_starts_are_counted() {
        assert_eq!([i64::MIN, 9, 10, 19, 20, i64::MAX].map(|key| counted(&[10, 20], key)), [0, 0, 1, 1, 2, 2]);
        assert_eq!([i64::MIN, i64::MAX].map(|key| counted(&[i64::MIN, i64::MAX], key)), [1, 2]);
        assert_eq!(counted(&[], 7_i128), 0);
    }

    #[test]
    fn steps_reach_to_both_ends() {
        // Starts at 10, 15 and 30; the step below 10 stands for all that is less.
        let steps = Steps::new(5_i64, 30, 5, 48, Numbers::new(1, b"012223"));
        let keys = [i64::MIN, -1, 5, 9, 10, 14, 15, 29, 30, 34, i64::MAX];
        assert_eq!(keys.map(|key| steps.class(key)), [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 3]);
        let wide = Steps::new(5_i128, 30, 5, 48, Numbers::new(1, b"012223"));
        assert_eq!(keys.map(|key| wide.class(key.into())), keys.map(|key| steps.class(key)));
        assert_eq!([i128::MIN, i128::MAX].map(|key| wide.class(key)), [0, 3]);
        // The whole line in two steps.
        let line = Steps::new(i64::MIN, i64::MAX, 1 << 63, 0, Numbers::new(1, b"\x00\x01"));
        assert_eq!([i64::MIN, -1, 0, i64::MAX].map(|key| line.class(key)), [0, 0, 1, 1]);
        let damaged = [
            Steps::new(0_i64, 9, 0, 0, Numbers::new(1, b"")),
            Steps::new(0, 9, 1, 0, Numbers::new(1, b"")),
            Steps::new(9, 0, 1, 0, Numbers::new(7, b"0")),
        ];
        assert_eq!(damaged.map(|steps| steps.class(5)), [u32::MAX; 3]);
    }

    #[test]
    fn days_reach_to_both_ends() {
        let days = PackedDates::new(1000, 48, Numbers::new(1, b"01123"));
        let ends = [crate::packed(-9999, 1, 1), crate::packed(9999, 12, 31)];
        let keys = [i64::MIN, ends[0], -1000, 0, 999, 1000, 1001, 1002, 1003, 1004, 1005, ends[1], i64::MAX];
        assert_eq!(keys.map(|day| days.class(day)), [0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 3, 3, 3]);
        assert_eq!(PackedDates::new(0, 0, Numbers::new(1, b"")).class(7), u32::MAX);
    }

    #[test]
    fn a_search_finds_what_counting_does() {
        for count in (0..70_i64).chain([127, 128, 129, 1_000]) {
            let starts: Vec<i64> = (0..count).map(|at| at * 3 - 20).collect();
            let bytes: Vec<u8> = starts.iter().flat_map(|start| start.to_le_bytes()).collect();
            let wide: Vec<u8> = starts.iter().flat_map(|start| i128::from(*start).to_le_bytes()).collect();
            let classes: Vec<u8> = (0..=count).flat_map(|class| (class as u16).to_le_bytes()).collect();
            let classes = Numbers::new(2, classes.leak());
            let (integers, wide) = (Integers::new(bytes.leak(), classes), WideIntegers::new(wide.leak(), classes));
            for key in (-25..count * 3).chain([i64::MIN, i64::MAX]) {
                let expected = counted(&starts, key);
                assert_eq!([integers.class(key), wide.class(key.into())], [expected; 2], "{key} among {count}");
            }
        }
    }

    #[test]
    fn the_ends_of_the_line_are_starts_like_others() {
        static STARTS: [u8; 16] = {
            let mut bytes = [0_u8; 16];
            bytes[7] = 0x80;
            (bytes[8], bytes[9], bytes[10], bytes[11]) = (0xff, 0xff, 0xff, 0xff);
            (bytes[12], bytes[13], bytes[14], bytes[15]) = (0xff, 0xff, 0xff, 0x7f);
            bytes
        };
        let integers = Integers::new(&STARTS, Numbers::new(1, b"\x00\x01\x02"));
        assert_eq!([i64::MIN, 0, i64::MAX - 1, i64::MAX].map(|key| integers.class(key)), [1, 1, 1, 2]);
    }
}
