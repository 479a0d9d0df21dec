//! Batches over the columns of [Apache Arrow](https://arrow.apache.org/docs/format/Columnar.html).
//!
//! Where `matchbook.toml` says `arrow = true`, a generated module has `input_schema`, `output_schema` and `evaluate_record_batch`, which is
//! [`evaluate_batch`](crate::batch) from and to record batches. A column is found by its name and read if each of its values can be taken
//! exactly: [`FromArray`] says of which types of Arrow. What a decision gives has the types of `output_schema`, null where a row has no
//! result; rules and errors are those of the [`Batch`](crate::batch::Batch) around it.
//!
//! A row with a value that its input can't hold, or with null where the table has none, fails like one outside of its domain, and the
//! others are decided. What no row could be decided by, such as a column of another type, is an [`Error`].

mod column;
#[cfg(feature = "decimal")]
mod decimal;
mod digits;
mod error;
mod failed;
mod list;
mod outputs;
mod read;
mod rows;
#[cfg(test)]
mod tests;
mod text;
#[cfg(feature = "time")]
mod time;
mod write;

pub use arrow_array as array;
pub use arrow_array::RecordBatch;
pub use arrow_buffer as buffer;
pub use arrow_schema as schema;

pub use column::Column;
pub use error::Error;
pub use list::List;
pub use outputs::{Arrays, record_batch};
pub use read::{FromArray, Unread};
pub use rows::Rows;
pub use write::{IntoArray, Unwritten};
