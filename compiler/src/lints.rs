//! What becomes of findings by the wish of authors: levels of `matchbook.toml`, `allow` rows of a decision.

use std::collections::BTreeSet;

use crate::diagnostic::options::OptionsFinding;
use crate::diagnostic::{Code, Describe, Diagnostic, Explanation, Identity, Level, Location, Report, explanations};
use crate::layout::{BookLayout, DecisionBlock, OptionWord, did_you_mean, fold};
use crate::options::{Lint, LintSubject, Options};
use crate::source::{BookPath, CellRange, CellRef, Workbook};

/// The most unknown rules of a cell that are reported.
const MAX_UNKNOWN: usize = 5;

/// What is known of a compilation's extent, without which nothing can be said to be missing.
pub(crate) struct Extent<'a> {
    /// Whether all books of the root were asked about.
    pub(crate) whole: bool,
    /// Book and name of each decision that was analysed.
    pub(crate) analysed: &'a BTreeSet<(BookPath, String)>,
}

/// An `allow` row: findings of one code in one decision that its author knows of.
struct Allowance {
    code: Code,
    book: BookPath,
    sheet: String,
    /// The whole block.
    range: CellRange,
    /// The decision's name.
    decision: String,
    /// The ids of all its rules.
    ids: BTreeSet<String>,
    /// Those of which findings are allowed; empty for all findings.
    rules: BTreeSet<String>,
    /// The cell of the code.
    at: CellRef,
    used: bool,
}

impl Allowance {
    fn covers(&self, report: &Report, read: &[(Workbook, BookLayout)]) -> bool {
        let place = report.location();
        let inside = |(sheet, range): &(String, CellRange)| *sheet == self.sheet && self.range.contains(range.first);
        let here = report.level != Level::Error
            && report.code() == self.code
            && place.book == self.book
            && place.cells.as_ref().is_some_and(inside);
        here && (self.rules.is_empty() || self.is_about(&Identity::of(report, read)))
    }

    /// Whether a finding is about some of these rules, and no other rule. Of one with more rules than it lists, that can't be said.
    fn is_about(&self, identity: &Identity) -> bool {
        let mut named = identity.rows.iter().filter(|row| self.ids.contains(*row)).peekable();
        identity.unlisted == 0 && named.peek().is_some() && named.all(|row| self.rules.contains(row))
    }
}

/// Puts findings into words, at the levels that options and `allow` rows leave them; what is allowed is left out. An `allow` row that can't
/// work is a finding itself, and so is one that has nothing to allow, here or in `matchbook.toml`.
pub(crate) fn reports(
    diagnostics: Vec<Diagnostic>,
    read: &[(Workbook, BookLayout)],
    options: &Options,
    extent: &Extent<'_>,
) -> Vec<Report> {
    let mut findings = Vec::new();
    let known = explanations();
    let mut allowances: Vec<Allowance> = read
        .iter()
        .flat_map(|(workbook, layout)| layout.decisions.iter().map(move |decision| (workbook, layout, decision)))
        .flat_map(|(workbook, layout, decision)| allowances(workbook, layout, decision, &known, &mut findings))
        .collect();
    let mut reports = Vec::new();
    let mut used = BTreeSet::new();
    for diagnostic in diagnostics {
        let report = Report::new(diagnostic);
        let mut allowed = false;
        // Two rows may allow one thing; neither is useless then.
        for allowance in allowances.iter_mut().filter(|allowance| allowance.covers(&report, read)) {
            allowance.used = true;
            allowed = true;
        }
        used.extend(options.lint(report.code(), report.level).map(|(subject, _)| subject));
        if let Some(level) = options.level(report.code(), report.level).filter(|_| !allowed) {
            reports.push(Report { level, ..report });
        }
    }
    // What wasn't looked for may be there.
    let looked_for = |code: Code| options.as_of.is_some() || !DATED.contains(&code);
    let unused = allowances.into_iter().filter(|allowance| !allowance.used && looked_for(allowance.code));
    let unused = unused.filter(|allowance| extent.analysed.contains(&(allowance.book.clone(), allowance.decision.clone())));
    findings.extend(unused.map(|allowance| OptionsFinding::AllowUnused {
        location: Location::cells(&allowance.book, &allowance.sheet, allowance.at),
        code: allowance.code,
        rules: allowance.rules.into_iter().collect(),
    }));
    let sound = !reports.iter().any(|report| report.level == Level::Error) && findings.iter().all(|finding| finding.level() < Level::Error);
    used.extend(findings.iter().filter_map(|finding| Some(options.lint(finding.code(), finding.level())?.0)));
    if extent.whole && sound {
        findings.extend(unused_lints(options, &used, looked_for));
    }
    for finding in findings {
        let report = Report::new(finding);
        reports.extend(options.level(report.code(), report.level).map(|level| Report { level, ..report }));
    }
    reports
}

/// What is only found as of a day: rules that have lapsed, reviews that are due.
const DATED: [Code; 2] = [Code(417), Code(418)];

/// The entries of `[lints]` that allow a code of which nothing was found. One of all warnings, or all advice, is a way to work and no
/// answer to a finding; and one that denies is there for what may come.
fn unused_lints(options: &Options, used: &BTreeSet<LintSubject>, looked_for: impl Fn(Code) -> bool) -> Vec<OptionsFinding> {
    let unused = options.lints.iter().filter(|(subject, entry)| entry.lint == Lint::Allow && !used.contains(subject));
    let unused = unused.filter_map(|(subject, entry)| match subject {
        LintSubject::Code(code) if looked_for(*code) && is_found_here(*code) => {
            Some(OptionsFinding::LintUnused { line: entry.line, code: *code })
        }
        LintSubject::Code(_) | LintSubject::Level(_) => None,
    });
    unused.collect()
}

/// Whether a compilation can find it: what tests and evaluations find, and what is found in the folder of generated files, comes later.
fn is_found_here(code: Code) -> bool {
    !matches!(code.0, 629 | 750..=899 | 950..=999)
}

/// The `allow` rows of a decision that can work; one of an error is reported, and one of a rule that there isn't.
fn allowances(
    workbook: &Workbook,
    layout: &BookLayout,
    decision: &DecisionBlock,
    known: &[&Explanation],
    findings: &mut Vec<OptionsFinding>,
) -> Vec<Allowance> {
    let block = &decision.block;
    let mut allowances = Vec::new();
    for option in decision.options.iter().filter(|option| option.word == OptionWord::Allow) {
        let cell = |right: u32| {
            let at = CellRef::new(option.at.row, option.at.column.saturating_add(right));
            let (_, content) = layout.cell(workbook, block.sheet, at);
            (at, content.map(|content| fold(&content.shown())).unwrap_or_default())
        };
        let ((at, code), (_, reason)) = (cell(1), cell(2));
        // What is no code, and what has no reason, was reported with the rest of the table.
        let Some(explanation) =
            known.iter().find(|known| known.code.to_string().eq_ignore_ascii_case(&code)).filter(|_| !reason.is_empty())
        else {
            continue;
        };
        let location = |at: CellRef| Location::cells(&block.book, &block.sheet_name, at);
        if explanation.level == Level::Error {
            findings.push(OptionsFinding::AllowError { location: location(at), code: explanation.code, name: explanation.name });
            continue;
        }
        let ids: BTreeSet<String> = decision.rules.iter().filter_map(|rule| rule.id.clone()).collect();
        let (rules_at, named) = cell(3);
        // A narrow block may have a neighbour there.
        let named = if holds(layout, block.sheet, rules_at, block.range) { String::new() } else { named };
        let rules = rules(&named, &ids);
        let unknown: Vec<&String> = rules.iter().filter(|rule| !ids.contains(*rule)).collect();
        if unknown.is_empty() {
            allowances.push(Allowance {
                code: explanation.code,
                book: block.book.clone(),
                sheet: block.sheet_name.clone(),
                range: block.range,
                decision: block.name.text.clone(),
                rules: rules.into_iter().collect(),
                ids,
                at,
                used: false,
            });
        } else {
            findings.extend(unknown.into_iter().take(MAX_UNKNOWN).map(|unknown| {
                let near = did_you_mean(unknown, ids.iter().map(String::as_str)).map(str::to_owned);
                let mended = near.as_ref().map(|near| {
                    let mended = |rule: &String| if rule == unknown { near.clone() } else { rule.clone() };
                    rules.iter().map(mended).collect::<Vec<_>>().join(", ")
                });
                OptionsFinding::AllowUnknownRule { location: location(rules_at), rule: unknown.clone(), near, mended }
            }));
        }
    }
    allowances
}

/// Whether the cell lies in another block than the one with this range.
fn holds(layout: &BookLayout, sheet: usize, cell: CellRef, own: CellRange) -> bool {
    let blocks = (layout.decisions.iter().map(|decision| &decision.block))
        .chain(layout.tests.iter().map(|test| &test.block))
        .chain(layout.glossaries.iter().chain(&layout.constants).map(|names| &names.block));
    blocks.into_iter().any(|block| block.sheet == sheet && block.range != own && block.range.contains(cell))
}

/// The ids that a cell names: one that may hold commas itself, or several between commas.
fn rules(cell: &str, ids: &BTreeSet<String>) -> Vec<String> {
    if ids.contains(cell) {
        return vec![cell.to_owned()];
    }
    cell.split(',').map(|id| id.trim().to_owned()).filter(|id| !id.is_empty()).collect()
}

#[cfg(test)]
mod tests;
