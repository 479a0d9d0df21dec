//! Federal income tax bracket: 28 rules, unique, over a closed text and a decimal.

use matchbook::{Decimal, RuleIndex, decimal};
use matchbook_compiler::model::Value;
use matchbook_tables::taxes::us_federal_income::federal_income_tax_bracket::{self, FilingStatus, Input, Output};

use super::exact::Exact;
use super::{Subject, generated, number, text};
use crate::random::Random;

/// The table.
pub struct FederalIncomeTaxBracket;

const RATES: [Decimal; 7] =
    [decimal!(0.10), decimal!(0.12), decimal!(0.22), decimal!(0.24), decimal!(0.32), decimal!(0.35), decimal!(0.37)];

impl Subject for FederalIncomeTaxBracket {
    const NAME: &'static str = "federal_income_tax_bracket";
    const FORM: &'static str = "one `match`";
    type Input = Input;
    type Output = Output;

    fn input(random: &mut Random) -> Input {
        let ends = [
            12_400, 17_700, 24_800, 50_400, 67_450, 100_800, 105_700, 201_750, 201_775, 211_400, 256_200, 256_225, 384_350, 403_550,
            512_450, 640_600, 768_700,
        ];
        let statuses = [FilingStatus::Single, FilingStatus::MarriedJoint, FilingStatus::MarriedSeparate, FilingStatus::HeadOfHousehold];
        Input { filing_status: random.pick(&statuses), taxable_income: random.amount(&ends, 800_000) }
    }

    fn values(input: &Input) -> Vec<Value> {
        vec![text(input.filing_status), number(input.taxable_income)]
    }

    fn plain(input: &Input) -> Option<Output> {
        let income = input.taxable_income;
        if income < Decimal::ZERO {
            return None;
        }
        // Where each bracket begins, and the tax on all below.
        let brackets: [(i64, Decimal); 7] = match input.filing_status {
            FilingStatus::Single => [
                (0, decimal!(0.00)),
                (12_400, decimal!(1240.00)),
                (50_400, decimal!(5800.00)),
                (105_700, decimal!(17966.00)),
                (201_775, decimal!(41024.00)),
                (256_225, decimal!(58448.00)),
                (640_600, decimal!(192979.25)),
            ],
            FilingStatus::MarriedJoint => [
                (0, decimal!(0.00)),
                (24_800, decimal!(2480.00)),
                (100_800, decimal!(11600.00)),
                (211_400, decimal!(35932.00)),
                (403_550, decimal!(82048.00)),
                (512_450, decimal!(116896.00)),
                (768_700, decimal!(206583.50)),
            ],
            FilingStatus::MarriedSeparate => [
                (0, decimal!(0.00)),
                (12_400, decimal!(1240.00)),
                (50_400, decimal!(5800.00)),
                (105_700, decimal!(17966.00)),
                (201_775, decimal!(41024.00)),
                (256_225, decimal!(58448.00)),
                (384_350, decimal!(103291.75)),
            ],
            FilingStatus::HeadOfHousehold => [
                (0, decimal!(0.00)),
                (17_700, decimal!(1770.00)),
                (67_450, decimal!(7740.00)),
                (105_700, decimal!(16155.00)),
                (201_750, decimal!(39207.00)),
                (256_200, decimal!(56631.00)),
                (640_600, decimal!(191171.00)),
            ],
        };
        let at = brackets.iter().rposition(|(over, _)| income > Decimal::from(*over)).unwrap_or(0);
        let (over, base_tax) = brackets[at];
        Some(Output { rate: RATES[at], base_tax, over })
    }

    fn tuned(input: &Input) -> Option<Output> {
        const fn bracket(at: usize, base_tax: Decimal, over: i64) -> Output {
            Output { rate: RATES[at], base_tax, over }
        }
        // By filing status, in the order of the enum.
        static BRACKETS: [[Output; 7]; 4] = [
            [
                bracket(0, decimal!(0.00), 0),
                bracket(1, decimal!(1240.00), 12_400),
                bracket(2, decimal!(5800.00), 50_400),
                bracket(3, decimal!(17966.00), 105_700),
                bracket(4, decimal!(41024.00), 201_775),
                bracket(5, decimal!(58448.00), 256_225),
                bracket(6, decimal!(192979.25), 640_600),
            ],
            [
                bracket(0, decimal!(0.00), 0),
                bracket(1, decimal!(2480.00), 24_800),
                bracket(2, decimal!(11600.00), 100_800),
                bracket(3, decimal!(35932.00), 211_400),
                bracket(4, decimal!(82048.00), 403_550),
                bracket(5, decimal!(116896.00), 512_450),
                bracket(6, decimal!(206583.50), 768_700),
            ],
            [
                bracket(0, decimal!(0.00), 0),
                bracket(1, decimal!(1240.00), 12_400),
                bracket(2, decimal!(5800.00), 50_400),
                bracket(3, decimal!(17966.00), 105_700),
                bracket(4, decimal!(41024.00), 201_775),
                bracket(5, decimal!(58448.00), 256_225),
                bracket(6, decimal!(103291.75), 384_350),
            ],
            [
                bracket(0, decimal!(0.00), 0),
                bracket(1, decimal!(1770.00), 17_700),
                bracket(2, decimal!(7740.00), 67_450),
                bracket(3, decimal!(16155.00), 105_700),
                bracket(4, decimal!(39207.00), 201_750),
                bracket(5, decimal!(56631.00), 256_200),
                bracket(6, decimal!(191171.00), 640_600),
            ],
        ];
        let income = Exact::new(input.taxable_income);
        if income.is_negative() {
            return None;
        }
        // Counting costs no branch; nobody's income lies over a bracket but not over those below it.
        let brackets = &BRACKETS[input.filing_status as usize];
        let at: usize = brackets[1..].iter().map(|bracket| usize::from(!income.within(bracket.over))).sum();
        Some(brackets[at])
    }

    generated!(federal_income_tax_bracket, RuleIndex::get);
}
