//! One day, three days and the week of one therapist or room; how far it is paged and
//! what is carried from day to day.

use balm::{
    domain::{
        booking::Appointment,
        catalog::{Manner, Service},
        equipment::Need,
        ids::{AppointmentId, StaffId},
        money::Money,
        time::WallTime,
    },
    ops::{
        outcome::Outcome,
        request::{EquipmentDraft, Request, ServiceDraft},
    },
    store::Reads,
};

use crate::{
    desk::Desk,
    screens_day::{books, books_at, desk, desk_of, minute},
    small_spa::SmallSpa,
};

/// So many days from today, in a therapist's column.
fn books_on(desk: &mut Desk, spa: &SmallSpa, staff: StaffId, days: u64, at: u16) -> AppointmentId {
    let start = WallTime::new(desk.app.view().today() + chrono::Days::new(days), at);
    books_at(desk, Some(spa.ozola), spa.facial, staff, start)
}

fn visit(desk: &Desk, id: AppointmentId) -> Appointment {
    desk.shop.read().get(&id).unwrap().unwrap()
}

/// Saturday is the sixth day of its week; four columns fit, the page goes with the
/// cursor, and each head has the load of its day.
#[test]
fn a_week_of_one_therapist_has_a_column_for_each_day() {
    let (mut desk, spa) = desk();
    books(&mut desk, None, spa.facial, spa.anna, minute(14, 0));
    books(&mut desk, None, spa.swedish, spa.marta, minute(14, 0));
    books_on(&mut desk, &spa, spa.anna, 1, minute(15, 5));
    desk.keys("7")
        .shows("Anna, a column per day.")
        .shows("Anna  Mon 16 Nov - Sun 22 Nov")
        .shows("<2 1> Wed 18 0% Thu 19 0% Fri 20 0% Sat 21 6% ")
        .shows("13:40 Sat 21 Nov: free until 14:00")
        .hides("Swedish 60");
    desk.keys("right . ").shows("15:05-15:50  Facial 45");
    desk.shows("│:05 Fac… ");
    desk.keys("home left left left left left left")
        .shows("   3> Mon 16 0% Tue 17 0% Wed 18 0% Thu 19 0% ")
        .shows("09:00 Mon 16 Nov: free until 20:00");
}

#[test]
fn days_and_weeks_go_on_and_back_and_today_comes_back() {
    let (mut desk, spa) = desk();
    books_on(&mut desk, &spa, spa.anna, 9, minute(13, 40));
    desk.keys("7 }")
        .shows("Anna  Mon 23 Nov - Sun 29 Nov")
        .shows("13:40 Sat 28 Nov");
    // Over the edge of the week.
    desk.keys("n n").shows("Mon 30 Nov - Sun 6 Dec");
    desk.shows("13:40-14:25  Facial 45");
    desk.keys("p").shows("13:40 Sun 29 Nov");
    desk.keys("t").shows("13:40 Sat 21 Nov");
    desk.keys("{").shows("13:40 Sat 14 Nov");
    // Three days slide under the cursor.
    desk.keys("t 3").shows("Anna  Sat 21 Nov - Mon 23 Nov");
    desk.keys("right n")
        .shows("Anna  Sun 22 Nov - Tue 24 Nov")
        .shows("13:40 Mon 23 Nov");
    desk.keys("1")
        .shows("Mon 23 Nov 2026  +2")
        .shows("13:40 Anna");
    desk.keys("}").shows("Mon 30 Nov 2026  +9");
    desk.keys("g").types("21.11.").keys("enter 7");
    desk.shows("13:40 Sat 21 Nov");
}

#[test]
fn the_same_days_of_the_next_therapist_or_of_a_room() {
    let (mut desk, spa) = desk();
    books(&mut desk, None, spa.facial, spa.marta, minute(13, 40));
    desk.keys("7 >")
        .shows("Marta  Mon 16 Nov")
        .shows("13:40-14:25  Facial 45");
    // To the room of the visit under the cursor, and back to who gives it.
    desk.keys("v")
        .shows("Rose  Mon 16 Nov")
        .shows("A column per room.");
    desk.shows("13:40-14:25  Facial 45  Marta");
    desk.keys(">")
        .shows("Lotus  Mon 16 Nov")
        .shows("free until 18:00");
    desk.keys("< v")
        .shows("Marta  Mon 16 Nov")
        .keys("<")
        .shows("Anna  Mon 16 Nov");
    // At the ends it stays.
    desk.keys("<").shows("Anna  Mon 16 Nov");
    desk.keys("1")
        .shows("Sat 21 Nov 2026  today")
        .shows("Marta");
}

#[test]
fn a_visit_is_booked_and_carried_to_another_day_of_the_week() {
    let (mut desk, spa) = desk();
    let id = books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        spa.anna,
        minute(14, 0),
    );
    desk.keys("7 . m right down")
        .shows("Sat 21 Nov 14:00 to Sun 22 Nov 14:15");
    desk.keys("enter").shows("is now at Sun 22 Nov 14:15, Anna");
    let moved = visit(&desk, id);
    assert_eq!(moved.start().minute, minute(14, 15));
    assert_eq!(
        moved.start().date,
        desk.app.view().today() + chrono::Days::new(1)
    );
    desk.shows("14:15-15:15  Swedish 60");
    // What is found elsewhere brings its own therapist's week.
    let other = books_on(&mut desk, &spa, spa.marta, 9, minute(10, 0));
    desk.keys("/").types("ozola").keys("enter");
    assert!(visit(&desk, other).status.holds_time());
}

#[test]
fn no_page_is_wrong_at_any_size() {
    for (width, height) in [
        (40, 12),
        (60, 16),
        (80, 24),
        (100, 30),
        (132, 43),
        (200, 60),
    ] {
        let (mut desk, spa) = desk_of(width, height);
        books(
            &mut desk,
            Some(spa.ozola),
            spa.swedish,
            spa.anna,
            minute(14, 5),
        );
        for keys in [
            "1",
            "3",
            "7",
            "v",
            "end right right right right",
            "> <",
            "1",
        ] {
            desk.keys(keys);
            for line in desk.screen().lines() {
                let cells = unicode_width::UnicodeWidthStr::width(line);
                assert_eq!(cells, usize::from(width), "{keys} {line}");
            }
        }
    }
}

/// The week of the clock change in Riga, 28 March 2027: the hours of work stand on the
/// same rows on all days.
#[test]
fn a_week_with_a_clock_change_keeps_its_rows() {
    let (mut desk, spa) = desk_of(132, 43);
    let start = |day: &str| WallTime::new(day.parse().unwrap(), minute(10, 0));
    for day in ["2027-03-27", "2027-03-28"] {
        books_at(&mut desk, Some(spa.ozola), spa.facial, spa.anna, start(day));
    }
    desk.keys("7 g").types("2027-03-28").keys("enter home");
    let screen = desk.screen();
    let line = screen.lines().find(|it| it.contains("│10:00")).unwrap();
    assert_eq!(line.matches("│Facial").count(), 2, "{screen}");
    desk.shows("09:00 Sun 28 Mar: free until 10:00");
}

/// A tub of two pieces: what is in it at the same time stands side by side; what is
/// carried there changes its time alone.
#[test]
fn equipment_has_columns_where_there_is_some() {
    let (mut desk, spa) = desk();
    desk.keys("v")
        .shows("A column per room.")
        .keys("v")
        .shows("A column per therapist.");
    let draft = EquipmentDraft {
        id: None,
        name: "Tub".into(),
        short: "TU".into(),
        pieces: 2,
        rooms: Vec::new(),
        active: true,
    };
    let Outcome::SavedEquipment { equipment } = desk.asks(&Request::SaveEquipment(draft)) else {
        panic!()
    };
    let service = desk.shop.read().get::<Service>(&spa.facial).unwrap();
    let mut segments = service.unwrap().segments;
    for segment in &mut segments {
        segment.needs = vec![Need {
            n: 1,
            of: vec![equipment],
        }];
    }
    let draft = ServiceDraft {
        id: None,
        code: String::new(),
        name: "Soak".into(),
        category: String::new(),
        price: None,
        cost: Money::ZERO,
        tax_class: None,
        minutes: 45,
        rooms: Vec::new(),
        active: true,
        prices: Vec::new(),
        by_staff: Vec::new(),
        timed: None,
        segments,
        manner: Manner::default(),
    };
    let Outcome::SavedService { service } = desk.asks(&Request::SaveService(draft)) else {
        panic!()
    };
    let id = books(&mut desk, Some(spa.ozola), service, spa.anna, minute(14, 0));
    books(&mut desk, None, service, spa.marta, minute(14, 0));
    books(&mut desk, None, spa.swedish, spa.marta, minute(15, 0));
    desk.keys("v v")
        .shows("A column for each piece of equipment.");
    let screen = desk.screen();
    assert_eq!(screen.matches("│Soak").count(), 2, "{screen}");
    desk.shows("Tub").hides("Swedish");
    desk.keys("home .")
        .shows("14:00-14:45  Soak")
        .keys("m down enter")
        .shows("is now at Sat 21 Nov 14:15");
    let moved = visit(&desk, id);
    let other = desk.shop.read().all::<Appointment>().unwrap();
    let held: Vec<u16> = other.iter().map(|it| it.start().minute).collect();
    assert!(held.contains(&minute(14, 15)), "{held:?}");
    assert_eq!(moved.staff(), Some(spa.anna));
    desk.keys("v").shows("A column per therapist.");
}
