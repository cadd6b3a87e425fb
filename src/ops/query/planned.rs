//! Appointments as they would be booked: whether each may be, by the rule itself, and
//! what would do instead.

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Answered;
use crate::{
    domain::{
        booking::{Appointment, Ask, DayBook, Fit, House, Limits, Status, Wish, fit},
        catalog::Service,
        ids::{AppointmentId, ClientId, RoomId, ServiceId, StaffId},
        settings::Settings,
        time::{self, WallTime},
    },
    ops::{
        book::taken_with,
        clash::{Premises, guests},
        entry::missing,
        free_days::FreeDays,
        halt::{Halt, Step, need, need_active},
        refusal::{ClashReport, Field, OfferReport},
        shop::Stop,
    },
    store::{Reads, StoreError, record::Lookup},
};

/// The most times that are offered in place of one.
const OFFERS_MAX: usize = 6;
/// Offers nearer than this to each other are no choice.
const OFFERS_APART_MIN: u16 = 15;
/// Of a service that says nothing of it: people come again after four weeks.
const RETURN_DAYS_USUAL: u16 = 28;
const WEEK_DAYS: u16 = 7;

/// After how many days a client is to come again.
fn return_days(service: &Service) -> u16 {
    (service.manner.return_after_days).unwrap_or(RETURN_DAYS_USUAL)
}

/// One appointment as it would be booked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Planned {
    pub start: WallTime,
    pub staff: StaffId,
    /// It may be booked so, and the room that it would have.
    pub free: Option<OfferReport>,
    /// Why it may not.
    pub clash: Option<ClashReport>,
    /// What would do instead, the nearest first.
    pub offers: Vec<OfferReport>,
}

/// The same as an appointment once more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Again {
    pub appointment: AppointmentId,
    pub client: Option<ClientId>,
    pub service: ServiceId,
    pub planned: Planned,
}

/// An appointment as it is thought of.
#[derive(Clone, Copy)]
pub(in crate::ops) struct Thought<'a> {
    pub(in crate::ops) service: &'a Service,
    pub(in crate::ops) staff: StaffId,
    /// Who is named for the other roles.
    pub(in crate::ops) team: &'a [Option<StaffId>],
    pub(in crate::ops) client: Option<ClientId>,
    pub(in crate::ops) start: WallTime,
    /// This room, if it is free.
    pub(in crate::ops) keep_room: Option<RoomId>,
    /// The appointment itself, when it moves.
    pub(in crate::ops) ignore: Option<AppointmentId>,
}

/// Holds what is thought of against the book.
pub(in crate::ops) struct Planner<'a, R> {
    pub(in crate::ops) reads: &'a R,
    pub(in crate::ops) free_days: &'a FreeDays,
    pub(in crate::ops) settings: &'a Settings,
    pub(in crate::ops) now: DateTime<Utc>,
    pub(in crate::ops) premises: Premises,
}

impl<'a, R: Reads> Planner<'a, R> {
    pub(in crate::ops) fn new(
        reads: &'a R,
        free_days: &'a FreeDays,
        settings: &'a Settings,
        now: DateTime<Utc>,
    ) -> Step<Self> {
        Ok(Self {
            reads,
            free_days,
            settings,
            now,
            premises: Premises::of(reads, time::wall(now, settings.time_zone).date, None)?,
        })
    }

    pub(in crate::ops) fn house(&self) -> House<'_> {
        self.premises.house(self.settings.time_zone, self.now)
    }

    pub(in crate::ops) fn today(&self) -> NaiveDate {
        time::wall(self.now, self.settings.time_zone).date
    }

    /// Whether it may be booked so; if not, why, and the nearest times that would do.
    /// `also`: others as they will be.
    pub(in crate::ops) fn plan(&self, thought: &Thought, also: &[Appointment]) -> Step<Planned> {
        Ok(self.place(thought, also)?.0)
    }

    /// As [`Self::plan`], with the place that it would have.
    pub(in crate::ops) fn place(
        &self,
        thought: &Thought,
        also: &[Appointment],
    ) -> Step<(Planned, Option<Fit>)> {
        let wish = Wish {
            keep_room: thought.keep_room,
            team: thought.team,
            client: thought.client,
            ignore: thought.ignore,
            ..Wish::new(thought.service, thought.staff, thought.start)
        };
        let guests = guests(self.reads, thought.client)?;
        let house = House {
            guests: &guests,
            ..self.house()
        };
        let taken = taken_with(self.reads, thought.start.date, also)?;
        let book = DayBook::new(house, thought.start.date, &taken);
        let mut planned = Planned {
            start: thought.start,
            staff: thought.staff,
            free: None,
            clash: None,
            offers: Vec::new(),
        };
        match fit(&wish, &book) {
            Ok(fit) => {
                planned.free = Some(self.premises.placed(&wish, fit.room));
                Ok((planned, Some(fit)))
            }
            Err(clash) => {
                planned.offers = self.offers(thought, house)?;
                planned.clash = self.premises.report(self.reads, clash)?;
                Ok((planned, None))
            }
        }
    }

    fn offers(&self, thought: &Thought, house: House) -> Step<Vec<OfferReport>> {
        let ask = Ask {
            service: thought.service,
            staff: Some(thought.staff),
            client: thought.client,
            ignore: thought.ignore,
            near: thought.start,
            limits: Limits {
                team: thought.team,
                ..Limits::default()
            },
        };
        let wanted = (OFFERS_MAX, OFFERS_APART_MIN);
        let offers = (self.free_days).nearest(self.reads, &ask, house, wanted)?;
        Ok(offers.iter().map(|it| self.premises.offer(it)).collect())
    }
}

/// What a question gives of a step that only reads.
pub(super) fn answered<T>(step: Step<T>) -> Answered<T> {
    step.map_err(|halt| match halt {
        Halt::Refused(refusal) => Stop::Refused(refusal),
        Halt::Failed(error) => error.into(),
        Halt::DoneBefore(_) | Halt::Bug(_) => Stop::Refused(missing(Field::Visit)),
    })
}

/// The same service for the same client with the same therapist and at the same time:
/// on a day, or on the weekday when the client is to come again.
pub(super) fn again<R: Reads>(
    planner: &Planner<R>,
    id: AppointmentId,
    on: Option<NaiveDate>,
) -> Step<Again> {
    let visit = need::<Appointment>(planner.reads, id)?;
    let service = need_active::<Service>(planner.reads, visit.service)?;
    let staff = visit.staff().ok_or_else(|| missing(Field::Staff))?;
    let date = on.unwrap_or_else(|| {
        let first = visit.start().date;
        same_weekday(first, return_days(&service), planner.today())
    });
    let thought = Thought {
        service: &service,
        staff,
        team: &[],
        client: visit.client,
        start: WallTime::new(date, visit.start().minute),
        keep_room: visit.room(),
        ignore: None,
    };
    Ok(Again {
        appointment: visit.id,
        client: visit.client,
        service: service.id,
        planned: planner.plan(&thought, &[])?,
    })
}

/// So many days later in whole weeks, the nearest; less than a week as it is. None that
/// is gone by.
fn same_weekday(first: NaiveDate, days: u16, today: NaiveDate) -> NaiveDate {
    let apart = match days {
        0..WEEK_DAYS => days,
        _ => (days + WEEK_DAYS / 2) / WEEK_DAYS * WEEK_DAYS,
    };
    let later = |days: u16| first.checked_add_days(Days::new(days.into()));
    let date = later(apart).unwrap_or(first);
    if date > today {
        return date;
    }
    let from_monday = |date: NaiveDate| u64::from(date.weekday().num_days_from_monday());
    let ahead = (7 + from_monday(first) - from_monday(today)) % 7;
    let ahead = if ahead == 0 { 7 } else { ahead };
    today.checked_add_days(Days::new(ahead)).unwrap_or(today)
}

/// When a client is to come again, by the last visit that took place. `appointments`
/// are in order of time.
pub(super) fn due(
    reads: &impl Reads,
    appointments: &[Appointment],
) -> Result<Option<NaiveDate>, StoreError> {
    let mut done = appointments.iter().rev();
    let Some(last) = done.find(|it| it.status == Status::Done) else {
        return Ok(None);
    };
    due_after(reads, last.start().plus(0).date, &[last.service])
}

/// When a client is to come again who had these services on a day: the soonest.
///
/// # Errors
///
/// When the store cannot be read.
pub fn due_after(
    reads: &impl Reads,
    day: NaiveDate,
    services: &[ServiceId],
) -> Result<Option<NaiveDate>, StoreError> {
    let mut due: Option<NaiveDate> = None;
    for service in services {
        let Some(service) = reads.get::<Service>(service)? else {
            continue;
        };
        let next = day.checked_add_days(Days::new(return_days(&service).into()));
        due = due.into_iter().chain(next).min();
    }
    Ok(due)
}

/// The client's next appointment after a moment that is not paid already.
///
/// # Errors
///
/// When the store cannot be read.
pub fn next_visit(
    reads: &impl Reads,
    client: ClientId,
    after: DateTime<Utc>,
) -> Result<Option<Appointment>, StoreError> {
    let all = reads.find::<Appointment>(&Lookup::AppointmentOfClient(client))?;
    let to_come = all
        .into_iter()
        .filter(|it| !it.status.is_final() && it.sale.is_none() && it.starts_at > after);
    Ok(to_come.min_by_key(|it| it.starts_at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_weekday_is_in_whole_weeks_and_to_come() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let today = day("2026-11-21");
        #[rustfmt::skip]
        let cases = [
            // last         days  again
            ("2026-11-20", 28, "2026-12-18"),
            ("2026-11-20", 30, "2026-12-18"),  // a month is four weeks
            ("2026-11-20", 45, "2027-01-01"),
            ("2026-11-21",  3, "2026-11-24"),
            ("2026-11-21",  7, "2026-11-28"),
            ("2026-05-20", 28, "2026-11-25"),  // long due: the next Wednesday
            ("2026-10-24", 28, "2026-11-28"),  // due today: it is over by then
        ];
        for (last, days, again) in cases {
            assert_eq!(same_weekday(day(last), days, today), day(again), "{last}");
        }
    }
}
