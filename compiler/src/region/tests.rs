use super::*;
use crate::model::sample::table;

/// The atoms of the first input, `values ~ witness`, finer ones with a `*`.
fn atoms(text: &str) -> String {
    let matrix = matrix(&table(text));
    let shown = matrix.dimensions[0].atoms.iter().map(|atom| {
        let bound = |end: &Option<crate::model::Bound>| end.as_ref().map_or("…".to_owned(), |bound| format!("{}", bound.value));
        let extent = match &atom.extent {
            Extent::Null => "null".to_owned(),
            Extent::Point(value) => format!("{:?}", value.to_string()).trim_matches('"').to_owned(),
            Extent::Other => "other".to_owned(),
            Extent::Whole => "whole".to_owned(),
            Extent::Within(Interval { low, high }) => format!(
                "{}{}..{}{}",
                if low.as_ref().is_some_and(|bound| bound.closed) { '[' } else { '(' },
                bound(low).replace('\0', "\\0"),
                bound(high).replace('\0', "\\0"),
                if high.as_ref().is_some_and(|bound| bound.closed) { ']' } else { ')' }
            ),
        };
        format!("{extent} ~ {:?}{}", atom.witness.to_string(), if atom.finer_only { " *" } else { "" })
    });
    shown.collect::<Vec<_>>().join("\n").replace('"', "")
}

fn sets(text: &str) -> String {
    let matrix = matrix(&table(text));
    let shown = |set: &AtomSet| set.ranges().iter().map(|(first, end)| format!("{first}..{end}")).collect::<Vec<_>>().join(",");
    matrix.rules.iter().map(|rule| rule.sets.iter().map(shown).collect::<Vec<_>>().join(" | ")).collect::<Vec<_>>().join("\n")
}

#[test]
fn numbers_are_cut_only_where_a_comparison_cuts() {
    insta::assert_snapshot!(atoms("
        unique | weight decimal(2) {>= 0} | = fee integer
        a      | <= 1                     | 1
        b      | (1..20]                  | 2
        c      | 5                        | 3
    "), @"
    [0..1] ~ 0
    (1..5) ~ 2
    5 ~ 5
    (5..20] ~ 6
    (20..…) ~ 30
    ");
}

#[test]
fn what_lies_between_two_values_of_a_decimal_is_finer_only() {
    insta::assert_snapshot!(atoms("
        unique | price decimal(2) | = fee integer
        a      | [0..49.99]       | 1
        b      | [50..99]         | 2
        c      | [-0.02..-0.01)   | 2
    "), @"
    (…..-0.02) ~ -1
    [-0.02..-0.01) ~ -0.02
    [-0.01..0) ~ -0.01
    [0..49.99] ~ 0
    (49.99..50) ~ 49.991 *
    [50..99] ~ 50
    (99..…) ~ 100
    ");
}

#[test]
fn integers_have_nothing_between_neighbours_nor_beyond_the_limits() {
    insta::assert_snapshot!(atoms("
        unique | n integer           | = fee integer
        a      | (1..2)              | 1
        b      | > 9223372036854775807 | 2
        c      | >= -9223372036854775808 | 2
        d      | [5..10]             | 2
    "), @"
    (…..1] ~ 0
    [2..4] ~ 2
    [5..10] ~ 5
    [11..…) ~ 20
    ");
}

#[test]
fn text_for_equality_has_one_other() {
    insta::assert_snapshot!(atoms("
        unique | tier text?   | = fee integer
        a      | gold, other  | 1
        b      | not(silver)  | 1
    "), @"
    null ~ null
    gold ~ gold
    other ~ other
    silver ~ silver
    other ~ another
    ");
}

#[test]
fn compared_text_is_a_line_where_successors_end_in_nul() {
    insta::assert_snapshot!(atoms("
        unique | word text  | = fee integer
        a      | <= b       | 1
        b      | [m..q)     | 1
        c      | \"\"       | 1
    "), @r#"
     ~ 
    (..b] ~ another
    (b..m) ~ ba
    [m..q) ~ other
    [q..…) ~ something else
    "#);
}

#[test]
fn closed_lists_and_booleans_are_points() {
    insta::assert_snapshot!(atoms("
        unique | tier text {silver, gold} | = fee integer
        a      | -                        | 1
    "), @"
    gold ~ gold
    silver ~ silver
    ");
    insta::assert_snapshot!(atoms("
        unique | ok boolean? | = fee integer
        a      | true        | 1
    "), @"
    null ~ null
    false ~ false
    true ~ true
    ");
}

#[test]
fn dates_times_and_durations_count_in_steps() {
    insta::assert_snapshot!(atoms("
        unique | day date                 | = fee integer
        a      | < 2026-02-01             | 1
        b      | (2026-02-01..2026-02-02) | 1
        c      | > 9999-12-31             | 1
    "), @"
    (…..2026-01-31] ~ 2026-01-31
    2026-02-01 ~ 2026-02-01
    [2026-02-02..…) ~ 2026-02-02
    ");
    insta::assert_snapshot!(atoms("
        unique | at time     | = fee integer
        a      | > 14:00:00  | 1
        b      | > 22:59:59.5  | 1
    "), @"
    (…..14:00:00] ~ 00:00:00
    [14:00:00.000000001..22:59:59.5] ~ 15:00:00
    [22:59:59.500000001..…) ~ 23:00:00
    ");
    insta::assert_snapshot!(atoms("
        unique | term years and months duration | = fee integer
        a      | > P1Y                          | 1
    "), @"
    (…..P1Y] ~ P0M
    [P1Y1M..…) ~ P2Y
    ");
    insta::assert_snapshot!(atoms("
        unique | at date and time      | = fee integer
        a      | > 2026-01-31T14:00:00 | 1
    "), @"
    (…..2026-01-31T14:00:00] ~ 2026-01-31T00:00:00
    [2026-01-31T14:00:00.000000001..…) ~ 2026-01-31T15:00:00
    ");
    insta::assert_snapshot!(atoms("
        unique | wait days and time duration | = fee integer
        a      | > PT30M                     | 1
        b      | < PT0S                      | 1
    "), @"
    (…..-PT0.000000001S] ~ -PT1S
    [PT0S..PT30M] ~ PT0S
    [PT30M0.000000001S..…) ~ PT31M
    ");
}

#[test]
fn columns_of_one_input_are_intersected_and_null_fails_comparisons() {
    insta::assert_snapshot!(sets("
        unique | n integer? | n    | = fee integer
        a      | >= 5       | < 10 | 1
        b      | -          | -    | 1
        c      | null       | -    | 1
        d      | not(null)  | -    | 1
        e      | not(5)     | -    | 1
        f      | >= 10      | < 5  | 1
    "), @r"
    2..4
    0..5
    0..1
    1..5
    0..2,3..5
    
    ");
}

proptest::proptest! {
    #[test]
    fn sets_behave_as_bits(a: u8, b: u8) {
        let set = |bits: u8| AtomSet::from_ranges((0..8).filter(|bit| bits >> bit & 1 == 1).map(|bit| (bit, bit + 1)).collect());
        proptest::prop_assert_eq!(set(a).intersection(&set(b)), set(a & b));
        proptest::prop_assert_eq!(set(a).difference(&set(b)), set(a & !b));
        proptest::prop_assert_eq!(set(a).union(&set(b)), set(a | b));
        proptest::prop_assert_eq!(set(a).complement(8), set(!a));
        proptest::prop_assert_eq!(set(a).intersects(&set(b)), a & b != 0);
        proptest::prop_assert_eq!(set(a).is_subset(&set(b)), a & !b == 0);
    }
}
