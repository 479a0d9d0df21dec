//! What gives generated modules record batches and compares what they make of them with what they say of slices.
//!
//! A function is put behind each module, beside that of [`batch`](super::batch): it makes arrays of the questions, of the types of
//! `input_schema` but for decimals, which have all digits, and decides them as a whole and in slices, with and without nulls that no input
//! allows. Structs of lists get arrays by the names of their fields.

use quote::ToTokens as _;

use super::batch::{leaves_of, read};

const CHECK: &str = r#"
#[allow(warnings, clippy::all, clippy::unwrap_used, clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::panic, reason = "a check, which no rule of generated code is about")]
pub fn arrow_agrees(documents: &[&str]) {
    use matchbook::arrow::array::{Array, ArrayRef, RecordBatchOptions};
    use matchbook::arrow::schema::{DataType, Field, Schema};
    use matchbook::arrow::{IntoArray, RecordBatch, Rows};
    use std::sync::Arc;

    fn widened(ty: &DataType) -> DataType {
        let field = |field: &Arc<Field>| Arc::new(field.as_ref().clone().with_data_type(widened(field.data_type())).with_nullable(true));
        match ty {
            DataType::Decimal128(..) => DataType::Decimal256(76, 28),
            DataType::List(item) => DataType::List(field(item)),
            DataType::Struct(fields) => DataType::Struct(fields.iter().map(field).collect()),
            other => other.clone(),
        }
    }
    fn array<T: IntoArray>(values: &[T], ty: &DataType, nulls: bool, unfit: &mut Vec<usize>) -> ArrayRef {
        let value = |(row, value): (usize, &'_ T)| (!nulls || row % 7 != 3);
        T::array(values.iter().enumerate().map(|(row, value)| (!nulls || row % 7 != 3).then_some(value)), ty, unfit).unwrap()
    }

    let documents: Vec<_> = documents.iter().filter_map(|document| matchbook::json::Document::parse(document).ok()).collect();
    READ
    let read = input_schema();
    let fields: Vec<Field> = read.fields().iter().map(|field| field.as_ref().clone().with_data_type(widened(field.data_type())).with_nullable(true)).collect();
    let arrays = |rows: &[usize], with_nulls: bool| {
        let (mut arrays, mut unfit) = (Vec::<ArrayRef>::new(), Vec::<usize>::new());
        ARRAYS
        (arrays, unfit)
    };
    // Points in time finer than a microsecond have no array.
    let fit: Vec<usize> = (0..inputs.len()).filter(|row| arrays(&[*row], false).1.is_empty()).collect();
    if fit.is_empty() {
        return;
    }
    // What is null where the first column isn't nullable fails.
    let first = read.fields().first().filter(|field| !field.is_nullable()).and(TABLE.inputs.first());
    for len in [0, 1, 2, 1023, 1024, 1025, 2049] {
        let rows: Vec<usize> = (0..len).map(|row| fit[row * 7 % fit.len()]).collect();
        COLUMNS
        let expected = evaluate_batch(&columns).unwrap();
        for nulls in [false, true] {
            if nulls && first.is_none() {
                continue;
            }
            let options = RecordBatchOptions::new().with_row_count(Some(len));
            let whole = RecordBatch::try_new_with_options(Arc::new(Schema::new(fields.clone())), arrays(&rows, nulls).0, &options).unwrap();
            for skipped in [0, len / 2] {
                let found = evaluate_record_batch(&whole.slice(skipped, len - skipped)).unwrap();
                assert_eq!(found.outputs.schema().as_ref(), &output_schema());
                assert_eq!((found.len(), found.outputs.num_rows()), (len - skipped, len - skipped));
                let decided = Rows::new(&found.outputs);
                READ_BACK
                for row in 0..len - skipped {
                    let at = row + skipped;
                    let place = format!("row {row} of {len} behind {skipped}: {:?}", inputs[rows[at]]);
                    if nulls && at % 7 == 3 {
                        assert_eq!(found.error(row), Some(matchbook::Error::OutOfDomain(first.unwrap())), "{place}");
                        assert_eq!(found.rules(row).count(), 0, "{place}");
                        assert!(found.outputs.columns().iter().all(|column| column.is_null(row)), "{place}");
                        continue;
                    }
                    // A result that no array holds is one that isn't allowed.
                    if expected.error(at).is_none() && matches!(found.error(row), Some(matchbook::Error::OutOfRange(_))) && TIMES {
                        continue;
                    }
                    assert_eq!(found.error(row), expected.error(at), "{place}");
                    assert_eq!(found.rules(row).collect::<Vec<_>>(), expected.rules(at).collect::<Vec<_>>(), "{place}");
                    assert!(found.error(row).is_none() || found.outputs.columns().iter().all(|column| column.is_null(row)), "{place}");
                    COMPARED
                }
            }
        }
    }
}
"#;

const STRUCT: &str = r#"
#[allow(warnings, clippy::all, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a check, which no rule of generated code is about")]
impl matchbook::arrow::IntoArray for NAME {
    fn array<'v>(
        values: impl Iterator<Item = Option<&'v Self>> + Clone,
        ty: &matchbook::arrow::schema::DataType,
        unfit: &mut Vec<usize>,
    ) -> Result<matchbook::arrow::array::ArrayRef, matchbook::arrow::Unwritten>
    where
        Self: 'v,
    {
        fn of<'v, T: matchbook::arrow::IntoArray + 'v>(
            values: impl Iterator<Item = Option<&'v T>> + Clone,
            ty: &matchbook::arrow::schema::DataType,
            unfit: &mut Vec<usize>,
        ) -> Result<matchbook::arrow::array::ArrayRef, matchbook::arrow::Unwritten> {
            T::array(values, ty, unfit)
        }
        let matchbook::arrow::schema::DataType::Struct(fields) = ty else { panic!("{ty}") };
        let key = |name: &str| name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
        let mut arrays = Vec::new();
        for field in fields {
            let ty = field.data_type();
            ARRAYS
            panic!("{field}");
        }
        Ok(std::sync::Arc::new(matchbook::arrow::array::StructArray::new(fields.clone(), arrays, None)))
    }
}
"#;

/// The structs that a module has for all tables.
const OF_ALL: [&str; 7] = ["Input", "Output", "Columns", "Outputs", "Required", "Decision", "Lists"];

/// The text behind a module.
pub(crate) fn check(text: &str) -> String {
    let parsed = syn::parse_file(text).unwrap();
    let structs = || parsed.items.iter().filter_map(|item| if let syn::Item::Struct(of) = item { Some(of) } else { None });
    let find = |name: &str| structs().find(|of| of.ident == name);
    let fields = |of: &syn::ItemStruct| -> Vec<(String, String)> {
        let field =
            |field: &syn::Field| (field.ident.as_ref().unwrap().to_string(), field.ty.to_token_stream().to_string().replace(' ', ""));
        of.fields.iter().map(field).collect()
    };
    let leaves = leaves_of(&parsed);
    let columns = find("Columns").map(fields).unwrap_or_default();
    let columns: Vec<&String> = columns.iter().map(|(name, _)| name).filter(|name| leaves.contains_key(*name)).collect();
    let (mut arrays, mut made) = (String::new(), String::new());
    for (position, name) in columns.iter().enumerate() {
        let values = format!("let {name}: Vec<_> = rows.iter().map(|row| inputs[*row]{}.clone()).collect();\n", leaves[*name]);
        let nulls = if position == 0 { "with_nulls" } else { "false" };
        arrays.push_str(&format!("{{ {values} arrays.push(array(&{name}, fields[{position}].data_type(), {nulls}, &mut unfit)); }}\n"));
        made.push_str(&values);
    }
    let of_columns: Vec<String> = columns.iter().map(|name| format!("{name}: &{name}")).collect();
    made.push_str(&format!(
        "let columns = Columns {{ {} }};",
        if columns.is_empty() { "rows: len".to_owned() } else { of_columns.join(", ") }
    ));
    let of_outputs = find("Outputs").map(fields);
    let is_list = text.contains("arrays.add_lists(");
    let outputs = match &of_outputs {
        Some(outputs) => outputs.iter().map(|(name, ty)| (format!("expected.outputs.{name}"), ty.clone())).collect(),
        None => vec![("expected.outputs".to_owned(), "Vec<Option<Output>>".to_owned())],
    };
    let (mut read_back, mut compared) = (String::new(), String::new());
    for (position, (place, ty)) in outputs.iter().enumerate() {
        // Lists in lists, and JSON, are looked at by the runtime's own tests.
        if ty.contains('[') || ty.contains("json") {
            continue;
        }
        let value = if ty.contains("str") { "&str".to_owned() } else { element(ty) };
        let same = match value.as_str() {
            "&str" => "let same = |one: &Option<&str>, other: &Option<&str>| one == other;".to_owned(),
            of if of.contains("Span") => {
                "let same = |one: &Option<matchbook::Span>, other: &Option<matchbook::Span>| one.map(matchbook::months) == other.map(matchbook::months);"
                    .to_owned()
            }
            of => format!("let same = |one: &Option<{of}>, other: &Option<{of}>| one == other;"),
        };
        let nullable = !is_list || ty.contains("Option");
        let optional = match (nullable, ty.contains("Cow")) {
            (true, true) => "(*value).as_deref()",
            (true, false) => "*value",
            (false, true) => "Some(value.as_ref())",
            (false, false) => "Some(*value)",
        };
        let name = format!("&[output_schema().field({position}).name().as_str()]");
        let field = format!("TABLE.outputs[{position}]");
        if is_list {
            read_back.push_str(&format!(
                "let lists_{position} = decided.list({field}, {name}, true).unwrap();
                let items_{position}: Vec<Option<{value}>> = lists_{position}.values({field}).unwrap();
                let lent_{position} = lists_{position}.lend_nullable(&items_{position});"
            ));
            compared.push_str(&format!(
                "{{ {same} let of_row = {place}.get(expected.items(at)).unwrap();
                assert_eq!(lent_{position}[row].map(<[_]>::len), expected.error(at).is_none().then_some(of_row.len()), \"{{place}}\");
                for (found, value) in lent_{position}[row].unwrap_or_default().iter().zip(of_row) {{
                    assert!(same(found, &{optional}), \"{{place}}: {{found:?}}\");
                }} }}"
            ));
        } else {
            read_back.push_str(&format!("let values_{position}: Vec<Option<{value}>> = decided.column({field}, {name}).unwrap();"));
            compared.push_str(&format!(
                "{{ {same} let value = &{place}[at]; let found = values_{position}[row]; assert!(same(&found, &{optional}), \"{{place}}: {{found:?}}\"); }}"
            ));
        }
    }
    let times = outputs.iter().any(|(_, ty)| ty.contains("DateTime") || ty.contains("SignedDuration"));
    let mut checks = CHECK
        .replace("READ_BACK", &read_back)
        .replace("COMPARED", &compared)
        .replace("READ", &read(text))
        .replace("ARRAYS", &arrays)
        .replace("COLUMNS", &made)
        .replace("TIMES", &times.to_string());
    for of in structs().filter(|of| OF_ALL.iter().all(|name| of.ident != name) && !of.fields.is_empty()) {
        let arrays: Vec<String> = fields(of)
            .iter()
            .map(|(name, _)| {
                format!(
                    "if key(field.name()) == key(\"{name}\") {{
                        arrays.push(of(values.clone().map(|value| value.map(|value| &value.{name})), ty, unfit)?);
                        continue;
                    }}\n"
                )
            })
            .collect();
        let lifetime = if of.generics.lifetimes().next().is_some() { "<'_>" } else { "" };
        checks.push_str(&STRUCT.replace("NAME", &format!("{}{lifetime}", of.ident)).replace("ARRAYS", &arrays.concat()));
    }
    checks
}

/// The type in `Vec<…>` and in an `Option` there.
fn element(ty: &str) -> String {
    let inner = ty.strip_prefix("Vec<").and_then(|ty| ty.strip_suffix('>')).unwrap_or(ty);
    inner.strip_prefix("Option<").and_then(|ty| ty.strip_suffix('>')).unwrap_or(inner).to_owned()
}
