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

    fn ordered(base: BaseType, atoms: &[Atom], axis: &Axis, grid: &Grid) -> Self {
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
        let shared = if axis.segments > 1 + u32::from(axis.nullable) { grid.starts(&cuts) } else { None };
        let (grid, starts) = match shared {
            Some(starts) => (None, starts),
            None => {
                let (grid, starts) = Grid::of(base, &cuts);
                (Some(grid), starts)
            }
        };
        let mut starts = starts.into_iter();
        let mut ranges = Vec::with_capacity(ends.len());
        for (low, high) in ends {
            let first = low.and_then(|_| starts.next());
            let end = high.and_then(|_| starts.next());
            ranges.push(KeyRange {
                // What lies beyond an `i64` is no limit of one.
                first: first.map(|start| start.key).filter(|key| *key != i128::from(i64::MIN)),
                last: end.map(|start| start.key - 1).filter(|key| *key != i128::from(i64::MAX)),
                open: first.is_some_and(|start| !start.named) && !matches!(base, BaseType::Integer | BaseType::YearsMonthsDuration),
            });
        }
        Self::Keys { grid, ranges }
    }
}

fn texts_of(test: &UnaryTest, named: &mut Vec<String>) {
    match test {
        UnaryTest::Equal(Value::Text(text)) => named.push(text.clone()),
        UnaryTest::Not(tests) => tests.iter().for_each(|test| texts_of(test, named)),
        _ => {}
    }
}
