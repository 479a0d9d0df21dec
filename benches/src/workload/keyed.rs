//! Tables of keys: rating and exact match.

use matchbook_compiler::model::HitPolicy;

use super::draw::point;
use super::{Column, Kind, Rule, Workload, contains};
use crate::random::Random;

/// The breakpoints of ages, in years, and of sums, in whole units of money times 100.
const AGES: [i64; 9] = [18, 21, 25, 30, 35, 45, 55, 65, 75];
const SUMS: [i64; 7] = [1_000_000, 2_500_000, 5_000_000, 10_000_000, 25_000_000, 50_000_000, 100_000_000];

/// State, class, coverage and plan are the key; each key's ages and sums are divided among its rules at the shared breakpoints. On top, one
/// rule in a hundred overrides a few of them in its state.
pub(super) fn rating(name: &'static str, rules: usize) -> Workload {
    // At 10,000 rules there are 5,000 keys; a table of ten times as many has ten times as many plans, not finer bands.
    let plans = i64::try_from((rules / 2_000).max(1)).unwrap_or(1);
    let columns = vec![
        Column::words("state", "S", 50, true),
        Column::words("class", "C", 5, true),
        Column::words("coverage", "coverage ", 4, true),
        Column::words("plan", "P", plans, true),
        Column::of("age", Kind::Integers, (0, 121)),
        Column::of("sum", Kind::Hundredths, (0, 1_000_000_000)),
    ];
    let breakpoints = vec![vec![], vec![], vec![], vec![], AGES.to_vec(), SUMS.to_vec()];
    overridden(name, columns, &breakpoints, rules)
}

/// The same with 40 regions, with years without a claim, and with the day on which a contract begins.
pub(super) fn insurance(name: &'static str, rules: usize) -> Workload {
    let columns = vec![
        Column::words("region", "R", 40, true),
        Column::words("class", "C", 5, true),
        Column::words("coverage", "coverage ", 4, true),
        Column::words("tariff", "T", 5, true),
        Column::of("age", Kind::Integers, (0, 121)),
        Column::of("sum", Kind::Hundredths, (0, 1_000_000_000)),
        Column::of("free years", Kind::Integers, (0, 51)),
        Column::of("begins", Kind::Days, (0, 3_653)),
    ];
    // The first days of years.
    let begins = vec![366, 731, 1_096, 1_461, 1_827, 2_192];
    let breakpoints = vec![vec![], vec![], vec![], vec![], AGES.to_vec(), SUMS.to_vec(), vec![1, 3, 5, 10, 20, 35], begins];
    overridden(name, columns, &breakpoints, rules)
}

/// A table of four columns of keys, of an age and a sum, and of whatever comes after, with overriding rows on top.
fn overridden(name: &'static str, columns: Vec<Column>, breakpoints: &[Vec<i64>], rules: usize) -> Workload {
    let mut random = Random::of(name);
    let overrides = rules / 100;
    let regions = columns[0].domain.1;
    let base = divided_keys(&columns, 4, breakpoints, rules - overrides, &mut random);
    let mut workload = Workload { name, hit_policy: HitPolicy::First, columns, rules: base, has_else: false };
    let mut made: Vec<Rule> = Vec::with_capacity(rules);
    let narrow = |random: &mut Random, breakpoints: &[i64]| {
        let position = random.below(u32::try_from(breakpoints.len() - 1).unwrap_or(1)) as usize;
        (breakpoints[position], breakpoints[position + 1])
    };
    let mut tries = 0;
    while made.len() < overrides && tries < 100 * overrides {
        tries += 1;
        let (region, class) = (random.between(0, regions), random.between(0, 5));
        let mut rule = vec![
            Some((region, region + 1)),
            (random.below(2) == 0).then_some((class, class + 1)),
            None,
            None,
            Some(narrow(&mut random, &AGES)),
            Some(narrow(&mut random, &SUMS)),
        ];
        rule.resize(workload.columns.len(), None);
        made.push(rule);
        // No rule may be overridden altogether, nor an override by another.
        if !leaves_all_reachable(&workload, &made, &mut random) {
            made.pop();
        }
    }
    workload.rules.truncate(rules - made.len());
    made.append(&mut workload.rules);
    workload.rules = made;
    workload
}

/// Whether the last override leaves something of each rule that it meets. A rule of which nothing is found in a few tries counts as lost.
fn leaves_all_reachable(workload: &Workload, overrides: &[Rule], random: &mut Random) -> bool {
    let Some((last, before)) = overrides.split_last() else { return true };
    let free = |rule: &Rule, others: &[Rule], random: &mut Random| {
        (0..32).any(|_| {
            let steps = point(workload, rule, random);
            !others.iter().any(|other| contains(other, &steps))
        })
    };
    free(last, before, random) && workload.rules.iter().filter(|rule| super::overlap(rule, last)).all(|rule| free(rule, overrides, random))
}

/// Four keys, then age, sum and distance; every key's inputs are divided among its rules.
pub(super) fn keyed(name: &'static str, rules: usize) -> Workload {
    let mut random = Random::of(name);
    let columns = vec![
        Column::words("state", "S", 40, true),
        Column::words("class", "C", 5, true),
        Column::words("coverage", "coverage ", 4, true),
        Column::words("plan", "P", 5, true),
        Column::of("age", Kind::Integers, (0, 121)),
        Column::of("sum", Kind::Hundredths, (0, 1_000_000_000)),
        Column::of("distance", Kind::Integers, (0, 100_001)),
    ];
    let distances = vec![1_000, 5_000, 10_000, 20_000, 50_000];
    let breakpoints = vec![vec![], vec![], vec![], vec![], AGES.to_vec(), SUMS.to_vec(), distances];
    let rules = divided_keys(&columns, 4, &breakpoints, rules, &mut random);
    Workload { name, hit_policy: HitPolicy::Unique, columns, rules, has_else: false }
}

/// So many rules that are unique and complete: the first `keys` columns hold keys, every combination of them (or of the first few, where
/// there are fewer rules than combinations), and each one's rest is divided among its rules.
fn divided_keys(columns: &[Column], keys: usize, breakpoints: &[Vec<i64>], rules: usize, random: &mut Random) -> Vec<Rule> {
    let count = |column: &Column| usize::try_from(column.domain.1 - column.domain.0).unwrap_or(1);
    let mut used = 0;
    let mut combinations = 1;
    while used < keys && combinations * count(&columns[used]) <= rules {
        combinations *= count(&columns[used]);
        used += 1;
    }
    let mut made: Vec<Rule> = Vec::with_capacity(rules);
    for combination in 0..combinations {
        let mut rest = combination;
        let mut key: Rule = vec![None; columns.len()];
        for (column, cell) in columns.iter().zip(&mut key).take(used).rev() {
            let step = i64::try_from(rest % count(column)).unwrap_or(0);
            rest /= count(column);
            *cell = Some((step, step + 1));
        }
        let pieces = (rules - made.len()) / (combinations - combination);
        made.extend(partition(columns, key, breakpoints, pieces, random));
    }
    made
}

/// Divides a box into so many pieces, cut after cut, each through one piece at one of its column's breakpoints. Fewer where the breakpoints
/// don't suffice.
pub(super) fn partition(columns: &[Column], whole: Rule, breakpoints: &[Vec<i64>], pieces: usize, random: &mut Random) -> Vec<Rule> {
    let mut made = vec![whole];
    // Which of them can be cut yet.
    let mut open = vec![0];
    while made.len() < pieces && !open.is_empty() {
        let chosen = random.below(u32::try_from(open.len()).unwrap_or(u32::MAX)) as usize;
        let piece = open[chosen];
        let cuts: Vec<(usize, i64)> = (0..columns.len())
            .filter_map(|column| {
                let (low, high) = made[piece][column].unwrap_or(columns[column].domain);
                let inner: Vec<i64> = breakpoints[column].iter().copied().filter(|cut| low < *cut && *cut < high).collect();
                (!inner.is_empty()).then(|| (column, random.pick(&inner)))
            })
            .collect();
        if cuts.is_empty() {
            open.swap_remove(chosen);
            continue;
        }
        let (column, cut) = random.pick(&cuts);
        let (low, high) = made[piece][column].unwrap_or(columns[column].domain);
        let mut upper = made[piece].clone();
        made[piece][column] = Some((low, cut));
        upper[column] = Some((cut, high));
        open.push(made.len());
        made.push(upper);
    }
    made
}

/// A zip code and a product, each pair at most once.
pub(super) fn lookup(name: &'static str, rules: usize) -> Workload {
    let mut random = Random::of(name);
    let zips = i64::try_from(rules.clamp(1, 33_000)).unwrap_or(1);
    let products = i64::try_from(rules.div_ceil(10_000).max(10)).unwrap_or(10);
    let columns = vec![Column::words("zip", "", zips, false), Column::words("product", "product ", products, true)];
    // Of all pairs, in order, so many are taken, each as likely as any other.
    let mut made: Vec<Rule> = Vec::with_capacity(rules);
    let (mut wanted, mut left) = (i64::try_from(rules).unwrap_or(0), zips * products);
    for zip in 0..zips {
        for product in 0..products {
            if random.between(0, left) < wanted {
                made.push(vec![Some((zip, zip + 1)), Some((product, product + 1))]);
                wanted -= 1;
            }
            left -= 1;
        }
    }
    Workload { name, hit_policy: HitPolicy::Unique, columns, rules: made, has_else: true }
}
