//! One list of everything: keys in, the order and the marks out.

use balm::ops::query::{Answer, AnyHit, Query};
use ratatui::style::Modifier;

use super::*;

fn books(desk: &mut Desk, spa: &SmallSpa, client: Option<ClientId>, n_days: u64, minute: u16) {
    let mut start = desk.wall(minute);
    start.date = start.date + chrono::Days::new(n_days);
    desk.asks(&Request::Book(Booking {
        client,
        service: spa.facial,
        staff: spa.marta,
        team: Vec::new(),
        room: None,
        equipment: Vec::new(),
        start,
        note: String::new(),
        override_reason: None,
        how: How::default(),
    }));
    desk.passes(0);
}

fn saves_client(desk: &mut Desk, name: &str) {
    desk.asks(&Request::SaveClient(ClientDraft {
        name: name.into(),
        ..ClientDraft::default()
    }));
    desk.passes(0);
}

fn saves_service(desk: &mut Desk, name: &str, code: &str) {
    desk.asks(&Request::SaveService(ServiceDraft {
        id: None,
        code: code.into(),
        name: name.into(),
        category: "East".into(),
        price: Some(Money::from_minor(4_000)),
        cost: Money::ZERO,
        tax_class: None,
        minutes: 60,
        rooms: Vec::new(),
        active: true,
        prices: Vec::new(),
        by_staff: Vec::new(),
        timed: None,
        segments: Vec::new(),
        manner: balm::domain::catalog::Manner::default(),
    }));
    desk.passes(0);
}

/// The rows of the list, from the kind on.
fn rows(desk: &Desk) -> Vec<String> {
    let screen = desk.screen();
    let rows = screen.lines().skip_while(|line| !line.contains(" Find "));
    let rows = rows.skip(2).take_while(|line| line.starts_with('│'));
    let rows = rows.map(|line| line.trim_matches('│').trim_start_matches(['▸', ' ']));
    rows.map(|row| row.trim_end().to_owned())
        .filter(|row| !row.is_empty())
        .collect()
}

/// What is bold in the list's row that begins with `kind`.
fn bold(desk: &Desk, kind: &str) -> String {
    let buffer = desk.buffer();
    let width = buffer.area.width;
    let row = (0..buffer.area.height).find(|y| {
        let text: String = (0..width).map(|x| buffer[(x, *y)].symbol()).collect();
        text.trim_matches('│')
            .trim_start_matches(['▸', ' '])
            .starts_with(kind)
    });
    let y = row.unwrap();
    let cells = (0..width).map(|x| &buffer[(x, y)]);
    cells
        .filter(|cell| cell.modifier.contains(Modifier::BOLD))
        .map(ratatui::buffer::Cell::symbol)
        .collect()
}

#[test]
fn the_best_of_every_kind_comes_first() {
    let (mut desk, spa) = desk_of(80, 40);
    opens_drawer(&mut desk);
    desk.asks(&Request::AttachClient {
        client: Some(spa.ozola),
    });
    adds(&mut desk, Item::Product(spa.argan), 1);
    pays(&mut desk, &[(TenderKind::Cash, None)]);
    books(&mut desk, &spa, Some(spa.ozola), 2, 600);
    books(&mut desk, &spa, Some(spa.ozola), 1, 600);
    saves_service(&mut desk, "Ozone facial", "OZ");
    saves_client(&mut desk, "Ozo Berg");
    desk.keys("/").types("ozo");
    let rows = rows(&desk);
    let begins: Vec<String> = rows
        .iter()
        .map(|row| row.chars().take(34).collect())
        .collect();
    assert_eq!(
        begins,
        [
            // She was here last.
            "client      Līga Ozola            ",
            "client      Ozo Berg",
            "visit       Sun 22 Nov 10:00 Līga ",
            "service     Ozone facial          ",
            "receipt     1-000001  Sat 21 Nov 1",
            "visit       Mon 23 Nov 10:00 Līga ",
        ]
    );
    desk.shows(" Find  6 ");
    // A whole number is nothing else, and a scan finds like a key.
    desk.keys("ctrl-u").types("1").shows("receipt     1-000001");
    assert!(self::rows(&desk)[0].starts_with("receipt"));
    desk.scans(CANDLE_EAN)
        .shows(&format!("product     Soy candle  {CANDLE_EAN}"))
        .shows(" Find  1 ");
    desk.keys("enter").hides("┌ Find");
    assert_eq!(
        desk.app.view().ticket.as_ref().unwrap().lines[0].name,
        "Soy candle"
    );
}

#[test]
fn other_scripts_and_one_typing_error_find_every_kind() {
    let (mut desk, _) = desk();
    saves_client(&mut desk, "Юрий Щукарь");
    saves_client(&mut desk, "王芳");
    saves_service(&mut desk, "Тайский массаж", "THAI");
    saves_service(&mut desk, "推拿", "TUINA");
    #[rustfmt::skip]
    let cases = [
        ("shchu",   "client      Юрий Щукарь",    "Щу"),
        ("wangf",   "client      王芳",           "王芳"),
        ("tayskiy", "service     Тайский массаж", "Тайский"),
        ("tuin",    "service     推拿",           "推拿"),
        ("thai",    "service     Тайский массаж", "thai"),
        ("swedihs", "service     Swedish 60",     "Swedish"),
        ("ozloa",   "client      Līga Ozola",     "Ozola"),
        ("0202",    "client      Pēteris Bērziņš", "0 202"),
        ("sw60",    "service     Swedish 60",     "sw60"),
    ];
    desk.keys("/");
    for (typed, want, marked) in cases {
        desk.keys("ctrl-u").types(typed).shows(want);
        let kind = want.split_whitespace().next().unwrap();
        assert_eq!(bold(&desk, kind), marked, "{typed}");
    }
    desk.keys("ctrl-u")
        .types("zzzz")
        .shows("Nothing found.")
        .shows(" Find  0 ");
}

/// By who does it and by what is done, also on a later day and for one who gave no
/// name; and what a client had last.
#[test]
fn visits_are_found_by_therapist_by_service_and_when_they_are_over() {
    let (mut desk, spa) = desk_of(80, 40);
    for n_days in 1..4 {
        books(&mut desk, &spa, Some(spa.ozola), n_days, 600);
    }
    desk.passes(4 * 24 * 60);
    books(&mut desk, &spa, None, 3, 630);
    books(&mut desk, &spa, Some(spa.berzins), 5, 660);
    books(&mut desk, &spa, Some(spa.berzins), 40, 660);
    let visits = |desk: &Desk| {
        let rows = rows(desk).into_iter();
        let rows = rows.filter_map(|row| row.strip_prefix("visit       ").map(str::to_owned));
        let cut = |row: String| row.split("  ").next().unwrap().to_owned();
        rows.map(cut).collect::<Vec<_>>()
    };
    let walk_in = "Sat 28 Nov 10:30 a walk-in, ";
    let berzins = "Mon 30 Nov 11:00 Pēteris Bērziņš, ";
    #[rustfmt::skip]
    let cases = [
        ("marta",      vec![format!("{walk_in}Marta, Facial 45"), format!("{berzins}Marta, Facial 45")]),
        ("facial",     vec![format!("{walk_in}Facial 45"), format!("{berzins}Facial 45")]),
        ("berz facia", vec![format!("{berzins}Facial 45")]),
        ("marta 60",   Vec::new()),
    ];
    desk.keys("/");
    for (typed, want) in cases {
        desk.keys("ctrl-u").types(typed);
        assert_eq!(visits(&desk), want, "{typed}:\n{}", desk.screen());
    }
    desk.keys("ctrl-u").types("marta");
    assert_eq!(bold(&desk, "visit"), "Marta");
    // All that is to come by the client, and the last two of those that are over.
    desk.keys("ctrl-u").types("ozola");
    let past = ["Tue 24 Nov 10:00", "Mon 23 Nov 10:00"];
    let past = past.map(|when| format!("{when} Līga Ozola, Facial 45"));
    assert_eq!(visits(&desk), past);
    desk.keys("down enter").shows("Tue 24 Nov").hides("┌ Find");
}

#[test]
fn a_scan_leaves_what_is_typed_as_it_is() {
    let (mut desk, spa) = desk();
    desk.keys("/").types("ozo").shows(" Find  1 ");
    desk.scans(CANDLE_EAN)
        .shows("│> ozo ")
        .shows(&format!(" Find  1  scanned {CANDLE_EAN} "))
        .shows("product     Soy candle");
    assert_eq!(bold(&desk, "product"), CANDLE_EAN);
    // What is typed on is looked for again, with all that stands there.
    desk.types("l")
        .shows("│> ozol ")
        .hides("scanned")
        .shows("client      Līga Ozola");
    // A code that nobody has is asked about, and the list waits under it.
    desk.scans(UNKNOWN_EAN)
        .shows(&format!("{UNKNOWN_EAN} is not known."))
        .keys("esc")
        .shows("│> ozol ")
        .shows("client      Līga Ozola");
    desk.keys("enter");
    assert_eq!(desk.app.view().client, Some(spa.ozola));
}

/// The mark of what matched is colour's no friend: it is there without bold, and where
/// there are only letters.
#[test]
fn what_matched_is_marked_on_every_terminal() {
    use balm::{
        locale::Locale,
        ui::theme::{Glyphs, Ink, Theme},
    };
    for (ink, name) in [(Ink::Mono, "Līga Ozola"), (Ink::Plain, "Līga OZOla")] {
        let theme = Theme {
            ink,
            glyphs: Glyphs::Ascii,
            any_letter: true,
            slow: false,
        };
        let look = Look {
            locale: std::sync::Arc::new(Locale::english()),
            theme,
            keymap: Shipped::Default,
        };
        let mut desk = Desk::looking(look, 80, 24, |shop, clock| {
            small_spa::build(shop, clock);
        });
        for keys in ["/", "esc F3"] {
            desk.keys(keys).types("ozo").shows(name);
            let buffer = desk.buffer();
            let cells = buffer.content.iter();
            let marked = cells.filter(|it| it.modifier.contains(Modifier::UNDERLINED));
            let marked: String = marked.map(ratatui::buffer::Cell::symbol).collect();
            assert_eq!(marked, if ink == Ink::Mono { "Ozo" } else { "" }, "{keys}");
        }
    }
}

#[test]
fn the_other_key_books_a_client_and_shows_whose_visit_it_is() {
    let (mut desk, spa) = desk();
    books(&mut desk, &spa, Some(spa.ozola), 3, 600);
    desk.keys("F4 /").types("berz").shows("Ctrl-B Book");
    desk.keys("ctrl-b")
        .hides("┌ Find")
        .shows("Next free time")
        .types("swed")
        .keys("enter enter enter")
        .shows("Pēteris Bērziņš");
    desk.keys("esc esc esc /")
        .types("ozo")
        .keys("down")
        .shows("F3 Client card")
        .hides("Ctrl-B Book")
        .keys("F3");
    assert_eq!(desk.app.view().client, Some(spa.ozola));
    // Enter goes to its day.
    desk.keys("/")
        .types("ozo")
        .keys("down enter")
        .hides("┌ Find")
        .shows("Tue 24 Nov")
        .shows("10:00-10:45");
}

#[test]
fn what_is_over_is_not_found_and_the_title_counts_what_is_not_shown() {
    let (mut desk, spa) = desk();
    books(&mut desk, &spa, Some(spa.ozola), 0, 900);
    desk.keys("/")
        .shows("visit       15:00 Līga Ozola, Facial 45");
    desk.passes(24 * 60)
        .shows("Type a name, a number or a code.");
    // By the client it still is, with the last that was.
    desk.types("ozo").shows("visit       Sat 21 Nov 15:00 Līga");
    desk.keys("ctrl-u").types("facial").hides("visit");
    desk.keys("ctrl-u").types("0101").hides("visit");
    for n in 0..20 {
        saves_client(&mut desk, &format!("Guest{n:02} Test"));
    }
    desk.keys("ctrl-u").types("test").shows(" Find  8 of 20 ");
    // A small screen shows five at a time.
    assert_eq!(rows(&desk).len(), 5);
    desk.keys("down down down down down");
    assert_eq!(rows(&desk).len(), 3);
}

#[test]
fn a_marked_row_stays_marked_when_the_shop_changes() {
    let (mut desk, _) = desk();
    saves_client(&mut desk, "Ozo Berg");
    desk.keys("/")
        .types("ozo")
        .keys("down")
        .shows("▸ client      Ozo Berg");
    saves_client(&mut desk, "Ozo Abele");
    desk.shows("▸ client      Ozo Berg");
    assert_eq!(rows(&desk)[1], "client      Ozo Abele");
}

#[test]
fn scripts_ask_for_anything_too() {
    let (mut desk, spa) = desk();
    books(&mut desk, &spa, Some(spa.ozola), 1, 600);
    let query: Query =
        serde_json::from_str(r#"{"ask": "find_anything", "text": "ozola"}"#).unwrap();
    let Answer::Anything(found) = desk
        .shop
        .ask(&crate::desk::SESSION, &desk.app.view().locale, &query)
        .unwrap()
    else {
        panic!();
    };
    assert_eq!((found.n, found.hits.len()), (2, 2));
    assert!(matches!(&found.hits[0], AnyHit::Client(hit) if hit.id == spa.ozola));
    assert!(matches!(&found.hits[1], AnyHit::Visit(hit) if hit.client == Some(spa.ozola)));
    let line = serde_json::to_value(Answer::Anything(found)).unwrap();
    assert_eq!(line["answer"], "anything");
    assert_eq!(line["hits"][0]["found"], "client");
}
