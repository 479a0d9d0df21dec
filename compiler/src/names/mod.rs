//! Names of tables as Rust names, once for everything that is generated: modules, types, fields, variants, statics and constants.
//!
//! What an engineer writes (modules, fields, variants) follows from the table's text alone; where two texts meet in one identifier, that is
//! a finding at both cells, and the second gets a number so that later phases still have a name for it. What only generated code uses
//! (statics, constants of rules) and types, whose texts may well repeat, are told apart without a word.

mod decision;
mod identifier;
mod list;
mod module;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Diagnostic;
use crate::model::{DecisionTable, InputId, Name, Requirement};
use crate::source::BookPath;

pub use decision::{DecisionNames, EnumNames, FieldNames, KnownNames, RecordNames, TypePath, relative};
pub use list::ShapeNames;

/// The Rust names of all decisions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Names {
    /// By book and name: a book in no folder may have the app's name of a folder.
    decisions: BTreeMap<(BookPath, String), DecisionNames>,
    glossaries: BTreeMap<Vec<String>, Glossary>,
}

/// A module of the closed lists that a glossary names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Glossary {
    /// The book, unless the lists serve its whole app.
    pub book: Option<BookPath>,
    /// The lists, by name.
    pub lists: BTreeMap<Name, SharedNames>,
}

/// An enum that several decisions share.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedNames {
    /// Its values as written, in their order.
    pub values: Vec<String>,
    /// Its Rust names.
    pub names: EnumNames,
}

impl Names {
    /// The names of a decision.
    pub fn decision(&self, book: &BookPath, name: &str) -> Option<&DecisionNames> {
        self.decisions.get(&(book.clone(), name.to_owned()))
    }

    /// The list that is an input of a decision, if that has its names.
    fn list<'n>(&'n self, table: &'n DecisionTable, id: InputId) -> Option<list::Known<'n>> {
        let names = self.decision(&table.book, &table.name)?;
        let shape = &table.inputs.get(id.0)?.list()?.item;
        Some(list::Known { shape, names: names.lists.get(&id.0)?, module: &names.module })
    }

    /// The modules of closed lists, by path.
    pub fn glossaries(&self) -> impl Iterator<Item = (&[String], &Glossary)> {
        self.glossaries.iter().map(|(path, glossary)| (path.as_slice(), glossary))
    }
}

/// Gives all decisions their names; what meets in one identifier is reported at both places. Deterministic in the set of tables: their
/// order doesn't matter. O(n log n) in names.
pub fn names(tables: &[&DecisionTable], diagnostics: &mut Vec<Diagnostic>) -> Names {
    let mut tables = tables.to_vec();
    tables.sort_by(|a, b| (&a.book, &a.sheet, a.range, &a.name).cmp(&(&b.book, &b.sheet, b.range, &b.name)));
    let modules = module::modules(&tables, diagnostics);
    let by_name: BTreeMap<(&BookPath, &str), &DecisionTable> =
        tables.iter().map(|table| ((&table.book, table.name.as_str()), *table)).collect();
    let mut names = Names::default();
    for table in &tables {
        for closed in table
            .values()
            .into_iter()
            .filter_map(|i| i.closed.as_ref())
            .chain(table.output_clauses.iter().filter_map(|o| o.closed.as_ref()))
        {
            let Some(shared) = closed.shared.as_ref().filter(|_| closed.rust.is_none()) else { continue };
            let path = modules.glossary(shared);
            let glossary = names.glossaries.entry(path).or_default();
            glossary.book = (!shared.app_wide).then(|| shared.book.clone());
            if glossary.lists.contains_key(&shared.name) {
                continue;
            }
            let mut taken: BTreeSet<String> = identifier::TYPES.iter().map(|name| (*name).to_owned()).collect();
            taken.extend(glossary.lists.values().map(|list| list.names.name.clone()));
            let name = decision::type_name(&shared.name.0, "", &mut taken);
            let at = decision::list_location(table, closed);
            let variants = decision::variants(&closed.values, &at, diagnostics);
            let list = SharedNames { values: closed.values.clone(), names: EnumNames { name, variants, shared: None, known: None } };
            glossary.lists.insert(shared.name.clone(), list);
        }
    }
    let connected = connected(&tables);
    // The decisions that define a type in a list of this name, of those that requirements connect.
    let mut defining: BTreeMap<(usize, &Name), Vec<(&DecisionTable, InputId)>> = BTreeMap::new();
    for table in required_first(&tables) {
        let component = connected.get(&(&table.book, table.name.as_str())).copied().unwrap_or_default();
        let mut kin: BTreeMap<&Name, Vec<list::Known<'_>>> = BTreeMap::new();
        for (_, data) in table.given().filter(|(_, data)| data.list().is_some()) {
            let defining = defining.get(&(component, &data.name)).into_iter().flatten();
            kin.insert(&data.name, defining.filter_map(|(of, id)| names.list(of, *id)).collect());
        }
        let of = |requirement: &Requirement| {
            let key = (requirement.book.clone(), requirement.decision.clone());
            Some((*by_name.get(&(&requirement.book, requirement.decision.as_str()))?, names.decisions.get(&key)?))
        };
        let required: Vec<decision::Required<'_>> = table.requirements.iter().map(of).collect();
        let found = decision::decision(table, modules.decision(table), &modules, &names.glossaries, (&required, &kin), diagnostics);
        for (id, data) in table.given() {
            if found.lists.get(&id.0).is_some_and(list::defines) {
                defining.entry((component, &data.name)).or_default().push((table, id));
            }
        }
        names.decisions.insert((table.book.clone(), table.name.clone()), found);
    }
    names
}

/// For each decision by book and name, a number that it has in common with all that requirements connect it with. O(n log n).
fn connected<'t>(tables: &[&'t DecisionTable]) -> BTreeMap<(&'t BookPath, &'t str), usize> {
    let find: BTreeMap<(&BookPath, &str), usize> =
        tables.iter().enumerate().map(|(position, table)| ((&table.book, table.name.as_str()), position)).collect();
    let mut beside: Vec<Vec<usize>> = vec![Vec::new(); tables.len()];
    for (position, table) in tables.iter().enumerate() {
        let required = |requirement: &Requirement| find.get(&(&requirement.book, requirement.decision.as_str())).copied();
        for other in table.requirements.iter().filter_map(required) {
            for (one, other) in [(position, other), (other, position)] {
                beside.get_mut(one).into_iter().for_each(|beside| beside.push(other));
            }
        }
    }
    let mut component: Vec<Option<usize>> = vec![None; tables.len()];
    for root in 0..tables.len() {
        let mut open = vec![root];
        while let Some(position) = open.pop() {
            if let Some(number @ None) = component.get_mut(position) {
                *number = Some(root);
                open.extend(beside.get(position).into_iter().flatten());
            }
        }
    }
    find.into_iter().filter_map(|(key, position)| Some((key, (*component.get(position)?)?))).collect()
}

/// The tables, each behind those that it requires, else in their order. Without recursion.
fn required_first<'t>(tables: &[&'t DecisionTable]) -> Vec<&'t DecisionTable> {
    let find: BTreeMap<(&BookPath, &str), usize> =
        tables.iter().enumerate().map(|(position, table)| ((&table.book, table.name.as_str()), position)).collect();
    let mut met = vec![false; tables.len()];
    let mut sorted = Vec::with_capacity(tables.len());
    for root in 0..tables.len() {
        let mut open = vec![(root, 0)];
        while let Some((position, next)) = open.pop() {
            let Some(table) = tables.get(position).copied() else { continue };
            if next == 0 && met.get_mut(position).is_none_or(|met| std::mem::replace(met, true)) {
                continue;
            }
            match table.requirements.get(next) {
                None => sorted.push(table),
                Some(requirement) => {
                    open.push((position, next + 1));
                    open.extend(find.get(&(&requirement.book, requirement.decision.as_str())).map(|required| (*required, 0)));
                }
            }
        }
    }
    sorted
}

/// `name`, or `name_2`, `name_3`, … where that is taken; takes it.
fn untaken(name: String, taken: &mut BTreeSet<String>) -> String {
    let name = if taken.contains(&name) {
        // Past the end only if all numbers were taken, and then any name is as good as another.
        (2_u32..).map(|number| format!("{name}_{number}")).find(|name| !taken.contains(name)).unwrap_or(name)
    } else {
        name
    };
    taken.insert(name.clone());
    name
}

/// A function of these words that isn't in `taken` yet; takes it.
pub(crate) fn untaken_function(words: &str, taken: &mut BTreeSet<String>) -> String {
    untaken(identifier::snake(words), taken)
}

/// Functions for test cases of these ids, in their order.
pub(crate) fn test_names(ids: &[&str]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    ids.iter().map(|id| untaken(identifier::snake(id), &mut taken)).collect()
}

#[cfg(test)]
mod tests;
