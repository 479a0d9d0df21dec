//! A set of atoms as an author would write it into a cell.

use crate::model::{BaseType, Bound, Interval, UnaryTest, Value};

use super::axis;
use super::{Atom, AtomSet, Dimension, Extent};

impl Dimension {
    /// Tests that, within the domain, admit exactly the values of `set`, in as few words as it takes; `None` for all of them, null included
    /// (a blank cell). Two neighbouring atoms are one interval though the domain may have a hole between them; single values are where each is
    /// the step after the one before (`[1..5]`).
    pub fn entry(&self, set: &AtomSet, base: BaseType) -> Option<Vec<UnaryTest>> {
        let size = self.size();
        if set.is_full(size) {
            return None;
        }
        let null = self.atoms.first().is_some_and(|atom| atom.extent == Extent::Null);
        let all_but_null = null && *set == AtomSet::from_ranges(vec![(1, size)]);
        let other = matches!(self.atoms.last(), Some(Atom { extent: Extent::Other, .. })) && size > 0 && set.contains(size - 1);
        if all_but_null || other {
            let refused = set.complement(size).iter().filter_map(|atom| self.point(atom)).map(UnaryTest::Equal).collect();
            return Some(vec![UnaryTest::Not(refused)]);
        }
        let mut tests = Vec::new();
        for (first, end) in set.ranges() {
            let mut first = *first;
            if first == 0 && null {
                tests.push(UnaryTest::Equal(Value::Null));
                first += 1;
            }
            let points: Option<Vec<Value>> = (first..*end).map(|atom| self.point(atom)).collect();
            match points {
                Some(points) => tests.extend(runs(points, base)),
                None => tests.extend(self.interval(first, *end, base).map(UnaryTest::Within)),
            }
        }
        Some(tests)
    }

    fn point(&self, atom: u32) -> Option<Value> {
        match &self.atoms.get(atom as usize)?.extent {
            Extent::Null => Some(Value::Null),
            Extent::Point(value) => Some(value.clone()),
            Extent::Within(_) | Extent::Other | Extent::Whole => None,
        }
    }

    fn interval(&self, first: u32, end: u32, base: BaseType) -> Option<Interval> {
        let low = match &self.atoms.get(first as usize)?.extent {
            Extent::Point(value) => Some(Bound { value: value.clone(), closed: true }),
            Extent::Within(interval) => interval.low.clone(),
            Extent::Null | Extent::Other | Extent::Whole => None,
        };
        let high = match &self.atoms.get(end.checked_sub(1)? as usize)?.extent {
            Extent::Point(value) => Some(Bound { value: value.clone(), closed: true }),
            Extent::Within(interval) => interval.high.clone(),
            Extent::Null | Extent::Other | Extent::Whole => None,
        };
        Some(Interval { low: low.map(|bound| plainer(bound, -1, base)), high: high.map(|bound| plainer(bound, 1, base)) })
    }
}

/// These values, ascending: as an interval where they are whole steps one after the other, else one by one.
fn runs(points: Vec<Value>, base: BaseType) -> Vec<UnaryTest> {
    let mut runs: Vec<(Value, Option<Value>)> = Vec::new();
    for point in points {
        match runs.last_mut() {
            Some((first, last))
                if base != BaseType::Boolean && axis::neighbour(last.as_ref().unwrap_or(first), 1, base).as_ref() == Some(&point) =>
            {
                *last = Some(point);
            }
            _ => runs.push((point, None)),
        }
    }
    let test = |(first, last): (Value, Option<Value>)| match last {
        None => UnaryTest::Equal(first),
        Some(last) => {
            let [low, high] = [first, last].map(|value| Some(Bound { value, closed: true }));
            UnaryTest::Within(Interval { low, high })
        }
    };
    runs.into_iter().map(test).collect()
}

/// `> 14:00:00` rather than `>= 14:00:00.000000001`: the neighbouring step, left out, where that is shorter.
fn plainer(bound: Bound, outwards: i128, base: BaseType) -> Bound {
    if bound.closed
        && let Some(value) = axis::neighbour(&bound.value, outwards, base)
        && value.to_string().len() < bound.value.to_string().len()
        && matches!(base, BaseType::Time | BaseType::DateTime | BaseType::DaysTimeDuration)
    {
        return Bound { value, closed: false };
    }
    bound
}
