//! The derive `Domain`.

use matchbook_compiler::rust_enum::{EnumItem, Mistake, read};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

/// The implementation for an enum, or an error for each of its mistakes, where that is.
pub(crate) fn derive(item: TokenStream) -> TokenStream {
    match read(item) {
        Ok(item) => implementation(&item),
        Err(mistakes) => mistakes
            .into_iter()
            .map(|Mistake { span, problem }| {
                let message = problem.to_string();
                quote_spanned!(span => ::core::compile_error!(#message);)
            })
            .collect(),
    }
}

fn implementation(EnumItem { ident, variants, .. }: &EnumItem) -> TokenStream {
    let names: Vec<_> = variants.iter().map(|variant| &variant.ident).collect();
    let texts: Vec<_> = variants.iter().map(|variant| &variant.text).collect();
    quote! {
        #[automatically_derived]
        impl ::matchbook::ClosedText for #ident {
            const VALUES: &'static [(&'static str, Self)] = &[#((#texts, Self::#names)),*];

            fn from_text(text: &str) -> ::core::option::Option<Self> {
                match text {
                    #(#texts => ::core::option::Option::Some(Self::#names),)*
                    _ => ::core::option::Option::None,
                }
            }

            fn text(self) -> &'static str {
                match self {
                    #(Self::#names => #texts,)*
                }
            }
        }
    }
}
