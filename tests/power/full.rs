//! The disk is full: there is room to open, to finish and to close, and nothing new is
//! begun until there is more.

use std::process::Command;

use serde_json::{Value, json};

use super::{
    cuts::{acknowledged, is_kept, proof},
    day,
    watched::{Desk, Place, library},
};

const PLENTY: u64 = 1_000_000_000;

pub(super) fn scan() -> Value {
    json!({"do": "add_line", "what": {"code": "OIL"}})
}

pub(super) fn pay() -> Value {
    json!({"do": "pay", "tenders": [{"kind": "cash", "amount": null}]})
}

/// A counter that is open, with one thing to sell.
pub(super) fn opened(place: &Place, prefix: &'static str) -> Desk {
    let mut desk = Desk::start(place, prefix);
    desk.does(
        json!({"do": "set_up_shop", "shop_name": "Full", "currency": "EUR",
        "time_zone": "Europe/Riga", "prices_include_tax": true, "tax": [],
        "therapists": ["Anna"], "rooms": [], "cash_step_minor": 1}),
    );
    desk.does(json!({"do": "save_product", "name": "Oil", "code": "OIL", "price": 1890}));
    desk.does(json!({"do": "open_drawer", "business_date": null,
        "float": {"cash": [{"value_minor": 1000, "n": 10}], "card": null}}));
    desk
}

pub(super) fn closes(desk: &mut Desk) {
    desk.does(json!({"do": "count_drawer", "count": {"card": 0,
        "cash": [{"value_minor": 1_000, "n": 10}]}}));
    desk.does(json!({"do": "close_drawer", "carry_over": true}));
}

#[track_caller]
fn begins_nothing(desk: &mut Desk) {
    for request in [
        scan(),
        json!({"do": "save_client", "name": "Zane"}),
        json!({"do": "save_room", "name": "Blue", "short": "B"}),
        json!({"do": "add_gift_card", "amount": 2_000}),
        json!({"do": "add_tip", "amount": 200}),
        json!({"do": "attach_client", "client": null}),
        json!({"do": "save_price_level", "name": "Guests"}),
        json!({"do": "save_drawer_rules", "blind_count": false}),
    ] {
        let answer = desk.tries(request);
        assert_eq!(answer["refused"]["refused"], "disk_full", "{answer}");
        let text = answer["text"].as_str().unwrap();
        assert!(text.starts_with("The disk is full."), "{text}");
    }
}

#[track_caller]
fn is_sound(place: &Place, n_sales: u64) {
    let report = proof(place, "full");
    assert!(report.is_sound(), "{:?}", report.problems);
    assert_eq!(report.receipts.get(&1), Some(&n_sales));
}

#[test]
fn a_full_disk_lets_a_sale_be_finished_and_the_day_be_closed() {
    if library().is_none() {
        return;
    }
    let place = Place::new();
    place.set_room(PLENTY);
    let mut desk = opened(&place, "full-");
    desk.does(scan());
    place.fills_up();
    // The sale under way goes on, and its client may want one thing more.
    desk.does(scan());
    desk.does(pay());
    assert!(!place.store().join("reserve").exists());
    begins_nothing(&mut desk);
    let asked = desk.asks(&json!({"ask": "find_receipts", "text": ""}));
    assert_eq!(asked["hits"].as_array().unwrap().len(), 1);
    // What is there can be had: on paper, and for other programs.
    desk.does(json!({"do": "reprint", "what": {"receipt": "1-1"}}));
    for what in ["journal", "ledger"] {
        let exported = Command::new(env!("CARGO_BIN_EXE_balm"))
            .args(["export", what, "--store"])
            .arg(place.store())
            .output()
            .unwrap();
        assert!(exported.status.success(), "{exported:?}");
        assert!(exported.stdout.len() > 300, "{exported:?}");
    }
    closes(&mut desk);
    begins_nothing(&mut desk);

    // There is room again: it goes on without a new start.
    place.set_room(PLENTY);
    desk.does(json!({"do": "open_drawer", "business_date": null,
        "float": {"cash": [{"value_minor": 1000, "n": 10}], "card": null}}));
    desk.does(scan());
    desk.does(pay());
    place.waits_for_reserve();
    let (code, said) = desk.end();
    assert_eq!((code, said.as_str()), (Some(1), ""), "some were refused");
    is_sound(&place, 2);
}

#[test]
fn a_shop_opens_on_a_full_disk() {
    if library().is_none() {
        return;
    }
    let place = Place::new();
    place.set_room(PLENTY);
    let mut desk = opened(&place, "before-");
    desk.does(scan());
    place.waits_for_reserve();
    desk.child.kill().unwrap();
    desk.end();
    place.fills_up();
    let mut desk = Desk::start(&place, "after-");
    let ticket = desk.asks(&json!({"ask": "ticket"}));
    assert_eq!(ticket["ticket"]["total"], 1_890);
    desk.does(pay());
    begins_nothing(&mut desk);
    closes(&mut desk);
    desk.end();
    is_sound(&place, 1);
}

/// Nobody tells how much room there is (a quota, a share on the network): writes fail
/// wherever they are, and nothing is lost by it.
#[test]
fn a_disk_that_is_full_without_notice_loses_nothing() {
    if library().is_none() {
        return;
    }
    let place = Place::new();
    let day = day::live(&place);
    let all = place.used();
    let n_steps = 12;
    for nth in 1..n_steps {
        let mut place = Place::new();
        place.faults.room_is_secret = true;
        place.set_room(all * nth / n_steps);
        let what = format!("{nth} of {n_steps} parts of {all} bytes");
        let mut known = acknowledged(&[]);
        for _ in 0..2 {
            let said = place.exec(&day.lines);
            assert!(!said.hangs, "{what}: hangs");
            assert!(
                !said.complaints.contains("panicked"),
                "{what}: {}",
                said.complaints
            );
            for (id, answer) in acknowledged(&said.answers) {
                assert_eq!(known.entry(id).or_insert(answer.clone()), &answer, "{what}");
            }
        }
        place.set_room(PLENTY);
        is_kept(&place, &day, &known, &what);
        println!("{what}: {} of {} done before", known.len(), day.lines.len());
    }
}
