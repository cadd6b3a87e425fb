//! What belongs together, and what would be booked or moved together.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Answered, DayBlock,
    appointments::block,
    planned::{Planned, Planner, Thought},
};
use crate::{
    domain::{
        booking::{self, Appointment, AskTogether, Limits, Part, Status},
        catalog::Service,
        client::Client,
        ids::{AppointmentId, ClientId, SeriesId, ServiceId, StaffId},
        time::WallTime,
        visit::{Recurrence, Series, Visit},
    },
    ops::{
        entry::missing,
        halt::{Step, need, need_active},
        refusal::{Field, OfferReport},
        request::MovingAll,
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

/// The nearest times for all parts at once.
pub(super) fn plan_visit<R: Reads>(planner: &Planner<R>, wish: &VisitWish) -> Step<Vec<VisitPlan>> {
    let mut services = Vec::with_capacity(wish.parts.len());
    for part in &wish.parts {
        services.push(need_active::<Service>(planner.reads, part.service)?);
    }
    let parts = wish.parts.iter().zip(&services);
    let parts: Vec<Part> = parts
        .map(|(part, service)| Part {
            service,
            staff: part.staff,
            client: part.client,
            person: part.person.into(),
            limits: Limits::default(),
        })
        .collect();
    let ask = AskTogether {
        parts: &parts,
        any_order: wish.any_order,
        near: wish.near,
        limits: Limits::default(),
        ignore: &wish.moves,
    };
    let taken_on = |date| {
        let on = Lookup::AppointmentOn(date);
        planner.reads.find::<Appointment>(&on)
    };
    let found = booking::nearest_together(&ask, planner.house(), OFFERS, None, taken_on)?;
    let plan = |it: booking::Together| VisitPlan {
        wait_min: it.wait_min,
        parts: it
            .parts
            .iter()
            .map(|(part, offer)| PlannedPart {
                part: *part,
                offer: planner.premises.offer(offer),
            })
            .collect(),
    };
    Ok(found.times.into_iter().map(plan).collect())
}
