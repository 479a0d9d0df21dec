//! Carrying out fixes: which of those that findings offer, and what becomes of the books. Pure: who reads and writes files is a front end.
//!
//! A fix is carried out if it is the only one that its finding offers, complete, and no guess
//! ([`Applicability::MachineApplicable`](crate::diagnostic::Applicability)); if it can be without touching anything but its own cells; and if
//! the books have no finding afterwards that they hadn't before. What it uncovers is fixed in turn, until nothing is left to do.

mod brought;
mod mend;
mod sheet;
pub mod text;

pub use mend::{Change, Draft, Made, Mended, Refused, mend};
pub use sheet::edit_sheets;
