//! Sets of segments as patterns.

use crate::dispatch::{Axis, Key};
use crate::region::AtomSet;

use super::Emitter;

impl Emitter<'_> {
    /// The pattern that says `set` of an input; `_` for all of it and for what no pattern says.
    pub(super) fn pattern(&self, input: usize, set: &AtomSet) -> String {
        let axis = &self.plan.inputs[input].axis;
        let first = u32::from(axis.nullable);
        let Some(alternatives) = axis.alternatives(set).filter(|alternatives| !alternatives.is_empty()) else { return "_".to_owned() };
        let mut null = false;
        let mut present = Vec::new();
        for alternative in &alternatives {
            match alternative.ranges() {
                [(0, 1)] if axis.nullable => null = true,
                [(low, high)] if (*low, *high) == (first, axis.segments) => present.push("_".to_owned()),
                [(low, high)] => present.push(self.run(axis, input, *low, *high)),
                _ => present.push("_".to_owned()),
            }
        }
        let mut parts = Vec::new();
        if null {
            parts.push("None".to_owned());
        }
        if !present.is_empty() {
            let present = present.join(" | ");
            parts.push(if axis.nullable { format!("Some({present})") } else { present });
        }
        parts.join(" | ")
    }

    /// The pattern of a run of segments other than null, not all of them.
    fn run(&self, axis: &Axis, input: usize, low: u32, high: u32) -> String {
        let position = (low - u32::from(axis.nullable)) as usize;
        match &axis.key {
            Key::Boolean(values) => values.get(position).map(bool::to_string).unwrap_or_default(),
            Key::Variant(variants) => {
                let names = self.names.enums.get(axis.input.0).and_then(Option::as_ref);
                let variant = names.zip(variants.get(position)).and_then(|(names, variant)| Some((names, names.variants.get(*variant)?)));
                variant.map(|(names, variant)| format!("{}::{variant}", names.path)).unwrap_or_default()
            }
            Key::Literal(texts) => texts.get(position).and_then(Option::as_ref).map(|text| format!("{text:?}")).unwrap_or_default(),
            Key::Structure => String::new(),
            Key::Ordered { starts, .. } => {
                let (first, last) = self.plan.inputs[input].axis.keys(low, high);
                // `..100` reads as `< 100`, unless rustc would take the next pattern for an off-by-one mistake.
                let named = |last: i128| {
                    starts.iter().any(|start| start.key == last + 1 && start.named) && !starts.iter().any(|start| start.key == last + 2)
                };
                match (first, last) {
                    (Some(first), Some(last)) if first == last => first.to_string(),
                    (first, Some(last)) => {
                        let first = first.map(|first| first.to_string()).unwrap_or_default();
                        if named(last) { format!("{first}..{}", last + 1) } else { format!("{first}..={last}") }
                    }
                    (Some(first), None) => format!("{first}.."),
                    (None, None) => "_".to_owned(),
                }
            }
        }
    }
}
