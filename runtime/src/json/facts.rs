//! An envelope of facts: `[{"type": "product", "attributes": {"price": 5}}, …]`.

use super::document::{Kind, List, Node};
use super::read::shown;
use super::{Entry, Error};

/// The facts of one type.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts<'d> {
    envelope: List<'d>,
    /// The type as written, and its `snake_case`.
    names: (&'static str, &'static str),
}

impl<'d> Facts<'d> {
    /// What the facts of an envelope are for each of these inputs; the whole of it is looked at first.
    pub(super) fn fields<const N: usize>(envelope: List<'d>, keys: [(&'static str, &'static str); N]) -> Result<[Entry<'d>; N], Error> {
        for (position, fact) in (1_u32..).zip(envelope.nodes()) {
            check(position, fact)?;
        }
        Ok(keys.map(|names| {
            let facts = Self { envelope, names };
            if facts.last().is_some() { Entry::of_facts(facts) } else { Entry::missing() }
        }))
    }

    /// The attributes of each, in their order.
    pub(super) fn attributes(self) -> impl DoubleEndedIterator<Item = Node<'d>> {
        let (written, snake) = self.names;
        self.envelope.nodes().filter_map(move |fact| {
            let Kind::Object(members) = fact.kind() else { return None };
            let member = |wanted: &str| members.iter().find(|(name, _)| *name == wanted).map(|(_, value)| *value);
            match member("type")?.kind() {
                Kind::Text(name) if name == written || name == snake => member("attributes"),
                _ => None,
            }
        })
    }

    /// The attributes of the last one.
    pub(super) fn last(self) -> Option<Node<'d>> {
        self.attributes().next_back()
    }
}

/// What is wrong with the form of a fact, if anything is.
fn check(position: u32, fact: Node<'_>) -> Result<(), Error> {
    let path = format!("[{position}]");
    let [name, attributes] = Entry::new(fact).fields(&path, [("type", "type"), ("attributes", "attributes")])?;
    let due = |member: &str, entry: Entry<'_>, due: &str, is_due: fn(&Kind<'_>) -> bool| {
        let path = format!("{path}.{member}");
        let (code, found) = match entry.node().map(Node::kind) {
            None => ("MB0812", "missing".to_owned()),
            Some(Kind::Null) => ("MB0813", "null".to_owned()),
            Some(kind) if !is_due(&kind) => ("MB0814", shown(&kind)),
            Some(_) => return Ok(()),
        };
        let message = format!("`{path}` is {found}: it must be {due}");
        Err(Error::new(code, path, message))
    };
    due("type", name, "a text", |kind| matches!(kind, Kind::Text(_)))?;
    due("attributes", attributes, "an object", |kind| matches!(kind, Kind::Object(_)))
}
