//! `balm devices --set-up` by the real binary: a scanner on a pseudo-terminal, a
//! printer that is a file, answers typed, settings out.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serialport::{SerialPort, TTYPort};

use super::simulator::Simulator;
use crate::terminal::Tty;

const F11: &str = "\u{1b}[23~";

struct Talk {
    child: Child,
    typed: Option<ChildStdin>,
    said: BufReader<ChildStdout>,
}

impl Talk {
    fn begin(store: &Path, more: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_balm"))
            .arg("--store")
            .arg(store)
            .args(["devices", "--set-up"])
            .args(more)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        Self {
            typed: child.stdin.take(),
            said: BufReader::new(child.stdout.take().unwrap()),
            child,
        }
    }

    /// Reads until `text` was said.
    fn hears(&mut self, text: &str) -> &mut Self {
        self.reads(text);
        self
    }

    /// All that was said up to it.
    fn reads(&mut self, text: &str) -> String {
        let mut said = Vec::new();
        while !String::from_utf8_lossy(&said).contains(text) {
            let mut byte = [0];
            let n_read = self.said.read(&mut byte).unwrap();
            let so_far = String::from_utf8_lossy(&said);
            assert_eq!(n_read, 1, "{text:?} never came after:\n{so_far}");
            said.push(byte[0]);
        }
        String::from_utf8(said).unwrap()
    }

    fn answers(&mut self, line: &str) -> &mut Self {
        writeln!(self.typed.as_mut().unwrap(), "{line}").unwrap();
        self
    }

    /// The rest of what is said, with the input closed.
    fn ends(mut self) -> String {
        drop(self.typed.take());
        let rest: Vec<String> = self.said.by_ref().lines().map(Result::unwrap).collect();
        assert!(self.child.wait().unwrap().success());
        rest.join("\n")
    }
}

/// Between two speeds the port is closed for a moment: a pseudo-terminal says so,
/// where a cable would not.
fn scans(scanner: &mut TTYPort, bytes: &[u8]) {
    let patience = Instant::now() + Duration::from_secs(60);
    while let Err(err) = scanner.write_all(bytes) {
        assert!(Instant::now() < patience, "{err}");
        thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_desk_is_set_up_by_scanning_printing_and_looking() {
    let folder = tempfile::tempdir().unwrap();
    let paper = folder.path().join("paper");
    let (mut scanner, far) = TTYPort::pair().unwrap();
    let port = format!("serial://{}", far.name().unwrap());
    // One reader a port.
    drop(far);
    let on_paper = format!("file://{}", paper.display());
    let mut talk = Talk::begin(folder.path(), &["--port", &port, "--port", &on_paper]);
    talk.hears("Scanner:")
        .answers("")
        .hears("Listening at 9600 8N1");
    scans(&mut scanner, b"\x80\x81\xff\r");
    talk.hears("another speed").hears("Listening at 115200 8N1");
    scans(&mut scanner, b"4006381333931\r\n");
    talk.hears(&format!("4006381333931 on {port}?baud=115200"))
        .answers("y");
    // Its own ports are offered, but not the scanner's; Enter says nothing and is asked
    // again.
    let offered = talk.reads("Printer:");
    assert!(!offered.contains(&port), "{offered}");
    let line = offered.lines().find(|it| it.ends_with(&on_paper)).unwrap();
    let number = line.split_whitespace().next().unwrap();
    talk.answers("").hears("Printer:").answers(number);
    talk.hears("Which model?").answers("epson-tm-t88v");
    talk.hears("which code page?").answers("cp775");
    talk.hears("Under which number").answers("33");
    talk.hears("Does a drawer").answers("y");
    talk.hears("Did it open?").answers("n");
    talk.hears("Did it open?").answers("y");
    talk.hears("leave the drawer open").answers("");
    talk.hears("does not tell an open drawer");
    talk.hears("Write it?").answers("y");
    let rest = talk.ends();
    assert!(rest.contains("Written to"), "{rest}");
    let written = fs::read_to_string(folder.path().join("balm.toml")).unwrap();
    let want = format!(
        "[scanner]\nuri = \"{port}?baud=115200\"\n\n[printer]\nuri = \"file://{}\"\n\
         model = \"epson-tm-t88v\"\ncode_page = \"cp775\"\npage_number = 33\n\n[drawer]\npin = 5\n",
        paper.display()
    );
    assert_eq!(written, want);
    // Both pins were tried, five bytes each.
    let bytes = fs::read(&paper).unwrap();
    for kick in [[0x1B, 0x70, 0, 0x19, 0xFA], [0x1B, 0x70, 1, 0x19, 0xFA]] {
        assert!(bytes.windows(5).any(|it| it == kick), "{kick:?}");
    }
}

#[test]
fn leaving_in_the_middle_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("balm.toml");
    fs::write(&file, "register = 2 # mine\n").unwrap();
    let mut talk = Talk::begin(folder.path(), &[]);
    talk.hears("Scanner:").answers("k");
    talk.hears("Which sign").answers("~");
    talk.hears("Printer:");
    let rest = talk.ends();
    assert!(rest.contains("Nothing is changed."), "{rest}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "register = 2 # mine\n");
}

#[test]
fn a_scanner_that_types_is_told_by_its_prefix() {
    let folder = tempfile::tempdir().unwrap();
    let mut talk = Talk::begin(folder.path(), &[]);
    talk.hears("Scanner:").answers("k");
    talk.hears("Which sign").answers("~");
    talk.hears("Printer:").answers("s");
    talk.hears("Write it?").answers("y");
    talk.ends();
    let written = fs::read_to_string(folder.path().join("balm.toml")).unwrap();
    assert_eq!(written, "[scanner]\nwedge = { prefix = \"~\" }\n");
}

#[test]
fn wrong_answers_are_asked_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut talk = Talk::begin(folder.path(), &[]);
    talk.hears("Scanner:").answers("x");
    talk.hears("Scanner:").answers("s");
    talk.hears("Printer:").answers("99");
    talk.hears("There is no 99 here.").answers("usb:1");
    talk.hears("\"usb\" is not a kind of device address")
        .answers("s");
    let rest = talk.ends();
    assert!(rest.contains("Nothing is changed."), "{rest}");
    assert!(!folder.path().join("balm.toml").exists());
}

/// Asks for the drawer; whether the sensor is high with it open, and with it shut.
fn learned(open_high: bool, shut_high: bool) -> String {
    let folder = tempfile::tempdir().unwrap();
    let simulator = Simulator::new();
    let mut talk = Talk::begin(folder.path(), &[]);
    talk.hears("Scanner:").answers("s");
    talk.hears("Printer:").answers(&simulator.uri().to_string());
    talk.hears("Which model?").answers("");
    talk.hears("Which speed")
        .answers("1")
        .hears("There is no 1 here");
    talk.hears("Which speed").answers("9600");
    talk.hears("which code page?").answers("");
    talk.hears("Does a drawer").answers("y");
    talk.hears("Did it open?");
    assert_eq!(simulator.turn().n_kicks, 1);
    simulator.turn().drawer_pin_high = open_high;
    talk.answers("y");
    talk.hears("leave the drawer open").answers("");
    talk.hears("Now shut it");
    simulator.turn().drawer_pin_high = shut_high;
    talk.answers("");
    talk.hears("Write it?").answers("y");
    talk.ends();
    let written = fs::read_to_string(folder.path().join("balm.toml")).unwrap();
    let (_, drawer) = written.split_once("[drawer]\n").unwrap();
    drawer.to_owned()
}

#[test]
fn what_the_drawers_sensor_means_is_learned() {
    assert_eq!(learned(true, false), "pin = 2\nopen_is = \"high\"\n");
    assert_eq!(learned(false, true), "pin = 2\nopen_is = \"low\"\n");
    // No cable, or no sensor.
    assert_eq!(learned(true, true), "pin = 2\n");
}

/// Nothing here hangs on the times: a code whose check digit fits and that comes at once
/// is a scan, five letters never are.
#[test]
fn keys_are_echoed_with_what_they_are_taken_for() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().display().to_string();
    let mut tty = Tty::start(&["--store", &store, "devices", "--echo-scans"], 100, 24);
    tty.shows("told by their speed");
    tty.press("4006381333931\r")
        .shows("4006381333931<Enter>  14 characters");
    tty.shows("taken for a scan: 4006381333931");
    tty.press("hello").shows("hello  5 characters");
    tty.shows("taken for typing");
    tty.press(";4111111111111111=2512101000?\r")
        .shows("***  30 characters");
    assert!(!tty.text().contains("4111"), "{}", tty.text());
    tty.press("\x03").ends_tidily();
}

/// From the settings on the screen into the conversation, and back to the screen.
#[test]
fn the_screen_is_left_for_the_conversation_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("shop");
    let paper = folder.path().join("paper");
    crate::terminal::prepared(&store);
    let mut tty = Tty::start(&["--store", store.to_str().unwrap()], 80, 24);
    tty.shows("Cart").press(F11).shows("Settings");
    tty.press("devices").shows("> devices").press("\r");
    tty.shows("Find scanner").press("find").shows("> find");
    tty.press("\r").shows("k if it types").press("s\r");
    let printer = format!("file://{}\r", paper.display());
    tty.shows("Printer:").press(&printer);
    tty.shows("Which model?").press("\r");
    tty.shows("which code page?").press("\r");
    tty.shows("Does a drawer").press("n\r");
    tty.shows("Write it?").press("y\r");
    tty.shows("Enter goes back").press("\r");
    // The screen is there again, with the printer that was found.
    tty.hides("Enter goes back").shows("Cart").press(F11);
    tty.shows("Settings").press("devices").press("\r");
    tty.shows("print a page").shows("ready");
    tty.press("\u{1b}").hides("Find scanner");
    tty.press("\u{1b}").hides("Settings");
    tty.press("\u{18}").press("\r").ends_tidily();
    let written = fs::read_to_string(store.join("balm.toml")).unwrap();
    assert!(written.contains("[printer]"), "{written}");
}

#[test]
fn ctrl_c_in_the_conversation_goes_back_to_the_screen() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("shop");
    crate::terminal::prepared(&store);
    let mut tty = Tty::start(&["--store", store.to_str().unwrap()], 80, 24);
    tty.shows("Cart").press(F11).shows("Settings");
    tty.press("devices").shows("> devices").press("\r");
    tty.shows("Find scanner").press("find").shows("> find");
    // Lines end where words do.
    tty.press("\r").shows("k if it types").press("k\r");
    tty.shows("types, such as ~").shows("their\nspeed >");
    tty.press("\x03").shows("Cart").hides("k if it types");
    tty.press("\u{18}").press("\r").ends_tidily();
    assert!(!store.join("balm.toml").exists());
}

/// It ends the listening first, and then still the conversation.
#[test]
fn ctrl_c_ends_the_listening_and_then_the_conversation() {
    let folder = tempfile::tempdir().unwrap();
    let (_scanner, far) = TTYPort::pair().unwrap();
    let port = format!("serial://{}", far.name().unwrap());
    let store = folder.path().display().to_string();
    let args = ["--store", &store, "devices", "--set-up", "--port", &port];
    let mut tty = Tty::start(&args, 100, 24);
    tty.shows("Scanner:").press("\r").shows("Listening at");
    tty.press("\x03").shows("No code came.");
    tty.press("\x03").shows("Nothing is changed.").ends_tidily();
    assert!(!folder.path().join("balm.toml").exists());
}
