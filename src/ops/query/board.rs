//! The house as it is now: who is with whom, who is free, which room is in what order,
//! and where somebody is.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{self as query, Answered, DayBlock, DayColumn, DaySheet, names};
use crate::{
    domain::{
        booking::{Appointment, Segment, Status},
        ids::{AppointmentId, ClientId, RoomId, StaffId},
        room::Room,
        room_state::{RoomOrder, RoomState},
        rota::{Rota, RotaDay, Why},
        settings::Settings,
        staff::Staff,
        time::{self, Span, WallTime},
    },
    ops::shop::Shop,
    store::Reads,
};

/// A stretch of an appointment, with the names that the board shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BoardVisit {
    pub appointment: AppointmentId,
    /// Empty for a walk-in without a name.
    pub client: String,
    pub service: String,
    /// All who give it.
    pub staff: String,
    pub room: String,
    pub status: Status,
    /// As planned; of one that is under way when it was begun.
    pub since: WallTime,
    /// As planned.
    pub until: WallTime,
    /// How long it has lasted beyond that.
    pub over_min: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TherapistNow {
    With(BoardVisit),
    Free,
    /// Not at work; begins or goes on later today, where there is a time.
    Off {
        from: Option<WallTime>,
    },
    /// Would work now, and is away for a reason, which may be empty.
    Away {
        reason: String,
        until: WallTime,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TherapistRow {
    pub staff: StaffId,
    pub name: String,
    pub now: TherapistNow,
    /// What of today is still to begin.
    pub next: Option<BoardVisit>,
}

impl TherapistRow {
    pub fn is_here(&self) -> bool {
        matches!(self.now, TherapistNow::With(_) | TherapistNow::Free)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RoomRow {
    pub room: RoomId,
    pub name: String,
    pub places: u16,
    pub order: RoomOrder,
    /// When that was said; `None` where nothing ever was.
    pub since: Option<WallTime>,
    /// Who said so; empty where nobody had signed on.
    pub by: String,
    pub note: String,
    /// Of one that is out of order: the last day of it, where that is known.
    pub until: Option<NaiveDate>,
    /// Who is in it.
    pub inside: Vec<BoardVisit>,
    pub next: Option<BoardVisit>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BoardSheet {
    pub date: NaiveDate,
    /// Those at work first.
    pub therapists: Vec<TherapistRow>,
    pub rooms: Vec<RoomRow>,
}

/// Where a client is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// In a treatment.
    Inside(BoardVisit),
    /// Has come, and waits for this since then.
    Waiting {
        since: WallTime,
        visit: BoardVisit,
    },
    /// Is to come today.
    Expected(BoardVisit),
    /// The last treatment of today was over then.
    Gone {
        at: WallTime,
        visit: BoardVisit,
    },
    NotToday,
}

impl Place {
    pub fn is_in_house(&self) -> bool {
        matches!(self, Self::Inside(_) | Self::Waiting { .. })
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Whereabouts {
    pub client: ClientId,
    pub name: String,
    pub phone: String,
    pub place: Place,
}

/// What is on now.
struct Board {
    sheet: DaySheet,
    staff: Vec<Staff>,
    zone: Tz,
    now: DateTime<Utc>,
}

impl Board {
    fn of(reads: &impl Reads, settings: &Settings, now: DateTime<Utc>) -> Answered<Self> {
        let zone = settings.time_zone;
        let wall = time::wall(now, zone);
        let staff = reads.all::<Staff>()?;
        let yesterday = wall.date.pred_opt().unwrap_or(wall.date);
        let rota = query::rota(reads, yesterday)?;
        let date = evening_of(wall, settings, &rota, &staff);
        Ok(Self {
            sheet: query::day(reads, settings, date)?,
            staff,
            zone,
            now,
        })
    }

    fn naive(&self) -> NaiveDateTime {
        self.now.naive_utc()
    }

    fn wall(&self, at: NaiveDateTime) -> WallTime {
        time::wall(at.and_utc(), self.zone)
    }

    fn visit(&self, block: &DayBlock, span: Span) -> BoardVisit {
        let visit = &block.appointment;
        let mut staff: Vec<&str> = Vec::new();
        for id in visit.segments.iter().flat_map(|it| &it.staff) {
            let person = self.staff.iter().find(|it| it.id == *id);
            let name = person.map_or("", |it| it.name.as_str());
            if !staff.contains(&name) {
                staff.push(name);
            }
        }
        let is_on = visit.status == Status::InService;
        let is_first = visit.starts_at.naive_utc() == span.start;
        let began = visit.started_at.filter(|_| is_on && is_first);
        let over = (self.naive() - span.end).num_minutes();
        BoardVisit {
            appointment: visit.id,
            client: block.client.clone(),
            service: block.service.clone(),
            staff: staff.join(", "),
            room: block.room.clone(),
            status: visit.status,
            since: self.wall(began.map_or(span.start, |it| it.naive_utc())),
            until: self.wall(span.end),
            over_min: if is_on {
                u16::try_from(over.max(0)).unwrap_or(u16::MAX)
            } else {
                0
            },
        }
    }

    /// What is under way of what holds this.
    fn under_way(&self, holds: Holds) -> Vec<BoardVisit> {
        let blocks = self.sheet.blocks.iter();
        let on = blocks.filter_map(|it| {
            let span = on_now(&it.appointment, holds, self.naive())?;
            Some(self.visit(it, span))
        });
        on.collect()
    }

    /// What is still to begin of it, the first.
    fn next(&self, holds: Holds) -> Option<BoardVisit> {
        let blocks = self.sheet.blocks.iter();
        let nexts = blocks.filter_map(|it| {
            let span = to_begin(&it.appointment, holds, self.naive())?;
            Some((span.start, it, span))
        });
        let (_, block, span) = nexts.min_by_key(|(start, it, _)| (*start, it.appointment.id))?;
        Some(self.visit(block, span))
    }

    fn therapist(&self, day: &RotaDay, column: &DayColumn) -> TherapistRow {
        let holds = Holds::Staff(column.staff);
        let person = self.staff.iter().find(|it| it.id == column.staff);
        let with = self.under_way(holds).into_iter().next();
        let now = match (with, person) {
            (Some(visit), _) => TherapistNow::With(visit),
            (None, Some(person)) => self.without(day, person, column),
            (None, None) => TherapistNow::Off { from: None },
        };
        TherapistRow {
            staff: column.staff,
            name: column.name.clone(),
            now,
            next: self.next(holds),
        }
    }

    /// Of somebody who is with nobody.
    fn without(&self, day: &RotaDay, person: &Staff, column: &DayColumn) -> TherapistNow {
        let now = self.naive();
        if column
            .works
            .iter()
            .any(|it| it.start <= now && now < it.end)
        {
            return TherapistNow::Free;
        }
        if let Why::Away(absence) = day.why(person, now) {
            return TherapistNow::Away {
                reason: absence.reason.clone(),
                until: absence.until,
            };
        }
        let later = column.works.iter().map(|it| it.start);
        let from = later.filter(|it| *it > now).min();
        TherapistNow::Off {
            from: from.map(|it| self.wall(it)),
        }
    }

    fn room(&self, room: Room, state: Option<RoomState>) -> RoomRow {
        let holds = Holds::Room(room.id);
        let order = state.as_ref().map(|it| it.order_at(self.now, self.zone));
        let said = state.filter(|it| Some(it.order) == order);
        let by = said.as_ref().and_then(|it| it.by);
        let by = by.and_then(|id| self.staff.iter().find(|it| it.id == id));
        RoomRow {
            room: room.id,
            places: room.places,
            order: order.unwrap_or_default(),
            since: said.as_ref().map(|it| time::wall(it.since, self.zone)),
            by: by.map(|it| it.name.clone()).unwrap_or_default(),
            until: said.as_ref().and_then(|it| it.until),
            note: said.map(|it| it.note).unwrap_or_default(),
            inside: self.under_way(holds),
            next: self.next(holds),
            name: room.name,
        }
    }

    fn place(&self, client: ClientId) -> Place {
        let theirs = |it: &&DayBlock| it.appointment.client == Some(client);
        let blocks: Vec<&DayBlock> = self.sheet.blocks.iter().filter(theirs).collect();
        let holds = Holds::Client;
        let whole = |it: &Appointment| {
            let spans = stretches(it, Holds::Client);
            spans
                .first()
                .copied()
                .or_else(|| it.spans().next().map(|(_, span)| span))
        };
        for it in &blocks {
            if let Some(span) = on_now(&it.appointment, holds, self.naive()) {
                return Place::Inside(self.visit(it, span));
            }
        }
        let with = |status| {
            blocks
                .iter()
                .find(move |it| it.appointment.status == status)
        };
        if let Some(it) = with(Status::Arrived)
            && let Some(span) = whole(&it.appointment)
        {
            let since = it.appointment.arrived_at.unwrap_or(self.now);
            return Place::Waiting {
                since: time::wall(since, self.zone),
                visit: self.visit(it, span),
            };
        }
        let next = blocks.iter().find_map(|it| {
            let span = to_begin(&it.appointment, holds, self.naive())?;
            Some(self.visit(it, span))
        });
        if let Some(visit) = next {
            return Place::Expected(visit);
        }
        let over = blocks.iter().filter_map(|it| {
            let done = it.appointment.status == Status::Done;
            Some((it.appointment.finished_at.filter(|_| done)?, it))
        });
        match over.max_by_key(|(at, _)| *at) {
            Some((at, it)) => {
                let span = whole(&it.appointment);
                span.map_or(Place::NotToday, |span| Place::Gone {
                    at: time::wall(at, self.zone),
                    visit: self.visit(it, span),
                })
            }
            None => Place::NotToday,
        }
    }
}

/// Whom or what a part of an appointment has.
#[derive(Clone, Copy)]
enum Holds {
    Staff(StaffId),
    Room(RoomId),
    Client,
}

impl Holds {
    fn is_of(self, part: &Segment) -> bool {
        match self {
            Self::Staff(id) => part.staff.contains(&id),
            Self::Room(id) => part.rooms.contains(&id),
            Self::Client => part.holds_client,
        }
    }

    /// The same of anybody.
    fn is_of_any(self, part: &Segment) -> bool {
        match self {
            Self::Staff(_) => !part.staff.is_empty(),
            Self::Room(_) => !part.rooms.is_empty(),
            Self::Client => part.holds_client,
        }
    }
}

/// The stretches in which an appointment has it; parts that follow each other are one.
fn stretches(visit: &Appointment, holds: Holds) -> Vec<Span> {
    let mut stretches: Vec<Span> = Vec::new();
    for (_, span) in visit.spans().filter(|(part, _)| holds.is_of(part)) {
        match stretches.last_mut() {
            Some(last) if last.end == span.start => last.end = span.end,
            _ => stretches.push(span),
        }
    }
    stretches
}

/// The stretch that is under way. What was begun early is in its first one, and what
/// lasts longer than planned in its last, until somebody says that it is done; between
/// two of them, as while a colour works, it is in none.
fn on_now(visit: &Appointment, holds: Holds, now: NaiveDateTime) -> Option<Span> {
    if visit.status != Status::InService {
        return None;
    }
    let of_any = || visit.spans().filter(|(part, _)| holds.is_of_any(part));
    let first = of_any().next().map(|(_, span)| span.start);
    let last = of_any().last().map(|(_, span)| span.end);
    let is_on = |it: &Span| {
        let has_begun = it.start <= now || Some(it.start) == first;
        has_begun && (now < it.end || Some(it.end) == last)
    };
    stretches(visit, holds).into_iter().find(is_on)
}

/// The first stretch that is still to come, of what is not over.
fn to_begin(visit: &Appointment, holds: Holds, now: NaiveDateTime) -> Option<Span> {
    if visit.status.is_final() || !visit.status.holds_time() {
        return None;
    }
    let is_on = visit.status == Status::InService;
    let on = on_now(visit, holds, now);
    let is_to_come = |it: &Span| {
        let is_ahead = if is_on { it.start > now } else { it.end > now };
        is_ahead && Some(*it) != on
    };
    stretches(visit, holds).into_iter().find(is_to_come)
}

/// The day whose page a time is on: in the small hours that of the evening before, for
/// as long as anybody works.
pub fn evening_of(at: WallTime, settings: &Settings, rota: &Rota, staff: &[Staff]) -> NaiveDate {
    const DAY_MIN: u16 = 24 * 60;
    let evening = at.date.pred_opt().unwrap_or(at.date);
    let hours = |date| query::hours(settings, &rota.day(date, settings.time_zone), staff);
    let ((_, closes), (opens, _)) = (hours(evening), hours(at.date));
    let is_late = at.minute < opens && at.minute.saturating_add(DAY_MIN) < closes;
    if is_late { evening } else { at.date }
}

/// The board of the house.
///
/// # Errors
///
/// When the store cannot be read.
pub fn board(reads: &impl Reads, settings: &Settings, now: DateTime<Utc>) -> Answered<BoardSheet> {
    let board = Board::of(reads, settings, now)?;
    let date = board.sheet.date;
    let rota = query::rota(reads, date)?;
    let day = rota.day(date, settings.time_zone);
    let columns = board.sheet.columns.iter();
    let mut therapists: Vec<_> = columns.map(|it| board.therapist(&day, it)).collect();
    therapists.sort_by_key(|it| !it.is_here());
    let mut states = reads.all::<RoomState>()?;
    let mut rooms = Vec::new();
    for room in reads.all::<Room>()?.into_iter().filter(|it| it.active) {
        let state = states.iter().position(|it| it.room == room.id);
        let state = state.map(|nth| states.swap_remove(nth));
        rooms.push(board.room(room, state));
    }
    Ok(BoardSheet {
        date,
        therapists,
        rooms,
    })
}

/// Where clients are whose name or phone is like this, the best first.
///
/// # Errors
///
/// When the store cannot be read.
pub fn where_is(shop: &Shop, settings: &Settings, text: &str) -> Answered<Vec<Whereabouts>> {
    let found = query::find_clients(shop, text)?;
    let board = Board::of(&shop.read(), settings, shop.now())?;
    let mut all: Vec<_> = found
        .into_iter()
        .map(|it| Whereabouts {
            place: board.place(it.id),
            client: it.id,
            name: it.name,
            phone: it.phone,
        })
        .collect();
    // Of those whose names are alike, who is here is meant.
    all.sort_by_key(|it| !it.place.is_in_house());
    Ok(all)
}

/// Where a client is now.
///
/// # Errors
///
/// When the store cannot be read.
pub fn place_of(
    reads: &impl Reads,
    settings: &Settings,
    now: DateTime<Utc>,
    client: ClientId,
) -> Answered<Place> {
    Ok(Board::of(reads, settings, now)?.place(client))
}

/// What was said last of the rooms of an appointment that nobody should be brought to
/// yet, each with the room's name.
///
/// # Errors
///
/// When the store cannot be read.
pub fn not_ready(
    reads: &impl Reads,
    settings: &Settings,
    now: DateTime<Utc>,
    visit: &Appointment,
) -> Answered<Vec<(String, RoomState)>> {
    let mut found = Vec::new();
    for room in crate::ops::housekeeping::rooms_of(visit) {
        let Some(state) = reads.get::<RoomState>(&room)? else {
            continue;
        };
        if !state.order_at(now, settings.time_zone).is_ready() {
            found.push((names::room(reads, Some(room))?, state));
        }
    }
    Ok(found)
}
