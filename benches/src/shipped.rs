//! Shipped tables that other packages measure.

/// A decision of the books in `tables/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its app.
    pub app: &'static str,
    /// Its name.
    pub decision: &'static str,
    /// What its module is called.
    pub module: &'static str,
    /// Its module's path in the committed Rust.
    pub path: &'static str,
}

/// Tables of one hit whose inputs are closed texts and decimals; each has hand-written [subjects](crate::subject).
pub const TABLES: [Table; 3] = [
    Table { app: "retail", decision: "Shipping fee", module: "shipping_fee", path: "retail::shipping::shipping_fee" },
    Table {
        app: "taxes",
        decision: "Federal income tax bracket",
        module: "federal_income_tax_bracket",
        path: "taxes::us_federal_income::federal_income_tax_bracket",
    },
    Table { app: "taxes", decision: "VAT rate", module: "vat_rate", path: "taxes::eu_vat::vat_rate" },
];
