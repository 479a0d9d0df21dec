#[derive(Clone, Copy, Debug, PartialEq, Eq, matchbook::Domain)]
pub enum PaymentMethod {
    Card,
    #[cfg(all())]
    Voucher,
}

mod rules {
    matchbook::decisions!("enums/fees.csv");
}

fn main() {}
