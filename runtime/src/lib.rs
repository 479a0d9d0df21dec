//! What Rust generated from decision tables links to.
//!
//! A generated module has `Input`, `Output`, `evaluate`, `select`, `RULES` and `TABLE`; their types that aren't generated are here. The
//! crate does no IO, has no panic path, and with its default features off it is `no_std` without any dependency:
//!
//! | feature | gives | used by tables with |
//! | --- | --- | --- |
//! | `decimal` | [`Decimal`], [`decimal!`] | `number` and `decimal(s)` columns |
//! | `time` | [`civil`], [`SignedDuration`], [`Span`] | dates, times and durations |
//! | `expressions` | [`feel`], [`Cow`]; `alloc` | FEEL expressions; it includes `decimal` and `time` |
//! | `regex` | [`feel`]'s `matches`, `replace` and `split` | regular expressions; it includes `expressions` |
//! | `batch` | [`batch`]; `alloc` | any, where `matchbook.toml` says `batch = true` |
//! | `arrow` | record batches of Apache Arrow; `std` | any, where `matchbook.toml` says `arrow = true` |
//! | `json` | [`json`], [`Decision::decide`] | any, unless `matchbook.toml` says `json = false` |
//! | `macros` | `decisions!`, which compiles a book where it is named; the derive `Domain` | enums of yours as values |
//!
//! All but `regex`, `arrow` and `macros` are on by default, because generated code uses them by default.

#![cfg_attr(not(any(test, feature = "std")), no_std)]
#![cfg_attr(
    not(test),
    deny(
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::unreachable
    )
)]

#[cfg(any(feature = "batch", feature = "expressions", feature = "json"))]
extern crate alloc;

mod aggregate;
#[cfg(feature = "arrow")]
pub mod arrow;
#[cfg(feature = "batch")]
pub mod batch;
mod closed_text;
pub mod data;
mod decision;
#[cfg(feature = "time")]
mod duration;
mod error;
#[cfg(feature = "expressions")]
pub mod feel;
mod grid;
mod info;
#[cfg(all(feature = "time", any(feature = "json", feature = "expressions")))]
mod iso8601;
#[cfg(feature = "json")]
pub mod json;
#[cfg(any(feature = "arrow", feature = "decimal", feature = "json"))]
mod number;
mod rule;
#[cfg(feature = "time")]
mod stored;

#[cfg(feature = "expressions")]
pub use alloc::borrow::Cow;

pub use aggregate::{Ranked, Summand, count, greatest, least, sum};
pub use closed_text::{ClosedText, narrowed};
pub use decision::Decision;
#[cfg(feature = "time")]
pub use duration::years_and_months;
pub use error::{Cause, Error};
#[cfg(feature = "decimal")]
pub use grid::{ceil_at, decimal_position, exact_at, floor_at};
#[cfg(all(feature = "batch", feature = "decimal"))]
pub use grid::{ceils_at, exacts_at, floors_at};
#[cfg(feature = "time")]
pub use grid::{hhmmss, hhmmss_nanos, months, nanoseconds, packed_date, seconds, yyyymmdd, yyyymmddhhmmss, yyyymmddhhmmss_nanos};
pub use grid::{packed, text_position};
pub use info::{Field, HitPolicy, Info};
#[cfg(feature = "time")]
pub use jiff::{SignedDuration, Span, civil};
#[cfg(feature = "macros")]
pub use matchbook_macros::{Domain, decisions};
#[cfg(feature = "decimal")]
pub use number::decimal_at;
#[cfg(feature = "decimal")]
#[doc(hidden)]
pub use number::decimal_from_literal;
pub use rule::{Rule, RuleIndex, Rules};
#[cfg(feature = "decimal")]
pub use rust_decimal::Decimal;
#[cfg(feature = "time")]
pub use stored::{date_of, date_time_of, duration_of, time_of};

/// A decimal constant with the digits written: `decimal!(14.50)` has two after the point.
///
/// At most 28 digits in all; anything else doesn't compile.
///
/// ```
/// const FEE: matchbook::Decimal = matchbook::decimal!(14.50);
/// assert_eq!(FEE.to_string(), "14.50");
/// ```
#[cfg(feature = "decimal")]
#[macro_export]
macro_rules! decimal {
    ($value:literal) => {
        const { $crate::decimal_from_literal(::core::stringify!($value)) }
    };
}

/// The modules that a build script generated into `OUT_DIR`, put where this stands:
///
/// ```ignore
/// #[allow(dead_code, reason = "a binary need not use all that a table offers")]
/// mod rules {
///     matchbook::include_tables!();
/// }
/// ```
#[macro_export]
macro_rules! include_tables {
    () => {
        ::core::include!(::core::concat!(::core::env!("OUT_DIR"), "/matchbook/mod.rs"));
    };
}
