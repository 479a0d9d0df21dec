//! How the class of an ordered key is found: by the cheapest of four ways that its starts allow.
//!
//! None of them branches on the key, so that random keys cost what equal ones do. Figures are nanoseconds a key, of random keys.

use super::grid::Grid;

/// Up to so many starts are counted one by one: 1.0 ns for four, where a table takes 0.6 and a search 1.1; three for eight. The starts
/// are read as written, while a table isn't.
const COUNTED: usize = 4;
/// The most steps of a table of classes. On random keys one of 100,000 bytes took 0.65 ns, as long as one of 100, where a search among 12 to
/// 24 bounds took 1.9 to 2.5, among 128 4, among 600 5.5, and counting 12 took 4.
const MAX_STEPS: u128 = 1 << 16;
/// The most steps of a table for each start: what a few starts gain isn't worth the text and the cache of a large one.
const STEPS_A_START: u128 = 1 << 12;
/// How the class of an ordered key is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum KeyClasses {
    /// All keys have this one.
    One(u32),
    /// The class is how many of these starts, which ascend, a key has reached.
    Counted(Vec<i128>),
    /// A class for each day.
    Days(DayTable),
    /// A class for each even step of keys.
    Steps(StepTable),
    /// The starts are searched, from the middle on. Trees of eight starts a node, of 64 bits and of 32, took 1.1 to 1.5 times as long among
    /// 600, when a search took 6: to count what a node has takes longer than the loads that are saved.
    Searched {
        /// Ascending.
        starts: Vec<i128>,
        /// The class of the keys below all starts, and from each start on.
        classes: Vec<u32>,
    },
}

/// A class for each packed date, as the runtime packs them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DayTable {
    /// One less than the first start.
    pub(crate) first: u32,
    /// The class of each number from there on.
    pub(crate) classes: Vec<u32>,
}

/// A class for each even step of keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StepTable {
    /// One step below the first start: it stands for all keys below.
    pub(crate) first: i128,
    /// The last start: it stands for all keys above.
    pub(crate) last: i128,
    /// What all starts lie apart, or a multiple of it.
    pub(crate) step: u64,
    /// The class of each step.
    pub(crate) classes: Vec<u32>,
}

impl KeyClasses {
    /// The cheapest way, given the first key of each segment but the lowest and the class of each segment. O(starts + table).
    pub(crate) fn new(grid: &Grid, starts: &[i128], classes: &[u32]) -> Self {
        let (starts, classes) = runs(grid, starts, classes);
        if starts.is_empty() {
            return Self::One(classes.first().copied().unwrap_or(0));
        }
        if starts.len() <= COUNTED && classes.iter().zip(0..).all(|(class, position)| *class == position) {
            return Self::Counted(starts);
        }
        let steps = StepTable::new(&starts, &classes, grid.is_wide());
        // Where steps are whole years, a table of days is longer.
        let days = if matches!(grid, Grid::Date) { DayTable::new(&starts, &classes) } else { None };
        if let Some(days) = days.filter(|days| steps.as_ref().is_none_or(|steps| days.classes.len() < steps.classes.len())) {
            return Self::Days(days);
        }
        match steps {
            Some(steps) => Self::Steps(steps),
            None => Self::Searched { starts, classes },
        }
    }
}

/// Segments as runs that differ in class, where each but the lowest starts, and the class of each. Starts that no key reaches are left out.
fn runs(grid: &Grid, starts: &[i128], classes: &[u32]) -> (Vec<i128>, Vec<u32>) {
    let mut of_run = vec![classes.first().copied().unwrap_or(0)];
    let mut first_of_run = Vec::new();
    for (start, class) in starts.iter().zip(classes.iter().skip(1)) {
        // Keys of this grid end in 0 or 5, so that bounds on either side of a value are whole steps of 5 apart.
        let start = if matches!(grid, Grid::Exact(_)) { (start + 4).div_euclid(5) * 5 } else { *start };
        if of_run.last() != Some(class) && (grid.is_wide() || start <= i128::from(i64::MAX)) {
            first_of_run.push(start);
            of_run.push(*class);
        }
    }
    (first_of_run, of_run)
}

impl StepTable {
    /// The table for starts that ascend, of the largest steps that tell them apart; `None` if it would be too large.
    fn new(starts: &[i128], classes: &[u32], wide: bool) -> Option<Self> {
        let (lowest, last) = (*starts.first()?, *starts.last()?);
        let distance = starts.iter().map(|start| start.abs_diff(lowest)).fold(0, greatest_divisor);
        let step = if distance == 0 { 1 } else { distance };
        // One step below the lowest start stands for all that is less.
        let count = last.abs_diff(lowest) / step + 2;
        let first = lowest.checked_sub(i128::try_from(step).ok()?)?;
        let is_key = |key: i128| wide || i64::try_from(key).is_ok();
        if count > MAX_STEPS.min(STEPS_A_START * starts.len() as u128) || last.abs_diff(first) > u128::from(u64::MAX) || !is_key(first) {
            return None;
        }
        let ends = starts.iter().map(|start| start.abs_diff(first) / step).chain([count]);
        let mut of_step = Vec::with_capacity(count as usize);
        for (class, end) in classes.iter().zip(ends) {
            of_step.resize(end as usize, *class);
        }
        Some(Self { first, last, step: u64::try_from(step).ok()?, classes: of_step })
    }
}

impl DayTable {
    /// The table for starts that ascend, dates as they are written; `None` if it would be too large, or if a date stands before our era.
    fn new(starts: &[i128], classes: &[u32]) -> Option<Self> {
        let packed: Vec<u32> = starts.iter().map(|start| packed(*start)).collect::<Option<_>>()?;
        let first = packed.first()?.checked_sub(1)?;
        let count = packed.last()? - first + 1;
        if u128::from(count) > MAX_STEPS.min(STEPS_A_START * starts.len() as u128) {
            return None;
        }
        let ends = packed.iter().map(|start| start - first).chain([count]);
        let mut of_number = Vec::with_capacity(count as usize);
        for (class, end) in classes.iter().zip(ends) {
            of_number.resize(end as usize, *class);
        }
        Some(Self { first, classes: of_number })
    }
}

/// The packed date of the first day that isn't before `start`, as the runtime's `packed` has it: a year has 512, a month 32. A start needs
/// not be a date, as the day after the 31st of December is written 1232.
fn packed(start: i128) -> Option<u32> {
    let start = u32::try_from(start).ok().filter(|start| *start <= 99991232)?;
    let (year, month, day) = (start / 10_000, start / 100 % 100, start % 100);
    Some(year * 512 + if month > 12 { 13 * 32 } else { month * 32 + day.min(32) })
}

fn greatest_divisor(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { greatest_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_divided_by_what_they_have_in_common() {
        let steps = |starts: &[i128], classes: &[u32], wide| StepTable::new(starts, classes, wide);
        let table = steps(&[1_000, 1_500, 3_000], &[0, 1, 2, 1], false).unwrap();
        assert_eq!(table, StepTable { first: 500, last: 3_000, step: 500, classes: vec![0, 1, 2, 2, 2, 1] });
        assert_eq!(steps(&[7], &[1, 0], false).unwrap(), StepTable { first: 6, last: 7, step: 1, classes: vec![1, 0] });
        // Neither does what lies too far apart have a table, nor what would begin below the least key.
        assert_eq!(steps(&[0, 1, 1_000_000], &[0, 1, 2, 3], false), None);
        assert_eq!(steps(&[i64::MIN.into(), 0], &[0, 1, 2], false), None);
        assert_eq!(steps(&[i128::from(i64::MIN / 2), 0], &[0, 1, 2], false).unwrap().first, i128::from(i64::MIN));
        assert_eq!(steps(&[i128::MIN + 1, i128::MAX], &[0, 1, 2], true), None);
        assert_eq!(steps(&[], &[0], false), None);
    }

    #[test]
    fn packed_dates_keep_the_order_of_days() {
        assert_eq!(packed(20260131), Some(2026 * 512 + 32 + 31));
        let ordered = [20260100, 20260101, 20260131, 20260201, 20261231, 20261232, 20270101].map(packed);
        assert!(ordered.is_sorted() && ordered.iter().all(Option::is_some));
        // The day after the last of a year is no later than the first of the next.
        assert!(packed(20269999) > packed(20261231) && packed(20269999) < packed(20270101));
        assert_eq!([packed(-1), packed(100000101)], [None, None]);
        let table = DayTable::new(&[20260102, 20260104], &[0, 1, 2]).unwrap();
        assert_eq!(table, DayTable { first: 2026 * 512 + 33, classes: vec![0, 1, 1, 2] });
        assert_eq!(DayTable::new(&[10101, 20260104], &[0, 1, 2]), None);
    }

    #[test]
    fn neighbours_of_one_class_are_one_run() {
        assert_eq!(runs(&Grid::Integer, &[1, 2, 3], &[5, 5, 6, 6]), (vec![2], vec![5, 6]));
        assert_eq!(runs(&Grid::Integer, &[1, i128::from(i64::MAX) + 1], &[0, 1, 2]), (vec![1], vec![0, 1]));
        assert_eq!(runs(&Grid::Nanoseconds, &[i128::MAX], &[0, 1]), (vec![i128::MAX], vec![0, 1]));
        // 4.99 itself and what follows it, as a cut below the one and above the other.
        assert_eq!(runs(&Grid::Exact(2), &[4_990, 5_001, -4_999], &[0, 1, 2, 3]), (vec![4_990, 5_005, -4_995], vec![0, 1, 2, 3]));
    }
}
