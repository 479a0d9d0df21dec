//! Seeded random FEEL expressions as a person would type them, over the names in scope: values, lists of facts, and what decisions give.
//!
//! Most are well typed; what isn't is refused by typing, and its table with it.

use crate::seeded::Random;

/// What a value is, as far as expressions care.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    Text,
    /// One of these.
    Choice(&'static [&'static str]),
    Integer,
    Decimal,
    Number,
    Boolean,
    Date,
    Duration,
    List(Box<Ty>),
    Record(Vec<(String, Ty)>),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ty {
    pub(crate) kind: Kind,
    pub(crate) nullable: bool,
}

impl Ty {
    pub(crate) fn of(kind: Kind) -> Self {
        Self { kind, nullable: false }
    }

    pub(crate) fn list(item: Self) -> Self {
        Self::of(Kind::List(Box::new(item)))
    }

    fn or(&self, nullable: bool) -> Self {
        Self { nullable: self.nullable || nullable, ..self.clone() }
    }

    pub(crate) fn is_scalar(&self) -> bool {
        !matches!(self.kind, Kind::List(_) | Kind::Record(_))
    }

    /// The cell of a `type` row. A list that may be null has two spellings.
    pub(crate) fn cell(&self, random: &mut Random) -> String {
        let mark = if self.nullable { "?" } else { "" };
        match &self.kind {
            Kind::List(item) => {
                let inner = item.cell(random);
                let inner = if item.nullable { format!("({inner})") } else { inner };
                match self.nullable {
                    true if random.one_in(2) => format!("(list of {inner})?"),
                    _ if item.nullable && self.nullable => format!("(list of {inner})?"),
                    _ => format!("list of {inner}{mark}"),
                }
            }
            kind => format!("{}{mark}", kind.word()),
        }
    }
}

impl Kind {
    fn word(&self) -> &'static str {
        match self {
            Self::Text | Self::Choice(_) => "text",
            Self::Integer => "integer",
            Self::Decimal => "decimal(2)",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::Duration => "days and time duration",
            Self::List(_) => "list",
            Self::Record(_) => "record",
        }
    }

    /// Whether values of both can be compared, and stand for each other in expressions.
    fn meets(&self, other: &Self) -> bool {
        let family = |kind: &Self| match kind {
            Self::Text | Self::Choice(_) => 0,
            Self::Integer | Self::Decimal | Self::Number => 1,
            Self::Boolean => 2,
            Self::Date => 3,
            Self::Duration => 4,
            Self::List(_) => 5,
            Self::Record(_) => 6,
        };
        match (self, other) {
            (Self::List(one), Self::List(other)) => one.kind.meets(&other.kind) && one.nullable == other.nullable,
            _ => family(self) == family(other) && family(self) < 5,
        }
    }

    /// A plain value as a cell holds it.
    pub(crate) fn plain(&self, random: &mut Random) -> String {
        let one_of = |values: &[&str], random: &mut Random| values[random.below(values.len())].to_owned();
        match self {
            Self::Choice(values) => one_of(values, random),
            Self::Text => one_of(&TEXTS, random),
            Self::Integer => one_of(&["0", "1", "2", "3", "7", "-1", "100"], random),
            Self::Decimal => one_of(&["0", "0.5", "1", "4.99", "10", "99.95", "100"], random),
            Self::Number => one_of(&["0", "0.125", "1", "2", "-1.5", "10", "1000"], random),
            Self::Boolean => one_of(&["true", "false"], random),
            Self::Date => one_of(&["2025-12-31", "2026-01-01", "2026-02-28", "2026-06-15"], random),
            Self::Duration => one_of(&["PT0S", "PT1H", "P1D", "P1DT12H", "P30D"], random),
            Self::List(_) | Self::Record(_) => String::new(),
        }
    }

    /// A literal.
    fn literal(&self, random: &mut Random) -> String {
        match self {
            Self::Text | Self::Choice(_) => format!("{:?}", self.plain(random)),
            Self::Date | Self::Duration => format!("@\"{}\"", self.plain(random)),
            Self::List(item) => format!("[{}]", item.kind.literal(random)),
            _ => self.plain(random),
        }
    }
}

pub(crate) const TEXTS: [&str; 7] = ["a", "b", "blue", "US", "c d", "été", "zz"];

/// Writes expressions.
pub(crate) struct Writer<'r> {
    pub(crate) random: &'r mut Random,
    /// The names in scope, the innermost last.
    pub(crate) names: Vec<(String, Ty)>,
    /// How many variables there were.
    next: usize,
}

/// An expression and whether it may be null.
type Written = (String, bool);

impl<'r> Writer<'r> {
    pub(crate) fn new(random: &'r mut Random, names: Vec<(String, Ty)>) -> Self {
        Self { random, names, next: 0 }
    }

    /// All that names and paths lead to: parts of records, and lists of the parts of records in lists.
    fn places(&self) -> Vec<(String, Ty)> {
        let mut places = self.names.clone();
        let mut at = 0;
        while let Some((text, ty)) = places.get(at).cloned() {
            match &ty.kind {
                Kind::Record(fields) => {
                    places.extend(fields.iter().map(|(name, field)| (format!("{text}.{name}"), field.or(ty.nullable))));
                }
                Kind::List(item) => {
                    if let Kind::Record(fields) = &item.kind {
                        let of = |field: &Ty| Ty { nullable: ty.nullable, ..Ty::list(field.or(item.nullable)) };
                        places.extend(fields.iter().map(|(name, field)| (format!("{text}.{name}"), of(field))));
                    }
                }
                _ => {}
            }
            at += 1;
        }
        places
    }

    fn pick(&mut self, fits: impl Fn(&Ty) -> bool) -> Option<(String, Ty)> {
        let places: Vec<_> = self.places().into_iter().filter(|(_, ty)| fits(ty)).collect();
        (!places.is_empty()).then(|| places[self.random.below(places.len())].clone())
    }

    fn variable(&mut self) -> String {
        self.next += 1;
        format!("x{}", self.next)
    }

    /// Of this kind and never null.
    pub(crate) fn sure(&mut self, kind: &Kind, depth: usize) -> String {
        let (text, nullable) = self.some(kind, depth);
        if nullable { self.known(&text, kind) } else { text }
    }

    /// What may be null, with a value for that case.
    fn known(&mut self, text: &str, kind: &Kind) -> String {
        let other = kind.literal(self.random);
        if text.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | ' ')) && !text.contains(" and ") {
            return match self.random.below(2) {
                0 => format!("if {text} = null then {other} else {text}"),
                _ => format!("if {text} != null then {text} else {other}"),
            };
        }
        let name = self.variable();
        format!("{{{name}: {text}, known: if {name} = null then {other} else {name}}}.known")
    }

    /// In brackets, unless it is a word or a call.
    fn part(text: &str) -> String {
        let plain = text.chars().all(|c| c.is_alphanumeric() || c == '.');
        if plain { text.to_owned() } else { format!("({text})") }
    }

    /// Of this kind, perhaps null.
    pub(crate) fn some(&mut self, kind: &Kind, depth: usize) -> Written {
        if depth == 0 || self.random.one_in(5) {
            return self.leaf(kind);
        }
        let depth = depth - 1;
        match self.random.below(12) {
            0 => {
                let condition = self.some(&Kind::Boolean, depth).0;
                let ((then, one), (otherwise, other)) = (self.some(kind, depth), self.some(kind, depth));
                return (format!("if {condition} then {then} else {otherwise}"), one || other);
            }
            // An item of a list.
            1 | 2 => {
                if let Some((list, _)) = self.list_of(|item| item.kind.meets(kind) && item.is_scalar(), depth) {
                    let position = ["1", "-1", "2", "count(FROM)"][self.random.below(4)].replace("FROM", &list);
                    return (format!("{}[{position}]", Self::part(&list)), true);
                }
            }
            3 => {
                if let Some((list, item)) = self.list_of(|item| matches!(item.kind, Kind::Record(_)), depth) {
                    let Kind::Record(fields) = &item.kind else { return self.leaf(kind) };
                    if let Some((name, _)) = fields.iter().find(|(_, field)| field.kind.meets(kind)) {
                        return (format!("{}[{}].{name}", Self::part(&list), self.random.pick(&["1", "-1", "2"])), true);
                    }
                }
            }
            _ => {}
        }
        match kind {
            Kind::Integer | Kind::Decimal | Kind::Number => self.number(kind, depth),
            Kind::Boolean => self.condition(depth),
            Kind::Text => self.text(depth),
            Kind::Date => {
                let ((day, one), (span, other)) = (self.some(&Kind::Date, depth), self.leaf(&Kind::Duration));
                (format!("{} + {}", Self::part(&day), Self::part(&span)), one || other)
            }
            Kind::Duration if self.random.one_in(2) => {
                let ((one, left), (other, right)) = (self.leaf(&Kind::Date), self.leaf(&Kind::Date));
                (format!("{} - {}", Self::part(&one), Self::part(&other)), left || right)
            }
            _ => self.leaf(kind),
        }
    }

    fn number(&mut self, kind: &Kind, depth: usize) -> Written {
        match self.random.below(8) {
            0 | 1 => match self.list_of(|_| true, depth) {
                Some((list, _)) => (format!("count({list})"), false),
                None => self.leaf(kind),
            },
            2 | 3 => match self.list_of(|item| item.kind.meets(&Kind::Number) && !item.nullable, depth) {
                Some((list, _)) => {
                    let function = self.random.pick(&["sum", "min", "max", "mean", "product"]);
                    let text = format!("{function}({list})");
                    if *kind == Kind::Number { (text, true) } else { (format!("round half up({text}, {})", digits(kind)), true) }
                }
                None => self.leaf(kind),
            },
            4 if *kind == Kind::Number => {
                let ((one, left), (other, right)) = (self.some(kind, depth), self.some(kind, depth));
                (format!("{} / {}", Self::part(&one), Self::part(&other)), left || right || other.parse::<f64>().is_err() || other == "0")
            }
            5 => {
                let (text, nullable) = self.some(&Kind::Text, depth);
                (format!("string length({text})"), nullable)
            }
            _ => {
                let operator = self.random.pick(&["+", "-", "*"]);
                let ((one, left), (other, right)) = (self.some(kind, depth), self.some(kind, depth));
                let text = format!("{} {operator} {}", Self::part(&one), Self::part(&other));
                if *kind == Kind::Decimal && operator == "*" {
                    (format!("round half up({text}, 2)"), left || right)
                } else {
                    (text, left || right)
                }
            }
        }
    }

    fn text(&mut self, depth: usize) -> Written {
        match self.random.below(5) {
            0 => match self.list_of(|item| matches!(item.kind, Kind::Text | Kind::Choice(_)), depth) {
                Some((list, _)) => (format!("string join({list}, \"-\")"), true),
                None => self.leaf(&Kind::Text),
            },
            1 => {
                let kind = [Kind::Number, Kind::Date, Kind::Boolean, Kind::Integer][self.random.below(4)].clone();
                let (text, nullable) = self.some(&kind, depth);
                (format!("string({text})"), nullable)
            }
            2 => {
                let function = self.random.pick(&["upper case", "lower case"]);
                let (text, nullable) = self.some(&Kind::Text, depth);
                (format!("{function}({text})"), nullable)
            }
            _ => {
                let ((one, left), (other, right)) = (self.some(&Kind::Text, depth), self.leaf(&Kind::Text));
                (format!("{} + {}", Self::part(&one), Self::part(&other)), left || right)
            }
        }
    }

    /// A boolean.
    fn condition(&mut self, depth: usize) -> Written {
        match self.random.below(9) {
            0 => {
                let ((one, left), (other, right)) = (self.some(&Kind::Boolean, depth), self.some(&Kind::Boolean, depth));
                let operator = self.random.pick(&["and", "or"]);
                (format!("{} {operator} {}", Self::part(&one), Self::part(&other)), left || right)
            }
            1 => {
                let (text, nullable) = self.some(&Kind::Boolean, depth);
                (format!("not({text})"), nullable)
            }
            2 | 3 => {
                let Some((list, item)) = self.list_of(|_| true, depth) else { return self.leaf(&Kind::Boolean) };
                let name = self.variable();
                let quantifier = self.random.pick(&["some", "every"]);
                let nullable = self.nullable(&list);
                self.names.push((name.clone(), item));
                let condition = self.about(&name, depth);
                self.names.pop();
                (format!("{quantifier} {name} in {list} satisfies {condition}"), nullable || condition.contains("null"))
            }
            4 => match self.pick(|ty| ty.nullable) {
                Some((text, _)) => (format!("{text} {} null", self.random.pick(&["=", "!="])), false),
                None => self.leaf(&Kind::Boolean),
            },
            5 => match self.list_of(Ty::is_scalar, depth) {
                Some((list, item)) => (format!("list contains({list}, {})", item.kind.literal(self.random)), true),
                None => self.leaf(&Kind::Boolean),
            },
            _ => {
                let kinds = [Kind::Text, Kind::Integer, Kind::Number, Kind::Date, Kind::Duration];
                let kind = kinds[self.random.below(kinds.len())].clone();
                let (one, left) = self.some(&kind, depth);
                let (other, right) = self.leaf(&kind);
                let operator = self.random.pick(&["<", "<=", ">", ">=", "=", "!="]);
                (format!("{} {operator} {}", Self::part(&one), Self::part(&other)), left || right)
            }
        }
    }

    /// A boolean that most often asks for this name.
    pub(crate) fn about(&mut self, name: &str, depth: usize) -> String {
        let at = |text: &str| text == name || text.starts_with(name) && text[name.len()..].starts_with('.');
        let places: Vec<_> = self.places().into_iter().filter(|(text, _)| at(text)).collect();
        let places: Vec<_> = places.into_iter().filter(|(_, ty)| !matches!(ty.kind, Kind::Record(_))).collect();
        if places.is_empty() || self.random.one_in(20) {
            return self.condition(depth).0;
        }
        let mut parts = Vec::new();
        for _ in 0..1 + self.random.below(2) {
            let (text, ty) = places[self.random.below(places.len())].clone();
            let literal = ty.kind.literal(self.random);
            parts.push(match &ty.kind {
                Kind::List(_) if self.random.one_in(2) => format!("count({text}) > {}", self.random.below(3)),
                Kind::List(item) if item.is_scalar() => {
                    format!("some y{0} in {text} satisfies y{0} = {1}", parts.len(), item.kind.literal(self.random))
                }
                Kind::List(_) => format!("count({text}) <= {}", self.random.below(3)),
                Kind::Boolean => text,
                Kind::Choice(_) => format!("{text} {} {literal}", self.random.pick(&["=", "!="])),
                Kind::Text if self.random.one_in(3) => format!("contains({text}, \"b\")"),
                _ if ty.nullable && self.random.one_in(3) => format!("{text} {} null", self.random.pick(&["=", "!="])),
                kind if self.random.one_in(4) => format!("{text} <= {}", Self::part(&self.leaf(&kind.clone()).0)),
                _ => format!("{text} {} {literal}", self.random.pick(&["<", "<=", ">", ">=", "=", "!="])),
            });
        }
        parts.join(self.random.pick(&[" and ", " or "]))
    }

    fn nullable(&self, text: &str) -> bool {
        self.places().iter().any(|(place, ty)| ty.nullable && text.contains(place))
    }

    /// A list, and what its items are.
    pub(crate) fn list_of(&mut self, fits: impl Fn(&Ty) -> bool, depth: usize) -> Option<(String, Ty)> {
        let inner = |ty: &Ty| match &ty.kind {
            Kind::List(item) => Some((**item).clone()),
            _ => None,
        };
        if self.random.one_in(4)
            && let Some((text, ty)) = self.pick(|ty| inner(ty).and_then(|list| inner(&list)).is_some_and(|item| fits(&item)))
        {
            return Some((format!("flatten({text})"), inner(&inner(&ty)?)?));
        }
        let (text, ty) = self.pick(|ty| inner(ty).is_some_and(|item| fits(&item)))?;
        let Kind::List(item) = ty.kind else { return None };
        if depth == 0 {
            return Some((text, *item));
        }
        let depth = depth - 1;
        let part = Self::part(&text);
        let text = match self.random.below(12) {
            0 | 1 => {
                let (name, text) = if item.is_scalar() || self.random.one_in(3) { ("item", part) } else { ("", part) };
                let before = self.names.len();
                match &item.kind {
                    Kind::Record(fields) if name.is_empty() => self.names.extend(fields.clone()),
                    _ => self.names.push(("item".to_owned(), (*item).clone())),
                }
                let about = self.names[before].0.clone();
                let condition = self.about(&about, depth);
                self.names.truncate(before);
                format!("{text}[{condition}]")
            }
            2 => format!("reverse({text})"),
            3 if item.is_scalar() => format!("distinct values({text})"),
            4 if item.is_scalar() && !item.nullable => format!("append({text}, {})", item.kind.literal(self.random)),
            5 => format!("concatenate({text}, {text})"),
            6 if item.is_scalar() => format!("sort({text}, function(p, q) p < q)"),
            7 if item.is_scalar() && !item.nullable => {
                let name = self.variable();
                self.names.push((name.clone(), (*item).clone()));
                let body = self.sure(&item.kind, depth);
                self.names.pop();
                let from = if self.random.one_in(3) { format!("{text}[item != {}]", item.kind.literal(self.random)) } else { text };
                format!("for {name} in {from} return {body}")
            }
            _ => text,
        };
        Some((text, *item))
    }

    /// A name or a literal.
    fn leaf(&mut self, kind: &Kind) -> Written {
        let exact = *kind == Kind::Integer || *kind == Kind::Decimal;
        if !self.random.one_in(4)
            && let Some((text, ty)) = self.pick(|ty| match (&ty.kind, kind) {
                (_, Kind::Integer) => ty.kind == Kind::Integer,
                (given, Kind::Decimal) => matches!(given, Kind::Integer | Kind::Decimal),
                (given, kind) => !exact && given.meets(kind) && ty.is_scalar(),
            })
        {
            return (text, ty.nullable);
        }
        (kind.literal(self.random), false)
    }
}

fn digits(kind: &Kind) -> usize {
    if *kind == Kind::Integer { 0 } else { 2 }
}
