//! Selection by the rules as data.

use crate::dispatch::width::width_with_none;
use crate::dispatch::{Column, Promise, Scan};
use crate::model::RuleId;

use super::bytes::{begins, lists, number};
use super::cells::of_width;
use super::cube::used;
use super::{Emitter, bytes};

/// How many candidates the runtime compares at once.
const LANES: usize = 8;

impl Emitter<'_> {
    /// The inputs that are used and the body of `select`; pushes the candidates.
    pub(super) fn scan(&mut self, scan: &Scan) -> (Vec<usize>, String) {
        let classes = self.classes_of(&scan.columns);
        let found = if scan.is_blocks {
            let name = self.blocks(scan);
            let (key, tested) = classes.split_at(scan.keys.min(classes.len()));
            format!("{name}.rules([{}], [{}])", key.join(", "), tested.join(", "))
        } else {
            format!("{}.rules([{}])", self.candidates(scan), classes.join(", "))
        };
        (used(&scan.columns), self.data_body(&found, &scan.promise))
    }

    /// The static of candidates whose sets of classes are ranges.
    fn blocks(&mut self, scan: &Scan) -> String {
        let (runtime, name) = (self.names.runtime.clone(), self.fresh("CANDIDATES"));
        let (keys, tested) = scan.columns.split_at(scan.keys.min(scan.columns.len()));
        let class = match tested.iter().map(|column| column.classes.count).max().unwrap_or(0) {
            0..=0x100 => 1,
            0x101..=0x1_0000 => 2,
            _ => 4,
        };
        let rule = width_with_none(self.table.rules.len());
        let mut blocks: Vec<u8> = Vec::new();
        let mut count = 0;
        let mut first_blocks = Vec::with_capacity(scan.cells.len());
        for cell in scan.cells.windows(2) {
            first_blocks.push(number(count));
            let candidates = scan.candidates.get(cell[0] as usize..cell[1] as usize).unwrap_or_default();
            let boxes: Vec<(RuleId, Vec<(u32, u32)>)> = candidates.iter().flat_map(|rule| scan.boxes(*rule)).collect();
            for block in boxes.chunks(LANES) {
                for column in 0..tested.len() {
                    let ranges = || (0..LANES).map(|lane| block.get(lane).and_then(|(_, ranges)| ranges.get(column)));
                    // What no candidate has admits one class, and has no rule.
                    blocks.extend(of_width(ranges().map(|range| range.map_or(u32::MAX, |(first, _)| *first)), class));
                    blocks.extend(of_width(ranges().map(|range| range.map_or(0, |(first, end)| end - first - 1)), class));
                }
                blocks.extend(of_width((0..LANES).map(|lane| block.get(lane).map_or(u32::MAX, |(rule, _)| number(rule.0))), rule));
                count += 1;
            }
        }
        first_blocks.push(number(count));
        let counts: Vec<String> = keys.iter().map(|column| column.classes.count.to_string()).collect();
        self.others.push(format!(
            "static {name}: {runtime}::data::Blocks<{}, {}, {class}, {rule}> = {runtime}::data::Blocks::new(\n    [{}],\n    {},\n    {},\n);\n",
            keys.len(),
            tested.len(),
            counts.join(", "),
            bytes::literal(&of_width(first_blocks.into_iter(), 4)),
            bytes::literal(&blocks)
        ));
        name
    }

    /// The static of candidates with any sets of classes.
    fn candidates(&mut self, scan: &Scan) -> String {
        let (runtime, name) = (self.names.runtime.clone(), self.fresh("CANDIDATES"));
        let keys: Vec<String> = scan.columns.iter().take(scan.keys).map(|column| column.classes.count.to_string()).collect();
        let columns: Vec<String> = scan.columns.iter().skip(scan.keys).map(|column| scan_column(&runtime, column)).collect();
        self.others.push(format!(
            "static {name}: {runtime}::data::Scan = {runtime}::data::Scan::new(\n    &[{}],\n    {},\n    &[{}],\n);\n",
            keys.join(", "),
            lists(&runtime, &scan.cells, scan.candidates.iter()),
            columns.iter().map(|column| format!("\n        {column},")).collect::<String>()
        ));
        name
    }

    /// What `select` makes of the rules that data gives.
    pub(super) fn data_body(&mut self, rules: &str, promise: &Promise) -> String {
        let runtime = self.names.runtime.clone();
        if !self.table.hit_policy.is_single_hit() {
            return self.listed(rules);
        }
        let found = match promise {
            Promise::None => format!("{rules}.next()"),
            Promise::Unique => format!("{runtime}::data::only({rules})?"),
            Promise::Any(groups) => {
                let name = self.fresh("OUTPUTS");
                self.others.push(format!(
                    "static {name}: {runtime}::data::Numbers = {};\n",
                    bytes::numbers(&runtime, groups.iter().map(|rule| number(rule.0)))
                ));
                format!("{runtime}::data::agreeing({rules}, &{name})?")
            }
        };
        self.single(&found)
    }
}

fn scan_column(runtime: &str, column: &Column) -> String {
    let ranges: Vec<u32> = column.sets.iter().flat_map(|set| set.ranges()).flat_map(|(first, end)| [*first, *end]).collect();
    format!(
        "{runtime}::data::Column::new(\n            {},\n            {},\n            {},\n        )",
        bytes::numbers(runtime, column.set_of_rule.iter().copied()),
        bytes::numbers(runtime, begins(column.sets.iter().map(|set| set.ranges().len()))),
        bytes::numbers(runtime, ranges)
    )
}
