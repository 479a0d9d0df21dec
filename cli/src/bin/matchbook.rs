//! `matchbook`.

fn main() {}
