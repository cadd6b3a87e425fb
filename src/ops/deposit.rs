//! Deposits: taken for a visit, set against its bill, paid back, or kept.

use super::{
    context::Context,
    entry::{REASON_MAX, missing, required},
    halt::{Halt, Step, need},
    holds, item, ledger,
    outcome::Outcome,
    purse::{Free, agree, rules},
    refusal::{Field, Refusal},
    request::Request,
    ticket::{self, up_to},
};
use crate::{
    domain::{
        booking::Appointment,
        catalog::Service,
        checkout::Unused,
        deposit::{Deposit, DepositEnd, DepositFault},
        ids::{AppointmentId, ClientId, DepositId, SaleId},
        ledger::{Account, LedgerSource, Posting, breakage},
        money::Money,
        purse::{PurseMovement, PurseReason, drawn_from},
        sale::{Sale, SaleKind, SaleLine},
        tax::{TaxClass, TaxComponent},
        tender::{Payment, Purse, TaxPaid, Tender, TenderKind},
        ticket::{Item, Ticket, TicketLine},
    },
    store::{
        Reads, StoreError, Tx,
        record::{Kind, Lookup},
    },
};

pub(super) fn dispatch(tx: &mut Tx, cx: &Context, request: &Request) -> Step<Outcome> {
    match request {
        Request::AddDeposit {
            amount,
            appointment,
        } => add(tx, cx, *amount, *appointment),
        Request::KeepDeposit { deposit, reason } => keep(tx, cx, *deposit, reason),
        other => Err(Halt::Bug(format!("{} is no deposit's", other.name()))),
    }
}

fn of_deposit(deposit: &Deposit, fault: DepositFault) -> Refusal {
    let taken_on = deposit.taken_on;
    Refusal::Deposit { taken_on, fault }
}

/// For a visit that is known, tax is due with it where the shop has it so: that of the
/// visit's service, and in the amount.
fn add(
    tx: &mut Tx,
    cx: &Context,
    amount: Money,
    appointment: Option<AppointmentId>,
) -> Step<Outcome> {
    if amount <= Money::ZERO || amount > Money::LIMIT {
        return Err(up_to(Field::Amount, Money::LIMIT).into());
    }
    let mut ticket = ticket::open_or_new(tx, cx)?;
    let mut line = item::of_money(Item::Deposit, String::new(), amount);
    if let Some(id) = appointment {
        let visit = need::<Appointment>(tx, id)?;
        if let Some(sale) = visit.sale {
            let receipt = need::<Sale>(tx, sale)?.receipt;
            return Err(Refusal::AppointmentPaid { receipt }.into());
        }
        if ticket.client.is_some() && visit.client.is_some() && ticket.client != visit.client {
            return Err(missing(Field::Client).into());
        }
        let service = need::<Service>(tx, visit.service)?;
        line = TicketLine {
            tax: tax(tx, cx, &service)?,
            name: service.name,
            appointment: Some(id),
            ..line
        };
        if ticket.client.is_none() {
            ticket::set_client(tx, &mut ticket, visit.client)?;
        }
    }
    let number = ticket::append(&mut ticket, line)?;
    ticket::keep(tx, cx, &ticket, Some(number), None)
}

fn tax(tx: &Tx, cx: &Context, service: &Service) -> Step<Vec<TaxComponent>> {
    if !rules(tx)?.deposits_taxed {
        return Ok(Vec::new());
    }
    let class = need::<TaxClass>(tx, service.tax_class)?;
    let components = class.on(cx.business_date(tx)?).iter();
    let inside = |it: &TaxComponent| TaxComponent {
        inside: Some(true),
        ..it.clone()
    };
    Ok(components.map(inside).collect())
}

/// What a tender can draw from a deposit, without what other carts and the tenders
/// before it have taken.
pub(super) fn free(tx: &Tx, ticket: &Ticket, tender: &Tender, before: &[Tender]) -> Step<Free> {
    let Some(purse @ Purse::Deposit(id)) = tender.purse else {
        return Err(missing(Field::Number).into());
    };
    let deposit = need::<Deposit>(tx, id)?;
    if deposit.closed.is_some() {
        return Err(of_deposit(&deposit, DepositFault::Closed).into());
    }
    if ticket.client != Some(deposit.client) {
        return Err(of_deposit(&deposit, DepositFault::NotTheirs).into());
    }
    let mut held = Money::ZERO;
    let mut by = None;
    for other in tx.all::<Ticket>()? {
        let taken = drawn_from(purse, &other.taken);
        if other.id != ticket.id && !taken.is_zero() {
            held += taken;
            by = Some((other.id, other.register));
        }
    }
    let left = deposit.left - held - drawn_from(purse, before);
    let said = left.max(Money::ZERO);
    let fault = match by {
        Some((ticket, register)) => DepositFault::Held {
            left: said,
            ticket,
            register,
        },
        None => DepositFault::Short { left: said },
    };
    Ok(Free {
        left,
        short: of_deposit(&deposit, fault),
    })
}

/// What the client has free of deposits, the oldest first, without what other carts
/// have taken.
pub(crate) fn free_of_client(
    reads: &impl Reads,
    client: ClientId,
    own: &Ticket,
) -> Result<Vec<Deposit>, StoreError> {
    let mut found = reads.find::<Deposit>(&Lookup::DepositOfClient(client))?;
    found.retain(|it| it.closed.is_none() && !it.left.is_zero());
    if found.is_empty() {
        return Ok(found);
    }
    let tickets = reads.all::<Ticket>()?;
    let others: Vec<&Ticket> = tickets.iter().filter(|it| it.id != own.id).collect();
    found.retain_mut(|it| {
        let purse = Purse::Deposit(it.id);
        let held = others.iter().map(|other| drawn_from(purse, &other.taken));
        it.left = it.left - held.sum() - drawn_from(purse, &own.taken);
        it.left > Money::ZERO
    });
    found.sort_by_key(|it| (it.taken_on, it.id));
    Ok(found)
}

/// Writes into payments by deposit the tax that was posted when they were taken.
pub(super) fn note_tax(tx: &Tx, payments: &mut [Payment]) -> Step<()> {
    let mut left: Vec<Deposit> = Vec::new();
    for payment in payments {
        let (TenderKind::Deposit, Some(Purse::Deposit(id))) = (payment.kind, payment.purse) else {
            continue;
        };
        if left.iter().all(|it| it.id != id) {
            left.push(need::<Deposit>(tx, id)?);
        }
        if let Some(deposit) = left.iter_mut().find(|it| it.id == id) {
            let tax = deposit.tax_in(payment.kept());
            payment.tax_paid = deposit.taxes_in(tax);
            *deposit = deposit.used(payment.kept(), tax);
        }
    }
    Ok(())
}

/// What of a deposit is not used, for a line that brings it back.
pub(crate) fn unused(
    reads: &impl Reads,
    sold: &Sale,
    line: &SaleLine,
) -> Result<Option<Unused>, StoreError> {
    let found = reads.find::<Deposit>(&Lookup::DepositOfSale(sold.id))?;
    let own = found.iter().find(|it| it.line == line.number);
    Ok(own.map(|it| Unused {
        net: it.net_left(),
        total: it.left,
    }))
}

/// Makes deposits of what a sale took, and takes what it was paid with; a refund does
/// both the other way round.
///
/// # Errors
///
/// [`Refusal::Deposit`]: what is to be taken back was used, or is taken for a cart.
pub(super) fn follow(tx: &mut Tx, cx: &Context, sale: &Sale, postings: &[Posting]) -> Step<()> {
    let mut moved = Money::ZERO;
    for payment in &sale.payments {
        let (TenderKind::Deposit, Some(Purse::Deposit(id))) = (payment.kind, payment.purse) else {
            continue;
        };
        let tax: Money = payment.tax_paid.iter().map(|it| it.amount).sum();
        let before = need::<Deposit>(tx, id)?;
        let after = before.used(payment.kept(), tax);
        moved -= payment.kept() - tax;
        change(tx, cx, &before, &after, PurseReason::Sale(sale.id))?;
    }
    for line in sale.lines.iter().filter(|it| it.item == Item::Deposit) {
        moved += line.net;
        match sale.kind {
            SaleKind::Sale => begin(tx, cx, sale, line)?,
            SaleKind::RefundOf(sold) | SaleKind::VoidOf(sold) => {
                take_back(tx, cx, sale, sold, line)?;
            }
            // Such is given back by its own sale only.
            SaleKind::WithoutReceipt => (),
        }
    }
    agree(postings, &Account::Deposits, moved)
}

fn begin(tx: &mut Tx, cx: &Context, sale: &Sale, line: &SaleLine) -> Step<()> {
    let client = sale.client.ok_or_else(|| Refusal::ClientNeeded {
        name: line.name.clone(),
    })?;
    let taxes = line.tax.iter().zip(&line.tax_amounts);
    let tax_left = line.tax_amounts.iter().copied().sum();
    let taken = Deposit {
        id: tx.next_id(cx.register(), Kind::Deposit)?.into(),
        client,
        appointment: line.appointment,
        sold_in: sale.id,
        line: line.number,
        taken_on: sale.business_date,
        paid: line.total,
        taxes: taxes
            .map(|(component, amount)| TaxPaid {
                name: component.name.clone(),
                amount: *amount,
            })
            .collect(),
        left: line.total,
        tax_left,
        closed: None,
    };
    let before = taken.used(taken.left, tax_left);
    change(tx, cx, &before, &taken, PurseReason::Sale(sale.id))?;
    match taken.appointment {
        Some(visit) => holds::paid_ahead(tx, cx, visit),
        None => Ok(()),
    }
}

fn take_back(tx: &mut Tx, cx: &Context, sale: &Sale, sold: SaleId, line: &SaleLine) -> Step<()> {
    let found = tx.find::<Deposit>(&Lookup::DepositOfSale(sold))?;
    let deposit = found.into_iter().find(|it| it.line == line.number);
    let deposit = deposit.ok_or_else(|| Halt::Bug("a deposit that nobody has".into()))?;
    refuse_held(tx, &deposit)?;
    if deposit.closed.is_some() {
        return Err(of_deposit(&deposit, DepositFault::Closed).into());
    }
    if -line.total != deposit.left || deposit.left.is_zero() {
        return Err(of_deposit(&deposit, DepositFault::Used).into());
    }
    let after = deposit.ended(DepositEnd::GivenBack);
    change(tx, cx, &deposit, &after, PurseReason::Sale(sale.id))
}

/// A cart that has taken some of it is paid or dropped first.
fn refuse_held(tx: &Tx, deposit: &Deposit) -> Step<()> {
    let purse = Purse::Deposit(deposit.id);
    for ticket in tx.all::<Ticket>()? {
        let held = drawn_from(purse, &ticket.taken);
        if !held.is_zero() {
            let fault = DepositFault::Held {
                left: deposit.left - held,
                ticket: ticket.id,
                register: ticket.register,
            };
            return Err(of_deposit(deposit, fault).into());
        }
    }
    Ok(())
}

/// Writes a deposit as it is after something, and what came or went.
fn change(
    tx: &mut Tx,
    cx: &Context,
    before: &Deposit,
    after: &Deposit,
    reason: PurseReason,
) -> Step<()> {
    if after.left.is_negative() {
        let left = before.left;
        return Err(of_deposit(before, DepositFault::Short { left }).into());
    }
    tx.put(after)?;
    let id = tx.next_id(cx.register(), Kind::PurseMovement)?.into();
    tx.put(&PurseMovement {
        id,
        purse: Purse::Deposit(after.id),
        at: cx.now,
        by: cx.operator(),
        amount: after.net_left() - before.net_left(),
        balance: after.net_left(),
        units: (after.left - before.left).minor(),
        reason,
    })?;
    Ok(())
}

/// What is left becomes income; the tax that was posted with it stays as it is.
fn keep(tx: &mut Tx, cx: &Context, id: DepositId, reason: &str) -> Step<Outcome> {
    let deposit = need::<Deposit>(tx, id)?;
    let reason = required(Field::Reason, reason, REASON_MAX)?;
    if deposit.closed.is_some() {
        return Err(of_deposit(&deposit, DepositFault::Closed).into());
    }
    if deposit.left.is_zero() {
        let left = Money::ZERO;
        return Err(of_deposit(&deposit, DepositFault::Short { left }).into());
    }
    refuse_held(tx, &deposit)?;
    let net = deposit.net_left();
    let postings = breakage(Account::Deposits, net);
    agree(&postings, &Account::Deposits, -net)?;
    let kept = deposit.ended(DepositEnd::Kept {
        on: cx.today(),
        by: cx.operator(),
        reason,
    });
    change(tx, cx, &deposit, &kept, PurseReason::Expired)?;
    if !net.is_zero() {
        let of_it = Lookup::PurseMovementOf(Purse::Deposit(id));
        let moved = tx.latest::<PurseMovement>(&of_it, 1)?;
        let source = moved.first().map(|it| LedgerSource::Purse(it.id));
        let source = source.ok_or_else(|| Halt::Bug("a deposit that went nowhere".into()))?;
        let business_date = cx.business_date(tx)?;
        ledger::post(tx, cx, business_date, source, postings)?;
    }
    Ok(Outcome::DepositKept {
        deposit: id,
        amount: deposit.left,
    })
}
