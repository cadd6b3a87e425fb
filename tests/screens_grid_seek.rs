//! Finding a client's visits from the grid, and what blocks tell of service, note and
//! alert.

use balm::ops::{
    outcome::Outcome,
    request::{Booking, ClientDraft, How, Request, ServiceDraft},
};
use balm::{
    domain::{
        ids::{ClientId, ServiceId},
        money::Money,
        time::WallTime,
    },
    ui::theme::{Glyphs, Ink, Theme},
};
use std::sync::Arc;

use crate::{
    desk::{Desk, Look},
    screens_day::{books, desk, minute},
    small_spa,
};
use balm::{locale::Locale, ui::keymap::Shipped};

fn books_on(
    desk: &mut Desk,
    client: ClientId,
    service: ServiceId,
    staff: balm::domain::ids::StaffId,
    days: u64,
) {
    let booking = Booking {
        client: Some(client),
        service,
        staff,
        team: Vec::new(),
        room: None,
        equipment: Vec::new(),
        start: WallTime::new(
            desk.app.view().today() + chrono::Days::new(days),
            minute(15, 0),
        ),
        note: String::new(),
        override_reason: None,
        how: How::default(),
    };
    desk.asks(&Request::Book(booking));
    desk.passes(0);
}

#[test]
fn a_client_is_found_and_their_visits_are_gone_through() {
    let (mut desk, spa) = desk();
    books(
        &mut desk,
        Some(spa.ozola),
        spa.facial,
        spa.anna,
        minute(14, 0),
    );
    books_on(&mut desk, spa.ozola, spa.facial, spa.marta, 9);
    books_on(&mut desk, spa.berzins, spa.facial, spa.anna, 3);
    desk.passes(120);
    desk.keys("j")
        .shows("Whose visits?")
        .types("ozo")
        .shows("Līga Ozola")
        .keys("enter");
    // The next one, as that of today has passed.
    desk.shows("Mon 30 Nov 2026  +9")
        .shows("15:00-15:45  Facial 45");
    desk.keys(")").shows("No later visit of Līga Ozola.");
    desk.keys("(")
        .shows("Sat 21 Nov 2026  today")
        .shows("14:00-14:45  Facial 45");
    desk.keys("(").shows("No earlier visit of Līga Ozola.");
    desk.keys("7 )")
        .shows("Marta  Mon 30 Nov - Sun 6 Dec")
        .shows("15:00-15:45  Facial 45");
    desk.keys("j")
        .types("nobody of that name")
        .hides("Līga")
        .keys("esc");
    desk.keys("up )")
        .shows("There is no appointment under the cursor.");
}

fn another_group(desk: &mut Desk) -> ServiceId {
    let draft = ServiceDraft {
        id: None,
        code: "HS".into(),
        name: "Hair spa".into(),
        category: "Hair".into(),
        price: Some(Money::from_minor(3_000)),
        cost: Money::from_minor(0),
        tax_class: None,
        minutes: 45,
        rooms: Vec::new(),
        active: true,
        prices: Vec::new(),
        by_staff: Vec::new(),
        timed: None,
        segments: Vec::new(),
        manner: balm::domain::catalog::Manner::default(),
    };
    match desk.asks(&Request::SaveService(draft)) {
        Outcome::SavedService { service } => service,
        other => panic!("{other:?}"),
    }
}

#[test]
fn blocks_tell_the_group_of_the_service_a_note_and_an_alert() {
    let ascii = Theme {
        ink: Ink::Mono,
        glyphs: Glyphs::Ascii,
        any_letter: false,
        slow: false,
    };
    for (theme, body, hair, note) in [(Theme::full(), "○", "△", "¶"), (ascii, "o", "^", "\"")]
    {
        let look = Look {
            locale: Arc::new(Locale::english()),
            theme,
            keymap: Shipped::Default,
        };
        let mut spa = None;
        let mut desk = Desk::looking(look, 100, 60, |shop, clock| {
            spa = Some(small_spa::build(shop, clock));
        });
        let spa = spa.unwrap();
        // One group alone needs no sign.
        books(
            &mut desk,
            Some(spa.berzins),
            spa.facial,
            spa.anna,
            minute(14, 0),
        );
        if !body.is_ascii() {
            desk.hides(body);
        }
        let hairs = another_group(&mut desk);
        books(&mut desk, Some(spa.ozola), hairs, spa.marta, minute(14, 15));
        let screen = desk.screen();
        let ends = |service: &str, sign: &str| {
            let lines: Vec<&str> = screen.lines().collect();
            let at = lines
                .iter()
                .position(|line| line.contains(service))
                .unwrap();
            assert!(lines[at + 1].contains(&format!("{sign} ")), "{screen}");
        };
        ends("Facial 45", body);
        ends("Hair spa", hair);
        desk.keys(". e").types("quiet").keys("enter");
        let draft = ClientDraft {
            id: Some(spa.berzins),
            name: "Bruno Berg".into(),
            phone: "+371 20 000 202".into(),
            alert: "nut allergy".into(),
            active: true,
            ..ClientDraft::default()
        };
        desk.asks(&Request::SaveClient(draft));
        desk.passes(0);
        let alert = theme.glyph("◆", "*");
        desk.shows(&format!("{alert}{note}"));
        desk.keys("F1");
        let screen = desk.screen();
        let lines = screen.lines().map(|it| it.trim_matches(['│', '|']));
        let words: Vec<&str> = lines.flat_map(str::split_whitespace).collect();
        let legend = format!("{body} Body, {hair} Hair");
        assert!(words.join(" ").contains(&legend), "{screen}");
    }
}
