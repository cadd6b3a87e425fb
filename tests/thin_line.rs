//! The screen over a slow line: what a key costs, and when.

mod frames;
mod reference;
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
        for (nth, product) in products[..8].iter().enumerate() {
            line.desk.scans(&product.barcodes[0].code);
            let n_bytes = line.sent();
            // The first one makes the cart.
            assert!(nth == 0 || n_bytes <= 96, "{}: {n_bytes}", product.name);
        }
    }
}

#[test]
fn a_move_in_the_grid_is_the_cursors_own() {
    for theme in [Theme::full(), slow()] {
        let mut line = Line::new(theme);
        let mut n_moved = 0;
        for key in "down down right right up left down left up".split(' ') {
            let before = line.desk.cursor();
            let [(at_once, _)] = line.keys(key)[..] else {
                unreachable!()
            };
            if line.desk.cursor() != before {
                n_moved += 1;
                assert!(at_once <= 8, "{at_once}");
            }
        }
        assert!(n_moved > 6, "{n_moved}");
    }
}

/// A visit that ends between two rows leaves two times in one: the cursor stands still,
/// and what has changed is said at once.
#[test]
fn a_move_within_a_row_is_told_at_once() {
    let mut desk = Desk::demo(80, 24, 3);
    let mut n_within = 0;
    for there in ["down", "up", "down", "up"] {
        for _ in 0..40 {
            let (cursor, screen) = (desk.cursor(), desk.screen());
            desk.press(there.parse().unwrap());
            let stood = desk.cursor() == cursor;
            let at_once = desk.screen();
            desk.rests();
            if stood {
                assert_eq!(at_once, desk.screen());
                n_within += usize::from(at_once != screen);
            }
        }
        desk.keys("right");
    }
    assert!(n_within > 0, "no visit ends between two rows");
}

/// Bytes of each key with all that follows when no more come, in either look.
#[test]
fn panes_and_dialogs_stay_within_their_bytes() {
    #[rustfmt::skip]
    let cases = [
        // keys before    key       at most
        ("F3",            "F4",     115),
        ("F4",            "F3",     115),
        ("F2",            "F3",     115),
        ("F2",            "F4",     115),
        ("F4",            "F2",     115),
        ("F5",            "F4",     115),
        // A list that was not there is drawn whole.
        ("F2",            "F5",    1150),
        ("F5",            "F2",    1350),
        ("F2",            "F7",     570),
        ("F2 F7",         "esc",    770),
        ("F4",            "/",      570),
        ("F4 /",          "esc",    770),
        ("F4",            "ctrl-p", 570),
        ("F4 ctrl-p",     "esc",    770),
        // All that is known of a visit, and what became of it, in ten rows.
        ("F2 right",      "enter",  830),
        ("F2 right enter", "esc",   800),
        // All that can be asked of a time, in eleven rows, equipment among them.
        ("F2",            "f",      770),
        ("F2 f",          "esc",   1080),
        ("F2",            "g",      570),
        // All that can be done with a drawer, in thirteen rows.
        ("F2",            "F10",    720),
        ("F2 F10",        "esc",    850),
        ("F2",            "ctrl-r", 570),
        ("F2 ctrl-r",     "esc",    770),
        // Twelve fields, which cover half of the screen.
        ("F2",            "ctrl-n", 640),
        ("F2 ctrl-n",     "esc",   1000),
        ("F2",            "ctrl-w", 570),
        ("F2 ctrl-w",     "esc",    770),
        ("F2",            "F11",    570),
        ("F2 F11",        "esc",    770),
        ("F2",            "!",      570),
        ("F2 !",          "esc",    770),
        ("F2",            "ctrl-x", 570),
    ];
    for theme in [Theme::full(), slow()] {
        let mut line = Line::new(theme);
        let products = line.desk.shop.read().all::<Product>().unwrap();
        line.desk.scans(&products[0].barcodes[0].code);
        let mut over = Vec::new();
        for (before, key, most) in cases {
            line.keys("F2");
            line.keys(before);
            let n_bytes = line.keys(key)[0].1;
            if n_bytes > most {
                over.push(format!("{before} {key}: {n_bytes} of {most}"));
            }
            line.keys("esc esc esc");
        }
        assert!(over.is_empty(), "slow: {}: {over:#?}", theme.slow);
    }
}

/// The best hit is there with the key; the others follow when no more keys come.
#[test]
fn a_look_up_is_answered_within_its_bytes() {
    for theme in [Theme::full(), slow()] {
        let mut line = Line::new(theme);
        line.keys("F3");
        let (mut n_letters, mut sent) = (0, 0);
        for name in [
            "anna", "ozols", "berzins", "liga", "kalnins", "muller", "20125",
        ] {
            for letter in name.chars() {
                line.desk.press(Key::char(letter));
                let n_bytes = line.sent();
                assert!(n_bytes <= 145, "{name}, {letter}: {n_bytes}");
                (n_letters, sent) = (n_letters + 1, sent + n_bytes);
            }
            line.desk.rests();
            sent += line.sent();
            line.keys("esc");
        }
        assert!(sent <= 140 * n_letters, "{sent} for {n_letters} letters");
        // Who pauses after each letter sees every list.
        let mut costs: Vec<usize> = line.keys("a n n a l i e").iter().map(|it| it.1).collect();
        costs.sort_unstable();
        assert!(costs[costs.len() / 2] <= 165, "{costs:?}");
    }
}

/// With what follows a pause: what is under the cursor, and the keys that work on it.
#[test]
fn a_pause_in_the_grid_tells_of_the_cell_in_few_bytes() {
    for theme in [Theme::full(), slow()] {
        let mut line = Line::new(theme);
        let walk = line.keys("down down right right up left down down down right up up left right");
        let mut costs: Vec<usize> = walk.iter().map(|it| it.1).collect();
        // Where the hints stay the same.
        let n_same = costs.iter().filter(|it| **it <= 70).count();
        assert!(n_same * 2 >= costs.len(), "{costs:?}");
        costs.sort_unstable();
        assert!(costs.last().is_some_and(|it| *it <= 180), "{costs:?}");
    }
}

#[test]
fn a_slow_line_has_short_lists_and_marks_in_place_of_reverse() {
    let hits = |theme: Theme| (theme.hits(22), theme.hits(40));
    assert_eq!((hits(Theme::full()), hits(slow())), ((5, 8), (5, 5)));
    let mut line = Line::new(slow());
    line.keys("/");
    let screen = line.terminal.backend().sink().screen();
    let marked = screen.contents_between(0, 0, 23, 80);
    assert!(marked.contains("> visit"), "{marked}");
    let reversed = (15..23).flat_map(|y| (0..80).filter_map(move |x| screen.cell(y, x)));
    let reversed: String = reversed
        .filter(|it| it.inverse())
        .map(vt100::Cell::contents)
        .collect();
    assert_eq!(reversed.trim(), "Find", "only the title shows the focus");
}

/// Of a day's keys in either look.
#[test]
fn what_is_sent_is_no_more_than_a_good_encoder_sends() {
    const KEYS: &str = "down down right right up left F3 a n n esc esc F4 F2 F5 down F2 / a n esc \
                        ctrl-p esc F2 right enter esc F7 esc F1 esc F4 x esc F2 n p down down";
    for theme in [Theme::full(), slow()] {
        let mut line = Line::new(theme);
        let (mut sent, mut reference) = (0, 0);
        for key in KEYS.split_whitespace() {
            let before = line.terminal.backend().sink().screen().clone();
            sent += line.keys(key)[0].1;
            reference += reference::bytes(&before, line.terminal.backend().sink().screen());
        }
        println!("{theme:?}: {sent} bytes, a good encoder {reference}");
        assert!(
            sent * 10 <= reference * 11,
            "{theme:?}: {sent}, {reference}"
        );
    }
}

/// The wire fails on any control byte that is not the program's own.
#[test]
fn hostile_text_reaches_the_terminal_as_letters_only() {
    let hostile = [
        "\x1b[2J\x1b]0;title\x07",
        "\u{9b}31mred\u{90}",
        "\u{202e}evil\u{2066}",
        "zero\u{200b}width\u{feff}",
        "e\u{301}\u{301}\u{301}\u{301}",
        "\u{1f600}\u{1f468}\u{200d}\u{1f469}",
        "a\tb\r\nc\0d\x7f",
    ];
    for theme in [Theme::full(), slow()] {
        let mut line = Line::new(theme);
        for text in hostile {
            for before in [
                "F3",
                "F4",
                "/",
                "F2 right enter",
                "ctrl-n",
                "F5 ins",
                "F10 u",
                "F11",
            ] {
                line.keys(before);
                line.desk.pastes(text);
                line.sent();
                line.desk.scans(text);
                line.sent();
                line.keys("enter esc esc esc");
            }
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
