//! The forms of a plan that combine classes of columns.

use matchbook_compiler::dispatch::{BitSets, Column, Cube, Found, Hashed, Operand, Pairs, Promise, Scan};
use matchbook_compiler::model::RuleId;
use matchbook_compiler::region::AtomSet;

use super::decision::id;
use super::plan::{View, of_set};

impl View<'_> {
    /// The columns, each with the segments of its classes.
    fn classes(&mut self, columns: &[Column]) {
        for column in columns {
            self.classes_of(column);
        }
    }

    fn classes_of(&mut self, column: &Column) {
        let name = self.name(column.dimension);
        let mut segments_of: Vec<Vec<(u32, u32)>> = vec![Vec::new(); column.classes.count as usize];
        for (segment, class) in (0..).zip(&column.classes.of_segment) {
            if let Some(segments) = segments_of.get_mut(*class as usize) {
                segments.push((segment, segment + 1));
            }
        }
        let classes: Vec<String> = segments_of
            .into_iter()
            .enumerate()
            .map(|(class, segments)| format!("{class} = {}", of_set(&AtomSet::from_ranges(segments))))
            .collect();
        self.line(2, &format!("{name}: classes of segments {}", classes.join("; ")));
    }

    /// Runs of cells with one outcome each: what a set of combinations of classes comes to.
    fn cells(&mut self, cells: &[u32], outcomes: &[Found]) {
        let mut first = 0;
        for run in cells.chunk_by(|a, b| a == b) {
            let last = first + run.len() - 1;
            let cells = if first == last { first.to_string() } else { format!("{first}-{last}") };
            let found = run.first().and_then(|outcome| outcomes.get(*outcome as usize)).map(|found| self.found(found));
            self.line(2, &format!("{cells}: {}", found.as_deref().unwrap_or("?")));
            first = last + 1;
        }
    }

    pub(super) fn cube(&mut self, cube: &Cube) {
        let names = self.names(cube.columns.iter().map(|column| column.dimension));
        self.line(1, &format!("a cube of {} cells by {names}", cube.cells.len()));
        self.classes(&cube.columns);
        self.cells(&cube.cells, &cube.outcomes);
    }

    pub(super) fn pairs(&mut self, pairs: &Pairs) {
        self.line(1, "class tables");
        self.classes(&pairs.columns);
        for (at, table) in pairs.tables.iter().enumerate() {
            let of = |view: &Self, operand: Operand| match operand {
                Operand::Column(column) => pairs.columns.get(column).map_or_else(String::new, |column| view.name(column.dimension)),
                Operand::Table(table) => format!("table {table}"),
            };
            let (rows, columns) = table.counts;
            self.line(2, &format!("table {at}: {rows} of {} by {columns} of {}", of(self, table.left), of(self, table.right)));
            if at + 1 == pairs.tables.len() {
                self.cells(&table.cells, &pairs.outcomes);
                continue;
            }
            for row in table.cells.chunks(columns.max(1) as usize) {
                let classes: Vec<String> = row.iter().map(u32::to_string).collect();
                self.line(3, &classes.join(" "));
            }
        }
    }

    pub(super) fn bit_sets(&mut self, form: &BitSets) {
        let names = self.names(form.columns.iter().map(|column| column.dimension));
        self.line(1, &format!("the rules that classes of {names} admit, as bits"));
        self.promise(&form.promise);
        for (column, sets) in form.columns.iter().zip(&form.sets) {
            self.classes_of(column);
            for class in 0..column.classes.count as usize {
                let admits = |rank: usize| sets.set(class).get(rank / 64).is_some_and(|word| word >> (rank % 64) & 1 == 1);
                let rules: Vec<RuleId> = form.rules.iter().enumerate().filter(|(rank, _)| admits(*rank)).map(|(_, rule)| *rule).collect();
                self.line(3, &format!("{class}: {}", if rules.is_empty() { "no rule".to_owned() } else { self.ids(&rules) }));
            }
        }
    }

    pub(super) fn hashed(&mut self, form: &Hashed) {
        let names = self.names(form.columns.iter().map(|column| column.dimension));
        self.line(1, &format!("combinations of {names} by a perfect hash of {} slots", form.slots.len()));
        self.classes(&form.columns);
        let mut entries: Vec<(u64, u32)> = form.slots.iter().flatten().copied().collect();
        entries.sort_unstable();
        for (key, outcome) in entries {
            let found = form.outcomes.get(outcome as usize).map_or_else(|| "?".to_owned(), |found| self.found(found));
            self.line(2, &format!("combination {key}: {found}"));
        }
    }

    fn promise(&mut self, promise: &Promise) {
        match promise {
            Promise::None => {}
            Promise::Unique => self.line(2, "an error where a second rule matches"),
            Promise::Any(_) => self.line(2, "an error where matching rules have different outputs"),
        }
    }

    pub(super) fn scan(&mut self, scan: &Scan) {
        let (keys, others) = scan.columns.split_at(scan.keys.min(scan.columns.len()));
        let positions = |columns: &[Column]| columns.iter().map(|column| column.dimension).collect::<Vec<_>>();
        let (key, rest) = (self.names(positions(keys)), self.names(positions(others)));
        self.line(1, &format!("the rules as data: found by {key}, then compared by {rest}; at most {} candidates", scan.most_candidates()));
        self.promise(&scan.promise);
        for column in &scan.columns {
            self.classes_of(column);
            let whole = [(0, column.classes.count)];
            let sets: Vec<String> =
                column.sets.iter().map(|set| if set.ranges() == whole { "_".to_owned() } else { of_set(set) }).collect();
            for (rule, set) in column.set_of_rule.iter().enumerate() {
                let set = sets.get(*set as usize).map_or("?", String::as_str);
                if set != "_" {
                    self.line(3, &format!("rule {}: {set}", id(self.table, RuleId(rule))));
                }
            }
        }
        let mut combination = 0;
        while let (Some(first), Some(end)) = (scan.cells.get(combination), scan.cells.get(combination + 1)) {
            let candidates = scan.candidates.get(*first as usize..*end as usize).unwrap_or_default();
            self.line(
                2,
                &format!("combination {combination}: {}", if candidates.is_empty() { "no rule".to_owned() } else { self.ids(candidates) }),
            );
            combination += 1;
        }
    }
}
