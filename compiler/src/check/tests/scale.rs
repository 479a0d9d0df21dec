//! Tables of the shapes and sizes that dispatch is measured on: they end, and their time is printed.

use std::fmt::Write as _;
use std::time::Instant;

use super::*;
use crate::model::DecisionTable;

/// A small generator, so that the tables are the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

fn timed(name: &str, table: DecisionTable) -> (Option<usize>, Vec<Diagnostic>) {
    let start = Instant::now();
    let matrix = matrix(&table);
    let cut = start.elapsed();
    let options = Options::default();
    let drawn = diagram(&matrix, &table, options.max_diagram_nodes);
    let built = start.elapsed();
    let nodes = drawn.as_ref().map(|diagram| diagram.nodes.len());
    let subject = Subject { table: &table, matrix: &matrix };
    let (findings, _) = examine(subject, drawn.as_ref(), options.max_diagram_nodes, &Unknown::default());
    println!(
        "{name}: {} rules, matrix {cut:?}, diagram {:?} with {nodes:?} nodes, checks {:?}, {} findings",
        table.rules.len(),
        built - cut,
        start.elapsed() - built,
        findings.len()
    );
    (nodes, findings.into_iter().map(Diagnostic::from).collect())
}

#[test]
fn shipping_with_blanks_has_a_diagram() {
    let mut random = Random(1);
    let mut text = "first | country text | category text | weight decimal(2) | total decimal(2) | day date | = fee integer\n".to_owned();
    for rule in 0..200 {
        let blank = |random: &mut Random, entry: String| if random.below(100) < 45 { "-".to_owned() } else { entry };
        let (country, category) = (random.below(50), random.below(5));
        let (weight, total, month) = (random.below(20) * 5, random.below(20) * 50, random.below(12) + 1);
        let cells = [
            blank(&mut random, format!("c{country}")),
            blank(&mut random, format!("k{category}")),
            blank(&mut random, format!("[{weight}..{})", weight + 10)),
            blank(&mut random, format!(">= {total}")),
            blank(&mut random, format!(">= 2026-{month:02}-01")),
        ];
        writeln!(text, "r{rule} | {} | {rule}", cells.join(" | ")).unwrap();
    }
    text.push_str("else | | | | | | 0");
    let (nodes, _) = timed("shipping with blanks", table(&text));
    assert!(nodes.is_some());
}

#[test]
fn ratings_with_overrides_have_a_diagram() {
    let mut random = Random(2);
    let mut text =
        "first | state text | class integer | coverage text | plan text | age integer | sum integer | = rate integer\n".to_owned();
    for rule in 0..100 {
        writeln!(text, "o{rule} | s{} | - | - | p{} | >= {} | - | 1", random.below(50), random.below(5), 60 + random.below(30)).unwrap();
    }
    for rule in 0..9_900_u64 {
        let (state, class, coverage) = (rule % 50, rule / 50 % 5, rule / 250 % 4);
        let (plan, age, sum) = (rule / 1_000 % 5, rule / 5_000 % 2 * 40, random.below(3));
        writeln!(text, "r{rule} | s{state} | {class} | v{coverage} | p{plan} | [{age}..{}) | >= {} | 2", age + 40, sum * 1_000).unwrap();
    }
    text.push_str("else | | | | | | | 0");
    let (nodes, _) = timed("ratings with overrides", table(&text));
    assert!(nodes.is_some());
}

#[test]
fn a_hundred_thousand_keys_are_proven_unique() {
    let mut text = "unique | zip text | product integer | = price integer\n".to_owned();
    for rule in 0..100_000_u64 {
        writeln!(text, "r{rule} | {:05} | {} | {rule}", rule / 3, rule % 3).unwrap();
    }
    text.push_str("else | | | 0");
    let (nodes, findings) = timed("a hundred thousand keys", table(&text));
    assert!(nodes.is_some());
    assert!(findings.is_empty(), "{:?}", findings.first());
}

#[test]
fn overlapping_packet_ranges_end_in_time() {
    let mut random = Random(5);
    let mut text =
        "first | from integer | to integer | port integer | reply integer | protocol text {tcp, udp, icmp} | = act integer\n".to_owned();
    for rule in 0..1_000 {
        let mut prefix = || {
            let bits = 8 + random.below(17);
            let base = random.below(1 << bits) << (32 - bits);
            format!("[{base}..{}]", base + (1 << (32 - bits)) - 1)
        };
        let (from, to) = (prefix(), prefix());
        let (port, reply) = (random.below(60_000), random.below(60_000));
        let protocol = ["tcp", "udp", "icmp", "-"][random.below(4) as usize];
        writeln!(text, "r{rule} | {from} | {to} | [{port}..{}] | [{reply}..{}] | {protocol} | 1", port + 5_000, reply + 30_000).unwrap();
    }
    text.push_str("else | | | | | | 0");
    timed("packet ranges", table(&text));
}

#[test]
fn a_table_without_structure_gives_up_in_time() {
    let mut random = Random(9);
    let mut text = "unique | a integer | b integer | c integer | d integer | e integer | f integer | = out integer\n".to_owned();
    for rule in 0..19_008 {
        let mut range = || {
            let low = random.below(1_000_000);
            format!("[{low}..{}]", low + random.below(400_000))
        };
        let cells: Vec<String> = (0..6).map(|_| range()).collect();
        writeln!(text, "r{rule} | {} | 1", cells.join(" | ")).unwrap();
    }
    let (nodes, findings) = timed("without structure", table(&text));
    assert_eq!(nodes, None);
    assert!(findings.iter().any(|finding| finding.code() == crate::diagnostic::Code(401)));
}

/// Rules of keys in seven columns, of which none tells them apart alone.
fn keyed(rules: u64, more: &[&str]) -> String {
    let mut text = "unique | a text | b text | c text | d integer | e integer | f integer | g integer | = out integer\n".to_owned();
    for rule in 0..rules {
        let digits: Vec<String> = (0..7_u32).map(|place| rule * 7 / 5_u64.pow(place) % 5).map(|digit| digit.to_string()).collect();
        writeln!(text, "r{rule} | {} | {rule}", digits.join(" | ")).unwrap();
    }
    for (position, row) in more.iter().enumerate() {
        writeln!(text, "m{position} | {row} | 0").unwrap();
    }
    text.push_str("else | | | | | | | | 0");
    text
}

fn said_of(findings: &[Diagnostic]) -> Vec<String> {
    findings.iter().map(|finding| finding.describe().message).collect()
}

#[test]
fn one_bad_rule_of_many_is_one_finding() {
    // 5⁷ / 7 keys are all different.
    let (_, findings) = timed("a repeated key", table(&keyed(11_000, &["0 | 0 | 0 | 0 | 0 | 0 | 0"])));
    assert_eq!(said_of(&findings), ["rule `m0` repeats rule `r0`, and the hit policy is unique"]);
    let (_, findings) = timed("a catch-all", table(&keyed(11_000, &["- | - | - | - | - | - | >= 0"])));
    assert_eq!(said_of(&findings), ["rule `m0` covers 11000 others, and the hit policy is unique"]);
}

#[test]
fn heavy_overlaps_are_counted_and_the_worst_are_told() {
    let mut random = Random(7);
    let mut text = "unique | a integer | b integer | c integer | = out integer\n".to_owned();
    for rule in 0..5_000 {
        let mut range = || {
            let low = random.below(10_000);
            format!("[{low}..{}]", low + random.below(9_000))
        };
        let cells: Vec<String> = (0..3).map(|_| range()).collect();
        writeln!(text, "r{rule} | {} | 1", cells.join(" | ")).unwrap();
    }
    text.push_str("else | | | | 0");
    let (_, findings) = timed("heavy overlaps", table(&text));
    assert_eq!(findings.iter().filter(|finding| finding.code() == crate::diagnostic::Code(401)).count(), overlap::MAX_FINDINGS);
    assert!(findings.iter().all(|finding| finding.code() != crate::diagnostic::Code(601)));
    let told = findings.iter().flat_map(|finding| finding.describe().notes).filter(|note| note.contains("more overlaps"));
    assert_eq!(told.count(), 1);
}

/// Gaps of as many maximal boxes as there are ways to say `no` once in each of `pairs` pairs of columns.
fn pairs_of_columns(pairs: usize) -> String {
    let mut text = "first".to_owned();
    for column in 0..2 * pairs {
        write!(text, " | c{column} boolean").unwrap();
    }
    text.push_str(" | = out integer\n");
    for rule in 0..pairs {
        let cell = |column: usize| if column == rule || column == 2 * pairs - 1 - rule { "true" } else { "-" };
        let cells: Vec<&str> = (0..2 * pairs).map(cell).collect();
        writeln!(text, "r{rule} | {} | 1", cells.join(" | ")).unwrap();
    }
    text
}

#[test]
fn exponentially_many_gaps_are_cut_short() {
    for pairs in [8, 10, 20] {
        let (_, findings) = timed(&format!("{pairs} pairs of columns"), table(&pairs_of_columns(pairs)));
        assert!(!findings.is_empty() && findings.len() <= gap::MAX_REGIONS + 1, "{}", findings.len());
        let told = |finding: &Diagnostic| {
            finding.code().to_string() == "MB0604"
                || finding.describe().notes.iter().any(|note| note.starts_with("there are more such inputs"))
        };
        assert!(pairs == 8 || findings.iter().any(told), "{pairs}");
    }
}
