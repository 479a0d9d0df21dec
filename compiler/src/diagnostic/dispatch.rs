//! Findings of how rules are found (`MB0690` to `MB0699`).

use super::{Code, Describe, Description, Explanation, Level, Location};
use crate::model::DecisionTable;

/// A finding of how rules are found (`MB0690` to `MB0699`).
#[derive(Clone, Debug, PartialEq)]
pub enum DispatchFinding {
    /// `MB0690`: the table asks for a form of selection that it can't have.
    Refused {
        /// What the row `dispatch` says.
        location: Location,
        /// The decision.
        decision: String,
        /// What its `dispatch` row says.
        strategy: &'static str,
        /// Why not: `it has 40 rules, and …`.
        reason: String,
    },
    /// `MB0691`: the Rust of the table is longer than allowed.
    TooLong {
        /// The decision's name.
        location: Location,
        /// It.
        decision: String,
        /// How long its file would be, in bytes.
        bytes: u64,
        /// How long it may be, in bytes.
        limit: u64,
    },
}

impl DispatchFinding {
    /// The table asks for a form that it can't have.
    pub(crate) fn refused(table: &DecisionTable, reason: String) -> Self {
        let strategy = table.dispatch.word();
        let location = Location::cells(&table.book, &table.sheet, table.dispatch_at.unwrap_or(table.header));
        Self::Refused { location, decision: table.name.clone(), strategy, reason }
    }

    /// The Rust of the table is longer than allowed.
    pub(crate) fn too_long(table: &DecisionTable, bytes: u64, limit: u64) -> Self {
        let location = Location::cells(&table.book, &table.sheet, table.header);
        Self::TooLong { location, decision: table.name.clone(), bytes, limit }
    }
}

impl Describe for DispatchFinding {
    fn code(&self) -> Code {
        match self {
            Self::Refused { .. } => Code(690),
            Self::TooLong { .. } => Code(691),
        }
    }

    fn level(&self) -> Level {
        Level::Error
    }

    fn describe(&self) -> Description {
        match self {
            Self::Refused { location, decision, strategy, reason } => Description::new(
                format!("the rules of `{decision}` can't be found by `{strategy}`: {reason}"),
                location.clone(),
                "not for this table",
            )
            .fix("write `auto`", location.clone(), "auto")
            .help("or leave the row out: how rules are found never changes what they mean"),
            Self::TooLong { location, decision, bytes, limit } => Description::new(
                format!("the Rust of `{decision}` would take {}, and {} are allowed", in_bytes(*bytes), in_bytes(*limit)),
                location.clone(),
                "too large to compile",
            )
            .help("leave the row `dispatch` out if it has one, raise `limits.source-bytes` in matchbook.toml, or make several tables of it that one decision brings together"),
        }
    }
}

/// What each code means.
pub static EXPLANATIONS: &[Explanation] = &[
    Explanation {
        code: Code(690),
        name: "impossible-dispatch",
        level: Level::Error,
        what: "A table's option row `dispatch` asks for a way to find its rules that this table can't have: one `match` holds few rules and no text that is \
           excluded, a tree has a limited number of leaves, and a `cube`, `pairs`, `bit sets`, a `hash` and a `diagram` limited numbers of cells, bytes or \
           nodes. The message says which number was exceeded.",
        why: "The row is a wish about speed and about how the generated code reads. Taking another form in silence would leave its author believing otherwise. \
          The key `dispatch` of `matchbook.toml` is for all tables that can have the form, so it is no error where one can't.",
        bad: "decision | Fees\ndispatch | match\nunique | Country | Fee\nrole | if | then\nabroad | not(US) | 2\nhome | US | 1",
        good: "decision | Fees\nunique | Country | Fee\nrole | if | then\nabroad | not(US) | 2\nhome | US | 1",
    },
    Explanation {
        code: Code(691),
        name: "too-much-rust",
        level: Level::Error,
        what: "The Rust of one table would be longer than `limits.source-bytes` of matchbook.toml, which is 64 MB unless it says otherwise. It takes hundreds of thousands of rules, or a row `dispatch` that asks for much data.",
        why: "Editors and reviews read all of it, and rustc does in every build of the crate. A table of that size is mostly an export that was meant for a database.",
        bad: "",
        good: "",
    },
];

/// `1 byte`, `12 bytes`, `3.4 kB`, `5.6 MB`.
pub fn in_bytes(bytes: u64) -> String {
    match bytes {
        1 => "1 byte".to_owned(),
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{}.{} kB", bytes / 1_000, bytes / 100 % 10),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

/// A count as people read it: `31,492,800,000`.
pub fn grouped(number: u128) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_by_threes() {
        assert_eq!([0, 999, 1000, 19_008, 1_234_567].map(grouped), ["0", "999", "1,000", "19,008", "1,234,567"]);
    }
}
