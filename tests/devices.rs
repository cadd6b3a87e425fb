//! Scanner and printer over real pseudo-terminals, sockets and files.

mod set_up;

use std::{
    fs,
    io::{ErrorKind, Read, Write},
    net::{TcpListener, TcpStream},
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    sync::mpsc::{self, Receiver},
    time::{Duration, Instant},
};

use balm::{
    devices::{
        DeviceConfig, DeviceNews, DeviceTrouble, Devices, Lamp, NotQueued,
        config::{DrawerConfig, PrinterConfig, ScannerConfig},
        hub::QUEUE_LEN_MAX,
        uri::{DeviceUri, SerialLine},
    },
    domain::{
        ids::{PrintJobId, RawId},
        paper::{Paper, PaperWriter},
        print_job::PrintState,
    },
};
use serialport::{SerialPort, TTYPort};

mod customer_display;
mod escpos;
mod golden;
mod printer_faults;
mod simulator;

/// Far more than anything here takes: what runs into it is stuck.
const LIMIT: Duration = Duration::from_secs(60);

/// A socket in the wall: a link that stays the same while what is plugged into
/// it changes.
struct Socket {
    folder: tempfile::TempDir,
}

/// The device's end of the cable. Dropped, it is unplugged.
struct Plug {
    line: TTYPort,
    _other_end: TTYPort,
    link: PathBuf,
}

impl Socket {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("device")
    }

    fn uri(&self) -> DeviceUri {
        DeviceUri::Serial(SerialLine::new(self.path()))
    }

    fn plug(&self) -> Plug {
        let (mut line, other_end) = TTYPort::pair().unwrap();
        line.set_timeout(LIMIT).unwrap();
        symlink(other_end.name().unwrap(), self.path()).unwrap();
        Plug {
            line,
            _other_end: other_end,
            link: self.path(),
        }
    }
}

impl Drop for Plug {
    fn drop(&mut self) {
        fs::remove_file(&self.link).unwrap();
    }
}

impl Plug {
    fn send(&mut self, bytes: &[u8]) {
        self.line.write_all(bytes).unwrap();
    }

    /// All bytes up to and with the next cut.
    fn job(&mut self) -> Vec<Token> {
        tokens(&read_job(&mut self.line))
    }
}

struct Desk {
    devices: Devices,
    news: Receiver<DeviceNews>,
}

fn desk(config: &DeviceConfig) -> Desk {
    let (tell, news) = mpsc::channel();
    // The test may be over and not listen any more.
    let devices = Devices::start(config, move |it| drop(tell.send(it)));
    Desk { devices, news }
}

fn scanner_desk(uri: DeviceUri) -> Desk {
    let scanner = Some(ScannerConfig {
        uri: Some(uri),
        double_read_ms: 0,
        wedge: None,
    });
    desk(&DeviceConfig {
        scanner,
        ..DeviceConfig::default()
    })
}

fn printer_desk(uri: DeviceUri) -> Desk {
    let printer = Some(PrinterConfig::new(uri));
    desk(&DeviceConfig {
        printer,
        drawer: Some(DrawerConfig::default()),
        ..DeviceConfig::default()
    })
}

impl Desk {
    fn news(&self) -> DeviceNews {
        self.news.recv_timeout(LIMIT).unwrap()
    }

    fn wait_for(&self, want: &DeviceNews) {
        while self.news() != *want {}
    }

    fn print(&self, n: u64, paper: &Paper) {
        self.devices.print(job(n), paper).unwrap();
    }

    fn shut_down_soon(self) {
        let start = Instant::now();
        self.devices.shutdown();
        assert!(start.elapsed() < LIMIT / 4, "{:?}", start.elapsed());
    }
}

fn job(n: u64) -> PrintJobId {
    PrintJobId(RawId::new(1, n).unwrap())
}

fn job_state(n: u64, state: PrintState) -> DeviceNews {
    DeviceNews::JobState { job: job(n), state }
}

fn sent(n: u64) -> DeviceNews {
    job_state(n, PrintState::Sent)
}

fn scan(code: &str) -> DeviceNews {
    DeviceNews::Scan(code.to_owned())
}

fn receipt(text: &str) -> Paper {
    let mut paper = PaperWriter::new(42);
    paper.wrapped(text);
    paper.finish()
}

/// More than the buffers of a serial line hold.
const N_LINES_LONG: u32 = 5_000;
/// More than the buffers of a connection hold.
const N_LINES_ENDLESS: u32 = 200_000;

fn long_receipt(n_lines: u32) -> Paper {
    let mut paper = PaperWriter::new(42);
    for idx in 0..n_lines {
        paper.columns("Endless", &idx.to_string());
    }
    paper.finish()
}

/// What a printer makes of the bytes; written from the command reference, not
/// from the encoder.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Init,
    Page(u8),
    Bold(bool),
    Size(u8),
    Align(u8),
    Code128(String),
    Line(String),
    Cut,
    Kick { pin: u8, on: u8, off: u8 },
}

fn tokens(bytes: &[u8]) -> Vec<Token> {
    let mut found = Vec::new();
    let mut text = String::new();
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        let (token, n_bytes) = match (*first, after) {
            (0x1B, [b'@', ..]) => (Some(Token::Init), 2),
            (0x1B, [b't', page, ..]) => (Some(Token::Page(*page)), 3),
            (0x1B, [b'E', on, ..]) => (Some(Token::Bold(*on == 1)), 3),
            (0x1B, [b'a', side, ..]) => (Some(Token::Align(*side)), 3),
            (0x1B, [b'p', pin, on, off, ..]) => (
                Some(Token::Kick {
                    pin: *pin,
                    on: *on,
                    off: *off,
                }),
                5,
            ),
            (0x1C, [b'.', ..]) => (None, 2),
            // Nothing, where a broken-off command may want more.
            (0x00, _) => (None, 1),
            (0x1D, [b'!', size, ..]) => (Some(Token::Size(*size)), 3),
            // Questions and looks.
            (0x10, [0x04, 1..=4, ..])
            | (0x1B, [b'R', 0, ..])
            | (0x1D, [b'h' | b'w' | b'H', _, ..]) => (None, 3),
            (0x1D, [b'k', 73, n_data, data @ ..]) => {
                let data = &data[..usize::from(*n_data)];
                let code = data.strip_prefix(b"{B").expect("a character set");
                let code = String::from_utf8(code.to_vec()).unwrap();
                (Some(Token::Code128(code)), 4 + data.len())
            }
            (0x1D, [b'V', 66, 0, ..]) => (Some(Token::Cut), 4),
            (b'\n', _) => (Some(Token::Line(std::mem::take(&mut text))), 1),
            (b' '..=b'~', _) => {
                text.push(char::from(*first));
                (None, 1)
            }
            _ => panic!(
                "{first:#04x} at {} of {bytes:02x?}",
                bytes.len() - rest.len()
            ),
        };
        found.extend(token);
        rest = &rest[n_bytes..];
    }
    assert_eq!(text, "", "text after the last line");
    found
}

fn lines<'a>(tokens: &'a [Token]) -> Vec<&'a str> {
    let line = |token: &'a Token| match token {
        Token::Line(line) => Some(line.as_str()),
        _ => None,
    };
    tokens.iter().filter_map(line).collect()
}

fn read_job(port: &mut impl Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"\x1DVB\0") {
        let mut byte = [0];
        port.read_exact(&mut byte).unwrap();
        bytes.push(byte[0]);
    }
    bytes
}

#[test]
fn scans_arrive_over_a_serial_line() {
    let socket = Socket::new();
    let mut plug = socket.plug();
    let desk = scanner_desk(socket.uri());
    assert_eq!(desk.news(), DeviceNews::ScannerUp);
    plug.send(b"4006381333931\r\n");
    plug.send(b"\x0273513537\x03");
    plug.send(b"OIL-100");
    assert_eq!(desk.news(), scan("4006381333931"));
    assert_eq!(desk.news(), scan("73513537"));
    // No terminator: the line's silence ends it.
    assert_eq!(desk.news(), scan("OIL-100"));
    desk.shut_down_soon();
}

#[test]
fn a_scanner_comes_back_by_itself() {
    let socket = Socket::new();
    let desk = scanner_desk(socket.uri());
    assert_eq!(desk.news(), DeviceNews::ScannerDown(DeviceTrouble::Absent));
    assert_eq!(
        desk.devices.lamps().scanner,
        Lamp::Down(DeviceTrouble::Absent)
    );
    for code in ["4006381333931", "73513537", "5901234123457"] {
        let mut plug = socket.plug();
        assert_eq!(desk.news(), DeviceNews::ScannerUp);
        assert_eq!(desk.devices.lamps().scanner, Lamp::Up);
        plug.send(code.as_bytes());
        plug.send(b"\r");
        assert_eq!(desk.news(), scan(code));
        // Half a code is no code.
        plug.send(b"\r400638");
        drop(plug);
        loop {
            match desk.news() {
                DeviceNews::ScannerDown(DeviceTrouble::Gone) => break,
                // The line may have been silent for a moment before the unplugging.
                DeviceNews::Scan(half) => assert_eq!(half, "400638"),
                other => panic!("{other:?}"),
            }
        }
        // It is looked for until it is back.
        assert_eq!(desk.news(), DeviceNews::ScannerDown(DeviceTrouble::Absent));
    }
    desk.shut_down_soon();
}

#[test]
fn noise_and_endless_lines_do_not_stop_a_scanner() {
    let socket = Socket::new();
    let mut plug = socket.plug();
    let desk = scanner_desk(socket.uri());
    assert_eq!(desk.news(), DeviceNews::ScannerUp);
    let mut random = fastrand::Rng::with_seed(7);
    for _ in 0..40 {
        let noise: Vec<u8> = (0..500).map(|_| random.u8(..)).collect();
        plug.send(&noise);
    }
    plug.send(&[b'7'; 10_240]);
    plug.send(b"\r4006381333931\r");
    desk.wait_for(&DeviceNews::Unreadable);
    desk.wait_for(&scan("4006381333931"));
    assert_eq!(desk.devices.lamps().scanner, Lamp::Up);
    desk.shut_down_soon();
}

#[test]
fn a_double_read_is_told_and_not_scanned() {
    let socket = Socket::new();
    let mut plug = socket.plug();
    let scanner = Some(ScannerConfig {
        uri: Some(socket.uri()),
        double_read_ms: u16::MAX,
        wedge: None,
    });
    let desk = desk(&DeviceConfig {
        scanner,
        ..DeviceConfig::default()
    });
    plug.send(b"111\r111\r222\r");
    assert_eq!(desk.news(), DeviceNews::ScannerUp);
    assert_eq!(desk.news(), scan("111"));
    assert_eq!(desk.news(), DeviceNews::DoubleRead("111".to_owned()));
    assert_eq!(desk.news(), scan("222"));
}

#[test]
fn a_port_that_is_taken_or_no_port_is_named() {
    let socket = Socket::new();
    let _plug = socket.plug();
    let first = scanner_desk(socket.uri());
    assert_eq!(first.news(), DeviceNews::ScannerUp);
    let second = scanner_desk(socket.uri());
    assert_eq!(second.news(), DeviceNews::ScannerDown(DeviceTrouble::Busy));
    first.shut_down_soon();
    assert_eq!(second.news(), DeviceNews::ScannerUp);

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.txt");
    fs::write(&file, "4006381333931\r").unwrap();
    for uri in [
        DeviceUri::Serial(SerialLine::new(&file)),
        DeviceUri::File(file),
    ] {
        let desk = scanner_desk(uri);
        assert_eq!(
            desk.news(),
            DeviceNews::ScannerDown(DeviceTrouble::NotADevice)
        );
    }
}

#[test]
fn a_receipt_over_a_serial_line() {
    let socket = Socket::new();
    let mut plug = socket.plug();
    let desk = printer_desk(socket.uri());
    assert_eq!(desk.news(), DeviceNews::PrinterUp);

    let mut paper = PaperWriter::new(42);
    paper.centred_double("LOTUS SPA");
    paper.rule();
    paper.columns("Swedish massage 60 \x1Bp\0", "45.00");
    paper.double("Total", "45.00");
    paper.barcode("1-000123");
    desk.devices.kick_drawer().unwrap();
    desk.print(1, &paper.finish());

    let line = |text: &str| Token::Line(text.to_owned());
    assert_eq!(
        plug.job(),
        [
            Token::Kick {
                pin: 0,
                on: 0x19,
                off: 0xFA
            },
            Token::Init,
            Token::Page(0),
            Token::Bold(true),
            Token::Size(0x11),
            line("      LOTUS SPA"),
            Token::Size(0),
            Token::Bold(false),
            line(&"-".repeat(42)),
            line("Swedish massage 60  p                45.00"),
            Token::Bold(true),
            Token::Size(0x11),
            line("Total           45.00"),
            Token::Size(0),
            Token::Bold(false),
            Token::Align(1),
            Token::Code128("1-000123".to_owned()),
            line(""),
            Token::Align(0),
            Token::Cut,
        ]
    );
    assert_eq!(desk.news(), DeviceNews::DrawerKicked);
    assert_eq!(desk.news(), sent(1));
    desk.shut_down_soon();
}

#[test]
fn jobs_wait_for_a_printer_that_is_not_there() {
    let socket = Socket::new();
    let desk = printer_desk(socket.uri());
    assert_eq!(desk.news(), DeviceNews::PrinterDown(DeviceTrouble::Absent));
    desk.print(1, &receipt("one"));
    desk.print(2, &receipt("two"));
    let mut plug = socket.plug();
    assert_eq!(lines(&plug.job()), ["one"]);
    assert_eq!(lines(&plug.job()), ["two"]);
    assert_eq!(desk.news(), DeviceNews::PrinterUp);
    assert_eq!(desk.news(), sent(1));
    assert_eq!(desk.news(), sent(2));

    drop(plug);
    assert_eq!(desk.news(), DeviceNews::PrinterDown(DeviceTrouble::Gone));
    desk.print(3, &receipt("three"));
    let mut plug = socket.plug();
    assert_eq!(lines(&plug.job()), ["three"]);
    desk.wait_for(&sent(3));
    desk.shut_down_soon();
}

#[test]
fn a_job_that_broke_off_is_not_sent_again() {
    let socket = Socket::new();
    let mut plug = socket.plug();
    let desk = printer_desk(socket.uri());
    assert_eq!(desk.news(), DeviceNews::PrinterUp);
    desk.print(1, &long_receipt(N_LINES_LONG));
    desk.print(2, &receipt("the next one"));
    let mut start = Vec::new();
    while !start.ends_with(b"\x1B@") {
        let mut byte = [0];
        plug.line.read_exact(&mut byte).unwrap();
        start.push(byte[0]);
    }
    drop(plug);
    let reason = DeviceTrouble::Gone.to_string();
    assert_eq!(desk.news(), job_state(1, PrintState::Unknown { reason }));
    assert_eq!(desk.news(), DeviceNews::PrinterDown(DeviceTrouble::Gone));

    let mut plug = socket.plug();
    assert_eq!(lines(&plug.job()), ["the next one"]);
    desk.wait_for(&sent(2));
    desk.shut_down_soon();
}

#[test]
fn a_printer_that_says_wait_is_waited_for() {
    let socket = Socket::new();
    let mut plug = socket.plug();
    let mut line = SerialLine::new(socket.path());
    line.flow = balm::devices::uri::LineFlow::XonXoff;
    let desk = printer_desk(DeviceUri::Serial(line));
    assert_eq!(desk.news(), DeviceNews::PrinterUp);
    let (xoff, xon) = (b"\x13", b"\x11");
    plug.send(xoff);
    desk.print(1, &receipt("after the paper was changed"));
    // The lamp tells why nothing happens.
    assert_eq!(desk.news(), DeviceNews::PrinterDown(DeviceTrouble::Silent));
    plug.send(xon);
    assert_eq!(lines(&plug.job()), ["after the paper was changed"]);
    desk.wait_for(&sent(1));
}

#[test]
fn a_printer_that_never_drains_keeps_nobody() {
    let socket = Socket::new();
    let _plug = socket.plug();
    let desk = printer_desk(socket.uri());
    assert_eq!(desk.news(), DeviceNews::PrinterUp);
    desk.print(1, &long_receipt(N_LINES_LONG));
    let paper = receipt("waits");
    let n_queued = (2..500)
        .take_while(|n| desk.devices.print(job(*n), &paper).is_ok())
        .count();
    assert!(n_queued >= QUEUE_LEN_MAX - 1, "{n_queued}");
    assert_eq!(
        desk.devices.print(job(999), &paper),
        Err(NotQueued::QueueFull)
    );
    assert_eq!(desk.devices.kick_drawer(), Err(NotQueued::QueueFull));
    desk.shut_down_soon();
}

#[test]
fn a_network_printer_gets_one_connection_per_job() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let uri = DeviceUri::Tcp {
        host: "127.0.0.1".to_owned(),
        port: listener.local_addr().unwrap().port(),
    };
    let desk = printer_desk(uri);
    assert_eq!(desk.news(), DeviceNews::PrinterUp);
    // The first visit only looked whether it is there.
    assert_eq!(whole_visit(&listener), b"");
    for (n, text) in [(1, "one"), (2, "two")] {
        desk.print(n, &receipt(text));
        assert_eq!(lines(&tokens(&whole_visit(&listener))), [text]);
        assert_eq!(desk.news(), sent(n));
    }
    desk.shut_down_soon();
}

fn whole_visit(listener: &TcpListener) -> Vec<u8> {
    let (mut visit, _) = listener.accept().unwrap();
    let mut bytes = Vec::new();
    visit.read_to_end(&mut bytes).unwrap();
    bytes
}

#[test]
fn a_network_printer_that_is_off_is_waited_for() {
    let address = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let uri = DeviceUri::Tcp {
        host: "127.0.0.1".to_owned(),
        port: address.port(),
    };
    let desk = printer_desk(uri);
    assert_eq!(desk.news(), DeviceNews::PrinterDown(DeviceTrouble::Absent));
    desk.print(1, &receipt("late"));
    let listener = TcpListener::bind(address).unwrap();
    let visit = loop {
        let visit = whole_visit(&listener);
        if !visit.is_empty() {
            break visit;
        }
    };
    assert_eq!(lines(&tokens(&visit)), ["late"]);
    desk.wait_for(&sent(1));
}

#[test]
fn a_network_printer_that_hangs_up_leaves_the_job_in_doubt() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let desk = printer_desk(DeviceUri::Tcp {
        host: "127.0.0.1".to_owned(),
        port,
    });
    assert_eq!(whole_visit(&listener), b"");
    desk.print(1, &long_receipt(N_LINES_ENDLESS));
    let (mut visit, _): (TcpStream, _) = listener.accept().unwrap();
    visit.read_exact(&mut [0; 1_000]).unwrap();
    drop(visit);
    let reason = DeviceTrouble::Gone.to_string();
    desk.wait_for(&job_state(1, PrintState::Unknown { reason }));
    desk.print(2, &receipt("the next one"));
    let visit = loop {
        let visit = whole_visit(&listener);
        if !visit.is_empty() {
            break visit;
        }
    };
    assert_eq!(lines(&tokens(&visit)), ["the next one"]);
    desk.wait_for(&sent(2));
}

#[test]
fn a_network_printer_that_never_reads_keeps_nobody() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let desk = printer_desk(DeviceUri::Tcp {
        host: "127.0.0.1".to_owned(),
        port,
    });
    assert_eq!(whole_visit(&listener), b"");
    desk.print(1, &long_receipt(N_LINES_ENDLESS));
    let (_visit, _) = listener.accept().unwrap();
    desk.shut_down_soon();
}

#[test]
fn a_file_takes_one_job_after_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("printer.bin");
    let desk = printer_desk(DeviceUri::File(path.clone()));
    desk.print(1, &receipt("one"));
    desk.print(2, &receipt("two"));
    desk.wait_for(&sent(2));
    assert_eq!(lines(&tokens(&fs::read(&path).unwrap())), ["one", "two"]);
    desk.shut_down_soon();
    assert_eq!(
        printer_desk_news(Path::new("/dev/no-such-printer")),
        DeviceTrouble::Absent
    );
    assert_eq!(
        fs::metadata("/dev/no-such-printer").unwrap_err().kind(),
        ErrorKind::NotFound
    );
    assert_eq!(printer_desk_news(folder.path()), DeviceTrouble::NotADevice);
}

fn printer_desk_news(path: &Path) -> DeviceTrouble {
    match printer_desk(DeviceUri::File(path.to_owned())).news() {
        DeviceNews::PrinterDown(trouble) => trouble,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_desk_without_devices_says_so() {
    let desk = desk(&DeviceConfig::default());
    assert!(!desk.devices.has_printer() && !desk.devices.has_drawer());
    assert_eq!(
        desk.devices.print(job(1), &receipt("x")),
        Err(NotQueued::NoPrinter)
    );
    assert_eq!(desk.devices.kick_drawer(), Err(NotQueued::NoDrawer));
    assert_eq!(desk.devices.lamps().printer, Lamp::Missing);
    desk.shut_down_soon();
}

#[test]
fn the_demo_keeps_its_papers() {
    let desk = desk(&DeviceConfig::pretend());
    let printer = desk.devices.pretend_printer().unwrap();
    desk.print(1, &receipt("one"));
    desk.devices.kick_drawer().unwrap();
    desk.wait_for(&DeviceNews::DrawerKicked);
    assert_eq!(printer.papers(), [receipt("one")]);
    assert_eq!(printer.n_kicks(), 1);
    printer.switch(false);
    desk.wait_for(&DeviceNews::PrinterDown(DeviceTrouble::Absent));
    printer.switch(true);
    desk.wait_for(&DeviceNews::PrinterUp);
}
