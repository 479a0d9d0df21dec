//! From the path of a book to items and errors.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use matchbook_compiler::build::{Books, LISTED, OpenError};
use matchbook_compiler::compile::Compilation;
use matchbook_compiler::diagnostic::Level;
use matchbook_compiler::output::root;
use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::{Attribute, Expr, ExprLit, Item, Lit, Meta, MetaNameValue};

/// What an invocation becomes.
#[derive(Debug, Default)]
pub(crate) struct Expansion {
    /// The modules of the decisions without errors, and `DECISIONS`.
    pub(crate) items: TokenStream,
    /// The messages of errors.
    pub(crate) errors: Vec<String>,
}

impl Expansion {
    fn failed(message: String) -> Self {
        Self { items: TokenStream::new(), errors: vec![message] }
    }
}

/// Compiles the book at `path`, which is looked for in the folder `manifest` and then beside the file `caller`.
pub(crate) fn of(path: &str, manifest: Option<&Path>, caller: Option<&Path>) -> Expansion {
    let books = match open(path, manifest, caller) {
        Ok(books) => books,
        Err(message) => return Expansion::failed(message),
    };
    let compilation = books.compile();
    let errors = errors(path, &books, &compilation);
    let items = items(&books, &compilation).and_then(|mut items| {
        // What can't be read needn't be watched: a compilation with errors is run again in any case.
        if errors.is_empty() {
            watch(&books)?.to_tokens(&mut items);
        }
        Ok(items)
    });
    match items {
        Ok(items) => Expansion { items, errors },
        Err(message) if errors.is_empty() => Expansion::failed(message),
        Err(_) => Expansion { items: TokenStream::new(), errors },
    }
}

fn open(path: &str, manifest: Option<&Path>, caller: Option<&Path>) -> Result<Books, String> {
    if path.is_empty() {
        return Err("the path of the book is empty".to_owned());
    }
    let folders = [manifest, caller.and_then(Path::parent)];
    let candidates: Vec<PathBuf> = folders.into_iter().flatten().map(|folder| folder.join(path)).collect();
    let Some(found) = candidates.iter().find(|candidate| candidate.exists()) else {
        let beside = caller.map(|caller| format!(" nor beside `{}`", caller.display())).unwrap_or_default();
        return Err(match Path::new(path).is_absolute() {
            true => format!("there is no `{path}`"),
            false => format!("there is no `{path}`, neither in the package's folder{beside}"),
        });
    };
    // A new book in a folder would go unnoticed.
    if found.is_dir() {
        return Err(format!("`{path}` is a folder: name one book, or compile the folder by build script (`matchbook_compiler::build`)"));
    }
    let mut books = Books::open(&[found]).map_err(|error| match error {
        OpenError::NoBook(_) => OpenError::NoBook(path.into()).to_string(),
        OpenError::Io(_, error) => OpenError::Io(path.into(), error).to_string(),
        other => other.to_string(),
    })?;
    books.name = name_of_root(path, manifest, &books);
    Ok(books)
}

/// The root as the author of the invocation would name it.
fn name_of_root(path: &str, manifest: Option<&Path>, books: &Books) -> String {
    let path = path.replace('\\', "/");
    let book = books.sources.books.iter().find(|file| !books.sources.unselected.contains(&file.path));
    if let Some(root) = book.and_then(|book| path.strip_suffix(book.path.as_str()))
        && (root.is_empty() || root.ends_with('/'))
    {
        return root.trim_end_matches('/').to_owned();
    }
    let below = manifest.and_then(|manifest| books.root.strip_prefix(manifest).ok());
    below.unwrap_or(&books.root).to_string_lossy().replace('\\', "/")
}

/// What rustc is to say.
fn errors(path: &str, books: &Books, compilation: &Compilation) -> Vec<String> {
    let display = books.display(compilation);
    let of_errors = || compilation.reports.iter().filter(|report| report.level == Level::Error);
    let mut errors: Vec<String> = of_errors()
        .take(LISTED)
        .map(|report| {
            let fix = display.fix(report).map(|fix| format!("\nhelp: {fix}")).unwrap_or_default();
            format!("{}{fix}", display.short(report))
        })
        .collect();
    let more = of_errors().count().saturating_sub(LISTED);
    if more > 0 {
        errors.push(format!("and {more} more: run `matchbook check {path}`"));
    }
    // The error of a decision may be one of another book of its app, where a name of both is defined.
    if errors.is_empty() && compilation.books.iter().any(|book| book.selected && book.broken) {
        let folder = if books.name.is_empty() { "." } else { &books.name };
        errors.push(format!("`{path}` shares names with another book, which has a mistake: run `matchbook check {folder}`"));
    }
    errors
}

/// The generated files as inline modules, nested as the root nests them.
fn items(books: &Books, compilation: &Compilation) -> Result<TokenStream, String> {
    let files = &compilation.files;
    let text = root(files.iter().map(|file| (file.path.as_str(), &file.header)), &books.options);
    let root = syn::parse_file(&text).map_err(|error| format!("the root of the generated modules isn't Rust: {error}"))?;
    let mut bodies = BTreeMap::new();
    for file in files {
        let body: TokenStream = file.text.parse().map_err(|error| format!("what was generated for `{}` isn't Rust: {error}", file.path))?;
        bodies.insert(file.path.as_str(), body);
    }
    Ok(root.items.iter().map(|item| inline(item, "", &bodies)).collect())
}

/// The item, with the bodies of its files in it. Nested as deeply as folders of books are, which [`Books::open`] bounds.
fn inline(item: &Item, above: &str, bodies: &BTreeMap<&str, TokenStream>) -> TokenStream {
    let Item::Mod(module) = item else { return item.to_token_stream() };
    let (visibility, name) = (&module.vis, &module.ident);
    // A module that bears the name of the one around it is defined by another one, and says where its file is.
    let place = module.attrs.iter().find_map(place);
    // The attribute for rustfmt, which sees no file here, is an error within a macro's output.
    let attributes = module.attrs.iter().filter(|attribute| attribute.path().is_ident("doc"));
    match &module.content {
        Some((_, items)) => {
            let below = format!("{above}{}/", place.unwrap_or_else(|| name.to_string()));
            let body: TokenStream = items.iter().map(|item| inline(item, &below, bodies)).collect();
            quote!(#(#attributes)* #visibility mod #name { #body })
        }
        None => {
            let body = bodies.get(format!("{above}{}", place.unwrap_or_else(|| format!("{name}.rs"))).as_str());
            quote!(#(#attributes)* #visibility mod #name { #body })
        }
    }
}

/// The folder or file of a `#[path = "…"]`.
fn place(attribute: &Attribute) -> Option<String> {
    match &attribute.meta {
        Meta::NameValue(MetaNameValue { path, value: Expr::Lit(ExprLit { lit: Lit::Str(place), .. }), .. }) if path.is_ident("path") => {
            Some(place.value())
        }
        _ => None,
    }
}

/// Items by which cargo compiles the crate again when a file changes.
fn watch(books: &Books) -> Result<TokenStream, String> {
    let files = books.sources.books.iter().map(|file| file.path.as_str()).chain(books.texts.keys().map(|path| path.as_str()));
    files
        .map(|file| books.root.join(file))
        .chain(books.rust_files())
        .map(|file| {
            let file = std::path::absolute(&file).map_err(|error: io::Error| format!("`{}` has no path: {error}", file.display()))?;
            let file = file.to_str().ok_or_else(|| format!("the path `{}` isn't Unicode", file.display()))?;
            Ok(quote!(
                const _: &[u8] = ::core::include_bytes!(#file);
            ))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use matchbook_compiler::build::OutFolder;
    use matchbook_compiler::output::Header;

    /// The third way to the same text: `gen` and the build script are compared by the tests of the command line.
    #[test]
    fn every_book_gives_the_text_that_is_committed() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let books = Books::open(&[root.join("tables")]).unwrap();
        let committed = OutFolder::new(root.join("generated/src/tables")).read().unwrap();
        let mut compared = 0;
        for file in &books.sources.books {
            let expansion = of(&format!("tables/{}", file.path), Some(&root), None);
            assert!(expansion.errors.is_empty(), "{:?}", expansion.errors);
            let items = expansion.items.to_string();
            for (path, text) in &committed {
                let text = text.as_deref().unwrap();
                if Header::of(text).unwrap().book.as_ref() == Some(&file.path) {
                    let body: TokenStream = text.parse().unwrap();
                    assert!(items.contains(&body.to_string()), "{path} differs");
                    compared += 1;
                }
            }
        }
        assert!(compared >= books.sources.books.len(), "each book has a decision");
    }
}
