//! What is to be printed, and the printer's news of it.

use super::{
    context::Context,
    entry::{REASON_MAX, optional},
    halt::{Step, need},
    outcome::Outcome,
    refusal::{Field, Noun, Refusal},
};
use crate::{
    domain::{
        drawer::DrawerSession,
        ids::PrintJobId,
        print_job::{PrintJob, PrintState, Printable},
        sale::Sale,
    },
    store::{
        Reads, Tx,
        record::{Kind, Lookup},
    },
};

/// Queues an original, or the next copy.
pub(super) fn queue(tx: &mut Tx, cx: &Context, what: Printable) -> Step<PrintJob> {
    let n_before = tx.count(&Lookup::PrintJobOf(what))?;
    let job = PrintJob {
        id: tx.next_id(cx.register(), Kind::PrintJob)?.into(),
        what,
        copy: u32::try_from(n_before).unwrap_or(u32::MAX),
        register: cx.register(),
        queued_at: cx.now,
        state: PrintState::Waiting,
    };
    tx.put(&job)?;
    Ok(job)
}

pub(super) fn reprint(tx: &mut Tx, cx: &Context, what: Printable) -> Step<Outcome> {
    match what {
        Printable::Receipt(sale) => drop(need::<Sale>(tx, sale)?),
        Printable::Z(session) => {
            let session = need::<DrawerSession>(tx, session)?;
            if session.closing.is_none() {
                let (what, id) = (Noun::DrawerSession, session.id.to_string());
                return Err(Refusal::NotFound { what, id }.into());
            }
        }
    }
    let job = queue(tx, cx, what)?;
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
