//! Years and months durations, which the table language counts in months.

use jiff::Span;

/// The longest years and months duration that [`Span`] holds: 19,998 years.
const MAX_MONTHS: i64 = 19_998 * 12;

/// The duration of so many months, as years and months: 14 months are `P1Y2M`. What [`Span`] doesn't hold (19,998 years) becomes the
/// longest that it does.
pub fn years_and_months(months: i64) -> Span {
    let months = months.clamp(-MAX_MONTHS, MAX_MONTHS);
    let (years, rest) = (months.checked_div(12).unwrap_or(0), months.checked_rem(12).unwrap_or(0));
    Span::new().try_years(years).and_then(|span| span.try_months(rest)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::months;

    #[test]
    fn months_and_spans_are_inverse() {
        for count in [0, 1, 11, 12, 14, -1, -14, MAX_MONTHS, -MAX_MONTHS] {
            assert_eq!(months(years_and_months(count)), Some(count));
        }
        assert_eq!(years_and_months(14).get_years(), 1);
        assert_eq!(years_and_months(i64::MAX).get_years(), 19_998);
        assert_eq!(months(Span::new().days(1)), None);
        assert_eq!(months(Span::new().months(1).nanoseconds(1)), None);
    }
}
