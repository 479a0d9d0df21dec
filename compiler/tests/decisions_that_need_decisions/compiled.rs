//! Generated code of decisions that require each other, compiled under strict lints, and asked.

use crate::compiled;
use crate::generated::{Question, answers, meaning};

/// Decisions whose names are those of generated code, or meet each other there; a result that isn't `Copy`; and one that may find nothing.
const BOOK: &str = "\
decision | Payload | | |
first | x | body | rate |
role | if | then | then |
type | text | any | integer |
a | \"q\" | {\"a\": 1} | 3 |
else | | null | 4 |

decision | Uses payload | |
first | Payload.rate | v |
role | if | then |
type | | integer |
a | 3 | 1 |
else | | 2 |

decision | Apply | |
first | n | v |
role | if | then |
type | integer | integer |
a | > 1 | 1 |
else | | 2 |

decision | Uses apply | |
first | Apply | v |
role | if | then |
type | | integer |
a | 1 | =Apply + 1 |
else | | 2 |

decision | Input | |
first | n | v |
role | if | then |
type | integer | integer |
a | > 1 | 1 |
else | | 2 |

decision | Uses input | |
first | Input | v |
role | if | then |
type | | integer |
a | 1 | 1 |
else | | 2 |

decision | Fee | | |
first | n | input | required |
role | if | then | then |
type | integer | integer | integer |
a | > 1 | 1 | 2 |
else | | 2 | 3 |

decision | Uses fee | | |
first | Fee.input | n | v |
role | if | if | then |
type | | integer | integer |
a | 1 | | =n + 1 |
else | | | =Fee.required |

decision | Required | | |
complete | no | | |
first | n | input | also |
role | if | then | then |
type | integer | integer | integer |
a | > 1 | 1 | 2 |

decision | Uses required | | |
first | Required.input | n | v |
role | if | if | then |
type | | integer | integer |
a | 1 | > 2 | 1 |
else | | | 2 |

decision | A | | |
first | t | c | v |
role | if | if | then |
type | text | text? | integer |
values | | a, b | |
r | \"q\" | a | 1 |
s | | null | 3 |
else | | | 5 |

decision | B | | |
first | A | c | v |
role | if | if | then |
type | | text? | text |
values | | b, a | |
r | 1 | a | =\"one\" + string(A) |
s | 3 | null | n |
else | | | z |

decision | C | |
first | B | v |
role | if | then |
type | | text |
r | n | =B |
else | | =B + B |

decision | Two | |
complete | no | |
first | n | v |
role | if | then |
type | integer | text |
values | | p, q |
a | > 1 | p |
b | <= 1 | q |

decision | Uses two | | |
unique | Two | n | v |
role | if | if | then |
type | | integer | integer |
a | p | | 1 |
b | q | | 2 |

decision | Due | |
first | n | on |
role | if | then |
type | integer | date |
a | > 1 | 2026-01-31 |
else | | 2027-01-31 |

decision | Uses due | | |
first | Year | Month | v |
role | if | if | then |
expr | Due.year | Due.on.month | v |
type | number | number | integer |
a | 2026 | 1 | 1 |
else | | | 2 |
";

#[test]
fn names_of_generated_code_and_results_of_every_kind_compile() {
    let compilation = compiled(&[("shop/book.csv", BOOK)]);
    let mut asked = Vec::new();
    for (decision, documents) in [
        ("Uses payload", [r#"{"x":"q"}"#, r#"{"x":"r"}"#]),
        ("Uses apply", [r#"{"n":1}"#, r#"{"n":2}"#]),
        ("Uses input", [r#"{"n":1}"#, r#"{"n":2}"#]),
        ("Uses fee", [r#"{"n":1}"#, r#"{"n":2}"#]),
        ("Uses required", [r#"{"n":1}"#, r#"{"n":3}"#]),
        ("C", [r#"{"t":"q","c":"a"}"#, r#"{"t":"r","c":null}"#]),
        ("Uses due", [r#"{"n":1}"#, r#"{"n":2}"#]),
        ("Uses two", [r#"{"n":1}"#, r#"{"n":2}"#]),
    ] {
        asked.extend(documents.map(|document| Question { app: "shop", decision, document }));
    }
    let expected: Vec<String> = (asked.iter())
        .map(|question| {
            let graph = compilation.graph("shop", question.decision).unwrap_or_else(|| panic!("{:?}", compilation.reports));
            meaning(&graph, question.document)
        })
        .collect();
    assert!(expected.iter().all(|answer| !answer.starts_with("MB")), "{expected:?}");
    assert_eq!(answers("required-names", &compilation.files, &asked), expected);
}
