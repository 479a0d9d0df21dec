//! The class of an input, for selection by data: a function of its key for each column.
//!
//! `fn weight_class(weight: i64) -> u32` takes the key that selection has anyway, and neither branches on it nor fails, so that `select` calls
//! it once and a batch in a loop over a column. A text that its column doesn't allow has one class more, which is
//! [`ClassFunction::refused`]: whoever calls the function looks for it, and gives the error. A number that its column doesn't allow is found
//! by a comparison before: in a decision by a cube of four columns, two domains took 6.3 ns as comparisons, 6.8 as classes more, and 6.25 if
//! nothing was asked.

use crate::dispatch::{Axis, DomainCheck, Grid, Key, KeyClasses};
use crate::region::AtomSet;

use super::{Emitter, bytes, code};

/// The function that gives the classes of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ClassFunction {
    /// Its name; it takes the column's key, and gives a `u32`.
    pub(super) name: String,
    /// What it gives for a text that the column doesn't allow; `None` where it tells no such text.
    pub(super) refused: Option<u32>,
    /// Whether it takes a packed date, as a table of days does.
    pub(super) by_day: bool,
}

/// A column whose class `select` asks for.
pub(super) struct Classed {
    pub(super) input: usize,
    /// The class of each segment.
    pub(super) classes: Vec<u32>,
    /// The variable that the guards before the rules bind, where the function tells that a text isn't allowed.
    pub(super) local: Option<String>,
    /// What gives it.
    pub(super) function: ClassFunction,
}

impl Emitter<'_> {
    /// The class of an input, as an expression, given the class of each segment.
    pub(super) fn class(&mut self, input: usize, classes: &[u32]) -> String {
        match self.classed(input, classes) {
            Ok(Classed { local: Some(local), .. }) => local.clone(),
            Ok(Classed { function, .. }) => {
                let name = function.name.clone();
                format!("{name}({})", self.key(input))
            }
            Err(only) => only.to_string(),
        }
    }

    /// What gives the class of an input, given the class of each segment; the class, if there is but one.
    pub(super) fn classed(&mut self, input: usize, classes: &[u32]) -> Result<&Classed, u32> {
        if let Some((first, rest)) = classes.split_first()
            && rest.iter().all(|class| class == first)
            && !self.refuses(input)
        {
            return Err(*first);
        }
        let known = self.classed.iter().position(|known| known.input == input && known.classes == classes);
        let position = known.unwrap_or(self.classed.len());
        if known.is_none() {
            let function = self.class_function(input, classes);
            let local = function.refused.is_some().then(|| self.class_local(input));
            self.classed.push(Classed { input, classes: classes.to_vec(), local, function });
        }
        let classed = self.classed.get(position).ok_or(0_u32)?;
        if classed.function.by_day {
            self.by_day.insert(input);
        }
        Ok(classed)
    }

    /// The variable of an input's class, where a guard binds it.
    fn class_local(&mut self, input: usize) -> String {
        let name = format!("class_of_{}", self.stem(input));
        self.fresh(&name)
    }

    /// An input's key as the beginning of other names.
    fn stem(&self, input: usize) -> String {
        // A name that is a keyword has a mark, which would stand before an underscore.
        self.locals.name(input).trim_start_matches("r#").trim_end_matches('_').to_owned()
    }

    /// Whether the class of an input tells what its domain refuses, so that nothing else has to.
    fn refuses(&self, input: usize) -> bool {
        let plan = &self.plan.inputs[input];
        let Key::Literal(texts) = &plan.axis.key else { return false };
        match &plan.domain {
            DomainCheck::Refused(_) => true,
            DomainCheck::Allowed(allowed) => {
                texts.iter().all(Option::is_some)
                    && texts.len() == allowed.len()
                    && texts.iter().flatten().all(|text| allowed.contains(text))
            }
            _ => false,
        }
    }

    /// Adds the function that gives the class of an input, given the class of each segment, null's first.
    pub(super) fn class_function(&mut self, input: usize, classes: &[u32]) -> ClassFunction {
        let plan = self.plan;
        let axis = &plan.inputs[input].axis;
        let class = |segment: usize| classes.get(segment).copied().unwrap_or(u32::MAX);
        let first = usize::from(axis.nullable);
        let name = format!("{}_CLASSES", self.names.statics.get(axis.input.0).cloned().unwrap_or_default());
        let parameter = self.locals.name(input).to_owned();
        let value = if axis.nullable { "key" } else { parameter.as_str() };
        let (mut refused, mut by_day) = (None, false);
        let of_value = match &axis.key {
            Key::Boolean(_) | Key::Variant(_) | Key::Structure => None,
            Key::Literal(texts) => {
                let mut known: Vec<(&str, u32)> =
                    texts.iter().enumerate().filter_map(|(at, text)| text.as_deref().map(|text| (text, class(first + at)))).collect();
                // A text that is none of them and lies in no class was refused before, unless it is refused here.
                let mut others = texts.iter().position(Option::is_none).map_or(0, |at| class(first + at));
                if self.refuses(input) {
                    let one_more = classes.iter().max().map_or(0, |most| most.saturating_add(1));
                    refused = Some(one_more);
                    match &plan.inputs[input].domain {
                        DomainCheck::Refused(texts) => known.extend(texts.iter().map(|text| (text.as_str(), one_more))),
                        _ => others = one_more,
                    }
                }
                known.sort_unstable();
                Some(self.class_of_text(&name, &known, others, value))
            }
            Key::Ordered { grid, starts } => {
                let starts: Vec<i128> = starts.iter().map(|start| start.key).collect();
                let of_key = KeyClasses::new(grid, &starts, classes.get(first..).unwrap_or_default());
                by_day = matches!(of_key, KeyClasses::Days(_));
                Some(self.class_of_number(&name, &of_key, grid.is_wide(), value))
            }
        };
        let body = match of_value {
            Some(of_value) if axis.nullable && of_value.parse::<u32>().is_ok() => {
                format!("{parameter}.map_or({}, |_| {of_value})", class(0))
            }
            Some(of_value) if axis.nullable => format!("{parameter}.map_or({}, |{value}| {of_value})", class(0)),
            Some(of_value) => of_value,
            None => self.class_by_match(input, axis, classes, &parameter),
        };
        let wanted = format!("{}_class", self.stem(input));
        let name = self.fresh(&wanted);
        let ty = self.key_type(input, "");
        // No key reaches a start beyond its type's greatest value.
        let parameter = if body.parse::<u32>().is_ok() { format!("_{parameter}") } else { parameter };
        self.push(&format!("#[inline]\nfn {name}({parameter}: {ty}) -> u32 {{ {body} }}"));
        ClassFunction { name, refused, by_day }
    }

    /// The class of a boolean or an enum: values of one class are one arm.
    fn class_by_match(&self, input: usize, axis: &Axis, classes: &[u32], key: &str) -> String {
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
        if let (Key::Boolean(values), false, [(of_first, _), (of_second, _)]) = (&axis.key, axis.nullable, groups.as_slice()) {
            let (of_true, of_false) = if values.first() == Some(&true) { (of_first, of_second) } else { (of_second, of_first) };
            return match (of_false, of_true) {
                (0, 1) => format!("u32::from({key})"),
                (1, 0) => format!("u32::from(!{key})"),
                _ => format!("if {key} {{ {of_true} }} else {{ {of_false} }}"),
            };
        }
        let arms =
            groups.into_iter().map(|(class, segments)| format!("{} => {class}", self.pattern(input, &AtomSet::from_ranges(segments))));
        format!("match {key} {{ {} }}", arms.collect::<Vec<_>>().join(", "))
    }

    /// The class of a text, as an expression: of one of `known`, which ascend, its own, of all others `others`.
    fn class_of_text(&mut self, name: &str, known: &[(&str, u32)], others: u32, text: &str) -> String {
        let runtime = self.names.runtime.clone();
        let name = self.fresh(name);
        if let Some(item) = code::texts(&runtime, &name, known, others) {
            self.others.push(item);
            return format!("{name}.get({text}).unwrap_or({others})");
        }
        let texts: Vec<&str> = known.iter().map(|(text, _)| *text).collect();
        let texts_name = self.fresh(&format!("{name}_TEXTS"));
        self.others.push(format!("static {texts_name}: {runtime}::data::Texts =\n    {};\n", bytes::texts(&runtime, &texts)));
        self.others.push(format!(
            "static {name}: {runtime}::data::Numbers =\n    {};\n",
            bytes::numbers(&runtime, known.iter().map(|(_, class)| *class).chain([others]).collect::<Vec<_>>())
        ));
        format!("{texts_name}.class({text}, &{name})")
    }

    /// The class of a number, as an expression.
    fn class_of_number(&mut self, name: &str, of_key: &KeyClasses, wide: bool, key: &str) -> String {
        let runtime = self.names.runtime.clone();
        let item: &dyn Fn(&str) -> String = match of_key {
            KeyClasses::One(class) => return class.to_string(),
            KeyClasses::Counted(starts) => {
                let starts: Vec<String> = starts.iter().map(i128::to_string).collect();
                return format!("{runtime}::data::counted(&[{}], {key})", starts.join(", "));
            }
            KeyClasses::Days(days) => &|name| bytes::days(&runtime, name, days),
            KeyClasses::Steps(steps) => &|name| bytes::steps(&runtime, name, steps, wide),
            KeyClasses::Searched { starts, classes } => &|name| bytes::integers(&runtime, name, starts, classes, wide),
        };
        let name = self.fresh(name);
        self.others.push(item(&name));
        format!("{name}.class({key})")
    }

    /// A key that stands among cuts kept as data, where they would be too many to write.
    pub(super) fn position_static(&mut self, grid: &Grid, input: usize) -> Option<String> {
        if let Some((.., name)) = self.positions.iter().find(|(of, known, _)| *of == input && known == grid) {
            return Some(name.clone());
        }
        let runtime = self.names.runtime.clone();
        let field = self.names.statics.get(self.plan.inputs[input].axis.input.0).cloned().unwrap_or_default();
        match grid {
            Grid::TextPosition(texts) => {
                let name = self.fresh(&format!("{field}_TEXTS"));
                let known: Vec<&str> = texts.iter().map(String::as_str).collect();
                self.others.push(format!("static {name}: {runtime}::data::Texts =\n    {};\n", bytes::texts(&runtime, &known)));
                self.positions.push((input, grid.clone(), name.clone()));
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
                self.positions.push((input, grid.clone(), name.clone()));
                Some(name)
            }
            _ => None,
        }
    }
}
