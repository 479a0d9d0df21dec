//! A workload as a book that people could have written.

use std::fmt::Write as _;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use matchbook_compiler::model::{Number, Value};

use super::{Cell, Column, Kind, Workload};

/// The day of step 0.
const FIRST_DAY: Date = date(2020, 1, 1);

impl Workload {
    /// The book, as bytes of a CSV file.
    pub fn book(&self) -> Vec<u8> {
        let mut text = String::new();
        row(&mut text, ["decision", self.name].map(str::to_owned));
        let with = |gutter: &str, cells: &dyn Fn(&Column) -> String, output: &str| {
            let cells = self.columns.iter().map(cells);
            std::iter::once(gutter.to_owned()).chain(cells).chain([output.to_owned()]).collect::<Vec<String>>()
        };
        row(&mut text, with(self.hit_policy.word(), &|column| column.label.to_owned(), "answer"));
        row(&mut text, with("role", &|_| "if".to_owned(), "then"));
        row(&mut text, with("type", &|column| column.type_name().to_owned(), "integer"));
        row(&mut text, with("values", &Column::values, ""));
        for (position, rule) in (1_usize..).zip(&self.rules) {
            let is_blank = rule.iter().all(Option::is_none);
            let cells = self.columns.iter().zip(rule).enumerate().map(|(index, (column, cell))| {
                // A rule all of whose cells are blank has to say that it means it.
                if is_blank && index == 0 { "-".to_owned() } else { column.entry(*cell) }
            });
            row(&mut text, std::iter::once(format!("r{position}")).chain(cells).chain([position.to_string()]));
        }
        if self.has_else {
            row(&mut text, with("else", &|_| String::new(), "0"));
        }
        text.into_bytes()
    }

    /// A file of rows to decide, as bytes of a CSV file: these steps, one a column, below the columns' labels.
    pub fn rows(&self, asked: &[Vec<i64>]) -> Vec<u8> {
        let mut text = String::new();
        row(&mut text, self.columns.iter().map(|column| column.label.to_owned()));
        for steps in asked {
            row(&mut text, self.columns.iter().zip(steps).map(|(column, step)| column.shown(*step)));
        }
        text.into_bytes()
    }

    /// The values of these steps, one a column.
    pub fn values(&self, steps: &[i64]) -> Vec<Value> {
        self.columns.iter().zip(steps).map(|(column, step)| column.value(*step)).collect()
    }
}

fn row(text: &mut String, cells: impl IntoIterator<Item = String>) {
    for (index, cell) in cells.into_iter().enumerate() {
        let separator = if index == 0 { "" } else { "," };
        let _ = if cell.contains(',') { write!(text, "{separator}\"{cell}\"") } else { write!(text, "{separator}{cell}") };
    }
    text.push('\n');
}

impl Column {
    fn type_name(&self) -> &'static str {
        match self.kind {
            Kind::Words { .. } => "text",
            Kind::Integers => "integer",
            Kind::Hundredths => "decimal(2)",
            Kind::Days => "date",
            Kind::Boolean => "boolean",
        }
    }

    /// The cell of the row `values`.
    fn values(&self) -> String {
        match &self.kind {
            Kind::Words { closed: false, .. } | Kind::Boolean => String::new(),
            Kind::Words { words, .. } => words.join(", "),
            Kind::Hundredths => format!("[{}..{})", self.shown(self.domain.0), self.shown(self.domain.1)),
            Kind::Integers | Kind::Days => format!("[{}..{}]", self.shown(self.domain.0), self.shown(self.domain.1 - 1)),
        }
    }

    /// What a rule's cell says.
    fn entry(&self, cell: Cell) -> String {
        let Some((low, high)) = cell else { return String::new() };
        match &self.kind {
            Kind::Words { .. } | Kind::Boolean => (low..high).map(|step| self.shown(step)).collect::<Vec<String>>().join(", "),
            _ if low <= self.domain.0 && high >= self.domain.1 => String::new(),
            _ if high >= self.domain.1 => format!(">= {}", self.shown(low)),
            _ if low <= self.domain.0 => format!("< {}", self.shown(high)),
            Kind::Integers | Kind::Days if high - low == 1 => self.shown(low),
            Kind::Integers | Kind::Days => format!("[{}..{}]", self.shown(low), self.shown(high - 1)),
            Kind::Hundredths => format!("[{}..{})", self.shown(low), self.shown(high)),
        }
    }

    /// The value of a step, as a cell shows it.
    fn shown(&self, step: i64) -> String {
        match &self.kind {
            Kind::Words { words, .. } => usize::try_from(step).ok().and_then(|step| words.get(step)).cloned().unwrap_or_default(),
            Kind::Integers => step.to_string(),
            Kind::Hundredths if step % 100 == 0 => (step / 100).to_string(),
            Kind::Hundredths => format!("{}.{:02}", step / 100, step % 100),
            Kind::Days => day(step).to_string(),
            Kind::Boolean => if step == 0 { "no" } else { "yes" }.to_owned(),
        }
    }

    /// The value of a step.
    pub fn value(&self, step: i64) -> Value {
        let number = |digits| Number::new(step.into(), digits).map_or(Value::Null, Value::Number);
        match self.kind {
            Kind::Words { .. } => Value::Text(self.shown(step)),
            Kind::Integers => number(0),
            Kind::Hundredths => number(2),
            Kind::Days => Value::Date(day(step)),
            Kind::Boolean => Value::Boolean(step != 0),
        }
    }
}

fn day(step: i64) -> Date {
    FIRST_DAY.saturating_add(step.days())
}
