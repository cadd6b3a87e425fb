//! What became of an appointment: each change with its time, who made it, and what
//! was there before.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Appointment, Status};
use crate::domain::{
    ids::{AppointmentId, ClientId, RoomId, SaleId, ServiceId, StaffId, VisitChangeId},
    time::WallTime,
};

/// What is different, as it was and as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Changed {
    Made,
    Client {
        from: Option<ClientId>,
        to: Option<ClientId>,
    },
    Service {
        from: ServiceId,
        to: ServiceId,
    },
    Start {
        from: WallTime,
        to: WallTime,
    },
    Minutes {
        from: u16,
        to: u16,
    },
    /// All who give it.
    Staff {
        from: Vec<StaffId>,
        to: Vec<StaffId>,
    },
    Room {
        from: Option<RoomId>,
        to: Option<RoomId>,
    },
    Status {
        from: Status,
        to: Status,
        reason: String,
    },
    Note {
        from: String,
        to: String,
    },
    /// Something stood in the way, and it was done for this reason.
    Overridden {
        reason: String,
    },
    Paid {
        sale: SaleId,
    },
    /// What was paid went back.
    Unpaid,
}

/// One change of an appointment; never changed itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VisitChange {
    pub id: VisitChangeId,
    pub appointment: AppointmentId,
    #[serde(with = "crate::domain::time::instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub at: DateTime<Utc>,
    /// Whoever had signed on.
    pub by: Option<StaffId>,
    /// Never empty.
    pub what: Vec<Changed>,
}

/// What a person would call different between two states; nothing where only the cart
/// or the time of a step changed.
pub fn changes(before: Option<&Appointment>, after: &Appointment) -> Vec<Changed> {
    let Some(before) = before else {
        let mut what = vec![Changed::Made];
        what.extend(override_of(None, after));
        return what;
    };
    let mut what = Vec::new();
    if before.client != after.client {
        let (from, to) = (before.client, after.client);
        what.push(Changed::Client { from, to });
    }
    if before.service != after.service {
        let (from, to) = (before.service, after.service);
        what.push(Changed::Service { from, to });
    }
    if before.start() != after.start() {
        let (from, to) = (before.start(), after.start());
        what.push(Changed::Start { from, to });
    }
    if before.minutes() != after.minutes() {
        let (from, to) = (before.minutes(), after.minutes());
        what.push(Changed::Minutes { from, to });
    }
    let (from, to) = (before.team(), after.team());
    if from != to {
        what.push(Changed::Staff { from, to });
    }
    if before.room() != after.room() {
        let (from, to) = (before.room(), after.room());
        what.push(Changed::Room { from, to });
    }
    if before.status != after.status {
        let (from, to) = (before.status, after.status);
        let reason = after.reason.clone();
        what.push(Changed::Status { from, to, reason });
    }
    if before.note != after.note {
        let (from, to) = (before.note.clone(), after.note.clone());
        what.push(Changed::Note { from, to });
    }
    what.extend(override_of(Some(before), after));
    match (before.sale, after.sale) {
        (from, Some(sale)) if from != Some(sale) => what.push(Changed::Paid { sale }),
        (Some(_), None) => what.push(Changed::Unpaid),
        _ => (),
    }
    what
}

fn override_of(before: Option<&Appointment>, after: &Appointment) -> Option<Changed> {
    let reason = |it: &Appointment| it.overridden.as_ref().map(|it| it.reason.clone());
    let now = reason(after)?;
    (before.and_then(reason).as_ref() != Some(&now)).then_some(Changed::Overridden { reason: now })
}
