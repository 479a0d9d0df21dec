//! Packages outside the workspace, below the target folder, built by cargo, offline, with the workspace's lock file.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

/// A package of its own.
pub(crate) struct Package {
    pub(crate) folder: PathBuf,
}

impl Package {
    /// A package with these sections of its manifest, in which `WORKSPACE` is this workspace's path, and these files.
    pub(crate) fn new(name: &str, dependencies: &str, files: &[(&str, &str)]) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages").join(name);
        let _ = fs::remove_dir_all(&folder);
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap();
        let package = Self { folder };
        let dependencies = dependencies.replace("WORKSPACE", workspace.to_str().unwrap());
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n{dependencies}\n[workspace]\n\n[profile.dev]\ndebug = false\n\n\
             [profile.dev.package.\"*\"]\nopt-level = 1\n\n[profile.dev.build-override]\nopt-level = 1\n"
        );
        package.write("Cargo.toml", &manifest);
        package.write("Cargo.lock", &fs::read_to_string(workspace.join("Cargo.lock")).unwrap());
        for (path, text) in files {
            package.write(path, text);
        }
        package
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Runs cargo here with these arguments, blanks between them: whether it succeeded, its standard output, its standard error.
    pub(crate) fn cargo(&self, command: &str) -> (bool, String, String) {
        let output = Command::new(env!("CARGO"))
            .args(command.split(' '))
            .args(["--offline", "--color", "never"])
            .current_dir(&self.folder)
            // One target folder for all packages, so that dependencies are built once.
            .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages/target"))
            .env_remove("RUSTFLAGS")
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        (output.status.success(), text(output.stdout), text(output.stderr))
    }

    #[allow(dead_code, reason = "some tests ask for no times")]
    pub(crate) fn modified(&self, path: &str) -> SystemTime {
        fs::metadata(self.folder.join(path)).unwrap().modified().unwrap()
    }
}
