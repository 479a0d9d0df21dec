use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Signed;
use proptest::prelude::*;

use super::super::number::{exact, held, rounded};
use super::*;

const LARGEST: &str = "9999999999999999999999999999";
const LEAST: &str = "0.0000000000000000000000000001";

#[test]
fn addition_and_multiplication_are_exact_or_fail() {
    table(
        Operation::Add,
        &[
            ("0.1, 0.2", "0.3"),
            ("1.50, -1.5", "0"),
            ("9999999999999999999999999998, 1", LARGEST),
            ("9999999999999999999999999999, 1", "!"),
            ("9999999999999999999999999999, 0.4", "!"),
            ("1, 0.0000000000000000000000000001", "!"),
            ("0.9999999999999999999999999999, 0.0000000000000000000000000001", "1"),
            ("1, 0.333333333333333333333333333", "1.333333333333333333333333333"),
        ],
    );
    table(
        Operation::Subtract,
        &[
            ("1, 0.9", "0.1"),
            ("-9999999999999999999999999999, 1", "!"),
            ("1, 0.0000000000000000000000000001", "0.9999999999999999999999999999"),
        ],
    );
    table(
        Operation::Multiply,
        &[
            ("1.2, 0.5", "0.6"),
            ("0.0000000000000000000000000001, 0.1", "!"),
            ("0.0000000000000000000000000001, 10000000000000000000000000", "0.001"),
            ("100000000000000, 100000000000000", "!"),
            ("100000000000000, -10000000000000", "-1000000000000000000000000000"),
            ("9999999999999999999999999999, 0", "0"),
            ("0.12345678901234, 0.12345678901234", "0.0152415787532374345526722756"),
            ("10.12345678901234, 0.12345678901234", "!"),
        ],
    );
    table(Operation::Negate, &[("1.5", "-1.5"), ("0", "0"), (LARGEST, "-9999999999999999999999999999")]);
    table(Operation::Abs, &[("1.5", "1.5"), ("-1.5", "1.5"), ("0", "0")]);
}

#[test]
fn division_rounds_half_even_at_28_digits() {
    table(
        Operation::Divide,
        &[
            ("1, 3", "0.3333333333333333333333333333"),
            ("2, 3", "0.6666666666666666666666666667"),
            ("-2, 3", "-0.6666666666666666666666666667"),
            ("20, 3", "6.666666666666666666666666667"),
            ("10, 4", "2.5"),
            ("1, 0", "null"),
            ("0, 0", "null"),
            ("0, 7", "0"),
            // Ties go to the even digit, after the point and before.
            ("0.0000000000000000000000000001, 2", "0"),
            ("0.0000000000000000000000000003, 2", "0.0000000000000000000000000002"),
            ("0.0000000000000000000000000005, 2", "0.0000000000000000000000000002"),
            ("-0.0000000000000000000000000003, 2", "-0.0000000000000000000000000002"),
            ("9999999999999999999999999999, 2", "5000000000000000000000000000"),
            ("9999999999999999999999999997, 2", "4999999999999999999999999998"),
            ("9999999999999999999999999999, 4", "2500000000000000000000000000"),
            ("1000000000000000000000000001, 2", "500000000000000000000000000.5"),
            ("1000000000000000000000000001, 8", "125000000000000000000000000.1"),
            ("1000000000000000000000000003, 8", "125000000000000000000000000.4"),
            ("1, 9999999999999999999999999999", LEAST),
            ("0.1, 9999999999999999999999999999", "0"),
            ("9999999999999999999999999999, 0.1", "!"),
            ("9999999999999999999999999999, 0.9999", "!"),
            ("9999999999999999999999999999, -1", "-9999999999999999999999999999"),
            ("0.9999999999999999999999999999, 0.1", "9.999999999999999999999999999"),
        ],
    );
}

#[test]
fn powers_are_correctly_rounded() {
    table(
        Operation::Power,
        &[
            ("0, 0", "1"),
            ("5, 0", "1"),
            ("0, 2", "0"),
            ("0, -1", "null"),
            ("0, 0.5", "0"),
            ("-4, 0.5", "null"),
            ("-8, 3.0", "-512"),
            ("1, 9999999999999999999999999999", "1"),
            ("-1, 9999999999999999999999999999", "-1"),
            ("-1, 9999999999999999999999999998", "1"),
            ("1, 0.5", "1"),
            ("4, 0.5", "2"),
            ("0.25, 1.5", "0.125"),
            ("0.0016, -0.25", "5"),
            ("32, 0.2", "2"),
            ("2, 0.5", "1.414213562373095048801688724"),
            ("2, -0.5", "0.7071067811865475244008443621"),
            ("10, 27", "1000000000000000000000000000"),
            ("10, 28", "!"),
            ("-10, 29", "!"),
            ("10, -28", LEAST),
            ("10, -29", "0"),
            ("2, 93", "9903520314283042199192993792"),
            ("2, 94", "!"),
            ("2, -94", LEAST),
            ("2, 9999999999999999999999999999", "!"),
            ("2, -9999999999999999999999999999", "0"),
            ("0.5, 9999999999999999999999999999.0", "0"),
            ("1.003125, -360", "0.3252224591723127419700637978"),
            ("1.003416666666666666666666667, 360", "3.414064523766114053044056666"),
            ("0.99, 1000", "0.0000431712474106582509886328"),
            ("0.9999999999999999999999999999, 9999999999999999999999999999", "0.3678794411714423215955237702"),
            ("1.000000000000000000000000001, 9999999999999999999999999999", "22026.46579480671651695790051"),
            ("3, 57", "1570042899082081611640534563"),
            ("3, 59", "!"),
            ("3, -57", "0.0000000000000000000000000006"),
            ("-2, -3", "-0.125"),
            ("-1.5, 4", "5.0625"),
            // A tie: the digit before it is even.
            ("0.5, 29", "0.0000000018626451492309570312"),
            ("7, 0.3333333333333333333333333333", "1.912931182772389101199116839"),
            ("1.1, 200", "189905276.4604618242121820464"),
            ("0.0000000000000000000000000001, 0.1", "0.0015848931924611134852021014"),
            ("5, 40", "9094947017729282379150390625"),
            ("5, 41", "!"),
            ("1.5, -129", "0.000000000000000000000019241"),
            ("1.0001, 129", "1.012982910607695642187803441"),
            ("0.9, 600", "0.0000000000000000000000000004"),
        ],
    );
}

#[test]
fn exponentials_and_logarithms_are_correctly_rounded() {
    table(
        Operation::Exp,
        &[
            ("0", "1"),
            ("1", "2.718281828459045235360287471"),
            ("-1", "0.3678794411714423215955237702"),
            ("0.5", "1.648721270700128146848650788"),
            ("10", "22026.46579480671651695790065"),
            ("-10", "0.0000453999297624848515355915"),
            ("64", "6235149080811616882909238709"),
            ("64.472", "9996174693502337390156806592"),
            ("64.473", "!"),
            ("65", "!"),
            ("-65.1", LEAST),
            ("-65.2", "0"),
            (LEAST, "1"),
            ("0.0000000000000000000000000005", "1.000000000000000000000000001"),
            ("-0.0000000000000000000000000005", "0.9999999999999999999999999995"),
            ("12.3456789012345678901234567", "229964.1948529885452126477515"),
            (LARGEST, "!"),
            ("-9999999999999999999999999999", "0"),
        ],
    );
    table(
        Operation::Log,
        &[
            ("1", "0"),
            ("0", "null"),
            ("-1", "null"),
            ("2", "0.6931471805599453094172321215"),
            ("0.5", "-0.6931471805599453094172321215"),
            ("10", "2.302585092994045684017991455"),
            (LEAST, "-64.47238260383327915250376073"),
            (LARGEST, "64.47238260383327915250376073"),
            ("1.000000000000000000000000001", "0.000000000000000000000000001"),
            ("0.9999999999999999999999999999", "-0.0000000000000000000000000001"),
            ("2.718281828459045235360287471", "0.9999999999999999999999999999"),
            ("123456.789", "11.72364648718588098113995898"),
        ],
    );
    table(
        Operation::SquareRoot,
        &[
            ("-1", "null"),
            ("0", "0"),
            ("4", "2"),
            ("0.25", "0.5"),
            (LEAST, "0.00000000000001"),
            (LARGEST, "99999999999999.99999999999999"),
            ("152.2756", "12.34"),
            ("3", "1.732050807568877293527446342"),
            ("10", "3.162277660168379331998893544"),
            ("0.5", "0.7071067811865475244008443621"),
        ],
    );
}

#[test]
fn each_rounding_goes_its_way() {
    let numbers = ["1.25", "1.35", "-1.25", "-1.35", "1.251", "-1.251", "1.2", "0"];
    for (operation, expected) in [
        (Operation::Decimal, ["1.2", "1.4", "-1.2", "-1.4", "1.3", "-1.3", "1.2", "0"]),
        (Operation::Floor, ["1.2", "1.3", "-1.3", "-1.4", "1.2", "-1.3", "1.2", "0"]),
        (Operation::Ceiling, ["1.3", "1.4", "-1.2", "-1.3", "1.3", "-1.2", "1.2", "0"]),
        (Operation::RoundUp, ["1.3", "1.4", "-1.3", "-1.4", "1.3", "-1.3", "1.2", "0"]),
        (Operation::RoundDown, ["1.2", "1.3", "-1.2", "-1.3", "1.2", "-1.2", "1.2", "0"]),
        (Operation::RoundHalfUp, ["1.3", "1.4", "-1.3", "-1.4", "1.3", "-1.3", "1.2", "0"]),
        (Operation::RoundHalfDown, ["1.2", "1.3", "-1.2", "-1.3", "1.3", "-1.3", "1.2", "0"]),
    ] {
        for (number, expected) in numbers.iter().zip(expected) {
            table(operation, &[(&format!("{number}, 1"), expected), (&format!("{number}, 1.9"), expected)]);
        }
    }
}

#[test]
fn scales_have_the_range_of_dmn() {
    table(
        Operation::Decimal,
        &[
            ("1.5, 0", "2"),
            ("2.5, 0", "2"),
            ("0.515, 2", "0.52"),
            ("5.5, 6176", "5.5"),
            ("5.5, 6177", "null"),
            ("5.5, -6111", "0"),
            ("5.5, -6112", "null"),
            ("5.5, 9999999999999999999999999999", "null"),
            ("12345, -2", "12300"),
            ("12350, -2", "12400"),
            ("12250, -2", "12200"),
            ("12345, -0.9", "12345"),
            ("9999999999999999999999999999, -27", "!"),
            ("4999999999999999999999999999, -28", "0"),
        ],
    );
    table(
        Operation::RoundUp,
        &[("1, -6111", "!"), ("0, -6111", "0"), ("9999999999999999999999999999, -1", "!"), ("1, -27", "1000000000000000000000000000")],
    );
    table(Operation::Floor, &[("-0.1, 0", "-1"), ("-1, -28", "!"), ("1, -28", "0")]);
}

#[test]
fn modulo_has_the_sign_of_the_divisor() {
    table(
        Operation::Modulo,
        &[
            ("12, 5", "2"),
            ("-12, 5", "3"),
            ("12, -5", "-3"),
            ("-12, -5", "-2"),
            ("10.1, 4.5", "1.1"),
            ("-10.1, 4.5", "3.4"),
            ("5, 0", "null"),
            ("9999999999999999999999999999, 0.0000000000000000000000000007", "0.0000000000000000000000000005"),
            ("-0.0000000000000000000000000001, 9999999999999999999999999999", "!"),
        ],
    );
    table(Operation::Odd, &[("1", "true"), ("-3", "true"), ("2", "false"), ("0", "false"), ("1.5", "false"), (LARGEST, "true")]);
    table(Operation::Even, &[("1", "false"), ("-2", "true"), ("2.0", "true"), ("0", "true"), ("2.5", "false"), (LARGEST, "false")]);
}

/// Numbers of few and of many digits, at all scales.
fn any_number() -> impl Strategy<Value = Number> {
    let magnitude = prop_oneof![0_i128..100, 0_i128..10_i128.pow(14), 0_i128..10_i128.pow(28)];
    let scale = prop_oneof![0_u32..3, 0_u32..29];
    (magnitude, scale, any::<bool>())
        .prop_map(|(magnitude, scale, negative)| Number::new(if negative { -magnitude } else { magnitude }, scale).unwrap())
}

fn two(operation: Operation, one: Number, other: Number) -> Result<Number, Inexact> {
    match apply(operation, vec![Value::Number(one), Value::Number(other)])? {
        Value::Number(number) => Ok(number),
        other => panic!("{other:?} is no number"),
    }
}

fn one(operation: Operation, number: Number) -> Result<Number, Inexact> {
    match apply(operation, vec![Value::Number(number)])? {
        Value::Number(number) => Ok(number),
        other => panic!("{other:?} is no number"),
    }
}

/// Half of the last digit that a rounded number has.
fn half_digit(number: Number) -> BigRational {
    let digits = number.coefficient().unsigned_abs().to_string().len();
    let whole = digits.saturating_sub(number.scale() as usize);
    let scale = 28 - whole.min(28);
    BigRational::new(BigInt::from(1), BigInt::from(2) * BigInt::from(10).pow(u32::try_from(scale).unwrap()))
}

proptest! {
    #[test]
    fn what_is_added_can_be_taken_away(a in any_number(), b in any_number()) {
        if let Ok(sum) = two(Operation::Add, a, b) {
            prop_assert_eq!(two(Operation::Subtract, sum, b), Ok(a));
            prop_assert_eq!(two(Operation::Add, b, a), Ok(sum));
            prop_assert_eq!(a.checked_add(b), Some(sum));
        } else if let Some(sum) = a.checked_add(b) {
            prop_assert!(false, "{a} + {b} is {sum}");
        }
    }

    #[test]
    fn a_product_divides_again(a in any_number(), b in any_number()) {
        if b != Number::ZERO && let Ok(product) = two(Operation::Multiply, a, b) {
            prop_assert_eq!(two(Operation::Divide, product, b), Ok(a));
        }
    }

    #[test]
    fn a_quotient_is_within_half_a_digit(a in any_number(), b in any_number()) {
        if b != Number::ZERO && let Ok(quotient) = two(Operation::Divide, a, b) {
            let distance = exact(quotient) - exact(a) / exact(b);
            prop_assert!(distance.abs() <= half_digit(quotient));
        }
    }

    #[test]
    fn a_root_is_within_half_a_digit(a in any_number()) {
        if a >= Number::ZERO {
            let root = exact(one(Operation::SquareRoot, a).unwrap());
            let half = half_digit(held(&root).unwrap());
            prop_assert!((&root + &half).pow(2) >= exact(a));
            prop_assert!(root < half || (&root - &half).pow(2) <= exact(a));
        }
    }

    #[test]
    fn modulo_is_less_than_its_divisor(a in any_number(), b in any_number()) {
        if b != Number::ZERO && let Ok(rest) = two(Operation::Modulo, a, b) {
            prop_assert!(exact(rest).abs() < exact(b).abs());
            prop_assert!(rest == Number::ZERO || (rest < Number::ZERO) == (b < Number::ZERO));
            prop_assert!(((exact(a) - exact(rest)) / exact(b)).is_integer());
        }
    }

    #[test]
    fn logarithm_and_exponential_undo_each_other(coefficient in 1_i128..10_i128.pow(20), scale in 0_u32..10) {
        let number = Number::new(coefficient, scale).unwrap();
        let back = one(Operation::Exp, one(Operation::Log, number).unwrap()).unwrap();
        // The logarithm, below 47, is off by half of 10^-26 at most.
        let distance = (exact(back) - exact(number)).abs();
        prop_assert!(distance <= exact(number) * BigRational::new(BigInt::from(1), BigInt::from(10).pow(26)), "{number} {back}");
    }

    #[test]
    fn powers_agree_with_products(coefficient in 1_i128..1000, scale in 0_u32..3, exponent in 0_i64..12) {
        let base = Number::new(coefficient, scale).unwrap();
        let product = (0..exponent).fold(exact(number("1")), |product, _| product * exact(base));
        prop_assert_eq!(two(Operation::Power, base, Number::from_integer(exponent)), rounded(&product));
    }

    #[test]
    fn powers_to_broken_exponents_agree_with_roots(coefficient in 1_i128..10_i128.pow(12), scale in 0_u32..12) {
        let number = Number::new(coefficient, scale).unwrap();
        let half = Number::new(5, 1).unwrap();
        prop_assert_eq!(two(Operation::Power, number, half), one(Operation::SquareRoot, number));
    }

    #[test]
    fn large_powers_end_quickly(a in any_number(), b in any_number()) {
        let _ = apply(Operation::Power, vec![Value::Number(a), Value::Number(b)]);
        let _ = one(Operation::Exp, b);
    }

    #[test]
    fn rounding_leaves_so_many_digits(a in any_number(), scale in 0_u32..30) {
        let rounded = two(Operation::Decimal, a, Number::from_integer(i64::from(scale)));
        if let Ok(rounded) = rounded {
            prop_assert!(rounded.scale() <= scale);
            let unit = BigRational::new(BigInt::from(1), BigInt::from(10).pow(scale));
            prop_assert!((exact(rounded) - exact(a)).abs() * BigInt::from(2) <= unit);
        }
    }
}
