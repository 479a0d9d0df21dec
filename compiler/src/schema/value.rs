//! One value: its type, and what its domain allows.

use super::{Json, Members, number, object, pattern, text};
use crate::model::{BaseType, Bound, DecisionTable, Domain, Interval, Output, Type, UnaryTest, Value};
use crate::syntax::print_entry;

/// Whose value it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// An input's: read in each of its spellings.
    Read,
    /// An output's: written in one.
    Written {
        /// Whether no year of it can be before the first.
        common_era: bool,
    },
}

/// The schema of a value, and what of its domain that can't say.
pub(super) struct Said {
    members: Vec<(String, Json)>,
    unsaid: Option<String>,
}

/// The schema of a value of this type and domain.
pub(super) fn schema(ty: Type, domain: Option<&Domain>, side: Side) -> Said {
    let mut said = Said { members: Vec::new(), unsaid: None };
    if ty.base == BaseType::Any {
        return said;
    }
    let (types, form) = form(ty.base, side);
    let names = types.iter().copied().chain(ty.nullable.then_some("null")).map(text).collect::<Vec<_>>();
    said.put("type", one_or_all(names));
    for (name, value) in form {
        said.put(name, value);
    }
    if let Some(domain) = domain
        && !said.allow(&domain.tests, ty, side)
    {
        said.unsaid = Some(print_entry(Some(&domain.tests), ty.base));
    }
    said
}

/// A name alone, or a list of several.
fn one_or_all(names: Vec<Json>) -> Json {
    <[Json; 1]>::try_from(names).map_or_else(Json::List, |[only]| only)
}

/// The types of JSON that hold values of this one, and the form of the texts among them.
fn form(base: BaseType, side: Side) -> (&'static [&'static str], Vec<(&'static str, Json)>) {
    let of = |pattern: &str| vec![("pattern", text(pattern))];
    let whole = |parts: &[&str]| of(&format!("^{}$", parts.concat()));
    let read = side == Side::Read;
    let common_era = !matches!(side, Side::Written { common_era: false });
    let date = if common_era { pattern::DATE } else { pattern::ANY_DATE };
    let time = if read { pattern::TIME } else { pattern::WRITTEN_TIME };
    let string: &[&str] = &["string"];
    match base {
        BaseType::Any => (&[], Vec::new()),
        BaseType::Text => (string, Vec::new()),
        BaseType::Integer => {
            let mut form = vec![("minimum", number(&i64::MIN.to_string())), ("maximum", number(&i64::MAX.to_string()))];
            if read {
                form.extend(of(pattern::INTEGER));
            }
            (if read { &["integer", "string"] } else { &["integer"] }, form)
        }
        BaseType::Number | BaseType::Decimal(_) if read => (&["number", "string"], of(pattern::NUMBER)),
        BaseType::Number => (string, of(pattern::WRITTEN_NUMBER)),
        BaseType::Decimal(scale) => (string, of(&pattern::written_decimal(scale))),
        BaseType::Boolean => (&["boolean"], Vec::new()),
        // RFC 3339 has no years before the first, and no time of day without an offset.
        BaseType::Date if common_era => (string, [vec![("format", text("date"))], whole(&[date])].concat()),
        BaseType::Date => (string, whole(&[date])),
        BaseType::Time => (string, whole(&[time])),
        BaseType::DateTime => (string, whole(&[date, "T", time])),
        BaseType::DaysTimeDuration => (string, of(&pattern::days_time())),
        BaseType::YearsMonthsDuration => (string, of(pattern::YEARS_MONTHS)),
    }
}

impl Said {
    /// Of a list of such items.
    pub(super) fn of_list(item: Self, nullable: bool) -> Self {
        let types = ["array"].into_iter().chain(nullable.then_some("null")).map(text).collect();
        let items = Json::Object(Members(item.members));
        Self { members: vec![("type".to_owned(), one_or_all(types)), ("items".to_owned(), items)], unsaid: item.unsaid }
    }

    fn put(&mut self, name: &str, value: Json) {
        match self.members.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => *known = value,
            None => self.members.push((name.to_owned(), value)),
        }
    }

    /// Says what these tests allow; whether that is all of it.
    fn allow(&mut self, tests: &[UnaryTest], ty: Type, side: Side) -> bool {
        let numeric = ty.base.is_numeric() && side == Side::Read || ty.base == BaseType::Integer;
        let null = ty.nullable.then_some("null");
        if let [UnaryTest::Within(interval)] = tests
            && numeric
        {
            for (name, value) in bounds(interval) {
                self.put(name, value);
            }
            // Of a number that is given as a text, nothing is said.
            return side != Side::Read;
        }
        let of = |value: &Value| constant(value, ty.base, side);
        let listed: Option<Vec<Json>> =
            tests.iter().map(|test| if let UnaryTest::Equal(value) = test { of(value) } else { None }).collect();
        let beside: Vec<Json> = (numeric && side == Side::Read).then_some("string").into_iter().chain(null).map(text).collect();
        if let Some(listed) = listed.filter(|_| !numeric || side != Side::Read) {
            self.put("enum", Json::List(listed.into_iter().chain(null.map(|_| Json::Null)).collect()));
            return true;
        }
        let Some(mut choices) = tests.iter().map(|test| choice(test, ty.base, side, numeric)).collect::<Option<Vec<_>>>() else {
            return false;
        };
        if !beside.is_empty() {
            choices.push(object([("type", one_or_all(beside))]));
        }
        match <[Json; 1]>::try_from(choices) {
            Ok([Json::Object(Members(only))]) => only.into_iter().for_each(|(name, value)| self.put(&name, value)),
            Ok(only) => self.put("anyOf", Json::List(only.into())),
            Err(choices) => self.put("anyOf", Json::List(choices)),
        }
        !numeric || side != Side::Read
    }

    /// With what readers should know of it, as a schema.
    pub(super) fn annotated(self, about: Option<&str>, unit: Option<&str>, sensitivity: Option<&str>) -> Json {
        let allowed = self.unsaid.map(|values| format!("allowed: {values}"));
        let parts: Vec<String> = about.map(str::to_owned).into_iter().chain(unit.map(|unit| format!("in {unit}"))).chain(allowed).collect();
        let mut members = Vec::new();
        if !parts.is_empty() {
            members.push(("description".to_owned(), Json::Text(parts.join("; "))));
        }
        members.extend(self.members);
        members.extend(sensitivity.map(|kind| ("x-sensitivity".to_owned(), text(kind))));
        if members.is_empty() { Json::Boolean(true) } else { Json::Object(Members(members)) }
    }
}

/// The value in JSON, if it has one spelling there.
fn constant(value: &Value, base: BaseType, side: Side) -> Option<Json> {
    Some(match value {
        Value::Null => Json::Null,
        Value::Boolean(boolean) => Json::Boolean(*boolean),
        Value::Number(digits) if side == Side::Read || base == BaseType::Integer => number(&digits.to_string()),
        Value::Text(_) | Value::Date(_) => Json::Text(value.show(base)),
        // A time may be given with its seconds or without, a duration by other units.
        _ if side == Side::Read => return None,
        _ => Json::Text(value.show(base)),
    })
}

/// What one test allows; `None` where that can't be said.
fn choice(test: &UnaryTest, base: BaseType, side: Side, numeric: bool) -> Option<Json> {
    Some(match test {
        UnaryTest::Equal(value) => object([("const", constant(value, base, side)?)]),
        UnaryTest::Within(interval) if numeric => {
            let members = bounds(interval).into_iter().map(|(name, value)| (name.to_owned(), value));
            Json::Object(Members([("type".to_owned(), text("number"))].into_iter().chain(members).collect()))
        }
        UnaryTest::Within(_) => return None,
        UnaryTest::Not(tests) => {
            let refused = tests.iter().map(|test| choice(test, base, side, numeric)).collect::<Option<Vec<_>>>()?;
            let refused = object([("anyOf", Json::List(refused))]);
            if numeric { object([("type", text("number")), ("not", refused)]) } else { object([("not", refused)]) }
        }
    })
}

fn bounds(interval: &Interval) -> Vec<(&'static str, Json)> {
    let bound = |end: &Option<Bound>, closed: &'static str, open: &'static str| {
        let end = end.as_ref()?;
        Some((if end.closed { closed } else { open }, number(&end.value.to_string())))
    };
    [bound(&interval.low, "minimum", "exclusiveMinimum"), bound(&interval.high, "maximum", "exclusiveMaximum")]
        .into_iter()
        .flatten()
        .collect()
}

/// Whether a column's dates are all of years that RFC 3339 has: written in cells, and of our era.
pub(super) fn common_era(table: &DecisionTable, column: usize) -> bool {
    let mut entries = table.rules.iter().filter_map(|rule| rule.outputs.get(column));
    let of_our_era = |value: &Value| match value {
        Value::Date(date) => date.year() >= 0,
        Value::DateTime(at) => at.date().year() >= 0,
        _ => true,
    };
    entries.all(|entry| match &entry.output {
        Output::Literal(value) => value.leaves().into_iter().all(|(_, value)| of_our_era(value)),
        Output::Expression(_) => false,
    })
}
