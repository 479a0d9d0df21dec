//! Decisions that require others.

use matchbook::ClosedText;
use matchbook_tables::{lending, payments, transaction_review};

use super::*;

/// Grades A, B, C, D and none: score, debt to income, months of employment.
const APPLICANTS: [(i64, Decimal, i32); 5] =
    [(780, decimal!(0.2), 36), (720, decimal!(0.35), 12), (700, decimal!(0.4), 11), (640, decimal!(0.42), 36), (780, decimal!(0.5), 36)];

#[test]
fn loan_limit() {
    use lending::eligibility::loan_limit::{Applicant, Credit, Input, Residency, TABLE, evaluate_traced};
    let mut inputs = Vec::new();
    for (_, residency) in Residency::VALUES {
        inputs.extend(APPLICANTS.map(|(score, debt_to_income, months)| Input {
            applicant: Applicant { residency: *residency, age: 40 },
            employment: years_and_months(months),
            credit: Credit { score: Some(score) },
            debt_to_income,
            bankruptcy: false,
        }));
    }
    graph(&TABLE, &inputs, |input, mut told| evaluate_traced(input, &mut told), nothing);
}

#[test]
fn loan_rate() {
    use lending::eligibility::loan_rate::{Applicant, Credit, Input, Residency, TABLE, evaluate_traced};
    let mut inputs = Vec::new();
    for term in [5, 6, 24, 25, 48, 49, 84, 85] {
        inputs.extend(APPLICANTS.map(|(score, debt_to_income, months)| Input {
            term,
            applicant: Applicant { age: 40, residency: Residency::Citizen },
            credit: Credit { score: Some(score) },
            debt_to_income,
            employment: years_and_months(months),
            bankruptcy: false,
        }));
    }
    graph(&TABLE, &inputs, |input, mut told| evaluate_traced(input, &mut told), nothing);
}

/// Amount, age of the account in days, failed tries, host, hour, whether the card is of this country.
type Payment = (Decimal, i64, i64, &'static str, i8, Option<bool>);

/// Scores from 0 to 880, and an error.
const PAYMENTS: [Payment; 8] = [
    (decimal!(49.90), 400, 0, "example.com", 12, Some(true)),
    (decimal!(500), 30, 2, "example.com", 3, Some(true)),
    (decimal!(499.99), 0, 0, "example.org", 3, Some(false)),
    (decimal!(50), 20, 0, "mailinator.com", 2, Some(true)),
    (decimal!(600), 20, 0, "example.org", 12, Some(true)),
    (decimal!(1999.99), 29, 5, "yopmail.com", 12, None),
    (decimal!(1), 0, 6, "mailinator.com", 3, Some(false)),
    (decimal!(1), 0, -1, "mailinator.com", 3, Some(false)),
];

#[test]
fn fraud_band() {
    use payments::fraud::fraud_band::{self, Account, Card, Input, TABLE, evaluate_traced};
    let mut inputs = Vec::new();
    for authenticated in [false, true] {
        inputs.extend(PAYMENTS.map(|(amount, days, failed_tries, email_host, hour, domestic)| Input {
            authenticated,
            payment: fraud_band::Payment { amount, failed_tries, local_time: civil::time(hour, 0, 0, 0) },
            account: Account { age: SignedDuration::from_hours(24 * days), email_host },
            card: Card { domestic },
        }));
    }
    graph(&TABLE, &inputs, |input, mut told| evaluate_traced(input, &mut told), nothing);
}

#[test]
fn payment_release() {
    use payments::release::payment_release::{self, Account, Card, Input, Payee, TABLE, evaluate_traced};
    let mut inputs = Vec::new();
    for trusted in [false, true] {
        inputs.extend(PAYMENTS.map(|(amount, days, failed_tries, email_host, hour, domestic)| Input {
            payment: payment_release::Payment { amount, failed_tries, local_time: civil::time(hour, 0, 0, 0) },
            payee: Payee { trusted },
            account: Account { age: SignedDuration::from_hours(24 * days), email_host },
            card: Card { domestic },
        }));
    }
    graph(&TABLE, &inputs, |input, mut told| evaluate_traced(input, &mut told), nothing);
}

#[test]
fn review_tasks() {
    use transaction_review::review_tasks::{Account, Customer, Input, Kind, Status, TABLE, evaluate_traced};
    let mut inputs = Vec::new();
    for (_, status) in Status::VALUES {
        for (_, kind) in Kind::VALUES {
            for (amount, risk_score) in [(decimal!(0.01), 80), (decimal!(9999.999), 0), (decimal!(10000), 0)] {
                inputs.push(Input { customer: Customer { kind: *kind }, amount, account: Account { status: *status }, risk_score });
            }
        }
    }
    graph(&TABLE, &inputs, |input, mut told| evaluate_traced(input, &mut told), Vec::len);
}

/// How often memory is asked for, with what is given kept until it is counted.
fn counted<T>(run: impl FnOnce() -> T) -> u64 {
    let mut given = None;
    allocations(|| given = Some(run()))
}

mod chains {
    matchbook::decisions!("tests/allocations/chains.csv");
}

use chains::chains as book;

/// Bags, with `true`, and crates, of these weights, each with the name of its depot; the last list holds a weight that isn't allowed.
fn items<T>(item: impl Fn(bool, Decimal, &'static str) -> T) -> [Vec<T>; 8] {
    let lists: [&[_]; 8] = [
        &[],
        &[(true, decimal!(1), "B")],
        &[(false, decimal!(21), "A")],
        &[(false, decimal!(21), "A"), (true, decimal!(5), "B")],
        &[(true, decimal!(5), "B"), (true, decimal!(30), "B"), (true, decimal!(30), "B")],
        &[(false, decimal!(9.9), "A"), (true, decimal!(7), "B"), (false, decimal!(0), "C"), (true, decimal!(1), "D")],
        &[(false, decimal!(9), "A"), (true, decimal!(17), "B")],
        &[(false, decimal!(-1), "A")],
    ];
    lists.map(|list| list.iter().map(|(bag, weight, depot)| item(*bag, *weight, depot)).collect())
}

#[test]
fn a_list_of_which_all_read_the_same_is_handed_on() {
    use book::handling::{Input, Item, Kind, Required, TABLE, evaluate_traced, select};
    let items = items(|bag, weight, _| Item { kind: if bag { Kind::Bag } else { Kind::Crate }, weight });
    let inputs: Vec<Input<'_>> = items.iter().map(|items| Input { items }).collect();
    graph(&TABLE, &inputs, |input, mut told| evaluate_traced(input, &mut told), nothing);
    for input in &inputs {
        // One type in all modules.
        let bags: Result<_, Error> = book::bags::evaluate(&book::bags::Input { items: input.items });
        let Ok(bags) = bags else { continue };
        let required = Required { heavy: book::heavy::Output { heavy: true }, bags };
        assert_eq!(counted(|| black_box(select(black_box(input), &required))), 0, "{input:?}");
    }
}

#[test]
fn a_list_of_which_a_decision_reads_less_is_made_once() {
    use book::depot::{Input, Item, Kind, evaluate, select};
    let items = items(|bag, weight, depot| Item { depot, kind: if bag { Kind::Bag } else { Kind::Crate }, weight });
    for input in items.iter().map(|items| Input { items }) {
        // `Heavy`, `Bags` and `Handling` read one list.
        let made = u64::from(!input.items.is_empty());
        assert_eq!(counted(|| black_box(evaluate(black_box(&input)))), made, "{input:?}");
        let required = book::depot::Required { handling: book::handling::Output { handling: "by machine" } };
        assert_eq!(counted(|| black_box(select(black_box(&input), &required))), 0, "{input:?}");
    }
}

#[test]
fn a_list_that_a_decision_gives_is_looked_at_where_it_lies() {
    use book::ramp::{Input, Item, Kind, Required, evaluate, select};
    let items = items(|bag, weight, _| Item { weight, kind: if bag { Kind::Bag } else { Kind::Crate } });
    for input in items.iter().map(|items| Input { items }) {
        let Ok(remarks) = book::remarks::evaluate(&book::remarks::Input { items: input.items }) else { continue };
        assert_eq!(counted(|| black_box(select(black_box(&input), &Required { remarks: &remarks }))), 0, "{input:?}");
        // The list of remarks itself.
        let made = u64::from(!remarks.is_empty());
        assert_eq!(counted(|| black_box(evaluate(black_box(&input)))), made, "{input:?}");
    }
}
