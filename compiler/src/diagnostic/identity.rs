//! What a finding is of, in names that stay when rows and columns move.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::{Code, Location, Report};
use crate::layout::{Block, BookLayout, Column, NameBlock, fold};
use crate::source::{BookPath, CellRef, Workbook};

/// A kind of block, by its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BlockKind {
    /// `decision`
    Decision,
    /// `test`
    Test,
    /// `glossary`
    Glossary,
    /// `constants`
    Constants,
}

impl BlockKind {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::Test => "test",
            Self::Glossary => "glossary",
            Self::Constants => "constants",
        }
    }
}

/// The identity of a finding: two runs report the same one, whatever rows and columns were inserted, moved or restyled in between. It isn't
/// unique: a cell may hold two mistakes of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The code.
    pub code: Code,
    /// The book.
    pub book: BookPath,
    /// The block that holds the cells to look at first: its kind and its name, which of a `test` is the decision's.
    pub block: Option<(BlockKind, String)>,
    /// The ids of the rules or cases concerned, in the order in which the finding names their cells, then those that it only lists; above the
    /// rules, what the gutter says, the hit policy apart; of a glossary or constants, the names.
    pub rows: Vec<String>,
    /// The labels of the columns concerned, likewise.
    pub columns: Vec<String>,
    /// How many more rules are concerned, of those with hundreds.
    pub unlisted: usize,
    /// The region of inputs, in words, where that is what tells findings of a table apart.
    pub part: Option<String>,
}

impl Identity {
    /// The identity of a report about these books. O(books + blocks of the book), for each cell that the report names, and O(rules)
    /// for those that it only lists.
    pub fn of(report: &Report, books: &[(Workbook, BookLayout)]) -> Self {
        let location = report.location();
        let mut identity = Self {
            code: report.code(),
            book: location.book.clone(),
            block: None,
            rows: Vec::new(),
            columns: Vec::new(),
            unlisted: report.description.unlisted,
            part: report.description.part.clone(),
        };
        let labels = std::iter::once(&report.description.primary).chain(&report.description.secondary);
        for (position, label) in labels.enumerate() {
            let Some((workbook, layout, kind, part)) = part(&label.location, books) else { continue };
            let name = (kind, part.block.name.text.clone());
            if position == 0 {
                identity.block = Some(name);
            } else if identity.block.as_ref() != Some(&name) {
                // A cell of another block only explains.
                continue;
            }
            let Some((_, range)) = &label.location.cells else { continue };
            let cell = CellRef::new(range.first.row, part.names);
            let row = layout.cell(workbook, part.block.sheet, cell).1.map(|content| fold(&content.shown()));
            // The hit policy stands for the whole table.
            let of_all = part.header == Some(range.first);
            identity.rows.extend(row.filter(|row| !of_all && !row.is_empty() && !identity.rows.contains(row)));
            // Of a whole row, no column is meant.
            let one = range.first.column == range.last.column;
            let column = part.columns.iter().find(|column| one && column.column == range.first.column);
            let column = column.map(|column| column.label.text.clone()).filter(|column| !identity.columns.contains(column));
            identity.columns.extend(column);
        }
        if let (false, Some((workbook, layout, _, part))) = (report.description.concerned.is_empty(), part(location, books)) {
            let mut known: BTreeSet<String> = identity.rows.iter().cloned().collect();
            for range in &report.description.concerned {
                let cell = CellRef::new(range.first.row, part.names);
                let row = layout.cell(workbook, part.block.sheet, cell).1.map(|content| fold(&content.shown()));
                identity.rows.extend(row.filter(|row| !row.is_empty() && known.insert(row.clone())));
            }
        }
        identity
    }

    /// It as 16 hexadecimal digits, for tools that compare runs: the first 64 bits of the SHA-256 of its parts. In which order rows and
    /// columns are named is no part of it, so that it stays when rules are sorted.
    pub fn fingerprint(&self) -> String {
        let (rows, columns): (BTreeSet<&str>, BTreeSet<&str>) =
            (self.rows.iter().map(String::as_str).collect(), self.columns.iter().map(String::as_str).collect());
        let mut hash = Sha256::new();
        let code = self.code.to_string();
        let block = self.block.iter().flat_map(|(kind, name)| [kind.word(), name.as_str()]);
        let parts = [code.as_str(), self.book.as_str()].into_iter().chain(block);
        let region = self.part.iter().flat_map(|part| ["part", part.as_str()]);
        for part in parts.chain(["rows"]).chain(rows).chain(["columns"]).chain(columns).chain(region) {
            // The length keeps `a`, `bc` apart from `ab`, `c`.
            hash.update(part.len().to_le_bytes());
            hash.update(part);
        }
        hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// What of a block names its parts.
struct Part<'a> {
    block: &'a Block,
    /// The column that tells its rows apart.
    names: u32,
    columns: &'a [Column],
    /// The cell of the hit policy.
    header: Option<CellRef>,
}

/// The block that holds a location's first cell.
fn part<'a>(location: &Location, books: &'a [(Workbook, BookLayout)]) -> Option<(&'a Workbook, &'a BookLayout, BlockKind, Part<'a>)> {
    let (sheet, range) = location.cells.as_ref()?;
    let (workbook, layout) = books.iter().find(|(workbook, _)| workbook.path == location.book)?;
    let part = |kind, block: &'a Block, columns| (kind, Part { block, names: block.gutter(), columns, header: None });
    let listed = |kind, of: &'a NameBlock| {
        let names = of.columns.get("name").copied().unwrap_or(of.block.gutter());
        (kind, Part { block: &of.block, names, columns: &[], header: None })
    };
    let decisions = layout.decisions.iter().map(|decision| {
        let (kind, part) = part(BlockKind::Decision, &decision.block, &decision.columns);
        (kind, Part { header: decision.header.map(|(_, at)| at), ..part })
    });
    let tests = layout.tests.iter().map(|test| part(BlockKind::Test, &test.block, &test.columns));
    let glossaries = layout.glossaries.iter().map(|of| listed(BlockKind::Glossary, of));
    let constants = layout.constants.iter().map(|of| listed(BlockKind::Constants, of));
    let holds = |part: &Part<'_>| part.block.sheet_name == *sheet && part.block.range.contains(range.first);
    let (kind, part) = decisions.chain(tests).chain(glossaries).chain(constants).find(|(_, part)| holds(part))?;
    Some((workbook, layout, kind, part))
}
