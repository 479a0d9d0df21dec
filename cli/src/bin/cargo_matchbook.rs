//! `cargo matchbook`.

fn main() {}
