//! `evaluate_record_batch`, and the schemas of what it reads and gives. Generated where `matchbook.toml` says `arrow = true`.
//!
//! The runtime's `arrow` reads and makes arrays, by Rust types alone. A module adds which columns there are, and how the items of lists are
//! made of columns: inner lists before those that hold them.
//!
//! ```text
//! let orders = rows.list(&ORDERS, &["orders"], false)?;                  reading, column by column
//! let orders_total = orders.column(&ORDERS_TOTAL, &["total"])?;
//! let items_of_orders = orders.items(|item| Some(Order { total: orders_total.get(item).copied()? }));
//! let orders = orders.lend(&items_of_orders);                            lending, the inner lists first
//! ```

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::{columns, outputs};
use crate::dispatch::{InputPlan, Plan};
use crate::emit::Context;
use crate::emit::facts::{Fact, Facts, Form, Record};
use crate::emit::text::{item, literal};
use crate::emit::value::{Kind, Side};
use crate::model::{BaseType, Name, Output, Value};
use crate::names::untaken_function;

/// A decimal of the runtime has at most so many digits.
const MAX_DIGITS: u32 = 29;
/// An array of 128 bits a number has so many.
const NARROW_DIGITS: u32 = 38;
/// The least scale that is proposed for inputs of any scale: more where the table tells numbers of more digits apart.
const ANY_SCALE: u32 = 9;

/// The variables of `evaluate_record_batch`, and the functions that it calls.
const TAKEN: [&str; 10] =
    ["batch", "rows", "decided", "outputs", "arrays", "item", "input_schema", "output_schema", "evaluate_batch", "evaluate_record_batch"];

/// The functions.
pub(super) fn functions(cx: &Context<'_>, plan: &Plan) -> Vec<String> {
    let runtime = cx.runtime;
    let inputs = cx.table.given().filter_map(|(id, data)| {
        let kind = cx.input_kinds.get(id.0)?;
        let asked = plan.inputs.iter().filter(|input| input.axis.input == id).map(InputPlan::scale).max().unwrap_or(0);
        Some((
            data.name.to_string(),
            input_type(kind, ANY_SCALE.max(asked)),
            kind.facts.map_or(kind.nullable(), |facts| facts.list.nullable),
        ))
    });
    let outputs = cx.table.output_clauses.iter().enumerate().map(|(column, clause)| {
        let (ty, nullable) = output_type(cx, column);
        let ty = if cx.table.hit_policy.is_list() { format!("DataType::new_list({ty}, {nullable})") } else { ty };
        (clause.name.to_string(), ty, true)
    });
    vec![
        schema(
            runtime,
            "input_schema",
            "The columns that [`evaluate_record_batch`] reads; it takes other types too where they hold the same values.",
            &inputs.collect::<Vec<_>>(),
        ),
        schema(runtime, "output_schema", "The columns that [`evaluate_record_batch`] gives.", &outputs.collect::<Vec<_>>()),
        evaluate(cx),
    ]
}

/// A function that gives a schema of these fields, each with its name, its type and whether it may be null.
fn schema(runtime: &str, name: &str, about: &str, fields: &[(String, String, bool)]) -> String {
    let fields: String = fields.iter().map(|(name, ty, nullable)| format!("Field::new({}, {ty}, {nullable}),", literal(name))).collect();
    let used = ["DataType", "Field", "Fields", "IntervalUnit", "Schema", "TimeUnit"];
    let value = if fields.is_empty() { "Schema::empty()".to_owned() } else { format!("Schema::new(Fields::from_iter([{fields}]))") };
    let imports: Vec<&str> = used.into_iter().filter(|name| value.contains(&format!("{name}::"))).collect();
    let imports = if let [only] = imports.as_slice() { (*only).to_owned() } else { format!("{{{}}}", imports.join(", ")) };
    item(&format!(
        "/// {about}\npub fn {name}() -> {runtime}::arrow::schema::Schema {{ use {runtime}::arrow::schema::{imports}; {value} }}"
    ))
}

/// The type of Arrow that holds all values of a column; a number of any scale has `scale`.
fn data_type(kind: &Kind<'_>, scale: u32) -> String {
    if let Some(item) = kind.item() {
        return format!("DataType::new_list({}, {})", data_type(&item, scale), item.nullable());
    }
    match (kind.ty.base, kind.list) {
        (BaseType::Text, Some(_)) => "DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))".to_owned(),
        (BaseType::Text | BaseType::Any, _) => "DataType::Utf8".to_owned(),
        (BaseType::Integer, _) => "DataType::Int64".to_owned(),
        (BaseType::Number, _) => decimal_type(scale),
        (BaseType::Decimal(scale), _) => decimal_type(scale),
        (BaseType::Boolean, _) => "DataType::Boolean".to_owned(),
        (BaseType::Date, _) => "DataType::Date32".to_owned(),
        (BaseType::Time, _) => "DataType::Time64(TimeUnit::Nanosecond)".to_owned(),
        (BaseType::DateTime, _) => "DataType::Timestamp(TimeUnit::Microsecond, None)".to_owned(),
        (BaseType::DaysTimeDuration, _) => "DataType::Duration(TimeUnit::Microsecond)".to_owned(),
        (BaseType::YearsMonthsDuration, _) => "DataType::Interval(IntervalUnit::YearMonth)".to_owned(),
    }
}

/// As many digits as fit into 128 bits, if those are all that a number may have.
fn decimal_type(scale: u32) -> String {
    if scale + MAX_DIGITS <= NARROW_DIGITS {
        format!("DataType::Decimal128(38, {scale})")
    } else {
        format!("DataType::Decimal256(76, {scale})")
    }
}

fn input_type(kind: &Kind<'_>, scale: u32) -> String {
    let Some(facts) = kind.facts else { return data_type(kind, scale) };
    list_type(facts)
}

fn list_type(facts: Facts<'_>) -> String {
    let nullable = matches!(facts.item().form(), Some(Form::Value(kind, ..)) if kind.nullable());
    format!("DataType::new_list({}, {nullable})", item_type(facts.item()))
}

fn item_type(fact: Fact<'_>) -> String {
    match fact.form() {
        Some(Form::Value(kind, ..)) => data_type(&kind, ANY_SCALE),
        Some(Form::List(facts, _)) => list_type(facts),
        Some(Form::Record(record)) => {
            let fields = record.fields.iter().map(|field| {
                let nullable = match field.fact.form() {
                    Some(Form::Value(kind, ..)) => kind.nullable(),
                    Some(Form::List(facts, _)) => facts.list.nullable,
                    _ => false,
                };
                format!("Field::new({}, {}, {nullable}),", literal(field.segment), item_type(field.fact))
            });
            format!("DataType::Struct(Fields::from_iter([{}]))", fields.collect::<String>())
        }
        None => String::new(),
    }
}

/// The type of an output without that of lists of rows, and whether null is among its values.
fn output_type(cx: &Context<'_>, column: usize) -> (String, bool) {
    let Some(kind) = cx.output_kinds.get(column) else { return (String::new(), true) };
    if outputs::is_count(cx) {
        return ("DataType::Int64".to_owned(), true);
    }
    // What rules compute has any scale.
    let scale = if kind.side == Side::Constant {
        let literals = cx.table.rules.iter().filter_map(|rule| match &rule.outputs.get(column)?.output {
            Output::Literal(value) => Some(scale(value)),
            Output::Expression(_) => None,
        });
        literals.max().unwrap_or(0)
    } else {
        28
    };
    (data_type(kind, scale), kind.nullable())
}

/// The digits after the point of the numbers in a value.
fn scale(value: &Value) -> u32 {
    match value {
        Value::Number(number) => number.scale(),
        Value::List(items) => items.iter().map(scale).max().unwrap_or(0),
        _ => 0,
    }
}

fn evaluate(cx: &Context<'_>) -> String {
    let runtime = cx.runtime;
    let mut reader = Reader { taken: TAKEN.map(str::to_owned).into(), ..Reader::default() };
    let names = columns::names(cx);
    let mut fields = Vec::new();
    for (id, data) in cx.table.given() {
        let (Some(kind), Some(names), Some(column)) = (cx.input_kinds.get(id.0), cx.names.inputs.get(id.0), names.get(&id.0)) else {
            continue;
        };
        let local = untaken_function(column, &mut reader.taken);
        let spelt = spelt(&data.name.0);
        match kind.facts {
            None => {
                let _ = writeln!(reader.reading, "let {local} = rows.column(&{}, {spelt})?;", names.field);
            }
            Some(facts) => reader.list(facts, "rows", &local, &names.field, &spelt),
        }
        fields.push(format!("{column}: &{local}"));
    }
    let columns = if fields.is_empty() { "rows: rows.len()".to_owned() } else { fields.join(", ") };
    let failed = if fields.is_empty() { "" } else { "if rows.failed() { return rows.without_failed(evaluate_record_batch); }" };
    let Reader { reading, lending, .. } = reader;
    let add = if cx.table.hit_policy.is_list() { "add_lists" } else { "add" };
    let arrays: Vec<String> =
        cx.names.outputs.iter().zip(outputs::places(cx)).map(|(names, place)| format!("arrays.{add}(&{}, {place})", names.field)).collect();
    let arrays = match arrays.as_slice() {
        [only] => only.clone(),
        several => format!("{{ {} }}", several.join("?; ")),
    };
    item(&format!(
        "/// Decides each row of a record batch, as [`evaluate_batch`]: the columns are found by their names, in any order and among others.\n///\n\
         /// A row with a value that its input doesn't hold fails like one outside of its domain; one that fails is null in each output.\n///\n\
         /// # Errors\n/// A column that is missing, is there twice or holds other values, and results too large for one array.\n\
         pub fn evaluate_record_batch(batch: &{runtime}::arrow::RecordBatch) \
         -> Result<{runtime}::batch::Batch<{runtime}::arrow::RecordBatch>, {runtime}::arrow::Error> {{
             let rows = {runtime}::arrow::Rows::new(batch);
             {reading} {failed} {lending}
             let decided = evaluate_batch(&Columns {{ {columns} }})?;
             {runtime}::arrow::record_batch(decided, output_schema(), |outputs, arrays| {arrays})
         }}"
    ))
}

/// The names that a column may have: as written and in `snake_case`, with dots between the parts.
fn spelt(segments: &[String]) -> String {
    let written = segments.join(".");
    let snake = segments.iter().map(|segment| Name::snake_case(segment)).collect::<Vec<_>>().join(".");
    if snake == written { format!("&[{}]", literal(&written)) } else { format!("&[{}, {}]", literal(&written), literal(&snake)) }
}

/// How lists are read, and lent once all is.
#[derive(Default)]
struct Reader {
    reading: String,
    lending: String,
    /// The variables.
    taken: BTreeSet<String>,
}

impl Reader {
    /// Reads a list of `of`, a variable, and binds it to `local`, which lends it afterwards.
    fn list(&mut self, facts: Facts<'_>, of: &str, local: &str, field: &str, spelt: &str) {
        let nullable = facts.list.nullable;
        let _ = writeln!(self.reading, "let {local} = {of}.list(&{field}, {spelt}, {nullable})?;");
        let items = untaken_function(&format!("items of {local}"), &mut self.taken);
        match facts.item().form() {
            Some(Form::Value(_, _, names)) => {
                let _ = writeln!(self.reading, "let {items} = {local}.values(&{})?;", names.field);
            }
            Some(Form::Record(record)) => {
                let value = self.record(&record, local, &[]);
                let _ = writeln!(self.lending, "let {items} = {local}.items(|item| Some({value}));");
            }
            // No list lies directly in another.
            Some(Form::List(..)) | None => {}
        }
        let lend = if nullable { "lend_nullable" } else { "lend" };
        let _ = writeln!(self.lending, "let {local} = {local}.{lend}(&{items});");
    }

    /// Reads the fields of a record below `path` in the items of a list, a variable, and gives an item of them.
    fn record(&mut self, record: &Record<'_>, of: &str, path: &[String]) -> String {
        let fields: Vec<String> = record
            .fields
            .iter()
            .map(|field| {
                let path: Vec<String> = path.iter().cloned().chain([field.segment.to_owned()]).collect();
                let mut local = || untaken_function(&format!("{of} {}", path.join(" ")), &mut self.taken);
                let value = match field.fact.form() {
                    Some(Form::Value(_, _, names)) => {
                        let local = local();
                        let _ = writeln!(self.reading, "let {local} = {of}.column(&{}, {})?;", names.field, spelt(&path));
                        format!("{local}.get(item).copied()?")
                    }
                    Some(Form::Record(record)) => self.record(&record, of, &path),
                    Some(Form::List(facts, static_field)) => {
                        let local = local();
                        self.list(facts, of, &local, static_field, &spelt(&path));
                        format!("{local}.get(item).copied()?")
                    }
                    None => String::new(),
                };
                format!("{}: {value}", field.ident)
            })
            .collect();
        format!("{} {{ {} }}", record.name, fields.join(", "))
    }
}
