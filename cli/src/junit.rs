//! JUnit's XML, which build servers show as test results. There is no standard; this is what Jenkins, GitLab and GitHub's viewers share.

use std::fmt::Write;

/// The cases of a book or of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Suite {
    pub(crate) name: String,
    pub(crate) cases: Vec<Case>,
}

/// One case: passed unless something is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Case {
    /// What it belongs to, as a path with dots or slashes.
    pub(crate) class: String,
    pub(crate) name: String,
    pub(crate) failures: Vec<Failure>,
    /// What else there is to say of it.
    pub(crate) output: Vec<String>,
}

/// Why a case failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    /// A code.
    pub(crate) code: String,
    /// One line.
    pub(crate) message: String,
    /// All of it.
    pub(crate) text: String,
}

/// The document, without its last newline.
pub(crate) fn document(suites: &[Suite]) -> String {
    let failed = |suite: &Suite| suite.cases.iter().filter(|case| !case.failures.is_empty()).count();
    let (tests, failures) = (suites.iter().map(|suite| suite.cases.len()).sum::<usize>(), suites.iter().map(failed).sum::<usize>());
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"matchbook\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">\n"
    );
    for suite in suites {
        // Writing to a text can't fail.
        let _ = writeln!(
            xml,
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"0\">",
            escaped(&suite.name),
            suite.cases.len(),
            failed(suite)
        );
        for case in &suite.cases {
            let _ = write!(xml, "    <testcase classname=\"{}\" name=\"{}\"", escaped(&case.class), escaped(&case.name));
            if case.failures.is_empty() && case.output.is_empty() {
                xml.push_str("/>\n");
                continue;
            }
            xml.push_str(">\n");
            for failure in &case.failures {
                let _ = writeln!(
                    xml,
                    "      <failure type=\"{}\" message=\"{}\">{}</failure>",
                    escaped(&failure.code),
                    escaped(&failure.message),
                    escaped(&failure.text).replace("&#10;", "\n")
                );
            }
            if !case.output.is_empty() {
                let _ = writeln!(xml, "      <system-out>{}</system-out>", escaped(&case.output.join("\n")).replace("&#10;", "\n"));
            }
            xml.push_str("    </testcase>\n");
        }
        xml.push_str("  </testsuite>\n");
    }
    xml.push_str("</testsuites>");
    xml
}

/// Text in XML 1.0, in attributes too; characters that XML has none of become U+FFFD.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("&#10;"),
            '\t' => escaped.push_str("&#9;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_pass_fail_and_say_more() {
        let case = |name: &str, failures: Vec<Failure>, output: &[&str]| Case {
            class: "retail.Shipping fee".to_owned(),
            name: name.to_owned(),
            failures,
            output: output.iter().map(|line| (*line).to_owned()).collect(),
        };
        let failure = Failure { code: "MB0750".to_owned(), message: "\"4\" < 5 & more".to_owned(), text: "one\n\u{1b}two".to_owned() };
        let cases = vec![case("light", Vec::new(), &[]), case("heavy", vec![failure], &[]), case("odd", Vec::new(), &["a", "b"])];
        insta::assert_snapshot!(document(&[Suite { name: "retail/shipping.csv".to_owned(), cases }]));
    }
}
