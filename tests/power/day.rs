//! Two days of a small house, by requests: what is set up, sold, given back, counted
//! and closed.

use balm::store::verify;
use chrono::{Days, Utc};
use serde_json::{Value, json};

use super::watched::{Desk, Place};

/// Requests in order, with what was answered when nothing went wrong, and what the
/// shop then came to.
#[derive(Clone, Default)]
pub(super) struct Day {
    pub(super) lines: Vec<String>,
    pub(super) answers: Vec<String>,
    pub(super) n_entries: u64,
    pub(super) n_closings: u64,
}

impl Day {
    /// Takes these in, which were done after it.
    pub(super) fn goes_on(&mut self, mut desk: Desk, place: &Place) {
        self.lines.append(&mut desk.lines);
        self.answers.append(&mut desk.answers);
        let (code, said) = desk.end();
        // An index that was not there is built, and that is said.
        let is_told = said.is_empty() || said.contains("Nothing is lost.");
        assert!(code == Some(0) && is_told, "{said}");
        let proof = verify(&place.store(), None).unwrap();
        self.n_entries = proof.n_entries;
        self.n_closings = proof.closings.get(&1).copied().unwrap_or(0);
    }
}

pub(super) const OIL: &str = "4006381333931";
const SCRUB: &str = "5449000000996";

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// Lives both days in this place, each in a run of its own.
pub(super) fn live(place: &Place) -> Day {
    let mut day = Day::default();
    for prefix in ["first-", "second-"] {
        let mut desk = Desk::start(place, prefix);
        if prefix == "first-" {
            first(&mut desk);
        } else {
            second(&mut desk);
        }
        day.goes_on(desk, place);
    }
    day
}

fn first(desk: &mut Desk) {
    desk.does(
        json!({"do": "set_up_shop", "shop_name": "Lotus Spa", "currency": "EUR",
        "time_zone": "Europe/Riga", "prices_include_tax": true,
        "tax": [{"name": "VAT", "rate": 21_000}], "therapists": ["Anna", "Marta"],
        "rooms": ["Room 1"], "cash_step_minor": 5}),
    );
    let columns = desk.asks(&json!({"ask": "day", "date": "2026-01-05"}))["columns"].clone();
    let anna = text(&columns[0]["staff"]);
    let shift = json!([{"start_minute": 540, "end_minute": 1200}]);
    desk.does(
        json!({"do": "save_staff", "staff": anna, "name": "Anna", "short": "Anna",
        "role": "therapist", "week": vec![shift; 7]}),
    );
    let massage = desk.does(json!({"do": "save_service", "code": "SW60",
        "name": "Swedish massage", "price": 4500, "minutes": 60}));
    let massage = text(&massage["service"]);
    for (name, price, ean, n) in [
        ("Argan oil", 1260, OIL, 20),
        ("Salt scrub", 1890, SCRUB, 10),
    ] {
        let saved = desk.does(json!({"do": "save_product", "name": name, "price": price,
            "barcodes": [{"code": ean, "pack_quantity": 1}]}));
        desk.does(json!({"do": "set_stock", "product": saved["product"], "on_hand": n}));
    }
    let client = desk.does(json!({"do": "save_client", "name": "Līga Ozola",
        "phone": "+371 2612 3456"}));
    // The shop's clock may be a day ahead already.
    let date = Utc::now().date_naive() + Days::new(2);
    let booked = desk.does(json!({"do": "book", "service": massage, "staff": anna,
        "client": client["client"], "room": null, "start": {"date": date, "minute": 840}}));
    open(desk);
    let visit = booked["appointment"].clone();
    for status in ["arrived", "in_service", "done"] {
        desk.does(json!({"do": "set_status", "appointment": visit, "status": status}));
    }
    desk.does(json!({"do": "add_appointment", "appointment": visit}));
    scan(desk, OIL);
    desk.does(json!({"do": "change_line", "line": 2, "quantity": 3}));
    desk.does(json!({"do": "change_line", "line": 2, "discount": {"give": {"percent": 10_000}}}));
    let sold = pay(desk, "cash");
    scan(desk, SCRUB);
    desk.does(json!({"do": "park"}));
    scan(desk, OIL);
    pay(desk, "card");
    desk.does(json!({"do": "recall", "ticket": null}));
    pay(desk, "cash");
    desk.does(
        json!({"do": "refund", "sale": sold["sale"], "reason": "bottle leaks",
        "lines": [{"line": 2, "quantity": 1, "restock": true}]}),
    );
    desk.does(json!({"do": "reprint", "what": {"receipt": sold["sale"]}}));
    desk.does(json!({"do": "move_cash", "amount": 2_000, "reason": "change from the bank"}));
    desk.does(json!({"do": "kick_drawer", "reason": "a bottle cap"}));
    close(desk, 1_260);
}

fn second(desk: &mut Desk) {
    open(desk);
    for _ in 0..4 {
        scan(desk, OIL);
        scan(desk, SCRUB);
        pay(desk, "cash");
    }
    desk.does(json!({"do": "move_cash", "amount": -5_000, "reason": "to the bank"}));
    close(desk, 0);
}

pub(super) fn open(desk: &mut Desk) {
    desk.does(json!({"do": "open_drawer", "business_date": null,
        "float": {"cash": [{"value_minor": 1000, "n": 10}], "card": null}}));
}

pub(super) fn scan(desk: &mut Desk, code: &str) {
    desk.does(json!({"do": "add_line", "what": {"code": code}}));
}

pub(super) fn pay(desk: &mut Desk, kind: &str) -> Value {
    desk.does(json!({"do": "pay", "tenders": [{"kind": kind, "amount": null}]}))
}

pub(super) fn close(desk: &mut Desk, card: i64) {
    desk.does(json!({"do": "count_drawer", "count": {"card": card,
        "cash": [{"value_minor": 1_000, "n": 19}]}}));
    desk.does(json!({"do": "close_drawer", "carry_over": true}));
}
