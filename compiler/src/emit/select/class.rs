//! The class of an input, for selection by data: a function of its key for each column.
//!
//! `fn weight_class(weight: i64) -> u32` takes the key that selection has anyway, and neither branches on it nor fails, so that `select` calls
//! it once and a batch in a loop over a column. A text that its column doesn't allow has one class more, which is
//! [`ClassFunction::refused`]: whoever calls the function looks for it, and gives the error. A number that its column doesn't allow is found
//! by a comparison before: in a decision by a cube of four columns, two domains took 6.3 ns as comparisons, 6.8 as classes more, and 6.25 if
//! nothing was asked.

use crate::dispatch::{Axis, DomainCheck, Grid, Key};
use crate::region::AtomSet;

use super::{Emitter, bytes, code};

/// Up to so many bounds are counted one by one: 1.0 ns for four, where a table takes 0.6 and a search 1.1; three for eight. The bounds
/// are read as written, while a table isn't.
const COUNTED: usize = 4;
/// The most steps of a table of classes. On random keys one of 100,000 bytes took 0.65 ns, as long as one of 100, where a search among 12 to
/// 24 bounds took 2.0 to 2.5, among 128 6, and counting 12 took 4.
const MAX_STEPS: u128 = 1 << 16;
/// The most steps of a table for each bound: what a few bounds gain isn't worth the text and the cache of a large one.
const STEPS_A_START: u128 = 1 << 12;

/// The function that gives the classes of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ClassFunction {
    /// Its name; it takes the column's key, and gives a `u32`.
    pub(super) name: String,
    /// What it gives for a text that the column doesn't allow; `None` where it tells no such text.
    pub(super) refused: Option<u32>,
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
        self.classed.get(position).ok_or(0)
    }

    /// The variable of an input's class, where a guard binds it.
    fn class_local(&mut self, input: usize) -> String {
        let name = format!("class_of_{}", self.stem(input));
        self.fresh(&name)
    }

    /// An input's key as the beginning of other names.
    fn stem(&self, input: usize) -> String {
        self.locals.name(input).trim_start_matches("r#").to_owned()
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
        let mut refused = None;
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
                Some(self.class_of_number(&name, grid, &starts, classes.get(first..).unwrap_or_default(), value))
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
        ClassFunction { name, refused }
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

    /// The class of a number, as an expression, given the first key of each segment but the lowest and the class of each segment.
    fn class_of_number(&mut self, name: &str, grid: &Grid, starts: &[i128], classes: &[u32], key: &str) -> String {
        let runtime = self.names.runtime.clone();
        let (starts, classes) = runs(grid, starts, classes);
        let counts = classes.iter().zip(0..).all(|(class, position)| *class == position);
        if starts.is_empty() {
            return classes.first().copied().unwrap_or(0).to_string();
        }
        if counts && starts.len() <= COUNTED {
            let starts: Vec<String> = starts.iter().map(i128::to_string).collect();
            return format!("{runtime}::data::counted(&[{}], {key})", starts.join(", "));
        }
        let name = self.fresh(name);
        let wide = grid.is_wide();
        let of_days = if matches!(grid, Grid::Date) { days(&starts, &classes) } else { None };
        let of_steps = steps(&starts, &classes, wide);
        // Where steps are whole years, a table of days is longer.
        let of_days = of_days.filter(|days| of_steps.as_ref().is_none_or(|steps| days.classes.len() < steps.classes.len()));
        if let Some(days) = of_days {
            self.others.push(bytes::days(&runtime, &name, days.first, &days.classes));
            return format!("{name}.class({key})");
        }
        self.others.push(match of_steps {
            Some(steps) => bytes::steps(&runtime, &name, (steps.first, steps.last), steps.step, &steps.classes, wide),
            None => bytes::integers(&runtime, &name, &starts, &classes, wide),
        });
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

/// Segments as runs that differ in class, where each but the lowest starts, and the class of each. Starts that no key reaches are left out.
fn runs(grid: &Grid, starts: &[i128], classes: &[u32]) -> (Vec<i128>, Vec<u32>) {
    let mut of_run = vec![classes.first().copied().unwrap_or(0)];
    let mut first_of_run = Vec::new();
    for (start, class) in starts.iter().zip(classes.iter().skip(1)) {
        // Keys of this grid end in 0 or 5, so that bounds on either side of a value are whole steps of 5 apart.
        let start = if matches!(grid, Grid::Exact(_)) { (start + 4).div_euclid(5) * 5 } else { *start };
        if of_run.last() != Some(class) && (grid.is_wide() || start <= i128::from(i64::MAX)) {
            first_of_run.push(start);
            of_run.push(*class);
        }
    }
    (first_of_run, of_run)
}

/// A table of classes at even steps.
#[derive(Debug, PartialEq)]
struct StepTable {
    first: i128,
    last: i128,
    step: u64,
    classes: Vec<u32>,
}

/// The table for starts that ascend, of the largest steps that tell them apart; `None` if it would be too large.
fn steps(starts: &[i128], classes: &[u32], wide: bool) -> Option<StepTable> {
    let (lowest, last) = (*starts.first()?, *starts.last()?);
    let distance = starts.iter().map(|start| start.abs_diff(lowest)).fold(0, greatest_divisor);
    let step = if distance == 0 { 1 } else { distance };
    // One step below the lowest start stands for all that is less.
    let count = last.abs_diff(lowest) / step + 2;
    let first = lowest.checked_sub(i128::try_from(step).ok()?)?;
    let is_key = |key: i128| wide || i64::try_from(key).is_ok();
    if count > MAX_STEPS.min(STEPS_A_START * starts.len() as u128) || last.abs_diff(first) > u128::from(u64::MAX) || !is_key(first) {
        return None;
    }
    let ends = starts.iter().map(|start| start.abs_diff(first) / step).chain([count]);
    let mut of_step = Vec::with_capacity(count as usize);
    for (class, end) in classes.iter().zip(ends) {
        of_step.resize(end as usize, *class);
    }
    Some(StepTable { first, last, step: u64::try_from(step).ok()?, classes: of_step })
}

/// A table of classes of days.
#[derive(Debug, PartialEq)]
struct DayTable {
    first: u32,
    classes: Vec<u32>,
}

/// The table for starts that ascend, dates as they are written; `None` if it would be too large, or if a date stands before our era.
fn days(starts: &[i128], classes: &[u32]) -> Option<DayTable> {
    let places: Vec<u32> = starts.iter().map(|start| place_of_day(*start)).collect::<Option<_>>()?;
    let first = places.first()?.checked_sub(1)?;
    let count = places.last()? - first + 1;
    if u128::from(count) > MAX_STEPS.min(STEPS_A_START * starts.len() as u128) {
        return None;
    }
    let ends = places.iter().map(|place| place - first).chain([count]);
    let mut of_place = Vec::with_capacity(count as usize);
    for (class, end) in classes.iter().zip(ends) {
        of_place.resize(end as usize, *class);
    }
    Some(DayTable { first, classes: of_place })
}

/// The place among days of the first that isn't before `start`, as the runtime's `Days` counts them: a year has 512, a month 32. A start needs
/// not be a date, as the day after the 31st of December is written 1232.
fn place_of_day(start: i128) -> Option<u32> {
    let start = u32::try_from(start).ok().filter(|start| *start <= 99991232)?;
    let (year, month, day) = (start / 10_000, start / 100 % 100, start % 100);
    Some(year * 512 + if month > 12 { 13 * 32 } else { month * 32 + day.min(32) })
}

fn greatest_divisor(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { greatest_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_divided_by_what_they_have_in_common() {
        let table = steps(&[1_000, 1_500, 3_000], &[0, 1, 2, 1], false).unwrap();
        assert_eq!(table, StepTable { first: 500, last: 3_000, step: 500, classes: vec![0, 1, 2, 2, 2, 1] });
        assert_eq!(steps(&[7], &[1, 0], false).unwrap(), StepTable { first: 6, last: 7, step: 1, classes: vec![1, 0] });
        // Neither does what lies too far apart have a table, nor what would begin below the least key.
        assert_eq!(steps(&[0, 1, 1_000_000], &[0, 1, 2, 3], false), None);
        assert_eq!(steps(&[i64::MIN.into(), 0], &[0, 1, 2], false), None);
        assert_eq!(steps(&[i128::from(i64::MIN / 2), 0], &[0, 1, 2], false).unwrap().first, i128::from(i64::MIN));
        assert_eq!(steps(&[i128::MIN + 1, i128::MAX], &[0, 1, 2], true), None);
        assert_eq!(steps(&[], &[0], false), None);
    }

    #[test]
    fn days_have_places_between_those_of_their_neighbours() {
        assert_eq!(place_of_day(20260131), Some(2026 * 512 + 32 + 31));
        let ordered = [20260100, 20260101, 20260131, 20260201, 20261231, 20261232, 20270101].map(place_of_day);
        assert!(ordered.is_sorted() && ordered.iter().all(Option::is_some));
        // The day after the last of a year is no later than the first of the next.
        assert!(place_of_day(20269999) > place_of_day(20261231) && place_of_day(20269999) < place_of_day(20270101));
        assert_eq!([place_of_day(-1), place_of_day(100000101)], [None, None]);
        let table = days(&[20260102, 20260104], &[0, 1, 2]).unwrap();
        assert_eq!(table, DayTable { first: 2026 * 512 + 33, classes: vec![0, 1, 1, 2] });
        assert_eq!(days(&[10101, 20260104], &[0, 1, 2]), None);
    }

    #[test]
    fn neighbours_of_one_class_are_one_run() {
        assert_eq!(runs(&Grid::Integer, &[1, 2, 3], &[5, 5, 6, 6]), (vec![2], vec![5, 6]));
        assert_eq!(runs(&Grid::Integer, &[1, i128::from(i64::MAX) + 1], &[0, 1, 2]), (vec![1], vec![0, 1]));
        assert_eq!(runs(&Grid::Nanoseconds, &[i128::MAX], &[0, 1]), (vec![i128::MAX], vec![0, 1]));
        // 4.99 itself and what follows it, as a cut below the one and above the other.
        assert_eq!(runs(&Grid::Exact(2), &[4_990, 5_001, -4_999], &[0, 1, 2, 3]), (vec![4_990, 5_005, -4_995], vec![0, 1, 2, 3]));
    }
}
