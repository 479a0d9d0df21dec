//! What a number format says a number is: Excel's format codes, as xlsx, xlsb and xls have them.

/// What a number in a cell of some format stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A number.
    Number {
        /// The least digits before the point.
        integer_digits: u32,
        /// Whether it shows as a percentage.
        percent: bool,
    },
    /// 0 and 1 show as words, as LibreOffice saves booleans in some formats.
    Boolean,
    /// Days since the epoch.
    Date,
    /// A part of a day.
    Time,
    /// Days since the epoch, with a time of day.
    DateTime,
    /// An elapsed time, in days.
    Elapsed,
}

impl Shape {
    /// `General`.
    pub(super) const GENERAL: Self = Self::Number { integer_digits: 1, percent: false };
}

/// The shape of a built-in format, by its id in `numFmtId` or `ifmt`; `None` for an id that isn't built in.
pub(super) fn built_in(id: u32) -> Option<Shape> {
    Some(match id {
        9 | 10 => Shape::Number { integer_digits: 1, percent: true },
        // The East Asian ids from 27 show dates, but for 32 and 33 and their like, which show times.
        14..=17 | 27..=31 | 36 | 50..=54 | 57 | 58 => Shape::Date,
        18..=21 | 32..=35 | 45 | 47 | 55 | 56 => Shape::Time,
        22 => Shape::DateTime,
        46 => Shape::Elapsed,
        0..=8 | 11..=13 | 37..=44 | 48 | 49 => Shape::GENERAL,
        _ => return None,
    })
}

/// The shape of a format code such as `00000`, `0.0 %`, `dd/mm/yyyy hh:mm` or `[h]:mm`. Its first section decides, the one for
/// positive numbers. Linear in the code.
pub(super) fn of_code(code: &str) -> Shape {
    let mut found = Found::default();
    let mut letters = code.chars().peekable();
    let mut literal = String::new();
    while let Some(letter) = letters.next() {
        match letter {
            ';' => break,
            '"' => literal.extend(letters.by_ref().take_while(|letter| *letter != '"')),
            // The next character stands for itself, is as wide as a blank, or fills the cell.
            '\\' | '_' | '*' => {
                letters.next();
            }
            '[' => found.bracket(&letters.by_ref().take_while(|letter| *letter != ']').collect::<String>()),
            'a' | 'A' => {
                // `AM/PM` or `A/P`; any other `a` spells a weekday (`aaa`) in some languages.
                let rest: String = letters.clone().take(4).collect::<String>().to_ascii_lowercase();
                let length = if rest.starts_with("m/pm") {
                    4
                } else if rest.starts_with("/p") {
                    2
                } else {
                    0
                };
                if length > 0 {
                    found.time = true;
                    letters.by_ref().take(length).for_each(drop);
                } else {
                    found.date = true;
                }
            }
            // `General`, and the months of `mmm` among letters that are no tokens, which Excel would have quoted.
            'G' | 'g' if letters.clone().take(6).collect::<String>().eq_ignore_ascii_case("eneral") => {
                letters.by_ref().take(6).for_each(drop);
            }
            'B' if letters.clone().take(6).collect::<String>() == "OOLEAN" => return Shape::Boolean,
            'y' | 'Y' | 'd' | 'D' | 'g' | 'G' | 'b' => found.date = true,
            'e' | 'E' if !matches!(letters.peek(), Some('+' | '-')) => found.date = true,
            'h' | 'H' | 's' | 'S' => found.time = true,
            'm' | 'M' => found.months_or_minutes = true,
            '.' | 'e' | 'E' => found.fraction = true,
            '0' if !found.fraction => found.zeros += 1,
            '%' => found.percent = true,
            _ => {}
        }
    }
    found.shape(&literal, code)
}

#[derive(Default)]
struct Found {
    date: bool,
    time: bool,
    months_or_minutes: bool,
    elapsed: bool,
    fraction: bool,
    percent: bool,
    zeros: u32,
}

impl Found {
    /// `[h]`, `[mm]`, `[ss]` are elapsed; colours, conditions, currencies and languages don't matter.
    fn bracket(&mut self, inside: &str) {
        let inside = inside.to_ascii_lowercase();
        if let Some(first) = inside.chars().next() {
            self.elapsed |= matches!(first, 'h' | 'm' | 's') && inside.chars().all(|letter| letter == first);
        }
    }

    fn shape(&self, literal: &str, code: &str) -> Shape {
        if self.elapsed {
            Shape::Elapsed
        } else if self.time {
            // `m` beside hours or seconds is minutes.
            if self.date { Shape::DateTime } else { Shape::Time }
        } else if self.date || self.months_or_minutes {
            Shape::Date
        } else if self.zeros == 0 && !literal.is_empty() && is_boolean(code) {
            Shape::Boolean
        } else {
            Shape::Number { integer_digits: self.zeros.max(1), percent: self.percent }
        }
    }
}

/// `"TRUE";"TRUE";"FALSE"`, in any language: three sections of nothing but quoted text, the first two the same and the third another.
fn is_boolean(code: &str) -> bool {
    let mut sections = code.split(';');
    let word = |section: Option<&str>| Some(section?.strip_prefix('"')?.strip_suffix('"')?.to_owned()).filter(|word| !word.is_empty());
    match (word(sections.next()), word(sections.next()), word(sections.next()), sections.next()) {
        (Some(positive), Some(negative), Some(zero), None) => positive == negative && positive != zero,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_shapes() {
        let number = |integer_digits, percent| Shape::Number { integer_digits, percent };
        for (code, shape) in [
            ("General", Shape::GENERAL),
            ("General\" m\"", Shape::GENERAL),
            ("@", Shape::GENERAL),
            ("0", number(1, false)),
            ("00000", number(5, false)),
            ("000-00-0000", number(9, false)),
            ("00.000", number(2, false)),
            ("0.00E+00", number(1, false)),
            ("#,##0.00 [$€-407];[Red]-#,##0.00 [$€-407]", number(1, false)),
            ("0.0 %", number(1, true)),
            ("0\" % of year\"", number(1, false)),
            ("0_d", number(1, false)),
            ("\\d0", number(1, false)),
            ("[Red]0", number(1, false)),
            ("# ?/?", number(1, false)),
            ("yyyy\\-mm\\-dd", Shape::Date),
            ("[$-409]d\\-mmm\\-yy;@", Shape::Date),
            ("mmm", Shape::Date),
            ("[$-411]ggge\"年\"m\"月\"", Shape::Date),
            ("hh:mm", Shape::Time),
            ("h:mm AM/PM", Shape::Time),
            ("mm:ss.0", Shape::Time),
            ("m/d/yy h:mm", Shape::DateTime),
            ("[hh]:mm:ss", Shape::Elapsed),
            ("[m]", Shape::Elapsed),
            ("\"TRUE\";\"TRUE\";\"FALSE\"", Shape::Boolean),
            ("\"WAHR\";\"WAHR\";\"FALSCH\"", Shape::Boolean),
            ("BOOLEAN", Shape::Boolean),
            ("\"a\";\"b\";\"c\"", Shape::GENERAL),
        ] {
            assert_eq!(of_code(code), shape, "{code}");
        }
    }
}
