//! Records: names with dots nest, and each name as written has a second spelling that is read, its `snake_case`.

use super::value::{self, Side};
use super::{Json, Members, object, text};
use crate::model::{InputData, ListType, Name, Shape};

/// What a schema is of.
pub(super) enum Node {
    /// A value.
    Value {
        schema: Json,
        /// Whether it may be missing.
        optional: bool,
    },
    /// A record.
    Record(Record),
    /// A list.
    List {
        item: Box<Self>,
        /// Whether null stands for one that isn't there, and it may be missing.
        nullable: bool,
        /// What is said of it.
        about: Option<String>,
    },
}

/// The members of a record, in the order of their first columns.
#[derive(Default)]
pub(super) struct Record(pub(super) Vec<(String, Node)>);

/// How a record is given.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// As a result: each field by its name, and no others.
    Result,
    /// In a document: each field by its name or its `snake_case`, and no others.
    Document,
    /// In a fact of an envelope: as in a document, but what isn't read is ignored.
    Fact,
}

impl Node {
    /// What the caller gives for an input; nothing for what can't be given.
    pub(super) fn given(data: &InputData) -> Option<Self> {
        match (data.scalar(), data.list()) {
            (Some(ty), _) => {
                let said = value::schema(ty, data.domain.as_ref(), Side::Read);
                let schema = said.annotated(data.about.as_deref(), data.unit.as_deref(), data.sensitivity.as_deref());
                Some(Self::Value { schema, optional: ty.nullable })
            }
            (None, Some(list)) => Some(Self::list(list, data.about.clone())),
            (None, None) => None,
        }
    }

    fn list(list: &ListType, about: Option<String>) -> Self {
        Self::List { item: Box::new(Self::shape(&list.item)), nullable: list.nullable, about }
    }

    fn shape(shape: &Shape) -> Self {
        match shape {
            Shape::Value(data) => Self::given(data).unwrap_or(Self::Value { schema: Json::Boolean(true), optional: false }),
            Shape::Record(fields) => Self::Record(Record(fields.iter().map(|(name, shape)| (name.clone(), Self::shape(shape))).collect())),
            Shape::List(list) => Self::list(list, None),
        }
    }

    /// Whether it may be missing: of a record, whether all that is in it may be.
    pub(super) fn optional(&self) -> bool {
        match self {
            Self::Value { optional, .. } => *optional,
            Self::Record(record) => record.0.iter().all(|(_, node)| node.optional()),
            Self::List { nullable, .. } => *nullable,
        }
    }

    /// Its schema; `at` is the pointer to that in the whole document.
    pub(super) fn schema(&self, form: Form, at: &str) -> Json {
        match self {
            Self::Value { schema, .. } => schema.clone(),
            Self::Record(record) => record.schema(form, at),
            Self::List { item, nullable, about } => {
                let array = text("array");
                let ty = if *nullable { Json::List(vec![array, text("null")]) } else { array };
                let mut members: Vec<(String, Json)> = about.iter().map(|about| ("description".to_owned(), text(about))).collect();
                members.push(("type".to_owned(), ty));
                members.push(("items".to_owned(), item.schema(form, &format!("{at}/items"))));
                Json::Object(Members(members))
            }
        }
    }
}

impl Record {
    /// The tree of these fields, each with the segments of its name.
    pub(super) fn of<'a>(fields: impl IntoIterator<Item = (&'a [String], Node)>) -> Self {
        let mut root = Self::default();
        for (path, node) in fields {
            root.insert(path, node);
        }
        root
    }

    fn insert(&mut self, path: &[String], node: Node) {
        match path {
            [] => {}
            [name] => self.0.push((name.clone(), node)),
            [name, rest @ ..] => {
                let known = self.0.iter().position(|(known, node)| known == name && matches!(node, Node::Record(_)));
                let position = known.unwrap_or_else(|| {
                    self.0.push((name.clone(), Node::Record(Self::default())));
                    self.0.len() - 1
                });
                if let Some((_, Node::Record(record))) = self.0.get_mut(position) {
                    record.insert(rest, node);
                }
            }
        }
    }

    /// Its schema; `at` is the pointer to that in the whole document.
    pub(super) fn schema(&self, form: Form, at: &str) -> Json {
        let mut properties = Vec::new();
        let (mut required, mut choices) = (Vec::new(), Vec::new());
        for (name, node) in &self.0 {
            let pointer = format!("{at}/properties/{}", pointer_segment(name));
            let schema = node.schema(form, &pointer);
            let snake = Name::snake_case(name);
            properties.push((name.clone(), schema));
            if form == Form::Result || snake == *name {
                required.extend((!node.optional()).then(|| text(name)));
                continue;
            }
            // One of the two spellings; neither where the field may be missing, never both.
            let one = |name: &str| object([("required", Json::List(vec![text(name)]))]);
            choices.push(match node.optional() {
                false => object([("oneOf", Json::List(vec![one(name), one(&snake)]))]),
                true => object([("not", object([("required", Json::List(vec![text(name), text(&snake)]))]))]),
            });
            properties.push((snake, object([("$ref", Json::Text(pointer))])));
        }
        let mut members = vec![("type".to_owned(), text("object")), ("properties".to_owned(), Json::Object(Members(properties)))];
        if !required.is_empty() {
            members.push(("required".to_owned(), Json::List(required)));
        }
        if !choices.is_empty() {
            members.push(("allOf".to_owned(), Json::List(choices)));
        }
        if form != Form::Fact {
            members.push(("additionalProperties".to_owned(), Json::Boolean(false)));
        }
        Json::Object(Members(members))
    }
}

/// A name as a segment of a JSON pointer in a URI's fragment (RFC 6901, 6).
pub(super) fn pointer_segment(name: &str) -> String {
    let mut segment = String::new();
    for byte in name.replace('~', "~0").replace('/', "~1").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            segment.push(char::from(byte));
        } else {
            segment.push_str(&format!("%{byte:02X}"));
        }
    }
    segment
}

#[cfg(test)]
mod tests {
    use super::pointer_segment;

    #[test]
    fn pointers_are_those_of_a_fragment() {
        for (name, segment) in [("days late", "days%20late"), ("a/b~c", "a~1b~0c"), ("Größe (%)", "Gr%C3%B6%C3%9Fe%20%28%25%29")] {
            assert_eq!(pointer_segment(name), segment);
        }
    }
}
