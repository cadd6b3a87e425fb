//! Finds the scanner by a scan: listens on every port at once, in one way of talking
//! after the other, until a code comes whose check digit is right.

use std::{
    io::Read,
    time::{Duration, Instant},
};

use super::{
    scanner::{Frame, Framer},
    transport::{Direction, Port, is_pause},
    uri::{DeviceUri, LineParity, SerialLine},
};
use crate::domain::barcode::{self, CodeCheck};

/// Ways of talking that scanners are shipped with, the usual ones first.
pub const WAYS: [Way; 8] = [
    Way::new(9_600, 8, LineParity::None),
    Way::new(115_200, 8, LineParity::None),
    Way::new(38_400, 8, LineParity::None),
    Way::new(19_200, 8, LineParity::None),
    Way::new(9_600, 7, LineParity::Even),
    Way::new(115_200, 7, LineParity::Even),
    Way::new(38_400, 7, LineParity::Even),
    Way::new(19_200, 7, LineParity::Even),
];

/// Speed and frame of a serial line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    pub baud: u32,
    pub data_bits: u8,
    pub parity: LineParity,
}

impl Way {
    const fn new(baud: u32, data_bits: u8, parity: LineParity) -> Self {
        Self {
            baud,
            data_bits,
            parity,
        }
    }

    /// `port` talking like this.
    pub fn on(self, port: &DeviceUri) -> DeviceUri {
        match port {
            DeviceUri::Serial(line) => DeviceUri::Serial(SerialLine {
                baud: self.baud,
                data_bits: self.data_bits,
                parity: self.parity,
                ..line.clone()
            }),
            other => other.clone(),
        }
    }
}

/// What came while one way was tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// The code, and where the scanner is.
    Code {
        uri: DeviceUri,
        code: String,
    },
    /// Something was sent from here and could not be read: another way is right.
    Noise {
        port: DeviceUri,
    },
    Nothing,
}

/// Listens on `ports` in one `way` until something comes or `patience` ends. A port
/// that cannot be opened is passed over. Other kinds of address are no scanner's.
pub fn listen(
    ports: &[DeviceUri],
    way: Way,
    patience: Duration,
    is_stopped: &dyn Fn() -> bool,
) -> Heard {
    let mut open: Vec<Listening> = ports
        .iter()
        .filter(|port| matches!(port, DeviceUri::Serial(_)))
        .filter_map(|port| Listening::open(port, way))
        .collect();
    let deadline = Instant::now() + patience;
    while !open.is_empty() && Instant::now() < deadline && !is_stopped() {
        for port in &mut open {
            match port.read() {
                Some(Frame::Code(code)) if is_sure(&code) => {
                    let uri = way.on(&port.uri);
                    return Heard::Code { uri, code };
                }
                Some(_) => {
                    return Heard::Noise {
                        port: port.uri.clone(),
                    };
                }
                None => (),
            }
        }
        open.retain(|port| !port.is_gone);
    }
    Heard::Nothing
}

/// In a wrong way the letters come out wrong, and no check digit fits by chance in
/// nine of ten; a second scan settles the tenth.
fn is_sure(code: &str) -> bool {
    let code = barcode::normalise(&barcode::from_scanner(code));
    barcode::check(&code) == CodeCheck::Gtin14
}

struct Listening {
    uri: DeviceUri,
    port: Port,
    framer: Framer,
    is_gone: bool,
}

impl Listening {
    fn open(uri: &DeviceUri, way: Way) -> Option<Self> {
        let port = Port::open(&way.on(uri), Direction::Reading).ok()?;
        Some(Self {
            uri: uri.clone(),
            port,
            framer: Framer::default(),
            is_gone: false,
        })
    }

    /// What is whole by now.
    fn read(&mut self) -> Option<Frame> {
        let mut buf = [0; 256];
        match self.port.read(&mut buf) {
            Ok(0) => {
                self.is_gone = true;
                None
            }
            Ok(n_read) => buf[..n_read]
                .iter()
                .find_map(|byte| self.framer.push(*byte)),
            Err(err) if is_pause(&err) => self.framer.silence(),
            Err(_) => {
                self.is_gone = true;
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use serialport::{SerialPort, TTYPort};

    use super::*;

    fn pair() -> (TTYPort, DeviceUri, TTYPort) {
        let (near, far) = TTYPort::pair().unwrap();
        let path = far.name().unwrap();
        (near, DeviceUri::Serial(SerialLine::new(path)), far)
    }

    /// Bytes that wait in the line are heard as if they came now.
    fn heard(sent: &[u8]) -> (Heard, DeviceUri) {
        let (mut near, uri, far) = pair();
        let (_quiet, quiet_uri, quiet_far) = pair();
        // A port is for one reader at a time.
        drop((far, quiet_far));
        let bytes = sent.to_vec();
        let sender = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(200));
            near.write_all(&bytes).unwrap();
            near
        });
        let ports = [quiet_uri, uri.clone()];
        let heard = listen(&ports, WAYS[1], Duration::from_secs(20), &|| false);
        drop(sender.join());
        (heard, uri)
    }

    #[test]
    fn a_scan_tells_where_the_scanner_is_and_how_it_talks() {
        let (got, uri) = heard(b"4006381333931\r\n");
        let want = Heard::Code {
            uri: WAYS[1].on(&uri),
            code: "4006381333931".to_owned(),
        };
        assert_eq!(got, want);
        assert!(WAYS[1].on(&uri).to_string().contains("baud=115200"));
    }

    #[test]
    fn rubbish_asks_for_another_way() {
        for rubbish in [&b"\x80\xff\x00\xa3\r"[..], b"4006381333930\r", b"@@@\r"] {
            let (got, port) = heard(rubbish);
            assert_eq!(got, Heard::Noise { port }, "{rubbish:?}");
        }
    }

    #[test]
    fn nothing_is_heard_where_nothing_is() {
        let absent = DeviceUri::Serial(SerialLine::new("/dev/there-is-no-such-port"));
        let network = DeviceUri::Tcp {
            host: "127.0.0.1".to_owned(),
            port: 9,
        };
        let patience = Duration::from_secs(20);
        assert_eq!(
            listen(&[absent, network], WAYS[0], patience, &|| false),
            Heard::Nothing
        );
        let (_near, uri, far) = pair();
        drop(far);
        assert_eq!(listen(&[uri], WAYS[0], patience, &|| true), Heard::Nothing);
    }
}
