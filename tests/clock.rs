//! A clock that may be wrong is asked about on the screen and by `balm exec`, before
//! money moves.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use balm::{domain::sale::Sale, ops::request::Request, store::Reads};
use chrono::{TimeDelta, Utc};
use serde_json::{Value, json};

use crate::{
    desk::{Desk, SESSION, open_shop},
    small_spa,
};

fn opened(shop: &balm::ops::Shop) {
    let open = json!({"do": "open_drawer", "business_date": null,
        "float": {"cash": [{"value_minor": 100, "n": 50}], "card": null}});
    let open: Request = serde_json::from_value(open).unwrap();
    shop.run(&SESSION, "open", &open).unwrap();
}

fn n_sales(desk: &Desk) -> usize {
    desk.shop.read().all::<Sale>().unwrap().len()
}

#[test]
fn the_start_asks_and_a_key_typed_ahead_answers_nothing() {
    let mut desk = Desk::on(80, 24, |shop, clock| {
        small_spa::build(shop, clock);
        opened(shop);
        clock.jump(TimeDelta::days(365));
    });
    desk.shows("Is this clock right?")
        .shows("Sun 21 Nov 2027 13:40")
        .shows("Sat 21 Nov 2026 13:40")
        .shows("> It is wrong, or I am not sure")
        .shows("Until then nothing is sold")
        .shows("is kept in the journal");
    desk.keys("enter").hides("Is this clock right?");
    desk.shows("Set the computer's clock.");
    // The first sale asks again.
    desk.keys("F4").types("argan").keys("enter F9");
    desk.shows("Is this clock right?");
    assert_eq!(n_sales(&desk), 0);
    desk.keys("down").shows("> It is right").keys("enter");
    desk.hides("Is this clock right?")
        .shows("The clock is taken to be right");
    desk.keys("F9");
    assert_eq!(n_sales(&desk), 1);
    desk.restart();
    desk.hides("Is this clock right?");
}

#[test]
fn a_clock_that_is_set_right_in_the_meantime_is_not_asked_about() {
    let mut desk = Desk::on(80, 24, |shop, clock| {
        small_spa::build(shop, clock);
        opened(shop);
        clock.jump(-TimeDelta::days(365 * 56));
    });
    desk.shows("It has gone back").shows("1970").keys("esc");
    desk.clock.jump(TimeDelta::days(365 * 56));
    desk.keys("F4").types("argan").keys("enter F9");
    desk.hides("Is this clock right?");
    assert_eq!(n_sales(&desk), 1);
}

fn exec(store: &std::path::Path, lines: &[Value]) -> Vec<Value> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_balm"))
        .arg("--store")
        .arg(store)
        .arg("exec")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    for line in lines {
        writeln!(input, "{line}").unwrap();
    }
    drop(input);
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The shop was last open in fifty years, by a clock that was wrong.
#[test]
fn exec_refuses_to_sell_and_says_what_to_send() {
    let dir = tempfile::tempdir().unwrap();
    let (shop, clock) = open_shop(dir.path(), Utc::now());
    small_spa::build(&shop, &clock);
    let (n_before, _) = shop.store().last_entry().unwrap();
    clock.advance(TimeDelta::days(365 * 50));
    opened(&shop);
    drop(shop);
    let line = json!({"do": "add_line", "what": {"code": "ARGAN"}, "id": "line"});
    let pay = |id: &str| {
        json!({"do": "pay", "tenders": [{"kind": "cash", "amount": null}],
        "id": id})
    };
    let said = exec(dir.path(), &[line, pay("first")]);
    assert!(said[0]["ok"].is_object(), "{said:?}");
    let refused = &said[1]["refused"];
    assert_eq!(refused["refused"], "clock_doubted", "{said:?}");
    assert_eq!(refused["why"], "behind");
    let text = said[1]["text"].as_str().unwrap();
    assert!(text.contains("It has gone back"), "{text}");
    assert!(text.contains("confirm"), "{text}");
    let confirm = json!({"do": "confirm_clock", "now": refused["now"], "id": "confirm"});
    let said = exec(dir.path(), &[confirm, pay("second")]);
    assert_eq!(said[0]["ok"]["done"], "clock_confirmed", "{said:?}");
    assert_eq!(said[1]["ok"]["done"], "sold", "{said:?}");
    // The next start knows the answer.
    let line = json!({"do": "add_line", "what": {"code": "CANDLE"}, "id": "line-2"});
    let said = exec(dir.path(), &[line, pay("third")]);
    assert_eq!(said[1]["ok"]["done"], "sold", "{said:?}");
    // What was written fifty years too late is named, and only that.
    let report = balm::store::verify(dir.path(), None).unwrap();
    assert!(report.is_sound(), "{:?}", report.problems);
    let [ahead] = report.ahead[..] else {
        panic!("{:?}", report.ahead);
    };
    assert_eq!((ahead.first, ahead.last), (n_before + 1, n_before + 2));
    let told = Command::new(env!("CARGO_BIN_EXE_balm"))
        .arg("--store")
        .arg(dir.path())
        .arg("verify")
        .output()
        .unwrap();
    let told = String::from_utf8(told.stdout).unwrap();
    let note = format!("NOTE: entries {} to {}", ahead.first, ahead.last);
    assert!(told.contains(&note), "{told}");
}
