//! Names of inputs and outputs.

use std::fmt;

/// The name of an input or output: one segment for a label, several for a path (`parcel.weight`). Runs of blanks and line breaks are one
/// blank already; names compare exactly. It prints with dots.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(pub Vec<String>);

impl Name {
    /// A segment's `snake_case`, which JSON takes beside the name as written: words are runs of letters and digits, a capital after a small
    /// letter begins one (`Weight (kg)` is `weight_kg`, `orderTotal` is `order_total`, `HTTPPort` is `http_port`). A segment without any
    /// letter or digit is its own.
    pub fn snake_case(segment: &str) -> String {
        let mut snake = String::new();
        let mut previous: Option<char> = None;
        let mut chars = segment.chars().peekable();
        while let Some(c) = chars.next() {
            if !c.is_alphanumeric() {
                previous = None;
                continue;
            }
            let begins = match previous {
                None => true,
                Some(_) if !c.is_uppercase() => false,
                Some(before) => !before.is_uppercase() || chars.peek().is_some_and(|next| next.is_lowercase()),
            };
            if begins && !snake.is_empty() {
                snake.push('_');
            }
            snake.extend(c.to_lowercase());
            previous = Some(c);
        }
        if snake.is_empty() { segment.to_owned() } else { snake }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("."))
    }
}

#[cfg(test)]
mod tests {
    use super::Name;

    #[test]
    fn snake_case_is_of_words() {
        for (name, snake) in [
            ("destination", "destination"),
            ("Weight (kg)", "weight_kg"),
            ("No. of items", "no_of_items"),
            ("orderTotal", "order_total"),
            ("HTTPPort", "http_port"),
            ("VAT", "vat"),
            ("Größe", "größe"),
            ("数量", "数量"),
            ("2nd  item", "2nd_item"),
            ("%", "%"),
        ] {
            assert_eq!(Name::snake_case(name), snake);
        }
    }
}
