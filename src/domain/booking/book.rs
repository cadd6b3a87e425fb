//! What is taken around a day, by whom, and who works when.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use chrono_tz::Tz;

use super::{Appointment, Fit, Segment};
use crate::domain::{
    ids::{AppointmentId, ClientId, RoomId, StaffId},
    room::Room,
    staff::Staff,
    time::{self, Resolved, Span, WallTime},
};

/// The people, the rooms and the clock of a shop.
#[derive(Clone, Copy)]
pub struct House<'a> {
    pub staff: &'a [Staff],
    pub rooms: &'a [Room],
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
pub struct DayBook<'a> {
    pub(super) house: House<'a>,
    pub(super) date: NaiveDate,
    pub(super) staff: HashMap<StaffId, Vec<Busy>>,
    pub(super) rooms: HashMap<RoomId, Vec<Busy>>,
    pub(super) clients: HashMap<ClientId, Vec<Busy>>,
    shifts: HashMap<StaffId, Vec<Span>>,
    entered: HashSet<AppointmentId>,
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
        let shifts = house
            .staff
            .iter()
            .map(|staff| (staff.id, shifts_around(staff, date, house.zone)))
            .collect();
        let mut book = Self {
            house,
            date,
            staff: HashMap::new(),
            rooms: HashMap::new(),
            clients: HashMap::new(),
            shifts,
            entered: HashSet::new(),
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
        let shifts = self.shifts(staff);
        let mut covered = span.start;
        while covered < span.end {
            let here = shifts
                .iter()
                .find(|shift| shift.start <= covered && covered < shift.end);
            match here {
                Some(shift) => covered = shift.end,
                None => return false,
            }
        }
        true
    }

    /// Minutes that a staff member is booked for, all days of the book together.
    pub(super) fn minutes_booked(&self, staff: StaffId) -> i64 {
        minutes(self.staff.get(&staff))
    }

    /// Minutes that a room is booked for, all days of the book together.
    pub(super) fn minutes_used(&self, room: RoomId) -> i64 {
        minutes(self.rooms.get(&room))
    }

    pub(super) fn wall(&self, instant: chrono::NaiveDateTime) -> WallTime {
        time::wall(instant.and_utc(), self.house.zone)
    }
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

pub(super) fn shifts_around(staff: &Staff, date: NaiveDate, zone: Tz) -> Vec<Span> {
    let days = [
        date.checked_sub_days(Days::new(1)),
        Some(date),
        date.checked_add_days(Days::new(1)),
    ];
    let shifts = days.into_iter().flatten().flat_map(|day| {
        staff.shifts_on(day).iter().map(move |shift| Span {
            start: edge(WallTime::new(day, shift.start_minute), zone, false),
            end: edge(WallTime::new(day, shift.end_minute), zone, true),
        })
    });
    shifts.collect()
}

/// The instant of a shift's edge. One that the clock shows twice begins a shift
/// the first time and ends one the second time; one that the clock jumps over is
/// the moment of the jump.
pub(super) fn edge(wall: WallTime, zone: Tz, is_end: bool) -> chrono::NaiveDateTime {
    let at = match time::resolve(wall, zone) {
        Resolved::Twice { second, .. } if is_end => second,
        _ => time::at_or_after(wall, zone),
    };
    at.naive_utc()
}
