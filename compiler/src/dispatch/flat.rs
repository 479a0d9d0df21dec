//! One `match` over the inputs, an arm a rule, in the order in which they win: the table as a reviewer knows it. A table that gives all its
//! matches is a list of conditions instead, one a rule, in the result's order.

use crate::model::RuleId;
use crate::region::{AtomSet, meets, uncovered};

use super::axis::{Axis, Key};
use super::{Facts, Found, Otherwise};

/// The most comparisons of ranges that all questions about the coverage of one `match` may take together, some tenths of a second of work;
/// beyond it there is none.
const COVERAGE_STEPS: usize = 4_000_000;

/// A box: one set of segments a dimension.
type Region = Vec<AtomSet>;

/// A `match`, or of a table that gives all its matches, a list of conditions.
#[derive(Clone, Debug, PartialEq)]
pub struct FlatMatch {
    /// The inputs that it matches on: positions in [`Plan::inputs`](super::Plan::inputs). Empty if no rule asks for any.
    pub scrutinee: Vec<usize>,
    /// Its arms in order. None of a `match` is unreachable; conditions may hold side by side, and each can hold.
    pub arms: Vec<Arm>,
    /// Whether a closing `_` is needed: the arms leave something out, or may do so.
    pub open: bool,
}

/// An arm.
#[derive(Clone, Debug, PartialEq)]
pub struct Arm {
    /// The segments that its pattern names, a dimension of the scrutinee; all of them are written `_`.
    pub sets: Vec<AtomSet>,
    /// The rule that it finds.
    pub rule: RuleId,
}

impl FlatMatch {
    /// The table as one `match`, or why it can't be one.
    pub(crate) fn new(facts: &Facts<'_>, max_rules: usize) -> Result<Self, String> {
        if facts.order.len() > max_rules {
            return Err(format!("it has {}, and one `match` holds at most {max_rules}", facts.counted_rules()));
        }
        let regions = facts.regions();
        let scrutinee: Vec<usize> = (0..facts.inputs.len())
            .filter(|dimension| regions.iter().any(|(_, region)| !facts.inputs[*dimension].axis.is_full(&region[*dimension])))
            .collect();
        let axes: Vec<&Axis> = scrutinee.iter().map(|dimension| &facts.inputs[*dimension].axis).collect();
        if !facts.table.hit_policy.is_single_hit() {
            return Self::conditions(&axes, scrutinee, &regions);
        }
        let mut steps = coverage_steps(&regions);
        let mut covers: Vec<Region> = Vec::new();
        let mut arms: Vec<Arm> = Vec::new();
        for (at, (rule, region)) in regions.iter().enumerate() {
            for (other, earlier) in regions.iter().take(at) {
                if meets(region, earlier) && matches!(facts.found(&[*other, *rule]), Found::Several(..)) {
                    return Err(format!("its rules `{}` and `{}` may match at once", id(facts, *other), id(facts, *rule)));
                }
            }
            let mut sets: Region = scrutinee.iter().map(|dimension| region[*dimension].clone()).collect();
            let known = |answer: Option<bool>| answer.ok_or_else(|| "its rules overlap in too many ways".to_owned());
            if known(covered(&sets, &covers, &mut steps))? {
                covers.push(sets);
                continue;
            }
            let whole = sets.clone();
            for dimension in 0..sets.len() {
                sets[dimension] = alternatives_reached(axes[dimension], &whole, dimension, &covers, &mut steps).map_err(|reason| {
                    reason.unwrap_or_else(|| format!("rule `{}` excludes texts, which no pattern of one arm can say", id(facts, *rule)))
                })?;
            }
            covers.push(whole);
            arms.push(Arm { sets, rule: *rule });
        }
        if let Some((a, b)) = touching(&axes, &arms) {
            return Err(format!(
                "the ranges of its rules `{}` and `{}` share an end, which rustc takes for a mistake",
                id(facts, a),
                id(facts, b)
            ));
        }
        let full: Region = axes.iter().map(|axis| axis.full()).collect();
        let open = !covered(&full, &covers, &mut steps).ok_or_else(|| "its rules overlap in too many ways".to_owned())?;
        if arms.is_empty() && facts.otherwise == Otherwise::NoRule {
            return Err("it has no rule that can match".to_owned());
        }
        let mut flat = Self { scrutinee, arms, open }.asking(&axes);
        flat.part(facts);
        Ok(flat)
    }

    /// Writes the arms of a single ordered column apart, or clippy asks whether the overlap was meant.
    fn part(&mut self, facts: &Facts<'_>) {
        let [dimension] = self.scrutinee.as_slice() else { return };
        let Key::Ordered { .. } = facts.inputs[*dimension].axis.key else { return };
        let axis = &facts.inputs[*dimension].axis;
        let mut taken = AtomSet::default();
        for arm in &mut self.arms {
            let whole = arm.sets[0].clone();
            if !axis.is_full(&whole) {
                arm.sets[0] = whole.difference(&taken);
            }
            taken = taken.union(&whole);
        }
    }

    /// The rules of a table that gives all its matches, but those that no allowed input matches.
    fn conditions(axes: &[&Axis], scrutinee: Vec<usize>, regions: &[(RuleId, Region)]) -> Result<Self, String> {
        let arms: Vec<Arm> = regions
            .iter()
            .filter(|(_, region)| !region.iter().any(AtomSet::is_empty))
            .map(|(rule, region)| Arm { sets: scrutinee.iter().map(|dimension| region[*dimension].clone()).collect(), rule: *rule })
            .collect();
        if arms.is_empty() {
            return Err("it has no rule that can match".to_owned());
        }
        let full: Region = axes.iter().map(|axis| axis.full()).collect();
        let covers: Vec<Region> = arms.iter().map(|arm| arm.sets.clone()).collect();
        let open = covered(&full, &covers, &mut coverage_steps(regions)) != Some(true);
        Ok(Self { scrutinee, arms, open }.asking(axes))
    }

    /// Without the columns that only rules left out ask about.
    fn asking(mut self, axes: &[&Axis]) -> Self {
        let asked: Vec<bool> = (0..axes.len()).map(|at| self.arms.iter().any(|arm| !axes[at].is_full(&arm.sets[at]))).collect();
        let keep = |at: &usize| asked[*at];
        for arm in &mut self.arms {
            arm.sets = (0..asked.len()).filter(keep).map(|at| arm.sets[at].clone()).collect();
        }
        self.scrutinee = (0..asked.len()).filter(keep).map(|at| self.scrutinee[at]).collect();
        self
    }
}

/// How many sides of these boxes may be compared.
fn coverage_steps(regions: &[(RuleId, Region)]) -> usize {
    let most_ranges = regions.iter().flat_map(|(_, region)| region).map(|set| set.ranges().len()).max().unwrap_or(1);
    COVERAGE_STEPS / most_ranges.max(1)
}

/// Whether `covers` together hold all of `region`; `None` if that takes more than `steps`, of which it leaves what it didn't take.
fn covered(region: &[AtomSet], covers: &[Region], steps: &mut usize) -> Option<bool> {
    let covers: Vec<&[AtomSet]> = covers.iter().map(Vec::as_slice).collect();
    uncovered(region, &covers, steps).ok().map(|left| left.is_none())
}

fn id<'a>(facts: &'a Facts<'_>, rule: RuleId) -> &'a str {
    facts.table.rules.get(rule.0).map_or("", |rule| &rule.id)
}

/// The alternatives of an arm's pattern in one dimension that the arms before don't wholly take: rustc refuses the others. `Err(None)` if
/// no pattern says the set, `Err(Some)` if it takes too long to find out.
fn alternatives_reached(
    axis: &Axis,
    region: &Region,
    dimension: usize,
    covers: &[Region],
    steps: &mut usize,
) -> Result<AtomSet, Option<String>> {
    let alternatives = axis.alternatives(&region[dimension]).ok_or(None)?;
    if alternatives.len() < 2 {
        return Ok(region[dimension].clone());
    }
    let mut reached = Vec::new();
    for alternative in alternatives {
        let mut part = region.clone();
        part[dimension] = alternative.clone();
        if !covered(&part, covers, steps).ok_or_else(|| Some("its rules overlap in too many ways".to_owned()))? {
            reached.extend_from_slice(alternative.ranges());
        }
    }
    Ok(AtomSet::from_ranges(reached))
}

/// Two arms with ranges that share exactly one key and may both match: rustc warns of it (`overlapping_range_endpoints`).
fn touching(axes: &[&Axis], arms: &[Arm]) -> Option<(RuleId, RuleId)> {
    for (at, arm) in arms.iter().enumerate() {
        for other in &arms[..at] {
            for (dimension, axis) in axes.iter().enumerate() {
                if axis.is_full(&arm.sets[dimension]) || axis.is_full(&other.sets[dimension]) {
                    continue;
                }
                let elsewhere = (0..axes.len()).all(|d| d == dimension || arm.sets[d].intersects(&other.sets[d]));
                if elsewhere && axis.ranges_touch(&arm.sets[dimension], &other.sets[dimension]) {
                    return Some((other.rule, arm.rule));
                }
            }
        }
    }
    None
}

impl Axis {
    /// The segments of each alternative of the pattern that says `set`: none for `_`. `None` if no pattern says it.
    pub fn alternatives(&self, set: &AtomSet) -> Option<Vec<AtomSet>> {
        if self.is_full(set) {
            return Some(Vec::new());
        }
        let first = u32::from(self.nullable);
        let mut alternatives = Vec::new();
        let mut rest = set.clone();
        if self.nullable && set.contains(0) {
            let null = AtomSet::from_ranges(vec![(0, 1)]);
            rest = rest.difference(&null);
            alternatives.push(null);
        }
        if rest.ranges() == [(first, self.segments)] {
            alternatives.push(rest);
            return Some(alternatives);
        }
        for (low, high) in rest.ranges() {
            match &self.key {
                Key::Ordered { .. } => alternatives.push(AtomSet::from_ranges(vec![(*low, *high)])),
                Key::Literal(texts) => {
                    for segment in *low..*high {
                        texts.get((segment - first) as usize)?.as_ref()?;
                        alternatives.push(AtomSet::from_ranges(vec![(segment, segment + 1)]));
                    }
                }
                Key::Boolean(_) | Key::Variant(_) | Key::Structure => {
                    alternatives.extend((*low..*high).map(|segment| AtomSet::from_ranges(vec![(segment, segment + 1)])));
                }
            }
        }
        Some(alternatives)
    }

    /// The first and last key of a run of segments other than null; `None` for no limit.
    pub fn keys(&self, first: u32, end: u32) -> (Option<i128>, Option<i128>) {
        let Key::Ordered { starts, .. } = &self.key else { return (None, None) };
        let start = |segment: u32| {
            let position = (segment as usize).checked_sub(usize::from(self.nullable) + 1)?;
            starts.get(position)
        };
        (start(first).map(|start| start.key), start(end).map(|start| start.key - 1))
    }

    /// Whether a range of one set and a range of the other have exactly one key in common, and neither is that key alone.
    fn ranges_touch(&self, a: &AtomSet, b: &AtomSet) -> bool {
        let runs = |set: &AtomSet| -> Vec<(Option<i128>, Option<i128>)> {
            let first = u32::from(self.nullable);
            set.ranges().iter().filter(|range| range.1 > first).map(|(low, high)| self.keys((*low).max(first), *high)).collect()
        };
        let (a, b) = (runs(a), runs(b));
        let single = |run: &(Option<i128>, Option<i128>)| run.0.is_some() && run.0 == run.1;
        a.iter().any(|x| b.iter().any(|y| !single(x) && !single(y) && (x.1.is_some() && x.1 == y.0 || y.1.is_some() && y.1 == x.0)))
    }
}
