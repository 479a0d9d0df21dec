//! Lists of facts: what generated code does to read and lend them, from plain documents and from envelopes.
#![cfg(all(feature = "decimal", feature = "json"))]

use matchbook::json::{Document, Entry, Error, Value};
use matchbook::{Decimal, Field};

static CHANNEL: Field = Field::new("user.channel", "text?");
static ORDERS: Field = Field::new("orders", "list of records");
static ORDERS_ITEMS: Field = Field::new("orders[].items", "list of records");
static ORDERS_ITEMS_PRICE: Field = Field::new("orders[].items[].price", "decimal(2)");
static ORDERS_TAGS: Field = Field::new("orders[].tags", "list of text");
static ORDERS_TAGS_ITEM: Field = Field::new("orders[].tags[]", "text");

#[derive(Debug, PartialEq)]
struct Input<'a> {
    channel: Option<&'a str>,
    orders: &'a [Order<'a>],
}

#[derive(Debug, PartialEq)]
struct Order<'a> {
    items: &'a [Item],
    tags: &'a [&'a str],
}

#[derive(Debug, PartialEq)]
struct Item {
    price: Decimal,
}

/// The lists within orders, an order each, which are lent to them once all are read.
#[derive(Default)]
struct Lists<'a> {
    orders: Vec<Order<'a>>,
    orders_items: Vec<Vec<Item>>,
    orders_tags: Vec<Vec<&'a str>>,
}

fn read<'a>(document: &'a Document<'_>, lists: &mut Lists<'a>) -> Result<Input<'a>, Error> {
    let [user, orders] = document.fields([("user", "user"), ("orders", "orders")])?;
    let [channel] = user.fields("user", [("channel", "channel")])?;
    let channel = channel.nullable(|entry| entry.text(&CHANNEL))?;
    lists.orders = orders.list(&ORDERS, |entry| {
        let [items, tags] = entry.fields("orders[]", [("items", "items"), ("tags", "tags")])?;
        lists.orders_items.push(items.list(&ORDERS_ITEMS, read_item)?);
        lists.orders_tags.push(tags.list(&ORDERS_TAGS, |entry| entry.text(&ORDERS_TAGS_ITEM))?);
        Ok(Order { items: &[], tags: &[] })
    })?;
    Ok(Input { channel, orders: &[] })
}

fn read_item(entry: Entry<'_>) -> Result<Item, Error> {
    let [price] = entry.fields("orders[].items[]", [("price", "price")])?;
    Ok(Item { price: price.decimal(&ORDERS_ITEMS_PRICE)? })
}

fn shown(document: Document<'_>) -> String {
    let mut lists = Lists::default();
    match read(&document, &mut lists) {
        Err(error) => format!("{} {error}", error.code()),
        Ok(mut input) => {
            for ((order, items), tags) in lists.orders.iter_mut().zip(&lists.orders_items).zip(&lists.orders_tags) {
                order.items = items;
                order.tags = tags;
            }
            input.orders = &lists.orders;
            let orders: Vec<String> = input
                .orders
                .iter()
                .map(|order| format!("{:?} {:?}", order.items.iter().map(|item| item.price.to_string()).collect::<Vec<_>>(), order.tags))
                .collect();
            format!("{:?}: {}", input.channel, orders.join("; "))
        }
    }
}

fn decide(text: &str) -> String {
    let parsed = Document::parse(text).map_or_else(|error| format!("{} {error}", error.code()), shown);
    // A value that somebody else has parsed says the same.
    if let Ok(value) = serde_json::from_str::<Value>(text) {
        assert_eq!(parsed, shown(Document::from(&value)));
    }
    parsed
}

#[test]
fn lists_are_read_and_lent() {
    for (document, expected) in [
        (r#"{"orders": []}"#, "None: "),
        (
            r#"{"orders": [{"items": [{"price": 1}, {"price": "2.50"}], "tags": []}, {"items": [], "tags": ["a", "b"]}]}"#,
            r#"None: ["1", "2.5"] []; [] ["a", "b"]"#,
        ),
        (r#"{"orders": [{"tags": ["a", 5], "items": []}]}"#, "MB0814 `orders[1].tags[2]` is the number 5: it must be text"),
        (r#"{"orders": [{"items": [], "tags": [null]}]}"#, "MB0813 `orders[1].tags[1]` is null: it must be text"),
        (r#"{"orders": [{"items": [], "tags": []}, 5]}"#, "MB0814 `orders[2]` is the number 5: it must be an object"),
        (r#"{"orders": [null]}"#, "MB0813 `orders[1]` is null: it must be an object"),
        (r#"{"orders": [[]]}"#, "MB0814 `orders[1]` is a list: it must be an object"),
        (
            r#"{"orders": [{"items": [{"price": 1}, {"price": "x"}], "tags": []}]}"#,
            r#"MB0814 `orders[1].items[2].price` is the text "x": it must be decimal(2)"#,
        ),
        (
            r#"{"orders": [{"items": [{"price": 1, "prise": 1}], "tags": []}]}"#,
            "MB0811 `orders[1].items[1].prise` isn't an input; did you mean `price`?",
        ),
        (r#"{"orders": [{"items": [{"price": 1, "price": 1}]}]}"#, "MB0816 `orders[1].items[1].price` is given twice"),
        (r#"{"orders": [{"tags": []}]}"#, "MB0812 `orders[1].items` is missing: it must be list of records"),
        (r#"{"orders": [{"items": {"price": 1}}]}"#, "MB0814 `orders[1].items` is an object: it must be list of records"),
        (
            r#"{"orders": [{"items": [{"price": 1.00000000000000000000000000001}]}]}"#,
            "MB0815 `orders[1].items[1].price` is 1.00000000000000000000000000001: a number has at most 28 digits",
        ),
        (r#"{}"#, "MB0812 `orders` is missing: it must be list of records"),
        (r#"{"orders": null}"#, "MB0813 `orders` is null: it must be list of records"),
        (r#"{"orders": "none"}"#, r#"MB0814 `orders` is the text "none": it must be list of records"#),
    ] {
        if document.contains("price\": 1, \"price") || document.contains("0000001") {
            // What others parse has no member twice, and has lost digits.
            assert_eq!(Document::parse(document).map(shown).unwrap(), expected, "{document}");
        } else {
            assert_eq!(decide(document), expected, "{document}");
        }
    }
}

#[test]
fn facts_come_in_an_envelope() {
    let order = |tag: &str| format!(r#"{{"type": "orders", "attributes": {{"items": [], "tags": ["{tag}"], "unread": {{}}}}}}"#);
    let user = |channel: &str| format!(r#"{{"type": "User", "attributes": {{"channel": "{channel}", "age": 5}}}}"#);
    let facts = |facts: &[String]| decide(&format!("[{}]", facts.join(", ")));
    // One fact is a list of one; of several users the last counts; a type that isn't read is ignored.
    assert_eq!(facts(&[order("a")]), r#"None: [] ["a"]"#);
    assert_eq!(facts(&[order("a"), order("b"), order("c")]), r#"None: [] ["a"]; [] ["b"]; [] ["c"]"#);
    assert_eq!(facts(&[user("x"), order("a")]), r#"None: [] ["a"]"#);
    let lower = |channel: &str| user(channel).replace("User", "user");
    assert_eq!(facts(&[lower("x"), order("a"), lower("y")]), r#"Some("y"): [] ["a"]"#);
    for (document, expected) in [
        ("[]", "MB0812 `orders` is missing: it must be list of records"),
        ("[5]", "MB0814 `[1]` is the number 5: it must be an object"),
        ("[null]", "MB0813 `[1]` is null: it must be an object"),
        (r#"[{"attributes": {}}]"#, "MB0812 `[1].type` is missing: it must be a text"),
        (r#"[{"type": null, "attributes": {}}]"#, "MB0813 `[1].type` is null: it must be a text"),
        (r#"[{"type": 5, "attributes": {}}]"#, "MB0814 `[1].type` is the number 5: it must be a text"),
        (r#"[{"type": "x"}]"#, "MB0812 `[1].attributes` is missing: it must be an object"),
        (r#"[{"type": "x", "attributes": null}]"#, "MB0813 `[1].attributes` is null: it must be an object"),
        (r#"[{"type": "x", "attributes": []}]"#, "MB0814 `[1].attributes` is a list: it must be an object"),
        (
            r#"[{"type": "x", "attributes": {}}, {"type": "x", "atributes": {}}]"#,
            "MB0811 `[2].atributes` isn't an input; did you mean `attributes`?",
        ),
        (
            r#"[{"type": "orders", "attributes": {"items": [{"price": 1, "unread": 1}, {"price": true}]}}]"#,
            "MB0814 `orders[1].items[2].price` is true: it must be decimal(2)",
        ),
    ] {
        assert_eq!(decide(document), expected, "{document}");
    }
}
