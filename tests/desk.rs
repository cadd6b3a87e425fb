//! A desk for tests: the real loop on a real store, with a terminal in memory.
//! Keys in, screen out; no sleeping.

use std::{
    path::Path,
    sync::{
        Arc,
        mpsc::{Receiver, SyncSender, TrySendError},
    },
    time::Duration,
};

use balm::{
    cli::demo::{
        build::{Plan, build},
        clock::DemoClock,
    },
    devices::{DeviceConfig, DeviceNews, Devices, Lamp, PretendPrinter},
    domain::{
        print_job::{PrintJob, PrintState},
        time::WallTime,
    },
    locale::Locale,
    ops::{
        clock::SettableClock,
        outcome::Outcome,
        request::{Request, Session},
        shop::{Shop, Stop},
    },
    store::{Durability, OpenOptions, Reads},
    ui::{
        action::Action,
        app::App,
        desk_devices::DeskDevices,
        event::Event,
        key::Key,
        keymap::{Keymap, Shipped},
        run,
        theme::Theme,
        view::View,
    },
};
use chrono::{DateTime, TimeZone, Utc};
use ratatui::{Terminal, backend::TestBackend, layout::Position, style::Modifier};
use tempfile::TempDir;

pub(crate) struct Desk {
    pub(crate) shop: Arc<Shop>,
    pub(crate) clock: Arc<SettableClock>,
    look: Look,
    pub(crate) app: App,
    events: Receiver<Event>,
    send: SyncSender<Event>,
    terminal: Terminal<TestBackend>,
    /// Keys pressed since the last [`Desk::count_keys`]; typed text and scans do
    /// not count.
    n_keys: usize,
    n_asked: u32,
    /// More of the desk's settings, as in its file.
    settings: String,
    /// Last, so that the store is closed before its folder goes.
    pub(crate) dir: TempDir,
}

/// In which language and with which signs a screen is drawn.
#[derive(Clone)]
pub(crate) struct Look {
    pub(crate) locale: Arc<Locale>,
    pub(crate) theme: Theme,
    pub(crate) keymap: Shipped,
}

impl Look {
    fn usual() -> Self {
        Self {
            locale: Arc::new(Locale::english()),
            theme: Theme::full(),
            keymap: Shipped::Default,
        }
    }
}

/// Saturday, 21 November 2026, 13:40 in Riga.
pub(crate) fn afternoon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 21, 11, 40, 0).unwrap()
}

pub(crate) const SESSION: Session = Session {
    register: 1,
    operator: None,
};

/// A shop in a folder of its own, with a clock that stands still.
pub(crate) fn open_shop(dir: &Path, now: DateTime<Utc>) -> (Arc<Shop>, Arc<SettableClock>) {
    let clock = Arc::new(SettableClock::new(now));
    let options = OpenOptions {
        durability: Durability::Relaxed,
        ..OpenOptions::default()
    };
    let (shop, _) = Shop::open(dir, clock.clone(), options).unwrap();
    (Arc::new(shop), clock)
}

impl Desk {
    /// A desk on whatever `prepare` puts into the shop.
    pub(crate) fn on(width: u16, height: u16, prepare: impl FnOnce(&Shop, &SettableClock)) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (shop, clock) = open_shop(dir.path(), afternoon());
        prepare(&shop, &clock);
        Self::over(dir, shop, clock, width, height)
    }

    /// A desk with a language and a look of its own.
    pub(crate) fn looking(
        look: Look,
        width: u16,
        height: u16,
        prepare: impl FnOnce(&Shop, &SettableClock),
    ) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (shop, clock) = open_shop(dir.path(), afternoon());
        prepare(&shop, &clock);
        Self::with(look, dir, shop, clock, (width, height))
    }

    /// A desk on the demo's day spa, at 13:40 of its present day.
    pub(crate) fn demo(width: u16, height: u16, n_days: u32) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let now = afternoon();
        let clock = Arc::new(DemoClock::new(now));
        let options = OpenOptions {
            durability: Durability::Relaxed,
            ..OpenOptions::default()
        };
        let (shop, _) = Shop::open(dir.path(), clock.clone(), options).unwrap();
        let plan = Plan {
            n_days,
            ..Plan::new(now)
        };
        build(&shop, &clock, &plan, &mut |_, _| {
            std::ops::ControlFlow::Continue(())
        })
        .unwrap();
        shop.close().unwrap();
        let (shop, clock) = open_shop(dir.path(), now);
        Self::over(dir, shop, clock, width, height)
    }

    /// A desk on a shop that is there already.
    pub(crate) fn over(
        dir: TempDir,
        shop: Arc<Shop>,
        clock: Arc<SettableClock>,
        width: u16,
        height: u16,
    ) -> Self {
        Self::keyed(dir, shop, clock, (width, height), Shipped::Default)
    }

    /// The same with other keys.
    pub(crate) fn keyed(
        dir: TempDir,
        shop: Arc<Shop>,
        clock: Arc<SettableClock>,
        size: (u16, u16),
        keymap: Shipped,
    ) -> Self {
        let look = Look {
            keymap,
            ..Look::usual()
        };
        Self::with(look, dir, shop, clock, size)
    }

    fn with(
        look: Look,
        dir: TempDir,
        shop: Arc<Shop>,
        clock: Arc<SettableClock>,
        size: (u16, u16),
    ) -> Self {
        let (send, events) = run::channel();
        let (app, terminal) = start(&look, &shop, "", &send, size);
        let mut desk = Self {
            shop,
            clock,
            look,
            app,
            events,
            send,
            terminal,
            n_keys: 0,
            n_asked: 0,
            settings: String::new(),
            dir,
        };
        desk.pump();
        desk
    }

    /// As after the program was killed: everything that only the screen knew is gone.
    pub(crate) fn restart(&mut self) {
        let (width, height) = (
            self.terminal.backend().buffer().area.width,
            self.terminal.backend().buffer().area.height,
        );
        let size = (width, height);
        let (app, terminal) = start(&self.look, &self.shop, &self.settings, &self.send, size);
        self.app = app;
        self.terminal = terminal;
        self.pump();
    }

    /// Starts the desk again with more devices, written as in its file.
    pub(crate) fn restart_with(&mut self, settings: &str) {
        settings.clone_into(&mut self.settings);
        self.restart();
    }

    fn pump(&mut self) {
        run::pump(&mut self.app, &self.events, &mut self.terminal).unwrap();
    }

    fn happen(&mut self, event: Event) {
        self.send.send(event).unwrap();
        self.pump();
    }

    /// What follows the keys once no more come.
    pub(crate) fn rests(&mut self) -> &mut Self {
        if self.app.awaits_quiet() {
            self.happen(Event::Quiet);
        }
        self
    }

    /// Presses keys, spelled as in keymaps, with spaces between, and rests.
    pub(crate) fn keys(&mut self, keys: &str) -> &mut Self {
        for spelled in keys.split_whitespace() {
            let key: Key = spelled
                .parse()
                .unwrap_or_else(|()| panic!("{spelled} is no key"));
            self.press(key);
        }
        self.rests()
    }

    /// Presses a key; whoever does it may go on at once.
    pub(crate) fn press(&mut self, key: Key) -> &mut Self {
        self.n_keys += 1;
        self.happen(Event::Key(key));
        self
    }

    /// Keys, spelled as in [`Self::keys`], that have all come before the desk looks.
    pub(crate) fn at_once(&mut self, keys: &str) -> &mut Self {
        for spelled in keys.split_whitespace() {
            self.n_keys += 1;
            let key = Event::Key(spelled.parse().unwrap());
            self.send.send(key).unwrap();
        }
        self.pump();
        self
    }

    /// Types text, letter by letter, and rests.
    pub(crate) fn types(&mut self, text: &str) -> &mut Self {
        for letter in text.chars() {
            self.happen(Event::Key(Key::char(letter)));
        }
        self.rests()
    }

    pub(crate) fn pastes(&mut self, text: &str) -> &mut Self {
        self.happen(Event::Paste(text.to_owned()));
        self.rests()
    }

    pub(crate) fn scans(&mut self, code: &str) -> &mut Self {
        self.happen(Event::Device(DeviceNews::Scan(code.to_owned())));
        self
    }

    /// Letters that are not keys yet: typed, or the beginning of a scan.
    pub(crate) fn sees_ahead(&mut self, letters: &str) -> &mut Self {
        self.happen(Event::Ahead(letters.to_owned()));
        self
    }

    /// News of the devices, all of it before the next frame as far as the queue goes.
    pub(crate) fn hears(&mut self, news: impl IntoIterator<Item = DeviceNews>) -> &mut Self {
        for told in news {
            let mut event = Event::Device(told);
            while let Err(TrySendError::Full(full)) = self.send.try_send(event) {
                event = full;
                self.pump();
            }
        }
        self.pump();
        self
    }

    /// Presses the key that the action has here and now.
    #[track_caller]
    pub(crate) fn does(&mut self, action: Action) -> &mut Self {
        let top = self.app.top();
        let keymap = &self.app.view().keymap;
        let keys = keymap.keys_at(action, &top.contexts(), |letter| top.takes_char(letter));
        let Some(key) = keys.first().copied() else {
            panic!("no key for {action:?} here:\n{}", self.screen());
        };
        self.press(key)
    }

    /// Presses keys that do not count: arrows on the way, or what comes before a job.
    pub(crate) fn on_the_way(&mut self, keys: &str) -> &mut Self {
        let n_keys = self.n_keys;
        self.keys(keys);
        self.n_keys = n_keys;
        self
    }

    /// How many keys were pressed since this was last asked.
    pub(crate) fn count_keys(&mut self) -> usize {
        std::mem::take(&mut self.n_keys)
    }

    pub(crate) fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.terminal.backend_mut().resize(width, height);
        self.happen(Event::Resize);
        self
    }

    /// Lets time pass on the shop's clock.
    pub(crate) fn passes(&mut self, minutes: i64) -> &mut Self {
        self.clock.advance(chrono::Duration::minutes(minutes));
        self.happen(Event::Minute);
        self
    }

    /// The screen as text, one line each; the second cell of a wide letter is left
    /// out.
    pub(crate) fn screen(&self) -> String {
        let buffer = self.terminal.backend().buffer();
        let mut lines = String::new();
        for y in 0..buffer.area.height {
            let mut skip = 0;
            for x in 0..buffer.area.width {
                let symbol = buffer[(x, y)].symbol();
                if skip > 0 {
                    skip -= 1;
                    continue;
                }
                lines.push_str(symbol);
                skip = unicode_width::UnicodeWidthStr::width(symbol).saturating_sub(1);
            }
            lines.push('\n');
        }
        lines
    }

    /// Where the cursor is, unless it is hidden.
    pub(crate) fn cursor(&mut self) -> Option<Position> {
        let is_seen = self.terminal.backend().cursor_visible();
        is_seen.then(|| self.terminal.get_cursor_position().unwrap())
    }

    /// How many frames were laid out so far.
    pub(crate) fn n_frames(&mut self) -> usize {
        self.terminal.get_frame().count()
    }

    pub(crate) fn buffer(&self) -> &ratatui::buffer::Buffer {
        self.terminal.backend().buffer()
    }

    /// The screen's row of that number, with each letter in bold as it is, and a dot
    /// for any other.
    pub(crate) fn bold_of_row(&self, y: u16) -> String {
        let buffer = self.terminal.backend().buffer();
        let cells = (0..buffer.area.width).map(|x| &buffer[(x, y)]);
        let is_bold = |it: &ratatui::buffer::Cell| it.modifier.contains(Modifier::BOLD);
        let letters = cells.map(|it| if is_bold(it) { it.symbol() } else { "." });
        letters.collect()
    }

    #[track_caller]
    pub(crate) fn shows(&mut self, text: &str) -> &mut Self {
        let screen = self.screen();
        assert!(
            screen.contains(text),
            "{text:?} is not on the screen:\n{screen}"
        );
        self
    }

    #[track_caller]
    pub(crate) fn hides(&mut self, text: &str) -> &mut Self {
        let screen = self.screen();
        assert!(
            !screen.contains(text),
            "{text:?} is on the screen:\n{screen}"
        );
        self
    }

    /// Waits for what a device thread brings onto the screen.
    #[track_caller]
    pub(crate) fn waits_for(&mut self, done: impl Fn(&Self) -> bool) -> &mut Self {
        let patience = std::time::Instant::now() + Duration::from_secs(60);
        while !done(self) {
            assert!(
                std::time::Instant::now() < patience,
                "never came:\n{}",
                self.screen()
            );
            if let Ok(event) = self.events.recv_timeout(Duration::from_millis(50)) {
                self.app.handle(event);
            }
            self.pump();
        }
        self
    }

    /// Waits until every device has said how it is: what they tell is a frame too.
    pub(crate) fn settles(&mut self) -> &mut Self {
        self.waits_for(|desk| {
            let lamps = &desk.app.view().lamps;
            let all = [&lamps.scanner, &lamps.printer, &lamps.display];
            all.into_iter().all(|it| *it != Lamp::Starting)
        });
        // The lamp is lit before its news is sent.
        while let Ok(event) = self.events.recv_timeout(Duration::from_millis(100)) {
            self.app.handle(event);
        }
        self.pump();
        self
    }

    pub(crate) fn printer(&self) -> PretendPrinter {
        self.app.devices().pretend_printer().unwrap()
    }

    /// Papers printed so far, as text.
    pub(crate) fn papers(&self) -> Vec<String> {
        self.printer()
            .papers()
            .iter()
            .map(|paper| paper.to_text().join("\n"))
            .collect()
    }

    /// Papers that no printer has taken yet.
    pub(crate) fn n_papers_waiting(&self) -> usize {
        let jobs: Vec<PrintJob> = self.shop.read().all().unwrap();
        let waiting = jobs.iter().filter(|it| it.state == PrintState::Waiting);
        waiting.count()
    }

    /// Both lines of the customer display, without the spaces at their ends.
    pub(crate) fn client_sees(&self) -> (String, String) {
        let shown = self.app.devices().shown().unwrap();
        let trim = |line: &str| line.trim().to_owned();
        (trim(&shown.upper), trim(&shown.lower))
    }

    pub(crate) fn wall(&self, minute: u16) -> WallTime {
        WallTime::new(self.app.view().today(), minute)
    }

    /// Runs a request beside the screen, as another session would.
    #[track_caller]
    pub(crate) fn asks(&mut self, request: &Request) -> Outcome {
        self.n_asked += 1;
        let id = format!("test-{}", self.n_asked);
        self.shop
            .run(&SESSION, &id, request)
            .unwrap_or_else(|stop: Stop| panic!("{stop:?}"))
    }
}

/// Settings of a desk without one.
pub(crate) const NO_PRINTER: &str = "# no printer";

fn start(
    look: &Look,
    shop: &Arc<Shop>,
    more: &str,
    send: &SyncSender<Event>,
    (width, height): (u16, u16),
) -> (App, Terminal<TestBackend>) {
    let mut usual = match more {
        NO_PRINTER => String::new(),
        _ => "[printer]\nuri = \"pretend:\"\n[drawer]\n".to_owned(),
    };
    if !more.contains("[display]") {
        usual.push_str("[display]\nuri = \"pretend:\"\nkind = \"escpos\"\n");
    }
    let config: DeviceConfig = toml::from_str(&format!("{usual}{more}")).unwrap();
    let send = send.clone();
    let hub = Devices::start(&config, move |news| drop(send.send(Event::Device(news))));
    let mut view = View::new(
        Arc::clone(shop),
        SESSION,
        Arc::clone(&look.locale),
        look.theme,
        Keymap::shipped(look.keymap).unwrap(),
    )
    .unwrap();
    view.demo = true;
    let app = App::new(view, DeskDevices::new(hub));
    (app, Terminal::new(TestBackend::new(width, height)).unwrap())
}
