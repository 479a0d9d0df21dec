//! Which findings people are shown at once: a page that can be acted on, and a count of the rest.

use std::collections::BTreeMap;

use super::{Code, Report};

/// The most findings that are shown.
pub const MOST_SHOWN: usize = 50;
/// The most lines that they take: two screens.
pub const MOST_LINES: usize = 100;

/// A choice of findings.
#[derive(Clone, Debug, Default)]
pub struct Digest<'r> {
    /// Those to show in full, in the order of the reports.
    pub full: Vec<&'r Report>,
    /// Those to show in a line each, likewise.
    pub brief: Vec<&'r Report>,
    /// How many are left, by code.
    pub left: BTreeMap<Code, usize>,
}

impl<'r> Digest<'r> {
    /// All of them, in full.
    pub fn all(reports: Vec<&'r Report>) -> Self {
        Self { full: reports, ..Self::default() }
    }

    /// As many as [`MOST_SHOWN`] and [`MOST_LINES`] allow; `lines` says how many lines a report takes in full.
    ///
    /// The worst come first, and of a level the first of each code and variety, then the second of each, and so on: one wrong column of a large table
    /// is one mistake, and mustn't hide what else there is. All those chosen are shown in a line, and as many of them in full as there is
    /// room for.
    pub fn of(reports: Vec<&'r Report>, lines: impl Fn(&Report) -> usize) -> Self {
        if reports.len() <= MOST_SHOWN {
            let mut taken = 0;
            if reports.iter().all(|report| {
                taken += lines(report);
                taken <= MOST_LINES
            }) {
                return Self::all(reports);
            }
        }
        let mut seen: BTreeMap<(Code, u8), usize> = BTreeMap::new();
        let mut ranked: Vec<(usize, usize)> = Vec::with_capacity(reports.len());
        for (position, report) in reports.iter().enumerate() {
            let turn = seen.entry((report.code(), report.diagnostic.variety())).or_default();
            ranked.push((position, *turn));
            *turn += 1;
        }
        ranked.sort_by_key(|(position, turn)| (std::cmp::Reverse(reports[*position].level), *turn, *position));
        let (chosen, rest) = ranked.split_at(ranked.len().min(MOST_SHOWN));
        let mut left = BTreeMap::new();
        for (position, _) in rest {
            *left.entry(reports[*position].code()).or_default() += 1;
        }
        // A line each, and a few around them.
        const AROUND: usize = 4;
        let mut room = MOST_LINES.saturating_sub(chosen.len() + AROUND);
        let mut chosen: Vec<(usize, bool)> = chosen.iter().map(|(position, _)| (*position, false)).collect();
        for (position, in_full) in &mut chosen {
            let more = lines(reports[*position]).saturating_sub(1);
            if more > room {
                break;
            }
            room -= more;
            *in_full = true;
        }
        chosen.sort_unstable();
        let of = |wanted: bool| chosen.iter().filter(move |(_, in_full)| *in_full == wanted).map(|(position, _)| reports[*position]);
        Self { full: of(true).collect(), brief: of(false).collect(), left }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::layout::LayoutFinding;
    use crate::diagnostic::source::SourceFinding;
    use crate::diagnostic::{Level, Location};
    use crate::source::BookPath;

    /// A warning, and notes.
    fn reports(notes: usize) -> Vec<Report> {
        let at = || Location::file(&BookPath::new("app/book.csv"));
        let note = || Report::new(LayoutFinding::Found { at: at(), blocks: [0; 4], outside: 0 });
        let mut reports: Vec<Report> = (0..notes).map(|_| note()).collect();
        reports.push(Report::new(SourceFinding::Empty { book: BookPath::new("app/book.csv") }));
        reports
    }

    #[test]
    fn a_page_is_shown() {
        for (notes, height, full, brief, left) in
            [(0, 200, 0, 1, 0), (3, 20, 4, 0, 0), (3, 30, 3, 1, 0), (49, 2, 50, 0, 0), (49, 3, 23, 27, 0), (200, 10, 5, 45, 151)]
        {
            let reports = reports(notes);
            let digest = Digest::of(reports.iter().collect(), |_| height);
            let counts = (digest.full.len(), digest.brief.len(), digest.left.values().sum::<usize>());
            assert_eq!(counts, (full, brief, left), "{notes} notes of {height} lines");
            assert!(counts.0 * height + counts.1 <= MOST_LINES);
            // The worst is never left out.
            assert!(digest.full.iter().chain(&digest.brief).any(|report| report.level > Level::Note));
        }
    }
}
