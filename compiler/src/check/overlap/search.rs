//! Which rules overlap how many others: exactly, without listing pairs.

use std::collections::HashMap;

use crate::diagnostic::check::Certainty;
use crate::diagram::index::{Numbering, hash};
use crate::model::{HitPolicy, Output, RuleId};
use crate::region::{AtomSet, Boxes, Extent};

use super::super::words::{Subject, is_certain, is_finer_only};

/// The most steps that counting overlaps may take, in words of 64 bits: some seconds' work.
pub(super) const MAX_STEPS: u64 = 8_000_000_000;
/// How many words a comparison of two boxes stands for.
const COMPARISON: u64 = 16;
/// How many pairs a rule are compared without a look for something better.
const FEW_PAIRS: u64 = 8;

/// The kinds of overlaps, each counted by itself.
const KINDS: [Certainty; 3] = [Certainty::Certain, Certainty::Finer, Certainty::Possible];

/// The overlaps that break a table's promise.
pub(super) struct Search<'s> {
    subject: Subject<'s>,
    /// By rule, under Any: rules of one class have equal outputs. Empty under Unique.
    classes: Vec<u32>,
    /// The dimensions that can make an overlap finer or merely possible.
    telling: Vec<usize>,
    /// By kind and rule: how many rules it overlaps.
    counts: [Vec<u32>; 3],
    /// How many rules, from the first on, were compared with each other.
    decided: usize,
    /// How many steps that may take.
    max_steps: u64,
}

impl<'s> Search<'s> {
    /// Counts them, by whatever takes fewer steps: comparing the rules that meet in a column, of keys perhaps, or bit sets of all columns.
    /// `None` under policies that promise nothing.
    pub(super) fn new(subject: Subject<'s>, max_steps: u64) -> Option<Self> {
        let mut search = Self { max_steps, ..Self::uncounted(subject)? };
        search.count();
        Some(search)
    }

    fn uncounted(subject: Subject<'s>) -> Option<Self> {
        let classes = match subject.table.hit_policy {
            HitPolicy::Unique => Vec::new(),
            HitPolicy::Any => classes(subject),
            _ => return None,
        };
        Some(Self::of(subject, classes))
    }

    fn of(subject: Subject<'s>, classes: Vec<u32>) -> Self {
        let tells = |dimension: &crate::region::Dimension| {
            dimension.computed || dimension.may_be_null || dimension.atoms.iter().any(|atom| atom.finer_only)
        };
        let telling = (0..).zip(&subject.matrix.dimensions).filter(|(_, dimension)| tells(dimension)).map(|(at, _)| at).collect();
        let rules = subject.matrix.rules.len();
        Self { subject, classes, telling, counts: [(); 3].map(|()| vec![0; rules]), decided: rules, max_steps: MAX_STEPS }
    }

    /// [`Self::new`] by bit sets, whatever it takes.
    #[cfg(test)]
    pub(super) fn by_bits(subject: Subject<'s>) -> Option<Self> {
        let mut search = Self::uncounted(subject)?;
        search.count_by_bits(&Boxes::of(subject.matrix));
        Some(search)
    }

    /// Whether all rules were compared with all others.
    pub(super) fn is_decided(&self) -> bool {
        self.decided == self.subject.matrix.rules.len()
    }

    /// How many overlaps of this kind each rule has.
    pub(super) fn counts(&self, kind: Certainty) -> &[u32] {
        &self.counts[position(kind)]
    }

    /// The rules, ascending, that a rule overlaps in this way. O(rules).
    pub(super) fn neighbours(&self, rule: RuleId, kind: Certainty) -> impl Iterator<Item = RuleId> {
        (0..self.decided).map(RuleId).filter(move |other| self.overlap(rule, *other) == Some(kind))
    }

    /// How many rules [`Self::neighbours`] looks at.
    pub(super) fn compared(&self) -> usize {
        self.decided
    }

    /// A number that rules share which the hit policy accepts together.
    pub(super) fn class(&self, rule: RuleId) -> u32 {
        self.classes.get(rule.0).copied().unwrap_or_else(|| u32::try_from(rule.0).unwrap_or(u32::MAX))
    }

    /// Whether the hit policy refuses the two together.
    pub(super) fn clash(&self, a: RuleId, b: RuleId) -> bool {
        a != b && (self.classes.is_empty() || self.classes[a.0] != self.classes[b.0])
    }

    /// Whether and how two rules overlap.
    pub(super) fn overlap(&self, a: RuleId, b: RuleId) -> Option<Certainty> {
        let rules = &self.subject.matrix.rules;
        let clash = self.clash(a, b);
        (clash && rules[a.0].intersects(&rules[b.0])).then(|| self.kind(a, b))
    }

    fn kind(&self, a: RuleId, b: RuleId) -> Certainty {
        if self.telling.is_empty() {
            return Certainty::Certain;
        }
        let shared = shared(self.subject, a, b);
        if !is_certain(self.subject.matrix, &shared) {
            Certainty::Possible
        } else if is_finer_only(self.subject.matrix, &shared) {
            Certainty::Finer
        } else {
            Certainty::Certain
        }
    }

    fn count(&mut self) {
        let lanes = self.lanes();
        let best = lanes.iter().map(|lane| (lane.pairs(), lane)).min_by_key(|(pairs, _)| *pairs);
        if let Some((pairs, lane)) = best
            && pairs.saturating_mul(COMPARISON) <= self.max_steps
        {
            // A few pairs a rule take fewer steps than finding out what bit sets would.
            let few = pairs <= self.decided as u64 * FEW_PAIRS;
            let relations = if self.telling.is_empty() { 1 } else { 3 };
            if few || pairs.saturating_mul(COMPARISON) <= Boxes::of(self.subject.matrix).cost().saturating_mul(relations) {
                self.count_by_pairs(lane);
                return;
            }
        }
        drop(lanes);
        self.count_by_bits(&Boxes::of(self.subject.matrix));
    }

    fn count_by_pairs(&mut self, lane: &Lane) {
        let rules = &self.subject.matrix.rules;
        // Sets of several ranges may meet again and again; what counts is where they first do.
        let first = |at: u32, a: usize, b: usize| {
            lane.dimension.is_none_or(|dimension| rules[a].sets[dimension].first_shared(&rules[b].sets[dimension]) == Some(at))
        };
        lane.sweep(|at, a, b| {
            if let Some(kind) = self.overlap(RuleId(a), RuleId(b)).filter(|_| first(at, a, b)) {
                let counts = &mut self.counts[position(kind)];
                counts[a] += 1;
                counts[b] += 1;
            }
        });
    }

    /// The kinds are what is left of all overlaps in the parts of the domain where they are certain, and plain.
    fn count_by_bits(&mut self, boxes: &Boxes) {
        let rules = self.decided;
        if self.telling.is_empty() {
            let all = boxes.meetings(&self.classes, rules, &mut self.max_steps.clone());
            self.decided = all.decided;
            self.counts[0] = all.counts;
            return;
        }
        let dimensions = &self.subject.matrix.dimensions;
        let telling = |position: usize| self.telling.contains(&position).then(|| &dimensions[position]);
        // Of what is computed, only any value at all is certain.
        let certain = |position: usize, set: &AtomSet| {
            let dimension = telling(position)?;
            if dimension.computed {
                return Some(if set.is_full(dimension.size()) { set.clone() } else { AtomSet::default() });
            }
            let null = AtomSet::from_ranges(vec![(0, 1)]);
            let only_null = dimension.size() == 1;
            let may_be_null = dimension.may_be_null && dimension.atoms.first().is_some_and(|atom| atom.extent == Extent::Null);
            Some(if may_be_null && !only_null { set.difference(&null) } else { set.clone() })
        };
        let plain = |position: usize, set: &AtomSet| {
            let dimension = telling(position)?;
            let finer = (0..).zip(&dimension.atoms).filter(|(_, atom)| atom.finer_only).map(|(at, _)| (at, at + 1)).collect();
            Some(certain(position, set)?.difference(&AtomSet::from_ranges(finer)))
        };
        // Each has the same steps, and restricted sets take no more of them than whole ones.
        let meetings = |boxes: &Boxes, rules: usize| boxes.meetings(&self.classes, rules, &mut (self.max_steps / 3));
        let all = meetings(boxes, rules);
        let in_certain = meetings(&boxes.restricted(certain), all.decided);
        let in_plain = meetings(&boxes.restricted(plain), all.decided);
        if in_certain.decided < all.decided || in_plain.decided < all.decided {
            self.decided = 0;
            return;
        }
        self.decided = all.decided;
        let less = |all: &[u32], some: &[u32]| all.iter().zip(some).map(|(all, some)| all - some).collect();
        let finer = less(&in_certain.counts, &in_plain.counts);
        let possible = less(&all.counts, &in_certain.counts);
        self.counts = [in_plain.counts, finer, possible];
    }

    /// The columns, and all columns of keys taken together.
    fn lanes(&self) -> Vec<Lane> {
        let matrix = self.subject.matrix;
        let rules = || matrix.rules.iter().enumerate().filter(|(_, rule)| !rule.is_empty());
        let ranges = |dimension: usize| {
            rules().flat_map(move |(position, rule)| rule.sets[dimension].ranges().iter().map(move |(first, end)| (*first, *end, position)))
        };
        let mut lanes: Vec<Lane> = (0..matrix.dimensions.len()).map(|dimension| Lane::of(Some(dimension), ranges(dimension))).collect();
        // One column that tells rules apart needs no other.
        if lanes.iter().any(|lane| lane.pairs() <= self.decided as u64 * FEW_PAIRS) {
            return lanes;
        }
        let is_key = |dimension: &usize| rules().all(|(_, rule)| rule.sets[*dimension].len() == 1);
        let keys: Vec<usize> = (0..matrix.dimensions.len()).filter(is_key).collect();
        if keys.len() > 1 {
            let mut known: Numbering<Vec<u32>> = Numbering::default();
            let key = |(position, rule): (usize, &crate::region::RuleRegion)| {
                let key: Vec<u32> = keys.iter().filter_map(|dimension| rule.sets[*dimension].iter().next()).collect();
                let at = known.number(hash(0, key.iter().copied()), key).min(u32::MAX - 1);
                (at, at + 1, position)
            };
            lanes.push(Lane::of(None, rules().map(key)));
        }
        lanes
    }
}

/// Whether no two rules share an input, whatever the hit policy; `None` where that takes more than `steps`, as [`Search`] counts them.
pub(in crate::check) fn are_disjoint(subject: Subject<'_>, steps: u64) -> Option<bool> {
    let rules = &subject.matrix.rules;
    // Most tables that aren't show it here.
    let beside = || rules.windows(2).any(|pair| pair[0].intersects(&pair[1]));
    if beside() || rules.split_last().is_some_and(|(last, others)| others.iter().any(|other| other.intersects(last))) {
        return Some(false);
    }
    let best = Search::of(subject, Vec::new()).lanes().into_iter().map(|lane| (lane.pairs(), lane)).min_by_key(|(pairs, _)| *pairs);
    if let Some((pairs, lane)) = best
        && pairs.saturating_mul(COMPARISON) <= steps
    {
        let mut disjoint = true;
        lane.sweep(|_, a, b| disjoint = disjoint && (a == b || !rules[a].intersects(&rules[b])));
        return Some(disjoint);
    }
    let boxes = Boxes::of(subject.matrix);
    if boxes.cost() > steps {
        return None;
    }
    let all = boxes.meetings(&[], rules.len(), &mut steps.clone());
    (all.decided == rules.len()).then(|| all.counts.iter().all(|count| *count == 0))
}

fn position(kind: Certainty) -> usize {
    KINDS.iter().position(|known| *known == kind).unwrap_or_default()
}

/// By rule: a number that rules of equal outputs share.
fn classes(subject: Subject<'_>) -> Vec<u32> {
    let mut known: HashMap<Vec<&Output>, u32> = HashMap::new();
    let mut classes = Vec::with_capacity(subject.matrix.rules.len());
    for rule in subject.table.ordinary_rules() {
        let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
        classes.push(*known.entry(rule.outputs.iter().map(|entry| &entry.output).collect()).or_insert(next));
    }
    classes
}

/// What both rules match.
pub(super) fn shared(subject: Subject<'_>, a: RuleId, b: RuleId) -> Vec<AtomSet> {
    let (a, b) = (&subject.matrix.rules[a.0], &subject.matrix.rules[b.0]);
    a.sets.iter().zip(&b.sets).map(|(a, b)| a.intersection(b)).collect()
}

/// Ranges of rules on one line: where each begins (`true`) and ends (`false`), ascending.
struct Lane {
    /// The dimension; `None` where each rule has one range.
    dimension: Option<usize>,
    ends: Vec<(u32, bool, usize)>,
    rules: usize,
}

impl Lane {
    fn of(dimension: Option<usize>, ranges: impl Iterator<Item = (u32, u32, usize)>) -> Self {
        let mut ends: Vec<(u32, bool, usize)> = ranges.flat_map(|(first, end, rule)| [(first, true, rule), (end, false, rule)]).collect();
        // `false` sorts first: a set that ends where another begins doesn't meet it.
        ends.sort_unstable();
        let rules = ends.iter().map(|(_, _, rule)| rule + 1).max().unwrap_or_default();
        Self { dimension, ends, rules }
    }

    /// How many pairs a sweep compares.
    fn pairs(&self) -> u64 {
        let (mut alive, mut pairs) = (0_u64, 0_u64);
        for (_, begins, _) in &self.ends {
            if *begins {
                pairs += alive;
                alive += 1;
            } else {
                alive -= 1;
            }
        }
        pairs
    }

    /// Gives each two rules that meet, and where: once for each two ranges that do.
    fn sweep(&self, mut meet: impl FnMut(u32, usize, usize)) {
        let mut alive: Vec<usize> = Vec::new();
        // Where each rule stands in `alive`, so that it is taken out in one step.
        let mut place = vec![usize::MAX; self.rules];
        for (at, begins, rule) in &self.ends {
            if *begins {
                alive.iter().for_each(|other| meet(*at, *rule, *other));
                place[*rule] = alive.len();
                alive.push(*rule);
            } else {
                let at = place[*rule];
                alive.swap_remove(at);
                if let Some(moved) = alive.get(at) {
                    place[*moved] = at;
                }
            }
        }
    }
}
