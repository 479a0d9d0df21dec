//! Only a string literal is a path.

mod name {
    matchbook::decisions!(BOOK);
}

mod nothing {
    matchbook::decisions!();
}

mod two {
    matchbook::decisions!("fees.csv", "many.csv");
}

mod empty {
    matchbook::decisions!("");
}

fn main() {}
