//! Who came without an appointment, and who could serve each when. Those before in the
//! queue are thought to be served first, by the same search and the same rule.

use chrono::{DateTime, Duration, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Answered, Attention, names, planned::Planner, turns};
use crate::{
    domain::{
        booking::{
            self, Appointment, Ask, DayBook, Fit, House, Limits, Offer, Origin, Status, WalkIn,
            Wish,
        },
        catalog::Service,
        client::Sex,
        ids::{AppointmentId, ClientId, RawId, ServiceId, StaffId, WalkInId},
        settings::Settings,
        staff::{Staff, StaffRole},
        time::{self, WallTime},
    },
    ops::{
        book::taken_with,
        clash::guests,
        halt::{Step, need},
        refusal::OfferReport,
    },
    store::{Reads, StoreError, record::Lookup},
};

/// Nobody waits until tomorrow; a night may go over midnight.
const WAIT_HOURS_MAX: i64 = 12;
const DAYS: u16 = 2;

/// One who waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct QueueRow {
    pub walk_in: WalkIn,
    /// The client's, or what was typed; may be empty.
    pub name: String,
    pub service: String,
    /// Who was asked for; empty where it may be any.
    pub staff: String,
    pub came: WallTime,
    pub promised: WallTime,
    /// What was promised is past.
    pub late: bool,
    /// Who could begin when, once those before are served.
    pub offer: Option<OfferReport>,
    /// Until then.
    pub wait_min: Option<i64>,
    /// Who could begin is not on today's turn list, and nobody who is could.
    #[serde(default)]
    pub off_list: bool,
}

/// A therapist for one who waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct QueueChoice {
    pub staff: StaffId,
    pub name: String,
    /// When this one could begin, whoever else waits; none today where there is none.
    pub offer: Option<OfferReport>,
    /// That is now.
    pub free: bool,
    /// Not on today's turn list, or off it.
    #[serde(default)]
    pub off_list: bool,
}

/// What somebody waits for.
#[derive(Clone, Copy, Debug)]
pub(in crate::ops) struct Wanted {
    pub(in crate::ops) service: ServiceId,
    pub(in crate::ops) staff: Option<StaffId>,
    /// Any woman, or any man.
    pub(in crate::ops) sex: Option<Sex>,
    pub(in crate::ops) client: Option<ClientId>,
}

impl Wanted {
    pub(in crate::ops) fn of(walk_in: &WalkIn) -> Self {
        Self {
            service: walk_in.service,
            staff: walk_in.staff,
            sex: walk_in.sex,
            client: walk_in.client,
        }
    }
}

/// A place in the book for one who waits.
#[derive(Clone, Debug)]
pub(in crate::ops) struct Served {
    pub(in crate::ops) staff: StaffId,
    pub(in crate::ops) start: WallTime,
    pub(in crate::ops) fit: Fit,
    /// Is proposed because nobody on the turn list could.
    pub(in crate::ops) off_list: bool,
}

/// Those who are asked one after the other whether they can begin.
struct Asked {
    /// By the turn list; where there is none all of them, the least booked first.
    in_turn: Vec<StaffId>,
    /// Who takes no turns today: only where none of those can.
    others: Vec<StaffId>,
}

/// Those who wait, in their order.
pub(in crate::ops) fn waiting(reads: &impl Reads) -> Result<Vec<WalkIn>, StoreError> {
    let mut all = reads.find::<WalkIn>(&Lookup::OpenWalkIn)?;
    all.sort_by_key(WalkIn::place);
    Ok(all)
}

pub(super) fn queue<R: Reads>(planner: &Planner<R>) -> Step<Vec<QueueRow>> {
    let mut rows = Vec::new();
    let mut also = Vec::new();
    let zone = planner.settings.time_zone;
    for walk_in in waiting(planner.reads)? {
        let served = next(planner, &walk_in, &mut also)?;
        let staff = walk_in.staff.map(|id| planner.premises.staff_name(id));
        let wait = served.as_ref().map(|it| it.fit.starts_at - planner.now);
        rows.push(QueueRow {
            name: name(planner.reads, &walk_in)?,
            service: names::service(planner.reads, walk_in.service)?,
            staff: staff.unwrap_or_default(),
            came: time::wall(walk_in.came_at, zone),
            promised: time::wall(walk_in.promised_at, zone),
            late: walk_in.is_late(planner.now),
            offer: served.as_ref().map(|it| report(planner, it)),
            wait_min: wait.map(|it| minutes_up(it).max(0)),
            off_list: served.as_ref().is_some_and(|it| it.off_list),
            walk_in,
        });
    }
    Ok(rows)
}

/// Half a minute is one.
fn minutes_up(wait: Duration) -> i64 {
    (wait.num_seconds() + 59).div_euclid(60)
}

/// Everybody, with when each could begin: those who are free now first, as they are
/// proposed.
pub(super) fn choices<R: Reads>(planner: &Planner<R>, walk_in: WalkInId) -> Step<Vec<QueueChoice>> {
    let walk_in = need::<WalkIn>(planner.reads, walk_in)?;
    let any = Wanted {
        staff: None,
        ..Wanted::of(&walk_in)
    };
    let mut rows: Vec<QueueChoice> = Vec::new();
    let now = time::wall(planner.now, planner.settings.time_zone);
    let Asked { in_turn, others } = in_order(planner, any)?;
    let in_turn = in_turn.into_iter().map(|it| (it, false));
    let others = others.into_iter().map(|it| (it, true));
    for (staff, off_list) in in_turn.chain(others) {
        let wanted = Wanted {
            staff: Some(staff),
            ..any
        };
        let served = first_for(planner, wanted, &[])?;
        rows.push(QueueChoice {
            staff,
            name: planner.premises.staff_name(staff),
            free: served.as_ref().is_some_and(|it| it.start == now),
            offer: served.as_ref().map(|it| report(planner, it)),
            off_list,
        });
    }
    rows.sort_by_key(|it| match (&it.offer, it.free) {
        (_, true) => (0, None),
        (Some(offer), false) => (1, Some((offer.start.date, offer.start.minute))),
        (None, false) => (2, None),
    });
    Ok(rows)
}

pub(in crate::ops) fn report<R: Reads>(planner: &Planner<R>, served: &Served) -> OfferReport {
    planner.premises.offer(&Offer {
        staff: served.staff,
        room: served.fit.room,
        start: served.start,
        starts_at: served.fit.starts_at,
    })
}

/// By the client file, or as typed.
fn name(reads: &impl Reads, walk_in: &WalkIn) -> Result<String, StoreError> {
    match walk_in.client {
        Some(client) => names::client(reads, Some(client)),
        None => Ok(walk_in.name.clone()),
    }
}

/// Who could serve somebody new, once all who wait are served.
pub(in crate::ops) fn behind_all<R: Reads>(
    planner: &Planner<R>,
    wanted: Wanted,
) -> Step<Option<Served>> {
    let mut also = Vec::new();
    for walk_in in waiting(planner.reads)? {
        next(planner, &walk_in, &mut also)?;
    }
    first_for(planner, wanted, &also)
}

/// Who could serve one who waits behind those in `also`, and the visit that it would be
/// with them.
fn next<R: Reads>(
    planner: &Planner<R>,
    walk_in: &WalkIn,
    also: &mut Vec<Appointment>,
) -> Step<Option<Served>> {
    if walk_in.is_forgotten(planner.now) {
        return Ok(None);
    }
    let served = first_for(planner, Wanted::of(walk_in), also)?;
    if let Some(served) = &served {
        let nth = u64::try_from(also.len()).unwrap_or(0);
        let id = RawId::from_u64(u64::MAX - nth);
        also.push(imagined(id.into(), walk_in, &served.fit));
    }
    Ok(served)
}

/// Who can begin now, else who can first: in a book in which some others are as they
/// will be. Who takes no turns is asked where nobody who does can on this day.
pub(in crate::ops) fn first_for<R: Reads>(
    planner: &Planner<R>,
    wanted: Wanted,
    also: &[Appointment],
) -> Step<Option<Served>> {
    let service = planner.reads.get::<Service>(&wanted.service)?;
    let Some(service) = service.filter(|it| it.active) else {
        return Ok(None);
    };
    let asked = in_order(planner, wanted)?;
    let served = first_of(planner, (wanted, &service), &asked.in_turn, also)?;
    if served.is_some() {
        return Ok(served);
    }
    let served = first_of(planner, (wanted, &service), &asked.others, also)?;
    Ok(served.map(|it| Served {
        off_list: true,
        ..it
    }))
}

fn first_of<R: Reads>(
    planner: &Planner<R>,
    (wanted, service): (Wanted, &Service),
    asked: &[StaffId],
    also: &[Appointment],
) -> Step<Option<Served>> {
    // Nobody is not anybody.
    if asked.is_empty() {
        return Ok(None);
    }
    let guests = guests(planner.reads, wanted.client)?;
    let house = House {
        guests: &guests,
        ..planner.house()
    };
    let now = time::wall(planner.now, planner.settings.time_zone);
    let place = |staff, start: WallTime| -> Step<Option<Served>> {
        let taken = taken_with(planner.reads, start.date, also)?;
        let book = DayBook::new(house, start.date, &taken);
        let wish = Wish {
            client: wanted.client,
            ..Wish::new(service, staff, start)
        };
        let fit = booking::fit(&wish, &book).ok();
        Ok(fit.map(|fit| Served {
            staff,
            start,
            fit,
            off_list: false,
        }))
    };
    for staff in asked {
        if let Some(served) = place(*staff, now)? {
            return Ok(Some(served));
        }
    }
    let ask = Ask {
        service,
        staff: None,
        client: wanted.client,
        ignore: None,
        near: now,
        limits: Limits {
            staff: asked,
            n_days: Some(DAYS),
            ..Limits::default()
        },
    };
    let taken_on = |date| -> Result<_, StoreError> {
        let on = Lookup::AppointmentOn(date);
        let mut taken = planner.reads.find::<Appointment>(&on)?;
        taken.extend(also.iter().filter(|it| it.start().date == date).cloned());
        Ok(taken)
    };
    let found = booking::nearest(&ask, house, 1, 1, taken_on)?;
    let latest = planner.now + Duration::hours(WAIT_HOURS_MAX);
    match found.first().filter(|it| it.starts_at <= latest) {
        Some(offer) => place(offer.staff, offer.start),
        None => Ok(None),
    }
}

fn in_order<R: Reads>(planner: &Planner<R>, wanted: Wanted) -> Step<Asked> {
    if let Some(staff) = wanted.staff {
        return Ok(Asked {
            in_turn: vec![staff],
            others: Vec::new(),
        });
    }
    let today = planner.today();
    let taken = taken_with(planner.reads, today, &[])?;
    let book = DayBook::new(planner.house(), today, &taken);
    let is_wanted = |it: &Staff| wanted.sex.is_none_or(|sex| it.sex == Some(sex));
    let is_able = |it: &&Staff| it.active && it.role == StaffRole::Therapist && is_wanted(it);
    let all = planner.premises.staff.iter().filter(is_able);
    let mut all: Vec<StaffId> = all.map(|it| it.id).collect();
    all.sort_by_key(|it| book.minutes_booked(*it));
    Ok(match turns::asked(planner, wanted.service)? {
        Some(mut in_turn) => {
            in_turn.retain(|it| all.contains(it));
            all.retain(|it| !in_turn.contains(it));
            Asked {
                in_turn,
                others: all,
            }
        }
        None => Asked {
            in_turn: all,
            others: Vec::new(),
        },
    })
}

/// The visit that somebody would have.
fn imagined(id: AppointmentId, walk_in: &WalkIn, fit: &Fit) -> Appointment {
    Appointment {
        id,
        client: walk_in.client,
        service: walk_in.service,
        status: Status::Booked,
        segments: fit.segments.clone(),
        starts_at: fit.starts_at,
        note: String::new(),
        reason: String::new(),
        overridden: None,
        created_at: walk_in.came_at,
        ticket: None,
        sale: None,
        arrived_at: None,
        started_at: None,
        finished_at: None,
        visit: None,
        series: None,
        held_until: None,
        origin: Origin::WalkIn,
        asked_for: walk_in.staff.is_some(),
        revision: 0,
    }
}

/// Promises that were not kept, for the attention list.
pub(super) fn late(
    reads: &impl Reads,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Answered<Vec<Attention>> {
    let mut items = Vec::new();
    for walk_in in waiting(reads)?.iter().filter(|it| it.is_late(now)) {
        items.push(Attention::LateWalkIn {
            walk_in: walk_in.id,
            name: name(reads, walk_in)?,
            service: names::service(reads, walk_in.service)?,
            promised: time::wall(walk_in.promised_at, settings.time_zone),
        });
    }
    Ok(items)
}
