//! Test blocks: which columns are inputs and which expectations, and their values.

use std::collections::{BTreeMap, BTreeSet};

use super::cells::Cells;
use super::{domain, has_value};
use crate::diagnostic::evaluation::DECISION_ERRORS;
use crate::diagnostic::typing::{TypingFinding, TypingProblem};
use crate::diagnostic::{Diagnostic, Location};
use crate::interpret::list_of_json;
use crate::layout::{Column, RuleRow, TestLayout, did_you_mean, fold};
use crate::model::{
    Aggregation, BaseType, DataType, DecisionTable, ErrorExpectation, Expectation, Expected, HitPolicy, InputClause, InputData, InputId,
    OutputId, Shape, TestBlock, TestCase, Type, Value,
};
use crate::requirements::BookView;
use crate::source::{BookPath, CellRange, CellRef, Content};
use crate::syntax::{self, CellContext, clean};

/// Reads the test blocks of a book. `decisions` are the app's that could be made, `names` all of its decisions' names: a test of one that
/// couldn't be made is left out without a word, and so is the book marked in `dropped`.
pub(crate) fn test_blocks(
    book: BookView<'_>,
    decisions: &BTreeMap<&str, &DecisionTable>,
    names: &BTreeSet<&str>,
    dropped: &mut BTreeSet<BookPath>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<TestBlock> {
    let mut blocks = Vec::new();
    for layout in &book.layout.tests {
        let block = &layout.block;
        let name = block.name.text.as_str();
        let Some(decision) = decisions.get(name) else {
            if !names.contains(name) {
                let at = Location::cells(&block.book, &block.sheet_name, block.name.at);
                let meant = did_you_mean(name, names.iter().copied()).map(str::to_owned);
                diagnostics.push(TypingFinding { at, problem: TypingProblem::UnknownDecision { name: name.to_owned(), meant } }.into());
            }
            dropped.insert(block.book.clone());
            continue;
        };
        let plain = |text: &str| text.split(',').map(fold).collect::<Vec<_>>().join(",");
        let ids: BTreeMap<String, &str> = decision.rules.iter().map(|rule| (plain(&rule.id), rule.id.as_str())).collect();
        let longest = ids.keys().map(|id| id.split(',').count()).max().unwrap_or(1);
        let mut reader = Reader { cells: Cells::new(book, block, diagnostics), layout, decision, ids, longest };
        let cases = reader.cases();
        if reader.cells.broken {
            dropped.insert(block.book.clone());
        } else {
            blocks.push(TestBlock { decision: decision.name.clone(), sheet: block.sheet_name.clone(), range: block.range, cases });
        }
    }
    blocks
}

/// What a column of a test block holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// A position in the decision's inputs.
    Input(usize),
    Output(usize),
    Rule,
    Error,
    Note,
}

struct Reader<'a, 'd> {
    cells: Cells<'a, 'd>,
    layout: &'a TestLayout,
    decision: &'a DecisionTable,
    /// The rules' ids, by what they are without blanks around commas.
    ids: BTreeMap<String, &'a str>,
    /// The most pieces between commas that an id has.
    longest: usize,
}

impl<'a> Reader<'a, '_> {
    fn cases(&mut self) -> Vec<TestCase> {
        let parts = self.parts();
        // Errors are those of columns first: an unknown one is probably the missing input.
        if !self.cells.broken {
            self.missing_inputs(&parts);
        }
        let layout = self.layout;
        layout.cases.iter().map(|row| self.case(row, &parts)).collect()
    }

    /// What each column holds.
    fn parts(&mut self) -> Vec<(&'a Column, Part)> {
        let mut parts: Vec<(&'a Column, Part)> = Vec::new();
        let mut first: BTreeMap<Part, CellRef> = BTreeMap::new();
        for column in &self.layout.columns {
            let label = column.label.text.as_str();
            let Some(part) = self.part(label) else {
                let known = self.known();
                let meant = did_you_mean(label, known.iter().map(String::as_str)).map(str::to_owned);
                let problem =
                    TypingProblem::UnknownTestColumn { label: label.to_owned(), decision: self.decision.name.clone(), meant, known };
                self.cells.problem(column.label.at, problem);
                continue;
            };
            match first.get(&part) {
                Some(earlier) => {
                    let first = self.cells.at(*earlier);
                    self.cells.problem(column.label.at, TypingProblem::RepeatedTestColumn { label: label.to_owned(), first });
                }
                None => {
                    first.insert(part, column.label.at);
                    parts.push((column, part));
                }
            }
        }
        parts
    }

    /// What a label means: an input by its name, then by a column's label, then an expectation, then a note.
    fn part(&self, label: &str) -> Option<Part> {
        let decision = self.decision;
        if let Some((input, _)) = decision.given().find(|(_, input)| input.name.to_string() == label) {
            return Some(Part::Input(input.0));
        }
        let given = |clause: &&InputClause| decision.given().any(|(id, _)| id == clause.input);
        if let Some(clause) = decision.input_clauses.iter().filter(given).find(|clause| clause.label == label) {
            return Some(Part::Input(clause.input.0));
        }
        if label.eq_ignore_ascii_case("note") {
            return Some(Part::Note);
        }
        let expected = label.get(..7).filter(|start| start.eq_ignore_ascii_case("expect ")).and_then(|_| label.get(7..))?;
        match expected.to_ascii_lowercase().as_str() {
            "rule" => return Some(Part::Rule),
            "error" => return Some(Part::Error),
            _ => {}
        }
        let quoted = expected.strip_prefix(['"', '“', '”']).and_then(|rest| rest.strip_suffix(['"', '“', '”']));
        let output = |name: &str| {
            let outputs = &decision.output_clauses;
            let named = outputs.iter().position(|output| output.name.to_string() == name);
            named.or_else(|| outputs.iter().position(|output| output.label == name)).map(Part::Output)
        };
        output(expected).or_else(|| quoted.and_then(output))
    }

    /// All labels that a test of this decision can have.
    fn known(&self) -> Vec<String> {
        let inputs = self.decision.given().map(|(_, input)| input.name.to_string());
        let outputs = self.decision.output_clauses.iter().map(|output| {
            let name = output.name.to_string();
            if matches!(name.to_lowercase().as_str(), "rule" | "error") { format!("expect \"{name}\"") } else { format!("expect {name}") }
        });
        inputs.chain(outputs).chain(["expect rule", "expect error", "note"].map(str::to_owned)).collect()
    }

    /// One report an input that needs a column, not one a case.
    fn missing_inputs(&mut self, parts: &[(&Column, Part)]) {
        let Some(at) = self.layout.columns.first().map(|column| column.label.at) else { return };
        for (InputId(index), input) in self.decision.given() {
            if !input.ty.nullable() && !parts.iter().any(|(_, part)| *part == Part::Input(index)) {
                let (name, decision) = (input.name.to_string(), self.decision.name.clone());
                self.cells.problem(at, TypingProblem::MissingInputColumn { name, decision, ty: input.ty.clone() });
            }
        }
    }

    fn case(&mut self, row: &RuleRow, parts: &[(&Column, Part)]) -> TestCase {
        let mut inputs = vec![Value::Null; self.decision.inputs.len()];
        let mut expectations = Vec::new();
        let mut note = String::new();
        for (column, part) in parts {
            let (cell, content) = self.cells.cell(row.row, column.column);
            if content.is_some_and(|content| !has_value(content)) {
                self.cells.broken = true;
                continue;
            }
            match (part, content) {
                (Part::Input(input), content) => {
                    if let (Some(value), Some(slot)) = (self.input(*input, column, cell, content), inputs.get_mut(*input)) {
                        *slot = value;
                    }
                }
                (_, None) => {}
                (Part::Note, Some(content)) => note = fold(&content.shown()),
                (Part::Output(output), Some(content)) => expectations.extend(self.output(*output, column, cell, content)),
                (Part::Rule, Some(content)) => {
                    let rules = self.rules(cell, content);
                    expectations.push(Expectation { at: cell, expected: Expected::Rules(rules) });
                }
                (Part::Error, Some(content)) => expectations.extend(self.error(cell, content)),
            }
        }
        let error = expectations.iter().find(|expectation| matches!(expectation.expected, Expected::Error(_))).map(|e| e.at);
        if let Some(at) = error
            && expectations.len() > 1
        {
            self.cells.problem(at, TypingProblem::ErrorAndResult);
        }
        let (first, last) = (self.layout.block.range.first.column, self.layout.block.range.last.column);
        let range = CellRange::new(CellRef::new(row.row, first), CellRef::new(row.row, last));
        TestCase { id: row.id.clone().unwrap_or_default(), range, inputs, expectations, note }
    }

    fn input(&mut self, input: usize, column: &Column, cell: CellRef, content: Option<&Content>) -> Option<Value> {
        let input = self.decision.inputs.get(input)?;
        let Some(ty) = input.scalar() else { return self.list(input, cell, content) };
        let (location, nothing) = (self.cells.at(cell), BTreeSet::new());
        // The value may lie outside the input's domain: a case may expect the error.
        let cx = CellContext { location: &location, label: &column.label.text, ty, domain: None, names: &nothing, entries: &nothing };
        match syntax::test_input(content, &cx) {
            Ok(Some(value)) => Some(value),
            Ok(None) => {
                if !input.ty.nullable() {
                    self.cells.problem(cell, TypingProblem::BlankInput { name: input.name.to_string(), ty: input.ty.clone() });
                }
                Some(Value::Null)
            }
            Err(findings) => {
                for finding in findings {
                    self.cells.report(finding);
                }
                None
            }
        }
    }

    /// A list, as JSON.
    fn list(&mut self, input: &InputData, cell: CellRef, content: Option<&Content>) -> Option<Value> {
        let name = input.name.to_string();
        let list = input.list()?;
        let text = content.map(Content::shown).filter(|text| !fold(text).is_empty());
        let Some(text) = text else {
            if !list.nullable {
                self.cells.problem(cell, TypingProblem::BlankInput { name, ty: input.ty.clone() });
            }
            return Some(Value::Null);
        };
        if let Shape::Value(item) = &list.item
            && let Some(ty) = item.scalar()
        {
            return self.list_of_values(ty, list.nullable, (input, cell), content);
        }
        match list_of_json(list, &name, &text) {
            Ok(value) => Some(value),
            Err(error) => {
                self.cells.problem(cell, TypingProblem::UnreadableList { name, reason: error.to_string() });
                None
            }
        }
    }

    /// A list of values: `[a, b]`.
    fn list_of_values(
        &mut self,
        ty: Type,
        nullable: bool,
        (input, cell): (&InputData, CellRef),
        content: Option<&Content>,
    ) -> Option<Value> {
        let content = content?;
        if nullable && clean(&content.shown()) == "null" {
            return Some(Value::Null);
        }
        let (location, nothing) = (self.cells.at(cell), BTreeSet::new());
        let label = input.name.to_string();
        // An input may have more digits than its type, since it is compared and never rounded.
        let base = if let BaseType::Decimal(_) = ty.base { BaseType::Number } else { ty.base };
        let ty = Type { base, ..ty };
        let cx = CellContext { location: &location, label: &label, ty, domain: None, names: &nothing, entries: &nothing };
        match syntax::values_list(content, &cx) {
            Ok(values) => Some(Value::List(values)),
            Err(findings) => {
                for finding in findings {
                    self.cells.report(finding);
                }
                None
            }
        }
    }

    /// The type of what a case can expect of an output.
    fn expected_type(&self, ty: &DataType) -> DataType {
        match self.decision.hit_policy {
            HitPolicy::Collect(Some(Aggregation::Count)) => Type { base: BaseType::Integer, nullable: false }.into(),
            HitPolicy::Collect(Some(Aggregation::Min | Aggregation::Max)) => ty.clone().or_null(),
            policy if policy.is_list() => DataType::list_of(ty.clone()),
            policy if policy.is_single_hit() && !self.decision.complete => ty.clone().or_null(),
            _ => ty.clone(),
        }
    }

    fn output(&mut self, index: usize, column: &Column, cell: CellRef, content: &Content) -> Option<Expectation> {
        let output = self.decision.output_clauses.get(index)?;
        let (location, nothing) = (self.cells.at(cell), BTreeSet::new());
        let ty = self.expected_type(&output.ty);
        let cx = CellContext {
            location: &location,
            label: &column.label.text,
            ty: ty.value(),
            domain: None,
            names: &nothing,
            entries: &nothing,
        };
        let policy = self.decision.hit_policy;
        let read = match ty {
            DataType::Scalar(_) => syntax::value(Some(content), &cx),
            // A list of results is never null, whatever its column is.
            DataType::List { .. } if policy.is_list() => {
                syntax::list_of_results(content, &output.ty, &cx).map(|values| Some(Value::List(values)))
            }
            DataType::List { .. } => syntax::list_value(Some(content), &ty, &cx),
        };
        let value = match read {
            Ok(value) => value?,
            Err(findings) => {
                for finding in findings {
                    self.cells.report(finding);
                }
                return None;
            }
        };
        // A sum or a count is no value of the column.
        let of_column = !matches!(policy, HitPolicy::Collect(Some(Aggregation::Sum | Aggregation::Count)));
        if let Some(domain) = output.domain.as_ref().filter(|_| of_column)
            && let Some(problem) = domain::outside_of(&value, domain, &ty, &output.label)
        {
            self.cells.problem(cell, problem);
        }
        let id = OutputId(index);
        let expected = match value {
            Value::List(values) if policy.is_list() => Expected::Outputs(id, values),
            value => Expected::Output(id, value),
        };
        Some(Expectation { at: cell, expected })
    }

    fn rules(&mut self, cell: CellRef, content: &Content) -> Vec<String> {
        let decision = self.decision;
        // An id may hold commas itself: of the pieces between commas, the longest run that is an id is one.
        let shown = content.shown();
        let pieces: Vec<String> = shown.split(',').map(fold).collect();
        let mut rest = pieces.as_slice();
        let mut read = Vec::new();
        while let [piece, tail @ ..] = rest {
            let known = (1..=self.longest.min(rest.len())).rev().find_map(|count| {
                let (run, tail) = rest.split_at_checked(count)?;
                self.ids.get(&run.join(",")).map(|id| ((*id).to_owned(), tail))
            });
            let is_else = piece.eq_ignore_ascii_case("else").then(|| self.ids.get("else")).flatten();
            match known.or_else(|| is_else.map(|id| ((*id).to_owned(), tail))) {
                Some((id, tail)) => {
                    read.push(id);
                    rest = tail;
                }
                None => {
                    if !piece.is_empty() {
                        let meant = did_you_mean(piece, decision.rules.iter().map(|rule| rule.id.as_str())).map(str::to_owned);
                        let (id, decision, alone) = (piece.clone(), decision.name.clone(), pieces.len() == 1);
                        self.cells.problem(cell, TypingProblem::UnknownRule { id, decision, meant, alone });
                    }
                    rest = tail;
                }
            }
        }
        read
    }

    fn error(&mut self, cell: CellRef, content: &Content) -> Option<Expectation> {
        let text = fold(&content.shown());
        let upper = text.to_uppercase();
        let is_code = DECISION_ERRORS.iter().any(|code| code.to_string() == upper);
        let expected = match (text.to_lowercase().as_str(), content) {
            ("yes" | "y" | "true", _) => ErrorExpectation::Any,
            // No error is what a blank cell expects, too.
            ("no" | "n" | "false", _) => return None,
            _ if is_code => ErrorExpectation::Code(upper),
            _ => {
                self.cells.problem(cell, TypingProblem::BadErrorExpectation { text });
                return None;
            }
        };
        Some(Expectation { at: cell, expected: Expected::Error(expected) })
    }
}
