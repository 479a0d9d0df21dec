//! What `matchbook.toml` says: everything that changes the generated text or the findings, read alike by all front ends.

/// The options of a compilation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The path of the runtime crate in generated code: `matchbook`, or `crate::matchbook`.
    pub runtime: String,
    /// Whether generated modules read and write JSON.
    pub json: bool,
    /// The largest file that is read, in bytes.
    pub max_book_bytes: u64,
    /// The most memory that reading one book may take beyond its bytes, in bytes: uncompressed parts of a workbook count fully.
    pub max_expanded_bytes: u64,
    /// The most cells that a book may hold.
    pub max_cells: u64,
    /// The most nodes of a decision diagram.
    pub max_diagram_nodes: usize,
    /// The most rules that become one `match`.
    pub max_match_rules: usize,
    /// The most leaves of a match tree; larger ones become data.
    pub max_tree_leaves: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            runtime: "matchbook".to_owned(),
            json: true,
            max_book_bytes: 100 << 20,
            max_expanded_bytes: 1 << 30,
            max_cells: 5_000_000,
            max_diagram_nodes: 200_000,
            max_match_rules: 32,
            max_tree_leaves: 1_000,
        }
    }
}
