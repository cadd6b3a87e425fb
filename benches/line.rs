//! The line to the terminal: a key held at 9600 baud, and how long a key takes at full
//! speed. The real program in a pseudo-terminal whose other end we are.

use std::{
    io::{Read, Write},
    path::Path,
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::{
    row::{Finding, Row, Unit},
    spa::Bench,
    timing::Times,
};

const QUESTION: &[u8] = b"\x1b[5n";
const DOWN: &[u8] = b"\x1b[B";
const PAGE_UP: &[u8] = b"\x1b[5~";
const UP: &[u8] = b"\x1b[A";
/// Of 9600 baud, ten bits a byte.
const BYTES_A_SECOND: u64 = 960;
/// A keyboard repeats 30 times a second.
const REPEAT: Duration = Duration::from_millis(33);
const HELD: Duration = Duration::from_secs(2);
/// Longer than this the program says nothing more.
const CALM: Duration = Duration::from_millis(700);
/// A key that shows nothing within this was lost.
const PATIENCE: Duration = Duration::from_secs(1);
const N_KEYS: usize = 200;

/// A program in a terminal of 80 by 24.
struct Terminal {
    keys: Box<dyn Write + Send>,
    /// When something of its output had been shown.
    shown: Receiver<Instant>,
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
}

impl Terminal {
    fn run(command: CommandBuilder, bytes_a_second: Option<u64>) -> Self {
        let size = PtySize {
            rows: 24,
            cols: 80,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut output = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let (tell, shown) = channel();
        let (answer, questions) = channel();
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            // No question is cut: this is how much of its beginning was seen.
            let mut n_matched = 0;
            let n_most = if bytes_a_second.is_some() { 16 } else { 4096 };
            while let Ok(n @ 1..) = output.read(&mut bytes[..n_most]) {
                if let Some(speed) = bytes_a_second {
                    thread::sleep(Duration::from_micros(n as u64 * 1_000_000 / speed));
                }
                for byte in &bytes[..n] {
                    n_matched = match n_matched {
                        at if QUESTION[at] == *byte => at + 1,
                        _ => usize::from(QUESTION[0] == *byte),
                    };
                    if n_matched == QUESTION.len() {
                        n_matched = 0;
                        let _ = answer.send(());
                    }
                }
                if tell.send(Instant::now()).is_err() {
                    return;
                }
            }
        });
        let mut terminal = Self {
            keys,
            shown,
            child,
            _master: pair.master,
        };
        terminal.answers(questions);
        terminal
    }

    /// Keys and answers share one line into the program.
    fn answers(&mut self, questions: Receiver<()>) {
        let (keys, typed) = channel::<Vec<u8>>();
        let line = std::mem::replace(&mut self.keys, Box::new(Typing(keys.clone())));
        thread::spawn(move || {
            let mut line = line;
            for bytes in typed {
                if line.write_all(&bytes).is_err() {
                    return;
                }
            }
        });
        thread::spawn(move || {
            for () in questions {
                if keys.send(b"\x1b[0n".to_vec()).is_err() {
                    return;
                }
            }
        });
    }

    fn press(&mut self, key: &[u8]) {
        self.keys.write_all(key).unwrap();
    }

    /// When the last of the answer to a key was shown, however late it began; `None` if
    /// there was none.
    fn answer(&self, calm: Duration) -> Option<Instant> {
        let first = self.shown.recv_timeout(PATIENCE).ok()?;
        Some(self.calm(calm).unwrap_or(first))
    }

    /// When the last of what is shown was shown; `None` if nothing was.
    fn calm(&self, calm: Duration) -> Option<Instant> {
        let mut last = None;
        while let Ok(at) = self.shown.recv_timeout(calm) {
            last = Some(at);
        }
        last
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Typing(std::sync::mpsc::Sender<Vec<u8>>);

impl Write for Typing {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        // Who no longer reads has ended.
        let _ = self.0.send(bytes.to_vec());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn balm(store: &Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_balm"));
    command.arg("--store");
    command.arg(store);
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    command.env_remove("NO_COLOR");
    command
}

/// From the last of the held key until the screen is right.
fn held(store: &Path) -> Duration {
    let mut terminal = Terminal::run(balm(store), Some(BYTES_A_SECOND));
    // The first screen is drawn, and drawn again for a slow line.
    let patience = Instant::now() + Duration::from_secs(60);
    while terminal.calm(Duration::from_secs(3)).is_none() {
        assert!(Instant::now() < patience, "nothing was shown");
    }
    // From the top of the day: in the evening there is nothing below.
    for _ in 0..2 {
        terminal.press(PAGE_UP);
        terminal.calm(Duration::from_secs(2));
    }
    let end = Instant::now() + HELD;
    while Instant::now() < end {
        terminal.press(DOWN);
        thread::sleep(REPEAT);
    }
    let last_key = Instant::now();
    terminal
        .calm(CALM)
        .map_or(Duration::ZERO, |at| at.saturating_duration_since(last_key))
}

/// Of many keys, from the key to the last byte of its frame.
fn key_to_last_byte(command: CommandBuilder, keys: [&[u8]; 2]) -> Times {
    let mut terminal = Terminal::run(command, None);
    let patience = Instant::now() + Duration::from_secs(60);
    while terminal.calm(Duration::from_secs(2)).is_none() {
        terminal.press(keys[0]);
        assert!(Instant::now() < patience, "nothing was shown");
    }
    let mut times = Times::default();
    let mut n_lost = 0;
    for nth in 0..N_KEYS {
        let pressed = Instant::now();
        terminal.press(keys[nth % 2]);
        // The next key comes before what follows a pause.
        match terminal.answer(Duration::from_millis(60)) {
            Some(shown) => times.push(shown.saturating_duration_since(pressed).as_secs_f64()),
            None => n_lost += 1,
        }
    }
    assert!(n_lost < N_KEYS / 2, "keys were lost");
    times
}

pub(crate) fn rows(bench: &Bench) -> Vec<Finding> {
    let mut echo = CommandBuilder::new("sh");
    echo.args(["-c", "stty raw -echo; exec cat"]);
    let echo = key_to_last_byte(echo, [b"a", b"b"]);
    let store = bench.store();
    let key = key_to_last_byte(balm(store.path()), [DOWN, UP]);
    // A store that was left as it stood is opened with all its proofs.
    let store = bench.store();
    vec![
        Row::times(
            "key to last byte, 80x24, p50",
            (Unit::Seconds, key.percentile(50)),
            ("an echo in raw mode", echo.percentile(50)),
            4.0,
        ),
        Row::at_most(
            "key to last byte, 80x24, p99",
            (Unit::Seconds, key.percentile(99)),
            0.016,
        ),
        Row::at_most(
            "a key held for 2 s at 9600 baud, until the screen is right",
            (Unit::Seconds, held(store.path()).as_secs_f64()),
            1.0,
        ),
    ]
}
