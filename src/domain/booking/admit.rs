//! Whether an appointment may join the others. The one rule: what the search
//! offers is what this accepts.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{
    DayBook, House, Segment,
    book::{Busy, lasts, spans},
    plan::plan,
    presence::Presence,
};
use crate::domain::{
    catalog::Service,
    ids::{AppointmentId, ClientId, RoomId, ServiceId, StaffId},
    staff::{Shift, Staff},
    time::{self, Span, WallTime},
};

/// What stands in the way of an appointment, and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clash {
    /// The service takes no time.
    Empty,
    /// The clock jumps over the start: from one time to another.
    InClockGap {
        from: WallTime,
        until: WallTime,
    },
    /// It would begin when the clock shows a time again that it shows once.
    NotTwice {
        start: WallTime,
    },
    /// It would be over already. An earlier start today is allowed: people are
    /// booked in when they are there.
    InThePast {
        now: WallTime,
    },
    NotQualified {
        staff: StaffId,
        service: ServiceId,
    },
    RoomUnsuitable {
        room: RoomId,
        service: ServiceId,
    },
    /// The house is closed for a reason, until some time.
    HouseClosed {
        reason: String,
        until: WallTime,
    },
    /// The house is open at these hours of that day; none where it is not.
    HouseShut {
        hours: Vec<Shift>,
    },
    /// Would work then, but is away for a reason, until some time.
    StaffAway {
        staff: StaffId,
        reason: String,
        until: WallTime,
    },
    /// Works at these hours of that day; none on a day off.
    StaffOff {
        staff: StaffId,
        shifts: Vec<Shift>,
    },
    StaffBusy {
        staff: StaffId,
        with: AppointmentId,
        until: WallTime,
    },
    RoomBusy {
        room: RoomId,
        with: AppointmentId,
        until: WallTime,
    },
    /// No suitable room is free; the first one is again at `until`. `None` where no
    /// room suits at all.
    NoRoomFree {
        until: Option<WallTime>,
    },
    ClientBusy {
        client: ClientId,
        with: AppointmentId,
        until: WallTime,
    },
}

impl Clash {
    /// Whether someone who may can book in spite of it. A time that does not exist
    /// cannot be booked by anybody.
    pub fn may_be_overridden(&self) -> bool {
        !matches!(
            self,
            Self::Empty | Self::InClockGap { .. } | Self::NotTwice { .. }
        )
    }
}

/// An appointment as it is asked for.
#[derive(Clone, Copy)]
pub struct Wish<'a> {
    pub service: &'a Service,
    pub staff: StaffId,
    /// This room and no other.
    pub room: Option<RoomId>,
    /// Where `room` is open: this room if it is free, as when an appointment moves.
    pub keep_room: Option<RoomId>,
    pub start: WallTime,
    pub client: Option<ClientId>,
    /// The appointment itself, when it moves.
    pub ignore: Option<AppointmentId>,
}

/// A wish with its place in the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fit {
    pub segments: Vec<Segment>,
    pub starts_at: DateTime<Utc>,
    pub room: Option<RoomId>,
}

/// Chooses a room where none is named, lays the service out, and admits it.
///
/// # Errors
///
/// The first clash in the order of [`Clash`]'s variants, save that no free room
/// is found before a busy client.
pub fn fit(wish: &Wish, book: &DayBook) -> Result<Fit, Clash> {
    let (fit, clashes) = force(wish, book)?;
    match clashes.into_iter().next() {
        Some(clash) => Err(clash),
        None => Ok(fit),
    }
}

/// As [`fit`], but in spite of clashes, which are returned beside it, empty when
/// there are none. For whoever may override.
///
/// # Errors
///
/// A clash that nobody can override.
pub fn force(wish: &Wish, book: &DayBook) -> Result<(Fit, Vec<Clash>), Clash> {
    let room = match wish.room {
        Some(room) => Ok(Some(room)),
        None => choose_room(wish, book),
    };
    let given = room.as_ref().ok().copied().flatten();
    let segments = plan(wish.service, wish.staff, given, wish.start, book.house.zone);
    let claim = Claim::new(wish.service, &segments, wish.client, wish.ignore, book)?;
    let mut clashes: Vec<Clash> = claim.clashes().filter_map(Result::err).collect();
    if let Err(no_room) = room {
        let before_client = clashes
            .iter()
            .position(|it| matches!(it, Clash::ClientBusy { .. }));
        clashes.insert(before_client.unwrap_or(clashes.len()), no_room);
    }
    let fit = Fit {
        starts_at: claim.starts_at,
        room: given,
        segments,
    };
    Ok((fit, clashes))
}

/// All that stands in the way of `segments` as they are, whatever the service takes by
/// now.
///
/// # Errors
///
/// A clash because of which their time does not exist.
pub fn clashes(
    service: &Service,
    segments: &[Segment],
    client: Option<ClientId>,
    ignore: Option<AppointmentId>,
    book: &DayBook,
) -> Result<Vec<Clash>, Clash> {
    let claim = Claim::new(service, segments, client, ignore, book)?;
    Ok(claim.clashes().filter_map(Result::err).collect())
}

/// Decides whether `segments` of `service` may join the others in `book`, and
/// gives their first instant.
///
/// Everything is compared as instants, per resource, so both hours of a clock
/// that is set back are distinct, and back-to-back is free.
///
/// # Errors
///
/// The first clash in the order of [`Clash`]'s variants.
pub fn admit(
    service: &Service,
    segments: &[Segment],
    client: Option<ClientId>,
    ignore: Option<AppointmentId>,
    book: &DayBook,
) -> Result<DateTime<Utc>, Clash> {
    let claim = Claim::new(service, segments, client, ignore, book)?;
    claim.clashes().collect::<Result<(), Clash>>()?;
    Ok(claim.starts_at)
}

type Check<'a> = fn(&Claim<'a>) -> Result<(), Clash>;

/// Segments whose time exists, held against a book.
struct Claim<'a> {
    service: &'a Service,
    segments: &'a [Segment],
    client: Option<ClientId>,
    ignore: Option<AppointmentId>,
    book: &'a DayBook<'a>,
    starts_at: DateTime<Utc>,
}

impl<'a> Claim<'a> {
    fn new(
        service: &'a Service,
        segments: &'a [Segment],
        client: Option<ClientId>,
        ignore: Option<AppointmentId>,
        book: &'a DayBook<'a>,
    ) -> Result<Self, Clash> {
        let minutes: u32 = segments.iter().map(|it| u32::from(it.minutes)).sum();
        let first = segments
            .first()
            .filter(|_| minutes > 0)
            .ok_or(Clash::Empty)?;
        let zone = book.house.zone;
        let starts_at =
            time::instant_of(first.start, zone).ok_or_else(|| there_is_no(first.start, zone))?;
        Ok(Self {
            service,
            segments,
            client,
            ignore,
            book,
            starts_at,
        })
    }

    /// Each check's answer, in the order of [`Clash`]'s variants, made when asked.
    fn clashes(&self) -> impl Iterator<Item = Result<(), Clash>> {
        let checks: [Check<'a>; 7] = [
            Self::past,
            Self::qualification,
            Self::suitability,
            Self::shifts,
            Self::staff,
            Self::rooms,
            Self::client,
        ];
        checks.into_iter().map(|check| check(self))
    }

    fn spans(&self) -> impl Iterator<Item = (&Segment, Span)> {
        spans(self.segments, self.starts_at)
    }

    fn past(&self) -> Result<(), Clash> {
        let house = &self.book.house;
        let is_over = self
            .spans()
            .last()
            .is_some_and(|(_, span)| span.end <= house.now.naive_utc());
        if is_over {
            let now = time::wall(house.now, house.zone);
            return Err(Clash::InThePast { now });
        }
        Ok(())
    }

    fn qualification(&self) -> Result<(), Clash> {
        let service = self.service.id;
        let can = |staff: &Staff| staff.active && staff.can_do(service);
        for staff in self.segments.iter().flat_map(|it| it.staff.iter().copied()) {
            if !self
                .book
                .house
                .staff
                .iter()
                .any(|it| it.id == staff && can(it))
            {
                return Err(Clash::NotQualified { staff, service });
            }
        }
        Ok(())
    }

    fn suitability(&self) -> Result<(), Clash> {
        for room in self.segments.iter().flat_map(|it| it.rooms.iter().copied()) {
            if !suitable(self.service, &self.book.house).any(|it| it == room) {
                let service = self.service.id;
                return Err(Clash::RoomUnsuitable { room, service });
            }
        }
        Ok(())
    }

    fn shifts(&self) -> Result<(), Clash> {
        let presence = Presence {
            segments: self.segments,
            starts_at: self.starts_at,
            book: self.book,
        };
        presence.check()
    }

    fn staff(&self) -> Result<(), Clash> {
        for (segment, span) in self.spans() {
            for &staff in &segment.staff {
                if let Some(busy) = clash(self.book.staff.get(&staff), span, self.ignore) {
                    let (with, until) = (busy.with, self.book.wall(busy.span.end));
                    return Err(Clash::StaffBusy { staff, with, until });
                }
            }
        }
        Ok(())
    }

    fn rooms(&self) -> Result<(), Clash> {
        for (segment, span) in self.spans() {
            for &room in &segment.rooms {
                if let Some(busy) = clash(self.book.rooms.get(&room), span, self.ignore) {
                    let (with, until) = (busy.with, self.book.wall(busy.span.end));
                    return Err(Clash::RoomBusy { room, with, until });
                }
            }
        }
        Ok(())
    }

    fn client(&self) -> Result<(), Clash> {
        let Some(client) = self.client else {
            return Ok(());
        };
        for (_, span) in self.spans().filter(|(segment, _)| segment.holds_client) {
            if let Some(busy) = clash(self.book.clients.get(&client), span, self.ignore) {
                let (with, until) = (busy.with, self.book.wall(busy.span.end));
                return Err(Clash::ClientBusy {
                    client,
                    with,
                    until,
                });
            }
        }
        Ok(())
    }
}

fn there_is_no(start: WallTime, zone: Tz) -> Clash {
    match time::gap_around(start, zone) {
        Some((from, until)) => Clash::InClockGap { from, until },
        None => Clash::NotTwice { start },
    }
}

/// The first of `busy` that overlaps `span`, leaving out one appointment.
fn clash(busy: Option<&Vec<Busy>>, span: Span, ignore: Option<AppointmentId>) -> Option<&Busy> {
    busy?
        .iter()
        .find(|it| Some(it.with) != ignore && it.span.overlaps(span))
}

/// Active rooms that will do for a service, in its own order where it lists them.
pub(super) fn suitable(service: &Service, house: &House) -> impl Iterator<Item = RoomId> {
    let rooms = house.rooms;
    let active = move |id: RoomId| rooms.iter().any(|it| it.id == id && it.active);
    let any = rooms.iter().map(|it| it.id);
    let listed = service.rooms.iter().copied();
    let is_listed = !service.rooms.is_empty();
    listed
        .chain(any.filter(move |_| !is_listed))
        .filter(move |&id| active(id))
}

/// Whether the service takes place in a room, and the shop has any.
pub(super) fn needs_room(service: &Service, house: &House) -> bool {
    let has_rooms = house.rooms.iter().any(|it| it.active);
    service.segments.iter().any(|it| it.holds_room) && (has_rooms || !service.rooms.is_empty())
}

/// The room for a wish that names none: the one to keep if it is free, else the
/// first free one in the service's own list, else the free one that is used least
/// around the day. `None` where the service needs none, or the shop has none.
///
/// # Errors
///
/// `NoRoomFree` when every suitable room is taken.
pub fn choose_room(wish: &Wish, book: &DayBook) -> Result<Option<RoomId>, Clash> {
    let service = wish.service;
    if !needs_room(service, &book.house) {
        return Ok(None);
    }
    let Some(starts_at) = time::instant_of(wish.start, book.house.zone) else {
        return Ok(None);
    };
    let needed: Vec<Span> = lasts(service.segments.iter().map(|it| it.minutes), starts_at)
        .zip(&service.segments)
        .filter(|(_, part)| part.holds_room)
        .map(|(span, _)| span)
        .collect();
    let blocker = |room: RoomId| {
        let taken = book.rooms.get(&room);
        needed
            .iter()
            .find_map(|&span| clash(taken, span, wish.ignore))
    };
    let free = || suitable(service, &book.house).filter(|&room| blocker(room).is_none());
    let kept = wish.keep_room.filter(|&kept| free().any(|it| it == kept));
    let chosen = kept.or_else(|| {
        if service.rooms.is_empty() {
            free().min_by_key(|&room| book.minutes_used(room))
        } else {
            free().next()
        }
    });
    if chosen.is_some() {
        return Ok(chosen);
    }
    let first_end = suitable(service, &book.house)
        .filter_map(|room| blocker(room).map(|busy| busy.span.end))
        .min();
    Err(Clash::NoRoomFree {
        until: first_end.map(|end| book.wall(end)),
    })
}
