//! Who has signed on at which desk, and who was wrong how often. It lives as long as
//! the program runs: after a start every desk is locked.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    domain::{
        audit::{AuditEntry, AuditEvent},
        ids::{Register, StaffId},
        pin::wait_after,
    },
    ops::{
        halt::{Halt, Step},
        refusal::Refusal,
    },
    store::{Reads, record::Lookup},
};

/// The latest lines of the audit that are looked at for wrong tries before the start.
const TRIES_LOOKED_AT: usize = 12;

#[derive(Debug, Default)]
pub(in crate::ops) struct Gate {
    desks: Mutex<BTreeMap<Register, StaffId>>,
    /// By whose PIN was tried; `None`: cards. Held while one is checked, so that many
    /// at once are no way round the waiting.
    tries: Mutex<BTreeMap<Option<StaffId>, Tries>>,
}

/// In a row.
#[derive(Clone, Copy, Debug, Default)]
struct Tries {
    n_wrong: u32,
    /// By the clock that nobody can set.
    wait_until: TimeDelta,
}

impl Gate {
    pub(in crate::ops) fn signed_on(&self, register: Register) -> Option<StaffId> {
        lock(&self.desks).get(&register).copied()
    }

    pub(in crate::ops) fn sign_on(&self, register: Register, staff: StaffId) {
        lock(&self.desks).insert(register, staff);
    }

    pub(in crate::ops) fn sign_off(&self, register: Register) {
        lock(&self.desks).remove(&register);
    }

    /// Tries a proof, unless there is a wait; `passed` is the clock that nobody can set.
    ///
    /// # Errors
    ///
    /// [`Refusal::ProofWait`], [`Refusal::WrongProof`], or when the store cannot be read.
    pub(super) fn attempt<T>(
        &self,
        reads: impl FnOnce() -> Step<Before>,
        (whose, passed): (Option<StaffId>, TimeDelta),
        check: impl FnOnce() -> Option<T>,
    ) -> Step<T> {
        let mut all = lock(&self.tries);
        let mut tries = if let Some(tries) = all.get(&whose) {
            *tries
        } else {
            // Whoever starts the program again waits as long as if it had gone on.
            let Before { n_wrong, ago } = reads()?;
            Tries {
                n_wrong,
                wait_until: passed + wait_after(n_wrong) - ago,
            }
        };
        let wait = tries.wait_until - passed;
        if wait > TimeDelta::zero() {
            all.insert(whose, tries);
            let seconds = wait.num_milliseconds().div_euclid(1_000) + 1;
            let seconds = u64::try_from(seconds).unwrap_or_default();
            return Err(Refusal::ProofWait { seconds }.into());
        }
        if let Some(right) = check() {
            all.insert(whose, Tries::default());
            return Ok(right);
        }
        tries.n_wrong = tries.n_wrong.saturating_add(1);
        tries.wait_until = passed + wait_after(tries.n_wrong);
        all.insert(whose, tries);
        Err(Halt::Refused(Refusal::WrongProof))
    }
}

/// Wrong tries before the start, in a row.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Before {
    n_wrong: u32,
    /// How long the last one is past, by the clock on the wall: no other goes on from one
    /// start to the next. Nothing of a time that has not come yet.
    ago: TimeDelta,
}

/// How often the PIN of somebody was wrong, by the audit.
pub(super) fn wrong_before(
    reads: &impl Reads,
    whose: Option<StaffId>,
    now: DateTime<Utc>,
) -> Step<Before> {
    let Some(staff) = whose else {
        return Ok(Before::default());
    };
    let latest = reads.latest::<AuditEntry>(&Lookup::AuditOf(staff), TRIES_LOOKED_AT)?;
    let is_wrong = |it: &&AuditEntry| it.event == AuditEvent::WrongProof { staff: whose };
    let is_right =
        |it: &&AuditEntry| it.operator == whose && matches!(it.event, AuditEvent::SignedOn { .. });
    let since = latest.iter().take_while(|it| !is_right(it));
    let wrong: Vec<&AuditEntry> = since.filter(is_wrong).collect();
    let last = wrong.iter().map(|it| it.at).max();
    Ok(Before {
        n_wrong: u32::try_from(wrong.len()).unwrap_or(u32::MAX),
        ago: last.map_or(TimeDelta::zero(), |at| (now - at).max(TimeDelta::zero())),
    })
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
