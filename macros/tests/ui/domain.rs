#[derive(Clone, Copy, Debug, PartialEq, Eq, matchbook::Domain)]
enum Fields {
    Card(u64),
    Voucher { code: u8 },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, matchbook::Domain)]
enum Parameters<T> {
    Card(T),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, matchbook::Domain)]
enum Empty {}

#[derive(Clone, Copy, Debug, PartialEq, Eq, matchbook::Domain)]
#[domain("payment")]
enum Texts {
    #[domain("card")]
    Card,
    #[domain("card")]
    Debit,
    #[domain]
    Cash,
    #[domain(" by bank ")]
    Transfer,
    #[domain("a")]
    #[domain("b")]
    Invoice,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, matchbook::Domain)]
struct NoEnum;

#[derive(matchbook::Domain)]
enum Bare {
    Card,
}

fn main() {}
