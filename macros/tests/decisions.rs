//! A book compiled where it is named, by the crate that a user names: `matchbook`.
#![deny(warnings, missing_docs, clippy::all)]

/// Beside this file, not in the package's folder.
pub mod postage {
    matchbook::decisions!("decisions/postage.csv");
}

/// From the package's folder, in a folder of books of its own.
pub mod taxes {
    matchbook::decisions!("../tables/taxes/eu_vat.csv");
}

use matchbook::decimal;
use postage::postage::postage::{Input, Output, Parcel, Zone, evaluate};

#[test]
fn it_decides() {
    let input = |zone, weight| Input { zone, parcel: Parcel { weight } };
    assert_eq!(evaluate(&input(Zone::Home, decimal!(2.00))), Ok(Output { fee: decimal!(4.50) }));
    assert_eq!(evaluate(&input(Zone::Home, decimal!(2.01))), Ok(Output { fee: decimal!(9.00) }));
    assert_eq!(evaluate(&input(Zone::Abroad, decimal!(2.01))), Ok(Output { fee: decimal!(19.90) }));
    assert_eq!(evaluate(&input(Zone::Abroad, decimal!(0))).map_err(|error| error.code()), Err("MB0801"));
}

#[test]
fn its_decisions_are_listed() {
    let names = |decisions: &[&dyn matchbook::Decision]| decisions.iter().map(|decision| decision.info().name).collect::<Vec<_>>();
    assert_eq!(names(postage::DECISIONS), ["Postage"]);
    assert_eq!(names(taxes::DECISIONS), ["VAT rate"]);
}

#[test]
fn paths_are_those_of_generated_files() {
    use taxes::taxes::eu_vat::vat_rate;
    let input = vat_rate::Input { country: vat_rate::Country::At, category: vat_rate::Category::Books };
    assert_eq!(vat_rate::evaluate(&input).map(|output| output.rate), Ok(decimal!(0.100)));
}
