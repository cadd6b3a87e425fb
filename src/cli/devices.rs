//! `balm devices`: what is plugged in, a test page, and what the scanner reads.

use std::{
    io::{self, IsTerminal, Write},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use clap::Args;
use signal_hook::consts::{SIGINT, SIGTERM};

use super::{CliError, Desk, Exit, screen::listening, set_up_devices};
use crate::{
    devices::{
        DeviceConfig, DeviceNews, Devices, Model, NotQueued, TRIAL_JOB, codepage::CodePage,
        config::PinLevel, escpos::PAGE_NUMBERS, ports, test_paper, uri::DeviceUri,
        wedge::WedgeConfig,
    },
    domain::print_job::PrintState,
    locale::{Locale, Words},
    ui::term::input::{self, Burst, Listening},
};

/// How long a test page may take until it is given up.
const TEST_PRINT_LIMIT: Duration = Duration::from_secs(20);
/// How often a signal is looked for while nothing is scanned.
const SIGNAL_PAUSE: Duration = Duration::from_millis(200);

#[derive(Args, Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag that one types"
)]
pub struct DevicesArgs {
    /// Print a page with every letter of the printer's code page
    #[arg(long, group = "what")]
    print_test: bool,
    /// Show what the scanner reads, and what typed keys are taken for, until Ctrl-C
    #[arg(long, group = "what")]
    echo_scans: bool,
    /// Find scanner, printer and drawer by trying them, and write the settings
    #[arg(long, group = "what")]
    set_up: bool,
    /// The screen is opened again behind it
    #[arg(long, hide = true, requires = "set_up")]
    then_screen: bool,
    /// A port for --set-up to try beside those that the system lists
    #[arg(long, value_name = "URI", requires = "set_up")]
    port: Vec<DeviceUri>,
    /// List the printer models that the settings can name
    #[arg(long, group = "what")]
    models: bool,
    /// Print a code page's letters under every number, and ask which look right
    #[arg(long, group = "what", value_name = "CODE_PAGE", num_args = 0..=1)]
    #[expect(
        clippy::option_option,
        reason = "without a page it is that of the settings"
    )]
    find_page: Option<Option<CodePage>>,
}

pub(super) fn run(desk: &Desk, args: &DevicesArgs) -> Result<Exit, CliError> {
    let locale = Locale::english();
    let words = Words::new(&locale, None);
    if args.print_test {
        return Ok(print_test(&desk.config()?.devices, &words));
    }
    if args.echo_scans {
        return Ok(echo_scans(&desk.config()?.devices, &words));
    }
    if let Some(page) = args.find_page {
        return Ok(find_page(&desk.config()?.devices, page, &words));
    }
    if args.set_up {
        return match set_up_devices::run(desk, &args.port, args.then_screen, &words) {
            done if args.then_screen => set_up_devices::back_to_screen(&words, done),
            done => done,
        };
    }
    if args.models {
        models();
    } else {
        list(&words);
    }
    Ok(Exit::Well)
}

fn list(words: &Words) {
    let found = ports();
    if found.is_empty() {
        say(&words.locale.text("devices-none"));
    }
    for port in found {
        let usb = port.usb.map_or_else(String::new, |usb| {
            format!("  {:04x}:{:04x}", usb.vendor, usb.product)
        });
        say(format!("{}  {}{usb}", port.uri, port.name).trim_end());
    }
}

fn models() {
    for model in Model::all() {
        let (name, profile) = model.read();
        let pages: Vec<&str> = profile.pages.iter().map(|(page, _)| page.name()).collect();
        let (n_columns, pages) = (profile.n_columns, pages.join(" "));
        say(&format!(
            "{model:<23} {n_columns} {name}\n{:26} {pages}",
            ""
        ));
    }
}

fn print_test(config: &DeviceConfig, words: &Words) -> Exit {
    let Some(printer) = &config.printer else {
        return no_printer(words);
    };
    let paper = test_paper(printer);
    printed(config, words, |devices| devices.print(TRIAL_JOB, &paper))
}

fn find_page(config: &DeviceConfig, page: Option<CodePage>, words: &Words) -> Exit {
    let Some(printer) = &config.printer else {
        return no_printer(words);
    };
    let page = page.or(printer.code_page).unwrap_or_default();
    let exit = printed(config, words, |devices| {
        devices.print_strip(TRIAL_JOB, Some(page))
    });
    if exit != Exit::Well {
        return exit;
    }
    let filled = [
        ("page", page.name().into()),
        ("letters", page.sample().into()),
    ];
    say(&words.locale.fill("devices-find-page", &filled));
    let mut typed = String::new();
    // Who types nothing, or cannot, is told so as for a number that is none.
    let _ = io::stdin().read_line(&mut typed);
    match typed.trim().parse() {
        Ok(number) if PAGE_NUMBERS.contains(&number) => {
            say(&format!(
                "[printer]\ncode_page = \"{page}\"\npage_number = {number}"
            ));
            Exit::Well
        }
        _ => {
            say(&words.locale.text("devices-no-page"));
            Exit::Bad
        }
    }
}

fn no_printer(words: &Words) -> Exit {
    say(&words.locale.text("devices-no-printer"));
    Exit::Usage
}

/// Prints one thing and says what became of it.
pub(super) fn printed(
    config: &DeviceConfig,
    words: &Words,
    print: impl FnOnce(&Devices) -> Result<(), NotQueued>,
) -> Exit {
    let only_printer = DeviceConfig {
        printer: config.printer.clone(),
        ..DeviceConfig::default()
    };
    let (news, told) = mpsc::sync_channel(16);
    let devices = Devices::start(&only_printer, move |it| {
        // Nobody listens any more once the page is settled.
        let _ = news.send(it);
    });
    let state = match print(&devices) {
        Ok(()) => wait_for_page(&told, words),
        Err(not_queued) => Some(PrintState::from(not_queued)),
    };
    drop(told);
    devices.shutdown();
    let Some(state) = state else {
        say(&words.locale.text("devices-no-answer"));
        return Exit::Bad;
    };
    say(&words.print_state(&state));
    match state {
        PrintState::Sent | PrintState::Printed => Exit::Well,
        _ => Exit::Bad,
    }
}

/// `None` when time is up.
fn wait_for_page(told: &mpsc::Receiver<DeviceNews>, words: &Words) -> Option<PrintState> {
    let deadline = Instant::now() + TEST_PRINT_LIMIT;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        match told.recv_timeout(left).ok()? {
            DeviceNews::JobState { state, .. } if state != PrintState::Waiting => {
                return Some(state);
            }
            DeviceNews::PrinterDown(trouble) => {
                let trouble = words.trouble(&trouble);
                let trouble = [("trouble", trouble.into())];
                say(&words.locale.fill("devices-printer-down", &trouble));
            }
            _ => (),
        }
    }
}

/// What the scanner on a line of its own sends, and what the keyboard brings, until
/// Ctrl-C.
fn echo_scans(config: &DeviceConfig, words: &Words) -> Exit {
    let is_serial = config.scanner.as_ref().is_some_and(|it| it.uri.is_some());
    let has_keys = io::stdin().is_terminal();
    if !is_serial && !has_keys {
        say(&words.locale.text("devices-no-scanner"));
        return Exit::Usage;
    }
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        // Without the handler the signal ends the program at once, which does no harm.
        let _ = signal_hook::flag::register(signal, Arc::clone(&stop));
    }
    let only_scanner = DeviceConfig {
        scanner: config.scanner.clone(),
        ..DeviceConfig::default()
    };
    let (news, told) = mpsc::sync_channel(64);
    let keys = has_keys.then(|| {
        let way = match listening(config).wedge {
            WedgeConfig::Off => "devices-keys-off",
            WedgeConfig::Speed(_) => "devices-keys-speed",
            WedgeConfig::Prefix(_) => "devices-keys-prefix",
        };
        let way = format!("{}\r", words.locale.text(way));
        listen_to_keys((listening(config), way), &stop, news.clone())
    });
    let devices = Devices::start(&only_scanner, move |it| {
        // Nobody listens any more once it is over.
        let _ = news.send(Scanned::Line(it));
    });
    while !stop.load(Ordering::Relaxed) {
        let Ok(scanned) = told.recv_timeout(SIGNAL_PAUSE) else {
            continue;
        };
        let said = match &scanned {
            Scanned::Line(news) => scan(news, words),
            Scanned::Keys(burst) => Some(typed(burst, words)),
        };
        // In raw mode a line end alone does not go back to the left.
        if let Some(line) = said {
            say(&format!("{line}\r"));
        }
    }
    drop(told);
    devices.shutdown();
    if let Some(keys) = keys {
        // A thread that panicked has ended too.
        let _ = keys.join();
    }
    Exit::Well
}

enum Scanned {
    Line(DeviceNews),
    Keys(Burst),
}

fn listen_to_keys(
    (listening, way): (Listening, String),
    stop: &Arc<AtomicBool>,
    news: mpsc::SyncSender<Scanned>,
) -> JoinHandle<()> {
    let stop = Arc::clone(stop);
    thread::spawn(move || {
        let tell = |burst| {
            // Nobody listens any more once it is over.
            let _ = news.send(Scanned::Keys(burst));
        };
        // A terminal that cannot be made raw hears nothing; Ctrl-C ends it then.
        let begins = move || say(&way);
        if input::echo(&listening, &stop, begins, tell).is_ok() {
            stop.store(true, Ordering::Relaxed);
        }
    })
}

/// `None` for what is no scan.
fn scan(news: &DeviceNews, words: &Words) -> Option<String> {
    Some(match news {
        DeviceNews::Scan(code) => code.escape_debug().to_string(),
        DeviceNews::DoubleRead(code) => words.locale.fill(
            "devices-double-read",
            &[("code", code.escape_debug().to_string().into())],
        ),
        DeviceNews::Unreadable => words.locale.text("devices-unreadable"),
        DeviceNews::BankCard => words.locale.text("app-scan-bank-card"),
        DeviceNews::GarbledScan => words.locale.text("app-scan-garbled"),
        DeviceNews::ScannerUp => words.locale.text("devices-scanner-up"),
        DeviceNews::ScannerDown(trouble) => {
            let trouble = [("trouble", words.trouble(trouble).into())];
            words.locale.fill("devices-scanner-down", &trouble)
        }
        _ => return None,
    })
}

/// What came together from the keyboard, how fast, and what it is taken for.
fn typed(burst: &Burst, words: &Words) -> String {
    let scans: Vec<String> = burst
        .scans
        .iter()
        .filter_map(|it| scan(it, words))
        .collect();
    let taken_for = if scans.is_empty() {
        words.locale.text("devices-keys-typing")
    } else {
        let scans = [("scan", scans.join(", ").into())];
        words.locale.fill("devices-keys-scan", &scans)
    };
    let ms = |gap: Option<&Duration>| gap.map_or(0, Duration::as_millis).to_string();
    // The number of a bank card is for nobody.
    let is_secret = burst.scans.contains(&DeviceNews::BankCard);
    let keys = if is_secret {
        "***".to_owned()
    } else {
        burst.shown()
    };
    let filled = [
        ("keys", keys.into()),
        ("n", burst.bytes.len().into()),
        ("shortest", ms(burst.gaps.iter().min()).into()),
        ("longest", ms(burst.gaps.iter().max()).into()),
        ("taken", taken_for.into()),
    ];
    words.locale.fill("devices-keys", &filled)
}

/// Opens the drawer, and says where that failed.
pub(super) fn kicked(config: &DeviceConfig, words: &Words) -> Exit {
    let (news, told) = mpsc::sync_channel(16);
    let devices = Devices::start(config, move |it| {
        // Nobody listens any more once it is settled.
        let _ = news.send(it);
    });
    let exit = match devices.kick_drawer() {
        Ok(()) => wait_for_kick(&told, words),
        Err(not_queued) => {
            say(&words.print_state(&PrintState::from(not_queued)));
            Exit::Bad
        }
    };
    drop(told);
    devices.shutdown();
    exit
}

fn wait_for_kick(told: &mpsc::Receiver<DeviceNews>, words: &Words) -> Exit {
    let deadline = Instant::now() + TEST_PRINT_LIMIT;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        match told.recv_timeout(left) {
            Ok(DeviceNews::DrawerKicked) => return Exit::Well,
            Ok(DeviceNews::DrawerFailed(trouble) | DeviceNews::PrinterDown(trouble)) => {
                let trouble = [("trouble", words.trouble(&trouble).into())];
                say(&words.locale.fill("devices-printer-down", &trouble));
                return Exit::Bad;
            }
            Ok(_) => (),
            Err(_) => {
                say(&words.locale.text("devices-no-answer"));
                return Exit::Bad;
            }
        }
    }
}

/// Where the drawer's sensor stands now; `None` if the printer does not say.
pub(super) fn drawer_pin(config: &DeviceConfig) -> Option<PinLevel> {
    let (news, told) = mpsc::sync_channel(16);
    let devices = Devices::start(config, move |it| {
        // Nobody listens any more once it has answered.
        let _ = news.send(it);
    });
    let asked = devices.read_drawer_pin();
    let deadline = Instant::now() + TEST_PRINT_LIMIT;
    let pin = asked.ok().and_then(|()| {
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            if let DeviceNews::DrawerPin(pin) = told.recv_timeout(left).ok()? {
                return pin;
            }
        }
    });
    drop(told);
    devices.shutdown();
    pin
}

/// A closed output is no reason to stop: the page is printed all the same.
pub(super) fn say(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}
