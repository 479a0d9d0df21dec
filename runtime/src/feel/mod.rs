//! The operators and built-in functions of FEEL (DMN 1.5, 10.3.2 and 10.3.4), as the Rust generated from expressions calls them.
//!
//! Each gives the exact value or says that there is none: [`Inexact`] where a number would need more than 28 digits, or a date or a duration
//! lies out of its range. `None` is FEEL's null. What rounds (division, powers, roots, logarithms, means) rounds half even at 28
//! significant digits, and at 28 digits after the point. Numbers come out in normal form: no zeros at the end of what follows the point.
//! Years and months durations are a number of months, an `i64`.

use core::fmt;

/// The arithmetic error: a number that 28 digits don't hold, or a date or a duration out of its range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Inexact;

impl fmt::Display for Inexact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value doesn't fit: a number of more than 28 digits, or a date or a duration out of its range")
    }
}

impl core::error::Error for Inexact {}
