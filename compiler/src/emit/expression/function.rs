//! An expression as a Rust function of its own.

use super::forms::has_text;
use super::{Places, body, fails, rust_type};
use crate::model::{Expression, ExpressionBase, ExpressionType};

/// What a function is called and takes.
#[derive(Clone, Debug)]
pub struct Signature<'a> {
    /// What stands above it, without `///`: one line.
    pub docs: &'a str,
    /// `pub `, or nothing.
    pub visibility: &'a str,
    /// Its name.
    pub name: &'a str,
    /// A type's name that nothing else has, for its result; used only where clippy calls that type too complex to stand in a signature.
    pub result: &'a str,
    /// Its parameters, as they are written in Rust. Those with the lifetime `'a` make it generic over that.
    pub parameters: &'a [String],
    /// The lifetime of texts in its result: `'a`, or `'static` where all are literals or made anew.
    pub lifetime: &'a str,
}

/// The function that computes an expression, and before it the type of its result where that has a name. It gives [`rust_type`], or a
/// `Result<_, Inexact>` of it where the expression [`fails`]. Not formatted.
pub fn function(expression: &Expression, places: &Places<'_>, signature: &Signature<'_>) -> String {
    let Signature { docs, visibility, name, result, parameters, lifetime } = *signature;
    let fails = fails(expression);
    let mut given = rust_type(&expression.ty, lifetime, places.runtime);
    if fails {
        given = format!("Result<{given}, {}::feel::Inexact>", places.runtime);
    }
    let mut alias = String::new();
    if complexity(&expression.ty, fails) > MOST_COMPLEX {
        let generic = if has_text(&expression.ty) && lifetime != "'static" { format!("<{lifetime}>") } else { String::new() };
        alias = format!("/// What [`{name}`] gives.\n{visibility}type {result}{generic} = {given};\n\n");
        given = format!("{result}{generic}");
    }
    let generic = lifetime == "'a" && (given.contains("'a") || parameters.iter().any(|parameter| parameter.contains("'a")));
    let generic = if generic { "<'a>" } else { "" };
    let body = body(expression, places);
    format!("{alias}/// {docs}\n{visibility}fn {name}{generic}({}) -> {given} {{ {body} }}", parameters.join(", "))
}

/// The score up to which `clippy::type_complexity` says nothing.
const MOST_COMPLEX: usize = 250;

/// The score of a result's type: of each name and tuple in it, ten times how deep it stands.
fn complexity(ty: &ExpressionType, fails: bool) -> usize {
    // `Result<_, Inexact>`
    if fails { 10 + 20 + weight(ty, 2) } else { weight(ty, 1) }
}

fn weight(ty: &ExpressionType, depth: usize) -> usize {
    let own = 10 * depth;
    if ty.nullable || ty.base == ExpressionBase::Null {
        let plain = ExpressionType { nullable: false, base: ty.base.clone() };
        return own + if ty.base == ExpressionBase::Null { 10 * (depth + 1) } else { weight(&plain, depth + 1) };
    }
    own + match &ty.base {
        // `Cow<'_, str>`
        ExpressionBase::Text => 10 * (depth + 1),
        ExpressionBase::List(item) => weight(item, depth + 1),
        ExpressionBase::Context(entries) => entries.iter().map(|(_, ty)| weight(ty, depth + 1)).sum(),
        _ => 0,
    }
}
