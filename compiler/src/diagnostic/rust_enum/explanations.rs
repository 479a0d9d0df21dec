//! What each code of Rust enums means.

use crate::diagnostic::{Code, Explanation, Level};

const fn error(code: u16, name: &'static str, what: &'static str, why: &'static str, bad: &'static str, good: &'static str) -> Explanation {
    Explanation { code: Code(code), name, level: Level::Error, what, why, bad, good }
}

/// A table whose input column has this type, and these values.
macro_rules! table {
    ($ty:literal, $values:literal, $entry:literal) => {
        concat!(
            "decision | Fee\nunique | Method | Fee\nrole | if | then\ntype | ",
            $ty,
            " | number\nvalues | ",
            $values,
            " |\na | ",
            $entry,
            " | 1\nelse | | 2\n"
        )
    };
}

/// What each code means. Tables that name an enum need a `matchbook.toml`, so those without a mistake list their values.
pub static EXPLANATIONS: &[Explanation] = &[
    error(
        340,
        "unknown-enum",
        "`enum NAME` among the `values` takes the variants of a Rust enum, which `[enums]` of `matchbook.toml` has to name.",
        "Without its source file the compiler can't know its variants.",
        table!("text", "enum PaymentMethod", "card"),
        table!("text", "card, cash", "card"),
    ),
    error(
        341,
        "enum-type",
        "The variants of a Rust enum are texts, so a column of another type can't have them for its values.",
        "No value of the column would ever be one of them.",
        "",
        "",
    ),
    error(
        342,
        "enum-not-alone",
        "`enum NAME` stands alone among the `values`: it gives all of them, in the order of the source.",
        "The type of the column is the enum itself, and a further value would be none of it.",
        table!("text", "enum PaymentMethod, voucher", "card"),
        table!("text", "card, cash, voucher", "card"),
    ),
    error(
        630,
        "enum-name",
        "A key below `[enums]` in `matchbook.toml` is the name that tables use, `enum PaymentMethod`, and has to be a name in Rust.",
        "A name with blanks or signs could be misread in a cell.",
        "[enums]\n\"payment method\" = { path = \"crate::payment::PaymentMethod\", source = \"../src/payment.rs\" }\n",
        "[enums]\nPaymentMethod = { path = \"crate::payment::PaymentMethod\", source = \"../src/payment.rs\" }\n",
    ),
    error(
        631,
        "incomplete-enum",
        "An enum in `[enums]` of `matchbook.toml` needs a `path`, by which generated code names it, and a `source`, the file that shows it.",
        "Neither follows from the other: files are mounted by `mod`, and enums are re-exported.",
        "[enums]\nPaymentMethod = { path = \"crate::payment::PaymentMethod\" }\n",
        "[enums]\nPaymentMethod = { path = \"crate::payment::PaymentMethod\", source = \"../src/payment.rs\" }\n",
    ),
    error(
        632,
        "enum-path",
        "The `path` of an enum in `matchbook.toml` has to lead to it from anywhere in the crate: plain names, of which the first is `crate` or that of a crate.",
        "It is written into the generated code as it stands, in modules of any depth.",
        "[enums]\nPaymentMethod = { path = \"super::PaymentMethod\", source = \"../src/payment.rs\" }\n",
        "[enums]\nPaymentMethod = { path = \"crate::payment::PaymentMethod\", source = \"../src/payment.rs\" }\n",
    ),
    error(
        633,
        "enum-source",
        "The `source` of an enum in `matchbook.toml` is the path of a Rust file from the folder of `matchbook.toml`, with `/` between its parts.",
        "Any other path would be another file, or none, on another machine.",
        "[enums]\nPaymentMethod = { path = \"crate::payment::PaymentMethod\", source = \"/home/me/shop/src/payment.rs\" }\n",
        "[enums]\nPaymentMethod = { path = \"crate::payment::PaymentMethod\", source = \"../src/payment.rs\" }\n",
    ),
    error(
        634,
        "unreadable-enum",
        "The source file of an enum is missing, can't be read, is larger than 1 MB, or isn't Rust.",
        "Its variants are the values of columns, which can't be checked without them.",
        "",
        "",
    ),
    error(
        635,
        "no-such-enum",
        "The source file of an enum doesn't spell out an enum of this name, or does so more than once.",
        "The variants are read as a person reads them: what a macro makes or a `cfg` chooses can't be seen in the file.",
        "",
        "",
    ),
    error(
        636,
        "unsuitable-enum",
        "The variants of an enum that is a domain are names alone, without fields, parameters or two of one text.",
        "Each has to be one value that a cell can name. A `#[non_exhaustive]` enum of another crate can't be matched without a `_`, which would take in \
         silence what no table knows.",
        "",
        "",
    ),
    Explanation {
        code: Code(637),
        name: "conditional-variant",
        level: Level::Warning,
        what: "A variant of an enum stands under a `cfg`, so tables don't know it.",
        why: "The compiler doesn't know for which features and systems the crate will be built. Where the condition holds, rustc refuses the generated `match`.",
        bad: "",
        good: "",
    },
];
