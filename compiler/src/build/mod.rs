//! What front ends share of reading and writing files, and the build-script API.
//!
//! A build script of one line makes modules of the books in `tables/`, for `matchbook::include_tables!()`:
//!
//! ```no_run
//! matchbook_compiler::build("tables");
//! ```
//!
//! One that keeps the Rust in the repository, for review:
//!
//! ```no_run
//! matchbook_compiler::build::Build::new("../tables").out_folder("src/tables").run();
//! ```

mod books;
mod folder;
mod script;

pub use books::{Books, OpenError};
pub use folder::{FolderError, OutFolder};
pub use script::Build;

/// The most findings of one level that a build script or a macro lists one by one. `matchbook check --message-format short` lists all, and
/// `json` does; for people it counts what goes beyond some of a kind in a book.
pub const LISTED: usize = 20;

/// Compiles the books below `folder`, which is relative to the manifest's folder, into `OUT_DIR`, for a build script. See [`Build`].
pub fn build(folder: &str) {
    Build::new(folder).run();
}
