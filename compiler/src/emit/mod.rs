//! Phase 9, [`Plan`](crate::dispatch::Plan) → generated Rust.

pub mod select;
