//! The names inside the module of one decision.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::identifier::{FUNCTIONS, STATICS, TYPES, camel, screaming, snake};
use super::list::{Known, ShapeNames};
use super::module::Modules;
use super::{Glossary, untaken};
use crate::diagnostic::output::{Meeting, OutputFinding};
use crate::diagnostic::{Diagnostic, Location};
use crate::model::{ClosedList, DecisionTable, InputData, InputSource, Name, RustEnum};
use crate::source::CellRef;

/// The names inside the module of one decision.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionNames {
    /// The module's path below the root: `retail`, `shipping`, `shipping_fee`.
    pub module: Vec<String>,
    /// Of each input, in the table's order; of one that the table computes, the path is the function that does.
    pub inputs: Vec<FieldNames>,
    /// Of each output, in the table's order.
    pub outputs: Vec<FieldNames>,
    /// Structs below `Input`, each before those below it.
    pub input_records: Vec<RecordNames>,
    /// Structs below `Output`, each before those below it.
    pub output_records: Vec<RecordNames>,
    /// Of each input that is a list, by its position: what its items are.
    pub lists: BTreeMap<usize, ShapeNames>,
    /// The field of `Required` for each decision that the table requires.
    pub requirements: Vec<String>,
    /// Each rule's constant.
    pub rules: Vec<String>,
    /// All items of the module.
    pub taken: BTreeSet<String>,
}

/// The names of an input or output.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldNames {
    /// Its field, below those of the records that hold it: `parcel`, `weight`.
    pub path: Vec<String>,
    /// Its static `Field`: `PARCEL_WEIGHT`.
    pub field: String,
    /// Its enum, if it is a closed list.
    pub list: Option<EnumNames>,
}

/// The names of an enum.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumNames {
    /// The type, as it is known in its module: `Destination`.
    pub name: String,
    /// Its variants in the order of the list: `Us`.
    pub variants: Vec<String>,
    /// Where it is, if it isn't the module's own: a glossary's, that of a required decision, or the user's.
    pub shared: Option<TypePath>,
    /// How the module's rules know it, if it is the user's.
    pub known: Option<KnownNames>,
}

/// The names of what a module has for a Rust enum of the user's: an enum of the variants that the compiler read, by which rules are found,
/// and the function that converts to it.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownNames {
    /// The user's enum.
    pub of: Arc<RustEnum>,
    /// The type: `KnownPaymentMethod`.
    pub name: String,
    /// Its variants, in the order of the user's.
    pub variants: Vec<String>,
    /// The function: `known_payment_method`.
    pub function: String,
}

/// Where a type is defined.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TypePath {
    /// The module's path: below the root, or, of a type that isn't generated, from its crate.
    pub module: Vec<String>,
    /// Its name in it.
    pub name: String,
    /// Whether it is generated.
    pub generated: bool,
}

impl TypePath {
    /// A generated type.
    pub(crate) fn generated(module: Vec<String>, name: String) -> Self {
        Self { module, name, generated: true }
    }

    /// A Rust enum of the user's.
    fn of(rust: &RustEnum) -> Self {
        let (name, module) = rust.path.split_last().map_or_else(Default::default, |(name, module)| (name.clone(), module.to_vec()));
        Self { module, name, generated: false }
    }

    /// The path, as code in the module `from` writes it.
    pub fn seen_from(&self, from: &[String]) -> String {
        match (self.generated, self.module.first()) {
            (true, _) => format!("{}::{}", relative(from, &self.module), self.name),
            // Without the mark, it could be a module of this one.
            (false, Some(first)) if first != "crate" => format!("::{}::{}", self.module.join("::"), self.name),
            (false, _) => format!("{}::{}", self.module.join("::"), self.name),
        }
    }
}

impl EnumNames {
    /// As a module knows it that takes it from `module`, where it has these names.
    pub(super) fn path_in(&self, module: &[String]) -> TypePath {
        self.shared.clone().unwrap_or_else(|| TypePath::generated(module.to_vec(), self.name.clone()))
    }
}

/// The path from one module to another, as code in the first writes it: `super::fraud_score`.
pub fn relative(from: &[String], to: &[String]) -> String {
    let shared = from.iter().zip(to).take_while(|(one, other)| one == other).count().min(from.len().saturating_sub(1));
    let up = "super::".repeat(from.len().saturating_sub(shared));
    format!("{up}{}", to.get(shared..).unwrap_or_default().join("::"))
}

/// A struct below `Input` or `Output`.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordNames {
    /// Its path as written: `parcel`.
    pub segments: Vec<String>,
    /// The type: `Parcel`.
    pub name: String,
}

/// A type for a path: its last segment, else all of it, else that with `suffix`, else that with a number.
pub(super) fn type_name(segments: &[String], suffix: &str, taken: &mut BTreeSet<String>) -> String {
    let whole = camel(&segments.join(" "));
    let candidates = [camel(segments.last().map_or("", String::as_str)), whole.clone(), format!("{whole}{suffix}")];
    match candidates.iter().find(|name| !taken.contains(*name)) {
        Some(name) => {
            taken.insert(name.clone());
            name.clone()
        }
        None => {
            // Camel case takes no underscore before a digit that follows a letter.
            let name = (2_u32..).map(|number| format!("{whole}{suffix}{number}")).find(|name| !taken.contains(name)).unwrap_or(whole);
            taken.insert(name.clone());
            name
        }
    }
}

/// The variants of a closed list.
pub(super) fn variants(values: &[String], at: &Location, diagnostics: &mut Vec<Diagnostic>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let mut owners: BTreeMap<String, &String> = BTreeMap::new();
    values
        .iter()
        .map(|value| {
            let name = camel(value);
            if let Some(first) = owners.get(&name) {
                let meeting = OutputFinding::Meet {
                    what: Meeting::Values,
                    identifier: name.clone(),
                    first: ((*first).clone(), at.clone()),
                    second: (value.clone(), at.clone()),
                };
                diagnostics.push(meeting.into());
            }
            owners.entry(name.clone()).or_insert(value);
            untaken(name, &mut taken)
        })
        .collect()
}

/// The cell of `values` that gives a list, or the header cell of the column that brings it in.
pub(super) fn list_location(table: &DecisionTable, list: &ClosedList) -> Location {
    let input = table.values().into_iter().find(|input| input.closed.as_ref() == Some(list)).map(|input| input.at);
    let output = table.output_clauses.iter().find(|clause| clause.closed.as_ref() == Some(list)).map(|clause| clause.at);
    Location::cells(&table.book, &table.sheet, list.at.or(input).or(output).unwrap_or(table.header))
}

/// A column as naming sees it.
pub(super) struct Column<'a> {
    pub(super) name: &'a Name,
    pub(super) at: CellRef,
    pub(super) closed: Option<&'a ClosedList>,
    /// The enum of the required decision that gives it or reads it too, and that decision's module.
    pub(super) origin: Option<(&'a EnumNames, &'a [String])>,
}

/// Whose column made an identifier: the path as written, and the header cell.
type Owner<'a> = (&'a [String], CellRef);

/// What all columns of a table share while they are named.
pub(super) struct Scope<'a> {
    pub(super) table: &'a DecisionTable,
    modules: &'a Modules,
    glossaries: &'a BTreeMap<Vec<String>, Glossary>,
    pub(super) taken: BTreeSet<String>,
    shared: BTreeMap<TypePath, EnumNames>,
}

/// A required decision and its names, if it has any.
pub(super) type Required<'a> = Option<(&'a DecisionTable, &'a DecisionNames)>;

impl<'a> Column<'a> {
    fn of(table: &'a DecisionTable, input: &'a InputData, required: &[Required<'a>]) -> Self {
        Self { name: &input.name, at: input.at, closed: input.closed.as_ref(), origin: origin(table, input, required) }
    }
}

/// The values of a closed list and its names, if there is one.
type Found<'a> = Option<(Vec<String>, &'a EnumNames)>;

/// The enum that an input shares with a required decision, and that decision's module: of what that decision gives, and of what it reads too,
/// with the same values.
fn origin<'a>(table: &DecisionTable, input: &InputData, required: &[Required<'a>]) -> Option<(&'a EnumNames, &'a [String])> {
    let values = &input.closed.as_ref()?.values;
    let of = |requirement: usize, find: &dyn Fn(&DecisionTable, &'a DecisionNames) -> Found<'a>| {
        let (of, names) = (*required.get(requirement)?)?;
        let (known, list) = find(of, names)?;
        (known == *values).then_some((list, names.module.as_slice()))
    };
    let read = |of: &DecisionTable, names: &'a DecisionNames| {
        let (id, data) = of.given().find(|(_, data)| data.name == input.name)?;
        Some((data.closed.as_ref()?.values.clone(), names.inputs.get(id.0)?.list.as_ref()?))
    };
    match &input.source {
        InputSource::Decision(requirement, output) => of(requirement.0, &|of, names| {
            let position = output.map_or(0, |output| output.0);
            Some((of.output_clauses.get(position)?.closed.as_ref()?.values.clone(), names.outputs.get(position)?.list.as_ref()?))
        }),
        InputSource::Given | InputSource::Forwarded(_) => (0..table.requirements.len()).find_map(|requirement| of(requirement, &read)),
        InputSource::Column(_) | InputSource::Condition(..) => None,
    }
}

pub(super) fn decision(
    table: &DecisionTable,
    module: Vec<String>,
    modules: &Modules,
    glossaries: &BTreeMap<Vec<String>, Glossary>,
    (required, kin): (&[Required<'_>], &BTreeMap<&Name, Vec<Known<'_>>>),
    diagnostics: &mut Vec<Diagnostic>,
) -> DecisionNames {
    let taken = TYPES.iter().chain(STATICS).chain(FUNCTIONS).map(|name| (*name).to_owned()).collect();
    let mut scope = Scope { table, modules, glossaries, taken, shared: BTreeMap::new() };
    let inputs: Vec<Column<'_>> = table.given().map(|(_, input)| Column::of(table, input, required)).collect();
    let outputs = table.output_clauses.iter();
    let outputs: Vec<Column<'_>> =
        outputs.map(|clause| Column { name: &clause.name, at: clause.at, closed: clause.closed.as_ref(), origin: None }).collect();
    let (given, input_records) = scope.columns(&inputs, "Input", diagnostics);
    let (outputs, output_records) = scope.columns(&outputs, "Output", diagnostics);
    let lists = table
        .given()
        .filter_map(|(id, input)| {
            let mut path: Vec<String> = input.name.0.clone();
            let kin = kin.get(&input.name).map_or(&[] as &[Known<'_>], Vec::as_slice);
            Some((id.0, scope.item(&input.list()?.item, kin, &mut path, input.at, diagnostics)))
        })
        .collect();
    let rules = table.rules.iter().map(|rule| untaken(screaming(&rule.id), &mut scope.taken)).collect();
    let inputs = scope.own(given, required, diagnostics);
    let mut fields = BTreeSet::new();
    let requirements = table.requirements.iter().map(|requirement| untaken(snake(&requirement.decision), &mut fields)).collect();
    DecisionNames { module, inputs, outputs, input_records, output_records, lists, requirements, rules, taken: scope.taken }
}

impl<'t> Scope<'t> {
    /// The names of all inputs, given those of what the caller gives: a function and a static for each that the table computes, a variable
    /// and a static for what another decision gives.
    fn own(&mut self, given: Vec<FieldNames>, required: &[Required<'t>], diagnostics: &mut Vec<Diagnostic>) -> Vec<FieldNames> {
        let mut given = given.into_iter();
        let mut names = Vec::new();
        for input in &self.table.inputs {
            if input.is_given() {
                names.extend(given.next());
                continue;
            }
            let words = input.name.0.join(" ");
            let path = vec![untaken(snake(&words), &mut self.taken)];
            let field = untaken(screaming(&words), &mut self.taken);
            let column = Column::of(self.table, input, required);
            let list = column.closed.map(|closed| self.list(&column, closed, "Input", diagnostics));
            names.push(FieldNames { path, field, list });
        }
        names
    }

    fn columns(&mut self, columns: &[Column<'_>], suffix: &str, diagnostics: &mut Vec<Diagnostic>) -> (Vec<FieldNames>, Vec<RecordNames>) {
        let mut records: Vec<RecordNames> = Vec::new();
        // The field of each path as written, and whose column made it; identifiers meet below one parent only.
        let mut fields: BTreeMap<&[String], String> = BTreeMap::new();
        let mut owners: BTreeMap<(Vec<String>, String), Owner<'_>> = BTreeMap::new();
        let mut named = Vec::new();
        for column in columns {
            let segments = column.name.0.as_slice();
            let mut path: Vec<String> = Vec::new();
            for depth in 1..=segments.len() {
                let Some(prefix) = segments.get(..depth) else { continue };
                let field = match fields.get(prefix) {
                    Some(field) => field.clone(),
                    None => {
                        let mut field = snake(prefix.last().map_or("", String::as_str));
                        let key = (path.clone(), field.clone());
                        if let Some((first, at)) = owners.get(&key) {
                            let place = |at: CellRef| Location::cells(&self.table.book, &self.table.sheet, at);
                            diagnostics.push(
                                OutputFinding::Meet {
                                    what: Meeting::Fields,
                                    identifier: field.clone(),
                                    first: (first.join("."), place(*at)),
                                    second: (prefix.join("."), place(column.at)),
                                }
                                .into(),
                            );
                            let mut taken = owners.keys().filter(|(parent, _)| *parent == path).map(|(_, name)| name.clone()).collect();
                            field = untaken(field, &mut taken);
                        }
                        owners.insert((path.clone(), field.clone()), (prefix, column.at));
                        fields.insert(prefix, field.clone());
                        if depth < segments.len() {
                            records.push(RecordNames { segments: prefix.to_vec(), name: type_name(prefix, suffix, &mut self.taken) });
                        }
                        field
                    }
                };
                path.push(field);
            }
            self.value_or_record(columns, column, diagnostics);
            let list = column.closed.map(|closed| self.list(column, closed, suffix, diagnostics));
            named.push(FieldNames { path, field: untaken(screaming(&segments.join(" ")), &mut self.taken), list });
        }
        (named, records)
    }

    /// Reports a column whose name another column nests below.
    fn value_or_record(&self, columns: &[Column<'_>], column: &Column<'_>, diagnostics: &mut Vec<Diagnostic>) {
        let below = columns.iter().find(|other| other.name.0.len() > column.name.0.len() && other.name.0.starts_with(&column.name.0));
        if let Some(other) = below {
            let place = |at: CellRef| Location::cells(&self.table.book, &self.table.sheet, at);
            diagnostics.push(
                OutputFinding::ValueAndRecord {
                    value: (column.name.to_string(), place(column.at)),
                    field: (other.name.to_string(), place(other.at)),
                }
                .into(),
            );
        }
    }

    /// The names of the enum at `path`, which has these names elsewhere.
    pub(super) fn taken_from(&mut self, path: TypePath, names: &EnumNames, segments: &[String], suffix: &str) -> EnumNames {
        let rust = names.known.as_ref().map(|known| &known.of);
        self.of_elsewhere(path, names.variants.clone(), rust, segments, suffix)
    }

    fn of_elsewhere(
        &mut self,
        path: TypePath,
        variants: Vec<String>,
        rust: Option<&Arc<RustEnum>>,
        segments: &[String],
        suffix: &str,
    ) -> EnumNames {
        if let Some(known) = self.shared.get(&path) {
            return known.clone();
        }
        let name = type_name(segments, suffix, &mut self.taken);
        let known = rust.map(|of| {
            let words = format!("known {}", path.name);
            KnownNames {
                of: of.clone(),
                name: type_name(std::slice::from_ref(&words), suffix, &mut self.taken),
                variants: known_variants(&variants),
                function: untaken(snake(&words), &mut self.taken),
            }
        });
        let names = EnumNames { name, variants, shared: Some(path.clone()), known };
        self.shared.insert(path, names.clone());
        names
    }

    pub(super) fn list(&mut self, column: &Column<'_>, closed: &ClosedList, suffix: &str, diagnostics: &mut Vec<Diagnostic>) -> EnumNames {
        if let Some(rust) = &closed.rust {
            let path = TypePath::of(rust);
            let (segments, variants) = ([path.name.clone()], rust.variants.iter().map(|variant| variant.ident.clone()).collect());
            return self.of_elsewhere(path, variants, Some(rust), &segments, suffix);
        }
        if let Some(shared) = &closed.shared {
            let path = self.modules.glossary(shared);
            if let Some(list) = self.glossaries.get(&path).and_then(|glossary| glossary.lists.get(&shared.name))
                && list.values == closed.values
            {
                let path = TypePath::generated(path, list.names.name.clone());
                return self.taken_from(path, &list.names, &shared.name.0, suffix);
            }
        }
        if let Some((list, module)) = column.origin {
            let path = list.path_in(module);
            let segments = [path.name.clone()];
            return self.taken_from(path, list, &segments, suffix);
        }
        let at = Location::cells(&self.table.book, &self.table.sheet, closed.at.unwrap_or(column.at));
        let name = type_name(&column.name.0, suffix, &mut self.taken);
        EnumNames { name, variants: variants(&closed.values, &at, diagnostics), shared: None, known: None }
    }
}

/// Variants for those of the user's, told apart without the words that all of them begin or end with: those are a lint's business where the
/// user's enum is.
fn known_variants(idents: &[String]) -> Vec<String> {
    let words_of = |ident: &String| {
        let words = snake(ident.strip_prefix("r#").unwrap_or(ident));
        words.split('_').filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let mut words: Vec<Vec<String>> = idents.iter().map(words_of).collect();
    let long = |words: &[Vec<String>]| words.len() > 1 && words.iter().all(|words| words.len() > 1);
    while long(&words) && words.windows(2).all(|pair| matches!(pair, [one, other] if one.first() == other.first())) {
        words.iter_mut().for_each(|words| drop(words.remove(0)));
    }
    while long(&words) && words.windows(2).all(|pair| matches!(pair, [one, other] if one.last() == other.last())) {
        words.iter_mut().for_each(|words| drop(words.pop()));
    }
    let mut taken = BTreeSet::new();
    words.iter().map(|words| untaken(camel(&words.join(" ")), &mut taken)).collect()
}

#[cfg(test)]
mod tests {
    use super::known_variants;

    #[test]
    fn known_variants_lose_what_they_have_in_common() {
        let of = |idents: &[&str]| known_variants(&idents.iter().map(|ident| (*ident).to_owned()).collect::<Vec<_>>()).join(" ");
        assert_eq!(of(&["Card", "GiftCard", "r#Type", "USD"]), "Card GiftCard Type Usd");
        assert_eq!(of(&["CardPayment", "CashPayment", "LatePayment"]), "Card Cash Late");
        assert_eq!(of(&["ByCardNow", "ByCashNow"]), "Card Cash");
        assert_eq!(of(&["Only"]), "Only");
        assert_eq!(of(&["V1", "V2"]), "V1 V2");
        assert_eq!(of(&["Ab", "AB", "A_b"]), "Ab Ab_2 AB");
    }
}
