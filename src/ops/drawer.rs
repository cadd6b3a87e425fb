//! The drawer's day: opened with a float, cash in and out, counted blind, closed.

use chrono::{DateTime, Duration, NaiveDate, Utc};

use super::{
    context::{Context, open_drawer},
    entry::{REASON_MAX, bounded, refuse, required, within},
    halt::Step,
    ledger,
    outcome::Outcome,
    print,
    refusal::{Field, FieldProblem, Refusal},
    request::Request,
    ticket::put_aside,
};
use crate::{
    domain::{
        booking::Appointment,
        drawer::{self, CashMovement, CloseOf, Closing, Count, DrawerSession, PIECES_MAX},
        ids::{CashMovementId, Register},
        ledger::{LedgerSource, cash_movement, close as close_postings, float as float_postings},
        money::Money,
        print_job::Printable,
        sale::Sale,
        settings::Settings,
        tender::TenderKind,
        ticket::{Ticket, TicketState},
        time,
    },
    store::{
        Reads, StoreError, Tx,
        record::{Kind, Lookup, Numbered},
    },
};

/// Rows of one count.
const COUNT_ROWS_MAX: usize = 100;
/// A day of trade may be entered so much later, or begin the evening before.
const DAYS_BACK_MAX: Duration = Duration::days(31);
const DAYS_AHEAD_MAX: Duration = Duration::days(1);

pub(super) fn dispatch(tx: &mut Tx, cx: &Context, request: &Request) -> Step<Outcome> {
    match request {
        Request::OpenDrawer {
            float,
            business_date,
        } => open(tx, cx, float, *business_date),
        Request::MoveCash { amount, reason } => move_cash(tx, cx, *amount, reason),
        Request::KickDrawer { reason } => kick(tx, cx, reason),
        Request::CountDrawer { count } => count_cash(tx, cx, count),
        Request::CloseDrawer { carry_over } => close(tx, cx, *carry_over),
        _ => Err(Refusal::DrawerNotOpen.into()),
    }
}

/// What should be in the drawer now.
pub(super) fn cash_in(reads: &impl Reads, session: &DrawerSession) -> Step<Money> {
    let sales = reads.find::<Sale>(&Lookup::SaleOfSession(session.id))?;
    let movements = reads.find::<CashMovement>(&Lookup::CashMovementOf(session.id))?;
    let cash = TenderKind::Cash;
    Ok(drawer::expected(cash, session, &sales, &movements))
}

fn open(tx: &mut Tx, cx: &Context, float: &Count, wish: Option<NaiveDate>) -> Step<Outcome> {
    if let Some(open) = open_drawer(tx, cx.register())? {
        return Err(Refusal::DrawerAlreadyOpen {
            since: open.opened_at,
            business_date: open.business_date,
        }
        .into());
    }
    check_count(float)?;
    let today = cx.today();
    let business_date = match wish {
        Some(date) => date,
        None => proposed_day(tx, cx.settings, cx.register(), cx.believed)?,
    };
    let (least, most) = (today - DAYS_BACK_MAX, today + DAYS_AHEAD_MAX);
    within(Field::Date, &business_date, &least, &most)?;
    let closed = last_closed(tx, cx.register())?;
    if let Some(business_date) = closed.filter(|it| *it > business_date) {
        return Err(Refusal::BusinessDateClosed { business_date }.into());
    }
    let session = DrawerSession {
        id: tx.next_id(cx.register(), Kind::DrawerSession)?.into(),
        register: cx.register(),
        business_date,
        opened_at: cx.now,
        opened_by: cx.operator(),
        float: float.clone(),
        count: None,
        n_events: 0,
        closing: None,
    };
    tx.put(&session)?;
    let postings = float_postings(cx.register(), float.cash_total());
    let source = LedgerSource::Float(session.id);
    ledger::post(tx, cx, business_date, source, postings)?;
    let session = session.id;
    Ok(Outcome::DrawerOpened { session })
}

/// The day that a drawer is opened for unless another is named: in the small hours
/// that of the evening before, if the calendar's own was not closed already.
///
/// # Errors
///
/// When the store cannot be read.
pub fn proposed_day(
    reads: &impl Reads,
    settings: &Settings,
    register: Register,
    now: DateTime<Utc>,
) -> Result<NaiveDate, StoreError> {
    let proposed = settings.business_date(now);
    let today = time::wall(now, settings.time_zone).date;
    if proposed == today {
        return Ok(proposed);
    }
    let closed = last_closed(reads, register)?;
    let is_behind = closed.is_some_and(|closed| proposed < closed && closed <= today);
    Ok(closed.filter(|_| is_behind).unwrap_or(proposed))
}

/// The latest day that a register has closed.
fn last_closed(reads: &impl Reads, register: Register) -> Result<Option<NaiveDate>, StoreError> {
    let sessions = reads.all::<DrawerSession>()?.into_iter();
    let closed = sessions.filter(|it| it.register == register && it.closing.is_some());
    Ok(closed.map(|it| it.business_date).max())
}

fn check_count(count: &Count) -> Result<(), Refusal> {
    bounded(Field::Count, &count.cash, COUNT_ROWS_MAX)?;
    if count.is_plausible() {
        return Ok(());
    }
    let (least, most) = ("0".to_owned(), PIECES_MAX.to_string());
    Err(refuse(
        Field::Count,
        FieldProblem::OutOfRange { least, most },
    ))
}

fn move_cash(tx: &mut Tx, cx: &Context, amount: Money, reason: &str) -> Step<Outcome> {
    let mut session = cx.drawer(tx)?;
    let reason = required(Field::Reason, reason, REASON_MAX)?;
    within(
        Field::Amount,
        &amount.abs().minor(),
        &1,
        &Money::LIMIT.minor(),
    )?;
    let in_drawer = cash_in(tx, &session)?;
    if (in_drawer + amount).is_negative() && amount.is_negative() {
        let wanted = -amount;
        return Err(Refusal::CashShort { wanted, in_drawer }.into());
    }
    let movement = write_movement(tx, cx, &session, amount, reason)?;
    let source = LedgerSource::CashMovement(movement);
    let postings = cash_movement(cx.register(), amount);
    ledger::post(tx, cx, session.business_date, source, postings)?;
    session.n_events += 1;
    tx.put(&session)?;
    let drawer_opens = true;
    Ok(Outcome::CashMoved {
        movement,
        drawer_opens,
    })
}

pub(super) fn write_movement(
    tx: &mut Tx,
    cx: &Context,
    session: &DrawerSession,
    amount: Money,
    reason: String,
) -> Step<CashMovementId> {
    let movement = CashMovement {
        id: tx.next_id(cx.register(), Kind::CashMovement)?.into(),
        session: session.id,
        at: cx.now,
        by: cx.operator(),
        amount,
        reason,
    };
    tx.put(&movement)?;
    Ok(movement.id)
}

/// A movement of nothing keeps who opened the drawer, when and why. No money
/// moved, so a count stays valid.
fn kick(tx: &mut Tx, cx: &Context, reason: &str) -> Step<Outcome> {
    let session = cx.drawer(tx)?;
    let reason = required(Field::Reason, reason, REASON_MAX)?;
    write_movement(tx, cx, &session, Money::ZERO, reason)?;
    Ok(Outcome::DrawerKicked)
}

fn count_cash(tx: &mut Tx, cx: &Context, count: &Count) -> Step<Outcome> {
    let mut session = cx.drawer(tx)?;
    check_count(count)?;
    session.count = Some((count.clone(), session.n_events));
    tx.put(&session)?;
    let cash = count.cash_total();
    Ok(Outcome::Counted { cash })
}

/// Closes the day: what still stands open goes over only if that is accepted.
fn close(tx: &mut Tx, cx: &Context, carry_over: bool) -> Step<Outcome> {
    let mut session = cx.drawer(tx)?;
    let (count, n_seen) = session.count.clone().ok_or(Refusal::NotCounted)?;
    if n_seen != session.n_events {
        return Err(Refusal::CountOutdated.into());
    }
    let tickets = tx.find::<Ticket>(&Lookup::TicketOf(cx.register()))?;
    let (empty, carried): (Vec<_>, Vec<_>) =
        tickets.into_iter().partition(|it| it.lines.is_empty());
    let n_tickets_carried = n_of(carried.len());
    let n_appointments_carried = unfinished_on(tx, session.business_date)?;
    if !carry_over && (n_tickets_carried > 0 || n_appointments_carried > 0) {
        return Err(Refusal::StillOpen {
            n_tickets: n_tickets_carried,
            n_appointments: n_appointments_carried,
        }
        .into());
    }
    for ticket in empty {
        tx.remove::<Ticket>(&ticket.id)?;
    }
    for ticket in carried {
        if ticket.state == TicketState::Open {
            put_aside(tx, cx, ticket)?;
        }
    }
    let closing = closing(
        tx,
        cx,
        &session,
        &count,
        (n_tickets_carried, n_appointments_carried),
    )?;
    session.closing = Some(closing.clone());
    tx.put(&session)?;
    let print = Some(print::queue(tx, cx, Printable::Z(session.id))?.id);
    let session = session.id;
    Ok(Outcome::DrawerClosed {
        session,
        closing,
        print,
    })
}

fn unfinished_on(tx: &Tx, date: NaiveDate) -> Step<u32> {
    let visits = tx.find::<Appointment>(&Lookup::AppointmentOn(date))?;
    let unfinished = visits
        .iter()
        .filter(|it| it.start().date == date && !it.status.is_final());
    Ok(n_of(unfinished.count()))
}

/// The figures, their Z number, and the cash on its way to the safe.
fn closing(
    tx: &mut Tx,
    cx: &Context,
    session: &DrawerSession,
    count: &Count,
    (n_tickets_carried, n_appointments_carried): (u32, u32),
) -> Step<Closing> {
    let of = CloseOf {
        z_number: tx.next_number(cx.register(), Numbered::Z)?,
        closed_at: cx.now,
        closed_by: cx.operator(),
        n_tickets_carried,
        n_appointments_carried,
    };
    let sales = tx.find::<Sale>(&Lookup::SaleOfSession(session.id))?;
    let movements = tx.find::<CashMovement>(&Lookup::CashMovementOf(session.id))?;
    let closing = drawer::close(session, &sales, &movements, count, of);
    let expected = drawer::expected(TenderKind::Cash, session, &sales, &movements);
    let postings = close_postings(cx.register(), expected, count.cash_total());
    let source = LedgerSource::Close(session.id);
    ledger::post(tx, cx, session.business_date, source, postings)?;
    Ok(closing)
}

fn n_of(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}
