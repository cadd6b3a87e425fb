//! What belongs together, and what would be booked or moved together.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Answered, DayBlock,
    appointments::block,
    planned::{Planned, Planner, Thought},
    times::{LetGo, TimeWish, WhyReport, every_day, may_be_asked},
};
use crate::{
    domain::{
        booking::{self, Appointment, AskTogether, DayBook, Guest, House, Offer, Part, Status},
        catalog::Service,
        client::{Client, Sex},
        ids::{AppointmentId, ClientId, EquipmentId, RoomId, SeriesId, ServiceId, StaffId},
        time::{self, WallTime},
        visit::{Recurrence, Series, Visit},
    },
    ops::{
        book::taken_with,
        clash::guests,
        entry::missing,
        halt::{Step, need, need_active},
        refusal::{Field, OfferReport},
        request::MovingAll,
        visits::name_part,
    },
    store::{Reads, StoreError, record::Lookup},
};

/// Offers at once, and how far apart they are at least.
const OFFERS: (usize, u16) = (8, 15);

/// A series to be thought of, after its first, which is booked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SeriesWish {
    pub first: AppointmentId,
    pub rule: Recurrence,
}

/// One service of a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PartWish {
    pub service: ServiceId,
    /// Any therapist who can, when open.
    #[serde(default)]
    pub staff: Option<StaffId>,
    #[serde(default)]
    pub client: Option<ClientId>,
    /// Parts of the same person follow each other; persons are side by side.
    #[serde(default)]
    pub person: u8,
    /// Any of these therapists; empty is anybody.
    #[serde(default)]
    pub among: Vec<StaffId>,
    /// Any woman, or any man.
    #[serde(default)]
    pub sex: Option<Sex>,
    /// In any of these; empty is anywhere.
    #[serde(default)]
    pub rooms: Vec<RoomId>,
    /// Where the service needs one of several and one of these is among them: this.
    #[serde(default)]
    pub equipment: Vec<EquipmentId>,
}

impl PartWish {
    /// With anybody, anywhere, for nobody yet.
    pub fn new(service: ServiceId) -> Self {
        Self {
            service,
            staff: None,
            client: None,
            person: 0,
            among: Vec::new(),
            sex: None,
            rooms: Vec::new(),
            equipment: Vec::new(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VisitWish {
    pub parts: Vec<PartWish>,
    /// Each person's parts may come in any order.
    #[serde(default)]
    pub any_order: bool,
    pub near: WallTime,
    /// Appointments that move there, in the order of the parts.
    #[serde(default)]
    pub moves: Vec<AppointmentId>,
    /// Weekdays as bits, Monday the lowest.
    #[serde(default = "every_day")]
    pub days: u8,
    /// No part begins before this minute of a day.
    #[serde(default)]
    pub from_minute: u16,
    /// All parts are over by this minute of the day on which they begin.
    #[serde(default)]
    pub until_minute: Option<u16>,
    /// How many days are looked at: 60 where nothing is said, 366 at most.
    #[serde(default)]
    pub n_days: Option<u16>,
}

impl VisitWish {
    /// In any order, at any hour, near a time.
    pub fn new(parts: Vec<PartWish>, near: WallTime) -> Self {
        Self {
            parts,
            any_order: true,
            near,
            moves: Vec::new(),
            days: every_day(),
            from_minute: 0,
            until_minute: None,
            n_days: None,
        }
    }

    /// Each part as it would be asked for alone.
    fn each(&self) -> Vec<TimeWish> {
        let alone = |part: &PartWish| TimeWish {
            staff: part.staff,
            client: part.client,
            among: part.among.clone(),
            sex: part.sex,
            rooms: part.rooms.clone(),
            equipment: part.equipment.clone(),
            days: self.days,
            from_minute: self.from_minute,
            until_minute: self.until_minute,
            n_days: self.n_days,
            ..TimeWish::new(part.service, self.near)
        };
        self.parts.iter().map(alone).collect()
    }
}

/// Times for a visit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VisitSheet {
    pub plans: Vec<VisitPlan>,
    /// Why there is none at the very time that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<PartWhy>,
    /// There is nothing as it was asked for; the plans are without this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub without: Option<LetGo>,
    /// There was too much to look at: there may be others, and nearer ones.
    #[serde(default)]
    pub gave_up: bool,
}

/// The first part that cannot be had at the very time, where nobody waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PartWhy {
    /// Which of the parts that were asked for, from 0.
    pub part: usize,
    pub service: String,
    pub reason: WhyReport,
}

/// Times at which all parts of a visit can be had, in the order in which they are to
/// be booked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VisitPlan {
    pub parts: Vec<PlannedPart>,
    pub wait_min: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlannedPart {
    /// Which of the parts that were asked for, from 0.
    pub part: usize,
    pub offer: OfferReport,
}

/// What an appointment belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TogetherSheet {
    pub visit: Option<Visit>,
    /// Empty without one.
    pub host: String,
    /// Of the visit, in order of time.
    pub parts: Vec<DayBlock>,
    pub series: Option<Series>,
    /// Of the series, in order of time.
    pub instances: Vec<DayBlock>,
}

/// # Errors
///
/// When the store cannot be read.
pub fn together(reads: &impl Reads, appointment: &Appointment) -> Answered<TogetherSheet> {
    let mut sheet = TogetherSheet::default();
    if let Some(id) = appointment.visit {
        sheet.visit = reads.get::<Visit>(&id)?;
        sheet.parts = blocks(reads, &Lookup::AppointmentOfVisit(id))?;
        let host = sheet.visit.as_ref().and_then(|it| it.host);
        let host = host.map(|id| reads.get::<Client>(&id)).transpose()?;
        sheet.host = host.flatten().map(|it| it.name).unwrap_or_default();
    }
    if let Some(id) = appointment.series {
        sheet.series = reads.get::<Series>(&id)?;
        sheet.instances = series_blocks(reads, id)?;
    }
    Ok(sheet)
}

fn series_blocks(reads: &impl Reads, id: SeriesId) -> Result<Vec<DayBlock>, StoreError> {
    blocks(reads, &Lookup::AppointmentOfSeries(id))
}

fn blocks(reads: &impl Reads, lookup: &Lookup) -> Result<Vec<DayBlock>, StoreError> {
    let mut all = reads.find::<Appointment>(lookup)?;
    all.sort_by_key(|it| (it.starts_at, it.id));
    all.into_iter().map(|it| block(reads, it)).collect()
}

/// Each that follows the first, by the calendar: at the same hour of the clock.
pub(super) fn plan_series<R: Reads>(planner: &Planner<R>, wish: &SeriesWish) -> Step<Vec<Planned>> {
    let first = need::<Appointment>(planner.reads, wish.first)?;
    let service = need_active::<Service>(planner.reads, first.service)?;
    let staff = first.staff().ok_or_else(|| missing(Field::Staff))?;
    let days = wish.rule.days(first.start().date).into_iter().skip(1);
    days.map(|day| {
        let thought = Thought {
            service: &service,
            staff,
            team: &[],
            client: first.client,
            start: WallTime::new(day, first.start().minute),
            keep_room: first.room(),
            ignore: None,
        };
        planner.plan(&thought, &[])
    })
    .collect()
}

/// Each as it would be after all of them have moved.
pub(super) fn plan_moves<R: Reads>(planner: &Planner<R>, wish: &MovingAll) -> Step<Vec<Planned>> {
    let mut also = Vec::with_capacity(wish.moves.len());
    for moving in &wish.moves {
        let visit = need::<Appointment>(planner.reads, moving.appointment)?;
        let status = Status::Cancelled;
        also.push(Appointment { status, ..visit });
    }
    let mut plans = Vec::with_capacity(wish.moves.len());
    for (idx, moving) in wish.moves.iter().enumerate() {
        let visit = need::<Appointment>(planner.reads, moving.appointment)?;
        let service = need::<Service>(planner.reads, visit.service)?;
        let lasting = booking::lasting(&service, &visit.segments);
        let staff = moving.staff.or(visit.staff());
        let thought = Thought {
            service: &lasting,
            staff: staff.ok_or_else(|| missing(Field::Staff))?,
            team: &moving.team,
            client: visit.client,
            start: moving.start.unwrap_or(visit.start()),
            keep_room: moving.room.or(visit.room()),
            ignore: Some(visit.id),
        };
        let (plan, fit) = planner.place(&thought, &also)?;
        if let Some(fit) = fit {
            also[idx] = Appointment {
                segments: fit.segments,
                starts_at: fit.starts_at,
                ..visit
            };
        }
        plans.push(plan);
    }
    Ok(plans)
}

/// The nearest times for all parts at once; where there is none, why, and what there is
/// if less is asked for.
pub(super) fn plan_visit<R: Reads>(planner: &Planner<R>, wish: &VisitWish) -> Step<VisitSheet> {
    let mut services = Vec::with_capacity(wish.parts.len());
    for part in &wish.parts {
        services.push(need_active::<Service>(planner.reads, part.service)?);
    }
    let clients = wish.parts.iter().filter_map(|it| it.client);
    let looking = Looking {
        guests: guests(planner.reads, clients)?,
        planner,
        services,
        wish,
    };
    let each = wish.each();
    let found = looking.found(&each)?;
    let near = time::instant_of(wish.near, planner.settings.time_zone);
    let mut sheet = VisitSheet {
        gave_up: found.gave_up,
        ..VisitSheet::default()
    };
    if !found.times.iter().any(|it| Some(it.at) == near) {
        sheet.why = looking.why(&each)?;
    }
    let mut times = found.times;
    // What was not looked through may still have it as it was asked for.
    if times.is_empty() && !found.gave_up {
        let less = LetGo::first_that_does(&each, |sorts| {
            let each: Vec<_> = each.iter().map(|it| it.without(sorts)).collect();
            let found = looking.found(&each)?;
            Ok((!found.times.is_empty()).then_some(found.times))
        });
        if let Some((without, found)) = less? {
            sheet.without = Some(without);
            times = found;
        }
    }
    sheet.plans = times.into_iter().map(|it| looking.plan(&it)).collect();
    Ok(sheet)
}

struct Looking<'a, R> {
    planner: &'a Planner<'a, R>,
    services: Vec<Service>,
    guests: Vec<Guest>,
    wish: &'a VisitWish,
}

impl<R: Reads> Looking<'_, R> {
    fn house(&self) -> House<'_> {
        House {
            guests: &self.guests,
            ..self.planner.house()
        }
    }

    fn with_ask<T>(&self, each: &[TimeWish], then: impl FnOnce(&AskTogether) -> T) -> T {
        let parts = each.iter().zip(&self.services).zip(&self.wish.parts);
        let parts: Vec<Part> = parts
            .map(|((alone, service), part)| Part {
                service,
                staff: alone.staff,
                client: alone.client,
                person: part.person.into(),
                limits: alone.limits(),
            })
            .collect();
        then(&AskTogether {
            parts: &parts,
            any_order: self.wish.any_order,
            near: self.wish.near,
            limits: each.first().map(TimeWish::limits).unwrap_or_default(),
            ignore: &self.wish.moves,
        })
    }

    fn found(&self, each: &[TimeWish]) -> Step<booking::Found> {
        let (planner, house) = (self.planner, self.house());
        let found = self.with_ask(each, |ask| {
            (planner.free_days).nearest_together(planner.reads, ask, house, OFFERS)
        });
        Ok(found?)
    }

    fn why(&self, each: &[TimeWish]) -> Step<Option<PartWhy>> {
        let (planner, near) = (self.planner, self.wish.near);
        if near.date < planner.today() || !may_be_asked(planner, near) {
            return Ok(None);
        }
        let taken = taken_with(planner.reads, near.date, &[])?;
        let taken = taken.iter().filter(|it| !self.wish.moves.contains(&it.id));
        let book = DayBook::new(self.house(), near.date, taken);
        let why = self.with_ask(each, |ask| booking::why_not_together(ask, &book));
        let Some((part, why)) = why else {
            return Ok(None);
        };
        let mut reason = WhyReport::of(planner, &each[part], why)?;
        if let Some(WhyReport::Clash { clash }) = &mut reason {
            name_part(planner.reads, clash, |id| {
                let other = self.wish.parts.get(booking::part_of(id)?)?;
                Some((other.client, other.service))
            });
        }
        let service = self.services[part].name.clone();
        Ok(reason.map(|reason| PartWhy {
            part,
            service,
            reason,
        }))
    }

    fn plan(&self, it: &booking::Together) -> VisitPlan {
        let part = |(part, offer): &(usize, Offer)| PlannedPart {
            part: *part,
            offer: self.planner.premises.offer(offer),
        };
        VisitPlan {
            wait_min: it.wait_min,
            parts: it.parts.iter().map(part).collect(),
        }
    }
}
