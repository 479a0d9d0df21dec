//! Random small tables of every hit policy: what the analysis says is what trying every kind of input says. `MATCHBOOK_SEED` sets the seed;
//! it is printed.
//!
//! The inputs tried don't come from atoms: they are the values that entries name and their nearest neighbours, with some others of the
//! type. Findings are taken as they are printed: examples, bounds and repairs are read back from their words.

#[path = "../../../tests/random/seeded.rs"]
mod seeded;
mod trial;

use std::collections::BTreeSet;

use super::*;
use crate::diagnostic::check::{Case, Certainty, Gap, Overlap, OverlapKind};
use crate::diagnostic::evaluation::EvaluationError;
use crate::interpret::{Decided, Outcome, evaluate};
use crate::model::sample::{entry, table, value};
use crate::model::{BaseType, DecisionTable, HitPolicy, Value};
use crate::region::Share;
use seeded::Random;
use trial::Trial;

/// The tables that are tried.
const TABLES: usize = 10_000;
/// The seed, unless `MATCHBOOK_SEED` says another.
const SEED: u64 = 4;

/// An input within the domain, and what comes of it.
struct Tried {
    input: Vec<Value>,
    /// The ordinary rules that match.
    matching: Vec<RuleId>,
    /// Whether each number has at most the digits of its column.
    plain: bool,
    decided: Result<Decided, EvaluationError>,
}

/// A table with all that is known of it.
struct Known<'t> {
    trial: &'t Trial,
    table: &'t DecisionTable,
    tried: Vec<Tried>,
}

impl<'t> Known<'t> {
    fn new(trial: &'t Trial, table: &'t DecisionTable) -> Self {
        let in_domain = |input: &Vec<Value>| {
            table.inputs.iter().zip(input).all(|(data, value)| data.domain.as_ref().is_none_or(|domain| domain.contains(value)))
        };
        let tried = trial.inputs().into_iter().filter(in_domain).map(|input| Tried {
            matching: matching(table, &input),
            plain: is_plain(table, &input),
            decided: evaluate(table, &input),
            input,
        });
        Self { trial, table, tried: tried.collect() }
    }

    /// Whether the hit policy refuses both rules for one input.
    fn refuses(&self, a: RuleId, b: RuleId) -> bool {
        match self.table.hit_policy {
            HitPolicy::Unique => a != b,
            HitPolicy::Any => self.table.rules[a.0].outputs[0].output != self.table.rules[b.0].outputs[0].output,
            _ => false,
        }
    }

    /// The pairs of rules that share an input, plain or not, that the policy refuses.
    fn overlaps(&self, plain: bool) -> BTreeSet<(RuleId, RuleId)> {
        let mut pairs = BTreeSet::new();
        for tried in self.tried.iter().filter(|tried| tried.plain == plain) {
            for a in &tried.matching {
                pairs.extend(tried.matching.iter().filter(|b| a < b && self.refuses(*a, **b)).map(|b| (*a, *b)));
            }
        }
        pairs
    }

    fn gaps(&self) -> impl Iterator<Item = &Tried> {
        self.tried.iter().filter(|tried| tried.matching.is_empty())
    }

    fn base(&self, name: &str) -> (usize, BaseType) {
        let position = self.table.inputs.iter().position(|data| data.name.to_string() == name).unwrap();
        (position, self.table.inputs[position].scalar().unwrap().base)
    }

    /// The example of a finding.
    fn witness(&self, case: &Case) -> Vec<Value> {
        assert_eq!(case.witness.len(), self.table.inputs.len());
        case.witness.iter().map(|(name, shown)| value(shown, self.base(name).1).unwrap()).collect()
    }

    /// Whether an input is within the bounds that a finding states.
    fn within(&self, case: &Case, input: &[Value]) -> bool {
        case.bounds.iter().all(|(name, shown)| {
            let (position, base) = self.base(name);
            entry(shown, base).unwrap().iter().any(|test| test.holds(&input[position]))
        })
    }

    fn rule(&self, id: &str) -> RuleId {
        RuleId(self.table.rules.iter().position(|rule| rule.id == id).unwrap())
    }

    /// The share of a finding is that of all inputs, where they can be counted.
    fn check_share(&self, case: &Case) {
        if self.trial.is_finite() {
            let plain = || self.tried.iter().filter(|tried| tried.plain);
            let within = plain().filter(|tried| self.within(case, &tried.input)).count();
            assert_eq!(case.share, Share::of(within as u64, plain().count() as u64), "{case:?}");
        }
    }
}

fn is_plain(table: &DecisionTable, input: &[Value]) -> bool {
    table.inputs.iter().zip(input).all(|(data, value)| match (value, data.scalar().unwrap().base) {
        (Value::Number(number), BaseType::Decimal(scale)) => number.scale() <= scale,
        _ => true,
    })
}

fn matching(table: &DecisionTable, input: &[Value]) -> Vec<RuleId> {
    let matches = |rule: &crate::model::Rule| {
        rule.entries.iter().zip(&table.input_clauses).all(|(entry, clause)| entry.holds(&input[clause.input.0]))
    };
    (0..).zip(table.ordinary_rules()).filter(|(_, rule)| matches(rule)).map(|(position, _)| RuleId(position)).collect()
}

/// Atoms, boxes and the diagram against the interpreter.
fn check_regions(known: &Known<'_>, matrix: &RuleMatrix, diagram: &DecisionDiagram) {
    let table = known.table;
    for Tried { input, matching, decided, .. } in &known.tried {
        // Each value is in exactly one atom, and entries don't tell it from the others there.
        for (dimension, value) in matrix.dimensions.iter().zip(input) {
            let holding = dimension.atoms.iter().filter(|atom| atom.extent.contains(value, dimension)).count();
            assert_eq!(holding, 1, "{value} in {dimension:?}");
        }
        let atoms: Vec<u32> = matrix.dimensions.iter().zip(input).map(|(dimension, value)| dimension.atom_of(value).unwrap()).collect();
        let holds = |rule: &&crate::region::RuleRegion| rule.sets.iter().zip(&atoms).all(|(set, atom)| set.contains(*atom));
        let boxes: Vec<RuleId> = matrix.rules.iter().filter(holds).map(|rule| rule.rule).collect();
        assert_eq!(boxes, *matching);
        let leaf = diagram.walk(&atoms);
        match decided {
            Ok(decided) if boxes.is_empty() && decided.rules == table.default_rule().into_iter().collect::<Vec<_>>() => {
                assert!(leaf.is_empty());
            }
            Ok(decided) if table.hit_policy == HitPolicy::Any => assert_eq!(leaf.first(), decided.rules.first()),
            Ok(decided) => assert_eq!(leaf, decided.rules.as_slice()),
            Err(EvaluationError::NoRule) => assert!(leaf.is_empty()),
            Err(EvaluationError::Several { .. }) => assert!(leaf.len() > 1),
            // A sum beyond the output's `values`: the rules are what matches.
            Err(EvaluationError::OutOfRange { .. }) => assert_eq!(leaf, boxes.as_slice()),
            Err(other) => panic!("{other}"),
        }
    }
}

/// Overlaps: all that the policy refuses and no other, finer ones apart, each with an input that shows it.
fn check_overlaps(known: &Known<'_>, found: &[&Overlap]) {
    let boxes = matrix(known.table);
    let plain = known.overlaps(true);
    let finer: BTreeSet<_> = known.overlaps(false).difference(&plain).copied().collect();
    for (certainty, pairs) in [(Certainty::Certain, plain), (Certainty::Finer, finer)] {
        let mut named = BTreeSet::new();
        let found = found.iter().filter(|overlap| overlap.certainty == certainty);
        let mut before = usize::MAX;
        for Overlap { rule, others, overlaps, kind, case, .. } in found {
            assert!(*overlaps <= before && *overlaps > 0, "the worst first");
            before = *overlaps;
            let rule = known.rule(&rule.id);
            // A table of eight rules has no more than seven neighbours, of which the first five are named.
            let others: Vec<RuleId> = others.iter().map(|other| known.rule(&other.id)).collect();
            assert_eq!(others.len(), (*overlaps).min(5));
            named.extend(others.iter().map(|other| (rule.min(*other), rule.max(*other))));
            if *overlaps > 5 {
                // The others are told by their number alone.
                named.extend(pairs.iter().filter(|(a, b)| *a == rule || *b == rule));
            }
            if matches!(kind, OverlapKind::Duplicate { .. }) {
                // Of equal rules, one tells of all.
                let equal = |other: RuleId| boxes.rules[other.0].sets == boxes.rules[rule.0].sets;
                named.extend(pairs.iter().filter(|(a, b)| equal(*a) && equal(*b)));
            }
            let witness = known.witness(case);
            let both = matching(known.table, &witness);
            assert!(both.contains(&rule) && both.contains(&others[0]), "{witness:?}");
            assert!(matches!(evaluate(known.table, &witness), Err(EvaluationError::Several { .. })));
            assert_eq!(is_plain(known.table, &witness), certainty == Certainty::Certain);
            // The bounds are what the rule and the first other share.
            for tried in &known.tried {
                let shared = tried.matching.contains(&rule) && tried.matching.contains(&others[0]);
                assert_eq!(known.within(case, &tried.input), shared, "{:?}", tried.input);
            }
            known.check_share(case);
            let alone = |a: RuleId, b: RuleId| known.tried.iter().any(|tried| tried.matching.contains(&a) && !tried.matching.contains(&b));
            for other in others {
                match kind {
                    OverlapKind::Duplicate { same_outputs } => {
                        assert!(!alone(rule, other) && !alone(other, rule));
                        assert!(
                            !same_outputs || known.table.rules[rule.0].outputs[0].output == known.table.rules[other.0].outputs[0].output
                        );
                    }
                    OverlapKind::Within => assert!(!alone(rule, other)),
                    OverlapKind::Covers => assert!(!alone(other, rule)),
                    OverlapKind::Touching { .. } | OverlapKind::Partial => {
                        assert!(*overlaps > 1 || alone(rule, other) && alone(other, rule))
                    }
                }
            }
        }
        assert_eq!(named, pairs, "{certainty:?}");
    }
}

/// Gaps: every input without a rule is within the bounds of a finding, and none with one is.
fn check_gaps(known: &Known<'_>, found: &[&Gap]) {
    let table = known.table;
    if !(table.hit_policy.is_single_hit() && table.complete && table.default_rule().is_none()) {
        assert!(found.is_empty());
        return;
    }
    assert!(found.iter().all(|gap| !gap.more));
    for Tried { input, matching, plain, .. } in &known.tried {
        let holding = || found.iter().filter(|gap| known.within(&gap.case, input));
        assert_eq!(holding().count() > 0, matching.is_empty(), "{input:?}");
        assert!(!plain || holding().all(|gap| gap.certainty == Certainty::Certain), "{input:?} isn't finer");
    }
    for gap in found {
        let witness = known.witness(&gap.case);
        assert_eq!(evaluate(table, &witness).map(|decided| decided.result), Err(EvaluationError::NoRule), "{witness:?}");
        assert_eq!(is_plain(table, &witness), gap.certainty == Certainty::Certain);
        known.check_share(&gap.case);
    }
    let shares: Vec<&Share> = found.iter().filter(|gap| gap.certainty == Certainty::Certain).map(|gap| &gap.case.share).collect();
    assert!(shares.is_sorted_by(|a, b| a >= b), "{shares:?}");
}

/// Unreachable rules: exactly those that decide nowhere, with a diagram and without.
fn check_unreachable(known: &Known<'_>, subject: Subject<'_>, diagram: &DecisionDiagram) {
    let winner_only = matches!(known.table.hit_policy, HitPolicy::First | HitPolicy::Priority);
    let deciding = known.tried.iter().flat_map(|tried| match &tried.decided {
        Ok(decided) if winner_only => decided.rules.clone(),
        _ if winner_only => Vec::new(),
        _ => tried.matching.clone(),
    });
    let deciding: BTreeSet<RuleId> = deciding.collect();
    let idle: Vec<RuleId> = (0..subject.matrix.rules.len()).map(RuleId).filter(|rule| !deciding.contains(rule)).collect();
    for diagram in [Some(diagram), None] {
        let (found, decided) = unreachable::find(subject, diagram);
        assert!(decided);
        assert_eq!(found.into_iter().map(|(rule, _)| rule).collect::<Vec<_>>(), idle);
    }
}

/// An offered repair does away with its finding, and nothing that was right before is wrong after it.
fn check_repair(known: &Known<'_>, location: &crate::diagnostic::Location, replacement: &str) -> Vec<(Vec<RuleId>, Vec<RuleId>)> {
    let cell = location.cells.as_ref().unwrap().1.first;
    let mut repaired = known.trial.clone();
    // Rules begin in the fifth row.
    replacement.clone_into(&mut repaired.rows[cell.row as usize - 4].0[cell.column as usize]);
    let table = table(&repaired.text());
    let mut changes = Vec::new();
    for tried in &known.tried {
        let now = matching(&table, &tried.input);
        assert_eq!(tried.matching.is_empty() && !now.is_empty(), tried.matching.len() < now.len(), "{:?} has more rules", tried.input);
        assert!(tried.matching.is_empty() || !now.is_empty(), "{:?} has no rule any more", tried.input);
        if now != tried.matching {
            changes.push((tried.matching.clone(), now));
        }
    }
    changes
}

/// Without the diagram, the rules are cut along each other, and say the same.
fn check_beyond(known: &Known<'_>, matrix: &RuleMatrix, diagram: &DecisionDiagram) {
    let gaps = gap::find(matrix, diagram);
    let (searched, decided) = gap::search(matrix);
    assert!(decided);
    assert_eq!(searched.plain.is_empty(), gaps.plain.is_empty());
    assert!(!searched.plain.is_empty() || searched.finer.is_empty() == gaps.finer.is_empty());
    for Tried { input, matching, plain, .. } in &known.tried {
        let holds = |region: &&Vec<crate::region::AtomSet>| {
            matrix
                .dimensions
                .iter()
                .zip(region.iter())
                .zip(input)
                .all(|((dimension, set), value)| set.contains(dimension.atom_of(value).unwrap()))
        };
        let is_found = searched.plain.iter().chain(&searched.finer).any(|region| holds(&region));
        // Finer gaps are looked for where there are no others.
        assert!(
            if *plain || searched.plain.is_empty() { is_found == matching.is_empty() } else { !is_found || matching.is_empty() },
            "{input:?}"
        );
    }
}

fn check_table(trial: &Trial) -> [usize; 5] {
    let table = table(&trial.text());
    let known = Known::new(trial, &table);
    let matrix = matrix(&table);
    let diagram = diagram(&matrix, &table, 10_000).unwrap();
    let subject = Subject { table: &table, matrix: &matrix };
    check_regions(&known, &matrix, &diagram);
    check_unreachable(&known, subject, &diagram);
    check_beyond(&known, &matrix, &diagram);
    for (certainty, plain) in [(Certainty::Certain, true), (Certainty::Finer, false)] {
        let mut expected = known.overlaps(plain);
        expected.retain(|pair| plain || !known.overlaps(true).contains(pair));
        // Counted by comparing and by bit sets.
        assert_eq!(overlap::pairs(subject, certainty), expected);
    }

    // A rule that asks for what can't be leaves a gap that is none once it is mended, so that gaps are told of others only.
    let (findings, proof) = examine(subject, Some(&diagram), 10_000, &Unknown::default());
    assert!(findings.iter().all(|finding| !finding.describe().message.is_empty()));
    let of = |finding: &'_ CheckFinding| matches!(finding, CheckFinding::OutsideDomain { .. });
    let misspelt = findings.iter().any(of);
    let overlaps: Vec<&Overlap> =
        findings.iter().filter_map(|f| if let CheckFinding::Overlap(found) = f { Some(found) } else { None }).collect();
    let gaps: Vec<&Gap> = findings.iter().filter_map(|f| if let CheckFinding::Gap(found) = f { Some(found) } else { None }).collect();
    check_overlaps(&known, &overlaps);
    if !misspelt {
        check_gaps(&known, &gaps);
        assert_eq!(proof.complete, table.default_rule().is_some() || known.gaps().count() == 0);
    }
    assert_eq!(proof.consistent, overlaps.is_empty());
    let mut repairs = 0;
    for overlap in &overlaps {
        if let Some(narrowing) = &overlap.narrowing {
            let (rule, other) = (known.rule(&narrowing.rule), known.rule(&narrowing.other));
            let changes = check_repair(&known, &narrowing.location, &narrowing.replacement);
            assert!(!changes.is_empty() && changes.iter().all(|(_, now)| !(now.contains(&rule) && now.contains(&other))));
            repairs += 1;
        }
    }
    for gap in gaps.iter().filter(|_| !misspelt) {
        if let Some(widening) = &gap.widening {
            let rule = known.rule(&widening.rule);
            let changes = check_repair(&known, &widening.location, &widening.replacement);
            assert!(!changes.is_empty() && changes.iter().all(|(before, now)| before.is_empty() && *now == [rule]));
            repairs += 1;
        }
    }
    [overlaps.len(), gaps.len(), findings.len(), repairs, usize::from(trial.is_finite())]
}

#[test]
fn the_analysis_says_what_trying_says() {
    let seed = std::env::var("MATCHBOOK_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(SEED);
    println!("seed {seed} (MATCHBOOK_SEED)");
    let mut random = Random(seed);
    let mut totals = [0; 5];
    for number in 0..TABLES {
        let trial = Trial::new(&mut random);
        let checked = std::panic::catch_unwind(|| check_table(&trial));
        let Ok(counts) = checked else { panic!("seed {seed}, table {number}:\n{}", trial.text()) };
        for (total, count) in totals.iter_mut().zip(counts) {
            *total += count;
        }
    }
    let [overlaps, gaps, findings, repairs, finite] = totals;
    println!("{TABLES} tables: {overlaps} overlaps, {gaps} gaps, {findings} findings, {repairs} repairs; {finite} finite");
    assert!(overlaps > 1_000 && gaps > 1_000 && repairs > 100 && finite > 500, "{totals:?}");
}

#[test]
fn what_falls_between_two_ranges_is_an_error_of_the_evaluation() {
    let table = table(
        "unique | amount decimal(2) {[0..99]} | = fee integer\n\
         a      | [0..49.99]                  | 1\n\
         b      | [50..99]                    | 2",
    );
    let of = |text: &str| evaluate(&table, &[value(text, BaseType::Decimal(2)).unwrap()]).map(|decided| decided.result);
    assert_eq!(of("49.995"), Err(EvaluationError::NoRule));
    assert!(matches!(of("49.99"), Ok(Outcome::One(_))), "{:?}", of("49.99"));
}

#[test]
fn a_gap_of_decimals_is_none_of_integers() {
    let open = |ty: &str| said(&format!("unique | n {ty} {{(0..40125)}} | = v integer\na | (0..9875) | 1\nb | (9876..40125) | 2"));
    assert!(open("decimal(2)").contains("MB0402"), "{}", open("decimal(2)"));
    let closed = |ty: &str| said(&format!("unique | n {ty} {{[0..40125]}} | = v integer\na | [0..9875] | 1\nb | [9876..40125] | 2"));
    assert!(closed("decimal(2)").contains("MB0402"));
    assert!(closed("integer").starts_with("compiles"), "{}", closed("integer"));
}
