//! Which `matchbook` a program links to.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use super::{Failure, Place, digest};

/// The crate `matchbook` that a program links to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Runtime {
    /// In this folder.
    Folder(PathBuf),
    /// From the registry, of this program's own version.
    Registry,
}

/// Where the workspace that this program was built in has it.
const OURS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../runtime");
/// What remembers which crate a workspace uses, so that cargo need not be asked again.
const FILE: &str = "runtime.json";

impl Runtime {
    /// The one in `given`, where the caller says so; else the one that the workspace around uses; else the one beside this program's own source,
    /// if that is still there; else the registry's.
    pub(crate) fn find(given: Option<&Path>, place: &Place) -> Result<Self, Failure> {
        if let Some(given) = given {
            let folder = [given.to_owned(), given.join("runtime")].into_iter().find(|folder| is_runtime(folder));
            let folder = folder.ok_or_else(|| {
                Failure::Runtime(format!(
                    "`{}` isn't the crate `matchbook`, nor a folder that has it as `runtime`: name the folder of its Cargo.toml",
                    given.display()
                ))
            })?;
            return folder.canonicalize().map(Self::Folder).map_err(|error| Failure::read(&folder, &error));
        }
        let around = place.workspace.as_deref().and_then(|workspace| around(workspace, &place.folder));
        let ours = || Path::new(OURS).canonicalize().ok().filter(|folder| is_runtime(folder));
        Ok(around.or_else(ours).map_or(Self::Registry, Self::Folder))
    }

    /// The dependency on it, in a manifest.
    pub(super) fn dependency(&self, regex: bool) -> String {
        let place = match self {
            Self::Folder(folder) => format!("path = {}", super::quoted(&folder.to_string_lossy())),
            Self::Registry => format!("version = \"={}\"", env!("CARGO_PKG_VERSION")),
        };
        let features = if regex { ", features = [\"regex\"]" } else { "" };
        format!("matchbook = {{ {place}{features} }}")
    }

    /// All that a program is made of besides its own text: a program is made anew where that changes.
    pub(super) fn texts(&self) -> Result<BTreeMap<String, String>, Failure> {
        let mut texts = BTreeMap::new();
        if let Self::Folder(folder) = self {
            let around = folder.parent().unwrap_or(folder).join("Cargo.toml");
            for manifest in [folder.join("Cargo.toml"), around] {
                if let Ok(text) = std::fs::read_to_string(&manifest) {
                    texts.insert(manifest.to_string_lossy().into_owned(), text);
                }
            }
            sources(&folder.join("src"), &mut texts)?;
        }
        Ok(texts)
    }
}

fn sources(folder: &Path, texts: &mut BTreeMap<String, String>) -> Result<(), Failure> {
    for entry in std::fs::read_dir(folder).map_err(|error| Failure::read(folder, &error))? {
        let path = entry.map_err(|error| Failure::read(folder, &error))?.path();
        if path.is_dir() {
            sources(&path, texts)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).map_err(|error| Failure::read(&path, &error))?;
            texts.insert(path.to_string_lossy().into_owned(), text);
        }
    }
    Ok(())
}

/// The crate that the workspace's packages depend on, from wherever it comes. Cargo is asked once for each lock file.
fn around(workspace: &Path, folder: &Path) -> Option<PathBuf> {
    let lock = std::fs::read_to_string(workspace.join("Cargo.lock")).ok()?;
    if !lock.lines().any(|line| line == "name = \"matchbook\"") {
        return None;
    }
    let workspace_name = workspace.to_string_lossy();
    let key = digest([(&*workspace_name, lock.as_str())]);
    let memory = folder.join(FILE);
    let remembered = std::fs::read_to_string(&memory).ok().and_then(|text| serde_json::from_str::<Value>(&text).ok());
    if let Some(remembered) = remembered.filter(|remembered| remembered["lock"] == key.as_str()) {
        let found = PathBuf::from(remembered["folder"].as_str()?);
        if is_runtime(&found) {
            return Some(found);
        }
    }
    let found = ask(workspace)?;
    let text = json!({ "lock": key, "folder": found.to_string_lossy() }).to_string();
    // Where it can't be remembered, cargo is asked again.
    let _ = super::write(&memory, &text);
    Some(found)
}

fn ask(workspace: &Path) -> Option<PathBuf> {
    let output = Command::new(super::build::cargo())
        .args(["metadata", "--format-version", "1", "--frozen"])
        .current_dir(workspace)
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    let metadata: Value = serde_json::from_slice(&output.stdout).ok()?;
    let package = metadata["packages"].as_array()?.iter().find(|package| package["name"] == "matchbook")?;
    let folder = Path::new(package["manifest_path"].as_str()?).parent()?;
    is_runtime(folder).then(|| folder.to_owned())
}

fn is_runtime(folder: &Path) -> bool {
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
    manifest.lines().any(|line| line.trim() == "name = \"matchbook\"") && folder.join("src/lib.rs").is_file()
}
