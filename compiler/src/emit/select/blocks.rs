//! Selection for batches: each column of a block of rows is brought to classes in one pass, and the classes of a row lead to its rules.
//!
//! What gives classes and combines them is `select`'s where that goes by classes, so no data are there twice; else the plan has a form for
//! batches alone. A class is taken of every value, allowed or not, and whether it is allowed is asked beside it, since a loop without a branch
//! is worth more than a few classes that nobody reads.

use std::collections::BTreeSet;

use crate::dispatch::{Column, DomainCheck, Grid, Key, KeyRange, Selection};

use super::cube::with_classes;
use super::inputs::{WRITTEN_RANGES, range_pattern};
use super::{Emitter, Selected};

/// What batches are made of, beside `select`.
pub struct Blocks {
    /// The items, formatted.
    pub items: Vec<String>,
    /// What is asked of columns, in this order.
    pub columns: Vec<BlockColumn>,
    /// The variables of the classes of those columns that have some, in their order.
    pub parameters: String,
    /// How many they are.
    pub count: usize,
    /// What `select` gives, by those variables.
    pub found: String,
}

/// What is asked of a column.
pub struct BlockColumn {
    /// The position of the input.
    pub position: usize,
    /// The runtime's method.
    pub method: &'static str,
    /// Its arguments behind the column, each with a comma before it.
    pub arguments: String,
}

impl Selected<'_> {
    /// How batches find the rules by classes; `None` where they go row by row. `taken` are the names in the module.
    pub fn blocks(self, taken: impl IntoIterator<Item = String>) -> Option<Blocks> {
        let Self { mut emitter, body, .. } = self;
        let form = emitter.plan.of_batches()?;
        emitter.taken.extend(taken);
        // Where an input is a field of `Input`, here it is what a function of its own takes.
        let value = emitter.value();
        emitter.names.fields.fill(value);
        Some(emitter.for_batches(form, body))
    }
}

impl Emitter<'_> {
    fn for_batches(mut self, form: &Selection, body_of_select: String) -> Blocks {
        let body = if self.plan.batch.is_some() { self.form(form).1 } else { body_of_select };
        let mut columns: Vec<BlockColumn> = form.columns().iter().map(|column| self.block_column(column)).collect();
        let used: BTreeSet<usize> = form.columns().iter().map(|column| column.dimension).collect();
        // Of what no rule asks about, only whether it is allowed.
        for position in (0..self.plan.inputs.len()).filter(|position| !used.contains(position)) {
            if let Some(outside) = self.outside_of_value(position, false) {
                columns.push(BlockColumn {
                    position: self.input(position),
                    method: "check",
                    arguments: format!(", |{}| {outside}", self.value()),
                });
            }
        }
        let parameters: Vec<String> = form.columns().iter().map(|column| self.locals.name(column.dimension).to_owned()).collect();
        let body = with_classes(&body, &parameters);
        let body = if body.contains(';') { format!("{{ {body} }}") } else { body };
        Blocks { items: self.others, columns, count: parameters.len(), parameters: parameters.join(", "), found: body }
    }

    /// What functions of a value call it: nothing that a key is called.
    fn value(&self) -> String {
        let mut value = "value".to_owned();
        while self.locals.has(&value) {
            value.insert_str(0, "given_");
        }
        value
    }

    fn input(&self, position: usize) -> usize {
        self.plan.inputs[position].axis.input.0
    }

    fn block_column(&mut self, column: &Column) -> BlockColumn {
        let position = column.dimension;
        let (class, refused) = match self.classed(position, &column.classes.of_segment) {
            Ok(classed) => (Ok(classed.function.name.clone()), classed.function.refused),
            Err(only) => (Err(only), None),
        };
        let (value, key) = (self.value(), self.key_of_value(position));
        let class_of = |key: &str| match &class {
            Ok(function) => format!("{function}({key})"),
            Err(only) => only.to_string(),
        };
        let outside = match refused {
            Some(refused) => Some(format!("{} == {refused}", class_of(&key))),
            None => self.outside_of_value(position, true),
        };
        let input = self.input(position);
        if let Some(keys) = self.keys(position) {
            let local = self.locals.name(position).to_owned();
            let asks = |name: &str| outside.as_ref().is_some_and(|outside| super::super::words(outside).contains(name));
            let parameter = |name: &str| if asks(name) { name.to_owned() } else { "_".to_owned() };
            let outside_of = outside.clone().unwrap_or_else(|| "false".to_owned());
            let class = class.unwrap_or_else(|only| format!("|_| {only}"));
            let arguments = format!(", {keys}, |{}, {}| {outside_of}, {class}", parameter(&value), parameter(&local));
            return BlockColumn { position: input, method: "keyed", arguments };
        }
        let class = match &class {
            Ok(function) if key == value => function.clone(),
            Ok(_) => format!("|{value}| {}", class_of(&key)),
            Err(only) => format!("|_| {only}"),
        };
        match outside {
            Some(outside) if self.is_short(position) => {
                BlockColumn { position: input, method: "short", arguments: format!(", |{value}| {outside}, {class}") }
            }
            Some(outside) => BlockColumn { position: input, method: "bounded", arguments: format!(", |{value}| {outside}, {class}") },
            None => BlockColumn { position: input, method: "column", arguments: format!(", {class}") },
        }
    }

    /// What brings many values of a column to keys at once, if there is such a function: for decimals on a grid.
    fn keys(&self, position: usize) -> Option<String> {
        let plan = &self.plan.inputs[position];
        let Key::Ordered { grid, starts } = &plan.axis.key else { return None };
        let (function, scale) = match grid {
            Grid::Floor(scale) => ("floors_at", scale),
            Grid::Ceil(scale) => ("ceils_at", scale),
            Grid::Exact(scale) => ("exacts_at", scale),
            _ => return None,
        };
        if self.is_nullable(position) {
            return None;
        }
        let of_domain = match &plan.domain {
            DomainCheck::Keys { grid: None, ranges } => ends(ranges),
            DomainCheck::Keys { grid: Some(_), .. } => self.sure_range(position).as_ref().map_or_else(Vec::new, |range| ends([range])),
            _ => Vec::new(),
        };
        let narrow = starts.iter().map(|start| start.key).chain(of_domain).all(is_narrow);
        Some(format!("{}::{function}::<{scale}, {}>", self.names.runtime, if narrow { "i32" } else { "i64" }))
    }

    /// Whether an input is an integer whose domain lies within 32 bits.
    fn is_short(&self, position: usize) -> bool {
        let plan = &self.plan.inputs[position];
        let (Key::Ordered { grid: Grid::Integer, starts }, DomainCheck::Keys { grid: None, ranges }) = (&plan.axis.key, &plan.domain)
        else {
            return false;
        };
        let is_closed = ranges.iter().all(|range| range.first.is_some() && range.last.is_some());
        is_closed && !self.is_nullable(position) && ends(ranges).into_iter().chain(starts.iter().map(|start| start.key)).all(is_narrow)
    }

    /// The key of `value`, as an expression. Of a span that holds other units, any one.
    fn key_of_value(&mut self, position: usize) -> String {
        let (runtime, value) = (&self.names.runtime, self.value());
        if self.is_span(position) {
            return if self.is_nullable(position) {
                format!("{value}.and_then({runtime}::months)")
            } else {
                format!("{runtime}::months({value}).unwrap_or_default()")
            };
        }
        if !self.is_bound(position) {
            return value;
        }
        let plan = self.plan;
        match &plan.inputs[position].axis.key {
            Key::Ordered { grid, .. } => self.on_grid(grid, position),
            _ => match (self.conversion(position), self.is_nullable(position)) {
                (None, _) => value,
                (Some(function), true) => format!("{value}.map({function})"),
                (Some(function), false) => format!("{function}({value})"),
            },
        }
    }

    /// The condition under which `value` isn't allowed, or may not be, if only `select` can tell; `None` if it always is.
    fn outside_of_value(&mut self, position: usize, is_used: bool) -> Option<String> {
        let plan = self.plan;
        let (bulk, local) = (is_used && self.keys(position).is_some(), self.locals.name(position).to_owned());
        let asks_key = is_used || self.is_span(position);
        let outside = match &plan.inputs[position].domain {
            DomainCheck::Keys { grid, ranges } if (2..=WRITTEN_RANGES).contains(&ranges.len()) => {
                // The pattern of `matches!` can't start with `..`, and of two ranges at most one does.
                let first = ranges.iter().position(|range| range.first.is_some()).unwrap_or(0);
                let (before, from) = ranges.split_at(first);
                let patterns = from.iter().chain(before).map(range_pattern).collect::<Vec<_>>().join(" | ");
                let patterns = if self.is_nullable(position) { format!("None | Some({patterns})") } else { patterns };
                let key = self.domain_key(grid.as_ref(), position, asks_key)?;
                Some(format!("!matches!({key}, {patterns})"))
            }
            _ => match self.unsure(position, is_used && !self.is_nullable(position)) {
                Some(unsure) => Some(unsure),
                None => self.outside(position, asks_key),
            },
        };
        // What asks for the key that selection binds has to be told it, unless that comes with the value.
        let bound = self.is_bound(position) && asks_key;
        let outside = outside.map(|outside| match super::super::words(&outside).contains(local.as_str()) && bound && !bulk {
            true => format!("{{ let {local} = {}; {outside} }}", self.key_of_value(position)),
            false => outside,
        });
        if !self.is_span(position) {
            return outside;
        }
        let (runtime, value) = (&self.names.runtime, self.value());
        let no_months = if self.is_nullable(position) {
            format!("{value}.map({runtime}::months) == Some(None)")
        } else {
            format!("{runtime}::months({value}).is_none()")
        };
        Some(outside.map_or_else(|| no_months.clone(), |outside| format!("{no_months} || {outside}")))
    }
}

/// Whether a key is well within 32 bits: rounding up to a step, and one beyond an end, are too.
fn is_narrow(key: i128) -> bool {
    const MARGIN: i128 = 16;
    key.unsigned_abs() < (i128::from(i32::MAX) - MARGIN).unsigned_abs()
}

/// The ends of ranges that have some.
fn ends<'r>(ranges: impl IntoIterator<Item = &'r KeyRange>) -> Vec<i128> {
    ranges.into_iter().flat_map(|range| [range.first, range.last]).flatten().collect()
}
