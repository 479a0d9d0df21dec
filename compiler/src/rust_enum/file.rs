//! The text of a Rust file → the tokens of one of its enums.
//!
//! Only items are looked at, those of the file and of the modules written out in it; what stands in functions or comes out of macros is
//! not found. Linear in the text, and without recursion.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The deepest nesting of brackets that is read: no person writes it, and readers of Rust recurse.
const MAX_DEPTH: usize = 500;

/// Why an enum can't be taken from a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NotFound {
    /// The text isn't Rust's: why.
    NotRust(String),
    /// No enum of this name; all names of enums that there are.
    Missing(Vec<String>),
    /// Several of this name, among which the path doesn't tell.
    Several,
}

/// An enum of a file.
struct Found {
    name: String,
    /// The modules that it stands in, within the file.
    modules: Vec<String>,
    /// Its item.
    tokens: TokenStream,
}

/// The tokens of the enum that `path` leads to. Of several of its name, that is the one which stands in more of the path's last modules
/// than the others do.
pub(super) fn find(text: &str, path: &[String]) -> Result<TokenStream, NotFound> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if is_deep(text) {
        return Err(NotFound::NotRust(format!("brackets nest deeper than {MAX_DEPTH}")));
    }
    // The first line of a script is no token; that of a crate is an attribute.
    let text = if text.starts_with("#!") && !text.starts_with("#![") { text.split_once('\n').map_or("", |(_, rest)| rest) } else { text };
    let tokens: TokenStream = text.parse().map_err(|error: proc_macro2::LexError| NotFound::NotRust(error.to_string()))?;
    let (name, modules) = match path {
        [modules @ .., name] => (plain(name), modules),
        [] => return Err(NotFound::Missing(Vec::new())),
    };
    let enums = enums(tokens);
    let (mut named, others): (Vec<Found>, Vec<Found>) = enums.into_iter().partition(|found| found.name == name);
    // More than one in a module can only be under conditions that exclude each other.
    let fits = |found: &Found| {
        let modules: Vec<&str> = modules.iter().map(|module| plain(module)).collect();
        modules.ends_with(&found.modules.iter().map(String::as_str).collect::<Vec<_>>()).then_some(found.modules.len())
    };
    if named.len() > 1 {
        let best = named.iter().filter_map(fits).max();
        named.retain(|found| best.is_some() && fits(found) == best);
        if named.len() != 1 {
            return Err(NotFound::Several);
        }
    }
    named.pop().map(|found| found.tokens).ok_or_else(|| {
        let mut names: Vec<String> = others.into_iter().map(|found| found.name).collect();
        names.sort();
        names.dedup();
        NotFound::Missing(names)
    })
}

/// A name without its `r#`.
fn plain(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

/// Whether brackets nest too deep, of which those in texts and comments are counted too: in no real file they make up for this many.
fn is_deep(text: &str) -> bool {
    let mut depth = 0_usize;
    for byte in text.bytes() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return true;
        }
    }
    false
}

/// All enums among the items.
fn enums(tokens: TokenStream) -> Vec<Found> {
    let mut found = Vec::new();
    let mut open = vec![(Vec::new(), tokens)];
    while let Some((modules, tokens)) = open.pop() {
        let mut item: Vec<TokenTree> = Vec::new();
        for tree in tokens {
            let ends = match &tree {
                TokenTree::Punct(mark) => mark.as_char() == ';',
                TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
                _ => false,
            };
            let is_list = matches!(&tree, TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket);
            item.push(tree);
            if is_list
                && matches!(item.as_slice(), [.., TokenTree::Punct(hash), TokenTree::Punct(mark), _] if hash.as_char() == '#' && mark.as_char() == '!')
            {
                // An attribute of what is around.
                item.clear();
            }
            if !ends {
                continue;
            }
            let item = std::mem::take(&mut item);
            match keyword(&item) {
                Some(("enum", name)) => {
                    found.push(Found { name, modules: modules.clone(), tokens: item.into_iter().collect() });
                }
                Some((_, name)) => {
                    if let Some(TokenTree::Group(body)) = item.last() {
                        open.push((modules.iter().cloned().chain([name]).collect(), body.stream()));
                    }
                }
                None => {}
            }
        }
    }
    found
}

/// Whether an item is an `enum` or a `mod`, and its name: behind attributes and a visibility.
fn keyword(item: &[TokenTree]) -> Option<(&'static str, String)> {
    let mut trees = item.iter();
    loop {
        match trees.next()? {
            TokenTree::Ident(word) if word == "pub" => {}
            TokenTree::Ident(word) => {
                let keyword = ["enum", "mod"].into_iter().find(|keyword| word == keyword)?;
                let TokenTree::Ident(name) = trees.next()? else { return None };
                return Some((keyword, plain(&name.to_string()).to_owned()));
            }
            // An attribute, or what a visibility is restricted to.
            TokenTree::Punct(mark) if mark.as_char() == '#' => {}
            TokenTree::Group(group) if group.delimiter() != Delimiter::Brace => {}
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, path: &str) -> String {
        let path: Vec<String> = path.split("::").map(str::to_owned).collect();
        match find(text, &path) {
            Ok(tokens) => tokens.to_string(),
            Err(why) => format!("{why:?}"),
        }
    }

    const FILE: &str = "#![allow(dead_code)]\nuse a::{b, c};\npub mod x { pub enum M { X } mod y { enum M { Y } enum N { Y } } }\n\
                        static A: [u8; 2] = [1, 2];\nfn f() { enum Inner { A } }\nmacro_rules! m { () => { enum Made { A } } }\nm! {}\nimpl T for U {}\n\
                        /// Docs.\n#[derive(Clone)]\npub(crate) enum K { A }\nmod elsewhere;\nstruct S;\nconst C: S = S {};\nenum L { B }";

    #[test]
    fn items_are_found_in_the_file_and_its_modules() {
        assert_eq!(found(FILE, "crate::L"), "enum L { B }");
        assert!(found(FILE, "crate::k::K").ends_with("pub (crate) enum K { A }"));
        assert_eq!(found(FILE, "crate::N"), "enum N { Y }", "re-exported, perhaps");
        assert_eq!(found(FILE, "crate::x::M"), "pub enum M { X }");
        assert_eq!(found(FILE, "a::b::x::y::M"), "enum M { Y }");
    }

    #[test]
    fn what_is_not_there_is_said() {
        assert_eq!(found(FILE, "crate::M"), "Several");
        assert_eq!(found(FILE, "crate::Inner"), "Missing([\"K\", \"L\", \"M\", \"N\"])");
        assert_eq!(found(FILE, "crate::Made"), "Missing([\"K\", \"L\", \"M\", \"N\"])");
        assert_eq!(found("#[cfg(a)] enum M { A } #[cfg(not(a))] enum M { B }", "crate::M"), "Several");
        assert_eq!(found("", "crate::M"), "Missing([])");
        assert_eq!(found("enum M", "crate::M"), "Missing([])");
        assert!(found("enum M { \"", "crate::M").starts_with("NotRust"));
        assert!(found("enum M { A }}", "crate::M").starts_with("NotRust"));
    }

    #[test]
    fn deep_brackets_and_odd_beginnings_are_no_trouble() {
        let deep = format!("const A: u8 = {}1{}; enum M {{ A }}", "(".repeat(100_000), ")".repeat(100_000));
        assert!(found(&deep, "crate::M").starts_with("NotRust"));
        assert_eq!(found("#![a]\n#![b]\n#[c] enum M { A }", "crate::M"), "# [c] enum M { A }");
        assert_eq!(found("\u{feff}#!/usr/bin/env rust\nenum M { A }", "crate::M"), "enum M { A }");
        let modules = format!("{}enum M {{ A }}{}", "mod m {".repeat(400), "}".repeat(400));
        assert_eq!(found(&modules, "crate::M"), "enum M { A }");
    }
}
