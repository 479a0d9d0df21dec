//! Types the decisions of an app in the order of what they require.
//!
//! Which decisions a cell names is only known once it is read, with the names and types of its table: no text that merely looks like a name
//! makes an edge. So a decision is typed until it has met all decisions that it names and that aren't typed yet; those are typed first,
//! and then it is taken up again. What was found in the first try is dropped, since it is found again.

use std::collections::{BTreeMap, BTreeSet};

use super::BookView;
use super::decisions::Decisions;
use super::scope::{Definition, Scope};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::typing::{Step, TypingFinding, TypingProblem};
use crate::layout::DecisionBlock;
use crate::rust_enum::RustEnums;
use crate::source::BookPath;
use crate::typing::{self, Edge, Typed};

/// A decision under way.
struct Frame {
    /// Its position among the app's.
    index: usize,
    /// What it must wait for, and which of that comes next.
    edges: Vec<Edge>,
    next: usize,
}

/// What typing an app's decisions reads.
pub(super) struct App<'a> {
    pub(super) name: &'a str,
    pub(super) blocks: &'a [(BookView<'a>, &'a DecisionBlock)],
    pub(super) definitions: &'a [Definition],
    pub(super) enums: &'a RustEnums,
    /// The positions of those whose name another one has too.
    pub(super) duplicates: &'a BTreeSet<usize>,
}

/// Types all decisions of an app. The books of those that are left out are added to `dropped`.
///
/// Each is tried at most once more than it names decisions, mostly twice. Nothing recurs, however long a chain of decisions is.
pub(super) fn type_all(
    app: &App<'_>,
    decisions: &mut Decisions<'_>,
    used: &mut BTreeSet<String>,
    dropped: &mut BTreeSet<BookPath>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let name_of = |index: usize| app.blocks.get(index).map_or("", |(_, block)| block.block.name.text.as_str());
    let mut by_name: BTreeMap<&str, usize> = BTreeMap::new();
    for index in 0..app.blocks.len() {
        by_name.entry(name_of(index)).or_insert(index);
    }
    let mut settled = vec![false; app.blocks.len()];
    // Where on the stack a decision is.
    let mut depths: Vec<Option<usize>> = vec![None; app.blocks.len()];
    for root in 0..app.blocks.len() {
        let mut frames =
            if settled.get(root) == Some(&false) { vec![Frame { index: root, edges: Vec::new(), next: 0 }] } else { Vec::new() };
        if let (Some(_), Some(depth)) = (frames.first(), depths.get_mut(root)) {
            *depth = Some(0);
        }
        while let Some(frame) = frames.last_mut() {
            if let Some(edge) = frame.edges.get(frame.next) {
                let target = by_name.get(edge.decision.as_str()).copied();
                let Some(target) = target.filter(|target| settled.get(*target) == Some(&false)) else {
                    frame.next += 1;
                    continue;
                };
                match depths.get(target).copied().flatten() {
                    Some(first) => {
                        let circle = frames.split_off(first);
                        diagnostics.extend(cycle(&circle, name_of));
                        for Frame { index, .. } in circle {
                            decisions.set(name_of(index), None);
                            dropped.extend(app.blocks.get(index).map(|(book, _)| book.workbook.path.clone()));
                            settle(index, &mut settled, &mut depths);
                        }
                    }
                    None => {
                        if let Some(depth) = depths.get_mut(target) {
                            *depth = Some(frames.len());
                        }
                        frames.push(Frame { index: target, edges: Vec::new(), next: 0 });
                    }
                }
                continue;
            }
            let index = frame.index;
            let Some((book, block)) = app.blocks.get(index) else { break };
            let scope = Scope::new(app.definitions, &book.workbook.path, decisions, app.enums);
            let mut found = Vec::new();
            let typed = typing::decision(app.name, *book, block, &scope, used, &mut found);
            let table = match typed {
                Typed::Awaits(edges) => {
                    (frame.edges, frame.next) = (edges, 0);
                    continue;
                }
                Typed::Table(table) => Some(*table),
                Typed::Draft(draft) => {
                    if !app.duplicates.contains(&index) {
                        decisions.set_draft(*draft);
                    }
                    None
                }
                Typed::Broken => None,
            };
            diagnostics.append(&mut found);
            if table.is_none() || app.duplicates.contains(&index) {
                dropped.insert(book.workbook.path.clone());
            }
            if !app.duplicates.contains(&index) {
                decisions.set(name_of(index), table);
            }
            settle(index, &mut settled, &mut depths);
            frames.pop();
        }
    }
}

fn settle(index: usize, settled: &mut [bool], depths: &mut [Option<usize>]) {
    if let (Some(settled), Some(depth)) = (settled.get_mut(index), depths.get_mut(index)) {
        (*settled, *depth) = (true, None);
    }
}

/// That decisions require each other: each names the next, the last the first.
fn cycle<'n>(circle: &[Frame], name_of: impl Fn(usize) -> &'n str) -> Option<Diagnostic> {
    let step = |frame: &Frame| {
        let edge = frame.edges.get(frame.next)?;
        Some(Step { decision: name_of(frame.index).to_owned(), names: edge.decision.clone(), at: edge.at.clone() })
    };
    let steps = circle.iter().map(step).collect::<Option<Vec<_>>>()?;
    let at = steps.first()?.at.clone();
    Some(TypingFinding { at, problem: TypingProblem::Cycle { steps } }.into())
}
