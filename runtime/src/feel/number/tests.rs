use core::str::FromStr as _;

use super::*;

fn n(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap()
}

fn shown(result: Result<Decimal, Inexact>) -> String {
    result.map_or_else(|_| "inexact".to_owned(), |value| value.to_string())
}

fn shown_or_null(result: Result<Option<Decimal>, Inexact>) -> String {
    result.map_or_else(|_| "inexact".to_owned(), |value| value.map_or_else(|| "null".to_owned(), |value| value.to_string()))
}

const LARGEST: &str = "9999999999999999999999999999";
const LEAST: &str = "0.0000000000000000000000000001";
/// `rust_decimal`'s own largest, of 29 digits.
const BEYOND: &str = "79228162514264337593543950335";

#[test]
fn sums_are_exact_or_none() {
    for (a, b, sum) in [
        ("0.1", "0.2", "0.3"),
        ("1.50", "-1.5", "0"),
        (LARGEST, "0.4", "inexact"),
        (LARGEST, "1", "inexact"),
        (LARGEST, LEAST, "inexact"),
        ("0.9", LEAST, "0.9000000000000000000000000001"),
        ("1", LEAST, "inexact"),
        (LARGEST, "-1", "9999999999999999999999999998"),
        (BEYOND, "0", "inexact"),
        (BEYOND, "-79228162514264337593543950335", "0"),
        (BEYOND, "-70000000000000000000000000000", "9228162514264337593543950335"),
        ("7.9228162514264337593543950335", "0.0000000000000000000000000005", "7.922816251426433759354395034"),
    ] {
        assert_eq!(shown(add(n(a), n(b))), sum, "{a} + {b}");
        assert_eq!(shown(add(n(b), n(a))), sum, "{b} + {a}");
        assert_eq!(shown(subtract(n(a), negate(n(b)))), sum, "{a} - -{b}");
    }
}

#[test]
fn products_are_exact_or_none() {
    for (a, b, product) in [
        ("1.10", "2.0", "2.2"),
        (LEAST, "0.1", "inexact"),
        (LEAST, "10", "0.000000000000000000000000001"),
        (LARGEST, "1.0", LARGEST),
        (LARGEST, "0.1", "999999999999999999999999999.9"),
        (LARGEST, "10", "inexact"),
        ("0", BEYOND, "0"),
        ("-0.5", "2000000000000000000000000000", "-1000000000000000000000000000"),
        ("2.3283064365386962890625", "4.294967296", "10"),
    ] {
        assert_eq!(shown(multiply(n(a), n(b))), product, "{a} * {b}");
        assert_eq!(multiply(n(a), n(b)), multiply(n(b), n(a)), "{a} * {b}");
    }
    let two_to_93 = n("9903520314283042199192993792");
    let five_to_40 = n("9094947017729282379150390625");
    // 2^93 · 5^40 has 186 bits and 56 digits, 40 of them zeros.
    let scaled = |value: Decimal| Decimal::from_i128_with_scale(value.mantissa(), 20);
    assert_eq!(shown(multiply(scaled(two_to_93), scaled(five_to_40))), "9007199254740992");
}

#[test]
fn quotients_round_half_even_at_28_digits() {
    for (a, b, quotient) in [
        ("1", "3", "0.3333333333333333333333333333"),
        ("2", "3", "0.6666666666666666666666666667"),
        ("-20", "3", "-6.666666666666666666666666667"),
        ("1", "0", "null"),
        ("0", "-7", "0"),
        ("10", "4", "2.5"),
        (LEAST, "2", "0"),
        (LEAST, "1.9", "0.0000000000000000000000000001"),
        ("0.0000000000000000000000000003", "2", "0.0000000000000000000000000002"),
        (LARGEST, "0.1", "inexact"),
        (LARGEST, LARGEST, "1"),
        (LARGEST, LEAST, "inexact"),
        (LEAST, LARGEST, "0"),
        ("0.00000000000000000001", "30000000", "0.0000000000000000000000000003"),
        (BEYOND, "1", "inexact"),
        (BEYOND, "10", "7922816251426433759354395034"),
        ("7.9228162514264337593543950335", "1", "7.922816251426433759354395034"),
        ("99999999999999999999999999985", "10", "9999999999999999999999999998"),
    ] {
        let Ok(a) = Decimal::from_str(a) else { continue };
        assert_eq!(shown_or_null(divide(a, n(b))), quotient, "{a} / {b}");
    }
}

#[test]
fn modulo_has_the_sign_of_the_divisor() {
    for (a, b, rest) in [
        ("12", "5", "2"),
        ("-12", "5", "3"),
        ("12", "-5", "-3"),
        ("-12", "-5", "-2"),
        ("10.1", "4.5", "1.1"),
        ("-10.1", "4.5", "3.4"),
        ("5", "0", "null"),
        ("0", "5", "0"),
        ("-15", "5", "0"),
        (LARGEST, LEAST, "0"),
        (LARGEST, "0.7", "0.2"),
        (LEAST, LARGEST, LEAST),
        ("-0.0000000000000000000000000001", LARGEST, "inexact"),
        ("-0.0000000000000000000000000001", "1", "0.9999999999999999999999999999"),
        ("-0.0000000000000000000000000001", "10", "inexact"),
    ] {
        assert_eq!(shown_or_null(modulo(n(a), n(b))), rest, "modulo({a}, {b})");
    }
}

#[test]
fn texts_are_read_by_their_digits() {
    let read = |text: &str| number(text).map(|value| value.to_string());
    assert_eq!(read("-1.50").as_deref(), Some("-1.5"));
    assert_eq!(read("1.5E3").as_deref(), Some("1500"));
    assert_eq!((read("1,5"), read(""), read(BEYOND), read("1e-29")), (None, None, None, None));
    let separated = |text: &str, grouping, decimal| number_separated(text, grouping, decimal).map(|value| value.to_string());
    assert_eq!(separated("1.000.000,01", Some("."), Some(",")).as_deref(), Some("1000000.01"));
    assert_eq!(separated("1 000 000.01", Some(" "), Some(".")).as_deref(), Some("1000000.01"));
    assert_eq!(separated("1,000,000", Some(","), None).as_deref(), Some("1000000"));
    assert_eq!(separated("1000000.01", None, Some(".")).as_deref(), Some("1000000.01"));
    for (text, grouping, decimal) in [
        ("1,000.01", Some(" "), Some(".")),
        ("1,000.01", Some(":"), Some(".")),
        ("1,000.01", Some(","), Some(",")),
        ("1.5", None, Some(",")),
        ("1.0,5", None, Some(",")),
        ("x", Some(","), None),
    ] {
        assert_eq!(separated(text, grouping, decimal), None, "{text} {grouping:?} {decimal:?}");
    }
}

#[test]
fn signs_and_parity() {
    assert_eq!((negate(n("1.50")).to_string(), negate(n("0")).to_string()), ("-1.5".to_owned(), "0".to_owned()));
    assert_eq!((abs(n("-1.50")).to_string(), abs(n(BEYOND)).to_string()), ("1.5".to_owned(), BEYOND.to_owned()));
    assert_eq!(
        [odd(n("-3.0")), odd(n("2")), odd(n("1.5")), even(n("-2")), even(n("0")), even(n("2.5"))],
        [true, false, false, true, true, false]
    );
    assert_eq!([whole(n("-2.9")), whole(n(BEYOND)), whole(n(LEAST))], [-2, i64::MAX, 0]);
}
