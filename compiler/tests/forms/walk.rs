//! An interpreter of plans: what each form finds, given the segment of each input.

use matchbook_compiler::dispatch::{
    BitSets, Column, Cube, DiagramData, FlatMatch, Found, GraphNode, Hashed, MatchTree, Operand, Otherwise, Pairs, Plan, Promise, Scan,
    Selection, Step,
};
use matchbook_compiler::model::{DecisionTable, RuleId};

/// What a plan finds by its selection, or by the one for batches.
pub(crate) fn walk(plan: &Plan, selection: &Selection, table: &DecisionTable, segments: &[u32]) -> Found {
    let walk = Walk { plan, table, segments };
    match selection {
        Selection::Match(flat) => walk.flat(flat),
        Selection::Tree(tree) => walk.tree(tree),
        Selection::Cube(cube) => walk.cube(cube),
        Selection::Pairs(pairs) => walk.pairs(pairs),
        Selection::BitSets(sets) => walk.bit_sets(sets),
        Selection::Scan(scan) => walk.scan(scan),
        Selection::Hash(hashed) => walk.hashed(hashed),
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
        if scan.is_blocks {
            // A rule in several boxes matches by one of them at most.
            let admits =
                |ranges: &[(u32, u32)]| others.iter().zip(ranges).all(|(column, range)| (range.0..range.1).contains(&self.class(column)));
            let boxes = candidates.iter().flat_map(|rule| scan.boxes(*rule)).filter(|(_, ranges)| admits(ranges)).map(|(rule, _)| rule);
            assert!(boxes.eq(matching.clone()), "the boxes of a scan aren't its rules");
        }
        self.promised(matching, &scan.promise)
    }

    fn bit_sets(&self, form: &BitSets) -> Found {
        let sets: Vec<&[u64]> = form.columns.iter().zip(&form.sets).map(|(column, sets)| sets.set(self.class(column) as usize)).collect();
        let matching = form.rules.iter().enumerate().filter(|(rank, _)| sets.iter().all(|set| set[rank / 64] >> (rank % 64) & 1 == 1));
        self.promised(matching.map(|(_, rule)| *rule), &form.promise)
    }

    fn hashed(&self, form: &Hashed) -> Found {
        let key = form.columns.iter().fold(0, |key, column| key * u64::from(column.classes.count) + u64::from(self.class(column)));
        match form.slots[form.hash.slot(key)] {
            Some((stored, outcome)) if stored == key => form.outcomes[outcome as usize].clone(),
            _ => self.otherwise(),
        }
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
