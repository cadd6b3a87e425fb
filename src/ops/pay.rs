//! Taking payment: the cart becomes a sale, with everything that follows from it.

use super::{
    book,
    context::Context,
    coupons, deposit,
    drawer::{cash_in, of_sale},
    entry::bounded,
    exchange,
    halt::{Halt, Step, need},
    holding, ledger,
    outcome::{Outcome, Sold},
    payouts, points, print, purse, refund,
    refusal::{Field, Refusal},
    request::Paying,
    stock, tabs,
    tenders::{self, Payer},
    ticket::{self, up_to},
    tips,
};
use crate::{
    domain::{
        booking::{Appointment, Status},
        checkout::{self, SettleRefusal, SettleRules, Totals},
        drawer::DrawerSession,
        ids::{AppointmentId, SaleId},
        ledger::LedgerSource,
        money::Money,
        print_job::Printable,
        sale::{ReceiptNumber, Sale, SaleKind},
        stock::StockReason,
        tender::{Payment, Tender, TenderKind},
        ticket::{Item, Ticket},
    },
    store::{
        Tx,
        record::{Kind, Numbered},
    },
};

const TENDERS_MAX: usize = 20;

/// Posts the register's open cart: draws the receipt number, records the sale and
/// its ledger postings, takes the stock, closes the visits, and queues the
/// receipt.
///
/// One commit: all of it is in the journal before this is answered, or none of
/// it happened. Devices act on the outcome.
///
/// # Errors
///
/// The first refusal found; the cart stays open and unchanged.
pub(super) fn pay(tx: &mut Tx, cx: &Context, paying: &Paying) -> Step<Outcome> {
    let mut ticket = ticket::need_open(tx, cx)?;
    holding::refuse_nobodys(&ticket)?;
    holding::redraw(tx, cx, &mut ticket)?;
    let totals = ticket::totals(&ticket.lines, cx.settings.tax)?;
    let mut session = of_sale(tx, cx)?;
    let back = exchange::back(tx, &ticket)?;
    let (totals, mut payments) = exchange::join(tx, cx, (back, &session), totals)?;
    // Less than nothing is not paid but handed out.
    let due = totals.total.max(Money::ZERO);
    let payer = Payer {
        client: ticket.client,
        taken: &ticket.taken,
        confirmed: paying.confirmed,
    };
    let tenders = tenders::admit(tx, cx, &payer, &paying.tenders)?;
    let mut tenders = [ticket.taken.as_slice(), &tenders].concat();
    purse::draw(tx, cx, &ticket, &mut tenders, due)?;
    check_told(cx, paying.told, &tenders, totals.total)?;
    let mut settled = settle(cx, &tenders, paying.confirmed, due)?;
    check_change(tx, &session, &settled)?;
    deposit::note_tax(tx, &mut settled)?;
    let cash_out = exchange::cash_out(&payments).max(Money::ZERO);
    let rules = tenders::rules(tx)?;
    let opens = |it: &Payment| rules.of(it.kind).opens_drawer || !it.change.is_zero();
    let drawer_opens = settled.iter().any(opens) || !cash_out.is_zero();
    payments.extend(settled);
    let sale = sale(tx, cx, &ticket, totals, &session, payments)?;
    post(tx, cx, &mut session, &sale)?;
    coupons::use_up(tx, &sale)?;
    for line in &sale.lines {
        match (line.charged(), line.returned) {
            (Some(id), None) => finish(tx, cx, id, sale.id)?,
            (Some(id), Some(of)) => refund::unpay(tx, cx, id, of.sale)?,
            (None, _) => (),
        }
    }
    tx.remove::<Ticket>(&ticket.id)?;
    let job = print::queue(tx, cx, Printable::Receipt(sale.id))?;
    Ok(Outcome::Sold(Sold {
        sale: sale.id,
        receipt: sale.receipt,
        total: sale.total,
        change: sale.payments.iter().map(|it| it.change).sum(),
        cash_out,
        drawer_opens,
        print: job.id,
    }))
}

/// Writes down what of the total was taken so far, before the tender that covers
/// the rest: it stays with the cart, whatever happens to the program.
///
/// # Errors
///
/// The first refusal found; what was taken before stays as it was.
pub(super) fn take_parts(tx: &mut Tx, cx: &Context, tenders: &[Tender]) -> Step<Outcome> {
    let mut ticket = ticket::need_open(tx, cx)?;
    bounded(Field::Lines, tenders, TENDERS_MAX)?;
    let payer = Payer {
        client: ticket.client,
        taken: &ticket.taken,
        confirmed: false,
    };
    let mut tenders = tenders::admit(tx, cx, &payer, tenders)?;
    // Money is only taken in a day of trade.
    of_sale(tx, cx)?;
    let back = exchange::back(tx, &ticket)?;
    let total = ticket::totals(&ticket.lines, cx.settings.tax)?.total;
    let total = back.map_or(total, |it| total + it.totals.total);
    let total = total.max(Money::ZERO);
    purse::draw(tx, cx, &ticket, &mut tenders, total)?;
    for tender in &tenders {
        let amount = tender.amount.unwrap_or_default();
        if amount <= Money::ZERO || amount > Money::LIMIT {
            return Err(up_to(Field::Amount, Money::LIMIT).into());
        }
    }
    let on_account = tenders.iter();
    let on_account = on_account.filter(|it| it.kind == TenderKind::Account);
    let on_account: Money = on_account.filter_map(|it| it.amount).sum();
    if let (true, Some(client)) = (on_account > Money::ZERO, ticket.client) {
        tabs::check_limit(tx, client, on_account)?;
    }
    let due = checkout::due_after(total, &tenders, cx.settings.cash_rounding);
    if let Err(refusal) = due {
        return Err(refusal_of(refusal, total));
    }
    ticket.taken = tenders;
    ticket::keep_as_it_is(tx, cx, &ticket, None, None)
}

/// Who pays all in cash may have been told the rounded total.
fn check_told(
    cx: &Context,
    told: Option<Money>,
    tenders: &[Tender],
    total: Money,
) -> Result<(), Refusal> {
    let all_cash = tenders.iter().all(|it| it.kind == TenderKind::Cash);
    match told {
        Some(told) if told == total => Ok(()),
        Some(told) if all_cash && told == cx.settings.cash_rounding.round(total) => Ok(()),
        Some(told) => Err(Refusal::TotalChanged { told, total }),
        None => Ok(()),
    }
}

fn settle(cx: &Context, tenders: &[Tender], confirmed: bool, total: Money) -> Step<Vec<Payment>> {
    bounded(Field::Lines, tenders, TENDERS_MAX)?;
    let largest = cx.settings.denominations.first().copied().unwrap_or(0);
    let rules = SettleRules {
        cash: cx.settings.cash_rounding,
        largest_note: Money::from_minor(largest),
        confirmed,
    };
    checkout::settle(total, tenders, &rules).map_err(|refusal| refusal_of(refusal, total))
}

/// Change for another currency must be in the drawer already.
fn check_change(tx: &Tx, session: &DrawerSession, payments: &[Payment]) -> Step<()> {
    let of = |wanted| payments.iter().filter(move |it| it.kind == wanted);
    let wanted: Money = of(TenderKind::Foreign).map(|it| it.change).sum();
    if wanted.is_zero() {
        return Ok(());
    }
    let kept: Money = of(TenderKind::Cash).map(Payment::kept).sum();
    let in_drawer = cash_in(tx, session)? + kept;
    if wanted > in_drawer {
        return Err(Refusal::CashShort { wanted, in_drawer }.into());
    }
    Ok(())
}

/// What a card terminal took, it took.
fn above_due(kind: TenderKind, given: Money, due: Money) -> Refusal {
    match kind {
        TenderKind::Card if !due.is_zero() => Refusal::CardAboveDue { given, due },
        kind => Refusal::TenderAboveDue { kind, given, due },
    }
}

fn refusal_of(refusal: SettleRefusal, total: Money) -> Halt {
    Halt::Refused(match refusal {
        SettleRefusal::NegativeTotal => {
            return Halt::Bug(format!("a cart of {} minor units", total.minor()));
        }
        SettleRefusal::NotPositive { .. } => up_to(Field::Amount, Money::LIMIT),
        SettleRefusal::TooLarge { limit } => up_to(Field::Amount, limit),
        SettleRefusal::NothingDue { kind, given } => above_due(kind, given, Money::ZERO),
        SettleRefusal::OverDue { kind, due, given } => above_due(kind, given, due),
        SettleRefusal::Implausible { due, given } => Refusal::Implausible {
            tendered: given,
            total: due,
        },
        SettleRefusal::Short { due } => Refusal::StillDue { due: due.exact },
    })
}

fn sale(
    tx: &mut Tx,
    cx: &Context,
    ticket: &Ticket,
    totals: Totals,
    session: &DrawerSession,
    payments: Vec<Payment>,
) -> Step<Sale> {
    Ok(Sale {
        id: tx.next_id(cx.register(), Kind::Sale)?.into(),
        kind: SaleKind::Sale,
        receipt: next_receipt(tx, cx)?,
        session: session.id,
        business_date: session.business_date,
        at: cx.now,
        operator: cx.operator(),
        client: ticket.client,
        tax_rules: cx.settings.tax,
        total: totals.total,
        lines: totals.lines,
        tax_table: totals.tax_table,
        payments,
        reason: String::new(),
        approved_by: None,
        note: ticket.note.clone(),
    })
}

pub(super) fn next_receipt(tx: &mut Tx, cx: &Context) -> Step<ReceiptNumber> {
    let register = cx.register();
    let number = tx.next_number(register, Numbered::Receipt)?;
    Ok(ReceiptNumber { register, number })
}

/// What a sale and a refund have in common: the record itself, goods, books, and
/// the drawer session's count of events.
pub(super) fn post(
    tx: &mut Tx,
    cx: &Context,
    session: &mut DrawerSession,
    sale: &Sale,
) -> Step<()> {
    let paid: Money = sale.payments.iter().map(Payment::of_total).sum();
    if paid != sale.total {
        let (paid, total) = (paid.minor(), sale.total.minor());
        return Err(Halt::Bug(format!(
            "payments of {paid} for a total of {total}"
        )));
    }
    for line in &sale.lines {
        let Item::Product(product) = line.item else {
            continue;
        };
        let quantity = -line.goods_moved();
        let reason = match sale.kind {
            SaleKind::Sale if line.returned.is_none() => StockReason::Sold(sale.id),
            _ => StockReason::Returned(sale.id),
        };
        if quantity != 0 {
            stock::record(tx, cx, (product, quantity), line.unit_cost, reason)?;
        }
    }
    let postings = crate::domain::ledger::sale(sale);
    purse::follow(tx, cx, sale, &postings)?;
    holding::follow(tx, cx, sale, &postings)?;
    deposit::follow(tx, cx, sale, &postings)?;
    tabs::take_in(tx, sale, &postings)?;
    tips::take_in(tx, sale, &postings)?;
    payouts::take_in(tx, sale)?;
    let postings = points::follow(tx, cx, sale, postings)?;
    let source = LedgerSource::Sale(sale.id);
    ledger::post(tx, cx, session.business_date, source, postings)?;
    session.n_events += 1;
    tx.put(session)?;
    tx.put(sale)?;
    Ok(())
}

/// The visit is paid. It is also over, unless it was paid before it began.
fn finish(tx: &mut Tx, cx: &Context, id: AppointmentId, sale: SaleId) -> Step<()> {
    let mut visit = need::<Appointment>(tx, id)?;
    if visit.sale.is_some() {
        return Err(Halt::Bug(format!("appointment {id} is paid already")));
    }
    visit.sale = Some(sale);
    visit.ticket = None;
    if !visit.status.is_final() && cx.wall() >= visit.start() {
        visit.status = Status::Done;
        visit.finished_at = Some(cx.now);
    }
    book::keep_visit(tx, cx, &mut visit)?;
    Ok(())
}
