//! `balm devices`: what is plugged in, a test page, and what the scanner reads.

use std::{
    io::{self, Write},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    time::{Duration, Instant},
};

use clap::Args;
use signal_hook::consts::{SIGINT, SIGTERM};

use super::{CliError, Desk, Exit};
use crate::{
    devices::{DeviceConfig, DeviceNews, Devices, ports, test_paper},
    domain::{ids::PrintJobId, print_job::PrintState},
    locale::{Locale, Words},
};

/// How long a test page may take until it is given up.
const TEST_PRINT_LIMIT: Duration = Duration::from_secs(20);
/// How often a signal is looked for while nothing is scanned.
const SIGNAL_PAUSE: Duration = Duration::from_millis(200);

#[derive(Args, Clone, Debug)]
pub struct DevicesArgs {
    /// Print a page with every letter of the printer's code page
    #[arg(long)]
    print_test: bool,
    /// Show what the scanner reads until Ctrl-C
    #[arg(long, conflicts_with = "print_test")]
    echo_scans: bool,
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
    list(&words);
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

fn print_test(config: &DeviceConfig, words: &Words) -> Exit {
    let Some(printer) = &config.printer else {
        say(&words.locale.text("devices-no-printer"));
        return Exit::Usage;
    };
    let only_printer = DeviceConfig {
        printer: config.printer.clone(),
        ..DeviceConfig::default()
    };
    let (news, told) = mpsc::sync_channel(16);
    let devices = Devices::start(&only_printer, move |it| {
        // Nobody listens any more once the page is settled.
        let _ = news.send(it);
    });
    let job = PrintJobId::default();
    let state = match devices.print(job, &test_paper(printer)) {
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

fn echo_scans(config: &DeviceConfig, words: &Words) -> Exit {
    if config.scanner.is_none() {
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
    let devices = Devices::start(&only_scanner, move |it| {
        // As above.
        let _ = news.send(it);
    });
    while !stop.load(Ordering::Relaxed) {
        let Ok(news) = told.recv_timeout(SIGNAL_PAUSE) else {
            continue;
        };
        let line = match news {
            DeviceNews::Scan(code) => code.escape_debug().to_string(),
            DeviceNews::DoubleRead(code) => words.locale.fill(
                "devices-double-read",
                &[("code", code.escape_debug().to_string().into())],
            ),
            DeviceNews::Unreadable => words.locale.text("devices-unreadable"),
            DeviceNews::ScannerUp => words.locale.text("devices-scanner-up"),
            DeviceNews::ScannerDown(trouble) => {
                let trouble = [("trouble", words.trouble(&trouble).into())];
                words.locale.fill("devices-scanner-down", &trouble)
            }
            _ => continue,
        };
        say(&line);
    }
    drop(told);
    devices.shutdown();
    Exit::Well
}

/// A closed output is no reason to stop: the page is printed all the same.
fn say(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}
