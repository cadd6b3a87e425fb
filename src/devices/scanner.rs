//! The barcode scanner: bytes to codes, whatever frame the scanner is set to, and
//! coming back by itself after it was unplugged.

use std::{
    io::{self, Read},
    time::{Duration, Instant},
};

use super::{
    card::holds_bank_track,
    news::{DeviceNews, Lamp, Reporter},
    pace::{Backoff, StopSign},
    transport::{Direction, Port, is_pause},
    trouble::DeviceTrouble,
    uri::DeviceUri,
};

const CODE_BYTES_MAX: usize = 4_096;
/// Reads that came back empty, of 50 ms each, after which pending bytes are a
/// whole code.
const SILENCES_UNTERMINATED: u32 = 1;
/// The same for a scanner that has ended a code by a terminator before: a
/// hiccup of the line must not cut a code in two.
const SILENCES_TERMINATED: u32 = 10;
/// A port that stayed open this long is tried again at once when it is lost.
const STEADY: Duration = Duration::from_secs(1);

const STX: u8 = 0x02;
const ETX: u8 = 0x03;
/// Separates the fields of a GS1 code.
const GS: u8 = 0x1D;
/// Parts of a code that holds more than one, and their end.
const RS: u8 = 0x1E;
const EOT: u8 = 0x04;

/// Reads codes until the program ends, opening the port again when it is lost.
pub(super) fn run(uri: &DeviceUri, double_read: Duration, reporter: &Reporter, stop: &StopSign) {
    let mut backoff = Backoff::new();
    let mut repeats = Repeats::new(double_read);
    if *uri == DeviceUri::Pretend {
        reporter.scanner(Lamp::Up);
        return;
    }
    loop {
        let trouble = match Port::open(uri, Direction::Reading) {
            Ok(port) => {
                let opened_at = Instant::now();
                reporter.scanner(Lamp::Up);
                let lost = pump(port, &mut repeats, stop, &mut |news| reporter.tell(news));
                let Err(err) = lost else { return };
                if opened_at.elapsed() > STEADY {
                    backoff.reset();
                }
                DeviceTrouble::while_open(&err)
            }
            Err(trouble) => trouble,
        };
        reporter.scanner(Lamp::Down(trouble));
        if stop.wait(backoff.next_pause()) {
            return;
        }
    }
}

/// Reads codes from anything that reads, and tells each as news. A read that times out
/// is the line's silence.
///
/// # Errors
///
/// The port is lost, or at its end.
pub fn listen(
    port: impl Read,
    double_read: Duration,
    tell: &mut dyn FnMut(DeviceNews),
) -> io::Result<()> {
    let mut repeats = Repeats::new(double_read);
    pump(port, &mut repeats, &StopSign::default(), tell)
}

/// Reads codes and tells each as news.
///
/// Returns `Ok` when the program ends, `Err` when the port is lost.
fn pump(
    mut port: impl Read,
    repeats: &mut Repeats,
    stop: &StopSign,
    tell: &mut dyn FnMut(DeviceNews),
) -> io::Result<()> {
    let mut framer = Framer::default();
    let mut buf = [0; 256];
    while !stop.is_raised() {
        match port.read(&mut buf) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(n_read) => {
                for byte in &buf[..n_read] {
                    if let Some(frame) = framer.push(*byte) {
                        told(frame, repeats, tell);
                    }
                }
            }
            Err(err) if is_pause(&err) => {
                if let Some(frame) = framer.silence() {
                    told(frame, repeats, tell);
                }
            }
            Err(err) => return Err(err),
        }
    }
    Ok(())
}

fn told(frame: Frame, repeats: &mut Repeats, tell: &mut dyn FnMut(DeviceNews)) {
    match frame {
        Frame::Unreadable => tell(DeviceNews::Unreadable),
        Frame::Code(code) if holds_bank_track(&code) => tell(DeviceNews::BankCard),
        Frame::Code(code) if repeats.is_repeat(&code, Instant::now()) => {
            tell(DeviceNews::DoubleRead(code));
        }
        Frame::Code(code) => tell(DeviceNews::Scan(code)),
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Frame {
    Code(String),
    Unreadable,
}

/// Cuts a stream of bytes into codes: ended by CR, LF, TAB or ETX, begun by
/// STX or nothing, or ended by silence.
#[derive(Debug, Default)]
pub(super) struct Framer {
    code: String,
    /// Holds a byte that no code has, or is too long: thrown away to its end.
    is_spoilt: bool,
    is_terminated: bool,
    n_silences: u32,
}

impl Framer {
    pub(super) fn push(&mut self, byte: u8) -> Option<Frame> {
        self.n_silences = 0;
        match byte {
            b'\r' | b'\n' | b'\t' | ETX => {
                self.is_terminated |= !self.is_empty();
                self.take()
            }
            STX => self.take(),
            b' '..=b'~' | GS | RS | EOT if self.code.len() < CODE_BYTES_MAX => {
                self.code.push(char::from(byte));
                None
            }
            _ => {
                self.is_spoilt = true;
                None
            }
        }
    }

    /// Nothing came for one tick.
    pub(super) fn silence(&mut self) -> Option<Frame> {
        if self.is_empty() {
            return None;
        }
        self.n_silences += 1;
        let n_patient = if self.is_terminated {
            SILENCES_TERMINATED
        } else {
            SILENCES_UNTERMINATED
        };
        if self.n_silences < n_patient {
            return None;
        }
        // What it ends its codes by may have been set otherwise meanwhile.
        self.is_terminated = false;
        self.n_silences = 0;
        self.take()
    }

    fn is_empty(&self) -> bool {
        self.code.is_empty() && !self.is_spoilt
    }

    fn take(&mut self) -> Option<Frame> {
        let code = std::mem::take(&mut self.code);
        if std::mem::take(&mut self.is_spoilt) {
            return Some(Frame::Unreadable);
        }
        let code = scanned_code(&code).filter(|code| !is_modem_talk(code));
        code.map(Frame::Code)
    }
}

/// What a scanner sent between its frames; `None` if it holds no code. A symbology
/// identifier (`]E0` and the like) stays: it says how the rest is read.
pub fn scanned_code(sent: &str) -> Option<String> {
    let code = sent.trim_matches(' ');
    (!without_identifier(code).is_empty()).then(|| code.to_owned())
}

/// What stands behind the symbology identifier, where a scanner sends one.
pub fn without_identifier(code: &str) -> &str {
    let mut letters = code.chars();
    let is_one = letters.next() == Some(']')
        && letters
            .next()
            .is_some_and(|letter| letter.is_ascii_alphabetic())
        && letters
            .next()
            .is_some_and(|modifier| modifier.is_ascii_alphanumeric());
    if is_one { letters.as_str() } else { code }
}

/// A modem manager speaks to every new serial port, and a scanner in a cradle
/// may echo it.
fn is_modem_talk(code: &str) -> bool {
    matches!(code, "AT" | "ATZ" | "ATI" | "ATE0" | "ATE1")
        || ["AT+", "AT&", "ATQ0"]
            .iter()
            .any(|start| code.starts_with(start))
}

/// Notices the same code read twice by one pull of the trigger. Another code in
/// between, or a moment more, makes it a second piece.
#[derive(Debug)]
pub struct Repeats {
    window: Duration,
    last: Option<(String, Instant)>,
}

impl Repeats {
    pub fn new(window: Duration) -> Self {
        Self { window, last: None }
    }

    /// Whether this read, at `now`, is to be left out.
    pub fn is_repeat(&mut self, code: &str, now: Instant) -> bool {
        if let Some((last, at)) = &self.last
            && last == code
            && now.duration_since(*at) < self.window
        {
            return true;
        }
        self.last = Some((code.to_owned(), now));
        false
    }
}

#[cfg(test)]
mod tests;
