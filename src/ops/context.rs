//! What every use case gets besides its transaction: who asks, from where, when,
//! and what the shop has decided.

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    client_index::Clients, clock_watch::Doubted, free_days::FreeDays, halt::Step, refusal::Refusal,
    request::Session, rights::Asker, undo::BookChange,
};
use crate::{
    domain::{
        drawer::DrawerSession,
        ids::{Register, StaffId},
        rights::Right,
        settings::Settings,
        time::{self, WallTime},
    },
    store::{Reads, record::Lookup},
};

#[derive(Clone, Copy, Debug)]
pub(super) struct Context<'a> {
    pub(super) session: &'a Session,
    pub(super) settings: &'a Settings,
    /// The commit's own time; never earlier than the one before.
    pub(super) now: DateTime<Utc>,
    /// What the clock shows; behind `now` if it was set back.
    pub(super) clock_now: DateTime<Utc>,
    /// Decides days and wall times: see [`super::clock_watch`].
    pub(super) believed: DateTime<Utc>,
    pub(super) doubted: Option<&'a Doubted>,
    pub(super) clients: &'a Clients,
    pub(super) free_days: &'a FreeDays,
    /// What this desk changed last in the book.
    pub(super) last_change: Option<&'a BookChange>,
    pub(super) asker: &'a Asker,
}

impl Context<'_> {
    pub(super) fn register(&self) -> Register {
        self.session.register
    }

    pub(super) fn operator(&self) -> Option<StaffId> {
        self.session.operator
    }

    /// Whoever asks must have this right, or a second person who has it must have said
    /// yes: the one whose name is kept with it.
    ///
    /// # Errors
    ///
    /// [`Refusal::NeedsRight`], [`Refusal::ApproverLacks`].
    pub(super) fn needs(&self, right: Right) -> Result<Option<StaffId>, Refusal> {
        self.asker.needs(right)
    }

    pub(super) fn wall(&self) -> WallTime {
        time::wall(self.believed, self.settings.time_zone)
    }

    pub(super) fn today(&self) -> NaiveDate {
        self.wall().date
    }

    /// The register's open drawer session.
    ///
    /// # Errors
    ///
    /// [`Refusal::DrawerNotOpen`].
    pub(super) fn drawer(&self, reads: &impl Reads) -> Step<DrawerSession> {
        let open = open_drawer(reads, self.register())?;
        open.ok_or_else(|| Refusal::DrawerNotOpen.into())
    }

    /// The day of trade that something belongs to which needs no drawer.
    pub(super) fn business_date(&self, reads: &impl Reads) -> Step<NaiveDate> {
        let open = open_drawer(reads, self.register())?;
        Ok(open.map_or_else(
            || self.settings.business_date(self.believed),
            |it| it.business_date,
        ))
    }
}

pub(super) fn open_drawer(reads: &impl Reads, register: Register) -> Step<Option<DrawerSession>> {
    let lookup = Lookup::OpenSession(register);
    Ok(reads.find::<DrawerSession>(&lookup)?.into_iter().next())
}
