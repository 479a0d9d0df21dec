//! What is asked, and the answers.

use matchbook_benches::INPUTS;
use matchbook_benches::workload::{Drawn, Kind, Workload, contains, draw};
use matchbook_compiler::check::Checked;

/// An input to decide on.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// A step for each column.
    pub steps: &'a [i64],
    /// The text of each column of open text, empty for the others.
    pub texts: &'a [&'static str],
}

/// Inputs of one workload, drawn in one way.
#[derive(Clone, Debug)]
pub struct Questions {
    steps: Vec<i64>,
    texts: Vec<&'static str>,
    columns: usize,
    /// How they were drawn.
    pub drawn: Drawn,
}

impl Questions {
    /// Always the same [`INPUTS`] ones. Their texts lie one after the other, as those of a request that has just been read: what they cost
    /// isn't how far from each other a table's words lie.
    pub fn draw(workload: &Workload, drawn: Drawn) -> Self {
        let steps = draw(workload, drawn, INPUTS);
        let mut all = String::new();
        let mut ends = Vec::with_capacity(INPUTS * workload.columns.len());
        for (column, step) in steps.iter().flat_map(|steps| workload.columns.iter().zip(steps)) {
            if let Kind::Words { words, closed: false } = &column.kind {
                all.push_str(usize::try_from(*step).ok().and_then(|step| words.get(step)).map_or("", String::as_str));
            }
            ends.push(all.len());
        }
        // Generated inputs borrow texts, for as long as the program runs.
        let all: &'static str = Box::leak(all.into_boxed_str());
        let starts = [0].into_iter().chain(ends.iter().copied());
        let texts = starts.zip(&ends).map(|(start, end)| &all[start..*end]).collect();
        Self { steps: steps.concat(), texts, columns: workload.columns.len(), drawn }
    }

    /// A question; after the last comes the first.
    pub fn get(&self, number: usize) -> Question<'_> {
        let start = number % INPUTS * self.columns;
        let end = start + self.columns;
        Question { steps: &self.steps[start..end], texts: &self.texts[start..end] }
    }
}

/// A table as rows of boxes.
#[derive(Clone, Debug)]
pub struct Case {
    /// The rows.
    pub workload: Workload,
    /// The rule of each row, where some rule is several rows.
    rules: Option<Vec<usize>>,
}

impl Case {
    /// A workload, each of whose rows is a rule.
    pub fn of_workload(workload: Workload) -> Self {
        Self { workload, rules: None }
    }

    /// A table; `None` where it isn't one of boxes.
    pub fn of_table(checked: &Checked) -> Option<Self> {
        let (workload, rules) = Workload::of_table(checked)?;
        Some(Self { workload, rules: Some(rules) })
    }

    /// How many rules it has, `else` not among them.
    pub fn rules(&self) -> usize {
        self.rules.as_ref().map_or(self.workload.rules.len(), |rules| rules.last().map_or(0, |last| last + 1))
    }

    /// The rule of a row; after the last one comes `else`.
    pub fn rule_of_row(&self, row: usize) -> usize {
        match &self.rules {
            Some(rules) => rules.get(row).copied().unwrap_or(self.rules()),
            None => row,
        }
    }

    /// The rule of an answer: each row's answer is its number from 1, and that of `else` is 0.
    pub fn rule_of_answer(&self, answer: u32) -> usize {
        self.rule_of_row((answer as usize).checked_sub(1).unwrap_or(self.workload.rules.len()))
    }
}

/// What the rows of a case say, row by row: its own meaning, which no contender shares.
#[derive(Clone, Debug)]
pub struct Meaning<'c> {
    case: &'c Case,
    /// For each step of the first column, if they are few, the rows that it doesn't rule out.
    by_first: Vec<Vec<u32>>,
}

impl<'c> Meaning<'c> {
    /// Of this case.
    pub fn new(case: &'c Case) -> Self {
        let workload = &case.workload;
        let (low, high) = workload.columns[0].domain;
        let mut by_first = Vec::new();
        if low == 0 && high <= 1 << 16 {
            by_first.resize(usize::try_from(high).unwrap_or(0), Vec::new());
            for (row, cells) in (0..).zip(&workload.rules) {
                let (from, to) = cells[0].unwrap_or((low, high));
                (from..to).for_each(|step| by_first[usize::try_from(step).unwrap_or(0)].push(row));
            }
        }
        Self { case, by_first }
    }

    /// The position of the rule that decides, that of `else` after all others.
    pub fn rule(&self, steps: &[i64]) -> Option<usize> {
        let workload = &self.case.workload;
        let rows = &workload.rules;
        let found = match usize::try_from(steps[0]).ok().and_then(|first| self.by_first.get(first)) {
            Some(few) => few.iter().map(|row| *row as usize).find(|row| contains(&rows[*row], steps)),
            None => workload.matching(steps).next(),
        };
        found.or_else(|| workload.has_else.then_some(rows.len())).map(|row| self.case.rule_of_row(row))
    }
}
