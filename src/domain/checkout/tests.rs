use super::*;
use crate::domain::{
    ids::{DrawerSessionId, ProductId, SaleId, ServiceId},
    money::{CashRounding, Money, Rate},
    sale::{ReceiptNumber, Sale, SaleKind},
    tax::{TaxComponent, TaxRounding, TaxRules},
    tender::{Tender, TenderKind},
    ticket::{Discount, Item, TicketLine},
};

pub(crate) const INSIDE: TaxRules = TaxRules {
    prices_include_tax: true,
    rounding: TaxRounding::PerLine,
};

pub(crate) fn eur(minor: i64) -> Money {
    Money::from_minor(minor)
}

pub(crate) fn vat(milli_percent: u32) -> Vec<TaxComponent> {
    vec![TaxComponent {
        name: format!("VAT {}", milli_percent / 1000),
        rate: Rate::from_milli_percent(milli_percent),
    }]
}

pub(crate) fn line(number: u32, quantity: u32, price: i64) -> TicketLine {
    TicketLine {
        number,
        item: Item::Service(ServiceId::default()),
        name: "Swedish massage".into(),
        quantity,
        unit_price: eur(price),
        unit_cost: Money::ZERO,
        tax: vat(20_000),
        discount: None,
        staff: None,
        appointment: None,
    }
}

pub(crate) fn goods(number: u32, quantity: u32, price: i64, cost: i64) -> TicketLine {
    TicketLine {
        item: Item::Product(ProductId::default()),
        name: "Argan oil".into(),
        unit_cost: eur(cost),
        ..line(number, quantity, price)
    }
}

pub(crate) fn percent(milli_percent: u32, line: TicketLine) -> TicketLine {
    TicketLine {
        discount: Some(Discount::Percent(Rate::from_milli_percent(milli_percent))),
        ..line
    }
}

pub(crate) fn rules(step_minor: u32) -> SettleRules {
    SettleRules {
        cash: CashRounding { step_minor },
        largest_note: eur(20_000),
        confirmed: false,
    }
}

pub(crate) fn cash(amount: Option<i64>) -> Tender {
    Tender {
        kind: TenderKind::Cash,
        amount: amount.map(eur),
    }
}

pub(crate) fn card(amount: Option<i64>) -> Tender {
    Tender {
        kind: TenderKind::Card,
        amount: amount.map(eur),
    }
}

fn document(totals: Totals, kind: SaleKind, payments: Vec<crate::domain::tender::Payment>) -> Sale {
    Sale {
        id: SaleId::default(),
        kind,
        receipt: ReceiptNumber {
            register: 1,
            number: 1,
        },
        session: DrawerSessionId::default(),
        business_date: chrono::NaiveDate::default(),
        at: chrono::DateTime::default(),
        operator: None,
        client: None,
        tax_rules: INSIDE,
        tax_table: totals.tax_table,
        total: totals.total,
        lines: totals.lines,
        payments,
        reason: String::new(),
    }
}

/// A sale of `lines` paid by `tenders` with cash in steps of `step_minor`.
pub(crate) fn sold(
    lines: &[TicketLine],
    tax_rules: TaxRules,
    tenders: &[Tender],
    step_minor: u32,
) -> Sale {
    let totals = totals(lines, tax_rules).unwrap();
    let mut rules = rules(step_minor);
    rules.confirmed = true;
    let payments = settle(totals.total, tenders, &rules).unwrap();
    Sale {
        tax_rules,
        ..document(totals, SaleKind::Sale, payments)
    }
}

/// The refund of some units of a sale, or the refusal.
pub(crate) fn refunded(
    sale: &Sale,
    already: &[Sale],
    wishes: &[(u32, u32)],
    kind: Option<TenderKind>,
    step_minor: u32,
) -> Result<Sale, RefundRefusal> {
    let wishes: Vec<LineBack> = wishes
        .iter()
        .map(|&(line, quantity)| LineBack {
            line,
            quantity,
            restock: true,
        })
        .collect();
    let totals = refund_lines(sale, already, &wishes)?;
    let cash = CashRounding { step_minor };
    let payments = refund_payments(sale, already, totals.total, kind, cash)?;
    Ok(Sale {
        tax_rules: sale.tax_rules,
        ..document(totals, SaleKind::RefundOf(sale.id), payments)
    })
}
