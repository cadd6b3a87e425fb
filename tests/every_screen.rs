//! Every screen there is, at 80x24, 100x30 and 132x43, in colour, without and in
//! ASCII, and in a language of long words and wide letters. Whatever has a page of
//! help is a screen, and the walk fails when it comes past none of them.

mod table;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use balm::{
    cli::settings::desk_settings,
    devices::{DeviceNews, Lamp},
    domain::{
        holding::Holding,
        ids::SaleId,
        ledger::chart::ROOTS,
        money::{Money, Rate},
        pin::Secret,
        print_job::PrintState,
        promotion::{Gives, Scope, Season, Sort, Who},
        purse::LoyaltyRules,
        rights::RoleKind,
        staff::Staff,
        tender::{Tender, TenderKind},
        ticket::Item,
    },
    locale::Locale,
    ops::{
        outcome::Outcome,
        request::{
            Booking, How, NewLine, Paying, PersonDraft, ProductDraft, PromotionDraft, Request,
            RightsDraft, SecretChange, ServiceDraft, Wanted,
        },
    },
    store::Reads,
    ui::{
        keymap::Shipped,
        theme::{Glyphs, Ink, Theme},
    },
};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

pub(crate) use self::table::{BARE, SCREENS, SIGNED};
use self::table::{DOUBTED, LATER, OF_DESK};
use crate::{
    bad_input::screen::opens_drawer,
    desk::{Desk, Look, SESSION},
    small_spa::{self, ARGAN_EAN, SmallSpa, package_in_cart},
};

const SIZES: [(u16, u16); 3] = [(80, 24), (100, 30), (132, 43)];

fn all_screens() -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    let late = LATER.iter().chain(SIGNED);
    SCREENS.iter().chain(late).chain(DOUBTED).chain(BARE)
}

fn named(idx: usize) -> Option<&'static (&'static str, &'static str)> {
    all_screens().nth(idx)
}

fn spa(desk: &mut Desk, spa: &SmallSpa) {
    opens_drawer(desk);
    desk.asks(&Request::SaveLoyaltyRules {
        rules: LoyaltyRules {
            card_life_months: Some(3),
            ..LoyaltyRules::default()
        },
    });
    sells_package(desk, spa);
    cancels_package(desk, spa);
    takes_deposit(desk, spa);
    let line = |item, quantity| {
        Request::AddLine(NewLine {
            what: Wanted::Item(item),
            quantity,
            staff: None,
            price: None,
        })
    };
    desk.asks(&Request::SavePromotion(PromotionDraft {
        id: None,
        name: "Argan oil".into(),
        gives: Gives::Percent(Rate::from_milli_percent(10_000)),
        on: Scope(vec![Sort::Item(Item::Product(spa.argan))]),
        when: Season::default(),
        who: Who::Anybody,
        by_coupon: false,
        least: None,
        most: None,
        alone: false,
        rank: 0,
        active: true,
    }));
    desk.asks(&line(Item::Product(spa.argan), 2));
    let tenders = vec![Tender::of(
        TenderKind::Cash,
        Some(Money::from_minor(10_000)),
    )];
    let sold = desk.asks(&Request::Pay(Paying {
        tenders,
        told: None,
        confirmed: false,
    }));
    let Outcome::Sold(sold) = sold else {
        panic!("{sold:?}");
    };
    desk.asks(&Request::SettlePrintJob {
        job: sold.print,
        state: PrintState::Unknown {
            reason: String::new(),
        },
    });
    sends_no_copy(desk, sold.sale);
    for (staff, minute) in [(spa.anna, 840), (spa.marta, 960)] {
        desk.asks(&Request::Book(Booking {
            client: Some(spa.ozola),
            service: spa.swedish,
            staff,
            team: Vec::new(),
            room: None,
            equipment: Vec::new(),
            start: desk.wall(minute),
            note: "window seat".into(),
            override_reason: None,
            how: How::default(),
        }));
    }
    open_priced(desk, spa);
    desk.asks(&line(Item::Service(spa.facial), 1));
    desk.asks(&line(Item::Product(spa.candle), 3));
    // The visits of 14:00 have begun.
    desk.passes(30);
}

fn sends_no_copy(desk: &mut Desk, sale: SaleId) {
    let copy = desk.asks(&Request::SendCopy {
        sale,
        to: Some("liga@x.example".into()),
    });
    let Outcome::CopyQueued { job } = copy else {
        panic!("{copy:?}");
    };
    desk.asks(&Request::SettlePrintJob {
        job,
        state: PrintState::Failed {
            reason: String::new(),
        },
    });
}

/// Another one, which is over.
fn cancels_package(desk: &mut Desk, spa: &SmallSpa) {
    sells_package(desk, spa);
    let all: Vec<Holding> = desk.shop.read().all().unwrap();
    desk.asks(&Request::CancelHolding {
        holding: all.last().unwrap().id,
        reason: "Moves away".into(),
    });
}

/// A package that a client has, and has used nothing of.
fn sells_package(desk: &mut Desk, spa: &SmallSpa) {
    package_in_cart(desk, "2 x Swedish", vec![spa.swedish], 10);
    pays_ahead(desk, spa);
}

fn takes_deposit(desk: &mut Desk, spa: &SmallSpa) {
    desk.asks(&Request::AddDeposit {
        amount: Money::from_minor(2_000),
        appointment: None,
    });
    pays_ahead(desk, spa);
}

/// For what is in the cart, by card; and the receipt is printed.
fn pays_ahead(desk: &mut Desk, spa: &SmallSpa) {
    desk.asks(&Request::AttachClient {
        client: Some(spa.ozola),
    });
    let sold = desk.asks(&Request::Pay(Paying {
        tenders: vec![Tender::of(TenderKind::Card, None)],
        told: None,
        confirmed: false,
    }));
    let Outcome::Sold(sold) = sold else {
        panic!("{sold:?}");
    };
    desk.asks(&Request::SettlePrintJob {
        job: sold.print,
        state: PrintState::Printed,
    });
}

/// What has no price of its own: a product, and a visit for such a service.
fn open_priced(desk: &mut Desk, spa: &SmallSpa) {
    desk.asks(&Request::SaveProduct(ProductDraft {
        id: None,
        code: "LOOSE".into(),
        name: "Bath salt, loose".into(),
        category: "Retail".into(),
        supplier: String::new(),
        brand: String::new(),
        price: None,
        cost: Money::ZERO,
        tax_class: None,
        barcodes: Vec::new(),
        par_level: 0,
        stock_max: 0,
        active: true,
        prices: Vec::new(),
    }));
    let saved = desk.asks(&Request::SaveService(ServiceDraft {
        id: None,
        code: "TALK".into(),
        name: "Consultation".into(),
        category: "Body".into(),
        price: None,
        cost: Money::ZERO,
        tax_class: None,
        minutes: 30,
        rooms: Vec::new(),
        active: true,
        prices: Vec::new(),
        by_staff: Vec::new(),
        timed: None,
        segments: Vec::new(),
        manner: balm::domain::catalog::Manner::default(),
    }));
    let Outcome::SavedService { service } = saved else {
        panic!("{saved:?}");
    };
    let start = desk.wall(840);
    desk.asks(&Request::Book(Booking {
        client: Some(spa.berzins),
        service,
        staff: spa.marta,
        team: Vec::new(),
        room: None,
        equipment: Vec::new(),
        start,
        note: String::new(),
        override_reason: None,
        how: How::default(),
    }));
}

/// A desk on which all screens can be come to.
pub(crate) fn desk(look: Look) -> Desk {
    let mut made = None;
    let mut desk = Desk::looking(look, 80, 24, |shop, clock| {
        made = Some(small_spa::build(shop, clock));
    });
    spa(&mut desk, &made.unwrap());
    desk
}

/// From the desk at rest.
pub(crate) fn goes(desk: &mut Desk, steps: &str) {
    for step in steps.split_whitespace() {
        if let Some(text) = step.strip_prefix('\'') {
            desk.types(&text.replace('~', " "));
        } else if let Some(code) = step.strip_prefix('@') {
            desk.hears([DeviceNews::Scan(code.to_owned())]);
        } else {
            desk.keys(step);
        }
    }
}

type Shots = BTreeMap<(usize, u16), String>;

/// Walks through all screens at all sizes, checking each as drawn. What one screen
/// sells or parks is there on the next, in every walk alike.
fn walk(look: &Look) -> Shots {
    let mut shots = Shots::new();
    let mut desk = desk(look.clone());
    walks_past(SCREENS, &mut desk, look, &mut shots);
    desk.passes(8 * 30 * 24 * 60);
    walks_past(LATER, &mut desk, look, &mut shots);
    // So long a time is asked about, where there is money in it.
    let now = desk.shop.now();
    let confirmed = Request::ConfirmClock { now };
    drop(desk.shop.run(&SESSION, "clock", &confirmed));
    opens_drawer(&mut desk);
    turns_rights_on(&mut desk);
    walks_past(SIGNED, &mut desk, look, &mut shots);
    let mut doubted = Desk::looking(look.clone(), 80, 24, |shop, clock| {
        small_spa::build(shop, clock);
        clock.jump(chrono::TimeDelta::days(365));
    });
    walks_past(DOUBTED, &mut doubted, look, &mut shots);
    let mut bare = bare(look.clone());
    bare.waits_for(|desk| !desk.screen().contains("prn"));
    for screen in BARE {
        bare.resize(SIZES[0].0, SIZES[0].1);
        goes(&mut bare, screen.1);
        shows(screen, &mut bare, look, &mut shots);
    }
    shots
}

/// Before there is a shop.
pub(crate) fn bare(look: Look) -> Desk {
    Desk::looking(look, 80, 24, |_, _| ())
}

/// Dace is at the desk and may not do all, Anna owns the spa.
pub(crate) fn turns_rights_on(desk: &mut Desk) {
    let staff: Vec<Staff> = desk.shop.read().all().unwrap();
    for (name, role, pin) in [
        ("Anna", RoleKind::Owner, "777777"),
        ("Dace", RoleKind::Desk, "246810"),
    ] {
        let person = staff.iter().find(|it| it.name == name).unwrap();
        desk.asks(&Request::SavePerson(PersonDraft {
            staff: person.id,
            role: Some(role),
            pin: Some(SecretChange::Set(Secret::new(pin))),
            card: None,
            own: None,
        }));
    }
    desk.asks(&Request::SaveRights(RightsDraft {
        on: true,
        idle_minutes: 5,
        roles: Vec::new(),
    }));
}

/// Each from the desk at rest.
fn walks_past(screens: &[(&str, &str)], desk: &mut Desk, look: &Look, shots: &mut Shots) {
    for screen in screens {
        let (help, steps) = *screen;
        desk.resize(SIZES[0].0, SIZES[0].1).restart();
        if help == OF_DESK {
            let file = desk.dir.path().join("balm.toml");
            std::fs::write(&file, "register = 1\n").unwrap();
            let (mut read, writer) = desk_settings(&file, desk.dir.path()).unwrap();
            // Every walk has a folder of its own.
            read.path = "balm.toml".into();
            desk.app.set_desk_file(read, writer);
        }
        // The printer's lamp comes on when its thread has begun.
        desk.waits_for(|desk| !desk.screen().contains("prn"));
        // Nobody is told of the display; a list shows it as it is by now.
        desk.waits_for(|desk| desk.app.devices().lamps().display == Lamp::Up)
            .passes(0);
        goes(desk, steps);
        // What is on its way to the paper when the desk stops is told of at the next
        // start; and how far it is depends on how busy the machine is.
        desk.waits_for(|desk| desk.n_papers_waiting() == 0)
            .passes(0);
        shows(screen, desk, look, shots);
    }
}

/// Takes the shots of a screen, the next ones in order.
fn shows((help, steps): &(&str, &str), desk: &mut Desk, look: &Look, shots: &mut Shots) {
    assert_eq!(desk.app.help(), *help, "{steps}:\n{}", desk.screen());
    let idx = shots.len() / SIZES.len();
    for (width, height) in SIZES {
        desk.resize(width, height);
        checks(desk, look.theme, &format!("{steps} at {width}x{height}"));
        shots.insert((idx, width), desk.screen());
    }
}

fn checks(desk: &Desk, theme: Theme, what: &str) {
    let buffer = desk.buffer();
    let screen = desk.screen();
    assert!(
        !screen.contains("<help-") && !screen.contains("<app-"),
        "{what}:\n{screen}"
    );
    for y in 0..buffer.area.height {
        for x in 0..buffer.area.width {
            let cell = &buffer[(x, y)];
            let symbol = cell.symbol();
            let fits = usize::from(x) + symbol.width() <= usize::from(buffer.area.width);
            assert!(
                fits,
                "{what}: {symbol:?} at {x},{y} hangs over the edge:\n{screen}"
            );
            let known = match theme.glyphs {
                Glyphs::Unicode => true,
                Glyphs::Lines => symbol.is_ascii() || "◆▒°±┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·".contains(symbol),
                Glyphs::Ascii => symbol.is_ascii(),
            };
            assert!(known, "{what}: {symbol:?} at {x},{y}:\n{screen}");
            let colours = [cell.fg, cell.bg];
            let allowed = |it: &Color| match theme.ink {
                Ink::Colour => !matches!(it, Color::Rgb(..) | Color::Indexed(_)),
                Ink::Mono | Ink::Plain => *it == Color::Reset,
            };
            assert!(
                colours.iter().all(allowed),
                "{what}: {colours:?} at {x},{y}"
            );
            let plain = theme.ink != Ink::Plain || cell.modifier == Modifier::empty();
            assert!(plain, "{what}: {:?} at {x},{y}", cell.modifier);
        }
    }
}

pub(crate) fn english(ink: Ink, glyphs: Glyphs) -> Look {
    Look {
        locale: Arc::new(Locale::english()),
        theme: Theme {
            ink,
            glyphs,
            any_letter: glyphs == Glyphs::Unicode,
            slow: false,
        },
        keymap: Shipped::Default,
    }
}

/// Amounts of money on a screen.
fn amounts(screen: &str) -> BTreeSet<&str> {
    let is_amount = |word: &&str| {
        word.split_once('.').is_some_and(|(whole, part)| {
            part.len() == 2
                && !whole.is_empty()
                && whole
                    .chars()
                    .chain(part.chars())
                    .all(|it| it.is_ascii_digit())
        })
    };
    screen.split_whitespace().filter(is_amount).collect()
}

#[test]
fn colour_says_nothing_that_letters_do_not() {
    let colour = walk(&english(Ink::Colour, Glyphs::Unicode));
    let mono = walk(&english(Ink::Mono, Glyphs::Unicode));
    for (key, screen) in &colour {
        assert_eq!(screen, &mono[key], "{:?}", named(key.0));
    }
}

#[test]
fn ascii_and_line_drawing_show_every_screen() {
    let ascii = walk(&english(Ink::Mono, Glyphs::Ascii));
    let lines = walk(&english(Ink::Plain, Glyphs::Lines));
    for (key, screen) in &ascii {
        let (ours, theirs) = (amounts(screen), amounts(&lines[key]));
        assert_eq!(ours, theirs, "{:?}", named(key.0));
    }
}

#[test]
fn a_language_of_long_words_breaks_no_screen() {
    let english = walk(&english(Ink::Colour, Glyphs::Unicode));
    let pseudo = walk(&Look {
        locale: Arc::new(Locale::pseudo()),
        theme: Theme::full(),
        keymap: Shipped::Default,
    });
    let mut wrong = Vec::new();
    for (key, screen) in &english {
        let there = amounts(&pseudo[key]);
        let cut: Vec<&str> = amounts(screen).difference(&there).copied().collect();
        // Papers are laid out by the shop, which has one language, and by templates; the
        // desk's file speaks for itself.
        let english = ["help-paper", "help-document", OF_DESK];
        let is_english = named(key.0).is_some_and(|it| english.contains(&it.0));
        let pseudo_words = without_accounts(if is_english { "" } else { &pseudo[key] });
        let plain = untranslated(&pseudo_words);
        if !cut.is_empty() || !plain.is_empty() {
            wrong.push(format!(
                "{:?} {cut:?} {plain:?}:\n{}",
                named(key.0),
                pseudo[key]
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Paths of accounts are for the programs that read the books, which have their own
/// words for the first part of each.
fn without_accounts(screen: &str) -> String {
    let words = screen.split(' ');
    let is_path = |word: &&str| {
        ROOTS
            .iter()
            .any(|root| word.starts_with(&format!("{root}:")))
    };
    words
        .filter(|it| !is_path(it))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Words that no text file of the locale made: in the made-up language each vowel has
/// a mark. What people typed is as they typed it.
fn untranslated(screen: &str) -> BTreeSet<&str> {
    // The head of the count's table is one quoted string, so that its columns stand;
    // quoted strings are left alone.
    const QUOTED: [&str; 3] = ["expected", "counted", "difference"];
    const TYPED: &[&str] = &[
        "Anna",
        "Marta",
        "Dace",
        "Ozola",
        "Līga",
        "Rose",
        "Lotus",
        "Swedish",
        "Facial",
        "Argan",
        "candle",
        "Soy",
        "oil",
        "Body",
        "Retail",
        "window",
        "seat",
        "Desk",
        "ozola",
        "cash",
        "Consultation",
        "Enter",
        "Space",
        "Down",
        "Left",
        "Right",
        "Home",
        "Next",
        "Shift",
        "Standard",
        "Europe",
        "Riga",
        "Bath",
        "salt",
        "loose",
        "scarf",
    ];
    screen
        .split(|it: char| !it.is_alphabetic())
        .filter(|word| {
            word.is_ascii() && word.len() > 3 && word.contains(['a', 'e', 'i', 'o', 'u'])
        })
        .filter(|word| !TYPED.contains(word) && !QUOTED.contains(word))
        .collect()
}

/// All that the English texts are in: each file's name and what it says.
pub(crate) fn locale_files() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/locale");
    let below = fs::read_dir(folder.join("en")).unwrap();
    let mut paths: Vec<PathBuf> = below.map(|it| it.unwrap().path()).collect();
    paths.push(folder.join("en.ftl"));
    paths.retain(|it| it.extension().is_some_and(|it| it == "ftl"));
    paths.sort();
    assert!(paths.len() > 5, "{paths:?}");
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    let read = |path: &PathBuf| (name(path), fs::read_to_string(path).unwrap());
    paths.iter().map(read).collect()
}

#[test]
fn every_screen_with_a_page_of_help_is_walked_past() {
    let files = locale_files();
    let pages = files
        .iter()
        .flat_map(|(_, text)| text.lines())
        .filter_map(|line| {
            let (id, _) = line.split_once(" = ")?;
            let id = id.strip_suffix("-title")?;
            id.starts_with("help-").then_some(id)
        });
    let walked: BTreeSet<&str> = all_screens().map(|(help, _)| *help).collect();
    let left: Vec<&str> = pages.filter(|page| !walked.contains(page)).collect();
    assert!(left.is_empty(), "{left:?}");
    let _ = ARGAN_EAN;
}
