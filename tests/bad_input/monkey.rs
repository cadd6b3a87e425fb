//! Five thousand keys, scans and window sizes that nobody meant.

use balm::{
    domain::{
        ledger::{LedgerEntry, assert_balanced},
        money::Money,
        sale::Sale,
        tender::Payment,
    },
    ops::query::{Answer, Query},
    store::{Reads, verify},
    ui::{action::ACTIONS, key::Key, keymap::Keymap},
};

use super::screen::{open_desk, opens_drawer};
use crate::desk::{Desk, SESSION};
use crate::small_spa::{ARGAN_EAN, CANDLE_EAN};

const N_STEPS: usize = 5_000;

/// Says how to see it again, should the test end by a panic.
struct Seed(u64);

impl Drop for Seed {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("seed {}", self.0);
        }
    }
}

fn keys() -> Vec<Key> {
    let keymap = Keymap::standard().unwrap();
    let mut keys: Vec<Key> = ACTIONS
        .iter()
        .flat_map(|def| keymap.keys(def.action))
        .collect();
    let letters = ('a'..='z')
        .chain('0'..='9')
        .chain("0123456789.,*%+-/ :@ā王é".chars());
    keys.extend(letters.map(Key::char));
    for often in ["enter", "esc", "up", "down", "left", "right", "F9", "F4"] {
        for _ in 0..6 {
            keys.push(often.parse().unwrap());
        }
    }
    keys
}

fn wanders(seed: u64) {
    let _told = Seed(seed);
    let mut rng = fastrand::Rng::with_seed(seed);
    let keys = keys();
    let (mut desk, _) = open_desk(80, 24);
    for step in 0..N_STEPS {
        if step % 50 == 0 {
            goes_on(&mut desk);
        }
        match rng.u8(0..100) {
            0..=4 => desk.scans(ARGAN_EAN),
            5 => desk.scans(CANDLE_EAN),
            6..=8 => desk.keys("F9"),
            9 => desk.scans(&format!("1-{:06}", rng.u8(1..30))),
            10 => desk.scans(&"9".repeat(rng.usize(0..60))),
            11 => {
                let sizes = [(80, 24), (132, 43), (40, 12), (10, 3), (1, 1), (0, 0)];
                let (width, height) = sizes[rng.usize(0..sizes.len())];
                desk.resize(width, height)
            }
            12 => desk.passes(rng.i64(0..20)),
            13 => desk.pastes("5\n*\u{1b}x"),
            _ => desk.press(keys[rng.usize(0..keys.len())]),
        };
    }
    is_sound(desk);
}

/// Comes back after a quit, and opens the drawer of a day that was closed.
fn goes_on(desk: &mut Desk) {
    if desk.app.has_quit() {
        desk.restart();
    }
    desk.resize(80, 24).keys("esc esc esc esc esc esc esc F4");
    let Ok(Answer::Drawer { session }) =
        desk.shop
            .ask(&SESSION, &desk.app.view().locale, &Query::Drawer)
    else {
        panic!()
    };
    if session.is_none() {
        opens_drawer(desk);
        desk.passes(1);
    }
}

fn is_sound(desk: Desk) {
    let sales: Vec<Sale> = desk.shop.read().all().unwrap();
    let mut numbers: Vec<u64> = sales.iter().map(|it| it.receipt.number).collect();
    numbers.sort_unstable();
    assert!(
        numbers.iter().copied().eq(1..=sales.len() as u64),
        "{numbers:?}"
    );
    for sale in &sales {
        let paid = sale.payments.iter().map(Payment::of_total);
        assert_eq!(paid.sum::<Money>(), sale.total, "{:?}", sale.receipt);
    }
    let entries: Vec<LedgerEntry> = desk.shop.read().all().unwrap();
    for entry in &entries {
        assert_balanced(&entry.postings).unwrap();
    }
    assert!(sales.len() > 5, "only {} sales", sales.len());
    let Desk { shop, app, dir, .. } = desk;
    app.shutdown();
    std::sync::Arc::into_inner(shop).unwrap().close().unwrap();
    let report = verify(dir.path(), None).unwrap();
    assert!(report.is_sound(), "{report:#?}");
}

#[test]
fn a_cat_on_the_keys_breaks_nothing() {
    let seeds =
        std::env::var("BALM_SEED").map_or(vec![1, 2, 3], |seed| vec![seed.parse().unwrap()]);
    seeds.into_iter().for_each(wanders);
}
