//! Why a device cannot be used right now.

use std::io;

use thiserror::Error;

/// What the system says of a device node whose hardware is not there, or no
/// longer there.
const EIO: i32 = 5;
const ENXIO: i32 = 6;
const ENODEV: i32 = 19;

/// What stands in the way, as far as the system can tell. The screen has its own
/// words for each; these are for details and logs.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DeviceTrouble {
    #[error("it is not there")]
    Absent,
    #[error("another program uses it")]
    Busy,
    #[error("this user may not use it (groups dialout, uucp or lp usually may)")]
    Denied,
    #[error("it went away")]
    Gone,
    #[error("it does not answer")]
    Silent,
    #[error("that is not a device of this kind")]
    NotADevice,
    #[error("it is out of paper")]
    PaperOut,
    #[error("its lid is open")]
    LidOpen,
    #[error("its knife is stuck")]
    CutterStuck,
    #[error("its head is too hot")]
    Hot,
    #[error("it says that it is broken")]
    Broken,
    #[error("it is offline")]
    Offline,
    #[error("it was switched off and on")]
    Restarted,
    #[error("{0}")]
    Other(String),
}

impl From<&serialport::Error> for DeviceTrouble {
    fn from(err: &serialport::Error) -> Self {
        match err.kind {
            // serialport says "no device" when another program holds the lock.
            serialport::ErrorKind::NoDevice => Self::Busy,
            serialport::ErrorKind::Io(kind) => {
                Self::from_kind(kind).unwrap_or_else(|| Self::Other(err.description.clone()))
            }
            serialport::ErrorKind::InvalidInput => Self::NotADevice,
            serialport::ErrorKind::Unknown => match err.description.as_str() {
                "Not a typewriter" | "Is a directory" => Self::NotADevice,
                // "I/O error" is what a mainboard's port without its chip says.
                "No such device" | "No such device or address" | "I/O error" => Self::Absent,
                description => Self::Other(description.to_owned()),
            },
        }
    }
}

impl From<&io::Error> for DeviceTrouble {
    fn from(err: &io::Error) -> Self {
        if matches!(err.raw_os_error(), Some(ENXIO | ENODEV)) {
            return Self::Absent;
        }
        Self::from_kind(err.kind()).unwrap_or_else(|| Self::Other(err.to_string()))
    }
}

impl DeviceTrouble {
    /// Names the failure of a port that was open: what the system calls absent
    /// or an I/O error has been unplugged.
    pub(super) fn while_open(err: &io::Error) -> Self {
        let is_lost = match err.raw_os_error() {
            Some(errno) => matches!(errno, EIO | ENXIO | ENODEV),
            // serialport passes on the words, not the number.
            None => matches!(err.to_string().as_str(), "I/O error" | "No such device"),
        };
        if is_lost { Self::Gone } else { Self::from(err) }
    }

    fn from_kind(kind: io::ErrorKind) -> Option<Self> {
        use io::ErrorKind as Kind;
        match kind {
            Kind::NotFound | Kind::ConnectionRefused => Some(Self::Absent),
            Kind::HostUnreachable | Kind::NetworkUnreachable | Kind::NetworkDown => {
                Some(Self::Absent)
            }
            Kind::ResourceBusy | Kind::AddrInUse => Some(Self::Busy),
            Kind::PermissionDenied => Some(Self::Denied),
            Kind::BrokenPipe
            | Kind::UnexpectedEof
            | Kind::NotConnected
            | Kind::ConnectionReset
            | Kind::ConnectionAborted => Some(Self::Gone),
            Kind::TimedOut | Kind::WouldBlock => Some(Self::Silent),
            Kind::IsADirectory | Kind::NotADirectory | Kind::InvalidInput => Some(Self::NotADevice),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn port(kind: serialport::ErrorKind, description: &str) -> serialport::Error {
        serialport::Error::new(kind, description)
    }

    /// Kinds and words as serialport 4.10 gives them on Linux.
    #[test]
    fn why_a_port_does_not_open() {
        use serialport::ErrorKind::{Io, NoDevice, Unknown};
        let odd = DeviceTrouble::Other("Too many open files".to_owned());
        #[rustfmt::skip]
        let cases = [
            (NoDevice, "Unable to acquire exclusive lock on serial port", DeviceTrouble::Busy),
            (Io(io::ErrorKind::NotFound), "No such file or directory", DeviceTrouble::Absent),
            (Io(io::ErrorKind::PermissionDenied), "Permission denied", DeviceTrouble::Denied),
            (Unknown, "Not a typewriter", DeviceTrouble::NotADevice),
            (Unknown, "No such device or address", DeviceTrouble::Absent),
            (Unknown, "Too many open files", odd),
        ];
        for (kind, description, want) in cases {
            assert_eq!(
                DeviceTrouble::from(&port(kind, description)),
                want,
                "{description}"
            );
        }
    }

    #[test]
    fn how_an_open_port_fails() {
        let words = |words: &str| io::Error::other(words.to_owned());
        #[rustfmt::skip]
        let cases = [
            (io::ErrorKind::BrokenPipe.into(), DeviceTrouble::Gone),
            (io::ErrorKind::UnexpectedEof.into(), DeviceTrouble::Gone),
            (io::ErrorKind::ConnectionReset.into(), DeviceTrouble::Gone),
            (io::Error::from_raw_os_error(EIO), DeviceTrouble::Gone),
            (io::Error::from_raw_os_error(ENODEV), DeviceTrouble::Gone),
            (words("I/O error"), DeviceTrouble::Gone),
            (words("odd"), DeviceTrouble::Other("odd".to_owned())),
        ];
        for (err, want) in cases {
            assert_eq!(DeviceTrouble::while_open(&err), want, "{err}");
        }
    }
}
