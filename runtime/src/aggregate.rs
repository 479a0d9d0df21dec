//! Aggregations: one value of all matches, exact or an error.

use core::cmp::Ordering;

use crate::{Error, RuleIndex};

/// A value that [`sum`] adds, exactly.
pub trait Summand: Sized {
    /// Wide enough for any sum of 2³¹ values.
    type Exact: Default;

    /// `exact` and `value`; `None` if even that doesn't fit.
    fn add(exact: Self::Exact, value: &Self) -> Option<Self::Exact>;

    /// The sum as a value; `None` if it doesn't fit.
    fn total(exact: Self::Exact) -> Option<Self>;
}

/// A value that [`least`] and [`greatest`] choose from.
pub trait Ranked: Sized {
    /// Their order.
    fn rank(&self, other: &Self) -> Ordering;
}

/// The exact sum of the rules' values, nulls left out; 0 of none. Its value doesn't depend on their order.
///
/// # Errors
/// [`Error::Arithmetic`] where the sum doesn't fit its type; and those of `value`.
pub fn sum<T: Summand, V: Into<Option<T>>>(
    rules: impl Iterator<Item = RuleIndex>,
    value: impl Fn(RuleIndex) -> Result<V, Error>,
) -> Result<T, Error> {
    let mut exact = T::Exact::default();
    let mut last = RuleIndex::new(0);
    for rule in rules {
        if let Some(value) = value(rule)?.into() {
            exact = T::add(exact, &value).ok_or(Error::Arithmetic(rule))?;
            last = rule;
        }
    }
    T::total(exact).ok_or(Error::Arithmetic(last))
}

/// The least of the rules' values, nulls left out; `None` of none.
///
/// # Errors
/// Those of `value`.
pub fn least<T: Ranked, V: Into<Option<T>>>(
    rules: impl Iterator<Item = RuleIndex>,
    value: impl Fn(RuleIndex) -> Result<V, Error>,
) -> Result<Option<T>, Error> {
    extreme(rules, value, Ordering::Less)
}

/// The greatest of the rules' values, nulls left out; `None` of none.
///
/// # Errors
/// Those of `value`.
pub fn greatest<T: Ranked, V: Into<Option<T>>>(
    rules: impl Iterator<Item = RuleIndex>,
    value: impl Fn(RuleIndex) -> Result<V, Error>,
) -> Result<Option<T>, Error> {
    extreme(rules, value, Ordering::Greater)
}

fn extreme<T: Ranked, V: Into<Option<T>>>(
    rules: impl Iterator<Item = RuleIndex>,
    value: impl Fn(RuleIndex) -> Result<V, Error>,
    wanted: Ordering,
) -> Result<Option<T>, Error> {
    let mut best: Option<T> = None;
    for rule in rules {
        if let Some(value) = value(rule)?.into()
            && best.as_ref().is_none_or(|best| value.rank(best) == wanted)
        {
            best = Some(value);
        }
    }
    Ok(best)
}

/// How many rules there are.
pub fn count(rules: impl Iterator<Item = RuleIndex>) -> i64 {
    i64::try_from(rules.count()).unwrap_or(i64::MAX)
}

impl Summand for i64 {
    type Exact = i128;

    fn add(exact: i128, value: &Self) -> Option<i128> {
        exact.checked_add(i128::from(*value))
    }

    fn total(exact: i128) -> Option<Self> {
        Self::try_from(exact).ok()
    }
}

impl Ranked for i64 {
    fn rank(&self, other: &Self) -> Ordering {
        self.cmp(other)
    }
}

#[cfg(feature = "decimal")]
mod decimals {
    use core::cmp::Ordering;

    use rust_decimal::Decimal;

    use super::{Ranked, Summand};
    use crate::number::{MAX_COEFFICIENT, MAX_SCALE, normal_form, power_of_ten};

    /// A sum of decimals: whole ones, and 10⁻²⁸ths. `rust_decimal` adds with silent rounding where the digits don't fit.
    #[derive(Clone, Copy, Debug, Default)]
    pub struct ExactDecimal {
        whole: i128,
        fraction: i128,
    }

    impl Summand for Decimal {
        type Exact = ExactDecimal;

        fn add(exact: ExactDecimal, value: &Self) -> Option<ExactDecimal> {
            let unit = power_of_ten(value.scale())?;
            let finer = power_of_ten(MAX_SCALE.checked_sub(value.scale())?)?;
            let (whole, fraction) = (value.mantissa().checked_div(unit)?, value.mantissa().checked_rem(unit)?);
            Some(ExactDecimal {
                whole: exact.whole.checked_add(whole)?,
                fraction: exact.fraction.checked_add(fraction.checked_mul(finer)?)?,
            })
        }

        fn total(exact: ExactDecimal) -> Option<Self> {
            let one = power_of_ten(MAX_SCALE)?;
            let mut whole = exact.whole.checked_add(exact.fraction.checked_div(one)?)?;
            let mut fraction = exact.fraction.checked_rem(one)?;
            // Both parts get one sign, so that the digits of one follow those of the other.
            if whole > 0 && fraction < 0 {
                (whole, fraction) = (whole.checked_sub(1)?, fraction.checked_add(one)?);
            } else if whole < 0 && fraction > 0 {
                (whole, fraction) = (whole.checked_add(1)?, fraction.checked_sub(one)?);
            }
            let (fraction, scale) = normal_form(fraction, MAX_SCALE);
            let mantissa = whole.checked_mul(power_of_ten(scale)?)?.checked_add(fraction)?;
            if mantissa.unsigned_abs() > MAX_COEFFICIENT {
                return None;
            }
            Self::try_from_i128_with_scale(mantissa, scale).ok()
        }
    }

    impl Ranked for Decimal {
        fn rank(&self, other: &Self) -> Ordering {
            crate::grid::compare(*self, *other)
        }
    }
}

#[cfg(feature = "time")]
mod times {
    use core::cmp::Ordering;

    use jiff::civil::{Date, DateTime, Time};
    use jiff::{SignedDuration, Span};

    use super::{Ranked, Summand};
    use crate::{months, years_and_months};

    impl Summand for SignedDuration {
        type Exact = i128;

        fn add(exact: i128, value: &Self) -> Option<i128> {
            exact.checked_add(value.as_nanos())
        }

        fn total(exact: i128) -> Option<Self> {
            Self::try_from_nanos_i128(exact)
        }
    }

    impl Summand for Span {
        type Exact = i64;

        fn add(exact: i64, value: &Self) -> Option<i64> {
            exact.checked_add(months(*value)?)
        }

        fn total(exact: i64) -> Option<Self> {
            let span = years_and_months(exact);
            (months(span) == Some(exact)).then_some(span)
        }
    }

    impl Ranked for Span {
        fn rank(&self, other: &Self) -> Ordering {
            months(*self).cmp(&months(*other))
        }
    }

    macro_rules! ranked_by_ord {
        ($($ty:ty),*) => {
            $(impl Ranked for $ty {
                fn rank(&self, other: &Self) -> Ordering {
                    self.cmp(other)
                }
            })*
        };
    }

    ranked_by_ord!(Date, Time, DateTime, SignedDuration);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(count: usize) -> impl Iterator<Item = RuleIndex> {
        (0..u32::try_from(count).unwrap()).map(RuleIndex::new)
    }

    fn fold<T: Clone, R>(values: &[T], f: impl Fn(&dyn Fn(RuleIndex) -> Result<T, Error>) -> R) -> R {
        f(&|rule| Ok(values[rule.get() as usize].clone()))
    }

    #[test]
    fn integers_add_exactly_or_not_at_all() {
        let total = |values: &[i64]| fold(values, |value| sum::<i64, i64>(rules(values.len()), value));
        assert_eq!(total(&[]), Ok(0));
        assert_eq!(total(&[i64::MAX, 1, -1]), Ok(i64::MAX));
        assert_eq!(total(&[i64::MAX, 1]), Err(Error::Arithmetic(RuleIndex::new(1))));
    }

    #[cfg(feature = "decimal")]
    #[test]
    fn decimals_add_exactly_or_not_at_all() {
        use core::str::FromStr as _;

        use rust_decimal::Decimal;

        let total = |values: &[&str]| {
            let values: Vec<_> = values.iter().map(|text| Decimal::from_str(text).unwrap()).collect();
            fold(&values, |value| sum::<Decimal, Decimal>(rules(values.len()), value)).map(|sum| sum.to_string())
        };
        assert_eq!(total(&[]), Ok("0".to_owned()));
        assert_eq!(total(&["0.1", "0.2", "-0.30"]), Ok("0".to_owned()));
        assert_eq!(total(&["-1", "0.25"]), Ok("-0.75".to_owned()));
        assert_eq!(total(&["1", "-0.25"]), Ok("0.75".to_owned()));
        assert_eq!(total(&["9999999999999999999999999999", "1", "-1"]), Ok("9999999999999999999999999999".to_owned()));
        assert_eq!(total(&["9999999999999999999999999999", "1"]), Err(Error::Arithmetic(RuleIndex::new(1))));
        // 29 digits: rust_decimal's own sum would be rounded.
        assert_eq!(total(&["1000000000000000000000000000", "0.1"]), Err(Error::Arithmetic(RuleIndex::new(1))));
        assert_eq!(total(&["0.0000000000000000000000000001", "0.9"]), Ok("0.9000000000000000000000000001".to_owned()));
    }

    #[test]
    fn nulls_are_left_out() {
        let values = [Some(3), None, Some(1), Some(3)];
        assert_eq!(fold(&values, |value| least::<i64, _>(rules(4), value)), Ok(Some(1)));
        assert_eq!(fold(&values, |value| greatest::<i64, _>(rules(4), value)), Ok(Some(3)));
        assert_eq!(fold(&values, |value| sum::<i64, _>(rules(4), value)), Ok(7));
        assert_eq!(fold(&[None::<i64>], |value| greatest::<i64, _>(rules(1), value)), Ok(None));
        assert_eq!(count(rules(4)), 4);
    }

    #[cfg(feature = "time")]
    #[test]
    fn durations_add_exactly_or_not_at_all() {
        use jiff::{SignedDuration, Span};

        use crate::{months, years_and_months};

        let halves = [SignedDuration::from_millis(1_500); 3];
        assert_eq!(fold(&halves, |value| sum::<SignedDuration, _>(rules(3), value)), Ok(SignedDuration::from_millis(4_500)));
        let long = [SignedDuration::MAX, SignedDuration::from_nanos(1)];
        assert_eq!(fold(&long, |value| sum::<SignedDuration, _>(rules(2), value)), Err(Error::Arithmetic(RuleIndex::new(1))));
        let spans = [years_and_months(14), years_and_months(-2)];
        assert_eq!(fold(&spans, |value| sum::<Span, _>(rules(2), value)).map(months), Ok(Some(12)));
        assert_eq!(fold(&spans, |value| least::<Span, _>(rules(2), value)).map(|span| span.and_then(months)), Ok(Some(-2)));
        let ages = [years_and_months(200_000), years_and_months(200_000)];
        assert!(fold(&ages, |value| sum::<Span, _>(rules(2), value)).is_err());
    }
}
