//! `MB0411`: rules that could be one: equal in their outputs and in all entries but those of one column, which can be written as one entry.
//!
//! Rules that say the same twice are maintained twice, and one day only once. And a range that is cut where nothing changes makes readers
//! look for what does.
//!
//! ```text
//! unique │ Country │ Weight │ Fee
//! us     │ US      │ <= 20  │ 14.50
//! ca     │ CA      │ <= 20  │ 14.50    <- `US, CA` in one rule
//! ```
//!
//! One entry are ranges that touch or overlap, listed values as long as they are few ([`MAX_LIST`]), and whatever is all that there is (a
//! blank cell). It isn't said where an author has reasons for the rows as they are: where notes of the rules differ; and of values in a
//! table of keys, a row for each, that is longer than [`MAX_KEYS`] and holds no list anywhere in that column. Whether rules hold in one
//! period or two (`from`, `until`) is history, and stays as it is.
//!
//! Where the order of rules means something, one of them has to move up or down to the other, past rules that share no input with it or
//! give the same; else nothing is said. Where matches are listed or counted, only rules that share no input merge. So no result of any
//! input changes.
//!
//! O(rules × dimensions²) in groups of hashed rules, and comparing with the rules between counts its steps.

use crate::diagnostic::advice::{AdviceFinding, Merge};
use crate::model::{Aggregation, Bound, HitPolicy, InputSource, Interval, RuleId, UnaryTest, Value};
use crate::region::AtomSet;
use crate::source::CellRef;
use crate::syntax::print_entry;

use super::signature::{Signatures, budget};
use super::{MAX_FINDINGS, MAX_LISTED};
use crate::check::words::Subject;

/// The longest list of values that is offered, in characters: what a cell of usual width shows in two lines.
const MAX_LIST: usize = 60;
/// The most rules of a table with a key a row, for which lists of keys are offered.
const MAX_KEYS: usize = 12;
/// The most rules that a finding points at.
const MAX_SHOWN: usize = 20;

/// Rules that could be one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Merged {
    /// The rules, at least two, in rule order.
    pub(super) rules: Vec<RuleId>,
    /// The one in whose place the merged rule gives the same results: the first or the last of them.
    pub(super) into: RuleId,
    /// The column in which they differ.
    pub(super) column: usize,
    /// What its entry has to be; `None` for a blank.
    pub(super) entry: Option<Vec<UnaryTest>>,
}

/// Finds them, by column. Each rule is in one of them at most, and none differs in a column that is `useless`, since that is the cause.
pub(super) fn find(subject: Subject<'_>, signatures: &Signatures, useless: &[usize]) -> Vec<Merged> {
    let mut found = Vec::new();
    let mut taken = vec![false; subject.matrix.rules.len()];
    let mut steps = budget();
    for column in 0..subject.table.input_clauses.len() {
        let dimension = subject.table.input_clauses[column].input.0;
        if useless.contains(&column) || !is_plain(subject, dimension) {
            continue;
        }
        let of = Column { subject, column, dimension, is_key: is_key(subject, column) };
        for group in signatures.groups(Some(dimension), true, &mut steps) {
            for class in of.candidates(group.into_iter().filter(|rule| !taken[rule.0])) {
                for (rules, entry) in of.entries(&class) {
                    let Some(into) = place(subject, signatures, &rules, dimension, &mut steps) else { continue };
                    rules.iter().for_each(|rule| taken[rule.0] = true);
                    found.push(Merged { rules, into, column, entry });
                }
            }
        }
    }
    found
}

/// Whether one column alone tests the dimension's value.
fn is_plain(subject: Subject<'_>, dimension: usize) -> bool {
    let data = &subject.table.inputs[dimension];
    data.scalar().is_some() && !matches!(data.source, InputSource::Condition(..)) && subject.columns(dimension).count() == 1
}

/// Whether a column has a single value on every row of a long table.
fn is_key(subject: Subject<'_>, column: usize) -> bool {
    let single = |tests: Option<&[UnaryTest]>| matches!(tests, Some([UnaryTest::Equal(_)]) | None);
    let rules = subject.table.ordinary_rules();
    rules.len() > MAX_KEYS && rules.iter().all(|rule| single(rule.entries[column].tests.as_deref()))
}

/// The only column of a dimension.
struct Column<'a> {
    subject: Subject<'a>,
    column: usize,
    dimension: usize,
    is_key: bool,
}

impl<'a> Column<'a> {
    fn tests(&self, rule: RuleId) -> &'a [UnaryTest] {
        self.subject.table.rules[rule.0].entries[self.column].tests.as_deref().unwrap_or_default()
    }

    fn set(&self, rule: RuleId) -> &'a AtomSet {
        &self.subject.matrix.rules[rule.0].sets[self.dimension]
    }

    /// Those of these rules, equal in all other dimensions, which may be one: with notes that don't differ, unless one has none; each set
    /// of values once.
    fn candidates(&self, group: impl Iterator<Item = RuleId>) -> Vec<Vec<RuleId>> {
        let mut classes: Vec<(Vec<String>, Vec<RuleId>)> = Vec::new();
        let mut silent = Vec::new();
        for rule in group {
            let of = &self.subject.table.rules[rule.0];
            // A condition is no set of values.
            if of.entries[self.column].condition.is_some() {
                continue;
            }
            let notes = &of.annotations;
            if notes.iter().all(String::is_empty) {
                silent.push(rule);
            } else {
                match classes.iter_mut().find(|(known, _)| known == notes) {
                    Some((_, class)) => class.push(rule),
                    None => classes.push((notes.clone(), vec![rule])),
                }
            }
        }
        let mut classes: Vec<Vec<RuleId>> = match classes.as_mut_slice() {
            // The notes of one kind serve all.
            [(_, only)] => {
                only.append(&mut silent);
                only.sort_unstable();
                vec![std::mem::take(only)]
            }
            _ => classes.into_iter().map(|(_, class)| class).chain([silent]).collect(),
        };
        for class in &mut classes {
            let mut known = std::collections::HashSet::new();
            class.retain(|rule| known.insert(self.set(*rule)));
        }
        classes.retain(|class| class.len() > 1);
        classes
    }

    /// Which of these rules fit into one entry, and which.
    fn entries(&self, class: &[RuleId]) -> Vec<(Vec<RuleId>, Option<Vec<UnaryTest>>)> {
        let dimension = &self.subject.matrix.dimensions[self.dimension];
        if self.union(class).is_full(dimension.size()) {
            return vec![(class.to_vec(), None)];
        }
        let mut found = Vec::new();
        let mut rest: Vec<RuleId> = class.to_vec();
        for run in self.runs(class) {
            if let Some(tests) = self.range(&run) {
                rest.retain(|rule| !run.contains(rule));
                found.push((run, Some(tests)));
            }
        }
        rest.retain(|rule| self.tests(*rule).iter().all(|test| matches!(test, UnaryTest::Equal(_))));
        let mut values: Vec<UnaryTest> = Vec::new();
        for test in rest.iter().flat_map(|rule| self.tests(*rule)) {
            if !values.contains(test) {
                values.push(test.clone());
            }
            // Of more, the list would be too long anyway.
            if values.len() > MAX_LIST {
                return found;
            }
        }
        if rest.len() > 1 && !self.is_key && self.print(&values).chars().count() <= MAX_LIST {
            found.push((rest, Some(values)));
        }
        found
    }

    fn union(&self, rules: &[RuleId]) -> AtomSet {
        AtomSet::from_ranges(rules.iter().flat_map(|rule| self.set(*rule).ranges()).copied().collect())
    }

    fn print(&self, tests: &[UnaryTest]) -> String {
        let base = self.subject.table.inputs[self.dimension].scalar();
        base.map_or_else(String::new, |ty| print_entry(Some(tests), ty.base))
    }

    /// Rules whose ranges, single values among them, touch or overlap without a gap, each run in rule order.
    fn runs(&self, class: &[RuleId]) -> Vec<Vec<RuleId>> {
        // Null is in no range.
        let single = |rule: &&RuleId| match self.tests(**rule) {
            [UnaryTest::Within(_)] => true,
            [UnaryTest::Equal(value)] => *value != Value::Null,
            _ => false,
        };
        let mut ranges: Vec<((u32, u32), RuleId)> = Vec::new();
        for rule in class.iter().filter(single) {
            if let [range] = self.set(*rule).ranges() {
                ranges.push((*range, *rule));
            }
        }
        ranges.sort_unstable();
        let mut runs: Vec<(u32, Vec<RuleId>)> = Vec::new();
        for ((first, end), rule) in ranges {
            match runs.last_mut() {
                Some((last, run)) if first <= *last => {
                    *last = end.max(*last);
                    run.push(rule);
                }
                _ => runs.push((end, vec![rule])),
            }
        }
        let runs = runs.into_iter().map(|(_, run)| run).filter(|run| run.len() > 1);
        runs.map(|mut run| {
            run.sort_unstable();
            run
        })
        .collect()
    }

    /// The range that a run of rules makes, with the ends that its author has written; `None` if it has values only.
    fn range(&self, run: &[RuleId]) -> Option<Vec<UnaryTest>> {
        let closed = |value: &Value| Some(Bound { value: value.clone(), closed: true });
        let mut ranges: Vec<((u32, u32), Interval)> = Vec::new();
        for rule in run {
            let [range] = self.set(*rule).ranges() else { return None };
            let interval = match self.tests(*rule) {
                [UnaryTest::Within(interval)] => interval.clone(),
                [UnaryTest::Equal(value)] => Interval { low: closed(value), high: closed(value) },
                _ => return None,
            };
            ranges.push((*range, interval));
        }
        if !run.iter().any(|rule| matches!(self.tests(*rule), [UnaryTest::Within(_)])) {
            return None;
        }
        // Of equal ends in the domain, one that isn't written says it best.
        let low = ranges.iter().min_by_key(|((first, _), range)| (*first, range.low.is_some()))?.1.low.clone();
        let high = ranges.iter().max_by_key(|((_, end), range)| (*end, range.high.is_none()))?.1.high.clone();
        if low.is_none() && high.is_none() {
            let base = self.subject.table.inputs[self.dimension].scalar()?.base;
            return self.subject.matrix.dimensions[self.dimension].entry(&self.union(run), base);
        }
        Some(vec![UnaryTest::Within(Interval { low, high })])
    }
}

/// In which rule's place one rule instead of these gives the same results.
fn place(subject: Subject<'_>, signatures: &Signatures, rules: &[RuleId], dimension: usize, steps: &mut usize) -> Option<RuleId> {
    let (first, last) = (*rules.first()?, *rules.last()?);
    let (apart, ordered) = match subject.table.hit_policy {
        HitPolicy::Unique | HitPolicy::Any | HitPolicy::Collect(Some(Aggregation::Min | Aggregation::Max)) => (false, false),
        HitPolicy::Collect(Some(Aggregation::Sum | Aggregation::Count)) => (true, false),
        HitPolicy::First | HitPolicy::Priority => (false, true),
        HitPolicy::Collect(None) | HitPolicy::RuleOrder | HitPolicy::OutputOrder => (true, true),
    };
    let set = |rule: &RuleId| &subject.matrix.rules[rule.0].sets[dimension];
    if apart {
        let each: u64 = rules.iter().map(|rule| u64::from(set(rule).len())).sum();
        let all = AtomSet::from_ranges(rules.iter().flat_map(|rule| set(rule).ranges()).copied().collect());
        if each != u64::from(all.len()) {
            return None;
        }
    }
    if !ordered {
        return Some(first);
    }
    // Whether the rule can go past those in between.
    let mut free = |rule: RuleId, from: usize, to: usize| {
        (from..to).all(|other| {
            let Some(left) = steps.checked_sub(1) else { return false };
            *steps = left;
            let region = &subject.matrix.rules[other];
            signatures.outputs[other] == signatures.outputs[rule.0] || !region.intersects(&subject.matrix.rules[rule.0])
        })
    };
    // Rules of the same outputs, as these all are, are passed anyway.
    if rules.iter().all(|rule| free(*rule, first.0 + 1, rule.0)) {
        Some(first)
    } else if rules.iter().all(|rule| free(*rule, rule.0 + 1, last.0)) {
        Some(last)
    } else {
        None
    }
}

/// Whether a rule has a cell of its own in a column, which no merge shares with its neighbours.
fn is_own(subject: Subject<'_>, rule: RuleId, column: usize) -> bool {
    let at = |rule: usize| subject.table.rules.get(rule).and_then(|rule| rule.entries.get(column)).map(|entry| entry.at);
    at(rule.0).is_some_and(|own| own.row == subject.table.rules[rule.0].range.first.row) && at(rule.0) != at(rule.0 + 1)
}

/// The findings, by the first rule.
pub(super) fn report(subject: Subject<'_>, merged: &[Merged]) -> Vec<AdviceFinding> {
    let mut merged: Vec<&Merged> = merged.iter().collect();
    merged.sort_by_key(|merged| merged.rules[0]);
    let more = merged.len().saturating_sub(MAX_FINDINGS);
    merged.truncate(MAX_FINDINGS);
    let last = merged.len().saturating_sub(1);
    let found = merged.into_iter().enumerate().filter_map(|(position, Merged { rules, into, column, entry })| {
        let clause = &subject.table.input_clauses[*column];
        let base = subject.table.inputs[clause.input.0].scalar()?.base;
        let id = |rule: &RuleId| subject.table.rules[rule.0].id.clone();
        // The rule's own cell, of a merged one too.
        let cell = |rule: &RuleId| subject.at(CellRef::new(subject.table.rules[rule.0].range.first.row, clause.at.column));
        let others = rules.iter().filter(|rule| *rule != into);
        let repair = is_own(subject, *into, *column)
            .then(|| (cell(into), others.map(|rule| subject.at(subject.table.rules[rule.0].range)).collect()))
            .filter(|_| rules.len() <= MAX_SHOWN);
        Some(AdviceFinding::Merge(Merge {
            rules: rules.iter().take(MAX_SHOWN).map(|rule| (id(rule), cell(rule))).collect(),
            unnamed: rules.len().saturating_sub(MAX_SHOWN),
            listed: rules.iter().skip(MAX_SHOWN).take(MAX_LISTED).map(|rule| subject.table.rules[rule.0].range).collect(),
            into: id(into),
            label: clause.label.clone(),
            entry: entry.as_deref().map(|tests| print_entry(Some(tests), base)),
            repair,
            more: if position == last { more } else { 0 },
        }))
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use crate::check::advice::tests::said;

    #[test]
    fn values_become_a_list_and_ranges_one_range() {
        insta::assert_snapshot!(said(
            "
            unique | country text {US, CA, EU} | weight decimal(2) {> 0} | = fee integer
            us     | US                        | <= 20                   | 1
            us-2   | US                        | (20..30]                | 2
            us-3   | US                        | > 30                    | 2
            eu     | EU                        |                         | 9
            ca     | CA                        | <= 20                   | 1
            ca-2   | CA                        | > 20                    | 3
        "
        ));
    }

    #[test]
    fn all_that_there_is_becomes_a_blank() {
        insta::assert_snapshot!(said(
            "
            unique | ok boolean | n integer | = fee integer
            a      | true       | < 5       | 1
            b      | false      | < 5       | 1
            c      | true       | >= 5      | 1
            d      | false      | >= 5      | 2
        "
        ));
        insta::assert_snapshot!(said(
            "
            unique | n integer? | k text | = fee integer
            a      | < 5        | a      | 1
            b      | >= 5       | a      | 1
            c      | null       | a      | 2
            d      | -          | not(a) | 2
        "
        ));
    }

    #[test]
    fn the_order_of_a_first_table_is_kept() {
        // `b` would lose to `x` below it or win over it above.
        insta::assert_snapshot!(said("
            first | country text | n integer | = fee integer
            a     | US           | -         | 1
            x     | -            | < 5       | 2
            b     | CA           | -         | 1
            else  |              |           | 3
        "), @"");
        // `a` can go down past `x`, which doesn't meet it.
        insta::assert_snapshot!(said(
            "
            first | country text | n integer | = fee integer
            a     | US           | -         | 1
            x     | not(US)      | < 5       | 2
            b     | CA           | -         | 1
            else  |              |           | 3
        "
        ));
    }

    #[test]
    fn what_counts_twice_does_not_merge() {
        insta::assert_snapshot!(said("
            sum | n integer | = points integer
            a   | [1..5]    | 1
            b   | [5..9]    | 1
        "), @"");
        insta::assert_snapshot!(said(
            "
            sum | n integer | = points integer
            a   | [1..5)    | 1
            b   | [5..9]    | 1
        "
        ));
    }

    #[test]
    fn a_long_table_of_keys_keeps_a_row_for_each() {
        let table = |lists: &str| {
            let mut text = "unique no | key text | = fee integer\n".to_owned();
            for rule in 0..20 {
                text.push_str(&format!("r{rule} | k{rule} | {}\n", rule % 10));
            }
            format!("{text}l | {lists} | 77\n")
        };
        assert_eq!(said(&table("x")), "");
        assert!(said(&table("x, y")).contains("MB0411"));
    }

    #[test]
    fn rules_with_notes_of_their_own_stay() {
        let mut table = crate::model::sample::table(
            "
            unique no | n text | = fee integer
            a         | A      | 1
            b         | B      | 1
            c         | C      | 1
            d         | D      | 1
        ",
        );
        for (rule, note) in ["Article 1", "Article 2", "", ""].into_iter().enumerate() {
            table.rules[rule].annotations = vec![note.to_owned()];
        }
        insta::assert_snapshot!(crate::check::advice::tests::said_of(table));
    }
}
