//! Who is at a desk, what they may do, and who said yes to it.
//!
//! Until the owner turns rights on everyone may do everything. Then nobody may do
//! anything who has not signed on at that desk, [`need()`] says which right a request
//! needs, and [`Asker`] whether whoever asks has it. A second person's yes belongs to
//! one request: it comes with it, and nothing remembers it.
//!
//! In reading order:

mod need;

mod asker;
mod gate;
mod prove;

mod audit;
mod cart;
mod people;
mod sign_on;

pub(super) use asker::Asker;
pub(super) use audit::{event_of, note_approvals, write};
pub(super) use cart::within_limits;
pub(super) use gate::Gate;
pub(super) use need::{Need, need};
pub(super) use people::keep_way_back;
pub(super) use prove::{Proven, Prover};

use super::{context::Context, halt::Step, outcome::Outcome, refusal::Refusal, request::Request};
use crate::store::Tx;

pub(super) fn dispatch(tx: &mut Tx, cx: &Context, request: &Request) -> Step<Outcome> {
    match request {
        Request::SavePerson(draft) => people::save_person(tx, cx, draft),
        Request::SaveRights(draft) => people::save_rights(tx, cx, draft),
        Request::SignOff { idle } => sign_on::sign_off(tx, cx, *idle),
        _ => sign_on::sign_on(tx, cx),
    }
}

/// Before anything is done.
///
/// # Errors
///
/// [`Refusal::SignOnNeeded`], [`Refusal::NeedsRight`], [`Refusal::ApproverLacks`].
pub(super) fn admit(cx: &Context, request: &Request) -> Step<()> {
    if !cx.asker.is_asked() {
        return Ok(());
    }
    let rights = match need(request) {
        Need::Nobody => return Ok(()),
        Need::Somebody => Vec::new(),
        Need::These(rights) => rights,
    };
    if !cx.asker.is_signed_on() {
        return Err(Refusal::SignOnNeeded.into());
    }
    for right in rights {
        cx.needs(right)?;
    }
    Ok(())
}
