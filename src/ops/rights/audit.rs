//! The list of who signed on, who was refused and who approved, written by the way.

use crate::{
    domain::{
        audit::{AuditEntry, AuditEvent},
        ids::StaffId,
    },
    ops::{
        context::Context,
        halt::Step,
        outcome::Outcome,
        refusal::Refusal,
        request::{Approval, Request},
    },
    store::{Tx, record::Kind},
};

/// One line, by whoever the transaction is of.
pub(in crate::ops) fn write(tx: &mut Tx, event: AuditEvent) -> Step<()> {
    let meta = tx.meta();
    let (register, operator) = (meta.register, meta.operator);
    let entry = AuditEntry {
        id: tx.next_id(register, Kind::Audit)?.into(),
        at: tx.now(),
        business_date: tx.business_date(),
        register,
        operator,
        event,
    };
    Ok(tx.put(&entry)?)
}

/// A line for each right that a second person's yes stood for.
pub(in crate::ops) fn note_approvals(
    tx: &mut Tx,
    cx: &Context,
    request: &Request,
    outcome: &Outcome,
) -> Step<()> {
    let (ticket, sale) = match outcome {
        Outcome::TicketChanged { ticket, .. } | Outcome::TicketDropped { ticket, .. } => {
            (Some(*ticket), None)
        }
        Outcome::Sold(sold) => (None, Some(sold.sale)),
        _ => (None, None),
    };
    for (right, by, reason) in cx.asker.approvals() {
        let request = request.name().to_owned();
        let event = AuditEvent::Approved {
            request,
            right,
            by,
            reason,
            ticket,
            sale,
        };
        write(tx, event)?;
    }
    Ok(())
}

/// What is kept of a refusal; of most nothing.
pub(in crate::ops) fn event_of(
    refusal: &Refusal,
    request: &Request,
    approval: Option<&Approval>,
    operator: Option<StaffId>,
) -> Option<AuditEvent> {
    let refused = |right| AuditEvent::Refused {
        request: request.name().to_owned(),
        right,
    };
    match refusal {
        Refusal::SignOnNeeded => Some(refused(None)),
        Refusal::NeedsRight { right, .. } | Refusal::ApproverLacks { right, .. } => {
            Some(refused(Some(*right)))
        }
        Refusal::WrongProof => {
            let staff = match (approval, request) {
                (Some(approval), _) => approval.proof.staff,
                (None, Request::SignOn(proof)) => proof.staff,
                _ => operator,
            };
            Some(AuditEvent::WrongProof { staff })
        }
        _ => None,
    }
}
