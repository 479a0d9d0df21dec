//! Match trees as functions.

use std::collections::BTreeSet;

use crate::dispatch::{MatchTree, Selection, Step, TreeMatch};
use crate::region::AtomSet;

use super::{Emitter, match_of};

/// The most parameters of a function; beyond them the keys are one struct.
const MAX_PARAMETERS: usize = 7;
/// The longest name of a function, before numbers that make it unique.
const MAX_NAME: usize = 60;

/// How bodies speak of keys.
struct Bodies {
    /// What each function is called.
    functions: Vec<String>,
    /// The struct that holds all keys, if functions take that: its name, and with its lifetime.
    keys: Option<(String, String)>,
    /// Whether leaves say `Ok` and `Err`.
    fallible: bool,
}

impl Emitter<'_> {
    /// The inputs that are used and the body of `select`; pushes the functions that it calls.
    pub(super) fn tree(&mut self, tree: &MatchTree) -> (Vec<usize>, String) {
        let mut used = BTreeSet::new();
        match &tree.root {
            Step::Match(root) => uses(root, &mut used),
            Step::Leaf(_) | Step::Call(_) => {}
        }
        // What only `select` itself asks isn't handed on.
        let passed: BTreeSet<usize> = tree.functions.iter().flat_map(|function| function.needs.iter().copied()).collect();
        used.extend(&passed);
        let (used, passed): (Vec<usize>, Vec<usize>) = (used.into_iter().collect(), passed.into_iter().collect());

        let functions = tree
            .functions
            .iter()
            .map(|function| {
                let wanted = format!("{}_when_{}", self.word(function.body.dimension), self.condition(&function.when));
                let cut = wanted.char_indices().nth(MAX_NAME).map_or(wanted.len(), |(at, _)| at);
                let name = wanted[..cut].trim_end_matches('_').to_owned();
                self.fresh(&name)
            })
            .collect();
        let keys = tree.functions.iter().any(|function| function.needs.len() > MAX_PARAMETERS).then(|| {
            let name = self.fresh("Keys");
            let borrows = passed.iter().any(|input| self.key_type(*input, "").contains('&'));
            (name.clone(), if borrows { format!("{name}<'_>") } else { name })
        });
        let bodies = Bodies { functions, keys, fallible: tree.fallible };
        self.tree_functions(tree, &bodies, &passed);

        let list = !self.table.hit_policy.is_single_hit();
        let body = match &tree.root {
            Step::Leaf(found) => match self.found(found) {
                Ok(value) if bodies.fallible => format!("Ok({value})"),
                Ok(value) => value,
                Err(error) => error,
            },
            step => self.step(step, &bodies, &|emitter, input| emitter.key(input)),
        };
        let bind = match &bodies.keys {
            Some((name, _)) => {
                let fields = passed.iter().map(|input| {
                    let (field, value) = (self.locals.name(*input), self.key(*input));
                    if field == value { value } else { format!("{field}: {value}") }
                });
                format!("let keys = {name} {{ {} }};", fields.collect::<Vec<_>>().join(", "))
            }
            None => String::new(),
        };
        let body = if list {
            format!("{bind} let rules: &'static [{}::RuleIndex] = {body}; Ok(rules.iter().copied())", self.names.runtime)
        } else if bodies.fallible {
            format!("{bind} {body}")
        } else {
            format!("{bind} Ok({body})")
        };
        (used, body)
    }

    fn tree_functions(&mut self, tree: &MatchTree, bodies: &Bodies, passed: &[usize]) {
        let runtime = &self.names.runtime;
        let rule = if !self.table.hit_policy.is_single_hit() {
            format!("&'static [{runtime}::RuleIndex]")
        } else if super::is_optional(self.plan, self.table.hit_policy) {
            format!("Option<{runtime}::RuleIndex>")
        } else {
            format!("{runtime}::RuleIndex")
        };
        let result = if bodies.fallible { format!("Result<{rule}, {runtime}::Error>") } else { rule };
        if let Some((name, _)) = &bodies.keys {
            let types: Vec<String> = passed.iter().map(|input| self.key_type(*input, "'a ")).collect();
            let lifetime = if types.iter().any(|ty| ty.contains('&')) { "<'a>" } else { "" };
            let fields = passed.iter().zip(&types).map(|(input, ty)| format!("{}: {ty}", self.locals.name(*input)));
            let text = format!("struct {name}{lifetime} {{ {} }}", fields.collect::<Vec<_>>().join(", "));
            self.push(&text);
        }
        for (function, name) in tree.functions.iter().zip(&bodies.functions) {
            let (parameters, body) = match &bodies.keys {
                Some((_, ty)) => {
                    let key = |emitter: &Self, input: usize| format!("keys.{}", emitter.locals.name(input));
                    (format!("keys: &{ty}"), self.tree_match(&function.body, bodies, &key))
                }
                None => {
                    let key = |emitter: &Self, input: usize| emitter.locals.name(input).to_owned();
                    let parameters =
                        function.needs.iter().map(|input| format!("{}: {}", self.locals.name(*input), self.key_type(*input, "")));
                    (parameters.collect::<Vec<_>>().join(", "), self.tree_match(&function.body, bodies, &key))
                }
            };
            let text = format!("fn {name}({parameters}) -> {result} {{ {body} }}");
            self.push(&text);
        }
    }

    fn step(&self, step: &Step, bodies: &Bodies, key: &dyn Fn(&Self, usize) -> String) -> String {
        match step {
            Step::Leaf(found) => match self.found(found) {
                Ok(value) if bodies.fallible => format!("Ok({value})"),
                Ok(value) => value,
                Err(error) => error,
            },
            Step::Match(inner) => self.tree_match(inner, bodies, key),
            Step::Call(at) => {
                let name = bodies.functions.get(*at).map_or("", String::as_str);
                if bodies.keys.is_some() {
                    // In `select` the keys are a value, in functions a reference to it.
                    let within_function = key(self, 0).starts_with("keys.");
                    return format!("{name}({})", if within_function { "keys" } else { "&keys" });
                }
                let arguments: Vec<String> = self.needs(*at).iter().map(|input| key(self, *input)).collect();
                format!("{name}({})", arguments.join(", "))
            }
        }
    }

    fn needs(&self, function: usize) -> &[usize] {
        match &self.plan.selection {
            Selection::Tree(tree) => tree.functions.get(function).map_or(&[], |function| function.needs.as_slice()),
            _ => &[],
        }
    }

    /// Recursion ends at the depth of the tree, which is bounded when it is planned.
    fn tree_match(&self, tree: &TreeMatch, bodies: &Bodies, key: &dyn Fn(&Self, usize) -> String) -> String {
        let arms: Vec<(String, String)> = tree
            .arms
            .iter()
            .map(|arm| {
                let pattern = if arm.rest { "_".to_owned() } else { self.pattern(tree.dimension, &arm.set) };
                (pattern, self.step(&arm.to, bodies, key))
            })
            .collect();
        match_of(&key(self, tree.dimension), &arms)
    }

    /// An input as a word of a name.
    fn word(&self, input: usize) -> String {
        word(self.locals.name(input))
    }

    /// The condition under which a function is first called, as words of a name: `us`, `weight_from_100`.
    fn condition(&self, (input, set): &(usize, AtomSet)) -> String {
        let name = self.word(*input);
        let text = self.pattern(*input, set);
        let number = |text: &str| word(&text.replace('-', "minus "));
        if text == "_" {
            return format!("other_{name}");
        }
        if text == "None" {
            return format!("no_{name}");
        }
        let inner = text.strip_prefix("Some(").and_then(|text| text.strip_suffix(')')).unwrap_or(&text);
        match inner {
            "_" => return format!("some_{name}"),
            "true" => return name,
            "false" => return format!("not_{name}"),
            _ => {}
        }
        let parts: Vec<&str> = inner.split(" | ").collect();
        if parts.len() > 2 {
            return format!("one_of_{}_{name}", parts.len());
        }
        let part = |part: &str| {
            if let Some((_, variant)) = part.rsplit_once("::") {
                return word(variant);
            }
            if part.starts_with('"') {
                return word(part);
            }
            let (low, high) = part.split_once("..").map_or((part, None), |(low, high)| (low, Some(high)));
            match (low, high) {
                (value, None) => format!("{name}_{}", number(value)),
                ("", Some(high)) if high.starts_with('=') => format!("{name}_up_to_{}", number(high)),
                ("", Some(high)) => format!("{name}_below_{}", number(high)),
                (low, Some("")) => format!("{name}_from_{}", number(low)),
                (low, Some(high)) if high.starts_with('=') => format!("{name}_{}_to_{}", number(low), number(high)),
                (low, Some(high)) => format!("{name}_{}_until_{}", number(low), number(high)),
            }
        };
        parts.into_iter().map(part).collect::<Vec<_>>().join("_or_")
    }
}

/// A text as words in snake case; `value` if nothing is left.
fn word(text: &str) -> String {
    let mut word = String::new();
    let mut lower = false;
    for c in text.trim_start_matches("r#").chars() {
        if !c.is_ascii_alphanumeric() {
            if !word.is_empty() && !word.ends_with('_') {
                word.push('_');
            }
            lower = false;
            continue;
        }
        if c.is_ascii_uppercase() && lower {
            word.push('_');
        }
        lower = c.is_ascii_lowercase() || c.is_ascii_digit();
        word.push(c.to_ascii_lowercase());
    }
    let word = word.trim_end_matches('_');
    if word.is_empty() { "value".to_owned() } else { word.to_owned() }
}

fn uses(tree: &TreeMatch, used: &mut BTreeSet<usize>) {
    used.insert(tree.dimension);
    for arm in &tree.arms {
        if let Step::Match(inner) = &arm.to {
            uses(inner, used);
        }
    }
}
