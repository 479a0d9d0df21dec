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
}

impl DispatchFinding {
    /// The table asks for a form that it can't have.
    pub(crate) fn refused(table: &DecisionTable, reason: String) -> Self {
        let strategy = table.dispatch.word();
        let location = Location::cells(&table.book, &table.sheet, table.dispatch_at.unwrap_or(table.header));
        Self::Refused { location, decision: table.name.clone(), strategy, reason }
    }
}

impl Describe for DispatchFinding {
    fn code(&self) -> Code {
        Code(690)
    }

    fn level(&self) -> Level {
        Level::Error
    }

    fn describe(&self) -> Description {
        let Self::Refused { location, decision, strategy, reason } = self;
        Description::new(
            format!("the rules of `{decision}` can't be found by `{strategy}`: {reason}"),
            location.clone(),
            "not for this table",
        )
        .fix("write `auto`", location.clone(), "auto")
        .help("or leave the row out: how rules are found never changes what they mean")
    }
}

/// What each code means.
pub static EXPLANATIONS: &[Explanation] = &[Explanation {
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
}];
