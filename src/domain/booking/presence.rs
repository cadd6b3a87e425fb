//! Whether people are there for an appointment, and its room is in order: whatever else
//! is booked.

use chrono::{DateTime, NaiveDateTime, Utc};

use super::{Appointment, Clash, DayBook, House, Segment, book::spans};
use crate::domain::{
    ids::StaffId,
    rota::{Absence, RotaDay, Why},
};

/// Why an appointment cannot take place as it stands: outside the hours of the house or
/// of whoever gives it, or in a room that is out of order; `None` where all is well. Who
/// is no longer in use works at no time.
pub fn stranded(visit: &Appointment, book: &DayBook) -> Option<Clash> {
    let is_gone = |id: StaffId| {
        let mut staff = book.house.staff.iter();
        !staff.any(|it| it.id == id && it.active)
    };
    let mut held = visit
        .segments
        .iter()
        .flat_map(|it| it.staff.iter().copied());
    if let Some(staff) = held.find(|it| is_gone(*it)) {
        let shifts = Vec::new();
        return Some(Clash::StaffOff { staff, shifts });
    }
    let presence = Presence {
        segments: &visit.segments,
        starts_at: visit.starts_at,
        book,
    };
    let is_there = presence.check();
    let stays = || rooms_in_order(&visit.segments, visit.starts_at, book);
    is_there.and_then(|()| stays()).err()
}

/// Whether nothing of it is in a room while that is out of order.
pub(super) fn rooms_in_order(
    segments: &[Segment],
    starts_at: DateTime<Utc>,
    book: &DayBook,
) -> Result<(), Clash> {
    // What takes no time holds nothing.
    let held = spans(segments, starts_at).filter(|(_, span)| span.start < span.end);
    for (segment, span) in held {
        for &room in &segment.rooms {
            if let Some((state, _)) = book.shut(room, span) {
                return Err(Clash::RoomOutOfOrder {
                    room,
                    note: state.note.clone(),
                    until: state.until,
                });
            }
        }
    }
    Ok(())
}

/// Segments as they lie, held against a book.
pub(super) struct Presence<'a> {
    pub(super) segments: &'a [Segment],
    pub(super) starts_at: DateTime<Utc>,
    pub(super) book: &'a DayBook<'a>,
}

impl<'a> Presence<'a> {
    /// Whether everybody who is held works then, and no client sits in a closed house.
    pub(super) fn check(&self) -> Result<(), Clash> {
        for (segment, span) in spans(self.segments, self.starts_at) {
            for &staff in &segment.staff {
                if let Some(at) = self.book.first_off(staff, span) {
                    return Err(self.off(staff, at));
                }
            }
            if segment.holds_client
                && segment.staff.is_empty()
                && let Some(at) = self.book.first_shut(span)
            {
                return Err(self.shut(at));
            }
        }
        Ok(())
    }

    /// The days whose shifts may have a moment of the visit: its own before those
    /// beside it.
    fn days(&self) -> impl Iterator<Item = RotaDay<'a>> {
        let House { rota, zone, .. } = self.book.house;
        let date = self.book.date;
        let days = [Some(date), date.pred_opt(), date.succ_opt()];
        days.into_iter().flatten().map(move |it| rota.day(it, zone))
    }

    /// Why somebody does not work at a moment.
    fn off(&self, staff: StaffId, at: NaiveDateTime) -> Clash {
        let person = self.book.house.staff.iter().find(|it| it.id == staff);
        let (Some(person), Some(own)) = (person, self.days().next()) else {
            let shifts = Vec::new();
            return Clash::StaffOff { staff, shifts };
        };
        let planned = self.days().find(|it| it.is_planned(person, at));
        match planned.as_ref().unwrap_or(&own).why(person, at) {
            Why::Closed(closing) => closed(closing),
            Why::Shut => Clash::HouseShut {
                hours: own.house_shifts(),
            },
            Why::Away(absence) => Clash::StaffAway {
                staff,
                reason: absence.reason.clone(),
                until: absence.until,
            },
            Why::Off => Clash::StaffOff {
                staff,
                shifts: own.shifts(person),
            },
        }
    }

    /// Why the house is not open at a moment.
    fn shut(&self, at: NaiveDateTime) -> Clash {
        let Some(own) = self.days().next() else {
            return Clash::HouseShut { hours: Vec::new() };
        };
        let planned = self.days().find(|it| it.is_house_planned(at));
        match planned.as_ref().unwrap_or(&own).closing_at(at) {
            Some(closing) => closed(closing),
            None => Clash::HouseShut {
                hours: own.house_shifts(),
            },
        }
    }
}

fn closed(closing: &Absence) -> Clash {
    Clash::HouseClosed {
        reason: closing.reason.clone(),
        until: closing.until,
    }
}
