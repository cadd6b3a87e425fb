//! Tax classes with several components, inside or on top of prices, rounded per
//! line or per document.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ids::TaxClassId,
    money::{Money, Rate},
};

/// One line of a receipt's tax table: a VAT, or one of federal and state.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct TaxComponent {
    /// As printed, for example "VAT" or "GST".
    pub name: String,
    pub rate: Rate,
}

/// What a service or product is taxed with. No components means exempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TaxClass {
    pub id: TaxClassId,
    pub name: String,
    pub components: Vec<TaxComponent>,
    pub active: bool,
}

/// Where tax is rounded. Changes results; fixed by the shop and kept in each sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaxRounding {
    PerLine,
    PerDocument,
}

/// How a shop's prices relate to tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct TaxRules {
    pub prices_include_tax: bool,
    pub rounding: TaxRounding,
}

/// One row of the table on the receipt: `net + tax` of everything taxed by one
/// component.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TaxRow {
    pub name: String,
    pub rate: Rate,
    pub net: Money,
    pub tax: Money,
}

/// What is left of a price, and each component's tax, in the price's own sign.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taxed {
    pub net: Money,
    /// One per component, same order.
    pub taxes: Vec<Money>,
    /// `net` + all of `taxes`.
    pub total: Money,
}

/// One component's tax on the lines that carry it: `price x rate / denominator`.
struct Group<'a> {
    component: &'a TaxComponent,
    denominator: i128,
    /// Line, place of the component in it, and `price x rate`.
    parts: Vec<(usize, usize, i128)>,
}

/// The tax of each line's price (after discount).
///
/// Prices that include tax are sacred: the total is the price, and net is what
/// tax leaves of it. Each component is rounded by itself, half away from zero.
/// Rounded per document, a component's tax is rounded once over all lines that
/// carry it and shared out among them by largest remainder, so that the lines add
/// up to the document. Components inside a price are grouped with their class,
/// since the share that they are of the price depends on the others beside them.
pub fn tax(lines: &[(Money, &[TaxComponent])], rules: TaxRules) -> Vec<Taxed> {
    let mut taxed: Vec<Taxed> = lines
        .iter()
        .map(|(_, components)| Taxed {
            taxes: vec![Money::ZERO; components.len()],
            ..Taxed::default()
        })
        .collect();
    for group in groups(lines, rules) {
        for ((line, place, _), amount) in group.parts.iter().zip(group.amounts()) {
            taxed[*line].taxes[*place] = amount;
        }
    }
    for ((price, _), line) in lines.iter().zip(&mut taxed) {
        let tax: Money = line.taxes.iter().copied().sum();
        (line.net, line.total) = if rules.prices_include_tax {
            (*price - tax, *price)
        } else {
            (*price, *price + tax)
        };
    }
    taxed
}

/// What is rounded together: everything of one component, or one line's part.
fn groups<'a>(lines: &[(Money, &'a [TaxComponent])], rules: TaxRules) -> Vec<Group<'a>> {
    let whole = i128::from(Rate::WHOLE.milli_percent());
    let mut groups: Vec<Group<'a>> = Vec::new();
    for (line, (price, components)) in lines.iter().enumerate() {
        let rates = components
            .iter()
            .map(|it| i128::from(it.rate.milli_percent()));
        let inside: i128 = rates.sum();
        let denominator = if rules.prices_include_tax {
            whole + inside
        } else {
            whole
        };
        for (place, component) in components.iter().enumerate() {
            let share = i128::from(price.minor()) * i128::from(component.rate.milli_percent());
            let same = groups.iter_mut().find(|group| {
                rules.rounding == TaxRounding::PerDocument
                    && group.component == component
                    && group.denominator == denominator
            });
            match same {
                Some(group) => group.parts.push((line, place, share)),
                None => groups.push(Group {
                    component,
                    denominator,
                    parts: vec![(line, place, share)],
                }),
            }
        }
    }
    groups
}

impl Group<'_> {
    fn amounts(&self) -> Vec<Money> {
        let sum = self.parts.iter().map(|(_, _, share)| share).sum();
        let weights: Vec<i128> = self.parts.iter().map(|(_, _, share)| share.abs()).collect();
        Money::ratio(sum, self.denominator)
            .alloc(&weights)
            .unwrap_or_else(|| vec![Money::ZERO; self.parts.len()])
    }
}

/// Adds what one taxed line contributes to a table by name and rate.
pub fn add_to_table(
    table: &mut Vec<TaxRow>,
    net: Money,
    components: &[TaxComponent],
    taxes: &[Money],
) {
    for (component, &tax) in components.iter().zip(taxes) {
        let same = |row: &&mut TaxRow| row.name == component.name && row.rate == component.rate;
        match table.iter_mut().find(same) {
            Some(row) => {
                row.net += net;
                row.tax += tax;
            }
            None => table.push(TaxRow {
                name: component.name.clone(),
                rate: component.rate,
                net,
                tax,
            }),
        }
    }
}

#[cfg(test)]
mod tests;
