//! Goods that come from a supplier, to be paid for later, and what is paid for them.

use super::{
    cash,
    context::Context,
    entry::{NAME_MAX, bounded, missing, optional, refuse, required, within},
    halt::{Step, need, need_active},
    ledger,
    outcome::Outcome,
    refusal::{Field, FieldProblem},
    request::{DeliveryDraft, SupplierPaying},
    stock,
    tabs::agree,
    tenders::REFERENCE_MAX,
    ticket::up_to,
};
use crate::{
    domain::{
        card::may_be_bank_card,
        cash::{CashCause, PaidFrom},
        catalog::Product,
        delivery::{DeliveredLine, Delivery, SupplierPayment, average_cost},
        ids::TaxClassId,
        ledger::{Account, LedgerSource, delivered, supplier_paid},
        money::Money,
        stock::StockReason,
        tax::{TaxClass, TaxComponent, TaxRounding, TaxRules, tax},
        tender::TaxPaid,
        text,
    },
    store::{
        Reads, Tx,
        record::{Kind, Lookup},
    },
};

const LINES_MAX: usize = 500;
const PAYMENTS_MAX: usize = 500;
const PIECES_MAX: u32 = 100_000;

/// # Errors
///
/// There is no line, or one of nothing.
pub(super) fn receive(tx: &mut Tx, cx: &Context, draft: &DeliveryDraft) -> Step<Outcome> {
    let supplier = required(Field::Supplier, &draft.supplier, NAME_MAX)?;
    let reference = reference(&draft.reference)?;
    if draft.lines.is_empty() {
        return Err(missing(Field::Lines).into());
    }
    check_lines(&draft.lines)?;
    let tax = match draft.tax_class {
        Some(class) => tax_on(tx, cx, &draft.lines, class)?,
        None => Vec::new(),
    };
    let known = known(tx, &supplier, &reference)?;
    let mut delivery = match known {
        Some(known) => known,
        None => Delivery {
            id: tx.next_id(cx.register(), Kind::Delivery)?.into(),
            business_date: cx.business_date(tx)?,
            at: cx.now,
            by: cx.operator(),
            supplier,
            reference,
            lines: Vec::new(),
            tax: Vec::new(),
            payments: Vec::new(),
        },
    };
    let before = delivery.open();
    delivery.lines.extend(draft.lines.iter().cloned());
    bounded(Field::Lines, &delivery.lines, LINES_MAX)?;
    for part in &tax {
        match delivery.tax.iter_mut().find(|it| it.name == part.name) {
            Some(sum) => sum.amount += part.amount,
            None => delivery.tax.push(part.clone()),
        }
    }
    if delivery.total() > Money::LIMIT {
        return Err(up_to(Field::Amount, Money::LIMIT).into());
    }
    tx.put(&delivery)?;
    for line in &draft.lines {
        shelve(tx, cx, &delivery, line)?;
    }
    let postings = delivered(&draft.lines, &tax);
    agree(before - delivery.open(), &postings, is_payable)?;
    let source = LedgerSource::Delivery(delivery.id);
    ledger::post(tx, cx, cx.business_date(tx)?, source, postings)?;
    Ok(Outcome::Delivered {
        delivery: delivery.id,
        open: delivery.open(),
    })
}

fn check_lines(lines: &[DeliveredLine]) -> Step<()> {
    bounded(Field::Lines, lines, LINES_MAX)?;
    for line in lines {
        within(Field::Quantity, &line.quantity, &1, &PIECES_MAX)?;
        super::entry::amount(Field::Cost, line.unit_cost)?;
        // So many of them fit into one sum.
        if i128::from(line.unit_cost.minor()) * i128::from(line.quantity)
            > i128::from(Money::LIMIT.minor())
        {
            return Err(up_to(Field::Amount, Money::LIMIT).into());
        }
    }
    Ok(())
}

fn reference(typed: &str) -> Step<String> {
    let reference = optional(Field::Reference, typed, REFERENCE_MAX)?;
    if may_be_bank_card(&reference) {
        return Err(refuse(Field::Reference, FieldProblem::BankCard).into());
    }
    Ok(reference)
}

/// The same invoice of the same supplier, of which nothing was paid yet.
fn known(tx: &Tx, supplier: &str, reference: &str) -> Step<Option<Delivery>> {
    if reference.is_empty() {
        return Ok(None);
    }
    let open = tx.find::<Delivery>(&Lookup::OpenDeliveries)?;
    let is_it = |it: &Delivery| {
        it.payments.is_empty()
            && text::fold(&it.supplier) == text::fold(supplier)
            && text::fold(&it.reference) == text::fold(reference)
    };
    Ok(open.into_iter().find(is_it))
}

/// Of all lines together, as invoices have it.
fn tax_on(tx: &Tx, cx: &Context, lines: &[DeliveredLine], class: TaxClassId) -> Step<Vec<TaxPaid>> {
    let class = need_active::<TaxClass>(tx, class)?;
    let components: Vec<TaxComponent> = class
        .on(cx.business_date(tx)?)
        .iter()
        .map(|it| TaxComponent {
            inside: Some(false),
            ..it.clone()
        })
        .collect();
    let rules = TaxRules {
        prices_include_tax: false,
        rounding: TaxRounding::PerDocument,
    };
    let goods: Money = lines.iter().map(DeliveredLine::value).sum();
    let taxed = tax(&[(goods, components.as_slice())], rules);
    let amounts = taxed.into_iter().flat_map(|it| it.taxes);
    let parts = components
        .iter()
        .zip(amounts)
        .map(|(component, amount)| TaxPaid {
            name: component.name.clone(),
            amount,
        });
    Ok(parts.filter(|it| !it.amount.is_zero()).collect())
}

/// Onto the shelf; what a piece costs is from then on the average.
fn shelve(tx: &mut Tx, cx: &Context, delivery: &Delivery, line: &DeliveredLine) -> Step<()> {
    let product = need::<Product>(tx, line.product)?;
    let on_hand = stock::on_hand(tx, line.product)?;
    let cost = average_cost(on_hand, product.cost, line.quantity, line.unit_cost);
    let moved = (line.product, i64::from(line.quantity));
    let reason = StockReason::Delivered(delivery.id);
    stock::record(tx, cx, moved, line.unit_cost, reason)?;
    if cost != product.cost {
        tx.put(&Product { cost, ..product })?;
    }
    Ok(())
}

/// # Errors
///
/// Less is owed, or less is in the drawer.
pub(super) fn pay(tx: &mut Tx, cx: &Context, wish: &SupplierPaying) -> Step<Outcome> {
    let mut delivery = need::<Delivery>(tx, wish.delivery)?;
    let open = delivery.open();
    let amount = wish.amount.unwrap_or(open);
    if amount <= Money::ZERO || amount > open {
        return Err(up_to(Field::Amount, open).into());
    }
    let reference = reference(&wish.reference)?;
    bounded(Field::Amount, &delivery.payments, PAYMENTS_MAX - 1)?;
    let business_date = cx.business_date(tx)?;
    delivery.payments.push(SupplierPayment {
        business_date,
        at: cx.now,
        by: cx.operator(),
        from: wish.from,
        amount,
        reference,
    });
    tx.put(&delivery)?;
    if wish.from == PaidFrom::Drawer {
        let cause = CashCause::Delivery(delivery.id);
        cash::hand_out(tx, cx, amount, delivery.supplier.clone(), cause)?;
    }
    let postings = supplier_paid(cx.register(), wish.from, amount);
    agree(amount, &postings, is_payable)?;
    let source = LedgerSource::Delivery(delivery.id);
    ledger::post(tx, cx, business_date, source, postings)?;
    Ok(Outcome::SupplierPaid {
        delivery: delivery.id,
        open: delivery.open(),
        drawer_opens: wish.from == PaidFrom::Drawer,
    })
}

fn is_payable(account: &Account) -> bool {
    matches!(account, Account::Payables)
}
