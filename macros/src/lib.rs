//! Decision tables as a macro, and enums as domains of their columns. Use them as `matchbook::decisions!` and `matchbook::Domain`, with the
//! feature `macros` of the crate `matchbook`.

mod domain;
mod expansion;

use std::path::PathBuf;

use proc_macro::TokenStream;
use quote::{ToTokens as _, quote_spanned};
use syn::LitStr;

/// Compiles a book where it is named.
///
/// ```ignore
/// mod rules {
///     matchbook::decisions!("tables/retail/shipping.xlsx");
/// }
/// use rules::retail::shipping::shipping_fee;
/// ```
///
/// **Path.** A string literal, relative to the folder of the package's `Cargo.toml`, or, where there is no such file, to the folder of the
/// Rust file that names it. It is one book; a folder of books is for a build script, which notices new books.
///
/// **What it gives** is what a build script or `matchbook gen` gives, as inline modules: one for each folder below the root of the books,
/// one for the book, and in it one for each decision with `Input`, `Output`, `evaluate` and so on. So paths stay the same when a crate goes
/// over to one of those. Beside the outermost module stands `DECISIONS`, a list of the book's decisions (which read no JSON where
/// `matchbook.toml` says `json = false`). The root is the nearest folder upwards with a `matchbook.toml`, else the nearest named `tables`,
/// else the book's own: `decisions!("shipping.csv")` without either gives `shipping::shipping_fee`. One module takes one invocation, as
/// `DECISIONS` can stand in it only once. The book's test cases become tests of the crate that names it.
///
/// **Mistakes** in the book are errors of the compilation, one for each finding with its cell and a fix, at most twenty. Decisions without
/// a mistake are there all the same, so that no further errors follow. **Warnings aren't shown:** a macro can't give any on stable Rust;
/// `matchbook check` prints them.
///
/// **Rebuilding.** The crate is compiled again when the book changes, another book of its folder that shares names with it,
/// `matchbook.toml`, or a Rust file that this names below `[enums]`. A *new* book or `matchbook.toml` isn't noticed before something else
/// changes.
#[proc_macro]
pub fn decisions(input: TokenStream) -> TokenStream {
    let path: LitStr = match syn::parse(input) {
        Ok(path) => path,
        Err(error) => {
            let message = "`decisions!` takes the path of one book, as a string literal: `decisions!(\"tables/shipping.xlsx\")`";
            return quote_spanned!(error.span() => ::core::compile_error!(#message);).into();
        }
    };
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let caller = proc_macro::Span::call_site().local_file();
    let expansion = expansion::of(&path.value(), manifest.as_deref(), caller.as_deref());
    let span = path.span();
    let errors = expansion.errors.iter().map(|message| quote_spanned!(span => ::core::compile_error!(#message);));
    let mut tokens = expansion.items;
    errors.for_each(|error| error.to_tokens(&mut tokens));
    tokens.into()
}

/// Makes an enum a domain: the allowed values of columns whose `values` say `enum NAME`.
///
/// ```ignore
/// #[derive(Clone, Copy, Debug, PartialEq, Eq, matchbook::Domain)]
/// pub enum PaymentMethod {
///     #[domain("card")]
///     Card,
///     #[domain("gift card")]
///     GiftCard,
///     Invoice,
/// }
/// ```
///
/// **What it gives** is `matchbook::ClosedText`: the text of each variant (`text`), the variant of a text (`from_text`), and all of them in
/// their order (`VALUES`). Generated code reads and writes JSON by them.
///
/// **Texts.** A variant is called by its own name, `Invoice`, unless `#[domain("…")]` says what tables call it. Each has one text, and no two
/// have the same.
///
/// **Variants** are names alone, without fields, and the enum has no parameters. It has to be `Clone, Copy, Debug, PartialEq, Eq` as well.
///
/// **Tables** find it by `[enums]` in `matchbook.toml`, which names its path and the file that it stands in:
/// `PaymentMethod = { path = "crate::payment::PaymentMethod", source = "../src/payment.rs" }`. The compiler reads that file, so that a value
/// which it doesn't have, or a variant for which a table has no rule, is found at the cell. What the file doesn't show plainly, a variant behind
/// a `cfg` or out of a macro, rustc refuses in the generated code.
#[proc_macro_derive(Domain, attributes(domain))]
pub fn domain(item: TokenStream) -> TokenStream {
    domain::derive(item.into()).into()
}
