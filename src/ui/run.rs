//! The loop: wait for an event, handle all that have come, draw once.

use std::{
    sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError, sync_channel},
    thread,
    time::Duration,
};

use chrono::Timelike;
use ratatui::{Terminal, backend::Backend};

use super::{
    app::App,
    event::Event,
    term::{
        Screen,
        input::{self, Listening},
    },
};

/// How long after the last key the screen says the rest.
pub const QUIET: Duration = Duration::from_millis(150);
/// More keys than a person can be ahead; a full queue holds the reader back.
const QUEUE: usize = 1_024;

/// The channel that everything from outside comes by.
pub fn channel() -> (SyncSender<Event>, Receiver<Event>) {
    sync_channel(QUEUE)
}

/// Handles every event that has come, then draws once.
///
/// # Errors
///
/// When the terminal cannot be written.
pub fn pump<B: Backend>(
    app: &mut App,
    events: &Receiver<Event>,
    terminal: &mut Terminal<B>,
) -> Result<(), B::Error> {
    loop {
        match events.try_recv() {
            Ok(event) => app.handle(event),
            Err(TryRecvError::Empty) => break,
            Err(TryRecvError::Disconnected) => {
                app.handle(Event::InputLost);
                break;
            }
        }
    }
    app.draw(terminal)
}

/// Runs the desk in this terminal until it is left.
///
/// # Errors
///
/// When the terminal cannot be entered or written.
pub fn run(
    app: &mut App,
    events: &Receiver<Event>,
    send: &SyncSender<Event>,
    listening: &Listening,
) -> std::io::Result<()> {
    let mut screen = Screen::enter()?;
    input::watch(send.clone(), listening)?;
    watch_minutes(send.clone());
    watch_signals(send.clone())?;
    app.draw(&mut screen.terminal)?;
    while !app.has_quit() {
        let Some(event) = next(app, events) else {
            break;
        };
        app.handle(event);
        pump(app, events, &mut screen.terminal)?;
        if app.take_bell() {
            screen.bell();
        }
    }
    Ok(())
}

/// The next event; soon after a key the quiet is one. At rest nothing wakes up.
fn next(app: &App, events: &Receiver<Event>) -> Option<Event> {
    if !app.awaits_quiet() {
        return events.recv().ok();
    }
    match events.recv_timeout(QUIET) {
        Err(RecvTimeoutError::Timeout) => Some(Event::Quiet),
        Err(RecvTimeoutError::Disconnected) => None,
        Ok(event) => Some(event),
    }
}

fn watch_minutes(send: SyncSender<Event>) {
    thread::spawn(move || {
        loop {
            let second = chrono::Utc::now().second().min(59);
            thread::sleep(Duration::from_secs(u64::from(60 - second)));
            if send.send(Event::Minute).is_err() {
                return;
            }
        }
    });
}

/// SIGTERM and SIGHUP leave in order, with the terminal put back. SIGWINCH is a new
/// size, and after SIGCONT others may have drawn over the screen.
fn watch_signals(send: SyncSender<Event>) -> std::io::Result<()> {
    use signal_hook::{
        consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGWINCH},
        iterator::Signals,
    };
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGWINCH, SIGCONT])?;
    thread::spawn(move || {
        for signal in signals.forever() {
            let event = match signal {
                SIGWINCH | SIGCONT => Event::Resize,
                _ => Event::Terminate,
            };
            if send.send(event).is_err() {
                return;
            }
        }
    });
    Ok(())
}
