//! Who is at the desk, and what happens when that changes: the desk locks by its key and
//! when nobody touches it, and a refusal for want of a right is brought to a second
//! person.

use super::{
    app::{App, Asker},
    component::{Cmd, Pane, Reply, Tone},
    dialogs::proving,
    view::View,
};
use crate::{
    domain::{ids::StaffId, time},
    ops::{
        outcome::Outcome,
        query,
        refusal::Refusal,
        request::{Approval, Request},
        shop::Stop,
    },
};

/// What the screen knows of it besides.
#[derive(Default)]
pub(super) struct Signing {
    /// The lock is on top of all.
    is_locked: bool,
    /// Who was there before.
    last: Option<StaffId>,
    /// Minutes since the last key or scan.
    n_idle: u16,
    /// Waits for a second person.
    awaiting: Option<Awaiting>,
}

/// What was refused, to be asked again with a yes.
struct Awaiting {
    request: Request,
    asker: Asker,
    depth: usize,
    refused: Result<Outcome, Stop>,
}

impl App {
    pub(super) fn touched(&mut self) {
        self.signing.n_idle = 0;
    }

    /// A desk that nobody touches locks itself.
    pub(super) fn minute_passed(&mut self) {
        let now = time::at_or_after(self.view.now, self.view.settings.time_zone);
        let is_over = query::holds_over(&self.view.shop.read(), now).unwrap_or_default();
        if is_over && self.view.shop.as_of().is_none() {
            // Refused only where nothing can be written, which is said already.
            let _ = self.submit(&Request::LetGo);
        }
        let idle_minutes = self.view.rights.idle_minutes;
        self.signing.n_idle = self.signing.n_idle.saturating_add(1);
        // Minutes are those of the clock: the first one was not whole.
        if idle_minutes > 0 && self.signing.n_idle > idle_minutes && self.signs_on() {
            self.lock(true);
        }
    }

    fn signs_on(&self) -> bool {
        self.view.rights.on && self.view.is_set_up && self.view.shop.as_of().is_none()
    }

    /// Somebody leaves the desk: what is begun waits for them.
    pub(super) fn lock(&mut self, idle: bool) {
        if self.signing.is_locked {
            return;
        }
        if let Err(stop) = self.submit(&Request::SignOff { idle }) {
            self.say_stop(&stop);
        }
        self.reload();
        self.refresh();
        self.keep_locked();
    }

    /// Where people sign on and nobody has, there is the lock and nothing else.
    pub(super) fn keep_locked(&mut self) {
        let at_desk = self.view.session.operator;
        let signed_on = self.view.shop.signed_on(self.view.session.register);
        let is_open = !self.signs_on() || (at_desk.is_some() && at_desk == signed_on);
        if is_open != self.signing.is_locked {
            return;
        }
        if is_open {
            self.signing.is_locked = false;
            self.stack.pop();
            return;
        }
        self.signing.is_locked = true;
        self.signing.last = at_desk.or(self.signing.last);
        self.view.session.operator = None;
        let lock = proving::locked(self.signing.last, &self.view);
        self.obey_one(Cmd::Push(lock), Asker::Pane(Pane::Day), 0);
        self.refresh();
    }

    /// Whoever comes back finds what they had begun; another finds a desk at rest.
    pub(super) fn signed_on(&mut self, staff: StaffId, outcome: &Outcome) {
        self.touched();
        if std::mem::take(&mut self.signing.is_locked) {
            self.stack.pop();
        }
        if self.signing.last.is_some_and(|it| it != staff) {
            self.stack.clear();
            self.signing.awaiting = None;
        }
        self.signing.last = Some(staff);
        self.view.session.operator = Some(staff);
        self.reload();
        self.refresh();
        self.say(Tone::Good, self.view.words().outcome(outcome));
    }

    /// Whether the answer waits for a second person's yes.
    pub(super) fn asks_second_person(
        &mut self,
        request: &Request,
        answer: &Result<Outcome, Stop>,
        (asker, depth): (Asker, usize),
    ) -> bool {
        let Err(Stop::Refused(Refusal::NeedsRight { right, .. })) = answer else {
            return false;
        };
        if self.signing.awaiting.is_some() || !proving::can_be_approved(*right, &self.view) {
            return false;
        }
        self.signing.awaiting = Some(Awaiting {
            request: request.clone(),
            asker,
            depth,
            refused: answer.clone(),
        });
        let dialog = proving::approval(*right, &self.view);
        self.obey_one(Cmd::Push(dialog), asker, depth);
        true
    }

    /// Asks once more, with a second person's yes to this and to nothing else.
    pub(super) fn approve(&mut self, approval: &Approval) {
        let Some(waiting) = self.signing.awaiting.take() else {
            return;
        };
        let answer = self.submit_with(&waiting.request, Some(approval));
        if let Err(Stop::Refused(refusal)) = &answer
            && is_of_the_proof(refusal)
        {
            self.signing.awaiting = Some(waiting);
            let place = self.stack.len().saturating_sub(1);
            let reply = self
                .stack
                .last_mut()
                .map(|dialog| dialog.answered(&answer, &self.view));
            if let Some(Reply::Done(cmds)) = reply {
                self.obey(cmds, Asker::Dialog(place), 0);
            }
            return;
        }
        self.stack.pop();
        self.finish(&waiting.request, &answer, waiting.asker, waiting.depth);
    }

    /// Nobody says yes: whoever asked is told of the refusal.
    pub(super) fn disapprove(&mut self) {
        if let Some(waiting) = self.signing.awaiting.take() {
            self.stack.pop();
            self.finish(
                &waiting.request,
                &waiting.refused,
                waiting.asker,
                waiting.depth,
            );
        }
    }
}

/// What whoever says yes can put right.
fn is_of_the_proof(refusal: &Refusal) -> bool {
    use crate::ops::refusal::Field;
    match refusal {
        Refusal::WrongProof | Refusal::ProofWait { .. } | Refusal::ApproverLacks { .. } => true,
        Refusal::Field { field, .. } => matches!(field, Field::Pin | Field::Staff),
        _ => false,
    }
}

impl View {
    /// Whether whoever is at the desk may do it without a second person.
    pub fn may(&self, right: crate::domain::rights::Right) -> bool {
        let role = self.session.operator.and_then(|it| self.rights.role_of(it));
        !self.rights.on || role.is_some_and(|it| it.may(right))
    }
}
