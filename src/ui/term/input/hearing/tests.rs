//! Scanners and typists at one keyboard, on a simulated clock: bytes in, events
//! out. No time passes while they run.

use std::fmt::Write as _;

use super::*;
use crate::{
    devices::wedge::{WedgePrefix, WedgeSpeed},
    ui::key::KeyCode,
};

/// Numbers from real packages.
const EAN13: &str = "4006381333931";
const EAN8: &str = "73513537";
const UPC_A: &str = "036000291452";
/// A shop's own code, and one with letters first.
const OWN: &str = "SPA-000123";

/// A keyboard at a desk, with whatever scanner types into it.
struct Desk {
    hearing: Hearing,
    now: Instant,
    /// All that came of it: text as itself, other keys and scans in brackets.
    said: String,
    /// What is shown of letters that are not keys yet.
    ahead: String,
    /// All that was ever shown so.
    flashed: Vec<String>,
}

impl Desk {
    fn new(wedge: WedgeConfig) -> Self {
        Self {
            hearing: Hearing::new(&Listening {
                wedge,
                double_read: ms(400),
            }),
            now: Instant::now(),
            said: String::new(),
            ahead: String::new(),
            flashed: Vec::new(),
        }
    }

    fn by_speed() -> Self {
        Self::new(WedgeConfig::Speed(WedgeSpeed::default()))
    }

    fn by_prefix(prefixes: &[&str], suffix: Option<&str>) -> Self {
        Self::new(WedgeConfig::Prefix(WedgePrefix {
            prefixes: prefixes.iter().map(ToString::to_string).collect(),
            suffix: suffix.map(ToOwned::to_owned),
        }))
    }

    fn waits(&mut self, pause: Duration) -> &mut Self {
        let until = self.now + pause;
        while let Some(deadline) = self.hearing.wakes_at().filter(|it| *it <= until) {
            let events = self.hearing.tick(deadline);
            self.note(events);
        }
        self.now = until;
        self
    }

    fn gives(&mut self, bytes: &[u8]) -> &mut Self {
        let events = self.hearing.push(bytes, self.now, false);
        self.note(events);
        self
    }

    /// Everything at once, after the machine had stood still.
    fn gives_late(&mut self, bytes: &[u8]) -> &mut Self {
        let events = self.hearing.push(bytes, self.now, true);
        self.note(events);
        self
    }

    /// Each character in a read of its own, the gap before it.
    fn types(&mut self, text: &str, gap: Duration) -> &mut Self {
        let mut bytes = [0; 4];
        for letter in text.chars() {
            // What comes at the very moment of a deadline is in time.
            self.waits(gap.saturating_sub(Duration::from_nanos(1)));
            self.now += gap.min(Duration::from_nanos(1));
            self.gives(letter.encode_utf8(&mut bytes).as_bytes());
        }
        self
    }

    /// A scanner, after whoever used the keyboard before has taken it up.
    fn scans(&mut self, text: &str, gap: Duration) -> &mut Self {
        self.waits(ms(200)).types(text, gap)
    }

    /// All that was said, once nothing more comes.
    fn ends(&mut self) -> String {
        self.waits(ms(2_000));
        std::mem::take(&mut self.said)
    }

    fn note(&mut self, events: Vec<Event>) {
        for event in events {
            match &event {
                Event::Ahead(letters) => {
                    self.flashed.push(letters.clone());
                    letters.clone_into(&mut self.ahead);
                    continue;
                }
                Event::TerminalAnswer { .. } => (),
                _ => self.ahead.clear(),
            }
            match event {
                Event::Key(Key {
                    code: KeyCode::Char(letter),
                    ctrl: false,
                }) => self.said.push(letter),
                Event::Key(key) => write!(self.said, "<{key}>").unwrap(),
                Event::Paste(text) => write!(self.said, "<paste {text:?}>").unwrap(),
                Event::Device(DeviceNews::Scan(code)) => write!(self.said, "[{code}]").unwrap(),
                Event::Device(DeviceNews::DoubleRead(_)) => self.said.push_str("[again]"),
                Event::Device(DeviceNews::BankCard) => self.said.push_str("[bank]"),
                Event::Device(DeviceNews::GarbledScan) => self.said.push_str("[garbled]"),
                Event::Device(DeviceNews::Unreadable) => self.said.push_str("[unreadable]"),
                other => panic!("{other:?}"),
            }
        }
    }
}

fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

/// At which a person types, without haste.
const TYPIST: Duration = Duration::from_millis(120);

#[test]
fn a_prefix_is_certain_at_any_timing() {
    for gap in 0..=80 {
        for code in [EAN13, EAN8, OWN, "7"] {
            let mut desk = Desk::by_prefix(&["~"], None);
            desk.types("3*", TYPIST)
                .scans(&format!("~{code}\r"), ms(gap))
                .waits(ms(150))
                .types("ab\r", TYPIST);
            assert_eq!(desk.ends(), format!("3*[{code}]ab<Enter>"), "{gap} ms");
        }
    }
}

#[test]
fn a_number_is_told_by_its_speed_up_to_eighty_milliseconds_a_key() {
    for gap in 1..=80 {
        for code in [EAN13, EAN8, UPC_A, "]E04006381333931"] {
            let mut desk = Desk::by_speed();
            desk.types("3*", TYPIST)
                .scans(&format!("{code}\r"), ms(gap))
                .waits(ms(150))
                .types("ab\r", TYPIST);
            assert_eq!(desk.ends(), format!("3*[{code}]ab<Enter>"), "{gap} ms");
        }
    }
}

/// What has no check digit is told up to 35 ms a key; slower, it is typing, whole
/// and in its order: never some of each.
#[test]
fn other_codes_are_scans_or_typing_and_nothing_between() {
    for gap in 1..=80 {
        for (code, slowest) in [(OWN, 35), ("A1B2C3", 20), ("100234", 20)] {
            let mut desk = Desk::by_speed();
            desk.types("ab", TYPIST)
                .scans(&format!("{code}\r"), ms(gap));
            let want = if gap <= slowest {
                format!("ab[{code}]")
            } else {
                format!("ab{code}<Enter>")
            };
            assert_eq!(desk.ends(), want, "{gap} ms");
        }
    }
}

#[test]
fn gaps_may_waver_as_scanners_do() {
    let mut rng = fastrand::Rng::with_seed(11);
    for case in 0..1_000 {
        let code = [EAN13, EAN8, UPC_A, OWN][rng.usize(..4)];
        let mut desk = Desk::by_speed();
        desk.waits(ms(500));
        for letter in code.chars() {
            // Steady at 7 or 8, sometimes 16, once in a while a hiccup.
            let gap = [7, 7, 8, 8, 8, 16, 16, 34][rng.usize(..8)];
            desk.types(&letter.to_string(), ms(gap));
        }
        desk.types("\r", ms(8));
        assert_eq!(desk.ends(), format!("[{code}]"), "case {case}");
    }
}

#[test]
fn what_ends_a_scan_is_swallowed() {
    for gap in [1, 8, 20, 35] {
        for end in ["\r", "\n", "\r\n", "\t", "\t\r", "\r\r", ""] {
            let mut desk = Desk::by_speed();
            desk.scans(&format!("{EAN13}{end}"), ms(gap));
            desk.waits(ms(300)).types("a\r", TYPIST);
            let want = format!("[{EAN13}]a<Enter>");
            assert_eq!(desk.ends(), want, "{end:?} at {gap} ms");

            let mut desk = Desk::by_prefix(&["~"], None);
            desk.scans(&format!("~{EAN13}{end}"), ms(gap));
            desk.waits(ms(600)).types("a\r", TYPIST);
            assert_eq!(desk.ends(), want, "{end:?} at {gap} ms");
        }
    }
}

#[test]
fn an_end_that_comes_late_presses_nothing() {
    let mut desk = Desk::by_speed();
    desk.scans(EAN13, ms(8)).waits(ms(170)).gives(b"\r");
    assert_eq!(desk.ends(), format!("[{EAN13}]"));
    desk.gives(b"\r");
    assert_eq!(desk.ends(), "<Enter>");
    // Not after another key: then it is somebody's.
    desk.scans(&format!("{EAN8}\r"), ms(8)).gives(b"\x1b[A\r");
    assert_eq!(desk.ends(), format!("[{EAN8}]<Up><Enter>"));
}

/// Alacritty 0.11 sends it for the keypad's Enter; a VT in its new line mode sends both.
#[test]
fn a_line_feed_alone_is_an_enter_and_behind_one_nothing() {
    let mut desk = Desk::by_speed();
    desk.types("a\n", TYPIST).types("\n", TYPIST);
    assert_eq!(desk.ends(), "a<Enter><Enter>");
    for gap in [0, 15, 100] {
        desk.types("a", TYPIST).types("\r\n", ms(gap));
        desk.waits(ms(500)).types("\r\n", ms(gap));
        assert_eq!(desk.ends(), "a<Enter><Enter>", "{gap} ms");
    }
    // The slowest scanner's, too.
    let mut desk = Desk::by_prefix(&["~"], None);
    desk.scans(&format!("~{EAN13}\r\n"), ms(80));
    assert_eq!(desk.ends(), format!("[{EAN13}]"));
    desk.types("\n", TYPIST);
    assert_eq!(desk.ends(), "<Enter>");
}

#[test]
fn scan_upon_scan() {
    let mut desk = Desk::by_speed();
    let four = format!("{EAN13}\r{EAN8}\r{OWN}\r{EAN13}\r");
    desk.scans(&four, ms(5));
    assert_eq!(desk.ends(), format!("[{EAN13}][{EAN8}][{OWN}][{EAN13}]"));
}

#[test]
fn the_same_code_at_once_is_noted_and_others_are_not_locked_out() {
    let mut desk = Desk::by_speed();
    desk.scans(&format!("{EAN13}\r{EAN13}\r{EAN8}\r"), ms(2));
    assert_eq!(desk.ends(), format!("[{EAN13}][again][{EAN8}]"));
    desk.scans(&format!("{EAN8}\r"), ms(2));
    assert_eq!(desk.ends(), format!("[{EAN8}]"), "a second piece");
}

/// A person's keys: a mean of their own, a spread, pairs that roll over each other,
/// now and then a key held down. Told in milliseconds before each key.
struct Typist {
    rng: fastrand::Rng,
    mean: u64,
}

impl Typist {
    fn new(seed: u64) -> Self {
        let mut rng = fastrand::Rng::with_seed(seed);
        // From a hunt to about 170 words a minute.
        let mean = rng.u64(70..300);
        Self { rng, mean }
    }

    fn gap(&mut self) -> Duration {
        let gap = match self.rng.u32(..100) {
            // The second of two keys pressed almost at once.
            0..12 => self.rng.u64(3..35),
            12..20 => self.mean * 3,
            // The sum of uniform parts is close to how people vary.
            _ => (0..4)
                .map(|_| self.rng.u64(self.mean / 8..=self.mean * 3 / 8))
                .sum(),
        };
        ms(gap)
    }

    /// What they type, as keyboards send it.
    fn text(&mut self) -> String {
        let words = [
            "anna",
            "Bērziņa",
            "26123456",
            "+371 29123456",
            "4006381333931",
            "1430",
            "50",
            "3*argan",
            "SPA-000123",
            "swedish 60",
            "10%",
            "Щукарь",
            "o'neil",
            "a.b@c.lv",
        ];
        let n_words = self.rng.usize(1..4);
        let words: Vec<&str> = (0..n_words)
            .map(|_| words[self.rng.usize(..words.len())])
            .collect();
        words.join(" ") + ["\r", "\t", "\x1b[A"][self.rng.usize(..3)]
    }
}

#[test]
fn a_fast_typist_is_never_taken_for_a_scanner() {
    for seed in 0..3_000 {
        let mut typist = Typist::new(seed);
        let mut desk = Desk::by_speed();
        let mut bytes = Vec::new();
        let mut slow = Desk::new(WedgeConfig::Off);
        for _ in 0..4 {
            let text = typist.text();
            let (plain, end) = text.split_at(text.len() - if text.ends_with('A') { 3 } else { 1 });
            for letter in plain.chars() {
                let gap = typist.gap();
                desk.types(&letter.to_string(), gap);
            }
            let gap = typist.gap();
            desk.waits(gap).gives(end.as_bytes());
            bytes.extend_from_slice(text.as_bytes());
        }
        slow.gives(&bytes);
        assert_eq!(desk.ends(), slow.ends(), "seed {seed}");
    }
}

#[test]
fn a_key_held_down_is_not_a_scan() {
    for gap in [11, 16, 25, 30, 33] {
        for key in ["0", "a", "x", "-"] {
            let mut desk = Desk::by_speed();
            desk.types(key, TYPIST)
                .waits(ms(250))
                .types(&key.repeat(40), ms(gap))
                .types("\r", ms(20));
            let want = format!("{}<Enter>", key.repeat(41));
            assert_eq!(desk.ends(), want, "{key} at {gap} ms");
        }
    }
    // And something typed at the end of it.
    let mut desk = Desk::by_speed();
    desk.types("0000000001\r", ms(30));
    assert_eq!(desk.ends(), "0000000001<Enter>");
}

#[test]
fn a_command_key_does_not_wait_for_what_is_held() {
    let mut desk = Desk::by_speed();
    desk.types("50", TYPIST).gives(b"\x1b[20~");
    assert_eq!(desk.said, "50<F9>");
    desk.types("12", TYPIST).gives(b"\r");
    assert_eq!(desk.said, "50<F9>12<Enter>");
}

#[test]
fn what_is_typed_is_seen_at_once() {
    let mut desk = Desk::by_speed();
    for (typed, seen) in [("4", "4"), ("7", "47"), ("5", "475")] {
        desk.types(typed, ms(60)).waits(ms(12));
        assert_eq!((desk.said.as_str(), desk.ahead.as_str()), ("", seen));
    }
    // What is a key is shown by whoever has it.
    desk.waits(ms(80));
    assert_eq!((desk.said.as_str(), desk.ahead.as_str()), ("475", ""));
    desk.types("ab", TYPIST).waits(ms(12));
    assert_eq!((desk.said.as_str(), desk.ahead.as_str()), ("475a", "b"));
    desk.gives(b"\r");
    assert_eq!(
        (desk.said.as_str(), desk.ahead.as_str()),
        ("475ab<Enter>", "")
    );
}

/// Of a scanner's speed nothing is seen, and of a slow one it is taken back.
#[test]
fn of_a_scan_nothing_stays() {
    for gap in 1..=80 {
        let mut desk = Desk::by_speed();
        desk.types("qx", TYPIST)
            .scans(&format!("{EAN13}\r"), ms(gap));
        assert_eq!(desk.ends(), format!("qx[{EAN13}]"), "{gap}");
        assert_eq!(desk.ahead, "", "{gap}");
        let of_scan = desk.flashed.iter().any(|it| it.starts_with('4'));
        assert_eq!(of_scan, gap > 12, "{gap}: {:?}", desk.flashed);
    }
}

#[test]
fn nobody_waits_where_nothing_needs_it() {
    let mut off = Desk::new(WedgeConfig::Off);
    off.gives(format!("{EAN13}\r").as_bytes());
    assert_eq!(off.said, format!("{EAN13}<Enter>"));
    let mut prefix = Desk::by_prefix(&["~"], None);
    prefix.gives(b"12a\r");
    assert_eq!(prefix.said, "12a<Enter>");
    // By speed, a character is a key 35 ms after it was typed, a digit 80.
    let mut speed = Desk::by_speed();
    speed.gives(b"a").waits(ms(35));
    assert_eq!(speed.said, "a");
    speed.gives(b"1").waits(ms(80));
    assert_eq!(speed.said, "a1");
}

#[test]
fn what_came_while_the_machine_stood_still_is_distrusted() {
    let typed = |text: &str| {
        let mut desk = Desk::by_speed();
        desk.gives_late(text.as_bytes());
        desk.ends()
    };
    assert_eq!(typed("SPA-000123\r"), "SPA-000123<Enter>");
    assert_eq!(typed("4006381333930\r"), "4006381333930<Enter>");
    assert_eq!(typed("4006381333931\r"), "[4006381333931]");
    assert_eq!(typed("berzina anna\r"), "berzina anna<Enter>");
    // A code of which a stall cut off the first half is still one.
    let mut desk = Desk::by_speed();
    desk.scans("40063", ms(8));
    desk.now += ms(300);
    desk.gives_late(b"81333").types("931\r", ms(8));
    assert_eq!(desk.ends(), "[4006381333931]");
}

#[test]
fn reads_of_a_few_keys_at_once_do_not_hide_a_scan() {
    for at_once in 1..=2 {
        let mut desk = Desk::by_speed();
        for part in format!("{OWN}\r").as_bytes().chunks(at_once) {
            desk.waits(ms(3)).gives(part);
        }
        assert_eq!(desk.ends(), format!("[{OWN}]"), "{at_once}");
    }
    let mut desk = Desk::by_speed();
    desk.gives(format!("{EAN13}\r\n").as_bytes());
    assert_eq!(desk.ends(), format!("[{EAN13}]"));
}

#[test]
fn a_paste_is_never_a_scan() {
    for mut desk in [Desk::by_speed(), Desk::by_prefix(&["~"], None)] {
        desk.gives(format!("\x1b[200~~{EAN13}\r\x1b[201~").as_bytes());
        assert_eq!(desk.ends(), format!("<paste \"~{EAN13}\\r\">"));
        // What was held before it comes before it.
        desk.gives(b"~7\x1b[200~x\x1b[201~");
        assert_eq!(desk.ends(), "~7<paste \"x\">");
    }
    // Nor where the terminal does not mark pastes.
    let text = "a long text without any end to it ".repeat(40);
    let mut desk = Desk::by_speed();
    desk.gives(format!("{text}\r").as_bytes());
    assert_eq!(desk.ends(), format!("{text}<Enter>"));
    let mut desk = Desk::by_speed();
    desk.types(&format!("{text}\r"), ms(1));
    assert_eq!(desk.ends(), format!("{text}<Enter>"));
}

/// What 4006381333931 becomes on other layouts, by xkeyboard-config: French,
/// Armenian (phonetic), Arabic-Indic digits of Swahili (Tanzania).
#[test]
fn layouts_that_change_codes_are_named() {
    let codes = [
        "'àà-\"_&\"\"\"ç\"&",
        "ձ006ե81եեե9ե1",
        "٤٠٠٦٣٨١٣٣٣٩٣١",
        // Code 128 with its letters, on a Russian layout.
        "ЫЗФ-000123",
    ];
    for code in codes {
        for gap in [1, 8, 20] {
            let mut desk = Desk::by_speed();
            desk.scans(&format!("{code}\r"), ms(gap));
            assert_eq!(desk.ends(), "[garbled]", "{code} at {gap} ms");
        }
        let mut desk = Desk::by_speed();
        desk.types(&format!("{code}\r"), TYPIST);
        assert_eq!(desk.ends(), format!("{code}<Enter>"), "a person may");
    }
    let mut desk = Desk::by_prefix(&["~"], None);
    desk.scans("~ձ006ե81եեե9ե1\r", ms(60));
    assert_eq!(desk.ends(), "[garbled]");
}

#[test]
fn bank_cards_leave_nothing_behind() {
    let tracks = [
        "%B4111111111111111^DOE/JOHN^28121010000000000?\r",
        ";4111111111111111=28121010000000000?\r",
        "%B5555555555554444^DOE/JOHN^2812?;5555555555554444=2812?\r",
    ];
    for track in tracks {
        for gap in [1, 8, 20, 50, 80] {
            let mut desk = Desk::by_speed();
            desk.scans(track, ms(gap));
            assert_eq!(desk.ends(), "[bank]", "{track} at {gap} ms");
            let mut desk = Desk::by_prefix(&["~", ";", "%"], None);
            desk.scans(track, ms(gap));
            assert_eq!(desk.ends(), "[bank]", "{track} at {gap} ms");
        }
        let mut desk = Desk::by_speed();
        desk.gives_late(track.as_bytes());
        assert_eq!(desk.ends(), "[bank]", "{track} after a stall");
    }
}

#[test]
fn client_cards_are_scans() {
    let mut desk = Desk::by_prefix(&["~", ";"], None);
    desk.scans(";000123?\r", ms(5))
        .scans(&format!("~{EAN13}\r"), ms(5));
    assert_eq!(desk.ends(), format!("[000123][{EAN13}]"));
    // The number that a card reader types, told by its speed.
    let mut desk = Desk::by_speed();
    desk.scans("0006547886\r", ms(10));
    assert_eq!(desk.ends(), "[0006547886]");
}

#[test]
fn a_prefix_may_be_long_and_a_suffix_set() {
    let mut desk = Desk::by_prefix(&["~~", "<<"], Some("$"));
    desk.scans(&format!("~~{EAN13}$"), ms(30))
        .scans("<<A B$", ms(30))
        .scans("~~12\r34$", ms(30));
    assert_eq!(desk.ends(), format!("[{EAN13}][A B][unreadable]"));
    // The scanner's Enter after its suffix is its own.
    desk.scans("~~77$\r\n", ms(5));
    assert_eq!(desk.ends(), "[77]");
    // STX and ETX, which come as Ctrl-B and Ctrl-C.
    let mut desk = Desk::by_prefix(&["\u{2}"], Some("\u{3}"));
    desk.scans(&format!("\u{2}{EAN13}\u{3}\r"), ms(8));
    assert_eq!(desk.ends(), format!("[{EAN13}]"));
}

#[test]
fn a_separator_stays_in_the_code() {
    let code = "]C10104006381333931\u{1D}10AB";
    for mut desk in [Desk::by_speed(), Desk::by_prefix(&["~"], None)] {
        desk.scans(&format!("~{code}\r"), ms(8));
        let said = desk.ends();
        assert!(said.contains(code), "{said:?}");
    }
}

#[test]
fn a_prefix_that_somebody_types_stays_text() {
    let cases = [
        ("~", "~"),
        ("a~b", "a~b"),
        ("~\r", "~<Enter>"),
        ("~~\r~", "[~]~"),
        ("~\x7f", "~<Backspace>"),
    ];
    for (typed, want) in cases {
        let mut desk = Desk::by_prefix(&["~"], None);
        desk.types(typed, TYPIST);
        assert_eq!(desk.ends(), want, "{typed:?}");
    }
    let mut desk = Desk::by_prefix(&["~~x"], None);
    desk.types("~~~x1\r~~", ms(50));
    assert_eq!(desk.ends(), "~[1]~~");
    let mut desk = Desk::by_prefix(&["~"], None);
    desk.types("~ab", TYPIST).gives(b"\x1b[A");
    assert_eq!(desk.said, "~ab<Up>");
}

#[test]
fn a_code_without_measure_is_unreadable() {
    let mut desk = Desk::by_prefix(&["~"], None);
    desk.scans(&format!("~{}\r", "7".repeat(5_000)), ms(1));
    let said = desk.ends();
    assert!(said.starts_with("[unreadable]"), "{}", &said[..40]);
}

#[test]
fn answers_of_the_terminal_pass_by_what_is_held() {
    let mut hearing = Desk::by_speed().hearing;
    let now = Instant::now();
    assert_eq!(hearing.push(b"4", now, false), []);
    assert_eq!(
        hearing.push(b"\x1b[0n", now, false),
        [Event::TerminalAnswer { at: now }]
    );
}

#[test]
fn other_thresholds_can_be_set() {
    let slow = WedgeSpeed {
        gap: ms(70),
        mean_gap: ms(70),
        ..WedgeSpeed::default()
    };
    let mut desk = Desk::new(WedgeConfig::Speed(slow));
    desk.scans(&format!("{OWN}\r"), ms(60));
    assert_eq!(desk.ends(), format!("[{OWN}]"));
}
