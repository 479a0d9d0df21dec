//! Operators and built-in functions: each a call of one function of the runtime's `feel`.

use super::code::{Code, Rank};
use super::emitter::{Emitter, makes_text};
use super::fallible::operation_fails;
use super::lists::item_type;
use crate::emit::text;
use crate::model::{Expression, ExpressionBase as B, ExpressionKind as K, ExpressionType, Operation as O, Value};

/// How a parameter takes its argument.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    /// A value that is copied.
    Value,
    /// The date of a date, or of a date and time.
    Date,
    /// The time of a time, or of a date and time.
    Time,
    /// `&str`
    Text,
    /// `Option<&str>`
    MaybeText,
    /// `&[T]`
    Slice,
    /// `&[Option<T>]`
    MaybeSlice,
    /// `Vec<T>`
    List,
    /// What can be gone through.
    Items,
    /// `T`, an item of the list before.
    Item,
    /// `&T`, perhaps null.
    ItemReference,
}

/// What a function gives in place of null and texts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gives {
    Value,
    Maybe,
}

impl Emitter<'_> {
    pub(super) fn apply(&mut self, operation: O, operands: &[Expression], expression: &Expression, owned: bool) -> Code {
        if makes_text(operation)
            && expression.ty.base == B::Text
            && let Some(made) = self.made_text(operation, operands)
        {
            return Code::atom(format!("{}({})", self.owned_text(), made.text));
        }
        match (operation, operands) {
            (O::String, [operand]) if operand.ty.base == B::Text => return self.value(operand, owned),
            (O::Matches, [input, pattern, flags]) => {
                let input = self.text_argument(input);
                return self.pattern(pattern, Some(flags), |feel, pattern| format!("{feel}::matches({input}, {pattern})"));
            }
            (O::Split, [input, pattern]) => {
                let argument = self.text_argument(input);
                let borrowed = self.is_borrowed(input);
                // A text of this moment ends with the block: its parts get texts of their own in it.
                let kept =
                    if borrowed { String::new() } else { format!(".into_iter(){}.collect::<Vec<_>>()", self.with_texts_of_their_own()) };
                let code = self.pattern(pattern, None, |feel, pattern| format!("{feel}::split({argument}, {pattern}){kept}"));
                return self.converted(code, &expression.ty, &expression.ty, owned && borrowed);
            }
            (O::All | O::Any, [list]) => return self.quantity(operation, list, expression),
            (O::Count, [list]) => {
                if let Some(slice) = self.lent_slice(list, false, true) {
                    return Code::atom(format!("{}({slice})", self.feel("count")));
                }
                if let Some(kept) = self.kept(list) {
                    return Code::atom(format!("{}::Decimal::from({kept}.count())", self.places.runtime));
                }
            }
            _ => {}
        }
        let (name, parameters, gives) = function(operation, operands);
        let borrowed = operands.iter().all(|operand| self.is_borrowed(operand));
        // A duration before the date that it is added to.
        let swapped = operation == O::Add
            && matches!(
                operands,
                [first, second] if matches!(first.ty.base, B::DaysTimeDuration | B::YearsMonthsDuration)
                    && matches!(second.ty.base, B::Date | B::DateTime | B::Time)
            );
        let mut arguments: Vec<String> = Vec::new();
        for (position, (operand, by)) in operands.iter().zip(parameters).enumerate() {
            let list = if position == 0 { None } else { operands.first() };
            let argument = self.argument(operand, *by, !borrowed, list, operands);
            arguments.push(argument);
        }
        if swapped {
            arguments.reverse();
        }
        let fails = operation_fails(operation, operands);
        let code = Code::call(format!("{}({})", self.feel(name), arguments.join(", ")), fails);
        self.finished(code, operation, operands, expression, gives, owned)
    }

    /// The result of a call in the form that is wanted.
    fn finished(&mut self, code: Code, operation: O, operands: &[Expression], expression: &Expression, gives: Gives, owned: bool) -> Code {
        let mut code = code;
        let items_null = matches!(operation, O::Item) && operands.first().is_some_and(|list| item_type(list).nullable);
        if items_null {
            code = code.method("flatten()");
        }
        if gives == Gives::Maybe && !expression.ty.nullable {
            // Typing has proven that there is a value.
            code = if code.rank == Rank::Tried {
                let inexact = self.feel("Inexact");
                Code::new(format!("{}?", code.method(&format!("ok_or({inexact})")).text), Rank::Tried)
            } else {
                code.method("unwrap_or_default()")
            };
        } else if gives == Gives::Value && expression.ty.nullable {
            code = Code::atom(format!("Some({})", code.text));
        }
        match operation {
            O::Substring | O::SubstringOf | O::SubstringBefore | O::SubstringAfter => {
                let Some(input) = operands.first() else { return code };
                self.text_result(code, expression, input, owned)
            }
            _ => {
                let wrap = owned && operands.iter().all(|operand| self.is_borrowed(operand));
                self.converted(code, &expression.ty, &expression.ty, wrap)
            }
        }
    }

    /// Texts cut from `input`: as they are if that lasts, else texts of their own.
    fn text_result(&mut self, code: Code, expression: &Expression, input: &Expression, owned: bool) -> Code {
        if self.is_borrowed(input) {
            return self.converted(code, &expression.ty, &expression.ty, owned);
        }
        if expression.ty.nullable {
            Code::atom(format!("{}{}", code.receiver(), self.with_texts_of_their_own()))
        } else {
            Code::atom(format!("{}({})", self.owned_text(), code.method("to_owned()").text))
        }
    }

    /// The function from a `String` to a `Cow`. Other than `Cow::Owned`, it says of which type that is where nothing else does.
    fn owned_text(&self) -> String {
        format!("{}::Cow::from", self.places.runtime)
    }

    /// From `&str`s of this moment to `Cow`s that last.
    fn with_texts_of_their_own(&self) -> String {
        format!(".map(str::to_owned).map({})", self.owned_text())
    }

    /// A value before a method that only asks whether it is null.
    pub(super) fn presence(&mut self, expression: &Expression) -> Code {
        if let Some((path, _)) = self.bound(expression) {
            return Code::atom(path);
        }
        let code = self.observed(expression);
        self.as_lent(code)
    }

    /// A value, or if it isn't `read`, but only whether it is null, perhaps as what is lent for this moment.
    pub(super) fn asked(&mut self, expression: &Expression, read: bool) -> Code {
        let code = self.value(expression, false);
        if read { code } else { self.as_lent(code) }
    }

    fn as_lent(&self, code: Code) -> Code {
        match code.text.strip_suffix(&self.with_texts_of_their_own()) {
            Some(lent) if code.rank == Rank::Atom => Code::atom(lent),
            _ => code,
        }
    }

    fn argument(&mut self, operand: &Expression, by: By, owned: bool, list: Option<&Expression>, all: &[Expression]) -> String {
        match by {
            By::Value => self.value(operand, false).text,
            By::Date if operand.ty.base == B::DateTime => self.value(operand, false).method("date()").text,
            By::Time if operand.ty.base == B::DateTime => self.value(operand, false).method("time()").text,
            By::Date | By::Time => self.value(operand, false).text,
            By::Text => self.text_argument(operand),
            By::MaybeText if operand.ty.nullable || operand.ty.base == B::Null => {
                if self.is_borrowed(operand) {
                    self.value(operand, false).text
                } else {
                    self.observed(operand).method("as_deref()").text
                }
            }
            By::MaybeText => format!("Some({})", self.text_argument(operand)),
            By::Slice => {
                let nullable = all.get(1).filter(|_| all.len() == 2).is_some_and(|item| item.ty.nullable && self.item_by_reference(all));
                self.slice(operand, nullable, owned)
            }
            By::MaybeSlice => self.slice(operand, true, owned),
            By::List => self.value(operand, owned).text,
            By::Items => self.lent_values(operand, owned).unwrap_or_else(|| self.looped(operand)),
            By::Item => self.value(operand, owned).text,
            By::ItemReference => {
                let nullable = list.is_some_and(|list| item_type(list).nullable);
                if nullable && !operand.ty.nullable {
                    return format!("&Some({})", self.value(operand, owned).text);
                }
                match &operand.kind {
                    _ if self.lent(operand).is_some() => format!("&{}", self.value(operand, owned).within(Rank::Unary)),
                    K::Local(local) if !owned || !self.is_borrowed(operand) => {
                        let Some(variable) = self.variables.get(local) else { return String::new() };
                        if variable.by_reference { variable.name.clone() } else { format!("&{}", variable.name) }
                    }
                    _ => format!("&{}", self.value(operand, owned).within(Rank::Unary)),
                }
            }
        }
    }

    /// Whether the second of two operands is looked for in the first.
    fn item_by_reference(&self, operands: &[Expression]) -> bool {
        matches!(operands, [list, item] if matches!(&list.ty.base, B::List(inner) if inner.base == item.ty.base || item.ty.base == B::Null
            || matches!((&inner.base, &item.ty.base), (B::Number { .. }, B::Number { .. }))))
    }

    /// A slice of a list, its items `Option`s if they are to be `nullable`.
    fn slice(&mut self, list: &Expression, nullable: bool, owned: bool) -> String {
        let item = item_type(list);
        if nullable && !item.nullable {
            let wider = ExpressionType::of(B::List(Box::new(item.or_null())));
            let wrap = owned && self.is_borrowed(list);
            let value = self.value(list, false);
            return format!("&{}", self.converted(value, &list.ty, &wider, wrap).text);
        }
        let owned = owned || !self.is_borrowed(list);
        if let Some(slice) = self.lent_slice(list, owned, false) {
            return slice;
        }
        match &list.kind {
            _ if self.lent(list).is_some() => format!("&{}", self.value(list, owned).within(Rank::Unary)),
            K::List(items) if !items.is_empty() => format!("&[{}]", self.items(items, owned)),
            K::Local(local) if !owned || !self.is_borrowed(list) => {
                let Some(variable) = self.variables.get(local) else { return String::new() };
                if variable.by_reference { variable.name.clone() } else { format!("&{}", variable.name) }
            }
            _ => {
                let value = self.value(list, owned);
                if let (K::Input(_), Some(place)) = (&list.kind, value.text.strip_suffix(".to_vec()")) {
                    // The list needn't be copied to be lent.
                    return format!("&{place}");
                }
                match written_out(&value.text) {
                    // Of an `if` that is settled, a list is left that is no `Vec` yet.
                    Some(items) => format!("&[{items}]"),
                    None => format!("&{}", value.within(Rank::Unary)),
                }
            }
        }
    }

    /// `all` and `any` of a list.
    fn quantity(&mut self, operation: O, list: &Expression, expression: &Expression) -> Code {
        let name = if operation == O::All { "all" } else { "any" };
        if item_type(list).nullable {
            let items = self.looped(list);
            let code = Code::atom(format!("{}({items})", self.feel(name)));
            return if expression.ty.nullable { code } else { code.method("unwrap_or_default()") };
        }
        let holds = self.iterated(list).method(&format!("{name}(|item| item)"));
        if expression.ty.nullable { Code::atom(format!("Some({})", holds.text)) } else { holds }
    }

    /// The `String` that an operation makes, or a `&'static str`.
    pub(super) fn made_text(&mut self, operation: O, operands: &[Expression]) -> Option<Code> {
        let text = match (operation, operands) {
            (O::Add, [left, _]) if left.ty.base == B::Text => {
                let mut parts = Vec::new();
                operands.iter().for_each(|operand| summands(operand, &mut parts));
                let mut texts = Vec::new();
                for part in parts {
                    texts.push(self.text_argument(part));
                }
                format!("{}(&[{}])", self.feel("concat"), texts.join(", "))
            }
            (O::String, [operand]) => {
                let name = match operand.ty.base {
                    B::Number { .. } => "number_to_text",
                    B::Date => "date_to_text",
                    B::Time => "time_to_text",
                    B::DateTime => "date_time_to_text",
                    B::DaysTimeDuration => "duration_to_text",
                    B::YearsMonthsDuration => "months_to_text",
                    _ => return None,
                };
                format!("{}({})", self.feel(name), self.value(operand, false).text)
            }
            (O::UpperCase, [operand]) => format!("{}({})", self.feel("upper_case"), self.text_argument(operand)),
            (O::LowerCase, [operand]) => format!("{}({})", self.feel("lower_case"), self.text_argument(operand)),
            (O::FoldCase, [operand]) => format!("{}({})", self.feel("fold_case"), self.text_argument(operand)),
            (O::StringJoin, [list, separator]) => {
                let owned = !self.is_borrowed(list);
                let list = self.slice(list, true, owned);
                format!("{}({list}, {})", self.feel("string_join"), self.text_argument(separator))
            }
            (O::Replace, [input, pattern, replacement, flags]) => {
                let input = self.text_argument(input);
                let replacement = self.text_argument(replacement);
                return Some(
                    self.pattern(pattern, Some(flags), |feel, pattern| format!("{feel}::replace({input}, {pattern}, {replacement})")),
                );
            }
            _ => return None,
        };
        Some(Code::atom(text))
    }

    /// A call with a pattern, which is compiled once.
    fn pattern(&self, pattern: &Expression, flags: Option<&Expression>, call: impl FnOnce(&str, &str) -> String) -> Code {
        let literal = |expression: &Expression| match &expression.kind {
            K::Literal(Value::Text(content)) => text::literal(content),
            // Typing takes literals only.
            _ => text::literal(""),
        };
        let feel = format!("{}::feel", self.places.runtime);
        let (pattern, flags) = (literal(pattern), flags.map_or_else(|| text::literal(""), literal));
        Code::block(format!(
            "{{ static PATTERN: {feel}::Pattern = {feel}::Pattern::new({pattern}, {flags});\n{} }}",
            call(&feel, "&PATTERN")
        ))
    }
}

/// The texts that are joined, left to right.
fn summands<'e>(expression: &'e Expression, parts: &mut Vec<&'e Expression>) {
    match &expression.kind {
        K::Apply(O::Add, operands) if expression.ty.base == B::Text && !expression.ty.nullable => {
            operands.iter().for_each(|operand| summands(operand, parts));
        }
        _ => parts.push(expression),
    }
}

/// The function of an operation on operands of these types, how it takes them, and whether it gives an `Option`.
fn function(operation: O, operands: &[Expression]) -> (&'static str, &'static [By], Gives) {
    use By::{Date, Item, ItemReference, Items, List, MaybeText, Slice, Text, Time, Value};
    let base = |position: usize| operands.get(position).map(|operand| &operand.ty.base);
    const VALUES: &[By] = &[Value, Value, Value];
    let maybe = Gives::Maybe;
    let plain = Gives::Value;
    match operation {
        O::Add | O::Subtract | O::Multiply | O::Divide | O::Negate | O::Abs => {
            let (name, gives) = arithmetic(operation, base(0), base(1));
            (name, VALUES, gives)
        }
        O::Power => ("power", VALUES, maybe),
        O::AtMidnight => ("at_midnight", VALUES, plain),
        // Those that make texts are written by `made_text`.
        O::String => ("boolean_to_text", VALUES, plain),
        O::Number => ("number", &[Text], maybe),
        O::NumberSeparated => ("number_separated", &[Text, MaybeText, MaybeText], maybe),
        O::DateFromText => ("date_from_text", &[Text], maybe),
        O::DateFromParts => ("date_from_parts", VALUES, maybe),
        O::DateOf => ("date_of", VALUES, plain),
        O::TimeFromText => ("time_from_text", &[Text], maybe),
        O::TimeFromParts => ("time_from_parts", VALUES, maybe),
        O::TimeOf => ("time_of", VALUES, plain),
        O::DateTimeFromText => ("date_time_from_text", &[Text], maybe),
        O::DateTimeFromParts => ("date_time_from_parts", VALUES, plain),
        O::YearsMonthsBetween => ("months_between", VALUES, plain),
        O::Substring => ("substring", &[Text, Value], maybe),
        O::SubstringOf => ("substring_of", &[Text, Value, Value], maybe),
        O::StringLength => ("string_length", &[Text], plain),
        O::UpperCase => ("upper_case", &[Text], plain),
        O::LowerCase => ("lower_case", &[Text], plain),
        O::SubstringBefore => ("substring_before", &[Text, Text], plain),
        O::SubstringAfter => ("substring_after", &[Text, Text], plain),
        O::Contains => ("contains", &[Text, Text], plain),
        O::StartsWith => ("starts_with", &[Text, Text], plain),
        O::EndsWith => ("ends_with", &[Text, Text], plain),
        O::Matches => ("matches", &[Text, Text, Text], plain),
        O::Replace => ("replace", &[Text, Text, Text, Text], plain),
        O::Split => ("split", &[Text, Text], plain),
        O::StringJoin => ("string_join", &[By::MaybeSlice, Text], plain),
        O::FoldCase => ("fold_case", &[Text], plain),
        O::IsNumber => ("is_number", &[Text], plain),
        O::IsEmail => ("is_email", &[Text], plain),
        O::Decimal => ("decimal", VALUES, maybe),
        O::Floor => ("floor", VALUES, maybe),
        O::Ceiling => ("ceiling", VALUES, maybe),
        O::RoundUp => ("round_up", VALUES, maybe),
        O::RoundDown => ("round_down", VALUES, maybe),
        O::RoundHalfUp => ("round_half_up", VALUES, maybe),
        O::RoundHalfDown => ("round_half_down", VALUES, maybe),
        O::Modulo => ("modulo", VALUES, maybe),
        O::SquareRoot => ("square_root", VALUES, maybe),
        O::Log => ("log", VALUES, maybe),
        O::Exp => ("exp", VALUES, plain),
        O::Odd => ("odd", VALUES, plain),
        O::Even => ("even", VALUES, plain),
        O::ListContains => ("list_contains", &[Slice, ItemReference], plain),
        O::Count => ("count", &[Slice], plain),
        O::Min => ("min", &[Items], maybe),
        O::Max => ("max", &[Items], maybe),
        O::Sum => ("sum", &[Slice], maybe),
        O::Mean => ("mean", &[Slice], maybe),
        O::All => ("all", &[Items], maybe),
        O::Any => ("any", &[Items], maybe),
        O::Sublist => ("sublist", &[List, Value], maybe),
        O::SublistOf => ("sublist_of", &[List, Value, Value], maybe),
        O::Concatenate => ("concatenate", &[List, List], plain),
        O::InsertBefore => ("insert_before", &[List, Value, Item], maybe),
        O::Remove => ("remove", &[List, Value], maybe),
        O::ListReplace => ("list_replace", &[List, Value, Item], maybe),
        O::Reverse => ("reverse", &[List], plain),
        O::IndexOf => ("index_of", &[Slice, ItemReference], plain),
        O::DistinctValues => ("distinct_values", &[List], plain),
        O::Flatten => ("flatten", &[List], plain),
        O::Product => ("product", &[Slice], maybe),
        O::Median => ("median", &[Slice], maybe),
        O::StandardDeviation => ("standard_deviation", &[Slice], maybe),
        O::Mode => ("mode", &[Slice], plain),
        O::Item => ("item", &[Slice, Value], maybe),
        O::Iterate if base(0) == Some(&B::Date) => ("iterate_days", VALUES, plain),
        O::Iterate => ("iterate", VALUES, plain),
        O::Year => ("year", &[Date], plain),
        O::Month => ("month", &[Date], plain),
        O::Day => ("day", &[Date], plain),
        O::Weekday => ("weekday", &[Date], plain),
        O::Hour => ("hour", &[Time], plain),
        O::Minute => ("minute", &[Time], plain),
        O::Second => ("second", &[Time], plain),
        O::Years => ("years", VALUES, plain),
        O::Months => ("months_beside_years", VALUES, plain),
        O::Days => ("days", VALUES, plain),
        O::Hours => ("hours", VALUES, plain),
        O::Minutes => ("minutes", VALUES, plain),
        O::Seconds => ("seconds", VALUES, plain),
        O::DayOfYear => ("day_of_year", &[Date], plain),
        O::DayOfWeek => ("day_of_week", &[Date], plain),
        O::MonthOfYear => ("month_of_year", &[Date], plain),
        O::WeekOfYear => ("week_of_year", &[Date], plain),
    }
}

/// The function of an arithmetic operator, and whether it gives an `Option`.
fn arithmetic(operation: O, first: Option<&B>, second: Option<&B>) -> (&'static str, Gives) {
    let plain = Gives::Value;
    let name = match (operation, first, second) {
        (O::Add, Some(B::Date), Some(B::DaysTimeDuration)) | (O::Add, Some(B::DaysTimeDuration), Some(B::Date)) => "add_to_date",
        (O::Add, Some(B::Date), _) | (O::Add, Some(B::YearsMonthsDuration), Some(B::Date)) => "add_months_to_date",
        (O::Add, Some(B::DateTime), Some(B::DaysTimeDuration)) | (O::Add, Some(B::DaysTimeDuration), Some(B::DateTime)) => {
            "add_to_date_time"
        }
        (O::Add, Some(B::DateTime), _) | (O::Add, Some(B::YearsMonthsDuration), Some(B::DateTime)) => "add_months_to_date_time",
        (O::Add, Some(B::Time), _) | (O::Add, _, Some(B::Time)) => "add_to_time",
        (O::Add, Some(B::DaysTimeDuration), _) => "add_durations",
        (O::Add, Some(B::YearsMonthsDuration), _) => "add_months",
        (O::Add, ..) => "add",
        (O::Subtract, Some(B::Date), Some(B::Date)) => "between_dates",
        (O::Subtract, Some(B::DateTime), Some(B::DateTime)) => "between_date_times",
        (O::Subtract, Some(B::Time), Some(B::Time)) => "between_times",
        (O::Subtract, Some(B::Date), Some(B::DaysTimeDuration)) => "subtract_from_date",
        (O::Subtract, Some(B::Date), _) => "subtract_months_from_date",
        (O::Subtract, Some(B::DateTime), Some(B::DaysTimeDuration)) => "subtract_from_date_time",
        (O::Subtract, Some(B::DateTime), _) => "subtract_months_from_date_time",
        (O::Subtract, Some(B::Time), _) => "subtract_from_time",
        (O::Subtract, Some(B::DaysTimeDuration), _) => "subtract_durations",
        (O::Subtract, Some(B::YearsMonthsDuration), _) => "subtract_months",
        (O::Subtract, ..) => "subtract",
        (O::Multiply, Some(B::DaysTimeDuration), _) => "multiply_duration",
        (O::Multiply, Some(B::YearsMonthsDuration), _) => "multiply_months",
        (O::Multiply, ..) => "multiply",
        (O::Negate, Some(B::DaysTimeDuration), _) => "negate_duration",
        (O::Negate, Some(B::YearsMonthsDuration), _) => "negate_months",
        (O::Negate, ..) => "negate",
        (O::Abs, Some(B::DaysTimeDuration), _) => "abs_duration",
        (O::Abs, Some(B::YearsMonthsDuration), _) => "abs_months",
        (O::Abs, ..) => "abs",
        (_, Some(B::DaysTimeDuration), Some(B::DaysTimeDuration)) => return ("ratio_of_durations", Gives::Maybe),
        (_, Some(B::YearsMonthsDuration), Some(B::YearsMonthsDuration)) => return ("ratio_of_months", Gives::Maybe),
        (_, Some(B::DaysTimeDuration), _) => return ("divide_duration", Gives::Maybe),
        (_, Some(B::YearsMonthsDuration), _) => return ("divide_months", Gives::Maybe),
        _ => return ("divide", Gives::Maybe),
    };
    (name, plain)
}

/// The items of a list that is written out as a `Vec`.
fn written_out(code: &str) -> Option<&str> {
    let items = code.strip_prefix("vec![").and_then(|rest| rest.strip_suffix(']'));
    let items = items.or_else(|| code.strip_prefix("Vec::from([").and_then(|rest| rest.strip_suffix("])")))?;
    // A text may hold any sign; then it stays as it is.
    (!items.contains(['[', ']', '"'])).then_some(items)
}
