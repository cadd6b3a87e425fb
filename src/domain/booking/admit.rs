//! Whether an appointment may join the others. The one rule: what the search
//! offers is what this accepts.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::{
    DayBook, Segment,
    book::{Busy, spans},
    choose::{Choice, Chosen, suitable},
    peak::Held,
    plan::lay_out,
    presence::{Presence, rooms_in_order},
};
use crate::domain::{
    catalog::{OffDays, Service},
    client::Sex,
    ids::{AppointmentId, ClientId, EquipmentId, RoomId, ServiceId, StaffId},
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
    /// The service is not given on these days.
    ServiceOff {
        service: ServiceId,
        days: OffDays,
    },
    NotQualified {
        staff: StaffId,
        service: ServiceId,
    },
    /// Does it, but not well enough for what the service asks.
    GradeTooLow {
        staff: StaffId,
        service: ServiceId,
    },
    /// The client and the therapist are to be kept apart.
    NeverWith {
        client: ClientId,
        staff: StaffId,
    },
    /// The therapist treats women only, or men only, and the client is none.
    TreatsOthers {
        client: ClientId,
        staff: StaffId,
        treats: Sex,
    },
    RoomUnsuitable {
        room: RoomId,
        service: ServiceId,
    },
    /// Out of order, for a reason; the last day of it where that is known.
    RoomOutOfOrder {
        room: RoomId,
        note: String,
        until: Option<NaiveDate>,
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
    /// No need of the service lists it, or it is not in use.
    EquipmentUnsuitable {
        equipment: EquipmentId,
        service: ServiceId,
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
    /// Nobody is free for the second therapist's part; the first one is again at
    /// `until`. `None` where nobody could be.
    NobodyFree {
        until: Option<WallTime>,
    },
    RoomBusy {
        room: RoomId,
        with: AppointmentId,
        until: WallTime,
    },
    /// All places of a room that has several are taken at some moment.
    RoomFull {
        room: RoomId,
        places: u16,
        until: WallTime,
    },
    /// All pieces of it are in use at some moment.
    EquipmentBusy {
        equipment: EquipmentId,
        until: WallTime,
    },
    /// No suitable room is free; the first one is again at `until`. `None` where no
    /// room suits at all.
    NoRoomFree {
        until: Option<WallTime>,
    },
    /// Of these, there are not enough; there are at `until`. `None` where there never
    /// are, in that room at least.
    NoEquipmentFree {
        of: Vec<EquipmentId>,
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
    /// The main therapist.
    pub staff: StaffId,
    /// Who has the other roles, the second first; one that is open is filled.
    pub team: &'a [Option<StaffId>],
    /// This room and no other.
    pub room: Option<RoomId>,
    /// Where the service needs one of several and one of these is among them: this.
    pub equipment: &'a [EquipmentId],
    /// Where `room` is open: this room if it is free, as when an appointment moves.
    pub keep_room: Option<RoomId>,
    /// The same for those who have the roles, the main one first.
    pub keep_team: &'a [Option<StaffId>],
    pub start: WallTime,
    pub client: Option<ClientId>,
    /// The appointment itself, when it moves.
    pub ignore: Option<AppointmentId>,
}

impl<'a> Wish<'a> {
    /// With this therapist then, and everything else open.
    pub fn new(service: &'a Service, staff: StaffId, start: WallTime) -> Self {
        Self {
            service,
            staff,
            team: &[],
            room: None,
            equipment: &[],
            keep_room: None,
            keep_team: &[],
            start,
            client: None,
            ignore: None,
        }
    }
}

/// A wish with its place in the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fit {
    pub segments: Vec<Segment>,
    pub starts_at: DateTime<Utc>,
    pub room: Option<RoomId>,
}

/// Chooses whom, where and with what the wish leaves open, lays the service out, and
/// admits it.
///
/// # Errors
///
/// The first clash in the order of [`Clash`]'s variants, save that nobody, no room or
/// nothing being free is found last but for a busy client.
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
    let Chosen { cast, missing } = match Choice::of(wish, book) {
        Some(choice) => choice.choose(),
        None => Chosen::default(),
    };
    let segments = lay_out(wish.service, &cast, wish.start, book.house.zone);
    let claim = Claim::new(wish.service, &segments, wish.client, wish.ignore, book)?;
    let mut clashes: Vec<Clash> = claim.clashes().filter_map(Result::err).collect();
    let unlisted = wish.equipment.iter().find(|it| !claim.may_use(**it));
    if let Some(&equipment) = unlisted {
        let service = wish.service.id;
        clashes.push(Clash::EquipmentUnsuitable { equipment, service });
    }
    let before_client = clashes
        .iter()
        .position(|it| matches!(it, Clash::ClientBusy { .. }));
    let before_client = before_client.unwrap_or(clashes.len());
    clashes.splice(before_client..before_client, missing);
    let fit = Fit {
        starts_at: claim.starts_at,
        room: cast.rooms.first().copied(),
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
        let checks: [Check<'a>; 13] = [
            Self::past,
            Self::service_off,
            Self::qualification,
            Self::grade,
            Self::never_with,
            Self::treats_others,
            Self::suitability,
            Self::order,
            Self::shifts,
            Self::staff,
            Self::rooms,
            Self::equipment,
            Self::client,
        ];
        checks.into_iter().map(|check| check(self))
    }

    /// What takes no time holds nothing.
    fn spans(&self) -> impl Iterator<Item = (&Segment, Span)> {
        spans(self.segments, self.starts_at).filter(|(_, span)| span.start < span.end)
    }

    fn team(&self) -> impl Iterator<Item = StaffId> {
        self.segments.iter().flat_map(|it| it.staff.iter().copied())
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

    fn service_off(&self) -> Result<(), Clash> {
        let date = self.segments[0].start.date;
        match self.service.manner.off.filter(|it| it.has(date)) {
            Some(days) => Err(Clash::ServiceOff {
                service: self.service.id,
                days,
            }),
            None => Ok(()),
        }
    }

    fn qualification(&self) -> Result<(), Clash> {
        let service = self.service.id;
        let staff = self.book.house.staff;
        let can = |it: &Staff| it.active && it.can_do(service);
        let cannot = |id: &StaffId| !staff.iter().any(|it| it.id == *id && can(it));
        match self.team().find(cannot) {
            Some(staff) => Err(Clash::NotQualified { staff, service }),
            None => Ok(()),
        }
    }

    fn grade(&self) -> Result<(), Clash> {
        match self.team().find(|it| !self.service.is_graded(*it)) {
            Some(staff) => Err(Clash::GradeTooLow {
                staff,
                service: self.service.id,
            }),
            None => Ok(()),
        }
    }

    fn never_with(&self) -> Result<(), Clash> {
        let Some(guest) = self.client.and_then(|it| self.book.guest(it)) else {
            return Ok(());
        };
        match self.team().find(|it| guest.never_with.contains(it)) {
            Some(staff) => Err(Clash::NeverWith {
                client: guest.client,
                staff,
            }),
            None => Ok(()),
        }
    }

    fn treats_others(&self) -> Result<(), Clash> {
        let Some(guest) = self.client.and_then(|it| self.book.guest(it)) else {
            return Ok(());
        };
        let staff = self.book.house.staff;
        let treats = |id| staff.iter().find(|it| it.id == id)?.treats;
        let other = self.team().find_map(|id| {
            let treats = treats(id).filter(|it| guest.sex.is_some_and(|sex| sex != *it));
            Some((id, treats?))
        });
        match other {
            Some((staff, treats)) => Err(Clash::TreatsOthers {
                client: guest.client,
                staff,
                treats,
            }),
            None => Ok(()),
        }
    }

    fn may_use(&self, equipment: EquipmentId) -> bool {
        let mut needs = self.service.segments.iter().flat_map(|it| &it.needs);
        needs.any(|it| it.of.contains(&equipment)) && self.book.pieces(equipment) > 0
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

    fn order(&self) -> Result<(), Clash> {
        rooms_in_order(self.segments, self.starts_at, self.book)
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
                if let Some(busy) = self.held(self.book.staff.get(&staff)).first(span) {
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
                let held = self.held(self.book.rooms.get(&room));
                let places = self.book.places(room).max(1);
                let Some(until) = held.full_until(span, places - 1) else {
                    continue;
                };
                return Err(match held.first(span).filter(|_| places == 1) {
                    Some(busy) => Clash::RoomBusy {
                        room,
                        with: busy.with,
                        until: self.book.wall(busy.span.end),
                    },
                    None => Clash::RoomFull {
                        room,
                        places: u16::try_from(places).unwrap_or(u16::MAX),
                        until: self.book.wall(until),
                    },
                });
            }
        }
        Ok(())
    }

    fn equipment(&self) -> Result<(), Clash> {
        for (segment, span) in self.spans() {
            for &equipment in &segment.equipment {
                let own = segment.equipment.iter().filter(|it| **it == equipment);
                let n_pieces = self.book.pieces_in(equipment, &segment.rooms);
                let Some(most) = n_pieces.checked_sub(own.count()) else {
                    let service = self.service.id;
                    return Err(Clash::EquipmentUnsuitable { equipment, service });
                };
                let held = self.held(self.book.equipment.get(&equipment));
                if let Some(until) = held.full_until(span, most) {
                    let until = self.book.wall(until);
                    return Err(Clash::EquipmentBusy { equipment, until });
                }
            }
        }
        Ok(())
    }

    fn held(&self, busy: Option<&'a Vec<Busy>>) -> Held<'a> {
        let ignore = self.ignore;
        Held { busy, ignore }
    }

    fn client(&self) -> Result<(), Clash> {
        let Some(client) = self.client else {
            return Ok(());
        };
        for (_, span) in self.spans().filter(|(segment, _)| segment.holds_client) {
            if let Some(busy) = self.held(self.book.clients.get(&client)).first(span) {
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
