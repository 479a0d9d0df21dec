//! Whether an input lies in its column's `values`, as generated code asks it before it looks at any rule.

use crate::model::{BaseType, Domain, InputData, InputSource, UnaryTest, Value};
use crate::region::{Atom, Dimension};

use super::axis::{Axis, Key};
use super::grid::{Cut, Grid};

/// The question whether an input lies in its domain. Null always does.
#[derive(Clone, Debug, PartialEq)]
pub enum DomainCheck {
    /// Every value of the Rust type does.
    Any,
    /// Only this boolean does.
    Boolean(bool),
    /// None of these texts does.
    Refused(Vec<String>),
    /// Only these texts do.
    Allowed(Vec<String>),
    /// Keys within these ranges do, ascending and apart.
    Keys {
        /// The grid; `None` for the one that selection uses anyway.
        grid: Option<Grid>,
        /// The ranges.
        ranges: Vec<KeyRange>,
    },
}

/// A range of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyRange {
    /// The first key in it; `None` for no limit.
    pub first: Option<i128>,
    /// The last key in it; `None` for no limit.
    pub last: Option<i128>,
    /// Whether a reader knows the key before `first` (`> 0`) rather than `first` itself (`>= 0`).
    pub open: bool,
}

impl DomainCheck {
    /// The check of an input.
    pub(crate) fn new(data: &InputData, dimension: &Dimension, axis: &Axis) -> Self {
        // What others give and read, they have looked at.
        let trusted = matches!(data.source, InputSource::Forwarded(_) | InputSource::Decision(..));
        let Some(domain) = data.domain.as_ref().filter(|_| !trusted) else { return Self::Any };
        match &axis.key {
            Key::Variant(_) | Key::Structure => Self::Any,
            Key::Boolean(values) => match values.as_slice() {
                [only] => Self::Boolean(*only),
                _ => Self::Any,
            },
            Key::Literal(texts) => Self::texts(domain, texts.contains(&None)),
            Key::Ordered { grid, .. } => match data.scalar() {
                Some(ty) => Self::ordered(ty.base, &dimension.atoms[usize::from(axis.nullable)..], axis, grid),
                None => Self::Any,
            },
        }
    }

    fn texts(domain: &Domain, others: bool) -> Self {
        let mut named = Vec::new();
        domain.tests.iter().for_each(|test| texts_of(test, &mut named));
        named.sort_unstable();
        named.dedup();
        named.retain(|text| domain.contains(&Value::Text(text.clone())) != others);
        match (others, named.is_empty()) {
            (true, true) => Self::Any,
            (true, false) => Self::Refused(named),
            (false, _) => Self::Allowed(named),
        }
    }

    fn ordered(base: BaseType, atoms: &[Atom], axis: &Axis, of_key: &Grid) -> Self {
        let mut ends: Vec<(Option<Cut>, Option<Cut>)> = Vec::new();
        for atom in atoms {
            let (low, high) = (Cut::low_end(&atom.extent), Cut::high_end(&atom.extent));
            match (ends.last_mut(), &low) {
                (Some((_, Some(end))), Some(low)) if end.meets(low, base) => {}
                _ => {
                    ends.push((low, high));
                    continue;
                }
            }
            if let Some((_, end)) = ends.last_mut() {
                *end = high;
            }
        }
        let cuts: Vec<Cut> = ends.iter().flat_map(|(low, high)| [low, high]).flatten().cloned().collect();
        if cuts.is_empty() {
            return Self::Any;
        }
        let shared = if axis.segments > 1 + u32::from(axis.nullable) { of_key.starts(&cuts) } else { None };
        let (grid, starts) = match shared {
            Some(starts) => (None, starts),
            None => {
                let (grid, starts) = Grid::of(base, &cuts);
                (Some(grid), starts)
            }
        };
        // What lies beyond an `i64` is no limit of a key that is one.
        let wide = grid.as_ref().unwrap_or(of_key).is_wide();
        let limits = |key: &i128, limit: i64| wide || *key != i128::from(limit);
        let mut starts = starts.into_iter();
        let mut ranges = Vec::with_capacity(ends.len());
        for (low, high) in ends {
            let first = low.and_then(|_| starts.next());
            let end = high.and_then(|_| starts.next());
            ranges.push(KeyRange {
                first: first.map(|start| start.key).filter(|key| limits(key, i64::MIN)),
                last: end.map(|start| start.key - 1).filter(|key| limits(key, i64::MAX)),
                open: first.is_some_and(|start| !start.named) && !matches!(base, BaseType::Integer | BaseType::YearsMonthsDuration),
            });
        }
        Self::Keys { grid, ranges }
    }
}

/// An end of a range of decimals: `key / 10^scale`.
#[derive(Clone, Copy)]
struct End {
    key: i128,
    scale: u32,
    closed: bool,
}

impl End {
    /// The end times `10^scale`, rounded down and up.
    fn at(&self, scale: u32) -> Option<(i128, i128)> {
        let power = 10_i128.checked_pow(self.scale.abs_diff(scale))?;
        if self.scale <= scale {
            let key = self.key.checked_mul(power)?;
            return Some((key, key));
        }
        let floor = self.key.div_euclid(power);
        Some((floor, floor + i128::from(self.key.rem_euclid(power) != 0)))
    }
}

impl KeyRange {
    /// The ends of a range of keys of a grid of decimals.
    fn ends(&self, grid: &Grid) -> Option<(Option<End>, Option<End>)> {
        let (first, last) = (self.first, self.last);
        Some(match *grid {
            Grid::Floor(scale) => {
                (first.map(|first| End { key: first, scale, closed: true }), last.map(|last| End { key: last + 1, scale, closed: false }))
            }
            Grid::Ceil(scale) => {
                (first.map(|first| End { key: first - 1, scale, closed: false }), last.map(|last| End { key: last, scale, closed: true }))
            }
            // A first key of 10k + 1 says "above k", a last one of 10k - 1 "below k".
            Grid::Exact(scale) => (
                first.map(|first| End { key: first.div_euclid(10), scale, closed: first.rem_euclid(10) == 0 }),
                last.map(|last| End { key: (last + 1).div_euclid(10), scale, closed: last.rem_euclid(10) == 0 }),
            ),
            _ => return None,
        })
    }

    /// The keys on grid `key` that only values within this range on grid `of` have. Beside its ends a value may lie within and have another
    /// key, so those are asked about exactly. `None` where a grid isn't of decimals, or where there are no such keys.
    pub(crate) fn surely_within(&self, of: &Grid, key: &Grid) -> Option<Self> {
        let (low, high) = self.ends(of)?;
        let (scale, factor, up) = match *key {
            Grid::Floor(scale) => (scale, 1, false),
            Grid::Ceil(scale) => (scale, 1, true),
            Grid::Exact(scale) => (scale, 10, false),
            _ => return None,
        };
        let first = match low {
            None => None,
            Some(low) => {
                let (floor, ceil) = low.at(scale)?;
                // A value whose integer is rounded up lies above the integer before.
                let first = match (up, low.closed) {
                    (true, _) => ceil.checked_add(1),
                    (false, true) => Some(ceil),
                    (false, false) => floor.checked_add(1),
                };
                Some(first?.checked_mul(factor)?)
            }
        };
        let last = match high {
            None => None,
            Some(high) => {
                let (floor, ceil) = high.at(scale)?;
                let last = match (up, high.closed) {
                    (false, _) => floor.checked_sub(1),
                    (true, true) => Some(floor),
                    (true, false) => ceil.checked_sub(1),
                };
                Some(last?.checked_mul(factor)?)
            }
        };
        let is_key = |key: &i128| i64::try_from(*key).is_ok_and(|key| key != i64::MIN && key != i64::MAX);
        let holds = first.iter().chain(&last).all(is_key) && first.zip(last).is_none_or(|(first, last)| first <= last);
        holds.then_some(Self { first, last, open: false })
    }
}

fn texts_of(test: &UnaryTest, named: &mut Vec<String>) {
    match test {
        UnaryTest::Equal(Value::Text(text)) => named.push(text.clone()),
        UnaryTest::Not(tests) => tests.iter().for_each(|test| texts_of(test, named)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key of `value / 1000` on a grid of at most three digits.
    fn key(value: i128, grid: &Grid) -> i128 {
        let split = |scale: u32| (value.div_euclid(10_i128.pow(3 - scale)), value.rem_euclid(10_i128.pow(3 - scale)) != 0);
        match *grid {
            Grid::Floor(scale) => split(scale).0,
            Grid::Ceil(scale) => split(scale).0 + i128::from(split(scale).1),
            Grid::Exact(scale) => split(scale).0 * 10 + if split(scale).1 { 5 } else { 0 },
            _ => panic!("no grid of decimals"),
        }
    }

    #[test]
    fn what_is_surely_within_is_within_and_misses_little() {
        let grids = || (0..3).flat_map(|scale| [Grid::Floor(scale), Grid::Ceil(scale), Grid::Exact(scale)]);
        for (of, on) in grids().flat_map(|of| grids().map(move |on| (of.clone(), on))) {
            // On the grid that tells more, ends are cuts below or above a number.
            let exact = matches!(of, Grid::Exact(_));
            let lows = [-11, -10, -1, 0, 1, 10, 20];
            for (low, high) in lows.into_iter().flat_map(|low| [0, 1, 8, 9, 10, 11, 19, 20].map(|more| (low, low + more))) {
                let end = |end: i128| end.rem_euclid(10) <= 1;
                if exact && !(end(low) && end(high + 1)) {
                    continue;
                }
                let thousandths = |key: i128| match of {
                    Grid::Exact(scale) => key.div_euclid(10) * 10_i128.pow(3 - scale),
                    Grid::Floor(scale) | Grid::Ceil(scale) => key * 10_i128.pow(3 - scale),
                    _ => 0,
                };
                let near = [low, high, high + 1].map(thousandths).into_iter().flat_map(|end| end - 12..=end + 12);
                let values: Vec<i128> = near.chain((-64..=64).map(|half| half * 500)).collect();
                for (first, last) in [(Some(low), Some(high)), (Some(low), None), (None, Some(high))] {
                    let range = KeyRange { first, last, open: false };
                    let holds = |key: i128, range: &KeyRange| {
                        range.first.is_none_or(|first| first <= key) && range.last.is_none_or(|last| key <= last)
                    };
                    let Some(inner) = range.surely_within(&of, &on) else { continue };
                    for value in &values {
                        let (within, surely) = (holds(key(*value, &of), &range), holds(key(*value, &on), &inner));
                        assert!(within || !surely, "{value}: {range:?} of {of:?}, {inner:?} on {on:?}");
                    }
                }
            }
        }
        // Up to and with 100, from 0 on: only values of 99.99 and more are asked about exactly.
        let percent = KeyRange { first: Some(0), last: Some(1_000), open: false };
        assert_eq!(
            percent.surely_within(&Grid::Exact(0), &Grid::Floor(2)),
            Some(KeyRange { first: Some(0), last: Some(9_999), open: false })
        );
        assert_eq!(percent.surely_within(&Grid::Exact(0), &Grid::Date), None);
        // On a grid of twenty digits its ends are no keys, and ten times them no numbers of 128 bits.
        let large = KeyRange { first: Some(0), last: Some(900_000_000_000_000_000), open: false };
        assert_eq!(large.surely_within(&Grid::Floor(0), &Grid::Exact(20)), None);
        assert_eq!(large.surely_within(&Grid::Floor(0), &Grid::Exact(21)), None);
    }
}
