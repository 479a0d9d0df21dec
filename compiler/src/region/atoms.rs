//! Cutting one input's domain into atoms, and finding the atoms that an entry admits.

use std::collections::{BTreeSet, HashSet};
use std::hash::Hash;

use crate::model::{BaseType, DecisionTable, Domain, InputId, InputSource, Type, UnaryTest, Value};

use super::axis::{self, Cut, Side};
use super::witness;
use super::{Atom, AtomSet, Extent};

/// How the values of a type (null apart) are divided before the domain is considered: into segments, by position.
enum Axis<'t> {
    /// Values of this type between each two neighbouring cuts, ascending; the first is the line's start, the last its end.
    Line(BaseType, Vec<Cut<'t>>),
    /// One a text, sorted, and one more for all others: text that is only compared for equality.
    Texts(Vec<&'t str>),
    /// Not at all: lists and contexts, null among them.
    Whole,
}

/// One input, cut.
pub(super) struct Cutting<'t> {
    nullable: bool,
    axis: Axis<'t>,
    /// Whether no value has more digits than its type: of what another decision gives.
    bound: bool,
    /// How many atoms begin before each segment, one more than there are segments: segments outside the domain become no atom.
    before: Vec<u32>,
    atoms: Vec<Atom>,
}

/// The values that a test admits: segments, and perhaps null.
struct Admitted {
    null: bool,
    segments: AtomSet,
}

impl<'t> Cutting<'t> {
    /// Cuts the domain of `input` at whatever its columns' entries and its `values` name.
    pub(super) fn new(table: &'t DecisionTable, input: InputId) -> Self {
        let data = &table.inputs[input.0];
        let columns: Vec<usize> =
            (0..).zip(&table.input_clauses).filter(|(_, clause)| clause.input == input).map(|(column, _)| column).collect();
        let mut met = HashSet::new();
        let entries = table
            .ordinary_rules()
            .iter()
            .flat_map(|rule| columns.iter().filter_map(|column| rule.entries.get(*column)))
            .filter(|entry| entry.shared().is_some_and(|shared| met.insert(shared)))
            .filter_map(|entry| entry.tests.as_deref())
            .flatten();
        let domain = data.domain.as_ref().filter(|_| !matches!(data.source, InputSource::Forwarded(_)));
        let allowed = domain.map(|domain| domain.tests.as_slice()).unwrap_or_default();
        let mut named = Named::default();
        for test in entries.chain(allowed) {
            named.add(test);
        }
        let (nullable, axis) = match data.scalar() {
            None => (false, Axis::Whole),
            Some(Type { base: BaseType::Text, nullable }) if named.compared.all.is_empty() => (nullable, named.texts()),
            Some(Type { base, nullable }) => (nullable, named.line(base)),
        };
        let bound = matches!(data.source, InputSource::Decision(..));
        let mut cutting = Self { nullable, axis, bound, before: Vec::new(), atoms: Vec::new() };
        cutting.make_atoms(domain);
        cutting
    }

    fn make_atoms(&mut self, domain: Option<&Domain>) {
        let segments = self.segments();
        let allowed = domain.map_or_else(|| AtomSet::full(segments), |domain| self.admitted(&domain.tests).segments);
        if self.nullable {
            self.atoms.push(Atom { extent: Extent::Null, witness: Value::Null, finer_only: false });
        }
        self.before.reserve(segments as usize + 1);
        for segment in 0..segments {
            self.before.push(self.size());
            if allowed.contains(segment)
                && let Some(atom) = self.atom(segment as usize)
            {
                self.atoms.push(atom);
            }
        }
        self.before.push(self.size());
    }

    /// The atom of a segment; `None` if no value that a document can hold is in it.
    fn atom(&self, segment: usize) -> Option<Atom> {
        let (extent, witness) = match &self.axis {
            Axis::Whole => (Extent::Whole, Value::List(Vec::new())),
            Axis::Texts(texts) => match texts.get(segment) {
                Some(text) => (Extent::Point(Value::Text((*text).to_owned())), Value::Text((*text).to_owned())),
                None => (Extent::Other, Value::Text(witness::other_text(texts))),
            },
            Axis::Line(base, cuts) => {
                let base = *base;
                let (low, high) = (*cuts.get(segment)?, *cuts.get(segment + 1)?);
                let extent = axis::extent(low, high, base)?;
                let witness = match &extent {
                    Extent::Point(value) => value.clone(),
                    Extent::Within(interval) => match base {
                        BaseType::Text => Value::Text(witness::text_witness(interval)),
                        BaseType::Number | BaseType::Decimal(_) => Value::Number(witness::number_witness(interval)?),
                        _ => witness::step_witness(low, high, base)?,
                    },
                    Extent::Null | Extent::Other | Extent::Whole => return None,
                };
                (extent, witness)
            }
        };
        // The witness is on the coarsest grid that has a value in the atom.
        let finer_only =
            matches!((&witness, &self.axis), (Value::Number(number), Axis::Line(BaseType::Decimal(scale), _)) if number.scale() > *scale);
        (!(finer_only && self.bound)).then_some(Atom { extent, witness, finer_only })
    }

    fn segments(&self) -> u32 {
        let count = match &self.axis {
            Axis::Line(_, cuts) => cuts.len().saturating_sub(1),
            Axis::Whole => 1,
            Axis::Texts(texts) => texts.len() + 1,
        };
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// How many atoms the input has.
    pub(super) fn size(&self) -> u32 {
        u32::try_from(self.atoms.len()).unwrap_or(u32::MAX)
    }

    /// The input's atoms.
    pub(super) fn into_atoms(self) -> Vec<Atom> {
        self.atoms
    }

    /// The atoms that pass any of these tests, all of which were among those that the input was cut by. O(tests × log segments).
    pub(super) fn set(&self, tests: &[UnaryTest]) -> AtomSet {
        let admitted = self.admitted(tests);
        let mut ranges: Vec<(u32, u32)> =
            admitted.segments.ranges().iter().map(|(first, end)| (self.before[*first as usize], self.before[*end as usize])).collect();
        if admitted.null && self.nullable {
            ranges.push((0, 1));
        }
        AtomSet::from_ranges(ranges)
    }

    fn admitted(&self, tests: &[UnaryTest]) -> Admitted {
        let mut null = false;
        let mut ranges = Vec::new();
        for test in tests {
            match test {
                UnaryTest::Equal(Value::Null) => null = true,
                UnaryTest::Equal(value) => ranges.extend(self.between(Some((value, true)), Some((value, true)))),
                UnaryTest::Within(interval) => {
                    let ends = [&interval.low, &interval.high].map(|end| end.as_ref().map(|bound| (&bound.value, bound.closed)));
                    ranges.extend(self.between(ends[0], ends[1]));
                }
                UnaryTest::Not(refused) => {
                    let refused = self.admitted(refused);
                    null |= !refused.null;
                    ranges.extend_from_slice(refused.segments.complement(self.segments()).ranges());
                }
            }
        }
        Admitted { null, segments: AtomSet::from_ranges(ranges) }
    }

    /// The segments between two ends, each a value and whether it is included. Nothing, for ends of another type.
    fn between(&self, low: Option<(&Value, bool)>, high: Option<(&Value, bool)>) -> Option<(u32, u32)> {
        match &self.axis {
            Axis::Texts(texts) => {
                let (Value::Text(text), true) = low? else { return None };
                let position = u32::try_from(texts.binary_search(&text.as_str()).ok()?).ok()?;
                Some((position, position + 1))
            }
            Axis::Whole => None,
            Axis::Line(base, cuts) => {
                let position = |cut: Cut<'_>| u32::try_from(cuts.partition_point(|other| *other < cut)).ok();
                let first = match low {
                    Some((value, closed)) => Cut::beside(value, if closed { Side::Below } else { Side::Above }, *base)?,
                    None => Cut::Start,
                };
                let end = match high {
                    Some((value, closed)) => Cut::beside(value, if closed { Side::Above } else { Side::Below }, *base)?,
                    None => Cut::End,
                };
                Some((position(first)?, position(end)?))
            }
        }
    }
}

/// The values that tests name.
#[derive(Default)]
struct Named<'t> {
    equal: Distinct<&'t Value>,
    /// With the side on which the comparison cuts.
    compared: Distinct<(&'t Value, Side)>,
}

/// What was named, in the order in which it was first: a column of 100,000 entries names few values, and sorting them all would take longer than
/// all else that is done with them.
struct Distinct<T> {
    all: Vec<T>,
    known: HashSet<T>,
}

impl<T> Default for Distinct<T> {
    fn default() -> Self {
        Self { all: Vec::new(), known: HashSet::new() }
    }
}

impl<T: Copy + Eq + Hash> Distinct<T> {
    fn add(&mut self, named: T) {
        if self.known.insert(named) {
            self.all.push(named);
        }
    }
}

impl<'t> Named<'t> {
    fn add(&mut self, test: &'t UnaryTest) {
        match test {
            UnaryTest::Equal(Value::Null) => {}
            UnaryTest::Equal(value) => self.equal.add(value),
            UnaryTest::Within(interval) => {
                if let Some(bound) = &interval.low {
                    self.compared.add((&bound.value, if bound.closed { Side::Below } else { Side::Above }));
                }
                if let Some(bound) = &interval.high {
                    self.compared.add((&bound.value, if bound.closed { Side::Above } else { Side::Below }));
                }
            }
            UnaryTest::Not(tests) => tests.iter().for_each(|test| self.add(test)),
        }
    }

    fn texts(self) -> Axis<'t> {
        let texts: BTreeSet<&str> =
            self.equal.all.iter().filter_map(|value| if let Value::Text(text) = value { Some(text.as_str()) } else { None }).collect();
        Axis::Texts(texts.into_iter().collect())
    }

    fn line(self, base: BaseType) -> Axis<'t> {
        let mut cuts = vec![Cut::Start, Cut::End];
        for value in self.equal.all {
            cuts.extend(Cut::beside(value, Side::Below, base));
            cuts.extend(Cut::beside(value, Side::Above, base));
        }
        cuts.extend(self.compared.all.into_iter().filter_map(|(value, side)| Cut::beside(value, side, base)));
        if base == BaseType::Boolean {
            cuts.push(Cut::Step(1));
        }
        cuts.sort_unstable();
        cuts.dedup();
        Axis::Line(base, cuts)
    }
}
