//! The analysis of a table with errors in some cells: what it says holds whatever those cells will say once they are mended.

use std::collections::BTreeSet;

use super::examine_beside;
use super::words::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::{Draft, HitPolicy, RuleId};
use crate::options::Options;
use crate::region::{AtomSet, RuleMatrix, matrix};

/// Rules of which a matrix has all that they could match, as it isn't known what they do.
#[derive(Default)]
pub(super) struct Unknown(BTreeSet<RuleId>);

impl Unknown {
    /// The rules.
    pub(super) fn rules(&self) -> impl Iterator<Item = RuleId> {
        self.0.iter().copied()
    }

    /// The matrix in which they match nothing; `None` if there are none.
    pub(super) fn left_out(&self, matrix: &RuleMatrix) -> Option<RuleMatrix> {
        if self.0.is_empty() {
            return None;
        }
        let mut known = matrix.clone();
        for region in known.rules.iter_mut().filter(|region| self.0.contains(&region.rule)) {
            region.sets.fill(AtomSet::default());
        }
        Some(known)
    }
}

/// Checks what can be read of a table.
pub(crate) fn check_draft(draft: &Draft, options: &Options, diagnostics: &mut Vec<Diagnostic>) {
    let table = &draft.table;
    // Under these policies, who wins or clashes depends on outputs.
    let by_outputs = matches!(table.hit_policy, HitPolicy::Any | HitPolicy::Priority | HitPolicy::OutputOrder);
    let unknown = draft.unread.iter().chain(draft.unanswered.iter().filter(|_| by_outputs)).copied().collect();
    let matrix = matrix(table);
    let (findings, _) = examine_beside(Subject { table, matrix: &matrix }, None, options.max_diagram_nodes, &Unknown(unknown));
    diagnostics.extend(findings.into_iter().map(Diagnostic::from));
}

#[cfg(test)]
mod tests {
    use crate::compile::{SourceSet, compile};
    use crate::diagnostic::{Level, Location};
    use crate::options::Options;
    use crate::source::{BookPath, SourceFile};

    /// The errors of a book: code and cell, in the order of reports.
    fn errors(text: &str) -> Vec<String> {
        let path = BookPath::new("app/book.csv");
        let book = SourceFile { path, bytes: Ok(text.replace(" | ", ",").into_bytes()) };
        let compilation = compile(&SourceSet { books: vec![book], ..SourceSet::default() }, &Options::default());
        assert!(compilation.files.is_empty() && compilation.decisions.is_empty());
        let cell = |location: &Location| location.cells.as_ref().map_or_else(String::new, |(_, range)| range.to_string());
        compilation.reports.iter().filter(|r| r.level == Level::Error).map(|r| format!("{} {}", r.code(), cell(r.location()))).collect()
    }

    #[test]
    fn what_cannot_be_read_hides_nothing_else() {
        let table = |rows: &str| {
            errors(&format!(
                "decision | D\nunique | k | n | v\ntype | text | integer | integer\nvalues | \"a, b, c\" | [0..99]\nrole | if | if | then\n{rows}"
            ))
        };
        // The cells that can't be read may mean all that is missing, and nothing of it.
        assert_eq!(table("r1 | a | 0-9 | 1\nr2 | a | >= 10 | 2\nr3 | b | x | 3\nr4 | c | - | 4"), ["MB0203 C6", "MB0201 C8"]);
        // What they can't mean is missing; what doesn't need them overlaps.
        assert_eq!(table("r1 | a | 0-9 | 1\nr2 | b | < 50 | 2\nr3 | b | >= 49 | 3"), ["MB0402 A2", "MB0203 C6", "MB0401 C7"]);
        // Of a rule without an output, all else is known.
        assert_eq!(table("r1 | \"a, b\" | - | x\nr2 | b | - | 2\nr3 | c | - | #N/A"), ["MB0201 D6", "MB0401 A7:D7", "MB0179 D8"]);
        // Misspelt values are mended first.
        assert_eq!(table("r1 | a | - | 1\nr2 | bb | - | 2\nr3 | c | > 99 | 3\nr4 | c | < 9 | 3"), ["MB0313 B7", "MB0404 C8"]);
    }

    #[test]
    fn errors_of_the_whole_end_the_analysis() {
        let found = errors("decision | D\nfirst | k | v\ntype | txt | integer\nrole | if | then\nr1 | a | 1\nr2 | a | 2");
        assert_eq!(found, ["MB0237 B3"]);
    }
}
