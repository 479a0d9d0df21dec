//! Phase 2, [`Workbook`](crate::source::Workbook) → blocks: finding blocks, gutters, column rows and rules (sections 1, 2 and 8).
