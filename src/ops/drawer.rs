//! The drawer's day: opened with a float, counted blind, closed.

use chrono::{DateTime, Duration, NaiveDate, Utc};

use super::{
    cash,
    context::{Context, open_drawer},
    entry::{bounded, not_understood, refuse, within},
    halt::Step,
    ledger, membership,
    outcome::Outcome,
    payouts, points, print,
    refusal::{Field, FieldProblem, Refusal},
    request::Request,
    tenders,
    ticket::{put_aside, refuse_taken},
};
use crate::{
    domain::{
        booking::Appointment,
        cash::CashCategory,
        drawer::{
            self, CashMovement, CloseOf, Closing, Count, Counted, DrawerSession, PIECES_MAX,
            Perpetual, TenderCount,
        },
        ids::Register,
        ledger::{LedgerSource, difference, float as float_postings, to_safe},
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
        Request::CountDrawer { count, others } => count_cash(tx, cx, count, others),
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
    if !float.cash_total().is_zero() {
        cash::need_drawer(tx, cx.register())?;
    }
    begin(tx, cx, float, wish)?;
    let session = cx.drawer(tx)?.id;
    Ok(Outcome::DrawerOpened { session })
}

/// The session that a sale belongs to. Where there is no drawer a day of trade begins
/// with its first sale.
///
/// # Errors
///
/// [`Refusal::DrawerNotOpen`].
pub(super) fn of_sale(tx: &mut Tx, cx: &Context) -> Step<DrawerSession> {
    if open_drawer(tx, cx.register())?.is_none() && cash::need_drawer(tx, cx.register()).is_err() {
        begin(tx, cx, &Count::default(), None)?;
    }
    cx.drawer(tx)
}

fn begin(tx: &mut Tx, cx: &Context, float: &Count, wish: Option<NaiveDate>) -> Step<()> {
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
        others: Vec::new(),
        holder: cx.operator(),
    };
    tx.put(&session)?;
    points::sweep(tx, cx, business_date)?;
    let postings = float_postings(cx.register(), float.cash_total());
    let source = LedgerSource::Float(session.id);
    ledger::post(tx, cx, business_date, source, postings)
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

pub(super) fn check_count(count: &Count) -> Result<(), Refusal> {
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

fn count_cash(tx: &mut Tx, cx: &Context, count: &Count, others: &[TenderCount]) -> Step<Outcome> {
    let mut session = cx.drawer(tx)?;
    check_count(count)?;
    check_others(tx, cx, others)?;
    nothing_taken_in_part(tx, cx)?;
    session.count = Some((count.clone(), session.n_events));
    session.others = others.to_vec();
    tx.put(&session)?;
    let cash = count.cash_total();
    Ok(Outcome::Counted { cash })
}

fn nothing_taken_in_part(tx: &Tx, cx: &Context) -> Step<()> {
    let tickets = tx.find::<Ticket>(&Lookup::TicketOf(cx.register()))?;
    Ok(tickets.iter().try_for_each(refuse_taken)?)
}

/// Any figure is taken of what can lie in a drawer, each once; of another currency only
/// where it is known what it is worth.
fn check_others(tx: &Tx, cx: &Context, others: &[TenderCount]) -> Step<()> {
    bounded(Field::Count, others, COUNT_ROWS_MAX)?;
    let foreign = tenders::rules(tx)?.foreign;
    for (idx, it) in others.iter().enumerate() {
        let kind = it.kind;
        let is_own = matches!(kind, TenderKind::Cash | TenderKind::Card);
        if is_own || kind.is_balance() {
            return Err(Refusal::TenderNotTaken { kind }.into());
        }
        let is_known = match kind {
            TenderKind::Foreign => {
                let of_rule = foreign.as_ref().map(|rule| rule.currency.code.as_str());
                of_rule == Some(it.currency.as_str())
                    || !payouts::held(tx, cx.register(), &it.currency)?
                        .units
                        .is_zero()
            }
            _ => it.currency.is_empty(),
        };
        if !is_known {
            return Err(not_understood(Field::Currency, &it.currency).into());
        }
        if it.amount.abs() > Money::LIMIT {
            let (least, most) = (-Money::LIMIT, Money::LIMIT);
            let problem = FieldProblem::AmountOutOfRange { least, most };
            return Err(refuse(Field::Count, problem).into());
        }
        let is_same = |other: &TenderCount| (other.kind, &other.currency) == (kind, &it.currency);
        if others[..idx].iter().any(is_same) {
            return Err(refuse(Field::Count, FieldProblem::Taken).into());
        }
    }
    Ok(())
}

/// Closes the day: what still stands open goes over only if that is accepted.
fn close(tx: &mut Tx, cx: &Context, carry_over: bool) -> Step<Outcome> {
    let mut session = cx.drawer(tx)?;
    // Where there is no drawer there is nothing to be counted.
    let nothing = || (Count::default(), session.n_events);
    let (count, n_seen) = match session.count.clone() {
        Some(counted) => counted,
        None if cash::need_drawer(tx, cx.register()).is_err() => nothing(),
        None => return Err(Refusal::NotCounted.into()),
    };
    if n_seen != session.n_events {
        return Err(Refusal::CountOutdated.into());
    }
    nothing_taken_in_part(tx, cx)?;
    let tickets = tx.find::<Ticket>(&Lookup::TicketOf(cx.register()))?;
    let (empty, carried): (Vec<_>, Vec<_>) = tickets.into_iter().partition(Ticket::is_empty);
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
    membership::earn_all(tx, cx, session.business_date)?;
    let closing = closing(
        tx,
        cx,
        &session,
        &count,
        (n_tickets_carried, n_appointments_carried),
    )?;
    session.closing = Some(closing.clone());
    let closing = Box::new(closing);
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
    let sessions = tx.all::<DrawerSession>()?;
    let own = sessions.iter().filter(|it| it.register == cx.register());
    let (shift, perpetual) = so_far(own, session.business_date);
    let (rules, categories) = (tenders::rules(tx)?, tx.all::<CashCategory>()?);
    let of = CloseOf {
        z_number: tx.next_number(cx.register(), Numbered::Z)?,
        closed_at: cx.now,
        closed_by: cx.operator(),
        n_tickets_carried,
        n_appointments_carried,
        shift: shift + 1,
        perpetual,
        rules: &rules,
        own: &cx.settings.currency,
        categories: &categories,
    };
    let sales = tx.find::<Sale>(&Lookup::SaleOfSession(session.id))?;
    let movements = tx.find::<CashMovement>(&Lookup::CashMovementOf(session.id))?;
    let others = &session.others;
    let closing = drawer::close(session, &sales, &movements, Counted { count, others }, of);
    for tender in &closing.tenders {
        let source = LedgerSource::Difference(session.id);
        let postings = difference(cx.register(), tender);
        ledger::post(tx, cx, session.business_date, source, postings)?;
        payouts::count(tx, cx.register(), tender)?;
    }
    let postings = to_safe(cx.register(), count.cash_total());
    let source = LedgerSource::Close(session.id);
    ledger::post(tx, cx, session.business_date, source, postings)?;
    Ok(closing)
}

/// How many of these sessions were closed on a day, and all that they took and gave back.
fn so_far<'a>(
    sessions: impl Iterator<Item = &'a DrawerSession>,
    date: NaiveDate,
) -> (u32, Perpetual) {
    let (mut n, mut all) = (0, Perpetual::default());
    for session in sessions {
        let Some(closing) = &session.closing else {
            continue;
        };
        n += u32::from(session.business_date == date);
        all.n_sales += u64::from(closing.n_sales);
        all.sales_total += closing.sales_total;
        all.n_refunds += u64::from(closing.n_refunds);
        all.refunds_total += closing.refunds_total;
    }
    (n, all)
}

fn n_of(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}
