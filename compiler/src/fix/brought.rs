//! Which findings a change of the books brought.

use std::collections::{BTreeMap, BTreeSet};

use crate::compile::Compilation;
use crate::diagnostic::{BlockKind, Code, Identity, Level, Location, Report};
use crate::source::BookPath;

/// What findings of one kind are counted by.
type Kind = (Code, BookPath, Option<(BlockKind, String)>);

/// The warnings and errors of `after` that `before` hadn't. A finding is the same as one before if its identity is, or its place; and where
/// there are fewer of its kind in a block than before, it is what remains of them: of three overlapping rules, two.
///
/// O(findings of both).
pub(super) fn brought<'r>(before: &Compilation, after: &'r Compilation) -> Vec<&'r Report> {
    let mut identities: BTreeMap<String, usize> = BTreeMap::new();
    let mut places: BTreeSet<(Code, &Location)> = BTreeSet::new();
    let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
    for report in serious(before) {
        let identity = Identity::of(report, &before.read);
        *identities.entry(identity.fingerprint()).or_default() += 1;
        places.insert((report.code(), report.location()));
        *kinds.entry((identity.code, identity.book, identity.block)).or_default() += 1;
    }
    let mut left: BTreeMap<Kind, usize> = BTreeMap::new();
    let mut new: Vec<(&Report, Kind)> = Vec::new();
    for report in serious(after) {
        let identity = Identity::of(report, &after.read);
        let fingerprint = identity.fingerprint();
        let kind = (identity.code, identity.book, identity.block);
        *left.entry(kind.clone()).or_default() += 1;
        match identities.get_mut(&fingerprint) {
            Some(known @ 1..) => *known -= 1,
            _ if places.contains(&(report.code(), report.location())) => {}
            _ => new.push((report, kind)),
        }
    }
    new.retain(|(_, kind)| left.get(kind) >= kinds.get(kind));
    new.into_iter().map(|(report, _)| report).collect()
}

fn serious(compilation: &Compilation) -> impl Iterator<Item = &Report> {
    compilation.reports.iter().filter(|report| report.level >= Level::Warning)
}
