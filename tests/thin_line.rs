//! The screen over a slow line: what a key costs, and when.

mod frames;
mod wire;

use balm::{
    domain::catalog::Product,
    store::Reads,
    ui::{
        event::Event,
        key::Key,
        term::output::Output,
        theme::{Glyphs, Ink, Theme},
    },
};
use ratatui::Terminal;

use crate::desk::Desk;
use wire::Wire;

/// A desk of the demo spa whose frames go over a wire, too.
struct Line {
    desk: Desk,
    terminal: Terminal<Output<Wire>>,
}

fn slow() -> Theme {
    Theme {
        ink: Ink::Mono,
        glyphs: Glyphs::Ascii,
        any_letter: true,
        slow: true,
    }
}

impl Line {
    fn new(theme: Theme) -> Self {
        let mut desk = Desk::demo(80, 24, 3);
        desk.app.set_theme(theme);
        let terminal = Wire::new("xterm", theme, 80, 24).terminal();
        let mut line = Self { desk, terminal };
        line.sent();
        line
    }

    /// How many bytes the next frame takes.
    fn sent(&mut self) -> usize {
        self.desk.app.draw(&mut self.terminal).unwrap();
        let sink = self.terminal.backend_mut().sink_mut();
        assert!(sink.n_writes <= 1);
        let sent = sink.take_sent();
        if std::env::var_os("SHOW_BYTES").is_some() {
            eprintln!(
                "{} {}",
                sent.len(),
                String::from_utf8_lossy(&sent).replace('\x1b', "^")
            );
        }
        sent.len()
    }

    /// What each of these keys costs, without and with what follows when no more come.
    fn keys(&mut self, keys: &str) -> Vec<(usize, usize)> {
        let mut costs = Vec::new();
        for key in keys.split_whitespace() {
            self.desk.press(key.parse().unwrap());
            let at_once = self.sent();
            self.desk.rests();
            costs.push((at_once, at_once + self.sent()));
        }
        costs
    }
}

#[test]
fn what_changes_nothing_sends_nothing() {
    for theme in [Theme::full(), slow()] {
        let mut line = Line::new(theme);
        // The end of the day, the entry line's start, a minute that is the same.
        assert_eq!(line.keys("F4 backspace left")[1..], [(0, 0), (0, 0)]);
        line.desk.passes(0);
        assert_eq!(line.sent(), 0);
    }
}

#[test]
fn a_scanned_line_fits_into_a_tenth_of_a_second_at_9600_baud() {
    for theme in [Theme::full(), slow()] {
        let mut line = Line::new(theme);
        let products = line.desk.shop.read().all::<Product>().unwrap();
        for (nth, product) in products[..4].iter().enumerate() {
            line.desk.scans(&product.barcodes[0].code);
            let n_bytes = line.sent();
            // The first one makes the cart.
            assert!(nth == 0 || n_bytes <= 96, "{}: {n_bytes}", product.name);
        }
    }
}

#[test]
fn quiet_is_awaited_after_keys_only() {
    let mut desk = Desk::demo(80, 24, 1);
    assert!(!desk.app.awaits_quiet());
    for event in [Event::Key(Key::char('n')), Event::Paste("Anna".to_owned())] {
        desk.app.handle(event);
        assert!(desk.app.awaits_quiet());
        desk.app.handle(Event::Quiet);
        assert!(!desk.app.awaits_quiet());
    }
    for event in [Event::Minute, Event::Resize] {
        desk.app.handle(event);
        assert!(!desk.app.awaits_quiet(), "idle wakes nothing up");
    }
}
