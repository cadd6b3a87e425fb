//! Keys whose bytes come apart, through a real terminal into the reader.

use std::{
    io::{BufRead, BufReader, Write},
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

use balm::{
    devices::wedge::WedgeConfig,
    ui::{
        event::Event,
        run,
        term::input::{Listening, watch},
    },
};
use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};

use crate::{
    row::{Finding, Row, Unit},
    spa::Bench,
};

/// Set for the process at the other end of the terminal, which reads there.
const READER: &str = "BALM_BENCH_READER";
const N_KEYS: usize = 1_000;
const N_ESCS: usize = 100;
/// Terminals that are typed into at once: the time goes in waiting.
const N_TERMINALS: usize = 4;
const GAP_MOST_US: u64 = 15_000;
/// A key is told after this long, on however busy a machine.
const PATIENCE: Duration = Duration::from_secs(5);
/// Nothing more comes of it after this long.
const SILENCE: Duration = Duration::from_millis(80);

/// A key by the name that the reader gives it, and its bytes.
#[rustfmt::skip]
const KEYS: [(&str, &[u8]); 12] = [
    ("Up", b"\x1b[A"), ("Down", b"\x1b[B"), ("Right", b"\x1bOC"), ("Left", b"\x1bOD"),
    ("Home", b"\x1b[1~"), ("End", b"\x1b[F"), ("PageUp", b"\x1b[5~"), ("PageDown", b"\x1b[6~"),
    ("F(1)", b"\x1bOP"), ("F(5)", b"\x1b[15~"), ("F(9)", b"\x1b[20~"), ("BackTab", b"\x1b[Z"),
];

pub(crate) fn rows(_: &Bench) -> Vec<Finding> {
    #[expect(clippy::cast_precision_loss, reason = "a thousand at most")]
    let wrong = Row::at_most(
        format!("keys read wrong of {N_KEYS}, bytes 0 to 15 ms apart"),
        (Unit::Count, n_wrong() as f64),
        0.0,
    );
    let mut waits = esc_waits();
    waits.sort();
    let p99 = waits[waits.len() * 99 / 100 - 1];
    let esc = Row::at_most(
        format!("bare Esc until it is told, p99 of {N_ESCS}"),
        (Unit::Seconds, p99.as_secs_f64()),
        0.030,
    );
    vec![wrong, esc]
}

/// Runs a reader instead of the bench, where this process was started as one.
pub(crate) fn was_reader() -> bool {
    if std::env::var_os(READER).is_none() {
        return false;
    }
    let tty = std::io::stdin();
    let mut mode = rustix::termios::tcgetattr(&tty).unwrap();
    mode.make_raw();
    rustix::termios::tcsetattr(&tty, rustix::termios::OptionalActions::Now, &mode).unwrap();
    say("ready");
    let (send, events) = run::channel();
    let listening = Listening {
        wedge: WedgeConfig::Off,
        double_read: Duration::ZERO,
    };
    watch(send, &listening).unwrap();
    for event in events {
        tell(&event);
    }
    true
}

fn tell(event: &Event) {
    match event {
        Event::Key(key) => say(&format!("{:?}", key.code)),
        Event::Together(events) => events.iter().for_each(tell),
        Event::InputLost => std::process::exit(0),
        other => say(&format!("{other:?}")),
    }
}

fn say(line: &str) {
    let mut out = std::io::stdout();
    write!(out, "{line}\r\n").unwrap();
    out.flush().unwrap();
}

/// A reader in a terminal of its own.
struct Terminal {
    keys: Box<dyn Write + Send>,
    lines: Receiver<String>,
    child: Box<dyn Child + Send + Sync>,
}

impl Terminal {
    fn start() -> Self {
        let pair = native_pty_system().openpty(PtySize::default()).unwrap();
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        command.env(READER, "1");
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let output = BufReader::new(pair.master.try_clone_reader().unwrap());
        let keys = pair.master.take_writer().unwrap();
        let (send, lines) = mpsc::channel();
        thread::spawn(move || {
            // The terminal is open for as long as it is read.
            let _master = pair.master;
            for line in output.lines().map_while(Result::ok) {
                if send.send(line.trim().to_owned()).is_err() {
                    return;
                }
            }
        });
        let terminal = Self { keys, lines, child };
        assert_eq!(terminal.lines.recv_timeout(PATIENCE * 12).unwrap(), "ready");
        terminal
    }

    fn write(&mut self, bytes: &[u8]) {
        self.keys.write_all(bytes).unwrap();
        self.keys.flush().unwrap();
    }

    /// Writes byte by byte. Whether all gaps were as they should be.
    fn crawls(&mut self, bytes: &[u8], rng: &mut fastrand::Rng) -> bool {
        let most = Duration::from_micros(GAP_MOST_US);
        let mut last: Option<Instant> = None;
        let mut were_right = true;
        for byte in bytes {
            if last.is_some() {
                thread::sleep(Duration::from_micros(rng.u64(..GAP_MOST_US)));
            }
            self.write(&[*byte]);
            were_right &= last.is_none_or(|last| last.elapsed() <= most);
            last = Some(Instant::now());
        }
        were_right
    }

    /// All that comes until it is silent.
    fn heard(&self) -> Vec<String> {
        let first = self.lines.recv_timeout(PATIENCE).ok();
        let next = || self.lines.recv_timeout(SILENCE).ok();
        first.into_iter().chain(std::iter::from_fn(next)).collect()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn n_wrong() -> usize {
    let one = |seed: usize| {
        let mut rng = fastrand::Rng::with_seed(seed as u64);
        let mut terminal = Terminal::start();
        let wrong = |_: &usize| {
            let (name, bytes) = KEYS[rng.usize(..KEYS.len())];
            while !terminal.crawls(bytes, &mut rng) {
                // This process was kept waiting itself: not a gap of the line's.
                terminal.heard();
            }
            terminal.heard() != [name]
        };
        (0..N_KEYS / N_TERMINALS).filter(wrong).count()
    };
    thread::scope(|scope| {
        let runs: Vec<_> = (0..N_TERMINALS)
            .map(|seed| scope.spawn(move || one(seed)))
            .collect();
        runs.into_iter().map(|run| run.join().unwrap()).sum()
    })
}

fn esc_waits() -> Vec<Duration> {
    let mut terminal = Terminal::start();
    (0..N_ESCS)
        .map(|_| {
            thread::sleep(Duration::from_millis(20));
            let pressed_at = Instant::now();
            terminal.write(b"\x1b");
            assert_eq!(terminal.lines.recv().unwrap(), "Esc");
            pressed_at.elapsed()
        })
        .collect()
}
