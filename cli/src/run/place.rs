//! Where programs are built and kept.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Where programs are built and kept.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// The folder of all programs.
    pub(crate) folder: PathBuf,
    /// The cargo workspace around the books.
    pub(crate) workspace: Option<PathBuf>,
}

impl Place {
    /// For books below `root`: `matchbook-run` in the target folder that cargo is told by its environment, else in that of the workspace
    /// around, else in a folder `target` beside the books.
    pub(crate) fn of(root: &Path) -> Self {
        Self::with(root, ["CARGO_TARGET_DIR", "CARGO_BUILD_TARGET_DIR"].into_iter().find_map(std::env::var_os))
    }

    fn with(root: &Path, target: Option<OsString>) -> Self {
        let workspace = workspace(root);
        let target = match target.filter(|target| !target.is_empty()) {
            // Relative to the working folder, as cargo takes it.
            Some(target) => std::path::absolute(&target).unwrap_or_else(|_| PathBuf::from(target)),
            None => workspace.as_deref().unwrap_or(root).join("target"),
        };
        Self { folder: target.join("matchbook-run"), workspace }
    }
}

/// The folder of the nearest manifest around that is a workspace's, else of the nearest at all.
fn workspace(folder: &Path) -> Option<PathBuf> {
    let manifests = || folder.ancestors().filter(|folder| folder.join("Cargo.toml").is_file());
    let is_workspace = |folder: &&Path| {
        let text = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
        text.lines().any(|line| line.trim_start().starts_with("[workspace"))
    };
    manifests().find(is_workspace).or_else(|| manifests().next()).map(Path::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_in_the_target_folder_of_the_workspace_around() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("shop/crates/pricing/tables");
        std::fs::create_dir_all(&root).unwrap();
        let write = |path: &str, text: &str| std::fs::write(folder.path().join(path), text).unwrap();
        let place = |target: Option<&str>| Place::with(&root, target.map(OsString::from));
        assert_eq!(place(None).folder, root.join("target/matchbook-run"));
        assert_eq!(place(None).workspace, None);
        write("shop/crates/pricing/Cargo.toml", "[package]\n");
        assert_eq!(place(None).folder, folder.path().join("shop/crates/pricing/target/matchbook-run"));
        write("shop/Cargo.toml", "[workspace]\nmembers = [\"crates/*\"]\n");
        assert_eq!(place(None).folder, folder.path().join("shop/target/matchbook-run"));
        assert_eq!(place(None).workspace, Some(folder.path().join("shop")));
        assert_eq!(place(Some("/elsewhere")).folder, Path::new("/elsewhere/matchbook-run"));
        assert_eq!(place(Some("")).folder, folder.path().join("shop/target/matchbook-run"));
    }
}
