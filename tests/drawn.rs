//! A key draws no more than what it changed: the screen is all the same what a frame
//! that draws everything would be.

use balm::ui::{event::Event, key::Key};
use ratatui::{Terminal, backend::TestBackend, buffer::Buffer, layout::Position};

use crate::{desk::Desk, small_spa};

const KEYS: &str = "up up down down down left right right pgup pgdn home end tab backtab \
                    esc esc enter F1 F2 F2 F3 F4 F5 F6 F7 / : backspace del + - \
                    a n o 1 2 4 5 m n g t c y ctrl-p [ ]";

/// All that a frame has, on a terminal that had nothing before.
fn drawn(desk: &mut Desk) -> (Buffer, Option<Position>) {
    let area = desk.buffer().area;
    let mut terminal = Terminal::new(TestBackend::new(area.width, area.height)).unwrap();
    desk.app.draw(&mut terminal).unwrap();
    let is_seen = terminal.backend().cursor_visible();
    let cursor = is_seen.then(|| terminal.get_cursor_position().unwrap());
    (terminal.backend().buffer().clone(), cursor)
}

fn assert_right(desk: &mut Desk, said: &str) {
    let shown = (desk.buffer().clone(), desk.cursor());
    let kept = drawn(desk);
    desk.app.handle(Event::Resize);
    let anew = drawn(desk);
    assert_eq!(kept, anew, "{said}");
    assert_eq!(shown, anew, "{said}");
}

/// In a shop without wide letters: behind them the terminal in memory keeps what it
/// had there before.
#[test]
fn whatever_is_pressed_the_screen_is_as_if_drawn_anew() {
    let keys: Vec<&str> = KEYS.split_whitespace().collect();
    for (seed, width, height) in [(1, 80, 24), (2, 132, 43), (3, 80, 24)] {
        let mut desk = Desk::on(width, height, |shop, clock| {
            small_spa::build(shop, clock);
        });
        let mut rng = fastrand::Rng::with_seed(seed);
        let mut pressed = String::new();
        for _ in 0..200 {
            for _ in 0..rng.usize(1..=4) {
                let key = *rng.choice(&keys).unwrap();
                pressed = format!("{pressed} {key}");
                let key: Key = key.parse().unwrap();
                desk.press(key);
                if rng.u8(..) < 40 {
                    desk.rests();
                }
            }
            assert_right(&mut desk, &format!("seed {seed}, after{pressed}"));
        }
    }
}

/// Nothing but the cursor goes to a terminal on which nothing else has changed.
#[test]
fn a_move_in_the_grid_lays_nothing_out() {
    let mut desk = Desk::demo(80, 24, 2);
    desk.settles().keys("F2");
    for key in ["down", "right", "up", "left"] {
        let n_frames = desk.n_frames();
        let before = desk.cursor();
        desk.press(key.parse().unwrap());
        assert_eq!(desk.n_frames(), n_frames, "{key}");
        assert_ne!(desk.cursor(), before, "{key}");
        desk.rests();
        assert_eq!(
            desk.n_frames(),
            n_frames + 1,
            "{key}: the detail line follows"
        );
    }
}

/// However many are ahead of the screen, and whatever opens and closes on the way.
#[test]
fn keys_that_come_at_once_are_answered_with_one_frame() {
    let desk = || {
        Desk::on(80, 24, |shop, clock| {
            small_spa::build(shop, clock);
        })
    };
    for keys in [
        "F2 a r",
        "F4 a r g a n",
        "F3 o z o enter F4 F3",
        "F4 a r g enter F5 F2 / o z o l a",
        "ctrl-p esc F1 F1 F12 esc F4 s w e d enter",
    ] {
        let mut one_by_one = desk();
        one_by_one.keys(keys);
        let mut at_once = desk();
        at_once.settles();
        let n_frames = at_once.n_frames();
        at_once.at_once(keys);
        assert_eq!(at_once.n_frames(), n_frames + 1, "{keys}");
        at_once.rests();
        assert_eq!(at_once.screen(), one_by_one.screen(), "{keys}");
        assert_eq!(at_once.cursor(), one_by_one.cursor(), "{keys}");
        assert_right(&mut at_once, keys);
    }
}
