//! XML as a tree: as much of it as DMN models have.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// An element; names are without their prefix.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
    pub(crate) children: Vec<Self>,
    /// The text directly in it.
    pub(crate) text: String,
}

impl Element {
    fn begun(start: &BytesStart<'_>) -> Self {
        let attribute = |attribute: quick_xml::events::attributes::Attribute<'_>| {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).unwrap().into_owned();
            (attribute.key.local_name().as_ref().to_owned(), value)
        };
        let attributes = start.attributes().map(Result::unwrap).map(attribute).collect();
        Self { name: start.local_name().as_ref().to_owned(), attributes, ..Self::default() }
    }

    /// The root of a document.
    pub(crate) fn parse(text: &str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        let mut open = vec![Self::default()];
        loop {
            let event = reader.read_event().unwrap();
            match &event {
                Event::Start(start) => open.push(Self::begun(start)),
                Event::End(_) => {
                    let closed = open.pop().unwrap();
                    open.last_mut().unwrap().children.push(closed);
                }
                Event::Text(text) => open.last_mut().unwrap().text.push_str(&text.xml10_content()),
                Event::CData(text) => open.last_mut().unwrap().text.push_str(&text.xml10_content()),
                Event::GeneralRef(reference) => {
                    let text = &mut open.last_mut().unwrap().text;
                    match reference.resolve_char_ref().unwrap() {
                        Some(letter) => text.push(letter),
                        None => text.push_str(quick_xml::escape::resolve_predefined_entity(&reference.xml10_content()).unwrap()),
                    }
                }
                Event::Eof => return open.pop().unwrap().children.pop().unwrap(),
                _ => {}
            }
        }
    }

    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    pub(crate) fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// Its `text` child's text.
    pub(crate) fn literal(&self) -> Option<&str> {
        self.child("text").map(|text| text.text.as_str())
    }
}
