//! The real binary in a real terminal: start, sell, be killed, start again; and the
//! terminal is left as it was found, however the program ends.

use std::{
    io::{Read, Write},
    num::NonZero,
    path::Path,
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use balm::{
    domain::drawer::{Count, Pieces},
    ops::{clock::SettableClock, request::Request, shop::Shop},
    store::{Durability, OpenOptions},
    ui::term::{
        Screen,
        look::{Looks, ScreenConfig, Surroundings},
    },
};

use crate::{
    desk::{SESSION, afternoon, open_shop},
    small_spa,
};

pub(crate) struct Tty {
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    screen: Arc<Mutex<vt100::Parser>>,
}

impl Tty {
    pub(crate) fn start(args: &[&str], columns: u16, rows: u16) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_balm"));
        command.args(args);
        Self::run(command, columns, rows)
    }

    pub(crate) fn run(mut command: CommandBuilder, columns: u16, rows: u16) -> Self {
        let size = PtySize {
            rows,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        // Scans are told by their speed only at the desk itself.
        command.env_remove("SSH_CONNECTION");
        command.env_remove("SSH_TTY");
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let screen = Arc::new(Mutex::new(vt100::Parser::new(
            cells(rows),
            cells(columns),
            0,
        )));
        let mut output = pair.master.try_clone_reader().unwrap();
        let shown = Arc::clone(&screen);
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(n @ 1..) = output.read(&mut bytes) {
                shown.lock().unwrap().process(&bytes[..n]);
            }
        });
        let keys = pair.master.take_writer().unwrap();
        Self {
            master: pair.master,
            child,
            keys,
            screen,
        }
    }

    pub(crate) fn press(&mut self, bytes: &str) -> &mut Self {
        self.keys.write_all(bytes.as_bytes()).unwrap();
        self.keys.flush().unwrap();
        self
    }

    pub(crate) fn text(&self) -> String {
        self.screen.lock().unwrap().screen().contents()
    }

    #[track_caller]
    pub(crate) fn shows(&mut self, text: &str) -> &mut Self {
        let patience = Instant::now() + Duration::from_secs(30);
        while !self.text().contains(text) {
            assert!(
                Instant::now() < patience,
                "{text:?} never came:\n{}",
                self.text()
            );
            thread::sleep(Duration::from_millis(10));
        }
        self
    }

    #[track_caller]
    pub(crate) fn hides(&mut self, text: &str) -> &mut Self {
        let patience = Instant::now() + Duration::from_secs(30);
        while self.text().contains(text) {
            assert!(
                Instant::now() < patience,
                "{text:?} stays:\n{}",
                self.text()
            );
            thread::sleep(Duration::from_millis(10));
        }
        self
    }

    /// Waits for the end, and for the screen to be as it was found.
    #[track_caller]
    pub(crate) fn ends_tidily(&mut self) {
        let patience = Instant::now() + Duration::from_secs(30);
        while self.child.try_wait().unwrap().is_none() {
            assert!(Instant::now() < patience, "does not end:\n{}", self.text());
            thread::sleep(Duration::from_millis(10));
        }
        let restored = || {
            let parser = self.screen.lock().unwrap();
            let screen = parser.screen();
            !screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste()
        };
        while !restored() {
            assert!(
                Instant::now() < patience,
                "the terminal is not as it was found"
            );
            thread::sleep(Duration::from_millis(10));
        }
    }

    fn signal(&self, name: &str) {
        let pid = self.child.process_id().unwrap().to_string();
        // The shell's own: not every machine has a program of that name.
        let done = std::process::Command::new("sh")
            .args(["-c", &format!("kill -s {name} {pid}")])
            .status()
            .unwrap();
        assert!(done.success());
    }
}

/// The screen that listens has at least one cell, whatever the terminal claims.
fn cells(n: u16) -> NonZero<u16> {
    NonZero::new(n).unwrap_or(NonZero::<u16>::MIN)
}

pub(crate) const F4: &str = "\x1bOS";
const F9: &str = "\x1b[20~";
pub(crate) const CTRL_X: &str = "\x18";

/// A spa with an open drawer in a folder, closed again.
pub(crate) fn prepared(dir: &Path) {
    let (shop, clock) = open_shop(dir, chrono::Utc::now());
    small_spa::build(&shop, &clock);
    open_drawer(&shop);
}

fn open_drawer(shop: &Shop) {
    let float = Count {
        cash: vec![Pieces {
            value_minor: 1000,
            n: 10,
        }],
        card: None,
    };
    shop.run(
        &SESSION,
        "open",
        &Request::OpenDrawer {
            float,
            business_date: None,
        },
    )
    .unwrap();
}

#[test]
fn a_sale_survives_the_kill_and_the_terminal_is_put_back() {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("store");
    prepared(&store);
    let args = ["--store", store.to_str().unwrap()];

    let mut tty = Tty::start(&args, 80, 24);
    tty.shows("Cart")
        .press(F4)
        .press("ARGAN\r")
        .shows("Argan oil")
        .press(F9)
        .shows("1-000001");
    // Another sale begins; its cart is on the disk once its total is on the screen.
    tty.press("2*ARGAN\r").shows("75.60");
    tty.signal("KILL");
    tty.child.wait().unwrap();

    let mut tty = Tty::start(&args, 80, 24);
    tty.shows("Argan oil")
        .shows("75.60")
        .press(CTRL_X)
        .press("\r");
    tty.ends_tidily();

    let (shop, report) = open_shop(&store, afternoon());
    assert!(report_is_whole(&shop), "{report:?}");
}

fn report_is_whole(shop: &Shop) -> bool {
    use balm::{domain::sale::Sale, store::Reads};
    let sales = shop.read().all::<Sale>().unwrap();
    sales.len() == 1 && sales[0].total.minor() == 3_780
}

#[test]
fn a_signal_ends_it_in_order() {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("store");
    prepared(&store);
    for signal in ["TERM", "HUP"] {
        let mut tty = Tty::start(&["--store", store.to_str().unwrap()], 80, 24);
        tty.shows("Cart");
        tty.signal(signal);
        tty.ends_tidily();
    }
}

#[test]
fn any_size_is_survived() {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("store");
    prepared(&store);
    let mut tty = Tty::start(&["--store", store.to_str().unwrap()], 80, 24);
    tty.shows("Cart");
    for (rows, cols) in [
        (3, 10),
        (1, 1),
        (0, 0),
        (24, 40),
        (43, 132),
        (12, 200),
        (24, 80),
    ] {
        tty.master
            .resize(PtySize {
                rows,
                cols,
                pixel_width: 0,
                pixel_height: 0,
            })
            .unwrap();
        tty.screen
            .lock()
            .unwrap()
            .screen_mut()
            .set_size(cells(rows), cells(cols));
        thread::sleep(Duration::from_millis(30));
        tty.press(F4);
    }
    tty.press("\x0c").shows("Cart").press(CTRL_X).press("\r");
    tty.ends_tidily();
}

const PANICS: &str = "BALM_TEST_PANICS";

/// Not a test by itself: what the next one runs in a terminal of its own.
#[test]
fn panicking_child() {
    if std::env::var_os(PANICS).is_none() {
        return;
    }
    let here = Surroundings::here();
    let looks = Looks::of(ScreenConfig::default(), &here).unwrap();
    let mut screen = Screen::enter(looks).unwrap();
    let drawn = screen.terminal.draw(|frame| {
        frame.render_widget("half a sale", frame.area());
    });
    drawn.unwrap();
    panic!("a fault on purpose");
}

#[test]
fn a_panic_leaves_the_terminal_as_it_was_found() {
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["--exact", "terminal::panicking_child", "--nocapture"]);
    command.env(PANICS, "1");
    let mut tty = Tty::run(command, 80, 24);
    // The child did fail, and its screen is gone from the terminal.
    tty.shows("FAILED");
    tty.ends_tidily();
    assert!(!tty.text().contains("half a sale"), "{}", tty.text());
}

/// The real program with a mirror and a backup at each close: the status line tells of
/// the mirror while it is there, away, and back; the close of a day lays an archive down.
#[test]
fn a_mirror_goes_and_comes_and_the_close_of_a_day_makes_a_backup() {
    let place = tempfile::tempdir().unwrap();
    let at = |name: &str| place.path().join(name);
    let store = at("shop");
    prepared(&store);
    for folder in ["stick", "backups"] {
        std::fs::create_dir(at(folder)).unwrap();
    }
    std::fs::write(store.join("passphrase"), "seven candles\n").unwrap();
    let settings = "[mirror]\nfolder = \"../stick\"\nalarm_seconds = 1\n\
        [backup]\nfolder = \"../backups\"\npassphrase_file = \"passphrase\"\nat_close = true\n";
    std::fs::write(store.join("balm.toml"), settings).unwrap();
    let mut tty = Tty::start(&["--store", store.to_str().unwrap()], 100, 30);
    tty.shows("Cart").shows(" MIR");
    // Laid down while the shop is open.
    std::fs::create_dir(store.join("attachments")).unwrap();
    std::fs::write(store.join("attachments/consent.txt"), "signed").unwrap();
    std::fs::rename(at("stick"), at("pulled")).unwrap();
    tty.shows(" mir?");
    tty.press("!").shows("The mirror's folder is not there");
    tty.shows("The mirror is on the same disk as the shop: if");
    tty.press("\x1b").hides("The mirror's folder is not there");
    // A sale goes on meanwhile, and is in the mirror when that is back.
    tty.press(F4).press("argan\r").shows("Argan");
    tty.press(F9).shows("Paid");
    let journal = || std::fs::read(store.join("journal/000001.balmlog")).unwrap();
    let mirror = |folder: &str| std::fs::read(at(folder).join("journal/000001.balmlog")).unwrap();
    assert!(mirror("pulled").len() < journal().len());
    // How far behind it is, in entries and seconds.
    let lags = |text: &str| {
        let (_, lag) = text.split_once(" mir? ")?;
        let (entries, seconds) = lag.split_whitespace().next()?.split_once('/')?;
        let seconds: u64 = seconds.strip_suffix('s')?.parse().ok()?;
        Some((entries.parse::<u64>().ok()?, seconds))
    };
    let patience = Instant::now() + Duration::from_secs(30);
    while !lags(&tty.text()).is_some_and(|(entries, seconds)| entries >= 2 && seconds >= 1) {
        assert!(Instant::now() < patience, "no lag:\n{}", tty.text());
        thread::sleep(Duration::from_millis(50));
    }
    std::fs::rename(at("pulled"), at("stick")).unwrap();
    tty.shows(" MIR");
    assert_eq!(mirror("stick"), journal());
    tty.press("\x1b[24~").shows("Count the drawer");
    tty.press("\x1b[6~").press("\r").shows("expected");
    tty.press("\r").shows("The day is closed");
    let archives = || std::fs::read_dir(at("backups")).unwrap().count();
    let patience = Instant::now() + Duration::from_secs(60);
    while archives() == 0 {
        assert!(Instant::now() < patience, "no backup:\n{}", tty.text());
        thread::sleep(Duration::from_millis(50));
    }
    tty.press("\x1b")
        .hides("The day is closed")
        .press(CTRL_X)
        .press("\r");
    tty.ends_tidily();
    assert_eq!(mirror("stick"), journal());
    assert_eq!(archives(), 1);
    let archive = std::fs::read_dir(at("backups")).unwrap().next().unwrap();
    let restored = std::process::Command::new(env!("CARGO_BIN_EXE_balm"))
        .args(["restore", "--passphrase-file"])
        .arg(store.join("passphrase"))
        .arg("--into")
        .arg(at("restored"))
        .arg(archive.unwrap().path())
        .output()
        .unwrap();
    assert!(restored.status.success(), "{restored:?}");
    let kept = |name: &str| std::fs::read(at("restored").join(name)).unwrap();
    assert_eq!(kept("attachments/consent.txt"), b"signed");
    assert_eq!(kept("balm.toml"), settings.as_bytes());
}

/// By hand, on a terminal that answers at once: no colours, and few hits at a time.
#[test]
fn the_profile_for_slow_lines_is_chosen_at_the_command_line() {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("shop");
    let (shop, clock) = open_shop(&store, chrono::Utc::now());
    small_spa::build(&shop, &clock);
    for n in 0..9 {
        let client = serde_json::json!({"do": "save_client", "name": format!("Ilze Zarins {n}"),
            "phone": format!("2099990{n}")});
        let request: Request = serde_json::from_value(client).unwrap();
        shop.run(&SESSION, &format!("client-{n}"), &request)
            .unwrap();
    }
    open_drawer(&shop);
    drop(shop);
    let has_colours = |tty: &Tty| {
        let parser = tty.screen.lock().unwrap();
        let (rows, columns) = parser.screen().size();
        let mut cells =
            (0..rows.get()).flat_map(|row| (0..columns.get()).map(move |column| (row, column)));
        let is_plain = |colour: vt100::Color| colour == vt100::Color::Default;
        cells.any(|(row, column)| {
            let cell = parser.screen().cell(row, column).unwrap();
            !is_plain(cell.fgcolor()) || !is_plain(cell.bgcolor())
        })
    };
    for (profile, is_slow, hits) in [("slow", true, "5 of 9"), ("full", false, "8 of 9")] {
        let args = ["--store", store.to_str().unwrap(), "--screen", profile];
        let mut tty = Tty::start(&args, 80, 24);
        tty.shows("Cart")
            .press("/")
            .press("zarins")
            .shows("Ilze Zarins");
        tty.shows(&format!("Find  {hits}"));
        assert_eq!(has_colours(&tty), !is_slow, "{profile}");
        tty.press("\x1b").hides("Ilze Zarins");
        tty.press(CTRL_X).press("\r");
        tty.ends_tidily();
    }
}

/// An old record that has changed on the disk, and a backup that could not be made:
/// both stand behind `!`, and selling goes on.
#[test]
fn a_disk_that_rots_and_a_backup_that_fails_are_on_the_attention_list() {
    let place = tempfile::tempdir().unwrap();
    let store = place.path().join("shop");
    let clock = Arc::new(SettableClock::new(chrono::Utc::now()));
    let options = OpenOptions {
        durability: Durability::Relaxed,
        segment_bytes_max: 64 * 1024,
        ..OpenOptions::default()
    };
    let (shop, _) = Shop::open(&store, clock.clone(), options).unwrap();
    let product = small_spa::build(&shop, &clock).candle;
    open_drawer(&shop);
    // So long a journal that its beginning is read beside the work only.
    let n_segments = || std::fs::read_dir(store.join("journal")).unwrap().count();
    for on_hand in 0.. {
        let id = format!("stock-{on_hand}");
        let wish = Request::SetStock { product, on_hand };
        shop.run(&SESSION, &id, &wish).unwrap();
        if on_hand % 100 == 0 && n_segments() > 24 {
            break;
        }
    }
    shop.close().unwrap();
    // One that waited for no disk is proved whole at its next start.
    let (shop, _) = Shop::open(&store, clock, OpenOptions::default()).unwrap();
    shop.close().unwrap();
    // As a disk does it: without a trace in the file's times.
    let first = store.join("journal/000001.balmlog");
    let changed = std::fs::metadata(&first).unwrap().modified().unwrap();
    let mut bytes = std::fs::read(&first).unwrap();
    bytes[5_000] ^= 1;
    std::fs::write(&first, bytes).unwrap();
    let file = std::fs::File::options().write(true).open(&first).unwrap();
    file.set_modified(changed).unwrap();
    // The disk with the folder is not there.
    let backups = place.path().join("backups");
    std::fs::write(store.join("passphrase"), "seven candles\n").unwrap();
    let settings = "[backup]\nfolder = \"../backups\"\npassphrase_file = \"passphrase\"\n\
        at_close = true\n";
    std::fs::write(store.join("balm.toml"), settings).unwrap();

    let mut tty = Tty::start(&["--store", store.to_str().unwrap()], 100, 30);
    tty.shows("Cart").shows(" !");
    tty.press("!")
        .shows("An old record on the disk has changed");
    tty.press("\x1b").hides("An old record");
    tty.press(F4).press("argan\r").shows("Argan");
    tty.press(F9).shows("Paid");
    tty.press("\x1b[24~").shows("Count the drawer");
    tty.press("\x1b[6~").press("\r").shows("expected");
    tty.press("\r").shows("The day is closed");
    tty.press("\x1b").hides("The day is closed");
    tty.shows(" !2").press("!");
    tty.shows("The last backup was not made");
    tty.press("\x1b").hides("The last backup");
    tty.press(CTRL_X).press("\r");
    tty.ends_tidily();
    assert!(!backups.exists(), "a file took the folder's name");
}

/// The night's backup is made up for by a desk that was off at its hour, while it is
/// open and without anybody's doing; it is made once.
#[test]
fn a_desk_that_was_off_at_night_makes_the_nights_backup() {
    let place = tempfile::tempdir().unwrap();
    let at = |name: &str| place.path().join(name);
    let store = at("shop");
    prepared(&store);
    std::fs::create_dir(at("backups")).unwrap();
    std::fs::write(store.join("passphrase"), "seven candles\n").unwrap();
    let settings = "[backup]\nfolder = \"../backups\"\npassphrase_file = \"passphrase\"\n\
        nightly = \"00:00\"\n";
    std::fs::write(store.join("balm.toml"), settings).unwrap();
    let mut tty = Tty::start(&["--store", store.to_str().unwrap()], 100, 30);
    tty.shows("Cart");
    let archives = || std::fs::read_dir(at("backups")).unwrap().count();
    let patience = Instant::now() + Duration::from_secs(90);
    while archives() == 0 {
        assert!(Instant::now() < patience, "no backup:\n{}", tty.text());
        thread::sleep(Duration::from_millis(50));
    }
    tty.press(F4).press("argan\r").shows("Argan");
    tty.press(F9).shows("Paid");
    tty.press(CTRL_X).press("\r");
    tty.ends_tidily();
    assert_eq!(archives(), 1);
}

/// The end of a day long after the last entry: nobody is asked about a clock that
/// somebody has put there, and nothing can be changed.
#[test]
fn the_shop_of_then_is_looked_at_on_the_screen() {
    let place = tempfile::tempdir().unwrap();
    let store = place.path().join("shop");
    prepared(&store);
    let later = chrono::Utc::now() + chrono::Duration::days(3);
    let moment = later.format("%Y-%m-%dT%H:%MZ").to_string();
    let args = ["at", &moment, "--store", store.to_str().unwrap()];
    let mut tty = Tty::start(&args, 100, 30);
    tty.shows("LOOKING BACK").shows("Cart");
    tty.hides("Is this clock right?");
    tty.press(F4)
        .press("argan\r")
        .shows("nothing can be changed");
    tty.press("\x1b").hides("nothing can be changed");
    tty.press(CTRL_X).press("\r");
    tty.ends_tidily();
}
