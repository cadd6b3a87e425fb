//! Who comes when, to whom, and for what: visits that do not get into each
//! other's way, thought up day by day.

use std::collections::HashMap;

use chrono::NaiveDate;
use fastrand::Rng;

use super::spa::Spa;
use crate::domain::{catalog::Service, room::Room, staff::Staff, time::WallTime};

const REGULARS_PERCENT: u32 = 65;
/// Of the regulars' visits, those to the therapist they always see.
const USUAL_STAFF_PERCENT: u32 = 70;
const OFF_QUARTER_PERCENT: u32 = 36;
const WALK_IN_PERCENT: u32 = 3;
const NOTED_PERCENT: u32 = 8;
/// So often a visit is thought up before the day is taken to be full.
const TRIES_MAX: u32 = 200;

#[derive(Clone, Debug)]
pub(super) struct Visit {
    /// `None` is a walk-in without a name.
    pub(super) client: Option<usize>,
    pub(super) service: usize,
    pub(super) staff: usize,
    pub(super) room: usize,
    pub(super) start: WallTime,
    pub(super) minutes: u16,
    pub(super) has_note: bool,
}

impl Visit {
    pub(super) fn end_minute(&self) -> u16 {
        self.start.minute + self.minutes
    }
}

/// What a day already holds, in minutes.
pub(super) struct DayPlan<'a> {
    spa: &'a Spa,
    n_regulars: usize,
    date: NaiveDate,
    staff: Vec<Vec<(u16, u16)>>,
    rooms: Vec<Vec<(u16, u16)>>,
    clients: HashMap<usize, Vec<(u16, u16)>>,
}

impl<'a> DayPlan<'a> {
    pub(super) fn new(spa: &'a Spa, n_regulars: usize, date: NaiveDate) -> Self {
        Self {
            spa,
            n_regulars,
            date,
            staff: vec![Vec::new(); spa.therapists.len()],
            rooms: vec![Vec::new(); spa.rooms.len()],
            clients: HashMap::new(),
        }
    }

    /// Nothing is thought up for this therapist then, nor for two of the rooms where
    /// the service can be given: whoever tries the demo can book it.
    pub(super) fn keep_free(&mut self, staff: &str, service: &str, span: (u16, u16)) {
        let spa = self.spa;
        if let Some(idx) = spa.therapists.iter().position(|it| it.short == staff) {
            self.staff[idx].push(span);
        }
        let service = spa.services.iter().find(|it| it.name == service);
        let fits = |room: &Room| {
            service.is_some_and(|it| it.rooms.is_empty() || it.rooms.contains(&room.id))
        };
        let rooms = spa
            .rooms
            .iter()
            .enumerate()
            .filter(|(_, room)| fits(room))
            .take(2);
        for (idx, _) in rooms {
            self.rooms[idx].push(span);
        }
    }

    /// One more visit by one of the first `n_clients`; `None` once the day is full.
    pub(super) fn add(&mut self, n_clients: usize, rng: &mut Rng) -> Option<Visit> {
        let visit = (0..TRIES_MAX).find_map(|_| self.think_up(n_clients, rng))?;
        let span = (visit.start.minute, visit.end_minute());
        self.staff[visit.staff].push(span);
        self.rooms[visit.room].push(span);
        if let Some(client) = visit.client {
            self.clients.entry(client).or_default().push(span);
        }
        Some(visit)
    }

    fn think_up(&self, n_clients: usize, rng: &mut Rng) -> Option<Visit> {
        let client = choose_client(n_clients, self.n_regulars, rng);
        let service = self.choose_service(rng);
        let staff = self.choose_staff(service, client, rng)?;
        let minutes = self.spa.services[service].minutes();
        let start = self.choose_start(&self.spa.therapists[staff], minutes, rng)?;
        let span = (start, start + minutes);
        let busy = client.and_then(|it| self.clients.get(&it));
        if !is_free(&self.staff[staff], span) || busy.is_some_and(|it| !is_free(it, span)) {
            return None;
        }
        let room = self.free_room(service, span, rng)?;
        Some(Visit {
            client,
            service,
            staff,
            room,
            start: WallTime::new(self.date, start),
            minutes,
            has_note: rng.u32(..100) < NOTED_PERCENT,
        })
    }

    fn choose_service(&self, rng: &mut Rng) -> usize {
        // What takes several steps is there to be tried.
        let weight = |it: &Service| match it.category.as_str() {
            _ if it.segments.len() > 1 => 0,
            "Massage" => 5,
            _ => 3,
        };
        let services = &self.spa.services;
        let total: u32 = services.iter().map(weight).sum();
        let mut left = rng.u32(..total.max(1));
        let chosen = services.iter().position(|it| {
            let is_it = left < weight(it);
            left = left.saturating_sub(weight(it));
            is_it
        });
        chosen.unwrap_or(0)
    }

    fn choose_staff(&self, service: usize, client: Option<usize>, rng: &mut Rng) -> Option<usize> {
        let service = self.spa.services[service].id;
        let therapists = &self.spa.therapists;
        let here = |it: &Staff| it.can_do(service) && !self.spa.shifts(it, self.date).is_empty();
        let usual = client
            .filter(|it| *it < self.n_regulars)
            .map(|it| it % therapists.len());
        if let Some(usual) = usual.filter(|_| rng.u32(..100) < USUAL_STAFF_PERCENT) {
            return here(&therapists[usual]).then_some(usual);
        }
        let able: Vec<usize> = (0..therapists.len())
            .filter(|idx| here(&therapists[*idx]))
            .collect();
        rng.choice(able)
    }

    fn choose_start(&self, staff: &Staff, minutes: u16, rng: &mut Rng) -> Option<u16> {
        let shift = rng.choice(self.spa.shifts(staff, self.date))?;
        let last = shift.end_minute.checked_sub(minutes)?;
        let off_quarter = rng.u32(..100) < OFF_QUARTER_PERCENT;
        let starts = (shift.start_minute..=last).filter(|it| it % 5 == 0);
        let starts: Vec<u16> = starts.filter(|it| (it % 15 != 0) == off_quarter).collect();
        rng.choice(starts)
    }

    fn free_room(&self, service: usize, span: (u16, u16), rng: &mut Rng) -> Option<usize> {
        let fitting = &self.spa.services[service].rooms;
        let free = (0..self.rooms.len()).filter(|idx| {
            let fits = fitting.is_empty() || fitting.contains(&self.spa.rooms[*idx].id);
            fits && is_free(&self.rooms[*idx], span)
        });
        rng.choice(free.collect::<Vec<_>>())
    }
}

fn choose_client(n_clients: usize, n_regulars: usize, rng: &mut Rng) -> Option<usize> {
    if rng.u32(..100) < WALK_IN_PERCENT || n_clients == 0 {
        return None;
    }
    let is_regular = rng.u32(..100) < REGULARS_PERCENT;
    let n = if is_regular {
        n_clients.min(n_regulars)
    } else {
        n_clients
    };
    Some(rng.usize(..n))
}

fn is_free(taken: &[(u16, u16)], (start, end): (u16, u16)) -> bool {
    taken.iter().all(|(from, to)| end <= *from || *to <= start)
}
