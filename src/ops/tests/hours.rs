//! Who works when: set, refused where it hits what is booked, and known to the book.

use super::bench::{Bench, DESK, ENGLISH, at, day, massage};
use crate::{
    domain::{
        booking::Appointment,
        ids::{AbsenceId, AppointmentId, StaffId},
        rota::{Absence, DayHours, HouseHours},
        staff::{Shift, Staff, parse_shift, parse_week},
        time::WallTime,
    },
    ops::{
        outcome::Outcome,
        query::{self, Answer, Attention, Hit, Query, TimeWish},
        refusal::{ClashReport, Field, FieldProblem, Refusal},
        request::{AbsenceDraft, Booking, HoursChange, Moving, PatternDraft, Request, StaffDraft},
    },
    store::Reads,
};

fn set(change: HoursChange) -> Request {
    Request::SetHours {
        change,
        anyway: false,
    }
}

fn anyway(change: HoursChange) -> Request {
    Request::SetHours {
        change,
        anyway: true,
    }
}

fn shifts(text: &str) -> Vec<Shift> {
    let parts = text.split(", ").filter(|it| !it.is_empty());
    parts.map(|it| parse_shift(it).unwrap()).collect()
}

fn house(week: &str) -> HoursChange {
    HoursChange::House {
        week: parse_week(week).unwrap(),
    }
}

fn of_day(staff: StaffId, date: &str, hours: Option<&str>) -> HoursChange {
    HoursChange::Day {
        staff,
        date: day(date),
        shifts: hours.map(shifts),
        reason: "Dentist".into(),
    }
}

fn absence(staff: Option<StaffId>, from: (&str, u16), until: (&str, u16)) -> AbsenceDraft {
    AbsenceDraft {
        id: None,
        staff,
        from: WallTime::new(day(from.0), from.1),
        until: WallTime::new(day(until.0), until.1),
        reason: "Leave".into(),
    }
}

fn pattern(group: &str, weeks: &[&str]) -> PatternDraft {
    PatternDraft {
        id: None,
        name: "Early and late".into(),
        group: group.into(),
        anchor: day("2026-11-16"),
        weeks: weeks.iter().map(|it| parse_week(it).unwrap()).collect(),
        active: true,
    }
}

/// Anna has 11:00 to 12:00 and 14:00 to 15:00 on the Saturday, Marta 11:00 to 12:00 on
/// the Monday behind it.
struct Booked {
    bench: Bench,
    anna: StaffId,
    marta: StaffId,
    visits: [AppointmentId; 3],
}

fn booked() -> Booked {
    let bench = Bench::new();
    let service = bench.massage();
    let (anna, marta) = (bench.staff(1), bench.staff(2));
    let monday = WallTime::new(day("2026-11-23"), 660);
    let booking = |staff, start| Booking {
        start,
        ..Booking::new(service, staff, "11:00")
    };
    let visits = [
        bench.book(booking(anna, at("11:00"))),
        bench.book(booking(anna, at("14:00"))),
        bench.book(booking(marta, monday)),
    ];
    Booked {
        bench,
        anna,
        marta,
        visits,
    }
}

impl Booked {
    fn hits(&self, query: &Query) -> Vec<Hit> {
        match self.bench.shop.ask(&DESK, &ENGLISH, query).unwrap() {
            Answer::Hits { hits } => hits,
            other => panic!("{other:?}"),
        }
    }

    fn stranded(&self) -> Vec<AppointmentId> {
        let hits = self.hits(&Query::Stranded);
        hits.iter().map(|it| it.appointment).collect()
    }

    fn attention(&self) -> Option<(usize, AppointmentId)> {
        let (shop, settings) = (&self.bench.shop, self.bench.shop.settings().unwrap());
        let items = query::attention(&shop.read(), &settings, 1, shop.now()).unwrap();
        items.into_iter().find_map(|it| match it {
            Attention::Stranded { n, appointment, .. } => Some((n, appointment)),
            _ => None,
        })
    }

    fn person(&self, nth: usize, week: &str) -> StaffDraft {
        let staff = self
            .bench
            .shop
            .read()
            .all::<Staff>()
            .unwrap()
            .swap_remove(nth);
        StaffDraft {
            id: Some(staff.id),
            name: staff.name,
            short: staff.short,
            role: staff.role,
            week: parse_week(week).unwrap(),
            services: staff.services,
            active: true,
            group: staff.group,
            pattern: staff.pattern,
            sex: staff.sex,
            treats: staff.treats,
            anyway: false,
        }
    }
}

/// Each change with what it hits: half-open, so that what touches an edge is not hit.
#[test]
fn a_change_that_hits_visits_lists_them_and_is_refused_until_it_is_meant() {
    let shop = booked();
    let (anna, [first, second, third]) = (shop.anna, shop.visits);
    let saturday = "2026-11-21";
    #[rustfmt::skip]
    let cases = [
        (house(""),                                                 vec![]),
        (house("mon-sun 9-18"),                                     vec![]),
        (house("mon-sun 11-15"),                                    vec![]),
        (house("mon-sun 11:05-15:00"),                              vec![first, third]),
        (house("mon-sun 11:00-14:55"),                              vec![second]),
        (house("mon-fri 9-18"),                                     vec![first, second]),
        (of_day(anna, saturday, Some("11-12, 14-15")),              vec![]),
        (of_day(anna, saturday, Some("11-14")),                     vec![second]),
        (of_day(anna, saturday, Some("")),                          vec![first, second]),
        (of_day(anna, "2026-11-28", Some("")),                      vec![]),
        (of_day(anna, saturday, None),                              vec![]),
        (HoursChange::Absence(absence(None, (saturday, 720), (saturday, 840))), vec![]),
        (HoursChange::Absence(absence(None, (saturday, 719), (saturday, 840))), vec![first]),
        (HoursChange::Absence(absence(Some(anna), (saturday, 720), (saturday, 841))), vec![second]),
        (HoursChange::Absence(absence(Some(anna), (saturday, 0), ("2026-11-22", 0))), vec![first, second]),
        (HoursChange::Absence(absence(Some(anna), ("2026-11-22", 0), ("2026-11-30", 0))), vec![]),
        (HoursChange::Absence(absence(None, (saturday, 0), ("2026-11-24", 0))), vec![first, second, third]),
        (HoursChange::CopyWeek { from: day("2026-11-16"), to: day("2026-11-23"), staff: None }, vec![]),
    ];
    for (change, want) in cases {
        let hits = shop.hits(&Query::Hits {
            change: Box::new(change.clone()),
        });
        let found: Vec<_> = hits.iter().map(|it| it.appointment).collect();
        assert_eq!(found, want, "{change:?}");
        assert!(
            hits.iter()
                .all(|it| it.clash.is_some() && !it.offers.is_empty())
        );
        if want.is_empty() {
            continue;
        }
        match shop.bench.refused(set(change.clone())) {
            Refusal::HitsVisits { n, visits } => {
                let named: Vec<_> = visits.iter().map(|it| it.appointment).collect();
                assert_eq!((n, named), (want.len(), want), "{change:?}");
            }
            other => panic!("{change:?}: {other:?}"),
        }
    }
    assert_eq!(shop.stranded(), []);
    assert_eq!(shop.attention(), None);
}

/// What was meant all the same stays where it is, stands under attention, and is moved
/// to a time that was offered for it.
#[test]
fn what_is_left_outside_is_listed_until_it_is_moved() {
    let shop = booked();
    let [first, second, _] = shop.visits;
    let saturday = "2026-11-21";
    let leave = absence(Some(shop.anna), (saturday, 780), ("2026-11-23", 0));
    let absence = match shop.bench.done(anyway(HoursChange::Absence(leave))) {
        Outcome::HoursSet { absence, n_hit, .. } => {
            assert_eq!(n_hit, 1);
            absence.unwrap()
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(shop.stranded(), [second]);
    assert_eq!(shop.attention(), Some((1, second)));
    let hit = shop.hits(&Query::Stranded).swap_remove(0);
    assert!(
        matches!(hit.clash, Some(ClashReport::StaffAway(_))),
        "{hit:?}"
    );
    // At the same time with Marta, who works until six.
    let offer = hit
        .offers
        .iter()
        .find(|it| it.start == at("14:00"))
        .unwrap();
    assert_eq!(offer.staff, shop.marta);
    shop.bench.done(Request::Move(Moving {
        appointment: second,
        staff: Some(offer.staff),
        team: Vec::new(),
        room: None,
        start: Some(offer.start),
        override_reason: None,
    }));
    assert_eq!(shop.stranded(), []);
    assert_eq!(shop.attention(), None);
    // Both were hit before: that they still are is nothing new.
    shop.bench
        .done(anyway(of_day(shop.anna, saturday, Some("9-10"))));
    assert_eq!(shop.attention(), Some((1, first)));
    shop.bench
        .done(set(of_day(shop.anna, saturday, Some("9-10:30"))));
    shop.bench.done(set(HoursChange::NoAbsence { absence }));
    shop.bench.done(set(of_day(shop.anna, saturday, None)));
    assert_eq!(shop.attention(), None);
}

#[test]
fn a_card_that_hits_visits_is_refused_until_it_is_meant() {
    let shop = booked();
    let [first, second, _] = shop.visits;
    let early = shop.person(0, "mon-sat 9-14");
    let hits = shop.hits(&Query::HitsOfPerson(Box::new(early.clone())));
    assert_eq!(hits.len(), 1);
    assert_eq!(hits[0].appointment, second);
    let refused = shop.bench.refused(Request::SaveStaff(early.clone()));
    assert!(
        matches!(refused, Refusal::HitsVisits { n: 1, .. }),
        "{refused:?}"
    );
    // Who leaves gives none of them.
    let gone = StaffDraft {
        active: false,
        ..shop.person(0, "mon-sat 9-18")
    };
    let refused = shop.bench.refused(Request::SaveStaff(gone));
    assert!(
        matches!(refused, Refusal::HitsVisits { n: 2, .. }),
        "{refused:?}"
    );
    shop.bench.done(Request::SaveStaff(StaffDraft {
        anyway: true,
        ..early
    }));
    assert_eq!(shop.stranded(), [second]);
    // A name is no matter of hours, whatever lies outside already.
    shop.bench
        .done(Request::SaveStaff(shop.person(0, "mon-sat 9-14")));
    let _ = first;
}

/// A pattern of the group counts as soon as somebody is in it, and hits what they have.
#[test]
fn a_pattern_counts_for_its_group() {
    let shop = booked();
    let [_, second, third] = shop.visits;
    for nth in 0..2 {
        shop.bench.done(Request::SaveStaff(StaffDraft {
            group: [" massage ", "Massage"][nth].into(),
            ..shop.person(nth, "mon-sat 9-18")
        }));
    }
    let groups = shop.bench.shop.read().all::<Staff>().unwrap();
    assert!(groups.iter().all(|it| it.group == "massage"), "{groups:?}");
    // This week until two, the next one from one on.
    let draft = pattern("MASSAGE", &["mon-sat 9-14", "mon-sat 13-18"]);
    let hits = shop.hits(&Query::Hits {
        change: Box::new(HoursChange::Pattern(draft.clone())),
    });
    let found: Vec<_> = hits.iter().map(|it| it.appointment).collect();
    assert_eq!(found, [second, third]);
    let id = match shop.bench.done(anyway(HoursChange::Pattern(draft.clone()))) {
        Outcome::HoursSet { pattern, n_hit, .. } => {
            assert_eq!(n_hit, 2);
            pattern.unwrap()
        }
        other => panic!("{other:?}"),
    };
    // The desk books where the pattern has hours and nowhere else.
    let service = shop.bench.service(massage_without_code());
    let at_four = |date: &str| Booking {
        start: WallTime::new(day(date), 960),
        ..Booking::new(service, shop.anna, "16:00")
    };
    let refused = shop.bench.refused(Request::Book(at_four("2026-11-21")));
    assert!(matches!(refused, Refusal::Clash { .. }), "{refused:?}");
    shop.bench.book(at_four("2026-11-28"));
    let twice = shop.bench.refused(set(HoursChange::Pattern(draft)));
    let problem = FieldProblem::Taken;
    let field = Field::Group;
    assert_eq!(twice, Refusal::Field { field, problem });
    // Out of use, all work by their cards again.
    shop.bench.done(anyway(HoursChange::Pattern(PatternDraft {
        id: Some(id),
        active: false,
        ..pattern("Massage", &["mon-sat 9-14"])
    })));
    assert_eq!(shop.stranded(), []);
}

fn massage_without_code() -> crate::ops::request::ServiceDraft {
    crate::ops::request::ServiceDraft {
        code: String::new(),
        ..massage()
    }
}

#[test]
fn a_week_is_copied_shift_by_shift() {
    let shop = booked();
    let (anna, marta) = (shop.anna, shop.marta);
    shop.bench
        .done(set(of_day(anna, "2026-11-17", Some("12-20"))));
    shop.bench.done(set(of_day(anna, "2026-11-18", Some(""))));
    // This is set in the week that is overwritten.
    shop.bench
        .done(set(of_day(marta, "2026-11-26", Some("9-10"))));
    shop.bench.done(set(HoursChange::CopyWeek {
        from: day("2026-11-19"),
        to: day("2026-11-25"),
        staff: None,
    }));
    let sheet = query::rota_week(
        &shop.bench.shop.read(),
        &shop.bench.shop.settings().unwrap(),
        day("2026-11-29"),
    )
    .unwrap();
    assert_eq!(sheet.first, day("2026-11-23"));
    let works = |nth: usize| -> Vec<Vec<Shift>> {
        let days = sheet.people[nth].days.iter();
        days.map(|it| it.works.clone()).collect()
    };
    let usual = || shifts("9-18");
    let week = |tuesday, wednesday| {
        vec![
            usual(),
            tuesday,
            wednesday,
            usual(),
            usual(),
            usual(),
            vec![],
        ]
    };
    assert_eq!(works(0), week(shifts("12-20"), vec![]));
    assert_eq!(works(1), week(usual(), usual()));
    let n_set = shop.bench.shop.read().all::<DayHours>().unwrap().len();
    assert_eq!(n_set, 4, "what is as usual is not set");
}

#[test]
fn what_cannot_be_is_refused_by_field() {
    let shop = booked();
    let anna = shop.anna;
    let wrong = |start_minute, end_minute| HoursChange::Day {
        staff: anna,
        date: day("2026-11-24"),
        shifts: Some(vec![Shift {
            start_minute,
            end_minute,
        }]),
        reason: String::new(),
    };
    let saturday = "2026-11-21";
    let backwards = absence(None, (saturday, 600), (saturday, 600));
    let long = absence(None, (saturday, 0), ("2029-11-21", 0));
    let late = absence(None, (saturday, 0), (saturday, 1_801));
    let nameless = PatternDraft {
        name: " ".into(),
        ..pattern("", &["mon 9-10"])
    };
    #[rustfmt::skip]
    let cases = [
        (wrong(600, 600),                                Field::Hours),
        (wrong(600, 1_801),                              Field::Hours),
        (HoursChange::Absence(backwards),                Field::Until),
        (HoursChange::Absence(long),                     Field::Until),
        (HoursChange::Absence(late),                     Field::Time),
        (HoursChange::Pattern(nameless),                 Field::Name),
        (HoursChange::Pattern(pattern("", &[])),         Field::Hours),
        (of_day(anna, "2036-11-24", Some("")),           Field::Date),
        (HoursChange::CopyWeek { from: day("2026-11-16"), to: day("2026-11-22"), staff: None }, Field::Date),
    ];
    for (change, want) in cases {
        match shop.bench.refused(set(change.clone())) {
            Refusal::Field { field, .. } => assert_eq!(field, want, "{change:?}"),
            other => panic!("{change:?}: {other:?}"),
        }
    }
    let unknown = HoursChange::NoAbsence {
        absence: AbsenceId::default(),
    };
    let refused = shop.bench.refused(set(unknown));
    assert!(matches!(refused, Refusal::NotFound { .. }), "{refused:?}");
}

/// Whatever is set, the very next question finds it: nothing is kept of before.
#[test]
fn offers_follow_the_hours_at_once() {
    let shop = booked();
    let service = shop.bench.shop.read().all::<Appointment>().unwrap()[0].service;
    shop.bench.done(Request::SaveStaff(StaffDraft {
        active: false,
        anyway: true,
        ..shop.person(1, "")
    }));
    let near = WallTime::new(day("2026-11-24"), 720);
    let first = || {
        let query = Query::Offers(Box::new(TimeWish {
            staff: Some(shop.anna),
            ..TimeWish::new(service, near)
        }));
        match shop.bench.shop.ask(&DESK, &ENGLISH, &query).unwrap() {
            Answer::Offers(sheet) => {
                let own = sheet
                    .offers
                    .iter()
                    .find(|it| it.staff == shop.anna)
                    .unwrap();
                (own.start.date.to_string(), own.start.hhmm())
            }
            other => panic!("{other:?}"),
        }
    };
    let is = |date: &str, time: &str| (date.to_owned(), time.to_owned());
    assert_eq!(first(), is("2026-11-24", "12:00"));
    assert_eq!(first(), is("2026-11-24", "12:00"));
    let tuesday = "2026-11-24";
    shop.bench
        .done(set(of_day(shop.anna, tuesday, Some("15-18"))));
    assert_eq!(first(), is("2026-11-24", "15:00"));
    shop.bench.done(anyway(house("mon-sun 9-15")));
    assert_eq!(first(), is("2026-11-25", "09:00"));
    let closed = absence(None, ("2026-11-25", 0), ("2026-11-27", 0));
    let id = match shop.bench.done(anyway(HoursChange::Absence(closed))) {
        Outcome::HoursSet { absence, .. } => absence.unwrap(),
        other => panic!("{other:?}"),
    };
    assert_eq!(first(), is("2026-11-27", "09:00"));
    shop.bench.done(set(HoursChange::NoAbsence { absence: id }));
    shop.bench.done(set(house("")));
    shop.bench.done(set(of_day(shop.anna, tuesday, None)));
    assert_eq!(first(), is("2026-11-24", "12:00"));
    let reads = shop.bench.shop.read();
    assert_eq!(reads.all::<Absence>().unwrap(), []);
    assert_eq!(reads.all::<DayHours>().unwrap(), []);
    let hours = reads.get::<HouseHours>(&()).unwrap().unwrap();
    assert_eq!(hours, HouseHours::default());
}
