//! The analysis of a table with errors in some cells: what it says holds whatever those cells will say once they are mended, as long as no
//! rule of a `unique` table is meant to overlap another.

use std::collections::{BTreeMap, BTreeSet};

use super::examine;
use super::words::Subject;
use crate::diagnostic::Diagnostic;
use crate::diagram::diagram;
use crate::model::{Draft, HitPolicy, InputId, RuleId};
use crate::options::Options;
use crate::region::{AtomSet, RuleMatrix, matrix};

/// The most comparisons of boxes that telling where unknown rules fit may take; beyond, they are taken to fit anywhere.
const MAX_FITTED: usize = 50_000_000;

/// Rules that aren't fully known: what they ask of these dimensions isn't. Of no dimension, it is what they give.
#[derive(Clone, Debug, Default)]
pub(super) struct Unknown(pub(super) BTreeMap<RuleId, BTreeSet<InputId>>);

impl Unknown {
    /// The rules.
    pub(super) fn rules(&self) -> impl Iterator<Item = RuleId> {
        self.0.keys().copied()
    }

    /// These and others.
    pub(super) fn with(&self, others: BTreeMap<RuleId, BTreeSet<InputId>>) -> Self {
        let mut all = self.0.clone();
        for (rule, inputs) in others {
            all.entry(rule).or_default().extend(inputs);
        }
        Self(all)
    }

    /// The matrix in which they match nothing; `None` if there are none.
    pub(super) fn left_out(&self, matrix: &RuleMatrix) -> Option<RuleMatrix> {
        if self.0.is_empty() {
            return None;
        }
        let mut known = matrix.clone();
        for region in known.rules.iter_mut().filter(|region| self.0.contains_key(&region.rule)) {
            region.sets.fill(AtomSet::default());
        }
        Some(known)
    }

    /// The matrix in which they match all that they could be meant to; `None` if there are none.
    ///
    /// Where no two rules may overlap, a rule of which one entry isn't known can only be meant for what is free over the whole of its other
    /// entries: a misspelt state must have a hole of just that rule's shape. Else any value could be meant, under `any` too, where rules of
    /// equal outputs overlap. O(unknown rules × rules).
    pub(super) fn fitted(&self, matrix: &RuleMatrix, policy: HitPolicy) -> Option<RuleMatrix> {
        let known = self.left_out(matrix)?;
        let apart = policy == HitPolicy::Unique && self.0.len().saturating_mul(known.rules.len()) <= MAX_FITTED;
        let mut fitted = known.clone();
        // A column of one mistake has few different holes.
        let mut seen: BTreeSet<(Vec<AtomSet>, Option<InputId>)> = BTreeSet::new();
        for (rule, unread) in &self.0 {
            let Some(region) = matrix.rules.get(rule.0) else { continue };
            let mut sets = region.sets.clone();
            for InputId(input) in unread {
                sets[*input] = matrix.dimensions[*input].full();
            }
            let only = unread.first().copied().filter(|_| apart && unread.len() == 1);
            if !seen.insert((sets.clone(), only)) {
                continue;
            }
            if let Some(InputId(free)) = only {
                let elsewhere = |(dimension, (a, b)): (usize, (&AtomSet, &AtomSet))| dimension == free || a.intersects(b);
                let beside = known.rules.iter().filter(|rule| !rule.is_empty() && sets.iter().zip(&rule.sets).enumerate().all(elsewhere));
                let taken = beside.flat_map(|rule| rule.sets[free].ranges()).copied().collect();
                sets[free] = AtomSet::from_ranges(taken).complement(matrix.dimensions[free].size());
            }
            fitted.rules[rule.0].sets = sets;
        }
        Some(fitted)
    }
}

/// Checks what can be read of a table.
pub(crate) fn check_draft(draft: &Draft, options: &Options, diagnostics: &mut Vec<Diagnostic>) {
    let table = &draft.table;
    // Under these policies, who wins or clashes depends on outputs.
    let by_outputs = matches!(table.hit_policy, HitPolicy::Any | HitPolicy::Priority | HitPolicy::OutputOrder);
    let mut unknown = draft.unread.clone();
    for rule in draft.unanswered.iter().filter(|_| by_outputs) {
        unknown.entry(*rule).or_default();
    }
    let matrix = matrix(table);
    // Where all rules are known, and only ids or outputs aren't, the matrix is what is asked about.
    let diagram = if unknown.is_empty() { diagram(&matrix, table, options.max_diagram_nodes) } else { None };
    let (findings, _) = examine(Subject { table, matrix: &matrix }, diagram.as_ref(), options.max_diagram_nodes, &Unknown(unknown));
    diagnostics.extend(findings.into_iter().map(Diagnostic::from));
}

#[cfg(test)]
mod tests {
    use crate::compile::{SourceSet, compile};
    use crate::diagnostic::{Level, Location, Report};
    use crate::options::Options;
    use crate::source::{BookPath, SourceFile};

    fn reports(text: &str) -> Vec<Report> {
        let path = BookPath::new("app/book.csv");
        let book = SourceFile { path, bytes: Ok(text.replace(" | ", ",").into_bytes()) };
        let compilation = compile(&SourceSet { books: vec![book], ..SourceSet::default() }, &Options::default());
        assert!(compilation.files.is_empty() && compilation.decisions.is_empty());
        compilation.reports.into_iter().filter(|report| report.level == Level::Error).collect()
    }

    /// The errors of a book: code and cell, in the order of reports.
    fn errors(text: &str) -> Vec<String> {
        let cell = |location: &Location| location.cells.as_ref().map_or_else(String::new, |(_, range)| range.to_string());
        reports(text).iter().map(|report| format!("{} {}", report.code(), cell(report.location()))).collect()
    }

    /// The messages of the errors of a book.
    fn messages(text: &str) -> Vec<String> {
        reports(text).into_iter().map(|report| report.description.message).collect()
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
        assert_eq!(table("r1 | a | 0-9 | 1\nr2 | b | < 50 | 2\nr3 | b | >= 49 | 3"), ["MB0203 C6", "MB0401 C7", "MB0402 A2"]);
        // Of a rule without an output, all else is known.
        assert_eq!(table("r1 | \"a, b\" | - | x\nr2 | b | - | 2\nr3 | c | - | #N/A"), ["MB0201 D6", "MB0179 D8", "MB0401 A7:D7"]);
        // Misspelt values are mended first.
        assert_eq!(table("r1 | a | - | 1\nr2 | bb | - | 2\nr3 | c | > 99 | 3\nr4 | c | < 9 | 3"), ["MB0313 B7", "MB0404 C8"]);
    }

    #[test]
    fn a_rule_is_meant_for_a_hole_of_its_shape() {
        let table = |policy: &str| {
            messages(&format!(
                "decision | D\n{policy} | k | n | v\ntype | text | integer | integer\nvalues | \"a, b, c\" | [0..99]\nrole | if | if | then\n\
                 r1 | a | < 50 | 1\nr2 | aa | >= 50 | 2\nr3 | b | < 40 | 3\nr4 | b | >= 60 | 4\nr5 | c | - | 5"
            ))
        };
        // r2 can be no rule of b, whose gap is wider than it, but of a, where it leaves none.
        assert_eq!(table("unique"), ["`aa` is none of the values of `k`", "no rule matches k b; n [40..59]"]);
        // Under First it may well be one of b, for all of the gap that it covers.
        assert_eq!(table("first"), ["`aa` is none of the values of `k`", "no rule matches k b; n [40..49]"]);
    }

    #[test]
    fn rules_without_ids_are_analysed_too() {
        let book = |upper: &str| {
            format!(
                "decision | D\nunique | n | v\ntype | integer | integer\nrole | if | then\na | < 18 | 1\n | [18..65] | 2\nb | {upper} | 3"
            )
        };
        assert_eq!(errors(&book(">= 60")), ["MB0166 A6", "MB0401 B6"]);
        // All is known that decides whether they leave a gap.
        assert_eq!(errors(&book("> 65")), ["MB0166 A6"]);
        assert_eq!(errors(&book("> 70")), ["MB0166 A6", "MB0402 A2"]);
    }

    #[test]
    fn rules_of_equal_outputs_may_be_meant_to_overlap() {
        // "aa" may be b, whose hole is narrower than the rule.
        let found = errors(
            "decision | D\nany | k | n | v\ntype | text | integer | integer\nvalues | \"a, b\" | [0..99]\nrole | if | if | then\n\
             r1 | a | - | 1\nr2 | aa | >= 50 | 2\nr3 | b | < 60 | 2",
        );
        assert_eq!(found, ["MB0313 B7"]);
    }

    #[test]
    fn errors_of_the_whole_end_the_analysis() {
        let found = errors("decision | D\nfirst | k | v\ntype | txt | integer\nrole | if | then\nr1 | a | 1\nr2 | a | 2");
        assert_eq!(found, ["MB0237 B3"]);
    }
}
