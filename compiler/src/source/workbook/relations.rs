//! How the parts of an xlsx or xlsb package refer to each other.

use std::collections::BTreeMap;

use quick_xml::events::Event;

use super::package::Package;
use super::{Failure, LINK_LETTERS, xml};

/// The workbook's part, as the package's relations tell; `xl/workbook.xml` where they don't.
pub(super) fn main_part(package: &mut Package<'_>) -> Result<String, Failure> {
    let relations = relations(package, "")?;
    let main = relations.into_values().find(|relation| relation.kind.ends_with("/officeDocument"));
    Ok(main.map_or_else(|| "xl/workbook.xml".to_owned(), |relation| relation.target))
}

/// A relation of a part.
pub(super) struct Relation {
    /// What it leads to, as an address whose last part tells.
    pub(super) kind: String,
    /// The part it leads to, or a file outside.
    pub(super) target: String,
}

/// The relations of a part by their ids; those of the package for `""`. Targets are resolved.
pub(super) fn relations(package: &mut Package<'_>, part: &str) -> Result<BTreeMap<String, Relation>, Failure> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let path = if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") };
    let mut relations = BTreeMap::new();
    let Some(text) = package.text(&path)? else { return Ok(relations) };
    let mut reader = xml::reader(&text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) if element.local_name().as_ref() == "Relationship" => {
                let (Some(id), Some(target)) = (xml::attribute(&element, "Id"), xml::attribute(&element, "Target")) else { continue };
                let outside = xml::attribute(&element, "TargetMode").is_some_and(|mode| mode == "External");
                let target = if outside { target.into_owned() } else { resolve(folder, &target) };
                let kind = xml::attribute(&element, "Type").unwrap_or_default().into_owned();
                relations.insert(id.into_owned(), Relation { kind, target });
            }
            Ok(Event::Eof) => return Ok(relations),
            Err(_) => return Err(Failure::Damaged(format!("its part `{path}` isn't well-formed"))),
            Ok(_) => {}
        }
    }
}

/// A target relative to the folder of the part that names it.
fn resolve(folder: &str, target: &str) -> String {
    let (base, target) = match target.strip_prefix('/') {
        Some(absolute) => ("", absolute),
        None => (folder, target),
    };
    let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The file name of the other workbook that a part with copies of its cells belongs to.
pub(super) fn external_name(package: &mut Package<'_>, part: &str) -> Result<Option<String>, Failure> {
    let target = relations(package, part)?.into_values().next().map(|relation| relation.target);
    Ok(target
        .as_deref()
        .and_then(|target| target.rsplit(['/', '\\']).next())
        .map(|name| name.replace("%20", " ").chars().take(LINK_LETTERS).collect()))
}
