//! The power goes while this program opens a shop that an earlier one has left, and
//! while it makes its first sales there: all that was in it is in it still, and what
//! was acknowledged since as well.

use std::{fs, path::Path};

use balm::store::verify;
use chrono::{SecondsFormat, Utc};
use serde_json::json;

use super::{
    cuts::{acknowledged, is_whole, n_cuts},
    day::{self, Day},
    disk::Disk,
    scene::Scene,
    watched::{Desk, Place, SHOP, library},
};

/// The old program's shop: its journal, and an index that some other program has
/// made, or none.
fn left_in(place: &Place, kept: &Path, with_index: bool) {
    let journal = place.store().join("journal");
    fs::create_dir_all(&journal).unwrap();
    for segment in fs::read_dir(kept).unwrap() {
        let segment = segment.unwrap();
        fs::copy(segment.path(), journal.join(segment.file_name())).unwrap();
    }
    if with_index {
        assert_eq!(place.exec(&[]).code, Some(0));
        let marker = place.store().join("clean");
        let text = fs::read_to_string(&marker).unwrap();
        let mut lines: Vec<_> = text.lines().collect();
        assert!(lines[1].starts_with("records "), "{text}");
        lines[1] = "records of another program";
        fs::write(&marker, lines.join("\n") + "\n").unwrap();
        place.forget_tape();
    }
}

/// The open cart is paid, its client is changed, goods are sold, and the day closed.
fn live(place: &Place) -> Day {
    let mut desk = Desk::start(place, "upgraded-");
    // Kept on a day long ago, or to come. Who looks at a clock has an hour to say so:
    // no trial may be later.
    let now = Utc::now().to_rfc3339_opts(SecondsFormat::Secs, true);
    desk.does(json!({"do": "confirm_clock", "now": now}));
    day::pay(&mut desk, "card");
    let found = desk.asks(&json!({"ask": "find_clients", "text": "Ozola"}));
    let client = found["hits"][0]["id"].clone();
    desk.does(
        json!({"do": "save_client", "client": client, "name": "Līga Kalna",
        "phone": "+371 2612 3456"}),
    );
    let found = desk.asks(&json!({"ask": "find_items", "text": "argan"}));
    let oil = found["hits"][0]["item"].clone();
    for _ in 0..2 {
        desk.does(json!({"do": "add_line", "what": {"item": oil}}));
        day::pay(&mut desk, "cash");
    }
    day::close(&mut desk, 0);
    let mut day = Day::default();
    day.goes_on(desk, place);
    day
}

#[test]
fn a_cut_while_an_older_shop_is_opened_loses_nothing() {
    if library().is_none() {
        return;
    }
    let stores = crate::upgrades::kept();
    let n_each = n_cuts().div_ceil(4 * u32::try_from(stores.len()).unwrap());
    for (nth, kept) in stores.iter().enumerate() {
        let place = Place::new();
        left_in(&place, kept, nth % 2 == 1);
        let old = fs::read(place.store().join("journal/000001.balmlog")).unwrap();
        let n_old = verify(&place.store(), None).unwrap().n_entries;
        let base = Disk::of(&place.disk());
        let day = live(&place);
        assert_eq!(day.n_entries, n_old + day.lines.len() as u64);
        let tape = place.tape();
        let scene = Scene {
            shop: SHOP,
            base,
            tape: tape.clone(),
            go_on: &|place| place.exec(&day.lines),
            heard: acknowledged,
            check: &|place, known, what| {
                is_whole(place, &day, known, what);
                let new = fs::read(place.store().join("journal/000001.balmlog")).unwrap();
                assert!(new.starts_with(&old), "{what}: the past was changed");
            },
        };
        println!(
            "{}: {} cuts in {} changing calls, none lost",
            kept.file_name().unwrap().display(),
            scene.trials(n_each),
            tape.n_calls(),
        );
    }
}
