use super::*;
use crate::compile::compile;

/// The books with their fixes, and what was done, in words.
fn mended(books: &[(&str, &str)]) -> (Mended, String) {
    let file = |(path, text): &(&str, &str)| SourceFile { path: BookPath::new(path), bytes: Ok(text.as_bytes().to_vec()) };
    let sources = SourceSet { books: books.iter().map(file).collect(), ..SourceSet::default() };
    let mended = mend(&sources, &Options::default(), &BTreeSet::new());
    let mut lines: Vec<String> = Vec::new();
    for made in &mended.made {
        lines.push(format!("{} {}", made.code, made.title));
        lines.extend(made.changes.iter().map(|change| format!("  {} (was {:?})", change.edit.instruction(), change.before)));
    }
    for refused in &mended.refused {
        lines.push(format!("{} not at {}: {}, as {}", refused.code, refused.location, refused.fix, refused.reason));
    }
    for report in mended.compilation.reports.iter().filter(|report| report.level > Level::Advice) {
        lines.push(format!("left: {} {} {}", report.code(), report.location(), report.description.message));
    }
    for (path, draft) in &mended.books {
        let Draft::Text(bytes) = draft else { panic!("{path} is text") };
        lines.push(format!("{path}:\n{}", String::from_utf8_lossy(bytes)));
    }
    let words = lines.join("\n");
    (mended, words)
}

const HEAD: &str = "decision;Fee\nunique;Country;Weight;Fee\nrole;if;if;then\ntype;text;decimal(2);integer\nvalues;US, CA, EU;>= 0;\n";

#[test]
fn mistakes_with_one_reading_are_mended_until_none_is_left() {
    // One row has three of them; the range shows only when the country is read.
    let text = format!("{HEAD}us;US;;1\n;UE;0-10;2\neu2;EU;>= 10;3\nca;CA;;1O\n");
    let (first, words) = mended(&[("shop/fee.csv", &text)]);
    insta::assert_snapshot!(words);
    let Some(Draft::Text(bytes)) = first.books.values().next() else { panic!("it has changed") };
    let (again, words) = mended(&[("shop/fee.csv", std::str::from_utf8(bytes).unwrap())]);
    assert!(again.books.is_empty() && again.made.is_empty(), "{words}");
}

#[test]
fn a_fix_that_brings_a_finding_is_left_out_and_the_others_are_not() {
    // The value nearest to `UX` is taken.
    let text = format!("{HEAD}us;US;;1\nux;UX;;2\nca;AC;;3\neu;EU;>= 0;4\n");
    insta::assert_snapshot!(mended(&[("shop/fee.csv", &text)]).1);
}

#[test]
fn a_rule_that_never_decides_is_deleted_where_nothing_changes() {
    let text = "decision,Fee,,notes\nfirst,Amount,Fee\nrole,if,then\ntype,integer,integer\na,< 100,1\nb,< 50,1\nc,< 20,2\nd,< 10,1,,beside\nelse,,3\n";
    insta::assert_snapshot!(mended(&[("shop/fee.csv", text)]).1);
}

#[test]
fn books_that_are_not_to_be_touched_stay() {
    let text = format!("{HEAD}us;US;;1\nca;AC;;3\neu;EU;;4\n");
    let file = SourceFile { path: BookPath::new("shop/fee.csv"), bytes: Ok(text.into_bytes()) };
    let mut sources = SourceSet { books: vec![file], ..SourceSet::default() };
    let path = BookPath::new("shop/fee.csv");
    assert!(mend(&sources, &Options::default(), &BTreeSet::from([path.clone()])).books.is_empty());
    assert_eq!(mend(&sources, &Options::default(), &BTreeSet::new()).books.len(), 1);
    sources.unselected.insert(path);
    assert!(mend(&sources, &Options::default(), &BTreeSet::new()).books.is_empty());
}

#[test]
fn a_mended_book_compiles_as_if_read_anew() {
    let text = format!("{HEAD}us;US;;1\nca;AC;;3\neu;EU;;4\n");
    let (mended, _) = mended(&[("shop/fee.csv", &text)]);
    let Some(Draft::Text(bytes)) = mended.books.values().next() else { panic!("it has changed") };
    let file = SourceFile { path: BookPath::new("shop/fee.csv"), bytes: Ok(bytes.clone()) };
    let again = compile(&SourceSet { books: vec![file], ..SourceSet::default() }, &Options::default());
    assert_eq!(mended.compilation.reports, again.reports);
    assert_eq!(mended.compilation.files, again.files);
}
