//! A document: parsed by its digits, or a value that somebody else parsed. It is an object of fields, or an envelope of facts.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer as _, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::facts::Facts;
use super::{Entry, Error};

/// How deep objects and lists are looked into. Inputs nest a few levels; what lies deeper can only be in an unknown field.
const MAX_DEPTH: usize = 64;

/// A JSON document that a decision reads: an object of its inputs, or an envelope of facts, `[{"type": "product", "attributes": {…}}, …]`.
///
/// Of an envelope, an input that is a list takes all facts of its name, in their order; any other the attributes of the last one. Facts and
/// attributes that the decision doesn't read are ignored.
#[derive(Debug)]
pub struct Document<'a>(Root<'a>);

#[derive(Debug)]
enum Root<'a> {
    Parsed(Tree<'a>),
    Value(&'a Value),
}

impl<'a> Document<'a> {
    /// Parses a text. Each number keeps its digits, and a field given twice is noticed.
    ///
    /// # Errors
    /// `MB0810` if it isn't JSON.
    pub fn parse(text: &'a str) -> Result<Self, Error> {
        let raw: &RawValue = serde_json::from_str(text).map_err(Error::not_json)?;
        Ok(Self(Root::Parsed(Tree::read(raw, MAX_DEPTH).map_err(Error::not_json)?)))
    }

    /// The fields of the document, which must be an object or an envelope of facts, in the order of `keys`: each a name as written and its
    /// `snake_case`.
    ///
    /// # Errors
    /// `MB0814` for what isn't an object, `MB0811` for an unknown field, `MB0816` for one given twice. Of an envelope, the same for what is
    /// wrong with one of its facts, and `MB0812` and `MB0813` for a fact without type or attributes.
    pub fn fields<const N: usize>(&self, keys: [(&'static str, &'static str); N]) -> Result<[Entry<'_>; N], Error> {
        let node = match &self.0 {
            Root::Parsed(tree) => Node::Tree(tree),
            Root::Value(value) => Node::Value(value),
        };
        match node.kind() {
            Kind::List(list) => Facts::fields(list, keys),
            _ => Entry::new(node).fields("", keys),
        }
    }
}

impl<'a> From<&'a Value> for Document<'a> {
    fn from(value: &'a Value) -> Self {
        Self(Root::Value(value))
    }
}

/// A value with all digits of its numbers.
#[derive(Debug)]
pub(super) enum Tree<'a> {
    Null,
    Boolean(bool),
    Number(&'a str),
    Text(Cow<'a, str>),
    Object(Vec<(Cow<'a, str>, Tree<'a>)>),
    List(Vec<Tree<'a>>),
    /// An object deeper than [`MAX_DEPTH`].
    DeepObject,
    /// A list deeper than that.
    DeepList,
}

impl<'a> Tree<'a> {
    fn read(raw: &'a RawValue, depth: usize) -> Result<Self, serde_json::Error> {
        let text = raw.get();
        Ok(match text.bytes().next() {
            Some(b'{') => match depth.checked_sub(1) {
                Some(depth) => Self::Object(
                    serde_json::Deserializer::from_str(text)
                        .deserialize_map(Members)?
                        .into_iter()
                        .map(|(name, raw)| Ok((name, Self::read(raw, depth)?)))
                        .collect::<Result<_, serde_json::Error>>()?,
                ),
                None => Self::DeepObject,
            },
            Some(b'[') => match depth.checked_sub(1) {
                Some(depth) => Self::List(
                    serde_json::Deserializer::from_str(text)
                        .deserialize_seq(Items)?
                        .into_iter()
                        .map(|raw| Self::read(raw, depth))
                        .collect::<Result<_, serde_json::Error>>()?,
                ),
                None => Self::DeepList,
            },
            Some(b'"') => Self::Text(Text::deserialize(text)?),
            Some(b't') => Self::Boolean(true),
            Some(b'f') => Self::Boolean(false),
            Some(b'n') => Self::Null,
            _ => Self::Number(text),
        })
    }
}

/// Reads an object's members in their order, all of them.
struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Vec<(Cow<'de, str>, &'de RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(name) = map.next_key_seed(Text)? {
            members.push((name, map.next_value()?));
        }
        Ok(members)
    }
}

/// Reads a list's items.
struct Items;

impl<'de> Visitor<'de> for Items {
    type Value = Vec<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(items)
    }
}

/// Reads a text, borrowed where it has no escape.
struct Text;

impl Text {
    fn deserialize(text: &str) -> Result<Cow<'_, str>, serde_json::Error> {
        serde::de::DeserializeSeed::deserialize(Self, &mut serde_json::Deserializer::from_str(text))
    }
}

impl<'de> serde::de::DeserializeSeed<'de> for Text {
    type Value = Cow<'de, str>;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Text {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}

/// A place in a document.
#[derive(Clone, Copy, Debug)]
pub(super) enum Node<'d> {
    Tree(&'d Tree<'d>),
    Value(&'d Value),
    /// All facts of one type.
    Facts(Facts<'d>),
}

/// The items of a list.
#[derive(Clone, Copy, Debug)]
pub(super) enum List<'d> {
    Trees(&'d [Tree<'d>]),
    Values(&'d [Value]),
}

impl<'d> List<'d> {
    pub(super) fn nodes(self) -> impl DoubleEndedIterator<Item = Node<'d>> {
        let (trees, values) = match self {
            Self::Trees(trees) => (trees, [].as_slice()),
            Self::Values(values) => ([].as_slice(), values),
        };
        trees.iter().map(Node::Tree).chain(values.iter().map(Node::Value))
    }
}

/// What stands at a place.
pub(super) enum Kind<'d> {
    Null,
    Boolean(bool),
    /// A number by its digits; `float` if it has been a binary float.
    Number {
        digits: Cow<'d, str>,
        float: bool,
    },
    Text(&'d str),
    Object(Vec<(&'d str, Node<'d>)>),
    List(List<'d>),
    DeepObject,
    DeepList,
}

impl<'d> Node<'d> {
    pub(super) fn kind(self) -> Kind<'d> {
        match self {
            Self::Tree(tree) => match tree {
                Tree::Null => Kind::Null,
                Tree::Boolean(boolean) => Kind::Boolean(*boolean),
                Tree::Number(digits) => Kind::Number { digits: Cow::Borrowed(digits), float: false },
                Tree::Text(text) => Kind::Text(text),
                Tree::Object(members) => Kind::Object(members.iter().map(|(name, value)| (name.as_ref(), Node::Tree(value))).collect()),
                Tree::List(items) => Kind::List(List::Trees(items)),
                Tree::DeepObject => Kind::DeepObject,
                Tree::DeepList => Kind::DeepList,
            },
            Self::Value(value) => match value {
                Value::Null => Kind::Null,
                Value::Bool(boolean) => Kind::Boolean(*boolean),
                Value::Number(number) => Kind::Number { digits: Cow::Owned(number.to_string()), float: number.is_f64() },
                Value::String(text) => Kind::Text(text),
                Value::Object(members) => Kind::Object(members.iter().map(|(name, value)| (name.as_str(), Node::Value(value))).collect()),
                Value::Array(items) => Kind::List(List::Values(items)),
            },
            // What isn't read as a list is the last of them.
            Self::Facts(facts) => facts.last().map_or(Kind::Null, Node::kind),
        }
    }
}
