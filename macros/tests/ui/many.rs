//! The first twenty findings are listed.

mod rules {
    matchbook::decisions!("many.csv");
}

fn main() {}
