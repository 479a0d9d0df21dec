//! There is no such book; a folder is none, and a text neither.

mod missing {
    matchbook::decisions!("decisions/postge.csv");
}

mod folder {
    matchbook::decisions!("../ui");
}

mod text {
    matchbook::decisions!("missing.rs");
}

fn main() {}
