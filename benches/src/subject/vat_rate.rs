//! VAT rate: 62 rules, unique, over two closed texts.

use matchbook::{Decimal, RuleIndex, decimal};
use matchbook_compiler::model::Value;
use matchbook_tables::taxes::eu_vat::vat_rate::{self, Category, Country, Input, Output};

use super::{Subject, generated, text};
use crate::random::Random;

/// The table.
pub struct VatRate;

impl Subject for VatRate {
    const NAME: &'static str = "vat_rate";
    const FORM: &'static str = "a tree of `match`es";
    type Input = Input;
    type Output = Output;

    fn input(random: &mut Random) -> Input {
        let (_, country) = random.pick(<Country as matchbook::ClosedText>::VALUES);
        Input { country, category: random.pick(&[Category::Standard, Category::Books, Category::Medicines]) }
    }

    fn values(input: &Input) -> Vec<Value> {
        vec![text(input.country), text(input.category)]
    }

    fn plain(input: &Input) -> Option<Output> {
        let (name, standard, books, medicines) = match input.country {
            Country::At => ("USt", decimal!(0.200), decimal!(0.100), decimal!(0.100)),
            Country::Be => ("TVA/BTW", decimal!(0.210), decimal!(0.060), decimal!(0.060)),
            Country::Bg => ("DDS", decimal!(0.200), decimal!(0.090), decimal!(0.200)),
            Country::Hr => ("PDV", decimal!(0.250), decimal!(0.050), decimal!(0.050)),
            Country::Cy => ("FPA", decimal!(0.190), decimal!(0.030), decimal!(0.050)),
            Country::Cz => ("DPH", decimal!(0.210), decimal!(0.000), decimal!(0.120)),
            Country::Dk => ("moms", decimal!(0.250), decimal!(0.250), decimal!(0.250)),
            Country::Ee => ("km", decimal!(0.240), decimal!(0.090), decimal!(0.090)),
            Country::Fi => ("ALV", decimal!(0.255), decimal!(0.135), decimal!(0.135)),
            Country::Fr => ("TVA", decimal!(0.200), decimal!(0.055), decimal!(0.021)),
            Country::De => ("MwSt", decimal!(0.190), decimal!(0.070), decimal!(0.190)),
            Country::El => ("FPA", decimal!(0.240), decimal!(0.060), decimal!(0.060)),
            Country::Hu => ("ÁFA", decimal!(0.270), decimal!(0.050), decimal!(0.050)),
            Country::Ie => ("VAT", decimal!(0.230), decimal!(0.000), decimal!(0.000)),
            Country::It => ("IVA", decimal!(0.220), decimal!(0.040), decimal!(0.100)),
            Country::Lv => ("PVN", decimal!(0.210), decimal!(0.050), decimal!(0.120)),
            Country::Lt => ("PVM", decimal!(0.210), decimal!(0.050), decimal!(0.050)),
            Country::Lu => ("TVA", decimal!(0.170), decimal!(0.030), decimal!(0.030)),
            Country::Mt => ("VAT", decimal!(0.180), decimal!(0.050), decimal!(0.000)),
            Country::Nl => ("btw", decimal!(0.210), decimal!(0.090), decimal!(0.090)),
            Country::Pl => ("VAT", decimal!(0.230), decimal!(0.050), decimal!(0.080)),
            Country::Pt => ("IVA", decimal!(0.230), decimal!(0.060), decimal!(0.060)),
            Country::Ro => ("TVA", decimal!(0.210), decimal!(0.110), decimal!(0.110)),
            Country::Sk => ("DPH", decimal!(0.230), decimal!(0.050), decimal!(0.050)),
            Country::Si => ("DDV", decimal!(0.220), decimal!(0.050), decimal!(0.095)),
            Country::Es => ("IVA", decimal!(0.210), decimal!(0.040), decimal!(0.040)),
            Country::Se => ("moms", decimal!(0.250), decimal!(0.060), decimal!(0.000)),
        };
        let rate = match input.category {
            Category::Standard => standard,
            Category::Books => books,
            Category::Medicines => medicines,
        };
        Some(Output { rate, name })
    }

    fn tuned(input: &Input) -> Option<Output> {
        const fn row(name: &'static str, standard: Decimal, books: Decimal, medicines: Decimal) -> [Output; 3] {
            [Output { rate: standard, name }, Output { rate: books, name }, Output { rate: medicines, name }]
        }
        // By country and category, both in the order of their enums.
        static RATES: [[Output; 3]; 27] = [
            row("USt", decimal!(0.200), decimal!(0.100), decimal!(0.100)),
            row("TVA/BTW", decimal!(0.210), decimal!(0.060), decimal!(0.060)),
            row("DDS", decimal!(0.200), decimal!(0.090), decimal!(0.200)),
            row("PDV", decimal!(0.250), decimal!(0.050), decimal!(0.050)),
            row("FPA", decimal!(0.190), decimal!(0.030), decimal!(0.050)),
            row("DPH", decimal!(0.210), decimal!(0.000), decimal!(0.120)),
            row("moms", decimal!(0.250), decimal!(0.250), decimal!(0.250)),
            row("km", decimal!(0.240), decimal!(0.090), decimal!(0.090)),
            row("ALV", decimal!(0.255), decimal!(0.135), decimal!(0.135)),
            row("TVA", decimal!(0.200), decimal!(0.055), decimal!(0.021)),
            row("MwSt", decimal!(0.190), decimal!(0.070), decimal!(0.190)),
            row("FPA", decimal!(0.240), decimal!(0.060), decimal!(0.060)),
            row("ÁFA", decimal!(0.270), decimal!(0.050), decimal!(0.050)),
            row("VAT", decimal!(0.230), decimal!(0.000), decimal!(0.000)),
            row("IVA", decimal!(0.220), decimal!(0.040), decimal!(0.100)),
            row("PVN", decimal!(0.210), decimal!(0.050), decimal!(0.120)),
            row("PVM", decimal!(0.210), decimal!(0.050), decimal!(0.050)),
            row("TVA", decimal!(0.170), decimal!(0.030), decimal!(0.030)),
            row("VAT", decimal!(0.180), decimal!(0.050), decimal!(0.000)),
            row("btw", decimal!(0.210), decimal!(0.090), decimal!(0.090)),
            row("VAT", decimal!(0.230), decimal!(0.050), decimal!(0.080)),
            row("IVA", decimal!(0.230), decimal!(0.060), decimal!(0.060)),
            row("TVA", decimal!(0.210), decimal!(0.110), decimal!(0.110)),
            row("DPH", decimal!(0.230), decimal!(0.050), decimal!(0.050)),
            row("DDV", decimal!(0.220), decimal!(0.050), decimal!(0.095)),
            row("IVA", decimal!(0.210), decimal!(0.040), decimal!(0.040)),
            row("moms", decimal!(0.250), decimal!(0.060), decimal!(0.000)),
        ];
        Some(RATES[input.country as usize][input.category as usize])
    }

    generated!(vat_rate, RuleIndex::get);
}
