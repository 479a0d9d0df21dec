//! Tables of known shapes and sizes, from a seeded generator: as books, which pass through the whole compiler, and inputs to ask them.
//!
//! A rule is a box: for each column a half-open range of *steps*, or nothing for a blank cell. Steps are what a column counts in, whatever
//! its type: positions in a list of words, whole numbers, hundredths, days, `false` and `true`. So shapes are made, overlaps counted and
//! inputs drawn by small integers, and only [`book`](Workload::book) and [`values`](Workload::values) know types.
//!
//! What each shape stands for is said in [`SHAPES`]. The generator's sequence belongs to the shape's name ([`Random::of`](crate::random::Random)),
//! so a shape of one size is the same table on every machine, now and later.

mod book;
mod draw;
mod keyed;
mod learned;
mod ordered;
mod small;
mod table;
mod workbook;

pub use draw::{Drawn, HOT, draw};

use matchbook_compiler::compile::SourceSet;
use matchbook_compiler::model::HitPolicy;
use matchbook_compiler::source::{BookPath, SourceFile};

/// A half-open range of steps, or nothing for a blank cell.
pub type Cell = Option<(i64, i64)>;

/// The cells of a rule, one a column.
pub type Rule = Vec<Cell>;

/// What a column's steps are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Positions in this list of texts, which is the column's `values` if it is closed.
    Words {
        /// The texts.
        words: Vec<String>,
        /// Whether there are no others.
        closed: bool,
    },
    /// Whole numbers, the type `integer`.
    Integers,
    /// Hundredths, the type `decimal(2)`.
    Hundredths,
    /// Days after 2020-01-01, the type `date`.
    Days,
    /// `false` and `true`.
    Boolean,
}

/// An input column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its label, and the input's name.
    pub label: &'static str,
    /// Its type.
    pub kind: Kind,
    /// The steps of its domain, half-open. `values` declares it, but of open text, where others may come too.
    pub domain: (i64, i64),
}

impl Column {
    /// A column of so many texts, `prefix` and a number.
    fn words(label: &'static str, prefix: &str, count: i64, closed: bool) -> Self {
        let digits = (count - 1).max(1).to_string().len();
        let words = (0..count).map(|word| format!("{prefix}{word:0digits$}")).collect();
        Self { label, kind: Kind::Words { words, closed }, domain: (0, count) }
    }

    fn of(label: &'static str, kind: Kind, domain: (i64, i64)) -> Self {
        Self { label, kind, domain }
    }
}

/// A table of a known shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workload {
    /// The name of its shape.
    pub name: &'static str,
    /// Its hit policy.
    pub hit_policy: HitPolicy,
    /// Its input columns. There is one output column more: a number of its own for each rule, so that no two rules say the same.
    pub columns: Vec<Column>,
    /// Its rules but `else`.
    pub rules: Vec<Rule>,
    /// Whether an `else` follows them.
    pub has_else: bool,
}

impl Workload {
    /// What a compiler is given: one book.
    pub fn sources(&self) -> SourceSet {
        let path = BookPath::new(&format!("bench/{}.csv", self.name.replace(' ', "-")));
        SourceSet { books: vec![SourceFile { path, bytes: Ok(self.book()) }], ..SourceSet::default() }
    }

    /// The rules of the same table that match these steps, in rule order.
    pub fn matching<'w>(&'w self, steps: &'w [i64]) -> impl Iterator<Item = usize> + 'w {
        self.rules.iter().enumerate().filter(|(_, rule)| contains(rule, steps)).map(|(position, _)| position)
    }
}

/// Whether the rule holds for these steps.
pub fn contains(rule: &[Cell], steps: &[i64]) -> bool {
    rule.iter().zip(steps).all(|(cell, step)| cell.is_none_or(|(low, high)| (low..high).contains(step)))
}

/// Whether some input matches both rules.
pub fn overlap(a: &[Cell], b: &[Cell]) -> bool {
    a.iter().zip(b).all(|cells| match cells {
        (Some(a), Some(b)) => a.0.max(b.0) < a.1.min(b.1),
        _ => true,
    })
}

/// A family of tables that differ in size only.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Its name.
    pub name: &'static str,
    /// What it stands for.
    pub stands_for: &'static str,
    /// The numbers of rules that are measured.
    pub sizes: &'static [usize],
    /// Whether the compiler has nothing to say against it.
    pub is_sound: bool,
    /// The table with so many rules.
    pub make: fn(&'static str, usize) -> Workload,
}

impl Shape {
    /// The table with so many rules.
    pub fn of_size(&self, rules: usize) -> Workload {
        (self.make)(self.name, rules)
    }

    /// The shape of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        SHAPES.iter().find(|shape| shape.name == name)
    }
}

/// All shapes. Those up to `packets` are the ones by which strategies of dispatch are judged, at their sizes and at ten times these.
pub const SHAPES: [Shape; 12] = [
    Shape {
        name: "tiny",
        stands_for: "what most tables look like: a tier, an amount with four breakpoints and a boolean; unique and complete",
        sizes: &[8, 80],
        is_sound: true,
        make: small::tiny,
    },
    Shape {
        name: "tiny integers",
        stands_for: "tiny with a whole amount: the same rules without a decimal",
        sizes: &[8],
        is_sound: true,
        make: small::tiny_integers,
    },
    Shape {
        name: "shipping",
        stands_for: "first hit with wildcards: country (50), category (5), weight, value and date, nearly half of the cells blank, the specific rules first",
        sizes: &[200, 2_000],
        is_sound: true,
        make: ordered::shipping,
    },
    Shape {
        name: "rating",
        stands_for: "an insurer's rating: state (50), class (5), coverage (4), plan (5) and bands of age and sum at shared breakpoints, complete, with 1 % of overriding rows on top",
        sizes: &[10_000, 100_000],
        is_sound: true,
        make: keyed::rating,
    },
    Shape {
        name: "lookup",
        stands_for: "exact match: zip code (33,000) and product (10 for each 100,000 rules), unique, with `else`",
        sizes: &[100_000, 1_000_000],
        is_sound: true,
        make: keyed::lookup,
    },
    Shape {
        name: "packets",
        stands_for: "a firewall: two ranges of addresses by prefix, two of ports, a protocol; heavy overlap, first hit",
        sizes: &[1_000, 10_000],
        is_sound: true,
        make: ordered::packets,
    },
    Shape {
        name: "keyed",
        stands_for: "the largest rating tables found: seven columns, four of them keys, three of ranges at shared breakpoints; unique and complete",
        sizes: &[16_000],
        is_sound: true,
        make: keyed::keyed,
    },
    Shape {
        name: "insurance",
        stands_for: "the largest table of an insurer that was found: eight columns, four of them keys, bands of age, sum and years without a claim, a day of begin; first hit, complete, 1 % of overriding rows",
        sizes: &[16_369],
        is_sound: true,
        make: keyed::insurance,
    },
    Shape {
        name: "loans",
        stands_for: "the published comparison (Calvanese et al. 2018): the leaves of a decision tree over seven columns of loan applications, as rules; unique and complete",
        sizes: &[1_500],
        is_sound: true,
        make: learned::loans,
    },
    Shape {
        name: "loans overlapping",
        stands_for: "the same with one range widened in 10 % of the rules, as its authors did to have overlaps to find",
        sizes: &[1_500],
        is_sound: false,
        make: learned::overlapping,
    },
    Shape {
        name: "loans missing",
        stands_for: "the same with one range narrowed in 10 % of the rules, to have gaps to find",
        sizes: &[1_500],
        is_sound: false,
        make: learned::missing,
    },
    Shape {
        name: "wide",
        stands_for: "the worst: a unique table of random wide ranges over five columns, in which a fifth of all pairs overlap",
        sizes: &[10_000],
        is_sound: false,
        make: small::wide,
    },
];

#[cfg(test)]
mod tests;
