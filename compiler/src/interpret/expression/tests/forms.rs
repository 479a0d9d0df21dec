use proptest::prelude::*;

use super::super::{Environment, compute};
use super::*;
use crate::model::{Expression, ExpressionBase, ExpressionKind, ExpressionType, InputId, LocalId};

fn of(base: ExpressionBase, kind: ExpressionKind) -> Expression {
    Expression { kind, ty: ExpressionType { base, nullable: false } }
}

/// An expression of whatever type: evaluation doesn't ask.
fn untyped(kind: ExpressionKind) -> Expression {
    of(ExpressionBase::Null, kind)
}

fn lit(text: &str) -> Expression {
    Expression::literal(value(text))
}

fn boxed(text: &str) -> Box<Expression> {
    Box::new(lit(text))
}

fn local(id: usize) -> Expression {
    untyped(ExpressionKind::Local(LocalId(id)))
}

fn call(operation: Operation, arguments: Vec<Expression>) -> Expression {
    untyped(ExpressionKind::Apply(operation, arguments))
}

/// What fails: 10^27 × 10^27.
fn failing() -> Expression {
    call(Operation::Multiply, vec![lit("1000000000000000000000000000"), lit("1000000000000000000000000000")])
}

fn run(kind: ExpressionKind) -> Result<Value, Inexact> {
    compute(&untyped(kind), &Environment { inputs: &[value("7"), Value::Null], subject: Some(&value("\"s\"")) })
}

fn gives(kind: ExpressionKind, expected: &str) {
    assert_eq!(run(kind), Ok(value(expected)));
}

fn fails(kind: ExpressionKind) {
    assert_eq!(run(kind), Err(Inexact));
}

#[test]
fn names_have_their_values() {
    gives(ExpressionKind::Input(InputId(0)), "7");
    gives(ExpressionKind::Input(InputId(1)), "null");
    gives(ExpressionKind::Subject, "\"s\"");
    gives(ExpressionKind::Known(boxed("1")), "1");
    gives(ExpressionKind::Widen(boxed("1")), "1");
    gives(ExpressionKind::IsNull(boxed("null")), "true");
    gives(ExpressionKind::IsNull(boxed("1")), "false");
    gives(ExpressionKind::Entry(Box::new(untyped(ExpressionKind::Context(vec![lit("1"), lit("2")]))), 1), "2");
}

#[test]
fn bindings_hold_in_their_body_only() {
    let sum = call(Operation::Add, vec![local(0), local(1)]);
    let again = call(Operation::Add, vec![local(0), lit("1")]);
    gives(ExpressionKind::Let { bindings: vec![(LocalId(0), lit("1")), (LocalId(1), again.clone())], body: Box::new(sum.clone()) }, "3");
    gives(ExpressionKind::WhenKnown { bindings: vec![(LocalId(0), lit("1")), (LocalId(1), lit("2"))], body: Box::new(sum.clone()) }, "3");
    // What follows a null isn't evaluated.
    gives(
        ExpressionKind::WhenKnown { bindings: vec![(LocalId(0), lit("null")), (LocalId(1), failing())], body: Box::new(sum.clone()) },
        "null",
    );
    fails(ExpressionKind::WhenKnown { bindings: vec![(LocalId(0), failing()), (LocalId(1), lit("null"))], body: Box::new(sum) });
    gives(ExpressionKind::WhenKnown { bindings: vec![(LocalId(0), lit("1"))], body: boxed("null") }, "null");
}

#[test]
fn connectives_have_three_values_and_stop() {
    let parts = |text: &str| split(text).into_iter().map(|part| if part == "!" { failing() } else { lit(part) }).collect::<Vec<_>>();
    for (text, and, or) in [
        ("true, true", "true", "true"),
        ("true, false", "false", "true"),
        ("true, null", "null", "true"),
        ("false, false", "false", "false"),
        ("false, null", "false", "null"),
        ("null, false", "false", "null"),
        ("null, true", "null", "true"),
        ("null, null", "null", "null"),
        ("true, true, null", "null", "true"),
    ] {
        gives(ExpressionKind::And(parts(text)), and);
        gives(ExpressionKind::Or(parts(text)), or);
    }
    gives(ExpressionKind::And(parts("false, !")), "false");
    gives(ExpressionKind::Or(parts("true, !")), "true");
    fails(ExpressionKind::And(parts("null, !")));
    fails(ExpressionKind::Or(parts("null, !")));
    fails(ExpressionKind::And(parts("!, false")));
    gives(ExpressionKind::Not(boxed("true")), "false");
    gives(ExpressionKind::IsTrue(boxed("null")), "false");
    gives(ExpressionKind::IsTrue(boxed("true")), "true");
    gives(ExpressionKind::If { condition: boxed("true"), then: boxed("1"), otherwise: Box::new(failing()) }, "1");
    gives(ExpressionKind::If { condition: boxed("false"), then: Box::new(failing()), otherwise: boxed("2") }, "2");
}

#[test]
fn comparisons_are_by_value() {
    gives(ExpressionKind::Equal(boxed("1.50"), boxed("1.5")), "true");
    gives(ExpressionKind::Equal(boxed("null"), boxed("null")), "true");
    gives(ExpressionKind::Equal(boxed("1"), boxed("null")), "false");
    gives(ExpressionKind::Equal(boxed("[1, [2]]"), boxed("[1.0, [2]]")), "true");
    gives(ExpressionKind::Equal(boxed("\"é\""), boxed("\"e\u{301}\"")), "false");
    gives(ExpressionKind::Equal(boxed("PT24H"), boxed("P1D")), "true");
    gives(ExpressionKind::Less(boxed("\"Z\""), boxed("\"a\"")), "true");
    gives(ExpressionKind::Less(boxed("\"\u{FFFF}\""), boxed("\"\u{1F40E}\"")), "true");
    gives(ExpressionKind::Less(boxed("1"), boxed("1.0")), "false");
    gives(ExpressionKind::LessEqual(boxed("1"), boxed("1.0")), "true");
    gives(ExpressionKind::LessEqual(boxed("2026-02-01"), boxed("2026-01-31")), "false");
}

#[test]
fn lists_are_run_through() {
    let positive = untyped(ExpressionKind::Less(boxed("0"), Box::new(local(0))));
    gives(ExpressionKind::Filter { list: boxed("[-1, 2, 0, 3]"), item: LocalId(0), condition: Box::new(positive.clone()) }, "[2, 3]");
    gives(ExpressionKind::Filter { list: boxed("[]"), item: LocalId(0), condition: Box::new(failing()) }, "[]");
    let pair = || Box::new(untyped(ExpressionKind::List(vec![local(0), local(1)])));
    gives(
        ExpressionKind::For { bindings: vec![(LocalId(0), lit("[1, 2]")), (LocalId(1), lit("[3, 4]"))], body: pair() },
        "[[1, 3], [1, 4], [2, 3], [2, 4]]",
    );
    let up_to = call(Operation::Iterate, vec![lit("1"), local(0)]);
    gives(
        ExpressionKind::For { bindings: vec![(LocalId(0), lit("[1, 2]")), (LocalId(1), up_to)], body: pair() },
        "[[1, 1], [2, 1], [2, 2]]",
    );
    gives(ExpressionKind::For { bindings: vec![(LocalId(0), lit("[]")), (LocalId(1), failing())], body: pair() }, "[]");
    for (list, some, every) in [
        ("[]", "false", "true"),
        ("[true, false]", "true", "false"),
        ("[null, false]", "null", "false"),
        ("[null, true]", "true", "null"),
        ("[false]", "false", "false"),
    ] {
        gives(ExpressionKind::Some { bindings: vec![(LocalId(0), lit(list))], condition: Box::new(local(0)) }, some);
        gives(ExpressionKind::Every { bindings: vec![(LocalId(0), lit(list))], condition: Box::new(local(0)) }, every);
    }
    // It ends at the first that decides: 1 / x of the second would be, squared and squared, more than is held.
    let huge = call(Operation::Multiply, vec![local(0), lit("1000000000000000000000000000")]);
    let less = Box::new(untyped(ExpressionKind::Less(boxed("0"), Box::new(huge))));
    gives(ExpressionKind::Some { bindings: vec![(LocalId(0), lit("[1, 10]"))], condition: less.clone() }, "true");
    fails(ExpressionKind::Every { bindings: vec![(LocalId(0), lit("[1, 10]"))], condition: less });
}

#[test]
fn combinations_are_bounded() {
    let hundred = || call(Operation::Iterate, vec![lit("1"), lit("100")]);
    let product = |last: &str| ExpressionKind::For {
        bindings: vec![(LocalId(0), hundred()), (LocalId(1), hundred()), (LocalId(2), call(Operation::Iterate, vec![lit("1"), lit(last)]))],
        body: boxed("1"),
    };
    assert!(matches!(run(product("1")), Ok(Value::List(items)) if items.len() == Expression::MAX_ITEMS));
    fails(product("2"));
}

#[test]
fn a_failure_of_a_comparison_is_that_of_the_sort() {
    let sort = |list: &str, precedes| ExpressionKind::Sort {
        list: boxed(list),
        left: LocalId(0),
        right: LocalId(1),
        precedes: Box::new(untyped(precedes)),
    };
    let less = || ExpressionKind::Less(Box::new(local(0)), Box::new(local(1)));
    gives(sort("[3, 1, 2, 5, 4]", less()), "[1, 2, 3, 4, 5]");
    gives(sort("[\"b\", \"a\"]", less()), "[\"a\", \"b\"]");
    gives(sort("[]", less()), "[]");
    gives(sort("[2, 1, 3]", ExpressionKind::Literal(Value::Boolean(false))), "[2, 1, 3]");
    // No order: all of the second half come before those of the first.
    gives(sort("[1, 2, 3, 4, 5]", ExpressionKind::Literal(Value::Boolean(true))), "[5, 4, 3, 2, 1]");
    let doubled = ExpressionKind::Less(Box::new(failing()), boxed("0"));
    gives(sort("[1]", doubled.clone()), "[1]");
    fails(sort("[1, 2]", doubled));
}

#[test]
fn deep_trees_need_little_stack() {
    // Sixty-four brackets of a cell, each some forms deep once typed.
    let mut deep = lit("1");
    for depth in 0..64 * 16 {
        deep = untyped(ExpressionKind::WhenKnown {
            bindings: vec![(LocalId(depth), deep)],
            body: Box::new(untyped(ExpressionKind::If {
                condition: boxed("true"),
                then: Box::new(call(Operation::Negate, vec![local(depth)])),
                otherwise: boxed("0"),
            })),
        });
    }
    // Without optimisation a frame takes about twice as much.
    let small = std::thread::Builder::new().stack_size(if cfg!(debug_assertions) { 4 << 20 } else { 2 << 20 });
    let result = small.spawn(move || compute(&deep, &Environment { inputs: &[], subject: None })).unwrap().join().unwrap();
    assert_eq!(result, Ok(value("1")));
}

proptest! {
    #[test]
    fn sorting_is_stable(items in proptest::collection::vec((0_i64..4, 0_i64..100), 0..20)) {
        let entry = |item: usize, position| untyped(ExpressionKind::Entry(Box::new(local(item)), position));
        let contexts = |items: &[(i64, i64)]| {
            let number = |value: i64| Value::Number(Number::from_integer(value));
            Value::List(items.iter().map(|(one, other)| Value::Context(vec![number(*one), number(*other)])).collect())
        };
        let sort = ExpressionKind::Sort {
            list: Box::new(untyped(ExpressionKind::Literal(contexts(&items)))),
            left: LocalId(0),
            right: LocalId(1),
            precedes: Box::new(untyped(ExpressionKind::Less(Box::new(entry(0, 0)), Box::new(entry(1, 0))))),
        };
        let mut sorted = items.clone();
        sorted.sort_by_key(|(one, _)| *one);
        prop_assert_eq!(run(sort), Ok(contexts(&sorted)));
    }
}
