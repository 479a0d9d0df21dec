#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentMethod {
    Card,
}

mod rules {
    matchbook::decisions!("plain/fees.csv");
}

fn main() {}
