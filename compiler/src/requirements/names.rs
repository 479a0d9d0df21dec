//! Names of one table that can't stand beside each other.

use std::collections::BTreeMap;

use crate::diagnostic::Location;
use crate::diagnostic::typing::{TypingFinding, TypingProblem};
use crate::model::Name;
use crate::syntax::LIST_MARK;

/// How a path was first spelled, whether as a value or a parent, and by which name.
type Spelling = (Vec<String>, bool, usize);

/// Reports inputs that are alike but not equal, those that are a value and a parent at once, and those that lead into a list in one place
/// only: segments that name lists end in [`LIST_MARK`]. `names` are the different names of a
/// table's inputs (or outputs), each with the cell that gives it; `what` is `inputs` or `outputs`. O(n log n).
pub(crate) fn clashes(names: &[(&Name, Location)], what: &'static str) -> Vec<TypingFinding> {
    let mut findings = Vec::new();
    // The path up to each segment, by snake case and by lower case: which spelling has it, whether a value or a parent, and whose it is.
    let mut paths: BTreeMap<(bool, Vec<String>), Spelling> = BTreeMap::new();
    for (index, (name, at)) in names.iter().enumerate() {
        let mut problem = None;
        for snake in [true, false] {
            let mut path = Vec::new();
            for (depth, segment) in name.0.iter().enumerate() {
                let plain = segment.strip_suffix(LIST_MARK).unwrap_or(segment);
                path.push(if snake { Name::snake_case(plain) } else { plain.to_lowercase() });
                let spelled: Vec<String> = name.0.iter().take(depth + 1).cloned().collect();
                let is_value = depth + 1 == name.0.len();
                let key = (snake, path.clone());
                let Some((other_spelling, other_is_value, other)) = paths.get(&key) else {
                    paths.insert(key, (spelled, is_value, index));
                    continue;
                };
                let Some((other_name, first)) = names.get(*other).filter(|_| *other != index) else { continue };
                let unmarked = |spelled: &[String]| spelled.iter().map(|s| s.trim_end_matches(LIST_MARK).to_owned()).collect::<Vec<_>>();
                if *other_spelling != spelled && unmarked(other_spelling) == unmarked(&spelled) {
                    let is_list = segment.ends_with(LIST_MARK);
                    let (list, other) = if is_list { (*name, *other_name) } else { (*other_name, *name) };
                    let (list, other) = (list.to_string(), other.to_string());
                    problem = problem.or(Some(TypingProblem::ListAndValue { list, other, first: first.clone() }));
                } else if *other_spelling != spelled {
                    let (name, other) = (Name(spelled).to_string(), Name(other_spelling.clone()).to_string());
                    problem = problem.or(Some(TypingProblem::SimilarNames { name, other, first: first.clone(), what }));
                } else if is_value != *other_is_value {
                    let (parent, child) = if is_value { (*name, *other_name) } else { (*other_name, *name) };
                    let (parent, child) = (parent.to_string(), child.to_string());
                    problem = problem.or(Some(TypingProblem::NameInsideName { parent, child, first: first.clone(), what }));
                }
            }
        }
        findings.extend(problem.map(|problem| TypingFinding { at: at.clone(), problem }));
    }
    findings
}
