//! Who is at a desk: signing on and locking.

use super::{
    cart::{bring_back, keep_for_its_person},
    write,
};
use crate::{
    domain::{audit::AuditEvent, staff::Staff},
    ops::{
        context::Context,
        halt::{Step, need_active},
        outcome::Outcome,
        refusal::Refusal,
    },
    store::Tx,
};

/// The proof was checked before.
pub(in crate::ops) fn sign_on(tx: &mut Tx, cx: &Context) -> Step<Outcome> {
    let (staff, with) = cx.asker.proven.person.ok_or(Refusal::WrongProof)?;
    let name = need_active::<Staff>(tx, staff)?.name;
    let (mut kept, mut back) = (None, None);
    if cx.asker.is_asked() {
        kept = keep_for_its_person(tx, cx, staff)?;
        back = bring_back(tx, cx, staff)?;
    }
    write(tx, AuditEvent::SignedOn { with })?;
    Ok(Outcome::SignedOn {
        staff,
        name,
        back,
        kept,
    })
}

pub(in crate::ops) fn sign_off(tx: &mut Tx, _: &Context, idle: bool) -> Step<Outcome> {
    write(tx, AuditEvent::SignedOff { idle })?;
    Ok(Outcome::SignedOff)
}
