//! The keyboard of the real binary in a real terminal: bytes that come apart, a
//! scanner that types, pastes. None of it is timed.

use std::{fs, path::Path, thread, time::Duration};

use crate::terminal::{CTRL_X, F4, Tty, prepared};

/// The argan oil of the small spa.
const ARGAN: &str = "4006381333931";
const F3: &str = "\x1bOR";

fn start(dir: &Path, settings: &str) -> Tty {
    let store = dir.join("store");
    prepared(&store);
    fs::write(store.join("balm.toml"), settings).unwrap();
    let mut tty = Tty::start(&["--store", store.to_str().unwrap()], 80, 24);
    tty.shows("Cart");
    tty
}

/// One byte after the other, as a slow line or a scanner gives them.
fn crawl(tty: &mut Tty, bytes: &str) {
    for byte in bytes.chars() {
        tty.press(byte.encode_utf8(&mut [0; 4]));
        thread::sleep(Duration::from_millis(3));
    }
}

fn quit(tty: &mut Tty) {
    tty.press(CTRL_X).press("\r");
    tty.ends_tidily();
}

#[test]
fn keys_that_come_apart_stay_keys() {
    let dir = tempfile::tempdir().unwrap();
    let mut tty = start(dir.path(), "[scanner]\nwedge = \"off\"\n");
    tty.press(F4).press("zzz").shows("zzz");
    // Taken apart, the first would clear the line and the others would be typed.
    for sequence in ["\x1b[D", "\x1bOD", "\x1b[5~", "\x1b[15;2~", "\x1b[[D"] {
        crawl(&mut tty, sequence);
    }
    crawl(&mut tty, "\x1b[[D");
    tty.press("y").shows("zyzz");
    // Both codes of Backspace, and the keypad in its other mode.
    tty.press("\x08").shows("zzz");
    tty.press("\x1bOq").shows("z1zz").press("\x7f").shows("zzz");
    // An Esc by itself clears the line; nothing follows it.
    tty.press("\x1b").hides("zzz");
    quit(&mut tty);
}

#[test]
fn a_scan_by_speed_goes_to_the_cart_and_not_into_the_field() {
    let dir = tempfile::tempdir().unwrap();
    let mut tty = start(dir.path(), "");
    tty.press(F3).press("zq").shows("zq");
    tty.press(&format!("{ARGAN}\r\n")).shows("37.80");
    assert!(!tty.text().contains("zq4"), "{}", tty.text());
    // What is typed after it is typing, where the scan has gone.
    tty.shows("zq").press("7").shows("> 7");
    quit(&mut tty);
}

#[test]
fn a_prefix_makes_a_slow_scan_certain() {
    let dir = tempfile::tempdir().unwrap();
    let mut tty = start(dir.path(), "[scanner]\nwedge = { prefix = \"~\" }\n");
    tty.press(F3).press("zq").shows("zq");
    crawl(&mut tty, &format!("~{ARGAN}\r"));
    tty.shows("37.80").shows("zq");
    assert!(!tty.text().contains('~'), "{}", tty.text());
    quit(&mut tty);
}

#[test]
fn a_paste_is_text_even_if_it_is_a_code() {
    let dir = tempfile::tempdir().unwrap();
    let mut tty = start(dir.path(), "");
    tty.press(F4).press(&format!("\x1b[200~{ARGAN}\r\x1b[201~"));
    tty.shows(&format!("> {ARGAN}")).hides("37.80");
    quit(&mut tty);
}

/// As a VT100 says that it has enough, and that it goes on: neither is a key, and no
/// key is lost meanwhile.
#[test]
fn xoff_holds_the_screen_and_xon_shows_what_came_meanwhile() {
    let dir = tempfile::tempdir().unwrap();
    let mut tty = start(dir.path(), "[screen]\nflow = \"xonxoff\"\n");
    tty.press(F4).press("zz").shows("zz");
    tty.press("\x13").press("qy");
    // As long as any answer ever takes here.
    thread::sleep(Duration::from_millis(300));
    assert!(!tty.text().contains("zzq"), "{}", tty.text());
    tty.press("\x11").shows("zzqy");
    tty.press("\x1b").hides("zzqy");
    quit(&mut tty);
}

#[test]
fn a_bank_card_is_not_shown() {
    let dir = tempfile::tempdir().unwrap();
    let mut tty = start(dir.path(), "");
    tty.press(F3)
        .press(";4111111111111111=28121010000000000?\r")
        .shows("bank card");
    assert!(!tty.text().contains("4111"), "{}", tty.text());
    quit(&mut tty);
}
