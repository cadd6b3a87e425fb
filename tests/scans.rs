//! A scan on every screen means something, or the screen says why not. None of it
//! is ever text in a field.

use balm::{
    domain::text,
    ui::{
        action::{ACTIONS, Action, Context},
        key::{Key, KeyCode},
        keymap::Keymap,
    },
};

use ratatui::layout::Position;

use crate::{desk::Desk, small_spa};

/// A code that nothing in the shop has.
const UNKNOWN: &str = "ZQ-77-ZQ";
const PANES: [&str; 4] = ["F2", "F3", "F4", "F5"];

fn desk() -> Desk {
    Desk::on(100, 30, |shop, clock| {
        small_spa::build(shop, clock);
    })
}

/// Every way from a pane to a screen: the pane's key and the action's.
fn ways() -> Vec<(&'static str, String, Key)> {
    let keymap = Keymap::standard().unwrap();
    let leaves = [Action::Quit, Action::DemoScan, Action::Redraw];
    let mut ways = Vec::new();
    for def in ACTIONS.iter().filter(|def| !leaves.contains(&def.action)) {
        let panes: &[&str] = match def.context {
            Context::Anywhere | Context::Desk => &PANES,
            Context::Day => &PANES[..1],
            Context::Client => &PANES[1..2],
            Context::Cart => &PANES[2..3],
            Context::Stock => &PANES[3..],
            _ => &[],
        };
        let key = keymap.keys(def.action).first().copied();
        for pane in panes {
            ways.extend(key.map(|key| (*pane, def.name.to_owned(), key)));
        }
    }
    ways
}

#[test]
fn a_scan_is_answered_on_every_screen() {
    let mut silent = Vec::new();
    for (pane, name, key) in ways() {
        let mut desk = desk();
        desk.keys(pane).press(key);
        let before = desk.screen();
        desk.scans(UNKNOWN);
        let after = desk.screen();
        if after == before || !text::clean(&after, usize::MAX).contains(UNKNOWN) {
            silent.push(format!("{pane} {name}:\n{after}"));
        }
    }
    assert!(
        silent.is_empty(),
        "{} are silent:\n{}",
        silent.len(),
        silent.join("\n")
    );
}

/// What is said or opened of the scan names the code; a field keeps what was in it.
#[test]
fn a_scan_is_in_no_field() {
    for (pane, name, key) in ways() {
        let mut desk = desk();
        desk.keys(pane).press(key).types("qx").scans(UNKNOWN);
        desk.press(Key::plain(KeyCode::Backspace));
        let screen = desk.screen();
        let typed_into = format!("qx{UNKNOWN}");
        assert!(!screen.contains(&typed_into), "{pane} {name}:\n{screen}");
    }
}

/// Letters that turn out to be a scan are seen where one types, and nowhere after it:
/// the screen is as if they had never come.
#[test]
fn letters_of_a_scan_leave_no_trace() {
    let mut n_seen = 0;
    for (pane, name, key) in ways() {
        let [mut seen, mut unseen] = [desk(), desk()].map(|mut desk| {
            // The printer's lamp comes on when its thread has begun.
            desk.waits_for(|desk| desk.screen().contains("PRN"));
            desk.keys(pane).press(key).types("qx");
            desk
        });
        let before = seen.screen();
        seen.sees_ahead("z7z7");
        let is_field = seen.screen().contains("qxz7z7");
        n_seen += usize::from(is_field);
        assert_eq!(
            seen.screen() == before,
            !is_field,
            "{pane} {name}:\n{before}"
        );
        seen.scans(UNKNOWN);
        unseen.scans(UNKNOWN);
        assert_eq!(seen.screen(), unseen.screen(), "{pane} {name}");
    }
    assert!(n_seen > 20, "{n_seen}");
}

/// Typed after all, they stand where they were seen, with the cursor behind them.
#[test]
fn letters_that_are_typed_stay_where_they_were_seen() {
    let mut desk = desk();
    let before = desk.keys("F4").cursor().unwrap();
    let seen = desk.sees_ahead("soy").screen();
    assert!(seen.contains("soy"), "{seen}");
    let behind = Position::new(before.x + 3, before.y);
    assert_eq!(desk.cursor(), Some(behind));
    desk.press(Key::char('s')).sees_ahead("oy");
    assert!(desk.screen().contains("soy"), "{}", desk.screen());
    assert_eq!(desk.cursor(), Some(behind));
    // No field is there to type into.
    desk.keys("esc F2").sees_ahead("soy").hides("soy");
}
