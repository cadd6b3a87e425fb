//! What is typed, with its times and what the reader takes it for: to find out what a
//! scanner that types sends, and whether it is told from a typist.

use std::{
    io,
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use super::{
    hearing::{Hearing, Listening},
    reader,
};
use crate::{
    devices::DeviceNews,
    ui::{
        event::Event,
        key::{Key, KeyCode},
        term::{look::Flow, tty},
    },
};

/// Keys with less between them belong together.
const BURST_GAP: Duration = Duration::from_millis(600);
/// How often somebody who wants to leave is looked for.
const LOOK: Duration = Duration::from_millis(100);
/// A burst that is longer is told in parts.
const BURST_BYTES_MAX: usize = 1_024;

/// What came together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Burst {
    pub bytes: Vec<u8>,
    /// Between one read and the next.
    pub gaps: Vec<Duration>,
    /// What of it were scans, or broken ones; all else was typing.
    pub scans: Vec<DeviceNews>,
    last_at: Option<Instant>,
}

impl Burst {
    fn add(&mut self, bytes: &[u8], at: Instant) {
        let gap = self.last_at.map(|last| at.duration_since(last));
        self.gaps.extend(gap);
        self.last_at = Some(at);
        self.bytes.extend_from_slice(bytes);
    }

    fn is_over(&self, now: Instant) -> bool {
        let is_quiet = |last: Instant| now.duration_since(last) >= BURST_GAP;
        self.bytes.len() >= BURST_BYTES_MAX || self.last_at.is_some_and(is_quiet)
    }

    /// The bytes as keys are written: `4751<Enter>`.
    pub fn shown(&self) -> String {
        let mut shown = String::new();
        for letter in String::from_utf8_lossy(&self.bytes).chars() {
            match letter {
                '\r' => shown.push_str("<Enter>"),
                '\t' => shown.push_str("<Tab>"),
                _ if letter.is_control() => shown.extend(letter.escape_unicode()),
                _ => shown.push(letter),
            }
        }
        shown
    }
}

/// Reads the keyboard in raw mode until Ctrl-C, and tells each burst of keys; `begins`
/// when nothing that is typed is lost any more.
///
/// # Errors
///
/// When standard input is no terminal.
pub fn echo(
    listening: &Listening,
    stop: &AtomicBool,
    begins: impl FnOnce(),
    mut tell: impl FnMut(Burst),
) -> io::Result<()> {
    tty::enter_raw(Flow::Auto)?;
    begins();
    let mut hearing = Hearing::new(listening);
    let mut burst = Burst::default();
    while !stop.load(Ordering::Relaxed) {
        let now = Instant::now();
        let soon = now + LOOK;
        let deadline = hearing
            .wakes_at()
            .map_or(soon, |deadline| deadline.min(soon));
        let Ok(read) = reader::read_until(&io::stdin(), deadline) else {
            break;
        };
        let now = Instant::now();
        let events = match &read {
            Some(bytes) => {
                burst.add(bytes, now);
                hearing.push(bytes, now, false)
            }
            None => hearing.tick(now),
        };
        let mut leaves = false;
        for event in events {
            match event {
                Event::Device(news) => burst.scans.push(news),
                Event::Key(Key {
                    code: KeyCode::Char('c'),
                    ctrl: true,
                }) => leaves = true,
                _ => (),
            }
        }
        if leaves {
            break;
        }
        if burst.is_over(now) {
            tell(std::mem::take(&mut burst));
        }
    }
    tty::leave_raw();
    Ok(())
}
