//! How the appointment book looks: what pages, what is shaded, scripts and sizes.

use std::sync::Arc;

use balm::{
    domain::{
        booking::Status,
        ids::StaffId,
        staff::{Shift, StaffRole},
        time::WallTime,
    },
    locale::Locale,
    ops::{
        outcome::Outcome,
        request::{Booking, ClientDraft, Request, StaffDraft},
    },
    ui::{
        component::Component,
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
        .shows("▾T5")
        .hides("Anna");
    desk.keys("right right right right right")
        .shows("▾T9")
        .shows("<5");
    desk.resize(132, 43).shows("<2").shows("▾T9").shows("T3");
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
    desk.shows("13:45                           ░░░░░░░░░░░░");
    desk.shows("│Swedish 60◆")
        .shows("│Հովհաննիսյա")
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
    assert!(shown.contains("|14:00 }:05 Swedish"), "{shown}");
    assert!(shown.contains(" ............ "), "{shown}");
    // The chosen cell is the terminal's own cursor, and marked for a picture.
    terminal.backend_mut().assert_cursor_position((7, 12));
    let chosen = &terminal.backend().buffer()[(7, 12)];
    assert!(chosen.modifier.contains(ratatui::style::Modifier::REVERSED));
    let cells = terminal.backend().buffer().content();
    assert!(cells.iter().all(|cell| {
        cell.fg == ratatui::style::Color::Reset && cell.bg == ratatui::style::Color::Reset
    }));
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
        room: None,
        start: wall,
        note: String::new(),
        override_reason: None,
    };
    desk.asks(&Request::Book(booking));
    desk.keys("right n n n")
        .shows("Tue 24 Nov 2026  +3")
        .shows("13:35-14:20  Facial 45");
    desk.shows("│:35 Facial 45");
}
