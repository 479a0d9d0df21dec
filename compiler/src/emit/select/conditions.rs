//! The rules of a table that gives all its matches, each beside the condition under which it matches.

use crate::dispatch::{Axis, FlatMatch, Grid, Key, Otherwise};
use crate::model::RuleId;
use crate::region::AtomSet;

use super::Emitter;

/// The empty text as a literal, which clippy wants asked about by name.
const EMPTY: &str = "\"\"";

impl Emitter<'_> {
    /// The body of `select` as a list of rules and conditions. All are asked before the first rule is given, so that the iterator borrows
    /// nothing of the input.
    pub(super) fn conditions(&self, flat: &FlatMatch) -> String {
        let name = |rule: RuleId| self.names.rules.get(rule.0).cloned().unwrap_or_default();
        let rules: String = flat
            .arms
            .iter()
            .map(|arm| {
                let tests: Vec<String> =
                    flat.scrutinee.iter().zip(&arm.sets).filter_map(|(input, set)| self.condition_of(*input, set)).collect();
                let condition = if tests.is_empty() { "true".to_owned() } else { tests.join(" && ") };
                format!("({}, {condition}), ", name(arm.rule))
            })
            .collect();
        let given = "filter_map(|(rule, matches)| matches.then_some(rule))";
        match self.plan.otherwise {
            Otherwise::Else(rule) if flat.open => format!(
                "let rules = [{rules}]; let none = !rules.iter().any(|(_, matches)| *matches); \
                 Ok(rules.into_iter().chain([({}, none)]).{given})",
                name(rule)
            ),
            _ => format!("let rules = [{rules}]; Ok(rules.into_iter().{given})"),
        }
    }

    /// The condition under which an input is in `set`, fit to stand beside others with `&&`; `None` if it always is.
    fn condition_of(&self, input: usize, set: &AtomSet) -> Option<String> {
        let axis = &self.plan.inputs[input].axis;
        let full = AtomSet::full(axis.segments);
        if *set == full {
            return None;
        }
        let key = self.key(input);
        let rest = set.complement(axis.segments);
        let null = AtomSet::from_ranges(vec![(0, u32::from(axis.nullable))]);
        if *set == null {
            return Some(format!("{key}.is_none()"));
        }
        if rest == null {
            return Some(format!("{key}.is_some()"));
        }
        if let (Key::Boolean(values), false) = (&axis.key, axis.nullable) {
            let holds =
                values.iter().enumerate().all(|(segment, value)| set.contains(u32::try_from(segment).unwrap_or(u32::MAX)) == *value);
            return Some(format!("{}{key}", if holds { "" } else { "!" }));
        }
        if let Some(one) = self.only(input, set) {
            return Some(if one == EMPTY { format!("{key}.is_empty()") } else { format!("{key} == {one}") });
        }
        if let Some(one) = self.only(input, &rest) {
            return Some(if one == EMPTY { format!("!{key}.is_empty()") } else { format!("{key} != {one}") });
        }
        if !axis.nullable && matches!(axis.key, Key::Ordered { .. }) {
            if let [(low, high)] = set.ranges() {
                return Some(self.within(input, *low, *high));
            }
            // Of two runs or more, those are written that don't begin with the least value: a pattern within a macro can't start with `..`.
            return Some(match rest.ranges() {
                [(low, high)] => self.beyond(input, *low, *high),
                _ if set.contains(0) => format!("!matches!({key}, {})", self.pattern(input, &rest)),
                _ => format!("matches!({key}, {})", self.pattern(input, set)),
            });
        }
        let alternatives = |set: &AtomSet| axis.alternatives(set).map_or(usize::MAX, |alternatives| alternatives.len());
        // What the author would call `not(…)`: it is the only way to say "any other text", and the shorter one for most of a closed list.
        Some(if alternatives(&rest) < alternatives(set) && alternatives(set) > 2 {
            format!("!matches!({key}, {})", self.pattern(input, &rest))
        } else {
            format!("matches!({key}, {})", self.pattern(input, set))
        })
    }

    /// The only value of a set, if there is just one and it isn't null.
    fn only(&self, input: usize, set: &AtomSet) -> Option<String> {
        let axis = &self.plan.inputs[input].axis;
        let [(low, high)] = set.ranges() else { return None };
        if axis.nullable && *low == 0 {
            return None;
        }
        let is_one = match &axis.key {
            Key::Boolean(_) | Key::Variant(_) | Key::Structure => low + 1 == *high,
            Key::Literal(texts) => {
                let text = texts.get((low - u32::from(axis.nullable)) as usize);
                low + 1 == *high && text.is_some_and(Option::is_some)
            }
            Key::Ordered { .. } => matches!(axis.keys(*low, *high), (Some(first), Some(last)) if first == last),
        };
        is_one.then(|| self.pattern(input, set))
    }

    /// The condition under which an ordered key that is never null lies in a run of segments.
    fn within(&self, input: usize, low: u32, high: u32) -> String {
        let key = self.key(input);
        let axis = &self.plan.inputs[input].axis;
        let least_and_greatest = match &axis.key {
            Key::Ordered { grid, .. } if grid.is_wide() => (i128::MIN, i128::MAX),
            _ => (i64::MIN.into(), i64::MAX.into()),
        };
        match axis.keys(low, high) {
            (Some(first), Some(last)) => match range(axis, first, last) {
                Some(range) => format!("({range}).contains(&{key})"),
                None => format!("{} && {}", from(axis, &key, first), to(axis, &key, last)),
            },
            // The ends of the key's own type are equalities to clippy.
            (Some(first), None) if first == least_and_greatest.1 => format!("{key} == {first}"),
            (None, Some(last)) if last == least_and_greatest.0 => format!("{key} == {last}"),
            (Some(first), None) => from(axis, &key, first),
            (None, Some(last)) => to(axis, &key, last),
            (None, None) => "true".to_owned(),
        }
    }

    /// The condition under which an ordered key that is never null lies below or above a run of segments that has both ends.
    fn beyond(&self, input: usize, low: u32, high: u32) -> String {
        let key = self.key(input);
        let axis = &self.plan.inputs[input].axis;
        let (Some(first), Some(last)) = axis.keys(low, high) else { return "true".to_owned() };
        match range(axis, first, last) {
            Some(range) => format!("!({range}).contains(&{key})"),
            None => format!("({} || {})", to(axis, &key, first - 1), from(axis, &key, last + 1)),
        }
    }
}

/// The keys between two ends as a range of Rust, which has its first key; `None` where a reader knows the key before that.
fn range(axis: &Axis, first: i128, last: i128) -> Option<String> {
    starts_at(axis, first)
        .then(|| if starts_named(axis, last + 1) { format!("{first}..{}", last + 1) } else { format!("{first}..={last}") })
}

fn from(axis: &Axis, key: &str, first: i128) -> String {
    if starts_at(axis, first) { format!("{key} >= {first}") } else { format!("{key} > {}", first - 1) }
}

fn to(axis: &Axis, key: &str, last: i128) -> String {
    if starts_named(axis, last + 1) { format!("{key} < {}", last + 1) } else { format!("{key} <= {last}") }
}

/// Whether a segment starts at this key, and a reader knows it rather than the key before.
fn starts_named(axis: &Axis, key: i128) -> bool {
    match &axis.key {
        Key::Ordered { starts, .. } => starts.iter().any(|start| start.key == key && start.named),
        _ => false,
    }
}

/// Whether a segment that starts at this key is best said to do so.
fn starts_at(axis: &Axis, key: i128) -> bool {
    matches!(axis.key, Key::Ordered { grid: Grid::Integer | Grid::Months, .. }) || starts_named(axis, key)
}
