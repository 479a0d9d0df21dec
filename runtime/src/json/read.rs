//! The readers that generated code calls.

use crate::number::{Digits, Unread};
use crate::{ClosedText, Field};

use super::Error;
use super::document::{Kind, Node};
use super::facts::Facts;
use super::position::Positions;

/// The digits that a binary float keeps.
const FLOAT_DIGITS: usize = 15;
/// The longest text that a message quotes, in characters.
const QUOTED: usize = 60;

/// A field of an object, or an item of a list: its value, or that it is missing.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'d> {
    node: Option<Node<'d>>,
    /// Where it lies in lists.
    positions: Positions,
    /// Whether it lies in a fact, of which unknown attributes are ignored.
    is_fact: bool,
}

impl<'d> Entry<'d> {
    pub(super) fn new(node: Node<'d>) -> Self {
        Self { node: Some(node), ..Self::missing() }
    }

    pub(super) fn missing() -> Self {
        Self { node: None, positions: Positions::default(), is_fact: false }
    }

    pub(super) fn of_facts(facts: Facts<'d>) -> Self {
        Self { is_fact: true, ..Self::new(Node::Facts(facts)) }
    }

    pub(super) fn node(self) -> Option<Node<'d>> {
        self.node
    }

    /// The fields of the object at `path`, in the order of `keys`: each a name as written and its `snake_case`. All fields of a missing
    /// object are missing. In `path`, a `[]` stands for the position in a list that it lies in: `items[]`.
    ///
    /// # Errors
    /// `MB0813` for null, `MB0814` for what else isn't an object, `MB0811` for an unknown field, `MB0816` for one given twice.
    pub fn fields<const N: usize>(self, path: &str, keys: [(&'static str, &'static str); N]) -> Result<[Entry<'d>; N], Error> {
        let mut entries = [Entry { node: None, ..self }; N];
        let Some(node) = self.node else { return Ok(entries) };
        let path = self.positions.of(path);
        let whole = || if path.is_empty() { "the document".to_owned() } else { format!("`{path}`") };
        let members = match node.kind() {
            Kind::Object(members) => members,
            Kind::Null if !path.is_empty() => {
                return Err(Error::new("MB0813", path.as_ref(), format!("{} is null: it must be an object", whole())));
            }
            kind => return Err(Error::new("MB0814", path.as_ref(), format!("{} is {}: it must be an object", whole(), shown(&kind)))),
        };
        for (name, value) in members {
            let below = || if path.is_empty() { quoted(name) } else { format!("{path}.{}", quoted(name)) };
            let slot = keys.iter().zip(&mut entries).find(|((written, snake), _)| name == *written || name == *snake);
            match slot {
                None if self.is_fact => {}
                None => {
                    let nearest = nearest(name, keys.iter().map(|(written, _)| *written));
                    let hint = match nearest {
                        Some(known) => format!("; did you mean `{known}`?"),
                        None => String::new(),
                    };
                    return Err(Error::new("MB0811", below(), format!("`{}` isn't an input{hint}", below())));
                }
                Some((_, entry)) if entry.node.is_some() => {
                    return Err(Error::new("MB0816", below(), format!("`{}` is given twice", below())));
                }
                Some((_, entry)) => entry.node = Some(value),
            }
        }
        Ok(entries)
    }

    /// A list: what `read` gives of each item.
    ///
    /// # Errors
    /// `MB0812` if it is missing, `MB0813` for null, `MB0814` for what isn't a list; and the first error of `read`.
    pub fn list<T>(self, field: &Field, mut read: impl FnMut(Self) -> Result<T, Error>) -> Result<Vec<T>, Error> {
        let mut item = |(position, node): (u32, Node<'d>)| {
            read(Self { node: Some(node), positions: self.positions.at(position), is_fact: self.is_fact })
        };
        if let Some(Node::Facts(facts)) = self.node {
            return (1..).zip(facts.attributes()).map(item).collect();
        }
        match self.kind(field)? {
            Kind::List(list) => (1..).zip(list.nodes()).map(&mut item).collect(),
            kind => Err(self.wrong(field, &shown(&kind))),
        }
    }

    /// Of a type with null: `None` for null and for a missing field, else what `read` gives.
    ///
    /// # Errors
    /// Those of `read`.
    pub fn nullable<T>(self, read: impl FnOnce(Self) -> Result<T, Error>) -> Result<Option<T>, Error> {
        match self.node.map(Node::kind) {
            None | Some(Kind::Null) => Ok(None),
            Some(_) => read(self).map(Some),
        }
    }

    fn kind(self, field: &Field) -> Result<Kind<'d>, Error> {
        let lacks = |code, is| Err(Error::of_entry(code, &self.positions.of(field.path()), is, field));
        match self.node.map(Node::kind) {
            None => lacks("MB0812", "missing"),
            Some(Kind::Null) => lacks("MB0813", "null"),
            Some(kind) => Ok(kind),
        }
    }

    /// A value of another kind, or a text that can't be read; `found` says which.
    fn wrong(self, field: &Field, found: &str) -> Error {
        Error::of_entry("MB0814", &self.positions.of(field.path()), found, field)
    }

    /// A number that isn't exact.
    fn inexact(self, field: &Field, reason: &str) -> Error {
        Error::inexact(&self.positions.of(field.path()), reason)
    }

    /// A `text`.
    ///
    /// # Errors
    /// `MB0812` if it is missing, `MB0813` for null, `MB0814` for what isn't a text: numbers, too.
    pub fn text(self, field: &Field) -> Result<&'d str, Error> {
        match self.kind(field)? {
            Kind::Text(text) => Ok(text),
            kind => Err(self.wrong(field, &shown(&kind))),
        }
    }

    /// A `text` of a closed list.
    ///
    /// # Errors
    /// As [`Self::text`], and `MB0801` for a text that isn't in the list.
    pub fn closed<T: ClosedText>(self, field: &Field) -> Result<T, Error> {
        let text = self.text(field)?;
        T::from_text(text).ok_or_else(|| Error::of_entry("MB0801", &self.positions.of(field.path()), &shown(&Kind::Text(text)), field))
    }

    /// A `boolean`.
    ///
    /// # Errors
    /// `MB0812` if it is missing, `MB0813` for null, `MB0814` for anything but `true` and `false`.
    pub fn boolean(self, field: &Field) -> Result<bool, Error> {
        match self.kind(field)? {
            Kind::Boolean(boolean) => Ok(boolean),
            kind => Err(self.wrong(field, &shown(&kind))),
        }
    }

    /// An `integer`, as a JSON number or a text of its digits.
    ///
    /// # Errors
    /// `MB0812` if it is missing, `MB0813` for null, `MB0814` for what isn't a whole number of 64 bits, `MB0815` for one whose digits
    /// aren't exact.
    pub fn integer(self, field: &Field) -> Result<i64, Error> {
        let (digits, found) = self.digits(field)?;
        if digits.scale != 0 {
            return Err(self.wrong(field, &format!("{found}, which isn't whole")));
        }
        i64::try_from(digits.coefficient).map_err(|_| self.wrong(field, &format!("{found}, beyond 64 bits")))
    }

    /// A `number` or `decimal(s)`, as a JSON number or a text of its digits.
    ///
    /// # Errors
    /// `MB0812` if it is missing, `MB0813` for null, `MB0814` for what isn't a number, `MB0815` for one whose digits aren't exact.
    #[cfg(feature = "decimal")]
    pub fn decimal(self, field: &Field) -> Result<crate::Decimal, Error> {
        let (digits, found) = self.digits(field)?;
        crate::Decimal::try_from_i128_with_scale(digits.coefficient, digits.scale)
            .map_err(|_| self.inexact(field, &format!("is {found}, more digits than a number has")))
    }

    fn digits(self, field: &Field) -> Result<(Digits, String), Error> {
        let kind = self.kind(field)?;
        let (text, float) = match &kind {
            Kind::Number { digits, float } => (digits.as_ref(), *float),
            Kind::Text(text) => (*text, false),
            _ => return Err(self.wrong(field, &shown(&kind))),
        };
        let digits = match Digits::parse(text) {
            Ok(digits) => digits,
            Err(Unread::NotANumber) => return Err(self.wrong(field, &shown(&kind))),
            Err(Unread::TooManyDigits) => {
                return Err(self.inexact(field, &format!("is {}: a number has at most 28 digits", quoted(text))));
            }
        };
        if float && digits.coefficient.unsigned_abs() >= 10_u128.saturating_pow(FLOAT_DIGITS as u32) {
            return Err(
                self.inexact(field, &format!("is {text}, which has been a binary float and may have lost digits: send it as a string"))
            );
        }
        Ok((digits, shown(&kind)))
    }

    /// A `date`, as a text: `2026-01-31`.
    ///
    /// # Errors
    /// `MB0812` if it is missing, `MB0813` for null, `MB0814` for what isn't a text of this form, or no such day.
    #[cfg(feature = "time")]
    pub fn date(self, field: &Field) -> Result<jiff::civil::Date, Error> {
        self.parsed(field, crate::iso8601::date)
    }

    /// A `time`, as a text: `14:30`, `14:30:00`, `14:30:00.5`.
    ///
    /// # Errors
    /// As [`Self::date`].
    #[cfg(feature = "time")]
    pub fn time(self, field: &Field) -> Result<jiff::civil::Time, Error> {
        self.parsed(field, crate::iso8601::time)
    }

    /// A `date and time`, as a text without zone: `2026-01-31T14:30:00`.
    ///
    /// # Errors
    /// As [`Self::date`].
    #[cfg(feature = "time")]
    pub fn date_time(self, field: &Field) -> Result<jiff::civil::DateTime, Error> {
        self.parsed(field, crate::iso8601::date_time)
    }

    /// A `days and time duration`, as a text: `P1DT12H`, a day of 24 hours.
    ///
    /// # Errors
    /// As [`Self::date`].
    #[cfg(feature = "time")]
    pub fn days_and_time_duration(self, field: &Field) -> Result<jiff::SignedDuration, Error> {
        self.parsed(field, crate::iso8601::days_and_time_duration)
    }

    /// A `years and months duration`, as a text: `P1Y6M`.
    ///
    /// # Errors
    /// As [`Self::date`].
    #[cfg(feature = "time")]
    pub fn years_and_months_duration(self, field: &Field) -> Result<jiff::Span, Error> {
        self.parsed(field, crate::iso8601::years_and_months_duration)
    }

    #[cfg(feature = "time")]
    fn parsed<T>(self, field: &Field, parse: impl FnOnce(&str) -> Option<T>) -> Result<T, Error> {
        let kind = self.kind(field)?;
        let parsed = if let Kind::Text(text) = kind { parse(text) } else { None };
        parsed.ok_or_else(|| self.wrong(field, &shown(&kind)))
    }
}

/// The text as messages quote it: control characters escaped, cut where it is long.
fn quoted(text: &str) -> String {
    let mut quoted: String =
        text.chars().take(QUOTED).flat_map(|c| if c.is_control() { c.escape_default().collect() } else { vec![c] }).collect();
    if text.chars().nth(QUOTED).is_some() {
        quoted.push('…');
    }
    quoted
}

/// A value as messages show it.
pub(super) fn shown(kind: &Kind<'_>) -> String {
    match kind {
        Kind::Null => "null".to_owned(),
        Kind::Boolean(boolean) => boolean.to_string(),
        Kind::Number { digits, .. } => format!("the number {}", quoted(digits)),
        Kind::Text(text) => format!("the text \"{}\"", quoted(text)),
        Kind::Object(_) | Kind::DeepObject => "an object".to_owned(),
        Kind::List(_) | Kind::DeepList => "a list".to_owned(),
    }
}

/// The known name that `name` was probably meant to be.
fn nearest(name: &str, known: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let lower = |text: &str| text.chars().take(QUOTED).flat_map(char::to_lowercase).collect::<Vec<_>>();
    let name = lower(name);
    let within = name.len().checked_div(3).unwrap_or(0).max(1);
    known
        .map(|known| (edit_distance(&name, &lower(known)), known))
        .filter(|(distance, _)| *distance <= within)
        .min()
        .map(|(_, known)| known)
}

/// How many insertions, removals and replacements of one character make `a` of `b` (Wagner and Fischer, one row at a time). O(a · b).
fn edit_distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (done, from) in a.iter().enumerate() {
        let mut diagonal = done;
        let mut left = done.saturating_add(1);
        let mut cells = row.iter_mut();
        if let Some(first) = cells.next() {
            *first = left;
        }
        for (to, cell) in b.iter().zip(cells) {
            let replaced = diagonal.saturating_add(usize::from(from != to));
            diagonal = *cell;
            left = replaced.min(diagonal.saturating_add(1)).min(left.saturating_add(1));
            *cell = left;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edit_distance_counts_single_changes() {
        let distance = |a: &str, b: &str| edit_distance(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>());
        for (a, b, expected) in
            [("", "", 0), ("", "abc", 3), ("abc", "", 3), ("kitten", "sitting", 3), ("weight", "wieght", 2), ("a", "a", 0)]
        {
            assert_eq!(distance(a, b), expected, "{a} {b}");
        }
    }

    #[test]
    fn a_near_name_is_offered_and_a_far_one_is_not() {
        let known = || ["destination", "parcel", "Weight (kg)"].into_iter();
        assert_eq!(nearest("destinaton", known()), Some("destination"));
        assert_eq!(nearest("PARCEL", known()), Some("parcel"));
        assert_eq!(nearest("weight (kg", known()), Some("Weight (kg)"));
        assert_eq!(nearest("colour", known()), None);
    }
}
