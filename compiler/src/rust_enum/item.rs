//! The tokens of an enum → its variants and their texts: one reading, for the compiler's look into a source file and for the derive
//! `matchbook::Domain`.
//!
//! ```text
//! item    = { attribute } [ "pub" [ "(" … ")" ] ] "enum" name "{" [ variant { "," variant } [ "," ] ] "}"
//! variant = { attribute } name [ "=" … ]
//! ```
//!
//! It goes by tokens, with no recursion: what else a file holds, however deeply it nests, is nobody's business here.

use std::collections::BTreeMap;
use std::fmt;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use syn::LitStr;

use crate::syntax::clean;

/// An enum whose variants are names alone.
#[derive(Clone, Debug)]
pub struct EnumItem {
    /// Its name.
    pub ident: Ident,
    /// Whether it is `pub` without a restriction.
    pub public: bool,
    /// Whether it is `#[non_exhaustive]`, so that no `match` in another crate can name all of it.
    pub non_exhaustive: bool,
    /// Its variants in their order, those under a condition too; at least one.
    pub variants: Vec<VariantItem>,
}

/// A variant of an enum.
#[derive(Clone, Debug)]
pub struct VariantItem {
    /// Its name.
    pub ident: Ident,
    /// What tables call it: what `#[domain("…")]` says, else its name.
    pub text: String,
    /// Whether it, or its text, stands under a `cfg`.
    pub conditional: bool,
}

/// What keeps an enum from being a domain.
#[derive(Clone, Debug)]
pub struct Mistake {
    /// Where it is.
    pub span: Span,
    /// What it is.
    pub problem: Problem,
}

/// What keeps an enum from being a domain. It prints as a sentence without a full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Another item, or none that could be read.
    NotAnEnum,
    /// It has parameters.
    Generics,
    /// It has no variants.
    Empty,
    /// A variant has fields.
    Fields {
        /// The variant.
        variant: String,
    },
    /// A `#[domain]` that doesn't say a text.
    Attribute,
    /// A `#[domain]` at the enum itself.
    Misplaced,
    /// Two of them at one variant.
    Twice {
        /// The variant.
        variant: String,
    },
    /// A text that no cell can say.
    Text {
        /// The text.
        text: String,
    },
    /// Two variants of one text.
    SameText {
        /// The text.
        text: String,
        /// The first variant.
        first: String,
        /// The second one.
        second: String,
    },
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnEnum => f.write_str("only an enum is a domain"),
            Self::Generics => f.write_str("an enum with parameters is no domain: its variants have to be names alone"),
            Self::Empty => f.write_str("an enum without variants is no domain: no input could have a value"),
            Self::Fields { variant } => write!(f, "the variant `{variant}` has fields: the variants of a domain are names alone"),
            Self::Attribute => f.write_str("the text of a variant is written `#[domain(\"card\")]`"),
            Self::Misplaced => f.write_str("`#[domain(\"…\")]` stands at a variant, whose text it says"),
            Self::Twice { variant } => write!(f, "the variant `{variant}` has two texts"),
            Self::Text { text } if text.is_empty() => f.write_str("the text of a variant can't be empty"),
            Self::Text { text } => {
                write!(
                    f,
                    "no cell can say the text \"{}\": it has blanks around it, or signs other than plain blanks between words",
                    text.escape_debug()
                )
            }
            Self::SameText { text, first, second } => {
                write!(f, "the variants `{first}` and `{second}` have one text, \"{}\"", text.escape_debug())
            }
        }
    }
}

/// Reads the tokens of one item.
///
/// # Errors
///
/// All that keeps it from being a domain; at least one. Texts of variants under a condition are not compared: of
/// those, one at a time may be there.
pub fn read(item: TokenStream) -> Result<EnumItem, Vec<Mistake>> {
    let mut trees = item.into_iter().peekable();
    let mut mistakes = Vec::new();
    let (mut public, mut non_exhaustive) = (false, false);
    let (ident, body) = loop {
        match trees.next() {
            Some(TokenTree::Punct(mark)) if mark.as_char() == '#' => {
                if let Some(TokenTree::Group(attribute)) = trees.next() {
                    let name = name_of(&attribute);
                    non_exhaustive |= name.as_ref().is_some_and(|name| name == "non_exhaustive");
                    if name.is_some_and(|name| name == "domain") {
                        mistakes.push(Mistake { span: attribute.span(), problem: Problem::Misplaced });
                    }
                }
            }
            Some(TokenTree::Ident(word)) if word == "pub" => {
                public = !matches!(trees.peek(), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis);
                if !public {
                    trees.next();
                }
            }
            Some(TokenTree::Ident(word)) if word == "enum" => match (trees.next(), trees.next()) {
                (Some(TokenTree::Ident(ident)), Some(TokenTree::Group(body))) if body.delimiter() == Delimiter::Brace => {
                    break (ident, body);
                }
                (Some(TokenTree::Ident(ident)), _) => return Err(vec![Mistake { span: ident.span(), problem: Problem::Generics }]),
                _ => return Err(vec![Mistake { span: word.span(), problem: Problem::NotAnEnum }]),
            },
            other => {
                let span = other.map_or_else(Span::call_site, |tree| tree.span());
                return Err(vec![Mistake { span, problem: Problem::NotAnEnum }]);
            }
        }
    };
    let variants = variants(&body, &mut mistakes);
    if variants.is_empty() && mistakes.is_empty() {
        mistakes.push(Mistake { span: ident.span(), problem: Problem::Empty });
    }
    same_texts(&variants, &mut mistakes);
    if mistakes.is_empty() { Ok(EnumItem { ident, public, non_exhaustive, variants }) } else { Err(mistakes) }
}

fn variants(body: &Group, mistakes: &mut Vec<Mistake>) -> Vec<VariantItem> {
    let mut variants = Vec::new();
    let mut trees = body.stream().into_iter().peekable();
    while trees.peek().is_some() {
        let (mut text, mut conditional): (Option<LitStr>, bool) = (None, false);
        let mut again = false;
        let ident = loop {
            match trees.next() {
                Some(TokenTree::Punct(mark)) if mark.as_char() == '#' => {
                    let Some(TokenTree::Group(attribute)) = trees.next() else { continue };
                    match name_of(&attribute).map(|name| name.to_string()).as_deref() {
                        Some("cfg") => conditional = true,
                        Some("cfg_attr") => conditional |= mentions(&attribute, &["cfg", "domain"]),
                        Some("domain") => match text_of(&attribute) {
                            Ok(said) => again |= text.replace(said).is_some(),
                            Err(span) => mistakes.push(Mistake { span, problem: Problem::Attribute }),
                        },
                        _ => {}
                    }
                }
                Some(TokenTree::Ident(ident)) => break ident,
                other => {
                    let span = other.map_or_else(|| body.span_close(), |tree| tree.span());
                    mistakes.push(Mistake { span, problem: Problem::NotAnEnum });
                    return variants;
                }
            }
        };
        let name = ident.to_string();
        if let Some(TokenTree::Group(fields)) = trees.peek() {
            mistakes.push(Mistake { span: fields.span(), problem: Problem::Fields { variant: name.clone() } });
        }
        // A discriminant is of no interest, and neither is what else stands before the comma.
        for tree in trees.by_ref() {
            if matches!(&tree, TokenTree::Punct(mark) if mark.as_char() == ',') {
                break;
            }
        }
        if again {
            mistakes.push(Mistake { span: ident.span(), problem: Problem::Twice { variant: name.clone() } });
        }
        let said = text.as_ref().map(LitStr::value);
        if let Some((literal, said)) = text.as_ref().zip(said.as_ref()).filter(|(_, said)| !is_sayable(said)) {
            mistakes.push(Mistake { span: literal.span(), problem: Problem::Text { text: said.clone() } });
        }
        let text = said.unwrap_or_else(|| name.strip_prefix("r#").unwrap_or(&name).to_owned());
        variants.push(VariantItem { ident, text, conditional });
    }
    variants
}

fn same_texts(variants: &[VariantItem], mistakes: &mut Vec<Mistake>) {
    let mut first: BTreeMap<&str, &VariantItem> = BTreeMap::new();
    for variant in variants.iter().filter(|variant| !variant.conditional) {
        match first.get(variant.text.as_str()) {
            None => {
                first.insert(&variant.text, variant);
            }
            Some(first) => {
                let (text, first, second) = (variant.text.clone(), first.ident.to_string(), variant.ident.to_string());
                mistakes.push(Mistake { span: variant.ident.span(), problem: Problem::SameText { text, first, second } });
            }
        }
    }
}

/// Whether a cell can hold a text, and keep it.
fn is_sayable(text: &str) -> bool {
    !text.is_empty() && clean(text) == text && !text.chars().any(char::is_control)
}

/// The name of an attribute, of the group in `#[…]`; `None` of a path.
fn name_of(attribute: &Group) -> Option<Ident> {
    let mut trees = attribute.stream().into_iter();
    let Some(TokenTree::Ident(name)) = trees.next() else { return None };
    (!matches!(trees.next(), Some(TokenTree::Punct(mark)) if mark.as_char() == ':')).then_some(name)
}

/// The text of a `#[domain("…")]`, or the span of what isn't one.
fn text_of(attribute: &Group) -> Result<LitStr, Span> {
    let trees: Vec<TokenTree> = attribute.stream().into_iter().collect();
    match trees.as_slice() {
        [_, TokenTree::Group(arguments)] if arguments.delimiter() == Delimiter::Parenthesis => {
            syn::parse2(arguments.stream()).map_err(|_| arguments.span())
        }
        _ => Err(attribute.span()),
    }
}

/// Whether one of these words stands anywhere in an attribute.
fn mentions(attribute: &Group, words: &[&str]) -> bool {
    let mut open = vec![attribute.stream()];
    while let Some(stream) = open.pop() {
        for tree in stream {
            match tree {
                TokenTree::Ident(word) if words.iter().any(|known| word == known) => return true,
                TokenTree::Group(group) => open.push(group.stream()),
                _ => {}
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        match read(text.parse().unwrap()) {
            Ok(item) => {
                let variants = item
                    .variants
                    .iter()
                    .map(|variant| format!("{}={:?}{}", variant.ident, variant.text, if variant.conditional { " (cfg)" } else { "" }));
                format!("{}: {}", item.ident, variants.collect::<Vec<_>>().join(", "))
            }
            Err(mistakes) => mistakes.iter().map(|mistake| mistake.problem.to_string()).collect::<Vec<_>>().join("\n"),
        }
    }

    #[test]
    fn variants_have_their_names_for_texts_or_what_they_say() {
        assert_eq!(
            said(
                "/// Docs.\n#[derive(Clone, Copy)] #[repr(u8)] pub enum M { #[domain(\"card\")] Card = 1, Cash, r#Type = { 2 + 3 }, #[doc(hidden)] X }"
            ),
            "M: Card=\"card\", Cash=\"Cash\", r#Type=\"Type\", X=\"X\""
        );
        assert_eq!(said("enum M { Only, }"), "M: Only=\"Only\"");
    }

    #[test]
    fn conditions_are_seen() {
        assert_eq!(
            said(
                "enum M { A, #[cfg(unix)] B, #[cfg(not(unix))] #[domain(\"B\")] C, #[cfg_attr(x, domain(\"y\"))] D, #[cfg_attr(x, doc(hidden))] E }"
            ),
            "M: A=\"A\", B=\"B\" (cfg), C=\"B\" (cfg), D=\"D\" (cfg), E=\"E\""
        );
    }

    #[test]
    fn visibility_and_exhaustiveness_are_seen() {
        let item = |text: &str| read(text.parse().unwrap()).map(|item| (item.public, item.non_exhaustive)).unwrap();
        assert_eq!(item("pub enum M { A }"), (true, false));
        assert_eq!(item("pub(crate) enum M { A }"), (false, false));
        assert_eq!(item("#[non_exhaustive] enum M { A }"), (false, true));
    }

    #[test]
    fn what_is_no_domain_is_said() {
        insta::assert_snapshot!(
            [
                "struct M;",
                "",
                "enum M<T> { A(T) }",
                "enum M where u8: Copy { A }",
                "enum M {}",
                "enum M { A(u8), B { x: u8 }, C() }",
                "#[domain(\"m\")] enum M { A }",
                "enum M { #[domain] A, #[domain = \"b\"] B, #[domain(c)] C, #[domain(\"d\", \"e\")] D, #[domain(5)] E }",
                "enum M { #[domain(\"a\")] #[domain(\"b\")] A }",
                "enum M { #[domain(\"\")] A, #[domain(\" b\")] B, #[domain(\"c\\u{a0}c\")] C, #[domain(\"d\\nd\")] D }",
                "enum M { A, #[domain(\"A\")] B, #[domain(\"A\")] C }",
                "enum M { A, 5 }",
                "enum M { #[cfg(x)] }",
            ]
            .map(|text| format!("{text}\n{}\n", said(text)))
            .join("\n")
        );
    }
}
