//! The class of an input, for selection by data.

use crate::dispatch::{Grid, Key};
use crate::region::AtomSet;

use super::{Emitter, bytes};

impl Emitter<'_> {
    /// The class of an input, as an expression, given the class of each segment.
    pub(super) fn class(&mut self, input: usize, classes: &[u32]) -> String {
        let plan = self.plan;
        let axis = &plan.inputs[input].axis;
        let runtime = self.names.runtime.clone();
        let key = self.key(input);
        let class = |segment: usize| classes.get(segment).copied().unwrap_or(u32::MAX);
        let first = usize::from(axis.nullable);
        let name = format!("{}_CLASSES", self.names.statics.get(axis.input.0).cloned().unwrap_or_default());
        let of_value = |expression: String, value: &str| {
            if axis.nullable { format!("{key}.map_or({}, |{value}| {expression})", class(0)) } else { expression }
        };
        let value = if axis.nullable { "key".to_owned() } else { key.clone() };
        match &axis.key {
            Key::Boolean(_) | Key::Variant(_) | Key::Structure => self.class_by_match(input, classes),
            Key::Literal(texts) => {
                let mut sorted: Vec<(&str, u32)> =
                    texts.iter().enumerate().filter_map(|(at, text)| text.as_deref().map(|text| (text, class(first + at)))).collect();
                sorted.sort_unstable();
                let others = texts.iter().position(Option::is_none).map_or(u32::MAX, |at| class(first + at));
                // A text that is none of them and lies in no class was refused before.
                let others = if others == u32::MAX { 0 } else { others };
                let known: Vec<&str> = sorted.iter().map(|(text, _)| *text).collect();
                let (texts_name, name) = (self.fresh(&format!("{name}_TEXTS")), self.fresh(&name));
                self.others.push(format!("static {texts_name}: {runtime}::data::Texts =\n    {};\n", bytes::texts(&runtime, &known)));
                self.others.push(format!(
                    "static {name}: {runtime}::data::Numbers =\n    {};\n",
                    bytes::numbers(&runtime, sorted.iter().map(|(_, class)| *class).chain([others]).collect::<Vec<_>>())
                ));
                of_value(format!("{texts_name}.class({value}, &{name})"), "key")
            }
            Key::Ordered { grid, starts } => {
                let name = self.fresh(&name);
                let keys: Vec<i128> = starts.iter().map(|start| start.key).collect();
                self.others.push(bytes::integers(&runtime, &name, &keys, classes.get(first..).unwrap_or_default(), grid.is_wide()));
                of_value(format!("{name}.class({value})"), "key")
            }
        }
    }

    /// The class of a boolean or an enum: values of one class are one arm.
    fn class_by_match(&self, input: usize, classes: &[u32]) -> String {
        let axis = &self.plan.inputs[input].axis;
        let mut groups: Vec<(u32, Vec<(u32, u32)>)> = Vec::new();
        for (segment, class) in (0..axis.segments).zip(classes) {
            match groups.iter_mut().find(|(other, _)| other == class) {
                Some((_, segments)) => segments.push((segment, segment + 1)),
                None => groups.push((*class, vec![(segment, segment + 1)])),
            }
        }
        if let [(class, _)] = groups.as_slice() {
            return class.to_string();
        }
        let arms =
            groups.into_iter().map(|(class, segments)| format!("{} => {class}", self.pattern(input, &AtomSet::from_ranges(segments))));
        format!("match {} {{ {} }}", self.key(input), arms.collect::<Vec<_>>().join(", "))
    }

    /// A key that stands among cuts kept as data, where they would be too many to write.
    pub(super) fn position_static(&mut self, grid: &Grid, input: usize) -> Option<String> {
        let runtime = self.names.runtime.clone();
        let field = self.names.statics.get(self.plan.inputs[input].axis.input.0).cloned().unwrap_or_default();
        match grid {
            Grid::TextPosition(texts) => {
                let name = self.fresh(&format!("{field}_TEXTS"));
                let known: Vec<&str> = texts.iter().map(String::as_str).collect();
                self.others.push(format!("static {name}: {runtime}::data::Texts =\n    {};\n", bytes::texts(&runtime, &known)));
                Some(name)
            }
            Grid::DecimalPosition(numbers) => {
                let name = self.fresh(&format!("{field}_NUMBERS"));
                let data: Vec<u8> = numbers
                    .iter()
                    .flat_map(|number| number.coefficient().to_le_bytes().into_iter().chain(number.scale().to_le_bytes()))
                    .collect();
                self.others.push(format!(
                    "static {name}: {runtime}::data::Decimals = {runtime}::data::Decimals::new(\n    {},\n);\n",
                    bytes::literal(&data)
                ));
                Some(name)
            }
            _ => None,
        }
    }
}
