//! The lock file of a program: what the workspace around has locked, and for all else the versions that this program was tested with.
//!
//! So a program computes with the versions that the workspace's own programs ship, and finds them where those were downloaded or vendored.
//! Cargo drops the entries that it doesn't need.

use super::Place;

/// The lock file of `cli/runner`.
const OURS: &str = include_str!("../../runner/Cargo.lock");

const ENTRY: &str = "\n[[package]]\n";

/// The lock file of a program in this place.
pub(super) fn of(place: &Place) -> String {
    let around = place.workspace.as_ref().and_then(|folder| std::fs::read_to_string(folder.join("Cargo.lock")).ok());
    merged(around.as_deref())
}

/// The lock file of a program in this workspace, whose own lock file is `around`.
fn merged(around: Option<&str>) -> String {
    let Some(around) = around else { return without(OURS, &[]) };
    let around = around.replace("\r\n", "\n");
    let known: Vec<&str> = around.split(ENTRY).filter_map(name).collect();
    let ours = without(OURS, &known);
    let added: Vec<&str> = ours.split(ENTRY).skip(1).map(|entry| entry.trim_end_matches('\n')).collect();
    let mut merged = around.trim_end().to_owned();
    for entry in added {
        merged.push('\n');
        merged.push_str(ENTRY);
        merged.push_str(entry);
    }
    merged.push('\n');
    merged
}

/// A lock file without the packages of these names, and without those that come from a path.
fn without(lock: &str, names: &[&str]) -> String {
    let lock = lock.replace("\r\n", "\n");
    let mut entries = lock.split(ENTRY);
    let head = entries.next().unwrap_or_default();
    let stays = |entry: &&str| entry.contains("\nsource = ") && name(entry).is_some_and(|name| !names.contains(&name));
    std::iter::once(head).chain(entries.filter(stays)).collect::<Vec<_>>().join(ENTRY)
}

fn name(entry: &str) -> Option<&str> {
    entry.lines().find_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_locked_around_stays() {
        let around = "version = 4\n\n[[package]]\nname = \"memchr\"\nversion = \"2.0.0\"\nsource = \"registry\"\n\n[[package]]\nname = \"mine\"\nversion = \"0.1.0\"\n";
        let merged = merged(Some(around));
        assert!(merged.starts_with(around.trim_end()), "{merged}");
        let count = |name: &str| merged.matches(&format!("\nname = \"{name}\"\n")).count();
        assert_eq!(["memchr", "mine", "indicatif", "serde_json", "matchbook"].map(count), [1, 1, 1, 1, 0]);
        assert!(merged.ends_with("]\n") || merged.ends_with("\"\n"));
    }

    #[test]
    fn without_a_workspace_it_is_ours() {
        let merged = merged(None);
        assert!(merged.contains("name = \"indicatif\"") && !merged.contains("name = \"matchbook-runner\""));
    }
}
