//! The Matchbook compiler: workbooks of decision tables in, typed and checked Rust out.

#[cfg(feature = "build")]
pub mod build;
pub mod cases;
pub mod check;
pub mod compile;
pub mod diagnostic;
pub mod diagram;
pub mod dispatch;
pub mod emit;
pub mod fix;
pub mod interpret;
pub mod layout;
mod lints;
pub mod model;
pub mod names;
pub mod options;
pub mod output;
pub mod region;
pub mod requirements;
pub mod rust_enum;
pub mod schema;
#[cfg(test)]
pub(crate) mod sketch;
pub mod source;
pub mod syntax;
pub mod typing;

#[cfg(feature = "build")]
pub use build::build;
