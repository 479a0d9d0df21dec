//! Rules: their position, and where the author can find them.

use core::fmt;

/// A rule's position in its table, 0 for the first. Its constants can stand in patterns; metrics, traces and canaries count by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleIndex(u32);

impl RuleIndex {
    /// The rule at this position.
    pub const fn new(index: u32) -> Self {
        Self(index)
    }

    /// The position.
    pub const fn get(self) -> u32 {
        self.0
    }
}

/// A rule of a table, as its author knows it. It prints as `us-light (Fees!A9:E9)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rule<'a> {
    id: &'a str,
    cells: &'a str,
    note: &'a str,
}

impl<'a> Rule<'a> {
    /// A rule with this id, cells and note.
    pub const fn new(id: &'a str, cells: &'a str, note: &'a str) -> Self {
        Self { id, cells, note }
    }

    /// Its id, unique in the table.
    pub const fn id(&self) -> &'a str {
        self.id
    }

    /// Its cells: `Fees!A9:E9`.
    pub const fn cells(&self) -> &'a str {
        self.cells
    }

    /// What its `note` columns say; often empty.
    pub const fn note(&self) -> &'a str {
        self.note
    }
}

impl fmt::Display for Rule<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.id, self.cells)
    }
}

/// How many rules stand between two marks of [`Rules::packed`].
const MARK_EVERY: usize = 64;

/// The rules of a table, in its order.
#[derive(Clone, Copy, Debug)]
pub struct Rules(Form);

#[derive(Clone, Copy, Debug)]
enum Form {
    Slice(&'static [Rule<'static>]),
    Packed { text: &'static str, marks: &'static [u32], len: usize },
}

impl Rules {
    /// These rules.
    pub const fn new(rules: &'static [Rule<'static>]) -> Self {
        Self(Form::Slice(rules))
    }

    /// `len` rules in one text, for large tables: rustc takes sixteen times as long over a slice.
    ///
    /// Each rule is a record `I C N ` and then its id, cells, note and a line feed, where I, C and N are their lengths in bytes:
    /// `8 10 0 us-lightFees!A9:E9`. `marks` holds where every 64th record begins, starting with the first. What isn't of this
    /// form reads as no rule.
    pub const fn packed(text: &'static str, marks: &'static [u32], len: usize) -> Self {
        Self(Form::Packed { text, marks, len })
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        match self.0 {
            Form::Slice(rules) => rules.len(),
            Form::Packed { len, .. } => len,
        }
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rule at this position. O(1); from one text, after reading the lengths of up to 63 others.
    pub fn get(&self, rule: RuleIndex) -> Option<Rule<'static>> {
        let index = usize::try_from(rule.0).ok()?;
        match self.0 {
            Form::Slice(rules) => rules.get(index).copied(),
            Form::Packed { text, marks, len } => {
                if index >= len {
                    return None;
                }
                let mark = *marks.get(index.checked_div(MARK_EVERY)?)?;
                let mut records = Records { rest: text.get(usize::try_from(mark).ok()?..)? };
                records.nth(index.checked_rem(MARK_EVERY)?)
            }
        }
    }

    /// The rules in order, each with its position.
    pub fn iter(&self) -> impl Iterator<Item = (RuleIndex, Rule<'static>)> + use<> {
        let (slice, packed, len) = match self.0 {
            Form::Slice(rules) => (rules, "", rules.len()),
            Form::Packed { text, len, .. } => (&[] as &[Rule<'static>], text, len),
        };
        (0..=u32::MAX).map(RuleIndex).zip(slice.iter().copied().chain(Records { rest: packed }).take(len))
    }

    /// The rule with this id. O(n).
    pub fn find(&self, id: &str) -> Option<RuleIndex> {
        self.iter().find(|(_, rule)| rule.id == id).map(|(index, _)| index)
    }

    /// The id of the rule at this position; empty where there is none.
    pub fn id(&self, rule: RuleIndex) -> &'static str {
        self.get(rule).map_or("", |rule| rule.id)
    }
}

/// The records of a packed text from some record on.
struct Records {
    rest: &'static str,
}

impl Iterator for Records {
    type Item = Rule<'static>;

    fn next(&mut self) -> Option<Rule<'static>> {
        let mut length = || {
            let (digits, rest) = self.rest.split_once(' ')?;
            self.rest = rest;
            digits.parse::<usize>().ok()
        };
        let (id, cells, note) = (length()?, length()?, length()?);
        let mut field = |length| {
            let (field, rest) = self.rest.split_at_checked(length)?;
            self.rest = rest;
            Some(field)
        };
        let rule = Rule { id: field(id)?, cells: field(cells)?, note: field(note)? };
        self.rest = self.rest.strip_prefix('\n')?;
        Some(rule)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SLICE: Rules = Rules::new(&[Rule::new("us-light", "Fees!A9:E9", ""), Rule::new("else", "Fees!A10:E10", "by\nquote")]);
    const PACKED: Rules = Rules::packed("8 10 0 us-lightFees!A9:E9\n4 12 8 elseFees!A10:E10by\nquote\n", &[0], 2);

    #[test]
    fn both_forms_give_the_same_rules() {
        for rules in [SLICE, PACKED] {
            assert_eq!(rules.len(), 2);
            assert_eq!(rules.get(RuleIndex::new(0)), Some(Rule::new("us-light", "Fees!A9:E9", "")));
            assert_eq!(rules.get(RuleIndex::new(1)), Some(Rule::new("else", "Fees!A10:E10", "by\nquote")));
            assert_eq!(rules.get(RuleIndex::new(2)), None);
            assert_eq!(rules.find("else"), Some(RuleIndex::new(1)));
            assert_eq!(rules.find("us"), None);
            let ids: Vec<_> = rules.iter().map(|(index, rule)| (index.get(), rule.id())).collect();
            assert_eq!(ids, [(0, "us-light"), (1, "else")]);
        }
    }

    #[test]
    fn marks_reach_every_rule() {
        let mut text = String::new();
        let mut marks = Vec::new();
        for index in 0..200 {
            if index % MARK_EVERY == 0 {
                marks.push(u32::try_from(text.len()).unwrap());
            }
            let (id, note) = (format!("r{index}"), "ä".repeat(index % 3));
            text.push_str(&format!("{} 2 {} {id}A1{note}\n", id.len(), note.len()));
        }
        let rules = Rules::packed(text.leak(), marks.leak(), 200);
        for index in 0..200_u32 {
            assert_eq!(rules.id(RuleIndex::new(index)), format!("r{index}"));
        }
        assert_eq!(rules.get(RuleIndex::new(200)), None);
    }

    #[test]
    fn a_text_of_another_form_reads_as_no_rule() {
        for text in ["", "1", "1 1 1 ab", "9 1 1 ab\n", "1 1 99999999999999999999 ab\n", "1 1 1 äa\n", "1 1 1 abcd"] {
            assert_eq!(Rules::packed(text, &[0], 1).get(RuleIndex::new(0)), None, "{text:?}");
        }
        assert_eq!(Rules::packed("1 1 1 abc\n", &[99], 1).get(RuleIndex::new(0)), None);
        assert_eq!(Rules::packed("1 1 1 abc\n", &[], 1).get(RuleIndex::new(0)), None);
    }
}
