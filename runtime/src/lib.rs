//! What Rust generated from decision tables links to.
#![cfg_attr(not(any(feature = "std", test)), no_std)]

mod grid;

pub use grid::text_position;
#[cfg(feature = "decimal")]
pub use grid::{ceil_at, decimal_position, exact_at, floor_at};
#[cfg(feature = "time")]
pub use grid::{hhmmss, hhmmss_nanos, months, nanoseconds, seconds, yyyymmdd, yyyymmddhhmmss, yyyymmddhhmmss_nanos};
