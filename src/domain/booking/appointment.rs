//! What an appointment is, and what it holds for how long.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::book::spans;
use crate::domain::{
    ids::{
        AppointmentId, ClientId, EquipmentId, RoomId, SaleId, SeriesId, ServiceId, StaffId,
        TicketId, VisitId, WaitingId,
    },
    time::{Span, WallTime},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Booked,
    Confirmed,
    Arrived,
    InService,
    Done,
    NoShow,
    Cancelled,
    /// Asked for from outside; the house has not said yes yet. Its time is kept
    /// meanwhile: two people must not be told that the same hour is coming.
    Requested,
    /// Kept for somebody until a moment, then let go.
    Held,
    /// Cancelled too late for the house to give the time to another.
    LateCancel,
}

impl Status {
    /// Whether an appointment of this status keeps its staff, room and client.
    pub fn holds_time(self) -> bool {
        !matches!(self, Self::NoShow | Self::Cancelled | Self::LateCancel)
    }

    /// Whether the visit is over, one way or another.
    pub fn is_final(self) -> bool {
        matches!(
            self,
            Self::Done | Self::NoShow | Self::Cancelled | Self::LateCancel
        )
    }
}

/// One stretch of an appointment and what it holds meanwhile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Segment {
    pub start: WallTime,
    pub minutes: u16,
    pub staff: Vec<StaffId>,
    pub rooms: Vec<RoomId>,
    pub holds_client: bool,
    pub equipment: Vec<EquipmentId>,
}

impl Segment {
    /// Whether nobody gives it with two pairs of hands.
    pub fn has_each_once(&self) -> bool {
        let mut hands = self.staff.iter().enumerate();
        hands.all(|(nth, it)| !self.staff[..nth].contains(it))
    }
}

/// How an appointment came into the book.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Somebody stood there.
    #[default]
    Desk,
    Phone,
    /// From a site or another program.
    Online,
    /// Came without an appointment.
    WalkIn,
    /// Beyond what there is room for, on purpose, in case another does not come.
    StandBy,
}

/// As what an appointment is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MadeAs {
    #[default]
    Booked,
    /// Kept for so many minutes; without them for as long as the shop usually does.
    Held {
        minutes: Option<u16>,
    },
    Requested,
}

/// How an appointment comes to be made, beside what and when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct How {
    #[serde(default)]
    pub origin: Origin,
    /// The client asked for this therapist, rather than for any.
    #[serde(default)]
    pub asked_for: bool,
    #[serde(default)]
    pub made_as: MadeAs,
    /// The wish on the waitlist that it meets.
    #[serde(default)]
    pub waiting: Option<WaitingId>,
}

/// Made against the rule by someone who may, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Override {
    pub by: Option<StaffId>,
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Appointment {
    pub id: AppointmentId,
    /// `None` is a walk-in without a name.
    pub client: Option<ClientId>,
    pub service: ServiceId,
    pub status: Status,
    /// In order of time; never empty.
    pub segments: Vec<Segment>,
    /// The first segment's start as an instant.
    #[serde(with = "crate::domain::time::instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub starts_at: DateTime<Utc>,
    pub note: String,
    /// Why it was cancelled or the client did not come; empty otherwise.
    pub reason: String,
    pub overridden: Option<Override>,
    #[serde(with = "crate::domain::time::instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub created_at: DateTime<Utc>,
    /// The cart that it was brought to, if any.
    pub ticket: Option<TicketId>,
    /// The sale that paid for it, if any.
    pub sale: Option<SaleId>,
    #[serde(with = "crate::domain::time::instant::option")]
    #[schemars(with = "Option<DateTime<Utc>>")]
    pub arrived_at: Option<DateTime<Utc>>,
    #[serde(with = "crate::domain::time::instant::option")]
    #[schemars(with = "Option<DateTime<Utc>>")]
    pub started_at: Option<DateTime<Utc>>,
    #[serde(with = "crate::domain::time::instant::option")]
    #[schemars(with = "Option<DateTime<Utc>>")]
    pub finished_at: Option<DateTime<Utc>>,
    /// What it is a part of, where one party has several.
    pub visit: Option<VisitId>,
    /// What it is an instance of, where it comes again and again.
    pub series: Option<SeriesId>,
    /// Of one that is held: until when. Nothing is let go by the clock alone: a commit
    /// does it.
    #[serde(with = "crate::domain::time::instant::option")]
    #[schemars(with = "Option<DateTime<Utc>>")]
    pub held_until: Option<DateTime<Utc>>,
    pub origin: Origin,
    /// The client asked for this therapist, rather than for any.
    pub asked_for: bool,
    /// How often it was changed since it was made.
    pub revision: u32,
}

impl Appointment {
    /// Where it begins; the client may come later.
    pub fn start(&self) -> WallTime {
        self.segments
            .first()
            .map_or(WallTime::of(self.starts_at.naive_utc()), |it| it.start)
    }

    /// Each part with the instants it lasts.
    pub fn spans(&self) -> impl Iterator<Item = (&Segment, Span)> {
        spans(&self.segments, self.starts_at)
    }

    /// When the client is to be there: the first minute that holds them.
    pub fn told_start(&self) -> WallTime {
        let first = self.segments.iter().find(|it| it.holds_client);
        first.map_or(self.start(), |it| it.start)
    }

    /// From the first segment's start to the last one's end.
    pub fn minutes(&self) -> u16 {
        self.segments.iter().map(|segment| segment.minutes).sum()
    }

    /// The therapist of the first segment that has one.
    pub fn staff(&self) -> Option<StaffId> {
        self.segments
            .iter()
            .find_map(|segment| segment.staff.first().copied())
    }

    /// All who give it, in the order of their first segment.
    pub fn team(&self) -> Vec<StaffId> {
        let mut all = Vec::new();
        for staff in self.segments.iter().flat_map(|it| &it.staff) {
            if !all.contains(staff) {
                all.push(*staff);
            }
        }
        all
    }

    pub fn room(&self) -> Option<RoomId> {
        self.segments
            .iter()
            .find_map(|segment| segment.rooms.first().copied())
    }
}
