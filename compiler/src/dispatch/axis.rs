//! One input as selection sees it: segments that no rule tells apart, and the key that finds them.
//!
//! A *segment* is a run of atoms that every rule admits whole or not at all. A *key* is what generated code makes of the input once, so
//! that a pattern or a search tests segments exactly, whatever number of digits the input has: enums and booleans as they are, text by
//! literals, all else as an ordered integer on a [`Grid`].

use crate::diagram::{DecisionDiagram, Node};
use crate::model::{BaseType, DecisionTable, InputId, Type, Value};
use crate::region::{AtomSet, Dimension, Extent, RuleMatrix};

use super::grid::{Cut, Grid};

/// One input of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// The input.
    pub input: InputId,
    /// Whether null is its first segment.
    pub nullable: bool,
    /// How many segments it has, null's included.
    pub segments: u32,
    /// The segment of each atom, ascending.
    pub segment_of_atom: Vec<u32>,
    /// How code tells the segments apart.
    pub key: Key,
}

/// How code tells the segments of an input apart.
#[derive(Clone, Debug, PartialEq)]
pub enum Key {
    /// A `bool`; one value a segment other than null.
    Boolean(Vec<bool>),
    /// A generated enum; one position in the closed list a segment other than null.
    Variant(Vec<usize>),
    /// A text by equality; one text a segment other than null, `None` for all others.
    Literal(Vec<Option<String>>),
    /// None at all: a list or a context is one segment.
    Structure,
    /// An ordered integer, and the first key of each segment other than null and the least.
    Ordered {
        /// How the input becomes the integer.
        grid: Grid,
        /// Ascending; between neighbours of `starts` lies one segment.
        starts: Vec<Start>,
    },
}

/// Where a segment starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    /// The first key.
    pub key: i128,
    /// Whether a reader knows the start itself as a value of the table (`>= 100`), and not the end before it (`<= 100`).
    pub named: bool,
}

impl Axis {
    /// The axis of a dimension. O(rules + nodes + atoms · log atoms).
    pub(crate) fn new(table: &DecisionTable, matrix: &RuleMatrix, diagram: Option<&DecisionDiagram>, position: usize) -> Self {
        let dimension = &matrix.dimensions[position];
        let data = &table.inputs[dimension.input.0];
        let nullable = matches!(dimension.atoms.first().map(|atom| &atom.extent), Some(Extent::Null));
        let first = usize::from(nullable);
        let identity = |key| {
            let segments = u32::try_from(dimension.atoms.len()).unwrap_or(u32::MAX);
            Self { input: dimension.input, nullable, segments, segment_of_atom: (0..segments).collect(), key }
        };
        let Some(Type { base, .. }) = data.scalar() else { return identity(Key::Structure) };
        let points: Vec<Option<&Value>> =
            dimension.atoms[first..].iter().map(|atom| if let Extent::Point(value) = &atom.extent { Some(value) } else { None }).collect();
        if base == BaseType::Boolean {
            return identity(Key::Boolean(points.into_iter().map(|value| value == Some(&Value::Boolean(true))).collect()));
        }
        if let Some(list) = &data.closed {
            let position = |value: Option<&Value>| {
                let Some(Value::Text(text)) = value else { return None };
                list.values.iter().position(|other| other == text)
            };
            if let Some(variants) = points.iter().map(|value| position(*value)).collect() {
                return identity(Key::Variant(variants));
            }
        }
        if base == BaseType::Text && !dimension.atoms.iter().any(|atom| matches!(atom.extent, Extent::Within(_))) {
            let text = |value: Option<&Value>| if let Some(Value::Text(text)) = value { Some(text.clone()) } else { None };
            return identity(Key::Literal(points.into_iter().map(text).collect()));
        }
        Self::ordered(base, dimension, first, &edges(dimension, matrix, diagram, position))
    }

    /// The axis of a dimension whose values are ordered: neighbouring atoms that no rule tells apart are one segment.
    fn ordered(base: BaseType, dimension: &Dimension, first: usize, edges: &[u32]) -> Self {
        let mut segment_of_atom = Vec::with_capacity(dimension.atoms.len());
        let mut cuts: Vec<Cut> = Vec::new();
        let mut segment = 0;
        for (position, atom) in dimension.atoms.iter().enumerate() {
            if position == first {
                segment = u32::from(first > 0);
            } else if position > first && edges.binary_search(&u32::try_from(position).unwrap_or(u32::MAX)).is_ok() {
                segment += 1;
                cuts.push(Cut::between(&dimension.atoms[position - 1].extent, &atom.extent));
            }
            segment_of_atom.push(segment);
        }
        let (grid, starts) = Grid::of(base, &cuts);
        let segments = segment_of_atom.last().map_or(0, |last| last + 1);
        Self { input: dimension.input, nullable: first > 0, segments, segment_of_atom, key: Key::Ordered { grid, starts } }
    }

    /// A set of atoms as a set of segments.
    pub(crate) fn segments_of(&self, atoms: &AtomSet) -> AtomSet {
        AtomSet::from_ranges(atoms.ranges().iter().map(|(first, end)| (self.segment_at(*first), self.segment_before(*end))).collect())
    }

    /// The segment of an atom.
    pub(crate) fn segment_at(&self, atom: u32) -> u32 {
        self.segment_of_atom.get(atom as usize).copied().unwrap_or(self.segments)
    }

    /// The first segment after those of the atoms before `end`.
    pub(crate) fn segment_before(&self, end: u32) -> u32 {
        (end as usize).checked_sub(1).and_then(|last| self.segment_of_atom.get(last)).map_or(0, |last| last + 1)
    }

    /// Whether all segments are in the set.
    pub(crate) fn is_full(&self, set: &AtomSet) -> bool {
        self.segments == 0 || *set == self.full()
    }

    /// All segments.
    pub(crate) fn full(&self) -> AtomSet {
        AtomSet::from_ranges(vec![(0, self.segments)])
    }
}

/// The positions of a dimension's atoms, ascending, at which some rule or node tells an atom from the one before.
fn edges(dimension: &Dimension, matrix: &RuleMatrix, diagram: Option<&DecisionDiagram>, position: usize) -> Vec<u32> {
    let of_rules = matrix.rules.iter().flat_map(|rule| rule.sets[position].ranges()).flat_map(|(first, end)| [*first, *end]);
    let of_nodes = diagram.into_iter().flat_map(|diagram| &diagram.nodes).flat_map(|node| match node {
        Node::Test { dimension, branches } if *dimension as usize == position => branches.as_slice(),
        _ => &[],
    });
    let mut edges: Vec<u32> = of_rules.chain(of_nodes.map(|branch| branch.end)).collect();
    edges.retain(|edge| (*edge as usize) < dimension.atoms.len());
    edges.sort_unstable();
    edges.dedup();
    edges
}
