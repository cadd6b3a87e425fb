//! The thread that reads: waits for bytes or for the next deadline,
//! whichever is first, and stamps what comes.

use std::{
    io,
    os::fd::AsFd,
    sync::mpsc::SyncSender,
    thread,
    time::{Duration, Instant},
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
};

use super::hearing::{Hearing, Listening};
use crate::ui::event::Event;

/// A terminal gives no more at once.
const READ_BYTES: usize = 4_096;

/// A reader that was kept from reading for longer does not know when keys came.
const STALL: Duration = Duration::from_millis(30);
/// A deadline is met this much later on a busy machine.
const LATENESS: Duration = Duration::from_millis(10);

/// Reads the keyboard until nobody listens any more or the terminal is gone.
///
/// # Errors
///
/// When no thread can be started.
pub fn watch(send: SyncSender<Event>, listening: &Listening) -> io::Result<()> {
    let mut hearing = Hearing::new(listening);
    let read = move || {
        if let Err(Gone) = listen(&io::stdin(), &mut hearing, &send) {
            // Nobody may be left to be told.
            let _ = send.send(Event::InputLost);
        }
    };
    thread::Builder::new().name("keys".to_owned()).spawn(read)?;
    Ok(())
}

/// There is nothing more to read.
#[derive(Debug)]
pub(super) struct Gone;

/// What comes before the deadline, if anything does.
pub(super) fn read_until(tty: &impl AsFd, deadline: Instant) -> Result<Option<Vec<u8>>, Gone> {
    if !wait(tty, Some(deadline))? {
        return Ok(None);
    }
    let mut bytes = [0; READ_BYTES];
    match rustix::io::read(tty, &mut bytes) {
        Ok(0) => Err(Gone),
        Ok(n_read) => Ok(Some(bytes[..n_read].to_vec())),
        Err(Errno::INTR | Errno::AGAIN) => Ok(None),
        Err(_) => Err(Gone),
    }
}

/// Returns `Ok` when nobody listens any more.
fn listen(tty: &impl AsFd, hearing: &mut Hearing, send: &SyncSender<Event>) -> Result<(), Gone> {
    let mut bytes = [0; READ_BYTES];
    let mut busy_since = Instant::now();
    loop {
        let was_busy = busy_since.elapsed();
        let deadline = hearing.deadline();
        let is_ready = wait(tty, hearing.wakes_at())?;
        busy_since = Instant::now();
        let events = if is_ready {
            let n_read = match rustix::io::read(tty, &mut bytes) {
                Ok(0) => return Err(Gone),
                Ok(n_read) => n_read,
                Err(Errno::INTR | Errno::AGAIN) => continue,
                Err(_) => return Err(Gone),
            };
            let is_late = deadline.is_some_and(|deadline| busy_since > deadline + LATENESS);
            hearing.push(&bytes[..n_read], busy_since, is_late || was_busy > STALL)
        } else {
            hearing.tick(busy_since)
        };
        if !tell(events, send) {
            return Ok(());
        }
    }
}

/// Whether there is something to read; `false` when the deadline passed before.
fn wait(tty: &impl AsFd, deadline: Option<Instant>) -> Result<bool, Gone> {
    loop {
        let left = deadline.map(|deadline| timespec(deadline.duration_since(Instant::now())));
        match poll(&mut [PollFd::new(tty, PollFlags::IN)], left.as_ref()) {
            Ok(n_ready) => return Ok(n_ready > 0),
            Err(Errno::INTR) => (),
            Err(_) => return Err(Gone),
        }
    }
}

fn timespec(left: Duration) -> Timespec {
    // Deadlines are a second away at most.
    Timespec::try_from(left).unwrap_or(Timespec {
        tv_sec: 1,
        tv_nsec: 0,
    })
}

/// What came at once is told at once, but for answers, which the loop itself wants.
/// Returns `false` when nobody listens any more.
fn tell(events: Vec<Event>, send: &SyncSender<Event>) -> bool {
    let mut together = Vec::new();
    for event in events {
        if matches!(event, Event::TerminalAnswer { .. }) {
            if !flush(&mut together, send) || send.send(event).is_err() {
                return false;
            }
        } else {
            together.push(event);
        }
    }
    flush(&mut together, send)
}

fn flush(together: &mut Vec<Event>, send: &SyncSender<Event>) -> bool {
    let event = match together.len() {
        0 => return true,
        1 => together.pop(),
        _ => Some(Event::Together(std::mem::take(together))),
    };
    event.is_none_or(|event| send.send(event).is_ok())
}

#[cfg(test)]
mod tests {
    use std::{io::Write, sync::mpsc::sync_channel};

    use super::*;
    use crate::{
        devices::wedge::WedgeConfig,
        ui::key::{Key, KeyCode},
    };

    fn hearing() -> Hearing {
        Hearing::new(&Listening {
            wedge: WedgeConfig::Off,
            double_read: Duration::ZERO,
        })
    }

    /// What a pipe in place of the terminal tells until it is gone.
    fn told(write: impl FnOnce(io::PipeWriter)) -> Vec<Event> {
        let (tty, line) = io::pipe().unwrap();
        let (send, events) = sync_channel(100);
        let reader = thread::spawn(move || listen(&tty, &mut hearing(), &send));
        write(line);
        assert!(reader.join().unwrap().is_err(), "the line was cut");
        events.iter().collect()
    }

    #[test]
    fn what_comes_at_once_is_told_at_once() {
        let events = told(|mut line| line.write_all(b"ab\x1b[A\r\n").unwrap());
        let keys = [
            Key::char('a'),
            Key::char('b'),
            Key::plain(KeyCode::Up),
            Key::plain(KeyCode::Enter),
        ];
        assert_eq!(events, [Event::Together(keys.map(Event::Key).to_vec())]);
    }

    #[test]
    fn answers_come_by_themselves_and_in_turn() {
        let before = Instant::now();
        let events = told(|mut line| line.write_all(b"ab\x1b[0nc").unwrap());
        let [Event::Together(first), Event::TerminalAnswer { at }, last] = events.as_slice() else {
            panic!("{events:?}");
        };
        assert_eq!(first.len(), 2);
        assert!(*at >= before && *at <= Instant::now());
        assert_eq!(*last, Event::Key(Key::char('c')));
    }

    /// The line is silent afterwards: only the deadline can bring the key.
    #[test]
    fn a_bare_esc_needs_nothing_after_it() {
        let (tty, mut line) = io::pipe().unwrap();
        let (send, events) = sync_channel(100);
        thread::spawn(move || listen(&tty, &mut hearing(), &send));
        line.write_all(b"\x1b").unwrap();
        let told = events.recv_timeout(Duration::from_secs(30)).unwrap();
        assert_eq!(told, Event::Key(Key::plain(KeyCode::Esc)));
    }

    #[test]
    fn it_stops_when_nobody_listens() {
        let (tty, mut line) = io::pipe().unwrap();
        let (send, events) = sync_channel(100);
        drop(events);
        line.write_all(b"a").unwrap();
        assert!(listen(&tty, &mut hearing(), &send).is_ok());
    }
}
