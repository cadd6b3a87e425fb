//! The total of a cart. What is shown, paid, stored and printed comes from here.

use crate::domain::{
    money::{Money, Rate},
    sale::SaleLine,
    tax::{self, TaxRow, TaxRules, Taxed},
    ticket::{Discount, LINES_MAX, QUANTITY_MAX, TicketLine},
};

/// Lines with all their amounts, and what they add up to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub lines: Vec<SaleLine>,
    /// By name and rate, in the order of first appearance.
    pub tax_table: Vec<TaxRow>,
    /// Quantity x price of all lines, before discount.
    pub subtotal: Money,
    /// Zero or of the sign opposite to `subtotal`.
    pub discounts: Money,
    /// What the client pays before cash rounding.
    pub total: Money,
}

impl Totals {
    /// The sums of finished lines.
    pub fn of(lines: Vec<SaleLine>) -> Self {
        let mut tax_table = Vec::new();
        for line in &lines {
            tax::add_to_table(&mut tax_table, line.net, &line.tax, &line.tax_amounts);
        }
        Self {
            tax_table,
            subtotal: lines.iter().map(|line| line.gross).sum(),
            discounts: lines.iter().map(|line| line.discount_amount).sum(),
            total: lines.iter().map(|line| line.total).sum(),
            lines,
        }
    }

    /// All tax of the document.
    pub fn tax(&self) -> Money {
        self.tax_table.iter().map(|row| row.tax).sum()
    }
}

/// Why a cart cannot be totalled or sold as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckoutRefusal {
    /// Nothing to sell.
    Empty,
    TooManyLines {
        max: usize,
    },
    QuantityOutOfRange {
        line: u32,
        max: u32,
    },
    NegativePrice {
        line: u32,
    },
    /// Takes off more than the line costs, or adds to it.
    DiscountOutOfRange {
        line: u32,
        gross: Money,
    },
    /// A line or the whole is above [`Money::LIMIT`].
    TooLarge {
        limit: Money,
    },
}

/// Totals a cart: quantity x price, less the line's discount, with tax by `rules`.
///
/// A percent discount is rounded half away from zero and taken off, so the line
/// prints as price, discount, rest, and adds up.
///
/// # Errors
///
/// The first refusal found, line by line.
pub fn totals(lines: &[TicketLine], rules: TaxRules) -> Result<Totals, CheckoutRefusal> {
    if lines.is_empty() {
        return Err(CheckoutRefusal::Empty);
    }
    if lines.len() > LINES_MAX {
        return Err(CheckoutRefusal::TooManyLines { max: LINES_MAX });
    }
    let discounted = lines
        .iter()
        .map(gross_and_discount)
        .collect::<Result<Vec<_>, _>>()?;
    let prices: Vec<_> = lines
        .iter()
        .zip(&discounted)
        .map(|(line, &(gross, discount))| (to_pay(line, gross + discount), line.tax.as_slice()))
        .collect();
    let sold = lines
        .iter()
        .zip(discounted)
        .zip(tax::tax(&prices, rules))
        .map(|((line, (gross, discount)), taxed)| sale_line(line, gross, discount, taxed))
        .collect();
    let totals = Totals::of(sold);
    if totals.total > Money::LIMIT || totals.subtotal > Money::LIMIT {
        return Err(CheckoutRefusal::TooLarge {
            limit: Money::LIMIT,
        });
    }
    Ok(totals)
}

/// Quantity x price, and what the discount takes off it (zero or negative).
pub(super) fn gross_and_discount(line: &TicketLine) -> Result<(Money, Money), CheckoutRefusal> {
    let number = line.number;
    if !(1..=QUANTITY_MAX).contains(&line.quantity) {
        return Err(CheckoutRefusal::QuantityOutOfRange {
            line: number,
            max: QUANTITY_MAX,
        });
    }
    if line.unit_price.is_negative() {
        return Err(CheckoutRefusal::NegativePrice { line: number });
    }
    let gross = line
        .unit_price
        .times(i64::from(line.quantity))
        .filter(|&gross| gross <= Money::LIMIT)
        .ok_or(CheckoutRefusal::TooLarge {
            limit: Money::LIMIT,
        })?;
    let off = match line.discount {
        None => Money::ZERO,
        Some(Discount::Amount(amount)) => amount,
        Some(Discount::Percent(rate)) if rate > Rate::WHOLE => {
            return Err(CheckoutRefusal::DiscountOutOfRange {
                line: number,
                gross,
            });
        }
        Some(Discount::Percent(rate)) => rate.of(gross),
    };
    let offers: Money = line.offers.iter().map(|it| it.off).sum();
    let off = off + offers;
    if off > gross || off.is_negative() {
        return Err(CheckoutRefusal::DiscountOutOfRange {
            line: number,
            gross,
        });
    }
    Ok((gross, -off))
}

/// Nothing is due for a line that was paid ahead.
fn to_pay(line: &TicketLine, price: Money) -> Money {
    match line.drawn {
        Some(_) => Money::ZERO,
        None => price,
    }
}

fn sale_line(line: &TicketLine, gross: Money, discount_amount: Money, taxed: Taxed) -> SaleLine {
    SaleLine {
        number: line.number,
        item: line.item,
        name: line.name.clone(),
        quantity: i64::from(line.quantity),
        unit_price: line.unit_price,
        unit_cost: line.unit_cost,
        tax: line.tax.clone(),
        discount: line.discount,
        gross,
        discount_amount,
        net: taxed.net,
        tax_amounts: taxed.taxes,
        total: taxed.total,
        staff: line.staff,
        appointment: line.appointment,
        restocked: false,
        list_price: line.list_price,
        price_reason: line.price_reason.clone(),
        minutes: line.minutes,
        given: line.given.clone(),
        offers: line.offers.clone(),
        drawn: line.drawn.clone(),
        returned: None,
        note: line.note.clone(),
    }
}
