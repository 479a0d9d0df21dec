//! The operators and built-in functions of FEEL (DMN 1.5, 10.3.2 and 10.3.4), as the Rust generated from expressions calls them.
//!
//! Each gives the exact value or says that there is none: [`Inexact`] where a number would need more than 28 digits, or a date or a duration
//! lies out of its range. `None` is FEEL's null. What rounds (division, powers, roots, logarithms, means) rounds half even at 28
//! significant digits, and at 28 digits after the point. Numbers come out in normal form: no zeros at the end of what follows the point.
//! Years and months durations are a number of months, an `i64`.

mod calendar;
mod column;
mod duration;
mod list;
mod logic;
mod number;
#[cfg(feature = "regex")]
mod pattern;
mod power;
mod rounding;
mod search;
mod temporal;
mod text;
mod wide;

use core::fmt;

pub use column::{integer, scale};
pub use duration::{
    abs_duration, abs_months, add_durations, add_months, days, divide_duration, divide_months, duration_to_text, hours, minutes,
    months_beside_years, months_of, months_to_text, multiply_duration, multiply_months, negate_duration, negate_months, ratio_of_durations,
    ratio_of_months, seconds, span_of, subtract_durations, subtract_months, years,
};
pub use list::{
    MAX_ITEMS, bounded, concatenate, count, distinct_values, filter, flatten, index_of, insert_before, item, iterate, iterate_days,
    lent_item, list_contains, list_replace, max, mean, median, min, mode, product, push, remove, reverse, sort, sort_by,
    standard_deviation, sublist, sublist_of, sum,
};
pub use logic::{all, and, any, boolean_to_text, or};
pub use number::{abs, add, divide, even, is_number, modulo, multiply, negate, number, number_separated, number_to_text, odd, subtract};
#[cfg(feature = "regex")]
pub use pattern::{Pattern, matches, replace, split};
pub use power::{exp, log, power, square_root};
pub use rounding::{ceiling, decimal, floor, round_down, round_half_down, round_half_up, round_up};
pub use temporal::{
    add_months_to_date, add_months_to_date_time, add_to_date, add_to_date_time, add_to_time, at_midnight, between_date_times,
    between_dates, between_times, date_from_parts, date_from_text, date_of, date_time_from_parts, date_time_from_text, date_time_to_text,
    date_to_text, day, day_of_week, day_of_year, hour, minute, month, month_of_year, months_between, second, subtract_from_date,
    subtract_from_date_time, subtract_from_time, subtract_months_from_date, subtract_months_from_date_time, time_from_parts,
    time_from_text, time_of, time_to_text, week_of_year, weekday, year,
};
pub use text::{
    concat, contains, ends_with, fold_case, is_email, lower_case, starts_with, string_join, string_length, substring, substring_after,
    substring_before, substring_of, upper_case,
};

/// The arithmetic error: a number that 28 digits don't hold, or a date or a duration out of its range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Inexact;

impl fmt::Display for Inexact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value doesn't fit: a number of more than 28 digits, or a date or a duration out of its range")
    }
}

impl core::error::Error for Inexact {}
