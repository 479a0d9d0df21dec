//! What becomes of findings by the wish of authors: levels of `matchbook.toml`, `allow` rows of a decision.

use crate::diagnostic::options::OptionsFinding;
use crate::diagnostic::{Code, Diagnostic, Explanation, Level, Location, Report, explanations};
use crate::layout::{BookLayout, DecisionBlock, OptionWord, fold};
use crate::options::Options;
use crate::source::{BookPath, CellRange, CellRef, Workbook};

/// An `allow` row: findings of one code in one decision that its author knows of.
struct Allowance {
    code: Code,
    book: BookPath,
    sheet: String,
    /// The whole block.
    range: CellRange,
    /// The cell of the code.
    at: CellRef,
    used: bool,
}

impl Allowance {
    fn covers(&self, report: &Report) -> bool {
        let place = report.location();
        let inside = |(sheet, range): &(String, CellRange)| *sheet == self.sheet && self.range.contains(range.first);
        report.level != Level::Error && report.code() == self.code && place.book == self.book && place.cells.as_ref().is_some_and(inside)
    }
}

/// Puts findings into words, at the levels that options and `allow` rows leave them; what is allowed is left out, and an `allow` row that
/// can't work or has nothing to allow is a finding itself.
pub(crate) fn reports(diagnostics: Vec<Diagnostic>, read: &[(Workbook, BookLayout)], options: &Options) -> Vec<Report> {
    let mut findings = Vec::new();
    let known = explanations();
    let mut allowances: Vec<Allowance> = read
        .iter()
        .flat_map(|(workbook, layout)| layout.decisions.iter().map(move |decision| (workbook, layout, decision)))
        .flat_map(|(workbook, layout, decision)| allowances(workbook, layout, decision, &known, &mut findings))
        .collect();
    let mut reports = Vec::new();
    for diagnostic in diagnostics {
        let report = Report::new(diagnostic);
        let mut allowed = false;
        // Two rows may allow one thing; neither is useless then.
        for allowance in allowances.iter_mut().filter(|allowance| allowance.covers(&report)) {
            allowance.used = true;
            allowed = true;
        }
        if let Some(level) = options.level(report.code(), report.level).filter(|_| !allowed) {
            reports.push(Report { level, ..report });
        }
    }
    findings.extend(allowances.into_iter().filter(|allowance| !allowance.used).map(|allowance| OptionsFinding::AllowUnused {
        location: Location::cells(&allowance.book, &allowance.sheet, allowance.at),
        code: allowance.code,
    }));
    for finding in findings {
        let report = Report::new(finding);
        reports.extend(options.level(report.code(), report.level).map(|level| Report { level, ..report }));
    }
    reports
}

/// The `allow` rows of a decision that can work; one of an error is reported.
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
        let Some(explanation) = known.iter().find(|known| known.code.to_string() == code).filter(|_| !reason.is_empty()) else {
            continue;
        };
        if explanation.level == Level::Error {
            let location = Location::cells(&block.book, &block.sheet_name, at);
            findings.push(OptionsFinding::AllowError { location, code: explanation.code, name: explanation.name });
        } else {
            allowances.push(Allowance {
                code: explanation.code,
                book: block.book.clone(),
                sheet: block.sheet_name.clone(),
                range: block.range,
                at,
                used: false,
            });
        }
    }
    allowances
}
