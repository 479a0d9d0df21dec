//! The functions by name, with their forms.

use super::{Function, Parameter, Times};

/// An argument that comes once.
const fn one(name: &'static str) -> Parameter {
    Parameter { name, times: Times::Once }
}

/// An argument that may be left out.
const fn maybe(name: &'static str) -> Parameter {
    Parameter { name, times: Times::Optional }
}

/// An argument that is repeated.
const fn many(name: &'static str) -> Parameter {
    Parameter { name, times: Times::Repeated }
}

macro_rules! function {
    ($name:literal, $method:ident, $($form:expr),+) => { Function { name: $name, forms: &[$($form),+], typed: |typer, call| typer.$method(call) } };
}

/// The function of this name.
pub(in crate::typing::expression) fn named(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name == name)
}

/// The names of all functions.
pub(in crate::typing::expression) fn names() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.iter().map(|function| function.name)
}

/// A function that is FEEL's and refused here: what, why, and what to do instead.
pub(super) fn refused(name: &str) -> Option<(&'static str, &'static str, &'static str)> {
    const CLOCK: &str = "reads the clock, so the same inputs would not give the same output";
    Some(match name {
        "now" => ("`now()`", CLOCK, "make it an input of type `date and time`, such as `received at`, that the caller gives"),
        "today" => ("`today()`", CLOCK, "make it an input of type `date`, such as `order date`, that the caller gives"),
        "invoke" | "external" => (
            "a call of a foreign function",
            "would make the output depend on more than the inputs",
            "make its result an input that the caller gives",
        ),
        _ => return None,
    })
}

static FUNCTIONS: &[Function] = &[
    // Conversion, 10.3.4.1.
    function!("date", date, &[one("from")], &[one("year"), one("month"), one("day")]),
    function!("time", time, &[one("from")], &[one("hour"), one("minute"), one("second"), maybe("offset")]),
    function!(
        "date and time",
        date_and_time,
        &[one("from")],
        &[one("date"), one("time")],
        &[one("year"), one("month"), one("day"), one("hour"), one("minute"), one("second"), maybe("offset")]
    ),
    function!("number", number, &[one("from"), maybe("grouping separator"), maybe("decimal separator")]),
    function!("string", string, &[one("from")]),
    function!("duration", duration, &[one("from")]),
    function!("years and months duration", years_and_months, &[one("from"), one("to")]),
    function!("range", range, &[one("from")]),
    // Boolean, 10.3.4.2.
    function!("not", not, &[one("negand")]),
    // Texts, 10.3.4.3.
    function!("substring", substring, &[one("string"), one("start position"), maybe("length")]),
    function!("string length", string_length, &[one("string")]),
    function!("upper case", upper_case, &[one("string")]),
    function!("lower case", lower_case, &[one("string")]),
    function!("substring before", substring_before, &[one("string"), one("match")]),
    function!("substring after", substring_after, &[one("string"), one("match")]),
    function!("contains", contains, &[one("string"), one("match")]),
    function!("starts with", starts_with, &[one("string"), one("match")]),
    function!("ends with", ends_with, &[one("string"), one("match")]),
    function!("matches", matches, &[one("input"), one("pattern"), maybe("flags")]),
    function!("replace", replace, &[one("input"), one("pattern"), one("replacement"), maybe("flags")]),
    function!("split", split, &[one("string"), one("delimiter")]),
    function!("string join", string_join, &[one("list"), maybe("delimiter")]),
    // Lists, 10.3.4.4.
    function!("list contains", list_contains_call, &[one("list"), one("element")]),
    function!("count", count, &[one("list")]),
    function!("min", min, &[one("list")], &[many("c")]),
    function!("max", max, &[one("list")], &[many("c")]),
    function!("sum", sum, &[one("list")], &[many("n")]),
    function!("mean", mean, &[one("list")], &[many("n")]),
    function!("all", all_of, &[one("list")], &[many("b")]),
    function!("any", any_of, &[one("list")], &[many("b")]),
    function!("sublist", sublist, &[one("list"), one("start position"), maybe("length")]),
    function!("append", append, &[one("list"), many("item")]),
    function!("concatenate", concatenate, &[many("list")]),
    function!("insert before", insert_before, &[one("list"), one("position"), one("newItem")]),
    function!("remove", remove, &[one("list"), one("position")]),
    function!("list replace", list_replace, &[one("list"), one("position"), one("newItem")], &[one("list"), one("match"), one("newItem")]),
    function!("reverse", reverse, &[one("list")]),
    function!("index of", index_of, &[one("list"), one("match")]),
    function!("union", union, &[many("list")]),
    function!("distinct values", distinct_values, &[one("list")]),
    function!("flatten", flatten, &[one("list")]),
    function!("product", product, &[one("list")], &[many("n")]),
    function!("median", median, &[one("list")], &[many("n")]),
    function!("stddev", stddev, &[one("list")], &[many("n")]),
    function!("mode", mode, &[one("list")], &[many("n")]),
    // Numbers, 10.3.4.5.
    function!("decimal", decimal, &[one("n"), one("scale")]),
    function!("floor", floor, &[one("n"), maybe("scale")]),
    function!("ceiling", ceiling, &[one("n"), maybe("scale")]),
    function!("round up", round_up, &[one("n"), maybe("scale")]),
    function!("round down", round_down, &[one("n"), maybe("scale")]),
    function!("round half up", round_half_up, &[one("n"), maybe("scale")]),
    function!("round half down", round_half_down, &[one("n"), maybe("scale")]),
    function!("abs", abs, &[one("n")]),
    function!("modulo", modulo, &[one("dividend"), one("divisor")]),
    function!("sqrt", sqrt, &[one("number")]),
    function!("log", log, &[one("number")]),
    function!("exp", exp, &[one("number")]),
    function!("odd", odd, &[one("number")]),
    function!("even", even, &[one("number")]),
    // Dates, 10.3.4.6 and 10.3.4.8.
    function!("is", is, &[one("value1"), one("value2")]),
    function!("day of year", day_of_year, &[one("date")]),
    function!("day of week", day_of_week, &[one("date")]),
    function!("month of year", month_of_year, &[one("date")]),
    function!("week of year", week_of_year, &[one("date")]),
    // Ranges, 10.3.4.9.
    function!(
        "before",
        relation,
        &[one("point1"), one("point2")],
        &[one("point"), one("range")],
        &[one("range"), one("point")],
        &[one("range1"), one("range2")]
    ),
    function!(
        "after",
        relation,
        &[one("point1"), one("point2")],
        &[one("point"), one("range")],
        &[one("range"), one("point")],
        &[one("range1"), one("range2")]
    ),
    function!("meets", relation, &[one("range1"), one("range2")]),
    function!("met by", relation, &[one("range1"), one("range2")]),
    function!("overlaps", relation, &[one("range1"), one("range2")]),
    function!("overlaps before", relation, &[one("range1"), one("range2")]),
    function!("overlaps after", relation, &[one("range1"), one("range2")]),
    function!("finishes", relation, &[one("point"), one("range")], &[one("range1"), one("range2")]),
    function!("finished by", relation, &[one("range"), one("point")], &[one("range1"), one("range2")]),
    function!("includes", relation, &[one("range"), one("point")], &[one("range1"), one("range2")]),
    function!("during", relation, &[one("point"), one("range")], &[one("range1"), one("range2")]),
    function!("starts", relation, &[one("point"), one("range")], &[one("range1"), one("range2")]),
    function!("started by", relation, &[one("range"), one("point")], &[one("range1"), one("range2")]),
    function!("coincides", relation, &[one("point1"), one("point2")], &[one("range1"), one("range2")]),
    // Sorting and contexts, 10.3.4.10 and 10.3.4.11.
    function!("sort", sort, &[one("list"), maybe("precedes")]),
    function!("get value", get_value, &[one("m"), one("key")], &[one("context"), one("key")]),
    function!("get entries", get_entries, &[one("m")], &[one("context")]),
    function!("context", context_of_entries, &[one("entries")]),
    function!("context put", context_put, &[one("context"), one("key"), one("value")], &[one("context"), one("keys"), one("value")]),
    function!("context merge", context_merge, &[one("contexts")]),
];
