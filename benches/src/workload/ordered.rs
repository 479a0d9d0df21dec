//! First-hit tables, in which the order of rules counts: the specific ones first, as people write them, and one for all the rest last.

use matchbook_compiler::model::HitPolicy;

use super::draw::point;
use super::{Cell, Column, Kind, Rule, Workload, contains};
use crate::random::Random;

/// Country, category, weight, value and date, each of them blank in 30 to 60 % of the rules.
pub(super) fn shipping(name: &'static str, rules: usize) -> Workload {
    let columns = vec![
        Column::words("country", "C", 50, true),
        Column::words("category", "category ", 5, true),
        Column::of("weight", Kind::Hundredths, (0, 10_000)),
        Column::of("value", Kind::Hundredths, (0, 1_000_000)),
        Column::of("ordered", Kind::Days, (0, 3_653)),
    ];
    let weights = [50, 100, 200, 500, 1_000, 2_000, 3_000, 5_000];
    let values = [1_000, 2_500, 5_000, 10_000, 20_000, 50_000, 100_000, 250_000, 500_000];
    // The first days of quarters, nearly.
    let days: Vec<i64> = (1..40).map(|quarter| quarter * 91).collect();
    let key = |random: &mut Random, count: i64| {
        let step = random.between(0, count);
        (step, step + 1)
    };
    table(name, columns, rules, |random| {
        vec![
            (random.below(100) >= 30).then(|| key(random, 50)),
            (random.below(100) >= 50).then(|| key(random, 5)),
            (random.below(100) >= 40).then(|| stretch(random, &weights, (0, 10_000))),
            (random.below(100) >= 50).then(|| stretch(random, &values, (0, 1_000_000))),
            (random.below(100) >= 60).then(|| stretch(random, &days, (0, 3_653))),
        ]
    })
}

/// Two ranges of addresses by prefix, two of ports, and a protocol.
pub(super) fn packets(name: &'static str, rules: usize) -> Workload {
    let addresses = (0, 1 << 32);
    let ports = (0, 1 << 16);
    let columns = vec![
        Column::of("source", Kind::Integers, addresses),
        Column::of("destination", Kind::Integers, addresses),
        Column::of("source port", Kind::Integers, ports),
        Column::of("destination port", Kind::Integers, ports),
        Column::of("protocol", Kind::Integers, (0, 256)),
    ];
    // As in real filters, a network is named by many rules.
    let mut of_networks = Random::of("networks");
    let networks: Vec<i64> = (0..rules.div_ceil(32).max(8)).map(|_| of_networks.between(0, 1 << 32)).collect();
    let prefix = |random: &mut Random| -> Cell {
        let length = random.pick(&[0, 0, 8, 16, 16, 24, 24, 28, 32, 32]);
        let host = 32 - length;
        let low = (random.pick(&networks) | random.between(0, 256)) >> host << host;
        (length > 0).then_some((low, low + (1 << host)))
    };
    let port = |random: &mut Random| -> Cell {
        match random.below(10) {
            0..4 => None,
            4 => Some((1_024, 1 << 16)),
            5 => Some((0, 1_024)),
            6..9 => {
                let port = random.pick(&[22, 25, 53, 80, 123, 143, 443, 1_433, 3_306, 5_432, 8_080]);
                Some((port, port + 1))
            }
            _ => {
                let low = random.between(1_024, 60_000);
                Some((low, low + random.between(2, 5_000)))
            }
        }
    };
    table(name, columns, rules, |random| {
        let protocol = random.pick(&[6, 6, 6, 6, 6, 17, 17, 1, -1]);
        vec![prefix(random), prefix(random), port(random), port(random), (protocol >= 0).then_some((protocol, protocol + 1))]
    })
}

/// A range between two of the breakpoints, or up from or down from one.
fn stretch(random: &mut Random, breakpoints: &[i64], (least, most): (i64, i64)) -> (i64, i64) {
    let a = random.pick(breakpoints);
    match random.below(3) {
        0 => (least, a),
        1 => (a, most),
        _ => match random.pick(breakpoints) {
            b if b > a => (a, b),
            b if b < a => (b, a),
            _ => (a, most),
        },
    }
}

/// So many rules, the last for all that the others leave; the narrower ones first. Each has inputs of its own.
fn table(name: &'static str, columns: Vec<Column>, rules: usize, make: impl Fn(&mut Random) -> Rule) -> Workload {
    let mut random = Random::of(name);
    let mut workload = Workload { name, hit_policy: HitPolicy::First, columns, rules: Vec::new(), has_else: false };
    let wanted = rules.saturating_sub(1);
    let mut made: Vec<Rule> = Vec::new();
    while made.len() < wanted {
        let fresh = (made.len()..wanted).map(|_| make(&mut random)).filter(|rule| rule.iter().any(Option::is_some));
        made.extend(fresh);
        made.sort_by_cached_key(|rule| (size(&workload.columns, rule), rule.clone()));
        made = with_inputs_of_their_own(&workload, made, &mut random);
    }
    made.push(vec![None; workload.columns.len()]);
    workload.rules = made;
    workload
}

/// The rules without those that earlier ones seem to cover.
fn with_inputs_of_their_own(workload: &Workload, rules: Vec<Rule>, random: &mut Random) -> Vec<Rule> {
    let mut kept: Vec<Rule> = Vec::with_capacity(rules.len());
    for rule in rules {
        let met: Vec<&Rule> = kept.iter().filter(|earlier| super::overlap(earlier, &rule)).collect();
        let own = (0..64).any(|_| {
            let steps = point(workload, &rule, random);
            !met.iter().any(|earlier| contains(earlier, &steps))
        });
        if own {
            kept.push(rule);
        }
    }
    kept
}

/// How many bits tell the rule's inputs apart, in all: the larger, the wider the rule.
fn size(columns: &[Column], rule: &Rule) -> u32 {
    let spans = columns.iter().zip(rule).map(|(column, cell)| cell.unwrap_or(column.domain));
    spans.map(|(low, high)| (high - low).max(1).ilog2()).sum()
}
