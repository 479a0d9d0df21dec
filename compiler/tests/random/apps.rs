//! Seeded random apps: books of decisions over values, lists of facts and each other, as the text of their cells.

use std::collections::{BTreeMap, BTreeSet};

use matchbook_compiler::compile::{Compilation, SourceSet, compile};
use matchbook_compiler::diagnostic::Level;
use matchbook_compiler::model::HitPolicy;
use matchbook_compiler::options::Options;
use matchbook_compiler::source::{BookPath, SourceFile};

use crate::feel::{Kind, Ty, Writer};
use crate::seeded::Random;

/// A value that callers give: the parts of its path, with `[]` behind those that are lists.
#[derive(Clone, Debug)]
pub(crate) struct Leaf {
    path: String,
    ty: Ty,
    values: &'static str,
    /// Its last part is a list, which has a type row of its own: `list of text`.
    is_list: bool,
}

/// What a decision gives to those that require it.
#[derive(Clone, Debug)]
pub(crate) struct Decision {
    pub(crate) name: String,
    gives: Ty,
    /// How many decisions it needs, one after the other.
    pub(crate) depth: usize,
    /// Those that it needs, directly or not.
    needs: BTreeSet<String>,
    /// Whether it reads a list, or needs one that does.
    reads_lists: bool,
    /// What it was made of.
    #[allow(dead_code, reason = "some tests only ask")]
    pub(crate) forms: BTreeSet<&'static str>,
    /// Its book and its rows.
    pub(crate) book: usize,
    pub(crate) rows: Vec<Vec<String>>,
}

/// An app in the making.
pub(crate) struct App {
    pub(crate) name: String,
    /// Whether a glossary says what the names are; else each column does.
    glossary: bool,
    /// Whether each decision needs others where it can; fewer of them read lists.
    chained: bool,
    leaves: Vec<Leaf>,
    pub(crate) decisions: Vec<Decision>,
}

const TIERS: &[&str] = &["gold", "silver", "none of these"];
const REGIONS: &[&str] = &["US", "CA", "EU"];
const LEVELS: &[&str] = &["high", "medium", "low"];
const NAMES: [&str; 16] = [
    "Alpha",
    "Beta rate",
    "Gamma",
    "Delta fee",
    "Epsilon",
    "Zeta score",
    "Eta",
    "Theta class",
    "Iota",
    "Kappa limit",
    "Lambda",
    "Mu note",
    "Nu",
    "Xi points",
    "Omikron",
    "Pi band",
];

/// The values that callers may give, from which each app takes some.
const LEAVES: [(&str, Kind, &str); 28] = [
    ("age", Kind::Integer, ""),
    ("amount", Kind::Decimal, ">= 0"),
    ("member", Kind::Boolean, ""),
    ("tier", Kind::Choice(TIERS), ""),
    ("order.note", Kind::Text, ""),
    ("order.day", Kind::Date, ">= 2025-01-01"),
    ("stay", Kind::Duration, ""),
    ("limit", Kind::Number, ""),
    ("items[].price", Kind::Decimal, ">= 0"),
    ("items[].amount", Kind::Integer, "[0..100]"),
    ("items[].kind", Kind::Choice(REGIONS), ""),
    ("items[].sku", Kind::Text, ""),
    ("items[].day", Kind::Date, ""),
    ("items[].size.width", Kind::Number, ""),
    ("items[].size.flat", Kind::Boolean, ""),
    ("items[].labels[]", Kind::Text, ""),
    ("items[].parts[].weight", Kind::Number, "> 0"),
    ("items[].parts[].grade", Kind::Choice(TIERS), ""),
    ("items[].parts[].bolts[].size", Kind::Integer, ""),
    ("items[].parts[].bolts[].codes[]", Kind::Text, "not(zz)"),
    ("shop.shelves[].depth", Kind::Number, ""),
    ("shop.shelves[].boxes[].open", Kind::Boolean, ""),
    ("shop.name", Kind::Text, ""),
    ("codes[]", Kind::Choice(REGIONS), ""),
    ("ages[]", Kind::Integer, "[0..150]"),
    ("marks[]", Kind::Number, ""),
    ("days[]", Kind::Date, ""),
    ("words[]", Kind::Text, ""),
];

/// An output column.
struct Out {
    name: &'static str,
    ty: Ty,
    values: String,
    default: Option<String>,
}

/// An input column.
struct Column {
    label: String,
    expr: String,
    ty: String,
    values: String,
    entries: Entries,
    /// What its cells were made of.
    form: &'static str,
}

/// What the entries of a column ask.
#[derive(Clone)]
enum Entries {
    Of(Ty),
    /// Of a record or list, by an expression with `?`.
    Asked(Ty),
    From,
    Until,
}

impl App {
    /// An app of so many decisions, and what it compiles to. What the compiler refuses is left out, and counted in `refused` by its codes.
    /// Hit policies take turns, from position `first`.
    pub(crate) fn grown(
        number: usize,
        (first, decisions): (usize, usize),
        refused: &mut BTreeMap<String, usize>,
        random: &mut Random,
    ) -> (Self, Compilation) {
        let mut app = Self::new(number, random);
        let mut last = Compilation::default();
        let mut tried = 0;
        while app.decisions.len() < decisions {
            let hit_policy = HitPolicy::ALL[(first + app.decisions.len()) % HitPolicy::ALL.len()];
            let decision = app.decision(hit_policy, random);
            let compilation = app.compiled(&decision);
            tried += 1;
            assert!(tried < decisions * 100, "nearly all is refused: {refused:?}");
            let errors: Vec<_> = compilation.reports.iter().filter(|report| report.level == Level::Error).collect();
            if errors.is_empty() {
                app.decisions.push(decision);
                last = compilation;
                continue;
            }
            for report in errors {
                if std::env::var_os("MATCHBOOK_SHOW").is_some() {
                    println!("{} {} {}", report.code(), report.location(), report.description.message);
                }
                *refused.entry(report.code().to_string()).or_default() += 1;
            }
        }
        (app, last)
    }

    fn compiled(&self, with: &Decision) -> Compilation {
        let book = |(path, text): (String, String)| SourceFile { path: BookPath::new(&path), bytes: Ok(text.into_bytes()) };
        let books = self.books(with).into_iter().map(book).collect();
        // Record batches are as much to compile again.
        let arrow = self.name.ends_with(['0', '3', '6']);
        compile(&SourceSet { books, ..SourceSet::default() }, &Options { batch: true, arrow, ..Options::default() })
    }

    fn new(number: usize, random: &mut Random) -> Self {
        let glossary = random.one_in(2);
        let mut leaves: Vec<Leaf> = Vec::new();
        for (path, kind, values) in LEAVES {
            if random.one_in(3) {
                continue;
            }
            let ty = Ty { kind, nullable: random.one_in(4) };
            // A list that nobody looks into has a type of its own.
            let plain = path.strip_suffix("[]").filter(|plain| !plain.contains('[') && random.one_in(2));
            match plain {
                Some(plain) => {
                    let ty = Ty { nullable: random.one_in(3), ..Ty::list(ty) };
                    leaves.push(Leaf { path: plain.to_owned(), ty, values, is_list: true });
                }
                None => leaves.push(Leaf { path: path.to_owned(), ty, values, is_list: false }),
            }
        }
        Self { name: format!("app{number}"), glossary, chained: number.is_multiple_of(3), leaves, decisions: Vec::new() }
    }

    /// The books of the app with another decision.
    fn books(&self, with: &Decision) -> Vec<(String, String)> {
        let mut blocks = vec![Vec::new(), Vec::new()];
        if self.glossary {
            let mut rows = vec![row(["glossary", &self.name, "", ""]), row(["", "name", "type", "values"])];
            let mut random = Random(self.leaves.len() as u64);
            rows.extend(self.leaves.iter().map(|leaf| row(["", &leaf.path, &leaf.ty.cell(&mut random), &leaf.values()])));
            blocks[0].push(rows);
        }
        blocks[1].push(vec![
            row(["constants", &self.name, "", ""]),
            row(["", "name", "type", "value"]),
            row(["", "home region", "text", "US"]),
        ]);
        for decision in self.decisions.iter().chain([with]) {
            blocks[decision.book].push(decision.rows.clone());
        }
        let text = |blocks: &[Vec<Vec<String>>]| {
            let cell = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
            let line = |row: &Vec<String>| row.iter().map(cell).collect::<Vec<_>>().join(",");
            let block = |rows: &Vec<Vec<String>>| rows.iter().map(line).collect::<Vec<_>>().join("\n");
            blocks.iter().map(block).collect::<Vec<_>>().join("\n\n") + "\n"
        };
        let named = ["one", "two"].into_iter().zip(&blocks).filter(|(_, blocks)| !blocks.is_empty());
        named.map(|(name, blocks)| (format!("{}/{name}.csv", self.name), text(blocks))).collect()
    }

    /// The names that expressions can use, of these leaves and decisions.
    fn names<'a>(leaves: impl Iterator<Item = &'a Leaf>, decisions: &[&Decision]) -> Vec<(String, Ty)> {
        let mut names = Vec::new();
        for leaf in leaves {
            insert(&mut names, &leaf.path, &leaf.ty);
        }
        names.extend(decisions.iter().map(|decision| (decision.name.clone(), decision.gives.clone())));
        names
    }

    /// A decision that the compiler may yet refuse.
    fn decision(&self, hit_policy: HitPolicy, random: &mut Random) -> Decision {
        let name = NAMES[self.decisions.len() % NAMES.len()].to_owned();
        let mut forms = BTreeSet::new();
        let lists = random.one_in(if self.chained { 8 } else { 2 });
        let mut required: Vec<&Decision> = Vec::new();
        for _ in 0..random.below(4).max(usize::from(self.chained)) {
            // The newest most often, so that chains grow.
            let newest = self.chained && required.is_empty() || random.one_in(2);
            let back = if newest { 0 } else { random.below(self.decisions.len().max(1)) };
            if let Some(decision) = self.decisions.iter().rev().nth(back)
                && !required.iter().any(|known| known.name == decision.name)
            {
                required.push(decision);
            }
        }
        let usable: Vec<&Leaf> = self.leaves.iter().filter(|leaf| lists || !leaf.path.contains('[') && !leaf.is_list).collect();
        let mut columns: Vec<Column> = Vec::new();
        let mut tested: Vec<&Leaf> = Vec::new();
        for position in 0..1 + random.below(4) {
            let of_decision_first = self.chained && position == 0;
            if (of_decision_first || random.one_in(3)) && !required.is_empty() {
                let decision = required[if of_decision_first { 0 } else { random.below(required.len()) }];
                if let Some(column) = of_decision(decision, random) {
                    columns.push(column);
                }
            } else if !usable.is_empty() {
                let leaf = usable[random.below(usable.len())];
                let column = self.of_leaf(leaf, random);
                // Other columns of its list say what else an item has.
                if !matches!(column.entries, Entries::Asked(_)) || self.glossary {
                    tested.push(leaf);
                    columns.push(column);
                }
            }
        }
        let in_scope: Vec<&Leaf> = if self.glossary { usable.clone() } else { tested.clone() };
        let names = Self::names(in_scope.iter().copied(), &required);
        if random.one_in(3)
            && let Some((list, item)) = names.iter().find_map(|(name, ty)| match &ty.kind {
                Kind::List(item) if name.chars().next().is_some_and(char::is_lowercase) => Some((name.clone(), (**item).clone())),
                _ => None,
            })
            && matches!(item.kind, Kind::Record(_))
        {
            let mark = random.pick(&["[?]", "[]"]);
            columns.push(column(&format!("{list}{mark}"), String::new(), "", Entries::Asked(item), "items[?]"));
        }
        if random.one_in(3) {
            let kind = [Kind::Number, Kind::Boolean, Kind::Text, Kind::Integer][random.below(4)].clone();
            let mut writer = Writer::new(random, names.clone());
            let expr = writer.sure(&kind, 2);
            let ty = Ty::of(kind);
            let cell = ty.cell(random);
            if !expr.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | ' ' | '-')) {
                columns.push(column(&expr, cell, "", Entries::Of(ty), "computed column"));
            }
        }
        if random.one_in(8) {
            columns.push(column("", String::new(), "", Entries::From, "from"));
            columns.push(column("", String::new(), "", Entries::Until, "until"));
        }
        for (position, column) in columns.iter_mut().enumerate() {
            column.label = format!("Column {position}");
            forms.insert(column.form);
        }
        let outs = outputs(hit_policy, random);
        let rows = self.rows((&name, hit_policy), &columns, &outs, &names, random);
        let text = rows.iter().flatten().cloned().collect::<Vec<_>>().join("\n");
        let needed: Vec<&Decision> = required.into_iter().filter(|decision| text.contains(&decision.name)).collect();
        let depth = needed.iter().map(|decision| decision.depth + 1).max().unwrap_or(0);
        let mut needs = BTreeSet::new();
        for decision in &needed {
            let below: BTreeSet<String> = decision.needs.iter().chain([&decision.name]).cloned().collect();
            if !needs.is_disjoint(&below) {
                forms.insert("diamond");
            }
            needs.extend(below);
        }
        if needed.iter().any(|decision| decision.reads_lists) {
            forms.insert("requires what reads lists");
        }
        for decision in &needed {
            forms.insert(match &decision.gives.kind {
                Kind::List(item) if matches!(item.kind, Kind::Record(_)) => "requires a list of records",
                Kind::List(_) => "requires a list",
                Kind::Record(_) => "requires a record",
                _ if decision.gives.nullable => "requires what may be null",
                _ => "requires a value",
            });
        }
        let reads = self.leaves.iter().filter(|leaf| leaf.is_list || leaf.path.contains('['));
        let list_names: Vec<String> = reads.map(|leaf| leaf.path.split('[').next().unwrap_or_default().to_owned()).collect();
        let reads_lists = list_names.iter().any(|list| text.contains(list.as_str())) || needed.iter().any(|decision| decision.reads_lists);
        let gives = gives(hit_policy, &outs, &rows);
        Decision { name, gives, depth, needs, reads_lists, forms, book: random.below(2), rows }
    }

    fn of_leaf(&self, leaf: &Leaf, random: &mut Random) -> Column {
        // Quantifiers, and the name of the list for those that have a type of their own.
        let mut expr = leaf.path.clone();
        let quantify = |random: &mut Random| random.pick(&["[]", "[?]"]);
        let mut entries = Entries::Of(leaf.ty.clone());
        let mut ty = leaf.ty.clone();
        let mut form = "value";
        if let (true, Kind::List(item)) = (leaf.is_list, &leaf.ty.kind) {
            form = "list column";
            if random.one_in(3) {
                expr.push_str(quantify(random));
                ty = (**item).clone();
                entries = Entries::Of(ty.clone());
                form = "items of a plain list";
            } else if random.one_in(4) {
                entries = Entries::Asked(ty.clone());
            }
        } else if leaf.path.contains('[') {
            form =
                ["", "quantified", "quantified twice", "quantified three times", "quantified four times"][leaf.path.matches('[').count()];
            let parts: Vec<&str> = leaf.path.split("[]").collect();
            expr = parts[0].to_owned();
            for part in &parts[1..] {
                expr.push_str(quantify(random));
                expr.push_str(part);
            }
        }
        let says = !self.glossary || random.one_in(5);
        let cell = if says { ty.cell(random) } else { String::new() };
        let values = if says { leaf.values() } else { String::new() };
        column(&expr, cell, &values, entries, form)
    }

    fn rows(
        &self,
        (name, hit_policy): (&str, HitPolicy),
        columns: &[Column],
        outs: &[Out],
        names: &[(String, Ty)],
        random: &mut Random,
    ) -> Vec<Vec<String>> {
        let width = 1 + columns.len() + outs.len();
        let padded = |mut cells: Vec<String>| {
            cells.resize(width, String::new());
            cells
        };
        let single = hit_policy.is_single_hit();
        let incomplete = single && random.one_in(4);
        let mut rows = vec![padded(row(["decision", name]))];
        if incomplete {
            rows.push(padded(row(["complete", "no"])));
        }
        if random.one_in(4) {
            rows.push(padded(row(["dispatch", random.pick(&["match", "tree", "data"])])));
        }
        let setting = |word: &str, of_column: &dyn Fn(&Column) -> String, of_out: &dyn Fn(&Out) -> String| {
            let mut cells = vec![word.to_owned()];
            cells.extend(columns.iter().map(of_column));
            cells.extend(outs.iter().map(of_out));
            cells
        };
        rows.push(setting(policy_word(hit_policy), &|column| column.label.clone(), &|out| format!("To {}", out.name)));
        let role = |column: &Column| match column.entries {
            Entries::From => "from".to_owned(),
            Entries::Until => "until".to_owned(),
            _ => "if".to_owned(),
        };
        rows.push(setting("role", &role, &|_| "then".to_owned()));
        rows.push(setting("expr", &|column| column.expr.clone(), &|out| out.name.to_owned()));
        let types: Vec<String> = outs.iter().map(|out| out.ty.cell(random)).collect();
        let of_type = |out: &Out| outs.iter().position(|each| each.name == out.name).map(|at| types[at].clone()).unwrap_or_default();
        rows.push(setting("type", &|column| column.ty.clone(), &of_type));
        rows.push(setting("values", &|column| column.values.clone(), &|out| out.values.clone()));
        rows.push(setting("default", &|_| String::new(), &|out| out.default.clone().unwrap_or_default()));

        let ranks = matches!(hit_policy, HitPolicy::Priority | HitPolicy::OutputOrder);
        let agree = hit_policy == HitPolicy::Any && random.one_in(2);
        let output = |out: &Out, random: &mut Random| {
            if out.default.is_some() && random.one_in(4) {
                return String::new();
            }
            if out.ty.nullable && random.one_in(5) {
                return "null".to_owned();
            }
            if ranks && matches!(out.ty.kind, Kind::Choice(_)) || random.one_in(2) {
                return out.ty.kind.plain(random);
            }
            let mut writer = Writer::new(random, names.to_vec());
            let text = if out.ty.nullable { writer.some(&out.ty.kind, 3).0 } else { writer.sure(&out.ty.kind, 3) };
            format!("={text}")
        };
        let same: Vec<String> = outs.iter().map(|out| output(out, random)).collect();
        let count = 1 + random.below(6);
        // What tells the rules of a Unique table apart.
        let apart = columns.iter().position(|column| matches!(&column.entries, Entries::Of(ty) if matches!(ty.kind, Kind::Choice(_) | Kind::Integer) && column.form != "list column"));
        for rule in 0..count {
            let mut cells = vec![format!("r{rule}")];
            for (at, column) in columns.iter().enumerate() {
                cells.push(match &column.entries {
                    Entries::Of(Ty { kind: Kind::Integer, .. }) if hit_policy == HitPolicy::Unique && apart == Some(at) => match rule {
                        0 => "< 0".to_owned(),
                        _ => format!("[{}..{})", (rule - 1) * 3, rule * 3),
                    },
                    Entries::Of(Ty { kind: Kind::Choice(values), .. }) if hit_policy == HitPolicy::Unique && apart == Some(at) => {
                        values[rule % values.len()].to_owned()
                    }
                    _ if random.one_in(3) => "-".to_owned(),
                    entries => entry(entries, names, random),
                });
            }
            cells.extend(if agree { same.clone() } else { outs.iter().map(|out| output(out, random)).collect() });
            if cells[1..=columns.len()].iter().any(|cell| cell != "-") {
                rows.push(cells);
            }
        }
        if !incomplete && !random.one_in(5) || !single && random.one_in(3) {
            let mut cells = vec!["else".to_owned()];
            cells.extend(columns.iter().map(|_| String::new()));
            cells.extend(outs.iter().map(|out| output(out, random)));
            rows.push(cells);
        }
        rows
    }
}

impl Leaf {
    fn values(&self) -> String {
        let of = |kind: &Kind| if let Kind::Choice(values) = kind { values.join(", ") } else { self.values.to_owned() };
        match &self.ty.kind {
            Kind::List(item) => of(&item.kind),
            kind => of(kind),
        }
    }
}

/// Puts a value into the types of names, at its path.
fn insert(names: &mut Vec<(String, Ty)>, path: &str, ty: &Ty) {
    let Some((list, rest)) = path.split_once("[]") else {
        names.push((path.to_owned(), ty.clone()));
        return;
    };
    let rest = rest.strip_prefix('.').unwrap_or(rest);
    if rest.is_empty() {
        names.push((list.to_owned(), Ty::list(ty.clone())));
        return;
    }
    let at = names.iter().position(|(name, _)| name == list).unwrap_or_else(|| {
        names.push((list.to_owned(), Ty::list(Ty::of(Kind::Record(Vec::new())))));
        names.len() - 1
    });
    if let Kind::List(item) = &mut names[at].1.kind
        && let Kind::Record(fields) = &mut item.kind
    {
        insert_field(fields, rest, ty);
    }
}

/// The same within a record, where a dot leads into another.
fn insert_field(fields: &mut Vec<(String, Ty)>, path: &str, ty: &Ty) {
    match path.split_once('.').filter(|(first, _)| !first.contains('[')) {
        None => insert(fields, path, ty),
        Some((first, rest)) => {
            let at = fields.iter().position(|(name, _)| name == first).unwrap_or_else(|| {
                fields.push((first.to_owned(), Ty::of(Kind::Record(Vec::new()))));
                fields.len() - 1
            });
            if let Kind::Record(inner) = &mut fields[at].1.kind {
                insert_field(inner, rest, ty);
            }
        }
    }
}

fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

fn column(expr: &str, ty: String, values: &str, entries: Entries, form: &'static str) -> Column {
    Column { label: String::new(), expr: expr.to_owned(), ty, values: values.to_owned(), entries, form }
}

/// A column over what a decision gives, or over what an expression makes of it.
fn of_decision(decision: &Decision, random: &mut Random) -> Option<Column> {
    let ty = &decision.gives;
    match &ty.kind {
        Kind::Record(fields) => {
            let (name, field) = &fields[random.below(fields.len())];
            let ty = Ty { nullable: field.nullable || ty.nullable, ..field.clone() };
            ty.is_scalar().then(|| column(&format!("{}.{name}", decision.name), String::new(), "", Entries::Of(ty), "output of a decision"))
        }
        Kind::List(_) => {
            Some(column(&format!("count({})", decision.name), String::new(), "", Entries::Of(Ty::of(Kind::Integer)), "computed column"))
        }
        _ => Some(column(&decision.name, String::new(), "", Entries::Of(ty.clone()), "decision")),
    }
}

fn policy_word(hit_policy: HitPolicy) -> &'static str {
    use matchbook_compiler::model::Aggregation::{Count, Max, Min, Sum};
    match hit_policy {
        HitPolicy::Unique => "unique",
        HitPolicy::Any => "any",
        HitPolicy::Priority => "priority",
        HitPolicy::First => "first",
        HitPolicy::Collect(None) => "collect",
        HitPolicy::Collect(Some(Sum)) => "sum",
        HitPolicy::Collect(Some(Min)) => "min",
        HitPolicy::Collect(Some(Max)) => "max",
        HitPolicy::Collect(Some(Count)) => "count",
        HitPolicy::RuleOrder => "rule order",
        HitPolicy::OutputOrder => "output order",
    }
}

fn outputs(hit_policy: HitPolicy, random: &mut Random) -> Vec<Out> {
    let ranks = matches!(hit_policy, HitPolicy::Priority | HitPolicy::OutputOrder);
    let sums = matches!(hit_policy, HitPolicy::Collect(Some(_)));
    let kinds = [Kind::Integer, Kind::Decimal, Kind::Number, Kind::Duration, Kind::Text, Kind::Choice(LEVELS), Kind::Boolean, Kind::Date];
    let count = if sums { 1 } else { 1 + random.below(3) };
    let names = ["fee", "class", "remark"];
    names[..count]
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let kind = match at {
                0 if ranks => Kind::Choice(LEVELS),
                _ if sums => kinds[random.below(4)].clone(),
                _ => kinds[random.below(kinds.len())].clone(),
            };
            let values = match &kind {
                Kind::Choice(values) => values.join(", "),
                Kind::Decimal if random.one_in(4) => "[0..1000]".to_owned(),
                _ => String::new(),
            };
            let nullable = !(sums || ranks && at == 0) && random.one_in(4);
            let default = random.one_in(6).then(|| kind.plain(random)).filter(|default| values != "[0..1000]" || !default.starts_with('-'));
            Out { name, ty: Ty { kind, nullable }, values, default }
        })
        .collect()
}

/// What a decision gives to those that require it.
fn gives(hit_policy: HitPolicy, outs: &[Out], rows: &[Vec<String>]) -> Ty {
    use matchbook_compiler::model::Aggregation::{Count, Max, Min};
    let record = match outs {
        [only] => only.ty.clone(),
        several => Ty::of(Kind::Record(several.iter().map(|out| (out.name.to_owned(), out.ty.clone())).collect())),
    };
    let has_else = rows.iter().any(|row| row[0] == "else");
    match hit_policy {
        HitPolicy::Collect(Some(Count)) => Ty::of(Kind::Integer),
        HitPolicy::Collect(Some(Min | Max)) => Ty { nullable: !has_else, ..record },
        HitPolicy::Collect(Some(_)) => record,
        _ if !hit_policy.is_single_hit() => Ty::list(record),
        _ => Ty { nullable: record.nullable || rows.iter().any(|row| row[0] == "complete") && !has_else, ..record },
    }
}

/// A cell of an input column.
fn entry(entries: &Entries, names: &[(String, Ty)], random: &mut Random) -> String {
    let asked = |ty: &Ty, random: &mut Random| {
        let mut names = names.to_vec();
        names.push(("?".to_owned(), ty.clone()));
        Writer::new(random, names).about("?", 2)
    };
    match entries {
        Entries::From => random.pick(&["", "2026-01-01", "2025-06-30"]).to_owned(),
        Entries::Until => random.pick(&["", "2026-02-28", "2026-12-31"]).to_owned(),
        Entries::Asked(ty) => asked(ty, random),
        Entries::Of(ty) if ty.nullable && random.one_in(6) => random.pick(&["null", "not(null)"]).to_owned(),
        Entries::Of(ty) => match &ty.kind {
            Kind::List(item) => {
                let value = |random: &mut Random| item.kind.plain(random);
                match random.below(7) {
                    0 => "[]".to_owned(),
                    1 => format!("[{}]", value(random)),
                    2 => format!("[{}, {}]", value(random), value(random)),
                    3 => "is empty".to_owned(),
                    4 => format!("not(contains {})", value(random)),
                    5 => format!("count(?) > {}", random.below(3)),
                    _ => format!("contains {}", value(random)),
                }
            }
            _ if random.one_in(8) => asked(ty, random),
            Kind::Boolean => random.pick(&["yes", "no"]).to_owned(),
            Kind::Choice(_) => match random.below(4) {
                0 => format!("not({})", ty.kind.plain(random)),
                1 => format!("{}, {}", ty.kind.plain(random), ty.kind.plain(random)),
                _ => ty.kind.plain(random),
            },
            Kind::Text => match random.below(6) {
                0 => "contains \"b\"".to_owned(),
                1 => "is empty".to_owned(),
                2 => "= home region".to_owned(),
                3 => format!("not({})", ty.kind.plain(random)),
                _ => ty.kind.plain(random),
            },
            kind => {
                let alike: Vec<&String> = names.iter().filter(|(_, other)| other.kind == *kind).map(|(name, _)| name).collect();
                if random.one_in(6) && !alike.is_empty() {
                    return format!("{} {}", random.pick(&["<", ">=", "!="]), alike[random.below(alike.len())]);
                }
                let plain = kind.plain(random);
                match random.below(5) {
                    0 => plain,
                    1 => format!("not({plain})"),
                    _ => format!("{} {plain}", random.pick(&["<", "<=", ">", ">="])),
                }
            }
        },
    }
}
