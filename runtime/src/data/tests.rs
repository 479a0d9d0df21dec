//! Data read in place against the same data in collections.

use super::diagram::LEAF;
use super::*;
use crate::{Error, RuleIndex};

fn ids(rules: impl Iterator<Item = RuleIndex>) -> Vec<u32> {
    rules.map(RuleIndex::get).collect()
}

#[test]
fn numbers_of_every_width() {
    assert_eq!(Numbers::new(1, b"\x01\xff").get(1), Some(255));
    assert_eq!(Numbers::new(2, b"\x01\x02").get(0), Some(0x0201));
    assert_eq!(Numbers::new(3, b"\x01\x02\x03").get(0), Some(0x0003_0201));
    assert_eq!(Numbers::new(4, b"\x01\x02\x03\x04").get(0), Some(0x0403_0201));
    assert_eq!([Numbers::new(2, b"\x01").get(0), Numbers::new(0, b"\x01").get(0), Numbers::new(5, b"12345").get(0)], [None; 3]);
    assert_eq!(Numbers::new(2, b"\x01\x02\x03\x04").len(), 2);
}

#[test]
fn keys_fall_between_starts() {
    static STARTS: [u8; 16] = {
        let mut bytes = [0_u8; 16];
        bytes[0] = 10;
        bytes[8] = 20;
        bytes
    };
    let integers = Integers::new(&STARTS, Numbers::new(1, b"\x07\x08\x09"));
    assert_eq!([i64::MIN, 9, 10, 19, 20, i64::MAX].map(|key| integers.class(key)), [7, 7, 8, 8, 9, 9]);
    let wide = WideIntegers::new(&[0; 16], Numbers::new(1, b"\x01\x02"));
    assert_eq!([i128::MIN, -1, 0, i128::MAX].map(|key| wide.class(key)), [1, 1, 2, 2]);
}

#[test]
fn texts_are_found_or_placed() {
    let texts = Texts::new("abbé", Numbers::new(1, b"\x01\x03\x05"));
    assert_eq!(["", "a", "b", "bb", "é", "🦀"].map(|text| texts.position(text)), [0, 1, 2, 3, 5, 6]);
    assert_eq!([0, 1, 2, 3].map(|at| texts.get(at)), [Some("a"), Some("bb"), Some("é"), None]);
    let classes = Numbers::new(1, b"\x01\x02\x03\x00");
    assert_eq!(["", "a", "b", "bb", "é", "🦀"].map(|text| texts.class(text, &classes)), [0, 1, 0, 2, 3, 0]);
}

#[cfg(feature = "decimal")]
#[test]
fn decimals_are_found_or_placed() {
    let mut bytes = [0_u8; 40];
    bytes[..16].copy_from_slice(&(-5_i128).to_le_bytes());
    bytes[16] = 28;
    bytes[20..36].copy_from_slice(&5_i128.to_le_bytes());
    let decimals = Decimals::new(Box::leak(Box::new(bytes)));
    let at = |text: &str| decimals.position(text.parse().unwrap());
    assert_eq!([at("-1"), at("-0.0000000000000000000000000005"), at("0"), at("5.0"), at("5.1")], [0, 1, 2, 3, 4]);
}

#[test]
fn a_diagram_is_walked_to_its_leaf_and_a_damaged_one_finds_nothing() {
    // Node at word 0: class 0, two runs: below 2 to node 6, the rest to leaf 1. Node at word 6: class 1, two runs: 0 to leaf 0, the rest to
    // leaf 2.
    fn words(words: &[u32]) -> &'static [u8] {
        Box::leak(words.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<u8>>().into_boxed_slice())
    }
    let leaves = Lists::new(Numbers::new(1, b"\x00\x00\x01\x03"), Numbers::new(1, b"\x05\x06\x07"));
    let nodes = words(&[0, 2, 2, 6, 4, LEAF | 1, 1, 2, 1, LEAF, 9, LEAF | 2]);
    let diagram = Diagram::new(nodes, 0, leaves);
    assert_eq!(ids(diagram.rules(&[3, 0])), [5]);
    assert_eq!(ids(diagram.rules(&[1, 0])), [0; 0]);
    assert_eq!(ids(diagram.rules(&[0, 8])), [6, 7]);
    for damaged in [&[4, 0][..], &[0, 9], &[]] {
        assert_eq!(ids(diagram.rules(damaged)), [0; 0]);
    }
    let circle = Diagram::new(words(&[0, 1, 9, 0]), 0, leaves);
    assert_eq!(ids(circle.rules(&[0, 0])), [0; 0]);
    for end in 0..nodes.len() {
        let _ = ids(Diagram::new(&nodes[..end], 0, leaves).rules(&[0, 8]));
    }
}

#[test]
fn a_scan_tests_the_candidates_of_its_cell() {
    // Key: two classes. Rule 0 admits any class of the second column, rule 1 only class 2, rule 2 classes 0 and 3.
    static COLUMNS: &[Column] = &[Column::new(
        Numbers::new(1, b"\x00\x01\x02"),
        Numbers::new(1, b"\x00\x01\x02\x04"),
        Numbers::new(1, b"\x00\x04\x02\x03\x00\x01\x03\x04"),
    )];
    let candidates = Lists::new(Numbers::new(1, b"\x00\x03\x04"), Numbers::new(1, b"\x02\x01\x00\x01"));
    let scan = Scan::new(&[2], candidates, COLUMNS);
    assert_eq!(ids(scan.rules([0, 0])), [2, 0]);
    assert_eq!(ids(scan.rules([0, 2])), [1, 0]);
    assert_eq!(ids(scan.rules([1, 2])), [1]);
    assert_eq!(ids(scan.rules([1, 0])), [0; 0]);
    assert_eq!(ids(scan.rules([2, 2])), [0; 0]);
    assert_eq!(only(scan.rules([1, 2])), Ok(Some(RuleIndex::new(1))));
    assert_eq!(only(scan.rules([0, 2])), Err(Error::Several(RuleIndex::new(1), RuleIndex::new(0))));
    assert_eq!(agreeing(scan.rules([0, 2]), &Numbers::new(1, b"\x00\x00\x02")), Ok(Some(RuleIndex::new(1))));
    assert_eq!(agreeing(scan.rules([0, 2]), &Numbers::new(1, b"\x00\x01\x02")), Err(Error::Several(RuleIndex::new(1), RuleIndex::new(0))));
    assert_eq!(agreeing(scan.rules([1, 0]), &Numbers::new(1, b"")), Ok(None));
}

#[test]
fn a_cube_is_read_at_the_crossing_of_its_classes() {
    let cube = Cube::<3, 1>::new([2, 1, 3], b"\x00\x01\x02\x03\xff\x05");
    assert_eq!(ids([[0, 0, 0], [0, 0, 2], [1, 0, 0], [1, 0, 2]].iter().filter_map(|classes| cube.rule(*classes))), [0, 2, 3, 5]);
    assert_eq!((cube.rule([1, 0, 1]), cube.cell([1, 0, 1])), (None, u32::MAX));
    // Beyond its cells, however far.
    assert_eq!([[2, 0, 0], [u32::MAX; 3]].map(|classes| cube.rule(classes)), [None; 2]);
    // All bits set are none in every width, and no other number is.
    assert_eq!(Cube::<1, 2>::new([2], b"\xff\x00\xff\xff").cell([0]), 0xff);
    assert_eq!(Cube::<1, 2>::new([2], b"\xff\x00\xff\xff").rule([1]), None);
    assert_eq!(Cube::<1, 3>::new([2], b"\xff\xff\x00\xff\xff\xff").cell([0]), 0xffff);
    assert_eq!(Cube::<1, 3>::new([2], b"\xff\xff\x00\xff\xff\xff").rule([1]), None);
    assert_eq!(Cube::<1, 4>::new([2], b"\x00\x00\x00\x01\xff\xff\xff\xff").cell([0]), 1 << 24);
    assert_eq!(Cube::<1, 4>::new([2], b"\x00\x00\x00\x01\xff\xff\xff\xff").rule([1]), None);
    assert_eq!(Cube::<0, 1>::new([], b"\x07").cell([]), 7);
    assert_eq!(Cube::<1, 4>::new([2], b"\x00\x00\x00").rule([0]), None, "damaged");
}

#[test]
fn numbers_behind_the_rules_are_contradictions() {
    let several = Several::new(3, Numbers::new(1, b"\x00\x02\x01\x02"));
    let rule = |at| Some(RuleIndex::new(at));
    assert_eq!([None, rule(0), rule(2)].map(|found| several.one(found)), [Ok(None), Ok(rule(0)), Ok(rule(2))]);
    assert_eq!(several.one(rule(3)), Err(Error::Several(RuleIndex::new(0), RuleIndex::new(2))));
    assert_eq!(several.one(rule(4)), Err(Error::Several(RuleIndex::new(1), RuleIndex::new(2))));
    assert_eq!(several.one(rule(5)), Err(Error::NoRule), "damaged");
}
