//! The book on days that are not like others: late nights, clock changes, a house with
//! many columns; and taking changes back.

use balm::{
    domain::{
        booking::{Appointment, Status},
        ids::{AppointmentId, StaffId},
        staff::{Shift, StaffRole},
        time::WallTime,
    },
    ops::{
        outcome::Outcome,
        request::{Booking, How, Request, StaffDraft},
    },
    store::Reads,
    ui::{
        component::Component,
        keymap::Keymap,
        panes::day::DayPane,
        theme::{Glyphs, Ink, Theme},
        view::View,
    },
};
use chrono::{TimeZone, Utc};
use ratatui::{Terminal, backend::TestBackend};

use crate::{
    desk::{Desk, SESSION},
    screens_day::{books, desk, desk_of, minute},
};

fn therapist(desk: &mut Desk, name: &str, hours: (u16, u16)) -> StaffId {
    let shift = Shift {
        start_minute: hours.0,
        end_minute: hours.1,
    };
    let draft = StaffDraft {
        id: None,
        name: name.into(),
        short: name.into(),
        role: StaffRole::Therapist,
        week: std::array::from_fn(|_| vec![shift]),
        services: Vec::new(),
        active: true,
        group: String::new(),
        pattern: None,
        sex: None,
        treats: None,
        anyway: false,
    };
    match desk.asks(&Request::SaveStaff(draft)) {
        Outcome::SavedStaff { staff } => staff,
        other => panic!("{other:?}"),
    }
}

fn visit(desk: &Desk, id: AppointmentId) -> Appointment {
    desk.shop.read().get(&id).unwrap().unwrap()
}

/// Open from 06:00 to 02:00: what is after midnight stands on the evening's page,
/// however its date was written.
#[test]
fn a_house_that_is_open_from_six_to_two() {
    let (mut desk, spa) = desk();
    let mut settings = desk.app.view().settings.clone();
    (settings.opens_minute, settings.closes_minute) = (minute(6, 0), minute(26, 0));
    desk.asks(&Request::SaveSettings { settings });
    let nora = therapist(&mut desk, "Nora", (minute(18, 0), minute(26, 0)));
    let late = books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        nora,
        minute(24, 30),
    );
    assert_eq!(visit(&desk, late).start(), desk.wall(minute(24, 30)));
    desk.keys("home").shows("│06:00·").keys("end");
    desk.shows("│01:45 ").shows("│00:30 ");
    desk.keys("right right ,")
        .shows("00:30-01:30  Swedish 60")
        .shows("│Līga Ozola");
    // The next day's page does not begin with it.
    desk.keys("n home").shows("│06:00 ").hides("Swedish 60");
    // Dated the morning after, it still is this evening's.
    let other = Booking {
        client: Some(spa.berzins),
        service: spa.facial,
        staff: spa.marta,
        team: Vec::new(),
        room: None,
        equipment: Vec::new(),
        start: WallTime::new(desk.app.view().today() + chrono::Days::new(1), 45),
        note: String::new(),
        override_reason: Some("helps out".into()),
        how: How::default(),
    };
    desk.asks(&Request::Book(other));
    desk.passes(0);
    desk.keys("t end").shows("Facial 45");
    // At one in the night, now is on the page of the evening before.
    desk.passes(11 * 60 + 20);
    desk.keys("t")
        .shows("Sat 21 Nov 2026  today")
        .shows("│01:00►");
    desk.passes(65);
    desk.keys("t").shows("Sun 22 Nov 2026  today");
}

/// A desk at the given hour of a clock-change day in Riga, and somebody at work all
/// night.
fn night(at: (i32, u32, u32, u32)) -> (Desk, StaffId, crate::small_spa::SmallSpa) {
    let (mut desk, spa) = desk_of(80, 34);
    let now = Utc.with_ymd_and_hms(at.0, at.1, at.2, at.3, 0, 0).unwrap();
    desk.clock.advance(now - desk.shop.now());
    let nora = therapist(&mut desk, "Nora", (0, minute(8, 0)));
    desk.passes(0);
    desk.keys("t - right right home");
    (desk, nora, spa)
}

/// 25 October 2026, 25 hours: from 03:59 the clock goes back to 03:00.
#[test]
fn the_longer_day_has_its_hour_twice() {
    let (mut desk, nora, spa) = night((2027, 10, 30, 22));
    let date = desk.app.view().today();
    assert_eq!(date.to_string(), "2027-10-31");
    desk.shows("│03:00+3 ")
        .shows("│03:30+3 ")
        .shows("│03:00+2 ")
        .shows("│03:30+2 ")
        .shows("│04:00   ");
    let id = books(&mut desk, None, spa.swedish, nora, minute(3, 30));
    let booked = visit(&desk, id);
    assert_eq!(booked.minutes(), 60);
    // An hour that passes: from 03:30 to 03:30.
    desk.keys(".").shows("03:30+3-03:30+2  Swedish 60");
    desk.shows("│03:30+3 ").shows("│03:00+2 ");
    let screen = desk.screen();
    let row_of = |text: &str| -> String {
        let line = screen.lines().find(|line| line.contains(text)).unwrap();
        line.chars().take(8).collect()
    };
    assert_eq!(row_of("│Swedish 60"), "│03:30+3");
    assert_eq!(row_of("│a walk-in  "), "│03:00+2");
    desk.keys("space").shows("03:30+2 Nora: free until 08:00");
    // The second hour is as good as any.
    desk.keys("enter").shows("03:30+2");
    desk.keys("tab").types("Swed").keys("enter");
    let second = desk.shop.read().all::<Appointment>().unwrap();
    let second = second.iter().max_by_key(|it| it.id).unwrap();
    assert_eq!(
        (second.start().hhmm(), second.start().again),
        ("03:30".into(), true)
    );
    assert_eq!(
        second.starts_at,
        booked.starts_at + chrono::TimeDelta::hours(1)
    );
    desk.shows("03:30+2-04:30  Swedish 60");
    // What is typed says which one.
    desk.keys("space enter tab")
        .types("Swed")
        .keys("tab tab tab");
    desk.types("3:30")
        .keys("enter")
        .shows("comes twice on this day: type 03:30+3, or 03:30+2");
    desk.keys("esc esc");
    // It is moved like any other, into the hour and out of it.
    desk.keys(", m down enter").shows("04:00-05:00  Swedish 60");
    desk.keys("m up enter").shows("03:30+2-04:30  Swedish 60");
}

/// 28 March 2027, 23 hours: after 02:59 comes 04:00.
#[test]
fn the_shorter_day_has_no_rows_for_the_hour_that_is_missing() {
    let (mut desk, nora, spa) = night((2027, 3, 27, 23));
    assert_eq!(desk.app.view().today().to_string(), "2027-03-28");
    desk.shows("│02:30 ")
        .shows("│04:00 ")
        .hides("│03:00")
        .hides("│03:30");
    books(&mut desk, None, spa.swedish, nora, minute(2, 30));
    desk.keys(".").shows("02:30-04:30  Swedish 60");
    desk.keys("space").shows("04:30 Nora: free until 08:00");
}

/// Twenty columns on the smallest screen: pages of them, and all can be reached.
#[test]
fn twenty_columns_on_a_small_screen() {
    let (mut desk, spa) = desk();
    let mut last = spa.marta;
    for nth in 3..=20 {
        last = therapist(&mut desk, &format!("T{nth}"), (minute(9, 0), minute(20, 0)));
    }
    let id = books(&mut desk, Some(spa.ozola), spa.swedish, last, minute(14, 0));
    desk.keys("F2").shows("   16>").shows("Anna").keys(">");
    desk.shows("<4 12>").shows("T5").shows("T8").hides("Anna");
    desk.keys("> > >").shows("<16").shows("T17").shows("T20");
    desk.keys(">").shows("<16").keys("<").shows("<12 4>");
    // Headers and times stay while the hours are turned.
    desk.keys("pgdn pgdn pgdn").shows("T13").shows("│19:45 ");
    desk.keys("t > .").shows("Līga Ozola").shows("14:00-15:00");
    assert_eq!(visit(&desk, id).staff(), Some(last));
    desk.keys("m < right enter");
    let moved = visit(&desk, id);
    assert_ne!(moved.staff(), Some(last));
    assert_eq!(moved.start(), desk.wall(minute(14, 0)));
    for line in desk.screen().lines() {
        assert_eq!(unicode_width::UnicodeWidthStr::width(line), 80, "{line}");
    }
}

/// Every status has its own edge in Unicode and in ASCII, without any colour.
#[test]
fn statuses_are_told_apart_without_colour_in_both_alphabets() {
    let (mut desk, spa) = desk();
    let edges = [
        (Status::Booked, "│", "|"),
        (Status::Confirmed, "║", "I"),
        (Status::Arrived, "▌", "}"),
        (Status::InService, "█", "#"),
        (Status::Done, "▒", "="),
    ];
    let id = books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        spa.anna,
        minute(14, 5),
    );
    for (status, unicode, ascii) in edges {
        desk.asks(&Request::SetStatus {
            appointment: id,
            status,
            reason: String::new(),
        });
        for (glyphs, edge) in [(Glyphs::Unicode, unicode), (Glyphs::Ascii, ascii)] {
            let shown = drawn(&desk, glyphs, (48, 22));
            for row in [":05 Swedish", "Līga Ozola", "RO "] {
                assert!(shown.contains(&format!("{edge}{row}")), "{shown}");
            }
        }
    }
}

/// The grid alone, in one ink.
fn drawn(desk: &Desk, glyphs: Glyphs, (width, height): (u16, u16)) -> String {
    let theme = Theme {
        ink: Ink::Mono,
        glyphs,
        ..Theme::full()
    };
    let (locale, keys) = (
        std::sync::Arc::new(balm::locale::Locale::english()),
        Keymap::standard().unwrap(),
    );
    let shop = std::sync::Arc::clone(&desk.shop);
    let view = View::new(shop, SESSION, locale, theme, keys).unwrap();
    let mut pane = DayPane::new(&view);
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal
        .draw(|frame| pane.render(frame, frame.area(), &view, true))
        .unwrap();
    let cells = terminal.backend().buffer().content();
    let plain = ratatui::style::Color::Reset;
    assert!(cells.iter().all(|it| it.fg == plain && it.bg == plain));
    terminal.backend().to_string()
}

/// Booked, moved, given another room, cancelled: `u` takes each back and says what it
/// was; then there is nothing left.
#[test]
fn one_key_takes_the_last_change_back() {
    let (mut desk, spa) = desk();
    desk.keys("enter")
        .types("ozo")
        .keys("enter")
        .types("swed")
        .keys("enter");
    let all = desk.shop.read().all::<Appointment>().unwrap();
    let booked = all.into_iter().next().unwrap();
    desk.keys("m down down right enter");
    assert_eq!(visit(&desk, booked.id).staff(), Some(spa.marta));
    desk.keys("r")
        .types("lot")
        .keys("enter")
        .keys("a")
        .keys("x enter");
    assert_eq!(visit(&desk, booked.id).status, Status::Cancelled);
    desk.count_keys();
    desk.keys("u")
        .shows("Līga Ozola, Swedish 60. Taken back: it is no longer cancelled.");
    assert_eq!(desk.count_keys(), 1);
    desk.shows("▌LO arrived");
    desk.keys("u").shows("it is no longer arrived.");
    desk.keys("u")
        .shows("The change of room is taken back.")
        .shows("RO booked");
    desk.keys("u")
        .shows("The move is taken back; it is at Sat 21 Nov 13:40");
    desk.shows("13:40-14:40  Swedish 60  RO  booked");
    let back = Appointment {
        revision: booked.revision,
        ..visit(&desk, booked.id)
    };
    assert_eq!(back, booked);
    desk.keys("u")
        .shows("The booking of Sat 21 Nov 13:40 is taken back.");
    desk.hides("│Swedish 60")
        .shows("13:40 Anna: free until 20:00");
    assert_eq!(desk.shop.read().all::<Appointment>().unwrap(), []);
    desk.keys("u").shows("There is nothing to take back");
}

/// A key too many does not take back what was done for somebody else: whose change
/// comes next is said, and only the same key again takes it.
#[test]
fn an_undo_says_whose_change_it_goes_on_to() {
    let (mut desk, spa) = desk();
    let ozola = books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        spa.anna,
        minute(14, 0),
    );
    let berzins = books(
        &mut desk,
        Some(spa.berzins),
        spa.facial,
        spa.marta,
        minute(14, 0),
    );
    desk.passes(0);
    let status = |desk: &Desk, id| visit(desk, id).status;
    desk.keys(". k").keys("right k a");
    assert_eq!(status(&desk, berzins), Status::Arrived);
    // Steps of one visit follow each other without a word.
    desk.keys("u u");
    assert_eq!(status(&desk, berzins), Status::Booked);
    desk.keys("u")
        .shows("Older, 13:40: Līga Ozola, Swedish 60, confirmed. u again takes that back.");
    assert_eq!(status(&desk, ozola), Status::Confirmed);
    // Any other key is no answer.
    desk.keys("down u").shows("u again takes that back.");
    assert_eq!(status(&desk, ozola), Status::Confirmed);
    desk.keys("u")
        .shows("Līga Ozola, Swedish 60. Taken back: it is no longer confirmed.");
    assert_eq!(status(&desk, ozola), Status::Booked);
    // What is done after that is fresh again, until a moment has gone by.
    desk.keys("a u").shows("it is no longer arrived.");
    desk.keys("a").passes(3);
    desk.keys("u")
        .shows("Older, 13:40: Līga Ozola, Swedish 60, arrived.");
    desk.keys("u").shows("it is no longer arrived.");
}

#[test]
fn an_undo_that_has_come_too_late_says_why() {
    let (mut desk, spa) = desk();
    let id = books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        spa.anna,
        minute(14, 0),
    );
    desk.keys(". m down down down down enter");
    assert_eq!(visit(&desk, id).start(), desk.wall(minute(15, 0)));
    // Another desk books where it was.
    let other = Booking {
        client: Some(spa.berzins),
        service: spa.facial,
        staff: spa.anna,
        team: Vec::new(),
        room: None,
        equipment: Vec::new(),
        start: desk.wall(minute(14, 0)),
        note: String::new(),
        override_reason: None,
        how: How::default(),
    };
    let session = balm::ops::request::Session {
        register: 2,
        operator: None,
    };
    desk.shop
        .run(&session, "other", &Request::Book(other))
        .unwrap();
    desk.keys("u")
        .shows("Anna is with Pēteris Bērziņš until 14:45.");
    assert_eq!(visit(&desk, id).start(), desk.wall(minute(15, 0)));
    desk.passes(20);
    desk.keys("u")
        .shows("The last change was at 13:40, too long ago for one key.");
}

#[test]
fn a_no_show_is_not_asked_about_before_the_visit_begins() {
    let (mut desk, spa) = desk();
    books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        spa.anna,
        minute(14, 0),
    );
    desk.keys(". o")
        .shows("It begins on Sat 21 Nov 14:00: until then cancel it instead.");
    desk.passes(20);
    desk.keys("o").shows("No-show: Līga Ozola").keys("enter");
    desk.shows("Līga Ozola: no-show");
}

/// Who, what, where, when, what it costs, notes, alerts and how it came to be: all of
/// it on the smallest screen.
#[test]
fn everything_about_an_appointment_is_on_one_small_screen() {
    let (mut desk, spa) = desk();
    let ozola = desk
        .shop
        .read()
        .get::<balm::domain::client::Client>(&spa.ozola);
    let ozola = ozola.unwrap().unwrap();
    desk.asks(&Request::SaveClient(balm::ops::request::ClientDraft {
        id: Some(spa.ozola),
        name: ozola.name,
        phone: ozola.phone,
        alert: "nut allergy".into(),
        active: true,
        ..Default::default()
    }));
    let id = books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        spa.anna,
        minute(13, 40),
    );
    desk.asks(&Request::NoteAppointment {
        appointment: id,
        note: "prefers oil without scent".into(),
    });
    desk.passes(5);
    desk.keys("a enter");
    for said in [
        "Līga Ozola +371 20 000 101",
        "! nut allergy",
        "Swedish 60, 60 min",
        "45.00",
        "Sat 21 Nov 13:40-14:40",
        "Therapist   Anna",
        "Room        Rose",
        "arrived, arrived 13:45",
        "prefers oil without scent",
        "Booked      Sat 21 Nov 13:40",
    ] {
        desk.shows(said);
    }
    desk.keys("esc c F2 enter").shows("45.00 in the cart");
}
