//! Programs in a terminal of 80x24 that is read as fast as it is written.

use std::{
    fs::OpenOptions,
    io::{Read, Write},
    num::NonZero,
    os::unix::fs::OpenOptionsExt,
    process::{Child, Command},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

use portable_pty::{MasterPty, PtySize, native_pty_system};

const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Tty {
    _master: Box<dyn MasterPty + Send>,
    child: Child,
    keys: Box<dyn Write + Send>,
    output: Receiver<(Instant, Vec<u8>)>,
    screen: vt100::Parser,
    began: Instant,
}

impl Tty {
    /// `None` where there is no such program.
    pub(crate) fn start(program: &str, args: &[&str]) -> Option<Self> {
        let size = PtySize {
            rows: 24,
            cols: 80,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let tty = OpenOptions::new()
            .read(true)
            .write(true)
            .custom_flags(libc::O_NOCTTY)
            .open(pair.master.tty_name().unwrap())
            .unwrap();
        // Not by the pair itself: it copies this whole process first, and that would
        // be most of the time that a small program takes to start.
        let mut command = Command::new(program);
        command
            .args(args)
            .env("TERM", "xterm-256color")
            .env("LANG", "C.UTF-8")
            .stdin(tty.try_clone().unwrap())
            .stdout(tty.try_clone().unwrap())
            .stderr(tty);
        let began = Instant::now();
        let child = command.spawn().ok()?;
        // They hold the terminal open, as the pair does.
        drop(command);
        drop(pair.slave);
        let mut output = pair.master.try_clone_reader().unwrap();
        let (send, receive) = channel();
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(n @ 1..) = output.read(&mut bytes) {
                if send.send((Instant::now(), bytes[..n].to_vec())).is_err() {
                    return;
                }
            }
        });
        Some(Self {
            keys: pair.master.take_writer().unwrap(),
            _master: pair.master,
            child,
            output: receive,
            screen: vt100::Parser::new(cells(24), cells(80), 0),
            began,
        })
    }

    /// Seconds from the start until all of it stands on the screen; `None` if it
    /// never does.
    pub(crate) fn shows(&mut self, texts: &[&str]) -> Option<f64> {
        loop {
            let (at, bytes) = self.output.recv_timeout(PATIENCE).ok()?;
            self.screen.process(&bytes);
            let screen = self.screen.screen().contents();
            if texts.iter().all(|it| screen.contains(it)) {
                return Some((at - self.began).as_secs_f64());
            }
        }
    }

    pub(crate) fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Takes in what is written until nothing more has come for a while, and tells how
    /// many bytes it was.
    pub(crate) fn settle(&mut self, quiet: Duration) -> usize {
        let mut n_bytes = 0;
        loop {
            match self.output.recv_timeout(quiet) {
                Ok((_, bytes)) => {
                    n_bytes += bytes.len();
                    self.screen.process(&bytes);
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return n_bytes,
            }
        }
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Asks the program to end, and waits for it.
    pub(crate) fn end(mut self, keys: &str) {
        self.press(keys);
        let patience = Instant::now() + PATIENCE;
        while Instant::now() < patience {
            self.settle(Duration::from_millis(1));
            if self.child.try_wait().unwrap().is_some() {
                return;
            }
        }
        let _ = self.child.kill();
    }
}

fn cells(n: u16) -> NonZero<u16> {
    NonZero::new(n).unwrap()
}
