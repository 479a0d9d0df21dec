use super::*;

fn n(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap()
}

fn list(numbers: &str) -> Vec<Decimal> {
    numbers.split_whitespace().map(n).collect()
}

fn shown(result: Result<Option<Decimal>, Inexact>) -> String {
    match result {
        Ok(Some(value)) => value.to_string(),
        Ok(None) => "null".to_owned(),
        Err(Inexact) => "inexact".to_owned(),
    }
}

#[test]
fn totals_are_exact_whatever_the_order() {
    for (numbers, total) in [
        ("", "null"),
        ("0.1 0.2 -0.3", "0"),
        ("9999999999999999999999999999 1 -1", "9999999999999999999999999999"),
        ("9999999999999999999999999999 1", "inexact"),
    ] {
        assert_eq!(shown(sum(&list(numbers))), total, "{numbers}");
    }
    for (numbers, total) in [
        ("", "null"),
        ("2 3 4", "24"),
        ("10000000000000000000000 10000000000000000000000 0.00000000000000000001", "inexact"),
        ("0 10000000000000000000000 10000000000000000000000", "0"),
        ("0.00000000000001 0.000000000000001", "inexact"),
        ("9999999999999999999999999999 9999999999999999999999999999", "inexact"),
        ("-0.5 -0.5 -8", "-2"),
    ] {
        assert_eq!(shown(product(&list(numbers))), total, "{numbers}");
    }
}

#[test]
fn statistics_round_half_even() {
    for (numbers, average, middle, deviation) in [
        ("", "null", "null", "null"),
        ("7", "7", "7", "null"),
        ("1 2", "1.5", "1.5", "0.7071067811865475244008443621"),
        ("1 2 4", "2.333333333333333333333333333", "2", "1.527525231651946668862682398"),
        ("2 4 7 5", "4.5", "4.5", "2.081665999466132735282297707"),
        ("9999999999999999999999999999 9999999999999999999999999999", "9999999999999999999999999999", "9999999999999999999999999999", "0"),
        (
            "9999999999999999999999999999 9999999999999999999999999998",
            "9999999999999999999999999998",
            "9999999999999999999999999998",
            "0.7071067811865475244008443621",
        ),
        (
            "0.0000000000000000000000000001 0.0000000000000000000000000002",
            "0.0000000000000000000000000002",
            "0.0000000000000000000000000002",
            "0.0000000000000000000000000001",
        ),
        ("0 0.0000000000000000000000000001", "0", "0", "0.0000000000000000000000000001"),
    ] {
        let numbers = list(numbers);
        assert_eq!(shown(mean(&numbers)), average, "{numbers:?}");
        assert_eq!(shown(median(&numbers)), middle, "{numbers:?}");
        assert_eq!(shown(standard_deviation(&numbers)), deviation, "{numbers:?}");
    }
    assert_eq!(mode(&list("6 3 9 6 6 3 3.0")), list("3 6"));
    assert_eq!(mode(&[]), []);
}

#[test]
fn positions_outside_are_null() {
    let letters = || Vec::from(["a", "b", "c"]);
    assert_eq!(
        [item(&letters(), n("1")), item(&letters(), n("-1")), item(&letters(), n("0")), item(&letters(), n("4"))],
        [Some("a"), Some("c"), None, None]
    );
    assert_eq!(sublist(letters(), n("2")), Some(Vec::from(["b", "c"])));
    assert_eq!(sublist(letters(), n("4")), None);
    assert_eq!(sublist_of(letters(), n("-3"), n("2")), Some(Vec::from(["a", "b"])));
    assert_eq!(sublist_of(letters(), n("1"), n("0")), None);
    assert_eq!(insert_before(letters(), n("1"), "x"), Some(Vec::from(["x", "a", "b", "c"])));
    assert_eq!(insert_before(letters(), n("4"), "x"), None);
    assert_eq!(remove(letters(), n("-1")), Some(Vec::from(["a", "b"])));
    assert_eq!(list_replace(letters(), n("2"), "x"), Some(Vec::from(["a", "x", "c"])));
    assert_eq!(list_replace(Vec::new(), n("1"), "x"), None);
    assert_eq!(index_of(&[1, 2, 1], &1), list("1 3"));
    assert_eq!(distinct_values(Vec::from([1, 2, 1])), [1, 2]);
}

#[test]
fn counting_goes_both_ways_and_not_too_far() {
    assert_eq!(iterate(n("1"), n("3")), Ok(list("1 2 3")));
    assert_eq!(iterate(n("2"), n("-1")), Ok(list("2 1 0 -1")));
    assert_eq!(iterate(n("1"), n("10000")).map(|list| list.len()), Ok(MAX_ITEMS));
    for (first, last) in [
        ("1", "10001"),
        ("0.0000000000000000000000000001", "1.5"),
        ("-9223372036854775808", "9223372036854775807"),
        ("1", "9999999999999999999999999999"),
    ] {
        assert_eq!(iterate(n(first), n(last)), Err(Inexact), "{first} {last}");
    }
    assert_eq!(push(&mut Vec::from([0; MAX_ITEMS]), 1), Err(Inexact));
}

#[test]
fn sorting_is_stable_and_survives_an_order_that_is_none() {
    let by_length = |list: &[&'static str]| sort(list.to_vec(), |a, b| Ok(a.len() < b.len())).unwrap();
    assert_eq!(by_length(&["bb", "a", "cc", "d", ""]), ["", "a", "d", "bb", "cc"]);
    assert_eq!(sort(Vec::from([3, 1, 2]), |_, _| Ok(true)), Ok(Vec::from([2, 1, 3])));
    assert_eq!(sort(Vec::from([3, 1, 2]), |_, _| Ok(false)), Ok(Vec::from([3, 1, 2])));
    assert_eq!(sort(Vec::from([3, 1]), |_, _| Err(Inexact)), Err(Inexact));
    assert_eq!(sort(Vec::from([3]), |_, _| Err(Inexact)), Ok(Vec::from([3])));
}
