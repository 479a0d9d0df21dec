//! `Input` and `Output` as trees of fields: names with dots nest.

use crate::model::Name;
use crate::names::{FieldNames, RecordNames};

/// What a struct holds at one name.
pub(super) enum Member {
    /// A column.
    Field {
        /// The name's segment as written.
        segment: String,
        /// The field.
        ident: String,
        /// The column's position among inputs or outputs.
        column: usize,
    },
    /// A struct.
    Record(Record),
}

/// A struct: `Input`, `Output`, or one below.
pub(super) struct Record {
    /// Its path as written; empty for the outermost.
    pub(super) path: Vec<String>,
    /// The field that holds it.
    pub(super) ident: String,
    /// Its type.
    pub(super) name: String,
    /// Its members, in the order of their first columns.
    pub(super) members: Vec<Member>,
}

impl Member {
    pub(super) fn ident(&self) -> &str {
        match self {
            Self::Field { ident, .. } => ident,
            Self::Record(record) => &record.ident,
        }
    }

    pub(super) fn segment(&self) -> &str {
        match self {
            Self::Field { segment, .. } => segment,
            Self::Record(record) => record.path.last().map_or("", String::as_str),
        }
    }
}

impl Record {
    /// The tree of these columns, each with its position among inputs or outputs.
    pub(super) fn of(name: &str, columns: &[(usize, &Name, &FieldNames)], records: &[RecordNames]) -> Self {
        let mut root = Self { path: Vec::new(), ident: String::new(), name: name.to_owned(), members: Vec::new() };
        for (column, name, field) in columns {
            root.insert(*column, &name.0, &field.path, records);
        }
        root
    }

    fn insert(&mut self, column: usize, segments: &[String], idents: &[String], records: &[RecordNames]) {
        let depth = self.path.len();
        let (Some(segment), Some(ident)) = (segments.get(depth), idents.get(depth)) else { return };
        if depth + 1 == segments.len() {
            self.members.push(Member::Field { segment: segment.clone(), ident: ident.clone(), column });
            return;
        }
        let found = self.members.iter().position(|member| matches!(member, Member::Record(record) if record.ident == *ident));
        let position = found.unwrap_or_else(|| {
            let path = segments.get(..=depth).unwrap_or_default().to_vec();
            let name = records.iter().find(|record| record.segments == path).map(|record| record.name.clone()).unwrap_or_default();
            self.members.push(Member::Record(Self { path, ident: ident.clone(), name, members: Vec::new() }));
            self.members.len() - 1
        });
        if let Some(Member::Record(record)) = self.members.get_mut(position) {
            record.insert(column, segments, idents, records);
        }
    }

    /// All columns in it, at any depth.
    pub(super) fn columns(&self) -> Vec<usize> {
        self.members
            .iter()
            .flat_map(|member| match member {
                Member::Field { column, .. } => vec![*column],
                Member::Record(record) => record.columns(),
            })
            .collect()
    }

    /// A struct literal; types after `path`, fields by `value`.
    pub(super) fn literal(&self, path: &str, value: &dyn Fn(usize) -> String) -> String {
        let members: Vec<String> = self
            .members
            .iter()
            .map(|member| match member {
                Member::Field { ident, column, .. } => {
                    let value = value(*column);
                    if value == *ident { value } else { format!("{ident}: {value}") }
                }
                Member::Record(record) => format!("{}: {}", record.ident, record.literal(path, value)),
            })
            .collect();
        format!("{path}{} {{ {} }}", self.name, members.join(", "))
    }
}
