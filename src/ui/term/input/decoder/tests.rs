//! The decoder as a state machine: bytes at simulated times, and the keys they are.

use proptest::prelude::*;

use super::*;

/// A line that hands bytes over at times of its own, with the reader's ticks between.
struct Line {
    decoder: Decoder,
    now: Instant,
    heard: Vec<Heard>,
}

impl Line {
    fn new() -> Self {
        Self {
            decoder: Decoder::new(),
            now: Instant::now(),
            heard: Vec::new(),
        }
    }

    fn waits(&mut self, pause: Duration) -> &mut Self {
        let until = self.now + pause;
        while let Some(deadline) = self.decoder.deadline().filter(|it| *it <= until) {
            self.heard.extend(self.decoder.tick(deadline));
        }
        self.now = until;
        self
    }

    /// Bytes that come at once.
    fn gives(&mut self, bytes: &[u8]) -> &mut Self {
        for byte in bytes {
            self.decoder.push(*byte, self.now, &mut self.heard);
        }
        self
    }

    fn crawls(&mut self, bytes: &[u8], gap: Duration) -> &mut Self {
        for byte in bytes {
            self.gives(&[*byte]).waits(gap);
        }
        self
    }

    /// All that was heard, once the line has been quiet for a second.
    fn ends(&mut self) -> Vec<Heard> {
        self.waits(ms(1_000));
        std::mem::take(&mut self.heard)
    }
}

fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

fn key(code: KeyCode) -> Heard {
    Heard::Key(Key::plain(code))
}

fn typed(text: &str) -> Vec<Heard> {
    text.chars()
        .map(|letter| Heard::Key(Key::char(letter)))
        .collect()
}

fn at_once(bytes: &[u8]) -> Vec<Heard> {
    Line::new().gives(bytes).ends()
}

/// Terminfo's spelling of bytes.
fn bytes_of(spelled: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut letters = spelled.bytes();
    while let Some(letter) = letters.next() {
        bytes.push(match letter {
            b'\\' => match letters.next() {
                Some(b'E') => ESC,
                other => panic!("{spelled}: {other:?}"),
            },
            b'^' => letters.next().unwrap() ^ 0x40,
            letter => letter,
        });
    }
    bytes
}

/// Each key of each terminal: its name, its terminal, its bytes.
fn known_keys() -> Vec<(Heard, String, Vec<u8>)> {
    include_str!("../../../../../fixtures/terminal-keys.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(|line| {
            let (terminal, keys) = line.split_once(' ').unwrap();
            keys.split(' ').map(move |pair| {
                let (name, spelled) = pair.split_once('=').unwrap();
                let heard = Heard::Key(name.parse().unwrap());
                (heard, format!("{terminal} {name}"), bytes_of(spelled))
            })
        })
        .collect()
}

#[test]
fn every_key_of_every_terminal_is_known() {
    let keys = known_keys();
    assert!(keys.len() > 300);
    for (want, name, bytes) in keys {
        assert_eq!(at_once(&bytes), [want], "{name}");
    }
}

/// The application keypad as xterm's control sequences document it.
#[test]
fn the_keypad_types_in_either_mode() {
    let keypad = b"\x1bOj\x1bOk\x1bOl\x1bOm\x1bOn\x1bOo\x1bOp\x1bOq\x1bOr\x1bOs\x1bOt\x1bOu\x1bOv\x1bOw\x1bOx\x1bOy\x1bOX";
    assert_eq!(at_once(keypad), typed("*+,-./0123456789="));
    assert_eq!(at_once(b"\x1bOM"), [key(KeyCode::Enter)]);
}

#[test]
fn what_is_held_with_a_key_does_not_hide_it() {
    #[rustfmt::skip]
    let cases: [(&[u8], Heard); 17] = [
        (b"\x1b[1;2A", key(KeyCode::Up)),
        (b"\x1b[1;5D", key(KeyCode::Left)),
        (b"\x1b[a", key(KeyCode::Up)),
        (b"\x1bOd", key(KeyCode::Left)),
        (b"\x1b[1;2P", key(KeyCode::F(1))),
        (b"\x1bO5P", key(KeyCode::F(1))),
        (b"\x1b[1;5H", key(KeyCode::Home)),
        (b"\x1b[15;2~", key(KeyCode::F(5))),
        (b"\x1b[3;5~", key(KeyCode::Del)),
        (b"\x1b[3$", key(KeyCode::Del)),
        (b"\x1b[5^", key(KeyCode::PageUp)),
        (b"\x1b[6@", key(KeyCode::PageDown)),
        (b"\x1b[13;2u", key(KeyCode::Enter)),
        (b"\x1b[27;2;13~", key(KeyCode::Enter)),
        (b"\x1b[9;2u", key(KeyCode::BackTab)),
        (b"\x1b[112;5u", Heard::Key(Key::ctrl('p'))),
        (b"\x1b[97u", Heard::Key(Key::char('a'))),
    ];
    for (bytes, want) in cases {
        assert_eq!(at_once(bytes), [want], "{bytes:?}");
    }
}

#[test]
fn control_bytes_are_their_keys() {
    #[rustfmt::skip]
    let cases: [(&[u8], &[&str]); 9] = [
        (b"\r", &["enter"]),
        (b"\t", &["tab"]),
        (b"\x08\x7f", &["backspace", "backspace"]),
        (b"\x01\x10\x1a", &["ctrl-a", "ctrl-p", "ctrl-z"]),
        (b"\x1d", &["ctrl-]"]),
        (b"\x00", &[]),
        (b"\r\n", &["enter", "ctrl-j"]),
        (b"\x1b\t", &["backtab"]),
        (b"\x1b\x1b[A", &["esc", "up"]),
    ];
    for (bytes, want) in cases {
        let want: Vec<Heard> = want
            .iter()
            .map(|name| Heard::Key(name.parse().unwrap()))
            .collect();
        assert_eq!(at_once(bytes), want, "{bytes:?}");
    }
}

#[test]
fn sequences_of_no_key_leave_nothing_behind() {
    #[rustfmt::skip]
    let silent: [&[u8]; 15] = [
        b"\x1b[25~", b"\x1b[99~", b"\x1b[?1;2c", b"\x1b[>0;276;0c", b"\x1b[?2026;2$y",
        b"\x1b[E", b"\x1b[I", b"\x1b[201~", b"\x1b[[Z", b"\x1bOE",
        // What terminals say in words.
        b"\x1b]11;rgb:0000/0000/0000\x07", b"\x1b]11;rgb:0000/0000/0000\x1b\\", b"\x1bP1$r0m\x1b\\",
        // With Alt.
        b"\x1ba", "\x1bē".as_bytes(),
    ];
    for bytes in silent {
        assert_eq!(at_once(bytes), [], "{bytes:?}");
        assert_eq!(
            at_once(&[bytes, b"x"].concat()),
            typed("x"),
            "{bytes:?} and x"
        );
    }
}

#[test]
fn the_terminals_answers_are_no_keys() {
    assert_eq!(at_once(b"\x1b[0n"), [Heard::Answer]);
    assert_eq!(at_once(b"\x1b[3n"), [Heard::Answer]);
    assert_eq!(at_once(b"\x1b[24;80R"), [Heard::Answer]);
    assert_eq!(at_once(b"\x1b[1;2R"), [Heard::Answer]);
    assert_eq!(at_once(b"\x1b[R"), [key(KeyCode::F(3))]);
    assert_eq!(
        at_once(b"a\x1b[0nb"),
        [typed("a"), vec![Heard::Answer], typed("b")].concat()
    );
}

#[test]
fn a_bare_esc_comes_within_thirty_milliseconds() {
    let mut line = Line::new();
    line.gives(b"\x1b");
    let wait = line.decoder.deadline().unwrap() - line.now;
    assert!(wait <= ms(30), "{wait:?}");
    line.waits(wait);
    assert_eq!(line.heard, [key(KeyCode::Esc)]);
    assert_eq!(line.decoder.deadline(), None);

    let after_it = Line::new().gives(b"\x1b").waits(ms(26)).gives(b"[A").ends();
    assert_eq!(after_it, [vec![key(KeyCode::Esc)], typed("[A")].concat());
}

/// Read late, as after a stall of the machine: the bytes may have come in time, so
/// an arrow stays one; a letter was not typed with Alt.
#[test]
fn bytes_read_late_are_not_taken_apart() {
    let late = |first: &[u8], rest: &[u8]| {
        let mut line = Line::new();
        line.gives(first);
        line.now += ms(300);
        line.gives(rest).ends()
    };
    assert_eq!(late(b"\x1b", b"[A"), [key(KeyCode::Up)]);
    assert_eq!(late(b"\x1b[", b"A"), [key(KeyCode::Up)]);
    assert_eq!(
        late(b"\x1b", b"x"),
        [vec![key(KeyCode::Esc)], typed("x")].concat()
    );
}

#[test]
fn sequences_split_anyhow_are_never_wrong() {
    let keys = known_keys();
    let mut rng = fastrand::Rng::with_seed(7);
    for case in 0..1_000 {
        let (want, name, bytes) = &keys[rng.usize(..keys.len())];
        let mut line = Line::new();
        for byte in bytes {
            line.gives(&[*byte])
                .waits(Duration::from_micros(rng.u64(..=15_000)));
        }
        assert_eq!(
            line.ends(),
            std::slice::from_ref(want),
            "case {case}: {name}"
        );
    }
}

/// At 9600 baud bytes come 1.04 ms apart, and other keys follow at once.
#[test]
fn a_slow_line_full_of_keys_is_read_right() {
    let keys = known_keys();
    for gap in [0, 500, 1_040, 5_000, 15_000].map(Duration::from_micros) {
        let mut line = Line::new();
        let mut want = Vec::new();
        for (key, _, bytes) in &keys {
            line.crawls(bytes, gap);
            line.crawls(b"x", gap);
            want.push(key.clone());
            want.extend(typed("x"));
        }
        assert_eq!(line.ends(), want, "{gap:?}");
    }
}

#[test]
fn a_sequence_that_breaks_off_does_not_eat_the_next_key() {
    let broken: [&[u8]; 5] = [b"\x1b[", b"\x1b[1;", b"\x1bO", b"\x1b[[", b"\x1b]0;x"];
    for bytes in broken {
        let later = Line::new().gives(bytes).waits(ms(150)).gives(b"A").ends();
        assert_eq!(later, typed("A"), "{bytes:?}");
    }
    assert_eq!(at_once(b"\x1b[1\r"), [key(KeyCode::Enter)]);
    assert_eq!(at_once(b"\x1b[1\x1b[B"), [key(KeyCode::Down)]);
    assert_eq!(at_once(b"\x1bO\x1b[B"), [key(KeyCode::Down)]);
    let endless = [b"\x1b[".as_slice(), &[b'1'; 5_000], b"~x"].concat();
    assert_eq!(at_once(&endless), typed("x"));
}

#[test]
fn letters_of_any_script_survive_being_split() {
    let text = "Bērziņš Щукарь Հայ 王芳 𐍈";
    for gap in [0, 1, 15, 500] {
        assert_eq!(
            Line::new().crawls(text.as_bytes(), ms(gap)).ends(),
            typed(text)
        );
    }
}

#[test]
fn bad_bytes_go_alone() {
    #[rustfmt::skip]
    let cases: [(&[u8], &str); 10] = [
        (b"a\xE9x", "ax"),
        (b"a\xE9\xC4\x81x", "aāx"),
        (b"\xC4x", "x"),
        (b"\xC4\xC4\x81", "ā"),
        (b"\x80\xBF\xFE\xFFx", "x"),
        (b"\xC0\x80x", "x"),
        (b"\xED\xA0\x80x", "x"),
        (b"\xF4\x90\x80\x80x", "x"),
        (b"\xC2\x9Bx", "x"),
        (b"\xF0\x9F\x98x", "x"),
    ];
    for (bytes, want) in cases {
        assert_eq!(at_once(bytes), typed(want), "{bytes:?}");
    }
    let and_arrow = at_once(b"\xC4\x1b[A");
    assert_eq!(and_arrow, [key(KeyCode::Up)]);
}

#[test]
fn a_paste_is_one_piece_however_it_comes() {
    let bytes = "\x1b[200~Līga\r4751234567895\r\x1b[201~".as_bytes();
    let want = [Heard::Paste("Līga\r4751234567895\r".to_owned())];
    for gap in [0, 1, 15] {
        assert_eq!(Line::new().crawls(bytes, ms(gap)).ends(), want, "{gap} ms");
    }
    let mut hesitant = Line::new();
    hesitant.gives(b"\x1b[200~").crawls(b"Ann", ms(200));
    let heard = hesitant.gives(b"a\x1b[201~").ends();
    assert_eq!(heard, [Heard::Paste("Anna".to_owned())]);
    // Sequences in a paste are its text.
    assert_eq!(
        at_once(b"\x1b[200~a\x1b[Ab\x1b\x1b[201~c"),
        [vec![Heard::Paste("a\x1b[Ab\x1b".to_owned())], typed("c")].concat()
    );
    assert_eq!(
        at_once(b"\x1b[200~a\xFFb\xC4\x1b[201~"),
        [Heard::Paste("ab".to_owned())]
    );
}

#[test]
fn a_paste_without_end_gives_the_keyboard_back() {
    let mut line = Line::new();
    line.gives(b"\x1b[200~half").waits(ms(300));
    assert_eq!(line.heard, [Heard::Paste("half".to_owned())]);
    line.gives(b"x\x1b[A");
    assert_eq!(
        line.heard[1..],
        [typed("x"), vec![key(KeyCode::Up)]].concat()
    );
}

#[test]
fn a_paste_without_measure_is_cut() {
    let much = vec![b'7'; 3 * PASTE_BYTES_MAX];
    let heard = at_once(&[b"\x1b[200~", much.as_slice(), b"\x1b[201~x"].concat());
    let want = "7".repeat(PASTE_BYTES_MAX);
    assert_eq!(heard, [vec![Heard::Paste(want)], typed("x")].concat());
}

proptest! {
    /// Whatever came before it: a moment later the keyboard works.
    #[test]
    fn noise_does_not_take_the_keyboard_away(
        noise in prop::collection::vec((any::<u8>(), 0_u64..40), 0..200),
    ) {
        let mut line = Line::new();
        for (byte, gap) in noise {
            line.gives(&[byte]).waits(ms(gap));
        }
        line.ends();
        prop_assert_eq!(line.gives(b"x\x1b[A").ends(), [typed("x"), vec![key(KeyCode::Up)]].concat());
    }

    /// A sequence comes out the same however the line cuts it up.
    #[test]
    fn gaps_change_nothing(
        bytes in prop::collection::vec(prop_oneof![Just(ESC), Just(b'['), Just(b'O'), any::<u8>()], 0..60),
        gaps in prop::collection::vec(0_u64..=15, 60),
    ) {
        let mut split = Line::new();
        for (byte, gap) in bytes.iter().zip(gaps) {
            split.gives(&[*byte]).waits(ms(gap));
        }
        prop_assert_eq!(split.ends(), at_once(&bytes));
    }
}
