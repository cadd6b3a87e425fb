//! Where a device is: `serial:///dev/ttyUSB0?baud=19200`, `tcp://host:9100`,
//! `file:///dev/usb/lp0`, or `pretend:` for one that is not there at all.

use std::{fmt, path::PathBuf, str::FromStr};

use serde::{Deserialize, Deserializer, de};
use thiserror::Error;

const BAUD_USUAL: u32 = 9_600;
/// The port of nearly all printers with a network plug.
const TCP_PORT_USUAL: u16 = 9_100;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeviceUri {
    Serial(SerialLine),
    Tcp {
        host: String,
        port: u16,
    },
    /// A device file, a pipe, or a plain file that grows.
    File(PathBuf),
    /// Nothing but memory: for the demo.
    Pretend,
}

/// A serial port and how it talks. 9600 baud, 8 data bits, no parity, 1 stop
/// bit and no flow control unless the address says otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SerialLine {
    pub path: PathBuf,
    pub baud: u32,
    pub data_bits: u8,
    pub parity: LineParity,
    pub stop_bits: u8,
    pub flow: LineFlow,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineParity {
    #[default]
    None,
    Odd,
    Even,
}

impl LineParity {
    /// As people write it between the bits: 8N1, 7E1.
    pub fn letter(self) -> char {
        match self {
            Self::None => 'N',
            Self::Odd => 'O',
            Self::Even => 'E',
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineFlow {
    #[default]
    None,
    XonXoff,
    RtsCts,
}

/// What is wrong with an address in the settings.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum UriError {
    #[error(
        "{0:?} is not a device address; write serial:///dev/..., tcp://host:port or file:///dev/..."
    )]
    NoScheme(String),
    #[error("{0:?} is not a kind of device address; there are serial, tcp, file and pretend")]
    UnknownScheme(String),
    #[error("a {0} address needs a full path: {0}:///dev/...")]
    NoPath(&'static str),
    #[error("a tcp address needs a host: tcp://host:port")]
    NoHost,
    #[error("{0:?} is not a port number from 1 to 65535")]
    BadPort(String),
    #[error("{0:?} is not an option; there are baud, bits, parity, stop and flow")]
    UnknownOption(String),
    #[error("{option}={value:?} is not possible; {option} is {wanted}")]
    BadValue {
        option: &'static str,
        value: String,
        wanted: &'static str,
    },
}

impl FromStr for DeviceUri {
    type Err = UriError;

    fn from_str(text: &str) -> Result<Self, UriError> {
        let text = text.trim();
        let Some((scheme, rest)) = text.split_once(':') else {
            return Err(UriError::NoScheme(text.to_owned()));
        };
        let after_slashes = rest.strip_prefix("//");
        match scheme {
            "pretend" => Ok(Self::Pretend),
            "serial" => serial_line(after_slashes.unwrap_or_default()).map(Self::Serial),
            "tcp" => tcp(after_slashes.unwrap_or_default()),
            "file" => match after_slashes {
                Some(path) if path.starts_with('/') => Ok(Self::File(path.into())),
                _ => Err(UriError::NoPath("file")),
            },
            _ => Err(UriError::UnknownScheme(scheme.to_owned())),
        }
    }
}

impl fmt::Display for DeviceUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Serial(line) => line.fmt(f),
            Self::Tcp { host, port } if host.contains(':') => write!(f, "tcp://[{host}]:{port}"),
            Self::Tcp { host, port } => write!(f, "tcp://{host}:{port}"),
            Self::File(path) => write!(f, "file://{}", path.display()),
            Self::Pretend => f.write_str("pretend:"),
        }
    }
}

/// The speed always, the rest where it is unusual.
impl fmt::Display for SerialLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "serial://{}?baud={}", self.path.display(), self.baud)?;
        if self.data_bits != 8 {
            write!(f, "&bits={}", self.data_bits)?;
        }
        match self.parity {
            LineParity::None => (),
            LineParity::Odd => f.write_str("&parity=odd")?,
            LineParity::Even => f.write_str("&parity=even")?,
        }
        if self.stop_bits != 1 {
            write!(f, "&stop={}", self.stop_bits)?;
        }
        match self.flow {
            LineFlow::None => Ok(()),
            LineFlow::XonXoff => f.write_str("&flow=xonxoff"),
            LineFlow::RtsCts => f.write_str("&flow=rtscts"),
        }
    }
}

impl<'de> Deserialize<'de> for DeviceUri {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

impl SerialLine {
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            baud: BAUD_USUAL,
            data_bits: 8,
            parity: LineParity::None,
            stop_bits: 1,
            flow: LineFlow::None,
        }
    }

    fn set(&mut self, option: &str, value: &str) -> Result<(), UriError> {
        let refused = |option, wanted| UriError::BadValue {
            option,
            value: value.to_owned(),
            wanted,
        };
        match option {
            "baud" => {
                let wanted = "50 to 4000000";
                let baud: u32 = value.parse().map_err(|_| refused("baud", wanted))?;
                if !(50..=4_000_000).contains(&baud) {
                    return Err(refused("baud", wanted));
                }
                self.baud = baud;
            }
            "bits" => {
                self.data_bits = match value {
                    "7" => 7,
                    "8" => 8,
                    _ => return Err(refused("bits", "7 or 8")),
                }
            }
            "stop" => {
                self.stop_bits = match value {
                    "1" => 1,
                    "2" => 2,
                    _ => return Err(refused("stop", "1 or 2")),
                }
            }
            "parity" => {
                self.parity = match value {
                    "none" => LineParity::None,
                    "odd" => LineParity::Odd,
                    "even" => LineParity::Even,
                    _ => return Err(refused("parity", "none, odd or even")),
                }
            }
            "flow" => {
                self.flow = match value {
                    "none" => LineFlow::None,
                    "xonxoff" => LineFlow::XonXoff,
                    "rtscts" => LineFlow::RtsCts,
                    _ => return Err(refused("flow", "none, xonxoff or rtscts")),
                }
            }
            _ => return Err(UriError::UnknownOption(option.to_owned())),
        }
        Ok(())
    }
}

fn serial_line(rest: &str) -> Result<SerialLine, UriError> {
    let (path, options) = rest.split_once('?').unwrap_or((rest, ""));
    if !path.starts_with('/') {
        return Err(UriError::NoPath("serial"));
    }
    let mut line = SerialLine::new(path);
    for option in options.split('&').filter(|option| !option.is_empty()) {
        let (name, value) = option.split_once('=').unwrap_or((option, ""));
        line.set(name, value)?;
    }
    Ok(line)
}

fn tcp(rest: &str) -> Result<DeviceUri, UriError> {
    let rest = rest.trim_end_matches('/');
    let (host, port) = match rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, "")) => (host, None),
        Some((host, port)) => (host, Some(port.trim_start_matches(':'))),
        None => match rest.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (rest, None),
        },
    };
    if host.is_empty() {
        return Err(UriError::NoHost);
    }
    let port = match port {
        None => TCP_PORT_USUAL,
        Some(port) => match port.parse() {
            Ok(port) if port > 0 => port,
            _ => return Err(UriError::BadPort(port.to_owned())),
        },
    };
    Ok(DeviceUri::Tcp {
        host: host.to_owned(),
        port,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tcp_at(host: &str, port: u16) -> DeviceUri {
        DeviceUri::Tcp {
            host: host.to_owned(),
            port,
        }
    }

    #[test]
    fn addresses_that_work() {
        let usb = SerialLine::new("/dev/ttyUSB0");
        let full = SerialLine {
            baud: 19_200,
            data_bits: 7,
            parity: LineParity::Even,
            stop_bits: 2,
            flow: LineFlow::XonXoff,
            ..usb.clone()
        };
        #[rustfmt::skip]
        let cases = [
            ("serial:///dev/ttyUSB0", DeviceUri::Serial(usb)),
            ("serial:///dev/ttyUSB0?baud=19200&bits=7&parity=even&stop=2&flow=xonxoff", DeviceUri::Serial(full)),
            ("tcp://192.168.1.50:9100", tcp_at("192.168.1.50", 9_100)),
            ("tcp://printer.local", tcp_at("printer.local", 9_100)),
            ("tcp://[fe80::1]:9101", tcp_at("fe80::1", 9_101)),
            ("file:///dev/usb/lp0", DeviceUri::File("/dev/usb/lp0".into())),
            (" pretend: ", DeviceUri::Pretend),
        ];
        for (text, want) in cases {
            assert_eq!(text.parse(), Ok(want.clone()), "{text}");
            assert_eq!(want.to_string().parse(), Ok(want), "{text}");
        }
    }

    #[test]
    fn addresses_that_do_not() {
        #[rustfmt::skip]
        let cases = [
            ("/dev/ttyUSB0", "\"/dev/ttyUSB0\" is not a device address; write serial:///dev/..., tcp://host:port or file:///dev/..."),
            ("usb://04b8:0202", "\"usb\" is not a kind of device address; there are serial, tcp, file and pretend"),
            ("serial://ttyUSB0", "a serial address needs a full path: serial:///dev/..."),
            ("serial:/dev/ttyUSB0", "a serial address needs a full path: serial:///dev/..."),
            ("file://printer", "a file address needs a full path: file:///dev/..."),
            ("tcp://:9100", "a tcp address needs a host: tcp://host:port"),
            ("tcp://printer:99999", "\"99999\" is not a port number from 1 to 65535"),
            ("serial:///dev/ttyS0?speed=9600", "\"speed\" is not an option; there are baud, bits, parity, stop and flow"),
            ("serial:///dev/ttyS0?baud=fast", "baud=\"fast\" is not possible; baud is 50 to 4000000"),
            ("serial:///dev/ttyS0?flow", "flow=\"\" is not possible; flow is none, xonxoff or rtscts"),
        ];
        for (text, want) in cases {
            let got = text.parse::<DeviceUri>().unwrap_err();
            assert_eq!(got.to_string(), want, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_an_address_or_an_error(text in ".{0,60}|(serial|tcp|file)://[/a-z0-9?=&:\\[\\]]{0,40}") {
            if let Ok(uri) = text.parse::<DeviceUri>() {
                prop_assert_eq!(uri.to_string().parse(), Ok(uri));
            }
        }
    }
}
