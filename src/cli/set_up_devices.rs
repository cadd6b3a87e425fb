//! `balm devices --set-up`: a conversation that finds scanner, printer and drawer by
//! trying them, and writes what it learned into the desk's settings at its end.

use std::{
    env,
    ffi::OsString,
    io::{self, BufRead, Write},
    path::{Path, PathBuf},
    process::{Command, exit},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use signal_hook::{consts::SIGINT, iterator::Signals};

use super::{
    CliError, Config, Desk, Exit, config,
    devices::{drawer_pin, kicked, printed, say as tell},
    interrupt,
    settings_file::SettingsFile,
};
use crate::{
    devices::{
        DeviceConfig, Model, TRIAL_JOB,
        codepage::CodePage,
        config::{DrawerConfig, PinLevel, PrinterConfig},
        escpos::{DrawerPin, PAGE_NUMBERS},
        finding::{self, Heard, WAYS},
        ports, speed_paper,
        uri::{DeviceUri, SerialLine},
    },
    domain::text,
    locale::{Arg, Locale, Words},
    ui::term,
};

/// How long one way of talking is listened to.
const LISTENING: Duration = Duration::from_secs(6);
/// Each way of talking is tried so often.
const ROUNDS: usize = 2;
/// Speeds that printers are shipped with.
const SPEEDS: [u32; 4] = [9_600, 19_200, 38_400, 115_200];

/// Runs the conversation on standard input and output.
///
/// # Errors
///
/// The settings cannot be read or written.
pub(super) fn run(
    desk: &Desk,
    more: &[DeviceUri],
    then_screen: bool,
    words: &Words,
) -> Result<Exit, CliError> {
    let listening = watch_ctrl_c(then_screen, words.locale.text("wizard-nothing"));
    let file = match &desk.config {
        Some(file) => file.clone(),
        None => desk.store_dir()?.join(config::FILE_NAME),
    };
    let settings = SettingsFile::open(&file)?;
    let config = Config::read_if_there(&file)?;
    let mut talk = Talk {
        locale: words.locale,
        words,
        settings,
        devices: config.devices,
        more,
        scanner: None,
        listening,
        file,
    };
    talk.run()
}

/// What the screen puts behind its own arguments to be left for the conversation.
const FROM_SCREEN: [&str; 3] = ["devices", "--set-up", "--then-screen"];

/// Becomes the conversation: the screen's threads would take away what is typed.
///
/// # Errors
///
/// The program cannot be started again.
pub(super) fn from_screen() -> Result<Exit, CliError> {
    let args = env::args_os().skip(1);
    become_another(args.chain(FROM_SCREEN.map(OsString::from)))
}

/// Becomes the screen again, with what is now written.
///
/// # Errors
///
/// As for [`from_screen`].
pub(super) fn back_to_screen(
    words: &Words,
    done: Result<Exit, CliError>,
) -> Result<Exit, CliError> {
    if let Err(err) = done {
        eprintln!("balm: {err}");
    }
    let mut out = io::stdout();
    // Whoever ends the input goes back as well.
    let _ = write!(out, "{} > ", words.locale.text("wizard-back")).and_then(|()| out.flush());
    let _ = io::stdin().lock().read_line(&mut String::new());
    become_screen()
}

fn become_screen() -> Result<Exit, CliError> {
    let args: Vec<OsString> = env::args_os().skip(1).collect();
    let n_own = args.len().saturating_sub(FROM_SCREEN.len());
    become_another(args.into_iter().take(n_own))
}

/// Ctrl-C ends the listening while there is one. Otherwise it ends the conversation,
/// with nothing written: whoever came from the screen goes back to it. What is given
/// says whether a scanner is listened to.
fn watch_ctrl_c(then_screen: bool, nothing: String) -> Arc<AtomicBool> {
    let listening = Arc::new(AtomicBool::new(false));
    let until_then = Arc::clone(&listening);
    let Ok(mut signals) = Signals::new([SIGINT]) else {
        return listening;
    };
    // It ends with the program.
    thread::spawn(move || {
        for _ in signals.forever() {
            if until_then.swap(false, Ordering::Relaxed) {
                continue;
            }
            tell(&format!("\n{nothing}"));
            let failed = then_screen.then(|| become_screen().err()).flatten();
            if let Some(err) = failed {
                eprintln!("balm: {err}");
            }
            exit(interrupt::EXIT_CODE);
        }
    });
    listening
}

#[cfg(unix)]
fn become_another(args: impl Iterator<Item = OsString>) -> Result<Exit, CliError> {
    use std::os::unix::process::CommandExt;
    let program = env::current_exe().map_err(|err| CliError::file(Path::new("balm"), err))?;
    let err = Command::new(&program).args(args).exec();
    Err(CliError::file(&program, err))
}

/// The row that leads here is not offered.
#[cfg(not(unix))]
fn become_another(_: impl Iterator<Item = OsString>) -> Result<Exit, CliError> {
    Ok(Exit::Well)
}

struct Talk<'a> {
    locale: &'a Locale,
    words: &'a Words<'a>,
    settings: SettingsFile,
    /// As they are by now.
    devices: DeviceConfig,
    /// Ports that the system does not list.
    more: &'a [DeviceUri],
    /// The port on which the scanner was heard.
    scanner: Option<DeviceUri>,
    listening: Arc<AtomicBool>,
    file: PathBuf,
}

/// The input ended: nothing is written.
struct Ended;

impl Talk<'_> {
    fn run(&mut self) -> Result<Exit, CliError> {
        let file = self.file.display().to_string();
        self.say("wizard-begin", &[("file", file.as_str().into())]);
        let talked = self.scanner().and_then(|()| self.printer());
        if talked.is_err() || !self.settings.is_changed() {
            self.say("wizard-nothing", &[]);
            return Ok(Exit::Well);
        }
        self.say("wizard-end", &[]);
        tell(self.settings.text().trim_end());
        match self.sure("wizard-write") {
            Ok(true) => {
                self.settings.write()?;
                self.say("wizard-written", &[("file", file.as_str().into())]);
            }
            Ok(false) | Err(Ended) => self.say("wizard-nothing", &[]),
        }
        Ok(Exit::Well)
    }

    fn scanner(&mut self) -> Result<(), Ended> {
        loop {
            match &*self.ask("wizard-scanner", &[])? {
                "s" => return Ok(()),
                "k" => return self.wedge(),
                "" => (),
                _ => continue,
            }
            if let Some((uri, code)) = self.listen() {
                self.say(
                    "wizard-heard",
                    &[("code", code.into()), ("uri", uri.to_string().into())],
                );
                if self.sure("wizard-right")? {
                    self.settings.set("scanner", "uri", uri.to_string());
                    self.settings.remove("scanner", "wedge");
                    self.scanner = Some(uri);
                    return Ok(());
                }
            }
        }
    }

    /// A scanner that types like a keyboard.
    fn wedge(&mut self) -> Result<(), Ended> {
        let prefix = self.ask("wizard-prefix", &[])?;
        self.settings.remove("scanner", "uri");
        if prefix.is_empty() {
            self.settings.set("scanner", "wedge", "speed");
        } else {
            self.settings
                .set_entry("scanner", "wedge", "prefix", &prefix);
        }
        Ok(())
    }

    fn listen(&self) -> Option<(DeviceUri, String)> {
        let listed = ports().into_iter().map(|port| port.uri);
        let ports: Vec<DeviceUri> = listed
            .chain(self.more.iter().cloned())
            .filter(|uri| matches!(uri, DeviceUri::Serial(_)))
            .collect();
        if ports.is_empty() {
            self.say("wizard-no-ports", &[]);
            return None;
        }
        self.listening.store(true, Ordering::Relaxed);
        let is_stopped = || !self.listening.load(Ordering::Relaxed);
        let mut heard = None;
        for way in WAYS.iter().cycle().take(WAYS.len() * ROUNDS) {
            let spoken = format!("{} {}{}1", way.baud, way.data_bits, way.parity.letter());
            self.say("wizard-listening", &[("way", spoken.into())]);
            match finding::listen(&ports, *way, LISTENING, &is_stopped) {
                Heard::Code { uri, code } => {
                    heard = Some((uri, code));
                    break;
                }
                Heard::Noise { port } => {
                    self.say("wizard-noise", &[("port", port.to_string().into())]);
                }
                Heard::Nothing if is_stopped() => break,
                Heard::Nothing => (),
            }
        }
        self.listening.store(false, Ordering::Relaxed);
        if heard.is_none() {
            self.say("wizard-not-heard", &[]);
        }
        heard
    }

    fn printer(&mut self) -> Result<(), Ended> {
        let Some(uri) = self.printer_address()? else {
            return Ok(());
        };
        let mut printer = PrinterConfig::new(uri);
        self.model(&mut printer)?;
        self.speed(&mut printer)?;
        self.settings.set("printer", "uri", printer.uri.to_string());
        if let Some(model) = printer.model {
            self.settings.set("printer", "model", model.name());
        }
        self.code_page(&printer)?;
        self.drawer(&printer)
    }

    /// `None`: it stays as it is.
    fn printer_address(&self) -> Result<Option<DeviceUri>, Ended> {
        let found = self.where_a_printer_may_be();
        for (idx, (uri, name)) in found.iter().enumerate() {
            tell(format!("  {}  {uri}  {name}", idx + 1).trim_end());
        }
        loop {
            let answer = self.ask("wizard-printer", &[])?;
            match &*answer {
                "s" => return Ok(None),
                "" => continue,
                _ => (),
            }
            let chosen = answer.parse::<usize>().ok();
            if let Some((uri, _)) = chosen.and_then(|n| found.get(n.checked_sub(1)?)) {
                return Ok(Some(uri.clone()));
            }
            let spelled = if answer.contains(':') {
                answer.parse()
            } else {
                format!("tcp://{answer}").parse()
            };
            match spelled {
                Ok(uri) if chosen.is_none() => return Ok(Some(uri)),
                Ok(_) => self.say("wizard-no-such", &[("typed", answer.into())]),
                Err(err) => tell(&err.to_string()),
            }
        }
    }

    /// Every port but the one on which the scanner was heard, with its name.
    fn where_a_printer_may_be(&self) -> Vec<(DeviceUri, String)> {
        let line_of = |uri: &DeviceUri| match uri {
            DeviceUri::Serial(line) => Some(line.path.clone()),
            _ => None,
        };
        let scanners = self.scanner.as_ref().and_then(line_of);
        let listed = ports().into_iter().map(|port| (port.uri, port.name));
        let more = self.more.iter().map(|uri| (uri.clone(), String::new()));
        listed
            .chain(more)
            .filter(|(uri, _)| scanners.is_none() || line_of(uri) != scanners)
            .collect()
    }

    fn model(&self, printer: &mut PrinterConfig) -> Result<(), Ended> {
        let models: Vec<Model> = Model::all().collect();
        for (idx, model) in models.iter().enumerate() {
            tell(&format!("  {:>2}  {}", idx + 1, model.read().0));
        }
        loop {
            let answer = self.ask("wizard-model", &[])?;
            let by_number = answer.parse::<usize>().ok();
            let by_number = by_number.and_then(|n| models.get(n.checked_sub(1)?).copied());
            match by_number.or_else(|| Model::find(&answer).ok()) {
                Some(model) => {
                    printer.model = Some(model);
                    return Ok(());
                }
                None if answer.is_empty() => return Ok(()),
                None => self.say("wizard-no-such", &[("typed", answer.into())]),
            }
        }
    }

    /// Prints a line at each speed; the one that comes out as text is right.
    fn speed(&self, printer: &mut PrinterConfig) -> Result<(), Ended> {
        let DeviceUri::Serial(line) = printer.uri.clone() else {
            return Ok(());
        };
        loop {
            for baud in SPEEDS {
                let uri = DeviceUri::Serial(SerialLine {
                    baud,
                    ..line.clone()
                });
                self.say("wizard-printing", &[("what", uri.to_string().into())]);
                let trial = only(&PrinterConfig {
                    uri,
                    ..printer.clone()
                });
                let paper = speed_paper(baud, printer.profile().n_columns);
                printed(&trial, self.words, |devices| {
                    devices.print(TRIAL_JOB, &paper)
                });
            }
            loop {
                let answer = self.ask("wizard-speed", &[])?;
                match &*answer {
                    "s" => return Ok(()),
                    "" => break,
                    _ => (),
                }
                if let Some(baud) = SPEEDS.iter().find(|baud| baud.to_string() == answer) {
                    printer.uri = DeviceUri::Serial(SerialLine {
                        baud: *baud,
                        ..line
                    });
                    return Ok(());
                }
                self.say("wizard-no-such", &[("typed", answer.into())]);
            }
        }
    }

    fn code_page(&mut self, printer: &PrinterConfig) -> Result<(), Ended> {
        let pages: Vec<&str> = CodePage::ALL.iter().map(|page| page.name()).collect();
        loop {
            let answer = self.ask("wizard-page", &[("pages", pages.join(" ").into())])?;
            if answer.is_empty() {
                return Ok(());
            }
            let Some(page) = CodePage::ALL.into_iter().find(|it| it.name() == answer) else {
                self.say("wizard-no-such", &[("typed", answer.into())]);
                continue;
            };
            printed(&only(printer), self.words, |devices| {
                devices.print_strip(TRIAL_JOB, Some(page))
            });
            let letters = [("letters", page.sample().into())];
            let number = self.ask("wizard-page-number", &letters)?;
            match number.parse() {
                Ok(number) if PAGE_NUMBERS.contains(&number) => {
                    self.settings.set("printer", "code_page", page.name());
                    self.settings
                        .set("printer", "page_number", i64::from(number));
                    return Ok(());
                }
                _ => self.say("wizard-no-such", &[("typed", number.into())]),
            }
        }
    }

    fn drawer(&mut self, printer: &PrinterConfig) -> Result<(), Ended> {
        if !self.sure("wizard-drawer")? {
            return Ok(());
        }
        for pin in [DrawerPin::Two, DrawerPin::Five] {
            let mut trial = only(printer);
            trial.drawer = Some(DrawerConfig {
                pin,
                ..DrawerConfig::default()
            });
            kicked(&trial, self.words);
            if self.sure("wizard-did-open")? {
                let number = match pin {
                    DrawerPin::Two => 2,
                    DrawerPin::Five => 5,
                };
                self.settings.set("drawer", "pin", number);
                self.devices.drawer = trial.drawer;
                return self.polarity(printer);
            }
        }
        self.say("wizard-stays-shut", &[]);
        Ok(())
    }

    /// What the printer's sensor says of an open drawer: it is looked at open and shut,
    /// for drawers differ. A printer that says nothing, or the same of both, has none.
    fn polarity(&mut self, printer: &PrinterConfig) -> Result<(), Ended> {
        let trial = only(printer);
        if self.ask("wizard-leave-open", &[])? == "s" {
            return Ok(());
        }
        let open = drawer_pin(&trial);
        let shut = match open {
            Some(_) => {
                self.ask("wizard-shut", &[])?;
                drawer_pin(&trial)
            }
            None => None,
        };
        let open_is = open.filter(|open| shut.is_some_and(|shut| shut != *open));
        let Some(level) = open_is else {
            self.settings.remove("drawer", "open_is");
            self.say("wizard-no-sensor", &[]);
            return Ok(());
        };
        let level = match level {
            PinLevel::Low => "low",
            PinLevel::High => "high",
        };
        self.settings.set("drawer", "open_is", level);
        self.say("wizard-polarity", &[("level", level.into())]);
        Ok(())
    }

    fn say(&self, id: &str, args: &[(&str, Arg)]) {
        tell(&between_words(&self.locale.fill(id, args)));
    }

    /// What was typed, without the spaces around it.
    fn ask(&self, id: &str, args: &[(&str, Arg)]) -> Result<String, Ended> {
        let mut out = io::stdout();
        // A closed output is noticed by the input that ends with it.
        let _ = write!(out, "{} > ", between_words(&self.locale.fill(id, args)))
            .and_then(|()| out.flush());
        let mut typed = String::new();
        match io::stdin().lock().read_line(&mut typed) {
            Ok(0) | Err(_) => Err(Ended),
            Ok(_) => Ok(typed.trim().to_owned()),
        }
    }

    fn sure(&self, id: &str) -> Result<bool, Ended> {
        loop {
            let answer = self.ask(id, &[])?.to_lowercase();
            match &*answer {
                "y" | "yes" => return Ok(true),
                "n" | "no" | "" => return Ok(false),
                _ => (),
            }
        }
    }
}

/// Columns that are left for what is typed behind a question.
const ANSWER_COLUMNS: u16 = 6;

/// Broken where words end: a terminal breaks a long line anywhere.
fn between_words(said: &str) -> String {
    let Some(columns) = term::columns() else {
        return said.to_owned();
    };
    let width = usize::from(columns.max(4 * ANSWER_COLUMNS) - ANSWER_COLUMNS);
    let lines = said.lines().flat_map(|line| text::wrap(line, width));
    lines.collect::<Vec<_>>().join("\n")
}

/// A desk with nothing but this printer.
fn only(printer: &PrinterConfig) -> DeviceConfig {
    DeviceConfig {
        printer: Some(printer.clone()),
        ..DeviceConfig::default()
    }
}
