//! The real binary on every kind of terminal that the table knows, on one that never
//! answers, and on one at the end of a slow line.

use std::{
    io::{Read, Write},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};

use crate::terminal::{CTRL_X, F4, prepared};

const QUESTION: &[u8] = b"\x1b[5n";
const ANSWER: &[u8] = b"\x1b[0n";

/// What a terminal is like that the program runs in.
#[derive(Clone, Copy)]
struct Kind {
    term: &'static str,
    env: &'static [(&'static str, &'static str)],
    answers: bool,
    /// Of the line to it; as fast as it can be if `None`.
    bytes_a_second: Option<u64>,
}

const XTERM: Kind = Kind {
    term: "xterm-256color",
    env: &[("LANG", "C.UTF-8")],
    answers: true,
    bytes_a_second: None,
};

struct Seen {
    screen: vt100::Parser,
    bytes: Vec<u8>,
}

struct Session {
    child: Box<dyn Child + Send + Sync>,
    keys: Arc<Mutex<Box<dyn Write + Send>>>,
    seen: Arc<Mutex<Seen>>,
    _master: Box<dyn portable_pty::MasterPty + Send>,
    _dir: tempfile::TempDir,
}

impl Session {
    fn start(kind: Kind) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = dir.path().join("store");
        prepared(&store);
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_balm"));
        command.args(["--store", store.to_str().unwrap()]);
        for name in ["LC_ALL", "LC_CTYPE", "LANG", "NO_COLOR"] {
            command.env_remove(name);
        }
        command.env("TERM", kind.term);
        for (name, value) in kind.env {
            command.env(name, value);
        }
        let size = PtySize {
            rows: 24,
            cols: 80,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let keys = Arc::new(Mutex::new(pair.master.take_writer().unwrap()));
        let seen = Arc::new(Mutex::new(Seen {
            screen: vt100::Parser::new(24.try_into().unwrap(), 80.try_into().unwrap(), 0),
            bytes: Vec::new(),
        }));
        let output = pair.master.try_clone_reader().unwrap();
        let (shown, answers) = (Arc::clone(&seen), Arc::clone(&keys));
        thread::spawn(move || terminal(kind, output, &shown, &answers));
        Self {
            child,
            keys,
            seen,
            _master: pair.master,
            _dir: dir,
        }
    }

    fn press(&mut self, bytes: &str) -> &mut Self {
        self.keys
            .lock()
            .unwrap()
            .write_all(bytes.as_bytes())
            .unwrap();
        self
    }

    fn text(&self) -> String {
        self.seen.lock().unwrap().screen.screen().contents()
    }

    #[track_caller]
    fn waits_for(&mut self, done: impl Fn(&Seen) -> bool) -> &mut Self {
        let patience = Instant::now() + Duration::from_secs(60);
        while !done(&self.seen.lock().unwrap()) {
            assert!(Instant::now() < patience, "never came:\n{}", self.text());
            thread::sleep(Duration::from_millis(10));
        }
        self
    }

    #[track_caller]
    fn shows(&mut self, text: &str) -> &mut Self {
        self.waits_for(|seen| seen.screen.screen().contents().contains(text))
    }

    /// Leaves the program; gives all that it sent.
    #[track_caller]
    fn leaves(&mut self) -> String {
        self.press(CTRL_X).shows("Leave Balm?").press("\r");
        let patience = Instant::now() + Duration::from_secs(60);
        while self.child.try_wait().unwrap().is_none() {
            assert!(Instant::now() < patience, "does not end:\n{}", self.text());
            thread::sleep(Duration::from_millis(10));
        }
        String::from_utf8(self.seen.lock().unwrap().bytes.clone()).unwrap()
    }
}

/// Shows what comes, at the speed of its line, and answers in its turn.
fn terminal(
    kind: Kind,
    mut output: impl Read,
    seen: &Mutex<Seen>,
    answers: &Mutex<Box<dyn Write + Send>>,
) {
    let mut bytes = [0; 48];
    while let Ok(n @ 1..) = output.read(&mut bytes) {
        if let Some(speed) = kind.bytes_a_second {
            thread::sleep(Duration::from_micros(n as u64 * 1_000_000 / speed));
        }
        let n_asked = {
            let mut seen = seen.lock().unwrap();
            let before = count(&seen.bytes);
            seen.bytes.extend_from_slice(&bytes[..n]);
            seen.screen.process(&bytes[..n]);
            count(&seen.bytes) - before
        };
        if kind.answers {
            let mut line = answers.lock().unwrap();
            for _ in 0..n_asked {
                // The program may have ended meanwhile.
                let _ = line.write_all(ANSWER);
            }
        }
    }
}

fn count(bytes: &[u8]) -> usize {
    bytes
        .windows(QUESTION.len())
        .filter(|it| *it == QUESTION)
        .count()
}

#[test]
fn a_sale_on_every_kind_of_terminal() {
    #[rustfmt::skip]
    let kinds = [
        // TERM            locale                    sends colours, hides the cursor, is ASCII
        ("xterm-256color", &[("LANG", "C.UTF-8")],   true,  true,  false),
        ("xterm-256color", &[("LANG", "C")],         true,  true,  true),
        ("kitty",          &[("LANG", "C.UTF-8")],   true,  true,  false),
        ("tmux-256color",  &[("LANG", "C.UTF-8")],   true,  true,  false),
        ("screen",         &[("LANG", "C.UTF-8")],   true,  true,  false),
        ("linux",          &[("LANG", "C.UTF-8")],   true,  true,  false),
        ("rxvt",           &[("LANG", "C.UTF-8")],   true,  true,  false),
        ("teraterm",       &[("LANG", "C.UTF-8")],   true,  true,  false),
        ("putty",          &[("LANG", "C.UTF-8")],   true,  true,  false),
        ("vt100",          &[("LANG", "C.UTF-8")],   false, false, true),
        ("vt220",          &[("LANG", "C")],         false, true,  true),
        ("vt320",          &[("LANG", "C")],         false, true,  true),
        ("ansi",           &[("LANG", "C")],         true,  false, true),
        ("unheard-of",     &[("LANG", "C")],         false, false, true),
    ];
    for (term, env, colours, hides, ascii) in kinds {
        // Half of them never answer.
        let answers = hides;
        let kind = Kind {
            term,
            env,
            answers,
            ..XTERM
        };
        let mut session = Session::start(kind);
        session
            .shows("Cart")
            .press(F4)
            .press("ARGAN\r")
            .shows("Argan oil")
            .shows("37.80");
        let sent = session.leaves();
        assert_eq!(
            sent.contains("\x1b[36m") || sent.contains(";36m"),
            colours,
            "{term}"
        );
        assert_eq!(sent.contains("\x1b[?25"), hides, "{term}");
        assert_eq!(sent.is_ascii(), ascii, "{term}");
        assert!(sent.contains("\x1b[7m") || sent.contains(";7m"), "{term}");
        // Sixteen colours have codes of their own everywhere.
        assert!(!sent.contains("38;5"), "{term}");
    }
}

#[test]
fn without_colour_reverse_and_bold_survive() {
    let kind = Kind {
        env: &[("LANG", "C.UTF-8"), ("NO_COLOR", "1")],
        ..XTERM
    };
    let mut session = Session::start(kind);
    session
        .shows("Cart")
        .press(F4)
        .press("ARGAN\r")
        .shows("37.80");
    {
        let seen = session.seen.lock().unwrap();
        let screen = seen.screen.screen();
        let cells = (0..24).flat_map(|y| (0..80).filter_map(move |x| screen.cell(y, x)));
        let cells: Vec<_> = cells.collect();
        let plain = vt100::Color::Default;
        assert!(
            cells
                .iter()
                .all(|it| it.fgcolor() == plain && it.bgcolor() == plain)
        );
        assert!(cells.iter().any(|it| it.inverse()));
        assert!(cells.iter().any(|it| it.bold()));
    }
    session.leaves();
}

/// 9600 baud carry 960 bytes in a second.
#[test]
fn a_slow_line_is_found_out_and_gets_less() {
    let kind = Kind {
        bytes_a_second: Some(960),
        ..XTERM
    };
    let mut session = Session::start(kind);
    session.shows("The line to this terminal is slow");
    session.press(F4).press("ARGAN\r").shows("37.80");
    let screen_has_colours = |seen: &Seen| {
        let screen = seen.screen.screen();
        let mut cells = (0..24).flat_map(|y| (0..80).filter_map(move |x| screen.cell(y, x)));
        cells.any(|it| it.fgcolor() != vt100::Color::Default)
    };
    session.waits_for(|seen| !screen_has_colours(seen));
    session.leaves();
}

#[test]
fn a_terminal_that_cannot_show_it_is_told_so() {
    for term in ["wy60", "dumb"] {
        let kind = Kind { term, ..XTERM };
        let mut session = Session::start(kind);
        session.shows("cannot show the screen");
        let status = session.child.wait().unwrap();
        assert_eq!(status.exit_code(), 2, "{term}");
        let sent = session.seen.lock().unwrap().bytes.clone();
        assert!(
            !sent.contains(&0x1b),
            "{term}: no control sequence was sent"
        );
    }
}
