//! Phase 2, [`Workbook`](crate::source::Workbook) → blocks: finding blocks, gutters, column rows and rules (sections 1, 2 and 8).
//!
//! Before: cells, merges. After: each block's rows and columns have their part (`role`, a rule, `else`), its words are read, and what
//! can be wrong with its shape is said. The text of entries isn't looked at: that is `syntax` and `typing`. A block that has an error
//! in its shape stays, marked [`Block::faulty`], so that the rest of it is still checked.

mod block;

pub use block::{
    Block, BookLayout, Column, ColumnRow, DecisionBlock, NameBlock, OptionRow, OptionWord, Role, RuleRow, TestLayout, Text, VerticalMerges,
    fold,
};
