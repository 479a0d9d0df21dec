//! Where an entry lies in lists.

use std::borrow::Cow;

/// How many lists may lie within each other; tables that nest more aren't compiled.
const MOST: usize = 4;

/// The positions of an entry in the lists that it lies in, the outermost first, each counted from 1 as FEEL does.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Positions {
    within: [u32; MOST],
    depth: usize,
}

impl Positions {
    /// One list further in.
    pub(super) fn at(mut self, position: u32) -> Self {
        if let Some(slot) = self.within.get_mut(self.depth) {
            *slot = position;
            self.depth = self.depth.saturating_add(1);
        }
        self
    }

    /// The path of an entry, of that of all entries: `items[3].price` of `items[].price`.
    pub(super) fn of<'p>(&self, path: &'p str) -> Cow<'p, str> {
        let mut positions = self.within.iter().take(self.depth).peekable();
        if positions.peek().is_none() {
            return Cow::Borrowed(path);
        }
        let mut parts = path.split("[]");
        let mut placed = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            match positions.next() {
                Some(position) => placed.push_str(&format!("[{position}]{part}")),
                None => placed.push_str(&format!("[]{part}")),
            }
        }
        Cow::Owned(placed)
    }
}

#[cfg(test)]
mod tests {
    use super::Positions;

    #[test]
    fn each_list_has_its_position() {
        let positions = Positions::default();
        assert_eq!(positions.of("items[].price"), "items[].price");
        assert_eq!(positions.at(3).of("items[].price"), "items[3].price");
        assert_eq!(positions.at(3).of("orders[].items[]"), "orders[3].items[]");
        assert_eq!(positions.at(3).at(1).of("orders[].items[].sku"), "orders[3].items[1].sku");
        assert_eq!(positions.at(1).at(2).at(3).at(4).at(5).of("a[][][][][]"), "a[1][2][3][4][]");
    }
}
