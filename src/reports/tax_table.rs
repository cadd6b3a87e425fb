//! The table of taxes, as receipts and Zs carry it.

use crate::{
    domain::{money::Money, paper::PaperWriter, tax::TaxRow},
    locale::Words,
};

/// One row per tax, and a sum where the rows alone do not show it. `net` is all
/// revenue without tax, taxed or not: several taxes may share one net amount,
/// so it is not the sum of the column.
pub(super) fn tax_table(paper: &mut PaperWriter, words: &Words, rows: &[TaxRow], net: Money) {
    if rows.is_empty() {
        return;
    }
    let tax: Money = rows.iter().map(|row| row.tax).sum();
    let mut table = vec![(
        words.locale.text("receipt-tax"),
        words.locale.text("receipt-net"),
        words.locale.text("receipt-tax-amount"),
    )];
    table.extend(rows.iter().map(|row| {
        (
            words.locale.fill(
                "receipt-tax-rate",
                &[
                    ("name", (&row.name).into()),
                    ("rate", row.rate.to_string().into()),
                ],
            ),
            words.money(row.net),
            words.money(row.tax),
        )
    }));
    if rows.len() > 1 || rows.iter().any(|row| row.net != net) {
        let sum = words.locale.text("receipt-tax-sum");
        table.push((sum, words.money(net), words.money(tax)));
    }
    let net_cells = table.iter().map(|row| row.1.len()).max().unwrap_or(0);
    let tax_cells = table.iter().map(|row| row.2.len()).max().unwrap_or(0);
    for (name, net, tax) in table {
        paper.columns(&name, &format!("{net:>net_cells$}  {tax:>tax_cells$}"));
    }
}
