//! What `matchbook.toml` says: everything that changes the generated text or the findings, read alike by all front ends.
//!
//! The file, every key of which is optional:
//!
//! ```toml
//! runtime = "matchbook"      # the path of the runtime crate in generated code
//! json = true                # whether generated modules read and write JSON
//! dispatch = "auto"          # how rules are found, in tables without a `dispatch` row and where that is possible
//! batch = false              # whether generated modules decide many rows at once, from columns
//! arrow = false              # whether they do so from record batches of Apache Arrow too; it brings `batch` with it, unless that is `false`,
//!                            # which is an error
//!
//! [lints]                    # "allow", "warn" or "deny", by the code or the name of what is no error by itself,
//! MB0407 = "deny"
//! duplicate-rule = "deny"
//! advice = "allow"           # or by level: all `warnings`, `advice` or `notes` that have no line of their own
//!
//! [enums]                    # Rust enums that `values` may name, as `enum PaymentMethod`
//! PaymentMethod = { path = "crate::payment::PaymentMethod", source = "../src/payment.rs" }
//!
//! [limits]
//! book-bytes = 104857600     # the largest file that is read
//! expanded-bytes = 1073741824
//! cells = 5000000
//! diagram-nodes = 200000
//! match-rules = 32           # above it, a decision diagram instead of one `match`
//! tree-leaves = 1000         # the most leaves of match trees, of which tables that don't ask for them have at most 100
//! source-bytes = 64000000    # the longest generated file of a decision
//! ```

mod enums;

use std::collections::BTreeMap;

use jiff::civil::Date;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::options::OptionsFinding;
use crate::diagnostic::{Code, Describe, Diagnostic, Explanation, Level, explanations};
use crate::model::Strategy;

pub use enums::EnumOption;

/// The name of the file that options are read from, at the root of the books.
pub const FILE_NAME: &str = "matchbook.toml";

/// The options of a compilation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The path of the runtime crate in generated code: `matchbook`, or `crate::matchbook`. Key `runtime`.
    pub runtime: String,
    /// Whether generated modules read and write JSON. Key `json`.
    pub json: bool,
    /// How rules are found in tables that don't say it themselves; those that can't have it choose by themselves. Key `dispatch`.
    pub dispatch: Strategy,
    /// Whether generated modules have `evaluate_batch`, which decides many rows at once. Key `batch`.
    pub batch: bool,
    /// Whether batches are decided from record batches of Arrow too, which takes `batch`. Key `arrow`.
    pub arrow: bool,
    /// The levels of findings that are no errors by themselves. Table `lints`.
    pub lints: BTreeMap<LintSubject, LintEntry>,
    /// The Rust enums that `values` may name; `None` for one whose entry has a mistake, which has been reported. Table `enums`.
    pub enums: BTreeMap<String, Option<EnumOption>>,
    /// The largest file that is read, in bytes. Key `limits.book-bytes`.
    pub max_book_bytes: u64,
    /// The most memory that reading one book may take beyond its bytes, in bytes: uncompressed parts of a workbook count fully. Key
    /// `limits.expanded-bytes`.
    pub max_expanded_bytes: u64,
    /// The most cells that a book may hold. Key `limits.cells`.
    pub max_cells: u64,
    /// The most nodes of a decision diagram. Key `limits.diagram-nodes`.
    pub max_diagram_nodes: usize,
    /// The most rules that become one `match`. Key `limits.match-rules`.
    pub max_match_rules: usize,
    /// The most leaves of a match tree; a table that doesn't ask for one has at most 100. Key `limits.tree-leaves`.
    pub max_tree_leaves: usize,
    /// The longest generated file of a decision, in bytes. Key `limits.source-bytes`.
    pub max_source_bytes: u64,
    /// The day as of which rules may have lapsed and reviews be due; nothing is said of that without it. It has no key, since a file can't
    /// know the day, and changes no generated text.
    pub as_of: Option<Date>,
}

/// Which findings an entry of `[lints]` is about. The narrower one counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LintSubject {
    /// Those of a code, which may be written as its name.
    Code(Code),
    /// All warnings, all advice or all notes that no other entry is about.
    Level(Level),
}

/// An entry of `[lints]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LintEntry {
    /// What becomes of the findings.
    pub lint: Lint,
    /// Its line in `matchbook.toml`, from 1.
    pub line: u32,
}

/// What becomes of a finding that is no error by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lint {
    /// It isn't reported.
    Allow,
    /// It is a warning.
    Warn,
    /// It is an error.
    Deny,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            runtime: "matchbook".to_owned(),
            json: true,
            dispatch: Strategy::Auto,
            batch: false,
            arrow: false,
            lints: BTreeMap::new(),
            enums: BTreeMap::new(),
            max_book_bytes: 100 << 20,
            max_expanded_bytes: 1 << 30,
            max_cells: 5_000_000,
            max_diagram_nodes: 200_000,
            max_match_rules: 32,
            max_tree_leaves: 1_000,
            max_source_bytes: 64_000_000,
            as_of: None,
        }
    }
}

impl Options {
    /// Reads the text of a `matchbook.toml`. What can't be taken is reported and left at its default, so that the books are still read.
    pub fn parse(text: &str, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut reader = Reader { text, options: Self::default(), no_batch: None, findings: Vec::new() };
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let line = reader.line(error.span().map_or(0, |span| span.start));
            reader.findings.push(OptionsFinding::Unreadable { line: Some(line), problem: error.message().to_owned() }.into());
        }
        // After a syntax error the rest is read by guess, and its findings would be echoes of that one.
        if reader.findings.is_empty() {
            reader.root(table.get_ref());
        }
        if let (true, Some(line)) = (reader.options.arrow, reader.no_batch) {
            let (key, found) = ("batch".to_owned(), "`false` beside `arrow = true`".to_owned());
            reader.findings.push(OptionsFinding::WrongType { line, key, expected: "`true`", found }.into());
        }
        // Record batches are decided by way of slices.
        reader.options.batch |= reader.options.arrow;
        reader.findings.sort_by_key(|finding| finding.describe().primary.location.line);
        diagnostics.append(&mut reader.findings);
        reader.options
    }

    /// The level of a finding with this code, whose own level is `level`; `None` if it isn't to be reported. Errors stay errors: what
    /// was generated in spite of one would not mean what the table says.
    pub fn level(&self, code: Code, level: Level) -> Option<Level> {
        match self.lint(code, level) {
            None => Some(level),
            Some((_, Lint::Allow)) => None,
            Some((_, Lint::Warn)) => Some(Level::Warning),
            Some((_, Lint::Deny)) => Some(Level::Error),
        }
    }

    /// The entry of `[lints]` that says what becomes of such a finding; none of an error.
    pub fn lint(&self, code: Code, level: Level) -> Option<(LintSubject, Lint)> {
        let subjects = [LintSubject::Code(code), LintSubject::Level(level)];
        let entry = |subject| self.lints.get(&subject).map(|entry| (subject, entry.lint));
        if level == Level::Error { None } else { subjects.into_iter().find_map(entry) }
    }
}

/// A key of the table `limits`.
struct Limit {
    key: &'static str,
    least: u64,
    most: u64,
    set: fn(&mut Options, u64),
}

/// The upper ends keep a typing error from becoming an hour of work: 100 rules in one `match` can take rustc 14 seconds.
const LIMITS: &[Limit] = &[
    Limit { key: "book-bytes", least: 1, most: 1 << 32, set: |options, n| options.max_book_bytes = n },
    Limit { key: "expanded-bytes", least: 1, most: 1 << 36, set: |options, n| options.max_expanded_bytes = n },
    Limit { key: "cells", least: 1, most: 100_000_000, set: |options, n| options.max_cells = n },
    Limit { key: "diagram-nodes", least: 1, most: 10_000_000, set: |options, n| options.max_diagram_nodes = size(n) },
    Limit { key: "match-rules", least: 0, most: 100, set: |options, n| options.max_match_rules = size(n) },
    Limit { key: "source-bytes", least: 1_000, most: 1 << 32, set: |options, n| options.max_source_bytes = n },
    Limit { key: "tree-leaves", least: 0, most: 100_000, set: |options, n| options.max_tree_leaves = size(n) },
];

fn size(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

struct Reader<'t> {
    text: &'t str,
    options: Options,
    /// The line that says `batch = false`.
    no_batch: Option<u32>,
    findings: Vec<Diagnostic>,
}

impl Reader<'_> {
    /// The line, from 1, that holds the byte at `offset`.
    fn line(&self, offset: usize) -> u32 {
        let before = self.text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count();
        u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1)
    }

    fn root(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            let line = self.line(key.span().start);
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("runtime", DeValue::String(path)) if is_path(path) => self.options.runtime = path.as_ref().to_owned(),
                ("runtime", DeValue::String(path)) => {
                    self.findings.push(OptionsFinding::NoPath { line, value: path.as_ref().to_owned() }.into());
                }
                ("runtime", other) => self.wrong_type(line, "runtime", "a text, the path of a crate", other),
                ("json", DeValue::Boolean(json)) => self.options.json = *json,
                ("json", other) => self.wrong_type(line, "json", "`true` or `false`", other),
                ("dispatch", value) => match if let DeValue::String(word) = value { Strategy::of_word(word) } else { None } {
                    Some(strategy) => self.options.dispatch = strategy,
                    None => self.wrong_type(line, "dispatch", STRATEGIES, value),
                },
                ("batch", DeValue::Boolean(batch)) => {
                    self.options.batch = *batch;
                    self.no_batch = (!batch).then_some(line);
                }
                ("batch", other) => self.wrong_type(line, "batch", "`true` or `false`", other),
                ("arrow", DeValue::Boolean(arrow)) => self.options.arrow = *arrow,
                ("arrow", other) => self.wrong_type(line, "arrow", "`true` or `false`", other),
                ("lints", DeValue::Table(table)) => self.lints(table),
                ("lints", other) => self.wrong_type(line, "lints", "a table", other),
                ("enums", DeValue::Table(table)) => self.enums(table),
                ("enums", other) => self.wrong_type(line, "enums", "a table", other),
                ("limits", DeValue::Table(table)) => self.limits(table),
                ("limits", other) => self.wrong_type(line, "limits", "a table", other),
                (unknown, _) => self.unknown(line, "", unknown, KEYS.into_iter()),
            }
        }
    }

    fn limits(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            let line = self.line(key.span().start);
            let Some(limit) = LIMITS.iter().find(|limit| limit.key == key.get_ref().as_ref()) else {
                self.unknown(line, "limits.", key.get_ref(), LIMITS.iter().map(|limit| limit.key));
                continue;
            };
            let name = format!("limits.{}", limit.key);
            let DeValue::Integer(digits) = value.get_ref() else {
                self.wrong_type(line, &name, "a whole number", value.get_ref());
                continue;
            };
            match u64::from_str_radix(digits.as_str(), digits.radix()) {
                Ok(n) if (limit.least..=limit.most).contains(&n) => (limit.set)(&mut self.options, n),
                _ => self.findings.push(
                    OptionsFinding::OutOfRange {
                        line,
                        key: name,
                        found: self.text.get(value.span()).unwrap_or_default().to_owned(),
                        least: limit.least,
                        most: limit.most,
                    }
                    .into(),
                ),
            }
        }
    }

    fn lints(&mut self, table: &DeTable<'_>) {
        let known = explanations();
        for (key, value) in table {
            let line = self.line(key.span().start);
            let text = key.get_ref().as_ref();
            let of_level = LEVELS.iter().find(|(word, _)| *word == text).map(|(_, level)| *level);
            let of_code = known.iter().find(|explanation| explanation.name == text || explanation.code.to_string() == text);
            let subject = match (of_level, of_code) {
                (Some(level), _) => LintSubject::Level(level),
                (None, Some(explanation)) => LintSubject::Code(explanation.code),
                (None, None) => {
                    let codes: Vec<String> = known.iter().map(|explanation| explanation.code.to_string()).collect();
                    let names = known.iter().map(|explanation| explanation.name);
                    self.unknown(line, "lints.", text, codes.iter().map(String::as_str).chain(names).chain(LEVELS.map(|(word, _)| word)));
                    continue;
                }
            };
            let lint = match value.get_ref() {
                DeValue::String(word) => match word.as_ref() {
                    "allow" => Lint::Allow,
                    "warn" => Lint::Warn,
                    "deny" => Lint::Deny,
                    _ => {
                        self.wrong_type(line, &format!("lints.{text}"), LINTS, value.get_ref());
                        continue;
                    }
                },
                other => {
                    self.wrong_type(line, &format!("lints.{text}"), LINTS, other);
                    continue;
                }
            };
            match of_code {
                Some(Explanation { level: Level::Error, code, name, .. }) if lint != Lint::Deny => {
                    self.findings.push(OptionsFinding::ErrorStays { line, code: *code, name }.into());
                    continue;
                }
                _ => {}
            }
            let entry = LintEntry { lint, line };
            if let (Some(other), Some(explanation)) = (self.options.lints.insert(subject, entry), of_code) {
                let (first, line) = (line.min(other.line), line.max(other.line));
                self.findings.push(OptionsFinding::LintTwice { line, first, code: explanation.code, name: explanation.name }.into());
            }
        }
    }

    fn wrong_type(&mut self, line: u32, key: &str, expected: &'static str, found: &DeValue<'_>) {
        let found = match found {
            DeValue::String(text) => format!("the text \"{}\"", text.escape_debug()),
            DeValue::Integer(_) => "a whole number".to_owned(),
            DeValue::Float(_) => "a number with a fraction".to_owned(),
            DeValue::Boolean(value) => format!("`{value}`"),
            DeValue::Datetime(_) => "a date".to_owned(),
            DeValue::Array(_) => "an array".to_owned(),
            DeValue::Table(_) => "a table".to_owned(),
        };
        self.findings.push(OptionsFinding::WrongType { line, key: key.to_owned(), expected, found }.into());
    }

    fn unknown<'k>(&mut self, line: u32, table: &str, key: &str, known: impl Iterator<Item = &'k str> + Clone) {
        // Keys of Rust people come with an underscore; where it is that, the distance is small too.
        let near = known
            .clone()
            .map(|candidate| (strsim::damerau_levenshtein(candidate, key), candidate))
            .filter(|(distance, candidate)| *distance <= 1 + candidate.chars().count() / 4)
            .min()
            .map(|(_, candidate)| format!("{table}{candidate}"));
        let known = if table == "lints." { Vec::new() } else { known.map(|key| format!("{table}{key}")).collect() };
        self.findings.push(OptionsFinding::UnknownKey { line, key: format!("{table}{key}"), near, known }.into());
    }
}

/// The words for all findings of a level. No code has such a name.
const LEVELS: [(&str, Level); 3] = [("warnings", Level::Warning), ("advice", Level::Advice), ("notes", Level::Note)];

/// The keys outside of tables, and the tables.
const KEYS: [&str; 8] = ["runtime", "json", "dispatch", "batch", "arrow", "lints", "enums", "limits"];

const STRATEGIES: &str = "\"auto\", \"match\", \"tree\", \"cube\", \"pairs\", \"bit sets\", \"scan\", \"hash\", \"diagram\" or \"data\"";
const LINTS: &str = "\"allow\", \"warn\" or \"deny\"";

/// Whether the text is a path of plain identifiers: `matchbook`, `crate::rules::matchbook`, `::matchbook`.
fn is_path(text: &str) -> bool {
    let path = text.strip_prefix("::").unwrap_or(text);
    text.trim() == text
        && syn::parse_str::<syn::Path>(text).is_ok_and(|path| path.segments.iter().all(|segment| segment.arguments.is_none()))
        && path.split("::").all(|segment| segment.chars().all(|c| c == '_' || c.is_alphanumeric()) && segment != "_")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Describe;

    fn findings(text: &str) -> String {
        let mut diagnostics = Vec::new();
        Options::parse(text, &mut diagnostics);
        let lines = diagnostics.iter().map(|diagnostic| {
            let description = diagnostic.describe();
            let mut line = format!("{}: {}: {}\n", description.primary.location, diagnostic.code(), description.message);
            for note in description.notes.iter().chain(&description.help) {
                line.push_str(&format!("    {note}\n"));
            }
            line
        });
        lines.collect()
    }

    #[test]
    fn nothing_said_means_the_defaults() {
        let mut diagnostics = Vec::new();
        assert_eq!(Options::parse("", &mut diagnostics), Options::default());
        assert_eq!(Options::parse("\u{feff}# only a comment\n[limits]\n", &mut diagnostics), Options::default());
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
    }

    #[test]
    fn every_key_is_read() {
        let text = "runtime = \"crate::rt\"\njson = false\ndispatch = \"bit sets\"\nbatch = true\narrow = true\n[lints]\nMB0951 = \"deny\"\nduplicate-rule = \"warn\"\nnotes = \"allow\"\n\
                    [enums]\nMethod = { source = \"../src/a.rs\", path = \"crate::a::Method\" }\n[limits]\nbook-bytes = 1_000\nexpanded-bytes = 0x10\n\
                    cells = 3\ndiagram-nodes = 4\nmatch-rules = 0\ntree-leaves = 6\nsource-bytes = 7_000\n";
        let mut diagnostics = Vec::new();
        let options = Options::parse(text, &mut diagnostics);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let path = ["crate", "a", "Method"].map(str::to_owned).to_vec();
        let method = EnumOption { path, source: "../src/a.rs".to_owned(), line: 11 };
        let expected = Options {
            runtime: "crate::rt".to_owned(),
            json: false,
            dispatch: Strategy::BitSets,
            batch: true,
            arrow: true,
            lints: [
                (LintSubject::Code(Code(951)), LintEntry { lint: Lint::Deny, line: 7 }),
                (LintSubject::Code(Code(412)), LintEntry { lint: Lint::Warn, line: 8 }),
                (LintSubject::Level(Level::Note), LintEntry { lint: Lint::Allow, line: 9 }),
            ]
            .into(),
            enums: [("Method".to_owned(), Some(method))].into(),
            max_book_bytes: 1000,
            max_expanded_bytes: 16,
            max_cells: 3,
            max_diagram_nodes: 4,
            max_match_rules: 0,
            max_tree_leaves: 6,
            max_source_bytes: 7_000,
            as_of: None,
        };
        assert_eq!(options, expected);
    }

    #[test]
    fn the_documented_file_says_the_defaults() {
        let text: String = include_str!("options.rs")
            .lines()
            .filter_map(|line| line.strip_prefix("//!"))
            .skip_while(|line| !line.contains("```toml"))
            .skip(1)
            .take_while(|line| !line.contains("```"))
            .filter(|line| ["allow\"", "deny\"", "PaymentMethod ="].iter().all(|word| !line.contains(word)) || line.contains("[lints]"))
            .map(|line| format!("{line}\n"))
            .collect();
        let mut diagnostics = Vec::new();
        assert_eq!(Options::parse(&text, &mut diagnostics), Options::default());
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        for limit in LIMITS {
            assert!(text.contains(&format!("{} = ", limit.key)), "{}", limit.key);
        }
    }

    #[test]
    fn mistakes_are_reported_at_their_lines() {
        insta::assert_snapshot!(findings(
            "runtme = \"matchbook\"\njson = \"yes\"\nbatch = 1\n\n[limits]\nmax_rules = 3\nmatch_rules = 3\nmatch-rules = 101\ncells = -1\ntree-leaves = 1.5\n\
             book-bytes = 99999999999999999999999\n[lints]\nMB9999 = \"deny\"\nMB0951 = \"allow\"\nMB0950 = \"forbid\"\n[other]\nx = 1\n"
        ));
        insta::assert_snapshot!(findings("json = true\njson = false\n"));
        insta::assert_snapshot!(findings("runtime = \"a b\"\nlimits = 3\nlints = [1]\n"));
        insta::assert_snapshot!(findings("json = \n[limits\ncells = 5\n"));
        insta::assert_snapshot!(findings("dispatch = \"bitsets\"\n"));
        insta::assert_snapshot!(findings("batch = false\narrow = true\n"));
    }

    #[test]
    fn a_runtime_is_a_plain_path() {
        for good in ["matchbook", "crate::rules::matchbook", "::matchbook", "my_matchbook", "self::rt", "super::rt"] {
            assert!(is_path(good), "{good}");
        }
        for bad in ["", " matchbook", "a b", "a::<b>", "a-b", "a::", "fn", "a;b", "_", "a//b", "r#fn"] {
            assert!(!is_path(bad), "{bad}");
        }
    }

    #[test]
    fn errors_stay_errors() {
        let mut options = Options::default();
        let lints = [(1, Lint::Allow), (2, Lint::Deny), (3, Lint::Warn)];
        let lints = lints.map(|(code, lint)| (LintSubject::Code(Code(code)), LintEntry { lint, line: 1 }));
        options.lints.extend(lints);
        assert_eq!(options.level(Code(1), Level::Error), Some(Level::Error));
        assert_eq!(options.level(Code(1), Level::Warning), None);
        assert_eq!(options.level(Code(2), Level::Advice), Some(Level::Error));
        assert_eq!(options.level(Code(3), Level::Note), Some(Level::Warning));
        assert_eq!(options.level(Code(4), Level::Note), Some(Level::Note));
        // What is said of one code counts more than what is said of all notes.
        options.lints.insert(LintSubject::Level(Level::Note), LintEntry { lint: Lint::Allow, line: 1 });
        assert_eq!(options.level(Code(3), Level::Note), Some(Level::Warning));
        assert_eq!(options.level(Code(4), Level::Note), None);
        assert_eq!(options.level(Code(4), Level::Advice), Some(Level::Advice));
    }

    #[test]
    fn names_of_codes_and_words_for_levels_differ() {
        for explanation in explanations() {
            assert!(LEVELS.iter().all(|(word, _)| *word != explanation.name), "{}", explanation.name);
        }
    }

    #[test]
    fn lints_take_codes_names_and_levels() {
        insta::assert_snapshot!(findings(
            "[lints]\nadvise = \"allow\"\nmergable-rules = \"allow\"\noverlapping-rules = \"warn\"\nerrors = \"warn\"\n\
             duplicate-rule = \"allow\"\nMB0412 = \"deny\"\nwarnings = 1\n"
        ));
    }
}
