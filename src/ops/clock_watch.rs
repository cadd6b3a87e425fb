//! A clock that may be wrong is asked about before money moves, and the answer is
//! kept in the journal: [`Request::ConfirmClock`].
//!
//! What day it is, for the business date and for whatever begins or expires with a
//! day, is decided here: by the open drawer's business date where there is one, else
//! by the moment that is **believed**. That is the clock's, unless it is in doubt:
//! then it is that of the last entry. A clock that was set back makes nothing valid
//! again, and one that jumped ahead makes nothing expire, until a person has said
//! that it is right.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};

use super::{
    clock::Clock,
    context::Context,
    entry::not_understood,
    halt::Step,
    outcome::Outcome,
    refusal::{Field, Refusal},
    request::Request,
};
use crate::{
    domain::clock::{
        BEHIND_MAX, ClockAnswer, ClockDoubt, Evidence, GAP_MAX, HOLIDAY_MAX, JUMP_MAX,
    },
    store::Tx,
};

/// How old the time may be that a person has looked at before confirming it.
const LOOKED_AT_MAX: TimeDelta = TimeDelta::hours(1);

/// A clock that may be wrong, beside what it showed at the last entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doubted {
    pub why: ClockDoubt,
    pub now: DateTime<Utc>,
    pub last: Option<DateTime<Utc>>,
}

/// What the running program knows of its clock.
#[derive(Debug)]
pub(super) struct ClockWatch {
    /// Until the clock is first believed.
    gap_at_start: TimeDelta,
    /// What it showed when it was last believed, and the time that had passed then by
    /// the clock that nobody can set.
    believed: Option<(DateTime<Utc>, TimeDelta)>,
}

/// What the clock shows, and what day and time that makes it for the shop.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    pub(super) shown: DateTime<Utc>,
    pub(super) believed: DateTime<Utc>,
    pub(super) doubted: Option<Doubted>,
}

impl Look {
    /// By a clock that nobody need ask about.
    pub(super) fn undoubted(self) -> Self {
        Self {
            believed: self.shown,
            doubted: None,
            ..self
        }
    }
}

impl ClockWatch {
    pub(super) fn new(was_clean: bool) -> Self {
        Self {
            gap_at_start: if was_clean { HOLIDAY_MAX } else { GAP_MAX },
            believed: None,
        }
    }

    pub(super) fn look(
        &mut self,
        clock: &dyn Clock,
        last_entry: Option<DateTime<Utc>>,
        answer: Option<ClockAnswer>,
    ) -> Look {
        let (shown, passed) = (clock.now(), clock.passed());
        let evidence = Evidence {
            shown,
            program_made: clock.program_made(),
            last_entry,
            answer,
            gap_max: self.believed.map_or(self.gap_at_start, |_| JUMP_MAX),
            expected: self.believed.map(|(then, at)| then + (passed - at)),
        };
        let Some(why) = evidence.doubt() else {
            self.believed = Some((shown, passed));
            // Behind for good reason, or by so little that the journal's time is right.
            let believed = last_entry.filter(|last| *last > shown && *last - shown <= BEHIND_MAX);
            return Look {
                shown,
                believed: believed.unwrap_or(shown),
                doubted: None,
            };
        };
        let last = evidence.last_shown();
        Look {
            shown,
            believed: last.unwrap_or(shown),
            doubted: Some(Doubted {
                why,
                now: shown,
                last,
            }),
        }
    }

    /// A person has said that it is right.
    pub(super) fn believe(&mut self, clock: &dyn Clock) {
        self.believed = Some((clock.now(), clock.passed()));
    }
}

/// Money moves only by a clock that is not in doubt.
///
/// # Errors
///
/// [`Refusal::ClockDoubted`].
pub(super) fn admit(cx: &Context, request: &Request) -> Result<(), Refusal> {
    let moves_money = matches!(
        request,
        Request::TakeParts { .. }
            | Request::Pay(_)
            | Request::Refund(_)
            | Request::Void { .. }
            | Request::TransferGiftCard { .. }
            | Request::ExpireGiftCard { .. }
            | Request::ExpireHolding { .. }
            | Request::CancelHolding { .. }
            | Request::EnterMember { .. }
            | Request::KeepDeposit { .. }
            | Request::OpenDrawer { .. }
            | Request::MoveCash { .. }
            | Request::DropCash { .. }
            | Request::HandOver { .. }
            | Request::RecordPayout(_)
            | Request::RecordPay(_)
            | Request::ReceiveGoods(_)
            | Request::PaySupplier(_)
            | Request::PayOutOverpaid { .. }
            | Request::PayOutTips { .. }
            | Request::CloseDrawer { .. }
    );
    match cx.doubted {
        Some(&Doubted { why, now, last }) if moves_money => {
            Err(Refusal::ClockDoubted { why, now, last })
        }
        _ => Ok(()),
    }
}

pub(super) fn confirm(tx: &mut Tx, cx: &Context, looked_at: DateTime<Utc>) -> Step<Outcome> {
    if (cx.clock_now - looked_at).abs() > LOOKED_AT_MAX {
        let typed = looked_at.to_rfc3339_opts(SecondsFormat::Secs, true);
        return Err(not_understood(Field::Time, &typed).into());
    }
    let now = cx.clock_now;
    tx.put(&ClockAnswer {
        shown: now,
        at: cx.now,
    })?;
    Ok(Outcome::ClockConfirmed { now })
}
