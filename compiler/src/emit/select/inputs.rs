//! The head of `select`: each input's key, and the question whether it lies in its domain.

use std::collections::{BTreeMap, BTreeSet};

use crate::dispatch::{DomainCheck, Grid, Key, KeyRange, Plan};
use crate::model::BaseType;

use super::bytes;
use super::names::{ComputedInput, SelectionNames};
use super::{Emitter, format_item};

/// The most ranges that a domain is written with; beyond them it is data.
pub(super) const WRITTEN_RANGES: usize = 64;

/// The names of the inputs' keys in bodies.
pub(super) struct Locals {
    names: Vec<String>,
}

impl Locals {
    /// One an input, distinct: the last part of its path, or all of it where two have the same.
    pub(super) fn new(plan: &Plan, names: &SelectionNames) -> Self {
        let path = |position: usize| -> Vec<&str> {
            let input = plan.inputs[position].axis.input;
            match names.computed.get(input.0) {
                Some(Some(computed)) => vec![computed.name.as_str()],
                _ => names.fields.get(input.0).map(|field| field.split('.').skip(1).collect()).unwrap_or_default(),
            }
        };
        let usable = |name: &str| {
            let name = name.strip_prefix("r#").unwrap_or(name);
            name.starts_with(|c: char| c.is_ascii_lowercase()) && name != "input" && name != "keys"
        };
        let last: Vec<Option<&str>> = (0..plan.inputs.len()).map(|position| path(position).last().copied()).collect();
        // The variables of computed inputs stay in sight beside their keys.
        let mut known: BTreeSet<String> = names.computed.iter().flatten().map(|computed| computed.name.clone()).collect();
        let names = (0..plan.inputs.len()).map(|position| {
            let short = last[position].filter(|name| usable(name) && last.iter().filter(|other| **other == Some(name)).count() == 1);
            let long = path(position).iter().map(|part| part.strip_prefix("r#").unwrap_or(part)).collect::<Vec<_>>().join("_");
            let mut name = match short {
                Some(short) => short.to_owned(),
                None if usable(&long) => long,
                None => format!("key_{position}"),
            };
            while !known.insert(name.clone()) {
                name.push_str("_key");
            }
            name
        });
        Self { names: names.collect() }
    }

    pub(super) fn name(&self, position: usize) -> &str {
        &self.names[position]
    }

    /// Whether a key has this name: a function can't be called by it where the key is in sight.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.iter().any(|known| known == name)
    }
}

impl Emitter<'_> {
    /// An input as the caller gave it.
    pub(super) fn field(&self, position: usize) -> String {
        self.names.fields.get(self.plan.inputs[position].axis.input.0).cloned().unwrap_or_default()
    }

    fn is(&self, base: BaseType, position: usize) -> bool {
        self.table.inputs[self.plan.inputs[position].axis.input.0].scalar().is_some_and(|ty| ty.base == base)
    }

    fn is_expression(&self, position: usize) -> bool {
        self.computed(position).is_some_and(|computed| computed.is_expression)
    }

    /// Whether an input is a duration of years and months that no expression gives: a `Span`, which may hold other units too.
    pub(super) fn is_span(&self, position: usize) -> bool {
        self.is(BaseType::YearsMonthsDuration, position) && !self.is_expression(position)
    }

    /// Whether an input is an integer that the table computes: a decimal, as all numbers of expressions.
    fn is_decimal_integer(&self, position: usize) -> bool {
        self.is(BaseType::Integer, position) && self.is_expression(position)
    }

    pub(super) fn is_nullable(&self, position: usize) -> bool {
        self.table.inputs[self.plan.inputs[position].axis.input.0].ty.nullable()
    }

    /// Whether `select` binds the key of an input that is used: it takes a step to make.
    pub(super) fn is_bound(&self, position: usize) -> bool {
        match &self.plan.inputs[position].axis.key {
            Key::Ordered { grid: Grid::Integer, .. } => self.is_expression(position),
            // What is computed is a number of months already.
            Key::Ordered { grid: Grid::Months, .. } => !self.is_expression(position),
            Key::Ordered { .. } => true,
            Key::Variant(_) => self.conversion(position).is_some(),
            _ => false,
        }
    }

    /// The function that gives the enum by which rules are found, if the input is another one.
    pub(super) fn conversion(&self, position: usize) -> Option<&str> {
        let names = self.names.enums.get(self.plan.inputs[position].axis.input.0)?.as_ref()?;
        names.conversion.as_deref()
    }

    /// The key of an input in `select`.
    pub(super) fn key(&self, position: usize) -> String {
        if self.is_bound(position) { self.locals.name(position).to_owned() } else { self.field(position) }
    }

    /// The statements before the rules: the keys of the inputs that are used, and what is asked of each, in the table's order.
    pub(super) fn inputs(&mut self, used: &[usize]) -> String {
        let mut statements = String::new();
        let (computed, given): (Vec<usize>, Vec<usize>) =
            (0..self.plan.inputs.len()).partition(|position| self.computed(*position).is_some());
        self.asked(&given, used, &mut statements);
        // What is computed, and whether its value is read.
        let mut needed: BTreeMap<usize, bool> = BTreeMap::new();
        for position in computed.iter().rev() {
            let Some(of) = self.computed(*position) else { continue };
            let is_read = used.contains(position)
                || self.plan.inputs[*position].domain != DomainCheck::Any
                || self.is_decimal_integer(*position)
                || needed.contains_key(position);
            if is_read || of.fails {
                needed.insert(*position, is_read);
                needed.extend(of.needs.iter().map(|needed| (*needed, true)));
            }
        }
        // Each is asked about before anything is computed of it.
        for (position, is_read) in needed {
            let Some(ComputedInput { name, value, .. }) = self.computed(position) else { continue };
            let statement = if is_read { format!("let {name} = {value};") } else { format!("{value};") };
            statements.push_str(&statement);
            self.asked(&[position], used, &mut statements);
        }
        statements
    }

    /// How an input is computed, if the table does that.
    fn computed(&self, position: usize) -> Option<&ComputedInput> {
        self.names.computed.get(self.plan.inputs[position].axis.input.0)?.as_ref()
    }

    /// The keys of those of these inputs that are used, and what is asked of each.
    pub(super) fn asked(&mut self, positions: &[usize], used: &[usize], statements: &mut String) {
        for &position in positions {
            let plan = self.plan;
            statements.extend(self.names.checks.get(plan.inputs[position].axis.input.0).map(String::as_str));
            let is_used = used.contains(&position);
            let binds = is_used && self.is_bound(position);
            let needed = is_used || matches!(self.plan.inputs[position].domain, DomainCheck::Keys { .. });
            if self.is_span(position) {
                // What isn't the caller's holds no other units.
                if needed || self.table.inputs[plan.inputs[position].axis.input.0].is_given() {
                    self.months(position, needed, statements);
                }
            } else if self.is_decimal_integer(position) {
                self.whole(position, needed, statements);
            } else if binds && let Key::Ordered { grid, .. } = &plan.inputs[position].axis.key {
                let key = self.on_grid(grid, position);
                statements.push_str(&format!("let {} = {key};", self.locals.name(position)));
            } else if binds && let Some(function) = self.conversion(position) {
                let (local, field) = (self.locals.name(position), self.field(position));
                statements.push_str(&match self.is_nullable(position) {
                    true => format!("let {local} = {field}.map({function});"),
                    false => format!("let {local} = {function}({field});"),
                });
            }
            let error = self.out_of_domain(position);
            let mut told = false;
            for known in self.classed.iter().filter(|known| known.input == position) {
                if let (Some(refused), Some(class)) = (known.function.refused, &known.local) {
                    let (function, key) = (&known.function.name, self.key(position));
                    statements.push_str(&format!("let {class} = {function}({key}); if {class} == {refused} {{ {error} }}"));
                    told = true;
                }
            }
            if told {
                continue;
            }
            match &plan.inputs[position].domain {
                DomainCheck::Keys { grid, ranges } if (2..=WRITTEN_RANGES).contains(&ranges.len()) => {
                    let Some(key) = self.domain_key(grid.as_ref(), position, is_used) else { continue };
                    let patterns = ranges.iter().map(range_pattern).collect::<Vec<_>>().join(" | ");
                    let patterns = if self.is_nullable(position) { format!("None | Some({patterns})") } else { patterns };
                    // Not `matches!`: its pattern can't start with `..`.
                    statements.push_str(&format!("match {key} {{ {patterns} => {{}} _ => {}, }}", error.trim_end_matches(';')));
                }
                _ => {
                    if let Some(outside) = self.outside(position, is_used) {
                        statements.push_str(&format!("if {outside} {{ {error} }}"));
                    }
                }
            }
        }
    }

    fn out_of_domain(&self, position: usize) -> String {
        let field = self.names.statics.get(self.plan.inputs[position].axis.input.0).cloned().unwrap_or_default();
        format!("return Err({}::Error::OutOfDomain(&{field}));", self.names.runtime)
    }

    /// A span may hold units that no years and months duration has, so it is converted even if nothing else is asked of it.
    fn months(&self, position: usize, needed: bool, statements: &mut String) {
        let (runtime, field, local) = (&self.names.runtime, self.field(position), self.locals.name(position));
        let error = self.out_of_domain(position);
        if !needed {
            let refused = if self.is_nullable(position) {
                format!("{field}.map({runtime}::months) == Some(None)")
            } else {
                format!("{runtime}::months({field}).is_none()")
            };
            statements.push_str(&format!("if {refused} {{ {error} }}"));
        } else if self.is_nullable(position) {
            statements.push_str(&format!(
                "let {local} = {field}.map({runtime}::months); if {local} == Some(None) {{ {error} }} let {local} = {local}.flatten();"
            ));
        } else {
            statements.push_str(&format!("let Some({local}) = {runtime}::months({field}) else {{ {error} }};"));
        }
    }

    /// Whether a computed integer is one is asked even if nothing else is.
    fn whole(&self, position: usize, needed: bool, statements: &mut String) {
        let (runtime, field, local) = (&self.names.runtime, self.field(position), self.locals.name(position));
        let error = self.out_of_domain(position);
        let integer = format!("{runtime}::feel::integer");
        statements.push_str(&match (needed, self.is_nullable(position)) {
            (true, true) => {
                format!("let {local} = {field}.map({integer}); if {local} == Some(None) {{ {error} }} let {local} = {local}.flatten();")
            }
            (true, false) => format!("let Some({local}) = {integer}({field}) else {{ {error} }};"),
            (false, true) => format!("if {field}.map({integer}) == Some(None) {{ {error} }}"),
            (false, false) => format!("if {integer}({field}).is_none() {{ {error} }}"),
        });
    }

    /// An input on a grid; an `Option` for a nullable one.
    pub(super) fn on_grid(&mut self, grid: &Grid, position: usize) -> String {
        let field = self.field(position);
        if grid.cuts() > WRITTEN_RANGES
            && let Some(name) = self.position_static(grid, position)
        {
            let position_of = |value: &str| format!("{name}.position({value})");
            return if self.is_nullable(position) { format!("{field}.map(|value| {})", position_of("value")) } else { position_of(&field) };
        }
        let runtime = &self.names.runtime;
        let function = match grid {
            Grid::Integer if !self.is_expression(position) => return field,
            Grid::Months if self.is_expression(position) => return field,
            Grid::Integer | Grid::Months => return self.locals.name(position).to_owned(),
            Grid::Floor(scale) => format!("floor_at::<{scale}>"),
            Grid::Ceil(scale) => format!("ceil_at::<{scale}>"),
            Grid::Exact(scale) => format!("exact_at::<{scale}>"),
            Grid::Date if self.by_day.contains(&position) => "packed_date".to_owned(),
            Grid::Date => "yyyymmdd".to_owned(),
            Grid::Time => "hhmmss".to_owned(),
            Grid::TimeNanos => "hhmmss_nanos".to_owned(),
            Grid::DateTime => "yyyymmddhhmmss".to_owned(),
            Grid::DateTimeNanos => "yyyymmddhhmmss_nanos".to_owned(),
            Grid::Seconds => "seconds".to_owned(),
            Grid::Nanoseconds => "nanoseconds".to_owned(),
            Grid::DecimalPosition(_) | Grid::TextPosition(_) => {
                let position_of = |value: &str| match grid {
                    Grid::DecimalPosition(numbers) => {
                        let cuts: Vec<String> = numbers.iter().map(|number| format!("{runtime}::decimal!({number})")).collect();
                        format!("{runtime}::decimal_position(&[{}], {value})", cuts.join(", "))
                    }
                    Grid::TextPosition(texts) => {
                        let cuts: Vec<String> = texts.iter().map(|text| format!("{text:?}")).collect();
                        format!("{runtime}::text_position(&[{}], {value})", cuts.join(", "))
                    }
                    _ => String::new(),
                };
                return if self.is_nullable(position) {
                    format!("{field}.map(|value| {})", position_of("value"))
                } else {
                    position_of(&field)
                };
            }
        };
        if self.is_nullable(position) { format!("{field}.map({runtime}::{function})") } else { format!("{runtime}::{function}({field})") }
    }

    /// The condition under which an input lies outside its domain; `None` if it can't.
    pub(super) fn outside(&mut self, position: usize, is_used: bool) -> Option<String> {
        let field = self.field(position);
        let nullable = self.is_nullable(position);
        let plan = self.plan;
        let texts = |texts: &[String]| {
            let all = texts.iter().map(|text| format!("{text:?}")).collect::<Vec<_>>().join(" | ");
            if nullable { format!("Some({all})") } else { all }
        };
        match &plan.inputs[position].domain {
            DomainCheck::Any => None,
            DomainCheck::Boolean(only) if nullable => Some(format!("{field} == Some({})", !only)),
            DomainCheck::Boolean(only) => Some(format!("{}{field}", if *only { "!" } else { "" })),
            DomainCheck::Refused(refused) => Some(format!("matches!({field}, {})", texts(refused))),
            DomainCheck::Allowed(allowed) => {
                Some(format!("!matches!({field}, {}{})", if nullable { "None | " } else { "" }, texts(allowed)))
            }
            DomainCheck::Keys { grid, ranges } => {
                let key = self.domain_key(grid.as_ref(), position, is_used)?;
                let wide = match (grid, &plan.inputs[position].axis.key) {
                    (Some(grid), _) | (None, Key::Ordered { grid, .. }) => grid.is_wide(),
                    _ => false,
                };
                if nullable {
                    let outside = self.outside_ranges("key", ranges, wide, position)?;
                    Some(format!("{key}.is_some_and(|key| {outside})"))
                } else {
                    let outside = self.outside_ranges(&key, ranges, wide, position)?;
                    Some(match self.unsure(position, is_used) {
                        Some(unsure) => format!("{unsure} && {outside}"),
                        None => outside,
                    })
                }
            }
        }
    }

    /// The condition on selection's key under which only a domain's own grid tells whether an input is in its domain. Few inputs lie so close
    /// to an end, and all others are brought to one integer instead of two.
    pub(super) fn unsure(&mut self, position: usize, is_used: bool) -> Option<String> {
        let within = self.sure_range(position).filter(|_| is_used)?;
        let key = self.key(position);
        self.outside_ranges(&key, &[within], false, position)
    }

    /// The keys of selection that surely lie in a domain with a grid of its own.
    pub(super) fn sure_range(&self, position: usize) -> Option<KeyRange> {
        let plan = &self.plan.inputs[position];
        let (DomainCheck::Keys { grid: Some(grid), ranges }, Key::Ordered { grid: of_key, .. }) = (&plan.domain, &plan.axis.key) else {
            return None;
        };
        let [range] = ranges.as_slice() else { return None };
        range.surely_within(grid, of_key)
    }

    /// The key that a domain is asked by: on its own grid, else selection's.
    pub(super) fn domain_key(&mut self, grid: Option<&Grid>, position: usize, is_used: bool) -> Option<String> {
        let plan = self.plan;
        match (grid, &plan.inputs[position].axis.key) {
            // What names several ranges has dates as they are written.
            (None, _) if self.by_day.contains(&position) && !self.has_one_range(position) => {
                let (runtime, field) = (&self.names.runtime, self.field(position));
                let is_nullable = self.is_nullable(position);
                Some(if is_nullable { format!("{field}.map({runtime}::yyyymmdd)") } else { format!("{runtime}::yyyymmdd({field})") })
            }
            (Some(grid), _) => Some(self.on_grid(grid, position)),
            (None, _) if is_used => Some(self.key(position)),
            (None, Key::Ordered { grid, .. }) => Some(self.on_grid(grid, position)),
            (None, _) => None,
        }
    }

    fn has_one_range(&self, position: usize) -> bool {
        matches!(&self.plan.inputs[position].domain, DomainCheck::Keys { ranges, .. } if ranges.len() == 1)
    }

    /// The condition under which a key lies in none of these ranges; `None` if it can't.
    fn outside_ranges(&mut self, key: &str, ranges: &[KeyRange], wide: bool, position: usize) -> Option<String> {
        if let [range] = ranges {
            let end = |key: i128| self.end(position, key);
            return match (range.first, range.last) {
                (None, None) => None,
                (Some(first), None) if range.open => Some(format!("{key} <= {}", end(first - 1))),
                (Some(first), None) => Some(format!("{key} < {}", end(first))),
                (None, Some(last)) => Some(format!("{key} > {}", end(last))),
                (Some(first), Some(last)) if first == last => Some(format!("{key} != {}", end(first))),
                (Some(first), Some(last)) => Some(format!("!({}..={}).contains(&{key})", end(first), end(last))),
            };
        }
        let mut starts = Vec::new();
        for range in ranges {
            starts.extend(range.first);
            starts.extend(range.last.map(|last| last + 1));
        }
        let first_inside = u32::from(ranges.first().is_some_and(|range| range.first.is_none()));
        let classes: Vec<u32> = (0..=starts.len()).map(|segment| (u32::try_from(segment).unwrap_or(0) + first_inside) % 2).collect();
        let name = self.names.statics.get(self.plan.inputs[position].axis.input.0).cloned().unwrap_or_default();
        let name = self.fresh(&format!("{name}_VALUES"));
        self.others.push(bytes::integers(&self.names.runtime, &name, &starts, &classes, wide));
        Some(format!("{name}.class({key}) == 0"))
    }

    /// An end of an input's domain, on its key.
    fn end(&self, position: usize, key: i128) -> String {
        if !self.by_day.contains(&position) {
            return key.to_string();
        }
        let (year, month, day) = (key.div_euclid(10_000), key.rem_euclid(10_000) / 100, key.rem_euclid(100));
        format!("{}::packed({year}, {month}, {day})", self.names.runtime)
    }

    /// The type of an input's key, as a parameter.
    pub(super) fn key_type(&self, position: usize, lifetime: &str) -> String {
        let axis = &self.plan.inputs[position].axis;
        let ty = match &axis.key {
            Key::Boolean(_) => "bool".to_owned(),
            Key::Variant(_) => {
                self.names.enums.get(axis.input.0).and_then(Option::as_ref).map(|names| names.path.clone()).unwrap_or_default()
            }
            Key::Literal(_) => format!("&{lifetime}str"),
            Key::Ordered { grid, .. } => if grid.is_wide() { "i128" } else { "i64" }.to_owned(),
            // No rule is found by it.
            Key::Structure => "()".to_owned(),
        };
        if self.is_nullable(position) { format!("Option<{ty}>") } else { ty }
    }

    /// Adds a formatted item.
    pub(super) fn push(&mut self, text: &str) {
        self.others.push(format_item(text));
    }
}

/// The keys of a range as a pattern.
pub(super) fn range_pattern(range: &KeyRange) -> String {
    let end = |end: Option<i128>| end.map(|key| key.to_string()).unwrap_or_default();
    match (range.first, range.last) {
        (Some(first), Some(last)) if first == last => first.to_string(),
        (first, Some(last)) => format!("{}..={last}", end(first)),
        (first, None) => format!("{}..", end(first)),
    }
}
