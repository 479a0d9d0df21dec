//! The little of XML that workbook parts need, on top of quick-xml. Names are compared without their prefix.

use std::borrow::Cow;

use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// A reader that shows `<a/>` as `<a></a>`.
pub(super) fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    reader
}

/// The value of an attribute; `None` if there is none.
pub(super) fn attribute<'a>(element: &'a BytesStart<'_>, name: &str) -> Option<Cow<'a, str>> {
    element.attributes().with_checks(false).filter_map(Result::ok).find(|attribute| attribute.key.local_name().as_ref() == name).map(meant)
}

/// The values of two attributes, by one way through all of them: sheets have millions of cells.
pub(super) fn attributes<'a>(element: &'a BytesStart<'_>, names: [&str; 2]) -> [Option<Cow<'a, str>>; 2] {
    let mut values = [None, None];
    for attribute in element.attributes().with_checks(false).filter_map(Result::ok) {
        let key = attribute.key.local_name();
        let named = names.iter().zip(&mut values).find(|(name, value)| value.is_none() && **name == key.as_ref());
        if let Some((_, value)) = named {
            *value = Some(meant(attribute));
        }
    }
    values
}

/// What an attribute says.
fn meant(attribute: Attribute<'_>) -> Cow<'_, str> {
    match attribute.normalized_value(XmlVersion::Implicit1_0) {
        Ok(value) => value,
        // An unknown entity; what is written is the best guess at what is meant.
        Err(_) => attribute.value,
    }
}

/// A whole number in an attribute.
pub(super) fn number(element: &BytesStart<'_>, name: &str) -> Option<u32> {
    attribute(element, name)?.trim().parse().ok()
}

/// Whether an attribute is `1`, `true` or `on`.
pub(super) fn is_set(element: &BytesStart<'_>, name: &str) -> bool {
    attribute(element, name).is_some_and(|value| matches!(value.trim(), "1" | "true" | "on"))
}

/// The value of an attribute by its whole name, where the same name with another prefix means something else.
pub(super) fn named<'a>(element: &'a BytesStart<'_>, name: &str) -> Option<Cow<'a, str>> {
    element.attributes().with_checks(false).filter_map(Result::ok).find(|attribute| attribute.key.as_ref() == name).map(meant)
}

/// A whole number in an attribute, by its whole name.
pub(super) fn named_number(element: &BytesStart<'_>, name: &str) -> Option<u32> {
    named(element, name)?.trim().parse().ok()
}

/// Appends the text of an event, if it is text.
pub(super) fn push_text(event: &Event<'_>, text: &mut String) {
    match event {
        Event::Text(piece) => text.push_str(&piece.xml10_content()),
        Event::CData(piece) => text.push_str(&piece.xml10_content()),
        Event::GeneralRef(reference) => push_reference(reference, text),
        _ => {}
    }
}

fn push_reference(reference: &BytesRef<'_>, text: &mut String) {
    if let Ok(Some(letter)) = reference.resolve_char_ref() {
        text.push(letter);
        return;
    }
    let name = reference.xml10_content();
    match quick_xml::escape::resolve_predefined_entity(&name) {
        Some(meant) => text.push_str(meant),
        None => {
            text.push('&');
            text.push_str(&name);
            text.push(';');
        }
    }
}
