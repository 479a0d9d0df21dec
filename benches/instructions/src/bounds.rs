//! The most instructions that each benchmark may take.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

/// Bounds by the names of benchmarks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bounds(BTreeMap<String, f64>);

/// What a bound says to a measurement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    /// It is within the bound.
    Within {
        /// The bound.
        bound: f64,
    },
    /// It is so far below that the bound guards nothing.
    Loose {
        /// The bound.
        bound: f64,
    },
    /// It isn't.
    Exceeded {
        /// The bound.
        bound: f64,
    },
    /// There is no bound.
    Unbounded,
}

/// A new bound lies so much above what was measured, in hundredths: another build of the same source may place things otherwise.
const SLACK: f64 = 3.0;

/// A measurement below so many hundredths of its bound makes it loose.
const LOOSE: f64 = 85.0;

impl Bounds {
    /// Reads lines of a name and a number; `#` starts a comment.
    ///
    /// # Errors
    /// The first line that is neither.
    pub fn parse(text: &str) -> Result<Self, String> {
        let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
        let bound = |(number, line): (usize, &str)| {
            let read = line.split_once(' ').and_then(|(name, bound)| Some((name.to_owned(), bound.trim().parse().ok()?)));
            read.ok_or_else(|| format!("line {number} is no name and number: `{line}`"))
        };
        lines.map(bound).collect::<Result<_, String>>().map(Self)
    }

    /// What is said to a measurement.
    pub fn verdict(&self, name: &str, measured: f64) -> Verdict {
        match self.0.get(name) {
            None => Verdict::Unbounded,
            Some(&bound) if measured > bound => Verdict::Exceeded { bound },
            Some(&bound) if measured < bound * LOOSE / 100.0 => Verdict::Loose { bound },
            Some(&bound) => Verdict::Within { bound },
        }
    }

    /// The file of bounds for these measurements.
    pub fn text(measured: &[(&str, f64)]) -> String {
        let mut text = String::from(
            "# The most instructions a decision may take, under callgrind; see src/main.rs. To be raised on purpose only, by `-- --write`, and the\n\
             # reason belongs in the commit.\n",
        );
        for (name, each) in measured {
            let _ = writeln!(text, "{name} {:.1}", each * (100.0 + SLACK) / 100.0);
        }
        text
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Within { bound } => write!(f, "of {bound:.1}"),
            Self::Loose { bound } => write!(f, "of {bound:.1}; the bound can be lowered"),
            Self::Exceeded { bound } => write!(f, "of {bound:.1}: TOO MANY"),
            Self::Unbounded => write!(f, "has no bound in bounds.txt"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_bounds_what_was_measured() {
        let bounds = Bounds::parse(&Bounds::text(&[("a", 100.0), ("b", 7.5)])).unwrap();
        assert_eq!(bounds.verdict("a", 100.0), Verdict::Within { bound: 103.0 });
        assert_eq!(bounds.verdict("a", 103.1), Verdict::Exceeded { bound: 103.0 });
        assert_eq!(bounds.verdict("b", 5.0), Verdict::Loose { bound: 7.7 });
        assert_eq!(bounds.verdict("c", 1.0), Verdict::Unbounded);
    }

    #[test]
    fn a_bound_that_is_no_number_is_told_by_its_line() {
        assert_eq!(Bounds::parse("# a\n\nfee many\n"), Err("line 3 is no name and number: `fee many`".to_owned()));
    }
}
