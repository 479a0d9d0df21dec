//! Generated files, and how a folder of them is brought up to date.

mod header;
mod reconcile;
mod root;

use crate::source::BookPath;

pub use header::Header;
pub use reconcile::{Existing, Reconciliation, reconcile};
pub use root::{ROOT, root};

/// A generated file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedFile {
    /// Its path below the folder of generated files, with `/` between its parts: `retail/shipping/shipping_fee.rs`. Each part but the
    /// last is a module, and so is the last without `.rs`.
    pub path: String,
    /// What it was made from.
    pub header: Header,
    /// Its text, which starts with the header's line.
    pub text: String,
}

impl GeneratedFile {
    /// The file of a decision, or of a glossary's closed lists where `decision` is `None`; `book` is `None` for what several books made.
    /// The header's line is put before `body`, which may start with inner docs.
    pub fn new(path: impl Into<String>, book: Option<BookPath>, decision: Option<String>, body: &str) -> Self {
        let header = Header { book, decision };
        Self { path: path.into(), text: format!("{header}\n{body}"), header }
    }

    /// The text without the header's line: what the macro makes an inline module of.
    pub fn body(&self) -> &str {
        self.text.split_once('\n').map_or("", |(_, body)| body)
    }
}
