//! The loop: wait for an event, handle all that have come, draw once.

use std::{
    sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError, sync_channel},
    thread,
    time::{Duration, Instant},
};

use chrono::Timelike;
use ratatui::{Terminal, backend::Backend};

use super::{
    app::App,
    event::Event,
    term::{Screen, pace::Pace},
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
    drain(events, |event| app.handle(event));
    app.draw_on(terminal)
}

/// Takes every event that has come.
fn drain(events: &Receiver<Event>, mut take: impl FnMut(Event)) {
    loop {
        match events.try_recv() {
            Ok(event) => take(event),
            Err(TryRecvError::Empty) => return,
            Err(TryRecvError::Disconnected) => return take(Event::InputLost),
        }
    }
}

/// Runs the desk in this terminal until it is left.
///
/// # Errors
///
/// When the terminal cannot be written.
pub fn run(
    app: &mut App,
    screen: &mut Screen,
    events: &Receiver<Event>,
    send: &SyncSender<Event>,
) -> std::io::Result<()> {
    watch_minutes(send.clone());
    app.set_theme(screen.theme());
    app.draw(&mut screen.terminal)?;
    let read = send.clone();
    app.view()
        .shop
        .read_clients(move || drop(read.send(Event::Minute)));
    // Until when a frame waits for the line.
    let mut held = None;
    while !app.has_quit() {
        match next(app, events, held) {
            Next::Event(event) => {
                take(app, screen, event);
                drain(events, |event| take(app, screen, event));
            }
            Next::HeldLongEnough => screen.pace().gave_up(),
            Next::Nothing => break,
        }
        if let Some(theme) = screen.turned() {
            app.set_theme(theme);
            let said = if theme.slow {
                "app-line-slow"
            } else {
                "app-line-fast"
            };
            app.note(app.view().text(said));
        }
        if app.take_bell() {
            screen.bell();
        }
        held = screen.pace().waits_until(Instant::now());
        if held.is_none() {
            app.draw_on(&mut screen.terminal)?;
        }
    }
    await_answers(screen.pace(), events);
    Ok(())
}

/// An answer that comes when nobody reads any more would be typed into the shell.
fn await_answers(pace: &mut Pace, events: &Receiver<Event>) {
    loop {
        let now = Instant::now();
        let Some(until) = pace.waits_until(now) else {
            return;
        };
        match events.recv_timeout(until - now) {
            Ok(Event::TerminalAnswer { at }) => pace.answered(at),
            Ok(Event::InputLost | Event::Terminate) | Err(_) => return,
            Ok(_) => (),
        }
    }
}

/// Answers are for the pace of the frames, all else is for the desk.
pub(super) fn take(app: &mut App, screen: &mut Screen, event: Event) {
    match event {
        Event::TerminalAnswer { at } => screen.pace().answered(at),
        event => app.handle(event),
    }
}

enum Next {
    Event(Event),
    /// The terminal has not answered in time.
    HeldLongEnough,
    /// Nobody tells anything any more.
    Nothing,
}

/// What comes next; soon after a key the quiet is an event. At rest nothing wakes up.
fn next(app: &App, events: &Receiver<Event>, held: Option<Instant>) -> Next {
    let patience = held.map(|until| until.saturating_duration_since(Instant::now()));
    let quiet = app.awaits_quiet().then_some(QUIET);
    let Some(shortest) = patience.into_iter().chain(quiet).min() else {
        return events.recv().map_or(Next::Nothing, Next::Event);
    };
    match events.recv_timeout(shortest) {
        Ok(event) => Next::Event(event),
        Err(RecvTimeoutError::Disconnected) => Next::Nothing,
        Err(RecvTimeoutError::Timeout) if patience == Some(shortest) => Next::HeldLongEnough,
        Err(RecvTimeoutError::Timeout) => Next::Event(Event::Quiet),
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
pub(super) fn watch_signals(send: SyncSender<Event>) -> std::io::Result<()> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_answer_is_heard_before_the_terminal_is_left() {
        let (send, events) = channel();
        let mut pace = Pace::new(true);
        let mut frame = vec![b'x'; 2_000];
        pace.frame(&mut frame, b"?", Instant::now());
        let at = Instant::now();
        for event in [
            Event::TerminalAnswer { at },
            Event::Minute,
            Event::TerminalAnswer { at },
        ] {
            send.send(event).unwrap();
        }
        await_answers(&mut pace, &events);
        assert!(events.try_recv().is_err());
        assert_eq!(pace.waits_until(Instant::now()), None);
        // Who does not answer is not waited for twice.
        await_answers(&mut pace, &events);
    }
}
