//! The rows and columns of a decision's block.

use std::collections::BTreeMap;

use super::block::{Block, Column, ColumnRow, DecisionBlock, OptionRow, OptionWord, Role, RuleRow};
use super::extent::{Extent, Header};
use super::rules;
use super::soundness::merged_across;
use super::view::{View, right_of};
use super::word::did_you_mean;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::layout::{LayoutFinding, RowKind};
use crate::source::{CellRef, Content};

const ROLE_WORDS: [&str; 7] = ["if", "in", "then", "out", "note", "from", "until"];

/// The role with this folded, lower-case word.
pub(super) fn role(word: &str) -> Option<Role> {
    Some(match word {
        "if" | "in" => Role::If,
        "then" | "out" => Role::Then,
        "note" => Role::Note,
        "from" => Role::From,
        "until" => Role::Until,
        _ => return None,
    })
}

/// Reads a decision's block.
pub(super) fn read(view: &View<'_>, extent: &Extent, block: Block, diagnostics: &mut Vec<Diagnostic>) -> DecisionBlock {
    let mut reader = Reader {
        view,
        extent,
        diagnostics,
        decision: DecisionBlock {
            block,
            header: None,
            options: Vec::new(),
            columns: Vec::new(),
            column_rows: BTreeMap::new(),
            rules: Vec::new(),
            nameless: false,
        },
    };
    match extent.header {
        None => reader.headless(),
        Some(header) => reader.table(header),
    }
    reader.decision
}

struct Reader<'a, 'd> {
    view: &'a View<'a>,
    extent: &'a Extent,
    diagnostics: &'d mut Vec<Diagnostic>,
    decision: DecisionBlock,
}

impl Reader<'_, '_> {
    fn error(&mut self, finding: LayoutFinding) {
        self.decision.block.faulty = true;
        self.diagnostics.push(finding.into());
    }

    fn name(&self) -> String {
        self.decision.block.name.text.clone()
    }

    /// Whether a column has this role already.
    fn has(&self, role: Role) -> bool {
        self.decision.columns.iter().any(|column| column.role == Some(role))
    }

    fn gutter(&self, row: u32) -> CellRef {
        CellRef::new(row, self.extent.range.first.column)
    }

    /// Says where a hit policy is missing, and nothing else: what the other rows are isn't known.
    fn headless(&mut self) {
        let anchor = self.extent.anchor();
        let mut at = anchor;
        let mut found = None;
        let mut meant = None;
        for row in anchor.row.saturating_add(1)..=self.extent.range.last.row {
            let cell = self.gutter(row);
            let word = self.view.word(cell).unwrap_or_default();
            if OptionWord::of(&word).is_some() {
                continue;
            }
            // The first row that isn't an option's is where the labels most probably are.
            let policies = crate::model::HitPolicy::ALL.map(crate::model::HitPolicy::word);
            let near = did_you_mean(&word, policies);
            meant = policies.into_iter().find(|policy| Some(*policy) == near);
            if ColumnRow::of(&word).is_none() {
                at = cell;
                found = Some(self.view.excerpt(cell)).filter(|text| !text.is_empty());
            }
            break;
        }
        let decision = self.name();
        self.error(LayoutFinding::MissingHitPolicy { at: self.view.location(at), decision, found, meant });
    }

    fn table(&mut self, header: Header) {
        let header_cell = self.gutter(header.row);
        self.decision.header = header.hit_policy.map(|policy| (policy, header_cell));
        if self.touching(header.row).is_none() {
            self.options(header.row);
        }
        if !header.labelled {
            let block = format!("decision `{}`", self.name());
            let at = self.view.location(right_of(header_cell));
            self.error(LayoutFinding::NoLabels { at, block });
            return;
        }
        for column in self.extent.range.first.column + 1..=self.extent.range.last.column {
            if let Some(label) = self.view.text(CellRef::new(header.row, column)) {
                self.decision.columns.push(Column { label, column, role: None });
            }
        }
        if let Some(cell) = self.touching(header.row) {
            let (at, decision) = (self.view.location(cell), self.name());
            self.error(LayoutFinding::TouchingBlocks { at, decision, text: self.view.excerpt(cell) });
            return;
        }
        let rules = self.column_rows(header.row);
        let known = self.roles(header.row);
        let (rules, nameless) = rules::ids(self.view, RowKind::Rule, self.decision.block.gutter(), &rules, self.diagnostics);
        self.decision.nameless = nameless;
        self.decision.rules = rules;
        if self.decision.rules.is_empty() {
            let (at, decision) = (self.view.location(header_cell), self.name());
            self.error(LayoutFinding::NoRules { at, decision });
        }
        self.else_rules();
        if known {
            self.inputs();
        }
    }

    /// The hit policy of another table that stands right of this one without a blank column between them: among the labels, with `role`
    /// below it.
    fn touching(&self, header_row: u32) -> Option<CellRef> {
        let policy = |cell: &CellRef| {
            let word = self.view.word(*cell).unwrap_or_default();
            crate::model::HitPolicy::ALL.into_iter().any(|policy| policy.word() == word || policy.letter().eq_ignore_ascii_case(&word))
        };
        // In these rows the word can be nothing else; elsewhere it may be a value or a name.
        let rows = (header_row..=self.extent.range.last.row).filter(|row| {
            let word = self.view.word(self.gutter(*row));
            matches!(word.as_deref().and_then(ColumnRow::of), Some(ColumnRow::Role | ColumnRow::Type))
        });
        let rows: Vec<u32> = rows.collect();
        let is_role = |cell: CellRef| self.view.word(cell).is_some_and(|word| word == "role");
        (self.extent.range.first.column + 1..=self.extent.range.last.column)
            .map(|column| CellRef::new(header_row, column))
            .filter(policy)
            .find(|cell| rows.iter().any(|row| is_role(CellRef::new(*row, cell.column))))
    }

    /// The rows between anchor and header.
    fn options(&mut self, header_row: u32) {
        let anchor = self.extent.anchor();
        self.unread(anchor.row, 2, "only the name stands in a block's first row");
        let mut first: BTreeMap<OptionWord, CellRef> = BTreeMap::new();
        for row in anchor.row.saturating_add(1)..header_row {
            let cell = self.gutter(row);
            // Under a merge, which has been reported, there is no word.
            if self.view.merges.source(cell) != cell {
                continue;
            }
            let at = self.view.location(cell);
            let word = self.view.word(cell).unwrap_or_default();
            if let Some(option) = OptionWord::of(&word) {
                match first.get(&option) {
                    Some(earlier) if option != OptionWord::Allow => {
                        let first = self.view.location(*earlier);
                        self.error(LayoutFinding::RepeatedRow { at, first, word: option.word() });
                    }
                    _ => {
                        first.insert(option, cell);
                        self.decision.options.push(OptionRow { word: option, at: cell });
                        let width = if option == OptionWord::Allow { 4 } else { 2 };
                        self.unread(row, width, "an option's value is one cell");
                    }
                }
            } else if let Some(column_row) = ColumnRow::of(&word) {
                let header = self.view.location(self.gutter(header_row));
                self.error(LayoutFinding::MisplacedRow { at, word: column_row.word(), belongs: "below the header row", header });
            } else if !matches!(self.view.get(cell), Some(Content::Error(_) | Content::Uncalculated | Content::ExternalLink(_))) {
                let near = did_you_mean(&word, OptionWord::ALL.map(OptionWord::word));
                let meant = OptionWord::ALL.map(OptionWord::word).into_iter().find(|option| Some(*option) == near);
                let (word, decision) = (self.view.excerpt(cell), self.name());
                self.error(LayoutFinding::UnknownOption { at, word, meant, decision });
            }
        }
    }

    /// Warns of cells of an anchor or option row that nothing reads, from the position `read` on.
    fn unread(&mut self, row: u32, read: u32, why: &'static str) {
        let first = self.extent.range.first.column.saturating_add(read);
        for (cell, content) in self.view.sheet.row(row, first, self.extent.range.last.column) {
            if !matches!(content, Content::Error(_) | Content::Uncalculated | Content::ExternalLink(_)) {
                let finding = LayoutFinding::UnreadCell { at: self.view.location(cell), text: self.view.excerpt(cell), why };
                self.diagnostics.push(finding.into());
            }
        }
    }

    /// Sorts the rows below the header into column rows and rules, and gives the rows of the rules.
    fn column_rows(&mut self, header_row: u32) -> Vec<u32> {
        let mut rules = Vec::new();
        let view = self.view;
        let header = self.view.location(self.gutter(header_row));
        for row in header_row.saturating_add(1)..=self.extent.range.last.row {
            let cell = self.gutter(row);
            let at = || view.location(cell);
            let word = self.view.word(cell);
            let word = word.as_deref().unwrap_or_default();
            if let Some(column_row) = ColumnRow::of(word) {
                match self.decision.column_rows.get(&column_row) {
                    Some(first) => {
                        let first = self.view.location(self.gutter(*first));
                        self.error(LayoutFinding::RepeatedRow { at: at(), first, word: column_row.word() });
                    }
                    None => {
                        self.decision.column_rows.insert(column_row, row);
                        if !rules.is_empty() {
                            let belongs = "between the header row and the first rule";
                            self.error(LayoutFinding::MisplacedRow { at: at(), word: column_row.word(), belongs, header: header.clone() });
                        }
                    }
                }
            } else if let Some(option) = OptionWord::of(word) {
                self.error(LayoutFinding::MisplacedRow {
                    at: at(),
                    word: option.word(),
                    belongs: "above the header row",
                    header: header.clone(),
                });
            } else if let Some(column_row) = self.almost(row, word, rules.is_empty()) {
                self.decision.column_rows.insert(column_row, row);
                if column_row != ColumnRow::Role {
                    let (word, meant) = (self.view.excerpt(cell), column_row.word());
                    self.error(LayoutFinding::AlmostColumnRow { at: at(), word, meant });
                } else {
                    let decision = self.name();
                    let under = Some((at(), self.view.excerpt(cell)));
                    self.error(LayoutFinding::MissingRoleRow { at: at(), decision, under });
                }
            } else {
                rules.push(row);
            }
        }
        rules
    }

    /// The column row that a row above the first rule was probably meant to be: one whose cells are roles, or whose word is nearly that of
    /// a column row that is missing. Read as a rule it would change what the table means, so it is an error and never a guess.
    fn almost(&self, row: u32, word: &str, before_rules: bool) -> Option<ColumnRow> {
        if !before_rules || word == "else" {
            return None;
        }
        let missing = |column_row: &ColumnRow| !self.decision.column_rows.contains_key(column_row);
        let is_role = |column: &Column| self.view.word(CellRef::new(row, column.column)).is_some_and(|word| role(&word).is_some());
        if missing(&ColumnRow::Role) && self.decision.columns.iter().all(is_role) {
            return Some(ColumnRow::Role);
        }
        let words = ColumnRow::ALL.into_iter().filter(|row| *row != ColumnRow::Role && missing(row)).map(ColumnRow::word);
        did_you_mean(word, words).and_then(ColumnRow::of)
    }

    /// Gives the columns their roles. Whether all of them are known and both inputs and outputs are there.
    fn roles(&mut self, header_row: u32) -> bool {
        let Some(&row) = self.decision.column_rows.get(&ColumnRow::Role) else {
            let (at, decision) = (self.view.location(self.gutter(header_row)), self.name());
            self.error(LayoutFinding::MissingRoleRow { at, decision, under: None });
            return false;
        };
        let mut known = true;
        for index in 0..self.decision.columns.len() {
            let Some(column) = self.decision.columns.get(index) else { break };
            let label = column.label.text.clone();
            let cell = CellRef::new(row, column.column);
            let at = self.view.location(cell);
            let text = self.view.text(cell);
            let read = text.as_ref().map(|text| (text.text.clone(), role(&text.text.to_lowercase())));
            let finding = match read {
                Some((word, Some(role @ (Role::From | Role::Until)))) if self.has(role) => LayoutFinding::RepeatedRole { at, word, label },
                Some((_, Some(role))) => {
                    if let Some(column) = self.decision.columns.get_mut(index) {
                        column.role = Some(role);
                    }
                    continue;
                }
                Some((word, None)) => {
                    if matches!(self.view.get(cell), Some(Content::Error(_) | Content::Uncalculated | Content::ExternalLink(_))) {
                        known = false;
                        continue;
                    }
                    let near = did_you_mean(&word, ROLE_WORDS);
                    let meant = ROLE_WORDS.into_iter().find(|role| Some(*role) == near);
                    LayoutFinding::UnknownRole { at, word, label, meant }
                }
                None => LayoutFinding::MissingRole { at, label },
            };
            known = false;
            self.error(finding);
        }
        let inputs = self.decision.columns.iter().any(|column| column.role.is_some_and(Role::is_input));
        let outputs = self.has(Role::Then);
        let last_label = CellRef::new(header_row, self.extent.range.last.column);
        // Behind merged labels there may be more columns; the merge has been reported.
        if known && (!inputs || !outputs) && !merged_across(self.view, last_label) {
            let (at, decision) = (self.view.location(self.gutter(row)), self.name());
            self.error(LayoutFinding::NoColumns { at, decision, outputs: inputs });
            known = false;
        }
        known
    }

    /// At most one `else`, the last rule.
    fn else_rules(&mut self) {
        let rows: Vec<(usize, u32)> =
            self.decision.rules.iter().enumerate().filter(|(_, rule)| rule.is_else).map(|(index, rule)| (index, rule.row)).collect();
        let Some(((first_index, first), others)) = rows.split_first().map(|(first, others)| (*first, others)) else { return };
        let first_at = self.view.location(self.gutter(first));
        for (_, row) in others {
            let at = self.view.location(self.gutter(*row));
            self.error(LayoutFinding::SeveralElse { at, first: first_at.clone() });
        }
        if others.is_empty()
            && let Some(below) = self.decision.rules.get(first_index + 1).map(|rule| rule.row)
        {
            let below = self.view.location(self.gutter(below));
            self.error(LayoutFinding::ElseNotLast { at: first_at, below });
        }
    }

    /// `else` has no inputs, all other rules have some.
    fn inputs(&mut self) {
        let inputs: Vec<(u32, String)> = self
            .decision
            .columns
            .iter()
            .filter(|column| column.role.is_some_and(Role::is_input))
            .map(|column| (column.column, column.label.text.clone()))
            .collect();
        let Some((first_column, first_label)) = inputs.first().cloned() else { return };
        let last_row = self.decision.rules.last().map(|rule| rule.row);
        let no_else = !self.decision.rules.iter().any(|rule| rule.is_else);
        let mut findings = Vec::new();
        for RuleRow { row, id, is_else } in &self.decision.rules {
            let filled =
                inputs.iter().map(|(column, label)| (CellRef::new(*row, *column), label)).find(|(cell, _)| self.view.get(*cell).is_some());
            match (is_else, filled) {
                (true, Some((cell, label))) => {
                    findings.push(LayoutFinding::ElseWithInputs {
                        at: self.view.location(cell),
                        label: label.clone(),
                        text: self.view.excerpt(cell),
                    });
                }
                // A rule without an id has been reported; it may be no rule at all.
                (false, None) => {
                    let Some(id) = id.clone() else { continue };
                    let last = (Some(*row) == last_row && no_else).then(|| self.view.location(self.gutter(*row)));
                    let at = self.view.location(CellRef::new(*row, first_column));
                    findings.push(LayoutFinding::RuleWithoutInputs { at, label: first_label.clone(), id, last });
                }
                _ => {}
            }
        }
        for finding in findings {
            self.error(finding);
        }
    }
}
