//! Two cells of one decision are wrong; the other decision is there all the same.

mod rules {
    matchbook::decisions!("fees.csv");
}

fn main() {
    let _ = rules::fees::right::evaluate;
}
