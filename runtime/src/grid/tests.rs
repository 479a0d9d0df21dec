//! The grids against comparisons made another way: on decimal text, digit by digit.
#![cfg(all(feature = "decimal", feature = "time"))]

use core::cmp::Ordering;

use super::decimal::{saturated, split_at};
use super::*;
use rust_decimal::Decimal;

/// Sign, digits before and after the point, each padded, so that comparing texts compares numbers.
fn padded(value: Decimal) -> (bool, String) {
    let text = value.to_string();
    let (negative, rest) = text.strip_prefix('-').map_or((false, text.as_str()), |rest| (true, rest));
    let (whole, fraction) = rest.split_once('.').unwrap_or((rest, ""));
    let digits = format!("{whole:0>40}{fraction:0<40}");
    let zero = digits.bytes().all(|digit| digit == b'0');
    (negative && !zero, digits)
}

fn independent(a: Decimal, b: Decimal) -> Ordering {
    match (padded(a), padded(b)) {
        ((false, a), (false, b)) => a.cmp(&b),
        ((true, a), (true, b)) => b.cmp(&a),
        ((true, _), _) => Ordering::Less,
        (_, (true, _)) => Ordering::Greater,
    }
}

/// A small generator, so that the crate's tests need none.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// A decimal of up to 28 digits, often near a short one.
    fn decimal(&mut self) -> Decimal {
        let digits = u32::try_from(self.below(29)).unwrap();
        let limit = 10_i128.pow(digits);
        let wide = i128::from(self.next()) * i128::from(self.next() >> 2);
        let sign = if self.below(2) == 0 { 1 } else { -1 };
        Decimal::from_i128_with_scale(wide % limit * sign, u32::try_from(self.below(29)).unwrap())
    }
}

fn check<const SCALE: u32>(value: Decimal, cut: i64) {
    let bound = Decimal::from_i128_with_scale(i128::from(cut), SCALE);
    let order = independent(value, bound);
    assert_eq!(floor_at::<SCALE>(value) < cut, order == Ordering::Less, "{value} < {bound} at {SCALE}");
    assert_eq!(ceil_at::<SCALE>(value) <= cut, order != Ordering::Greater, "{value} <= {bound} at {SCALE}");
    if let Some(tenfold) = cut.checked_mul(10).filter(|k| k.unsigned_abs() < i64::MAX.unsigned_abs()) {
        assert_eq!(exact_at::<SCALE>(value).cmp(&tenfold), order, "{value} against {bound} at {SCALE}");
    }
    assert_eq!(compare(value, bound), order, "{value} against {bound}");
}

fn check_all(value: Decimal, cut: i64) {
    check::<0>(value, cut);
    check::<1>(value, cut);
    check::<2>(value, cut);
    check::<5>(value, cut);
    check::<17>(value, cut);
    check::<28>(value, cut);
}

#[test]
fn grids_agree_with_an_independent_comparison() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for _ in 0..20_000 {
        let value = random.decimal();
        let cut = match random.below(4) {
            0 => i64::try_from(random.below(200)).unwrap() - 100,
            1 => (random.next() >> 1).cast_signed() / 2,
            2 => -((random.next() >> 1).cast_signed() / 2),
            // Right at the value and beside it.
            _ => {
                let near = floor_at::<2>(value).clamp(-(i64::MAX / 2), i64::MAX / 2);
                near + i64::try_from(random.below(3)).unwrap() - 1
            }
        };
        check_all(value, cut);
    }
}

/// What rounding down drops nothing of is exact, so this is the definition, on integers that hold any product.
fn split_by_definition(value: Decimal, scale: u32) -> (i64, bool) {
    let (mantissa, digits) = (value.mantissa(), value.scale());
    if digits <= scale {
        let power = 10_i128.pow(scale - digits);
        return (saturated(mantissa.checked_mul(power).unwrap_or(if mantissa < 0 { i128::MIN } else { i128::MAX })), false);
    }
    let power = 10_i128.pow(digits - scale);
    (saturated(mantissa.div_euclid(power)), mantissa.rem_euclid(power) != 0)
}

/// The function at each scale.
type Split = (u32, fn(Decimal) -> (i64, bool));

const SPLITS: [Split; 14] = [
    (0, split_at::<0>),
    (1, split_at::<1>),
    (2, split_at::<2>),
    (3, split_at::<3>),
    (4, split_at::<4>),
    (5, split_at::<5>),
    (6, split_at::<6>),
    (7, split_at::<7>),
    (8, split_at::<8>),
    (9, split_at::<9>),
    (18, split_at::<18>),
    (19, split_at::<19>),
    (27, split_at::<27>),
    (28, split_at::<28>),
];

#[test]
fn short_and_long_mantissas_are_split_alike_at_every_edge() {
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let mut magnitudes: Vec<i128> = vec![0, (1 << 96) - 1];
    // From 55 bits at a whole number to 32 at seven digits is what a product of 62 has room for.
    for bits in [31, 32, 35, 38, 42, 45, 48, 52, 55, 62, 63, 64, 65, 95] {
        magnitudes.extend((-3..=3).map(|near| (1_i128 << bits) + near));
    }
    for digits in 0..29 {
        let power = 10_i128.pow(digits);
        for times in [1, 2, 9, 10, i128::from(random.below(1_000)) + 1, i128::from(random.next() >> 1) / power.max(1)] {
            magnitudes.extend((-1..=1).map(|near| power.saturating_mul(times) + near));
        }
    }
    magnitudes.extend((0..2_000).map(|_| i128::from(random.next() >> 1)));
    magnitudes.retain(|magnitude| (0..1 << 96).contains(magnitude));
    for magnitude in magnitudes {
        for digits in 0..=28 {
            for value in [magnitude, -magnitude].map(|mantissa| Decimal::from_i128_with_scale(mantissa, digits)) {
                for (scale, split) in SPLITS {
                    assert_eq!(split(value), split_by_definition(value, scale), "{value} at {scale}");
                }
            }
        }
    }
}

#[test]
fn extremes_saturate_on_their_own_side() {
    let largest = Decimal::MAX;
    let smallest = Decimal::from_i128_with_scale(1, 28);
    for value in [largest, -largest, smallest, -smallest, Decimal::ZERO, -Decimal::ZERO, Decimal::from_i128_with_scale(-0, 28)] {
        for cut in [-1, 0, 1, 499, i64::MAX / 20, -i64::MAX / 20] {
            check_all(value, cut);
        }
    }
    assert_eq!(floor_at::<28>(largest), i64::MAX);
    assert_eq!(ceil_at::<28>(-largest), i64::MIN);
    assert_eq!(exact_at::<0>(largest), i64::MAX);
    assert_eq!(exact_at::<0>(-largest), i64::MIN);
}

#[test]
fn the_last_digit_says_whether_more_follows() {
    let at = |text: &str| exact_at::<2>(text.parse().unwrap());
    assert_eq!([at("4.99"), at("4.990"), at("4.991"), at("4.9999999999"), at("5")], [4990, 4990, 4995, 4995, 5000]);
    assert_eq!([at("-4.99"), at("-4.991"), at("-4.989")], [-4990, -4995, -4985]);
}

#[test]
fn positions_stand_at_and_between_cuts() {
    let cuts = ["-1", "0.0000000000000000000000000001", "9999999999999999999999999999"].map(|cut| cut.parse::<Decimal>().unwrap());
    let at = |text: &str| decimal_position(&cuts, text.parse().unwrap());
    assert_eq!(
        [
            at("-1.5"),
            at("-1.0"),
            at("0"),
            at("0.0000000000000000000000000001"),
            at("7"),
            at("9999999999999999999999999999.0"),
            at("10000000000000000000000000000")
        ],
        [0, 1, 2, 3, 4, 5, 6]
    );
    assert_eq!(decimal_position(&[], Decimal::ONE), 0);
    let texts = ["a", "é", "🦀"];
    assert_eq!(["", "a", "aa", "é", "z", "\u{ffff}", "🦀", "🦀!"].map(|text| text_position(&texts, text)), [0, 1, 2, 3, 2, 4, 5, 6]);
}

#[test]
fn dates_and_times_keep_their_order_and_are_readable() {
    let date = |year, month, day| Date::new(year, month, day).unwrap();
    assert_eq!(yyyymmdd(date(2026, 1, 31)), 20_260_131);
    let dates = [
        date(-9999, 1, 1),
        date(-1, 12, 31),
        date(0, 1, 1),
        date(0, 12, 31),
        date(1, 1, 1),
        date(2026, 1, 31),
        date(2026, 2, 1),
        date(9999, 12, 31),
    ];
    assert!(dates.map(yyyymmdd).is_sorted_by(|a, b| a < b));
    assert!(dates.map(packed_date).is_sorted_by(|a, b| a < b));
    assert_eq!(packed_date(date(2026, 1, 31)), 2026 << 9 | 1 << 5 | 31);
    assert_eq!(packed(2026, 2, 0), packed_date(date(2026, 1, 31)) + 1);
    let midday = Time::new(14, 30, 0, 0).unwrap();
    let later = Time::new(14, 30, 0, 1).unwrap();
    assert_eq!([hhmmss(midday), hhmmss(later)], [143_000, 143_000]);
    assert_eq!([hhmmss_nanos(midday), hhmmss_nanos(later)], [143_000_000_000_000, 143_000_000_000_001]);
    for day in dates {
        for (a, b) in [(midday, later), (Time::MIN, Time::MAX)] {
            assert!(yyyymmddhhmmss_nanos(day.to_datetime(a)) < yyyymmddhhmmss_nanos(day.to_datetime(b)));
            assert!(yyyymmddhhmmss(day.to_datetime(a)) <= yyyymmddhhmmss(day.to_datetime(b)));
        }
    }
    assert!(yyyymmddhhmmss(date(-1, 12, 31).to_datetime(Time::MAX)) < yyyymmddhhmmss(date(0, 1, 1).to_datetime(Time::MIN)));
    assert_eq!(yyyymmddhhmmss(date(2026, 1, 31).to_datetime(later)), 20_260_131_143_000);
    assert_eq!(yyyymmddhhmmss_nanos(date(2026, 1, 31).to_datetime(later)), 20_260_131_143_000_000_000_001);
}

#[test]
fn durations_round_down() {
    let duration = |seconds, nanos| SignedDuration::new(seconds, nanos);
    assert_eq!([duration(5, 0), duration(5, 1), duration(-5, 0), duration(-5, -1), duration(0, -1)].map(seconds), [5, 5, -5, -6, -1]);
    assert_eq!(seconds(SignedDuration::MIN), i64::MIN);
    assert_eq!(nanoseconds(duration(-5, -1)), -5_000_000_001);
}

#[test]
fn spans_of_other_units_are_refused() {
    assert_eq!(months(Span::new().years(2).months(-0)), Some(24));
    assert_eq!(months(-Span::new().years(1).months(14)), Some(-26));
    assert_eq!(months(Span::new()), Some(0));
    assert_eq!(months(Span::new().years(1).days(1)), None);
    assert_eq!(months(Span::new().nanoseconds(1)), None);
}
