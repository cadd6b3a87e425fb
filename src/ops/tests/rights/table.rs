//! One table of every request and every role.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

use serde_json::{Value, json};

use super::{House, ROLES};
use crate::{
    domain::audit::AuditEvent,
    ops::{
        refusal::Refusal,
        request::Request,
        shop::Stop,
        tests::bench::{Bench, set_up},
    },
    store::record::Kind,
};

/// What each role may where nobody has decided otherwise: desk, therapist, manager,
/// owner, accountant. `~` stands for what the request needs besides to be read at all,
/// whatever comes of it.
#[rustfmt::skip]
const MAY: &[(&str, &str, &str)] = &[
    // request              d t m o a    with
    ("set_up_shop",        "y y y y y", "~"),
    ("set_up_page",        "- - y y -", r#"{"page": "devices"}"#),
    ("save_settings",      "- - y y -", "~"),
    ("save_tax_class",     "- - y y -", r#"{"name": "Low", "components": []}"#),
    ("save_room",          "- - y y -", r#"{"name": "Room 3", "short": ""}"#),
    ("save_equipment",     "- - y y -", r#"{"name": "Steamer"}"#),
    ("keep_apart",         "y y y y -", r#"{"client": "1-9", "staff": []}"#),
    ("save_staff",         "- - y y -", r#"{"name": "Ivo", "short": "", "role": "desk", "week": [[],[],[],[],[],[],[]]}"#),
    ("set_hours",          "- - y y -", r#"{"change": {"set": "house", "week": [[],[],[],[],[],[],[]]}}"#),
    ("set_hours",          "- - y y -", r#"{"change": {"set": "day", "staff": "1-1", "date": "2026-11-24", "shifts": []}}"#),
    ("save_service",       "- - y y -", r#"{"name": "Facial", "price": 100, "tax_class": null, "minutes": 30}"#),
    ("save_price_level",   "- - y y -", r#"{"name": "Members"}"#),
    ("save_product",       "- - y y -", r#"{"name": "Soap", "price": 100, "tax_class": null}"#),
    ("assign_barcode",     "y - y y -", r#"{"product": "1-1", "barcode": {"code": "BOX", "pack_quantity": 6}}"#),
    ("set_stock",          "y - y y -", r#"{"product": "1-1", "on_hand": 5}"#),
    ("take_stock",         "y - y y -", r#"{"product": "1-1", "quantity": 1, "reason": "used"}"#),
    ("receive_goods",      "y - y y -", r#"{"supplier": "Argan Co", "lines": []}"#),
    ("pay_supplier",       "- - y y y", r#"{"delivery": "1-9"}"#),
    ("pay_supplier",       "y - y y -", r#"{"delivery": "1-9", "from": "drawer"}"#),
    ("save_client",        "y y y y -", r#"{"name": "Liga"}"#),
    ("book",               "y y y y -", BOOKING),
    ("book",               "- - y y -", r#"{"override_reason": "Asked for it", "client": null, "service": "1-1", "staff": "1-1", "room": null, "start": {"date": "2026-11-21", "minute": 720}}"#),
    ("move",               "y y y y -", r#"{"appointment": "1-9", "staff": null, "room": null, "start": null}"#),
    ("move",               "- - y y -", r#"{"override_reason": "Asked for it", "appointment": "1-9", "staff": null, "room": null, "start": null}"#),
    ("resize",             "y y y y -", r#"{"appointment": "1-9", "minutes": 75}"#),
    ("resize",             "- - y y -", r#"{"override_reason": "Asked for it", "appointment": "1-9", "minutes": 75}"#),
    ("move_segment",       "y y y y -", r#"{"appointment": "1-9", "segment": 0, "staff": "1-1", "room": null}"#),
    ("move_segment",       "- - y y -", r#"{"override_reason": "Asked for it", "appointment": "1-9", "segment": 0, "staff": null, "room": null}"#),
    ("swap",               "y y y y -", r#"{"first": "1-9", "second": "1-8"}"#),
    ("swap",               "- - y y -", r#"{"override_reason": "Asked for it", "first": "1-9", "second": "1-8"}"#),
    ("book_visit",         "y y y y -", r#"{"parts": []}"#),
    ("book_visit",         "- - y y -", r#"{"parts": [{"override_reason": "Asked for it", "client": null, "service": "1-1", "staff": "1-1", "room": null, "start": {"date": "2026-11-21", "minute": 840}}]}"#),
    ("save_visit",         "y y y y -", r#"{"visit": "1-9"}"#),
    ("book_series",        "y y y y -", r#"{"rule": {"every": 1, "unit": "weeks", "end": {"times": 3}}, "parts": []}"#),
    ("book_series",        "- - y y -", r#"{"rule": {"every": 1, "unit": "weeks", "end": {"times": 3}}, "parts": [{"override_reason": "Asked for it", "client": null, "service": "1-1", "staff": "1-1", "room": null, "start": {"date": "2026-11-21", "minute": 900}}]}"#),
    ("move_all",           "y y y y -", r#"{"moves": []}"#),
    ("move_all",           "- - y y -", r#"{"moves": [{"override_reason": "Asked for it", "appointment": "1-9", "staff": null, "room": null, "start": null}]}"#),
    ("set_status_of_all",  "y y y y -", r#"{"appointments": [], "status": "arrived"}"#),
    ("add_visit",          "y y y y -", r#"{"visit": "1-9"}"#),
    ("set_status",         "y y y y -", r#"{"appointment": "1-9", "status": "arrived"}"#),
    ("undo",               "y y y y -", "{}"),
    ("set_room_state",     "y y y y -", r#"{"room": "1-1", "order": "to_clean"}"#),
    ("save_waiting",       "y y y y -", r#"{"client": "1-1", "service": "1-1", "first": "2026-11-21", "last": "2026-11-28"}"#),
    ("save_walk_in",       "y y y y -", r#"{"service": "1-1", "promised": {"date": "2026-11-21", "minute": 660}}"#),
    ("start_walk_in",      "y y y y -", r#"{"walk_in": "1-9"}"#),
    ("start_walk_in",      "- - y y -", r#"{"walk_in": "1-9", "override_reason": "Insists"}"#),
    ("leave_walk_in",      "y y y y -", r#"{"walk_in": "1-9", "reason": "Too long"}"#),
    ("set_turns",          "y y y y -", r#"{"staff": ["1-1"]}"#),
    ("move_turn",          "y y y y -", r#"{"staff": "1-1", "how": "skip"}"#),
    ("save_floor_rules",   "- - y y -", r#"{"rules": {}}"#),
    ("drop_waiting",       "y y y y -", r#"{"waiting": "1-1", "reason": "Went elsewhere"}"#),
    ("let_go",             "y y y y y", "{}"),
    ("save_book_rules",    "- - y y -", r#"{"rules": {"hold_min": 30, "late_hours": 24, "no_show_fee": "nothing", "late_fee": "nothing", "deposit": {"rate": 0, "from_price": 0, "no_shows": 0, "hold_hours": 0}}}"#),
    ("note_appointment",   "y y y y -", r#"{"appointment": "1-9", "note": "Quiet"}"#),
    ("add_line",           "y y y y -", r#"{"what": {"code": "OIL100"}}"#),
    ("add_line",           "y y y y -", r#"{"what": {"code": "OIL100"}, "price": 100}"#),
    ("change_line",        "y y y y -", r#"{"line": 1, "quantity": 2}"#),
    ("change_line",        "y - y y -", r#"{"line": 1, "discount": {"give": {"percent": 5000}}}"#),
    ("change_line",        "y y y y -", r#"{"line": 1, "discount": "remove"}"#),
    ("remove_line",        "y y y y -", r#"{"line": 99}"#),
    ("change_price",       "- - y y -", r#"{"line": 1, "price": 100, "reason": "Dented"}"#),
    ("change_price",       "y y y y -", r#"{"line": 1}"#),
    ("discount_order",     "y - y y -", r#"{"discount": {"give": {"percent": 1000}}}"#),
    ("discount_order",     "y y y y -", r#"{"discount": "remove"}"#),
    ("attach_client",      "y y y y -", r#"{"client": null}"#),
    ("add_appointment",    "y y y y -", r#"{"appointment": "1-9"}"#),
    ("add_appointment",    "y y y y -", r#"{"appointment": "1-9", "price": 100}"#),
    ("add_gift_card",      "y y y y -", r#"{"amount": 1000}"#),
    ("transfer_gift_card", "- - y y -", r#"{"card": "1-9"}"#),
    ("expire_gift_card",   "- - y y -", r#"{"card": "1-9"}"#),
    ("add_deposit",        "y y y y -", r#"{"amount": 1000}"#),
    ("keep_deposit",       "- - y y -", r#"{"deposit": "1-9", "reason": "No-show"}"#),
    ("save_plan",          "- - y y -", r#"{"name": "Ten visits", "price": 10000, "kind": {"visits": {"n": 10, "services": []}}, "life": "for_ever"}"#),
    ("save_promotion",     "- - y y -", r#"{"name": "Quiet Monday", "gives": {"percent": 10000}}"#),
    ("save_coupon",        "- - y y -", r#"{"promotion": "1-9", "code": "SPRING"}"#),
    ("set_offer_rules",    "- - y y -", r#"{"rules": {"stacking": "best_of"}}"#),
    ("change_prices",      "- - y y -", r#"{"change": {"raise": 5000}, "to": {"step": 10}}"#),
    ("use_coupon",         "y y y y -", r#"{"code": "SPRING"}"#),
    ("decline_offer",      "y y y y -", r#"{"offer": "card"}"#),
    ("use_prepaid",        "y y y y -", r#"{"line": 1}"#),
    ("leave_prepaid",      "y y y y -", r#"{"line": 1}"#),
    ("rest_holding",       "- - y y -", r#"{"holding": "1-9", "days": 3}"#),
    ("extend_holding",     "- - y y -", r#"{"holding": "1-9", "until": "2027-01-01", "reason": "Ill"}"#),
    ("transfer_holding",   "- - y y -", r#"{"holding": "1-9", "to": "1-9"}"#),
    ("expire_holding",     "- - y y -", r#"{"holding": "1-9"}"#),
    ("end_rest",           "- - y y -", r#"{"holding": "1-9"}"#),
    ("cancel_holding",     "- - y y -", r#"{"holding": "1-9", "reason": "Moves away"}"#),
    ("enter_member",       "y y y y -", r#"{"client": "1-9"}"#),
    ("take_entry_back",    "y y y y -", r#"{"holding": "1-9"}"#),
    ("save_loyalty_rules", "- - y y -", "~"),
    ("save_points_rules",  "- - y y -", "~"),
    ("spend_points",       "y y y y -", "{}"),
    ("buy_with_points",    "y y y y -", r#"{"line": 9, "on": true}"#),
    ("set_referrer",       "y y y y -", r#"{"client": "1-9"}"#),
    ("save_tender_rules",  "- - y y -", "{}"),
    ("settle_tab",         "y y y y -", "{}"),
    ("add_tip",            "y y y y -", r#"{"amount": 100}"#),
    ("pay_out_tips",       "y - y y -", r#"{"staff": "1-1", "amount": 100}"#),
    ("park",               "y y y y -", "{}"),
    ("recall",             "y y y y -", r#"{"ticket": null}"#),
    ("take_parts",         "y - y y -", r#"{"tenders": []}"#),
    ("pay",                "y - y y -", r#"{"tenders": [{"kind": "card", "amount": 1}]}"#),
    ("pay",                "y - y y -", r#"{"tenders": [{"kind": "account", "amount": 1}]}"#),
    ("cancel_ticket",      "y y y y -", r#"{"reason": "Left"}"#),
    ("refund",             "- - y y -", r#"{"sale": "1-9", "lines": [], "reason": "Leaks"}"#),
    ("refund_without_receipt", "- - y y -", r#"{"lines": [], "reason": "Leaks"}"#),
    ("take_back",          "- - y y -", r#"{"sale": "1-9", "lines": [], "reason": "Leaks"}"#),
    ("void",               "- - y y -", r#"{"sale": "1-9", "reason": "Twice"}"#),
    ("open_drawer",        "y - y y -", r#"{"float": {"cash": [], "card": null}, "business_date": null}"#),
    ("move_cash",          "y - y y -", r#"{"amount": 1, "reason": "Coins"}"#),
    ("drop_cash",          "y - y y -", r#"{"amount": 1, "to": "safe"}"#),
    ("hand_over",          "y - y y -", r#"{"to": "1-1", "count": {"cash": [], "card": null}}"#),
    ("pay_out_overpaid",   "- - y y -", r#"{"sale": "1-9"}"#),
    ("save_cash_category", "- - y y -", r#"{"name": "Flowers", "flow": "expense"}"#),
    ("save_drawer_rules",  "- - y y -", "{}"),
    ("record_payout",      "- - y y y", r#"{"kind": "card", "amount": 100}"#),
    ("record_pay",         "- - y y -", r#"{"staff": "1-1", "cause": "commission", "amount": 100, "reason": "May"}"#),
    ("set_tab_limit",      "- - y y -", r#"{"client": "1-9"}"#),
    ("kick_drawer",        "- - y y -", r#"{"reason": "Look"}"#),
    ("count_drawer",       "y - y y -", r#"{"count": {"cash": [], "card": null}}"#),
    ("close_drawer",       "y - y y -", "{}"),
    ("reprint",            "y - y y y", r#"{"what": {"receipt": "1-9"}}"#),
    ("send_copy",          "y - y y y", r#"{"sale": "1-9"}"#),
    ("send_document",      "y - y y y", r#"{"document": {"visit_card": "1-9"}}"#),
    ("save_addressee",     "y y y y -", r#"{"client": "1-9"}"#),
    ("confirm_clock",      "y - y y -", r#"{"now": "2026-11-21T08:00:00Z"}"#),
    ("save_person",        "- - y y -", r#"{"staff": "1-1"}"#),
    ("save_chart",         "- - y y y", "~"),
    ("save_rights",        "- - - y -", r#"{"on": true, "idle_minutes": 10}"#),
    ("settle_print_job",   "y y y y y", r#"{"job": "1-9", "state": "sent"}"#),
    ("sign_off",           "y y y y y", "{}"),
];

const BOOKING: &str = r#"{"client": null, "service": "1-1", "staff": "1-1", "room": null, "start": {"date": "2026-11-21", "minute": 720}}"#;

fn request(house: &House, name: &str, with: &str) -> Request {
    let mut json = match (name, with) {
        ("set_up_shop", "~") => serde_json::to_value(set_up()).unwrap(),
        ("save_settings", "~") => json!({ "settings": *house.bench.shop.settings().unwrap() }),
        ("save_chart", "~") => {
            serde_json::to_value(crate::domain::ledger::chart::Chart::default()).unwrap()
        }
        ("save_points_rules", "~") => {
            json!({ "rules": crate::domain::points::PointsRules::default() })
        }
        (_, "~") => json!({ "rules": crate::domain::purse::LoyaltyRules::default() }),
        (_, with) => serde_json::from_str(with).unwrap(),
    };
    json["do"] = Value::from(name);
    let label = json.to_string();
    serde_json::from_value(json).unwrap_or_else(|err| panic!("{label}: {err}"))
}

/// By their schema, so that none is forgotten that is made later.
fn all_requests() -> BTreeSet<String> {
    let schema = serde_json::to_value(schemars::schema_for!(Request)).unwrap();
    let kinds = schema["oneOf"].as_array().unwrap().iter();
    kinds
        .map(|it| it["properties"]["do"]["const"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn each_role_may_what_the_table_says_and_what_is_refused_leaves_a_line_of_the_audit() {
    let bench = Bench::open();
    bench.massage();
    bench.oil();
    let house = House::of(bench);
    let changed = Arc::new(Mutex::new(Vec::new()));
    let ear = Arc::clone(&changed);
    house.bench.shop.subscribe(Box::new(move |changes| {
        ear.lock().unwrap().extend(changes.iter().map(|it| it.kind));
    }));
    for (place, (role, _)) in ROLES.into_iter().enumerate() {
        house.sign_on(role);
        for (name, may, with) in MAY {
            let may = may.split(' ').nth(place).unwrap() == "y";
            let label = format!("{name} {with} by {role}");
            changed.lock().unwrap().clear();
            let n_before = house.audit().len();
            let answer = house.ask(role, &request(&house, name, with));
            let lacks = matches!(answer, Err(Stop::Refused(Refusal::NeedsRight { .. })));
            assert_eq!(lacks, !may, "{label}: {answer:?}");
            assert_ne!(answer, Err(Stop::Refused(Refusal::SignOnNeeded)), "{label}");
            if may {
                continue;
            }
            let kinds: BTreeSet<Kind> = changed.lock().unwrap().iter().copied().collect();
            assert_eq!(kinds, [Kind::Audit, Kind::Counter].into(), "{label}");
            let audit = house.audit();
            assert_eq!(audit.len(), n_before + 1, "{label}");
            let Some(AuditEvent::Refused { request, .. }) = audit.last() else {
                panic!("{label}: {audit:?}");
            };
            assert_eq!(request, name, "{label}");
        }
    }
    let mut rows: BTreeSet<String> = MAY.iter().map(|it| it.0.to_owned()).collect();
    rows.insert("sign_on".to_owned());
    assert_eq!(rows, all_requests(), "a row of the table is missing");
}
