//! What goes on while nothing more is sold: looking, printing to the screen, exporting
//! and backing up, by the real program and by others beside it.

use std::{fs, thread, time::Duration};

use balm::store::backup::{Key, KeyPair, drill};
use serde_json::{Value, json};

use super::{
    full::{closes, opened, pay, scan},
    watched::{Desk, Place, library},
};

fn attention(desk: &mut Desk) -> Vec<Value> {
    let answer = desk.asks(&json!({"ask": "attention"}));
    answer["items"].as_array().unwrap().clone()
}

#[track_caller]
fn has(items: &[Value], concern: &str) {
    let is_it = |item: &Value| item.to_string().contains(concern);
    assert!(items.iter().any(is_it), "{concern}: {items:?}");
}

#[test]
fn all_but_selling_goes_on_when_the_disk_has_failed() {
    if library().is_none() {
        return;
    }
    let place = Place::new();
    let mut desk = opened(&place, "stopped-");
    desk.does(scan());
    let sold = desk.does(pay());
    desk.does(scan());
    let n_done = desk.lines.len();
    place.breaks("");
    for request in [pay(), scan(), json!({"do": "park"})] {
        let answer = desk.tries(request);
        let text = answer["text"].as_str().unwrap();
        assert!(answer["failed"].is_object(), "{answer}");
        for part in ["could not be done", "safe", "start"] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }

    // At the desk itself.
    let ticket = desk.asks(&json!({"ask": "ticket"}));
    assert_eq!(ticket["ticket"]["total"], 1_890);
    let receipt = json!({"ask": "preview", "what": {"receipt": sold["sale"]}, "n_columns": 42});
    let page = desk.asks(&receipt)["lines"].to_string();
    assert!(page.contains("Oil") && page.contains("18.90"), "{page}");
    let drawer = desk.asks(&json!({"ask": "drawer"}));
    assert!(drawer["session"].is_object(), "{drawer}");
    desk.asks(&json!({"ask": "before_close"}));
    has(&attention(&mut desk), "stopped");

    // Beside it, while it is open.
    let exported = place.run(&["export", "journal"], &[]);
    assert_eq!(exported.code, Some(0), "{}", exported.complaints);
    let entries = exported
        .answers
        .iter()
        .filter(|it| it.contains("\"entry\":"));
    assert_eq!(entries.count(), n_done);
    let question = json!({"ask": "find_receipts", "text": ""}).to_string();
    let now = chrono::Utc::now() + chrono::Duration::days(1);
    let at = now.format("%Y-%m-%d").to_string();
    let looked = place.run(&["at", &at, "exec"], &[question]);
    assert_eq!(looked.code, Some(0), "{}", looked.complaints);
    let answer: Value = serde_json::from_str(&looked.answers[0]).unwrap();
    assert_eq!(answer["ok"]["hits"].as_array().unwrap().len(), 1);
    let elsewhere = tempfile::tempdir().unwrap();
    let file = elsewhere.path().join("backup");
    let pair = KeyPair::generate().unwrap();
    let to = ["backup", "--to", file.to_str().unwrap()];
    let backup = place.run(&[&to[..], &["--recipient", &pair.recipient]].concat(), &[]);
    assert_eq!(backup.code, Some(0), "{}", backup.complaints);
    let held = drill(&file, &Key::from_file_text(&pair.secret).unwrap(), None).unwrap();
    assert_eq!(held.n_entries, n_done as u64);

    // The disk works again; nothing is sold before the next start has looked at it.
    place.is_mended();
    assert!(desk.tries(pay())["failed"].is_object());
    desk.end();
    let mut desk = Desk::start(&place, "again-");
    let sold = desk.does(pay());
    assert_eq!(sold["receipt"]["number"], 2);
    desk.end();
}

/// The copy of the index that is made at the close of a day: nothing is lost without it,
/// and the day goes on.
#[test]
fn a_checkpoint_that_fails_is_on_the_attention_list() {
    if library().is_none() {
        return;
    }
    let place = Place::new();
    let mut desk = opened(&place, "copied-");
    desk.does(scan());
    desk.does(pay());
    place.breaks("/checkpoint");
    closes(&mut desk);
    let failed = |items: &[Value]| {
        let is_it = |item: &&Value| item["attention"] == "no_checkpoint";
        items.iter().find(is_it).cloned()
    };
    let failure = (0..3_000).find_map(|_| {
        thread::sleep(Duration::from_millis(10));
        failed(&attention(&mut desk))
    });
    let detail = failure.unwrap()["detail"].to_string();
    assert!(detail.contains("checkpoint"), "{detail}");

    // It goes on, and the next close makes it.
    place.is_mended();
    desk.does(json!({"do": "open_drawer", "business_date": null,
        "float": {"cash": [{"value_minor": 1000, "n": 10}], "card": null}}));
    desk.does(scan());
    desk.does(pay());
    closes(&mut desk);
    let is_gone = (0..3_000).any(|_| {
        thread::sleep(Duration::from_millis(10));
        failed(&attention(&mut desk)).is_none()
    });
    assert!(is_gone, "{:?}", attention(&mut desk));
    let names = fs::read_dir(place.store()).unwrap();
    let mut names = names.map(|it| it.unwrap().file_name());
    assert!(names.any(|it| it.to_str().unwrap().starts_with("checkpoint-")));
    desk.end();
}
