//! All that happens at the spa, as events in order of time: a past of so many
//! days, a present day up to now, and what is booked ahead.

use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use chrono_tz::Tz;
use fastrand::Rng;

use super::{
    calendar::{DayPlan, Visit},
    scale::Scale,
    spa::{Spa, instant},
};
use crate::domain::{booking::Status, time};

const CANCELLED_PERCENT: u32 = 11;
const NO_SHOW_PERCENT: u32 = 3;
/// The phone call that a first look at the demo begins with: one hour at 14:00.
const KEPT_FREE: (&str, &str, (u16, u16)) = ("Anna", "Swedish 60", (840, 900));
const DAYS_AHEAD: u64 = 14;
/// Of the visits of a past day, those that were booked the same day.
const SAME_DAY_PERCENT: u32 = 15;
const LEAD_DAYS_MAX: u64 = 21;
const CONFIRMED_PERCENT: u32 = 35;
const FURNISHED_MINUTE: u16 = 7 * 60;
/// Nothing is booked before the spa is furnished.
const FURNISHING: Duration = Duration::minutes(30);
const DRAWER_OPENS_MINUTE: u16 = 8 * 60 + 50;
const NOON_MINUTE: u16 = 13 * 60 + 2;
const DRAWER_CLOSES_MINUTE: u16 = 20 * 60 + 15;
/// The share of the clients that were there before the past began.
const OLD_CLIENTS_PERCENT: usize = 64;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Act {
    /// A new client, by number.
    Meet(usize),
    OpenDrawer,
    /// A visit, by number, is booked.
    Book(usize),
    Confirm(usize),
    Arrive(usize),
    Begin(usize),
    Finish(usize),
    Cancel(usize),
    MissVisit(usize),
    Checkout(usize),
    /// Refunds of earlier days, goods without a visit, cash taken out.
    Noon,
    CloseDrawer,
    /// What ran out on the shelf comes in again.
    Restock,
    /// The count of two products is set right to less than it should be.
    RunLow,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Event {
    pub(super) at: DateTime<Utc>,
    pub(super) act: Act,
}

pub(super) struct Story {
    pub(super) visits: Vec<Visit>,
    /// In order of time.
    pub(super) events: Vec<Event>,
}

/// When the spa is furnished: early on the first day of the past, and an hour ago
/// at the latest.
pub(super) fn beginning(zone: Tz, now: DateTime<Utc>, n_days: u32) -> DateTime<Utc> {
    let today = time::wall(now, zone).date;
    let first = today.checked_sub_days(Days::new(n_days.into()));
    let early = instant(zone, first.unwrap_or(today), FURNISHED_MINUTE);
    early.min(now - Duration::hours(1))
}

pub(super) fn tell(
    spa: &Spa,
    scale: &Scale,
    (now, n_days): (DateTime<Utc>, u32),
    n_clients: usize,
    rng: &mut Rng,
) -> Story {
    let today = time::wall(now, spa.zone).date;
    let mut telling = Telling {
        spa,
        scale,
        now,
        begins: beginning(spa.zone, now, n_days),
        met_at: Vec::new(),
        visits: Vec::new(),
        events: Vec::new(),
    };
    telling.meet(n_clients);
    for days_ago in (1..=u64::from(n_days)).rev() {
        if let Some(date) = today.checked_sub_days(Days::new(days_ago)) {
            telling.past_day(date, rng);
        }
    }
    telling.today(today, rng);
    for days_ahead in 1..=DAYS_AHEAD {
        if let Some(date) = today.checked_add_days(Days::new(days_ahead)) {
            telling.day_ahead(date, rng);
        }
    }
    let mut events = telling.events;
    events.sort_by_key(|it| (it.at, it.act));
    Story {
        visits: telling.visits,
        events,
    }
}

struct Telling<'a> {
    spa: &'a Spa,
    scale: &'a Scale,
    now: DateTime<Utc>,
    begins: DateTime<Utc>,
    met_at: Vec<DateTime<Utc>>,
    visits: Vec<Visit>,
    events: Vec<Event>,
}

impl Telling<'_> {
    /// Nothing happens before the beginning or after now.
    fn push(&mut self, at: DateTime<Utc>, act: Act) {
        let at = at.clamp(self.begins, self.now);
        self.events.push(Event { at, act });
    }

    fn at(&self, date: NaiveDate, minute: u16) -> DateTime<Utc> {
        instant(self.spa.zone, date, minute)
    }

    /// Most clients are there from the beginning, the others come evenly.
    fn meet(&mut self, n_clients: usize) {
        let n_old = n_clients * OLD_CLIENTS_PERCENT / 100;
        let n_new = n_clients - n_old;
        let whole = (self.now - self.begins).num_seconds();
        for client in 0..n_clients {
            let nth = i64::try_from(client.saturating_sub(n_old)).unwrap_or(0);
            let of = i64::try_from(n_new.max(1)).unwrap_or(1);
            let at = self.begins + Duration::seconds(whole / of * nth);
            self.met_at.push(at);
            self.push(at, Act::Meet(client));
        }
    }

    fn n_met(&self, at: DateTime<Utc>) -> usize {
        self.met_at.partition_point(|it| *it < at)
    }

    /// When a visit of that day is booked, between the beginning and its start.
    fn booked_at(&self, date: NaiveDate, rng: &mut Rng) -> DateTime<Utc> {
        let lead = Days::new(rng.u64(1..=LEAD_DAYS_MAX));
        let day = date.checked_sub_days(lead).unwrap_or(date);
        let at = self.at(day, rng.u16(9 * 60..19 * 60 + 30));
        let at = at + Duration::seconds(rng.i64(0..60));
        at.clamp(self.begins + FURNISHING, self.now)
    }

    /// Adds a visit to a day and the event of its booking; gives its number.
    fn book(
        &mut self,
        day: &mut DayPlan,
        booked_at: DateTime<Utc>,
        rng: &mut Rng,
    ) -> Option<usize> {
        let visit = day.add(self.n_met(booked_at), rng)?;
        let number = self.visits.len();
        self.visits.push(visit);
        self.push(booked_at, Act::Book(number));
        Some(number)
    }

    fn past_day(&mut self, date: NaiveDate, rng: &mut Rng) {
        let spa = self.spa;
        let mut day = DayPlan::new(spa, self.scale.n_regulars, date);
        for _ in 0..rng.u32(self.scale.visits_a_day.clone()) {
            let mut booked_at = self.booked_at(date, rng);
            let same_day = rng.u32(..100) < SAME_DAY_PERCENT;
            let Some(number) = self.book(&mut day, booked_at, rng) else {
                continue;
            };
            let start = self.at(date, self.visits[number].start.minute);
            if same_day {
                let opened = self.at(date, DRAWER_OPENS_MINUTE);
                booked_at = (start - Duration::minutes(rng.i64(5..90))).max(opened);
                if let Some(event) = self.events.last_mut() {
                    event.at = booked_at;
                }
            }
            self.live_through(number, booked_at, start, rng);
        }
        self.push(self.at(date, DRAWER_OPENS_MINUTE), Act::OpenDrawer);
        self.push(self.at(date, NOON_MINUTE), Act::Noon);
        let closes = self.at(date, DRAWER_CLOSES_MINUTE);
        self.push(closes, Act::CloseDrawer);
        self.push(closes + Duration::minutes(5), Act::Restock);
    }

    /// What becomes of a booked visit of the past.
    fn live_through(
        &mut self,
        number: usize,
        booked_at: DateTime<Utc>,
        start: DateTime<Utc>,
        rng: &mut Rng,
    ) {
        let fate = rng.u32(..100);
        if fate < CANCELLED_PERCENT {
            let notice = (start - booked_at).num_seconds().max(1);
            let at = booked_at + Duration::seconds(rng.i64(0..notice));
            self.push(at, Act::Cancel(number));
            return;
        }
        if fate < CANCELLED_PERCENT + NO_SHOW_PERCENT {
            self.push(start + Duration::minutes(20), Act::MissVisit(number));
            return;
        }
        let end = start + Duration::minutes(self.visits[number].minutes.into());
        self.push(
            start - Duration::seconds(rng.i64(10..280)),
            Act::Arrive(number),
        );
        let begins = start + Duration::seconds(rng.i64(0..180));
        if self.scale.marks_every_step {
            self.push(begins, Act::Begin(number));
            self.push(end, Act::Finish(number));
        }
        self.push(
            end + Duration::seconds(rng.i64(40..400)),
            Act::Checkout(number),
        );
    }

    fn today(&mut self, today: NaiveDate, rng: &mut Rng) {
        let spa = self.spa;
        let mut day = DayPlan::new(spa, self.scale.n_regulars, today);
        let (staff, service, span) = KEPT_FREE;
        day.keep_free(staff, service, span);
        let early = self.at(today, FURNISHED_MINUTE).min(self.now);
        let latest = early.max(self.begins + FURNISHING);
        let mut numbers = Vec::new();
        while numbers.len() < self.scale.n_booked_today {
            let booked_at = self.booked_at(today, rng).min(latest);
            match self.book(&mut day, booked_at, rng) {
                Some(number) => numbers.push(number),
                None => break,
            }
        }
        numbers.sort_by_key(|number| self.visits[*number].start);
        let statuses = self.statuses(&numbers, rng);
        for (number, status) in numbers.into_iter().zip(statuses) {
            self.bring_to(number, status, latest);
        }
        self.push(latest, Act::RunLow);
    }

    /// Where each of today's visits stands now. There is one of each status, however
    /// early or late it is; but none can be missed before the first has begun.
    fn statuses(&self, numbers: &[usize], rng: &mut Rng) -> Vec<Status> {
        let mut statuses: Vec<Status> =
            numbers.iter().map(|it| self.status_now(*it, rng)).collect();
        let order = [
            Status::Done,
            Status::InService,
            Status::Arrived,
            Status::NoShow,
            Status::Cancelled,
            Status::Confirmed,
            Status::Booked,
        ];
        for (nth, status) in order.into_iter().enumerate() {
            if statuses.contains(&status) {
                continue;
            }
            let is_spare = |it: &Status| statuses.iter().filter(|other| *other == it).count() > 1;
            let from_start = matches!(status, Status::Done | Status::InService | Status::Arrived);
            let has_begun = |place: &usize| {
                let start = self.visits[numbers[*place]].start;
                self.at(start.date, start.minute) <= self.now
            };
            let spare = if status == Status::NoShow {
                let mut begun = (0..statuses.len()).filter(has_begun);
                match begun.find(|place| is_spare(&statuses[*place])) {
                    Some(place) => Some(place),
                    None => continue,
                }
            } else if from_start {
                statuses.iter().position(is_spare)
            } else {
                statuses.iter().rposition(is_spare)
            };
            let place = spare.unwrap_or(nth.min(statuses.len().saturating_sub(1)));
            if let Some(it) = statuses.get_mut(place) {
                *it = status;
            }
        }
        statuses
    }

    fn status_now(&self, number: usize, rng: &mut Rng) -> Status {
        let visit = &self.visits[number];
        let start = self.at(visit.start.date, visit.start.minute);
        let end = start + Duration::minutes(visit.minutes.into());
        let chance = rng.u32(..100);
        if chance < CANCELLED_PERCENT {
            Status::Cancelled
        } else if end <= self.now && chance < CANCELLED_PERCENT + NO_SHOW_PERCENT {
            Status::NoShow
        } else if end <= self.now {
            Status::Done
        } else if start <= self.now {
            Status::InService
        } else if start <= self.now + Duration::minutes(15) {
            Status::Arrived
        } else if chance < CONFIRMED_PERCENT {
            Status::Confirmed
        } else {
            Status::Booked
        }
    }

    fn bring_to(&mut self, number: usize, status: Status, latest: DateTime<Utc>) {
        let visit = &self.visits[number];
        let start = self.at(visit.start.date, visit.start.minute);
        let end = start + Duration::minutes(visit.minutes.into());
        let mut steps = Vec::new();
        match status {
            Status::Requested | Status::Held | Status::Booked => (),
            Status::Confirmed => steps.push((latest, Act::Confirm(number))),
            Status::Cancelled | Status::LateCancel => steps.push((latest, Act::Cancel(number))),
            Status::NoShow => steps.push((start + Duration::minutes(20), Act::MissVisit(number))),
            Status::Arrived | Status::InService | Status::Done => {
                steps.push((start - Duration::minutes(4), Act::Arrive(number)));
                if status != Status::Arrived {
                    steps.push((start, Act::Begin(number)));
                }
                if status == Status::Done {
                    steps.push((end, Act::Finish(number)));
                }
            }
        }
        for (at, act) in steps {
            self.push(at, act);
        }
    }

    fn day_ahead(&mut self, date: NaiveDate, rng: &mut Rng) {
        let spa = self.spa;
        let mut day = DayPlan::new(spa, self.scale.n_regulars, date);
        let latest = self.now - Duration::minutes(1);
        for _ in 0..rng.u32(1..=self.scale.visits_a_day_ahead) {
            let booked_at = self.booked_at(date, rng).min(latest);
            if let Some(number) = self.book(&mut day, booked_at, rng)
                && rng.u32(..100) < CONFIRMED_PERCENT / 2
            {
                self.push(latest, Act::Confirm(number));
            }
        }
    }
}
