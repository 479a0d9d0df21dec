//! The names in scope, for the longest match.

use std::collections::BTreeMap;

use crate::syntax::lexer::fold;

/// Names by their characters in plain form, runs of blanks folded to one: a trie, so that the longest name that a text begins with is found
/// in one walk. A name is kept as it prints.
#[derive(Clone, Debug)]
struct Trie<T> {
    /// The first is the root.
    nodes: Vec<TrieNode<T>>,
}

#[derive(Clone, Debug)]
struct TrieNode<T> {
    children: BTreeMap<char, usize>,
    /// Names that end here: several if they differ in signs of one plain form only.
    names: Vec<T>,
}

impl<T: AsRef<str> + Clone> Trie<T> {
    fn new() -> Self {
        Self { nodes: vec![TrieNode { children: BTreeMap::new(), names: Vec::new() }] }
    }

    /// The node of a name, made if there is none.
    fn node(&mut self, name: &str) -> usize {
        let mut node = 0;
        for (_, c) in plain(name) {
            let next = self.nodes.len();
            let Some(here) = self.nodes.get_mut(node) else { return node };
            node = *here.children.entry(c).or_insert(next);
            if node == next {
                self.nodes.push(TrieNode { children: BTreeMap::new(), names: Vec::new() });
            }
        }
        node
    }

    fn insert(&mut self, name: T) {
        let node = self.node(name.as_ref());
        if let Some(node) = self.nodes.get_mut(node).filter(|_| node != 0) {
            node.names.push(name);
        }
    }

    fn remove(&mut self, name: &str) {
        let node = self.node(name);
        if let Some(node) = self.nodes.get_mut(node)
            && let Some(at) = node.names.iter().rposition(|known| known.as_ref() == name)
        {
            node.names.remove(at);
        }
    }

    /// The longest name that the text begins with and that ends where a word does: it and its length in bytes of the text.
    fn longest(&self, text: &str) -> Option<(T, usize)> {
        let mut node = 0;
        let mut found = None;
        for (end, c) in plain(text) {
            let Some(next) = self.nodes.get(node).and_then(|here| here.children.get(&c)) else { break };
            node = *next;
            let Some(here) = self.nodes.get(node).filter(|here| !here.names.is_empty()) else { continue };
            let inside = is_word(c) && text.get(end..).and_then(|rest| rest.chars().next()).is_some_and(|c| is_word(fold(c)));
            if !inside {
                let typed = text.get(..end).map(folded).unwrap_or_default();
                let exact = here.names.iter().rev().find(|name| name.as_ref() == typed);
                found = exact.or(here.names.last()).map(|name| (name.clone(), end)).or(found);
            }
        }
        found
    }
}

/// The characters of a text in plain form, a run of blanks as one, each with the byte behind it. Outer blanks stay.
fn plain(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut blank = false;
    text.char_indices().filter_map(move |(at, c)| {
        let folded = fold(c);
        let repeated = blank && folded == ' ';
        blank = folded == ' ';
        (!repeated).then_some((at + c.len_utf8(), folded))
    })
}

/// A name as typed, runs of blanks folded to one, outer ones gone.
pub(super) fn folded(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    for part in text.split(|c| fold(c) == ' ').filter(|part| !part.is_empty()) {
        if !name.is_empty() {
            name.push(' ');
        }
        name.push_str(part);
    }
    name
}

/// Whether a character, in plain form, is part of words: no blank, no sign that FEEL uses or that is on a keyboard.
pub(super) fn is_word(c: char) -> bool {
    match c {
        '_' => true,
        _ if c.is_ascii() => c.is_ascii_alphanumeric(),
        '≤' | '≥' | '≠' | '⩽' | '⩾' | '…' | '×' | '÷' => false,
        _ => !c.is_control(),
    }
}

/// Whether a text begins as a name does, with a letter or underscore.
fn is_like_a_name(text: &str) -> bool {
    text.chars().next().map(fold).is_some_and(|c| is_word(c) && !c.is_ascii_digit())
}

/// The names in scope of an expression, as they print: `parcel.weight`, `Weight (kg)`, `No. of items`.
#[derive(Clone, Debug)]
pub struct Names<'a> {
    whole: Trie<&'a str>,
    /// What follows a dot in them: names of parts, which may hold signs too.
    parts: Trie<&'a str>,
}

impl<'a> Names<'a> {
    /// These names. Linear in their length.
    pub fn new(names: impl IntoIterator<Item = &'a str>) -> Self {
        let (mut whole, mut parts) = (Trie::new(), Trie::new());
        for name in names {
            whole.insert(name);
            for part in name.split('.').skip(1) {
                parts.insert(part);
            }
        }
        Self { whole, parts }
    }
}

/// The names in scope at one place: those given, and what the expression binds around it.
pub(super) struct Scope<'a> {
    names: &'a Names<'a>,
    locals: Trie<String>,
    /// Every entry that a context of this expression has had: it may stand behind a dot.
    entries: Trie<String>,
}

impl<'a> Scope<'a> {
    pub(super) fn new(names: &'a Names<'a>) -> Self {
        Self { names, locals: Trie::new(), entries: Trie::new() }
    }

    /// Binds a variable, until [`Self::unbind`].
    pub(super) fn bind(&mut self, name: &str) {
        self.locals.insert(name.to_owned());
    }

    /// Ends what [`Self::bind`] or [`Self::bind_entry`] began.
    pub(super) fn unbind(&mut self, name: &str) {
        self.locals.remove(name);
    }

    /// Binds an entry of a context, which may also be read from outside by its path.
    ///
    /// A key in quotes may be any text. What doesn't look like a name isn't bound, lest `{"-": 1, b: -2}` change what `-` means.
    pub(super) fn bind_entry(&mut self, name: &str) {
        if !is_like_a_name(name) {
            return;
        }
        self.bind(name);
        if self.entries.longest(name).is_none_or(|(known, _)| known != name) {
            self.entries.insert(name.to_owned());
        }
    }

    /// The longest name in scope that the text begins with, and its length in bytes. A variable hides the names that begin with it and a
    /// dot: in `for parcel in parcels return parcel.weight` the parcel is the variable.
    pub(super) fn longest(&self, text: &str) -> Option<(String, usize)> {
        let given = self.names.whole.longest(text).map(|(name, length)| (name.to_owned(), length));
        let Some((local, length)) = self.locals.longest(text) else { return given };
        let hides = |end: usize| end <= length || text.get(length..).is_some_and(|rest| rest.starts_with('.'));
        given.filter(|(_, end)| !hides(*end)).or(Some((local, length)))
    }

    /// The longest name of a part, as it stands behind a dot.
    pub(super) fn longest_part(&self, text: &str) -> Option<(String, usize)> {
        let given = self.names.parts.longest(text).map(|(name, length)| (name.to_owned(), length));
        let entry = self.entries.longest(text);
        given.into_iter().chain(entry).max_by_key(|(_, length)| *length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_name_wins_and_ends_where_a_word_does() {
        let names = Names::new(["home", "home country", "Weight (kg)", "a-b", "No. of items", "parcel.weight"]);
        let scope = Scope::new(&names);
        let longest = |text: &str| scope.longest(text).map(|(name, length)| format!("{name}|{}", &text[length..]));
        assert_eq!(longest("home country = 1").as_deref(), Some("home country| = 1"));
        assert_eq!(longest("home\u{A0}\n country").as_deref(), Some("home country|"));
        assert_eq!(longest("home countryside").as_deref(), Some("home| countryside"));
        assert_eq!(longest("homes"), None);
        assert_eq!(longest("Weight (kg)*2").as_deref(), Some("Weight (kg)|*2"));
        assert_eq!(longest("a–b").as_deref(), Some("a-b|"));
        assert_eq!(longest("a-bc"), None);
        assert_eq!(longest("No. of items").as_deref(), Some("No. of items|"));
    }

    #[test]
    fn a_variable_hides_paths_that_begin_with_it() {
        let names = Names::new(["parcel.weight", "parcel size"]);
        let mut scope = Scope::new(&names);
        scope.bind("parcel");
        assert_eq!(scope.longest("parcel.weight"), Some(("parcel".into(), 6)));
        assert_eq!(scope.longest("parcel size"), Some(("parcel size".into(), 11)));
        scope.unbind("parcel");
        assert_eq!(scope.longest("parcel.weight"), Some(("parcel.weight".into(), 13)));
        assert_eq!(scope.longest_part("weight > 1"), Some(("weight".into(), 6)));
    }
}
