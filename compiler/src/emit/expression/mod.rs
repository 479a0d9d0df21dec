//! Typed expressions as Rust.
//!
//! The Rust of an expression computes by the functions of `matchbook::feel`, one for each operation, and never panics. Where an operation
//! can fail, the code has a `?` on a `Result<_, matchbook::feel::Inexact>`; [`fails`] says whether one has any. Texts are borrowed from the
//! inputs and from literals as far as that is possible, and lists are `Vec`s.
//!
//! [`simplify`](simplify::simplify) first leaves out what a reviewer would strike out; then each kind of expression is written by one
//! function of [`Emitter`].

mod booleans;
mod branches;
mod code;
mod emitter;
mod fallible;
mod forms;
mod function;
mod lent;
mod lists;
mod operations;
mod simplify;
mod types;
mod uses;

pub use fallible::fails;
pub use function::{Signature, function};
pub use lent::Lent;
pub use types::rust_type;

pub(in crate::emit) use code::closure;
pub(in crate::emit) use emitter::tuple;

use crate::model::{Expression, ExpressionType, Type};

use emitter::Emitter;

/// Where generated code has the values that an expression reads.
#[derive(Clone, Debug)]
pub struct Places<'a> {
    /// The path of the runtime crate: `matchbook`.
    pub runtime: &'a str,
    /// The inputs, by their ids.
    pub inputs: Vec<Place>,
    /// What `?` is, in an entry that has it.
    pub subject: Option<Place>,
}

/// Where generated code has one value.
#[derive(Clone, Debug)]
pub struct Place {
    /// A Rust expression without side effects that can be read as often as one likes: `input.parcel.weight`.
    pub path: String,
    /// What it holds there.
    pub form: Form,
}

/// What a place holds.
#[derive(Clone, Debug)]
pub enum Form {
    /// A field of an `Input`.
    Field {
        /// The column's type.
        ty: Type,
        /// Whether its Rust type is the enum of a closed list.
        closed: bool,
    },
    /// A local variable of the Rust type that [`rust_type`] gives for this type.
    Computed(ExpressionType),
    /// A list of the caller's, or what a required decision gives, read where it lies.
    Lent(Lent),
    /// A value of this type which the path makes each time it is read.
    Fresh(ExpressionType),
}

/// A Rust expression of type [`rust_type`], with a `?` inside where the expression [`fails`]. Not formatted.
pub fn value(expression: &Expression, places: &Places<'_>) -> String {
    let expression = simplify::simplify(expression);
    Emitter::new(&expression, places).value(&expression, true).text
}

/// The body of a Rust function that gives [`rust_type`], or a `Result<_, Inexact>` of it where the expression [`fails`]: statements and a
/// last expression, without braces. Not formatted.
pub fn body(expression: &Expression, places: &Places<'_>) -> String {
    let expression = simplify::simplify(expression);
    let mut emitter = Emitter::new(&expression, places);
    if fallible::may_fail(&expression) { emitter.result(&expression, true) } else { emitter.contents(&expression, true) }
}
