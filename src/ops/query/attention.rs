//! What wants a person's eye, and what stands open before a close.

use chrono::{DateTime, Duration, Utc};

use super::{
    Answered, Attention, BeforeClose, DamagedPart, appointments, drawer, items, names, tickets,
};
use crate::{
    domain::{
        booking::{Appointment, Status},
        catalog::Product,
        ids::{PrintJobId, Register},
        print_job::{PrintJob, PrintState, Printable},
        settings::Settings,
        ticket::{Ticket, TicketState},
        time,
    },
    store::{Reads, Store, record::Lookup},
};

/// A job that waits longer than this for the printer is not just on its way.
const WAITING_SECONDS_MAX: i64 = 20;

/// The register's open and parked carts, and the visits of the day of trade that
/// are not over.
///
/// # Errors
///
/// When the store cannot be read.
pub fn before_close(
    reads: &impl Reads,
    settings: &Settings,
    register: Register,
    now: DateTime<Utc>,
) -> Answered<BeforeClose> {
    let today = time::wall(now, settings.time_zone).date;
    let date = drawer(reads, register)?.map_or(today, |it| it.business_date);
    let tickets = reads
        .find::<Ticket>(&Lookup::TicketOf(register))?
        .into_iter()
        .filter(|ticket| !ticket.lines.is_empty())
        .map(|ticket| tickets::sheet(reads, settings, ticket))
        .collect::<Result<_, _>>()?;
    let mut visits = appointments::blocks(reads, date)?;
    visits.retain(|it| it.appointment.start().date == date && !it.appointment.status.is_final());
    Ok(BeforeClose { tickets, visits })
}

/// What the proof of the whole store, which goes on in the background after a
/// start, has found wrong so far.
pub fn damage(store: &Store) -> Vec<Attention> {
    let health = store.health();
    let journal = health.journal.map(|err| (DamagedPart::Journal, err));
    let index = health.index.map(|err| (DamagedPart::Index, err));
    journal
        .into_iter()
        .chain(index)
        .map(|(what, err)| Attention::Damage {
            what,
            detail: err.to_string(),
        })
        .collect()
}

/// Of this register's printer and drawer, and of the whole shop's book, carts and
/// shelf.
///
/// # Errors
///
/// When the store cannot be read.
pub fn attention(
    reads: &impl Reads,
    settings: &Settings,
    register: Register,
    now: DateTime<Utc>,
) -> Answered<Vec<Attention>> {
    let mut items = not_printed(reads, register, now)?;
    let now = time::wall(now, settings.time_zone);
    if let Some(session) = drawer(reads, register)?.filter(|it| it.business_date < now.date) {
        let business_date = session.business_date;
        items.push(Attention::OldDrawer { business_date });
    }
    for appointment in reads.find::<Appointment>(&Lookup::AppointmentOn(now.date))? {
        let is_awaited = matches!(appointment.status, Status::Booked | Status::Confirmed);
        if is_awaited && appointment.start().naive() < now.naive() {
            items.push(Attention::Late {
                appointment: appointment.id,
                client: names::client(reads, appointment.client)?,
                start: appointment.start(),
            });
        }
    }
    for ticket in reads.all::<Ticket>()? {
        if ticket.state == TicketState::Parked {
            let sheet = tickets::sheet(reads, settings, ticket)?;
            items.push(Attention::Parked {
                ticket: sheet.ticket.id,
                client: sheet.client,
                total: sheet.total,
                since: sheet.ticket.parked_at.unwrap_or(sheet.ticket.opened_at),
            });
        }
    }
    items.extend(low_stock(reads)?);
    Ok(items)
}

fn not_printed(
    reads: &impl Reads,
    register: Register,
    now: DateTime<Utc>,
) -> Answered<Vec<Attention>> {
    let mut items = Vec::new();
    for job in reads.find::<PrintJob>(&Lookup::UnsettledPrintJob(register))? {
        let wants_an_eye = match &job.state {
            PrintState::Waiting => now - job.queued_at > Duration::seconds(WAITING_SECONDS_MAX),
            PrintState::Sent | PrintState::Printed | PrintState::NotWanted => false,
            PrintState::Unknown { .. } | PrintState::Failed { .. } => true,
        };
        // Printed again since: what became of that copy is what counts.
        let n_jobs = reads.count(&Lookup::PrintJobOf(job.what))?;
        let is_latest = usize::try_from(job.copy).is_ok_and(|copy| copy + 1 >= n_jobs);
        if wants_an_eye && is_latest {
            items.push(listed(reads, job)?);
        }
    }
    Ok(items)
}

fn listed(reads: &impl Reads, job: PrintJob) -> Answered<Attention> {
    let sale = match job.what {
        Printable::Receipt(sale) => Some(sale),
        Printable::Z(_) => None,
    };
    let receipt = names::receipt(reads, sale)?;
    Ok(Attention::NotPrinted { job, receipt })
}

/// A paper that came out of the printer in part, as the list has it.
///
/// # Errors
///
/// When the store cannot be read.
pub fn stopped(reads: &impl Reads, job: PrintJobId) -> Answered<Option<Attention>> {
    let job = reads.get::<PrintJob>(&job)?;
    job.map(|job| listed(reads, job)).transpose()
}

fn low_stock(reads: &impl Reads) -> Answered<Vec<Attention>> {
    let mut items = Vec::new();
    for product in reads.all::<Product>()? {
        if !product.active || product.par_level == 0 {
            continue;
        }
        let on_hand = items::on_hand(reads, product.id)?;
        if on_hand < i64::from(product.par_level) {
            items.push(Attention::LowStock {
                product: product.id,
                name: product.name,
                on_hand,
                par_level: product.par_level,
            });
        }
    }
    Ok(items)
}
