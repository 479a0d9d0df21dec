//! What of a book has no meaning but is worth a copy: widths, bold cells, formulas; and what a copy has to do without.

use std::collections::{BTreeMap, BTreeSet};

use super::CellRef;
#[cfg(feature = "workbook")]
use super::sniff::{self, Family};
use crate::options::Options;

/// How a book looks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Looks {
    /// By the name of the sheet; none where the format doesn't show it to us: only xlsx and xlsm do.
    pub sheets: BTreeMap<String, SheetLooks>,
    /// What the book holds besides cells, as plurals, as far as it is known: `charts`, `filters`.
    pub left_out: Vec<&'static str>,
    /// Whether some cell is known to hold a formula.
    pub has_formulas: bool,
}

/// How a sheet looks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SheetLooks {
    /// The widths of columns, zero-based, in characters.
    pub widths: BTreeMap<u32, f64>,
    /// The cells in bold type.
    pub bold: BTreeSet<CellRef>,
    /// The formulas that can be copied one by one, without `=`; none where the sheet has shared or array formulas, or the book names.
    pub formulas: BTreeMap<CellRef, String>,
}

/// How a book looks; of a CSV file, and of what can't be read, like nothing. Linear in the file and what it unpacks to, which [`Options`]
/// bounds.
pub fn looks(bytes: &[u8], options: &Options) -> Looks {
    #[cfg(feature = "workbook")]
    if sniff::family(bytes) == Family::Zip {
        return super::workbook::looks(bytes, options);
    }
    #[cfg(not(feature = "workbook"))]
    let _ = (bytes, options);
    Looks::default()
}
