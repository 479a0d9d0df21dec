//! Selection by the rules as data.

use crate::dispatch::{Column, Otherwise, Promise, Scan};

use super::bytes::{begins, lists, number};
use super::{Emitter, bytes};

impl Emitter<'_> {
    /// The inputs that are used and the body of `select`; pushes the candidates and columns.
    pub(super) fn scan(&mut self, scan: &Scan) -> (Vec<usize>, String) {
        let runtime = self.names.runtime.clone();
        let name = self.fresh("CANDIDATES");
        let keys: Vec<String> = scan.columns.iter().take(scan.keys).map(|column| column.classes.count.to_string()).collect();
        let columns: Vec<String> = scan.columns.iter().skip(scan.keys).map(|column| scan_column(&runtime, column)).collect();
        self.others.push(format!(
            "static {name}: {runtime}::data::Scan = {runtime}::data::Scan::new(\n    &[{}],\n    {},\n    &[{}],\n);\n",
            keys.join(", "),
            lists(&runtime, &scan.cells, scan.candidates.iter()),
            columns.iter().map(|column| format!("\n        {column},")).collect::<String>()
        ));
        let classes: Vec<String> = scan.columns.iter().map(|column| self.class(column.dimension, &column.classes.of_segment)).collect();
        let body = self.data_body(&format!("{name}.rules([{}])", classes.join(", ")), &scan.promise);
        let mut used: Vec<usize> = scan.columns.iter().map(|column| column.dimension).collect();
        used.sort_unstable();
        (used, body)
    }

    /// What `select` makes of the rules that data gives.
    pub(super) fn data_body(&mut self, rules: &str, promise: &Promise) -> String {
        let runtime = self.names.runtime.clone();
        let otherwise = self.plan.otherwise;
        let else_rule = match otherwise {
            Otherwise::Else(rule) => Some(format!("{runtime}::RuleIndex::new({})", rule.0)),
            _ => None,
        };
        if !self.table.hit_policy.is_single_hit() {
            return match (else_rule, promise) {
                // A diagram's leaves have it already.
                (Some(rule), Promise::None) => {
                    format!(
                        "let mut rules = {rules}.peekable(); let otherwise = rules.peek().is_none().then_some({rule}); Ok(rules.chain(otherwise))"
                    )
                }
                _ => format!("Ok({rules})"),
            };
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
        match (otherwise, else_rule) {
            (_, Some(rule)) => format!("Ok({found}.unwrap_or({rule}))"),
            (Otherwise::NoRule, _) => format!("{found}.ok_or({runtime}::Error::NoRule)"),
            _ => match found.strip_suffix('?') {
                Some(found) => found.to_owned(),
                None => format!("Ok({found})"),
            },
        }
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
