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
    // Node at word 0: class 0, two runs: below 2 to node 6, the rest to leaf 1. Node at word 6: class 1, two runs: 0 to no leaf, the
    // rest to leaf 2.
    fn words(words: &[u32]) -> &'static [u8] {
        Box::leak(words.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<u8>>().into_boxed_slice())
    }
    let nodes = words(&[0, 2, 2, 6, 4, LEAF | 1, 1, 2, 1, u32::MAX, 9, LEAF | 2]);
    let diagram = Diagram::<2>::new(nodes, 0);
    assert_eq!([[3, 0], [0, 8], [1, 1]].map(|classes| diagram.cell(classes)), [1, 2, 2]);
    assert_eq!((diagram.cell([1, 0]), diagram.rule([1, 0])), (u32::MAX, None));
    assert_eq!(diagram.rule([2, 0]), Some(RuleIndex::new(1)));
    for damaged in [[4, 0], [0, 9]] {
        assert_eq!(diagram.rule(damaged), None);
    }
    assert_eq!(Diagram::<1>::new(nodes, 0).rule([0]), None);
    assert_eq!(Diagram::<0>::new(b"", LEAF | 4).rule([]), Some(RuleIndex::new(4)));
    let circle = Diagram::<2>::new(words(&[0, 1, 9, 0]), 0);
    assert_eq!(circle.rule([0, 0]), None);
    for end in 0..nodes.len() {
        let _ = Diagram::<2>::new(&nodes[..end], 0).rule([0, 8]);
    }
    // A node of many runs.
    let ends: Vec<u32> = (0..50).flat_map(|run| [run * 3 + 1, LEAF | run]).collect();
    let wide = Diagram::<1>::new(words(&[&[0, 50], ends.as_slice()].concat()), 0);
    for class in 0..=148 {
        assert_eq!(wide.cell([class]), if class < 148 { class.div_ceil(3) } else { u32::MAX }, "{class}");
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

/// Sets of rules, class by class, as `BitSets` reads them.
fn bits(words: usize, summary: bool, classes: &[&[usize]]) -> &'static [u8] {
    let mut bytes = Vec::new();
    for rules in classes {
        let mut set = vec![0_u64; words];
        rules.iter().for_each(|rule| set[rule / 64] |= 1 << (rule % 64));
        for block in set.chunks(64).filter(|_| summary) {
            bytes.push(block.iter().enumerate().fold(0, |bits, (at, word)| bits | u64::from(*word != 0) << at));
        }
        bytes.extend(set);
    }
    bytes.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<u8>>().leak()
}

#[test]
fn bit_sets_give_the_rules_of_all_classes_in_order() {
    let (one, two): (&[&[usize]], &[&[usize]]) = (&[&[0, 5, 63, 64, 100], &[]], &[&[5, 64, 65, 127], &[0, 1, 100]]);
    let plain = BitSets::<2, 2>::new([bits(2, false, one), bits(2, false, two)], None);
    let summed = SummarizedBitSets::<2, 1, 2>::new([bits(2, true, one), bits(2, true, two)], None);
    for (classes, expected) in [([0, 0], vec![5, 64]), ([0, 1], vec![0, 100]), ([1, 0], vec![]), ([0, 2], vec![]), ([u32::MAX, 0], vec![])]
    {
        assert_eq!(ids(plain.rules(classes)), expected, "{classes:?}");
        assert_eq!(ids(summed.rules(classes)), expected, "{classes:?}");
    }
    // Beyond one word of summary, and in another order.
    let far: &[&[usize]] = &[&[3, 64 * 64, 64 * 70 + 9]];
    let sets = [bits(71, true, far), bits(71, true, far)];
    assert_eq!(ids(SummarizedBitSets::<2, 2, 71>::new(sets, None).rules([0, 0])), [3, 4096, 4489]);
    let ranks = BitSets::<1, 1>::new([bits(1, false, &[&[0, 2]])], Some(Numbers::new(1, b"\x09\x08\x07")));
    assert_eq!(ids(ranks.rules([0])), [9, 7]);
    let full = BitSets::<1, 1>::new([bits(1, false, &[&(0..64).collect::<Vec<_>>()])], None);
    assert_eq!(full.rules([0]).count(), 64);
    // A set for each word, and a rule in the last bit.
    let words: &[&[usize]] = &[&[64 * 63 + 63]];
    assert_eq!(ids(BitSets::<1, 64>::new([bits(64, false, words)], None).rules([0])), [4095]);
    assert_eq!(ids(BitSets::<1, 2>::new([b"short"], None).rules([0])), [0; 0], "damaged");
    assert_eq!(ids(SummarizedBitSets::<1, 1, 2>::new([b"short"], None).rules([0])), [0; 0], "damaged");
}

#[test]
fn blocks_compare_eight_candidates_at_once() {
    // Of combination 0 nine candidates, 0 to 8, of which each admits the classes from its number on, three of them; of combination 1 none;
    // of combination 2 one, of all classes.
    fn block<const N: usize>(class: impl Fn(u16) -> [u8; N], candidates: &[(u16, u16, u8)]) -> Vec<u8> {
        let lane = |lane: usize| candidates.get(lane).copied().unwrap_or((u16::MAX, 0, u8::MAX));
        let lanes = || (0..8).map(lane);
        lanes()
            .flat_map(|(first, ..)| class(first))
            .chain(lanes().flat_map(|(_, behind, _)| class(behind)))
            .chain(lanes().map(|(.., rule)| rule))
            .collect()
    }
    fn all<const N: usize>(class: impl Fn(u16) -> [u8; N] + Copy) -> &'static [u8] {
        let nine: Vec<(u16, u16, u8)> = (0..9).map(|rule| (rule.into(), 2, rule)).collect();
        [block(class, &nine[..8]), block(class, &nine[8..]), block(class, &[(0, 255, 20)])].concat().leak()
    }
    let begins: &[u8] = b"\0\0\0\0\x02\0\0\0\x02\0\0\0\x03\0\0\0";
    let narrow = Blocks::<1, 1, 1, 1>::new([3], begins, all(|class| [class as u8]));
    let wide = Blocks::<1, 1, 2, 1>::new([3], begins, all(u16::to_le_bytes));
    let widest = Blocks::<1, 1, 4, 1>::new([3], begins, all(|class| u32::from(class).to_le_bytes()));
    for class in 0..=255_u32 {
        let expected: Vec<u32> = (0..9).filter(|rule| (*rule..rule + 3).contains(&class)).collect();
        assert_eq!(ids(narrow.rules([0], [class])), expected, "{class}");
        assert_eq!(ids(wide.rules([0], [class])), expected, "{class}");
        assert_eq!(ids(widest.rules([0], [class])), expected, "{class}");
        assert_eq!(ids(narrow.rules([1], [class])), [0; 0]);
        assert_eq!(ids(narrow.rules([2], [class])), [20]);
        assert_eq!(ids(narrow.rules([3], [class])), [0; 0]);
    }
    // Nothing to compare: a list of rules a combination.
    let lists = Blocks::<1, 0, 1, 1>::new([1], b"\0\0\0\0\x02\0\0\0", b"\x00\x01\x02\x03\x04\x05\x06\x07\x09\xff\xff\xff\xff\xff\xff\xff");
    assert_eq!(ids(lists.rules([0], [])), [0, 1, 2, 3, 4, 5, 6, 7, 9]);
    assert_eq!(ids(Blocks::<0, 0, 1, 1>::new([], b"\0\0\0\0\x01\0\0\0", b"short").rules([], [])), [0; 0], "damaged");
}

#[test]
fn known_combinations_have_their_cells() {
    // One slot a key, as the compiler would find them: two keys, and which slot each has.
    let hash = PerfectHash::new(42, 4, b"\x00\x00");
    let key = |slot: usize| (0..100_u64).find(|key| hash.slot(*key) == slot).unwrap();
    let slots: Vec<u8> = (0..4).flat_map(|slot| [key(slot) as u8, 0, 0, 0, [7, 0xff, 8, 9][slot]]).collect();
    let known = Combinations::<2, 4, 1>::new([10, 10], hash, slots.leak());
    for number in 0..100_u32 {
        let expected = (0..4).find(|slot| key(*slot) == u64::from(number)).and_then(|slot| [Some(7), None, Some(8), Some(9)][slot]);
        assert_eq!(known.rule([number / 10, number % 10]).map(RuleIndex::get), expected, "{number}");
    }
    let wide: Vec<u8> = (0..4).flat_map(|slot| [key(slot).to_le_bytes().as_slice(), &[1, 2]].concat()).collect();
    let wide = Combinations::<1, 8, 2>::new([100], hash, wide.leak());
    assert_eq!((wide.cell([key(0) as u32]), wide.cell([99_999])), (0x0201, u32::MAX));
    assert_eq!(Combinations::<1, 4, 1>::new([100], hash, b"short").cell([0]), u32::MAX, "damaged");
}
