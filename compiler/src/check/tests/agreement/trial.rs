//! Random small tables as texts, and the inputs to try them with.

use crate::model::sample::value;
use crate::model::{BaseType, HitPolicy, Value};

use super::seeded::Random;

/// A column to try: its declaration, entries that it may hold, and values that tell them apart, in and out of its domain.
pub(super) struct Column {
    pub(super) declared: &'static str,
    pub(super) base: BaseType,
    pub(super) entries: &'static [&'static str],
    pub(super) values: &'static [&'static str],
    /// Whether the values are all of the domain, but for finer ones: shares can be counted then.
    pub(super) finite: bool,
}

pub(super) const COLUMNS: [Column; 12] = [
    Column {
        declared: "text {gold, silver, none}",
        base: BaseType::Text,
        entries: &["-", "gold", "silver, none", "not(gold)"],
        values: &["gold", "silver", "none", "bronze"],
        finite: true,
    },
    Column {
        declared: "text?",
        base: BaseType::Text,
        entries: &["-", "a", "b, null", "not(a, b)", "null", "not(null)"],
        values: &["null", "a", "b", "other", "", "c"],
        finite: false,
    },
    Column {
        declared: "text",
        base: BaseType::Text,
        entries: &["-", "<= b", "> b", "[a..c)", "b", "not(b)"],
        values: &["", "a", "a\0", "b", "b\0", "bb", "c", "c\0", "zz", "A"],
        finite: false,
    },
    Column {
        declared: "integer",
        base: BaseType::Integer,
        entries: &["-", "< 3", ">= 3", "[2..5]", "(1..2)", "3, 4", "not(3)", "<= 4"],
        values: &["-9223372036854775808", "0", "1", "2", "3", "4", "5", "6", "9223372036854775807"],
        finite: false,
    },
    Column {
        declared: "decimal(1)? {[0..9]}",
        base: BaseType::Decimal(1),
        entries: &["-", "< 3", ">= 3.1", "[3..5]", "null", "3", "not(3)", "> 2.9"],
        values: &["null", "0", "2.8", "2.9", "2.95", "3", "3.05", "3.1", "4", "5", "5.01", "9", "9.1", "-0.1"],
        finite: false,
    },
    Column {
        declared: "number",
        base: BaseType::Number,
        entries: &["-", "< 3", "> 3", "[3..5]", "3", "<= 3"],
        values: &["-1000", "2.999", "3", "3.0000001", "4", "5", "5.1"],
        finite: false,
    },
    Column { declared: "boolean", base: BaseType::Boolean, entries: &["-", "true", "false"], values: &["true", "false"], finite: true },
    Column {
        declared: "date {>= 2026-01-01}",
        base: BaseType::Date,
        entries: &["-", "< 2026-02-01", ">= 2026-02-01", "[2026-02-01..2026-03-01)", "2026-02-02", "(2026-02-01..2026-02-03)"],
        values: &[
            "2025-12-31",
            "2026-01-01",
            "2026-01-31",
            "2026-02-01",
            "2026-02-02",
            "2026-02-03",
            "2026-02-28",
            "2026-03-01",
            "9999-12-31",
        ],
        finite: false,
    },
    Column {
        declared: "days and time duration",
        base: BaseType::DaysTimeDuration,
        entries: &["-", "< PT1H", ">= PT1H", "PT0S", "(PT0S..PT1H)"],
        values: &["-PT1S", "PT0S", "PT0.000000001S", "PT59M", "PT1H", "PT1H0.000000001S", "PT9H"],
        finite: false,
    },
    Column {
        declared: "text? {high, low}",
        base: BaseType::Text,
        entries: &["-", "high", "low, null", "not(high)", "null", "not(null)"],
        values: &["null", "high", "low"],
        finite: true,
    },
    Column {
        declared: "decimal(1) {[0..1]}",
        base: BaseType::Decimal(1),
        entries: &["-", "<= 0.5", "< 0.5", ">= 0.5", ">= 0.6", "> 0.5", "[0.2..0.4]", "0.5", "not(0.3)", "(0.5..0.6)"],
        values: &["0", "0.05", "0.1", "0.2", "0.3", "0.4", "0.5", "0.55", "0.6", "0.7", "0.8", "0.9", "0.95", "1"],
        finite: true,
    },
    Column {
        declared: "integer? {[1..5]}",
        base: BaseType::Integer,
        entries: &["-", "< 3", ">= 3", "[2..4]", "1, 5", "not(3)", "null", "<= 3"],
        values: &["null", "1", "2", "3", "4", "5"],
        finite: true,
    },
];

/// A table, row by row, so that a cell can be typed into.
#[derive(Clone, Debug)]
pub(super) struct Trial {
    /// Hit policy and columns.
    header: String,
    /// Ids and conditions; outputs.
    pub(super) rows: Vec<(Vec<String>, String)>,
    /// By input: its column of [`COLUMNS`].
    pub(super) columns: Vec<usize>,
}

impl Trial {
    /// A table of one to three inputs and up to seven rules, with repeated rules and several columns over one input among them.
    pub(super) fn new(random: &mut Random) -> Self {
        const NAMES: [&str; 3] = ["x", "y", "z"];
        let inputs = if random.one_in(3) { 3 } else { 1 + random.below(2) };
        let columns: Vec<usize> = (0..inputs).map(|_| random.below(COLUMNS.len())).collect();
        let mut clauses: Vec<usize> = (0..inputs).collect();
        if random.one_in(4) {
            clauses.push(random.below(inputs));
        }
        // Policies that promise something are tried more often.
        let policies = [HitPolicy::Unique, HitPolicy::Any, HitPolicy::First, HitPolicy::Priority];
        let policy = if random.one_in(2) { random.pick(&policies) } else { random.pick(&HitPolicy::ALL) };
        let no = if random.one_in(4) { " no" } else { "" };
        let declared = |(at, input): (usize, &usize)| {
            let name = NAMES[*input];
            if at < inputs { format!(" | {name} {}", COLUMNS[columns[*input]].declared) } else { format!(" | {name}") }
        };
        // Outputs that can be ranked, and summed.
        let clauses_declared: String = clauses.iter().enumerate().map(declared).collect();
        let header = format!("{}{no}{clauses_declared} | = out integer {{2, 1, 3}}", policy.word());
        let mut rows: Vec<(Vec<String>, String)> = Vec::new();
        for position in 0..1 + random.below(7) {
            let mut cells = match rows.len() {
                0 => Vec::new(),
                _ if !random.one_in(8) => Vec::new(),
                before => rows[random.below(before)].0.clone(),
            };
            if cells.is_empty() {
                cells.push(String::new());
                cells.extend(clauses.iter().map(|input| random.pick(COLUMNS[columns[*input]].entries).to_owned()));
            }
            cells[0] = format!("r{position}");
            rows.push((cells, (1 + random.below(3)).to_string()));
        }
        if random.one_in(4) {
            let mut cells = vec!["-".to_owned(); clauses.len() + 1];
            "else".clone_into(&mut cells[0]);
            rows.push((cells, "3".to_owned()));
        }
        Self { header, rows, columns }
    }

    /// The table, as [`table`](crate::model::sample::table) reads it.
    pub(super) fn text(&self) -> String {
        let mut text = format!("{}\n", self.header);
        for (cells, output) in &self.rows {
            text.push_str(&format!("{} | {output}\n", cells.join(" | ")));
        }
        text
    }

    /// Every combination of the inputs' values, in and out of their domains.
    pub(super) fn inputs(&self) -> Vec<Vec<Value>> {
        self.columns.iter().fold(vec![Vec::new()], |combinations, column| {
            let Column { base, values, .. } = &COLUMNS[*column];
            let values: Vec<Value> = values.iter().map(|text| value(text, *base).unwrap()).collect();
            combinations
                .iter()
                .flat_map(|before| values.iter().map(|value| [before.as_slice(), std::slice::from_ref(value)].concat()))
                .collect()
        })
    }

    /// Whether the inputs that can be written with the columns' digits are all there are.
    pub(super) fn is_finite(&self) -> bool {
        self.columns.iter().all(|column| COLUMNS[*column].finite)
    }
}
