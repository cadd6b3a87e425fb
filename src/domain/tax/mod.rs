//! Tax classes with several components, inside or on top of prices, rounded per
//! line or per document.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ids::TaxClassId,
    money::{Money, Rate},
};

mod share;

use share::Share;

/// One line of a receipt's tax table: a VAT, or one of federal and state.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct TaxComponent {
    /// As printed, for example "VAT" or "GST".
    pub name: String,
    pub rate: Rate,
    /// What the rate is taken of.
    #[serde(default)]
    pub of: TaxedOn,
    /// Those after it that are taken of the raised price are taken of this too.
    #[serde(default)]
    pub raises: bool,
    /// Whether the price has it in it; `None`: as the shop's prices do.
    #[serde(default)]
    pub inside: Option<bool>,
}

impl TaxComponent {
    /// Of the price, in it or on top as the shop's prices are.
    pub fn plain(name: impl Into<String>, rate: Rate) -> Self {
        Self {
            name: name.into(),
            rate,
            of: TaxedOn::Price,
            raises: false,
            inside: None,
        }
    }

    fn is_inside(&self, rules: TaxRules) -> bool {
        self.inside.unwrap_or(rules.prices_include_tax)
    }
}

/// What a rate is taken of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaxedOn {
    /// The price without any tax.
    #[default]
    Price,
    /// That with those taxes before it that raise it: a tax on a tax.
    Raised,
    /// The price with this tax in it: 10 % of 222.22 are 22.22 on 200.00.
    Total,
}

/// What a service or product is taxed with. No components means exempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TaxClass {
    pub id: TaxClassId,
    pub name: String,
    pub components: Vec<TaxComponent>,
    pub active: bool,
    /// What replaces `components` from a day of trade on; earlier days first.
    pub changes: Vec<TaxChange>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TaxChange {
    pub from: NaiveDate,
    pub components: Vec<TaxComponent>,
}

impl TaxClass {
    /// What is taxed on a day of trade.
    pub fn on(&self, business_date: NaiveDate) -> &[TaxComponent] {
        let begun = self.changes.iter().filter(|it| it.from <= business_date);
        let latest = begun.max_by_key(|it| it.from);
        latest.map_or(&self.components, |it| &it.components)
    }
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

/// One component's tax on the lines that carry it: the price's `share`.
struct Group<'a> {
    component: &'a TaxComponent,
    share: Share,
    /// Line, place of the component in it, and the line's price.
    parts: Vec<(usize, usize, Money)>,
}

/// The tax of each line's price (after discount).
///
/// Prices that include tax are sacred: the total is the price, and net is what
/// tax leaves of it. Each component is rounded by itself, half away from zero.
/// Rounded per document, a component's tax is rounded once over all lines that
/// carry it and shared out among them by largest remainder, so that the lines add
/// up to the document. Components inside a price are grouped with their class,
/// since the share that they are of the price depends on the others beside them.
/// A tax on a tax is taken of the exact amounts, and rounded by itself.
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
    for ((price, components), line) in lines.iter().zip(&mut taxed) {
        let mut inside = Money::ZERO;
        let mut on_top = Money::ZERO;
        for (component, &tax) in components.iter().zip(&line.taxes) {
            *if component.is_inside(rules) {
                &mut inside
            } else {
                &mut on_top
            } += tax;
        }
        (line.net, line.total) = (*price - inside, *price + on_top);
    }
    taxed
}

/// Whether amounts up to [`Money::LIMIT`] can be taxed with `components` exactly, on
/// top and inside.
pub fn is_computable(components: &[TaxComponent]) -> bool {
    [true, false].into_iter().all(|prices_include_tax| {
        let rules = TaxRules {
            prices_include_tax,
            rounding: TaxRounding::PerLine,
        };
        shares(components, rules)
            .is_some_and(|shares| shares.iter().all(|it| it.of(Money::LIMIT).is_some()))
    })
}

/// What of a price each component is. A net price of 1 makes a tax of `k` of each
/// component in turn; a price that has some of them in it is `1 + those`.
fn shares(components: &[TaxComponent], rules: TaxRules) -> Option<Vec<Share>> {
    let mut raised = Share::WHOLE;
    let mut price = Share::WHOLE;
    let mut of_net = Vec::with_capacity(components.len());
    for component in components {
        let rate = Share::of_rate(component.rate);
        let share = match component.of {
            TaxedOn::Price => rate,
            TaxedOn::Raised => rate.times(raised)?,
            TaxedOn::Total => rate.over(Share::WHOLE.minus(rate)?)?,
        };
        if component.raises {
            raised = raised.plus(share)?;
        }
        if component.is_inside(rules) {
            price = price.plus(share)?;
        }
        of_net.push(share);
    }
    of_net.into_iter().map(|share| share.over(price)).collect()
}

/// What is rounded together: everything of one component, or one line's part.
fn groups<'a>(lines: &[(Money, &'a [TaxComponent])], rules: TaxRules) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for (line, (price, components)) in lines.iter().enumerate() {
        // Checked where a class is saved: see `is_computable`.
        let shares = shares(components, rules).unwrap_or_default();
        for (place, (component, share)) in components.iter().zip(shares).enumerate() {
            let same = groups.iter_mut().find(|group| {
                rules.rounding == TaxRounding::PerDocument
                    && group.component == component
                    && group.share == share
            });
            match same {
                Some(group) => group.parts.push((line, place, *price)),
                None => groups.push(Group {
                    component,
                    share,
                    parts: vec![(line, place, *price)],
                }),
            }
        }
    }
    groups
}

impl Group<'_> {
    fn amounts(&self) -> Vec<Money> {
        let sum = self.parts.iter().map(|(_, _, price)| *price).sum();
        let weights: Vec<i128> = self
            .parts
            .iter()
            .map(|(_, _, price)| i128::from(price.minor()).abs())
            .collect();
        self.share
            .of(sum)
            .and_then(|tax| tax.alloc(&weights))
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
