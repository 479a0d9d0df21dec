//! Selection for the largest tables: numbers, texts, diagrams and rules kept in byte strings and read in place.
//!
//! A byte string costs rustc next to nothing, where an array of a hundred thousand elements costs seconds. Whatever is read from one is
//! checked by `get`: a damaged one finds no rule, and never panics. Numbers are little-endian.

mod bit_sets;
mod blocks;
mod class;
mod code;
mod combinations;
mod cube;
mod diagram;
mod hash;
mod lists;
mod numbers;
mod promise;
mod scan;
mod text;

pub use bit_sets::{BitSets, Common, CommonBySummary, SummarizedBitSets};
pub use blocks::{Admitted, Blocks};
pub use class::{Integers, Key, PackedDates, Steps, WideIntegers, counted};
pub use code::{Codes, HashedCodes, ShortTexts, fixed_text, short_text};
pub use combinations::Combinations;
pub use cube::{Cube, Several};
pub use diagram::Diagram;
pub use hash::{HashedKeys, HashedTexts, MediumTexts, PerfectHash, hash_of_ends, hash_of_text, hash_of_words, two_words};
pub use lists::{Lists, RuleList};
pub use numbers::{Distances, Numbers};
pub use promise::{agreeing, only};
pub use scan::{Column, Scan, Scanned};
#[cfg(feature = "decimal")]
pub use text::Decimals;
pub use text::Texts;

#[cfg(test)]
mod tests;
