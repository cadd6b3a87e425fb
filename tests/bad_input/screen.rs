//! The screen: pastes, scans, floods of news, windows of any size, names of any
//! script.

use balm::{
    devices::{DeviceNews, DeviceTrouble},
    domain::{
        catalog::Barcode,
        client::Client,
        drawer::{Count, Pieces},
        ids::{ClientId, PrintJobId, RawId, StaffId},
        money::Money,
        print_job::PrintState,
        text,
        time::WallTime,
    },
    locale::Locale,
    ops::{
        outcome::Outcome,
        request::{Booking, ClientDraft, How, ProductDraft, Request, ServiceDraft, StaffDraft},
    },
    store::Reads,
    ui::action::{ACTIONS, Action, Context},
};

use unicode_segmentation::UnicodeSegmentation;

use crate::{
    desk::Desk,
    small_spa::{self, ARGAN_EAN, SmallSpa},
};

pub(super) fn open_desk(width: u16, height: u16) -> (Desk, SmallSpa) {
    let mut spa = None;
    let mut desk = Desk::on(width, height, |shop, clock| {
        spa = Some(small_spa::build(shop, clock));
    });
    opens_drawer(&mut desk);
    desk.passes(0);
    (desk, spa.unwrap())
}

pub(crate) fn opens_drawer(desk: &mut Desk) {
    let float = Count {
        cash: vec![Pieces {
            value_minor: 1_000,
            n: 10,
        }],
        card: None,
    };
    desk.asks(&Request::OpenDrawer {
        float,
        business_date: None,
    });
}

fn n_entries(desk: &Desk) -> u64 {
    desk.shop.store().last_entry().map_or(0, |(seq, _)| seq)
}

fn books(desk: &mut Desk, spa: &SmallSpa, staff: StaffId, minute: u16) {
    let booking = Booking {
        client: Some(spa.ozola),
        service: spa.swedish,
        staff,
        team: Vec::new(),
        room: None,
        equipment: Vec::new(),
        start: WallTime::new(desk.app.view().today(), minute),
        note: String::new(),
        override_reason: None,
        how: How::default(),
    };
    desk.asks(&Request::Book(booking));
}

/// What a browser or a word processor may have put on the clipboard: a megabyte
/// with escape sequences, keys that would sell, bidi marks and line ends.
fn document() -> String {
    let page = "\u{1b}[2J\u{1b}]0;x\u{7}\r\nx\ry\n\u{202e}gnihton\u{202c}\u{200f}\u{0}\u{9b}31m\
                Argan\u{301} 王芳 \t\u{7f}F9 enter 5*\u{2066}%\u{2069}\u{feff}\n";
    page.repeat(1024 * 1024 / page.len() + 1)
}

/// No cell holds what would move the cursor or turn the writing.
#[track_caller]
fn is_clean(desk: &Desk) {
    for letter in desk.screen().chars().filter(|&it| it != '\n') {
        let turns = matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
        assert!(
            !letter.is_control() && !turns,
            "{letter:?} is on the screen"
        );
    }
}

#[test]
fn a_megabyte_of_anything_is_pasted_anywhere() {
    let (mut desk, spa) = open_desk(80, 24);
    books(&mut desk, &spa, spa.anna, 845);
    desk.scans(ARGAN_EAN);
    let before = n_entries(&desk);
    let document = document();
    for opens in [
        "F2",
        "F3",
        "F4",
        "F5",
        "/",
        "ctrl-p",
        "ctrl-n",
        "ctrl-r",
        "ctrl-w",
        "F10",
        "F12",
        "F1",
        "F2 enter",
        "F2 f",
        "F2 g",
        "F2 down x",
        "F2 m",
        "F4 F7",
        "F4 ctrl-k",
        "F5 ins",
        "F5 ctrl-e",
        "F5 ctrl-t",
        "!",
    ] {
        desk.keys(opens).pastes(&document);
        is_clean(&desk);
        desk.pastes("\r\n")
            .pastes("\u{1b}")
            .pastes("")
            .pastes(&document);
        is_clean(&desk);
        desk.keys("esc esc esc esc esc esc");
    }
    assert_eq!(n_entries(&desk), before, "something was done by pasting");
}

#[test]
fn what_is_pasted_into_a_form_is_cut_and_clean() {
    let (mut desk, _) = open_desk(80, 24);
    desk.keys("ctrl-n").pastes(&document()).keys("enter enter");
    // More than a name may be is said, and nobody is made of it.
    desk.shows("Name is too long: at most 80 characters.");
    let short: String = document().chars().skip(8).take(60).collect();
    desk.keys("ctrl-u").pastes(&short).keys("enter enter");
    let clients: Vec<Client> = desk.shop.read().all().unwrap();
    let pasted: Vec<&Client> = clients
        .iter()
        .filter(|it| it.name.contains("gnihton"))
        .collect();
    let [client] = pasted[..] else {
        panic!("{clients:?}\n{}", desk.screen());
    };
    assert!(client.name.chars().count() <= text::NAME_MAX, "{client:?}");
    assert_eq!(client.name, text::clean(&client.name, text::NAME_MAX));
    assert!(!client.name.chars().any(char::is_control));
}

#[test]
fn no_scan_is_too_odd() {
    let (mut desk, _) = open_desk(80, 24);
    let before = n_entries(&desk);
    let long = "4006381333931".repeat(320);
    let odd = [
        "",
        " ",
        "\r\n",
        "\u{1d}",
        "\u{1b}[2J",
        "\0\0\0",
        "\u{202e}1393",
        "0",
        "%",
        "5*",
        "🦀",
        "-1",
        "99999999999999999999999999999999999999999999999999999999999999999999999",
        &long,
    ];
    for opens in [
        "F2", "F3", "F4", "F5", "ctrl-n", "F5 ins", "F10", "ctrl-r", "/", "F1", "F2 enter",
        "ctrl-p",
    ] {
        for code in odd {
            desk.keys(opens).scans(code);
            is_clean(&desk);
            desk.keys("esc esc esc esc esc");
        }
    }
    assert_eq!(n_entries(&desk), before, "an odd scan did something");
}

#[test]
fn a_thousand_pieces_of_news_leave_what_is_typed() {
    let (mut desk, _) = open_desk(80, 24);
    desk.keys("ctrl-n").types("Kalniņa, Il");
    let noise = [
        DeviceNews::ScannerUp,
        DeviceNews::Unreadable,
        DeviceNews::DoubleRead(ARGAN_EAN.to_owned()),
        DeviceNews::PrinterUp,
        DeviceNews::DrawerKicked,
        DeviceNews::JobState {
            job: PrintJobId(RawId::new(1, 99).unwrap()),
            state: PrintState::Printed,
        },
        DeviceNews::DrawerFailed(DeviceTrouble::Other(
            "out of order\u{1b}[2J\u{202e}".to_owned(),
        )),
    ];
    desk.hears(noise.iter().cycle().take(1_000).cloned());
    is_clean(&desk);
    desk.shows("Kalniņa, Il").types("ze").shows("Kalniņa, Ilze");
    desk.keys("esc esc F4").types("3*arg");
    desk.hears(noise.iter().cycle().take(1_000).cloned());
    desk.shows("> 3*arg");
}

const SIZES: [(u16, u16); 9] = [
    (10, 3),
    (1, 1),
    (0, 0),
    (39, 11),
    (40, 12),
    (41, 13),
    (0, 24),
    (80, 1),
    (250, 3),
];

/// Every key of the desk and of the pane it is in, in windows of any size.
#[test]
fn no_window_is_too_small_with_anything_open() {
    let (mut desk, spa) = open_desk(80, 24);
    books(&mut desk, &spa, spa.anna, 845);
    desk.scans(ARGAN_EAN).keys("F9");
    desk.scans(ARGAN_EAN);
    let keymap = balm::ui::keymap::Keymap::standard().unwrap();
    let panes = [
        ("F2", Context::Day),
        ("F3", Context::Client),
        ("F4", Context::Cart),
        ("F5", Context::Stock),
    ];
    for (pane, own) in panes {
        let opening = ACTIONS.iter().filter(|def| {
            let here = def.context == own || def.context == Context::Desk;
            let sells = [Action::PayCash, Action::PayCard, Action::Park, Action::Quit];
            here && !sells.contains(&def.action)
        });
        for def in opening {
            let keys = keymap.keys(def.action);
            let Some(key) = keys.first() else { continue };
            desk.resize(80, 24).keys(pane).press(*key);
            for (width, height) in SIZES {
                desk.resize(width, height).keys("down up");
            }
            desk.resize(80, 24).keys("F1").resize(10, 3).resize(80, 24);
            is_clean(&desk);
            desk.keys("esc esc esc esc esc esc");
        }
    }
    desk.keys("F4").shows("Argan oil");
}

/// What opens from a dialog, and what only the palette leads to.
#[test]
fn no_window_is_too_small_for_what_lies_deeper() {
    let (mut desk, spa) = open_desk(80, 24);
    books(&mut desk, &spa, spa.anna, 845);
    desk.scans(ARGAN_EAN).keys("F9").scans(ARGAN_EAN);
    for opens in [
        "ctrl-r enter",
        "ctrl-r enter F7",
        "ctrl-r enter F7 + enter",
        "ctrl-r enter F7 + t",
        "F10 o",
        "F10 i",
        "F10 u",
        "F10 c",
        "F10 n",
        "F2 f s enter",
        "F2 f s enter enter",
        "F2 enter o enter s enter",
        "F3 o enter ctrl-e",
        "F5 enter",
        "F4 F7 F8",
        "F4 F7 5 F9",
        "F4 % ",
        "/ o enter",
        "F2 m right down enter",
        "F1 pgdn",
    ] {
        desk.resize(80, 24).keys("F4").keys(opens);
        for (width, height) in SIZES {
            desk.resize(width, height).keys("down up");
        }
        desk.resize(80, 24).keys("esc esc esc esc esc esc esc");
        is_clean(&desk);
    }
    let keymap = balm::ui::keymap::Keymap::standard().unwrap();
    for def in ACTIONS
        .iter()
        .filter(|def| keymap.keys(def.action).is_empty())
    {
        desk.resize(80, 24)
            .keys("F2 ctrl-p")
            .types(&def.label(&Locale::english()))
            .keys("enter");
        for (width, height) in SIZES {
            desk.resize(width, height);
        }
        desk.keys("esc esc esc esc esc");
    }
}

const NAMES: [&str; 7] = [
    "王芳芳王芳芳王芳芳王芳芳王芳芳王芳芳王芳芳王芳芳王芳芳王芳芳",
    "Հովհաննիսյան Անահիտ Սարգսյան Հովհաննիսյան Անահիտ",
    "Z\u{351}\u{36b}a\u{301}\u{316}l\u{334}g\u{321}o\u{337} a\u{304}\u{304}\u{304}",
    "🦀👩🏽‍🎤👨‍👩‍👧‍👦🇱🇻 e🏳️‍🌈moji 🧖‍♀️🧖‍♀️🧖‍♀️🧖‍♀️",
    "محمد بن عبد الله بن عبد المطلب שלום עולם",
    "ﷺﷺ ㍻㋿ ｱｲｳｴｵ ｗｉｄｅ ἀᾳ̂",
    "नमस्ते क्षत्रिय ไทยภาษา กำ",
];

/// A price as it must be read, whole, whatever the name beside it.
const PRICE: (i64, &str) = (123_456_789, "1234567.89");

/// A client, a therapist and a room of that name.
fn people_named(desk: &mut Desk, idx: usize, name: &str) -> (ClientId, StaffId) {
    let draft = ClientDraft {
        name: name.into(),
        phone: format!("+371 2900 000{idx}"),
        alert: name.into(),
        notes: name.into(),
        active: true,
        ..ClientDraft::default()
    };
    let Outcome::SavedClient { client } = desk.asks(&Request::SaveClient(draft)) else {
        panic!()
    };
    let week = std::array::from_fn(|_| {
        vec![balm::domain::staff::Shift {
            start_minute: 540,
            end_minute: 1200,
        }]
    });
    let staff = StaffDraft {
        id: None,
        name: name.into(),
        short: String::new(),
        role: balm::domain::staff::StaffRole::Therapist,
        week,
        services: Vec::new(),
        active: true,
        group: String::new(),
        pattern: None,
        sex: None,
        treats: None,
        anyway: false,
    };
    let Outcome::SavedStaff { staff } = desk.asks(&Request::SaveStaff(staff)) else {
        panic!()
    };
    desk.asks(&Request::SaveRoom {
        id: None,
        name: name.into(),
        short: String::new(),
        active: true,
        places: 1,
    });
    (client, staff)
}

/// A service and a product of that name, and a visit of its client.
fn names_everywhere(desk: &mut Desk, idx: usize, name: &str) {
    let (client, staff) = people_named(desk, idx, name);
    let today = desk.app.view().today();
    let service = ServiceDraft {
        id: None,
        code: format!("S{idx}"),
        name: name.into(),
        category: name.into(),
        price: Some(Money::from_minor(PRICE.0)),
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
    };
    let Outcome::SavedService { service } = desk.asks(&Request::SaveService(service)) else {
        panic!()
    };
    let product = ProductDraft {
        id: None,
        code: format!("P{idx}"),
        name: name.into(),
        category: name.into(),
        supplier: name.into(),
        brand: name.into(),
        price: Some(Money::from_minor(PRICE.0)),
        cost: Money::ZERO,
        tax_class: None,
        barcodes: vec![Barcode {
            code: format!("INHOUSE{idx}"),
            pack_quantity: 1,
        }],
        par_level: 5,
        stock_max: 9,
        active: true,
        prices: Vec::new(),
    };
    desk.asks(&Request::SaveProduct(product));
    desk.asks(&Request::Book(Booking {
        client: Some(client),
        service,
        staff,
        team: Vec::new(),
        room: None,
        equipment: Vec::new(),
        start: WallTime::new(today, 845),
        note: name.into(),
        override_reason: None,
        how: How::default(),
    }));
}

#[track_caller]
fn is_whole(desk: &Desk, label: &str) {
    is_clean(desk);
    for row in desk.screen().lines() {
        assert_eq!(text::cells(row), 80, "{label}: {row}");
    }
    // A border that is pushed aside is a column out of line.
    let screen = desk.screen();
    for row in screen.lines().skip(1).take(22) {
        let mut at = 0;
        let edge = row.graphemes(true).any(|letter| {
            let here = at;
            at += text::cells(letter);
            here == 79 && "│┐┘┤╮╯".contains(letter)
        });
        let strip = row.starts_with('─') || !screen.lines().nth(1).unwrap().ends_with('┐');
        assert!(
            edge || strip || row.trim_end().is_empty() || !row.starts_with('│'),
            "{label}: {row}\n{screen}"
        );
    }
}

#[test]
fn names_of_any_script_keep_the_columns_and_money_is_whole() {
    for (idx, name) in NAMES.iter().enumerate() {
        let (mut desk, _) = open_desk(80, 24);
        names_everywhere(&mut desk, idx, name);
        desk.passes(1);
        is_whole(&desk, name);
        desk.keys("F5");
        is_whole(&desk, name);
        desk.shows(PRICE.1);
        desk.keys("F4").scans(&format!("INHOUSE{idx}"));
        desk.types(&format!("S{idx}")).keys("enter");
        is_whole(&desk, name);
        let n_prices = desk.screen().matches(PRICE.1).count();
        assert!(n_prices >= 2, "{name}:\n{}", desk.screen());
        desk.shows("2469135.78");
        desk.keys("F3").types(&format!("2900000{idx}"));
        is_whole(&desk, name);
        desk.keys("enter");
        is_whole(&desk, name);
        for opens in [
            "/",
            "ctrl-r",
            "ctrl-w",
            "F2 enter",
            "F2 right right down e",
            "!",
            "F5 ctrl-e",
            "F4 F7",
        ] {
            desk.keys(opens);
            is_whole(&desk, &format!("{name}, {opens}"));
            desk.keys("esc esc esc esc");
        }
        desk.keys("F4 F9");
        is_whole(&desk, name);
        desk.keys("ctrl-r");
        is_whole(&desk, name);
        desk.keys("enter");
        is_whole(&desk, name);
    }
}
