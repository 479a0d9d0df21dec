//! An interpreter of plans: what each form finds, given the segment of each input.

use matchbook_compiler::dispatch::{
    Column, Cube, DiagramData, FlatMatch, Found, GraphNode, MatchTree, Operand, Otherwise, Pairs, Plan, Promise, Scan, Selection, Step,
};
use matchbook_compiler::model::{DecisionTable, RuleId};

/// What a plan finds.
pub(crate) fn walk(plan: &Plan, table: &DecisionTable, segments: &[u32]) -> Found {
    let walk = Walk { plan, table, segments };
    match &plan.selection {
        Selection::Match(flat) => walk.flat(flat),
        Selection::Tree(tree) => walk.tree(tree),
        Selection::Cube(cube) => walk.cube(cube),
        Selection::Pairs(pairs) => walk.pairs(pairs),
        Selection::Scan(scan) => walk.scan(scan),
        Selection::Diagram(diagram) => walk.diagram(diagram),
    }
}

struct Walk<'a> {
    plan: &'a Plan,
    table: &'a DecisionTable,
    segments: &'a [u32],
}

impl Walk<'_> {
    fn otherwise(&self) -> Found {
        match (self.plan.otherwise, self.table.hit_policy.is_single_hit()) {
            (Otherwise::Else(rule), true) => Found::Rule(rule),
            (Otherwise::Else(rule), false) => Found::Rules(vec![rule]),
            (Otherwise::NoRule, _) => Found::NoRule,
            (Otherwise::Nothing, true) => Found::Nothing,
            (Otherwise::Nothing, false) => Found::Rules(Vec::new()),
        }
    }

    fn flat(&self, flat: &FlatMatch) -> Found {
        let mut matching =
            flat.arms.iter().filter(|arm| flat.scrutinee.iter().zip(&arm.sets).all(|(input, set)| set.contains(self.segments[*input])));
        if !self.table.hit_policy.is_single_hit() {
            return self.all(matching.map(|arm| arm.rule));
        }
        match matching.next() {
            Some(arm) => Found::Rule(arm.rule),
            None => {
                assert!(flat.open, "nothing matches, and there is no `_`");
                self.otherwise()
            }
        }
    }

    fn all(&self, rules: impl Iterator<Item = RuleId>) -> Found {
        let rules: Vec<RuleId> = rules.collect();
        if rules.is_empty() { self.otherwise() } else { Found::Rules(rules) }
    }

    fn tree(&self, tree: &MatchTree) -> Found {
        let mut step = &tree.root;
        loop {
            let body = match step {
                Step::Leaf(found) => return found.clone(),
                Step::Match(body) => body,
                Step::Call(function) => &tree.functions[*function].body,
            };
            let arms = body.arms.iter().filter(|arm| arm.set.contains(self.segments[body.dimension]));
            let [arm] = arms.collect::<Vec<_>>()[..] else { panic!("the arms of a match tree aren't disjoint, or not all segments") };
            step = &arm.to;
        }
    }

    fn class(&self, column: &Column) -> u32 {
        let class = column.classes.of_segment[self.segments[column.dimension] as usize];
        assert!(class < column.classes.count);
        class
    }

    fn cube(&self, cube: &Cube) -> Found {
        let cell = cube.columns.iter().fold(0, |cell, column| cell * column.classes.count as usize + self.class(column) as usize);
        cube.outcomes[cube.cells[cell] as usize].clone()
    }

    fn pairs(&self, pairs: &Pairs) -> Found {
        let mut classes: Vec<u32> = Vec::new();
        for table in &pairs.tables {
            let class = |operand: Operand| match operand {
                Operand::Column(column) => self.class(&pairs.columns[column]),
                Operand::Table(table) => classes[table],
            };
            let (left, right) = (class(table.left), class(table.right));
            assert!(left < table.counts.0 && right < table.counts.1);
            classes.push(table.cells[(left * table.counts.1 + right) as usize]);
        }
        pairs.outcomes[*classes.last().unwrap() as usize].clone()
    }

    /// What matching rules, in the order in which they win, come to.
    fn promised(&self, mut rules: impl Iterator<Item = RuleId>, promise: &Promise) -> Found {
        if !self.table.hit_policy.is_single_hit() {
            return self.all(rules);
        }
        let Some(first) = rules.next() else { return self.otherwise() };
        let second = match promise {
            Promise::None => None,
            Promise::Unique => rules.next(),
            Promise::Any(groups) => rules.find(|rule| groups[rule.0] != groups[first.0]),
        };
        second.map_or(Found::Rule(first), |second| Found::Several(first, second))
    }

    fn admits(&self, column: &Column, rule: RuleId) -> bool {
        column.sets[column.set_of_rule[rule.0] as usize].contains(self.class(column))
    }

    fn scan(&self, scan: &Scan) -> Found {
        let (keys, others) = scan.columns.split_at(scan.keys);
        let cell = keys.iter().fold(0, |cell, column| cell * column.classes.count as usize + self.class(column) as usize);
        let candidates = &scan.candidates[scan.cells[cell] as usize..scan.cells[cell + 1] as usize];
        let matching = candidates.iter().copied().filter(|rule| others.iter().all(|column| self.admits(column, *rule)));
        self.promised(matching, &scan.promise)
    }

    fn diagram(&self, diagram: &DiagramData) -> Found {
        let mut at = diagram.root;
        loop {
            match &diagram.nodes[at] {
                GraphNode::Leaf(found) => return found.clone(),
                GraphNode::Test { dimension, outcomes } => {
                    let outcomes = outcomes.iter().filter(|(set, _)| set.contains(self.segments[*dimension]));
                    let [(_, to)] = outcomes.collect::<Vec<_>>()[..] else { panic!("the outcomes of a node aren't disjoint, or not all") };
                    assert!(*to < at, "a node leads to one behind it");
                    at = *to;
                }
            }
        }
    }
}
