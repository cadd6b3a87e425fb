//! How the appointment book looks: what pages, what is shaded, scripts and sizes.

use std::sync::Arc;

use balm::{
    domain::{
        booking::{Appointment, Status},
        ids::{AppointmentId, StaffId},
        staff::{Shift, StaffRole},
        time::WallTime,
    },
    locale::Locale,
    ops::{
        outcome::Outcome,
        request::{Booking, ClientDraft, How, Request, StaffDraft},
    },
    store::Reads,
    ui::{
        component::Component,
        key::{Key, KeyCode},
        keymap::Keymap,
        panes::day::DayPane,
        theme::{Glyphs, Ink, Theme},
        view::View,
    },
};
use ratatui::{Terminal, backend::TestBackend};

use crate::{
    desk::{Desk, SESSION},
    screens_day::{books, desk, minute},
};

#[test]
fn rows_page_and_the_cursor_stops_at_the_end_of_the_day() {
    let (mut desk, _) = desk();
    desk.keys("home")
        .shows("│09:00")
        .shows("09:00 Anna: free until 20:00");
    desk.keys("up").shows("09:00 Anna");
    desk.keys("end").shows("19:45 Anna").shows("│19:45");
    desk.keys("down").shows("19:45 Anna");
    desk.keys("pgup pgup").shows("15:45 Anna");
}

#[test]
fn columns_page_with_the_cursor_when_they_do_not_fit() {
    let (mut desk, _) = desk();
    for nth in 3..=9 {
        adds_therapist(
            &mut desk,
            &format!("Therapist {nth}"),
            &format!("T{nth}"),
            &[],
        );
    }
    desk.passes(0);
    desk.shows("   5>").shows("Anna").shows("T3").hides("T9");
    desk.keys("right right right right")
        .shows("<2 3>")
        .shows("13:40 Therapist 5: free")
        .hides("Anna");
    desk.keys("right right right right right")
        .shows("13:40 Therapist 9: free")
        .shows("<5");
    desk.resize(132, 43).shows("<2").shows("T9").shows("T3");
}

fn adds_therapist(desk: &mut Desk, name: &str, short: &str, shifts: &[(u16, u16)]) -> StaffId {
    let shift = |&(start_minute, end_minute): &(u16, u16)| Shift {
        start_minute,
        end_minute,
    };
    let all_day = [(540, 1200)];
    let shifts = if shifts.is_empty() {
        &all_day[..]
    } else {
        shifts
    };
    let draft = StaffDraft {
        id: None,
        name: name.into(),
        short: short.into(),
        role: StaffRole::Therapist,
        week: std::array::from_fn(|_| shifts.iter().map(shift).collect()),
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

#[test]
fn hours_off_are_shaded_and_names_of_any_script_keep_the_columns() {
    let (mut desk, spa) = desk();
    let wang = adds_therapist(&mut desk, "王芳", "王芳", &[(600, 780), (840, 1200)]);
    let draft = ClientDraft {
        name: "Հովհաննիսյան Անահիտ".into(),
        phone: "+374 10 555 666".into(),
        alert: "nut allergy".into(),
        active: true,
        ..ClientDraft::default()
    };
    let Outcome::SavedClient { client } = desk.asks(&Request::SaveClient(draft)) else {
        panic!()
    };
    books(&mut desk, Some(client), spa.swedish, wang, minute(14, 0));
    // A break between two shifts is no end of work.
    desk.shows("13:45                           ╌╌╌╌╌╌╌╌╌╌╌╌");
    desk.shows("│Swedish 60◆")
        .shows("│Հովհաննիսյ…")
        .shows("王芳");
    desk.keys("right right down down")
        .shows("Հովհաննիսյան Անահիտ  ◆ nut allergy");
    for line in desk.screen().lines() {
        assert_eq!(unicode_width::UnicodeWidthStr::width(line), 80, "{line}");
    }
}

#[test]
fn it_reads_in_ascii_without_colour() {
    let (mut desk, spa) = desk();
    let visit = books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        spa.anna,
        minute(14, 5),
    );
    let status = |status| Request::SetStatus {
        appointment: visit,
        status,
        reason: String::new(),
    };
    desk.asks(&status(Status::Arrived));
    adds_therapist(&mut desk, "Late", "Late", &[(900, 1200)]);
    let theme = Theme {
        ink: Ink::Mono,
        glyphs: Glyphs::Ascii,
        any_letter: false,
        slow: false,
    };
    let (locale, keys) = (Arc::new(Locale::english()), Keymap::standard().unwrap());
    let view = View::new(Arc::clone(&desk.shop), SESSION, locale, theme, keys).unwrap();
    let mut pane = DayPane::new(&view);
    let mut terminal = Terminal::new(TestBackend::new(48, 22)).unwrap();
    terminal
        .draw(|frame| pane.render(frame, frame.area(), &view, true))
        .unwrap();
    let shown = terminal.backend().to_string();
    assert!(
        shown.contains("|13:40>------------ ------------ ------------"),
        "{shown}"
    );
    assert!(shown.contains("|14:00 }:05 Swed"), "{shown}");
    assert!(shown.contains(" ............ "), "{shown}");
    // The chosen cell is the terminal's own cursor.
    terminal.backend_mut().assert_cursor_position((7, 12));
    let cells = terminal.backend().buffer().content();
    assert!(cells.iter().all(|cell| {
        cell.fg == ratatui::style::Color::Reset && cell.bg == ratatui::style::Color::Reset
    }));
}

/// A visit of 13:05 to 13:50 on rows of every height: where it does not begin or end
/// with a row, its minutes are shown.
#[test]
fn rows_of_each_height_tell_the_true_times() {
    let (mut desk, spa) = desk();
    books(
        &mut desk,
        Some(spa.ozola),
        spa.facial,
        spa.anna,
        minute(13, 5),
    );
    desk.shows("│13:00·│:05 Facial 45").shows("-:50");
    desk.keys("+").shows("10 minutes a row.");
    desk.shows("│13:00·│:05 Facial 45").hides("-:50");
    desk.keys("+").shows("5 minutes a row.");
    desk.shows("│13:05·│Facial 45")
        .hides(":05 Facial")
        .hides("-:50");
    // Round to the longest, and back.
    desk.keys("+").shows("30 minutes a row.");
    desk.shows("│13:00·│:05 Facial 45")
        .shows("│Līga Ozola    -:50");
    desk.keys("-").shows("5 minutes a row.").keys("- -");
    desk.shows("15 minutes a row.")
        .shows("│13:00·│:05 Facial 45");
}

#[test]
fn what_begins_above_the_page_says_when() {
    let (mut desk, spa) = desk();
    books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        spa.anna,
        minute(14, 35),
    );
    desk.keys("pgdn pgdn")
        .shows("│15:00 │↑14:35 Swedish")
        .shows("-:35");
}

#[test]
fn a_head_tells_how_much_of_the_column_is_booked() {
    let (mut desk, spa) = desk();
    // 45 of 660 minutes; the same time twice counts once.
    for (service, staff) in [(spa.facial, spa.anna), (spa.swedish, spa.marta)] {
        books(&mut desk, None, service, staff, minute(14, 0));
    }
    desk.shows("Anna             6% Marta            9%");
    let twice = Booking {
        client: Some(spa.ozola),
        service: spa.swedish,
        staff: spa.marta,
        team: Vec::new(),
        room: None,
        equipment: Vec::new(),
        start: desk.wall(minute(14, 30)),
        note: String::new(),
        override_reason: Some("twins".into()),
        how: How::default(),
    };
    desk.asks(&Request::Book(twice));
    desk.passes(0);
    // 14:00 to 15:30 is 90 of 660.
    desk.shows("Marta           13%");
    desk.resize(100, 36).shows("09:00-20:00 13%");
}

#[test]
fn a_column_per_room_and_back_with_one_key() {
    let (mut desk, spa) = desk();
    let visit = books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        spa.marta,
        minute(14, 0),
    );
    desk.keys("right .")
        .shows("14:00-15:00  Swedish 60  RO  booked");
    desk.keys("v")
        .shows("A column per room.")
        .shows("Rose")
        .shows("Lotus");
    // It stays on the visit, which now tells who gives it.
    desk.shows("│Marta booked")
        .shows("14:00-15:00  Swedish 60  Marta  booked");
    // Carried to another room at the same time, by the same therapist.
    desk.keys("m right").shows("14:00 to 14:00, Lotus");
    desk.keys("enter");
    let moved = block(&desk, visit);
    assert_eq!(moved.room(), Some(spa.lotus));
    assert_eq!(moved.staff(), Some(spa.marta));
    assert_eq!(moved.start(), desk.wall(minute(14, 0)));
    desk.keys("v")
        .shows("A column per therapist.")
        .shows("14:00-15:00  Swedish 60  LO  booked");
}

/// With a column per room the therapist is chosen among those who are free.
#[test]
fn a_free_cell_of_a_room_is_booked_with_whoever_is_free() {
    let (mut desk, spa) = desk();
    books(&mut desk, None, spa.facial, spa.anna, minute(14, 0));
    desk.keys("v right down down enter")
        .shows("Lotus")
        .types("ozo")
        .keys("enter")
        .types("swed")
        .keys("enter");
    desk.shows("Sat 21 Nov 14:00, Marta, LO");
}

#[test]
fn nobody_free_is_said_at_the_therapist() {
    let (mut desk, spa) = desk();
    books(&mut desk, None, spa.facial, spa.anna, minute(14, 0));
    books(&mut desk, None, spa.facial, spa.marta, minute(14, 0));
    desk.keys("v right down down enter")
        .types("ozo")
        .keys("enter")
        .types("swed")
        .keys("enter");
    desk.shows("Nobody who gives this is free then.");
}

/// What a move of the cursor says and marks follows when the keys pause.
#[test]
fn while_the_cursor_runs_nothing_else_changes() {
    let (mut desk, spa) = desk();
    books(&mut desk, None, spa.facial, spa.anna, minute(14, 0));
    desk.keys("t");
    let before = desk.screen();
    for _ in 0..3 {
        desk.press(Key::plain(KeyCode::Down));
    }
    assert_eq!(desk.screen(), before);
    desk.rests()
        .shows("14:00-14:45  Facial 45")
        .shows(" a Arrived ");
}

#[test]
fn next_and_previous_visit_and_free_time_of_a_column() {
    let (mut desk, spa) = desk();
    for (service, at) in [
        (spa.swedish, minute(13, 40)),
        (spa.facial, minute(15, 0)),
        (spa.swedish, minute(16, 0)),
    ] {
        books(&mut desk, Some(spa.ozola), service, spa.anna, at);
    }
    desk.keys(".").shows("15:00-15:45  Facial 45");
    desk.keys(".").shows("16:00-17:00  Swedish 60");
    desk.keys(".").shows("Nothing later for Anna on this day.");
    desk.keys(", ,").shows("13:40-14:40  Swedish 60");
    desk.keys(",")
        .shows("Nothing earlier for Anna on this day.");
    // As short as a row.
    desk.keys("space").shows("14:40 Anna: free until 15:00");
    desk.keys("space").shows("15:45 Anna: free until 16:00");
    desk.keys("space").shows("17:00 Anna: free until 20:00");
    desk.keys("space")
        .shows("No 15 minutes are free for Anna on the rest of this day.");
    // Long enough for a visit like the one just booked.
    desk.keys("right enter").types("bērz").keys("enter");
    desk.types("fac").keys("enter").keys("left t space");
    desk.shows("17:00 Anna: free until 20:00");
}

fn block(desk: &Desk, id: AppointmentId) -> Appointment {
    desk.shop.read().get(&id).unwrap().unwrap()
}

#[test]
fn no_size_is_too_small_to_draw() {
    let (desk, _) = desk();
    let theme = Theme::full();
    let (locale, keys) = (Arc::new(Locale::english()), Keymap::standard().unwrap());
    let view = View::new(Arc::clone(&desk.shop), SESSION, locale, theme, keys).unwrap();
    let mut pane = DayPane::new(&view);
    for (width, height) in [
        (0, 0),
        (1, 1),
        (2, 2),
        (5, 3),
        (8, 4),
        (9, 30),
        (12, 5),
        (60, 3),
        (250, 80),
    ] {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal
            .draw(|frame| pane.render(frame, frame.area(), &view, true))
            .unwrap();
    }
}

#[test]
fn turning_the_day_keeps_the_cursor_and_other_peoples_bookings_show() {
    let (mut desk, spa) = desk();
    let wall = WallTime::new(
        desk.app.view().today() + chrono::Days::new(3),
        minute(13, 35),
    );
    let booking = Booking {
        client: Some(spa.ozola),
        service: spa.facial,
        staff: spa.marta,
        team: Vec::new(),
        room: None,
        equipment: Vec::new(),
        start: wall,
        note: String::new(),
        override_reason: None,
        how: How::default(),
    };
    desk.asks(&Request::Book(booking));
    desk.keys("right n n n")
        .shows("Tue 24 Nov 2026  +3")
        .shows("13:35-14:20  Facial 45");
    desk.shows("│:35 Facial 45");
}
