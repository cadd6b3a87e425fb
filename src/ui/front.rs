//! The screen before there is a shop to show: a first frame at once, whatever the
//! store's size, then what the opening is busy with. Keys that are typed meanwhile
//! wait for the desk.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel},
    },
    thread,
    time::Duration,
};

use ratatui::{Frame, layout::Rect, style::Modifier, text::Line};

use super::{
    app::App,
    event::Event,
    key::{Key, KeyCode},
    run,
    term::{
        Screen,
        input::{self, Listening},
        look::Looks,
    },
};

/// How often a wait looks for somebody who wants to leave.
const LOOK: Duration = Duration::from_millis(50);
/// The program's own name, in all languages.
const NAME: &str = "Balm";

/// A terminal that is entered, and all that comes from outside.
pub struct Front {
    pub(super) screen: Screen,
    pub(super) events: Receiver<Event>,
    pub(super) send: SyncSender<Event>,
    /// Came while the work went on, in order.
    early: Vec<Event>,
}

/// How the work behind the first frame says what it is busy with.
#[derive(Clone)]
pub struct Signs {
    said: Sender<String>,
    left: Arc<AtomicBool>,
}

impl Signs {
    pub fn say(&self, line: String) {
        // Nobody looks any more.
        let _ = self.said.send(line);
    }

    /// Somebody has left: the work is to end where nothing is half done.
    pub fn left(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.left)
    }
}

impl Front {
    /// Enters the terminal and draws the first frame.
    ///
    /// # Errors
    ///
    /// When the terminal cannot be entered or written.
    pub fn enter(listening: &Listening, looks: Looks) -> io::Result<Self> {
        let (send, events) = run::channel();
        let mut screen = Screen::enter(looks)?;
        screen.terminal.draw(|frame| render(frame, ""))?;
        input::watch(send.clone(), listening)?;
        run::watch_signals(send.clone())?;
        Ok(Self {
            screen,
            events,
            send,
            early: Vec::new(),
        })
    }

    /// Where devices bring their news.
    pub fn sender(&self) -> SyncSender<Event> {
        self.send.clone()
    }

    /// Runs `work` in a thread and shows what it says.
    ///
    /// # Errors
    ///
    /// When there can be no thread, or the terminal cannot be written.
    pub fn wait<T: Send + 'static>(
        &mut self,
        work: impl FnOnce(Signs) -> T + Send + 'static,
    ) -> io::Result<thread::Result<T>> {
        let (said, lines) = channel();
        let left = Arc::new(AtomicBool::new(false));
        let signs = Signs {
            said,
            left: Arc::clone(&left),
        };
        let thread = thread::Builder::new()
            .name("opening".into())
            .spawn(move || work(signs))?;
        let mut line = String::new();
        loop {
            match lines.recv_timeout(LOOK) {
                Ok(said) => {
                    line = lines.try_iter().last().unwrap_or(said);
                    self.screen.terminal.draw(|frame| render(frame, &line))?;
                }
                Err(RecvTimeoutError::Timeout) => {
                    let n_before = self.early.len();
                    self.early.extend(self.events.try_iter());
                    let come = &self.early[n_before..];
                    if come.iter().any(|it| matches!(it, Event::Resize)) {
                        self.screen.terminal.draw(|frame| render(frame, &line))?;
                    }
                    if come.iter().any(leaves) {
                        left.store(true, Ordering::Relaxed);
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return Ok(thread.join()),
            }
        }
    }

    /// Whether somebody has asked to leave while the work went on.
    pub fn is_left(&self) -> bool {
        self.early.iter().any(leaves)
    }

    /// Runs the desk until it is left, beginning with the keys that came early.
    ///
    /// # Errors
    ///
    /// When the terminal cannot be written.
    pub fn run(&mut self, app: &mut App) -> io::Result<()> {
        for event in std::mem::take(&mut self.early) {
            run::take(app, &mut self.screen, event);
        }
        run::run(app, &mut self.screen, &self.events, &self.send)
    }
}

/// What ends the program before there is anything to end.
fn leaves(event: &Event) -> bool {
    let ctrl = |key: &Key, letter| key.ctrl && key.code == KeyCode::Char(letter);
    match event {
        Event::Terminate | Event::InputLost => true,
        Event::Key(key) => key.code == KeyCode::Esc || ctrl(key, 'c') || ctrl(key, 'q'),
        Event::Together(events) => events.iter().any(leaves),
        _ => false,
    }
}

fn render(frame: &mut Frame, line: &str) {
    let area = frame.area();
    let row = |n| Rect::new(area.x, area.y + n, area.width, 1).intersection(area);
    let name = Line::raw(format!(" {NAME} ")).style(Modifier::REVERSED);
    frame.render_widget(name, row(0));
    frame.render_widget(Line::raw(format!(" {line}")), row(2));
}

#[cfg(test)]
mod tests {
    use ratatui::{Terminal, backend::TestBackend};

    use super::*;

    #[test]
    fn the_first_frame_has_the_name_and_what_goes_on() {
        let mut terminal = Terminal::new(TestBackend::new(40, 5)).unwrap();
        terminal
            .draw(|frame| render(frame, "Building the index: 12 %"))
            .unwrap();
        let screen = terminal.backend().to_string();
        assert!(screen.contains("\" Balm"), "{screen}");
        assert!(screen.contains("\" Building the index: 12 %"), "{screen}");
    }

    #[test]
    fn esc_and_the_keys_that_end_programs_leave_and_others_wait() {
        let key = |code, ctrl| Event::Key(Key { code, ctrl });
        assert!(leaves(&key(KeyCode::Esc, false)));
        assert!(leaves(&key(KeyCode::Char('c'), true)));
        assert!(leaves(&Event::Together(vec![key(
            KeyCode::Char('q'),
            true
        )])));
        assert!(leaves(&Event::Terminate));
        for stays in [
            key(KeyCode::Char('c'), false),
            key(KeyCode::Enter, false),
            Event::Minute,
        ] {
            assert!(!leaves(&stays), "{stays:?}");
        }
    }
}
