//! What is taken around a day, by whom, and who works when.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;

use super::{Appointment, Fit, Segment, peak::Held};
use crate::domain::{
    client::Sex,
    equipment::Equipment,
    ids::{AppointmentId, ClientId, EquipmentId, RoomId, StaffId},
    room::Room,
    room_state::RoomState,
    rota::Rota,
    staff::Staff,
    time::{self, Span, WallTime},
};

/// What matters of a client when it is decided who may serve them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guest {
    pub client: ClientId,
    /// Whom they do not want, or who does not want them.
    pub never_with: Vec<StaffId>,
    pub sex: Option<Sex>,
}

/// The people, the rooms and the clock of a shop.
#[derive(Clone, Copy)]
pub struct House<'a> {
    pub staff: &'a [Staff],
    pub rooms: &'a [Room],
    /// What was said of them; of those that are not named all is well.
    pub room_states: &'a [RoomState],
    /// Who works when, on all days that are asked about.
    pub rota: &'a Rota,
    pub equipment: &'a [Equipment],
    /// Those that are asked for; of others nothing is known.
    pub guests: &'a [Guest],
    pub zone: Tz,
    pub now: DateTime<Utc>,
}

/// A stretch of time, as instants, that an appointment holds.
#[derive(Clone, Copy)]
pub(super) struct Busy {
    pub(super) span: Span,
    pub(super) with: AppointmentId,
}

/// The appointments that can touch a day, by what they hold.
#[derive(Clone)]
pub struct DayBook<'a> {
    pub(super) house: House<'a>,
    pub(super) date: NaiveDate,
    pub(super) staff: HashMap<StaffId, Vec<Busy>>,
    pub(super) rooms: HashMap<RoomId, Vec<Busy>>,
    pub(super) clients: HashMap<ClientId, Vec<Busy>>,
    /// A piece each.
    pub(super) equipment: HashMap<EquipmentId, Vec<Busy>>,
    shifts: HashMap<StaffId, Vec<Span>>,
    entered: HashSet<AppointmentId>,
    /// When the house is open; `None` where it says nothing.
    open: Option<Vec<Span>>,
}

impl<'a> DayBook<'a> {
    /// A book for appointments that begin on `date`. `taken` are those that begin
    /// on the day before, on it, and on the day after, in any order; one that is
    /// given twice counts once, and those that hold no time are passed over.
    pub fn new<'t>(
        house: House<'a>,
        date: NaiveDate,
        taken: impl IntoIterator<Item = &'t Appointment>,
    ) -> Self {
        let working = house.rota.around(house.staff, date, house.zone);
        let shifts = working.map(|(it, shifts)| (it.id, shifts)).collect();
        let mut book = Self {
            house,
            date,
            staff: HashMap::new(),
            rooms: HashMap::new(),
            clients: HashMap::new(),
            equipment: HashMap::new(),
            shifts,
            entered: HashSet::new(),
            open: house.rota.house_around(date, house.zone),
        };
        for appointment in taken {
            book.enter(appointment);
        }
        book
    }

    /// As if it were in the book too, stored or not. One that is given again counts
    /// once, and one that holds no time is passed over.
    #[must_use]
    pub fn with(mut self, appointment: &Appointment) -> Self {
        self.enter(appointment);
        self
    }

    /// As [`Self::with`].
    pub fn enter(&mut self, appointment: &Appointment) {
        if appointment.status.holds_time() && self.entered.insert(appointment.id) {
            let Appointment { segments, .. } = appointment;
            self.hold(
                appointment.id,
                appointment.client,
                segments,
                appointment.starts_at,
            );
        }
    }

    /// Keeps the place that was found for a wish, so that the next one finds another:
    /// `id` is what a clash with it will name.
    pub fn enter_fit(&mut self, id: AppointmentId, client: Option<ClientId>, fit: &Fit) {
        if self.entered.insert(id) {
            self.hold(id, client, &fit.segments, fit.starts_at);
        }
    }

    fn hold(
        &mut self,
        with: AppointmentId,
        client: Option<ClientId>,
        segments: &[Segment],
        starts_at: DateTime<Utc>,
    ) {
        for (segment, span) in spans(segments, starts_at) {
            let busy = Busy { span, with };
            for staff in &segment.staff {
                self.staff.entry(*staff).or_default().push(busy);
            }
            for room in &segment.rooms {
                self.rooms.entry(*room).or_default().push(busy);
            }
            for piece in &segment.equipment {
                self.equipment.entry(*piece).or_default().push(busy);
            }
            if let Some(client) = client.filter(|_| segment.holds_client) {
                self.clients.entry(client).or_default().push(busy);
            }
        }
    }

    /// When `staff` works, as instants, from the day before to the day after.
    pub(super) fn shifts(&self, staff: StaffId) -> &[Span] {
        self.shifts.get(&staff).map_or(&[], Vec::as_slice)
    }

    /// Whether every minute of `span` is in a shift; one may begin where another
    /// ends.
    pub(super) fn is_on_shift(&self, staff: StaffId, span: Span) -> bool {
        self.first_off(staff, span).is_none()
    }

    /// The first moment of `span` that is in no shift.
    pub(super) fn first_off(&self, staff: StaffId, span: Span) -> Option<NaiveDateTime> {
        first_outside(self.shifts(staff), span)
    }

    /// The first moment of `span` at which the house is not open.
    pub(super) fn first_shut(&self, span: Span) -> Option<NaiveDateTime> {
        first_outside(self.open.as_deref()?, span)
    }

    /// How many appointments may be in a room at once; none of one that is not known.
    pub(super) fn places(&self, room: RoomId) -> usize {
        let mut rooms = self.house.rooms.iter();
        let found = rooms.find(|it| it.id == room);
        found.map_or(0, |it| usize::from(it.places.max(1)))
    }

    /// How many may still be in a room over `span`.
    pub(super) fn places_left(&self, room: RoomId, span: Span) -> usize {
        let held = Held {
            busy: self.rooms.get(&room),
            ignore: None,
        };
        let is_shut = self.shut(room, span).is_some();
        let places = if is_shut { 0 } else { self.places(room) };
        places.saturating_sub(held.peak(span))
    }

    /// Whether a room is out of order at some moment of `span`, and for how long.
    pub(super) fn shut(&self, room: RoomId, span: Span) -> Option<(&'a RoomState, Span)> {
        let mut states = self.house.room_states.iter();
        let state = states.find(|it| it.room == room)?;
        let shut = state.shut(self.house.zone)?;
        shut.overlaps(span).then_some((state, shut))
    }

    /// How many there are of an equipment that is in use.
    pub(super) fn pieces(&self, id: EquipmentId) -> usize {
        let mut equipment = self.house.equipment.iter();
        let found = equipment.find(|it| it.id == id && it.active);
        found.map_or(0, |it| usize::from(it.pieces))
    }

    /// How many of them can be used where these rooms are held.
    pub(super) fn pieces_in(&self, id: EquipmentId, rooms: &[RoomId]) -> usize {
        let mut equipment = self.house.equipment.iter();
        let found = equipment.find(|it| it.id == id && it.active && it.reaches(rooms));
        found.map_or(0, |it| usize::from(it.pieces))
    }

    pub(super) fn guest(&self, client: ClientId) -> Option<&'a Guest> {
        self.house.guests.iter().find(|it| it.client == client)
    }

    /// What a staff member is booked for, all days of the book together, in any order.
    pub(super) fn held_by(
        &self,
        staff: StaffId,
        ignore: Option<AppointmentId>,
    ) -> impl Iterator<Item = Span> {
        let held = self.staff.get(&staff).into_iter().flatten();
        held.filter(move |it| Some(it.with) != ignore)
            .map(|it| it.span)
    }

    /// Minutes that a staff member is booked for, all days of the book together.
    pub fn minutes_booked(&self, staff: StaffId) -> i64 {
        minutes(self.staff.get(&staff))
    }

    /// Minutes that a room is booked for, all days of the book together.
    pub(super) fn minutes_used(&self, room: RoomId) -> i64 {
        minutes(self.rooms.get(&room))
    }

    pub fn zone(&self) -> Tz {
        self.house.zone
    }

    pub(super) fn wall(&self, instant: NaiveDateTime) -> WallTime {
        time::wall(instant.and_utc(), self.house.zone)
    }
}

fn first_outside(stretches: &[Span], span: Span) -> Option<NaiveDateTime> {
    let mut covered = span.start;
    while covered < span.end {
        let here = stretches
            .iter()
            .find(|it| it.start <= covered && covered < it.end);
        match here {
            Some(stretch) => covered = stretch.end,
            None => return Some(covered),
        }
    }
    None
}

fn minutes(busy: Option<&Vec<Busy>>) -> i64 {
    busy.into_iter()
        .flatten()
        .map(|it| (it.span.end - it.span.start).num_minutes())
        .sum()
}

/// Each segment with the instants it lasts.
pub(super) fn spans(
    segments: &[Segment],
    starts_at: DateTime<Utc>,
) -> impl Iterator<Item = (&Segment, Span)> {
    let spans = lasts(segments.iter().map(|it| it.minutes), starts_at);
    segments.iter().zip(spans)
}

/// Stretches of so many minutes as instants: one follows the other without a gap.
pub(super) fn lasts(
    minutes: impl Iterator<Item = u16>,
    starts_at: DateTime<Utc>,
) -> impl Iterator<Item = Span> {
    let mut end = starts_at.naive_utc();
    minutes.map(move |minutes| {
        let start = end;
        end += Duration::minutes(i64::from(minutes));
        Span { start, end }
    })
}
