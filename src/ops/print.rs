//! What is to be printed, and the printer's news of it.

use chrono::{Days, NaiveDate};

use super::{
    context::Context,
    entry::{REASON_MAX, email, missing, optional, required, within},
    halt::{Step, need},
    outcome::Outcome,
    refusal::{Field, Noun, Refusal},
};
use crate::{
    domain::{
        booking::Appointment,
        client::Client,
        document::Document,
        drawer::{CashMovement, DrawerSession},
        ids::PrintJobId,
        print_job::{PrintJob, PrintState, Printable},
        purse::GiftCard,
        sale::Sale,
        settings::ReceiptPrinting,
        staff::Staff,
        text,
    },
    store::{
        Reads, Tx,
        record::{Kind, Lookup},
    },
};

/// A statement of more is many statements.
const STATEMENT_MAX: Days = Days::new(10 * 366);

/// Queues an original, or the next copy.
pub(super) fn queue(tx: &mut Tx, cx: &Context, what: Printable) -> Step<PrintJob> {
    queue_copy(tx, cx, what, 0)
}

fn queue_again(tx: &mut Tx, cx: &Context, what: Printable) -> Step<PrintJob> {
    let n_before = tx.count(&Lookup::PrintJobOf(what))?;
    queue_copy(tx, cx, what, u32::try_from(n_before).unwrap_or(u32::MAX))
}

fn queue_copy(tx: &mut Tx, cx: &Context, what: Printable, copy: u32) -> Step<PrintJob> {
    let job = PrintJob {
        id: tx.next_id(cx.register(), Kind::PrintJob)?.into(),
        what,
        copy,
        register: cx.register(),
        queued_at: cx.now,
        state: match (what, cx.settings.receipt_printing) {
            (Printable::Receipt(_), ReceiptPrinting::Asked | ReceiptPrinting::Never) => {
                PrintState::NotWanted
            }
            _ => PrintState::Waiting,
        },
    };
    tx.put(&job)?;
    Ok(job)
}

/// The original that nobody wanted until now.
fn wanted_after_all(tx: &mut Tx, cx: &Context, what: Printable) -> Step<Option<PrintJob>> {
    let jobs = tx.find::<PrintJob>(&Lookup::PrintJobOf(what))?;
    let unwanted = jobs
        .into_iter()
        .find(|job| job.state == PrintState::NotWanted);
    let Some(mut job) = unwanted else {
        return Ok(None);
    };
    job.state = PrintState::Waiting;
    job.queued_at = cx.now;
    tx.put(&job)?;
    Ok(Some(job))
}

/// A copy that is no paper. Where it goes is checked and forgotten.
pub(super) fn send_copy(
    tx: &mut Tx,
    cx: &Context,
    what: Printable,
    to: Option<&str>,
) -> Step<Outcome> {
    check(tx, what)?;
    if let Some(to) = to {
        required(Field::Email, &email(to)?, text::EMAIL_MAX)?;
    }
    let job = queue_again(tx, cx, what)?;
    Ok(Outcome::CopyQueued { job: job.id })
}

/// Whether there is anything to be printed.
fn check(tx: &Tx, what: Printable) -> Step<()> {
    match what {
        Printable::Receipt(sale) | Printable::Copy(sale) => drop(need::<Sale>(tx, sale)?),
        Printable::Z(session) => {
            let session = need::<DrawerSession>(tx, session)?;
            if session.closing.is_none() {
                let (what, id) = (Noun::DrawerSession, session.id.to_string());
                return Err(Refusal::NotFound { what, id }.into());
            }
        }
        Printable::ZOfDay(date) => check_day(tx, date)?,
        Printable::DaySheet { staff, .. } => drop(need::<Staff>(tx, staff)?),
        Printable::Document(document) | Printable::DocumentCopy(document) => match document {
            Document::Invoice { sale, buyer } => {
                need::<Sale>(tx, sale)?;
                need::<Client>(tx, buyer)?;
            }
            Document::CashOrder(movement) => {
                let movement = need::<CashMovement>(tx, movement)?;
                if movement.amount.is_zero() {
                    return Err(missing(Field::Amount).into());
                }
            }
            Document::VisitCard(visit) => drop(need::<Appointment>(tx, visit)?),
            Document::GiftCertificate(card) => drop(need::<GiftCard>(tx, card)?),
            Document::Statement {
                client,
                from,
                until,
            } => {
                need::<Client>(tx, client)?;
                within(Field::Until, &until, &from, &(from + STATEMENT_MAX))?;
            }
        },
    }
    Ok(())
}

/// A day is summed up when all of it is closed.
fn check_day(tx: &Tx, date: NaiveDate) -> Step<()> {
    let sessions = tx.find::<DrawerSession>(&Lookup::SessionOn(date))?;
    if let Some(open) = sessions.iter().find(|it| it.closing.is_none()) {
        let (since, business_date) = (open.opened_at, open.business_date);
        return Err(Refusal::DrawerAlreadyOpen {
            since,
            business_date,
        }
        .into());
    }
    if sessions.is_empty() {
        let (what, id) = (Noun::DrawerSession, date.to_string());
        return Err(Refusal::NotFound { what, id }.into());
    }
    Ok(())
}

pub(super) fn reprint(tx: &mut Tx, cx: &Context, what: Printable) -> Step<Outcome> {
    let what = what.on_paper();
    check(tx, what)?;
    let job = if let Some(original) = wanted_after_all(tx, cx, what)? {
        original
    } else {
        let mut copy = queue_again(tx, cx, what)?;
        // Whoever asks for a copy wants it on paper.
        copy.state = PrintState::Waiting;
        tx.put(&copy)?;
        copy
    };
    Ok(Outcome::Queued {
        print: job.id,
        copy: job.copy,
    })
}

pub(super) fn settle(tx: &mut Tx, id: PrintJobId, state: &PrintState) -> Step<Outcome> {
    let mut job = need::<PrintJob>(tx, id)?;
    job.state = match state {
        PrintState::Unknown { reason } => PrintState::Unknown {
            reason: optional(Field::Reason, reason, REASON_MAX)?,
        },
        PrintState::Failed { reason } => PrintState::Failed {
            reason: optional(Field::Reason, reason, REASON_MAX)?,
        },
        settled => settled.clone(),
    };
    tx.put(&job)?;
    Ok(Outcome::Saved)
}
