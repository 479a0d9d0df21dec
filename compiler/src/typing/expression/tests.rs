//! Expressions to their types, to their typed form, and to messages.

mod printed;

use std::fmt::Write;

use super::{Facts, Place, Resolved, Scope, condition, expect, infer};
use crate::diagnostic::expression::{ExpressionFinding, ExpressionMistake};
use crate::diagnostic::{Describe, Location};
use crate::model::{
    BaseType, Bound, Domain, Expression, ExpressionBase as B, ExpressionType, InputId, Interval, Number, Type, UnaryTest, Value,
};
use crate::source::{BookPath, CellRef};
use crate::syntax::expression::{Names, parse};
use printed::printed;

/// A scope with an input of each type.
struct Sample {
    inputs: Vec<(&'static str, ExpressionType, Option<Domain>)>,
    constants: Vec<(&'static str, Expression)>,
    subject: Option<ExpressionType>,
    facts: Facts,
}

fn number(scale: Option<u32>) -> ExpressionType {
    ExpressionType::of(B::Number { scale })
}

fn list(item: ExpressionType) -> ExpressionType {
    ExpressionType::of(B::List(Box::new(item)))
}

impl Sample {
    fn new() -> Self {
        let of = ExpressionType::of;
        let positive = Interval { low: Some(Bound { value: Value::Number(Number::ZERO), closed: false }), high: None };
        let item = of(B::Context(vec![
            ("sku".to_owned(), of(B::Text)),
            ("price".to_owned(), number(Some(2))),
            ("weight".to_owned(), number(Some(3)).or_null()),
        ]));
        let inputs = vec![
            ("n", number(None), None),
            ("i", number(Some(0)), None),
            ("d2", number(Some(2)), None),
            ("d3", number(Some(3)), None),
            ("opt", number(Some(2)).or_null(), None),
            ("pos", number(Some(2)), Some(Domain::of(vec![UnaryTest::Within(positive)]))),
            ("t", of(B::Text), None),
            ("topt", of(B::Text).or_null(), None),
            ("b", of(B::Boolean), None),
            ("bopt", of(B::Boolean).or_null(), None),
            ("date 1", of(B::Date), None),
            ("date 2", of(B::Date).or_null(), None),
            ("clock", of(B::Time), None),
            ("moment", of(B::DateTime), None),
            ("days", of(B::DaysTimeDuration), None),
            ("months", of(B::YearsMonthsDuration), None),
            ("ns", list(number(Some(2))), None),
            ("nsopt", list(number(Some(2)).or_null()), None),
            ("maybe list", list(number(Some(2))).or_null(), None),
            ("ts", list(of(B::Text)), None),
            ("nested", list(list(number(Some(0)))), None),
            ("item 1", item.clone(), None),
            ("items", list(item.clone()), None),
            ("maybe item", item.or_null(), None),
            ("order.total", number(Some(2)), None),
        ];
        let constants = vec![("home country", Expression::literal(Value::Text("US".to_owned())))];
        Self { inputs, constants, subject: Some(number(Some(2))), facts: Facts::default() }
    }
}

impl Scope for Sample {
    fn resolve(&self, name: &str) -> Option<Resolved<'_>> {
        if name == "broken" {
            return Some(Resolved::Refused);
        }
        if let Some((_, constant)) = self.constants.iter().find(|(known, _)| *known == name) {
            return Some(Resolved::Constant(constant.clone()));
        }
        let position = self.inputs.iter().position(|(known, ..)| *known == name)?;
        let (_, ty, domain) = self.inputs.get(position)?;
        Some(Resolved::Input { id: InputId(position), ty: ty.clone(), domain: domain.as_ref() })
    }

    fn names(&self) -> Vec<String> {
        self.inputs.iter().map(|(name, ..)| *name).chain(self.constants.iter().map(|(name, _)| *name)).map(str::to_owned).collect()
    }

    fn subject(&self) -> Option<(ExpressionType, Option<&Domain>)> {
        self.subject.clone().map(|ty| (ty, None))
    }

    fn facts(&self) -> &Facts {
        &self.facts
    }
}

fn node(text: &str, scope: &Sample) -> Result<crate::syntax::expression::tree::Node, Vec<ExpressionMistake>> {
    let names = scope.names();
    parse(text, &Names::new(names.iter().map(String::as_str).chain(["broken"])))
}

fn typed(text: &str) -> Result<Expression, Vec<ExpressionMistake>> {
    let scope = Sample::new();
    infer(&node(text, &scope)?, &scope)
}

/// What is said of a cell with this text in an output column `Fee` of this type; or nothing, if it is right.
fn said(text: &str, ty: Option<Type>) -> String {
    let scope = Sample::new();
    let read = |text: &str| {
        let node = node(text, &scope)?;
        match ty {
            Some(ty) => expect(&node, &ty.into(), &scope),
            None => infer(&node, &scope),
        }
    };
    let Err(mistakes) = read(text) else { return String::new() };
    let location = Location::cells(&BookPath::new("shop/fee.xlsx"), "Fees", CellRef::new(4, 3));
    let mut shown = String::new();
    for finding in ExpressionFinding::of_cell(&location, "Fee", text, 0, mistakes, |text| read(text).is_ok()) {
        let description = finding.describe();
        let _ = writeln!(shown, "{} {}: {}", finding.code(), description.primary.location, description.message);
        let _ = writeln!(shown, "  ^ {}", description.primary.text);
        for note in description.notes {
            let _ = writeln!(shown, "  note: {note}");
        }
        for fix in description.fixes {
            for edit in fix.edits {
                let crate::diagnostic::Edit::Type { text, .. } = edit else { panic!("{edit:?}") };
                let _ = writeln!(shown, "  fix: {text}");
            }
        }
        if let Some(help) = description.help {
            let _ = writeln!(shown, "  help: {help}");
        }
    }
    shown
}

#[test]
fn expressions_have_these_types() {
    let mut wrong = String::new();
    for (text, ty) in include_str!("tests/types.txt").lines().filter_map(|line| line.split_once(" : ")) {
        let found = match typed(text) {
            Ok(expression) => expression.ty.to_string(),
            Err(mistakes) => format!("{mistakes:?}"),
        };
        if found != ty {
            let _ = writeln!(wrong, "{text} : {found}, not {ty}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(include_str!("tests/types.txt").lines().count() > 150);
}

#[test]
fn expressions_have_this_form() {
    let mut shown = String::new();
    for text in include_str!("tests/forms.txt").lines() {
        let form = typed(text).map_or_else(|mistakes| format!("{mistakes:?}"), |expression| printed(&expression));
        let _ = writeln!(shown, "{text}\n    {form}");
    }
    insta::assert_snapshot!("forms", shown);
}

#[test]
fn what_is_wrong_is_said_at_the_cell() {
    let ty = |base, nullable| Some(Type { base, nullable });
    let mut shown = String::new();
    for line in include_str!("tests/refusals.txt").lines() {
        let (text, ty) = match line.split_once(" :: ") {
            None => (line, None),
            Some((text, "decimal(2)")) => (text, ty(BaseType::Decimal(2), false)),
            Some((text, "decimal(2)?")) => (text, ty(BaseType::Decimal(2), true)),
            Some((text, "integer")) => (text, ty(BaseType::Integer, false)),
            Some((text, "text")) => (text, ty(BaseType::Text, false)),
            Some((text, "date")) => (text, ty(BaseType::Date, false)),
            Some((text, _)) => (text, ty(BaseType::DateTime, false)),
        };
        let said = said(text, ty);
        assert!(!said.is_empty(), "{line} is right");
        let _ = writeln!(shown, "= {line}\n{said}");
    }
    insta::assert_snapshot!("refusals", shown);
}

#[test]
fn an_answer_is_of_its_columns_type() {
    let scope = Sample::new();
    let decimal = |nullable| Type { base: BaseType::Decimal(2), nullable };
    for (text, nullable, form) in [
        ("d2", false, "i2"),
        ("d2", true, "widen(i2)"),
        ("null", true, "null"),
        ("opt", true, "i4"),
        ("if opt = null then 0 else opt", false, "if(isnull(i4), 0, i4!)"),
        ("if n = 0 then 0 else round half up(d2 / n, 2)", false, "if((i0 = 0), 0, RoundHalfUp(Divide(i2, i0)!, 2)!)"),
        ("if b then 1 else null", true, "if(i8, widen(1), null)"),
    ] {
        let expression = expect(&node(text, &scope).unwrap(), &decimal(nullable).into(), &scope).unwrap();
        assert_eq!(printed(&expression), form, "{text}");
        assert_eq!(expression.ty, ExpressionType { base: B::Number { scale: Some(2) }, nullable }, "{text}");
    }
}

/// What help says to ask is believed where it is asked.
#[test]
fn the_guard_that_help_names_is_enough() {
    let scope = Sample::new();
    let ty = |base| Type { base, nullable: false };
    for (text, base) in [
        ("d2 / n", BaseType::Number),
        ("d2 / (n - 1)", BaseType::Number),
        ("d2 / count(ns)", BaseType::Number),
        ("opt", BaseType::Number),
        ("opt + d2", BaseType::Number),
        ("ns[3]", BaseType::Number),
        ("ns[-1]", BaseType::Number),
        ("ns[i]", BaseType::Number),
        ("min(ns)", BaseType::Number),
        ("min(1, opt)", BaseType::Number),
        ("sum(ns[item > 3])", BaseType::Number),
        ("items[price > 2][1].price", BaseType::Number),
        ("maybe item.price", BaseType::Number),
        ("max(for x in items return x.price)", BaseType::Number),
        ("sort(ns, function(a, b) a > b)[1]", BaseType::Number),
        ("number(t)", BaseType::Number),
        ("substring(t, 3)", BaseType::Text),
        ("upper case(substring(t, i))", BaseType::Text),
        ("date(t)", BaseType::Date),
    ] {
        let node_of = |text: &str| node(text, &scope).unwrap();
        let Err(mistakes) = expect(&node_of(text), &ty(base).into(), &scope) else { panic!("{text} is never null") };
        let [ExpressionMistake { problem: crate::diagnostic::expression::ExpressionProblem::Meaning(problem), .. }] = mistakes.as_slice()
        else {
            panic!("{text}: {mistakes:?}")
        };
        let crate::diagnostic::expression::MeaningProblem::MissingCase { absence, .. } = problem else { panic!("{text}: {problem:?}") };
        let guard = absence.guard.clone().unwrap_or_else(|| format!("{} = null", absence.part));
        let other = match base {
            BaseType::Text => "\"\"",
            BaseType::Date => "@\"2024-01-01\"",
            _ => "0",
        };
        let guarded = format!("if {guard} then {other} else {text}");
        assert!(
            expect(&node_of(&guarded), &ty(base).into(), &scope).is_ok(),
            "{guarded}: {:?}",
            expect(&node_of(&guarded), &ty(base).into(), &scope)
        );
    }
    // The same of something else says nothing, nor does what is null where the other isn't.
    for text in [
        "if min(ns) = null then 0 else max(ns)",
        "if min(ns) = null then 0 else min(nested[1])",
        "if ns[i] = null then 0 else ns[i + 1]",
        "if (for x in ns return if x > 1 then opt else 0)[1] = null then 0 else (for x in ns return if x > 2 then opt else 0)[1]",
    ] {
        assert!(expect(&node(text, &scope).unwrap(), &ty(BaseType::Number).into(), &scope).is_err(), "{text}");
    }
    // Variables go by what they are, not by what they are called.
    let text = "if (for x in ns return 1 / x)[1] = null then 0 else (for y in ns return 1 / y)[1]";
    assert!(expect(&node(text, &scope).unwrap(), &ty(BaseType::Number).into(), &scope).is_ok(), "{text}");
}

#[test]
fn what_other_entries_prove_is_believed() {
    let mut scope = Sample::new();
    assert_eq!(infer(&node("n / d2 + opt", &scope).unwrap(), &scope).unwrap().ty.to_string(), "number?");
    let (divisor, optional) = (InputId(2), InputId(4));
    scope.facts.know_not_zero(Place::Input(divisor));
    scope.facts.know(Place::Input(optional));
    assert_eq!(infer(&node("n / d2 + opt", &scope).unwrap(), &scope).unwrap().ty.to_string(), "number");
    // What a condition on the column's value says is believed in the rule's outputs.
    let mut facts = Facts::default();
    super::learn(&condition(&node("? > 0 and opt > 3", &scope).unwrap(), &Sample::new()).unwrap(), &mut facts);
    assert!(facts.is_not_zero(&Place::Subject) && facts.is_known(&Place::Input(optional)) && facts.is_not_zero(&Place::Input(optional)));
}

#[test]
fn a_condition_is_a_boolean() {
    let scope = Sample::new();
    for (text, form) in
        [("? > 2 * n", "(Multiply(2, i0) < ?)"), ("opt > ?", "istrue(known(v0 := i4 -> (? < v0)))"), ("null", "istrue(null)")]
    {
        let expression = condition(&node(text, &scope).unwrap(), &scope).unwrap();
        assert_eq!((printed(&expression).as_str(), expression.ty.to_string().as_str()), (form, "boolean"), "{text}");
    }
    let tests = crate::syntax::expression::parse_tests("< 5, [10..n), not(7)", &Names::new(["n"])).unwrap();
    let passes = super::tests(&tests, &scope).unwrap();
    assert_eq!(printed(&passes), "or((? < 5), and((10 <= ?), (? < i0)), not((? = 7)))");
}

/// A name with an error elsewhere is no second error.
#[test]
fn a_refused_name_is_not_reported_again() {
    assert_eq!(typed("broken + 1"), Err(Vec::new()));
    let Err(mistakes) = typed("broken + nowhere") else { panic!("an unknown name") };
    assert_eq!(mistakes.len(), 1);
}

fn size(expression: &Expression) -> usize {
    printed(expression).len()
}

/// Twice the text is at most about twice the typed expression, also where parts are used twice.
#[test]
fn size_is_linear_in_the_text() {
    let nested = |depth: usize, step: &dyn Fn(String) -> String| (0..depth).fold("n".to_owned(), |text, _| step(text));
    for step in [
        (&|x: String| format!("(if ({x}) between 1 and 2 then 1 else 2)")) as &dyn Fn(String) -> String,
        &|x| format!("(if ({x}) in (1, 2, [3..4]) then 1 else 2)"),
        &|x| format!("(if {x} = null then 1 else n)"),
        &|x| format!("(opt + {x})"),
        &|x| format!("min(nsopt, [{x}])[1]").replace("min(nsopt, ", "count(concatenate(nsopt, ").replace(")[1]", "))"),
    ] {
        let (short, long) = (typed(&nested(6, step)).unwrap(), typed(&nested(12, step)).unwrap());
        assert!(size(&long) < 3 * size(&short), "{} {}", printed(&short), size(&long));
    }
    // Each entry twice the one before it: the type would have 2^200 parts.
    let doubling = (1..200).fold("{a0: 1".to_owned(), |text, i| format!("{text}, a{i}: {{x: a{}, y: a{}}}", i - 1, i - 1)) + "}";
    let Err(mistakes) = typed(&doubling) else { panic!("too large a type") };
    assert!(said(&doubling, None).contains("MB0539"), "{mistakes:?}");
}
